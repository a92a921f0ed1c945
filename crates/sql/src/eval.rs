//! What an expression is worth for a row; three-valued logic, arithmetic by kind.

use crate::ast::*;
use crate::functions;
use crate::select::{Output, select};
use crate::sqlite::{self, lite};
use crate::table::{Instance, Type, same};
use crate::value::{Value, parse_bool, rescale};
use crate::{Dialect, Error, Result};
use std::cell::Cell;

/// A column that an expression may name: its table or alias, its name, its type.
#[derive(Clone, Debug)]
pub struct Field {
    pub table: String,
    pub name: String,
    pub kind: Option<Type>,
}

/// A row with its columns, and the row of the query around it.
#[derive(Clone, Copy)]
pub struct Scope<'a> {
    pub fields: &'a [Field],
    pub row: &'a [Value],
    pub outer: Option<&'a Scope<'a>>,
    /// The rows of the group, where aggregates are asked.
    pub group: Option<&'a [Vec<Value>]>,
}

/// What a statement runs in.
pub struct World<'a> {
    pub instance: &'a Instance,
    pub database: &'a str,
    pub user: &'a str,
    pub version: &'a str,
    pub dialect: Dialect,
    /// Microseconds since 1970.
    pub now: i64,
    pub seed: Cell<u64>,
    pub last_id: i64,
    /// Rows and expressions that may still be looked at.
    pub budget: Cell<u64>,
}

impl World<'_> {
    pub fn spend(&self) -> Result<()> {
        let left = self.budget.get();
        if left == 0 {
            return Err(Error::not_simulated("a query this large"));
        }
        self.budget.set(left - 1);
        Ok(())
    }

    pub fn random(&self) -> f64 {
        let mut x = self.seed.get() | 1;
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.seed.set(x);
        (x >> 11) as f64 / (1u64 << 53) as f64
    }
}

pub(crate) fn unknown_column(world: &World, table: Option<&str>, name: &str, at: usize, clause: &str) -> Error {
    match world.dialect {
        Dialect::Postgres => Error::new(
            "42703",
            0,
            match table {
                Some(table) => format!("column {table}.{name} does not exist"),
                None => format!("column \"{name}\" does not exist"),
            },
        )
        .at(at),
        Dialect::Sqlite => lite(format!(
            "no such column: {}",
            table.map_or(name.to_string(), |t| format!("{t}.{name}"))
        )),
        Dialect::MySql => {
            let full = table.map_or(name.to_string(), |t| format!("{t}.{name}"));
            Error::new("42S22", 1054, format!("Unknown column '{full}' in '{clause}'"))
        }
    }
}

fn find(world: &World, scope: &Scope, table: Option<&str>, name: &str, at: usize) -> Result<Option<Value>> {
    if world.dialect == Dialect::Sqlite
        && !scope.fields.iter().any(|f| same(&f.name, name, world.dialect))
        && let Some(n) = sqlite::field(scope, table, name)
    {
        return Ok(Some(scope.row.get(n).cloned().unwrap_or(Value::Null)));
    }
    let mut found = None;
    for (n, field) in scope.fields.iter().enumerate() {
        if same(&field.name, name, world.dialect) && table.is_none_or(|t| same(&field.table, t, world.dialect)) {
            if found.is_some() && table.is_none() {
                return Err(match world.dialect {
                    Dialect::Postgres => Error::new("42702", 0, format!("column reference \"{name}\" is ambiguous")).at(at),
                    Dialect::Sqlite => lite(format!("ambiguous column name: {name}")),
                    Dialect::MySql => Error::new("23000", 1052, format!("Column '{name}' in field list is ambiguous")),
                });
            }
            found = found.or(Some(n));
        }
    }
    if let Some(n) = found {
        return Ok(Some(scope.row.get(n).cloned().unwrap_or(Value::Null)));
    }
    match scope.outer {
        Some(outer) => find(world, outer, table, name, at),
        None => Ok(None),
    }
}

fn truth(value: &Value) -> Option<bool> {
    match value {
        Value::Null => None,
        Value::Bool(b) => Some(*b),
        Value::Text(s) => Some(parse_bool(s).unwrap_or_else(|| s.parse::<f64>().is_ok_and(|x| x != 0.0))),
        other => Some(other.number().is_some_and(|x| x != 0.0)),
    }
}

