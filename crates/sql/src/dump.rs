//! A server's whole content as the SQL that makes it again: how it is kept in files, and what dumps print.

use crate::Dialect;
use crate::table::{Database, Instance, Table, Type};
use crate::value::Value;

/// A name, quoted where it must be.
pub(crate) fn quoted(name: &str, dialect: Dialect) -> String {
    match dialect {
        Dialect::MySql => format!("`{}`", name.replace('`', "``")),
        Dialect::Postgres | Dialect::Sqlite => {
            let plain = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
                && name.chars().next().is_some_and(|c| !c.is_ascii_digit());
            const WORDS: &[&str] = &[
                "user", "order", "group", "table", "select", "from", "where", "limit", "end", "desc", "default",
            ];
            if plain && !WORDS.contains(&name) {
                name.into()
            } else {
                format!("\"{}\"", name.replace('"', "\"\""))
            }
        }
    }
}

fn list(names: &[String], dialect: Dialect) -> String {
    names
        .iter()
        .map(|n| quoted(n, dialect))
        .collect::<Vec<_>>()
        .join(if dialect == Dialect::MySql { "," } else { ", " })
}

fn literal(value: &Value, dialect: Dialect) -> String {
    match value {
        Value::Null => "NULL".into(),
        Value::Int(_) | Value::Decimal(..) => value.text(dialect),
        Value::Float(x) if x.is_finite() => value.text(dialect),
        Value::Bool(b) => b.to_string(),
        other => {
            let text = other.text(dialect).replace('\'', "''");
            format!(
                "'{}'",
                if dialect == Dialect::MySql {
                    text.replace('\\', "\\\\").replace('\n', "\\n")
                } else {
                    text
                }
            )
        }
    }
}

/// `CREATE TABLE` of a table as it is.
pub fn create_table(name: &str, table: &Table, dialect: Dialect) -> String {
    let my = dialect == Dialect::MySql;
    let pad = if my { "  " } else { "    " };
    let mut lines: Vec<String> = Vec::new();
    for c in &table.columns {
        let kind = match (&c.kind, c.auto, my) {
            (Type::BigInt, true, false) => "bigserial".to_string(),
            (Type::SmallInt, true, false) => "smallserial".to_string(),
            (_, true, false) => "serial".to_string(),
            (kind, ..) => kind.name(dialect),
        };
        let mut line = format!("{pad}{} {kind}", quoted(&c.name, dialect));
        if c.not_null {
            line.push_str(" NOT NULL");
        }
        if c.auto && my {
            line.push_str(" AUTO_INCREMENT");
        }
        if !c.default_text.is_empty() {
            line.push_str(&format!(" DEFAULT {}", c.default_text));
        } else if my && !c.not_null && !matches!(c.kind, Type::Text) {
            line.push_str(" DEFAULT NULL");
        }
        lines.push(line);
    }
    if !table.primary.is_empty() {
        lines.push(match my {
            true => format!("{pad}PRIMARY KEY ({})", list(&table.primary, dialect)),
            false => format!("{pad}PRIMARY KEY ({})", list(&table.primary, dialect)),
        });
    }
    for (key, columns) in &table.unique {
        lines.push(match my {
            true => format!("{pad}UNIQUE KEY {} ({})", quoted(key, dialect), list(columns, dialect)),
            false => format!("{pad}CONSTRAINT {} UNIQUE ({})", quoted(key, dialect), list(columns, dialect)),
        });
    }
    for f in &table.foreign {
        let others = if f.others.is_empty() {
            String::new()
        } else {
            format!(" ({})", list(&f.others, dialect))
        };
        let action = if f.on_delete.is_empty() {
            String::new()
        } else {
            format!(" ON DELETE {}", f.on_delete)
        };
        lines.push(format!(
            "{pad}CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {}{others}{action}",
            quoted(&f.name, dialect),
            list(&f.columns, dialect),
            quoted(&f.table, dialect)
        ));
    }
    for (check, _, text) in &table.checks {
        lines.push(format!("{pad}CONSTRAINT {} CHECK {text}", quoted(check, dialect)));
    }
    let next = if my && table.next > 1 && table.columns.iter().any(|c| c.auto) {
        format!(" AUTO_INCREMENT={}", table.next)
    } else {
        String::new()
    };
    let end = if my {
        format!(") ENGINE=InnoDB{next} DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_0900_ai_ci")
    } else {
        ")".into()
    };
    format!("CREATE TABLE {} (\n{}\n{end}", quoted(name, dialect), lines.join(",\n"))
}

