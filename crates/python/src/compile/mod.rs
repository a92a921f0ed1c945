//! Tree to instructions. One pass over the tree, after [`scopes`] has said where every name lives.

mod expressions;
mod patterns;
mod scopes;
mod statements;

use crate::code::*;
use crate::syntax::ast::*;
use crate::syntax::{SyntaxError, parse_expression, parse_module};
use scopes::{Found, ScopeKind, Scopes, mangle, node};
use std::collections::BTreeMap;
use std::rc::Rc;

type Compiled = Result<(), SyntaxError>;

/// What `compile()` calls the mode.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Exec,
    Eval,
    /// Expression statements are printed by `sys.displayhook`.
    Single,
}

pub fn compile(text: &str, filename: &str, mode: Mode, hidden: bool) -> Result<Rc<Code>, SyntaxError> {
    let source = Rc::new(Source {
        filename: filename.into(),
        lines: text.replace("\r\n", "\n").split('\n').map(Box::from).collect(),
        hidden,
    });
    let compiler = |scopes| Compiler { scopes, units: Vec::new(), source, scope: 0, mode, class_names: Vec::new() };
    if mode == Mode::Eval {
        let expr = parse_expression(text)?;
        let mut c = compiler(Scopes::of_expression(&expr)?);
        c.open_unit("<module>".into(), 0, 1);
        c.expr(&expr)?;
        c.emit(Op::Return, expr.span);
        return Ok(c.close_unit());
    }
    let body = parse_module(text)?;
    let mut c = compiler(Scopes::of_module(&body)?);
    c.open_unit("<module>".into(), 0, 1);
    if let Some(doc) = docstring(&body)
        && mode == Mode::Exec
    {
        let span = body.first().map_or_else(Span::default, |s| s.span);
        c.constant(Const::Str(doc), span);
        c.store(&"__doc__".into(), span);
    }
    c.body(&body)?;
    let end = c.unit().spans.last().copied().unwrap_or_default();
    c.constant(Const::None, end);
    c.emit(Op::Return, end);
    Ok(c.close_unit())
}

fn docstring(body: &[Stmt]) -> Option<Rc<str>> {
    match body.first().map(|s| &s.kind) {
        Some(StmtKind::Expr(Expr { kind: ExprKind::Const(Const::Str(s)), .. })) => Some(s.clone()),
        _ => None,
    }
}

/// What must be undone when a statement leaves a block.
#[derive(Clone)]
enum Block<'a> {
    Loop {
        start: usize,
        is_for: bool,
    },
    Try,
    /// The body of a `finally` to run.
    Finally(&'a [Stmt]),
    /// A `with`, its exit function under what is on the stack.
    With {
        is_async: bool,
    },
    /// An `except` body; the name to delete.
    Handler(Option<Name>),
    /// A `finally` that runs because of an exception, which is on the stack.
    FinallyEnd,
}

struct Unit<'a> {
    name: Rc<str>,
    qualname: Rc<str>,
    scope: usize,
    ops: Vec<Op>,
    spans: Vec<Span>,
    constants: Vec<Constant>,
    names: Vec<Rc<str>>,
    name_index: BTreeMap<Rc<str>, u32>,
    locals: Vec<Rc<str>>,
    /// Scope and name to place among the locals.
    slots: BTreeMap<(usize, Rc<str>), u32>,
    cells: Vec<Rc<str>>,
    cell_slots: BTreeMap<(usize, Rc<str>), u32>,
    own_cells: u32,
    cell_params: Vec<Option<u32>>,
    blocks: Vec<Block<'a>>,
    /// Loops' jumps to their ends.
    breaks: Vec<Vec<usize>>,
    first_line: u32,
    args: u32,
    positional_only: u32,
    keyword_only: u32,
    flags: u32,
    doc: Option<Rc<str>>,
    optimized: bool,
}

struct Compiler<'a> {
    scopes: Scopes,
    units: Vec<Unit<'a>>,
    source: Rc<Source>,
    scope: usize,
    mode: Mode,
    class_names: Vec<Rc<str>>,
}

