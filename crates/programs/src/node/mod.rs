//! `node`: the interpreter of the crate `js`, driven by `interpreter`. Options and library are the crate's.

use crate::declared::Declaration;
use crate::interpreter::{self, Interpreter, processes};
use js::{CallId, Config, HostError, Reply, Step, Vm};
use machine::{Machine, Signal, Sys};

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "node",
    does: "the language as tutorials use it, CommonJS and ES modules, console, timers, process and signals, fs, \
        path, os, http, net, url, events, stream, crypto's hashes, child_process, assert, readline, fetch, \
        `--test` in outline; the prompt, line by line; express (routes, routers, parameters, json, \
        urlencoded, static), body-parser, cookie-parser, cors, dotenv, morgan, uuid (v4), wait-port, sqlite3, \
        mysql2 (pools, promises), pg (clients, pools, parameters), axios (instances, interceptors, errors, \
        redirects, cancelling), nodemon (files are looked at twice a second), redis \
        (its callbacks before 4, its promises since), ioredis",
    does_not: "`eval` and functions of text, `with`, TLS (https goes in plain), zlib, worker_threads, cluster, \
        http2, vm, fs.watch, `--watch`, `--inspect`; at the prompt completion, history, `.editor`, `.load` \
        and `.save`, `const` that can't be set again, and Ctrl-C inside a long calculation; body-parser's \
        limits, cookie-parser's signatures, uuid's other versions, pg's TLS, cursors and \
        LISTEN, clients of http and axios say `Connection: close`; axios's streams, form data, proxies and compressed answers, nodemon's `--dump`, events and use as a \
        module, redis's clusters, scripts, RESP3 and TLS; other packages are installed and refused by name when a program asks for them; \
        stacks have other lines of node's own; a syntax error may be marked a column late, timers of a few milliseconds may come after \
        `setImmediate` where node has them before; outputs were compared with a real node in three programs \
        only; its bounds (steps, memory, recursion) were tried by hand and have no tests",
};

/// The most memory of a program without a limit of its container, bytes.
const MEMORY: u64 = 256 << 20;

/// Registers the interpreter.
pub fn register(machine: &Machine) {
    machine.register("program/node", main);
}

impl Interpreter for Vm {
    fn run(&mut self, fuel: u64) -> Step {
        Vm::run(self, fuel)
    }
    fn resume(&mut self, id: CallId, reply: Result<Reply, HostError>) {
        Vm::resume(self, id, reply);
    }
    fn deliver_signal(&mut self, signal: i32) {
        Vm::deliver_signal(self, signal);
    }
    fn memory(&self) -> u64 {
        Vm::memory(self)
    }
}

/// The program.
async fn main(sys: Sys) -> i32 {
    // A closed pipe is an error of the write here.
    sys.ignore_signal(Signal::PIPE);
    let argv = sys.argv();
    let called = argv.first().map_or("node", String::as_str);
    let found = processes::find(&sys, called, sys.getenv("PATH").as_deref());
    let executable = sys.absolute(&found.unwrap_or_else(|| "/usr/local/bin/node".into()));
    let lines = sys.env();
    let env = lines.iter().filter_map(|line| line.split_once('='));
    let limit = sys.memory_limit().unwrap_or(MEMORY).clamp(16 << 20, MEMORY);
    let default = Config::default();
    let config = Config {
        version: sys.getenv("NODE_VERSION").unwrap_or_else(|| default.version.clone()),
        env: env.map(|(name, value)| (name.to_string(), value.to_string())).collect(),
        argv,
        executable,
        memory_limit: usize::try_from(limit).unwrap_or(256 << 20),
        ..default
    };
    let mut vm = Vm::new(config);
    interpreter::drive(sys, &mut vm).await
}
