//! Go's tokens to a tree: the part of the language that small programs use. What is beyond it is refused by name.

use super::lexer::{KEYWORDS, Kind, Token, tokens};
use std::rc::Rc;

#[derive(Clone, Debug)]
pub enum Expr {
    Int(i64),
    Float(f64),
    Text(String),
    Name(String, u32, u32),
    /// `a.b`
    Field(Box<Expr>, String),
    Index(Box<Expr>, Box<Expr>),
    Slice(Box<Expr>, Option<Box<Expr>>, Option<Box<Expr>>),
    Call(Box<Expr>, Vec<Expr>, bool),
    Not(Box<Expr>),
    Minus(Box<Expr>),
    Binary(&'static str, Box<Expr>, Box<Expr>),
    Func(Rc<Func>),
    List(Vec<Expr>),
    Map(Vec<(Expr, Expr)>),
    /// `make([]T, n)` and `make(map…)`: whether a map, and the length.
    Make(bool, Option<Box<Expr>>),
}

#[derive(Debug)]
pub struct Func {
    pub params: Vec<String>,
    pub body: Vec<Stmt>,
}

#[derive(Clone, Debug)]
pub enum Stmt {
    Expr(Expr),
    /// Names, values, and the place.
    Define(Vec<String>, Vec<Expr>, u32, u32),
    Assign(Vec<Expr>, &'static str, Vec<Expr>),
    /// `var x T` with its zero.
    Var(String, Option<Expr>, Zero, u32, u32),
    If(Vec<Stmt>, Expr, Vec<Stmt>, Vec<Stmt>),
    For(Option<Box<Stmt>>, Option<Expr>, Option<Box<Stmt>>, Vec<Stmt>),
    Range(Vec<String>, Expr, Vec<Stmt>),
    Switch(Option<Expr>, Vec<(Vec<Expr>, Vec<Stmt>)>),
    Return(Vec<Expr>),
    Defer(Expr),
    Go(Expr),
    Break,
    Continue,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Zero {
    Int,
    Float,
    Text,
    Bool,
    Nil,
    List,
}

#[derive(Debug, Default)]
pub struct File {
    pub package: String,
    /// Path, line, column.
    pub imports: Vec<(String, u32, u32)>,
    pub functions: Vec<(String, Rc<Func>)>,
    pub globals: Vec<Stmt>,
}

/// What is wrong with a file: its place and the words; or what is not simulated.
#[derive(Debug)]
pub enum Wrong {
    At(u32, u32, String),
    NotSimulated(String),
}

type Result<T> = std::result::Result<T, Wrong>;

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: u32,
    /// Inside the head of a statement `{` opens its block, not a literal.
    head: bool,
}

pub fn parse(text: &str) -> Result<File> {
    let tokens = tokens(text).map_err(|(line, column, words)| Wrong::At(line, column, words))?;
    let mut parser = Parser {
        tokens,
        at: 0,
        depth: 0,
        head: false,
    };
    parser.file()
}

impl Parser {
    fn kind(&self) -> Option<&Kind> {
        self.tokens.get(self.at).map(|t| &t.kind)
    }

    fn place(&self) -> (u32, u32) {
        let token = self.tokens.get(self.at).or(self.tokens.last());
        token.map_or((1, 1), |t| (t.line, t.column))
    }

    fn wrong<T>(&self, wanted: &str) -> Result<T> {
        let (line, column) = self.place();
        let found = match self.kind() {
            None => "EOF".to_string(),
            Some(Kind::Symbol(";")) => "newline".into(),
            Some(Kind::Symbol(s)) => (*s).to_string(),
            Some(Kind::Name(n)) if KEYWORDS.contains(&n.as_str()) => format!("keyword {n}"),
            Some(Kind::Name(n)) => format!("name {n}"),
            Some(Kind::Text(t)) => format!("literal {t:?}"),
            Some(Kind::Int(n)) => format!("literal {n}"),
            Some(Kind::Float(n)) => format!("literal {n}"),
        };
        Err(Wrong::At(line, column, format!("syntax error: unexpected {found}{wanted}")))
    }

    fn beyond<T>(&self, what: &str) -> Result<T> {
        Err(Wrong::NotSimulated(format!("{what} in Go (line {})", self.place().0)))
    }

