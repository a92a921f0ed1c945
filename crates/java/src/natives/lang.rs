//! Objects, classes, threads, numbers.

use super::{Native, arg};
use crate::types::*;
use crate::value::*;
use crate::vm::{Out, Vm};
use crate::world::World;

/// A primitive value as text.
pub(crate) fn plain_text(value: Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::Bool(b) => b.to_string(),
        Value::Char(c) => String::from_utf16_lossy(&[c]),
        Value::Float(v) => float_text(f64::from(v), format!("{v:e}")),
        Value::Double(v) => float_text(v, format!("{v:e}")),
        Value::Ref(_) => String::new(),
        other => other.long().to_string(),
    }
}

/// As `Double.toString` has it, out of the shortest digits.
fn float_text(v: f64, shortest: String) -> String {
    if v.is_nan() {
        return "NaN".into();
    }
    if v.is_infinite() {
        return if v > 0.0 { "Infinity".into() } else { "-Infinity".into() };
    }
    // At least two digits are shown, those that are nearest.
    let two = format!("{v:.1e}");
    let one = shortest
        .split_once('e')
        .is_some_and(|(d, _)| d.trim_start_matches('-').len() == 1);
    let shortest = if one && two.parse() == Ok(v) { two } else { shortest };
    let (digits, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |d| ("-", d));
    let digits: String = digits.chars().filter(|c| *c != '.').collect();
    let digits = if digits.len() == 2 {
        digits.trim_end_matches('0').to_string()
    } else {
        digits
    };
    if v == 0.0 {
        return format!("{sign}0.0");
    }
    if (-3..7).contains(&exponent) {
        if exponent < 0 {
            return format!("{sign}0.{}{digits}", "0".repeat((-exponent - 1) as usize));
        }
        let whole = exponent as usize + 1;
        if digits.len() <= whole {
            return format!("{sign}{digits}{}.0", "0".repeat(whole - digits.len()));
        }
        let (a, b) = digits.split_at(whole);
        return format!("{sign}{a}.{b}");
    }
    let (a, b) = digits.split_at(1);
    format!("{sign}{a}.{}E{exponent}", if b.is_empty() { "0" } else { b })
}

/// A type's name as `Class.getName` has it.
pub(crate) fn type_name(world: &World, ty: &Type) -> String {
    match ty {
        Type::Class(id, _) => world.class(*id).binary.to_string(),
        Type::Array(elem) => format!(
            "[{}",
            match &**elem {
                Type::Prim(p) => match p {
                    Prim::Bool => "Z".to_string(),
                    Prim::Byte => "B".into(),
                    Prim::Short => "S".into(),
                    Prim::Char => "C".into(),
                    Prim::Int => "I".into(),
                    Prim::Long => "J".into(),
                    Prim::Float => "F".into(),
                    Prim::Double => "D".into(),
                },
                Type::Array(_) => type_name(world, elem),
                other => format!("L{};", type_name(world, other)),
            }
        ),
        Type::Prim(p) => p.text().into(),
        _ => "java.lang.Object".into(),
    }
}

fn class_arg(vm: &Vm, value: Value) -> Type {
    match vm.heap.get(value) {
        Some(Cell::Class(ty)) => ty.clone(),
        _ => Type::class(vm.world.object),
    }
}

fn identity(vm: &Vm, value: Value) -> i32 {
    let _ = vm;
    match value {
        // Scrambled, so that numbers look as little alike as the real ones.
        Value::Ref(at) => ((at as u64 + 11).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 33) as i32,
        other => other.int(),
    }
}

pub(crate) fn text_hash(units: &[u16]) -> i32 {
    units.iter().fold(0i32, |h, u| h.wrapping_mul(31).wrapping_add(i32::from(*u)))
}

fn next_random(vm: &mut Vm) -> u64 {
    vm.random ^= vm.random << 13;
    vm.random ^= vm.random >> 7;
    vm.random ^= vm.random << 17;
    vm.random
}

