//! Patterns: read as such in declarations, made from expressions where `=` or `=>` shows what they were.

use super::{Parsed, Parser};
use crate::ast::*;
use crate::lexer::SyntaxError;

/// The names a pattern binds.
pub fn names(p: &P, out: &mut Vec<(Name, u32)>) {
    match p {
        P::Ident(n, pos) => out.push((n.clone(), *pos)),
        P::Expr(_) => {}
        P::Array(items, rest, _) => {
            items.iter().flatten().for_each(|(p, _)| names(p, out));
            rest.iter().for_each(|p| names(p, out));
        }
        P::Object(items, rest, _) => {
            items.iter().for_each(|(_, p, _)| names(p, out));
            rest.iter().for_each(|p| names(p, out));
        }
    }
}

pub fn invalid<X>(node: &Node, message: &str) -> Parsed<X> {
    Err(SyntaxError { message: message.into(), pos: node.pos, end: node.end })
}

/// What an expression was, if it stands where a pattern is wanted.
pub fn from_node(node: Node) -> Parsed<P> {
    let pos = node.pos;
    Ok(match node.kind {
        E::Ident(name) => P::Ident(name, pos),
        E::Member(_, _, false) | E::Index(_, _, false) | E::Private(_, _, false) => P::Expr(node),
        E::Paren(inner) if matches!(inner.kind, E::Ident(_) | E::Member(..) | E::Index(..)) => from_node(*inner)?,
        E::Array(items) => {
            let mut out = Vec::new();
            let mut rest = None;
            for item in items {
                match item {
                    None => out.push(None),
                    Some(Node { kind: E::Spread(inner), .. }) => rest = Some(Box::new(from_node(*inner)?)),
                    Some(item) => out.push(Some(with_default(item)?)),
                }
            }
            P::Array(out, rest, pos)
        }
        E::Object(props) => {
            let mut out = Vec::new();
            let mut rest = None;
            for prop in props {
                match prop.kind {
                    PropKind::Spread => rest = Some(Box::new(from_node(prop.value)?)),
                    PropKind::Init | PropKind::Shorthand => {
                        let (p, default) = with_default(prop.value)?;
                        out.push((prop.key, p, default));
                    }
                    _ => return invalid(&prop.value, "Invalid destructuring assignment target"),
                }
            }
            P::Object(out, rest, pos)
        }
        _ => return invalid(&node, "Invalid left-hand side in assignment"),
    })
}

pub fn with_default(node: Node) -> Parsed<(P, Option<Node>)> {
    match node.kind {
        E::Assign(p, value) => Ok((*p, Some(*value))),
        E::Cover(name, value) => Ok((P::Ident(name, node.pos), Some(*value))),
        _ => match from_node(node) {
            Err(e) => Err(SyntaxError { message: "Invalid destructuring assignment target".into(), ..e }),
            ok => Ok((ok?, None)),
        },
    }
}

impl Parser<'_> {
    /// A name or a pattern that binds names.
    pub(super) fn binding(&mut self) -> Parsed<P> {
        let pos = self.token.pos;
        if self.is("[") || self.is("{") {
            return self.nested(|p| {
                let node = p.primary()?;
                from_node(node)
            });
        }
        Ok(P::Ident(self.identifier()?, pos))
    }

    /// A parameter: a binding, perhaps with a default.
    pub(super) fn parameter(&mut self) -> Parsed<(P, Option<Node>)> {
        let p = self.binding()?;
        let default = if self.eat("=")? { Some(self.assignment()?) } else { None };
        Ok((p, default))
    }
}
