//! Which scope each name belongs to: the first walk over the tree, in the order in which the compiler walks it again.
//!
//! Comprehensions in functions and modules are part of the enclosing code (PEP 709), with variables of their own.

use crate::syntax::SyntaxError;
use crate::syntax::ast::*;
use std::collections::BTreeMap;
use std::rc::Rc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScopeKind {
    Module,
    Class,
    Function,
    /// A list, set or dict comprehension: code of the enclosing scope unless that is a class.
    Comprehension,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Symbol {
    pub bound: bool,
    pub param: bool,
    pub global: bool,
    pub nonlocal: bool,
    /// An inner function uses it.
    pub captured: bool,
    pub used: bool,
}

#[derive(Debug)]
pub struct Scope {
    pub kind: ScopeKind,
    pub parent: usize,
    pub symbols: BTreeMap<Rc<str>, Symbol>,
    /// The scope whose code this one's is part of (itself if it has its own).
    pub unit: usize,
    pub generator: bool,
    pub awaits: bool,
    pub class_name: Option<Rc<str>>,
}

pub struct Scopes {
    pub all: Vec<Scope>,
    /// By the address of the node that opens it: a `finally` body is compiled more than once.
    pub by_node: BTreeMap<usize, usize>,
    current: usize,
}

pub fn node<T>(node: &T) -> usize {
    std::ptr::from_ref(node) as usize
}

/// Where a name is found from some scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// In this scope, of this or an enclosing unit.
    Scope(usize),
    Global,
    /// Explicitly `global`.
    Declared,
    /// By name in the namespace of a class or module body.
    Namespace,
}

type Walk = Result<(), SyntaxError>;

pub fn mangle(class: Option<&str>, name: &Rc<str>) -> Rc<str> {
    let Some(class) = class else { return name.clone() };
    if !name.starts_with("__") || name.ends_with("__") || name.contains('.') {
        return name.clone();
    }
    let class = class.trim_start_matches('_');
    if class.is_empty() {
        return name.clone();
    }
    format!("_{class}{name}").into()
}

impl Scopes {
    pub fn of_module(body: &[Stmt]) -> Result<Scopes, SyntaxError> {
        let mut scopes = Scopes { all: Vec::new(), by_node: BTreeMap::new(), current: 0 };
        scopes.open(ScopeKind::Module, None, 0);
        scopes.body(body)?;
        scopes.finish()?;
        Ok(scopes)
    }
    pub fn of_expression(expr: &Expr) -> Result<Scopes, SyntaxError> {
        let mut scopes = Scopes { all: Vec::new(), by_node: BTreeMap::new(), current: 0 };
        scopes.open(ScopeKind::Module, None, 0);
        scopes.expr(expr)?;
        scopes.finish()?;
        Ok(scopes)
    }

    /// Resolves a name used in a scope.
    pub fn resolve(&self, scope: usize, name: &Rc<str>) -> Found {
        let own = &self.all[scope];
        let mut at = scope;
        let mut first = true;
        loop {
            let here = &self.all[at];
            if let Some(symbol) = here.symbols.get(name) {
                if symbol.global {
                    if first || here.kind != ScopeKind::Class {
                        return Found::Declared;
                    }
                } else if symbol.bound && !symbol.nonlocal {
                    match here.kind {
                        ScopeKind::Function | ScopeKind::Comprehension => return Found::Scope(at),
                        ScopeKind::Class if first => return Found::Namespace,
                        ScopeKind::Class => {}
                        ScopeKind::Module => break,
                    }
                }
            }
            if here.kind == ScopeKind::Class && !first && &**name == "__class__" {
                return Found::Scope(at);
            }
            if here.kind == ScopeKind::Module {
                break;
            }
            // A comprehension that is part of a module's code sees that module's names as globals.
            first = false;
            at = here.parent;
        }
        if own.kind == ScopeKind::Class || own.kind == ScopeKind::Module { Found::Namespace } else { Found::Global }
    }

