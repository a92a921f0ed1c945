//! awk's tokens (POSIX awk, "Grammar").

use super::parse::Failure;

#[derive(Clone, Debug, PartialEq)]
pub enum Token {
    Number(f64),
    Text(Vec<u8>),
    Regex(Vec<u8>),
    /// A name; the flag says whether a parenthesis follows at once (a call).
    Name(String, bool),
    Keyword(&'static str),
    Builtin(&'static str),
    Sign(&'static str),
    Newline,
    End,
}

impl Token {
    /// As mawk names it in its errors.
    pub fn spelled(&self) -> String {
        match self {
            Token::Number(value) => String::from_utf8_lossy(&super::value::number_text(*value, b"%.6g", 1e16)).into_owned(),
            Token::Text(bytes) => format!("\"{}\"", String::from_utf8_lossy(bytes)),
            Token::Regex(bytes) => format!("/{}/", String::from_utf8_lossy(bytes)),
            Token::Name(name, _) => name.clone(),
            Token::Keyword(word) | Token::Builtin(word) | Token::Sign(word) => word.to_string(),
            Token::Newline | Token::End => "end of line".into(),
        }
    }
}

fn unclosed(text: &[u8], from: usize, line: usize, what: &str) -> Failure {
    let rest = text.get(from..).unwrap_or_default();
    let shown: Vec<u8> = rest.iter().copied().take_while(|b| *b != b'\n').take(60).collect();
    let shown = String::from_utf8_lossy(&shown).into_owned();
    Failure::new(line, "Unexpected end of string", &format!("runaway {what}{shown} ..."))
}

const KEYWORDS: [&str; 21] = [
    "BEGIN", "END", "function", "func", "if", "else", "while", "for", "do", "break", "continue", "next", "nextfile", "exit",
    "return", "delete", "in", "getline", "print", "printf", "switch",
];

pub const BUILTINS: [&str; 31] = [
    "length", "substr", "index", "split", "sub", "gsub", "match", "sprintf", "sin", "cos", "atan2", "exp", "log", "sqrt", "int",
    "rand", "srand", "tolower", "toupper", "system", "close", "fflush", "systime", "strftime", "mktime", "and", "or", "xor",
    "lshift", "rshift", "compl",
];

const SIGNS: [&str; 48] = [
    "**=", "&&", "||", "++", "--", "+=", "-=", "*=", "/=", "%=", "^=", "**", "==", "<=", ">=", "!=", "!~", ">>", "|&", "{", "}",
    "(", ")", "[", "]", ";", ",", "+", "-", "*", "/", "%", "^", "!", ">", "<", "|", "?", ":", "~", "$", "=", "@", "&", "'", "`",
    "#", "\\",
];

/// The tokens with their lines. Errors: the line, and what is there.
pub fn tokens(text: &[u8]) -> Result<Vec<(Token, usize)>, Failure> {
    let mut out: Vec<(Token, usize)> = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(byte) = text.get(at).copied() {
        match byte {
            b' ' | b'\t' | b'\r' => at += 1,
            b'\n' => {
                out.push((Token::Newline, line));
                line += 1;
                at += 1;
            }
            b'\\' if text.get(at + 1) == Some(&b'\n') => {
                at += 2;
                line += 1;
            }
            b'\\' if text.get(at + 1..at + 3) == Some(b"\r\n") => {
                at += 3;
                line += 1;
            }
            b'#' => {
                while text.get(at).is_some_and(|b| *b != b'\n') {
                    at += 1;
                }
            }
            b'"' => {
                let (bytes, end) = string(text, at + 1).ok_or_else(|| unclosed(text, at + 1, line, "string constant \""))?;
                out.push((Token::Text(bytes), line));
                at = end;
            }
            b'/' if !divides(out.last().map(|t| &t.0)) => {
                let (bytes, end) = regex(text, at + 1).ok_or_else(|| unclosed(text, at + 1, line, "regular expression /"))?;
                out.push((Token::Regex(bytes), line));
                at = end;
            }
            b'0'..=b'9' => {
                let (value, end) = number(text, at);
                out.push((Token::Number(value), line));
                at = end;
            }
            b'.' if text.get(at + 1).is_some_and(u8::is_ascii_digit) => {
                let (value, end) = number(text, at);
                out.push((Token::Number(value), line));
                at = end;
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                let start = at;
                while text.get(at).is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_') {
                    at += 1;
                }
                let name = String::from_utf8_lossy(text.get(start..at).unwrap_or_default()).into_owned();
                let token = if let Some(keyword) = KEYWORDS.iter().find(|k| **k == name) {
                    Token::Keyword(if *keyword == "func" { "function" } else { keyword })
                } else if let Some(builtin) = BUILTINS.iter().find(|b| **b == name) {
                    Token::Builtin(builtin)
                } else {
                    Token::Name(name, text.get(at) == Some(&b'('))
                };
                out.push((token, line));
            }
            _ => {
                let rest = text.get(at..).unwrap_or_default();
                let sign = SIGNS.iter().find(|s| rest.starts_with(s.as_bytes())).ok_or_else(|| Failure {
                    line,
                    busybox: "Unexpected token".into(),
                    mawk: format!(
                        "{line}: unexpected character '{}'",
                        rest.first().copied().map_or(' ', char::from)
                    ),
                })?;
                out.push((
                    Token::Sign(if *sign == "**" {
                        "^"
                    } else if *sign == "**=" {
                        "^="
                    } else {
                        sign
                    }),
                    line,
                ));
                at += sign.len();
            }
        }
    }
    out.push((Token::Newline, line));
    out.push((Token::End, line));
    Ok(out)
}

/// Whether a slash after this token divides.
fn divides(last: Option<&Token>) -> bool {
    match last {
        Some(Token::Number(_) | Token::Text(_) | Token::Name(..) | Token::Builtin(_) | Token::Regex(_)) => true,
        Some(Token::Sign(sign)) => matches!(*sign, ")" | "]" | "$" | "++" | "--"),
        _ => false,
    }
}

fn number(text: &[u8], start: usize) -> (f64, usize) {
    let digits = |from: usize| {
        text.get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    if matches!(text.get(start..start + 2), Some(b"0x" | b"0X")) {
        let count = text
            .get(start + 2..)
            .unwrap_or_default()
            .iter()
            .take_while(|b| b.is_ascii_hexdigit())
            .count();
        let hex = String::from_utf8_lossy(text.get(start + 2..start + 2 + count).unwrap_or_default()).into_owned();
        return (u64::from_str_radix(&hex, 16).unwrap_or(0) as f64, start + 2 + count);
    }
    let mut end = start + digits(start);
    if text.get(end) == Some(&b'.') {
        end += 1 + digits(end + 1);
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        let count = digits(end + 1 + sign);
        if count > 0 {
            end += 1 + sign + count;
        }
    }
    let shown = String::from_utf8_lossy(text.get(start..end).unwrap_or_default()).into_owned();
    (shown.parse().unwrap_or(0.0), end)
}

fn string(text: &[u8], start: usize) -> Option<(Vec<u8>, usize)> {
    let mut at = start;
    loop {
        match *text.get(at)? {
            b'"' => return Some((unescape(text.get(start..at)?), at + 1)),
            b'\n' => return None,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

/// Replaces the escapes of a string; an unknown one keeps its backslash.
pub fn unescape(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        match bytes.next() {
            Some(b'n') => out.push(b'\n'),
            Some(b't') => out.push(b'\t'),
            Some(b'r') => out.push(b'\r'),
            Some(b'a') => out.push(7),
            Some(b'b') => out.push(8),
            Some(b'f') => out.push(12),
            Some(b'v') => out.push(11),
            Some(b'\\') => out.push(b'\\'),
            Some(b'"') => out.push(b'"'),
            Some(b'/') => out.push(b'/'),
            Some(b'\n') => {}
            Some(digit @ b'0'..=b'7') => {
                let mut value = u32::from(digit - b'0');
                for _ in 0..2 {
                    let Some(digit) = bytes.next_if(|b| (b'0'..=b'7').contains(b)) else {
                        break;
                    };
                    value = value * 8 + u32::from(digit - b'0');
                }
                out.push(value as u8);
            }
            Some(other) => out.extend_from_slice(&[b'\\', other]),
            None => out.push(b'\\'),
        }
    }
    out
}

fn regex(text: &[u8], start: usize) -> Option<(Vec<u8>, usize)> {
    let mut out = Vec::new();
    let mut at = start;
    let mut bracket: Option<usize> = None;
    loop {
        let byte = *text.get(at)?;
        match byte {
            b'\n' => return None,
            b'\\' => {
                let next = *text.get(at + 1)?;
                match next {
                    b'/' => out.push(b'/'),
                    b'"' => out.push(b'"'),
                    next => out.extend_from_slice(&[b'\\', next]),
                }
                at += 2;
                continue;
            }
            b'/' if bracket.is_none() => return Some((out, at + 1)),
            b'[' if bracket.is_none() => bracket = Some(at + if text.get(at + 1) == Some(&b'^') { 2 } else { 1 }),
            // A bracket right at the start stands for itself; one that never closes does not hide the end.
            b']' if bracket.is_some_and(|first| at > first) => bracket = None,
            b'/' if !text
                .get(at..)
                .unwrap_or_default()
                .iter()
                .take_while(|b| **b != b'\n')
                .any(|b| *b == b']') =>
            {
                return Some((out, at + 1));
            }
            _ => {}
        }
        out.push(byte);
        at += 1;
    }
}