    fn is(&self, symbol: &str) -> bool {
        matches!(self.kind(), Some(Kind::Symbol(s)) if *s == symbol)
    }

    fn symbol(&mut self, symbol: &str) -> bool {
        let yes = self.is(symbol);
        self.at += usize::from(yes);
        yes
    }

    fn need(&mut self, symbol: &str, wanted: &str) -> Result<()> {
        if self.symbol(symbol) { Ok(()) } else { self.wrong(wanted) }
    }

    fn is_word(&self, word: &str) -> bool {
        matches!(self.kind(), Some(Kind::Name(n)) if n == word)
    }

    fn word(&mut self, word: &str) -> bool {
        let yes = self.is_word(word);
        self.at += usize::from(yes);
        yes
    }

    fn name(&mut self, wanted: &str) -> Result<String> {
        match self.kind() {
            Some(Kind::Name(n)) if !KEYWORDS.contains(&n.as_str()) => {
                let n = n.clone();
                self.at += 1;
                Ok(n)
            }
            _ => self.wrong(wanted),
        }
    }

    fn deeper<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= 40 {
            return self.beyond("nesting this deep");
        }
        self.depth += 1;
        let out = work(self);
        self.depth -= 1;
        out
    }

    fn file(&mut self) -> Result<File> {
        let mut out = File::default();
        if !self.word("package") {
            let (line, column) = self.place();
            return Err(Wrong::At(
                line,
                column,
                "syntax error: package statement must be first".into(),
            ));
        }
        out.package = self.name(", expected name")?;
        while self.symbol(";") {}
        while self.word("import") {
            let many = self.symbol("(");
            loop {
                while many && self.symbol(";") {}
                if many && self.symbol(")") {
                    break;
                }
                if matches!(self.kind(), Some(Kind::Name(_))) || self.is(".") {
                    return self.beyond("an import under another name");
                }
                let (line, column) = self.place();
                let Some(Kind::Text(path)) = self.kind().cloned() else {
                    return self.wrong(", expected import path");
                };
                self.at += 1;
                out.imports.push((path, line, column));
                if !many {
                    break;
                }
            }
            while self.symbol(";") {}
        }
        while self.kind().is_some() {
            if self.symbol(";") {
                continue;
            }
            if self.word("func") {
                if self.is("(") {
                    return self.beyond("a method");
                }
                let name = self.name(", expected name")?;
                if self.is("[") {
                    return self.beyond("a type parameter");
                }
                let func = self.func()?;
                out.functions.push((name, func));
            } else if self.word("var") || self.word("const") {
                let stmts = self.vars()?;
                out.globals.extend(stmts);
            } else if self.is_word("type") {
                return self.beyond("a type declaration");
            } else {
                let (line, column) = self.place();
                return Err(Wrong::At(
                    line,
                    column,
                    "syntax error: non-declaration statement outside function body".into(),
                ));
            }
        }
        Ok(out)
    }

    fn vars(&mut self) -> Result<Vec<Stmt>> {
        let many = self.symbol("(");
        let mut out = Vec::new();
        loop {
            while many && self.symbol(";") {}
            if many && self.symbol(")") {
                return Ok(out);
            }
            let (line, column) = self.place();
            let name = self.name(", expected name")?;
            let zero = if self.is("=") { Zero::Nil } else { self.kind_of()? };
            let value = if self.symbol("=") { Some(self.expr()?) } else { None };
            out.push(Stmt::Var(name, value, zero, line, column));
            if !many {
                return Ok(out);
            }
        }
    }

    /// A type, of which only the zero value counts.
    fn kind_of(&mut self) -> Result<Zero> {
        if self.symbol("[") {
            if !self.symbol("]") {
                return self.beyond("an array type");
            }
            self.deeper(Self::kind_of)?;
            return Ok(Zero::List);
        }
        if self.symbol("*") {
            self.deeper(Self::kind_of)?;
            return Ok(Zero::Nil);
        }
        if self.word("map") {
            self.need("[", ", expected [")?;
            self.kind_of()?;
            self.need("]", ", expected ]")?;
            self.deeper(Self::kind_of)?;
            return Ok(Zero::Nil);
        }
        if self.word("func") {
            self.need("(", ", expected (")?;
            while !self.symbol(")") {
                self.at += 1;
                if self.kind().is_none() {
                    return self.wrong(", expected )");
                }
            }
            return Ok(Zero::Nil);
        }
        if self.is_word("chan") || self.is_word("struct") || self.is_word("interface") {
            return self.beyond("such a type");
        }
        let name = self.name(", expected type")?;
        if self.symbol(".") {
            self.name(", expected name")?;
            return Ok(Zero::Nil);
        }
        Ok(match name.as_str() {
            "int" | "int64" | "int32" | "byte" | "rune" | "uint" | "uint64" => Zero::Int,
            "float64" => Zero::Float,
            "string" => Zero::Text,
            "bool" => Zero::Bool,
            "error" | "any" => Zero::Nil,
            other => return self.beyond(&format!("the type {other}")),
        })
    }

