//! `_sqlite`: one database of the crate `sql` as an object; files, cursors and errors are Python on top of it.

use crate::heap::*;
use crate::vm::*;
use sql::{Dialect, Instance, Session};

/// A database and the session of the one connection to it.
pub struct Store {
    instance: Instance,
    session: Session,
}

impl Store {
    /// Bytes, estimated.
    pub fn weight(&self) -> usize {
        let tables = self.instance.databases.values().flat_map(|d| d.tables.values());
        tables.map(|t| t.rows.len().saturating_mul(t.columns.len().saturating_mul(40))).sum()
    }
}

fn store<'v>(vm: &'v mut Vm, a: &[Value]) -> Option<&'v mut Store> {
    match vm.heap.kind_mut(vm.arg(a, 0)) {
        Some(Kind::Database(store)) => Some(store),
        _ => None,
    }
}

/// What SQLite keeps of a Python value; None for what it can't keep.
fn bound(vm: &Vm, v: Value) -> Option<sql::Value> {
    Some(match v {
        Value::None => sql::Value::Null,
        Value::Bool(b) => sql::Value::Int(i64::from(b)),
        Value::Int(n) => sql::Value::Int(n),
        Value::Float(x) if x.is_nan() => sql::Value::Null,
        Value::Float(x) => sql::Value::Float(x),
        v => match vm.heap.kind(v) {
            Some(Kind::Int(n)) => sql::Value::Int(*n),
            Some(Kind::Float(x)) => sql::Value::Float(*x),
            Some(Kind::Str(t)) => sql::Value::Text(t.s.to_string()),
            Some(Kind::Bytes(b)) => sql::Value::Blob(b.to_vec()),
            Some(Kind::ByteArray(b)) => sql::Value::Blob(b.clone()),
            _ => return None,
        },
    })
}

fn answered(vm: &mut Vm, value: sql::Value) -> Value {
    match value {
        sql::Value::Null => Value::None,
        sql::Value::Bool(b) => Value::Int(i64::from(b)),
        sql::Value::Int(n) => Value::Int(n),
        sql::Value::Float(x) => Value::Float(x),
        sql::Value::Blob(b) => vm.new_bytes(b),
        sql::Value::Decimal(..) => Value::Float(value.number().unwrap_or(0.0)),
        other => vm.new_str(other.text(Dialect::Sqlite)),
    }
}

/// `(code, number, message)`.
fn refused(vm: &mut Vm, error: sql::Error) -> Value {
    let items = vec![vm.new_str(error.state), Value::Int(i64::from(error.number)), vm.new_str(error.message)];
    vm.new_tuple(items)
}

/// `(columns or None, rows, affected, last id)`; a column is its name and the type it was declared with.
fn replied(vm: &mut Vm, answer: sql::Answer) -> Value {
    let rows = answer.columns.is_some();
    let columns = match answer.columns {
        None => Value::None,
        Some(columns) => {
            let mut out = Vec::new();
            for (name, kind) in columns {
                let name = vm.new_str(name);
                let kind = vm.new_str(kind.map_or(String::new(), |k| k.name(Dialect::Sqlite)));
                out.push(vm.new_tuple(vec![name, kind]));
            }
            vm.new_list(out)
        }
    };
    let mut out = Vec::new();
    for row in if rows { answer.rows } else { Vec::new() } {
        let cells: Vec<Value> = row.into_iter().map(|v| answered(vm, v)).collect();
        out.push(vm.new_tuple(cells));
    }
    let rows = vm.new_list(out);
    let items =
        vec![columns, rows, Value::Int(i64::try_from(answer.affected).unwrap_or(0)), Value::Int(answer.last_id)];
    vm.new_tuple(items)
}

fn run(vm: &mut Vm, a: &[Value]) -> Answer {
    let text = vm.str_arg(a, 1)?;
    let given = vm.listed_raw(vm.arg(a, 2));
    let now = vm.opt_int(a, 3, 0)?;
    let values: Vec<sql::Value> = given.iter().map(|v| bound(vm, *v).unwrap_or(sql::Value::Null)).collect();
    let Some(store) = store(vm, a) else { return Ok(Value::None) };
    let answer = store.session.run_bound(&mut store.instance, &text, &values, now);
    Ok(match answer {
        Ok(answer) => replied(vm, answer.unwrap_or_default()),
        Err(error) => refused(vm, error),
    })
}

