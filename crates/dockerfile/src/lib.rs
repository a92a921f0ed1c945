//! Dockerfiles as BuildKit reads them: text to instructions and diagnostics.
