//! The functions of templates: Go's own and the ones that docker adds.
//!
//! docker's are `json`, `split`, `join`, `title`, `lower`, `upper`, `pad` and `truncate`. In a table's
//! header they give their first argument as it is. Left out: `call`, `html`, `js`, `urlquery`.

use super::value::{Nil, Value};
use crate::opts::quote;
use std::rc::Rc;

/// Why a function failed.
pub enum Problem {
    /// It ran, and failed.
    Calling(String),
    /// An argument had the wrong type.
    Argument(usize, String),
}

const NAMES: &[&str] = &[
    "and", "or", "not", "eq", "ne", "lt", "le", "gt", "ge", "len", "index", "slice", "print", "printf", "println", "json",
    "split", "join", "title", "lower", "upper", "pad", "truncate",
];

pub fn exists(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Functions that leave a table's column header as it is.
pub fn keeps_header(name: &str) -> bool {
    ["json", "split", "join", "title", "lower", "upper", "pad", "truncate"].contains(&name)
}

/// The message when a function has too few or too many arguments.
pub fn wrong_count(name: &str, count: usize) -> Option<String> {
    let exact = match name {
        "not" | "len" | "json" | "title" | "lower" | "upper" => 1,
        "ne" | "lt" | "le" | "gt" | "ge" | "split" | "join" | "truncate" => 2,
        "pad" => 3,
        "eq" | "index" | "slice" | "printf" if count == 0 => {
            return Some(format!("wrong number of args for {name}: want at least 1 got 0"));
        }
        _ => return None,
    };
    (count != exact).then(|| format!("wrong number of args for {name}: want {exact} got {count}"))
}

/// Calls a function.
pub fn call(name: &str, arguments: &[Value]) -> Result<Value, Problem> {
    let calling = |why: &str| Problem::Calling(why.to_string());
    let at = |i: usize| arguments.get(i).cloned().unwrap_or(Value::Missing);
    Ok(match name {
        "not" => Value::Bool(!at(0).truth()),
        "eq" => {
            if arguments.len() < 2 {
                return Err(calling("missing argument for comparison"));
            }
            let mut any = false;
            for other in arguments.iter().skip(1) {
                any |= compare(&at(0), other)?.is_some_and(|o| o.is_eq());
            }
            Value::Bool(any)
        }
        "ne" => Value::Bool(!compare(&at(0), &at(1))?.is_some_and(|o| o.is_eq())),
        "lt" => Value::Bool(order(&at(0), &at(1))?.is_lt()),
        "le" => Value::Bool(order(&at(0), &at(1))?.is_le()),
        "gt" => Value::Bool(order(&at(0), &at(1))?.is_gt()),
        "ge" => Value::Bool(order(&at(0), &at(1))?.is_ge()),
        "len" => match at(0) {
            Value::Text(text) => Value::Int(text.len() as i64),
            Value::List(items) => Value::Int(items.len() as i64),
            Value::Map(members) => Value::Int(members.len() as i64),
            Value::Nil(Nil::List | Nil::Map) => Value::Int(0),
            Value::Nil(Nil::Pointer) | Value::Missing => return Err(calling("len of nil pointer")),
            other => return Err(Problem::Calling(format!("len of type {}", other.type_name()))),
        },
        "index" => {
            let mut value = at(0);
            for key in arguments.iter().skip(1) {
                value = index(&value, key)?;
            }
            value
        }
        "slice" => slice(arguments)?,
        "print" => Value::from(print(arguments, false)),
        "println" => Value::from(print(arguments, true)),
        "printf" => Value::from(sprintf(&at(0).print(), arguments.get(1..).unwrap_or_default())),
        "json" => Value::from(at(0).json()),
        "split" => {
            let (text, separator) = (text(arguments, 0)?, text(arguments, 1)?);
            let parts: Vec<Value> = match separator.is_empty() {
                true => text.chars().map(|c| Value::from(c.to_string())).collect(),
                false => text.split(separator.as_str()).map(Value::from).collect(),
            };
            Value::List(Rc::new(parts))
        }
        "join" => {
            let separator = text(arguments, 1)?;
            match at(0) {
                Value::List(items) => {
                    let parts: Vec<String> = items.iter().map(Value::print).collect();
                    Value::from(parts.join(&separator))
                }
                Value::Nil(Nil::List) => Value::from(""),
                other => {
                    let why = format!("wrong type for value; expected []string; got {}", other.type_name());
                    return Err(Problem::Argument(0, why));
                }
            }
        }
        "lower" => Value::from(text(arguments, 0)?.to_lowercase()),
        "upper" => Value::from(text(arguments, 0)?.to_uppercase()),
        "title" => {
            let mut start = true;
            let titled: String = text(arguments, 0)?
                .chars()
                .map(|c| {
                    let out = if start { c.to_uppercase().next().unwrap_or(c) } else { c };
                    start = !c.is_alphanumeric() && c != '_' && c != '\'';
                    out
                })
                .collect();
            Value::from(titled)
        }
        "pad" => {
            let text = text(arguments, 0)?;
            if text.is_empty() {
                return Ok(Value::from(text));
            }
            let spaces = |i: usize| match at(i) {
                Value::Int(n) => " ".repeat(n.clamp(0, 10_000) as usize),
                _ => String::new(),
            };
            Value::from(format!("{}{text}{}", spaces(1), spaces(2)))
        }
        "truncate" => {
            let text = text(arguments, 0)?;
            let Value::Int(length) = at(1) else {
                return Err(Problem::Argument(1, "expected integer".into()));
            };
            let length = usize::try_from(length).unwrap_or(0);
            Value::from(match text.len() < length {
                true => text,
                false => (0..=length).rev().find_map(|n| text.get(..n)).unwrap_or_default().to_string(),
            })
        }
        _ => return Err(Problem::Calling(format!("drydock: {name} in a template is not simulated"))),
    })
}

fn text(arguments: &[Value], i: usize) -> Result<String, Problem> {
    match arguments.get(i) {
        Some(Value::Text(text)) => Ok(text.to_string()),
        Some(Value::Missing) | None => Err(Problem::Argument(i, "invalid value; expected string".into())),
        Some(other) => Err(Problem::Argument(
            i,
            format!("wrong type for value; expected string; got {}", other.type_name()),
        )),
    }
}

fn compare(a: &Value, b: &Value) -> Result<Option<std::cmp::Ordering>, Problem> {
    Ok(match (a, b) {
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        (Value::Float(a), Value::Float(b)) => a.partial_cmp(b),
        (Value::Text(a), Value::Text(b)) => Some(a.cmp(b)),
        (Value::Bool(a), Value::Bool(b)) => Some(a.cmp(b)),
        (Value::Nil(_) | Value::Missing, Value::Nil(_) | Value::Missing) => Some(std::cmp::Ordering::Equal),
        (Value::Nil(_) | Value::Missing, _) | (_, Value::Nil(_) | Value::Missing) => None,
        (Value::List(_) | Value::Map(_) | Value::Object(_), _) => {
            return Err(Problem::Calling(format!(
                "non-comparable type {}: {}",
                a.print(),
                a.type_name()
            )));
        }
        _ => return Err(Problem::Calling("incompatible types for comparison".into())),
    })
}

fn order(a: &Value, b: &Value) -> Result<std::cmp::Ordering, Problem> {
    match (a, b) {
        (Value::Bool(_), _) | (Value::Nil(_) | Value::Missing, _) => Err(Problem::Calling("invalid type for comparison".into())),
        _ => compare(a, b)?.ok_or_else(|| Problem::Calling("incompatible types for comparison".into())),
    }
}

fn index(value: &Value, key: &Value) -> Result<Value, Problem> {
    let calling = |why: String| Err(Problem::Calling(why));
    match (value, key) {
        (Value::List(items), Value::Int(n)) => match usize::try_from(*n).ok().and_then(|n| items.get(n)) {
            Some(item) => Ok(item.clone()),
            None => calling(format!("reflect: slice index out of range: {n}").replace(&format!(": {n}"), "")),
        },
        (Value::Nil(Nil::List), Value::Int(_)) => calling("reflect: slice index out of range".into()),
        (Value::Text(text), Value::Int(n)) => match usize::try_from(*n).ok().and_then(|n| text.as_bytes().get(n)) {
            Some(byte) => Ok(Value::Int(i64::from(*byte))),
            None => calling(format!("index out of range: {n}")),
        },
        (Value::List(_) | Value::Text(_) | Value::Nil(Nil::List), other) => {
            calling(format!("cannot index slice/array with type {}", other.type_name()))
        }
        (Value::Map(members), Value::Text(name)) => {
            Ok(members
                .get(&**name)
                .cloned()
                .unwrap_or_else(|| match members.values().next() {
                    Some(Value::Text(_)) | None => Value::from(""),
                    Some(_) => Value::Nil(Nil::List),
                }))
        }
        (Value::Nil(Nil::Map), Value::Text(_)) => Ok(Value::from("")),
        (Value::Map(_) | Value::Nil(Nil::Map), other) => {
            calling(format!("value has type {}; should be string", other.type_name()))
        }
        (Value::Nil(Nil::Pointer), _) => calling("index of nil pointer".into()),
        (Value::Missing, _) => calling("index of untyped nil".into()),
        (other, _) => calling(format!("can't index item of type {}", other.type_name())),
    }
}

fn slice(arguments: &[Value]) -> Result<Value, Problem> {
    let bound = |i: usize, default: usize| match arguments.get(i) {
        Some(Value::Int(n)) => usize::try_from(*n).ok(),
        _ => Some(default),
    };
    let out_of_range = || Problem::Calling("index out of range".into());
    match arguments.first() {
        Some(Value::Text(text)) => {
            let (from, to) = (
                bound(1, 0).ok_or_else(out_of_range)?,
                bound(2, text.len()).ok_or_else(out_of_range)?,
            );
            text.get(from..to).map(Value::from).ok_or_else(out_of_range)
        }
        Some(Value::List(items)) => {
            let (from, to) = (
                bound(1, 0).ok_or_else(out_of_range)?,
                bound(2, items.len()).ok_or_else(out_of_range)?,
            );
            let part = items.get(from..to).ok_or_else(out_of_range)?;
            Ok(Value::List(Rc::new(part.to_vec())))
        }
        Some(other) => Err(Problem::Calling(format!("can't slice item of type {}", other.type_name()))),
        None => Err(Problem::Calling("slice of untyped nil".into())),
    }
}

/// Go's Sprint and Sprintln.
fn print(arguments: &[Value], line: bool) -> String {
    let mut out = String::new();
    for (i, value) in arguments.iter().enumerate() {
        let text = |v: Option<&Value>| matches!(v, Some(Value::Text(_)));
        let spaced = line || (!text(Some(value)) && !text(arguments.get(i.wrapping_sub(1))));
        if i > 0 && spaced {
            out.push(' ');
        }
        out.push_str(&match value {
            Value::Missing => "<nil>".into(),
            value => value.print(),
        });
    }
    if line {
        out.push('\n');
    }
    out
}

/// Go's Sprintf, for the verbs that make sense here.
fn sprintf(format: &str, arguments: &[Value]) -> String {
    let mut out = String::new();
    let mut values = arguments.iter();
    let mut chars = format.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let (mut left, mut zero, mut plus) = (false, false, false);
        while let Some(flag) = chars.next_if(|c| "-0+# ".contains(*c)) {
            left |= flag == '-';
            zero |= flag == '0';
            plus |= flag == '+';
        }
        let number = |chars: &mut std::iter::Peekable<std::str::Chars<'_>>| {
            let mut n: Option<usize> = None;
            while let Some(d) = chars.next_if(char::is_ascii_digit) {
                n = Some((n.unwrap_or(0) * 10 + d.to_digit(10).unwrap_or(0) as usize).min(10_000));
            }
            n
        };
        let width = number(&mut chars);
        let precision = chars.next_if_eq(&'.').map(|_| number(&mut chars).unwrap_or(0));
        let Some(verb) = chars.next() else {
            out.push_str("%!(NOVERB)");
            break;
        };
        if verb == '%' {
            out.push('%');
            continue;
        }
        let Some(value) = values.next() else {
            out.push_str(&format!("%!{verb}(MISSING)"));
            continue;
        };
        let body = verb_text(verb, value, precision, plus);
        let fill = width.unwrap_or(0).saturating_sub(body.chars().count());
        match (left, zero && !matches!(value, Value::Text(_))) {
            (true, _) => out.push_str(&format!("{body}{}", " ".repeat(fill))),
            (_, true) => match body.strip_prefix('-') {
                Some(digits) => out.push_str(&format!("-{}{digits}", "0".repeat(fill))),
                None => out.push_str(&format!("{}{body}", "0".repeat(fill))),
            },
            _ => out.push_str(&format!("{}{body}", " ".repeat(fill))),
        }
    }
    let extra: Vec<String> = values.map(|v| format!("{}={}", v.type_name(), v.print())).collect();
    if !extra.is_empty() {
        out.push_str(&format!("%!(EXTRA {})", extra.join(", ")));
    }
    out
}

