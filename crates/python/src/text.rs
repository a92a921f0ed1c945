//! Values as text: `repr`, `str`, and the format mini-language (library reference, "Format Specification Mini-Language").

use crate::heap::*;
use crate::numbers::Number;
use crate::vm::*;
use num_bigint::BigInt;
use num_traits::Signed;
use std::fmt::Write;
use std::rc::Rc;

/// CPython's shortest text that reads back as the same float.
pub fn float_repr(x: f64) -> String {
    if x.is_nan() {
        return "nan".into();
    }
    if x.is_infinite() {
        return if x > 0.0 { "inf".into() } else { "-inf".into() };
    }
    if x == 0.0 {
        return if x.is_sign_negative() { "-0.0".into() } else { "0.0".into() };
    }
    let e = format!("{x:e}");
    let (mantissa, exponent) = e.split_once('e').unwrap_or((&e, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if (-4..16).contains(&exponent) {
        let mut text = format!("{x}");
        if !text.contains('.') {
            text.push_str(".0");
        }
        return text;
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{mantissa}e{sign}{:02}", exponent.abs())
}

pub fn complex_repr(re: f64, im: f64) -> String {
    let part = |x: f64| {
        let t = float_repr(x);
        t.strip_suffix(".0").map(str::to_string).unwrap_or(t)
    };
    if re == 0.0 && !re.is_sign_negative() {
        return format!("{}j", part(im));
    }
    let sign = if im.is_sign_negative() { "" } else { "+" };
    format!("({}{sign}{}j)", part(re), part(im))
}

pub fn str_repr(s: &str) -> String {
    let quote = if s.contains('\'') && !s.contains('"') { '"' } else { '\'' };
    let mut out = String::with_capacity(s.len() + 2);
    out.push(quote);
    for c in s.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c == quote => {
                out.push('\\');
                out.push(c);
            }
            c if (c as u32) < 0x20 || c as u32 == 0x7f => {
                let _ = write!(out, "\\x{:02x}", c as u32);
            }
            c if !printable(c) => {
                let n = c as u32;
                let _ = match n {
                    0..=0xff => write!(out, "\\x{n:02x}"),
                    0x100..=0xffff => write!(out, "\\u{n:04x}"),
                    _ => write!(out, "\\U{n:08x}"),
                };
            }
            c => out.push(c),
        }
    }
    out.push(quote);
    out
}

pub fn printable(c: char) -> bool {
    let n = c as u32;
    !(c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(n, 0xad | 0x200b..=0x200f | 0x2028..=0x202e | 0x2060..=0x206f | 0xfeff | 0xe000..=0xf8ff | 0xfff9..=0xfffb | 0xf0000..))
}

pub fn bytes_repr(b: &[u8]) -> String {
    let quote = if b.contains(&b'\'') && !b.contains(&b'"') { '"' } else { '\'' };
    let mut out = String::from("b");
    out.push(quote);
    for c in b {
        match c {
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            c if *c as char == quote => {
                out.push('\\');
                out.push(quote);
            }
            0x20..=0x7e => out.push(*c as char),
            c => {
                let _ = write!(out, "\\x{c:02x}");
            }
        }
    }
    out.push(quote);
    out
}

impl Vm {
    /// The text of `repr(v)`; `Bail` where Python code has to say it.
    pub fn repr(&mut self, v: Value) -> Outcome<String> {
        let Value::Obj(n) = v else {
            return Ok(match v {
                Value::None | Value::Null => "None".into(),
                Value::Ellipsis => "Ellipsis".into(),
                Value::NotImplemented => "NotImplemented".into(),
                Value::Bool(b) => if b { "True" } else { "False" }.into(),
                Value::Int(n) => n.to_string(),
                Value::Float(x) => float_repr(x),
                Value::Obj(_) => String::new(),
            });
        };
        let class = self.heap.get(n).class;
        let name = self.names.repr;
        if self.overridden(class, name).is_some() {
            return Err(Control::Bail);
        }
        self.repr_native(v, n)
    }

    fn many(&mut self, items: &[Value]) -> Outcome<String> {
        let mut out = String::new();
        for (n, v) in items.iter().enumerate() {
            if n > 0 {
                out.push_str(", ");
            }
            out.push_str(&self.repr(*v)?);
        }
        Ok(out)
    }

    fn nested(&mut self, n: u32, open: &str, close: &str, items: &[Value]) -> Outcome<String> {
        if self.repr_stack.contains(&n) {
            return Ok(format!("{open}...{close}"));
        }
        if self.repr_stack.len() > crate::tables::MAX_NESTING as usize {
            self.repr_stack.clear();
            return Err(
                self.raise("RecursionError", "maximum recursion depth exceeded while getting the repr of an object")
            );
        }
        self.repr_stack.push(n);
        let inner = self.many(items);
        self.repr_stack.pop();
        Ok(format!("{open}{}{close}", inner?))
    }

    pub fn address(&self, n: u32) -> String {
        format!("0x{:x}", 0x7f3a_5c00_0000u64 + u64::from(n) * 48)
    }

    pub fn repr_native(&mut self, v: Value, n: u32) -> Outcome<String> {
        let class = self.heap.get(n).class;
        Ok(match &self.heap.get(n).kind {
            Kind::Str(t) => str_repr(&t.s),
            Kind::Int(i) => i.to_string(),
            Kind::Big(b) => b.to_string(),
            Kind::Float(x) => float_repr(*x),
            Kind::Complex(a, b) => complex_repr(*a, *b),
            Kind::Bytes(b) => bytes_repr(b),
            Kind::ByteArray(b) => format!("bytearray({})", bytes_repr(b)),
            Kind::List(items) => {
                let items = items.clone();
                self.nested(n, "[", "]", &items)?
            }
            Kind::Tuple(items) => {
                let items = items.clone();
                let close = if items.len() == 1 { ",)" } else { ")" };
                self.nested(n, "(", close, &items)?
            }
            Kind::Set(s) => {
                let items: Vec<Value> = s.keys().collect();
                let name = self.name_of_class(class);
                match (items.is_empty(), name.as_str()) {
                    (true, _) => format!("{name}()"),
                    (false, "set") => self.nested(n, "{", "}", &items)?,
                    _ => self.nested(n, &format!("{name}({{"), "})", &items)?,
                }
            }
            Kind::Deque(d, max) => {
                let items: Vec<Value> = d.iter().copied().collect();
                let tail = max.map_or("])".into(), |m| format!("], maxlen={m})"));
                self.nested(n, "deque([", &tail, &items)?
            }
            Kind::Dict(_) => self.repr_dict(n, n)?,
            Kind::Proxy(d) => {
                let d = *d;
                format!("mappingproxy({})", self.repr_dict(d, n)?)
            }
            Kind::View(d, which) => {
                let (d, which) = (*d, *which);
                let pairs: Vec<(Value, Value)> = self.heap.dict(d).map(|d| d.iter().collect()).unwrap_or_default();
                let (name, items): (&str, Vec<Value>) = match which {
                    0 => ("dict_keys([", pairs.iter().map(|(k, _)| *k).collect()),
                    1 => ("dict_values([", pairs.iter().map(|(_, v)| *v).collect()),
                    _ => ("dict_items([", pairs.iter().map(|(k, v)| self.new_tuple([*k, *v])).collect()),
                };
                self.nested(n, name, "])", &items)?
            }
            Kind::Range(a, b, c) => {
                if *c == 1 {
                    format!("range({a}, {b})")
                } else {
                    format!("range({a}, {b}, {c})")
                }
            }
            Kind::Slice(parts) => {
                let parts = **parts;
                format!("slice({})", self.many(&parts)?)
            }
            Kind::Type(t) => {
                let name = t.name.clone();
                let d = t.dict;
                let builtin = t.builtin;
                let (module, qualname) = (self.names.module, self.names.qualname);
                let q = self
                    .dict_get_str(d, qualname)
                    .and_then(|v| self.heap.str(v).map(str::to_string))
                    .unwrap_or_else(|| name.to_string());
                let m = self
                    .dict_get_str(d, module)
                    .and_then(|v| self.heap.str(v).map(str::to_string))
                    .unwrap_or_else(|| "builtins".into());
                if m == "builtins" || (builtin && m.is_empty()) {
                    format!("<class '{q}'>")
                } else {
                    format!("<class '{m}.{q}'>")
                }
            }
            Kind::Function(f) => {
                format!("<function {} at {}>", self.heap.str(f.qualname).unwrap_or("?"), self.address(n))
            }
            Kind::Native(f) => {
                if f.method {
                    format!("<method '{}' of '{}' objects>", f.name, f.owner)
                } else {
                    format!("<built-in function {}>", f.name)
                }
            }
            Kind::Method(f, me) => {
                let (f, me) = (*f, *me);
                let name = match self.heap.kind(f) {
                    Some(Kind::Function(f)) => self.heap.str(f.qualname).unwrap_or("?").to_string(),
                    Some(Kind::Native(f)) => {
                        let name = f.name;
                        return Ok(format!(
                            "<built-in method {name} of {} object at {}>",
                            self.type_name(me),
                            self.address(n)
                        ));
                    }
                    _ => "?".into(),
                };
                format!("<bound method {name} of {}>", self.repr(me)?)
            }
            Kind::Module => {
                let name = self.module_name(v);
                let key = self.intern("__file__");
                match self.module_attr(v, key).and_then(|v| self.heap.str(v).map(str::to_string)) {
                    Some(file) => format!("<module '{name}' from '{file}'>"),
                    None => format!("<module '{name}' (built-in)>"),
                }
            }
            Kind::Exception(e) => {
                let args = e.args;
                let items = match self.heap.kind(args) {
                    Some(Kind::Tuple(t)) => t.to_vec(),
                    _ => Vec::new(),
                };
                format!("{}({})", self.name_of_class(class), self.many(&items)?)
            }
            Kind::Generator(g) => {
                let what = ["generator", "coroutine", "async_generator"][g.flavour.min(2) as usize];
                format!("<{what} object {} at {}>", self.heap.str(g.qualname).unwrap_or("?"), self.address(n))
            }
            Kind::Code(c) => {
                format!(
                    "<code object {} at {}, file \"{}\", line {}>",
                    c.code.name,
                    self.address(n),
                    c.code.source.filename,
                    c.code.first_line
                )
            }
            Kind::Alias(origin, args) => {
                let (origin, args) = (*origin, *args);
                let items = match self.heap.kind(args) {
                    Some(Kind::Tuple(t)) => t.to_vec(),
                    _ => vec![args],
                };
                let mut parts = Vec::new();
                for v in items {
                    parts.push(self.annotation_repr(v)?);
                }
                format!("{}[{}]", self.annotation_repr(origin)?, parts.join(", "))
            }
            Kind::Union(args) => {
                let items = match self.heap.kind(*args) {
                    Some(Kind::Tuple(t)) => t.to_vec(),
                    _ => vec![],
                };
                let mut parts = Vec::new();
                for v in items {
                    parts.push(self.annotation_repr(v)?);
                }
                parts.join(" | ")
            }
            Kind::Match(m) => {
                let span = m.groups.first().copied().flatten().unwrap_or((0, 0));
                let text = m.text;
                let part = self.slice_chars(text, span.0, span.1);
                let shown = self.repr(part)?;
                format!("<re.Match object; span=({}, {}), match={shown}>", span.0, span.1)
            }
            Kind::Pattern(_, source, flags) => {
                let (source, flags) = (*source, *flags);
                let text = self.repr(source)?;
                let mut names = Vec::new();
                for (bit, name) in [
                    (2, "re.IGNORECASE"),
                    (8, "re.MULTILINE"),
                    (16, "re.DOTALL"),
                    (64, "re.VERBOSE"),
                    (256, "re.ASCII"),
                ] {
                    if flags & bit != 0 {
                        names.push(name);
                    }
                }
                if names.is_empty() {
                    format!("re.compile({text})")
                } else {
                    format!("re.compile({text}, {})", names.join("|"))
                }
            }
            Kind::Super(class, ..) => {
                let class = *class;
                format!("<super: {}, ...>", self.repr(class)?)
            }
            Kind::Object => {
                let (module, qualname) = (self.names.module, self.names.qualname);
                let m = self.lookup(class, module).and_then(|v| self.heap.str(v).map(str::to_string));
                let q = self.heap.type_of_slot(class).map(|t| t.dict).and_then(|d| self.dict_get_str(d, qualname));
                let q =
                    q.and_then(|v| self.heap.str(v).map(str::to_string)).unwrap_or_else(|| self.name_of_class(class));
                match m.as_deref() {
                    None | Some("builtins") => format!("<{q} object at {}>", self.address(n)),
                    Some(m) => format!("<{m}.{q} object at {}>", self.address(n)),
                }
            }
            _ => format!("<{} object at {}>", self.name_of_class(class), self.address(n)),
        })
    }

    fn annotation_repr(&mut self, v: Value) -> Outcome<String> {
        if let Some(Kind::Type(t)) = self.heap.kind(v) {
            let name = t.name.to_string();
            let (d, key) = (t.dict, self.names.module);
            let m = self.dict_get_str(d, key).and_then(|v| self.heap.str(v).map(str::to_string));
            return Ok(match m.as_deref() {
                _ if name == "NoneType" => "None".into(),
                None | Some("builtins") => name,
                Some(m) => format!("{m}.{name}"),
            });
        }
        if matches!(v, Value::Ellipsis) {
            return Ok("...".into());
        }
        self.repr(v)
    }

    fn repr_dict(&mut self, d: u32, n: u32) -> Outcome<String> {
        if self.repr_stack.contains(&n) {
            return Ok("{...}".into());
        }
        let pairs: Vec<(Value, Value)> = self.heap.dict(d).map(|d| d.iter().collect()).unwrap_or_default();
        if self.repr_stack.len() > crate::tables::MAX_NESTING as usize {
            self.repr_stack.clear();
            return Err(
                self.raise("RecursionError", "maximum recursion depth exceeded while getting the repr of an object")
            );
        }
        self.repr_stack.push(n);
        let mut out = String::from("{");
        let mut failed = None;
        for (i, (k, v)) in pairs.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            match self.repr(*k).and_then(|k| Ok((k, self.repr(*v)?))) {
                Ok((k, v)) => {
                    out.push_str(&k);
                    out.push_str(": ");
                    out.push_str(&v);
                }
                Err(c) => {
                    failed = Some(c);
                    break;
                }
            }
        }
        self.repr_stack.pop();
        match failed {
            Some(c) => Err(c),
            None => {
                out.push('}');
                Ok(out)
            }
        }
    }

    /// The text of `str(v)`.
    pub fn str_of(&mut self, v: Value) -> Outcome<Rc<str>> {
        let Value::Obj(n) = v else { return self.repr(v).map(Rc::from) };
        let class = self.heap.get(n).class;
        let name = self.names.str;
        if self.overridden(class, name).is_some() {
            return Err(Control::Bail);
        }
        match &self.heap.get(n).kind {
            Kind::Str(t) => Ok(t.s.clone()),
            Kind::Exception(e) => {
                let repr = self.names.repr;
                let _ = repr;
                let args = match self.heap.kind(e.args) {
                    Some(Kind::Tuple(t)) => t.to_vec(),
                    _ => Vec::new(),
                };
                self.exception_text(v, class, &args)
            }
            _ => self.repr(v).map(Rc::from),
        }
    }

    pub fn exception_text(&mut self, v: Value, class: u32, args: &[Value]) -> Outcome<Rc<str>> {
        let os = self.exception_class("OSError");
        if self.is_subclass(class, os) && args.len() == 2 {
            let get = |vm: &mut Vm, name: &str| {
                let key = vm.intern(name);
                let d = v.slot().map(|n| vm.heap.get(n).dict).filter(|d| *d != 0);
                d.and_then(|d| vm.dict_get_str(d, key)).unwrap_or(Value::None)
            };
            let (errno, text, file, file2) =
                (get(self, "errno"), get(self, "strerror"), get(self, "filename"), get(self, "filename2"));
            let (errno, text) = (self.str_of(errno)?, self.str_of(text)?);
            if !file.is_none() {
                let file = self.repr(file)?;
                if !file2.is_none() {
                    let file2 = self.repr(file2)?;
                    return Ok(format!("[Errno {errno}] {text}: {file} -> {file2}").into());
                }
                return Ok(format!("[Errno {errno}] {text}: {file}").into());
            }
            return Ok(format!("[Errno {errno}] {text}").into());
        }
        let key_error = self.exception_class("KeyError");
        if self.is_subclass(class, key_error) && args.len() == 1 {
            return self.repr(args[0]).map(Rc::from);
        }
        let group = self.exception_class("BaseExceptionGroup");
        if self.is_subclass(class, group) && args.len() == 2 {
            let count = self.native_len(args[1]).unwrap_or(0);
            let s = if count == 1 { "" } else { "s" };
            return Ok(format!("{} ({count} sub-exception{s})", self.str_of(args[0])?).into());
        }
        let syntax = self.exception_class("SyntaxError");
        if self.is_subclass(class, syntax) && args.len() == 2 {
            let key = self.intern("lineno");
            let d = v.slot().map(|n| self.heap.get(n).dict).filter(|d| *d != 0);
            let line = d.and_then(|d| self.dict_get_str(d, key)).unwrap_or(Value::None);
            let key = self.intern("filename");
            let file = d.and_then(|d| self.dict_get_str(d, key)).unwrap_or(Value::None);
            let text = self.str_of(args[0])?;
            if let (Some(file), Value::Int(line)) = (self.heap.str(file), line) {
                let base = file.rsplit('/').next().unwrap_or(file);
                return Ok(format!("{text} ({base}, line {line})").into());
            }
            return Ok(text);
        }
        match args {
            [] => Ok("".into()),
            [one] => self.str_of(*one),
            many => {
                let text = self.many(many)?;
                Ok(format!("({text})").into())
            }
        }
    }

    /// A field of an f-string.
    pub fn format_field(&mut self, v: Value, conversion: u8, spec: Value) -> Answer {
        let v = match conversion {
            0 => v,
            b's' => {
                let s = self.str_of(v)?;
                self.new_str(s)
            }
            b'a' => {
                let s = ascii(&self.repr(v)?);
                self.new_str(s)
            }
            _ => {
                let s = self.repr(v)?;
                self.new_str(s)
            }
        };
        let spec: Rc<str> = match self.heap.kind(spec) {
            Some(Kind::Str(t)) => t.s.clone(),
            _ => "".into(),
        };
        if spec.is_empty()
            && matches!(self.heap.kind(v), Some(Kind::Str(_)))
            && v.slot().is_some_and(|n| self.heap.get(n).class == self.types.str)
        {
            return Ok(v);
        }
        let s = self.format(v, &spec)?;
        Ok(self.new_str(s))
    }

    /// `format(v, spec)` for built-in values.
    pub fn format(&mut self, v: Value, spec: &str) -> Outcome<String> {
        let class = self.class_of(v);
        let name = self.names.format;
        if self.overridden(class, name).is_some() {
            return Err(Control::Bail);
        }
        if spec.is_empty() {
            return Ok(self.str_of(v)?.to_string());
        }
        let type_name = self.type_name(v);
        let spec = match Spec::parse(spec) {
            Some(s) => s,
            None => {
                let message = format!("Invalid format specifier '{spec}' for object of type '{type_name}'");
                return Err(self.value_error(&message));
            }
        };
        match self.number(v) {
            Some(n) if !matches!(v, Value::Bool(_)) || spec.kind.is_some() => match spec.number(&n) {
                Ok(s) => Ok(s),
                Err(FormatProblem::Kind(c)) => {
                    let message = format!("Unknown format code '{c}' for object of type '{type_name}'");
                    Err(self.value_error(&message))
                }
                Err(FormatProblem::Text(t)) => Err(self.value_error(&t)),
            },
            _ => {
                let text = match self.heap.kind(v) {
                    Some(Kind::Str(t)) => t.s.clone(),
                    _ if matches!(v, Value::Bool(_)) => self.str_of(v)?,
                    _ => {
                        let message = format!("unsupported format string passed to {type_name}.__format__");
                        return Err(self.type_error(&message));
                    }
                };
                if let Some(k) = spec.kind
                    && k != 's'
                {
                    let message = format!("Unknown format code '{k}' for object of type '{type_name}'");
                    return Err(self.value_error(&message));
                }
                if spec.sign.is_some() {
                    return Err(self.value_error("Sign not allowed in string format specifier"));
                }
                if spec.align == Some('=') {
                    return Err(self.value_error("'=' alignment not allowed in string format specifier"));
                }
                let body: String = match spec.precision {
                    Some(p) => text.chars().take(p).collect(),
                    None => text.to_string(),
                };
                Ok(spec.pad(&body, '<'))
            }
        }
    }
}

