//! What the compiler makes: functions of instructions for a stack of 64-bit values, and data with places to be filled in.

use crate::types::M;
use std::rc::Rc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum B {
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
}

/// An instruction. Every expression leaves one value; integers are kept widened as their type says, floats as doubles.
#[derive(Clone, Copy, Debug)]
pub enum Op {
    Const(u64),
    /// The address of a place in the frame.
    Frame(u32),
    /// The address of a symbol and so many bytes.
    Sym(u32, i64),
    Load(M),
    /// address, value -> value
    Store(M),
    /// to, from -> to
    Copy(u32),
    Zero(u32, u32),
    Dup,
    Drop,
    Bin(B, M),
    Neg(M),
    Not(M),
    /// Logical `!`.
    Is0(M),
    Conv(M, M),
    Truth(M),
    /// address -> the old value; adds the number.
    Post(M, i64),
    Pre(M, i64),
    Jump(u32),
    Jz(u32),
    Jnz(u32),
    CallSym(u32, u32),
    /// arguments, address
    Call(u32),
    Ret,
    /// The address of the arguments beyond the named ones.
    Extra,
    Trap,
}

#[derive(Clone, Copy, Debug)]
pub enum Param {
    Value(u32, M),
    Record(u32, u32),
}

#[derive(Clone, Debug, Default)]
pub struct Function {
    pub name: Rc<str>,
    pub code: Vec<Op>,
    pub params: Vec<Param>,
    pub frame: u32,
    pub variadic: bool,
}

#[derive(Clone, Debug)]
pub enum Def {
    /// Declared only; true if a header of the system did.
    Undefined(bool),
    Function(Function),
    Data(Data),
}

#[derive(Clone, Debug, Default)]
pub struct Data {
    pub bytes: Vec<u8>,
    pub size: u64,
    pub align: u64,
    /// Where the address of a symbol goes.
    pub relocations: Vec<(u64, u32, i64)>,
    pub constant: bool,
    pub tentative: bool,
}

#[derive(Clone, Debug)]
pub struct Symbol {
    pub name: Rc<str>,
    pub local: bool,
    pub def: Def,
    pub used: bool,
    /// The function that asked for it first.
    pub user: Rc<str>,
}

/// A compiled source.
#[derive(Clone, Debug, Default)]
pub struct Unit {
    pub symbols: Vec<Symbol>,
}
