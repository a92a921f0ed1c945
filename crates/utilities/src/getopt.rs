//! `getopt`: a script's options put in order and quoted (getopt(1), of util-linux and of busybox).
//!
//! Left out: `--alternative`, csh's quoting.

use crate::tool::{Exit, Run, Tool, tool};

tool!();

/// A parsed word of output: an option with what it takes, or an operand.
struct Reading {
    options: String,
    operands: String,
    wrong: bool,
}

/// A word as the shell reads it back.
fn quoted(word: &str, plain: bool) -> String {
    if plain {
        word.to_string()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// How many colons follow a name in `text`: no, a required or an optional argument.
fn takes(text: &str) -> usize {
    text.chars().rev().take_while(|c| *c == ':').count()
}

async fn run(t: &mut Tool) -> Run {
    let compatible = t.sys.getenv("GETOPT_COMPATIBLE").is_some();
    let first_is_option = t.args.first().is_some_and(|a| a.starts_with('-'));
    if t.args.is_empty() {
        let text = "missing optstring argument";
        return Err(if t.gnu { wrong_use(t, text).await } else { t.fail(text).await });
    }
    if compatible || !first_is_option {
        let short = t.args.first().cloned().unwrap_or_default();
        let words = t.args.iter().skip(1).cloned().collect();
        let name = t.name.clone();
        return parse(
            t,
            short.trim_start_matches(['+', '-']),
            &[],
            words,
            &name,
            false,
            true,
            short.starts_with('+'),
        )
        .await;
    }
    let long = [
        ("options", 'o'),
        ("longoptions", 'l'),
        ("longoption", 'l'),
        ("name", 'n'),
        ("quiet", 'q'),
        ("quiet-output", 'Q'),
        ("shell", 's'),
        ("test", 'T'),
        ("unquoted", 'u'),
    ];
    let options = t.options("+o:l:n:qQs:Tu", &long).await?;
    if options.has('T') {
        return Err(Exit(4));
    }
    let mut rest = options.rest.clone();
    let short = match options.value('o') {
        Some(short) => short.to_string(),
        None if rest.is_empty() => {
            let text = "missing optstring argument";
            return Err(if t.gnu { wrong_use(t, text).await } else { t.fail(text).await });
        }
        None => rest.remove(0),
    };
    let names: Vec<String> = options
        .values('l')
        .iter()
        .flat_map(|list| list.split([',', ' ', '\t', '\n']).map(str::to_string).collect::<Vec<_>>())
        .filter(|name| !name.is_empty())
        .collect();
    let name = options.value('n').map_or_else(|| t.name.clone(), str::to_string);
    let in_order = short.starts_with('+') || t.sys.getenv("POSIXLY_CORRECT").is_some();
    let silent = options.has('q');
    if options.has('Q') {
        return Ok(());
    }
    let plain = options.has('u');
    parse(
        t,
        short.trim_start_matches(['+', '-']),
        &names,
        rest,
        &name,
        silent,
        plain,
        in_order,
    )
    .await
}

async fn wrong_use(t: &mut Tool, message: &str) -> Exit {
    t.usage_status = 2;
    t.misuse(message).await
}

#[allow(clippy::too_many_arguments)]
async fn parse(
    t: &mut Tool,
    short: &str,
    long: &[String],
    words: Vec<String>,
    name: &str,
    silent: bool,
    plain: bool,
    in_order: bool,
) -> Run {
    let mut reading = Reading {
        options: String::new(),
        operands: String::new(),
        wrong: false,
    };
    let mut complaints = Vec::new();
    let silent = silent || short.starts_with(':');
    let mut words = words.into_iter();
    while let Some(word) = words.next() {
        let add_operand = |reading: &mut Reading, word: &str| {
            reading.operands.push(' ');
            reading.operands.push_str(&quoted(word, plain));
        };
        if word == "--" {
            words.by_ref().for_each(|word| add_operand(&mut reading, &word));
            break;
        }
        if let Some(text) = word.strip_prefix("--").filter(|_| !long.is_empty()) {
            let (asked, value) = match text.split_once('=') {
                Some((asked, value)) => (asked, Some(value.to_string())),
                None => (text, None),
            };
            let bare = |l: &String| l.trim_end_matches(':').to_string();
            let exact: Vec<&String> = long.iter().filter(|l| bare(l) == asked).collect();
            let found: Vec<&String> = match exact.is_empty() {
                true => long.iter().filter(|l| bare(l).starts_with(asked)).collect(),
                false => exact,
            };
            // busybox tells its long options apart by what they take alone, so getopt(3) sees one option.
            let same = !t.gnu
                && found
                    .iter()
                    .all(|l| Some(takes(l)) == found.first().map(|first| takes(first)));
            let found = if same { found.into_iter().take(1).collect() } else { found };
            let (full, colons) = match found.as_slice() {
                [one] => (bare(one), takes(one)),
                [] => {
                    complaints.push(format!("unrecognized option '--{asked}'"));
                    continue;
                }
                many => {
                    let choices: Vec<String> = many.iter().map(|l| format!("'--{}'", bare(l))).collect();
                    complaints.push(format!(
                        "option '--{asked}' is ambiguous; possibilities: {}",
                        choices.join(" ")
                    ));
                    continue;
                }
            };
            let value = match (colons, value) {
                (0, Some(_)) => {
                    complaints.push(format!("option '--{full}' doesn't allow an argument"));
                    continue;
                }
                (0, None) => None,
                (1, None) => match words.next() {
                    Some(value) => Some(value),
                    None => {
                        complaints.push(format!("option '--{full}' requires an argument"));
                        continue;
                    }
                },
                (_, value) => Some(value.unwrap_or_default()),
            };
            reading.options.push_str(&format!(" --{full}"));
            if let Some(value) = value {
                reading.options.push_str(&format!(" {}", quoted(&value, plain)));
            }
            continue;
        }
        let Some(letters) = word.strip_prefix('-').filter(|l| !l.is_empty()) else {
            add_operand(&mut reading, &word);
            if in_order {
                words.by_ref().for_each(|word| add_operand(&mut reading, &word));
                break;
            }
            continue;
        };
        let mut letters = letters.chars();
        while let Some(letter) = letters.next() {
            let place = short.find(letter).filter(|_| letter != ':');
            let Some(after) = place.and_then(|at| short.get(at + letter.len_utf8()..)) else {
                complaints.push(format!("invalid option -- '{letter}'"));
                continue;
            };
            let colons = after.chars().take_while(|c| *c == ':').count();
            if colons == 0 {
                reading.options.push_str(&format!(" -{letter}"));
                continue;
            }
            let rest: String = letters.by_ref().collect();
            let value = if !rest.is_empty() || colons > 1 {
                Some(rest)
            } else {
                words.next()
            };
            match value {
                Some(value) => reading.options.push_str(&format!(" -{letter} {}", quoted(&value, plain))),
                None => complaints.push(format!("option requires an argument -- '{letter}'")),
            }
        }
    }
    reading.wrong = !complaints.is_empty();
    if !silent {
        let text: String = complaints.iter().map(|c| format!("{name}: {c}\n")).collect();
        t.stderr(&text).await;
    }
    t.line(format!("{} --{}", reading.options, reading.operands)).await?;
    if reading.wrong { Err(Exit(1)) } else { Ok(()) }
}
