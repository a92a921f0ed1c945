//! Just enough of a shell's grammar to find the commands of a RUN: words, quotes, and what separates commands.
//!
//! Substitutions, groups and control words are not understood; a command that holds them is read as its plain words.

/// A simple command: its place in the text, and its words with theirs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Simple<'a> {
    pub start: usize,
    pub end: usize,
    /// Text as written, start and end.
    pub words: Vec<(&'a str, usize, usize)>,
    /// The operator behind it, empty at the end.
    pub operator: &'a str,
}

impl Simple<'_> {
    /// Whether the word at `index` is `wanted`.
    pub(crate) fn is(&self, index: usize, wanted: &str) -> bool {
        self.words.get(index).is_some_and(|(w, _, _)| *w == wanted)
    }

    /// Where the program's name is: behind assignments, `sudo` and the like.
    pub(crate) fn program(&self) -> usize {
        self.words
            .iter()
            .position(|(w, _, _)| {
                let is_assignment = w
                    .split_once('=')
                    .is_some_and(|(name, _)| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'));
                !is_assignment && !matches!(*w, "sudo" | "env" | "exec" | "-E")
            })
            .unwrap_or(0)
    }

    /// The words behind the program that are no options.
    pub(crate) fn operands(&self) -> impl Iterator<Item = &str> {
        self.words
            .iter()
            .skip(self.program() + 1)
            .map(|(w, _, _)| *w)
            .filter(|w| !w.starts_with('-'))
    }
}

/// Splits a command line.
pub(crate) fn commands(text: &str) -> Vec<Simple<'_>> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut current = Simple::default();
    let mut word: Option<usize> = None;
    let mut quote = None;
    let mut at = 0;
    while at <= bytes.len() {
        let byte = bytes.get(at).copied();
        let separator = match (quote, byte) {
            (_, None) => Some(0),
            (Some(_), _) => None,
            (None, Some(b'&')) if bytes.get(at + 1) == Some(&b'&') => Some(2),
            (None, Some(b'|')) if bytes.get(at + 1) == Some(&b'|') => Some(2),
            // `2>&1` and `&>` are redirections.
            (None, Some(b'&')) if at > 0 && matches!(bytes[at - 1], b'>' | b'<') => None,
            (None, Some(b'&')) if bytes.get(at + 1) == Some(&b'>') => None,
            (None, Some(b';' | b'|' | b'&')) => Some(1),
            _ => None,
        };
        let blank = quote.is_none() && matches!(byte, Some(b' ' | b'\t' | b'\r' | b'\n'));
        if (separator.is_some() || blank)
            && let Some(start) = word.take()
            && let Some(text) = text.get(start..at)
        {
            if current.words.is_empty() {
                current.start = start;
            }
            current.end = at;
            current.words.push((text, start, at));
        }
        if let Some(length) = separator {
            if !current.words.is_empty() {
                current.operator = text.get(at..at + length).unwrap_or("");
                out.push(std::mem::take(&mut current));
            }
            at += length.max(1);
            continue;
        }
        if !blank {
            word.get_or_insert(at);
            match (quote, byte) {
                (None, Some(q @ (b'\'' | b'"'))) => quote = Some(q),
                (Some(q), Some(b)) if q == b => quote = None,
                (None | Some(b'"'), Some(b'\\')) => at += 1,
                _ => {}
            }
        }
        at += 1;
    }
    // An escape at the very end may have stepped over it.
    if let Some(start) = word
        && let Some(rest) = text.get(start..)
    {
        if current.words.is_empty() {
            current.start = start;
        }
        current.end = text.len();
        current.words.push((rest, start, text.len()));
    }
    if !current.words.is_empty() {
        out.push(current);
    }
    out
}

/// The places of `install` in the `apt-get install` commands of a text, with each command.
pub(crate) fn apt_installs(text: &str) -> Vec<(Simple<'_>, usize)> {
    commands(text)
        .into_iter()
        .filter_map(|command| {
            let program = command.program();
            if !command.is(program, "apt-get") && !command.is(program, "apt") {
                return None;
            }
            let at = command.words.iter().position(|(w, _, _)| *w == "install")?;
            Some((command, at))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_and_words() {
        let found = commands("A=1 apt-get update -q && echo 'a && b' \"c;\" ; x 2>&1 | y\\ z");
        let words: Vec<Vec<&str>> = found.iter().map(|c| c.words.iter().map(|w| w.0).collect()).collect();
        assert_eq!(
            words,
            [
                vec!["A=1", "apt-get", "update", "-q"],
                vec!["echo", "'a && b'", "\"c;\""],
                vec!["x", "2>&1"],
                vec!["y\\ z"]
            ]
        );
        assert_eq!(found[0].operator, "&&");
        assert_eq!(found[0].program(), 1);
        assert_eq!(commands("a \\").len(), 1);
    }
}
