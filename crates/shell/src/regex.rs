//! Extended regular expressions for `[[ x =~ … ]]` (POSIX XBD 9.4), by backtracking within a budget.
//!
//! Alternatives are tried in order and repetitions are greedy, so where POSIX asks for the longest of
//! several alternatives this takes the first. Back-references are left out, as ERE has none.

/// A compiled expression.
#[derive(Debug)]
pub struct Regex {
    node: Node,
    groups: usize,
    fold: bool,
}

#[derive(Clone, Debug)]
enum Node {
    Char(char),
    Any,
    Start,
    End,
    Set {
        negated: bool,
        ranges: Vec<(char, char)>,
        classes: Vec<String>,
    },
    Group(usize, Box<Node>),
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
    Repeat {
        node: Box<Node>,
        least: u32,
        most: u32,
    },
}

/// Steps that one match may take.
const BUDGET: u32 = 2_000_000;
const MAX_DEPTH: u32 = 60;

type Spans = Vec<Option<(usize, usize)>>;

impl Regex {
    /// `None` if the text is no regular expression.
    pub fn new(text: &str, fold: bool) -> Option<Regex> {
        let chars: Vec<char> = text.chars().collect();
        let mut parser = Compiler {
            chars: &chars,
            at: 0,
            groups: 0,
            depth: 0,
        };
        let node = parser.alternatives()?;
        (parser.at == chars.len()).then_some(Regex {
            node,
            groups: parser.groups,
            fold,
        })
    }

    /// The leftmost match and its groups.
    pub fn captures(&self, text: &str) -> Option<Vec<Option<String>>> {
        let chars: Vec<char> = text.chars().collect();
        let mut budget = BUDGET;
        for start in 0..=chars.len() {
            let mut spans: Spans = vec![None; self.groups + 1];
            let mut end = None;
            let mut matcher = Matcher {
                text: &chars,
                fold: self.fold,
                budget: &mut budget,
                depth: 0,
            };
            if matcher.run(&self.node, start, &mut spans, &mut |at, _| {
                end = Some(at);
                true
            }) {
                spans[0] = end.map(|end| (start, end));
                return Some(
                    spans
                        .into_iter()
                        .map(|span| span.map(|(from, to)| chars[from..to].iter().collect()))
                        .collect(),
                );
            }
        }
        None
    }
}

struct Compiler<'a> {
    chars: &'a [char],
    at: usize,
    groups: usize,
    depth: u32,
}

