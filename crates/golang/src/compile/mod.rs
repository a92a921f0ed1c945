//! The tree to instructions, with every rule of go.dev/ref/spec that decides whether a program is one: types are checked
//! and instructions written in one walk. Mistakes are told in gc's words.
//!
//! A function with type parameters is compiled anew for each list of arguments. What is within a function of the
//! library is compiled when it is called first.

mod assign;
mod builtins;
mod calls;
mod consts;
mod exprs;
mod flow;
mod generics;
mod lits;
mod names;
mod ops;
pub mod packages;
mod ranges;
mod scope;
mod select;
mod stmts;
mod typexprs;
mod whole;

use crate::ast::*;
use crate::code::*;
use crate::types::*;
use crate::value::Value;
pub use consts::Const;
use scope::FnState;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A file of a package.
#[derive(Debug)]
pub struct Source {
    /// As messages name it.
    pub name: String,
    /// Where it is, as panics name it.
    pub path: String,
    pub base: u32,
    pub len: u32,
    pub package: u32,
    lines: Vec<u32>,
    pub imports: BTreeMap<Name, Imported>,
}

#[derive(Debug)]
pub struct Imported {
    pub package: u32,
    pub pos: Pos,
    pub path: Name,
    pub used: bool,
    pub renamed: bool,
}

#[derive(Debug)]
pub struct Package {
    pub path: Name,
    pub name: Name,
    pub scope: BTreeMap<Name, u32>,
    pub library: bool,
    /// Variables in their order, and what gives them their values.
    pub vars: Vec<(Rc<VarDecl>, usize)>,
    /// `func init`.
    pub inits: Vec<u32>,
    /// Every function and method with a body, to be compiled when it is built.
    pub bodies: Vec<u32>,
}

/// What a name of a package stands for.
#[derive(Clone, Debug)]
pub enum Thing {
    /// Not looked at yet.
    Unknown(Decl, usize),
    /// Being looked at.
    Busy,
    Const(Ty, Const),
    Type(Ty),
    GenericType(Rc<TypeDecl>),
    Var(Ty, u32),
    Func(u32, Ty),
    GenericFunc(Rc<FuncDecl>),
    Builtin(&'static str),
    Nil,
    Bad,
}

#[derive(Clone, Debug)]
pub struct Entity {
    pub name: Name,
    pub pos: Pos,
    pub file: usize,
    pub package: u32,
    pub thing: Thing,
}

/// A function that may have been compiled.
#[derive(Clone, Debug)]
pub struct Func {
    pub name: String,
    pub decl: Option<Rc<FuncDecl>>,
    pub file: usize,
    pub package: u32,
    pub receiver: Option<Ty>,
    /// What its type parameters are.
    pub args: Vec<(Name, Ty)>,
    pub code: Option<Rc<Code>>,
}

/// A mistake, or something that is not simulated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub pos: Pos,
    pub text: String,
}

#[derive(Debug)]
pub struct Compiler {
    pub types: Types,
    pub files: Vec<Source>,
    pub packages: Vec<Package>,
    pub entities: Vec<Entity>,
    pub funcs: Vec<Func>,
    /// The types of the variables of packages.
    pub globals: Vec<Ty>,
    pub problems: Vec<Problem>,
    /// What is not simulated.
    pub beyond: Vec<Problem>,
    pub methods: Vec<Name>,
    natives: BTreeMap<&'static str, u32>,
    fns: Vec<FnState>,
    package: u32,
    file: usize,
    iota: Option<i64>,
    env: Vec<(Name, Ty)>,
    instances: BTreeMap<(String, Vec<Ty>), u32>,
    types_made: BTreeMap<(String, Vec<Ty>), Ty>,
    generic_methods: BTreeMap<u32, Vec<Rc<FuncDecl>>>,
    /// Of generic types and their instances: the declaration.
    generic_of: BTreeMap<u32, u32>,
    signatures_of: BTreeMap<(usize, Vec<Ty>), Ty>,
    depth: usize,
    locals: u32,
}

/// What an expression came to.
#[derive(Clone, Debug)]
pub enum Mode {
    Invalid,
    NoValue,
    Const(Const),
    Nil,
    Value,
    /// Several values, in registers one after the other.
    Tuple,
    Type,
    GenericType(u32),
    GenericFunc(u32),
    Builtin(&'static str),
    Package(u32),
}

#[derive(Clone, Debug)]
pub struct Op<'e> {
    pub mode: Mode,
    pub ty: Ty,
    pub at: At,
    pub e: &'e Expr,
    /// What it is for a message: a variable, a map's element, or a mere value.
    pub word: &'static str,
    /// Nobody else holds the struct or array.
    pub fresh: bool,
}

