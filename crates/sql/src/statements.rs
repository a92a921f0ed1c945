//! A session: statements against a server's content, one after another, with transactions.
//!
//! A transaction keeps what was there before its first change and puts it back on ROLLBACK; other sessions see its changes at once.

use crate::ast::*;
use crate::eval::{Field, Scope, World, eval, passes, unknown_column};
use crate::parser::parse_bound;
use crate::select::{Output, expand, no_table, select};
use crate::sqlite::{self, lite};
use crate::table::{Database, Instance, Table, Type};
use crate::value::Value;
use crate::{Dialect, Error, Result};
use std::cell::Cell;

mod checks;
mod define;

/// What a statement answers.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// `SELECT 3`, `INSERT 0 1`, `CREATE TABLE`.
    pub tag: String,
    /// Columns and rows, of a query.
    pub columns: Option<Vec<(String, Option<Type>)>>,
    pub rows: Vec<Vec<Value>>,
    /// Rows touched, and of these changed.
    pub affected: u64,
    pub matched: u64,
    pub notices: Vec<String>,
    pub last_id: i64,
}

/// One client's state.
#[derive(Clone, Debug)]
pub struct Session {
    pub dialect: Dialect,
    pub database: String,
    pub user: String,
    /// What `version()` says.
    pub version: String,
    /// Whether a transaction has begun.
    pub(crate) open: bool,
    /// What was there before the first change of the transaction.
    before: Option<Instance>,
    failed: bool,
    last_id: i64,
    seed: u64,
    /// Whether keys that refer to rows are looked at; SQLite begins without.
    pub(crate) foreign_keys: bool,
}

impl Session {
    pub fn new(dialect: Dialect, user: &str, database: &str, seed: u64) -> Session {
        Session {
            dialect,
            database: database.into(),
            user: user.into(),
            version: String::new(),
            open: false,
            before: None,
            failed: false,
            last_id: 0,
            seed,
            foreign_keys: dialect != Dialect::Sqlite,
        }
    }

    /// Whether a transaction is open, and whether it failed.
    pub fn transaction(&self) -> (bool, bool) {
        (self.open, self.failed)
    }

    /// Puts back what an unfinished transaction changed.
    pub fn close(&mut self, instance: &mut Instance) {
        self.open = false;
        if let Some(before) = self.before.take() {
            *instance = before;
        }
    }

    /// Runs one statement; `now` is microseconds since 1970. None for an empty one.
    pub fn run(&mut self, instance: &mut Instance, text: &str, now: i64) -> Result<Option<Answer>> {
        self.run_bound(instance, text, &[], now)
    }

    /// The same, with values for the parameters of SQLite's statements, in the order of [`crate::parameters`].
    pub fn run_bound(&mut self, instance: &mut Instance, text: &str, values: &[Value], now: i64) -> Result<Option<Answer>> {
        let out = self.attempt(instance, text, values, now);
        if out.is_err() && self.open && self.dialect == Dialect::Postgres {
            self.failed = true;
        }
        out
    }

