//! Text to tokens (go.dev/ref/spec, Lexical elements), semicolons put in where a line may end.

use std::rc::Rc;

#[derive(Clone, Debug, PartialEq)]
pub enum Tok {
    Name(Rc<str>),
    Int(Rc<str>),
    Float(Rc<str>),
    Imag(Rc<str>),
    Char(i32, Rc<str>),
    Str(Rc<[u8]>, Rc<str>),
    Op(&'static str),
    Key(&'static str),
    /// What ends a statement: `newline`, `semicolon` or `EOF`.
    Semi(&'static str),
    Eof,
}

#[derive(Clone, Debug)]
pub struct Token {
    pub tok: Tok,
    /// Bytes from the beginning of all sources.
    pub pos: u32,
}

const KEYS: [&str; 25] = [
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

/// Longest first.
const OPS: [&str; 47] = [
    "<<=", ">>=", "&^=", "...", "<<", ">>", "&^", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "&&", "||", "<-",
    "++", "--", "==", "!=", "<=", ">=", ":=", "+", "-", "*", "/", "%", "&", "|", "^", "<", ">", "=", "!", "(", ")",
    "[", "]", "{", "}", ",", ".", ":", "~",
];

struct Lexer<'a> {
    text: &'a [u8],
    at: usize,
    base: u32,
    out: Vec<Token>,
}

/// A mistake with its place.
pub type Wrong = (u32, String);

/// Cuts a file; `base` is added to every place.
pub fn lex(text: &str, base: u32) -> Result<Vec<Token>, Wrong> {
    let mut lexer = Lexer { text: text.as_bytes(), at: 0, base, out: Vec::new() };
    lexer.all()?;
    Ok(lexer.out)
}

impl Lexer<'_> {
    fn peek(&self, n: usize) -> u8 {
        self.text.get(self.at + n).copied().unwrap_or(0)
    }

    fn wrong<T>(&self, at: usize, words: &str) -> Result<T, Wrong> {
        Err((self.base + at as u32, words.to_string()))
    }

    fn push(&mut self, tok: Tok, at: usize) {
        self.out.push(Token { tok, pos: self.base + at as u32 });
    }

    /// Whether a line that ends here ends a statement.
    fn ends(&self) -> bool {
        match self.out.last().map(|t| &t.tok) {
            Some(Tok::Name(_) | Tok::Int(_) | Tok::Float(_) | Tok::Imag(_) | Tok::Char(..) | Tok::Str(..)) => true,
            Some(Tok::Key(k)) => matches!(*k, "break" | "continue" | "fallthrough" | "return"),
            Some(Tok::Op(o)) => matches!(*o, "++" | "--" | ")" | "]" | "}"),
            _ => false,
        }
    }

    fn slice(&self, from: usize) -> Rc<str> {
        String::from_utf8_lossy(self.text.get(from..self.at).unwrap_or_default()).into()
    }

    fn all(&mut self) -> Result<(), Wrong> {
        if self.text.starts_with(b"\xef\xbb\xbf") {
            self.at = 3;
        }
        while self.at < self.text.len() {
            let (c, start) = (self.peek(0), self.at);
            match c {
                b'\n' => {
                    if self.ends() {
                        self.push(Tok::Semi("newline"), start);
                    }
                    self.at += 1;
                }
                b' ' | b'\t' | b'\r' => self.at += 1,
                b';' => {
                    self.push(Tok::Semi("semicolon"), start);
                    self.at += 1;
                }
                b'/' if self.peek(1) == b'/' => {
                    while self.at < self.text.len() && self.peek(0) != b'\n' {
                        self.at += 1;
                    }
                }
                b'/' if self.peek(1) == b'*' => {
                    let mut line = false;
                    self.at += 2;
                    while !(self.peek(0) == b'*' && self.peek(1) == b'/') {
                        if self.at >= self.text.len() {
                            return self.wrong(start, "comment not terminated");
                        }
                        line |= self.peek(0) == b'\n';
                        self.at += 1;
                    }
                    self.at += 2;
                    if line && self.ends() {
                        self.push(Tok::Semi("newline"), start);
                    }
                }
                b'"' | b'`' => self.string(c)?,
                b'\'' => self.character()?,
                b'0'..=b'9' => self.number()?,
                b'.' if self.peek(1).is_ascii_digit() => self.number()?,
                b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => {
                    while matches!(self.peek(0), b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9' | 0x80..)
                        && self.at < self.text.len()
                    {
                        self.at += 1;
                    }
                    let word = self.slice(start);
                    if let Some(bad) = word.chars().find(|c| !c.is_ascii() && !c.is_alphanumeric()) {
                        return self.wrong(start, &format!("invalid character U+{:04X} '{bad}'", bad as u32));
                    }
                    let tok = KEYS.iter().find(|k| **k == &*word).map_or(Tok::Name(word), |k| Tok::Key(k));
                    self.push(tok, start);
                }
                _ => {
                    let rest = self.text.get(start..).unwrap_or_default();
                    let Some(op) = OPS.iter().find(|op| rest.starts_with(op.as_bytes())) else {
                        return self.wrong(start, &format!("invalid character U+{c:04X} '{}'", c as char));
                    };
                    self.at += op.len();
                    self.push(Tok::Op(op), start);
                }
            }
        }
        let end = self.text.len();
        if self.ends() {
            self.push(Tok::Semi("EOF"), end);
        }
        self.push(Tok::Eof, end);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Wrong> {
        let start = self.at;
        let hex = self.peek(0) == b'0' && matches!(self.peek(1), b'x' | b'X' | b'b' | b'B' | b'o' | b'O');
        let mut float = false;
        if hex {
            self.at += 2;
            while self.peek(0).is_ascii_hexdigit() || self.peek(0) == b'_' {
                self.at += 1;
            }
        } else {
            loop {
                match self.peek(0) {
                    b'0'..=b'9' | b'_' => {}
                    b'.' if !float => float = true,
                    b'e' | b'E' => {
                        float = true;
                        if matches!(self.peek(1), b'+' | b'-') {
                            self.at += 1;
                        }
                    }
                    _ => break,
                }
                self.at += 1;
            }
        }
        let text: Rc<str> = self.slice(start).replace('_', "").into();
        let tok = match self.peek(0) {
            b'i' => {
                self.at += 1;
                Tok::Imag(text)
            }
            _ if float => Tok::Float(text),
            _ => Tok::Int(text),
        };
        self.push(tok, start);
        Ok(())
    }

    /// One escape, the backslash already read; a byte or a character.
    fn escape(&mut self, quote: u8, out: &mut Vec<u8>) -> Result<i32, Wrong> {
        let start = self.at - 1;
        let c = self.peek(0);
        self.at += 1;
        let simple = match c {
            b'a' => 7,
            b'b' => 8,
            b'f' => 12,
            b'n' => 10,
            b'r' => 13,
            b't' => 9,
            b'v' => 11,
            b'\\' => b'\\',
            c if c == quote => quote,
            b'0'..=b'7' | b'x' | b'u' | b'U' => {
                let (digits, radix, skip) = match c {
                    b'x' => (2, 16, 0),
                    b'u' => (4, 16, 0),
                    b'U' => (8, 16, 0),
                    _ => (3, 8, 1),
                };
                self.at -= skip;
                let text = self.text.get(self.at..self.at + digits).unwrap_or_default();
                let number = std::str::from_utf8(text).ok().and_then(|t| u32::from_str_radix(t, radix).ok());
                let Some(number) = number else { return self.wrong(start, "invalid character in escape sequence") };
                self.at += digits;
                if matches!(c, b'u' | b'U') {
                    let Some(made) = char::from_u32(number) else {
                        return self.wrong(start, "escape is invalid Unicode code point");
                    };
                    let mut four = [0; 4];
                    out.extend_from_slice(made.encode_utf8(&mut four).as_bytes());
                } else {
                    out.push(number as u8);
                }
                return Ok(number as i32);
            }
            _ => return self.wrong(start, "unknown escape"),
        };
        out.push(simple);
        Ok(i32::from(simple))
    }

    fn string(&mut self, quote: u8) -> Result<(), Wrong> {
        let start = self.at;
        let mut out = Vec::new();
        self.at += 1;
        loop {
            let c = self.peek(0);
            if self.at >= self.text.len() {
                return self.wrong(start, "string not terminated");
            }
            self.at += 1;
            match c {
                c if c == quote => break,
                b'\n' if quote == b'"' => return self.wrong(start, "newline in string"),
                b'\\' if quote == b'"' => {
                    self.escape(quote, &mut out)?;
                }
                b'\r' if quote == b'`' => {}
                c => out.push(c),
            }
        }
        let text = self.slice(start);
        self.push(Tok::Str(out.into(), text), start);
        Ok(())
    }

    fn character(&mut self) -> Result<(), Wrong> {
        let start = self.at;
        self.at += 1;
        let value = match self.peek(0) {
            b'\\' => {
                self.at += 1;
                self.escape(b'\'', &mut Vec::new())?
            }
            b'\'' => return self.wrong(start, "empty rune literal or unescaped ' in rune literal"),
            b'\n' | 0 => return self.wrong(start, "rune literal not terminated"),
            _ => {
                let rest = String::from_utf8_lossy(
                    self.text.get(self.at..self.text.len().min(self.at + 4)).unwrap_or_default(),
                )
                .into_owned();
                let c = rest.chars().next().unwrap_or('\0');
                self.at += c.len_utf8();
                c as i32
            }
        };
        if self.peek(0) != b'\'' {
            return self.wrong(start, "more than one character in rune literal");
        }
        self.at += 1;
        let text = self.slice(start);
        self.push(Tok::Char(value, text), start);
        Ok(())
    }
}
