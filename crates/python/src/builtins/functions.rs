//! Built-in functions, and the interpreter's own that the prelude needs (their names begin with `_`).

use super::containers::sort_keyed;
use crate::frame::Then;
use crate::heap::*;
use crate::numbers::Number;
use crate::syntax::ast::{BinOp, CmpOp};
use crate::vm::*;

type Kw<'a> = &'a [(Value, Value)];

pub fn install(vm: &mut Vm) {
    let b = vm.builtins;
    vm.functions(
        b,
        "builtins",
        &[
            ("len", |vm, a, _| {
                let v = vm.arg(a, 0);
                let class = vm.class_of(v);
                let name = vm.names.len;
                if let Some(f) = vm.overridden(class, name) {
                    return Err(vm.request(f, vec![v]));
                }
                match vm.native_len(v) {
                    Some(n) => Ok(Value::Int(n as i64)),
                    None => {
                        let message = format!("object of type '{}' has no len()", vm.type_name(v));
                        Err(vm.type_error(&message))
                    }
                }
            }),
            ("repr", |vm, a, _| {
                let v = vm.arg(a, 0);
                let class = vm.class_of(v);
                let name = vm.names.repr;
                if let Some(f) = vm.overridden(class, name) {
                    return Err(vm.request(f, vec![v]));
                }
                let s = vm.repr(v)?;
                vm.string(s)
            }),
            ("ascii", |vm, a, _| {
                let s = crate::text::ascii(&vm.repr(vm.arg(a, 0))?);
                vm.string(s)
            }),
            ("format", |vm, a, _| {
                let v = vm.arg(a, 0);
                let spec = if a.len() > 1 { vm.str_arg(a, 1)? } else { "".into() };
                let s = vm.format(v, &spec)?;
                vm.string(s)
            }),
            ("id", |vm, a, _| match vm.arg(a, 0) {
                Value::Obj(n) => Ok(Value::Int(0x7f3a_5c00_0000 + i64::from(n) * 48)),
                Value::Int(n) => Ok(Value::Int(n.wrapping_mul(32).wrapping_add(0x5000_0000))),
                Value::None => Ok(Value::Int(0x4000_0000)),
                Value::Bool(b) => Ok(Value::Int(0x4000_0100 + i64::from(b) * 32)),
                _ => Ok(Value::Int(0x4000_0200)),
            }),
            ("hash", |vm, a, _| {
                let v = vm.arg(a, 0);
                let class = vm.class_of(v);
                let name = vm.names.hash;
                if let Some(f) = vm.overridden(class, name)
                    && !f.is_none()
                {
                    return Err(vm.request(f, vec![v]));
                }
                Ok(Value::Int(vm.hash(v)? as i64))
            }),
            ("callable", |vm, a, _| {
                let v = vm.arg(a, 0);
                let class = vm.class_of(v);
                let call = vm.names.call;
                let yes = matches!(
                    vm.heap.kind(v),
                    Some(
                        Kind::Function(_)
                            | Kind::Native(_)
                            | Kind::Method(..)
                            | Kind::Type(_)
                            | Kind::StaticMethod(_)
                            | Kind::Alias(..)
                    )
                ) || (vm.lookup(class, call).is_some()
                    && !vm.heap.type_of_slot(class).is_some_and(|t| t.builtin));
                Ok(Value::Bool(yes))
            }),
            ("isinstance", |vm, a, _| {
                let (v, c) = (vm.arg(a, 0), vm.arg(a, 1));
                let class = vm.class_of(v);
                vm.check_class(class, v, c, false)
            }),
            ("issubclass", |vm, a, _| {
                let (v, c) = (vm.arg(a, 0), vm.arg(a, 1));
                match vm.heap.kind(v) {
                    Some(Kind::Type(_)) => vm.check_class(v.slot().unwrap_or(0), v, c, true),
                    _ => Err(vm.type_error("issubclass() arg 1 must be a class")),
                }
            }),
            ("getattr", |vm, a, _| {
                let (v, default) = (vm.arg(a, 0), a.get(2).copied());
                let name = vm.attr_name(a)?;
                let answer = vm.get_attr(v, name);
                let Some(default) = default else { return answer };
                vm.or_default(answer, default, |_, s, v| Ok(if s.is_empty() { Value::None } else { v }))
            }),
            ("hasattr", |vm, a, _| {
                let v = vm.arg(a, 0);
                let name = vm.attr_name(a)?;
                match vm.get_attr(v, name) {
                    Ok(_) => Ok(Value::Bool(true)),
                    answer => vm.or_default(answer, Value::Bool(false), |_, _, _| Ok(Value::Bool(true))),
                }
            }),
            ("setattr", |vm, a, _| {
                let name = vm.attr_name(a)?;
                vm.set_attr(vm.arg(a, 0), name, vm.arg(a, 2))?;
                Ok(Value::None)
            }),
            ("delattr", |vm, a, _| {
                let name = vm.attr_name(a)?;
                vm.del_attr(vm.arg(a, 0), name)?;
                Ok(Value::None)
            }),
            ("iter", |vm, a, _| {
                if a.len() > 1 {
                    return vm.call_prelude("_call_iter", a.to_vec());
                }
                vm.iter(vm.arg(a, 0))
            }),
            ("next", |vm, a, _| {
                let answer = match vm.next_native(vm.arg(a, 0)) {
                    Ok(Some(v)) => Ok(v),
                    Ok(None) => Err(Control::Raise(vm.exception_args("StopIteration", vec![]))),
                    Err(Control::Resume { generator, value, throw }) if a.len() > 1 => {
                        // Through a call, so that the default can catch what it raises.
                        let name = vm.intern("__next__");
                        let _ = (value, throw);
                        match vm.special(generator, name) {
                            Some(f) => Err(vm.request(f, vec![])),
                            None => Ok(Value::None),
                        }
                    }
                    Err(c) => Err(c),
                };
                match a.get(1) {
                    None => answer,
                    Some(default) => match answer {
                        Ok(v) => Ok(v),
                        Err(Control::Raise(e)) if vm.is_instance_of(e, "StopIteration") => Ok(*default),
                        Err(Control::Call(mut r)) => {
                            r.then = crate::interpret::chain(
                                r.then,
                                Some(Box::new(Then {
                                    run: |_, _, v| Ok(v),
                                    caught: Some(stop_default),
                                    state: vec![*default],
                                    next: None,
                                })),
                            );
                            Err(Control::Call(r))
                        }
                        Err(c) => Err(c),
                    },
                }
            }),
            ("abs", |vm, a, _| {
                let v = vm.arg(a, 0);
                let class = vm.class_of(v);
                let name = vm.intern("__abs__");
                if let Some(f) = vm.overridden(class, name) {
                    return Err(vm.request(f, vec![v]));
                }
                match vm.number(v) {
                    Some(Number::Int(n)) => match n.checked_abs() {
                        Some(n) => Ok(Value::Int(n)),
                        None => Ok(vm.new_big(num_bigint::BigInt::from(n.unsigned_abs()))),
                    },
                    Some(Number::Float(x)) => Ok(Value::Float(x.abs())),
                    Some(Number::Big(b)) => {
                        let b = num_bigint::BigInt::from(b.magnitude().clone());
                        Ok(vm.new_big(b))
                    }
                    Some(Number::Complex(x, y)) => Ok(Value::Float(x.hypot(y))),
                    None => {
                        let message = format!("bad operand type for abs(): '{}'", vm.type_name(v));
                        Err(vm.type_error(&message))
                    }
                }
            }),
            ("divmod", |vm, a, _| {
                let (x, y) = (vm.arg(a, 0), vm.arg(a, 1));
                if vm.number(x).is_none() || vm.number(y).is_none() {
                    return Err(Control::Bail);
                }
                let message = if matches!(x, Value::Float(_)) || matches!(y, Value::Float(_)) {
                    "float floor division by zero"
                } else {
                    "integer division or modulo by zero"
                };
                if vm.number(y).is_some_and(|n| n.is_zero()) {
                    return Err(vm.raise("ZeroDivisionError", message));
                }
                let q = vm.binary(BinOp::FloorDiv, x, y)?;
                let r = vm.binary(BinOp::Mod, x, y)?;
                Ok(vm.new_tuple([q, r]))
            }),
            ("pow", |vm, a, k| {
                let m = vm.named(a, k, 2, "mod").or_none();
                let (x, y) = (vm.named(a, k, 0, "base"), vm.named(a, k, 1, "exp"));
                if m.is_none() {
                    return vm.binary(BinOp::Pow, x, y);
                }
                let (Some(x), Some(y), Some(m)) = (vm.number(x), vm.number(y), vm.number(m)) else {
                    return Err(vm.type_error("pow() 3rd argument not allowed unless all arguments are integers"));
                };
                let (x, y, m) = (x.to_big(), y.to_big(), m.to_big());
                if m == num_bigint::BigInt::from(0) {
                    return Err(vm.value_error("pow() 3rd argument cannot be 0"));
                }
                if y.sign() == num_bigint::Sign::Minus {
                    let Some(inverse) = x.modinv(&m) else {
                        return Err(vm.value_error("base is not invertible for the given modulus"));
                    };
                    let r = inverse.modpow(&-y, &m);
                    return Ok(vm.new_big(r));
                }
                let r = x.modpow(&y, &m);
                Ok(vm.new_big(r))
            }),
            ("round", |vm, a, k| {
                let v = vm.named(a, k, 0, "number");
                let digits = vm.named(a, k, 1, "ndigits").or_none();
                let class = vm.class_of(v);
                let name = vm.intern("__round__");
                if let Some(f) = vm.overridden(class, name) {
                    let args = if digits.is_none() { vec![v] } else { vec![v, digits] };
                    return Err(vm.request(f, args));
                }
                let n = if digits.is_none() { None } else { Some(vm.int_arg(digits)?) };
                match vm.number(v) {
                    Some(Number::Float(x)) => round_float(vm, x, n),
                    Some(Number::Complex(..)) | None => {
                        let message = format!("type {} doesn't define __round__ method", vm.type_name(v));
                        Err(vm.type_error(&message))
                    }
                    Some(number) => match n {
                        Some(n) if n < 0 => {
                            let unit = num_bigint::BigInt::from(10).pow(u32::try_from(-n).unwrap_or(1000).min(1000));
                            let big = number.to_big();
                            let (q, r) = num_integer::Integer::div_mod_floor(&big, &unit);
                            let twice = &r * 2;
                            let up = twice > unit || (twice == unit && num_integer::Integer::is_odd(&q));
                            let out = if up { (q + 1) * unit } else { q * unit };
                            Ok(vm.new_big(out))
                        }
                        _ => Ok(vm.number_value(number)),
                    },
                }
            }),
            ("chr", |vm, a, _| {
                let n = vm.int_arg(vm.arg(a, 0))?;
                match u32::try_from(n).ok().filter(|n| *n < 0x11_0000) {
                    Some(n) => Ok(vm.char_value(char::from_u32(n).unwrap_or('\u{fffd}'))),
                    None => Err(vm.value_error("chr() arg not in range(0x110000)")),
                }
            }),
            ("ord", |vm, a, _| {
                let v = vm.arg(a, 0);
                match vm.heap.kind(v) {
                    Some(Kind::Str(t)) if t.chars == 1 => {
                        Ok(Value::Int(t.s.chars().next().map_or(0, |c| i64::from(c as u32))))
                    }
                    Some(Kind::Bytes(b)) if b.len() == 1 => Ok(Value::Int(i64::from(b[0]))),
                    Some(Kind::Str(t)) => {
                        let message = format!("ord() expected a character, but string of length {} found", t.chars);
                        Err(vm.type_error(&message))
                    }
                    _ => {
                        let message = format!("ord() expected string of length 1, but {} found", vm.type_name(v));
                        Err(vm.type_error(&message))
                    }
                }
            }),
            ("hex", |vm, a, _| radix(vm, a, 16, "0x")),
            ("oct", |vm, a, _| radix(vm, a, 8, "0o")),
            ("bin", |vm, a, _| radix(vm, a, 2, "0b")),
            ("sum", |vm, a, k| {
                let items = vm.listed(vm.arg(a, 0))?;
                let mut total = match vm.named(a, k, 1, "start") {
                    Value::Null => Value::Int(0),
                    v => v,
                };
                if vm.heap.str(total).is_some() {
                    return Err(vm.type_error("sum() can't sum strings [use ''.join(seq) instead]"));
                }
                // Floats are added with compensation, as CPython 3.12 does.
                let mut n = 0;
                let mut carry = 0.0f64;
                let mut float: Option<f64> = None;
                while n < items.len() {
                    let v = items[n];
                    n += 1;
                    match (float, vm.number(v)) {
                        (Some(x), Some(Number::Float(y))) => {
                            let t = x + y;
                            if x.abs() >= y.abs() {
                                carry += (x - t) + y;
                            } else {
                                carry += (y - t) + x;
                            }
                            float = Some(t);
                            continue;
                        }
                        (Some(x), Some(Number::Int(y))) => {
                            float = Some(x + y as f64);
                            continue;
                        }
                        (Some(x), _) => {
                            total = Value::Float(if carry.is_finite() { x + carry } else { x });
                            float = None;
                            carry = 0.0;
                        }
                        _ => {}
                    }
                    total = match vm.binary(BinOp::Add, total, v) {
                        Ok(v) => v,
                        Err(Control::Raise(e)) => return Err(Control::Raise(e)),
                        Err(_) => {
                            let rest = vm.new_list(items[n - 1..].to_vec());
                            return vm.call_prelude("_sum", vec![rest, total]);
                        }
                    };
                    if let Value::Float(x) = total {
                        float = Some(x);
                    }
                }
                if let Some(x) = float {
                    total = Value::Float(if carry.is_finite() { x + carry } else { x });
                }
                Ok(total)
            }),
            ("min", |vm, a, k| extreme(vm, a, k, CmpOp::Lt, "min")),
            ("max", |vm, a, k| extreme(vm, a, k, CmpOp::Gt, "max")),
            ("globals", |_, _, _| Err(Control::Frame(FrameQuestion::Globals, Value::None))),
            ("locals", |_, _, _| Err(Control::Frame(FrameQuestion::Locals, Value::None))),
        ],
    );
    let p = vm.prelude;
    vm.functions(
        p,
        "prelude",
        &[
            ("_make_class", |vm, a, _| vm.call_prelude("_unused", a.to_vec())),
            ("_getframe", |vm, a, _| Err(Control::Frame(FrameQuestion::Frame, vm.arg(a, 0)))),
            ("_handled", |_, _, _| Err(Control::Frame(FrameQuestion::Handled, Value::None))),
            ("_sort_keyed", |vm, a, _| {
                let (keys, items) = (vm.listed(vm.arg(a, 0))?, vm.listed(vm.arg(a, 1))?);
                let reverse = matches!(vm.arg(a, 2), Value::Bool(true));
                let sorted = sort_keyed(vm, keys, items, reverse)?;
                Ok(vm.new_list(sorted))
            }),
            ("_compare", |vm, a, _| {
                let Value::Int(n) = vm.arg(a, 2) else { return Ok(Value::None) };
                vm.compare(crate::operators::cmp_from(n), vm.arg(a, 0), vm.arg(a, 1))
            }),
            ("_dict_candidates", |vm, a, _| {
                let hash = match vm.arg(a, 1) {
                    Value::Int(n) => n as u64,
                    _ => 0,
                };
                let mut out = Vec::new();
                match vm.heap.kind(vm.arg(a, 0)) {
                    Some(Kind::Dict(d)) => {
                        d.find(hash, |k| {
                            out.push(k);
                            false
                        });
                    }
                    Some(Kind::Set(s)) => {
                        let _ = s.find::<()>(hash, |k| {
                            out.push(k);
                            Ok(false)
                        });
                    }
                    _ => {}
                }
                Ok(vm.new_list(out))
            }),
            // Key by identity: dict or set, hash, key, what to do, value.
            ("_dict_raw", |vm, a, _| {
                let hash = match vm.arg(a, 1) {
                    Value::Int(n) => n as u64,
                    _ => 0,
                };
                let (key, what, value) = (vm.arg(a, 2), vm.text(vm.arg(a, 3)), vm.arg(a, 4));
                vm.heap.grown(40);
                Ok(match vm.heap.kind_mut(vm.arg(a, 0)) {
                    Some(Kind::Dict(d)) => {
                        let place = d.find(hash, |k| k.is(key));
                        match (&*what, place) {
                            ("set", Some(n)) => d.set_value(n, value),
                            ("set", None) => d.push(hash, key, value),
                            ("get", Some(n)) => return Ok(d.entries.get(n).map_or(Value::None, |e| e.value)),
                            ("del", Some(n)) => {
                                d.remove(n);
                            }
                            _ => {}
                        }
                        Value::None
                    }
                    Some(Kind::Set(s)) => {
                        let place = s.find::<()>(hash, |k| Ok(k.is(key))).unwrap_or(None);
                        match (&*what, place) {
                            ("set", None) => s.push(hash, key),
                            ("del", Some(n)) => {
                                s.remove(n);
                            }
                            _ => {}
                        }
                        Value::None
                    }
                    _ => Value::None,
                })
            }),
            ("_exec_code", |vm, a, _| {
                let Some(Kind::Code(code)) = vm.heap.kind(vm.arg(a, 0)) else {
                    return Err(vm.type_error("not a code object"));
                };
                let code = code.clone();
                let (Some(globals), namespace) = (vm.arg(a, 1).slot(), vm.arg(a, 2)) else {
                    return Err(vm.type_error("exec() globals must be a dict"));
                };
                let f = Function {
                    code,
                    globals,
                    closure: std::rc::Rc::from([]),
                    defaults: vec![],
                    kw_defaults: vec![],
                    name: Value::None,
                    qualname: Value::None,
                    doc: Value::None,
                    module: Value::None,
                    annotations: Value::Null,
                };
                let f = vm.heap.add(vm.types.function, Kind::Function(Box::new(f)));
                vm.exec_namespace = if namespace.is_none() { Value::Obj(globals) } else { namespace };
                Err(vm.request(f, vec![]))
            }),
            ("_class_body", |vm, a, _| {
                vm.exec_namespace = vm.arg(a, 1);
                Err(vm.request(vm.arg(a, 0), vec![]))
            }),
            ("_compile", |vm, a, _| {
                let text = vm.str_arg(a, 0)?;
                let file = vm.str_arg(a, 1)?;
                let mode = match &*vm.str_arg(a, 2)? {
                    "eval" => crate::compile::Mode::Eval,
                    "single" => crate::compile::Mode::Single,
                    _ => crate::compile::Mode::Exec,
                };
                match crate::compile::compile(&text, &file, mode, false) {
                    Ok(code) => {
                        let code = vm.load_code(&code);
                        Ok(vm.heap.add(vm.types.code, Kind::Code(code)))
                    }
                    Err(e) => {
                        let message = vm.new_str(e.message.as_str());
                        let line = text
                            .replace("\r\n", "\n")
                            .split('\n')
                            .nth((e.span.line as usize).saturating_sub(1))
                            .unwrap_or("")
                            .to_string();
                        let parts = [
                            vm.arg(a, 1),
                            Value::Int(i64::from(e.span.line)),
                            Value::Int(i64::from(e.span.col) + 1),
                            vm.new_str(format!("{line}\n")),
                            Value::Int(i64::from(e.span.end_line)),
                            Value::Int(i64::from(e.span.end_col) + 1),
                        ];
                        let details = vm.new_tuple(parts);
                        let error = vm.exception_args(e.class, vec![message, details]);
                        vm.set_exception_attr(error, "msg", message);
                        for (name, v) in
                            ["filename", "lineno", "offset", "text", "end_lineno", "end_offset"].iter().zip(parts)
                        {
                            vm.set_exception_attr(error, name, v);
                        }
                        Err(Control::Raise(error))
                    }
                }
            }),
            ("_library_code", |vm, a, _| {
                let name = vm.str_arg(a, 0)?;
                match vm.library_code(&name) {
                    Some(code) => {
                        let code = vm.load_code(&code);
                        Ok(vm.heap.add(vm.types.code, Kind::Code(code)))
                    }
                    None => Ok(Value::None),
                }
            }),
            ("_library_path", |vm, a, _| {
                let name = vm.str_arg(a, 0)?;
                let path = crate::library::path(&name, &vm.config);
                vm.string(path)
            }),
            ("_is_stdlib", |vm, a, _| {
                let name = vm.str_arg(a, 0)?;
                Ok(Value::Bool(crate::library::is_standard(&name)))
            }),
            ("_format_traceback", |vm, a, _| {
                let mut out = String::new();
                match vm.heap.kind(vm.arg(a, 0)) {
                    Some(Kind::Exception(e)) => {
                        let entries: Vec<TracebackEntry> = e.traceback.iter().rev().cloned().collect();
                        vm.format_traceback(&entries, &mut out);
                    }
                    Some(Kind::Traceback(entries, at)) => {
                        let entries: Vec<TracebackEntry> = entries.iter().skip(*at).cloned().collect();
                        vm.format_traceback(&entries, &mut out);
                    }
                    Some(Kind::FrameInfo(..)) => {
                        let mut entries = Vec::new();
                        let mut at = vm.arg(a, 0);
                        while let Some(Kind::FrameInfo(e, back)) = vm.heap.kind(at) {
                            entries.push((**e).clone());
                            at = *back;
                        }
                        entries.reverse();
                        vm.format_traceback(&entries, &mut out);
                    }
                    _ => {}
                }
                vm.string(out)
            }),
            ("_print_text", |vm, a, _| {
                let items = vm.listed(vm.arg(a, 0))?;
                let (sep, end) = (vm.text(vm.arg(a, 1)), vm.text(vm.arg(a, 2)));
                let mut out = String::new();
                for (n, v) in items.iter().enumerate() {
                    if n > 0 {
                        out.push_str(&sep);
                    }
                    let s = vm.str_of(*v)?;
                    out.push_str(&s);
                }
                out.push_str(&end);
                if vm.heap.would_overflow(out.len()) {
                    return Err(vm.memory_error());
                }
                vm.string(out)
            }),
            ("_argv", |vm, _, _| {
                let argv = vm.config.argv.clone();
                let items = argv.iter().map(|s| vm.new_str(s.as_str())).collect();
                Ok(vm.new_list(items))
            }),
            ("_environ", |vm, _, _| {
                let env = vm.config.env.clone();
                let d = vm.new_dict();
                for (k, v) in env {
                    let v = vm.new_str(v);
                    vm.global(d.slot().unwrap_or(0), &k, v);
                }
                Ok(d)
            }),
            ("_config", |vm, a, _| {
                let s = match &*vm.str_arg(a, 0)? {
                    "executable" => vm.config.executable.clone(),
                    "base_prefix" => vm.config.base_prefix.clone(),
                    "version" => {
                        let (major, minor, micro) = vm.config.version;
                        format!("{major}.{minor}.{micro}")
                    }
                    _ => vm.config.prefix.clone(),
                };
                vm.string(s)
            }),
            ("_exit", |vm, a, _| {
                let n = vm.int_arg(vm.arg(a, 0))?;
                vm.exited = Some(crate::host::Exit::Code((n & 0xff) as i32));
                Err(Control::Relax)
            }),
            ("_die", |vm, a, _| {
                let n = vm.int_arg(vm.arg(a, 0))?;
                vm.exited = Some(crate::host::Exit::Signal(n as i32));
                Err(Control::Relax)
            }),
            ("_set_signal_hook", |vm, a, _| {
                vm.signal_hook = vm.arg(a, 0);
                Ok(Value::None)
            }),
            ("_modules", |vm, a, _| {
                let _ = a;
                Ok(vm.modules)
            }),
            ("_builtins", |vm, _, _| Ok(Value::Obj(vm.builtins))),
            ("_prelude_dict", |vm, _, _| Ok(Value::Obj(vm.prelude))),
            ("_type", |vm, a, _| {
                let name = vm.str_arg(a, 0)?;
                let mut found = Value::None;
                let mut slots = Vec::new();
                vm.types.each(&mut |s| slots.push(s));
                for s in slots {
                    if vm.heap.type_of_slot(s).is_some_and(|t| *t.name == *name) {
                        found = Value::Obj(s);
                        break;
                    }
                }
                Ok(found)
            }),
            ("_exception_parts", |vm, a, _| {
                let v = vm.arg(a, 0);
                let Some(e) = vm.exception_mut(v) else { return Ok(Value::None) };
                let parts = [e.cause, e.context, Value::Bool(e.suppress), e.notes.or_none()];
                Ok(vm.new_tuple(parts))
            }),
            ("_native_str", |vm, a, _| {
                let s = vm.str_of(vm.arg(a, 0))?;
                vm.string(s)
            }),
            ("_set_recursion_limit", |vm, a, _| {
                vm.recursion_limit = usize::try_from(vm.int_arg(vm.arg(a, 0))?).unwrap_or(1000).clamp(50, 20_000);
                Ok(Value::None)
            }),
            ("_collect", |_, _, _| Ok(Value::Int(0))),
            ("_seed", |vm, _, _| Ok(Value::Int((vm.config.seed >> 1) as i64))),
            ("_thread_start", |vm, a, _| {
                let id = vm.spawn_thread(vm.arg(a, 0), a[1..].to_vec())?;
                Ok(Value::Int(id))
            }),
            ("_thread_id", |vm, _, _| Ok(Value::Int(vm.current))),
            ("_relax", |_, _, _| Err(Control::Relax)),
            ("_lock_new", |vm, _, _| Ok(vm.heap.add(vm.types.lock, Kind::Lock(false)))),
            ("_lock_try", |vm, a, _| match vm.heap.kind_mut(vm.arg(a, 0)) {
                Some(Kind::Lock(held)) => {
                    let free = !*held;
                    *held = true;
                    Ok(Value::Bool(free))
                }
                _ => Ok(Value::Bool(false)),
            }),
            ("_lock_wait", |vm, a, _| {
                let nanos = vm.opt_int(a, 1, -1)?;
                Err(Control::Park(vm.arg(a, 0), nanos))
            }),
            // The lock passes to one that waits for it, or is free.
            ("_lock_release", |vm, a, _| {
                let lock = vm.arg(a, 0);
                if !matches!(vm.heap.kind(lock), Some(Kind::Lock(true))) {
                    return Err(vm.raise("RuntimeError", "release unlocked lock"));
                }
                if !vm.unpark(lock)
                    && let Some(Kind::Lock(held)) = vm.heap.kind_mut(lock)
                {
                    *held = false;
                }
                Ok(Value::None)
            }),
            ("_lock_held", |vm, a, _| Ok(Value::Bool(matches!(vm.heap.kind(vm.arg(a, 0)), Some(Kind::Lock(true)))))),
        ],
    );
}

