//! Programs of `tests/cases`: each is compiled and run, and says what the real ones said (rustc 1.95, recorded).
//!
//! `NAME.rust` with `NAME.out` (standard output, then standard error, then the exit status), or what the compiler prints.

use rustlang::{Config, Source, compile};
use std::fs;
use std::path::Path;
use syscalls::{Call, Exit, HostError, Reply, Step};

fn run(text: &str) -> String {
    let source = Source {
        name: "src/main.rs",
        text,
        files: &|_| None,
        release: false,
        tests: false,
        crates: Vec::new(),
        environment: Vec::new(),
    };
    let compiled = match compile(&source) {
        Ok(compiled) => compiled,
        Err(failure) => return failure.text,
    };
    let config = Config {
        argv: vec!["app".into()],
        seed: 1,
        memory_limit: 64 << 20,
        pid: 7,
        ..Config::default()
    };
    let mut vm = compiled.start(config);
    let (mut out, mut err) = (String::new(), String::new());
    for _ in 0..100_000 {
        match vm.run(20_000) {
            Step::Syscall(id, Call::Write { fd, data }) => {
                let text = String::from_utf8_lossy(&data).into_owned();
                if fd == 1 {
                    out.push_str(&text)
                } else {
                    err.push_str(&text)
                }
                vm.resume(id, Ok(Reply::Int(data.len() as i64)));
            }
            Step::Syscall(id, Call::Sleep { .. } | Call::Close { .. }) => vm.resume(id, Ok(Reply::Unit)),
            Step::Syscall(id, Call::Monotonic) => vm.resume(id, Ok(Reply::Int(0))),
            Step::Syscall(id, Call::Read { .. }) => vm.resume(id, Ok(Reply::Bytes(Vec::new()))),
            Step::Syscall(id, _) => vm.resume(id, Err(HostError { errno: 2 })),
            Step::Exited(Exit::Code(code)) => return format!("{out}--- stderr\n{err}--- exit {code}\n"),
            Step::Wait => return format!("{out}--- waits for ever\n"),
            _ => {}
        }
    }
    format!("{out}--- never ends\n")
}

#[test]
fn programs_say_what_the_real_ones_said() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut names: Vec<_> = fs::read_dir(&dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "rust"))
        .collect();
    names.sort();
    assert!(names.len() > 3);
    let mut wrong = Vec::new();
    for path in names {
        let expected = fs::read_to_string(path.with_extension("out")).unwrap();
        let found = run(&fs::read_to_string(&path).unwrap());
        if found != expected {
            wrong.push(format!("{}\n--- expected\n{expected}\n--- found\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
