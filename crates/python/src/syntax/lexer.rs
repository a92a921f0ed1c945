//! Text to tokens, with INDENT and DEDENT, and f-strings taken apart (PEP 701).

use super::SyntaxError;
use super::ast::Span;
use num_bigint::BigInt;
use std::rc::Rc;

#[derive(Clone, Debug)]
pub enum Tok {
    Name(Rc<str>),
    Int(i64),
    Big(BigInt),
    Float(f64),
    Imag(f64),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    FString(Vec<Piece>),
    Op(&'static str),
    Newline,
    Indent,
    Dedent,
    End,
}

/// A part of an f-string.
#[derive(Clone, Debug)]
pub enum Piece {
    Text(String),
    /// The tokens of the expression (ending with `End`), its text if `=` follows, the conversion and the format.
    Value {
        tokens: Vec<Token>,
        shown: Option<String>,
        conversion: Option<char>,
        spec: Vec<Piece>,
        has_spec: bool,
    },
}

#[derive(Clone, Debug)]
pub struct Token {
    pub tok: Tok,
    pub span: Span,
}

const OPS: [&str; 47] = [
    "**=", "//=", ">>=", "<<=", "...", "**", "//", ">>", "<<", "<=", ">=", "==", "!=", "->", "+=", "-=", "*=", "/=",
    "%=", "&=", "|=", "^=", "@=", ":=", "+", "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">", "(", ")", "[", "]",
    "{", "}", ",", ":", ".", ";", "=",
];

pub struct Lexer {
    text: Vec<char>,
    at: usize,
    line: u32,
    line_start: usize,
    brackets: Vec<(char, Span)>,
    indents: Vec<(u32, u32)>,
    depth: u32,
    pub out: Vec<Token>,
}

type Lexed<T> = Result<T, SyntaxError>;

fn is_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

impl Lexer {
    pub fn new(source: &str) -> Lexer {
        let source = source.strip_prefix('\u{feff}').unwrap_or(source);
        let text = source.replace("\r\n", "\n").replace('\r', "\n").chars().collect();
        Lexer { text, at: 0, line: 1, line_start: 0, brackets: vec![], indents: vec![(0, 0)], depth: 0, out: vec![] }
    }

    fn peek(&self) -> char {
        self.text.get(self.at).copied().unwrap_or('\0')
    }
    fn peek_at(&self, n: usize) -> char {
        self.text.get(self.at + n).copied().unwrap_or('\0')
    }
    fn done(&self) -> bool {
        self.at >= self.text.len()
    }
    fn col(&self) -> u32 {
        (self.at - self.line_start.min(self.at)) as u32
    }
    fn bump(&mut self) -> char {
        let c = self.peek();
        self.at += 1;
        if c == '\n' {
            self.line += 1;
            self.line_start = self.at;
        }
        c
    }
    fn point(&self) -> Span {
        Span { line: self.line, col: self.col(), end_line: self.line, end_col: self.col() + 1 }
    }
    fn here(&self) -> Span {
        Span { line: self.line, col: self.col(), end_line: self.line, end_col: self.col() }
    }
    fn since(&self, start: Span) -> Span {
        Span { end_line: self.line, end_col: self.col(), ..start }
    }
    fn push(&mut self, tok: Tok, start: Span) {
        let span = self.since(start);
        self.out.push(Token { tok, span });
    }
    fn fail<T>(&self, message: impl Into<String>, span: Span) -> Lexed<T> {
        Err(SyntaxError::new(message, span))
    }

