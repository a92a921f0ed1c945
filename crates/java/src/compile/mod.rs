//! Trees to instructions, with types found on the way and mistakes told in javac's words.
//!
//! One pass: what an expression is and the code for it are found together. Leaves out definite assignment,
//! unreachable code and the bounds of type parameters, so some programs are taken that javac refuses.

mod calls;
mod classes;
mod expressions;
mod lambdas;
mod names;
mod operators;

mod statements;
mod switches;

pub(crate) use expressions::promoted;

use crate::ast::{
    Block, Case, Catch, EnumConstant, Expr, ExprKind, Init, Kind, Label, Lambda, LambdaBody, Mods, Name, Pattern, Stmt, StmtKind,
    Switch, Try, TypeDecl, TypeRef, Var,
};
use crate::code::{Code, Handler, LambdaCode, Op};
use crate::types::*;
use crate::world::World;
use std::collections::BTreeMap;
use std::rc::Rc;

pub(crate) struct Local {
    name: Name,
    ty: Type,
    slot: u16,
}

/// What a frame of the compiler stands in.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Boundary {
    Nothing,
    Lambda,
    /// A method of a class that is declared inside the frame below.
    Class(ClassId),
}

pub(crate) enum Cleanup {
    Finally(Rc<Try>),
    Monitor(u16),
}

pub(crate) struct Target {
    labels: Vec<Name>,
    brk: u32,
    cont: Option<u32>,
    cleanups: usize,
    /// A slot for the value of a switch expression.
    value: Option<(u16, Option<Type>)>,
}

pub(crate) type Line = (Op, u32, Option<Rc<str>>);

pub(crate) struct Ctx {
    class: ClassId,
    statik: bool,
    boundary: Boundary,
    vars: Vec<Name>,
    code: Vec<Line>,
    scopes: Vec<Vec<Local>>,
    locals: Vec<(Name, ClassId)>,
    slots: u16,
    labels: u32,
    /// Labels, until the code is settled.
    handlers: Vec<Handler>,
    targets: Vec<Target>,
    cleanups: Vec<Cleanup>,
    pending: Vec<Name>,
    /// `None` while a lambda's is found out.
    ret: Option<Type>,
    found: Vec<Type>,
    captures: Vec<(u16, u16)>,
    line: u32,
    /// What may be thrown here: what is declared or caught.
    thrown: Vec<Vec<Type>>,
    any_thrown: bool,
    yielded: Vec<Vec<Type>>,
    /// How many of the first slots, after the receiver, are parameters.
    params: u16,
    method: String,
}

pub(crate) struct Compiler<'w> {
    pub world: &'w mut World,
    pub ctxs: Vec<Ctx>,
    pub file: usize,
}

impl Ctx {
    fn new(class: ClassId, statik: bool, boundary: Boundary) -> Ctx {
        Ctx {
            class,
            statik,
            boundary,
            vars: vec![],
            code: vec![],
            scopes: vec![vec![]],
            locals: vec![],
            slots: u16::from(!statik),
            labels: 0,
            handlers: vec![],
            targets: vec![],
            cleanups: vec![],
            pending: vec![],
            ret: Some(Type::Void),
            found: vec![],
            captures: vec![],
            line: 0,
            thrown: vec![],
            any_thrown: false,
            yielded: vec![],
            params: 0,
            method: String::new(),
        }
    }
}

/// Settles labels into places.
fn settle(lines: Vec<Line>, handlers: Vec<Handler>, slots: u16, widen: Vec<Option<Prim>>) -> Code {
    let mut places = BTreeMap::new();
    let mut at = 0u32;
    for (op, ..) in &lines {
        match op {
            Op::Label(n) => {
                places.insert(*n, at);
            }
            _ => at += 1,
        }
    }
    let place = |n: &u32| places.get(n).copied().unwrap_or(at);
    let mut code = Code {
        slots,
        widen,
        ..Code::default()
    };
    for (op, line, null) in lines {
        let op = match op {
            Op::Label(_) => continue,
            Op::Jump(n) => Op::Jump(place(&n)),
            Op::JumpIf(n) => Op::JumpIf(place(&n)),
            Op::JumpUnless(n) => Op::JumpUnless(place(&n)),
            Op::JumpNull(n) => Op::JumpNull(place(&n)),
            other => other,
        };
        if let Some(words) = null {
            code.nulls.insert(code.ops.len() as u32, words);
        }
        code.ops.push(op);
        code.lines.push(line);
    }
    code.handlers = handlers
        .iter()
        .map(|h| Handler {
            from: place(&h.from),
            to: place(&h.to),
            target: place(&h.target),
            class: h.class,
        })
        .collect();
    code
}

impl World {
    /// The code of a method, made now if it wasn't.
    pub fn code(&mut self, id: MethodId) -> Option<Rc<Code>> {
        if self.method(id).code.is_none() {
            let file = self.class(self.method(id).class).source;
            let mut compiler = Compiler {
                world: self,
                ctxs: vec![],
                file,
            };
            compiler.method(id, Boundary::Nothing);
        }
        self.method(id).code.clone()
    }

