//! The corpus: `cases/<case>/{Dockerfile,ast.json,diagnostics}`.
//!
//! `ast.json` is what BuildKit's parser makes of the file, in the form of `drydock dockerfile parse`; `diagnostics` what
//! `docker build --check` says of it: warnings, then the error. Both were written from BuildKit's source and are
//! literal; `BLESS=1 cargo test -p dockerfile --test cases` writes them anew for review.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::{Path, PathBuf};

use dockerfile::check::{CheckInput, NoImages, Platform, check};
use dockerfile::{CommandRef, Dockerfile, NodeRef};
use serde_json::{Value, json};

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut found: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("Dockerfile").exists())
        .collect();
    found.sort();
    found
}

fn command(command: CommandRef<'_>, start: u32, end: u32, heredocs: Vec<Value>) -> Value {
    let flags: Vec<&str> = command.flags().map(|w| w.text).collect();
    let args: Vec<&str> = command.args().map(|w| w.text).collect();
    let mut value = json!({
        "instruction": dockerfile::lower(command.name()),
        "flags": flags,
        "args": args,
        "json": command.is_json(),
        "start": start,
        "end": end,
        "heredocs": heredocs,
    });
    if let Some(trigger) = command.trigger() {
        value["onbuild"] = self::command(trigger, 0, 0, Vec::new());
    }
    value
}

fn instruction(node: NodeRef<'_>) -> Value {
    let heredocs = node
        .heredocs()
        .map(|h| json!({"name": h.name, "content": h.content, "expand": h.expand, "chomp": h.chomp}))
        .collect();
    command(node.command(), node.lines().start, node.lines().end, heredocs)
}

fn ast(dockerfile: &Dockerfile) -> Value {
    match dockerfile.syntax_errors().first() {
        Some(error) => json!({"file": "Dockerfile", "error": error.to_string()}),
        None => {
            let instructions: Vec<Value> = dockerfile.nodes().map(instruction).collect();
            json!({"file": "Dockerfile", "instructions": instructions})
        }
    }
}

fn diagnostics(dockerfile: &Dockerfile) -> String {
    let report = check(
        dockerfile,
        &CheckInput {
            build_args: &[],
            target: None,
            all_stages: true,
            platform: &Platform::default(),
            ignore: None,
            images: &NoImages,
        },
    );
    let mut out = String::new();
    for warning in &report.warnings {
        out += &format!("warning {}\n", warning.short());
    }
    if let Some(error) = &report.error {
        let lines: Vec<String> = error.lines.iter().map(|l| format!("{}-{}", l.start, l.end)).collect();
        out += &format!("error [{}] {}\n", lines.join(" "), error.message);
    }
    out
}

#[test]
fn every_case_reads_as_buildkit_reads_it() {
    let bless = std::env::var_os("BLESS").is_some();
    let cases = cases();
    assert!(cases.len() >= 150, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let text = std::fs::read_to_string(case.join("Dockerfile")).unwrap();
        let dockerfile = Dockerfile::parse(text);
        let got = [
            ("ast.json", serde_json::to_string_pretty(&ast(&dockerfile)).unwrap() + "\n"),
            ("diagnostics", diagnostics(&dockerfile)),
        ];
        for (name, got) in got {
            let path = case.join(name);
            if bless {
                std::fs::write(&path, got).unwrap();
                continue;
            }
            let want = std::fs::read_to_string(&path).unwrap_or_default();
            if got != want {
                wrong.push(format!("{}:\n{got}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The mistakes an editor underlines are the ones that `docker build` reports, and then some.
#[test]
fn the_first_error_is_among_the_diagnostics() {
    for case in cases() {
        let text = std::fs::read_to_string(case.join("Dockerfile")).unwrap();
        let dockerfile = Dockerfile::parse(text);
        let Some(error) = dockerfile.error() else {
            continue;
        };
        let placed = error.lines.is_some();
        let message = error.error.to_string();
        assert!(
            !placed || dockerfile.diagnostics().iter().any(|d| d.message == message),
            "{}: {message}",
            case.display()
        );
    }
}