    /// Reads everything. The last token is `End`.
    pub fn run(mut self) -> Lexed<Vec<Token>> {
        let mut fresh = true;
        loop {
            if fresh && self.brackets.is_empty() {
                fresh = false;
                if !self.indentation()? {
                    fresh = true;
                    if self.done() {
                        break;
                    }
                    continue;
                }
            }
            self.blanks()?;
            if self.done() {
                break;
            }
            if self.peek() == '\n' {
                let start = self.here();
                if self.brackets.is_empty() {
                    let span = Span { end_col: start.col + 1, ..start };
                    self.bump();
                    self.out.push(Token { tok: Tok::Newline, span });
                    fresh = true;
                } else {
                    self.bump();
                }
                continue;
            }
            self.token()?;
        }
        if let Some((open, span)) = self.brackets.last() {
            return self.fail(format!("'{open}' was never closed"), Span { end_col: span.col + 1, ..*span });
        }
        let mut end = self.here();
        if let Some(last) = self.out.last()
            && !matches!(last.tok, Tok::Newline | Tok::Dedent | Tok::Indent)
        {
            self.out.push(Token { tok: Tok::Newline, span: Span { end_col: end.col + 1, ..end } });
            end = Span { line: end.line + 1, col: 0, end_line: end.line + 1, end_col: 0 };
        }
        while self.indents.len() > 1 {
            self.indents.pop();
            self.out.push(Token { tok: Tok::Dedent, span: end });
        }
        self.out.push(Token { tok: Tok::End, span: end });
        Ok(self.out)
    }

    /// At the start of a line; false if the line holds nothing (and is then consumed).
    fn indentation(&mut self) -> Lexed<bool> {
        let (mut width, mut alt) = (0u32, 0u32);
        loop {
            match self.peek() {
                ' ' => {
                    width += 1;
                    alt += 1;
                }
                '\t' => {
                    width = (width / 8 + 1) * 8;
                    alt += 1;
                }
                '\u{c}' => {
                    width = 0;
                    alt = 0;
                }
                _ => break,
            }
            self.at += 1;
        }
        if self.peek() == '#' {
            while !self.done() && self.peek() != '\n' {
                self.at += 1;
            }
        }
        if self.done() {
            return Ok(false);
        }
        if self.peek() == '\n' {
            self.bump();
            return Ok(false);
        }
        let here = self.here();
        let (top, top_alt) = self.indents.last().copied().unwrap_or((0, 0));
        let tab = SyntaxError {
            class: "TabError",
            message: "inconsistent use of tabs and spaces in indentation".into(),
            span: here,
        };
        if width == top {
            if alt != top_alt {
                return Err(tab);
            }
        } else if width > top {
            if alt <= top_alt {
                return Err(tab);
            }
            if self.indents.len() >= 100 {
                return Err(SyntaxError {
                    class: "IndentationError",
                    message: "too many levels of indentation".into(),
                    span: here,
                });
            }
            self.indents.push((width, alt));
            let span = Span { col: 0, ..here };
            self.out.push(Token { tok: Tok::Indent, span });
        } else {
            while self.indents.last().is_some_and(|(w, _)| *w > width) {
                self.indents.pop();
                self.out.push(Token { tok: Tok::Dedent, span: here });
            }
            if self.indents.last().is_some_and(|(w, _)| *w != width) {
                let length = self.line_length();
                return Err(SyntaxError {
                    class: "IndentationError",
                    message: "unindent does not match any outer indentation level".into(),
                    span: Span { col: length, end_col: length + 1, ..here },
                });
            }
        }
        Ok(true)
    }

    fn line_length(&self) -> u32 {
        let mut end = self.at;
        while self.text.get(end).is_some_and(|c| *c != '\n') {
            end += 1;
        }
        (end - self.line_start) as u32
    }

