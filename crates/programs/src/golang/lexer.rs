//! Go's text to tokens, with semicolons put in at the ends of lines (Go specification, "Semicolons").

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    Name(String),
    Int(i64),
    Float(f64),
    Text(String),
    Symbol(&'static str),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub kind: Kind,
    pub line: u32,
    pub column: u32,
}

const SYMBOLS: [&str; 43] = [
    "...", "&&", "||", "==", "!=", "<=", ">=", ":=", "++", "--", "+=", "-=", "*=", "/=", "%=", "<-", "(", ")", "{", "}", "[",
    "]", ",", ";", ".", ":", "+", "-", "*", "/", "%", "<", ">", "=", "!", "&", "|", "^", "~", "?", "@", "#", "$",
];

/// The tokens, or the line, column and words of what is wrong.
pub fn tokens(text: &str) -> Result<Vec<Token>, (u32, u32, String)> {
    let mut out: Vec<Token> = Vec::new();
    let (mut at, mut line, mut start) = (0, 1u32, 0);
    loop {
        let rest = text.get(at..).unwrap_or("");
        let column = (at - start) as u32 + 1;
        let Some(first) = rest.chars().next() else { break };
        let mut push = |kind: Kind| out.push(Token { kind, line, column });
        if first == '\n' || rest.starts_with("//") {
            let ends = out.last().is_some_and(|t| match &t.kind {
                Kind::Name(word) => {
                    !KEYWORDS.contains(&word.as_str()) || matches!(word.as_str(), "return" | "break" | "continue")
                }
                Kind::Symbol(s) => matches!(*s, ")" | "]" | "}" | "++" | "--"),
                _ => true,
            });
            if ends {
                out.push(Token {
                    kind: Kind::Symbol(";"),
                    line,
                    column,
                });
            }
            at += rest.find('\n').map_or(rest.len(), |n| n + 1);
            line += 1;
            start = at;
            continue;
        }
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(rest.len(), |n| n + 2);
            line += rest.get(..end).unwrap_or("").matches('\n').count() as u32;
            at += end;
            continue;
        }
        if first.is_alphabetic() || first == '_' {
            let len = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
            push(Kind::Name(rest.get(..len).unwrap_or("").into()));
            at += len;
        } else if first.is_ascii_digit() {
            let len = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_'))
                .unwrap_or(rest.len());
            let word = rest.get(..len).unwrap_or("").replace('_', "");
            let number = match word.strip_prefix("0x") {
                Some(hex) => i64::from_str_radix(hex, 16).ok().map(Kind::Int),
                None => word
                    .parse()
                    .map(Kind::Int)
                    .ok()
                    .or_else(|| word.parse().map(Kind::Float).ok()),
            };
            push(number.ok_or((line, column, format!("invalid number {word}")))?);
            at += len;
        } else if first == '`' {
            let body = rest.get(1..).unwrap_or("");
            let end = body.find('`').ok_or((line, column, "string not terminated".to_string()))?;
            let inner = body.get(..end).unwrap_or("");
            push(Kind::Text(inner.into()));
            line += inner.matches('\n').count() as u32;
            at += end + 2;
        } else if first == '"' || first == '\'' {
            let (value, len) = quoted(rest, first).ok_or((line, column, "newline in string".to_string()))?;
            push(if first == '"' {
                Kind::Text(value)
            } else {
                Kind::Int(value.chars().next().map_or(0, |c| i64::from(u32::from(c))))
            });
            at += len;
        } else {
            let symbol = SYMBOLS.iter().find(|s| rest.starts_with(**s));
            push(Kind::Symbol(symbol.ok_or((
                line,
                column,
                format!("invalid character {first:?}"),
            ))?));
            at += symbol.map_or(1, |s| s.len());
        }
    }
    out.push(Token {
        kind: Kind::Symbol(";"),
        line,
        column: 1,
    });
    Ok(out)
}

pub const KEYWORDS: [&str; 25] = [
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
];

/// A quoted text's value and the bytes it takes.
fn quoted(rest: &str, quote: char) -> Option<(String, usize)> {
    let mut out = String::new();
    let mut chars = rest.char_indices().skip(1);
    while let Some((n, c)) = chars.next() {
        match c {
            '\n' => return None,
            '\\' => out.push(match chars.next()?.1 {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                '0' => '\0',
                other => other,
            }),
            c if c == quote => return Some((out, n + 1)),
            c => out.push(c),
        }
    }
    None
}
