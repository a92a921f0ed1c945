//! Type parameters: instances of types and functions, and how arguments are found (go.dev/ref/spec#Type_inference).

use super::scope::{LocalWhat, Seen};
use super::*;

impl Compiler {
    /// The signature of a function.
    pub(super) fn sigs(&self, func: u32) -> Option<Ty> {
        let func = self.funcs.get(func as usize)?;
        let decl = func.decl.as_ref()?;
        self.signatures_of.get(&(Rc::as_ptr(decl) as usize, func.args.iter().map(|(_, t)| *t).collect())).copied()
    }

    /// The signature of a function, made if it was not asked for yet.
    pub(super) fn func_sig(&mut self, id: u32) -> Ty {
        if let Some(ty) = self.sigs(id) {
            return ty;
        }
        let Some(func) = self.funcs.get(id as usize).cloned() else { return INVALID };
        let Some(decl) = func.decl.clone() else { return INVALID };
        let ty = self.elsewhere(func.package, func.file, func.args.clone(), |c| c.signature(&decl.sig));
        let key = (Rc::as_ptr(&decl) as usize, func.args.iter().map(|(_, t)| *t).collect());
        self.signatures_of.insert(key, ty);
        ty
    }

    /// Makes sure that the signatures of the methods an interface asks for are known.
    pub(super) fn warm(&mut self, ty: Ty, face: Ty) {
        let Type::Interface(want) = self.types.base(face).clone() else { return };
        for (method, _) in &want.methods {
            if let Some(Found { what: What::Method(n, _), .. }) = self.types.find(ty, method) {
                let func = self.types.named.get(n as usize).and_then(|t| t.methods.get(method)).and_then(|m| m.func);
                if let Some(func) = func {
                    self.func_sig(func);
                }
            }
        }
    }

    /// The generic type that an expression names.
    pub(super) fn generic_type(&mut self, e: &Expr) -> Option<u32> {
        let id = match &e.bare().kind {
            Kind::Name(name) => match self.look_up(name)? {
                Seen::Entity(id) => id,
                Seen::Local(LocalWhat::Generic, ..) => {
                    self.beyond(e.pos, "a type with parameters within a function of Go");
                    return None;
                }
                _ => return None,
            },
            Kind::Select(inner, member) => {
                let Some(Seen::Package(package)) = self.look_up(inner.name()?) else { return None };
                self.packages.get(package as usize).and_then(|p| p.scope.get(&member.name)).copied()?
            }
            _ => return None,
        };
        matches!(self.resolve(id), Thing::GenericType(_)).then_some(id)
    }

    /// An instance of a generic type.
    pub(super) fn instance(&mut self, id: u32, args: Vec<Ty>, pos: Pos) -> Ty {
        let Thing::GenericType(decl) = self.resolve(id) else { return INVALID };
        let Some(entity) = self.entities.get(id as usize).cloned() else { return INVALID };
        if args.len() != decl.params.len() {
            let how = if args.len() < decl.params.len() { "not enough" } else { "too many" };
            let words = format!(
                "{how} type arguments for type {}: have {}, want {}",
                decl.name.name,
                args.len(),
                decl.params.len()
            );
            self.wrong(pos, words);
            return INVALID;
        }
        let key = (format!("{id}"), args.clone());
        if let Some(ty) = self.types_made.get(&key) {
            return *ty;
        }
        if self.types_made.len() > 500 {
            self.beyond(pos, "so many instances of a type of Go");
            return INVALID;
        }
        let ty = self.types.fresh(&decl.name.name, entity.package);
        self.types_made.insert(key, ty);
        if let Type::Named(n) = *self.types.get(ty) {
            if let Some(named) = self.types.named.get_mut(n as usize) {
                named.args = args.clone();
            }
            self.generic_of.insert(n, id);
        }
        let env: Vec<(Name, Ty)> = decl.params.iter().map(|p| p.name.name.clone()).zip(args.iter().copied()).collect();
        let open = args.iter().any(|a| self.has_param(*a));
        let under = self.elsewhere(entity.package, entity.file, env.clone(), |c| c.ty(&decl.ty));
        self.set_under(ty, under);
        if !open {
            self.satisfy_all(&decl.params, &env, entity.package, entity.file, pos);
            for method in self.generic_methods.get(&id).cloned().unwrap_or_default() {
                self.instance_method(ty, &method, &args, entity.package, entity.file);
            }
        }
        ty
    }

    fn has_param(&self, ty: Ty) -> bool {
        match self.types.get(ty) {
            Type::Param(..) => true,
            Type::Ptr(t) | Type::Slice(t) | Type::Array(_, t) | Type::Chan(_, t) => self.has_param(*t),
            Type::Map(a, b) => self.has_param(*a) || self.has_param(*b),
            Type::Func { params, results, .. } => params.iter().chain(results).any(|t| self.has_param(*t)),
            Type::Named(_) => self.types.named_of(ty).is_some_and(|n| n.args.iter().any(|t| self.has_param(*t))),
            _ => false,
        }
    }

