//! Types as they are written, and annotations.

use super::{Parser, Res};
use crate::ast::*;
use crate::lexer::Tok;

pub const PRIMITIVES: [&str; 8] = ["boolean", "byte", "char", "double", "float", "int", "long", "short"];

impl Parser {
    pub fn is_primitive(&self, n: usize) -> bool {
        matches!(self.ahead(n), Tok::Word(w) if PRIMITIVES.contains(w))
    }

    pub fn type_ref(&mut self) -> Res<TypeRef> {
        let mut ty = self.type_without_dims()?;
        ty.dims = self.dims();
        Ok(ty)
    }

    pub fn dims(&mut self) -> u8 {
        let mut dims = 0u8;
        while self.is("[") && self.is_at(1, "]") {
            self.next();
            self.next();
            dims = dims.saturating_add(1);
        }
        dims
    }

    pub fn type_without_dims(&mut self) -> Res<TypeRef> {
        while self.is("@") {
            self.annotation()?;
        }
        let at = self.pos();
        if self.is_primitive(0) || self.is_word("void") {
            if let Tok::Word(word) = self.next() {
                return Ok(TypeRef {
                    at,
                    name: word.into(),
                    args: vec![],
                    diamond: false,
                    dims: 0,
                });
            }
        }
        if self.eat("?") {
            if self.eat_word("extends") || self.eat_word("super") {
                return self.deeper(Parser::type_ref);
            }
            return Ok(TypeRef {
                at,
                name: "?".into(),
                args: vec![],
                diamond: false,
                dims: 0,
            });
        }
        let mut name = self.name()?.to_string();
        let (mut args, mut diamond) = (vec![], false);
        loop {
            if self.is("<") {
                (args, diamond) = self.type_args()?;
            }
            if self.is(".") && matches!(self.ahead(1), Tok::Ident(_)) {
                self.next();
                name.push('.');
                name.push_str(&self.name()?);
                continue;
            }
            return Ok(TypeRef {
                at,
                name: name.into(),
                args,
                diamond,
                dims: 0,
            });
        }
    }

    /// `<…>`; true for `<>`.
    pub fn type_args(&mut self) -> Res<(Vec<TypeRef>, bool)> {
        self.expect("<")?;
        if self.eat(">") {
            return Ok((vec![], true));
        }
        let mut args = vec![];
        loop {
            args.push(self.deeper(Parser::type_ref)?);
            if !self.eat(",") {
                break;
            }
        }
        self.expect(">")?;
        Ok((args, false))
    }

    pub fn type_params(&mut self) -> Res<Vec<TypeParam>> {
        let mut out = vec![];
        if !self.eat("<") {
            return Ok(out);
        }
        loop {
            let name = self.name()?;
            let mut bound = None;
            if self.eat_word("extends") {
                bound = Some(self.type_ref()?);
                while self.eat("&") {
                    self.type_ref()?;
                }
            }
            out.push(TypeParam { name, bound });
            if !self.eat(",") {
                break;
            }
        }
        self.expect(">")?;
        Ok(out)
    }

    pub fn annotation(&mut self) -> Res<Annotation> {
        self.expect("@")?;
        let at = self.pos();
        let name = self.dotted()?;
        let mut values = vec![];
        if self.eat("(") {
            while !self.is(")") {
                let key = match self.tok() {
                    Tok::Ident(key) if self.is_at(1, "=") => {
                        let key = key.clone();
                        self.next();
                        self.next();
                        key
                    }
                    _ => "value".into(),
                };
                let value = match self.is("@") {
                    true => {
                        let at = self.pos();
                        self.annotation()?;
                        Expr {
                            at,
                            kind: ExprKind::Null,
                        }
                    }
                    false => self.initializer()?,
                };
                values.push((key, value));
                if !self.eat(",") {
                    break;
                }
            }
            self.expect(")")?;
        }
        Ok(Annotation { at, name, values })
    }

    /// Modifiers and annotations.
    pub fn modifiers(&mut self) -> Res<(Mods, Vec<Annotation>)> {
        let (mut mods, mut annotations) = (Mods::default(), vec![]);
        loop {
            match self.tok() {
                Tok::Op("@") if !matches!(self.ahead(1), Tok::Word("interface")) => {
                    annotations.push(self.annotation()?);
                    continue;
                }
                Tok::Word("public") => mods.public = true,
                Tok::Word("private") => mods.private = true,
                Tok::Word("static") => mods.statik = true,
                Tok::Word("abstract") => mods.abstrakt = true,
                Tok::Word("final") => mods.finale = true,
                Tok::Word("native") => mods.native = true,
                Tok::Word("synchronized") if !self.is_at(1, "(") => mods.synchronized = true,
                Tok::Word("default") if !self.is_at(1, ":") && !self.is_at(1, "->") => mods.default = true,
                Tok::Word("protected" | "transient" | "volatile" | "strictfp") => {}
                Tok::Ident(w) if &**w == "sealed" && matches!(self.ahead(1), Tok::Word(_)) => {}
                Tok::Ident(w) if &**w == "non" && self.is_at(1, "-") => {
                    self.next();
                    self.next();
                }
                _ => return Ok((mods, annotations)),
            }
            self.next();
        }
    }
}
