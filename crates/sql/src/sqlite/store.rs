//! What SQLite says about itself, and its content as the SQL that makes it again, which is how files keep it.

use crate::ast::{Expr, Statement};
use crate::dump::quoted;
use crate::eval::World;
use crate::parser::parse;
use crate::select::Output;
use crate::table::{Database, Instance, Table, Type};
use crate::value::Value;
use crate::{Answer, Dialect, Error, Result, Session};

fn text(s: impl Into<String>) -> Value {
    Value::Text(s.into())
}

fn made(database: &Database) -> Vec<(&String, &Table)> {
    let mut out: Vec<_> = database.tables.iter().collect();
    out.sort_by_key(|(_, t)| t.made);
    out
}

fn index_text(table: &str, name: &str, columns: &[String], unique: bool) -> String {
    let unique = if unique { "UNIQUE " } else { "" };
    format!("CREATE {unique}INDEX {name} ON {table} ({})", columns.join(", "))
}

/// The statements that make what there is, in the order in which it was made.
pub fn schema(database: &Database) -> Vec<String> {
    let mut out = Vec::new();
    for (name, table) in made(database) {
        out.push(table.text.clone());
        let shown = quoted(name, Dialect::Sqlite);
        out.extend(table.indexes.iter().map(|(n, c)| index_text(&shown, n, c, false)));
        let unique = table.unique.iter().filter(|(n, _)| !n.starts_with("sqlite_autoindex_"));
        out.extend(unique.map(|(n, c)| index_text(&shown, n, c, true)));
    }
    out
}

/// `sqlite_master` and `sqlite_sequence`.
pub(crate) fn catalogue(world: &World, name: &str) -> Option<Output> {
    let database = world.instance.databases.get(world.database)?;
    let columns = |names: &[(&str, &str)]| {
        let one = |(n, k): &(&str, &str)| ((*n).to_string(), Some(Type::Named((*k).into())));
        names.iter().map(one).collect()
    };
    let counting: Vec<_> = made(database).into_iter().filter(|(_, t)| t.counts).collect();
    if name.eq_ignore_ascii_case("sqlite_sequence") && !counting.is_empty() {
        let used = counting.into_iter().filter(|(_, t)| t.next > 1);
        return Some(Output {
            columns: columns(&[("name", ""), ("seq", "")]),
            rows: used.map(|(n, t)| vec![text(n), Value::Int(t.next - 1)]).collect(),
        });
    }
    if !name.eq_ignore_ascii_case("sqlite_master") && !name.eq_ignore_ascii_case("sqlite_schema") {
        return None;
    }
    let mut rows = Vec::new();
    let mut counted = false;
    let mut page = 1;
    let mut add = |kind: &str, name: &str, table: &str, sql: Value| {
        page += 1;
        rows.push(vec![text(kind), text(name), text(table), Value::Int(page), sql]);
    };
    for (name, table) in made(database) {
        add("table", name, name, text(&table.text));
        for (index, columns) in &table.unique {
            let own = index.starts_with("sqlite_autoindex_");
            let sql = if own {
                Value::Null
            } else {
                text(index_text(name, index, columns, true))
            };
            add("index", index, name, sql);
        }
        if table.counts && !counted {
            counted = true;
            add(
                "table",
                "sqlite_sequence",
                "sqlite_sequence",
                text("CREATE TABLE sqlite_sequence(name,seq)"),
            );
        }
        for (index, columns) in &table.indexes {
            add("index", index, name, text(index_text(name, index, columns, false)));
        }
    }
    let shape = [
        ("type", "TEXT"),
        ("name", "TEXT"),
        ("tbl_name", "TEXT"),
        ("rootpage", "INT"),
        ("sql", "TEXT"),
    ];
    Some(Output {
        columns: columns(&shape),
        rows,
    })
}

