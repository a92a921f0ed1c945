//! Types (go.dev/ref/spec#Types): each is made once, so that two are identical where their numbers are.

use crate::ast::{Dir, FuncDecl, Name};
use std::collections::BTreeMap;
use std::rc::Rc;

pub type Ty = u32;

pub const INVALID: Ty = 0;
pub const BOOL: Ty = 1;
pub const INT: Ty = 2;
pub const INT8: Ty = 3;
pub const INT16: Ty = 4;
pub const INT32: Ty = 5;
pub const INT64: Ty = 6;
pub const UINT: Ty = 7;
pub const UINT8: Ty = 8;
pub const UINT16: Ty = 9;
pub const UINT32: Ty = 10;
pub const UINT64: Ty = 11;
pub const UINTPTR: Ty = 12;
pub const FLOAT32: Ty = 13;
pub const FLOAT64: Ty = 14;
pub const STRING: Ty = 15;
pub const UNTYPED_BOOL: Ty = 16;
pub const UNTYPED_INT: Ty = 17;
pub const UNTYPED_RUNE: Ty = 18;
pub const UNTYPED_FLOAT: Ty = 19;
pub const UNTYPED_STRING: Ty = 20;
pub const UNTYPED_NIL: Ty = 21;
pub const ANY: Ty = 22;
pub const ERROR: Ty = 23;
pub const COMPARABLE: Ty = 24;
pub const EMPTY_TUPLE: Ty = 25;

