//! Initialisers (C11 6.7.9): lists with and without braces, designators, strings for arrays.

use super::express::{For, field};
use super::tree::{E, Known, N};
use super::{Parser, Res};
use crate::lexer::{Tok, Token};
use crate::types::{K, Ty};

type Stores = Vec<(E, E)>;

/// An element of an array, by its number.
fn element(array: &E, n: u64, of: &Ty) -> E {
    let (pos, len) = (array.pos, 0);
    let base = E {
        n: N::Addr(Box::new(array.clone())),
        ty: Ty::ptr(of.clone()),
        pos,
        len,
    };
    let offset = E {
        n: N::Int((n * of.size()) as i64),
        ty: Ty::long(),
        pos,
        len,
    };
    let ty = Ty::ptr(of.clone());
    let sum = E {
        n: N::Bin(crate::program::B::Add, Box::new(base), Box::new(offset)),
        ty,
        pos,
        len,
    };
    E {
        n: N::Deref(Box::new(sum)),
        ty: of.plain(),
        pos,
        len,
    }
}

impl Parser<'_> {
    /// Reads what a variable begins with; its type, whose length may come out of this.
    pub(super) fn initializer(&mut self, to: &E, stores: &mut Stores) -> Res<Ty> {
        self.deeper()?;
        let ty = to.ty.clone();
        let mut out = ty.clone();
        match &ty.k {
            K::Array(of, n) => {
                let wrapped = self.is("{") && matches!(self.look(1).tok, Tok::Str(_)) && of.size() == 1;
                if of.size() == 1 && of.is_int() && (wrapped || matches!(self.peek().tok, Tok::Str(_))) {
                    if wrapped {
                        self.next();
                    }
                    let token = self.peek().clone();
                    let mut bytes = self.string();
                    bytes.push(0);
                    if wrapped {
                        self.take(",");
                        self.need("}")?;
                    }
                    let n = n.unwrap_or(bytes.len() as u64);
                    if bytes.len() as u64 > n + 1 {
                        self.warn(token.pos, token.len, "initializer-string for array of 'char' is too long");
                    }
                    for (at, b) in bytes.iter().enumerate().take(n as usize) {
                        if *b != 0 {
                            let value = E {
                                n: N::Int(i64::from(*b as i8)),
                                ty: of.plain(),
                                pos: token.pos,
                                len: 0,
                            };
                            stores.push((element(to, at as u64, of), value));
                        }
                    }
                    out = Ty {
                        c: ty.c,
                        k: Ty::array((**of).clone(), Some(n)).k,
                    };
                } else if self.is("{") {
                    self.next();
                    let count = self.elements(to, of, *n, true, stores)?;
                    self.close()?;
                    out = Ty {
                        c: ty.c,
                        k: Ty::array((**of).clone(), Some(n.unwrap_or(count))).k,
                    };
                } else if n.is_some() && to.len == u32::MAX {
                    self.elements(to, of, *n, false, stores)?;
                } else {
                    let token = self.peek().clone();
                    self.error(token.pos, token.len, "invalid initializer");
                    self.assignment()?;
                }
            }
            K::Rec(rec) => {
                let body = rec.body.borrow().clone();
                let Some(body) = body else {
                    let token = self.peek().clone();
                    self.error(to.pos, token.len, "variable has initializer but incomplete type");
                    return Err(super::Stop::Said);
                };
                if !self.is("{") {
                    let (at, said, code) = (self.at, self.diagnostics.len(), self.current.frame);
                    let e = self.assignment()?;
                    let e = self.rvalue(e);
                    if Ty::same(&e.ty, &ty) || to.len != u32::MAX {
                        let e = self.fit(e, &ty, For::Initialization, None)?;
                        stores.push((to.clone(), e));
                        self.depth -= 1;
                        return Ok(out);
                    }
                    self.at = at;
                    self.diagnostics.truncate(said);
                    self.current.frame = code;
                }
                let braces = self.take("{");
                let mut n = 0;
                while !self.is("}") {
                    let mut target = None;
                    if braces && self.is(".") {
                        self.next();
                        let name = self.next();
                        target = self.designated(to, &name)?;
                        if let Some(at) = body.fields.iter().position(|f| f.name.as_ref() == Some(&name.text)) {
                            n = at;
                        }
                    }
                    let Some(one) = body.fields.get(n).filter(|_| !rec.union || n == 0 || target.is_some()) else {
                        if braces {
                            let token = self.peek().clone();
                            self.warn(token.pos, token.len, "excess elements in struct initializer");
                            self.assignment()?;
                            if !self.take(",") {
                                break;
                            }
                            continue;
                        }
                        break;
                    };
                    let part = target.unwrap_or(E {
                        n: N::Member(Box::new(to.clone()), one.offset),
                        ty: one.ty.plain(),
                        pos: to.pos,
                        len: u32::MAX,
                    });
                    self.initializer(&part, stores)?;
                    n += 1;
                    if !braces && (n >= body.fields.len() || rec.union) {
                        break;
                    }
                    if !self.is(",") || !braces && self.look(1).is("}") {
                        break;
                    }
                    self.next();
                }
                if braces {
                    self.close()?;
                }
            }
            _ => {
                let braces = self.take("{");
                let e = self.assignment()?;
                let e = self.rvalue(e);
                if braces {
                    self.close()?;
                }
                let e = self.fit(e, &ty, For::Initialization, None)?;
                stores.push((to.clone(), e));
            }
        }
        self.depth -= 1;
        if stores.len() > 1 << 20 {
            return self.beyond("an initializer so long");
        }
        Ok(out)
    }

    fn close(&mut self) -> Res<()> {
        self.take(",");
        if self.take("}") { Ok(()) } else { self.expected("'}'") }
    }

    fn designated(&mut self, to: &E, name: &Token) -> Res<Option<E>> {
        let Some((offset, ty)) = field(&to.ty, &name.text) else {
            let have = to.ty.plain().name();
            self.error(name.pos, name.len, format!("'{have}' has no member named '{}'", name.text));
            return Err(super::Stop::Said);
        };
        let mut e = E {
            n: N::Member(Box::new(to.clone()), offset),
            ty: ty.plain(),
            pos: to.pos,
            len: u32::MAX,
        };
        while self.is(".") {
            self.next();
            let name = self.next();
            if let Some((offset, ty)) = field(&e.ty, &name.text) {
                e = E {
                    n: N::Member(Box::new(e), offset),
                    ty: ty.plain(),
                    pos: to.pos,
                    len: u32::MAX,
                };
            }
        }
        if !self.take("=") {
            return self.expected("'='");
        }
        Ok(Some(e))
    }

    fn elements(&mut self, to: &E, of: &Ty, n: Option<u64>, braces: bool, stores: &mut Stores) -> Res<u64> {
        let (mut at, mut most) = (0, 0);
        while !self.is("}") {
            if braces && self.is("[") {
                self.next();
                match self.constant()? {
                    Some(n) if n >= 0 => at = n as u64,
                    _ => return self.expected("constant"),
                }
                self.need("]")?;
                if self.is(".") || self.is("[") {
                    return self.beyond("a designator of several steps");
                }
                self.take("=");
            }
            if n.is_some_and(|n| at >= n) {
                if !braces {
                    break;
                }
                let token = self.peek().clone();
                self.warn(token.pos, token.len, "excess elements in array initializer");
                self.assignment()?;
            } else {
                let mut part = element(to, at, of);
                part.len = u32::MAX;
                self.initializer(&part, stores)?;
            }
            at += 1;
            most = most.max(at);
            if !braces && n == Some(at) || !self.is(",") || !braces && self.look(1).is("}") {
                break;
            }
            self.next();
        }
        Ok(most)
    }

    /// `(type){ … }`
    pub(super) fn compound(&mut self, ty: Ty, at: &Token) -> Res<E> {
        if !self.inside {
            return self.beyond("a compound literal outside of functions");
        }
        if !ty.complete() {
            return self.beyond("a compound literal of unknown length");
        }
        let slot = self.slot(ty.size(), ty.align())?;
        let target = E {
            n: N::Local(slot, None),
            ty: ty.clone(),
            pos: at.pos,
            len: 0,
        };
        let mut stores = Vec::new();
        self.initializer(&target, &mut stores)?;
        let _ = Known::Int(0);
        Ok(E {
            n: N::Inits(stores, Some((slot, ty.size() as u32)), Box::new(target)),
            ty,
            pos: at.pos,
            len: at.len,
        })
    }
}
