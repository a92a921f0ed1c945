//! Types and signatures.

use super::{Parser, Res};
use crate::ast::*;
use crate::lexer::Tok;
use std::rc::Rc;

impl Parser {
    pub(super) fn ty(&mut self) -> Res<Expr> {
        match self.deeper(Self::maybe_type)? {
            Some(ty) => Ok(ty),
            None => self.unexpected(", expected type"),
        }
    }

    /// A type, if one begins here.
    pub(super) fn maybe_type(&mut self) -> Res<Option<Expr>> {
        let pos = self.pos();
        let kind = match self.tok().clone() {
            Tok::Name(name) => {
                self.next();
                let mut ty = Expr { pos, kind: Kind::Name(name) };
                if self.got(".") {
                    let member = self.ident()?;
                    ty = Expr { pos, kind: Kind::Select(Box::new(ty), member) };
                }
                if self.is("[") && !matches!(self.ahead(1), Tok::Op("]" | "...") | Tok::Int(_)) {
                    self.next();
                    let mut args = vec![self.ty()?];
                    while self.got(",") {
                        args.push(self.ty()?);
                    }
                    self.want("]")?;
                    ty = Expr { pos, kind: Kind::Index(Box::new(ty), args) };
                }
                return Ok(Some(ty));
            }
            Tok::Op("*") => {
                self.next();
                Kind::Star(Box::new(self.ty()?))
            }
            Tok::Op("(") => {
                self.next();
                let inner = self.ty()?;
                self.want(")")?;
                Kind::Paren(Box::new(inner))
            }
            Tok::Op("[") => {
                self.next();
                if self.got("]") {
                    Kind::SliceType(Box::new(self.ty()?))
                } else {
                    let len = if self.got("...") { None } else { Some(Box::new(self.expr()?)) };
                    self.want("]")?;
                    Kind::ArrayType(len, Box::new(self.ty()?))
                }
            }
            Tok::Op("<-") => {
                self.next();
                if !self.got_key("chan") {
                    return self.unexpected(", expected chan");
                }
                Kind::ChanType(Dir::Recv, Box::new(self.ty()?))
            }
            Tok::Key("chan") => {
                self.next();
                let dir = if self.got("<-") { Dir::Send } else { Dir::Both };
                Kind::ChanType(dir, Box::new(self.ty()?))
            }
            Tok::Key("map") => {
                self.next();
                self.want("[")?;
                let key = self.ty()?;
                self.want("]")?;
                Kind::MapType(Box::new(key), Box::new(self.ty()?))
            }
            Tok::Key("func") => {
                self.next();
                Kind::FuncType(Rc::new(self.signature()?))
            }
            Tok::Key("struct") => self.struct_type()?,
            Tok::Key("interface") => self.interface_type()?,
            _ => return Ok(None),
        };
        Ok(Some(Expr { pos, kind }))
    }

    fn struct_type(&mut self) -> Res<Kind> {
        self.next();
        self.want("{")?;
        let mut fields = Vec::new();
        while !self.is("}") {
            let start = self.pos();
            let embedded = match self.tok() {
                Tok::Op("*") => true,
                Tok::Name(_) => {
                    matches!(self.ahead(1), Tok::Semi(_) | Tok::Op("}" | ".") | Tok::Str(..))
                }
                _ => return self.unexpected(", expected field name or embedded type"),
            };
            let mut made: Vec<(Ident, Rc<Expr>)> = Vec::new();
            if embedded {
                let ty = self.ty()?;
                let name = embedded_name(&ty).unwrap_or(Ident { name: "_".into(), pos: start });
                made.push((name, Rc::new(ty)));
            } else {
                let names = self.idents()?;
                let ty = Rc::new(self.ty()?);
                made.extend(names.into_iter().map(|n| (n, ty.clone())));
            }
            let mut tag: Name = "".into();
            if let Tok::Str(text, _) = self.tok().clone() {
                tag = String::from_utf8_lossy(&text).into();
                self.next();
            }
            fields.extend(made.into_iter().map(|(name, ty)| Field { name, ty, embedded, tag: tag.clone() }));
            self.skip_semi(", expected semicolon, newline, or } after struct field")?;
        }
        self.next();
        Ok(Kind::StructType(fields))
    }

