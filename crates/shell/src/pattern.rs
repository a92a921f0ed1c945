//! Pattern matching notation (POSIX XCU 2.13), with bash's extended patterns.
//!
//! A pattern's text has a backslash before each character that stands for itself. Matching takes time
//! proportional to text times pattern; extended patterns, which cannot promise that, have a budget.

use crate::Flavour;

/// A compiled pattern.
#[derive(Clone, Debug)]
pub struct Pattern {
    items: Vec<Item>,
    grouped: bool,
}

#[derive(Clone, Debug)]
enum Item {
    Char(char),
    Any,
    Star,
    Class { negated: bool, members: Vec<Member> },
    Group(char, Vec<Vec<Item>>),
}

#[derive(Clone, Debug)]
enum Member {
    Range(char, char),
    Named(&'static str),
}

const CLASSES: [&str; 12] = [
    "alpha", "digit", "alnum", "upper", "lower", "space", "blank", "punct", "print", "cntrl", "xdigit", "graph",
];

pub(crate) fn in_class(name: &str, c: char) -> bool {
    match name {
        "alpha" => c.is_alphabetic(),
        "digit" => c.is_ascii_digit(),
        "alnum" => c.is_alphanumeric(),
        "upper" => c.is_uppercase(),
        "lower" => c.is_lowercase(),
        "space" => c.is_whitespace(),
        "blank" => c == ' ' || c == '\t',
        "punct" => c.is_ascii_punctuation(),
        "print" => !c.is_control(),
        "cntrl" => c.is_control(),
        "xdigit" => c.is_ascii_hexdigit(),
        _ => !c.is_control() && !c.is_whitespace(),
    }
}

/// Whether text has characters that an unquoted pattern would act on. A bracket that nothing closes, such as the
/// command `[`, is none of them.
pub fn has_active(text: &str) -> bool {
    text.contains(['*', '?']) || text.split_once('[').is_some_and(|(_, rest)| rest.contains(']'))
}

/// Text as a pattern that matches nothing but it.
pub fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        if matches!(
            c,
            '*' | '?' | '[' | ']' | '\\' | '-' | '!' | '^' | '(' | ')' | '|' | '+' | '@'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
}

/// A pattern's text with its escapes taken away.
pub fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c == '\\' {
            out.extend(chars.next());
        } else {
            out.push(c);
        }
    }
    out
}

impl Pattern {
    pub fn new(text: &str, flavour: Flavour) -> Pattern {
        if flavour == Flavour::Dash && text.contains("[^") {
            // dash knows `[!…]` only: a caret stands for itself.
            return Pattern::parse(&text.replace("[^", "[\\^"), false);
        }
        Pattern::parse(text, flavour.is_bash())
    }

    fn parse(text: &str, extended: bool) -> Pattern {
        let chars: Vec<char> = text.chars().collect();
        let mut at = 0;
        let items = parse(&chars, &mut at, extended, 0);
        let grouped = items.iter().any(|i| matches!(i, Item::Group(..)));
        Pattern { items, grouped }
    }

    /// Without regard to case, as `nocasematch` asks for.
    pub fn matches_with(&self, text: &str, fold: bool) -> bool {
        if fold {
            let lower = Pattern {
                items: self.items.iter().map(fold_item).collect(),
                grouped: self.grouped,
            };
            return lower.matches(&text.to_lowercase());
        }
        self.matches(text)
    }

    pub fn matches(&self, text: &str) -> bool {
        let chars: Vec<char> = text.chars().collect();
        if self.grouped {
            let mut budget = 200_000;
            return backtrack(&self.items, &chars, &mut budget, &mut |rest| rest.is_empty());
        }
        let (mut t, mut p) = (0, 0);
        let mut star: Option<(usize, usize)> = None;
        while t < chars.len() {
            match self.items.get(p) {
                Some(Item::Star) => {
                    star = Some((p, t));
                    p += 1;
                    continue;
                }
                Some(item) if one(item, chars[t]) => {
                    p += 1;
                    t += 1;
                    continue;
                }
                _ => {}
            }
            match star {
                Some((at, from)) => {
                    p = at + 1;
                    t = from + 1;
                    star = Some((at, from + 1));
                }
                None => return false,
            }
        }
        self.items[p.min(self.items.len())..].iter().all(|i| matches!(i, Item::Star))
    }

    /// The length in bytes of the shortest or longest prefix that matches.
    pub fn prefix(&self, text: &str, longest: bool) -> Option<usize> {
        if self.grouped {
            let mut ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            if longest {
                ends.reverse();
            }
            return ends
                .into_iter()
                .find(|end| text.get(..*end).is_some_and(|part| self.matches(part)));
        }
        let items: Vec<&Item> = self.items.iter().collect();
        scan(&items, text.char_indices().map(|(at, c)| (c, at + c.len_utf8())), longest)
    }

