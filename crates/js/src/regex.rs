//! Regular expressions: ECMA-262 §22.2, as a backtracking machine with a budget of steps.
//!
//! Works on code points whether `u` is given or not; leaves out `v`, case folding beyond one character, and
//! properties (`\p`) other than the letters', digits', spaces' and punctuation's.

#[derive(Debug, Clone)]
enum Inst {
    Char(char),
    Any,
    Set(Box<(bool, Vec<Item>)>),
    Split(usize, usize),
    Jump(usize),
    Save(usize),
    Start,
    End,
    Word(bool),
    Back(usize),
    /// Ahead, negated, where to go on.
    Look(bool, bool, usize),
    Mark(usize),
    Check(usize),
    /// Forgets the groups in between (a loop's new turn).
    Reset(usize, usize),
    Match,
}

#[derive(Debug, Clone)]
enum Item {
    Range(char, char),
    Class(char),
    Property(String, bool),
}

#[derive(Debug)]
pub struct Regex {
    insts: Vec<Inst>,
    pub groups: usize,
    pub names: Vec<(String, usize)>,
    fold: bool,
    multiline: bool,
    dotall: bool,
    marks: usize,
}

const MAX_INSTS: usize = 60_000;
const MAX_STEPS: u64 = 5_000_000;

struct Parser<'a> {
    text: &'a [char],
    at: usize,
    out: Regex,
    /// Inside a look-behind, which runs backwards.
    behind: bool,
    depth: u32,
    all_names: Vec<(String, usize)>,
}

type Parsed<T> = Result<T, String>;

impl Regex {
    pub fn compile(body: &str, flags: &str) -> Parsed<Regex> {
        let chars: Vec<char> = body.chars().collect();
        let mut seen = String::new();
        for c in flags.chars() {
            if !"dgimsuyv".contains(c) || seen.contains(c) {
                return Err("Invalid flags".into());
            }
            seen.push(c);
        }
        let has = |c| flags.contains(c);
        let out = Regex {
            insts: vec![],
            groups: 0,
            names: vec![],
            fold: has('i'),
            multiline: has('m'),
            dotall: has('s'),
            marks: 0,
        };
        let mut parser = Parser { text: &chars, at: 0, out, behind: false, depth: 0, all_names: group_names(&chars) };
        parser.push(Inst::Save(0))?;
        parser.alternatives()?;
        if parser.at < chars.len() {
            return Err("Unmatched ')'".into());
        }
        parser.push(Inst::Save(1))?;
        parser.push(Inst::Match)?;
        Ok(parser.out)
    }
}

fn group_names(text: &[char]) -> Vec<(String, usize)> {
    let (mut n, mut at, mut class) = (0, 0, false);
    let mut out = Vec::new();
    while let Some(c) = text.get(at) {
        match c {
            '\\' => at += 1,
            '[' => class = true,
            ']' => class = false,
            '(' if !class => {
                let named = text.get(at + 1) == Some(&'?')
                    && text.get(at + 2) == Some(&'<')
                    && !matches!(text.get(at + 3), Some('=' | '!'));
                if text.get(at + 1) != Some(&'?') || named {
                    n += 1;
                }
                if named {
                    let name: String = text.iter().skip(at + 3).take_while(|c| **c != '>').collect();
                    out.push((name, n));
                }
            }
            _ => {}
        }
        at += 1;
    }
    out
}

