//! The patterns of `${name#pattern}`, `${name%pattern}` and `${name/pattern/replacement}`.
//!
//! `*` and `?` are wildcards that do not cross a newline, `\*`, `\?` and `\\` stand for themselves; brackets mean
//! nothing. Specified by BuildKit's `frontend/dockerfile/shell` and, for the idea, POSIX XCU 2.13.

/// Steps after which a match is given up, so that a hostile pattern cannot hold the machine.
const FUEL: usize = 8_000_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Token {
    Char(char),
    AnyChar,
    AnyRun,
}

/// A compiled pattern.
pub(crate) struct Pattern(Vec<Token>);

/// Why a pattern could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum PatternError {
    /// A backslash before something that needs none.
    InvalidEscape(char),
    /// The match takes more steps than are simulated.
    TooLong,
}

impl std::fmt::Display for PatternError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            PatternError::InvalidEscape(c) => write!(f, "invalid escape '\\{c}'"),
            PatternError::TooLong => f.write_str("drydock: a match of so many steps is not simulated"),
        }
    }
}

impl Pattern {
    pub(crate) fn new(pattern: &str) -> Result<Pattern, PatternError> {
        let mut tokens = Vec::new();
        let mut chars = pattern.chars().peekable();
        while let Some(c) = chars.next() {
            tokens.push(match c {
                '*' => Token::AnyRun,
                '?' => Token::AnyChar,
                '\\' => {
                    if matches!(chars.peek(), Some('}' | '/')) {
                        continue;
                    }
                    match chars.next() {
                        Some(c @ ('*' | '?' | '\\')) => Token::Char(c),
                        other => {
                            return Err(PatternError::InvalidEscape(other.unwrap_or(char::REPLACEMENT_CHARACTER)));
                        }
                    }
                }
                c => Token::Char(c),
            });
        }
        Ok(Pattern(tokens))
    }

    /// Where a match that begins at `start` may end: the last such place if `greedy`, else the first.
    fn end(&self, value: &[char], start: usize, greedy: bool, fuel: &mut usize) -> Result<Option<usize>, PatternError> {
        let rest = &value[start..];
        let mut at = vec![false; rest.len() + 1];
        at[0] = true;
        for token in &self.0 {
            *fuel = fuel.checked_sub(rest.len() + 1).ok_or(PatternError::TooLong)?;
            match token {
                Token::AnyRun => {
                    for i in 0..rest.len() {
                        if at[i] && rest[i] != '\n' {
                            at[i + 1] = true;
                        }
                    }
                }
                Token::AnyChar | Token::Char(_) => {
                    for i in (0..rest.len()).rev() {
                        let fits = match token {
                            Token::Char(c) => rest[i] == *c,
                            _ => rest[i] != '\n',
                        };
                        at[i + 1] = at[i] && fits;
                    }
                    at[0] = false;
                }
            }
        }
        let found = if greedy {
            at.iter().rposition(|reached| *reached)
        } else {
            at.iter().position(|reached| *reached)
        };
        Ok(found.map(|length| start + length))
    }

    /// `value` without the shortest or, if `greedy`, the longest beginning that matches.
    pub(crate) fn trim_start(&self, value: &str, greedy: bool) -> Result<String, PatternError> {
        let chars: Vec<char> = value.chars().collect();
        let mut fuel = FUEL;
        let cut = self.end(&chars, 0, greedy, &mut fuel)?.unwrap_or(0);
        Ok(chars[cut..].iter().collect())
    }

    /// `value` with the leftmost longest match, or with every match in turn, replaced. A result of more than `limit`
    /// bytes is given up.
    pub(crate) fn replace(&self, value: &str, replacement: &str, all: bool, limit: usize) -> Result<String, PatternError> {
        let chars: Vec<char> = value.chars().collect();
        let mut fuel = FUEL;
        let expanded;
        let replacement = if all {
            expanded = expand_template(replacement);
            &expanded
        } else {
            replacement
        };
        let mut out = String::new();
        let (mut copied, mut start) = (0, 0);
        let mut last_end = None;
        while start <= chars.len() {
            if out.len() > limit {
                return Err(PatternError::TooLong);
            }
            match self.end(&chars, start, true, &mut fuel)? {
                // An empty match right after another one does not count.
                Some(end) if !(end == start && last_end == Some(start)) => {
                    out.extend(&chars[copied..start]);
                    out.push_str(replacement);
                    copied = end;
                    last_end = Some(end);
                    if !all {
                        break;
                    }
                    start = end.max(start + usize::from(end == start));
                }
                _ => start += 1,
            }
        }
        out.extend(&chars[copied.min(chars.len())..]);
        Ok(out)
    }
}

/// Where every match is replaced, BuildKit's replacement is a Go template: `$$` is a dollar and `$name` is empty, for
/// the pattern has no groups.
fn expand_template(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some(dollar) = rest.find('$') {
        out.push_str(&rest[..dollar]);
        rest = &rest[dollar + 1..];
        if let Some(after) = rest.strip_prefix('$') {
            out.push('$');
            rest = after;
            continue;
        }
        let (braced, name_text) = match rest.strip_prefix('{') {
            Some(inner) => (true, inner),
            None => (false, rest),
        };
        let name_len = name_text
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(name_text.len());
        let after = &name_text[name_len..];
        match (name_len, braced, after.strip_prefix('}')) {
            (0, _, _) | (_, true, None) => out.push('$'),
            (_, true, Some(after)) => rest = after,
            (_, false, _) => rest = after,
        }
    }
    out.push_str(rest);
    out
}

/// The pattern read backwards, escapes kept before what they escape: a suffix is the prefix of the reversed value.
pub(crate) fn reversed(pattern: &str) -> String {
    let chars: Vec<char> = pattern.chars().collect();
    let mut groups: Vec<&[char]> = Vec::new();
    let mut i = 0;
    while i < chars.len() {
        let len = if chars[i] == '\\' && i + 1 < chars.len() { 2 } else { 1 };
        groups.push(&chars[i..i + len]);
        i += len;
    }
    groups.iter().rev().copied().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trims_shortest_and_longest() {
        let p = Pattern::new("*/").unwrap();
        assert_eq!(p.trim_start("a/b/c", false).unwrap(), "b/c");
        assert_eq!(p.trim_start("a/b/c", true).unwrap(), "c");
        assert_eq!(p.trim_start("abc", true).unwrap(), "abc");
    }

    #[test]
    fn replaces_once_or_always() {
        let p = Pattern::new("o").unwrap();
        assert_eq!(p.replace("foo", "0", false, 99).unwrap(), "f0o");
        assert_eq!(p.replace("foo", "0", true, 99).unwrap(), "f00");
        assert_eq!(Pattern::new("").unwrap().replace("ab", "-", true, 99).unwrap(), "-a-b-");
        assert_eq!(Pattern::new("*").unwrap().replace("ab", "-", true, 99).unwrap(), "-");
    }

    #[test]
    fn needless_escapes_are_refused() {
        assert_eq!(Pattern::new("\\a").err(), Some(PatternError::InvalidEscape('a')));
        assert_eq!(reversed("a\\*c"), "c\\*a");
    }
}
