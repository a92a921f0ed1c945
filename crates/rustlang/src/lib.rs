//! Rust, a subset of it: a compiler to instructions, and a machine that runs them and suspends at every call into its host.
//!
//! Text -> tokens -> tree -> declarations -> instructions -> requests. The library is written in the language itself (`std/`) over
//! what the machine gives. What is not understood is refused when it is compiled, with its place; so a program that was compiled does
//! what it says. Left out: lifetimes and borrows (programs that rustc accepts obey them), async, unsafe, macros of one's own, crates.

// A mistake ends a compilation: its size matters to nobody.
#![allow(clippy::result_large_err)]

mod ast;
mod code;
mod compile;
mod declare;
mod diagnostics;
mod format;
mod lexer;
mod natives;
mod parser;
mod program;
mod run;
mod types;
mod value;
mod vm;

pub use vm::{Config, Vm};

use ast::Fault;
use program::{Def, Module, Program};
use std::rc::Rc;

/// What to compile.
pub struct Source<'a> {
    /// The file as rustc shows it, such as `src/main.rs`; modules lie beside it.
    pub name: &'a str,
    pub text: &'a str,
    /// Hands out other files by such names.
    pub files: &'a dyn Fn(&str) -> Option<String>,
    /// Numbers that don't fit wrap instead of panicking.
    pub release: bool,
    pub tests: bool,
    /// Crates that the manifest names.
    pub crates: Vec<String>,
    /// What `env!` finds.
    pub environment: Vec<(String, String)>,
}

/// A program that was compiled.
pub struct Compiled {
    program: Program,
    main: u32,
}

/// A test of a program.
#[derive(Clone, Debug)]
pub struct Test {
    pub name: String,
    pub function: u32,
    pub ignored: bool,
    /// It is to panic, perhaps with words that have these within.
    pub should_panic: Option<Option<String>>,
}

/// What is wrong with a program.
#[derive(Debug)]
pub struct Failure {
    /// As rustc prints it, without its summary.
    pub text: String,
    pub errors: usize,
    /// Codes that `rustc --explain` knows.
    pub codes: Vec<&'static str>,
    /// Nothing is wrong but that it is beyond what is simulated.
    pub beyond: bool,
}

const LIBRARY: [(&str, &str); 3] = [
    ("core.rs", include_str!("std/core.rust")),
    ("collections.rs", include_str!("std/collections.rust")),
    ("system.rs", include_str!("std/system.rust")),
];

/// Names that every module sees.
const PRELUDE: [&str; 44] = [
    "Option",
    "Result",
    "Box",
    "Vec",
    "String",
    "Iterator",
    "IntoIterator",
    "FromIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "Extend",
    "Clone",
    "Copy",
    "Send",
    "Sync",
    "Sized",
    "Drop",
    "Default",
    "From",
    "Into",
    "TryFrom",
    "TryInto",
    "AsRef",
    "AsMut",
    "ToString",
    "ToOwned",
    "PartialEq",
    "Eq",
    "PartialOrd",
    "Ord",
    "Fn",
    "FnMut",
    "FnOnce",
    "Iter",
    "Some",
    "None",
    "Ok",
    "Err",
    "drop",
    "Range",
    "RangeInclusive",
    "RangeFrom",
    "RangeTo",
    "RangeFull",
];

fn load() -> Result<Program, Fault> {
    let mut p = Program::default();
    p.modules.push(Module {
        name: "std".into(),
        library: true,
        ..Module::default()
    });
    for (name, text) in LIBRARY {
        let items = p.add_file(&format!("/rustc/library/{name}"), text)?;
        p.declare(0, items, "", &|_| None, false)?;
    }
    let root = |p: &Program, name: &str| p.member(0, name, false, 0).or_else(|| p.member(0, name, true, 0));
    for name in PRELUDE {
        if let Some(def) = root(&p, name) {
            p.lang.insert(name.into(), def);
        }
    }
    for (name, ty, n) in [
        ("None", "Option", 0),
        ("Some", "Option", 1),
        ("Ok", "Result", 0),
        ("Err", "Result", 1),
    ] {
        if let Some(Def::Type(id)) = root(&p, ty) {
            p.lang.insert(name.into(), Def::Variant(id, n));
        }
    }
    for (hidden, name) in [("__Display", "Display"), ("__Debug", "Debug")] {
        if let Some(def) = root(&p, name) {
            p.lang.insert(hidden.into(), def);
        }
    }
    // Within the library all of its root is seen from its modules.
    for n in 1..p.modules.len() {
        if let Some(m) = p.modules.get_mut(n) {
            m.globs.push(Def::Mod(0));
        }
    }
    p.settle_uses();
    p.settle_items();
    match p.faults.pop() {
        Some(fault) => Err(Fault {
            message: format!("the library: {}", p.render(&fault)),
            ..fault
        }),
        None => Ok(p),
    }
}

