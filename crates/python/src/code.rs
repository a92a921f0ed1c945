//! What the compiler makes of a function, class or module body: instructions, constants and names.

use crate::heap::Value;
use crate::syntax::ast::{BinOp, CmpOp, Const, Span, UnaryOp};
use std::rc::Rc;

#[derive(Clone, Copy, Debug)]
pub enum Op {
    Nop,
    Pop,
    Dup,
    /// Exchanges the top with the value so many below it.
    Swap(u32),
    /// Pushes the value so many below the top (1 is the top).
    Copy(u32),
    PushNull,
    Const(u32),
    LoadFast(u32),
    StoreFast(u32),
    DeleteFast(u32),
    LoadDeref(u32),
    StoreDeref(u32),
    DeleteDeref(u32),
    /// Pushes the cell itself, for a closure.
    LoadCell(u32),
    /// A fresh cell in that place, holding what the same place held (`Null` at first).
    MakeCell(u32),
    /// In a class body: the namespace first, then the cell.
    LoadClassDeref(u32),
    LoadName(u32),
    StoreName(u32),
    DeleteName(u32),
    LoadGlobal(u32),
    StoreGlobal(u32),
    DeleteGlobal(u32),
    LoadAttr(u32),
    StoreAttr(u32),
    DeleteAttr(u32),
    /// Pushes a function and the object, or `Null` and the attribute.
    LoadMethod(u32),
    Binary(BinOp),
    Inplace(BinOp),
    Unary(UnaryOp),
    Compare(CmpOp),
    Subscript,
    StoreSubscript,
    DeleteSubscript,
    Tuple(u32),
    List(u32),
    Set(u32),
    Map(u32),
    Slice(u32),
    Join(u32),
    /// Conversion as a character or 0; whether a format lies on top.
    Format(u8, bool),
    ListAppend(u32),
    SetAdd(u32),
    MapAdd(u32),
    ListExtend,
    SetUpdate,
    DictUpdate,
    /// As `DictUpdate`, for a call's keywords: a repeated one is an error. The function lies that far below.
    DictMerge(u32),
    ListToTuple,
    Unpack(u32),
    UnpackEx(u32, u32),
    Jump(u32),
    JumpIfFalse(u32),
    JumpIfTrue(u32),
    JumpIfNone(u32),
    Iter,
    For(u32),
    Call(u32),
    /// Number of arguments, constant with the tuple of keyword names.
    CallKw(u32, u32),
    /// Callable, null, tuple and (if set) dict.
    CallEx(bool),
    /// 1 defaults, 2 keyword defaults, 4 annotations, 8 closure lie below the code.
    Function(u32),
    Return,
    Yield,
    /// A generator's first instruction: makes the generator and returns it.
    MakeGenerator,
    /// `yield from`: iterator below, value to send on top; jumps when the iterator is over, its value on top.
    Send(u32),
    YieldFromIter,
    Awaitable(u8),
    AsyncIter,
    AsyncNext,
    /// With the exception on top: ends an `async for` on StopAsyncIteration, else raises on.
    EndAsyncFor,
    /// `yield` in an asynchronous generator wraps what it gives.
    AsyncYieldWrap,
    Try(u32),
    /// As `Try`, with the value a `with` entered on the stack already.
    TryUnder(u32),
    PopBlock,
    PushHandled,
    PopHandled,
    /// Whether the exception under the top matches the class on top.
    Matches,
    /// Splits an exception (group) for `except*`: a triple of whether it matches, match and rest.
    MatchesGroup,
    Raise(u32),
    Reraise,
    LoadSpecial(u32),
    /// Calls the `__exit__` below the exception with it; pushes the result.
    ExitException,
    Import(u32),
    ImportFrom(u32),
    ImportStar,
    BuildClass,
    SetupAnnotations,
    MatchSequence,
    MatchMapping,
    MatchLen,
    /// Mapping and tuple of keys below: pushes a tuple of values or None.
    MatchKeys,
    /// Subject, class, tuple of names: a tuple of attributes or None; how many are positional.
    MatchClass(u32),
    DictWithout,
    LoadAssertionError,
}

pub const VARARGS: u32 = 4;
pub const VARKEYWORDS: u32 = 8;
pub const GENERATOR: u32 = 0x20;
pub const COROUTINE: u32 = 0x80;
pub const ASYNC_GENERATOR: u32 = 0x200;

#[derive(Debug)]
pub enum Constant {
    Plain(Const),
    Code(Rc<Code>),
    /// Keyword names of a call, names of a pattern.
    Names(Vec<Rc<str>>),
}

#[derive(Debug)]
pub struct Source {
    pub filename: Rc<str>,
    pub lines: Vec<Box<str>>,
    /// Frames of the interpreter's own Python do not show in tracebacks.
    pub hidden: bool,
}

#[derive(Debug)]
pub struct Code {
    pub name: Rc<str>,
    pub qualname: Rc<str>,
    pub source: Rc<Source>,
    pub first_line: u32,
    /// Positional parameters, those before `/` included.
    pub args: u32,
    pub positional_only: u32,
    pub keyword_only: u32,
    pub flags: u32,
    /// Parameters first.
    pub locals: Vec<Rc<str>>,
    /// Cells of its own, then those of enclosing functions.
    pub cells: Vec<Rc<str>>,
    pub own_cells: u32,
    /// For each own cell, the parameter it starts with.
    pub cell_params: Vec<Option<u32>>,
    pub ops: Vec<Op>,
    pub spans: Vec<Span>,
    pub constants: Vec<Constant>,
    pub names: Vec<Rc<str>>,
    pub doc: Option<Rc<str>>,
    /// A function body: names are not looked up in a namespace dict.
    pub optimized: bool,
}

/// A code with its constants and names as values of one interpreter.
pub struct LoadedCode {
    pub code: Rc<Code>,
    pub constants: Vec<Value>,
    pub names: Vec<Value>,
    pub local_names: Vec<Value>,
}

impl LoadedCode {
    pub fn trace(&self, see: &mut dyn FnMut(Value)) {
        for v in self.constants.iter().chain(&self.names).chain(&self.local_names) {
            see(*v);
        }
    }
    pub fn line(&self, at: usize) -> u32 {
        self.code.spans.get(at).map_or(self.code.first_line, |s| s.line)
    }
}
