//! Runs a Go program's tree on the machine: values, statements, the functions of the packages that small programs use.
//!
//! What [`super::check`] let through is all here; a value used in a way that is not known ends the program by name.

use super::parser::{Expr, File, Func, Stmt, Zero};
use crate::http::{self, Request, Response, civil, http_date};
use machine::{Signal, Sys};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::Future;
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::rc::Rc;
use std::time::Duration;

#[derive(Clone)]
pub enum Value {
    Nil,
    Int(i64),
    Float(f64),
    Bool(bool),
    Text(Rc<str>),
    List(Rc<RefCell<Vec<Value>>>),
    Map(Rc<RefCell<BTreeMap<String, (Value, Value)>>>),
    Func(Rc<Func>, Env),
    /// A function of a package.
    Native(Rc<str>),
    Many(Rc<Vec<Value>>),
    Error(Rc<str>),
    Writer(Rc<RefCell<Response>>),
    Request(Rc<Request>, Rc<str>),
    Stream(i32),
}

/// Names in a block, and those around it.
pub type Env = Rc<Scope>;

#[derive(Default)]
pub struct Scope {
    names: RefCell<BTreeMap<String, Value>>,
    outer: Option<Env>,
}

/// Why a block ended early.
enum Stop {
    Break,
    Continue,
    Return(Value),
    Exit(i32),
    Panic(String),
}

type Flow<T> = Result<T, Stop>;
type Later<'a, T> = Pin<Box<dyn Future<Output = Flow<T>> + 'a>>;

pub struct Program {
    sys: Sys,
    globals: Env,
    handlers: RefCell<Vec<(String, Value)>>,
    depth: std::cell::Cell<u32>,
}

fn lookup(env: &Env, name: &str) -> Option<Value> {
    let mut at = Some(env);
    while let Some(scope) = at {
        if let Some(value) = scope.names.borrow().get(name) {
            return Some(value.clone());
        }
        at = scope.outer.as_ref();
    }
    None
}

fn assign(env: &Env, name: &str, value: Value) {
    let mut at = Some(env);
    while let Some(scope) = at {
        if let Some(place) = scope.names.borrow_mut().get_mut(name) {
            *place = value;
            return;
        }
        at = scope.outer.as_ref();
    }
}

fn define(env: &Env, name: &str, value: Value) {
    if name != "_" {
        env.names.borrow_mut().insert(name.into(), value);
    }
}

fn inside(env: &Env) -> Env {
    Rc::new(Scope {
        names: RefCell::default(),
        outer: Some(env.clone()),
    })
}

fn text(s: impl AsRef<str>) -> Value {
    Value::Text(Rc::from(s.as_ref()))
}

fn beyond<T>(what: &str) -> Flow<T> {
    Err(Stop::Panic(format!("\u{0}drydock: {what} is not simulated")))
}

impl Value {
    fn shown(&self) -> String {
        match self {
            Value::Nil => "<nil>".into(),
            Value::Int(n) => n.to_string(),
            Value::Float(x) if x.fract() == 0.0 && x.abs() < 1e21 => format!("{x}"),
            Value::Float(x) => format!("{x}"),
            Value::Bool(b) => b.to_string(),
            Value::Text(s) | Value::Error(s) => s.to_string(),
            Value::List(items) => format!("[{}]", items.borrow().iter().map(Value::shown).collect::<Vec<_>>().join(" ")),
            Value::Map(pairs) => {
                let parts: Vec<String> = pairs
                    .borrow()
                    .values()
                    .map(|(k, v)| format!("{}:{}", k.shown(), v.shown()))
                    .collect();
                format!("map[{}]", parts.join(" "))
            }
            _ => "0xc000012345".into(),
        }
    }

    fn key(&self) -> String {
        match self {
            Value::Int(n) => format!("{:020}", i128::from(*n) + (1 << 63)),
            other => other.shown(),
        }
    }

    fn int(&self) -> i64 {
        match self {
            Value::Int(n) => *n,
            Value::Float(x) => *x as i64,
            _ => 0,
        }
    }
}

