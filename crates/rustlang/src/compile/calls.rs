//! Calls of functions, constructors and methods, and paths as values.

use super::{Compiler, Res};
use crate::ast::*;
use crate::code::Op;
use crate::program::*;
use crate::types::{Kind, Ty};
use crate::value::Value;

/// What a path leads to, where a value stands.
enum Target {
    Fn(u32, Option<Ty>),
    Ctor(u32, Option<u32>, Option<Ty>),
    Const(u32),
    /// A function of a trait, found by what it is called with, or by what is expected of it.
    Trait(u32, Name),
    /// `into`, `default` and the like of a type: the machine's own, told the type.
    Made(&'static str, Ty),
}

impl Compiler<'_> {
    fn associated(&self, ty: &Ty, name: &str) -> Option<u32> {
        let mut at = self.infer.shallow(ty);
        for _ in 0..3 {
            if let Some(m) = self.p.keys(&at).iter().find_map(|k| self.p.find_method(*k, name, None)) {
                return Some(m.function);
            }
            at = match self.deref_type(&at) {
                Some(next) => next,
                None => break,
            };
        }
        self.p.find_method(key::ANY, name, None).map(|m| m.function)
    }

    fn target(&mut self, path: &Path) -> Res<Option<Target>> {
        let Some(last) = path.segments.last() else { return Ok(None) };
        let names: Vec<Name> = path.segments.iter().map(|s| s.name.clone()).collect();
        let mut of = None;
        if let Some(ty) = &path.of {
            of = Some(self.lower(ty));
        } else if names.first().is_some_and(|n| &**n == "Self") && names.len() > 1 {
            of = self.scope.self_ty.clone();
            if let (Some(Ty::Adt(id, _)), Some(v)) = (&of, names.get(1))
                && let Some(v) = self.p.variant(*id, v)
            {
                return Ok(Some(Target::Ctor(*id, Some(v), of.clone())));
            }
        } else if names.len() == 2 && self.scope.params.contains(&names[0]) {
            return Err(Fault::beyond(
                format!("{}::{} of a type parameter", names[0], names[1]),
                path.span,
            ));
        }
        if of.is_none() {
            if let Some((id, variant, ty)) = self.constructor(path)? {
                return Ok(Some(Target::Ctor(id, variant, ty)));
            }
            let names: Vec<&str> = names.iter().map(|n| &**n).collect();
            let Some((def, n)) = self.p.walk(self.module(), &names, true) else {
                return Ok(None);
            };
            let whole = n == names.len();
            match def {
                Def::Fn(id) if whole => return Ok(Some(Target::Fn(id, None))),
                Def::Const(id) if whole => return Ok(Some(Target::Const(id))),
                Def::Trait(id) if n + 1 == names.len() => return Ok(Some(Target::Trait(id, last.name.clone()))),
                Def::Type(_) | Def::Prim(_) | Def::Alias(_) if n + 1 == names.len() => {
                    let segments = path.segments[..n].to_vec();
                    let ty = TypeExpr {
                        kind: TypeKind::Path(Path {
                            of: None,
                            segments,
                            span: path.span,
                        }),
                        span: path.span,
                    };
                    of = Some(self.lower(&ty));
                }
                _ => return Ok(None),
            }
        }
        let Some(of) = of else { return Ok(None) };
        let key = self.p.keys(&of).first().copied().unwrap_or(key::ANY);
        if let Some(id) = self.p.assoc_consts.get(&(key, last.name.clone())) {
            return Ok(Some(Target::Const(*id)));
        }
        let user = matches!(&of, Ty::Adt(id, _) if !self.p.types.get(*id as usize).is_some_and(|t| t.library));
        let own = self.p.find_method(key, &last.name, None).is_some();
        match &*last.name {
            "from" if !own || user => return Ok(Some(Target::Made("into", of))),
            "default" if !own => return Ok(Some(Target::Made("__default", of))),
            "from_str" if !own => return Ok(Some(Target::Made("parse", of))),
            "try_from" if !own => return Ok(Some(Target::Made("try_into", of))),
            "from_iter" if !own => return Ok(Some(Target::Made("collect", of))),
            _ => {}
        }
        // Numbers' own constants.
        if let Ty::Int(t) = &of {
            let n = match &*last.name {
                "MAX" => Some(t.highest()),
                "MIN" => Some(t.lowest()),
                "BITS" => return Ok(Some(Target::Made("BITS", of))),
                _ => None,
            };
            if n.is_some() {
                return Ok(Some(Target::Made(if &*last.name == "MAX" { "MAX" } else { "MIN" }, of)));
            }
        }
        if let (Ty::Float(_), name @ ("MAX" | "MIN" | "INFINITY" | "NEG_INFINITY" | "NAN" | "EPSILON")) = (&of, &*last.name) {
            let name = ["MAX", "MIN", "INFINITY", "NEG_INFINITY", "NAN", "EPSILON"]
                .into_iter()
                .find(|n| *n == name)
                .unwrap_or("NAN");
            return Ok(Some(Target::Made(name, of)));
        }
        Ok(self.associated(&of, &last.name).map(|f| Target::Fn(f, Some(of))))
    }

