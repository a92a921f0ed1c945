//! What an interpreter asks of the machine beneath it, and what it is told: the seam of `python` and `js`.
//!
//! Every request is a plain value shaped like the POSIX call of the same name (POSIX.1-2017, System Interfaces);
//! numbers (flags, errnos, signals) are Linux's. An interpreter never touches a file, clock or thread by itself; who
//! runs it answers. Leaves out threads and memory, which are the interpreter's own affair.

/// Names one request for as long as it is unanswered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CallId(pub u64);

/// Linux file types and times of `stat`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Stat {
    /// Type and permission bits (`0o100644`).
    pub mode: u32,
    pub ino: u64,
    pub dev: u64,
    pub nlink: u64,
    pub uid: u32,
    pub gid: u32,
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since the epoch.
    pub atime: i64,
    pub mtime: i64,
    pub ctime: i64,
}

/// What a child process's standard stream is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stdio {
    /// The parent's descriptor of this number.
    Fd(i32),
    /// A new pipe whose other end the parent gets.
    Pipe,
    /// `/dev/null`.
    Null,
    /// Standard error only: wherever standard output goes.
    Stdout,
}

/// A child to start.
#[derive(Clone, Debug, PartialEq)]
pub struct Spawn {
    /// The program, looked up in the child's PATH unless it holds a slash.
    pub program: String,
    /// The argument vector, program name first.
    pub argv: Vec<String>,
    /// The whole environment; `None` is the parent's.
    pub env: Option<Vec<(String, String)>>,
    pub cwd: Option<String>,
    pub stdin: Stdio,
    pub stdout: Stdio,
    pub stderr: Stdio,
}

/// What becomes of a signal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    Default,
    Ignore,
    /// Tell the interpreter when it comes.
    Handler,
}

/// A socket's address: host is a dotted or IPv6 literal, or a path for UNIX sockets (then the port is 0).
pub type Address = (String, u16);

