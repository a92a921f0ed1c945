//! `docker` as a program on the host machine: flags, tables, messages and exit statuses.
//!
//! A command line is read with the one [`table`] of commands, becomes a request to the engine, and the
//! engine's typed answers become text. Docker's daemon speaks data and errors; the words
//! `Error response from daemon:`, the tables and the exit statuses exist only here.

pub mod flags;
pub mod gotemplate;
pub mod help;
pub mod opts;
pub mod table;
