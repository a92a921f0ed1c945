//! Trees to instructions.

use super::tree::{E, Known, N, known};
use super::{Parser, Res};
use crate::program::{B, Op};
use crate::types::{K, M, Ty};

impl Parser<'_> {
    pub(super) fn op(&mut self, op: Op) -> usize {
        self.current.code.push(op);
        self.current.code.len() - 1
    }
    pub(super) fn here(&self) -> u32 {
        self.current.code.len() as u32
    }
    /// Lets a jump go to here.
    pub(super) fn land(&mut self, jump: usize) {
        let here = self.here();
        if let Some(op) = self.current.code.get_mut(jump) {
            *op = match *op {
                Op::Jump(_) => Op::Jump(here),
                Op::Jz(_) => Op::Jz(here),
                Op::Jnz(_) => Op::Jnz(here),
                other => other,
            };
        }
    }

    /// Pushes where something lies.
    fn place(&mut self, e: &E) -> Res<()> {
        match &e.n {
            N::Local(at, _) => {
                self.op(Op::Frame(*at));
            }
            N::Symbol(s) => {
                self.op(Op::Sym(*s, 0));
            }
            N::Deref(inner) => self.value(inner)?,
            N::Member(inner, offset) => {
                self.place(inner)?;
                if *offset > 0 {
                    self.op(Op::Const(*offset));
                    self.op(Op::Bin(B::Add, M::U64));
                }
            }
            N::Comma(a, b) => {
                self.value(a)?;
                self.op(Op::Drop);
                self.place(b)?;
            }
            // What has the type of a record is its address.
            _ => self.value(e)?,
        }
        Ok(())
    }

    /// Pushes whether it is other than 0.
    pub(super) fn condition(&mut self, e: &E) -> Res<()> {
        self.value(e)?;
        if e.ty.is_float() {
            self.op(Op::Truth(M::F64));
        }
        Ok(())
    }

    fn convert(&mut self, from: &Ty, to: &Ty) {
        if to.is_void() || to.is_rec() {
            return;
        }
        let m = decayed(from);
        if matches!(to.k, K::Bool) {
            self.op(Op::Truth(m));
        } else if m != to.mem() {
            self.op(Op::Conv(m, to.mem()));
        }
    }

    /// Pushes a value.
    pub(super) fn value(&mut self, e: &E) -> Res<()> {
        self.deeper()?;
        if !matches!(e.n, N::Call(..)) {
            match known(e) {
                Some(Known::Int(n)) => {
                    self.op(Op::Const(n as u64));
                    self.depth -= 1;
                    return Ok(());
                }
                Some(Known::Float(v)) => {
                    self.op(Op::Const(v.to_bits()));
                    self.depth -= 1;
                    return Ok(());
                }
                _ => {}
            }
        }
        match &e.n {
            N::Int(_) | N::Float(_) => {}
            N::Local(..) | N::Symbol(_) | N::Deref(_) | N::Member(..) => {
                self.place(e)?;
                if !matches!(e.ty.k, K::Array(..) | K::Func(_) | K::Rec(_) | K::Void) {
                    self.op(Op::Load(e.ty.mem()));
                }
            }
            N::Addr(inner) => self.place(inner)?,
            N::Cast(inner) => {
                self.value(inner)?;
                self.convert(&inner.ty, &e.ty);
            }
            N::Neg(a) => {
                self.value(a)?;
                self.op(Op::Neg(e.ty.mem()));
            }
            N::Inverse(a) => {
                self.value(a)?;
                self.op(Op::Not(e.ty.mem()));
            }
            N::Not(a) => {
                self.value(a)?;
                self.op(Op::Is0(decayed(&a.ty)));
            }
            N::Bin(op, a, b) => {
                self.value(a)?;
                self.value(b)?;
                self.op(Op::Bin(*op, decayed(&a.ty)));
            }
            N::And(a, b) | N::Or(a, b) => {
                let and = matches!(e.n, N::And(..));
                self.condition(a)?;
                let first = self.op(if and { Op::Jz(0) } else { Op::Jnz(0) });
                self.condition(b)?;
                let second = self.op(if and { Op::Jz(0) } else { Op::Jnz(0) });
                self.op(Op::Const(u64::from(and)));
                let end = self.op(Op::Jump(0));
                self.land(first);
                self.land(second);
                self.op(Op::Const(u64::from(!and)));
                self.land(end);
            }
            N::Cond(c, a, b) => {
                self.condition(c)?;
                let no = self.op(Op::Jz(0));
                self.value(a)?;
                let end = self.op(Op::Jump(0));
                self.land(no);
                self.value(b)?;
                self.land(end);
            }
            N::Comma(a, b) => {
                self.value(a)?;
                self.op(Op::Drop);
                self.value(b)?;
            }
            N::Assign(to, from) => {
                self.place(to)?;
                self.value(from)?;
                if to.ty.is_rec() {
                    self.op(Op::Copy(to.ty.size() as u32));
                } else {
                    self.op(Op::Store(to.ty.mem()));
                }
            }
            N::AssignOp(op, to, by, within) => {
                self.place(to)?;
                self.op(Op::Dup);
                self.op(Op::Load(to.ty.mem()));
                self.convert(&to.ty, within);
                self.value(by)?;
                self.op(Op::Bin(*op, within.mem()));
                self.convert(within, &to.ty);
                self.op(Op::Store(to.ty.mem()));
            }
            N::Step(after, by, to) => {
                self.place(to)?;
                self.op(if *after {
                    Op::Post(to.ty.mem(), *by)
                } else {
                    Op::Pre(to.ty.mem(), *by)
                });
            }
            N::Call(f, args, temporary) => {
                if let Some(at) = temporary {
                    self.op(Op::Frame(*at));
                }
                for arg in args {
                    self.value(arg)?;
                }
                match (&f.n, &f.ty.k) {
                    (N::Symbol(s), K::Func(_)) => {
                        self.op(Op::CallSym(*s, args.len() as u32));
                    }
                    _ => {
                        self.value(f)?;
                        self.op(Op::Call(args.len() as u32));
                    }
                }
                if temporary.is_some() {
                    self.op(Op::Copy(e.ty.size() as u32));
                }
            }
            N::VaStart(list) => {
                self.place(list)?;
                self.op(Op::Extra);
                self.op(Op::Store(M::U64));
            }
            N::VaArg(list) => {
                self.place(list)?;
                self.op(Op::Post(M::U64, 8));
                self.op(Op::Load(if e.ty.is_float() { M::F64 } else { e.ty.mem() }));
            }
            N::Inits(stores, zero, value) => {
                if let Some((at, size)) = zero {
                    self.op(Op::Zero(*at, *size));
                }
                for (to, from) in stores {
                    self.place(to)?;
                    self.value(from)?;
                    self.op(if to.ty.is_rec() {
                        Op::Copy(to.ty.size() as u32)
                    } else {
                        Op::Store(to.ty.mem())
                    });
                    self.op(Op::Drop);
                }
                self.value(value)?;
            }
            N::Trap => {
                self.op(Op::Trap);
                self.op(Op::Const(0));
            }
        }
        self.depth -= 1;
        Ok(())
    }
}

/// How the value of a type lies on the stack; arrays and functions are addresses there.
fn decayed(ty: &Ty) -> M {
    match ty.k {
        K::Float => M::F32,
        _ => ty.mem(),
    }
}
