//! Functions while they are compiled: registers, constants, names in reach, and what they capture.

use super::*;
use crate::compile::names::Names;

#[derive(Debug, Default)]
pub struct FnState {
    pub code: Code,
    pub scopes: Vec<Vec<Local>>,
    pub next: u32,
    ints: BTreeMap<i64, u32>,
    strings: BTreeMap<Vec<u8>, u32>,
    /// Variables of the functions around it: which function, scope and number.
    pub captures: Vec<(usize, usize, usize)>,
    /// The results that have names, as places of locals.
    pub named: Option<Vec<(usize, usize)>>,
    pub names: Names,
    pub targets: Vec<Target>,
    pub labels: BTreeMap<Name, (Pos, bool)>,
}

/// What `break` and `continue` leave.
#[derive(Debug, Default)]
pub struct Target {
    pub label: Option<Name>,
    pub breaks: Vec<usize>,
    pub continues: Vec<usize>,
    pub is_loop: bool,
}

#[derive(Clone, Debug)]
pub struct Local {
    pub name: Name,
    pub pos: Pos,
    pub what: LocalWhat,
    pub used: bool,
}

#[derive(Clone, Debug)]
pub enum LocalWhat {
    /// Register, type, and whether the register holds a cell.
    Var(u32, Ty, bool),
    Const(Ty, Const),
    Type(Ty),
    Generic,
}

/// What a name is found to be.
pub enum Seen {
    Local(LocalWhat, usize, usize, usize),
    Entity(u32),
    Package(u32),
    TypeParam(Ty),
}

impl Compiler {
    pub(super) fn fn_mut(&mut self) -> &mut FnState {
        if self.fns.is_empty() {
            self.fns.push(FnState::default());
        }
        let last = self.fns.len() - 1;
        // There is one: it was pushed above.
        &mut self.fns[last]
    }

    pub(super) fn emit(&mut self, pos: Pos, ins: Ins) -> usize {
        let state = self.fn_mut();
        state.code.ins.push(ins);
        state.code.places.push(pos);
        state.code.ins.len() - 1
    }

    pub(super) fn here(&mut self) -> u32 {
        self.fn_mut().code.ins.len() as u32
    }

    /// Lets a jump go to the next instruction.
    pub(super) fn land(&mut self, jump: usize) {
        let here = self.here();
        self.aim(jump, here);
    }

    pub(super) fn aim(&mut self, jump: usize, target: u32) {
        if let Some(ins) = self.fn_mut().code.ins.get_mut(jump) {
            match ins {
                Ins::Jump(to)
                | Ins::JumpIf(_, to)
                | Ins::JumpIfNot(_, to)
                | Ins::RangeStr(_, _, to)
                | Ins::NextEntry(_, _, to) => *to = target,
                _ => {}
            }
        }
    }

    pub(super) fn tmp(&mut self) -> u32 {
        self.tmps(1)
    }

    pub(super) fn tmps(&mut self, n: u32) -> u32 {
        let state = self.fn_mut();
        let at = state.next;
        state.next += n;
        state.code.registers = state.code.registers.max(state.next + 1);
        at
    }

    pub(super) fn konst(&mut self, value: Value) -> At {
        let state = self.fn_mut();
        let n = state.code.consts.len() as u32;
        match &value {
            Value::Int(i) => {
                if let Some(at) = state.ints.get(i) {
                    return at | CONST;
                }
                state.ints.insert(*i, n);
            }
            Value::Str(s) => {
                if let Some(at) = state.strings.get(s.as_bytes()) {
                    return at | CONST;
                }
                state.strings.insert(s.as_bytes().to_vec(), n);
            }
            _ => {}
        }
        state.code.consts.push(value);
        n | CONST
    }

    pub(super) fn push_scope(&mut self) {
        self.fn_mut().scopes.push(Vec::new());
    }

    /// Ends a scope: its registers are free, and what was not used is told.
    pub(super) fn pop_scope(&mut self, mark: u32) {
        let state = self.fn_mut();
        let gone = state.scopes.pop().unwrap_or_default();
        state.next = mark;
        for local in gone {
            if !local.used && matches!(local.what, LocalWhat::Var(..)) {
                self.wrong(local.pos, format!("declared and not used: {}", local.name));
            }
        }
    }