impl<'e> Op<'e> {
    fn new(mode: Mode, ty: Ty, at: At, e: &'e Expr) -> Op<'e> {
        Op { mode, ty, at, e, word: "value", fresh: true }
    }

    fn invalid(e: &'e Expr) -> Op<'e> {
        Op::new(Mode::Invalid, INVALID, 0, e)
    }

    fn value(ty: Ty, at: At, e: &'e Expr) -> Op<'e> {
        Op::new(Mode::Value, ty, at, e)
    }

    fn is_invalid(&self) -> bool {
        matches!(self.mode, Mode::Invalid)
    }

    fn is_var(&self) -> bool {
        self.word == "variable"
    }
}

impl Compiler {
    pub fn new() -> Compiler {
        let mut compiler = Compiler {
            types: Types::new(),
            files: Vec::new(),
            packages: Vec::new(),
            entities: Vec::new(),
            funcs: Vec::new(),
            globals: Vec::new(),
            problems: Vec::new(),
            beyond: Vec::new(),
            methods: Vec::new(),
            natives: crate::natives::numbers_by_name(),
            fns: Vec::new(),
            package: 0,
            file: 0,
            iota: None,
            env: Vec::new(),
            instances: BTreeMap::new(),
            types_made: BTreeMap::new(),
            generic_methods: BTreeMap::new(),
            generic_of: BTreeMap::new(),
            signatures_of: BTreeMap::new(),
            depth: 0,
            locals: 0,
        };
        compiler.universe();
        compiler
    }

    fn universe(&mut self) {
        self.packages.push(Package {
            path: "".into(),
            name: "".into(),
            scope: BTreeMap::new(),
            library: true,
            vars: Vec::new(),
            inits: Vec::new(),
            bodies: Vec::new(),
        });
        let types = [
            ("bool", BOOL),
            ("int", INT),
            ("int8", INT8),
            ("int16", INT16),
            ("int32", INT32),
            ("rune", INT32),
            ("int64", INT64),
            ("uint", UINT),
            ("uint8", UINT8),
            ("byte", UINT8),
            ("uint16", UINT16),
            ("uint32", UINT32),
            ("uint64", UINT64),
            ("uintptr", UINTPTR),
            ("float32", FLOAT32),
            ("float64", FLOAT64),
            ("string", STRING),
            ("any", ANY),
            ("error", ERROR),
            ("comparable", COMPARABLE),
        ];
        for (name, ty) in types {
            self.declare(0, name.into(), 0, Thing::Type(ty));
        }
        for name in builtins::NAMES {
            self.declare(0, name.into(), 0, Thing::Builtin(name));
        }
        for (name, truth) in [("true", true), ("false", false)] {
            self.declare(0, name.into(), 0, Thing::Const(UNTYPED_BOOL, Const::Bool(truth)));
        }
        self.declare(0, "nil".into(), 0, Thing::Nil);
    }

    fn declare(&mut self, package: u32, name: Name, pos: Pos, thing: Thing) -> u32 {
        let id = self.entities.len() as u32;
        self.entities.push(Entity { name: name.clone(), pos, file: self.file, package, thing });
        if let Some(package) = self.packages.get_mut(package as usize) {
            package.scope.insert(name, id);
        }
        id
    }

    /// A mistake in the program.
    fn wrong(&mut self, pos: Pos, text: impl Into<String>) {
        let problem = Problem { pos, text: text.into() };
        if !self.problems.contains(&problem) && self.problems.len() < 200 {
            self.problems.push(problem);
        }
    }

    /// Something right that is not simulated.
    fn beyond(&mut self, pos: Pos, what: &str) {
        let problem = Problem { pos, text: format!("drydock: {what} is not simulated") };
        if !self.beyond.contains(&problem) && self.beyond.len() < 50 {
            self.beyond.push(problem);
        }
    }

    /// File, line and column of a place.
    pub fn place_of(&self, pos: Pos) -> (usize, u32, u32) {
        for (n, file) in self.files.iter().enumerate() {
            if pos >= file.base && pos <= file.base + file.len {
                let at = pos - file.base;
                let line = file.lines.partition_point(|start| *start <= at);
                let start = line.checked_sub(1).and_then(|l| file.lines.get(l)).copied().unwrap_or(0);
                return (n, line as u32, at - start + 1);
            }
        }
        (0, 0, 0)
    }

    /// A type as messages of the package being compiled name it.
    fn t(&self, ty: Ty) -> String {
        self.types.text(ty, Some(self.package))
    }

    /// The number of a method's name.
    pub fn method_name(&mut self, name: &str) -> u32 {
        if let Some(n) = self.methods.iter().position(|m| &**m == name) {
            return n as u32;
        }
        self.methods.push(name.into());
        self.methods.len() as u32 - 1
    }

    /// Does something for another place in the sources, as if nothing else was being compiled.
    fn elsewhere<T>(
        &mut self,
        package: u32,
        file: usize,
        args: Vec<(Name, Ty)>,
        what: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let fns = std::mem::take(&mut self.fns);
        let before = (self.package, self.file, self.iota.take());
        let env = std::mem::replace(&mut self.env, args);
        (self.package, self.file) = (package, file);
        let made = what(self);
        self.fns = fns;
        self.env = env;
        (self.package, self.file, self.iota) = before;
        made
    }

    /// The instructions of a function, compiled now if they weren't.
    pub fn code(&mut self, id: u32) -> Option<Rc<Code>> {
        let func = self.funcs.get(id as usize)?;
        if let Some(code) = &func.code {
            return Some(code.clone());
        }
        let func = func.clone();
        let decl = func.decl.clone()?;
        let library = self.packages.get(func.package as usize).is_some_and(|p| p.library);
        let code = self.elsewhere(func.package, func.file, func.args.clone(), |c| c.compile_func(&func, &decl));
        let code = Rc::new(Code { library, ..code });
        if let Some(func) = self.funcs.get_mut(id as usize) {
            func.code = Some(code.clone());
        }
        Some(code)
    }

    fn compile_func(&mut self, func: &Func, decl: &Rc<FuncDecl>) -> Code {
        let sig = self.signature(&decl.sig);
        let mut params: Vec<(Option<Ident>, Ty)> = Vec::new();
        if let (Some(receiver), Some(param)) = (func.receiver, &decl.recv) {
            params.push((param.name.clone(), receiver));
        }
        let Type::Func { params: types, results, .. } = self.types.get(sig).clone() else { return Code::default() };
        params.extend(decl.sig.params.iter().map(|p| p.name.clone()).zip(types));
        let named: Vec<Option<Ident>> = decl.sig.results.iter().map(|p| p.name.clone()).collect();
        let Some(body) = &decl.body else {
            // Something native, as a function like any other.
            let key = format!("{}.{}", self.packages.get(func.package as usize).map_or("", |p| &p.path), func.name);
            let native = self.natives.get(&*key).copied();
            if native.is_none() {
                self.wrong(decl.name.pos, "missing function body");
            }
            let n = params.len().max(results.len()) as u32;
            let ins =
                vec![Ins::Native(native.unwrap_or(0), 0, params.len() as u32), Ins::Return(0, results.len() as u32)];
            return Code {
                name: key,
                places: vec![decl.name.pos; ins.len()],
                ins,
                registers: n + 1,
                params: params.len() as u32,
                results,
                ..Code::default()
            };
        };
        self.body(&func.name, params, results, named, body, false).0
    }

    /// Evaluates what needs no code but its type.
    fn quietly<T>(&mut self, what: impl FnOnce(&mut Self) -> T) -> T {
        self.fns.push(FnState::default());
        let made = what(self);
        self.fns.pop();
        made
    }

    /// The code that gives a package's variables their values and calls its `init` functions.
    pub fn initial(&mut self, package: u32) -> u32 {
        let id = self.funcs.len() as u32;
        self.funcs.push(Func {
            name: "init".into(),
            decl: None,
            file: 0,
            package,
            receiver: None,
            args: Vec::new(),
            code: None,
        });
        let code = self.elsewhere(package, 0, Vec::new(), |c| {
            c.fns.push(FnState::default());
            for (decl, file) in c.var_order(package) {
                c.file = file;
                c.global_values(&decl);
            }
            let inits = c.packages.get(package as usize).map_or(Vec::new(), |p| p.inits.clone());
            for init in inits {
                let base = c.fn_mut().next;
                c.emit(0, Ins::Call(init, base));
            }
            c.emit(0, Ins::Return(0, 0));
            c.fns.pop().map(|f| f.code).unwrap_or_default()
        });
        let library = self.packages.get(package as usize).is_some_and(|p| p.library);
        if let Some(func) = self.funcs.get_mut(id as usize) {
            func.code = Some(Rc::new(Code { library, name: "init".into(), ..code }));
        }
        id
    }

    /// Wraps a constant for an interface.
    fn boxed_const(ty: Ty, value: Value) -> Value {
        Value::Iface(Rc::new((ty, value)))
    }
}
