//! Types of C (C11 6.2.5) as the x86-64 System V ABI lays them out, and what gcc calls them in its messages.

use std::cell::RefCell;
use std::rc::Rc;

/// A type with whether it is `const`.
#[derive(Clone, Debug)]
pub struct Ty {
    pub k: K,
    pub c: bool,
}

#[derive(Clone, Debug)]
pub enum K {
    Void,
    Bool,
    Int(I),
    Float,
    Double,
    LongDouble,
    Ptr(Rc<Ty>),
    Array(Rc<Ty>, Option<u64>),
    Func(Rc<Func>),
    Rec(Rc<Rec>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum I {
    Char,
    SChar,
    UChar,
    Short,
    UShort,
    Int,
    UInt,
    Long,
    ULong,
    LLong,
    ULLong,
}

#[derive(Clone, Debug)]
pub struct Func {
    pub ret: Ty,
    pub params: Vec<(Option<Rc<str>>, Ty)>,
    pub variadic: bool,
    /// Declared with `()`, so that arguments are not looked at.
    pub old: bool,
}

/// A `struct` or `union`.
#[derive(Debug)]
pub struct Rec {
    pub union: bool,
    pub tag: String,
    pub body: RefCell<Option<Body>>,
}

#[derive(Clone, Debug, Default)]
pub struct Body {
    pub fields: Vec<Field>,
    pub size: u64,
    pub align: u64,
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: Option<Rc<str>>,
    pub ty: Ty,
    pub offset: u64,
}

/// How a value lies in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum M {
    I8,
    U8,
    I16,
    U16,
    I32,
    U32,
    I64,
    U64,
    F32,
    F64,
}

impl I {
    pub fn size(self) -> u64 {
        match self {
            I::Char | I::SChar | I::UChar => 1,
            I::Short | I::UShort => 2,
            I::Int | I::UInt => 4,
            _ => 8,
        }
    }
    pub fn signed(self) -> bool {
        !matches!(self, I::UChar | I::UShort | I::UInt | I::ULong | I::ULLong)
    }
    pub fn unsigned(self) -> I {
        match self {
            I::Char | I::SChar => I::UChar,
            I::Short => I::UShort,
            I::Int => I::UInt,
            I::Long => I::ULong,
            I::LLong => I::ULLong,
            other => other,
        }
    }
}

impl Ty {
    pub fn new(k: K) -> Ty {
        Ty { k, c: false }
    }
    pub fn void() -> Ty {
        Ty::new(K::Void)
    }
    pub fn int() -> Ty {
        Ty::new(K::Int(I::Int))
    }
    pub fn long() -> Ty {
        Ty::new(K::Int(I::Long))
    }
    pub fn ulong() -> Ty {
        Ty::new(K::Int(I::ULong))
    }
    pub fn char() -> Ty {
        Ty::new(K::Int(I::Char))
    }
    pub fn double() -> Ty {
        Ty::new(K::Double)
    }
    pub fn ptr(to: Ty) -> Ty {
        Ty::new(K::Ptr(Rc::new(to)))
    }
    pub fn array(of: Ty, n: Option<u64>) -> Ty {
        Ty::new(K::Array(Rc::new(of), n))
    }
    pub fn size(&self) -> u64 {
        match &self.k {
            K::Void | K::Func(_) | K::Bool => 1,
            K::Int(i) => i.size(),
            K::Float => 4,
            K::Double | K::Ptr(_) => 8,
            K::LongDouble => 16,
            K::Array(of, n) => of.size().saturating_mul(n.unwrap_or(0)),
            K::Rec(rec) => rec.body.borrow().as_ref().map_or(0, |b| b.size),
        }
    }
    pub fn align(&self) -> u64 {
        match &self.k {
            K::Array(of, _) => of.align(),
            K::Rec(rec) => rec.body.borrow().as_ref().map_or(1, |b| b.align.max(1)),
            _ => self.size().max(1),
        }
    }
    pub fn is_int(&self) -> bool {
        matches!(self.k, K::Int(_) | K::Bool)
    }
    pub fn is_float(&self) -> bool {
        matches!(self.k, K::Float | K::Double | K::LongDouble)
    }
    pub fn is_num(&self) -> bool {
        self.is_int() || self.is_float()
    }
    pub fn is_ptr(&self) -> bool {
        matches!(self.k, K::Ptr(_))
    }
    pub fn is_rec(&self) -> bool {
        matches!(self.k, K::Rec(_))
    }
    pub fn is_scalar(&self) -> bool {
        self.is_num() || self.is_ptr()
    }
    pub fn is_void(&self) -> bool {
        matches!(self.k, K::Void)
    }
    /// False for `void`, unfinished structs and arrays of no length.
    pub fn complete(&self) -> bool {
        match &self.k {
            K::Void => false,
            K::Array(of, n) => n.is_some() && of.complete(),
            K::Rec(rec) => rec.body.borrow().is_some(),
            _ => true,
        }
    }
    pub fn to(&self) -> Option<&Rc<Ty>> {
        match &self.k {
            K::Ptr(to) | K::Array(to, _) => Some(to),
            _ => None,
        }
    }
    pub fn func(&self) -> Option<Rc<Func>> {
        match &self.k {
            K::Func(f) => Some(f.clone()),
            K::Ptr(to) => match &to.k {
                K::Func(f) => Some(f.clone()),
                _ => None,
            },
            _ => None,
        }
    }
    pub fn plain(&self) -> Ty {
        Ty::new(self.k.clone())
    }
    pub fn mem(&self) -> M {
        match &self.k {
            K::Bool => M::U8,
            K::Int(i) => match (i.size(), i.signed()) {
                (1, true) => M::I8,
                (1, false) => M::U8,
                (2, true) => M::I16,
                (2, false) => M::U16,
                (4, true) => M::I32,
                (4, false) => M::U32,
                (_, true) => M::I64,
                _ => M::U64,
            },
            K::Float => M::F32,
            K::Double | K::LongDouble => M::F64,
            _ => M::U64,
        }
    }
    /// Integer promotions (C11 6.3.1.1).
    pub fn promoted(&self) -> Ty {
        match &self.k {
            K::Bool => Ty::int(),
            K::Int(i) if i.size() < 4 => Ty::int(),
            _ => self.plain(),
        }
    }
    /// Usual arithmetic conversions (C11 6.3.1.8).
    pub fn common(a: &Ty, b: &Ty) -> Ty {
        for k in [K::LongDouble, K::Double, K::Float] {
            let d = std::mem::discriminant(&k);
            if std::mem::discriminant(&a.k) == d || std::mem::discriminant(&b.k) == d {
                return Ty::new(k);
            }
        }
        match (a.promoted().k, b.promoted().k) {
            (K::Int(x), K::Int(y)) => {
                let (big, small) = if x >= y { (x, y) } else { (y, x) };
                // As wide and signed, while the other is not: unsigned it is.
                if big.signed() && !small.signed() && big.size() == small.size() {
                    return Ty::new(K::Int(big.unsigned()));
                }
                Ty::new(K::Int(big))
            }
            _ => Ty::int(),
        }
    }
    pub fn same(a: &Ty, b: &Ty) -> bool {
        match (&a.k, &b.k) {
            (K::Void, K::Void)
            | (K::Bool, K::Bool)
            | (K::Float, K::Float)
            | (K::Double, K::Double)
            | (K::LongDouble, K::LongDouble) => true,
            (K::Int(x), K::Int(y)) => x == y,
            (K::Ptr(x), K::Ptr(y)) => Ty::same(x, y),
            (K::Array(x, n), K::Array(y, m)) => Ty::same(x, y) && (n == m || n.is_none() || m.is_none()),
            (K::Rec(x), K::Rec(y)) => Rc::ptr_eq(x, y),
            (K::Func(x), K::Func(y)) => {
                Ty::same(&x.ret, &y.ret)
                    && (x.old
                        || y.old
                        || x.variadic == y.variadic
                            && x.params.len() == y.params.len()
                            && x.params.iter().zip(&y.params).all(|(p, q)| Ty::same(&p.1, &q.1)))
            }
            _ => false,
        }
    }
    /// The type as gcc writes it.
    pub fn name(&self) -> String {
        self.around("")
    }
    fn around(&self, inner: &str) -> String {
        let c = if self.c { "const " } else { "" };
        let join = |base: String| match inner {
            "" => base,
            inner if inner.starts_with('*') || inner.starts_with('(') || inner.starts_with('[') => format!("{base} {inner}"),
            inner => format!("{base} {inner}"),
        };
        match &self.k {
            K::Ptr(to) => {
                let star = if self.c {
                    format!("* const{inner}")
                } else {
                    format!("*{inner}")
                };
                match to.k {
                    K::Array(..) | K::Func(_) => to.around(&format!("({star})")),
                    _ => to.around(&star),
                }
            }
            K::Array(of, n) => of.around(&format!("{inner}[{}]", n.map(|n| n.to_string()).unwrap_or_default())),
            K::Func(f) => {
                let mut params: Vec<String> = f.params.iter().map(|(_, t)| t.name()).collect();
                if f.variadic {
                    params.push("...".into());
                }
                if params.is_empty() && !f.old {
                    params.push("void".into());
                }
                f.ret.around(&format!("{inner}({})", params.join(", ")))
            }
            K::Rec(rec) => {
                let word = if rec.union { "union" } else { "struct" };
                let tag = if rec.tag.is_empty() { "<anonymous>" } else { &rec.tag };
                join(format!("{c}{word} {tag}"))
            }
            K::Void => join(format!("{c}void")),
            K::Bool => join(format!("{c}_Bool")),
            K::Float => join(format!("{c}float")),
            K::Double => join(format!("{c}double")),
            K::LongDouble => join(format!("{c}long double")),
            K::Int(i) => join(format!(
                "{c}{}",
                match i {
                    I::Char => "char",
                    I::SChar => "signed char",
                    I::UChar => "unsigned char",
                    I::Short => "short int",
                    I::UShort => "short unsigned int",
                    I::Int => "int",
                    I::UInt => "unsigned int",
                    I::Long => "long int",
                    I::ULong => "long unsigned int",
                    I::LLong => "long long int",
                    I::ULLong => "long long unsigned int",
                }
            )),
        }
    }
}
