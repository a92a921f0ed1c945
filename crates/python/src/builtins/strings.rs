//! `str`, `bytes` and `bytearray`.

use crate::heap::*;
use crate::vm::*;
use std::rc::Rc;

type Kw<'a> = &'a [(Value, Value)];

fn me(vm: &Vm, a: &[Value]) -> Rc<str> {
    vm.text(vm.arg(a, 0))
}

fn test(vm: &mut Vm, a: &[Value], f: impl Fn(char) -> bool) -> Answer {
    let s = me(vm, a);
    Ok(Value::Bool(!s.is_empty() && s.chars().all(f)))
}

pub fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c as u32, 0x1c..=0x1f)
}

fn strip(vm: &mut Vm, a: &[Value], left: bool, right: bool) -> Answer {
    let s = me(vm, a);
    let set: Option<Vec<char>> = match a.get(1) {
        None | Some(Value::None) => None,
        Some(_) => Some(vm.str_arg(a, 1)?.chars().collect()),
    };
    let hit = |c: char| match &set {
        Some(set) => set.contains(&c),
        None => is_space(c),
    };
    let mut t: &str = &s;
    if left {
        t = t.trim_start_matches(hit);
    }
    if right {
        t = t.trim_end_matches(hit);
    }
    if t.len() == s.len() && vm.class_of(a[0]) == vm.types.str {
        return Ok(a[0]);
    }
    vm.string(t)
}

fn split(vm: &mut Vm, a: &[Value], k: Kw, from_right: bool) -> Answer {
    let s = me(vm, a);
    let sep = vm.named(a, k, 1, "sep").or_none();
    let max = match vm.named(a, k, 2, "maxsplit") {
        Value::Null => -1,
        v => vm.int_arg(v)?,
    };
    let max = usize::try_from(max).unwrap_or(usize::MAX);
    let mut parts: Vec<&str> = Vec::new();
    if sep.is_none() {
        let mut rest: &str = &s;
        if from_right {
            loop {
                rest = rest.trim_end_matches(is_space);
                if rest.is_empty() {
                    break;
                }
                if parts.len() >= max {
                    parts.push(rest);
                    break;
                }
                match rest.rfind(is_space) {
                    Some(n) => {
                        let width = rest[n..].chars().next().map_or(1, char::len_utf8);
                        parts.push(&rest[n + width..]);
                        rest = &rest[..n];
                    }
                    None => {
                        parts.push(rest);
                        break;
                    }
                }
            }
            parts.reverse();
        } else {
            loop {
                rest = rest.trim_start_matches(is_space);
                if rest.is_empty() {
                    break;
                }
                if parts.len() >= max {
                    parts.push(rest);
                    break;
                }
                match rest.find(is_space) {
                    Some(n) => {
                        parts.push(&rest[..n]);
                        rest = &rest[n..];
                    }
                    None => {
                        parts.push(rest);
                        break;
                    }
                }
            }
        }
    } else {
        let Some(sep) = vm.heap.str(sep).map(str::to_string) else {
            let message = format!("must be str or None, not {}", vm.type_name(sep));
            return Err(vm.type_error(&message));
        };
        if sep.is_empty() {
            return Err(vm.value_error("empty separator"));
        }
        let n = max.saturating_add(1);
        if from_right {
            parts = s.rsplitn(n, sep.as_str()).collect();
            parts.reverse();
        } else {
            parts = s.splitn(n, sep.as_str()).collect();
        }
        if vm.heap.would_overflow(parts.len() * 80) {
            return Err(vm.memory_error());
        }
        let items = parts.into_iter().map(|p| vm.new_str(p)).collect();
        return Ok(vm.new_list(items));
    }
    let items = parts.into_iter().map(|p| vm.new_str(p)).collect();
    Ok(vm.new_list(items))
}

/// Byte offsets of the characters from start to end that a search is limited to.
fn window(vm: &mut Vm, s: &str, a: &[Value]) -> Outcome<(usize, usize, usize)> {
    let len = s.chars().count();
    let parts = [vm.arg(a, 2), vm.arg(a, 3), Value::None];
    let (start, stop, _, _) = vm.slice_bounds(parts, len)?;
    let (start, stop) = (start as usize, stop as usize);
    let offset =
        |n: usize| if s.is_ascii() { n.min(s.len()) } else { s.char_indices().nth(n).map_or(s.len(), |(i, _)| i) };
    Ok((offset(start), offset(stop.max(start)), start))
}

