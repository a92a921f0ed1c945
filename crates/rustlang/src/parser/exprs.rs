//! Expressions, by their precedence (doc.rust-lang.org/reference/expressions.html), and blocks.

use super::{Parser, Res};
use crate::ast::*;
use crate::lexer::Token;
use std::rc::Rc;

fn make(kind: ExprKind, span: Span) -> Expr {
    Expr {
        kind: Box::new(kind),
        span,
    }
}

/// Operators of two sides with how strongly they bind.
fn infix(token: &Token) -> Option<(Binary, u8)> {
    let Token::Punct(p) = token else { return None };
    Some(match *p {
        "*" => (Binary::Mul, 10),
        "/" => (Binary::Div, 10),
        "%" => (Binary::Rem, 10),
        "+" => (Binary::Add, 9),
        "-" => (Binary::Sub, 9),
        "<<" => (Binary::Shl, 8),
        ">>" => (Binary::Shr, 8),
        "&" => (Binary::And, 7),
        "^" => (Binary::Xor, 6),
        "|" => (Binary::Or, 5),
        "==" => (Binary::Eq, 4),
        "!=" => (Binary::Ne, 4),
        "<" => (Binary::Lt, 4),
        "<=" => (Binary::Le, 4),
        ">" => (Binary::Gt, 4),
        ">=" => (Binary::Ge, 4),
        "&&" => (Binary::AndAnd, 3),
        "||" => (Binary::OrOr, 2),
        _ => return None,
    })
}

fn assigning(token: &Token) -> Option<Binary> {
    let Token::Punct(p) = token else { return None };
    Some(match *p {
        "+=" => Binary::Add,
        "-=" => Binary::Sub,
        "*=" => Binary::Mul,
        "/=" => Binary::Div,
        "%=" => Binary::Rem,
        "&=" => Binary::And,
        "|=" => Binary::Or,
        "^=" => Binary::Xor,
        "<<=" => Binary::Shl,
        ">>=" => Binary::Shr,
        _ => return None,
    })
}