    fn func(&mut self) -> Result<Rc<Func>> {
        self.need("(", ", expected (")?;
        let mut params = Vec::new();
        while !self.symbol(")") {
            params.push(self.name(", expected parameter name")?);
            if !self.is(",") {
                if self.is("...") {
                    return self.beyond("a variadic function");
                }
                self.kind_of()?;
            }
            if !self.symbol(",") {
                self.need(")", ", expected )")?;
                break;
            }
        }
        if self.symbol("(") {
            while !self.symbol(")") {
                self.kind_of()?;
                if !self.symbol(",") && !self.is(")") {
                    return self.beyond("a named result");
                }
            }
        } else if !self.is("{") {
            self.kind_of()?;
        }
        let before = std::mem::replace(&mut self.head, false);
        let body = self.block()?;
        self.head = before;
        Ok(Rc::new(Func { params, body }))
    }

    fn block(&mut self) -> Result<Vec<Stmt>> {
        self.need("{", ", expected {")?;
        let mut out = Vec::new();
        loop {
            while self.symbol(";") {}
            if self.symbol("}") {
                return Ok(out);
            }
            if self.kind().is_none() {
                return self.wrong(", expected }");
            }
            let stmts = self.deeper(Self::statement)?;
            out.extend(stmts);
            if !self.is("}") && !self.symbol(";") {
                return self.wrong(" at end of statement");
            }
        }
    }

    fn statement(&mut self) -> Result<Vec<Stmt>> {
        let word = match self.kind() {
            Some(Kind::Name(n)) => n.clone(),
            _ => String::new(),
        };
        Ok(vec![match word.as_str() {
            "var" | "const" => {
                self.at += 1;
                return self.vars();
            }
            "if" => self.if_statement()?,
            "for" => self.for_statement()?,
            "switch" => self.switch()?,
            "return" => {
                self.at += 1;
                let values = if self.is(";") || self.is("}") {
                    Vec::new()
                } else {
                    self.list()?
                };
                Stmt::Return(values)
            }
            "break" => {
                self.at += 1;
                Stmt::Break
            }
            "continue" => {
                self.at += 1;
                Stmt::Continue
            }
            "defer" | "go" => {
                self.at += 1;
                let call = self.expr()?;
                if word == "go" { Stmt::Go(call) } else { Stmt::Defer(call) }
            }
            "type" | "select" | "goto" | "fallthrough" => return self.beyond(&format!("the statement {word}")),
            _ => self.simple()?,
        }])
    }

    fn list(&mut self) -> Result<Vec<Expr>> {
        let mut out = vec![self.expr()?];
        while self.symbol(",") {
            out.push(self.expr()?);
        }
        Ok(out)
    }

    fn simple(&mut self) -> Result<Stmt> {
        let (line, column) = self.place();
        let mut left = self.list()?;
        if self.symbol(":=") {
            let mut names = Vec::new();
            for one in &left {
                let Expr::Name(name, ..) = one else {
                    return Err(Wrong::At(line, column, "syntax error: non-name on left side of :=".into()));
                };
                names.push(name.clone());
            }
            let values = self.list()?;
            return Ok(Stmt::Define(names, values, line, column));
        }
        for op in ["=", "+=", "-=", "*=", "/=", "%="] {
            if self.symbol(op) {
                let values = self.list()?;
                return Ok(Stmt::Assign(left, op, values));
            }
        }
        for (op, to) in [("++", "+="), ("--", "-=")] {
            if self.symbol(op) {
                return Ok(Stmt::Assign(left, to, vec![Expr::Int(1)]));
            }
        }
        match (left.pop(), left.is_empty()) {
            (Some(one), true) => Ok(Stmt::Expr(one)),
            _ => self.wrong(", expected := or = or comma"),
        }
    }

