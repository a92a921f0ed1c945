//! Natives of `fmt`, `strconv`, `strings`, `bytes`, `unicode` and `math`.

use super::format::Printer;
use super::{Native, Out, numbers, one};
use crate::value::*;
use crate::vm::{Goroutine, Vm};

fn arg(args: &[Value], n: usize) -> &Value {
    args.get(n).unwrap_or(&Value::Nil)
}

fn float1(args: &[Value], f: impl Fn(f64) -> f64) -> Out {
    one(Value::Float(f(arg(args, 0).float())))
}

/// `format(mode, format, args, answers)`: the text, and whose own words are needed first.
fn format(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let (list, answers) = (arg(args, 2).elements(), arg(args, 3).elements());
    let mut printer = Printer::new(vm, &answers);
    match arg(args, 0).int() {
        0 => printer.printf(&arg(args, 1).bytes(), &list),
        mode => printer.print(&list, mode == 2),
    }
    let (out, pending) = (printer.out, printer.pending);
    let n = pending.len() as u32;
    let pending = if n == 0 {
        Value::Nil
    } else {
        let obj = vm.vals(pending);
        Value::Slice(Slice { obj, from: 0, len: n, cap: n })
    };
    Out::Values(vec![Value::bytes_str(out), pending])
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    if what.is_empty() {
        return Some(0);
    }
    text.windows(what.len()).position(|w| w == what)
}

fn index(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let at = find(&arg(args, 0).bytes(), &arg(args, 1).bytes());
    one(Value::Int(at.map_or(-1, |n| n as i64)))
}

fn last_index(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let (text, what) = (arg(args, 0).bytes(), arg(args, 1).bytes());
    let at = match what.len() {
        0 => Some(text.len()),
        n => text.windows(n).rposition(|w| w == what),
    };
    one(Value::Int(at.map_or(-1, |n| n as i64)))
}

fn case(args: &[Value], f: impl Fn(&str) -> String) -> Out {
    one(Value::str(&f(&arg(args, 0).text())))
}

fn join(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let parts: Vec<Vec<u8>> = arg(args, 0).elements().iter().map(Value::bytes).collect();
    one(Value::bytes_str(parts.join(&arg(args, 1).bytes()[..])))
}

fn float_text(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let text =
        numbers::float(arg(args, 0).float(), arg(args, 1).int() as u8, arg(args, 2).int(), arg(args, 3).int() as u32);
    one(Value::str(&text))
}

fn parse_float(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let text = arg(args, 0).text().replace('_', "");
    let lower = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
    let fine = !lower.is_empty()
        && (lower.starts_with(|c: char| c.is_ascii_digit() || c == '.')
            || matches!(&*lower, "inf" | "infinity" | "nan"));
    match text.parse::<f64>().ok().filter(|_| fine) {
        Some(f) => Out::Values(vec![Value::Float(f), Value::Bool(true)]),
        None => Out::Values(vec![Value::Float(0.0), Value::Bool(false)]),
    }
}

fn parse_int(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let unsigned = arg(args, 3).truth();
    let (n, syntax, range) = numbers::parse_int(
        &arg(args, 0).text(),
        arg(args, 1).int().clamp(0, 36) as u32,
        arg(args, 2).int().clamp(0, 64) as u32,
        unsigned,
    );
    Out::Values(vec![Value::Int(n), Value::Int(i64::from(syntax) + 2 * i64::from(range))])
}

fn unquote(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    match numbers::unquote(&arg(args, 0).text()) {
        Some(bytes) => Out::Values(vec![Value::bytes_str(bytes), Value::Bool(true)]),
        None => Out::Values(vec![Value::str(""), Value::Bool(false)]),
    }
}

