//! From the tree's items to what a program declares: modules and their files first, then uses, then types and signatures.

use crate::ast::*;
use crate::program::*;
use crate::types::Ty;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What an item's types may name: generics, `Self`, associated types.
#[derive(Clone, Default)]
pub struct TypeScope {
    pub module: u32,
    pub params: Vec<Name>,
    pub self_ty: Option<Ty>,
    pub assoc: BTreeMap<Name, Ty>,
    pub bounds: Vec<(TypeExpr, Vec<Path>)>,
}

/// Hands out files by path.
pub type Files<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Program {
    pub fn add_file(&mut self, name: &str, text: &str) -> Result<Vec<Item>, Fault> {
        let base = self.files.last().map_or(0, |(base, _, text)| base + text.len() as u32 + 1);
        self.files.push((base, name.into(), text.into()));
        crate::parser::parse(text, base)
    }

    /// Declares items in a module; `dir` is where files of modules within are.
    pub fn declare(&mut self, module: u32, items: Vec<Item>, dir: &str, files: Files, tests: bool) -> Result<(), Fault> {
        let library = self.modules.get(module as usize).is_some_and(|m| m.library);
        for item in items {
            if item.test_only && !tests {
                continue;
            }
            let mut value = None;
            let mut ty = None;
            match &item.kind {
                ItemKind::Mod { name, items } => {
                    let id = self.modules.len() as u32;
                    self.modules.push(Module {
                        name: name.clone(),
                        parent: Some(module),
                        library,
                        ..Module::default()
                    });
                    if let Some(own) = self.modules.get_mut(module as usize) {
                        own.types.insert(name.clone(), Def::Mod(id));
                    }
                    let inner_dir = format!("{dir}/{name}");
                    let inner = match items {
                        Some(items) => items.clone(),
                        None => {
                            let places = [format!("{inner_dir}.rs"), format!("{inner_dir}/mod.rs")];
                            let found = places.iter().find_map(|p| files(p).map(|text| (p, text)));
                            let Some((path, text)) = found else {
                                let words = format!("file not found for module `{name}`");
                                let mut fault = Fault::new("E0583", words, item.span, "");
                                fault.notes.push(format!(
                                    "help: to create the module `{name}`, create file \"{}\" or \"{}\"",
                                    places[0], places[1]
                                ));
                                fault.notes.push(
                                    "note: if there is a `mod ".to_string()
                                        + name
                                        + "` elsewhere in the crate already, import it with `use crate::...` instead",
                                );
                                return Err(fault);
                            };
                            self.add_file(&path.clone(), &text)?
                        }
                    };
                    self.declare(id, inner, &inner_dir, files, tests)?;
                    continue;
                }
                ItemKind::Use(leaves) => {
                    for leaf in leaves {
                        self.uses.push((module, leaf.clone(), item.public));
                    }
                    continue;
                }
                ItemKind::Struct { name, generics, .. } | ItemKind::Enum { name, generics, .. } => {
                    let id = self.types.len() as u32;
                    self.types.push(TypeDef {
                        name: name.clone(),
                        generics: generics.params.clone(),
                        is_enum: matches!(item.kind, ItemKind::Enum { .. }),
                        copy: item.derives.iter().any(|d| &**d == "Copy"),
                        derives: item.derives.clone(),
                        library,
                        span: item.span,
                        ..TypeDef::default()
                    });
                    if let ItemKind::Enum { variants, .. } = &item.kind
                        && let Some(def) = self.types.last_mut()
                    {
                        def.variants = variants
                            .iter()
                            .map(|v| VariantDef {
                                name: v.name.clone(),
                                ..VariantDef::default()
                            })
                            .collect();
                    }
                    ty = Some((name.clone(), Def::Type(id)));
                    if matches!(
                        &item.kind,
                        ItemKind::Struct {
                            fields: Fields::Tuple(_) | Fields::Unit,
                            ..
                        }
                    ) {
                        value = ty.clone();
                    }
                }
                ItemKind::Trait {
                    name, generics, parents, ..
                } => {
                    ty = Some((name.clone(), Def::Trait(self.traits.len() as u32)));
                    self.traits.push(TraitDef {
                        name: name.clone(),
                        generics: generics.params.clone(),
                        methods: BTreeMap::new(),
                        parents: parents.clone(),
                        module,
                    });
                }
                ItemKind::Type {
                    name,
                    generics,
                    ty: Some(alias),
                } => {
                    ty = Some((name.clone(), Def::Alias(self.aliases.len() as u32)));
                    self.aliases.push(AliasDef {
                        ty: alias.clone(),
                        generics: generics.params.clone(),
                        module,
                    });
                }
                ItemKind::Type { .. } => {}
                ItemKind::Fn(function) => {
                    let id = self.fns.len() as u32;
                    self.push_fn(module, function.clone(), None, Vec::new(), None);
                    value = Some((function.name.clone(), Def::Fn(id)));
                    if function.test {
                        self.tests.push(id);
                    }
                }
                ItemKind::Const {
                    name,
                    value: expr,
                    is_static,
                    ..
                } => {
                    value = Some((name.clone(), Def::Const(self.consts.len() as u32)));
                    self.consts.push(ConstDef {
                        name: name.clone(),
                        ty: Ty::Unknown,
                        value: expr.clone(),
                        module,
                        self_ty: None,
                        code: None,
                        is_static: *is_static,
                        made: None,
                    });
                }
                ItemKind::Impl { .. } => {}
            }
            if let Some(own) = self.modules.get_mut(module as usize) {
                for (is_value, entry) in [(false, ty), (true, value)] {
                    let Some((name, def)) = entry else { continue };
                    let table = if is_value { &mut own.values } else { &mut own.types };
                    if table.insert(name.clone(), def).is_some() && &*name != "_" {
                        let words = format!("the name `{name}` is defined multiple times");
                        return Err(Fault::new("E0428", words, item.span, format!("`{name}` redefined here")));
                    }
                }
            }
            self.pending.push((module, item));
        }
        Ok(())
    }

    pub fn push_fn(
        &mut self,
        module: u32,
        ast: Rc<Function>,
        self_ty: Option<Ty>,
        mut generics: Vec<Name>,
        of_trait: Option<u32>,
    ) {
        generics.extend(ast.generics.params.iter().cloned());
        self.fns.push(FnDef {
            name: ast.name.clone(),
            bounds: ast.generics.bounds.clone(),
            ast,
            module,
            self_ty,
            generics,
            params: Vec::new(),
            ret: Ty::Unknown,
            of_trait,
            assoc: BTreeMap::new(),
            code: None,
            native: None,
            library: self.modules.get(module as usize).is_some_and(|m| m.library),
        });
    }

    /// Settles what `use` brings, over and over until nothing more is found.
    pub fn settle_uses(&mut self) {
        let mut waiting = std::mem::take(&mut self.uses);
        loop {
            let before = waiting.len();
            waiting.retain(|(module, leaf, _)| !self.settle(*module, leaf));
            if waiting.is_empty() || waiting.len() == before {
                break;
            }
        }
        for (module, leaf, _) in waiting {
            let fault = self.unresolved_use(module, &leaf);
            self.faults.push(fault);
        }
    }

    fn settle(&mut self, module: u32, leaf: &UseLeaf) -> bool {
        let path: Vec<&str> = leaf.path.iter().map(|(n, _)| &**n).collect();
        // A name does not find itself.
        if path.len() == 1 && path.first() == Some(&&*leaf.name) && !matches!(path[0], "std" | "core") {
            return true;
        }
        let found = |value: bool| {
            self.walk(module, &path, value)
                .filter(|(_, n)| *n == path.len())
                .map(|(d, _)| d)
        };
        let (ty, value) = (found(false), found(true));
        if ty.is_none() && value.is_none() {
            return false;
        }
        let Some(own) = self.modules.get_mut(module as usize) else {
            return true;
        };
        if &*leaf.name == "*" {
            own.globs.extend(ty);
            return true;
        }
        if let Some(def) = ty {
            own.types.entry(leaf.name.clone()).or_insert(def);
        }
        if let Some(def) = value.filter(|d| !matches!(d, Def::Mod(_) | Def::Trait(_) | Def::Alias(_))) {
            own.values.entry(leaf.name.clone()).or_insert(def);
        }
        true
    }

    fn unresolved_use(&self, module: u32, leaf: &UseLeaf) -> Fault {
        let path: Vec<&str> = leaf.path.iter().map(|(n, _)| &**n).collect();
        let shown = path.join("::");
        let spans = |n: usize| leaf.path.get(n).map_or(Span::default(), |(_, s)| *s);
        let whole = spans(0).to(spans(path.len().saturating_sub(1)));
        let first = path.first().copied().unwrap_or("");
        if matches!(first, "std" | "core" | "alloc") {
            return Fault::beyond(shown, whole);
        }
        if self.first(module, first, false).is_none() {
            if self.crates.iter().any(|c| c == first) {
                return Fault::beyond(format!("the crate {first}"), spans(0));
            }
            let label = format!("use of unresolved module or unlinked crate `{first}`");
            let mut fault = Fault::new("E0432", format!("unresolved import `{first}`"), spans(0), label);
            fault.notes.push(format!(
                "help: if you wanted to use a crate named `{first}`, use `cargo add {first}` to add it to your `Cargo.toml`"
            ));
            return fault;
        }
        for n in 1..path.len() {
            let ok = |value: bool| self.walk(module, &path[..=n], value).is_some_and(|(_, k)| k == n + 1);
            if ok(false) || ok(true) {
                continue;
            }
            if n + 1 == path.len() {
                let holder = match path[..n].last() {
                    Some(&"crate") => "the root".to_string(),
                    _ => format!("`{}`", path[..n].join("::")),
                };
                return Fault::new(
                    "E0432",
                    format!("unresolved import `{shown}`"),
                    whole,
                    format!("no `{}` in {holder}", path[n]),
                );
            }
            let label = match path[n - 1] {
                "crate" => "unresolved import".to_string(),
                _ => format!("could not find `{}` in `{}`", path[n], path[n - 1]),
            };
            return Fault::new("E0432", format!("unresolved import `{shown}`"), spans(n), label);
        }
        Fault::new("E0432", format!("unresolved import `{shown}`"), whole, "")
    }

    /// Types of fields, signatures and methods of all that was declared.
    pub fn settle_items(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        for (module, item) in &pending {
            self.settle_type(*module, item);
        }
        for (module, item) in &pending {
            if let ItemKind::Trait {
                name, items, generics, ..
            } = &item.kind
            {
                self.settle_trait(*module, name, generics, items);
            }
        }
        for (module, item) in &pending {
            if let ItemKind::Impl { generics, of, ty, items } = &item.kind {
                self.settle_impl(*module, generics, of.as_ref(), ty, items);
            }
        }
        for id in 0..self.fns.len() {
            self.settle_signature(id as u32);
        }
        for (module, item) in &pending {
            if let ItemKind::Const { name, ty, .. } = &item.kind
                && let Some(Def::Const(id)) = self.member(*module, name, true, 0)
            {
                let scope = TypeScope {
                    module: *module,
                    ..TypeScope::default()
                };
                let ty = self.lower_ty(ty, &scope);
                if let Some(def) = self.consts.get_mut(id as usize) {
                    def.ty = ty;
                }
            }
        }
    }

    fn fields(&mut self, fields: &Fields, scope: &TypeScope) -> (u8, Vec<(Name, Ty)>) {
        match fields {
            Fields::Unit => (0, Vec::new()),
            Fields::Tuple(list) => (
                1,
                list.iter()
                    .enumerate()
                    .map(|(n, t)| (n.to_string().into(), self.lower_ty(t, scope)))
                    .collect(),
            ),
            Fields::Named(list) => (2, list.iter().map(|(n, t)| (n.clone(), self.lower_ty(t, scope))).collect()),
        }
    }

    fn settle_type(&mut self, module: u32, item: &Item) {
        let (ItemKind::Struct { name, generics, .. } | ItemKind::Enum { name, generics, .. }) = &item.kind else {
            return;
        };
        let Some(Def::Type(id)) = self.modules.get(module as usize).and_then(|m| m.types.get(name)).cloned() else {
            return;
        };
        let params: Vec<Ty> = generics.params.iter().map(|n| Ty::Param(n.clone())).collect();
        let scope = TypeScope {
            module,
            params: generics.params.clone(),
            self_ty: Some(Ty::Adt(id, params)),
            ..TypeScope::default()
        };
        let mut out = Vec::new();
        match &item.kind {
            ItemKind::Struct { fields, .. } => {
                let (shape, fields) = self.fields(fields, &scope);
                out.push(VariantDef {
                    name: name.clone(),
                    fields,
                    shape,
                    ..VariantDef::default()
                });
            }
            ItemKind::Enum { variants, .. } => {
                let mut next = 0;
                for v in variants {
                    let (shape, fields) = self.fields(&v.fields, &scope);
                    if let Some(value) = &v.value {
                        match crate::compile::constant(value) {
                            Some(n) => next = n,
                            None => self.faults.push(Fault::beyond("such a discriminant", value.span)),
                        }
                    }
                    let own = VariantDef {
                        name: v.name.clone(),
                        fields,
                        shape,
                        discriminant: next,
                        default: v.default,
                    };
                    out.push(own);
                    next += 1;
                }
            }
            _ => {}
        }
        if let Some(def) = self.types.get_mut(id as usize) {
            def.variants = out;
        }
    }

    fn settle_trait(&mut self, module: u32, name: &Name, generics: &Generics, items: &[Item]) {
        let Some(Def::Trait(id)) = self.modules.get(module as usize).and_then(|m| m.types.get(name)).cloned() else {
            return;
        };
        for item in items {
            match &item.kind {
                ItemKind::Fn(function) => {
                    let fid = self.fns.len() as u32;
                    self.push_fn(
                        module,
                        function.clone(),
                        Some(Ty::Param("Self".into())),
                        generics.params.clone(),
                        Some(id),
                    );
                    self.method_names.insert(function.name.clone());
                    if let Some(def) = self.traits.get_mut(id as usize) {
                        def.methods.insert(function.name.clone(), fid);
                    }
                }
                ItemKind::Const { .. } => self.faults.push(Fault::beyond("a constant of a trait", item.span)),
                _ => {}
            }
        }
    }

    fn settle_impl(&mut self, module: u32, generics: &Generics, of: Option<&Path>, ty: &TypeExpr, items: &[Item]) {
        let mut scope = TypeScope {
            module,
            params: generics.params.clone(),
            bounds: generics.bounds.clone(),
            ..TypeScope::default()
        };
        let pseudo = match &ty.kind {
            TypeKind::Path(p) if p.segments.len() == 1 => match p.segments.first().map(|s| &*s.name) {
                Some("__Int") => Some(key::INT),
                Some("__Float") => Some(key::FLOAT),
                Some("__Fn") => Some(key::FN),
                Some("__Tuple") => Some(key::TUPLE),
                Some("__Any") => Some(key::ANY),
                _ => None,
            },
            _ => None,
        };
        let library = self.modules.get(module as usize).is_some_and(|m| m.library);
        let (own, key) = match pseudo.filter(|_| library) {
            Some(key) => (Ty::Param("Self".into()), key),
            None => {
                let own = self.lower_ty(ty, &scope);
                let mut at = &own;
                while let Ty::Ref(_, inner) = at {
                    at = inner;
                }
                let key = self.keys(at).first().copied().unwrap_or(key::ANY);
                (own, key)
            }
        };
        scope.self_ty = Some(own.clone());
        let mut of_trait = None;
        if let Some(path) = of {
            match self.resolve_type_path(path, &scope) {
                Some(Def::Trait(id)) => of_trait = Some(id),
                Some(_) => {
                    let name = path.segments.last().map_or("".into(), |s| s.name.clone());
                    self.faults.push(Fault::new(
                        "E0404",
                        format!("expected trait, found type `{name}`"),
                        path.span,
                        "not a trait",
                    ));
                    return;
                }
                None => {
                    let name = path.segments.last().map_or("".into(), |s| s.name.clone());
                    let first = path.segments.first().map_or("".into(), |s| s.name.clone());
                    let fault = match &*first {
                        "std" | "core" => Fault::beyond(format!("the trait {name}"), path.span),
                        _ => Fault::new(
                            "E0405",
                            format!("cannot find trait `{name}` in this scope"),
                            path.span,
                            "not found in this scope",
                        ),
                    };
                    self.faults.push(fault);
                    return;
                }
            }
        }
        for item in items {
            if let ItemKind::Type { name, ty: Some(ty), .. } = &item.kind {
                let ty = self.lower_ty(ty, &scope);
                scope.assoc.insert(name.clone(), ty);
            }
        }
        let mut given = Vec::new();
        for item in items {
            match &item.kind {
                ItemKind::Fn(function) => {
                    let fid = self.fns.len() as u32;
                    self.push_fn(module, function.clone(), Some(own.clone()), generics.params.clone(), of_trait);
                    if let Some(def) = self.fns.last_mut() {
                        def.assoc = scope.assoc.clone();
                        def.bounds.extend(generics.bounds.iter().cloned());
                    }
                    if let Some(t) = of_trait
                        && let Some(def) = self.traits.get(t as usize)
                        && !def.methods.contains_key(&function.name)
                    {
                        let words = format!("method `{}` is not a member of trait `{}`", function.name, def.name);
                        let label = format!("not a member of trait `{}`", def.name);
                        self.faults.push(Fault::new("E0407", words, item.span, label));
                    }
                    self.method_names.insert(function.name.clone());
                    given.push(function.name.clone());
                    self.methods
                        .entry((key, function.name.clone()))
                        .or_default()
                        .push(Method { function: fid, of_trait });
                    let drops = of_trait
                        .and_then(|t| self.traits.get(t as usize))
                        .is_some_and(|t| &*t.name == "Drop");
                    if let (true, Some(def)) = (drops, self.types.get_mut(key as usize)) {
                        def.drops = Some(fid);
                    }
                }
                ItemKind::Const { name, ty, value, .. } => {
                    let ty = self.lower_ty(ty, &scope);
                    let id = self.consts.len() as u32;
                    self.consts.push(ConstDef {
                        name: name.clone(),
                        ty,
                        value: value.clone(),
                        module,
                        self_ty: Some(own.clone()),
                        code: None,
                        is_static: false,
                        made: None,
                    });
                    self.assoc_consts.insert((key, name.clone()), id);
                }
                _ => {}
            }
        }
        let Some(t) = of_trait else { return };
        if let (Some(TraitDef { name, .. }), Some(def)) = (self.traits.get(t as usize), self.types.get_mut(key as usize))
            && &**name == "Copy"
        {
            def.copy = true;
        }
        self.implements.insert((key, t), scope.assoc.clone());
        let Some(def) = self.traits.get(t as usize) else { return };
        let mut missing = Vec::new();
        let mut defaults: Vec<(Name, u32)> = def.methods.iter().map(|(n, f)| (n.clone(), *f)).collect();
        defaults.sort();
        for (name, function) in defaults {
            if given.contains(&name) {
                continue;
            }
            if self
                .fns
                .get(function as usize)
                .is_some_and(|f| f.ast.body.is_none() && !f.library)
            {
                missing.push(name);
                continue;
            }
            if self.fns.get(function as usize).is_some_and(|f| f.ast.body.is_some()) {
                self.methods
                    .entry((key, name))
                    .or_default()
                    .push(Method { function, of_trait });
            }
        }
        if !missing.is_empty() {
            let list = missing.iter().map(|n| format!("`{n}`")).collect::<Vec<_>>().join(", ");
            let words = format!("not all trait items implemented, missing: {list}");
            self.faults.push(Fault::new(
                "E0046",
                words,
                ty.span,
                format!("missing {list} in implementation"),
            ));
        }
    }

    fn settle_signature(&mut self, id: u32) {
        let Some(def) = self.fns.get(id as usize) else { return };
        if !def.params.is_empty() || def.ret != Ty::Unknown {
            return;
        }
        let ast = def.ast.clone();
        let scope = TypeScope {
            module: def.module,
            params: def.generics.clone(),
            self_ty: def.self_ty.clone(),
            assoc: def.assoc.clone(),
            bounds: def.bounds.clone(),
        };
        let mut params = Vec::new();
        if let Some(receiver) = &ast.receiver {
            params.push(self.lower_ty(receiver, &scope));
        }
        for (_, ty) in &ast.params {
            params.push(self.lower_ty(ty, &scope));
        }
        let ret = ast.ret.as_ref().map_or(Ty::unit(), |t| self.lower_ty(t, &scope));
        let library = def_library(self, id);
        let native = if library && ast.body.is_none() {
            self.native_of(id)
        } else {
            None
        };
        if let Some(def) = self.fns.get_mut(id as usize) {
            def.params = params;
            def.ret = ret;
            def.native = native;
        }
    }

    fn native_of(&self, id: u32) -> Option<crate::natives::Native> {
        let def = self.fns.get(id as usize)?;
        if def.of_trait.is_some() && def.self_ty == Some(Ty::Param("Self".into())) {
            return None;
        }
        let owner = match &def.self_ty {
            None => return crate::natives::find(&def.name),
            Some(Ty::Adt(id, _)) => self.types.get(*id as usize)?.name.to_string(),
            Some(Ty::Slice(_)) => "slice".to_string(),
            Some(Ty::Param(_)) => "any".to_string(),
            Some(other) => self.show(other),
        };
        crate::natives::find(&format!("{owner}::{}", def.name))
    }

    pub fn resolve_type_path(&self, path: &Path, scope: &TypeScope) -> Option<Def> {
        let names: Vec<&str> = path.segments.iter().map(|s| &*s.name).collect();
        self.walk(scope.module, &names, false)
            .filter(|(_, n)| *n == names.len())
            .map(|(d, _)| d)
    }

    /// What bounds say of a type: something to call, something to go through, or any object of a trait.
    pub fn lower_bounds(&mut self, bounds: &[Path], scope: &TypeScope, dynamic: bool) -> Ty {
        for path in bounds {
            let Some(last) = path.segments.last() else { continue };
            match &*last.name {
                "Fn" | "FnMut" | "FnOnce" => {
                    let args = last.args.iter().map(|t| self.lower_ty(t, scope)).collect();
                    let ret = last.bindings.first().map_or(Ty::unit(), |(_, t)| self.lower_ty(t, scope));
                    return Ty::Fn(args, Box::new(ret));
                }
                "Iterator" | "DoubleEndedIterator" | "ExactSizeIterator" => {
                    let item = last.bindings.first().map_or(Ty::Unknown, |(_, t)| self.lower_ty(t, scope));
                    return self.adt("Iter", vec![item]);
                }
                _ => {}
            }
        }
        for path in bounds {
            match self.resolve_type_path(path, scope) {
                Some(Def::Trait(id)) if dynamic => return Ty::Dyn(id),
                Some(_) => {}
                None => {
                    let fault = self.missing_type(path, "E0405", "trait");
                    self.faults.push(fault);
                }
            }
        }
        Ty::Unknown
    }

    pub fn missing_type(&self, path: &Path, code: &'static str, what: &str) -> Fault {
        let name = path.segments.last().map_or("".into(), |s| s.name.clone());
        let first = path.segments.first().map_or("".into(), |s| s.name.clone());
        let last = path.segments.last().map_or(path.span, |s| s.span);
        if self.crates.iter().any(|c| **c == *first) {
            return Fault::beyond(format!("the crate {first}"), path.span);
        }
        if path.segments.len() > 1 {
            if self.first(0, &first, false).is_some_and(|d| d == Def::Mod(0)) || self.lang.contains_key(&first) {
                let all: Vec<&str> = path.segments.iter().map(|s| &*s.name).collect();
                return Fault::beyond(all.join("::"), path.span);
            }
            let words = format!("cannot find {what} `{name}` in module `{first}`");
            return Fault::new(code, words, last, format!("not found in `{first}`"));
        }
        Fault::new(
            code,
            format!("cannot find {what} `{name}` in this scope"),
            last,
            "not found in this scope",
        )
    }

    pub fn lower_ty(&mut self, ty: &TypeExpr, scope: &TypeScope) -> Ty {
        match &ty.kind {
            TypeKind::Ref(m, inner) => self.lower_ty(inner, scope).by_ref(*m),
            TypeKind::Tuple(items) => Ty::Tuple(items.iter().map(|t| self.lower_ty(t, scope)).collect()),
            TypeKind::Array(inner) => Ty::Array(Box::new(self.lower_ty(inner, scope))),
            TypeKind::Slice(inner) => Ty::Slice(Box::new(self.lower_ty(inner, scope))),
            TypeKind::Fn(args, ret) => {
                let args = args.iter().map(|t| self.lower_ty(t, scope)).collect();
                let ret = ret.as_ref().map_or(Ty::unit(), |t| self.lower_ty(t, scope));
                Ty::Fn(args, Box::new(ret))
            }
            TypeKind::Bounds(dynamic, bounds) => self.lower_bounds(bounds, scope, *dynamic),
            TypeKind::Never => Ty::Never,
            TypeKind::Infer => Ty::Unknown,
            TypeKind::Path(path) => self.lower_path(path, scope),
        }
    }

    fn lower_path(&mut self, path: &Path, scope: &TypeScope) -> Ty {
        let names: Vec<Name> = path.segments.iter().map(|s| s.name.clone()).collect();
        let Some(last) = path.segments.last() else {
            return Ty::Unknown;
        };
        if path.of.is_some() {
            return scope.assoc.get(&last.name).cloned().unwrap_or(Ty::Unknown);
        }
        if let Some(first) = names.first() {
            if &**first == "Self" {
                return match names.get(1) {
                    None => scope.self_ty.clone().unwrap_or(Ty::Unknown),
                    Some(name) => scope.assoc.get(name).cloned().unwrap_or(Ty::Unknown),
                };
            }
            if scope.params.contains(first) {
                if names.len() > 1 {
                    return Ty::Unknown;
                }
                // What a bound says of a parameter is its type, where it can be called or gone through.
                for (of, bounds) in scope.bounds.clone() {
                    let same = matches!(&of.kind, TypeKind::Path(p) if p.segments.len() == 1 && p.segments[0].name == *first);
                    let useful = bounds.iter().any(|b| {
                        b.segments
                            .last()
                            .is_some_and(|s| matches!(&*s.name, "Fn" | "FnMut" | "FnOnce" | "Iterator" | "DoubleEndedIterator"))
                    });
                    if same && useful {
                        return self.lower_bounds(&bounds, scope, false);
                    }
                }
                return Ty::Param(first.clone());
            }
        }
        let names: Vec<&str> = names.iter().map(|n| &**n).collect();
        let found = self.walk(scope.module, &names, false).filter(|(_, n)| *n == names.len());
        let prim = names.first().filter(|_| names.len() == 1).and_then(|n| Program::prim(n));
        match found.map(|(d, _)| d) {
            Some(Def::Mod(_)) if prim.is_some() => prim.unwrap_or(Ty::Unknown),
            Some(Def::Type(id)) => {
                let mut args: Vec<Ty> = last.args.iter().map(|t| self.lower_ty(t, scope)).collect();
                let wanted = self.types.get(id as usize).map_or(0, |t| t.generics.len());
                args.resize(wanted, Ty::Unknown);
                Ty::Adt(id, args)
            }
            Some(Def::Prim(ty)) => ty,
            Some(Def::Alias(id)) => {
                let args: Vec<Ty> = last.args.iter().map(|t| self.lower_ty(t, scope)).collect();
                let Some(alias) = self.aliases.get(id as usize) else {
                    return Ty::Unknown;
                };
                let (ty, generics) = (alias.ty.clone(), alias.generics.clone());
                let inner = TypeScope {
                    module: alias.module,
                    params: generics.clone(),
                    ..TypeScope::default()
                };
                let ty = self.lower_ty(&ty, &inner);
                ty.map(&mut |t| match t {
                    Ty::Param(n) => generics
                        .iter()
                        .position(|g| g == n)
                        .map(|n| args.get(n).cloned().unwrap_or(Ty::Unknown)),
                    _ => None,
                })
            }
            Some(Def::Trait(id)) => Ty::Dyn(id),
            _ => {
                let mut fault = self.missing_type(path, "E0412", "type");
                // In 1.95 rustc says so, where 1.91 said E0412 too.
                if fault.message.contains(" in module ") {
                    fault.code = "E0412";
                }
                self.faults.push(fault);
                Ty::Unknown
            }
        }
    }
}

fn def_library(program: &Program, id: u32) -> bool {
    program.fns.get(id as usize).is_some_and(|f| f.library)
}