/// `fmt.Sprintf`.
fn format(pattern: &str, args: &[Value]) -> Flow<String> {
    let mut out = String::new();
    let mut chars = pattern.chars().peekable();
    let mut next = 0;
    while let Some(c) = chars.next() {
        if c != '%' {
            out.push(c);
            continue;
        }
        let mut spec = String::new();
        while let Some(c) = chars.peek().filter(|c| c.is_ascii_digit() || "+-.# ".contains(**c)) {
            spec.push(*c);
            chars.next();
        }
        let Some(verb) = chars.next() else {
            out.push_str("%!(NOVERB)");
            break;
        };
        if verb == '%' {
            out.push('%');
            continue;
        }
        let Some(arg) = args.get(next) else {
            out.push_str(&format!("%!{verb}(MISSING)"));
            continue;
        };
        next += 1;
        let (width, precision) = spec.split_once('.').unwrap_or((&spec, ""));
        let digits = width.trim_start_matches(['+', '-', '#', ' ']);
        let zero = digits.starts_with('0');
        let size = digits.parse::<usize>().unwrap_or(0).min(1000);
        let body = match (verb, arg) {
            ('v' | 's', arg) => arg.shown(),
            ('d', Value::Int(n)) => n.to_string(),
            ('q', Value::Text(s)) => format!("{s:?}"),
            ('t', Value::Bool(b)) => b.to_string(),
            ('f', Value::Float(x)) => format!("{x:.*}", precision.parse().unwrap_or(6).min(30)),
            ('g', Value::Float(x)) => format!("{x}"),
            ('x', Value::Int(n)) => format!("{n:x}"),
            ('c', Value::Int(n)) => u32::try_from(*n)
                .ok()
                .and_then(char::from_u32)
                .unwrap_or('\u{fffd}')
                .to_string(),
            ('T', Value::Int(_)) => "int".into(),
            ('T', Value::Text(_)) => "string".into(),
            ('w', arg) => arg.shown(),
            _ => return beyond(&format!("the verb %{verb} of such a value")),
        };
        let pad = size.saturating_sub(body.chars().count());
        if width.starts_with('-') {
            out.push_str(&(body + &" ".repeat(pad)));
        } else if zero {
            let (sign, number) = body.strip_prefix('-').map_or(("", body.as_str()), |n| ("-", n));
            out.push_str(&format!("{sign}{}{number}", "0".repeat(pad)));
        } else {
            out.push_str(&(" ".repeat(pad) + &body));
        }
    }
    if next < args.len() {
        return beyond("a call with more values than verbs");
    }
    Ok(out)
}

/// `fmt.Sprintln` without its end.
fn joined(args: &[Value]) -> String {
    args.iter().map(Value::shown).collect::<Vec<_>>().join(" ")
}

impl Program {
    pub fn new(sys: &Sys) -> Rc<Program> {
        Rc::new(Program {
            sys: sys.clone(),
            globals: Rc::default(),
            handlers: RefCell::default(),
            depth: Default::default(),
        })
    }

    /// Runs `main`; gives the exit status.
    pub async fn run(self: &Rc<Self>, file: &File) -> i32 {
        for (name, func) in &file.functions {
            define(&self.globals, name, Value::Func(func.clone(), self.globals.clone()));
        }
        let mut out = Ok(Value::Nil);
        for stmt in &file.globals {
            if let Err(stop) = self.statement(stmt, &self.globals, &mut Vec::new()).await {
                out = Err(stop);
            }
        }
        if let (Ok(_), Some(main)) = (&out, lookup(&self.globals, "main")) {
            out = self.call(&main, Vec::new()).await;
        }
        match out {
            Err(Stop::Exit(code)) => code,
            Err(Stop::Panic(words)) => {
                let (line, code) = match words.strip_prefix('\u{0}') {
                    Some(words) => (format!("{words}\n"), 126),
                    None => (
                        format!("panic: {words}\n\ngoroutine 1 [running]:\nmain.main()\nexit status 2\n"),
                        2,
                    ),
                };
                let _ = self.sys.write(2, line.as_bytes()).await;
                code
            }
            _ => 0,
        }
    }

    fn call<'a>(self: &'a Rc<Self>, what: &'a Value, args: Vec<Value>) -> Later<'a, Value> {
        Box::pin(async move {
            self.sys.tick().await;
            match what {
                Value::Native(name) => self.native(name, args).await,
                Value::Func(func, env) => {
                    if self.depth.get() > 100 {
                        return Err(Stop::Panic("\u{0}drydock: recursion this deep is not simulated".into()));
                    }
                    self.depth.set(self.depth.get() + 1);
                    let env = inside(env);
                    for (name, value) in func.params.iter().zip(args) {
                        define(&env, name, value);
                    }
                    let mut deferred = Vec::new();
                    let mut out = self.block(&func.body, &env, &mut deferred).await;
                    for (what, args) in deferred.into_iter().rev() {
                        if let Err(stop) = self.call(&what, args).await {
                            out = Err(stop);
                        }
                    }
                    self.depth.set(self.depth.get().saturating_sub(1));
                    match out {
                        Err(Stop::Return(value)) => Ok(value),
                        Err(stop) => Err(stop),
                        Ok(()) => Ok(Value::Nil),
                    }
                }
                _ => beyond("a call of such a value"),
            }
        })
    }