    fn open(&mut self, kind: ScopeKind, class_name: Option<Rc<str>>, node: usize) -> usize {
        let parent = self.current;
        let id = self.all.len();
        let class_name = class_name.or_else(|| self.all.get(parent).and_then(|s| s.class_name.clone()));
        let inline =
            kind == ScopeKind::Comprehension && self.all.get(parent).is_some_and(|p| p.kind != ScopeKind::Class);
        let unit = if inline { self.all.get(parent).map_or(id, |p| p.unit) } else { id };
        self.all.push(Scope {
            kind,
            parent,
            symbols: BTreeMap::new(),
            unit,
            generator: false,
            awaits: false,
            class_name,
        });
        self.by_node.insert(node, id);
        self.current = id;
        parent
    }

    fn symbol(&mut self, name: &Rc<str>) -> &mut Symbol {
        let scope = &mut self.all[self.current];
        let name = mangle(scope.class_name.as_deref(), name);
        scope.symbols.entry(name).or_default()
    }
    fn bind(&mut self, name: &Rc<str>) {
        self.symbol(name).bound = true;
    }
    fn use_name(&mut self, name: &Rc<str>) {
        self.symbol(name).used = true;
        if &**name == "super" && self.all[self.current].kind != ScopeKind::Module {
            let class: Rc<str> = "__class__".into();
            self.symbol(&class).used = true;
        }
    }

    /// Marks what inner functions use as captured.
    fn finish(&mut self) -> Walk {
        for id in 0..self.all.len() {
            let names: Vec<(Rc<str>, Symbol)> = self.all[id].symbols.iter().map(|(n, s)| (n.clone(), *s)).collect();
            for (name, symbol) in names {
                if symbol.nonlocal && !matches!(self.resolve_outer(id, &name), Found::Scope(_)) {
                    return Err(SyntaxError::new(format!("no binding for nonlocal '{name}' found"), Span::default()));
                }
                if let Found::Scope(owner) = self.resolve(id, &name)
                    && self.all[owner].unit != self.all[id].unit
                {
                    self.all[owner].symbols.entry(name).or_default().captured = true;
                }
            }
        }
        Ok(())
    }

    fn resolve_outer(&self, scope: usize, name: &Rc<str>) -> Found {
        match self.all[scope].kind {
            ScopeKind::Module => Found::Global,
            _ => {
                let mut at = self.all[scope].parent;
                while self.all[at].kind == ScopeKind::Class {
                    at = self.all[at].parent;
                }
                self.resolve(at, name)
            }
        }
    }

    fn body(&mut self, body: &[Stmt]) -> Walk {
        body.iter().try_for_each(|s| self.stmt(s))
    }
    fn exprs(&mut self, list: &[Expr]) -> Walk {
        list.iter().try_for_each(|e| self.expr(e))
    }
    fn maybe(&mut self, e: &Option<Expr>) -> Walk {
        e.as_ref().map_or(Ok(()), |e| self.expr(e))
    }

