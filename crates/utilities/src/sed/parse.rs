//! sed's scripts: addresses, commands, and the parts of `s`.

use crate::regex::{Regex, Syntax};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub enum Address {
    Line(u64),
    Last,
    /// `None` stands for the last pattern used.
    Regex(Option<Regex>),
    Step(u64, u64),
    Plus(u64),
    Multiple(u64),
}

#[derive(Clone, Debug)]
pub enum Piece {
    Text(Vec<u8>),
    Group(usize),
    /// `\U` (true), `\L` (false), `\E` (none).
    Case(Option<bool>),
    CaseOnce(bool),
}

#[derive(Clone, Debug)]
pub struct Substitution {
    pub regex: Option<Regex>,
    pub replacement: Vec<Piece>,
    pub global: bool,
    pub print: bool,
    pub number: u64,
    pub write: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// `{`: where the block ends.
    Block(usize),
    Close,
    Label,
    LineNumber,
    Append(Vec<u8>),
    Insert(Vec<u8>),
    Change(Vec<u8>),
    Branch(usize),
    BranchIf(usize),
    BranchUnless(usize),
    Delete,
    DeleteFirst,
    Get,
    GetAppend,
    Hold,
    HoldAppend,
    Exchange,
    List(usize),
    Next,
    NextAppend,
    Print,
    PrintFirst,
    Quit(i32, bool),
    ReadFile(String),
    Write(String),
    WriteFirst(String),
    Substitute(Box<Substitution>),
    Translate(Vec<u8>),
    Zap,
}

#[derive(Clone, Debug)]
pub struct Command {
    pub from: Option<Address>,
    pub to: Option<Address>,
    pub negated: bool,
    pub kind: Kind,
}

struct Parser<'a> {
    text: &'a [u8],
    at: usize,
    extended: bool,
    gnu: bool,
}

type Failure = (usize, String);

