//! The grammar: from text to a tree (POSIX XCU 2.10, and what bash adds to it).

pub mod ast;
mod command;
mod conditional;
pub mod error;
mod lexer;
mod print;
mod word;

pub use command::as_assignment;
pub use error::{SyntaxError, SyntaxErrorKind};
pub use lexer::{Parser, Unfinished, is_name, is_reserved};
pub use print::{print_command, print_function, print_list};
