//! Regular expressions by trying and going back, with a bound on the tries; the common part of `java.util.regex`.
//!
//! Leaves out look-around, back references, named groups, possessive quantifiers and flags inside.

#[derive(Clone, Debug)]
enum Node {
    Char(char),
    Any,
    Set(Vec<(char, char)>, bool),
    Start,
    End,
    Word(bool),
    Group(Box<Node>, Option<usize>),
    Seq(Vec<Node>),
    Alt(Vec<Node>),
    Repeat(Box<Node>, usize, usize, bool),
}

pub struct Regex {
    node: Node,
    groups: usize,
    fold: bool,
    lines: bool,
    dot_all: bool,
}

struct Reader {
    chars: Vec<char>,
    at: usize,
    groups: usize,
    depth: usize,
}

/// What is beyond this, or what is wrong.
type Wrong = Result<&'static str, String>;
type Groups = Vec<Option<(usize, usize)>>;

const TRIES: u32 = 200_000;

impl Reader {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn eat(&mut self, c: char) -> bool {
        let is = self.peek() == Some(c);
        self.at += usize::from(is);
        is
    }

    fn wrong<T>(&self, words: &str) -> Result<T, Wrong> {
        let text: String = self.chars.iter().collect();
        Err(Err(format!(
            "{words} near index {}\n{text}",
            self.at.min(self.chars.len()).saturating_sub(1)
        )))
    }

    fn alt(&mut self) -> Result<Node, Wrong> {
        self.depth += 1;
        if self.depth > 50 {
            return Err(Ok("such nesting"));
        }
        let mut all = vec![self.seq()?];
        while self.eat('|') {
            all.push(self.seq()?);
        }
        self.depth -= 1;
        Ok(if all.len() == 1 { all.remove(0) } else { Node::Alt(all) })
    }

    fn seq(&mut self) -> Result<Node, Wrong> {
        let mut out = vec![];
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            let atom = self.atom()?;
            out.push(self.quantified(atom)?);
        }
        Ok(Node::Seq(out))
    }

    fn quantified(&mut self, atom: Node) -> Result<Node, Wrong> {
        let (least, most) = match self.peek() {
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('?') => (0, 1),
            Some('{') => {
                let rest: String = self.chars.iter().skip(self.at + 1).take_while(|c| **c != '}').collect();
                self.at += rest.chars().count() + 1;
                let (a, b) = rest.split_once(',').map_or((rest.as_str(), Some(rest.as_str())), |(a, b)| {
                    (a, Some(b).filter(|b| !b.is_empty()))
                });
                let Ok(a) = a.parse() else {
                    return self.wrong("Illegal repetition");
                };
                (a, b.and_then(|b| b.parse().ok()).unwrap_or(usize::MAX))
            }
            _ => return Ok(atom),
        };
        self.at += 1;
        let lazy = self.eat('?');
        if self.peek() == Some('+') {
            return Err(Ok("a possessive quantifier"));
        }
        Ok(Node::Repeat(Box::new(atom), least, most, !lazy))
    }

    fn atom(&mut self) -> Result<Node, Wrong> {
        let Some(c) = self.peek() else { return Ok(Node::Seq(vec![])) };
        self.at += 1;
        Ok(match c {
            '.' => Node::Any,
            '^' => Node::Start,
            '$' => Node::End,
            '(' => {
                let mut group = None;
                if self.eat('?') {
                    if !self.eat(':') {
                        return Err(Ok("a group with ?"));
                    }
                } else {
                    self.groups += 1;
                    group = Some(self.groups);
                }
                let inner = self.alt()?;
                if !self.eat(')') {
                    return self.wrong("Unclosed group");
                }
                Node::Group(Box::new(inner), group)
            }
            '[' => self.set()?,
            '*' | '+' | '?' => {
                self.at -= 1;
                return self.wrong(&format!("Dangling meta character '{c}'"));
            }
            '\\' => self.escape()?,
            c => Node::Char(c),
        })
    }

    fn escape(&mut self) -> Result<Node, Wrong> {
        let Some(c) = self.peek() else {
            return self.wrong("Unexpected internal error");
        };
        self.at += 1;
        Ok(match c {
            'b' => Node::Word(true),
            'B' => Node::Word(false),
            'A' => Node::Start,
            'z' | 'Z' => Node::End,
            'n' => Node::Char('\n'),
            't' => Node::Char('\t'),
            'r' => Node::Char('\r'),
            'Q' => {
                let mut out = vec![];
                while let Some(c) = self.peek() {
                    self.at += 1;
                    if c == '\\' && self.eat('E') {
                        break;
                    }
                    out.push(Node::Char(c));
                }
                Node::Seq(out)
            }
            'd' | 'D' | 'w' | 'W' | 's' | 'S' => Node::Set(class(c.to_ascii_lowercase()), c.is_ascii_uppercase()),
            c if c.is_ascii_alphanumeric() => return Err(Ok("this escape")),
            c => Node::Char(c),
        })
    }

    fn set(&mut self) -> Result<Node, Wrong> {
        let not = self.eat('^');
        let mut ranges = vec![];
        let mut first = true;
        loop {
            let Some(c) = self.peek() else {
                return self.wrong("Unclosed character class");
            };
            self.at += 1;
            if c == ']' && !first {
                return Ok(Node::Set(ranges, not));
            }
            first = false;
            if c == '[' || c == '&' && self.peek() == Some('&') {
                return Err(Ok("a class in a class"));
            }
            let from = if c == '\\' {
                match self.escape()? {
                    Node::Char(c) => c,
                    Node::Set(inner, false) => {
                        ranges.extend(inner);
                        continue;
                    }
                    _ => return Err(Ok("this escape in a class")),
                }
            } else {
                c
            };
            if self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|c| *c != ']') {
                self.at += 1;
                let Some(mut to) = self.peek() else { continue };
                self.at += 1;
                if to == '\\' {
                    to = self.peek().unwrap_or('\\');
                    self.at += 1;
                }
                ranges.push((from, to));
            } else {
                ranges.push((from, from));
            }
        }
    }
}