/// The commands of a script. Errors: the character it fails at, and the message.
pub fn script(text: &str, extended: bool, gnu: bool) -> Result<Vec<Command>, Failure> {
    let mut parser = Parser {
        text: text.as_bytes(),
        at: 0,
        extended,
        gnu,
    };
    let mut commands: Vec<Command> = Vec::new();
    let mut labels: BTreeMap<String, usize> = BTreeMap::new();
    let mut branches: Vec<(usize, String)> = Vec::new();
    let mut blocks: Vec<usize> = Vec::new();
    loop {
        parser.skip(b" \t\n;");
        if parser.peek().is_none() {
            break;
        }
        let (from, to) = parser.addresses()?;
        parser.skip(b" \t");
        let mut negated = false;
        while parser.peek() == Some(b'!') {
            negated = true;
            parser.at += 1;
            parser.skip(b" \t");
        }
        let Some(letter) = parser.peek() else {
            return parser.fail("missing command", "missing command");
        };
        parser.at += 1;
        let kind = match letter {
            b'#' => {
                while parser.peek().is_some_and(|b| b != b'\n') {
                    parser.at += 1;
                }
                continue;
            }
            b'{' => {
                blocks.push(commands.len());
                Kind::Block(0)
            }
            b'}' => {
                let Some(open) = blocks.pop() else {
                    if !gnu {
                        // busybox minds neither a brace too many nor one too few.
                        parser.finish()?;
                        continue;
                    }
                    return parser.fail("unexpected '}'", "unexpected `}'");
                };
                let end = commands.len() + 1;
                if let Some(command) = commands.get_mut(open) {
                    command.kind = Kind::Block(end);
                }
                parser.finish()?;
                Kind::Close
            }
            b':' => {
                let label = parser.label();
                if label.is_empty() {
                    return parser.fail("no label", "\":\" lacks a label");
                }
                labels.insert(label, commands.len());
                Kind::Label
            }
            b'b' | b't' | b'T' => {
                let label = parser.label();
                branches.push((commands.len(), label));
                match letter {
                    b'b' => Kind::Branch(0),
                    b't' => Kind::BranchIf(0),
                    _ => Kind::BranchUnless(0),
                }
            }
            b'a' | b'i' | b'c' => {
                let text = parser.text_argument()?;
                match letter {
                    b'a' => Kind::Append(text),
                    b'i' => Kind::Insert(text),
                    _ => Kind::Change(text),
                }
            }
            b'r' | b'w' | b'W' | b'R' => {
                let name = parser.file_name()?;
                match letter {
                    b'r' => Kind::ReadFile(name),
                    b'w' => Kind::Write(name),
                    b'W' => Kind::WriteFirst(name),
                    _ => return parser.fail("drydock: R is not simulated", "drydock: the R command is not simulated"),
                }
            }
            b's' => Kind::Substitute(Box::new(parser.substitution()?)),
            b'y' => Kind::Translate(parser.translation()?),
            b'q' | b'Q' | b'l' => {
                parser.skip(b" \t");
                let number = parser.number().filter(|_| gnu || letter == b'l');
                parser.finish()?;
                match letter {
                    // busybox takes the command and does nothing.
                    b'l' if !gnu => continue,
                    b'l' => Kind::List(number.map_or(70, |n| n as usize)),
                    _ => Kind::Quit(number.unwrap_or(0) as i32 & 255, letter == b'q'),
                }
            }
            _ => {
                let kind = match letter {
                    b'=' => Kind::LineNumber,
                    b'd' => Kind::Delete,
                    b'D' => Kind::DeleteFirst,
                    b'g' => Kind::Get,
                    b'G' => Kind::GetAppend,
                    b'h' => Kind::Hold,
                    b'H' => Kind::HoldAppend,
                    b'x' => Kind::Exchange,
                    b'n' => Kind::Next,
                    b'N' => Kind::NextAppend,
                    b'p' => Kind::Print,
                    b'P' => Kind::PrintFirst,
                    b'z' => Kind::Zap,
                    b'F' => Kind::Insert(b"-".to_vec()),
                    b'e' => {
                        return parser.fail(
                            "drydock: the e command is not simulated",
                            "drydock: the e command is not simulated",
                        );
                    }
                    other => {
                        let letter = char::from(other);
                        let gnu = format!("unknown command: `{letter}'");
                        return parser.fail(&format!("unsupported command {letter}"), &gnu);
                    }
                };
                parser.finish()?;
                kind
            }
        };
        commands.push(Command { from, to, negated, kind });
    }
    if gnu && !blocks.is_empty() {
        return Err((0, "unmatched `{'".into()));
    }
    let end = commands.len();
    for open in blocks {
        if let Some(command) = commands.get_mut(open) {
            command.kind = Kind::Block(end);
        }
    }
    for (at, label) in branches {
        let to = if label.is_empty() {
            end
        } else {
            match labels.get(&label) {
                Some(to) => *to,
                None => {
                    return Err((
                        parser.at,
                        if gnu {
                            format!("can't find label for jump to `{label}'")
                        } else {
                            format!("can't find label for jump to '{label}'")
                        },
                    ));
                }
            }
        };
        if let Some(command) = commands.get_mut(at) {
            command.kind = match command.kind {
                Kind::Branch(_) => Kind::Branch(to),
                Kind::BranchIf(_) => Kind::BranchIf(to),
                _ => Kind::BranchUnless(to),
            };
        }
    }
    Ok(commands)
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn skip(&mut self, bytes: &[u8]) {
        while self.peek().is_some_and(|b| bytes.contains(&b)) {
            self.at += 1;
        }
    }

    fn fail<T>(&self, busybox: &str, gnu: &str) -> Result<T, Failure> {
        Err((self.at, if self.gnu { gnu } else { busybox }.to_string()))
    }

    fn finish(&mut self) -> Result<(), Failure> {
        self.skip(b" \t");
        match self.peek() {
            None | Some(b'\n' | b';' | b'}' | b'#') => Ok(()),
            Some(_) => {
                self.at += 1;
                self.fail("extra characters after command", "extra characters after command")
            }
        }
    }

    fn number(&mut self) -> Option<u64> {
        let start = self.at;
        while self.peek().is_some_and(|b| b.is_ascii_digit()) {
            self.at += 1;
        }
        std::str::from_utf8(self.text.get(start..self.at)?).ok()?.parse().ok()
    }

    fn label(&mut self) -> String {
        self.skip(b" \t");
        let start = self.at;
        while self
            .peek()
            .is_some_and(|b| !b"\n;".contains(&b) && !(b == b'}' || b.is_ascii_whitespace()))
        {
            self.at += 1;
        }
        String::from_utf8_lossy(self.text.get(start..self.at).unwrap_or_default()).into_owned()
    }

    fn file_name(&mut self) -> Result<String, Failure> {
        self.skip(b" \t");
        let start = self.at;
        while self.peek().is_some_and(|b| b != b'\n') {
            self.at += 1;
        }
        if start == self.at {
            return self.fail("empty filename", "missing filename in r/R/w/W commands");
        }
        Ok(String::from_utf8_lossy(self.text.get(start..self.at).unwrap_or_default()).into_owned())
    }

    fn addresses(&mut self) -> Result<(Option<Address>, Option<Address>), Failure> {
        let Some(from) = self.address()? else {
            return Ok((None, None));
        };
        self.skip(b" \t");
        if self.peek() != Some(b',') {
            if matches!(from, Address::Line(0)) {
                return self.fail("invalid usage of line address 0", "invalid usage of line address 0");
            }
            return Ok((Some(from), None));
        }
        self.at += 1;
        self.skip(b" \t");
        let to = match self.peek() {
            Some(b'+') => {
                self.at += 1;
                self.number().map(Address::Plus)
            }
            Some(b'~') => {
                self.at += 1;
                self.number().map(Address::Multiple)
            }
            _ => self.address()?,
        };
        match to {
            Some(to) => Ok((Some(from), Some(to))),
            None => self.fail("no address after comma", "unexpected `,'"),
        }
    }

    fn address(&mut self) -> Result<Option<Address>, Failure> {
        match self.peek() {
            Some(b'0'..=b'9') => {
                let number = self.number().unwrap_or(u64::MAX);
                if self.gnu && self.peek() == Some(b'~') {
                    self.at += 1;
                    let step = self.number().unwrap_or(0);
                    return Ok(Some(Address::Step(number, step)));
                }
                Ok(Some(Address::Line(number)))
            }
            Some(b'$') => {
                self.at += 1;
                Ok(Some(Address::Last))
            }
            Some(b'/' | b'\\') => {
                let mut delimiter = b'/';
                if self.peek() == Some(b'\\') {
                    self.at += 1;
                    delimiter = self.peek().unwrap_or(b'/');
                }
                self.at += 1;
                let Some(pattern) = self.delimited(delimiter, true) else {
                    return self.fail(
                        &format!("unmatched '{}'", char::from(delimiter)),
                        "unterminated address regex",
                    );
                };
                let (mut fold, mut multiline) = (false, false);
                loop {
                    match self.peek() {
                        Some(b'I') => fold = true,
                        Some(b'M') => multiline = true,
                        _ => break,
                    }
                    self.at += 1;
                }
                Ok(Some(Address::Regex(self.regex(&pattern, fold, multiline)?)))
            }
            _ => Ok(None),
        }
    }

    fn regex(&self, pattern: &[u8], fold: bool, multiline: bool) -> Result<Option<Regex>, Failure> {
        if pattern.is_empty() {
            return Ok(None);
        }
        let syntax = if self.extended { Syntax::Extended } else { Syntax::Basic };
        match Regex::with(pattern, syntax, fold, multiline) {
            Ok(regex) => Ok(Some(regex)),
            Err(message) => self.fail(
                &format!("bad regex '{}': {message}", String::from_utf8_lossy(pattern)),
                message,
            ),
        }
    }

    /// Text up to a delimiter, which may be escaped in it; brackets of a pattern are opaque.
    fn delimited(&mut self, delimiter: u8, pattern: bool) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        let mut in_bracket = false;
        loop {
            let byte = self.peek()?;
            self.at += 1;
            if in_bracket {
                out.push(byte);
                if byte == b'[' && matches!(self.peek(), Some(b':' | b'.' | b'=')) {
                    let kind = self.peek()?;
                    let rest = self.text.get(self.at + 1..)?;
                    let end = rest.windows(2).position(|w| w == [kind, b']']);
                    if let Some(end) = end {
                        out.extend_from_slice(self.text.get(self.at..self.at + end + 3)?);
                        self.at += end + 3;
                    }
                } else if byte == b']' {
                    in_bracket = false;
                }
                continue;
            }
            match byte {
                b'\\' => {
                    let next = self.peek()?;
                    self.at += 1;
                    if next == delimiter {
                        // An escaped delimiter is the character itself.
                        if pattern && b"^$.*[]+?(){}|".contains(&next) {
                            out.push(b'\\');
                        } else if !pattern && next == b'&' {
                            out.push(b'\\');
                        }
                        out.push(next);
                    } else if let Some(control) = control(next).filter(|_| pattern) {
                        out.push(control);
                    } else {
                        out.extend_from_slice(&[b'\\', next]);
                    }
                }
                byte if byte == delimiter => return Some(out),
                b'\n' if pattern => return None,
                b'[' if pattern => {
                    in_bracket = true;
                    out.push(byte);
                    if self.peek() == Some(b'^') {
                        out.push(b'^');
                        self.at += 1;
                    }
                    if self.peek() == Some(b']') {
                        out.push(b']');
                        self.at += 1;
                    }
                }
                byte => out.push(byte),
            }
        }
    }

    fn substitution(&mut self) -> Result<Substitution, Failure> {
        let Some(delimiter) = self.peek().filter(|b| !b"\n\\".contains(b)) else {
            return self.fail("unmatched 's'", "unterminated `s' command");
        };
        self.at += 1;
        let unmatched = format!("unmatched '{}'", char::from(delimiter));
        let Some(pattern) = self.delimited(delimiter, true) else {
            self.at = self.text.len();
            return self.fail(&unmatched, "unterminated `s' command");
        };
        let Some(replacement) = self.delimited(delimiter, false) else {
            self.at = self.text.len();
            return self.fail(&unmatched, "unterminated `s' command");
        };
        let mut s = Substitution {
            regex: None,
            replacement: pieces(&replacement, self.gnu),
            global: false,
            print: false,
            number: 1,
            write: None,
        };
        let (mut fold, mut multiline) = (false, false);
        loop {
            match self.peek() {
                Some(b'g') => s.global = true,
                Some(b'p') => s.print = true,
                Some(b'i' | b'I') => fold = true,
                Some(b'm' | b'M') => multiline = true,
                Some(b'0'..=b'9') => {
                    s.number = self.number().unwrap_or(1);
                    if s.number == 0 {
                        return self.fail(
                            "bad option in substitution expression",
                            "number option to `s' command may not be zero",
                        );
                    }
                    continue;
                }
                Some(b'w') => {
                    self.at += 1;
                    s.write = Some(self.file_name()?);
                    break;
                }
                Some(b'e') => return self.fail("drydock: the e flag is not simulated", "drydock: the e flag is not simulated"),
                Some(b' ' | b'\t') => {}
                None | Some(b'\n' | b';' | b'}' | b'#') => break,
                Some(_) => {
                    self.at += 1;
                    return self.fail("bad option in substitution expression", "unknown option to `s'");
                }
            }
            self.at += 1;
        }
        s.regex = self.regex(&pattern, fold, multiline)?;
        if let Some(regex) = &s.regex {
            let most = s
                .replacement
                .iter()
                .map(|p| if let Piece::Group(n) = p { *n } else { 0 })
                .max()
                .unwrap_or(0);
            if self.gnu && most > regex.group_count() {
                return Err((self.at, format!("invalid reference \\{most} on `s' command's RHS")));
            }
        }
        Ok(s)
    }

    fn translation(&mut self) -> Result<Vec<u8>, Failure> {
        let Some(delimiter) = self.peek() else {
            return self.fail("unmatched 'y'", "unterminated `y' command");
        };
        self.at += 1;
        let unmatched = format!("unmatched '{}'", char::from(delimiter));
        let (Some(from), Some(to)) = (self.delimited(delimiter, false), self.delimited(delimiter, false)) else {
            return self.fail(&unmatched, "unterminated `y' command");
        };
        let plain = |text: &[u8]| -> Vec<u8> {
            pieces(text, true)
                .into_iter()
                .flat_map(|p| match p {
                    Piece::Text(bytes) => bytes,
                    Piece::Group(0) => vec![b'&'],
                    _ => Vec::new(),
                })
                .collect()
        };
        let (from, to) = (plain(&from), plain(&to));
        if self.gnu && from.len() != to.len() {
            return Err((self.at, "strings for `y' command are different lengths".into()));
        }
        let mut map: Vec<u8> = (0..=255).collect();
        for (a, b) in from.iter().zip(&to) {
            if let Some(place) = map.get_mut(usize::from(*a)) {
                *place = *b;
            }
        }
        self.finish()?;
        Ok(map)
    }

    fn text_argument(&mut self) -> Result<Vec<u8>, Failure> {
        self.skip(b" \t");
        if self.peek() == Some(b'\\') {
            let rest = self.text.get(self.at + 1..).unwrap_or_default();
            let blanks = rest.iter().take_while(|b| **b == b' ' || **b == b'\t').count();
            if rest.get(blanks) == Some(&b'\n') {
                self.at += blanks + 2;
                // One-liners lose their indent; text after backslash-newline keeps it in GNU sed.
                if !self.gnu {
                    self.skip(b" \t");
                }
            } else {
                self.at += 1;
            }
        }
        if self.peek().is_none() {
            return self.fail("expected \\ after [aic]", "expected \\ after `a', `c' or `i'");
        }
        let mut out = Vec::new();
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'\\' => {
                    if let Some(next) = self.peek() {
                        self.at += 1;
                        match next {
                            b't' => out.push(b'\t'),
                            b'n' if !self.gnu => out.push(b'\n'),
                            next => out.push(next),
                        }
                    }
                }
                b'\n' => break,
                byte => out.push(byte),
            }
        }
        Ok(out)
    }
}

