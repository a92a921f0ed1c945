//! Error numbers as Linux names and words them (errno(3), strerror(3)).

use std::fmt;

macro_rules! errnos {
    ($($name:ident $number:literal $text:literal),* $(,)?) => {
        /// What a system call failed with. `Display` gives strerror's sentence.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Errno { $(#[doc = $text] $name),* }

        impl Errno {
            /// The number that Linux on x86-64 gives it.
            pub fn number(self) -> i32 { match self { $(Errno::$name => $number),* } }
            /// Its symbolic name, such as `ENOENT`.
            pub fn name(self) -> &'static str { match self { $(Errno::$name => stringify!($name)),* } }
            /// The error with this number, if it is one of those modelled.
            pub fn from_number(number: i32) -> Option<Errno> { match number { $($number => Some(Errno::$name),)* _ => None } }
        }

        impl fmt::Display for Errno {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Errno::$name => $text),* })
            }
        }
    };
}

errnos! {
    EPERM 1 "Operation not permitted",
    ENOENT 2 "No such file or directory",
    ESRCH 3 "No such process",
    EINTR 4 "Interrupted system call",
    EIO 5 "Input/output error",
    ENXIO 6 "No such device or address",
    E2BIG 7 "Argument list too long",
    ENOEXEC 8 "Exec format error",
    EBADF 9 "Bad file descriptor",
    ECHILD 10 "No child processes",
    EAGAIN 11 "Resource temporarily unavailable",
    ENOMEM 12 "Cannot allocate memory",
    EACCES 13 "Permission denied",
    EBUSY 16 "Device or resource busy",
    EEXIST 17 "File exists",
    EXDEV 18 "Invalid cross-device link",
    ENODEV 19 "No such device",
    ENOTDIR 20 "Not a directory",
    EISDIR 21 "Is a directory",
    EINVAL 22 "Invalid argument",
    ENFILE 23 "Too many open files in system",
    EMFILE 24 "Too many open files",
    ENOTTY 25 "Inappropriate ioctl for device",
    ETXTBSY 26 "Text file busy",
    EFBIG 27 "File too large",
    ENOSPC 28 "No space left on device",
    ESPIPE 29 "Illegal seek",
    EROFS 30 "Read-only file system",
    EMLINK 31 "Too many links",
    EPIPE 32 "Broken pipe",
    ERANGE 34 "Numerical result out of range",
    ENAMETOOLONG 36 "File name too long",
    ENOSYS 38 "Function not implemented",
    ENOTEMPTY 39 "Directory not empty",
    ELOOP 40 "Too many levels of symbolic links",
    ENOTSOCK 88 "Socket operation on non-socket",
    EADDRINUSE 98 "Address already in use",
    EADDRNOTAVAIL 99 "Cannot assign requested address",
    ENETUNREACH 101 "Network is unreachable",
    ECONNRESET 104 "Connection reset by peer",
    ENOTCONN 107 "Transport endpoint is not connected",
    ETIMEDOUT 110 "Connection timed out",
    ECONNREFUSED 111 "Connection refused",
    EHOSTUNREACH 113 "No route to host",
}

impl std::error::Error for Errno {}
