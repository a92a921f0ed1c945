//! A link that holds a learner's work: which lesson, what its files were if they were not the lesson's, and what was
//! done. `1.` and base64url of deflated JSON.
//!
//! A link tells what was done, not when each key was pressed: keys of a line travel together and arrive at the time of
//! the last, in milliseconds. A replay of it does the same things in the same order; a backup has the journal itself.
//! The lesson's own files and setup never come from a link: who opens it has them.

use super::{base64, path, typed};
use crate::protocol::{Bytes, Input, JOURNAL_VERSION, Journal, JournalEntry, WorkspaceFile};
use flate2::{Compression, Crc, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::io::{Read, Write};

/// Characters up to which work is shared as a link; longer work goes into a file with the same text.
pub const LINK_LIMIT: usize = 8_000;
/// Characters of a text that is looked at at all.
const TEXT_LIMIT: usize = 4 << 20;
/// Bytes that it may unfold to.
const UNFOLDED_LIMIT: u64 = 8 << 20;
/// Things done that are taken.
const DEEDS_LIMIT: usize = 20_000;
/// Files of a workspace.
const FILES_LIMIT: usize = 1_000;
/// Virtual time between two things done: ten years, in milliseconds.
const PAUSE_LIMIT: u64 = 10 * 366 * 86_400_000;
/// What every text begins with.
const VERSION: &str = "1.";

/// Why a text is no shared work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkError {
    /// It was made by a newer Drydock, or is something else altogether.
    Unknown,
    /// It was cut off or changed on the way.
    Damaged,
    /// It holds more than is taken.
    TooLarge,
}

impl fmt::Display for LinkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unknown => "this is not shared work, or work shared by a newer Drydock",
            Self::Damaged => "the shared work was cut off or changed on the way",
            Self::TooLarge => "the shared work holds more than is taken",
        })
    }
}

impl std::error::Error for LinkError {}

/// One thing done: milliseconds since the one before, and what.
#[derive(Serialize, Deserialize)]
struct Deed(u64, What);

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum What {
    /// Keys for terminal 1.
    Keys(String),
    Other(Input),
}

#[derive(Serialize, Deserialize)]
struct Packed {
    /// The lesson's id; empty in the playground.
    l: String,
    seed: u64,
    start: i64,
    /// The name of the workspace's folder, when it is not the lesson's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    w: Option<String>,
    /// The checksum of the lesson's files and setup.
    base: u32,
    /// The workspace's files at the start, when they were not the lesson's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    files: Option<Vec<WorkspaceFile>>,
    done: Vec<Deed>,
}

/// Work that somebody shared. All of it is theirs: nothing has been believed but its shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Shared {
    pub lesson: String,
    seed: u64,
    start_ms: i64,
    workspace: Option<String>,
    base: u32,
    files: Option<Vec<WorkspaceFile>>,
    entries: Vec<JournalEntry>,
}

/// A journal as a text; `lesson` is how its lesson begins, `None` for one that this site does not have.
pub fn share(journal: &Journal, lesson: Option<&Journal>) -> String {
    let own = lesson.is_none_or(|lesson| lesson.files != journal.files);
    let packed = Packed {
        l: journal.lesson.clone(),
        seed: journal.seed,
        start: journal.start_ms,
        w: lesson
            .is_none_or(|lesson| lesson.workspace != journal.workspace)
            .then(|| journal.workspace.clone()),
        base: checksum(lesson.unwrap_or(journal)),
        files: own.then(|| journal.files.clone()),
        done: deeds(&journal.entries),
    };
    let text = serde_json::to_vec(&packed).unwrap_or_default();
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let folded = encoder.write_all(&text).and_then(|()| encoder.finish()).unwrap_or_default();
    format!("{VERSION}{}", base64::encode(&folded))
}

/// What the work that is shared by a text is stored under: the same text comes back to the same sandbox.
pub fn shared_key(text: &str) -> String {
    let digest = vfs::Digest::of(text.trim().as_bytes()).hex();
    format!("shared/{}", digest.get(..24).unwrap_or_default())
}

/// What a lesson begins with, in a number that changes when that does.
fn checksum(journal: &Journal) -> u32 {
    let mut crc = Crc::new();
    for file in &journal.files {
        crc.update(file.path.as_bytes());
        crc.update(&[0]);
        crc.update(file.contents.as_slice());
    }
    crc.update(journal.setup.as_bytes());
    crc.sum()
}