impl Compiler<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn alternatives(&mut self) -> Option<Node> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut list = vec![self.sequence()?];
        while self.peek() == Some('|') {
            self.at += 1;
            list.push(self.sequence()?);
        }
        self.depth -= 1;
        if list.len() == 1 {
            list.pop()
        } else {
            Some(Node::Alternatives(list))
        }
    }

    fn sequence(&mut self) -> Option<Node> {
        let mut list = Vec::new();
        while let Some(c) = self.peek() {
            if c == '|' || c == ')' && self.depth > 1 {
                break;
            }
            self.at += 1;
            let node = match c {
                '.' => Node::Any,
                '^' => Node::Start,
                '$' => Node::End,
                '[' => self.set()?,
                '(' => {
                    self.groups += 1;
                    let number = self.groups;
                    let inner = self.alternatives()?;
                    if self.peek() != Some(')') {
                        return None;
                    }
                    self.at += 1;
                    Node::Group(number, Box::new(inner))
                }
                '*' | '+' | '?' if list.is_empty() => return None,
                '\\' => {
                    let escaped = self.peek()?;
                    self.at += 1;
                    class_of(escaped).unwrap_or(Node::Char(escaped))
                }
                c => Node::Char(c),
            };
            list.push(self.repeated(node)?);
        }
        Some(Node::Sequence(list))
    }

    fn repeated(&mut self, mut node: Node) -> Option<Node> {
        while let Some(c) = self.peek() {
            let (least, most) = match c {
                '*' => (0, u32::MAX),
                '+' => (1, u32::MAX),
                '?' => (0, 1),
                '{' if self.chars.get(self.at + 1).is_some_and(char::is_ascii_digit) => {
                    let close = self.chars[self.at..].iter().position(|c| *c == '}')? + self.at;
                    let inner: String = self.chars[self.at + 1..close].iter().collect();
                    self.at = close;
                    match inner.split_once(',') {
                        None => {
                            let count = inner.parse().ok().filter(|n| *n <= 1000)?;
                            (count, count)
                        }
                        Some((least, "")) => (least.parse().ok().filter(|n| *n <= 1000)?, u32::MAX),
                        Some((least, most)) => (least.parse().ok()?, most.parse().ok().filter(|n| *n <= 1000)?),
                    }
                }
                _ => break,
            };
            self.at += 1;
            node = Node::Repeat {
                node: Box::new(node),
                least,
                most,
            };
            self.depth += 1;
            if self.depth > MAX_DEPTH {
                return None;
            }
            self.depth -= 1;
        }
        Some(node)
    }

    fn set(&mut self) -> Option<Node> {
        let negated = self.peek() == Some('^');
        if negated {
            self.at += 1;
        }
        let (mut ranges, mut classes) = (Vec::new(), Vec::new());
        let first = self.at;
        loop {
            let c = self.peek()?;
            self.at += 1;
            if c == ']' && self.at - 1 > first {
                return Some(Node::Set {
                    negated,
                    ranges,
                    classes,
                });
            }
            if c == '[' && self.peek() == Some(':') {
                let rest = &self.chars[self.at + 1..];
                let end = rest.windows(2).position(|w| w == [':', ']'])?;
                classes.push(rest[..end].iter().collect());
                self.at += end + 3;
                continue;
            }
            if self.peek() == Some('-') && self.chars.get(self.at + 1).is_some_and(|n| *n != ']') {
                let high = *self.chars.get(self.at + 1)?;
                self.at += 2;
                ranges.push((c, high));
            } else {
                ranges.push((c, c));
            }
        }
    }
}

/// GNU's `\w`, `\s` and their opposites.
fn class_of(letter: char) -> Option<Node> {
    let (negated, class) = match letter {
        'w' => (false, "word"),
        'W' => (true, "word"),
        's' => (false, "space"),
        'S' => (true, "space"),
        _ => return None,
    };
    Some(Node::Set {
        negated,
        ranges: Vec::new(),
        classes: vec![class.into()],
    })
}

struct Matcher<'a> {
    text: &'a [char],
    fold: bool,
    budget: &'a mut u32,
    depth: u32,
}

type Then<'a> = &'a mut dyn FnMut(usize, &mut Spans) -> bool;

