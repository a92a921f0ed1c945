//! From awk's tree to steps of a stack machine. Which names are arrays is found out beforehand.

use super::parse::{Expr, Function, Pattern, Place, Program, Source, Statement};
use super::value::Value;
use crate::regex::{Regex, Syntax};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    Global(usize),
    Local(usize),
}

/// Where a value lies; a field's number and an element's key are on the stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    Scalar(Slot),
    Field,
    Element(Slot),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    Main,
    File,
    Command,
}

#[derive(Clone, Debug)]
pub enum Op {
    Push(Value),
    PushArray(Slot),
    Pop,
    Duplicate,
    Load(Target),
    Store(Target),
    /// By how much, and whether the old value is the result.
    Step(Target, f64, bool),
    Binary(&'static str),
    Concat,
    Negate,
    Plus,
    Not,
    Truth,
    /// `~` with the record, or with what lies below.
    MatchRecord,
    Match(bool),
    In(Slot),
    Key(usize),
    Jump(usize),
    JumpUnless(usize),
    /// Jumps and keeps 0 or 1, or goes on without the value.
    AndJump(usize),
    OrJump(usize),
    Call(usize, usize),
    Return,
    Builtin(&'static str, usize),
    Split(Slot, bool),
    Substitute(bool, Target),
    ArrayLength(Slot),
    Getline(From, Option<Target>),
    Print(bool, usize, Option<&'static str>),
    Delete(Slot),
    DeleteAll(Slot),
    WalkStart(Slot),
    WalkNext(Slot, usize),
    WalkEnd,
    Next,
    NextFile,
    Exit(bool),
    /// A range pattern's number; jumps over the rule when it is closed.
    RangeOpen(usize, usize),
    RangeState(usize, bool),
    Stop,
}

/// A function's code.
#[derive(Clone, Debug)]
pub struct Routine {
    pub start: usize,
    /// For every parameter whether it is an array.
    pub arrays: Vec<bool>,
}

#[derive(Clone, Debug, Default)]
pub struct Code {
    pub ops: Vec<Op>,
    pub globals: Vec<String>,
    pub array_globals: BTreeSet<usize>,
    pub routines: Vec<Routine>,
    pub begin: usize,
    pub main: usize,
    pub end: usize,
    pub has_main: bool,
    pub has_end: bool,
    pub ranges: usize,
}

/// Variables with a meaning of their own, by their slots.
pub const SPECIAL: [&str; 16] = [
    "NF", "NR", "FNR", "FS", "OFS", "ORS", "RS", "FILENAME", "SUBSEP", "RSTART", "RLENGTH", "CONVFMT", "OFMT", "ENVIRON", "ARGC",
    "ARGV",
];

struct Compiler<'a> {
    code: Code,
    functions: BTreeMap<&'a str, (usize, &'a Function)>,
    /// For every function and parameter whether it is an array.
    arrays: Vec<Vec<bool>>,
    locals: Vec<String>,
    local_arrays: Vec<bool>,
    breaks: Vec<Vec<usize>>,
    continues: Vec<Vec<usize>>,
    in_function: bool,
    /// Walks that are open where a loop began, so that leaving it can end those inside.
    names: BTreeMap<String, usize>,
}

pub fn compile(program: &Program) -> Result<Code, String> {
    let mut functions = BTreeMap::new();
    for (at, function) in program.functions.iter().enumerate() {
        functions.insert(function.name.as_str(), (at, function));
    }
    let mut compiler = Compiler {
        code: Code::default(),
        functions,
        arrays: program.functions.iter().map(|f| vec![false; f.parameters.len()]).collect(),
        locals: Vec::new(),
        local_arrays: Vec::new(),
        breaks: Vec::new(),
        continues: Vec::new(),
        in_function: false,
        names: BTreeMap::new(),
    };
    for name in SPECIAL {
        compiler.global(name);
    }
    compiler.find_arrays(program);
    for (at, function) in program.functions.iter().enumerate() {
        compiler.locals = function.parameters.clone();
        compiler.local_arrays = compiler.arrays.get(at).cloned().unwrap_or_default();
        compiler.in_function = true;
        let start = compiler.code.ops.len();
        let arrays = compiler.local_arrays.clone();
        compiler.code.routines.push(Routine { start, arrays });
        compiler.statement(&function.body)?;
        compiler.emit(Op::Push(Value::Unset));
        compiler.emit(Op::Return);
    }
    compiler.in_function = false;
    compiler.locals.clear();
    compiler.code.begin = compiler.code.ops.len();
    for (pattern, body) in &program.rules {
        if let (Pattern::Begin, Some(body)) = (pattern, body) {
            compiler.statement(body)?;
        }
    }
    compiler.emit(Op::Stop);
    compiler.code.main = compiler.code.ops.len();
    for (pattern, body) in &program.rules {
        compiler.rule(pattern, body.as_ref())?;
    }
    compiler.emit(Op::Stop);
    compiler.code.end = compiler.code.ops.len();
    for (pattern, body) in &program.rules {
        if let (Pattern::End, Some(body)) = (pattern, body) {
            compiler.code.has_end = true;
            compiler.statement(body)?;
        }
    }
    compiler.emit(Op::Stop);
    Ok(compiler.code)
}

fn walk_statement<'a>(statement: &'a Statement, on_expr: &mut dyn FnMut(&'a Expr), on_array: &mut dyn FnMut(&'a str)) {
    match statement {
        Statement::Expr(e) => walk(e, on_expr, on_array),
        Statement::Print(_, args, to) => {
            args.iter().for_each(|e| walk(e, on_expr, on_array));
            if let Some((_, to)) = to {
                walk(to, on_expr, on_array);
            }
        }
        Statement::If(c, yes, no) => {
            walk(c, on_expr, on_array);
            walk_statement(yes, on_expr, on_array);
            if let Some(no) = no {
                walk_statement(no, on_expr, on_array);
            }
        }
        Statement::While(c, body) | Statement::DoWhile(body, c) => {
            walk(c, on_expr, on_array);
            walk_statement(body, on_expr, on_array);
        }
        Statement::For(a, b, c, body) => {
            for part in [a, c].into_iter().flatten() {
                walk_statement(part, on_expr, on_array);
            }
            if let Some(b) = b {
                walk(b, on_expr, on_array);
            }
            walk_statement(body, on_expr, on_array);
        }
        Statement::ForIn(_, array, body) => {
            on_array(array);
            walk_statement(body, on_expr, on_array);
        }
        Statement::Block(list) => list.iter().for_each(|s| walk_statement(s, on_expr, on_array)),
        Statement::Exit(e) | Statement::Return(e) => e.iter().for_each(|e| walk(e, on_expr, on_array)),
        Statement::Delete(array, keys) => {
            on_array(array);
            keys.iter().flatten().for_each(|e| walk(e, on_expr, on_array));
        }
        Statement::Next | Statement::NextFile | Statement::Break | Statement::Continue => {}
    }
}

