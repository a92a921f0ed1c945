//! How values are shown: `Display`, `Debug` and the numbers' own forms, with width, precision and alignment (std::fmt).

use crate::code::{Piece, Spec};
use crate::types::IntTy;
use crate::value::*;
use crate::vm::*;

const DEPTH: u32 = 200;

impl Vm {
    /// The text of a string, wherever it is.
    pub(crate) fn text(&self, value: &Value) -> Option<String> {
        let mut at = value.clone();
        for _ in 0..12 {
            match &at {
                Value::Str(s) => return Some(s.to_string()),
                Value::Obj(o) => {
                    if let Data::Str(s) = &*o.data.borrow() {
                        return Some(s.clone());
                    }
                }
                _ => {}
            }
            let (o, n) = self.owner(&at)?;
            at = slot(&o, n as usize)?;
        }
        None
    }

    pub(crate) fn format(&mut self, pieces: &[Piece], args: &[Value]) -> R<String> {
        let mut out = String::new();
        for piece in pieces {
            match piece {
                Piece::Text(text) => out.push_str(text),
                Piece::Arg { index, spec } => {
                    let Some(value) = args.get(*index as usize) else { continue };
                    let mut spec = spec.clone();
                    let number = |n: Option<u32>| {
                        n.and_then(|n| args.get(n as usize))
                            .and_then(Value::int)
                            .map(|n| n.clamp(0, 100_000) as u32)
                    };
                    spec.width = spec.width.or(number(spec.width_arg));
                    spec.precision = spec.precision.or(number(spec.precision_arg));
                    let text = self.show(value, &spec)?;
                    out.push_str(&text);
                }
            }
            if out.len() > 16 << 20 {
                return Err(Stop::Beyond("a text this long".into()));
            }
        }
        Ok(out)
    }

    pub(crate) fn show(&mut self, value: &Value, spec: &Spec) -> R<String> {
        let mut out = String::new();
        self.show_into(value, spec, &mut out, 0)?;
        Ok(out)
    }

    pub(crate) fn pad(text: &str, spec: &Spec, default: char) -> String {
        let Some(width) = spec.width else { return text.to_string() };
        let len = text.chars().count();
        let Some(missing) = (width as usize).checked_sub(len).filter(|n| *n > 0) else {
            return text.to_string();
        };
        let fill = spec.fill.unwrap_or(' ');
        let (left, right) = match spec.align.unwrap_or(default) {
            '<' => (0, missing),
            '^' => (missing / 2, missing - missing / 2),
            _ => (missing, 0),
        };
        let repeat = |n: usize| std::iter::repeat_n(fill, n).collect::<String>();
        format!("{}{text}{}", repeat(left), repeat(right))
    }

    fn number(digits: &str, negative: bool, prefix: &str, spec: &Spec) -> String {
        let sign = if negative {
            "-"
        } else if spec.plus {
            "+"
        } else {
            ""
        };
        let head = format!("{sign}{prefix}");
        if spec.zero {
            let width = spec.width.unwrap_or(0) as usize;
            let missing = width.saturating_sub(head.len() + digits.len());
            return format!("{head}{}{digits}", "0".repeat(missing));
        }
        Vm::pad(&format!("{head}{digits}"), spec, '>')
    }

    fn integer(t: IntTy, n: i128, spec: &Spec) -> String {
        let bits = if t.bits() == 128 {
            n as u128
        } else {
            (n as u128) & ((1_u128 << t.bits()) - 1)
        };
        let prefix = |p: &'static str| if spec.alternate { p } else { "" };
        match spec.kind {
            Some('x') => Vm::number(&format!("{bits:x}"), false, prefix("0x"), spec),
            Some('X') => Vm::number(&format!("{bits:X}"), false, prefix("0x"), spec),
            Some('b') => Vm::number(&format!("{bits:b}"), false, prefix("0b"), spec),
            Some('o') => Vm::number(&format!("{bits:o}"), false, prefix("0o"), spec),
            Some('e') => Vm::number(&format!("{:e}", n.unsigned_abs()), n < 0, "", spec),
            _ if t == IntTy::U128 => Vm::number(&(n as u128).to_string(), false, "", spec),
            _ => Vm::number(&n.unsigned_abs().to_string(), n < 0, "", spec),
        }
    }

