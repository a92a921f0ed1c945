//! Tokens to statements, by recursive descent. Words that are not understood are syntax errors; statements that are known
//! and not simulated say so by name.

use crate::ast::*;
use crate::lexer::{Kind, Token, syntax, tokens};
use crate::value::Value;
use crate::{Dialect, Error, Result};
use std::collections::BTreeMap;
use std::rc::Rc;

mod define;
mod expressions;
mod query;

/// How deep expressions and queries may nest.
const DEPTH: u32 = 24;
/// How many operators of one kind may stand in a row.
const CHAIN: usize = 120;

pub(crate) struct Parser<'a> {
    pub text: &'a str,
    pub tokens: Vec<Token>,
    pub at: usize,
    pub dialect: Dialect,
    pub depth: u32,
    /// The parameters by their tokens, and what was given for them.
    pub slots: BTreeMap<usize, usize>,
    pub values: &'a [Value],
    /// The queries of WITH that are known where the parser stands: names, names of their columns.
    pub with: Vec<(String, Vec<String>, Rc<Select>)>,
}

/// Words that end an expression's alias-less item.
const RESERVED: &[&str] = &[
    "from",
    "where",
    "group",
    "having",
    "order",
    "limit",
    "offset",
    "union",
    "join",
    "inner",
    "left",
    "right",
    "cross",
    "full",
    "on",
    "using",
    "as",
    "and",
    "or",
    "not",
    "set",
    "values",
    "returning",
    "when",
    "then",
    "else",
    "end",
    "desc",
    "asc",
    "is",
    "in",
    "like",
    "ilike",
    "between",
    "for",
    "natural",
    "select",
    "case",
    "fetch",
    "intersect",
    "except",
    "create",
    "table",
];

pub fn parse(text: &str, dialect: Dialect) -> Result<Option<Statement>> {
    parse_bound(text, dialect, &[])
}

/// With values for SQLite's parameters, in their order.
pub fn parse_bound(text: &str, dialect: Dialect, values: &[Value]) -> Result<Option<Statement>> {
    let tokens = tokens(text, dialect)?;
    let slots = match dialect {
        Dialect::Sqlite => crate::sqlite::slots(&tokens).0,
        _ => BTreeMap::new(),
    };
    let mut parser = Parser {
        text,
        tokens,
        at: 0,
        dialect,
        depth: 0,
        slots,
        values,
        with: Vec::new(),
    };
    while parser.symbol(";") {}
    if parser.tokens.is_empty() || parser.peek().is_none() {
        return Ok(None);
    }
    let statement = parser.statement()?;
    while parser.symbol(";") {}
    match parser.peek() {
        None => Ok(Some(statement)),
        Some(_) => Err(parser.unexpected()),
    }
}

