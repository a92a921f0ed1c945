//! JavaScript programs against what the real node said to them: `cases/NAME.js` and `cases/NAME.out`, recorded by
//! `record.sh`. Left out of the comparison: folders, frames of node's own, node's release.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod support;

use js::{Config, Exit, Vm};
use std::path::Path;

/// What a program printed and how it ended, in the form of the recordings.
fn answer(name: &str, text: &[u8]) -> String {
    let mut host = support::Host::new();
    host.add(&format!("/app/{name}.js"), text);
    let argv = vec!["node".to_string(), format!("{name}.js")];
    let mut vm = Vm::new(Config { argv, ..Config::default() });
    let status = match host.run(&mut vm, 3_000_000_000) {
        Some(Exit::Code(code)) => code.to_string(),
        other => format!("{other:?}"),
    };
    let (out, err) = (String::from_utf8_lossy(&host.out[0]), String::from_utf8_lossy(&host.out[1]));
    let all = format!("{out}--- stderr\n{err}--- status {status}\n").replace("/app/", "");
    let own = |line: &&str| !line.contains("node:") && !line.starts_with("Node.js v");
    all.lines().filter(own).map(|line| format!("{line}\n")).collect()
}

#[test]
fn programs_answer_as_node_does() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut wrong = Vec::new();
    let mut seen = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|e| e == "js") {
            seen += 1;
            let name = path.file_stem().unwrap().to_string_lossy().to_string();
            let expected = std::fs::read_to_string(folder.join(format!("{name}.out"))).unwrap();
            let got = answer(&name, &std::fs::read(&path).unwrap());
            if got != expected {
                wrong.push(format!("=== {name}\n--- node\n{expected}\n--- here\n{got}"));
            }
        }
    }
    wrong.sort();
    assert!(wrong.is_empty(), "{} of {seen} differ\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_library_and_the_packages_are_javascript() {
    assert_eq!(js::check_library(), Vec::<String>::new());
}
