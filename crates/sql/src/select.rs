//! SELECT: sources joined row by row, filtered, grouped, projected, ordered, cut.

use crate::ast::*;
use crate::eval::{Field, Scope, World, eval, passes};
use crate::functions::is_aggregate;
use crate::show;
use crate::sqlite::lite;
use crate::table::{Type, same};
use crate::value::Value;
use crate::{Dialect, Error, Result};
use std::cmp::Ordering;

/// Rows with the names of their columns.
#[derive(Clone, Debug, Default)]
pub struct Output {
    pub columns: Vec<(String, Option<Type>)>,
    pub rows: Vec<Vec<Value>>,
}

pub fn no_table(world: &World, name: &str, at: usize) -> Error {
    match world.dialect {
        Dialect::Postgres => Error::new("42P01", 0, format!("relation \"{name}\" does not exist")).at(at),
        Dialect::Sqlite => lite(format!("no such table: {name}")),
        Dialect::MySql if world.database.is_empty() => Error::new("3D000", 1046, "No database selected"),
        Dialect::MySql => Error::new("42S02", 1146, format!("Table '{}.{name}' doesn't exist", world.database)),
    }
}

/// More names in `name (…)` than the query has columns.
fn too_many_names(world: &World, kind: &str, from: &From, there: usize, named: usize) -> Error {
    let name = from.alias.as_deref().unwrap_or_default();
    match world.dialect {
        Dialect::Postgres => {
            let message = format!("{kind} \"{name}\" has {there} columns available but {named} columns specified");
            Error::new("42P10", 0, message)
        }
        Dialect::Sqlite => lite(format!("table {name} has {there} values for {named} columns")),
        Dialect::MySql => {
            let message = "In definition of view, derived table or common table expression, SELECT list and column names list have \
                different column counts";
            Error::new("HY000", 1353, message)
        }
    }
}

fn source(world: &World, from: &From, outer: Option<&Scope>) -> Result<(Vec<Field>, Vec<Vec<Value>>)> {
    let field = |table: &str, name: &str, kind: Option<Type>| Field {
        table: table.into(),
        name: name.into(),
        kind,
    };
    match &from.source {
        Source::Select { query, names, kind } => {
            world.spend()?;
            let mut out = select(world, query, outer)?;
            if names.len() > out.columns.len() {
                return Err(too_many_names(world, kind, from, out.columns.len(), names.len()));
            }
            for ((column, _), name) in out.columns.iter_mut().zip(names) {
                column.clone_from(name);
            }
            let alias = from.alias.clone().unwrap_or_default();
            let fields = out.columns.iter().map(|(n, k)| field(&alias, n, k.clone())).collect();
            Ok((fields, out.rows))
        }
        Source::Table { schema, name, at } => {
            let alias = from.alias.as_deref().unwrap_or(name);
            if world.dialect != Dialect::Sqlite
                && let Some(out) = show::catalogue(world, schema.as_deref(), name)
            {
                let fields = out.columns.iter().map(|(n, k)| field(alias, n, k.clone())).collect();
                return Ok((fields, out.rows));
            }
            if world.dialect == Dialect::Sqlite
                && let Some(out) = crate::sqlite::catalogue(world, name)
            {
                let fields = out.columns.iter().map(|(n, k)| field(alias, n, k.clone())).collect();
                return Ok((fields, out.rows));
            }
            let database = match (world.dialect, schema) {
                (Dialect::MySql, Some(schema)) => schema.as_str(),
                _ => world.database,
            };
            let table = world
                .instance
                .databases
                .get(database)
                .and_then(|d| d.tables.get(&d.spelled(name, world.dialect)?));
            let Some(table) = table else {
                return Err(no_table(world, name, *at));
            };
            let fields = table
                .columns
                .iter()
                .map(|c| field(alias, &c.name, Some(c.kind.clone())))
                .collect();
            Ok((fields, table.rows.clone()))
        }
    }
}

