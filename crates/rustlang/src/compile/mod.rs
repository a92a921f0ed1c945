//! From a function's tree to instructions, inferring its types on the way, in the order of the text.
//!
//! What depends on types that only become known later (which integer a literal is) is put in when the function is done.

mod calls;
mod closures;
mod control;
mod exprs;
mod macros;
mod patterns;
mod places;

use crate::ast::*;
use crate::code::{Code, Op};
use crate::declare::TypeScope;
use crate::program::*;
use crate::types::{Infer, Kind, Ty};
use crate::value::Value;
use std::collections::BTreeSet;
use std::rc::Rc;

pub use exprs::operator_name;

pub(crate) type Res<T> = Result<T, Fault>;

#[derive(Clone, Debug)]
pub(crate) struct Local {
    pub name: Name,
    pub ty: Ty,
    pub cell: bool,
}

pub(crate) struct Loop {
    pub label: Option<Name>,
    pub breaks: Vec<usize>,
    pub continues: Vec<usize>,
    pub height: u32,
    pub scopes: usize,
    pub ty: Ty,
    /// A labelled block, which `continue` and a bare `break` pass by.
    pub block: bool,
    pub broken: bool,
}

/// One function or closure being compiled.
pub(crate) struct FnCx {
    pub code: Code,
    pub scopes: Vec<Vec<u32>>,
    pub locals: Vec<Local>,
    pub loops: Vec<Loop>,
    pub ret: Ty,
    pub height: u32,
    pub span: Span,
    /// Locals of the function around it, and whether the closure takes them.
    pub captures: Vec<(u32, u32)>,
    pub moves: bool,
    /// Literals whose type is not known yet.
    pub literals: Vec<(u32, Ty, Span)>,
    pub hints: Vec<Ty>,
}

pub(crate) struct Compiler<'p> {
    pub p: &'p mut Program,
    pub infer: Infer,
    pub cx: Vec<FnCx>,
    pub scope: TypeScope,
    pub celled: Rc<BTreeSet<Name>>,
    pub library: bool,
    /// Closures that are done but for their types.
    pub finished: Vec<(u32, FnCx)>,
    /// Names that the pattern at hand has bound so far.
    pub binding: Vec<(Name, u32)>,
    /// What the place that is being assigned to has.
    pub target_type: Ty,
    /// Modules of items within functions.
    pub inner_modules: Vec<u32>,
}

