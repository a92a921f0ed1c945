//! Items: functions, types, implementations, traits, modules, uses, constants.

use super::{Parser, Res};
use crate::ast::*;
use crate::lexer::Token;
use std::rc::Rc;

/// What the attributes before an item say.
#[derive(Default)]
struct Attributes {
    derives: Vec<Name>,
    test: bool,
    test_only: bool,
    should_panic: Option<Option<Name>>,
    ignored: bool,
    default: bool,
}

impl Parser<'_> {
    pub fn skip_inner_attributes(&mut self) -> Res<()> {
        while self.is("#") && self.is_at(1, "!") {
            self.bump();
            self.bump();
            self.expect("[")?;
            self.skip_to_bracket();
        }
        Ok(())
    }

    fn skip_to_bracket(&mut self) {
        let mut depth = 1;
        while depth > 0 && *self.peek() != Token::End {
            match self.bump() {
                Token::Punct("[") => depth += 1,
                Token::Punct("]") => depth -= 1,
                _ => {}
            }
        }
    }

    /// Whether the attributes that stand here belong to an item.
    pub fn attribute_of_item(&self) -> bool {
        let mut at = 0;
        while self.is_at(at, "#") {
            let mut depth = 0;
            at += 1;
            loop {
                match self.peek_at(at) {
                    Token::Punct("[") => depth += 1,
                    Token::Punct("]") => depth -= 1,
                    Token::End => return false,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    break;
                }
            }
        }
        [
            "fn", "struct", "enum", "impl", "trait", "mod", "use", "static", "type", "pub", "const",
        ]
        .iter()
        .any(|w| self.word_at(at, w))
    }

    pub fn attribute(&mut self) -> Res<()> {
        self.attributes().map(|_| ())
    }

    fn attributes(&mut self) -> Res<Attributes> {
        let mut out = Attributes::default();
        while self.eat("#") {
            self.expect("[")?;
            let span = self.span();
            let Token::Ident(name) = self.bump() else {
                self.at -= 1;
                return self.fail("identifier");
            };
            match &*name {
                "derive" => {
                    self.expect("(")?;
                    let names = self.list(")", |p| p.path(false))?;
                    for path in names {
                        let Some(last) = path.segments.last() else { continue };
                        let known = [
                            "Debug",
                            "Clone",
                            "Copy",
                            "PartialEq",
                            "Eq",
                            "Hash",
                            "Default",
                            "PartialOrd",
                            "Ord",
                        ];
                        if !known.contains(&&*last.name) {
                            return Err(Fault::new(
                                "",
                                format!("cannot find derive macro `{}` in this scope", last.name),
                                last.span,
                                "",
                            ));
                        }
                        out.derives.push(last.name.clone());
                    }
                }
                "test" => out.test = true,
                "ignore" => out.ignored = true,
                "default" => out.default = true,
                "should_panic" => {
                    out.should_panic = Some(None);
                    if self.is("(") || self.is("=") {
                        let mut n = 0;
                        while !self.is_at(n, "]") && *self.peek_at(n) != Token::End {
                            if let Token::Str(words) = self.peek_at(n) {
                                out.should_panic = Some(Some(words.clone()));
                            }
                            n += 1;
                        }
                    }
                }
                "cfg" => {
                    if !(self.is("(") && self.word_at(1, "test") && self.is_at(2, ")")) {
                        return Err(Fault::beyond("this #[cfg]", span));
                    }
                    out.test_only = true;
                }
                "allow" | "warn" | "deny" | "expect" | "must_use" | "inline" | "doc" | "cold" | "deprecated"
                | "non_exhaustive" | "track_caller" | "rustfmt" | "clippy" => {}
                other => return Err(Fault::beyond(format!("the attribute #[{other}]"), span)),
            }
            self.skip_to_bracket();
        }
        Ok(out)
    }

    fn visibility(&mut self) -> Res<bool> {
        if !self.eat_word("pub") {
            return Ok(false);
        }
        if self.is("(")
            && (self.word_at(1, "crate") || self.word_at(1, "super") || self.word_at(1, "self") || self.word_at(1, "in"))
        {
            self.bump();
            self.list(")", |p| {
                p.eat_word("in");
                p.path(false)
            })?;
        }
        Ok(true)
    }

    pub fn item(&mut self) -> Res<Item> {
        self.deeper(Self::item_inner)
    }

    fn item_inner(&mut self) -> Res<Item> {
        let attributes = self.attributes()?;
        let from = self.span();
        let public = self.visibility()?;
        let kind = self.item_kind(&attributes)?;
        Ok(Item {
            kind,
            span: from.to(self.before()),
            public,
            derives: attributes.derives,
            test_only: attributes.test_only,
        })
    }

    fn item_kind(&mut self, attributes: &Attributes) -> Res<ItemKind> {
        let at = self.span();
        if self.word("async") {
            return Err(Fault::beyond("async", at));
        }
        if self.word("unsafe") && (self.word_at(1, "fn") || self.word_at(1, "impl") || self.word_at(1, "trait")) {
            self.bump();
        }
        if self.word("const") && self.word_at(1, "fn") {
            self.bump();
        }
        if self.word("extern") {
            return Err(Fault::beyond("extern", at));
        }
        if self.word("macro_rules") {
            return Err(Fault::beyond("macro_rules!", at));
        }
        if self.eat_word("fn") {
            return Ok(ItemKind::Fn(Rc::new(self.function(attributes)?)));
        }
        if self.eat_word("struct") {
            let (name, _) = self.ident()?;
            let mut generics = self.generics()?;
            self.where_clause(&mut generics)?;
            let fields = self.fields()?;
            if !matches!(fields, Fields::Named(_)) {
                self.where_clause(&mut generics)?;
                self.semicolon()?;
            }
            return Ok(ItemKind::Struct { name, generics, fields });
        }
        if self.eat_word("enum") {
            let (name, _) = self.ident()?;
            let mut generics = self.generics()?;
            self.where_clause(&mut generics)?;
            self.expect("{")?;
            let variants = self.list("}", |p| {
                let attributes = p.attributes()?;
                let (name, _) = p.ident()?;
                let fields = p.fields()?;
                let value = if p.eat("=") { Some(p.expr()?) } else { None };
                Ok(Variant {
                    name,
                    fields,
                    value,
                    default: attributes.default,
                })
            })?;
            return Ok(ItemKind::Enum {
                name,
                generics,
                variants,
            });
        }
        if self.eat_word("impl") {
            return self.implementation();
        }
        if self.eat_word("trait") {
            let (name, _) = self.ident()?;
            let mut generics = self.generics()?;
            let parents = if self.eat(":") { self.bounds()? } else { Vec::new() };
            self.where_clause(&mut generics)?;
            return Ok(ItemKind::Trait {
                name,
                generics,
                parents,
                items: self.items_in_braces()?,
            });
        }
        if self.eat_word("mod") {
            let (name, _) = self.ident()?;
            if self.eat(";") {
                return Ok(ItemKind::Mod { name, items: None });
            }
            return Ok(ItemKind::Mod {
                name,
                items: Some(self.items_in_braces()?),
            });
        }
        if self.eat_word("use") {
            let mut out = Vec::new();
            self.use_tree(&mut Vec::new(), &mut out)?;
            self.semicolon()?;
            return Ok(ItemKind::Use(out));
        }
        if self.word("const") || self.word("static") {
            let is_static = self.word("static");
            self.bump();
            let mutable = self.eat_word("mut");
            let name = if self.eat("_") { "_".into() } else { self.ident()?.0 };
            self.expect(":")?;
            let ty = self.ty()?;
            let value = if self.eat("=") { Some(self.expr()?) } else { None };
            self.semicolon()?;
            return Ok(ItemKind::Const {
                name,
                ty,
                value,
                mutable,
                is_static,
            });
        }
        if self.eat_word("type") {
            let (name, _) = self.ident()?;
            let generics = self.generics()?;
            if self.eat(":") {
                self.bounds()?;
            }
            let ty = if self.eat("=") { Some(self.ty()?) } else { None };
            self.semicolon()?;
            return Ok(ItemKind::Type { name, generics, ty });
        }
        let found = self.found();
        let token = self.peek().clone();
        if let (Token::Ident(_), true) = (&token, self.is_at(1, "!")) {
            return Err(Fault::beyond("a macro among the items", self.span()));
        }
        Err(Fault::new(
            "",
            format!("expected item, found {found}"),
            self.span(),
            "expected item",
        ))
    }

    fn items_in_braces(&mut self) -> Res<Vec<Item>> {
        self.expect("{")?;
        self.skip_inner_attributes()?;
        let mut out = Vec::new();
        while !self.eat("}") {
            out.push(self.item()?);
        }
        Ok(out)
    }

    fn fields(&mut self) -> Res<Fields> {
        if self.eat("{") {
            let fields = self.list("}", |p| {
                p.attributes()?;
                p.visibility()?;
                let (name, _) = p.ident()?;
                p.expect(":")?;
                Ok((name, p.ty()?))
            })?;
            return Ok(Fields::Named(fields));
        }
        if self.eat("(") {
            let fields = self.list(")", |p| {
                p.attributes()?;
                p.visibility()?;
                p.ty()
            })?;
            return Ok(Fields::Tuple(fields));
        }
        Ok(Fields::Unit)
    }

    fn implementation(&mut self) -> Res<ItemKind> {
        let mut generics = if self.is("<") { self.generics()? } else { Generics::default() };
        let first = self.ty()?;
        let (of, ty) = if self.eat_word("for") {
            let TypeKind::Path(path) = first.kind else {
                return Err(Fault::new("E0404", "expected a trait, found type", first.span, "not a trait"));
            };
            (Some(path), self.ty()?)
        } else {
            (None, first)
        };
        self.where_clause(&mut generics)?;
        Ok(ItemKind::Impl {
            generics,
            of,
            ty,
            items: self.items_in_braces()?,
        })
    }

    fn use_tree(&mut self, prefix: &mut Vec<(Name, Span)>, out: &mut Vec<UseLeaf>) -> Res<()> {
        self.eat("::");
        if self.eat("{") {
            self.list("}", |p| p.deeper(|p| p.use_tree(&mut prefix.clone(), out)))?;
            return Ok(());
        }
        if self.eat("*") {
            out.push(UseLeaf {
                path: prefix.clone(),
                name: "*".into(),
            });
            return Ok(());
        }
        let span = self.span();
        let Token::Ident(name) = self.bump() else {
            self.at -= 1;
            return self.fail("identifier");
        };
        if &*name == "self" && !prefix.is_empty() {
            let own = prefix.last().map_or(name, |(n, _)| n.clone());
            let own = if self.eat_word("as") { self.ident()?.0 } else { own };
            out.push(UseLeaf {
                path: prefix.clone(),
                name: own,
            });
            return Ok(());
        }
        prefix.push((name.clone(), span));
        if self.is("::") {
            self.bump();
            return self.deeper(|p| p.use_tree(prefix, out));
        }
        let mut own = name;
        if self.eat_word("as") {
            own = if self.eat("_") { "_".into() } else { self.ident()?.0 };
        }
        out.push(UseLeaf {
            path: prefix.clone(),
            name: own,
        });
        Ok(())
    }

    fn function(&mut self, attributes: &Attributes) -> Res<Function> {
        let (name, span) = self.ident()?;
        let mut generics = self.generics()?;
        self.expect("(")?;
        let (mut receiver, mut receiver_mut, mut first) = (None, false, true);
        let params = self.list(")", |p| {
            if std::mem::take(&mut first)
                && let Some((ty, mutable)) = p.receiver()?
            {
                receiver = Some(ty);
                receiver_mut = mutable;
                return Ok(None);
            }
            let pattern = p.pattern()?;
            if !p.eat(":") {
                let found = p.found();
                let expected = "one of `:`, `@`, or `|`";
                return Err(Fault::new(
                    "",
                    format!("expected {expected}, found {found}"),
                    p.span(),
                    format!("expected {expected}"),
                ));
            }
            Ok(Some((pattern, p.ty()?)))
        })?;
        let ret = if self.eat("->") { Some(self.ty()?) } else { None };
        self.where_clause(&mut generics)?;
        let outer = std::mem::take(&mut self.celled);
        let body = if self.eat(";") { None } else { Some(self.block()?) };
        let celled = Rc::new(std::mem::replace(&mut self.celled, outer));
        Ok(Function {
            celled,
            name,
            span,
            generics,
            receiver,
            receiver_mut,
            params: params.into_iter().flatten().collect(),
            ret,
            body,
            test: attributes.test,
            should_panic: attributes.should_panic.clone(),
            ignored: attributes.ignored,
        })
    }

    /// `self` in its forms, with its type and whether its name is `mut`.
    fn receiver(&mut self) -> Res<Option<(TypeExpr, bool)>> {
        let span = self.span();
        let segment = Segment {
            name: "Self".into(),
            span,
            args: Vec::new(),
            bindings: Vec::new(),
        };
        let own = TypeExpr {
            kind: TypeKind::Path(Path {
                of: None,
                segments: vec![segment],
                span,
            }),
            span,
        };
        let mut n = 0;
        let by_ref = self.is("&");
        if by_ref {
            n += 1;
            if let Token::Lifetime(_) = self.peek_at(n) {
                n += 1;
            }
        }
        let mutable = self.word_at(n, "mut");
        n += usize::from(mutable);
        if !self.word_at(n, "self") {
            return Ok(None);
        }
        self.at += n + 1;
        if self.eat(":") {
            return Ok(Some((self.ty()?, mutable)));
        }
        if by_ref {
            return Ok(Some((
                TypeExpr {
                    kind: TypeKind::Ref(mutable, Box::new(own)),
                    span,
                },
                false,
            )));
        }
        Ok(Some((own, mutable)))
    }
}
