//! Expressions: ECMA-262 §13.

use super::functions::Shape;
use super::{Parsed, Parser, patterns};
use crate::ast::*;
use crate::lexer::{SyntaxError, T};
use std::rc::Rc;

fn binary(p: &str) -> Option<(u8, Op)> {
    Some(match p {
        "??" => (1, Op::Nullish),
        "||" => (2, Op::Or),
        "&&" => (3, Op::And),
        "|" => (4, Op::BitOr),
        "^" => (5, Op::BitXor),
        "&" => (6, Op::BitAnd),
        "==" => (7, Op::Eq),
        "!=" => (7, Op::Ne),
        "===" => (7, Op::StrictEq),
        "!==" => (7, Op::StrictNe),
        "<" => (8, Op::Lt),
        ">" => (8, Op::Gt),
        "<=" => (8, Op::Le),
        ">=" => (8, Op::Ge),
        "<<" => (9, Op::Shl),
        ">>" => (9, Op::Shr),
        ">>>" => (9, Op::UShr),
        "+" => (10, Op::Add),
        "-" => (10, Op::Sub),
        "*" => (11, Op::Mul),
        "/" => (11, Op::Div),
        "%" => (11, Op::Mod),
        "**" => (12, Op::Exp),
        _ => return None,
    })
}

fn assigns(p: &str) -> Option<Op> {
    let p = p.strip_suffix('=')?;
    binary(p)
        .map(|(_, op)| op)
        .filter(|op| !matches!(op, Op::Eq | Op::Ne | Op::Lt | Op::Gt | Op::StrictEq | Op::StrictNe))
}

/// Whether trying it without suspending is worth it.
fn pure(nodes: &[&Node]) -> bool {
    nodes.iter().all(|n| tryable(n))
}

