//! The interpreter as its host sees it: run it, answer it, tell it of signals.

use crate::ast::Source;
use crate::promise::Job;
use crate::realm::Realm;
use crate::value::Value;
use std::rc::Rc;
use syscalls::{CallId, Exit, HostError, Reply, Step};

/// How the interpreter is started.
#[derive(Clone, Debug)]
pub struct Config {
    /// The command line, program name first.
    pub argv: Vec<String>,
    pub env: Vec<(String, String)>,
    /// `process.execPath`.
    pub executable: String,
    /// The release without its `v`, such as `22.21.1`.
    pub version: String,
    /// Seeds `Math.random`.
    pub seed: u64,
    /// The most bytes the program's values may take.
    pub memory_limit: usize,
    /// What frames of no text belong to.
    #[doc(hidden)]
    pub internal: InternalSource,
}

/// The source of frames that no text stands for.
#[derive(Clone, Debug)]
pub struct InternalSource(pub(crate) Rc<Source>);

impl std::ops::Deref for InternalSource {
    type Target = Rc<Source>;
    fn deref(&self) -> &Rc<Source> {
        &self.0
    }
}

impl Default for Config {
    fn default() -> Self {
        Config {
            argv: vec!["node".into()],
            env: Vec::new(),
            executable: "/usr/local/bin/node".into(),
            version: "22.21.1".into(),
            seed: 0,
            memory_limit: 256 << 20,
            internal: InternalSource(Source::new("node:internal/jobs", "", true)),
        }
    }
}

/// One program.
pub struct Vm {
    realm: Rc<Realm>,
    idle: bool,
}

impl Drop for Vm {
    fn drop(&mut self) {
        self.realm.clear();
    }
}

impl Vm {
    pub fn new(config: Config) -> Vm {
        let realm = Realm::new(config);
        crate::natives::install(&realm);
        crate::library::start(&realm);
        realm.end_turn();
        Vm { realm, idle: false }
    }

    /// Bytes the program's values hold.
    pub fn memory(&self) -> u64 {
        self.realm.memory()
    }

    /// Runs until something is to be said to the host, for so many statements at most.
    pub fn run(&mut self, fuel: u64) -> Step {
        self.realm.begin_turn();
        let step = self.turn(fuel);
        self.realm.end_turn();
        step
    }

    fn turn(&mut self, fuel: u64) -> Step {
        let realm = &self.realm;
        realm.fuel.set(i64::try_from(fuel).unwrap_or(i64::MAX));
        loop {
            if let Some(code) = realm.exit.get() {
                return Step::Exited(Exit::Code(code));
            }
            let cancelled = realm.cancelled.borrow_mut().pop_front();
            if let Some(id) = cancelled {
                return Step::Cancel(id);
            }
            let next = realm.outbox.borrow_mut().pop_front();
            if let Some((id, call)) = next {
                return Step::Syscall(id, call);
            }
            if realm.waiting.get().is_some() {
                return Step::Wait;
            }
            if realm.stack.borrow().is_empty() {
                if realm.schedule() {
                    self.idle = false;
                    continue;
                }
                if realm.alive() {
                    return Step::Wait;
                }
                // Nothing is left: the library may find something yet, and else ends the program.
                let hook = if self.idle { "exit" } else { "idle" };
                self.idle = true;
                realm.call_hook(hook, vec![]);
                continue;
            }
            if realm.fuel.get() <= 0 {
                return Step::OutOfFuel;
            }
            // Jobs cost too, or an endless chain of them would never give way.
            realm.fuel.set(realm.fuel.get() - 1);
            realm.step();
        }
    }

    /// Answers a request.
    pub fn resume(&mut self, id: CallId, reply: Result<Reply, HostError>) {
        let realm = &self.realm;
        realm.begin_turn();
        if realm.waiting.get() == Some(id) {
            realm.waiting.set(None);
            realm.answer.replace(Some(reply));
        } else {
            let callback = realm.callbacks.borrow_mut().remove(&id);
            if let Some((callback, _)) = callback {
                let value = crate::host::answer(realm, reply);
                realm.tasks.borrow_mut().push_back(Job::Call(callback, vec![value]));
            }
        }
        realm.end_turn();
    }

    /// A signal arrived that a program asked for.
    pub fn deliver_signal(&mut self, signal: i32) {
        let hook = self.realm.hooks.borrow().get("signal").cloned();
        if let Some(hook) = hook {
            self.realm.tasks.borrow_mut().push_back(Job::Call(hook, vec![Value::Num(f64::from(signal))]));
        }
    }
}
