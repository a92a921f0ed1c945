//! What SQLite has of its own: values that keep their kind, affinities, parameters, its words for errors.
//!
//! Follows sqlite.org: "Datatypes In SQLite", "SQL As Understood By SQLite", "Result and Error Codes". Leaves out views,
//! triggers, WITH RECURSIVE, windows, collations of columns, JSON, and files of the real format: what is kept is text (`store`).

use crate::ast::{ColumnDef, Constraint, Expr};
use crate::eval::Scope;
use crate::lexer::{Kind, Token};
use crate::table::{Table, Type, same};
use crate::value::Value;
use crate::{Dialect, Error, Result};
use std::cmp::Ordering;
use std::collections::BTreeMap;

pub(crate) mod functions;
mod store;

pub(crate) use store::{catalogue, pragma};
pub use store::{dump_file, load_file, schema};

/// An error of the code SQLITE_ERROR.
pub(crate) fn lite(message: impl Into<String>) -> Error {
    Error::new("SQLITE_ERROR", 1, message)
}

/// A row that a constraint keeps out; the number is the extended result code.
pub(crate) fn constraint(message: impl Into<String>, number: u16) -> Error {
    Error::new("SQLITE_CONSTRAINT", number, message)
}

/// What a column would like its values to be ("Datatypes In SQLite", section 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Affinity {
    Integer,
    Text,
    Blob,
    Real,
    Numeric,
}

fn affinity(kind: &Type) -> Affinity {
    let Type::Named(name) = kind else { return Affinity::Integer };
    let name = name.to_ascii_uppercase();
    let has = |words: &[&str]| words.iter().any(|w| name.contains(w));
    if has(&["INT"]) {
        Affinity::Integer
    } else if has(&["CHAR", "CLOB", "TEXT"]) {
        Affinity::Text
    } else if name.is_empty() || has(&["BLOB"]) {
        Affinity::Blob
    } else if has(&["REAL", "FLOA", "DOUB"]) {
        Affinity::Real
    } else {
        Affinity::Numeric
    }
}

/// The number that a text is, if it is one from end to end.
fn number_of(text: &str) -> Option<Value> {
    let text = text.trim();
    if let Ok(n) = text.parse() {
        return Some(Value::Int(n));
    }
    let plain = text
        .bytes()
        .all(|b| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    if !plain || !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().map(Value::Float)
}

/// The number that a text begins with, 0 without one.
pub(crate) fn leading_number(text: &str) -> Value {
    let text = text.trim_start();
    (1..=text.len().min(40))
        .rev()
        .filter_map(|n| text.get(..n))
        .find_map(number_of)
        .unwrap_or(Value::Int(0))
}

fn whole(x: f64) -> Option<i64> {
    (x == x.trunc() && x.abs() < 9.2e18).then_some(x as i64)
}

fn with_affinity(value: Value, to: Affinity) -> Value {
    let value = plain(value);
    match (to, value) {
        (Affinity::Integer | Affinity::Numeric, Value::Text(s)) => match number_of(&s) {
            Some(Value::Float(x)) => whole(x).map_or(Value::Float(x), Value::Int),
            Some(n) => n,
            None => Value::Text(s),
        },
        (Affinity::Integer | Affinity::Numeric, Value::Float(x)) => whole(x).map_or(Value::Float(x), Value::Int),
        (Affinity::Real, Value::Int(n)) => Value::Float(n as f64),
        (Affinity::Real, Value::Text(s)) => match number_of(&s).and_then(|n| n.number()) {
            Some(x) => Value::Float(x),
            None => Value::Text(s),
        },
        (Affinity::Text, v @ (Value::Int(_) | Value::Float(_))) => Value::Text(v.text(Dialect::Sqlite)),
        (_, v) => v,
    }
}

/// Only NULL, integers, reals, texts and blobs are stored and answered.
pub(crate) fn plain(value: Value) -> Value {
    match value {
        Value::Bool(b) => Value::Int(i64::from(b)),
        Value::Decimal(units, 0) => i64::try_from(units).map_or(Value::Float(units as f64), Value::Int),
        Value::Decimal(..) => Value::Float(value.number().unwrap_or(0.0)),
        Value::Date(_) | Value::Timestamp(_) | Value::TimestampTz(_) => Value::Text(value.text(Dialect::Sqlite)),
        other => other,
    }
}

/// A value as a column keeps it.
pub(crate) fn kept(kind: &Type, value: Value) -> Result<Value> {
    let value = with_affinity(value, affinity(kind));
    match (kind, &value) {
        (Type::RowId(_), Value::Null | Value::Int(_)) => Ok(value),
        (Type::RowId(_), _) => Err(Error::new("SQLITE_MISMATCH", 20, "datatype mismatch")),
        _ => Ok(value),
    }
}

/// `CAST(x AS kind)`.
pub(crate) fn cast(kind: &Type, value: Value) -> Value {
    if value.is_null() {
        return value;
    }
    let number = |value: &Value| match value {
        Value::Text(s) => leading_number(s),
        Value::Blob(b) => leading_number(&String::from_utf8_lossy(b)),
        other => other.clone(),
    };
    match (affinity(kind), plain(value)) {
        (Affinity::Integer, v) => match number(&v) {
            Value::Float(x) => Value::Int(x as i64),
            other => other,
        },
        (Affinity::Real, v) => Value::Float(number(&v).number().unwrap_or(0.0)),
        (Affinity::Numeric, v) => number(&v),
        (Affinity::Text, v) => Value::Text(v.text(Dialect::Sqlite)),
        (Affinity::Blob, v) => match v {
            Value::Blob(_) => v,
            other => Value::Blob(other.text(Dialect::Sqlite).into_bytes()),
        },
    }
}

/// Numbers come before texts, texts before blobs; None with a NULL.
pub(crate) fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    let (a, b) = (plain(a.clone()), plain(b.clone()));
    let class = |v: &Value| match v {
        Value::Text(_) => 1,
        Value::Blob(_) => 2,
        _ => 0,
    };
    match (&a, &b) {
        (Value::Null, _) | (_, Value::Null) => None,
        (Value::Int(x), Value::Int(y)) => Some(x.cmp(y)),
        (Value::Text(x), Value::Text(y)) => Some(x.as_bytes().cmp(y.as_bytes())),
        (Value::Blob(x), Value::Blob(y)) => Some(x.cmp(y)),
        _ if class(&a) != class(&b) => Some(class(&a).cmp(&class(&b))),
        _ => Some(a.number()?.total_cmp(&b.number()?)),
    }
}

