//! What a program declares: its modules, types, traits and functions, and how names lead to them.
//!
//! The library is a program of the same language (`std/`), whose functions without bodies are the machine's own; it is loaded first.

use crate::ast::*;
use crate::code::Code;
use crate::types::{IntTy, Ty};
use crate::value::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

#[derive(Clone, Debug, PartialEq)]
pub enum Def {
    Mod(u32),
    Type(u32),
    Alias(u32),
    Trait(u32),
    Fn(u32),
    Const(u32),
    Variant(u32, u32),
    Prim(Ty),
}

#[derive(Debug, Default)]
pub struct Module {
    pub name: Name,
    pub parent: Option<u32>,
    pub types: BTreeMap<Name, Def>,
    pub values: BTreeMap<Name, Def>,
    /// Modules and enums all of whose names are here.
    pub globs: Vec<Def>,
    pub library: bool,
}

impl Default for TypeDef {
    fn default() -> Self {
        TypeDef {
            name: "".into(),
            generics: Vec::new(),
            variants: Vec::new(),
            is_enum: false,
            derives: Vec::new(),
            copy: false,
            drops: None,
            library: false,
            span: Span::default(),
        }
    }
}

#[derive(Debug)]
pub struct TypeDef {
    pub name: Name,
    pub generics: Vec<Name>,
    /// A struct has one, of its own name.
    pub variants: Vec<VariantDef>,
    pub is_enum: bool,
    pub derives: Vec<Name>,
    pub copy: bool,
    pub drops: Option<u32>,
    pub library: bool,
    pub span: Span,
}

#[derive(Debug, Default)]
pub struct VariantDef {
    pub name: Name,
    pub fields: Vec<(Name, Ty)>,
    /// 0 unit, 1 tuple, 2 named.
    pub shape: u8,
    pub discriminant: i128,
    pub default: bool,
}

#[derive(Debug)]
pub struct FnDef {
    pub name: Name,
    pub ast: Rc<Function>,
    pub module: u32,
    pub self_ty: Option<Ty>,
    pub generics: Vec<Name>,
    /// The receiver first.
    pub params: Vec<Ty>,
    pub ret: Ty,
    pub of_trait: Option<u32>,
    pub assoc: BTreeMap<Name, Ty>,
    pub bounds: Vec<(TypeExpr, Vec<Path>)>,
    pub code: Option<Rc<Code>>,
    pub native: Option<crate::natives::Native>,
    pub library: bool,
}

#[derive(Debug)]
pub struct TraitDef {
    pub name: Name,
    pub generics: Vec<Name>,
    pub methods: BTreeMap<Name, u32>,
    pub parents: Vec<Path>,
    pub module: u32,
}

#[derive(Debug)]
pub struct ConstDef {
    pub name: Name,
    pub ty: Ty,
    pub value: Option<Expr>,
    pub module: u32,
    pub self_ty: Option<Ty>,
    pub code: Option<Rc<Code>>,
    pub is_static: bool,
    pub made: Option<Value>,
}

#[derive(Debug)]
pub struct AliasDef {
    pub ty: TypeExpr,
    pub generics: Vec<Name>,
    pub module: u32,
}

/// What methods are found under: a type's number, or one of these.
pub mod key {
    pub const ANY: u32 = 1 << 24;
    pub const INT: u32 = ANY + 1;
    pub const FLOAT: u32 = ANY + 2;
    pub const BOOL: u32 = ANY + 3;
    pub const CHAR: u32 = ANY + 4;
    pub const STR: u32 = ANY + 5;
    pub const TUPLE: u32 = ANY + 6;
    pub const SLICE: u32 = ANY + 7;
    pub const FN: u32 = ANY + 8;
    pub const F32: u32 = ANY + 9;
    pub const F64: u32 = ANY + 10;
    /// Then each integer type.
    pub const INTS: u32 = ANY + 100;
}

pub fn int_key(t: IntTy) -> u32 {
    key::INTS + t as u32
}

/// What an `impl` block is about, once its methods are known.
#[derive(Clone, Debug)]
pub struct Method {
    pub function: u32,
    pub of_trait: Option<u32>,
}

