//! Expressions.

use super::{CHAIN, Parser, Res};
use crate::ast::*;
use crate::lexer::Tok;
use std::rc::Rc;

fn precedence(op: &str) -> u8 {
    match op {
        "||" => 1,
        "&&" => 2,
        "==" | "!=" | "<" | "<=" | ">" | ">=" => 3,
        "+" | "-" | "|" | "^" => 4,
        "*" | "/" | "%" | "&" | "&^" | "<<" | ">>" => 5,
        _ => 0,
    }
}

impl Parser {
    pub(super) fn exprs(&mut self) -> Res<Vec<Expr>> {
        let mut out = vec![self.expr()?];
        while self.got(",") {
            out.push(self.expr()?);
        }
        Ok(out)
    }

    pub(super) fn expr(&mut self) -> Res<Expr> {
        self.deeper(|p| p.binary(1))
    }

    fn binary(&mut self, least: u8) -> Res<Expr> {
        let mut left = self.unary()?;
        let mut chain = 0;
        loop {
            let Tok::Op(op) = *self.tok() else { return Ok(left) };
            let level = precedence(op);
            if level < least || level == 0 {
                return Ok(left);
            }
            let at = self.pos();
            chain += 1;
            if chain > CHAIN {
                return Err((at, "drydock: so long an expression of Go is not simulated".into()));
            }
            self.next();
            let right = self.deeper(|p| p.binary(level + 1))?;
            left = Expr { pos: left.pos, kind: Kind::Binary(op, Box::new(left), Box::new(right)) };
        }
    }

    fn unary(&mut self) -> Res<Expr> {
        let pos = self.pos();
        match *self.tok() {
            Tok::Op("<-") if matches!(self.ahead(1), Tok::Key("chan")) => self.primary(),
            Tok::Op(op @ ("+" | "-" | "!" | "^" | "&" | "<-")) => {
                self.next();
                let inner = self.deeper(Self::unary)?;
                Ok(Expr { pos, kind: Kind::Unary(op, Box::new(inner)) })
            }
            Tok::Op("*") => {
                self.next();
                let inner = self.deeper(Self::unary)?;
                Ok(Expr { pos, kind: Kind::Star(Box::new(inner)) })
            }
            _ => self.primary(),
        }
    }

    fn operand(&mut self) -> Res<Expr> {
        let pos = self.pos();
        let kind = match self.tok().clone() {
            Tok::Name(name) => Kind::Name(name),
            Tok::Int(text) => Kind::Int(text),
            Tok::Float(text) => Kind::Float(text),
            Tok::Imag(text) => Kind::Imag(text),
            Tok::Char(value, text) => Kind::Char(value, text),
            Tok::Str(bytes, text) => Kind::Str(bytes, text),
            Tok::Op("(") => {
                self.next();
                let before = std::mem::replace(&mut self.literals, true);
                let inner = self.expr_or_type()?;
                self.literals = before;
                self.want(")")?;
                return Ok(Expr { pos, kind: Kind::Paren(Box::new(inner)) });
            }
            Tok::Key("func") => {
                self.next();
                let sig = Rc::new(self.signature()?);
                if !self.is("{") {
                    return Ok(Expr { pos, kind: Kind::FuncType(sig) });
                }
                let body = self.body()?;
                return Ok(Expr { pos, kind: Kind::Func(Rc::new(FuncLit { sig, body })) });
            }
            Tok::Op("[") | Tok::Key("struct" | "map" | "chan" | "interface") | Tok::Op("<-") => return self.ty(),
            _ => return self.unexpected(", expected expression"),
        };
        self.next();
        Ok(Expr { pos, kind })
    }

    /// Arguments and parentheses may hold types, too.
    fn expr_or_type(&mut self) -> Res<Expr> {
        self.expr()
    }

