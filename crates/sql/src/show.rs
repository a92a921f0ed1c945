//! What a server tells about itself: information_schema, pg_catalog's tables that clients ask, SHOW.

use crate::eval::{World, like};
use crate::select::{Output, no_table};
use crate::table::{Table, Type};
use crate::value::Value;
use crate::{Dialect, Error, Result};

fn text(s: impl Into<String>) -> Value {
    Value::Text(s.into())
}

fn output(columns: &[&str], rows: Vec<Vec<Value>>) -> Output {
    Output {
        columns: columns.iter().map(|c| ((*c).to_string(), Some(Type::Text))).collect(),
        rows,
    }
}

/// A table of the system's own, or None.
pub fn catalogue(world: &World, schema: Option<&str>, name: &str) -> Option<Output> {
    let database = world.instance.databases.get(world.database);
    let tables = || database.into_iter().flat_map(|d| d.tables.iter());
    let own = if world.dialect == Dialect::Postgres {
        "public"
    } else {
        world.database
    };
    let name = name.to_lowercase();
    match (schema.map(str::to_lowercase).as_deref(), name.as_str()) {
        (Some("information_schema"), "tables") => Some(output(
            &["table_catalog", "table_schema", "table_name", "table_type"],
            tables()
                .map(|(n, _)| vec![text(world.database), text(own), text(n), text("BASE TABLE")])
                .collect(),
        )),
        (Some("information_schema"), "columns") => {
            let rows = tables().flat_map(|(n, t)| {
                t.columns.iter().enumerate().map(move |(at, c)| {
                    let default = if c.default_text.is_empty() {
                        Value::Null
                    } else {
                        text(&c.default_text)
                    };
                    let nullable = if c.not_null { "NO" } else { "YES" };
                    vec![
                        text(own),
                        text(n),
                        text(&c.name),
                        Value::Int(at as i64 + 1),
                        default,
                        text(nullable),
                        text(c.kind.name(world.dialect)),
                    ]
                })
            });
            Some(output(
                &[
                    "table_schema",
                    "table_name",
                    "column_name",
                    "ordinal_position",
                    "column_default",
                    "is_nullable",
                    "data_type",
                ],
                rows.collect(),
            ))
        }
        (Some("information_schema"), "schemata") => {
            let rows = world.instance.databases.keys().map(|n| vec![text(n)]).collect();
            Some(output(&["schema_name"], rows))
        }
        (None | Some("pg_catalog"), "pg_database") if world.dialect == Dialect::Postgres => {
            let rows = world
                .instance
                .databases
                .iter()
                .map(|(n, d)| vec![text(n), text(&d.owner)])
                .collect();
            Some(output(&["datname", "datdba"], rows))
        }
        (None | Some("pg_catalog"), "pg_tables") if world.dialect == Dialect::Postgres => {
            let rows = tables()
                .map(|(n, _)| vec![text("public"), text(n), text(world.user)])
                .collect();
            Some(output(&["schemaname", "tablename", "tableowner"], rows))
        }
        (None | Some("pg_catalog"), "pg_user" | "pg_roles") if world.dialect == Dialect::Postgres => {
            let column = if name == "pg_user" { "usename" } else { "rolname" };
            Some(output(
                &[column],
                world.instance.users.keys().map(|n| vec![text(n)]).collect(),
            ))
        }
        (Some("mysql"), "user") if world.dialect == Dialect::MySql => {
            let rows = world.instance.users.keys().map(|n| vec![text("%"), text(n)]).collect();
            Some(output(&["Host", "User"], rows))
        }
        _ => None,
    }
}

