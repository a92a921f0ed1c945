//! A modest SQL engine: text to tokens to statements to rows, tables in memory.
//!
//! Models what tutorials do with PostgreSQL and MySQL: databases, users, tables with keys and defaults, joins,
//! grouping, subqueries, simple transactions. Behaviour and messages follow the PostgreSQL 16 documentation (SQL
//! commands; appendix A, error codes) and the MySQL reference manual (statements; server error messages). Leaves out
//! indexes as a means of speed, views, stored code, windows, isolation between sessions; what it does not know it
//! refuses by name.

mod ast;
mod dump;
mod eval;
mod functions;
mod lexer;
mod parser;
mod select;
mod show;
mod sqlite;
mod statements;
mod table;
mod value;

pub use dump::{dump, load, tables as dump_tables};
pub use lexer::split_statements;
pub use sqlite::{dump_file, first_word, load_file, parameters, schema};
pub use statements::{Answer, Session};
pub use table::{Column, Database, Instance, Table, Type};
pub use value::Value;

/// Whose SQL and whose words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    Postgres,
    MySql,
    Sqlite,
}

/// A statement's failure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Error {
    /// SQLSTATE.
    pub state: &'static str,
    /// MySQL's number.
    pub number: u16,
    pub message: String,
    pub detail: String,
    pub hint: String,
    /// Byte offset in the statement that a person should look at.
    pub at: Option<usize>,
}

impl Error {
    pub(crate) fn new(state: &'static str, number: u16, message: impl Into<String>) -> Error {
        Error {
            state,
            number,
            message: message.into(),
            ..Error::default()
        }
    }
    pub(crate) fn at(mut self, at: usize) -> Error {
        self.at = Some(at);
        self
    }
    pub(crate) fn detail(mut self, text: impl Into<String>) -> Error {
        self.detail = text.into();
        self
    }
    /// What the engine can't do, by name.
    pub(crate) fn not_simulated(what: &str) -> Error {
        Error::new("0A000", 1235, format!("drydock: {what} is not simulated"))
    }
}

/// What comes out of the engine's parts.
pub type Result<T> = std::result::Result<T, Error>;

#[cfg(test)]
mod tests;