fn walk_place<'a>(place: &'a Place, on_expr: &mut dyn FnMut(&'a Expr), on_array: &mut dyn FnMut(&'a str)) {
    match place {
        Place::Variable(_) => {}
        Place::Field(e) => walk(e, on_expr, on_array),
        Place::Element(name, keys) => {
            on_array(name);
            keys.iter().for_each(|e| walk(e, on_expr, on_array));
        }
    }
}

fn walk<'a>(expr: &'a Expr, on_expr: &mut dyn FnMut(&'a Expr), on_array: &mut dyn FnMut(&'a str)) {
    on_expr(expr);
    match expr {
        Expr::Number(_) | Expr::Text(_) | Expr::Regex(_) => {}
        Expr::Place(place) | Expr::Step(place, ..) => walk_place(place, on_expr, on_array),
        Expr::Assign(place, e) | Expr::Update(place, _, e) => {
            walk_place(place, on_expr, on_array);
            walk(e, on_expr, on_array);
        }
        Expr::Unary(_, e) | Expr::Group(e) => walk(e, on_expr, on_array),
        Expr::Binary(_, a, b) | Expr::And(a, b) | Expr::Or(a, b) | Expr::Match(_, a, b) => {
            walk(a, on_expr, on_array);
            walk(b, on_expr, on_array);
        }
        Expr::Choose(a, b, c) => [a, b, c].into_iter().for_each(|e| walk(e, on_expr, on_array)),
        Expr::In(keys, array) => {
            on_array(array);
            keys.iter().for_each(|e| walk(e, on_expr, on_array));
        }
        Expr::Call(_, args) => args.iter().for_each(|e| walk(e, on_expr, on_array)),
        Expr::Builtin(name, args) => {
            if *name == "split"
                && let Some(Expr::Place(Place::Variable(array))) = args.get(1)
            {
                on_array(array);
            }
            args.iter().for_each(|e| walk(e, on_expr, on_array));
        }
        Expr::Getline(source, place) => {
            match source {
                Source::Main => {}
                Source::File(e) | Source::Command(e) => walk(e, on_expr, on_array),
            }
            if let Some(place) = place {
                walk_place(place, on_expr, on_array);
            }
        }
    }
}

