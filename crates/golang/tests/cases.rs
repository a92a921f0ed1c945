//! Go programs against what real Go said: `cases/NAME.go` and `cases/NAME.out`, recorded by `record.sh`; but for
//! `mistakes`, whose words are those of releases since 1.20. Left out of the comparison: frames and addresses.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

use golang::*;
use std::path::Path;

/// A host with standard streams and a clock that jumps.
fn run(vm: &mut Vm, out: &mut [Vec<u8>; 2]) -> String {
    let mut now: u64 = 1_795_375_554_000_000_000;
    let mut sleeping: Vec<(u64, CallId)> = Vec::new();
    for _ in 0..2_000_000 {
        match vm.run(100_000) {
            Step::Syscall(id, Call::Write { fd, data }) => {
                out[fd as usize - 1].extend(&data);
                vm.resume(id, Ok(Reply::Int(data.len() as i64)));
            }
            Step::Syscall(id, Call::Sleep { nanos }) => sleeping.push((now + nanos, id)),
            Step::Syscall(id, Call::Realtime) => vm.resume(id, Ok(Reply::Int(now as i64))),
            Step::Syscall(id, Call::Sigaction { .. }) => vm.resume(id, Ok(Reply::Unit)),
            Step::Syscall(id, _) => vm.resume(id, Err(HostError { errno: 2 })),
            Step::Cancel(id) => sleeping.retain(|s| s.1 != id),
            Step::OutOfFuel => {}
            Step::Wait => {
                let Some(next) = sleeping.iter().min().copied() else { return "stuck".into() };
                sleeping.retain(|s| *s != next);
                now = now.max(next.0);
                vm.resume(next.1, Ok(Reply::Unit));
            }
            Step::Exited(Exit::Code(code)) => return code.to_string(),
            Step::Exited(Exit::Signal(signal)) => return format!("signal {signal}"),
        }
    }
    "endless".into()
}

/// What a program printed and how it ended, in the form of the recordings.
fn answer(name: &str, text: &str) -> String {
    let input = Input {
        package: "command-line-arguments".into(),
        name: format!("./{name}.go"),
        path: format!("/app/{name}.go"),
        text: text.into(),
    };
    let program = match build(&[input], "command-line-arguments") {
        Ok(program) => program,
        Err(Broken::Mistakes { lines, .. }) => return format!("{}\n--- status 1\n", lines.join("\n")),
        Err(other) => return format!("{other:?}\n--- status 1\n"),
    };
    let mut vm = Vm::new(program, Config::default());
    let mut out = [Vec::new(), Vec::new()];
    let status = run(&mut vm, &mut out);
    let (out, err) = (String::from_utf8_lossy(&out[0]), String::from_utf8_lossy(&out[1]));
    format!("{out}--- stderr\n{}--- status {status}\n", shown(&err))
}

/// Standard error without what only the real thing can know: addresses, and frames.
fn shown(err: &str) -> String {
    let end = err.find("\ngoroutine ").unwrap_or(err.len());
    err[..end].lines().filter(|l| !l.starts_with("[signal")).map(|l| format!("{l}\n")).collect()
}

#[test]
fn programs_answer_as_go_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_string_lossy().to_string();
        if path.extension().is_some_and(|e| e == "go") {
            seen += 1;
            let expected = std::fs::read_to_string(folder.join(format!("{name}.out"))).unwrap_or_default();
            let got = answer(&name, &std::fs::read_to_string(&path).unwrap());
            if got != expected {
                wrong.push(format!("=== {name}\n--- go\n{expected}\n--- here\n{got}"));
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{} of {seen} differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_library_is_go() {
    assert_eq!(check_library(), Vec::<String>::new());
}