/// What `unicode` asks of a rune, by number.
fn is(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let c = u32::try_from(arg(args, 1).int()).ok().and_then(char::from_u32).unwrap_or('\u{fffd}');
    one(Value::Bool(match arg(args, 0).int() {
        0 => c.is_alphabetic(),
        1 => c.is_ascii_digit(),
        2 => c.is_whitespace(),
        3 => c.is_uppercase(),
        4 => c.is_lowercase(),
        5 => c.is_ascii_punctuation() && !matches!(c, '$' | '+' | '<' | '=' | '>' | '^' | '`' | '|' | '~'),
        6 => c.is_control(),
        _ => !c.is_control() && (c == ' ' || !c.is_whitespace()),
    }))
}

fn decode(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let bytes = arg(args, 0).bytes();
    if bytes.is_empty() {
        return Out::Values(vec![Value::Int(0xfffd), Value::Int(0)]);
    }
    let (rune, n) = crate::arith::decode(&bytes);
    Out::Values(vec![Value::Int(rune.into()), Value::Int(n as i64)])
}

fn math1(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let name = arg(args, 1).text();
    float1(args, |x| match &*name {
        "Sqrt" => x.sqrt(),
        "Floor" => x.floor(),
        "Ceil" => x.ceil(),
        "Trunc" => x.trunc(),
        "Round" => x.round(),
        "Sin" => x.sin(),
        "Cos" => x.cos(),
        "Tan" => x.tan(),
        "Asin" => x.asin(),
        "Acos" => x.acos(),
        "Atan" => x.atan(),
        "Exp" => x.exp(),
        "Log" => x.ln(),
        "Log2" => x.log2(),
        "Log10" => x.log10(),
        "Cbrt" => x.cbrt(),
        "Sinh" => x.sinh(),
        "Cosh" => x.cosh(),
        "Tanh" => x.tanh(),
        _ => f64::NAN,
    })
}

fn math2(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let (x, y) = (arg(args, 0).float(), arg(args, 1).float());
    one(Value::Float(match &*arg(args, 2).text() {
        "Pow" => x.powf(y),
        "Mod" => x % y,
        "Atan2" => x.atan2(y),
        _ => x.hypot(y),
    }))
}

fn type_name(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let name = match arg(args, 0) {
        Value::Iface(pair) => vm.compiler.types.text(pair.0, None),
        _ => "<nil>".into(),
    };
    one(Value::str(&name))
}

/// Two values with all they are made of.
fn deep_equal(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let same = match (arg(args, 0), arg(args, 1)) {
        (Value::Nil, Value::Nil) => true,
        (Value::Iface(a), Value::Iface(b)) => a.0 == b.0 && same(vm, &a.1, &b.1, a.0, 0),
        _ => false,
    };
    one(Value::Bool(same))
}

fn same(vm: &Vm, a: &Value, b: &Value, ty: crate::types::Ty, depth: usize) -> bool {
    use crate::types::Type;
    if depth > 60 {
        return true;
    }
    match vm.compiler.types.base(ty) {
        Type::Slice(of) | Type::Array(_, of) => {
            let (x, y) = (a.elements(), b.elements());
            a.is_nil() == b.is_nil()
                && x.len() == y.len()
                && x.iter().zip(&y).all(|(x, y)| same(vm, x, y, *of, depth + 1))
        }
        Type::Struct(fields) => {
            let (x, y) = (a.elements(), b.elements());
            fields.iter().zip(x.iter().zip(&y)).all(|(f, (x, y))| same(vm, x, y, f.ty, depth + 1))
        }
        Type::Map(_, of) => {
            let (x, y) = (super::format::sorted(a), super::format::sorted(b));
            a.is_nil() == b.is_nil()
                && x.len() == y.len()
                && x.iter()
                    .all(|(k, v)| matches!(vm.map_get(b, k), Ok(Some(other)) if same(vm, v, &other, *of, depth + 1)))
        }
        Type::Ptr(to) => match (vm.load(a), vm.load(b)) {
            (Some(x), Some(y)) => same(vm, &x, &y, *to, depth + 1),
            (x, y) => x.is_none() == y.is_none(),
        },
        Type::Interface(_) => match (a, b) {
            (Value::Iface(x), Value::Iface(y)) => x.0 == y.0 && same(vm, &x.1, &y.1, x.0, depth + 1),
            _ => a.is_nil() && b.is_nil(),
        },
        Type::Func { .. } => a.is_nil() && b.is_nil(),
        _ => vm.equal(a, b, ty).unwrap_or(false),
    }
}