#[derive(Debug, Default)]
pub struct Program {
    pub modules: Vec<Module>,
    pub types: Vec<TypeDef>,
    pub traits: Vec<TraitDef>,
    pub fns: Vec<FnDef>,
    pub consts: Vec<ConstDef>,
    pub aliases: Vec<AliasDef>,
    pub closures: Vec<Rc<Code>>,
    pub methods: BTreeMap<(u32, Name), Vec<Method>>,
    /// Constants of types and traits.
    pub assoc_consts: BTreeMap<(u32, Name), u32>,
    pub implements: BTreeMap<(u32, u32), BTreeMap<Name, Ty>>,
    /// Names that every module sees.
    pub lang: BTreeMap<Name, Def>,
    pub names: Vec<Name>,
    pub name_ids: BTreeMap<Name, u32>,
    /// Names that some method has.
    pub method_names: std::collections::BTreeSet<Name>,
    /// Modules of the program that is being built: its root.
    pub root: u32,
    /// Each file: where its text begins in the program's, its name as rustc shows it, the text.
    pub files: Vec<(u32, String, Rc<str>)>,
    pub tests: Vec<u32>,
    pub release: bool,
    pub faults: Vec<Fault>,
    pub(crate) uses: Vec<(u32, UseLeaf, bool)>,
    pub(crate) pending: Vec<(u32, Item)>,
    /// What `env!` finds, and files that `include_str!` reads.
    pub environment: Vec<(String, String)>,
    pub texts: Vec<(String, Rc<str>)>,
    /// Names of crates that the manifest asks for.
    pub crates: Vec<String>,
}

impl Program {
    /// A number for a name of a field or method.
    pub fn sym(&mut self, name: &str) -> u32 {
        if let Some(id) = self.name_ids.get(name) {
            return *id;
        }
        let name: Name = name.into();
        self.names.push(name.clone());
        self.name_ids.insert(name, self.names.len() as u32 - 1);
        self.names.len() as u32 - 1
    }

    pub fn name(&self, sym: u32) -> Name {
        self.names.get(sym as usize).cloned().unwrap_or_else(|| "".into())
    }

    pub fn type_id(&self, name: &str) -> u32 {
        // Asked so often that the root is looked at directly.
        match self.modules.first().and_then(|m| m.types.get(name)) {
            Some(Def::Type(id)) => *id,
            _ => u32::MAX,
        }
    }

    pub fn adt(&self, name: &str, args: Vec<Ty>) -> Ty {
        Ty::Adt(self.type_id(name), args)
    }

    pub fn is_adt(&self, ty: &Ty, name: &str) -> bool {
        matches!(ty, Ty::Adt(id, _) if self.types.get(*id as usize).is_some_and(|t| t.library && &*t.name == name))
    }

    /// What methods of a type are found under, the nearest first.
    pub fn keys(&self, ty: &Ty) -> Vec<u32> {
        match ty {
            Ty::Adt(id, _) => vec![*id],
            Ty::Int(t) => vec![int_key(*t), key::INT],
            Ty::Float(small) => vec![if *small { key::F32 } else { key::F64 }, key::FLOAT],
            Ty::Bool => vec![key::BOOL],
            Ty::Char => vec![key::CHAR],
            Ty::Str => vec![key::STR],
            Ty::Tuple(_) => vec![key::TUPLE],
            Ty::Array(_) | Ty::Slice(_) => vec![key::SLICE],
            Ty::Fn(..) => vec![key::FN],
            _ => vec![key::ANY],
        }
    }

    pub fn find_method(&self, key: u32, name: &str, of_trait: Option<u32>) -> Option<&Method> {
        let found = self.methods.get(&(key, name.into()))?;
        match of_trait {
            Some(t) => found.iter().find(|m| m.of_trait == Some(t)),
            None => found.iter().find(|m| m.of_trait.is_none()).or_else(|| found.first()),
        }
    }

    /// The name of a type as messages have it.
    pub fn show(&self, ty: &Ty) -> String {
        let all = |list: &[Ty]| list.iter().map(|t| self.show(t)).collect::<Vec<_>>().join(", ");
        match ty {
            Ty::Int(t) => t.name().into(),
            Ty::Float(small) => if *small { "f32" } else { "f64" }.into(),
            Ty::Bool => "bool".into(),
            Ty::Char => "char".into(),
            Ty::Str => "str".into(),
            Ty::Never => "!".into(),
            Ty::Adt(id, args) => {
                let name = self.types.get(*id as usize).map_or("?".into(), |t| t.name.clone());
                if args.is_empty() {
                    name.to_string()
                } else {
                    format!("{name}<{}>", all(args))
                }
            }
            Ty::Ref(m, t) => format!("&{}{}", if *m { "mut " } else { "" }, self.show(t)),
            Ty::Tuple(t) if t.len() == 1 => format!("({},)", all(t)),
            Ty::Tuple(t) => format!("({})", all(t)),
            Ty::Array(t) => format!("[{}; _]", self.show(t)),
            Ty::Slice(t) => format!("[{}]", self.show(t)),
            Ty::Fn(args, ret) => format!("fn({}) -> {}", all(args), self.show(ret)),
            Ty::Param(n) => n.to_string(),
            Ty::Dyn(t) => format!("dyn {}", self.traits.get(*t as usize).map_or("?", |t| &t.name)),
            Ty::Var(_) | Ty::Unknown => "_".into(),
        }
    }

