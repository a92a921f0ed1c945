//! The lessons of the course: their titles, with which the page was built, and their contents, which are files of
//! the site that it asks for when a lesson is opened.
//!
//! A site can show another course than the one it was built with: `?course=ADDRESS` names a `course.json` beside which
//! its lessons lie (`drydock lesson serve` makes one). The site's policy lets it come from the site itself only.
//!
//! A dropped folder or .zip with a `course.yaml` is a course as well, until the page is left.
//!
//! Starters of the playground are like lessons, without goals; no part of the course lists them.
//!
//! Checks are the sandbox's business; the page wants a title and a time, and leaves the rest to `crates/lesson`.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use gloo::net::http::Request;
use serde::Deserialize;
use session::protocol::{Bytes, JOURNAL_VERSION, Journal, LessonSource, WorkspaceFile};

use super::i18n::Language;

/// One folder under `lessons/`, as the course lists it.
#[derive(Debug, PartialEq)]
pub struct Entry {
    /// Its path under `lessons/`.
    pub id: &'static str,
    english: &'static str,
    chinese: Option<&'static str>,
    pub minutes: u32,
}

/// A lesson's contents. Once loaded it stays, since a page may show it again at any time.
#[derive(Debug, Default, PartialEq, Deserialize)]
pub struct Lesson {
    #[serde(skip)]
    pub id: &'static str,
    english: String,
    chinese: Option<String>,
    /// What the host's shell does before the learner comes; empty for nothing.
    setup: String,
    /// The workspace it starts with.
    files: Vec<(String, Bytes)>,
}

include!(concat!(env!("OUT_DIR"), "/lessons.rs"));

/// An empty workspace to play in, and what a site without lessons shows.
static PLAYGROUND: Entry = Entry {
    id: "",
    english: "",
    chinese: None,
    minutes: 0,
};

/// Another course than the built one.
#[derive(Clone, Copy)]
struct Adopted {
    entries: &'static [Entry],
    /// `course.yaml` as it stands.
    course: &'static str,
    /// What stands before a lesson's id in its address.
    base: &'static str,
    /// What stands before a lesson's id where its work is stored.
    key: &'static str,
}

/// `course.json`.
#[derive(Deserialize)]
struct Listing {
    course: String,
    lessons: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    id: String,
    english: String,
    chinese: Option<String>,
    minutes: u32,
}

thread_local! {
    static ADOPTED: Cell<Option<Adopted>> = const { Cell::new(None) };
    static LOADED: RefCell<BTreeMap<&'static str, &'static Lesson>> = const { RefCell::new(BTreeMap::new()) };
}

/// All lessons of the course, in order.
pub fn all() -> &'static [Entry] {
    ADOPTED.get().map_or(LESSONS, |adopted| adopted.entries)
}

/// Shows the course of this `course.json` from here on. The error says in English what went wrong, for the console.
pub async fn adopt(address: &str) -> Result<(), String> {
    let answer = Request::get(address).send().await.map_err(|error| error.to_string())?;
    if !answer.ok() {
        return Err(format!("{address}: {}", answer.status()));
    }
    let listing: Listing = answer.json().await.map_err(|error| error.to_string())?;
    // A course lives as long as its page.
    let entries: Vec<Entry> = listing
        .lessons
        .into_iter()
        .map(|listed| Entry {
            id: listed.id.leak(),
            english: listed.english.leak(),
            chinese: listed.chinese.map(|title| &*title.leak()),
            minutes: listed.minutes,
        })
        .collect();
    let base = address.rsplit_once('/').map_or(String::new(), |(base, _)| format!("{base}/"));
    ADOPTED.set(Some(Adopted {
        entries: entries.leak(),
        course: listing.course.leak(),
        base: base.leak(),
        key: "",
    }));
    Ok(())
}

