//! The tree of a program: ECMAScript 2023 (ECMA-262), nodes with the offset where an error points.

use crate::text::Str;
use std::cell::OnceCell;
use std::rc::Rc;

pub type Name = Rc<str>;

/// A text that was read as a program, and its name in stacks.
#[derive(Debug)]
pub struct Source {
    pub name: String,
    pub text: String,
    /// Not the learner's: its frames are named as node names its own.
    pub internal: bool,
    pub lines: OnceCell<Vec<usize>>,
}

impl Source {
    pub fn new(name: &str, text: &str, internal: bool) -> Rc<Source> {
        Rc::new(Source { name: name.into(), text: text.into(), internal, lines: OnceCell::new() })
    }

    /// Line and column of an offset in bytes, from 1.
    pub fn place(&self, pos: u32) -> (usize, usize) {
        let pos = pos as usize;
        let lines = self.lines.get_or_init(|| {
            let ends = self.text.char_indices().filter(|(_, c)| *c == '\n').map(|(at, _)| at + 1);
            std::iter::once(0).chain(ends).collect()
        });
        let line = lines.partition_point(|start| *start <= pos).max(1);
        let start = lines.get(line - 1).copied().unwrap_or(0);
        let column = self.text.get(start..pos).map_or(0, |t| t.encode_utf16().count());
        (line, column + 1)
    }

    pub fn line(&self, line: usize) -> &str {
        self.text.split('\n').nth(line.saturating_sub(1)).unwrap_or("").trim_end_matches('\r')
    }
}

