//! Compilation units, classes and their members.

use super::{Parser, Res, parse_members};
use crate::ast::*;
use crate::lexer::Tok;
use std::rc::Rc;

const EXPECTED: &str = "class, interface, enum, or record expected";

impl Parser {
    pub fn unit(&mut self) -> Res<Unit> {
        let mut unit = Unit::default();
        let start = self.at;
        let (_, annotations) = self.modifiers()?;
        if self.eat_word("package") {
            unit.package = self.dotted()?.to_string();
            self.expect(";")?;
        } else {
            let _ = annotations;
            self.at = start;
        }
        while self.is_word("import") || self.is(";") {
            if self.eat(";") {
                continue;
            }
            self.next();
            let statik = self.eat_word("static");
            let at = self.pos();
            let name = self.dotted()?;
            // javac marks the last dot of what is imported.
            let at = at + name.rfind('.').unwrap_or(0) as u32;
            let star = self.is(".") && self.is_at(1, "*");
            let at = if star { self.pos() } else { at };
            if star {
                self.next();
                self.next();
            }
            self.expect(";")?;
            unit.imports.push(Import { at, name, statik, star });
        }
        while *self.tok() != Tok::End {
            if self.eat(";") {
                continue;
            }
            let start = self.pos();
            let (mods, annotations) = self.modifiers()?;
            match self.type_decl(start, mods, annotations)? {
                Some(decl) => unit.types.push(Rc::new(decl)),
                None => return self.wrong(EXPECTED),
            }
        }
        Ok(unit)
    }

    /// Whether a class or the like is declared here.
    pub fn at_type_decl(&self) -> bool {
        let named = matches!(self.ahead(1), Tok::Ident(_));
        self.is_word("class")
            || self.is_word("interface")
            || self.is_word("enum")
            || self.is("@") && matches!(self.ahead(1), Tok::Word("interface"))
            || self.is_soft(0, "record") && named && (self.is_at(2, "(") || self.is_at(2, "<"))
    }

    pub fn type_decl(&mut self, start: u32, mods: Mods, annotations: Vec<Annotation>) -> Res<Option<TypeDecl>> {
        if !self.at_type_decl() {
            return Ok(None);
        }
        let at = self.pos();
        let kind = match self.next() {
            Tok::Word("interface") => Kind::Interface,
            Tok::Word("enum") => Kind::Enum,
            Tok::Op(_) => {
                self.next();
                Kind::Annotation
            }
            Tok::Ident(_) => Kind::Record,
            _ => Kind::Class,
        };
        let name = self.name()?;
        let mut decl = TypeDecl {
            at,
            kind,
            mods,
            annotations,
            name,
            params: self.type_params()?,
            extends: None,
            implements: vec![],
            fields: vec![],
            methods: vec![],
            types: vec![],
            inits: vec![],
            components: vec![],
            constants: vec![],
            end: 0,
            start,
        };
        if kind == Kind::Record {
            decl.components = self.params()?;
        }
        loop {
            if self.eat_word("extends") {
                if kind == Kind::Interface {
                    decl.implements = self.type_list()?;
                } else {
                    decl.extends = Some(self.type_ref()?);
                }
            } else if self.eat_word("implements") {
                decl.implements = self.type_list()?;
            } else if self.is_soft(0, "permits") {
                self.next();
                self.type_list()?;
            } else {
                break;
            }
        }
        self.deeper(|p| p.body(&mut decl))?;
        synthesise(self.file, &mut decl)?;
        Ok(Some(decl))
    }

    pub fn type_list(&mut self) -> Res<Vec<TypeRef>> {
        let mut out = vec![self.type_ref()?];
        while self.eat(",") {
            out.push(self.type_ref()?);
        }
        Ok(out)
    }

    pub fn body(&mut self, decl: &mut TypeDecl) -> Res<()> {
        self.expect("{")?;
        if decl.kind == Kind::Enum {
            while let Tok::Ident(name) = self.tok().clone() {
                let at = self.pos();
                self.next();
                let args = if self.is("(") { self.args()? } else { vec![] };
                let body = match self.is("{") {
                    true => Some(Rc::new(self.anonymous(at)?)),
                    false => None,
                };
                decl.constants.push(EnumConstant { at, name, args, body });
                if !self.eat(",") {
                    break;
                }
            }
            if !self.eat(";") && !self.is("}") {
                return self.error(self.last_end(), "',', '}', or ';' expected");
            }
        }
        while !self.is("}") {
            if *self.tok() == Tok::End {
                return self.wrong("");
            }
            if !self.eat(";") {
                self.member(decl)?;
            }
        }
        decl.end = self.pos();
        self.next();
        Ok(())
    }