/// One database's tables, rows and counters.
pub fn tables(database: &Database, dialect: Dialect) -> String {
    let mut out = String::new();
    // A table comes after those it refers to.
    let mut left: Vec<&String> = database.tables.keys().collect();
    let mut done: Vec<&String> = Vec::new();
    while !left.is_empty() {
        let ready = left.iter().position(|n| {
            let foreign = database.tables.get(*n).map(|t| t.foreign.as_slice()).unwrap_or_default();
            foreign.iter().all(|f| f.table == **n || done.contains(&&f.table))
        });
        let name = left.remove(ready.unwrap_or(0));
        done.push(name);
        let Some(table) = database.tables.get(name) else { continue };
        out.push_str(&format!("{};\n", create_table(name, table, dialect)));
        for (index, columns) in &table.indexes {
            out.push_str(&format!(
                "CREATE INDEX {} ON {} ({});\n",
                quoted(index, dialect),
                quoted(name, dialect),
                list(columns, dialect)
            ));
        }
        for rows in table.rows.chunks(100) {
            let rows: Vec<String> = rows
                .iter()
                .map(|r| format!("({})", r.iter().map(|v| literal(v, dialect)).collect::<Vec<_>>().join(",")))
                .collect();
            out.push_str(&format!(
                "INSERT INTO {} VALUES {};\n",
                quoted(name, dialect),
                rows.join(",\n")
            ));
        }
        if table.next > 1 {
            let counting = table.columns.iter().find(|column| column.auto);
            out.push_str(&match (dialect, counting) {
                (Dialect::Postgres, Some(column)) => format!(
                    "ALTER SEQUENCE {} RESTART WITH {};\n",
                    quoted(&format!("{name}_{}_seq", column.name), dialect),
                    table.next
                ),
                _ => format!("ALTER TABLE {} AUTO_INCREMENT {};\n", quoted(name, dialect), table.next),
            });
        }
    }
    out
}

/// The whole server. Databases are told apart by lines `-- database NAME`, which a reader of the file splits at.
pub fn dump(instance: &Instance, dialect: Dialect) -> String {
    let mut out = String::new();
    for (name, password) in &instance.users {
        let password = password.as_ref().map_or(String::new(), |p| match dialect {
            Dialect::Postgres => format!(" PASSWORD '{}'", p.replace('\'', "''")),
            Dialect::MySql => format!(" IDENTIFIED BY '{}'", p.replace('\'', "''")),
            Dialect::Sqlite => String::new(),
        });
        out.push_str(&format!("CREATE USER {}{password};\n", quoted(name, dialect)));
    }
    for (name, database) in &instance.databases {
        out.push_str(&format!("\u{1}{name}\u{1}{}\n", database.owner));
        out.push_str(&tables(database, dialect));
    }
    out
}

/// Reads what [`dump`] wrote; what can't be read is left out.
pub fn load(instance: &mut Instance, text: &str, dialect: Dialect) {
    let mut parts = text.split('\u{1}');
    let run = |instance: &mut Instance, database: &str, text: &str| {
        let mut session = crate::Session::new(dialect, "", database, 1);
        for statement in crate::split_statements(text, dialect).0 {
            let _ = session.run(instance, statement, 0);
        }
    };
    run(instance, "", parts.next().unwrap_or(""));
    while let (Some(name), Some(rest)) = (parts.next(), parts.next()) {
        let (owner, body) = rest.split_once('\n').unwrap_or((rest, ""));
        instance.databases.insert(
            name.into(),
            Database {
                owner: owner.into(),
                ..Database::default()
            },
        );
        run(instance, name, body);
    }
}
