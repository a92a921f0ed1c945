//! `cargo`, `rustc`, `rustup`, and what they make: a program file that carries its sources and runs them (crate `rustlang`).
//!
//! What is beyond the language's simulated part is refused when it is built, by name and line, so a program that was built does what it
//! says. A target is built anew when a file it was made of is newer than it, as cargo's own fingerprints are by modification time
//! (doc.rust-lang.org/nightly/nightly-rustc/cargo/core/compiler/fingerprint). Left out: crates of the registry, workspaces, features,
//! build scripts, `cargo test`, other architectures.

mod cargo;
mod manifest;
mod toolchain;

use crate::declared::Declaration;
use crate::interpreter::{Interpreter, drive};
use ::rustlang::{Config, Failure, Source, Vm, compile};
use machine::{FileObject, Flags, Machine, Sys};
use serde_json::{Value, json};
use std::cell::RefCell;
use syscalls::{CallId, HostError, Reply, Step};

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "cargo, rustc",
    does: "`cargo new`, `init`, `build`, `run`, `check`, `clean`, `rustc`, `rustup target add`: programs of functions, structs, enums, \
        traits, generics, closures, iterators, threads and channels, files, TCP servers; mistakes in names, plain types, fields, patterns and syntax",
    does_not: "crates of the registry, `cargo test`, workspaces, features, build scripts, lifetimes and borrows, warnings, async, unsafe, macros \
        of one's own, functions of a type parameter; refused when built where it is seen. Of rustc's flags, \
        editions, lints and -C other than opt-level change nothing, and a target is the host's or musl's",
};

/// What stands before the sources in a built file.
const MARK: &str = "\u{1}sources\n";

/// Registers the programs.
pub fn register(machine: &Machine) {
    machine.register("program/cargo", cargo::main);
    machine.register("program/rustc", toolchain::rustc);
    machine.register("program/rustup", toolchain::rustup);
    machine.register("program/rust-binary", binary);
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

async fn err(sys: &Sys, text: &str) {
    let _ = sys.write(2, text.as_bytes()).await;
}

/// The release of the image, as its variable says.
fn version(sys: &Sys) -> String {
    sys.getenv("RUST_VERSION").unwrap_or_else(|| "1.91.0".into())
}

/// A target that was compiled: what goes into its file, and the files it was made of.
struct Built {
    carried: String,
    files: Vec<String>,
}

/// How a target is compiled.
struct Target<'a> {
    /// The directory that names of files are below.
    dir: &'a str,
    main: &'a str,
    release: bool,
    fixed: bool,
    crates: Vec<String>,
    environment: Vec<(String, String)>,
}

fn build(sys: &Sys, target: &Target) -> Result<Built, Failure> {
    let files: RefCell<Vec<(String, String)>> = RefCell::default();
    let read = |name: &str| -> Option<String> {
        let path = if name.starts_with('/') {
            name.to_string()
        } else {
            format!("{}/{name}", target.dir)
        };
        let bytes = sys.read_file(&path).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        files.borrow_mut().push((name.to_string(), text.clone()));
        Some(text)
    };
    let text = read(target.main).unwrap_or_default();
    let source = Source {
        name: target.main,
        text: &text,
        files: &read,
        release: target.release,
        tests: false,
        crates: target.crates.clone(),
        environment: target.environment.clone(),
    };
    compile(&source)?;
    let files = files.into_inner();
    let carried = json!({
        "main": target.main,
        "release": target.release,
        "static": target.fixed,
        "environment": target.environment,
        "files": files,
    });
    Ok(Built {
        carried: carried.to_string(),
        files: files.into_iter().map(|(name, _)| name).collect(),
    })
}

/// Writes a program; its size is what such programs have.
fn put(sys: &Sys, path: &str, carried: &str, release: bool, fixed: bool) -> Result<(), machine::Errno> {
    let heavy = if carried.contains("std::net") { 120_000 } else { 0 };
    let size = if release { 436_000 } else { 3_900_000 } + heavy + if fixed { 60_000 } else { 0 };
    let text = format!("\u{7f}ELF\u{2}\u{1}\u{1}drydock:program/rust-binary\n{MARK}{carried}");
    if let Some((dir, _)) = path.rsplit_once('/').filter(|(dir, _)| !dir.is_empty()) {
        sys.mkdir_all(dir, 0o777)?;
    }
    // A program that runs keeps the file it was started from.
    let _ = sys.unlink(path);
    let file = sys.open_file(path, Flags::WRITE, 0o755)?;
    if let FileObject::Regular { at } = &file.object {
        let data = vfs::FileData::stand_in(text.as_bytes(), size.max(text.len() as u64 + 1));
        at.mount.fs.borrow_mut().set_data(at.ino, data, sys.now().0)?;
    }
    sys.chmod(path, 0o755)
}

/// Runs what a built file carries.
async fn run(sys: &Sys, carried: &str, argv: Vec<String>) -> i32 {
    let carried: Value = serde_json::from_str(carried).unwrap_or_default();
    let files: Vec<(String, String)> = serde_json::from_value(carried["files"].clone()).unwrap_or_default();
    let environment = serde_json::from_value(carried["environment"].clone()).unwrap_or_default();
    let find = |name: &str| files.iter().find(|(n, _)| n == name).map(|(_, text)| text.clone());
    let main = carried["main"].as_str().unwrap_or_default();
    let source = Source {
        name: main,
        text: &find(main).unwrap_or_default(),
        files: &find,
        release: carried["release"].as_bool().unwrap_or(false),
        tests: false,
        crates: Vec::new(),
        environment,
    };
    let compiled = match compile(&source) {
        Ok(compiled) => compiled,
        Err(_) => {
            err(sys, "drydock: this program's sources are not in its file\n").await;
            return 126;
        }
    };
    let seed = sys.machine().random(|random| random.bytes(8));
    let config = Config {
        argv,
        env: sys
            .env()
            .iter()
            .filter_map(|line| line.split_once('='))
            .map(|(name, value)| (name.to_string(), value.to_string()))
            .collect(),
        seed: seed.iter().fold(0, |n, b| n << 8 | u64::from(*b)),
        memory_limit: 512 << 20,
        pid: sys.pid(),
    };
    // Rust programs ignore this signal: a closed pipe is an error of the write.
    sys.ignore_signal(machine::Signal::PIPE);
    drive(sys.clone(), &mut compiled.start(config)).await
}

/// A built program.
async fn binary(sys: Sys) -> i32 {
    // Without /proc, as the name it was called by is found.
    let called = sys.argv().first().cloned().unwrap_or_default();
    let path = sys.getenv("PATH").unwrap_or_default();
    let mut places = path
        .split(':')
        .map(|dir| format!("{dir}/{called}"))
        .filter(|_| !called.contains('/'));
    let found = places.find(|p| sys.exists(p)).unwrap_or(called.clone());
    let bytes = sys
        .read_file("/proc/self/exe")
        .or_else(|_| sys.read_file(&found))
        .unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let carried = text
        .split_once(MARK)
        .map_or("", |(_, carried)| carried)
        .trim_end_matches('\0');
    // Linked against glibc, it needs the loader of a system that has it.
    let system = sys.read_file("/etc/os-release").unwrap_or_default();
    let system = String::from_utf8_lossy(&system).into_owned();
    if !carried.contains("\"static\":true") && (system.is_empty() || system.contains("ID=alpine")) {
        err(&sys, &format!("exec {found}: no such file or directory\n")).await;
        return 255;
    }
    let argv = sys.argv();
    run(&sys, carried, argv).await
}
