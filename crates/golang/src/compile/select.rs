//! Selectors: members of packages, fields and methods (go.dev/ref/spec#Selectors).

use super::*;

/// What is selected, once the way to it has been walked.
pub(super) enum Selected {
    Field {
        obj: At,
        n: u32,
        ty: Ty,
        variable: bool,
    },
    /// The receiver as the method wants it, and the method's function.
    Method {
        receiver: At,
        func: u32,
    },
    Abstract {
        face: At,
        sig: Ty,
    },
}

impl Compiler {
    pub(super) fn no_member(&mut self, package: u32, inner: &Expr, member: &Ident) {
        let Some(this) = self.packages.get(package as usize) else { return };
        let (library, path) = (this.library, this.path.clone());
        if library
            && member.name.chars().next().is_some_and(char::is_uppercase)
            && crate::library::exists(&path, &member.name)
        {
            self.beyond(member.pos, &format!("{path}.{} of Go", member.name));
        } else {
            self.wrong(member.pos, format!("undefined: {}.{}", crate::show::expr(inner), member.name));
        }
    }

    pub(super) fn select<'e>(&mut self, e: &'e Expr, inner: &'e Expr, member: &Ident) -> Op<'e> {
        let x = self.expr(inner, None);
        match x.mode {
            Mode::Package(package) => {
                let id = self.packages.get(package as usize).and_then(|p| p.scope.get(&member.name)).copied();
                let exported = member.name.chars().next().is_some_and(char::is_uppercase);
                return match id {
                    Some(id) if exported => self.entity(e, id),
                    Some(_) => {
                        let words =
                            format!("name {} not exported by package {}", member.name, crate::show::expr(inner));
                        self.wrong(member.pos, words);
                        Op::invalid(e)
                    }
                    None => {
                        self.no_member(package, inner, member);
                        Op::invalid(e)
                    }
                };
            }
            Mode::Type => return self.method_expr(e, x.ty, member),
            Mode::Invalid => return Op::invalid(e),
            Mode::Builtin(_) | Mode::NoValue | Mode::Tuple | Mode::GenericType(_) => {
                self.value(inner, None);
                return Op::invalid(e);
            }
            _ => {}
        }
        match self.selected(e, x, member) {
            None => Op::invalid(e),
            Some(Selected::Field { obj, n, ty, variable }) => {
                let to = self.tmp();
                self.emit(e.pos, Ins::Field(to, obj, n));
                let word = if variable { "variable" } else { "value" };
                Op { word, fresh: false, ..Op::value(ty, to, e) }
            }
            Some(Selected::Method { receiver, func }) => {
                let sig = self.func_sig(func);
                let name = self.method_name(&member.name);
                let ty = self.funcs.get(func as usize).and_then(|f| f.receiver).unwrap_or(INVALID);
                let to = self.tmp();
                self.emit(e.pos, Ins::Bound(to, receiver, name, ty));
                Op::value(sig, to, e)
            }
            Some(Selected::Abstract { face, sig }) => {
                let name = self.method_name(&member.name);
                let to = self.tmp();
                self.emit(e.pos, Ins::Bound(to, face, name, ANY));
                Op::value(sig, to, e)
            }
        }
    }

