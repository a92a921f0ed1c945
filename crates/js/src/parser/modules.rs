//! `import` and `export`: ECMA-262 §16.2. Import attributes are read and not kept.

use super::{Parsed, Parser, patterns};
use crate::ast::*;
use crate::lexer::T;

impl Parser<'_> {
    fn specifier(&mut self) -> Parsed<Name> {
        let T::Str(s) = &self.token.t else { return self.unexpected() };
        let name: Name = s.as_str().into();
        self.advance()?;
        if self.eat_word("with")? {
            self.primary()?;
        }
        if !self.parts.requests.contains(&name) {
            self.parts.requests.push(name.clone());
        }
        Ok(name)
    }

    /// A name on either side of `as`, keywords and strings included.
    fn any_name(&mut self) -> Parsed<Name> {
        let name = match &self.token.t {
            T::Name(n, _) => n.clone(),
            T::Str(s) => s.as_str().into(),
            _ => return self.unexpected(),
        };
        self.advance()?;
        Ok(name)
    }

    pub(super) fn import(&mut self) -> Parsed<()> {
        self.advance()?;
        if matches!(self.token.t, T::Str(_)) {
            self.specifier()?;
            return self.semicolon();
        }
        let mut found: Vec<(Name, Name)> = Vec::new();
        if !self.is("{") && !self.is("*") {
            found.push(("default".into(), self.identifier()?));
            self.eat(",")?;
        }
        if self.eat("*")? {
            self.eat_word("as")?;
            found.push(("*".into(), self.identifier()?));
        } else if self.eat("{")? {
            while !self.is("}") {
                let name = self.any_name()?;
                let local = if self.eat_word("as")? { self.identifier()? } else { name.clone() };
                found.push((name, local));
                if !self.is("}") {
                    self.expect(",")?;
                }
            }
            self.advance()?;
        }
        if !self.eat_word("from")? {
            return self.unexpected();
        }
        let from = self.specifier()?;
        self.semicolon()?;
        self.parts.imports.extend(found.into_iter().map(|(name, local)| (from.clone(), name, local)));
        Ok(())
    }

    pub(super) fn export(&mut self) -> Parsed<Stmt> {
        let pos = self.token.pos;
        self.advance()?;
        if self.eat_word("default")? {
            return self.export_default();
        }
        if self.eat("*")? {
            let name: Name = if self.eat_word("as")? { self.any_name()? } else { "*".into() };
            self.eat_word("from")?;
            let from = self.specifier()?;
            self.semicolon()?;
            self.parts.reexports.push((from, "*".into(), name));
            return Ok(Stmt { pos, kind: S::Empty });
        }
        if self.eat("{")? {
            let mut found = Vec::new();
            while !self.is("}") {
                let name = self.any_name()?;
                let exported = if self.eat_word("as")? { self.any_name()? } else { name.clone() };
                found.push((name, exported));
                if !self.is("}") {
                    self.expect(",")?;
                }
            }
            self.advance()?;
            if self.eat_word("from")? {
                let from = self.specifier()?;
                self.parts.reexports.extend(found.into_iter().map(|(name, out)| (from.clone(), name, out)));
            } else {
                self.parts.exports.extend(found.into_iter().map(|(name, out)| (out, name)));
            }
            self.semicolon()?;
            return Ok(Stmt { pos, kind: S::Empty });
        }
        let statement = self.statement_or_declaration()?;
        let mut names = Vec::new();
        match &statement.kind {
            S::Var(_, list) => list.iter().for_each(|(p, _)| patterns::names(p, &mut names)),
            S::Function(func) => names.push((func.name.clone(), 0)),
            S::Class(class) => names.push((class.name.clone(), 0)),
            _ => return self.unexpected(),
        }
        self.parts.exports.extend(names.into_iter().map(|(n, _)| (n.clone(), n)));
        Ok(statement)
    }

    fn export_default(&mut self) -> Parsed<Stmt> {
        let pos = self.token.pos;
        let saved = self.save();
        let is_async = self.eat_word("async")?;
        let declares = self.is_word("function") || (!is_async && self.is_word("class"));
        let named = declares && {
            self.advance()?;
            self.eat("*")?;
            matches!(&self.token.t, T::Name(n, _) if &**n != "extends")
        };
        self.restore(saved);
        if named {
            let statement = self.statement_or_declaration()?;
            let name = match &statement.kind {
                S::Function(func) => func.name.clone(),
                S::Class(class) => class.name.clone(),
                _ => return self.unexpected(),
            };
            self.parts.exports.push(("default".into(), name));
            return Ok(statement);
        }
        let value = self.assignment()?;
        if !declares {
            self.semicolon()?;
        }
        let value = super::expressions::named(value, &"default".into());
        self.parts.exports.push(("default".into(), "*default*".into()));
        Ok(Stmt { pos, kind: S::Var(Decl::Const, vec![(P::Ident("*default*".into(), pos), Some(value))]) })
    }
}