impl Matcher<'_> {
    fn one(&self, node: &Node, c: char) -> bool {
        let same = |a: char, b: char| a == b || self.fold && a.to_lowercase().eq(b.to_lowercase());
        match node {
            Node::Char(wanted) => same(*wanted, c),
            Node::Any => true,
            Node::Set {
                negated,
                ranges,
                classes,
            } => {
                let holds = |c: char| {
                    ranges.iter().any(|(a, b)| (*a..=*b).contains(&c))
                        || classes.iter().any(|name| match name.as_str() {
                            "word" => c.is_alphanumeric() || c == '_',
                            name => crate::pattern::in_class(name, c),
                        })
                };
                let inside = holds(c) || self.fold && (holds(c.to_ascii_lowercase()) || holds(c.to_ascii_uppercase()));
                inside != *negated
            }
            _ => false,
        }
    }

    fn run(&mut self, node: &Node, at: usize, spans: &mut Spans, then: Then<'_>) -> bool {
        if *self.budget == 0 || self.depth > 400 {
            return false;
        }
        *self.budget -= 1;
        match node {
            Node::Start => at == 0 && then(at, spans),
            Node::End => at == self.text.len() && then(at, spans),
            Node::Group(number, inner) => {
                let before = spans[*number];
                let number = *number;
                self.run(inner, at, spans, &mut |end, spans| {
                    let old = spans[number].replace((at, end));
                    then(end, spans) || {
                        spans[number] = old;
                        false
                    }
                }) || {
                    spans[number] = before;
                    false
                }
            }
            Node::Sequence(list) => self.sequence(list, at, spans, then),
            Node::Alternatives(list) => list.iter().any(|alternative| self.run(alternative, at, spans, then)),
            Node::Repeat { node, least, most } => match &**node {
                single @ (Node::Char(_) | Node::Any | Node::Set { .. }) => {
                    let mut count = 0u32;
                    while count < *most && self.text.get(at + count as usize).is_some_and(|c| self.one(single, *c)) {
                        count += 1;
                    }
                    loop {
                        if count < *least {
                            return false;
                        }
                        if then(at + count as usize, spans) {
                            return true;
                        }
                        if count == 0 || *self.budget == 0 {
                            return false;
                        }
                        *self.budget -= 1;
                        count -= 1;
                    }
                }
                inner => self.repeat(inner, *least, *most, at, spans, then),
            },
            single => match self.text.get(at) {
                Some(c) if self.one(single, *c) => then(at + 1, spans),
                _ => false,
            },
        }
    }

    fn sequence(&mut self, list: &[Node], at: usize, spans: &mut Spans, then: Then<'_>) -> bool {
        match list.split_first() {
            None => then(at, spans),
            Some((first, rest)) => {
                self.depth += 1;
                let (text, fold, depth) = (self.text, self.fold, self.depth);
                // The budget is shared by reborrowing it inside of the continuation.
                let budget = std::cell::Cell::new(*self.budget);
                let mut inner = budget.get();
                let mut matcher = Matcher {
                    text,
                    fold,
                    budget: &mut inner,
                    depth,
                };
                let found = matcher.run(first, at, spans, &mut |end, spans| {
                    let mut left = budget.get().saturating_sub(1);
                    let mut next = Matcher {
                        text,
                        fold,
                        budget: &mut left,
                        depth,
                    };
                    let found = next.sequence(rest, end, spans, then);
                    budget.set(left);
                    found
                });
                *self.budget = budget.get().min(inner);
                self.depth -= 1;
                found
            }
        }
    }

    fn repeat(&mut self, node: &Node, least: u32, most: u32, at: usize, spans: &mut Spans, then: Then<'_>) -> bool {
        if most > 0 && self.depth < 400 {
            self.depth += 1;
            let (text, fold, depth) = (self.text, self.fold, self.depth);
            let budget = std::cell::Cell::new(*self.budget);
            let mut inner = budget.get();
            let mut matcher = Matcher {
                text,
                fold,
                budget: &mut inner,
                depth,
            };
            let found = matcher.run(node, at, spans, &mut |end, spans| {
                if end == at {
                    return false;
                }
                let mut left = budget.get().saturating_sub(1);
                let mut next = Matcher {
                    text,
                    fold,
                    budget: &mut left,
                    depth,
                };
                let found = next.repeat(node, least.saturating_sub(1), most - 1, end, spans, then);
                budget.set(left);
                found
            });
            *self.budget = budget.get().min(inner);
            self.depth -= 1;
            if found {
                return true;
            }
        }
        least == 0 && then(at, spans)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups(pattern: &str, text: &str) -> Option<Vec<String>> {
        let found = Regex::new(pattern, false)?.captures(text)?;
        Some(found.into_iter().map(Option::unwrap_or_default).collect())
    }

    #[test]
    fn matches_and_groups() {
        assert_eq!(
            groups("^([a-z]+)([0-9]*)$", "abc12"),
            Some(vec!["abc12".into(), "abc".into(), "12".into()])
        );
        assert_eq!(groups("a|b+", "xbb"), Some(vec!["bb".into()]));
        assert_eq!(groups("(ab)*c", "ababc"), Some(vec!["ababc".into(), "ab".into()]));
        assert_eq!(groups("[[:digit:]]{2,3}", "a1234"), Some(vec!["123".into()]));
        assert_eq!(groups("\\.txt$", "a.txt"), Some(vec![".txt".into()]));
        assert_eq!(groups("^x", "ax"), None);
        assert!(Regex::new("(", false).is_none());
    }

    #[test]
    fn a_hostile_expression_ends() {
        let text = "a".repeat(60);
        assert_eq!(groups("(a*)*(a*)*b", &text), None);
    }
}
