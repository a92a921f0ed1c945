//! `fmt`'s verbs (pkg.go.dev/fmt). What a value's own `Error` or `String` says is asked for by the library's code:
//! a first round collects whom to ask, a second one has the answers.

use super::numbers;
use crate::types::*;
use crate::value::*;
use crate::vm::Vm;

pub struct Printer<'a> {
    vm: &'a Vm,
    pub out: Vec<u8>,
    answers: &'a [Value],
    asked: usize,
    /// Those whose own words are needed.
    pub pending: Vec<Value>,
    stringer: Ty,
    flags: Flags,
}

#[derive(Clone, Copy, Default)]
struct Flags {
    plus: bool,
    /// `%+v`: fields with their names.
    names: bool,
    minus: bool,
    sharp: bool,
    space: bool,
    zero: bool,
    width: Option<usize>,
    prec: Option<usize>,
}

impl<'a> Printer<'a> {
    pub fn new(vm: &'a Vm, answers: &'a [Value]) -> Printer<'a> {
        let stringer = vm.compiler.named("fmt", "Stringer").unwrap_or(INVALID);
        Printer { vm, out: Vec::new(), answers, asked: 0, pending: Vec::new(), stringer, flags: Flags::default() }
    }

    pub fn print(&mut self, args: &[Value], line: bool) {
        let mut before_text = true;
        for (n, arg) in args.iter().enumerate() {
            let text = matches!(arg, Value::Iface(p) if self.vm.compiler.types.under(p.0) == STRING);
            if n > 0 && (line || !text && !before_text) {
                self.out.push(b' ');
            }
            before_text = text;
            self.flags = Flags::default();
            self.arg(arg, 'v');
        }
        if line {
            self.out.push(b'\n');
        }
    }

    pub fn printf(&mut self, format: &[u8], args: &[Value]) {
        let mut at = 0;
        let mut next = 0;
        let mut reordered = false;
        while at < format.len() {
            let rest = format.get(at..).unwrap_or_default();
            let plain = rest.iter().position(|b| *b == b'%').unwrap_or(rest.len());
            self.out.extend_from_slice(rest.get(..plain).unwrap_or_default());
            at += plain;
            if at >= format.len() {
                break;
            }
            at += 1;
            let mut flags = Flags::default();
            while let Some(b) = format.get(at) {
                match b {
                    b'+' => flags.plus = true,
                    b'-' => flags.minus = true,
                    b'#' => flags.sharp = true,
                    b' ' => flags.space = true,
                    b'0' => flags.zero = true,
                    _ => break,
                }
                at += 1;
            }
            let number = |at: &mut usize, next: &mut usize| -> Option<i64> {
                if format.get(*at) == Some(&b'*') {
                    *at += 1;
                    let value = args.get(*next).map(|v| match v {
                        Value::Iface(p) => p.1.int(),
                        _ => 0,
                    });
                    *next += 1;
                    return value;
                }
                let start = *at;
                while format.get(*at).is_some_and(u8::is_ascii_digit) {
                    *at += 1;
                }
                std::str::from_utf8(format.get(start..*at)?).ok()?.parse().ok()
            };
            let index = |at: &mut usize, next: &mut usize| {
                if format.get(*at) == Some(&b'[')
                    && let Some(end) = format.get(*at..).and_then(|r| r.iter().position(|b| *b == b']'))
                {
                    let text = format.get(*at + 1..*at + end).unwrap_or_default();
                    if let Some(n) = std::str::from_utf8(text).ok().and_then(|t| t.parse::<usize>().ok()) {
                        *next = n.saturating_sub(1);
                        *at += end + 1;
                        return true;
                    }
                }
                false
            };
            reordered |= index(&mut at, &mut next);
            if let Some(width) = number(&mut at, &mut next) {
                if width < 0 {
                    flags.minus = true;
                }
                flags.width = Some(width.unsigned_abs().min(1_000_000) as usize);
            }
            if format.get(at) == Some(&b'.') {
                at += 1;
                flags.prec = Some(number(&mut at, &mut next).unwrap_or(0).clamp(0, 10_000) as usize);
            }
            reordered |= index(&mut at, &mut next);
            let rest = format.get(at..).unwrap_or_default();
            if rest.is_empty() {
                self.out.extend_from_slice(b"%!(NOVERB)");
                break;
            }
            let (rune, n) = crate::arith::decode(rest);
            at += n;
            let verb = char::from_u32(rune).unwrap_or('?');
            if verb == '%' {
                self.out.push(b'%');
                continue;
            }
            let Some(arg) = args.get(next) else {
                let words = if reordered { "BADINDEX" } else { "MISSING" };
                self.text(&if reordered { format!("%!{verb}({words})") } else { format!("%!{verb}({words})") });
                continue;
            };
            next += 1;
            self.flags = flags;
            let verb = if verb == 'w' { 'v' } else { verb };
            self.arg(arg, verb);
        }
        if !reordered && next < args.len() {
            self.text("%!(EXTRA ");
            for (n, arg) in args.iter().skip(next).enumerate() {
                if n > 0 {
                    self.text(", ");
                }
                match arg {
                    Value::Iface(pair) => {
                        let name = self.vm.compiler.types.text(pair.0, None);
                        self.text(&format!("{name}="));
                        self.flags = Flags::default();
                        self.arg(arg, 'v');
                    }
                    _ => self.text("<nil>"),
                }
            }
            self.text(")");
        }
    }

    fn text(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// A text with the width asked for.
    fn pad(&mut self, text: &[u8]) {
        let have = String::from_utf8_lossy(text).chars().count();
        let fill = self.flags.width.unwrap_or(0).saturating_sub(have);
        if self.flags.minus {
            self.out.extend_from_slice(text);
            self.out.extend(std::iter::repeat_n(b' ', fill));
        } else {
            let with = if self.flags.zero { b'0' } else { b' ' };
            self.out.extend(std::iter::repeat_n(with, fill));
            self.out.extend_from_slice(text);
        }
    }

    fn arg(&mut self, arg: &Value, verb: char) {
        let Value::Iface(pair) = arg else {
            match verb {
                'T' | 'v' => self.pad(b"<nil>"),
                _ => self.text(&format!("%!{verb}(<nil>)")),
            }
            return;
        };
        if verb == 'v' && std::mem::take(&mut self.flags.plus) {
            self.flags.names = true;
        }
        match verb {
            'T' => {
                let name = self.vm.compiler.types.text(pair.0, None);
                self.pad(name.as_bytes());
            }
            'p' => self.pointer(&pair.1),
            _ => self.value(&pair.1, pair.0, verb, 0),
        }
    }

    fn pointer(&mut self, value: &Value) {
        let at = match value {
            Value::Obj(o) | Value::Ref(o, _) => std::rc::Rc::as_ptr(o) as usize as u64,
            Value::Slice(s) => std::rc::Rc::as_ptr(&s.obj) as usize as u64,
            Value::Nil => {
                self.pad(b"%!p(nil)");
                return;
            }
            _ => 0,
        };
        // Addresses look like those of Go's heap, and say nothing about the host's.
        let text = format!("0xc{:09x}", at & 0xff_fff8);
        self.pad(text.as_bytes());
    }

    /// The value's own words, if it has some.
    fn own_words(&mut self, value: &Value, ty: Ty, verb: char) -> bool {
        if self.flags.sharp || !matches!(verb, 'v' | 's' | 'q' | 'x' | 'X') || self.vm.compiler.types.is_interface(ty) {
            return false;
        }
        let compiler = &self.vm.compiler;
        let types = &compiler.types;
        let named = types.named_of(types.pointee(ty).unwrap_or(ty)).is_some();
        if !named || !(compiler.fits(ty, ERROR) || compiler.fits(ty, self.stringer)) {
            return false;
        }
        let answer = self.answers.get(self.asked).map(Value::bytes);
        self.asked += 1;
        match answer {
            None => self.pending.push(Value::Iface(std::rc::Rc::new((ty, value.clone())))),
            Some(bytes) => self.string(&bytes, verb),
        }
        true
    }

    fn string(&mut self, bytes: &[u8], verb: char) {
        let mut text = bytes.to_vec();
        if let Some(prec) = self.flags.prec
            && !matches!(verb, 'x' | 'X')
        {
            text = String::from_utf8_lossy(&text).chars().take(prec).collect::<String>().into_bytes();
        }
        match verb {
            'v' if self.flags.sharp => {
                let text = numbers::quote(&text);
                self.pad(text.as_bytes());
            }
            'q' if self.flags.sharp && !text.contains(&b'`') => {
                let text = format!("`{}`", String::from_utf8_lossy(&text));
                self.pad(text.as_bytes());
            }
            'q' => {
                let text = numbers::quoted(&text, '"', self.flags.plus);
                self.pad(text.as_bytes());
            }
            'x' | 'X' => {
                let parts: Vec<String> =
                    text.iter().map(|b| if verb == 'x' { format!("{b:02x}") } else { format!("{b:02X}") }).collect();
                let text = parts.join(if self.flags.space { " " } else { "" });
                self.pad(text.as_bytes());
            }
            'v' | 's' => self.pad(&text),
            _ => self.bad(verb, STRING, &Value::bytes_str(bytes.to_vec())),
        }
    }

    fn bad(&mut self, verb: char, ty: Ty, value: &Value) {
        let name = self.vm.compiler.types.text(ty, None);
        self.text(&format!("%!{verb}({name}="));
        self.flags = Flags::default();
        self.value(value, ty, 'v', 1);
        self.text(")");
    }

    fn integer(&mut self, n: i64, ty: Ty, verb: char) {
        let unsigned = self.vm.compiler.types.is_unsigned(ty);
        let base = match verb {
            'v' | 'd' => 10,
            'b' => 2,
            'o' | 'O' => 8,
            'x' | 'X' => 16,
            'c' => {
                let c = u32::try_from(n).ok().and_then(char::from_u32).unwrap_or('\u{fffd}');
                self.pad(c.to_string().as_bytes());
                return;
            }
            'q' => {
                let c = u32::try_from(n).ok().and_then(char::from_u32).unwrap_or('\u{fffd}');
                let text = numbers::quoted(c.to_string().as_bytes(), '\'', self.flags.plus);
                self.pad(text.as_bytes());
                return;
            }
            'U' => {
                let text = format!("U+{n:04X}");
                self.pad(text.as_bytes());
                return;
            }
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' | 's' | 't' => return self.bad(verb, ty, &Value::Int(n)),
            _ => return self.bad(verb, ty, &Value::Int(n)),
        };
        let mut text = numbers::integer(n, unsigned, base);
        if verb == 'X' {
            text = text.to_uppercase();
        }
        let negative = text.starts_with('-');
        let mut body = text.trim_start_matches('-').to_string();
        if let Some(prec) = self.flags.prec {
            body = format!("{}{body}", "0".repeat(prec.saturating_sub(body.len())));
        }
        let mut sign = match (negative, self.flags.plus, self.flags.space) {
            (true, ..) => "-".to_string(),
            (_, true, _) if verb != 'v' || !self.flags.sharp => "+".into(),
            (_, _, true) => " ".into(),
            _ => String::new(),
        };
        match verb {
            'x' if self.flags.sharp => sign.push_str("0x"),
            'X' if self.flags.sharp => sign.push_str("0X"),
            'o' if self.flags.sharp => sign.push('0'),
            'O' => sign.push_str("0o"),
            'b' if self.flags.sharp => sign.push_str("0b"),
            'v' if self.flags.sharp && unsigned => {
                body = numbers::integer(n, true, 16);
                sign.push_str("0x");
            }
            _ => {}
        }
        self.signed(&sign, &body);
    }

    /// A number whose zeros go behind its sign.
    fn signed(&mut self, sign: &str, body: &str) {
        let width = self.flags.width.unwrap_or(0);
        if self.flags.zero && !self.flags.minus && self.flags.prec.is_none_or(|_| body.contains('.')) {
            let fill = width.saturating_sub(sign.len() + body.len());
            let text = format!("{sign}{}{body}", "0".repeat(fill));
            self.text(&text);
            return;
        }
        let zero = std::mem::replace(&mut self.flags.zero, false);
        self.pad(format!("{sign}{body}").as_bytes());
        self.flags.zero = zero;
    }

    fn float(&mut self, f: f64, ty: Ty, verb: char) {
        let bits = if self.vm.compiler.types.under(ty) == FLOAT32 { 32 } else { 64 };
        let prec = self.flags.prec.map(|p| p as i64);
        let text = match verb {
            'v' => numbers::float(f, b'g', prec.unwrap_or(-1), bits),
            'g' | 'G' => numbers::float(f, verb as u8, prec.unwrap_or(-1), bits),
            'e' | 'E' | 'f' | 'F' => numbers::float(f, verb as u8, prec.unwrap_or(6), bits),
            _ => return self.bad(verb, ty, &Value::Float(f)),
        };
        let (sign, body) = match text.strip_prefix('-') {
            Some(rest) => ("-", rest),
            None if text.starts_with('+') => {
                (if self.flags.plus || f.is_infinite() { "+" } else { "" }, text.trim_start_matches('+'))
            }
            None if self.flags.plus => ("+", &*text),
            None if self.flags.space => (" ", &*text),
            None => ("", &*text),
        };
        if f.is_infinite() || f.is_nan() {
            self.flags.zero = false;
        }
        let prec = self.flags.prec.take();
        self.signed(sign, body);
        self.flags.prec = prec;
    }

    pub fn value(&mut self, value: &Value, ty: Ty, verb: char, depth: usize) {
        if depth > 40 || self.out.len() > 50 << 20 {
            return self.text("…");
        }
        if self.own_words(value, ty, verb) {
            return;
        }
        let types = &self.vm.compiler.types;
        let name = || types.text(ty, None);
        let go = self.flags.sharp && verb == 'v';
        match types.base(ty).clone() {
            Type::Basic(BOOL) => match verb {
                'v' | 't' => self.pad(if value.truth() { b"true" } else { b"false" }),
                _ => self.bad(verb, ty, value),
            },
            Type::Basic(STRING) => match verb {
                'v' | 's' | 'q' | 'x' | 'X' => self.string(&value.bytes(), verb),
                _ => self.bad(verb, ty, value),
            },
            Type::Basic(FLOAT32 | FLOAT64) => self.float(value.float(), ty, verb),
            Type::Basic(_) => self.integer(value.int(), ty, verb),
            Type::Interface(_) => match value {
                Value::Iface(pair) => self.value(&pair.1, pair.0, verb, depth + 1),
                _ if go => {
                    let text = format!("{}(nil)", name());
                    self.text(&text);
                }
                _ => self.pad(b"<nil>"),
            },
            Type::Struct(fields) => {
                if go {
                    let text = name();
                    self.text(&text);
                }
                self.text("{");
                for (n, (field, part)) in fields.iter().zip(value.elements()).enumerate() {
                    if n > 0 {
                        self.text(if go { ", " } else { " " });
                    }
                    if self.flags.names || go {
                        self.text(&format!("{}:", field.name));
                    }
                    let exported = field.name.chars().next().is_some_and(char::is_uppercase);
                    self.field(&part, field.ty, verb, depth, exported);
                }
                self.text("}");
            }
            Type::Map(k, v) => {
                if go {
                    let text = name();
                    self.text(&text);
                    if value.is_nil() {
                        return self.text("(nil)");
                    }
                }
                self.text(if go { "{" } else { "map[" });
                for (n, (key, item)) in sorted(value).into_iter().enumerate() {
                    if n > 0 {
                        self.text(if go { ", " } else { " " });
                    }
                    self.value(&key, k, verb, depth + 1);
                    self.text(":");
                    self.value(&item, v, verb, depth + 1);
                }
                self.text(if go { "}" } else { "]" });
            }
            Type::Slice(of) | Type::Array(_, of) => {
                let bytes = types.under(of) == UINT8;
                if bytes && matches!(verb, 's' | 'q' | 'x' | 'X') {
                    let text = match value {
                        Value::Obj(o) => o_bytes(o),
                        other => other.bytes(),
                    };
                    return self.string(&text, verb);
                }
                if go {
                    let text = name();
                    self.text(&text);
                    if value.is_nil() {
                        return self.text("(nil)");
                    }
                }
                self.text(if go { "{" } else { "[" });
                for (n, part) in value.elements().iter().enumerate() {
                    if n > 0 {
                        self.text(if go { ", " } else { " " });
                    }
                    self.value(part, of, verb, depth + 1);
                }
                self.text(if go { "}" } else { "]" });
            }
            Type::Ptr(to) => {
                let whole =
                    matches!(types.base(to), Type::Struct(_) | Type::Array(..) | Type::Slice(_) | Type::Map(..));
                match value {
                    Value::Nil if go => {
                        let text = format!("({})(nil)", name());
                        self.text(&text);
                    }
                    Value::Nil => self.pad(b"<nil>"),
                    _ if depth == 0 && whole => {
                        self.text("&");
                        let inner = self.vm.load(value).unwrap_or_default();
                        self.value(&inner, to, verb, depth + 1);
                    }
                    _ => self.pointer(value),
                }
            }
            Type::Func { .. } | Type::Chan(..) => match value {
                Value::Nil => self.pad(b"<nil>"),
                Value::Func(_) => self.pad(b"0x47b8c0"),
                _ => self.pointer(value),
            },
            _ => self.text("?"),
        }
    }

    /// A field; one without a capital may not speak for itself.
    fn field(&mut self, value: &Value, ty: Ty, verb: char, depth: usize, exported: bool) {
        if exported {
            return self.value(value, ty, verb, depth + 1);
        }
        let stringer = std::mem::replace(&mut self.stringer, INVALID);
        let before = (self.asked, self.pending.len());
        self.quiet(value, ty, verb, depth + 1);
        debug_assert!(before.1 <= self.pending.len());
        self.stringer = stringer;
    }

    fn quiet(&mut self, value: &Value, ty: Ty, verb: char, depth: usize) {
        let answers = std::mem::take(&mut self.answers);
        let (asked, pending) = (self.asked, self.pending.len());
        let mark = self.out.len();
        self.value(value, ty, verb, depth);
        // If it was to speak for itself, it is written as what it is made of instead.
        if self.pending.len() > pending {
            self.pending.truncate(pending);
            self.out.truncate(mark);
            let sub = self.vm.compiler.types.base(ty).clone();
            match (sub, value) {
                (Type::Interface(_), Value::Iface(pair)) => self.made_of(&pair.1, pair.0, verb, depth),
                _ => self.made_of(value, ty, verb, depth),
            }
            self.pending.truncate(pending);
        }
        self.asked = asked;
        self.answers = answers;
    }

    fn made_of(&mut self, value: &Value, ty: Ty, verb: char, depth: usize) {
        let under = self.vm.compiler.types.under(ty);
        match self.vm.compiler.types.get(under) {
            Type::Ptr(_) if !value.is_nil() => self.pointer(value),
            _ => self.value(value, under, verb, depth),
        }
    }
}

fn o_bytes(obj: &Heap) -> Vec<u8> {
    (0..obj.len()).map(|n| obj.get(n).int() as u8).collect()
}

/// The entries of a map in the order of their keys.
pub fn sorted(map: &Value) -> Vec<(Value, Value)> {
    let Value::Obj(obj) = map else { return Vec::new() };
    match &*obj.data.borrow() {
        Data::Map(map) => {
            let float = |key: &Key| match key {
                Key::Float(bits) => Some(f64::from_bits(*bits)),
                _ => None,
            };
            let mut all: Vec<(&Key, &(Value, Value))> =
                map.index.iter().filter_map(|(k, n)| Some((k, map.entries.get(*n)?.as_ref()?))).collect();
            all.sort_by(|(a, _), (b, _)| match (float(a), float(b)) {
                (Some(x), Some(y)) => x.partial_cmp(&y).unwrap_or(std::cmp::Ordering::Equal),
                _ => a.cmp(b),
            });
            all.into_iter().map(|(_, entry)| entry.clone()).collect()
        }
        _ => Vec::new(),
    }
}
