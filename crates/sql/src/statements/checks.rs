//! What keeps a row out: NOT NULL, CHECK, keys, and references both ways.

use super::Work;
use crate::eval::{Scope, eval};
use crate::sqlite::constraint;
use crate::table::{Instance, Table};
use crate::value::Value;
use crate::{Dialect, Error, Result};

fn key<'r>(table: &Table, row: &'r [Value], columns: &[String], dialect: Dialect) -> Vec<&'r Value> {
    columns.iter().filter_map(|c| row.get(table.position(c, dialect)?)).collect()
}

fn alike(a: &[&Value], b: &[&Value], dialect: Dialect) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(x, y)| x.compare(y, dialect).is_some_and(|o| o.is_eq()))
}

fn listed(values: &[&Value], dialect: Dialect, glue: &str) -> String {
    values.iter().map(|v| v.text(dialect)).collect::<Vec<_>>().join(glue)
}

impl Work<'_> {
    /// NOT NULL, CHECK, and that what it refers to is there.
    pub(super) fn row_is_right(&self, instance: &Instance, name: &str, table: &Table, row: &[Value]) -> Result<()> {
        let dialect = self.session.dialect;
        let shown = || {
            let cells: Vec<String> = row
                .iter()
                .map(|v| if v.is_null() { "null".into() } else { v.text(dialect) })
                .collect();
            format!("Failing row contains ({}).", cells.join(", "))
        };
        for (column, value) in table.columns.iter().zip(row) {
            if column.not_null && value.is_null() {
                return Err(match dialect {
                    Dialect::Postgres => Error::new(
                        "23502",
                        0,
                        format!(
                            "null value in column \"{}\" of relation \"{name}\" violates not-null constraint",
                            column.name
                        ),
                    )
                    .detail(shown()),
                    Dialect::Sqlite => constraint(format!("NOT NULL constraint failed: {name}.{}", column.name), 1299),
                    Dialect::MySql => Error::new("23000", 1048, format!("Column '{}' cannot be null", column.name)),
                });
            }
        }
        let fields = self.fields(name, table);
        for (check, expr, text) in &table.checks {
            let world = self.world(instance);
            let value = eval(
                &world,
                &Scope {
                    fields: &fields,
                    row,
                    outer: None,
                    group: None,
                },
                expr,
            )?;
            if matches!(value, Value::Bool(false) | Value::Int(0)) {
                return Err(match dialect {
                    Dialect::Postgres => Error::new(
                        "23514",
                        0,
                        format!("new row for relation \"{name}\" violates check constraint \"{check}\""),
                    )
                    .detail(shown()),
                    Dialect::Sqlite => {
                        let shown = if check.is_empty() {
                            text.strip_prefix('(')
                                .and_then(|t| t.strip_suffix(')'))
                                .unwrap_or(text)
                                .trim()
                        } else {
                            check
                        };
                        constraint(format!("CHECK constraint failed: {shown}"), 275)
                    }
                    Dialect::MySql => Error::new("HY000", 3819, format!("Check constraint '{check}' is violated.")),
                });
            }
        }
        if !self.session.foreign_keys {
            return Ok(());
        }
        for f in &table.foreign {
            let mine = key(table, row, &f.columns, dialect);
            if mine.iter().any(|v| v.is_null()) {
                continue;
            }
            let other = instance
                .databases
                .get(&self.session.database)
                .and_then(|d| d.tables.get(&f.table));
            let Some(other) = other else { continue };
            let others = if f.others.is_empty() { &other.primary } else { &f.others };
            let itself = f.table == name && alike(&key(table, row, others, dialect), &mine, dialect);
            if !itself
                && !other
                    .rows
                    .iter()
                    .any(|r| alike(&key(other, r, others, dialect), &mine, dialect))
            {
                return Err(match dialect {
                    Dialect::Postgres => Error::new(
                        "23503",
                        0,
                        format!(
                            "insert or update on table \"{name}\" violates foreign key constraint \"{}\"",
                            f.name
                        ),
                    )
                    .detail(format!(
                        "Key ({})=({}) is not present in table \"{}\".",
                        f.columns.join(", "),
                        listed(&mine, dialect, ", "),
                        f.table
                    )),
                    Dialect::Sqlite => constraint("FOREIGN KEY constraint failed", 787),
                    Dialect::MySql => Error::new(
                        "23000",
                        1452,
                        format!(
                            "Cannot add or update a child row: a foreign key constraint fails (`{}`.`{name}`, CONSTRAINT `{}` FOREIGN KEY (`{}`) REFERENCES `{}` (`{}`))",
                            self.session.database,
                            f.name,
                            f.columns.join("`, `"),
                            f.table,
                            others.join("`, `")
                        ),
                    ),
                });
            }
        }
        Ok(())
    }

    /// The row that has one of the new row's keys already, and the error that says so.
    pub(super) fn clash(
        &self,
        instance: &mut Instance,
        name: &str,
        row: &[Value],
        except: Option<usize>,
    ) -> Result<Option<(usize, Error)>> {
        let dialect = self.session.dialect;
        let table = &*self.table(instance, name, 0)?;
        let primary = (
            if dialect == Dialect::Postgres {
                format!("{name}_pkey")
            } else {
                "PRIMARY".into()
            },
            table.primary.clone(),
        );
        for (label, columns) in std::iter::once(&primary).chain(&table.unique) {
            let mine = key(table, row, columns, dialect);
            if let [column] = columns.as_slice()
                && let Some(n) = table.row_number().filter(|n| table.position(column, dialect) == Some(*n))
                && let Some(Value::Int(id)) = row.get(n)
                && except.is_none()
            {
                // Rows are in the order of their numbers.
                if let Ok(n) = table.place_of(n, *id) {
                    return Ok(Some((
                        n,
                        constraint(format!("UNIQUE constraint failed: {name}.{column}"), 1555),
                    )));
                }
                continue;
            }
            if mine.is_empty() || mine.iter().any(|v| v.is_null()) {
                continue;
            }
            let found = table
                .rows
                .iter()
                .enumerate()
                .find(|(n, r)| Some(*n) != except && alike(&key(table, r, columns, dialect), &mine, dialect));
            if let Some((n, _)) = found {
                let error = match dialect {
                    Dialect::Postgres => Error::new(
                        "23505",
                        0,
                        format!("duplicate key value violates unique constraint \"{label}\""),
                    )
                    .detail(format!(
                        "Key ({})=({}) already exists.",
                        columns.join(", "),
                        listed(&mine, dialect, ", ")
                    )),
                    Dialect::Sqlite => {
                        let full: Vec<String> = columns.iter().map(|c| format!("{name}.{c}")).collect();
                        let number = if label == "PRIMARY" { 1555 } else { 2067 };
                        constraint(format!("UNIQUE constraint failed: {}", full.join(", ")), number)
                    }
                    Dialect::MySql => Error::new(
                        "23000",
                        1062,
                        format!("Duplicate entry '{}' for key '{name}.{label}'", listed(&mine, dialect, "-")),
                    ),
                };
                return Ok(Some((n, error)));
            }
        }
        Ok(None)
    }

    /// A row was deleted or got another key: what refers to it follows or forbids it.
    pub(super) fn row_went(
        &self,
        instance: &mut Instance,
        name: &str,
        table: &Table,
        old: &[Value],
        new: Option<&[Value]>,
    ) -> Result<()> {
        if !self.session.foreign_keys {
            return Ok(());
        }
        let dialect = self.session.dialect;
        let database = self.session.database.clone();
        let Some(tables) = instance.databases.get(&database).map(|d| d.tables.clone()) else {
            return Ok(());
        };
        for (child_name, child) in &tables {
            for f in child.foreign.iter().filter(|f| f.table == name) {
                let others = if f.others.is_empty() { &table.primary } else { &f.others };
                let was = key(table, old, others, dialect);
                if new.is_some_and(|new| alike(&key(table, new, others, dialect), &was, dialect)) {
                    continue;
                }
                let refers = |r: &[Value]| alike(&key(child, r, &f.columns, dialect), &was, dialect);
                let Some(current) = instance
                    .databases
                    .get_mut(&database)
                    .and_then(|d| d.tables.get_mut(child_name))
                else {
                    continue;
                };
                if !current.rows.iter().any(|r| refers(r)) {
                    continue;
                }
                match (f.on_delete, new.is_none()) {
                    ("CASCADE", true) => {
                        let gone: Vec<Vec<Value>> = current.rows.iter().filter(|r| refers(r)).cloned().collect();
                        current.rows.retain(|r| !refers(r));
                        for row in &gone {
                            self.row_went(instance, child_name, child, row, None)?;
                        }
                    }
                    ("SET NULL", true) => {
                        let places: Vec<usize> = f.columns.iter().filter_map(|c| child.position(c, dialect)).collect();
                        for row in current.rows.iter_mut().filter(|r| refers(r)) {
                            for n in &places {
                                if let Some(place) = row.get_mut(*n) {
                                    *place = Value::Null;
                                }
                            }
                        }
                    }
                    _ => {
                        return Err(match dialect {
                            Dialect::Postgres => Error::new(
                                "23503",
                                0,
                                format!("update or delete on table \"{name}\" violates foreign key constraint \"{}\" on table \"{child_name}\"", f.name),
                            )
                            .detail(format!(
                                "Key ({})=({}) is still referenced from table \"{child_name}\".",
                                others.join(", "),
                                listed(&was, dialect, ", ")
                            )),
                            Dialect::Sqlite => constraint("FOREIGN KEY constraint failed", 787),
Dialect::MySql => Error::new(
                                "23000",
                                1451,
                                format!(
                                    "Cannot delete or update a parent row: a foreign key constraint fails (`{database}`.`{child_name}`, CONSTRAINT `{}` FOREIGN KEY (`{}`) REFERENCES `{name}` (`{}`))",
                                    f.name,
                                    f.columns.join("`, `"),
                                    others.join("`, `")
                                ),
                            ),
                        });
                    }
                }
            }
        }
        Ok(())
    }
}
