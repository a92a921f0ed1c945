//! Calls: which method is meant, what its type variables are, and its arguments.

use super::expressions::expr_at;
use super::*;
use crate::ast::ExprKind as E;
use crate::value::Value;

/// How a call is made once its method is known.
#[derive(Clone, Copy, PartialEq)]
enum How {
    Virtual,
    Special,
    Static(ClassId),
}

/// Binds type variables so that the first type covers the second.
pub(crate) fn unify(c: &mut Compiler, param: &Type, arg: &Type, bound: &mut Vec<(Name, Type)>) {
    match (param, arg) {
        (_, Type::Null | Type::Void | Type::Unknown) => {}
        (Type::Var(name), arg) => {
            let arg = match arg {
                Type::Prim(p) => c.boxed(*p),
                other => other.clone(),
            };
            match bound.iter().position(|(n, _)| n == name) {
                None => bound.push((name.clone(), arg)),
                Some(n) => {
                    let before = bound.get(n).map_or(Type::Unknown, |(_, t)| t.clone());
                    if c.assignable(&arg, &before) {
                        return;
                    }
                    let joined = if c.assignable(&before, &arg) { arg } else { Type::Unknown };
                    if let Some(slot) = bound.get_mut(n) {
                        slot.1 = joined;
                    }
                }
            }
        }
        (Type::Class(id, params), Type::Class(..)) => {
            let up = c
                .world
                .supers(arg)
                .into_iter()
                .find(|t| matches!(t, Type::Class(o, _) if o == id));
            if let Some(Type::Class(_, args)) = up {
                for (p, a) in params.iter().zip(args.iter()) {
                    unify(c, p, a, bound);
                }
            }
        }
        (Type::Array(p), Type::Array(a)) => unify(c, p, a, bound),
        _ => {}
    }
}

fn is_function(expr: &Expr) -> bool {
    match &expr.kind {
        E::Lambda(_) | E::MethodRef(..) => true,
        E::Cond(_, a, b) => is_function(a) || is_function(b),
        _ => false,
    }
}