fn class(c: char) -> Vec<(char, char)> {
    match c {
        'd' => vec![('0', '9')],
        'w' => vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_')],
        _ => vec![(' ', ' '), ('\t', '\r')],
    }
}

impl Regex {
    pub fn new(text: &str, fold: bool, lines: bool, dot_all: bool) -> Result<Regex, Wrong> {
        let mut reader = Reader {
            chars: text.chars().collect(),
            at: 0,
            groups: 0,
            depth: 0,
        };
        let node = reader.alt()?;
        if reader.at < reader.chars.len() {
            return reader.wrong("Unmatched closing ')'");
        }
        Ok(Regex {
            node,
            groups: reader.groups,
            fold,
            lines,
            dot_all,
        })
    }

    pub fn find(&self, text: &[char], from: usize) -> Option<Groups> {
        (from..=text.len()).find_map(|start| self.at(text, start, false))
    }

    pub fn whole(&self, text: &[char]) -> Option<Groups> {
        self.at(text, 0, true)
    }

    fn at(&self, text: &[char], start: usize, whole: bool) -> Option<Groups> {
        let mut run = Run {
            re: self,
            text,
            groups: vec![None; self.groups + 1],
            tries: 0,
            depth: 0,
        };
        let mut end = None;
        let found = run.step(&self.node, start, &mut |_, at| {
            let fits = !whole || at == text.len();
            if fits {
                end = Some(at);
            }
            fits
        });
        if !found {
            return None;
        }
        let mut groups = run.groups;
        if let Some(first) = groups.first_mut() {
            *first = end.map(|e| (start, e));
        }
        Some(groups)
    }
}

struct Run<'a> {
    re: &'a Regex,
    text: &'a [char],
    groups: Groups,
    tries: u32,
    depth: u32,
}