/// The number that a constant expression of the simplest kind is.
pub fn constant(e: &Expr) -> Option<i128> {
    match &*e.kind {
        ExprKind::Lit(Literal::Int(n, _)) => i128::try_from(*n).ok(),
        ExprKind::Lit(Literal::Byte(n)) => Some((*n).into()),
        ExprKind::Lit(Literal::Char(n)) => Some((*n as u32).into()),
        ExprKind::Unary(Unary::Neg, e) => constant(e)?.checked_neg(),
        ExprKind::Cast(e, _) => constant(e),
        ExprKind::Binary(op, a, b) => {
            let (a, b) = (constant(a)?, constant(b)?);
            match op {
                Binary::Add => a.checked_add(b),
                Binary::Sub => a.checked_sub(b),
                Binary::Mul => a.checked_mul(b),
                Binary::Shl => a.checked_shl(u32::try_from(b).ok()?),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The instructions of a function.
pub fn function(p: &mut Program, id: u32) -> Result<Rc<Code>, Fault> {
    let Some(def) = p.fns.get(id as usize) else {
        return Err(Fault::beyond("this function", Span::default()));
    };
    if let Some(code) = &def.code {
        return Ok(code.clone());
    }
    let ast = def.ast.clone();
    let Some(body) = &ast.body else {
        return Err(Fault::beyond(format!("the library's function {}", ast.name), ast.span));
    };
    let scope = TypeScope {
        module: def.module,
        params: def.generics.clone(),
        self_ty: def.self_ty.clone(),
        assoc: def.assoc.clone(),
        bounds: def.bounds.clone(),
    };
    let (params, ret, library) = (def.params.clone(), def.ret.clone(), def.library);
    let name = ast.name.to_string();
    let mut c = Compiler::new(p, scope, ast.celled.clone(), library);
    c.begin(name, ret.clone());
    let mut at = 0;
    let mut patterns = Vec::new();
    if ast.receiver.is_some() {
        let ty = params.first().cloned().unwrap_or(Ty::Unknown);
        c.declare("self".into(), ty, false);
        at = 1;
    }
    for (n, (pattern, _)) in ast.params.iter().enumerate() {
        let ty = params.get(n + at).cloned().unwrap_or(Ty::Unknown);
        c.declare("".into(), ty.clone(), false);
        patterns.push((pattern, (n + at) as u32, ty));
    }
    c.code().params = params.len() as u32;
    for (pattern, local, ty) in patterns {
        c.bind_param(pattern, local, &ty)?;
    }
    let found = c.block(body, &ret)?;
    c.check_return(&found, &ret, body, &ast);
    c.emit(Op::Return);
    let code = c.finish();
    if let Some(def) = p.fns.get_mut(id as usize) {
        def.code = Some(code.clone());
    }
    Ok(code)
}

/// The instructions that make a constant.
pub fn constant_code(p: &mut Program, id: u32) -> Result<Rc<Code>, Fault> {
    let Some(def) = p.consts.get(id as usize) else {
        return Err(Fault::beyond("this constant", Span::default()));
    };
    if let Some(code) = &def.code {
        return Ok(code.clone());
    }
    let Some(value) = def.value.clone() else {
        return Err(Fault::beyond("this constant", Span::default()));
    };
    let scope = TypeScope {
        module: def.module,
        self_ty: def.self_ty.clone(),
        ..TypeScope::default()
    };
    let (ty, name) = (def.ty.clone(), def.name.to_string());
    let library = p.modules.get(def.module as usize).is_some_and(|m| m.library);
    let mut c = Compiler::new(p, scope, Rc::default(), library);
    c.begin(name, ty.clone());
    let found = c.expr(&value, &ty)?;
    c.coerce(&found, &ty, value.span, None);
    c.emit(Op::Return);
    let code = c.finish();
    if let Some(def) = p.consts.get_mut(id as usize) {
        def.code = Some(code.clone());
    }
    Ok(code)
}

impl<'p> Compiler<'p> {
    fn new(p: &'p mut Program, scope: TypeScope, celled: Rc<BTreeSet<Name>>, library: bool) -> Compiler<'p> {
        Compiler {
            p,
            infer: Infer::default(),
            cx: Vec::new(),
            scope,
            celled,
            library,
            finished: Vec::new(),
            binding: Vec::new(),
            target_type: Ty::Unknown,
            inner_modules: Vec::new(),
        }
    }

    pub fn begin(&mut self, name: String, ret: Ty) {
        self.cx.push(FnCx {
            code: Code {
                name,
                library: self.library,
                ..Code::default()
            },
            scopes: vec![Vec::new()],
            locals: Vec::new(),
            loops: Vec::new(),
            ret,
            height: 0,
            span: Span::default(),
            captures: Vec::new(),
            moves: false,
            literals: Vec::new(),
            hints: Vec::new(),
        });
    }

    fn seal(&mut self, mut cx: FnCx) -> Rc<Code> {
        for (n, ty, span) in std::mem::take(&mut cx.literals) {
            let ty = self.infer.deep(&ty);
            let Some(slot) = cx.code.consts.get_mut(n as usize) else {
                continue;
            };
            match (ty, &slot) {
                (Ty::Int(t), Value::Int(_, n)) => {
                    if !t.holds(*n) && !self.library {
                        let mut fault = Fault::new("", format!("literal out of range for `{}`", t.name()), span, "");
                        let range = if t.signed() {
                            format!("{}..={}", t.lowest(), t.highest())
                        } else {
                            format!(
                                "0..={}",
                                if t.bits() == 128 {
                                    u128::MAX.to_string()
                                } else {
                                    t.highest().to_string()
                                }
                            )
                        };
                        fault.notes.push(format!(
                            "= note: the literal `{n}` does not fit into the type `{}` whose range is `{range}`",
                            t.name()
                        ));
                        fault
                            .notes
                            .push("= note: `#[deny(overflowing_literals)]` on by default".into());
                        self.p.faults.push(fault);
                    }
                    *slot = Value::Int(t, *n);
                }
                (Ty::Float(true), Value::Int(_, n)) => *slot = Value::F32(*n as f32),
                (Ty::Float(false), Value::Int(_, n)) => *slot = Value::Float(*n as f64),
                (Ty::Float(true), Value::Float(n)) => *slot = Value::F32(*n as f32),
                _ => {}
            }
        }
        let hints = std::mem::take(&mut cx.hints);
        cx.code.hints = hints.iter().map(|t| self.infer.deep(t)).collect();
        cx.code.locals = cx.locals.len() as u32;
        Rc::new(cx.code)
    }

    fn finish(&mut self) -> Rc<Code> {
        for (slot, cx) in std::mem::take(&mut self.finished) {
            let code = self.seal(cx);
            if let Some(place) = self.p.closures.get_mut(slot as usize) {
                *place = code;
            }
        }
        match self.cx.pop() {
            Some(cx) => self.seal(cx),
            None => Rc::default(),
        }
    }

    pub fn fx(&mut self) -> &mut FnCx {
        if self.cx.is_empty() {
            self.begin(String::new(), Ty::Unknown);
        }
        let last = self.cx.len() - 1;
        &mut self.cx[last]
    }

    pub fn code(&mut self) -> &mut Code {
        &mut self.fx().code
    }

    pub fn here(&mut self) -> u32 {
        self.code().ops.len() as u32
    }

    /// Appends an instruction, keeping count of the stack's height.
    pub fn emit(&mut self, op: Op) -> usize {
        let change: i64 = match op {
            Op::Const(_) | Op::Get(_) | Op::Move(_) | Op::GetCell(_) | Op::TakeCell(_) | Op::RefCell(_) | Op::Dup => 1,
            Op::GetStatic(_) | Op::RangeNext(..) | Op::IsVariant(_) | Op::LenIs(..) => match op {
                Op::IsVariant(_) | Op::LenIs(..) => 0,
                _ => 1,
            },
            Op::Dup2 => 2,
            Op::Set(_) | Op::NewCell(_) | Op::SetCell(_) | Op::Pop | Op::JumpIf(_) | Op::JumpIfNot(_) | Op::SetStatic(_) => -1,
            Op::SetField(_) | Op::SetIdx(_) | Op::DerefSet => -2,
            Op::SetIndex => -3,
            Op::Index | Op::RefIndex | Op::Bin(_) | Op::BinAssign(_) | Op::Repeat(_) | Op::Return | Op::Print(_) => -1,
            Op::Call(_, n, _) | Op::MakeStruct(_, n) | Op::MakeVariant(_, _, n) | Op::MakeTuple(n) | Op::MakeArray(n) => {
                1 - i64::from(n)
            }
            Op::MakeVec(n) | Op::MakeClosure(_, n) | Op::Format(_, n) => 1 - i64::from(n),
            Op::CallMethod(_, n, _) | Op::CallTrait(_, _, n, _) => 1 - i64::from(n),
            Op::CallValue(n) => -i64::from(n),
            _ => 0,
        };
        let cx = self.fx();
        cx.height = (i64::from(cx.height) + change).max(0) as u32;
        let span = cx.span;
        cx.code.ops.push(op);
        cx.code.spans.push(span);
        cx.code.ops.len() - 1
    }

    pub fn at(&mut self, span: Span) {
        self.fx().span = span;
    }

    pub fn push(&mut self, value: Value) -> u32 {
        let code = self.code();
        code.consts.push(value);
        let n = code.consts.len() as u32 - 1;
        self.emit(Op::Const(n));
        n
    }

    pub fn unit(&mut self) {
        self.push(Value::Unit);
    }

    /// Sets where a jump goes: here.
    pub fn patch(&mut self, at: usize) {
        let here = self.here();
        if let Some(op) = self.code().ops.get_mut(at) {
            match op {
                Op::Jump(to) | Op::JumpIf(to) | Op::JumpIfNot(to) | Op::NextOr(to) | Op::RangeNext(_, to, _) => *to = here,
                _ => {}
            }
        }
    }

    pub fn hint(&mut self, ty: Ty) -> u32 {
        let cx = self.fx();
        cx.hints.push(ty);
        cx.hints.len() as u32 - 1
    }

    pub fn fresh(&mut self) -> Ty {
        self.infer.fresh(Kind::Any)
    }

    /// A new local of the innermost scope.
    pub fn declare(&mut self, name: Name, ty: Ty, cell: bool) -> u32 {
        let cx = self.fx();
        cx.locals.push(Local { name, ty, cell });
        let n = cx.locals.len() as u32 - 1;
        if let Some(scope) = cx.scopes.last_mut() {
            scope.push(n);
        }
        n
    }

    pub fn open(&mut self) {
        self.fx().scopes.push(Vec::new());
    }

    /// Ends a scope: what is in its locals goes, the last first.
    pub fn close(&mut self) {
        let gone = self.fx().scopes.pop().unwrap_or_default();
        self.clear(&gone);
    }

    fn clear(&mut self, locals: &[u32]) {
        if let (Some(low), Some(high)) = (locals.iter().min(), locals.iter().max()) {
            let (low, high) = (*low, *high);
            self.emit(Op::Clear(low, high + 1));
        }
    }

    /// Clears the scopes that a jump leaves.
    pub fn leave(&mut self, scopes: usize) {
        let gone: Vec<u32> = self.fx().scopes.iter().skip(scopes).flatten().copied().collect();
        self.clear(&gone);
    }

    fn local_in(cx: &FnCx, name: &str) -> Option<u32> {
        cx.scopes
            .iter()
            .rev()
            .flat_map(|s| s.iter().rev())
            .find(|n| cx.locals.get(**n as usize).is_some_and(|l| *l.name == *name))
            .copied()
    }

    /// The local of a name; one of a function around becomes a captured one.
    pub fn local(&mut self, name: &str) -> Option<u32> {
        let depth = self.cx.iter().rposition(|cx| Self::local_in(cx, name).is_some())?;
        let mut at = self.cx.get(depth).and_then(|cx| Self::local_in(cx, name))?;
        for level in depth + 1..self.cx.len() {
            let outer = self.cx.get(level - 1)?.locals.get(at as usize)?.clone();
            let cx = self.cx.get_mut(level)?;
            cx.locals.push(outer);
            let own = cx.locals.len() as u32 - 1;
            cx.scopes.first_mut()?.push(own);
            cx.captures.push((at, own));
            at = own;
        }
        Some(at)
    }

    pub fn local_at(&mut self, n: u32) -> Local {
        self.fx().locals.get(n as usize).cloned().unwrap_or(Local {
            name: "".into(),
            ty: Ty::Unknown,
            cell: false,
        })
    }

    pub fn lower(&mut self, ty: &TypeExpr) -> Ty {
        let lowered = self.p.lower_ty(ty, &self.scope);
        self.holes(&lowered)
    }

    /// Puts fresh variables where nothing was said.
    pub fn holes(&mut self, ty: &Ty) -> Ty {
        let infer = &mut self.infer;
        ty.map(&mut |t| matches!(t, Ty::Unknown).then(|| infer.fresh(Kind::Any)))
    }

    pub fn strip(&self, ty: &Ty) -> Ty {
        let mut at = self.infer.shallow(ty);
        while let Ty::Ref(_, inner) = &at {
            at = self.infer.shallow(inner);
        }
        at
    }

    /// Whether a value of this type is a single thing that copying needs nothing for.
    pub fn scalar(&self, ty: &Ty) -> bool {
        match self.infer.shallow(ty) {
            Ty::Int(_) | Ty::Float(_) | Ty::Bool | Ty::Char | Ty::Str | Ty::Fn(..) | Ty::Never => true,
            Ty::Ref(m, inner) => !m && self.scalar(&inner),
            Ty::Var(n) => self.infer.kind(&Ty::Var(n)) != Kind::Any,
            _ => false,
        }
    }

    /// Whether something happens when a value of this type goes.
    pub fn droppable(&self, ty: &Ty, depth: u32) -> bool {
        if depth > 4 {
            return false;
        }
        match self.infer.shallow(ty) {
            Ty::Adt(id, args) => {
                let Some(def) = self.p.types.get(id as usize) else {
                    return false;
                };
                def.drops.is_some()
                    || args.iter().any(|t| self.droppable(t, depth + 1))
                    || def
                        .variants
                        .iter()
                        .flat_map(|v| &v.fields)
                        .any(|(_, t)| self.droppable(t, depth + 1))
            }
            Ty::Tuple(args) => args.iter().any(|t| self.droppable(t, depth + 1)),
            Ty::Array(t) => self.droppable(&t, depth + 1),
            Ty::Fn(..) | Ty::Dyn(_) => true,
            _ => false,
        }
    }

    fn plain(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Int(_) | Ty::Float(_) | Ty::Bool | Ty::Char => true,
            Ty::Ref(_, t) => self.infer.shallow(t) == Ty::Str,
            Ty::Adt(id, args) => {
                args.is_empty()
                    && self
                        .p
                        .types
                        .get(*id as usize)
                        .is_some_and(|t| t.generics.is_empty() && (!t.library || &*t.name == "String"))
            }
            t => t.is_unit(),
        }
    }

    /// What is found where something is expected; two that plainly differ are an error.
    pub fn coerce(&mut self, found: &Ty, expected: &Ty, span: Span, due: Option<(Span, &str)>) {
        let (f, e) = (self.infer.shallow(found), self.infer.shallow(expected));
        if let (Ty::Ref(_, fi), Ty::Ref(_, ei)) = (&f, &e) {
            // A reference to something that derefs to what is wanted.
            let wanted = self.infer.shallow(ei);
            let mut at = self.infer.shallow(fi);
            for _ in 0..6 {
                let same = match (&at, &wanted) {
                    (Ty::Adt(x, _), Ty::Adt(y, _)) => x == y,
                    (Ty::Ref(..), _) => false,
                    (Ty::Adt(..), Ty::Str | Ty::Slice(_) | Ty::Int(_) | Ty::Float(_) | Ty::Bool | Ty::Char | Ty::Dyn(_)) => false,
                    _ => true,
                };
                if same {
                    break;
                }
                let Some(next) = self.deref_type(&at) else { break };
                at = next;
            }
            self.infer.unify(&at, &wanted);
            return;
        }
        if self.infer.unify(&f, &e) {
            return;
        }
        let (f, e) = (self.infer.known(&f), self.infer.known(&e));
        let numeric = |t: &Ty| matches!(t, Ty::Var(_)) && self.infer.kind(t) != Kind::Any;
        if !(self.plain(&f) || numeric(&f)) || !(self.plain(&e) || numeric(&e)) || self.library {
            return;
        }
        let shown = |t: &Ty| match t {
            Ty::Var(_) if self.infer.kind(t) == Kind::Int => "integer".to_string(),
            Ty::Var(_) => "floating-point number".to_string(),
            t => format!("`{}`", self.p.show(t)),
        };
        let label = format!("expected {}, found {}", shown(&e), shown(&f));
        let mut fault = Fault::new("E0308", "mismatched types", span, label);
        if let Some((at, words)) = due {
            fault.also.push((at, words.into()));
        }
        self.p.faults.push(fault);
    }

    /// What a smart pointer or container is when looked through.
    pub fn deref_type(&self, ty: &Ty) -> Option<Ty> {
        match self.infer.shallow(ty) {
            Ty::Ref(_, t) => Some(self.infer.shallow(&t)),
            Ty::Array(t) => Some(Ty::Slice(t)),
            Ty::Adt(id, args) => {
                let def = self.p.types.get(id as usize).filter(|t| t.library)?;
                match &*def.name {
                    "Box" | "Rc" | "Arc" | "Ref" | "RefMut" | "MutexGuard" | "RwLockReadGuard" | "RwLockWriteGuard"
                    | "LazyLock" => args.first().map(|t| self.infer.shallow(t)),
                    "Vec" => args.first().map(|t| Ty::Slice(Box::new(t.clone()))),
                    "String" => Some(Ty::Str),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn check_return(&mut self, found: &Ty, ret: &Ty, body: &Block, ast: &Function) {
        let f = self.infer.shallow(found);
        if body.value.is_none() && f.is_unit() && !self.library {
            let wanted = self.infer.known(ret);
            let ends = matches!(wanted, Ty::Unknown | Ty::Never | Ty::Var(_)) || wanted.is_unit();
            if let (false, Some(written)) = (ends, &ast.ret) {
                let label = format!("expected `{}`, found `()`", self.p.show(&wanted));
                let mut fault = Fault::new("E0308", "mismatched types", written.span, label);
                fault.also.push((
                    ast.span,
                    "implicitly returns `()` as its body has no tail or `return` expression".into(),
                ));
                if let Some(Stmt::Expr(last)) = body.stmts.last() {
                    let after = Span {
                        lo: last.span.hi,
                        hi: last.span.hi + 1,
                    };
                    fault
                        .also
                        .push((after, "- help: remove this semicolon to return this value".into()));
                }
                self.p.faults.push(fault);
            }
            return;
        }
        let span = body.value.as_ref().map_or(body.span, |v| v.span);
        let due = ast.ret.as_ref().map(|r| r.span);
        match due {
            Some(at) => {
                let shown = self.infer.known(ret);
                let words = format!("expected `{}` because of return type", self.p.show(&shown));
                self.coerce(found, ret, span, Some((at, &words)));
            }
            None => self.coerce(found, ret, span, None),
        }
    }
}
