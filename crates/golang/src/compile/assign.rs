//! What can be assigned to what (go.dev/ref/spec#Assignability), and how messages describe an operand.

use super::consts::Misfit;
use super::*;

impl Compiler {
    /// The kind of a named type, as messages put it before the type's name.
    fn kind_word(&self, ty: Ty) -> &'static str {
        if !matches!(self.types.get(ty), Type::Named(_)) {
            return "";
        }
        match self.types.base(ty) {
            Type::Array(..) => "array ",
            Type::Slice(_) => "slice ",
            Type::Struct(_) => "struct ",
            Type::Ptr(_) => "pointer ",
            Type::Func { .. } => "func ",
            Type::Interface(_) => "interface ",
            Type::Map(..) => "map ",
            Type::Chan(..) => "chan ",
            Type::Basic(BOOL) => "bool ",
            Type::Basic(STRING) => "string ",
            Type::Basic(INT) => "int ",
            Type::Basic(FLOAT64) => "float64 ",
            Type::Basic(INT64) => "int64 ",
            Type::Basic(UINT8) => "uint8 ",
            Type::Basic(INT32) => "int32 ",
            Type::Basic(UINT) => "uint ",
            _ => "",
        }
    }

    pub(super) fn describe(&self, op: &Op) -> String {
        let text = crate::show::expr(op.e);
        let ty = self.t(op.ty);
        match &op.mode {
            Mode::Invalid => format!("{text} (invalid operand)"),
            Mode::NoValue => format!("{text} (no value)"),
            Mode::Nil => "nil".into(),
            Mode::Type | Mode::GenericType(_) => format!("{text} (type)"),
            Mode::Builtin(_) => format!("{text} (built-in)"),
            Mode::Package(_) => format!("{text} (package)"),
            Mode::Const(value) => {
                let shown = value.shown();
                let value = if shown == text { String::new() } else { format!(" {shown}") };
                match self.types.is_untyped(op.ty) {
                    true => format!("{text} ({ty} constant{value})"),
                    false => {
                        let kind = self.kind_word(op.ty);
                        let word = if kind.is_empty() { "" } else { kind };
                        format!(
                            "{text} (constant{value} of {}{ty})",
                            if word.is_empty() { "type ".into() } else { format!("{word}type ") }
                        )
                    }
                }
            }
            Mode::GenericFunc(_) => format!("{text} (value of type func)"),
            Mode::Tuple => format!("{text} (value of type {ty})"),
            Mode::Value if self.types.is_untyped(op.ty) => format!("{text} ({ty} value)"),
            Mode::Value => format!("{text} ({} of {}type {ty})", op.word, self.kind_word(op.ty)),
        }
    }

    /// Whether a value of a type has an interface's methods; if not, why.
    pub(super) fn implements(&self, ty: Ty, face: Ty) -> Result<(), String> {
        let Type::Interface(want) = self.types.base(face) else { return Ok(()) };
        let name = self.t(ty);
        let whole = self.t(face);
        for (method, sig) in &want.methods {
            let found = self.types.find(ty, method);
            let missing = |why: String| Err(format!("{name} does not implement {whole} {why}"));
            let have = match &found {
                Some(Found { what: What::Method(n, pointer), indirect, path, .. }) => {
                    let direct = path.is_empty() && matches!(self.types.get(ty), Type::Ptr(_));
                    if *pointer && !indirect && !direct {
                        return missing(format!("(method {method} has pointer receiver)"));
                    }
                    self.types.named.get(*n as usize).and_then(|t| self.method_sig(t, method))
                }
                Some(Found { what: What::Abstract(have), .. }) => Some(*have),
                _ => {
                    let pointer_to_face = self.types.pointee(ty).is_some_and(|t| self.types.is_interface(t));
                    if pointer_to_face {
                        return missing(format!("(type {name} is pointer to interface, not interface)"));
                    }
                    return missing(format!("(missing method {method})"));
                }
            };
            if let Some(have) = have
                && have != *sig
            {
                return missing(format!(
                    "(wrong type for method {method})\n\t\thave {method}{}\n\t\twant {method}{}",
                    self.types.signature(have, Some(self.package)),
                    self.types.signature(*sig, Some(self.package))
                ));
            }
        }
        Ok(())
    }

    /// The signature of a method; known once it was asked for by [`Self::method_type`].
    fn method_sig(&self, named: &Named, method: &str) -> Option<Ty> {
        let func = named.methods.get(method)?.func?;
        self.sigs(func)
    }

    /// Whether a value may be assigned as it is; if not, why (empty where there is nothing to say).
    fn assignable(&mut self, op: &Op, ty: Ty) -> Result<(), String> {
        if op.ty == ty {
            return Ok(());
        }
        if matches!(op.mode, Mode::Nil) {
            return if self.types.can_be_nil(ty) { Ok(()) } else { Err(String::new()) };
        }
        if self.types.is_interface(ty) {
            self.warm(op.ty, ty);
            return self.implements(op.ty, ty);
        }
        let (from, to) = (self.types.under(op.ty), self.types.under(ty));
        let named = |t: Ty| matches!(self.types.get(t), Type::Named(_) | Type::Basic(_));
        if from == to && (!named(op.ty) || !named(ty)) {
            return Ok(());
        }
        if let (Type::Chan(Dir::Both, a), Type::Chan(_, b)) = (self.types.get(from), self.types.get(to))
            && a == b
        {
            return Ok(());
        }
        Err(String::new())
    }

    /// Makes the operand a value of a type, or tells that it can't be: `cannot use … as … value in …`.
    pub(super) fn assign_to(&mut self, op: Op, ty: Ty, context: &str) -> At {
        match &op.mode {
            Mode::Invalid => return op.at,
            Mode::NoValue => {
                self.wrong(op.e.pos, format!("{} used as value", self.describe(&op)));
                return 0;
            }
            Mode::Type | Mode::GenericType(_) => {
                self.wrong(op.e.pos, format!("{} is not an expression", self.describe(&op)));
                return 0;
            }
            Mode::Builtin(_) => {
                self.wrong(op.e.pos, format!("{} must be called", self.describe(&op)));
                return 0;
            }
            Mode::Package(_) => {
                self.wrong(op.e.pos, format!("use of package {} without selector", crate::show::expr(op.e)));
                return 0;
            }
            _ => {}
        }
        if ty == INVALID || op.ty == INVALID {
            return op.at;
        }
        if let Mode::GenericFunc(id) = op.mode {
            return self.instantiate_for(id, ty, op.e);
        }
        let fail = |c: &mut Self, why: &str| {
            let tail = if why.is_empty() { String::new() } else { format!(": {why}") };
            let words = format!("cannot use {} as {} value in {context}{tail}", c.describe(&op), c.t(ty));
            c.wrong(op.e.pos, words);
        };
        if self.types.is_untyped(op.ty) && !matches!(op.mode, Mode::Nil) {
            if self.types.is_interface(ty) {
                let default = self.types.default_type(op.ty);
                if let Err(why) = self.implements(default, ty) {
                    fail(self, &why);
                    return op.at;
                }
                let at = self.materialize(&op, default);
                return self.wrap(op.e.pos, at, default);
            }
            let under = self.types.under(ty);
            match &op.mode {
                Mode::Const(value) => match consts::represent(value, under) {
                    Ok(value) => {
                        let value = consts::value(&value, under);
                        return self.konst(value);
                    }
                    Err(Misfit::Kind) => fail(self, ""),
                    Err(what) => {
                        let how = if matches!(what, Misfit::Overflows) { "overflows" } else { "truncated" };
                        let words =
                            format!("cannot use {} as {} value in {context} ({how})", self.describe(&op), self.t(ty));
                        self.wrong(op.e.pos, words);
                    }
                },
                // The result of a comparison or a shift.
                _ if op.ty == UNTYPED_BOOL && self.types.is_boolean(ty) => return op.at,
                _ if op.ty != UNTYPED_BOOL && self.types.is_numeric(ty) => return op.at,
                _ => fail(self, ""),
            }
            return op.at;
        }
        if let Err(why) = self.assignable(&op, ty) {
            fail(self, &why);
            return op.at;
        }
        if matches!(op.mode, Mode::Nil) {
            return self.konst(Value::Nil);
        }
        let at = self.materialize(&op, op.ty);
        let at = self.own(op.e.pos, at, op.ty, op.fresh);
        if self.types.is_interface(ty) && !self.types.is_interface(op.ty) {
            return self.wrap(op.e.pos, at, op.ty);
        }
        at
    }

    /// A struct or array that nobody else holds.
    pub(super) fn own(&mut self, pos: Pos, at: At, ty: Ty, fresh: bool) -> At {
        if fresh || !self.types.is_aggregate(ty) {
            return at;
        }
        let to = self.tmp();
        self.emit(pos, Ins::Copy(to, at, ty));
        to
    }

    pub(super) fn wrap(&mut self, pos: Pos, at: At, ty: Ty) -> At {
        if at & CONST != 0 {
            let value = self.fn_mut().code.consts.get((at & !CONST) as usize).cloned().unwrap_or_default();
            return self.konst(Self::boxed_const(ty, value));
        }
        let to = self.tmp();
        self.emit(pos, Ins::Wrap(to, at, ty));
        to
    }

    /// Where the operand's value is, a constant as one of `ty`.
    pub(super) fn materialize(&mut self, op: &Op, ty: Ty) -> At {
        match &op.mode {
            Mode::Const(value) => {
                let under = self.types.under(ty);
                let value = consts::represent(value, under).unwrap_or(value.clone());
                let value = consts::value(&value, under);
                self.konst(value)
            }
            Mode::Nil => self.konst(Value::Nil),
            _ => op.at,
        }
    }

    /// The operand with the type it has without a context, as in `x := 1`.
    pub(super) fn settle<'e>(&mut self, op: Op<'e>, context: &str) -> Op<'e> {
        match op.mode {
            Mode::Nil => {
                self.wrong(op.e.pos, format!("use of untyped nil in {context}"));
                Op::invalid(op.e)
            }
            Mode::Invalid => op,
            Mode::GenericFunc(_) => {
                let words = format!("cannot use generic function {} without instantiation", crate::show::expr(op.e));
                self.wrong(op.e.pos, words);
                Op::invalid(op.e)
            }
            _ => {
                let ty = self.types.default_type(op.ty);
                let at = self.assign_to(op.clone(), ty, context);
                Op { mode: Mode::Value, ty, at, ..op }
            }
        }
    }
}
