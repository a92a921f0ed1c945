//! `re`: Python's pattern syntax (library reference, "Regular Expression Syntax") on a backtracking machine.
//!
//! Leaves out conditional groups and `\N{...}`. A match that takes more than a fixed number of steps is given up.

use crate::heap::*;
use crate::vm::*;
use std::rc::Rc;

#[derive(Debug)]
enum Inst {
    Char(char),
    Any,
    AnyNewline,
    Set(Box<CharSet>),
    /// Tries the first, then the second.
    Split(usize, usize),
    Jump(usize),
    Save(usize),
    LineStart,
    LineEnd,
    TextStart,
    TextEnd,
    StringEnd,
    Word(bool),
    Back(usize),
    /// Ahead or behind (so many characters back), negated or not; the body ends with `Match`.
    Look {
        ahead: bool,
        negate: bool,
        back: usize,
        after: usize,
    },
    /// A group that is not gone back into.
    Atomic(usize),
    /// Remembers where a loop's body began, and ends the loop if it took nothing.
    Mark(usize),
    Check(usize),
    Match,
}

#[derive(Debug, Default, Clone)]
struct CharSet {
    negate: bool,
    ranges: Vec<(char, char)>,
    classes: Vec<(char, bool)>,
}

#[derive(Debug)]
pub struct Program {
    insts: Vec<(Inst, u32)>,
    pub groups: usize,
    pub names: Vec<(String, usize)>,
    marks: usize,
    bytes: bool,
}

pub const IGNORECASE: u32 = 2;
pub const MULTILINE: u32 = 8;
pub const DOTALL: u32 = 16;
pub const VERBOSE: u32 = 64;
pub const ASCII: u32 = 256;

#[derive(Debug, Clone)]
enum Node {
    Char(char),
    Any,
    Set(CharSet),
    Seq(Vec<(Node, u32)>),
    Alt(Vec<(Node, u32)>),
    Repeat(Box<(Node, u32)>, usize, Option<usize>, bool, bool),
    Group(Option<usize>, Box<(Node, u32)>),
    Assert(char),
    Back(usize),
    Look(bool, bool, Box<(Node, u32)>),
    Atomic(Box<(Node, u32)>),
}

struct Parser<'a> {
    text: &'a [char],
    at: usize,
    flags: u32,
    groups: usize,
    names: Vec<(String, usize)>,
    open: Vec<usize>,
    depth: u32,
}