impl Compiler<'_> {
    pub fn call(&mut self, target: Option<&Expr>, name: &Name, args: &[Expr], at: u32, want: Option<&Type>) -> Type {
        let Some(target) = target else {
            return self.plain_call(name, args, at, want);
        };
        if matches!(target.kind, E::Super) || matches!(&target.kind, E::Field(_, n) if &**n == "super") {
            let class = self.class_id();
            let up = match &target.kind {
                E::Field(inner, _) => self.as_type(inner).unwrap_or(Type::Unknown),
                _ => {
                    let class = self.world.class(class);
                    class.superclass.clone().unwrap_or(Type::class(0))
                }
            };
            let mut found = self.world.methods_named(&up, name);
            if found.is_empty() {
                for up in self.world.class(class).interfaces.clone() {
                    found.extend(self.world.methods_named(&up, name));
                }
            }
            if found.is_empty() {
                return self.method_not_found(None, &up, name, args, at);
            }
            self.emit(Op::Load(0));
            return self.invoke(found, How::Special, args, at, name, want, None);
        }
        if let Some(ty) = self.as_type(target) {
            let found = self.world.methods_named(&ty, name);
            let Type::Class(id, _) = ty else { return Type::Unknown };
            if found.is_empty() {
                return self.method_not_found(None, &ty, name, args, at);
            }
            let statik: Vec<_> = found.iter().filter(|(m, _)| self.world.method(*m).statik).cloned().collect();
            if statik.is_empty() {
                let list: Vec<String> = found.first().map_or(vec![], |(m, _)| {
                    self.world.method(*m).params.iter().map(|p| self.world.show(p)).collect()
                });
                self.error(
                    at,
                    format!(
                        "non-static method {name}({}) cannot be referenced from a static context",
                        list.join(",")
                    ),
                );
                return Type::Unknown;
            }
            return self.invoke(statik, How::Static(id), args, at, name, want, None);
        }
        // A name that is neither.
        if let Some(text) = crate::parser::dotted(target) {
            let first = text.split('.').next().unwrap_or(&text).to_string();
            if !self.is_variable(&first) && !self.starts_with_type(target) {
                let class = self.class_id();
                if text.contains('.') {
                    let inner = text.rsplit_once('.').map_or("", |(p, _)| p);
                    if self.world.library.real(&text) {
                        self.beyond(target.at, format!("the Java class {text}"));
                    } else {
                        self.error(target.at, format!("package {inner} does not exist"));
                    }
                } else {
                    let before = self.world.errors.len();
                    let ty = TypeRef {
                        at: target.at,
                        name: text.as_str().into(),
                        args: vec![],
                        diamond: false,
                        dims: 0,
                    };
                    self.world.resolve(class, &[], &ty);
                    if let Some(e) = self.world.errors.get_mut(before)
                        && let Some(note) = e.notes.first_mut()
                    {
                        *note = note.replace("class", "variable");
                    }
                }
                return Type::Unknown;
            }
        }
        let ty = self.expr(target, None);
        let shown = self.describe_value(target);
        match &ty {
            Type::Unknown | Type::Var(_) | Type::Null => {
                let bound = self.bound_of(&ty);
                if let Some(bound) = bound {
                    let found = self.world.methods_named(&bound, name);
                    if !found.is_empty() {
                        return self.invoke(found, How::Virtual, args, at, name, want, shown);
                    }
                }
                self.dynamic(name, args, at, shown)
            }
            Type::Array(elem) => match (&**name, args.len()) {
                ("clone", 0) => {
                    self.emit(Op::Dynamic("clone".into(), 0));
                    elem.as_ref().clone().array()
                }
                ("length", _) => {
                    self.symbol_not_found(at, "method length()".to_string());
                    Type::Unknown
                }
                _ => self.dynamic(name, args, at, shown),
            },
            Type::Class(..) => {
                let found = self.world.methods_named(&ty, name);
                if found.is_empty() {
                    return self.method_not_found(Some(target), &ty, name, args, at);
                }
                self.invoke(found, How::Virtual, args, at, name, want, shown)
            }
            Type::Void => {
                self.error(at, "void cannot be dereferenced");
                Type::Unknown
            }
            Type::Prim(p) => {
                self.error(at, format!("{} cannot be dereferenced", p.text()));
                Type::Unknown
            }
        }
    }

    /// What a type variable is at least.
    fn bound_of(&mut self, ty: &Type) -> Option<Type> {
        let Type::Var(name) = ty else { return None };
        let mut at = Some(self.class_id());
        while let Some(id) = at {
            self.world.head(id);
            let class = self.world.class(id);
            if let Some((_, bound)) = class.params.iter().find(|(n, _)| n == name) {
                return Some(bound.clone()).filter(|b| matches!(b, Type::Class(id, _) if *id != 0));
            }
            at = class.outer;
        }
        None
    }

    fn describe_value(&mut self, target: &Expr) -> Option<String> {
        if let E::Call { name, .. } = &target.kind {
            let _ = name;
            let (op, ..) = self.ctx().code.last()?.clone();
            let (Op::Virtual(m) | Op::Static(m) | Op::Special(m)) = op else {
                return None;
            };
            let m = self.world.method(m);
            let list: Vec<String> = m.params.iter().map(|p| self.shown_full(p)).collect();
            return Some(format!(
                "the return value of \"{}.{}({})\"",
                self.world.class(m.class).binary,
                m.name,
                list.join(", ")
            ));
        }
        self.describe(target)
    }

    fn shown_full(&self, ty: &Type) -> String {
        match ty {
            Type::Class(id, _) if *id == 0 || *id == self.world.string => self.world.class(*id).decl.name.to_string(),
            Type::Class(id, _) => self.world.class(*id).binary.to_string(),
            Type::Array(e) => format!("{}[]", self.shown_full(e)),
            other => self.world.show(other),
        }
    }

    fn dynamic(&mut self, name: &Name, args: &[Expr], at: u32, shown: Option<String>) -> Type {
        for arg in args {
            self.expr(arg, None);
        }
        self.at(at);
        self.emit_null(
            Op::Dynamic(name.clone(), args.len() as u8),
            shown.map(|s| format!("Cannot invoke \"Object.{name}()\" because {s} is null")),
        );
        Type::Unknown
    }

    fn plain_call(&mut self, name: &Name, args: &[Expr], at: u32, want: Option<&Type>) -> Type {
        if &**name == "this" || &**name == "super" {
            let class = self.class_id();
            let of = if &**name == "this" {
                Some(Type::class(class))
            } else {
                self.world.class(class).superclass.clone()
            };
            let Some(ty @ Type::Class(id, _)) = of else {
                return Type::Void;
            };
            self.emit(Op::Load(0));
            if id == 0 {
                self.emit(Op::Pop);
                return Type::Void;
            }
            let found = self.world.methods_named(&ty, "<init>");
            if found.is_empty() {
                self.emit(Op::Pop);
                return Type::Void;
            }
            self.at(at);
            self.pick_constructor(id, found, args, at);
            return Type::Void;
        }
        let owner = self.outward(|world, id| !world.methods_named(&super::names::own_type(world, id), name).is_empty());
        let Some(owner) = owner else {
            for (class, member) in self.static_imports(name) {
                let found = self.world.methods_named(&Type::class(class), &member);
                let found: Vec<_> = found.into_iter().filter(|(m, _)| self.world.method(*m).statik).collect();
                if !found.is_empty() {
                    return self.invoke(found, How::Static(class), args, at, name, want, None);
                }
            }
            let class = self.class_id();
            return self.method_not_found(None, &Type::class(class), name, args, at);
        };
        let ty = super::names::own_type(self.world, owner);
        let found = self.world.methods_named(&ty, name);
        let all_static = found.iter().all(|(m, _)| self.world.method(*m).statik);
        if all_static {
            return self.invoke(found, How::Static(owner), args, at, name, want, None);
        }
        let fits: Vec<_> = found
            .iter()
            .filter(|(m, _)| self.world.method(*m).statik && self.world.method(*m).params.len() == args.len())
            .cloned()
            .collect();
        if !self.load_this_of(owner) {
            if !fits.is_empty() {
                return self.invoke(fits, How::Static(owner), args, at, name, want, None);
            }
            let list: Vec<String> = found.first().map_or(vec![], |(m, _)| {
                self.world.method(*m).params.iter().map(|p| self.world.show(p)).collect()
            });
            self.error(
                at,
                format!(
                    "non-static method {name}({}) cannot be referenced from a static context",
                    list.join(",")
                ),
            );
            return found
                .first()
                .map_or(Type::Unknown, |(m, _)| self.world.method(*m).ret.clone());
        }
        self.invoke(found, How::Virtual, args, at, name, want, None)
    }

    fn method_not_found(&mut self, target: Option<&Expr>, ty: &Type, name: &str, args: &[Expr], at: u32) -> Type {
        let mut types = vec![];
        let before = self.world.errors.len();
        for arg in args {
            if is_function(arg) {
                types.push("Object".to_string());
                continue;
            }
            let (found, _) = self.apart(|c| c.expr(arg, None));
            types.push(match found {
                Type::Null => "<null>".into(),
                other => self.world.show(&other),
            });
        }
        if self.world.errors.len() > before {
            return Type::Unknown;
        }
        let symbol = format!("method {name}({})", types.join(","));
        match target {
            Some(target) => self.not_found_in(target, ty, name, at, symbol),
            None => self.member_not_found(ty, name, at, symbol),
        }
        Type::Unknown
    }

    pub fn pick_constructor(
        &mut self,
        class: ClassId,
        found: Vec<(MethodId, Type)>,
        args: &[Expr],
        at: u32,
    ) -> Vec<(Name, Type)> {
        let shown: Name = self.world.class(class).decl.name.clone();
        let mut bound = vec![];
        self.invoke_bound(found, How::Special, args, at, &shown, None, None, &mut bound);
        bound
    }

    #[allow(clippy::too_many_arguments)] // One call's parts.
    fn invoke(
        &mut self,
        found: Vec<(MethodId, Type)>,
        how: How,
        args: &[Expr],
        at: u32,
        name: &Name,
        want: Option<&Type>,
        shown: Option<String>,
    ) -> Type {
        self.invoke_bound(found, how, args, at, name, want, shown, &mut vec![])
    }

    #[allow(clippy::too_many_arguments)] // One call's parts; they have no life apart from it.
    fn invoke_bound(
        &mut self,
        found: Vec<(MethodId, Type)>,
        how: How,
        args: &[Expr],
        at: u32,
        name: &Name,
        want: Option<&Type>,
        shown: Option<String>,
        bound: &mut Vec<(Name, Type)>,
    ) -> Type {
        let count = args.len();
        let fits = |c: &Self, m: MethodId| {
            let m = c.world.method(m);
            m.params.len() == count || m.varargs && count + 1 >= m.params.len()
        };
        let mut candidates: Vec<(MethodId, Type)> = found.iter().filter(|(m, _)| fits(self, *m)).cloned().collect();
        let exact: Vec<(MethodId, Type)> = candidates
            .iter()
            .filter(|(m, _)| !self.world.method(*m).varargs)
            .cloned()
            .collect();
        // The types of arguments decide only where there is a choice.
        let mut codes: Vec<Option<(Type, Vec<Line>)>> = vec![];
        codes.resize_with(count, || None);
        if candidates.len() != 1 {
            for (n, arg) in args.iter().enumerate() {
                if !is_function(arg) {
                    let (ty, code) = self.apart(|c| c.expr(arg, None));
                    if let Some(slot) = codes.get_mut(n) {
                        *slot = Some((ty, code));
                    }
                }
            }
        }
        if candidates.is_empty() {
            self.not_applicable(&found, args, &codes, at, name);
            return found
                .first()
                .map_or(Type::Unknown, |(m, _)| self.world.method(*m).ret.without(&self.vars_of(*m)));
        }
        let mut chosen = candidates.first().cloned();
        if candidates.len() > 1 {
            let types: Vec<Option<Type>> = codes.iter().map(|c| c.as_ref().map(|(t, _)| t.clone())).collect();
            let mut best = vec![];
            for phase in 0..3 {
                let pool = if phase == 2 { &candidates } else { &exact };
                best = pool
                    .iter()
                    .filter(|(m, up)| self.applicable(*m, up, args, &types, phase))
                    .cloned()
                    .collect::<Vec<_>>();
                if phase < 2 {
                    // A method of variable arity may be given the array itself.
                    let more: Vec<_> = candidates
                        .iter()
                        .filter(|(m, up)| {
                            self.world.method(*m).varargs
                                && self.world.method(*m).params.len() == count
                                && best.is_empty()
                                && self.applicable(*m, up, args, &types, phase)
                        })
                        .cloned()
                        .collect();
                    best.extend(more);
                }
                if !best.is_empty() {
                    break;
                }
            }
            if best.is_empty() {
                self.not_applicable(&found, args, &codes, at, name);
                return Type::Unknown;
            }
            let unknown = types.iter().flatten().any(Type::is_loose);
            if best.len() > 1 && unknown {
                let differ = best.iter().any(|(m, _)| {
                    let first = best.first().map_or(0, |(m, _)| *m);
                    self.world.method(*m).params != self.world.method(first).params
                });
                if differ && !args.iter().any(is_function) {
                    return self.by_values(how, codes, &best, name, at, shown);
                }
            }
            chosen = self.most_specific(&best, &types);
            candidates = best;
        }
        let _ = candidates;
        let Some((method, up)) = chosen else { return Type::Unknown };
        self.finish(method, &up, how, args, codes, at, want, shown, bound)
    }

    fn vars_of(&self, method: MethodId) -> Vec<Name> {
        self.world.method(method).type_params.iter().map(|(n, _)| n.clone()).collect()
    }

    /// Several methods fit what is not known before the program runs.
    fn by_values(
        &mut self,
        how: How,
        codes: Vec<Option<(Type, Vec<Line>)>>,
        best: &[(MethodId, Type)],
        name: &Name,
        at: u32,
        shown: Option<String>,
    ) -> Type {
        let count = codes.len() as u8;
        for (_, code) in codes.into_iter().flatten() {
            self.splice(code);
        }
        self.at(at);
        match how {
            How::Static(class) => self.emit(Op::DynamicStatic(class, name.clone(), count)),
            How::Special => {
                let first = best.first().map_or(0, |(m, _)| *m);
                self.emit(Op::Special(first));
                return Type::Void;
            }
            How::Virtual => self.emit_null(
                Op::Dynamic(name.clone(), count),
                shown.map(|s| format!("Cannot invoke \"Object.{name}()\" because {s} is null")),
            ),
        }
        let mut rets: Vec<Type> = best.iter().map(|(m, up)| self.seen_return(*m, up)).collect();
        rets.dedup();
        let ty = match rets.as_slice() {
            [one] => one.clone(),
            _ => Type::Unknown,
        };
        if ty == Type::Void {
            // What is found by name always leaves a value.
            self.emit(Op::Pop);
        }
        ty
    }

    fn seen_return(&self, method: MethodId, up: &Type) -> Type {
        let m = self.world.method(method);
        match up {
            Type::Class(id, args) => m.ret.subst(&self.world.bindings(*id, args)).without(&self.vars_of(method)),
            _ => Type::Unknown,
        }
    }

    fn applicable(&mut self, method: MethodId, up: &Type, args: &[Expr], types: &[Option<Type>], phase: u8) -> bool {
        let m = self.world.method(method);
        let (params, varargs) = (m.params.clone(), m.varargs);
        let vars = self.vars_of(method);
        let map = match up {
            Type::Class(id, given) => self.world.bindings(*id, given),
            _ => vec![],
        };
        for (n, arg) in args.iter().enumerate() {
            let param = if phase == 2 && varargs && n + 1 >= params.len() {
                match params.last() {
                    Some(Type::Array(elem)) => (**elem).clone(),
                    _ => return false,
                }
            } else {
                match params.get(n) {
                    Some(p) => p.clone(),
                    None => return false,
                }
            };
            let param = param.subst(&map);
            let declared = param.clone();
            // An array of numbers is no array of objects.
            if let (Type::Array(p), Some(Type::Array(a))) = (&declared, types.get(n).and_then(Option::as_ref))
                && a.prim().is_some() != p.prim().is_some()
            {
                return false;
            }
            let param = param.without(&vars);
            match types.get(n).and_then(Option::as_ref) {
                None => {
                    if declared.is_loose() {
                        continue;
                    }
                    let Some((f, _)) = self.world.functional(&param) else {
                        return false;
                    };
                    let f = self.world.method(f);
                    let (count, void) = (f.params.len(), f.ret == Type::Void);
                    if let E::Lambda(lambda) = &arg.kind {
                        let value = match &lambda.body {
                            LambdaBody::Expr(e) => !statement_like(e),
                            LambdaBody::Block(b) => returns_value(&b.stmts),
                        };
                        let nothing = match &lambda.body {
                            LambdaBody::Block(b) => {
                                !returns_value(&b.stmts)
                                    && !matches!(
                                        b.stmts.last().map(|s| &s.kind),
                                        Some(StmtKind::Throw(_) | StmtKind::While(..))
                                    )
                            }
                            LambdaBody::Expr(_) => false,
                        };
                        if count != lambda.params.len() || void && value || !void && nothing {
                            return false;
                        }
                    }
                }
                Some(ty) => {
                    let boxing =
                        ty.prim().is_some() != param.prim().is_some() && !matches!(ty, Type::Null | Type::Unknown | Type::Var(_));
                    if phase == 0 && boxing && !(ty.prim().is_some() && declared.prim().is_some()) {
                        return false;
                    }
                    if *ty == Type::Void || !self.assignable(ty, &param) {
                        return false;
                    }
                }
            }
        }
        true
    }

    fn most_specific(&mut self, best: &[(MethodId, Type)], types: &[Option<Type>]) -> Option<(MethodId, Type)> {
        for (m, up) in best {
            let params = self.world.method(*m).params.clone();
            let all = best.iter().all(|(o, _)| {
                let others = self.world.method(*o).params.clone();
                m == o
                    || params.iter().zip(&others).enumerate().all(|(n, (a, b))| {
                        if types.get(n).is_some_and(Option::is_none) {
                            // Among functional interfaces one for primitives is as good as any.
                            return true;
                        }
                        match (a, b) {
                            (Type::Var(_) | Type::Unknown, Type::Var(_) | Type::Unknown) => true,
                            (Type::Var(_) | Type::Unknown, Type::Class(id, _)) => *id == 0,
                            (Type::Class(..), Type::Var(_) | Type::Unknown) => true,
                            (Type::Prim(_), Type::Class(..)) | (Type::Class(..), Type::Prim(_)) => types
                                .get(n)
                                .and_then(Option::as_ref)
                                .is_some_and(|t| t.prim().is_some() == a.prim().is_some()),
                            _ => self.assignable(a, b),
                        }
                    })
            });
            if all {
                return Some((*m, up.clone()));
            }
        }
        best.first().cloned()
    }

    #[allow(clippy::too_many_arguments)] // As above.
    fn finish(
        &mut self,
        method: MethodId,
        up: &Type,
        how: How,
        args: &[Expr],
        mut codes: Vec<Option<(Type, Vec<Line>)>>,
        at: u32,
        want: Option<&Type>,
        shown: Option<String>,
        bound: &mut Vec<(Name, Type)>,
    ) -> Type {
        let m = self.world.method(method);
        let (params, varargs, ret, name, owner) = (m.params.clone(), m.varargs, m.ret.clone(), m.name.clone(), m.class);
        let (statik, private, throws) = (m.statik, m.private, m.throws.clone());
        let mut vars = self.vars_of(method);
        if private && !self.same_top(owner) {
            let class = self.world.shown_name(owner);
            let list: Vec<String> = params.iter().map(|p| self.world.show(p)).collect();
            let shown = if &*name == "<init>" {
                self.world.class(owner).decl.name.to_string()
            } else {
                name.to_string()
            };
            self.error(at, format!("{shown}({}) has private access in {class}", list.join(",")));
        }
        let map = match up {
            Type::Class(id, given) if &*name != "<init>" || !given.is_empty() => self.world.bindings(*id, given),
            _ => vec![],
        };
        if &*name == "<init>" && map.is_empty() {
            vars.extend(self.world.class(owner).decl.params.iter().map(|p| p.name.clone()));
        }
        let params: Vec<Type> = params.iter().map(|p| p.subst(&map)).collect();
        let ret = ret.subst(&map);
        let spread = varargs && {
            let direct = params.len() == args.len()
                && match codes.last().and_then(Option::as_ref) {
                    Some((ty, _)) => self.is_array_for(ty, params.last()),
                    None => match args.last().filter(|a| !is_function(a)) {
                        Some(arg) => {
                            let (ty, code) = self.apart(|c| c.expr(arg, None));
                            let direct = self.is_array_for(&ty, params.last());
                            if let Some(slot) = codes.last_mut() {
                                *slot = Some((ty, code));
                            }
                            direct
                        }
                        None => false,
                    },
                };
            !direct
        };
        let fixed = if spread { params.len() - 1 } else { params.len() };
        let param_of = |n: usize| -> Type {
            if n < fixed {
                return params.get(n).cloned().unwrap_or(Type::Unknown);
            }
            match params.last() {
                Some(Type::Array(elem)) => (**elem).clone(),
                _ => Type::Unknown,
            }
        };
        // First what stands for itself, then what is asked for, then lambdas, which are given their parameters.
        let mut made: Vec<Vec<Line>> = vec![];
        made.resize_with(args.len(), Vec::new);
        for round in 0..2 {
            if round == 1
                && let Some(want) = want
            {
                let mut wanted = vec![];
                unify(self, &ret, want, &mut wanted);
                for (n, t) in wanted {
                    if vars.contains(&n) && !bound.iter().any(|(b, _)| *b == n) {
                        bound.push((n, t));
                    }
                }
            }
            for (n, arg) in args.iter().enumerate() {
                if is_function(arg) != (round == 1) {
                    continue;
                }
                let declared = param_of(n);
                let expected = declared.subst(bound).without(&vars);
                let (ty, mut code) = match codes.get_mut(n).and_then(Option::take) {
                    Some(known) => known,
                    None => {
                        // A call among the arguments is told what is wanted, as far as that is known.
                        let hint = if matches!(expected, Type::Unknown) {
                            None
                        } else {
                            Some(expected.clone())
                        };
                        let hint = hint.or_else(|| want.filter(|_| declared == ret).cloned());
                        self.apart(|c| c.expr(arg, hint.as_ref()))
                    }
                };
                unify(self, &declared, &ty, bound);
                let to = declared.subst(bound).without(&vars);
                let ((), tail) = self.apart(|c| {
                    if ty == Type::Void {
                        c.error(expr_at(arg), "'void' type not allowed here");
                    } else if !is_function(arg) {
                        if super::constant(arg).is_some() && !c.assignable(&ty, &to) {
                            let message = c.mismatch(&ty, &to);
                            c.error(expr_at(arg), message);
                        } else {
                            c.convert(&ty, &to, None, expr_at(arg));
                        }
                    }
                });
                code.extend(tail);
                if let Some(slot) = made.get_mut(n) {
                    *slot = code;
                }
            }
        }
        let mut made = made.into_iter();
        for code in made.by_ref().take(fixed) {
            self.splice(code);
        }
        if spread {
            let elem = match params.last() {
                Some(Type::Array(elem)) => elem.subst(bound).without(&vars),
                _ => Type::Unknown,
            };
            self.emit(Op::Push(Value::Int((args.len() - fixed) as i32)));
            let n = self.world.type_constant(&elem);
            self.emit(Op::NewArray(n, 1));
            for (n, code) in made.enumerate() {
                self.emit(Op::Dup);
                self.emit(Op::Push(Value::Int(n as i32)));
                self.splice(code);
                self.emit(Op::ArrayStore);
            }
        }
        self.at(at);
        for thrown in throws {
            let thrown = thrown.subst(bound).without(&vars);
            self.may_throw(&thrown, at);
        }
        match how {
            _ if statik => {
                if how == How::Virtual {
                    // An object in front of a static method is looked at and forgotten; none was loaded for a class.
                    self.drop_receiver(params.len());
                }
                self.emit(Op::Static(method));
            }
            How::Special => self.emit(Op::Special(method)),
            How::Static(_) => self.emit(Op::Static(method)),
            How::Virtual => {
                let list: Vec<String> = self.world.method(method).params.iter().map(|p| self.shown_full(p)).collect();
                let class = self.shown_full(&Type::class(owner));
                let words = shown.map(|s| format!("Cannot invoke \"{class}.{name}({})\" because {s} is null", list.join(", ")));
                self.emit_null(if private { Op::Special(method) } else { Op::Virtual(method) }, words);
            }
        }
        if &*name == "getClass" && self.world.method(method).params.is_empty() {
            return Type::class(self.world.known("java.lang.Class"));
        }
        ret.subst(bound).without(&vars)
    }

    fn drop_receiver(&mut self, count: usize) {
        let slots: Vec<u16> = (0..count).map(|_| self.slot()).collect();
        for slot in slots.iter().rev() {
            self.emit(Op::Store(*slot));
        }
        self.emit(Op::Pop);
        for slot in &slots {
            self.emit(Op::Load(*slot));
        }
    }

    fn is_array_for(&mut self, ty: &Type, param: Option<&Type>) -> bool {
        match (ty, param) {
            (Type::Null, _) => true,
            (Type::Array(_), Some(param)) => {
                self.assignable(ty, param)
                    && !matches!((ty, param), (Type::Array(a), Type::Array(p)) if a.prim().is_some() && p.prim().is_none())
            }
            _ => false,
        }
    }

    /// A checked exception must be caught or declared.
    pub fn may_throw(&mut self, ty: &Type, at: u32) {
        let Type::Class(id, _) = ty else { return };
        if self.ctx().any_thrown {
            return;
        }
        let (runtime, error) = (
            self.world.known("java.lang.RuntimeException"),
            self.world.known("java.lang.Error"),
        );
        if self.world.is_subclass(*id, runtime) || self.world.is_subclass(*id, error) {
            return;
        }
        let declared: Vec<Type> = self.ctx().thrown.iter().flatten().cloned().collect();
        for one in declared {
            match one {
                Type::Class(up, _) => {
                    if self.world.is_subclass(*id, up) {
                        return;
                    }
                }
                _ => return,
            }
        }
        let shown = self.world.shown_name(*id);
        self.error(
            at,
            format!("unreported exception {shown}; must be caught or declared to be thrown"),
        );
    }

    fn not_applicable(
        &mut self,
        found: &[(MethodId, Type)],
        args: &[Expr],
        codes: &[Option<(Type, Vec<Line>)>],
        at: u32,
        name: &Name,
    ) {
        let types: Vec<String> = codes
            .iter()
            .map(|c| match c {
                Some((Type::Null, _)) => "<null>".into(),
                Some((t, _)) => self.world.show(t),
                None => "lambda".into(),
            })
            .collect();
        let Some((first, _)) = found.first() else { return };
        let m = self.world.method(*first);
        let library = self
            .world
            .sources
            .get(self.world.class(m.class).source)
            .is_some_and(|s| s.library);
        let constructor = &*m.name == "<init>";
        let class = m.class;
        let _ = args;
        if library {
            let what = if constructor { "a constructor" } else { name };
            let full = self.world.class(class).name.clone();
            self.beyond(at, format!("{what} with these arguments of the Java class {full}"));
            return;
        }
        let shown = self.world.shown_name(class);
        let file = self.file;
        let kind = if constructor { "constructor" } else { "method" };
        if found.len() == 1 {
            let list: Vec<String> = self.world.method(*first).params.iter().map(|p| self.world.show(p)).collect();
            let or = |l: &[String]| {
                if l.is_empty() {
                    "no arguments".to_string()
                } else {
                    l.join(",")
                }
            };
            let holder = match self.world.class(class).decl.kind {
                Kind::Interface => "interface",
                Kind::Enum => "enum",
                Kind::Record => "record",
                _ => "class",
            };
            let notes = vec![
                format!("  required: {}", or(&list)),
                format!("  found:    {}", or(&types)),
                "  reason: actual and formal argument lists differ in length".into(),
            ];
            self.world.error_with(
                file,
                at,
                format!("{kind} {name} in {holder} {shown} cannot be applied to given types;"),
                notes,
            );
            return;
        }
        let mut notes = vec![];
        for (m, _) in found {
            let params = self.world.method(*m).params.clone();
            let list: Vec<String> = params.iter().map(|p| self.world.show(p)).collect();
            let full = if constructor {
                format!("{shown}.{name}")
            } else {
                format!("{shown}.{name}")
            };
            notes.push(format!("    {kind} {full}({}) is not applicable", list.join(",")));
            if params.len() != codes.len() {
                notes.push("      (actual and formal argument lists differ in length)".into());
                continue;
            }
            for (param, code) in params.iter().zip(codes) {
                if let Some((ty, _)) = code
                    && !self.assignable(ty, param)
                {
                    let why = self.mismatch(ty, param).replace("incompatible types: ", "");
                    notes.push(format!("      (argument mismatch; {why})"));
                    break;
                }
            }
        }
        self.world.error_with(
            file,
            at,
            format!("no suitable {kind} found for {name}({})", types.join(",")),
            notes,
        );
    }
}