    /// `T.Method`: a function whose first parameter is the receiver.
    fn method_expr<'e>(&mut self, e: &'e Expr, ty: Ty, member: &Ident) -> Op<'e> {
        match self.types.find(ty, &member.name) {
            Some(Found { what: What::Method(n, pointer), path, .. }) if path.is_empty() => {
                let func =
                    self.types.named.get(n as usize).and_then(|t| t.methods.get(&member.name)).and_then(|m| m.func);
                let is_pointer = matches!(self.types.get(ty), Type::Ptr(_));
                let Some(func) = func.filter(|_| pointer == is_pointer) else {
                    self.beyond(e.pos, "such a method expression of Go");
                    return Op::invalid(e);
                };
                let sig = self.func_sig(func);
                let Type::Func { mut params, results, variadic } = self.types.get(sig).clone() else {
                    return Op::invalid(e);
                };
                params.insert(0, ty);
                let sig = self.types.make(Type::Func { params, results, variadic });
                let at = self.func_value(func);
                Op::value(sig, at, e)
            }
            Some(_) => {
                self.beyond(e.pos, "such a method expression of Go");
                Op::invalid(e)
            }
            None => {
                let words =
                    format!("{} undefined (type {} has no method {})", crate::show::expr(e), self.t(ty), member.name);
                self.wrong(member.pos, words);
                Op::invalid(e)
            }
        }
    }

    fn undefined(&mut self, e: &Expr, x: &Op, member: &Ident) {
        let mut ty = x.ty;
        if let Some(to) = self.types.pointee(ty) {
            ty = to;
        }
        let library = self
            .types
            .named_of(ty)
            .is_some_and(|n| n.package != 0 && self.packages.get(n.package as usize).is_some_and(|p| p.library));
        let exported = member.name.chars().next().is_some_and(char::is_uppercase);
        if library && exported && crate::library::has_member(&member.name) {
            let what = format!("{} of {} in Go", member.name, self.t(x.ty));
            self.beyond(member.pos, &what);
            return;
        }
        let mut words =
            format!("{} undefined (type {} has no field or method {}", crate::show::expr(e), self.t(x.ty), member.name);
        if self.types.pointee(x.ty).is_some_and(|t| self.types.is_interface(t)) {
            words = format!(
                "{} undefined (type {} is pointer to interface, not interface",
                crate::show::expr(e),
                self.t(x.ty)
            );
        } else {
            let mut chars = member.name.chars();
            let first = chars.next().unwrap_or('_');
            let rest: String = chars.collect();
            let other = match first.is_uppercase() {
                true => format!("{}{rest}", first.to_lowercase()),
                false => format!("{}{rest}", first.to_uppercase()),
            };
            match self.types.find(x.ty, &other).map(|f| f.what) {
                Some(What::Field(..)) => words.push_str(&format!(", but does have field {other}")),
                Some(_) => words.push_str(&format!(", but does have method {other}")),
                None => {}
            }
        }
        self.wrong(member.pos, format!("{words})"));
    }

    /// Walks to a field or method of a value.
    pub(super) fn selected(&mut self, e: &Expr, x: Op, member: &Ident) -> Option<Selected> {
        if x.is_invalid() {
            return None;
        }
        let Some(found) = self.types.find(x.ty, &member.name) else {
            self.undefined(e, &x, member);
            return None;
        };
        // Names without a capital belong to their package.
        if !member.name.chars().next().is_some_and(char::is_uppercase) {
            let owner = match &found.what {
                What::Method(n, _) => self.types.named.get(*n as usize).map(|t| t.package),
                What::Field(n, _) => match self.types.base(found.holder) {
                    Type::Struct(fields) => fields.get(*n as usize).map(|f| f.package),
                    _ => None,
                },
                What::Abstract(_) => None,
            };
            if owner.is_some_and(|owner| owner != self.package) {
                let words = format!(
                    "{} undefined (cannot refer to unexported {} {})",
                    crate::show::expr(e),
                    if matches!(found.what, What::Field(..)) { "field" } else { "method" },
                    member.name
                );
                self.wrong(member.pos, words);
                return None;
            }
        }
        let mut at = self.materialize(&x, x.ty);
        let mut ty = x.ty;
        let variable = x.is_var() || found.indirect;
        let mut holder_of = None;
        for n in &found.path {
            let inner = self.types.pointee(ty).unwrap_or(ty);
            let Type::Struct(fields) = self.types.base(inner).clone() else { return None };
            let field = fields.get(*n as usize)?.clone();
            let to = self.tmp();
            self.emit(e.pos, Ins::Field(to, at, *n));
            holder_of = Some((at, *n));
            (at, ty) = (to, field.ty);
        }
        match found.what {
            What::Field(n, field) => Some(Selected::Field { obj: at, n, ty: field, variable }),
            What::Abstract(sig) => Some(Selected::Abstract { face: at, sig }),
            What::Method(n, pointer) => {
                let func = self.types.named.get(n as usize)?.methods.get(&member.name)?.func?;
                let is_pointer = self.types.pointee(ty).is_some() && ty != found.holder;
                let aggregate = self.types.is_aggregate(found.holder);
                let receiver = match (pointer, is_pointer) {
                    (true, true) => at,
                    (true, false) if aggregate && !variable => {
                        let words = format!("cannot call pointer method {} on {}", member.name, self.t(found.holder));
                        self.wrong(e.pos, words);
                        at
                    }
                    (true, false) if aggregate => at,
                    (true, false) => match holder_of {
                        Some((obj, n)) => {
                            let to = self.tmp();
                            self.emit(e.pos, Ins::FieldRef(to, obj, n));
                            to
                        }
                        None if variable => self.reference(x.e)?.1,
                        None => {
                            let words =
                                format!("cannot call pointer method {} on {}", member.name, self.t(found.holder));
                            self.wrong(e.pos, words);
                            at
                        }
                    },
                    (false, true) if aggregate => {
                        self.emit(e.pos, Ins::NilCheck(at));
                        self.own(e.pos, at, found.holder, false)
                    }
                    (false, true) => {
                        let to = self.tmp();
                        self.emit(e.pos, Ins::Load(to, at));
                        to
                    }
                    (false, false) => self.own(e.pos, at, found.holder, x.fresh && found.path.is_empty()),
                };
                Some(Selected::Method { receiver, func })
            }
        }
    }
}