impl Vm {
    fn attr_name(&mut self, a: &[Value]) -> Answer {
        match self.heap.kind(self.arg(a, 1)) {
            Some(Kind::Str(_)) => Ok(a[1]),
            _ => {
                let message = format!("attribute name must be string, not '{}'", self.type_name(self.arg(a, 1)));
                Err(self.type_error(&message))
            }
        }
    }

    /// The answer, or a default where it is an `AttributeError`.
    fn or_default(&mut self, answer: Answer, default: Value, run: fn(&mut Vm, Vec<Value>, Value) -> Answer) -> Answer {
        match answer {
            Ok(v) => Ok(v),
            Err(Control::Raise(e)) if self.is_instance_of(e, "AttributeError") => Ok(default),
            Err(Control::Call(mut r)) => {
                let own =
                    Some(Box::new(Then { run, caught: Some(attribute_default), state: vec![default], next: None }));
                r.then = crate::interpret::chain(r.then, own);
                Err(Control::Call(r))
            }
            Err(c) => Err(c),
        }
    }

    fn check_class(&mut self, class: u32, v: Value, of: Value, sub: bool) -> Answer {
        match self.heap.kind(of) {
            Some(Kind::Type(_)) => {
                let slot = of.slot().unwrap_or(0);
                if self.is_subclass(class, slot) {
                    return Ok(Value::Bool(true));
                }
                let meta = self.class_of(of);
                let name = if sub { self.names.subclasscheck } else { self.names.instancecheck };
                if let Some(f) = self.overridden(meta, name) {
                    return Err(self.request(f, vec![of, v]));
                }
                // An object may claim another class.
                if !sub
                    && let Value::Obj(n) = v
                    && matches!(self.heap.get(n).kind, Kind::Object)
                {
                    let name = self.names.class;
                    if let Some(p) = self.lookup(class, name)
                        && matches!(self.heap.kind(p), Some(Kind::Property(_)))
                    {
                        return self.call_prelude("_isinstance_by_class", vec![v, of]);
                    }
                }
                Ok(Value::Bool(false))
            }
            Some(Kind::Tuple(t)) => {
                let options = t.to_vec();
                let mut hard = false;
                for o in &options {
                    match self.check_class(class, v, *o, sub) {
                        Ok(Value::Bool(true)) => return Ok(Value::Bool(true)),
                        Ok(_) => {}
                        Err(Control::Raise(e)) => return Err(Control::Raise(e)),
                        Err(_) => hard = true,
                    }
                }
                if hard {
                    let name = if sub { "_issubclass_any" } else { "_isinstance_any" };
                    return self.call_prelude(name, vec![v, of]);
                }
                Ok(Value::Bool(false))
            }
            Some(Kind::Union(t)) => {
                let t = *t;
                self.check_class(class, v, t, sub)
            }
            None if of.is_none() => Ok(Value::Bool(v.is_none())),
            _ => {
                let name = if sub { self.names.subclasscheck } else { self.names.instancecheck };
                let own = self.class_of(of);
                if let Some(f) = self.overridden(own, name) {
                    return Err(self.request(f, vec![of, v]));
                }
                let message = if sub {
                    "issubclass() arg 2 must be a class, a tuple of classes, or a union"
                } else {
                    "isinstance() arg 2 must be a type, a tuple of types, or a union"
                };
                Err(self.type_error(message))
            }
        }
    }
}

