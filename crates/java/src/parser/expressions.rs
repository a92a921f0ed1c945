//! Expressions, by precedence.

use super::{Parser, Res};
use crate::ast::*;
use crate::lexer::Tok;
use std::rc::Rc;

/// The longest chain of operators or calls without parentheses: the tree leans as deep as it is long.
const LONGEST: usize = 300;

fn expr(at: u32, kind: ExprKind) -> Expr {
    Expr { at, kind }
}

impl Parser {
    pub fn initializer(&mut self) -> Res<Expr> {
        if !self.is("{") {
            return self.expr();
        }
        let at = self.pos();
        Ok(expr(at, ExprKind::ArrayInit(self.deeper(Parser::array_init)?)))
    }

    fn array_init(&mut self) -> Res<Vec<Expr>> {
        self.expect("{")?;
        let mut out = vec![];
        while !self.is("}") {
            out.push(self.initializer()?);
            if !self.eat(",") {
                break;
            }
        }
        self.expect("}")?;
        Ok(out)
    }

    pub fn args(&mut self) -> Res<Vec<Expr>> {
        self.expect("(")?;
        let before = std::mem::replace(&mut self.no_lambda, false);
        let mut out = vec![];
        while !self.is(")") {
            out.push(self.expr()?);
            if !self.eat(",") {
                break;
            }
        }
        self.no_lambda = before;
        if !self.eat(")") {
            if *self.tok() == Tok::End {
                return self.wrong("");
            }
            return self.error(
                self.last_end(),
                if out.is_empty() {
                    "illegal start of expression"
                } else {
                    "')' or ',' expected"
                },
            );
        }
        Ok(out)
    }

    pub fn expr(&mut self) -> Res<Expr> {
        self.deeper(Parser::assignment)
    }

    fn assignment(&mut self) -> Res<Expr> {
        if let Some(lambda) = self.lambda()? {
            return Ok(lambda);
        }
        let left = self.ternary()?;
        let at = self.pos();
        let op = match self.tok() {
            Tok::Op("=") => {
                self.next();
                let right = self.initializer_or_expr()?;
                return Ok(expr(at, ExprKind::Assign(Box::new(left), Box::new(right))));
            }
            Tok::Op("+=") => Op::Add,
            Tok::Op("-=") => Op::Sub,
            Tok::Op("*=") => Op::Mul,
            Tok::Op("/=") => Op::Div,
            Tok::Op("%=") => Op::Rem,
            Tok::Op("&=") => Op::And,
            Tok::Op("|=") => Op::Or,
            Tok::Op("^=") => Op::Xor,
            Tok::Op("<<=") => Op::Shl,
            Tok::Op(">") if self.is_at(1, ">=") => {
                self.next();
                Op::Shr
            }
            Tok::Op(">") if self.is_at(1, ">") && self.is_at(2, ">=") => {
                self.next();
                self.next();
                Op::Ushr
            }
            _ => return Ok(left),
        };
        self.next();
        let right = self.expr()?;
        Ok(expr(at, ExprKind::AssignOp(op, Box::new(left), Box::new(right))))
    }

    fn initializer_or_expr(&mut self) -> Res<Expr> {
        self.expr()
    }