/// Shows the course in these files, laid out as `lessons/` is, from here on; gives the id of its first lesson, or
/// `None` when it has no lesson.
pub fn adopt_files(files: &BTreeMap<String, Vec<u8>>) -> Option<String> {
    let text = |path: &str| files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let mut entries = Vec::new();
    let mut lessons = BTreeMap::new();
    for path in files.keys() {
        let Some(id) = path.strip_suffix("/lesson.md").filter(|id| id.split('/').count() == 2) else {
            continue;
        };
        let english = text(path).unwrap_or_default();
        let chinese = text(&format!("{id}/lesson.zh.md"));
        let folder = format!("{id}/files/");
        let workspace = files
            .range(folder.clone()..)
            .take_while(|(path, _)| path.starts_with(&folder));
        let workspace =
            workspace.filter_map(|(path, bytes)| Some((path.strip_prefix(&folder)?.to_owned(), Bytes(bytes.clone()))));
        let lesson = Lesson {
            files: workspace.collect(),
            setup: text(&format!("{id}/setup.sh")).unwrap_or_default(),
            ..Lesson::default()
        };
        let title = |source: &str| front_matter(source).0.get("title").map(|title| (*title).to_owned());
        let entry = Entry {
            id: id.to_owned().leak(),
            english: title(&english).unwrap_or_else(|| id.to_owned()).leak(),
            chinese: chinese.as_deref().and_then(title).map(|title| &*title.leak()),
            minutes: front_matter(&english)
                .0
                .get("minutes")
                .and_then(|minutes| minutes.parse().ok())
                .unwrap_or(0),
        };
        let lesson: &'static Lesson = Box::leak(Box::new(Lesson {
            id: entry.id,
            english,
            chinese,
            ..lesson
        }));
        lessons.insert(entry.id, lesson);
        entries.push(entry);
    }
    let first = entries.first()?.id.to_owned();
    let course = text("course.yaml").unwrap_or_default();
    let key = format!("{}/", session::travel::shared_key(&course).replacen("shared", "course", 1));
    ADOPTED.set(Some(Adopted {
        entries: entries.leak(),
        course: course.leak(),
        base: "",
        key: key.leak(),
    }));
    LOADED.set(lessons);
    Some(first)
}

/// What a lesson's work is stored under.
pub fn key(id: &str) -> String {
    let own = STARTERS.iter().any(|starter| starter.id == id);
    let course = ADOPTED.get().filter(|_| !own).map_or("", |adopted| adopted.key);
    format!("{course}{id}")
}

/// What the playground can begin with.
pub fn starters() -> &'static [Entry] {
    STARTERS
}

/// The lesson of an id, or `None`.
pub fn find(id: &str) -> Option<&'static Entry> {
    if id.is_empty() {
        return Some(&PLAYGROUND);
    }
    all().iter().chain(STARTERS).find(|lesson| lesson.id == id)
}

pub fn first() -> &'static Entry {
    all().first().unwrap_or(&PLAYGROUND)
}

/// A lesson's contents, asked for once. The error says in English what went wrong, for the console.
pub async fn load(entry: &'static Entry) -> Result<&'static Lesson, String> {
    if let Some(lesson) = LOADED.with_borrow(|loaded| loaded.get(entry.id).copied()) {
        return Ok(lesson);
    }
    let mut lesson = if entry.id.is_empty() {
        Lesson::default()
    } else {
        let starter = STARTERS.iter().any(|starter| starter.id == entry.id);
        let address = match ADOPTED.get() {
            Some(adopted) if !starter => format!("{}{}.json", adopted.base, entry.id),
            _ => super::site_file(&format!("lessons/{}.json", entry.id)),
        };
        let answer = Request::get(&address).send().await.map_err(|error| error.to_string())?;
        if !answer.ok() {
            return Err(format!("{address}: {}", answer.status()));
        }
        answer.json::<Lesson>().await.map_err(|error| error.to_string())?
    };
    super::turn().await;
    lesson.id = entry.id;
    let lesson: &'static Lesson = Box::leak(Box::new(lesson));
    LOADED.with_borrow_mut(|loaded| loaded.insert(entry.id, lesson));
    Ok(lesson)
}

impl Entry {
    /// Its title in a language.
    pub fn title(&self, language: Language) -> &'static str {
        match language {
            Language::English => self.english,
            Language::SimplifiedChinese => self.chinese.unwrap_or(self.english),
        }
    }
}

/// The parts of the course with their lessons, in order.
pub fn parts() -> Vec<(&'static str, Vec<&'static Entry>)> {
    let mut parts: Vec<(&'static str, Vec<&'static Entry>)> = Vec::new();
    for lesson in all() {
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
    lesson::Course::parse(ADOPTED.get().map_or(COURSE, |adopted| adopted.course)).part_title(part, language)
}

impl Lesson {
    pub fn text(&self, language: Language) -> &str {
        match language {
            Language::English => &self.english,
            Language::SimplifiedChinese => self.chinese.as_deref().unwrap_or(&self.english),
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

    /// A journal in which nothing has been done yet.
    pub fn journal(&self, seed: u64, start_ms: i64) -> Journal {
        Journal {
            version: JOURNAL_VERSION,
            seed,
            start_ms,
            catalogue: String::new(),
            lesson: self.id.to_owned(),
            workspace: front_matter(&self.english).0.get("workspace").map_or_else(
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
                    path: path.clone(),
                    contents: contents.clone(),
                    executable: contents.as_slice().starts_with(b"#!"),
                })
                .collect(),
            setup: self.setup.clone(),
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
