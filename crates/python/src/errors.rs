//! Making, matching and describing exceptions; tracebacks as CPython 3.12 prints them.

use crate::heap::*;
use crate::syntax::ast::Span;
use crate::vm::*;
use std::rc::Rc;

impl Vm {
    pub fn exception_class(&self, name: &str) -> u32 {
        self.exceptions.get(name).copied().unwrap_or(self.types.exception)
    }
    pub fn exception_args(&mut self, class: &str, args: Vec<Value>) -> Value {
        let class = self.exception_class(class);
        self.exception_of(class, args)
    }
    pub fn exception_of(&mut self, class: u32, args: Vec<Value>) -> Value {
        let first = args.first().copied();
        let args = self.new_tuple(args);
        let e = self.heap.add(
            class,
            Kind::Exception(Box::new(Exception {
                args,
                cause: Value::None,
                context: Value::None,
                suppress: false,
                traceback: Vec::new(),
                notes: Value::Null,
            })),
        );
        if self.is_instance_of(e, "StopIteration") {
            self.set_exception_attr(e, "value", first.unwrap_or(Value::None));
        } else if self.is_instance_of(e, "SystemExit") {
            let code = match self.heap.kind(args) {
                Some(Kind::Tuple(t)) if t.len() > 1 => args,
                _ => first.unwrap_or(Value::None),
            };
            self.set_exception_attr(e, "code", code);
        }
        e
    }
    pub fn exception(&mut self, class: &str, message: &str) -> Value {
        let text = self.new_str(message);
        self.exception_args(class, vec![text])
    }
    pub fn exception_args_text(&mut self, class: &str, number: i64, message: &str) -> Value {
        let text = self.new_str(message);
        self.exception_args(class, vec![Value::Int(number), text])
    }
    pub fn raise(&mut self, class: &str, message: &str) -> Control {
        Control::Raise(self.exception(class, message))
    }
    pub fn type_error(&mut self, message: &str) -> Control {
        self.raise("TypeError", message)
    }
    pub fn value_error(&mut self, message: &str) -> Control {
        self.raise("ValueError", message)
    }
    pub fn memory_error(&mut self) -> Control {
        Control::Raise(self.exception_args("MemoryError", vec![]))
    }
    pub fn exception_mut(&mut self, v: Value) -> Option<&mut Exception> {
        match self.heap.kind_mut(v) {
            Some(Kind::Exception(e)) => Some(e),
            _ => None,
        }
    }
    pub fn set_exception_attr(&mut self, e: Value, name: &str, v: Value) {
        if let Some(d) = self.instance_dict(e) {
            self.global(d, name, v);
        }
    }

    /// `OSError` of an errno, as the subclass it has.
    pub fn host_error(&mut self, errno: i32, filename: Value) -> Value {
        if errno < 0 {
            let message = match errno {
                -3 => "Temporary failure in name resolution",
                -5 => "No address associated with hostname",
                -8 => "Servname not supported for ai_socktype",
                _ => "Name or service not known",
            };
            let key = self.intern("_gaierror");
            let text = self.new_str(message);
            let class = self
                .dict_get_str(self.prelude, key)
                .and_then(Value::slot)
                .unwrap_or_else(|| self.exception_class("OSError"));
            let e = self.exception_of(class, vec![Value::Int(i64::from(errno)), text]);
            self.set_exception_attr(e, "errno", Value::Int(i64::from(errno)));
            self.set_exception_attr(e, "strerror", text);
            self.set_exception_attr(e, "filename", Value::None);
            return e;
        }
        let class = errno_class(i64::from(errno));
        let text = self.new_str(strerror(errno));
        let mut args = vec![Value::Int(i64::from(errno)), text];
        if !filename.is_none() {
            args.push(filename);
        }
        let e = self.exception_args(class, args);
        self.fill_os_error(e);
        e
    }

    /// Sets `errno`, `strerror` and `filename` from the arguments, of which two stay.
    pub fn fill_os_error(&mut self, e: Value) {
        let args = self.exception_mut(e).map_or(Value::None, |e| e.args);
        let args = match self.heap.kind(args) {
            Some(Kind::Tuple(t)) => t.to_vec(),
            _ => Vec::new(),
        };
        let two = args.len() >= 2;
        let part = |n: usize| if two { args.get(n).copied().unwrap_or(Value::None) } else { Value::None };
        self.set_exception_attr(e, "errno", part(0));
        self.set_exception_attr(e, "strerror", part(1));
        self.set_exception_attr(e, "filename", part(2));
        self.set_exception_attr(e, "filename2", part(4));
        if args.len() > 2 {
            let short = self.new_tuple(args[..2].to_vec());
            if let Some(e) = self.exception_mut(e) {
                e.args = short;
            }
        }
    }

    pub fn is_exception_class(&self, v: Value) -> bool {
        matches!(v, Value::Obj(n) if matches!(&self.heap.get(n).kind, Kind::Type(t) if t.layout == Layout::Exception))
    }