type Parsed<T> = Result<T, (String, usize)>;

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }
    fn eat(&mut self, c: char) -> bool {
        let yes = self.peek() == Some(c);
        if yes {
            self.at += 1;
        }
        yes
    }
    fn fail<T>(&self, message: impl Into<String>, at: usize) -> Parsed<T> {
        Err((message.into(), at))
    }

    fn alternatives(&mut self) -> Parsed<(Node, u32)> {
        self.depth += 1;
        if self.depth > 100 {
            return self.fail("drydock: a pattern nested this deeply is not simulated", self.at);
        }
        let mut options = vec![self.sequence()?];
        while self.eat('|') {
            options.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(if options.len() == 1 { options.remove(0) } else { (Node::Alt(options), self.flags) })
    }

    fn sequence(&mut self) -> Parsed<(Node, u32)> {
        let mut items: Vec<(Node, u32)> = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            if self.flags & VERBOSE != 0 {
                if c.is_whitespace() {
                    self.at += 1;
                    continue;
                }
                if c == '#' {
                    while self.peek().is_some_and(|c| c != '\n') {
                        self.at += 1;
                    }
                    continue;
                }
            }
            let start = self.at;
            let Some(item) = self.item()? else { continue };
            let flags = self.flags;
            items.push((self.repeats(item, start)?, flags));
        }
        Ok((Node::Seq(items), self.flags))
    }

    fn repeats(&mut self, mut node: Node, start: usize) -> Parsed<Node> {
        loop {
            let at = self.at;
            let (min, max) = match self.peek() {
                Some('*') => (0, None),
                Some('+') => (1, None),
                Some('?') => (0, Some(1)),
                Some('{') => match self.braces() {
                    Some(b) => b,
                    None => return Ok(node),
                },
                _ => return Ok(node),
            };
            if self.at == at {
                self.at += 1;
            }
            if matches!(node, Node::Repeat(..))
                && self.at > start + 1
                && matches!(self.text.get(at.wrapping_sub(1)), Some('*' | '+' | '?' | '}'))
            {
                return self.fail("multiple repeat", at);
            }
            if let Some(max) = max
                && max < min
            {
                return self.fail("min repeat greater than max repeat", at);
            }
            if min > 2000 || max.is_some_and(|m| m > 2000) {
                return self.fail("drydock: a repeat this large is not simulated", at);
            }
            let lazy = self.eat('?');
            let possessive = !lazy && self.eat('+');
            node = Node::Repeat(Box::new((node, self.flags)), min, max, lazy, possessive);
        }
    }

    fn braces(&mut self) -> Option<(usize, Option<usize>)> {
        let end = self.text[self.at..].iter().position(|c| *c == '}')? + self.at;
        let body: String = self.text[self.at + 1..end].iter().collect();
        let number = |s: &str| if s.chars().all(|c| c.is_ascii_digit()) { s.parse::<usize>().ok() } else { None };
        let out = match body.split_once(',') {
            None => {
                let n = number(&body)?;
                (n, Some(n))
            }
            Some((a, b)) => {
                let lo = if a.is_empty() { 0 } else { number(a)? };
                let hi = if b.is_empty() { None } else { Some(number(b)?) };
                if a.is_empty() && b.is_empty() {
                    return None;
                }
                (lo, hi)
            }
        };
        self.at = end + 1;
        Some(out)
    }

    fn item(&mut self) -> Parsed<Option<Node>> {
        let start = self.at;
        let Some(c) = self.peek() else { return Ok(None) };
        self.at += 1;
        Ok(Some(match c {
            '.' => Node::Any,
            '^' => Node::Assert('^'),
            '$' => Node::Assert('$'),
            '[' => Node::Set(self.set(start)?),
            '(' => return self.group(start),
            '*' | '+' | '?' => return self.fail("nothing to repeat", start),
            '{' => {
                self.at = start;
                if self.braces().is_some() {
                    return self.fail("nothing to repeat", start);
                }
                self.at = start + 1;
                Node::Char('{')
            }
            '\\' => self.escape(start)?,
            c => Node::Char(c),
        }))
    }

    fn group(&mut self, start: usize) -> Parsed<Option<Node>> {
        let outer = self.flags;
        let mut capture = None;
        if self.eat('?') {
            let c = self.peek();
            self.at += 1;
            match c {
                Some(':') => {}
                Some('P') => {
                    if self.eat('<') {
                        let name = self.name('>')?;
                        if self.names.iter().any(|(n, _)| *n == name) {
                            return self.fail(format!("redefinition of group name '{name}'"), start);
                        }
                        self.groups += 1;
                        capture = Some(self.groups);
                        self.names.push((name, self.groups));
                    } else if self.eat('=') {
                        let name = self.name(')')?;
                        return match self.names.iter().find(|(n, _)| *n == name) {
                            Some((_, n)) => Ok(Some(Node::Back(*n))),
                            None => self.fail(format!("unknown group name '{name}'"), start + 4),
                        };
                    } else {
                        return self.fail("unknown extension ?P", start + 1);
                    }
                }
                Some('#') => {
                    while self.peek().is_some_and(|c| c != ')') {
                        self.at += 1;
                    }
                    if !self.eat(')') {
                        return self.fail("missing ), unterminated comment", start);
                    }
                    return Ok(None);
                }
                Some(k @ ('=' | '!')) => {
                    let body = self.alternatives()?;
                    self.close(start)?;
                    return Ok(Some(Node::Look(true, k == '!', Box::new(body))));
                }
                Some('>') => {
                    let body = self.alternatives()?;
                    self.close(start)?;
                    return Ok(Some(Node::Atomic(Box::new(body))));
                }
                Some('<') if matches!(self.peek(), Some('=' | '!')) => {
                    let negate = self.peek() == Some('!');
                    self.at += 1;
                    let body = self.alternatives()?;
                    self.close(start)?;
                    return Ok(Some(Node::Look(false, negate, Box::new(body))));
                }
                _ => {
                    self.at -= 1;
                    let (mut on, mut off, mut minus) = (0, 0, false);
                    loop {
                        let bit = match self.peek() {
                            Some('i') => IGNORECASE,
                            Some('m') => MULTILINE,
                            Some('s') => DOTALL,
                            Some('x') => VERBOSE,
                            Some('a') => ASCII,
                            Some('u' | 'L') => 0,
                            Some('-') => {
                                minus = true;
                                self.at += 1;
                                continue;
                            }
                            Some(':') | Some(')') => break,
                            _ => {
                                return self
                                    .fail(format!("unknown extension ?{}", self.peek().unwrap_or(' ')), start + 1);
                            }
                        };
                        if minus {
                            off |= bit;
                        } else {
                            on |= bit;
                        }
                        self.at += 1;
                    }
                    if self.eat(')') {
                        self.flags |= on;
                        return Ok(None);
                    }
                    self.at += 1;
                    self.flags = (self.flags | on) & !off;
                }
            }
        } else {
            self.groups += 1;
            capture = Some(self.groups);
        }
        if let Some(n) = capture {
            self.open.push(n);
        }
        let body = self.alternatives()?;
        self.close(start)?;
        if capture.is_some() {
            self.open.pop();
        }
        self.flags = outer;
        Ok(Some(Node::Group(capture, Box::new(body))))
    }

    fn close(&mut self, start: usize) -> Parsed<()> {
        if self.eat(')') { Ok(()) } else { self.fail("missing ), unterminated subpattern", start) }
    }

    fn name(&mut self, end: char) -> Parsed<String> {
        let mut name = String::new();
        let start = self.at;
        while let Some(c) = self.peek() {
            self.at += 1;
            if c == end {
                if name.is_empty() {
                    return self.fail("missing group name", start);
                }
                return Ok(name);
            }
            name.push(c);
        }
        self.fail(format!("missing {end}, unterminated name"), start)
    }

    fn hex(&mut self, digits: usize, start: usize) -> Parsed<char> {
        let text: String = self.text[self.at..].iter().take(digits).collect();
        match u32::from_str_radix(&text, 16).ok().filter(|_| text.len() == digits).and_then(char::from_u32) {
            Some(c) => {
                self.at += digits;
                Ok(c)
            }
            None => self.fail("incomplete escape", start),
        }
    }

    /// A single-character escape, after the backslash.
    fn simple_escape(&mut self, c: char, start: usize) -> Parsed<Option<char>> {
        Ok(Some(match c {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'f' => '\u{c}',
            'v' => '\u{b}',
            'a' => '\u{7}',
            'x' => self.hex(2, start)?,
            'u' => self.hex(4, start)?,
            'U' => self.hex(8, start)?,
            '0' => '\0',
            c if c.is_ascii_alphanumeric() => return Ok(None),
            c => c,
        }))
    }

    fn escape(&mut self, start: usize) -> Parsed<Node> {
        let Some(c) = self.peek() else { return self.fail("bad escape (end of pattern)", start) };
        self.at += 1;
        match c {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => Ok(Node::Set(CharSet {
                negate: false,
                ranges: vec![],
                classes: vec![(c.to_ascii_lowercase(), c.is_ascii_uppercase())],
            })),
            'b' | 'B' | 'A' | 'Z' => Ok(Node::Assert(c)),
            '1'..='9' => {
                let mut n = c.to_digit(10).unwrap_or(0) as usize;
                if let Some(d) = self.peek().and_then(|c| c.to_digit(10)) {
                    self.at += 1;
                    n = n * 10 + d as usize;
                }
                if n > self.groups {
                    return self.fail(format!("invalid group reference {n}"), start + 1);
                }
                Ok(Node::Back(n))
            }
            c => match self.simple_escape(c, start)? {
                Some(c) => Ok(Node::Char(c)),
                None => self.fail(format!("bad escape \\{c}"), start),
            },
        }
    }

    fn set(&mut self, start: usize) -> Parsed<CharSet> {
        let mut set = CharSet { negate: self.eat('^'), ..CharSet::default() };
        let mut first = true;
        loop {
            let Some(c) = self.peek() else { return self.fail("unterminated character set", start) };
            let here = self.at;
            self.at += 1;
            if c == ']' && !first {
                return Ok(set);
            }
            first = false;
            let low = if c == '\\' {
                let Some(e) = self.peek() else { return self.fail("unterminated character set", start) };
                self.at += 1;
                match e {
                    'd' | 'D' | 's' | 'S' | 'w' | 'W' => {
                        set.classes.push((e.to_ascii_lowercase(), e.is_ascii_uppercase()));
                        continue;
                    }
                    'b' => '\u{8}',
                    e => match self.simple_escape(e, here)? {
                        Some(c) => c,
                        None => return self.fail(format!("bad escape \\{e}"), here),
                    },
                }
            } else {
                c
            };
            if self.peek() == Some('-') && self.text.get(self.at + 1).is_some_and(|c| *c != ']') {
                self.at += 1;
                let Some(c) = self.peek() else { return self.fail("unterminated character set", start) };
                self.at += 1;
                let high = if c == '\\' {
                    let Some(e) = self.peek() else { return self.fail("unterminated character set", start) };
                    self.at += 1;
                    match self.simple_escape(e, here)? {
                        Some(c) => c,
                        None => return self.fail(format!("bad character range {low}-\\{e}"), here),
                    }
                } else {
                    c
                };
                if high < low {
                    return self.fail(format!("bad character range {low}-{high}"), here);
                }
                set.ranges.push((low, high));
            } else {
                set.ranges.push((low, low));
            }
        }
    }
}

