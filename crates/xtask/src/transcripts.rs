//! How many lines of the transcripts of a real Docker Engine the headless program agrees with, topic by topic,
//! held against a floor that may rise and never fall.
//!
//! The comparison itself is `tests/transcripts/transcript.py`, which came with the transcripts.

use crate::clock::{Stopwatch, words};
use crate::project::{Project, read, write};
use crate::setup;
use crate::step::{Failure, output, say};
use crate::test::Tally;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

/// What one topic's comparison closed with.
#[derive(Debug, PartialEq, Eq)]
struct Agreement {
    lines: usize,
    of_lines: usize,
    whole: usize,
    of_transcripts: usize,
}

/// Compares every topic, prints the table, and fails if a topic agrees less than the floor says.
pub fn compare(project: &Project, update_floor: bool) -> Result<Tally, Failure> {
    let program = headless(project)?;
    let python = setup::python(project)?;
    let folder = project.root.join("tests/transcripts");
    let floor_path = folder.join("FLOOR");
    let floor = parse_floor(&read(&floor_path).unwrap_or_default())?;
    let mut now = BTreeMap::new();
    let mut tally = Tally::default();
    let mut sum = Agreement {
        lines: 0,
        of_lines: 0,
        whole: 0,
        of_transcripts: 0,
    };
    println!(
        "  {:<20} {:>12} {:>7} {:>7} {:>9}",
        "topic", "lines", "floor", "whole", "time"
    );
    for topic in topics(&folder)? {
        let watch = Stopwatch::start();
        let mut command = Command::new(&python);
        command
            .arg(folder.join("transcript.py"))
            .arg("compare")
            .arg(folder.join(&topic));
        let text = output(command.arg("--").arg(&program).arg("exec"))?;
        let agreement = text
            .lines()
            .last()
            .and_then(parse_total)
            .ok_or_else(|| Failure::new(format!("transcript.py did not close its comparison of {topic} with a total")))?;
        let least = floor.get(&topic).copied().unwrap_or(0);
        let fell = agreement.lines < least;
        println!(
            "  {topic:<20} {:>5} of {:<4} {least:>6} {:>3} of {:<2} {:>8}{}",
            agreement.lines,
            agreement.of_lines,
            agreement.whole,
            agreement.of_transcripts,
            words(watch.elapsed()),
            if fell { "  FELL" } else { "" }
        );
        if fell {
            tally.failed += 1
        } else {
            tally.passed += 1
        }
        sum.lines += agreement.lines;
        sum.of_lines += agreement.of_lines;
        sum.whole += agreement.whole;
        sum.of_transcripts += agreement.of_transcripts;
        now.insert(topic, agreement.lines.max(least));
    }
    println!(
        "  transcripts: {} of {} lines agree, {} of {} transcripts whole",
        sum.lines, sum.of_lines, sum.whole, sum.of_transcripts
    );
    if update_floor {
        write(&floor_path, &spell_floor(&now))?;
    } else if now
        .iter()
        .any(|(topic, lines)| floor.get(topic).is_none_or(|least| lines > least))
    {
        say("  more agrees than the floor says: `cargo xtask test transcripts --update-floor` raises it");
    }
    Ok(tally)
}

/// Builds the headless program and returns where it is.
pub fn headless(project: &Project) -> Result<PathBuf, Failure> {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(&project.root).args([
        "build",
        "--locked",
        "--package",
        "drydock",
        "--message-format",
        "json-render-diagnostics",
    ]);
    let messages = output(cargo.arg("--quiet"))?;
    messages
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter(|message| message["target"]["name"] == "drydock")
        .find_map(|message| message["executable"].as_str().map(PathBuf::from))
        .ok_or_else(|| Failure::new("cargo built no program called drydock"))
}

/// The folders that hold transcripts, by name.
fn topics(folder: &std::path::Path) -> Result<Vec<String>, Failure> {
    let entries = std::fs::read_dir(folder).map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with(['_', '.']))
        .collect();
    names.sort();
    Ok(names)
}

/// `total: 3 of 10 lines, 1 of 2 transcripts whole`
fn parse_total(line: &str) -> Option<Agreement> {
    let (lines, transcripts) = line.strip_prefix("total: ")?.split_once(" lines, ")?;
    let pair = |text: &str| -> Option<(usize, usize)> {
        let (some, all) = text.split_once(" of ")?;
        Some((some.parse().ok()?, all.parse().ok()?))
    };
    let (lines, of_lines) = pair(lines)?;
    let (whole, of_transcripts) = pair(transcripts.strip_suffix(" transcripts whole")?)?;
    Some(Agreement {
        lines,
        of_lines,
        whole,
        of_transcripts,
    })
}

/// The floor: a topic and a number of lines on each line, `#` before a comment.
fn parse_floor(text: &str) -> Result<BTreeMap<String, usize>, Failure> {
    let mut floor = BTreeMap::new();
    for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let entry = line
            .split_once(' ')
            .and_then(|(topic, lines)| Some((topic, lines.trim().parse().ok()?)));
        let (topic, lines) =
            entry.ok_or_else(|| Failure::new(format!("tests/transcripts/FLOOR: `{line}` is not a topic and a number")))?;
        floor.insert(topic.to_owned(), lines);
    }
    Ok(floor)
}

fn spell_floor(floor: &BTreeMap<String, usize>) -> String {
    let mut text =
        "# How many lines of each topic agree at least. `cargo xtask test --update-floor` raises these; nothing lowers them.\n"
            .to_owned();
    for (topic, lines) in floor {
        text.push_str(&format!("{topic} {lines}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_read_from_the_comparison() {
        let read = parse_total("total: 3 of 10 lines, 1 of 2 transcripts whole");
        assert_eq!(
            read,
            Some(Agreement {
                lines: 3,
                of_lines: 10,
                whole: 1,
                of_transcripts: 2
            })
        );
        assert_eq!(parse_total("a.txtar: 3 of 10 lines agree"), None);
    }

    #[test]
    fn a_floor_is_read_back_as_it_was_spelled() {
        let floor = BTreeMap::from([("build".to_owned(), 12), ("shell".to_owned(), 0)]);
        assert_eq!(parse_floor(&spell_floor(&floor)).unwrap(), floor);
        assert!(parse_floor("build many").is_err());
    }
}