fn logic(value: Option<bool>) -> Value {
    value.map_or(Value::Null, Value::Bool)
}

/// Whether a row passes a filter.
pub fn passes(world: &World, scope: &Scope, filter: Option<&Expr>) -> Result<bool> {
    match filter {
        None => Ok(true),
        Some(expr) => Ok(truth(&eval(world, scope, expr)?) == Some(true)),
    }
}

pub fn eval(world: &World, scope: &Scope, expr: &Expr) -> Result<Value> {
    world.spend()?;
    Ok(match expr {
        Expr::Value(v) => v.clone(),
        Expr::Interval(us) => Value::Int(*us),
        Expr::Column(table, name, at) => match find(world, scope, table.as_deref(), name, *at)? {
            Some(v) => v,
            None if world.dialect == Dialect::Postgres && table.is_some() && !has_table(scope, table.as_deref()) => {
                let table = table.as_deref().unwrap_or_default();
                return Err(Error::new("42P01", 0, format!("missing FROM-clause entry for table \"{table}\"")).at(*at));
            }
            None => return Err(unknown_column(world, table.as_deref(), name, *at, "field list")),
        },
        Expr::Not(inner) => logic(truth(&eval(world, scope, inner)?).map(|b| !b)),
        Expr::Minus(inner) => match eval(world, scope, inner)? {
            Value::Int(n) => Value::Int(n.wrapping_neg()),
            Value::Decimal(u, p) => Value::Decimal(-u, p),
            Value::Float(x) => Value::Float(-x),
            other => other,
        },
        Expr::IsNull(inner, not) => Value::Bool(eval(world, scope, inner)?.is_null() != *not),
        Expr::Between(x, low, high) => {
            let value = eval(world, scope, x)?;
            let (a, low) = sided(world, scope, (x, value.clone()), (low, eval(world, scope, low)?));
            let (b, high) = sided(world, scope, (x, value), (high, eval(world, scope, high)?));
            match (a.compare(&low, world.dialect), b.compare(&high, world.dialect)) {
                (Some(a), Some(b)) => Value::Bool(a.is_ge() && b.is_le()),
                _ => Value::Null,
            }
        }
        Expr::Like(x, pattern, fold) => {
            let (x, pattern) = (eval(world, scope, x)?, eval(world, scope, pattern)?);
            if x.is_null() || pattern.is_null() {
                return Ok(Value::Null);
            }
            let (mut x, mut pattern) = (x.text(world.dialect), pattern.text(world.dialect));
            if *fold {
                (x, pattern) = (x.to_lowercase(), pattern.to_lowercase());
            }
            if world.dialect == Dialect::Sqlite {
                pattern = pattern.replace('\\', "\\\\");
            }
            Value::Bool(like(&x, &pattern))
        }
        Expr::In(x, items) => {
            let value = eval(world, scope, x)?;
            let one = |i| Ok(sided(world, scope, (x, value.clone()), (i, eval(world, scope, i)?)));
            let items = items.iter().map(one).collect::<Result<Vec<_>>>()?;
            let changed = items.iter().find(|(x, _)| *x != value).map(|(x, _)| x.clone());
            let items: Vec<Value> = items.into_iter().map(|(_, i)| i).collect();
            contains(world, &changed.unwrap_or(value), &items)
        }
        Expr::InSelect(x, query) => {
            let x = eval(world, scope, x)?;
            let out = select(world, query, Some(scope))?;
            let items: Vec<Value> = out.rows.into_iter().filter_map(|r| r.into_iter().next()).collect();
            contains(world, &x, &items)
        }
        Expr::Exists(query) => Value::Bool(!select(world, query, Some(scope))?.rows.is_empty()),
        Expr::Scalar(query) => {
            let Output { rows, .. } = select(world, query, Some(scope))?;
            if rows.len() > 1 && world.dialect != Dialect::Sqlite {
                return Err(match world.dialect {
                    Dialect::Postgres => Error::new("21000", 0, "more than one row returned by a subquery used as an expression"),
                    Dialect::Sqlite => lite("sub-select returns more than one row"),
                    Dialect::MySql => Error::new("21000", 1242, "Subquery returns more than 1 row"),
                });
            }
            rows.into_iter()
                .next()
                .and_then(|r| r.into_iter().next())
                .unwrap_or(Value::Null)
        }
        Expr::Case(subject, arms, other) => {
            let subject = subject.as_ref().map(|s| eval(world, scope, s)).transpose()?;
            for (when, then) in arms {
                let when = eval(world, scope, when)?;
                let yes = match &subject {
                    Some(s) => s.compare(&when, world.dialect).is_some_and(|o| o.is_eq()),
                    None => truth(&when) == Some(true),
                };
                if yes {
                    return eval(world, scope, then);
                }
            }
            match other {
                Some(other) => eval(world, scope, other)?,
                None => Value::Null,
            }
        }
        Expr::Cast(inner, kind) => {
            let value = eval(world, scope, inner)?;
            match (kind, &value) {
                _ if world.dialect == Dialect::Sqlite => sqlite::cast(kind, value),
                (Type::Bool, Value::Int(n)) => Value::Bool(*n != 0),
                (Type::Int | Type::BigInt, Value::Bool(b)) => Value::Int(i64::from(*b)),
                (Type::Varchar(Some(n)), v) if !v.is_null() => Value::Text(v.text(world.dialect).chars().take(*n).collect()),
                _ => kind.accept(value, "", world.dialect)?,
            }
        }
        Expr::Binary(op @ ("and" | "or"), a, b) => {
            let a = truth(&eval(world, scope, a)?);
            let stop = *op == "or";
            if a == Some(stop) {
                return Ok(Value::Bool(stop));
            }
            let b = truth(&eval(world, scope, b)?);
            match (a, b) {
                (_, Some(x)) if x == stop => Value::Bool(stop),
                (Some(_), Some(x)) => Value::Bool(x),
                _ => Value::Null,
            }
        }
        Expr::Binary(op, a, b) => {
            let interval = matches!(**b, Expr::Interval(_));
            let (x, y) = (eval(world, scope, a)?, eval(world, scope, b)?);
            let compares = matches!(*op, "=" | "<>" | "<" | ">" | "<=" | ">=");
            let (a, b) = if compares {
                sided(world, scope, (a, x), (b, y))
            } else {
                (x, y)
            };
            binary(world, op, &a, &b, interval)?
        }
        Expr::Call {
            name,
            args,
            distinct,
            star,
            at,
        } => functions::call(world, scope, name, args, *distinct, *star, *at)?,
    })
}

