//! Cases in the form of the recorded transcripts (`tests/transcripts/transcript.py`): a session, then the files of the
//! working directory. What they say is written by hand.

use session::{Start, World};
use std::path::Path;

/// A session and the files it starts with.
pub struct Case {
    /// A line, what it prints, its status.
    pub steps: Vec<(String, String, i32)>,
    pub files: Vec<(String, Vec<u8>, bool)>,
}

pub fn parse(text: &str) -> Case {
    let mut steps: Vec<(String, Vec<&str>)> = Vec::new();
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let marker = line.strip_prefix("-- ").and_then(|l| l.strip_suffix(" --"));
        if let Some(name) = marker {
            files.push((name.to_string(), String::new()));
        } else if let Some((_, content)) = files.last_mut() {
            content.push_str(line);
            content.push('\n');
        } else if let Some(command) = line.strip_prefix("$ ") {
            steps.push((command.to_string(), Vec::new()));
        } else if let Some((_, output)) = steps.last_mut() {
            output.push(line);
        }
    }
    let steps = steps
        .into_iter()
        .map(|(command, mut output)| {
            let status = output
                .last()
                .and_then(|l| l.strip_prefix('[')?.strip_suffix(']')?.parse().ok());
            if status.is_some() {
                output.pop();
            }
            (command, output.join("\n"), status.unwrap_or(0))
        })
        .collect();
    let files = files
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes(), false))
        .collect();
    Case { steps, files }
}

pub fn world(files: Vec<(String, Vec<u8>, bool)>) -> World {
    World::new(Start {
        files,
        ..Start::default()
    })
}

/// What a line prints, without space at the ends of lines, and with `<id>` for what has the length of an id.
pub fn run(world: &World, line: &str) -> (String, i32) {
    let ran = world.run_line(line);
    let text = String::from_utf8_lossy(&ran.output).replace(world.workspace(), "<cwd>");
    let lines: Vec<String> = text.lines().map(|line| without_ids(line.trim_end())).collect();
    (lines.join("\n"), ran.status)
}

/// Hexadecimal words of an id's length, long and short, have no place in an expectation.
fn without_ids(line: &str) -> String {
    let mut out = String::new();
    let mut word = String::new();
    let end = |out: &mut String, word: &mut String| {
        let id = [12, 64].contains(&word.len()) && word.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        out.push_str(if id { "<id>" } else { word });
        word.clear();
    };
    for character in line.chars() {
        if character.is_ascii_alphanumeric() {
            word.push(character);
        } else {
            end(&mut out, &mut word);
            out.push(character);
        }
    }
    end(&mut out, &mut word);
    out
}

/// Tells a case's session and compares each line.
pub fn check(folder: &str, name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder).join(name);
    let case = parse(&std::fs::read_to_string(path).unwrap());
    let world = world(case.files);
    for (command, output, status) in case.steps {
        assert_eq!(run(&world, &command), (output, status), "{name}: $ {command}");
    }
}