    /// The body of an anonymous class.
    pub fn anonymous(&mut self, at: u32) -> Res<TypeDecl> {
        let mut decl = TypeDecl {
            at,
            kind: Kind::Class,
            mods: Mods::default(),
            annotations: vec![],
            name: "".into(),
            params: vec![],
            extends: None,
            implements: vec![],
            fields: vec![],
            methods: vec![],
            types: vec![],
            inits: vec![],
            components: vec![],
            constants: vec![],
            end: 0,
            start: at,
        };
        self.deeper(|p| p.body(&mut decl))?;
        Ok(decl)
    }

    fn member(&mut self, decl: &mut TypeDecl) -> Res<()> {
        let start = self.pos();
        if self.is("{") || self.is_word("static") && self.is_at(1, "{") {
            let statik = self.eat_word("static");
            let block = self.block()?;
            decl.inits.push((statik, Init::Block(block)));
            return Ok(());
        }
        let (mut mods, annotations) = self.modifiers()?;
        if self.at_type_decl() {
            if let Some(inner) = self.type_decl(start, mods, annotations)? {
                decl.types.push(Rc::new(inner));
            }
            return Ok(());
        }
        let in_interface = matches!(decl.kind, Kind::Interface | Kind::Annotation);
        let type_params = self.type_params()?;
        let at = self.pos();
        // A constructor.
        if matches!(self.tok(), Tok::Ident(n) if *n == decl.name) && (self.is_at(1, "(") || self.is_at(1, "{")) {
            let name: Name = "<init>".into();
            self.next();
            let compact = self.is("{");
            let params = if compact { decl.components.clone() } else { self.params()? };
            let throws = if self.eat_word("throws") { self.type_list()? } else { vec![] };
            let body = Some(self.block()?);
            let method = MethodDecl {
                at,
                mods,
                annotations,
                type_params,
                returns: None,
                name,
                params,
                throws,
                body,
                compact,
            };
            decl.methods.push(Rc::new(method));
            return Ok(());
        }
        let known = matches!(self.tok(), Tok::Ident(_)) || self.is_primitive(0) || self.is_word("void");
        if !known {
            if *self.tok() == Tok::End {
                return self.wrong("");
            }
            return self.wrong("illegal start of type");
        }
        if matches!(self.tok(), Tok::Ident(_)) && self.is_at(1, "(") {
            return self.error(self.pos(), "invalid method declaration; return type required");
        }
        let ty = self.type_ref()?;
        let at = self.pos();
        let name = self.name()?;
        if self.is("(") {
            let params = self.params()?;
            let dims = self.dims();
            let ty = TypeRef {
                dims: ty.dims + dims,
                ..ty
            };
            let throws = if self.eat_word("throws") { self.type_list()? } else { vec![] };
            if decl.kind == Kind::Annotation && self.eat_word("default") {
                self.initializer()?;
            }
            let body = match self.is("{") {
                true => Some(self.block()?),
                false => {
                    if !self.is(";") {
                        return self.error(
                            self.last_end(),
                            if mods.abstrakt || mods.native || in_interface {
                                "';' expected"
                            } else {
                                "'{' or ';' expected"
                            },
                        );
                    }
                    self.next();
                    None
                }
            };
            if in_interface && body.is_none() {
                mods.abstrakt = true;
            }
            if in_interface && !mods.private {
                mods.public = true;
            }
            let method = MethodDecl {
                at,
                mods,
                annotations,
                type_params,
                returns: Some(ty),
                name,
                params,
                throws,
                body,
                compact: false,
            };
            decl.methods.push(Rc::new(method));
            return Ok(());
        }
        if in_interface {
            mods.statik = true;
            mods.finale = true;
            mods.public = true;
        }
        let (mut at, mut name) = (at, name);
        loop {
            let dims = self.dims();
            let ty = TypeRef {
                dims: ty.dims + dims,
                ..ty.clone()
            };
            let init = if self.eat("=") { Some(self.initializer()?) } else { None };
            if init.is_some() {
                decl.inits.push((mods.statik, Init::Field(decl.fields.len())));
            }
            decl.fields.push(FieldDecl {
                at,
                mods,
                annotations: annotations.clone(),
                ty,
                name,
                init,
            });
            if !self.eat(",") {
                break;
            }
            at = self.pos();
            name = self.name()?;
        }
        self.expect(";")
    }