    fn unresolved_call(&mut self, path: &Path, value: bool) -> Fault {
        self.unresolved(path, value)
    }

    /// A path that is no local, as a value.
    pub fn path_value(&mut self, path: &Path, expect: &Ty) -> Res<Ty> {
        let Some(target) = self.target(path)? else {
            return Err(self.unresolved_call(path, true));
        };
        self.at(path.span);
        match target {
            Target::Const(id) => {
                self.emit(Op::GetStatic(id));
                self.emit(Op::Copy);
                let ty = self.p.consts.get(id as usize).map_or(Ty::Unknown, |c| c.ty.clone());
                Ok(self.holes(&ty))
            }
            Target::Fn(id, own) => {
                self.push(Value::Fn(id));
                let (params, ret) = self.signature(id, own.as_ref(), path.segments.last());
                Ok(Ty::Fn(params, Box::new(ret)))
            }
            Target::Ctor(id, variant, own) => {
                let own = match own {
                    Some(t) => self.holes(&t),
                    None => self.adt_fresh(id),
                };
                let Ty::Adt(_, args) = &own else { return Ok(Ty::Unknown) };
                let Some(def) = self.p.types.get(id as usize) else {
                    return Ok(Ty::Unknown);
                };
                let Some(v) = def.variants.get(variant.unwrap_or(0) as usize) else {
                    return Ok(Ty::Unknown);
                };
                if v.shape == 0 {
                    self.make_unit_variant(id, variant);
                    if let Ty::Adt(other, _) = self.infer.shallow(expect)
                        && other == id
                    {
                        self.infer.unify(&own, expect);
                    }
                    return Ok(own);
                }
                if v.shape == 2 && !self.library {
                    let name = path.segments.last().map_or("".into(), |s| s.name.clone());
                    return Err(Fault::new(
                        "E0533",
                        format!("expected value, found struct variant `{name}`"),
                        path.span,
                        "not a value",
                    ));
                }
                let generics = def.generics.clone();
                let params = v.fields.iter().map(|(_, t)| Self::substitute(t, &generics, args)).collect();
                self.push(Value::Ctor(id, variant));
                Ok(Ty::Fn(params, Box::new(own)))
            }
            Target::Made("MAX" | "MIN", Ty::Int(t)) => {
                let n = if path.segments.last().is_some_and(|s| &*s.name == "MAX") {
                    t.highest()
                } else {
                    t.lowest()
                };
                self.push(Value::Int(t, n));
                Ok(Ty::Int(t))
            }
            Target::Made("BITS", Ty::Int(t)) => {
                self.push(Value::Int(crate::types::IntTy::U32, t.bits().into()));
                Ok(Ty::Int(crate::types::IntTy::U32))
            }
            Target::Made(name, Ty::Float(small)) if name.chars().all(|c| c.is_uppercase() || c == '_') => {
                let x = match name {
                    "MAX" => {
                        if small {
                            f64::from(f32::MAX)
                        } else {
                            f64::MAX
                        }
                    }
                    "MIN" => {
                        if small {
                            f64::from(f32::MIN)
                        } else {
                            f64::MIN
                        }
                    }
                    "INFINITY" => f64::INFINITY,
                    "NEG_INFINITY" => f64::NEG_INFINITY,
                    "EPSILON" => {
                        if small {
                            f64::from(f32::EPSILON)
                        } else {
                            f64::EPSILON
                        }
                    }
                    _ => f64::NAN,
                };
                self.push(if small { Value::F32(x as f32) } else { Value::Float(x) });
                Ok(Ty::Float(small))
            }
            Target::Made("into", ty) => {
                // A function of one argument that makes such a type: a closure that says so.
                let name: Name = "__from".into();
                let segment = Segment {
                    name: name.clone(),
                    span: path.span,
                    args: Vec::new(),
                    bindings: Vec::new(),
                };
                let inner = Path {
                    of: None,
                    segments: vec![segment],
                    span: path.span,
                };
                let arg = Expr {
                    kind: Box::new(ExprKind::Path(inner)),
                    span: path.span,
                };
                let body = Expr {
                    kind: Box::new(ExprKind::Call(
                        Expr {
                            kind: Box::new(ExprKind::Path(path.clone())),
                            span: path.span,
                        },
                        vec![arg],
                    )),
                    span: path.span,
                };
                let pattern = Pattern {
                    kind: PatternKind::Bind {
                        name,
                        by_ref: false,
                        mutable: false,
                        sub: None,
                    },
                    span: path.span,
                };
                let closure = Closure {
                    moves: false,
                    params: vec![(pattern, None)],
                    ret: None,
                    body,
                };
                let _ = ty;
                self.closure(&std::rc::Rc::new(closure), expect)
            }
            Target::Trait(_, name)
                if matches!(
                    &*name,
                    "to_string" | "to_owned" | "clone" | "into" | "len" | "trim" | "to_uppercase"
                ) =>
            {
                let found = self.p.find_method(key::ANY, &name, None).map(|m| m.function);
                let Some(id) = found else {
                    return Err(Fault::beyond("this path", path.span));
                };
                self.push(Value::Fn(id));
                let (params, ret) = self.signature(id, None, None);
                Ok(Ty::Fn(params, Box::new(ret)))
            }
            _ => Err(Fault::beyond("this path as a value", path.span)),
        }
    }