    fn blanks(&mut self) -> Lexed<()> {
        loop {
            match self.peek() {
                ' ' | '\t' | '\u{c}' if !self.done() => self.at += 1,
                '#' => {
                    while !self.done() && self.peek() != '\n' {
                        self.at += 1;
                    }
                }
                '\\' => {
                    if self.peek_at(1) == '\n' {
                        self.bump();
                        self.bump();
                        if self.done() {
                            return self.fail("unexpected EOF while parsing", self.point());
                        }
                    } else {
                        self.at += 1;
                        let span = self.point();
                        return self.fail("unexpected character after line continuation character", span);
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    fn token(&mut self) -> Lexed<()> {
        let start = self.here();
        let c = self.peek();
        if is_start(c) {
            let from = self.at;
            let mut ahead = 0;
            while ahead < 3 && matches!(self.peek_at(ahead), 'r' | 'R' | 'b' | 'B' | 'f' | 'F' | 'u' | 'U') {
                ahead += 1;
            }
            if matches!(self.peek_at(ahead), '"' | '\'') && ahead <= 2 {
                let prefix: String = self.text[from..from + ahead].iter().collect::<String>().to_lowercase();
                if matches!(prefix.as_str(), "r" | "b" | "f" | "u" | "rb" | "br" | "rf" | "fr") {
                    self.at += ahead;
                    return self.string(start, &prefix);
                }
            }
            while is_start(self.peek()) || self.peek().is_numeric() || self.peek() == '\u{301}' {
                self.at += 1;
            }
            let name: String = self.text[from..self.at].iter().collect();
            self.push(Tok::Name(name.into()), start);
            return Ok(());
        }
        if c.is_ascii_digit() || (c == '.' && self.peek_at(1).is_ascii_digit()) {
            return self.number(start);
        }
        if c == '"' || c == '\'' {
            return self.string(start, "");
        }
        for op in OPS {
            let n = op.len();
            if op.chars().enumerate().all(|(i, o)| self.peek_at(i) == o) {
                match c {
                    '(' | '[' | '{' => {
                        if self.brackets.len() >= 200 {
                            return self.fail("too many nested parentheses", self.point());
                        }
                        self.brackets.push((c, start));
                    }
                    ')' | ']' | '}' => {
                        let Some((open, at)) = self.brackets.pop() else {
                            return self.fail(format!("unmatched '{c}'"), self.point());
                        };
                        let fits = matches!((open, c), ('(', ')') | ('[', ']') | ('{', '}'));
                        if !fits {
                            let tail =
                                if at.line != self.line { format!(" on line {}", at.line) } else { String::new() };
                            return self.fail(
                                format!("closing parenthesis '{c}' does not match opening parenthesis '{open}'{tail}"),
                                self.point(),
                            );
                        }
                    }
                    _ => {}
                }
                self.at += n;
                self.push(Tok::Op(op), start);
                return Ok(());
            }
        }
        if c == '!' || c == '$' || c == '?' || c == '`' {
            return self.fail("invalid syntax", self.point());
        }
        let code = c as u32;
        if code < 0x20 || code == 0x7f {
            return self.fail(format!("invalid non-printable character U+{code:04X}"), self.point());
        }
        if c == '\u{a0}' || c == '\u{200b}' || c == '\u{feff}' {
            return self.fail(format!("invalid non-printable character U+{code:04X}"), self.point());
        }
        self.fail(format!("invalid character '{c}' (U+{code:04X})"), self.point())
    }

    fn digits(&mut self, into: &mut String, ok: fn(char) -> bool) {
        loop {
            let c = self.peek();
            if ok(c) {
                into.push(c);
                self.at += 1;
            } else if c == '_' && ok(self.peek_at(1)) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn number(&mut self, start: Span) -> Lexed<()> {
        let mut text = String::new();
        let radix = match (self.peek(), self.peek_at(1).to_ascii_lowercase()) {
            ('0', 'x') => 16,
            ('0', 'o') => 8,
            ('0', 'b') => 2,
            _ => 10,
        };
        let tok = if radix != 10 {
            self.at += 2;
            if self.peek() == '_' {
                self.at += 1;
            }
            let (name, ok): (&str, fn(char) -> bool) = match radix {
                16 => ("hexadecimal", |c| c.is_ascii_hexdigit()),
                8 => ("octal", |c| ('0'..='7').contains(&c)),
                _ => ("binary", |c| c == '0' || c == '1'),
            };
            self.digits(&mut text, ok);
            if self.peek().is_ascii_digit() {
                return self.fail(format!("invalid digit '{}' in {name} literal", self.peek()), self.point());
            }
            if text.is_empty() {
                return self.fail(format!("invalid {name} literal"), self.since(start));
            }
            self.integer(&text, radix)
        } else {
            self.digits(&mut text, |c| c.is_ascii_digit());
            let mut float = false;
            if self.peek() == '.' {
                float = true;
                text.push('.');
                self.at += 1;
                self.digits(&mut text, |c| c.is_ascii_digit());
            }
            let sign = matches!(self.peek_at(1), '+' | '-');
            if matches!(self.peek(), 'e' | 'E')
                && (self.peek_at(1).is_ascii_digit() || (sign && self.peek_at(2).is_ascii_digit()))
            {
                float = true;
                text.push('e');
                self.at += 1;
                if sign {
                    text.push(self.peek());
                    self.at += 1;
                }
                self.digits(&mut text, |c| c.is_ascii_digit());
            }
            if matches!(self.peek(), 'j' | 'J') {
                self.at += 1;
                Tok::Imag(text.parse().unwrap_or(0.0))
            } else if float {
                Tok::Float(text.parse().unwrap_or(0.0))
            } else {
                if text.len() > 1 && text.starts_with('0') && text.chars().any(|c| c != '0') {
                    return self.fail(
                        "leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers",
                        Span { end_col: start.col + 1, ..start },
                    );
                }
                self.integer(&text, 10)
            }
        };
        if is_start(self.peek()) || (self.peek() == '_') {
            let rest: String = self.text[self.at..].iter().take(8).take_while(|c| c.is_alphanumeric()).collect();
            let keyword = ["and", "else", "for", "if", "in", "is", "not", "or"].contains(&rest.as_str());
            if !keyword {
                let kind = match radix {
                    16 => "hexadecimal",
                    8 => "octal",
                    2 => "binary",
                    _ => "decimal",
                };
                let end = self.col();
                return self.fail(
                    format!("invalid {kind} literal"),
                    Span { line: self.line, col: end.saturating_sub(1), end_line: self.line, end_col: end },
                );
            }
        }
        self.push(tok, start);
        Ok(())
    }

    fn integer(&self, digits: &str, radix: u32) -> Tok {
        if let Ok(n) = i64::from_str_radix(digits, radix) {
            return Tok::Int(n);
        }
        BigInt::parse_bytes(digits.as_bytes(), radix).map_or(Tok::Int(0), Tok::Big)
    }

    fn string(&mut self, start: Span, prefix: &str) -> Lexed<()> {
        let quote = self.peek();
        let triple = self.peek_at(1) == quote && self.peek_at(2) == quote;
        self.at += if triple { 3 } else { 1 };
        let raw = prefix.contains('r');
        if prefix.contains('f') {
            if self.depth > 100 {
                return self.fail("f-string: expressions nested too deeply", start);
            }
            self.depth += 1;
            let pieces = self.fstring(start, quote, triple, raw, false)?;
            self.depth -= 1;
            self.push(Tok::FString(pieces), start);
            return Ok(());
        }
        let bytes = prefix.contains('b');
        let mut text = String::new();
        let mut data: Vec<u8> = Vec::new();
        loop {
            if self.done() || (!triple && self.peek() == '\n') {
                return self.unterminated(start, triple, "");
            }
            if self.peek() == quote && (!triple || (self.peek_at(1) == quote && self.peek_at(2) == quote)) {
                self.at += if triple { 3 } else { 1 };
                break;
            }
            let c = self.bump();
            if c == '\\' && raw {
                let next = self.bump();
                if bytes {
                    data.push(b'\\');
                    data.push(next as u8);
                } else {
                    text.push('\\');
                    text.push(next);
                }
            } else if c == '\\' {
                if bytes {
                    self.escape_bytes(&mut data, start)?;
                } else {
                    self.escape(&mut text, start)?;
                }
            } else if bytes {
                if !c.is_ascii() {
                    let span = self.since(start);
                    return self.fail("bytes can only contain ASCII literal characters", span);
                }
                data.push(c as u8);
            } else {
                text.push(c);
            }
        }
        if bytes {
            self.push(Tok::Bytes(data.into()), start)
        } else {
            self.push(Tok::Str(text.into()), start)
        }
        Ok(())
    }

    fn unterminated<T>(&self, start: Span, triple: bool, kind: &str) -> Lexed<T> {
        let what = if triple { "unterminated triple-quoted" } else { "unterminated" };
        let mut line = self.line;
        if triple && self.col() == 0 && line > 1 {
            line -= 1;
        }
        let what = if kind.is_empty() { format!("{what} string literal") } else { format!("{what} f-string literal") };
        self.fail(
            format!("{what} (detected at line {line})"),
            Span { end_line: start.line, end_col: start.col + 1, ..start },
        )
    }

    fn escape_bytes(&mut self, data: &mut Vec<u8>, start: Span) -> Lexed<()> {
        let c = self.bump();
        match c {
            'x' => {
                let hex: String = [self.peek(), self.peek_at(1)].iter().collect();
                let Ok(n) = u8::from_str_radix(&hex, 16) else {
                    let span = self.since(start);
                    return self.fail("(value error) invalid \\x escape at position 0", span);
                };
                self.at += 2;
                data.push(n);
            }
            '0'..='7' => data.push(self.octal(c) as u8),
            _ => {
                let mut text = String::new();
                self.at -= 1;
                if c == '\n' {
                    self.at += 1;
                } else if matches!(c, 'u' | 'U' | 'N') {
                    self.at += 1;
                    text.push('\\');
                    text.push(c);
                } else {
                    self.escape(&mut text, start)?;
                }
                data.extend(text.bytes());
            }
        }
        Ok(())
    }

    fn octal(&mut self, first: char) -> u32 {
        let mut n = first.to_digit(8).unwrap_or(0);
        for _ in 0..2 {
            let Some(d) = self.peek().to_digit(8) else { break };
            n = n * 8 + d;
            self.at += 1;
        }
        n
    }

    fn escape(&mut self, text: &mut String, start: Span) -> Lexed<()> {
        let c = self.bump();
        let width = match c {
            '\n' => return Ok(()),
            '\\' | '\'' | '"' => {
                text.push(c);
                return Ok(());
            }
            'n' => 0x0a,
            'r' => 0x0d,
            't' => 0x09,
            'a' => 0x07,
            'b' => 0x08,
            'f' => 0x0c,
            'v' => 0x0b,
            '0'..='7' => self.octal(c),
            'x' | 'u' | 'U' => {
                let n = match c {
                    'x' => 2,
                    'u' => 4,
                    _ => 8,
                };
                let mut hex = String::new();
                while hex.len() < n && self.peek().is_ascii_hexdigit() {
                    hex.push(self.peek());
                    self.at += 1;
                }
                if hex.len() < n {
                    let shape = match c {
                        'x' => "truncated \\xXX",
                        'u' => "truncated \\uXXXX",
                        _ => "truncated \\UXXXXXXXX",
                    };
                    let span = self.since(start);
                    return self.fail(
                        format!(
                            "(unicode error) 'unicodeescape' codec can't decode bytes in position 0-{}: {shape} escape",
                            hex.len() + 1
                        ),
                        Span { end_line: start.line, end_col: span.end_col, ..start },
                    );
                }
                u32::from_str_radix(&hex, 16).unwrap_or(0xfffd)
            }
            'N' if self.peek() == '{' => {
                let mut name = String::new();
                while !self.done() && self.peek() != '}' && self.peek() != '\n' {
                    name.push(self.bump());
                }
                self.bump();
                let known: &[(&str, char)] = &[
                    ("{BULLET", '•'),
                    ("{EM DASH", '—'),
                    ("{EN DASH", '–'),
                    ("{SNOWMAN", '☃'),
                    ("{CHECK MARK", '✓'),
                    ("{EURO SIGN", '€'),
                    ("{DEGREE SIGN", '°'),
                    ("{NO-BREAK SPACE", '\u{a0}'),
                    ("{GREEK SMALL LETTER PI", 'π'),
                ];
                match known.iter().find(|(n, _)| *n == name.to_uppercase()) {
                    Some((_, c)) => *c as u32,
                    None => {
                        let span = self.since(start);
                        return self.fail("drydock: this \\N{...} name is not simulated", span);
                    }
                }
            }
            _ => {
                text.push('\\');
                text.push(c);
                return Ok(());
            }
        };
        text.push(char::from_u32(width).unwrap_or('\u{fffd}'));
        Ok(())
    }

    /// After the opening quotes, or (in a format) after the colon.
    fn fstring(&mut self, start: Span, quote: char, triple: bool, raw: bool, spec: bool) -> Lexed<Vec<Piece>> {
        let mut pieces = Vec::new();
        let mut text = String::new();
        loop {
            if self.done() || (!triple && self.peek() == '\n') {
                if spec {
                    return self.fail("f-string: expecting '}'", start);
                }
                return self.unterminated(start, triple, "f");
            }
            let c = self.peek();
            if spec && c == '}' {
                break;
            }
            if !spec && c == quote && (!triple || (self.peek_at(1) == quote && self.peek_at(2) == quote)) {
                self.at += if triple { 3 } else { 1 };
                break;
            }
            if spec && c == quote && (!triple || (self.peek_at(1) == quote && self.peek_at(2) == quote)) {
                return self.fail("f-string: expecting '}'", self.point());
            }
            match c {
                '{' if self.peek_at(1) == '{' && !spec => {
                    self.at += 2;
                    text.push('{');
                }
                '}' if self.peek_at(1) == '}' => {
                    self.at += 2;
                    text.push('}');
                }
                '}' => {
                    let span = self.point();
                    return self.fail("f-string: single '}' is not allowed", span);
                }
                '{' => {
                    if !text.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut text)));
                    }
                    let value = self.fvalue(start, quote, triple, raw)?;
                    if let Piece::Value { shown: Some(shown), .. } = &value {
                        pieces.push(Piece::Text(shown.clone()));
                    }
                    pieces.push(value);
                }
                '\\' if !raw => {
                    self.bump();
                    if self.peek() == '{' || self.peek() == '}' {
                        text.push('\\');
                    } else {
                        self.escape(&mut text, start)?;
                    }
                }
                _ => {
                    text.push(self.bump());
                }
            }
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text));
        }
        Ok(pieces)
    }

    fn fvalue(&mut self, start: Span, quote: char, triple: bool, raw: bool) -> Lexed<Piece> {
        let brace = self.here();
        self.bump();
        let from = self.at;
        let outer = std::mem::take(&mut self.out);
        let outer_brackets = std::mem::take(&mut self.brackets);
        let shown;
        loop {
            while matches!(self.peek(), ' ' | '\t' | '\n') && !self.done() {
                self.bump();
            }
            if self.peek() == '#' && triple {
                while !self.done() && self.peek() != '\n' {
                    self.at += 1;
                }
                continue;
            }
            if self.done() {
                return if self.brackets.is_empty() {
                    self.fail("f-string: expecting '}'", brace)
                } else {
                    self.unterminated(start, triple, "f")
                };
            }
            let c = self.peek();
            if self.brackets.is_empty() {
                if c == '}' || c == ':' || (c == '!' && self.peek_at(1) != '=') {
                    shown = None;
                    break;
                }
                if c == '=' && self.peek_at(1) != '=' {
                    let mut ahead = 1;
                    while matches!(self.peek_at(ahead), ' ' | '\t') {
                        ahead += 1;
                    }
                    if matches!(self.peek_at(ahead), '}' | ':' | '!') {
                        self.at += ahead;
                        shown = Some(self.text[from..self.at].iter().collect::<String>());
                        break;
                    }
                }
                if c == quote
                    && !triple
                    && matches!(self.out.last().map(|t| &t.tok), Some(Tok::Name(_) | Tok::Int(_) | Tok::Op(")" | "]")))
                {
                    return self.fail("f-string: expecting '}'", brace);
                }
            }
            if c == ')' || c == ']' || c == '}' {
                if self.brackets.is_empty() {
                    return self.fail(format!("f-string: unmatched '{c}'"), self.point());
                }
            }
            self.token()?;
        }
        if self.out.is_empty() {
            let what = match self.peek() {
                '!' => "f-string: valid expression required before '!'",
                ':' => "f-string: valid expression required before ':'",
                _ => "f-string: valid expression required before '}'",
            };
            return self.fail(what, self.point());
        }
        let end = self.here();
        self.out.push(Token { tok: Tok::End, span: end });
        let tokens = std::mem::replace(&mut self.out, outer);
        self.brackets = outer_brackets;
        let mut conversion = None;
        if self.peek() == '!' {
            self.bump();
            let c = self.peek();
            if !matches!(c, 'r' | 's' | 'a') {
                return self.fail(
                    format!("f-string: invalid conversion character '{c}': expected 's', 'r', or 'a'"),
                    self.point(),
                );
            }
            conversion = Some(c);
            self.bump();
        }
        let mut spec = Vec::new();
        let mut has_spec = false;
        if self.peek() == ':' {
            self.bump();
            has_spec = true;
            if self.depth > 20 {
                return self.fail("f-string: expressions nested too deeply", start);
            }
            self.depth += 1;
            spec = self.fstring(start, quote, triple, raw, true)?;
            self.depth -= 1;
        }
        if self.peek() != '}' {
            return self.fail("f-string: expecting '}'", self.point());
        }
        self.bump();
        Ok(Piece::Value { tokens, shown, conversion, spec, has_spec })
    }
}