fn join(
    world: &World,
    left: (Vec<Field>, Vec<Vec<Value>>),
    from: &From,
    outer: Option<&Scope>,
) -> Result<(Vec<Field>, Vec<Vec<Value>>)> {
    let (right_fields, right_rows) = source(world, from, outer)?;
    let (mut fields, left_rows) = left;
    let width = fields.len();
    let right_width = right_fields.len();
    fields.extend(right_fields);
    let pair = |name: &String| -> Option<(usize, usize)> {
        let a = fields.iter().take(width).position(|f| same(&f.name, name, world.dialect))?;
        let b = fields.iter().skip(width).position(|f| same(&f.name, name, world.dialect))?;
        Some((a, b + width))
    };
    let using: Vec<(usize, usize)> = from.using.iter().filter_map(pair).collect();
    let mut out = Vec::new();
    let mut used = vec![false; right_rows.len()];
    for a in &left_rows {
        let mut matched = false;
        for (n, b) in right_rows.iter().enumerate() {
            world.spend()?;
            let row: Vec<Value> = a.iter().chain(b).cloned().collect();
            let scope = Scope {
                fields: &fields,
                row: &row,
                outer,
                group: None,
            };
            let alike = using.iter().all(|(x, y)| {
                let (x, y) = (row.get(*x).unwrap_or(&Value::Null), row.get(*y).unwrap_or(&Value::Null));
                x.compare(y, world.dialect).is_some_and(Ordering::is_eq)
            });
            if alike && passes(world, &scope, from.on.as_ref())? {
                matched = true;
                if let Some(used) = used.get_mut(n) {
                    *used = true;
                }
                out.push(row);
            }
        }
        if !matched && from.join == Join::Left {
            out.push(
                a.iter()
                    .cloned()
                    .chain(std::iter::repeat_n(Value::Null, right_width))
                    .collect(),
            );
        }
    }
    if from.join == Join::Right {
        for (b, used) in right_rows.iter().zip(&used) {
            if !used {
                out.push(std::iter::repeat_n(Value::Null, width).chain(b.iter().cloned()).collect());
            }
        }
    }
    Ok((fields, out))
}

fn has_aggregate(expr: &Expr) -> bool {
    match expr {
        Expr::Call { name, args, .. } => is_aggregate(name) || args.iter().any(has_aggregate),
        Expr::Not(e) | Expr::Minus(e) | Expr::IsNull(e, _) | Expr::Cast(e, _) | Expr::InSelect(e, _) => has_aggregate(e),
        Expr::Binary(_, a, b) | Expr::Like(a, b, _) => has_aggregate(a) || has_aggregate(b),
        Expr::Between(a, b, c) => [a, b, c].into_iter().any(|e| has_aggregate(e)),
        Expr::In(e, items) => has_aggregate(e) || items.iter().any(has_aggregate),
        Expr::Case(s, arms, other) => {
            s.as_deref().is_some_and(has_aggregate)
                || other.as_deref().is_some_and(has_aggregate)
                || arms.iter().any(|(a, b)| has_aggregate(a) || has_aggregate(b))
        }
        _ => false,
    }
}

/// The name of a column that has no alias.
fn item_name(expr: &Expr, dialect: Dialect) -> String {
    if dialect != Dialect::Postgres {
        return match expr {
            Expr::Column(_, name, _) => name.clone(),
            Expr::Value(Value::Text(t)) => t.clone(),
            _ => "?".into(),
        };
    }
    match expr {
        Expr::Column(_, name, _) => name.clone(),
        Expr::Call { name, .. } => match name.as_str() {
            "date_part" => "date_part".into(),
            other => other.to_string(),
        },
        Expr::Cast(inner, kind) => match &**inner {
            Expr::Column(_, name, _) => name.clone(),
            _ => match kind {
                Type::Int => "int4".into(),
                Type::BigInt => "int8".into(),
                Type::Timestamp => "timestamp".into(),
                other => other.name(dialect),
            },
        },
        Expr::Case(..) => "case".into(),
        Expr::Exists(_) => "exists".into(),
        Expr::Scalar(query) => match query.items.first() {
            Some(Item::Expr(_, Some(alias))) => alias.clone(),
            Some(Item::Expr(e, None)) => item_name(e, dialect),
            _ => "?column?".into(),
        },
        Expr::Value(Value::Bool(_)) => "bool".into(),
        _ => "?column?".into(),
    }
}

