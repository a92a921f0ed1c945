//! YAML as go-yaml's encoder writes it: which strings are quoted and how, where literal blocks are used, and in which
//! order a map's keys stand.

use crate::output::Output;
use std::cmp::Ordering;

/// One document.
pub fn yaml(value: &Output) -> String {
    let mut out = String::new();
    match value {
        Output::Seq(items) if !items.is_empty() => sequence(&mut out, items, 0),
        Output::Map(entries) if !entries.is_empty() => mapping(&mut out, entries, 0),
        other => {
            scalar(&mut out, other, 0);
            out.push('\n');
        }
    }
    out
}

fn mapping(out: &mut String, entries: &[(String, Output)], depth: usize) {
    for (index, (key, value)) in entries.iter().enumerate() {
        if index > 0 {
            indent(out, depth);
        }
        let simple = !key.contains(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}']) && key.len() <= 128;
        if simple {
            out.push_str(&string(key, None));
            out.push(':');
        } else {
            out.push_str("? ");
            out.push_str(&string(key, Some(depth + 1)));
            out.push('\n');
            indent(out, depth);
            out.push(':');
        }
        below(out, value, depth + 1);
    }
}

fn sequence(out: &mut String, items: &[Output], depth: usize) {
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            indent(out, depth);
        }
        out.push_str("- ");
        match item {
            Output::Seq(items) if !items.is_empty() => sequence(out, items, depth + 1),
            Output::Map(entries) if !entries.is_empty() => mapping(out, entries, depth + 1),
            other => {
                scalar(out, other, depth + 1);
                out.push('\n');
            }
        }
    }
}

/// A mapping's value: on the same line, or below.
fn below(out: &mut String, value: &Output, depth: usize) {
    match value {
        Output::Seq(items) if !items.is_empty() => {
            out.push('\n');
            indent(out, depth);
            sequence(out, items, depth);
        }
        Output::Map(entries) if !entries.is_empty() => {
            out.push('\n');
            indent(out, depth);
            mapping(out, entries, depth);
        }
        other => {
            out.push(' ');
            scalar(out, other, depth);
            out.push('\n');
        }
    }
}

fn indent(out: &mut String, depth: usize) {
    out.push_str(&"  ".repeat(depth));
}

fn scalar(out: &mut String, value: &Output, depth: usize) {
    match value {
        Output::Null => out.push_str("null"),
        Output::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Output::Int(value) => out.push_str(&value.to_string()),
        Output::Float(value, _) if value.is_nan() => out.push_str(".nan"),
        Output::Float(value, _) if value.is_infinite() => out.push_str(if *value > 0.0 { ".inf" } else { "-.inf" }),
        Output::Float(value, bits) => out.push_str(&crate::number::float(*value, *bits)),
        Output::Str(text) => out.push_str(&string(text, Some(depth))),
        Output::Seq(_) => out.push_str("[]"),
        Output::Map(_) => out.push_str("{}"),
    }
}

/// A string; a literal block needs to know how deep it stands, and a key can't be one.
fn string(text: &str, depth: Option<usize>) -> String {
    if text.contains('\n') {
        let wordy = text.chars().any(|c| !c.is_whitespace());
        return match depth {
            Some(depth) if wordy && Shape::of(text).block_allowed => literal(text, depth),
            _ => double_quoted(text),
        };
    }
    let plain = matches!(yaml::resolve(text), yaml::Scalar::String(_)) && !old_bool(text) && !base_60(text);
    if !plain {
        return double_quoted(text);
    }
    let shape = Shape::of(text);
    if shape.plain_allowed {
        text.to_owned()
    } else if shape.single_quoted_allowed {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        double_quoted(text)
    }
}

/// Words that YAML 1.1 takes for booleans.
fn old_bool(text: &str) -> bool {
    matches!(
        text,
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" | "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF"
    )
}

/// Numbers of YAML 1.1 in base 60, such as `22:22`.
fn base_60(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let whole = match digits.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|b| b.is_ascii_digit() || b == b'_') => whole,
        Some(_) => return false,
        None => digits,
    };
    let mut parts = whole.split(':');
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    first.starts_with(|c: char| c.is_ascii_digit())
        && first.bytes().all(|b| b.is_ascii_digit() || b == b'_')
        && !rest.is_empty()
        && rest.iter().all(|part| match part.as_bytes() {
            [unit] => unit.is_ascii_digit(),
            [ten, unit] => (b'0'..=b'5').contains(ten) && unit.is_ascii_digit(),
            _ => false,
        })
}

/// Which ways of writing a string there are.
struct Shape {
    plain_allowed: bool,
    single_quoted_allowed: bool,
    block_allowed: bool,
}

fn is_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_printable(c: char) -> bool {
    matches!(c, '\n' | ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..) && c != '\u{feff}'
}

impl Shape {
    fn of(text: &str) -> Shape {
        let mut indicators = text.starts_with("---") || text.starts_with("...");
        let (mut breaks, mut special, mut tabs) = (false, false, false);
        let (mut break_space, mut space_break) = (false, false);
        let (mut previous_space, mut previous_break, mut after_blank) = (false, false, true);
        let mut chars = text.chars().peekable();
        let mut first = true;
        while let Some(c) = chars.next() {
            let before_blank = chars.peek().is_none_or(|next| matches!(next, ' ' | '\t'));
            indicators |= match c {
                ',' | '[' | ']' | '{' | '}' | '&' | '*' | '!' | '|' | '>' | '\'' | '"' | '%' | '@' | '`' => first,
                '#' => first || after_blank,
                '?' | '-' => first && before_blank,
                ':' => before_blank,
                _ => false,
            };
            tabs |= c == '\t';
            special |= c != '\t' && !is_printable(c);
            if c == ' ' {
                break_space |= previous_break;
                (previous_space, previous_break) = (true, false);
            } else if is_break(c) {
                breaks = true;
                space_break |= previous_space;
                (previous_space, previous_break) = (false, true);
            } else {
                (previous_space, previous_break) = (false, false);
            }
            after_blank = matches!(c, ' ' | '\t') || is_break(c);
            first = false;
        }
        let edge = |c: Option<char>| c.is_some_and(|c| c == ' ' || is_break(c));
        let edges = edge(text.chars().next()) || edge(text.chars().next_back());
        let odd = space_break || tabs || special;
        Shape {
            plain_allowed: !(indicators || edges || breaks || break_space || odd),
            single_quoted_allowed: !(break_space || odd),
            block_allowed: !(text.ends_with(' ') || space_break || special),
        }
    }
}

