//! One SQLite database of the crate `sql` as an object; files, statements and errors are JavaScript on top of it
//! (`lib/sqlite.js`).

use super::{Table, arg, num};
use crate::realm::Realm;
use crate::text::hold;
use crate::value::*;
use sql::{Dialect, Instance, Session};
use std::cell::{Cell, RefCell};
use std::rc::Rc;

/// A database and the session of the one connection to it.
pub struct Store {
    instance: Instance,
    session: Session,
    /// Bytes of it that are counted as held.
    held: Cell<isize>,
}

impl Store {
    /// Counts what the rows hold, estimated, as the program's.
    fn count(&self) {
        let tables = self.instance.databases.values().flat_map(|d| d.tables.values());
        let cells: usize = tables.map(|t| t.rows.len().saturating_mul(t.columns.len())).sum();
        let now = isize::try_from(cells.saturating_mul(40)).unwrap_or(isize::MAX);
        hold(now - self.held.replace(now));
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        hold(-self.held.get());
    }
}

fn with<T>(args: &[Value], what: impl FnOnce(&mut Store) -> T) -> Option<T> {
    let target = arg(args, 0);
    let Kind::Database(store) = &target.as_obj()?.kind else { return None };
    Some(what(&mut store.borrow_mut()))
}

fn database(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let mut session = Session::new(Dialect::Sqlite, "", "main", num(realm, args, 0).abs() as u64);
    session.version = "3.44.2".into();
    let mut instance = Instance::default();
    instance.databases.insert("main".into(), sql::Database::default());
    let store = Store { instance, session, held: Cell::new(0) };
    Ok(Value::Obj(realm.object(&realm.protos.object, Kind::Database(Box::new(RefCell::new(store))))))
}

/// What SQLite keeps of a value, as the package `sqlite3` binds it; `None` for what it leaves out.
fn bound(realm: &Rc<Realm>, value: &Value) -> Option<sql::Value> {
    Some(match value {
        Value::Null | Value::Undefined => sql::Value::Null,
        Value::Bool(b) => sql::Value::Int(i64::from(*b)),
        Value::Num(x) if x.is_nan() => sql::Value::Null,
        Value::Num(x) if x.fract() == 0.0 && x.abs() < 9e15 => sql::Value::Int(*x as i64),
        Value::Num(x) => sql::Value::Float(*x),
        Value::Str(s) => sql::Value::Text(s.as_str().to_string()),
        Value::Big(_) => sql::Value::Text(realm.to_str_now(value).as_str().to_string()),
        Value::Obj(o) => match (&o.kind, crate::bytes::slice(o)) {
            (_, Some(bytes)) => sql::Value::Blob(bytes),
            (Kind::Date(at), None) => sql::Value::Int(at.get() as i64),
            _ => sql::Value::Text(realm.to_str_now(value).as_str().to_string()),
        },
        Value::Sym(_) | Value::Empty | Value::Alias(_) => return None,
    })
}

fn answered(realm: &Rc<Realm>, value: sql::Value) -> Value {
    match value {
        sql::Value::Null => Value::Null,
        sql::Value::Bool(b) => Value::Num(f64::from(u8::from(b))),
        sql::Value::Int(n) => Value::Num(n as f64),
        sql::Value::Float(x) => Value::Num(x),
        sql::Value::Blob(b) => crate::bytes::view(realm, b),
        sql::Value::Decimal(..) => Value::Num(value.number().unwrap_or(0.0)),
        other => Value::str(&other.text(Dialect::Sqlite)),
    }
}

fn refused(realm: &Rc<Realm>, error: &sql::Error) -> Value {
    let out = realm.plain();
    out.define("error".into(), Value::str(&error.message), ALL);
    out.define("state".into(), Value::str(error.state), ALL);
    Value::Obj(out)
}

/// `(database, text, values, milliseconds since 1970)`: `{ columns, rows, affected, last }` or `{ error, state }`.
fn run(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let text = realm.to_str_now(&arg(args, 1));
    let given = match arg(args, 2).as_obj().map(|o| &o.kind) {
        Some(Kind::Array(items)) => items.borrow().clone(),
        _ => Vec::new(),
    };
    let values: Vec<sql::Value> = given.iter().map(|v| bound(realm, v).unwrap_or(sql::Value::Null)).collect();
    let now = (num(realm, args, 3) * 1e3) as i64;
    let answer = with(args, |store| {
        let answer = store.session.run_bound(&mut store.instance, text.as_str(), &values, now);
        store.count();
        answer
    });
    let answer = match answer {
        None => return Ok(Value::Undefined),
        Some(Err(error)) => return Ok(refused(realm, &error)),
        Some(Ok(answer)) => answer.unwrap_or_default(),
    };
    let out = realm.plain();
    if let Some(columns) = &answer.columns {
        out.define("columns".into(), realm.strings(columns.iter().map(|(name, _)| name.as_str())), ALL);
        let rows =
            answer.rows.into_iter().map(|row| realm.array(row.into_iter().map(|v| answered(realm, v)).collect()));
        let rows = rows.collect();
        out.define("rows".into(), realm.array(rows), ALL);
    }
    out.define("affected".into(), Value::Num(answer.affected as f64), ALL);
    out.define("last".into(), Value::Num(answer.last_id as f64), ALL);
    Ok(Value::Obj(out))
}

/// Whether a transaction is open.
fn open(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    Ok(Value::Bool(with(args, |store| store.session.transaction().0).unwrap_or(false)))
}

fn tables(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let count = with(args, |store| store.instance.databases.get("main").map_or(0, |d| d.tables.len()));
    Ok(Value::Num(count.unwrap_or(0) as f64))
}

fn dump(_: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let text = with(args, |store| store.instance.databases.get("main").map(sql::dump_file)).flatten();
    Ok(Value::str(&text.unwrap_or_default()))
}

/// Whether the text was one of `dump`.
fn load(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let text = realm.to_str_now(&arg(args, 1));
    let Ok(loaded) = sql::load_file(text.as_str()) else { return Ok(Value::Bool(false)) };
    with(args, |store| {
        store.instance = loaded;
        store.count();
    });
    Ok(Value::Bool(true))
}

/// The parameters' names in order, null for a bare one; undefined for a text that is no SQL.
fn parameters(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let text = realm.to_str_now(&arg(args, 0));
    let Ok(names) = sql::parameters(text.as_str()) else { return Ok(Value::Undefined) };
    Ok(realm.array(names.into_iter().map(|name| name.map_or(Value::Null, |name| Value::str(&name))).collect()))
}

/// The statements of a script; the last may lack its semicolon.
fn split(realm: &Rc<Realm>, _: &Value, args: &[Value]) -> Res<Value> {
    let text = realm.to_str_now(&arg(args, 0));
    let (statements, rest) = sql::split_statements(text.as_str(), Dialect::Sqlite);
    Ok(realm.strings(statements.into_iter().chain(std::iter::once(rest.trim())).filter(|s| !s.is_empty())))
}

pub(super) const TABLE: Table = &[
    ("database", 1, database),
    ("databaseRun", 4, run),
    ("databaseOpen", 1, open),
    ("databaseTables", 1, tables),
    ("databaseDump", 1, dump),
    ("databaseLoad", 2, load),
    ("databaseParameters", 1, parameters),
    ("databaseSplit", 1, split),
];