    /// Parameters and result of a function with fresh variables for what it is generic over.
    fn signature(&mut self, id: u32, own: Option<&Ty>, segment: Option<&Segment>) -> (Vec<Ty>, Ty) {
        let Some(def) = self.p.fns.get(id as usize) else {
            return (Vec::new(), Ty::Unknown);
        };
        let mut generics = def.generics.clone();
        let (self_ty, params, ret) = (def.self_ty.clone(), def.params.clone(), def.ret.clone());
        let own_generics = def.ast.generics.params.len();
        let mut fresh: Vec<Ty> = generics.iter().map(|_| self.infer.fresh(Kind::Any)).collect();
        if let Some(segment) = segment {
            let first = generics.len() - own_generics.min(generics.len());
            for (n, arg) in segment.args.iter().enumerate() {
                let ty = self.lower(arg);
                if let Some(place) = fresh.get_mut(first + n) {
                    *place = ty;
                }
            }
        }
        generics.push("Self".into());
        fresh.push(own.cloned().unwrap_or(Ty::Unknown));
        if let (Some(self_ty), Some(own)) = (self_ty, own)
            && !matches!(self_ty, Ty::Param(_))
        {
            let self_ty = Self::substitute(&self_ty, &generics, &fresh);
            self.infer.unify(&self_ty, own);
        }
        let instantiate = |c: &mut Self, t: &Ty| {
            let t = Self::substitute(t, &generics, &fresh);
            c.holes(&t)
        };
        let params = params.iter().map(|t| instantiate(self, t)).collect();
        let ret = instantiate(self, &ret);
        (params, ret)
    }

    fn arguments(&mut self, args: &[Expr], params: &[Ty]) -> Res<()> {
        for (n, arg) in args.iter().enumerate() {
            let want = params.get(n).cloned().unwrap_or(Ty::Unknown);
            let found = self.expr(arg, &want)?;
            self.coerce(&found, &want, arg.span, None);
        }
        Ok(())
    }

