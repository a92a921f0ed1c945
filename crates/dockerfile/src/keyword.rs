//! The instructions a Dockerfile knows.

use crate::go::to_lower;

/// An instruction's keyword.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Keyword {
    Add,
    Arg,
    Cmd,
    Copy,
    Entrypoint,
    Env,
    Expose,
    From,
    Healthcheck,
    Label,
    Maintainer,
    Onbuild,
    Run,
    Shell,
    Stopsignal,
    User,
    Volume,
    Workdir,
}

impl Keyword {
    /// All of them, in alphabetical order.
    pub const ALL: [Keyword; 18] = [
        Keyword::Add,
        Keyword::Arg,
        Keyword::Cmd,
        Keyword::Copy,
        Keyword::Entrypoint,
        Keyword::Env,
        Keyword::Expose,
        Keyword::From,
        Keyword::Healthcheck,
        Keyword::Label,
        Keyword::Maintainer,
        Keyword::Onbuild,
        Keyword::Run,
        Keyword::Shell,
        Keyword::Stopsignal,
        Keyword::User,
        Keyword::Volume,
        Keyword::Workdir,
    ];

    /// The keyword in upper case, as it is usually written.
    pub fn upper(self) -> &'static str {
        match self {
            Keyword::Add => "ADD",
            Keyword::Arg => "ARG",
            Keyword::Cmd => "CMD",
            Keyword::Copy => "COPY",
            Keyword::Entrypoint => "ENTRYPOINT",
            Keyword::Env => "ENV",
            Keyword::Expose => "EXPOSE",
            Keyword::From => "FROM",
            Keyword::Healthcheck => "HEALTHCHECK",
            Keyword::Label => "LABEL",
            Keyword::Maintainer => "MAINTAINER",
            Keyword::Onbuild => "ONBUILD",
            Keyword::Run => "RUN",
            Keyword::Shell => "SHELL",
            Keyword::Stopsignal => "STOPSIGNAL",
            Keyword::User => "USER",
            Keyword::Volume => "VOLUME",
            Keyword::Workdir => "WORKDIR",
        }
    }

    /// The keyword that `word` spells in any case.
    pub fn parse(word: &str) -> Option<Keyword> {
        if word.is_ascii() {
            return Keyword::parse_ascii(word.as_bytes());
        }
        Keyword::parse_ascii(to_lower(word).as_bytes())
    }

    fn parse_ascii(word: &[u8]) -> Option<Keyword> {
        let (first, second) = (word.first()?.to_ascii_lowercase(), word.get(1)?.to_ascii_lowercase());
        let candidate = match (first, second, word.len()) {
            (b'r', _, _) => Keyword::Run,
            (b'c', b'o', _) => Keyword::Copy,
            (b'c', _, _) => Keyword::Cmd,
            (b'f', _, _) => Keyword::From,
            (b'e', b'n', 3) => Keyword::Env,
            (b'e', b'n', _) => Keyword::Entrypoint,
            (b'e', _, _) => Keyword::Expose,
            (b'a', b'd', _) => Keyword::Add,
            (b'a', _, _) => Keyword::Arg,
            (b'l', _, _) => Keyword::Label,
            (b'w', _, _) => Keyword::Workdir,
            (b'u', _, _) => Keyword::User,
            (b'v', _, _) => Keyword::Volume,
            (b'h', _, _) => Keyword::Healthcheck,
            (b'm', _, _) => Keyword::Maintainer,
            (b'o', _, _) => Keyword::Onbuild,
            (b's', b'h', _) => Keyword::Shell,
            (b's', _, _) => Keyword::Stopsignal,
            _ => return None,
        };
        word.eq_ignore_ascii_case(candidate.upper().as_bytes()).then_some(candidate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_is_found_in_any_case() {
        for keyword in Keyword::ALL {
            assert_eq!(Keyword::parse(keyword.upper()), Some(keyword));
            assert_eq!(Keyword::parse(&keyword.upper().to_lowercase()), Some(keyword));
        }
        assert_eq!(Keyword::parse("RUNN"), None);
        assert_eq!(Keyword::parse("wor\u{212a}dir"), Some(Keyword::Workdir));
    }
}
