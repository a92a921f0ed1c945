//! Strings, numbers as text, and regular expressions.

use super::{Table, arg, num, offset};
use crate::realm::Realm;
use crate::text::{self, Str};
use crate::value::*;
use std::rc::Rc;

fn this_str(realm: &Realm, this: &Value) -> Str {
    realm.to_str_now(this)
}

fn text(realm: &Realm, args: &[Value], n: usize) -> Str {
    args.get(n).map_or_else(|| "undefined".into(), |v| realm.to_str_now(v))
}

fn char_at(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let n = num(realm, args, 0);
    let n = if n.is_nan() { 0.0 } else { n };
    let unit = if n < 0.0 { None } else { this_str(realm, this).unit(n as usize) };
    Ok(unit.map_or_else(|| Value::str(""), |u| Value::Str(Str::from_units(&[u]))))
}

fn char_code_at(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let n = num(realm, args, 0);
    let unit = if n < 0.0 { None } else { this_str(realm, this).unit(n as usize) };
    Ok(Value::Num(unit.map_or(f64::NAN, f64::from)))
}

fn code_point_at(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let s = this_str(realm, this);
    let at = s.byte_offset(offset(realm, args, 0, usize::MAX >> 12, 0));
    let c = s.as_str().get(at..).and_then(|t| t.chars().next());
    Ok(c.map_or(Value::Undefined, |c| Value::Num(f64::from(c as u32))))
}

fn slice(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let s = this_str(realm, this);
    let len = s.len();
    let (from, to) = (offset(realm, args, 0, len, 0), offset(realm, args, 1, len, len));
    Ok(Value::Str(s.slice(from, to)))
}

fn substring(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let s = this_str(realm, this);
    let len = s.len();
    let clamp = |n: usize, default: usize| match args.get(n) {
        None | Some(Value::Undefined) => default,
        Some(v) => realm.to_number_now(v).max(0.0).min(len as f64) as usize,
    };
    let (a, b) = (clamp(0, 0), clamp(1, len));
    Ok(Value::Str(s.slice(a.min(b), a.max(b))))
}

fn index_of(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let s = this_str(realm, this);
    let from = s.byte_offset(offset(realm, args, 1, s.len(), 0));
    let found = s.as_str().get(from..).and_then(|t| t.find(text(realm, args, 0).as_str()));
    Ok(Value::Num(found.map_or(-1.0, |n| s.unit_offset(n + from) as f64)))
}

fn last_index_of(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let s = this_str(realm, this);
    let found = s.as_str().rfind(text(realm, args, 0).as_str());
    Ok(Value::Num(found.map_or(-1.0, |n| s.unit_offset(n) as f64)))
}

fn case(realm: &Rc<Realm>, this: &Value, upper: bool) -> Res<Value> {
    let s = this_str(realm, this);
    Ok(Value::Str(Str::from(if upper { s.as_str().to_uppercase() } else { s.as_str().to_lowercase() })))
}

fn upper(realm: &Rc<Realm>, this: &Value, _: &[Value]) -> Res<Value> {
    case(realm, this, true)
}

fn lower(realm: &Rc<Realm>, this: &Value, _: &[Value]) -> Res<Value> {
    case(realm, this, false)
}

fn trim(realm: &Rc<Realm>, this: &Value, _: &[Value]) -> Res<Value> {
    Ok(Value::str(this_str(realm, this).as_str().trim_matches(text::is_space)))
}

fn trim_start(realm: &Rc<Realm>, this: &Value, _: &[Value]) -> Res<Value> {
    Ok(Value::str(this_str(realm, this).as_str().trim_start_matches(text::is_space)))
}

fn trim_end(realm: &Rc<Realm>, this: &Value, _: &[Value]) -> Res<Value> {
    Ok(Value::str(this_str(realm, this).as_str().trim_end_matches(text::is_space)))
}

fn repeat(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let (s, n) = (this_str(realm, this), num(realm, args, 0));
    if n < 0.0 || n.is_infinite() {
        return Err(realm.range_error(&format!("Invalid count value: {}", text::number(n))));
    }
    if s.as_str().len() as f64 * n > text::MAX_STRING as f64 {
        return Err(realm.range_error("Invalid string length"));
    }
    Ok(Value::Str(Str::from(s.as_str().repeat(n as usize))))
}

