//! The headers of the C library: what they declare, in our words (C11 7, POSIX.1-2017).

/// Headers that a glibc has and that are not simulated.
pub const OTHERS: [&str; 40] = [
    "aio.h",
    "complex.h",
    "dirent.h",
    "dlfcn.h",
    "fcntl.h.in",
    "fenv.h",
    "fnmatch.h",
    "ftw.h",
    "getopt.h",
    "glob.h",
    "grp.h",
    "langinfo.h",
    "libgen.h",
    "locale.h",
    "mqueue.h",
    "net/if.h",
    "poll.h",
    "pthread.h",
    "pwd.h",
    "regex.h",
    "sched.h",
    "semaphore.h",
    "setjmp.h",
    "spawn.h",
    "stdatomic.h",
    "sys/epoll.h",
    "sys/inotify.h",
    "sys/ioctl.h",
    "sys/mman.h",
    "sys/resource.h",
    "sys/select.h",
    "sys/sendfile.h",
    "sys/un.h",
    "sys/utsname.h",
    "syslog.h",
    "termios.h",
    "tgmath.h",
    "threads.h",
    "wchar.h",
    "wctype.h",
];

/// A header's text, by the name it is included by.
pub fn text(name: &str) -> Option<&'static str> {
    let all = include_str!("../lib/headers.h");
    let mark = format!("//// {name}\n");
    let start = all.find(&mark)? + mark.len();
    let rest = all.get(start..)?;
    Some(rest.find("//// ").and_then(|end| rest.get(..end)).unwrap_or(rest))
}