    fn attempt(&mut self, instance: &mut Instance, text: &str, values: &[Value], now: i64) -> Result<Option<Answer>> {
        let Some(statement) = parse_bound(text, self.dialect, values)? else {
            return Ok(None);
        };
        if self.failed && !matches!(statement, Statement::Rollback | Statement::Commit) {
            return Err(Error::new(
                "25P02",
                0,
                "current transaction is aborted, commands ignored until end of transaction block",
            ));
        }
        let tag = |tag: &str| Answer {
            tag: tag.into(),
            last_id: 0,
            ..Answer::default()
        };
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        if self.dialect == Dialect::Sqlite {
            match &statement {
                Statement::Begin if self.open => return Err(lite("cannot start a transaction within a transaction")),
                Statement::Commit if !self.open => return Err(lite("cannot commit - no transaction is active")),
                Statement::Rollback if !self.open => return Err(lite("cannot rollback - no transaction is active")),
                Statement::Pragma(name, word) => return sqlite::pragma(self, instance, name, word.as_deref()).map(Some),
                _ => {}
            }
        }
        match statement {
            Statement::Begin => {
                let mut out = tag("BEGIN");
                if self.open && self.dialect == Dialect::Postgres {
                    out.notices
                        .push("WARNING:  there is already a transaction in progress".into());
                } else {
                    // MySQL ends a transaction where another begins.
                    self.before = None;
                }
                self.open = true;
                return Ok(Some(out));
            }
            Statement::Commit => {
                let failed = std::mem::take(&mut self.failed);
                let mut out = tag(if failed { "ROLLBACK" } else { "COMMIT" });
                if !std::mem::take(&mut self.open) && self.dialect == Dialect::Postgres {
                    out.notices.push("WARNING:  there is no transaction in progress".into());
                }
                if let Some(before) = self.before.take().filter(|_| failed) {
                    *instance = before;
                }
                return Ok(Some(out));
            }
            Statement::Rollback => {
                let mut out = tag("ROLLBACK");
                self.failed = false;
                if !std::mem::take(&mut self.open) && self.dialect == Dialect::Postgres {
                    out.notices.push("WARNING:  there is no transaction in progress".into());
                }
                if let Some(before) = self.before.take() {
                    *instance = before;
                }
                return Ok(Some(out));
            }
            Statement::Use(name) => {
                if !instance.databases.contains_key(&name) {
                    return Err(Error::new("42000", 1049, format!("Unknown database '{name}'")));
                }
                self.database = name;
                return Ok(Some(tag("USE")));
            }
            Statement::Nothing(name) => return Ok(Some(tag(name))),
            _ => {}
        }
        if self.dialect == Dialect::MySql && statement.commits_in_mysql() {
            self.open = false;
            self.before = None;
        } else if self.open && self.before.is_none() && !statement.only_reads() {
            self.before = Some(instance.clone());
        }
        if statement.only_reads() {
            let mut work = Work {
                session: self,
                now,
                snapshot: instance,
            };
            return work.run(&mut Instance::default(), statement).map(Some);
        }
        // A statement works on a copy, so that its failure leaves nothing behind.
        let mut copy = instance.clone();
        let mut work = Work {
            session: self,
            now,
            snapshot: instance,
        };
        let answer = work.run(&mut copy, statement)?;
        if answer.last_id != 0 {
            self.last_id = answer.last_id;
        }
        *instance = copy;
        Ok(Some(answer))
    }
}

/// One statement at work: what was there before it, and what it makes of it.
struct Work<'a> {
    session: &'a Session,
    now: i64,
    snapshot: &'a Instance,
}

