//! Text to tokens (C11 6.4): lines are spliced, comments dropped, places kept for the messages.

use std::rc::Rc;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pos {
    /// An index of `Sources::files`.
    pub file: u16,
    pub line: u32,
    pub col: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Tok {
    Ident(Rc<str>),
    Num(Rc<str>),
    Str(Rc<[u8]>),
    Char(i64),
    Punct(&'static str),
    /// A character that no token begins with.
    Stray(char),
    End,
}

#[derive(Clone, Debug)]
pub struct Token {
    pub tok: Tok,
    pub pos: Pos,
    pub len: u32,
    /// The token as it was written.
    pub text: Rc<str>,
    pub space: bool,
    /// First of its line.
    pub bol: bool,
    /// Macros that this token came out of, which it may not call again.
    pub hide: Hide,
}

/// A list of names that shares its tail.
pub type Hide = Option<Rc<Hidden>>;

#[derive(Debug)]
pub struct Hidden {
    pub name: Rc<str>,
    pub rest: Hide,
}

const PUNCT: [&str; 55] = [
    "...", "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "*=", "/=", "%=", "+=", "-=", "&=",
    "^=", "|=", "##", "{", "}", "(", ")", "[", "]", ".", "&", "*", "+", "-", "~", "!", "/", "%", "<", ">", "^", "|", "?", ":",
    ";", "=", ",", "#", "<:", ":>", "<%", "%>", "%:", "@", "\\",
];

impl Token {
    pub fn is(&self, punct: &str) -> bool {
        matches!(self.tok, Tok::Punct(p) if p == punct)
    }
    pub fn word(&self) -> Option<&Rc<str>> {
        match &self.tok {
            Tok::Ident(name) => Some(name),
            _ => None,
        }
    }
    pub fn is_word(&self, word: &str) -> bool {
        self.word().is_some_and(|w| &**w == word)
    }
}

/// What can be wrong with a text before it is C.
pub struct Bad {
    pub pos: Pos,
    pub text: String,
}

/// Cuts a text into tokens.
pub fn lex(file: u16, text: &str) -> (Vec<Token>, Option<Bad>) {
    let src: Vec<char> = text.chars().collect();
    let mut out = Vec::new();
    let (mut at, mut line, mut col) = (0, 1, 1);
    let (mut bol, mut space) = (true, false);
    let mut bad = None;
    let get = |at: usize| src.get(at).copied().unwrap_or('\0');
    while at < src.len() {
        let c = get(at);
        let start = at;
        let pos = Pos { file, line, col };
        if c == '\\' && (get(at + 1) == '\n' || get(at + 1) == '\r' && get(at + 2) == '\n') {
            at += if get(at + 1) == '\n' { 2 } else { 3 };
            line += 1;
            col = 1;
            continue;
        }
        if c == '\n' {
            at += 1;
            line += 1;
            col = 1;
            bol = true;
            space = false;
            continue;
        }
        if c.is_whitespace() {
            at += 1;
            col += 1;
            space = true;
            continue;
        }
        if c == '/' && get(at + 1) == '/' {
            while at < src.len() && get(at) != '\n' {
                at += 1;
            }
            continue;
        }
        if c == '/' && get(at + 1) == '*' {
            at += 2;
            col += 2;
            while at < src.len() && !(get(at) == '*' && get(at + 1) == '/') {
                if get(at) == '\n' {
                    line += 1;
                    col = 0;
                }
                col += 1;
                at += 1;
            }
            if at >= src.len() {
                bad = Some(Bad {
                    pos,
                    text: "unterminated comment".into(),
                });
                break;
            }
            at += 2;
            col += 2;
            space = true;
            continue;
        }
        let tok = if c.is_alphabetic() || c == '_' || c == '$' {
            while get(at).is_alphanumeric() || get(at) == '_' || get(at) == '$' {
                at += 1;
            }
            let wide = matches!(get(start), 'L' | 'u' | 'U') && at == start + 1 && matches!(get(at), '"' | '\'');
            if wide {
                Tok::Stray(c)
            } else {
                Tok::Ident(src.get(start..at).unwrap_or_default().iter().collect::<String>().into())
            }
        } else if c.is_ascii_digit() || c == '.' && get(at + 1).is_ascii_digit() {
            while get(at).is_alphanumeric()
                || get(at) == '.'
                || get(at) == '_'
                || matches!(get(at), '+' | '-')
                    && matches!(get(at - 1), 'e' | 'E' | 'p' | 'P')
                    && !(get(start + 1) == 'x' && matches!(get(at - 1), 'e' | 'E'))
            {
                at += 1;
            }
            Tok::Num(src.get(start..at).unwrap_or_default().iter().collect::<String>().into())
        } else if c == '"' || c == '\'' {
            let mut bytes = Vec::new();
            at += 1;
            let mut closed = false;
            while at < src.len() && get(at) != '\n' {
                if get(at) == c {
                    closed = true;
                    at += 1;
                    break;
                }
                if get(at) == '\\' && get(at + 1) == '\n' {
                    at += 2;
                    line += 1;
                } else if get(at) == '\\' {
                    at += 1;
                    at = escape(&src, at, &mut bytes);
                } else {
                    let mut buffer = [0; 4];
                    bytes.extend_from_slice(get(at).encode_utf8(&mut buffer).as_bytes());
                    at += 1;
                }
            }
            if !closed && bad.is_none() && c == '"' {
                bad = Some(Bad {
                    pos,
                    text: "missing terminating \" character".into(),
                });
            } else if !closed && bad.is_none() {
                bad = Some(Bad {
                    pos,
                    text: "missing terminating ' character".into(),
                });
            }
            if c == '"' {
                Tok::Str(bytes.into())
            } else {
                Tok::Char(bytes.iter().fold(0_i64, |n, b| n << 8 | i64::from(*b)).pipe(|n| {
                    if bytes.len() == 1 {
                        i64::from(n as u8 as i8)
                    } else {
                        i64::from(n as i32)
                    }
                }))
            }
        } else {
            let found = PUNCT.iter().find(|p| p.chars().enumerate().all(|(i, ch)| get(at + i) == ch));
            match found {
                Some(p) if !matches!(*p, "@" | "\\") => {
                    at += p.len();
                    Tok::Punct(match *p {
                        "<:" => "[",
                        ":>" => "]",
                        "<%" => "{",
                        "%>" => "}",
                        "%:" => "#",
                        p => p,
                    })
                }
                _ => {
                    at += 1;
                    Tok::Stray(c)
                }
            }
        };
        let text: String = src.get(start..at).unwrap_or_default().iter().collect();
        let len = (at - start) as u32;
        col += len;
        out.push(Token {
            tok,
            pos,
            len,
            text: text.into(),
            space,
            bol,
            hide: None,
        });
        bol = false;
        space = false;
    }
    out.push(Token {
        tok: Tok::End,
        pos: Pos { file, line, col },
        len: 1,
        text: "".into(),
        space: false,
        bol: true,
        hide: None,
    });
    (out, bad)
}

trait Pipe: Sized {
    fn pipe<T>(self, f: impl FnOnce(Self) -> T) -> T {
        f(self)
    }
}
impl Pipe for i64 {}

fn escape(src: &[char], mut at: usize, bytes: &mut Vec<u8>) -> usize {
    let get = |at: usize| src.get(at).copied().unwrap_or('\0');
    let c = get(at);
    at += 1;
    let simple = match c {
        'n' => 10,
        't' => 9,
        'r' => 13,
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'v' => 11,
        'e' => 27,
        '0'..='7' => {
            let mut n = c.to_digit(8).unwrap_or(0);
            for _ in 0..2 {
                let Some(d) = get(at).to_digit(8) else { break };
                n = n * 8 + d;
                at += 1;
            }
            n as u8
        }
        'x' => {
            let mut n = 0_u32;
            while let Some(d) = get(at).to_digit(16) {
                n = n.wrapping_mul(16).wrapping_add(d);
                at += 1;
            }
            n as u8
        }
        other => {
            let mut buffer = [0; 4];
            bytes.extend_from_slice(other.encode_utf8(&mut buffer).as_bytes());
            return at;
        }
    };
    bytes.push(simple);
    at
}