    fn stmt(&mut self, stmt: &Stmt) -> Walk {
        match &stmt.kind {
            StmtKind::Expr(e) => self.expr(e)?,
            StmtKind::Assign(targets, value) => {
                self.expr(value)?;
                for t in targets {
                    self.target(t)?;
                }
            }
            StmtKind::AugAssign(target, _, value) => {
                match &target.kind {
                    ExprKind::Name(n) => self.bind(n),
                    _ => self.expr(target)?,
                }
                self.expr(value)?;
            }
            StmtKind::AnnAssign(target, annotation, value) => {
                self.maybe(value)?;
                self.target(target)?;
                if self.all[self.current].kind != ScopeKind::Function {
                    self.expr(annotation)?;
                    if matches!(target.kind, ExprKind::Name(_)) {
                        self.bind(&"__annotations__".into());
                    }
                }
            }
            StmtKind::Return(e) => self.maybe(e)?,
            StmtKind::Delete(list) => {
                for t in list {
                    self.target(t)?;
                }
            }
            StmtKind::Pass | StmtKind::Break | StmtKind::Continue => {}
            StmtKind::If(test, body, or_else) | StmtKind::While(test, body, or_else) => {
                self.expr(test)?;
                self.body(body)?;
                self.body(or_else)?;
            }
            StmtKind::For { target, iter, body, or_else, .. } => {
                self.expr(iter)?;
                self.target(target)?;
                self.body(body)?;
                self.body(or_else)?;
            }
            StmtKind::Function(f) => {
                self.exprs(&f.decorators)?;
                self.type_params(&f.type_params);
                self.defaults(&f.params)?;
                self.annotations(&f.params)?;
                self.maybe(&f.returns)?;
                self.bind(&f.name);
                let back = self.open(ScopeKind::Function, None, node(&**f));
                self.params(&f.params);
                self.body(&f.body)?;
                self.current = back;
            }
            StmtKind::Class(c) => {
                self.exprs(&c.decorators)?;
                self.type_params(&c.type_params);
                self.arguments(&c.arguments)?;
                self.bind(&c.name);
                let back = self.open(ScopeKind::Class, Some(c.name.clone()), node(&**c));
                for n in ["__module__", "__qualname__", "__doc__", "__classcell__"] {
                    self.all[self.current].symbols.entry(n.into()).or_default().bound = true;
                }
                self.body(&c.body)?;
                self.current = back;
            }
            StmtKind::Try { body, handlers, or_else, finally, .. } => {
                self.body(body)?;
                for h in handlers {
                    self.maybe(&h.class)?;
                    if let Some(n) = &h.name {
                        self.bind(n);
                    }
                    self.body(&h.body)?;
                }
                self.body(or_else)?;
                self.body(finally)?;
            }
            StmtKind::With { items, body, .. } => {
                for (e, target) in items {
                    self.expr(e)?;
                    if let Some(t) = target {
                        self.target(t)?;
                    }
                }
                self.body(body)?;
            }
            StmtKind::Raise(a, b) => {
                self.maybe(a)?;
                self.maybe(b)?;
            }
            StmtKind::Assert(a, b) => {
                self.expr(a)?;
                self.maybe(b)?;
            }
            StmtKind::Import(names) => {
                for alias in names {
                    match &alias.as_name {
                        Some(n) => self.bind(n),
                        None => {
                            let first: Rc<str> = alias.name.split('.').next().unwrap_or("").into();
                            self.bind(&first);
                        }
                    }
                }
            }
            StmtKind::ImportFrom(_, names, _) => {
                for alias in names {
                    if &*alias.name == "*" {
                        if self.all[self.current].kind != ScopeKind::Module {
                            return Err(SyntaxError::new("import * only allowed at module level", stmt.span));
                        }
                        continue;
                    }
                    let name = alias.as_name.clone().unwrap_or_else(|| alias.name.clone());
                    self.bind(&name);
                }
            }
            StmtKind::Global(names) => {
                for n in names {
                    let s = *self.symbol(n);
                    if s.param {
                        return Err(SyntaxError::new(format!("name '{n}' is parameter and global"), stmt.span));
                    }
                    if s.bound || s.used {
                        let how = if s.bound { "assigned to before" } else { "used prior to" };
                        return Err(SyntaxError::new(format!("name '{n}' is {how} global declaration"), stmt.span));
                    }
                    self.symbol(n).global = true;
                }
            }
            StmtKind::Nonlocal(names) => {
                if self.all[self.current].kind == ScopeKind::Module {
                    return Err(SyntaxError::new("nonlocal declaration not allowed at module level", stmt.span));
                }
                for n in names {
                    let s = *self.symbol(n);
                    if s.param {
                        return Err(SyntaxError::new(format!("name '{n}' is parameter and nonlocal"), stmt.span));
                    }
                    if s.bound || s.used {
                        let how = if s.bound { "assigned to before" } else { "used prior to" };
                        return Err(SyntaxError::new(format!("name '{n}' is {how} nonlocal declaration"), stmt.span));
                    }
                    let current = self.current;
                    let mangled = mangle(self.all[current].class_name.as_deref(), n);
                    if !self.enclosing_binds(&mangled) {
                        // It may be bound further down in the enclosing function; `finish` decides.
                        self.symbol(n).nonlocal = true;
                        continue;
                    }
                    self.symbol(n).nonlocal = true;
                }
            }
            StmtKind::Match(subject, cases) => {
                self.expr(subject)?;
                for case in cases {
                    self.pattern(&case.pattern)?;
                    self.maybe(&case.guard)?;
                    self.body(&case.body)?;
                }
            }
            StmtKind::TypeAlias(name, value) => {
                self.bind(name);
                self.expr(value)?;
            }
        }
        Ok(())
    }

