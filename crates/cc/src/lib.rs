//! A C compiler whose programs suspend at every call into their host.
//!
//! Text -> tokens (`lexer`) -> tokens without macros (`preprocess`) -> instructions (`parser`) -> a program (`link`) -> what it
//! does (`vm`). The language is C11 as tutorials use it; messages are gcc's. The C library is written in C (`lib/libc.c`)
//! over a few native functions (`natives`). What is left out is refused by name when a program is built.

mod decimal;
mod diagnostic;
mod headers;
mod lexer;
mod link;
mod memory;
mod natives;
mod number;
mod parser;
mod preprocess;
mod program;
mod types;
mod vm;

pub use link::Problem;
pub use parser::Strict;
pub use preprocess::Options;
pub use syscalls::*;
pub use vm::Vm;

/// What came of one source.
pub struct Compiled {
    /// All that the compiler says.
    pub messages: String,
    pub failed: bool,
    /// What of it is not simulated.
    pub beyond: Option<String>,
    /// The source without macros, from which the program can be made again.
    pub text: String,
}

/// Compiles one source.
pub fn compile(name: &str, text: &str, options: &Options, strict: Strict) -> Compiled {
    let pre = preprocess::preprocess(name, text, options);
    let mut all = pre.diagnostics;
    let mut beyond = pre.beyond;
    let fatal = all.iter().any(|d| d.kind == diagnostic::Kind::Fatal);
    if !fatal && beyond.is_none() {
        let (_, more, other) = parser::compile(&pre.tokens, &pre.files, strict);
        all.extend(more);
        beyond = other;
    }
    let failed = all
        .iter()
        .any(|d| matches!(d.kind, diagnostic::Kind::Error | diagnostic::Kind::Fatal));
    let mut messages = diagnostic::render(&pre.files, &all);
    if strict.errors && failed && all.iter().any(|d| d.text.contains("[-Werror=")) {
        messages.push_str("cc1: all warnings being treated as errors\n");
    }
    // The system's names are marked, so that a program made again knows whose they are.
    let mut out = String::new();
    let mut system = false;
    let mut from = 0;
    for (n, token) in pre.tokens.iter().enumerate() {
        let is = pre.files.get(token.pos.file as usize).is_some_and(|f| f.system);
        if is != system {
            out.push_str(&preprocess::print(pre.tokens.get(from..n).unwrap_or_default()));
            out.push_str(if is { "\n\u{2}\n" } else { "\n\u{3}\n" });
            system = is;
            from = n;
        }
    }
    out.push_str(&preprocess::print(pre.tokens.get(from..).unwrap_or_default()));
    Compiled {
        messages,
        failed,
        beyond,
        text: out,
    }
}

/// A unit out of the text that `compile` gave.
fn again(text: &str) -> program::Unit {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut file = 0;
    loop {
        let end = rest.find(['\u{2}', '\u{3}']);
        let part = end.map_or(rest, |n| rest.get(..n).unwrap_or(""));
        let (mut more, _) = lexer::lex(file, part);
        if end.is_some() {
            more.pop();
        }
        tokens.extend(more);
        let Some(end) = end else { break };
        file = u16::from(rest.get(end..).is_some_and(|r| r.starts_with('\u{2}')));
        rest = rest.get(end + 1..).unwrap_or("");
    }
    let files = [
        diagnostic::Source::default(),
        diagnostic::Source {
            system: true,
            ..Default::default()
        },
    ];
    parser::compile(
        &tokens,
        &files,
        Strict {
            quiet: true,
            ..Strict::default()
        },
    )
    .0
}

/// The C library.
fn library() -> program::Unit {
    let options = Options {
        read: &|_| None,
        include: vec![],
        define: vec![],
        library: true,
    };
    let pre = preprocess::preprocess("libc.c", include_str!("../lib/libc.c"), &options);
    parser::compile(
        &pre.tokens,
        &pre.files,
        Strict {
            quiet: true,
            ..Strict::default()
        },
    )
    .0
}

/// What is wrong with the C library itself; nothing, as a test sees to.
pub fn check_library() -> String {
    let options = Options {
        read: &|_| None,
        include: vec![],
        define: vec![],
        library: true,
    };
    let done = compile("libc.c", include_str!("../lib/libc.c"), &options, Strict::default());
    done.messages + &done.beyond.unwrap_or_default()
}

/// Whether units go together.
pub fn link(units: &[String]) -> Result<(), Vec<Problem>> {
    link::link(units.iter().map(|u| again(u)).collect()).map(|_| ())
}

/// A program ready to run.
pub fn load(units: &[String], argv: &[String], env: &[String], limit: usize) -> Option<Vm> {
    let image = link::link(units.iter().map(|u| again(u)).collect()).ok()?;
    Some(Vm::new(image, argv, env, limit))
}
