//! How the interpreter is started and what a turn of it ends with; its requests are those of the crate `syscalls`.

pub use syscalls::{Address, Call, CallId, Disposition, Exit, HostError, Reply, Spawn, Stat, Stdio, Step};

/// How the interpreter is started.
#[derive(Clone, Debug)]
pub struct Config {
    /// The command line, program name first: `["python", "-u", "app.py", "x"]`.
    pub argv: Vec<String>,
    /// The environment, in order.
    pub env: Vec<(String, String)>,
    /// Where the interpreter lies in the file system (`sys.executable`), such as `/usr/local/bin/python3.12`.
    pub executable: String,
    /// `sys.prefix`; third-party packages are looked for in `{prefix}/lib/pythonX.Y/site-packages`.
    pub prefix: String,
    /// `sys.base_prefix`: where the library lies, which in a virtual environment is not under `prefix`.
    pub base_prefix: String,
    /// What the interpreter says it is; the language is 3.12's whatever the number.
    pub version: (u8, u8, u8),
    /// Seeds what Python takes from the system's entropy only where the host is not asked (`random` without a seed).
    pub seed: u64,
    /// The most bytes the program's objects may take before `MemoryError` is raised.
    pub memory_limit: usize,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            argv: vec!["python".into()],
            env: Vec::new(),
            executable: "/usr/local/bin/python3.12".into(),
            prefix: "/usr/local".into(),
            base_prefix: "/usr/local".into(),
            version: (3, 12, 12),
            seed: 0,
            memory_limit: 256 << 20,
        }
    }
}