    fn enclosing_binds(&self, name: &Rc<str>) -> bool {
        matches!(self.resolve_outer(self.current, name), Found::Scope(_))
    }

    fn type_params(&mut self, names: &[Name]) {
        for n in names {
            self.bind(n);
        }
    }

    fn pattern(&mut self, pattern: &Pattern) -> Walk {
        match &pattern.kind {
            PatternKind::Value(e) => self.expr(e)?,
            PatternKind::Singleton(_) => {}
            PatternKind::Sequence(items) | PatternKind::Or(items) => {
                for p in items {
                    self.pattern(p)?;
                }
            }
            PatternKind::Mapping(items, rest) => {
                for (k, p) in items {
                    self.expr(k)?;
                    self.pattern(p)?;
                }
                if let Some(n) = rest {
                    self.bind(n);
                }
            }
            PatternKind::Class(class, args, kwargs) => {
                self.expr(class)?;
                for p in args {
                    self.pattern(p)?;
                }
                for (_, p) in kwargs {
                    self.pattern(p)?;
                }
            }
            PatternKind::Star(name) => {
                if let Some(n) = name {
                    self.bind(n);
                }
            }
            PatternKind::As(inner, name) => {
                if let Some(p) = inner {
                    self.pattern(p)?;
                }
                if let Some(n) = name {
                    self.bind(n);
                }
            }
        }
        Ok(())
    }