/// `SHOW …`.
pub fn show(world: &World, words: &[String], pattern: Option<&str>) -> Result<Output> {
    let fits = |name: &str| pattern.is_none_or(|p| like(&name.to_lowercase(), &p.to_lowercase()));
    let word = |n: usize| words.get(n).map(|w| w.to_lowercase()).unwrap_or_default();
    if world.dialect == Dialect::Postgres {
        let value = match words.join("_").as_str() {
            "server_version" => "18.0 (Debian 18.0-1.pgdg12+1)",
            "server_encoding" | "client_encoding" => "UTF8",
            "timezone" | "TimeZone" => "Etc/UTC",
            "max_connections" => "100",
            "data_directory" => "/var/lib/postgresql/data",
            "port" => "5432",
            "search_path" => "\"$user\", public",
            other => {
                return Err(Error::new(
                    "42704",
                    0,
                    format!("unrecognized configuration parameter \"{other}\""),
                ));
            }
        };
        return Ok(output(&[word(0).as_str()], vec![vec![text(value)]]));
    }
    match (word(0).as_str(), word(1).as_str()) {
        ("databases" | "schemas", _) => {
            let names = world.instance.databases.keys().filter(|n| fits(n));
            Ok(output(&["Database"], names.map(|n| vec![text(n)]).collect()))
        }
        ("tables", _) | ("full", "tables") => {
            let database = words
                .iter()
                .position(|w| w.eq_ignore_ascii_case("from") || w.eq_ignore_ascii_case("in"));
            let database = database.and_then(|n| words.get(n + 1)).map_or(world.database, String::as_str);
            if database.is_empty() {
                return Err(Error::new("3D000", 1046, "No database selected"));
            }
            let Some(found) = world.instance.databases.get(database) else {
                return Err(Error::new("42000", 1049, format!("Unknown database '{database}'")));
            };
            let head = format!("Tables_in_{database}");
            Ok(output(
                &[&head],
                found.tables.keys().filter(|n| fits(n)).map(|n| vec![text(n)]).collect(),
            ))
        }
        ("columns" | "fields", "from" | "in") => describe(world, words.get(2).map_or("", String::as_str)),
        ("create", "table") => {
            let name = words.get(2).map_or("", String::as_str);
            let table = find(world, name)?;
            Ok(output(
                &["Table", "Create Table"],
                vec![vec![text(name), text(crate::dump::create_table(name, table, world.dialect))]],
            ))
        }
        ("variables", _) | ("global", "variables") | ("session", "variables") => {
            let all = [
                ("character_set_server", "utf8mb4"),
                ("max_connections", "151"),
                ("port", "3306"),
                ("version", "9.5.0"),
            ];
            let rows = all
                .iter()
                .filter(|(n, _)| fits(n))
                .map(|(n, v)| vec![text(*n), text(*v)])
                .collect();
            Ok(output(&["Variable_name", "Value"], rows))
        }
        ("warnings", _) => Ok(output(&["Level", "Code", "Message"], Vec::new())),
        ("grants", _) => {
            let line = format!("GRANT ALL PRIVILEGES ON *.* TO `{}`@`%`", world.user);
            Ok(output(&[&format!("Grants for {}@%", world.user)], vec![vec![text(line)]]))
        }
        _ => Err(Error::not_simulated(&format!("SHOW {}", words.join(" ").to_uppercase()))),
    }
}

fn find<'a>(world: &'a World, name: &str) -> Result<&'a Table> {
    let table = world.instance.databases.get(world.database).and_then(|d| d.tables.get(name));
    table.ok_or_else(|| no_table(world, name, 0))
}

/// `DESCRIBE table`.
pub fn describe(world: &World, name: &str) -> Result<Output> {
    let table = find(world, name)?;
    let rows = table.columns.iter().map(|c| {
        let key = if table.primary.contains(&c.name) {
            "PRI"
        } else if table.unique.iter().any(|(_, cols)| cols.first() == Some(&c.name)) {
            "UNI"
        } else if table.foreign.iter().any(|f| f.columns.first() == Some(&c.name)) {
            "MUL"
        } else {
            ""
        };
        let default = if c.default_text.is_empty() {
            Value::Null
        } else {
            text(c.default_text.trim_matches('\''))
        };
        let clock =
            c.default_text.to_lowercase().starts_with("current_timestamp") || c.default_text.to_lowercase().starts_with("now(");
        let extra = if c.auto {
            "auto_increment"
        } else if clock {
            "DEFAULT_GENERATED"
        } else {
            ""
        };
        let default = if clock { text("CURRENT_TIMESTAMP") } else { default };
        vec![
            text(&c.name),
            text(c.kind.name(world.dialect)),
            text(if c.not_null { "NO" } else { "YES" }),
            text(key),
            default,
            text(extra),
        ]
    });
    Ok(output(&["Field", "Type", "Null", "Key", "Default", "Extra"], rows.collect()))
}
