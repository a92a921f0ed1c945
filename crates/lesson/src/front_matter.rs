//! The head of a lesson: `---`, YAML, `---`, then Markdown.

use crate::Condition;
use crate::check::{Check, read_check};
use crate::mistake::Mistake;
use crate::part::{Part, PartKind, read_parts};
use crate::yaml::{Document, Node};
use std::collections::BTreeMap;

/// A lesson as its author wrote it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lesson {
    pub title: String,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// The name of the workspace's folder; empty for the lesson's own.
    pub workspace: String,
    /// Images that are local from the start.
    pub images: Vec<String>,
    /// Instructions and commands, for the table of what the course covers.
    pub teaches: Vec<String>,
    /// Words of the glossary with what they mean, in the order of the file.
    pub terms: Vec<(String, String)>,
    pub checks: Vec<Check>,
    /// The digest of the words that a translation was made from; empty if it is not said.
    pub translates: String,
    /// The Markdown behind the front matter.
    pub body: String,
    /// The line of the file, counted from 1, on which the body begins.
    pub body_line: usize,
    /// What the body consists of.
    pub parts: Vec<Part>,
    pub mistakes: Vec<Mistake>,
}

/// Keys of the front matter with what they say.
pub(crate) const KEYS: [(&str, &str); 8] = [
    ("title", "The lesson's title."),
    ("minutes", "How many minutes it takes."),
    (
        "workspace",
        "The name of the folder the learner stands in; the lesson's own if not given.",
    ),
    ("images", "Images that are already pulled when the lesson starts."),
    (
        "teaches",
        "Instructions and commands, for the table of what the course covers.",
    ),
    ("terms", "Words for the glossary, each with what it means."),
    ("checks", "The goals."),
    (
        "translates",
        "In a translation: the digest of the original's words that it translates, as `drydock lesson check --translated` writes it.",
    ),
];

impl Lesson {
    /// Reads a lesson's file. Never fails; see `mistakes`.
    pub fn parse(text: &str) -> Lesson {
        let normal = text.replace("\r\n", "\n");
        let normal = normal.strip_prefix('\u{feff}').unwrap_or(&normal);
        let mut lesson = Lesson::default();
        let (head, body) = match split(normal) {
            Ok(found) => found,
            Err(message) => {
                if !normal.trim().is_empty() {
                    lesson.mistakes.push(Mistake::new(1, message));
                }
                ("", normal)
            }
        };
        lesson.body_line = normal.lines().count().saturating_sub(body.lines().count()) + 1;
        lesson.body = body.to_string();
        if !head.is_empty() {
            lesson.read_head(head);
        }
        lesson.parts = read_parts(body, lesson.body_line, &mut lesson.mistakes);
        lesson.cross_check();
        lesson.mistakes.sort_by_key(|m| m.line);
        lesson
    }

    fn read_head(&mut self, head: &str) {
        let document = Document::new(head, 1);
        if let Some(value) = document.parse() {
            let root = document.root(&value);
            root.only(&KEYS.map(|(key, _)| key), "the front matter");
            self.title = root.need("title", "the lesson's title").unwrap_or_default();
            match root.get("minutes") {
                Some(node) => match node.text().and_then(|t| t.parse().ok()).filter(|n| (1..=120).contains(n)) {
                    Some(minutes) => self.minutes = minutes,
                    None => node.mistake("`minutes`: expected a whole number from 1 to 120"),
                },
                None => root.mistake("`minutes` is missing, expected how long the lesson takes"),
            }
            if let Some(name) = root.get("workspace") {
                let text = name.text().unwrap_or_default();
                if text.is_empty() || text.starts_with('.') || text.contains(['/', '\0', '\n']) {
                    name.mistake("`workspace`: expected the name of a folder, without `/`");
                } else {
                    self.workspace = text;
                }
            }
            let list = |key: &str, expected: &str| root.get(key).map(|n| n.texts(expected)).unwrap_or_default();
            self.images = list("images", "a list of images, `[alpine:3.20]`");
            self.teaches = list("teaches", "a list of instructions and commands, `[FROM, docker run]`");
            if let Some(terms) = root.get("terms") {
                self.terms = terms
                    .entries("words with what they mean, `layer: …`")
                    .into_iter()
                    .filter_map(|(word, node)| Some((word, node.text()?)))
                    .collect();
            }
            if let Some(digest) = root.get("translates") {
                self.translates = digest.text().unwrap_or_default();
            }
            if let Some(checks) = root.get("checks") {
                self.read_checks(&checks);
            }
        }
        self.mistakes.extend(document.into_mistakes());
    }

    fn read_checks(&mut self, list: &Node<'_>) {
        // A check that could not be read has its mistake already; one that comes after it is not blamed as well.
        let mut ids: BTreeMap<String, usize> = BTreeMap::new();
        for node in list.items("a list of checks, each `- id: …`") {
            let known: Vec<String> = ids.keys().cloned().collect();
            if let Some(id) = node.get("id").and_then(|n| crate::yaml::scalar(n.value)) {
                if let Some(line) = ids.get(&id) {
                    node.mistake(format!("the id `{id}` is used twice, first on line {line}"));
                }
                ids.insert(id, node.line());
            }
            let Some(check) = read_check(&node) else { continue };
            if let Some(after) = &check.after
                && !known.contains(after)
            {
                node.mistake(format!("`after: {after}`: there is no check `{after}` before this one"));
            }
            self.checks.push(check);
        }
    }

