//! `String`, `StringBuilder`, `Character`, regular expressions and formats.

use super::regex::Regex;
use super::{Native, arg, format, host, lang};
use crate::types::Type;
use crate::value::*;
use crate::vm::{Out, Vm};

fn units(vm: &Vm, value: Value) -> Vec<u16> {
    match vm.heap.get(value) {
        Some(Cell::Text(u)) => u.to_vec(),
        Some(Cell::Builder(u)) => u.clone(),
        _ => vec![],
    }
}

fn text_of(vm: &mut Vm, units: Vec<u16>) -> Out {
    Out::Value(vm.heap.put(Cell::Text(units.into())))
}

fn find_units(hay: &[u16], needle: &[u16], from: usize) -> i32 {
    if needle.is_empty() {
        return from.min(hay.len()) as i32;
    }
    (from..hay.len())
        .find(|n| hay.get(*n..).is_some_and(|h| h.starts_with(needle)))
        .map_or(-1, |n| n as i32)
}

fn strings(vm: &mut Vm, parts: Vec<String>) -> Out {
    let data = parts.iter().map(|p| vm.text(p)).collect();
    let elem = Type::class(vm.world.string);
    Out::Value(vm.heap.put(Cell::Array { elem, data }))
}

fn bounds(begin: i32, end: i32, length: usize) -> Out {
    Out::Throw(
        "java.lang.StringIndexOutOfBoundsException",
        format!("begin {begin}, end {end}, length {length}"),
    )
}

/// A regular expression, or why it is none.
fn regex(vm: &Vm, value: Value, flags: i32) -> Result<Regex, Out> {
    Regex::new(&vm.str(value), flags & 2 != 0, flags & 8 != 0, flags & 32 != 0).map_err(|what| match what {
        Ok(beyond) => Out::Throw(
            "java.lang.UnsupportedOperationException",
            format!("drydock: {beyond} in a regular expression is not simulated"),
        ),
        Err(wrong) => Out::Throw("java.util.regex.PatternSyntaxException", wrong),
    })
}

