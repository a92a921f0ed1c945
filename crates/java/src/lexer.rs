//! Text to tokens, as chapter 3 of the Java Language Specification (17) reads it.
//!
//! Leaves out `\u` escapes outside literals and hexadecimal floating point.

use crate::ast::Name;

/// A mistake with its place, in javac's words; further lines follow the marked source line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which source of the compilation.
    pub file: usize,
    /// Offset in bytes.
    pub at: u32,
    pub message: String,
    /// Lines after the caret, such as `symbol:`.
    pub notes: Vec<String>,
    /// True for what Drydock lacks rather than what the program has wrong.
    pub beyond: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Tok {
    Ident(Name),
    /// A reserved word.
    Word(&'static str),
    Int(i64),
    Long(i64),
    Float(f32),
    Double(f64),
    Char(u16),
    Str(Name),
    Op(&'static str),
    End,
}

#[derive(Clone, Debug)]
pub struct Token {
    pub tok: Tok,
    pub at: u32,
    pub end: u32,
}

const WORDS: [&str; 53] = [
    "abstract",
    "assert",
    "boolean",
    "break",
    "byte",
    "case",
    "catch",
    "char",
    "class",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extends",
    "final",
    "finally",
    "float",
    "for",
    "goto",
    "if",
    "implements",
    "import",
    "instanceof",
    "int",
    "interface",
    "long",
    "native",
    "new",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "short",
    "static",
    "strictfp",
    "super",
    "switch",
    "synchronized",
    "this",
    "throw",
    "throws",
    "transient",
    "try",
    "void",
    "volatile",
    "while",
    "true",
    "false",
    "null",
];

/// Longest first. `>>` and the like are put together by the parser, since generics close with them.
const OPS: [&str; 46] = [
    "<<=", "...", "->", "::", "++", "--", "&&", "||", "==", "!=", "<=", ">=", "+=", "-=", "*=", "/=", "&=", "|=", "^=", "%=",
    "<<", "(", ")", "{", "}", "[", "]", ";", ",", ".", "@", "=", ">", "<", "!", "~", "?", ":", "+", "-", "*", "/", "&", "|", "^",
    "%",
];

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    file: usize,
}

/// All tokens, the last one `End`.
pub fn lex(file: usize, text: &str) -> Result<Vec<Token>, Diagnostic> {
    let mut lexer = Lexer { text, at: 0, file };
    let mut out = Vec::new();
    loop {
        lexer.blank()?;
        let at = lexer.at as u32;
        let tok = lexer.token()?;
        let end = tok == Tok::End;
        out.push(Token {
            tok,
            at,
            end: lexer.at as u32,
        });
        if end {
            return Ok(out);
        }
    }
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn wrong<T>(&self, at: usize, message: &str) -> Result<T, Diagnostic> {
        Err(Diagnostic {
            file: self.file,
            at: at as u32,
            message: message.into(),
            notes: vec![],
            beyond: false,
        })
    }

    fn blank(&mut self) -> Result<(), Diagnostic> {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start();
            self.at += rest.len() - trimmed.len();
            let rest = self.rest();
            if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                match rest.get(2..).and_then(|r| r.find("*/")) {
                    Some(n) => self.at += n + 4,
                    None => return self.wrong(self.at, "unclosed comment"),
                }
            } else {
                return Ok(());
            }
        }
    }

    fn token(&mut self) -> Result<Tok, Diagnostic> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Ok(Tok::End);
        };
        if first.is_alphabetic() || first == '_' || first == '$' {
            let len = rest
                .find(|c: char| !(c.is_alphanumeric() || c == '_' || c == '$'))
                .unwrap_or(rest.len());
            let word = rest.get(..len).unwrap_or("");
            let tok = match WORDS.iter().find(|w| **w == word) {
                Some(w) => Tok::Word(w),
                None => Tok::Ident(word.into()),
            };
            self.at += len;
            return Ok(tok);
        }
        let second_digit = rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit());
        if first.is_ascii_digit() || first == '.' && second_digit {
            return self.number();
        }
        if rest.starts_with("\"\"\"") {
            return self.text_block();
        }
        if first == '"' {
            return self.string();
        }
        if first == '\'' {
            return self.character();
        }
        match OPS.iter().find(|op| rest.starts_with(**op)) {
            Some(op) => {
                self.at += op.len();
                Ok(Tok::Op(op))
            }
            None => self.wrong(self.at, &format!("illegal character: '{first}'")),
        }
    }

    fn number(&mut self) -> Result<Tok, Diagnostic> {
        let start = self.at;
        let rest = self.rest();
        let lower = rest.get(..2).unwrap_or("").to_ascii_lowercase();
        let (radix, skip) = match lower.as_str() {
            "0x" => (16, 2),
            "0b" => (2, 2),
            _ => (10, 0),
        };
        let bytes = rest.as_bytes();
        let mut n = skip;
        let mut float = false;
        while let Some(&b) = bytes.get(n) {
            let next = bytes.get(n + 1).copied().unwrap_or(b' ');
            let fits = match b {
                b'_' => true,
                b'.' if radix == 10
                    && !float
                    && (next.is_ascii_digit() || !next.is_ascii_alphabetic() && next != b'.' && next != b'_') =>
                {
                    float = true;
                    true
                }
                b'e' | b'E' if radix == 10 => {
                    float = true;
                    if next == b'-' || next == b'+' {
                        n += 1;
                    }
                    true
                }
                b => (b as char).is_digit(radix),
            };
            if !fits {
                break;
            }
            n += 1;
        }
        let digits: String = rest.get(skip..n).unwrap_or("").chars().filter(|c| *c != '_').collect();
        let suffix = bytes.get(n).copied().unwrap_or(b' ').to_ascii_lowercase();
        self.at += n;
        if radix == 10 && matches!(suffix, b'f' | b'd') || float {
            if matches!(suffix, b'f' | b'd') {
                self.at += 1;
            }
            if suffix == b'f' {
                return digits
                    .parse()
                    .map(Tok::Float)
                    .or_else(|_| self.wrong(start, "malformed floating-point literal"));
            }
            return digits
                .parse()
                .map(Tok::Double)
                .or_else(|_| self.wrong(start, "malformed floating-point literal"));
        }
        let octal = radix == 10 && digits.len() > 1 && digits.starts_with('0');
        let radix = if octal { 8 } else { radix };
        let too_large = || format!("integer number too large: {digits}");
        let Ok(value) = u64::from_str_radix(&digits, radix) else {
            return self.wrong(start, &too_large());
        };
        if suffix == b'l' {
            self.at += 1;
            if radix == 10 && value > 1 << 63 {
                return self.wrong(start, &too_large());
            }
            return Ok(Tok::Long(value as i64));
        }
        let most = if radix == 10 { 1 << 31 } else { u64::from(u32::MAX) };
        if value > most {
            return self.wrong(start, &too_large());
        }
        Ok(Tok::Int(if radix == 10 {
            value as i64
        } else {
            i64::from(value as u32 as i32)
        }))
    }

    /// One character of a literal, escapes read; `None` for a line continuation of a text block.
    fn escaped(&mut self) -> Result<Option<char>, Diagnostic> {
        let start = self.at;
        let mut ahead = self.rest().chars();
        let (first, second) = (ahead.next(), ahead.next());
        let Some(c) = first else {
            return self.wrong(start, "unclosed string literal");
        };
        self.at += c.len_utf8();
        if c != '\\' {
            return Ok(Some(c));
        }
        let Some(e) = second else {
            return self.wrong(start, "illegal escape character");
        };
        self.at += e.len_utf8();
        Ok(Some(match e {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            's' => ' ',
            '\n' => return Ok(None),
            '0'..='7' => {
                let mut value = e as u32 - 48;
                for _ in 0..2 {
                    match self.rest().chars().next().and_then(|d| d.to_digit(8)) {
                        Some(d) if value * 8 + d < 256 => {
                            value = value * 8 + d;
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                char::from_u32(value).unwrap_or('?')
            }
            '\\' | '\'' | '"' => e,
            'u' => {
                let mut value = self.hex4(start)?;
                if (0xd800..0xdc00).contains(&value) && self.rest().starts_with("\\u") {
                    self.at += 2;
                    let low = self.hex4(start)?;
                    value = 0x10000 + ((value - 0xd800) << 10) + (low.wrapping_sub(0xdc00) & 0x3ff);
                }
                char::from_u32(value).unwrap_or('\u{fffd}')
            }
            _ => return self.wrong(start + 1, "illegal escape character"),
        }))
    }

    fn hex4(&mut self, start: usize) -> Result<u32, Diagnostic> {
        let skip = self.rest().len() - self.rest().trim_start_matches('u').len();
        let digits = self.rest().get(skip..skip + 4).unwrap_or("").to_string();
        self.at += skip + digits.len();
        u32::from_str_radix(&digits, 16).or_else(|_| self.wrong(start, "illegal unicode escape"))
    }

    fn string(&mut self) -> Result<Tok, Diagnostic> {
        let start = self.at;
        self.at += 1;
        let mut out = String::new();
        loop {
            match self.rest().chars().next() {
                None | Some('\n') => return self.wrong(start, "unclosed string literal"),
                Some('"') => {
                    self.at += 1;
                    return Ok(Tok::Str(out.into()));
                }
                _ => out.extend(self.escaped()?),
            }
        }
    }

    fn character(&mut self) -> Result<Tok, Diagnostic> {
        let start = self.at;
        self.at += 1;
        match self.rest().chars().next() {
            Some('\'') => return self.wrong(start, "empty character literal"),
            None | Some('\n') => return self.wrong(start, "illegal line end in character literal"),
            _ => {}
        }
        let c = self.escaped()?.unwrap_or(' ');
        if !self.rest().starts_with('\'') {
            return self.wrong(start, "unclosed character literal");
        }
        self.at += 1;
        Ok(Tok::Char(u16::try_from(c as u32).unwrap_or(0xfffd)))
    }

    fn text_block(&mut self) -> Result<Tok, Diagnostic> {
        let start = self.at;
        self.at += 3;
        let rest = self.rest();
        let line = rest.find('\n').unwrap_or(rest.len());
        if !rest.get(..line).unwrap_or("x").trim().is_empty() {
            return self.wrong(start, "illegal text block open delimiter sequence, missing line terminator");
        }
        self.at += line + 1;
        // Where it ends: at three quotes of which none is escaped.
        let mut end = self.at;
        let bytes = self.text.as_bytes();
        loop {
            match bytes.get(end) {
                None => return self.wrong(start, "unclosed text block"),
                Some(b'\\') => end += 2,
                Some(b'"') if self.text.get(end..).is_some_and(|t| t.starts_with("\"\"\"")) => break,
                Some(_) => end += 1,
            }
        }
        let raw = self.text.get(self.at..end).unwrap_or("").to_string();
        let lines: Vec<&str> = raw.split('\n').collect();
        let last = lines.len() - 1;
        let indent = |l: &str| l.len() - l.trim_start().len();
        let margin = lines
            .iter()
            .enumerate()
            .filter(|(n, l)| *n == last || !l.trim().is_empty())
            .map(|(_, l)| indent(l))
            .min()
            .unwrap_or(0);
        let stripped: Vec<&str> = lines
            .iter()
            .map(|l| {
                if l.trim().is_empty() {
                    ""
                } else {
                    l.get(margin..).unwrap_or("").trim_end()
                }
            })
            .collect();
        let joined = stripped.join("\n");
        let mut inner = Lexer {
            text: &joined,
            at: 0,
            file: self.file,
        };
        let mut out = String::new();
        while !inner.rest().is_empty() {
            match inner.escaped() {
                Ok(c) => out.extend(c),
                Err(_) => return self.wrong(start, "illegal escape character"),
            }
        }
        self.at = end + 3;
        Ok(Tok::Str(out.into()))
    }
}