fn width(node: &Node) -> Option<usize> {
    Some(match node {
        Node::Assert(_) | Node::Look(..) => 0,
        Node::Char(_) | Node::Any | Node::Set(_) => 1,
        Node::Seq(items) => {
            let mut n = 0;
            for (i, _) in items {
                n += width(i)?;
            }
            n
        }
        Node::Alt(items) => {
            let first = width(&items.first()?.0)?;
            for (i, _) in items {
                if width(i)? != first {
                    return None;
                }
            }
            first
        }
        Node::Repeat(body, min, Some(max), ..) if min == max => width(&body.0)? * min,
        Node::Repeat(..) | Node::Back(_) => return None,
        Node::Group(_, body) | Node::Atomic(body) => width(&body.0)?,
    })
}

impl Program {
    pub fn compile(pattern: &str, mut flags: u32, bytes: bool) -> Result<(Program, u32), (String, usize)> {
        let text: Vec<char> = pattern.chars().collect();
        if bytes {
            flags |= ASCII;
        }
        // Global inline flags at the start hold for all of it.
        let mut p = Parser { text: &text, at: 0, flags, groups: 0, names: vec![], open: vec![], depth: 0 };
        let node = p.alternatives()?;
        if p.at < text.len() {
            return Err(("unbalanced parenthesis".into(), p.at));
        }
        let (groups, names, flags) = (p.groups, p.names, p.flags);
        let mut program = Program { insts: Vec::new(), groups, names, marks: 0, bytes };
        program.push(Inst::Save(0), 0);
        program.emit(&node.0, node.1)?;
        program.push(Inst::Save(1), 0);
        program.push(Inst::Match, 0);
        Ok((program, flags))
    }

