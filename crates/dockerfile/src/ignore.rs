//! `.dockerignore`: reading the file and matching paths.
//!
//! Patterns are those of Go's `filepath.Match` with `**` for any number of directories and `!` for exceptions; the last
//! pattern that matches decides, and a directory's match covers what is in it. Specified by `moby/patternmatcher`.

use std::fmt;

/// Steps one match may take, so that a hostile pattern cannot hold the machine.
const FUEL: usize = 4_000_000;

/// Why patterns could not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnoreError {
    /// A `!` and nothing else.
    IllegalExclusion,
    /// Brackets or backslashes that do not fit.
    BadPattern,
}

impl fmt::Display for IgnoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            IgnoreError::IllegalExclusion => "illegal exclusion pattern: \"!\"",
            IgnoreError::BadPattern => "syntax error in pattern",
        })
    }
}

impl std::error::Error for IgnoreError {}

/// The patterns of an ignore file: comments and blank lines gone, paths cleaned, leading slashes dropped.
pub fn read_ignore_file(text: &str) -> Vec<String> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut patterns = Vec::new();
    for line in text.split('\n') {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.starts_with('#') {
            continue;
        }
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let (exclusion, path) = match line.strip_prefix('!') {
            Some(path) => ("!", path.trim()),
            None => ("", line),
        };
        let mut path = if path.is_empty() { String::new() } else { clean_path(path) };
        if path.len() > 1 && path.starts_with('/') {
            path.remove(0);
        }
        patterns.push(format!("{exclusion}{path}"));
    }
    patterns
}

/// Go's `path.Clean`: the shortest path that means the same.
pub fn clean_path(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => match parts.last() {
                Some(&last) if last != ".." => {
                    parts.pop();
                }
                _ if rooted => {}
                _ => parts.push(".."),
            },
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    match (rooted, joined.is_empty()) {
        (true, _) => format!("/{joined}"),
        (false, true) => ".".to_owned(),
        (false, false) => joined,
    }
}

/// A list of patterns, ready to match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PatternMatcher {
    patterns: Vec<IgnorePattern>,
}

/// One pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IgnorePattern {
    text: String,
    exclusion: bool,
    form: Form,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    Exact,
    Prefix,
    Suffix,
    Tokens(Vec<Token>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Char(char),
    /// Anything but a slash.
    AnyChar,
    /// Any run without a slash.
    AnyRun,
    /// Whole directories, or nothing.
    Directories,
    /// Everything up to the end.
    Rest,
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
}

impl PatternMatcher {
    /// Prepares patterns as [`read_ignore_file`] gives them.
    pub fn new<S: AsRef<str>>(patterns: &[S]) -> Result<PatternMatcher, IgnoreError> {
        let mut matcher = PatternMatcher::default();
        for pattern in patterns {
            let pattern = pattern.as_ref().trim();
            if pattern.is_empty() {
                continue;
            }
            let cleaned = clean_path(pattern);
            let (exclusion, text) = match cleaned.strip_prefix('!') {
                Some("") => return Err(IgnoreError::IllegalExclusion),
                Some(text) => (true, text),
                None => (false, cleaned.as_str()),
            };
            check_syntax(text)?;
            matcher.patterns.push(IgnorePattern {
                text: text.to_owned(),
                exclusion,
                form: compile(text),
            });
        }
        Ok(matcher)
    }

    /// Reads an ignore file.
    pub fn from_ignore_file(text: &str) -> Result<PatternMatcher, IgnoreError> {
        PatternMatcher::new(&read_ignore_file(text))
    }

    /// Whether there is no pattern.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether some pattern is an exception.
    pub fn has_exclusions(&self) -> bool {
        self.patterns.iter().any(|p| p.exclusion)
    }

    /// The patterns in order.
    pub fn patterns(&self) -> &[IgnorePattern] {
        &self.patterns
    }

    /// Whether `path`, relative and with slashes, is ignored: the last pattern to match it or a directory it lies in
    /// decides.
    pub fn matches(&self, path: &str) -> bool {
        let parents: Vec<&str> = match path.rfind('/') {
            None | Some(0) => Vec::new(),
            Some(last) => path
                .match_indices('/')
                .filter(|(at, _)| *at > 0 && *at <= last)
                .map(|(at, _)| &path[..at])
                .collect(),
        };
        let mut ignored = false;
        for pattern in &self.patterns {
            if pattern.exclusion != ignored {
                continue;
            }
            if pattern.matches(path) || parents.iter().any(|parent| pattern.matches(parent)) {
                ignored = !pattern.exclusion;
            }
        }
        ignored
    }