    fn float(x: f64, small: Option<f32>, spec: &Spec) -> String {
        let magnitude = x.abs();
        let digits = match (spec.precision, spec.kind, small) {
            (Some(p), Some('e'), _) => format!("{magnitude:.*e}", p as usize),
            (None, Some('e'), _) => format!("{magnitude:e}"),
            (Some(p), ..) => format!("{magnitude:.*}", p as usize),
            (None, Some('?'), Some(s)) => format!("{:?}", s.abs()),
            (None, Some('?'), None) => format!("{magnitude:?}"),
            (None, _, Some(s)) => format!("{}", s.abs()),
            (None, ..) => format!("{magnitude}"),
        };
        if x.is_nan() {
            return Vm::pad("NaN", spec, '>');
        }
        Vm::number(&digits, x.is_sign_negative(), "", spec)
    }

    /// A function of the program's own that shows the value.
    fn own(&self, ty: u32, debug: bool) -> Option<u32> {
        let name = if debug { "__Debug" } else { "__Display" };
        let Some(crate::program::Def::Trait(t)) = self.program.lang.get(name) else {
            return None;
        };
        self.program.find_method(ty, "fmt", Some(*t)).map(|m| m.function)
    }

    pub(crate) fn show_into(&mut self, value: &Value, spec: &Spec, out: &mut String, depth: u32) -> R<()> {
        if depth > DEPTH {
            return Err(Stop::Beyond("a value nested this deep".into()));
        }
        let debug = spec.kind == Some('?');
        let plain = Spec {
            kind: Some('?'),
            alternate: spec.alternate,
            width: spec.width,
            precision: spec.precision,
            fill: spec.fill,
            align: spec.align,
            zero: spec.zero,
            plus: spec.plus,
            ..Spec::default()
        };
        match value {
            Value::Unit => out.push_str(&Vm::pad("()", spec, '<')),
            Value::Bool(b) => out.push_str(&Vm::pad(if *b { "true" } else { "false" }, spec, '<')),
            Value::Char(c) if debug => out.push_str(&Vm::pad(&format!("{c:?}"), spec, '<')),
            Value::Char(c) => out.push_str(&Vm::pad(&c.to_string(), spec, '<')),
            Value::Int(t, n) => out.push_str(&Vm::integer(*t, *n, spec)),
            Value::Float(x) => out.push_str(&Vm::float(*x, None, spec)),
            Value::F32(x) => out.push_str(&Vm::float(f64::from(*x), Some(*x), spec)),
            Value::Str(s) => out.push_str(&Vm::string(s, spec)),
            Value::Ref(o, n) => {
                let inner = slot(o, *n as usize).unwrap_or_default();
                return self.show_into(&inner, spec, out, depth + 1);
            }
            Value::Fn(_) | Value::Ctor(..) | Value::Moved => return Err(Stop::Beyond("showing such a value".into())),
            Value::Obj(o) => {
                let ty = match &*o.data.borrow() {
                    Data::Struct(t, _) | Data::Enum(t, ..) => Some(*t),
                    _ => None,
                };
                if let Some(f) = ty.and_then(|t| self.own(t, debug)) {
                    let formatter = object(Data::Formatter(Formatter {
                        out: String::new(),
                        spec: spec.clone(),
                    }));
                    let result = self.call_now(Value::Fn(f), vec![value.clone(), formatter.clone()])?;
                    if let Value::Obj(r) = &result
                        && matches!(&*r.data.borrow(), Data::Enum(_, 1, _))
                    {
                        return Err(Stop::Panic(
                            "a formatting trait implementation returned an error when the underlying stream did not: Error"
                                .into(),
                        ));
                    }
                    if let Value::Obj(o) = &formatter
                        && let Data::Formatter(f) = &*o.data.borrow()
                    {
                        out.push_str(&f.out);
                    }
                    return Ok(());
                }
                if let Some((inner, n)) = self.owner(value) {
                    let inner = slot(&inner, n as usize).unwrap_or_default();
                    return self.show_into(&inner, spec, out, depth + 1);
                }
                return self.object_into(o, value, spec, &plain, out, depth);
            }
        }
        Ok(())
    }

    fn string(s: &str, spec: &Spec) -> String {
        if spec.kind == Some('?') {
            return Vm::pad(&format!("{s:?}"), spec, '<');
        }
        match spec.precision {
            Some(p) => Vm::pad(&s.chars().take(p as usize).collect::<String>(), spec, '<'),
            None => Vm::pad(s, spec, '<'),
        }
    }