fn attribute_default(vm: &mut Vm, state: Vec<Value>, error: Value) -> Answer {
    if vm.is_instance_of(error, "AttributeError") {
        Ok(state.first().copied().unwrap_or(Value::None))
    } else {
        Err(Control::Raise(error))
    }
}

fn stop_default(vm: &mut Vm, state: Vec<Value>, error: Value) -> Answer {
    if vm.is_instance_of(error, "StopIteration") {
        Ok(state.first().copied().unwrap_or(Value::None))
    } else {
        Err(Control::Raise(error))
    }
}

fn round_float(vm: &mut Vm, x: f64, digits: Option<i64>) -> Answer {
    let Some(n) = digits else {
        if x.is_nan() {
            return Err(vm.value_error("cannot convert float NaN to integer"));
        }
        if x.is_infinite() {
            return Err(vm.raise("OverflowError", "cannot convert float infinity to integer"));
        }
        return Ok(vm.new_big(crate::numbers::big_of_float(x.round_ties_even())));
    };
    if !x.is_finite() {
        return Ok(Value::Float(x));
    }
    if n > 300 {
        return Ok(Value::Float(x));
    }
    if n < 0 {
        let scale = 10f64.powi(i32::try_from(-n).unwrap_or(400));
        return Ok(Value::Float(if scale.is_finite() { (x / scale).round_ties_even() * scale } else { 0.0 }));
    }
    // Rounded in decimal from the exact value, as CPython does.
    let text = format!("{x:.*}", n as usize);
    Ok(Value::Float(text.parse().unwrap_or(x)))
}

