//! What a name means: a local variable, one around, a field, a class.

use super::*;
use crate::parser::dotted;

pub(crate) enum Place {
    Slot(u16, Type),
    /// A field of a local class that holds a variable from around it.
    Held(ClassId, Name, Type),
}

impl Compiler<'_> {
    pub(crate) fn find_local(&mut self, depth: usize, name: &str) -> Option<Place> {
        let ctx = self.ctxs.get(depth)?;
        let found = ctx
            .scopes
            .iter()
            .rev()
            .flat_map(|s| s.iter().rev())
            .find(|l| *l.name == *name);
        if let Some(local) = found {
            return Some(Place::Slot(local.slot, local.ty.clone()));
        }
        let boundary = ctx.boundary;
        let below = depth.checked_sub(1)?;
        match boundary {
            Boundary::Nothing => None,
            Boundary::Lambda => match self.find_local(below, name)? {
                Place::Slot(from, ty) => {
                    let ctx = self.ctxs.get_mut(depth)?;
                    let to = ctx.slots;
                    ctx.slots = ctx.slots.saturating_add(1);
                    ctx.captures.push((from, to));
                    let local = Local {
                        name: name.into(),
                        ty: ty.clone(),
                        slot: to,
                    };
                    ctx.scopes.first_mut()?.push(local);
                    Some(Place::Slot(to, ty))
                }
                held => Some(held),
            },
            Boundary::Class(class) => {
                if self.world.field(&Type::class(class), name).is_some() {
                    return None;
                }
                let ty = match self.find_local(below, name)? {
                    Place::Slot(_, ty) | Place::Held(_, _, ty) => ty,
                };
                let field: Name = format!("val${name}").into();
                if !self.world.class(class).captures.iter().any(|c| **c == *name) {
                    self.world.class_mut(class).captures.push(name.into());
                    self.world.add_field(class, field.clone(), ty.clone(), Mods::default());
                }
                Some(Place::Held(class, field, ty))
            }
        }
    }

    pub(crate) fn local_named(&mut self, name: &str) -> Option<Place> {
        let depth = self.ctxs.len().checked_sub(1)?;
        self.find_local(depth, name)
    }

    /// The class, from here outward, that has what is asked for.
    pub(crate) fn outward(&mut self, mut has: impl FnMut(&mut World, ClassId) -> bool) -> Option<ClassId> {
        let mut at = Some(self.class_id());
        while let Some(id) = at {
            if has(self.world, id) {
                return Some(id);
            }
            at = self.world.class(id).outer;
        }
        None
    }

    /// Loads the object of a class around this one, or this one; false where there is none.
    pub(crate) fn load_this_of(&mut self, wanted: ClassId) -> bool {
        if self.ctx().statik {
            return false;
        }
        let mut at = self.class_id();
        self.emit(Op::Load(0));
        while at != wanted && !self.world.is_subclass(at, wanted) {
            self.world.whole(at);
            let field = self
                .world
                .class(at)
                .fields
                .iter()
                .find(|f| &*f.name == "this$0")
                .map(|f| f.slot);
            let (Some(slot), Some(outer)) = (field, self.world.class(at).outer) else {
                self.emit(Op::Pop);
                return false;
            };
            self.emit(Op::GetField(slot as u16));
            at = outer;
        }
        true
    }

    /// Loads a variable by its name; `None` if there is none.
    pub(crate) fn load_name(&mut self, name: &str, at: u32) -> Option<Type> {
        match self.local_named(name) {
            Some(Place::Slot(slot, ty)) => {
                self.emit(Op::Load(slot));
                return Some(ty);
            }
            Some(Place::Held(class, field, ty)) => {
                self.load_this_of(class);
                if let Some((field, _)) = self.world.field(&Type::class(class), &field) {
                    self.emit(Op::GetField(field.slot as u16));
                }
                return Some(ty);
            }
            None => {}
        }
        let (field, ty, owner) = self.field_around(name)?;
        if field.statik {
            self.emit(Op::GetStatic(field.class, field.slot as u16));
        } else {
            if !self.load_this_of(owner) {
                self.error(
                    at,
                    format!("non-static variable {name} cannot be referenced from a static context"),
                );
                return Some(ty);
            }
            self.emit(Op::GetField(field.slot as u16));
        }
        Some(ty)
    }

    /// A field of this class or of one around, or an imported one.
    pub(crate) fn field_around(&mut self, name: &str) -> Option<(crate::world::Field, Type, ClassId)> {
        let owner = self.outward(|world, id| world.field(&own_type(world, id), name).is_some());
        if let Some(owner) = owner {
            let ty = own_type(self.world, owner);
            let (field, ty) = self.world.field(&ty, name)?;
            return Some((field, ty, owner));
        }
        for (class, member) in self.static_imports(name) {
            let _ = member;
            if let Some((field, ty)) = self.world.field(&Type::class(class), name).filter(|(f, _)| f.statik) {
                return Some((field, ty, class));
            }
        }
        None
    }

    pub(crate) fn static_imports(&mut self, name: &str) -> Vec<(ClassId, String)> {
        let class = self.class_id();
        let source = self.world.class(class).source;
        let imports: Vec<(Name, bool)> = self.world.sources.get(source).map_or(vec![], |s| {
            s.imports
                .iter()
                .filter(|i| i.statik)
                .map(|i| (i.name.clone(), i.star))
                .collect()
        });
        let mut out = vec![];
        for (import, star) in imports {
            let class = if star {
                Some(import.to_string())
            } else {
                import
                    .rsplit_once('.')
                    .filter(|(_, member)| *member == name)
                    .map(|(c, _)| c.to_string())
            };
            if let Some(id) = class.and_then(|c| self.world.class_named(&c)) {
                out.push((id, name.to_string()));
            }
        }
        out
    }

    pub(crate) fn is_variable(&mut self, name: &str) -> bool {
        self.local_named(name).is_some() || self.field_around(name).is_some()
    }

    /// The class that an expression names, if it is no variable.
    pub(crate) fn as_type(&mut self, expr: &Expr) -> Option<Type> {
        if let ExprKind::Type(ty) = &expr.kind {
            return Some(self.type_of(ty));
        }
        let text = dotted(expr)?;
        let first = text.split('.').next().unwrap_or(&text).to_string();
        if self.is_variable(&first) {
            return None;
        }
        let known = self
            .ctxs
            .iter()
            .rev()
            .flat_map(|c| c.locals.iter().rev())
            .find(|(n, _)| **n == *first)
            .map(|(_, id)| *id);
        if let Some(id) = known.filter(|_| first == text) {
            return Some(Type::class(id));
        }
        let class = self.class_id();
        if self.ctxs.iter().any(|c| c.vars.iter().any(|v| **v == *text)) {
            return None;
        }
        self.world.lookup(class, &text).map(Type::class)
    }

    /// Whether the beginning of a dotted name is a class.
    pub(crate) fn starts_with_type(&mut self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Field(inner, _) => self.as_type(inner).is_some() || self.starts_with_type(inner),
            _ => false,
        }
    }

    pub(crate) fn symbol_not_found(&mut self, at: u32, symbol: String) {
        let class = self.class_id();
        let place = self.world.place_of(class);
        let file = self.file;
        self.world
            .error_with(file, at, "cannot find symbol", vec![format!("  symbol:   {symbol}"), place]);
    }
}

/// A class with its own variables as arguments.
pub(crate) fn own_type(world: &World, id: ClassId) -> Type {
    Type::Class(
        id,
        world
            .class(id)
            .decl
            .params
            .iter()
            .map(|p| Type::Var(p.name.clone()))
            .collect(),
    )
}
