//! What psql's `\l`, `\dt`, `\d`, `\du`, `\dn`, `\di` show.

use serde_json::{Value as Json, json};
use sql::{Database, Dialect, Instance, Session, Table};

fn shown(title: &str, columns: &[&str], rows: Vec<Vec<String>>, footers: Vec<String>) -> Json {
    let columns: Vec<Json> = columns.iter().map(|c| json!([c, false])).collect();
    let rows: Vec<Vec<Json>> = rows
        .into_iter()
        .map(|r| r.into_iter().map(|c| json!(["t", c])).collect())
        .collect();
    json!({"title": title, "columns": columns, "rows": rows, "footers": footers})
}

fn major(session: &Session) -> u32 {
    let number = session.version.split_whitespace().nth(1).unwrap_or("");
    number.split('.').next().and_then(|n| n.parse().ok()).unwrap_or(16)
}

/// Answers one of them; the first word is the command without its backslash.
pub fn about(instance: &Instance, session: &Session, words: &[&str]) -> Json {
    let name = words.get(1).copied();
    let Some(database) = instance.databases.get(&session.database) else {
        return json!({"text": ""});
    };
    match words.first().copied().unwrap_or("") {
        "l" | "list" => {
            let row = |(n, d): (&String, &Database)| {
                let access = if n.starts_with("template") {
                    format!("=c/{0}\n{0}=CTc/{0}", d.owner)
                } else {
                    String::new()
                };
                let owner = d.owner.clone();
                let mut out = vec![
                    n.clone(),
                    owner,
                    "UTF8".into(),
                    "libc".into(),
                    "en_US.utf8".into(),
                    "en_US.utf8".into(),
                ];
                if major(session) >= 16 {
                    out.push(String::new());
                }
                out.extend([String::new(), access]);
                out
            };
            let heads: &[&str] = match major(session) {
                0..=15 => &[
                    "Name",
                    "Owner",
                    "Encoding",
                    "Locale Provider",
                    "Collate",
                    "Ctype",
                    "ICU Locale",
                    "Access privileges",
                ],
                16 => &[
                    "Name",
                    "Owner",
                    "Encoding",
                    "Locale Provider",
                    "Collate",
                    "Ctype",
                    "ICU Locale",
                    "ICU Rules",
                    "Access privileges",
                ],
                _ => &[
                    "Name",
                    "Owner",
                    "Encoding",
                    "Locale Provider",
                    "Collate",
                    "Ctype",
                    "Locale",
                    "ICU Rules",
                    "Access privileges",
                ],
            };
            shown(
                "List of databases",
                heads,
                instance.databases.iter().map(row).collect(),
                Vec::new(),
            )
        }
        "dt" | "d" if name.is_none() => {
            let sequences = words.first() == Some(&"d");
            let mut rows = Vec::new();
            for (n, table) in &database.tables {
                let line = |n: &str, kind: &str| vec!["public".into(), n.to_string(), kind.to_string(), database.owner.clone()];
                rows.push(line(n, "table"));
                if sequences {
                    rows.extend(
                        table
                            .columns
                            .iter()
                            .filter(|c| c.auto)
                            .map(|c| line(&format!("{n}_{}_seq", c.name), "sequence")),
                    );
                }
            }
            let what = if major(session) >= 18 && !sequences {
                "tables"
            } else {
                "relations"
            };
            if rows.is_empty() {
                return json!({"error": {"message": format!("Did not find any {what}.")}});
            }
            shown(
                &format!("List of {what}"),
                &["Schema", "Name", "Type", "Owner"],
                rows,
                Vec::new(),
            )
        }
        "d" | "dt" => {
            let name = name.unwrap_or("").trim_start_matches("public.");
            match database.tables.get(name) {
                Some(_) if words.first() == Some(&"dt") => {
                    let row = vec!["public".into(), name.to_string(), "table".into(), database.owner.clone()];
                    shown(
                        "List of relations",
                        &["Schema", "Name", "Type", "Owner"],
                        vec![row],
                        Vec::new(),
                    )
                }
                Some(table) => described(database, name, table),
                None => json!({"error": {"message": format!("Did not find any relation named \"{name}\".")}}),
            }
        }
        "du" => {
            let all = "Superuser, Create role, Create DB, Replication, Bypass RLS";
            // The first user made the cluster.
            let row = |n: &String| {
                vec![
                    n.clone(),
                    if *n == instance.databases.get("template1").map_or("", |d| d.owner.as_str()) {
                        all.into()
                    } else {
                        String::new()
                    },
                ]
            };
            shown(
                "List of roles",
                &["Role name", "Attributes"],
                instance.users.keys().map(row).collect(),
                Vec::new(),
            )
        }
        "dn" => shown(
            "List of schemas",
            &["Name", "Owner"],
            vec![vec!["public".into(), "pg_database_owner".into()]],
            Vec::new(),
        ),
        "di" => {
            let mut rows = Vec::new();
            for (n, t) in &database.tables {
                let names = (!t.primary.is_empty()).then(|| format!("{n}_pkey"));
                let names = names
                    .into_iter()
                    .chain(t.unique.iter().chain(&t.indexes).map(|(i, _)| i.clone()));
                rows.extend(names.map(|i| vec!["public".into(), i, "index".into(), database.owner.clone(), n.clone()]));
            }
            if rows.is_empty() {
                return json!({"error": {"message": "Did not find any relations."}});
            }
            shown(
                "List of relations",
                &["Schema", "Name", "Type", "Owner", "Table"],
                rows,
                Vec::new(),
            )
        }
        other => json!({"error": {"message": format!("drydock: \\{other} is not simulated")}}),
    }
}