    fn object_into(&mut self, o: &Obj, value: &Value, spec: &Spec, plain: &Spec, out: &mut String, depth: u32) -> R<()> {
        enum Shape {
            Text(String),
            List(Vec<Value>),
            Pairs(Vec<(Value, Value)>),
            Set(Vec<Value>),
            Fields(String, Vec<(Option<String>, Value)>),
        }
        let shape = match &*o.data.borrow() {
            Data::Str(s) => Shape::Text(s.clone()),
            Data::List(v, _) => Shape::List(v.clone()),
            Data::Deque(v) => Shape::List(v.iter().cloned().collect()),
            Data::View(..) => Shape::List(list_items(o).unwrap_or_default()),
            Data::Tuple(v) => Shape::Fields(String::new(), v.iter().map(|v| (None, v.clone())).collect()),
            Data::Map(m) if m.set => Shape::Set(m.entries.values().map(|(k, _)| k.clone()).collect()),
            Data::Map(m) => Shape::Pairs(
                m.entries
                    .values()
                    .map(|(k, v)| (k.clone(), slot(v, 0).unwrap_or_default()))
                    .collect(),
            ),
            Data::Struct(t, v) | Data::Enum(t, _, v) => {
                let variant = match &*o.data.borrow() {
                    Data::Enum(_, n, _) => *n as usize,
                    _ => 0,
                };
                let Some(def) = self.program.types.get(*t as usize) else {
                    return Ok(());
                };
                let named = def.variants.get(variant);
                let name = named.map_or(String::new(), |v| v.name.to_string());
                let tuple = named.is_none_or(|v| v.shape != 2);
                if def.library && !spec.kind.is_some_and(|k| k == '?') && !tuple {
                    return Err(Stop::Beyond(format!("showing {}", def.name)));
                }
                let labels = named
                    .map(|d| d.fields.iter().map(|(n, _)| n.to_string()).collect::<Vec<_>>())
                    .unwrap_or_default();
                Shape::Fields(
                    name,
                    v.iter()
                        .enumerate()
                        .map(|(n, v)| (labels.get(n).filter(|_| !tuple).cloned(), v.clone()))
                        .collect(),
                )
            }
            _ => return Err(Stop::Beyond(format!("showing {}", self.type_name(value)))),
        };
        let nl = spec.alternate;
        let put = |vm: &mut Vm, open: &str, close: &str, parts: Vec<(String, Value)>, out: &mut String| -> R<()> {
            out.push_str(open);
            let mut inner = String::new();
            for (n, (label, value)) in parts.iter().enumerate() {
                if nl {
                    let mut one = label.clone();
                    vm.show_into(value, plain, &mut one, depth + 1)?;
                    inner.push('\n');
                    inner.push_str("    ");
                    inner.push_str(&one.replace('\n', "\n    "));
                    inner.push(',');
                } else {
                    if n > 0 {
                        inner.push_str(", ");
                    }
                    inner.push_str(label);
                    vm.show_into(value, plain, &mut inner, depth + 1)?;
                }
            }
            out.push_str(&inner);
            if nl && !parts.is_empty() {
                out.push('\n');
            }
            out.push_str(close);
            Ok(())
        };
        match shape {
            Shape::Text(s) => out.push_str(&Vm::string(&s, spec)),
            Shape::List(v) => put(self, "[", "]", v.into_iter().map(|v| (String::new(), v)).collect(), out)?,
            Shape::Set(v) => put(self, "{", "}", v.into_iter().map(|v| (String::new(), v)).collect(), out)?,
            Shape::Pairs(pairs) => {
                let mut parts = Vec::new();
                for (k, v) in pairs {
                    let mut label = String::new();
                    self.show_into(&k, plain, &mut label, depth + 1)?;
                    label.push_str(": ");
                    parts.push((label, v));
                }
                put(self, "{", "}", parts, out)?;
            }
            Shape::Fields(name, fields) if fields.is_empty() => out.push_str(&Vm::pad(&name, spec, '<')),
            Shape::Fields(name, fields) => {
                let named = fields.iter().any(|(l, _)| l.is_some());
                let one = fields.len() == 1 && name.is_empty() && !nl;
                let parts = fields
                    .into_iter()
                    .map(|(l, v)| (l.map_or(String::new(), |l| format!("{l}: ")), v))
                    .collect();
                match (named, nl) {
                    (true, false) => put(self, &format!("{name} {{ "), " }", parts, out)?,
                    (true, true) => put(self, &format!("{name} {{"), "}", parts, out)?,
                    (false, _) => put(self, &format!("{name}("), if one { ",)" } else { ")" }, parts, out)?,
                }
            }
        }
        Ok(())
    }
}
