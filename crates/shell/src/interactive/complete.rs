//! Completion: commands in a command's place, file names elsewhere, and a hook before both.

use crate::builtins;
use crate::state::Shell;
use machine::Sys;
use std::rc::Rc;
use vfs::FileKind;

/// What may stand where the cursor is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completions {
    /// Where the word that is completed begins, in bytes of the line.
    pub start: usize,
    /// The words that fit, whole. One that ends in `/` or `=` is not followed by a space.
    pub items: Vec<String>,
}

/// Completes a line at a cursor (in bytes); `None` leaves it to the shell.
pub type Completer = Rc<dyn Fn(&Sys, &str, usize) -> Option<Completions>>;

/// Characters that end a word.
const BREAKS: [char; 12] = [' ', '\t', '\n', ';', '|', '&', '(', ')', '<', '>', '=', '`'];

impl Shell {
    pub(super) fn completions(&self, line: &str, cursor: usize) -> Completions {
        if let Some(completer) = &self.completer
            && let Some(found) = completer(&self.sys, line, cursor)
        {
            return found;
        }
        let before = line.get(..cursor).unwrap_or(line);
        let start = before.rfind(BREAKS).map_or(0, |at| at + 1);
        let word = before.get(start..).unwrap_or("");
        let lead = before.get(..start).unwrap_or("").trim_end_matches([' ', '\t']);
        let first = lead.is_empty()
            || lead.ends_with([';', '|', '&', '(', '`'])
            || lead
                .rsplit([' ', ';'])
                .next()
                .is_some_and(|w| matches!(w, "then" | "do" | "else" | "!" | "if" | "while" | "{" | "sudo"));
        let mut items = if let Some(prefix) = word.strip_prefix('$') {
            self.vars
                .iter()
                .filter(|(name, _)| name.starts_with(prefix))
                .map(|(name, _)| format!("${name}"))
                .collect()
        } else if first && !word.contains('/') {
            self.commands(word)
        } else {
            self.file_names(word, first)
        };
        items.sort();
        items.dedup();
        Completions { start, items }
    }

    fn commands(&self, prefix: &str) -> Vec<String> {
        let mut names: Vec<String> = builtins::names(self.flavour).into_iter().map(str::to_string).collect();
        names.extend(self.functions.keys().cloned());
        names.extend(self.aliases.keys().cloned());
        for dir in self.vars.scalar("PATH").unwrap_or("").split(':') {
            for entry in self.sys.readdir(dir).unwrap_or_default() {
                if entry.name.starts_with(prefix) && self.sys.access(&format!("{dir}/{}", entry.name), 1).is_ok() {
                    names.push(entry.name);
                }
            }
        }
        names.retain(|n| n.starts_with(prefix));
        names
    }

    fn file_names(&self, word: &str, executable: bool) -> Vec<String> {
        let (dir, prefix) = match word.rfind('/') {
            Some(at) => word.split_at(at + 1),
            None => ("", word),
        };
        let home = self.vars.scalar("HOME").unwrap_or("/");
        let place = match dir.strip_prefix("~/") {
            Some(rest) => format!("{home}/{rest}"),
            None if dir.is_empty() => ".".to_string(),
            None => dir.to_string(),
        };
        let mut out = Vec::new();
        for entry in self.sys.readdir(&place).unwrap_or_default() {
            if !entry.name.starts_with(prefix) || entry.name.starts_with('.') && !prefix.starts_with('.') {
                continue;
            }
            let path = format!("{}/{}", place.trim_end_matches('/'), entry.name);
            let is_dir = self.sys.stat(&path).is_ok_and(|s| s.kind == FileKind::Dir);
            if executable && !is_dir && self.sys.access(&path, 1).is_err() {
                continue;
            }
            let escaped: String = entry
                .name
                .chars()
                .flat_map(|c| {
                    let special = " '\"\\$&;|<>()*?[]!#`".contains(c);
                    special.then_some('\\').into_iter().chain([c])
                })
                .collect();
            out.push(format!("{dir}{escaped}{}", if is_dir { "/" } else { "" }));
        }
        out
    }
}