    fn block<'a>(
        self: &'a Rc<Self>,
        stmts: &'a [Stmt],
        env: &'a Env,
        deferred: &'a mut Vec<(Value, Vec<Value>)>,
    ) -> Later<'a, ()> {
        Box::pin(async move {
            for stmt in stmts {
                self.statement(stmt, env, deferred).await?;
            }
            Ok(())
        })
    }

    async fn truth(self: &Rc<Self>, expr: &Expr, env: &Env) -> Flow<bool> {
        Ok(matches!(self.eval(expr, env).await?, Value::Bool(true)))
    }

    async fn values(self: &Rc<Self>, exprs: &[Expr], env: &Env) -> Flow<Vec<Value>> {
        let mut out = Vec::new();
        for expr in exprs {
            match self.eval(expr, env).await? {
                Value::Many(values) if exprs.len() == 1 => out.extend(values.iter().cloned()),
                value => out.push(value),
            }
        }
        Ok(out)
    }

    fn statement<'a>(
        self: &'a Rc<Self>,
        stmt: &'a Stmt,
        env: &'a Env,
        deferred: &'a mut Vec<(Value, Vec<Value>)>,
    ) -> Later<'a, ()> {
        Box::pin(async move {
            match stmt {
                Stmt::Expr(expr) => {
                    self.eval(expr, env).await?;
                }
                Stmt::Define(names, exprs, ..) => {
                    let mut values = self.values(exprs, env).await?;
                    // `value, ok := m[key]`
                    if let ([_, _], [Expr::Index(..)], [_]) = (names.as_slice(), exprs.as_slice(), values.as_slice()) {
                        let found = !matches!(values.first(), Some(Value::Nil));
                        values.push(Value::Bool(found));
                    }
                    for (name, value) in names.iter().zip(values) {
                        define(env, name, value);
                    }
                }
                Stmt::Var(name, value, zero, ..) => {
                    let value = match value {
                        Some(expr) => self.eval(expr, env).await?,
                        None => match zero {
                            Zero::Int => Value::Int(0),
                            Zero::Float => Value::Float(0.0),
                            Zero::Text => text(""),
                            Zero::Bool => Value::Bool(false),
                            Zero::List => Value::List(Rc::default()),
                            Zero::Nil => Value::Nil,
                        },
                    };
                    let value = if let (Zero::Float, Value::Int(n)) = (zero, &value) {
                        Value::Float(*n as f64)
                    } else {
                        value
                    };
                    define(env, name, value);
                }
                Stmt::Assign(places, op, exprs) => {
                    let values = self.values(exprs, env).await?;
                    for (place, value) in places.iter().zip(values) {
                        let value = match op.strip_suffix('=').filter(|op| !op.is_empty()) {
                            Some(op) => binary(op, &self.eval(place, env).await?, &value)?,
                            None => value,
                        };
                        match place {
                            Expr::Name(name, ..) => assign(env, name, value),
                            Expr::Index(list, index) => {
                                let (list, index) = (self.eval(list, env).await?, self.eval(index, env).await?);
                                match &list {
                                    Value::Map(pairs) => {
                                        pairs.borrow_mut().insert(index.key(), (index, value));
                                    }
                                    Value::List(items) => {
                                        match usize::try_from(index.int()).ok().filter(|n| *n < items.borrow().len()) {
                                            Some(n) => {
                                                if let Some(place) = items.borrow_mut().get_mut(n) {
                                                    *place = value;
                                                }
                                            }
                                            None => return Err(out_of_range(&index, items.borrow().len())),
                                        }
                                    }
                                    _ => return Err(Stop::Panic("assignment to entry in nil map".into())),
                                }
                            }
                            _ => return beyond("an assignment to such a place"),
                        }
                    }
                }
                Stmt::If(first, test, then, other) => {
                    let env = inside(env);
                    for stmt in first {
                        self.statement(stmt, &env, deferred).await?;
                    }
                    let branch = if self.truth(test, &env).await? { then } else { other };
                    self.block(branch, &inside(&env), deferred).await?;
                }
                Stmt::For(first, test, step, body) => {
                    let env = inside(env);
                    if let Some(first) = first {
                        self.statement(first, &env, deferred).await?;
                    }
                    loop {
                        self.sys.tick().await;
                        if let Some(test) = test
                            && !self.truth(test, &env).await?
                        {
                            break;
                        }
                        match self.block(body, &inside(&env), deferred).await {
                            Err(Stop::Break) => break,
                            Ok(()) | Err(Stop::Continue) => {}
                            Err(stop) => return Err(stop),
                        }
                        if let Some(step) = step {
                            self.statement(step, &env, deferred).await?;
                        }
                    }
                }
                Stmt::Range(names, over, body) => {
                    let pairs: Vec<(Value, Value)> = match self.eval(over, env).await? {
                        Value::List(items) => items
                            .borrow()
                            .iter()
                            .enumerate()
                            .map(|(n, v)| (Value::Int(n as i64), v.clone()))
                            .collect(),
                        Value::Map(pairs) => pairs.borrow().values().cloned().collect(),
                        Value::Text(s) => s
                            .char_indices()
                            .map(|(n, c)| (Value::Int(n as i64), Value::Int(i64::from(u32::from(c)))))
                            .collect(),
                        Value::Int(n) => (0..n.min(10_000_000)).map(|n| (Value::Int(n), Value::Nil)).collect(),
                        Value::Nil => Vec::new(),
                        _ => return beyond("a range over such a value"),
                    };
                    for (key, value) in pairs {
                        self.sys.tick().await;
                        let env = inside(env);
                        for (name, value) in names.iter().zip([key, value]) {
                            define(&env, name, value);
                        }
                        match self.block(body, &env, deferred).await {
                            Err(Stop::Break) => break,
                            Ok(()) | Err(Stop::Continue) => {}
                            Err(stop) => return Err(stop),
                        }
                    }
                }
                Stmt::Switch(subject, arms) => {
                    let subject = match subject {
                        Some(expr) => self.eval(expr, env).await?,
                        None => Value::Bool(true),
                    };
                    let mut chosen = arms.iter().find(|(tests, _)| tests.is_empty());
                    'arms: for arm in arms {
                        for test in &arm.0 {
                            let test = self.eval(test, env).await?;
                            if matches!(binary("==", &subject, &test)?, Value::Bool(true)) {
                                chosen = Some(arm);
                                break 'arms;
                            }
                        }
                    }
                    if let Some((_, body)) = chosen {
                        match self.block(body, &inside(env), deferred).await {
                            Ok(()) | Err(Stop::Break) => {}
                            Err(stop) => return Err(stop),
                        }
                    }
                }
                Stmt::Return(exprs) => {
                    let mut values = self.values(exprs, env).await?;
                    let value = if values.len() == 1 {
                        values.pop().unwrap_or(Value::Nil)
                    } else {
                        Value::Many(Rc::new(values))
                    };
                    return Err(Stop::Return(value));
                }
                Stmt::Defer(Expr::Call(what, args, _)) => {
                    let what = self.eval(what, env).await?;
                    let args = self.values(args, env).await?;
                    deferred.push((what, args));
                }
                Stmt::Go(_) | Stmt::Defer(_) => return beyond("a goroutine"),
                Stmt::Break => return Err(Stop::Break),
                Stmt::Continue => return Err(Stop::Continue),
            }
            Ok(())
        })
    }

    fn eval<'a>(self: &'a Rc<Self>, expr: &'a Expr, env: &'a Env) -> Later<'a, Value> {
        Box::pin(async move {
            Ok(match expr {
                Expr::Int(n) => Value::Int(*n),
                Expr::Float(x) => Value::Float(*x),
                Expr::Text(s) => text(s),
                Expr::Func(func) => Value::Func(func.clone(), env.clone()),
                Expr::Name(name, ..) => match (lookup(env, name), name.as_str()) {
                    (Some(value), _) => value,
                    (None, "true") => Value::Bool(true),
                    (None, "false") => Value::Bool(false),
                    (None, "nil") => Value::Nil,
                    (None, other) => Value::Native(Rc::from(other)),
                },
                Expr::Field(inner, name) => {
                    if let Expr::Name(package, ..) = &**inner
                        && lookup(env, package).is_none()
                    {
                        return self.member(package, name);
                    }
                    match (self.eval(inner, env).await?, name.as_str()) {
                        (Value::Request(r, _), "Method") => text(&r.method),
                        (Value::Request(r, _), "Host") => text(r.header("host").unwrap_or("")),
                        (Value::Request(_, peer), "RemoteAddr") => text(&*peer),
                        (Value::Request(r, peer), "URL" | "Header") => Value::Request(r, peer),
                        (Value::Request(r, _), "Path") => text(r.path()),
                        (Value::Error(e), "Error") => Value::Native(Rc::from(format!("error:{e}"))),
                        (Value::Writer(w), method @ ("Write" | "WriteHeader" | "Header")) => bound(method, Value::Writer(w)),
                        (Value::Request(r, peer), method @ ("Query" | "Get" | "FormValue" | "String" | "UserAgent")) => {
                            bound(method, Value::Request(r, peer))
                        }
                        (Value::Writer(w), method @ ("Set" | "Add")) => bound(method, Value::Writer(w)),
                        _ => return beyond(&format!("the member {name} of such a value")),
                    }
                }
                Expr::Index(list, index) => {
                    let (list, index) = (self.eval(list, env).await?, self.eval(index, env).await?);
                    match &list {
                        Value::Map(pairs) => pairs.borrow().get(&index.key()).map_or(Value::Nil, |(_, v)| v.clone()),
                        Value::List(items) => {
                            let items = items.borrow();
                            let found = usize::try_from(index.int()).ok().and_then(|n| items.get(n).cloned());
                            found.ok_or_else(|| out_of_range(&index, items.len()))?
                        }
                        Value::Text(s) => {
                            let found = usize::try_from(index.int()).ok().and_then(|n| s.as_bytes().get(n).copied());
                            Value::Int(i64::from(found.ok_or_else(|| out_of_range(&index, s.len()))?))
                        }
                        _ => return beyond("an index of such a value"),
                    }
                }
                Expr::Slice(list, low, high) => {
                    let list = self.eval(list, env).await?;
                    let len = match &list {
                        Value::List(items) => items.borrow().len(),
                        Value::Text(s) => s.len(),
                        _ => return beyond("a slice of such a value"),
                    };
                    let low = match low {
                        Some(e) => self.eval(e, env).await?.int(),
                        None => 0,
                    };
                    let high = match high {
                        Some(e) => self.eval(e, env).await?.int(),
                        None => len as i64,
                    };
                    let (Ok(a), Ok(b)) = (usize::try_from(low), usize::try_from(high)) else {
                        return Err(out_of_range(&Value::Int(low), len));
                    };
                    if a > b || b > len {
                        return Err(Stop::Panic(format!(
                            "runtime error: slice bounds out of range [{a}:{b}] with length {len}"
                        )));
                    }
                    match &list {
                        Value::List(items) => {
                            Value::List(Rc::new(RefCell::new(items.borrow().get(a..b).unwrap_or(&[]).to_vec())))
                        }
                        Value::Text(s) => text(s.get(a..b).unwrap_or("")),
                        _ => Value::Nil,
                    }
                }
                Expr::Not(inner) => Value::Bool(!self.truth(inner, env).await?),
                Expr::Minus(inner) => match self.eval(inner, env).await? {
                    Value::Int(n) => Value::Int(n.wrapping_neg()),
                    Value::Float(x) => Value::Float(-x),
                    _ => return beyond("a minus before such a value"),
                },
                Expr::Binary("&&", a, b) => Value::Bool(self.truth(a, env).await? && self.truth(b, env).await?),
                Expr::Binary("||", a, b) => Value::Bool(self.truth(a, env).await? || self.truth(b, env).await?),
                Expr::Binary(op, a, b) => binary(op, &self.eval(a, env).await?, &self.eval(b, env).await?)?,
                Expr::List(items) => Value::List(Rc::new(RefCell::new(self.values(items, env).await?))),
                Expr::Map(pairs) => {
                    let mut out = BTreeMap::new();
                    for (key, value) in pairs {
                        let key = self.eval(key, env).await?;
                        out.insert(key.key(), (key, self.eval(value, env).await?));
                    }
                    Value::Map(Rc::new(RefCell::new(out)))
                }
                Expr::Make(true, _) => Value::Map(Rc::default()),
                Expr::Make(false, size) => {
                    let size = match size {
                        Some(e) => self.eval(e, env).await?.int().clamp(0, 1_000_000),
                        None => 0,
                    };
                    Value::List(Rc::new(RefCell::new(vec![Value::Int(0); size as usize])))
                }
                Expr::Call(what, args, spread) => {
                    // A method's own value goes first.
                    let what = self.eval(what, env).await?;
                    let mut args = self.values(args, env).await?;
                    if *spread && let Some(Value::List(rest)) = args.last().cloned() {
                        args.pop();
                        args.extend(rest.borrow().iter().cloned());
                    }
                    match what {
                        Value::Many(pair) => {
                            let (Some(Value::Native(name)), Some(own)) = (pair.first(), pair.get(1)) else {
                                return beyond("such a call");
                            };
                            args.insert(0, own.clone());
                            self.native(&format!(".{name}"), args).await?
                        }
                        what => self.call(&what, args).await?,
                    }
                }
            })
        })
    }

    fn member(&self, package: &str, name: &str) -> Flow<Value> {
        Ok(match (package, name) {
            ("os", "Args") => Value::List(Rc::new(RefCell::new(self.sys.argv().iter().map(text).collect()))),
            ("os", "Stdout") => Value::Stream(1),
            ("os", "Stderr") => Value::Stream(2),
            ("time", "Second") => Value::Int(1_000_000_000),
            ("time", "Millisecond") => Value::Int(1_000_000),
            ("time", "Minute") => Value::Int(60_000_000_000),
            ("runtime", "GOOS") => text("linux"),
            ("runtime", "GOARCH") => text("amd64"),
            ("http", "StatusOK") => Value::Int(200),
            ("http", "StatusCreated") => Value::Int(201),
            ("http", "StatusNotFound") => Value::Int(404),
            ("http", "StatusBadRequest") => Value::Int(400),
            ("http", "StatusInternalServerError") => Value::Int(500),
            ("http", "StatusMethodNotAllowed") => Value::Int(405),
            ("math", "Pi") => Value::Float(std::f64::consts::PI),
            _ => Value::Native(Rc::from(format!("{package}.{name}"))),
        })
    }

    async fn put(&self, to: &Value, words: &str) -> Flow<Value> {
        match to {
            Value::Writer(w) => w.borrow_mut().body.extend_from_slice(words.as_bytes()),
            Value::Stream(fd) => drop(self.sys.write(*fd, words.as_bytes()).await),
            _ => return beyond("writing to such a value"),
        }
        Ok(Value::Nil)
    }

    async fn log(&self, words: &str) {
        let (y, m, d, hh, mm, ss) = civil(self.sys.now().seconds());
        let line = format!("{y}/{m:02}/{d:02} {hh:02}:{mm:02}:{ss:02} {}\n", words.trim_end_matches('\n'));
        let _ = self.sys.write(2, line.as_bytes()).await;
    }

    async fn native(self: &Rc<Self>, name: &str, args: Vec<Value>) -> Flow<Value> {
        let first = args.first().cloned().unwrap_or(Value::Nil);
        let second = args.get(1).cloned().unwrap_or(Value::Nil);
        let rest = args.get(1..).unwrap_or(&[]);
        let pair = |a: Value, b: Value| Value::Many(Rc::new(vec![a, b]));
        if let Some(words) = name.strip_prefix("error:") {
            return Ok(text(words));
        }
        Ok(match name {
            "fmt.Println" => self.put(&Value::Stream(1), &(joined(&args) + "\n")).await?,
            "fmt.Print" => {
                self.put(&Value::Stream(1), &args.iter().map(Value::shown).collect::<String>())
                    .await?
            }
            "fmt.Printf" => self.put(&Value::Stream(1), &format(&first.shown(), rest)?).await?,
            "fmt.Sprintf" => text(format(&first.shown(), rest)?),
            "fmt.Sprint" => text(args.iter().map(Value::shown).collect::<String>()),
            "fmt.Sprintln" => text(joined(&args) + "\n"),
            "fmt.Errorf" => Value::Error(Rc::from(format(&first.shown(), rest)?)),
            "errors.New" => Value::Error(Rc::from(first.shown())),
            "fmt.Fprintln" => self.put(&first, &(joined(rest) + "\n")).await?,
            "fmt.Fprint" => self.put(&first, &rest.iter().map(Value::shown).collect::<String>()).await?,
            "fmt.Fprintf" => {
                self.put(&first, &format(&second.shown(), args.get(2..).unwrap_or(&[]))?)
                    .await?
            }
            "io.WriteString" => self.put(&first, &second.shown()).await?,
            "log.Println" | "log.Print" => {
                self.log(&joined(&args)).await;
                Value::Nil
            }
            "log.Printf" => {
                self.log(&format(&first.shown(), rest)?).await;
                Value::Nil
            }
            "log.Fatal" | "log.Fatalln" => {
                self.log(&joined(&args)).await;
                return Err(Stop::Exit(1));
            }
            "log.Fatalf" => {
                self.log(&format(&first.shown(), rest)?).await;
                return Err(Stop::Exit(1));
            }
            "panic" => return Err(Stop::Panic(first.shown())),
            "os.Exit" => return Err(Stop::Exit(first.int() as i32 & 255)),
            "os.Getenv" => text(self.sys.getenv(&first.shown()).unwrap_or_default()),
            "os.LookupEnv" => {
                let found = self.sys.getenv(&first.shown());
                pair(text(found.clone().unwrap_or_default()), Value::Bool(found.is_some()))
            }
            "os.Hostname" => pair(text(self.sys.hostname()), Value::Nil),
            "os.Getpid" => Value::Int(i64::from(self.sys.pid())),
            "os.ReadFile" => match self.sys.read_file(&first.shown()) {
                Ok(bytes) => pair(text(String::from_utf8_lossy(&bytes)), Value::Nil),
                Err(error) => {
                    let words = format!("open {}: {}", first.shown(), error.to_string().to_lowercase());
                    pair(Value::Nil, Value::Error(Rc::from(words)))
                }
            },
            "time.Sleep" => {
                let _ = self.sys.sleep(Duration::from_nanos(first.int().max(0) as u64)).await;
                Value::Nil
            }
            "len" => Value::Int(match &first {
                Value::List(items) => items.borrow().len(),
                Value::Map(pairs) => pairs.borrow().len(),
                Value::Text(s) => s.len(),
                _ => 0,
            } as i64),
            "append" => {
                let mut items = match &first {
                    Value::List(items) => items.borrow().clone(),
                    _ => Vec::new(),
                };
                if items.len() + rest.len() > 2_000_000 {
                    return beyond("a slice this long");
                }
                items.extend(rest.iter().cloned());
                Value::List(Rc::new(RefCell::new(items)))
            }
            "delete" => {
                if let Value::Map(pairs) = &first {
                    pairs.borrow_mut().remove(&second.key());
                }
                Value::Nil
            }
            "string" => match &first {
                Value::Int(n) => text(
                    u32::try_from(*n)
                        .ok()
                        .and_then(char::from_u32)
                        .unwrap_or('\u{fffd}')
                        .to_string(),
                ),
                other => text(other.shown()),
            },
            "[]byte" => first,
            "int" | "int64" => Value::Int(first.int()),
            "float64" => Value::Float(match &first {
                Value::Int(n) => *n as f64,
                Value::Float(x) => *x,
                _ => 0.0,
            }),
            "strconv.Itoa" => text(first.shown()),
            "strconv.Atoi" => match first.shown().parse::<i64>() {
                Ok(n) => pair(Value::Int(n), Value::Nil),
                Err(_) => pair(
                    Value::Int(0),
                    Value::Error(Rc::from(format!("strconv.Atoi: parsing {:?}: invalid syntax", first.shown()))),
                ),
            },
            "strings.ToUpper" => text(first.shown().to_uppercase()),
            "strings.ToLower" => text(first.shown().to_lowercase()),
            "strings.TrimSpace" => text(first.shown().trim()),
            "strings.Contains" => Value::Bool(first.shown().contains(&second.shown())),
            "strings.HasPrefix" => Value::Bool(first.shown().starts_with(&second.shown())),
            "strings.HasSuffix" => Value::Bool(first.shown().ends_with(&second.shown())),
            "strings.TrimPrefix" => text(first.shown().strip_prefix(second.shown().as_str()).unwrap_or(&first.shown())),
            "strings.Repeat" => text(first.shown().repeat(second.int().clamp(0, 100_000) as usize)),
            "strings.ReplaceAll" => text(
                first
                    .shown()
                    .replace(&second.shown(), &args.get(2).map(Value::shown).unwrap_or_default()),
            ),
            "strings.Split" => Value::List(Rc::new(RefCell::new(
                first.shown().split(second.shown().as_str()).map(text).collect(),
            ))),
            "strings.Fields" => Value::List(Rc::new(RefCell::new(first.shown().split_whitespace().map(text).collect()))),
            "strings.Join" => match &first {
                Value::List(items) => text(
                    items
                        .borrow()
                        .iter()
                        .map(Value::shown)
                        .collect::<Vec<_>>()
                        .join(&second.shown()),
                ),
                _ => text(""),
            },
            "math.Sqrt" => match first {
                Value::Int(n) => Value::Float((n as f64).sqrt()),
                Value::Float(x) => Value::Float(x.sqrt()),
                _ => Value::Nil,
            },
            "runtime.NumCPU" => Value::Int(4),
            "runtime.Version" => text(format!(
                "go{}",
                self.sys.getenv("GOLANG_VERSION").unwrap_or_else(|| "1.25.3".into())
            )),
            "http.HandleFunc" => {
                self.handlers.borrow_mut().push((first.shown(), second));
                Value::Nil
            }
            "http.ListenAndServe" => self.serve(&first.shown()).await?,
            "http.Error" => {
                if let Value::Writer(w) = &first {
                    let mut w = w.borrow_mut();
                    w.status = args.get(2).map_or(500, |c| c.int().clamp(100, 599) as u16);
                    w.headers.push(("Content-Type".into(), "text/plain; charset=utf-8".into()));
                    w.headers.push(("X-Content-Type-Options".into(), "nosniff".into()));
                    w.body.extend_from_slice(format!("{}\n", second.shown()).as_bytes());
                }
                Value::Nil
            }
            "http.NotFound" => {
                if let Value::Writer(w) = &first {
                    *w.borrow_mut() = missing();
                }
                Value::Nil
            }
            ".Write" => self.put(&first, &second.shown()).await?,
            ".WriteHeader" => {
                if let Value::Writer(w) = &first {
                    w.borrow_mut().status = second.int().clamp(100, 599) as u16;
                }
                Value::Nil
            }
            ".Header" | ".Query" => first,
            ".Set" | ".Add" => {
                if let Value::Writer(w) = &first {
                    w.borrow_mut()
                        .headers
                        .push((second.shown(), args.get(2).map(Value::shown).unwrap_or_default()));
                }
                Value::Nil
            }
            ".Get" | ".FormValue" => match &first {
                Value::Request(r, _) => {
                    let query = r.target.split_once('?').map_or("", |(_, q)| q);
                    let wanted = second.shown();
                    let found = query
                        .split('&')
                        .filter_map(|p| p.split_once('='))
                        .find(|(k, _)| http::decode(k) == wanted);
                    let found = found.map(|(_, v)| http::decode(&v.replace('+', " ")));
                    text(found.or_else(|| r.header(&wanted).map(str::to_string)).unwrap_or_default())
                }
                _ => text(""),
            },
            ".UserAgent" => match &first {
                Value::Request(r, _) => text(r.header("user-agent").unwrap_or("")),
                _ => text(""),
            },
            ".String" => match &first {
                Value::Request(r, _) => text(&r.target),
                other => text(other.shown()),
            },
            other => return beyond(&format!("{other}()")),
        })
    }

    /// `http.ListenAndServe`: comes back with an error only.
    async fn serve(self: &Rc<Self>, address: &str) -> Flow<Value> {
        let (host, port) = address.rsplit_once(':').unwrap_or(("", address));
        let ip = if host.is_empty() {
            Ipv4Addr::UNSPECIFIED
        } else {
            host.parse().unwrap_or(Ipv4Addr::LOCALHOST)
        };
        let listener = match self.sys.listen(ip, port.parse().unwrap_or(0)) {
            Ok(fd) => fd,
            Err(error) => {
                return Ok(Value::Error(Rc::from(format!(
                    "listen tcp {address}: bind: {}",
                    error.to_string().to_lowercase()
                ))));
            }
        };
        // Without a handler of its own a Go program ends by these with status 2.
        for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
            self.sys.catch_signal(signal);
        }
        loop {
            match self.sys.accept(listener).await {
                Ok((fd, peer)) => {
                    let own = self.clone();
                    self.sys.spawn_thread(async move {
                        let mut pending = Vec::new();
                        while let Ok(request) = http::read_request(&own.sys, fd, &mut pending).await {
                            let response = own.handle(&request, &format!("{}:{}", peer.0, peer.1)).await;
                            let head = request.method == "HEAD";
                            if http::write_response(&own.sys, fd, &response, head).await.is_err() || !request.keeps_alive() {
                                break;
                            }
                        }
                        let _ = own.sys.close(fd);
                    });
                }
                Err(_) if self.sys.take_signal().is_some() => return Err(Stop::Exit(2)),
                Err(_) => {}
            }
        }
    }

    async fn handle(self: &Rc<Self>, request: &Request, peer: &str) -> Response {
        let path = request.path();
        let chosen = {
            let handlers = self.handlers.borrow();
            let fits = |pattern: &str| path == pattern || pattern.ends_with('/') && path.starts_with(pattern);
            handlers
                .iter()
                .filter(|(pattern, _)| fits(pattern))
                .max_by_key(|(pattern, _)| pattern.len())
                .map(|(_, f)| f.clone())
        };
        let mut out = match chosen {
            None => missing(),
            Some(handler) => {
                let writer = Rc::new(RefCell::new(Response {
                    status: 200,
                    ..Response::default()
                }));
                let args = vec![
                    Value::Writer(writer.clone()),
                    Value::Request(Rc::new(request.clone()), Rc::from(peer)),
                ];
                if let Err(Stop::Panic(words)) = self.call(&handler, args).await {
                    self.log(&format!("http: panic serving {peer}: {}", words.trim_start_matches('\u{0}')))
                        .await;
                }
                writer.borrow().clone()
            }
        };
        // A handler's own headers come first, in the order of their names; then what the server adds.
        let mut detected = None;
        out.headers.sort();
        let named = out.headers.iter().any(|(n, _)| n.eq_ignore_ascii_case("content-type"));
        if !named && !out.body.is_empty() {
            let html = String::from_utf8_lossy(&out.body).trim_start().to_lowercase();
            let html = html.starts_with("<!doctype html")
                || html.starts_with("<html")
                || html.starts_with("<h1")
                || html.starts_with("<body");
            let kind = if html {
                "text/html; charset=utf-8"
            } else {
                "text/plain; charset=utf-8"
            };
            detected = Some(("Content-Type".to_string(), kind.to_string()));
        }
        out.headers.push(("Date".into(), http_date(self.sys.now().seconds())));
        out.headers.push(("Content-Length".into(), out.body.len().to_string()));
        out.headers.extend(detected);
        out
    }
}