fn find(vm: &mut Vm, a: &[Value], last: bool) -> Outcome<Option<usize>> {
    let s = me(vm, a);
    let needle = vm.str_arg(a, 1)?;
    // A start beyond the end finds nothing, not even the empty string.
    if let Some(Value::Int(n)) = a.get(2)
        && *n > s.chars().count() as i64
    {
        return Ok(None);
    }
    let (from, to, start) = window(vm, &s, a)?;
    let part = s.get(from..to).unwrap_or("");
    let at = if last { part.rfind(&*needle) } else { part.find(&*needle) };
    Ok(at.map(|n| start + part[..n].chars().count()))
}

fn pad(vm: &mut Vm, a: &[Value], which: char) -> Answer {
    let s = me(vm, a);
    let width = vm.int_arg(vm.arg(a, 1))?;
    let fill = match a.get(2) {
        Some(v) => vm.text(*v).chars().next().unwrap_or(' '),
        None => ' ',
    };
    let len = s.chars().count();
    let missing = usize::try_from(width).unwrap_or(0).saturating_sub(len);
    if vm.heap.would_overflow(missing) {
        return Err(vm.memory_error());
    }
    let (l, r) = match which {
        '<' => (0, missing),
        '>' => (missing, 0),
        _ => {
            let l = missing / 2 + (missing & usize::try_from(width).unwrap_or(0) & 1);
            (l, missing - l)
        }
    };
    let f = |n| std::iter::repeat_n(fill, n).collect::<String>();
    vm.string(format!("{}{s}{}", f(l), f(r)))
}

fn affix(vm: &mut Vm, a: &[Value], end: bool) -> Answer {
    let s = me(vm, a);
    let (from, to, _) = window(vm, &s, a)?;
    let part = s.get(from..to).unwrap_or("").to_string();
    let options = match vm.heap.kind(vm.arg(a, 1)) {
        Some(Kind::Tuple(t)) => t.to_vec(),
        Some(Kind::Str(_)) => vec![a[1]],
        _ => {
            let what = if end { "endswith" } else { "startswith" };
            let message = format!("{what} first arg must be str or a tuple of str, not {}", vm.type_name(vm.arg(a, 1)));
            return Err(vm.type_error(&message));
        }
    };
    Ok(Value::Bool(options.iter().any(|o| {
        let o = vm.text(*o);
        if end { part.ends_with(&*o) } else { part.starts_with(&*o) }
    })))
}

fn title(s: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in s.chars() {
        if inside {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
        inside = c.is_alphabetic();
    }
    out
}

fn partition(vm: &mut Vm, a: &[Value], last: bool) -> Answer {
    let s = me(vm, a);
    let sep = vm.str_arg(a, 1)?;
    if sep.is_empty() {
        return Err(vm.value_error("empty separator"));
    }
    let split = if last { s.rsplit_once(&*sep) } else { s.split_once(&*sep) };
    let parts: [&str; 3] = match split {
        Some((x, y)) => [x, &sep, y],
        None if last => ["", "", &s],
        None => [&s, "", ""],
    };
    let items: Vec<Value> = parts.iter().map(|p| vm.new_str(*p)).collect();
    Ok(vm.new_tuple(items))
}

pub fn split_lines(s: &str, keep: bool) -> Vec<&str> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut chars = s.char_indices().peekable();
    while let Some((n, c)) = chars.next() {
        if matches!(
            c,
            '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}' | '\u{1d}' | '\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
        ) {
            let mut end = n + c.len_utf8();
            if c == '\r' && chars.peek().is_some_and(|(_, c)| *c == '\n') {
                chars.next();
                end += 1;
            }
            out.push(&s[start..if keep { end } else { n }]);
            start = end;
        }
    }
    if start < s.len() {
        out.push(&s[start..]);
    }
    out
}

