//! Programs and what they say, as gcc 12 and its programs on Debian said it; every case is a file of `cases`.
//!
//! A case is a source; behind `//// output` stands what the program prints, behind `//// status` how it ends, behind
//! `//// messages` what the compiler says (all of it; then nothing is run).

#![allow(clippy::expect_used, clippy::panic)]

use cc::{Call, Exit, HostError, Options, Reply, Step, Strict};

/// Runs a program without a machine around it: only standard output is there.
fn run(text: &str, input: &str) -> (String, Exit) {
    let mut vm = cc::load(
        &[text.to_string()],
        &["./a.out".into(), "one".into()],
        &["WHO=me".into()],
        64 << 20,
    )
    .expect("it links");
    let mut output = Vec::new();
    let mut input = Some(input.as_bytes().to_vec());
    for _ in 0..100_000 {
        match vm.run(100_000) {
            Step::Syscall(id, call) => {
                let reply = match call {
                    Call::Write { data, .. } => {
                        output.extend(&data);
                        Ok(Reply::Int(data.len() as i64))
                    }
                    Call::Read { .. } => Ok(Reply::Bytes(input.take().unwrap_or_default())),
                    Call::Isatty { .. } => Ok(Reply::Int(0)),
                    Call::Getpid => Ok(Reply::Int(7)),
                    Call::Realtime => Ok(Reply::Int(1_700_000_000_000_000_000)),
                    Call::Sigaction { .. } => Ok(Reply::Unit),
                    Call::Kill { signal, .. } => {
                        vm.deliver_signal(signal);
                        Ok(Reply::Unit)
                    }
                    _ => Err(HostError { errno: 2 }),
                };
                vm.resume(id, reply);
            }
            Step::Exited(exit) => return (String::from_utf8_lossy(&output).into_owned(), exit),
            Step::Cancel(_) | Step::OutOfFuel => {}
            Step::Wait => panic!("it waits"),
        }
    }
    panic!("it does not end")
}

fn part<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = text.split_once(&format!("//// {name}\n"))?;
    Some(rest.split("//// ").next().unwrap_or(rest))
}

#[test]
fn programs_do_what_they_do_on_debian() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases");
    let mut names: Vec<_> = std::fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    assert!(!names.is_empty());
    for path in names {
        let text = std::fs::read_to_string(&path).unwrap();
        let source = text.split("//// ").next().unwrap_or("");
        let options = Options {
            read: &|_| None,
            include: vec![],
            define: vec![],
            library: true,
        };
        let strict = Strict {
            all: source.starts_with("// -Wall"),
            version: 12,
            ..Strict::default()
        };
        let done = cc::compile("main.c", source, &options, strict);
        let name = path.file_name().unwrap().to_string_lossy();
        assert_eq!(done.beyond, None, "{name}");
        assert_eq!(done.messages, part(&text, "messages").unwrap_or(""), "{name}");
        if done.failed || part(&text, "output").is_none() {
            continue;
        }
        let wanted = part(&text, "status").map_or("0", str::trim);
        let (output, exit) = run(&done.text, part(&text, "input").unwrap_or(""));
        let status = match exit {
            Exit::Code(code) => code.to_string(),
            Exit::Signal(number) => (128 + number).to_string(),
        };
        assert_eq!(output, part(&text, "output").unwrap_or(""), "{name}");
        assert_eq!(status, wanted, "{name}");
    }
}

#[test]
fn the_library_compiles_without_a_word() {
    assert_eq!(cc::check_library(), "");
}
