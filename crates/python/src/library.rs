//! The Python sources built into the interpreter, and which modules CPython's library has.

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// The module's name for good and its text.
pub fn source(name: &str) -> Option<(&'static str, &'static str)> {
    SOURCES.iter().find(|(n, _)| *n == name).copied()
}

/// Whether a library module is a package: others have its name as their prefix.
pub fn is_package(name: &str) -> bool {
    let prefix = format!("{name}.");
    SOURCES.iter().any(|(n, _)| n.starts_with(&prefix))
}

/// The path that tracebacks and `__file__` show.
pub fn path(name: &str, config: &crate::Config) -> String {
    let relative = name.replace('.', "/");
    let tail = if is_package(name) { "/__init__.py" } else { ".py" };
    let (major, minor, _) = config.version;
    format!("{}/lib/python{major}.{minor}/{relative}{tail}", config.base_prefix)
}

/// Whether CPython has this module in C, so that its frames don't show in tracebacks.
pub fn is_native(name: &str) -> bool {
    name.starts_with('_')
        || matches!(
            name,
            "time" | "itertools" | "operator" | "atexit" | "struct" | "zlib" | "select" | "errno" | "math"
        )
}

/// Top-level names of CPython 3.12's library that are not here.
const OTHERS: &str = " aifc antigravity array ast asynchat asyncore atexit audioop bdb binascii bisect bz2 cProfile calendar cgi cgitb \
chunk cmath cmd code codecs codeop colorsys compileall concurrent configparser contextvars copyreg crypt csv ctypes curses dbm decimal \
dis distutils doctest email ensurepip errno faulthandler fcntl filecmp fileinput fractions ftplib gc getopt gettext \
graphlib grp gzip heapq hmac html idlelib imaplib imghdr imp importlib inspect ipaddress keyword linecache locale lzma mailbox \
mailcap marshal mimetypes mmap modulefinder multiprocessing netrc nis nntplib numbers optparse ossaudiodev parser pdb pickle pickletools \
pipes pkgutil plistlib poplib posix posixpath pprint profile pstats pty pwd py_compile pyclbr pydoc quopri readline reprlib resource rlcompleter runpy sched \
select selectors shelve shlex site smtpd smtplib sndhdr socketserver spwd sqlite3 ssl stat statistics stringprep sunau symtable \
sysconfig syslog tabnanny tarfile telnetlib termios test this timeit tkinter token tokenize tomllib trace tracemalloc tty turtle \
unicodedata uu venv warnings wave weakref webbrowser winreg wsgiref xdrlib xml xmlrpc zipapp zipfile zipimport zlib zoneinfo ";

pub fn is_standard(name: &str) -> bool {
    OTHERS.contains(&format!(" {name} ")) || source(name).is_some()
}

/// Mistakes in the texts of the library and the packages, each with its place; none if all is well.
pub fn check() -> Vec<String> {
    let mut out = Vec::new();
    let mut try_one = |name: &str, text: &str| {
        if let Err(e) = crate::compile::compile(text, name, crate::compile::Mode::Exec, false) {
            out.push(format!("{name}:{}: {}", e.span.line, e.message));
        }
    };
    for (name, text) in SOURCES {
        try_one(name, text);
    }
    for (path, data) in crate::packages::all() {
        if path.ends_with(".py") {
            try_one(path, &String::from_utf8_lossy(data));
        }
    }
    out
}
