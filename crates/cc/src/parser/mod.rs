//! Tokens to instructions (C11 6.5 to 6.9): declarations, statements and expressions, checked with gcc's words.
//!
//! Statements are turned into instructions as they are read; an expression is a tree first (`tree`), since its type decides
//! what is made of it. Left out, and refused by name: bit-fields, arrays of variable length, `_Generic`, `_Atomic`, complex
//! numbers, statement expressions, `asm`, nested functions, structures among variable arguments.

mod declare;
mod emit;
mod express;
mod format;
mod initial;
mod state;
mod tree;

use crate::diagnostic::{Diagnostic, Kind, Source};
use crate::lexer::{Pos, Tok, Token};
use crate::program::{Def, Op, Symbol, Unit};
use crate::types::{I, K, Rec, Ty};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Why nothing more is read.
pub enum Stop {
    /// It has been said.
    Said,
    /// This is not simulated.
    Beyond(String),
}

pub type Res<T> = Result<T, Stop>;

/// What decides which warnings there are.
#[derive(Clone, Copy, Debug, Default)]
pub struct Strict {
    /// `-Wall`
    pub all: bool,
    /// `-w`
    pub quiet: bool,
    /// `-Werror`
    pub errors: bool,
    /// The first number of the compiler's version.
    pub version: u32,
}

#[derive(Clone, Debug)]
enum Name {
    Typedef(Ty),
    Local { at: u32, ty: Ty, index: usize },
    Global { symbol: u32, ty: Ty },
    Constant(i64),
}

struct Variable {
    name: Rc<str>,
    pos: Pos,
    used: bool,
    /// Set by an initialiser or assignment.
    set: bool,
    param: bool,
}

#[derive(Default)]
struct Scope {
    names: BTreeMap<Rc<str>, Name>,
    tags: BTreeMap<Rc<str>, Tag>,
    first: usize,
}

#[derive(Clone)]
enum Tag {
    Record(Rc<Rec>),
    Enum,
}

struct Loop {
    breaks: Vec<usize>,
    continues: Vec<usize>,
    is_switch: bool,
}

struct Switch {
    cases: Vec<(i64, u32)>,
    default: Option<u32>,
}

/// The function that is being read.
#[derive(Default)]
struct Current {
    name: Rc<str>,
    code: Vec<Op>,
    frame: u32,
    ret: Option<Ty>,
    variadic: bool,
    loops: Vec<Loop>,
    switches: Vec<Switch>,
    labels: BTreeMap<Rc<str>, u32>,
    gotos: Vec<(usize, Rc<str>, Pos, u32)>,
    variables: Vec<Variable>,
    undeclared: BTreeSet<Rc<str>>,
}

pub struct Parser<'a> {
    tokens: &'a [Token],
    end: Token,
    at: usize,
    files: &'a [Source],
    strict: Strict,
    scopes: Vec<Scope>,
    unit: Unit,
    by_name: BTreeMap<Rc<str>, u32>,
    current: Current,
    inside: bool,
    depth: u32,
    said_undeclared: bool,
    implicit: BTreeSet<Rc<str>>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Nested expressions and declarators.
const DEPTH: u32 = 150;

/// Compiles the tokens of one source.
pub fn compile(tokens: &[Token], files: &[Source], strict: Strict) -> (Unit, Vec<Diagnostic>, Option<String>) {
    let mut parser = Parser {
        tokens,
        end: Token {
            tok: Tok::End,
            pos: Pos::default(),
            len: 1,
            text: "".into(),
            space: false,
            bol: true,
            hide: None,
        },
        at: 0,
        files,
        strict,
        scopes: vec![Scope::default()],
        unit: Unit::default(),
        by_name: BTreeMap::new(),
        current: Current::default(),
        inside: false,
        depth: 0,
        said_undeclared: false,
        implicit: BTreeSet::new(),
        diagnostics: Vec::new(),
    };
    parser.builtin();
    let beyond = match parser.unit() {
        Err(Stop::Beyond(what)) => Some(what),
        _ => None,
    };
    (parser.unit, parser.diagnostics, beyond)
}

