//! Packages: their names, looked at when they are needed, and the order in which variables get their values.

use super::names::Names;
use super::*;
use std::collections::BTreeSet;

/// A parsed file with its place.
pub struct Parsed {
    pub name: String,
    pub path: String,
    pub text: String,
    pub base: u32,
    pub file: File,
}

impl Compiler {
    /// The first place that is free for another file.
    pub fn next_base(&self) -> u32 {
        self.files.last().map_or(1, |f| f.base + f.len + 1)
    }

    /// Adds a package whose imports are all there already: path to number.
    pub fn add_package(&mut self, path: &str, library: bool, parsed: Vec<Parsed>) -> u32 {
        let id = self.packages.len() as u32;
        let name = parsed.first().map_or("".into(), |p| p.file.package.clone());
        self.types.packages.push(name.clone());
        self.packages.push(Package {
            path: path.into(),
            name,
            scope: BTreeMap::new(),
            library,
            vars: Vec::new(),
            inits: Vec::new(),
            bodies: Vec::new(),
        });
        let mut methods = Vec::new();
        for one in parsed {
            let lines = std::iter::once(0)
                .chain(one.text.bytes().enumerate().filter(|(_, b)| *b == b'\n').map(|(n, _)| n as u32 + 1))
                .collect();
            let mut imports = BTreeMap::new();
            for import in &one.file.imports {
                let Some(to) = self.packages.iter().rposition(|p| p.path == import.path) else { continue };
                let plain = self.packages.get(to).map_or("".into(), |p| p.name.clone());
                let name = import.name.as_ref().map_or(plain.clone(), |n| n.name.clone());
                if &*name == "_" {
                    continue;
                }
                if &*name == "." {
                    self.beyond(import.pos, "import . of Go");
                    continue;
                }
                let renamed = name != plain;
                let made =
                    Imported { package: to as u32, pos: import.pos, path: import.path.clone(), used: false, renamed };
                imports.insert(name, made);
            }
            self.file = self.files.len();
            self.files.push(Source {
                name: one.name,
                path: one.path,
                base: one.base,
                package: id,
                len: one.text.len() as u32,
                lines,
                imports,
            });
            for decl in one.file.decls {
                self.collect(id, decl, &mut methods);
            }
        }
        for (decl, file) in methods {
            self.elsewhere(id, file, Vec::new(), |c| c.add_method(&decl));
        }
        id
    }

    fn top(&mut self, package: u32, name: &Ident, decl: Decl) {
        if &*name.name == "_" {
            return;
        }
        let before = self.packages.get(package as usize).and_then(|p| p.scope.get(&name.name)).copied();
        if let Some(other) = before.and_then(|id| self.entities.get(id as usize)).map(|e| e.pos) {
            self.redeclared(name, other);
            return;
        }
        let file = self.file;
        self.declare(package, name.name.clone(), name.pos, Thing::Unknown(decl, file));
    }

    fn collect(&mut self, id: u32, decl: Decl, methods: &mut Vec<(Rc<FuncDecl>, usize)>) {
        let file = self.file;
        match &decl {
            Decl::Const(one) => {
                for name in &one.names {
                    self.top(id, name, decl.clone());
                }
            }
            Decl::Type(one) => self.top(id, &one.name, decl.clone()),
            Decl::Var(one) => {
                for name in &one.names {
                    self.top(id, name, decl.clone());
                }
                if let Some(package) = self.packages.get_mut(id as usize) {
                    package.vars.push((one.clone(), file));
                }
            }
            Decl::Func(one) if one.recv.is_some() => methods.push((one.clone(), file)),
            Decl::Func(one) if matches!(&*one.name.name, "init" | "_") => {
                let func = self.new_func(one, None, Vec::new(), id, file);
                if let Some(package) = self.packages.get_mut(id as usize) {
                    package.inits.push(func);
                    package.bodies.push(func);
                }
            }
            Decl::Func(one) => {
                if &*one.name.name == "main"
                    && self.packages.get(id as usize).is_some_and(|p| &*p.name == "main")
                    && !(one.sig.params.is_empty() && one.sig.results.is_empty())
                {
                    self.wrong(one.name.pos, "func main must have no arguments and no return values");
                }
                self.top(id, &one.name, decl.clone());
            }
        }
    }

