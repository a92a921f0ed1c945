//! What a file says, as a tree (go.dev/ref/spec). Types are expressions, since a parser can't tell them apart.

use std::rc::Rc;

pub type Name = Rc<str>;
pub type Pos = u32;

#[derive(Clone, Debug)]
pub struct Ident {
    pub name: Name,
    pub pos: Pos,
}

#[derive(Debug)]
pub struct Expr {
    pub pos: Pos,
    pub kind: Kind,
}

#[derive(Debug)]
pub enum Kind {
    Name(Name),
    Int(Name),
    Float(Name),
    Imag(Name),
    Char(i32, Name),
    Str(Rc<[u8]>, Name),
    Composite {
        ty: Option<Box<Expr>>,
        elems: Vec<(Option<Expr>, Expr)>,
        end: Pos,
    },
    Func(Rc<FuncLit>),
    Paren(Box<Expr>),
    Select(Box<Expr>, Ident),
    Index(Box<Expr>, Vec<Expr>),
    Slice(Box<Expr>, [Option<Box<Expr>>; 3]),
    /// Without a type it is the subject of a type switch.
    Assert(Box<Expr>, Option<Box<Expr>>),
    Call {
        fun: Box<Expr>,
        args: Vec<Expr>,
        spread: bool,
        end: Pos,
    },
    Star(Box<Expr>),
    Unary(&'static str, Box<Expr>),
    Binary(&'static str, Box<Expr>, Box<Expr>),
    /// `[...]T` has no length.
    ArrayType(Option<Box<Expr>>, Box<Expr>),
    SliceType(Box<Expr>),
    MapType(Box<Expr>, Box<Expr>),
    ChanType(Dir, Box<Expr>),
    FuncType(Rc<Signature>),
    StructType(Vec<Field>),
    InterfaceType(Vec<Member>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dir {
    Both,
    Send,
    Recv,
}

#[derive(Debug)]
pub struct FuncLit {
    pub sig: Rc<Signature>,
    pub body: Block,
}

#[derive(Debug)]
pub struct Signature {
    pub params: Vec<Param>,
    pub results: Vec<Param>,
    pub variadic: bool,
}

#[derive(Debug)]
pub struct Param {
    pub name: Option<Ident>,
    pub ty: Rc<Expr>,
}

#[derive(Debug)]
pub struct Field {
    pub name: Ident,
    pub ty: Rc<Expr>,
    pub embedded: bool,
    pub tag: Name,
}

#[derive(Debug)]
pub enum Member {
    Method(Ident, Rc<Signature>),
    /// Embedded interfaces, or a union of types; true is `~`.
    Union(Vec<(bool, Expr)>),
}

#[derive(Debug)]
pub struct Block {
    pub stmts: Vec<Stmt>,
    pub end: Pos,
}

#[derive(Debug)]
pub struct Stmt {
    pub pos: Pos,
    pub kind: StmtKind,
}

#[derive(Debug)]
pub struct Clause {
    pub pos: Pos,
    /// None is `default`.
    pub tests: Option<Vec<Expr>>,
    pub body: Vec<Stmt>,
}

#[derive(Debug)]
pub struct SelectClause {
    pub pos: Pos,
    /// None is `default`; else a send, or a receive on its own or in an assignment.
    pub comm: Option<Box<Stmt>>,
    pub body: Vec<Stmt>,
}

#[derive(Debug)]
pub enum StmtKind {
    Empty,
    Expr(Expr),
    Send(Expr, Expr),
    IncDec(Expr, &'static str),
    /// The operator is `=`, `:=`, or one such as `+=`.
    Assign(Vec<Expr>, &'static str, Vec<Expr>),
    Go(Expr),
    Defer(Expr),
    Return(Vec<Expr>),
    Break(Option<Ident>),
    Continue(Option<Ident>),
    Goto(Ident),
    Fallthrough,
    Block(Block),
    If(Option<Box<Stmt>>, Expr, Block, Option<Box<Stmt>>),
    Switch(Option<Box<Stmt>>, Option<Expr>, Vec<Clause>),
    TypeSwitch(Option<Box<Stmt>>, Option<Ident>, Expr, Vec<Clause>),
    Select(Vec<SelectClause>),
    For(Option<Box<Stmt>>, Option<Expr>, Option<Box<Stmt>>, Block),
    Range {
        key: Option<Expr>,
        value: Option<Expr>,
        define: bool,
        over: Expr,
        body: Block,
    },
    Labeled(Ident, Box<Stmt>),
    Decl(Vec<Decl>),
}

#[derive(Clone, Debug)]
pub struct TypeParam {
    pub name: Ident,
    pub constraint: Rc<Expr>,
}

#[derive(Clone, Debug)]
pub enum Decl {
    Var(Rc<VarDecl>),
    Const(Rc<ConstDecl>),
    Type(Rc<TypeDecl>),
    Func(Rc<FuncDecl>),
}

#[derive(Debug)]
pub struct VarDecl {
    pub names: Vec<Ident>,
    pub ty: Option<Expr>,
    pub values: Vec<Expr>,
}

#[derive(Debug)]
pub struct ConstDecl {
    pub names: Vec<Ident>,
    /// Shared by the lines that repeat it.
    pub ty: Option<Rc<Expr>>,
    pub values: Rc<Vec<Expr>>,
    pub iota: i64,
}

#[derive(Debug)]
pub struct TypeDecl {
    pub name: Ident,
    pub params: Vec<TypeParam>,
    pub alias: bool,
    pub ty: Expr,
}

#[derive(Debug)]
pub struct FuncDecl {
    pub name: Ident,
    pub recv: Option<Param>,
    pub params: Vec<TypeParam>,
    pub sig: Rc<Signature>,
    pub body: Option<Block>,
}

#[derive(Debug)]
pub struct Import {
    pub name: Option<Ident>,
    pub path: Name,
    pub pos: Pos,
}

#[derive(Debug)]
pub struct File {
    pub package: Name,
    pub imports: Vec<Import>,
    pub decls: Vec<Decl>,
}

impl Default for File {
    fn default() -> Self {
        File { package: "".into(), imports: Vec::new(), decls: Vec::new() }
    }
}

impl Expr {
    /// Without parentheses around it.
    pub fn bare(&self) -> &Expr {
        match &self.kind {
            Kind::Paren(inner) => inner.bare(),
            _ => self,
        }
    }

    /// The name, if it is nothing else.
    pub fn name(&self) -> Option<&Name> {
        match &self.kind {
            Kind::Name(name) => Some(name),
            _ => None,
        }
    }
}
