//! Parser directives: `# syntax=…`, `# escape=…` and `# check=…` at the very top of a file.
//!
//! Any other line, a blank one included, ends them. Specified by BuildKit's `parser/directives.go` and the Dockerfile
//! reference, "Parser directives". The JSON and `//` forms in which other frontends may be named are left out.

use crate::error::Error;
use crate::span::Span;

/// The name of a directive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DirectiveName {
    Syntax,
    Escape,
    Check,
}

impl DirectiveName {
    /// As it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            DirectiveName::Syntax => "syntax",
            DirectiveName::Escape => "escape",
            DirectiveName::Check => "check",
        }
    }
}

/// A directive found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directive {
    pub name: DirectiveName,
    /// All of the value, trailing blanks gone.
    pub value: String,
    /// 1-based.
    pub line: u32,
    /// The name's place.
    pub name_span: Span,
    /// The value's place.
    pub value_span: Span,
}

/// What has been seen of the directives while reading from the top.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct DirectiveState {
    pub done: bool,
    seen: u8,
}

impl DirectiveState {
    /// Reads one line, from which leading white space is gone. `prefix` is what starts a comment. Spans count from the
    /// start of `line`.
    pub(crate) fn line(&mut self, line: &str, prefix: &str) -> Result<Option<(DirectiveName, Span, Span)>, Error> {
        if self.done {
            return Ok(None);
        }
        let Some((name, name_span, value_span)) = split(line, prefix) else {
            self.done = true;
            return Ok(None);
        };
        let bit = 1 << name as u8;
        if self.seen & bit != 0 {
            return Err(Error::DuplicateDirective(name.as_str().to_owned()));
        }
        self.seen |= bit;
        Ok(Some((name, name_span, value_span)))
    }
}

fn split(line: &str, prefix: &str) -> Option<(DirectiveName, Span, Span)> {
    let is_space = |b: u8| matches!(b, b'\t' | b'\n' | 0x0c | b'\r' | b' ');
    let text = line.strip_prefix(prefix)?.trim_start();
    let at = line.len() - text.len();
    let bytes = text.as_bytes();
    if !bytes.first()?.is_ascii_alphabetic() {
        return None;
    }
    let name_len = bytes.iter().position(|b| !b.is_ascii_alphanumeric())?;
    let name = match text[..name_len].to_ascii_lowercase().as_str() {
        "syntax" => DirectiveName::Syntax,
        "escape" => DirectiveName::Escape,
        "check" => DirectiveName::Check,
        _ => return None,
    };
    let mut pos = name_len;
    while bytes.get(pos).is_some_and(|b| is_space(*b)) {
        pos += 1;
    }
    if bytes.get(pos) != Some(&b'=') {
        return None;
    }
    pos += 1;
    let value_from = pos;
    while bytes.get(pos).is_some_and(|b| is_space(*b)) {
        pos += 1;
    }
    let mut end = bytes.len();
    if pos == end {
        // Nothing but blanks: the last of them is the value.
        if value_from == end {
            return None;
        }
        pos = end - 1;
    } else {
        while end > pos && is_space(bytes[end - 1]) {
            end -= 1;
        }
    }
    Some((name, Span::new(at, at + name_len), Span::new(at + pos, at + end)))
}

/// The directives of a text as tools other than the parser look for them: behind a `#!` line too, and without regard
/// to what the values say. Reading stops quietly at a directive given twice.
pub fn detect(text: &str) -> Vec<Directive> {
    let mut offset = 0;
    let mut rest = text;
    if let Some(after) = rest.strip_prefix('\u{feff}') {
        offset = 3;
        rest = after;
    }
    let mut line_number = 0;
    if rest.starts_with("#!") {
        line_number = 1;
        let skip = rest.find('\n').map_or(rest.len(), |n| n + 1);
        offset += skip;
        rest = &rest[skip..];
    }
    let mut state = DirectiveState::default();
    let mut found = Vec::new();
    for line in rest.split_inclusive('\n') {
        line_number += 1;
        let content = line.strip_suffix('\n').unwrap_or(line);
        let content = content.strip_suffix('\r').unwrap_or(content);
        match state.line(content, "#") {
            Ok(Some((name, name_span, value_span))) => {
                let by = crate::span::offset(offset);
                found.push(Directive {
                    name,
                    value: value_span.of(content).to_owned(),
                    line: line_number,
                    name_span: name_span.shifted(by),
                    value_span: value_span.shifted(by),
                });
            }
            _ => break,
        }
        offset += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_end_at_the_first_other_line() {
        let found = detect("# syntax = docker/dockerfile:1 \n#escape=`\n\n# check=skip=all\n");
        let shown: Vec<_> = found.iter().map(|d| (d.name.as_str(), d.value.as_str(), d.line)).collect();
        assert_eq!(shown, [("syntax", "docker/dockerfile:1", 1), ("escape", "`", 2)]);
    }

    #[test]
    fn a_shebang_may_come_first() {
        let found = detect("#!/usr/bin/env docker\n# check=error=true\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 2);
    }
}
