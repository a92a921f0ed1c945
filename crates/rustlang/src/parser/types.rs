//! Types, paths, generics and patterns.

use super::{Parser, Res};
use crate::ast::*;
use crate::lexer::Token;

impl Parser<'_> {
    pub fn ty(&mut self) -> Res<TypeExpr> {
        self.deeper(Self::ty_inner)
    }

    fn ty_inner(&mut self) -> Res<TypeExpr> {
        let from = self.span();
        let kind = if self.split("&") {
            if let Token::Lifetime(_) = self.peek() {
                self.bump();
            }
            let mutable = self.eat_word("mut");
            TypeKind::Ref(mutable, Box::new(self.ty()?))
        } else if self.eat("(") {
            let mut trailing = false;
            let mut items = Vec::new();
            while !self.eat(")") {
                items.push(self.ty()?);
                trailing = self.eat(",");
                if !trailing {
                    self.expect(")")?;
                    break;
                }
            }
            match items.pop() {
                Some(one) if items.is_empty() && !trailing => one.kind,
                Some(last) => {
                    items.push(last);
                    TypeKind::Tuple(items)
                }
                None => TypeKind::Tuple(items),
            }
        } else if self.eat("[") {
            let inner = Box::new(self.ty()?);
            let array = self.eat(";");
            if array {
                self.expr()?;
            }
            self.expect("]")?;
            if array {
                TypeKind::Array(inner)
            } else {
                TypeKind::Slice(inner)
            }
        } else if self.eat("!") {
            TypeKind::Never
        } else if self.eat("_") {
            TypeKind::Infer
        } else if self.eat("*") {
            return Err(Fault::beyond("a raw pointer", from));
        } else if self.word("fn") || self.word("extern") {
            self.bump();
            self.expect("(")?;
            let args = self.list(")", |p| {
                if matches!(p.peek(), Token::Ident(_)) && p.is_at(1, ":") {
                    p.bump();
                    p.bump();
                }
                p.ty()
            })?;
            let ret = if self.eat("->") { Some(Box::new(self.ty()?)) } else { None };
            TypeKind::Fn(args, ret)
        } else if self.word("dyn") || self.word("impl") {
            let dynamic = self.word("dyn");
            self.bump();
            TypeKind::Bounds(dynamic, self.bounds()?)
        } else if matches!(self.peek(), Token::Ident(_)) || self.is("::") || self.is("<") {
            TypeKind::Path(self.path(false)?)
        } else {
            return self.fail("type");
        };
        Ok(TypeExpr {
            kind,
            span: from.to(self.before()),
        })
    }

    /// `A + B + 'a + ?Sized`.
    pub fn bounds(&mut self) -> Res<Vec<Path>> {
        let mut out = Vec::new();
        loop {
            if let Token::Lifetime(_) = self.peek() {
                self.bump();
            } else if self.eat("?") {
                self.path(false)?;
            } else if self.eat("(") {
                out.extend(self.bounds()?);
                self.expect(")")?;
            } else if matches!(self.peek(), Token::Ident(_)) || self.is("::") {
                if self.eat_word("for") {
                    self.expect("<")?;
                    self.list(">", |p| Ok(p.bump()))?;
                }
                out.push(self.path(false)?);
            } else {
                return Ok(out);
            }
            if !self.eat("+") {
                return Ok(out);
            }
        }
    }

    /// In expressions, arguments of types stand behind `::<`.
    pub fn path(&mut self, expression: bool) -> Res<Path> {
        let from = self.span();
        let mut path = Path {
            of: None,
            segments: Vec::new(),
            span: from,
        };
        if self.eat("<") {
            path.of = Some(Box::new(self.ty()?));
            if self.eat_word("as") {
                path.segments = self.path(false)?.segments;
            }
            self.expect(">")?;
            self.expect("::")?;
        } else {
            self.eat("::");
        }
        loop {
            let span = self.span();
            let Token::Ident(name) = self.peek().clone() else {
                return self.fail("identifier");
            };
            let special = matches!(&*name, "self" | "Self" | "super" | "crate");
            if self.found().starts_with("keyword") && !special {
                return self.fail("identifier");
            }
            self.bump();
            let mut segment = Segment {
                name,
                span,
                args: Vec::new(),
                bindings: Vec::new(),
            };
            if expression && self.is("::") && self.is_at(1, "<") {
                self.bump();
            }
            if !expression
                || matches!(
                    self.tokens.get(self.at.wrapping_sub(1)).map(|l| &l.token),
                    Some(Token::Punct("::"))
                )
            {
                if self.is("<") {
                    self.bump();
                    self.type_args(&mut segment)?;
                } else if !expression && self.is("(") && matches!(&*segment.name, "Fn" | "FnMut" | "FnOnce") {
                    self.bump();
                    segment.args = self.list(")", Self::ty)?;
                    let unit = TypeExpr {
                        kind: TypeKind::Tuple(Vec::new()),
                        span,
                    };
                    let ret = if self.eat("->") { self.ty()? } else { unit };
                    segment.bindings.push(("Output".into(), ret));
                }
            }
            path.segments.push(segment);
            let goes_on = self.is("::") && matches!(self.peek_at(1), Token::Ident(_));
            if !goes_on {
                path.span = from.to(self.before());
                return Ok(path);
            }
            self.bump();
        }
    }

    /// After the opening bracket.
    pub fn type_args(&mut self, segment: &mut Segment) -> Res<()> {
        let mut bindings = Vec::new();
        let args = self.list(">", |p| {
            if let Token::Lifetime(_) = p.peek() {
                p.bump();
                return Ok(None);
            }
            if let (Token::Ident(name), true) = (p.peek().clone(), p.is_at(1, "=")) {
                p.bump();
                p.bump();
                let ty = p.ty()?;
                bindings.push((name, ty));
                return Ok(None);
            }
            if matches!(p.peek(), Token::Int(..)) || p.is("{") {
                let span = p.span();
                p.operand()?;
                return Ok(Some(TypeExpr {
                    kind: TypeKind::Infer,
                    span,
                }));
            }
            p.ty().map(Some)
        })?;
        segment.args = args.into_iter().flatten().collect();
        segment.bindings = bindings;
        Ok(())
    }

    pub fn generics(&mut self) -> Res<Generics> {
        let mut out = Generics::default();
        if !self.eat("<") {
            return Ok(out);
        }
        let (mut params, mut consts, mut bounds) = (Vec::new(), Vec::new(), Vec::new());
        self.list(">", |p| {
            if let Token::Lifetime(_) = p.peek() {
                p.bump();
                if p.eat(":") {
                    p.bounds()?;
                }
                return Ok(());
            }
            if p.eat_word("const") {
                consts.push(p.ident()?.0);
                p.expect(":")?;
                p.ty()?;
                return Ok(());
            }
            let (name, span) = p.ident()?;
            params.push(name.clone());
            if p.eat(":") {
                let segment = Segment {
                    name,
                    span,
                    args: Vec::new(),
                    bindings: Vec::new(),
                };
                let path = Path {
                    of: None,
                    segments: vec![segment],
                    span,
                };
                bounds.push((
                    TypeExpr {
                        kind: TypeKind::Path(path),
                        span,
                    },
                    p.bounds()?,
                ));
            }
            if p.eat("=") {
                p.ty()?;
            }
            Ok(())
        })?;
        out.params = params;
        out.consts = consts;
        out.bounds = bounds;
        Ok(out)
    }

    pub fn where_clause(&mut self, generics: &mut Generics) -> Res<()> {
        if !self.eat_word("where") {
            return Ok(());
        }
        while !self.is("{") && !self.is(";") && *self.peek() != Token::End {
            if let Token::Lifetime(_) = self.peek() {
                self.bump();
                self.expect(":")?;
                self.bounds()?;
            } else {
                if self.eat_word("for") {
                    self.expect("<")?;
                    self.list(">", |p| Ok(p.bump()))?;
                }
                let ty = self.ty()?;
                self.expect(":")?;
                let bounds = self.bounds()?;
                generics.bounds.push((ty, bounds));
            }
            if !self.eat(",") {
                break;
            }
        }
        Ok(())
    }

    pub fn pattern(&mut self) -> Res<Pattern> {
        let from = self.span();
        self.eat("|");
        let first = self.deeper(Self::pattern_one)?;
        if !self.is("|") {
            return Ok(first);
        }
        let mut all = vec![first];
        while self.eat("|") {
            all.push(self.deeper(Self::pattern_one)?);
        }
        Ok(Pattern {
            kind: PatternKind::Or(all),
            span: from.to(self.before()),
        })
    }

    fn pattern_literal(&mut self) -> Res<Expr> {
        let from = self.span();
        if self.eat("-") {
            let inner = self.pattern_literal()?;
            return Ok(Expr {
                kind: Box::new(ExprKind::Unary(Unary::Neg, inner)),
                span: from.to(self.before()),
            });
        }
        self.operand()
    }

    fn pattern_one(&mut self) -> Res<Pattern> {
        let from = self.span();
        let token = self.peek().clone();
        let kind = match token {
            Token::Punct("_") => {
                self.bump();
                PatternKind::Wild
            }
            Token::Punct("..") => {
                self.bump();
                PatternKind::Rest
            }
            Token::Punct("..=") => {
                self.bump();
                PatternKind::Range(None, Some(self.pattern_literal()?), true)
            }
            Token::Punct("&" | "&&") => {
                self.split("&");
                self.eat_word("mut");
                PatternKind::Ref(Box::new(self.deeper(Self::pattern_one)?))
            }
            Token::Punct("(") => {
                self.bump();
                let before = self.at;
                let mut items = self.list(")", Self::pattern)?;
                let comma =
                    matches!(self.tokens.get(self.at - 2).map(|l| &l.token), Some(Token::Punct(","))) && self.at > before + 1;
                match items.pop() {
                    Some(one) if items.is_empty() && !comma && !matches!(one.kind, PatternKind::Rest) => one.kind,
                    Some(last) => {
                        items.push(last);
                        PatternKind::Tuple(items)
                    }
                    None => PatternKind::Tuple(items),
                }
            }
            Token::Punct("[") => {
                self.bump();
                PatternKind::Slice(self.list("]", Self::pattern)?)
            }
            Token::Ident(ref w) if matches!(&**w, "ref" | "mut") => self.binding()?,
            Token::Ident(ref w) if matches!(&**w, "true" | "false") => PatternKind::Lit(self.operand()?),
            Token::Ident(ref w) if &**w == "box" => return Err(Fault::beyond("a box pattern", from)),
            Token::Ident(_) | Token::Punct("::" | "<") => {
                let plain = !self.is_at(1, "::") && !self.is_at(1, "(") && !self.is_at(1, "{") && !self.is_at(1, "!");
                let ranged = self.is_at(1, "..=") || self.is_at(1, "..");
                if matches!(token, Token::Ident(_)) && plain && !ranged && !self.word("Self") {
                    self.binding()?
                } else {
                    let path = self.path(true)?;
                    if self.eat("(") {
                        PatternKind::TupleStruct(path, self.list(")", Self::pattern)?)
                    } else if self.eat("{") {
                        self.struct_pattern(path)?
                    } else if self.eat("..=") {
                        let span = path.span;
                        let low = Expr {
                            kind: Box::new(ExprKind::Path(path)),
                            span,
                        };
                        PatternKind::Range(Some(low), Some(self.pattern_literal()?), true)
                    } else {
                        PatternKind::Path(path)
                    }
                }
            }
            Token::Int(..)
            | Token::Float(..)
            | Token::Char(_)
            | Token::Byte(_)
            | Token::Str(_)
            | Token::Bytes(_)
            | Token::Punct("-") => {
                let low = self.pattern_literal()?;
                if self.eat("..=") {
                    PatternKind::Range(Some(low), Some(self.pattern_literal()?), true)
                } else if self.eat("..") {
                    let open = self.is("=>") || self.is(")") || self.is(",") || self.is("|") || self.word("if") || self.is("]");
                    let high = if open { None } else { Some(self.pattern_literal()?) };
                    PatternKind::Range(Some(low), high, false)
                } else {
                    PatternKind::Lit(low)
                }
            }
            _ => return self.fail("pattern"),
        };
        Ok(Pattern {
            kind,
            span: from.to(self.before()),
        })
    }

    fn binding(&mut self) -> Res<PatternKind> {
        let by_ref = self.eat_word("ref");
        let mutable = self.eat_word("mut");
        let (name, _) = self.ident()?;
        let sub = if self.eat("@") {
            Some(Box::new(self.deeper(Self::pattern_one)?))
        } else {
            None
        };
        Ok(PatternKind::Bind {
            name,
            by_ref,
            mutable,
            sub,
        })
    }

    fn struct_pattern(&mut self, path: Path) -> Res<PatternKind> {
        let mut rest = false;
        let fields = self.list("}", |p| {
            if p.eat("..") {
                rest = true;
                return Ok(None);
            }
            let named = p.is_at(1, ":");
            if named {
                let name = match p.bump() {
                    Token::Ident(n) => n,
                    Token::Int(n, _) => n.to_string().into(),
                    _ => return p.fail("identifier"),
                };
                p.bump();
                return Ok(Some((name, p.pattern()?)));
            }
            let from = p.span();
            let kind = p.binding()?;
            let PatternKind::Bind { name, .. } = &kind else {
                return p.fail("identifier");
            };
            Ok(Some((
                name.clone(),
                Pattern {
                    kind,
                    span: from.to(p.before()),
                },
            )))
        })?;
        Ok(PatternKind::Struct(path, fields.into_iter().flatten().collect(), rest))
    }
}
