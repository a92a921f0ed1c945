//! The syntax tree of the subset of Rust that is understood (doc.rust-lang.org/reference).

use std::collections::BTreeSet;
use std::rc::Rc;

pub type Name = Rc<str>;

/// A piece of the text of a program: offsets in bytes, counted through all its files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub lo: u32,
    pub hi: u32,
}

impl Span {
    pub fn to(self, other: Span) -> Span {
        Span {
            lo: self.lo,
            hi: other.hi.max(self.hi),
        }
    }
}

#[derive(Clone, Debug)]
pub struct Segment {
    pub name: Name,
    pub span: Span,
    /// What stands between the angle brackets.
    pub args: Vec<TypeExpr>,
    /// `Item = T` between them, and the output of `Fn(A) -> B`.
    pub bindings: Vec<(Name, TypeExpr)>,
}

#[derive(Clone, Debug)]
pub struct Path {
    /// `<T as Trait>::…`: the type; the trait's segments then begin the path.
    pub of: Option<Box<TypeExpr>>,
    pub segments: Vec<Segment>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct TypeExpr {
    pub kind: TypeKind,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum TypeKind {
    Path(Path),
    Ref(bool, Box<TypeExpr>),
    Tuple(Vec<TypeExpr>),
    Array(Box<TypeExpr>),
    Slice(Box<TypeExpr>),
    Fn(Vec<TypeExpr>, Option<Box<TypeExpr>>),
    /// `dyn A + B` and `impl A + B`.
    Bounds(bool, Vec<Path>),
    Never,
    Infer,
}

#[derive(Clone, Debug)]
pub enum Literal {
    Int(u128, Option<Name>),
    Float(f64, Option<Name>),
    Str(Name),
    Bytes(Rc<[u8]>),
    Byte(u8),
    Char(char),
    Bool(bool),
}

#[derive(Clone, Debug)]
pub struct Expr {
    pub kind: Box<ExprKind>,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binary {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
    Xor,
    Shl,
    Shr,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    AndAnd,
    OrOr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    Not,
    Neg,
    Deref,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    Lit(Literal),
    Path(Path),
    Unary(Unary, Expr),
    Binary(Binary, Expr, Expr),
    Assign(Expr, Expr),
    AssignOp(Binary, Expr, Expr),
    Call(Expr, Vec<Expr>),
    Method(Expr, Segment, Vec<Expr>),
    Field(Expr, Name, Span),
    Index(Expr, Expr),
    Range(Option<Expr>, Option<Expr>, bool),
    Ref(bool, Expr),
    Cast(Expr, TypeExpr),
    Block(Block),
    If(Expr, Block, Option<Expr>),
    While(Option<Name>, Expr, Block),
    Loop(Option<Name>, Block),
    For(Option<Name>, Pattern, Expr, Block),
    Match(Expr, Vec<Arm>),
    Closure(Rc<Closure>),
    Return(Option<Expr>),
    Break(Option<Name>, Option<Expr>),
    Continue(Option<Name>),
    Try(Expr),
    Tuple(Vec<Expr>),
    Array(Vec<Expr>),
    Repeat(Expr, Expr),
    Struct(Path, Vec<(Name, Span, Expr)>, Option<Expr>),
    Macro(MacroCall),
    /// `let pattern = value` where a condition stands.
    Let(Pattern, Expr),
    Labeled(Name, Block),
}

#[derive(Clone, Debug)]
pub struct Closure {
    pub moves: bool,
    pub params: Vec<(Pattern, Option<TypeExpr>)>,
    pub ret: Option<TypeExpr>,
    pub body: Expr,
}

#[derive(Clone, Debug)]
pub struct MacroCall {
    pub name: Name,
    pub span: Span,
    pub args: Vec<(Option<Name>, Expr)>,
    /// `vec![value; count]`.
    pub repeat: bool,
    /// `matches!`.
    pub pattern: Option<(Pattern, Option<Expr>)>,
    /// The text of the arguments, which `assert!` and `stringify!` show.
    pub text: Name,
}

#[derive(Clone, Debug)]
pub struct Arm {
    pub pattern: Pattern,
    pub guard: Option<Expr>,
    pub body: Expr,
}

#[derive(Clone, Debug)]
pub struct Block {
    pub stmts: Vec<Stmt>,
    /// The last expression, whose value the block has.
    pub value: Option<Expr>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum Stmt {
    Let {
        pattern: Pattern,
        ty: Option<TypeExpr>,
        value: Option<Expr>,
        otherwise: Option<Block>,
        span: Span,
    },
    Expr(Expr),
    Item(Item),
}

#[derive(Clone, Debug)]
pub struct Pattern {
    pub kind: PatternKind,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum PatternKind {
    Wild,
    Rest,
    Bind {
        name: Name,
        by_ref: bool,
        mutable: bool,
        sub: Option<Box<Pattern>>,
    },
    Lit(Expr),
    Range(Option<Expr>, Option<Expr>, bool),
    Path(Path),
    TupleStruct(Path, Vec<Pattern>),
    Struct(Path, Vec<(Name, Pattern)>, bool),
    Tuple(Vec<Pattern>),
    Slice(Vec<Pattern>),
    Ref(Box<Pattern>),
    Or(Vec<Pattern>),
}

#[derive(Clone, Debug, Default)]
pub struct Generics {
    pub params: Vec<Name>,
    pub consts: Vec<Name>,
    pub bounds: Vec<(TypeExpr, Vec<Path>)>,
}

#[derive(Clone, Debug)]
pub struct Function {
    pub name: Name,
    pub span: Span,
    pub generics: Generics,
    /// `self`, `&self`, `&mut self`.
    pub receiver: Option<TypeExpr>,
    pub receiver_mut: bool,
    pub params: Vec<(Pattern, TypeExpr)>,
    pub ret: Option<TypeExpr>,
    pub body: Option<Block>,
    pub test: bool,
    pub should_panic: Option<Option<Name>>,
    pub ignored: bool,
    /// Names that closures use or that are lent as `&mut`: their locals need a cell.
    pub celled: Rc<BTreeSet<Name>>,
}

#[derive(Clone, Debug)]
pub enum Fields {
    Unit,
    Tuple(Vec<TypeExpr>),
    Named(Vec<(Name, TypeExpr)>),
}

#[derive(Clone, Debug)]
pub struct Item {
    pub kind: ItemKind,
    pub span: Span,
    pub public: bool,
    pub derives: Vec<Name>,
    pub test_only: bool,
}

#[derive(Clone, Debug)]
pub enum ItemKind {
    Fn(Rc<Function>),
    Struct {
        name: Name,
        generics: Generics,
        fields: Fields,
    },
    Enum {
        name: Name,
        generics: Generics,
        variants: Vec<Variant>,
    },
    Impl {
        generics: Generics,
        of: Option<Path>,
        ty: TypeExpr,
        items: Vec<Item>,
    },
    Trait {
        name: Name,
        generics: Generics,
        parents: Vec<Path>,
        items: Vec<Item>,
    },
    Mod {
        name: Name,
        items: Option<Vec<Item>>,
    },
    Use(Vec<UseLeaf>),
    Const {
        name: Name,
        ty: TypeExpr,
        value: Option<Expr>,
        mutable: bool,
        is_static: bool,
    },
    Type {
        name: Name,
        generics: Generics,
        ty: Option<TypeExpr>,
    },
}

#[derive(Clone, Debug)]
pub struct Variant {
    pub name: Name,
    pub fields: Fields,
    pub value: Option<Expr>,
    pub default: bool,
}

/// One name that a `use` brings: the whole path, and the name it gets (`*` for all).
#[derive(Clone, Debug)]
pub struct UseLeaf {
    pub path: Vec<(Name, Span)>,
    pub name: Name,
}

/// What is wrong with a program's text.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// `E0425`; empty for errors of syntax.
    pub code: &'static str,
    pub message: String,
    pub span: Span,
    /// What stands beside the caret.
    pub label: String,
    /// Other places, with what stands beside them.
    pub also: Vec<(Span, String)>,
    /// Lines below, such as `= help: …`.
    pub notes: Vec<String>,
    /// Nothing is wrong with it, but it is beyond what is simulated.
    pub beyond: bool,
}

impl Fault {
    pub fn new(code: &'static str, message: impl Into<String>, span: Span, label: impl Into<String>) -> Fault {
        Fault {
            code,
            message: message.into(),
            span,
            label: label.into(),
            also: Vec::new(),
            notes: Vec::new(),
            beyond: false,
        }
    }

    /// It is good Rust perhaps, but not simulated.
    pub fn beyond(what: impl Into<String>, span: Span) -> Fault {
        Fault {
            beyond: true,
            ..Fault::new("", what, span, "")
        }
    }
}
