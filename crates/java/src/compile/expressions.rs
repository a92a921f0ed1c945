//! Expressions that are neither calls nor operators.

use super::*;
use crate::ast::ExprKind as E;
use crate::value::Value;

impl Compiler<'_> {
    /// An expression whose value becomes one of a type.
    pub fn value(&mut self, expr: &Expr, to: &Type) {
        if let E::ArrayInit(items) = &expr.kind {
            match to {
                Type::Array(elem) => self.array_of(items, elem),
                other => {
                    let message = format!("illegal initializer for {}", self.world.show(other));
                    self.error(expr.at, message);
                }
            }
            return;
        }
        let from = self.expr(expr, Some(to));
        self.convert(&from, to, Some(expr), expr_at(expr));
    }

    fn array_of(&mut self, items: &[Expr], elem: &Type) {
        self.emit(Op::Push(Value::Int(items.len() as i32)));
        let n = self.world.type_constant(elem);
        self.emit(Op::NewArray(n, 1));
        for (n, item) in items.iter().enumerate() {
            self.emit(Op::Dup);
            self.emit(Op::Push(Value::Int(n as i32)));
            self.value(item, elem);
            self.emit(Op::ArrayStore);
        }
    }

    pub fn condition(&mut self, expr: &Expr) {
        let ty = self.expr(expr, Some(&Type::BOOL));
        self.convert(&ty, &Type::BOOL, None, expr_at(expr));
    }

    /// Compiles an expression; its type.
    pub fn expr(&mut self, expr: &Expr, want: Option<&Type>) -> Type {
        let at = expr.at;
        match &expr.kind {
            E::Int(v) => self.push(Value::Int(*v), Prim::Int),
            E::Long(v) => self.push(Value::Long(*v), Prim::Long),
            E::Float(v) => self.push(Value::Float(*v), Prim::Float),
            E::Double(v) => self.push(Value::Double(*v), Prim::Double),
            E::Char(v) => self.push(Value::Char(*v), Prim::Char),
            E::Bool(v) => self.push(Value::Bool(*v), Prim::Bool),
            E::Null => {
                self.emit(Op::Push(Value::Null));
                Type::Null
            }
            E::Str(text) => {
                self.text(text);
                Type::class(self.world.string)
            }
            E::This => {
                if self.ctx().statik {
                    self.error(at, "non-static variable this cannot be referenced from a static context");
                }
                self.emit(Op::Load(0));
                let class = self.class_id();
                super::names::own_type(self.world, class)
            }
            E::Super | E::Type(_) => {
                self.error(at, "'.' expected");
                Type::Unknown
            }
            E::Name(name) => match self.load_name(name, at) {
                Some(ty) => ty,
                None => {
                    self.symbol_not_found(at, format!("variable {name}"));
                    Type::Unknown
                }
            },
            E::Field(target, name) => self.field_access(target, name, at),
            E::Index(array, index) => {
                let ty = self.expr(array, None);
                self.index(index);
                self.at(at);
                let shown = self.describe(array);
                self.emit_null(
                    Op::ArrayLoad,
                    shown.map(|s| {
                        let kind = match &ty {
                            Type::Array(e) => e.prim().map_or("object", Prim::text),
                            _ => "object",
                        };
                        format!("Cannot load from {kind} array because {s} is null")
                    }),
                );
                self.element(&ty, at)
            }
            E::Call {
                target,
                name,
                args,
                paren,
            } => {
                let ty = self.call(target.as_deref(), name, args, at, want);
                let _ = paren;
                ty
            }
            E::New { outer, ty, args, body } => self.creation(outer.as_deref(), ty, args, body.as_ref(), at, want),
            E::NewArray { elem, dims, init } => {
                let elem = self.type_of(elem);
                if let Some(items) = init {
                    self.array_of(items, &elem);
                    return elem.array();
                }
                for dim in dims {
                    self.index(dim);
                }
                self.at(at);
                let n = self.world.type_constant(&elem);
                self.emit(Op::NewArray(n, dims.len() as u8));
                elem.array()
            }
            E::ArrayInit(items) => {
                self.array_of(items, &Type::Unknown);
                Type::Unknown.array()
            }
            E::Neg(inner) | E::Plus(inner) | E::BitNot(inner) | E::Not(inner) => self.unary(expr, inner),
            E::Inc { prefix, delta, target } => self.increment(*prefix, *delta, target, at, true),
            E::Binary(op, a, b) => self.binary(*op, a, b, at),
            E::Assign(target, value) => self.assign(target, value, at, true),
            E::AssignOp(op, target, value) => self.assign_op(*op, target, value, at, true),
            E::Cond(condition, a, b) => {
                self.condition(condition);
                let (other, end) = (self.label(), self.label());
                self.emit(Op::JumpUnless(other));
                let (x, first) = self.apart(|c| c.expr(a, want));
                let (y, second) = self.apart(|c| c.expr(b, want));
                let (xp, yp) = (self.unboxed(&x), self.unboxed(&y));
                let both = match (xp, yp) {
                    (Some(p), Some(q)) if p != q && p.numeric() && q.numeric() && (x.prim().is_some() || y.prim().is_some()) => {
                        Some(wider(p, q, constant(a), constant(b)))
                    }
                    (Some(p), Some(q)) if p == q && (x.prim().is_some() || y.prim().is_some()) => Some(p),
                    _ => None,
                };
                self.splice(first);
                if let Some(p) = both.filter(|p| x.prim() != Some(*p)) {
                    self.emit(Op::To(p));
                }
                self.emit(Op::Jump(end));
                self.mark(other);
                self.splice(second);
                if let Some(p) = both.filter(|p| y.prim() != Some(*p)) {
                    self.emit(Op::To(p));
                }
                self.mark(end);
                match (both, &x, &y) {
                    (Some(p), ..) => Type::Prim(p),
                    (_, Type::Null, Type::Prim(p)) | (_, Type::Prim(p), Type::Null) => self.boxed(*p),
                    (_, Type::Null, other) | (_, other, Type::Null) => other.clone(),
                    (_, x, y) if x == y => x.clone(),
                    (_, x, y) => {
                        if self.assignable(x, y) && !x.is_loose() && y.prim().is_none() {
                            y.clone()
                        } else if self.assignable(y, x) && !y.is_loose() && x.prim().is_none() {
                            x.clone()
                        } else {
                            want.cloned().unwrap_or(Type::Unknown)
                        }
                    }
                }
            }
            E::InstanceOf(inner, pattern) => {
                let from = self.expr(inner, None);
                if let Pattern::Type(ty, _) = pattern {
                    let to = self.type_of(ty);
                    if !self.castable(&from, &to) {
                        let message = self.mismatch(&from, &to);
                        self.error(at, message);
                    }
                }
                self.test_pattern(pattern, &from);
                Type::BOOL
            }
            E::Cast(ty, inner) => {
                let to = self.type_of(ty);
                let from = self.expr(inner, Some(&to));
                if let Type::Prim(p) = &to {
                    match self.unboxed(&from) {
                        Some(q) if (q == Prim::Bool) != (*p == Prim::Bool) => {
                            let message = self.mismatch(&from, &to);
                            self.error(at, message);
                        }
                        None if matches!(from, Type::Class(id, _) if id == self.world.string)
                            || matches!(from, Type::Array(_)) =>
                        {
                            let message = self.mismatch(&from, &to);
                            self.error(at, message);
                        }
                        _ => {}
                    }
                    if from.prim() != Some(*p) {
                        self.emit(Op::To(*p));
                    }
                    return to;
                }
                if !self.castable(&from, &to) {
                    let message = self.mismatch(&from, &to);
                    self.error(at, message);
                }
                let bridge = matches!(to, Type::Array(_)) && self.world.sources.get(self.file).is_some_and(|s| s.library);
                if !to.is_loose() && !bridge && !matches!(inner.kind, E::Lambda(_) | E::MethodRef(..)) {
                    self.at(at);
                    let n = self.world.type_constant(&to);
                    self.emit(Op::Cast(n));
                }
                to
            }
            E::Lambda(lambda) => self.lambda(lambda, want, at),
            E::MethodRef(target, name) => self.method_ref(target, name, want, at),
            E::ClassLit(ty) => {
                let inner = self.type_of(ty);
                let n = self.world.type_constant(&inner);
                self.emit(Op::ClassObject(n));
                let class = self.world.known("java.lang.Class");
                Type::Class(
                    class,
                    Rc::new([match &inner {
                        Type::Prim(p) => self.boxed(*p),
                        other => other.clone(),
                    }]),
                )
            }
            E::Switch(switch) => self.switch_expr(switch, want, at),
        }
    }

    fn push(&mut self, value: Value, prim: Prim) -> Type {
        self.emit(Op::Push(value));
        Type::Prim(prim)
    }

    pub fn castable(&mut self, from: &Type, to: &Type) -> bool {
        if self.assignable(from, to) || self.assignable(to, from) {
            return true;
        }
        let (Type::Class(a, _), Type::Class(b, _)) = (from, to) else {
            return !matches!(
                (from, to),
                (Type::Class(..), Type::Prim(_)) | (Type::Prim(_), Type::Class(..))
            );
        };
        if a == b || self.world.is_subclass(*a, *b) || self.world.is_subclass(*b, *a) {
            return true;
        }
        let open = |w: &World, id: ClassId| w.class(id).decl.kind == Kind::Interface;
        let is_final =
            |w: &World, id: ClassId| w.class(id).decl.mods.finale || matches!(w.class(id).decl.kind, Kind::Record | Kind::Enum);
        open(self.world, *a) && !is_final(self.world, *b) || open(self.world, *b) && !is_final(self.world, *a)
    }

    pub fn index(&mut self, index: &Expr) {
        let ty = self.expr(index, Some(&Type::INT));
        self.convert(&ty, &Type::INT, None, expr_at(index));
    }

    pub fn element(&mut self, ty: &Type, at: u32) -> Type {
        match ty {
            Type::Array(elem) => (**elem).clone(),
            other if other.is_loose() => Type::Unknown,
            other => {
                let message = format!("array required, but {} found", self.world.show(other));
                self.error(at, message);
                Type::Unknown
            }
        }
    }

    /// How a null is described; as a class file without the names of variables has it.
    pub fn describe(&mut self, expr: &Expr) -> Option<String> {
        Some(match &expr.kind {
            E::Name(name) => match self.local_named(name) {
                Some(super::names::Place::Slot(slot, _)) => {
                    let class = self.class_id();
                    let source = self.world.class(class).source;
                    if self.world.debug || self.world.sources.get(source).is_some_and(|s| s.library) {
                        format!("\"{name}\"")
                    } else {
                        format!("\"{}\"", self.jvm_local(slot, name))
                    }
                }
                Some(super::names::Place::Held(..)) => format!("\"this.val${name}\""),
                None => match self.field_around(name) {
                    Some((field, ..)) if field.statik => {
                        format!("\"{}.{name}\"", self.world.class(field.class).binary)
                    }
                    _ => format!("\"this.{name}\""),
                },
            },
            E::Field(target, name) => match &target.kind {
                E::This => format!("\"this.{name}\""),
                _ => {
                    if let Some(ty) = self.as_type(target) {
                        format!("\"{}.{name}\"", self.world.show(&ty))
                    } else {
                        let inner = self.describe(target)?;
                        format!("\"{}.{name}\"", inner.trim_matches('"'))
                    }
                }
            },
            E::Index(array, index) => {
                let inner = self.describe(array)?;
                let index = match &index.kind {
                    E::Int(n) => n.to_string(),
                    E::Name(_) => self.describe(index)?.trim_matches('"').to_string(),
                    _ => "...".into(),
                };
                format!("\"{}[{index}]\"", inner.trim_matches('"'))
            }
            _ => return None,
        })
    }

    /// `<local4>`, as the virtual machine counts: a long or a double takes two. Parameters too.
    fn jvm_local(&mut self, slot: u16, name: &str) -> String {
        let _ = name;
        let ctx = self.ctx();
        let first = u16::from(!ctx.statik);
        if slot >= first && slot - first < ctx.params {
            return format!("<parameter{}>", slot - first + 1);
        }
        // Places are taken anew when a block is over.
        let before = ctx.scopes.iter().flatten().take_while(|l| l.slot != slot);
        let taken: usize = before
            .map(|l| {
                if matches!(l.ty, Type::Prim(Prim::Long | Prim::Double)) {
                    2
                } else {
                    1
                }
            })
            .sum();
        format!("<local{}>", taken + first as usize)
    }

    fn field_access(&mut self, target: &Expr, name: &Name, at: u32) -> Type {
        if &**name == "this" {
            if let Some(Type::Class(id, _)) = self.as_type(target) {
                self.load_this_of(id);
                return super::names::own_type(self.world, id);
            }
        }
        if matches!(target.kind, E::Super) {
            let class = self.class_id();
            let up = self.world.class(class).superclass.clone().unwrap_or(Type::Unknown);
            if let Some((field, ty)) = self.world.field(&up, name) {
                self.emit(Op::Load(0));
                self.emit(Op::GetField(field.slot as u16));
                return ty;
            }
        }
        if let Some(ty) = self.as_type(target) {
            if let Some((field, found)) = self.world.field(&ty, name) {
                if !field.statik {
                    self.error(
                        at,
                        format!("non-static variable {name} cannot be referenced from a static context"),
                    );
                }
                self.emit(Op::GetStatic(field.class, field.slot as u16));
                return found;
            }
            self.member_not_found(&ty, name, at, format!("variable {name}"));
            return Type::Unknown;
        }
        if let Some(text) = crate::parser::dotted(target) {
            let first = text.split('.').next().unwrap_or(&text).to_string();
            if !self.is_variable(&first) && !self.starts_with_type(target) {
                let file_at = target.at;
                if text.contains('.') {
                    self.error(file_at, format!("package {text} does not exist"));
                } else {
                    let class = self.class_id();
                    let ty = TypeRef {
                        at: target.at,
                        name: text.as_str().into(),
                        args: vec![],
                        diamond: false,
                        dims: 0,
                    };
                    let real = self.world.library.real(&format!("java.lang.{text}"));
                    if real {
                        self.world.resolve(class, &[], &ty);
                    } else {
                        self.symbol_not_found(target.at, format!("variable {text}"));
                    }
                }
                return Type::Unknown;
            }
        }
        let ty = self.expr(target, None);
        self.at(at);
        let shown = self.describe(target);
        match &ty {
            Type::Array(_) if &**name == "length" => {
                self.emit_null(
                    Op::ArrayLength,
                    shown.map(|s| format!("Cannot read the array length because {s} is null")),
                );
                Type::INT
            }
            Type::Unknown | Type::Var(_) | Type::Null => {
                self.emit(Op::GetNamed(name.clone()));
                Type::Unknown
            }
            Type::Class(..) => match self.world.field(&ty, name) {
                Some((field, found)) => {
                    if field.private && !self.same_top(field.class) {
                        let shown = self.world.shown_name(field.class);
                        self.error(at, format!("{name} has private access in {shown}"));
                    }
                    if field.statik {
                        self.emit(Op::Pop);
                        self.emit(Op::GetStatic(field.class, field.slot as u16));
                    } else {
                        self.emit_null(
                            Op::GetField(field.slot as u16),
                            shown.map(|s| format!("Cannot read field \"{name}\" because {s} is null")),
                        );
                    }
                    found
                }
                None => {
                    self.variable_not_found_in(target, &ty, name, at);
                    Type::Unknown
                }
            },
            other => {
                let message = format!("{} cannot be dereferenced", self.world.show(other));
                self.error(at, message);
                Type::Unknown
            }
        }
    }

    fn variable_not_found_in(&mut self, target: &Expr, ty: &Type, name: &str, at: u32) {
        self.not_found_in(target, ty, name, at, format!("variable {name}"));
    }

    pub fn not_found_in(&mut self, target: &Expr, ty: &Type, name: &str, at: u32, symbol: String) {
        if let (E::Name(variable), Type::Class(id, _)) = (&target.kind, ty)
            && self
                .world
                .sources
                .get(self.world.class(*id).source)
                .is_some_and(|s| !s.library || self.world.library.real_member(&self.world.class(*id).name, name) == Some(false))
        {
            let file = self.file;
            let shown = self.world.show(ty);
            let notes = vec![
                format!("  symbol:   {symbol}"),
                format!("  location: variable {variable} of type {shown}"),
            ];
            self.world.error_with(file, at, "cannot find symbol", notes);
            return;
        }
        self.member_not_found(ty, name, at, symbol);
    }

    /// A member that a class doesn't have: a mistake, or something that Drydock lacks.
    pub fn member_not_found(&mut self, ty: &Type, name: &str, at: u32, symbol: String) {
        if let Type::Class(id, _) = ty {
            let class = self.world.class(*id);
            let library = self.world.sources.get(class.source).is_some_and(|s| s.library);
            let full = class.name.to_string();
            if library && self.world.library.real_member(&full, name) != Some(false) {
                self.beyond(at, format!("{name} of the Java class {full}"));
                return;
            }
            // A class of the program may stand on one of the library.
            let above = self.world.supers(ty);
            for up in above {
                let Type::Class(up, _) = up else { continue };
                let class = self.world.class(up);
                let full = class.name.to_string();
                if up != 0
                    && self.world.sources.get(class.source).is_some_and(|s| s.library)
                    && self.world.library.real_member(&full, name) != Some(false)
                {
                    self.beyond(at, format!("{name} of the Java class {full}"));
                    return;
                }
            }
            let place = self.world.place_of(*id);
            let file = self.file;
            self.world
                .error_with(file, at, "cannot find symbol", vec![format!("  symbol:   {symbol}"), place]);
        }
    }

    /// Whether a class has the same outermost class as this one: those see each other's private members.
    pub fn same_top(&mut self, other: ClassId) -> bool {
        let mut at = self.class_id();
        while let Some(outer) = self.world.class(at).outer {
            at = outer;
        }
        let mut other = other;
        while let Some(outer) = self.world.class(other).outer {
            other = outer;
        }
        at == other || self.world.sources.get(self.file).is_some_and(|s| s.library)
    }

    fn creation(
        &mut self,
        outer: Option<&Expr>,
        written: &TypeRef,
        args: &[Expr],
        body: Option<&Rc<TypeDecl>>,
        at: u32,
        want: Option<&Type>,
    ) -> Type {
        let outer_code = outer.map(|e| self.apart(|c| c.expr(e, None)));
        let ty = match &outer_code {
            Some((Type::Class(id, _), _)) => {
                let id = *id;
                let found = self.world.lookup(id, &written.name);
                found.map_or(Type::Unknown, Type::class)
            }
            _ => self.type_of(written),
        };
        let Type::Class(id, given) = &ty else {
            for arg in args {
                self.expr(arg, None);
                self.emit(Op::Pop);
            }
            self.emit(Op::Push(Value::Null));
            return Type::Unknown;
        };
        let id = *id;
        self.at(at);
        // `<>` takes its arguments from where the object goes.
        let mut full = ty.clone();
        if written.diamond || given.is_empty() {
            if let Some(Type::Class(w, wargs)) = want {
                if *w == id {
                    full = Type::Class(id, wargs.clone());
                } else {
                    let own = super::names::own_type(self.world, id);
                    let up = self
                        .world
                        .supers(&own)
                        .into_iter()
                        .find(|t| matches!(t, Type::Class(u, _) if u == w));
                    if let Some(Type::Class(_, uargs)) = up {
                        let mut map: Vec<(Name, Type)> = vec![];
                        for (u, w) in uargs.iter().zip(wargs.iter()) {
                            if let Type::Var(name) = u {
                                map.push((name.clone(), w.clone()));
                            }
                        }
                        if written.diamond {
                            full = own.subst(&map);
                        }
                    }
                }
            }
        }
        if let Some(body) = body {
            let made = self.anonymous_class(body, full.clone(), at);
            self.emit(Op::New(made));
            let is_interface = self.world.class(id).decl.kind == Kind::Interface;
            self.construct(if is_interface { 0 } else { id }, made, args, at, outer_code.map(|(_, c)| c));
            return full;
        }
        let class = self.world.class(id);
        if class.decl.mods.abstrakt || class.decl.kind == Kind::Interface {
            let shown = self.world.shown_name(id);
            self.error(at, format!("{shown} is abstract; cannot be instantiated"));
            self.emit(Op::Push(Value::Null));
            return full;
        }
        if class.decl.kind == Kind::Enum {
            self.error(at, "enum classes must not be instantiated");
            return full;
        }
        self.emit(Op::New(id));
        let found = self.construct(id, id, args, at, outer_code.map(|(_, c)| c));
        if matches!(&full, Type::Class(_, args) if args.is_empty()) && written.diamond {
            let own = super::names::own_type(self.world, id);
            let names: Vec<Name> = self.world.class(id).decl.params.iter().map(|p| p.name.clone()).collect();
            full = own.subst(&found).without(&names);
        }
        full
    }
}