pub fn install(vm: &mut Vm) {
    let t = vm.types.str;
    vm.static_methods(
        t,
        "str",
        &[
            ("__new__", |vm, a, k| {
                let class = vm.arg(a, 0).slot().unwrap_or(0);
                let v = vm.named(a, k, 1, "object");
                let made = match v {
                    Value::Null => vm.intern(""),
                    v if a.len() > 2 || !k.is_empty() => {
                        return vm.call_prelude("_decode", vec![v, vm.arg(a, 2).or_none(), vm.arg(a, 3)]);
                    }
                    v => {
                        let own = vm.class_of(v);
                        let name = vm.names.str;
                        if let Some(f) = vm.overridden(own, name) {
                            let then = crate::frame::Then::new(str_result, vec![vm.arg(a, 0)]);
                            return Err(vm.request_then(f, vec![v], then));
                        }
                        let s = match vm.str_of(v) {
                            Err(Control::Bail) => return vm.call_prelude("_str", vec![v]),
                            other => other?,
                        };
                        if own == vm.types.str && class == own { v } else { vm.new_str(s) }
                    }
                };
                if class == vm.types.str {
                    return Ok(made);
                }
                let s = vm.text(made);
                let v = vm.new_str(s);
                if let Value::Obj(n) = v {
                    vm.heap.get_mut(n).class = class;
                }
                Ok(v)
            }),
            ("maketrans", |vm, a, _| vm.call_prelude("_maketrans", a.to_vec())),
        ],
    );
    vm.methods(
        t,
        "str",
        &[
            ("upper", |vm, a, _| {
                let s = me(vm, a).to_uppercase();
                vm.string(s)
            }),
            ("lower", |vm, a, _| {
                let s = me(vm, a).to_lowercase();
                vm.string(s)
            }),
            ("casefold", |vm, a, _| {
                let s = me(vm, a).to_lowercase().replace('ß', "ss");
                vm.string(s)
            }),
            ("capitalize", |vm, a, _| {
                let s = me(vm, a);
                let mut c = s.chars();
                let out: String = match c.next() {
                    Some(f) => f.to_uppercase().chain(c.as_str().to_lowercase().chars()).collect(),
                    None => String::new(),
                };
                vm.string(out)
            }),
            ("title", |vm, a, _| {
                let s = title(&me(vm, a));
                vm.string(s)
            }),
            ("swapcase", |vm, a, _| {
                let s: String = me(vm, a)
                    .chars()
                    .flat_map(|c| {
                        if c.is_uppercase() { c.to_lowercase().collect::<Vec<_>>() } else { c.to_uppercase().collect() }
                    })
                    .collect();
                vm.string(s)
            }),
            ("strip", |vm, a, _| strip(vm, a, true, true)),
            ("lstrip", |vm, a, _| strip(vm, a, true, false)),
            ("rstrip", |vm, a, _| strip(vm, a, false, true)),
            ("split", |vm, a, k| split(vm, a, k, false)),
            ("rsplit", |vm, a, k| split(vm, a, k, true)),
            ("splitlines", |vm, a, k| {
                let s = me(vm, a);
                let keep = vm.named(a, k, 1, "keepends");
                let keep = vm.truth(keep)?;
                let items = split_lines(&s, keep).into_iter().map(|p| vm.new_str(p)).collect();
                Ok(vm.new_list(items))
            }),
            ("join", |vm, a, _| {
                let items = vm.listed(vm.arg(a, 1))?;
                let sep = me(vm, a);
                let mut size = 0usize;
                for (n, v) in items.iter().enumerate() {
                    match vm.heap.str(*v) {
                        Some(s) => size = size.saturating_add(s.len() + sep.len()),
                        None => {
                            let message =
                                format!("sequence item {n}: expected str instance, {} found", vm.type_name(*v));
                            return Err(vm.type_error(&message));
                        }
                    }
                }
                if vm.heap.would_overflow(size) {
                    return Err(vm.memory_error());
                }
                let mut out = String::with_capacity(size);
                for (n, v) in items.iter().enumerate() {
                    if n > 0 {
                        out.push_str(&sep);
                    }
                    out.push_str(vm.heap.str(*v).unwrap_or(""));
                }
                vm.string(out)
            }),
            ("replace", |vm, a, _| {
                let s = me(vm, a);
                let (old, new) = (vm.str_arg(a, 1)?, vm.str_arg(a, 2)?);
                let count = vm.opt_int(a, 3, -1)?;
                let hits = s.matches(&*old).count();
                if vm.heap.would_overflow(hits.saturating_mul(new.len())) {
                    return Err(vm.memory_error());
                }
                let out = match usize::try_from(count) {
                    Ok(n) => s.replacen(&*old, &new, n),
                    Err(_) => s.replace(&*old, &new),
                };
                vm.string(out)
            }),
            ("find", |vm, a, _| Ok(Value::Int(find(vm, a, false)?.map_or(-1, |n| n as i64)))),
            ("rfind", |vm, a, _| Ok(Value::Int(find(vm, a, true)?.map_or(-1, |n| n as i64)))),
            ("index", |vm, a, _| match find(vm, a, false)? {
                Some(n) => Ok(Value::Int(n as i64)),
                None => Err(vm.value_error("substring not found")),
            }),
            ("rindex", |vm, a, _| match find(vm, a, true)? {
                Some(n) => Ok(Value::Int(n as i64)),
                None => Err(vm.value_error("substring not found")),
            }),
            ("count", |vm, a, _| {
                let s = me(vm, a);
                let needle = vm.str_arg(a, 1)?;
                let (from, to, _) = window(vm, &s, a)?;
                let part = s.get(from..to).unwrap_or("");
                let n = if needle.is_empty() { part.chars().count() + 1 } else { part.matches(&*needle).count() };
                Ok(Value::Int(n as i64))
            }),
            ("startswith", |vm, a, _| affix(vm, a, false)),
            ("endswith", |vm, a, _| affix(vm, a, true)),
            ("removeprefix", |vm, a, _| {
                let (s, p) = (me(vm, a), vm.str_arg(a, 1)?);
                let t = s.strip_prefix(&*p).unwrap_or(&s);
                vm.string(t)
            }),
            ("removesuffix", |vm, a, _| {
                let (s, p) = (me(vm, a), vm.str_arg(a, 1)?);
                let t = s.strip_suffix(&*p).unwrap_or(&s);
                vm.string(t)
            }),
            ("partition", |vm, a, _| partition(vm, a, false)),
            ("rpartition", |vm, a, _| partition(vm, a, true)),
            ("ljust", |vm, a, _| pad(vm, a, '<')),
            ("rjust", |vm, a, _| pad(vm, a, '>')),
            ("center", |vm, a, _| pad(vm, a, '^')),
            ("zfill", |vm, a, _| {
                let s = me(vm, a);
                let width = usize::try_from(vm.int_arg(vm.arg(a, 1))?).unwrap_or(0).min(1 << 24);
                let missing = width.saturating_sub(s.chars().count());
                let zeros = "0".repeat(missing);
                let out = match s.strip_prefix(['+', '-']) {
                    Some(rest) => format!("{}{zeros}{rest}", &s[..1]),
                    None => format!("{zeros}{s}"),
                };
                vm.string(out)
            }),
            ("expandtabs", |vm, a, k| {
                let s = me(vm, a);
                let size = match vm.named(a, k, 1, "tabsize") {
                    Value::Null => 8,
                    v => usize::try_from(vm.int_arg(v)?).unwrap_or(0).min(1000),
                };
                let mut out = String::new();
                let mut col = 0;
                for c in s.chars() {
                    match c {
                        '\t' if size > 0 => {
                            let n = size - col % size;
                            out.extend(std::iter::repeat_n(' ', n));
                            col += n;
                        }
                        '\t' => {}
                        '\n' | '\r' => {
                            out.push(c);
                            col = 0;
                        }
                        c => {
                            out.push(c);
                            col += 1;
                        }
                    }
                }
                vm.string(out)
            }),
            ("isalpha", |vm, a, _| test(vm, a, char::is_alphabetic)),
            ("isdigit", |vm, a, _| {
                test(vm, a, |c| c.is_ascii_digit() || (c.is_numeric() && c.is_ascii_digit()) || "²³¹".contains(c))
            }),
            ("isdecimal", |vm, a, _| test(vm, a, |c| c.is_ascii_digit())),
            ("isnumeric", |vm, a, _| test(vm, a, char::is_numeric)),
            ("isalnum", |vm, a, _| test(vm, a, char::is_alphanumeric)),
            ("isspace", |vm, a, _| test(vm, a, is_space)),
            ("isascii", |vm, a, _| Ok(Value::Bool(me(vm, a).is_ascii()))),
            ("isprintable", |vm, a, _| Ok(Value::Bool(me(vm, a).chars().all(crate::text::printable)))),
            ("isupper", |vm, a, _| {
                let s = me(vm, a);
                Ok(Value::Bool(s.chars().any(char::is_uppercase) && !s.chars().any(char::is_lowercase)))
            }),
            ("islower", |vm, a, _| {
                let s = me(vm, a);
                Ok(Value::Bool(s.chars().any(char::is_lowercase) && !s.chars().any(char::is_uppercase)))
            }),
            ("istitle", |vm, a, _| {
                let s = me(vm, a);
                Ok(Value::Bool(s.chars().any(char::is_alphabetic) && title(&s) == *s))
            }),
            ("isidentifier", |vm, a, _| {
                let s = me(vm, a);
                let mut c = s.chars();
                Ok(Value::Bool(
                    c.next().is_some_and(|c| c == '_' || c.is_alphabetic())
                        && c.all(|c| c == '_' || c.is_alphanumeric()),
                ))
            }),
            ("translate", |vm, a, _| vm.call_prelude("_translate", vec![vm.arg(a, 0), vm.arg(a, 1)])),
            ("format", |vm, a, k| {
                let args = vm.new_tuple(a[1..].to_vec());
                let d = vm.new_dict();
                for (k, v) in k {
                    vm.dict_set_str(d.slot().unwrap_or(0), *k, *v);
                }
                vm.call_prelude("_str_format", vec![vm.arg(a, 0), args, d])
            }),
            ("format_map", |vm, a, _| vm.call_prelude("_str_format", vec![vm.arg(a, 0), vm.empty_tuple, vm.arg(a, 1)])),
            ("encode", |vm, a, k| {
                let encoding = vm.named(a, k, 1, "encoding");
                let errors = vm.named(a, k, 2, "errors");
                let name = if encoding.is_null() {
                    "utf-8".to_string()
                } else {
                    vm.text(encoding).to_lowercase().replace('_', "-")
                };
                let s = me(vm, a);
                match name.as_str() {
                    "utf-8" | "utf8" => Ok(vm.new_bytes(s.as_bytes())),
                    "ascii" | "us-ascii" if s.is_ascii() => Ok(vm.new_bytes(s.as_bytes())),
                    "latin-1" | "iso-8859-1" | "latin1" if s.chars().all(|c| (c as u32) < 256) => {
                        let data: Vec<u8> = s.chars().map(|c| c as u8).collect();
                        Ok(vm.new_bytes(data))
                    }
                    _ => {
                        let name = vm.new_str(name);
                        let errors = if errors.is_null() { vm.intern("strict") } else { errors };
                        vm.call_prelude("_encode", vec![vm.arg(a, 0), name, errors])
                    }
                }
            }),
        ],
    );
    install_bytes(vm);
}