    /// The length in bytes of the shortest or longest suffix that matches.
    pub fn suffix(&self, text: &str, longest: bool) -> Option<usize> {
        if self.grouped {
            let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            if !longest {
                starts.reverse();
            }
            let start = starts
                .into_iter()
                .find(|s| text.get(*s..).is_some_and(|part| self.matches(part)))?;
            return Some(text.len() - start);
        }
        let items: Vec<&Item> = self.items.iter().rev().collect();
        scan(&items, text.char_indices().rev().map(|(at, c)| (c, text.len() - at)), longest)
    }

    /// The literal text that the pattern is, if it has no active characters.
    pub fn literal(&self) -> Option<String> {
        self.items
            .iter()
            .map(|item| match item {
                Item::Char(c) => Some(*c),
                _ => None,
            })
            .collect()
    }

    /// Whether it begins with a dot, which a glob needs to match hidden names.
    pub fn starts_with_dot(&self) -> bool {
        matches!(self.items.first(), Some(Item::Char('.')))
    }
}

fn fold_item(item: &Item) -> Item {
    match item {
        Item::Char(c) => Item::Char(c.to_lowercase().next().unwrap_or(*c)),
        Item::Class { negated, members } => {
            let mut members = members.clone();
            let lower: Vec<Member> = members
                .iter()
                .filter_map(|m| match m {
                    Member::Range(a, b) => Some(Member::Range(a.to_ascii_lowercase(), b.to_ascii_lowercase())),
                    Member::Named(_) => None,
                })
                .collect();
            members.extend(lower);
            Item::Class {
                negated: *negated,
                members,
            }
        }
        Item::Group(kind, alternatives) => Item::Group(
            *kind,
            alternatives.iter().map(|a| a.iter().map(fold_item).collect()).collect(),
        ),
        other => other.clone(),
    }
}

fn one(item: &Item, c: char) -> bool {
    match item {
        Item::Char(p) => *p == c,
        Item::Any => true,
        Item::Class { negated, members } => {
            let inside = members.iter().any(|m| match m {
                Member::Range(a, b) => (*a..=*b).contains(&c),
                Member::Named(name) => in_class(name, c),
            });
            inside != *negated
        }
        Item::Star | Item::Group(..) => false,
    }
}

/// Runs all ways to match at once; gives where the first or last one ends.
fn scan(items: &[&Item], text: impl Iterator<Item = (char, usize)>, longest: bool) -> Option<usize> {
    let count = items.len();
    let close = |states: &mut Vec<bool>| {
        for p in 0..count {
            if states[p] && matches!(items[p], Item::Star) {
                states[p + 1] = true;
            }
        }
    };
    let mut states = vec![false; count + 1];
    states[0] = true;
    close(&mut states);
    let mut found = states[count].then_some(0);
    if found.is_some() && !longest {
        return found;
    }
    let mut next = vec![false; count + 1];
    for (c, end) in text {
        next.fill(false);
        let mut alive = false;
        for p in 0..count {
            if !states[p] {
                continue;
            }
            if matches!(items[p], Item::Star) {
                next[p] = true;
                alive = true;
            } else if one(items[p], c) {
                next[p + 1] = true;
                alive = true;
            }
        }
        if !alive {
            break;
        }
        close(&mut next);
        std::mem::swap(&mut states, &mut next);
        if states[count] {
            found = Some(end);
            if !longest {
                return found;
            }
        }
    }
    found
}

fn backtrack(items: &[Item], text: &[char], budget: &mut u32, then: &mut dyn FnMut(&[char]) -> bool) -> bool {
    if *budget == 0 {
        return false;
    }
    *budget -= 1;
    let Some((item, rest)) = items.split_first() else {
        return then(text);
    };
    match item {
        Item::Star => (0..=text.len()).any(|n| backtrack(rest, &text[n..], budget, then)),
        Item::Group(kind, alternatives) => match kind {
            '@' | '?' => {
                if *kind == '?' && backtrack(rest, text, budget, then) {
                    return true;
                }
                alternatives.iter().any(|alternative| {
                    (0..=text.len()).any(|n| whole(alternative, &text[..n], budget) && backtrack(rest, &text[n..], budget, then))
                })
            }
            '*' | '+' => {
                if *kind == '*' && backtrack(rest, text, budget, then) {
                    return true;
                }
                (1..=text.len()).any(|n| repeats(alternatives, &text[..n], budget) && backtrack(rest, &text[n..], budget, then))
                    || *kind == '+' && alternatives.iter().any(|a| a.is_empty()) && backtrack(rest, text, budget, then)
            }
            _ => (0..=text.len())
                .any(|n| !alternatives.iter().any(|a| whole(a, &text[..n], budget)) && backtrack(rest, &text[n..], budget, then)),
        },
        item => match text.split_first() {
            Some((c, after)) if one(item, *c) => backtrack(rest, after, budget, then),
            _ => false,
        },
    }
}

fn whole(items: &[Item], text: &[char], budget: &mut u32) -> bool {
    backtrack(items, text, budget, &mut |rest| rest.is_empty())
}

