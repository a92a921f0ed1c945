//! The tree of a compilation unit. Positions are offsets in bytes, those that javac would mark.

use std::rc::Rc;

pub type Name = Rc<str>;

/// A type as it is written.
#[derive(Clone, Debug)]
pub struct TypeRef {
    pub at: u32,
    /// Dotted; `var` where it is inferred, `?` for a wildcard without a bound.
    pub name: Name,
    pub args: Vec<TypeRef>,
    pub diamond: bool,
    pub dims: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    Shl,
    Shr,
    Ushr,
    And,
    Or,
    Xor,
    Lt,
    Gt,
    Le,
    Ge,
    Eq,
    Ne,
    AndAnd,
    OrOr,
}

impl Op {
    pub fn text(self) -> &'static str {
        match self {
            Op::Add => "+",
            Op::Sub => "-",
            Op::Mul => "*",
            Op::Div => "/",
            Op::Rem => "%",
            Op::Shl => "<<",
            Op::Shr => ">>",
            Op::Ushr => ">>>",
            Op::And => "&",
            Op::Or => "|",
            Op::Xor => "^",
            Op::Lt => "<",
            Op::Gt => ">",
            Op::Le => "<=",
            Op::Ge => ">=",
            Op::Eq => "==",
            Op::Ne => "!=",
            Op::AndAnd => "&&",
            Op::OrOr => "||",
        }
    }
}

#[derive(Clone, Debug)]
pub struct Expr {
    pub at: u32,
    pub kind: ExprKind,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    Int(i32),
    Long(i64),
    Float(f32),
    Double(f64),
    Char(u16),
    Str(Name),
    Bool(bool),
    Null,
    This,
    Super,
    Name(Name),
    Field(Box<Expr>, Name),
    Index(Box<Expr>, Box<Expr>),
    /// `at` of the expression is the name's, or the dot's; `paren` is where the arguments begin.
    Call {
        target: Option<Box<Expr>>,
        name: Name,
        args: Vec<Expr>,
        paren: u32,
    },
    New {
        outer: Option<Box<Expr>>,
        ty: TypeRef,
        args: Vec<Expr>,
        body: Option<Rc<TypeDecl>>,
    },
    NewArray {
        elem: TypeRef,
        dims: Vec<Expr>,
        init: Option<Vec<Expr>>,
    },
    ArrayInit(Vec<Expr>),
    Neg(Box<Expr>),
    Plus(Box<Expr>),
    Not(Box<Expr>),
    BitNot(Box<Expr>),
    Inc {
        prefix: bool,
        delta: i8,
        target: Box<Expr>,
    },
    Binary(Op, Box<Expr>, Box<Expr>),
    Assign(Box<Expr>, Box<Expr>),
    AssignOp(Op, Box<Expr>, Box<Expr>),
    Cond(Box<Expr>, Box<Expr>, Box<Expr>),
    InstanceOf(Box<Expr>, Pattern),
    Cast(TypeRef, Box<Expr>),
    Lambda(Rc<Lambda>),
    MethodRef(Box<Expr>, Name),
    /// The left of a method reference or `.class` that can only be a type.
    Type(TypeRef),
    ClassLit(TypeRef),
    Switch(Rc<Switch>),
}

#[derive(Clone, Debug)]
pub enum Pattern {
    Type(TypeRef, Option<Name>),
    Record(TypeRef, Vec<Pattern>),
}

#[derive(Clone, Debug)]
pub struct Lambda {
    pub params: Vec<(Option<TypeRef>, Name)>,
    pub body: LambdaBody,
}

#[derive(Clone, Debug)]
pub enum LambdaBody {
    Expr(Expr),
    Block(Block),
}

#[derive(Clone, Debug)]
pub struct Switch {
    pub on: Expr,
    pub cases: Vec<Case>,
    pub arrow: bool,
}

#[derive(Clone, Debug)]
pub struct Case {
    /// Empty for `default` alone.
    pub labels: Vec<Label>,
    pub default: bool,
    pub guard: Option<Expr>,
    pub body: Vec<Stmt>,
    /// With an arrow and an expression, the body is that one statement.
    pub yields: bool,
}

#[derive(Clone, Debug)]
pub enum Label {
    Expr(Expr),
    Pattern(Pattern),
}

#[derive(Clone, Debug)]
pub struct Block {
    pub stmts: Vec<Stmt>,
    /// Where the closing brace is.
    pub end: u32,
}

#[derive(Clone, Debug)]
pub struct Stmt {
    pub at: u32,
    pub kind: StmtKind,
}

