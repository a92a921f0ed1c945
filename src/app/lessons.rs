//! The lessons the page was built with, and what the page reads of their front matter.
//!
//! Checks are the sandbox's business; the page wants a title and a time, and leaves the rest to `crates/lesson`.

use std::collections::BTreeMap;

use session::protocol::{Bytes, JOURNAL_VERSION, Journal, LessonSource, WorkspaceFile};

use super::i18n::Language;

/// One folder under `lessons/`.
#[derive(Debug, PartialEq)]
pub struct Lesson {
    /// Its path under `lessons/`.
    pub id: &'static str,
    pub english: &'static str,
    pub chinese: Option<&'static str>,
    /// What the host's shell does before the learner comes; empty for nothing.
    pub setup: &'static str,
    /// The workspace it starts with.
    pub files: &'static [(&'static str, &'static [u8])],
}

include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

/// What a page without lessons shows: an empty workspace to play in.
static PLAYGROUND: Lesson = Lesson {
    id: "",
    english: "",
    chinese: None,
    setup: "",
    files: &[],
};

/// The lesson of an id, or `None`.
pub fn find(id: &str) -> Option<&'static Lesson> {
    LESSONS.iter().find(|lesson| lesson.id == id)
}

pub fn first() -> &'static Lesson {
    LESSONS.first().unwrap_or(&PLAYGROUND)
}

/// The parts of the course with their lessons, in order.
pub fn parts() -> Vec<(&'static str, Vec<&'static Lesson>)> {
    let mut parts: Vec<(&'static str, Vec<&'static Lesson>)> = Vec::new();
    for lesson in LESSONS {
        let part = lesson.id.split('/').next().unwrap_or_default();
        match parts.last_mut() {
            Some((last, lessons)) if *last == part => lessons.push(lesson),
            _ => parts.push((part, vec![lesson])),
        }
    }
    parts
}

/// The title of a part.
pub fn part_title(part: &str, language: Language) -> String {
    let language = match language {
        Language::English => lesson::Language::English,
        Language::SimplifiedChinese => lesson::Language::SimplifiedChinese,
    };
    lesson::Course::parse(COURSE).part_title(part, language)
}

impl Lesson {
    pub fn text(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::SimplifiedChinese => self.chinese.unwrap_or(self.english),
        }
    }

    /// The language its text is really in, when asked for in `language`.
    pub fn spoken(&self, language: Language) -> Language {
        if self.chinese.is_some() { language } else { Language::English }
    }

    pub fn source(&self, language: Language) -> LessonSource {
        LessonSource {
            id: self.id.to_owned(),
            text: self.text(language).to_owned(),
            language: self.spoken(language).tag().to_owned(),
        }
    }

    /// Its title in a language.
    pub fn title(&self, language: Language) -> &'static str {
        let (front, _) = front_matter(self.text(language));
        front.get("title").copied().unwrap_or(self.id)
    }

    /// A journal in which nothing has been done yet.
    pub fn journal(&self, seed: u64, start_ms: i64) -> Journal {
        Journal {
            version: JOURNAL_VERSION,
            seed,
            start_ms,
            catalogue: String::new(),
            lesson: self.id.to_owned(),
            workspace: front_matter(self.english).0.get("workspace").map_or_else(
                || {
                    self.id
                        .rsplit('/')
                        .next()
                        .map(slug)
                        .filter(|name| !name.is_empty())
                        .unwrap_or("playground")
                        .to_owned()
                },
                |name| (*name).to_owned(),
            ),
            files: self
                .files
                .iter()
                .map(|(path, contents)| WorkspaceFile {
                    path: (*path).to_owned(),
                    contents: Bytes::from(*contents),
                    executable: contents.starts_with(b"#!"),
                })
                .collect(),
            setup: self.setup.to_owned(),
            entries: Vec::new(),
        }
    }
}

/// `python-app` of `01-python-app`.
fn slug(folder: &str) -> &str {
    folder
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_start_matches('-')
}

/// The top-level `key: value` lines of the front matter, and the text after it.
pub fn front_matter(source: &str) -> (BTreeMap<&str, &str>, &str) {
    let nothing = (BTreeMap::new(), source);
    let Some(rest) = source.strip_prefix("---\n") else {
        return nothing;
    };
    let Some((head, body)) = rest.split_once("\n---\n") else {
        return nothing;
    };
    let entries = head
        .lines()
        .filter(|line| !line.starts_with([' ', '#', '-']))
        .filter_map(|line| line.split_once(':'))
        .map(|(key, value)| (key.trim(), value.trim().trim_matches('"')))
        .collect();
    (entries, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_gives_top_level_values_and_the_text() {
        let (entries, body) = front_matter("---\ntitle: \"A: b\"\nchecks:\n  - id: x\n---\n# Hi\n");
        assert_eq!(entries.get("title"), Some(&"A: b"));
        assert_eq!(entries.get("id"), None);
        assert_eq!(body, "# Hi\n");
        assert_eq!(front_matter("# Hi").1, "# Hi");
    }

    #[test]
    fn a_workspace_is_named_after_its_lesson() {
        assert_eq!(slug("01-python-app"), "python-app");
        assert_eq!(slug("app"), "app");
    }
}
