//! The flags of an instruction: which exist, which are given, and what they say.
//!
//! Specified by BuildKit's `instructions/bflag.go`.

use crate::error::Error;
use crate::keyword::Keyword;
use crate::suggest::nearest;

/// What a flag takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlagKind {
    /// `--link`, `--link=false`.
    Bool,
    /// One value.
    String,
    /// A value each time it is given.
    Strings,
}

/// The flags of an instruction, in alphabetical order.
pub fn flags_of(keyword: Keyword) -> &'static [(&'static str, FlagKind)] {
    use FlagKind::{Bool, String, Strings};
    match keyword {
        Keyword::Add => &[
            ("checksum", String),
            ("chmod", String),
            ("chown", String),
            ("exclude", Strings),
            ("keep-git-dir", Bool),
            ("link", Bool),
            ("unpack", Bool),
        ],
        Keyword::Copy => &[
            ("chmod", String),
            ("chown", String),
            ("exclude", Strings),
            ("from", String),
            ("link", Bool),
            ("parents", Bool),
        ],
        Keyword::From => &[("platform", String)],
        Keyword::Healthcheck => &[
            ("interval", String),
            ("retries", String),
            ("start-interval", String),
            ("start-period", String),
            ("timeout", String),
        ],
        Keyword::Run => &[
            ("device", Strings),
            ("mount", Strings),
            ("network", String),
            ("security", String),
        ],
        _ => &[],
    }
}

/// The flags that were given.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags {
    given: Vec<(&'static str, String)>,
}

impl Flags {
    pub(crate) fn parse<'a>(keyword: Keyword, words: impl Iterator<Item = &'a str>) -> Result<Flags, Error> {
        let known = flags_of(keyword);
        let mut flags = Flags::default();
        for word in words {
            let (flag, value) = match word.split_once('=') {
                Some((flag, value)) => (flag, Some(value)),
                None => (word, None),
            };
            let name = flag.strip_prefix("--").unwrap_or(flag);
            let Some((name, kind)) = known.iter().find(|(known, _)| *known == name) else {
                return Err(Error::UnknownFlag {
                    flag: flag.to_owned(),
                    suggestion: nearest(name, known.iter().map(|(name, _)| *name), true),
                });
            };
            if *kind != FlagKind::Strings && flags.has(name) {
                return Err(Error::DuplicateFlag(flag.to_owned()));
            }
            let value = match (kind, value) {
                (FlagKind::Bool, None) => "true",
                (_, None) | (FlagKind::Bool, Some("")) => {
                    return Err(Error::MissingFlagValue(flag.to_owned()));
                }
                (FlagKind::Bool, Some(value)) => match crate::go::to_lower(value).as_str() {
                    "true" => "true",
                    "false" => "false",
                    _ => {
                        return Err(Error::FlagNotBoolean {
                            flag: flag.to_owned(),
                            value: value.to_owned(),
                        });
                    }
                },
                (_, Some(value)) => value,
            };
            flags.given.push((name, value.to_owned()));
        }
        Ok(flags)
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.given.iter().any(|(given, _)| *given == name)
    }

    pub(crate) fn string(&self, name: &str) -> String {
        self.given
            .iter()
            .find(|(given, _)| *given == name)
            .map(|(_, value)| value.clone())
            .unwrap_or_default()
    }

    pub(crate) fn strings(&self, name: &str) -> Vec<String> {
        self.given
            .iter()
            .filter(|(given, _)| *given == name)
            .map(|(_, value)| value.clone())
            .collect()
    }

    pub(crate) fn bool(&self, name: &str) -> bool {
        self.optional_bool(name).unwrap_or(false)
    }

    pub(crate) fn optional_bool(&self, name: &str) -> Option<bool> {
        self.given
            .iter()
            .find(|(given, _)| *given == name)
            .map(|(_, value)| value == "true")
    }
}