    fn new_func(
        &mut self,
        decl: &Rc<FuncDecl>,
        receiver: Option<Ty>,
        args: Vec<(Name, Ty)>,
        package: u32,
        file: usize,
    ) -> u32 {
        let id = self.funcs.len() as u32;
        let name = match receiver {
            None => decl.name.name.to_string(),
            Some(ty) => match self.types.pointee(ty).filter(|_| matches!(self.types.get(ty), Type::Ptr(_))) {
                Some(to) => format!("(*{}).{}", self.types.text(to, Some(package)), decl.name.name),
                None => format!("{}.{}", self.types.text(ty, Some(package)), decl.name.name),
            },
        };
        self.funcs.push(Func { name, decl: Some(decl.clone()), file, package, receiver, args, code: None });
        id
    }

    /// An instance of a function with type parameters, or a plain function.
    pub(super) fn func_of(&mut self, decl: &Rc<FuncDecl>, args: Vec<(Name, Ty)>, package: u32, file: usize) -> u32 {
        self.new_func(decl, None, args, package, file)
    }

    fn add_method(&mut self, decl: &Rc<FuncDecl>) {
        let Some(recv) = &decl.recv else { return };
        let mut ty = recv.ty.bare();
        let mut pointer = false;
        if let Kind::Star(inner) = &ty.kind {
            (ty, pointer) = (inner.bare(), true);
        }
        let base = match &ty.kind {
            Kind::Index(inner, _) => inner.bare(),
            _ => ty,
        };
        let Some(name) = base.name() else {
            self.wrong(recv.ty.pos, format!("invalid receiver type {}", crate::show::expr(&recv.ty)));
            return;
        };
        let id = self.packages.get(self.package as usize).and_then(|p| p.scope.get(name)).copied();
        let Some(id) = id else {
            self.wrong(base.pos, format!("undefined: {name}"));
            return;
        };
        match self.resolve(id) {
            Thing::Type(ty) => {
                let Type::Named(n) = *self.types.get(ty) else { return };
                let here = self.types.named.get(n as usize).is_some_and(|t| t.package == self.package);
                if !here {
                    self.wrong(base.pos, format!("cannot define new methods on non-local type {}", self.t(ty)));
                    return;
                }
                let method = Method { decl: decl.clone(), pointer, func: None };
                let before = self
                    .types
                    .named
                    .get(n as usize)
                    .and_then(|t| t.methods.get(&decl.name.name))
                    .map(|m| m.decl.name.pos);
                if let Some(pos) = before {
                    let (file, line, column) = self.place_of(pos);
                    let file = self.files.get(file).map_or(String::new(), |f| f.name.clone());
                    let words =
                        format!("method {}.{} already declared at {file}:{line}:{column}", self.t(ty), decl.name.name);
                    self.wrong(decl.name.pos, words);
                    return;
                }
                if let Type::Struct(fields) = self.types.base(ty).clone()
                    && fields.iter().any(|f| f.name == decl.name.name)
                {
                    self.wrong(decl.name.pos, format!("field and method with the same name {}", decl.name.name));
                }
                if let Some(named) = self.types.named.get_mut(n as usize) {
                    named.methods.insert(decl.name.name.clone(), method);
                }
                let receiver = if pointer { self.types.ptr(ty) } else { ty };
                let func = self.new_func(decl, Some(receiver), Vec::new(), self.package, self.file);
                let slot = self.types.named.get_mut(n as usize).and_then(|t| t.methods.get_mut(&decl.name.name));
                if let Some(method) = slot {
                    method.func = Some(func);
                }
                if let Some(package) = self.packages.get_mut(self.package as usize) {
                    package.bodies.push(func);
                }
            }
            Thing::GenericType(_) => self.generic_methods.entry(id).or_default().push(decl.clone()),
            _ => {
                let words = format!("{name} is not a type");
                self.wrong(base.pos, words);
            }
        }
    }

    /// A method of an instance of a generic type.
    pub(super) fn instance_method(&mut self, ty: Ty, decl: &Rc<FuncDecl>, args: &[Ty], package: u32, file: usize) {
        let Some(recv) = &decl.recv else { return };
        let pointer = matches!(recv.ty.bare().kind, Kind::Star(_));
        let inner = match &recv.ty.bare().kind {
            Kind::Star(inner) => inner.bare(),
            _ => recv.ty.bare(),
        };
        let mut env = Vec::new();
        if let Kind::Index(_, names) = &inner.kind {
            env.extend(names.iter().filter_map(|n| n.name().cloned()).zip(args.iter().copied()));
        }
        let receiver = if pointer { self.types.ptr(ty) } else { ty };
        let func = self.new_func(decl, Some(receiver), env, package, file);
        let Type::Named(n) = *self.types.get(ty) else { return };
        if let Some(named) = self.types.named.get_mut(n as usize) {
            named.methods.insert(decl.name.name.clone(), Method { decl: decl.clone(), pointer, func: Some(func) });
        }
        if let Some(package) = self.packages.get_mut(package as usize).filter(|p| !p.library) {
            package.bodies.push(func);
        }
    }

