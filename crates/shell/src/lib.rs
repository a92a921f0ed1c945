//! The POSIX shell, as dash, busybox ash and bash speak it.