fn statement_like(expr: &Expr) -> bool {
    matches!(
        expr.kind,
        E::Call { .. } | E::New { .. } | E::Assign(..) | E::AssignOp(..) | E::Inc { .. }
    )
}

fn returns_value(stmts: &[Stmt]) -> bool {
    stmts.iter().any(|s| match &s.kind {
        StmtKind::Return(value) => value.is_some(),
        StmtKind::If(_, a, b) => {
            returns_value(std::slice::from_ref(a)) || b.as_ref().is_some_and(|b| returns_value(std::slice::from_ref(b)))
        }
        StmtKind::Block(b) | StmtKind::Sync(_, b) => returns_value(&b.stmts),
        StmtKind::While(_, b)
        | StmtKind::Do(b, _)
        | StmtKind::For(_, _, _, b)
        | StmtKind::ForEach(_, _, _, _, b)
        | StmtKind::Labeled(_, b) => returns_value(std::slice::from_ref(b)),
        StmtKind::Try(t) => {
            returns_value(&t.body.stmts)
                || t.catches.iter().any(|c| returns_value(&c.body.stmts))
                || t.finally.as_ref().is_some_and(|f| returns_value(&f.stmts))
        }
        StmtKind::Switch(s) => s.cases.iter().any(|c| returns_value(&c.body)),
        _ => false,
    })
}
