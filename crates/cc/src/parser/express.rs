//! Expressions (C11 6.5), with the conversions that make their types fit.

use super::tree::{E, Known, N, known};
use super::{Name, Parser, Res, Stop};
use crate::diagnostic::Kind;
use crate::lexer::{Tok, Token};
use crate::program::{B, Def};
use crate::types::{Func, K, Ty};
use std::rc::Rc;

/// Operators of two sides and how tightly they bind.
fn binary(token: &Token) -> Option<(u8, &'static str)> {
    let Tok::Punct(p) = token.tok else { return None };
    Some((
        match p {
            "||" => 1,
            "&&" => 2,
            "|" => 3,
            "^" => 4,
            "&" => 5,
            "==" | "!=" => 6,
            "<" | ">" | "<=" | ">=" => 7,
            "<<" | ">>" => 8,
            "+" | "-" => 9,
            "*" | "/" | "%" => 10,
            _ => return None,
        },
        p,
    ))
}

fn operation(p: &str) -> B {
    match p.trim_end_matches('=') {
        _ if p == "==" => B::Eq,
        _ if p == "!=" => B::Ne,
        _ if p == "<=" => B::Le,
        _ if p == ">=" => B::Ge,
        "<" => B::Lt,
        ">" => B::Gt,
        "|" => B::Or,
        "^" => B::Xor,
        "&" => B::And,
        "<<" => B::Shl,
        ">>" => B::Shr,
        "+" => B::Add,
        "-" => B::Sub,
        "*" => B::Mul,
        "/" => B::Div,
        _ => B::Rem,
    }
}

/// What a value is given for, as the messages say it.
#[derive(Clone, Copy)]
pub(super) enum For<'a> {
    Assignment,
    Initialization,
    Return,
    Argument(usize, &'a str),
}