pub fn install(vm: &mut Vm) {
    let d = super::module(vm, "_sqlite");
    vm.functions(
        d,
        "_sqlite",
        &[
            ("new", |vm, a, _| {
                let seed = vm.opt_int(a, 0, 1)?;
                let mut session = Session::new(Dialect::Sqlite, "", "main", seed.unsigned_abs());
                session.version = "3.46.1".into();
                let mut instance = Instance::default();
                instance.databases.insert("main".into(), sql::Database::default());
                Ok(vm.heap.add(vm.types.database, Kind::Database(Box::new(Store { instance, session }))))
            }),
            // The parameters' names in order, or the error of a text that is no SQL.
            ("parameters", |vm, a, _| {
                let text = vm.str_arg(a, 0)?;
                match sql::parameters(&text) {
                    Err(error) => Ok(refused(vm, error)),
                    Ok(names) => {
                        let mut out = Vec::new();
                        for name in names {
                            out.push(match name {
                                Some(name) => vm.new_str(name),
                                None => Value::None,
                            });
                        }
                        Ok(vm.new_list(out))
                    }
                }
            }),
            ("first_word", |vm, a, _| {
                let text = vm.str_arg(a, 0)?;
                vm.string(sql::first_word(&text))
            }),
            // The statements of a script; the last may lack its semicolon.
            ("split", |vm, a, _| {
                let text = vm.str_arg(a, 0)?;
                let (statements, rest) = sql::split_statements(&text, Dialect::Sqlite);
                let mut out = Vec::new();
                for one in statements.into_iter().chain(std::iter::once(rest.trim())).filter(|s| !s.is_empty()) {
                    out.push(vm.new_str(one));
                }
                Ok(vm.new_list(out))
            }),
            ("can_bind", |vm, a, _| Ok(Value::Bool(bound(vm, vm.arg(a, 0)).is_some()))),
        ],
    );
    let t = vm.types.database;
    vm.methods(
        t,
        "database",
        &[
            ("run", |vm, a, _| run(vm, a)),
            ("in_transaction", |vm, a, _| {
                let open = store(vm, a).is_some_and(|s| s.session.transaction().0);
                Ok(Value::Bool(open))
            }),
            ("name_file", |vm, a, _| {
                let path = vm.str_arg(a, 1)?;
                if let Some(main) = store(vm, a).and_then(|s| s.instance.databases.get_mut("main")) {
                    main.owner = path.to_string();
                }
                Ok(Value::None)
            }),
            ("tables", |vm, a, _| {
                let count = store(vm, a).and_then(|s| s.instance.databases.get("main")).map_or(0, |d| d.tables.len());
                Ok(Value::Int(i64::try_from(count).unwrap_or(0)))
            }),
            ("schema", |vm, a, _| {
                let texts = store(vm, a).and_then(|s| s.instance.databases.get("main")).map(sql::schema);
                let texts: Vec<Value> = texts.unwrap_or_default().into_iter().map(|t| vm.new_str(t)).collect();
                Ok(vm.new_list(texts))
            }),
            ("dump", |vm, a, _| {
                let text = store(vm, a).and_then(|s| s.instance.databases.get("main")).map(sql::dump_file);
                vm.string(text.unwrap_or_default())
            }),
            // Whether the text was one of `dump`.
            ("load", |vm, a, _| {
                let text = vm.str_arg(a, 1)?;
                let Ok(mut loaded) = sql::load_file(&text) else { return Ok(Value::Bool(false)) };
                if let Some(store) = store(vm, a) {
                    let owner = store.instance.databases.get("main").map(|d| d.owner.clone());
                    if let (Some(owner), Some(main)) = (owner, loaded.databases.get_mut("main")) {
                        main.owner = owner;
                    }
                    store.instance = loaded;
                }
                Ok(Value::Bool(true))
            }),
        ],
    );
}
