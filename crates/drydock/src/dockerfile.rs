//! `drydock dockerfile parse|check FILE…`: one line of JSON a file.
//!
//! `parse` prints what BuildKit's parser makes of each file, `check` the warnings of `docker build --check`. The shape
//! of the lines is described in DESIGN.md. A file that cannot be read is an error line too; the exit status is 0 unless
//! the arguments make no sense.

use dockerfile::{CommandRef, Dockerfile, NodeRef};
use serde_json::{Value, json};

const USAGE: &str = "usage: drydock dockerfile parse|check FILE…";

/// Runs the subcommand with the arguments behind `drydock dockerfile`; returns the exit status.
pub fn run(args: &[String]) -> i32 {
    let (describe, files): (fn(&str) -> Value, _) = match args.split_first() {
        Some((verb, files)) if verb == "parse" && !files.is_empty() => (parse, files),
        _ => {
            eprintln!("{USAGE}");
            return 2;
        }
    };
    for file in files {
        let mut line = match std::fs::read(file) {
            Ok(bytes) => describe(&go_text(&bytes)),
            Err(error) => json!({ "error": error.to_string() }),
        };
        if let Value::Object(fields) = &mut line {
            fields.shift_insert(0, "file".to_owned(), json!(file));
        }
        println!("{line}");
    }
    0
}

/// Bytes as text, each invalid byte as one replacement character: the way Go writes them to JSON.
fn go_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    text
}

fn parse(text: &str) -> Value {
    let dockerfile = Dockerfile::parse(text);
    if let Some(error) = dockerfile.syntax_errors().first() {
        return json!({ "error": error.to_string() });
    }
    let instructions: Vec<Value> = dockerfile.nodes().map(instruction).collect();
    json!({ "instructions": instructions })
}

fn instruction(node: NodeRef<'_>) -> Value {
    let heredocs: Vec<Value> = node
        .heredocs()
        .map(|heredoc| {
            json!({
                "name": heredoc.name,
                "content": heredoc.content,
                "expand": heredoc.expand,
                "chomp": heredoc.chomp,
            })
        })
        .collect();
    let lines = node.lines();
    command(node.command(), lines.start, lines.end, heredocs)
}

fn command(command: CommandRef<'_>, start: u32, end: u32, heredocs: Vec<Value>) -> Value {
    let texts = |words: &mut dyn Iterator<Item = dockerfile::WordRef<'_>>| -> Vec<Value> {
        words.map(|word| json!(word.text)).collect()
    };
    let mut value = json!({
        "instruction": dockerfile::lower(command.name()),
        "flags": texts(&mut command.flags()),
        "args": texts(&mut command.args()),
        "json": command.is_json(),
        "start": start,
        "end": end,
        "heredocs": heredocs,
    });
    if let (Value::Object(fields), Some(trigger)) = (&mut value, command.trigger()) {
        fields.insert(
            "onbuild".to_owned(),
            self::command(trigger, 0, 0, Vec::new()),
        );
    }
    value
}