/// The type that a client aligns by, as far as it can be told without rows.
fn kind_of(expr: &Expr, fields: &[Field], dialect: Dialect) -> Option<Type> {
    match expr {
        Expr::Column(table, name, _) => fields
            .iter()
            .find(|f| same(&f.name, name, dialect) && table.as_ref().is_none_or(|t| same(&f.table, t, dialect)))
            .and_then(|f| f.kind.clone()),
        Expr::Cast(_, kind) => Some(kind.clone()),
        Expr::Value(Value::Int(_)) => Some(Type::Int),
        Expr::Value(Value::Decimal(..)) => Some(Type::Decimal(None)),
        Expr::Value(Value::Bool(_)) | Expr::Not(_) | Expr::IsNull(..) | Expr::Exists(_) => Some(Type::Bool),
        Expr::Binary("+" | "-" | "*" | "/" | "%", a, _) | Expr::Minus(a) => kind_of(a, fields, dialect),
        Expr::Call { name, args, .. } => match name.as_str() {
            "length" | "char_length" if dialect == Dialect::Postgres => Some(Type::Int),
            "count" | "length" | "char_length" => Some(Type::BigInt),
            "sum" | "avg" | "round" | "extract" | "date_part" | "abs" | "floor" | "ceil" | "sqrt" | "power" | "random" => {
                Some(Type::Decimal(None))
            }
            "min" | "max" | "coalesce" => args.first().and_then(|a| kind_of(a, fields, dialect)),
            "now" | "current_timestamp" => Some(Type::TimestampTz),
            "last_insert_id" | "datediff" | "year" | "month" | "day" => Some(Type::BigInt),
            _ => Some(Type::Text),
        },
        _ => Some(Type::Text),
    }
}

struct Projection {
    columns: Vec<(String, Option<Type>)>,
    exprs: Vec<Expr>,
}

pub(crate) fn expand(world: &World, items: &[Item], fields: &[Field]) -> Result<(Vec<(String, Option<Type>)>, Vec<Expr>)> {
    let p = project(world, items, fields)?;
    Ok((p.columns, p.exprs))
}

fn project(world: &World, items: &[Item], fields: &[Field]) -> Result<Projection> {
    let mut out = Projection {
        columns: Vec::new(),
        exprs: Vec::new(),
    };
    for item in items {
        match item {
            Item::All(table) => {
                let mut any = false;
                for field in fields
                    .iter()
                    .filter(|f| table.as_ref().is_none_or(|t| same(&f.table, t, world.dialect)))
                    .filter(|f| !crate::sqlite::is_hidden(f.kind.as_ref()))
                {
                    any = true;
                    out.columns.push((field.name.clone(), field.kind.clone()));
                    let table = Some(field.table.clone()).filter(|t| !t.is_empty());
                    out.exprs.push(Expr::Column(table, field.name.clone(), 0));
                }
                if !any && let Some(table) = table {
                    return Err(match world.dialect {
                        Dialect::Postgres => Error::new("42P01", 0, format!("missing FROM-clause entry for table \"{table}\"")),
                        Dialect::Sqlite => lite(format!("no such table: {table}")),
                        Dialect::MySql => Error::new("42S02", 1051, format!("Unknown table '{table}'")),
                    });
                }
            }
            Item::Expr(expr, alias) => {
                let name = alias.clone().unwrap_or_else(|| item_name(expr, world.dialect));
                out.columns.push((name, kind_of(expr, fields, world.dialect)));
                out.exprs.push(expr.clone());
            }
        }
    }
    Ok(out)
}

