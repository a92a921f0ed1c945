//! Texts and characters.

use super::{Function, at, size};
use crate::types::{IntTy, Ty};
use crate::value::*;
use crate::vm::*;
use std::collections::VecDeque;

fn text(vm: &Vm, a: &[Value], n: usize) -> R<String> {
    vm.text(&at(a, n))
        .ok_or_else(|| Stop::Beyond(format!("{} as a text", vm.type_name(&at(a, n)))))
}

fn ready(items: impl Iterator<Item = Value>) -> R<Value> {
    Ok(object(Data::Iter(Iter::Ready(items.collect::<VecDeque<_>>()))))
}

/// Where a pattern is found in a text: a text, a character, several of them, or what a function says.
fn hits(vm: &mut Vm, s: &str, by: &Value) -> R<Vec<(usize, usize)>> {
    if let Some(p) = vm.text(by) {
        return Ok(s.match_indices(&*p).map(|(n, m)| (n, n + m.len())).collect());
    }
    let set: Option<Vec<char>> = match by {
        Value::Char(c) => Some(vec![*c]),
        _ => match vm.list(by) {
            Ok(list) => Some(
                list_items(&list)
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|v| if let Value::Char(c) = v { Some(*c) } else { None })
                    .collect(),
            ),
            Err(_) => None,
        },
    };
    let mut out = Vec::new();
    for (n, c) in s.char_indices() {
        let hit = match &set {
            Some(set) => set.contains(&c),
            None => match by {
                Value::Fn(_) | Value::Obj(_) => {
                    let answer = vm.call_now(by.clone(), vec![Value::Char(c)])?;
                    Vm::truth(&answer)
                }
                _ => return Err(Stop::Beyond("such a pattern".into())),
            },
        };
        if hit {
            out.push((n, n + c.len_utf8()));
        }
    }
    Ok(out)
}

fn pieces(s: &str, hits: &[(usize, usize)]) -> Vec<String> {
    let mut out = Vec::new();
    let mut from = 0;
    for (a, b) in hits {
        out.push(s.get(from..*a).unwrap_or("").to_string());
        from = *b;
    }
    out.push(s.get(from..).unwrap_or("").to_string());
    out
}

fn edit(vm: &mut Vm, a: &[Value], f: impl FnOnce(&mut String) -> R<Value>) -> R<Value> {
    let own = vm.plain(at(a, 0))?;
    let Value::Obj(o) = &own else {
        return Err(Stop::Beyond("changing this text".into()));
    };
    match &mut *o.data.borrow_mut() {
        Data::Str(s) => {
            let before = s.len() as i64;
            let out = f(s);
            charge(s.len() as i64 - before);
            out
        }
        _ => Err(Stop::Beyond("changing this text".into())),
    }
}

fn trim(vm: &mut Vm, a: &[Value], start: bool, end: bool) -> R<Value> {
    let s = text(vm, a, 0)?;
    let found = hits(vm, &s, &at(a, 1))?;
    let (mut from, mut to) = (0, s.len());
    if start {
        for (x, y) in &found {
            if *x == from {
                from = *y;
            }
        }
    }
    if end {
        for (x, y) in found.iter().rev() {
            if *y == to && *x >= from {
                to = *x;
            }
        }
    }
    Ok(Value::str(s.get(from..to).unwrap_or("")))
}

fn number(vm: &mut Vm, s: &str, t: IntTy, radix: u32) -> Value {
    let digits = s
        .strip_prefix('+')
        .or_else(|| s.strip_prefix('-').filter(|_| t.signed()))
        .unwrap_or(s);
    let negative = s.starts_with('-') && t.signed();
    let error = |vm: &Vm, n: u32| {
        let kind = vm.variant("IntErrorKind", n, Vec::new());
        let e = object(Data::Struct(vm.program.type_id("ParseIntError"), vec![kind]));
        vm.err(e)
    };
    if s.is_empty() {
        return error(vm, 0);
    }
    if digits.is_empty() || !digits.chars().all(|c| c.is_digit(radix)) {
        return error(vm, 1);
    }
    let over = if negative { 3 } else { 2 };
    let parsed = u128::from_str_radix(digits, radix).ok();
    let value = match (parsed, t) {
        (Some(n), IntTy::U128) => Some(n as i128),
        (Some(n), _) => i128::try_from(n)
            .ok()
            .map(|n| if negative { -n } else { n })
            .filter(|n| t.holds(*n)),
        (None, _) => None,
    };
    match value {
        Some(n) => vm.ok(Value::Int(t, n)),
        None => error(vm, over),
    }
}