    /// Makes a name known; parameters count as used.
    pub(super) fn add_local(&mut self, name: &Ident, what: LocalWhat, used: bool) -> (usize, usize) {
        let state = self.fn_mut();
        if state.scopes.is_empty() {
            state.scopes.push(Vec::new());
        }
        let scope = state.scopes.len() - 1;
        let Some(list) = state.scopes.last_mut() else { return (0, 0) };
        let used = used || &*name.name == "_";
        list.push(Local { name: name.name.clone(), pos: name.pos, what, used });
        (scope, list.len() - 1)
    }

    /// The place of a name declared in the innermost scope.
    pub(super) fn in_scope(&mut self, name: &str) -> Option<(Pos, usize, usize)> {
        let state = self.fn_mut();
        let scope = state.scopes.len().checked_sub(1)?;
        let list = state.scopes.last()?;
        let n = list.iter().rposition(|l| &*l.name == name)?;
        Some((list.get(n)?.pos, scope, n))
    }

    pub(super) fn redeclared(&mut self, name: &Ident, other: Pos) {
        let (file, line, column) = self.place_of(other);
        let file = self.files.get(file).map_or(String::new(), |f| f.name.clone());
        self.wrong(
            name.pos,
            format!("{0} redeclared in this block\n\t{file}:{line}:{column}: other declaration of {0}", name.name),
        );
    }

    /// A new variable; its register holds nothing yet.
    pub(super) fn new_var(&mut self, name: &Ident, ty: Ty, used: bool) -> (u32, bool) {
        if &*name.name != "_"
            && let Some((pos, ..)) = self.in_scope(&name.name)
        {
            self.redeclared(name, pos);
        }
        let boxed = self.needs_box(&name.name, ty);
        let reg = self.tmp();
        self.add_local(name, LocalWhat::Var(reg, ty, boxed), used);
        (reg, boxed)
    }

    fn needs_box(&mut self, name: &Name, ty: Ty) -> bool {
        if self.types.is_aggregate(ty) {
            return false;
        }
        let state = self.fn_mut();
        let (boxed, selected) = (state.names.boxed.contains(name), state.names.selected.contains(name));
        boxed
            || selected
                && self.types.named_of(ty).is_some_and(|n| n.methods.values().any(|m| m.pointer))
                && !self.types.is_interface(ty)
    }

    /// Gives a new variable its first value.
    pub(super) fn init_var(&mut self, pos: Pos, (reg, boxed): (u32, bool), value: At) {
        let ins = if boxed { Ins::NewBox(reg, value) } else { Ins::Move(reg, value) };
        self.emit(pos, ins);
    }

    pub(super) fn look_up(&mut self, name: &Name) -> Option<Seen> {
        for depth in (0..self.fns.len()).rev() {
            let Some(state) = self.fns.get(depth) else { continue };
            for scope in (0..state.scopes.len()).rev() {
                let Some(list) = state.scopes.get(scope) else { continue };
                if let Some(n) = list.iter().rposition(|l| l.name == *name)
                    && let Some(local) = list.get(n)
                {
                    return Some(Seen::Local(local.what.clone(), depth, scope, n));
                }
            }
        }
        if let Some((_, ty)) = self.env.iter().rev().find(|(n, _)| n == name) {
            return Some(Seen::TypeParam(*ty));
        }
        if let Some(id) = self.packages.get(self.package as usize).and_then(|p| p.scope.get(name)) {
            return Some(Seen::Entity(*id));
        }
        if let Some(import) = self.files.get_mut(self.file).and_then(|f| f.imports.get_mut(name)) {
            import.used = true;
            return Some(Seen::Package(import.package));
        }
        self.packages.first().and_then(|p| p.scope.get(name)).map(|id| Seen::Entity(*id))
    }

    pub(super) fn mark_used(&mut self, depth: usize, scope: usize, n: usize) {
        let local = self.fns.get_mut(depth).and_then(|f| f.scopes.get_mut(scope)).and_then(|s| s.get_mut(n));
        if let Some(local) = local {
            local.used = true;
        }
    }

    /// The register of a local, which a function around may have.
    pub(super) fn reach(&mut self, pos: Pos, depth: usize, scope: usize, n: usize, reg: u32) -> At {
        if depth + 1 >= self.fns.len() {
            return reg;
        }
        let state = self.fn_mut();
        let place = (depth, scope, n);
        let index = state.captures.iter().position(|c| *c == place).unwrap_or_else(|| {
            state.captures.push(place);
            state.captures.len() - 1
        });
        let at = self.tmp();
        self.emit(pos, Ins::Captured(at, index as u32));
        at
    }

