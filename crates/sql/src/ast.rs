//! Statements and expressions as trees.

use crate::table::Type;
use crate::value::Value;
use std::rc::Rc;

#[derive(Clone, Debug)]
pub enum Expr {
    Value(Value),
    /// Table or alias, column, and where it stands in the text.
    Column(Option<String>, String, usize),
    Not(Box<Expr>),
    Minus(Box<Expr>),
    Binary(&'static str, Box<Expr>, Box<Expr>),
    IsNull(Box<Expr>, bool),
    Between(Box<Expr>, Box<Expr>, Box<Expr>),
    Like(Box<Expr>, Box<Expr>, bool),
    In(Box<Expr>, Vec<Expr>),
    InSelect(Box<Expr>, Box<Select>),
    Exists(Box<Select>),
    Scalar(Box<Select>),
    Case(Option<Box<Expr>>, Vec<(Expr, Expr)>, Option<Box<Expr>>),
    Cast(Box<Expr>, Type),
    Call {
        name: String,
        args: Vec<Expr>,
        distinct: bool,
        star: bool,
        at: usize,
    },
    /// `INTERVAL '1 day'`, microseconds; months are taken for thirty days.
    Interval(i64),
}

#[derive(Clone, Debug)]
pub enum Item {
    /// `*` or `t.*`.
    All(Option<String>),
    Expr(Expr, Option<String>),
}

#[derive(Clone, Debug)]
pub enum Source {
    Table {
        schema: Option<String>,
        name: String,
        at: usize,
    },
    /// A subquery; one of WITH is shared by those that name it.
    Select {
        query: Rc<Select>,
        /// The names that its columns are given, if any.
        names: Vec<String>,
        /// What it is called in an error: `WITH query` or `table`.
        kind: &'static str,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    Inner,
    Left,
    Right,
}

#[derive(Clone, Debug)]
pub struct From {
    pub source: Source,
    pub alias: Option<String>,
    pub join: Join,
    pub on: Option<Expr>,
    pub using: Vec<String>,
}

#[derive(Clone, Debug, Default)]
pub struct Select {
    pub distinct: bool,
    pub items: Vec<Item>,
    pub from: Vec<From>,
    pub filter: Option<Expr>,
    pub group: Vec<Expr>,
    pub having: Option<Expr>,
    /// The key and whether it goes down.
    pub order: Vec<(Expr, bool)>,
    pub limit: Option<Expr>,
    pub offset: Option<Expr>,
    /// `UNION`, whether ALL.
    pub union: Option<(Box<Select>, bool)>,
    /// `VALUES (…), (…)` stands alone.
    pub values: Vec<Vec<Expr>>,
    /// Queries of WITH: their names have to be right even where nobody asks for their rows.
    pub with: Vec<Rc<Select>>,
}

#[derive(Clone, Debug)]
pub struct ColumnDef {
    pub name: String,
    pub kind: Type,
    pub not_null: bool,
    pub auto: bool,
    pub default: Option<Expr>,
    pub default_text: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ForeignKey {
    pub name: String,
    pub columns: Vec<String>,
    pub table: String,
    pub others: Vec<String>,
    /// ON DELETE: "", "CASCADE", "SET NULL".
    pub on_delete: &'static str,
}

#[derive(Clone, Debug)]
pub enum Constraint {
    Primary(Vec<String>),
    Unique(Option<String>, Vec<String>),
    Foreign(ForeignKey),
    Check(Option<String>, Expr, String),
}

#[derive(Clone, Debug)]
pub enum Change {
    /// With whether it may be there already, and what was written.
    AddColumn(ColumnDef, Vec<Constraint>, bool, String),
    AddConstraint(Constraint),
    DropColumn(String, bool),
    RenameColumn(String, String),
    RenameTo(String),
    SetDefault(String, Option<Expr>, String),
    SetNotNull(String, bool),
    SetType(String, Type),
    NextSerial(i64),
    Nothing,
}

#[derive(Clone, Debug)]
pub enum Statement {
    Select(Select),
    Insert {
        table: String,
        at: usize,
        columns: Vec<String>,
        rows: Option<Select>,
        on_conflict: Conflict,
        returning: Vec<Item>,
    },
    Update {
        table: String,
        alias: Option<String>,
        at: usize,
        set: Vec<(String, usize, Expr)>,
        filter: Option<Expr>,
        returning: Vec<Item>,
    },
    Delete {
        table: String,
        at: usize,
        filter: Option<Expr>,
        returning: Vec<Item>,
    },
    CreateTable {
        name: String,
        if_not_exists: bool,
        columns: Vec<ColumnDef>,
        constraints: Vec<Constraint>,
        next: Option<i64>,
        /// What was written, from `TABLE` on.
        text: String,
    },
    DropTable {
        names: Vec<String>,
        if_exists: bool,
    },
    Alter {
        table: String,
        at: usize,
        changes: Vec<Change>,
    },
    /// `ALTER SEQUENCE … RESTART WITH`: its name, as it stands and where, and what comes next.
    RestartSequence {
        name: String,
        at: usize,
        next: i64,
    },
    Truncate {
        tables: Vec<String>,
        /// `RESTART IDENTITY`.
        restart: bool,
    },
    CreateIndex {
        name: String,
        table: String,
        columns: Vec<String>,
        unique: bool,
        if_not_exists: bool,
    },
    DropIndex {
        name: String,
        if_exists: bool,
    },
    CreateDatabase {
        name: String,
        if_not_exists: bool,
    },
    DropDatabase {
        name: String,
        if_exists: bool,
    },
    CreateUser {
        name: String,
        password: Option<String>,
        if_not_exists: bool,
        tag: &'static str,
    },
    AlterUser {
        name: String,
        password: Option<String>,
        tag: &'static str,
    },
    DropUser {
        name: String,
        if_exists: bool,
        tag: &'static str,
    },
    Use(String),
    Begin,
    Commit,
    Rollback,
    /// `SHOW TABLES` and the like, words in lower case; the filter of LIKE.
    Show(Vec<String>, Option<String>),
    Describe(String),
    /// SQLite's: its name, and the word given to it.
    Pragma(String, Option<String>),
    /// Accepted, with nothing to do: GRANT, SET, COMMENT and the like, by their tag.
    Nothing(&'static str),
}

impl Statement {
    pub(crate) fn only_reads(&self) -> bool {
        matches!(self, Statement::Select(_) | Statement::Show(..) | Statement::Describe(_))
    }

    /// Whether MySQL ends the open transaction with it (reference manual, "Statements That Cause an Implicit Commit").
    pub(crate) fn commits_in_mysql(&self) -> bool {
        use Statement::*;
        matches!(
            self,
            CreateTable { .. }
                | DropTable { .. }
                | Alter { .. }
                | RestartSequence { .. }
                | Truncate { .. }
                | CreateIndex { .. }
                | DropIndex { .. }
                | CreateDatabase { .. }
                | DropDatabase { .. }
                | CreateUser { .. }
                | AlterUser { .. }
                | DropUser { .. }
        )
    }
}

#[derive(Clone, Debug)]
pub enum Conflict {
    Fail,
    Ignore,
    Update(Vec<(String, usize, Expr)>),
    Replace,
}
