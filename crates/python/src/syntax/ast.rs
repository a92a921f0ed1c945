//! The syntax tree, after the grammar in the `ast` module's documentation.

use num_bigint::BigInt;
use std::rc::Rc;

/// Where something stands: lines from 1, columns from 0 in characters; the end is exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    pub line: u32,
    pub col: u32,
    pub end_line: u32,
    pub end_col: u32,
}

impl Span {
    pub fn to(self, end: Span) -> Span {
        Span { end_line: end.end_line, end_col: end.end_col, ..self }
    }
}

pub type Name = Rc<str>;

#[derive(Clone, Debug)]
pub enum Const {
    None,
    True,
    False,
    Ellipsis,
    Int(i64),
    Big(BigInt),
    Float(f64),
    Imag(f64),
    Str(Rc<str>),
    Bytes(Rc<[u8]>),
    /// Only made by the compiler, of constants.
    Tuple(Vec<Const>),
}

#[derive(Clone, Debug)]
pub struct Expr {
    pub span: Span,
    pub kind: ExprKind,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    Name(Name),
    Const(Const),
    Tuple(Vec<Expr>),
    List(Vec<Expr>),
    Set(Vec<Expr>),
    /// A `None` key is `**value`.
    Dict(Vec<(Option<Expr>, Expr)>),
    Binary(Box<Expr>, BinOp, Box<Expr>),
    Unary(UnaryOp, Box<Expr>),
    Bool(bool, Vec<Expr>),
    Compare(Box<Expr>, Vec<(CmpOp, Expr)>),
    Call(Box<Expr>, Vec<Argument>),
    Attribute(Box<Expr>, Name),
    Subscript(Box<Expr>, Box<Expr>),
    Slice(Option<Box<Expr>>, Option<Box<Expr>>, Option<Box<Expr>>),
    Starred(Box<Expr>),
    Lambda(Box<Params>, Box<Expr>),
    IfElse(Box<Expr>, Box<Expr>, Box<Expr>),
    ListComp(Box<Expr>, Vec<Generator>),
    SetComp(Box<Expr>, Vec<Generator>),
    GenExpr(Box<Expr>, Vec<Generator>),
    DictComp(Box<Expr>, Box<Expr>, Vec<Generator>),
    Yield(Option<Box<Expr>>),
    YieldFrom(Box<Expr>),
    Await(Box<Expr>),
    Named(Box<Expr>, Box<Expr>),
    FString(Vec<FPart>),
}

