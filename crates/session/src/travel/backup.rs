//! Everything a learner made, in one file: JSON with the journals of all lessons and how far each was taken.

use crate::protocol::Journal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The version of the file's shape; journals have their own.
const SCHEMA: u32 = 1;
/// Bytes of a file that is read at all.
const LIMIT: usize = 64 << 20;
/// Journals in it.
const JOURNALS: usize = 2_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BackupError {
    /// It is something else, or damaged.
    NotABackup,
    /// A newer Drydock wrote it.
    Newer,
    TooLarge,
}

impl fmt::Display for BackupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotABackup => "this file does not hold Drydock's work, or is damaged",
            Self::Newer => "this file was written by a newer Drydock",
            Self::TooLarge => "this file holds too much",
        })
    }
}

impl std::error::Error for BackupError {}

/// Goals met in a lesson, of how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    pub met: u32,
    pub all: u32,
}

impl Taken {
    pub fn is_done(self) -> bool {
        self.all > 0 && self.met >= self.all
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Backup {
    drydock: u32,
    /// By the keys they are stored under.
    pub journals: BTreeMap<String, Journal>,
    /// By the lessons' ids.
    #[serde(default)]
    pub progress: BTreeMap<String, Taken>,
}

impl Backup {
    pub fn new(journals: BTreeMap<String, Journal>, progress: BTreeMap<String, Taken>) -> Self {
        Self {
            drydock: SCHEMA,
            journals,
            progress,
        }
    }

    /// The file's text.
    pub fn write(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads a file that anybody may have written.
    pub fn parse(text: &str) -> Result<Self, BackupError> {
        #[derive(Deserialize)]
        struct Version {
            drydock: u32,
        }
        if text.len() > LIMIT {
            return Err(BackupError::TooLarge);
        }
        let Version { drydock } = serde_json::from_str(text).map_err(|_| BackupError::NotABackup)?;
        if drydock > SCHEMA {
            return Err(BackupError::Newer);
        }
        let backup: Self = serde_json::from_str(text).map_err(|_| BackupError::NotABackup)?;
        if backup.journals.len() > JOURNALS || backup.progress.len() > JOURNALS {
            return Err(BackupError::TooLarge);
        }
        let named = |key: &String| key.len() <= 512 && !key.chars().any(char::is_control);
        if !backup.journals.keys().chain(backup.progress.keys()).all(named) {
            return Err(BackupError::NotABackup);
        }
        Ok(backup)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::{Bytes, JOURNAL_VERSION, WorkspaceFile};

    fn backup() -> Backup {
        let journal = Journal {
            version: JOURNAL_VERSION,
            seed: 1,
            start_ms: 2,
            catalogue: String::new(),
            lesson: "a/b".into(),
            workspace: "b".into(),
            files: vec![WorkspaceFile {
                path: "raw".into(),
                contents: Bytes(vec![0xff, 0]),
                executable: true,
            }],
            setup: String::new(),
            entries: Vec::new(),
        };
        Backup::new(
            BTreeMap::from([("a/b".into(), journal)]),
            BTreeMap::from([("a/b".into(), Taken { met: 1, all: 2 })]),
        )
    }

    #[test]
    fn everything_comes_back() {
        assert_eq!(Backup::parse(&backup().write()), Ok(backup()));
    }

    #[test]
    fn a_newer_file_says_so() {
        let newer = backup().write().replacen("\"drydock\":1", "\"drydock\":2", 1);
        assert_eq!(Backup::parse(&newer), Err(BackupError::Newer));
    }

    #[test]
    fn anything_else_is_no_backup() {
        for bad in [
            "",
            "{",
            "[]",
            "{}",
            "{\"drydock\":1}",
            "{\"drydock\":\"1\"}",
            "{\"drydock\":1,\"journals\":{\"a\\n\":{}}}",
        ] {
            assert_eq!(Backup::parse(bad), Err(BackupError::NotABackup), "{bad}");
        }
        assert_eq!(Backup::parse(&"[".repeat(100_000)), Err(BackupError::NotABackup));
    }

    #[test]
    fn too_many_journals_are_refused() {
        let journal = serde_json::to_string(&backup().journals["a/b"]).expect("JSON");
        let many: Vec<String> = (0..=JOURNALS).map(|n| format!("\"{n}\":{journal}")).collect();
        let text = format!("{{\"drydock\":1,\"journals\":{{{}}}}}", many.join(","));
        assert_eq!(Backup::parse(&text), Err(BackupError::TooLarge));
    }
}