/// Entries with keys of one line together, only the last of several writes of a file in a row, and no sizes of windows,
/// which are the reader's own.
fn deeds(entries: &[JournalEntry]) -> Vec<Deed> {
    let mut kept: Vec<JournalEntry> = Vec::new();
    for entry in entries {
        if matches!(entry.input, Input::TerminalResize { .. }) {
            continue;
        }
        let joined = kept.last().and_then(|last| joined(&last.input, &entry.input));
        match (joined, kept.last_mut()) {
            (Some(input), Some(last)) => {
                last.input = input;
                last.at_ns = entry.at_ns;
            }
            _ => kept.push(entry.clone()),
        }
    }
    let mut before = 0;
    let mut deeds = Vec::with_capacity(kept.len());
    for entry in kept {
        let at = entry.at_ns.div_ceil(1_000_000);
        let what = match entry.input {
            Input::TerminalInput { terminal: 1, bytes } => match String::from_utf8(bytes.0) {
                Ok(keys) => What::Keys(keys),
                Err(other) => What::Other(Input::TerminalInput {
                    terminal: 1,
                    bytes: Bytes(other.into_bytes()),
                }),
            },
            other => What::Other(other),
        };
        deeds.push(Deed(at.saturating_sub(before), what));
        before = at.max(before);
    }
    deeds
}

/// Two inputs as one that comes at the time of the second.
fn joined(first: &Input, second: &Input) -> Option<Input> {
    match (first, second) {
        (
            Input::TerminalInput { terminal, bytes },
            Input::TerminalInput {
                terminal: same,
                bytes: more,
            },
        ) if terminal == same && !bytes.0.iter().any(u8::is_ascii_control) => Some(Input::TerminalInput {
            terminal: *terminal,
            bytes: Bytes([bytes.as_slice(), more.as_slice()].concat()),
        }),
        (Input::FileWrite { path, .. }, Input::FileWrite { path: same, .. }) if path == same => Some(second.clone()),
        _ => None,
    }
}

impl Shared {
    /// Reads a text that [`share`] wrote, or that somebody else did.
    pub fn parse(text: &str) -> Result<Self, LinkError> {
        let text = text.trim();
        let Some(folded) = text.strip_prefix(VERSION) else {
            return Err(LinkError::Unknown);
        };
        if folded.len() > TEXT_LIMIT {
            return Err(LinkError::TooLarge);
        }
        let folded = base64::decode(folded).ok_or(LinkError::Damaged)?;
        let mut unfolded = Vec::new();
        DeflateDecoder::new(folded.as_slice())
            .take(UNFOLDED_LIMIT + 1)
            .read_to_end(&mut unfolded)
            .map_err(|_| LinkError::Damaged)?;
        if unfolded.len() as u64 > UNFOLDED_LIMIT {
            return Err(LinkError::TooLarge);
        }
        let packed: Packed = serde_json::from_slice(&unfolded).map_err(|_| LinkError::Damaged)?;
        Self::unpacked(packed)
    }

    fn unpacked(packed: Packed) -> Result<Self, LinkError> {
        let files = packed.files.unwrap_or_default();
        if files.len() > FILES_LIMIT || packed.done.len() > DEEDS_LIMIT {
            return Err(LinkError::TooLarge);
        }
        let written = packed.done.iter().filter_map(|Deed(_, what)| match what {
            What::Other(Input::FileWrite { path, .. } | Input::FileRemove { path }) => Some(path),
            What::Other(Input::FileRename { to, .. }) => Some(to),
            _ => None,
        });
        let mut paths = files.iter().map(|file| &file.path).chain(written).chain(&packed.w);
        let folder = packed.w.as_ref().is_none_or(|folder| !folder.contains('/'));
        if !folder || paths.any(|given| path::workspace_path(given).as_ref() != Some(given)) || packed.l.len() > 255 {
            return Err(LinkError::Damaged);
        }
        let mut at_ms = 0_u64;
        let mut entries = Vec::with_capacity(packed.done.len());
        for Deed(pause, what) in packed.done {
            at_ms = at_ms.saturating_add(pause).min(PAUSE_LIMIT);
            entries.push(JournalEntry {
                at_ns: at_ms.saturating_mul(1_000_000),
                input: match what {
                    What::Keys(keys) => Input::TerminalInput {
                        terminal: 1,
                        bytes: Bytes::from(keys),
                    },
                    What::Other(input) => input,
                },
            });
        }
        Ok(Self {
            lesson: packed.l,
            seed: packed.seed,
            start_ms: packed.start.clamp(0, 253_402_300_799_000),
            workspace: packed.w,
            base: packed.base,
            files: (!files.is_empty()).then_some(files),
            entries,
        })
    }