    /// Looks whether arguments are what the parameters ask for.
    fn satisfy_all(&mut self, params: &[TypeParam], env: &[(Name, Ty)], package: u32, file: usize, pos: Pos) {
        for (param, (_, ty)) in params.iter().zip(env) {
            let face = self.elsewhere(package, file, env.to_vec(), |c| c.ty(&param.constraint));
            if let Err(why) = self.satisfies(*ty, face) {
                self.wrong(pos, why);
            }
        }
    }

    fn satisfies(&mut self, ty: Ty, face: Ty) -> Result<(), String> {
        let Type::Interface(want) = self.types.base(face).clone() else { return Ok(()) };
        let (name, whole) = (self.t(ty), self.t(face));
        if let Some(union) = &want.union {
            let under = self.types.under(ty);
            let fits = union.iter().any(|(tilde, t)| *t == ty || *tilde && self.types.under(*t) == under);
            if !fits {
                let list: Vec<String> =
                    union.iter().map(|(t, ty)| format!("{}{}", if *t { "~" } else { "" }, self.t(*ty))).collect();
                let near = union.iter().find(|(tilde, t)| !tilde && self.types.under(*t) == under);
                return Err(match near {
                    Some((_, t)) => {
                        format!("{name} does not satisfy {whole} (possibly missing ~ for {} in {whole})", self.t(*t))
                    }
                    None => format!("{name} does not satisfy {whole} ({name} missing in {})", list.join(" | ")),
                });
            }
        }
        if want.comparable && !self.types.comparable(ty) {
            return Err(format!("{name} does not satisfy comparable"));
        }
        self.warm(ty, face);
        self.implements(ty, face).map_err(|why| why.replace("does not implement", "does not satisfy"))
    }

    /// An instance of a generic function: its number and signature.
    pub(super) fn instance_func(&mut self, id: u32, args: Vec<Ty>, pos: Pos) -> Option<(u32, Ty)> {
        let Thing::GenericFunc(decl) = self.resolve(id) else { return None };
        let entity = self.entities.get(id as usize).cloned()?;
        let key = (format!("{id}"), args.clone());
        if let Some(func) = self.instances.get(&key).copied() {
            return Some((func, self.func_sig(func)));
        }
        if self.instances.len() > 1000 {
            self.beyond(pos, "so many instances of a function of Go");
            return None;
        }
        let env: Vec<(Name, Ty)> = decl.params.iter().map(|p| p.name.name.clone()).zip(args.iter().copied()).collect();
        let before = self.problems.len();
        self.satisfy_all(&decl.params, &env, entity.package, entity.file, pos);
        if self.problems.len() > before {
            return None;
        }
        let func = self.func_of(&decl, env, entity.package, entity.file);
        self.instances.insert(key, func);
        if let Some(package) = self.packages.get_mut(entity.package as usize).filter(|p| !p.library) {
            package.bodies.push(func);
        }
        Some((func, self.func_sig(func)))
    }

    /// Finds the arguments of a generic function from those it is called with.
    pub(super) fn infer(
        &mut self,
        id: u32,
        given: Vec<Ty>,
        ops: &[Op],
        spread: bool,
        e: &Expr,
        end: Pos,
    ) -> Option<(u32, Ty)> {
        let Thing::GenericFunc(decl) = self.resolve(id) else { return None };
        let entity = self.entities.get(id as usize).cloned()?;
        let params: Vec<Ty> = decl
            .params
            .iter()
            .enumerate()
            .map(|(n, p)| self.types.make(Type::Param(n as u32, p.name.name.clone())))
            .collect();
        let env: Vec<(Name, Ty)> = decl.params.iter().map(|p| p.name.name.clone()).zip(params).collect();
        let sig = self.elsewhere(entity.package, entity.file, env.clone(), |c| c.signature(&decl.sig));
        let Type::Func { params: wants, variadic, .. } = self.types.get(sig).clone() else { return None };
        let mut bound: Vec<Option<Ty>> = given.into_iter().map(Some).collect();
        bound.resize(decl.params.len(), None);
        for untyped in [false, true] {
            for (n, op) in ops.iter().enumerate() {
                let last = wants.len().saturating_sub(1);
                let want = match wants.get(n.min(last)) {
                    Some(want) if variadic && n >= last && !spread => match self.types.get(*want) {
                        Type::Slice(of) => *of,
                        _ => *want,
                    },
                    Some(want) => *want,
                    None => continue,
                };
                if op.is_invalid() || matches!(op.mode, Mode::Nil | Mode::GenericFunc(_)) {
                    continue;
                }
                match self.types.is_untyped(op.ty) {
                    true if untyped => {
                        let default = self.types.default_type(op.ty);
                        if let Type::Param(p, _) = self.types.get(want)
                            && let Some(slot) = bound.get_mut(*p as usize)
                            && (slot.is_none() || *slot == Some(INT) && default == FLOAT64)
                        {
                            *slot = Some(default);
                        }
                    }
                    false if !untyped => {
                        if !self.unify(want, op.ty, &mut bound) {
                            let words = format!(
                                "type {} of {} does not match {} (cannot infer {})",
                                self.t(op.ty),
                                crate::show::expr(op.e),
                                self.t(want),
                                names(&decl.params)
                            );
                            let matched = format!(
                                "type {} of {} does not match inferred type",
                                self.t(op.ty),
                                crate::show::expr(op.e)
                            );
                            let open = self.types.get(want).clone();
                            if let Type::Param(p, _) = open
                                && let Some(Some(had)) = bound.get(p as usize)
                            {
                                let words = format!("{matched} {} for {}", self.t(*had), self.t(want));
                                self.wrong(op.e.pos, words);
                            } else {
                                self.wrong(op.e.pos, words);
                            }
                            return None;
                        }
                    }
                    _ => {}
                }
            }
        }
        // What a constraint's only term says of other parameters.
        for (n, param) in decl.params.iter().enumerate() {
            let face = self.elsewhere(entity.package, entity.file, env.clone(), |c| c.ty(&param.constraint));
            if let Type::Interface(face) = self.types.base(face).clone()
                && let Some([(_, term)]) = face.union.as_deref()
                && let Some(Some(have)) = bound.get(n).copied()
            {
                let under = self.types.under(have);
                self.unify(*term, under, &mut bound);
            }
        }
        let missing = bound.iter().position(Option::is_none);
        if let Some(param) = missing.and_then(|n| decl.params.get(n)) {
            let words = format!("in call to {}, cannot infer {}", crate::show::expr(e), param.name.name);
            self.wrong(end, words);
            return None;
        }
        self.instance_func(id, bound.into_iter().flatten().collect(), e.pos)
    }