/// An ORDER BY or GROUP BY key: a number or an alias means an item.
fn meant<'a>(key: &'a Expr, projection: &'a Projection, fields: &[Field], dialect: Dialect) -> &'a Expr {
    let item = match key {
        Expr::Value(Value::Int(n)) => usize::try_from(*n - 1).ok(),
        Expr::Column(None, name, _) if !fields.iter().any(|f| same(&f.name, name, dialect)) => {
            projection.columns.iter().position(|(n, _)| same(n, name, dialect))
        }
        _ => None,
    };
    item.and_then(|n| projection.exprs.get(n)).unwrap_or(key)
}

/// HAVING may name an alias, but in PostgreSQL.
fn unaliased(expr: &Expr, projection: &Projection, fields: &[Field], dialect: Dialect) -> Expr {
    let deep = |e: &Expr| Box::new(unaliased(e, projection, fields, dialect));
    match expr {
        Expr::Column(None, ..) => meant(expr, projection, fields, dialect).clone(),
        Expr::Not(e) => Expr::Not(deep(e)),
        Expr::IsNull(e, not) => Expr::IsNull(deep(e), *not),
        Expr::Binary(op, a, b) => Expr::Binary(op, deep(a), deep(b)),
        Expr::Between(a, b, c) => Expr::Between(deep(a), deep(b), deep(c)),
        other => other.clone(),
    }
}

pub fn select(world: &World, query: &Select, outer: Option<&Scope>) -> Result<Output> {
    for one in &query.with {
        world.spend()?;
        // What goes wrong with its rows is told only where they are asked for.
        if let Err(e) = select(world, one, outer)
            && (e.state.starts_with("42") || e.state == "0A000")
        {
            return Err(e);
        }
    }
    let mut out = if query.values.is_empty() {
        plain(world, query, outer)?
    } else {
        values(world, query, outer)?
    };
    if let Some((other, all)) = &query.union {
        let more = select(world, other, outer)?;
        if more.columns.len() != out.columns.len() {
            return Err(match world.dialect {
                Dialect::Postgres => Error::new("42601", 0, "each UNION query must have the same number of columns"),
                Dialect::Sqlite => lite("SELECTs to the left and right of UNION do not have the same number of result columns"),
                Dialect::MySql => Error::new("21000", 1222, "The used SELECT statements have a different number of columns"),
            });
        }
        out.rows.extend(more.rows);
        if !all {
            unique(world, &mut out.rows);
        }
        // SQLite finds what is double in a sorted table.
        if !all && world.dialect == Dialect::Sqlite {
            sorted_by_cells(&mut out.rows);
        }
        order_output(world, query, &mut out)?;
    }
    let number = |e: &Option<Expr>| -> Result<Option<usize>> {
        let Some(e) = e else { return Ok(None) };
        let scope = Scope {
            fields: &[],
            row: &[],
            outer,
            group: None,
        };
        Ok(eval(world, &scope, e)?.number().map(|x| x.max(0.0) as usize))
    };
    let skip = number(&query.offset)?.unwrap_or(0).min(out.rows.len());
    out.rows.drain(..skip);
    if let Some(most) = number(&query.limit)? {
        out.rows.truncate(most);
    }
    Ok(out)
}

fn values(world: &World, query: &Select, outer: Option<&Scope>) -> Result<Output> {
    let mut out = Output::default();
    for row in &query.values {
        let scope = Scope {
            fields: &[],
            row: &[],
            outer,
            group: None,
        };
        out.rows
            .push(row.iter().map(|e| eval(world, &scope, e)).collect::<Result<_>>()?);
    }
    let width = out.rows.first().map_or(0, Vec::len);
    out.columns = (1..=width).map(|n| (format!("column{n}"), None)).collect();
    Ok(out)
}