/// Compiles a program, all of it.
pub fn compile(source: &Source) -> Result<Compiled, Failure> {
    let mut p = match load() {
        Ok(p) => p,
        Err(fault) => {
            return Err(Failure {
                text: format!("drydock: {}\n", fault.message),
                errors: 1,
                codes: Vec::new(),
                beyond: true,
            });
        }
    };
    p.release = source.release;
    p.crates = source.crates.clone();
    p.environment = source.environment.clone();
    let main = build(&mut p, source);
    let mut faults = std::mem::take(&mut p.faults);
    let main = match main {
        Ok(main) => main,
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    faults.dedup_by(|a, b| a.span == b.span && a.message == b.message);
    if !faults.is_empty() {
        // What is wrong counts; what is only beyond stands alone where nothing is.
        let wrong = faults.iter().any(|f| !f.beyond);
        let shown: Vec<&Fault> = faults.iter().filter(|f| !wrong || !f.beyond).collect();
        let shown = if wrong { shown } else { shown.into_iter().take(1).collect() };
        let mut codes: Vec<&'static str> = shown.iter().map(|f| f.code).filter(|c| !c.is_empty()).collect();
        codes.sort_unstable();
        codes.dedup();
        let text = shown.iter().map(|f| p.render(f)).collect();
        return Err(Failure {
            text,
            errors: shown.len(),
            codes,
            beyond: !wrong,
        });
    }
    let main = main.unwrap_or(u32::MAX);
    Ok(Compiled { program: p, main })
}

fn build(p: &mut Program, source: &Source) -> Result<Option<u32>, Fault> {
    let root = p.modules.len() as u32;
    p.root = root;
    p.modules.push(Module {
        name: "crate".into(),
        ..Module::default()
    });
    let first_fn = p.fns.len();
    let first_const = p.consts.len();
    let items = p.add_file(source.name, source.text)?;
    let dir = source.name.rsplit_once('/').map_or("", |(d, _)| d).to_string();
    let files = |path: &str| (source.files)(path.trim_start_matches('/'));
    p.declare(root, items, &dir, &files, source.tests)?;
    p.settle_uses();
    if !p.faults.is_empty() {
        return Ok(None);
    }
    p.settle_items();
    let mut at = first_fn;
    while at < p.fns.len() {
        let own = p.fns.get(at).is_some_and(|f| !f.library && f.ast.body.is_some());
        if own && let Err(fault) = compile::function(p, at as u32) {
            p.faults.push(fault);
        }
        at += 1;
    }
    for id in first_const..p.consts.len() {
        if p.consts.get(id).is_some_and(|c| c.value.is_some())
            && let Err(fault) = compile::constant_code(p, id as u32)
        {
            p.faults.push(fault);
        }
    }
    if source.tests {
        return Ok(None);
    }
    match p.member(root, "main", true, 0) {
        Some(Def::Fn(id)) => Ok(Some(id)),
        _ if source.name.ends_with("lib.rs") => Ok(None),
        _ => {
            let end = p.files.last().map_or(0, |(base, _, _)| *base);
            let text: Rc<str> = source.text.into();
            let trimmed = text.trim_end().len() as u32;
            let at = p.files.iter().find(|f| f.1 == source.name).map_or(end, |f| f.0) + trimmed;
            let span = ast::Span {
                lo: at.saturating_sub(1),
                hi: at,
            };
            let words = "`main` function not found in crate `".to_string() + "main`";
            Err(Fault::new(
                "E0601",
                words,
                span,
                format!("consider adding a `main` function to `{}`", source.name),
            ))
        }
    }
}

impl Compiled {
    /// Starts the program.
    pub fn start(self, config: Config) -> Vm {
        Vm::new(self.program, config, self.main)
    }
}