impl Parser<'_> {
    fn push(&mut self, inst: Inst) -> Parsed<usize> {
        if self.out.insts.len() >= MAX_INSTS {
            return Err("Regular expression too large".into());
        }
        self.out.insts.push(inst);
        Ok(self.out.insts.len() - 1)
    }

    fn set(&mut self, at: usize, inst: Inst) {
        if let Some(slot) = self.out.insts.get_mut(at) {
            *slot = inst;
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at).copied()
    }

    fn eat(&mut self, text: &str) -> bool {
        let yes = text.chars().enumerate().all(|(n, c)| self.text.get(self.at + n) == Some(&c));
        if yes {
            self.at += text.chars().count();
        }
        yes
    }

    fn alternatives(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth > 60 {
            return Err("Regular expression too large".into());
        }
        let mut ends = Vec::new();
        loop {
            let start = self.out.insts.len();
            self.sequence()?;
            if !self.eat("|") {
                break;
            }
            // Room for the choice before this alternative.
            self.out.insts.insert(start, Inst::Match);
            self.shift(start + 1, start, 1);
            ends.push(self.push(Inst::Jump(0))?);
            let next = self.out.insts.len();
            self.set(start, Inst::Split(start + 1, next));
        }
        let end = self.out.insts.len();
        for at in ends {
            self.set(at, Inst::Jump(end));
        }
        self.depth -= 1;
        Ok(())
    }

    /// Moves the targets of what was moved by so many places.
    fn shift(&mut self, from: usize, least: usize, by: usize) {
        for inst in self.out.insts.iter_mut().skip(from) {
            match inst {
                Inst::Split(a, b) => {
                    *a += if *a >= least { by } else { 0 };
                    *b += if *b >= least { by } else { 0 };
                }
                Inst::Jump(a) | Inst::Look(_, _, a) => *a += if *a >= least { by } else { 0 },
                _ => {}
            }
        }
    }

    fn sequence(&mut self) -> Parsed<()> {
        let start = self.out.insts.len();
        let mut parts: Vec<usize> = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' {
                break;
            }
            parts.push(self.out.insts.len());
            self.term()?;
        }
        if self.behind && parts.len() > 1 {
            // Backwards: the terms in the opposite order, each with its targets moved.
            let body: Vec<Inst> = self.out.insts.split_off(start);
            let mut ends: Vec<usize> = parts.iter().skip(1).copied().collect();
            ends.push(start + body.len());
            for (from, to) in parts.iter().copied().zip(ends).rev() {
                let now = self.out.insts.len();
                let moved = |t: usize| t + now - from;
                for inst in body.get(from - start..to - start).unwrap_or(&[]) {
                    self.out.insts.push(match inst.clone() {
                        Inst::Split(a, b) => Inst::Split(moved(a), moved(b)),
                        Inst::Jump(a) => Inst::Jump(moved(a)),
                        Inst::Look(x, y, a) => Inst::Look(x, y, moved(a)),
                        other => other,
                    });
                }
            }
        }
        Ok(())
    }

    fn term(&mut self) -> Parsed<()> {
        let start = self.out.insts.len();
        let groups = self.out.groups;
        self.atom()?;
        let (min, max) = match self.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => match self.counts() {
                Some(counts) => counts,
                None => return Ok(()),
            },
            _ => return Ok(()),
        };
        if self.peek() != Some('}') || !matches!(self.text.get(self.at.wrapping_sub(1)), Some('0'..='9' | ',')) {
            // One of the short forms, or the brace that ends the long one.
        }
        self.at += 1;
        let lazy = self.eat("?");
        if max.is_some_and(|m| m < min) {
            return Err("numbers out of order in {} quantifier".into());
        }
        let body: Vec<Inst> = self.out.insts.split_off(start);
        let inner = (groups + 1, self.out.groups);
        for _ in 0..min {
            self.copy(&body, start, inner)?;
        }
        match max {
            None => {
                let mark = self.out.marks;
                self.out.marks += 1;
                let split = self.push(Inst::Match)?;
                self.push(Inst::Mark(mark))?;
                self.copy(&body, start, inner)?;
                self.push(Inst::Check(mark))?;
                self.push(Inst::Jump(split))?;
                let end = self.out.insts.len();
                self.set(split, if lazy { Inst::Split(end, split + 1) } else { Inst::Split(split + 1, end) });
            }
            Some(max) => {
                let mut splits = Vec::new();
                for _ in min..max {
                    splits.push(self.push(Inst::Match)?);
                    self.copy(&body, start, inner)?;
                }
                let end = self.out.insts.len();
                for split in splits {
                    self.set(split, if lazy { Inst::Split(end, split + 1) } else { Inst::Split(split + 1, end) });
                }
            }
        }
        Ok(())
    }

    fn copy(&mut self, body: &[Inst], from: usize, (low, high): (usize, usize)) -> Parsed<()> {
        if high >= low {
            self.push(Inst::Reset(low, high))?;
        }
        let now = self.out.insts.len();
        let moved = |t: usize| t + now - from;
        for inst in body {
            self.push(match inst.clone() {
                Inst::Split(a, b) => Inst::Split(moved(a), moved(b)),
                Inst::Jump(a) => Inst::Jump(moved(a)),
                Inst::Look(x, y, a) => Inst::Look(x, y, moved(a)),
                other => other,
            })?;
        }
        Ok(())
    }

    /// `{n}`, `{n,}`, `{n,m}`, up to the closing brace; `None` where it is only a brace.
    fn counts(&mut self) -> Option<(usize, Option<usize>)> {
        let inside: String = self.text.iter().skip(self.at + 1).take_while(|c| **c != '}').take(12).collect();
        let end = self.at + 1 + inside.chars().count();
        if self.text.get(end) != Some(&'}') {
            return None;
        }
        let found = match inside.split_once(',') {
            None => inside.parse().ok().map(|n: usize| (n, Some(n))),
            Some((a, "")) => a.parse().ok().map(|n| (n, None)),
            Some((a, b)) => a.parse().ok().zip(b.parse().ok()).map(|(a, b)| (a, Some(b))),
        }?;
        self.at = end;
        Some(found)
    }

    fn atom(&mut self) -> Parsed<()> {
        let Some(c) = self.peek() else { return Ok(()) };
        self.at += 1;
        match c {
            '^' => self.push(Inst::Start)?,
            '$' => self.push(Inst::End)?,
            '.' => self.push(Inst::Any)?,
            '(' => return self.group(),
            '[' => return self.class(),
            '\\' => return self.escape(),
            '*' | '+' | '?' => return Err("Nothing to repeat".into()),
            c => self.push(Inst::Char(c))?,
        };
        Ok(())
    }

    fn group(&mut self) -> Parsed<()> {
        if self.eat("?:") {
            self.alternatives()?;
        } else if self.text.get(self.at) == Some(&'?')
            && !(self.text.get(self.at + 1) == Some(&'<') && !matches!(self.text.get(self.at + 2), Some('=' | '!')))
        {
            let (ahead, negated) = if self.eat("?=") {
                (true, false)
            } else if self.eat("?!") {
                (true, true)
            } else if self.eat("?<=") {
                (false, false)
            } else if self.eat("?<!") {
                (false, true)
            } else {
                return Err("Invalid group".into());
            };
            let look = self.push(Inst::Match)?;
            let outer = std::mem::replace(&mut self.behind, !ahead);
            self.alternatives()?;
            self.behind = outer;
            self.push(Inst::Match)?;
            let end = self.out.insts.len();
            self.set(look, Inst::Look(ahead, negated, end));
        } else {
            self.out.groups += 1;
            let n = self.out.groups;
            if self.eat("?<") {
                let name: String = self.text.iter().skip(self.at).take_while(|c| **c != '>').collect();
                self.at += name.chars().count() + 1;
                if name.is_empty() || self.out.names.iter().any(|(old, _)| *old == name) {
                    return Err(if name.is_empty() {
                        "Invalid capture group name"
                    } else {
                        "Duplicate capture group name"
                    }
                    .into());
                }
                self.out.names.push((name, n));
            }
            let (first, last) = if self.behind { (n * 2 + 1, n * 2) } else { (n * 2, n * 2 + 1) };
            self.push(Inst::Save(first))?;
            self.alternatives()?;
            self.push(Inst::Save(last))?;
        }
        if !self.eat(")") {
            return Err("Unterminated group".into());
        }
        Ok(())
    }

    fn escape(&mut self) -> Parsed<()> {
        let Some(c) = self.peek() else { return Err("\\ at end of pattern".into()) };
        match c {
            'b' | 'B' => {
                self.at += 1;
                self.push(Inst::Word(c == 'b'))?;
            }
            '1'..='9' => {
                let digits: String =
                    self.text.iter().skip(self.at).take_while(|c| c.is_ascii_digit()).take(3).collect();
                self.at += digits.len();
                self.push(Inst::Back(digits.parse().unwrap_or(0)))?;
            }
            'k' if self.text.get(self.at + 1) == Some(&'<') => {
                let name: String = self.text.iter().skip(self.at + 2).take_while(|c| **c != '>').collect();
                self.at += name.chars().count() + 3;
                let n = self.all_names.iter().find(|(n, _)| *n == name).map(|(_, n)| *n);
                match n {
                    Some(n) => self.push(Inst::Back(n))?,
                    None => return Err("Invalid named capture referenced".into()),
                };
            }
            _ => {
                let item = self.escaped()?;
                self.push(match item {
                    Item::Range(c, _) => Inst::Char(c),
                    item => Inst::Set(Box::new((false, vec![item]))),
                })?;
            }
        }
        Ok(())
    }

    fn hex(&mut self, digits: usize) -> Option<char> {
        let text: String = self.text.iter().skip(self.at).take(digits).collect();
        let c = u32::from_str_radix(&text, 16).ok().and_then(char::from_u32).filter(|_| text.len() == digits)?;
        self.at += digits;
        Some(c)
    }

    /// What stands behind a backslash, in or outside of brackets.
    fn escaped(&mut self) -> Parsed<Item> {
        let Some(c) = self.peek() else { return Err("\\ at end of pattern".into()) };
        self.at += 1;
        let one = |c| Ok(Item::Range(c, c));
        match c {
            'd' | 'D' | 's' | 'S' | 'w' | 'W' => Ok(Item::Class(c)),
            'n' => one('\n'),
            't' => one('\t'),
            'r' => one('\r'),
            'f' => one('\u{c}'),
            'v' => one('\u{b}'),
            '0' => one('\0'),
            'c' => {
                let c = self.peek().unwrap_or('@');
                self.at += 1;
                one(char::from_u32(c as u32 % 32).unwrap_or(' '))
            }
            'x' => one(self.hex(2).unwrap_or('x')),
            'u' if self.peek() == Some('{') => {
                let text: String = self.text.iter().skip(self.at + 1).take_while(|c| **c != '}').collect();
                self.at += text.chars().count() + 2;
                one(u32::from_str_radix(&text, 16).ok().and_then(char::from_u32).unwrap_or('\u{fffd}'))
            }
            'u' => one(self.hex(4).unwrap_or('u')),
            'p' | 'P' if self.peek() == Some('{') => {
                let text: String = self.text.iter().skip(self.at + 1).take_while(|c| **c != '}').collect();
                self.at += text.chars().count() + 2;
                Ok(Item::Property(text, c == 'P'))
            }
            c => one(c),
        }
    }

    fn class(&mut self) -> Parsed<()> {
        let negated = self.eat("^");
        let mut items = Vec::new();
        loop {
            let Some(c) = self.peek() else { return Err("Unterminated character class".into()) };
            self.at += 1;
            let item = match c {
                ']' => break,
                '\\' if self.peek() == Some('b') => {
                    self.at += 1;
                    Item::Range('\u{8}', '\u{8}')
                }
                '\\' => self.escaped()?,
                c => Item::Range(c, c),
            };
            let ranged = self.peek() == Some('-') && self.text.get(self.at + 1).is_some_and(|c| *c != ']');
            if let (Item::Range(low, _), true) = (&item, ranged) {
                let (low, saved) = (*low, self.at);
                self.at += 1;
                let Some(c) = self.peek() else { return Err("Unterminated character class".into()) };
                self.at += 1;
                let high = if c == '\\' { self.escaped()? } else { Item::Range(c, c) };
                match high {
                    Item::Range(high, _) if low <= high => items.push(Item::Range(low, high)),
                    Item::Range(..) => return Err("Range out of order in character class".into()),
                    _ => {
                        self.at = saved;
                        items.push(item);
                    }
                }
                continue;
            }
            items.push(item);
        }
        self.push(Inst::Set(Box::new((negated, items))))?;
        Ok(())
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn property(name: &str, c: char) -> bool {
    match name.rsplit('=').next().unwrap_or(name) {
        "L" | "Letter" | "Alphabetic" => c.is_alphabetic(),
        "Lu" | "Uppercase_Letter" | "Uppercase" => c.is_uppercase(),
        "Ll" | "Lowercase_Letter" | "Lowercase" => c.is_lowercase(),
        "N" | "Number" | "Nd" | "Decimal_Number" => c.is_numeric(),
        "P" | "Punctuation" => c.is_ascii_punctuation() && !"$+<=>^`|~".contains(c),
        "Z" | "White_Space" | "Zs" => c.is_whitespace(),
        "Emoji" | "Emoji_Presentation" | "Extended_Pictographic" => {
            matches!(c as u32, 0x1f300..=0x1faff | 0x2600..=0x27bf)
        }
        "Script" | "Han" => matches!(c as u32, 0x4e00..=0x9fff | 0x3400..=0x4dbf),
        _ => false,
    }
}

fn has(items: &[Item], c: char) -> bool {
    items.iter().any(|item| match item {
        Item::Range(a, b) => *a <= c && c <= *b,
        Item::Class('d') => c.is_ascii_digit(),
        Item::Class('D') => !c.is_ascii_digit(),
        Item::Class('s') => crate::text::is_space(c),
        Item::Class('S') => !crate::text::is_space(c),
        Item::Class('w') => is_word(c),
        Item::Class(_) => !is_word(c),
        Item::Property(name, negated) => property(name, c) != *negated,
    })
}

fn fold(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

enum Undo {
    Branch(usize, usize),
    Slot(usize, usize),
    Mark(usize, usize),
}

pub const UNSET: usize = usize::MAX;

impl Regex {
    /// The groups' places from the beginning on; none where there is no match, or looking for one takes too long.
    pub fn find(&self, text: &[char]) -> Option<Vec<usize>> {
        self.matches(text, 0, false).ok().flatten()
    }

    /// The groups' places, in characters; `Err` when the steps are used up.
    pub(crate) fn matches(&self, text: &[char], start: usize, sticky: bool) -> Result<Option<Vec<usize>>, ()> {
        let mut steps = 0;
        for at in start..=text.len() {
            let mut slots = vec![UNSET; self.groups * 2 + 2];
            let mut marks = vec![UNSET; self.marks];
            if self.run(text, 0, at, &mut slots, &mut marks, &mut steps, false, 0)?.is_some() {
                return Ok(Some(slots));
            }
            if sticky {
                break;
            }
        }
        Ok(None)
    }

    #[allow(clippy::too_many_arguments, reason = "the machine's state")]
    fn run(
        &self,
        text: &[char],
        mut pc: usize,
        mut at: usize,
        slots: &mut [usize],
        marks: &mut [usize],
        steps: &mut u64,
        back: bool,
        depth: u32,
    ) -> Result<Option<usize>, ()> {
        let mut undo: Vec<Undo> = Vec::new();
        if depth > 40 {
            return Err(());
        }
        loop {
            *steps += 1;
            if *steps > MAX_STEPS || undo.len() > 1_000_000 {
                return Err(());
            }
            let Some(inst) = self.insts.get(pc) else { return Ok(None) };
            let before = at.checked_sub(1).and_then(|n| text.get(n)).copied();
            let c = if back { before } else { text.get(at).copied() };
            let newline = |c: Option<char>| matches!(c, Some('\n' | '\r' | '\u{2028}' | '\u{2029}'));
            let mut consume = |yes: bool| {
                if yes {
                    at = if back { at - 1 } else { at + 1 };
                }
                yes
            };
            let ok = match inst {
                Inst::Char(x) => consume(c.is_some_and(|c| c == *x || (self.fold && fold(c) == fold(*x)))),
                Inst::Any => consume(c.is_some() && (self.dotall || !newline(c))),
                Inst::Set(set) => consume(c.is_some_and(|c| {
                    let hit = has(&set.1, c)
                        || (self.fold
                            && (has(&set.1, fold(c)) || c.to_uppercase().next().is_some_and(|u| has(&set.1, u))));
                    hit != set.0
                })),
                Inst::Split(a, b) => {
                    undo.push(Undo::Branch(*b, at));
                    pc = *a;
                    continue;
                }
                Inst::Jump(to) => {
                    pc = *to;
                    continue;
                }
                Inst::Save(n) => {
                    if let Some(slot) = slots.get_mut(*n) {
                        undo.push(Undo::Slot(*n, *slot));
                        *slot = at;
                    }
                    true
                }
                Inst::Reset(low, high) => {
                    for n in low * 2..=high * 2 + 1 {
                        if let Some(slot) = slots.get_mut(n).filter(|s| **s != UNSET) {
                            undo.push(Undo::Slot(n, *slot));
                            *slot = UNSET;
                        }
                    }
                    true
                }
                Inst::Mark(n) => {
                    if let Some(mark) = marks.get_mut(*n) {
                        undo.push(Undo::Mark(*n, *mark));
                        *mark = at;
                    }
                    true
                }
                Inst::Check(n) => marks.get(*n) != Some(&at),
                Inst::Start => at == 0 || (self.multiline && newline(before)),
                Inst::End => at == text.len() || (self.multiline && newline(text.get(at).copied())),
                Inst::Word(want) => {
                    (before.is_some_and(is_word) != text.get(at).copied().is_some_and(is_word)) == *want
                }
                Inst::Back(n) => {
                    let (from, to) =
                        (slots.get(n * 2).copied().unwrap_or(UNSET), slots.get(n * 2 + 1).copied().unwrap_or(UNSET));
                    if from == UNSET || to == UNSET {
                        true
                    } else {
                        let part = text.get(from..to).unwrap_or(&[]);
                        let here = if back {
                            at.checked_sub(part.len()).and_then(|s| text.get(s..at))
                        } else {
                            text.get(at..at + part.len())
                        };
                        let same = here.is_some_and(|h| {
                            h == part || (self.fold && h.iter().zip(part).all(|(a, b)| fold(*a) == fold(*b)))
                        });
                        if same {
                            at = if back { at - part.len() } else { at + part.len() };
                        }
                        same
                    }
                }
                Inst::Look(ahead, negated, after) => {
                    let mut inner = slots.to_vec();
                    let found = self
                        .run(text, pc + 1, at, &mut inner, &mut marks.to_vec(), steps, !ahead, depth + 1)?
                        .is_some();
                    if found && !negated {
                        for (n, value) in inner.into_iter().enumerate() {
                            if let Some(slot) = slots.get_mut(n).filter(|s| **s != value) {
                                undo.push(Undo::Slot(n, *slot));
                                *slot = value;
                            }
                        }
                    }
                    if found != *negated {
                        pc = *after;
                        continue;
                    }
                    false
                }
                Inst::Match => return Ok(Some(at)),
            };
            if ok {
                pc += 1;
                continue;
            }
            loop {
                match undo.pop() {
                    None => return Ok(None),
                    Some(Undo::Slot(n, old)) => slots.iter_mut().skip(n).take(1).for_each(|s| *s = old),
                    Some(Undo::Mark(n, old)) => marks.iter_mut().skip(n).take(1).for_each(|m| *m = old),
                    Some(Undo::Branch(to, place)) => {
                        pc = to;
                        at = place;
                        break;
                    }
                }
            }
        }
    }
}
