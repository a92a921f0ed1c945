//! bash's brace expansion: `{a,b}` and `{1..5}` (Bash Reference Manual, 3.5.1).

use crate::syntax::ast::{Part, Word};
use std::rc::Rc;

/// How many words one word may become.
const LIMIT: usize = 100_000;

/// Whether a word has an unquoted brace.
pub(super) fn may_expand(word: &Word) -> bool {
    word.parts
        .iter()
        .any(|part| matches!(part, Part::Literal(text) if text.contains('{')))
        && word
            .parts
            .iter()
            .any(|part| matches!(part, Part::Literal(text) if text.contains('}')))
}

/// A character of unquoted text, or a part that is opaque to braces.
#[derive(Clone)]
enum Unit {
    Char(char),
    Part(Part),
}

pub(super) fn expand(word: &Word) -> Vec<Word> {
    let mut units = Vec::new();
    for part in &word.parts {
        match part {
            Part::Literal(text) => units.extend(text.chars().map(Unit::Char)),
            other => units.push(Unit::Part(other.clone())),
        }
    }
    expand_units(&units, 0).into_iter().map(|units| to_word(&units)).collect()
}

fn to_word(units: &[Unit]) -> Word {
    let mut parts = Vec::new();
    let mut text = String::new();
    for unit in units {
        match unit {
            Unit::Char(c) => text.push(*c),
            Unit::Part(part) => {
                if !text.is_empty() {
                    parts.push(Part::Literal(Rc::from(text.as_str())));
                    text.clear();
                }
                parts.push(part.clone());
            }
        }
    }
    if !text.is_empty() {
        parts.push(Part::Literal(text.into()));
    }
    Word { parts }
}

fn is(unit: &Unit, c: char) -> bool {
    matches!(unit, Unit::Char(found) if *found == c)
}

fn expand_units(units: &[Unit], depth: usize) -> Vec<Vec<Unit>> {
    if depth > 50 {
        return vec![units.to_vec()];
    }
    let mut from = 0;
    while let Some(open) = (from..units.len()).find(|n| is(&units[*n], '{')) {
        let Some((close, commas)) = matching(units, open) else {
            from = open + 1;
            continue;
        };
        let middles: Vec<Vec<Unit>> = if commas.is_empty() {
            match sequence(&units[open + 1..close]) {
                Some(items) => items.into_iter().map(|item| item.chars().map(Unit::Char).collect()).collect(),
                None => {
                    from = open + 1;
                    continue;
                }
            }
        } else {
            let mut middles = Vec::new();
            let mut start = open + 1;
            for end in commas.into_iter().chain([close]) {
                middles.extend(expand_units(&units[start..end], depth + 1));
                start = end + 1;
            }
            middles
        };
        let tails = expand_units(&units[close + 1..], depth + 1);
        if middles.len().saturating_mul(tails.len()) > LIMIT {
            return vec![units.to_vec()];
        }
        let mut out = Vec::new();
        for middle in &middles {
            for tail in &tails {
                let mut whole = units[..open].to_vec();
                whole.extend_from_slice(middle);
                whole.extend_from_slice(tail);
                out.push(whole);
            }
        }
        return out;
    }
    vec![units.to_vec()]
}

/// Where the brace at `open` closes, and the commas that belong to it.
fn matching(units: &[Unit], open: usize) -> Option<(usize, Vec<usize>)> {
    let mut depth = 0usize;
    let mut commas = Vec::new();
    for (n, unit) in units.iter().enumerate().skip(open) {
        match unit {
            Unit::Char('{') => depth += 1,
            Unit::Char('}') => {
                depth -= 1;
                if depth == 0 {
                    return Some((n, commas));
                }
            }
            Unit::Char(',') if depth == 1 => commas.push(n),
            _ => {}
        }
    }
    None
}

/// The items of `x..y` or `x..y..step`.
fn sequence(units: &[Unit]) -> Option<Vec<String>> {
    let text: String = units
        .iter()
        .map(|u| match u {
            Unit::Char(c) => Some(*c),
            Unit::Part(_) => None,
        })
        .collect::<Option<String>>()?;
    let mut pieces = text.split("..");
    let (first, last) = (pieces.next()?, pieces.next()?);
    let step = match pieces.next() {
        Some(step) => Some(step.parse::<i64>().ok()?),
        None => None,
    };
    if pieces.next().is_some() {
        return None;
    }
    if let (Ok(from), Ok(to)) = (first.parse::<i64>(), last.parse::<i64>()) {
        let padded = |t: &str| {
            let digits = t.trim_start_matches('-');
            digits.len() > 1 && digits.starts_with('0')
        };
        let width = if padded(first) || padded(last) {
            first.len().max(last.len())
        } else {
            0
        };
        let numbers = steps(from, to, step)?;
        return Some(
            numbers
                .into_iter()
                .map(|n| {
                    if n < 0 {
                        format!("-{:0>1$}", n.unsigned_abs(), width.saturating_sub(1))
                    } else {
                        format!("{n:0>width$}")
                    }
                })
                .collect(),
        );
    }
    let (mut a, mut b) = (first.chars(), last.chars());
    let (from, to) = (a.next()?, b.next()?);
    if a.next().is_some() || b.next().is_some() || !from.is_ascii_alphabetic() || !to.is_ascii_alphabetic() {
        return None;
    }
    let numbers = steps(i64::from(u32::from(from)), i64::from(u32::from(to)), step)?;
    Some(
        numbers
            .into_iter()
            .filter_map(|n| u8::try_from(n).ok())
            .map(|n| char::from(n).to_string())
            .collect(),
    )
}

fn steps(from: i64, to: i64, step: Option<i64>) -> Option<Vec<i64>> {
    let by = step.unwrap_or(1).unsigned_abs().max(1);
    let count = from.abs_diff(to) / by;
    if count as usize >= LIMIT {
        return None;
    }
    let by = by as i64;
    Some(
        (0..=count as i64)
            .map(|n| {
                if from <= to {
                    from.wrapping_add(n.wrapping_mul(by))
                } else {
                    from.wrapping_sub(n.wrapping_mul(by))
                }
            })
            .collect(),
    )
}