    /// What holds between the head and the body.
    fn cross_check(&mut self) {
        let mut found = Vec::new();
        let checks: Vec<&str> = self.checks.iter().map(|c| c.id.as_str()).collect();
        let mut ids: BTreeMap<&str, usize> = BTreeMap::new();
        let mut quizzes = Vec::new();
        for part in &self.parts {
            let id = match &part.kind {
                PartKind::Exercise(exercise) => {
                    for id in exercise.checks.iter().filter(|id| !checks.contains(&id.as_str())) {
                        found.push(Mistake::new(
                            part.line,
                            format!("the exercise names the check `{id}`, which is not in the front matter"),
                        ));
                    }
                    &exercise.id
                }
                PartKind::Quiz(quiz) => {
                    quizzes.push(quiz.id.as_str());
                    &quiz.id
                }
                _ => continue,
            };
            if let Some(line) = ids.insert(id, part.line) {
                found.push(Mistake::new(
                    part.line,
                    format!("the id `{id}` is used twice, first on line {line}"),
                ));
            }
        }
        for check in &self.checks {
            let mut look = |condition: &Condition| {
                if let Condition::QuizIs(quiz) = condition
                    && !quizzes.contains(&quiz.id.as_str())
                {
                    found.push(Mistake::new(
                        check.line,
                        format!("`quiz: {{id: {}}}`: the text has no quiz with this id", quiz.id),
                    ));
                }
            };
            check.condition.visit(&mut look);
            check.diagnose.iter().for_each(|d| d.when.visit(&mut look));
        }
        self.mistakes.extend(found);
    }

    /// The steps: headings of the second level, with their lines in the file.
    pub fn steps(&self) -> Vec<(usize, String)> {
        let mut out = Vec::new();
        for part in &self.parts {
            let PartKind::Prose(text) = &part.kind else { continue };
            for (offset, line, inside) in crate::part::lines_outside_code(text) {
                if let Some(title) = line.strip_prefix("## ").filter(|_| !inside) {
                    out.push((part.line + offset, title.trim().to_string()));
                }
            }
        }
        out
    }
}

/// The YAML and the Markdown.
fn split(text: &str) -> Result<(&str, &str), &'static str> {
    let rest = text
        .strip_prefix("---\n")
        .ok_or("found no front matter, expected a first line `---`, then `title:` and the other keys, then a line `---`")?;
    if let Some(body) = rest.strip_prefix("---\n") {
        return Ok(("", body));
    }
    match rest.find("\n---\n") {
        Some(end) => Ok((
            rest.get(..end + 1).unwrap_or_default(),
            rest.get(end + 5..).unwrap_or_default(),
        )),
        None => match rest.strip_suffix("\n---") {
            Some(head) => Ok((head, "")),
            None => Err("the front matter does not end, expected a line `---` after it"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::VolumeIs;

    fn said(text: &str) -> Vec<String> {
        Lesson::parse(text)
            .mistakes
            .iter()
            .map(|m| format!("{}: {}", m.line, m.message))
            .collect()
    }

    #[test]
    fn a_lesson_has_a_head_checks_and_a_body() {
        let lesson = Lesson::parse(
            "---\ntitle: T\nminutes: 5\nterms:\n  layer: Files.\nchecks:\n  - id: a\n    text: There is an image\n    image: {name: app}\n  - id: b\n    text: gone\n    after: a\n    not:\n      container: {name: web}\n---\n# Hello\n",
        );
        assert_eq!(lesson.mistakes, []);
        assert_eq!(
            (lesson.title.as_str(), lesson.minutes, lesson.body.as_str(), lesson.body_line),
            ("T", 5, "# Hello\n", 16)
        );
        assert_eq!(lesson.terms, [("layer".to_string(), "Files.".to_string())]);
        assert!(matches!(&lesson.checks[1].condition, Condition::Not(inner) if matches!(**inner, Condition::ContainerIs { .. })));
    }

    #[test]
    fn a_mistake_names_its_line_and_leaves_the_rest() {
        let text = "---\ntitle: T\nminutes: 5\nchecks:\n  - id: a\n    text: t\n    imagge: {name: app}\n  - id: b\n    text: t\n    volume: {name: v}\n---\n";
        let lesson = Lesson::parse(text);
        assert_eq!(lesson.checks.len(), 1);
        assert_eq!(lesson.checks[0].condition, Condition::VolumeIs(VolumeIs { name: "v".into() }));
        let said = said(text);
        assert_eq!(said.len(), 1);
        assert!(
            said[0].starts_with("7: a check has no condition `imagge`; did you mean `image`? It has `image`, `container`,"),
            "{said:?}"
        );
    }

    #[test]
    fn a_field_of_the_wrong_kind_says_what_was_expected() {
        let text = "---\ntitle: T\nminutes: 5\nchecks:\n  - id: a\n    text: t\n    container:\n      name: web\n      port: many\n---\n";
        assert_eq!(
            said(text),
            ["9: `port` of `container`: found the text \"many\", expected a whole number from 0 to 65535"]
        );
    }

    #[test]
    fn head_and_body_fit_together() {
        let text = "---\ntitle: T\nminutes: 5\nchecks:\n  - id: a\n    text: t\n    quiz: {id: q}\n---\n```exercise\nid: e\ntext: Do it.\nchecks: [b]\nhints:\n  - ask: A?\n    tell: B.\n```\n";
        assert_eq!(
            said(text),
            [
                "5: `quiz: {id: q}`: the text has no quiz with this id",
                "9: the exercise names the check `b`, which is not in the front matter",
            ]
        );
    }

    #[test]
    fn any_bytes_are_a_lesson() {
        for text in [
            "",
            "---",
            "---\n---\n",
            "---\n: : :\n---\nx",
            "---\nchecks: 7\n---\n",
            "---\nchecks: [{id: [a], text: {}, image: 7, diagnose: x}, 3]\n---\n```quiz\n- 1\n```\n```exercise\n```\n```file:\n",
            "\u{0}\u{fffd}",
        ] {
            let _ = Lesson::parse(text);
        }
    }
}
