//! Databases, users, tables: making, changing and dropping them.

use super::{Answer, Work};
use crate::ast::*;
use crate::sqlite::lite;
use crate::table::{Database, Instance, Table};
use crate::value::Value;
use crate::{Dialect, Error, Result};

fn tagged(tag: &str) -> Answer {
    Answer {
        tag: tag.into(),
        ..Answer::default()
    }
}

impl Work<'_> {
    pub(super) fn define(&mut self, instance: &mut Instance, statement: Statement) -> Result<Answer> {
        let dialect = self.session.dialect;
        let my = dialect == Dialect::MySql;
        let skip = |tag: &str, text: String| Answer {
            notices: vec![format!("NOTICE:  {text}")],
            ..tagged(tag)
        };
        match statement {
            Statement::CreateTable {
                name,
                if_not_exists,
                columns,
                constraints,
                next,
                text,
            } => {
                let label = name.clone();
                let out = self.create_table(instance, name, if_not_exists, columns, constraints, next)?;
                let database = self.database(instance)?;
                let made = database.tables.values().map(|t| t.made).max().unwrap_or(0) + 1;
                if let Some(table) = database.tables.get_mut(&label).filter(|t| t.made == 0) {
                    table.made = made;
                    table.text = text;
                }
                Ok(out)
            }
            Statement::DropTable { names, if_exists } => {
                let mut out = tagged("DROP TABLE");
                for name in names {
                    let database = self.database(instance)?;
                    let label = database.spelled(&name, dialect).unwrap_or_else(|| name.clone());
                    if database.tables.remove(&label).is_some() {
                        continue;
                    }
                    if !if_exists {
                        return Err(match dialect {
                            Dialect::Postgres => Error::new("42P01", 0, format!("table \"{name}\" does not exist")),
                            Dialect::Sqlite => lite(format!("no such table: {name}")),
                            Dialect::MySql => {
                                Error::new("42S02", 1051, format!("Unknown table '{}.{name}'", self.session.database))
                            }
                        });
                    }
                    out.notices
                        .push(format!("NOTICE:  table \"{name}\" does not exist, skipping"));
                }
                Ok(out)
            }
            Statement::Alter { table, at, changes } => {
                for change in changes {
                    self.change(instance, &table, at, change)?;
                }
                Ok(tagged("ALTER TABLE"))
            }
            Statement::RestartSequence { name, at, next } => {
                let counts = |table: &str, column: &crate::Column| column.auto && format!("{table}_{}_seq", column.name) == name;
                let tables = self.database(instance)?.tables.iter_mut();
                let found = tables
                    .into_iter()
                    .find(|(table, of)| of.columns.iter().any(|column| counts(table, column)));
                match found {
                    Some((_, table)) => table.next = next,
                    None => return Err(Error::new("42P01", 0, format!("relation \"{name}\" does not exist")).at(at)),
                }
                Ok(tagged("ALTER SEQUENCE"))
            }
            Statement::Truncate { tables, restart } => {
                for name in tables {
                    let table = self.table(instance, &name, 0)?;
                    table.rows.clear();
                    if my || restart {
                        table.next = 1;
                    }
                }
                Ok(tagged("TRUNCATE TABLE"))
            }
            Statement::CreateIndex {
                name,
                table,
                columns,
                unique,
                if_not_exists,
            } => {
                let found = self.table(instance, &table, 0)?;
                if found.indexes.iter().chain(&found.unique).any(|(n, _)| *n == name) {
                    return match dialect {
                        Dialect::Postgres if if_not_exists => {
                            Ok(skip("CREATE INDEX", format!("relation \"{name}\" already exists, skipping")))
                        }
                        Dialect::Postgres => Err(Error::new("42P07", 0, format!("relation \"{name}\" already exists"))),
                        Dialect::Sqlite if if_not_exists => Ok(tagged("CREATE INDEX")),
                        Dialect::Sqlite => Err(lite(format!("index {name} already exists"))),
                        Dialect::MySql => Err(Error::new("42000", 1061, format!("Duplicate key name '{name}'"))),
                    };
                }
                if unique {
                    found.constrain(&table, Constraint::Unique(Some(name), columns), dialect)?;
                } else {
                    found.indexes.push((name, columns));
                }
                Ok(tagged("CREATE INDEX"))
            }
            Statement::DropIndex { name, if_exists } => {
                let mut any = false;
                for table in self.database(instance)?.tables.values_mut() {
                    let before = table.indexes.len() + table.unique.len();
                    table.indexes.retain(|(n, _)| *n != name);
                    table.unique.retain(|(n, _)| *n != name);
                    any |= before != table.indexes.len() + table.unique.len();
                }
                if !any && !if_exists {
                    return Err(match dialect {
                        Dialect::Sqlite => lite(format!("no such index: {name}")),
                        _ => Error::new("42704", 1091, format!("index \"{name}\" does not exist")),
                    });
                }
                Ok(tagged("DROP INDEX"))
            }
            Statement::CreateDatabase { .. } | Statement::DropDatabase { .. }
                if dialect == Dialect::Postgres && self.session.open =>
            {
                let what = if matches!(statement, Statement::CreateDatabase { .. }) {
                    "CREATE DATABASE"
                } else {
                    "DROP DATABASE"
                };
                Err(Error::new(
                    "25001",
                    0,
                    format!("{what} cannot run inside a transaction block"),
                ))
            }
            Statement::CreateDatabase { name, if_not_exists } => {
                if instance.databases.contains_key(&name) {
                    return match dialect {
                        Dialect::MySql if if_not_exists => Ok(Answer {
                            affected: 1,
                            ..tagged("CREATE DATABASE")
                        }),
                        Dialect::Postgres => Err(Error::new("42P04", 0, format!("database \"{name}\" already exists"))),
                        Dialect::Sqlite => Err(Error::not_simulated("CREATE DATABASE")),
                        Dialect::MySql => Err(Error::new(
                            "HY000",
                            1007,
                            format!("Can't create database '{name}'; database exists"),
                        )),
                    };
                }
                instance.databases.insert(
                    name,
                    Database {
                        owner: self.session.user.clone(),
                        ..Database::default()
                    },
                );
                Ok(Answer {
                    affected: 1,
                    ..tagged("CREATE DATABASE")
                })
            }
            Statement::DropDatabase { name, if_exists } => {
                if !my && name == self.session.database {
                    return Err(Error::new("55006", 0, "cannot drop the currently open database"));
                }
                match instance.databases.remove(&name) {
                    Some(old) => Ok(Answer {
                        affected: old.tables.len() as u64,
                        ..tagged("DROP DATABASE")
                    }),
                    None if if_exists => Ok(skip("DROP DATABASE", format!("database \"{name}\" does not exist, skipping"))),
                    None => Err(match dialect {
                        Dialect::Postgres => Error::new("3D000", 0, format!("database \"{name}\" does not exist")),
                        Dialect::Sqlite => Error::not_simulated("DROP DATABASE"),
                        Dialect::MySql => {
                            Error::new("HY000", 1008, format!("Can't drop database '{name}'; database doesn't exist"))
                        }
                    }),
                }
            }
            Statement::CreateUser {
                name,
                password,
                if_not_exists,
                tag,
            } => {
                if instance.users.contains_key(&name) {
                    return match dialect {
                        Dialect::MySql if if_not_exists => Ok(tagged(tag)),
                        Dialect::Postgres => Err(Error::new("42710", 0, format!("role \"{name}\" already exists"))),
                        Dialect::Sqlite => Err(Error::not_simulated("CREATE USER")),
                        Dialect::MySql => Err(Error::new(
                            "HY000",
                            1396,
                            format!("Operation CREATE USER failed for '{name}'@'%'"),
                        )),
                    };
                }
                instance.users.insert(name, password);
                Ok(tagged(tag))
            }
            Statement::AlterUser { name, password, tag } => match instance.users.get_mut(&name) {
                Some(old) => {
                    if password.is_some() {
                        *old = password;
                    }
                    Ok(tagged(tag))
                }
                None => Err(match dialect {
                    Dialect::Postgres => Error::new("42704", 0, format!("role \"{name}\" does not exist")),
                    Dialect::Sqlite => Error::not_simulated("ALTER USER"),
                    Dialect::MySql => Error::new("HY000", 1396, format!("Operation ALTER USER failed for '{name}'@'%'")),
                }),
            },
            Statement::DropUser { name, if_exists, tag } => match instance.users.remove(&name) {
                None if !if_exists => Err(match dialect {
                    Dialect::Postgres => Error::new("42704", 0, format!("role \"{name}\" does not exist")),
                    Dialect::Sqlite => Error::not_simulated("DROP USER"),
                    Dialect::MySql => Error::new("HY000", 1396, format!("Operation DROP USER failed for '{name}'@'%'")),
                }),
                _ => Ok(tagged(tag)),
            },
            _ => Err(Error::not_simulated("this statement")),
        }
    }

    fn create_table(
        &mut self,
        instance: &mut Instance,
        name: String,
        if_not_exists: bool,
        columns: Vec<ColumnDef>,
        constraints: Vec<Constraint>,
        next: Option<i64>,
    ) -> Result<Answer> {
        let dialect = self.session.dialect;
        let database = self.database(instance)?;
        if database.spelled(&name, dialect).is_some() {
            let already = format!("relation \"{name}\" already exists");
            return match dialect {
                _ if if_not_exists => Ok(Answer {
                    notices: vec![format!("NOTICE:  {already}, skipping")],
                    ..tagged("CREATE TABLE")
                }),
                Dialect::Postgres => Err(Error::new("42P07", 0, already)),
                Dialect::Sqlite => Err(lite(format!("table {name} already exists"))),
                Dialect::MySql => Err(Error::new("42S01", 1050, format!("Table '{name}' already exists"))),
            };
        }
        let mut table = Table {
            counts: dialect == Dialect::Sqlite && columns.iter().any(|c| c.auto),
            next: next.unwrap_or(1),
            ..Table::default()
        };
        for column in columns {
            if table.position(&column.name, dialect).is_some() {
                return Err(match dialect {
                    Dialect::Postgres => Error::new("42701", 0, format!("column \"{}\" specified more than once", column.name)),
                    Dialect::Sqlite => lite(format!("duplicate column name: {}", column.name)),
                    Dialect::MySql => Error::new("42S21", 1060, format!("Duplicate column name '{}'", column.name)),
                });
            }
            table.add_column(column);
        }
        for constraint in constraints {
            if let Constraint::Foreign(f) = &constraint
                && f.table != name
                && dialect != Dialect::Sqlite
                && !database.tables.contains_key(&f.table)
            {
                return Err(match dialect {
                    Dialect::Postgres => Error::new("42P01", 0, format!("relation \"{}\" does not exist", f.table)),
                    Dialect::Sqlite => lite(format!("no such table: {}", f.table)),
                    Dialect::MySql => Error::new("HY000", 1824, format!("Failed to open the referenced table '{}'", f.table)),
                });
            }
            table.constrain(&name, constraint, dialect)?;
        }
        database.tables.insert(name, table);
        Ok(tagged("CREATE TABLE"))
    }

    fn change(&mut self, instance: &mut Instance, name: &str, at: usize, change: Change) -> Result<()> {
        let dialect = self.session.dialect;
        let shape = self.table(instance, name, at)?.clone();
        if dialect == Dialect::Sqlite {
            self.rewrite(instance, name, at, &change)?;
        }
        match change {
            Change::Nothing => {}
            Change::AddColumn(def, constraints, soft, _) => {
                if shape.position(&def.name, dialect).is_some() {
                    return match dialect {
                        _ if soft => Ok(()),
                        Dialect::Postgres => Err(Error::new(
                            "42701",
                            0,
                            format!("column \"{}\" of relation \"{name}\" already exists", def.name),
                        )),
                        Dialect::Sqlite => Err(lite(format!("duplicate column name: {}", def.name))),
                        Dialect::MySql => Err(Error::new("42S21", 1060, format!("Duplicate column name '{}'", def.name))),
                    };
                }
                let (column, must) = (def.name.clone(), def.not_null);
                let table = self.table(instance, name, at)?;
                table.add_column(def);
                for constraint in constraints {
                    table.constrain(name, constraint, dialect)?;
                }
                let n = table.columns.len() - 1;
                let mut table = table.clone();
                for row in 0..table.rows.len() {
                    let value = self.default_of(&mut table, n, false)?;
                    if must && value.is_null() && dialect == Dialect::Sqlite {
                        return Err(lite("Cannot add a NOT NULL column with default value NULL"));
                    }
                    if must && value.is_null() && dialect == Dialect::Postgres {
                        return Err(Error::new(
                            "23502",
                            0,
                            format!("column \"{column}\" of relation \"{name}\" contains null values"),
                        ));
                    }
                    if let Some(row) = table.rows.get_mut(row) {
                        row.push(value);
                    }
                }
                *self.table(instance, name, at)? = table;
            }
            Change::AddConstraint(constraint) => self.table(instance, name, at)?.constrain(name, constraint, dialect)?,
            Change::DropColumn(column, soft) => {
                if soft && shape.position(&column, dialect).is_none() {
                    return Ok(());
                }
                let n = self.column(name, &shape, &column, at)?;
                let table = self.table(instance, name, at)?;
                table.columns.remove(n);
                for row in &mut table.rows {
                    if n < row.len() {
                        row.remove(n);
                    }
                }
                table.primary.retain(|c| *c != column);
                table.unique.retain(|(_, c)| !c.contains(&column));
                table.foreign.retain(|f| !f.columns.contains(&column));
            }
            Change::RenameColumn(from, to) => {
                let n = self.column(name, &shape, &from, at)?;
                let table = self.table(instance, name, at)?;
                if let Some(column) = table.columns.get_mut(n) {
                    column.name.clone_from(&to);
                }
                let keys = table
                    .unique
                    .iter_mut()
                    .map(|(_, c)| c)
                    .chain(std::iter::once(&mut table.primary));
                for place in keys.flatten().filter(|c| **c == from) {
                    place.clone_from(&to);
                }
            }
            Change::RenameTo(to) => {
                let tables = &mut self.database(instance)?.tables;
                if let Some(table) = tables.remove(name) {
                    tables.insert(to, table);
                }
            }
            Change::SetDefault(column, value, text) => {
                let n = self.column(name, &shape, &column, at)?;
                if let Some(column) = self.table(instance, name, at)?.columns.get_mut(n) {
                    column.default = value;
                    column.default_text = text;
                }
            }
            Change::SetNotNull(column, yes) => {
                let n = self.column(name, &shape, &column, at)?;
                if yes && shape.rows.iter().any(|r| r.get(n).is_none_or(Value::is_null)) {
                    return Err(Error::new(
                        "23502",
                        1138,
                        format!("column \"{column}\" of relation \"{name}\" contains null values"),
                    ));
                }
                if let Some(column) = self.table(instance, name, at)?.columns.get_mut(n) {
                    column.not_null = yes;
                }
            }
            Change::SetType(column, kind) => {
                let n = self.column(name, &shape, &column, at)?;
                let table = self.table(instance, name, at)?;
                for row in &mut table.rows {
                    if let Some(value) = row.get_mut(n) {
                        *value = kind.accept(value.clone(), &column, dialect)?;
                    }
                }
                if let Some(column) = table.columns.get_mut(n) {
                    column.kind = kind;
                }
            }
            Change::NextSerial(next) => self.table(instance, name, at)?.next = next,
        }
        Ok(())
    }
}

impl Work<'_> {
    /// SQLite keeps a table's statement, and changes it with the table.
    fn rewrite(&self, instance: &mut Instance, name: &str, at: usize, change: &Change) -> Result<()> {
        let table = self.table(instance, name, at)?;
        match change {
            Change::AddColumn(_, _, _, written) => {
                let body = table.text.trim_end().strip_suffix(')').unwrap_or(&table.text).trim_end();
                table.text = format!("{body}, {written})");
            }
            Change::RenameTo(to) => {
                let body = table.text.find('(').and_then(|n| table.text.get(n..)).unwrap_or("()");
                table.text = format!("CREATE TABLE \"{to}\" {body}");
            }
            Change::RenameColumn(..) | Change::DropColumn(..) => {
                return Err(Error::not_simulated("ALTER TABLE … DROP or RENAME COLUMN"));
            }
            _ => {}
        }
        Ok(())
    }
}
