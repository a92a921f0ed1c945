//! `console` blocks: `$ ` lines with what they print.

use crate::mistake::Mistake;

/// A console block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Console {
    /// Shown, and no part of the proof.
    pub once: bool,
    pub commands: Vec<ConsoleCommand>,
}

/// A command line and its output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsoleCommand {
    /// The line of the file, counted from 1, on which it begins.
    pub line: usize,
    /// Without `$ `; several lines if it goes on after a backslash, in quotes or in a here-document.
    pub command: String,
    /// The line of the file on which the output begins.
    pub output_line: usize,
    /// The lines of the output; empty when none is shown.
    pub output: Vec<String>,
}

pub(crate) fn read_console(content: &[&str], first: usize, once: bool, mistakes: &mut Vec<Mistake>) -> Console {
    let mut commands: Vec<ConsoleCommand> = Vec::new();
    let mut goes_on = false;
    for (offset, line) in content.iter().enumerate() {
        let line_number = first + offset;
        if goes_on && let Some(last) = commands.last_mut() {
            last.command.push('\n');
            last.command.push_str(line.strip_prefix("> ").unwrap_or(line));
            last.output_line = line_number + 1;
            goes_on = is_open(&last.command);
        } else if let Some(command) = line.strip_prefix("$ ") {
            commands.push(ConsoleCommand {
                line: line_number,
                command: command.to_string(),
                output_line: line_number + 1,
                output: Vec::new(),
            });
            goes_on = is_open(command);
        } else if let Some(last) = commands.last_mut() {
            last.output.push((*line).to_string());
        } else if !line.trim().is_empty() {
            mistakes.push(Mistake::new(
                line_number,
                format!("found `{line}` before any command, expected a line that begins with `$ `"),
            ));
        }
    }
    if commands.is_empty() {
        mistakes.push(Mistake::new(
            first.saturating_sub(1),
            "the console block has no command, expected a line that begins with `$ `",
        ));
    }
    if let Some(last) = commands.last().filter(|_| goes_on) {
        mistakes.push(Mistake::new(
            last.line,
            "the command does not end: a quote, a here-document or a backslash is open",
        ));
    }
    for command in &mut commands {
        while command.output.last().is_some_and(|l| l.trim().is_empty()) {
            command.output.pop();
        }
    }
    Console { once, commands }
}

/// Whether the shell would ask for more lines: after a backslash, in quotes, in a here-document.
fn is_open(command: &str) -> bool {
    let mut lines = command.split('\n');
    let mut quote: Option<char> = None;
    let mut continued = false;
    while let Some(line) = lines.next() {
        let mut delimiters: Vec<(String, bool)> = Vec::new();
        continued = false;
        let mut chars = line.chars().peekable();
        while let Some(c) = chars.next() {
            match (quote, c) {
                (Some('\''), '\'') => quote = None,
                (Some('\''), _) => {}
                (_, '\\') => continued = chars.next().is_none(),
                (Some('"'), '"') => quote = None,
                (None, '\'' | '"') => quote = Some(c),
                (None, '#') if line.trim_start().starts_with('#') => break,
                (None, '<') if chars.peek() == Some(&'<') => {
                    chars.next();
                    if chars.peek() == Some(&'<') {
                        chars.next();
                        continue;
                    }
                    let tabs = chars.next_if_eq(&'-').is_some();
                    while chars.next_if(|c| *c == ' ').is_some() {}
                    let mut word = String::new();
                    while let Some(c) = chars.next_if(|c| !c.is_whitespace() && !";&|<>()".contains(*c)) {
                        if !matches!(c, '\'' | '"' | '\\') {
                            word.push(c);
                        }
                    }
                    if !word.is_empty() {
                        delimiters.push((word, tabs));
                    }
                }
                _ => {}
            }
        }
        for (word, tabs) in delimiters {
            let ended = lines.any(|l| {
                let l = if tabs { l.trim_start_matches('\t') } else { l };
                l == word
            });
            if !ended {
                return true;
            }
        }
    }
    quote.is_some() || continued
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(usize, String, Vec<String>)> {
        let lines: Vec<&str> = text.lines().collect();
        let mut mistakes = Vec::new();
        let console = read_console(&lines, 1, false, &mut mistakes);
        assert_eq!(mistakes, []);
        console.commands.into_iter().map(|c| (c.line, c.command, c.output)).collect()
    }

    #[test]
    fn dollar_lines_are_commands_and_the_rest_is_output() {
        assert_eq!(
            read("$ docker ps\nCONTAINER ID\nabc\n\n$ docker run \\\n>   nginx\n"),
            [
                (1, "docker ps".into(), vec!["CONTAINER ID".into(), "abc".into()]),
                (5, "docker run \\\n  nginx".into(), vec![]),
            ]
        );
    }

    #[test]
    fn quotes_and_here_documents_go_on() {
        assert_eq!(
            read("$ echo 'a\n> b'\na\nb\n$ cat > f <<EOF\n$ x\nEOF\n$ ls\n"),
            [
                (1, "echo 'a\nb'".into(), vec!["a".into(), "b".into()]),
                (5, "cat > f <<EOF\n$ x\nEOF".into(), vec![]),
                (8, "ls".into(), vec![]),
            ]
        );
    }

    #[test]
    fn output_before_a_command_is_a_mistake() {
        let mut mistakes = Vec::new();
        read_console(&["docker ps"], 7, false, &mut mistakes);
        assert_eq!(mistakes[0].line, 7);
    }
}