impl Parser<'_> {
    pub(super) fn int(&self, n: i64, at: &Token) -> E {
        E {
            n: N::Int(n),
            ty: Ty::int(),
            pos: at.pos,
            len: at.len,
        }
    }

    pub(super) fn expression(&mut self) -> Res<E> {
        let mut e = self.assignment()?;
        while self.is(",") {
            self.next();
            let b = self.assignment()?;
            let (ty, pos, len) = (b.ty.clone(), e.pos, e.len);
            e = E {
                n: N::Comma(Box::new(e), Box::new(b)),
                ty,
                pos,
                len,
            };
        }
        Ok(e)
    }

    /// A constant of integers, as in array lengths and cases.
    pub(super) fn constant(&mut self) -> Res<Option<i64>> {
        let e = self.ternary()?;
        Ok(match known(&e) {
            Some(Known::Int(n)) => Some(n),
            _ => None,
        })
    }

    pub(super) fn assignment(&mut self) -> Res<E> {
        self.deeper()?;
        let to = self.ternary()?;
        let token = self.peek().clone();
        let out = match token.tok {
            Tok::Punct("=") => {
                self.next();
                let from = self.assignment()?;
                let from = self.rvalue(from);
                self.set(&to);
                self.writable(&to, &token, "assignment of")?;
                let from = self.fit(from, &to.ty, For::Assignment, Some(&token))?;
                let ty = to.ty.plain();
                E {
                    n: N::Assign(Box::new(to), Box::new(from)),
                    ty,
                    pos: token.pos,
                    len: token.len,
                }
            }
            Tok::Punct(p @ ("+=" | "-=" | "*=" | "/=" | "%=" | "&=" | "|=" | "^=" | "<<=" | ">>=")) => {
                self.next();
                let by = self.assignment()?;
                let by = self.rvalue(by);
                self.writable(&to, &token, "assignment of")?;
                let op = operation(p.strip_suffix('=').unwrap_or(p));
                let ty = to.ty.plain();
                let (by, within) = if ty.is_ptr() && matches!(op, B::Add | B::Sub) && by.ty.is_int() {
                    (self.scaled(by, &ty), Ty::ulong())
                } else if !ty.is_num() || !by.ty.is_num() {
                    self.operands(&token, p, &to.ty, &by.ty);
                    (by, Ty::int())
                } else {
                    let shift = matches!(op, B::Shl | B::Shr);
                    let within = if shift { ty.promoted() } else { Ty::common(&ty, &by.ty) };
                    (cast(by, &within), within)
                };
                E {
                    n: N::AssignOp(op, Box::new(to), Box::new(by), within),
                    ty,
                    pos: token.pos,
                    len: token.len,
                }
            }
            _ => to,
        };
        self.depth -= 1;
        Ok(out)
    }

    /// Notes that a variable has been given a value; that alone is no use of it.
    fn set(&mut self, to: &E) {
        if let N::Local(_, Some(n)) = to.n {
            if let Some(v) = self.current.variables.get_mut(n).filter(|_| to.len > 0) {
                v.set = true;
            }
        }
    }

    fn writable(&mut self, e: &E, at: &Token, what: &str) -> Res<()> {
        let lvalue = matches!(&e.n, N::Local(..) | N::Symbol(_) | N::Deref(_) | N::Member(..));
        let pos = at.pos;
        if !lvalue || matches!(e.ty.k, K::Func(_)) {
            let word = if what.starts_with("assignment") {
                "left operand of assignment"
            } else {
                what.trim_end_matches(" of")
            };
            let tail = if what.starts_with("assignment") { "" } else { " operand" };
            self.error(pos, at.len, format!("lvalue required as {word}{tail}"));
            return Ok(());
        }
        if matches!(e.ty.k, K::Array(..)) {
            self.error(pos, at.len, "assignment to expression with array type");
            return Ok(());
        }
        if e.ty.c {
            let name = self.shown(e);
            self.error(pos, at.len, format!("{what} read-only {name}"));
        }
        Ok(())
    }

    fn shown(&self, e: &E) -> String {
        match &e.n {
            N::Local(_, Some(n)) => {
                let v = self.current.variables.get(*n);
                v.map_or("location".into(), |v| {
                    format!("{} '{}'", if v.param { "parameter" } else { "variable" }, v.name)
                })
            }
            N::Symbol(s) => self
                .unit
                .symbols
                .get(*s as usize)
                .map_or("location".into(), |s| format!("variable '{}'", s.name)),
            N::Deref(p) => match &p.n {
                N::Local(_, Some(n)) => self
                    .current
                    .variables
                    .get(*n)
                    .map_or("location".into(), |v| format!("location '*{}'", v.name)),
                N::Bin(B::Add, base, _) => match &base.n {
                    N::Local(_, Some(n)) => self
                        .current
                        .variables
                        .get(*n)
                        .map_or("location".into(), |v| format!("location '*({} + …)'", v.name)),
                    _ => "location".into(),
                },
                _ => "location".into(),
            },
            _ => "location".into(),
        }
    }

    fn ternary(&mut self) -> Res<E> {
        let c = self.binary(1)?;
        if !self.is("?") {
            return Ok(c);
        }
        let token = self.next();
        let c = self.rvalue(c);
        self.scalar(&c)?;
        let a = if self.is(":") { c.clone() } else { self.expression()? };
        self.need(":")?;
        self.deeper()?;
        let b = self.ternary()?;
        self.depth -= 1;
        let (a, b) = (self.rvalue(a), self.rvalue(b));
        let ty = if a.ty.is_num() && b.ty.is_num() {
            Ty::common(&a.ty, &b.ty)
        } else if a.ty.is_void() || b.ty.is_void() {
            Ty::void()
        } else if a.ty.is_rec() {
            a.ty.plain()
        } else if a.ty.is_ptr() && (!b.ty.is_ptr() || a.ty.to().is_some_and(|t| !t.is_void())) && !null(&a) {
            if b.ty.is_ptr() && b.ty.to().is_some_and(|t| t.is_void()) && !null(&b) {
                b.ty.plain()
            } else {
                a.ty.plain()
            }
        } else {
            b.ty.plain()
        };
        let (a, b) = if ty.is_num() { (cast(a, &ty), cast(b, &ty)) } else { (a, b) };
        Ok(E {
            n: N::Cond(Box::new(c), Box::new(a), Box::new(b)),
            ty,
            pos: token.pos,
            len: 1,
        })
    }

    fn binary(&mut self, least: u8) -> Res<E> {
        self.deeper()?;
        let mut a = self.cast_expression()?;
        while let Some((level, p)) = binary(self.peek()).filter(|(level, _)| *level >= least) {
            let token = self.next();
            let b = self.binary(level + 1)?;
            let (x, y) = (self.rvalue(a), self.rvalue(b));
            a = self.combine(p, x, y, &token)?;
        }
        self.depth -= 1;
        Ok(a)
    }

    fn operands(&mut self, at: &Token, p: &str, a: &Ty, b: &Ty) {
        let (a, b) = (a.name(), b.name());
        self.error(
            at.pos,
            at.len,
            format!(
                "invalid operands to binary {} (have '{a}' and '{b}')",
                p.strip_suffix('=')
                    .filter(|_| p.len() > 1 && !matches!(p, "==" | "!=" | "<=" | ">="))
                    .unwrap_or(p)
            ),
        );
    }

    pub(super) fn scalar(&mut self, e: &E) -> Res<()> {
        if e.ty.is_void() {
            self.error(e.pos, e.len, "void value not ignored as it ought to be");
        } else if !e.ty.is_scalar() {
            self.error(
                e.pos,
                e.len,
                format!(
                    "used {} type value where scalar is required",
                    if e.ty.is_rec() { "struct" } else { "array" }
                ),
            );
        }
        Ok(())
    }

    fn scaled(&mut self, by: E, pointer: &Ty) -> E {
        let size = pointer.to().map_or(1, |to| to.size().max(1));
        let by = cast(by, &Ty::long());
        let (pos, len) = (by.pos, by.len);
        let weight = E {
            n: N::Int(size as i64),
            ty: Ty::long(),
            pos,
            len,
        };
        E {
            n: N::Bin(B::Mul, Box::new(by), Box::new(weight)),
            ty: Ty::long(),
            pos,
            len,
        }
    }

    fn combine(&mut self, p: &'static str, a: E, b: E, at: &Token) -> Res<E> {
        let (pos, len) = (at.pos, at.len);
        let make = |n: N, ty: Ty| E { n, ty, pos, len };
        if a.ty.is_void() || b.ty.is_void() {
            self.error(pos, len, "void value not ignored as it ought to be");
            return Ok(make(N::Int(0), Ty::int()));
        }
        if p == "&&" || p == "||" {
            self.scalar(&a)?;
            self.scalar(&b)?;
            let (a, b) = (Box::new(a), Box::new(b));
            return Ok(make(if p == "&&" { N::And(a, b) } else { N::Or(a, b) }, Ty::int()));
        }
        let op = operation(p);
        let compares = matches!(op, B::Eq | B::Ne | B::Lt | B::Le | B::Gt | B::Ge);
        let pair = |op, a: E, b: E, ty| make(N::Bin(op, Box::new(a), Box::new(b)), ty);
        if a.ty.is_num() && b.ty.is_num() {
            if matches!(op, B::Shl | B::Shr | B::And | B::Or | B::Xor | B::Rem) && (a.ty.is_float() || b.ty.is_float()) {
                self.operands(at, p, &a.ty, &b.ty);
                return Ok(make(N::Int(0), Ty::int()));
            }
            if matches!(op, B::Div | B::Rem) && a.ty.is_int() && matches!(known(&b), Some(Known::Int(0))) {
                self.warn(pos, len, "division by zero [-Wdiv-by-zero]");
            }
            let ty = if matches!(op, B::Shl | B::Shr) {
                a.ty.promoted()
            } else {
                Ty::common(&a.ty, &b.ty)
            };
            let (a, b) = (cast(a, &ty), cast(b, &ty));
            return Ok(pair(op, a, b, if compares { Ty::int() } else { ty }));
        }
        match (a.ty.is_ptr(), b.ty.is_ptr(), op) {
            (true, false, B::Add | B::Sub) if b.ty.is_int() => {
                let ty = a.ty.plain();
                let b = self.scaled(b, &ty);
                Ok(pair(op, a, b, ty))
            }
            (false, true, B::Add) if a.ty.is_int() => {
                let ty = b.ty.plain();
                let a = self.scaled(a, &ty);
                Ok(pair(op, b, a, ty))
            }
            (true, true, B::Sub) => {
                let size = a.ty.to().map_or(1, |to| to.size().max(1));
                let (x, y) = (cast(a, &Ty::long()), cast(b, &Ty::long()));
                let weight = make(N::Int(size as i64), Ty::long());
                let difference = pair(B::Sub, x, y, Ty::long());
                Ok(pair(B::Div, difference, weight, Ty::long()))
            }
            (true, true, _) if compares => {
                let is_void = |t: &Ty| t.to().is_some_and(|t| t.is_void());
                if !is_void(&a.ty) && !is_void(&b.ty) && !null(&a) && !null(&b) && !loosely(&a.ty, &b.ty) {
                    self.warn(pos, len, "comparison of distinct pointer types lacks a cast");
                }
                Ok(pair(op, a, b, Ty::int()))
            }
            (true, false, _) | (false, true, _) if compares && (a.ty.is_int() || b.ty.is_int()) => {
                if !null(&a) && !null(&b) {
                    self.warn(pos, len, "comparison between pointer and integer");
                }
                let ty = if a.ty.is_ptr() { a.ty.plain() } else { b.ty.plain() };
                Ok(pair(op, cast(a, &ty), cast(b, &ty), Ty::int()))
            }
            _ => {
                self.operands(at, p, &a.ty, &b.ty);
                Ok(make(N::Int(0), Ty::int()))
            }
        }
    }

    fn cast_expression(&mut self) -> Res<E> {
        if self.is("(") && self.starts_type(1) {
            let open = self.next();
            let ty = self.type_name()?;
            self.need(")")?;
            if self.is("{") {
                let e = self.compound(ty, &open)?;
                return self.postfix(e);
            }
            self.deeper()?;
            let e = self.cast_expression()?;
            self.depth -= 1;
            let e = self.rvalue(e);
            if ty.is_void() {
                return Ok(E {
                    ty: Ty::void(),
                    pos: open.pos,
                    len: 1,
                    n: N::Cast(Box::new(e)),
                });
            }
            if !ty.is_scalar() || !e.ty.is_scalar() {
                if e.ty.is_void() {
                    self.error(e.pos, e.len, "void value not ignored as it ought to be");
                } else {
                    self.error(open.pos, 1, "conversion to non-scalar type requested");
                }
                return Ok(E {
                    n: N::Int(0),
                    ty,
                    pos: open.pos,
                    len: 1,
                });
            }
            let from = e.ty.size();
            if ty.is_ptr() && e.ty.is_int() && from < 8 && known(&e).is_none() {
                self.warn(
                    open.pos,
                    1,
                    "cast to pointer from integer of different size [-Wint-to-pointer-cast]",
                );
            } else if e.ty.is_ptr() && ty.is_int() && ty.size() < 8 && !matches!(ty.k, K::Bool) {
                self.warn(
                    open.pos,
                    1,
                    "cast from pointer to integer of different size [-Wpointer-to-int-cast]",
                );
            }
            let (pos, len) = (open.pos, 1);
            return Ok(E {
                pos,
                len,
                n: N::Cast(Box::new(e)),
                ty: ty.plain(),
            });
        }
        self.unary()
    }

    fn unary(&mut self) -> Res<E> {
        self.deeper()?;
        let token = self.peek().clone();
        let (pos, len) = (token.pos, token.len);
        let make = |n: N, ty: Ty| E { n, ty, pos, len };
        let out = match &token.tok {
            Tok::Punct("++" | "--") => {
                self.next();
                let e = self.unary()?;
                self.step(e, &token, false)?
            }
            Tok::Punct("&") => {
                self.next();
                let e = self.cast_expression()?;
                self.mark(&e);
                match &e.n {
                    N::Local(..) | N::Symbol(_) | N::Deref(_) | N::Member(..) => {}
                    N::Inits(..) if e.ty.is_rec() || matches!(e.ty.k, K::Array(..)) => {}
                    _ => {
                        self.error(pos, len, "lvalue required as unary '&' operand");
                    }
                }
                let ty = Ty::ptr(e.ty.clone());
                match e.n {
                    N::Inits(stores, zero, value) => make(
                        N::Inits(
                            stores,
                            zero,
                            Box::new(E {
                                ty: ty.clone(),
                                pos,
                                len,
                                n: N::Addr(value),
                            }),
                        ),
                        ty,
                    ),
                    _ => make(N::Addr(Box::new(e)), ty),
                }
            }
            Tok::Punct("*") => {
                self.next();
                let e = self.cast_expression()?;
                let e = self.rvalue(e);
                match e.ty.to().cloned() {
                    Some(to) if !to.is_void() => {
                        if matches!(to.k, K::Func(_)) {
                            e
                        } else {
                            make(N::Deref(Box::new(e)), (*to).clone())
                        }
                    }
                    Some(_) => {
                        self.warn(pos, len, "dereferencing 'void *' pointer");
                        self.error(pos, len, "void value not ignored as it ought to be");
                        make(N::Int(0), Ty::int())
                    }
                    None => {
                        let have = e.ty.name();
                        self.error(pos, len, format!("invalid type argument of unary '*' (have '{have}')"));
                        make(N::Int(0), Ty::int())
                    }
                }
            }
            Tok::Punct(p @ ("+" | "-" | "~" | "!")) => {
                self.next();
                let e = self.cast_expression()?;
                let e = self.rvalue(e);
                if *p == "!" {
                    self.scalar(&e)?;
                    make(N::Not(Box::new(e)), Ty::int())
                } else if !e.ty.is_num() || *p == "~" && e.ty.is_float() {
                    let what = match *p {
                        "-" => "unary minus",
                        "+" => "unary plus",
                        _ => "bit-complement",
                    };
                    self.error(pos, len, format!("wrong type argument to {what}"));
                    make(N::Int(0), Ty::int())
                } else {
                    let ty = e.ty.promoted();
                    let e = Box::new(cast(e, &ty));
                    match *p {
                        "-" => make(N::Neg(e), ty),
                        "~" => make(N::Inverse(e), ty),
                        _ => *e,
                    }
                }
            }
            Tok::Ident(word) if matches!(&**word, "sizeof" | "_Alignof" | "alignof") => {
                self.next();
                let ty = if self.is("(") && self.starts_type(1) {
                    self.next();
                    let ty = self.type_name()?;
                    self.need(")")?;
                    ty
                } else {
                    let e = self.unary()?;
                    self.mark(&e);
                    e.ty
                };
                if !ty.complete() && !ty.is_void() && !matches!(ty.k, K::Func(_)) {
                    let name = ty.name();
                    self.error(
                        pos,
                        len,
                        format!("invalid application of 'sizeof' to incomplete type '{name}'"),
                    );
                }
                let n = if &**word == "sizeof" { ty.size() } else { ty.align() };
                make(N::Int(n as i64), Self::size_t())
            }
            _ => {
                let e = self.primary()?;
                self.postfix(e)?
            }
        };
        self.depth -= 1;
        Ok(out)
    }

    fn step(&mut self, e: E, at: &Token, after: bool) -> Res<E> {
        self.mark(&e);
        let up = at.is("++");
        self.writable(&e, at, if up { "increment of" } else { "decrement of" })?;
        let by = e.ty.to().map_or(1, |to| to.size().max(1)) as i64;
        let ty = e.ty.plain();
        if !ty.is_scalar() {
            self.error(
                at.pos,
                at.len,
                format!("wrong type argument to {}", if up { "increment" } else { "decrement" }),
            );
        }
        Ok(E {
            n: N::Step(after, if up { by } else { -by }, Box::new(e)),
            ty,
            pos: at.pos,
            len: at.len,
        })
    }

    /// Notes a use.
    pub(super) fn mark(&mut self, e: &E) {
        match &e.n {
            N::Local(_, Some(n)) => {
                if let Some(v) = self.current.variables.get_mut(*n) {
                    v.used = true;
                }
            }
            N::Member(inner, _) | N::Addr(inner) => self.mark(inner),
            N::Symbol(s) => self.refer(*s),
            _ => {}
        }
    }

    /// An array becomes the address of its first, a function its address; what is looked at is used.
    pub(super) fn rvalue(&mut self, e: E) -> E {
        self.mark(&e);
        let (pos, len) = (e.pos, e.len);
        match &e.ty.k {
            K::Array(of, _) => {
                let ty = Ty::ptr((**of).clone());
                match e.n {
                    N::Inits(stores, zero, value) => {
                        let value = E {
                            ty: ty.clone(),
                            pos,
                            len,
                            n: N::Addr(value),
                        };
                        E {
                            n: N::Inits(stores, zero, Box::new(value)),
                            ty,
                            pos,
                            len,
                        }
                    }
                    _ => E {
                        n: N::Addr(Box::new(e)),
                        ty,
                        pos,
                        len,
                    },
                }
            }
            K::Func(_) => {
                let ty = Ty::ptr(e.ty.clone());
                E {
                    n: N::Addr(Box::new(e)),
                    ty,
                    pos,
                    len,
                }
            }
            _ => e,
        }
    }

    fn primary(&mut self) -> Res<E> {
        let token = self.peek().clone();
        let (pos, len) = (token.pos, token.len);
        match &token.tok {
            Tok::Num(text) => {
                self.next();
                if let Some((value, ty)) = crate::number::integer(text) {
                    return Ok(E {
                        n: N::Int(value as i64),
                        ty,
                        pos,
                        len,
                    });
                }
                if let Some((value, ty)) = crate::number::floating(text) {
                    return Ok(E {
                        n: N::Float(value),
                        ty,
                        pos,
                        len,
                    });
                }
                let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
                let suffix = text.get(digits..).unwrap_or("");
                self.error(pos, len, format!("invalid suffix \"{suffix}\" on integer constant"));
                Ok(self.int(0, &token))
            }
            Tok::Char(c) => {
                self.next();
                Ok(self.int(*c, &token))
            }
            Tok::Str(_) => {
                let bytes = self.string();
                Ok(self.literal(bytes, &token))
            }
            Tok::Punct("(") => {
                self.next();
                if self.is("{") {
                    return self.beyond("a statement expression");
                }
                let e = self.expression()?;
                self.need(")")?;
                Ok(e)
            }
            Tok::Ident(word) => {
                let word = word.clone();
                self.identifier(&word, &token)
            }
            _ => self.expected("expression"),
        }
    }

    /// Neighbouring literals are one.
    pub(super) fn string(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        while let Tok::Str(more) = &self.peek().tok {
            bytes.extend_from_slice(&more.clone());
            self.at += 1;
        }
        bytes
    }

    pub(super) fn literal(&mut self, mut bytes: Vec<u8>, at: &Token) -> E {
        bytes.push(0);
        let size = bytes.len() as u64;
        let data = crate::program::Data {
            size,
            bytes,
            align: 1,
            constant: true,
            ..Default::default()
        };
        let symbol = self.add("".into(), true, Def::Data(data));
        self.refer(symbol);
        E {
            n: N::Symbol(symbol),
            ty: Ty::array(Ty::char(), Some(size)),
            pos: at.pos,
            len: at.len,
        }
    }

    fn identifier(&mut self, word: &Rc<str>, token: &Token) -> Res<E> {
        let (pos, len) = (token.pos, token.len);
        match &**word {
            "__func__" | "__FUNCTION__" | "__PRETTY_FUNCTION__" => {
                self.next();
                let name = self.current.name.as_bytes().to_vec();
                return Ok(self.literal(name, token));
            }
            "_Generic" => return self.beyond("_Generic"),
            "asm" | "__asm__" => return self.beyond("asm"),
            "__builtin_va_start"
            | "__builtin_va_end"
            | "__builtin_va_arg"
            | "__builtin_va_copy"
            | "__builtin_offsetof"
            | "__builtin_expect"
            | "__builtin_trap"
            | "__builtin_unreachable" => return self.builtin_call(word, token),
            _ => {}
        }
        match self.find(word).cloned() {
            Some(Name::Local { at, ty, index }) => {
                self.next();
                Ok(E {
                    n: N::Local(at, Some(index)),
                    ty,
                    pos,
                    len,
                })
            }
            Some(Name::Global { symbol, ty }) => {
                self.next();
                Ok(E {
                    n: N::Symbol(symbol),
                    ty,
                    pos,
                    len,
                })
            }
            Some(Name::Constant(n)) => {
                self.next();
                Ok(self.int(n, token))
            }
            Some(Name::Typedef(_)) => self.expected("expression"),
            None if super::declare::keyword(word) => self.expected("expression"),
            None => {
                self.next();
                if self.is("(") {
                    return Ok(self.implicit_function(word, token));
                }
                self.undeclared(word, token);
                Ok(E {
                    n: N::Int(0),
                    ty: Ty::int(),
                    pos,
                    len: 0,
                })
            }
        }
    }

    fn undeclared(&mut self, word: &Rc<str>, token: &Token) {
        if !self.inside {
            self.error(token.pos, token.len, format!("'{word}' undeclared here (not in a function)"));
            return;
        }
        if !self.current.undeclared.insert(word.clone()) {
            return;
        }
        self.error(
            token.pos,
            token.len,
            format!("'{word}' undeclared (first use in this function)"),
        );
        if !std::mem::replace(&mut self.said_undeclared, true) {
            let text = "each undeclared identifier is reported only once for each function it appears in";
            self.say(Kind::Note, token.pos, token.len, text);
        }
    }

    fn implicit_function(&mut self, word: &Rc<str>, token: &Token) -> E {
        if self.implicit.insert(word.clone()) {
            let text = format!("implicit declaration of function '{word}' [-Wimplicit-function-declaration]");
            let kind = if self.strict.version >= 14 {
                Kind::Error
            } else {
                Kind::Warning
            };
            self.say(kind, token.pos, token.len, text);
        }
        let func = Func {
            ret: Ty::int(),
            params: vec![],
            variadic: false,
            old: true,
        };
        let ty = Ty::new(K::Func(Rc::new(func)));
        let symbol = self.symbol(word);
        if let Some(scope) = self.scopes.first_mut() {
            scope.names.insert(word.clone(), Name::Global { symbol, ty: ty.clone() });
        }
        E {
            n: N::Symbol(symbol),
            ty,
            pos: token.pos,
            len: token.len,
        }
    }

    fn builtin_call(&mut self, word: &str, token: &Token) -> Res<E> {
        self.next();
        self.need("(")?;
        let (pos, len) = (token.pos, token.len);
        let make = |n: N, ty: Ty| E { n, ty, pos, len };
        let out = match word {
            "__builtin_offsetof" => {
                let ty = self.type_name()?;
                self.need(",")?;
                let mut e = make(N::Deref(Box::new(make(N::Int(0), Ty::ptr(ty.clone())))), ty);
                let name = self.next();
                e = self.member(e, &name, &name)?;
                match known(&make(N::Addr(Box::new(e)), Ty::ulong())) {
                    Some(Known::Int(n)) => make(N::Int(n), Self::size_t()),
                    _ => make(N::Int(0), Self::size_t()),
                }
            }
            "__builtin_va_arg" => {
                let list = self.assignment()?;
                self.mark(&list);
                self.need(",")?;
                let ty = self.type_name()?;
                if ty.is_rec() {
                    return self.beyond("a structure among variable arguments");
                }
                make(N::VaArg(Box::new(list)), ty)
            }
            "__builtin_va_copy" => {
                let to = self.assignment()?;
                self.need(",")?;
                let from = self.assignment()?;
                self.mark(&from);
                let ty = to.ty.plain();
                make(N::Assign(Box::new(to), Box::new(from)), ty)
            }
            "__builtin_va_start" => {
                let list = self.assignment()?;
                self.mark(&list);
                if self.take(",") {
                    self.assignment()?;
                }
                if !self.current.variadic {
                    self.error(pos, len, "'va_start' used in function with fixed arguments");
                }
                make(N::VaStart(Box::new(list)), Ty::void())
            }
            "__builtin_trap" | "__builtin_unreachable" => make(N::Trap, Ty::void()),
            _ => {
                let e = self.assignment()?;
                let e = self.rvalue(e);
                if self.take(",") {
                    self.assignment()?;
                }
                e
            }
        };
        self.need(")")?;
        Ok(out)
    }

    pub(super) fn postfix(&mut self, mut e: E) -> Res<E> {
        loop {
            let token = self.peek().clone();
            match token.tok {
                Tok::Punct("[") => {
                    self.next();
                    let n = self.expression()?;
                    self.need("]")?;
                    let (a, b) = (self.rvalue(e), self.rvalue(n));
                    let (pos, len) = (a.pos, a.len);
                    if !a.ty.is_ptr() && !b.ty.is_ptr() {
                        self.error(pos, len, "subscripted value is neither array nor pointer nor vector");
                        return Err(Stop::Said);
                    }
                    if !(a.ty.is_int() || b.ty.is_int()) {
                        self.error(pos, len, "array subscript is not an integer");
                        return Err(Stop::Said);
                    }
                    let sum = self.combine("+", a, b, &token)?;
                    let to = sum.ty.to().map_or(Ty::int(), |to| (**to).clone());
                    e = E {
                        n: N::Deref(Box::new(sum)),
                        ty: to,
                        pos,
                        len,
                    };
                }
                Tok::Punct("(") => e = self.call(e)?,
                Tok::Punct(".") => {
                    self.next();
                    let name = self.next();
                    e = self.member(e, &name, &token)?;
                }
                Tok::Punct("->") => {
                    self.next();
                    let name = self.next();
                    let pointer = self.rvalue(e);
                    match pointer.ty.to().cloned().filter(|to| to.is_rec()) {
                        Some(to) => {
                            let (pos, len) = (pointer.pos, pointer.len);
                            let whole = E {
                                n: N::Deref(Box::new(pointer)),
                                ty: (*to).clone(),
                                pos,
                                len,
                            };
                            e = self.member(whole, &name, &token)?;
                        }
                        None => {
                            let have = pointer.ty.name();
                            self.error(token.pos, 2, format!("invalid type argument of '->' (have '{have}')"));
                            e = self.int(0, &token);
                        }
                    }
                }
                Tok::Punct("++" | "--") => {
                    self.next();
                    e = self.step(e, &token, true)?;
                }
                _ => return Ok(e),
            }
        }
    }

    fn member(&mut self, whole: E, name: &Token, at: &Token) -> Res<E> {
        let Some(word) = name.word().cloned() else {
            self.at -= 1;
            return self.expected("identifier");
        };
        let K::Rec(rec) = whole.ty.k.clone() else {
            let pointer = whole.ty.to().is_some_and(|to| to.is_rec());
            if pointer {
                let have = whole.ty.name();
                self.error(
                    at.pos,
                    at.len,
                    format!("'*{}' is a pointer; did you mean to use '->'?", have)
                        .replace(&format!("'*{have}'"), &format!("'{}'", self.name_of(&whole))),
                );
            } else {
                self.error(
                    at.pos,
                    at.len,
                    format!("request for member '{word}' in something not a structure or union"),
                );
            }
            return Ok(self.int(0, name));
        };
        if rec.body.borrow().is_none() {
            let name = whole.ty.name();
            self.error(at.pos, at.len, format!("invalid use of undefined type '{name}'"));
            return Ok(self.int(0, at));
        }
        let Some((offset, ty)) = field(&whole.ty, &word) else {
            let have = whole.ty.plain().name();
            self.error(at.pos, at.len, format!("'{have}' has no member named '{word}'"));
            let nowhere = E {
                ty: Ty::ptr(Ty::int()),
                ..self.int(0, name)
            };
            return Ok(E {
                n: N::Deref(Box::new(nowhere)),
                ..self.int(0, name)
            });
        };
        let ty = Ty {
            c: ty.c || whole.ty.c,
            k: ty.k,
        };
        let (pos, len) = (at.pos, at.len);
        Ok(E {
            n: N::Member(Box::new(whole), offset),
            ty,
            pos,
            len,
        })
    }

    fn name_of(&self, e: &E) -> String {
        let shown = self.shown(e);
        shown.split('\'').nth(1).unwrap_or("value").to_string()
    }

    fn call(&mut self, callee: E) -> Res<E> {
        let open = self.next();
        let (pos, len) = (callee.pos, callee.len);
        self.mark(&callee);
        let name = match &callee.n {
            N::Symbol(s) => self.unit.symbols.get(*s as usize).map(|s| s.name.clone()),
            _ => None,
        };
        let Some(func) = callee.ty.func() else {
            let what = name.map_or("called object".to_string(), |n| format!("called object '{n}'"));
            self.error(pos, len, format!("{what} is not a function or function pointer"));
            return Err(Stop::Said);
        };
        let mut args: Vec<E> = Vec::new();
        while !self.is(")") {
            let e = self.assignment()?;
            let e = self.rvalue(e);
            let n = args.len();
            let shown = name.clone().unwrap_or_else(|| "(anonymous)".into());
            let e = match func.params.get(n) {
                Some((_, ty)) if !func.old => self.fit(e, &ty.plain(), For::Argument(n + 1, &shown), None)?,
                _ => {
                    if e.ty.is_void() {
                        self.error(e.pos, e.len, "invalid use of void expression");
                    }
                    if e.ty.is_rec() {
                        return self.beyond("a structure among variable arguments");
                    }
                    let ty = if matches!(e.ty.k, K::Float) {
                        Ty::double()
                    } else if e.ty.is_int() {
                        e.ty.promoted()
                    } else {
                        e.ty.plain()
                    };
                    cast(e, &ty)
                }
            };
            args.push(e);
            if !self.take(",") {
                break;
            }
            if self.is(")") {
                return self.expected("expression");
            }
        }
        self.need(")")?;
        let (given, wanted) = (args.len(), func.params.len());
        if !func.old && (given < wanted || given > wanted && !func.variadic) {
            let many = if given < wanted { "few" } else { "many" };
            let what = name
                .as_ref()
                .map_or("function call".to_string(), |n| format!("function '{n}'"));
            self.error(pos, len, format!("too {many} arguments to {what}"));
        }
        if let Some(name) = &name {
            self.check_format(name, &args);
        }
        let _ = open;
        let ret = func.ret.plain();
        let temporary = if ret.is_rec() {
            Some(self.slot(ret.size(), ret.align())?)
        } else {
            None
        };
        Ok(E {
            n: N::Call(Box::new(callee), args, temporary),
            ty: ret,
            pos,
            len,
        })
    }

    /// Makes a value fit where it goes (C11 6.5.16.1), or says why it does not.
    pub(super) fn fit(&mut self, e: E, to: &Ty, why: For, at: Option<&Token>) -> Res<E> {
        let (pos, len) = match (why, at) {
            (For::Assignment, Some(token)) => (token.pos, token.len),
            _ => (e.pos, e.len.max(1)),
        };
        let say = |what: &str, from: &Ty| {
            let (to, from) = (to.plain().name(), from.plain().name());
            match why {
                For::Assignment => format!("assignment to '{to}' from '{from}' {what}"),
                For::Initialization => format!("initialization of '{to}' from '{from}' {what}"),
                For::Return => format!("returning '{from}' from a function with return type '{to}' {what}"),
                For::Argument(n, name) => format!("passing argument {n} of '{name}' {what}"),
            }
        };
        if e.ty.is_void() {
            let text = if matches!(why, For::Argument(..)) {
                "invalid use of void expression"
            } else {
                "void value not ignored as it ought to be"
            };
            self.error(pos, len, text);
            return Ok(E {
                n: N::Int(0),
                ty: to.plain(),
                pos,
                len,
            });
        }
        if to.is_rec() || e.ty.is_rec() {
            if !Ty::same(to, &e.ty) {
                let (t, f) = (to.plain().name(), e.ty.plain().name());
                let text = match why {
                    For::Assignment => format!("incompatible types when assigning to type '{t}' from type '{f}'"),
                    For::Initialization if to.is_rec() => "invalid initializer".into(),
                    For::Initialization => format!("incompatible types when initializing type '{t}' using type '{f}'"),
                    For::Return => format!("incompatible types when returning type '{f}' but '{t}' was expected"),
                    For::Argument(n, name) => format!("incompatible type for argument {n} of '{name}'"),
                };
                self.error(pos, len, text);
                return Ok(E {
                    n: N::Int(0),
                    ty: Ty::int(),
                    pos,
                    len,
                });
            }
            return Ok(e);
        }
        let strict = self.strict.version >= 14;
        let kind = if strict { Kind::Error } else { Kind::Warning };
        if to.is_ptr() && e.ty.is_int() && !null(&e) {
            let text = say("makes pointer from integer without a cast [-Wint-conversion]", &e.ty);
            self.say(kind, pos, len, text);
        } else if to.is_int() && e.ty.is_ptr() && !matches!(to.k, K::Bool) {
            let text = say("makes integer from pointer without a cast [-Wint-conversion]", &e.ty);
            self.say(kind, pos, len, text);
        } else if to.is_ptr() && e.ty.is_ptr() {
            if let (Some(x), Some(y)) = (to.to(), e.ty.to()) {
                if !x.is_void() && !y.is_void() && !null(&e) && !loosely(to, &e.ty) {
                    let signs =
                        matches!((&x.k, &y.k), (K::Int(a), K::Int(b)) if a.size() == b.size() && a.unsigned() == b.unsigned());
                    if !signs {
                        let (t, f) = (to.plain().name(), e.ty.plain().name());
                        let text = match why {
                            For::Assignment => format!("assignment to '{t}' from incompatible pointer type '{f}'"),
                            For::Initialization => format!("initialization of '{t}' from incompatible pointer type '{f}'"),
                            For::Return => format!("returning '{f}' from a function with incompatible return type '{t}'"),
                            For::Argument(n, name) => format!("passing argument {n} of '{name}' from incompatible pointer type"),
                        };
                        let text = format!("{text} [-Wincompatible-pointer-types]");
                        self.say(kind, pos, len, text);
                    }
                } else if y.c && !x.c && !matches!(y.k, K::Func(_)) {
                    let what = match why {
                        For::Argument(n, name) => {
                            format!("passing argument {n} of '{name}' discards 'const' qualifier from pointer target type")
                        }
                        For::Return => "return discards 'const' qualifier from pointer target type".into(),
                        For::Initialization => "initialization discards 'const' qualifier from pointer target type".into(),
                        For::Assignment => "assignment discards 'const' qualifier from pointer target type".into(),
                    };
                    self.warn(pos, len, format!("{what} [-Wdiscarded-qualifiers]"));
                }
            }
        } else if to.is_ptr() && e.ty.is_float() || e.ty.is_ptr() && to.is_float() {
            let (t, f) = (to.plain().name(), e.ty.plain().name());
            let text = match why {
                For::Assignment => format!("incompatible types when assigning to type '{t}' from type '{f}'"),
                For::Initialization => format!("incompatible types when initializing type '{t}' using type '{f}'"),
                For::Return => format!("incompatible types when returning type '{f}' but '{t}' was expected"),
                For::Argument(n, name) => format!("incompatible type for argument {n} of '{name}'"),
            };
            self.error(pos, len, text);
            return Ok(E {
                n: N::Int(0),
                ty: to.plain(),
                pos,
                len,
            });
        }
        Ok(cast(e, &to.plain()))
    }
}