    pub(crate) fn prim(name: &str) -> Option<Ty> {
        Some(match name {
            "bool" => Ty::Bool,
            "char" => Ty::Char,
            "str" => Ty::Str,
            "f64" => Ty::Float(false),
            "f32" => Ty::Float(true),
            name => Ty::Int(IntTy::of(name)?),
        })
    }

    /// A name in a module's own table, or what it takes from others.
    pub fn member(&self, module: u32, name: &str, value: bool, depth: u32) -> Option<Def> {
        let own = self.modules.get(module as usize)?;
        let table = |v: bool| if v { &own.values } else { &own.types };
        if let Some(def) = table(value).get(name) {
            return Some(def.clone());
        }
        if depth > 8 {
            return None;
        }
        own.globs.iter().find_map(|glob| match glob {
            Def::Mod(other) if *other != module => self.member(*other, name, value, depth + 1),
            Def::Type(id) => self.variant(*id, name).map(|n| Def::Variant(*id, n)),
            _ => None,
        })
    }

    pub fn variant(&self, ty: u32, name: &str) -> Option<u32> {
        let def = self.types.get(ty as usize).filter(|t| t.is_enum)?;
        def.variants.iter().position(|v| &*v.name == name).map(|n| n as u32)
    }

    /// The first name of a path as a module sees it.
    pub fn first(&self, module: u32, name: &str, value: bool) -> Option<Def> {
        let library = self.modules.get(module as usize).is_some_and(|m| m.library);
        match name {
            "crate" => return Some(Def::Mod(if library { 0 } else { self.root })),
            "self" => return Some(Def::Mod(module)),
            "super" => return self.modules.get(module as usize)?.parent.map(Def::Mod),
            _ => {}
        }
        if let Some(def) = self.member(module, name, value, 0) {
            return Some(def);
        }
        if matches!(name, "std" | "core" | "alloc") && !value {
            return Some(Def::Mod(0));
        }
        if let (false, Some(ty)) = (value, Program::prim(name)) {
            return Some(Def::Prim(ty));
        }
        let def = self.lang.get(name)?;
        let is_value = matches!(def, Def::Fn(_) | Def::Variant(..) | Def::Const(_) | Def::Type(_));
        (!value || is_value).then(|| def.clone())
    }

    /// Follows a path through modules and enums, as far as that leads: what it is, and how many names that took.
    pub fn walk(&self, module: u32, path: &[&str], value: bool) -> Option<(Def, usize)> {
        let (first, rest) = path.split_first()?;
        let mut at = match rest.is_empty() {
            true => self
                .first(module, first, value)
                .or_else(|| self.first(module, first, !value))?,
            false => self.first(module, first, false)?,
        };
        for (n, name) in rest.iter().enumerate() {
            let last = n + 1 == rest.len();
            at = match &at {
                Def::Mod(m) if &**name == "super" => Def::Mod(self.modules.get(*m as usize)?.parent?),
                Def::Mod(m) if &**name == "self" => Def::Mod(*m),
                Def::Mod(m) => match self
                    .member(*m, name, value && last, 0)
                    .or_else(|| self.member(*m, name, !(value && last), 0))
                {
                    Some(def) => def,
                    None => return Some((at, n + 1)),
                },
                Def::Type(id) => match self.variant(*id, name) {
                    Some(v) => Def::Variant(*id, v),
                    None => return Some((at, n + 1)),
                },
                _ => return Some((at, n + 1)),
            };
        }
        Some((at, path.len()))
    }

    /// The file a place is in, its line and column, counted from 1.
    pub fn locate(&self, span: Span) -> (usize, usize, usize) {
        let n = self.files.iter().rposition(|(base, ..)| *base <= span.lo).unwrap_or(0);
        let Some((base, _, text)) = self.files.get(n) else {
            return (0, 1, 1);
        };
        let before = text.get(..(span.lo - base) as usize).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let start = before.rfind('\n').map_or(0, |n| n + 1);
        (n, line, before.get(start..).unwrap_or("").chars().count() + 1)
    }

    pub fn file_name(&self, n: usize) -> &str {
        self.files.get(n).map_or("", |f| &f.1)
    }
}
