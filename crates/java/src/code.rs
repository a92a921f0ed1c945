//! The instructions of the virtual machine: a stack machine's, with the types in the values.

use crate::ast::{Name, Op as Operator};
use crate::types::{ClassId, MethodId, Prim};
use crate::value::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

#[derive(Clone, Debug)]
pub enum Op {
    Push(Value),
    /// A constant string.
    Text(u32),
    /// A class's object, of a type constant.
    ClassObject(u32),
    Load(u16),
    Store(u16),
    Pop,
    Dup,
    /// The top below the one, or the two, under it.
    DupX1,
    DupX2,
    Dup2,
    Binary(Operator),
    /// Whether two references are one.
    Same(bool),
    Neg,
    Not,
    BitNot,
    /// As a cast to a primitive type does; null is an error.
    To(Prim),
    /// As an assignment does: a null stays, numbers are widened only.
    Inc(u16, i32),
    Jump(u32),
    JumpIf(u32),
    JumpUnless(u32),
    JumpNull(u32),
    GetField(u16),
    PutField(u16),
    GetNamed(Name),
    PutNamed(Name),
    GetStatic(ClassId, u16),
    PutStatic(ClassId, u16),
    ArrayLoad,
    ArrayStore,
    ArrayLength,
    /// Elements of a type constant; so many dimensions are on the stack.
    NewArray(u32, u8),
    New(ClassId),
    Virtual(MethodId),
    Special(MethodId),
    Static(MethodId),
    /// By name and count, decided by the values.
    Dynamic(Name, u8),
    DynamicStatic(ClassId, Name, u8),
    Lambda(Rc<LambdaCode>),
    InstanceOf(u32),
    Cast(u32),
    /// Anything into a string; an object's `toString` is called.
    ToText,
    Concat(u8),
    NullCheck,
    Throw,
    Return,
    ReturnVoid,
    Enter,
    Exit,
    /// A place to jump to, before jumps are settled.
    Label(u32),
}

#[derive(Debug)]
pub struct LambdaCode {
    pub interface: Option<ClassId>,
    pub body: MethodId,
    /// Slots of the maker.
    pub from: Vec<u16>,
    /// Slots of the body.
    pub to: Vec<u16>,
}

#[derive(Clone, Debug)]
pub struct Handler {
    pub from: u32,
    pub to: u32,
    pub target: u32,
    /// `None` catches all.
    pub class: Option<ClassId>,
}

#[derive(Debug, Default)]
pub struct Code {
    pub ops: Vec<Op>,
    pub lines: Vec<u32>,
    pub slots: u16,
    pub handlers: Vec<Handler>,
    /// What a null at an instruction says.
    pub nulls: BTreeMap<u32, Rc<str>>,
    /// Parameters, receiver first, that are widened when called.
    pub widen: Vec<Option<Prim>>,
}
