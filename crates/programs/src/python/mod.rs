//! `python3`: the interpreter of the crate `python`, whose requests become system calls of the machine.
//!
//! Command-line options and the library are the interpreter's; what drives it is `interpreter`.

use crate::declared::Declaration;
use crate::interpreter::{self, Interpreter, processes};
use machine::{Machine, Sys};
use python::{CallId, Config, HostError, Reply, Step, Vm};

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "python",
    does: "the language of 3.12 whatever its number; most of the library that tutorials use; threads, asyncio, \
        subprocess; sqlite3 (keys, joins, transactions, Row, adapters and converters), zlib, gzip and pickle; `-m venv` and `-m pip`",
    does_not: "sqlite3's WITH RECURSIVE, views, triggers, windows, JSON, functions of the program's own and COLLATE NOCASE of \
        a column, its files in SQLite's format (they are read by this sqlite3 only) and locks between programs (the \
        later writer is told that the database is locked); zlib's flush before the end and its very bytes, pickle's own protocols below 4, zipfile, tarfile, ssl (https goes in plain), fork, UNIX and UDP sockets, asyncio's \
        streams, `venv --copies` and `--upgrade`, `pip wheel`, `--root`, `--find-links`; a file that is not \
        closed is flushed at the end only; sockets always count as writable",
};
/// The packages that an interpreter finds.
pub(crate) const PACKAGES: Declaration = Declaration {
    program: "python's packages",
    does: "flask, jinja2, werkzeug, markupsafe, redis (channels too, no threads of its own), requests, gunicorn (sync and threads, graceful stop; \
        workers that hang are not killed), psycopg2, mysql.connector, python-dotenv, itsdangerous, click (commands, groups, help pages, its test runner), pymysql, fastapi, starlette, pydantic, \
        uvicorn (one worker), pytest (functions, classes, fixtures, parameters, marks)",
    does_not: "WebSockets, Swagger's pages, uvicorn's reload, pytest's plugins, caplog and values of arguments in \
        reports; click's completion, progress bars, pagers and chained groups; django, numpy and all others: installed, and refused by name when imported",
};

/// The most memory of a program without a limit of its container, bytes.
const MEMORY: u64 = 256 << 20;

/// Registers the interpreter.
pub fn register(machine: &Machine) {
    machine.register("program/python3", main);
}

/// The program.
async fn main(sys: Sys) -> i32 {
    let config = config(&sys);
    if let Some(argv) = asks_for_pip(&sys, &config) {
        sys.set_argv(argv);
        return crate::packages::pip::main(sys).await;
    }
    let mut vm = Vm::new(config);
    interpreter::drive(sys, &mut vm).await
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

/// `python -m pip …` is the program pip, if it lies where this interpreter looks for packages: its command line then.
fn asks_for_pip(sys: &Sys, config: &Config) -> Option<Vec<String>> {
    let (name, args) = config.argv.split_first()?;
    // Options that take no word of their own may stand before it.
    let at = args
        .iter()
        .position(|arg| !arg.starts_with('-') || matches!(arg.as_str(), "-m" | "-c" | "-"))?;
    let [option, module, rest @ ..] = args.get(at..)? else {
        return None;
    };
    let (major, minor, _) = config.version;
    let folder = format!("{}/lib/python{major}.{minor}/site-packages/pip", config.prefix);
    (option == "-m" && module == "pip" && sys.exists(&folder)).then(|| {
        let mut argv = vec![name.clone()];
        argv.extend_from_slice(rest);
        argv
    })
}

/// How the interpreter is started: where it lies, in a virtual environment or not.
fn config(sys: &Sys) -> Config {
    let mut argv = sys.argv();
    if argv.is_empty() {
        argv.push("python3".into());
    }
    let env: Vec<(String, String)> = sys
        .env()
        .iter()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect();
    let called = argv.first().map_or("python3", String::as_str);
    let executable = processes::find(sys, called, sys.getenv("PATH").as_deref());
    let executable = sys.absolute(&executable.unwrap_or_else(|| "/usr/local/bin/python3".into()));
    let above = |path: &str| -> Option<String> {
        let dir = path.rsplit_once('/')?.0.rsplit_once('/')?.0;
        Some(dir.to_string())
    };
    let environment = above(&executable).filter(|dir| sys.exists(&format!("{dir}/pyvenv.cfg")));
    let installed = sys.realpath(&executable).ok().and_then(|file| above(&file));
    let base_prefix = installed.filter(|dir| !dir.is_empty()).unwrap_or_else(|| "/usr/local".into());
    let prefix = environment.unwrap_or_else(|| base_prefix.clone());
    let version = version(sys, &executable);
    let seed = sys.machine().random(|random| random.below(u64::MAX));
    let limit = sys.memory_limit().unwrap_or(MEMORY).clamp(16 << 20, MEMORY);
    Config {
        argv,
        env,
        executable,
        prefix,
        base_prefix,
        version,
        seed,
        memory_limit: usize::try_from(limit).unwrap_or(256 << 20),
    }
}

/// What `python3.N` says it is: the release that the image's environment names, or the last of its series.
fn version(sys: &Sys, executable: &str) -> (u8, u8, u8) {
    let file = sys.realpath(executable).unwrap_or_default();
    let minor = file
        .rsplit_once("/python3.")
        .and_then(|(_, minor)| minor.parse().ok())
        .unwrap_or(12);
    let named = sys.getenv("PYTHON_VERSION").and_then(|text| {
        let (series, micro) = text.rsplit_once('.')?;
        (series == format!("3.{minor}")).then(|| micro.parse().ok()).flatten()
    });
    let in_distribution = file.starts_with("/usr/bin/");
    let micro = named.unwrap_or(match minor {
        7 => 17,
        8 => 20,
        9 => 24,
        10 => 19,
        11 if in_distribution => 2,
        11 => 14,
        12 if in_distribution => 3,
        12 => 12,
        13 if in_distribution => 5,
        13 => 9,
        _ => 0,
    });
    (3, minor, micro)
}
