//! File name patterns (fnmatch(3), POSIX shell "pattern matching notation"), where `*` matches anything.

use crate::regex::class;

/// Whether a pattern matches a whole text. Slashes and leading periods are characters like others.
pub fn matches(pattern: &[u8], text: &[u8], ignore_case: bool) -> bool {
    let (mut p, mut s) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    loop {
        match pattern.get(p) {
            Some(b'*') => {
                p += 1;
                back = Some((p, s));
                continue;
            }
            None if s == text.len() => return true,
            _ => {}
        }
        let step = match (pattern.get(p), text.get(s)) {
            (Some(_), Some(byte)) => one(pattern, p, *byte, ignore_case),
            _ => None,
        };
        match (step, back) {
            (Some(next), _) => {
                p = next;
                s += 1;
            }
            (None, Some((after, from))) if from < text.len() => {
                back = Some((after, from + 1));
                p = after;
                s = from + 1;
            }
            _ => return false,
        }
    }
}

/// Where the pattern goes on if its element at `p` takes this byte.
fn one(pattern: &[u8], p: usize, byte: u8, ignore_case: bool) -> Option<usize> {
    let same = |a: u8, b: u8| a == b || ignore_case && a.eq_ignore_ascii_case(&b);
    match *pattern.get(p)? {
        b'?' => Some(p + 1),
        b'[' => match bracket(pattern, p, byte, ignore_case) {
            Some((true, next)) => Some(next),
            Some((false, _)) => None,
            None => same(b'[', byte).then_some(p + 1),
        },
        b'\\' => match pattern.get(p + 1) {
            Some(literal) => same(*literal, byte).then_some(p + 2),
            None => same(b'\\', byte).then_some(p + 1),
        },
        literal => same(literal, byte).then_some(p + 1),
    }
}

/// Whether a bracket expression takes a byte, and where it ends; `None` if it never ends.
fn bracket(pattern: &[u8], p: usize, byte: u8, ignore_case: bool) -> Option<(bool, usize)> {
    let mut at = p + 1;
    let negated = matches!(pattern.get(at), Some(b'!' | b'^'));
    if negated {
        at += 1;
    }
    let start = at;
    let mut found = false;
    let hit = |from: u8, to: u8| {
        (from..=to).contains(&byte)
            || ignore_case
                && ((from..=to).contains(&byte.to_ascii_lowercase()) || (from..=to).contains(&byte.to_ascii_uppercase()))
    };
    loop {
        let mut from = *pattern.get(at)?;
        if from == b']' && at > start {
            return Some((found != negated, at + 1));
        }
        if from == b'[' && pattern.get(at + 1) == Some(&b':') {
            let rest = pattern.get(at + 2..)?;
            if let Some(end) = rest.windows(2).position(|w| w == b":]") {
                found |= class(rest.get(..end)?).is_some_and(|c| c(&byte));
                at += end + 4;
                continue;
            }
        }
        if from == b'\\' {
            at += 1;
            from = *pattern.get(at)?;
        }
        at += 1;
        let mut to = from;
        if pattern.get(at) == Some(&b'-') && pattern.get(at + 1).is_some_and(|b| *b != b']') {
            to = *pattern.get(at + 1)?;
            at += 2;
        }
        found |= hit(from, to);
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn names_match_patterns() {
        let m = |p: &str, s: &str| matches(p.as_bytes(), s.as_bytes(), false);
        assert!(
            m("*.txt", "a.txt") && m("a?c", "abc") && m("[!a]*", "bc") && m("*a*b*", "xaxbx") && m("\\*", "*") && m("[", "[")
        );
        assert!(!m("*.txt", "a.tx") && !m("[a-c]", "d") && !m("a", ""));
    }
}