pub fn find(name: &str) -> Option<Function> {
    Some(match name {
        "String::new" => |_, _, _| Ok(Value::string("")),
        "String::push" => |vm, a, _| {
            let c = match vm.plain(at(&a, 1))? {
                Value::Char(c) => c,
                _ => return Err(Stop::Beyond("pushing this".into())),
            };
            edit(vm, &a, |s| {
                s.push(c);
                Ok(Value::Unit)
            })
        },
        "String::push_str" => |vm, a, _| {
            let more = text(vm, &a, 1)?;
            edit(vm, &a, |s| {
                s.push_str(&more);
                Ok(Value::Unit)
            })
        },
        "String::pop" => |vm, a, _| {
            let mut found = None;
            edit(vm, &a, |s| {
                found = s.pop();
                Ok(Value::Unit)
            })?;
            Ok(vm.option(found.map(Value::Char)))
        },
        "String::clear" => |vm, a, _| {
            edit(vm, &a, |s| {
                s.clear();
                Ok(Value::Unit)
            })
        },
        "String::truncate" => |vm, a, _| {
            edit(vm, &a, |s| {
                if s.is_char_boundary(size(&a, 1)) {
                    s.truncate(size(&a, 1));
                }
                Ok(Value::Unit)
            })
        },
        "String::insert" | "String::insert_str" => |vm, a, _| {
            let more = match at(&a, 2) {
                Value::Char(c) => c.to_string(),
                other => vm.text(&other).unwrap_or_default(),
            };
            edit(vm, &a, |s| {
                if !s.is_char_boundary(size(&a, 1)) {
                    return Err(Stop::Panic("assertion failed: self.is_char_boundary(idx)".into()));
                }
                s.insert_str(size(&a, 1), &more);
                Ok(Value::Unit)
            })
        },
        "String::remove" => |vm, a, _| {
            edit(vm, &a, |s| {
                if !s.is_char_boundary(size(&a, 1)) || size(&a, 1) >= s.len() {
                    return Err(Stop::Panic("cannot remove a char from the end of a string".into()));
                }
                Ok(Value::Char(s.remove(size(&a, 1))))
            })
        },
        "String::as_str" => |_, a, _| Ok(at(&a, 0)),
        "String::from_utf8" => |vm, a, _| {
            let bytes = vm.bytes(&at(&a, 0))?;
            Ok(match String::from_utf8(bytes) {
                Ok(s) => vm.ok(Value::string(s)),
                Err(_) => {
                    let e = object(Data::Struct(vm.program.type_id("FmtError"), Vec::new()));
                    vm.err(e)
                }
            })
        },
        "String::from_utf8_lossy" => |vm, a, _| {
            let bytes = vm.bytes(&at(&a, 0))?;
            Ok(Value::string(String::from_utf8_lossy(&bytes).into_owned()))
        },
        "str::len" => |vm, a, _| Ok(Value::usize(text(vm, &a, 0)?.len())),
        "str::chars" => |vm, a, _| ready(text(vm, &a, 0)?.chars().map(Value::Char)),
        "str::char_indices" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            ready(
                s.char_indices()
                    .map(|(n, c)| Value::tuple(vec![Value::usize(n), Value::Char(c)])),
            )
        },
        "str::bytes" => |vm, a, _| ready(text(vm, &a, 0)?.bytes().map(|b| Value::Int(IntTy::U8, b.into()))),
        "str::as_bytes" => |vm, a, _| Ok(Vm::byte_vec(text(vm, &a, 0)?.as_bytes())),
        "str::lines" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            ready(s.lines().map(Value::str))
        },
        "str::split_whitespace" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            ready(s.split_whitespace().map(Value::str))
        },
        "str::split" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            let found = hits(vm, &s, &at(&a, 1))?;
            ready(pieces(&s, &found).iter().map(|p| Value::str(p)))
        },
        "str::splitn" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            let mut found = hits(vm, &s, &at(&a, 2))?;
            found.truncate(size(&a, 1).saturating_sub(1));
            ready(pieces(&s, &found).iter().map(|p| Value::str(p)))
        },
        "str::split_once" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            let found = hits(vm, &s, &at(&a, 1))?.first().copied();
            let pair = found.map(|(x, y)| Value::tuple(vec![Value::str(&s[..x]), Value::str(&s[y..])]));
            Ok(vm.option(pair))
        },
        "str::rsplit_once" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            let found = hits(vm, &s, &at(&a, 1))?.last().copied();
            let pair = found.map(|(x, y)| Value::tuple(vec![Value::str(&s[..x]), Value::str(&s[y..])]));
            Ok(vm.option(pair))
        },
        "str::trim" => |vm, a, _| Ok(Value::str(text(vm, &a, 0)?.trim())),
        "str::trim_start" => |vm, a, _| Ok(Value::str(text(vm, &a, 0)?.trim_start())),
        "str::trim_end" => |vm, a, _| Ok(Value::str(text(vm, &a, 0)?.trim_end())),
        "str::trim_matches" => |vm, a, _| trim(vm, &a, true, true),
        "str::trim_start_matches" => |vm, a, _| trim(vm, &a, true, false),
        "str::trim_end_matches" => |vm, a, _| trim(vm, &a, false, true),
        "str::strip_prefix" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            let found = hits(vm, &s, &at(&a, 1))?
                .iter()
                .find(|(x, _)| *x == 0)
                .map(|(_, y)| Value::str(&s[*y..]));
            Ok(vm.option(found))
        },
        "str::strip_suffix" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            let p = vm.text(&at(&a, 1)).or_else(|| {
                if let Value::Char(c) = at(&a, 1) {
                    Some(c.to_string())
                } else {
                    None
                }
            });
            let Some(p) = p else {
                return Err(Stop::Beyond("such a pattern".into()));
            };
            Ok(vm.option(s.strip_suffix(&*p).map(Value::str)))
        },
        "str::starts_with" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            let empty = vm.text(&at(&a, 1)).is_some_and(|p| p.is_empty());
            Ok(Value::Bool(empty || hits(vm, &s, &at(&a, 1))?.iter().any(|(x, _)| *x == 0)))
        },
        "str::ends_with" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            if let Some(p) = vm.text(&at(&a, 1)) {
                return Ok(Value::Bool(s.ends_with(&*p)));
            }
            Ok(Value::Bool(hits(vm, &s, &at(&a, 1))?.iter().any(|(_, y)| *y == s.len())))
        },
        "str::contains" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            Ok(Value::Bool(!hits(vm, &s, &at(&a, 1))?.is_empty()))
        },
        "str::find" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            let found = hits(vm, &s, &at(&a, 1))?.first().map(|(x, _)| Value::usize(*x));
            Ok(vm.option(found))
        },
        "str::rfind" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            let found = hits(vm, &s, &at(&a, 1))?.last().map(|(x, _)| Value::usize(*x));
            Ok(vm.option(found))
        },
        "str::replace" | "str::replacen" => |vm, a, _| {
            let (s, with) = (text(vm, &a, 0)?, text(vm, &a, 2)?);
            let mut found = hits(vm, &s, &at(&a, 1))?;
            if a.len() > 3 {
                found.truncate(size(&a, 3));
            }
            Ok(Value::string(pieces(&s, &found).join(&with)))
        },
        "str::matches" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            let found = hits(vm, &s, &at(&a, 1))?;
            ready(found.iter().map(|(x, y)| Value::str(&s[*x..*y])))
        },
        "str::to_uppercase" => |vm, a, _| Ok(Value::string(text(vm, &a, 0)?.to_uppercase())),
        "str::to_lowercase" => |vm, a, _| Ok(Value::string(text(vm, &a, 0)?.to_lowercase())),
        "str::to_ascii_uppercase" => |vm, a, _| Ok(Value::string(text(vm, &a, 0)?.to_ascii_uppercase())),
        "str::to_ascii_lowercase" => |vm, a, _| Ok(Value::string(text(vm, &a, 0)?.to_ascii_lowercase())),
        "str::repeat" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            if s.len().saturating_mul(size(&a, 1)) > 16 << 20 {
                return Err(Stop::Beyond("a text this long".into()));
            }
            Ok(Value::string(s.repeat(size(&a, 1))))
        },
        "str::to_string" | "str::to_owned" => |vm, a, _| Ok(Value::string(text(vm, &a, 0)?)),
        "str::get" => |vm, a, _| {
            let s = text(vm, &a, 0)?;
            let found = vm
                .bounds(&at(&a, 1), s.len())
                .ok()
                .and_then(|(x, y)| s.get(x..y).map(Value::str));
            Ok(vm.option(found))
        },
        "str::parse" => |vm, a, hint| {
            let s = text(vm, &a, 0)?;
            let Ty::Adt(_, args) = hint else {
                return Err(Stop::Beyond("parsing into a type that is not known".into()));
            };
            match args.first() {
                Some(Ty::Int(t)) => Ok(number(vm, &s, *t, 10)),
                Some(Ty::Float(small)) => match s.parse::<f64>() {
                    Ok(x) => Ok(vm.ok(if *small { Value::F32(x as f32) } else { Value::Float(x) })),
                    Err(_) => {
                        let kind = vm.variant("FloatErrorKind", u32::from(!s.is_empty()), Vec::new());
                        let e = object(Data::Struct(vm.program.type_id("ParseFloatError"), vec![kind]));
                        Ok(vm.err(e))
                    }
                },
                Some(Ty::Bool) => match s.parse::<bool>() {
                    Ok(b) => Ok(vm.ok(Value::Bool(b))),
                    Err(_) => {
                        let e = object(Data::Struct(vm.program.type_id("ParseBoolError"), Vec::new()));
                        Ok(vm.err(e))
                    }
                },
                Some(Ty::Char) if s.chars().count() == 1 => Ok(vm.ok(Value::Char(s.chars().next().unwrap_or('\0')))),
                Some(Ty::Adt(id, _)) if *id == vm.program.type_id("String") => Ok(vm.ok(Value::string(s))),
                Some(Ty::Adt(id, _)) => match vm.program.find_method(*id, "from_str", None) {
                    Some(m) => Err(Stop::Tail(Value::Fn(m.function), vec![Value::str(&s)], Ty::Unknown)),
                    None => Err(Stop::Beyond("parsing into this type".into())),
                },
                _ => Err(Stop::Beyond("parsing into this type".into())),
            }
        },
        "char::is_alphabetic" => |_, a, _| Ok(Value::Bool(character(&a).is_alphabetic())),
        "char::is_numeric" => |_, a, _| Ok(Value::Bool(character(&a).is_numeric())),
        "char::is_whitespace" => |_, a, _| Ok(Value::Bool(character(&a).is_whitespace())),
        "char::is_uppercase" => |_, a, _| Ok(Value::Bool(character(&a).is_uppercase())),
        "char::is_lowercase" => |_, a, _| Ok(Value::Bool(character(&a).is_lowercase())),
        "char::to_ascii_uppercase" => |_, a, _| Ok(Value::Char(character(&a).to_ascii_uppercase())),
        "char::to_ascii_lowercase" => |_, a, _| Ok(Value::Char(character(&a).to_ascii_lowercase())),
        "char::to_uppercase" => |_, a, _| ready(character(&a).to_uppercase().map(Value::Char)),
        "char::to_lowercase" => |_, a, _| ready(character(&a).to_lowercase().map(Value::Char)),
        "char::to_digit" => |vm, a, _| {
            let n = character(&a).to_digit((size(&a, 1) as u32).clamp(2, 36));
            Ok(vm.option(n.map(|n| Value::Int(IntTy::U32, n.into()))))
        },
        "char::from_digit" => |vm, a, _| {
            let c = char::from_digit(size(&a, 0) as u32, (size(&a, 1) as u32).clamp(2, 36));
            Ok(vm.option(c.map(Value::Char)))
        },
        "char::from_u32" => |vm, a, _| {
            let c = char::from_u32(size(&a, 0) as u32);
            Ok(vm.option(c.map(Value::Char)))
        },
        _ => return None,
    })
}

fn character(a: &[Value]) -> char {
    at(a, 0).int().and_then(|n| char::from_u32(n as u32)).unwrap_or('\0')
}