fn radix(vm: &mut Vm, a: &[Value], radix: u32, prefix: &str) -> Answer {
    let v = vm.arg(a, 0);
    let class = vm.class_of(v);
    let index = vm.names.index;
    if vm.overridden(class, index).is_some() {
        return Err(Control::Bail);
    }
    match vm.number(v) {
        Some(n @ (Number::Int(_) | Number::Big(_))) => {
            let b = n.to_big();
            let sign = if b.sign() == num_bigint::Sign::Minus { "-" } else { "" };
            let digits = num_bigint::BigInt::from(b.magnitude().clone()).to_str_radix(radix);
            vm.string(format!("{sign}{prefix}{digits}"))
        }
        _ => {
            let message = format!("'{}' object cannot be interpreted as an integer", vm.type_name(v));
            Err(vm.type_error(&message))
        }
    }
}

fn extreme(vm: &mut Vm, a: &[Value], k: Kw, op: CmpOp, name: &str) -> Answer {
    let key = vm.named(&[], k, 0, "key").or_none();
    let default = vm.named(&[], k, 0, "default");
    if !key.is_none() {
        return Err(Control::Bail);
    }
    let items = if a.len() == 1 { vm.listed(a[0])? } else { a.to_vec() };
    let Some((first, rest)) = items.split_first() else {
        if !default.is_null() {
            return Ok(default);
        }
        if a.is_empty() {
            return Err(vm.type_error(&format!("{name} expected at least 1 argument, got 0")));
        }
        return Err(vm.value_error(&format!("{name}() iterable argument is empty")));
    };
    let mut best = *first;
    for v in rest {
        match vm.order(*v, best, op)? {
            Some(o) => {
                let want = if op == CmpOp::Lt { std::cmp::Ordering::Less } else { std::cmp::Ordering::Greater };
                if o == want {
                    best = *v;
                }
            }
            None => {
                if matches!(vm.compare_native(op, *v, best)?, Value::Bool(true)) {
                    best = *v;
                }
            }
        }
    }
    Ok(best)
}