fn has_table(scope: &Scope, table: Option<&str>) -> bool {
    scope.fields.iter().any(|f| Some(f.table.as_str()) == table) || scope.outer.is_some_and(|o| has_table(o, table))
}

fn contains(world: &World, x: &Value, items: &[Value]) -> Value {
    if x.is_null() {
        return Value::Null;
    }
    if items.iter().any(|i| x.compare(i, world.dialect).is_some_and(|o| o.is_eq())) {
        return Value::Bool(true);
    }
    if items.iter().any(Value::is_null) {
        Value::Null
    } else {
        Value::Bool(false)
    }
}

/// Both sides of a comparison; SQLite's columns change what stands beside them.
fn sided(world: &World, scope: &Scope, left: (&Expr, Value), right: (&Expr, Value)) -> (Value, Value) {
    match world.dialect {
        Dialect::Sqlite => sqlite::comparable(scope, left, right),
        _ => (left.1, right.1),
    }
}

/// `%` for any text, `_` for any character, `\` for what follows.
pub(crate) fn like(text: &str, pattern: &str) -> bool {
    let (t, p): (Vec<char>, Vec<char>) = (text.chars().collect(), pattern.chars().collect());
    let (mut i, mut j, mut back) = (0, 0, None);
    while i < t.len() {
        let (literal, step) = match p.get(j) {
            Some('\\') => (p.get(j + 1), 2),
            other => (other, 1),
        };
        if step == 1 && literal == Some(&'%') {
            back = Some((j, i));
            j += 1;
        } else if literal.is_some() && (step == 1 && literal == Some(&'_') || literal == t.get(i)) {
            i += 1;
            j += step;
        } else if let Some((star, from)) = back {
            j = star + 1;
            i = from + 1;
            back = Some((star, from + 1));
        } else {
            return false;
        }
    }
    p.get(j..).unwrap_or(&[]).iter().all(|c| *c == '%')
}