    /// Compiles a function's body: its code, and what it captures.
    pub(super) fn body(
        &mut self,
        name: &str,
        params: Vec<(Option<Ident>, Ty)>,
        results: Vec<Ty>,
        names: Vec<Option<Ident>>,
        body: &Block,
        within: bool,
    ) -> (Code, Vec<(usize, usize, usize)>) {
        let mut state = FnState { names: Names::of(body), ..FnState::default() };
        state.code.name = name.to_string();
        state.code.params = params.len() as u32;
        state.code.results = results.clone();
        state.next = params.len().max(results.len()) as u32;
        state.code.registers = state.next + 1;
        state.scopes.push(Vec::new());
        if !within {
            self.fns.clear();
        }
        self.fns.push(state);
        for (n, (param, ty)) in params.iter().enumerate() {
            let Some(param) = param else { continue };
            let boxed = self.needs_box(&param.name, *ty);
            let mut reg = n as u32;
            if boxed {
                reg = self.tmp();
                self.emit(param.pos, Ins::NewBox(reg, n as u32));
            }
            if &*param.name != "_"
                && let Some((pos, ..)) = self.in_scope(&param.name)
            {
                self.redeclared(param, pos);
            }
            self.add_local(param, LocalWhat::Var(reg, *ty, boxed), true);
        }
        if names.iter().any(Option::is_some) {
            let mut list = Vec::new();
            for (ident, ty) in names.iter().zip(&results) {
                let ident = ident.clone().unwrap_or(Ident { name: "_".into(), pos: body.end });
                let boxed = self.needs_box(&ident.name, *ty);
                let reg = self.tmp();
                let zero = self.zero(body.end, *ty);
                self.init_var(ident.pos, (reg, boxed), zero);
                list.push(self.add_local(&ident, LocalWhat::Var(reg, *ty, boxed), true));
            }
            self.fn_mut().named = Some(list);
        }
        self.push_scope();
        let mark = self.fn_mut().next;
        self.label_scan(&body.stmts);
        self.stmts(&body.stmts);
        self.pop_scope(mark);
        if results.is_empty() {
            self.leave(body.end);
        } else if !self.terminates_list(&body.stmts) {
            self.wrong(body.end, "missing return");
        }
        if self.fn_mut().names.defers {
            let here = self.here();
            self.fn_mut().code.recovery = here;
            if self.fn_mut().named.is_none() {
                let base = self.tmps(results.len() as u32);
                for (n, ty) in results.iter().enumerate() {
                    self.emit(body.end, Ins::Zero(base + n as u32, *ty));
                }
                self.emit(body.end, Ins::RunDefers);
                self.emit(body.end, Ins::Return(base, results.len() as u32));
            } else {
                self.leave(body.end);
            }
        } else {
            self.emit(body.end, Ins::Missing);
        }
        let labels = std::mem::take(&mut self.fn_mut().labels);
        for (label, (pos, used)) in labels {
            if !used {
                self.wrong(pos, format!("label {label} defined and not used"));
            }
        }
        match self.fns.pop() {
            Some(state) => (state.code, state.captures),
            None => Default::default(),
        }
    }

    /// Leaves the function, with the results that have names.
    pub(super) fn leave(&mut self, pos: Pos) {
        if self.fn_mut().names.defers {
            self.emit(pos, Ins::RunDefers);
        }
        let named = self.fn_mut().named.clone().unwrap_or_default();
        let base = self.tmps(named.len() as u32);
        for (n, (scope, local)) in named.iter().enumerate() {
            let local = self.fn_mut().scopes.get(*scope).and_then(|s| s.get(*local)).cloned();
            if let Some(Local { what: LocalWhat::Var(reg, _, boxed), .. }) = local {
                let to = base + n as u32;
                self.emit(pos, if boxed { Ins::Field(to, reg, 0) } else { Ins::Move(to, reg) });
            }
        }
        self.emit(pos, Ins::Return(base, named.len() as u32));
    }

    /// The zero value of a type.
    pub(super) fn zero(&mut self, pos: Pos, ty: Ty) -> At {
        match self.types.base(ty) {
            Type::Basic(BOOL) => self.konst(Value::Bool(false)),
            Type::Basic(FLOAT32 | FLOAT64) => self.konst(Value::Float(0.0)),
            Type::Basic(STRING) => self.konst(Value::str("")),
            Type::Basic(_) => self.konst(Value::Int(0)),
            Type::Struct(_) | Type::Array(..) => {
                let at = self.tmp();
                self.emit(pos, Ins::Zero(at, ty));
                at
            }
            _ => self.konst(Value::Nil),
        }
    }
}
