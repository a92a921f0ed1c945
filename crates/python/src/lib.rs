//! A Python interpreter that suspends at every call into its host.
//!
//! Models Python 3.12 (the language reference at docs.python.org/3.12) as a bytecode machine whose frames live on its
//! own heap, so that generators, threads and waiting for the host need no stack of the host. Leaves out C extensions.

mod host;

pub use host::{Address, Call, CallId, Config, Disposition, Exit, HostError, Reply, Spawn, Stat, Stdio, Step};

/// One running Python process.
pub struct Vm {
    config: Config,
}

impl Vm {
    /// A process that is about to start; nothing runs yet.
    pub fn new(config: Config) -> Vm {
        Vm { config }
    }

    /// Runs for about `fuel` instructions, or until the host is needed.
    pub fn run(&mut self, fuel: u64) -> Step {
        let _ = (fuel, &self.config);
        Step::Exited(Exit::Code(0))
    }

    /// Answers a request. An answer to a request that is no longer waited for is ignored.
    pub fn resume(&mut self, call: CallId, answer: Result<Reply, HostError>) {
        let _ = (call, answer);
    }

    /// A signal with [`Disposition::Handler`] arrived: the main thread runs its handler, even out of a blocked request.
    pub fn deliver_signal(&mut self, signal: i32) {
        let _ = signal;
    }
}

/// The files of a third-party package that `pip install NAME` puts under `site-packages`, paths relative to it, or
/// `None` for a package that is not simulated.
pub fn site_package_files(name: &str) -> Option<&'static [(&'static str, &'static [u8])]> {
    let _ = name;
    None
}