type Call<'a> = (&'a str, &'a Vec<Expr>);

/// The names used as arrays, and the calls of functions.
fn uses<'a>(bodies: &[&'a Statement], patterns: &[&'a Expr]) -> (BTreeSet<&'a str>, Vec<Call<'a>>) {
    let mut used = BTreeSet::new();
    let mut calls = Vec::new();
    let mut on_expr = |e: &'a Expr| {
        if let Expr::Call(name, args) = e {
            calls.push((name.as_str(), args));
        }
    };
    let mut on_array = |name: &'a str| {
        used.insert(name);
    };
    bodies.iter().for_each(|s| walk_statement(s, &mut on_expr, &mut on_array));
    patterns.iter().for_each(|e| walk(e, &mut on_expr, &mut on_array));
    (used, calls)
}

impl Compiler<'_> {
    fn global(&mut self, name: &str) -> usize {
        if let Some(at) = self.names.get(name) {
            return *at;
        }
        let at = self.code.globals.len();
        self.code.globals.push(name.to_string());
        self.names.insert(name.to_string(), at);
        if name == "ENVIRON" || name == "ARGV" {
            self.code.array_globals.insert(at);
        }
        at
    }

    /// Marks what is used as an array, through calls, until nothing changes.
    fn find_arrays(&mut self, program: &Program) {
        loop {
            let mut changed = false;
            let mut scopes: Vec<(Option<usize>, &[String], Vec<&Statement>, Vec<&Expr>)> = Vec::new();
            for (at, function) in program.functions.iter().enumerate() {
                scopes.push((Some(at), &function.parameters, vec![&function.body], Vec::new()));
            }
            let bodies = program.rules.iter().filter_map(|(_, b)| b.as_ref()).collect();
            let mut patterns = Vec::new();
            for (pattern, _) in &program.rules {
                match pattern {
                    Pattern::When(e) => patterns.push(e),
                    Pattern::Range(a, b) => patterns.extend([a, b]),
                    _ => {}
                }
            }
            scopes.push((None, &[], bodies, patterns));
            for (owner, parameters, bodies, patterns) in scopes {
                let (mut used, calls) = uses(&bodies, &patterns);
                for (name, args) in calls {
                    let Some((index, _)) = self.functions.get(name) else {
                        continue;
                    };
                    for (at, arg) in args.iter().enumerate() {
                        if let Expr::Place(Place::Variable(variable)) = arg
                            && self.arrays.get(*index).and_then(|a| a.get(at)) == Some(&true)
                        {
                            used.insert(variable);
                        }
                    }
                }
                for name in used {
                    match (owner, parameters.iter().position(|p| p == name)) {
                        (Some(owner), Some(at)) => {
                            if let Some(slot) = self.arrays.get_mut(owner).and_then(|a| a.get_mut(at)) {
                                changed |= !std::mem::replace(slot, true);
                            }
                        }
                        _ => {
                            let at = self.global(name);
                            changed |= self.code.array_globals.insert(at);
                        }
                    }
                }
            }
            if !changed {
                return;
            }
        }
    }

    fn emit(&mut self, op: Op) -> usize {
        self.code.ops.push(op);
        self.code.ops.len() - 1
    }

    fn here(&self) -> usize {
        self.code.ops.len()
    }

    fn patch(&mut self, at: usize, to: usize) {
        if let Some(Op::Jump(t) | Op::JumpUnless(t) | Op::AndJump(t) | Op::OrJump(t) | Op::WalkNext(_, t) | Op::RangeOpen(_, t)) =
            self.code.ops.get_mut(at)
        {
            *t = to;
        }
    }

    fn slot(&mut self, name: &str) -> Slot {
        match self.locals.iter().position(|l| l == name) {
            Some(at) => Slot::Local(at),
            None => Slot::Global(self.global(name)),
        }
    }

    fn is_array(&self, slot: Slot) -> bool {
        match slot {
            Slot::Local(at) => self.local_arrays.get(at) == Some(&true),
            Slot::Global(at) => self.code.array_globals.contains(&at),
        }
    }

    fn array(&mut self, name: &str) -> Result<Slot, String> {
        let slot = self.slot(name);
        if self.is_array(slot) {
            Ok(slot)
        } else {
            Err(format!("{name} is not an array"))
        }
    }

    fn rule(&mut self, pattern: &Pattern, body: Option<&Statement>) -> Result<(), String> {
        let mut skip = None;
        match pattern {
            Pattern::Begin | Pattern::End => return Ok(()),
            Pattern::Always => {}
            Pattern::When(e) => {
                self.condition(e)?;
                skip = Some(self.emit(Op::JumpUnless(0)));
            }
            Pattern::Range(from, to) => {
                let number = self.code.ranges;
                self.code.ranges += 1;
                let open = self.emit(Op::RangeOpen(number, 0));
                self.condition(from)?;
                skip = Some(self.emit(Op::JumpUnless(0)));
                self.emit(Op::RangeState(number, true));
                let inside = self.here();
                self.patch(open, inside);
                self.condition(to)?;
                let stays = self.emit(Op::JumpUnless(0));
                self.emit(Op::RangeState(number, false));
                let after = self.here();
                self.patch(stays, after);
            }
        }
        self.code.has_main = true;
        match body {
            Some(body) => self.statement(body)?,
            None => {
                self.emit(Op::Print(false, 0, None));
            }
        }
        if let Some(skip) = skip {
            let end = self.here();
            self.patch(skip, end);
        }
        Ok(())
    }

    fn condition(&mut self, expr: &Expr) -> Result<(), String> {
        self.expr(expr)
    }

    fn loop_end(&mut self, next: usize) {
        let end = self.here();
        for at in self.breaks.pop().unwrap_or_default() {
            self.patch(at, end);
        }
        for at in self.continues.pop().unwrap_or_default() {
            self.patch(at, next);
        }
    }

    fn loop_start(&mut self) {
        self.breaks.push(Vec::new());
        self.continues.push(Vec::new());
    }

    fn statement(&mut self, statement: &Statement) -> Result<(), String> {
        match statement {
            Statement::Expr(e) => {
                self.expr(e)?;
                self.emit(Op::Pop);
            }
            Statement::Print(formatted, args, to) => {
                for arg in args {
                    self.expr(arg)?;
                }
                if let Some((_, target)) = to {
                    self.expr(target)?;
                }
                self.emit(Op::Print(*formatted, args.len(), to.as_ref().map(|(sign, _)| *sign)));
            }
            Statement::If(condition, yes, no) => {
                self.condition(condition)?;
                let skip = self.emit(Op::JumpUnless(0));
                self.statement(yes)?;
                match no {
                    None => {
                        let end = self.here();
                        self.patch(skip, end);
                    }
                    Some(no) => {
                        let over = self.emit(Op::Jump(0));
                        let start = self.here();
                        self.patch(skip, start);
                        self.statement(no)?;
                        let end = self.here();
                        self.patch(over, end);
                    }
                }
            }
            Statement::While(condition, body) => {
                self.loop_start();
                let start = self.here();
                self.condition(condition)?;
                let out = self.emit(Op::JumpUnless(0));
                self.statement(body)?;
                self.emit(Op::Jump(start));
                let end = self.here();
                self.patch(out, end);
                self.loop_end(start);
            }
            Statement::DoWhile(body, condition) => {
                self.loop_start();
                let start = self.here();
                self.statement(body)?;
                let next = self.here();
                self.condition(condition)?;
                let out = self.emit(Op::JumpUnless(0));
                self.emit(Op::Jump(start));
                let end = self.here();
                self.patch(out, end);
                self.loop_end(next);
            }
            Statement::For(first, condition, step, body) => {
                if let Some(first) = first {
                    self.statement(first)?;
                }
                self.loop_start();
                let start = self.here();
                let mut out = None;
                if let Some(condition) = condition {
                    self.condition(condition)?;
                    out = Some(self.emit(Op::JumpUnless(0)));
                }
                self.statement(body)?;
                let next = self.here();
                if let Some(step) = step {
                    self.statement(step)?;
                }
                self.emit(Op::Jump(start));
                let end = self.here();
                if let Some(out) = out {
                    self.patch(out, end);
                }
                self.loop_end(next);
            }
            Statement::ForIn(name, array, body) => {
                let array = self.array(array)?;
                let slot = self.slot(name);
                self.emit(Op::WalkStart(array));
                self.loop_start();
                let start = self.emit(Op::WalkNext(slot, 0));
                self.statement(body)?;
                self.emit(Op::Jump(start));
                let end = self.here();
                self.patch(start, end);
                self.loop_end(start);
                self.emit(Op::WalkEnd);
            }
            Statement::Block(list) => {
                for statement in list {
                    self.statement(statement)?;
                }
            }
            Statement::Break | Statement::Continue => {
                let jump = self.emit(Op::Jump(0));
                let list = if matches!(statement, Statement::Break) {
                    self.breaks.last_mut()
                } else {
                    self.continues.last_mut()
                };
                match list {
                    Some(list) => list.push(jump),
                    None => return Err("break or continue outside a loop".into()),
                }
            }
            Statement::Next => {
                self.emit(Op::Next);
            }
            Statement::NextFile => {
                self.emit(Op::NextFile);
            }
            Statement::Exit(value) => {
                if let Some(value) = value {
                    self.expr(value)?;
                }
                self.emit(Op::Exit(value.is_some()));
            }
            Statement::Return(value) => {
                if !self.in_function {
                    return Err("return outside function body".into());
                }
                match value {
                    Some(value) => self.expr(value)?,
                    None => {
                        self.emit(Op::Push(Value::Unset));
                    }
                }
                self.emit(Op::Return);
            }
            Statement::Delete(name, keys) => {
                let slot = self.array(name)?;
                match keys {
                    None => self.emit(Op::DeleteAll(slot)),
                    Some(keys) => {
                        self.keys(keys)?;
                        self.emit(Op::Delete(slot))
                    }
                };
            }
        }
        Ok(())
    }

    fn keys(&mut self, keys: &[Expr]) -> Result<(), String> {
        for key in keys {
            self.expr(key)?;
        }
        self.emit(Op::Key(keys.len()));
        Ok(())
    }

    /// Puts a place's number or key on the stack.
    fn target(&mut self, place: &Place) -> Result<Target, String> {
        Ok(match place {
            Place::Variable(name) => {
                let slot = self.slot(name);
                if self.is_array(slot) || self.functions.contains_key(name.as_str()) {
                    return Err(format!("{name}: array or function used as a scalar"));
                }
                Target::Scalar(slot)
            }
            Place::Field(index) => {
                self.expr(index)?;
                Target::Field
            }
            Place::Element(name, keys) => {
                self.keys(keys)?;
                Target::Element(self.array(name)?)
            }
        })
    }

    fn regex(&mut self, text: &[u8]) -> Result<Value, String> {
        let regex = Regex::new(text, Syntax::Extended, false)
            .map_err(|e| format!("bad regex '{}': {e}", String::from_utf8_lossy(text)))?;
        Ok(Value::Regex(Rc::new(regex), text.into()))
    }

    /// An operand that is a pattern: a literal one is not matched against the record.
    fn pattern(&mut self, expr: &Expr) -> Result<(), String> {
        match expr {
            Expr::Regex(text) => {
                let value = self.regex(text)?;
                self.emit(Op::Push(value));
                Ok(())
            }
            Expr::Group(inner) => self.pattern(inner),
            other => self.expr(other),
        }
    }

    fn expr(&mut self, expr: &Expr) -> Result<(), String> {
        match expr {
            Expr::Number(value) => {
                self.emit(Op::Push(Value::Number(*value)));
            }
            Expr::Text(text) => {
                self.emit(Op::Push(Value::text_of(text.clone())));
            }
            Expr::Regex(text) => {
                let value = self.regex(text)?;
                self.emit(Op::Push(value));
                self.emit(Op::MatchRecord);
            }
            Expr::Place(place) => {
                let target = self.target(place)?;
                self.emit(Op::Load(target));
            }
            Expr::Assign(place, value) => {
                let target = self.target(place)?;
                self.expr(value)?;
                self.emit(Op::Store(target));
            }
            Expr::Update(place, sign, value) => {
                let target = self.target(place)?;
                if !matches!(target, Target::Scalar(_)) {
                    self.emit(Op::Duplicate);
                }
                self.emit(Op::Load(target));
                self.expr(value)?;
                self.emit(Op::Binary(sign));
                self.emit(Op::Store(target));
            }
            Expr::Step(place, by, old) => {
                let target = self.target(place)?;
                self.emit(Op::Step(target, *by, *old));
            }
            Expr::Unary(sign, inner) => {
                self.expr(inner)?;
                self.emit(match *sign {
                    "!" => Op::Not,
                    "-" => Op::Negate,
                    _ => Op::Plus,
                });
            }
            Expr::Binary(" ", a, b) => {
                self.expr(a)?;
                self.expr(b)?;
                self.emit(Op::Concat);
            }
            Expr::Binary(sign, a, b) => {
                self.expr(a)?;
                self.expr(b)?;
                self.emit(Op::Binary(sign));
            }
            Expr::And(a, b) => {
                self.expr(a)?;
                let jump = self.emit(Op::AndJump(0));
                self.expr(b)?;
                self.emit(Op::Truth);
                let end = self.here();
                self.patch(jump, end);
            }
            Expr::Or(a, b) => {
                self.expr(a)?;
                let jump = self.emit(Op::OrJump(0));
                self.expr(b)?;
                self.emit(Op::Truth);
                let end = self.here();
                self.patch(jump, end);
            }
            Expr::Choose(condition, yes, no) => {
                self.expr(condition)?;
                let skip = self.emit(Op::JumpUnless(0));
                self.expr(yes)?;
                let over = self.emit(Op::Jump(0));
                let start = self.here();
                self.patch(skip, start);
                self.expr(no)?;
                let end = self.here();
                self.patch(over, end);
            }
            Expr::Match(negated, text, pattern) => {
                self.expr(text)?;
                self.pattern(pattern)?;
                self.emit(Op::Match(*negated));
            }
            Expr::In(keys, array) => {
                self.keys(keys)?;
                let slot = self.array(array)?;
                self.emit(Op::In(slot));
            }
            Expr::Group(inner) => self.expr(inner)?,
            Expr::Call(name, args) => self.call(name, args)?,
            Expr::Builtin(name, args) => self.builtin(name, args)?,
            Expr::Getline(source, place) => {
                let from = match source {
                    Source::Main => From::Main,
                    Source::File(e) => {
                        self.expr(e)?;
                        From::File
                    }
                    Source::Command(e) => {
                        self.expr(e)?;
                        From::Command
                    }
                };
                let target = match place {
                    Some(place) => Some(self.target(place)?),
                    None => None,
                };
                self.emit(Op::Getline(from, target));
            }
        }
        Ok(())
    }

    fn call(&mut self, name: &str, args: &[Expr]) -> Result<(), String> {
        let Some((index, function)) = self.functions.get(name).map(|(i, f)| (*i, *f)) else {
            return Err(format!("Call to undefined function {name}"));
        };
        if args.len() > function.parameters.len() {
            return Err(format!("{name}: too many arguments"));
        }
        for (at, arg) in args.iter().enumerate() {
            let wants_array = self.arrays.get(index).and_then(|a| a.get(at)) == Some(&true);
            match arg {
                Expr::Place(Place::Variable(variable)) if wants_array => {
                    let slot = self.array(variable)?;
                    self.emit(Op::PushArray(slot));
                }
                _ if wants_array => return Err(format!("{name}: an array is expected")),
                // An array that the function never looks at.
                Expr::Place(Place::Variable(variable))
                    if {
                        let s = self.slot(variable);
                        self.is_array(s)
                    } =>
                {
                    self.emit(Op::Push(Value::Unset));
                }
                arg => self.expr(arg)?,
            }
        }
        self.emit(Op::Call(index, args.len()));
        Ok(())
    }

    fn builtin(&mut self, name: &'static str, args: &[Expr]) -> Result<(), String> {
        let counts = match name {
            "index" | "atan2" | "match" | "lshift" | "rshift" | "and" | "or" | "xor" => 2..=2,
            "substr" => 2..=3,
            "split" | "sub" | "gsub" => 2..=3,
            "sin" | "cos" | "exp" | "log" | "sqrt" | "int" | "tolower" | "toupper" | "system" | "close" | "mktime" | "compl" => {
                1..=2
            }
            "sprintf" => 1..=usize::MAX,
            "rand" | "systime" => 0..=0,
            _ => 0..=3,
        };
        if !counts.contains(&args.len()) {
            return Err(if args.len() < *counts.start() {
                "Too few arguments".into()
            } else {
                "Too many arguments".into()
            });
        }
        match (name, args) {
            ("length", [Expr::Place(Place::Variable(variable))])
                if {
                    let s = self.slot(variable);
                    self.is_array(s)
                } =>
            {
                let slot = self.slot(variable);
                self.emit(Op::ArrayLength(slot));
            }
            ("split", [text, Expr::Place(Place::Variable(array)), rest @ ..]) => {
                self.expr(text)?;
                if let Some(separator) = rest.first() {
                    self.pattern(separator)?;
                }
                let slot = self.array(array)?;
                self.emit(Op::Split(slot, !rest.is_empty()));
            }
            ("split", _) => return Err("split: an array is expected".into()),
            ("sub" | "gsub", [pattern, replacement, rest @ ..]) => {
                self.pattern(pattern)?;
                self.expr(replacement)?;
                let target = match rest.first() {
                    None => {
                        self.emit(Op::Push(Value::Number(0.0)));
                        Target::Field
                    }
                    Some(Expr::Place(place)) => self.target(place)?,
                    Some(Expr::Group(inner)) => match &**inner {
                        Expr::Place(place) => self.target(place)?,
                        _ => return Err("sub: a place to assign to is expected".into()),
                    },
                    Some(other) => {
                        // What is no place is changed for the count only.
                        self.expr(other)?;
                        let scratch = self.global(" scratch");
                        self.emit(Op::Store(Target::Scalar(Slot::Global(scratch))));
                        self.emit(Op::Pop);
                        Target::Scalar(Slot::Global(scratch))
                    }
                };
                self.emit(Op::Substitute(name == "gsub", target));
            }
            ("match", [text, pattern]) => {
                self.expr(text)?;
                self.pattern(pattern)?;
                self.emit(Op::Builtin(name, 2));
            }
            _ => {
                for arg in args {
                    self.expr(arg)?;
                }
                self.emit(Op::Builtin(name, args.len()));
            }
        }
        Ok(())
    }
}