#[derive(Clone, Debug)]
pub enum StmtKind {
    Local(TypeRef, Vec<Var>),
    Class(Rc<TypeDecl>),
    Expr(Expr),
    If(Expr, Box<Stmt>, Option<Box<Stmt>>),
    While(Expr, Box<Stmt>),
    Do(Box<Stmt>, Expr),
    For(Vec<Stmt>, Option<Expr>, Vec<Expr>, Box<Stmt>),
    ForEach(TypeRef, Name, u32, Expr, Box<Stmt>),
    Return(Option<Expr>),
    Break(Option<Name>),
    Continue(Option<Name>),
    Yield(Expr),
    Throw(Expr),
    Try(Rc<Try>),
    Sync(Expr, Block),
    Block(Block),
    Switch(Rc<Switch>),
    Labeled(Name, Box<Stmt>),
    Assert(Expr, Option<Expr>),
    Empty,
}

#[derive(Clone, Debug)]
pub struct Var {
    pub at: u32,
    pub name: Name,
    pub dims: u8,
    pub init: Option<Expr>,
}

#[derive(Clone, Debug)]
pub struct Try {
    pub resources: Vec<Stmt>,
    pub body: Block,
    pub catches: Vec<Catch>,
    pub finally: Option<Block>,
}

#[derive(Clone, Debug)]
pub struct Catch {
    pub types: Vec<TypeRef>,
    pub name: Name,
    pub body: Block,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Class,
    Interface,
    Enum,
    Record,
    Annotation,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mods {
    pub public: bool,
    pub private: bool,
    pub statik: bool,
    pub abstrakt: bool,
    pub finale: bool,
    pub native: bool,
    pub synchronized: bool,
    pub default: bool,
}

#[derive(Clone, Debug)]
pub struct Annotation {
    pub at: u32,
    pub name: Name,
    pub values: Vec<(Name, Expr)>,
}

#[derive(Clone, Debug)]
pub struct TypeParam {
    pub name: Name,
    pub bound: Option<TypeRef>,
}

#[derive(Clone, Debug)]
pub struct TypeDecl {
    pub at: u32,
    pub kind: Kind,
    pub mods: Mods,
    pub annotations: Vec<Annotation>,
    pub name: Name,
    pub params: Vec<TypeParam>,
    pub extends: Option<TypeRef>,
    /// For an interface, what it extends.
    pub implements: Vec<TypeRef>,
    pub fields: Vec<FieldDecl>,
    pub methods: Vec<Rc<MethodDecl>>,
    pub types: Vec<Rc<TypeDecl>>,
    /// Field initialisers and blocks in their order: index of a field, or a block; true for static.
    pub inits: Vec<(bool, Init)>,
    pub components: Vec<Param>,
    pub constants: Vec<EnumConstant>,
    /// Where the closing brace is.
    pub end: u32,
    /// Where the declaration begins, modifiers included.
    pub start: u32,
}

#[derive(Clone, Debug)]
pub enum Init {
    Field(usize),
    Block(Block),
}

#[derive(Clone, Debug)]
pub struct EnumConstant {
    pub at: u32,
    pub name: Name,
    pub args: Vec<Expr>,
    pub body: Option<Rc<TypeDecl>>,
}

#[derive(Clone, Debug)]
pub struct FieldDecl {
    pub at: u32,
    pub mods: Mods,
    pub annotations: Vec<Annotation>,
    pub ty: TypeRef,
    pub name: Name,
    pub init: Option<Expr>,
}

#[derive(Clone, Debug)]
pub struct Param {
    pub ty: TypeRef,
    pub name: Name,
    pub varargs: bool,
    pub annotations: Vec<Annotation>,
}

#[derive(Clone, Debug)]
pub struct MethodDecl {
    pub at: u32,
    pub mods: Mods,
    pub annotations: Vec<Annotation>,
    pub type_params: Vec<TypeParam>,
    /// `None` for a constructor.
    pub returns: Option<TypeRef>,
    pub name: Name,
    pub params: Vec<Param>,
    pub throws: Vec<TypeRef>,
    pub body: Option<Block>,
    /// A record's constructor without a list of parameters.
    pub compact: bool,
}

#[derive(Clone, Debug)]
pub struct Import {
    pub at: u32,
    pub name: Name,
    pub statik: bool,
    pub star: bool,
}

#[derive(Clone, Debug, Default)]
pub struct Unit {
    pub package: Name2,
    pub imports: Vec<Import>,
    pub types: Vec<Rc<TypeDecl>>,
}

/// A package's name, empty for the unnamed one.
pub type Name2 = String;