const BASIC: [&str; 22] = [
    "invalid type",
    "bool",
    "int",
    "int8",
    "int16",
    "int32",
    "int64",
    "uint",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "uintptr",
    "float32",
    "float64",
    "string",
    "untyped bool",
    "untyped int",
    "untyped rune",
    "untyped float",
    "untyped string",
    "untyped nil",
];

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Type {
    Basic(Ty),
    Named(u32),
    Ptr(Ty),
    Slice(Ty),
    Array(u64, Ty),
    Map(Ty, Ty),
    Chan(Dir, Ty),
    Func {
        params: Vec<Ty>,
        results: Vec<Ty>,
        variadic: bool,
    },
    Struct(Rc<Vec<FieldType>>),
    Interface(Rc<Interface>),
    Tuple(Vec<Ty>),
    /// A type parameter while its argument is being found.
    Param(u32, Name),
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldType {
    pub name: Name,
    pub ty: Ty,
    pub embedded: bool,
    pub tag: Name,
    /// Whose it is, for names that are not exported.
    pub package: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Interface {
    /// By name, those of embedded interfaces too.
    pub methods: Vec<(Name, Ty)>,
    /// Of a constraint: any of these; true is `~`.
    pub union: Option<Vec<(bool, Ty)>>,
    pub comparable: bool,
}

/// A method as it was declared.
#[derive(Clone, Debug)]
pub struct Method {
    pub decl: Rc<FuncDecl>,
    pub pointer: bool,
    pub func: Option<u32>,
}

#[derive(Clone, Debug)]
pub struct Named {
    pub name: Name,
    pub package: u32,
    pub underlying: Ty,
    pub methods: BTreeMap<Name, Method>,
    /// Arguments of a generic type.
    pub args: Vec<Ty>,
    /// A type within a function can hide another of the same name.
    pub local: u32,
}

#[derive(Debug)]
pub struct Types {
    list: Vec<Type>,
    index: BTreeMap<Type, Ty>,
    pub named: Vec<Named>,
    /// The names of packages, by number.
    pub packages: Vec<Name>,
}

/// A field or method found in a type.
#[derive(Clone, Debug)]
pub struct Found {
    /// Numbers of the embedded fields on the way.
    pub path: Vec<u32>,
    pub what: What,
    /// Whether the way goes through a pointer.
    pub indirect: bool,
    /// What holds it, after the way.
    pub holder: Ty,
}

#[derive(Clone, Debug)]
pub enum What {
    Field(u32, Ty),
    /// Of a named type, by its number.
    Method(u32, bool),
    /// Of an interface, with its signature.
    Abstract(Ty),
}

impl Types {
    pub fn new() -> Types {
        let mut types =
            Types { list: Vec::new(), index: BTreeMap::new(), named: Vec::new(), packages: vec!["".into()] };
        for n in 0..ANY {
            types.make(Type::Basic(n));
        }
        types.make(Type::Interface(Rc::default()));
        types.fresh("error", 0);
        types.make(Type::Interface(Rc::new(Interface { comparable: true, ..Interface::default() })));
        types.make(Type::Tuple(Vec::new()));
        let text = types.make(Type::Func { params: vec![], results: vec![STRING], variadic: false });
        let methods = vec![("Error".into(), text)];
        let under = types.make(Type::Interface(Rc::new(Interface { methods, ..Interface::default() })));
        if let Some(error) = types.named.first_mut() {
            error.underlying = under;
        }
        types
    }

    pub fn make(&mut self, ty: Type) -> Ty {
        if let Some(n) = self.index.get(&ty) {
            return *n;
        }
        let n = self.list.len() as Ty;
        self.list.push(ty.clone());
        self.index.insert(ty, n);
        n
    }

    pub fn get(&self, ty: Ty) -> &Type {
        self.list.get(ty as usize).unwrap_or(&Type::Basic(INVALID))
    }

    /// A new named type without anything yet.
    pub fn fresh(&mut self, name: &str, package: u32) -> Ty {
        let n = self.named.len() as u32;
        self.named.push(Named {
            name: name.into(),
            package,
            underlying: INVALID,
            methods: BTreeMap::new(),
            args: Vec::new(),
            local: 0,
        });
        self.make(Type::Named(n))
    }

    pub fn named_of(&self, ty: Ty) -> Option<&Named> {
        match self.get(ty) {
            Type::Named(n) => self.named.get(*n as usize),
            _ => None,
        }
    }

    pub fn under(&self, ty: Ty) -> Ty {
        let mut at = ty;
        for _ in 0..50 {
            match self.named_of(at) {
                Some(named) => at = named.underlying,
                None => return at,
            }
        }
        INVALID
    }

    pub fn base(&self, ty: Ty) -> &Type {
        self.get(self.under(ty))
    }

    pub fn ptr(&mut self, ty: Ty) -> Ty {
        self.make(Type::Ptr(ty))
    }

    pub fn slice(&mut self, ty: Ty) -> Ty {
        self.make(Type::Slice(ty))
    }

    pub fn tuple(&mut self, list: Vec<Ty>) -> Ty {
        self.make(Type::Tuple(list))
    }

    /// What a pointer points to.
    pub fn pointee(&self, ty: Ty) -> Option<Ty> {
        match self.base(ty) {
            Type::Ptr(to) => Some(*to),
            _ => None,
        }
    }

    pub fn is_interface(&self, ty: Ty) -> bool {
        matches!(self.base(ty), Type::Interface(_))
    }

    /// Structs and arrays: what an assignment copies part by part.
    pub fn is_aggregate(&self, ty: Ty) -> bool {
        matches!(self.base(ty), Type::Struct(_) | Type::Array(..))
    }

    pub fn is_untyped(&self, ty: Ty) -> bool {
        (UNTYPED_BOOL..=UNTYPED_NIL).contains(&ty)
    }

    pub fn is_integer(&self, ty: Ty) -> bool {
        matches!(self.under(ty), INT..=UINTPTR | UNTYPED_INT | UNTYPED_RUNE)
    }

    pub fn is_unsigned(&self, ty: Ty) -> bool {
        matches!(self.under(ty), UINT..=UINTPTR)
    }

    pub fn is_float(&self, ty: Ty) -> bool {
        matches!(self.under(ty), FLOAT32 | FLOAT64 | UNTYPED_FLOAT)
    }

    pub fn is_numeric(&self, ty: Ty) -> bool {
        self.is_integer(ty) || self.is_float(ty)
    }

    pub fn is_string(&self, ty: Ty) -> bool {
        matches!(self.under(ty), STRING | UNTYPED_STRING)
    }

    pub fn is_boolean(&self, ty: Ty) -> bool {
        matches!(self.under(ty), BOOL | UNTYPED_BOOL)
    }

    pub fn can_be_nil(&self, ty: Ty) -> bool {
        matches!(
            self.base(ty),
            Type::Ptr(_) | Type::Slice(_) | Type::Map(..) | Type::Chan(..) | Type::Func { .. } | Type::Interface(_)
        ) || ty == UNTYPED_NIL
    }

    pub fn comparable(&self, ty: Ty) -> bool {
        match self.base(ty) {
            Type::Slice(_) | Type::Map(..) | Type::Func { .. } => false,
            Type::Struct(fields) => fields.iter().all(|f| self.comparable(f.ty)),
            Type::Array(_, of) => self.comparable(*of),
            _ => true,
        }
    }

    pub fn default_type(&self, ty: Ty) -> Ty {
        match ty {
            UNTYPED_BOOL => BOOL,
            UNTYPED_INT => INT,
            UNTYPED_RUNE => INT32,
            UNTYPED_FLOAT => FLOAT64,
            UNTYPED_STRING => STRING,
            other => other,
        }
    }

    /// Finds a field or method, the shallowest one, through embedded fields.
    pub fn find(&self, ty: Ty, name: &str) -> Option<Found> {
        let mut start = ty;
        let mut indirect = false;
        if let Some(to) = self.pointee(ty).filter(|_| !matches!(self.get(ty), Type::Named(_))) {
            // A pointer to an interface has nothing.
            if self.is_interface(to) {
                return None;
            }
            (start, indirect) = (to, true);
        }
        let mut level = vec![(start, Vec::new(), indirect)];
        let mut seen: Vec<Ty> = Vec::new();
        while !level.is_empty() {
            let mut next = Vec::new();
            let mut hits: Vec<Found> = Vec::new();
            for (at, path, indirect) in level {
                if seen.contains(&at) {
                    continue;
                }
                seen.push(at);
                let found = |what| Found { path: path.clone(), what, indirect, holder: at };
                if let Type::Named(n) = self.get(at)
                    && let Some(method) = self.named.get(*n as usize).and_then(|t| t.methods.get(name))
                {
                    hits.push(found(What::Method(*n, method.pointer)));
                    continue;
                }
                match self.base(at) {
                    Type::Struct(fields) => {
                        for (n, field) in fields.iter().enumerate() {
                            if &*field.name == name {
                                hits.push(found(What::Field(n as u32, field.ty)));
                            } else if field.embedded {
                                let mut path = path.clone();
                                path.push(n as u32);
                                let to = self.pointee(field.ty);
                                next.push((to.unwrap_or(field.ty), path, indirect || to.is_some()));
                            }
                        }
                    }
                    Type::Interface(face) => {
                        if let Some((_, sig)) = face.methods.iter().find(|(n, _)| &**n == name) {
                            hits.push(found(What::Abstract(*sig)));
                        }
                    }
                    _ => {}
                }
            }
            match hits.len() {
                0 => level = next,
                1 => return hits.pop(),
                _ => return None,
            }
        }
        None
    }

    /// The type's name; within the package `here` its own types stand without the package's name.
    pub fn text(&self, ty: Ty, here: Option<u32>) -> String {
        let t = |ty: Ty| self.text(ty, here);
        let list = |tys: &[Ty]| tys.iter().map(|ty| t(*ty)).collect::<Vec<_>>().join(", ");
        match self.get(ty) {
            Type::Basic(UINT8) if here.is_some() => "byte".into(),
            Type::Basic(INT32) if here.is_some() => "rune".into(),
            Type::Basic(n) => BASIC.get(*n as usize).copied().unwrap_or("?").into(),
            Type::Named(n) => {
                let Some(named) = self.named.get(*n as usize) else { return "?".into() };
                let mut text = match self.packages.get(named.package as usize) {
                    Some(package) if named.package != 0 && here != Some(named.package) => {
                        format!("{package}.{}", named.name)
                    }
                    _ => named.name.to_string(),
                };
                if !named.args.is_empty() {
                    let args: Vec<String> = named.args.iter().map(|ty| t(*ty)).collect();
                    text.push_str(&format!("[{}]", args.join(",")));
                }
                text
            }
            Type::Ptr(to) => format!("*{}", t(*to)),
            Type::Slice(of) => format!("[]{}", t(*of)),
            Type::Array(n, of) => format!("[{n}]{}", t(*of)),
            Type::Map(k, v) => format!("map[{}]{}", t(*k), t(*v)),
            Type::Chan(Dir::Both, of) => format!("chan {}", t(*of)),
            Type::Chan(Dir::Send, of) => format!("chan<- {}", t(*of)),
            Type::Chan(Dir::Recv, of) => format!("<-chan {}", t(*of)),
            Type::Func { .. } => format!("func{}", self.signature(ty, here)),
            Type::Struct(fields) => {
                let one = |f: &FieldType| {
                    let name = if f.embedded { String::new() } else { format!("{} ", f.name) };
                    let tag = if f.tag.is_empty() { String::new() } else { format!(" {:?}", f.tag) };
                    format!("{name}{}{tag}", t(f.ty))
                };
                let fields: Vec<String> = fields.iter().map(one).collect();
                match (fields.is_empty(), here.is_some()) {
                    (true, true) => "struct{}".into(),
                    (true, false) => "struct {}".into(),
                    (false, true) => format!("struct{{{}}}", fields.join("; ")),
                    (false, false) => format!("struct {{ {} }}", fields.join("; ")),
                }
            }
            Type::Interface(face) => {
                if face.comparable {
                    return "comparable".into();
                }
                if face.methods.is_empty() && face.union.is_none() {
                    return if here.is_some() { "any".into() } else { "interface {}".into() };
                }
                let mut parts: Vec<String> =
                    face.methods.iter().map(|(n, s)| format!("{n}{}", self.signature(*s, here))).collect();
                if let Some(union) = &face.union {
                    let one = |(tilde, ty): &(bool, Ty)| format!("{}{}", if *tilde { "~" } else { "" }, t(*ty));
                    parts.push(union.iter().map(one).collect::<Vec<_>>().join(" | "));
                }
                match here.is_some() {
                    true => format!("interface{{{}}}", parts.join("; ")),
                    false => format!("interface {{ {} }}", parts.join("; ")),
                }
            }
            Type::Tuple(tys) => format!("({})", list(tys)),
            Type::Param(_, name) => name.to_string(),
        }
    }

    /// A function's type without its `func`.
    pub fn signature(&self, ty: Ty, here: Option<u32>) -> String {
        let Type::Func { params, results, variadic } = self.get(ty) else { return String::new() };
        let last = params.len().saturating_sub(1);
        let one = |(n, ty): (usize, &Ty)| match self.get(*ty) {
            Type::Slice(of) if *variadic && n == last => format!("...{}", self.text(*of, here)),
            _ => self.text(*ty, here),
        };
        let params: Vec<String> = params.iter().enumerate().map(one).collect();
        let out: Vec<String> = results.iter().map(|ty| self.text(*ty, here)).collect();
        let out = match out.len() {
            0 => String::new(),
            1 => format!(" {}", out.concat()),
            _ => format!(" ({})", out.join(", ")),
        };
        format!("({}){out}", params.join(", "))
    }
}