    /// The paths of a build context that are not ignored, in the order given. A directory that is ignored stays if
    /// something in it is kept by an exception. Paths are relative and with slashes.
    pub fn kept<'a>(&self, paths: &[&'a str]) -> Vec<&'a str> {
        let mut needed = std::collections::BTreeSet::new();
        let mut keep: Vec<bool> = paths.iter().map(|path| !self.matches(path)).collect();
        if self.has_exclusions() {
            for (path, kept) in paths.iter().zip(&keep) {
                if *kept {
                    needed.extend(path.match_indices('/').map(|(at, _)| &path[..at]));
                }
            }
            for (path, kept) in paths.iter().zip(&mut keep) {
                *kept |= needed.contains(path);
            }
        }
        paths
            .iter()
            .zip(keep)
            .filter(|(_, kept)| *kept)
            .map(|(path, _)| *path)
            .collect()
    }
}

impl IgnorePattern {
    /// The pattern without its `!`.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether it is an exception.
    pub fn is_exclusion(&self) -> bool {
        self.exclusion
    }

    fn matches(&self, path: &str) -> bool {
        match &self.form {
            Form::Exact => path == self.text,
            Form::Prefix => path.starts_with(self.text.get(..self.text.len() - 2).unwrap_or("")),
            Form::Suffix => {
                let suffix = self.text.get(2..).unwrap_or("");
                path.ends_with(suffix) || suffix.strip_prefix('/') == Some(path)
            }
            Form::Tokens(tokens) => match_tokens(tokens, path),
        }
    }
}

fn compile(pattern: &str) -> Form {
    let mut tokens = Vec::new();
    let mut form = Form::Exact;
    let mut chars = pattern.chars().peekable();
    let mut first = true;
    let regex = || Form::Tokens(Vec::new());
    while let Some(c) = chars.next() {
        match c {
            '*' if chars.peek() == Some(&'*') => {
                chars.next();
                if chars.peek() == Some(&'/') {
                    chars.next();
                }
                if chars.peek().is_none() {
                    form = match form {
                        Form::Exact => Form::Prefix,
                        _ => {
                            tokens.push(Token::Rest);
                            regex()
                        }
                    };
                } else {
                    tokens.push(Token::Directories);
                    form = regex();
                }
                if first {
                    form = Form::Suffix;
                }
            }
            '*' => {
                tokens.push(Token::AnyRun);
                form = regex();
            }
            '?' => {
                tokens.push(Token::AnyChar);
                form = regex();
            }
            '\\' => match chars.next() {
                Some(escaped) => {
                    tokens.push(Token::Char(escaped));
                    form = regex();
                }
                None => tokens.push(Token::Char('\\')),
            },
            '[' => {
                tokens.push(class(&mut chars));
                form = regex();
            }
            ']' => {
                tokens.push(Token::Char(']'));
                form = regex();
            }
            c => tokens.push(Token::Char(c)),
        }
        first = false;
    }
    match form {
        Form::Tokens(_) => Form::Tokens(tokens),
        form => form,
    }
}