pub fn ascii(s: &str) -> String {
    let mut out = String::new();
    for c in s.chars() {
        let n = c as u32;
        let _ = match n {
            0..=0x7f => write!(out, "{c}"),
            0x80..=0xff => write!(out, "\\x{n:02x}"),
            0x100..=0xffff => write!(out, "\\u{n:04x}"),
            _ => write!(out, "\\U{n:08x}"),
        };
    }
    out
}

pub struct Spec {
    fill: char,
    pub align: Option<char>,
    pub sign: Option<char>,
    alternate: bool,
    pub width: usize,
    group: Option<char>,
    pub precision: Option<usize>,
    pub kind: Option<char>,
}

pub enum FormatProblem {
    Kind(char),
    Text(String),
}

impl Spec {
    pub fn parse(text: &str) -> Option<Spec> {
        let c: Vec<char> = text.chars().collect();
        let mut n = 0;
        let mut spec = Spec {
            fill: ' ',
            align: None,
            sign: None,
            alternate: false,
            width: 0,
            group: None,
            precision: None,
            kind: None,
        };
        let is_align = |c: &char| matches!(c, '<' | '>' | '=' | '^');
        if c.get(1).is_some_and(is_align) {
            spec.fill = c[0];
            spec.align = Some(c[1]);
            n = 2;
        } else if c.first().is_some_and(is_align) {
            spec.align = Some(c[0]);
            n = 1;
        }
        if let Some(s @ ('+' | '-' | ' ')) = c.get(n) {
            spec.sign = Some(*s);
            n += 1;
        }
        if c.get(n) == Some(&'z') {
            n += 1;
        }
        if c.get(n) == Some(&'#') {
            spec.alternate = true;
            n += 1;
        }
        if c.get(n) == Some(&'0') {
            if spec.align.is_none() {
                spec.fill = '0';
                spec.align = Some('=');
            }
            n += 1;
        }
        let digits = |n: &mut usize| {
            let mut v: Option<usize> = None;
            while let Some(d) = c.get(*n).and_then(|c| c.to_digit(10)) {
                v = Some(v.unwrap_or(0).saturating_mul(10).saturating_add(d as usize));
                *n += 1;
            }
            v
        };
        spec.width = digits(&mut n).unwrap_or(0).min(1 << 20);
        if let Some(g @ (',' | '_')) = c.get(n) {
            spec.group = Some(*g);
            n += 1;
        }
        if c.get(n) == Some(&'.') {
            n += 1;
            spec.precision = Some(digits(&mut n)?.min(1 << 16));
        }
        if let Some(k) = c.get(n) {
            spec.kind = Some(*k);
            n += 1;
        }
        (n == c.len()).then_some(spec)
    }

