//! Static types. What can't be inferred is `Unknown`, and decided by the values when the program runs.

use crate::ast::Name;
use std::rc::Rc;

pub type ClassId = usize;
pub type MethodId = usize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Prim {
    Bool,
    Byte,
    Short,
    Char,
    Int,
    Long,
    Float,
    Double,
}

impl Prim {
    pub fn of(name: &str) -> Option<Prim> {
        Some(match name {
            "boolean" => Prim::Bool,
            "byte" => Prim::Byte,
            "short" => Prim::Short,
            "char" => Prim::Char,
            "int" => Prim::Int,
            "long" => Prim::Long,
            "float" => Prim::Float,
            "double" => Prim::Double,
            _ => return None,
        })
    }

    pub fn text(self) -> &'static str {
        match self {
            Prim::Bool => "boolean",
            Prim::Byte => "byte",
            Prim::Short => "short",
            Prim::Char => "char",
            Prim::Int => "int",
            Prim::Long => "long",
            Prim::Float => "float",
            Prim::Double => "double",
        }
    }

    pub fn boxed(self) -> &'static str {
        match self {
            Prim::Bool => "java.lang.Boolean",
            Prim::Byte => "java.lang.Byte",
            Prim::Short => "java.lang.Short",
            Prim::Char => "java.lang.Character",
            Prim::Int => "java.lang.Integer",
            Prim::Long => "java.lang.Long",
            Prim::Float => "java.lang.Float",
            Prim::Double => "java.lang.Double",
        }
    }

    pub fn unboxed(class: &str) -> Option<Prim> {
        const ALL: [Prim; 8] = [
            Prim::Bool,
            Prim::Byte,
            Prim::Short,
            Prim::Char,
            Prim::Int,
            Prim::Long,
            Prim::Float,
            Prim::Double,
        ];
        ALL.into_iter().find(|p| p.boxed() == class)
    }

    /// Whether a value of this type becomes one of the other without a cast (JLS 5.1.2).
    pub fn widens(self, to: Prim) -> bool {
        use Prim::*;
        self == to
            || match self {
                Bool => false,
                Byte => matches!(to, Short | Int | Long | Float | Double),
                Short | Char => matches!(to, Int | Long | Float | Double),
                Int => matches!(to, Long | Float | Double),
                Long => matches!(to, Float | Double),
                Float => to == Double,
                Double => false,
            }
    }

    pub fn numeric(self) -> bool {
        self != Prim::Bool
    }

    pub fn integral(self) -> bool {
        !matches!(self, Prim::Bool | Prim::Float | Prim::Double)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    Prim(Prim),
    Void,
    Null,
    Unknown,
    Class(ClassId, Rc<[Type]>),
    Array(Rc<Type>),
    Var(Name),
}

impl Type {
    pub const INT: Type = Type::Prim(Prim::Int);
    pub const BOOL: Type = Type::Prim(Prim::Bool);

    pub fn class(id: ClassId) -> Type {
        Type::Class(id, Rc::new([]))
    }

    pub fn array(self) -> Type {
        Type::Array(Rc::new(self))
    }

    pub fn is_loose(&self) -> bool {
        matches!(self, Type::Unknown | Type::Var(_))
    }

    pub fn prim(&self) -> Option<Prim> {
        match self {
            Type::Prim(p) => Some(*p),
            _ => None,
        }
    }

    /// Puts types in the place of variables.
    pub fn subst(&self, map: &[(Name, Type)]) -> Type {
        match self {
            Type::Var(name) => map.iter().find(|(n, _)| n == name).map_or(self.clone(), |(_, t)| t.clone()),
            Type::Class(id, args) => Type::Class(*id, args.iter().map(|a| a.subst(map)).collect()),
            Type::Array(elem) => elem.subst(map).array(),
            other => other.clone(),
        }
    }

    /// Variables that nothing is known of become `Unknown`.
    pub fn without(&self, names: &[Name]) -> Type {
        match self {
            Type::Var(name) if names.contains(name) => Type::Unknown,
            Type::Class(id, args) => Type::Class(*id, args.iter().map(|a| a.without(names)).collect()),
            Type::Array(elem) => elem.without(names).array(),
            other => other.clone(),
        }
    }
}