/// Pragmas that change how fast or how safe the real one is, and here nothing.
const ACCEPTED: &[&str] = &[
    "synchronous",
    "cache_size",
    "temp_store",
    "mmap_size",
    "busy_timeout",
    "optimize",
    "wal_checkpoint",
    "page_size",
    "auto_vacuum",
    "locking_mode",
    "wal_autocheckpoint",
];
const REFUSED: &[&str] = &[
    "foreign_key_check",
    "application_id",
    "recursive_triggers",
    "defer_foreign_keys",
    "case_sensitive_like",
    "query_only",
    "quick_check",
    "freelist_count",
    "page_count",
    "max_page_count",
    "compile_options",
    "function_list",
    "schema_version",
    "secure_delete",
    "table_xinfo",
    "encoding",
    "collation_list",
    "data_version",
];

/// `PRAGMA name`, `PRAGMA name = word` and `PRAGMA name(word)`.
pub(crate) fn pragma(session: &mut Session, instance: &mut Instance, name: &str, word: Option<&str>) -> Result<Answer> {
    let name = name.to_ascii_lowercase();
    let answer = |columns: &[&str], rows: Vec<Vec<Value>>| Answer {
        tag: "PRAGMA".into(),
        columns: (!columns.is_empty()).then(|| columns.iter().map(|c| ((*c).to_string(), None)).collect()),
        rows,
        ..Answer::default()
    };
    let Some(database) = instance.databases.get_mut(&session.database) else {
        return Ok(answer(&[], Vec::new()));
    };
    let table = || {
        let wanted = word.unwrap_or_default();
        made(database).into_iter().find(|(n, _)| n.eq_ignore_ascii_case(wanted))
    };
    Ok(match (name.as_str(), word) {
        ("foreign_keys", None) => answer(&["foreign_keys"], vec![vec![Value::Int(i64::from(session.foreign_keys))]]),
        ("foreign_keys", Some(word)) => {
            // Inside a transaction it is passed over in silence.
            if !session.open {
                session.foreign_keys = matches!(word.to_ascii_lowercase().as_str(), "on" | "1" | "true" | "yes");
            }
            answer(&[], Vec::new())
        }
        ("user_version", None) => answer(&["user_version"], vec![vec![Value::Int(database.version)]]),
        ("user_version", Some(word)) => {
            database.version = word.parse().unwrap_or(0);
            answer(&[], Vec::new())
        }
        ("journal_mode", _) => answer(&["journal_mode"], vec![vec![text(word.unwrap_or("delete").to_lowercase())]]),
        ("integrity_check", _) => answer(&["integrity_check"], vec![vec![text("ok")]]),
        ("database_list", _) => answer(
            &["seq", "name", "file"],
            vec![vec![Value::Int(0), text("main"), text(&database.owner)]],
        ),
        ("table_info", _) => {
            let columns = &["cid", "name", "type", "notnull", "dflt_value", "pk"];
            let Some((_, table)) = table() else {
                return Ok(answer(columns, Vec::new()));
            };
            let shown = table.columns.iter().filter(|c| !super::is_hidden(Some(&c.kind)));
            let row = |(n, c): (usize, &crate::Column)| {
                let default = if c.default_text.is_empty() {
                    Value::Null
                } else {
                    text(&c.default_text)
                };
                let key = table
                    .primary
                    .iter()
                    .position(|p| p.eq_ignore_ascii_case(&c.name))
                    .map_or(0, |n| n + 1);
                vec![
                    Value::Int(n as i64),
                    text(&c.name),
                    text(c.kind.name(Dialect::Sqlite)),
                    Value::Int(i64::from(c.not_null)),
                    default,
                    Value::Int(key as i64),
                ]
            };
            answer(columns, shown.enumerate().map(row).collect())
        }
        ("foreign_key_list", _) => {
            let columns = &["id", "seq", "table", "from", "to", "on_update", "on_delete", "match"];
            let Some((_, table)) = table() else {
                return Ok(answer(columns, Vec::new()));
            };
            let mut rows = Vec::new();
            for (id, key) in table.foreign.iter().rev().enumerate() {
                let action = if key.on_delete.is_empty() {
                    "NO ACTION"
                } else {
                    key.on_delete
                };
                for (seq, from) in key.columns.iter().enumerate() {
                    rows.push(vec![
                        Value::Int(id as i64),
                        Value::Int(seq as i64),
                        text(&key.table),
                        text(from),
                        key.others.get(seq).map_or(Value::Null, text),
                        text("NO ACTION"),
                        text(action),
                        text("NONE"),
                    ]);
                }
            }
            answer(columns, rows)
        }
        ("index_list", _) => {
            let columns = &["seq", "name", "unique", "origin", "partial"];
            let Some((_, table)) = table() else {
                return Ok(answer(columns, Vec::new()));
            };
            let plain = table.indexes.iter().map(|(n, _)| (n, 0, "c"));
            let unique = table.unique.iter().map(|(n, _)| {
                let own = n.starts_with("sqlite_autoindex_");
                (n, 1, if own { "u" } else { "c" })
            });
            let all: Vec<_> = unique.chain(plain).collect();
            let row = |(n, (name, unique, origin)): (usize, (&String, i64, &str))| {
                vec![
                    Value::Int(n as i64),
                    text(name),
                    Value::Int(unique),
                    text(origin),
                    Value::Int(0),
                ]
            };
            answer(columns, all.into_iter().rev().enumerate().map(row).collect())
        }
        (other, _) if REFUSED.contains(&other) => return Err(Error::not_simulated(&format!("PRAGMA {other}"))),
        (other, _) if ACCEPTED.contains(&other) => answer(&[], Vec::new()),
        // What SQLite does not know it passes over.
        _ => answer(&[], Vec::new()),
    })
}