    pub fn call(&mut self, f: &Expr, args: &[Expr], expect: &Ty, span: Span) -> Res<Ty> {
        let ExprKind::Path(path) = &*f.kind else {
            return self.call_value(f, args, span);
        };
        if path.segments.len() == 1
            && path.of.is_none()
            && let Some(first) = path.segments.first()
            && self.local(&first.name.clone()).is_some()
        {
            return self.call_value(f, args, span);
        }
        let Some(target) = self.target(path)? else {
            return Err(self.unresolved_call(path, false));
        };
        match target {
            Target::Fn(id, own) => {
                let (params, ret) = self.signature(id, own.as_ref(), path.segments.last());
                if params.len() != args.len() && !self.library {
                    let s = |n: usize| if n == 1 { "" } else { "s" };
                    let words = format!(
                        "this function takes {} argument{} but {} argument{} {} supplied",
                        params.len(),
                        s(params.len()),
                        args.len(),
                        s(args.len()),
                        if args.len() == 1 { "was" } else { "were" }
                    );
                    let mut fault = Fault::new("E0061", words, path.span, "");
                    if let Some(def) = self.p.fns.get(id as usize).filter(|f| !f.library) {
                        fault.notes.push(format!("note: function defined here: `{}`", def.name));
                    }
                    return Err(fault);
                }
                self.infer_result(&ret, expect);
                self.arguments(args, &params)?;
                self.at(span);
                let hint = self.hint(ret.clone());
                self.emit(Op::Call(id, args.len() as u16, hint));
                Ok(ret)
            }
            Target::Ctor(id, variant, own) => {
                let own = match own {
                    Some(t) => self.holes(&t),
                    None => self.adt_fresh(id),
                };
                if let Ty::Adt(other, _) = self.infer.shallow(expect)
                    && other == id
                {
                    self.infer.unify(&own, expect);
                }
                let Ty::Adt(_, type_args) = &own else { return Ok(Ty::Unknown) };
                let Some(def) = self.p.types.get(id as usize) else {
                    return Ok(Ty::Unknown);
                };
                let generics = def.generics.clone();
                let fields = def
                    .variants
                    .get(variant.unwrap_or(0) as usize)
                    .map(|v| v.fields.clone())
                    .unwrap_or_default();
                if fields.len() != args.len() && !self.library {
                    let words = format!(
                        "this {} takes {} arguments but {} were supplied",
                        if variant.is_some() { "enum variant" } else { "struct" },
                        fields.len(),
                        args.len()
                    );
                    return Err(Fault::new("E0061", words, path.span, ""));
                }
                let params: Vec<Ty> = fields
                    .iter()
                    .map(|(_, t)| Self::substitute(t, &generics, type_args))
                    .collect();
                self.arguments(args, &params)?;
                self.at(span);
                self.emit(match variant {
                    Some(v) => Op::MakeVariant(id, v, args.len() as u16),
                    None => Op::MakeStruct(id, args.len() as u16),
                });
                Ok(own)
            }
            Target::Made(name, ty) => {
                self.arguments(args, &[])?;
                self.at(span);
                if args.is_empty() {
                    self.unit();
                }
                let result = match name {
                    "parse" | "try_into" => {
                        let error = self.fresh();
                        self.p.adt("Result", vec![ty.clone(), error])
                    }
                    _ => ty.clone(),
                };
                let sym = self.p.sym(name);
                let hint = self.hint(result.clone());
                self.emit(Op::CallMethod(sym, 1, hint));
                Ok(result)
            }
            Target::Trait(id, name) => {
                let Some(function) = self.p.traits.get(id as usize).and_then(|t| t.methods.get(&name)).copied() else {
                    return Err(self.unresolved_call(path, false));
                };
                let (_, ret) = self.signature(function, None, path.segments.last());
                if args.is_empty() || self.p.fns.get(function as usize).is_some_and(|f| f.ast.receiver.is_none()) {
                    if &*name != "default" && &*name != "from" {
                        return Err(Fault::beyond(
                            format!(
                                "{}::{name} without a type",
                                self.p.traits.get(id as usize).map_or("", |t| &t.name)
                            ),
                            path.span,
                        ));
                    }
                    self.arguments(args, &[])?;
                    if args.is_empty() {
                        self.unit();
                    }
                    let sym = self.p.sym(if &*name == "from" { "into" } else { "__default" });
                    let hint = self.hint(expect.clone());
                    self.emit(Op::CallMethod(sym, 1, hint));
                    return Ok(expect.clone());
                }
                for arg in args {
                    if self.is_place(arg) {
                        self.place(arg)?
                    } else {
                        self.expr(arg, &Ty::Unknown)?
                    };
                }
                self.at(span);
                let sym = self.p.sym(&name);
                let hint = self.hint(ret.clone());
                self.emit(Op::CallTrait(id, sym, args.len() as u16, hint));
                Ok(ret)
            }
            Target::Const(_) => self.call_value(f, args, span),
        }
    }

