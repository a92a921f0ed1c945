//! What the editor asks about a file's text, whatever its language: pure functions of the text and of what lies around
//! it, quick enough for every keystroke. A language answers in bytes; here its answers become what `js/editor.entry.mjs`
//! speaks: JSON, and positions in UTF-16 code units.
//!
//! Leaves out what CodeMirror knows by itself: grammars of other languages, brackets, search.

use std::ops::Range;

use serde_json::{Value, json};

use super::bindings::editor::{Change, Fix, Mark};
use super::compose_services::Compose;
use super::dockerfile_services::Dockerfiles;
use super::i18n;
use super::state::{is_compose, is_dockerfile};

/// Images that can be named, best first, each with its tags.
pub type ImageNames = Vec<(String, Vec<String>)>;

/// What an editor knows besides the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct Around<'a> {
    pub images: &'a [(String, Vec<String>)],
    /// Paths below the file's folder, relative; a folder ends in a slash.
    pub paths: &'a [String],
    /// The text of the folder's `.dockerignore`.
    pub dockerignore: Option<&'a str>,
    /// What Drydock says, it says in this language.
    pub language: i18n::Language,
}

/// A change of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    pub span: Range<usize>,
    pub text: String,
}

/// What mends a problem with one click.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    pub title: String,
    pub edits: Vec<Edit>,
    /// A file to make beside this one: name and contents.
    pub new_file: Option<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub span: Range<usize>,
    /// CodeMirror's word: `error`, `warning`, `hint`.
    pub severity: &'static str,
    pub message: String,
    pub rule: Option<&'static str>,
    pub remedies: Vec<Remedy>,
}

/// Something that could be typed in place of what stands from `from` on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub label: String,
    /// CodeMirror's word for its pictogram: `keyword`, `property`, `variable`, `class`, `text`, `constant`.
    pub kind: &'static str,
    pub from: usize,
    pub insert: String,
    pub detail: String,
}

/// The forms of what is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Help {
    pub forms: Vec<String>,
    /// The part of the first form that is being typed, counted by blanks from 0.
    pub active: usize,
}

