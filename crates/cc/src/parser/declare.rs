//! Declarations (C11 6.7) and function definitions (C11 6.9).

use super::express::For;
use super::tree::{E, Known, N, known};
use super::{Current, Name, Parser, Res, Scope, Stop, Tag, Variable};
use crate::lexer::{Tok, Token};
use crate::program::{Data, Def, Function, Op, Param};
use crate::types::{Body, Field, Func, I, K, Rec, Ty};
use std::rc::Rc;

#[derive(Clone, Copy, Default, PartialEq)]
struct Storage {
    typedef: bool,
    is_static: bool,
    is_extern: bool,
}

const WORDS: [&str; 46] = [
    "auto",
    "break",
    "case",
    "char",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "extern",
    "float",
    "for",
    "goto",
    "if",
    "inline",
    "int",
    "long",
    "register",
    "restrict",
    "return",
    "short",
    "signed",
    "sizeof",
    "static",
    "struct",
    "switch",
    "typedef",
    "union",
    "unsigned",
    "void",
    "volatile",
    "while",
    "_Bool",
    "_Noreturn",
    "_Static_assert",
    "_Atomic",
    "_Complex",
    "_Thread_local",
    "_Generic",
    "_Alignas",
    "_Alignof",
    "__attribute__",
    "__inline",
    "__restrict",
];

pub(super) fn keyword(word: &str) -> bool {
    WORDS.contains(&word)
}

fn specifier(word: &str) -> bool {
    matches!(
        word,
        "auto"
            | "char"
            | "const"
            | "double"
            | "enum"
            | "extern"
            | "float"
            | "inline"
            | "int"
            | "long"
            | "register"
            | "restrict"
            | "short"
            | "signed"
            | "static"
            | "struct"
            | "typedef"
            | "union"
            | "unsigned"
            | "void"
            | "volatile"
            | "_Bool"
            | "_Noreturn"
            | "_Atomic"
            | "_Complex"
            | "_Thread_local"
            | "_Alignas"
            | "__attribute__"
            | "__inline"
            | "__restrict"
            | "__extension__"
            | "__inline__"
            | "__const"
            | "__volatile__"
    )
}

