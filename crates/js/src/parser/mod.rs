//! Tokens to a tree: ECMA-262 §13-16. Stops at the first error, which is worded as V8 words it.
//!
//! Leaves out `with`, and most early errors (of labels, strict mode, patterns that cannot be assigned to).

mod expressions;
mod functions;
mod modules;
mod patterns;
mod statements;

use crate::ast::*;
use crate::lexer::{Lexer, SyntaxError, T, Token};
use std::rc::Rc;

pub type Parsed<X> = Result<X, SyntaxError>;

/// How deep a program may be nested.
const MAX_DEPTH: u32 = 140;

/// What the parser knows of the function it is in.
pub(super) struct Inside {
    pub vars: Vec<Name>,
    pub is_async: bool,
    pub is_generator: bool,
    pub arguments: bool,
}

pub struct Parser<'a> {
    lexer: Lexer<'a>,
    source: Rc<Source>,
    pub(super) token: Token,
    last_end: u32,
    pub(super) inside: Vec<Inside>,
    depth: u32,
    strict: bool,
    pub(super) module: bool,
    no_in: bool,
    parts: ModuleParts,
}

/// Words that no variable may have as its name.
pub(super) const RESERVED: [&str; 36] = [
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "import",
    "in",
    "instanceof",
    "new",
    "null",
    "return",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "var",
    "void",
    "while",
    "with",
];

/// Reads a program: a module, or a script with these parameters around it (CommonJS's wrapper).
pub fn parse(source: &Rc<Source>, params: &[&str], module: bool) -> Parsed<Program> {
    let text = source.text.clone();
    let mut parser = Parser {
        lexer: Lexer::new(&text),
        source: source.clone(),
        token: Token { t: T::End, pos: 0, end: 0, nl: false },
        last_end: 0,
        inside: vec![Inside { vars: vec![], is_async: module, is_generator: false, arguments: true }],
        depth: 0,
        strict: module || source.internal,
        module,
        no_in: false,
        parts: ModuleParts::default(),
    };
    parser.advance()?;
    let mut body = Vec::new();
    parser.directives();
    while parser.token.t != T::End {
        let statement = parser.statement_or_declaration()?;
        body.push(statement);
    }
    let mut lexical = parser.lexical(&body)?;
    let vars = parser.inside.pop().map(|i| i.vars).unwrap_or_default();
    if let Some(name) =
        lexical.iter().find(|(n, d)| *d != Decl::Function && (vars.contains(n) || params.contains(&&**n)))
    {
        let at = text.find(&format!(" {}", name.0)).map_or(0, |n| n + 1) as u32;
        return Err(SyntaxError {
            message: format!("Identifier '{}' has already been declared", name.0),
            pos: at,
            end: at + name.0.len() as u32,
        });
    }
    lexical.shrink_to_fit();
    let params = params.iter().map(|p| (P::Ident((*p).into(), 0), None)).collect();
    let func = Func {
        name: "".into(),
        params,
        rest: None,
        body,
        expr: None,
        kind: FuncKind::Normal,
        is_async: module,
        is_generator: false,
        strict: parser.strict,
        uses_arguments: true,
        self_name: false,
        vars,
        lexical,
        pos: 0,
        end: text.len() as u32,
        source: source.clone(),
    };
    Ok(Program { func: Rc::new(func), parts: parser.parts })
}