/// A language whose files the editor understands. What a language has nothing to say about is left out.
pub trait Language {
    /// Byte ranges with their index in [`CLASSES`], in the order of the text.
    fn colours(&self, _text: &str) -> Vec<(Range<usize>, u32)> {
        Vec::new()
    }
    fn problems(&self, text: &str, around: &Around<'_>) -> Vec<Problem>;
    fn complete(&self, text: &str, at: usize, around: &Around<'_>) -> Vec<Offer>;
    /// Markdown over a place.
    fn hover(&self, text: &str, at: usize, around: &Around<'_>) -> Option<(Range<usize>, String)>;
    fn definition(&self, text: &str, at: usize) -> Option<Range<usize>>;
    fn occurrences(&self, text: &str, at: usize) -> Vec<Range<usize>>;
    /// The changes that give the symbol at a place another name, or why it cannot have that.
    fn rename(&self, text: &str, at: usize, name: &str, around: &Around<'_>) -> Result<Vec<Edit>, String>;
    fn format(&self, _text: &str) -> Vec<Edit> {
        Vec::new()
    }
    /// First and last line of what folds, counted from 1.
    fn folds(&self, _text: &str) -> Vec<(u32, u32)> {
        Vec::new()
    }
    fn help(&self, _text: &str, _at: usize) -> Option<Help> {
        None
    }
}

/// Class names of colours, as `@lezer/highlight` names them for the other languages.
pub const CLASSES: &[&str] = &[
    "tok-keyword",
    "tok-string",
    "tok-comment",
    "tok-macroName",
    "tok-meta",
    "tok-literal",
    "tok-invalid",
    "tok-typeName",
    "tok-propertyName",
    "tok-punctuation",
];

/// The grammar for a file's name, in the words of `js/editor.entry.mjs`.
pub fn grammar_of(path: &str) -> &'static str {
    if is_dockerfile(path) {
        return "dockerfile";
    }
    if is_compose(path) {
        return "compose";
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit('.').next().unwrap_or_default() {
        "py" => "python",
        "js" | "mjs" | "cjs" | "ts" => "javascript",
        "json" => "json",
        "yaml" | "yml" => "yaml",
        "html" | "htm" => "html",
        "md" => "markdown",
        "sh" | "bash" | "ash" => "shell",
        "conf" => "nginx",
        "env" | "ini" | "cfg" | "toml" | "properties" | "dockerignore" | "gitignore" => "ini",
        _ if name.starts_with(".env") || name == "requirements.txt" => "ini",
        _ => "text",
    }
}

/// The language of a grammar of [`grammar_of`] whose files are understood.
pub fn language(grammar: &str) -> Option<&'static dyn Language> {
    match grammar {
        "dockerfile" => Some(&Dockerfiles),
        "compose" => Some(&Compose),
        _ => None,
    }
}

/// Turns byte offsets into UTF-16 ones and back.
struct Units {
    /// For each character that is not ASCII: where it ends, in bytes and in units.
    ends: Vec<(usize, usize)>,
    bytes: usize,
}

impl Units {
    fn new(text: &str) -> Self {
        let mut ends = Vec::new();
        let mut saved = 0_usize;
        for (at, c) in text.char_indices().filter(|(_, c)| !c.is_ascii()) {
            saved = saved.saturating_add(c.len_utf8().saturating_sub(c.len_utf16()));
            let end = at.saturating_add(c.len_utf8());
            ends.push((end, end.saturating_sub(saved)));
        }
        Self { ends, bytes: text.len() }
    }

    fn at(&self, byte: usize) -> usize {
        let byte = byte.min(self.bytes);
        let known = self.ends.partition_point(|(end, _)| *end <= byte);
        let last = known.checked_sub(1).and_then(|last| self.ends.get(last));
        last.map_or(byte, |(end, units)| units.saturating_add(byte.saturating_sub(*end)))
    }

    fn byte(&self, text: &str, unit: usize) -> usize {
        let known = self.ends.partition_point(|(_, units)| *units <= unit);
        let last = known.checked_sub(1).and_then(|last| self.ends.get(last));
        let mut byte = last.map_or(unit, |(end, units)| end.saturating_add(unit.saturating_sub(*units)));
        byte = byte.min(self.bytes);
        while !text.is_char_boundary(byte) {
            byte = byte.saturating_sub(1);
        }
        byte
    }

    fn change(&self, edit: &Edit) -> Change {
        Change {
            from: self.at(edit.span.start),
            to: self.at(edit.span.end.max(edit.span.start)),
            insert: edit.text.clone(),
        }
    }

    fn range(&self, span: &Range<usize>) -> Value {
        json!({ "from": self.at(span.start), "to": self.at(span.end.max(span.start)) })
    }

    fn changes(&self, edits: &[Edit]) -> Vec<Change> {
        edits.iter().map(|edit| self.change(edit)).collect()
    }
}

/// From, to and class of each coloured token.
pub fn highlight(language: &dyn Language, text: &str) -> Vec<u32> {
    let units = Units::new(text);
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    language
        .colours(text)
        .into_iter()
        .flat_map(|(span, class)| [number(units.at(span.start)), number(units.at(span.end)), class])
        .collect()
}

/// Everything wrong with a text, in its order.
pub fn problems(language: &dyn Language, text: &str, around: &Around<'_>) -> Vec<Mark> {
    let units = Units::new(text);
    let mut lines = Vec::new();
    let mut at = 0_usize;
    for line in text.split_inclusive('\n') {
        at = at.saturating_add(line.len());
        lines.push(at);
    }
    language
        .problems(text, around)
        .into_iter()
        .map(|problem| Mark {
            from: units.at(problem.span.start),
            to: units.at(problem.span.end.max(problem.span.start)),
            line: u32::try_from(
                lines
                    .partition_point(|end| *end <= problem.span.start)
                    .min(lines.len().saturating_sub(1)),
            )
            .unwrap_or(u32::MAX)
            .saturating_add(1),
            severity: problem.severity,
            message: problem.message,
            source: problem.rule.map(ToOwned::to_owned),
            fixes: problem
                .remedies
                .into_iter()
                .map(|remedy| Fix {
                    changes: units.changes(&remedy.edits),
                    label: remedy.title,
                    new_file: remedy.new_file,
                })
                .collect(),
        })
        .collect()
}

/// One question of the editor, answered in JSON; `null` when there is nothing to say.
///
/// `complete`: `[{label, type, from, insert, detail}]`; `hover`: `{from, to, text}`; `definition`: `{from, to}`;
/// `occurrences`: `[{from, to}]`; `rename` (to `word`): `{changes}` or `{refused}`; `format`: `[{from, to, insert}]`;
/// `folds`: `[[first, last]]`; `help`: `{forms, active}`.
pub fn answer(language: &dyn Language, question: &str, text: &str, position: usize, word: &str, around: &Around<'_>) -> String {
    let units = Units::new(text);
    let at = units.byte(text, position);
    let answer = match question {
        "complete" => language
            .complete(text, at, around)
            .into_iter()
            .map(|offer| {
                json!({
                    "label": offer.label,
                    "type": offer.kind,
                    "from": units.at(offer.from),
                    "insert": offer.insert,
                    "detail": offer.detail,
                })
            })
            .collect(),
        "hover" => match language.hover(text, at, around) {
            Some((span, words)) => json!({ "from": units.at(span.start), "to": units.at(span.end), "text": words }),
            None => Value::Null,
        },
        "definition" => language.definition(text, at).map_or(Value::Null, |span| units.range(&span)),
        "occurrences" => language.occurrences(text, at).iter().map(|span| units.range(span)).collect(),
        "rename" => match language.rename(text, at, word, around) {
            Ok(edits) => json!({ "changes": units.changes(&edits) }),
            Err(why) => json!({ "refused": why }),
        },
        "format" => json!(units.changes(&language.format(text))),
        "folds" => json!(language.folds(text)),
        "help" => match language.help(text, at) {
            Some(help) => json!({ "forms": help.forms, "active": help.active }),
            None => Value::Null,
        },
        _ => Value::Null,
    };
    answer.to_string()
}

/// A message with the hints that it doesn't hold already, and what the hint `did you mean X?` does with one click.
pub fn with_hints(message: &str, hints: &[String], span: &Range<usize>, language: i18n::Language) -> (String, Vec<Remedy>) {
    let new: Vec<&str> = hints
        .iter()
        .map(String::as_str)
        .filter(|hint| !message.contains(hint))
        .collect();
    let words = std::iter::once(message).chain(new).collect::<Vec<_>>().join("\n");
    let remedies = hints
        .iter()
        .filter_map(|hint| hint.strip_prefix("did you mean ")?.strip_suffix('?'))
        .map(|name| Remedy {
            title: i18n::dockerfile::change_to(name, language),
            edits: vec![Edit {
                span: span.clone(),
                text: name.to_owned(),
            }],
            new_file: None,
        })
        .collect();
    (words, remedies)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_utf_16_units() {
        let text = "é😀x";
        let units = Units::new(text);
        assert_eq!([0, 2, 6, 7].map(|byte| units.at(byte)), [0, 1, 3, 4]);
        assert_eq!([0, 1, 3, 4].map(|unit| units.byte(text, unit)), [0, 2, 6, 7]);
        assert_eq!(units.byte(text, 2), 2, "inside of a pair");
    }

    #[test]
    fn a_problem_is_on_the_line_where_it_begins() {
        let marks = problems(&Dockerfiles, "# 😀\nFORM x\n", &Around::default());
        let first = marks.first().expect("a mistake");
        assert_eq!((first.from, first.to, first.line), (5, 9, 2));
        assert_eq!(first.fixes.first().expect("a fix").label, "Change to FROM");
    }

    #[test]
    fn grammars_go_by_names() {
        for (path, grammar) in [
            ("web/Dockerfile", "dockerfile"),
            ("compose.override.yaml", "compose"),
            ("k8s.yaml", "yaml"),
            ("nginx/default.conf", "nginx"),
            (".env", "ini"),
            ("entrypoint.sh", "shell"),
            ("notes.txt", "text"),
        ] {
            assert_eq!(grammar_of(path), grammar, "{path}");
        }
    }

    #[test]
    fn nothing_panics_on_odd_text() {
        for text in [
            "",
            "\n",
            "RUN \\",
            "RUN <<E\n$",
            "ENV a=\"",
            "FROM ${",
            "é\u{0}",
            "services:\n  w: {é",
            "a: [😀\n- :",
        ] {
            for grammar in ["dockerfile", "compose"] {
                let language = language(grammar).expect("a language");
                for question in [
                    "complete",
                    "hover",
                    "definition",
                    "occurrences",
                    "rename",
                    "format",
                    "folds",
                    "help",
                ] {
                    for at in 0..=text.len() + 1 {
                        answer(language, question, text, at, "x", &Around::default());
                    }
                }
                highlight(language, text);
                problems(language, text, &Around::default());
            }
        }
    }
}
