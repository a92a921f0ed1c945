//! Files: inodes, layers, whiteouts, mounts, canonical tar.