/// A request. The comment after each names the [`Reply`] that answers it; any may be answered with a [`HostError`].
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Linux `O_*` flags: `Int` (the descriptor).
    Open { path: String, flags: u32, mode: u32 },
    /// Blocks until something is there; empty means the end: `Bytes`.
    Read { fd: i32, len: usize },
    /// `Int`: how many bytes were taken (at least one unless data is empty).
    Write { fd: i32, data: Vec<u8> },
    /// `Unit`.
    Close { fd: i32 },
    /// `whence` 0, 1, 2: `Int`, the new offset.
    Lseek { fd: i32, offset: i64, whence: u8 },
    /// `Unit`.
    Ftruncate { fd: i32, len: u64 },
    /// `Unit`.
    Fsync { fd: i32 },
    /// `Int` 0 or 1.
    Isatty { fd: i32 },
    /// `Int`, the new descriptor; `to` is `None` for the lowest free.
    Dup { fd: i32, to: Option<i32> },
    /// `Pair`: read end, write end.
    Pipe,
    /// `Stat`.
    Stat { path: String, follow: bool },
    /// `Stat`.
    Fstat { fd: i32 },
    /// `Unit` if `mode` (R 4, W 2, X 1, F 0) is allowed.
    Access { path: String, mode: u32 },
    /// `Names`, without `.` and `..`, in any order.
    Listdir { path: String },
    /// `Unit`.
    Mkdir { path: String, mode: u32 },
    /// `Unit`.
    Rmdir { path: String },
    /// `Unit`.
    Unlink { path: String },
    /// `Unit`.
    Rename { from: String, to: String },
    /// `Unit`.
    Link { from: String, to: String },
    /// `Unit`; `target` is the text of the link.
    Symlink { target: String, path: String },
    /// `Text`.
    Readlink { path: String },
    /// `Unit`.
    Chmod { path: String, mode: u32 },
    /// -1 leaves an id alone: `Unit`.
    Chown { path: String, uid: i64, gid: i64 },
    /// Nanoseconds since the epoch: `Unit`.
    Utime { path: String, atime: i64, mtime: i64 },
    /// `Text`.
    Getcwd,
    /// `Unit`.
    Chdir { path: String },
    /// `Int`, the old mask.
    Umask { mask: u32 },
    /// `Int`.
    Getpid,
    /// `Int`.
    Getppid,
    /// `Int`.
    Getuid,
    /// `Int`.
    Getgid,
    /// `Int`.
    Geteuid,
    /// `Text`.
    Hostname,
    /// Columns and rows of a terminal: `Pair`, or ENOTTY.
    TerminalSize { fd: i32 },
    /// Wall clock, nanoseconds since the epoch: `Int`.
    Realtime,
    /// Nanoseconds since some fixed point: `Int`.
    Monotonic,
    /// CPU time of the process, nanoseconds: `Int`.
    CpuTime,
    /// `Unit` when the nanoseconds have passed.
    Sleep { nanos: u64 },
    /// `Bytes` of that length.
    Urandom { len: usize },
    /// `Unit`.
    Kill { pid: i64, signal: i32 },
    /// `Unit`.
    Sigaction { signal: i32, disposition: Disposition },
    /// SIGALRM after so many nanoseconds, 0 cancels: `Int`, what was left of the last one.
    Alarm { nanos: u64 },
    /// `Unit` after any signal with a handler.
    Pause,
    /// `Spawned`.
    Spawn(Box<Spawn>),
    /// `Waited`: the child's pid and its status (negative: ended by that signal); with `nohang`, pid 0 while it runs.
    Wait { pid: i64, nohang: bool },
    /// Becomes another program; never answered but with an error.
    Exec { path: String, argv: Vec<String>, env: Option<Vec<(String, String)>> },
    /// AF_UNIX 1, AF_INET 2, AF_INET6 10; SOCK_STREAM 1, SOCK_DGRAM 2: `Int`.
    Socket { family: i32, kind: i32 },
    /// `Unit`.
    Bind { fd: i32, address: Address },
    /// `Unit`.
    Listen { fd: i32, backlog: i32 },
    /// Blocks at most `timeout` nanoseconds (then EAGAIN): `Accepted`.
    Accept { fd: i32, timeout: Option<u64> },
    /// Blocks at most `timeout` nanoseconds (then EAGAIN, or EINPROGRESS for 0): `Unit`.
    Connect { fd: i32, address: Address, timeout: Option<u64> },
    /// `Int`.
    Send { fd: i32, data: Vec<u8>, timeout: Option<u64> },
    /// Empty at the end of a stream: `Bytes`.
    Recv { fd: i32, len: usize, timeout: Option<u64> },
    /// `Int`.
    Sendto { fd: i32, data: Vec<u8>, address: Address },
    /// `Datagram`.
    Recvfrom { fd: i32, len: usize, timeout: Option<u64> },
    /// `Unit`. how: 0 read, 1 write, 2 both.
    Shutdown { fd: i32, how: i32 },
    /// `Unit`.
    Setsockopt { fd: i32, level: i32, option: i32, value: i32 },
    /// `Addr`.
    Getsockname { fd: i32 },
    /// `Addr`.
    Getpeername { fd: i32 },
    /// Every address of a name, in order: `Names`. The error is a `HostError` whose `errno` is a negative `EAI_*`.
    Resolve { host: String },
    /// Blocks until one of the descriptors is ready or the nanoseconds have passed: `Ready`.
    Poll { read: Vec<i32>, write: Vec<i32>, timeout: Option<u64> },
}

/// An answer to a [`Call`].
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    Unit,
    Int(i64),
    Pair(i64, i64),
    Text(String),
    Bytes(Vec<u8>),
    Names(Vec<String>),
    Stat(Stat),
    Spawned {
        pid: i64,
        /// The parent's ends of the pipes asked for.
        stdin: Option<i32>,
        stdout: Option<i32>,
        stderr: Option<i32>,
    },
    Waited {
        pid: i64,
        status: i32,
    },
    Accepted {
        fd: i32,
        peer: Address,
    },
    Addr(Address),
    Datagram {
        data: Vec<u8>,
        from: Address,
    },
    Ready {
        read: Vec<i32>,
        write: Vec<i32>,
    },
}

/// A call failed with a Linux errno (2 is ENOENT); a failed [`Call::Resolve`] has a negative `EAI_*` (-2 is EAI_NONAME).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HostError {
    pub errno: i32,
}

/// What a call of an interpreter's `run` ended with.
#[derive(Debug)]
pub enum Step {
    /// The program needs the host; what asked stays blocked until its `resume` is called with this id. The rest
    /// may go on: call `run` again at once, whether the answer is known or not.
    Syscall(CallId, Call),
    /// Nobody waits for this request any longer: drop it; an answer is ignored.
    Cancel(CallId),
    /// The fuel is used up; call `run` again.
    OutOfFuel,
    /// Every thread is blocked in a request: answer one, then call `run` again.
    Wait,
    /// The program is over.
    Exited(Exit),
}

/// How a program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It exited with this status, 0 to 255.
    Code(i32),
    /// It ended itself by this signal (an uncaught `KeyboardInterrupt` gives SIGINT, as CPython does).
    Signal(i32),
}