    /// A lambda, if one begins here.
    fn lambda(&mut self) -> Res<Option<Expr>> {
        if self.no_lambda {
            return Ok(None);
        }
        let single = matches!(self.tok(), Tok::Ident(_)) && self.is_at(1, "->");
        let mut params = vec![];
        if single {
            params.push((None, self.name()?));
        } else {
            if !self.is("(") {
                return Ok(None);
            }
            // The parenthesis that closes decides.
            let (mut depth, mut n) = (0, 0);
            loop {
                match self.ahead(n) {
                    Tok::Op("(") => depth += 1,
                    Tok::Op(")") => depth -= 1,
                    Tok::End => return Ok(None),
                    _ => {}
                }
                n += 1;
                if depth == 0 {
                    break;
                }
            }
            if !self.is_at(n, "->") {
                return Ok(None);
            }
            self.next();
            while !self.is(")") {
                self.modifiers()?;
                let bare = matches!(self.tok(), Tok::Ident(_)) && matches!(self.ahead(1), Tok::Op("," | ")"));
                let ty = if bare { None } else { Some(self.type_ref()?) };
                params.push((ty.filter(|t| &*t.name != "var"), self.name()?));
                if !self.eat(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        let at = self.pos();
        self.expect("->")?;
        let body = match self.is("{") {
            true => LambdaBody::Block(self.block()?),
            false => LambdaBody::Expr(self.expr()?),
        };
        Ok(Some(expr(at, ExprKind::Lambda(Rc::new(Lambda { params, body })))))
    }

    pub fn ternary(&mut self) -> Res<Expr> {
        let condition = self.binary(0)?;
        let at = self.pos();
        if !self.is("?") {
            return Ok(condition);
        }
        self.next();
        let before = std::mem::replace(&mut self.no_lambda, false);
        let then = self.expr()?;
        self.no_lambda = before;
        if !self.eat(":") {
            return self.error(self.last_end(), ": or -> expected");
        }
        let other = self.deeper(|p| match p.lambda()? {
            Some(lambda) => Ok(lambda),
            None => p.ternary(),
        })?;
        Ok(expr(at, ExprKind::Cond(Box::new(condition), Box::new(then), Box::new(other))))
    }

    /// The operator here, how many tokens it takes, and how tightly it binds.
    fn operator(&self) -> Option<(Op, usize, u8)> {
        let close = |n: usize| {
            let ends = self.toks.get(self.at + n - 1).map(|t| t.end);
            self.is_at(n, ">") && self.toks.get(self.at + n).map(|t| t.at) == ends
        };
        Some(match self.tok() {
            Tok::Op("||") => (Op::OrOr, 1, 1),
            Tok::Op("&&") => (Op::AndAnd, 1, 2),
            Tok::Op("|") => (Op::Or, 1, 3),
            Tok::Op("^") => (Op::Xor, 1, 4),
            Tok::Op("&") => (Op::And, 1, 5),
            Tok::Op("==") => (Op::Eq, 1, 6),
            Tok::Op("!=") => (Op::Ne, 1, 6),
            Tok::Op("<=") => (Op::Le, 1, 7),
            Tok::Op(">=") => (Op::Ge, 1, 7),
            Tok::Op("<") => (Op::Lt, 1, 7),
            Tok::Op("<<") => (Op::Shl, 1, 8),
            Tok::Op(">") => {
                let ends_assign = |n| self.is_at(n, ">=");
                if close(1) && close(2) {
                    (Op::Ushr, 3, 8)
                } else if close(1) && ends_assign(2) || ends_assign(1) {
                    return None;
                } else if close(1) {
                    (Op::Shr, 2, 8)
                } else {
                    (Op::Gt, 1, 7)
                }
            }
            Tok::Op("+") => (Op::Add, 1, 9),
            Tok::Op("-") => (Op::Sub, 1, 9),
            Tok::Op("*") => (Op::Mul, 1, 10),
            Tok::Op("/") => (Op::Div, 1, 10),
            Tok::Op("%") => (Op::Rem, 1, 10),
            _ => return None,
        })
    }

    fn binary(&mut self, least: u8) -> Res<Expr> {
        let mut left = self.unary()?;
        let mut length = 0;
        loop {
            length += 1;
            if length > LONGEST {
                return self.beyond("an expression as long as this in Java");
            }
            if self.is_word("instanceof") && least <= 7 {
                let at = self.pos();
                self.next();
                let pattern = self.pattern()?;
                left = expr(at, ExprKind::InstanceOf(Box::new(left), pattern));
                continue;
            }
            let Some((op, tokens, power)) = self.operator() else {
                return Ok(left);
            };
            if power < least || power == 0 {
                return Ok(left);
            }
            let at = self.pos();
            for _ in 0..tokens {
                self.next();
            }
            let right = self.deeper(|p| p.binary(power + 1))?;
            left = expr(at, ExprKind::Binary(op, Box::new(left), Box::new(right)));
        }
    }

    fn unary(&mut self) -> Res<Expr> {
        let at = self.pos();
        let op = match self.tok() {
            Tok::Op(op @ ("-" | "+" | "!" | "~" | "++" | "--")) => *op,
            Tok::Op("(") => {
                if let Some(cast) = self.cast()? {
                    return Ok(cast);
                }
                return self.postfix();
            }
            _ => return self.postfix(),
        };
        self.next();
        if op == "-" {
            // The least number has no positive counterpart.
            match *self.tok() {
                Tok::Int(v) => {
                    self.next();
                    return self.suffixes(expr(at, ExprKind::Int((-v) as i32)));
                }
                Tok::Long(v) => {
                    self.next();
                    return self.suffixes(expr(at, ExprKind::Long(v.wrapping_neg())));
                }
                _ => {}
            }
        }
        let inner = Box::new(self.deeper(Parser::unary)?);
        Ok(expr(
            at,
            match op {
                "-" => ExprKind::Neg(inner),
                "+" => ExprKind::Plus(inner),
                "!" => ExprKind::Not(inner),
                "~" => ExprKind::BitNot(inner),
                "++" => ExprKind::Inc {
                    prefix: true,
                    delta: 1,
                    target: inner,
                },
                _ => ExprKind::Inc {
                    prefix: true,
                    delta: -1,
                    target: inner,
                },
            },
        ))
    }

    fn cast(&mut self) -> Res<Option<Expr>> {
        let at = self.pos();
        let ty = self.attempt(|p| {
            p.next();
            let primitive = p.is_primitive(0);
            let ty = p.type_ref().ok()?;
            while p.eat("&") {
                p.type_ref().ok()?;
            }
            if !p.eat(")") {
                return None;
            }
            if primitive && ty.dims == 0 {
                return Some(ty);
            }
            match p.tok() {
                Tok::Ident(_) | Tok::Str(_) | Tok::Char(_) | Tok::Int(_) | Tok::Long(_) | Tok::Double(_) | Tok::Float(_) => {
                    Some(ty)
                }
                Tok::Op("(" | "!" | "~") => Some(ty),
                Tok::Word("this" | "super" | "new" | "true" | "false" | "null" | "switch") => Some(ty),
                _ => None,
            }
        });
        let Some(ty) = ty else { return Ok(None) };
        let inner = match self.lambda()? {
            Some(lambda) => lambda,
            None => self.deeper(Parser::unary)?,
        };
        Ok(Some(expr(at, ExprKind::Cast(ty, Box::new(inner)))))
    }

    fn postfix(&mut self) -> Res<Expr> {
        let base = self.primary()?;
        self.suffixes(base)
    }

    fn suffixes(&mut self, mut base: Expr) -> Res<Expr> {
        let mut length = 0;
        loop {
            length += 1;
            if length > LONGEST {
                return self.beyond("an expression as long as this in Java");
            }
            let at = self.pos();
            match self.tok() {
                Tok::Op(".") => {
                    self.next();
                    if self.is("<") {
                        self.type_args()?;
                    }
                    if self.is_word("new") {
                        base = self.creation(Some(base))?;
                        continue;
                    }
                    if self.eat_word("class") {
                        let name = dotted(&base).unwrap_or_default();
                        let ty = TypeRef {
                            at: base.at,
                            name: name.into(),
                            args: vec![],
                            diamond: false,
                            dims: 0,
                        };
                        base = expr(at, ExprKind::ClassLit(ty));
                        continue;
                    }
                    if self.eat_word("this") {
                        base = expr(at, ExprKind::Field(Box::new(base), "this".into()));
                        continue;
                    }
                    if self.eat_word("super") {
                        base = expr(at, ExprKind::Field(Box::new(base), "super".into()));
                        continue;
                    }
                    let name = self.name()?;
                    if self.is("(") {
                        let paren = self.pos();
                        let args = self.args()?;
                        base = expr(
                            at,
                            ExprKind::Call {
                                target: Some(Box::new(base)),
                                name,
                                args,
                                paren,
                            },
                        );
                    } else {
                        base = expr(at, ExprKind::Field(Box::new(base), name));
                    }
                }
                Tok::Op("[") => {
                    self.next();
                    let before = std::mem::replace(&mut self.no_lambda, false);
                    let index = self.expr()?;
                    self.no_lambda = before;
                    self.expect("]")?;
                    base = expr(at, ExprKind::Index(Box::new(base), Box::new(index)));
                }
                Tok::Op(op @ ("++" | "--")) => {
                    let delta = if *op == "++" { 1 } else { -1 };
                    self.next();
                    base = expr(
                        at,
                        ExprKind::Inc {
                            prefix: false,
                            delta,
                            target: Box::new(base),
                        },
                    );
                }
                Tok::Op("::") => {
                    self.next();
                    let name = if self.eat_word("new") { "new".into() } else { self.name()? };
                    base = expr(at, ExprKind::MethodRef(Box::new(base), name));
                }
                _ => return Ok(base),
            }
        }
    }

    /// A type before `::` that no expression could be: with arguments, or an array.
    fn type_before_reference(&mut self) -> Option<Expr> {
        let at = self.pos();
        self.attempt(|p| {
            let ty = p.type_ref().ok()?;
            if p.is(".")
                && matches!(p.ahead(1), Tok::Word("class"))
                && (ty.dims > 0 || p.toks.get(p.at - 1).is_some_and(|t| matches!(t.tok, Tok::Word(_))))
            {
                p.next();
                p.next();
                return Some(expr(at, ExprKind::ClassLit(ty)));
            }
            (p.is("::") && (ty.dims > 0 || !ty.args.is_empty())).then(|| expr(at, ExprKind::Type(ty)))
        })
    }

    fn primary(&mut self) -> Res<Expr> {
        let at = self.pos();
        let may_be_type = matches!(self.tok(), Tok::Ident(_)) && matches!(self.ahead(1), Tok::Op("<" | "[" | "."));
        if may_be_type || self.is_primitive(0) {
            if let Some(found) = self.type_before_reference() {
                return Ok(found);
            }
        }
        let kind = match self.tok().clone() {
            Tok::Int(v) => match i32::try_from(v) {
                Ok(v) => ExprKind::Int(v),
                Err(_) => return self.error(at, &format!("integer number too large: {v}")),
            },
            Tok::Long(v) => ExprKind::Long(v),
            Tok::Float(v) => ExprKind::Float(v),
            Tok::Double(v) => ExprKind::Double(v),
            Tok::Char(v) => ExprKind::Char(v),
            Tok::Str(v) => ExprKind::Str(v),
            Tok::Word("true") => ExprKind::Bool(true),
            Tok::Word("false") => ExprKind::Bool(false),
            Tok::Word("null") => ExprKind::Null,
            Tok::Word(word @ ("this" | "super")) => {
                self.next();
                if self.is("(") {
                    let paren = self.pos();
                    let args = self.args()?;
                    return Ok(expr(
                        at,
                        ExprKind::Call {
                            target: None,
                            name: word.into(),
                            args,
                            paren,
                        },
                    ));
                }
                return Ok(expr(at, if word == "this" { ExprKind::This } else { ExprKind::Super }));
            }
            Tok::Word("new") => return self.creation(None),
            Tok::Word("switch") => {
                let switch = self.deeper(Parser::switch)?;
                return Ok(expr(at, ExprKind::Switch(Rc::new(switch))));
            }
            Tok::Op("(") => {
                self.next();
                let before = std::mem::replace(&mut self.no_lambda, false);
                let inner = self.expr()?;
                self.no_lambda = before;
                self.expect(")")?;
                return Ok(inner);
            }
            Tok::Ident(name) => {
                self.next();
                if self.is("(") {
                    let paren = self.pos();
                    let args = self.args()?;
                    return Ok(expr(
                        at,
                        ExprKind::Call {
                            target: None,
                            name,
                            args,
                            paren,
                        },
                    ));
                }
                return Ok(expr(at, ExprKind::Name(name)));
            }
            Tok::Word("else") => return self.error(at, "illegal start of expression"),
            _ => return self.wrong("illegal start of expression"),
        };
        self.next();
        Ok(expr(at, kind))
    }

    fn creation(&mut self, outer: Option<Expr>) -> Res<Expr> {
        let at = self.pos();
        self.next();
        let mut ty = self.type_without_dims()?;
        if self.is("[") {
            let mut dims = vec![];
            while self.is("[") {
                self.next();
                if self.eat("]") {
                    ty.dims += 1;
                    continue;
                }
                dims.push(self.expr()?);
                self.expect("]")?;
                ty.dims += 1;
            }
            ty.dims = ty.dims.saturating_sub(1);
            if self.is("{") {
                let init = Some(self.array_init()?);
                return Ok(expr(
                    at,
                    ExprKind::NewArray {
                        elem: ty,
                        dims: vec![],
                        init,
                    },
                ));
            }
            if dims.is_empty() {
                return self.error(self.pos(), "array dimension missing");
            }
            return Ok(expr(
                at,
                ExprKind::NewArray {
                    elem: ty,
                    dims,
                    init: None,
                },
            ));
        }
        if !self.is("(") {
            return self.error(self.last_end(), "'(' or '[' expected");
        }
        let args = self.args()?;
        let body = match self.is("{") {
            true => Some(Rc::new(self.anonymous(at)?)),
            false => None,
        };
        Ok(expr(
            at,
            ExprKind::New {
                outer: outer.map(Box::new),
                ty,
                args,
                body,
            },
        ))
    }
}

/// A dotted name as an expression, as text.
pub fn dotted(expr: &Expr) -> Option<String> {
    match &expr.kind {
        ExprKind::Name(name) => Some(name.to_string()),
        ExprKind::Field(inner, name) => Some(format!("{}.{name}", dotted(inner)?)),
        _ => None,
    }
}
