//! A host that knows standard output, standard input and a clock that stands still but for sleeping.

#![allow(clippy::unwrap_used)]

use java::{Call, Config, Exit, HostError, Reply, Step, Unit, check};
use std::path::Path;

/// The cases of a folder: name, source, expected output.
pub fn cases(folder: &str) -> Vec<(String, String, String)> {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let mut names: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|e| e.unwrap().path()).collect();
    names.retain(|p| p.extension().is_some_and(|e| e == "java"));
    names.sort();
    names
        .into_iter()
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let source = std::fs::read_to_string(&path).unwrap();
            let expected = std::fs::read_to_string(path.with_extension("out")).unwrap();
            (name, source, expected)
        })
        .collect()
}

fn unit(name: &str, source: &str) -> Unit {
    Unit {
        path: format!("{name}.java"),
        text: source.to_string(),
    }
}

/// What javac says of a source.
pub fn compile(name: &str, source: &str) -> String {
    check(&[unit(name, source)], &[], true).report()
}

/// Everything that a program prints, both streams in their order, then its status if it isn't 0.
pub fn run(name: &str, source: &str) -> String {
    let checked = check(&[unit(name, source)], &[], true);
    if !checked.problems.is_empty() {
        return checked.report();
    }
    let config = Config {
        args: vec![],
        env: vec![],
        properties: vec![],
        heap: 64 << 20,
        processors: 2,
        seed: 1,
    };
    let mut vm = checked.into_program().start(name, config);
    let mut out: Vec<u8> = vec![];
    let mut now: i64 = 1_700_000_000_000_000_000;
    for _ in 0..200_000 {
        match vm.run(1_000_000) {
            Step::Syscall(id, call) => {
                let reply = match call {
                    Call::Write { data, .. } => {
                        let n = data.len();
                        out.extend(data);
                        Ok(Reply::Int(n as i64))
                    }
                    Call::Realtime | Call::Monotonic => Ok(Reply::Int(now)),
                    Call::Sleep { nanos } => {
                        now += nanos as i64;
                        Ok(Reply::Unit)
                    }
                    Call::Sigaction { .. } | Call::Close { .. } => Ok(Reply::Unit),
                    Call::Read { .. } => Ok(Reply::Bytes(vec![])),
                    _ => Err(HostError { errno: 2 }),
                };
                vm.resume(id, reply);
            }
            Step::Exited(Exit::Code(code)) => {
                let mut text = String::from_utf8_lossy(&out).into_owned();
                if code != 0 {
                    text.push_str(&format!("[exit {code}]\n"));
                }
                return text;
            }
            Step::Wait => return format!("{}[waits for ever]\n", String::from_utf8_lossy(&out)),
            _ => {}
        }
    }
    format!("{}[runs for ever]\n", String::from_utf8_lossy(&out))
}
