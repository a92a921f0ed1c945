//! SELECT and VALUES.

use super::{Parser, RESERVED};
use crate::ast::*;
use crate::lexer::Kind;
use crate::{Error, Result};
use std::rc::Rc;

/// The most queries that a WITH may name.
const MOST_NAMED: usize = 16;

impl Parser<'_> {
    pub fn select(&mut self) -> Result<Select> {
        self.deeper(|p| p.compound())
    }

    fn compound(&mut self) -> Result<Select> {
        let outer = self.with.len();
        let with = self.with()?;
        let out = self.united();
        self.with.truncate(outer);
        let mut out = out?;
        out.with.extend(with);
        Ok(out)
    }

    /// `WITH name (columns) AS (query), …`: each name is known to what follows it, up to the end of its statement.
    pub(super) fn with(&mut self) -> Result<Vec<Rc<Select>>> {
        let mut out = Vec::new();
        if !self.word("with") {
            return Ok(out);
        }
        if self.is("recursive") {
            return Err(Error::not_simulated("WITH RECURSIVE"));
        }
        loop {
            // The queries stand within each other when they run.
            if self.with.len() >= MOST_NAMED {
                return Err(Error::not_simulated("a WITH of so many queries"));
            }
            let name = self.name()?;
            let columns = if matches!(self.peek(), Some(Kind::Symbol("("))) {
                self.names()?
            } else {
                Vec::new()
            };
            self.need("as")?;
            if self.word("not") {
                self.need("materialized")?;
            } else {
                self.word("materialized");
            }
            self.need_symbol("(")?;
            if ["insert", "update", "delete"].iter().any(|word| self.is(word)) {
                return Err(Error::not_simulated("a WITH query that changes rows"));
            }
            let query = Rc::new(self.select()?);
            self.need_symbol(")")?;
            out.push(Rc::clone(&query));
            self.with.push((name, columns, query));
            if !self.symbol(",") {
                return Ok(out);
            }
        }
    }

    fn united(&mut self) -> Result<Select> {
        let mut first = self.simple()?;
        if self.word("union") {
            let all = self.word("all");
            self.word("distinct");
            first.union = Some((Box::new(self.deeper(|p| p.compound_tail())?), all));
        } else if self.is("intersect") || self.is("except") {
            return Err(Error::not_simulated("INTERSECT and EXCEPT"));
        }
        self.tail(&mut first)?;
        Ok(first)
    }

    fn compound_tail(&mut self) -> Result<Select> {
        let mut next = self.simple()?;
        if self.word("union") {
            let all = self.word("all");
            next.union = Some((Box::new(self.deeper(|p| p.compound_tail())?), all));
        }
        Ok(next)
    }

    fn tail(&mut self, select: &mut Select) -> Result<()> {
        if self.words("order by") {
            loop {
                let key = self.expr()?;
                let down = self.word("desc");
                if !down {
                    self.word("asc");
                }
                let _ = self.words("nulls last") || self.words("nulls first");
                select.order.push((key, down));
                if !self.symbol(",") {
                    break;
                }
            }
        }
        loop {
            if self.word("limit") {
                if self.word("all") {
                    continue;
                }
                let first = self.expr()?;
                if self.symbol(",") {
                    select.offset = Some(first);
                    select.limit = Some(self.expr()?);
                } else {
                    select.limit = Some(first);
                }
            } else if self.word("offset") {
                select.offset = Some(self.expr()?);
                let _ = self.word("rows") || self.word("row");
            } else if self.words("fetch first") || self.words("fetch next") {
                select.limit = Some(if self.is("row") || self.is("rows") {
                    Expr::Value(crate::Value::Int(1))
                } else {
                    self.expr()?
                });
                let _ = self.word("rows") || self.word("row");
                self.need("only")?;
            } else if self.word("for") {
                self.at += 1;
            } else {
                return Ok(());
            }
        }
    }

    fn simple(&mut self) -> Result<Select> {
        if self.symbol("(") {
            let inner = self.select()?;
            self.need_symbol(")")?;
            return Ok(inner);
        }
        let mut out = Select::default();
        if self.word("values") || self.word("value") {
            loop {
                self.word("row");
                self.need_symbol("(")?;
                let mut row = Vec::new();
                if !self.symbol(")") {
                    loop {
                        row.push(self.or_default()?);
                        if !self.symbol(",") {
                            break;
                        }
                    }
                    self.need_symbol(")")?;
                }
                out.values.push(row);
                if !self.symbol(",") {
                    return Ok(out);
                }
            }
        }
        self.need("select")?;
        self.word("all");
        if self.word("distinct") {
            out.distinct = true;
            if self.is("on") {
                return Err(Error::not_simulated("DISTINCT ON"));
            }
        }
        if self.peek().is_some() && !self.is("from") {
            out.items = self.items()?;
        }
        if self.word("from") {
            self.from(&mut out.from)?;
        }
        if self.word("where") {
            out.filter = Some(self.expr()?);
        }
        if self.words("group by") {
            loop {
                out.group.push(self.expr()?);
                if !self.symbol(",") {
                    break;
                }
            }
        }
        if self.word("having") {
            out.having = Some(self.expr()?);
        }
        Ok(out)
    }

    fn or_default(&mut self) -> Result<Expr> {
        let at = self.place();
        if self.word("default") {
            return Ok(Expr::Call {
                name: "default".into(),
                args: Vec::new(),
                distinct: false,
                star: false,
                at,
            });
        }
        self.expr()
    }

    pub fn items(&mut self) -> Result<Vec<Item>> {
        let mut out = Vec::new();
        loop {
            if self.symbol("*") {
                out.push(Item::All(None));
            } else if matches!(self.tokens.get(self.at + 1).map(|t| &t.kind), Some(Kind::Symbol(".")))
                && matches!(self.tokens.get(self.at + 2).map(|t| &t.kind), Some(Kind::Symbol("*")))
            {
                let name = self.name()?;
                self.at += 2;
                out.push(Item::All(Some(name)));
            } else {
                let start = self.at;
                let expr = self.expr()?;
                // MySQL heads a column with what was written.
                let plain = match &expr {
                    Expr::Column(..) => true,
                    Expr::Value(crate::Value::Text(_)) => self.dialect == crate::Dialect::MySql,
                    _ => false,
                };
                let text = (self.dialect != crate::Dialect::Postgres && !plain).then(|| self.written(start));
                let text = match &expr {
                    Expr::Call { name, args, .. } if name == "\"" => match args.first() {
                        Some(Expr::Column(_, name, _)) => Some(name.clone()),
                        _ => text,
                    },
                    _ => text,
                };
                let alias = self.alias(true)?.or(text);
                out.push(Item::Expr(expr, alias));
            }
            if !self.symbol(",") {
                return Ok(out);
            }
        }
    }

    fn alias(&mut self, texts: bool) -> Result<Option<String>> {
        if self.word("as") {
            if texts && let Some(Kind::Text(t)) = self.peek() {
                let t = t.clone();
                self.at += 1;
                return Ok(Some(t));
            }
            if let Some(Kind::Word(w)) = self.peek() {
                let w = if self.dialect == crate::Dialect::Postgres {
                    w.to_lowercase()
                } else {
                    w.clone()
                };
                self.at += 1;
                return Ok(Some(w));
            }
            return self.name().map(Some);
        }
        match self.peek() {
            Some(Kind::Name(_)) => self.name().map(Some),
            Some(Kind::Word(w)) if !RESERVED.contains(&w.to_ascii_lowercase().as_str()) => self.name().map(Some),
            Some(Kind::Text(t)) if texts && self.dialect != crate::Dialect::Postgres => {
                let t = t.clone();
                self.at += 1;
                Ok(Some(t))
            }
            _ => Ok(None),
        }
    }

    fn from(&mut self, out: &mut Vec<From>) -> Result<()> {
        let mut join = Join::Inner;
        loop {
            let mut called = None;
            let mut source = if self.symbol("(") {
                let inner = self.select()?;
                self.need_symbol(")")?;
                Source::Select {
                    query: Rc::new(inner),
                    names: Vec::new(),
                    kind: "table",
                }
            } else {
                let (schema, name, at) = self.table()?;
                if matches!(self.peek(), Some(Kind::Symbol("("))) {
                    return Err(Error::not_simulated(&format!("{name}() in FROM")));
                }
                let known = |(n, ..): &&(String, Vec<String>, Rc<Select>)| crate::table::same(n, &name, self.dialect);
                match self.with.iter().rev().find(known) {
                    Some((name, columns, query)) if schema.is_none() => {
                        called = Some(name.clone());
                        Source::Select {
                            query: Rc::clone(query),
                            names: columns.clone(),
                            kind: "WITH query",
                        }
                    }
                    _ => Source::Table { schema, name, at },
                }
            };
            let alias = self.alias(false)?.or(called);
            if let Source::Select {
                names, kind: "table", ..
            } = &mut source
                && matches!(self.peek(), Some(Kind::Symbol("(")))
            {
                *names = self.names()?;
            }
            let mut one = From {
                source,
                alias,
                join,
                on: None,
                using: Vec::new(),
            };
            if !out.is_empty() {
                if self.word("on") {
                    one.on = Some(self.expr()?);
                } else if self.word("using") {
                    one.using = self.names()?;
                }
            }
            out.push(one);
            if out.len() > 16 {
                return Err(Error::not_simulated("a join of so many tables"));
            }
            join = Join::Inner;
            if self.symbol(",") || self.words("cross join") {
                continue;
            }
            if self.word("left") {
                self.word("outer");
                join = Join::Left;
            } else if self.word("right") {
                self.word("outer");
                join = Join::Right;
            } else if self.is("full") || self.is("natural") {
                return Err(Error::not_simulated(&format!("{} JOIN", self.word_at(0).to_uppercase())));
            } else if !self.word("inner") && !self.is("join") {
                return Ok(());
            }
            self.need("join")?;
        }
    }
}