impl Run<'_> {
    fn step(&mut self, node: &Node, at: usize, then: &mut dyn FnMut(&mut Self, usize) -> bool) -> bool {
        self.tries += 1;
        if self.tries > TRIES || self.depth > 600 {
            return false;
        }
        self.depth += 1;
        let found = self.inner(node, at, then);
        self.depth -= 1;
        found
    }

    fn one(&mut self, fits: impl Fn(char) -> bool, at: usize, then: &mut dyn FnMut(&mut Self, usize) -> bool) -> bool {
        match self.text.get(at) {
            Some(c) if fits(*c) => then(self, at + 1),
            _ => false,
        }
    }

    fn inner(&mut self, node: &Node, at: usize, then: &mut dyn FnMut(&mut Self, usize) -> bool) -> bool {
        let fold = self.re.fold;
        match node {
            Node::Char(c) => self.one(|d| d == *c || fold && d.eq_ignore_ascii_case(c), at, then),
            Node::Any => {
                let all = self.re.dot_all;
                self.one(|d| all || d != '\n', at, then)
            }
            Node::Set(ranges, not) => {
                let has = |d: char| ranges.iter().any(|(a, b)| *a <= d && d <= *b);
                self.one(
                    |d| (has(d) || fold && (has(d.to_ascii_lowercase()) || has(d.to_ascii_uppercase()))) != *not,
                    at,
                    then,
                )
            }
            Node::Start => (at == 0 || self.re.lines && self.text.get(at - 1) == Some(&'\n')) && then(self, at),
            Node::End => (at == self.text.len() || self.re.lines && self.text.get(at) == Some(&'\n')) && then(self, at),
            Node::Word(wanted) => {
                let word = |c: Option<&char>| c.is_some_and(|c| c.is_alphanumeric() || *c == '_');
                let edge = word(at.checked_sub(1).and_then(|n| self.text.get(n))) != word(self.text.get(at));
                edge == *wanted && then(self, at)
            }
            Node::Group(inner, None) => self.step(inner, at, then),
            Node::Group(inner, Some(n)) => {
                let n = *n;
                let before = self.groups.get(n).copied().flatten();
                let found = self.step(inner, at, &mut |run, end| {
                    let kept = run.groups.get(n).copied().flatten();
                    if let Some(slot) = run.groups.get_mut(n) {
                        *slot = Some((at, end));
                    }
                    let found = then(run, end);
                    if !found && let Some(slot) = run.groups.get_mut(n) {
                        *slot = kept;
                    }
                    found
                });
                if !found && let Some(slot) = self.groups.get_mut(n) {
                    *slot = before;
                }
                found
            }
            Node::Seq(parts) => self.seq(parts, at, then),
            Node::Alt(parts) => parts.iter().any(|p| self.step(p, at, then)),
            Node::Repeat(inner, least, most, greedy) => self.repeat(inner, *least, *most, *greedy, at, then),
        }
    }

    fn seq(&mut self, parts: &[Node], at: usize, then: &mut dyn FnMut(&mut Self, usize) -> bool) -> bool {
        match parts.split_first() {
            None => then(self, at),
            Some((first, rest)) => self.step(first, at, &mut |run, next| run.seq(rest, next, then)),
        }
    }

    fn repeat(
        &mut self,
        inner: &Node,
        least: usize,
        most: usize,
        greedy: bool,
        at: usize,
        then: &mut dyn FnMut(&mut Self, usize) -> bool,
    ) -> bool {
        // A single character is repeated in a loop, so that long texts need no deep stack.
        if matches!(inner, Node::Char(_) | Node::Any | Node::Set(..)) {
            let mut ends = vec![at];
            while ends.len() <= most {
                let last = ends.last().copied().unwrap_or(at);
                let mut next = None;
                self.step(inner, last, &mut |_, end| {
                    next = Some(end);
                    true
                });
                match next {
                    Some(end) => ends.push(end),
                    None => break,
                }
            }
            let fit: Vec<usize> = ends.into_iter().skip(least).collect();
            return if greedy {
                fit.iter().rev().any(|e| then(self, *e))
            } else {
                fit.iter().any(|e| then(self, *e))
            };
        }
        if least > 0 {
            return self.step(inner, at, &mut |run, next| {
                run.repeat(inner, least - 1, most.saturating_sub(1), greedy, next, then)
            });
        }
        if !greedy && then(self, at) {
            return true;
        }
        if most > 0
            && self.step(inner, at, &mut |run, next| {
                next > at && run.repeat(inner, 0, most.saturating_sub(1), greedy, next, then)
            })
        {
            return true;
        }
        greedy && then(self, at)
    }
}
