//! The utilities of busybox and coreutils, one file each.
