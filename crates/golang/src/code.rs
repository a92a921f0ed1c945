//! What functions are compiled to: instructions over registers.
//!
//! An operand's upper bit says that it names a constant of the function. A call's arguments lie in registers from its
//! base on, which become the first registers of what is called; results come back to the same place.

use crate::types::Ty;
use crate::value::Value;

/// A register, or a constant.
pub type At = u32;
/// Marks constants.
pub const CONST: u32 = 1 << 31;

/// How numbers are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Num {
    I64,
    I32,
    I16,
    I8,
    U64,
    U32,
    U16,
    U8,
    F64,
    F32,
    Str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Math {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    And,
    Or,
    Xor,
    AndNot,
    Shl,
    Shr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

#[derive(Clone, Copy, Debug)]
pub enum Ins {
    Move(At, At),
    /// A struct or array, with all its parts.
    Copy(At, At, Ty),
    /// The parts of the second into the first.
    Assign(At, At),
    NewBox(At, At),
    Global(At, u32),
    SetGlobal(u32, At),
    GlobalRef(At, u32),
    Captured(At, u32),
    Field(At, At, u32),
    SetField(At, u32, At),
    FieldRef(At, At, u32),
    /// Value behind a pointer to what is no struct or array.
    Load(At, At),
    Store(At, At),
    NilCheck(At),
    Index(At, At, At),
    SetIndex(At, At, At),
    IndexRef(At, At, At),
    MapGet(At, At, At, Ty),
    /// The second result is the next register.
    MapGet2(At, At, At, Ty),
    MapSet(At, At, At),
    MapDelete(At, At),
    Clear(At, Ty),
    /// The bounds are in three registers, nil where there is none.
    SliceOf(At, At, At),
    Len(At, At),
    Cap(At, At),
    Append(At, At, At, u32, Ty),
    AppendAll(At, At, At, Ty),
    CopyInto(At, At, At, Ty),
    MakeSlice(At, At, At, Ty),
    MakeMap(At, Ty),
    MakeChan(At, At, Ty),
    Zero(At, Ty),
    Struct(At, At, u32),
    SliceLit(At, At, u32, Ty),
    Math(Math, Num, At, At, At),
    Neg(Num, At, At),
    Not(At, At),
    Flip(Num, At, At),
    Compare(Test, Num, At, At, At),
    /// Equality of what is neither number nor string.
    Equal(At, At, At, Ty),
    Jump(u32),
    JumpIf(At, u32),
    JumpIfNot(At, u32),
    /// Numbers to numbers.
    Convert(Num, At, At),
    /// A rune to a string.
    Letter(At, At),
    BytesToStr(At, At),
    StrToBytes(At, At),
    RunesToStr(At, At),
    StrToRunes(At, At),
    SliceToArray(At, At, u32),
    Wrap(At, At, Ty),
    Assert(At, At, Ty, Ty),
    Assert2(At, At, Ty),
    Call(u32, At),
    /// The callee, the base.
    CallValue(At, At),
    /// The interface, the name's number, the base: where the receiver goes.
    CallMethod(At, u32, At),
    Native(u32, At, u32),
    Closure(At, u32, At, u32),
    Bound(At, At, u32, Ty),
    /// Callee, base and number of arguments.
    Go(At, At, u32),
    Defer(At, At, u32),
    RunDefers,
    Return(At, u32),
    Recover(At),
    Panic(At),
    Print(At, u32, bool),
    Send(At, At),
    Recv2(At, At),
    Close(At),
    /// Number of cases, whether there is a default, base of triples (direction, channel, value), result: case, value, ok.
    Select(u32, bool, At, At),
    /// Byte position; then position, rune, next position in three registers; where to go at the end.
    RangeStr(At, At, u32),
    RangeMap(At, At),
    /// Iterator; key and value in two registers; where to go at the end.
    NextEntry(At, At, u32),
    /// What the end of a function without `return` does where one is needed.
    Missing,
}

/// A compiled function.
#[derive(Debug, Default)]
pub struct Code {
    pub name: String,
    pub ins: Vec<Ins>,
    pub places: Vec<u32>,
    pub consts: Vec<Value>,
    pub registers: u32,
    pub params: u32,
    pub results: Vec<Ty>,
    /// Where it goes on after a panic that was recovered from.
    pub recovery: u32,
    /// Of the library: the scheduler does not cut in.
    pub library: bool,
}