fn binary(world: &World, op: &str, a: &Value, b: &Value, interval: bool) -> Result<Value> {
    let dialect = world.dialect;
    if op == "is" {
        return Ok(Value::Bool(truth(a) == truth(b)));
    }
    if a.is_null() || b.is_null() {
        return Ok(Value::Null);
    }
    if matches!(op, "=" | "<>" | "<" | ">" | "<=" | ">=") {
        if dialect == Dialect::Postgres {
            comparable(op, a, b)?;
        }
        let order = a.compare(b, dialect);
        return Ok(logic(order.map(|o| match op {
            "=" => o.is_eq(),
            "<>" => o.is_ne(),
            "<" => o.is_lt(),
            ">" => o.is_gt(),
            "<=" => o.is_le(),
            _ => o.is_ge(),
        })));
    }
    if op == "||" {
        return Ok(Value::Text(a.text(dialect) + &b.text(dialect)));
    }
    if let Some(us) = a.micros()
        && interval
        && let Value::Int(n) = b
    {
        let moved = if op == "-" {
            us.saturating_sub(*n)
        } else {
            us.saturating_add(*n)
        };
        return Ok(if matches!(a, Value::TimestampTz(_)) {
            Value::TimestampTz(moved)
        } else {
            Value::Timestamp(moved)
        });
    }
    if let (Value::Date(x), Value::Date(y)) = (a, b) {
        return Ok(Value::Int(x - y));
    }
    if let (Value::Date(d), Value::Int(n)) = (a, b) {
        return Ok(Value::Date(if op == "-" {
            d.saturating_sub(*n)
        } else {
            d.saturating_add(*n)
        }));
    }
    if a.micros().is_some() || b.micros().is_some() {
        return Err(Error::not_simulated("arithmetic of times"));
    }
    let number = |v: &Value| -> Result<Value> {
        Ok(match v {
            Value::Text(s) => match crate::value::parse_decimal(s) {
                Some((u, 0)) => Value::Int(i64::try_from(u).unwrap_or(i64::MAX)),
                Some((u, p)) => Value::Decimal(u, p),
                None if dialect == Dialect::MySql => Value::Float(s.trim().parse().unwrap_or(0.0)),
                None => {
                    return Err(Error::new(
                        "22P02",
                        0,
                        format!("invalid input syntax for type integer: \"{s}\""),
                    ));
                }
            },
            other => other.clone(),
        })
    };
    let in_sqlite = dialect == Dialect::Sqlite;
    let number = |v: &Value| match v {
        Value::Text(s) if in_sqlite => Ok(sqlite::leading_number(s)),
        v if in_sqlite => Ok(sqlite::plain(v.clone())),
        v => number(v),
    };
    let (a, b) = (number(a)?, number(b)?);
    let zero = || match dialect {
        Dialect::Postgres => Err(Error::new("22012", 0, "division by zero")),
        Dialect::Sqlite => Ok(Value::Null),
        Dialect::MySql => Ok(Value::Null),
    };
    let over = || Error::new("22003", 1690, "integer out of range");
    if let (Value::Int(x), Value::Int(y)) = (&a, &b)
        && (op != "/" || dialect != Dialect::MySql)
    {
        let out = match op {
            "+" => x.checked_add(*y),
            "-" => x.checked_sub(*y),
            "*" => x.checked_mul(*y),
            _ if *y == 0 => return zero(),
            "%" => x.checked_rem(*y),
            _ => x.checked_div(*y),
        };
        return match out {
            None if in_sqlite => Ok(Value::Float(match op {
                "+" => *x as f64 + *y as f64,
                "-" => *x as f64 - *y as f64,
                _ => *x as f64 * *y as f64,
            })),
            out => out.map(Value::Int).ok_or_else(over),
        };
    }
    if !in_sqlite && let (Some((x, p)), Some((y, q))) = (a.exact(), b.exact()) {
        let places = p.max(q);
        return Ok(match op {
            "+" | "-" => {
                let (x, y) = (rescale(x, p, places), rescale(y, q, places));
                Value::Decimal(if op == "+" { x.saturating_add(y) } else { x.saturating_sub(y) }, places)
            }
            "*" => Value::Decimal(x.checked_mul(y).ok_or_else(over)?, p + q),
            _ if y == 0 => return zero(),
            "%" => Value::Decimal(rescale(x, p, places) % rescale(y, q, places).max(1), places),
            "div" => Value::Int(i64::try_from(rescale(x, p, places) / rescale(y, q, places).max(1)).unwrap_or(0)),
            _ => quotient(dialect, (x, p), (y, q)),
        });
    }
    let (Some(x), Some(y)) = (a.number(), b.number()) else {
        return Err(Error::new(
            "42883",
            0,
            format!("operator does not exist: {} {op} {}", kind_name(&a), kind_name(&b)),
        )
        .detail(""));
    };
    Ok(match op {
        "+" => Value::Float(x + y),
        "-" => Value::Float(x - y),
        "*" => Value::Float(x * y),
        _ if y == 0.0 => return zero(),
        "%" => Value::Float(x % y),
        _ => Value::Float(x / y),
    })
}

