//! What is stored: users, databases, tables, columns and their types.

use crate::ast::{ColumnDef, Constraint, Expr, ForeignKey};
use crate::sqlite::{self, lite};
use crate::value::DAY;
use crate::value::{Value, parse_bool, parse_decimal, parse_time, rescale};
use crate::{Dialect, Error, Result};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq)]
pub enum Type {
    SmallInt,
    Int,
    BigInt,
    TinyInt,
    Real,
    Double,
    /// Precision and scale, where given.
    Decimal(Option<(u32, u32)>),
    Text,
    /// MySQL's other texts and PostgreSQL's json, uuid and the like, by name.
    Named(String),
    Varchar(Option<usize>),
    Char(usize),
    Bool,
    Date,
    Timestamp,
    TimestampTz,
    Datetime,
    Enum(Vec<String>),
    /// SQLite's `INTEGER PRIMARY KEY` as it was written; empty for the `rowid` of a table without one.
    RowId(String),
}

/// A server's databases and users.
#[derive(Clone, Debug, Default)]
pub struct Instance {
    pub databases: BTreeMap<String, Database>,
    /// Name and password; None needs none.
    pub users: BTreeMap<String, Option<String>>,
}

#[derive(Clone, Debug, Default)]
pub struct Database {
    pub owner: String,
    /// SQLite's `user_version`.
    pub version: i64,
    pub tables: BTreeMap<String, Table>,
}

#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub kind: Type,
    pub not_null: bool,
    /// SERIAL or AUTO_INCREMENT.
    pub auto: bool,
    pub(crate) default: Option<Expr>,
    pub default_text: String,
}

#[derive(Clone, Debug, Default)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Value>>,
    pub primary: Vec<String>,
    /// Name and columns.
    pub unique: Vec<(String, Vec<String>)>,
    pub indexes: Vec<(String, Vec<String>)>,
    pub(crate) foreign: Vec<ForeignKey>,
    pub(crate) checks: Vec<(String, Expr, String)>,
    /// The next number of its serial column.
    pub next: i64,
    /// SQLite's AUTOINCREMENT: numbers are not given again.
    pub(crate) counts: bool,
    /// The statement that made it, as SQLite keeps it.
    pub(crate) text: String,
    /// How many tables had been made before it.
    pub(crate) made: u64,
}

impl Database {
    /// The name under which a table is kept; SQLite's know no case.
    pub(crate) fn spelled(&self, name: &str, dialect: Dialect) -> Option<String> {
        if self.tables.contains_key(name) {
            return Some(name.into());
        }
        let alike = |n: &&String| dialect == Dialect::Sqlite && n.eq_ignore_ascii_case(name);
        self.tables.keys().find(alike).cloned()
    }
}

impl Type {
    /// As `\d` and `SHOW COLUMNS` say it.
    pub fn name(&self, dialect: Dialect) -> String {
        let my = dialect == Dialect::MySql;
        match self {
            Type::SmallInt => "smallint".into(),
            Type::Int => if my { "int" } else { "integer" }.into(),
            Type::BigInt => "bigint".into(),
            Type::TinyInt => "tinyint".into(),
            Type::Real => if my { "float" } else { "real" }.into(),
            Type::Double => if my { "double" } else { "double precision" }.into(),
            Type::Decimal(None) => if my { "decimal(10,0)" } else { "numeric" }.into(),
            Type::Decimal(Some((p, s))) => format!("{}({p},{s})", if my { "decimal" } else { "numeric" }),
            Type::Text => "text".into(),
            Type::Named(name) => name.clone(),
            Type::Varchar(None) => "character varying".into(),
            Type::Varchar(Some(n)) => {
                if my {
                    format!("varchar({n})")
                } else {
                    format!("character varying({n})")
                }
            }
            Type::Char(n) => {
                if my {
                    format!("char({n})")
                } else {
                    format!("character({n})")
                }
            }
            Type::Bool => if my { "tinyint(1)" } else { "boolean" }.into(),
            Type::Date => "date".into(),
            Type::Timestamp => if my { "timestamp" } else { "timestamp without time zone" }.into(),
            Type::TimestampTz => "timestamp with time zone".into(),
            Type::Datetime => "datetime".into(),
            Type::RowId(written) => written.clone(),
            Type::Enum(words) => format!(
                "enum({})",
                words.iter().map(|w| format!("'{w}'")).collect::<Vec<_>>().join(",")
            ),
        }
    }