/// What changes something must not be tried as a part of what may yet have to be done again.
fn tryable(node: &Node) -> bool {
    match &node.kind {
        E::Assign(..) | E::AssignOp(..) | E::Update(..) => false,
        E::Paren(inner) => tryable(inner),
        _ => node.pure,
    }
}

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Parsed<Node> {
        let pos = self.token.pos;
        let first = self.assignment()?;
        if !self.is(",") {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.eat(",")? {
            items.push(self.assignment()?);
        }
        Ok(self.node(pos, false, E::Seq(items)))
    }

    /// With `in` allowed again, as inside brackets.
    fn inner(&mut self) -> Parsed<Node> {
        let no_in = std::mem::replace(&mut self.no_in, false);
        let out = self.expression();
        self.no_in = no_in;
        out
    }

    pub(super) fn assignment(&mut self) -> Parsed<Node> {
        self.nested(|p| p.assignment_here())
    }

    fn assignment_here(&mut self) -> Parsed<Node> {
        let pos = self.token.pos;
        if let Some(arrow) = self.try_arrow()? {
            return Ok(arrow);
        }
        if self.is_word("yield") && self.inside.last().is_some_and(|i| i.is_generator) {
            self.advance()?;
            let delegate = !self.token.nl && self.eat("*")?;
            let ends = self.token.nl || matches!(&self.token.t, T::P(")" | "]" | "}" | "," | ";" | ":") | T::End);
            let value = if ends && !delegate { None } else { Some(Box::new(self.assignment()?)) };
            return Ok(self.node(pos, false, E::Yield(value, delegate)));
        }
        let left = self.conditional()?;
        let T::P(p) = self.token.t else { return Ok(left) };
        if p == "=" {
            let target = Box::new(patterns::from_node(left)?);
            self.advance()?;
            let value = self.assignment()?;
            let value = match &*target {
                P::Ident(name, _) => named(value, name),
                _ => value,
            };
            let simple = match &*target {
                P::Ident(..) => true,
                P::Expr(node) => tryable(node),
                _ => false,
            };
            let is_pure = simple && tryable(&value);
            return Ok(self.node(pos, is_pure, E::Assign(target, Box::new(value))));
        }
        if let Some(op) = assigns(p) {
            if !matches!(
                &left.kind,
                E::Ident(_) | E::Member(_, _, false) | E::Index(_, _, false) | E::Private(_, _, false)
            ) {
                return patterns::invalid(&left, "Invalid left-hand side in assignment");
            }
            self.advance()?;
            let value = self.assignment()?;
            let is_pure = pure(&[&left, &value]);
            return Ok(self.node(pos, is_pure, E::AssignOp(op, Box::new(left), Box::new(value))));
        }
        Ok(left)
    }

    /// An arrow function, if one stands here.
    fn try_arrow(&mut self) -> Parsed<Option<Node>> {
        let pos = self.token.pos;
        let saved = self.save();
        let mut is_async = false;
        if self.is_word("async") {
            self.advance()?;
            let on = !self.token.nl && (self.is("(") || matches!(&self.token.t, T::Name(n, _) if &**n != "function"));
            if !on {
                self.restore(saved);
                return Ok(None);
            }
            is_async = true;
        }
        let shape = Shape { kind: FuncKind::Arrow, is_async, is_generator: false };
        if matches!(&self.token.t, T::Name(n, _) if !super::RESERVED.contains(&&**n)) {
            let at = self.token.pos;
            if let T::Name(name, _) = self.advance()?.t
                && self.is("=>")
                && !self.token.nl
            {
                self.enter(shape);
                return self.arrow_body(pos, is_async, (vec![(P::Ident(name, at), None)], None)).map(Some);
            }
            self.restore(saved);
            return Ok(None);
        }
        if !self.is("(") || !self.arrow_follows()? {
            self.restore(saved);
            return Ok(None);
        }
        self.enter(shape);
        self.advance()?;
        let params = self.parameters()?;
        self.arrow_body(pos, is_async, params).map(Some)
    }

    /// Whether the parenthesis here is closed before an arrow.
    fn arrow_follows(&mut self) -> Parsed<bool> {
        let saved = self.save();
        let mut depth: Vec<&'static str> = Vec::new();
        let mut answer = false;
        loop {
            match self.token.t {
                T::P(p @ ("(" | "[" | "{")) => depth.push(p),
                T::P(")" | "]") => {
                    depth.pop();
                }
                T::P("}") => {
                    depth.pop();
                }
                T::Template(_, _, false) => {
                    // A template's values are skipped whole.
                    if self.skip_template().is_err() {
                        break;
                    }
                }
                T::End => break,
                _ => {}
            }
            if self.advance().is_err() {
                break;
            }
            if depth.is_empty() {
                answer = self.is("=>") && !self.token.nl;
                break;
            }
        }
        self.restore(saved);
        Ok(answer)
    }

    fn skip_template(&mut self) -> Parsed<()> {
        loop {
            let mut depth = 0u32;
            self.advance_with(true)?;
            loop {
                match self.token.t {
                    T::P("{") => depth += 1,
                    T::P("}") if depth == 0 => break,
                    T::P("}") => depth -= 1,
                    T::Template(_, _, false) => self.nested(|p| p.skip_template())?,
                    T::End => return self.unexpected(),
                    _ => {}
                }
                self.advance()?;
            }
            self.lexer.at = self.token.end as usize;
            let t = self.lexer.template()?;
            let ends = matches!(t, T::Template(_, _, true));
            self.token.t = t;
            if ends {
                return Ok(());
            }
        }
    }

    fn conditional(&mut self) -> Parsed<Node> {
        let pos = self.token.pos;
        let test = self.binary_from(0)?;
        if !self.eat("?")? {
            return Ok(test);
        }
        let no_in = std::mem::replace(&mut self.no_in, false);
        let then = self.assignment()?;
        self.no_in = no_in;
        self.expect(":")?;
        let other = self.assignment()?;
        let is_pure = pure(&[&test, &then, &other]);
        Ok(self.node(pos, is_pure, E::Cond(Box::new(test), Box::new(then), Box::new(other))))
    }

    fn binary_from(&mut self, least: u8) -> Parsed<Node> {
        let pos = self.token.pos;
        let mut left = self.unary()?;
        loop {
            let found = match &self.token.t {
                T::P(p) => binary(p),
                T::Name(n, false) if &**n == "instanceof" => Some((8, Op::InstanceOf)),
                T::Name(n, false) if &**n == "in" && !self.no_in => Some((8, Op::In)),
                _ => None,
            };
            let Some((level, op)) = found.filter(|(level, _)| *level > least) else { return Ok(left) };
            if op == Op::Exp && matches!(left.kind, E::Unary(..)) {
                return self.fail(
                    "Unary operator used immediately before exponentiation expression. Parenthesis must be used to disambiguate operator precedence",
                );
            }
            self.advance()?;
            let right = if op == Op::Exp { self.binary_from(level - 1)? } else { self.binary_from(level)? };
            let is_pure = pure(&[&left, &right]) && op != Op::InstanceOf;
            left = self.node(pos, is_pure, E::Binary(op, Box::new(left), Box::new(right)));
        }
    }

    fn unary(&mut self) -> Parsed<Node> {
        let pos = self.token.pos;
        let op = match &self.token.t {
            T::P("-") => Unary::Neg,
            T::P("+") => Unary::Plus,
            T::P("!") => Unary::Not,
            T::P("~") => Unary::BitNot,
            T::Name(n, false) => match &**n {
                "typeof" => Unary::TypeOf,
                "void" => Unary::Void,
                "delete" => Unary::Delete,
                "await" if self.in_async() => {
                    self.advance()?;
                    let value = self.nested(|p| p.unary())?;
                    return Ok(self.node(pos, false, E::Await(Box::new(value))));
                }
                _ => return self.postfix(),
            },
            T::P(p @ ("++" | "--")) => {
                let by = if *p == "++" { 1.0 } else { -1.0 };
                self.advance()?;
                let target = self.nested(|p| p.unary())?;
                if !matches!(&target.kind, E::Ident(_) | E::Member(..) | E::Index(..) | E::Private(..)) {
                    return patterns::invalid(&target, "Invalid left-hand side expression in prefix operation");
                }
                let is_pure = tryable(&target);
                return Ok(self.node(pos, is_pure, E::Update(true, by, Box::new(target))));
            }
            _ => return self.postfix(),
        };
        self.advance()?;
        let value = self.nested(|p| p.unary())?;
        let is_pure = tryable(&value) && !matches!(op, Unary::Delete);
        Ok(self.node(pos, is_pure, E::Unary(op, Box::new(value))))
    }

    fn postfix(&mut self) -> Parsed<Node> {
        let pos = self.token.pos;
        let target = self.left_hand_side()?;
        if let T::P(p @ ("++" | "--")) = self.token.t
            && !self.token.nl
        {
            if !matches!(&target.kind, E::Ident(_) | E::Member(..) | E::Index(..) | E::Private(..)) {
                return patterns::invalid(&target, "Invalid left-hand side expression in postfix operation");
            }
            self.advance()?;
            let is_pure = tryable(&target);
            return Ok(self.node(pos, is_pure, E::Update(false, if p == "++" { 1.0 } else { -1.0 }, Box::new(target))));
        }
        Ok(target)
    }

    pub(super) fn left_hand_side(&mut self) -> Parsed<Node> {
        let pos = self.token.pos;
        let first = if self.is_word("new") { self.new_expression()? } else { self.primary()? };
        self.tail(pos, first, true)
    }

    fn new_expression(&mut self) -> Parsed<Node> {
        let pos = self.token.pos;
        self.advance()?;
        if self.eat(".")? {
            self.advance()?;
            return Ok(self.node(pos, false, E::NewTarget));
        }
        let at = self.token.pos;
        let callee = if self.is_word("new") { self.nested(|p| p.new_expression())? } else { self.primary()? };
        let callee = self.tail(at, callee, false)?;
        let args = if self.is("(") { self.arguments()? } else { Vec::new() };
        Ok(self.node(pos, false, E::New(Box::new(callee), args)))
    }

    pub(super) fn arguments(&mut self) -> Parsed<Vec<Node>> {
        self.expect("(")?;
        let no_in = std::mem::replace(&mut self.no_in, false);
        let mut out = Vec::new();
        while !self.is(")") {
            let pos = self.token.pos;
            if self.eat("...")? {
                let value = self.assignment()?;
                out.push(self.node(pos, false, E::Spread(Box::new(value))));
            } else {
                out.push(self.assignment()?);
            }
            if !self.is(")") && !self.eat(",")? {
                return self.fail("missing ) after argument list");
            }
        }
        self.no_in = no_in;
        self.advance()?;
        Ok(out)
    }

    fn tail(&mut self, pos: u32, mut node: Node, calls: bool) -> Parsed<Node> {
        let mut chain = false;
        loop {
            let optional = self.is("?.");
            if optional && !calls {
                return self.fail("Invalid optional chain from new expression");
            }
            match &self.token.t {
                T::P("." | "?.") => {
                    self.advance()?;
                    chain |= optional;
                    if optional && self.is("(") {
                        let args = self.arguments()?;
                        node = self.node(pos, false, E::Call(Box::new(node), args, true));
                        continue;
                    }
                    if optional && self.is("[") {
                        node = self.index(pos, node, true)?;
                        continue;
                    }
                    let at = self.token.pos;
                    match self.token.t.clone() {
                        T::Name(name, _) => {
                            self.advance()?;
                            let is_pure = tryable(&node);
                            node = Node {
                                pos: at,
                                end: self.last_end,
                                pure: is_pure,
                                kind: E::Member(Box::new(node), name, optional),
                            };
                        }
                        T::Private(name) => {
                            self.advance()?;
                            node = Node {
                                pos: at,
                                end: self.last_end,
                                pure: false,
                                kind: E::Private(Box::new(node), name, optional),
                            };
                        }
                        _ => return self.unexpected(),
                    }
                }
                T::P("[") => node = self.index(pos, node, false)?,
                T::P("(") if calls => {
                    let args = self.arguments()?;
                    // An error in a call points at the name called.
                    let at = match &node.kind {
                        E::Member(..) | E::Private(..) => node.pos,
                        _ => pos,
                    };
                    node =
                        Node { pos: at, end: self.last_end, pure: false, kind: E::Call(Box::new(node), args, false) };
                }
                T::P("`") | T::Template(..) => {
                    let (cooked, raw, values) = self.template_parts()?;
                    node = self.node(pos, false, E::Tagged(Box::new(node), cooked, raw, values));
                }
                _ => break,
            }
        }
        if chain {
            let is_pure = node.pure;
            let at = node.pos;
            node = Node { pos: at, end: self.last_end, pure: is_pure, kind: E::Chain(Box::new(node)) };
        }
        Ok(node)
    }

    fn index(&mut self, pos: u32, node: Node, optional: bool) -> Parsed<Node> {
        self.expect("[")?;
        let index = self.inner()?;
        self.expect("]")?;
        let is_pure = pure(&[&node, &index]);
        Ok(self.node(pos, is_pure, E::Index(Box::new(node), Box::new(index), optional)))
    }

    #[allow(clippy::type_complexity, reason = "cooked, raw, values")]
    fn template_parts(&mut self) -> Parsed<(Vec<Option<crate::text::Str>>, Vec<crate::text::Str>, Vec<Node>)> {
        let (mut cooked, mut raw, mut values) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            let T::Template(text, plain, ends) = self.token.t.clone() else { return self.unexpected() };
            cooked.push(text);
            raw.push(plain);
            if ends {
                self.advance()?;
                return Ok((cooked, raw, values));
            }
            self.advance_with(true)?;
            values.push(self.inner()?);
            if !self.is("}") {
                return self.unexpected();
            }
            self.lexer.at = self.token.end as usize;
            self.token.t = self.lexer.template()?;
            self.token.end = self.lexer.at as u32;
        }
    }

    pub(super) fn primary(&mut self) -> Parsed<Node> {
        let pos = self.token.pos;
        let kind = match self.token.t.clone() {
            T::Num(n) => E::Num(n),
            T::Str(s) => E::Str(s),
            T::BigInt(n) => E::BigInt(n),
            T::Regex(body, flags) => {
                crate::regex::Regex::compile(&body, &flags).map_err(|message| SyntaxError {
                    message: format!("Invalid regular expression: /{body}/{flags}: {message}"),
                    pos,
                    end: self.token.end,
                })?;
                self.advance()?;
                return Ok(self.node(pos, false, E::Regex(body, flags)));
            }
            T::P("/" | "/=") => {
                self.rescan_regex()?;
                return self.primary();
            }
            T::Template(..) => {
                let (cooked, raw, values) = self.template_parts()?;
                let mut texts = Vec::new();
                for (text, _) in cooked.into_iter().zip(raw) {
                    match text {
                        Some(text) => texts.push(text),
                        None => return self.fail("Invalid escape sequence in template"),
                    }
                }
                let is_pure = values.iter().all(tryable);
                return Ok(self.node(pos, is_pure, E::Template(texts, values)));
            }
            T::P("(") => {
                self.advance()?;
                let inner = self.inner()?;
                if !self.is(")") {
                    return self.unexpected();
                }
                self.advance()?;
                let is_pure = inner.pure;
                return Ok(self.node(pos, is_pure, E::Paren(Box::new(inner))));
            }
            T::P("[") => return self.array(pos),
            T::P("{") => return self.object(pos),
            T::Private(name) => {
                self.advance()?;
                if !self.eat_word("in")? {
                    return self.unexpected();
                }
                let object = self.binary_from(8)?;
                return Ok(self.node(pos, false, E::PrivateIn(name, Box::new(object))));
            }
            T::Name(name, _) => return self.word(pos, &name),
            _ => return self.unexpected(),
        };
        self.advance()?;
        Ok(self.node(pos, true, kind))
    }

    fn word(&mut self, pos: u32, name: &Name) -> Parsed<Node> {
        let kind = match &**name {
            "function" => {
                let func = self.function(pos, false, false)?;
                return Ok(self.node(pos, true, E::Func(func)));
            }
            "class" => {
                let class = self.class(false)?;
                return Ok(self.node(pos, false, E::Class(class)));
            }
            "async" => {
                let saved = self.save();
                self.advance()?;
                if self.is_word("function") && !self.token.nl {
                    let func = self.function(pos, true, false)?;
                    return Ok(self.node(pos, true, E::Func(func)));
                }
                self.restore(saved);
                E::Ident(name.clone())
            }
            "import" => {
                self.advance()?;
                if self.eat(".")? {
                    self.advance()?;
                    if !self.module {
                        return self.fail_at("Cannot use 'import.meta' outside a module", pos, self.last_end);
                    }
                    return Ok(self.node(pos, false, E::ImportMeta));
                }
                if !self.is("(") {
                    return self.fail_at("Cannot use import statement outside a module", pos, pos + 6);
                }
                let mut args = self.arguments()?;
                if args.is_empty() {
                    return self.unexpected();
                }
                let first = args.swap_remove(0);
                return Ok(self.node(pos, false, E::ImportCall(Box::new(first))));
            }
            "this" => E::This,
            "null" => E::Null,
            "true" => E::Bool(true),
            "false" => E::Bool(false),
            "super" => E::Super,
            "await" if !self.in_async() => {
                self.advance()?;
                let value_follows =
                    !self.token.nl && matches!(self.token.t, T::Name(..) | T::Num(_) | T::Str(_) | T::Template(..));
                if value_follows {
                    let message = "await is only valid in async functions and the top level bodies of modules";
                    return self.fail_at(message, pos, pos + 5);
                }
                return Ok(self.node(pos, true, E::Ident(name.clone())));
            }
            _ => {
                if &**name == "arguments" {
                    self.inside.iter_mut().rev().take(1).for_each(|i| i.arguments = true);
                }
                let name = self.identifier()?;
                return Ok(self.node(pos, true, E::Ident(name)));
            }
        };
        self.advance()?;
        let is_pure = !matches!(kind, E::Super);
        Ok(self.node(pos, is_pure, kind))
    }

    fn array(&mut self, pos: u32) -> Parsed<Node> {
        self.advance()?;
        let no_in = std::mem::replace(&mut self.no_in, false);
        let mut items = Vec::new();
        while !self.is("]") {
            let at = self.token.pos;
            if self.is(",") {
                self.advance()?;
                items.push(None);
                continue;
            }
            if self.eat("...")? {
                let value = self.assignment()?;
                items.push(Some(self.node(at, false, E::Spread(Box::new(value)))));
            } else {
                items.push(Some(self.assignment()?));
            }
            if !self.is("]") {
                self.expect(",")?;
            }
        }
        self.no_in = no_in;
        self.advance()?;
        let is_pure = items.iter().flatten().all(tryable);
        Ok(self.node(pos, is_pure, E::Array(items)))
    }

    fn object(&mut self, pos: u32) -> Parsed<Node> {
        self.advance()?;
        let no_in = std::mem::replace(&mut self.no_in, false);
        let mut props = Vec::new();
        while !self.is("}") {
            props.push(self.property()?);
            if !self.is("}") {
                self.expect(",")?;
            }
        }
        self.no_in = no_in;
        self.advance()?;
        let is_pure = props.iter().all(|p| {
            tryable(&p.value)
                && matches!(p.kind, PropKind::Init | PropKind::Shorthand)
                && matches!(p.key, PropName::Name(_))
        });
        Ok(self.node(pos, is_pure, E::Object(props)))
    }

    fn property(&mut self) -> Parsed<Prop> {
        let pos = self.token.pos;
        if self.eat("...")? {
            let value = self.assignment()?;
            return Ok(Prop { key: PropName::Name("".into()), kind: PropKind::Spread, value });
        }
        let word = match &self.token.t {
            T::Name(n, _) if !super::RESERVED.contains(&&**n) => Some(n.clone()),
            _ => None,
        };
        let (accessor, shape, key) = self.member_head()?;
        if self.is("(") {
            let func = self.function_rest(pos, Self::key_name(&key), shape, false)?;
            let kind = match accessor {
                1 => PropKind::Get,
                2 => PropKind::Set,
                _ => PropKind::Method,
            };
            let value = self.node(pos, true, E::Func(func));
            return Ok(Prop { key, kind, value });
        }
        if self.eat(":")? {
            let value = self.assignment()?;
            let value = match &key {
                PropName::Name(n) => named(value, n),
                _ => value,
            };
            return Ok(Prop { key, kind: PropKind::Init, value });
        }
        let (Some(name), 0) = (word, accessor) else { return self.unexpected() };
        if &*name == "arguments" {
            self.inside.iter_mut().rev().take(1).for_each(|i| i.arguments = true);
        }
        if self.eat("=")? {
            let default = self.assignment()?;
            let value = self.node(pos, false, E::Cover(name, Box::new(default)));
            return Ok(Prop { key, kind: PropKind::Shorthand, value });
        }
        let value = self.node(pos, true, E::Ident(name));
        Ok(Prop { key, kind: PropKind::Shorthand, value })
    }
}

/// Gives an anonymous function or class the name it is assigned to.
pub(super) fn named(mut node: Node, name: &Name) -> Node {
    match &mut node.kind {
        E::Func(func) if func.name.is_empty() => {
            if let Some(func) = Rc::get_mut(func) {
                func.name = name.clone();
            }
        }
        E::Class(class) if class.name.is_empty() => {
            if let Some(class) = Rc::get_mut(class) {
                class.name = name.clone();
            }
        }
        _ => {}
    }
    node
}