    fn in_head<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let before = std::mem::replace(&mut self.head, true);
        let out = work(self);
        self.head = before;
        out
    }

    fn if_statement(&mut self) -> Result<Stmt> {
        self.at += 1;
        let (first, test) = self.in_head(|p| {
            let one = p.simple()?;
            if p.symbol(";") {
                return Ok((vec![one], p.expr()?));
            }
            match one {
                Stmt::Expr(test) => Ok((Vec::new(), test)),
                _ => p.wrong(", expected boolean expression"),
            }
        })?;
        let then = self.block()?;
        let other = if self.word("else") {
            if self.is_word("if") {
                vec![self.deeper(Self::if_statement)?]
            } else {
                self.block()?
            }
        } else {
            Vec::new()
        };
        Ok(Stmt::If(first, test, then, other))
    }

    fn for_statement(&mut self) -> Result<Stmt> {
        self.at += 1;
        if self.is("{") {
            return Ok(Stmt::For(None, None, None, self.block()?));
        }
        if self.word("range") {
            let over = self.in_head(Self::expr)?;
            return Ok(Stmt::Range(Vec::new(), over, self.block()?));
        }
        let before = self.at;
        let mut names = Vec::new();
        while let Ok(name) = self.name("") {
            names.push(name);
            if !self.symbol(",") {
                break;
            }
        }
        if self.symbol(":=") && self.word("range") {
            let over = self.in_head(Self::expr)?;
            return Ok(Stmt::Range(names, over, self.block()?));
        }
        self.at = before;
        let (first, test, step) = self.in_head(|p| {
            let first = if p.is(";") { None } else { Some(p.simple()?) };
            if p.is("{") {
                return match first {
                    Some(Stmt::Expr(test)) => Ok((None, Some(test), None)),
                    _ => p.wrong(", expected for loop condition"),
                };
            }
            p.need(";", ", expected for loop condition")?;
            let test = if p.is(";") { None } else { Some(p.expr()?) };
            p.need(";", ", expected { after for clause")?;
            let step = if p.is("{") { None } else { Some(Box::new(p.simple()?)) };
            Ok((first.map(Box::new), test, step))
        })?;
        Ok(Stmt::For(first, test, step, self.block()?))
    }

    fn switch(&mut self) -> Result<Stmt> {
        self.at += 1;
        let subject = if self.is("{") { None } else { Some(self.in_head(Self::expr)?) };
        self.need("{", ", expected {")?;
        let mut arms = Vec::new();
        loop {
            while self.symbol(";") {}
            if self.symbol("}") {
                return Ok(Stmt::Switch(subject, arms));
            }
            let tests = if self.word("default") {
                Vec::new()
            } else if self.word("case") {
                self.list()?
            } else {
                return self.wrong(", expected case or default or }");
            };
            self.need(":", ", expected :")?;
            let mut body = Vec::new();
            loop {
                while self.symbol(";") {}
                if self.is("}") || self.is_word("case") || self.is_word("default") {
                    break;
                }
                let stmts = self.deeper(Self::statement)?;
                body.extend(stmts);
            }
            arms.push((tests, body));
        }
    }

    pub fn expr(&mut self) -> Result<Expr> {
        self.deeper(|p| p.binary(0))
    }