    pub fn pad(&self, body: &str, default: char) -> String {
        let len = body.chars().count();
        let missing = self.width.saturating_sub(len);
        let align = self.align.unwrap_or(default);
        let (left, right) = match align {
            '<' => (0, missing),
            '^' => (missing / 2, missing - missing / 2),
            _ => (missing, 0),
        };
        let fill = |n: usize| std::iter::repeat_n(self.fill, n).collect::<String>();
        format!("{}{body}{}", fill(left), fill(right))
    }

    pub fn number(&self, n: &Number) -> Result<String, FormatProblem> {
        let integer = matches!(n, Number::Int(_) | Number::Big(_));
        let (negative, mut digits, grouping) = match (self.kind, integer) {
            (None | Some('d' | 'n'), true) => {
                if self.precision.is_some() {
                    return Err(FormatProblem::Text("Precision not allowed in integer format specifier".into()));
                }
                let b = n.to_big();
                (b.is_negative(), b.abs().to_string(), 3)
            }
            (Some(k @ ('x' | 'X' | 'o' | 'b')), true) => {
                let b = n.to_big();
                let radix = match k {
                    'x' | 'X' => 16,
                    'o' => 8,
                    _ => 2,
                };
                let mut s = b.abs().to_str_radix(radix);
                if k == 'X' {
                    s = s.to_uppercase();
                }
                (b.is_negative(), s, 4)
            }
            (Some('c'), true) => {
                let code = u32::try_from(n.to_big()).ok().and_then(char::from_u32);
                let Some(c) = code else { return Err(FormatProblem::Text("%c arg not in range(0x110000)".into())) };
                return Ok(self.pad(&c.to_string(), '<'));
            }
            (Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%'), _) | (None | Some('n'), false) => {
                if let Number::Complex(a, b) = n {
                    return Ok(self.pad(&complex_repr(*a, *b), '>'));
                }
                let x = n.to_f64();
                let text = self.float(x);
                (x.is_sign_negative() && !x.is_nan(), text, 3)
            }
            (Some(k), _) => return Err(FormatProblem::Kind(k)),
        };
        let sign = match (negative, self.sign) {
            (true, _) => "-",
            (false, Some('+')) => "+",
            (false, Some(' ')) => " ",
            _ => "",
        };
        let prefix = match self.kind {
            Some('x') if self.alternate => "0x",
            Some('X') if self.alternate => "0X",
            Some('o') if self.alternate => "0o",
            Some('b') if self.alternate => "0b",
            _ => "",
        };
        if let Some(g) = self.group {
            let zero_fill = self.align == Some('=') && self.fill == '0';
            let width = if zero_fill { self.width.saturating_sub(sign.len() + prefix.len()) } else { 0 };
            digits = group_digits(&digits, g, grouping, width);
        }
        let head = format!("{sign}{prefix}");
        if self.align == Some('=') {
            let missing = self.width.saturating_sub(head.len() + digits.chars().count());
            let fill: String = std::iter::repeat_n(self.fill, missing).collect();
            return Ok(format!("{head}{fill}{digits}"));
        }
        Ok(self.pad(&format!("{head}{digits}"), '>'))
    }