fn double_quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\0' => out.push_str("\\0"),
            '\u{7}' => out.push_str("\\a"),
            '\u{8}' => out.push_str("\\b"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\u{b}' => out.push_str("\\v"),
            '\u{c}' => out.push_str("\\f"),
            '\r' => out.push_str("\\r"),
            '\u{1b}' => out.push_str("\\e"),
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\u{85}' => out.push_str("\\N"),
            '\u{2028}' => out.push_str("\\L"),
            '\u{2029}' => out.push_str("\\P"),
            c if is_printable(c) => out.push(c),
            c if u32::from(c) <= 0xff => out.push_str(&format!("\\x{:02X}", u32::from(c))),
            c if u32::from(c) <= 0xffff => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    out.push('"');
    out
}

fn literal(text: &str, depth: usize) -> String {
    let mut out = String::from("|");
    if text.starts_with(' ') {
        out.push('2');
    }
    match text.strip_suffix('\n') {
        None => out.push('-'),
        Some(rest) if rest.is_empty() || rest.ends_with('\n') => out.push('+'),
        Some(_) => {}
    }
    let body = text.strip_suffix('\n').unwrap_or(text);
    for line in body.split('\n') {
        out.push('\n');
        if !line.is_empty() {
            indent(&mut out, depth);
            out.push_str(line);
        }
    }
    out
}

/// The order of a map's keys: letters by code point, runs of digits by their number.
fn key_order(a: &str, b: &str) -> Ordering {
    if natural_less(a, b) {
        Ordering::Less
    } else if natural_less(b, a) {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

fn natural_less(a: &str, b: &str) -> bool {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();
    let mut digits = false;
    for (i, (x, y)) in a.iter().zip(&b).enumerate() {
        if x == y {
            digits = x.is_numeric();
            continue;
        }
        match (x.is_alphabetic(), y.is_alphabetic()) {
            (true, true) => return x < y,
            (false, false) => {}
            (x_letter, y_letter) => return if digits { x_letter } else { y_letter },
        }
        let leading_zero = *x == '0' || *y == '0';
        let in_number = a
            .get(..i)
            .unwrap_or_default()
            .iter()
            .rev()
            .take_while(|c| c.is_numeric())
            .any(|c| *c != '0');
        let start = i64::from(leading_zero && in_number);
        let run = |text: &[char]| {
            let mut number = start;
            let mut length = 0;
            for c in text.iter().skip(i).take_while(|c| c.is_numeric()) {
                let digit = i64::from(u32::from(*c)) - i64::from(b'0');
                number = number.wrapping_mul(10).wrapping_add(digit);
                length += 1;
            }
            (number, length)
        };
        let (left, right) = (run(&a), run(&b));
        return if left == right { x < y } else { left < right };
    }
    a.len() < b.len()
}

/// Sorts without asking the order to be total, which go-yaml's is not.
pub(crate) fn sort_by_key<T>(items: Vec<(String, T)>) -> Vec<(String, T)> {
    if items.len() < 2 {
        return items;
    }
    let mut left = items;
    let right = left.split_off(left.len() / 2);
    let mut left = sort_by_key(left).into_iter().peekable();
    let mut right = sort_by_key(right).into_iter().peekable();
    let mut out = Vec::new();
    loop {
        let take_right = match (left.peek(), right.peek()) {
            (Some((a, _)), Some((b, _))) => key_order(b, a) == Ordering::Less,
            (None, Some(_)) => true,
            (Some(_), None) => false,
            (None, None) => return out,
        };
        out.extend(if take_right { right.next() } else { left.next() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> String {
        yaml(&Output::Map(vec![("key".to_owned(), Output::str(text))]))
    }

    #[test]
    fn a_string_that_would_be_a_number_is_quoted() {
        assert_eq!(of("80"), "key: \"80\"\n");
        assert_eq!(of(""), "key: \"\"\n");
        assert_eq!(of("yes"), "key: \"yes\"\n");
        assert_eq!(of("22:22"), "key: \"22:22\"\n");
        assert_eq!(of("8080:80"), "key: 8080:80\n");
    }

    #[test]
    fn a_string_with_indicators_stands_in_single_quotes() {
        assert_eq!(of("a: b"), "key: 'a: b'\n");
        assert_eq!(of("*x"), "key: '*x'\n");
        assert_eq!(of("it's # not"), "key: 'it''s # not'\n");
    }

    #[test]
    fn lines_stand_in_a_literal_block() {
        assert_eq!(of("a\nb\n"), "key: |\n  a\n  b\n");
        assert_eq!(of("a\nb"), "key: |-\n  a\n  b\n");
        assert_eq!(of("a\n\n"), "key: |+\n  a\n\n");
        assert_eq!(of("\n"), "key: \"\\n\"\n");
    }

    #[test]
    fn keys_sort_by_number() {
        assert_eq!(key_order("a2", "a10"), Ordering::Less);
        assert_eq!(key_order("b", "a"), Ordering::Greater);
    }
}