/// PostgreSQL keeps sixteen figures and more of a quotient, MySQL four places more than the dividend has.
pub(crate) fn quotient(dialect: Dialect, (x, p): (i128, u32), (y, q): (i128, u32)) -> Value {
    let places = match dialect {
        Dialect::Sqlite => p.max(q),
        Dialect::MySql => p + 4,
        Dialect::Postgres => {
            let size = (x as f64 / 10f64.powi(p as i32) / (y as f64 / 10f64.powi(q as i32))).abs();
            // Groups of four digits before the point take from those behind it.
            let groups = if size >= 1.0 { (size.log10() / 4.0).floor() as u32 } else { 0 };
            (16 - 4 * groups.min(3)).max(p).max(q)
                + if size > 0.0 && size < 1e-4 { 4 } else { 0 }
                + if size > 0.0 && size < 1.0 { 4 } else { 0 }
        }
    };
    let up = 10i128.saturating_pow((places + q).saturating_sub(p).min(30) + 1);
    let wide = x.saturating_mul(up) / y;
    Value::Decimal(rescale(wide, places + 1, places), places)
}

fn kind_name(v: &Value) -> &'static str {
    match v {
        Value::Blob(_) => "bytea",
        Value::Null => "unknown",
        Value::Bool(_) => "boolean",
        Value::Int(_) => "integer",
        Value::Decimal(..) => "numeric",
        Value::Float(_) => "double precision",
        Value::Text(_) => "text",
        Value::Date(_) => "date",
        Value::Timestamp(_) => "timestamp without time zone",
        Value::TimestampTz(_) => "timestamp with time zone",
    }
}

fn comparable(op: &str, a: &Value, b: &Value) -> Result<()> {
    let group = |v: &Value| match v {
        Value::Bool(_) => 1,
        Value::Int(_) | Value::Decimal(..) | Value::Float(_) => 2,
        Value::Date(_) | Value::Timestamp(_) | Value::TimestampTz(_) => 3,
        _ => 0,
    };
    let (x, y) = (group(a), group(b));
    if let (Value::Text(s), Value::Int(_)) | (Value::Int(_), Value::Text(s)) = (a, b)
        && s.trim().parse::<i64>().is_err()
    {
        return Err(Error::new(
            "22P02",
            0,
            format!("invalid input syntax for type integer: \"{s}\""),
        ));
    }
    if x != 0 && y != 0 && x != y {
        let mut error = Error::new(
            "42883",
            0,
            format!("operator does not exist: {} {op} {}", kind_name(a), kind_name(b)),
        );
        error.hint = "No operator matches the given name and argument types. You might need to add explicit type casts.".into();
        return Err(error);
    }
    Ok(())
}