fn literal(value: &Value) -> String {
    match value {
        Value::Null => "NULL".into(),
        Value::Int(n) => n.to_string(),
        Value::Float(x) if x.is_infinite() => if *x > 0.0 { "9e999" } else { "-9e999" }.into(),
        Value::Float(x) => format!("{x:e}"),
        Value::Blob(b) => format!("x'{}'", b.iter().map(|b| format!("{b:02x}")).collect::<String>()),
        other => format!("'{}'", other.text(Dialect::Sqlite).replace('\'', "''")),
    }
}

/// One database as statements, one a line; a line break inside a text stays one.
pub fn dump_file(database: &Database) -> String {
    let mut out = format!("PRAGMA user_version = {};\n", database.version);
    for statement in schema(database) {
        out.push_str(&statement);
        out.push_str(";\n");
    }
    for (name, table) in made(database) {
        let name = quoted(name, Dialect::Sqlite);
        let columns: Vec<String> = table.columns.iter().map(|c| quoted(&c.name, Dialect::Sqlite)).collect();
        for rows in table.rows.chunks(100) {
            let row = |r: &Vec<Value>| format!("({})", r.iter().map(literal).collect::<Vec<_>>().join(","));
            let rows: Vec<String> = rows.iter().map(row).collect();
            out.push_str(&format!(
                "INSERT INTO {name} ({}) VALUES {};\n",
                columns.join(","),
                rows.join(",")
            ));
        }
        if table.counts && table.next > 1 {
            out.push_str(&format!("ALTER TABLE {name} AUTO_INCREMENT {};\n", table.next));
        }
    }
    out
}

/// Reads what [`dump_file`] wrote into the database `main`.
///
/// # Errors
/// The first statement that can't be carried out.
pub fn load_file(text: &str) -> Result<Instance> {
    let mut instance = Instance::default();
    instance.databases.insert("main".into(), Database::default());
    let mut session = Session::new(Dialect::Sqlite, "", "main", 1);
    for text in crate::split_statements(text, Dialect::Sqlite).0 {
        // Rows were let in once already.
        if let Some(Statement::Insert {
            table, rows: Some(rows), ..
        }) = parse(text, Dialect::Sqlite)?
        {
            let found = instance.databases.get_mut("main").and_then(|d| d.tables.get_mut(&table));
            let Some(found) = found else {
                return Err(super::lite(format!("no such table: {table}")));
            };
            for row in rows.values {
                let cell = |e: Expr| match e {
                    Expr::Value(value) => value,
                    _ => Value::Null,
                };
                found.rows.push(row.into_iter().map(cell).collect());
            }
        } else {
            session.run(&mut instance, text, 0)?;
        }
    }
    Ok(instance)
}