pub(crate) fn find(key: &str) -> Option<Native> {
    Some(match key {
        "Object.hashCode/0" | "System.identityHashCode/1" => |vm, a| {
            if let Some(Cell::Array { .. } | Cell::Object { .. } | Cell::Lambda { .. } | Cell::Class(_)) = vm.heap.get(arg(a, 0))
            {
            }
            Out::Value(Value::Int(identity(vm, arg(a, 0))))
        },
        "Object.getClass/0" => |vm, a| {
            let value = arg(a, 0);
            let ty = match vm.heap.get(value) {
                Some(Cell::Array { elem, .. }) => elem.clone().array(),
                _ => Type::class(vm.class_of(value)),
            };
            Out::Value(vm.class_object(&ty))
        },
        "Object.className/0" => |vm, a| {
            let name = vm.shown_class(arg(a, 0));
            let lambda = matches!(vm.heap.get(arg(a, 0)), Some(Cell::Lambda { .. }));
            let name = if lambda {
                format!("{}$$Lambda/0x{:016x}", "Main", 0x7f00_0100_0a00u64)
            } else {
                name
            };
            Out::Value(vm.text(&name))
        },
        "Object.notify/0" | "Object.notifyAll/0" => |vm, a| {
            let Value::Ref(at) = arg(a, 0) else {
                return Out::Value(Value::Null);
            };
            if vm.monitors.get(&at).is_none_or(|(owner, _)| *owner != vm.current) {
                return Out::Throw("java.lang.IllegalMonitorStateException", "current thread is not owner".into());
            }
            // Waking all where one was asked for is allowed: waiters look again.
            vm.notify(at, true);
            Out::Value(Value::Null)
        },
        "Object.wait/1" => |vm, a| {
            let Value::Ref(at) = arg(a, 0) else {
                return Out::Value(Value::Null);
            };
            if vm.wait_on(at, arg(a, 1).long()) {
                return Out::Paused(Value::Null);
            }
            Out::Throw("java.lang.IllegalMonitorStateException", "current thread is not owner".into())
        },
        "Class.getName/0" => |vm, a| {
            let name = type_name(&vm.world, &class_arg(vm, arg(a, 0)));
            Out::Value(vm.text(&name))
        },
        "Class.getSimpleName/0" => |vm, a| {
            let ty = class_arg(vm, arg(a, 0));
            let name = match &ty {
                Type::Class(id, _) => vm.world.class(*id).decl.name.to_string(),
                other => vm.world.show(other),
            };
            Out::Value(vm.text(&name))
        },
        "Class.isInstance/1" => |vm, a| {
            let ty = class_arg(vm, arg(a, 0));
            let is = arg(a, 1) != Value::Null && vm.instance(arg(a, 1), &ty);
            Out::Value(Value::Bool(is))
        },
        "Class.isInterface/0" => |vm, a| {
            let ty = class_arg(vm, arg(a, 0));
            Out::Value(Value::Bool(
                matches!(ty, Type::Class(id, _) if vm.world.class(id).decl.kind == crate::ast::Kind::Interface),
            ))
        },
        "Class.forName/1" => |vm, a| {
            let name = vm.str(arg(a, 0));
            match vm.world.class_named(&name) {
                Some(id) => Out::Value(vm.class_object(&Type::class(id))),
                None => Out::Throw("java.lang.ClassNotFoundException", name),
            }
        },
        "Class.enumConstants/0" => |vm, a| {
            let Type::Class(id, _) = class_arg(vm, arg(a, 0)) else {
                return Out::Value(Value::Null);
            };
            match vm.world.methods_named(&Type::class(id), "values").first() {
                Some((method, _)) => {
                    let method = *method;
                    match vm.enter(method, true) {
                        Ok(()) => Out::Entered,
                        Err(out) => out,
                    }
                }
                None => Out::Value(Value::Null),
            }
        },
        "Support.invokeMain/2" => |vm, a| {
            let Type::Class(id, _) = class_arg(vm, arg(a, 0)) else {
                return Out::Value(Value::Null);
            };
            let found = vm.world.methods_named(&Type::class(id), "main");
            let Some((method, _)) = found.into_iter().find(|(m, _)| vm.world.method(*m).statik) else {
                return Out::Value(Value::Null);
            };
            vm.push(arg(a, 0));
            vm.push(arg(a, 1));
            // The class is initialised first: come back here until it is.
            if !vm.initialised(id) {
                return Out::Entered;
            }
            vm.pop();
            vm.pop();
            vm.push(arg(a, 1));
            match vm.enter(method, false) {
                Ok(()) => Out::Entered,
                Err(out) => out,
            }
        },
        "Support.halt/1" => |vm, a| {
            vm.exit = Some(arg(a, 0).int());
            Out::Paused(Value::Null)
        },
        "Support.failed/0" => |vm, _| {
            vm.failed = true;
            Out::Value(Value::Null)
        },
        "Support.ending/0" => |vm, _| {
            let before = std::mem::replace(&mut vm.ending, true);
            Out::Value(Value::Bool(before))
        },
        "Support.maxHeap/0" => |vm, _| Out::Value(Value::Long(vm.config.heap as i64)),
        "Support.usedHeap/0" => |vm, _| Out::Value(Value::Long(vm.heap.used as i64)),
        "Support.gc/0" => |vm, _| {
            vm.collect();
            Out::Value(Value::Null)
        },
        "Support.processors/0" => |vm, _| Out::Value(Value::Int(vm.config.processors)),
        "Support.random/0" => |vm, _| {
            let bits = next_random(vm);
            Out::Value(Value::Long(bits as i64))
        },
        "Support.env/0" | "Support.properties/0" => |_, _| Out::Value(Value::Null),
        "Support.pairs/1" => |vm, a| {
            let pairs = if arg(a, 0).is_true() {
                vm.config.env.clone()
            } else {
                vm.config.properties.clone()
            };
            let data = pairs
                .iter()
                .flat_map(|(k, v)| [k.clone(), v.clone()])
                .map(|t| vm.text(&t))
                .collect();
            let elem = Type::class(vm.world.string);
            Out::Value(vm.heap.put(Cell::Array { elem, data }))
        },
        "Support.isArray/1" => |vm, a| Out::Value(Value::Bool(matches!(vm.heap.get(arg(a, 0)), Some(Cell::Array { .. })))),
        "Support.arrayCopy/5" | "System.arraycopy/5" => |vm, a| {
            let (from, to) = (arg(a, 1).int(), arg(a, 3).int());
            let count = arg(a, 4).int();
            let (source, target) = (arg(a, 0), arg(a, 2));
            let part = match vm.heap.get(source) {
                Some(Cell::Array { data, .. }) => usize::try_from(from)
                    .ok()
                    .zip(usize::try_from(count).ok())
                    .and_then(|(f, c)| data.get(f..f.checked_add(c)?))
                    .map(<[Value]>::to_vec),
                _ => return Out::Throw("java.lang.NullPointerException", String::new()),
            };
            let Some(part) = part else {
                return Out::Throw(
                    "java.lang.ArrayIndexOutOfBoundsException",
                    format!(
                        "arraycopy: last source index {} out of bounds",
                        i64::from(from) + i64::from(count)
                    ),
                );
            };
            match vm.heap.get_mut(target) {
                Some(Cell::Array { data, .. }) => {
                    let place = usize::try_from(to)
                        .ok()
                        .and_then(|t| data.get_mut(t..t.checked_add(part.len())?));
                    match place {
                        Some(place) => place.copy_from_slice(&part),
                        None => {
                            return Out::Throw(
                                "java.lang.ArrayIndexOutOfBoundsException",
                                format!(
                                    "arraycopy: last destination index {} out of bounds",
                                    i64::from(to) + i64::from(count)
                                ),
                            );
                        }
                    }
                }
                _ => return Out::Throw("java.lang.NullPointerException", String::new()),
            }
            Out::Value(Value::Null)
        },
        "Support.newLike/2" => |vm, a| {
            let size = usize::try_from(arg(a, 1).int()).unwrap_or(0);
            if size > 8_000_000 || vm.heap.used + size * 16 > vm.config.heap {
                vm.collect();
                if size > 8_000_000 || vm.heap.used + size * 16 > vm.config.heap {
                    return Out::Throw("java.lang.OutOfMemoryError", "Java heap space".into());
                }
            }
            let elem = match vm.heap.get(arg(a, 0)) {
                Some(Cell::Array { elem, .. }) => elem.clone(),
                _ => Type::Unknown,
            };
            let data = vec![Value::zero(&elem); size];
            Out::Value(vm.heap.put(Cell::Array { elem, data }))
        },
        "Throwable.fillInStackTrace/0" => |vm, a| {
            let trace = vm.trace(true);
            vm.set_named(arg(a, 0), "trace", trace);
            Out::Value(arg(a, 0))
        },
        "Throwable.traceText/0" => |vm, a| {
            let trace = vm.get_named(arg(a, 0), "trace");
            let places = match vm.heap.get(trace) {
                Some(Cell::Trace(places)) => places.clone(),
                _ => return Out::Value(vm.text("")),
            };
            let mut out = String::new();
            for place in places.iter() {
                let m = vm.world.method(place.method);
                let class = vm.world.class(m.class);
                let file = vm.world.sources.get(class.source).map_or("", |s| s.file());
                out.push_str(&format!("{}.{}({file}:{})\n", class.binary, m.name, place.line));
            }
            Out::Value(vm.text(&out))
        },
        "Thread.start0/0" => |vm, a| {
            let daemon = vm.get_named(arg(a, 0), "daemon").is_true();
            vm.start("drydock.Support", "runThread", vec![arg(a, 0)], arg(a, 0), daemon);
            Out::Value(Value::Null)
        },
        "Thread.currentThread0/0" => |vm, _| {
            let object = vm.thread().object;
            Out::Value(object)
        },
        "Thread.adopt/1" => |vm, a| {
            vm.thread().object = arg(a, 0);
            Out::Value(Value::Null)
        },
        "Thread.holdsLock/1" => |vm, a| {
            let held = matches!(arg(a, 0), Value::Ref(at) if vm.monitors.get(&at).is_some_and(|(o, _)| *o == vm.current));
            Out::Value(Value::Bool(held))
        },
        "Math.math/3" => |vm, a| {
            let (x, y) = (arg(a, 1).double(), arg(a, 2).double());
            Out::Value(Value::Double(match vm.str(arg(a, 0)).as_str() {
                "sqrt" => x.sqrt(),
                "cbrt" => x.cbrt(),
                "pow" => x.powf(y),
                "sin" => x.sin(),
                "cos" => x.cos(),
                "tan" => x.tan(),
                "asin" => x.asin(),
                "acos" => x.acos(),
                "atan" => x.atan(),
                "atan2" => x.atan2(y),
                "exp" => x.exp(),
                "log" => x.ln(),
                "log10" => x.log10(),
                "floor" => x.floor(),
                "ceil" => x.ceil(),
                "rint" => x.round_ties_even(),
                "hypot" => x.hypot(y),
                _ => f64::NAN,
            }))
        },
        "Double.bits/1" => |_, a| Out::Value(Value::Long(arg(a, 0).double().to_bits() as i64)),
        "Float.bits/1" => |_, a| Out::Value(Value::Int((arg(a, 0).double() as f32).to_bits() as i32)),
        "Double.parse/1" => |vm, a| {
            let text = vm.str(arg(a, 0));
            let trimmed = text.trim();
            let plain = trimmed
                .strip_suffix(['d', 'D', 'f', 'F'])
                .filter(|t| t.ends_with(|c: char| c.is_ascii_digit() || c == '.'))
                .unwrap_or(trimmed);
            let named = matches!(trimmed.trim_start_matches(['-', '+']), "NaN" | "Infinity");
            if !named && plain.chars().any(|c| c.is_alphabetic() && !matches!(c, 'e' | 'E')) || plain.is_empty() {
                let words = if trimmed.is_empty() {
                    "empty String".into()
                } else {
                    format!("For input string: \"{text}\"")
                };
                return Out::Throw("java.lang.NumberFormatException", words);
            }
            match plain.parse::<f64>() {
                Ok(v) => Out::Value(Value::Double(v)),
                Err(_) => Out::Throw("java.lang.NumberFormatException", format!("For input string: \"{text}\"")),
            }
        },
        _ => return None,
    })
}
