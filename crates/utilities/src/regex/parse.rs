//! From a pattern's text to a tree, and from the tree to a program for the matcher.

use super::Syntax;

/// A set of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Set(pub [u64; 4]);

impl Set {
    pub const EMPTY: Set = Set([0; 4]);

    pub fn insert(&mut self, byte: u8) {
        self.0[usize::from(byte >> 6)] |= 1 << (byte & 63);
    }

    pub fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] & 1 << (byte & 63) != 0
    }

    fn of(test: impl Fn(u8) -> bool) -> Set {
        let mut set = Set::EMPTY;
        (0..=255).filter(|b| test(*b)).for_each(|b| set.insert(b));
        set
    }

    fn negated(&self) -> Set {
        Set(self.0.map(|word| !word))
    }

    fn folded(&self) -> Set {
        Set::of(|b| self.has(b.to_ascii_lowercase()) || self.has(b.to_ascii_uppercase()))
    }
}

/// A pattern's tree.
#[derive(Clone, Debug)]
pub enum Ast {
    Byte(u8),
    Set(Set),
    Start,
    End,
    /// `\<` (true) and `\>`.
    WordEdge(bool),
    /// `\b` (true) and `\B`.
    WordBoundary(bool),
    Group(Box<Ast>, usize),
    Reference(usize),
    Repeat(Box<Ast>, u32, Option<u32>),
    Sequence(Vec<Ast>),
    Either(Vec<Ast>),
}

/// A step of the matcher.
#[derive(Clone, Debug)]
pub enum Instruction {
    Byte(u8),
    Set(Set),
    Start,
    End,
    LineStart,
    LineEnd,
    WordEdge(bool),
    WordBoundary(bool),
    Reference(usize),
    /// Two ways, the first one preferred.
    Split(usize, usize),
    Jump(usize),
    Save(usize),
    /// Fails if nothing was consumed since the slot was saved; only the backtracker looks.
    Progress(usize),
    Match,
}

const MAX_PROGRAM: usize = 30_000;
const MAX_DEPTH: usize = 200;
const MAX_REPEAT: u32 = 32_767;

struct Parser<'a> {
    text: &'a [u8],
    at: usize,
    extended: bool,
    groups: usize,
    open: Vec<usize>,
    depth: usize,
}

