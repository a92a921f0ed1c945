//! Functions, arrows, methods and classes: ECMA-262 §15.

use super::{Inside, Parsed, Parser, patterns};
use crate::ast::*;
use crate::lexer::T;
use std::rc::Rc;

pub(super) type Params = (Vec<(P, Option<Node>)>, Option<P>);

/// How a function is to be read.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    pub kind: FuncKind,
    pub is_async: bool,
    pub is_generator: bool,
}

pub(super) const METHOD: Shape = Shape { kind: FuncKind::Method, is_async: false, is_generator: false };

impl Parser<'_> {
    /// `function …`, the word `async` being read.
    pub(super) fn function(&mut self, pos: u32, is_async: bool, statement: bool) -> Parsed<Rc<Func>> {
        self.advance()?;
        let is_generator = self.eat("*")?;
        let named = matches!(self.token.t, T::Name(..));
        let name = if named { self.identifier()? } else { "".into() };
        if statement && !named {
            if self.is("(") && !self.module {
                return self.fail("Function statements require a function name");
            }
            if !self.is("(") {
                return self.unexpected();
            }
        }
        let shape = Shape { kind: FuncKind::Normal, is_async, is_generator };
        self.function_rest(pos, name, shape, !statement && named)
    }

    /// From the parenthesis on.
    pub(super) fn function_rest(&mut self, pos: u32, name: Name, shape: Shape, self_name: bool) -> Parsed<Rc<Func>> {
        self.enter(shape);
        self.expect("(")?;
        let params = self.parameters()?;
        self.body(pos, name, shape, params, self_name)
    }

    pub(super) fn enter(&mut self, shape: Shape) {
        self.inside.push(Inside {
            vars: vec![],
            is_async: shape.is_async,
            is_generator: shape.is_generator,
            arguments: false,
        });
    }

    pub(super) fn parameters(&mut self) -> Parsed<Params> {
        let mut params = Vec::new();
        let mut rest = None;
        while !self.is(")") {
            if self.eat("...")? {
                rest = Some(self.binding()?);
                if !self.is(")") {
                    return self.fail("Rest parameter must be last formal parameter");
                }
                break;
            }
            params.push(self.parameter()?);
            if !self.is(")") && !self.eat(",")? {
                return match self.token.t {
                    T::End => self.unexpected(),
                    _ => self.fail("missing ) after formal parameters").or_else(|e: crate::lexer::SyntaxError| {
                        let plain = matches!(self.token.t, T::P(_));
                        if plain { self.unexpected() } else { Err(e) }
                    }),
                };
            }
        }
        self.expect(")")?;
        Ok((params, rest))
    }

    /// The braces, the parameters being read and the function entered.
    pub(super) fn body(
        &mut self,
        pos: u32,
        name: Name,
        shape: Shape,
        (params, rest): Params,
        self_name: bool,
    ) -> Parsed<Rc<Func>> {
        let strict = self.strict;
        self.expect("{")?;
        self.directives();
        let no_in = std::mem::replace(&mut self.no_in, false);
        let body = self.statements("}")?;
        self.no_in = no_in;
        let own_strict = std::mem::replace(&mut self.strict, strict);
        self.finish(pos, name, shape, (params, rest), self_name, body, None, own_strict)
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one function")]
    pub(super) fn finish(
        &mut self,
        pos: u32,
        name: Name,
        shape: Shape,
        (params, rest): Params,
        self_name: bool,
        body: Vec<Stmt>,
        expr: Option<Node>,
        strict: bool,
    ) -> Parsed<Rc<Func>> {
        // The closing brace is eaten last: what follows a function's body depends on where it stands.
        let inside = self.inside.pop();
        let (vars, uses) = inside.map(|i| (i.vars, i.arguments)).unwrap_or_default();
        if shape.kind == FuncKind::Arrow
            && uses
            && let Some(outer) = self.inside.last_mut()
        {
            outer.arguments = true;
        }
        let lexical = self.lexical(&body)?;
        let mut bound = Vec::new();
        params.iter().map(|(p, _)| p).chain(&rest).for_each(|p| patterns::names(p, &mut bound));
        for statement in &body {
            if let S::Var(Decl::Let | Decl::Const, list) = &statement.kind {
                let mut names = Vec::new();
                list.iter().for_each(|(p, _)| patterns::names(p, &mut names));
                for (n, at) in names {
                    if vars.contains(&n) || bound.iter().any(|(b, _)| *b == n) {
                        let end = at + n.len() as u32;
                        return self.fail_at(format!("Identifier '{n}' has already been declared"), at, end);
                    }
                }
            }
        }
        if expr.is_none() {
            self.expect("}")?;
        }
        Ok(Rc::new(Func {
            name,
            params,
            rest,
            body,
            expr,
            kind: shape.kind,
            is_async: shape.is_async,
            is_generator: shape.is_generator,
            strict,
            uses_arguments: uses && shape.kind != FuncKind::Arrow,
            self_name,
            vars,
            lexical,
            pos,
            end: self.last_end,
            source: self.source.clone(),
        }))
    }

    /// `=>` and what follows; the parameters are read and the function is entered.
    pub(super) fn arrow_body(&mut self, pos: u32, is_async: bool, params: Params) -> Parsed<Node> {
        let shape = Shape { kind: FuncKind::Arrow, is_async, is_generator: false };
        self.expect("=>")?;
        let func = if self.is("{") {
            self.body(pos, "".into(), shape, params, false)?
        } else {
            let expr = self.assignment()?;
            let strict = self.strict;
            self.finish(pos, "".into(), shape, params, false, vec![], Some(expr), strict)?
        };
        Ok(self.node(pos, true, E::Func(func)))
    }

    /// The name of a property or member.
    pub(super) fn property_key(&mut self) -> Parsed<PropName> {
        let key = match &self.token.t {
            T::Name(n, _) => PropName::Name(n.clone()),
            T::Str(s) => PropName::Name(s.as_str().into()),
            T::Num(n) => PropName::Name(crate::text::number(*n).into()),
            T::BigInt(n) => PropName::Name(n.as_str().into()),
            T::Private(n) => PropName::Private(n.clone()),
            T::P("[") => {
                self.advance()?;
                let no_in = std::mem::replace(&mut self.no_in, false);
                let node = self.assignment()?;
                self.no_in = no_in;
                self.expect("]")?;
                return Ok(PropName::Computed(node));
            }
            _ => return self.unexpected(),
        };
        self.advance()?;
        Ok(key)
    }

    fn key_follows(&self) -> bool {
        !matches!(&self.token.t, T::P("(" | "=" | ";" | "}" | "," | ":") | T::End)
    }

    /// Modifiers and name of a member: `get`, `set`, `async`, `*`. Get 1, set 2.
    pub(super) fn member_head(&mut self) -> Parsed<(u8, Shape, PropName)> {
        let mut shape = METHOD;
        let mut accessor = 0;
        if self.is_word("async") {
            let saved = self.save();
            self.advance()?;
            if self.key_follows() && !self.token.nl { shape.is_async = true } else { self.restore(saved) }
        }
        if self.eat("*")? {
            shape.is_generator = true;
        }
        if !shape.is_async && !shape.is_generator && (self.is_word("get") || self.is_word("set")) {
            let saved = self.save();
            let get = self.is_word("get");
            self.advance()?;
            if self.key_follows() { accessor = if get { 1 } else { 2 } } else { self.restore(saved) }
        }
        Ok((accessor, shape, self.property_key()?))
    }

    pub(super) fn key_name(key: &PropName) -> Name {
        match key {
            PropName::Name(n) => n.clone(),
            PropName::Private(n) => format!("#{n}").into(),
            PropName::Computed(_) => "".into(),
        }
    }

    /// `class …`.
    pub(super) fn class(&mut self, statement: bool) -> Parsed<Rc<Class>> {
        let pos = self.token.pos;
        self.advance()?;
        let outer = std::mem::replace(&mut self.strict, true);
        let named = matches!(&self.token.t, T::Name(n, _) if &**n != "extends");
        let name = if named { self.identifier()? } else { "".into() };
        if statement && !named {
            return self.unexpected();
        }
        let parent = if self.eat_word("extends")? { Some(self.left_hand_side()?) } else { None };
        self.expect("{")?;
        let mut constructor = None;
        let mut members = Vec::new();
        while !self.is("}") {
            if self.eat(";")? {
                continue;
            }
            self.class_member(&name, parent.is_some(), &mut constructor, &mut members)?;
        }
        self.strict = outer;
        self.expect("}")?;
        Ok(Rc::new(Class { name, parent, constructor, members, pos, end: self.last_end, source: self.source.clone() }))
    }

    fn class_member(
        &mut self,
        name: &Name,
        derived: bool,
        constructor: &mut Option<Rc<Func>>,
        members: &mut Vec<Member>,
    ) -> Parsed<()> {
        let pos = self.token.pos;
        let mut is_static = false;
        if self.is_word("static") {
            let saved = self.save();
            self.advance()?;
            if self.is("{") {
                self.enter(METHOD);
                let func = self.body(pos, "<static_initializer>".into(), METHOD, (vec![], None), false)?;
                members.push(Member { is_static: true, key: PropName::Name("".into()), kind: MemberKind::Block(func) });
                return Ok(());
            }
            if self.key_follows() { is_static = true } else { self.restore(saved) }
        }
        let (accessor, mut shape, key) = self.member_head()?;
        if self.is("(") {
            let own = !is_static && matches!(&key, PropName::Name(n) if &**n == "constructor");
            if own {
                shape.kind = if derived { FuncKind::DerivedConstructor } else { FuncKind::Constructor };
                let func = self.function_rest(pos, name.clone(), shape, false)?;
                if constructor.is_some() {
                    return self.fail_at("A class may only have one constructor", pos, pos + 11);
                }
                *constructor = Some(func);
                return Ok(());
            }
            let func = self.function_rest(pos, Self::key_name(&key), shape, false)?;
            let kind = match accessor {
                1 => MemberKind::Get(func),
                2 => MemberKind::Set(func),
                _ => MemberKind::Method(func),
            };
            members.push(Member { is_static, key, kind });
            return Ok(());
        }
        let init = if self.eat("=")? {
            self.enter(METHOD);
            let expr = self.assignment()?;
            let strict = self.strict;
            let func =
                self.finish(pos, Self::key_name(&key), METHOD, (vec![], None), false, vec![], Some(expr), strict)?;
            Some(func)
        } else {
            None
        };
        self.semicolon()?;
        members.push(Member { is_static, key, kind: MemberKind::Field(init) });
        Ok(())
    }
}