fn order_output(world: &World, query: &Select, out: &mut Output) -> Result<()> {
    let mut keys = Vec::new();
    for (key, down) in &query.order {
        let n = match key {
            Expr::Value(Value::Int(n)) => usize::try_from(*n - 1).ok(),
            Expr::Column(_, name, _) => out.columns.iter().position(|(c, _)| same(c, name, world.dialect)),
            _ => None,
        };
        let Some(n) = n else {
            return Err(Error::not_simulated("such an ORDER BY of a UNION"));
        };
        keys.push((n, *down));
    }
    out.rows.sort_by(|a, b| {
        keys.iter().fold(Ordering::Equal, |order, (n, down)| {
            let o = a
                .get(*n)
                .unwrap_or(&Value::Null)
                .order(b.get(*n).unwrap_or(&Value::Null), world.dialect);
            order.then(if *down { o.reverse() } else { o })
        })
    });
    Ok(())
}

fn sorted_by_cells(rows: &mut [Vec<Value>]) {
    rows.sort_by(|a, b| {
        let cells = a.iter().zip(b).map(|(x, y)| x.order(y, Dialect::Sqlite));
        cells.fold(Ordering::Equal, Ordering::then)
    });
}

fn unique(world: &World, rows: &mut Vec<Vec<Value>>) {
    let mut out: Vec<Vec<Value>> = Vec::new();
    for row in rows.drain(..) {
        if !out
            .iter()
            .any(|old| old.iter().zip(&row).all(|(a, b)| a.order(b, world.dialect).is_eq()))
        {
            out.push(row);
        }
    }
    *rows = out;
}

