//! `drydock dockerfile parse|check FILE…`: one line of JSON a file.
//!
//! `parse` prints what BuildKit's parser makes of each file, `check` the warnings of `docker build --check`. The shape
//! of the lines is described in DESIGN.md. A file that cannot be read is an error line too; the exit status is 0 unless
//! the arguments make no sense.

use dockerfile::check::{CheckInput, ImageFacts, Images, Platform};
use dockerfile::{CommandRef, Dockerfile, NodeRef, PatternMatcher, Reference};
use serde_json::{Value, json};

/// How many ONBUILDs inside each other are printed.
const MAX_NESTING: usize = 50;

const USAGE: &str = "usage: drydock dockerfile parse|check FILE…";

/// The images of the catalogue; of all others nothing is known.
struct Published;

impl Images for Published {
    fn image(&self, name: &Reference, _: &Platform) -> Option<ImageFacts> {
        let catalogue = catalogue::catalogue();
        let config = catalogue.image(&name.familiar())?.config(catalogue);
        let pairs = config.env.iter().filter_map(|variable| variable.split_once('='));
        Some(ImageFacts {
            env: pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect(),
            shell: config.shell.clone().unwrap_or_default(),
            ..ImageFacts::default()
        })
    }
}

/// Runs the subcommand with the arguments behind `drydock dockerfile`; returns the exit status.
pub fn run(args: &[String]) -> i32 {
    let (describe, files): (fn(&str, &str) -> Value, _) = match args.split_first() {
        Some((verb, files)) if verb == "parse" && !files.is_empty() => (parse, files),
        Some((verb, files)) if verb == "check" && !files.is_empty() => (check, files),
        _ => {
            eprintln!("{USAGE}");
            return 2;
        }
    };
    for file in files {
        let mut line = match std::fs::read(file) {
            Ok(bytes) => describe(file, &go_text(&bytes)),
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

fn parse(_: &str, text: &str) -> Value {
    let dockerfile = Dockerfile::parse(text);
    if let Some(error) = dockerfile.syntax_errors().first() {
        return json!({ "error": error.to_string() });
    }
    let instructions: Vec<Value> = dockerfile.nodes().map(instruction).collect();
    json!({ "instructions": instructions })
}

fn check(file: &str, text: &str) -> Value {
    let dockerfile = Dockerfile::parse(text);
    // BuildKit looks for an ignore file beside the Dockerfile first, then in the context, here the current directory.
    let ignore = std::fs::read_to_string(format!("{file}.dockerignore"))
        .or_else(|_| std::fs::read_to_string(".dockerignore"))
        .ok()
        .and_then(|text| PatternMatcher::from_ignore_file(&text).ok());
    let report = dockerfile::check::check(
        &dockerfile,
        &CheckInput {
            build_args: &[],
            target: None,
            all_stages: true,
            platform: &Platform::default(),
            ignore: ignore.as_ref(),
            images: &Published,
        },
    );
    let warnings: Vec<Value> = report
        .warnings
        .iter()
        .map(|warning| {
            json!({
                "rule": warning.rule.name,
                "line": warning.lines.start,
                "message": warning.message,
            })
        })
        .collect();
    match &report.error {
        Some(error) => json!({ "error": error.message, "warnings": warnings }),
        None => json!({ "warnings": warnings }),
    }
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
    let first = node.command();
    // BuildKit refuses an ONBUILD inside an ONBUILD anyway; nesting beyond this depth is left out of the line.
    let mut nested = Vec::new();
    let mut trigger = first.trigger();
    while let Some(inner) = trigger.filter(|_| nested.len() < MAX_NESTING) {
        nested.push(command(inner, 0, 0, Vec::new()));
        trigger = inner.trigger();
    }
    let mut onbuild: Option<Value> = None;
    for mut inner in nested.into_iter().rev() {
        if let (Value::Object(fields), Some(below)) = (&mut inner, onbuild.take()) {
            fields.insert("onbuild".to_owned(), below);
        }
        onbuild = Some(inner);
    }
    let mut outer = command(first, lines.start, lines.end, heredocs);
    if let (Value::Object(fields), Some(below)) = (&mut outer, onbuild) {
        fields.insert("onbuild".to_owned(), below);
    }
    outer
}

fn command(command: CommandRef<'_>, start: u32, end: u32, heredocs: Vec<Value>) -> Value {
    let texts =
        |words: &mut dyn Iterator<Item = dockerfile::WordRef<'_>>| -> Vec<Value> { words.map(|word| json!(word.text)).collect() };
    let value = json!({
        "instruction": dockerfile::lower(command.name()),
        "flags": texts(&mut command.flags()),
        "args": texts(&mut command.args()),
        "json": command.is_json(),
        "start": start,
        "end": end,
        "heredocs": heredocs,
    });
    value
}