    fn target(&mut self, e: &Expr) -> Walk {
        match &e.kind {
            ExprKind::Name(n) => self.bind(n),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                for t in items {
                    self.target(t)?;
                }
            }
            ExprKind::Starred(inner) => self.target(inner)?,
            _ => self.expr(e)?,
        }
        Ok(())
    }

    fn defaults(&mut self, params: &Params) -> Walk {
        for p in params.positional_only.iter().chain(&params.positional).chain(&params.keyword_only) {
            self.maybe(&p.default)?;
        }
        Ok(())
    }
    fn annotations(&mut self, params: &Params) -> Walk {
        for p in params
            .positional_only
            .iter()
            .chain(&params.positional)
            .chain(&params.star)
            .chain(&params.keyword_only)
            .chain(&params.double_star)
        {
            self.maybe(&p.annotation)?;
        }
        Ok(())
    }
    fn params(&mut self, params: &Params) {
        for p in params
            .positional_only
            .iter()
            .chain(&params.positional)
            .chain(&params.star)
            .chain(&params.keyword_only)
            .chain(&params.double_star)
        {
            let s = self.symbol(&p.name);
            s.bound = true;
            s.param = true;
        }
    }
    fn arguments(&mut self, arguments: &[Argument]) -> Walk {
        for a in arguments {
            match a {
                Argument::Positional(e) | Argument::Star(e) | Argument::Keyword(_, e) | Argument::DoubleStar(e) => {
                    self.expr(e)?
                }
            }
        }
        Ok(())
    }

    fn comprehension(&mut self, kind: ScopeKind, generators: &[Generator], parts: &[&Expr]) -> Walk {
        if let Some(first) = generators.first() {
            self.expr(&first.iter)?;
        }
        let is_async = generators.iter().any(|g| g.is_async);
        let back = self.open(kind, None, generators.as_ptr() as usize);
        if is_async {
            self.all[self.current].awaits = true;
        }
        for (n, g) in generators.iter().enumerate() {
            if n > 0 {
                self.expr(&g.iter)?;
            }
            self.target(&g.target)?;
            self.exprs(&g.conditions)?;
        }
        for p in parts {
            self.expr(p)?;
        }
        let awaits = self.all[self.current].awaits;
        self.current = back;
        if kind == ScopeKind::Comprehension && awaits {
            self.all[back].awaits = true;
        }
        Ok(())
    }

    fn expr(&mut self, e: &Expr) -> Walk {
        match &e.kind {
            ExprKind::Name(n) => self.use_name(n),
            ExprKind::Const(_) => {}
            ExprKind::Tuple(items) | ExprKind::List(items) | ExprKind::Set(items) | ExprKind::Bool(_, items) => {
                self.exprs(items)?
            }
            ExprKind::Dict(items) => {
                for (k, v) in items {
                    self.maybe(k)?;
                    self.expr(v)?;
                }
            }
            ExprKind::Binary(a, _, b) | ExprKind::Subscript(a, b) => {
                self.expr(a)?;
                self.expr(b)?;
            }
            ExprKind::Unary(_, a) | ExprKind::Attribute(a, _) | ExprKind::Starred(a) => self.expr(a)?,
            ExprKind::Compare(a, rest) => {
                self.expr(a)?;
                for (_, b) in rest {
                    self.expr(b)?;
                }
            }
            ExprKind::Call(f, arguments) => {
                self.expr(f)?;
                self.arguments(arguments)?;
            }
            ExprKind::Slice(a, b, c) => {
                for e in [a, b, c].into_iter().flatten() {
                    self.expr(e)?;
                }
            }
            ExprKind::Lambda(params, body) => {
                self.defaults(params)?;
                let back = self.open(ScopeKind::Function, None, node(&**params));
                self.params(params);
                self.expr(body)?;
                self.current = back;
            }
            ExprKind::IfElse(a, b, c) => {
                self.expr(a)?;
                self.expr(b)?;
                self.expr(c)?;
            }
            ExprKind::ListComp(elt, generators) | ExprKind::SetComp(elt, generators) => {
                self.comprehension(ScopeKind::Comprehension, generators, &[elt])?;
            }
            ExprKind::DictComp(k, v, generators) => {
                self.comprehension(ScopeKind::Comprehension, generators, &[k, v])?
            }
            ExprKind::GenExpr(elt, generators) => self.comprehension(ScopeKind::Function, generators, &[elt])?,
            ExprKind::Yield(v) => {
                self.in_function("'yield' outside function", e.span)?;
                self.all[self.current].generator = true;
                if let Some(v) = v {
                    self.expr(v)?;
                }
            }
            ExprKind::YieldFrom(v) => {
                self.in_function("'yield from' outside function", e.span)?;
                self.all[self.current].generator = true;
                self.expr(v)?;
            }
            ExprKind::Await(v) => {
                self.all[self.current].awaits = true;
                self.expr(v)?;
            }
            ExprKind::Named(target, value) => {
                self.expr(value)?;
                if let ExprKind::Name(n) = &target.kind {
                    // Binds in the nearest scope that is not a comprehension.
                    let mut at = self.current;
                    let mut through = Vec::new();
                    while self.all[at].kind == ScopeKind::Comprehension
                        || (self.all[at].kind == ScopeKind::Function && self.is_generator_scope(at))
                    {
                        through.push(at);
                        at = self.all[at].parent;
                    }
                    let here = self.current;
                    self.current = at;
                    self.bind(n);
                    let global = self.all[at].kind == ScopeKind::Module || self.symbol(n).global;
                    self.current = here;
                    for scope in through {
                        let s = self.all[scope].symbols.entry(n.clone()).or_default();
                        s.used = true;
                        if global {
                            s.global = true;
                        }
                    }
                }
            }
            ExprKind::FString(parts) => self.fparts(parts)?,
        }
        Ok(())
    }

    /// Generator expressions are functions that bind `.0`.
    fn is_generator_scope(&self, _at: usize) -> bool {
        false
    }

    fn in_function(&self, message: &str, span: Span) -> Walk {
        if self.all[self.current].kind == ScopeKind::Function {
            return Ok(());
        }
        Err(SyntaxError::new(message, span))
    }

    fn fparts(&mut self, parts: &[FPart]) -> Walk {
        for part in parts {
            if let FPart::Value { expr, spec, .. } = part {
                self.expr(expr)?;
                self.fparts(spec)?;
            }
        }
        Ok(())
    }
}