    /// Without a sign.
    fn float(&self, x: f64) -> String {
        let upper = matches!(self.kind, Some('E' | 'F' | 'G'));
        let x = x.abs();
        let text = if x.is_nan() {
            "nan".into()
        } else if x.is_infinite() {
            "inf".into()
        } else {
            match self.kind {
                Some('f' | 'F') => point(format!("{x:.*}", self.precision.unwrap_or(6)), self.alternate),
                Some('%') => format!("{:.*}%", self.precision.unwrap_or(6), x * 100.0),
                Some('e' | 'E') => exponent(x, self.precision.unwrap_or(6)),
                Some('g' | 'G' | 'n') => general(x, self.precision.unwrap_or(6), self.alternate, false),
                _ => match self.precision {
                    Some(p) => general(x, p, self.alternate, true),
                    None => float_repr(x),
                },
            }
        };
        if upper { text.to_uppercase() } else { text }
    }
}

fn point(mut s: String, alternate: bool) -> String {
    if alternate && !s.contains('.') {
        s.push('.');
    }
    s
}

fn exponent(x: f64, precision: usize) -> String {
    let s = format!("{x:.precision$e}");
    let (m, e) = s.split_once('e').unwrap_or((&s, "0"));
    let e: i32 = e.parse().unwrap_or(0);
    format!("{m}e{}{:02}", if e < 0 { '-' } else { '+' }, e.abs())
}