/// The control character that a letter behind a backslash stands for.
fn control(letter: u8) -> Option<u8> {
    Some(match letter {
        b'n' => b'\n',
        b't' => b'\t',
        b'r' => b'\r',
        b'f' => 12,
        b'v' => 11,
        b'a' => 7,
        _ => return None,
    })
}

fn pieces(text: &[u8], gnu: bool) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut plain = Vec::new();
    let mut bytes = text.iter().copied();
    while let Some(byte) = bytes.next() {
        let special = match byte {
            b'&' => Piece::Group(0),
            b'\\' => match bytes.next() {
                Some(digit @ b'0'..=b'9') => Piece::Group(usize::from(digit - b'0')),
                Some(b'U') if gnu => Piece::Case(Some(true)),
                Some(b'L') if gnu => Piece::Case(Some(false)),
                Some(b'E') if gnu => Piece::Case(None),
                Some(b'u') if gnu => Piece::CaseOnce(true),
                Some(b'l') if gnu => Piece::CaseOnce(false),
                other => {
                    match other {
                        Some(other) => plain.push(control(other).unwrap_or(other)),
                        None => plain.push(b'\\'),
                    }
                    continue;
                }
            },
            byte => {
                plain.push(byte);
                continue;
            }
        };
        if !plain.is_empty() {
            out.push(Piece::Text(std::mem::take(&mut plain)));
        }
        out.push(special);
    }
    if !plain.is_empty() {
        out.push(Piece::Text(plain));
    }
    out
}