    fn interface_type(&mut self) -> Res<Kind> {
        self.next();
        self.want("{")?;
        let mut members = Vec::new();
        while !self.is("}") {
            if matches!(self.tok(), Tok::Name(_)) && matches!(self.ahead(1), Tok::Op("(")) {
                let name = self.ident()?;
                members.push(Member::Method(name, Rc::new(self.signature()?)));
            } else {
                members.push(Member::Union(self.union()?));
            }
            self.skip_semi(", expected semicolon, newline, or }")?;
        }
        self.next();
        Ok(Kind::InterfaceType(members))
    }

    fn union(&mut self) -> Res<Vec<(bool, Expr)>> {
        let mut terms = Vec::new();
        loop {
            let tilde = self.got("~");
            terms.push((tilde, self.ty()?));
            if !self.got("|") {
                return Ok(terms);
            }
        }
    }

    /// What stands behind a type parameter: a type, or terms as an interface would hold them.
    pub(super) fn constraint(&mut self) -> Res<Expr> {
        let pos = self.pos();
        let mut terms = self.union()?;
        if terms.len() == 1 && !terms.first().is_some_and(|(tilde, _)| *tilde) {
            if let Some((_, ty)) = terms.pop() {
                return Ok(ty);
            }
        }
        Ok(Expr { pos, kind: Kind::InterfaceType(vec![Member::Union(terms)]) })
    }

    pub(super) fn signature(&mut self) -> Res<Signature> {
        if !self.is("(") {
            return self.unexpected(", expected (");
        }
        let (params, variadic) = self.params()?;
        let results = if self.is("(") {
            self.params()?.0
        } else {
            match self.maybe_type()? {
                Some(ty) => vec![Param { name: None, ty: Rc::new(ty) }],
                None => Vec::new(),
            }
        };
        Ok(Signature { params, results, variadic })
    }

    /// Parameters in parentheses: all with names or all without.
    pub(super) fn params(&mut self) -> Res<(Vec<Param>, bool)> {
        self.want("(")?;
        // Each is a type, and perhaps a name before it.
        let mut list: Vec<(Option<Expr>, Option<Expr>)> = Vec::new();
        let mut variadic = false;
        while !self.is(")") {
            let mut first = if self.is("...") { None } else { Some(self.ty()?) };
            // `a [N]int` looks like a type with an argument at first.
            if !self.is(",") && !self.is(")") {
                first = match first {
                    Some(Expr { pos, kind: Kind::Index(name, mut args) }) if args.len() == 1 => {
                        let of = Box::new(self.ty()?);
                        let array = Expr { pos, kind: Kind::ArrayType(args.pop().map(Box::new), of) };
                        list.push((Some(*name), Some(array)));
                        if !self.got(",") {
                            break;
                        }
                        continue;
                    }
                    other => other,
                };
            }
            let second = if self.got("...") {
                variadic = true;
                Some(self.ty()?)
            } else {
                self.deeper(Self::maybe_type)?
            };
            list.push((first, second));
            if !self.got(",") {
                break;
            }
        }
        if !self.is(")") {
            return self.unexpected(" in parameter list; possibly missing comma or )");
        }
        self.next();
        let named = list.iter().any(|(a, b)| a.is_some() && b.is_some());
        let mut out = Vec::new();
        if !named {
            for (a, b) in list {
                if let Some(ty) = a.or(b) {
                    out.push(Param { name: None, ty: Rc::new(ty) });
                }
            }
            return Ok((out, variadic));
        }
        let mut ty: Option<Rc<Expr>> = None;
        for (a, b) in list.into_iter().rev() {
            if let Some(b) = b {
                ty = Some(Rc::new(b));
            }
            let name = match &a {
                Some(Expr { pos, kind: Kind::Name(name) }) => Ident { name: name.clone(), pos: *pos },
                Some(other) => return Err((other.pos, "syntax error: mixed named and unnamed parameters".into())),
                None => return Err((self.pos(), "syntax error: mixed named and unnamed parameters".into())),
            };
            let Some(ty) = &ty else {
                return Err((name.pos, "syntax error: mixed named and unnamed parameters".into()));
            };
            out.push(Param { name: Some(name), ty: ty.clone() });
        }
        out.reverse();
        Ok((out, variadic))
    }
}

/// The name under which an embedded type is a field.
pub(super) fn embedded_name(ty: &Expr) -> Option<Ident> {
    match &ty.kind {
        Kind::Name(name) => Some(Ident { name: name.clone(), pos: ty.pos }),
        Kind::Select(_, name) => Some(name.clone()),
        Kind::Star(inner) | Kind::Paren(inner) | Kind::Index(inner, _) => embedded_name(inner),
        _ => None,
    }
}
