//! Lessons: format, Markdown, checks, progress.
