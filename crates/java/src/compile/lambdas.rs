//! Lambdas and method references.

use super::*;
use crate::ast::ExprKind as E;
use crate::world::Method;

impl Compiler<'_> {
    /// Compiles a lambda for a functional interface; the interface's type, with what its result is found to be.
    pub fn lambda(&mut self, lambda: &Lambda, want: Option<&Type>, at: u32) -> Type {
        let target = want.and_then(|t| self.world.functional(t));
        if target.is_none()
            && let Some(wanted @ Type::Class(id, _)) = want
            && !self.ctx().any_thrown
        {
            let _ = id;
            let file = self.file;
            let shown = self.world.show(wanted);
            self.world.error_with(
                file,
                at,
                "incompatible types: ".to_string() + &shown + " is not a functional interface",
                vec![],
            );
            return Type::Unknown;
        }
        let (params, ret, throws, interface) = match &target {
            Some((method, up)) => {
                let Type::Class(owner, args) = up else { return Type::Unknown };
                let map = self.world.bindings(*owner, args);
                let m = self.world.method(*method);
                let params: Vec<Type> = m.params.iter().map(|p| p.subst(&map)).collect();
                let ret = m.ret.subst(&map);
                let throws = m.throws.clone();
                let interface = match want {
                    Some(Type::Class(id, _)) => Some(*id),
                    _ => None,
                };
                (params, Some(ret), Some(throws), interface)
            }
            None => (vec![], None, None, None),
        };
        if target.is_some() && params.len() != lambda.params.len() {
            self.error(at, "incompatible types: incompatible parameter types in lambda expression");
            return want.cloned().unwrap_or(Type::Unknown);
        }
        let class = self.class_id();
        let statik = self.ctx().statik;
        let (line, any) = (self.ctx().line, self.ctx().any_thrown);
        let mut ctx = Ctx::new(class, statik, Boundary::Lambda);
        ctx.any_thrown = any || throws.is_none();
        ctx.thrown.push(throws.unwrap_or_default());
        ctx.line = line;
        ctx.ret = ret.clone().filter(|r| !r.is_loose());
        ctx.method = self.ctx().method.clone();
        self.ctxs.push(ctx);
        let mut widen = vec![];
        if !statik {
            widen.push(None);
        }
        for (n, (written, name)) in lambda.params.iter().enumerate() {
            let ty = match written {
                Some(ty) => self.type_of(ty),
                None => params.get(n).cloned().unwrap_or(Type::Unknown),
            };
            widen.push(ty.prim());
            self.local(name, ty);
        }
        let mut result = Type::Void;
        match &lambda.body {
            LambdaBody::Expr(expr) => {
                self.at(expr.at);
                let wanted = ret.clone().filter(|r| *r != Type::Void);
                if ret == Some(Type::Void) {
                    self.statement_expr(expr);
                    self.emit(Op::ReturnVoid);
                } else {
                    let ty = self.expr(expr, wanted.as_ref().filter(|t| !t.is_loose()));
                    match &wanted {
                        Some(to) if ty == Type::Void && !any => {
                            let message = "incompatible types: bad return type in lambda expression";
                            let file = self.file;
                            let reason = self.mismatch(&Type::Void, to).replace("incompatible types: ", "    ");
                            self.world
                                .error_with(file, super::expressions::expr_at(expr), message.to_string(), vec![reason]);
                        }
                        Some(to) if !to.is_loose() => {
                            if !self.assignable(&ty, to) && super::constant(expr).is_none() {
                                let file = self.file;
                                let reason = self.mismatch(&ty, to).replace("incompatible types: ", "    ");
                                self.world.error_with(
                                    file,
                                    super::expressions::expr_at(expr),
                                    "incompatible types: bad return type in lambda expression",
                                    vec![reason],
                                );
                            } else {
                                self.convert(&ty, to, Some(expr), super::expressions::expr_at(expr));
                            }
                        }
                        _ => {}
                    }
                    self.emit(if ty == Type::Void { Op::ReturnVoid } else { Op::Return });
                    result = ty;
                }
            }
            LambdaBody::Block(block) => {
                self.block(block);
                self.emit(Op::ReturnVoid);
                let found = std::mem::take(&mut self.ctx().found);
                result = match ret.clone().filter(|r| !r.is_loose()) {
                    Some(ret) => ret,
                    None => self.common(found),
                };
            }
        }
        let Some(ctx) = self.ctxs.pop() else { return Type::Unknown };
        let (mut from, mut to) = (vec![], vec![]);
        if !statik {
            from.push(0);
            to.push(0);
        }
        for (a, b) in &ctx.captures {
            from.push(*a);
            to.push(*b);
        }
        let code = settle(ctx.code, ctx.handlers, ctx.slots, widen);
        let n = {
            let class = self.world.class_mut(class);
            class.lambdas += 1;
            class.lambdas - 1
        };
        let outer = self.ctx().method.clone();
        let outer = outer.split(['(', ' ']).nth(1).unwrap_or("main").to_string();
        let outer = if self.ctx().method.starts_with("constructor") {
            "new".into()
        } else if self.ctx().method.starts_with("class") {
            "static".into()
        } else {
            outer
        };
        self.world.methods.push(Method {
            class,
            name: format!("lambda${outer}${n}").into(),
            decl: None,
            statik,
            abstrakt: false,
            private: true,
            synchronized: false,
            native: None,
            is_native: false,
            params: vec![Type::Unknown; lambda.params.len()],
            varargs: false,
            ret: if result == Type::Void { Type::Void } else { Type::Unknown },
            type_params: vec![],
            throws: vec![],
            code: Some(Rc::new(code)),
        });
        let body = self.world.methods.len() - 1;
        self.emit(Op::Lambda(Rc::new(LambdaCode {
            interface,
            body,
            from,
            to,
        })));
        self.with_result(want, target, result)
    }

    /// The interface's type, the variable of its result bound to what a body gives.
    fn with_result(&mut self, want: Option<&Type>, target: Option<(MethodId, Type)>, result: Type) -> Type {
        let (Some(Type::Class(id, args)), Some((method, up))) = (want, target) else {
            return want.cloned().unwrap_or(Type::Unknown);
        };
        let result = match result {
            Type::Prim(p) => self.boxed(p),
            other => other,
        };
        let own = super::names::own_type(self.world, *id);
        let declared = self.world.method(method).ret.clone();
        let Type::Class(owner, _) = &up else { return Type::Unknown };
        // As the interface itself names its variables.
        let seen = self
            .world
            .supers(&own)
            .into_iter()
            .find(|t| matches!(t, Type::Class(o, _) if o == owner));
        let Some(Type::Class(_, seen)) = seen else {
            return Type::Class(*id, args.clone());
        };
        let declared = declared.subst(&self.world.bindings(*owner, &seen));
        let mut bound = vec![];
        crate::compile::calls::unify(self, &declared, &result, &mut bound);
        let names: Vec<Name> = self.world.class(*id).decl.params.iter().map(|p| p.name.clone()).collect();
        let filled: Vec<Type> = names
            .iter()
            .enumerate()
            .map(|(n, name)| match args.get(n) {
                Some(known) if !known.is_loose() => known.clone(),
                other => bound
                    .iter()
                    .find(|(b, _)| b == name)
                    .map(|(_, t)| t.clone())
                    .or(other.cloned())
                    .unwrap_or(Type::Unknown),
            })
            .collect();
        Type::Class(*id, filled.into())
    }

    /// One type for several results.
    pub fn common(&mut self, found: Vec<Type>) -> Type {
        let mut out: Option<Type> = None;
        for ty in found {
            out = Some(match out {
                None | Some(Type::Null) => ty,
                Some(before) if before == ty || ty == Type::Null => before,
                Some(before) => match (before.prim(), ty.prim()) {
                    (Some(p), Some(q)) if p.numeric() && q.numeric() => Type::Prim(super::expressions::promoted(p, q)),
                    _ if self.assignable(&ty, &before) && !before.is_loose() && before.prim().is_none() => before,
                    _ if self.assignable(&before, &ty) && !ty.is_loose() && ty.prim().is_none() => ty,
                    _ => Type::Unknown,
                },
            });
        }
        out.unwrap_or(Type::Void)
    }

    /// A method reference is the lambda it stands for.
    pub fn method_ref(&mut self, target: &Expr, name: &Name, want: Option<&Type>, at: u32) -> Type {
        let wanted = want
            .and_then(|t| self.world.functional(t))
            .map(|(m, _)| self.world.method(m).params.len());
        let made = |kind| Expr { at, kind };
        let param = |n: usize| -> Name { format!("p${n}").into() };
        let names = |from: usize, to: usize| -> Vec<Expr> { (from..to).map(|n| made(E::Name(param(n)))).collect() };
        let call = |target: Option<Expr>, args: Vec<Expr>| {
            made(E::Call {
                target: target.map(Box::new),
                name: name.clone(),
                args,
                paren: at,
            })
        };
        let ty = if matches!(target.kind, E::This | E::Super) {
            None
        } else {
            self.as_type(target)
        };
        let (count, body) = match ty {
            Some(ty) if &**name == "new" => {
                let count = wanted.unwrap_or(0);
                let kind = match (&ty, &target.kind) {
                    (Type::Array(_), E::Type(written)) => {
                        let elem = TypeRef {
                            dims: written.dims.saturating_sub(1),
                            ..written.clone()
                        };
                        E::NewArray {
                            elem,
                            dims: names(0, 1),
                            init: None,
                        }
                    }
                    _ => {
                        let written = match &target.kind {
                            E::Type(written) => written.clone(),
                            _ => {
                                let text = crate::parser::dotted(target).unwrap_or_default();
                                let diamond = matches!(&ty, Type::Class(id, _) if !self.world.class(*id).decl.params.is_empty());
                                TypeRef {
                                    at,
                                    name: text.into(),
                                    args: vec![],
                                    diamond,
                                    dims: 0,
                                }
                            }
                        };
                        E::New {
                            outer: None,
                            ty: written,
                            args: names(0, count),
                            body: None,
                        }
                    }
                };
                (if matches!(ty, Type::Array(_)) { 1 } else { count }, made(kind))
            }
            Some(ty) => {
                let found = self.world.methods_named(&ty, name);
                if found.is_empty() {
                    self.error_reference(&ty, name, at);
                    return Type::Unknown;
                }
                let arity = wanted.unwrap_or_else(|| {
                    found.first().map_or(1, |(m, _)| {
                        let m = self.world.method(*m);
                        m.params.len() + usize::from(!m.statik)
                    })
                });
                let fits = |c: &Self, statik: bool, n: usize| {
                    found.iter().any(|(m, _)| {
                        let m = c.world.method(*m);
                        m.statik == statik && (m.params.len() == n || m.varargs && n + 1 >= m.params.len())
                    })
                };
                let instance = arity > 0 && fits(self, false, arity - 1);
                if fits(self, true, arity) && !(instance && &**name == "toString") {
                    (arity, call(Some(target.clone()), names(0, arity)))
                } else {
                    let written = match &target.kind {
                        E::Type(written) => written.clone(),
                        _ => {
                            let text = crate::parser::dotted(target).unwrap_or_default();
                            TypeRef {
                                at,
                                name: text.into(),
                                args: vec![],
                                diamond: false,
                                dims: 0,
                            }
                        }
                    };
                    let known = want.and_then(|t| self.world.functional(t)).and_then(|(m, up)| match up {
                        Type::Class(id, args) => {
                            let map = self.world.bindings(id, &args);
                            self.world.method(m).params.first().map(|p| p.subst(&map))
                        }
                        _ => None,
                    });
                    let first = made(E::Name(param(0)));
                    let generic = known.is_some_and(|k| !k.is_loose());
                    let receiver = if generic {
                        first
                    } else {
                        made(E::Cast(written, Box::new(first)))
                    };
                    (arity, call(Some(receiver), names(1, arity)))
                }
            }
            None => {
                let simple = matches!(target.kind, E::This | E::Super);
                let receiver = if simple {
                    target.clone()
                } else {
                    // What stands on the left is looked at once, and may not be null.
                    let ty = self.expr(target, None);
                    self.emit(Op::NullCheck);
                    let held: Name = format!("ref${}", self.ctx().slots).into();
                    let slot = self.local(&held, ty);
                    self.emit(Op::Store(slot));
                    made(E::Name(held))
                };
                let count = wanted.unwrap_or_else(|| {
                    let ty = match &receiver.kind {
                        E::Name(held) => match self.local_named(held) {
                            Some(super::names::Place::Slot(_, ty)) => ty,
                            _ => Type::Unknown,
                        },
                        _ => Type::class(self.class_id()),
                    };
                    let found = self.world.methods_named(&ty, name);
                    found.first().map_or(1, |(m, _)| self.world.method(*m).params.len())
                });
                (count, call(Some(receiver), names(0, count)))
            }
        };
        let lambda = Lambda {
            params: (0..count).map(|n| (None, param(n))).collect(),
            body: LambdaBody::Expr(body),
        };
        self.lambda(&lambda, want, at)
    }

    fn error_reference(&mut self, ty: &Type, name: &str, at: u32) {
        let Type::Class(id, _) = ty else { return };
        let class = self.world.class(*id);
        let full = class.name.to_string();
        if self.world.sources.get(class.source).is_some_and(|s| s.library)
            && self.world.library.real_member(&full, name) != Some(false)
        {
            self.beyond(at, format!("{name} of the Java class {full}"));
            return;
        }
        let place = self.world.place_of(*id).trim().to_string();
        let file = self.file;
        let notes = vec![
            "    cannot find symbol".into(),
            format!("      symbol:   method {name}()"),
            format!("      {place}"),
        ];
        self.world.error_with(file, at, "invalid method reference", notes);
    }
}