fn verb_text(verb: char, value: &Value, precision: Option<usize>, plus: bool) -> String {
    let wrong = || format!("%!{verb}({}={})", value.type_name(), value.print());
    match (verb, value) {
        ('v', _) => value.print(),
        ('s', Value::Text(text)) => match precision {
            Some(n) => text.chars().take(n).collect(),
            None => text.to_string(),
        },
        ('s', Value::List(_) | Value::Map(_) | Value::Object(_)) => value.print(),
        ('q', Value::Text(text)) => quote(text),
        ('d', Value::Int(n)) if plus && *n >= 0 => format!("+{n}"),
        ('d', Value::Int(n)) => n.to_string(),
        ('x', Value::Int(n)) => format!("{n:x}"),
        ('X', Value::Int(n)) => format!("{n:X}"),
        ('o', Value::Int(n)) => format!("{n:o}"),
        ('b', Value::Int(n)) => format!("{n:b}"),
        ('x', Value::Text(text)) => text.bytes().map(|b| format!("{b:02x}")).collect(),
        ('c', Value::Int(n)) => u32::try_from(*n)
            .ok()
            .and_then(char::from_u32)
            .unwrap_or('\u{fffd}')
            .to_string(),
        ('t', Value::Bool(b)) => b.to_string(),
        ('f' | 'F', Value::Float(n)) => format!("{n:.*}", precision.unwrap_or(6)),
        ('g', Value::Float(n)) => super::value::print_float(*n),
        ('T', _) => value.type_name().to_string(),
        _ => wrong(),
    }
}