fn missing() -> Response {
    let headers = vec![
        ("Content-Type".into(), "text/plain; charset=utf-8".into()),
        ("X-Content-Type-Options".into(), "nosniff".into()),
    ];
    Response {
        status: 404,
        headers,
        body: b"404 page not found\n".to_vec(),
    }
}

fn bound(method: &str, own: Value) -> Value {
    Value::Many(Rc::new(vec![Value::Native(Rc::from(method)), own]))
}

fn out_of_range(index: &Value, len: usize) -> Stop {
    Stop::Panic(format!(
        "runtime error: index out of range [{}] with length {len}",
        index.shown()
    ))
}

fn binary(op: &str, a: &Value, b: &Value) -> Flow<Value> {
    let order = match (a, b) {
        (Value::Int(x), Value::Int(y)) => {
            return Ok(match op {
                "+" => Value::Int(x.wrapping_add(*y)),
                "-" => Value::Int(x.wrapping_sub(*y)),
                "*" => Value::Int(x.wrapping_mul(*y)),
                "/" | "%" if *y == 0 => return Err(Stop::Panic("runtime error: integer divide by zero".into())),
                "/" => Value::Int(x.wrapping_div(*y)),
                "%" => Value::Int(x.wrapping_rem(*y)),
                op => Value::Bool(compared(op, x.cmp(y))),
            });
        }
        (Value::Float(_) | Value::Int(_), Value::Float(_) | Value::Int(_)) => {
            let number = |v: &Value| match v {
                Value::Int(n) => *n as f64,
                Value::Float(x) => *x,
                _ => 0.0,
            };
            let (x, y) = (number(a), number(b));
            match op {
                "+" => return Ok(Value::Float(x + y)),
                "-" => return Ok(Value::Float(x - y)),
                "*" => return Ok(Value::Float(x * y)),
                "/" => return Ok(Value::Float(x / y)),
                _ => x.partial_cmp(&y).unwrap_or(std::cmp::Ordering::Less),
            }
        }
        (Value::Text(x), Value::Text(y)) if op == "+" => {
            if x.len() + y.len() > 16 << 20 {
                return beyond("a text this long");
            }
            return Ok(text(format!("{x}{y}")));
        }
        (Value::Text(x), Value::Text(y)) => x.cmp(y),
        (Value::Bool(x), Value::Bool(y)) => x.cmp(y),
        (Value::Nil, Value::Nil) => std::cmp::Ordering::Equal,
        (Value::Nil, _) | (_, Value::Nil) if matches!(op, "==" | "!=") => std::cmp::Ordering::Less,
        _ => return beyond(&format!("the operator {op} between such values")),
    };
    Ok(Value::Bool(compared(op, order)))
}

fn compared(op: &str, order: std::cmp::Ordering) -> bool {
    match op {
        "==" => order.is_eq(),
        "!=" => order.is_ne(),
        "<" => order.is_lt(),
        "<=" => order.is_le(),
        ">" => order.is_gt(),
        _ => order.is_ge(),
    }
}