impl Work<'_> {
    fn world<'w>(&'w self, instance: &'w Instance) -> World<'w> {
        World {
            instance,
            database: &self.session.database,
            user: &self.session.user,
            version: &self.session.version,
            dialect: self.session.dialect,
            now: self.now,
            seed: Cell::new(self.session.seed),
            last_id: self.session.last_id,
            budget: Cell::new(3_000_000),
        }
    }

    fn database<'i>(&self, instance: &'i mut Instance) -> Result<&'i mut Database> {
        let name = &self.session.database;
        instance
            .databases
            .get_mut(name)
            .ok_or_else(|| Error::new("3D000", 1046, "No database selected"))
    }

    fn table<'i>(&self, instance: &'i mut Instance, name: &str, at: usize) -> Result<&'i mut Table> {
        let missing = no_table(&self.world(self.snapshot), name, at);
        let dialect = self.session.dialect;
        let database = self.database(instance)?;
        let name = database.spelled(name, dialect).unwrap_or_default();
        database.tables.get_mut(&name).ok_or(missing)
    }

    fn run(&mut self, instance: &mut Instance, statement: Statement) -> Result<Answer> {
        let world = self.world(self.snapshot);
        let rows = |out: Output| Answer {
            tag: format!("SELECT {}", out.rows.len()),
            affected: out.rows.len() as u64,
            columns: Some(out.columns),
            rows: out.rows,
            ..Answer::default()
        };
        match statement {
            Statement::Select(query) => Ok(rows(select(&world, &query, None)?)),
            Statement::Show(words, like) => {
                let mut out = rows(crate::show::show(&world, &words, like.as_deref())?);
                out.tag = "SHOW".into();
                Ok(out)
            }
            Statement::Describe(name) => Ok(rows(crate::show::describe(&world, &name)?)),
            Statement::Insert {
                table,
                at,
                columns,
                rows,
                on_conflict,
                returning,
            } => self.insert(instance, &table, at, &columns, rows.as_ref(), &on_conflict, &returning),
            Statement::Update {
                table,
                alias,
                at,
                set,
                filter,
                returning,
            } => self.update(instance, &table, alias.as_deref(), at, &set, filter.as_ref(), &returning),
            Statement::Delete {
                table,
                at,
                filter,
                returning,
            } => self.delete(instance, &table, at, filter.as_ref(), &returning),
            other => self.define(instance, other),
        }
    }

    fn fields(&self, name: &str, table: &Table) -> Vec<Field> {
        table
            .columns
            .iter()
            .map(|c| Field {
                table: name.into(),
                name: c.name.clone(),
                kind: Some(c.kind.clone()),
            })
            .collect()
    }

    fn column(&self, name: &str, table: &Table, column: &str, at: usize) -> Result<usize> {
        table
            .position(column, self.session.dialect)
            .ok_or_else(|| match self.session.dialect {
                Dialect::Postgres => Error::new(
                    "42703",
                    0,
                    format!("column \"{column}\" of relation \"{name}\" does not exist"),
                )
                .at(at),
                Dialect::Sqlite => lite(format!("table {name} has no column named {column}")),
                Dialect::MySql => unknown_column(&self.world(self.snapshot), None, column, at, "field list"),
            })
    }

    fn default_of(&self, table: &mut Table, n: usize, explicit_null: bool) -> Result<Value> {
        let Some(column) = table.columns.get(n) else {
            return Ok(Value::Null);
        };
        if matches!(column.kind, Type::RowId(_)) {
            return Ok(Value::Int(table.next_number()));
        }
        if column.auto && !explicit_null {
            table.next = table.next.max(1);
            let value = table.next;
            table.next = table.next.saturating_add(1);
            return Ok(Value::Int(value));
        }
        match &column.default {
            Some(expr) => {
                let world = self.world(self.snapshot);
                world.seed.set(self.session.seed ^ (table.rows.len() as u64) << 20 ^ n as u64);
                let value = eval(
                    &world,
                    &Scope {
                        fields: &[],
                        row: &[],
                        outer: None,
                        group: None,
                    },
                    expr,
                )?;
                column.kind.accept(value, &column.name, self.session.dialect)
            }
            None => Ok(Value::Null),
        }
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one statement")]
    fn insert(
        &mut self,
        instance: &mut Instance,
        name: &str,
        at: usize,
        columns: &[String],
        source: Option<&Select>,
        on_conflict: &Conflict,
        returning: &[Item],
    ) -> Result<Answer> {
        let dialect = self.session.dialect;
        let shape = self.table(instance, name, at)?.clone();
        let targets: Vec<usize> = match columns.is_empty() {
            true => (0..shape.columns.len())
                .filter(|n| !shape.columns.get(*n).is_some_and(|c| sqlite::is_hidden(Some(&c.kind))))
                .collect(),
            false => columns
                .iter()
                .map(|c| self.column(name, &shape, c, at))
                .collect::<Result<_>>()?,
        };
        let incoming: Vec<Vec<Option<Value>>> = match source {
            None => vec![Vec::new()],
            Some(query) if !query.values.is_empty() => {
                let world = self.world(self.snapshot);
                let scope = Scope {
                    fields: &[],
                    row: &[],
                    outer: None,
                    group: None,
                };
                let one = |e: &Expr| match e {
                    Expr::Call { name, args, .. } if name == "default" && args.is_empty() => Ok(None),
                    e => eval(&world, &scope, e).map(Some),
                };
                query
                    .values
                    .iter()
                    .map(|row| row.iter().map(one).collect())
                    .collect::<Result<_>>()?
            }
            Some(query) => {
                let out = select(&self.world(self.snapshot), query, None)?;
                out.rows.into_iter().map(|r| r.into_iter().map(Some).collect()).collect()
            }
        };
        let (mut made, mut last_id, mut affected) = (Vec::new(), 0, 0u64);
        for (nth, given) in incoming.into_iter().enumerate() {
            let short = given.len() < targets.len() && (dialect != Dialect::Postgres || !columns.is_empty()) && source.is_some();
            if given.len() > targets.len() || short {
                return Err(match dialect {
                    Dialect::Postgres if given.len() > targets.len() => {
                        Error::new("42601", 0, "INSERT has more expressions than target columns").at(at)
                    }
                    Dialect::Postgres => Error::new("42601", 0, "INSERT has more target columns than expressions").at(at),
                    Dialect::Sqlite if columns.is_empty() => lite(format!(
                        "table {name} has {} columns but {} values were supplied",
                        targets.len(),
                        given.len()
                    )),
                    Dialect::Sqlite => lite(format!("{} values for {} columns", given.len(), targets.len())),
                    Dialect::MySql => Error::new(
                        "21S01",
                        1136,
                        format!("Column count doesn't match value count at row {}", nth + 1),
                    ),
                });
            }
            let mut row = Vec::new();
            for n in 0..shape.columns.len() {
                let value = targets
                    .iter()
                    .position(|t| *t == n)
                    .and_then(|p| given.get(p))
                    .cloned()
                    .flatten();
                let column = shape.columns.get(n);
                let counted = column.is_some_and(|c| c.auto || matches!(c.kind, Type::RowId(_)));
                let auto_null = dialect != Dialect::Postgres && counted && value.as_ref().is_some_and(Value::is_null);
                let value = match (value, column) {
                    (Some(value), Some(column)) if !auto_null => column.kind.accept(value, &column.name, dialect)?,
                    _ => {
                        let table = self.table(instance, name, at)?;
                        let value = self.default_of(table, n, false)?;
                        if let (Some(c), Value::Int(id)) = (column, &value)
                            && c.auto
                            && last_id == 0
                        {
                            last_id = *id;
                        }
                        let missing = column.is_some_and(|c| c.not_null && c.default.is_none() && !c.auto);
                        if dialect == Dialect::MySql && missing && value.is_null() && !auto_null {
                            let column = column.map_or("", |c| c.name.as_str());
                            return Err(Error::new(
                                "HY000",
                                1364,
                                format!("Field '{column}' doesn't have a default value"),
                            ));
                        }
                        value
                    }
                };
                row.push(value);
            }
            if dialect != Dialect::Postgres
                && let Some(n) = shape.columns.iter().position(|c| c.auto)
                && let Some(Value::Int(id)) = row.get(n)
            {
                let table = self.table(instance, name, at)?;
                table.next = table.next.max(id.saturating_add(1));
            }
            let right = self.row_is_right(instance, name, &shape, &row);
            if dialect == Dialect::Sqlite && matches!(on_conflict, Conflict::Ignore) && right.is_err() {
                continue;
            }
            right?;
            if dialect == Dialect::Sqlite && matches!(on_conflict, Conflict::Replace) {
                while let Some((old, _)) = self.clash(instance, name, &row, None)? {
                    let gone = self.table(instance, name, at)?.rows.remove(old);
                    self.row_went(instance, name, &shape, &gone, Some(&row))?;
                }
            }
            let clash = self.clash(instance, name, &row, None)?;
            match (clash, on_conflict) {
                (None, _) => {
                    let table = self.table(instance, name, at)?;
                    if table.rows.len() >= 200_000 {
                        return Err(Error::new(
                            "53100",
                            1114,
                            "drydock: tables with more than 200000 rows are not simulated",
                        ));
                    }
                    let number = table.row_number().and_then(|n| Some((n, row.get(n)?)));
                    let place = match number {
                        Some((n, Value::Int(id))) => {
                            last_id = *id;
                            table.place_of(n, *id).unwrap_or_else(|place| place)
                        }
                        _ => table.rows.len(),
                    };
                    table.rows.insert(place, row.clone());
                    made.push(row);
                    affected += 1;
                }
                (Some(_), Conflict::Ignore) => {}
                (Some((_, error)), Conflict::Fail) => return Err(error),
                (Some((old, _)), Conflict::Replace) => {
                    if let Some(place) = self.table(instance, name, at)?.rows.get_mut(old) {
                        *place = row;
                    }
                    affected += 2;
                }
                (Some((old, _)), Conflict::Update(set)) => {
                    let current = self.table(instance, name, at)?.rows.get(old).cloned().unwrap_or_default();
                    let mut fields = self.fields(name, &shape);
                    fields.extend(shape.columns.iter().map(|c| Field {
                        table: "excluded".into(),
                        name: c.name.clone(),
                        kind: None,
                    }));
                    let mut both = current.clone();
                    both.extend(row.iter().cloned());
                    let mut next = current;
                    for (column, at, expr) in set {
                        let n = self.column(name, &shape, column, *at)?;
                        let expr = match expr {
                            Expr::Call { name: f, args, .. } if f == "values" => match args.first() {
                                Some(Expr::Column(_, c, at)) => Expr::Column(Some("excluded".into()), c.clone(), *at),
                                _ => expr.clone(),
                            },
                            Expr::Column(None, c, at) => Expr::Column(Some(name.into()), c.clone(), *at),
                            other => qualified(other, name),
                        };
                        let value = eval(
                            &self.world(self.snapshot),
                            &Scope {
                                fields: &fields,
                                row: &both,
                                outer: None,
                                group: None,
                            },
                            &expr,
                        )?;
                        if let (Some(place), Some(c)) = (next.get_mut(n), shape.columns.get(n)) {
                            *place = c.kind.accept(value, &c.name, dialect)?;
                        }
                    }
                    if let Some(place) = self.table(instance, name, at)?.rows.get_mut(old) {
                        place.clone_from(&next);
                    }
                    made.push(next);
                    affected += if dialect == Dialect::MySql { 2 } else { 1 };
                }
            }
        }
        let mut out = self.returned(name, &shape, &made, returning)?;
        out.tag = format!("INSERT 0 {affected}");
        out.affected = affected;
        out.last_id = last_id;
        Ok(out)
    }

    fn returned(&self, name: &str, shape: &Table, rows: &[Vec<Value>], items: &[Item]) -> Result<Answer> {
        if items.is_empty() {
            return Ok(Answer::default());
        }
        let fields = self.fields(name, shape);
        let world = self.world(self.snapshot);
        let (columns, exprs) = expand(&world, items, &fields)?;
        let mut out = Vec::new();
        for row in rows {
            let scope = Scope {
                fields: &fields,
                row,
                outer: None,
                group: None,
            };
            out.push(exprs.iter().map(|e| eval(&world, &scope, e)).collect::<Result<Vec<_>>>()?);
        }
        Ok(Answer {
            columns: Some(columns),
            rows: out,
            ..Answer::default()
        })
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one statement")]
    fn update(
        &mut self,
        instance: &mut Instance,
        name: &str,
        alias: Option<&str>,
        at: usize,
        set: &[(String, usize, Expr)],
        filter: Option<&Expr>,
        returning: &[Item],
    ) -> Result<Answer> {
        let dialect = self.session.dialect;
        let shape = self.table(instance, name, at)?.clone();
        let fields = self.fields(alias.unwrap_or(name), &shape);
        let world = self.world(self.snapshot);
        let targets = set
            .iter()
            .map(|(c, at, _)| self.column(name, &shape, c, *at))
            .collect::<Result<Vec<_>>>()?;
        let (mut made, mut changed) = (Vec::new(), 0u64);
        for (nth, row) in shape.rows.iter().enumerate() {
            let scope = Scope {
                fields: &fields,
                row,
                outer: None,
                group: None,
            };
            if !passes(&world, &scope, filter)? {
                continue;
            }
            let mut next = row.clone();
            for (n, (_, _, expr)) in targets.iter().zip(set) {
                let Some(column) = shape.columns.get(*n) else { continue };
                let value = match expr {
                    Expr::Call { name, .. } if name == "default" => self.default_of(&mut shape.clone(), *n, false)?,
                    expr => eval(&world, &scope, expr)?,
                };
                if let Some(place) = next.get_mut(*n) {
                    *place = column.kind.accept(value, &column.name, dialect)?;
                }
            }
            self.row_is_right(instance, name, &shape, &next)?;
            if let Some((_, error)) = self.clash(instance, name, &next, Some(nth))? {
                return Err(error);
            }
            changed += u64::from(next != *row);
            if let Some(place) = self.table(instance, name, at)?.rows.get_mut(nth) {
                place.clone_from(&next);
            }
            self.row_went(instance, name, &shape, row, Some(&next))?;
            made.push(next);
        }
        let table = self.table(instance, name, at)?;
        if let Some(n) = table.row_number() {
            table.rows.sort_by(|a, b| match (a.get(n), b.get(n)) {
                (Some(Value::Int(a)), Some(Value::Int(b))) => a.cmp(b),
                _ => std::cmp::Ordering::Equal,
            });
        }
        let mut out = self.returned(name, &shape, &made, returning)?;
        out.tag = format!("UPDATE {}", made.len());
        out.matched = made.len() as u64;
        out.affected = if dialect == Dialect::MySql { changed } else { out.matched };
        Ok(out)
    }

    fn delete(
        &mut self,
        instance: &mut Instance,
        name: &str,
        at: usize,
        filter: Option<&Expr>,
        returning: &[Item],
    ) -> Result<Answer> {
        let shape = self.table(instance, name, at)?.clone();
        let fields = self.fields(name, &shape);
        let world = self.world(self.snapshot);
        let (mut kept, mut gone) = (Vec::new(), Vec::new());
        for row in &shape.rows {
            let yes = passes(
                &world,
                &Scope {
                    fields: &fields,
                    row,
                    outer: None,
                    group: None,
                },
                filter,
            )?;
            if yes { gone.push(row.clone()) } else { kept.push(row.clone()) }
        }
        self.table(instance, name, at)?.rows = kept;
        for row in &gone {
            self.row_went(instance, name, &shape, row, None)?;
        }
        let mut out = self.returned(name, &shape, &gone, returning)?;
        out.tag = format!("DELETE {}", gone.len());
        out.affected = gone.len() as u64;
        Ok(out)
    }
}

/// Columns without a table mean the row that is there, not the one that came.
fn qualified(expr: &Expr, table: &str) -> Expr {
    match expr {
        Expr::Column(None, c, at) => Expr::Column(Some(table.into()), c.clone(), *at),
        Expr::Binary(op, a, b) => Expr::Binary(op, Box::new(qualified(a, table)), Box::new(qualified(b, table))),
        Expr::Call { name, args, .. } if name == "values" => match args.first() {
            Some(Expr::Column(_, c, at)) => Expr::Column(Some("excluded".into()), c.clone(), *at),
            _ => expr.clone(),
        },
        other => other.clone(),
    }
}
