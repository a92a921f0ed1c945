//! Functions and aggregates, by name: the common part of PostgreSQL's chapter 9 and MySQL's chapter 14.

use crate::ast::Expr;
use crate::eval::{Scope, World, eval};
use crate::sqlite::{self, lite};
use crate::value::{DAY, Value, civil, rescale};
use crate::{Dialect, Error, Result};

const AGGREGATES: &[&str] = &[
    "count",
    "sum",
    "avg",
    "min",
    "max",
    "string_agg",
    "group_concat",
    "array_agg",
    "bool_and",
    "bool_or",
    "json_agg",
    "total",
];

pub fn is_aggregate(name: &str) -> bool {
    AGGREGATES.contains(&name)
}

pub fn call(world: &World, scope: &Scope, name: &str, args: &[Expr], distinct: bool, star: bool, at: usize) -> Result<Value> {
    if is_aggregate(name) {
        return aggregate(world, scope, name, args, distinct, star, at);
    }
    if name == "coalesce" || name == "ifnull" {
        for arg in args {
            let value = eval(world, scope, arg)?;
            if !value.is_null() {
                return Ok(value);
            }
        }
        return Ok(Value::Null);
    }
    if name == "if" && args.len() == 3 {
        let yes = eval(world, scope, args.first().unwrap_or(&Expr::Value(Value::Null)))?;
        let yes = yes.number().is_some_and(|x| x != 0.0);
        return eval(
            world,
            scope,
            args.get(if yes { 1 } else { 2 }).unwrap_or(&Expr::Value(Value::Null)),
        );
    }
    if name == "\"" {
        // A name in quotes that names nothing is a text to SQLite.
        let (Some(column), Some(text)) = (args.first(), args.get(1)) else {
            return Ok(Value::Null);
        };
        return match eval(world, scope, column) {
            Err(error) if error.message.starts_with("no such column") => eval(world, scope, text),
            other => other,
        };
    }
    if name == "iif" && args.len() > 1 && world.dialect == Dialect::Sqlite {
        let yes = crate::eval::passes(world, scope, args.first())?;
        return match args.get(if yes { 1 } else { 2 }) {
            Some(arg) => eval(world, scope, arg),
            None => Ok(Value::Null),
        };
    }
    let values = args.iter().map(|a| eval(world, scope, a)).collect::<Result<Vec<_>>>()?;
    if world.dialect == Dialect::Sqlite
        && let Some(value) = sqlite::functions::call(world, name, &values)?
    {
        return Ok(value);
    }
    let v = |n: usize| values.get(n).cloned().unwrap_or(Value::Null);
    let text = |n: usize| v(n).text(world.dialect);
    let int = |n: usize| v(n).number().map_or(0, |x| x as i64);
    let null = values.iter().any(Value::is_null);
    let my = world.dialect == Dialect::MySql;
    let strict = |value: Value| if null { Value::Null } else { value };
    Ok(match name {
        "now" | "current_timestamp" | "transaction_timestamp" | "statement_timestamp" | "clock_timestamp" | "sysdate" => {
            if my {
                Value::Timestamp(world.now.div_euclid(1_000_000) * 1_000_000)
            } else {
                Value::TimestampTz(world.now)
            }
        }
        "localtimestamp" | "utc_timestamp" => Value::Timestamp(world.now),
        "current_date" | "curdate" => Value::Date(world.now.div_euclid(DAY)),
        "unix_timestamp" => Value::Int(v(0).micros().unwrap_or(world.now).div_euclid(1_000_000)),
        "version" | "@@version" => Value::Text(world.version.into()),
        "@@autocommit" => Value::Int(1),
        "current_database" | "database" | "schema" if !world.database.is_empty() => Value::Text(world.database.into()),
        "database" | "schema" => Value::Null,
        "current_schema" => Value::Text("public".into()),
        "current_user" | "session_user" | "user" => Value::Text(if my { format!("{}@%", world.user) } else { world.user.into() }),
        "connection_id" | "pg_backend_pid" => Value::Int(42),
        "last_insert_id" | "lastval" => Value::Int(world.last_id),
        "random" | "rand" => Value::Float(world.random()),
        "gen_random_uuid" | "uuid" => {
            let hex: String = (0..32)
                .map(|_| char::from_digit((world.random() * 16.0) as u32 % 16, 16).unwrap_or('0'))
                .collect();
            let part = |a: usize, b: usize| hex.get(a..b).unwrap_or("").to_string();
            Value::Text(format!(
                "{}-{}-4{}-a{}-{}",
                part(0, 8),
                part(8, 12),
                part(13, 16),
                part(17, 20),
                part(20, 32)
            ))
        }
        "lower" | "lcase" => strict(Value::Text(text(0).to_lowercase())),
        "upper" | "ucase" => strict(Value::Text(text(0).to_uppercase())),
        "initcap" => strict(Value::Text(initcap(&text(0)))),
        "length" if my => strict(Value::Int(text(0).len() as i64)),
        "length" | "char_length" | "character_length" => strict(Value::Int(text(0).chars().count() as i64)),
        "octet_length" => strict(Value::Int(text(0).len() as i64)),
        "trim" | "btrim" => strict(Value::Text(text(0).trim().into())),
        "ltrim" => strict(Value::Text(text(0).trim_start().into())),
        "rtrim" => strict(Value::Text(text(0).trim_end().into())),
        "reverse" => strict(Value::Text(text(0).chars().rev().collect())),
        "replace" => strict(Value::Text(text(0).replace(&text(1), &text(2)))),
        "concat" if my && null => Value::Null,
        "concat" => Value::Text((0..values.len()).map(text).collect()),
        "concat_ws" => {
            let parts: Vec<String> = (1..values.len()).filter(|n| !v(*n).is_null()).map(text).collect();
            Value::Text(parts.join(&text(0)))
        }
        "substring" | "substr" | "mid" => {
            let start = int(1);
            let all: Vec<char> = text(0).chars().collect();
            let from = if start < 0 && my {
                all.len() as i64 + start
            } else {
                start - 1
            };
            let until = if values.len() > 2 {
                from.saturating_add(int(2))
            } else {
                i64::MAX
            };
            let (from, until) = (from.max(0) as usize, until.max(0) as usize);
            strict(Value::Text(all.iter().take(until.min(all.len())).skip(from).collect()))
        }
        "left" => strict(Value::Text(text(0).chars().take(int(1).max(0) as usize).collect())),
        "right" => {
            let all: Vec<char> = text(0).chars().collect();
            strict(Value::Text(
                all.iter().skip(all.len().saturating_sub(int(1).max(0) as usize)).collect(),
            ))
        }
        "lpad" | "rpad" => {
            let (s, n) = (text(0), int(1).clamp(0, 10_000) as usize);
            let fill: Vec<char> = if values.len() > 2 {
                text(2).chars().collect()
            } else {
                vec![' ']
            };
            let missing = n.saturating_sub(s.chars().count());
            let pad: String = fill.iter().cycle().take(if fill.is_empty() { 0 } else { missing }).collect();
            let whole = if name == "lpad" { pad + &s } else { s + &pad };
            strict(Value::Text(whole.chars().take(n).collect()))
        }
        "repeat" => strict(Value::Text(text(0).repeat(int(1).clamp(0, 10_000) as usize))),
        "md5" => return Err(Error::not_simulated("md5()")),
        "position" | "strpos" | "locate" | "instr" => {
            let (hay, needle) = if name == "locate" {
                (text(1), text(0))
            } else {
                (text(0), text(1))
            };
            strict(Value::Int(
                hay.find(&needle)
                    .map_or(0, |n| hay.get(..n).map_or(0, |s| s.chars().count() as i64 + 1)),
            ))
        }
        "abs" => match v(0) {
            Value::Int(n) => Value::Int(n.wrapping_abs()),
            Value::Decimal(u, p) => Value::Decimal(u.abs(), p),
            Value::Float(x) => Value::Float(x.abs()),
            other => other,
        },
        "round" | "trunc" | "truncate" => match v(0).exact() {
            _ if null => Value::Null,
            Some((u, p)) => {
                let places = int(1).clamp(0, 18) as u32;
                if name == "round" || places >= p {
                    Value::Decimal(rescale(u, p, places), places)
                } else {
                    Value::Decimal(u / 10i128.saturating_pow(p - places), places)
                }
            }
            None => {
                let power = 10f64.powi(int(1) as i32);
                v(0).number()
                    .map_or(Value::Null, |x| Value::Float((x * power).round() / power))
            }
        },
        "floor" | "ceil" | "ceiling" => match v(0) {
            Value::Int(n) => Value::Int(n),
            other => {
                let x = other.number().unwrap_or(0.0);
                let x = if name == "floor" { x.floor() } else { x.ceil() };
                strict(if my {
                    Value::Int(x as i64)
                } else if other.exact().is_some() {
                    Value::Decimal(x as i128, 0)
                } else {
                    Value::Float(x)
                })
            }
        },
        "sqrt" => strict(Value::Float(v(0).number().unwrap_or(0.0).sqrt())),
        "power" | "pow" => strict(Value::Float(v(0).number().unwrap_or(0.0).powf(v(1).number().unwrap_or(0.0)))),
        "mod" if int(1) != 0 => strict(Value::Int(int(0).wrapping_rem(int(1)))),
        "greatest" | "least" => {
            let mut best = Value::Null;
            for value in &values {
                let better = value
                    .compare(&best, world.dialect)
                    .is_none_or(|o| if name == "greatest" { o.is_gt() } else { o.is_lt() });
                if !value.is_null() && (best.is_null() || better) {
                    best = value.clone();
                }
            }
            best
        }
        "nullif" => {
            if v(0).compare(&v(1), world.dialect).is_some_and(|o| o.is_eq()) {
                Value::Null
            } else {
                v(0)
            }
        }
        "date" => v(0).micros().map_or(Value::Null, |us| Value::Date(us.div_euclid(DAY))),
        "year" | "month" | "day" | "hour" | "minute" | "second" if !values.is_empty() => part(name, &v(0)),
        "extract" | "date_part" => match part(&text(0), &v(1)) {
            Value::Int(n) => Value::Decimal(i128::from(n), 0),
            other => other,
        },
        "datediff" => match (v(0).micros(), v(1).micros()) {
            (Some(a), Some(b)) => Value::Int(a.div_euclid(DAY) - b.div_euclid(DAY)),
            _ => Value::Null,
        },
        "date_add" | "date_sub" => match v(0).micros() {
            Some(us) => Value::Timestamp(us.saturating_add(if name == "date_add" { int(1) } else { -int(1) })),
            None => Value::Null,
        },
        "to_char" | "date_format" => match v(0).micros() {
            Some(us) => Value::Text(shown(us, &text(1), my)),
            None if null => Value::Null,
            None => return Err(Error::not_simulated("to_char() of a number")),
        },
        "pg_sleep" | "sleep" | "setval" | "nextval" | "currval" => {
            return Err(Error::not_simulated(&format!("{name}()")));
        }
        "pg_is_in_recovery" => Value::Bool(false),
        "pg_encoding_to_char" => Value::Text("UTF8".into()),
        _ => {
            return Err(match world.dialect {
                Dialect::Postgres => {
                    let kinds: Vec<&str> = values
                        .iter()
                        .map(|v| match v {
                            Value::Int(_) => "integer",
                            Value::Decimal(..) => "numeric",
                            Value::Bool(_) => "boolean",
                            Value::Text(_) | Value::Null => "unknown",
                            _ => "double precision",
                        })
                        .collect();
                    let mut error =
                        Error::new("42883", 0, format!("function {name}({}) does not exist", kinds.join(", "))).at(at);
                    error.hint =
                        "No function matches the given name and argument types. You might need to add explicit type casts."
                            .into();
                    error
                }
                Dialect::Sqlite => lite(format!("no such function: {name}")),
                Dialect::MySql => Error::new("42000", 1305, format!("FUNCTION {}.{name} does not exist", world.database)),
            });
        }
    })
}