    fn binary(&mut self, level: usize) -> Result<Expr> {
        const LEVELS: [&[&str]; 5] = [
            &["||"],
            &["&&"],
            &["==", "!=", "<=", ">=", "<", ">"],
            &["+", "-"],
            &["*", "/", "%"],
        ];
        let Some(ops) = LEVELS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1)?;
        let mut count = 0;
        while let Some(op) = ops.iter().find(|op| self.is(op)) {
            self.at += 1;
            count += 1;
            if count > 100 {
                return self.beyond("an expression this long");
            }
            left = Expr::Binary(op, Box::new(left), Box::new(self.binary(level + 1)?));
        }
        Ok(left)
    }

    fn unary(&mut self) -> Result<Expr> {
        if self.symbol("!") {
            return Ok(Expr::Not(Box::new(self.deeper(Self::unary)?)));
        }
        if self.symbol("-") {
            return Ok(Expr::Minus(Box::new(self.deeper(Self::unary)?)));
        }
        for op in ["&", "*", "<-", "^", "+"] {
            if self.is(op) {
                return self.beyond(&format!("the operator {op}"));
            }
        }
        self.primary()
    }

    fn inner<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let before = std::mem::replace(&mut self.head, false);
        let out = work(self);
        self.head = before;
        out
    }

    fn primary(&mut self) -> Result<Expr> {
        let (line, column) = self.place();
        let mut out = match self.kind().cloned() {
            Some(Kind::Int(n)) => {
                self.at += 1;
                Expr::Int(n)
            }
            Some(Kind::Float(x)) => {
                self.at += 1;
                Expr::Float(x)
            }
            Some(Kind::Text(t)) => {
                self.at += 1;
                Expr::Text(t)
            }
            Some(Kind::Symbol("(")) => {
                self.at += 1;
                let inner = self.inner(Self::expr)?;
                self.need(")", ", expected )")?;
                inner
            }
            Some(Kind::Symbol("[")) => {
                self.kind_of()?;
                if self.is("(") {
                    // A conversion such as []byte(text).
                    Expr::Name("[]byte".into(), line, column)
                } else {
                    self.need("{", ", expected {")?;
                    Expr::List(self.inner(|p| p.items("}"))?.0)
                }
            }
            Some(Kind::Name(word)) if word == "map" => {
                self.kind_of()?;
                self.need("{", ", expected {")?;
                let mut pairs = Vec::new();
                loop {
                    while self.symbol(";") {}
                    if self.symbol("}") {
                        break;
                    }
                    let key = self.inner(Self::expr)?;
                    self.need(":", ", expected :")?;
                    pairs.push((key, self.inner(Self::expr)?));
                    self.symbol(",");
                }
                Expr::Map(pairs)
            }
            Some(Kind::Name(word)) if word == "func" => {
                self.at += 1;
                Expr::Func(self.deeper(Self::func)?)
            }
            Some(Kind::Name(word)) if word == "make" => {
                self.at += 1;
                self.need("(", ", expected (")?;
                let map = self.is_word("map");
                if self.is_word("chan") {
                    return self.beyond("a channel");
                }
                self.kind_of()?;
                let size = if self.symbol(",") {
                    Some(Box::new(self.inner(Self::expr)?))
                } else {
                    None
                };
                if self.symbol(",") {
                    self.inner(Self::expr)?;
                }
                self.need(")", ", expected )")?;
                Expr::Make(map, size)
            }
            Some(Kind::Name(_)) => Expr::Name(self.name(", expected expression")?, line, column),
            _ => return self.wrong(", expected expression"),
        };
        loop {
            if self.symbol(".") {
                if self.is("(") {
                    return self.beyond("a type assertion");
                }
                let name = self.name(", expected name")?;
                out = Expr::Field(Box::new(out), name);
            } else if self.symbol("(") {
                let (args, spread) = self.inner(|p| p.items(")"))?;
                out = Expr::Call(Box::new(out), args, spread);
            } else if self.symbol("[") {
                let low = if self.is(":") {
                    None
                } else {
                    Some(Box::new(self.inner(Self::expr)?))
                };
                if self.symbol(":") {
                    let high = if self.is("]") {
                        None
                    } else {
                        Some(Box::new(self.inner(Self::expr)?))
                    };
                    out = Expr::Slice(Box::new(out), low, high);
                } else if let Some(index) = low {
                    out = Expr::Index(Box::new(out), index);
                }
                self.need("]", ", expected ]")?;
            } else if self.is("{") && !self.head && matches!(&out, Expr::Field(..)) {
                return self.beyond("a struct literal");
            } else {
                return Ok(out);
            }
        }
    }

    /// Expressions up to the closing mark, and whether the last is spread.
    fn items(&mut self, close: &str) -> Result<(Vec<Expr>, bool)> {
        let mut out = Vec::new();
        let mut spread = false;
        loop {
            while self.symbol(";") {}
            if self.symbol(close) {
                return Ok((out, spread));
            }
            out.push(self.expr()?);
            spread |= self.symbol("...");
            if !self.symbol(",") && !self.is(close) {
                return self.wrong(&format!(" in argument list; possibly missing comma or {close}"));
            }
        }
    }
}