fn general(x: f64, precision: usize, alternate: bool, keep_point: bool) -> String {
    let p = precision.max(1);
    let s = format!("{:.*e}", p - 1, x);
    let (m, e) = s.split_once('e').unwrap_or((&s, "0"));
    let e: i32 = e.parse().unwrap_or(0);
    let trim = |s: &str| -> String {
        if alternate || !s.contains('.') {
            return s.to_string();
        }
        s.trim_end_matches('0').trim_end_matches('.').to_string()
    };
    let limit = p as i32;
    if (-4..limit).contains(&e) && !(keep_point && e >= p as i32) {
        let decimals = usize::try_from(p as i32 - 1 - e).unwrap_or(0);
        let t = trim(&format!("{x:.decimals$}"));
        if keep_point && !t.contains('.') { format!("{t}.0") } else { t }
    } else {
        format!("{}e{}{:02}", trim(m), if e < 0 { '-' } else { '+' }, e.abs())
    }
}

fn group_digits(text: &str, separator: char, every: usize, width: usize) -> String {
    let (whole, rest) = match text.find(['.', 'e', '%']) {
        Some(n) => text.split_at(n),
        None => (text, ""),
    };
    if !whole.chars().all(|c| c.is_ascii_alphanumeric()) {
        return text.to_string();
    }
    let mut digits: Vec<char> = whole.chars().collect();
    let full = |n: usize| n + n.saturating_sub(1) / every + rest.len();
    while full(digits.len()) < width {
        digits.insert(0, '0');
    }
    let mut out = String::new();
    for (n, c) in digits.iter().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(every) {
            out.push(separator);
        }
        out.push(*c);
    }
    out + rest
}

