//! Closures: code of their own, and what they take from the function around them.

use super::{Compiler, Res};
use crate::ast::*;
use crate::code::Op;
use crate::types::Ty;
use std::rc::Rc;

impl Compiler<'_> {
    pub fn closure(&mut self, closure: &Rc<Closure>, expect: &Ty) -> Res<Ty> {
        let (wanted, wanted_ret) = match self.infer.shallow(expect) {
            Ty::Fn(args, ret) => (args, self.infer.shallow(&ret)),
            _ => (Vec::new(), Ty::Unknown),
        };
        let mut params = Vec::new();
        for (n, (_, ty)) in closure.params.iter().enumerate() {
            let hoped = wanted.get(n).cloned();
            params.push(match (ty, hoped) {
                (Some(t), hoped) => {
                    let t = self.lower(t);
                    if let Some(h) = hoped {
                        self.infer.unify(&t, &h);
                    }
                    t
                }
                (None, Some(h)) => h,
                (None, None) => self.fresh(),
            });
        }
        let ret = match &closure.ret {
            Some(t) => self.lower(t),
            None => {
                let own = self.fresh();
                self.infer.unify(&own, &wanted_ret);
                own
            }
        };
        self.begin("{{closure}}".into(), ret.clone());
        self.fx().moves = closure.moves;
        for ty in &params {
            self.declare("".into(), ty.clone(), false);
        }
        self.code().params = params.len() as u32;
        self.open();
        let outer = std::mem::take(&mut self.binding);
        for (n, ((pattern, _), ty)) in closure.params.iter().zip(&params).enumerate() {
            self.bind_param(pattern, n as u32, ty)?;
        }
        self.binding = outer;
        let found = self.expr(&closure.body, &ret)?;
        self.coerce(&found, &ret, closure.body.span, None);
        let found = self.infer.shallow(&ret);
        self.emit(Op::Return);
        let Some(mut cx) = self.cx.pop() else { return Ok(Ty::Unknown) };
        let slot = self.p.closures.len() as u32;
        self.p.closures.push(Rc::default());
        let captures = cx.captures.clone();
        cx.code.captures = captures.iter().map(|(_, own)| *own).collect();
        for (outer, _) in &captures {
            let local = self.local_at(*outer);
            match (closure.moves, local.cell) {
                (true, true) if self.scalar(&local.ty) => {
                    self.emit(Op::GetCell(*outer));
                    self.emit(Op::Wrap);
                }
                (true, true) => {
                    self.emit(Op::Get(*outer));
                }
                (true, false) if self.droppable(&local.ty, 0) => {
                    self.emit(Op::Move(*outer));
                }
                _ => {
                    self.emit(Op::Get(*outer));
                }
            }
        }
        let n = captures.len() as u16;
        self.emit(Op::MakeClosure(slot, n));
        self.finished.push((slot, cx));
        Ok(Ty::Fn(params, Box::new(found)))
    }
}