#[derive(Clone, Debug)]
pub enum FPart {
    Text(Rc<str>),
    Value { expr: Box<Expr>, conversion: Option<char>, spec: Vec<FPart> },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BinOp {
    Add,
    Sub,
    Mul,
    Div,
    FloorDiv,
    Mod,
    Pow,
    MatMul,
    LShift,
    RShift,
    And,
    Or,
    Xor,
}

impl BinOp {
    pub fn symbol(self) -> &'static str {
        use BinOp::*;
        match self {
            Add => "+",
            Sub => "-",
            Mul => "*",
            Div => "/",
            FloorDiv => "//",
            Mod => "%",
            Pow => "** or pow()",
            MatMul => "@",
            LShift => "<<",
            RShift => ">>",
            And => "&",
            Or => "|",
            Xor => "^",
        }
    }
    /// The middle of the special method's name: `add` of `__add__`, `__radd__`, `__iadd__`.
    pub fn method(self) -> &'static str {
        use BinOp::*;
        match self {
            Add => "add",
            Sub => "sub",
            Mul => "mul",
            Div => "truediv",
            FloorDiv => "floordiv",
            Mod => "mod",
            Pow => "pow",
            MatMul => "matmul",
            LShift => "lshift",
            RShift => "rshift",
            And => "and",
            Or => "or",
            Xor => "xor",
        }
    }
    pub const ALL: [BinOp; 13] = [
        BinOp::Add,
        BinOp::Sub,
        BinOp::Mul,
        BinOp::Div,
        BinOp::FloorDiv,
        BinOp::Mod,
        BinOp::Pow,
        BinOp::MatMul,
        BinOp::LShift,
        BinOp::RShift,
        BinOp::And,
        BinOp::Or,
        BinOp::Xor,
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnaryOp {
    Not,
    Neg,
    Pos,
    Invert,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CmpOp {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    Is,
    IsNot,
    In,
    NotIn,
}

#[derive(Clone, Debug)]
pub enum Argument {
    Positional(Expr),
    Star(Expr),
    Keyword(Name, Expr),
    DoubleStar(Expr),
}

#[derive(Clone, Debug)]
pub struct Generator {
    pub target: Expr,
    pub iter: Expr,
    pub conditions: Vec<Expr>,
    pub is_async: bool,
}

#[derive(Clone, Debug)]
pub struct Param {
    pub name: Name,
    pub annotation: Option<Expr>,
    pub default: Option<Expr>,
    pub span: Span,
}

#[derive(Clone, Debug, Default)]
pub struct Params {
    pub positional_only: Vec<Param>,
    pub positional: Vec<Param>,
    pub star: Option<Param>,
    pub keyword_only: Vec<Param>,
    pub double_star: Option<Param>,
}

#[derive(Clone, Debug)]
pub struct Stmt {
    pub span: Span,
    pub kind: StmtKind,
}

#[derive(Clone, Debug)]
pub struct FunctionDef {
    pub name: Name,
    pub params: Params,
    pub body: Vec<Stmt>,
    pub decorators: Vec<Expr>,
    pub returns: Option<Expr>,
    pub is_async: bool,
    pub type_params: Vec<Name>,
}

#[derive(Clone, Debug)]
pub struct ClassDef {
    pub name: Name,
    pub arguments: Vec<Argument>,
    pub body: Vec<Stmt>,
    pub decorators: Vec<Expr>,
    pub type_params: Vec<Name>,
}

#[derive(Clone, Debug)]
pub struct Handler {
    pub class: Option<Expr>,
    pub name: Option<Name>,
    pub body: Vec<Stmt>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Alias {
    pub name: Name,
    pub as_name: Option<Name>,
}

#[derive(Clone, Debug)]
pub struct Case {
    pub pattern: Pattern,
    pub guard: Option<Expr>,
    pub body: Vec<Stmt>,
}

#[derive(Clone, Debug)]
pub struct Pattern {
    pub span: Span,
    pub kind: PatternKind,
}

#[derive(Clone, Debug)]
pub enum PatternKind {
    /// Compared with `==`.
    Value(Expr),
    /// Compared with `is`.
    Singleton(Const),
    Sequence(Vec<Pattern>),
    /// Keys and patterns, and the name after `**`.
    Mapping(Vec<(Expr, Pattern)>, Option<Name>),
    Class(Expr, Vec<Pattern>, Vec<(Name, Pattern)>),
    Star(Option<Name>),
    /// `_` has neither pattern nor name.
    As(Option<Box<Pattern>>, Option<Name>),
    Or(Vec<Pattern>),
}

#[derive(Clone, Debug)]
pub enum StmtKind {
    Expr(Expr),
    Assign(Vec<Expr>, Expr),
    AugAssign(Expr, BinOp, Expr),
    AnnAssign(Expr, Expr, Option<Expr>),
    Return(Option<Expr>),
    Delete(Vec<Expr>),
    Pass,
    Break,
    Continue,
    If(Expr, Vec<Stmt>, Vec<Stmt>),
    While(Expr, Vec<Stmt>, Vec<Stmt>),
    For {
        target: Expr,
        iter: Expr,
        body: Vec<Stmt>,
        or_else: Vec<Stmt>,
        is_async: bool,
    },
    Function(Box<FunctionDef>),
    Class(Box<ClassDef>),
    Try {
        body: Vec<Stmt>,
        handlers: Vec<Handler>,
        or_else: Vec<Stmt>,
        finally: Vec<Stmt>,
        star: bool,
    },
    With {
        items: Vec<(Expr, Option<Expr>)>,
        body: Vec<Stmt>,
        is_async: bool,
    },
    Raise(Option<Expr>, Option<Expr>),
    Assert(Expr, Option<Expr>),
    Import(Vec<Alias>),
    /// Module, names (`*` alone for all), level.
    ImportFrom(Option<Name>, Vec<Alias>, u32),
    Global(Vec<Name>),
    Nonlocal(Vec<Name>),
    Match(Expr, Vec<Case>),
    TypeAlias(Name, Expr),
}