fn split(realm: &Rc<Realm>, this: &Value, args: &[Value]) -> Res<Value> {
    let (s, by) = (this_str(realm, this), text(realm, args, 0));
    if by.as_str().is_empty() {
        let units = s.units();
        return Ok(realm.array(units.iter().map(|u| Value::Str(Str::from_units(&[*u]))).collect()));
    }
    Ok(realm.strings(s.as_str().split(by.as_str())))
}

fn join(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let (list, by) = (realm.list_now(&arg(args, 0)), text(realm, args, 1));
    let mut out = String::new();
    for (n, item) in list.iter().enumerate() {
        if n > 0 {
            out.push_str(by.as_str());
        }
        out.push_str(realm.to_str_now(item).as_str());
        if out.len() > text::MAX_STRING {
            return Err(realm.range_error("Invalid string length"));
        }
    }
    Ok(Value::Str(Str::from(out)))
}

/// The code points of a string.
fn points(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let s = text(realm, args, 0);
    Ok(realm.array(s.as_str().chars().map(|c| Value::Str(Str::from(c.to_string()))).collect()))
}

fn from_codes(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let mut units: Vec<u16> = Vec::new();
    for v in args {
        let n = realm.to_number_now(v) as u32;
        match char::from_u32(n).filter(|_| n > 0xffff) {
            Some(c) => units.extend(c.encode_utf16(&mut [0; 2]).iter()),
            None => units.push(n as u16),
        }
    }
    Ok(Value::Str(Str::from_units(&units)))
}

fn to_string(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(Value::Str(text(realm, args, 0)))
}

fn to_radix(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let radix = num(realm, args, 1);
    if !(2.0..=36.0).contains(&radix) {
        return Err(realm.range_error("toString() radix must be between 2 and 36"));
    }
    Ok(Value::Str(Str::from(match arg(args, 0) {
        Value::Big(b) => b.to_str_radix(radix as u32),
        v => text::radix(realm.to_number_now(&v), radix as u32),
    })))
}

fn fixed(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let (n, digits) = (num(realm, args, 0), num(realm, args, 1));
    let digits = if digits.is_nan() { 0.0 } else { digits };
    if !(0.0..=100.0).contains(&digits) {
        return Err(realm.range_error("toFixed() digits argument must be between 0 and 100"));
    }
    Ok(Value::Str(Str::from(if n.is_finite() { text::fixed(n, digits as usize) } else { text::number(n) })))
}

/// Digits and exponent with so many digits behind the first.
fn exponential(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let (n, digits) = (num(realm, args, 0), num(realm, args, 1));
    Ok(Value::Str(Str::from(if digits.is_nan() {
        format!("{n:e}")
    } else {
        format!("{n:.*e}", digits.clamp(0.0, 100.0) as usize)
    })))
}

fn parse_float(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let s = text(realm, args, 0);
    let t = s.as_str().trim_start_matches(text::is_space);
    if t.strip_prefix(['-', '+']).unwrap_or(t).starts_with("Infinity") {
        return Ok(Value::Num(if t.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }));
    }
    let chars: Vec<char> = t.chars().take(400).collect();
    let mut best = f64::NAN;
    for n in 1..=chars.len() {
        let part: String = chars.iter().take(n).collect();
        if !part.chars().all(|c| c.is_ascii_digit() || ".eE+-".contains(c)) {
            break;
        }
        if let Ok(x) = part.parse() {
            best = x;
        }
    }
    Ok(Value::Num(best))
}

fn compare(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let (a, b) = (text(realm, args, 0), text(realm, args, 1));
    let key = |s: &str| -> Vec<(String, bool)> {
        s.chars().map(|c| (c.to_lowercase().collect(), c.is_uppercase())).collect()
    };
    let (x, y) = (key(a.as_str()), key(b.as_str()));
    let plain = |k: &[(String, bool)]| k.iter().map(|(s, _)| s.clone()).collect::<Vec<_>>();
    let order = plain(&x).cmp(&plain(&y)).then(x.cmp(&y));
    Ok(Value::Num(f64::from(order as i8)))
}