    fn push(&mut self, inst: Inst, flags: u32) -> usize {
        self.insts.push((inst, flags));
        self.insts.len() - 1
    }

    fn emit(&mut self, node: &Node, flags: u32) -> Result<(), (String, usize)> {
        if self.insts.len() > 200_000 {
            return Err(("drydock: a pattern this large is not simulated".into(), 0));
        }
        match node {
            Node::Char(c) => {
                self.push(Inst::Char(*c), flags);
            }
            Node::Any => {
                self.push(if flags & DOTALL != 0 { Inst::AnyNewline } else { Inst::Any }, flags);
            }
            Node::Set(s) => {
                self.push(Inst::Set(Box::new(s.clone())), flags);
            }
            Node::Seq(items) => {
                for (n, f) in items {
                    self.emit(n, *f)?;
                }
            }
            Node::Alt(options) => {
                let mut ends = Vec::new();
                for (n, (option, f)) in options.iter().enumerate() {
                    if n + 1 < options.len() {
                        let split = self.push(Inst::Split(0, 0), 0);
                        self.emit(option, *f)?;
                        ends.push(self.push(Inst::Jump(0), 0));
                        let next = self.insts.len();
                        self.insts[split].0 = Inst::Split(split + 1, next);
                    } else {
                        self.emit(option, *f)?;
                    }
                }
                let end = self.insts.len();
                for e in ends {
                    self.insts[e].0 = Inst::Jump(end);
                }
            }
            Node::Repeat(body, min, max, lazy, possessive) => {
                let atomic = possessive.then(|| self.push(Inst::Atomic(0), 0));
                for _ in 0..*min {
                    self.emit(&body.0, body.1)?;
                }
                match max {
                    None => {
                        let mark = self.marks;
                        self.marks += 1;
                        let split = self.push(Inst::Split(0, 0), 0);
                        self.push(Inst::Mark(mark), 0);
                        self.emit(&body.0, body.1)?;
                        self.push(Inst::Check(mark), 0);
                        self.push(Inst::Jump(split), 0);
                        let end = self.insts.len();
                        self.insts[split].0 =
                            if *lazy { Inst::Split(end, split + 1) } else { Inst::Split(split + 1, end) };
                    }
                    Some(max) => {
                        let mut splits = Vec::new();
                        for _ in *min..*max {
                            splits.push(self.push(Inst::Split(0, 0), 0));
                            self.emit(&body.0, body.1)?;
                        }
                        let end = self.insts.len();
                        for s in splits {
                            self.insts[s].0 = if *lazy { Inst::Split(end, s + 1) } else { Inst::Split(s + 1, end) };
                        }
                    }
                }
                if let Some(a) = atomic {
                    self.push(Inst::Match, 0);
                    self.insts[a].0 = Inst::Atomic(self.insts.len());
                }
            }
            Node::Group(n, body) => {
                if let Some(n) = n {
                    self.push(Inst::Save(n * 2), 0);
                }
                self.emit(&body.0, body.1)?;
                if let Some(n) = n {
                    self.push(Inst::Save(n * 2 + 1), 0);
                }
            }
            Node::Assert(c) => {
                let inst = match c {
                    '^' if flags & MULTILINE != 0 => Inst::LineStart,
                    '^' | 'A' => Inst::TextStart,
                    '$' if flags & MULTILINE != 0 => Inst::LineEnd,
                    '$' => Inst::TextEnd,
                    'Z' => Inst::StringEnd,
                    'b' => Inst::Word(true),
                    _ => Inst::Word(false),
                };
                self.push(inst, flags);
            }
            Node::Back(n) => {
                self.push(Inst::Back(*n), flags);
            }
            Node::Look(ahead, negate, body) => {
                let back = if *ahead {
                    0
                } else {
                    match width(&body.0) {
                        Some(n) => n,
                        None => return Err(("look-behind requires fixed-width pattern".into(), usize::MAX)),
                    }
                };
                let look = self.push(Inst::Look { ahead: *ahead, negate: *negate, back, after: 0 }, 0);
                self.emit(&body.0, body.1)?;
                self.push(Inst::Match, 0);
                let after = self.insts.len();
                self.insts[look].0 = Inst::Look { ahead: *ahead, negate: *negate, back, after };
            }
            Node::Atomic(body) => {
                let a = self.push(Inst::Atomic(0), 0);
                self.emit(&body.0, body.1)?;
                self.push(Inst::Match, 0);
                self.insts[a].0 = Inst::Atomic(self.insts.len());
            }
        }
        Ok(())
    }
}