/// Exchanges two elements of a slice of any type.
fn swap(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    if let Value::Iface(pair) = arg(args, 0)
        && let Value::Slice(s) = &pair.1
    {
        let (i, j) = (s.from as usize + arg(args, 1).int() as usize, s.from as usize + arg(args, 2).int() as usize);
        let (a, b) = (s.obj.get(i), s.obj.get(j));
        s.obj.set(i, b);
        s.obj.set(j, a);
    }
    Out::Values(Vec::new())
}

fn any_len(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    one(Value::Int(match arg(args, 0) {
        Value::Iface(pair) => match &pair.1 {
            Value::Slice(s) => i64::from(s.len),
            Value::Str(s) => s.len() as i64,
            Value::Obj(o) => o.len() as i64,
            _ => 0,
        },
        _ => 0,
    }))
}

pub const TABLE: &[(&str, Native)] = &[
    ("fmt.format", format),
    ("errors.put", put),
    ("strings.Index", index),
    ("strings.LastIndex", last_index),
    ("strings.ToUpper", |_, _, a| case(a, str::to_uppercase)),
    ("strings.ToLower", |_, _, a| case(a, str::to_lowercase)),
    ("strings.Join", join),
    ("bytes.index", index),
    ("strconv.floatText", float_text),
    ("strconv.parseFloat", parse_float),
    ("strconv.parseInt", parse_int),
    ("strconv.intText", |_, _, a| {
        one(Value::str(&numbers::integer(arg(a, 0).int(), arg(a, 2).truth(), arg(a, 1).int().clamp(2, 36) as u32)))
    }),
    ("strconv.Quote", |_, _, a| one(Value::str(&numbers::quote(&arg(a, 0).bytes())))),
    ("strconv.unquote", unquote),
    ("unicode.is", is),
    ("unicode.upper", |_, _, a| {
        let c = char::from_u32(arg(a, 0).int() as u32).unwrap_or('\u{fffd}');
        one(Value::Int(c.to_uppercase().next().unwrap_or(c) as i64))
    }),
    ("unicode.lower", |_, _, a| {
        let c = char::from_u32(arg(a, 0).int() as u32).unwrap_or('\u{fffd}');
        one(Value::Int(c.to_lowercase().next().unwrap_or(c) as i64))
    }),
    ("unicode/utf8.DecodeRuneInString", decode),
    ("unicode/utf8.DecodeRune", decode),
    ("math.one", math1),
    ("math.two", math2),
    ("math.Float64bits", |_, _, a| one(Value::Int(arg(a, 0).float().to_bits() as i64))),
    ("math.Float64frombits", |_, _, a| one(Value::Float(f64::from_bits(arg(a, 0).int() as u64)))),
    ("reflect.typeName", type_name),
    ("reflect.DeepEqual", deep_equal),
    ("sort.swap", swap),
    ("sort.length", any_len),
];

/// `errors.As`: puts the error where the target points to, if it is of that type.
fn put(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let (Value::Iface(target), error @ Value::Iface(held)) = (arg(args, 0), arg(args, 1)) else {
        return one(Value::Bool(false));
    };
    let Some(want) = vm.compiler.types.pointee(target.0) else { return one(Value::Bool(false)) };
    let value = if vm.compiler.types.is_interface(want) {
        if !vm.satisfies(held.0, want) {
            return one(Value::Bool(false));
        }
        error.clone()
    } else if held.0 == want {
        held.1.clone()
    } else {
        return one(Value::Bool(false));
    };
    match (&target.1, &value) {
        (Value::Ref(obj, n), _) => obj.set(*n as usize, value),
        (Value::Obj(to), Value::Obj(_)) => {
            for (n, part) in value.elements().into_iter().enumerate() {
                to.set(n, part);
            }
        }
        _ => {}
    }
    one(Value::Bool(true))
}