impl Parser<'_> {
    fn builtin(&mut self) {
        if let Some(scope) = self.scopes.first_mut() {
            scope
                .names
                .insert("__builtin_va_list".into(), Name::Typedef(Ty::ptr(Ty::char())));
        }
    }

    fn unit(&mut self) -> Res<()> {
        while !matches!(self.peek().tok, Tok::End) {
            if self.take(";") {
                continue;
            }
            self.external()?;
        }
        Ok(())
    }

    // Tokens.

    fn peek(&self) -> &Token {
        self.look(0)
    }
    fn look(&self, n: usize) -> &Token {
        self.tokens.get(self.at + n).or(self.tokens.last()).unwrap_or(&self.end)
    }
    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }
    fn is(&self, punct: &str) -> bool {
        self.peek().is(punct)
    }
    fn is_word(&self, word: &str) -> bool {
        self.peek().is_word(word)
    }
    fn take(&mut self, punct: &str) -> bool {
        let is = self.is(punct);
        self.at += usize::from(is);
        is
    }
    fn take_word(&mut self, word: &str) -> bool {
        let is = self.is_word(word);
        self.at += usize::from(is);
        is
    }
    fn previous(&self) -> &Token {
        self.tokens.get(self.at.saturating_sub(1)).unwrap_or(self.peek())
    }

    // Messages.

    fn say(&mut self, kind: Kind, pos: Pos, len: u32, text: impl Into<String>) {
        if kind == Kind::Warning && (self.strict.quiet || self.files.get(pos.file as usize).is_some_and(|f| f.system)) {
            return;
        }
        let (mut kind, mut text) = (kind, text.into());
        if kind == Kind::Warning && self.strict.errors {
            kind = Kind::Error;
            text = text.replace("[-W", "[-Werror=");
        }
        let function = self.inside.then(|| self.current.name.to_string());
        self.diagnostics.push(Diagnostic {
            kind,
            pos,
            len,
            text,
            function,
            insert: None,
        });
    }
    fn error(&mut self, pos: Pos, len: u32, text: impl Into<String>) {
        self.say(Kind::Error, pos, len, text);
    }
    fn warn(&mut self, pos: Pos, len: u32, text: impl Into<String>) {
        self.say(Kind::Warning, pos, len, text);
    }

    /// How gcc names the token that should not be there.
    fn before(&self) -> String {
        let token = self.peek();
        match &token.tok {
            Tok::End => " at end of input".into(),
            Tok::Ident(_) => format!(" before '{}'", token.text),
            Tok::Num(_) => " before numeric constant".into(),
            Tok::Str(_) => " before string constant".into(),
            Tok::Char(_) => format!(" before {}", token.text),
            Tok::Stray(_) | Tok::Punct(_) => format!(" before '{}' token", token.text),
        }
    }

    /// Says that something else was expected here, and stops.
    fn expected<T>(&mut self, what: &str) -> Res<T> {
        if let Tok::Stray(c) = self.peek().tok {
            let token = self.peek().clone();
            let text = if c.is_ascii() {
                format!("stray '{c}' in program")
            } else {
                format!("stray '{}' in program", octal(c))
            };
            self.error(token.pos, 1, text);
            return Err(Stop::Said);
        }
        let token = self.peek().clone();
        let text = format!("expected {what}{}", self.before());
        self.error(token.pos, token.len.max(1), text);
        Err(Stop::Said)
    }

    /// A token that must come; where it is missing, the message stands behind the token before.
    fn need(&mut self, punct: &'static str) -> Res<()> {
        if self.take(punct) {
            return Ok(());
        }
        if matches!(self.peek().tok, Tok::Stray(_) | Tok::End) || !matches!(punct, ";" | ")" | "]" | ":") {
            return self.expected(&format!("'{punct}'"));
        }
        let previous = self.previous().clone();
        let next = self.peek().clone();
        let text = format!("expected '{punct}'{}", self.before());
        let pos = Pos {
            col: previous.pos.col + previous.len,
            ..previous.pos
        };
        // The mark goes on to the token that is there instead.
        let same = next.pos.file == pos.file && next.pos.line == pos.line;
        let len = if same {
            (next.pos.col + next.len).saturating_sub(pos.col)
        } else {
            1
        };
        self.error(pos, len, text);
        if let Some(last) = self.diagnostics.last_mut() {
            last.insert = Some((punct.to_string(), next.pos, next.len));
        }
        Err(Stop::Said)
    }

    /// After a mistake in a statement: to its end.
    fn recover(&mut self) -> bool {
        let mut depth = 0;
        loop {
            let token = self.peek();
            if matches!(token.tok, Tok::End) {
                return false;
            }
            if depth == 0 && token.is("}") {
                return true;
            }
            if depth == 0 && token.is(";") {
                self.at += 1;
                return true;
            }
            if token.is("{") {
                depth += 1;
            } else if token.is("}") {
                depth -= 1;
                if depth == 0 {
                    self.at += 1;
                    return true;
                }
            }
            self.at += 1;
        }
    }

    fn beyond<T>(&self, what: &str) -> Res<T> {
        Err(Stop::Beyond(format!("{what} in C (line {})", self.peek().pos.line)))
    }

    fn deeper(&mut self) -> Res<()> {
        self.depth += 1;
        if self.depth > DEPTH {
            return self.beyond("an expression so deep");
        }
        Ok(())
    }

    // Names.

    fn find(&self, name: &str) -> Option<&Name> {
        self.scopes.iter().rev().find_map(|scope| scope.names.get(name))
    }
    fn put(&mut self, name: Rc<str>, what: Name) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.names.insert(name, what);
        }
    }
    fn enter(&mut self) {
        let first = self.current.variables.len();
        self.scopes.push(Scope {
            first,
            ..Scope::default()
        });
    }
    fn leave(&mut self) {
        let Some(scope) = self.scopes.pop() else { return };
        if !self.strict.all {
            return;
        }
        let mut unused = Vec::new();
        for one in scope.names.values() {
            let Name::Local { index, .. } = one else { continue };
            if *index < scope.first {
                continue;
            }
            if let Some(v) = self.current.variables.get(*index).filter(|v| !v.used && !v.param) {
                let (what, option) = if v.set {
                    (format!("variable '{}' set but not used", v.name), "but-set-")
                } else {
                    (format!("unused variable '{}'", v.name), "")
                };
                unused.push((
                    v.pos,
                    v.name.chars().count() as u32,
                    format!("{what} [-Wunused-{option}variable]"),
                ));
            }
        }
        unused.sort_by_key(|u| std::cmp::Reverse((u.0.line, u.0.col)));
        for (pos, len, text) in unused {
            self.warn(pos, len, text);
        }
    }

    fn symbol(&mut self, name: &Rc<str>) -> u32 {
        if let Some(n) = self.by_name.get(name) {
            return *n;
        }
        let n = self.add(name.clone(), false, Def::Undefined(false));
        self.by_name.insert(name.clone(), n);
        n
    }
    fn add(&mut self, name: Rc<str>, local: bool, def: Def) -> u32 {
        self.unit.symbols.push(Symbol {
            name,
            local,
            def,
            used: false,
            user: "".into(),
        });
        self.unit.symbols.len() as u32 - 1
    }
    fn refer(&mut self, symbol: u32) {
        let user = self.current.name.clone();
        if let Some(s) = self.unit.symbols.get_mut(symbol as usize).filter(|s| !s.used) {
            s.used = true;
            s.user = user;
        }
    }

    /// A place of the frame.
    fn slot(&mut self, size: u64, align: u64) -> Res<u32> {
        let align = align.clamp(1, 16);
        let at = u64::from(self.current.frame).next_multiple_of(align);
        let end = at.saturating_add(size.max(1));
        if end > 8 << 20 {
            return self.beyond("a frame of more than 8 MB");
        }
        self.current.frame = end as u32;
        Ok(at as u32)
    }

    fn size_t() -> Ty {
        Ty::new(K::Int(I::ULong))
    }
}

fn octal(c: char) -> String {
    let mut buffer = [0; 4];
    c.encode_utf8(&mut buffer)
        .bytes()
        .take(1)
        .map(|b| format!("\\{b:o}"))
        .collect()
}