    fn unify(&self, want: Ty, have: Ty, bound: &mut Vec<Option<Ty>>) -> bool {
        if let Type::Param(n, _) = self.types.get(want) {
            return match bound.get_mut(*n as usize) {
                Some(slot @ None) => {
                    *slot = Some(have);
                    true
                }
                Some(Some(had)) => {
                    *had == have
                        || self.types.under(*had) == self.types.under(have)
                            && !matches!(self.types.get(have), Type::Basic(_))
                }
                None => true,
            };
        }
        if want == have || !self.has_param(want) {
            return true;
        }
        let plain = match self.types.get(want) {
            Type::Named(_) => have,
            _ => self.types.under(have),
        };
        let all = |a: &[Ty], b: &[Ty], bound: &mut Vec<Option<Ty>>| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| self.unify(*a, *b, bound))
        };
        match (self.types.get(want), self.types.get(plain)) {
            (Type::Ptr(a), Type::Ptr(b)) | (Type::Slice(a), Type::Slice(b)) | (Type::Chan(_, a), Type::Chan(_, b)) => {
                self.unify(*a, *b, bound)
            }
            (Type::Array(n, a), Type::Array(m, b)) => n == m && self.unify(*a, *b, bound),
            (Type::Map(a, b), Type::Map(c, d)) => self.unify(*a, *c, bound) && self.unify(*b, *d, bound),
            (Type::Func { params, results, .. }, Type::Func { params: p, results: r, .. }) => {
                all(params, p, bound) && all(results, r, bound)
            }
            (Type::Named(a), Type::Named(b)) if self.generic_of.get(a) == self.generic_of.get(b) => {
                let (Some(x), Some(y)) = (self.types.named.get(*a as usize), self.types.named.get(*b as usize)) else {
                    return false;
                };
                all(&x.args, &y.args, bound)
            }
            _ => false,
        }
    }

    /// A generic function as a value of a type that says which instance it is.
    pub(super) fn instantiate_for(&mut self, id: u32, ty: Ty, e: &Expr) -> At {
        let Thing::GenericFunc(decl) = self.resolve(id) else { return 0 };
        let Some(entity) = self.entities.get(id as usize).cloned() else { return 0 };
        let params: Vec<Ty> = decl
            .params
            .iter()
            .enumerate()
            .map(|(n, p)| self.types.make(Type::Param(n as u32, p.name.name.clone())))
            .collect();
        let env: Vec<(Name, Ty)> = decl.params.iter().map(|p| p.name.name.clone()).zip(params).collect();
        let sig = self.elsewhere(entity.package, entity.file, env, |c| c.signature(&decl.sig));
        let mut bound = vec![None; decl.params.len()];
        if !self.unify(sig, ty, &mut bound) || bound.iter().any(Option::is_none) {
            let words = format!("cannot use generic function {} without instantiation", crate::show::expr(e));
            self.wrong(e.pos, words);
            return 0;
        }
        match self.instance_func(id, bound.into_iter().flatten().collect(), e.pos) {
            Some((func, _)) => self.func_value(func),
            None => 0,
        }
    }
}

fn names(params: &[TypeParam]) -> String {
    params.iter().map(|p| p.name.name.to_string()).collect::<Vec<_>>().join(", ")
}