fn affinity_of(scope: &Scope, expr: &Expr) -> Option<Affinity> {
    match expr {
        Expr::Column(table, name, _) => {
            let mut at = Some(scope);
            while let Some(scope) = at {
                let found = field(scope, table.as_deref(), name).and_then(|n| scope.fields.get(n));
                if let Some(found) = found {
                    return found.kind.as_ref().map(affinity);
                }
                at = scope.outer;
            }
            None
        }
        Expr::Cast(_, kind) => Some(affinity(kind)),
        Expr::Call { name, args, .. } if name == "\"" || name == "collate" => affinity_of(scope, args.first()?),
        _ => None,
    }
}

/// Both sides of a comparison as they are compared (section 4.2).
pub(crate) fn comparable(scope: &Scope, left: (&Expr, Value), right: (&Expr, Value)) -> (Value, Value) {
    let number = |a: Option<Affinity>| matches!(a, Some(Affinity::Integer | Affinity::Real | Affinity::Numeric));
    let (a, b) = (affinity_of(scope, left.0), affinity_of(scope, right.0));
    let (x, y) = (left.1, right.1);
    if number(a) && !number(b) {
        (x, with_affinity(y, Affinity::Numeric))
    } else if number(b) && !number(a) {
        (with_affinity(x, Affinity::Numeric), y)
    } else if a == Some(Affinity::Text) && b.is_none() {
        (x, with_affinity(y, Affinity::Text))
    } else if b == Some(Affinity::Text) && a.is_none() {
        (with_affinity(x, Affinity::Text), y)
    } else {
        (x, y)
    }
}

/// A field of the scope by its name, or by one of the names of the row's number.
pub(crate) fn field(scope: &Scope, table: Option<&str>, name: &str) -> Option<usize> {
    let here = |f: &crate::eval::Field| table.is_none_or(|t| same(&f.table, t, Dialect::Sqlite));
    let named = |f: &crate::eval::Field| here(f) && same(&f.name, name, Dialect::Sqlite);
    scope.fields.iter().position(named).or_else(|| {
        let number = is_row_number(name);
        let is_id = |f: &crate::eval::Field| here(f) && matches!(f.kind, Some(Type::RowId(_)));
        if number { scope.fields.iter().position(is_id) } else { None }
    })
}