    pub fn is_number(&self) -> bool {
        matches!(
            self,
            Type::SmallInt | Type::Int | Type::BigInt | Type::TinyInt | Type::Real | Type::Double | Type::Decimal(_)
        )
    }

    /// A value as this type keeps it. `column` is for the words of MySQL.
    pub(crate) fn accept(&self, value: Value, column: &str, dialect: Dialect) -> Result<Value> {
        let my = dialect == Dialect::MySql;
        let invalid = |kind: &str, text: &str| match dialect {
            Dialect::Postgres => Error::new("22P02", 0, format!("invalid input syntax for type {kind}: \"{text}\"")),
            Dialect::Sqlite => lite("datatype mismatch"),
            Dialect::MySql => Error::new(
                "HY000",
                1366,
                format!("Incorrect {kind} value: '{text}' for column '{column}' at row 1"),
            ),
        };
        let range = |name: &str| match dialect {
            Dialect::Postgres => Error::new("22003", 0, format!("{name} out of range")),
            Dialect::Sqlite => lite("datatype mismatch"),
            Dialect::MySql => Error::new("22003", 1264, format!("Out of range value for column '{column}' at row 1")),
        };
        if dialect == Dialect::Sqlite {
            return sqlite::kept(self, value);
        }
        if value.is_null() {
            return Ok(value);
        }
        Ok(match self {
            Type::SmallInt | Type::Int | Type::BigInt | Type::TinyInt => {
                let n = match &value {
                    Value::Int(n) => *n,
                    Value::Bool(b) if my => i64::from(*b),
                    Value::Decimal(u, p) => i64::try_from(rescale(*u, *p, 0)).map_err(|_| range("bigint"))?,
                    Value::Float(x) => x.round() as i64,
                    Value::Text(s) => s
                        .trim()
                        .parse()
                        .map_err(|_| invalid(if my { "integer" } else { "integer" }, s))?,
                    _ => return Err(self.mismatch(&value, column, dialect)),
                };
                let limit = match self {
                    Type::TinyInt => 255,
                    Type::SmallInt => 32_767,
                    Type::Int => {
                        if my {
                            4_294_967_295
                        } else {
                            2_147_483_647
                        }
                    }
                    _ => i64::MAX,
                };
                if n > limit || n < -limit - i64::from(limit < i64::MAX) {
                    return Err(range(&self.name(dialect)));
                }
                Value::Int(n)
            }
            Type::Real | Type::Double => match &value {
                Value::Text(s) => Value::Float(s.trim().parse().map_err(|_| invalid("double precision", s))?),
                other => Value::Float(other.number().ok_or_else(|| self.mismatch(other, column, dialect))?),
            },
            Type::Decimal(size) => {
                let found = match &value {
                    Value::Text(s) => parse_decimal(s).ok_or_else(|| invalid(if my { "decimal" } else { "numeric" }, s))?,
                    Value::Float(x) => parse_decimal(&format!("{x}")).ok_or_else(|| range("numeric"))?,
                    other => other.exact().ok_or_else(|| self.mismatch(other, column, dialect))?,
                };
                let size = if my { Some(size.unwrap_or((10, 0))) } else { *size };
                match size {
                    None => Value::Decimal(found.0, found.1),
                    Some((precision, scale)) => {
                        let units = rescale(found.0, found.1, scale);
                        if units.unsigned_abs() >= 10u128.saturating_pow(precision) {
                            return Err(match dialect {
                                Dialect::Sqlite => lite("datatype mismatch"),
Dialect::MySql => range(""),
                                Dialect::Postgres => Error::new("22003", 0, "numeric field overflow").detail(format!(
                                    "A field with precision {precision}, scale {scale} must round to an absolute value less than 10^{}.",
                                    precision.saturating_sub(scale)
                                )),
                            });
                        }
                        Value::Decimal(units, scale)
                    }
                }
            }
            Type::Bool => match &value {
                Value::Bool(_) => value,
                Value::Int(n) if my => Value::Int(*n),
                Value::Text(s) => Value::Bool(parse_bool(s).ok_or_else(|| invalid("boolean", s))?),
                _ => return Err(self.mismatch(&value, column, dialect)),
            },
            Type::Date | Type::Timestamp | Type::TimestampTz | Type::Datetime => {
                let (day, rest) = match &value {
                    Value::Text(s) => parse_time(s).ok_or_else(|| match dialect {
                        Dialect::Postgres => {
                            Error::new("22007", 0, format!("invalid input syntax for type {}: \"{s}\"", self.short()))
                        }
                        Dialect::Sqlite => lite("datatype mismatch"),
                        Dialect::MySql => Error::new(
                            "22007",
                            1292,
                            format!("Incorrect {} value: '{s}' for column '{column}' at row 1", self.short()),
                        ),
                    })?,
                    other => match other.micros() {
                        Some(us) => (us.div_euclid(DAY), us.rem_euclid(DAY)),
                        None => return Err(self.mismatch(other, column, dialect)),
                    },
                };
                let micros = day.saturating_mul(DAY).saturating_add(rest);
                match self {
                    Type::Date => Value::Date(day),
                    Type::TimestampTz => Value::TimestampTz(micros),
                    _ if my => Value::Timestamp(micros.div_euclid(1_000_000) * 1_000_000),
                    _ => Value::Timestamp(micros),
                }
            }
            Type::Enum(words) => {
                let text = value.text(dialect);
                if !words.contains(&text) {
                    return Err(Error::new(
                        "01000",
                        1265,
                        format!("Data truncated for column '{column}' at row 1"),
                    ));
                }
                Value::Text(text)
            }
            Type::Varchar(Some(n)) | Type::Char(n) => {
                let mut text = value.text(dialect);
                if text.chars().count() > *n {
                    return Err(match dialect {
                        Dialect::Postgres => Error::new("22001", 0, format!("value too long for type {}", self.name(dialect))),
                        Dialect::Sqlite => lite("datatype mismatch"),
                        Dialect::MySql => Error::new("22001", 1406, format!("Data too long for column '{column}' at row 1")),
                    });
                }
                if matches!(self, Type::Char(_)) && !my {
                    text.extend(std::iter::repeat_n(' ', n.saturating_sub(text.chars().count()).min(65_536)));
                }
                Value::Text(text)
            }
            Type::Text | Type::Varchar(None) | Type::Named(_) | Type::RowId(_) => match value {
                Value::Text(_) => value,
                other => Value::Text(match other {
                    Value::Bool(b) if !my => if b { "true" } else { "false" }.into(),
                    other => other.text(dialect),
                }),
            },
        })
    }

