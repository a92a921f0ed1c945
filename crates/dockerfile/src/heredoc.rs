//! Heredocs: which words of a line start one, and what the delimiter says.
//!
//! Specified by BuildKit's `parser.go` (`reHeredoc`, `heredocFromMatch`); the escape token is always a backslash here.

use crate::error::ExpandError;
use crate::expand::Lexer;
use crate::variables::NoVariables;

/// The head of a heredoc: `<<NAME`, `<<-NAME`, `<<"NAME"`, `3<<NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeredocHead {
    /// The delimiter without quotes.
    pub name: String,
    /// The number before `<<`, 0 when there is none.
    pub file_descriptor: u32,
    /// Whether variables in the content are expanded: no part of the delimiter is quoted.
    pub expand: bool,
    /// Whether leading tabs are taken away: `<<-`.
    pub chomp: bool,
}

/// Reads one word as the head of a heredoc; nothing when it is none.
pub fn parse_heredoc(word: &str) -> Result<Option<HeredocHead>, ExpandError> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let Some(rest) = word[digits..].strip_prefix("<<") else {
        return Ok(None);
    };
    let (chomp, rest) = match rest.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let rest = rest.trim_start_matches(['\t', '\n', '\u{c}', '\r', ' ']);
    if rest.is_empty() || rest.contains('<') {
        return Ok(None);
    }
    let mut lexer = Lexer::new('\\');
    lexer.skip_unset_env = true;
    let words = lexer.words(rest, &NoVariables)?;
    let [word_unquoted] = words.as_slice() else {
        return Ok(None);
    };
    lexer.raw_quotes = true;
    let raw = lexer.words(rest, &NoVariables)?;
    if raw.len() != 1 {
        return Err(ExpandError {
            word: rest.to_owned(),
            cause: "internal lexing of heredoc produced inconsistent results".to_owned(),
        });
    }
    let quotes = |s: &str| s.matches(['\'', '"']).count();
    Ok(Some(HeredocHead {
        name: word_unquoted.clone(),
        file_descriptor: word[..digits].parse().unwrap_or(0),
        expand: quotes(word_unquoted) == quotes(&raw[0]),
        chomp,
    }))
}

/// The heads on a logical line, in order. A line whose quotes do not close has none.
pub(crate) fn heredocs_of_line(line: &str) -> Result<Vec<HeredocHead>, ExpandError> {
    let mut lexer = Lexer::new('\\');
    lexer.raw_quotes = true;
    lexer.raw_escapes = true;
    lexer.skip_unset_env = true;
    let words = lexer.words(line, &NoVariables).unwrap_or_default();
    let mut heads = Vec::new();
    for word in &words {
        heads.extend(parse_heredoc(word)?);
    }
    Ok(heads)
}

/// A heredoc's content without the tabs that start its lines, as `<<-` asks.
pub fn chomp_heredoc_content(content: &str) -> String {
    content
        .split_inclusive('\n')
        .map(|line| line.trim_start_matches('\t'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters() {
        let head = parse_heredoc("3<<-'E O F'").unwrap().unwrap();
        assert_eq!(
            head,
            HeredocHead {
                name: "E O F".into(),
                file_descriptor: 3,
                expand: false,
                chomp: true
            }
        );
        assert!(parse_heredoc("<<EOF").unwrap().unwrap().expand);
        assert_eq!(parse_heredoc("<<<EOF").unwrap(), None);
        assert_eq!(parse_heredoc("<<").unwrap(), None);
    }

    #[test]
    fn quoted_text_holds_no_heredoc() {
        assert_eq!(heredocs_of_line("RUN echo '<<EOF' \"<<E\"").unwrap(), []);
        let names: Vec<_> = heredocs_of_line("COPY <<a <<\"b\" 3<< c /x")
            .unwrap()
            .into_iter()
            .map(|h| h.name)
            .collect();
        assert_eq!(names, ["a", "b", "c"]);
    }
}