    /// What a package's name stands for.
    pub(super) fn resolve(&mut self, id: u32) -> Thing {
        let Some(entity) = self.entities.get(id as usize).cloned() else { return Thing::Bad };
        let Thing::Unknown(decl, file) = entity.thing else {
            if matches!(entity.thing, Thing::Busy) {
                self.wrong(entity.pos, format!("initialization cycle or invalid recursive type {}", entity.name));
                return Thing::Bad;
            }
            return entity.thing;
        };
        self.set(id, Thing::Busy);
        let thing = self.elsewhere(entity.package, file, Vec::new(), |c| match &decl {
            Decl::Const(decl) => c.const_decl(decl, &entity.name),
            Decl::Var(decl) => c.var_decl(decl, &entity.name),
            Decl::Type(decl) if !decl.params.is_empty() => Thing::GenericType(decl.clone()),
            Decl::Type(decl) if decl.alias => Thing::Type(c.ty(&decl.ty)),
            Decl::Type(decl) => {
                let ty = c.types.fresh(&decl.name.name, c.package);
                // It may name itself.
                c.set(id, Thing::Type(ty));
                let under = c.ty(&decl.ty);
                c.set_under(ty, under);
                c.endless(ty, decl.name.pos);
                Thing::Type(ty)
            }
            Decl::Func(decl) if !decl.params.is_empty() => Thing::GenericFunc(decl.clone()),
            Decl::Func(decl) => {
                let ty = c.signature(&decl.sig);
                let (package, file) = (c.package, c.file);
                let func = c.new_func(decl, None, Vec::new(), package, file);
                if let Some(package) = c.packages.get_mut(package as usize) {
                    package.bodies.push(func);
                }
                Thing::Func(func, ty)
            }
        });
        self.set(id, thing.clone());
        thing
    }

    pub(super) fn set(&mut self, id: u32, thing: Thing) {
        if let Some(entity) = self.entities.get_mut(id as usize) {
            entity.thing = thing;
        }
    }

    /// What a new type is made of; that of a named type is the named type's own.
    pub(super) fn set_under(&mut self, ty: Ty, under: Ty) {
        let under = self.types.under(under);
        if let Type::Named(n) = *self.types.get(ty)
            && let Some(named) = self.types.named.get_mut(n as usize)
        {
            named.underlying = under;
        }
    }

    /// A struct that holds itself has no size.
    fn endless(&mut self, ty: Ty, pos: Pos) {
        fn holds(types: &Types, at: Ty, ty: Ty, depth: usize) -> bool {
            match types.base(at) {
                _ if depth > 20 => false,
                Type::Struct(fields) => fields.iter().any(|f| f.ty == ty || holds(types, f.ty, ty, depth + 1)),
                Type::Array(_, of) => *of == ty || holds(types, *of, ty, depth + 1),
                _ => false,
            }
        }
        if holds(&self.types, ty, ty, 0) {
            let (file, line, column) = self.place_of(pos);
            let file = self.files.get(file).map_or(String::new(), |f| f.name.clone());
            let name = self.t(ty);
            self.wrong(
                pos,
                format!("invalid recursive type {name}\n\t{file}:{line}:{column}: {name} refers to {name}"),
            );
            self.set_under(ty, INVALID);
        }
    }

    fn const_decl(&mut self, decl: &Rc<ConstDecl>, name: &Name) -> Thing {
        let n = decl.names.iter().position(|i| i.name == *name).unwrap_or(0);
        match self.const_value(decl, n) {
            Some((ty, value)) => Thing::Const(ty, value),
            None => Thing::Bad,
        }
    }

    /// The constant of a declaration with this number.
    pub(super) fn const_value(&mut self, decl: &Rc<ConstDecl>, n: usize) -> Option<(Ty, Const)> {
        let ident = decl.names.get(n)?;
        let Some(e) = decl.values.get(n) else {
            self.wrong(ident.pos, "missing init expr for const declaration");
            return None;
        };
        let before = self.iota.replace(decl.iota);
        let ty = decl.ty.as_ref().map(|ty| self.ty(ty));
        let op = self.quietly(|c| {
            // Names in reach of a declaration within a function are its constants too.
            let state = c.fns.pop();
            let op = c.value(e, ty);
            c.fns.extend(state);
            op
        });
        self.iota = before;
        match op.mode.clone() {
            Mode::Const(value) => match ty {
                None => Some((op.ty, value)),
                Some(ty) => {
                    let basic = self.types.under(ty);
                    let fits = consts::represent(&value, basic);
                    if fits.is_err() {
                        self.assign_to(op.clone(), ty, "constant declaration");
                    }
                    fits.ok().map(|value| (ty, value))
                }
            },
            Mode::Invalid => None,
            _ => {
                let words = format!("{} is not constant", self.describe(&op));
                self.wrong(e.pos, words);
                None
            }
        }
    }

