//! The tree of a script. Everything that a fork or a function keeps is behind an `Rc`.

use std::cell::OnceCell;
use std::rc::Rc;

/// A word before its expansion.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Word {
    pub parts: Vec<Part>,
}

impl Word {
    /// The word's text if it is nothing but unquoted literal text.
    pub fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Literal(text)] => Some(text),
            _ => None,
        }
    }
}

/// A piece of a word.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// Unquoted text: tildes and pattern characters in it are active.
    Literal(Rc<str>),
    /// Text whose quotes were removed.
    Quoted(Rc<str>),
    /// `"…"`.
    DoubleQuoted(Vec<Part>),
    Param(Box<Param>),
    /// `$(…)` or backquotes.
    Command(Rc<CommandText>),
    /// `$((…))`: the expression, to be expanded and then evaluated.
    Arithmetic(Vec<Part>),
    /// `<(…)` and `>(…)`; true for reading.
    Process(bool, Rc<CommandText>),
    /// `NAME[INDEX]=` or `NAME[INDEX]+=` at the start of a word.
    Subscript(Rc<Subscript>),
    /// `(…)` after `NAME=`.
    Array(Rc<Vec<ArrayItem>>),
}

/// A command substitution: its tree and its text.
#[derive(Debug, PartialEq)]
pub struct CommandText {
    pub body: List,
    pub text: String,
}

#[derive(Debug, PartialEq)]
pub struct Subscript {
    pub name: String,
    pub index: Word,
    pub append: bool,
}

/// An element of an array literal, with its index if one is written.
#[derive(Debug, PartialEq)]
pub struct ArrayItem {
    pub index: Option<Word>,
    pub append: bool,
    pub value: Word,
}

/// What a parameter expansion names.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamName {
    Variable(Rc<str>),
    Positional(usize),
    /// One of `@ * # ? - $ !`.
    Special(char),
}

/// `[…]` after a parameter's name.
#[derive(Clone, Debug, PartialEq)]
pub enum Index {
    /// `[@]`
    All,
    /// `[*]`
    Joined,
    At(Word),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    pub name: ParamName,
    pub index: Option<Index>,
    /// `${!name…}`
    pub indirect: bool,
    pub operation: Operation,
    /// As written, for messages.
    pub text: Rc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Default {
    /// `-`
    Use,
    /// `=`
    Assign,
    /// `?`
    Error,
    /// `+`
    Alternative,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    Plain,
    /// `${#x}`
    Length,
    Default {
        kind: Default,
        /// With `:` an empty value counts as none.
        colon: bool,
        word: Word,
    },
    Trim {
        suffix: bool,
        longest: bool,
        pattern: Word,
    },
    Substring {
        offset: Word,
        length: Option<Word>,
    },
    Replace {
        all: bool,
        /// `#` or `%` before the pattern.
        anchor: Option<char>,
        pattern: Word,
        with: Word,
    },
    Case {
        upper: bool,
        all: bool,
        toggle: bool,
        pattern: Word,
    },
    /// `${x@Q}`
    Transform(char),
    /// `${!prefix*}`
    Names,
    /// `${!array[@]}`
    Keys,
    /// Something that is an error once it is expanded.
    Bad,
}

#[derive(Clone, Debug, PartialEq, Default)]
pub struct List {
    pub items: Vec<Rc<Item>>,
}

/// An and-or list and whether it runs in the background.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub first: Pipeline,
    pub rest: Vec<(Connector, Pipeline)>,
    pub background: bool,
    /// The text, for job tables.
    pub text: Rc<str>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connector {
    And,
    Or,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Pipeline {
    pub negated: bool,
    /// `time`, and whether with `-p`.
    pub timed: Option<bool>,
    pub commands: Vec<Rc<Command>>,
    pub text: Rc<str>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    pub kind: CommandKind,
    pub redirects: Vec<Redirect>,
    pub line: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub enum CommandKind {
    Simple {
        assignments: Vec<Assignment>,
        words: Vec<Word>,
    },
    Group(List),
    Subshell(Rc<List>),
    If {
        branches: Vec<(List, List)>,
        otherwise: Option<List>,
    },
    While {
        until: bool,
        condition: List,
        body: List,
    },
    For {
        variable: Rc<str>,
        /// `None` is `"$@"`.
        words: Option<Vec<Word>>,
        body: List,
    },
    ForArithmetic {
        init: Word,
        condition: Word,
        step: Word,
        body: List,
    },
    Select {
        variable: Rc<str>,
        words: Option<Vec<Word>>,
        body: List,
    },
    Case {
        subject: Word,
        arms: Vec<Arm>,
    },
    Arithmetic(Word),
    Conditional(Conditional),
    Function {
        name: Rc<str>,
        body: Rc<Command>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    pub patterns: Vec<Word>,
    pub body: List,
    pub then: Then,
}

/// What follows an arm of `case`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// `;;`
    Leave,
    /// `;&`
    FallThrough,
    /// `;;&`
    TestNext,
}

/// `[[ … ]]`
#[derive(Clone, Debug, PartialEq)]
pub enum Conditional {
    Word(Word),
    Unary(Rc<str>, Word),
    Binary(Word, Rc<str>, Word),
    Not(Box<Conditional>),
    And(Box<Conditional>, Box<Conditional>),
    Or(Box<Conditional>, Box<Conditional>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Assignment {
    pub name: Rc<str>,
    pub index: Option<Word>,
    pub append: bool,
    pub value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Scalar(Word),
    Array(Rc<Vec<ArrayItem>>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Redirect {
    /// The descriptor, or the variable that gets one (`{fd}>file`).
    pub fd: Option<i32>,
    pub variable: Option<Rc<str>>,
    pub kind: RedirectKind,
    pub target: Word,
    pub heredoc: Option<Rc<Heredoc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedirectKind {
    Read,
    Write,
    Clobber,
    Append,
    ReadWrite,
    DupInput,
    DupOutput,
    Heredoc,
    HereString,
    /// `&>`
    Both,
    /// `&>>`
    BothAppend,
}

/// A here-document; its body is filled in when the line that names it has ended.
#[derive(Debug, PartialEq)]
pub struct Heredoc {
    pub delimiter: String,
    pub quoted: bool,
    pub strip_tabs: bool,
    pub body: OnceCell<Word>,
    pub line: u32,
}
