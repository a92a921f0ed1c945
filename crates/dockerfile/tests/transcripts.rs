//! The recorded sessions of a real engine that concern Dockerfiles alone: `docker build --check`, and builds that fail
//! before their first step.
//!
//! A transcript holds `$` lines, what they print, `[status]`, and the files they work on. White space is compared as
//! the transcripts' own script compares it: runs count as one blank, blank lines not at all.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;
use std::path::PathBuf;

use dockerfile::check::{CheckInput, NoImages, Platform, Report, check, check_output, warnings_summary};
use dockerfile::{Dockerfile, PatternMatcher, excerpt};

struct Transcript {
    name: String,
    commands: Vec<(String, Vec<String>)>,
    files: BTreeMap<String, String>,
}

fn transcripts(topic: &str) -> Vec<Transcript> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/transcripts")
        .join(topic);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            read(path.file_stem().unwrap().to_str().unwrap(), &text)
        })
        .collect()
}

fn read(name: &str, text: &str) -> Transcript {
    let mut transcript = Transcript {
        name: name.to_owned(),
        commands: Vec::new(),
        files: BTreeMap::new(),
    };
    let mut file: Option<String> = None;
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("-- ").and_then(|l| l.strip_suffix(" --")) {
            transcript.files.insert(name.to_owned(), String::new());
            file = Some(name.to_owned());
        } else if let Some(name) = &file {
            let content = transcript.files.get_mut(name).unwrap();
            content.push_str(line);
            content.push('\n');
        } else if let Some(command) = line.strip_prefix("$ ") {
            transcript.commands.push((command.to_owned(), Vec::new()));
        } else if let Some((_, output)) = transcript.commands.last_mut() {
            output.push(line.to_owned());
        }
    }
    transcript
}

fn normal(lines: impl IntoIterator<Item = impl AsRef<str>>) -> Vec<String> {
    lines
        .into_iter()
        .flat_map(|line| {
            line.as_ref()
                .lines()
                .map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect::<Vec<_>>()
        })
        .filter(|line| !line.is_empty())
        .collect()
}

struct Build {
    file: String,
    report: Report,
    text: String,
}

/// Understands the few options that these transcripts use; nothing for lines that do more than one build.
fn build(transcript: &Transcript, command: &str, all_stages: bool) -> Option<Build> {
    if command.contains(['|', ';', '>', '<']) || command.contains(" -t ") {
        return None;
    }
    let mut file = "Dockerfile".to_owned();
    let mut build_args = Vec::new();
    let mut words = command.split(' ').skip(2);
    while let Some(word) = words.next() {
        match word {
            "-f" => file = words.next()?.to_owned(),
            "--build-arg" => {
                let (key, value) = words.next()?.split_once('=')?;
                build_args.push((key.to_owned(), value.to_owned()));
            }
            "--check" | "." => {}
            _ => return None,
        }
    }
    let text = transcript.files.get(&file)?.clone();
    let ignore = transcript
        .files
        .get(".dockerignore")
        .map(|text| PatternMatcher::from_ignore_file(text).unwrap());
    let report = check(
        &Dockerfile::parse(text.as_str()),
        &CheckInput {
            build_args: &build_args,
            target: None,
            all_stages,
            platform: &Platform::default(),
            ignore: ignore.as_ref(),
            images: &NoImages,
        },
    );
    Some(Build { file, report, text })
}

#[test]
fn checks_print_what_docker_prints() {
    let mut compared = 0;
    for transcript in transcripts("checks") {
        for (command, output) in &transcript.commands {
            if !command.starts_with("docker build ") || !command.contains("--check") {
                continue;
            }
            let Some(build) = build(&transcript, command, true) else {
                continue;
            };
            let printed = check_output(&build.report, &build.file, &build.text);
            let mut got = vec![printed.text];
            got.extend(printed.error.map(|e| format!("ERROR: {e}")));
            if printed.status != 0 {
                got.push(format!("[{}]", printed.status));
            }
            assert_eq!(normal(got), normal(output), "{}: {command}", transcript.name);
            compared += 1;
        }
    }
    assert!(compared > 25, "only {compared} checks compared");
}

#[test]
fn builds_that_cannot_start_say_why() {
    let mut compared = 0;
    for topic in ["dockerfile-errors", "checks", "build"] {
        for transcript in transcripts(topic) {
            for (command, output) in &transcript.commands {
                let fails_early = output.iter().any(|l| l.starts_with("ERROR: "))
                    && !output.iter().any(|l| l.starts_with('[') && l.contains("] "))
                    && !output.iter().any(|l| l.contains("failed to compute cache key"));
                if !command.starts_with("docker build ") || command.contains("--check") || !fails_early {
                    continue;
                }
                let Some(build) = build(&transcript, command, false) else {
                    continue;
                };
                let error = build
                    .report
                    .error
                    .unwrap_or_else(|| panic!("{}: {command}: no error", transcript.name));
                let got = [
                    warnings_summary(&build.report.warnings, false, &build.file, &build.text),
                    excerpt(&build.file, &build.text, &error.lines),
                    format!("ERROR: failed to build: failed to solve: {}", error.message),
                    "[1]".to_owned(),
                ];
                assert_eq!(normal(got), normal(output), "{}: {command}", transcript.name);
                compared += 1;
            }
        }
    }
    assert!(compared > 20, "only {compared} builds compared");
}