/// The tree, and the number of groups with the whole.
pub fn parse(text: &[u8], syntax: Syntax) -> Result<(Ast, usize), &'static str> {
    if syntax == Syntax::Fixed {
        return Ok((Ast::Sequence(text.iter().map(|b| Ast::Byte(*b)).collect()), 1));
    }
    let mut parser = Parser {
        text,
        at: 0,
        extended: syntax == Syntax::Extended,
        groups: 1,
        open: Vec::new(),
        depth: 0,
    };
    let ast = parser.either()?;
    if parser.at < text.len() {
        return Err("Unmatched ) or \\)");
    }
    Ok((ast, parser.groups))
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn after(&self) -> Option<u8> {
        self.text.get(self.at + 1).copied()
    }

    fn at_bar(&self) -> bool {
        if self.extended {
            self.peek() == Some(b'|')
        } else {
            self.peek() == Some(b'\\') && self.after() == Some(b'|')
        }
    }

    fn at_close(&self) -> bool {
        if self.extended {
            self.peek() == Some(b')') && !self.open.is_empty()
        } else {
            self.peek() == Some(b'\\') && self.after() == Some(b')')
        }
    }

    fn either(&mut self) -> Result<Ast, &'static str> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err("Regular expression too big");
        }
        let mut ways = vec![self.sequence()?];
        while self.at_bar() {
            self.at += if self.extended { 1 } else { 2 };
            ways.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(if ways.len() == 1 { ways.remove(0) } else { Ast::Either(ways) })
    }

    fn sequence(&mut self) -> Result<Ast, &'static str> {
        let mut parts: Vec<Ast> = Vec::new();
        while self.peek().is_some() && !self.at_bar() && !self.at_close() {
            let fresh = parts.is_empty() || matches!(parts.last(), Some(Ast::Start)) && parts.len() == 1 && !self.extended;
            if let Some((least, most)) = self.repetition(fresh)? {
                if let Some(last) = parts.pop() {
                    // Nested repetitions of a repetition add depth; a star of a star is a star.
                    let last = match (last, least, most) {
                        (Ast::Repeat(inner, 0, None), 0, None) => *inner,
                        (other, ..) => other,
                    };
                    parts.push(Ast::Repeat(Box::new(last), least, most));
                }
                continue;
            }
            let part = self.atom(parts.is_empty())?;
            parts.push(part);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Ast::Sequence(parts)
        })
    }

    fn repetition(&mut self, fresh: bool) -> Result<Option<(u32, Option<u32>)>, &'static str> {
        let (first, second) = (self.peek(), self.after());
        let simple = match (first, second, self.extended) {
            (Some(b'*'), _, _) => Some((1, 0, None)),
            (Some(b'+'), _, true) => Some((1, 1, None)),
            (Some(b'?'), _, true) => Some((1, 0, Some(1))),
            (Some(b'\\'), Some(b'+'), false) => Some((2, 1, None)),
            (Some(b'\\'), Some(b'?'), false) => Some((2, 0, Some(1))),
            _ => None,
        };
        if let Some((length, least, most)) = simple {
            if fresh {
                // With nothing to repeat it is a character.
                return Ok(None);
            }
            self.at += length;
            return Ok(Some((least, most)));
        }
        let open = if self.extended {
            first == Some(b'{')
        } else {
            first == Some(b'\\') && second == Some(b'{')
        };
        if !open || fresh && self.extended {
            return Ok(None);
        }
        if fresh {
            return Err("Invalid preceding regular expression");
        }
        let start = self.at;
        self.at += if self.extended { 1 } else { 2 };
        let least = self.number();
        let mut most = least;
        let comma = self.peek() == Some(b',');
        if comma {
            self.at += 1;
            most = self.number();
        }
        let closed = if self.extended {
            self.peek() == Some(b'}')
        } else {
            self.peek() == Some(b'\\') && self.after() == Some(b'}')
        };
        if !closed || least.is_none() && !comma {
            if self.extended {
                // A brace that opens no interval is a character.
                self.at = start;
                return Ok(None);
            }
            return Err(if self.peek().is_none() {
                "Unmatched \\{"
            } else {
                "Invalid content of \\{\\}"
            });
        }
        self.at += if self.extended { 1 } else { 2 };
        let least = least.unwrap_or(0);
        if most.is_some_and(|m| m < least) {
            return Err("Invalid content of \\{\\}");
        }
        if least > MAX_REPEAT || most.is_some_and(|m| m > MAX_REPEAT) {
            return Err("Regular expression too big");
        }
        Ok(Some((least, most)))
    }

    fn number(&mut self) -> Option<u32> {
        let mut value: Option<u32> = None;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            value = Some(value.unwrap_or(0).saturating_mul(10).saturating_add(u32::from(digit - b'0')));
            self.at += 1;
        }
        value
    }

    fn atom(&mut self, first: bool) -> Result<Ast, &'static str> {
        let Some(byte) = self.peek() else {
            return Ok(Ast::Sequence(Vec::new()));
        };
        self.at += 1;
        Ok(match byte {
            b'.' => Ast::Set(Set::of(|b| b != 0)),
            b'[' => Ast::Set(self.bracket()?),
            b'^' if self.extended || first => Ast::Start,
            b'$' if self.extended || self.peek().is_none() || self.at_close() || self.at_bar() => Ast::End,
            b'(' if self.extended => self.group()?,
            b'\\' => {
                let Some(letter) = self.peek() else {
                    return Err("Trailing backslash");
                };
                self.at += 1;
                match letter {
                    b'(' if !self.extended => self.group()?,
                    b'1'..=b'9' => {
                        let number = usize::from(letter - b'0');
                        if number >= self.groups || self.open.contains(&number) {
                            return Err("Invalid back reference");
                        }
                        Ast::Reference(number)
                    }
                    b'w' => Ast::Set(Set::of(is_word)),
                    b'W' => Ast::Set(Set::of(|b| !is_word(b))),
                    b's' => Ast::Set(Set::of(|b| matches!(b, 9..=13 | 32))),
                    b'S' => Ast::Set(Set::of(|b| !matches!(b, 9..=13 | 32))),
                    b'b' => Ast::WordBoundary(true),
                    b'B' => Ast::WordBoundary(false),
                    b'<' => Ast::WordEdge(true),
                    b'>' => Ast::WordEdge(false),
                    b'`' => Ast::Start,
                    b'\'' => Ast::End,
                    b'n' => Ast::Byte(b'\n'),
                    b't' => Ast::Byte(b'\t'),
                    other => Ast::Byte(other),
                }
            }
            other => Ast::Byte(other),
        })
    }

    fn group(&mut self) -> Result<Ast, &'static str> {
        let number = self.groups;
        self.groups += 1;
        self.open.push(number);
        let inner = self.either()?;
        if !self.at_close() {
            return Err("Unmatched ( or \\(");
        }
        self.at += if self.extended { 1 } else { 2 };
        self.open.pop();
        Ok(Ast::Group(Box::new(inner), number))
    }

    fn bracket(&mut self) -> Result<Set, &'static str> {
        const OPEN: &str = "Unmatched [, [^, [:, [., or [=";
        let negated = self.peek() == Some(b'^');
        if negated {
            self.at += 1;
        }
        let mut set = Set::EMPTY;
        let start = self.at;
        loop {
            let byte = self.peek().ok_or(OPEN)?;
            if byte == b']' && self.at > start {
                self.at += 1;
                break;
            }
            if byte == b'['
                && let Some(kind) = self.after().filter(|k| matches!(k, b':' | b'.' | b'='))
            {
                let rest = self.text.get(self.at + 2..).unwrap_or_default();
                let end = rest.windows(2).position(|w| w == [kind, b']']).ok_or(OPEN)?;
                let name = rest.get(..end).unwrap_or_default();
                self.at += end + 4;
                match (kind, name) {
                    (b':', name) => {
                        let class = class(name).ok_or("Invalid character class name")?;
                        (0..=255).filter(class).for_each(|b| set.insert(b));
                    }
                    (_, [one]) => set.insert(*one),
                    _ => return Err("Invalid collation character"),
                }
                continue;
            }
            self.at += 1;
            let range = self.peek() == Some(b'-') && self.after().is_some_and(|b| b != b']');
            if !range {
                set.insert(byte);
                continue;
            }
            self.at += 1;
            let mut to = self.peek().ok_or(OPEN)?;
            self.at += 1;
            if to == b'[' && self.peek() == Some(b'.') {
                to = self.after().ok_or(OPEN)?;
                self.at += 4;
            }
            if to < byte {
                return Err("Invalid range end");
            }
            (byte..=to).for_each(|b| set.insert(b));
        }
        Ok(if negated { set.negated() } else { set })
    }
}

