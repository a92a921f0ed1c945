//! Files to a program: what `go build` does once it has read them.

use crate::ast::File;
use crate::compile::Compiler;
use crate::compile::packages::Parsed;
use crate::types::Ty;
use std::collections::BTreeMap;

/// A file of the module.
#[derive(Clone, Debug)]
pub struct Input {
    /// Its package's path.
    pub package: String,
    /// As messages name it, such as `./main.go`.
    pub name: String,
    /// Where it is.
    pub path: String,
    pub text: String,
}

/// A program that compiled.
pub struct Program {
    pub(crate) compiler: Compiler,
    pub(crate) start: u32,
}

/// Why there is no program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// Mistakes of a package, a line each.
    Mistakes {
        package: String,
        lines: Vec<String>,
    },
    /// An import that is nowhere: file, line, column, path, and whether Go's own library has it.
    Import {
        place: String,
        path: String,
        standard: bool,
    },
    /// Import of oneself, in the end.
    Cycle(Vec<String>),
    NotSimulated(String),
    /// The main package has no `main`.
    NoMain,
    /// Not a main package: there is nothing to run, and nothing wrong.
    Library,
}

struct Loader<'a> {
    compiler: Compiler,
    inputs: &'a [Input],
    state: BTreeMap<String, bool>,
    order: Vec<u32>,
}

/// Compiles the package `main` and all that it imports.
pub fn build(inputs: &[Input], main: &str) -> Result<Program, Broken> {
    let mut loader = Loader { compiler: Compiler::new(), inputs, state: BTreeMap::new(), order: Vec::new() };
    for path in ["runtime", "fmt"] {
        loader.load(path, &mut Vec::new())?;
    }
    let id = loader.load(main, &mut Vec::new())?;
    let mut compiler = loader.compiler;
    let package = compiler.packages.get(id as usize);
    if package.is_some_and(|p| &*p.name != "main") {
        return Err(Broken::Library);
    }
    let Some(entry) = compiler.function_in(id, "main") else { return Err(Broken::NoMain) };
    let start = compiler.entry(&loader.order, entry);
    Ok(Program { compiler, start })
}

/// Whether all of the library compiles: what is wrong with it.
pub fn check_library() -> Vec<String> {
    let mut loader = Loader { compiler: Compiler::new(), inputs: &[], state: BTreeMap::new(), order: Vec::new() };
    let mut out = Vec::new();
    for path in crate::library::paths() {
        match loader.load(path, &mut Vec::new()) {
            Ok(id) => {
                loader.compiler.compile_all(id);
                out.extend(loader.compiler.lines(usize::MAX));
            }
            Err(broken) => out.push(format!("{path}: {broken:?}")),
        }
    }
    out
}

impl Loader<'_> {
    fn load(&mut self, path: &str, above: &mut Vec<String>) -> Result<u32, Broken> {
        if self.state.get(path) == Some(&true) {
            return Ok(self.compiler.package(path).unwrap_or(0));
        }
        if above.iter().any(|p| p == path) {
            above.push(path.to_string());
            return Err(Broken::Cycle(above.clone()));
        }
        above.push(path.to_string());
        let library = crate::library::source(path).filter(|_| !self.inputs.iter().any(|i| i.package == path));
        let texts: Vec<(String, String, String)> = match library {
            Some(text) => vec![(format!("{path}.go"), format!("/usr/local/go/src/{path}/{path}.go"), text.to_string())],
            None => {
                let own = self.inputs.iter().filter(|i| i.package == path);
                own.map(|i| (i.name.clone(), i.path.clone(), i.text.clone())).collect()
            }
        };
        let mut parsed: Vec<Parsed> = Vec::new();
        let mut base = self.compiler.next_base();
        let mut mistakes = Vec::new();
        for (name, place, text) in texts {
            let file = match crate::parser::parse(&text, base) {
                Ok(file) => file,
                Err((pos, words)) => {
                    let (line, column) = position(&text, pos - base);
                    if let Some(what) = words.strip_prefix("drydock: ") {
                        return Err(Broken::NotSimulated(format!("{what} ({name}:{line})")));
                    }
                    mistakes.push(format!("{name}:{line}:{column}: {words}"));
                    File::default()
                }
            };
            let len = text.len() as u32;
            parsed.push(Parsed { name, path: place, text, base, file });
            base += len + 1;
        }
        if !mistakes.is_empty() {
            return Err(Broken::Mistakes { package: path.into(), lines: mistakes });
        }
        let mut imports: Vec<(String, String)> = Vec::new();
        for one in &parsed {
            for import in &one.file.imports {
                let (line, column) = position(&one.text, import.pos - one.base);
                let place = format!("{}:{line}:{column}", one.name.trim_start_matches("./"));
                imports.push((import.path.to_string(), place));
            }
        }
        for (import, place) in imports {
            let known = crate::library::source(&import).is_some() || self.inputs.iter().any(|i| i.package == import);
            if !known {
                let standard = crate::library::is_standard(&import);
                return Err(Broken::Import { place, path: import, standard });
            }
            self.load(&import, above)?;
        }
        // What was loaded meanwhile has taken places of its own.
        let next = self.compiler.next_base();
        let shift = next.saturating_sub(parsed.first().map_or(next, |p| p.base));
        if shift > 0 {
            let mut base = next;
            for one in &mut parsed {
                one.base = base;
                if let Ok(file) = crate::parser::parse(&one.text, base) {
                    one.file = file;
                }
                base += one.text.len() as u32 + 1;
            }
        }
        let id = self.compiler.add_package(path, library.is_some(), parsed);
        if library.is_none() {
            self.compiler.compile_all(id);
            let lines = self.compiler.lines(10);
            if !lines.is_empty() {
                return Err(Broken::Mistakes { package: path.into(), lines });
            }
            if let Some(problem) = self.compiler.beyond.first() {
                let (file, line, _) = self.compiler.place_of(problem.pos);
                let name = self.compiler.files.get(file).map_or("", |f| &f.name);
                let what =
                    problem.text.trim_start_matches("drydock: ").trim_end_matches(" is not simulated").to_string();
                return Err(Broken::NotSimulated(format!("{what} ({name}:{line})")));
            }
        }
        self.state.insert(path.into(), true);
        self.order.push(id);
        above.pop();
        Ok(id)
    }
}

fn position(text: &str, at: u32) -> (usize, usize) {
    let before = text.as_bytes().get(..(at as usize).min(text.len())).unwrap_or_default();
    let line = before.iter().filter(|b| **b == b'\n').count() + 1;
    let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |n| n + 1);
    (line, before.len() - start + 1)
}

impl Compiler {
    pub(crate) fn package(&self, path: &str) -> Option<u32> {
        self.packages.iter().position(|p| &*p.path == path).map(|n| n as u32)
    }

    /// A type of the library.
    pub(crate) fn named(&self, package: &str, name: &str) -> Option<Ty> {
        let id = self.package(package)?;
        self.type_in(id, name)
    }
}
