//! Statements and declarations: ECMA-262 §14.

use super::{Parsed, Parser, patterns};
use crate::ast::*;
use crate::lexer::T;

impl Parser<'_> {
    /// Up to a closing token, which stays.
    pub(super) fn statements(&mut self, end: &str) -> Parsed<Vec<Stmt>> {
        let mut out = Vec::new();
        while !self.is(end) {
            if self.token.t == T::End {
                return self.unexpected();
            }
            out.push(self.statement_or_declaration()?);
        }
        Ok(out)
    }

    fn block(&mut self) -> Parsed<Block> {
        self.expect("{")?;
        let body = self.statements("}")?;
        let lexical = self.lexical(&body)?;
        self.expect("}")?;
        Ok(Block { body, lexical })
    }

    fn let_follows(&mut self) -> Parsed<bool> {
        let saved = self.save();
        self.advance()?;
        let yes = self.is("[")
            || self.is("{")
            || matches!(&self.token.t, T::Name(n, _) if !matches!(&**n, "in" | "of" | "instanceof"));
        self.restore(saved);
        Ok(yes)
    }

    pub(super) fn statement_or_declaration(&mut self) -> Parsed<Stmt> {
        self.nested(|p| p.any_statement())
    }

    fn any_statement(&mut self) -> Parsed<Stmt> {
        let pos = self.token.pos;
        let T::Name(word, false) = self.token.t.clone() else { return self.statement() };
        let kind = match &*word {
            "function" => {
                let func = self.function(pos, false, true)?;
                S::Function(func)
            }
            "async" => {
                let saved = self.save();
                self.advance()?;
                if self.is_word("function") && !self.token.nl {
                    S::Function(self.function(pos, true, true)?)
                } else {
                    self.restore(saved);
                    return self.statement();
                }
            }
            "class" => S::Class(self.class(true)?),
            "const" => self.variables(Decl::Const)?,
            "let" if self.let_follows()? => self.variables(Decl::Let)?,
            "import" => {
                let saved = self.save();
                self.advance()?;
                let call = self.is("(") || self.is(".");
                self.restore(saved);
                if call {
                    return self.statement();
                }
                if !self.module || self.inside.len() > 1 {
                    return self.fail("Cannot use import statement outside a module");
                }
                self.import()?;
                S::Empty
            }
            "export" => {
                if !self.module || self.inside.len() > 1 {
                    return self.unexpected();
                }
                return self.export();
            }
            _ => return self.statement(),
        };
        Ok(Stmt { pos, kind })
    }

    fn variables(&mut self, decl: Decl) -> Parsed<S> {
        self.advance()?;
        let list = self.declarators(decl, true)?;
        self.semicolon()?;
        Ok(S::Var(decl, list))
    }

    fn declarators(&mut self, decl: Decl, complete: bool) -> Parsed<Vec<(P, Option<Node>)>> {
        let mut list = Vec::new();
        loop {
            let p = self.binding()?;
            if decl == Decl::Var {
                let mut names = Vec::new();
                patterns::names(&p, &mut names);
                self.hoist(names.into_iter().map(|n| n.0));
            }
            let value = if self.eat("=")? {
                let value = self.assignment()?;
                Some(match &p {
                    P::Ident(name, _) => super::expressions::named(value, name),
                    _ => value,
                })
            } else {
                if complete && decl == Decl::Const {
                    return self.fail("Missing initializer in const declaration");
                }
                if complete && !matches!(p, P::Ident(..)) {
                    return self.fail("Missing initializer in destructuring declaration");
                }
                None
            };
            list.push((p, value));
            if !self.eat(",")? {
                return Ok(list);
            }
        }
    }

    fn hoist(&mut self, names: impl Iterator<Item = Name>) {
        if let Some(inside) = self.inside.last_mut() {
            for name in names {
                if !inside.vars.contains(&name) {
                    inside.vars.push(name);
                }
            }
        }
    }

    fn parenthesised(&mut self) -> Parsed<Node> {
        self.expect("(")?;
        let node = self.expression()?;
        self.expect(")")?;
        Ok(node)
    }

    fn sub(&mut self) -> Parsed<Box<Stmt>> {
        Ok(Box::new(self.nested(|p| p.statement())?))
    }

    fn label(&mut self) -> Parsed<Option<Name>> {
        let label = match &self.token.t {
            T::Name(..) if !self.token.nl => Some(self.identifier()?),
            _ => None,
        };
        self.semicolon()?;
        Ok(label)
    }

    fn statement(&mut self) -> Parsed<Stmt> {
        let pos = self.token.pos;
        let word = match &self.token.t {
            T::Name(word, false) => word.clone(),
            T::P("{") => return Ok(Stmt { pos, kind: S::Block(self.block()?) }),
            T::P(";") => {
                self.advance()?;
                return Ok(Stmt { pos, kind: S::Empty });
            }
            _ => "".into(),
        };
        let kind = match &*word {
            "var" => self.variables(Decl::Var)?,
            "function" | "class" => return self.any_statement(),
            "if" => {
                self.advance()?;
                let test = self.parenthesised()?;
                let then = self.sub()?;
                let other = if self.eat_word("else")? { Some(self.sub()?) } else { None };
                S::If(test, then, other)
            }
            "for" => self.for_statement()?,
            "while" => {
                self.advance()?;
                let test = self.parenthesised()?;
                S::While(test, self.sub()?)
            }
            "do" => {
                self.advance()?;
                let body = self.sub()?;
                if !self.eat_word("while")? {
                    return self.unexpected();
                }
                let test = self.parenthesised()?;
                self.eat(";")?;
                S::DoWhile(body, test)
            }
            "return" => {
                if self.inside.len() == 1 && self.module {
                    return self.fail("Illegal return statement");
                }
                self.advance()?;
                let ends = self.token.nl || matches!(&self.token.t, T::P(";" | "}") | T::End);
                let value = if ends { None } else { Some(self.expression()?) };
                self.semicolon()?;
                S::Return(value)
            }
            "break" => {
                self.advance()?;
                S::Break(self.label()?)
            }
            "continue" => {
                self.advance()?;
                S::Continue(self.label()?)
            }
            "throw" => {
                self.advance()?;
                if self.token.nl {
                    return self.fail("Illegal newline after throw");
                }
                let value = self.expression()?;
                self.semicolon()?;
                S::Throw(value)
            }
            "try" => self.try_statement()?,
            "switch" => self.switch()?,
            "debugger" => {
                self.advance()?;
                self.semicolon()?;
                S::Empty
            }
            _ => {
                let node = self.expression()?;
                if let E::Ident(name) = &node.kind
                    && self.is(":")
                {
                    let name = name.clone();
                    self.advance()?;
                    return Ok(Stmt { pos, kind: S::Labeled(name, self.sub()?) });
                }
                self.semicolon()?;
                S::Expr(node)
            }
        };
        Ok(Stmt { pos, kind })
    }

    fn for_statement(&mut self) -> Parsed<S> {
        self.advance()?;
        let awaits = self.eat_word("await")?;
        self.expect("(")?;
        let decl = match &self.token.t {
            T::Name(n, false) if &**n == "var" => Some(Decl::Var),
            T::Name(n, false) if &**n == "const" => Some(Decl::Const),
            T::Name(n, false) if &**n == "let" => Some(Decl::Let),
            _ => None,
        };
        let mut init = ForInit::None;
        self.no_in = true;
        if let Some(decl) = decl {
            self.advance()?;
            let mut list = self.declarators(decl, false)?;
            self.no_in = false;
            let looped = self.is_word("of") || self.is_word("in");
            if looped && list.len() == 1 {
                let (p, _) = list.swap_remove(0);
                return self.for_each(Some(decl), p, awaits);
            }
            if decl == Decl::Const && list.iter().any(|(_, v)| v.is_none()) {
                return self.fail("Missing initializer in const declaration");
            }
            init = ForInit::Var(decl, list);
        } else if !self.is(";") {
            let node = self.expression()?;
            self.no_in = false;
            if self.is_word("of") || self.is_word("in") {
                let p = patterns::from_node(node)?;
                return self.for_each(None, p, awaits);
            }
            init = ForInit::Expr(node);
        }
        self.no_in = false;
        self.expect(";")?;
        let test = if self.is(";") { None } else { Some(self.expression()?) };
        self.expect(";")?;
        let update = if self.is(")") { None } else { Some(self.expression()?) };
        self.expect(")")?;
        let mut names = Vec::new();
        let from = self.lexer.at;
        let body = self.sub()?;
        if let ForInit::Var(Decl::Let | Decl::Const, list) = &init {
            // Each turn has its own variables only where a function may keep them.
            let text = self.source.text.get(from.saturating_sub(200)..self.last_end as usize).unwrap_or("=>");
            if text.contains("=>") || text.contains("function") || text.contains('(') && text.contains('{') {
                list.iter().for_each(|(p, _)| patterns::names(p, &mut names));
            }
        }
        Ok(S::For(init, test, update, body, names.into_iter().map(|n| n.0).collect()))
    }

    fn for_each(&mut self, decl: Option<Decl>, p: P, awaits: bool) -> Parsed<S> {
        let of = self.is_word("of");
        self.advance()?;
        let list = if of { self.assignment()? } else { self.expression()? };
        self.expect(")")?;
        let body = self.sub()?;
        Ok(if of { S::ForOf(decl, p, list, body, awaits) } else { S::ForIn(decl, p, list, body) })
    }

    fn try_statement(&mut self) -> Parsed<S> {
        self.advance()?;
        let body = self.block()?;
        let catch = if self.eat_word("catch")? {
            let p = if self.eat("(")? {
                let p = self.binding()?;
                self.expect(")")?;
                Some(p)
            } else {
                None
            };
            Some((p, self.block()?))
        } else {
            None
        };
        let finally = if self.eat_word("finally")? { Some(self.block()?) } else { None };
        if catch.is_none() && finally.is_none() {
            return self.fail("Missing catch or finally after try");
        }
        Ok(S::Try(body, catch, finally))
    }

    fn switch(&mut self) -> Parsed<S> {
        self.advance()?;
        let value = self.parenthesised()?;
        self.expect("{")?;
        let mut cases = Vec::new();
        let mut lexical = Vec::new();
        while !self.is("}") {
            let test = if self.eat_word("default")? {
                None
            } else if self.eat_word("case")? {
                Some(self.expression()?)
            } else {
                return self.unexpected();
            };
            self.expect(":")?;
            let mut body = Vec::new();
            while !self.is("}") && !self.is_word("case") && !self.is_word("default") {
                if self.token.t == T::End {
                    return self.unexpected();
                }
                body.push(self.statement_or_declaration()?);
            }
            lexical.extend(self.lexical(&body)?);
            cases.push((test, body));
        }
        self.advance()?;
        Ok(S::Switch(value, cases, lexical))
    }
}
