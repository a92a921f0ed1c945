//! CREATE, DROP and ALTER.

use super::Parser;
use crate::ast::*;
use crate::lexer::Kind;
use crate::table::Type;
use crate::value::Value;
use crate::{Dialect, Error, Result};

impl Parser<'_> {
    pub fn create(&mut self) -> Result<Statement> {
        self.at += 1;
        let replace = self.words("or replace");
        let unique = self.word("unique");
        let passing = self.word("temporary") || self.word("temp");
        if passing && self.dialect == Dialect::Sqlite {
            return Err(Error::not_simulated("CREATE TEMPORARY TABLE"));
        }
        let what = self.word_at(0);
        self.at += 1;
        match what.as_str() {
            "table" => self.create_table(),
            "index" => {
                let if_not_exists = self.words("if not exists");
                let name = if self.is("on") { String::new() } else { self.name()? };
                self.need("on")?;
                let table = self.table()?.1;
                if self.word("using") {
                    self.name()?;
                }
                let columns = self.names()?;
                if self.is("where") {
                    return Err(Error::not_simulated("an index of some rows"));
                }
                let name = if name.is_empty() {
                    format!("{table}_{}_idx", columns.join("_"))
                } else {
                    name
                };
                Ok(Statement::CreateIndex {
                    name,
                    table,
                    columns,
                    unique,
                    if_not_exists,
                })
            }
            "database" | "schema" if what == "database" || self.dialect == Dialect::MySql => {
                let if_not_exists = self.words("if not exists");
                let name = self.name()?;
                self.to_end();
                Ok(Statement::CreateDatabase { name, if_not_exists })
            }
            "user" | "role" => {
                let if_not_exists = self.words("if not exists");
                let (name, password) = self.user()?;
                Ok(Statement::CreateUser {
                    name,
                    password,
                    if_not_exists,
                    tag: "CREATE ROLE",
                })
            }
            "extension" | "schema" | "type" | "sequence" if !replace && what != "type" => {
                self.to_end();
                Ok(Statement::Nothing(match what.as_str() {
                    "extension" => "CREATE EXTENSION",
                    "schema" => "CREATE SCHEMA",
                    _ => "CREATE SEQUENCE",
                }))
            }
            "view" | "function" | "trigger" | "procedure" | "materialized" | "type" | "event" | "domain" | "policy" | "rule" => {
                Err(Error::not_simulated(&format!("CREATE {}", what.to_uppercase())))
            }
            _ => {
                self.at -= 1;
                Err(self.unexpected())
            }
        }
    }

    pub(super) fn to_end(&mut self) {
        while self.peek().is_some_and(|k| *k != Kind::Symbol(";")) {
            self.at += 1;
        }
    }

    /// A user's name and what identifies it.
    fn user(&mut self) -> Result<(String, Option<String>)> {
        let name = match self.peek() {
            Some(Kind::Text(_)) => self.string()?,
            _ => self.name()?,
        };
        if self.symbol("@") {
            self.at += 1;
        }
        let mut password = None;
        while let Some(kind) = self.peek().cloned() {
            match kind {
                Kind::Symbol(";") => break,
                Kind::Word(w) if w.eq_ignore_ascii_case("password") || w.eq_ignore_ascii_case("by") => {
                    self.at += 1;
                    if let Some(Kind::Text(_)) = self.peek() {
                        password = Some(self.string()?);
                    }
                }
                _ => self.at += 1,
            }
        }
        Ok((name, password))
    }

    /// SQLite takes any words for a type, or none.
    fn written_kind(&mut self) -> Result<String> {
        const ENDS: &[&str] = &[
            "constraint",
            "primary",
            "not",
            "null",
            "unique",
            "check",
            "default",
            "collate",
            "references",
            "generated",
            "as",
        ];
        let start = self.at;
        loop {
            match self.peek() {
                Some(Kind::Word(w)) if !ENDS.contains(&w.to_ascii_lowercase().as_str()) => self.at += 1,
                Some(Kind::Name(_)) => self.at += 1,
                _ => break,
            }
        }
        if self.at > start && self.symbol("(") {
            while self.peek().is_some() && !self.symbol(")") {
                self.at += 1;
            }
        }
        Ok(self.written(start))
    }

    /// A type, and whether it counts by itself.
    pub fn kind(&mut self) -> Result<(Type, bool)> {
        if self.dialect == Dialect::Sqlite {
            return Ok((Type::Named(self.written_kind()?), false));
        }
        let word = match self.peek() {
            Some(Kind::Word(w)) => w.to_ascii_lowercase(),
            Some(Kind::Name(n)) => n.clone(),
            _ => return Err(self.unexpected()),
        };
        let at = self.place();
        self.at += 1;
        let mut sizes: Vec<i64> = Vec::new();
        let mut words: Vec<String> = Vec::new();
        if self.symbol("(") {
            loop {
                match self.peek() {
                    Some(Kind::Text(_)) => words.push(self.string()?),
                    _ => sizes.push(self.number()?),
                }
                if !self.symbol(",") {
                    break;
                }
            }
            self.need_symbol(")")?;
        }
        let size = sizes.first().map(|n| usize::try_from(*n).unwrap_or(1).min(10_000_000));
        let my = self.dialect == Dialect::MySql;
        let kind = match word.as_str() {
            "serial" | "serial4" | "bigserial" | "smallserial" => {
                let kind = match word.as_str() {
                    "bigserial" => Type::BigInt,
                    "smallserial" => Type::SmallInt,
                    _ if my => Type::BigInt,
                    _ => Type::Int,
                };
                return Ok((kind, true));
            }
            "int" | "integer" | "int4" | "mediumint" | "signed" => Type::Int,
            "bigint" | "int8" => Type::BigInt,
            "smallint" | "int2" => Type::SmallInt,
            "tinyint" if size == Some(1) => Type::Bool,
            "tinyint" => Type::TinyInt,
            "unsigned" => Type::BigInt,
            "real" | "float4" => Type::Real,
            "float" if my => Type::Real,
            "float" | "float8" => Type::Double,
            "double" => {
                self.word("precision");
                Type::Double
            }
            "numeric" | "decimal" | "dec" => Type::Decimal(size.map(|p| {
                let scale = sizes.get(1).copied().unwrap_or(0).clamp(0, 18) as u32;
                ((p as u32).clamp(1, 36), scale)
            })),
            "money" => return Err(Error::not_simulated("the type money")),
            "text" => Type::Text,
            "varchar" => Type::Varchar(size),
            "character" | "char" | "bpchar" => {
                if self.word("varying") {
                    let mut size = size;
                    if self.symbol("(") {
                        size = usize::try_from(self.number()?).ok();
                        self.need_symbol(")")?;
                    }
                    Type::Varchar(size)
                } else {
                    Type::Char(size.unwrap_or(1))
                }
            }
            "bool" | "boolean" => Type::Bool,
            "date" => Type::Date,
            "timestamp" => {
                if self.words("with time zone") {
                    Type::TimestampTz
                } else {
                    let _ = self.words("without time zone");
                    Type::Timestamp
                }
            }
            "timestamptz" => Type::TimestampTz,
            "datetime" if my => Type::Datetime,
            "enum" if my => Type::Enum(words),
            "json" | "jsonb" | "uuid" | "bytea" | "inet" | "tinytext" | "mediumtext" | "longtext" | "blob" | "longblob"
            | "time" | "year" | "citext" => Type::Named(word),
            _ => {
                return Err(match self.dialect {
                    Dialect::Postgres => Error::new("42704", 0, format!("type \"{word}\" does not exist")).at(at),
                    Dialect::Sqlite => self.unexpected(),
                    Dialect::MySql => {
                        self.at -= 1;
                        self.unexpected()
                    }
                });
            }
        };
        if self.symbol("[") {
            return Err(Error::not_simulated("an array type"));
        }
        while self.word("unsigned") || self.word("zerofill") {}
        Ok((kind, false))
    }

    fn create_table(&mut self) -> Result<Statement> {
        let if_not_exists = self.words("if not exists");
        let named = self.at;
        let name = self.table()?.1;
        if self.is("as") || self.is("like") {
            return Err(Error::not_simulated(&format!(
                "CREATE TABLE … {}",
                self.word_at(0).to_uppercase()
            )));
        }
        self.need_symbol("(")?;
        let (mut columns, mut constraints) = (Vec::new(), Vec::new());
        while !self.symbol(")") {
            if let Some(constraint) = self.constraint(&mut columns)? {
                constraints.extend(constraint);
            } else {
                let (column, own) = self.column()?;
                columns.push(column);
                constraints.extend(own);
            }
            if !self.symbol(",") {
                self.need_symbol(")")?;
                break;
            }
        }
        let mut next = None;
        while let Some(kind) = self.peek() {
            if *kind == Kind::Symbol(";") {
                break;
            }
            if self.word("auto_increment") {
                self.symbol("=");
                next = Some(self.number()?);
                continue;
            }
            self.at += 1;
        }
        let mut text = String::new();
        if self.dialect == Dialect::Sqlite {
            text = format!("CREATE TABLE {}", self.written(named));
            crate::sqlite::number_rows(&mut columns, &constraints)?;
        }
        Ok(Statement::CreateTable {
            name,
            if_not_exists,
            columns,
            constraints,
            next,
            text,
        })
    }

    /// A constraint of the table; None where a column stands.
    fn constraint(&mut self, _columns: &mut [ColumnDef]) -> Result<Option<Vec<Constraint>>> {
        let start = self.at;
        let mut name = None;
        if self.word("constraint") {
            name = if matches!(self.word_at(0).as_str(), "primary" | "unique" | "foreign" | "check") {
                None
            } else {
                Some(self.name()?)
            };
        }
        if self.words("primary key") {
            return Ok(Some(vec![Constraint::Primary(self.names()?)]));
        }
        if self.is("unique") {
            self.at += 1;
            let _ = self.word("key") || self.word("index");
            let own = if matches!(self.peek(), Some(Kind::Symbol("("))) {
                None
            } else {
                Some(self.name()?)
            };
            return Ok(Some(vec![Constraint::Unique(name.or(own), self.names()?)]));
        }
        if self.words("foreign key") {
            if !matches!(self.peek(), Some(Kind::Symbol("("))) {
                name = Some(self.name()?);
            }
            let columns = self.names()?;
            let mut key = self.references()?;
            key.columns = columns;
            key.name = name.unwrap_or_default();
            return Ok(Some(vec![Constraint::Foreign(key)]));
        }
        if self.is("check") {
            return Ok(Some(vec![self.check(name)?]));
        }
        let indexed = (self.is("index") || self.is("key"))
            && self.dialect == Dialect::MySql
            && !matches!(self.word_at(1).as_str(), "int" | "varchar" | "text" | "char" | "bigint");
        if indexed {
            self.at += 1;
            if !matches!(self.peek(), Some(Kind::Symbol("("))) {
                self.name()?;
            }
            self.names()?;
            return Ok(Some(Vec::new()));
        }
        self.at = start;
        Ok(None)
    }

    fn check(&mut self, name: Option<String>) -> Result<Constraint> {
        self.need("check")?;
        let start = self.at;
        self.need_symbol("(")?;
        let expr = self.expr()?;
        self.need_symbol(")")?;
        Ok(Constraint::Check(name, expr, self.written(start)))
    }

    fn references(&mut self) -> Result<ForeignKey> {
        self.need("references")?;
        let table = self.table()?.1;
        let others = if matches!(self.peek(), Some(Kind::Symbol("("))) {
            self.names()?
        } else {
            Vec::new()
        };
        let mut on_delete = "";
        while self.word("on") {
            let delete = self.word("delete");
            if !delete {
                self.need("update")?;
            }
            let action = if self.word("cascade") {
                "CASCADE"
            } else if self.words("set null") {
                "SET NULL"
            } else {
                let known = self.word("restrict") || self.words("no action") || self.words("set default");
                if !known {
                    return Err(self.unexpected());
                }
                ""
            };
            if delete {
                on_delete = action;
            }
        }
        Ok(ForeignKey {
            name: String::new(),
            columns: Vec::new(),
            table,
            others,
            on_delete,
        })
    }

    fn column(&mut self) -> Result<(ColumnDef, Vec<Constraint>)> {
        let name = self.name()?;
        let (kind, auto) = self.kind()?;
        let mut def = ColumnDef {
            name: name.clone(),
            kind,
            not_null: false,
            auto,
            default: None,
            default_text: String::new(),
        };
        let mut out = Vec::new();
        let mut label = None;
        loop {
            if self.word("constraint") {
                label = Some(self.name()?);
            } else if self.words("not null") {
                def.not_null = true;
            } else if self.word("null") {
            } else if self.words("primary key") {
                out.push(Constraint::Primary(vec![name.clone()]));
                let _ = self.dialect == Dialect::Sqlite && (self.word("asc") || self.word("desc"));
                if self.dialect == Dialect::Sqlite && self.word("autoincrement") {
                    def.auto = true;
                }
            } else if self.word("unique") {
                self.word("key");
                out.push(Constraint::Unique(label.take(), vec![name.clone()]));
            } else if self.word("auto_increment") {
                def.auto = true;
            } else if self.words("generated always as identity") || self.words("generated by default as identity") {
                def.auto = true;
            } else if self.word("default") {
                let start = self.at;
                def.default = Some(self.default_value()?);
                def.default_text = self.written(start);
            } else if self.words("on update") {
                self.primary_word();
            } else if self.is("references") {
                let mut key = self.references()?;
                key.columns = vec![name.clone()];
                key.name = label.take().unwrap_or_default();
                out.push(Constraint::Foreign(key));
            } else if self.is("check") {
                out.push(self.check(label.take())?);
            } else if self.word("comment") {
                self.string()?;
            } else if self.dialect == Dialect::Sqlite && self.words("collate binary") {
            } else if self.dialect == Dialect::Sqlite && (self.is("collate") || self.is("generated") || self.is("as")) {
                return Err(Error::not_simulated(&format!(
                    "{} of a column",
                    self.word_at(0).to_uppercase()
                )));
            } else if self.word("collate") || self.words("character set") {
                self.name()?;
            } else if self.word("first") {
            } else if self.word("after") {
                self.name()?;
            } else {
                return Ok((def, out));
            }
        }
    }

    /// A default stops before NOT NULL.
    fn default_value(&mut self) -> Result<Expr> {
        if self.symbol("(") {
            let inner = self.expr()?;
            self.need_symbol(")")?;
            return Ok(inner);
        }
        let before = self.at;
        if let Some(Kind::Text(text)) = self.peek().cloned() {
            self.at += 1;
            if self.symbol("::") {
                let kind = self.kind()?.0;
                return Ok(Expr::Cast(Box::new(Expr::Value(Value::Text(text))), kind));
            }
            return Ok(Expr::Value(Value::Text(text)));
        }
        self.at = before;
        self.deeper(|p| p.default_expr())
    }

    fn default_expr(&mut self) -> Result<Expr> {
        // NOT would be taken for an operator behind a value; a unary value is all that defaults need.
        self.unary_value()
    }

    fn primary_word(&mut self) {
        self.at += 1;
        if self.symbol("(") {
            while self.peek().is_some() && !self.symbol(")") {
                self.at += 1;
            }
        }
    }

    pub fn drop(&mut self) -> Result<Statement> {
        self.at += 1;
        let what = self.word_at(0);
        self.at += 1;
        let if_exists = self.words("if exists");
        match what.as_str() {
            "table" => {
                let mut names = vec![self.table()?.1];
                while self.symbol(",") {
                    names.push(self.table()?.1);
                }
                let _ = self.word("cascade") || self.word("restrict");
                Ok(Statement::DropTable { names, if_exists })
            }
            "database" | "schema" if what == "database" || self.dialect == Dialect::MySql => {
                let name = self.name()?;
                self.to_end();
                Ok(Statement::DropDatabase { name, if_exists })
            }
            "user" | "role" => {
                let (name, _) = self.user()?;
                Ok(Statement::DropUser {
                    name,
                    if_exists,
                    tag: "DROP ROLE",
                })
            }
            "index" => {
                let name = self.name()?;
                self.to_end();
                Ok(Statement::DropIndex { name, if_exists })
            }
            "view" | "function" | "trigger" | "procedure" | "type" | "sequence" | "extension" | "schema" => {
                Err(Error::not_simulated(&format!("DROP {}", what.to_uppercase())))
            }
            _ => {
                self.at -= 1;
                Err(self.unexpected())
            }
        }
    }

    pub fn alter(&mut self) -> Result<Statement> {
        self.at += 1;
        if self.word("user") || self.word("role") {
            let _ = self.words("if exists");
            let (name, password) = self.user()?;
            return Ok(Statement::AlterUser {
                name,
                password,
                tag: "ALTER ROLE",
            });
        }
        if self.word("sequence") {
            let _ = self.words("if exists");
            let (_, name, at) = self.table()?;
            if !self.word("restart") {
                return Err(Error::not_simulated("ALTER SEQUENCE other than RESTART"));
            }
            self.word("with");
            let next = if matches!(self.peek(), Some(Kind::Number(_))) {
                self.number()?
            } else {
                1
            };
            return Ok(Statement::RestartSequence { name, at, next });
        }
        if self.is("database") || self.is("system") {
            self.to_end();
            return Ok(Statement::Nothing("ALTER DATABASE"));
        }
        self.need("table")?;
        let _ = self.words("if exists");
        self.word("only");
        let (_, table, at) = self.table()?;
        let mut changes = Vec::new();
        loop {
            changes.push(self.change()?);
            if !self.symbol(",") {
                return Ok(Statement::Alter { table, at, changes });
            }
        }
    }

    fn change(&mut self) -> Result<Change> {
        if self.word("add") {
            if let Some(constraint) = self.constraint(&mut [])? {
                return Ok(constraint.into_iter().next().map_or(Change::Nothing, Change::AddConstraint));
            }
            self.word("column");
            let soft = self.words("if not exists");
            let start = self.at;
            let (column, own) = self.column()?;
            let written = self.written(start);
            return Ok(Change::AddColumn(column, own, soft, written));
        }
        if self.word("drop") {
            if self.word("constraint") || self.word("index") || self.words("foreign key") || self.word("key") {
                return Err(Error::not_simulated("ALTER TABLE … DROP CONSTRAINT"));
            }
            self.word("column");
            let soft = self.words("if exists");
            let name = self.name()?;
            let _ = self.word("cascade") || self.word("restrict");
            return Ok(Change::DropColumn(name, soft));
        }
        if self.word("rename") {
            if self.word("to") || self.word("as") {
                return Ok(Change::RenameTo(self.name()?));
            }
            self.word("column");
            let from = self.name()?;
            self.need("to")?;
            return Ok(Change::RenameColumn(from, self.name()?));
        }
        if self.word("owner") {
            self.need("to")?;
            self.name()?;
            return Ok(Change::Nothing);
        }
        if self.word("auto_increment") {
            self.symbol("=");
            return Ok(Change::NextSerial(self.number()?));
        }
        if self.word("modify") {
            self.word("column");
            let (column, _) = self.column()?;
            return Ok(Change::SetType(column.name, column.kind));
        }
        self.need("alter")?;
        self.word("column");
        let name = self.name()?;
        if self.word("type") || self.words("set data type") {
            return Ok(Change::SetType(name, self.kind()?.0));
        }
        let set = self.word("set");
        if !set {
            self.need("drop")?;
        }
        if self.words("not null") {
            return Ok(Change::SetNotNull(name, set));
        }
        self.need("default")?;
        if !set {
            return Ok(Change::SetDefault(name, None, String::new()));
        }
        let start = self.at;
        let value = self.default_value()?;
        Ok(Change::SetDefault(name, Some(value), self.written(start)))
    }
}