    fn var_decl(&mut self, decl: &Rc<VarDecl>, name: &Name) -> Thing {
        let n = decl.names.iter().position(|i| i.name == *name).unwrap_or(0);
        let ty = match &decl.ty {
            Some(ty) => self.ty(ty),
            None => self.quietly(|c| match (decl.values.get(n), decl.values.first()) {
                (Some(e), _) if decl.values.len() == decl.names.len() => {
                    let op = c.value(e, None);
                    c.types.default_type(op.ty)
                }
                (_, Some(e)) => {
                    let op = c.multi(e, decl.names.len());
                    op.get(n).map_or(INVALID, |op| c.types.default_type(op.ty))
                }
                _ => INVALID,
            }),
        };
        let global = self.globals.len() as u32;
        self.globals.push(ty);
        Thing::Var(ty, global)
    }

    /// Writes the code that gives variables of a package their values.
    pub(super) fn global_values(&mut self, decl: &Rc<VarDecl>) {
        if decl.values.is_empty() {
            return;
        }
        let ty = decl.ty.as_ref().map(|ty| self.ty(ty));
        let ops =
            self.values_for(&decl.values, decl.names.len(), ty, decl.names.first().map_or(0, |n| n.pos), &decl.names);
        for (name, op) in decl.names.iter().zip(ops) {
            let id = self.packages.get(self.package as usize).and_then(|p| p.scope.get(&name.name)).copied();
            let thing = id.filter(|_| &*name.name != "_").map(|id| self.resolve(id));
            if let Some(Thing::Var(ty, global)) = thing {
                let at = self.assign_to(op, ty, "variable declaration");
                self.emit(name.pos, Ins::SetGlobal(global, at));
            }
        }
        self.fn_mut().next = 0;
    }

    /// The variables of a package so that each comes after those it needs.
    pub(super) fn var_order(&mut self, package: u32) -> Vec<(Rc<VarDecl>, usize)> {
        let Some(this) = self.packages.get(package as usize) else { return Vec::new() };
        let vars = this.vars.clone();
        let mut uses: BTreeMap<Name, BTreeSet<Name>> = BTreeMap::new();
        for id in &this.bodies {
            let Some(decl) = self.funcs.get(*id as usize).and_then(|f| f.decl.clone()) else { continue };
            if let Some(body) = &decl.body {
                uses.entry(decl.name.name.clone()).or_default().extend(Names::of(body).all);
            }
        }
        for (decl, _) in &vars {
            let mut all = BTreeSet::new();
            decl.values.iter().for_each(|e| all.extend(Names::of_expr(e).all));
            for name in &decl.names {
                uses.entry(name.name.clone()).or_default().extend(all.iter().cloned());
            }
        }
        let mut out = Vec::new();
        let mut done = BTreeSet::new();
        for n in 0..vars.len() {
            order(n, &vars, &uses, &mut done, &mut out);
        }
        out
    }
}

fn order(
    n: usize,
    vars: &[(Rc<VarDecl>, usize)],
    uses: &BTreeMap<Name, BTreeSet<Name>>,
    done: &mut BTreeSet<usize>,
    out: &mut Vec<(Rc<VarDecl>, usize)>,
) {
    if !done.insert(n) {
        return;
    }
    let Some((decl, file)) = vars.get(n) else { return };
    // Everything that is reached, through functions too.
    let mut seen: BTreeSet<Name> = BTreeSet::new();
    let mut waiting: Vec<Name> = decl.names.iter().map(|n| n.name.clone()).collect();
    while let Some(name) = waiting.pop() {
        for used in uses.get(&name).into_iter().flatten() {
            if seen.insert(used.clone()) {
                waiting.push(used.clone());
            }
        }
    }
    for (other, (decl, _)) in vars.iter().enumerate() {
        if done.len() < 2000 && decl.names.iter().any(|n| seen.contains(&n.name)) {
            order(other, vars, uses, done, out);
        }
    }
    out.push((decl.clone(), *file));
}