    /// What is expected of a result helps to know arguments, but forbids nothing.
    fn infer_result(&mut self, ret: &Ty, expect: &Ty) {
        let (r, e) = (self.infer.shallow(ret), self.infer.shallow(expect));
        if let (Ty::Adt(x, _), Ty::Adt(y, _)) = (&r, &e)
            && x == y
            && !self.p.is_adt(&e, "Box")
        {
            self.infer.unify(&r, &e);
        } else if matches!(r, Ty::Var(_)) && !matches!(e, Ty::Unknown | Ty::Never) {
            self.infer.unify(&r, &e);
        }
    }

    fn call_value(&mut self, f: &Expr, args: &[Expr], span: Span) -> Res<Ty> {
        let ty = if self.is_place(f) {
            // `FnOnce` in a box is taken; a name that is called stays.
            self.place(f)?
        } else {
            self.expr(f, &Ty::Unknown)?
        };
        let mut ty = self.strip(&ty);
        while !matches!(ty, Ty::Fn(..)) {
            match self.deref_type(&ty) {
                Some(next) => ty = self.strip(&next),
                None => break,
            }
        }
        let (params, ret) = match &ty {
            Ty::Fn(params, ret) => (params.clone(), self.infer.shallow(ret)),
            Ty::Var(_) => {
                let ret = self.fresh();
                (Vec::new(), ret)
            }
            _ => (Vec::new(), Ty::Unknown),
        };
        self.arguments(args, &params)?;
        self.at(span);
        self.emit(Op::CallValue(args.len() as u16));
        Ok(if ret == Ty::Unknown { self.fresh() } else { ret })
    }

    /// The function that a method's name leads to, and the type it belongs to.
    fn find_for(&mut self, of: &Ty, name: &str) -> (Option<(u32, Ty)>, bool) {
        let mut at = self.infer.shallow(of);
        let mut sure = true;
        for _ in 0..8 {
            match &at {
                Ty::Var(n) => match self.infer.kind(&Ty::Var(*n)) {
                    Kind::Int => {
                        if let Some(m) = self
                            .p
                            .find_method(key::INT, name, None)
                            .or_else(|| self.p.find_method(int_key(crate::types::IntTy::I32), name, None))
                        {
                            return (Some((m.function, at)), true);
                        }
                    }
                    Kind::Float => {
                        if let Some(m) = self.p.find_method(key::FLOAT, name, None) {
                            return (Some((m.function, at)), true);
                        }
                    }
                    Kind::Any => sure = false,
                },
                Ty::Unknown | Ty::Never => sure = false,
                Ty::Dyn(id) => {
                    if let Some(f) = self.trait_method(*id, name, 0) {
                        return (Some((f, at)), true);
                    }
                    sure = false;
                }
                Ty::Param(param) => {
                    for (of, bounds) in self.scope.bounds.clone() {
                        let same = matches!(&of.kind, TypeKind::Path(p) if p.segments.len() == 1 && p.segments[0].name == *param);
                        for path in bounds.iter().filter(|_| same) {
                            if let Some(Def::Trait(id)) = self.p.resolve_type_path(path, &self.scope)
                                && let Some(f) = self.trait_method(id, name, 0)
                            {
                                return (Some((f, at)), true);
                            }
                        }
                    }
                    sure = false;
                }
                _ => {
                    if let Some(m) = self.p.keys(&at).iter().find_map(|k| self.p.find_method(*k, name, None)) {
                        return (Some((m.function, at)), true);
                    }
                    if let Some(item) = self.iterator_item(&at) {
                        let iter = self.p.adt("Iter", vec![item]);
                        if let Some(m) = self.p.keys(&iter).iter().find_map(|k| self.p.find_method(*k, name, None)) {
                            return (Some((m.function, iter)), true);
                        }
                    }
                    if matches!(&at, Ty::Adt(id, _) if self.p.find_method(*id, "deref", None).is_some()) {
                        sure = false;
                    }
                }
            }
            match self.deref_type(&at) {
                Some(next) => at = next,
                None => break,
            }
        }
        let stripped = self.strip(of);
        (self.p.find_method(key::ANY, name, None).map(|m| (m.function, stripped)), sure)
    }

    fn trait_method(&self, id: u32, name: &str, depth: u32) -> Option<u32> {
        let def = self.p.traits.get(id as usize)?;
        if let Some(f) = def.methods.get(name) {
            return Some(*f);
        }
        if depth > 6 {
            return None;
        }
        def.parents.iter().find_map(|path| {
            let names: Vec<&str> = path.segments.iter().map(|s| &*s.name).collect();
            match self.p.walk(def.module, &names, false) {
                Some((Def::Trait(parent), _)) => self.trait_method(parent, name, depth + 1),
                _ => None,
            }
        })
    }

