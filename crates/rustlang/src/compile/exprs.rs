//! Expressions that are neither places, calls nor control.

use super::{Compiler, Res};
use crate::ast::*;
use crate::code::Op;
use crate::program::*;
use crate::types::{IntTy, Kind, Ty};
use crate::value::Value;

impl Compiler<'_> {
    /// Pushes one value; what is expected of it helps to know its type.
    pub fn expr(&mut self, e: &Expr, expect: &Ty) -> Res<Ty> {
        self.at(e.span);
        match &*e.kind {
            ExprKind::Lit(lit) => self.literal(lit, expect, e.span),
            ExprKind::Path(path) => self.path(path, expect),
            ExprKind::Unary(Unary::Deref, _) | ExprKind::Field(..) | ExprKind::Index(..) => {
                let ty = self.place(e)?;
                if !self.scalar(&ty) {
                    self.emit(Op::Copy);
                }
                Ok(ty)
            }
            ExprKind::Unary(op, inner) => self.unary(*op, inner, expect, e.span),
            ExprKind::Binary(op, a, b) => self.binary(*op, a, b, expect, e.span),
            ExprKind::Assign(a, b) => self.assign(a, b),
            ExprKind::AssignOp(op, a, b) => self.assign_op(*op, a, b, e.span),
            ExprKind::Call(f, args) => self.call(f, args, expect, e.span),
            ExprKind::Method(of, name, args) => self.method(of, name, args, expect, e.span),
            ExprKind::Range(a, b, inclusive) => self.range(a.as_ref(), b.as_ref(), *inclusive, expect),
            ExprKind::Ref(m, inner) => self.lend(inner, *m, expect),
            ExprKind::Cast(inner, ty) => self.cast(inner, ty, e.span),
            ExprKind::Block(block) => {
                self.open();
                let ty = self.block(block, expect)?;
                self.close();
                Ok(ty)
            }
            ExprKind::Tuple(items) => {
                let wanted = match self.infer.shallow(expect) {
                    Ty::Tuple(t) => t,
                    _ => Vec::new(),
                };
                let mut out = Vec::new();
                for (n, item) in items.iter().enumerate() {
                    let want = wanted.get(n).cloned().unwrap_or(Ty::Unknown);
                    let found = self.expr(item, &want)?;
                    // The place of an object keeps what it expects, such as any of a trait.
                    self.infer.unify(&found, &want);
                    out.push(found);
                }
                if items.is_empty() {
                    self.unit();
                } else {
                    self.emit(Op::MakeTuple(items.len() as u16));
                }
                Ok(Ty::Tuple(out))
            }
            ExprKind::Array(items) => {
                let element = match self.infer.shallow(expect) {
                    Ty::Array(t) | Ty::Slice(t) => *t,
                    _ => self.fresh(),
                };
                self.elements(items, &element)?;
                self.emit(Op::MakeArray(items.len() as u16));
                Ok(Ty::Array(Box::new(element)))
            }
            ExprKind::Repeat(value, count) => {
                let element = match self.infer.shallow(expect) {
                    Ty::Array(t) | Ty::Slice(t) => *t,
                    _ => self.fresh(),
                };
                let found = self.expr(value, &element)?;
                self.infer.unify(&found, &element);
                self.expr(count, &Ty::usize())?;
                self.at(e.span);
                self.emit(Op::Repeat(false));
                Ok(Ty::Array(Box::new(element)))
            }
            ExprKind::Struct(path, fields, base) => self.struct_literal(path, fields, base.as_ref(), expect, e.span),
            ExprKind::Macro(call) => self.macro_call(call, expect, e.span),
            ExprKind::Closure(closure) => self.closure(closure, expect),
            _ => self.control(e, expect),
        }
    }

    pub fn elements(&mut self, items: &[Expr], element: &Ty) -> Res<()> {
        if items.len() > 60_000 {
            return Err(Fault::beyond("a list this long", items[0].span));
        }
        for (n, item) in items.iter().enumerate() {
            let found = self.expr(item, element)?;
            let due = if n > 0 {
                items.first().map(|f| (f.span, "expected due to this"))
            } else {
                None
            };
            let _ = due;
            self.coerce(&found, element, item.span, None);
        }
        Ok(())
    }

    fn literal(&mut self, lit: &Literal, expect: &Ty, span: Span) -> Res<Ty> {
        Ok(match lit {
            Literal::Int(n, suffix) => {
                let ty = match suffix {
                    Some(s) => match IntTy::of(s) {
                        Some(t) => Ty::Int(t),
                        None => {
                            let words = format!("invalid suffix `{s}` for number literal");
                            return Err(Fault::new("", words, span, format!("invalid suffix `{s}`")));
                        }
                    },
                    None => match self.infer.shallow(expect) {
                        t @ Ty::Int(_) => t,
                        t @ Ty::Var(_) if self.infer.kind(&t) != Kind::Float => {
                            let own = self.infer.fresh(Kind::Int);
                            self.infer.unify(&own, &t);
                            own
                        }
                        _ => self.infer.fresh(Kind::Int),
                    },
                };
                let n = self.push(Value::Int(IntTy::I32, *n as i128));
                self.fx().literals.push((n, ty.clone(), span));
                ty
            }
            Literal::Float(x, suffix) => {
                let ty = match (suffix.as_deref(), self.infer.shallow(expect)) {
                    (Some("f32"), _) => Ty::Float(true),
                    (Some(_), _) => Ty::Float(false),
                    (None, t @ Ty::Float(_)) => t,
                    _ => self.infer.fresh(Kind::Float),
                };
                let n = self.push(Value::Float(*x));
                self.fx().literals.push((n, ty.clone(), span));
                ty
            }
            Literal::Str(s) => {
                self.push(Value::Str(s.clone()));
                Ty::str_ref()
            }
            Literal::Bytes(b) => {
                for byte in b.iter() {
                    self.push(Value::Int(IntTy::U8, (*byte).into()));
                }
                self.emit(Op::MakeArray(b.len().min(60_000) as u16));
                Ty::Array(Box::new(Ty::Int(IntTy::U8))).by_ref(false)
            }
            Literal::Byte(b) => {
                self.push(Value::Int(IntTy::U8, (*b).into()));
                Ty::Int(IntTy::U8)
            }
            Literal::Char(c) => {
                self.push(Value::Char(*c));
                Ty::Char
            }
            Literal::Bool(b) => {
                self.push(Value::Bool(*b));
                Ty::Bool
            }
        })
    }

    pub fn static_of(&self, path: &Path) -> Option<u32> {
        let names: Vec<&str> = path.segments.iter().map(|s| &*s.name).collect();
        match self.p.walk(self.module(), &names, true)? {
            (Def::Const(id), n) if n == names.len() => Some(id),
            _ => None,
        }
    }

    pub fn module(&self) -> u32 {
        self.inner_modules.last().copied().unwrap_or(self.scope.module)
    }

    /// A name that nothing has.
    pub fn unresolved(&mut self, path: &Path, value: bool) -> Fault {
        let last = path.segments.last().map_or(path.span, |s| s.span);
        let names: Vec<&str> = path.segments.iter().map(|s| &*s.name).collect();
        let name = names.last().copied().unwrap_or("");
        if names.len() == 1 {
            let what = if value { "value" } else { "function" };
            let code = "E0425";
            let words = format!("cannot find {what} `{name}` in this scope");
            let mut fault = Fault::new(code, words, last, "not found in this scope");
            if name == "self" {
                fault = Fault::new(
                    "E0424",
                    "expected value, found module `self`",
                    last,
                    "`self` value is a keyword only available in methods with a `self` parameter",
                );
            }
            return fault;
        }
        let first = names.first().copied().unwrap_or("");
        let library = self.p.first(self.module(), first, false);
        let known_library = match &library {
            Some(Def::Mod(m)) => self.p.modules.get(*m as usize).is_some_and(|m| m.library),
            Some(Def::Type(t)) => self.p.types.get(*t as usize).is_some_and(|t| t.library),
            Some(Def::Prim(_)) => true,
            _ => false,
        };
        if known_library || self.p.crates.iter().any(|c| c == first) {
            return Fault::beyond(names.join("::"), path.span);
        }
        if library.is_none() {
            let upper = first.chars().next().is_some_and(char::is_uppercase);
            let span = path.segments.first().map_or(path.span, |s| s.span);
            if upper {
                let words = format!("failed to resolve: use of undeclared type `{first}`");
                return Fault::new("E0433", words, span, format!("use of undeclared type `{first}`"));
            }
            let label = format!("use of unresolved module or unlinked crate `{first}`");
            let mut fault = Fault::new("E0433", format!("failed to resolve: {label}"), span, label.clone());
            fault.notes.push(format!(
                "= help: if you wanted to use a crate named `{first}`, use `cargo add {first}` to add it to your `Cargo.toml`"
            ));
            return fault;
        }
        if let Some((Def::Type(id), n)) = self.p.walk(self.module(), &names, true)
            && n < names.len()
        {
            let def = self.p.types.get(id as usize);
            let ty = def.map_or("".into(), |t| t.name.clone());
            let (words, label) = match def.is_some_and(|t| t.is_enum) {
                true => (
                    format!(
                        "no variant, associated function, or constant named `{name}` found for enum `{ty}` in the current scope"
                    ),
                    format!("variant, associated function, or constant not found in `{ty}`"),
                ),
                false => (
                    format!("no associated function or constant named `{name}` found for struct `{ty}` in the current scope"),
                    format!("associated function or constant not found in `{ty}`"),
                ),
            };
            let mut fault = Fault::new("E0599", words, last, label);
            if let Some(def) = def {
                let kind = if def.is_enum { "enum" } else { "struct" };
                let text = format!("{} `{ty}` not found for this {kind}", "function or associated item");
                let _ = text;
            }
            fault.also.clear();
            return fault;
        }
        let within = names.get(names.len() - 2).copied().unwrap_or("");
        let what = if value { "value" } else { "function" };
        let holder = if within == "crate" {
            "the crate root".to_string()
        } else {
            format!("module `{within}`")
        };
        let label = if within == "crate" {
            "not found in the crate root".to_string()
        } else {
            format!("not found in `{within}`")
        };
        Fault::new("E0425", format!("cannot find {what} `{name}` in {holder}"), last, label)
    }

    /// A path as a value.
    fn path(&mut self, path: &Path, expect: &Ty) -> Res<Ty> {
        if let (1, Some(first), None) = (path.segments.len(), path.segments.first(), &path.of)
            && let Some(n) = self.local(&first.name.clone())
        {
            let local = self.local_at(n);
            self.at(path.span);
            let takes = self.droppable(&local.ty, 0);
            match (local.cell, takes) {
                (true, true) => self.emit(Op::TakeCell(n)),
                (true, false) => self.emit(Op::GetCell(n)),
                (false, true) => self.emit(Op::Move(n)),
                (false, false) => self.emit(Op::Get(n)),
            };
            if !takes && !self.scalar(&local.ty) {
                self.emit(Op::Copy);
            }
            return Ok(local.ty);
        }
        self.path_value(path, expect)
    }

    pub fn make_unit_variant(&mut self, ty: u32, variant: Option<u32>) -> Ty {
        match variant {
            Some(v) => self.emit(Op::MakeVariant(ty, v, 0)),
            None => self.emit(Op::MakeStruct(ty, 0)),
        };
        self.adt_fresh(ty)
    }

    /// The type with nothing known of its arguments.
    pub fn adt_fresh(&mut self, ty: u32) -> Ty {
        let n = self.p.types.get(ty as usize).map_or(0, |t| t.generics.len());
        Ty::Adt(ty, (0..n).map(|_| self.infer.fresh(Kind::Any)).collect())
    }

    fn unary(&mut self, op: Unary, inner: &Expr, expect: &Ty, span: Span) -> Res<Ty> {
        // `-128` is one literal to the check of its range.
        if let (Unary::Neg, ExprKind::Lit(Literal::Int(n, suffix))) = (op, &*inner.kind)
            && *n <= 1 << 127
        {
            let ty = self.literal(&Literal::Int(*n, suffix.clone()), expect, inner.span)?;
            let at = self.code().consts.len() - 1;
            if let Some(Value::Int(_, n)) = self.code().consts.get_mut(at) {
                *n = n.wrapping_neg();
            }
            return Ok(ty);
        }
        let ty = self.expr(inner, expect)?;
        self.at(span);
        self.emit(if op == Unary::Neg { Op::Neg } else { Op::Not });
        let stripped = self.strip(&ty);
        if let Ty::Adt(id, _) = &stripped {
            let name = if op == Unary::Neg { "neg" } else { "not" };
            let ret = self
                .p
                .find_method(*id, name, None)
                .and_then(|m| self.p.fns.get(m.function as usize))
                .map(|f| f.ret.clone());
            return Ok(ret.unwrap_or(Ty::Unknown));
        }
        Ok(stripped)
    }

    /// Whether two sides of an operator are the same kind of number; if plainly not, an error.
    pub fn numbers_fit(&mut self, op: Binary, a: &Ty, b: &Ty, span: Span, right: Span, assign: bool) {
        if self.infer.unify(a, b) || self.library {
            return;
        }
        let (a, b) = (self.infer.known(a), self.infer.known(b));
        let number = |c: &Self, t: &Ty| c.infer.kind(t) != Kind::Any;
        if !number(self, &a) || !number(self, &b) {
            return;
        }
        let show = |c: &Self, t: &Ty| match t {
            Ty::Var(_) if c.infer.kind(t) == Kind::Int => "{integer}".to_string(),
            Ty::Var(_) => "{float}".to_string(),
            t => c.p.show(t),
        };
        let (sa, sb) = (show(self, &a), show(self, &b));
        let both = matches!(a, Ty::Int(_) | Ty::Float(_)) && matches!(b, Ty::Int(_) | Ty::Float(_));
        if both {
            self.p.faults.push(Fault::new(
                "E0308",
                "mismatched types",
                right,
                format!("expected `{sa}`, found `{sb}`"),
            ));
        }
        let (words, trait_name) = match op {
            Binary::Add => (format!("cannot add `{sb}` to `{sa}`"), "Add"),
            Binary::Sub => (format!("cannot subtract `{sb}` from `{sa}`"), "Sub"),
            Binary::Mul => (format!("cannot multiply `{sa}` by `{sb}`"), "Mul"),
            Binary::Div => (format!("cannot divide `{sa}` by `{sb}`"), "Div"),
            Binary::Rem => (format!("cannot calculate the remainder of `{sa}` divided by `{sb}`"), "Rem"),
            _ => {
                if !both {
                    self.p.faults.push(Fault::new(
                        "E0308",
                        "mismatched types",
                        right,
                        format!("expected `{sa}`, found `{sb}`"),
                    ));
                }
                return;
            }
        };
        let (words, trait_name) = match (assign, op) {
            (true, Binary::Add) => (format!("cannot add-assign `{sb}` to `{sa}`"), "AddAssign"),
            (true, Binary::Sub) => (format!("cannot subtract-assign `{sb}` from `{sa}`"), "SubAssign"),
            (true, Binary::Mul) => (format!("cannot multiply-assign `{sa}` by `{sb}`"), "MulAssign"),
            (true, Binary::Div) => (format!("cannot divide-assign `{sa}` by `{sb}`"), "DivAssign"),
            _ => (words, trait_name),
        };
        let sign = match op {
            Binary::Add => "+",
            Binary::Sub => "-",
            Binary::Mul => "*",
            Binary::Div => "/",
            _ => "%",
        };
        let sign = if assign { format!("{sign}=") } else { sign.to_string() };
        let (file, ..) = self.p.locate(span);
        let text = self.p.files.get(file).map(|(base, _, text)| (*base, text.clone()));
        let at = text.and_then(|(base, text)| {
            let part = text.get((span.lo - base) as usize..(right.lo - base) as usize)?;
            part.rfind(&sign).map(|n| Span {
                lo: span.lo + n as u32,
                hi: span.lo + (n + sign.len()) as u32,
            })
        });
        let mut fault = Fault::new(
            "E0277",
            words,
            at.unwrap_or(span),
            format!("no implementation for `{sa} {sign} {sb}`"),
        );
        fault.notes.push(format!(
            "= help: the trait `{trait_name}<{sb}>` is not implemented for `{sa}`"
        ));
        self.p.faults.push(fault);
    }

    fn binary(&mut self, op: Binary, a: &Expr, b: &Expr, expect: &Ty, span: Span) -> Res<Ty> {
        if matches!(op, Binary::AndAnd | Binary::OrOr) {
            // In a condition `let` may be part of it: its names are those of the scope around.
            let found = self.expr(a, &Ty::Bool)?;
            self.coerce(&found, &Ty::Bool, a.span, None);
            self.emit(Op::Dup);
            let jump = self.emit(if op == Binary::AndAnd {
                Op::JumpIfNot(0)
            } else {
                Op::JumpIf(0)
            });
            self.emit(Op::Pop);
            let found = self.expr(b, &Ty::Bool)?;
            self.coerce(&found, &Ty::Bool, b.span, None);
            self.patch(jump);
            return Ok(Ty::Bool);
        }
        let comparing = matches!(
            op,
            Binary::Eq | Binary::Ne | Binary::Lt | Binary::Le | Binary::Gt | Binary::Ge
        );
        let shift = matches!(op, Binary::Shl | Binary::Shr);
        let numeric = |c: &Self, t: &Ty| c.infer.kind(t) != Kind::Any;
        let wanted = self.infer.shallow(expect);
        let first = if !comparing && numeric(self, &wanted) {
            wanted.clone()
        } else {
            Ty::Unknown
        };
        let ta = match comparing && self.is_place(a) {
            true => self.place(a)?,
            false => self.expr(a, &first)?,
        };
        let sa = self.strip(&ta);
        let second = if !shift && numeric(self, &sa) {
            sa.clone()
        } else {
            Ty::Unknown
        };
        let second = if comparing && second == Ty::Unknown {
            ta.clone()
        } else {
            second
        };
        let tb = match comparing && self.is_place(b) {
            true => self.place(b)?,
            false => self.expr(b, &second)?,
        };
        let sb = self.strip(&tb);
        self.at(span);
        self.emit(Op::Bin(op));
        if comparing {
            if numeric(self, &sa) || numeric(self, &sb) {
                self.numbers_fit(op, &sa, &sb, span, b.span, false);
            } else {
                self.infer.unify(&sa, &sb);
            }
            return Ok(Ty::Bool);
        }
        if numeric(self, &sa) {
            if let Ty::Adt(..) = &sb {
                let name = Self::operator(op);
                let keys = self.p.keys(&sa);
                let found = keys
                    .iter()
                    .find_map(|k| self.p.find_method(*k, name, None))
                    .map(|m| m.function);
                return Ok(found
                    .and_then(|f| self.p.fns.get(f as usize))
                    .map_or(Ty::Unknown, |f| f.ret.clone()));
            }
            if !shift {
                self.numbers_fit(op, &sa, &sb, span, b.span, false);
            }
            return Ok(sa);
        }
        Ok(match &sa {
            Ty::Adt(id, args) => {
                let method = self.p.find_method(*id, Self::operator(op), None).map(|m| m.function);
                match method.and_then(|f| self.p.fns.get(f as usize)) {
                    Some(f) => {
                        let (ret, own) = (f.ret.clone(), f.self_ty.clone());
                        let generics = f.generics.clone();
                        let fresh: Vec<Ty> = generics.iter().map(|_| self.infer.fresh(Kind::Any)).collect();
                        if let Some(own) = own {
                            let own = Self::substitute(&own, &generics, &fresh);
                            self.infer.unify(&own, &Ty::Adt(*id, args.clone()));
                        }
                        let ret = Self::substitute(&ret, &generics, &fresh);
                        self.holes(&ret)
                    }
                    None if self.p.is_adt(&sa, "String") => sa.clone(),
                    None => self.fresh(),
                }
            }
            Ty::Bool => Ty::Bool,
            _ if numeric(self, &sb) => {
                self.infer.unify(&sa, &sb);
                sb
            }
            Ty::Param(_) => sa.clone(),
            _ => self.fresh(),
        })
    }

    pub fn operator(op: Binary) -> &'static str {
        match op {
            Binary::Add => "add",
            Binary::Sub => "sub",
            Binary::Mul => "mul",
            Binary::Div => "div",
            Binary::Rem => "rem",
            Binary::And => "bitand",
            Binary::Or => "bitor",
            Binary::Xor => "bitxor",
            Binary::Shl => "shl",
            _ => "shr",
        }
    }

    fn range(&mut self, a: Option<&Expr>, b: Option<&Expr>, inclusive: bool, expect: &Ty) -> Res<Ty> {
        let own = match self.infer.shallow(expect) {
            Ty::Adt(_, args) if args.len() == 1 => args[0].clone(),
            _ => self.fresh(),
        };
        for (side, other) in [(a, b), (b, a)] {
            match side {
                Some(e) => {
                    let found = self.expr(e, &own)?;
                    let found = self.strip(&found);
                    self.infer.unify(&found, &own);
                }
                None => {
                    let _ = other;
                    self.unit();
                }
            }
        }
        let name = match (a.is_some(), b.is_some(), inclusive) {
            (true, true, false) => "Range",
            (true, true, true) => "RangeInclusive",
            (true, false, _) => "RangeFrom",
            (false, true, false) => "RangeTo",
            (false, true, true) => "RangeToInclusive",
            _ => "RangeFull",
        };
        if name == "RangeInclusive" {
            self.push(Value::Bool(false));
        }
        let id = self.p.type_id(name);
        self.emit(Op::MakeStruct(id, if name == "RangeInclusive" { 3 } else { 2 }));
        Ok(Ty::Adt(id, vec![own]))
    }

    fn cast(&mut self, inner: &Expr, ty: &TypeExpr, span: Span) -> Res<Ty> {
        let to = self.lower(ty);
        let literal = matches!(&*inner.kind, ExprKind::Lit(Literal::Int(..)));
        let want = if literal && matches!(to, Ty::Int(_)) {
            to.clone()
        } else {
            Ty::Unknown
        };
        let found = self.expr(inner, &want)?;
        let from = self.infer.shallow(&found);
        if !self.library
            && matches!(&from, Ty::Ref(_, t) if self.infer.shallow(t) == Ty::Str)
            && matches!(to, Ty::Int(_) | Ty::Float(_))
        {
            let words = format!("casting `&'static str` as `{}` is invalid", self.p.show(&to));
            self.p.faults.push(Fault::new("E0606", words, span, ""));
        }
        self.at(span);
        if matches!(to, Ty::Var(_)) {
            return Ok(from);
        }
        let hint = self.hint(to.clone());
        self.emit(Op::Cast(hint));
        Ok(to)
    }

    fn struct_literal(
        &mut self,
        path: &Path,
        fields: &[(Name, Span, Expr)],
        base: Option<&Expr>,
        expect: &Ty,
        span: Span,
    ) -> Res<Ty> {
        let Some((id, variant, own)) = self.constructor(path)? else {
            let name = path.segments.last().map_or("".into(), |s| s.name.clone());
            let last = path.segments.last().map_or(path.span, |s| s.span);
            if path.segments.len() > 1 {
                return Err(self.unresolved(path, true));
            }
            let words = format!("cannot find struct, variant or union type `{name}` in this scope");
            return Err(Fault::new("E0422", words, last, "not found in this scope"));
        };
        let ty = match own {
            Some(ty) => ty,
            None => self.adt_fresh(id),
        };
        if let Ty::Adt(other, _) = self.infer.shallow(expect)
            && other == id
        {
            self.infer.unify(&ty, expect);
        }
        let Ty::Adt(_, args) = &ty else { return Ok(Ty::Unknown) };
        let args = args.clone();
        let Some(def) = self.p.types.get(id as usize) else {
            return Ok(Ty::Unknown);
        };
        let generics = def.generics.clone();
        let Some(v) = def.variants.get(variant.unwrap_or(0) as usize) else {
            return Ok(Ty::Unknown);
        };
        let declared = v.fields.clone();
        let shown = match variant {
            Some(_) => format!("{}::{}", def.name, v.name),
            None => def.name.to_string(),
        };
        // In the order they stand in the text; each is kept until all are there.
        let mut places: Vec<Option<u32>> = vec![None; declared.len()];
        self.open();
        for (name, at, value) in fields {
            let Some(n) = declared.iter().position(|(d, _)| d == name) else {
                let (code, words, label) = match variant {
                    Some(_) => (
                        "E0559",
                        format!("variant `{shown}` has no field named `{name}`"),
                        format!("`{shown}` does not have this field"),
                    ),
                    None => (
                        "E0560",
                        format!("struct `{shown}` has no field named `{name}`"),
                        format!("`{shown}` does not have this field"),
                    ),
                };
                let mut fault = Fault::new(code, words, *at, label);
                let rest: Vec<String> = declared
                    .iter()
                    .filter(|(d, _)| !fields.iter().any(|f| f.0 == *d))
                    .map(|(d, _)| format!("`{d}`"))
                    .collect();
                if !rest.is_empty() {
                    fault.notes.push(format!("= note: available fields are: {}", rest.join(", ")));
                }
                return Err(fault);
            };
            let want = Self::substitute(&declared[n].1, &generics, &args);
            let found = self.expr(value, &want)?;
            self.coerce(&found, &want, value.span, None);
            let local = self.declare("".into(), Ty::Unknown, false);
            self.emit(Op::Set(local));
            places[n] = Some(local);
        }
        let mut base_local = None;
        if let Some(base) = base {
            let found = self.expr(base, &ty)?;
            self.infer.unify(&found, &ty);
            let local = self.declare("".into(), Ty::Unknown, false);
            self.emit(Op::Set(local));
            base_local = Some(local);
        }
        let missing: Vec<String> = declared
            .iter()
            .zip(&places)
            .filter(|(_, p)| p.is_none() && base.is_none())
            .map(|((n, _), _)| format!("`{n}`"))
            .collect();
        if !missing.is_empty() && !self.library {
            let list = match missing.as_slice() {
                [one] => format!("field {one}"),
                [rest @ .., last] => format!("fields {} and {last}", rest.join(", ")),
                [] => String::new(),
            };
            let words = format!("missing {list} in initializer of `{}`", self.p.show(&Ty::Adt(id, Vec::new())));
            self.p.faults.push(Fault::new(
                "E0063",
                words,
                path.span,
                format!("missing {}", list.trim_start_matches("field ").trim_start_matches("fields ")),
            ));
        }
        for (n, place) in places.iter().enumerate() {
            match (place, base_local) {
                (Some(local), _) => {
                    self.emit(Op::Move(*local));
                }
                (None, Some(local)) => {
                    self.emit(Op::Get(local));
                    self.emit(Op::GetIdx(n as u32));
                    self.emit(Op::Copy);
                }
                _ => self.unit(),
            }
        }
        self.at(span);
        let n = declared.len() as u16;
        self.emit(match variant {
            Some(v) => Op::MakeVariant(id, v, n),
            None => Op::MakeStruct(id, n),
        });
        self.close();
        Ok(ty)
    }

    /// What a path constructs: a type, its variant, and the type if its arguments are known.
    pub fn constructor(&mut self, path: &Path) -> Res<Option<(u32, Option<u32>, Option<Ty>)>> {
        let names: Vec<Name> = path.segments.iter().map(|s| s.name.clone()).collect();
        if names.first().is_some_and(|n| &**n == "Self") {
            let Some(Ty::Adt(id, args)) = self.scope.self_ty.clone() else {
                return Ok(None);
            };
            let ty = Ty::Adt(id, args);
            return Ok(match names.get(1) {
                None => Some((id, None, Some(ty))),
                Some(v) => self.p.variant(id, v).map(|v| (id, Some(v), Some(ty))),
            });
        }
        let names: Vec<&str> = names.iter().map(|n| &**n).collect();
        let (def, n) = match self.p.walk(self.module(), &names, false) {
            Some(found) => found,
            None => return Ok(None),
        };
        Ok(match def {
            Def::Type(id) if n == names.len() => {
                let written = path.segments.last().filter(|s| !s.args.is_empty());
                let args: Option<Vec<Ty>> = written
                    .map(|s| s.args.clone())
                    .map(|list| list.iter().map(|t| self.lower(t)).collect());
                Some((id, None, args.map(|a| Ty::Adt(id, a))))
            }
            Def::Variant(id, v) if n == names.len() => Some((id, Some(v), None)),
            Def::Alias(_) => {
                let ty = TypeExpr {
                    kind: TypeKind::Path(Path {
                        segments: path.segments[..n].to_vec(),
                        ..path.clone()
                    }),
                    span: path.span,
                };
                let lowered = self.lower(&ty);
                let Ty::Adt(id, _) = &lowered else { return Ok(None) };
                match path.segments.get(n) {
                    None => Some((*id, None, Some(lowered.clone()))),
                    Some(s) => self.p.variant(*id, &s.name).map(|v| (*id, Some(v), Some(lowered.clone()))),
                }
            }
            _ => None,
        })
    }
}

/// The method that an operator calls.
pub fn operator_name(op: Binary) -> &'static str {
    Compiler::operator(op)
}