fn is_word(c: char, ascii: bool) -> bool {
    c == '_' || if ascii { c.is_ascii_alphanumeric() } else { c.is_alphanumeric() }
}

fn in_class(class: char, c: char, ascii: bool) -> bool {
    match class {
        'd' => c.is_ascii_digit() || (!ascii && !c.is_ascii() && c.is_numeric() && c.is_ascii_digit()),
        's' => matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{b}' | '\u{c}') || (!ascii && crate::builtins_space(c)),
        _ => is_word(c, ascii),
    }
}

impl CharSet {
    fn has(&self, c: char, flags: u32) -> bool {
        let ascii = flags & ASCII != 0;
        let direct = |c: char| {
            self.ranges.iter().any(|(a, b)| *a <= c && c <= *b)
                || self.classes.iter().any(|(k, not)| in_class(*k, c, ascii) != *not)
        };
        let hit =
            direct(c) || (flags & IGNORECASE != 0 && (c.to_lowercase().any(direct) || c.to_uppercase().any(direct)));
        hit != self.negate
    }
}

fn fold(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

struct Machine<'a> {
    program: &'a Program,
    text: &'a [char],
    start: usize,
    end: usize,
    steps: u64,
}

enum Undo {
    Branch { pc: usize, at: usize },
    Slot(usize, usize),
    Mark(usize, usize),
}

const UNSET: usize = usize::MAX;
const MAX_STEPS: u64 = 20_000_000;