impl<'a> Compiler<'a> {
    fn unit(&mut self) -> &mut Unit<'a> {
        let last = self.units.len() - 1;
        &mut self.units[last]
    }
    fn fail<T>(&self, message: impl Into<String>, span: Span) -> Result<T, SyntaxError> {
        Err(SyntaxError::new(message, span))
    }

    fn emit(&mut self, op: Op, span: Span) -> usize {
        let unit = self.unit();
        unit.ops.push(op);
        unit.spans.push(span);
        unit.ops.len() - 1
    }
    fn here(&mut self) -> usize {
        self.unit().ops.len()
    }
    /// Points a jump at the next instruction.
    fn land(&mut self, at: usize) {
        let target = self.here() as u32;
        self.aim(at, target);
    }
    fn aim(&mut self, at: usize, target: u32) {
        let unit = self.unit();
        let op = &mut unit.ops[at];
        *op = match *op {
            Op::Jump(_) => Op::Jump(target),
            Op::JumpIfFalse(_) => Op::JumpIfFalse(target),
            Op::JumpIfTrue(_) => Op::JumpIfTrue(target),
            Op::JumpIfNone(_) => Op::JumpIfNone(target),
            Op::For(_) => Op::For(target),
            Op::Send(_) => Op::Send(target),
            Op::Try(_) => Op::Try(target),
            Op::TryUnder(_) => Op::TryUnder(target),
            other => other,
        };
    }
    fn constant(&mut self, value: Const, span: Span) {
        let n = self.add_constant(Constant::Plain(value));
        self.emit(Op::Const(n), span);
    }
    fn add_constant(&mut self, value: Constant) -> u32 {
        let unit = self.unit();
        unit.constants.push(value);
        (unit.constants.len() - 1) as u32
    }
    fn name_index(&mut self, name: &Rc<str>) -> u32 {
        let name = mangle(self.class_names.last().map(|s| &**s), name);
        self.plain_name_index(&name)
    }
    fn plain_name_index(&mut self, name: &Rc<str>) -> u32 {
        let unit = self.unit();
        if let Some(n) = unit.name_index.get(name) {
            return *n;
        }
        let n = unit.names.len() as u32;
        unit.names.push(name.clone());
        unit.name_index.insert(name.clone(), n);
        n
    }

    fn open_unit(&mut self, name: Rc<str>, scope: usize, first_line: u32) {
        let kind = self.scopes.all.get(scope).map_or(ScopeKind::Module, |s| s.kind);
        let qualname: Rc<str> = match self.units.last() {
            Some(parent) if self.units.len() > 1 => {
                let declared =
                    self.scopes.all.get(parent.scope).and_then(|s| s.symbols.get(&name)).is_some_and(|s| s.global);
                let parent_is_function = self.scopes.all.get(parent.scope).is_some_and(|s| s.kind != ScopeKind::Class);
                if declared {
                    name.clone()
                } else if parent_is_function {
                    format!("{}.<locals>.{name}", parent.qualname).into()
                } else {
                    format!("{}.{name}", parent.qualname).into()
                }
            }
            _ => name.clone(),
        };
        let mut unit = Unit {
            name,
            qualname,
            scope,
            ops: Vec::new(),
            spans: Vec::new(),
            constants: Vec::new(),
            names: Vec::new(),
            name_index: BTreeMap::new(),
            locals: Vec::new(),
            slots: BTreeMap::new(),
            cells: Vec::new(),
            cell_slots: BTreeMap::new(),
            own_cells: 0,
            cell_params: Vec::new(),
            blocks: Vec::new(),
            breaks: Vec::new(),
            first_line,
            args: 0,
            positional_only: 0,
            keyword_only: 0,
            flags: 0,
            doc: None,
            optimized: kind == ScopeKind::Function || kind == ScopeKind::Comprehension,
        };
        // Every captured variable of this unit gets a cell, including those of comprehensions that are part of it.
        for (id, s) in self.scopes.all.iter().enumerate() {
            if s.unit != scope {
                continue;
            }
            for (name, symbol) in &s.symbols {
                if symbol.captured && !symbol.nonlocal && !symbol.global {
                    let n = unit.cells.len() as u32;
                    unit.cells.push(name.clone());
                    unit.cell_slots.insert((id, name.clone()), n);
                    unit.cell_params.push(None);
                }
            }
        }
        unit.own_cells = unit.cells.len() as u32;
        self.units.push(unit);
    }

    fn close_unit(&mut self) -> Rc<Code> {
        let Some(unit) = self.units.pop() else {
            // Every close has its open; an empty code is harmless.
            return Rc::new(Code {
                name: "".into(),
                qualname: "".into(),
                source: self.source.clone(),
                first_line: 0,
                args: 0,
                positional_only: 0,
                keyword_only: 0,
                flags: 0,
                locals: vec![],
                cells: vec![],
                own_cells: 0,
                cell_params: vec![],
                ops: vec![Op::Return],
                spans: vec![Span::default()],
                constants: vec![],
                names: vec![],
                doc: None,
                optimized: true,
            });
        };
        Rc::new(Code {
            name: unit.name,
            qualname: unit.qualname,
            source: self.source.clone(),
            first_line: unit.first_line,
            args: unit.args,
            positional_only: unit.positional_only,
            keyword_only: unit.keyword_only,
            flags: unit.flags,
            locals: unit.locals,
            cells: unit.cells,
            own_cells: unit.own_cells,
            cell_params: unit.cell_params,
            ops: unit.ops,
            spans: unit.spans,
            constants: unit.constants,
            names: unit.names,
            doc: unit.doc,
            optimized: unit.optimized,
        })
    }

    /// The place among the cells of a variable that lives in another unit, added as a free one if it is new.
    fn cell_of(&mut self, owner: usize, name: &Rc<str>) -> u32 {
        let key = (owner, name.clone());
        let unit = self.unit();
        if let Some(n) = unit.cell_slots.get(&key) {
            return *n;
        }
        let n = unit.cells.len() as u32;
        unit.cells.push(name.clone());
        unit.cell_slots.insert(key, n);
        n
    }
    fn slot_of(&mut self, owner: usize, name: &Rc<str>) -> u32 {
        let key = (owner, name.clone());
        let unit = self.unit();
        if let Some(n) = unit.slots.get(&key) {
            return *n;
        }
        let n = unit.locals.len() as u32;
        unit.locals.push(name.clone());
        unit.slots.insert(key, n);
        n
    }

    fn find(&mut self, name: &Rc<str>) -> (Rc<str>, Found) {
        let name = mangle(self.class_names.last().map(|s| &**s), name);
        let found = self.scopes.resolve(self.scope, &name);
        (name, found)
    }
    fn is_cell(&mut self, owner: usize, name: &Rc<str>) -> bool {
        let unit_scope = self.unit().scope;
        self.scopes.all[owner].unit != unit_scope
            || self.scopes.all[owner].symbols.get(name).is_some_and(|s| s.captured)
    }

    fn load(&mut self, name: &Rc<str>, span: Span) {
        let (name, found) = self.find(name);
        let op = match found {
            Found::Scope(owner) if self.is_cell(owner, &name) => {
                let cell = self.cell_of(owner, &name);
                if self.scopes.all[self.scope].kind == ScopeKind::Class {
                    Op::LoadClassDeref(cell)
                } else {
                    Op::LoadDeref(cell)
                }
            }
            Found::Scope(owner) => Op::LoadFast(self.slot_of(owner, &name)),
            Found::Global | Found::Declared => Op::LoadGlobal(self.plain_name_index(&name)),
            Found::Namespace => Op::LoadName(self.plain_name_index(&name)),
        };
        self.emit(op, span);
    }
    fn store(&mut self, name: &Rc<str>, span: Span) {
        let (name, found) = self.find(name);
        let op = match found {
            Found::Scope(owner) if self.is_cell(owner, &name) => Op::StoreDeref(self.cell_of(owner, &name)),
            Found::Scope(owner) => Op::StoreFast(self.slot_of(owner, &name)),
            Found::Global | Found::Declared => Op::StoreGlobal(self.plain_name_index(&name)),
            Found::Namespace => Op::StoreName(self.plain_name_index(&name)),
        };
        self.emit(op, span);
    }
    fn delete_name(&mut self, name: &Rc<str>, span: Span) {
        let (name, found) = self.find(name);
        let op = match found {
            Found::Scope(owner) if self.is_cell(owner, &name) => Op::DeleteDeref(self.cell_of(owner, &name)),
            Found::Scope(owner) => Op::DeleteFast(self.slot_of(owner, &name)),
            Found::Global | Found::Declared => Op::DeleteGlobal(self.plain_name_index(&name)),
            Found::Namespace => Op::DeleteName(self.plain_name_index(&name)),
        };
        self.emit(op, span);
    }

    /// The scope that a node opens.
    fn enter_scope(&mut self, node: usize) -> usize {
        self.scopes.by_node.get(&node).copied().unwrap_or(0)
    }

    /// Pushes the closure tuple, if any, and the code; then makes the function.
    fn make_function(&mut self, code: Rc<Code>, free: Vec<(usize, Rc<str>)>, mut flags: u32, span: Span) {
        if !free.is_empty() {
            for (owner, name) in &free {
                let cell = self.cell_of(*owner, name);
                self.emit(Op::LoadCell(cell), span);
            }
            self.emit(Op::Tuple(free.len() as u32), span);
            flags |= 8;
        }
        let n = self.add_constant(Constant::Code(code));
        self.emit(Op::Const(n), span);
        self.emit(Op::Function(flags), span);
    }

    /// The cells of enclosing units that the current unit uses, in order.
    fn free_cells(&mut self) -> Vec<(usize, Rc<str>)> {
        let unit = self.unit();
        let own = unit.own_cells;
        let mut free: Vec<((usize, Rc<str>), u32)> =
            unit.cell_slots.iter().filter(|(_, n)| **n >= own).map(|(k, n)| (k.clone(), *n)).collect();
        free.sort_by_key(|(_, n)| *n);
        free.into_iter().map(|(k, _)| k).collect()
    }

    /// Defaults (as a tuple and a dict) on the stack; the flags that say so.
    fn defaults(&mut self, params: &'a Params, span: Span) -> Result<u32, SyntaxError> {
        let mut flags = 0;
        let mut count = 0;
        for p in params.positional_only.iter().chain(&params.positional) {
            if let Some(d) = &p.default {
                self.expr(d)?;
                count += 1;
            }
        }
        if count > 0 {
            self.emit(Op::Tuple(count), span);
            flags |= 1;
        }
        let mut count = 0;
        for p in &params.keyword_only {
            if let Some(d) = &p.default {
                let name = mangle(self.class_names.last().map(|s| &**s), &p.name);
                self.constant(Const::Str(name), span);
                self.expr(d)?;
                count += 1;
            }
        }
        if count > 0 {
            self.emit(Op::Map(count), span);
            flags |= 2;
        }
        Ok(flags)
    }

    /// Lays out the parameters as the first locals.
    fn params(&mut self, params: &Params) {
        let scope = self.scope;
        let class = self.class_names.last().cloned();
        let all: Vec<Rc<str>> = params
            .positional_only
            .iter()
            .chain(&params.positional)
            .chain(&params.keyword_only)
            .chain(&params.star)
            .chain(&params.double_star)
            .map(|p| mangle(class.as_deref(), &p.name))
            .collect();
        for name in &all {
            let slot = self.slot_of(scope, name);
            let unit = self.unit();
            if let Some(cell) = unit.cell_slots.get(&(scope, name.clone())).copied()
                && let Some(place) = unit.cell_params.get_mut(cell as usize)
            {
                *place = Some(slot);
            }
        }
        let unit = self.unit();
        unit.positional_only = params.positional_only.len() as u32;
        unit.args = (params.positional_only.len() + params.positional.len()) as u32;
        unit.keyword_only = params.keyword_only.len() as u32;
        if params.star.is_some() {
            unit.flags |= VARARGS;
        }
        if params.double_star.is_some() {
            unit.flags |= VARKEYWORDS;
        }
    }
}