fn str_result(vm: &mut Vm, state: Vec<Value>, v: Value) -> Answer {
    let Some(Kind::Str(_)) = vm.heap.kind(v) else {
        let message = format!("__str__ returned non-string (type {})", vm.type_name(v));
        return Err(vm.type_error(&message));
    };
    let class = state.first().and_then(|c| c.slot()).unwrap_or(0);
    if class != vm.types.str {
        let s = vm.text(v);
        let v = vm.new_str(s);
        if let Value::Obj(n) = v {
            vm.heap.get_mut(n).class = class;
        }
        return Ok(v);
    }
    Ok(v)
}

fn same_kind(vm: &mut Vm, like: Value, data: Vec<u8>) -> Value {
    if matches!(vm.heap.kind(like), Some(Kind::ByteArray(_))) {
        vm.heap.add(vm.types.bytearray, Kind::ByteArray(data))
    } else {
        vm.new_bytes(data)
    }
}

fn position(hay: &[u8], needle: &[u8], last: bool) -> Option<usize> {
    if needle.is_empty() {
        return Some(if last { hay.len() } else { 0 });
    }
    if last {
        hay.windows(needle.len()).rposition(|w| w == needle)
    } else {
        hay.windows(needle.len()).position(|w| w == needle)
    }
}

fn bytes_new(vm: &mut Vm, a: &[Value], k: Kw) -> Outcome<Vec<u8>> {
    let v = vm.named(a, k, 1, "source");
    match v {
        Value::Null => return Ok(Vec::new()),
        Value::Int(n) => {
            let Ok(n) = usize::try_from(n) else { return Err(vm.value_error("negative count")) };
            if vm.heap.would_overflow(n) {
                return Err(vm.memory_error());
            }
            return Ok(vec![0; n]);
        }
        _ => {}
    }
    match vm.heap.kind(v) {
        Some(Kind::Bytes(b)) => return Ok(b.to_vec()),
        Some(Kind::ByteArray(b)) => return Ok(b.clone()),
        Some(Kind::Str(t)) => {
            if a.len() < 3 && k.is_empty() {
                return Err(vm.type_error("string argument without an encoding"));
            }
            return Ok(t.s.as_bytes().to_vec());
        }
        _ => {}
    }
    let name = vm.intern("__bytes__");
    let class = vm.class_of(v);
    if let Some(f) = vm.overridden(class, name) {
        return Err(vm.request(f, vec![v]));
    }
    let mut out = Vec::new();
    for item in vm.listed(v)? {
        let n = vm.int_arg(item)?;
        let Ok(b) = u8::try_from(n) else { return Err(vm.value_error("bytes must be in range(0, 256)")) };
        out.push(b);
    }
    Ok(out)
}