impl Vm {
    /// `template % args`.
    pub fn percent(&mut self, template: Value, args: Value) -> Answer {
        let text: Vec<char> = self.heap.str(template).unwrap_or("").chars().collect();
        let tuple = match self.heap.kind(args) {
            Some(Kind::Tuple(t)) => Some(t.to_vec()),
            _ => None,
        };
        let is_mapping = tuple.is_none() && matches!(self.heap.kind(args), Some(Kind::Dict(_)));
        let mut next = 0;
        let mut out = String::new();
        let mut n = 0;
        while n < text.len() {
            let c = text[n];
            n += 1;
            if c != '%' {
                out.push(c);
                continue;
            }
            let mut key = None;
            if text.get(n) == Some(&'(') {
                let Some(end) = text[n..].iter().position(|c| *c == ')') else {
                    return Err(self.value_error("incomplete format key"));
                };
                key = Some(text[n + 1..n + end].iter().collect::<String>());
                n += end + 1;
            }
            let (mut left, mut zero, mut plus, mut space, mut alt) = (false, false, false, false, false);
            while let Some(f) = text.get(n) {
                match f {
                    '-' => left = true,
                    '0' => zero = true,
                    '+' => plus = true,
                    ' ' => space = true,
                    '#' => alt = true,
                    _ => break,
                }
                n += 1;
            }
            let take = |vm: &mut Vm, next: &mut usize| -> Answer {
                match &tuple {
                    Some(t) => match t.get(*next) {
                        Some(v) => {
                            *next += 1;
                            Ok(*v)
                        }
                        None => Err(vm.type_error("not enough arguments for format string")),
                    },
                    None if *next == 0 => {
                        *next = 1;
                        Ok(args)
                    }
                    None => Err(vm.type_error("not enough arguments for format string")),
                }
            };
            let number = |vm: &mut Vm, n: &mut usize, next: &mut usize| -> Outcome<Option<i64>> {
                if text.get(*n) == Some(&'*') {
                    *n += 1;
                    let v = take(vm, next)?;
                    return vm.int_arg(v).map(Some);
                }
                let mut v = None;
                while let Some(d) = text.get(*n).and_then(|c| c.to_digit(10)) {
                    v = Some((v.unwrap_or(0i64) * 10 + i64::from(d)).min(1 << 20));
                    *n += 1;
                }
                Ok(v)
            };
            let mut width = number(self, &mut n, &mut next)?.unwrap_or(0);
            if width < 0 {
                left = true;
                width = -width;
            }
            let mut precision = None;
            if text.get(n) == Some(&'.') {
                n += 1;
                precision = Some(number(self, &mut n, &mut next)?.unwrap_or(0).max(0) as usize);
            }
            while matches!(text.get(n), Some('l' | 'h' | 'L')) {
                n += 1;
            }
            let Some(kind) = text.get(n).copied() else { return Err(self.value_error("incomplete format")) };
            n += 1;
            if kind == '%' {
                out.push('%');
                continue;
            }
            let v = match &key {
                Some(k) => {
                    if !is_mapping {
                        if self.user_mapping(args) {
                            return Err(Control::Bail);
                        }
                        return Err(self.type_error("format requires a mapping"));
                    }
                    let k = self.new_str(k.as_str());
                    match self.dict_get(args, k)? {
                        Some(v) => v,
                        None => {
                            let e = self.exception_args("KeyError", vec![k]);
                            return Err(Control::Raise(e));
                        }
                    }
                }
                None => take(self, &mut next)?,
            };
            let body = match kind {
                's' | 'r' | 'a' => {
                    let s: String = match kind {
                        's' => self.str_of(v)?.to_string(),
                        'r' => self.repr(v)?,
                        _ => ascii(&self.repr(v)?),
                    };
                    match precision {
                        Some(p) => s.chars().take(p).collect(),
                        None => s,
                    }
                }
                'c' => match self.number(v) {
                    Some(Number::Int(n)) => u32::try_from(n).ok().and_then(char::from_u32).unwrap_or('?').to_string(),
                    _ => self.heap.str(v).unwrap_or("").to_string(),
                },
                'd' | 'i' | 'u' | 'x' | 'X' | 'o' => {
                    let big = match self.number(v) {
                        Some(Number::Float(x)) if matches!(kind, 'd' | 'i' | 'u') => {
                            crate::numbers::big_of_float(x.trunc())
                        }
                        Some(n @ (Number::Int(_) | Number::Big(_))) => n.to_big(),
                        _ => {
                            let what = if matches!(kind, 'd' | 'i' | 'u') {
                                "a real number is required"
                            } else {
                                "an integer is required"
                            };
                            let message = format!("%{kind} format: {what}, not {}", self.type_name(v));
                            return Err(self.type_error(&message));
                        }
                    };
                    let mut digits = match kind {
                        'x' => big.abs().to_str_radix(16),
                        'X' => big.abs().to_str_radix(16).to_uppercase(),
                        'o' => big.abs().to_str_radix(8),
                        _ => big.abs().to_string(),
                    };
                    if let Some(p) = precision {
                        while digits.len() < p.min(1 << 16) {
                            digits.insert(0, '0');
                        }
                    }
                    if alt {
                        digits = match kind {
                            'x' => format!("0x{digits}"),
                            'X' => format!("0X{digits}"),
                            'o' => format!("0o{digits}"),
                            _ => digits,
                        };
                    }
                    signed(big < BigInt::from(0), plus, space, digits)
                }
                'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                    let x = match self.number(v) {
                        Some(Number::Complex(..)) | None => {
                            let message = format!("must be real number, not {}", self.type_name(v));
                            return Err(self.type_error(&message));
                        }
                        Some(n) => n.to_f64(),
                    };
                    let spec = Spec {
                        fill: ' ',
                        align: None,
                        sign: None,
                        alternate: alt,
                        width: 0,
                        group: None,
                        precision: Some(precision.unwrap_or(6)),
                        kind: Some(kind),
                    };
                    signed(x.is_sign_negative() && !x.is_nan(), plus, space, spec.float(x))
                }
                _ => {
                    let message =
                        format!("unsupported format character '{kind}' (0x{:x}) at index {}", kind as u32, n - 1);
                    return Err(self.value_error(&message));
                }
            };
            let missing = usize::try_from(width).unwrap_or(0).saturating_sub(body.chars().count());
            if left {
                out.push_str(&body);
                out.extend(std::iter::repeat_n(' ', missing));
            } else if zero && !matches!(kind, 's' | 'r' | 'a' | 'c') {
                let head = body.chars().take_while(|c| matches!(c, '+' | '-' | ' ')).count();
                let (sign, rest) = body.split_at(head);
                out.push_str(sign);
                out.extend(std::iter::repeat_n('0', missing));
                out.push_str(rest);
            } else {
                out.extend(std::iter::repeat_n(' ', missing));
                out.push_str(&body);
            }
        }
        let unused = match &tuple {
            Some(t) => next < t.len(),
            None => next == 0 && !is_mapping && !self.user_mapping(args) && !text.is_empty(),
        };
        if unused && !matches!(self.heap.kind(args), Some(Kind::Dict(_) | Kind::List(_))) {
            return Err(self.type_error("not all arguments converted during string formatting"));
        }
        Ok(self.new_str(out))
    }

    fn user_mapping(&mut self, v: Value) -> bool {
        let class = self.class_of(v);
        let name = self.names.getitem;
        self.overridden(class, name).is_some()
    }
}

fn signed(negative: bool, plus: bool, space: bool, digits: String) -> String {
    if negative {
        format!("-{digits}")
    } else if plus {
        format!("+{digits}")
    } else if space {
        format!(" {digits}")
    } else {
        digits
    }
}