    /// The journal to open, on top of how the lesson begins.
    pub fn journal(&self, lesson: Journal) -> Journal {
        Journal {
            version: JOURNAL_VERSION,
            seed: self.seed,
            start_ms: self.start_ms,
            workspace: self.workspace.clone().unwrap_or(lesson.workspace),
            files: self.files.clone().unwrap_or(lesson.files),
            entries: self.entries.clone(),
            catalogue: lesson.catalogue,
            lesson: lesson.lesson,
            setup: lesson.setup,
        }
    }

    /// Whether the lesson was another when this was shared, so that it may come out differently.
    pub fn is_of_another_lesson(&self, lesson: &Journal) -> bool {
        self.base != checksum(lesson)
    }

    /// The lines it types.
    pub fn lines(&self) -> Vec<String> {
        typed::lines(&self.entries)
    }

    /// The files it brings or writes, each once, sorted.
    pub fn files(&self) -> Vec<String> {
        let brought = self.files.iter().flatten().map(|file| file.path.clone());
        let written = self.entries.iter().filter_map(|entry| match &entry.input {
            Input::FileWrite { path, .. } | Input::FileRename { to: path, .. } => Some(path.clone()),
            _ => None,
        });
        let mut all: Vec<String> = brought.chain(written).collect();
        all.sort();
        all.dedup();
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::TerminalSize;

    fn lesson() -> Journal {
        Journal {
            version: JOURNAL_VERSION,
            seed: 1,
            start_ms: 0,
            catalogue: String::new(),
            lesson: "01-first/01-python-app".into(),
            workspace: "python-app".into(),
            files: vec![WorkspaceFile {
                path: "app.py".into(),
                contents: "print('hello')\n".into(),
                executable: false,
            }],
            setup: "true".into(),
            entries: Vec::new(),
        }
    }

    /// The lesson with these things done, keys one by one every 90 ms.
    fn worked(lines: &[&str]) -> Journal {
        let mut at_ns = 0;
        let mut entries = vec![JournalEntry {
            at_ns,
            input: Input::TerminalOpen {
                terminal: 1,
                size: TerminalSize { columns: 80, rows: 24 },
            },
        }];
        for line in lines {
            for key in format!("{line}\r").chars() {
                at_ns += 90_123_457;
                entries.push(JournalEntry {
                    at_ns,
                    input: Input::TerminalInput {
                        terminal: 1,
                        bytes: Bytes::from(key.to_string()),
                    },
                });
            }
        }
        Journal {
            seed: 8_123_456_789_012_345,
            start_ms: 1_767_225_600_123,
            entries,
            ..lesson()
        }
    }

    const EXERCISE: &[&str] = &[
        "docker build -t my-python-app .",
        "docker images",
        "docker run -d -p 8000:8000 --name web my-python-app",
        "docker ps",
        "curl localhost:8000",
        "docker logs web",
        "docker stop web",
        "docker ps -a",
        "docker rm web",
        "docker run --rm -it --name other -e GREETING=hello -v data:/var/lib/data my-python-app sh",
    ];

    fn packed(json: &str) -> String {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(json.as_bytes()).expect("memory");
        format!("1.{}", base64::encode(&encoder.finish().expect("memory")))
    }

    #[test]
    fn shared_work_does_the_same_again() {
        let work = worked(EXERCISE);
        let shared = Shared::parse(&share(&work, Some(&lesson()))).expect("it is ours");
        assert_eq!(shared.lesson, "01-first/01-python-app");
        assert_eq!(shared.lines(), EXERCISE);
        assert!(!shared.is_of_another_lesson(&lesson()));
        let journal = shared.journal(lesson());
        assert_eq!((journal.seed, journal.start_ms), (work.seed, work.start_ms));
        assert_eq!((&journal.files, &journal.setup), (&work.files, &work.setup));
        assert_eq!(typed::lines(&journal.entries), EXERCISE);
    }

    #[test]
    fn a_typical_exercise_is_a_short_link() {
        let mut work = worked(EXERCISE);
        let dockerfile = "FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r \
                          requirements.txt\nCOPY . .\nEXPOSE 8000\nUSER nobody\nCMD [\"gunicorn\", \"-b\", \"0.0.0.0:8000\", \"app:app\"]\n";
        for end in [60, 90, 130, dockerfile.len()] {
            work.entries.push(JournalEntry {
                at_ns: 90_000_000_000,
                input: Input::FileWrite {
                    path: "Dockerfile".into(),
                    contents: Bytes::from(&dockerfile[..end]),
                },
            });
        }
        let link = share(&work, Some(&lesson()));
        assert!(link.len() < 900, "{} characters", link.len());
    }

    #[test]
    fn a_workspace_of_ones_own_travels_along() {
        let mut work = worked(&["ls"]);
        work.files[0].contents = "print('mine')\n".into();
        let shared = Shared::parse(&share(&work, Some(&lesson()))).expect("it is ours");
        assert_eq!(shared.journal(lesson()).files, work.files);
        assert_eq!(shared.files(), ["app.py"]);
    }

    #[test]
    fn a_lesson_that_has_changed_since_is_noticed() {
        let shared = Shared::parse(&share(&worked(&["ls"]), Some(&lesson()))).expect("it is ours");
        let changed = Journal {
            setup: "docker pull nginx".into(),
            ..lesson()
        };
        assert!(shared.is_of_another_lesson(&changed));
    }

    #[test]
    fn a_setup_never_comes_from_a_link() {
        let text = packed(r#"{"l":"","seed":1,"start":0,"base":0,"setup":"rm -rf ~","done":[]}"#);
        let journal = Shared::parse(&text).expect("more keys do no harm").journal(lesson());
        assert_eq!(journal.setup, "true");
    }

    #[test]
    fn an_inflate_bomb_is_cut_off() {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        for _ in 0..64 {
            encoder.write_all(&vec![b' '; 1 << 20]).expect("memory");
        }
        let bomb = format!("1.{}", base64::encode(&encoder.finish().expect("memory")));
        assert!(bomb.len() < 200_000);
        assert_eq!(Shared::parse(&bomb), Err(LinkError::TooLarge));
    }

    #[test]
    fn what_leads_out_of_the_workspace_is_refused() {
        for done in [
            r#"[0,{"FileWrite":{"path":"../.bashrc","contents":"=x"}}]"#,
            r#"[0,{"FileWrite":{"path":"/etc/passwd","contents":"=x"}}]"#,
            r#"[0,{"FileRename":{"from":"a","to":"a/../../b"}}]"#,
        ] {
            let text = packed(&format!(r#"{{"l":"","seed":1,"start":0,"base":0,"done":[{done}]}}"#));
            assert_eq!(Shared::parse(&text), Err(LinkError::Damaged), "{done}");
        }
        for rest in [
            r#""w":"..","#,
            r#""w":"a/b","#,
            r#""files":[{"path":"../x","contents":"="}],"#,
        ] {
            let text = packed(&format!(r#"{{"l":"","seed":1,"start":0,{rest}"base":0,"done":[]}}"#));
            assert_eq!(Shared::parse(&text), Err(LinkError::Damaged), "{rest}");
        }
    }

    #[test]
    fn time_does_not_overflow() {
        let text = packed(&format!(
            r#"{{"l":"","seed":1,"start":{},"base":0,"done":[[{max},"a"],[{max},"b"]]}}"#,
            i64::MIN,
            max = u64::MAX
        ));
        let journal = Shared::parse(&text).expect("it is well formed").journal(lesson());
        assert_eq!(journal.start_ms, 0);
        assert_eq!(journal.entries[1].at_ns, PAUSE_LIMIT * 1_000_000);
    }

    #[test]
    fn anything_else_is_no_work() {
        assert_eq!(Shared::parse(""), Err(LinkError::Unknown));
        assert_eq!(Shared::parse("<script>alert(1)</script>"), Err(LinkError::Unknown));
        assert_eq!(Shared::parse("2.AAAA"), Err(LinkError::Unknown));
        for bad in ["1.", "1.AAAA", "1.!!!!", "1.<b>"] {
            assert_eq!(Shared::parse(bad), Err(LinkError::Damaged), "{bad}");
        }
        for json in ["", "[]", "null", "{}", r#"{"l":1}"#, &"[".repeat(100_000)] {
            assert_eq!(Shared::parse(&packed(json)), Err(LinkError::Damaged));
        }
        let link = share(&worked(EXERCISE), Some(&lesson()));
        assert_eq!(Shared::parse(&link[..link.len() / 2]), Err(LinkError::Damaged));
    }
}