    pub fn method(&mut self, of: &Expr, name: &Segment, args: &[Expr], expect: &Ty, span: Span) -> Res<Ty> {
        // What the receiver is decides how it is taken, so its instructions come first either way.
        let start = self.here() as usize;
        let place = self.is_place(of);
        let ty = if place {
            self.place(of)?
        } else {
            self.expr(of, &Ty::Unknown)?
        };
        let (found, sure) = self.find_for(&ty, &name.name);
        let Some((id, level)) = found else {
            // A field that is a function needs brackets around it; anything else is not there.
            let known = self.infer.known(&ty);
            let stripped = self.strip(&known);
            let sym = self.p.sym(&name.name);
            if sure && !self.library {
                return Err(self.no_method(&stripped, &known, name));
            }
            if !self.p.method_names.contains(&name.name) {
                return Err(Fault::beyond(format!("the method {}", name.name), name.span));
            }
            self.arguments(args, &[])?;
            self.at(name.span);
            let ret = self.fresh();
            self.infer_result(&ret, expect);
            let hint = self.hint(ret.clone());
            self.emit(Op::CallMethod(sym, args.len() as u16 + 1, hint));
            return Ok(ret);
        };
        let by_value = self
            .p
            .fns
            .get(id as usize)
            .is_some_and(|f| !matches!(f.params.first(), Some(Ty::Ref(..))));
        if by_value && place {
            if self.droppable(&ty, 0) {
                // Taken: nothing stays behind.
                let at = self.code().ops.len() - 1;
                if at + 1 >= start
                    && let Some(op) = self.code().ops.get_mut(at)
                {
                    match *op {
                        Op::Get(n) if at == start => *op = Op::Move(n),
                        Op::GetCell(n) if at == start => *op = Op::TakeCell(n),
                        _ => {}
                    }
                }
            } else if !self.scalar(&ty) {
                self.emit(Op::Copy);
            }
        }
        let (params, ret) = self.signature(id, Some(&level), Some(name));
        if params.len() != args.len() + 1 && !self.library {
            let s = |n: usize| if n == 1 { "" } else { "s" };
            let words = format!(
                "this method takes {} argument{} but {} argument{} {} supplied",
                params.len().saturating_sub(1),
                s(params.len().saturating_sub(1)),
                args.len(),
                s(args.len()),
                if args.len() == 1 { "was" } else { "were" }
            );
            return Err(Fault::new("E0061", words, name.span, ""));
        }
        if matches!(
            &*name.name,
            "into"
                | "parse"
                | "collect"
                | "sum"
                | "product"
                | "unwrap"
                | "expect"
                | "unwrap_or"
                | "unwrap_or_default"
                | "try_into"
                | "unwrap_or_else"
        ) {
            self.infer_result(&ret, expect);
        }
        self.arguments(args, params.get(1..).unwrap_or_default())?;
        self.at(name.span);
        let sym = self.p.sym(&name.name);
        let hint = self.hint(ret.clone());
        self.emit(Op::CallMethod(sym, args.len() as u16 + 1, hint));
        self.at(span);
        Ok(ret)
    }

    fn no_method(&mut self, stripped: &Ty, known: &Ty, name: &Segment) -> Fault {
        let user = match stripped {
            Ty::Adt(id, _) => self.p.types.get(*id as usize).filter(|t| !t.library),
            _ => None,
        };
        let Some(def) = user else {
            return Fault::beyond(format!("the method {} of {}", name.name, self.p.show(stripped)), name.span);
        };
        let kind = if def.is_enum { "enum" } else { "struct" };
        let shown = self.p.show(stripped);
        let words = format!(
            "no method named `{}` found for {kind} `{shown}` in the current scope",
            name.name
        );
        let words = match known {
            Ty::Ref(..) => format!(
                "no method named `{}` found for reference `{}` in the current scope",
                name.name,
                self.p.show(known)
            ),
            _ => words,
        };
        let mut fault = Fault::new(
            "E0599",
            words,
            name.span,
            format!("method not found in `{}`", self.p.show(known)),
        );
        let head = Span {
            lo: def.span.lo,
            hi: def.span.hi,
        };
        fault
            .also
            .push((head, format!("method `{}` not found for this {kind}", name.name)));
        fault
    }
}