/// Where javac marks an expression as a whole.
pub(crate) fn expr_at(expr: &Expr) -> u32 {
    match &expr.kind {
        E::Call { paren, target, .. } => {
            if target.is_some() {
                expr.at
            } else {
                *paren
            }
        }
        _ => expr.at,
    }
}

pub(crate) fn wider(a: Prim, b: Prim, x: Option<i64>, y: Option<i64>) -> Prim {
    let fits = |p: Prim, v: i64| match p {
        Prim::Byte => i8::try_from(v).is_ok(),
        Prim::Short => i16::try_from(v).is_ok(),
        Prim::Char => u16::try_from(v).is_ok(),
        _ => false,
    };
    if b == Prim::Int && y.is_some_and(|v| fits(a, v)) {
        return a;
    }
    if a == Prim::Int && x.is_some_and(|v| fits(b, v)) {
        return b;
    }
    promoted(a, b)
}

/// Binary numeric promotion (JLS 5.6).
pub(crate) fn promoted(a: Prim, b: Prim) -> Prim {
    if a == Prim::Double || b == Prim::Double {
        Prim::Double
    } else if a == Prim::Float || b == Prim::Float {
        Prim::Float
    } else if a == Prim::Long || b == Prim::Long {
        Prim::Long
    } else {
        Prim::Int
    }
}
