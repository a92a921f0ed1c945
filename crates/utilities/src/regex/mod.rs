//! POSIX regular expressions, basic and extended, as glibc has them (POSIX base definitions, chapter 9).
//!
//! Bytes are characters, as in the C locale that images run in. Matching simulates all ways at once
//! (Thompson, Pike), so that no pattern takes more than its length times the text's; the leftmost, then
//! the longest match wins. Patterns with back-references are the exception: they backtrack on fuel.
//! GNU's `\w \W \s \S \b \B \< \>` and, in basic patterns, `\+ \? \|` are known. Left out: collating
//! symbols and POSIX's rule for which of two equally long ways fills the groups (the first way does).

mod parse;
mod run;

use parse::{Ast, Instruction};

pub use parse::class;

/// How a pattern is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    Basic,
    Extended,
    /// No character is special.
    Fixed,
}

/// A compiled pattern.
#[derive(Debug, Clone)]
pub struct Regex {
    program: Vec<Instruction>,
    /// Groups, the whole match included.
    groups: usize,
    slots: usize,
    backtracks: bool,
    /// The bytes a match can begin with; `None` if it can be empty.
    first: Option<Vec<bool>>,
    literal: Option<Vec<u8>>,
    anchored: bool,
}

/// Where the whole match and each group lie.
pub type Groups = Vec<Option<(usize, usize)>>;

impl Regex {
    /// Compiles a pattern. The error is regerror(3)'s sentence.
    pub fn new(pattern: &[u8], syntax: Syntax, ignore_case: bool) -> Result<Regex, &'static str> {
        Regex::with(pattern, syntax, ignore_case, false)
    }

    /// As [`Regex::new`]; `multiline` lets `^` and `$` match at every line of the text.
    pub fn with(pattern: &[u8], syntax: Syntax, ignore_case: bool, multiline: bool) -> Result<Regex, &'static str> {
        let (ast, groups) = parse::parse(pattern, syntax)?;
        let mut compiler = parse::Compiler::new(groups, ignore_case, multiline);
        compiler.compile_whole(&ast)?;
        let literal = match (&ast, ignore_case) {
            (Ast::Sequence(parts), false) => parts
                .iter()
                .map(|p| if let Ast::Byte(b) = p { Some(*b) } else { None })
                .collect(),
            (Ast::Byte(byte), false) => Some(vec![*byte]),
            _ => None,
        };
        let program = compiler.program;
        let backtracks = program.iter().any(|i| matches!(i, Instruction::Reference(_)));
        let anchored = !multiline && matches!(&ast, Ast::Sequence(parts) if matches!(parts.first(), Some(Ast::Start)));
        Ok(Regex {
            first: run::first_bytes(&program),
            groups,
            slots: compiler.slots,
            backtracks,
            literal,
            anchored,
            program,
        })
    }

    /// How many groups the pattern has, without the whole.
    pub fn group_count(&self) -> usize {
        self.groups - 1
    }

    /// The leftmost longest match that begins at `from` or later.
    pub fn find(&self, text: &[u8], from: usize) -> Option<Groups> {
        if from > text.len() {
            return None;
        }
        if let Some(literal) = &self.literal {
            let at = find_bytes(text.get(from..)?, literal)? + from;
            return Some(vec![Some((at, at + literal.len()))]);
        }
        if self.anchored && from > 0 {
            return None;
        }
        if self.backtracks {
            run::backtrack(self, text, from)
        } else {
            run::simulate(self, text, from)
        }
    }

    pub fn is_match(&self, text: &[u8]) -> bool {
        self.find(text, 0).is_some()
    }
}

/// Where a byte string first occurs.
pub fn find_bytes(text: &[u8], needle: &[u8]) -> Option<usize> {
    let Some(first) = needle.first() else { return Some(0) };
    let mut from = 0;
    loop {
        let at = from + text.get(from..)?.iter().position(|b| b == first)?;
        if text.get(at..)?.starts_with(needle) {
            return Some(at);
        }
        from = at + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(pattern: &str, syntax: Syntax, text: &str) -> Option<(usize, usize)> {
        Regex::new(pattern.as_bytes(), syntax, false)
            .unwrap()
            .find(text.as_bytes(), 0)
            .and_then(|g| g[0])
    }

    #[test]
    fn the_leftmost_longest_match_wins() {
        use Syntax::{Basic, Extended};
        for (pattern, syntax, text, expected) in [
            ("a|ab", Extended, "xab", Some((1, 3))),
            ("(a|ab)(c|bcd)", Extended, "abcd", Some((0, 4))),
            ("a*", Basic, "baa", Some((0, 0))),
            ("[[:digit:]]\\+", Basic, "ab12c", Some((2, 4))),
            ("[]a]*", Basic, "]a]b", Some((0, 3))),
            ("[^]a]", Basic, "]ab", Some((2, 3))),
            ("\\(ab\\)*\\1", Basic, "ababab", Some((0, 6))),
            ("^$", Basic, "", Some((0, 0))),
            ("a{2,3}", Extended, "caaaa", Some((1, 4))),
            ("a\\{2\\}", Basic, "aaa", Some((0, 2))),
            ("*a", Basic, "b*a", Some((1, 3))),
            ("a{,2}b", Extended, "aab", Some((0, 3))),
            ("\\<foo\\>", Basic, "afoo foo", Some((5, 8))),
            ("x+y", Basic, "x+y", Some((0, 3))),
            ("(a*)*", Extended, "aab", Some((0, 2))),
            ("(^|,)b", Extended, "a,b", Some((1, 3))),
            ("a.c", Basic, "abc", Some((0, 3))),
            ("[a-c-]+", Extended, "x-ab", Some((1, 4))),
            ("()", Extended, "", Some((0, 0))),
            ("a\\|b", Basic, "b", Some((0, 1))),
        ] {
            assert_eq!(find(pattern, syntax, text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn broken_patterns_say_why() {
        for (pattern, syntax, message) in [
            ("[a", Syntax::Basic, "Unmatched [, [^, [:, [., or [="),
            ("\\(a", Syntax::Basic, "Unmatched ( or \\("),
            ("a\\)", Syntax::Basic, "Unmatched ) or \\)"),
            ("(a", Syntax::Extended, "Unmatched ( or \\("),
            ("\\1", Syntax::Basic, "Invalid back reference"),
            ("a\\", Syntax::Basic, "Trailing backslash"),
            ("[b-a]", Syntax::Basic, "Invalid range end"),
            ("a{2,1}", Syntax::Extended, "Invalid content of \\{\\}"),
        ] {
            assert_eq!(
                Regex::new(pattern.as_bytes(), syntax, false).err(),
                Some(message),
                "{pattern}"
            );
        }
    }

    #[test]
    fn no_pattern_takes_forever() {
        let text = vec![b'a'; 5000];
        assert!(
            !Regex::new(b"(a*)*(a*)*(a*)*b", Syntax::Extended, false)
                .unwrap()
                .is_match(&text)
        );
        assert!(Regex::new(b"((a{100}){100}){100}", Syntax::Extended, false).is_err());
        let deep = "(".repeat(100_000);
        assert!(Regex::new(deep.as_bytes(), Syntax::Extended, false).is_err());
    }
}