impl Parser<'_> {
    pub fn peek(&self) -> Option<&Kind> {
        self.tokens.get(self.at).map(|t| &t.kind)
    }

    pub fn place(&self) -> usize {
        self.tokens.get(self.at).map_or(self.text.len(), |t| t.at)
    }

    pub fn unexpected(&self) -> Error {
        let at = self.place();
        let message = match self.tokens.get(self.at) {
            None if self.dialect == Dialect::Sqlite => "incomplete input".to_string(),
            None => "syntax error at end of input".to_string(),
            Some(token) => {
                let end = self.tokens.get(self.at + 1).map_or(self.text.len(), |t| t.at);
                let word = match &token.kind {
                    Kind::Text(_) | Kind::Name(_) => self.text.get(token.at..end).unwrap_or("").trim().to_string(),
                    Kind::Word(w) | Kind::Number(w) => w.clone(),
                    Kind::Symbol(s) => (*s).to_string(),
                    Kind::Blob(digits) => format!("x'{digits}'"),
                };
                if self.dialect == Dialect::Sqlite {
                    return crate::sqlite::lite(format!("near \"{word}\": syntax error"));
                }
                format!("syntax error at or near \"{word}\"")
            }
        };
        syntax(self.dialect, self.text, at, &message)
    }

    /// The word `ahead` tokens on, in lower case.
    pub fn word_at(&self, ahead: usize) -> String {
        match self.tokens.get(self.at + ahead).map(|t| &t.kind) {
            Some(Kind::Word(w)) => w.to_ascii_lowercase(),
            _ => String::new(),
        }
    }

    pub fn is(&self, word: &str) -> bool {
        matches!(self.peek(), Some(Kind::Word(w)) if w.eq_ignore_ascii_case(word))
    }

    pub fn word(&mut self, word: &str) -> bool {
        let yes = self.is(word);
        self.at += usize::from(yes);
        yes
    }

    /// All of these, or none is taken.
    pub fn words(&mut self, words: &str) -> bool {
        let list: Vec<&str> = words.split(' ').collect();
        let yes = list.iter().enumerate().all(|(n, w)| self.word_at(n) == *w);
        if yes {
            self.at += list.len();
        }
        yes
    }

    pub fn need(&mut self, word: &str) -> Result<()> {
        if self.word(word) { Ok(()) } else { Err(self.unexpected()) }
    }

    pub fn symbol(&mut self, symbol: &str) -> bool {
        let yes = matches!(self.peek(), Some(Kind::Symbol(s)) if *s == symbol);
        self.at += usize::from(yes);
        yes
    }

    pub fn need_symbol(&mut self, symbol: &str) -> Result<()> {
        if self.symbol(symbol) { Ok(()) } else { Err(self.unexpected()) }
    }

    /// A name, folded as the dialect does.
    pub fn name(&mut self) -> Result<String> {
        match self.peek() {
            Some(Kind::Name(n)) => {
                let n = n.clone();
                self.at += 1;
                Ok(n)
            }
            Some(Kind::Word(w)) if !RESERVED.contains(&w.to_ascii_lowercase().as_str()) => {
                let w = if self.dialect == Dialect::Postgres {
                    w.to_lowercase()
                } else {
                    w.clone()
                };
                self.at += 1;
                Ok(w)
            }
            _ => Err(self.unexpected()),
        }
    }

    /// A table's name; a schema `public` or a database before it is let go.
    pub fn table(&mut self) -> Result<(Option<String>, String, usize)> {
        let at = self.place();
        let mut name = self.name()?;
        let mut schema = None;
        while self.symbol(".") {
            schema = Some(std::mem::replace(&mut name, self.name()?));
        }
        let own = |s: &String| match self.dialect {
            Dialect::Sqlite => s.eq_ignore_ascii_case("main"),
            _ => s == "public",
        };
        Ok((schema.filter(|s| !own(s)), name, at))
    }

    pub fn names(&mut self) -> Result<Vec<String>> {
        self.need_symbol("(")?;
        let mut out = vec![self.key_name()?];
        while self.symbol(",") {
            out.push(self.key_name()?);
        }
        self.need_symbol(")")?;
        Ok(out)
    }

    /// A column of a key, with MySQL's length and a direction behind it.
    fn key_name(&mut self) -> Result<String> {
        let name = self.name()?;
        if self.symbol("(") {
            self.at += 1;
            self.need_symbol(")")?;
        }
        let _ = self.word("asc") || self.word("desc");
        Ok(name)
    }

    pub fn string(&mut self) -> Result<String> {
        match self.peek() {
            Some(Kind::Text(s)) => {
                let s = s.clone();
                self.at += 1;
                Ok(s)
            }
            _ => Err(self.unexpected()),
        }
    }

    /// What was written from a token on.
    pub fn written(&self, from: usize) -> String {
        let start = self.tokens.get(from).map_or(self.text.len(), |t| t.at);
        self.text.get(start..self.place()).unwrap_or("").trim().to_string()
    }

    /// A chain of operators is a tree as deep as it is long.
    pub fn chained(&self, n: &mut usize) -> Result<()> {
        *n += 1;
        if *n > CHAIN {
            Err(Error::not_simulated("an expression this long"))
        } else {
            Ok(())
        }
    }

    pub fn deeper<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= DEPTH {
            return Err(Error::not_simulated("a statement nested this deeply"));
        }
        self.depth += 1;
        let out = work(self);
        self.depth -= 1;
        out
    }

    pub fn statement(&mut self) -> Result<Statement> {
        let first = self.word_at(0);
        match first.as_str() {
            "show" | "set" | "reset" | "grant" | "revoke" | "comment" | "flush" | "lock" | "unlock" | "truncate" | "copy"
            | "listen" | "notify" | "do" | "call" | "declare" | "fetch" | "merge" | "prepare" | "execute" | "table"
                if self.dialect == Dialect::Sqlite =>
            {
                Err(self.unexpected())
            }
            "with" => {
                let start = self.at;
                self.with()?;
                if ["insert", "update", "delete"].iter().any(|word| self.is(word)) {
                    return self.statement();
                }
                self.with.clear();
                self.at = start;
                Ok(Statement::Select(self.select()?))
            }
            "select" | "values" | "table" => Ok(Statement::Select(self.select()?)),
            "" if matches!(self.peek(), Some(Kind::Symbol("("))) => Ok(Statement::Select(self.select()?)),
            "insert" | "replace" => self.insert(),
            "update" => self.update(),
            "delete" => self.delete(),
            "create" => self.create(),
            "drop" => self.drop(),
            "alter" => self.alter(),
            "truncate" => {
                self.at += 1;
                self.word("table");
                let mut tables = vec![self.table()?.1];
                while self.symbol(",") {
                    tables.push(self.table()?.1);
                }
                let restart = self.words("restart identity");
                let _ = self.words("continue identity");
                let _ = self.word("cascade") || self.word("restrict");
                Ok(Statement::Truncate { tables, restart })
            }
            "begin" | "start" => {
                self.rest();
                Ok(Statement::Begin)
            }
            "commit" | "end" => {
                self.rest();
                Ok(Statement::Commit)
            }
            "rollback" | "abort" => {
                self.rest();
                Ok(Statement::Rollback)
            }
            "use" if self.dialect == Dialect::MySql => {
                self.at += 1;
                Ok(Statement::Use(self.name()?))
            }
            "pragma" if self.dialect == Dialect::Sqlite => self.pragma(),
            "attach" | "detach" | "reindex" if self.dialect == Dialect::Sqlite => {
                Err(Error::not_simulated(&format!("the SQL statement {}", first.to_uppercase())))
            }
            "show" => self.show(),
            "describe" | "desc" | "explain" if self.dialect == Dialect::MySql && self.word_at(1) != "select" => {
                self.at += 1;
                Ok(Statement::Describe(self.table()?.1))
            }
            "set" | "reset" => self.accepted("SET"),
            "grant" => self.accepted("GRANT"),
            "revoke" => self.accepted("REVOKE"),
            "comment" => self.accepted("COMMENT"),
            "vacuum" => self.accepted("VACUUM"),
            "analyze" => self.accepted("ANALYZE"),
            "flush" => self.accepted("FLUSH"),
            "lock" | "unlock" => self.accepted("LOCK TABLES"),
            "explain" | "copy" | "listen" | "notify" | "do" | "call" | "declare" | "fetch" | "merge" | "prepare" | "execute"
            | "savepoint" | "release" => Err(Error::not_simulated(&format!("the SQL statement {}", first.to_uppercase()))),
            _ => Err(self.unexpected()),
        }
    }

    fn pragma(&mut self) -> Result<Statement> {
        self.at += 1;
        let mut name = self.name()?;
        if self.symbol(".") {
            name = self.name()?;
        }
        let mut word = None;
        let call = self.symbol("(");
        if call || self.symbol("=") {
            let sign = if self.symbol("-") { "-" } else { "" };
            let text = match self.peek() {
                Some(Kind::Word(w) | Kind::Name(w) | Kind::Text(w) | Kind::Number(w)) => format!("{sign}{w}"),
                _ => return Err(self.unexpected()),
            };
            self.at += 1;
            word = Some(text);
        }
        if call {
            self.need_symbol(")")?;
        }
        Ok(Statement::Pragma(name, word))
    }

    fn rest(&mut self) {
        while self.peek().is_some_and(|k| *k != Kind::Symbol(";")) {
            self.at += 1;
        }
    }

    fn accepted(&mut self, tag: &'static str) -> Result<Statement> {
        self.rest();
        Ok(Statement::Nothing(tag))
    }

    fn show(&mut self) -> Result<Statement> {
        self.at += 1;
        let (mut words, mut like) = (Vec::new(), None);
        while let Some(kind) = self.peek() {
            match kind {
                Kind::Symbol(";") => break,
                Kind::Word(w) if w.eq_ignore_ascii_case("like") => {
                    self.at += 1;
                    like = Some(self.string()?);
                    continue;
                }
                Kind::Word(w) => words.push(if words.len() > 1 { w.clone() } else { w.to_lowercase() }),
                Kind::Name(w) => words.push(w.clone()),
                Kind::Symbol(".") => {}
                _ => return Err(self.unexpected()),
            }
            self.at += 1;
        }
        Ok(Statement::Show(words, like))
    }

    pub fn number(&mut self) -> Result<i64> {
        match self.peek() {
            Some(Kind::Number(n)) => {
                let n = n.parse().map_err(|_| self.unexpected())?;
                self.at += 1;
                Ok(n)
            }
            _ => Err(self.unexpected()),
        }
    }

    fn insert(&mut self) -> Result<Statement> {
        let replace = self.is("replace");
        self.at += 1;
        let mut ignore = self.word("ignore");
        let mut replace = replace;
        if self.dialect == Dialect::Sqlite && self.word("or") {
            ignore = self.word("ignore");
            replace = !ignore && self.word("replace");
            if !ignore && !replace && !self.word("abort") {
                let word = self.word_at(0).to_uppercase();
                return Err(match word.as_str() {
                    "FAIL" | "ROLLBACK" => Error::not_simulated(&format!("INSERT OR {word}")),
                    _ => self.unexpected(),
                });
            }
        }
        if self.dialect != Dialect::MySql {
            self.need("into")?
        } else {
            self.word("into");
        }
        let (_, table, at) = self.table()?;
        let mut columns = Vec::new();
        if matches!(self.peek(), Some(Kind::Symbol("("))) && !matches!(self.word_at(1).as_str(), "select" | "with") {
            self.at += 1;
            if !self.symbol(")") {
                columns.push(self.name()?);
                while self.symbol(",") {
                    columns.push(self.name()?);
                }
                self.need_symbol(")")?;
            }
        }
        let rows = if self.words("default values") {
            None
        } else if self.word("set") {
            let set = self.assignments()?;
            columns = set.iter().map(|(c, ..)| c.clone()).collect();
            Some(Select {
                values: vec![set.into_iter().map(|(.., e)| e).collect()],
                ..Select::default()
            })
        } else {
            Some(self.select()?)
        };
        let mut on_conflict = if replace {
            Conflict::Replace
        } else if ignore {
            Conflict::Ignore
        } else {
            Conflict::Fail
        };
        if self.words("on conflict") {
            if matches!(self.peek(), Some(Kind::Symbol("("))) {
                self.names()?;
            } else if self.words("on constraint") {
                self.name()?;
            }
            self.need("do")?;
            on_conflict = if self.word("nothing") {
                Conflict::Ignore
            } else {
                self.need("update")?;
                self.need("set")?;
                Conflict::Update(self.assignments()?)
            };
        } else if self.words("on duplicate key update") {
            on_conflict = Conflict::Update(self.assignments()?);
        }
        let returning = self.returning()?;
        Ok(Statement::Insert {
            table,
            at,
            columns,
            rows,
            on_conflict,
            returning,
        })
    }

    fn returning(&mut self) -> Result<Vec<Item>> {
        if self.word("returning") {
            self.items()
        } else {
            Ok(Vec::new())
        }
    }

    fn assignments(&mut self) -> Result<Vec<(String, usize, Expr)>> {
        let mut out = Vec::new();
        loop {
            let at = self.place();
            let mut name = self.name()?;
            if self.symbol(".") {
                name = self.name()?;
            }
            self.need_symbol("=")?;
            let value = if self.word("default") {
                Expr::Call {
                    name: "default".into(),
                    args: vec![Expr::Value(Value::Text(name.clone()))],
                    distinct: false,
                    star: false,
                    at,
                }
            } else {
                self.expr()?
            };
            out.push((name, at, value));
            if !self.symbol(",") {
                return Ok(out);
            }
        }
    }

    fn update(&mut self) -> Result<Statement> {
        self.at += 1;
        if self.dialect == Dialect::Sqlite && self.is("or") {
            return Err(Error::not_simulated("UPDATE OR …"));
        }
        let (_, table, at) = self.table()?;
        let alias = if self.word("as") || !self.is("set") {
            Some(self.name()?)
        } else {
            None
        };
        self.need("set")?;
        let set = self.assignments()?;
        if self.is("from") {
            return Err(Error::not_simulated("UPDATE … FROM"));
        }
        let filter = self.filter()?;
        let returning = self.returning()?;
        Ok(Statement::Update {
            table,
            alias,
            at,
            set,
            filter,
            returning,
        })
    }

    fn filter(&mut self) -> Result<Option<Expr>> {
        if self.word("where") { self.expr().map(Some) } else { Ok(None) }
    }

    fn delete(&mut self) -> Result<Statement> {
        self.at += 1;
        self.need("from")?;
        let (_, table, at) = self.table()?;
        if self.is("using") {
            return Err(Error::not_simulated("DELETE … USING"));
        }
        let filter = self.filter()?;
        let returning = self.returning()?;
        Ok(Statement::Delete {
            table,
            at,
            filter,
            returning,
        })
    }
}