fn class(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Token {
    let negated = chars.next_if_eq(&'^').is_some();
    let mut ranges = Vec::new();
    while let Some(c) = chars.next() {
        if c == ']' && !ranges.is_empty() {
            break;
        }
        let low = if c == '\\' { chars.next().unwrap_or('\\') } else { c };
        let mut high = low;
        if chars.peek() == Some(&'-') {
            chars.next();
            high = match chars.next() {
                Some('\\') => chars.next().unwrap_or('\\'),
                Some(c) => c,
                None => '-',
            };
        }
        ranges.push((low, high));
    }
    Token::Class { negated, ranges }
}

fn match_tokens(tokens: &[Token], path: &str) -> bool {
    let chars: Vec<char> = path.chars().collect();
    if tokens.len().saturating_mul(chars.len() + 1) > FUEL {
        return false;
    }
    let mut at = vec![false; chars.len() + 1];
    at[0] = true;
    for token in tokens {
        match token {
            Token::AnyRun => {
                for i in 0..chars.len() {
                    at[i + 1] |= at[i] && chars[i] != '/';
                }
            }
            Token::Rest => {
                for i in 0..chars.len() {
                    at[i + 1] |= at[i] && chars[i] != '\n';
                }
            }
            Token::Directories => {
                // Any text that ends in a slash, or nothing.
                let mut open = false;
                for i in 0..chars.len() {
                    open = (open || at[i]) && chars[i] != '\n';
                    at[i + 1] |= open && chars[i] == '/';
                }
            }
            Token::Char(_) | Token::AnyChar | Token::Class { .. } => {
                for i in (0..chars.len()).rev() {
                    let c = chars[i];
                    let fits = match token {
                        Token::Char(wanted) => c == *wanted,
                        Token::Class { negated, ranges } => ranges.iter().any(|(low, high)| *low <= c && c <= *high) != *negated,
                        _ => c != '/',
                    };
                    at[i + 1] = at[i] && fits;
                }
                at[0] = false;
            }
        }
    }
    at[chars.len()]
}

/// What Go's `filepath.Match` calls a bad pattern.
fn check_syntax(pattern: &str) -> Result<(), IgnoreError> {
    let mut chars = pattern.chars().peekable();
    let escaped = |chars: &mut std::iter::Peekable<std::str::Chars<'_>>| {
        match chars.next() {
            None | Some('-' | ']') => Err(IgnoreError::BadPattern),
            Some('\\') => chars.next().map(|_| ()).ok_or(IgnoreError::BadPattern),
            Some(_) => Ok(()),
        }?;
        chars.peek().map(|_| ()).ok_or(IgnoreError::BadPattern)
    };
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next().ok_or(IgnoreError::BadPattern)?;
            }
            '[' => {
                chars.next_if_eq(&'^');
                let mut count = 0;
                loop {
                    if count > 0 && chars.next_if_eq(&']').is_some() {
                        break;
                    }
                    escaped(&mut chars)?;
                    if chars.next_if_eq(&'-').is_some() {
                        escaped(&mut chars)?;
                    }
                    count += 1;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ignored(file: &str, path: &str) -> bool {
        PatternMatcher::from_ignore_file(file).unwrap().matches(path)
    }

    #[test]
    fn what_patterns_match() {
        for (file, path, want) in [
            ("*.log", "a.log", true),
            ("*.log", "dir/a.log", false),
            ("**/*.log", "dir/sub/a.log", true),
            ("**/*.log", "a.log", true),
            ("docs", "docs/a/b.md", true),
            ("docs/**", "docs/a/b.md", true),
            ("docs/**", "docs", false),
            ("**/node_modules", "a/node_modules/b", true),
            ("**", "anything/at/all", true),
            ("*\n!keep.txt", "keep.txt", false),
            ("*\n!keep.txt", "other.txt", true),
            ("docs\n!docs/README.md", "docs/README.md", false),
            ("/rooted", "rooted", true),
            ("a/**/z", "a/z", true),
            ("a/**/z", "a/b/c/z", true),
            ("[ab]?", "bx", true),
            ("[^ab]", "c", true),
            ("# comment\n\n  temp?  ", "temp1", true),
            ("a\\*b", "a*b", true),
        ] {
            assert_eq!(ignored(file, path), want, "{file:?} {path}");
        }
    }

    #[test]
    fn bad_patterns_are_errors() {
        assert_eq!(PatternMatcher::new(&["!"]).err(), Some(IgnoreError::IllegalExclusion));
        for bad in ["[", "[]", "[a", "a\\", "[a-]"] {
            assert_eq!(PatternMatcher::new(&[bad]).err(), Some(IgnoreError::BadPattern), "{bad}");
        }
    }

    #[test]
    fn a_directory_stays_for_what_is_kept_in_it() {
        let matcher = PatternMatcher::from_ignore_file("docs\n!docs/README.md").unwrap();
        assert_eq!(
            matcher.kept(&["app.py", "docs", "docs/a.md", "docs/README.md"]),
            ["app.py", "docs", "docs/README.md"]
        );
    }
}
