//! What a learner has done that no state keeps: command lines with what they printed, and answers to quizzes.

use std::collections::BTreeMap;

/// Command lines that are remembered.
const LINES: usize = 2000;
/// Bytes kept of what one command line printed, from its beginning.
const OUTPUT: usize = 16 << 10;
/// Command lines whose output is remembered.
const OUTPUTS: usize = 200;

/// What was used and answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Used {
    /// Words joined by blanks, as the program got them, and what was printed until it ended.
    lines: Vec<(String, String)>,
    /// How many lines before those are no longer remembered.
    forgotten: usize,
    /// The last choice for each quiz, counted from 0, and whether it was the right one.
    answers: BTreeMap<String, (u32, bool)>,
}

impl Used {
    /// A command line begins. Gives its number, for [`Used::print`].
    pub fn begin(&mut self, line: String) -> usize {
        if self.lines.len() >= LINES {
            self.lines.drain(..LINES / 2);
            self.forgotten = self.forgotten.saturating_add(LINES / 2);
        }
        let keep = self.lines.len().saturating_sub(OUTPUTS);
        if let Some((_, output)) = keep.checked_sub(1).and_then(|n| self.lines.get_mut(n)) {
            output.clear();
        }
        self.lines.push((line, String::new()));
        self.forgotten.saturating_add(self.lines.len()).saturating_sub(1)
    }

    /// Something was printed while the command line of this number ran.
    pub fn print(&mut self, number: usize, bytes: &[u8]) {
        let kept = number.checked_sub(self.forgotten);
        if let Some((_, output)) = kept.and_then(|n| self.lines.get_mut(n)) {
            let room = OUTPUT.saturating_sub(output.len());
            let bytes = bytes.get(..bytes.len().min(room)).unwrap_or_default();
            output.push_str(&String::from_utf8_lossy(bytes).replace('\r', ""));
        }
    }

    /// How many command lines have begun.
    pub fn count(&self) -> usize {
        self.forgotten.saturating_add(self.lines.len())
    }

    /// A choice was made.
    pub fn answer(&mut self, quiz: &str, choice: u32, right: bool) {
        if self.answers.len() < LINES {
            self.answers.insert(quiz.to_string(), (choice, right));
        }
    }

    /// The last choice for each quiz, and whether it was right.
    pub fn answers(&self) -> &BTreeMap<String, (u32, bool)> {
        &self.answers
    }

    /// Outputs of the command lines that began so, oldest first.
    pub fn outputs_of<'a>(&'a self, start: &'a str) -> impl Iterator<Item = &'a str> {
        self.lines
            .iter()
            .filter(move |(line, _)| begins(line, start))
            .map(|(_, output)| output.as_str())
    }
}

/// Whether a line's words begin so.
fn begins(line: &str, start: &str) -> bool {
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    joined(line).starts_with(&joined(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_are_found_by_how_a_line_began() {
        let mut used = Used::default();
        let line = used.begin("docker logs web".into());
        used.print(line, b"ready\r\n");
        assert_eq!(used.outputs_of("docker  logs").collect::<Vec<_>>(), ["ready\n"]);
        assert_eq!(used.outputs_of("docker ps").count(), 0);
    }
}