/// `(regex, text, from)`: `[groups' starts and ends in units…]` or null.
fn exec(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let (Value::Obj(o), s) = (arg(args, 0), text(realm, args, 1)) else { return Ok(Value::Null) };
    let Kind::Regex(regex, _, flags) = &o.kind else { return Err(realm.type_error("Receiver is not a RegExp")) };
    let chars: Vec<char> = s.as_str().chars().collect();
    let ascii = s.len() == chars.len();
    let from = num(realm, args, 2).max(0.0) as usize;
    let start = if ascii { from } else { s.as_str().get(..s.byte_offset(from)).map_or(0, |t| t.chars().count()) };
    if start > chars.len() {
        return Ok(Value::Null);
    }
    let found = regex.matches(&chars, start, flags.as_str().contains('y'));
    let Ok(found) = found else {
        return Err(realm.range_error("drydock: a regular expression that takes this long is not simulated"));
    };
    let Some(slots) = found else { return Ok(Value::Null) };
    let units = |n: usize| if ascii { n } else { chars.iter().take(n).map(|c| c.len_utf16()).sum() };
    let place = |n: usize| if n == crate::regex::UNSET { Value::Undefined } else { Value::Num(units(n) as f64) };
    Ok(realm.array(slots.into_iter().map(place).collect()))
}

fn regexp(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let flags = args.get(1).filter(|v| !v.is_undefined()).map_or_else(|| "".into(), |v| realm.to_str_now(v));
    realm.regex(text(realm, args, 0).as_str(), flags.as_str())
}

/// `[source, flags, names, groups of the names]`.
fn regex_parts(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let Value::Obj(o) = arg(args, 0) else { return Ok(Value::Undefined) };
    let Kind::Regex(regex, body, flags) = &o.kind else { return Ok(Value::Undefined) };
    let names = realm.strings(regex.names.iter().map(|(n, _)| n.as_str()));
    let groups = realm.array(regex.names.iter().map(|(_, n)| Value::Num(*n as f64)).collect());
    Ok(realm.array(vec![Value::Str(body.clone()), Value::Str(flags.clone()), names, groups]))
}

impl Realm {
    pub fn regex(self: &Rc<Realm>, body: &str, flags: &str) -> Res<Value> {
        match crate::regex::Regex::compile(body, flags) {
            Ok(regex) => {
                let source = if body.is_empty() { "(?:)" } else { body };
                let kind = Kind::Regex(Rc::new(regex), source.into(), flags.into());
                let made = self.object(&self.protos.regexp, kind);
                made.define("lastIndex".into(), Value::Num(0.0), WRITABLE);
                Ok(Value::Obj(made))
            }
            Err(why) if why == "Invalid flags" => {
                Err(self.syntax_error(&format!("Invalid flags supplied to RegExp constructor '{flags}'")))
            }
            Err(why) => Err(self.syntax_error(&format!("Invalid regular expression: /{body}/{flags}: {why}"))),
        }
    }
}

/// Methods that are native as they are.
pub fn methods(realm: &Rc<Realm>) {
    let list: Table = &[
        ("charAt", 1, char_at),
        ("charCodeAt", 1, char_code_at),
        ("codePointAt", 1, code_point_at),
        ("slice", 2, slice),
        ("substring", 2, substring),
        ("toUpperCase", 0, upper),
        ("toLowerCase", 0, lower),
        ("toLocaleUpperCase", 0, upper),
        ("toLocaleLowerCase", 0, lower),
        ("trim", 0, trim),
        ("trimStart", 0, trim_start),
        ("trimEnd", 0, trim_end),
        ("repeat", 1, repeat),
        ("indexOf", 1, index_of),
        ("lastIndexOf", 1, last_index_of),
    ];
    for (name, length, function) in list {
        realm.protos.string.define((*name).into(), Value::Obj(realm.native(name, *length, *function, false)), HIDDEN);
    }
}

fn split_by(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    split(realm, &arg(args, 0), args.get(1..).unwrap_or(&[]))
}

pub(super) const TABLE: Table = &[
    ("split", 2, split_by),
    ("join", 2, join),
    ("points", 1, points),
    ("fromCodes", 1, from_codes),
    ("text", 1, to_string),
    ("radix", 2, to_radix),
    ("fixed", 2, fixed),
    ("exponential", 2, exponential),
    ("parseFloat", 1, parse_float),
    ("compare", 2, compare),
    ("exec", 3, exec),
    ("RegExp", 2, regexp),
    ("regexParts", 1, regex_parts),
];
