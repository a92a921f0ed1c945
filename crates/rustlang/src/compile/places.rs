//! Places: reading, lending and writing them.

use super::{Compiler, Res};
use crate::ast::*;
use crate::code::Op;
use crate::types::Ty;

impl Compiler<'_> {
    /// The type of a field, and whether it is known that there is none.
    pub fn field_type(&mut self, of: &Ty, name: &str) -> (Ty, bool) {
        let mut at = self.infer.shallow(of);
        let mut known = true;
        for _ in 0..8 {
            match &at {
                Ty::Adt(id, args) => {
                    if let Some(def) = self.p.types.get(*id as usize)
                        && let Some((_, ty)) = def
                            .variants
                            .first()
                            .filter(|_| !def.is_enum)
                            .and_then(|v| v.fields.iter().find(|(n, _)| **n == *name))
                    {
                        let generics = def.generics.clone();
                        let (ty, args) = (ty.clone(), args.clone());
                        return (Self::substitute(&ty, &generics, &args), false);
                    }
                }
                Ty::Tuple(items) => {
                    let item = name.parse::<usize>().ok().and_then(|n| items.get(n));
                    return (item.cloned().unwrap_or(Ty::Unknown), item.is_none());
                }
                Ty::Var(_) | Ty::Unknown | Ty::Param(_) | Ty::Dyn(_) | Ty::Never => {
                    known = false;
                    break;
                }
                _ => {}
            }
            match self.deref_type(&at) {
                Some(next) => at = next,
                None => break,
            }
        }
        // A user's type may say what it derefs to.
        if let Ty::Adt(id, _) = &at
            && self.p.find_method(*id, "deref", None).is_some()
        {
            known = false;
        }
        (self.fresh(), known)
    }

    pub fn substitute(ty: &Ty, generics: &[Name], args: &[Ty]) -> Ty {
        ty.map(&mut |t| match t {
            Ty::Param(n) => generics
                .iter()
                .position(|g| g == n)
                .map(|n| args.get(n).cloned().unwrap_or(Ty::Unknown)),
            _ => None,
        })
    }

    fn no_field(&mut self, of: &Ty, name: &Name, span: Span) {
        if self.library {
            return;
        }
        let known = self.infer.known(of);
        let shown = self.p.show(&known);
        let words = format!("no field `{name}` on type `{shown}`");
        let mut fault = Fault::new("E0609", words, span, "unknown field");
        if let Ty::Adt(id, _) = self.strip(&known)
            && let Some(v) = self
                .p
                .types
                .get(id as usize)
                .filter(|t| !t.is_enum)
                .and_then(|t| t.variants.first())
            && !v.fields.is_empty()
        {
            let list: Vec<String> = v.fields.iter().map(|(n, _)| format!("`{n}`")).collect();
            let word = if list.len() == 1 { "field is" } else { "fields are" };
            fault.notes.push(format!("= note: available {word}: {}", list.join(", ")));
        }
        self.p.faults.push(fault);
    }

    /// Whether an expression names a place.
    pub fn is_place(&mut self, e: &Expr) -> bool {
        match &*e.kind {
            ExprKind::Path(path) => {
                path.segments.len() == 1 && path.segments.first().is_some_and(|s| self.local(&s.name).is_some())
            }
            ExprKind::Field(..) | ExprKind::Index(..) => true,
            ExprKind::Unary(Unary::Deref, _) => true,
            _ => false,
        }
    }

    fn local_of(&mut self, e: &Expr) -> Option<u32> {
        match &*e.kind {
            ExprKind::Path(path) if path.segments.len() == 1 && path.of.is_none() => {
                let name = path.segments.first()?.name.clone();
                self.local(&name)
            }
            _ => None,
        }
    }

    /// Pushes what a place has, not copied.
    pub fn place(&mut self, e: &Expr) -> Res<Ty> {
        if let Some(n) = self.local_of(e) {
            let local = self.local_at(n);
            self.at(e.span);
            self.emit(if local.cell { Op::GetCell(n) } else { Op::Get(n) });
            return Ok(local.ty);
        }
        match &*e.kind {
            ExprKind::Field(base, name, span) => {
                let of = self.place(base)?;
                let (ty, missing) = self.field_type(&of, name);
                if missing {
                    self.no_field(&of, name, *span);
                }
                self.at(e.span);
                match name.parse::<u32>() {
                    Ok(n) => self.emit(Op::GetIdx(n)),
                    Err(_) => {
                        let sym = self.p.sym(name);
                        self.emit(Op::GetField(sym))
                    }
                };
                Ok(ty)
            }
            ExprKind::Index(base, index) => {
                let of = self.place(base)?;
                let ty = self.index(&of, index)?;
                self.at(e.span);
                self.emit(Op::Index);
                Ok(ty)
            }
            ExprKind::Unary(Unary::Deref, inner) => {
                let of = self.place(inner)?;
                self.at(e.span);
                Ok(self.emit_deref(&of))
            }
            _ => self.expr(e, &Ty::Unknown),
        }
    }

    /// Looks through what is on the stack, as its type says.
    fn emit_deref(&mut self, of: &Ty) -> Ty {
        let of = self.infer.shallow(of);
        match &of {
            Ty::Ref(_, inner) => {
                self.emit(Op::DerefRef);
                self.infer.shallow(inner)
            }
            of if self.p.is_adt(of, "Box") => {
                self.emit(Op::DerefRef);
                self.deref_type(of).unwrap_or(Ty::Unknown)
            }
            Ty::Adt(id, _) if self.deref_type(&of).is_none() => match self.p.find_method(*id, "deref", None) {
                Some(m) => {
                    let ret = self.p.fns.get(m.function as usize).map_or(Ty::Unknown, |f| f.ret.clone());
                    let sym = self.p.sym("deref");
                    let hint = self.hint(Ty::Unknown);
                    self.emit(Op::CallMethod(sym, 1, hint));
                    let ret = self.holes(&ret);
                    self.deref_type(&ret).unwrap_or(ret)
                }
                None => {
                    self.emit(Op::Deref);
                    self.fresh()
                }
            },
            _ => {
                self.emit(Op::Deref);
                self.deref_type(&of)
                    .unwrap_or_else(|| self.infer.fresh(crate::types::Kind::Any))
            }
        }
    }

    /// Pushes an index, and says what type it leads to.
    fn index(&mut self, of: &Ty, index: &Expr) -> Res<Ty> {
        let mut at = self.strip(of);
        for _ in 0..6 {
            if matches!(at, Ty::Slice(_) | Ty::Array(_) | Ty::Str) {
                break;
            }
            if matches!(&at, Ty::Adt(id, _) if self.p.find_method(*id, "index", None).is_some()) {
                break;
            }
            match self.deref_type(&at) {
                Some(next) => at = next,
                None => break,
            }
        }
        let list = matches!(at, Ty::Slice(_) | Ty::Array(_));
        let found = match list && !matches!(*index.kind, ExprKind::Range(..)) {
            true => self.expr(index, &Ty::usize())?,
            false => self.expr(index, &Ty::Unknown)?,
        };
        let i = self.infer.shallow(&found);
        let ranged = matches!(&i, Ty::Adt(..));
        if ranged && (list || at == Ty::Str) {
            if let Ty::Adt(_, args) = &i
                && let Some(arg) = args.first()
            {
                self.infer.unify(arg, &Ty::usize());
            }
            return Ok(match &at {
                Ty::Slice(t) | Ty::Array(t) => Ty::Slice(t.clone()),
                _ => Ty::Str,
            });
        }
        if list && !self.library {
            let shown = self.infer.known(&i);
            if matches!(shown, Ty::Int(t) if t != crate::types::IntTy::Usize) {
                let element = match &at {
                    Ty::Slice(t) | Ty::Array(t) => self.infer.known(t),
                    _ => Ty::Unknown,
                };
                let words = format!(
                    "the type `[{}]` cannot be indexed by `{}`",
                    self.p.show(&element),
                    self.p.show(&shown)
                );
                let mut fault = Fault::new(
                    "E0277",
                    words,
                    index.span,
                    "slice indices are of type `usize` or ranges of `usize`",
                );
                fault.notes.push(format!(
                    "= help: the trait `SliceIndex<[{}]>` is not implemented for `{}`",
                    self.p.show(&element),
                    self.p.show(&shown)
                ));
                self.p.faults.push(fault);
            }
            self.infer.unify(&i, &Ty::usize());
        }
        Ok(match &at {
            Ty::Slice(t) | Ty::Array(t) => self.infer.shallow(t),
            Ty::Adt(_, args) if self.p.is_adt(&at, "HashMap") || self.p.is_adt(&at, "BTreeMap") => {
                args.get(1).cloned().unwrap_or(Ty::Unknown)
            }
            Ty::Adt(_, args) if self.p.is_adt(&at, "VecDeque") => args.first().cloned().unwrap_or(Ty::Unknown),
            Ty::Adt(id, _) => {
                let ret = self
                    .p
                    .find_method(*id, "index", None)
                    .and_then(|m| self.p.fns.get(m.function as usize))
                    .map(|f| f.ret.clone());
                let ret = ret.unwrap_or(Ty::Unknown);
                self.strip(&ret)
            }
            _ => self.fresh(),
        })
    }

    /// Pushes a reference to a place, or to a value that has none.
    pub fn lend(&mut self, e: &Expr, mutable: bool, expect: &Ty) -> Res<Ty> {
        let inner = match self.infer.shallow(expect) {
            Ty::Ref(_, t) => self.infer.shallow(&t),
            _ => Ty::Unknown,
        };
        if !self.is_place(e) {
            // What is expected may be what this derefs to.
            let inner = match inner {
                Ty::Slice(_) | Ty::Str | Ty::Dyn(_) => Ty::Unknown,
                t => t,
            };
            let ty = self.expr(e, &inner)?;
            if mutable && self.scalar(&ty) {
                self.emit(Op::Wrap);
                self.emit(Op::RefIdx(0));
            }
            return Ok(ty.by_ref(mutable));
        }
        if !mutable {
            let ty = self.place(e)?;
            return Ok(ty.by_ref(false));
        }
        if let Some(n) = self.local_of(e) {
            let local = self.local_at(n);
            self.at(e.span);
            self.emit(if local.cell { Op::RefCell(n) } else { Op::Get(n) });
            return Ok(local.ty.by_ref(true));
        }
        let ty = match &*e.kind {
            ExprKind::Field(base, name, _) => {
                let of = self.place(base)?;
                let (ty, _) = self.field_type(&of, name);
                self.at(e.span);
                match name.parse::<u32>() {
                    Ok(n) => self.emit(Op::RefIdx(n)),
                    Err(_) => {
                        let sym = self.p.sym(name);
                        self.emit(Op::RefField(sym))
                    }
                };
                ty
            }
            ExprKind::Index(base, index) => {
                let of = self.place(base)?;
                let ty = self.index(&of, index)?;
                self.at(e.span);
                self.emit(Op::RefIndex);
                ty
            }
            ExprKind::Unary(Unary::Deref, inner) => {
                // Lending on what was lent: the same reference.
                let of = self.place(inner)?;
                match self.infer.shallow(&of) {
                    Ty::Ref(_, t) => self.infer.shallow(&t),
                    of if self.p.is_adt(&of, "Box") => self.deref_type(&of).unwrap_or(Ty::Unknown),
                    of => {
                        let sym = self.p.sym("__lend");
                        let hint = self.hint(Ty::Unknown);
                        self.emit(Op::CallMethod(sym, 1, hint));
                        self.deref_type(&of).unwrap_or(Ty::Unknown)
                    }
                }
            }
            _ => self.place(e)?,
        };
        Ok(ty.by_ref(true))
    }

    /// `place = value`: pushes unit.
    pub fn assign(&mut self, target: &Expr, value: &Expr) -> Res<Ty> {
        if let ExprKind::Tuple(targets) = &*target.kind {
            let ty = self.expr(value, &Ty::Unknown)?;
            let hidden = self.declare("".into(), ty, false);
            self.emit(Op::Set(hidden));
            for (n, one) in targets.iter().enumerate() {
                if matches!(&*one.kind, ExprKind::Path(p) if p.segments.first().is_some_and(|s| &*s.name == "_")) {
                    continue;
                }
                self.store_from(one, &mut |c: &mut Self| {
                    c.emit(Op::Get(hidden));
                    c.emit(Op::GetIdx(n as u32));
                    c.emit(Op::Copy);
                    Ok(Ty::Unknown)
                })?;
            }
            self.unit();
            return Ok(Ty::unit());
        }
        let span = target.span;
        self.store_from(target, &mut |c: &mut Self| {
            let ty = c.target_type.clone();
            let found = c.expr(value, &ty)?;
            c.coerce(
                &found,
                &ty,
                value.span,
                Some((span, "expected due to the type of this binding")),
            );
            Ok(found)
        })?;
        self.unit();
        Ok(Ty::unit())
    }

    fn store_from(&mut self, target: &Expr, value: &mut dyn FnMut(&mut Self) -> Res<Ty>) -> Res<()> {
        if let Some(n) = self.local_of(target) {
            let local = self.local_at(n);
            self.target_type = local.ty.clone();
            value(self)?;
            self.emit(if local.cell { Op::SetCell(n) } else { Op::Set(n) });
            return Ok(());
        }
        match &*target.kind {
            ExprKind::Field(base, name, span) => {
                let of = self.place(base)?;
                let (ty, missing) = self.field_type(&of, name);
                if missing {
                    self.no_field(&of, name, *span);
                }
                self.target_type = ty;
                value(self)?;
                self.at(target.span);
                match name.parse::<u32>() {
                    Ok(n) => self.emit(Op::SetIdx(n)),
                    Err(_) => {
                        let sym = self.p.sym(name);
                        self.emit(Op::SetField(sym))
                    }
                };
            }
            ExprKind::Index(base, index) => {
                let of = self.place(base)?;
                let ty = self.index(&of, index)?;
                self.target_type = ty;
                value(self)?;
                self.at(target.span);
                self.emit(Op::SetIndex);
            }
            ExprKind::Unary(Unary::Deref, inner) => {
                let of = self.place_type(inner)?;
                if self.p.is_adt(&of, "Box") {
                    return self.store_from(inner, value);
                }
                let of = self.place(inner)?;
                self.target_type = self.deref_type(&of).unwrap_or(Ty::Unknown);
                value(self)?;
                self.at(target.span);
                self.emit(Op::DerefSet);
            }
            ExprKind::Path(path) => {
                if path.segments.len() == 1 && path.segments.first().is_some_and(|s| &*s.name == "_") {
                    value(self)?;
                    self.emit(Op::Pop);
                    return Ok(());
                }
                let Some(id) = self.static_of(path) else {
                    return Err(self.unresolved(path, true));
                };
                self.target_type = self.p.consts.get(id as usize).map_or(Ty::Unknown, |c| c.ty.clone());
                value(self)?;
                self.emit(Op::SetStatic(id));
            }
            _ => {
                return Err(Fault::new(
                    "E0070",
                    "invalid left-hand side of assignment",
                    target.span,
                    "cannot assign to this expression",
                ));
            }
        }
        Ok(())
    }

    /// The type a local or field has, without emitting anything.
    fn place_type(&mut self, e: &Expr) -> Res<Ty> {
        if let Some(n) = self.local_of(e) {
            return Ok(self.local_at(n).ty).map(|t| self.infer.shallow(&t));
        }
        if let ExprKind::Field(base, name, _) = &*e.kind {
            let of = self.place_type(base)?;
            let (ty, _) = self.field_type(&of, name);
            return Ok(self.infer.shallow(&ty));
        }
        Ok(Ty::Unknown)
    }

    /// `place op= value`: pushes unit.
    pub fn assign_op(&mut self, op: Binary, target: &Expr, value: &Expr, span: Span) -> Res<Ty> {
        let shift = matches!(op, Binary::Shl | Binary::Shr);
        let operand = |c: &mut Self, ty: &Ty| -> Res<()> {
            let ty = c.strip(ty);
            let number = matches!(ty, Ty::Int(_) | Ty::Float(_) | Ty::Var(_)) && !shift;
            let found = c.expr(value, if number { &ty } else { &Ty::Unknown })?;
            if number {
                let f = c.strip(&found);
                c.numbers_fit(op, &ty, &f, span, value.span, true);
            }
            c.at(span);
            c.emit(Op::BinAssign(op));
            Ok(())
        };
        if let Some(n) = self.local_of(target) {
            let local = self.local_at(n);
            self.emit(if local.cell { Op::GetCell(n) } else { Op::Get(n) });
            operand(self, &local.ty)?;
            self.emit(if local.cell { Op::SetCell(n) } else { Op::Set(n) });
            self.unit();
            return Ok(Ty::unit());
        }
        match &*target.kind {
            ExprKind::Field(base, name, _) => {
                let of = self.place(base)?;
                let (ty, _) = self.field_type(&of, name);
                self.emit(Op::Dup);
                match name.parse::<u32>() {
                    Ok(n) => {
                        self.emit(Op::GetIdx(n));
                        operand(self, &ty)?;
                        self.emit(Op::SetIdx(n));
                    }
                    Err(_) => {
                        let sym = self.p.sym(name);
                        self.emit(Op::GetField(sym));
                        operand(self, &ty)?;
                        self.emit(Op::SetField(sym));
                    }
                }
            }
            ExprKind::Index(base, index) => {
                let of = self.place(base)?;
                let ty = self.index(&of, index)?;
                self.at(target.span);
                self.emit(Op::Dup2);
                self.emit(Op::Index);
                operand(self, &ty)?;
                self.at(target.span);
                self.emit(Op::SetIndex);
            }
            ExprKind::Unary(Unary::Deref, inner) => {
                let of = self.place_type(inner)?;
                if self.p.is_adt(&of, "Box") {
                    return self.assign_op(op, inner, value, span);
                }
                let of = self.place(inner)?;
                self.emit(Op::Dup);
                let ty = self.emit_deref(&of);
                operand(self, &ty)?;
                self.emit(Op::DerefSet);
            }
            ExprKind::Path(path) => {
                let Some(id) = self.static_of(path) else {
                    return Err(self.unresolved(path, true));
                };
                let ty = self.p.consts.get(id as usize).map_or(Ty::Unknown, |c| c.ty.clone());
                self.emit(Op::GetStatic(id));
                operand(self, &ty)?;
                self.emit(Op::SetStatic(id));
            }
            _ => {
                return Err(Fault::new(
                    "E0067",
                    "invalid left-hand side of assignment",
                    target.span,
                    "cannot assign to this expression",
                ));
            }
        }
        self.unit();
        Ok(Ty::unit())
    }
}