/// Whether two pointers point to the same, qualifiers and signs of `char` apart.
fn loosely(a: &Ty, b: &Ty) -> bool {
    match (a.to(), b.to()) {
        (Some(x), Some(y)) => Ty::same(x, y),
        _ => false,
    }
}

/// The null pointer constant.
fn null(e: &E) -> bool {
    match &e.n {
        N::Int(0) => true,
        N::Cast(inner) => e.ty.to().is_none_or(|t| t.is_void()) && null(inner),
        _ => false,
    }
}

pub(super) fn cast(e: E, ty: &Ty) -> E {
    if Ty::same(&e.ty, ty) {
        return e;
    }
    let (pos, len) = (e.pos, e.len);
    E {
        n: N::Cast(Box::new(e)),
        ty: ty.plain(),
        pos,
        len,
    }
}

/// A member by name, those of nameless members too.
pub(super) fn field(ty: &Ty, name: &str) -> Option<(u64, Ty)> {
    let K::Rec(rec) = &ty.k else { return None };
    let body = rec.body.borrow();
    for one in &body.as_ref()?.fields {
        match &one.name {
            Some(n) if &**n == name => return Some((one.offset, one.ty.clone())),
            None => {
                if let Some((more, ty)) = field(&one.ty, name) {
                    return Some((one.offset + more, ty));
                }
            }
            _ => {}
        }
    }
    None
}