    pub fn params(&mut self) -> Res<Vec<Param>> {
        self.expect("(")?;
        let mut out = vec![];
        while !self.is(")") {
            let (_, annotations) = self.modifiers()?;
            if !matches!(self.tok(), Tok::Ident(_)) && !self.is_primitive(0) {
                return self.wrong("illegal start of type");
            }
            let mut ty = self.type_ref()?;
            let varargs = self.eat("...");
            let name = self.name()?;
            ty.dims += self.dims() + u8::from(varargs);
            out.push(Param {
                ty,
                name,
                varargs,
                annotations,
            });
            if !self.eat(",") {
                break;
            }
        }
        if !self.eat(")") {
            return self.error(self.last_end(), "',', ')', or '[' expected");
        }
        Ok(out)
    }
}

/// Gives enums and records the members that the language gives them, as text of the language.
fn synthesise(file: usize, decl: &mut TypeDecl) -> Res<()> {
    let name = decl.name.clone();
    let mut text = String::new();
    match decl.kind {
        Kind::Enum => {
            let all: Vec<&str> = decl.constants.iter().map(|c| &*c.name).collect();
            text.push_str(&format!(
                "public static {name}[] values() {{ return new {name}[] {{ {} }}; }}
                 public static {name} valueOf(String s) {{ return ({name}) Enum.find(values(), s, {name}.class); }}",
                all.join(", ")
            ));
        }
        Kind::Record => {
            let has = |name: &str, count: usize| decl.methods.iter().any(|m| &*m.name == name && m.params.len() == count);
            let fields: Vec<&str> = decl.components.iter().map(|c| &*c.name).collect();
            for field in &fields {
                if !has(field, 0) {
                    text.push_str(&format!("public int {field}() {{ return this.{field}; }} "));
                }
            }
            if !has("toString", 0) {
                let parts: Vec<String> = fields.iter().map(|f| format!("\"{f}=\" + this.{f}")).collect();
                let parts = if parts.is_empty() {
                    "\"\"".into()
                } else {
                    parts.join(" + \", \" + ")
                };
                text.push_str(&format!(
                    "public String toString() {{ return \"{name}[\" + {parts} + \"]\"; }} "
                ));
            }
            if !has("hashCode", 0) {
                let parts: String = fields
                    .iter()
                    .map(|f| format!("h = h * 31 + java.util.Objects.hashCode(this.{f}); "))
                    .collect();
                text.push_str(&format!("public int hashCode() {{ int h = 0; {parts} return h; }} "));
            }
            if !has("equals", 1) {
                let parts: String = fields
                    .iter()
                    .map(|f| format!("if (!java.util.Objects.equals(this.{f}, that$.{f})) return false; "))
                    .collect();
                text.push_str(&format!(
                    "public boolean equals(Object o) {{ if (!(o instanceof {name})) return false; {name} that$ = ({name}) o; {parts} return true; }} "
                ));
            }
            let canonical = decl
                .methods
                .iter()
                .position(|m| &*m.name == "<init>" && (m.compact || same(&m.params, &decl.components)));
            let assign: String = fields.iter().map(|f| format!("this.{f} = {f}; ")).collect();
            if canonical.is_none() {
                text.push_str(&format!("X() {{ {assign} }} "));
            }
            let made = parse_members(file, &text)?;
            for method in made.methods {
                let mut method = Rc::unwrap_or_clone(method);
                if &*method.name == "<init>" {
                    method.params = decl.components.clone();
                    method.mods = decl.mods;
                } else if let Some(c) = decl
                    .components
                    .iter()
                    .find(|c| c.name == method.name && method.params.is_empty())
                    && !matches!(&*method.name, "toString" | "hashCode")
                {
                    method.returns = Some(c.ty.clone());
                }
                method.at = decl.at;
                decl.methods.push(Rc::new(method));
            }
            // A compact constructor assigns the fields when it is over.
            if let Some(n) = canonical
                && let Some(slot) = decl.methods.get_mut(n)
                && slot.compact
            {
                let tail = parse_members(file, &format!("X() {{ {assign} }}"))?;
                let mut method = (**slot).clone();
                let stmts = tail.methods.first().and_then(|m| m.body.clone()).map_or(vec![], |b| b.stmts);
                if let Some(body) = &mut method.body {
                    body.stmts.extend(stmts);
                }
                *slot = Rc::new(method);
            }
            for c in decl.components.clone() {
                let mods = Mods {
                    private: true,
                    finale: true,
                    ..Mods::default()
                };
                decl.fields.push(FieldDecl {
                    at: decl.at,
                    mods,
                    annotations: c.annotations,
                    ty: c.ty,
                    name: c.name,
                    init: None,
                });
            }
            return Ok(());
        }
        _ => return Ok(()),
    }
    let made = parse_members(file, &text)?;
    decl.methods.extend(made.methods);
    Ok(())
}

fn same(a: &[Param], b: &[Param]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.ty.name == b.ty.name && a.ty.dims == b.ty.dims)
}