impl Parser<'_> {
    pub fn expr(&mut self) -> Res<Expr> {
        let was = std::mem::replace(&mut self.no_struct, false);
        let out = self.deeper(Self::assignment);
        self.no_struct = was;
        out
    }

    /// Where a `{` begins a block.
    pub fn condition(&mut self) -> Res<Expr> {
        let was = std::mem::replace(&mut self.no_struct, true);
        let out = self.deeper(Self::assignment);
        self.no_struct = was;
        out
    }

    fn assignment(&mut self) -> Res<Expr> {
        let from = self.span();
        let left = self.range()?;
        if self.eat("=") {
            let right = self.deeper(Self::assignment)?;
            return Ok(make(ExprKind::Assign(left, right), from.to(self.before())));
        }
        if let Some(op) = assigning(self.peek()) {
            self.bump();
            let right = self.deeper(Self::assignment)?;
            return Ok(make(ExprKind::AssignOp(op, left, right), from.to(self.before())));
        }
        Ok(left)
    }

    fn range_ends(&self) -> bool {
        matches!(self.peek(), Token::Punct(")" | "]" | "}" | "," | ";" | "=>") | Token::End) || self.is("{") && self.no_struct
    }

    fn range(&mut self) -> Res<Expr> {
        let from = self.span();
        let low = if self.is("..") || self.is("..=") {
            None
        } else {
            Some(self.binary(0)?)
        };
        let inclusive = self.is("..=");
        if !inclusive && !self.is("..") {
            return low.map_or_else(|| self.fail("expression"), Ok);
        }
        self.bump();
        let high = if self.range_ends() { None } else { Some(self.binary(0)?) };
        Ok(make(ExprKind::Range(low, high, inclusive), from.to(self.before())))
    }

    fn binary(&mut self, least: u8) -> Res<Expr> {
        let from = self.span();
        let mut left = self.unary()?;
        let mut chain = 0;
        while let Some((op, strength)) = infix(self.peek()) {
            if strength < least.max(1) {
                break;
            }
            chain += 1;
            if chain > 300 {
                return Err(Fault::beyond("an expression this long", self.span()));
            }
            self.bump();
            let right = self.deeper(|p| p.binary(strength + 1))?;
            if strength == 4 && matches!(infix(self.peek()), Some((_, 4))) {
                return Err(Fault::new("", "comparison operators cannot be chained", self.span(), ""));
            }
            left = make(ExprKind::Binary(op, left, right), from.to(self.before()));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Res<Expr> {
        self.deeper(Self::unary_inner)
    }

    fn unary_inner(&mut self) -> Res<Expr> {
        let from = self.span();
        let op = match self.peek() {
            Token::Punct("-") => Some(Unary::Neg),
            Token::Punct("!") => Some(Unary::Not),
            Token::Punct("*") => Some(Unary::Deref),
            _ => None,
        };
        if let Some(op) = op {
            self.bump();
            let inner = self.unary()?;
            return Ok(make(ExprKind::Unary(op, inner), from.to(self.before())));
        }
        if self.split("&") {
            let mutable = self.eat_word("mut");
            let inner = self.unary()?;
            if let (true, ExprKind::Path(path)) = (mutable, &*inner.kind) {
                self.celled.extend(path.segments.first().map(|s| s.name.clone()));
            }
            return Ok(make(ExprKind::Ref(mutable, inner), from.to(self.before())));
        }
        let mut out = self.operand()?;
        while self.eat_word("as") {
            let ty = self.ty()?;
            out = make(ExprKind::Cast(out, ty), from.to(self.before()));
        }
        Ok(out)
    }

    /// A thing with what is hung on it: calls, fields, indexes, `?`.
    pub fn operand(&mut self) -> Res<Expr> {
        let from = self.span();
        let first = self.primary()?;
        self.postfix(first, from)
    }

    fn postfix(&mut self, mut out: Expr, from: Span) -> Res<Expr> {
        let mut chain = 0;
        loop {
            chain += 1;
            if chain > 150 {
                return Err(Fault::beyond("an expression this long", self.span()));
            }
            if self.eat("?") {
                out = make(ExprKind::Try(out), from.to(self.before()));
            } else if self.eat("(") {
                let args = self.list(")", Self::expr)?;
                out = make(ExprKind::Call(out, args), from.to(self.before()));
            } else if self.eat("[") {
                let index = self.expr()?;
                self.expect("]")?;
                out = make(ExprKind::Index(out, index), from.to(self.before()));
            } else if self.is(".") {
                self.bump();
                let span = self.span();
                match self.bump() {
                    Token::Int(n, None) => out = make(ExprKind::Field(out, n.to_string().into(), span), from.to(span)),
                    // `pair.0.1` is cut as a number with a fraction.
                    Token::Float(..) => {
                        let text = self
                            .text
                            .get((span.lo - self.base) as usize..(span.hi - self.base) as usize)
                            .unwrap_or("");
                        for part in text.split('.').map(str::to_string).collect::<Vec<_>>() {
                            out = make(ExprKind::Field(out, part.into(), span), from.to(span));
                        }
                    }
                    Token::Ident(name) if &*name == "await" => return Err(Fault::beyond("async", span)),
                    Token::Ident(name) => {
                        let mut segment = Segment {
                            name,
                            span,
                            args: Vec::new(),
                            bindings: Vec::new(),
                        };
                        if self.is("::") {
                            self.bump();
                            self.expect("<")?;
                            self.type_args(&mut segment)?;
                        }
                        if self.eat("(") {
                            let args = self.list(")", Self::expr)?;
                            out = make(ExprKind::Method(out, segment, args), from.to(self.before()));
                        } else {
                            out = make(ExprKind::Field(out, segment.name, span), from.to(span));
                        }
                    }
                    _ => {
                        self.at -= 1;
                        let found = self.found();
                        return Err(Fault::new("", format!("unexpected token: {found}"), span, "unexpected token"));
                    }
                }
            } else {
                return Ok(out);
            }
        }
    }

    fn primary(&mut self) -> Res<Expr> {
        let from = self.span();
        let token = self.peek().clone();
        let kind = match token {
            Token::Int(n, suffix) => {
                self.bump();
                match suffix {
                    Some(s) if s.starts_with('f') => ExprKind::Lit(Literal::Float(n as f64, Some(s))),
                    s => ExprKind::Lit(Literal::Int(n, s)),
                }
            }
            Token::Float(n, s) => {
                self.bump();
                ExprKind::Lit(Literal::Float(n, s))
            }
            Token::Str(s) => {
                self.bump();
                ExprKind::Lit(Literal::Str(s))
            }
            Token::Bytes(s) => {
                self.bump();
                ExprKind::Lit(Literal::Bytes(s))
            }
            Token::Byte(s) => {
                self.bump();
                ExprKind::Lit(Literal::Byte(s))
            }
            Token::Char(s) => {
                self.bump();
                ExprKind::Lit(Literal::Char(s))
            }
            Token::Punct("(") => {
                self.bump();
                let mut items = Vec::new();
                let mut comma = false;
                while !self.eat(")") {
                    items.push(self.expr()?);
                    comma = self.eat(",");
                    if !comma && !self.is(")") {
                        return self.list(")", Self::expr).and_then(|_| self.fail("`)`"));
                    }
                }
                match items.pop() {
                    // The brackets belong to what the messages point at.
                    Some(one) if items.is_empty() && !comma => {
                        return Ok(Expr {
                            span: from.to(self.before()),
                            ..one
                        });
                    }
                    Some(last) => {
                        items.push(last);
                        ExprKind::Tuple(items)
                    }
                    None => ExprKind::Tuple(items),
                }
            }
            Token::Punct("[") => {
                self.bump();
                if self.eat("]") {
                    ExprKind::Array(Vec::new())
                } else {
                    let first = self.expr()?;
                    if self.eat(";") {
                        let count = self.expr()?;
                        self.expect("]")?;
                        ExprKind::Repeat(first, count)
                    } else {
                        let mut items = vec![first];
                        if self.eat(",") {
                            items.extend(self.list("]", Self::expr)?);
                        } else if !self.eat("]") {
                            self.list("]", Self::expr)?;
                            return self.fail("`]`");
                        }
                        ExprKind::Array(items)
                    }
                }
            }
            Token::Punct("{") => ExprKind::Block(self.block()?),
            Token::Punct("|" | "||") => return self.closure(false),
            Token::Lifetime(label) => {
                self.bump();
                self.expect(":")?;
                return self.looping(Some(label), from);
            }
            Token::Ident(ref word) => match &**word {
                "true" | "false" => {
                    self.bump();
                    ExprKind::Lit(Literal::Bool(&**word == "true"))
                }
                "if" => {
                    self.bump();
                    return self.if_rest(from);
                }
                "match" => {
                    self.bump();
                    let scrutinee = self.condition()?;
                    self.expect("{")?;
                    let mut arms = Vec::new();
                    while !self.eat("}") {
                        arms.push(self.arm()?);
                    }
                    ExprKind::Match(scrutinee, arms)
                }
                "while" | "loop" | "for" => return self.looping(None, from),
                "unsafe" => {
                    self.bump();
                    ExprKind::Block(self.block()?)
                }
                "move" => {
                    self.bump();
                    return self.closure(true);
                }
                "async" => return Err(Fault::beyond("async", from)),
                "return" => {
                    self.bump();
                    let value = if self.range_ends() { None } else { Some(self.expr_keep()?) };
                    ExprKind::Return(value)
                }
                "break" => {
                    self.bump();
                    let label = self.label();
                    let value = if self.range_ends() { None } else { Some(self.expr_keep()?) };
                    ExprKind::Break(label, value)
                }
                "continue" => {
                    self.bump();
                    ExprKind::Continue(self.label())
                }
                "let" => {
                    self.bump();
                    let pattern = self.pattern()?;
                    self.expect("=")?;
                    let value = self.binary(4)?;
                    ExprKind::Let(pattern, value)
                }
                _ => return self.path_expr(from),
            },
            Token::Punct("<" | "::") => return self.path_expr(from),
            _ => return self.fail("expression"),
        };
        Ok(make(kind, from.to(self.before())))
    }

    fn expr_keep(&mut self) -> Res<Expr> {
        self.deeper(Self::assignment)
    }

    fn label(&mut self) -> Option<Name> {
        let Token::Lifetime(label) = self.peek().clone() else {
            return None;
        };
        self.bump();
        Some(label)
    }

    fn path_expr(&mut self, from: Span) -> Res<Expr> {
        let path = self.path(true)?;
        if self.is("!") && !self.is_at(1, "=") {
            self.bump();
            return self.macro_call(path);
        }
        if self.is("{") && !self.no_struct && self.looks_like_fields() {
            self.bump();
            let mut base = None;
            let fields = self.list("}", |p| {
                if p.eat("..") {
                    base = Some(p.expr()?);
                    return Ok(None);
                }
                let span = p.span();
                let name = match p.bump() {
                    Token::Ident(n) => n,
                    Token::Int(n, _) => n.to_string().into(),
                    _ => {
                        p.at -= 1;
                        return p.fail("identifier");
                    }
                };
                if p.eat(":") {
                    return Ok(Some((name, span, p.expr()?)));
                }
                let segment = Segment {
                    name: name.clone(),
                    span,
                    args: Vec::new(),
                    bindings: Vec::new(),
                };
                let path = Path {
                    of: None,
                    segments: vec![segment],
                    span,
                };
                Ok(Some((name, span, make(ExprKind::Path(path), span))))
            })?;
            let fields = fields.into_iter().flatten().collect();
            return Ok(make(ExprKind::Struct(path, fields, base), from.to(self.before())));
        }
        Ok(make(ExprKind::Path(path), from.to(self.before())))
    }

    fn looks_like_fields(&self) -> bool {
        self.is_at(1, "}")
            || self.is_at(1, "..")
            || matches!(self.peek_at(1), Token::Ident(_) | Token::Int(..))
                && (self.is_at(2, ":") || self.is_at(2, ",") || self.is_at(2, "}"))
    }

    fn closure(&mut self, moves: bool) -> Res<Expr> {
        let from = if moves { self.before() } else { self.span() };
        let params = if self.eat("||") {
            Vec::new()
        } else {
            self.expect("|")?;
            let mut out = Vec::new();
            while !self.eat("|") {
                let pattern = self.closure_pattern()?;
                let ty = if self.eat(":") { Some(self.ty()?) } else { None };
                out.push((pattern, ty));
                if !self.eat(",") {
                    self.expect("|")?;
                    break;
                }
            }
            out
        };
        let ret = if self.eat("->") { Some(self.ty()?) } else { None };
        let begins = self.at;
        let body = self.deeper(Self::assignment)?;
        let inner = self.tokens.get(begins..self.at).unwrap_or_default();
        self.celled.extend(inner.iter().filter_map(|l| match &l.token {
            Token::Ident(name) => Some(name.clone()),
            _ => None,
        }));
        let closure = Closure {
            moves,
            params,
            ret,
            body,
        };
        Ok(make(ExprKind::Closure(Rc::new(closure)), from.to(self.before())))
    }

    /// A pattern with no `|` at its top.
    fn closure_pattern(&mut self) -> Res<Pattern> {
        let at = self.at;
        let mut depth = 0;
        // The `|` that ends the parameters must not be taken for another choice.
        let mut end = at;
        while let Some(lexed) = self.tokens.get(end) {
            match lexed.token {
                Token::Punct("(" | "[" | "{") => depth += 1,
                Token::Punct(")" | "]" | "}") => depth -= 1,
                Token::Punct("|") if depth <= 0 => break,
                _ => {}
            }
            end += 1;
        }
        let Some(lexed) = self.tokens.get_mut(end) else {
            return self.fail("`|`");
        };
        lexed.token = Token::Punct(")");
        let out = self.pattern();
        if let Some(lexed) = self.tokens.get_mut(end) {
            lexed.token = Token::Punct("|");
        }
        out
    }

    fn looping(&mut self, label: Option<Name>, from: Span) -> Res<Expr> {
        let kind = if self.eat_word("while") {
            let condition = self.condition()?;
            ExprKind::While(label, condition, self.block()?)
        } else if self.eat_word("loop") {
            ExprKind::Loop(label, self.block()?)
        } else if self.eat_word("for") {
            let pattern = self.pattern()?;
            if !self.eat_word("in") {
                return self.fail("`in`");
            }
            let over = self.condition()?;
            ExprKind::For(label, pattern, over, self.block()?)
        } else if let (Some(label), true) = (label, self.is("{")) {
            ExprKind::Labeled(label, self.block()?)
        } else {
            return self.fail("`while`, `for`, `loop` or `{` after a label");
        };
        Ok(make(kind, from.to(self.before())))
    }

    fn if_rest(&mut self, from: Span) -> Res<Expr> {
        let condition = self.condition()?;
        let then = self.block()?;
        let mut otherwise = None;
        if self.eat_word("else") {
            let at = self.span();
            otherwise = Some(if self.eat_word("if") {
                self.deeper(|p| p.if_rest(at))?
            } else {
                let block = self.block()?;
                make(ExprKind::Block(block), at.to(self.before()))
            });
        }
        Ok(make(ExprKind::If(condition, then, otherwise), from.to(self.before())))
    }

    fn arm(&mut self) -> Res<Arm> {
        while self.is("#") {
            self.attribute()?;
        }
        let pattern = self.pattern()?;
        let guard = if self.eat_word("if") { Some(self.expr()?) } else { None };
        self.expect("=>")?;
        let block = self.is("{");
        let body = if block {
            let from = self.span();
            let block = make(ExprKind::Block(self.block()?), from.to(self.before()));
            // `{ … }.method()` goes on; a pattern behind it does not begin so.
            if self.is(".") || self.is("?") {
                self.postfix(block, from)?
            } else {
                block
            }
        } else {
            self.expr()?
        };
        if !self.eat(",") && !block && !self.is("}") {
            let found = self.found();
            let expected = "one of `,`, `.`, `?`, `}`, or an operator";
            return Err(Fault::new(
                "",
                format!("expected {expected}, found {found}"),
                self.span(),
                format!("expected {expected}"),
            ));
        }
        Ok(Arm { pattern, guard, body })
    }

    pub fn block(&mut self) -> Res<Block> {
        let was = std::mem::replace(&mut self.no_struct, false);
        let out = self.deeper(Self::block_inner);
        self.no_struct = was;
        out
    }

    fn item_ahead(&self) -> bool {
        let Token::Ident(word) = self.peek() else {
            return self.is("#");
        };
        match &**word {
            "fn" | "struct" | "enum" | "impl" | "trait" | "mod" | "use" | "static" | "type" | "pub" => true,
            "const" => !self.is_at(1, "{"),
            "unsafe" => self.word_at(1, "fn") || self.word_at(1, "impl"),
            "async" => self.word_at(1, "fn"),
            "macro_rules" => self.is_at(1, "!"),
            _ => false,
        }
    }

    fn block_inner(&mut self) -> Res<Block> {
        let from = self.span();
        self.expect("{")?;
        let mut stmts = Vec::new();
        loop {
            if self.eat("}") {
                return Ok(Block {
                    stmts,
                    value: None,
                    span: from.to(self.before()),
                });
            }
            if self.eat(";") {
                continue;
            }
            if self.is("#") && !self.attribute_of_item() {
                self.attribute()?;
                continue;
            }
            if self.item_ahead() {
                let item = self.item()?;
                stmts.push(Stmt::Item(item));
                continue;
            }
            let at = self.span();
            if self.eat_word("let") {
                stmts.push(self.let_stmt(at)?);
                continue;
            }
            let blockish = match self.peek() {
                Token::Ident(w) => matches!(&**w, "if" | "match" | "while" | "loop" | "for" | "unsafe"),
                Token::Lifetime(_) => true,
                _ => self.is("{"),
            };
            let mut expr = if blockish {
                let first = self.primary()?;
                if self.is(".") || self.is("?") {
                    self.postfix(first, at)?
                } else {
                    first
                }
            } else {
                self.deeper(Self::assignment)?
            };
            let was_block = blockish
                && matches!(
                    *expr.kind,
                    ExprKind::If(..)
                        | ExprKind::Match(..)
                        | ExprKind::While(..)
                        | ExprKind::Loop(..)
                        | ExprKind::For(..)
                        | ExprKind::Block(_)
                        | ExprKind::Labeled(..)
                );
            if blockish && !was_block && !self.is(";") && !self.is("}") {
                // What began with a block and went on is an operand like any other.
                while let Some((op, strength)) = infix(self.peek()) {
                    self.bump();
                    let right = self.binary(strength + 1)?;
                    expr = make(ExprKind::Binary(op, expr, right), at.to(self.before()));
                }
                if self.eat("=") {
                    let right = self.deeper(Self::assignment)?;
                    expr = make(ExprKind::Assign(expr, right), at.to(self.before()));
                }
            }
            if self.eat("}") {
                return Ok(Block {
                    stmts,
                    value: Some(expr),
                    span: from.to(self.before()),
                });
            }
            let braces = matches!(&*expr.kind, ExprKind::Macro(_))
                && matches!(self.tokens.get(self.at - 1).map(|l| &l.token), Some(Token::Punct("}")));
            if !self.eat(";") && !was_block && !braces {
                self.semicolon()?;
            } else if was_block && matches!(self.tokens.get(self.at - 1).map(|l| &l.token), Some(Token::Punct(";"))) {
                // A semicolon makes nothing of the value, whatever it was.
                let unit = make(ExprKind::Tuple(Vec::new()), expr.span);
                stmts.push(Stmt::Expr(expr));
                stmts.push(Stmt::Expr(unit));
                continue;
            }
            stmts.push(Stmt::Expr(expr));
        }
    }

    fn let_stmt(&mut self, from: Span) -> Res<Stmt> {
        let pattern = self.pattern()?;
        let ty = if self.eat(":") { Some(self.ty()?) } else { None };
        let value = if self.eat("=") { Some(self.expr()?) } else { None };
        let otherwise = if self.eat_word("else") { Some(self.block()?) } else { None };
        self.semicolon()?;
        Ok(Stmt::Let {
            pattern,
            ty,
            value,
            otherwise,
            span: from.to(self.before()),
        })
    }
}
