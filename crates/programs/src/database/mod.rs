//! Database servers and their clients: PostgreSQL (`postgres`, `initdb`, `pg_ctl`, `psql`, …) and MySQL or MariaDB
//! (`mysqld`, `mysql`, `mysqladmin`, …), over the crate `sql`.
//!
//! Between client and server goes a line of JSON each way, not the real protocols, over the machine's TCP; a "local
//! socket" is the loopback address. The data directory holds the whole content as SQL in one file.

mod mysql;
mod mysql_client;
mod postgres;
mod postgres_tools;
mod psql;
mod psql_about;
mod server;
mod wire;

pub(crate) use mysql::DECLARED as MYSQL;
pub(crate) use postgres::DECLARED as POSTGRES;

use machine::Machine;

/// Registers the programs.
pub fn register(machine: &Machine) {
    machine.register("program/postgres", postgres::main);
    machine.register("program/initdb", postgres_tools::initdb);
    machine.register("program/pg_ctl", postgres_tools::pg_ctl);
    machine.register("program/pg_isready", postgres_tools::pg_isready);
    machine.register("program/pg_dump", postgres_tools::pg_dump);
    machine.register("program/createdb", postgres_tools::createdb);
    machine.register("program/dropdb", postgres_tools::dropdb);
    machine.register("program/psql", psql::main);
    machine.register("program/mysqld", mysql::main);
    machine.register("program/mysql", mysql_client::main);
    machine.register("program/mysqladmin", mysql_client::admin);
    machine.register("program/mysqldump", mysql_client::dump);
}

/// `2025-11-22 23:00:00.123` of now.
fn stamp(sys: &machine::Sys, between: char, micros: bool) -> String {
    let now = sys.now();
    let (year, month, day, hour, minute, second) = crate::http::civil(now.seconds());
    let nanos = now.0.rem_euclid(1_000_000_000);
    let part = if micros {
        format!("{:06}", nanos / 1000)
    } else {
        format!("{:03}", nanos / 1_000_000)
    };
    format!("{year:04}-{month:02}-{day:02}{between}{hour:02}:{minute:02}:{second:02}.{part}")
}