fn initcap(text: &str) -> String {
    let mut up = true;
    let mut out = String::new();
    for c in text.chars() {
        if up {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
        up = !c.is_alphanumeric();
    }
    out
}

fn part(name: &str, value: &Value) -> Value {
    let Some(us) = value.micros() else { return Value::Null };
    let (y, m, d) = civil(us.div_euclid(DAY));
    let seconds = us.rem_euclid(DAY) / 1_000_000;
    Value::Int(match name {
        "year" => y,
        "month" => m,
        "day" => d,
        "hour" => seconds / 3600,
        "minute" => seconds / 60 % 60,
        "second" => seconds % 60,
        "epoch" => us.div_euclid(1_000_000),
        "dow" => (us.div_euclid(DAY) + 4).rem_euclid(7),
        _ => return Value::Null,
    })
}

/// The common letters of a format.
fn shown(us: i64, format: &str, my: bool) -> String {
    let (y, m, d) = civil(us.div_euclid(DAY));
    let s = us.rem_euclid(DAY) / 1_000_000;
    let parts: [(&str, String); 6] = [
        (if my { "%Y" } else { "YYYY" }, format!("{y:04}")),
        (if my { "%m" } else { "MM" }, format!("{m:02}")),
        (if my { "%d" } else { "DD" }, format!("{d:02}")),
        (if my { "%H" } else { "HH24" }, format!("{:02}", s / 3600)),
        (if my { "%i" } else { "MI" }, format!("{:02}", s / 60 % 60)),
        (if my { "%s" } else { "SS" }, format!("{:02}", s % 60)),
    ];
    parts
        .iter()
        .fold(format.to_string(), |text, (letters, value)| text.replace(letters, value))
}

fn aggregate(world: &World, scope: &Scope, name: &str, args: &[Expr], distinct: bool, star: bool, at: usize) -> Result<Value> {
    let Some(rows) = scope.group else {
        return Err(match world.dialect {
            Dialect::Postgres => Error::new("42803", 0, "aggregate functions are not allowed in WHERE").at(at),
            Dialect::Sqlite => lite(format!("misuse of aggregate: {}()", name.to_uppercase())),
            Dialect::MySql => Error::new("HY000", 1111, "Invalid use of group function"),
        });
    };
    if star {
        return Ok(Value::Int(rows.len() as i64));
    }
    let Some(arg) = args.first() else { return Ok(Value::Null) };
    let mut values = Vec::new();
    for row in rows {
        let inner = Scope {
            row,
            group: None,
            ..*scope
        };
        let value = eval(world, &inner, arg)?;
        let seen = distinct
            && values
                .iter()
                .any(|v: &Value| v.compare(&value, world.dialect).is_some_and(|o| o.is_eq()));
        if !value.is_null() && !seen {
            values.push(value);
        }
    }
    let best = |up: bool| {
        values
            .iter()
            .fold(Value::Null, |best, v| match v.compare(&best, world.dialect) {
                Some(o) if up == o.is_gt() || o.is_eq() => v.clone(),
                None => v.clone(),
                _ => best,
            })
    };
    Ok(match name {
        "count" => Value::Int(values.len() as i64),
        "total" if values.is_empty() => Value::Float(0.0),
        "min" => best(false),
        "max" => best(true),
        _ if values.is_empty() => Value::Null,
        "bool_and" => Value::Bool(values.iter().all(|v| *v == Value::Bool(true))),
        "bool_or" => Value::Bool(values.contains(&Value::Bool(true))),
        "sum" | "avg" | "total" if world.dialect == Dialect::Sqlite => {
            let number = |v: &Value| match v {
                Value::Text(s) => sqlite::leading_number(s),
                other => sqlite::plain(other.clone()),
            };
            let numbers: Vec<Value> = values.iter().map(number).collect();
            let ints: Option<Vec<i64>> = numbers
                .iter()
                .map(|v| if let Value::Int(n) = v { Some(*n) } else { None })
                .collect();
            match ints.filter(|_| name == "sum") {
                Some(ints) => {
                    let total = ints.iter().try_fold(0i64, |sum, n| sum.checked_add(*n));
                    Value::Int(total.ok_or_else(|| lite("integer overflow"))?)
                }
                None => {
                    let total: f64 = numbers.iter().filter_map(Value::number).sum();
                    Value::Float(if name == "avg" { total / values.len() as f64 } else { total })
                }
            }
        }
        "sum" | "avg" => {
            let exact = values.iter().map(Value::exact).collect::<Option<Vec<_>>>();
            let Some(exact) = exact else {
                let total: f64 = values
                    .iter()
                    .filter_map(|v| v.number().or_else(|| v.text(world.dialect).parse().ok()))
                    .sum();
                return Ok(Value::Float(if name == "sum" { total } else { total / values.len() as f64 }));
            };
            let places = exact.iter().map(|(_, p)| *p).max().unwrap_or(0);
            let total = exact
                .iter()
                .fold(0i128, |sum, (u, p)| sum.saturating_add(rescale(*u, *p, places)));
            match name {
                "avg" => crate::eval::quotient(world.dialect, (total, places), (values.len() as i128, 0)),
                _ if places == 0 => i64::try_from(total).map_or(Value::Decimal(total, 0), Value::Int),
                _ => Value::Decimal(total, places),
            }
        }
        "string_agg" | "group_concat" => {
            let inner = Scope {
                row: rows.first().map_or(&[], Vec::as_slice),
                group: None,
                ..*scope
            };
            let glue = match args.get(1) {
                Some(glue) => eval(world, &inner, glue)?.text(world.dialect),
                None => ",".into(),
            };
            Value::Text(values.iter().map(|v| v.text(world.dialect)).collect::<Vec<_>>().join(&glue))
        }
        _ => return Err(Error::not_simulated(&format!("{name}()"))),
    })
}
