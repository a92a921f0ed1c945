//! Instructions of the machine: a stack of values, and the locals of each call.

use crate::ast::{Binary, Name, Span};
use crate::types::Ty;
use crate::value::Value;
use std::rc::Rc;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Op {
    Const(u32),
    /// Pushes a local as it is.
    Get(u32),
    /// Pushes it and leaves nothing behind.
    Move(u32),
    Set(u32),
    /// Puts the value into a cell of its own, which others may point at, and that into the local.
    NewCell(u32),
    GetCell(u32),
    SetCell(u32),
    RefCell(u32),
    /// A value of its own, if its type is `Copy`.
    Copy,
    Pop,
    Dup,
    Dup2,
    /// Drops what lies beneath the top until so many are left below it.
    Shrink(u32),
    GetField(u32),
    SetField(u32),
    RefField(u32),
    GetIdx(u32),
    RefIdx(u32),
    SetIdx(u32),
    Index,
    SetIndex,
    RefIndex,
    Deref,
    /// Only of what `&mut` made: a smart pointer stays what it is.
    DerefRef,
    /// Reference, then value: writes through it, and pushes nothing.
    DerefSet,
    /// Puts the value into a cell of its own.
    Wrap,
    TakeCell(u32),
    Bin(Binary),
    /// The same with what is on the left changed in place.
    BinAssign(Binary),
    Neg,
    Not,
    Cast(u32),
    Jump(u32),
    JumpIf(u32),
    JumpIfNot(u32),
    Call(u32, u16, u32),
    CallValue(u16),
    CallMethod(u32, u16, u32),
    /// A method of a trait, named with it.
    CallTrait(u32, u32, u16, u32),
    MakeStruct(u32, u16),
    MakeVariant(u32, u32, u16),
    MakeTuple(u16),
    MakeArray(u16),
    MakeVec(u16),
    Repeat(bool),
    MakeClosure(u32, u16),
    Return,
    IsVariant(u32),
    /// Whether a list has as many elements, or at least so many.
    LenIs(u32, bool),
    /// Elements from the front to so many before the end.
    SubList(u32, u32),
    /// An element counted from the end.
    GetBack(u32),
    RefBack(u32),
    /// Clears locals in reverse.
    Clear(u32, u32),
    /// Pushes the number in the local and counts it up, or jumps once it reaches the next local.
    RangeNext(u32, u32, bool),
    /// Unwraps a `Some` or jumps.
    NextOr(u32),
    Format(u32, u16),
    /// 0 stdout, 1 stderr.
    Print(u8),
    Panic,
    GetStatic(u32),
    SetStatic(u32),
}

/// A piece of a format string.
#[derive(Clone, Debug)]
pub enum Piece {
    Text(Name),
    Arg { index: u32, spec: Spec },
}

#[derive(Clone, Debug, Default)]
pub struct Spec {
    pub fill: Option<char>,
    pub align: Option<char>,
    pub plus: bool,
    pub alternate: bool,
    pub zero: bool,
    pub width: Option<u32>,
    /// The argument that has the width.
    pub width_arg: Option<u32>,
    pub precision: Option<u32>,
    pub precision_arg: Option<u32>,
    /// Empty, `?`, `x`, `X`, `b`, `o`, `e`, `p`.
    pub kind: Name0,
}

/// A kind of formatting: a character, or none.
pub type Name0 = Option<char>;

#[derive(Debug, Default)]
pub struct Code {
    pub name: Name0Text,
    pub ops: Vec<Op>,
    pub spans: Vec<Span>,
    pub consts: Vec<Value>,
    pub hints: Vec<Ty>,
    pub formats: Vec<Rc<Vec<Piece>>>,
    /// Locals, of which arguments and then captured values are the first.
    pub locals: u32,
    pub params: u32,
    /// Where a closure's captured values go.
    pub captures: Vec<u32>,
    /// Belongs to the library: messages point at who called it.
    pub library: bool,
}

/// A function's name as it is shown.
pub type Name0Text = String;