    pub fn exception_matches(&mut self, error: Value, class: Value) -> Outcome<bool> {
        if let Some(Kind::Tuple(t)) = self.heap.kind(class) {
            let classes = t.to_vec();
            for c in classes {
                if self.exception_matches(error, c)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        if !self.is_exception_class(class) {
            return Err(self.type_error("catching classes that do not inherit from BaseException is not allowed"));
        }
        Ok(self.is_subclass(self.class_of(error), class.slot().unwrap_or(0)))
    }

    /// `raise what from cause`.
    pub fn raise_value(&mut self, what: Value, cause: Value) -> Answer {
        if self.is_exception_class(what) {
            let then = crate::frame::Then::new(raise_made, vec![cause]);
            return Err(self.request_then(what, vec![], then));
        }
        raise_made(self, vec![cause], what)
    }

    pub fn traceback_of(&mut self, error: Value) -> Value {
        let entries: Rc<[TracebackEntry]> = match self.heap.kind(error) {
            Some(Kind::Exception(e)) if !e.traceback.is_empty() => e.traceback.iter().rev().cloned().collect(),
            _ => return Value::None,
        };
        self.heap.add(self.types.traceback, Kind::Traceback(entries, 0))
    }

    /// The lines of the frames in a traceback.
    pub fn format_traceback(&self, entries: &[TracebackEntry], out: &mut String) {
        let mut last: Option<(Rc<str>, u32, Rc<str>)> = None;
        let mut repeats = 0;
        for entry in entries {
            let code = &entry.code.code;
            let line = entry.code.line(entry.at);
            let key = (code.source.filename.clone(), line, code.name.clone());
            if last.as_ref() == Some(&key) {
                repeats += 1;
                if repeats >= 3 {
                    continue;
                }
            } else {
                if repeats > 2 {
                    repeated(out, repeats - 2);
                }
                repeats = 0;
                last = Some(key);
            }
            out.push_str(&format!("  File \"{}\", line {line}, in {}\n", code.source.filename, code.name));
            if code.source.filename.starts_with('<') {
                continue;
            }
            if let Some(text) = code.source.lines.get(line as usize - 1) {
                let stripped = text.trim();
                if stripped.is_empty() {
                    continue;
                }
                out.push_str(&format!("    {stripped}\n"));
                if let Some(span) = code.spans.get(entry.at) {
                    let op = code.ops.get(entry.at);
                    if let Some(marks) = carets(text, stripped, span, op, &code.source.lines) {
                        out.push_str(&format!("    {marks}\n"));
                    }
                }
            }
        }
        if repeats > 2 {
            repeated(out, repeats - 2);
        }
    }
}

fn repeated(out: &mut String, n: usize) {
    let s = if n == 1 { "" } else { "s" };
    out.push_str(&format!("  [Previous line repeated {n} more time{s}]\n"));
}

/// The line of carets under the source of an instruction, if it says more than the line itself.
fn carets(line: &str, stripped: &str, span: &Span, op: Option<&crate::code::Op>, lines: &[Box<str>]) -> Option<String> {
    let indent = line.chars().take_while(|c| c.is_whitespace()).count() as u32;
    let length = stripped.chars().count() as u32;
    let start = span.col.checked_sub(indent)?;
    let multi = span.end_line != span.line;
    let end = if multi { length } else { span.end_col.checked_sub(indent)?.min(length) };
    if end <= start {
        return None;
    }
    let mut marks: Vec<char> = vec![' '; start as usize];
    let segment: Vec<char> = stripped.chars().skip(start as usize).take((end - start) as usize).collect();
    let anchors = match op {
        Some(crate::code::Op::Binary(_)) if !multi => binary_anchor(&segment),
        Some(crate::code::Op::Subscript) if !multi => subscript_anchor(&segment),
        _ => None,
    };
    let _ = lines;
    match anchors {
        Some((from, to)) => {
            for n in 0..segment.len() {
                marks.push(if n >= from && n < to { '^' } else { '~' });
            }
        }
        None => {
            // A line that is nothing but the instruction needs no marks.
            if start == 0 && end == length {
                return None;
            }
            marks.extend(std::iter::repeat_n('^', segment.len()));
        }
    }
    Some(marks.into_iter().collect())
}

/// The operator of `a + b`: the last one at the lowest depth that binds least.
fn binary_anchor(text: &[char]) -> Option<(usize, usize)> {
    let mut depth = 0;
    let mut quote: Option<char> = None;
    let mut best: Option<(usize, usize, u8)> = None;
    let mut n = 0;
    let mut operand = false;
    while n < text.len() {
        let c = text[n];
        if let Some(q) = quote {
            if c == '\\' {
                n += 1;
            } else if c == q {
                quote = None;
                operand = true;
            }
            n += 1;
            continue;
        }
        match c {
            '"' | '\'' => quote = Some(c),
            '(' | '[' | '{' => {
                depth += 1;
                operand = false;
            }
            ')' | ']' | '}' => {
                depth -= 1;
                operand = true;
            }
            ' ' | '\t' => {}
            _ if depth == 0 && operand => {
                let two: String = text[n..(n + 2).min(text.len())].iter().collect();
                let (len, rank) = match (two.as_str(), c) {
                    ("**", _) => (2, 6),
                    ("//", _) => (2, 5),
                    ("<<" | ">>", _) => (2, 3),
                    (_, '*' | '/' | '%' | '@') => (1, 5),
                    (_, '+' | '-') => (1, 4),
                    (_, '&') => (1, 2),
                    (_, '^') => (1, 1),
                    (_, '|') => (1, 0),
                    _ => (0, 9),
                };
                if len > 0 {
                    let better = match best {
                        None => true,
                        Some((_, _, r)) => rank < r || (rank == r && rank != 6),
                    };
                    if better {
                        best = Some((n, n + len, rank));
                    }
                    operand = false;
                    n += len;
                    continue;
                }
                operand = true;
            }
            _ => operand = true,
        }
        n += 1;
    }
    best.map(|(a, b, _)| (a, b))
}

/// The brackets of `a[b]`: the last pair at depth 0.
fn subscript_anchor(text: &[char]) -> Option<(usize, usize)> {
    if text.last() != Some(&']') {
        return None;
    }
    let mut depth = 0;
    for n in (0..text.len()).rev() {
        match text[n] {
            ']' | ')' | '}' => depth += 1,
            '[' | '(' | '{' => {
                depth -= 1;
                if depth == 0 {
                    return Some((n, text.len()));
                }
            }
            _ => {}
        }
    }
    None
}

fn raise_made(vm: &mut Vm, state: Vec<Value>, error: Value) -> Answer {
    let cause = state.first().copied().unwrap_or(Value::Null);
    if vm.exception_mut(error).is_none() {
        return Err(vm.type_error("exceptions must derive from BaseException"));
    }
    if cause.is_null() {
        return Err(Control::Raise(error));
    }
    if vm.is_exception_class(cause) {
        let then = crate::frame::Then::new(
            |vm, state, cause| {
                let error = state.first().copied().unwrap_or(Value::None);
                raise_made(vm, vec![cause], error)
            },
            vec![error],
        );
        return Err(vm.request_then(cause, vec![], then));
    }
    if !cause.is_none() && vm.exception_mut(cause).is_none() {
        return Err(vm.type_error("exception causes must derive from BaseException"));
    }
    if let Some(e) = vm.exception_mut(error) {
        e.cause = cause;
        e.suppress = true;
    }
    Err(Control::Raise(error))
}

pub fn errno_class(errno: i64) -> &'static str {
    match errno {
        1 | 13 => "PermissionError",
        2 => "FileNotFoundError",
        3 => "ProcessLookupError",
        4 => "InterruptedError",
        10 => "ChildProcessError",
        11 | 114 | 115 => "BlockingIOError",
        17 => "FileExistsError",
        20 => "NotADirectoryError",
        21 => "IsADirectoryError",
        32 | 108 => "BrokenPipeError",
        103 => "ConnectionAbortedError",
        104 => "ConnectionResetError",
        110 => "TimeoutError",
        111 => "ConnectionRefusedError",
        _ => "OSError",
    }
}

pub fn strerror(errno: i32) -> &'static str {
    match errno {
        1 => "Operation not permitted",
        2 => "No such file or directory",
        3 => "No such process",
        4 => "Interrupted system call",
        5 => "Input/output error",
        6 => "No such device or address",
        7 => "Argument list too long",
        8 => "Exec format error",
        9 => "Bad file descriptor",
        10 => "No child processes",
        11 => "Resource temporarily unavailable",
        12 => "Cannot allocate memory",
        13 => "Permission denied",
        16 => "Device or resource busy",
        17 => "File exists",
        18 => "Invalid cross-device link",
        19 => "No such device",
        20 => "Not a directory",
        21 => "Is a directory",
        22 => "Invalid argument",
        23 => "Too many open files in system",
        24 => "Too many open files",
        25 => "Inappropriate ioctl for device",
        26 => "Text file busy",
        27 => "File too large",
        28 => "No space left on device",
        29 => "Illegal seek",
        30 => "Read-only file system",
        31 => "Too many links",
        32 => "Broken pipe",
        33 => "Numerical argument out of domain",
        34 => "Numerical result out of range",
        36 => "File name too long",
        38 => "Function not implemented",
        39 => "Directory not empty",
        40 => "Too many levels of symbolic links",
        88 => "Socket operation on non-socket",
        95 => "Operation not supported",
        97 => "Address family not supported by protocol",
        98 => "Address already in use",
        99 => "Cannot assign requested address",
        100 => "Network is down",
        101 => "Network is unreachable",
        103 => "Software caused connection abort",
        104 => "Connection reset by peer",
        106 => "Transport endpoint is already connected",
        107 => "Transport endpoint is not connected",
        110 => "Connection timed out",
        111 => "Connection refused",
        113 => "No route to host",
        114 => "Operation already in progress",
        115 => "Operation now in progress",
        _ => "Unknown error",
    }
}