    fn short(&self) -> &'static str {
        match self {
            Type::Date => "date",
            Type::Datetime => "datetime",
            Type::TimestampTz => "timestamp with time zone",
            _ => "timestamp",
        }
    }

    fn mismatch(&self, value: &Value, column: &str, dialect: Dialect) -> Error {
        let from = match value {
            Value::Bool(_) => "boolean",
            Value::Int(_) => "integer",
            Value::Decimal(..) => "numeric",
            Value::Float(_) => "double precision",
            Value::Date(_) => "date",
            Value::Timestamp(_) => "timestamp without time zone",
            Value::TimestampTz(_) => "timestamp with time zone",
            _ => "text",
        };
        match dialect {
            Dialect::Postgres => Error::new(
                "42804",
                0,
                format!(
                    "column \"{column}\" is of type {} but expression is of type {from}",
                    self.name(dialect)
                ),
            ),
            Dialect::Sqlite => lite("datatype mismatch"),
            Dialect::MySql => Error::new("HY000", 1366, format!("Incorrect value for column '{column}' at row 1")),
        }
    }
}

/// Whether two names are the same; MySQL's columns know no case.
pub(crate) fn same(a: &str, b: &str, dialect: Dialect) -> bool {
    a == b || dialect != Dialect::Postgres && a.eq_ignore_ascii_case(b)
}

impl Table {
    pub(crate) fn position(&self, name: &str, dialect: Dialect) -> Option<usize> {
        self.columns.iter().position(|c| same(&c.name, name, dialect))
    }

    pub(crate) fn add_column(&mut self, def: ColumnDef) {
        self.columns.push(Column {
            name: def.name,
            not_null: def.not_null || def.auto && !matches!(def.kind, Type::RowId(_)),
            kind: def.kind,
            auto: def.auto,
            default: def.default,
            default_text: def.default_text,
        });
    }