impl Machine<'_> {
    /// Runs from an instruction; the position at `Match`. `Err` when it takes too long.
    fn run(
        &mut self,
        mut pc: usize,
        mut at: usize,
        slots: &mut [usize],
        marks: &mut [usize],
        full: bool,
        depth: u32,
    ) -> Result<Option<usize>, ()> {
        let mut undo: Vec<Undo> = Vec::new();
        if depth > 50 {
            return Err(());
        }
        loop {
            self.steps += 1;
            if self.steps > MAX_STEPS || undo.len() > 4_000_000 {
                return Err(());
            }
            let (inst, flags) = &self.program.insts[pc];
            let c = if at < self.end { self.text.get(at).copied() } else { None };
            let before = if at > 0 { self.text.get(at - 1).copied() } else { None };
            let ok = match inst {
                Inst::Char(x) => match c {
                    Some(c) if c == *x || (flags & IGNORECASE != 0 && fold(c) == fold(*x)) => {
                        at += 1;
                        true
                    }
                    _ => false,
                },
                Inst::Any => match c {
                    Some(c) if c != '\n' => {
                        at += 1;
                        true
                    }
                    _ => false,
                },
                Inst::AnyNewline => {
                    let yes = c.is_some();
                    at += usize::from(yes);
                    yes
                }
                Inst::Set(set) => match c {
                    Some(c) if set.has(c, *flags) => {
                        at += 1;
                        true
                    }
                    _ => false,
                },
                Inst::Split(a, b) => {
                    undo.push(Undo::Branch { pc: *b, at });
                    pc = *a;
                    continue;
                }
                Inst::Jump(to) => {
                    pc = *to;
                    continue;
                }
                Inst::Save(n) => {
                    undo.push(Undo::Slot(*n, slots[*n]));
                    slots[*n] = at;
                    true
                }
                Inst::Mark(n) => {
                    undo.push(Undo::Mark(*n, marks[*n]));
                    marks[*n] = at;
                    true
                }
                Inst::Check(n) => {
                    if marks[*n] == at {
                        // An empty turn ends the loop: go on after its jump.
                        pc += 2;
                        continue;
                    }
                    true
                }
                Inst::LineStart => at == self.start && at == 0 || before == Some('\n'),
                Inst::TextStart => at == 0,
                Inst::LineEnd => at == self.end || c == Some('\n'),
                Inst::TextEnd => at == self.end || (c == Some('\n') && at + 1 == self.end),
                Inst::StringEnd => at == self.end,
                Inst::Word(want) => {
                    let ascii = flags & ASCII != 0;
                    let a = before.is_some_and(|c| is_word(c, ascii));
                    let b = c.is_some_and(|c| is_word(c, ascii));
                    (a != b) == *want
                }
                Inst::Back(n) => {
                    let (s, e) = (slots[n * 2], slots[n * 2 + 1]);
                    if s == UNSET || e == UNSET || e < s {
                        false
                    } else {
                        let len = e - s;
                        let same = at + len <= self.end
                            && (0..len).all(|i| {
                                let (x, y) = (self.text[s + i], self.text[at + i]);
                                x == y || (flags & IGNORECASE != 0 && fold(x) == fold(y))
                            });
                        if same {
                            at += len;
                        }
                        same
                    }
                }
                Inst::Look { ahead, negate, back, after } => {
                    let from = if *ahead { Some(at) } else { at.checked_sub(*back) };
                    let mut inner = slots.to_vec();
                    let hit = match from {
                        Some(from) => {
                            let r = self.run(pc + 1, from, &mut inner, marks, false, depth + 1)?;
                            match r {
                                Some(e) => *ahead || e == at,
                                None => false,
                            }
                        }
                        None => false,
                    };
                    if hit != *negate {
                        if hit {
                            for (n, v) in inner.iter().enumerate() {
                                if slots[n] != *v {
                                    undo.push(Undo::Slot(n, slots[n]));
                                    slots[n] = *v;
                                }
                            }
                        }
                        pc = *after;
                        continue;
                    }
                    false
                }
                Inst::Atomic(after) => {
                    let mut inner = slots.to_vec();
                    match self.run(pc + 1, at, &mut inner, marks, false, depth + 1)? {
                        Some(e) => {
                            for (n, v) in inner.iter().enumerate() {
                                if slots[n] != *v {
                                    undo.push(Undo::Slot(n, slots[n]));
                                    slots[n] = *v;
                                }
                            }
                            at = e;
                            pc = *after;
                            continue;
                        }
                        None => false,
                    }
                }
                Inst::Match => {
                    if !full || at == self.end {
                        return Ok(Some(at));
                    }
                    false
                }
            };
            if ok {
                pc += 1;
                continue;
            }
            loop {
                match undo.pop() {
                    None => return Ok(None),
                    Some(Undo::Slot(n, v)) => slots[n] = v,
                    Some(Undo::Mark(n, v)) => marks[n] = v,
                    Some(Undo::Branch { pc: p, at: a }) => {
                        pc = p;
                        at = a;
                        break;
                    }
                }
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum How {
    Match,
    Full,
    Search,
}

type Groups = Vec<Option<(usize, usize)>>;

fn find(program: &Program, text: &[char], pos: usize, end: usize, how: How) -> Result<Option<Groups>, ()> {
    let mut machine = Machine { program, text, start: 0, end, steps: 0 };
    let mut at = pos;
    loop {
        let mut slots = vec![UNSET; (program.groups + 1) * 2];
        let mut marks = vec![UNSET; program.marks];
        if machine.run(0, at, &mut slots, &mut marks, how == How::Full, 0)?.is_some() {
            let groups = slots
                .chunks(2)
                .map(|p| match p {
                    [a, b] if *a != UNSET && *b != UNSET => Some((*a, *b)),
                    _ => None,
                })
                .collect();
            return Ok(Some(groups));
        }
        if how != How::Search || at >= end {
            return Ok(None);
        }
        at += 1;
    }
}

impl Vm {
    fn re_parts(&mut self, a: &[Value]) -> Outcome<(Rc<Program>, Vec<char>, Value)> {
        let Some(Kind::Pattern(p, ..)) = self.heap.kind(self.arg(a, 0)) else {
            return Err(self.type_error("not a pattern"));
        };
        let p = p.clone();
        let v = self.arg(a, 1);
        let chars = match self.heap.kind(v) {
            Some(Kind::Str(t)) if !p.bytes => t.s.chars().collect(),
            Some(Kind::Bytes(b)) if p.bytes => b.iter().map(|b| *b as char).collect(),
            Some(Kind::ByteArray(b)) if p.bytes => b.iter().map(|b| *b as char).collect(),
            Some(Kind::Str(_)) => return Err(self.type_error("cannot use a bytes pattern on a string-like object")),
            Some(Kind::Bytes(_)) => return Err(self.type_error("cannot use a string pattern on a bytes-like object")),
            _ => {
                let message = format!("expected string or bytes-like object, got '{}'", self.type_name(v));
                return Err(self.type_error(&message));
            }
        };
        Ok((p, chars, v))
    }

    fn re_span(&mut self, a: &[Value], len: usize) -> Outcome<(usize, usize)> {
        let pos = self.opt_int(a, 2, 0)?.clamp(0, len as i64) as usize;
        let end = self.opt_int(a, 3, i64::MAX)?.clamp(0, len as i64) as usize;
        Ok((pos, end))
    }

    fn re_match(&mut self, pattern: Value, text: Value, groups: Groups, pos: usize, endpos: usize) -> Value {
        let last = groups
            .iter()
            .enumerate()
            .skip(1)
            .filter(|(_, g)| g.is_some())
            .max_by_key(|(n, g)| (g.map_or(0, |g| g.1), std::cmp::Reverse(*n)))
            .map(|(n, _)| n);
        let m = MatchData { text, pattern, groups, last, pos, endpos };
        self.heap.add(self.types.match_, Kind::Match(Box::new(m)))
    }

    fn re_slice(&mut self, text: Value, g: Option<(usize, usize)>, default: Value) -> Value {
        match g {
            None => default,
            Some((a, b)) => match self.heap.kind(text) {
                Some(Kind::Bytes(d)) => {
                    let part = d.get(a..b).unwrap_or(&[]).to_vec();
                    self.new_bytes(part)
                }
                _ => self.slice_chars(text, a, b),
            },
        }
    }

    fn re_group(&mut self, m: Value, which: Value, default: Value) -> Answer {
        let n = self.re_index(m, which)?;
        let (text, g) = match self.heap.kind(m) {
            Some(Kind::Match(m)) => (m.text, m.groups.get(n).copied().flatten()),
            _ => return Ok(Value::None),
        };
        Ok(self.re_slice(text, g, default))
    }

    fn re_index(&mut self, m: Value, which: Value) -> Outcome<usize> {
        let Some(Kind::Match(data)) = self.heap.kind(m) else { return Ok(0) };
        let (count, pattern) = (data.groups.len(), data.pattern);
        let found = match which {
            Value::Int(n) => usize::try_from(n).ok().filter(|n| *n < count),
            v => {
                let name = self.text(v);
                match self.heap.kind(pattern) {
                    Some(Kind::Pattern(p, ..)) => p.names.iter().find(|(n, _)| **n == *name).map(|(_, n)| *n),
                    _ => None,
                }
            }
        };
        found.ok_or_else(|| self.raise("IndexError", "no such group"))
    }

    fn re_give_up(&mut self) -> Control {
        self.raise("RuntimeError", "drydock: a match that takes this long is not simulated")
    }
}

fn one(vm: &mut Vm, a: &[Value], how: How) -> Answer {
    let (p, chars, text) = vm.re_parts(a)?;
    let (pos, end) = vm.re_span(a, chars.len())?;
    match find(&p, &chars, pos, end, how) {
        Ok(Some(groups)) => Ok(vm.re_match(vm.arg(a, 0), text, groups, pos, end)),
        Ok(None) => Ok(Value::None),
        Err(()) => Err(vm.re_give_up()),
    }
}

/// Every match that does not overlap the one before.
fn all(vm: &mut Vm, a: &[Value], limit: usize) -> Outcome<(Vec<Groups>, Value, usize)> {
    let (p, chars, text) = vm.re_parts(a)?;
    let (mut at, end) = vm.re_span(a, chars.len())?;
    let mut out: Vec<Groups> = Vec::new();
    let mut last_end = usize::MAX;
    while at <= end && out.len() < limit {
        let found = match find(&p, &chars, at, end, How::Search) {
            Ok(f) => f,
            Err(()) => return Err(vm.re_give_up()),
        };
        let Some(groups) = found else { break };
        let (s, e) = groups.first().copied().flatten().unwrap_or((at, at));
        if s == e && s == last_end {
            // An empty match right after another one: look for a longer one here is not attempted.
            at = s + 1;
            last_end = usize::MAX;
            continue;
        }
        last_end = e;
        at = if e == s { e + 1 } else { e };
        if e == s {
            last_end = usize::MAX;
        }
        out.push(groups);
    }
    Ok((out, text, chars.len()))
}

pub fn install(vm: &mut Vm) {
    let d = super::module(vm, "_sre");
    vm.functions(
        d,
        "_sre",
        &[("compile", |vm, a, _| {
            let v = vm.arg(a, 0);
            let flags = vm.opt_int(a, 1, 0)? as u32;
            let (text, bytes) = match vm.heap.kind(v) {
                Some(Kind::Str(t)) => (t.s.to_string(), false),
                Some(Kind::Bytes(b)) => (b.iter().map(|b| *b as char).collect(), true),
                _ => return Err(vm.type_error("first argument must be string or compiled pattern")),
            };
            match Program::compile(&text, flags, bytes) {
                Ok((p, flags)) => Ok(vm.heap.add(vm.types.pattern, Kind::Pattern(Rc::new(p), v, flags))),
                Err((message, at)) => {
                    let message = vm.new_str(message);
                    let at = if at == usize::MAX { Value::None } else { Value::Int(at as i64) };
                    vm.call_prelude("_re_error", vec![message, v, at])
                }
            }
        })],
    );
    let t = vm.types.pattern;
    vm.methods(
        t,
        "pattern",
        &[
            ("match", |vm, a, _| one(vm, a, How::Match)),
            ("fullmatch", |vm, a, _| one(vm, a, How::Full)),
            ("search", |vm, a, _| one(vm, a, How::Search)),
            ("finditer", |vm, a, _| {
                let (found, text, len) = all(vm, a, usize::MAX)?;
                let items = found.into_iter().map(|g| vm.re_match(a[0], text, g, 0, len)).collect();
                let list = vm.new_list(items);
                vm.iter(list)
            }),
            ("findall", |vm, a, _| {
                let (found, text, _) = all(vm, a, usize::MAX)?;
                let empty = vm.re_slice(text, Some((0, 0)), Value::None);
                let mut items = Vec::new();
                for g in found {
                    let v = match g.len() {
                        1 => vm.re_slice(text, g[0], empty),
                        2 => vm.re_slice(text, g[1], empty),
                        _ => {
                            let parts: Vec<Value> = g[1..].iter().map(|g| vm.re_slice(text, *g, empty)).collect();
                            vm.new_tuple(parts)
                        }
                    };
                    items.push(v);
                }
                Ok(vm.new_list(items))
            }),
            ("split", |vm, a, k| {
                let max = match vm.named(a, k, 2, "maxsplit") {
                    Value::Null => 0,
                    v => vm.int_arg(v)?,
                };
                let limit = if max <= 0 { usize::MAX } else { max as usize };
                let (found, text, len) = all(vm, &a[..2.min(a.len())], limit)?;
                let mut items = Vec::new();
                let mut at = 0;
                for g in found {
                    let (s, e) = g.first().copied().flatten().unwrap_or((0, 0));
                    items.push(vm.re_slice(text, Some((at, s)), Value::None));
                    for group in &g[1..] {
                        let v = vm.re_slice(text, *group, Value::None);
                        items.push(v);
                    }
                    at = e;
                }
                items.push(vm.re_slice(text, Some((at, len)), Value::None));
                Ok(vm.new_list(items))
            }),
            ("sub", |vm, a, k| sub(vm, a, k, false)),
            ("subn", |vm, a, k| sub(vm, a, k, true)),
        ],
    );
    let t = vm.types.match_;
    vm.methods(
        t,
        "match",
        &[
            ("group", |vm, a, _| {
                if a.len() <= 2 {
                    let which = if a.len() == 2 { a[1] } else { Value::Int(0) };
                    return vm.re_group(vm.arg(a, 0), which, Value::None);
                }
                let mut items = Vec::new();
                for w in &a[1..] {
                    items.push(vm.re_group(a[0], *w, Value::None)?);
                }
                Ok(vm.new_tuple(items))
            }),
            ("groups", |vm, a, _| {
                let n = match vm.heap.kind(vm.arg(a, 0)) {
                    Some(Kind::Match(m)) => m.groups.len(),
                    _ => 1,
                };
                let mut items = Vec::new();
                for i in 1..n {
                    items.push(vm.re_group(a[0], Value::Int(i as i64), vm.arg(a, 1))?);
                }
                Ok(vm.new_tuple(items))
            }),
            ("groupdict", |vm, a, _| {
                let pattern = match vm.heap.kind(vm.arg(a, 0)) {
                    Some(Kind::Match(m)) => m.pattern,
                    _ => Value::None,
                };
                let names = match vm.heap.kind(pattern) {
                    Some(Kind::Pattern(p, ..)) => p.names.clone(),
                    _ => vec![],
                };
                let d = vm.new_dict();
                for (name, n) in names {
                    let v = vm.re_group(a[0], Value::Int(n as i64), vm.arg(a, 1))?;
                    vm.global(d.slot().unwrap_or(0), &name, v);
                }
                Ok(d)
            }),
            ("span", |vm, a, _| {
                let (s, e) = bounds(vm, a)?;
                Ok(vm.new_tuple([Value::Int(s), Value::Int(e)]))
            }),
            ("start", |vm, a, _| Ok(Value::Int(bounds(vm, a)?.0))),
            ("end", |vm, a, _| Ok(Value::Int(bounds(vm, a)?.1))),
            ("expand", |vm, a, _| vm.call_prelude("_re_expand", a.to_vec())),
        ],
    );
}

fn bounds(vm: &mut Vm, a: &[Value]) -> Outcome<(i64, i64)> {
    let which = if a.len() > 1 { a[1] } else { Value::Int(0) };
    let n = vm.re_index(vm.arg(a, 0), which)?;
    Ok(match vm.heap.kind(vm.arg(a, 0)) {
        Some(Kind::Match(m)) => m.groups.get(n).copied().flatten().map_or((-1, -1), |(s, e)| (s as i64, e as i64)),
        _ => (-1, -1),
    })
}

fn sub(vm: &mut Vm, a: &[Value], k: &[(Value, Value)], with_count: bool) -> Answer {
    // pattern, replacement, text, count
    let (repl, text) = (vm.named(a, k, 1, "repl"), vm.named(a, k, 2, "string"));
    let count = match vm.named(a, k, 3, "count") {
        Value::Null => 0,
        v => vm.int_arg(v)?,
    };
    let plain = match vm.heap.kind(repl) {
        Some(Kind::Str(t)) => !t.s.contains('\\'),
        _ => false,
    };
    if !plain {
        return vm.call_prelude("_re_sub", vec![vm.arg(a, 0), repl, text, Value::Int(count), Value::Bool(with_count)]);
    }
    let limit = if count <= 0 { usize::MAX } else { count as usize };
    let (found, text, len) = all(vm, &[vm.arg(a, 0), text], limit)?;
    let n = found.len();
    let chars: Vec<char> = vm.text(text).chars().collect();
    let repl = vm.text(repl);
    let mut out = String::new();
    let mut at = 0;
    for g in found {
        let (s, e) = g.first().copied().flatten().unwrap_or((0, 0));
        out.extend(&chars[at..s]);
        out.push_str(&repl);
        at = e;
    }
    out.extend(&chars[at..len]);
    let v = vm.new_str(out);
    if with_count { Ok(vm.new_tuple([v, Value::Int(n as i64)])) } else { Ok(v) }
}
