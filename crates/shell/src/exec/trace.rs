//! `set -x`, and what `time` prints.

use crate::Flavour;
use crate::state::Shell;
use crate::syntax::ast::{Command, CommandKind, Item, List, Pipeline, Word};
use machine::Instant;
use std::rc::Rc;
use std::time::Duration;

impl Shell {
    /// Prints a line of the trace.
    pub(crate) async fn trace(&self, text: &str) {
        let mark = self.vars.scalar("PS4").unwrap_or("+ ");
        let mark = if mark.contains(['$', '`']) { "+ " } else { mark };
        let first: String = mark.chars().take(1).collect();
        let depth = if self.flavour.is_bash() { self.subshell_traces() } else { 0 };
        let line = format!("{}{mark}{text}\n", first.repeat(depth as usize));
        self.write_error(&line).await;
    }

    fn subshell_traces(&self) -> u32 {
        self.eval_depth
    }

    /// A word as the trace shows it.
    pub(crate) fn trace_word(&self, word: &str) -> String {
        match self.flavour {
            Flavour::Dash => word.to_string(),
            Flavour::Ash => {
                let needs = word
                    .bytes()
                    .any(|b| b < b'+' || (b';'..=b'?').contains(&b) || b"`[\\".contains(&b) || b > b'z')
                    || crate::syntax::is_reserved(word, Flavour::Ash);
                if needs { ash_quote(word) } else { word.to_string() }
            }
            Flavour::Bash => bash_quote(word),
        }
    }

    pub(super) async fn report_time(&mut self, posix: bool, started: Instant, cpu: Duration) {
        let real = self.sys.now().since(started).as_secs_f64();
        let user = self.sys.cpu_time().saturating_sub(cpu).as_secs_f64();
        let text = if posix {
            format!("real {real:.2}\nuser {user:.2}\nsys 0.00\n")
        } else {
            let minutes = |s: f64| format!("{}m{:.3}s", (s / 60.0) as u64, s % 60.0);
            format!("\nreal\t{}\nuser\t{}\nsys\t{}\n", minutes(real), minutes(user), minutes(0.0))
        };
        self.write_error(&text).await;
    }
}

/// Single quotes as ash writes them: a quote inside becomes `'"'"'`.
pub(crate) fn ash_quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\"'\"'"))
}

/// A word as bash's trace and `printf %q`'s kin quote it: only if it has to be.
pub(crate) fn bash_quote(word: &str) -> String {
    if word.is_empty() {
        return "''".into();
    }
    if word.chars().any(char::is_control) {
        return crate::builtins::escape::ansi_quote(word);
    }
    let special = |c: char| " \t\n'\"\\|&;()<>!{}*[]?^$`".contains(c);
    if word.contains(special) || word.starts_with(['~', '#']) {
        return format!("'{}'", word.replace('\'', "'\\''"));
    }
    word.to_string()
}

/// A word's source, nearly as it was written.
pub(crate) fn source_of(word: &Word) -> String {
    let command = Command {
        kind: CommandKind::Simple {
            assignments: Vec::new(),
            words: vec![word.clone()],
        },
        redirects: Vec::new(),
        line: 0,
    };
    crate::syntax::print_command(&command)
}

#[allow(dead_code)]
pub(crate) fn source_of_command(command: &Rc<Command>) -> String {
    let list = List {
        items: vec![Rc::new(Item {
            first: Pipeline {
                negated: false,
                timed: None,
                commands: vec![command.clone()],
                text: "".into(),
            },
            rest: Vec::new(),
            background: false,
            text: "".into(),
        })],
    };
    crate::syntax::print_list(&list)
}