    pub(crate) fn constrain(&mut self, own: &str, constraint: Constraint, dialect: Dialect) -> Result<()> {
        let known = |table: &Table, columns: &[String]| -> Result<()> {
            match columns.iter().find(|c| table.position(c, dialect).is_none()) {
                None => Ok(()),
                Some(name) => Err(match dialect {
                    Dialect::Postgres => Error::new("42703", 0, format!("column \"{name}\" named in key does not exist")),
                    Dialect::Sqlite => lite(format!("no such column: {name}")),
                    Dialect::MySql => Error::new("42000", 1072, format!("Key column '{name}' doesn't exist in table")),
                }),
            }
        };
        match constraint {
            Constraint::Primary(columns) => {
                known(self, &columns)?;
                if !self.primary.is_empty() {
                    return Err(match dialect {
                        Dialect::Postgres => Error::new(
                            "42P16",
                            0,
                            format!("multiple primary keys for table \"{own}\" are not allowed"),
                        ),
                        Dialect::Sqlite => lite(format!("table \"{own}\" has more than one primary key")),
                        Dialect::MySql => Error::new("42000", 1068, "Multiple primary key defined"),
                    });
                }
                // SQLite lets a key be NULL, for its past mistakes' sake.
                for name in columns.iter().filter(|_| dialect != Dialect::Sqlite) {
                    if let Some(column) = self.columns.iter_mut().find(|c| same(&c.name, name, dialect)) {
                        column.not_null = true;
                    }
                }
                self.primary = columns;
            }
            Constraint::Unique(name, columns) => {
                known(self, &columns)?;
                let name = name.unwrap_or_else(|| match dialect {
                    Dialect::Postgres => format!("{own}_{}_key", columns.join("_")),
                    Dialect::Sqlite => format!("sqlite_autoindex_{own}_{}", self.unique.len() + 1),
                    Dialect::MySql => columns.first().cloned().unwrap_or_default(),
                });
                self.unique.push((name, columns));
            }
            Constraint::Foreign(mut key) => {
                known(self, &key.columns)?;
                if key.name.is_empty() {
                    key.name = match dialect {
                        Dialect::Postgres => format!("{own}_{}_fkey", key.columns.join("_")),
                        Dialect::Sqlite => String::new(),
                        Dialect::MySql => format!("{own}_ibfk_{}", self.foreign.len() + 1),
                    };
                }
                self.foreign.push(key);
            }
            Constraint::Check(name, expr, text) => {
                let name = name.unwrap_or_else(|| match (dialect, first_column(&expr)) {
                    (Dialect::Postgres, Some(column)) => format!("{own}_{column}_check"),
                    (Dialect::Postgres, None) => format!("{own}_check"),
                    (Dialect::Sqlite, _) => String::new(),
                    (Dialect::MySql, _) => format!("{own}_chk_{}", self.checks.len() + 1),
                });
                self.checks.push((name, expr, text));
            }
        }
        Ok(())
    }
}

fn first_column(expr: &Expr) -> Option<String> {
    match expr {
        Expr::Column(_, name, _) => Some(name.clone()),
        Expr::Not(e) | Expr::Minus(e) | Expr::Cast(e, _) | Expr::IsNull(e, _) | Expr::In(e, _) => first_column(e),
        Expr::Binary(_, a, b) | Expr::Like(a, b, _) => first_column(a).or_else(|| first_column(b)),
        Expr::Between(a, ..) => first_column(a),
        Expr::Call { args, .. } => args.iter().find_map(first_column),
        _ => None,
    }
}

impl Table {
    /// The lines of `\d` on its CHECK constraints.
    pub fn check_lines(&self) -> Vec<String> {
        let lines = self
            .checks
            .iter()
            .map(|(name, _, text)| format!("    \"{name}\" CHECK ({text})"));
        let head = (!self.checks.is_empty()).then(|| "Check constraints:".to_string());
        head.into_iter().chain(lines).collect()
    }

    /// The lines of `\d` on what it refers to.
    pub fn foreign_lines(&self, database: &Database) -> Vec<String> {
        self.foreign
            .iter()
            .map(|f| format!("    {}", foreign_line(f, database)))
            .collect()
    }

    /// Its keys that refer to another table.
    pub fn references_to(&self, name: &str, database: &Database) -> Vec<String> {
        let mine = self.foreign.iter().filter(|f| f.table == name);
        mine.map(|f| format!("CONSTRAINT {}", foreign_line(f, database))).collect()
    }
}

fn foreign_line(key: &ForeignKey, database: &Database) -> String {
    let others = match key.others.is_empty() {
        true => database
            .tables
            .get(&key.table)
            .map(|t| t.primary.join(", "))
            .unwrap_or_default(),
        false => key.others.join(", "),
    };
    let action = if key.on_delete.is_empty() {
        String::new()
    } else {
        format!(" ON DELETE {}", key.on_delete)
    };
    format!(
        "\"{}\" FOREIGN KEY ({}) REFERENCES {}({others}){action}",
        key.name,
        key.columns.join(", "),
        key.table
    )
}