impl Parser<'_> {
    /// Whether a type begins at the token that is so many further.
    pub(super) fn starts_type(&self, n: usize) -> bool {
        match self.look(n).word() {
            Some(word) => specifier(word) || matches!(self.find(word), Some(Name::Typedef(_))),
            None => false,
        }
    }

    fn attributes(&mut self) -> Res<()> {
        while self.take_word("__attribute__") {
            let mut depth = 0;
            loop {
                let token = self.next();
                match token.tok {
                    Tok::Punct("(") => depth += 1,
                    Tok::Punct(")") => depth -= 1,
                    Tok::End => return self.expected("')'"),
                    _ => {}
                }
                if depth <= 0 {
                    break;
                }
            }
        }
        Ok(())
    }

    fn specifiers(&mut self) -> Res<(Ty, Storage)> {
        let mut storage = Storage::default();
        let (mut c, mut any) = (false, false);
        let mut base: Option<Ty> = None;
        let (mut long, mut short, mut signed, mut unsigned, mut int, mut char) = (0, false, false, false, false, false);
        let mut double = false;
        loop {
            let token = self.peek().clone();
            let Some(word) = token.word() else { break };
            match &**word {
                "typedef" => storage.typedef = true,
                "static" => storage.is_static = true,
                "extern" => storage.is_extern = true,
                "const" | "__const" => c = true,
                "auto" | "register" | "inline" | "restrict" | "volatile" | "_Noreturn" | "__inline" | "__restrict"
                | "__extension__" | "__inline__" | "__volatile__" => {}
                "__attribute__" => {
                    self.attributes()?;
                    continue;
                }
                "_Atomic" | "_Complex" | "_Thread_local" | "_Alignas" => return self.beyond(word),
                "void" => base = Some(Ty::void()),
                "_Bool" => base = Some(Ty::new(K::Bool)),
                "float" => base = Some(Ty::new(K::Float)),
                "double" => double = true,
                "char" => char = true,
                "int" => int = true,
                "short" => short = true,
                "long" => long += 1,
                "signed" => signed = true,
                "unsigned" => unsigned = true,
                "struct" | "union" => {
                    base = Some(self.record()?);
                    any = true;
                    continue;
                }
                "enum" => {
                    base = Some(self.enumeration()?);
                    any = true;
                    continue;
                }
                _ => {
                    let free = base.is_none() && !any_int(long, short, signed, unsigned, int, char, double);
                    match self.find(word) {
                        Some(Name::Typedef(ty)) if free => {
                            base = Some(ty.clone());
                        }
                        _ => break,
                    }
                }
            }
            any = true;
            self.at += 1;
        }
        if !any {
            return self.expected("declaration specifiers");
        }
        let some_int = any_int(long, short, signed, unsigned, int, char, double);
        let mut ty = match base {
            Some(ty) if !some_int => ty,
            Some(_) => {
                let pos = self.previous().clone();
                self.error(pos.pos, pos.len, "two or more data types in declaration specifiers");
                return Err(Stop::Said);
            }
            None if double => Ty::new(if long > 0 { K::LongDouble } else { K::Double }),
            None => {
                if !some_int {
                    let token = self.peek().clone();
                    self.warn(token.pos, token.len, "type defaults to 'int' in declaration [-Wimplicit-int]");
                }
                let kind = match (char, short, long) {
                    (true, ..) if signed => I::SChar,
                    (true, ..) => I::Char,
                    (_, true, _) => I::Short,
                    (_, _, 0) => I::Int,
                    (_, _, 1) => I::Long,
                    _ => I::LLong,
                };
                Ty::new(K::Int(if unsigned { kind.unsigned() } else { kind }))
            }
        };
        ty.c |= c;
        Ok((ty, storage))
    }

    fn tag(&self, name: &str, here: bool) -> Option<Tag> {
        let mut scopes = self.scopes.iter().rev();
        if here {
            return scopes.next().and_then(|s| s.tags.get(name).cloned());
        }
        scopes.find_map(|s| s.tags.get(name).cloned())
    }

    fn record(&mut self) -> Res<Ty> {
        let union = self.next().is_word("union");
        self.attributes()?;
        let name = self.peek().word().cloned();
        if name.is_some() {
            self.next();
        } else if !self.is("{") {
            return self.expected("'{'");
        }
        let opens = self.is("{");
        let known = name.as_ref().and_then(|n| self.tag(n, opens || self.is(";")));
        let rec = match known {
            Some(Tag::Record(rec)) => rec,
            _ => {
                let tag = name.as_ref().map_or(String::new(), |n| n.to_string());
                let rec = Rc::new(Rec {
                    union,
                    tag,
                    body: None.into(),
                });
                if let (Some(name), Some(scope)) = (&name, self.scopes.last_mut()) {
                    scope.tags.insert(name.clone(), Tag::Record(rec.clone()));
                }
                rec
            }
        };
        if opens {
            let token = self.next();
            if rec.body.borrow().is_some() {
                let word = if union { "union" } else { "struct" };
                self.error(token.pos, 1, format!("redefinition of '{word} {}'", rec.tag));
            }
            self.deeper()?;
            let body = self.members(union)?;
            self.depth -= 1;
            rec.body.replace(Some(body));
            self.attributes()?;
        }
        Ok(Ty::new(K::Rec(rec)))
    }

    fn members(&mut self, union: bool) -> Res<Body> {
        let mut body = Body {
            align: 1,
            ..Body::default()
        };
        while !self.take("}") {
            if self.take(";") {
                continue;
            }
            if self.take_word("_Static_assert") {
                return self.beyond("_Static_assert in a structure");
            }
            let (base, _) = self.specifiers()?;
            if self.is(";") && base.is_rec() {
                self.next();
                place(&mut body, union, None, base);
                continue;
            }
            loop {
                let (name, ty) = self.declarator(base.clone())?;
                if self.is(":") {
                    return self.beyond("a bit-field");
                }
                if let Some(name) = &name {
                    if !ty.complete() && !matches!(ty.k, K::Array(_, None)) {
                        self.error(name.pos, name.len, format!("field '{}' has incomplete type", name.text));
                    }
                }
                place(&mut body, union, name.map(|n| n.text), ty);
                self.attributes()?;
                if !self.take(",") {
                    break;
                }
            }
            if !self.take(";") {
                return if self.is("}") {
                    self.expected("';'")
                } else {
                    self.expected("':', ',', ';', '}' or '__attribute__'")
                };
            }
        }
        body.size = body.size.next_multiple_of(body.align.max(1));
        Ok(body)
    }

    fn enumeration(&mut self) -> Res<Ty> {
        self.next();
        let name = self.peek().word().cloned();
        if let Some(name) = name {
            self.next();
            if let Some(scope) = self.scopes.last_mut() {
                scope.tags.insert(name, Tag::Enum);
            }
        } else if !self.is("{") {
            return self.expected("'{'");
        }
        if self.take("{") {
            let mut value = 0_i64;
            while !self.take("}") {
                let token = self.next();
                let Some(name) = token.word().cloned() else {
                    self.at -= 1;
                    return self.expected("identifier");
                };
                if self.take("=") {
                    let at = self.peek().clone();
                    match self.constant()? {
                        Some(n) => value = n,
                        None => self.error(
                            at.pos,
                            at.len,
                            format!("enumerator value for '{name}' is not an integer constant"),
                        ),
                    }
                }
                self.put(name, Name::Constant(value));
                value = value.wrapping_add(1);
                if !self.take(",") && !self.is("}") {
                    return self.expected("',' or '}'");
                }
            }
            return Ok(Ty::int());
        }
        Ok(Ty::int())
    }

    pub(super) fn type_name(&mut self) -> Res<Ty> {
        let (base, _) = self.specifiers()?;
        let (_, ty) = self.declarator(base)?;
        Ok(ty)
    }

    /// A declarator (C11 6.7.6), named or not.
    pub(super) fn declarator(&mut self, mut base: Ty) -> Res<(Option<Token>, Ty)> {
        self.deeper()?;
        self.attributes()?;
        while self.take("*") {
            base = Ty::ptr(base);
            while let Some(word) = self.peek().word().cloned() {
                match &*word {
                    "const" => base.c = true,
                    "volatile" | "restrict" | "__restrict" => {}
                    _ => break,
                }
                self.next();
            }
        }
        let out = if self.is("(") && !self.starts_type(1) && !self.look(1).is(")") {
            // What is inside is applied to what follows: read past it first, then come back.
            self.next();
            let inner = self.at;
            let mut depth = 1;
            while depth > 0 {
                match self.next().tok {
                    Tok::Punct("(") => depth += 1,
                    Tok::Punct(")") => depth -= 1,
                    Tok::End => return self.expected("')'"),
                    _ => {}
                }
            }
            let ty = self.suffix(base)?;
            let after = std::mem::replace(&mut self.at, inner);
            let out = self.declarator(ty)?;
            self.need(")")?;
            self.at = after;
            out
        } else {
            let name = self.peek().word().filter(|w| !keyword(w)).is_some().then(|| self.next());
            (name, self.suffix(base)?)
        };
        self.depth -= 1;
        Ok(out)
    }

    fn suffix(&mut self, base: Ty) -> Res<Ty> {
        if self.take("[") {
            while self.take_word("static") || self.take_word("const") || self.take_word("restrict") {}
            let n = if self.is("]") {
                None
            } else {
                let at = self.peek().clone();
                match self.constant()? {
                    Some(n) if (0..1 << 30).contains(&n) => Some(n as u64),
                    Some(n) if n < 0 => {
                        self.error(at.pos, at.len, "size of array is negative");
                        Some(1)
                    }
                    Some(_) => return self.beyond("an array so big"),
                    None if self.inside || self.scopes.len() > 1 => {
                        if self.diagnostics.iter().any(|d| d.kind == crate::diagnostic::Kind::Error) {
                            Some(1)
                        } else {
                            return self.beyond("an array of variable length");
                        }
                    }
                    None => {
                        self.error(at.pos, at.len, "variably modified type at file scope");
                        Some(1)
                    }
                }
            };
            self.need("]")?;
            self.deeper()?;
            let of = self.suffix(base)?;
            self.depth -= 1;
            return Ok(Ty::array(of, n));
        }
        if self.take("(") {
            let mut params = Vec::new();
            let (mut variadic, mut old) = (false, false);
            if self.take(")") {
                old = true;
            } else if self.is_word("void") && self.look(1).is(")") {
                self.next();
                self.next();
            } else {
                self.scopes.push(Scope::default());
                loop {
                    if self.take("...") {
                        variadic = true;
                        break;
                    }
                    if !self.starts_type(0) {
                        if let Some(word) = self.peek().word().cloned() {
                            let token = self.peek().clone();
                            if !keyword(&word) {
                                self.error(token.pos, token.len, format!("unknown type name '{word}'"));
                                return Err(Stop::Said);
                            }
                        }
                        return self.expected("declaration specifiers or '...'");
                    }
                    let (base, _) = self.specifiers()?;
                    let (name, ty) = self.declarator(base)?;
                    self.attributes()?;
                    let ty = match &ty.k {
                        K::Array(of, _) => Ty::ptr((**of).clone()),
                        K::Func(_) => Ty::ptr(ty.clone()),
                        _ => ty,
                    };
                    params.push((name.map(|n| n.text), ty));
                    if !self.take(",") {
                        break;
                    }
                }
                self.scopes.pop();
                if !self.take(")") {
                    return self.expected("';', ',' or ')'");
                }
            }
            let ret = self.suffix(base)?;
            return Ok(Ty::new(K::Func(Rc::new(Func {
                ret,
                params,
                variadic,
                old,
            }))));
        }
        Ok(base)
    }

    fn static_assert(&mut self) -> Res<()> {
        let token = self.previous().clone();
        self.need("(")?;
        let value = self.constant()?;
        let mut text = "static assertion failed".to_string();
        if self.take(",") {
            text.push_str(&format!(": {}", self.peek().text));
            self.next();
        }
        self.need(")")?;
        self.need(";")?;
        if value == Some(0) {
            self.error(token.pos, token.len, text);
        }
        Ok(())
    }

    /// A declaration outside of functions.
    pub(super) fn external(&mut self) -> Res<()> {
        if self.take_word("_Static_assert") {
            return self.static_assert();
        }
        let start = self.peek().clone();
        if let Some(word) = start.word().cloned() {
            if !self.starts_type(0) {
                let after = self.look(1);
                if keyword(&word) {
                    return self.expected("identifier or '('");
                }
                if after.word().is_some() || after.is("*") {
                    self.error(start.pos, start.len, format!("unknown type name '{word}'"));
                    return Err(Stop::Said);
                }
                if after.is("(") || after.is("=") || after.is(";") || after.is("[") {
                    let what = if after.is("(") {
                        "return type defaults to 'int' [-Wimplicit-int]"
                    } else {
                        "data definition has no type or storage class"
                    };
                    self.warn(start.pos, start.len, what);
                    return self.declarators(Ty::int(), Storage::default(), true);
                }
                self.next();
                return self.expected("'=', ',', ';', 'asm' or '__attribute__'");
            }
        } else {
            return self.expected("identifier or '('");
        }
        let (base, storage) = self.specifiers()?;
        if self.take(";") {
            return Ok(());
        }
        self.declarators(base, storage, true)
    }

    /// A declaration inside a function.
    pub(super) fn local(&mut self) -> Res<()> {
        if self.take_word("_Static_assert") {
            return self.static_assert();
        }
        let (base, storage) = self.specifiers()?;
        if self.take(";") {
            return Ok(());
        }
        self.declarators(base, storage, false)
    }

    fn declarators(&mut self, base: Ty, storage: Storage, outside: bool) -> Res<()> {
        loop {
            let (name, ty) = self.declarator(base.clone())?;
            self.attributes()?;
            let Some(name) = name else {
                return self.expected("identifier or '('");
            };
            if storage.typedef {
                self.put(name.text.clone(), Name::Typedef(ty));
            } else if let K::Func(func) = ty.k.clone() {
                let symbol = self.global(&name, &ty, storage)?;
                if self.is("{") {
                    if !outside {
                        return self.beyond("a nested function");
                    }
                    return self.function(&name, func, symbol);
                }
            } else if outside || storage.is_static || storage.is_extern {
                self.data(&name, ty, storage, outside)?;
            } else {
                self.variable(&name, ty)?;
            }
            if !self.take(",") {
                break;
            }
        }
        if self.is(";") {
            self.next();
            return Ok(());
        }
        if outside || !matches!(self.previous().tok, Tok::Punct(_)) && self.is("=") {
            let initialised = self
                .tokens
                .get(..self.at)
                .unwrap_or_default()
                .iter()
                .rev()
                .take_while(|t| !t.is(";") && !t.is("}"))
                .any(|t| t.is("="));
            if initialised {
                return self.expected("',' or ';'");
            }
            return self.expected("'=', ',', ';', 'asm' or '__attribute__'");
        }
        let initialised = self
            .tokens
            .get(..self.at)
            .unwrap_or_default()
            .iter()
            .rev()
            .take_while(|t| !t.is(";") && !t.is("{"))
            .any(|t| t.is("="));
        self.expected(if initialised {
            "',' or ';'"
        } else {
            "'=', ',', ';', 'asm' or '__attribute__'"
        })
    }

    /// Declares a symbol; a second declaration must agree.
    fn global(&mut self, name: &Token, ty: &Ty, storage: Storage) -> Res<u32> {
        let first = self.scopes.first().and_then(|s| s.names.get(&name.text).cloned());
        let symbol = match first {
            Some(Name::Global { symbol, ty: old }) => {
                if !Ty::same(&old, ty) {
                    let text = format!("conflicting types for '{}'", name.text);
                    let have = format!("{text}; have '{}'", ty.name());
                    if self.implicit.contains(&name.text) {
                        self.warn(name.pos, name.len, have);
                    } else {
                        self.error(name.pos, name.len, have);
                    }
                }
                symbol
            }
            _ if storage.is_static => {
                let symbol = self.add(name.text.clone(), true, Def::Undefined(false));
                self.by_name.insert(name.text.clone(), symbol);
                symbol
            }
            _ => self.symbol(&name.text),
        };
        if self.files.get(name.pos.file as usize).is_some_and(|f| f.system) {
            if let Some(s) = self.unit.symbols.get_mut(symbol as usize) {
                if matches!(s.def, Def::Undefined(_)) {
                    s.def = Def::Undefined(true);
                }
            }
        }
        let what = Name::Global { symbol, ty: ty.clone() };
        if let Some(scope) = self.scopes.first_mut() {
            scope.names.insert(name.text.clone(), what.clone());
        }
        if self.scopes.len() > 1 {
            self.put(name.text.clone(), what);
        }
        Ok(symbol)
    }

    fn data(&mut self, name: &Token, mut ty: Ty, storage: Storage, outside: bool) -> Res<()> {
        if ty.is_void() {
            self.error(name.pos, name.len, format!("variable or field '{}' declared void", name.text));
            return Ok(());
        }
        let symbol = if outside || storage.is_extern {
            self.global(name, &ty, storage)?
        } else {
            let symbol = self.add(name.text.clone(), true, Def::Undefined(false));
            self.put(name.text.clone(), Name::Global { symbol, ty: ty.clone() });
            symbol
        };
        let mut data = Data {
            tentative: true,
            ..Data::default()
        };
        if self.take("=") {
            data.tentative = false;
            let mut stores = Vec::new();
            let target = E {
                n: N::Symbol(symbol),
                ty: ty.clone(),
                pos: name.pos,
                len: 0,
            };
            ty = self.initializer(&target, &mut stores)?;
            data.bytes = vec![0; ty.size().min(64 << 20) as usize];
            for (to, from) in stores {
                self.store(&mut data, symbol, &to, &from);
            }
            let done = self
                .unit
                .symbols
                .get(symbol as usize)
                .is_some_and(|s| matches!(&s.def, Def::Data(d) if !d.tentative));
            if done {
                self.error(name.pos, name.len, format!("redefinition of '{}'", name.text));
            }
        } else if storage.is_extern {
            return Ok(());
        } else if !ty.complete() {
            if matches!(ty.k, K::Array(..)) {
                ty = Ty::array(ty.to().map_or(Ty::int(), |t| (**t).clone()), Some(1));
            } else {
                self.error(name.pos, name.len, format!("storage size of '{}' isn't known", name.text));
            }
        }
        data.size = ty.size();
        data.align = ty.align();
        data.constant = ty.c;
        let what = Name::Global { symbol, ty };
        if outside {
            if let Some(scope) = self.scopes.first_mut() {
                scope.names.insert(name.text.clone(), what);
            }
        } else {
            self.put(name.text.clone(), what);
        }
        if let Some(s) = self.unit.symbols.get_mut(symbol as usize) {
            if !data.tentative || !matches!(s.def, Def::Data(_)) {
                s.def = Def::Data(data);
            }
        }
        Ok(())
    }

    fn store(&mut self, data: &mut Data, symbol: u32, to: &E, from: &E) {
        let at = match known(&E {
            n: N::Addr(Box::new(to.clone())),
            ty: Ty::ulong(),
            pos: to.pos,
            len: 0,
        }) {
            Some(Known::Addr(s, n)) if s == symbol => n as usize,
            _ => return,
        };
        let size = to.ty.size() as usize;
        let bytes = match known(from) {
            Some(Known::Int(n)) if to.ty.is_float() => (n as f64).to_bits().to_le_bytes(),
            Some(Known::Int(n)) => n.to_le_bytes(),
            Some(Known::Float(v)) if matches!(to.ty.k, K::Float) => u64::from((v as f32).to_bits()).to_le_bytes(),
            Some(Known::Float(v)) => v.to_bits().to_le_bytes(),
            Some(Known::Addr(s, n)) => {
                self.refer(s);
                data.relocations.push((at as u64, s, n));
                return;
            }
            None => {
                if !from.ty.is_rec() || !matches!(from.n, N::Inits(..)) {
                    self.error(from.pos, from.len.max(1), "initializer element is not constant");
                }
                return;
            }
        };
        for (n, b) in bytes.iter().take(size).enumerate() {
            if let Some(cell) = data.bytes.get_mut(at + n) {
                *cell = *b;
            }
        }
    }

    fn variable(&mut self, name: &Token, mut ty: Ty) -> Res<()> {
        let word = name.text.clone();
        if ty.is_void() {
            self.error(name.pos, name.len, format!("variable or field '{word}' declared void"));
            ty = Ty::int();
        }
        let here = self.scopes.last().and_then(|s| s.names.get(&word));
        if here.is_some() {
            self.error(name.pos, name.len, format!("redeclaration of '{word}' with no linkage"));
        }
        let index = self.current.variables.len();
        self.current.variables.push(Variable {
            name: word.clone(),
            pos: name.pos,
            used: false,
            set: false,
            param: false,
        });
        if self.take("=") {
            // The name is known in its own initialiser; its length may come from it.
            let reserve = if ty.complete() {
                Some(self.slot(ty.size(), ty.align())?)
            } else {
                None
            };
            let base = reserve.unwrap_or(u32::MAX);
            self.put(
                word.clone(),
                Name::Local {
                    at: base,
                    ty: ty.clone(),
                    index,
                },
            );
            let target = E {
                n: N::Local(base, Some(index)),
                ty: ty.clone(),
                pos: name.pos,
                len: 0,
            };
            let mut stores = Vec::new();
            let is_list = self.is("{") || matches!(ty.k, K::Array(..));
            let ty = self.initializer(&target, &mut stores)?;
            let at = match reserve {
                Some(at) => at,
                None => self.slot(ty.size(), ty.align())?,
            };
            self.put(
                word,
                Name::Local {
                    at,
                    ty: ty.clone(),
                    index,
                },
            );
            if is_list {
                self.op(Op::Zero(at, ty.size() as u32));
            }
            for (mut to, from) in stores {
                if reserve.is_none() {
                    moved(&mut to, at);
                }
                let ty = to.ty.plain();
                let (pos, len) = (to.pos, to.len);
                let e = E {
                    n: N::Assign(Box::new(to), Box::new(from)),
                    ty,
                    pos,
                    len,
                };
                self.value(&e)?;
                self.op(Op::Drop);
            }
            return Ok(());
        }
        if !ty.complete() {
            if matches!(ty.k, K::Array(..)) {
                self.error(name.pos, name.len, format!("array size missing in '{word}'"));
            } else {
                self.error(name.pos, name.len, format!("storage size of '{word}' isn't known"));
            }
        }
        let at = self.slot(ty.size(), ty.align())?;
        self.put(word, Name::Local { at, ty, index });
        Ok(())
    }

    fn function(&mut self, name: &Token, func: Rc<Func>, symbol: u32) -> Res<()> {
        let defined = self
            .unit
            .symbols
            .get(symbol as usize)
            .is_some_and(|s| matches!(s.def, Def::Function(_)));
        if defined {
            self.error(name.pos, name.len, format!("redefinition of '{}'", name.text));
        }
        self.current = Current {
            name: name.text.clone(),
            ret: Some(func.ret.clone()),
            variadic: func.variadic,
            ..Current::default()
        };
        self.inside = true;
        self.enter();
        let mut params = Vec::new();
        for (param, ty) in &func.params {
            let at = self.slot(ty.size().max(8), ty.align().max(8))?;
            params.push(if ty.is_rec() {
                Param::Record(at, ty.size() as u32)
            } else {
                Param::Value(at, ty.mem())
            });
            match param {
                Some(param) => {
                    let index = self.current.variables.len();
                    self.current.variables.push(Variable {
                        name: param.clone(),
                        pos: name.pos,
                        used: false,
                        set: false,
                        param: true,
                    });
                    self.put(
                        param.clone(),
                        Name::Local {
                            at,
                            ty: ty.clone(),
                            index,
                        },
                    );
                }
                None => self.error(name.pos, name.len, "parameter name omitted"),
            }
        }
        let open = self.next();
        self.block(&open)?;
        self.leave();
        for (jump, label, pos, len) in std::mem::take(&mut self.current.gotos) {
            match self.current.labels.get(&label).copied() {
                Some(to) => {
                    if let Some(op) = self.current.code.get_mut(jump) {
                        *op = Op::Jump(to);
                    }
                }
                None => self.error(pos, len, format!("label '{label}' used but not defined")),
            }
        }
        self.op(Op::Const(0));
        self.op(Op::Ret);
        if self.current.code.len() > 1 << 20 {
            return self.beyond("a function so long");
        }
        let current = std::mem::take(&mut self.current);
        self.inside = false;
        let function = Function {
            name: name.text.clone(),
            code: current.code,
            params,
            frame: current.frame.next_multiple_of(16),
            variadic: func.variadic,
        };
        if let Some(s) = self.unit.symbols.get_mut(symbol as usize) {
            s.def = Def::Function(function);
        }
        Ok(())
    }

    /// `return` and what it gives.
    pub(super) fn give_back(&mut self, token: &Token) -> Res<()> {
        let ret = self.current.ret.clone().unwrap_or(Ty::int());
        if self.is(";") {
            if !ret.is_void() && self.strict.all {
                self.warn(token.pos, token.len, "'return' with no value, in function returning non-void");
            }
            self.op(Op::Const(0));
        } else {
            let e = self.expression()?;
            let e = self.rvalue(e);
            if ret.is_void() {
                if !e.ty.is_void() {
                    self.warn(e.pos, e.len, "'return' with a value, in function returning void");
                }
                self.value(&e)?;
            } else {
                let e = self.fit(e, &ret, For::Return, None)?;
                self.value(&e)?;
            }
        }
        self.need(";")?;
        self.op(Op::Ret);
        Ok(())
    }
}

fn any_int(long: i32, short: bool, signed: bool, unsigned: bool, int: bool, char: bool, double: bool) -> bool {
    long > 0 || short || signed || unsigned || int || char || double
}

fn place(body: &mut Body, union: bool, name: Option<Rc<str>>, ty: Ty) {
    let align = ty.align();
    let offset = if union { 0 } else { body.size.next_multiple_of(align) };
    body.size = if union {
        body.size.max(ty.size())
    } else {
        offset.saturating_add(ty.size())
    };
    body.align = body.align.max(align);
    body.fields.push(Field { name, ty, offset });
}

/// The place of a variable that was not known when its initialiser was read.
fn moved(e: &mut E, to: u32) {
    match &mut e.n {
        N::Local(at, _) if *at == u32::MAX => *at = to,
        N::Member(inner, _) | N::Deref(inner) | N::Addr(inner) | N::Cast(inner) => moved(inner, to),
        N::Bin(_, a, _) => moved(a, to),
        _ => {}
    }
}