fn plain(world: &World, query: &Select, outer: Option<&Scope>) -> Result<Output> {
    let (mut fields, mut rows) = (Vec::new(), vec![Vec::new()]);
    for (n, from) in query.from.iter().enumerate() {
        (fields, rows) = if n == 0 {
            source(world, from, outer)?
        } else {
            join(world, (fields, rows), from, outer)?
        };
    }
    let mut kept = Vec::new();
    // Even without a row, names must be right.
    let nothing = vec![Value::Null; fields.len()];
    if rows.is_empty()
        && let Some(filter) = &query.filter
    {
        eval(
            world,
            &Scope {
                fields: &fields,
                row: &nothing,
                outer,
                group: None,
            },
            filter,
        )?;
    }
    for row in rows {
        let scope = Scope {
            fields: &fields,
            row: &row,
            outer,
            group: None,
        };
        if passes(world, &scope, query.filter.as_ref())? {
            kept.push(row);
        }
    }
    // USING shows its columns once.
    let mut shown = fields.clone();
    for from in &query.from {
        for name in &from.using {
            if let Some(last) = shown.iter().rposition(|f| same(&f.name, name, world.dialect)) {
                shown.remove(last);
            }
        }
    }
    let projection = project(world, &query.items, &shown)?;
    let grouped = !query.group.is_empty()
        || query.having.as_ref().is_some_and(has_aggregate)
        || projection.exprs.iter().any(has_aggregate)
        || query.order.iter().any(|(e, _)| has_aggregate(e));
    let order: Vec<(&Expr, bool)> = query
        .order
        .iter()
        .map(|(key, down)| (meant(key, &projection, &fields, world.dialect), *down))
        .collect();
    let mut sorted: Vec<(Vec<Value>, Vec<Value>)> = Vec::new();
    let mut take = |scope: &Scope| -> Result<()> {
        let row = projection
            .exprs
            .iter()
            .map(|e| eval(world, scope, e))
            .collect::<Result<Vec<_>>>()?;
        let keys = order.iter().map(|(e, _)| eval(world, scope, e)).collect::<Result<Vec<_>>>()?;
        sorted.push((keys, row));
        Ok(())
    };
    if grouped {
        let keys: Vec<&Expr> = query
            .group
            .iter()
            .map(|k| meant(k, &projection, &fields, world.dialect))
            .collect();
        grouping_is_right(world, &projection, &keys, &fields, query)?;
        let mut groups: Vec<(Vec<Value>, Vec<Vec<Value>>)> = Vec::new();
        for row in kept {
            let scope = Scope {
                fields: &fields,
                row: &row,
                outer,
                group: None,
            };
            let key = keys.iter().map(|k| eval(world, &scope, k)).collect::<Result<Vec<_>>>()?;
            let same = |old: &Vec<Value>| old.iter().zip(&key).all(|(a, b)| a.order(b, world.dialect).is_eq());
            world.spend()?;
            match groups.iter_mut().find(|(old, _)| same(old)) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((key, vec![row])),
            }
        }
        if groups.is_empty() && keys.is_empty() {
            groups.push((Vec::new(), Vec::new()));
        }
        if world.dialect == Dialect::Sqlite {
            groups.sort_by(|(a, _), (b, _)| {
                let cells = a.iter().zip(b).map(|(x, y)| x.order(y, Dialect::Sqlite));
                cells.fold(Ordering::Equal, Ordering::then)
            });
        }
        let having = query.having.as_ref().map(|e| match world.dialect {
            Dialect::Postgres => e.clone(),
            dialect => unaliased(e, &projection, &fields, dialect),
        });
        for (_, rows) in &groups {
            let row = rows.first().unwrap_or(&nothing);
            let scope = Scope {
                fields: &fields,
                row,
                outer,
                group: Some(rows),
            };
            if passes(world, &scope, having.as_ref())? {
                take(&scope)?;
            }
        }
    } else {
        if kept.is_empty() {
            for expr in &projection.exprs {
                eval(
                    world,
                    &Scope {
                        fields: &fields,
                        row: &nothing,
                        outer,
                        group: None,
                    },
                    expr,
                )
                .map(|_| ())
                .or_else(|e| if e.state.starts_with("42") { Err(e) } else { Ok(()) })?;
            }
        }
        for row in &kept {
            take(&Scope {
                fields: &fields,
                row,
                outer,
                group: None,
            })?;
        }
    }
    sorted.sort_by(|(a, _), (b, _)| {
        order.iter().enumerate().fold(Ordering::Equal, |done, (n, (_, down))| {
            let o = a
                .get(n)
                .unwrap_or(&Value::Null)
                .order(b.get(n).unwrap_or(&Value::Null), world.dialect);
            done.then(if *down { o.reverse() } else { o })
        })
    });
    let mut rows: Vec<Vec<Value>> = sorted.into_iter().map(|(_, row)| row).collect();
    if query.distinct {
        unique(world, &mut rows);
    }
    Ok(Output {
        columns: projection.columns,
        rows,
    })
}

/// PostgreSQL refuses a column that is neither grouped nor aggregated, unless the primary key is grouped.
fn grouping_is_right(world: &World, projection: &Projection, keys: &[&Expr], fields: &[Field], query: &Select) -> Result<()> {
    if world.dialect != Dialect::Postgres {
        return Ok(());
    }
    let grouped = |name: &str| keys.iter().any(|k| matches!(k, Expr::Column(_, n, _) if n == name));
    for expr in &projection.exprs {
        let Expr::Column(table, name, at) = expr else { continue };
        if grouped(name) {
            continue;
        }
        let keyed = query.from.iter().any(|f| match &f.source {
            Source::Table { name, .. } => {
                let table = world.instance.databases.get(world.database).and_then(|d| d.tables.get(name));
                table.is_some_and(|t| !t.primary.is_empty() && t.primary.iter().all(|p| grouped(p)))
            }
            Source::Select { .. } => false,
        });
        if !keyed {
            let owner = table
                .clone()
                .or_else(|| fields.iter().find(|f| f.name == *name).map(|f| f.table.clone()));
            let full = format!("{}.{name}", owner.unwrap_or_default());
            let message = format!("column \"{full}\" must appear in the GROUP BY clause or be used in an aggregate function");
            return Err(Error::new("42803", 0, message).at(*at));
        }
    }
    Ok(())
}