/// A default as the server prints it back.
fn default_shown(text: &str, kind: &str) -> String {
    let lower = text.to_lowercase();
    if text.starts_with('\'') && !text.contains("::") {
        return format!("{text}::{}", kind.split('(').next().unwrap_or(kind));
    }
    match lower.as_str() {
        "current_timestamp" => "CURRENT_TIMESTAMP".into(),
        "current_date" => "CURRENT_DATE".into(),
        _ if matches!(lower.as_str(), "true" | "false") || lower.ends_with("()") => lower,
        _ => text.into(),
    }
}

fn described(database: &Database, name: &str, table: &Table) -> Json {
    let rows = table.columns.iter().map(|c| {
        let kind = c.kind.name(Dialect::Postgres);
        let default = if c.auto {
            format!("nextval('{name}_{}_seq'::regclass)", c.name)
        } else {
            default_shown(&c.default_text, &kind)
        };
        vec![
            c.name.clone(),
            kind,
            String::new(),
            if c.not_null { "not null".into() } else { String::new() },
            default,
        ]
    });
    let mut footers = Vec::new();
    if !table.primary.is_empty() || !table.unique.is_empty() || !table.indexes.is_empty() {
        footers.push("Indexes:".to_string());
        if !table.primary.is_empty() {
            footers.push(format!(
                "    \"{name}_pkey\" PRIMARY KEY, btree ({})",
                table.primary.join(", ")
            ));
        }
        footers.extend(
            table
                .indexes
                .iter()
                .map(|(i, c)| format!("    \"{i}\" btree ({})", c.join(", "))),
        );
        footers.extend(
            table
                .unique
                .iter()
                .map(|(i, c)| format!("    \"{i}\" UNIQUE CONSTRAINT, btree ({})", c.join(", "))),
        );
    }
    footers.extend(table.check_lines());
    let keys = table.foreign_lines(database);
    if !keys.is_empty() {
        footers.push("Foreign-key constraints:".into());
        footers.extend(keys);
    }
    let by: Vec<String> = database
        .tables
        .iter()
        .flat_map(|(other, t)| {
            t.references_to(name, database)
                .into_iter()
                .map(move |line| format!("    TABLE \"{other}\" {line}"))
        })
        .collect();
    if !by.is_empty() {
        footers.push("Referenced by:".into());
        footers.extend(by);
    }
    shown(
        &format!("Table \"public.{name}\""),
        &["Column", "Type", "Collation", "Nullable", "Default"],
        rows.collect(),
        footers,
    )
}