#[derive(Debug)]
pub struct Node {
    pub pos: u32,
    pub end: u32,
    /// Nothing in it can call a function, so that it may be tried without suspending.
    pub pure: bool,
    pub kind: E,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    Add,
    Sub,
    Mul,
    Div,
    Mod,
    Exp,
    Eq,
    Ne,
    StrictEq,
    StrictNe,
    Lt,
    Gt,
    Le,
    Ge,
    And,
    Or,
    Nullish,
    BitAnd,
    BitOr,
    BitXor,
    Shl,
    Shr,
    UShr,
    In,
    InstanceOf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unary {
    Neg,
    Plus,
    Not,
    BitNot,
    TypeOf,
    Void,
    Delete,
}

#[derive(Debug)]
pub enum E {
    Num(f64),
    Str(Str),
    BigInt(String),
    Bool(bool),
    Null,
    Regex(Rc<str>, Rc<str>),
    Template(Vec<Str>, Vec<Node>),
    /// Function, cooked strings, raw strings, values.
    Tagged(Box<Node>, Vec<Option<Str>>, Vec<Str>, Vec<Node>),
    Ident(Name),
    This,
    Super,
    NewTarget,
    ImportMeta,
    ImportCall(Box<Node>),
    Array(Vec<Option<Node>>),
    Object(Vec<Prop>),
    Func(Rc<Func>),
    Class(Rc<Class>),
    Unary(Unary, Box<Node>),
    /// Prefix, by how much, target.
    Update(bool, f64, Box<Node>),
    Binary(Op, Box<Node>, Box<Node>),
    Assign(Box<P>, Box<Node>),
    /// Logical operators among them.
    AssignOp(Op, Box<Node>, Box<Node>),
    Cond(Box<Node>, Box<Node>, Box<Node>),
    /// Callee, arguments, `?.`.
    Call(Box<Node>, Vec<Node>, bool),
    New(Box<Node>, Vec<Node>),
    Member(Box<Node>, Name, bool),
    Index(Box<Node>, Box<Node>, bool),
    Private(Box<Node>, Name, bool),
    PrivateIn(Name, Box<Node>),
    /// Where a `?.` inside ends.
    Chain(Box<Node>),
    Seq(Vec<Node>),
    Spread(Box<Node>),
    Paren(Box<Node>),
    Yield(Option<Box<Node>>, bool),
    Await(Box<Node>),
    /// `{a = 1}` before it is known to be a pattern.
    Cover(Name, Box<Node>),
}

#[derive(Debug)]
pub enum PropName {
    Name(Name),
    Computed(Node),
    Private(Name),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PropKind {
    Init,
    Shorthand,
    Method,
    Get,
    Set,
    Spread,
}

#[derive(Debug)]
pub struct Prop {
    pub key: PropName,
    pub kind: PropKind,
    pub value: Node,
}

/// What is assigned to or bound.
#[derive(Debug)]
pub enum P {
    Ident(Name, u32),
    Expr(Node),
    Array(Vec<Option<(P, Option<Node>)>>, Option<Box<P>>, u32),
    Object(Vec<(PropName, P, Option<Node>)>, Option<Box<P>>, u32),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FuncKind {
    Normal,
    Arrow,
    Method,
    Constructor,
    DerivedConstructor,
}

#[derive(Debug)]
pub struct Func {
    pub name: Name,
    pub params: Vec<(P, Option<Node>)>,
    pub rest: Option<P>,
    pub body: Vec<Stmt>,
    /// An arrow's body that is an expression.
    pub expr: Option<Node>,
    pub kind: FuncKind,
    pub is_async: bool,
    pub is_generator: bool,
    pub strict: bool,
    pub uses_arguments: bool,
    /// The name is bound inside (a function expression).
    pub self_name: bool,
    pub vars: Vec<Name>,
    pub lexical: Vec<(Name, Decl)>,
    pub pos: u32,
    pub end: u32,
    pub source: Rc<Source>,
}

#[derive(Debug)]
pub struct Class {
    pub name: Name,
    pub parent: Option<Node>,
    pub constructor: Option<Rc<Func>>,
    pub members: Vec<Member>,
    pub pos: u32,
    pub end: u32,
    pub source: Rc<Source>,
}

#[derive(Debug)]
pub struct Member {
    pub is_static: bool,
    pub key: PropName,
    pub kind: MemberKind,
}

#[derive(Debug)]
pub enum MemberKind {
    Method(Rc<Func>),
    Get(Rc<Func>),
    Set(Rc<Func>),
    /// The initialiser as a method's body.
    Field(Option<Rc<Func>>),
    Block(Rc<Func>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decl {
    Var,
    Let,
    Const,
    Class,
    Function,
}

#[derive(Debug)]
pub struct Block {
    pub body: Vec<Stmt>,
    pub lexical: Vec<(Name, Decl)>,
}

#[derive(Debug)]
pub enum ForInit {
    None,
    Var(Decl, Vec<(P, Option<Node>)>),
    Expr(Node),
}

#[derive(Debug)]
pub struct Stmt {
    pub pos: u32,
    pub kind: S,
}

#[derive(Debug)]
pub enum S {
    Empty,
    Expr(Node),
    Var(Decl, Vec<(P, Option<Node>)>),
    Function(Rc<Func>),
    Class(Rc<Class>),
    Return(Option<Node>),
    If(Node, Box<Stmt>, Option<Box<Stmt>>),
    /// Init, test, update, body, names that each turn has anew.
    For(ForInit, Option<Node>, Option<Node>, Box<Stmt>, Vec<Name>),
    ForIn(Option<Decl>, P, Node, Box<Stmt>),
    /// The last: `for await`.
    ForOf(Option<Decl>, P, Node, Box<Stmt>, bool),
    While(Node, Box<Stmt>),
    DoWhile(Box<Stmt>, Node),
    Break(Option<Name>),
    Continue(Option<Name>),
    Throw(Node),
    Try(Block, Option<(Option<P>, Block)>, Option<Block>),
    Switch(Node, Vec<(Option<Node>, Vec<Stmt>)>, Vec<(Name, Decl)>),
    Block(Block),
    Labeled(Name, Box<Stmt>),
}

/// A module's requests and names: ECMA-262, Source Text Module Records.
#[derive(Debug, Default)]
pub struct ModuleParts {
    /// Specifier of each module asked for, in order.
    pub requests: Vec<Name>,
    /// Specifier, name there (`*` for all of it), local name.
    pub imports: Vec<(Name, Name, Name)>,
    /// Exported name, local name.
    pub exports: Vec<(Name, Name)>,
    /// Specifier, name there, exported name; `*` for both is `export *`.
    pub reexports: Vec<(Name, Name, Name)>,
}

/// A whole program as the body of a function, and what it is as a module.
#[derive(Debug)]
pub struct Program {
    pub func: Rc<Func>,
    pub parts: ModuleParts,
}