fn is_row_number(name: &str) -> bool {
    ["rowid", "oid", "_rowid_"].iter().any(|n| name.eq_ignore_ascii_case(n))
}

/// Whether a column is the `rowid` that `*` does not show.
pub(crate) fn is_hidden(kind: Option<&Type>) -> bool {
    matches!(kind, Some(Type::RowId(written)) if written.is_empty())
}

impl Table {
    /// Where its rows keep their number; rows are in its order.
    pub(crate) fn row_number(&self) -> Option<usize> {
        self.columns.iter().position(|c| matches!(c.kind, Type::RowId(_)))
    }

    /// Where the row with this number is, or would be.
    pub(crate) fn place_of(&self, column: usize, id: i64) -> std::result::Result<usize, usize> {
        self.rows.binary_search_by(|row| match row.get(column) {
            Some(Value::Int(n)) => n.cmp(&id),
            _ => Ordering::Less,
        })
    }

    /// The number of a new row.
    pub(crate) fn next_number(&self) -> i64 {
        let last = match self.row_number().and_then(|n| self.rows.last()?.get(n)) {
            Some(Value::Int(n)) => n.saturating_add(1),
            _ => 1,
        };
        if self.counts { last.max(self.next) } else { last }
    }
}

/// Which parameter stands at which token, and their names in order; `?` has none.
pub(crate) fn slots(tokens: &[Token]) -> (BTreeMap<usize, usize>, Vec<Option<String>>) {
    let (mut places, mut names) = (BTreeMap::new(), Vec::<Option<String>>::new());
    for (n, token) in tokens.iter().enumerate() {
        let next = tokens
            .get(n + 1)
            .filter(|next| next.at == token.at + 1)
            .map(|next| &next.kind);
        match (&token.kind, next) {
            (Kind::Symbol("?"), Some(Kind::Number(number))) => {
                let slot = number.parse::<usize>().unwrap_or(1).clamp(1, 999) - 1;
                while names.len() <= slot {
                    names.push(None);
                }
                places.insert(n, slot);
            }
            (Kind::Symbol("?"), _) => {
                places.insert(n, names.len());
                names.push(None);
            }
            (Kind::Symbol(":" | "@"), Some(Kind::Word(name))) => {
                let slot = names.iter().position(|old| old.as_ref() == Some(name)).unwrap_or(names.len());
                if slot == names.len() {
                    names.push(Some(name.clone()));
                }
                places.insert(n, slot);
            }
            _ => {}
        }
    }
    (places, names)
}

/// The parameters of a statement, in order: a name, or None for `?`.
///
/// # Errors
/// What is no token of SQL.
pub fn parameters(text: &str) -> Result<Vec<Option<String>>> {
    Ok(slots(&crate::lexer::tokens(text, Dialect::Sqlite)?).1)
}

/// The first word of a statement, in capitals; comments before it don't count.
pub fn first_word(text: &str) -> String {
    let tokens = crate::lexer::tokens(text, Dialect::Sqlite).unwrap_or_default();
    match tokens.first().map(|t| &t.kind) {
        Some(Kind::Word(word)) => word.to_ascii_uppercase(),
        _ => String::new(),
    }
}

/// A table's single INTEGER PRIMARY KEY is its rows' number; a table without one gets a hidden column for it.
pub(crate) fn number_rows(columns: &mut Vec<ColumnDef>, constraints: &[Constraint]) -> Result<()> {
    let key = constraints.iter().find_map(|c| match c {
        Constraint::Primary(names) => Some(names.as_slice()),
        _ => None,
    });
    let number = match key {
        Some([name]) => columns.iter_mut().find(|c| {
            let written = matches!(&c.kind, Type::Named(kind) if kind.eq_ignore_ascii_case("integer"));
            written && same(&c.name, name, Dialect::Sqlite)
        }),
        _ => None,
    };
    let found = number.is_some();
    if let Some(column) = number
        && let Type::Named(written) = column.kind.clone()
    {
        column.kind = Type::RowId(written);
    }
    if columns.iter().any(|c| c.auto && !matches!(c.kind, Type::RowId(_))) {
        return Err(lite("AUTOINCREMENT is only allowed on an INTEGER PRIMARY KEY"));
    }
    if !found {
        columns.push(ColumnDef {
            name: "rowid".into(),
            kind: Type::RowId(String::new()),
            not_null: false,
            auto: false,
            default: None,
            default_text: String::new(),
        });
    }
    Ok(())
}