    /// Compiles all classes of a source; mistakes are in `errors` then.
    pub fn check(&mut self, source: usize) {
        let types = self.sources.get(source).map_or(vec![], |s| s.types.clone());
        crate::check::imports(self, source);
        for id in types {
            self.check_class(id, source);
        }
    }

    fn check_class(&mut self, id: ClassId, file: usize) {
        let mut compiler = Compiler {
            world: self,
            ctxs: vec![],
            file,
        };
        compiler.class(id, Boundary::Nothing);
        let name = self.class(id).name.clone();
        for inner in self.class(id).decl.types.clone() {
            if let Some(inner) = self.by_name.get(format!("{name}.{}", inner.name).as_str()).copied() {
                self.check_class(inner, file);
            }
        }
    }
}

impl Compiler<'_> {
    fn ctx(&mut self) -> &mut Ctx {
        if self.ctxs.is_empty() {
            self.ctxs.push(Ctx::new(0, true, Boundary::Nothing));
        }
        let last = self.ctxs.len() - 1;
        &mut self.ctxs[last]
    }

    fn class_id(&mut self) -> ClassId {
        self.ctx().class
    }

    fn emit(&mut self, op: Op) {
        let ctx = self.ctx();
        let line = ctx.line;
        ctx.code.push((op, line, None));
    }

    /// An instruction that says something if it finds null.
    fn emit_null(&mut self, op: Op, words: Option<String>) {
        let ctx = self.ctx();
        let line = ctx.line;
        ctx.code.push((op, line, words.map(Into::into)));
    }

    fn text(&mut self, text: &str) {
        let n = self.world.string_constant(text);
        self.emit(Op::Text(n));
    }

    fn label(&mut self) -> u32 {
        let ctx = self.ctx();
        ctx.labels += 1;
        ctx.labels
    }

    fn mark(&mut self, label: u32) {
        self.emit(Op::Label(label));
    }

    fn at(&mut self, at: u32) {
        let line = self.world.sources.get(self.file).map_or(0, |s| s.line(at));
        self.ctx().line = line;
    }

    fn slot(&mut self) -> u16 {
        let ctx = self.ctx();
        let slot = ctx.slots;
        ctx.slots = ctx.slots.saturating_add(1);
        slot
    }

    fn local(&mut self, name: &Name, ty: Type) -> u16 {
        let slot = self.slot();
        let local = Local {
            name: name.clone(),
            ty,
            slot,
        };
        if let Some(scope) = self.ctx().scopes.last_mut() {
            scope.push(local);
        }
        slot
    }

    fn error(&mut self, at: u32, message: impl Into<String>) {
        let file = self.file;
        self.world.error(file, at, message);
    }

    fn beyond(&mut self, at: u32, what: impl Into<String>) {
        let file = self.file;
        self.world.beyond(file, at, what);
    }

    fn type_of(&mut self, ty: &TypeRef) -> Type {
        let ctx = self.ctx();
        let (class, vars) = (ctx.class, ctx.vars.clone());
        // Local classes are seen from the frames they are declared in.
        if ty.dims == 0 || !ty.name.contains('.') {
            let found = self
                .ctxs
                .iter()
                .rev()
                .flat_map(|c| c.locals.iter().rev())
                .find(|(n, _)| *n == ty.name)
                .map(|(_, id)| *id);
            if let Some(id) = found {
                let args: Vec<Type> = ty.args.iter().map(|a| self.type_of(a)).collect();
                let mut out = Type::Class(id, args.into());
                for _ in 0..ty.dims {
                    out = out.array();
                }
                return out;
            }
        }
        let outer: Vec<Name> = self.ctxs.iter().flat_map(|c| c.vars.iter().cloned()).chain(vars).collect();
        self.world.resolve(class, &outer, ty)
    }

    fn boxed(&mut self, prim: Prim) -> Type {
        Type::class(self.world.known(prim.boxed()))
    }

    /// The primitive type that a type is or unboxes to.
    fn unboxed(&self, ty: &Type) -> Option<Prim> {
        match ty {
            Type::Prim(p) => Some(*p),
            Type::Class(id, _) => Prim::unboxed(&self.world.class(*id).name),
            _ => None,
        }
    }

    fn is_string(&self, ty: &Type) -> bool {
        matches!(ty, Type::Class(id, _) if *id == self.world.string)
    }

    /// Whether a value may be assigned (JLS 5.2, constants apart).
    pub(crate) fn assignable(&mut self, from: &Type, to: &Type) -> bool {
        match (from, to) {
            (_, Type::Unknown) | (Type::Unknown, _) => true,
            (Type::Var(_), Type::Prim(_)) => true,
            (Type::Prim(a), Type::Prim(b)) => a.widens(*b),
            (Type::Void, _) | (_, Type::Void) => false,
            (Type::Null, other) => !matches!(other, Type::Prim(_)),
            (Type::Prim(p), Type::Class(id, _)) => {
                let boxed = self.world.known(p.boxed());
                self.world.is_subclass(boxed, *id)
            }
            (Type::Class(..), Type::Prim(p)) => self.unboxed(from).is_some_and(|u| u.widens(*p)),
            (Type::Class(a, x), Type::Class(b, y)) => {
                if a == b {
                    return self.same_args(x, y);
                }
                let up = self
                    .world
                    .supers(from)
                    .into_iter()
                    .find(|t| matches!(t, Type::Class(id, _) if id == b));
                match up {
                    Some(Type::Class(_, x)) => self.same_args(&x, y),
                    _ => *b == 0,
                }
            }
            (Type::Array(a), Type::Array(b)) => match (&**a, &**b) {
                (Type::Prim(x), Type::Prim(y)) => x == y,
                (Type::Prim(_), other) | (other, Type::Prim(_)) => other.is_loose(),
                (a, b) => self.assignable(a, b),
            },
            (Type::Array(_), Type::Class(id, _)) => {
                *id == 0 || matches!(&*self.world.class(*id).name, "java.lang.Cloneable" | "java.io.Serializable")
            }
            (Type::Var(_), _) | (_, Type::Var(_)) => true,
            _ => false,
        }
    }

    /// Arguments of types: told apart only where both are known classes without wildcards, since those are not kept.
    fn same_args(&mut self, from: &[Type], to: &[Type]) -> bool {
        from.iter().zip(to).all(|(a, b)| match (a, b) {
            (Type::Class(x, _), Type::Class(y, _)) => x == y || self.world.is_subclass(*x, *y) || self.world.is_subclass(*y, *x),
            _ => true,
        })
    }

    fn mismatch(&mut self, from: &Type, to: &Type) -> String {
        if let (Type::Prim(a), Type::Prim(b)) = (from, to)
            && a.numeric()
            && b.numeric()
        {
            return format!(
                "incompatible types: possible lossy conversion from {} to {}",
                a.text(),
                b.text()
            );
        }
        format!(
            "incompatible types: {} cannot be converted to {}",
            self.world.show(from),
            self.world.show(to)
        )
    }

    /// Makes what is on the stack fit a type, or says that it doesn't.
    fn convert(&mut self, from: &Type, to: &Type, expr: Option<&Expr>, at: u32) {
        if !self.assignable(from, to) {
            // A constant that fits is narrowed (JLS 5.2).
            let fits = expr.and_then(constant).is_some_and(|v| match self.unboxed(to) {
                Some(Prim::Byte) => i8::try_from(v).is_ok(),
                Some(Prim::Short) => i16::try_from(v).is_ok(),
                Some(Prim::Char) => u16::try_from(v).is_ok(),
                _ => false,
            }) && matches!(from, Type::Prim(Prim::Int | Prim::Short | Prim::Char | Prim::Byte));
            if !fits {
                if *from == Type::Void {
                    let name = if *to == Type::Void {
                        "'void' type not allowed here".into()
                    } else {
                        self.mismatch(from, to)
                    };
                    self.error(at, name);
                    return;
                }
                let message = self.mismatch(from, to);
                self.error(at, message);
                return;
            }
            if let Some(prim) = self.unboxed(to) {
                self.emit(Op::To(prim));
            }
            return;
        }
        if let Type::Prim(to) = to
            && from.prim() != Some(*to)
        {
            self.emit(Op::To(*to));
        }
    }

    /// Runs what emits into a code of its own.
    fn apart<T>(&mut self, inner: impl FnOnce(&mut Self) -> T) -> (T, Vec<Line>) {
        let before = std::mem::take(&mut self.ctx().code);
        let out = inner(self);
        let made = std::mem::replace(&mut self.ctx().code, before);
        (out, made)
    }

    fn splice(&mut self, code: Vec<Line>) {
        self.ctx().code.extend(code);
    }
}

/// The value of a constant expression of whole numbers.
pub(crate) fn constant(expr: &Expr) -> Option<i64> {
    Some(match &expr.kind {
        ExprKind::Int(v) => i64::from(*v),
        ExprKind::Char(v) => i64::from(*v),
        ExprKind::Neg(inner) => -constant(inner)?,
        ExprKind::Plus(inner) => constant(inner)?,
        ExprKind::Binary(op, a, b) => {
            let (a, b) = (constant(a)?, constant(b)?);
            i64::from(match op {
                Op2::Add => a.wrapping_add(b) as i32,
                Op2::Sub => a.wrapping_sub(b) as i32,
                Op2::Mul => a.wrapping_mul(b) as i32,
                _ => return None,
            })
        }
        _ => return None,
    })
}

use crate::ast::Op as Op2;

impl World {
    /// Makes the code of a class's static initialiser.
    pub fn make_static_init(&mut self, class: ClassId) {
        let file = self.class(class).source;
        let mut compiler = Compiler {
            world: self,
            ctxs: vec![],
            file,
        };
        compiler.static_init(class, Boundary::Nothing);
    }
}