fn install_bytes(vm: &mut Vm) {
    let (b, ba) = (vm.types.bytes, vm.types.bytearray);
    vm.static_methods(
        b,
        "bytes",
        &[("__new__", |vm, a, k| {
            let data = bytes_new(vm, a, k)?;
            let class = vm.arg(a, 0).slot().unwrap_or(vm.types.bytes);
            Ok(vm.heap.add(class, Kind::Bytes(data.into())))
        })],
    );
    vm.static_methods(
        ba,
        "bytearray",
        &[("__new__", |vm, a, k| {
            let data = bytes_new(vm, a, k)?;
            let class = vm.arg(a, 0).slot().unwrap_or(vm.types.bytearray);
            Ok(vm.heap.add(class, Kind::ByteArray(data)))
        })],
    );
    vm.methods(
        ba,
        "bytearray",
        &[
            ("append", |vm, a, _| {
                let n = vm.int_arg(vm.arg(a, 1))?;
                if let Some(Kind::ByteArray(d)) = vm.heap.kind_mut(vm.arg(a, 0)) {
                    d.push(n as u8);
                }
                vm.heap.grown(1);
                Ok(Value::None)
            }),
            ("extend", |vm, a, _| {
                let more = match vm.bytes_of(vm.arg(a, 1)) {
                    Ok(b) => b.to_vec(),
                    Err(_) => vm
                        .listed(vm.arg(a, 1))?
                        .into_iter()
                        .map(|v| if let Value::Int(n) = v { n as u8 } else { 0 })
                        .collect(),
                };
                vm.heap.grown(more.len());
                if let Some(Kind::ByteArray(d)) = vm.heap.kind_mut(vm.arg(a, 0)) {
                    d.extend(more);
                }
                Ok(Value::None)
            }),
            ("clear", |vm, a, _| {
                if let Some(Kind::ByteArray(d)) = vm.heap.kind_mut(vm.arg(a, 0)) {
                    d.clear();
                }
                Ok(Value::None)
            }),
        ],
    );
    for (t, owner) in [(b, "bytes"), (ba, "bytearray")] {
        vm.class_methods(
            t,
            owner,
            &[("fromhex", |vm, a, _| {
                let s = vm.str_arg(a, 1)?;
                let digits: Vec<char> = s.chars().filter(|c| !c.is_whitespace()).collect();
                let mut out = Vec::new();
                for pair in digits.chunks(2) {
                    let text: String = pair.iter().collect();
                    match u8::from_str_radix(&text, 16) {
                        Ok(b) if pair.len() == 2 => out.push(b),
                        _ => {
                            let message =
                                format!("non-hexadecimal number found in fromhex() arg at position {}", out.len() * 2);
                            return Err(vm.value_error(&message));
                        }
                    }
                }
                Ok(vm.new_bytes(out))
            })],
        );
        vm.methods(
            t,
            owner,
            &[
                ("decode", |vm, a, k| {
                    let encoding = vm.named(a, k, 1, "encoding").or_none();
                    let errors = vm.named(a, k, 2, "errors").or_none();
                    let data = vm.bytes_of(vm.arg(a, 0))?;
                    let name = if encoding.is_none() {
                        "utf-8".to_string()
                    } else {
                        vm.text(encoding).to_lowercase().replace('_', "-")
                    };
                    match name.as_str() {
                        "utf-8" | "utf8" | "ascii" | "us-ascii" => {
                            if let Ok(s) = std::str::from_utf8(&data)
                                && (name.starts_with('u') && name != "us-ascii" || s.is_ascii())
                            {
                                return vm.string(s);
                            }
                        }
                        "latin-1" | "iso-8859-1" | "latin1" => {
                            let s: String = data.iter().map(|b| *b as char).collect();
                            return vm.string(s);
                        }
                        _ => {}
                    }
                    vm.call_prelude("_decode", vec![vm.arg(a, 0), encoding, errors])
                }),
                ("hex", |vm, a, _| {
                    let data = vm.bytes_of(vm.arg(a, 0))?;
                    let sep = a.get(1).map(|v| vm.text(*v)).unwrap_or_else(|| "".into());
                    let parts: Vec<String> = data.iter().map(|b| format!("{b:02x}")).collect();
                    vm.string(parts.join(&sep))
                }),
                ("join", |vm, a, _| {
                    let items = vm.listed(vm.arg(a, 1))?;
                    let sep = vm.bytes_of(vm.arg(a, 0))?;
                    let mut out = Vec::new();
                    for (n, v) in items.iter().enumerate() {
                        if n > 0 {
                            out.extend_from_slice(&sep);
                        }
                        let part = vm.bytes_of(*v)?;
                        out.extend_from_slice(&part);
                    }
                    if vm.heap.would_overflow(out.len()) {
                        return Err(vm.memory_error());
                    }
                    Ok(same_kind(vm, a[0], out))
                }),
                ("find", |vm, a, _| {
                    let (data, needle) = (vm.bytes_of(vm.arg(a, 0))?, vm.bytes_of(vm.arg(a, 1))?);
                    let from = usize::try_from(vm.opt_int(a, 2, 0)?).unwrap_or(0).min(data.len());
                    Ok(Value::Int(position(&data[from..], &needle, false).map_or(-1, |n| (n + from) as i64)))
                }),
                ("rfind", |vm, a, _| {
                    let (data, needle) = (vm.bytes_of(vm.arg(a, 0))?, vm.bytes_of(vm.arg(a, 1))?);
                    Ok(Value::Int(position(&data, &needle, true).map_or(-1, |n| n as i64)))
                }),
                ("index", |vm, a, _| {
                    let (data, needle) = (vm.bytes_of(vm.arg(a, 0))?, vm.bytes_of(vm.arg(a, 1))?);
                    match position(&data, &needle, false) {
                        Some(n) => Ok(Value::Int(n as i64)),
                        None => Err(vm.value_error("subsection not found")),
                    }
                }),
                ("count", |vm, a, _| {
                    let (data, needle) = (vm.bytes_of(vm.arg(a, 0))?, vm.bytes_of(vm.arg(a, 1))?);
                    let (mut n, mut at) = (0, 0);
                    while let Some(p) = position(&data[at..], &needle, false) {
                        n += 1;
                        at += p + needle.len().max(1);
                        if at > data.len() {
                            break;
                        }
                    }
                    Ok(Value::Int(n))
                }),
                ("startswith", |vm, a, _| bytes_affix(vm, a, false)),
                ("endswith", |vm, a, _| bytes_affix(vm, a, true)),
                ("split", |vm, a, k| {
                    let data = vm.bytes_of(vm.arg(a, 0))?;
                    let sep = vm.named(a, k, 1, "sep").or_none();
                    let max = match vm.named(a, k, 2, "maxsplit") {
                        Value::Null => -1,
                        v => vm.int_arg(v)?,
                    };
                    let max = usize::try_from(max).unwrap_or(usize::MAX);
                    let mut out: Vec<Vec<u8>> = Vec::new();
                    if sep.is_none() {
                        let mut rest = data.trim_ascii_start();
                        while !rest.is_empty() {
                            if out.len() >= max {
                                out.push(rest.to_vec());
                                break;
                            }
                            let n = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
                            out.push(rest[..n].to_vec());
                            rest = rest[n..].trim_ascii_start();
                        }
                    } else {
                        let sep = vm.bytes_of(sep)?;
                        if sep.is_empty() {
                            return Err(vm.value_error("empty separator"));
                        }
                        let mut rest = &data[..];
                        while out.len() < max {
                            let Some(n) = position(rest, &sep, false) else { break };
                            out.push(rest[..n].to_vec());
                            rest = &rest[n + sep.len()..];
                        }
                        out.push(rest.to_vec());
                    }
                    let items = out.into_iter().map(|p| same_kind(vm, a[0], p)).collect();
                    Ok(vm.new_list(items))
                }),
                ("splitlines", |vm, a, _| {
                    let data = vm.bytes_of(vm.arg(a, 0))?;
                    let mut items = Vec::new();
                    for part in data.split_inclusive(|b| *b == b'\n') {
                        let part = part.strip_suffix(b"\n").unwrap_or(part);
                        let part = part.strip_suffix(b"\r").unwrap_or(part).to_vec();
                        items.push(same_kind(vm, a[0], part));
                    }
                    Ok(vm.new_list(items))
                }),
                ("partition", |vm, a, _| {
                    let (data, sep) = (vm.bytes_of(vm.arg(a, 0))?, vm.bytes_of(vm.arg(a, 1))?);
                    let parts = match position(&data, &sep, false) {
                        Some(n) => [data[..n].to_vec(), sep.to_vec(), data[n + sep.len()..].to_vec()],
                        None => [data.to_vec(), vec![], vec![]],
                    };
                    let items: Vec<Value> = parts.into_iter().map(|p| same_kind(vm, a[0], p)).collect();
                    Ok(vm.new_tuple(items))
                }),
                ("replace", |vm, a, _| {
                    let (data, old, new) =
                        (vm.bytes_of(vm.arg(a, 0))?, vm.bytes_of(vm.arg(a, 1))?, vm.bytes_of(vm.arg(a, 2))?);
                    let mut out = Vec::new();
                    let mut rest = &data[..];
                    if !old.is_empty() {
                        while let Some(n) = position(rest, &old, false) {
                            out.extend_from_slice(&rest[..n]);
                            out.extend_from_slice(&new);
                            rest = &rest[n + old.len()..];
                            if vm.heap.would_overflow(out.len()) {
                                return Err(vm.memory_error());
                            }
                        }
                    }
                    out.extend_from_slice(rest);
                    Ok(same_kind(vm, a[0], out))
                }),
                ("strip", |vm, a, _| bytes_strip(vm, a, true, true)),
                ("lstrip", |vm, a, _| bytes_strip(vm, a, true, false)),
                ("rstrip", |vm, a, _| bytes_strip(vm, a, false, true)),
                ("lower", |vm, a, _| {
                    let d = vm.bytes_of(vm.arg(a, 0))?.to_ascii_lowercase();
                    Ok(same_kind(vm, a[0], d))
                }),
                ("upper", |vm, a, _| {
                    let d = vm.bytes_of(vm.arg(a, 0))?.to_ascii_uppercase();
                    Ok(same_kind(vm, a[0], d))
                }),
                ("isdigit", |vm, a, _| {
                    let d = vm.bytes_of(vm.arg(a, 0))?;
                    Ok(Value::Bool(!d.is_empty() && d.iter().all(u8::is_ascii_digit)))
                }),
                ("ljust", |vm, a, _| {
                    let mut d = vm.bytes_of(vm.arg(a, 0))?.to_vec();
                    let n = usize::try_from(vm.int_arg(vm.arg(a, 1))?).unwrap_or(0).min(1 << 24);
                    let fill = match a.get(2) {
                        Some(v) => vm.bytes_of(*v)?.first().copied().unwrap_or(b' '),
                        None => b' ',
                    };
                    if d.len() < n {
                        d.resize(n, fill);
                    }
                    Ok(same_kind(vm, a[0], d))
                }),
            ],
        );
    }
}

