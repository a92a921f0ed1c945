//! Scripts and what the real shells make of them, one directory entry a topic.
//!
//! `cases/TOPIC.cases` has blocks, each a title after `#### ` and a script; `cases/TOPIC.{dash,ash,bash}`
//! has for each title what the shell printed on both streams and, in brackets, its status.
//! `check-against-real.sh` asks the real shells whether that is so.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod machine;

use std::collections::BTreeMap;
use std::path::Path;

/// Titles and texts of a file, in order.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut out: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        match line.strip_prefix("#### ") {
            Some(title) => out.push((title.trim().to_string(), String::new())),
            None => {
                if let Some((_, body)) = out.last_mut() {
                    body.push_str(line);
                }
            }
        }
    }
    out
}

/// The script of a case and its standard input, which lines that begin with `#< ` give.
fn script(body: &str) -> (String, String) {
    let (mut script, mut input) = (String::new(), String::new());
    for line in body.split_inclusive('\n') {
        match line.strip_prefix("#< ") {
            Some(rest) => input.push_str(rest),
            None => script.push_str(line),
        }
    }
    (script.trim_end_matches('\n').to_string(), input)
}

fn check(flavour: &str) {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut failures = Vec::new();
    let mut count = 0;
    let mut names: Vec<_> = std::fs::read_dir(&dir).unwrap().map(|e| e.unwrap().path()).collect();
    names.sort();
    let only = std::env::var("CASE").ok();
    for path in names.iter().filter(|p| p.extension().is_some_and(|e| e == "cases")) {
        let expected_path = path.with_extension(flavour);
        let Ok(expected) = std::fs::read_to_string(&expected_path) else {
            continue;
        };
        let expected: BTreeMap<String, String> = blocks(&expected).into_iter().collect();
        for (title, body) in blocks(&std::fs::read_to_string(path).unwrap()) {
            let Some(wanted) = expected.get(&title) else { continue };
            if only.as_ref().is_some_and(|only| !title.contains(only.as_str())) {
                continue;
            }
            count += 1;
            let (script, input) = script(&body);
            let program = if flavour == "bash" { "bash" } else { "sh" };
            let done = machine::run(flavour, &[&format!("/bin/{program}"), "-c", &script], &input);
            let newline = if done.output.is_empty() || done.output.ends_with('\n') {
                ""
            } else {
                "\n"
            };
            let found = format!(
                "{}{newline}[{}]\n",
                done.output.replace("/bin/sh: ", "sh: ").replace("/bin/bash: ", "bash: "),
                done.status
            );
            if found != *wanted {
                let file = path.file_stem().unwrap().to_string_lossy().into_owned();
                failures.push(format!(
                    "---- {file}: {title}\n{script}\n-- wanted\n{wanted}-- found\n{found}"
                ));
            }
        }
    }
    assert!(
        failures.is_empty(),
        "{} of {count} cases of {flavour} differ\n{}",
        failures.len(),
        failures.join("\n")
    );
    assert!(count > 0 || only.is_some(), "no cases for {flavour}");
}

#[test]
fn dash_does_what_dash_does() {
    check("dash");
}

#[test]
fn ash_does_what_busybox_ash_does() {
    check("ash");
}

#[test]
fn bash_does_what_bash_does() {
    check("bash");
}
