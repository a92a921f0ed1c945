//! The words of steps: their names, and Go's ways to print lists and strings.

use dockerfile::{Instruction, Lexer, ShellCommandLine};

/// Whether an instruction has a number of its own in its stage.
pub(super) fn counts(instruction: &Instruction) -> bool {
    matches!(
        instruction,
        Instruction::Run(_) | Instruction::Copy(_) | Instruction::Add(_) | Instruction::Workdir(_)
    )
}

pub(super) fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// The keyword in capitals, as step names have it.
pub(super) fn upper_keyword(code: &str) -> String {
    match code.split_once(char::is_whitespace) {
        Some((keyword, rest)) => format!("{} {rest}", keyword.to_ascii_uppercase()),
        None => code.to_ascii_uppercase(),
    }
}

/// Whether a RUN is nothing but a heredoc, so that the heredoc is the script.
pub(super) fn only_heredoc(line: &ShellCommandLine) -> bool {
    let text = line.words.join(" ");
    line.files.len() == 1 && text.trim_start().starts_with("<<") && text.split_whitespace().count() == 1
}

/// The first line of a heredoc with its variables replaced, and dots if there is more.
pub(super) fn heredoc_summary(data: &str, variables: &[(String, String)], escape: char) -> String {
    let lexer = Lexer {
        raw_quotes: true,
        raw_escapes: true,
        skip_unset_env: true,
        ..Lexer::new(escape)
    };
    let mut lines = data.trim().lines();
    let first = lines.next().unwrap_or_default();
    let first = lexer.expand(first, &variables.to_vec()).unwrap_or_else(|_| first.to_string());
    match lines.next() {
        Some(_) => format!("{first}..."),
        None => first,
    }
}

/// A list as Go's `%q` prints it.
pub(super) fn quoted(words: &[String]) -> String {
    format!("[{}]", words.iter().map(|w| quote(w)).collect::<Vec<_>>().join(" "))
}

/// A string as Go's `%q` prints it.
pub(super) fn quote(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if (c as u32) < 32 || c as u32 == 127 => out.push_str(&format!("\\x{:02x}", c as u32)),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