fn bytes_affix(vm: &mut Vm, a: &[Value], end: bool) -> Answer {
    let data = vm.bytes_of(vm.arg(a, 0))?;
    let options = match vm.heap.kind(vm.arg(a, 1)) {
        Some(Kind::Tuple(t)) => t.to_vec(),
        _ => vec![vm.arg(a, 1)],
    };
    for o in options {
        let o = vm.bytes_of(o)?;
        if if end { data.ends_with(&o) } else { data.starts_with(&o) } {
            return Ok(Value::Bool(true));
        }
    }
    Ok(Value::Bool(false))
}

fn bytes_strip(vm: &mut Vm, a: &[Value], left: bool, right: bool) -> Answer {
    let data = vm.bytes_of(vm.arg(a, 0))?;
    let set: Vec<u8> = match a.get(1) {
        None | Some(Value::None) => b" \t\n\r\x0b\x0c".to_vec(),
        Some(v) => vm.bytes_of(*v)?.to_vec(),
    };
    let mut d = &data[..];
    while left && d.first().is_some_and(|b| set.contains(b)) {
        d = &d[1..];
    }
    while right && d.last().is_some_and(|b| set.contains(b)) {
        d = &d[..d.len() - 1];
    }
    let d = d.to_vec();
    Ok(same_kind(vm, a[0], d))
}