impl Parser<'_> {
    pub(super) fn advance(&mut self) -> Parsed<Token> {
        let regex = match &self.token.t {
            T::P(p) => !matches!(*p, ")" | "]" | "}" | "++" | "--"),
            T::Name(n, _) => matches!(
                &**n,
                "return"
                    | "typeof"
                    | "case"
                    | "in"
                    | "of"
                    | "delete"
                    | "void"
                    | "throw"
                    | "new"
                    | "instanceof"
                    | "else"
                    | "do"
                    | "yield"
                    | "await"
            ),
            T::End => true,
            _ => false,
        };
        self.advance_with(regex)
    }

    fn advance_with(&mut self, regex: bool) -> Parsed<Token> {
        let next = self.lexer.next(regex)?;
        self.last_end = self.token.end;
        Ok(std::mem::replace(&mut self.token, next))
    }

    /// Reads the present slash again, as the beginning of a regular expression.
    pub(super) fn rescan_regex(&mut self) -> Parsed<()> {
        self.lexer.at = self.token.pos as usize;
        let nl = self.token.nl;
        self.token = self.lexer.next(true)?;
        self.token.nl = nl;
        Ok(())
    }

    pub(super) fn save(&self) -> (usize, Token, u32) {
        (self.lexer.at, self.token.clone(), self.last_end)
    }

    pub(super) fn restore(&mut self, (at, token, last_end): (usize, Token, u32)) {
        self.lexer.at = at;
        self.token = token;
        self.last_end = last_end;
    }

    pub(super) fn is(&self, p: &str) -> bool {
        matches!(&self.token.t, T::P(q) if *q == p)
    }

    pub(super) fn is_word(&self, word: &str) -> bool {
        matches!(&self.token.t, T::Name(n, false) if &**n == word)
    }

    pub(super) fn eat(&mut self, p: &str) -> Parsed<bool> {
        let yes = self.is(p);
        if yes {
            self.advance()?;
        }
        Ok(yes)
    }

    pub(super) fn eat_word(&mut self, word: &str) -> Parsed<bool> {
        let yes = self.is_word(word);
        if yes {
            self.advance()?;
        }
        Ok(yes)
    }

    pub(super) fn expect(&mut self, p: &str) -> Parsed<()> {
        if self.eat(p)? { Ok(()) } else { self.unexpected() }
    }

    pub(super) fn fail<X>(&self, message: impl Into<String>) -> Parsed<X> {
        Err(SyntaxError { message: message.into(), pos: self.token.pos, end: self.token.end })
    }

    pub(super) fn fail_at<X>(&self, message: impl Into<String>, pos: u32, end: u32) -> Parsed<X> {
        Err(SyntaxError { message: message.into(), pos, end })
    }

    pub(super) fn unexpected<X>(&self) -> Parsed<X> {
        let message = match &self.token.t {
            T::End => "Unexpected end of input".to_string(),
            T::Name(n, _) if RESERVED.contains(&&**n) => format!("Unexpected token '{n}'"),
            T::Name(n, _)
                if self.strict && matches!(&**n, "let" | "static" | "yield" | "interface" | "package" | "private") =>
            {
                "Unexpected strict mode reserved word".into()
            }
            T::Name(n, _) => format!("Unexpected identifier '{n}'"),
            T::Private(n) => format!("Unexpected identifier '#{n}'"),
            T::Num(_) | T::BigInt(_) => "Unexpected number".into(),
            T::Str(_) => "Unexpected string".into(),
            T::Template(..) => "Unexpected template string".into(),
            T::Regex(..) => "Unexpected regular expression".into(),
            T::P("`") => "Unexpected template string".into(),
            T::P(p) => format!("Unexpected token '{p}'"),
        };
        self.fail(message)
    }

    /// A semicolon, or where one may be left out.
    pub(super) fn semicolon(&mut self) -> Parsed<()> {
        if self.eat(";")? || self.is("}") || self.token.t == T::End || self.token.nl {
            return Ok(());
        }
        self.unexpected()
    }

    pub(super) fn nested<X>(&mut self, read: impl FnOnce(&mut Self) -> Parsed<X>) -> Parsed<X> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fail("drydock: a program nested this deeply is not simulated");
        }
        let out = read(self);
        self.depth -= 1;
        out
    }

    pub(super) fn node(&self, pos: u32, pure: bool, kind: E) -> Node {
        Node { pos, end: self.last_end, pure, kind }
    }

    fn directives(&mut self) {
        if let T::Str(s) = &self.token.t {
            self.strict |= s.as_str() == "use strict";
        }
    }

    pub(super) fn in_async(&self) -> bool {
        self.inside.last().is_some_and(|i| i.is_async)
    }

    pub(super) fn identifier(&mut self) -> Parsed<Name> {
        match &self.token.t {
            T::Name(n, _) if !RESERVED.contains(&&**n) => {
                if &**n == "await" && self.in_async() {
                    return self.fail("Unexpected reserved word");
                }
                if self.strict && matches!(&**n, "let" | "static" | "yield" | "interface" | "package" | "private") {
                    return self.fail("Unexpected strict mode reserved word");
                }
                let n = n.clone();
                self.advance()?;
                Ok(n)
            }
            _ => self.unexpected(),
        }
    }

    /// Names declared by statements of one block, with an error for what is declared twice.
    pub(super) fn lexical(&self, body: &[Stmt]) -> Parsed<Vec<(Name, Decl)>> {
        let mut out: Vec<(Name, Decl)> = Vec::new();
        for statement in body {
            let mut names = Vec::new();
            let decl = match &statement.kind {
                S::Var(decl @ (Decl::Let | Decl::Const), list) => {
                    list.iter().for_each(|(p, _)| patterns::names(p, &mut names));
                    *decl
                }
                S::Class(class) => {
                    names.push((class.name.clone(), statement.pos + 6));
                    Decl::Class
                }
                S::Function(func) => {
                    names.push((func.name.clone(), statement.pos + 9));
                    Decl::Function
                }
                _ => continue,
            };
            for (name, pos) in names {
                if let Some((_, old)) = out.iter().find(|(n, _)| *n == name) {
                    if decl == Decl::Function && *old == Decl::Function {
                        continue;
                    }
                    let end = pos + name.len() as u32;
                    return self.fail_at(format!("Identifier '{name}' has already been declared"), pos, end);
                }
                out.push((name, decl));
            }
        }
        Ok(out)
    }
}