/// A POSIX character class.
pub fn class(name: &[u8]) -> Option<fn(&u8) -> bool> {
    Some(match name {
        b"alpha" => u8::is_ascii_alphabetic,
        b"digit" => u8::is_ascii_digit,
        b"alnum" => u8::is_ascii_alphanumeric,
        b"upper" => u8::is_ascii_uppercase,
        b"lower" => u8::is_ascii_lowercase,
        b"space" => |b| matches!(b, 9..=13 | 32),
        b"blank" => |b| matches!(b, 9 | 32),
        b"punct" => u8::is_ascii_punctuation,
        b"print" => |b| (32..127).contains(b),
        b"graph" => u8::is_ascii_graphic,
        b"cntrl" => u8::is_ascii_control,
        b"xdigit" => u8::is_ascii_hexdigit,
        _ => return None,
    })
}

/// Makes programs of trees.
pub struct Compiler {
    pub program: Vec<Instruction>,
    pub slots: usize,
    ignore_case: bool,
    multiline: bool,
}

impl Compiler {
    pub fn new(groups: usize, ignore_case: bool, multiline: bool) -> Compiler {
        Compiler {
            program: Vec::new(),
            slots: groups * 2,
            ignore_case,
            multiline,
        }
    }

    pub fn compile_whole(&mut self, ast: &Ast) -> Result<(), &'static str> {
        self.push(Instruction::Save(0))?;
        self.compile(ast)?;
        self.push(Instruction::Save(1))?;
        self.push(Instruction::Match)?;
        Ok(())
    }

    fn push(&mut self, instruction: Instruction) -> Result<usize, &'static str> {
        if self.program.len() >= MAX_PROGRAM {
            return Err("Regular expression too big");
        }
        self.program.push(instruction);
        Ok(self.program.len() - 1)
    }

    fn set(&mut self, at: usize, instruction: Instruction) {
        if let Some(place) = self.program.get_mut(at) {
            *place = instruction;
        }
    }

    fn compile(&mut self, ast: &Ast) -> Result<(), &'static str> {
        match ast {
            Ast::Byte(byte) if self.ignore_case && byte.is_ascii_alphabetic() => {
                let mut set = Set::EMPTY;
                set.insert(byte.to_ascii_lowercase());
                set.insert(byte.to_ascii_uppercase());
                self.push(Instruction::Set(set))?;
            }
            Ast::Byte(byte) => {
                self.push(Instruction::Byte(*byte))?;
            }
            Ast::Set(set) => {
                let set = if self.ignore_case { set.folded() } else { set.clone() };
                self.push(Instruction::Set(set))?;
            }
            Ast::Start => {
                let start = if self.multiline {
                    Instruction::LineStart
                } else {
                    Instruction::Start
                };
                self.push(start)?;
            }
            Ast::End => {
                let end = if self.multiline {
                    Instruction::LineEnd
                } else {
                    Instruction::End
                };
                self.push(end)?;
            }
            Ast::WordEdge(start) => {
                self.push(Instruction::WordEdge(*start))?;
            }
            Ast::WordBoundary(at) => {
                self.push(Instruction::WordBoundary(*at))?;
            }
            Ast::Reference(number) => {
                self.push(Instruction::Reference(*number))?;
            }
            Ast::Group(inner, number) => {
                self.push(Instruction::Save(number * 2))?;
                self.compile(inner)?;
                self.push(Instruction::Save(number * 2 + 1))?;
            }
            Ast::Sequence(parts) => {
                for part in parts {
                    self.compile(part)?;
                }
            }
            Ast::Either(ways) => {
                let mut ends = Vec::new();
                for (at, way) in ways.iter().enumerate() {
                    if at + 1 == ways.len() {
                        self.compile(way)?;
                        break;
                    }
                    let split = self.push(Instruction::Split(0, 0))?;
                    self.compile(way)?;
                    ends.push(self.push(Instruction::Jump(0))?);
                    let next = self.program.len();
                    self.set(split, Instruction::Split(split + 1, next));
                }
                let end = self.program.len();
                for at in ends {
                    self.set(at, Instruction::Jump(end));
                }
            }
            Ast::Repeat(inner, least, most) => {
                for _ in 0..*least {
                    self.compile(inner)?;
                }
                match most {
                    None => {
                        let slot = self.slots;
                        self.slots += 1;
                        let split = self.push(Instruction::Split(0, 0))?;
                        self.push(Instruction::Save(slot))?;
                        self.compile(inner)?;
                        self.push(Instruction::Progress(slot))?;
                        self.push(Instruction::Jump(split))?;
                        let end = self.program.len();
                        self.set(split, Instruction::Split(split + 1, end));
                    }
                    Some(most) => {
                        let mut splits = Vec::new();
                        for _ in *least..*most {
                            splits.push(self.push(Instruction::Split(0, 0))?);
                            self.compile(inner)?;
                        }
                        let end = self.program.len();
                        for at in splits {
                            self.set(at, Instruction::Split(at + 1, end));
                        }
                    }
                }
            }
        }
        Ok(())
    }
}
