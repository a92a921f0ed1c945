//! Operators and assignments.

use super::expressions::{expr_at, promoted};
use super::*;
use crate::ast::ExprKind as E;
use crate::ast::Op as O;
use crate::value::Value;

/// What can be assigned to, its parts on the stack.
enum Left {
    Slot(u16),
    Field(u16),
    Static(ClassId, u16),
    Named(Name),
    Element,
}

impl Compiler<'_> {
    pub fn unary(&mut self, whole: &Expr, inner: &Expr) -> Type {
        let ty = self.expr(inner, None);
        let prim = self.unboxed(&ty);
        let (op, text) = match &whole.kind {
            E::Neg(_) => (Some(Op::Neg), "-"),
            E::BitNot(_) => (Some(Op::BitNot), "~"),
            E::Not(_) => (Some(Op::Not), "!"),
            _ => (None, "+"),
        };
        let ok = match (&whole.kind, prim) {
            (_, None) => ty.is_loose(),
            (E::Not(_), Some(p)) => p == Prim::Bool,
            (E::BitNot(_), Some(p)) => p.integral(),
            (_, Some(p)) => p.numeric(),
        };
        if !ok {
            let message = format!("bad operand type {} for unary operator '{text}'", self.world.show(&ty));
            self.error(whole.at, message);
        }
        match (op, prim) {
            (Some(op), _) => self.emit(op),
            (None, Some(p)) => self.emit(Op::To(promoted(p, Prim::Int))),
            _ => {}
        }
        match prim {
            Some(Prim::Bool) => Type::BOOL,
            Some(p) => Type::Prim(promoted(p, Prim::Int)),
            None => Type::Unknown,
        }
    }

    /// The operands of a chain of `+`, from the left.
    fn concat_parts<'e>(&self, expr: &'e Expr, out: &mut Vec<&'e Expr>) {
        match &expr.kind {
            E::Binary(O::Add, a, b) => {
                self.concat_parts(a, out);
                out.push(b);
            }
            _ => out.push(expr),
        }
    }

    pub fn binary(&mut self, op: O, a: &Expr, b: &Expr, at: u32) -> Type {
        match op {
            O::AndAnd | O::OrOr => {
                let end = self.label();
                self.operand(a, op, at);
                self.emit(Op::Dup);
                self.emit(if op == O::AndAnd {
                    Op::JumpUnless(end)
                } else {
                    Op::JumpIf(end)
                });
                self.emit(Op::Pop);
                self.operand(b, op, at);
                self.mark(end);
                return Type::BOOL;
            }
            O::Add => return self.addition(a, b, at),
            _ => {}
        }
        let x = self.expr(a, None);
        let y = self.expr(b, None);
        self.at(at);
        self.combine(op, &x, &y, at)
    }

    fn operand(&mut self, expr: &Expr, op: O, at: u32) {
        let ty = self.expr(expr, Some(&Type::BOOL));
        if !ty.is_loose() && self.unboxed(&ty) != Some(Prim::Bool) {
            let shown = self.world.show(&ty);
            let file = self.file;
            self.world.error_with(
                file,
                at,
                format!("bad operand types for binary operator '{}'", op.text()),
                vec![format!("  first type:  {shown}"), "  second type: boolean".into()],
            );
        }
    }

    fn literal(&self, expr: &Expr) -> Option<String> {
        Some(match &expr.kind {
            E::Str(t) => t.to_string(),
            E::Int(n) => n.to_string(),
            E::Long(n) => n.to_string(),
            E::Bool(b) => b.to_string(),
            E::Char(c) => String::from_utf16_lossy(&[*c]),
            _ => return None,
        })
    }

    fn addition(&mut self, a: &Expr, b: &Expr, at: u32) -> Type {
        let mut parts = vec![];
        self.concat_parts(a, &mut parts);
        parts.push(b);
        let string = Type::class(self.world.string);
        // The sum so far, until a string turns it into text.
        let mut sum: Option<Type> = None;
        let mut texts = 0u8;
        let mut constant: Option<String> = None;
        for part in parts {
            if texts > 0 {
                // Constants side by side are one (JLS 15.29).
                if let (Some(before), Some(next)) = (&constant, self.literal(part)) {
                    let both = format!("{before}{next}");
                    if let Some((op, ..)) = self.ctx().code.last_mut()
                        && matches!(op, Op::Text(_))
                        && texts == 1
                    {
                        let n = self.world.string_constant(&both);
                        if let Some((op, ..)) = self.ctx().code.last_mut() {
                            *op = Op::Text(n);
                        }
                        constant = Some(both);
                        continue;
                    }
                }
                constant = None;
                let ty = self.expr(part, None);
                if ty == Type::Void {
                    self.error(expr_at(part), "'void' type not allowed here");
                }
                self.at(at);
                self.emit(Op::ToText);
                texts += 1;
                if texts == 200 {
                    self.emit(Op::Concat(texts));
                    texts = 1;
                }
                continue;
            }
            let ty = self.expr(part, None);
            match &sum {
                None => {
                    if self.is_string(&ty) {
                        constant = match &part.kind {
                            E::Str(t) => Some(t.to_string()),
                            _ => None,
                        };
                        if constant.is_none() {
                            self.emit(Op::ToText);
                        }
                        texts = 1;
                        continue;
                    }
                    sum = Some(ty);
                }
                Some(before) if self.is_string(&ty) => {
                    // What was there becomes text below the new one.
                    let _ = before;
                    let slot = self.slot();
                    self.emit(Op::Store(slot));
                    self.at(at);
                    self.emit(Op::ToText);
                    self.emit(Op::Load(slot));
                    self.emit(Op::ToText);
                    texts = 2;
                }
                Some(before) => {
                    let before = before.clone();
                    self.at(at);
                    sum = Some(self.combine(O::Add, &before, &ty, at));
                }
            }
        }
        if texts > 0 {
            if texts > 1 {
                self.emit(Op::Concat(texts));
            }
            return string;
        }
        sum.unwrap_or(Type::Unknown)
    }

    fn combine(&mut self, op: O, x: &Type, y: &Type, at: u32) -> Type {
        let (p, q) = (self.unboxed(x), self.unboxed(y));
        let loose = x.is_loose() || y.is_loose();
        let equality = matches!(op, O::Eq | O::Ne);
        if equality && (x.prim().is_none() && y.prim().is_none()) {
            if !loose && *x != Type::Null && *y != Type::Null && !self.castable(x, y) {
                let message = format!("incomparable types: {} and {}", self.world.show(x), self.world.show(y));
                self.error(at, message);
            }
            self.emit(Op::Same(op == O::Eq));
            return Type::BOOL;
        }
        let result = match (op, p, q) {
            _ if loose => match op {
                O::Lt | O::Gt | O::Le | O::Ge | O::Eq | O::Ne => Some(Type::BOOL),
                _ => Some(match (p, q) {
                    (Some(Prim::Double), _) | (_, Some(Prim::Double)) => Type::Prim(Prim::Double),
                    _ => Type::Unknown,
                }),
            },
            (O::Eq | O::Ne, Some(Prim::Bool), Some(Prim::Bool)) => Some(Type::BOOL),
            (O::And | O::Or | O::Xor, Some(Prim::Bool), Some(Prim::Bool)) => Some(Type::BOOL),
            (_, Some(Prim::Bool), _) | (_, _, Some(Prim::Bool)) => None,
            (O::Eq | O::Ne | O::Lt | O::Gt | O::Le | O::Ge, Some(_), Some(_)) => Some(Type::BOOL),
            (O::Shl | O::Shr | O::Ushr, Some(p), Some(q)) if p.integral() && q.integral() => {
                Some(Type::Prim(promoted(p, Prim::Int)))
            }
            (O::And | O::Or | O::Xor, Some(p), Some(q)) => (p.integral() && q.integral()).then(|| Type::Prim(promoted(p, q))),
            (O::Add | O::Sub | O::Mul | O::Div | O::Rem, Some(p), Some(q)) => Some(Type::Prim(promoted(p, q))),
            _ => None,
        };
        self.emit(Op::Binary(op));
        match result {
            Some(ty) => ty,
            None => {
                let file = self.file;
                let notes = vec![
                    format!("  first type:  {}", self.world.show(x)),
                    format!("  second type: {}", self.world.show(y)),
                ];
                self.world.error_with(
                    file,
                    at,
                    format!("bad operand types for binary operator '{}'", op.text()),
                    notes,
                );
                Type::Unknown
            }
        }
    }

    /// Puts what an assignment needs on the stack; what it is and its type.
    fn left(&mut self, target: &Expr) -> Option<(Left, Type)> {
        match &target.kind {
            E::Name(name) => {
                match self.local_named(name) {
                    Some(super::names::Place::Slot(slot, ty)) => {
                        let here = self.ctx().scopes.iter().flatten().any(|l| l.slot == slot);
                        let captured = self.ctx().captures.iter().any(|(_, to)| *to == slot);
                        if captured || !here {
                            self.error(
                                target.at,
                                "local variables referenced from a lambda expression must be final or effectively final",
                            );
                        }
                        return Some((Left::Slot(slot), ty));
                    }
                    Some(super::names::Place::Held(..)) => {
                        self.error(
                            target.at,
                            "local variables referenced from an inner class must be final or effectively final",
                        );
                        return None;
                    }
                    None => {}
                }
                let Some((field, ty, owner)) = self.field_around(name) else {
                    self.symbol_not_found(target.at, format!("variable {name}"));
                    return None;
                };
                self.check_final(&field, target.at);
                if field.statik {
                    return Some((Left::Static(field.class, field.slot as u16), ty));
                }
                if !self.load_this_of(owner) {
                    self.error(
                        target.at,
                        format!("non-static variable {name} cannot be referenced from a static context"),
                    );
                }
                Some((Left::Field(field.slot as u16), ty))
            }
            E::Field(object, name) => {
                let ty = match self.as_type(object) {
                    Some(ty) => ty,
                    None => self.expr(object, None),
                };
                if ty.is_loose() {
                    return Some((Left::Named(name.clone()), Type::Unknown));
                }
                match self.world.field(&ty, name) {
                    Some((field, found)) => {
                        self.check_final(&field, target.at);
                        if field.private && !self.same_top(field.class) {
                            let shown = self.world.shown_name(field.class);
                            self.error(target.at, format!("{name} has private access in {shown}"));
                        }
                        Some((
                            if field.statik {
                                Left::Static(field.class, field.slot as u16)
                            } else {
                                Left::Field(field.slot as u16)
                            },
                            found,
                        ))
                    }
                    None => {
                        self.not_found_in(object, &ty, name, target.at, format!("variable {name}"));
                        None
                    }
                }
            }
            E::Index(array, index) => {
                let ty = self.expr(array, None);
                self.index(index);
                let elem = self.element(&ty, target.at);
                Some((Left::Element, elem))
            }
            _ => {
                let file = self.file;
                self.world.error_with(
                    file,
                    target.at,
                    "unexpected type",
                    vec!["  required: variable".into(), "  found:    value".into()],
                );
                None
            }
        }
    }

    fn check_final(&mut self, field: &crate::world::Field, at: u32) {
        let class = self.class_id();
        let initializing =
            class == field.class && (self.ctx().method.starts_with("constructor") || self.ctx().method.starts_with("class"));
        if field.finale && !initializing && !self.ctx().any_thrown {
            self.error(at, format!("cannot assign a value to final variable {}", field.name));
        }
    }

    fn load_left(&mut self, left: &Left) {
        match left {
            Left::Slot(slot) => self.emit(Op::Load(*slot)),
            Left::Static(class, slot) => self.emit(Op::GetStatic(*class, *slot)),
            Left::Field(slot) => {
                self.emit(Op::Dup);
                self.emit(Op::GetField(*slot));
            }
            Left::Named(name) => {
                self.emit(Op::Dup);
                self.emit(Op::GetNamed(name.clone()));
            }
            Left::Element => {
                self.emit(Op::Dup2);
                self.emit(Op::ArrayLoad);
            }
        }
    }

    /// A copy of the top goes under the parts of what is assigned to.
    fn keep(&mut self, left: &Left) {
        self.emit(match left {
            Left::Slot(_) | Left::Static(..) => Op::Dup,
            Left::Field(_) | Left::Named(_) => Op::DupX1,
            Left::Element => Op::DupX2,
        });
    }

    fn store(&mut self, left: Left) {
        self.emit(match left {
            Left::Slot(slot) => Op::Store(slot),
            Left::Static(class, slot) => Op::PutStatic(class, slot),
            Left::Field(slot) => Op::PutField(slot),
            Left::Named(name) => Op::PutNamed(name),
            Left::Element => Op::ArrayStore,
        });
    }

    pub fn assign(&mut self, target: &Expr, value: &Expr, at: u32, used: bool) -> Type {
        let Some((left, ty)) = self.left(target) else {
            self.expr(value, None);
            return Type::Unknown;
        };
        self.value(value, &ty);
        self.at(at);
        if used {
            self.keep(&left);
        }
        let shown = match &target.kind {
            E::Field(object, name) => self
                .describe(object)
                .map(|s| format!("Cannot assign field \"{name}\" because {s} is null")),
            E::Index(array, _) => {
                let kind = ty.prim().map_or("object", Prim::text);
                self.describe(array)
                    .map(|s| format!("Cannot store to {kind} array because {s} is null"))
            }
            _ => None,
        };
        self.store(left);
        if let (Some(words), Some(last)) = (shown, self.ctx().code.last_mut()) {
            last.2 = Some(words.into());
        }
        ty
    }

    pub fn assign_op(&mut self, op: O, target: &Expr, value: &Expr, at: u32, used: bool) -> Type {
        let Some((left, ty)) = self.left(target) else {
            return Type::Unknown;
        };
        self.load_left(&left);
        if op == O::Add && self.is_string(&ty) {
            self.emit(Op::ToText);
            self.expr(value, None);
            self.emit(Op::ToText);
            self.emit(Op::Concat(2));
        } else {
            let y = self.expr(value, None);
            self.at(at);
            self.combine(op, &ty, &y, at);
            if let Some(prim) = self.unboxed(&ty) {
                self.emit(Op::To(prim));
            }
        }
        if used {
            self.keep(&left);
        }
        self.store(left);
        ty
    }

    pub fn increment(&mut self, prefix: bool, delta: i8, target: &Expr, at: u32, used: bool) -> Type {
        let Some((left, ty)) = self.left(target) else {
            return Type::Unknown;
        };
        let prim = self.unboxed(&ty);
        if prim.is_none_or(|p| p == Prim::Bool) && !ty.is_loose() {
            let text = if delta > 0 { "++" } else { "--" };
            let message = format!("bad operand type {} for unary operator '{text}'", self.world.show(&ty));
            self.error(at, message);
        }
        if let (Left::Slot(slot), Type::Prim(Prim::Int)) = (&left, &ty) {
            if used && !prefix {
                self.emit(Op::Load(*slot));
            }
            self.emit(Op::Inc(*slot, delta.into()));
            if used && prefix {
                self.emit(Op::Load(*slot));
            }
            return ty;
        }
        self.load_left(&left);
        if used && !prefix {
            self.keep(&left);
        }
        self.emit(Op::Push(Value::Int(delta.into())));
        self.emit(Op::Binary(O::Add));
        if let Some(prim) = prim {
            self.emit(Op::To(prim));
        }
        if used && prefix {
            self.keep(&left);
        }
        self.store(left);
        ty
    }
}
