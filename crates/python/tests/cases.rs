//! Python programs against what the real CPython said to them: `cases/NAME.py` and `cases/NAME.out`, recorded by `record.py`.
//! A first line `# uses NAME` installs packages.
//!
//! Left out of the comparison: folders of files in tracebacks, and the marks under their lines.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use python::{Config, Exit, Vm};
use std::path::Path;

/// What a program printed and how it ended, in the form of the recordings.
fn answer(name: &str, text: &[u8]) -> String {
    let mut host = support::Host::new();
    host.add(&format!("/app/{name}.py"), text);
    let first = text.split(|byte| *byte == b'\n').next().and_then(|line| line.strip_prefix(b"# uses "));
    let uses = String::from_utf8_lossy(first.unwrap_or_default()).into_owned();
    uses.split_whitespace().for_each(|package| host.install(package));
    let argv = vec!["python".to_string(), format!("{name}.py")];
    let mut vm = Vm::new(Config { argv, ..Config::default() });
    let status = match host.run(&mut vm, 3_000_000_000) {
        Some(Exit::Code(code)) => code.to_string(),
        other => format!("{other:?}"),
    };
    let (out, err) = (String::from_utf8_lossy(&host.out[0]), String::from_utf8_lossy(&host.out[1]));
    plain(&format!("{out}--- stderr\n{err}--- status {status}\n"))
}

fn plain(text: &str) -> String {
    let marks = |line: &str| !line.trim().is_empty() && line.trim().chars().all(|c| c == '^' || c == '~');
    let lines: Vec<String> = text
        .split('\n')
        .filter(|line| !marks(line))
        .map(|line| match line.split_once("File \"") {
            Some((lead, rest)) => {
                let (path, tail) = rest.split_once('"').unwrap_or((rest, ""));
                format!("{lead}File \"{}\"{tail}", path.rsplit('/').next().unwrap_or(path))
            }
            None => line.to_string(),
        })
        .collect();
    lines.join("\n")
}

#[test]
fn programs_answer_as_cpython_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().to_string_lossy().strip_suffix(".py").map(str::to_string))
        .collect();
    names.sort();
    let mut wrong = Vec::new();
    for name in &names {
        let text = std::fs::read(folder.join(format!("{name}.py"))).unwrap();
        let expected = std::fs::read_to_string(folder.join(format!("{name}.out"))).unwrap();
        let got = answer(name, &text);
        if got != expected {
            wrong.push(format!("=== {name}\n--- CPython\n{expected}\n--- here\n{got}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} differ\n{}", wrong.len(), names.len(), wrong.join("\n"));
}

#[test]
fn the_library_and_the_packages_are_python() {
    assert_eq!(python::check_library(), Vec::<String>::new());
}