    fn primary(&mut self) -> Res<Expr> {
        let mut left = self.operand()?;
        let pos = left.pos;
        let mut chain = 0;
        loop {
            chain += 1;
            if chain > CHAIN {
                return Err((self.pos(), "drydock: so long an expression of Go is not simulated".into()));
            }
            let kind = match *self.tok() {
                Tok::Op(".") => {
                    self.next();
                    match self.tok().clone() {
                        Tok::Name(_) => {
                            let name = self.ident()?;
                            Kind::Select(Box::new(left), name)
                        }
                        Tok::Op("(") => {
                            self.next();
                            let ty = if self.got_key("type") { None } else { Some(Box::new(self.ty()?)) };
                            self.want(")")?;
                            Kind::Assert(Box::new(left), ty)
                        }
                        _ => return self.unexpected(", expected name or ("),
                    }
                }
                Tok::Op("[") => self.index(left)?,
                Tok::Op("(") => self.call(left)?,
                Tok::Op("{") if self.composite(&left) => self.literal(Some(Box::new(left)))?,
                _ => return Ok(left),
            };
            left = Expr { pos, kind };
        }
    }

    /// Whether `{` behind it begins a literal of it.
    fn composite(&self, ty: &Expr) -> bool {
        match &ty.kind {
            Kind::Name(_) => self.literals,
            Kind::Select(inner, _) => self.literals && matches!(inner.kind, Kind::Name(_)),
            Kind::Index(inner, _) => {
                self.literals && (matches!(inner.kind, Kind::Name(_)) || matches!(inner.kind, Kind::Select(..)))
            }
            Kind::ArrayType(..) | Kind::SliceType(_) | Kind::MapType(..) | Kind::StructType(_) => true,
            _ => false,
        }
    }

    fn index(&mut self, left: Expr) -> Res<Kind> {
        self.next();
        let before = std::mem::replace(&mut self.literals, true);
        let mut parts: [Option<Box<Expr>>; 3] = [None, None, None];
        let mut colons = 0;
        let mut list = Vec::new();
        if self.is("]") {
            return Err((self.pos(), "syntax error: expected operand".into()));
        }
        loop {
            if self.got(":") {
                colons += 1;
                if colons > 2 {
                    return self.unexpected(", expected ]");
                }
                continue;
            }
            if self.is("]") {
                break;
            }
            let one = self.expr_or_type()?;
            if colons == 0 && self.is(",") {
                self.next();
                list.push(one);
                continue;
            }
            if let Some(part) = parts.get_mut(colons) {
                *part = Some(Box::new(one));
            }
            if !self.is(":") {
                break;
            }
        }
        self.literals = before;
        self.want("]")?;
        if colons > 0 {
            return Ok(Kind::Slice(Box::new(left), parts));
        }
        let [first, _, _] = parts;
        list.extend(first.map(|e| *e));
        Ok(Kind::Index(Box::new(left), list))
    }

    fn call(&mut self, fun: Expr) -> Res<Kind> {
        self.next();
        let before = std::mem::replace(&mut self.literals, true);
        let (mut args, mut spread) = (Vec::new(), false);
        while !self.is(")") {
            args.push(self.expr_or_type()?);
            spread |= self.got("...");
            if !self.got(",") {
                break;
            }
        }
        self.literals = before;
        let end = self.pos();
        if !self.got(")") {
            return self.unexpected(" in argument list; possibly missing comma or )");
        }
        Ok(Kind::Call { fun: Box::new(fun), args, spread, end })
    }

    fn literal(&mut self, ty: Option<Box<Expr>>) -> Res<Kind> {
        self.next();
        let before = std::mem::replace(&mut self.literals, true);
        let mut elems = Vec::new();
        while !self.is("}") {
            let first = self.element()?;
            if self.got(":") {
                let value = self.element()?;
                elems.push((Some(first), value));
            } else {
                elems.push((None, first));
            }
            if !self.got(",") {
                break;
            }
        }
        self.literals = before;
        let end = self.pos();
        if !self.got("}") {
            return self.unexpected(" in composite literal; possibly missing comma or }");
        }
        Ok(Kind::Composite { ty, elems, end })
    }

    fn element(&mut self) -> Res<Expr> {
        let pos = self.pos();
        if self.is("{") {
            let kind = self.deeper(|p| p.literal(None))?;
            return Ok(Expr { pos, kind });
        }
        self.expr()
    }
}