pub(crate) fn find(key: &str) -> Option<Native> {
    Some(match key {
        "String.length/0" | "StringBuilder.length/0" => |vm, a| {
            Out::Value(Value::Int(match vm.heap.get(arg(a, 0)) {
                Some(Cell::Text(u)) => u.len() as i32,
                Some(Cell::Builder(u)) => u.len() as i32,
                _ => 0,
            }))
        },
        "String.charAt/1" | "StringBuilder.charAt/1" => |vm, a| {
            let n = arg(a, 1).int();
            let (found, length) = match vm.heap.get(arg(a, 0)) {
                Some(Cell::Text(u)) => (usize::try_from(n).ok().and_then(|n| u.get(n)).copied(), u.len()),
                Some(Cell::Builder(u)) => (usize::try_from(n).ok().and_then(|n| u.get(n)).copied(), u.len()),
                _ => (None, 0),
            };
            match found {
                Some(c) => Out::Value(Value::Char(c)),
                // The words of JDK 17; 21 says "Index 5 out of bounds for length 3".
                None => Out::Throw(
                    "java.lang.StringIndexOutOfBoundsException",
                    format!("index {n}, length {length}").replace("index ", if length == usize::MAX { "" } else { "index " }),
                ),
            }
        },
        "String.equals/1" => |vm, a| {
            let same = arg(a, 0) == arg(a, 1)
                || matches!((vm.heap.get(arg(a, 0)), vm.heap.get(arg(a, 1))), (Some(Cell::Text(x)), Some(Cell::Text(y))) if x == y);
            Out::Value(Value::Bool(same))
        },
        "String.hashCode/0" => |vm, a| Out::Value(Value::Int(lang::text_hash(&units(vm, arg(a, 0))))),
        "String.compareTo/1" => |vm, a| {
            let (x, y) = (units(vm, arg(a, 0)), units(vm, arg(a, 1)));
            if arg(a, 1) == Value::Null {
                return Out::Throw("java.lang.NullPointerException", String::new());
            }
            let differ = x.iter().zip(&y).find(|(a, b)| a != b);
            Out::Value(Value::Int(
                differ.map_or(x.len() as i32 - y.len() as i32, |(a, b)| i32::from(*a) - i32::from(*b)),
            ))
        },
        "String.substring/2" | "StringBuilder.substring/2" => |vm, a| {
            let u = units(vm, arg(a, 0));
            let (from, to) = (arg(a, 1).int(), arg(a, 2).int());
            let part = usize::try_from(from)
                .ok()
                .zip(usize::try_from(to).ok())
                .and_then(|(f, t)| u.get(f..t));
            match part {
                Some(part) => text_of(vm, part.to_vec()),
                None => bounds(from, to, u.len()),
            }
        },
        "String.indexOf0/2" => |vm, a| {
            let (x, y) = (units(vm, arg(a, 0)), units(vm, arg(a, 1)));
            Out::Value(Value::Int(find_units(&x, &y, usize::try_from(arg(a, 2).int()).unwrap_or(0))))
        },
        "String.lastIndexOf0/1" => |vm, a| {
            let (x, y) = (units(vm, arg(a, 0)), units(vm, arg(a, 1)));
            let found = (0..=x.len()).rev().find(|n| x.get(*n..).is_some_and(|h| h.starts_with(&y)));
            Out::Value(Value::Int(found.map_or(-1, |n| n as i32)))
        },
        "String.op/1" => |vm, a| {
            let text = vm.str(arg(a, 0));
            let out = match vm.str(arg(a, 1)).as_str() {
                "upper" => text.to_uppercase(),
                "lower" => text.to_lowercase(),
                "trim" => text.trim_matches(|c| c <= ' ').to_string(),
                "strip" => text.trim().to_string(),
                "stripLeading" => text.trim_start().to_string(),
                "stripTrailing" => text.trim_end().to_string(),
                _ => text,
            };
            Out::Value(vm.text(&out))
        },
        "String.replace0/2" => |vm, a| {
            let (text, from, to) = (vm.str(arg(a, 0)), vm.str(arg(a, 1)), vm.str(arg(a, 2)));
            Out::Value(vm.text(&text.replace(&from, &to)))
        },
        "String.repeat0/1" => |vm, a| {
            let u = units(vm, arg(a, 0));
            let count = usize::try_from(arg(a, 1).int()).unwrap_or(0);
            if u.len().saturating_mul(count) > 16 << 20 {
                return Out::Throw(
                    "java.lang.OutOfMemoryError",
                    "Required length exceeds implementation limit".into(),
                );
            }
            text_of(vm, u.repeat(count))
        },
        "String.initChars/3" => |vm, a| {
            let (from, count) = (arg(a, 2).int().max(0) as usize, arg(a, 3).int().max(0) as usize);
            let made: Vec<u16> = match vm.heap.get(arg(a, 1)) {
                Some(Cell::Array { data, .. }) => data.iter().skip(from).take(count).map(|v| v.int() as u16).collect(),
                Some(Cell::Text(u)) => u.to_vec(),
                Some(Cell::Builder(u)) => u.clone(),
                _ => vec![],
            };
            if let Some(cell) = vm.heap.get_mut(arg(a, 0)) {
                *cell = Cell::Text(made.into());
            }
            Out::Value(Value::Null)
        },
        "String.decode/1" => |vm, a| {
            let bytes = host::bytes(vm, arg(a, 0));
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Out::Value(vm.text(&text))
        },
        "String.getBytes/0" => |vm, a| {
            let text = vm.str(arg(a, 0));
            Out::Value(host::byte_array(vm, text.as_bytes()))
        },
        "String.toCharArray/0" => |vm, a| {
            let data = units(vm, arg(a, 0)).iter().map(|u| Value::Char(*u)).collect();
            Out::Value(vm.heap.put(Cell::Array {
                elem: Type::Prim(crate::types::Prim::Char),
                data,
            }))
        },
        "String.intern/0" => |vm, a| {
            let text = vm.str(arg(a, 0));
            let n = vm.world.string_constant(&text);
            Out::Value(vm.constant_text(n))
        },
        "String.plain/1" => |vm, a| {
            let text = lang::plain_text(arg(a, 0));
            Out::Value(vm.text(&text))
        },
        "String.format0/2" => |vm, a| {
            let pattern = vm.str(arg(a, 0));
            let args = match vm.heap.get(arg(a, 1)) {
                Some(Cell::Array { data, .. }) => data.clone(),
                _ => vec![],
            };
            match format::format(vm, &pattern, &args) {
                Ok(text) => Out::Value(vm.text(&text)),
                Err((class, words)) => Out::Throw(class, words),
            }
        },
        "StringBuilder.append0/1" => |vm, a| {
            let more = units(vm, arg(a, 1));
            if vm.heap.used > vm.config.heap {
                vm.collect();
                if vm.heap.used > vm.config.heap {
                    return Out::Throw("java.lang.OutOfMemoryError", "Java heap space".into());
                }
            }
            vm.heap.used += more.len() * 2;
            if let Some(Cell::Builder(u)) = vm.heap.get_mut(arg(a, 0)) {
                u.extend(more);
            }
            Out::Value(arg(a, 0))
        },
        "StringBuilder.splice/3" => |vm, a| {
            let more = units(vm, arg(a, 3));
            let (from, to) = (arg(a, 1).int(), arg(a, 2).int());
            if let Some(Cell::Builder(u)) = vm.heap.get_mut(arg(a, 0)) {
                let length = u.len();
                match usize::try_from(from)
                    .ok()
                    .zip(usize::try_from(to).ok())
                    .filter(|(f, t)| f <= t && *t <= length)
                {
                    Some((f, t)) => {
                        u.splice(f..t, more);
                    }
                    None => return bounds(from, to, length),
                }
            }
            Out::Value(arg(a, 0))
        },
        "StringBuilder.reverse/0" => |vm, a| {
            if let Some(Cell::Builder(u)) = vm.heap.get_mut(arg(a, 0)) {
                let mut chars: Vec<char> = String::from_utf16_lossy(u).chars().collect();
                chars.reverse();
                *u = chars.into_iter().collect::<String>().encode_utf16().collect();
            }
            Out::Value(arg(a, 0))
        },
        "StringBuilder.toString/0" => |vm, a| {
            let u = units(vm, arg(a, 0));
            text_of(vm, u)
        },
        "Character.kind/2" => |vm, a| {
            let c = char::from_u32(arg(a, 1).int() as u32).unwrap_or('\u{fffd}');
            Out::Value(Value::Bool(match vm.str(arg(a, 0)).as_str() {
                "digit" => c.is_numeric(),
                "letter" => c.is_alphabetic(),
                "upper" => c.is_uppercase(),
                "lower" => c.is_lowercase(),
                "space" => c.is_whitespace() && c != '\u{a0}',
                _ => false,
            }))
        },
        "Character.cased/2" => |_, a| {
            let c = char::from_u32(arg(a, 1).int() as u32).unwrap_or('\u{fffd}');
            let made = if arg(a, 0).is_true() {
                c.to_uppercase().next()
            } else {
                c.to_lowercase().next()
            };
            Out::Value(Value::Int(made.unwrap_or(c) as i32))
        },
        // Starts and ends of a match and its groups from a place, or null.
        "Pattern.find0/4" => |vm, a| {
            let re = match regex(vm, arg(a, 0), arg(a, 1).int()) {
                Ok(re) => re,
                Err(out) => return out,
            };
            let u: Vec<char> = vm.str(arg(a, 2)).chars().collect();
            let from = arg(a, 3).int();
            let found = if from < 0 { re.whole(&u) } else { re.find(&u, from as usize) };
            match found {
                Some(groups) => {
                    let data = groups
                        .iter()
                        .flat_map(|g| g.map_or([-1, -1], |(s, e)| [s as i32, e as i32]))
                        .map(Value::Int)
                        .collect();
                    Out::Value(vm.heap.put(Cell::Array { elem: Type::INT, data }))
                }
                None => Out::Value(Value::Null),
            }
        },
        "Pattern.check/2" => |vm, a| match regex(vm, arg(a, 0), arg(a, 1).int()) {
            Ok(_) => Out::Value(Value::Null),
            Err(out) => out,
        },
        "String.split0/2" => |vm, a| {
            let text: Vec<char> = vm.str(arg(a, 0)).chars().collect();
            let re = match regex(vm, arg(a, 1), 0) {
                Ok(re) => re,
                Err(out) => return out,
            };
            let limit = arg(a, 2).int();
            let mut parts: Vec<String> = vec![];
            let (mut from, mut at) = (0, 0);
            while limit <= 0 || (parts.len() as i32) < limit - 1 {
                let Some(Some((start, end))) = re.find(&text, at).and_then(|g| g.first().copied()) else {
                    break;
                };
                if end == 0 || start == end && start >= text.len() {
                    if at >= text.len() {
                        break;
                    }
                    at += 1;
                    continue;
                }
                parts.push(text.get(from..start).unwrap_or(&[]).iter().collect());
                from = end;
                at = if start == end { end + 1 } else { end };
            }
            parts.push(text.get(from..).unwrap_or(&[]).iter().collect());
            if limit == 0 {
                while parts.len() > 1 && parts.last().is_some_and(String::is_empty) {
                    parts.pop();
                }
                if parts.len() == 1 && from > 0 && parts.first().is_some_and(String::is_empty) {
                    parts.clear();
                }
            }
            strings(vm, parts)
        },
        _ => return None,
    })
}