/// Whether text is one or more of the alternatives.
fn repeats(alternatives: &[Vec<Item>], text: &[char], budget: &mut u32) -> bool {
    if text.is_empty() {
        return true;
    }
    (1..=text.len())
        .any(|n| alternatives.iter().any(|a| whole(a, &text[..n], budget)) && repeats(alternatives, &text[n..], budget))
}

fn parse(chars: &[char], at: &mut usize, extended: bool, depth: usize) -> Vec<Item> {
    let mut items = Vec::new();
    while let Some(c) = chars.get(*at).copied() {
        if depth > 0 && (c == '|' || c == ')') {
            break;
        }
        *at += 1;
        if extended && depth < 20 && matches!(c, '?' | '*' | '+' | '@' | '!') && chars.get(*at) == Some(&'(') {
            let before = *at;
            *at += 1;
            let mut alternatives = vec![parse(chars, at, extended, depth + 1)];
            while chars.get(*at) == Some(&'|') {
                *at += 1;
                alternatives.push(parse(chars, at, extended, depth + 1));
            }
            if chars.get(*at) == Some(&')') {
                *at += 1;
                items.push(Item::Group(c, alternatives));
                continue;
            }
            *at = before;
        }
        match c {
            '\\' => match chars.get(*at) {
                Some(next) => {
                    items.push(Item::Char(*next));
                    *at += 1;
                }
                None => items.push(Item::Char('\\')),
            },
            '?' => items.push(Item::Any),
            '*' => {
                if !matches!(items.last(), Some(Item::Star)) {
                    items.push(Item::Star);
                }
            }
            '[' => match bracket(chars, *at) {
                Some((item, end)) => {
                    items.push(item);
                    *at = end;
                }
                None => items.push(Item::Char('[')),
            },
            c => items.push(Item::Char(c)),
        }
    }
    items
}

/// The bracket expression after `[`, and where it ends.
fn bracket(chars: &[char], start: usize) -> Option<(Item, usize)> {
    let mut at = start;
    let negated = matches!(chars.get(at), Some('!' | '^'));
    if negated {
        at += 1;
    }
    let mut members = Vec::new();
    let first = at;
    loop {
        let c = *chars.get(at)?;
        if c == ']' && at > first {
            return Some((Item::Class { negated, members }, at + 1));
        }
        if c == '[' && chars.get(at + 1) == Some(&':') {
            let close = (at + 2..chars.len().saturating_sub(1)).find(|n| chars[*n] == ':' && chars[*n + 1] == ']');
            if let Some(close) = close {
                let name: String = chars[at + 2..close].iter().collect();
                let known = CLASSES.into_iter().find(|k| *k == name)?;
                members.push(Member::Named(known));
                at = close + 2;
                continue;
            }
        }
        let (low, next) = member(chars, at)?;
        at = next;
        if chars.get(at) == Some(&'-') && chars.get(at + 1).is_some_and(|c| *c != ']') {
            let (high, next) = member(chars, at + 1)?;
            at = next;
            members.push(Member::Range(low, high));
        } else {
            members.push(Member::Range(low, low));
        }
    }
}

fn member(chars: &[char], at: usize) -> Option<(char, usize)> {
    match chars.get(at)? {
        '\\' => Some((*chars.get(at + 1)?, at + 2)),
        c => Some((*c, at + 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_classes_and_escapes_match() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a*c", "abbbc", true),
            ("a*c", "abbb", false),
            ("[!a]*", "b1", true),
            ("[]x]", "]", true),
            ("[a-c]?", "bz", true),
            ("\\*", "*", true),
            ("\\*", "x", false),
            ("[[:digit:]]", "5", true),
            ("[a", "[a", true),
            ("é?", "éa", true),
        ] {
            assert_eq!(
                Pattern::new(pattern, Flavour::Ash).matches(text),
                expected,
                "{pattern} {text}"
            );
        }
    }

    #[test]
    fn extended_patterns_match() {
        for (pattern, text, expected) in [
            ("@(a|b)", "b", true),
            ("+(ab)c", "ababc", true),
            ("!(*.txt)", "a.md", true),
            ("!(*.txt)", "a.txt", false),
            ("?(x)y", "y", true),
            ("*(a|b)", "", true),
        ] {
            assert_eq!(
                Pattern::new(pattern, Flavour::Bash).matches(text),
                expected,
                "{pattern} {text}"
            );
        }
    }

    #[test]
    fn prefixes_and_suffixes_are_shortest_or_longest() {
        let pattern = Pattern::new("*b", Flavour::Ash);
        assert_eq!(pattern.prefix("abcb", false), Some(2));
        assert_eq!(pattern.prefix("abcb", true), Some(4));
        let pattern = Pattern::new(".*", Flavour::Ash);
        assert_eq!(pattern.suffix("a.tar.gz", false), Some(3));
        assert_eq!(pattern.suffix("a.tar.gz", true), Some(7));
        assert_eq!(pattern.suffix("plain", true), None);
    }
}
