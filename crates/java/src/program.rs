//! Sources to checked programs, and what javac says of them.

use crate::check::{file_names, imports};
use crate::lexer::Diagnostic;
use crate::vm::{Config, Vm};
use crate::world::World;

/// A source: its path as it is shown, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    pub path: String,
    pub text: String,
}

/// A class file that a compiler would write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassFile {
    /// With slashes, without `.class`.
    pub path: String,
    /// The source of the class at the top, other classes blanked out; empty for a class inside another.
    pub source: String,
    pub file: String,
    /// Bytes that such a file would have, about.
    pub size: u64,
}

/// A mistake as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub path: String,
    pub line: u32,
    pub column: u32,
    pub message: String,
    pub notes: Vec<String>,
    /// The line of the source that is marked.
    pub source: String,
    /// What Drydock lacks.
    pub beyond: bool,
}

/// What a compiler found.
pub struct Checked {
    pub problems: Vec<Problem>,
    pub classes: Vec<ClassFile>,
    world: World,
}

/// A checked program that can be run.
pub struct Program {
    world: World,
}

fn problem(world: &World, one: &Diagnostic) -> Problem {
    let Some(source) = world.sources.get(one.file) else {
        return Problem {
            path: String::new(),
            line: 0,
            column: 0,
            message: one.message.clone(),
            notes: vec![],
            source: String::new(),
            beyond: one.beyond,
        };
    };
    let at = (one.at as usize).min(source.text.len());
    let start = source.text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |n| n + 1);
    let line: String = source
        .text
        .get(start..)
        .and_then(|t| t.lines().next())
        .unwrap_or("")
        .to_string();
    Problem {
        path: source.path.to_string(),
        line: source.line(one.at),
        column: (at - start) as u32,
        message: one.message.clone(),
        notes: one.notes.clone(),
        source: line,
        beyond: one.beyond,
    }
}

/// Compiles sources, with other classes at hand (`known`, out of class files).
pub fn check(units: &[Unit], known: &[Unit], names_matter: bool) -> Checked {
    let mut world = World::new();
    world.errors.clear();
    let mut own = vec![];
    let mut broken = false;
    for unit in units {
        match world.add(&unit.path, &unit.text, false) {
            Ok(file) => own.push(file),
            Err(wrong) => {
                broken = true;
                world.errors.push(wrong);
            }
        }
    }
    for unit in known {
        if world.add(&unit.path, &unit.text, false).is_err() {
            broken = true;
        }
    }
    if !broken {
        if names_matter {
            for file in &own {
                file_names(&mut world, *file);
            }
        }
        for file in &own {
            imports(&mut world, *file);
        }
        for file in &own {
            world.check(*file);
        }
    }
    // What is of the library's own making is no mistake of the program.
    let mut errors = std::mem::take(&mut world.errors);
    errors.retain(|e| world.sources.get(e.file).is_none_or(|s| !s.library));
    // What is found out about the flow of a program is told only where all else is right.
    let flow = |e: &Diagnostic| {
        e.message.starts_with("missing return")
            || e.message.starts_with("unreported")
            || e.message.starts_with("unreachable")
            || e.message.starts_with("cannot assign a value to final")
            || e.message.starts_with("local variables referenced")
    };
    if errors.iter().any(|e| !flow(e)) {
        errors.retain(|e| !flow(e));
    }
    errors.sort_by_key(|e| (e.file, e.at));
    let problems: Vec<Problem> = errors.iter().map(|e| problem(&world, e)).collect();
    let mut classes = vec![];
    if problems.is_empty() {
        for file in &own {
            class_files(&world, *file, &mut classes);
        }
    }
    Checked {
        problems,
        classes,
        world,
    }
}

fn class_files(world: &World, file: usize, out: &mut Vec<ClassFile>) {
    let Some(source) = world.sources.get(file) else { return };
    for top in &source.types {
        let decl = world.class(*top).decl.clone();
        // The lines of the others stay, empty, so that numbers of lines stay right.
        let mut text = source.text.to_string();
        for other in source.types.iter().filter(|o| *o != top) {
            let other = &world.class(*other).decl;
            let (from, to) = (other.start as usize, other.end as usize + 1);
            if let Some(part) = text.get(from..to) {
                let blank: String = part
                    .chars()
                    .map(|c| {
                        if c == '\n' {
                            "\n".to_string()
                        } else {
                            " ".repeat(c.len_utf8())
                        }
                    })
                    .collect();
                text.replace_range(from..to, &blank);
            }
        }
        let prefix = world.class(*top).binary.to_string();
        for class in &world.classes {
            if class.source != file
                || !(class.binary == world.class(*top).binary || class.binary.starts_with(&format!("{prefix}$")))
            {
                continue;
            }
            let is_top = class.binary == world.class(*top).binary;
            let part = &class.decl;
            let length = u64::from(part.end.saturating_sub(part.start));
            out.push(ClassFile {
                path: class.binary.replace('.', "/"),
                source: if is_top { text.clone() } else { String::new() },
                file: source.file().to_string(),
                size: 350 + length * 3 / 4,
            });
        }
        let _ = &decl;
    }
}

impl Checked {
    /// javac's report: each mistake with its line and a mark, then how many.
    pub fn report(&self) -> String {
        let mut out = String::new();
        if let Some(one) = self.problems.iter().find(|p| p.beyond) {
            return format!("drydock: {} ({}:{}) is not simulated\n", one.message, one.path, one.line);
        }
        for one in &self.problems {
            out.push_str(&format!("{}:{}: error: {}\n", one.path, one.line, one.message));
            // javac puts the marked line after the message's first line.
            let notes_first = one.notes.first().is_some_and(|n| {
                n.starts_with("    ") && one.message.starts_with("no suitable")
                    || n.starts_with("    ")
                    || n.starts_with("      ")
            });
            let mark = format!("{}\n{}^\n", one.source, " ".repeat(one.column as usize));
            let notes: String = one.notes.iter().map(|n| format!("{n}\n")).collect();
            out.push_str(&if notes_first { notes + &mark } else { mark + &notes });
        }
        match self.problems.len() {
            0 => {}
            1 => out.push_str("1 error\n"),
            n => out.push_str(&format!("{n} errors\n")),
        }
        out
    }

    /// The first class at the top of the first source: what a single file is run by.
    pub fn first_class(&self) -> Option<String> {
        let source = self.world.sources.iter().find(|s| !s.library)?;
        source.types.first().map(|id| self.world.class(*id).name.to_string())
    }

    pub fn into_program(self) -> Program {
        Program { world: self.world }
    }
}

impl Program {
    /// A program out of class files' sources, which were checked when they were made.
    pub fn new(units: &[Unit], debug: bool) -> Program {
        let mut world = World::new();
        world.debug = debug;
        for unit in units {
            let _ = world.add(&unit.path, &unit.text, false);
        }
        world.errors.clear();
        Program { world }
    }

    pub fn has(&mut self, class: &str) -> bool {
        self.world.class_named(class).is_some()
    }

    /// Whether a class has the `main` that the launcher looks for.
    pub fn has_main(&mut self, class: &str) -> bool {
        let Some(id) = self.world.class_named(class) else {
            return false;
        };
        let found = self.world.methods_named(&crate::types::Type::class(id), "main");
        found.iter().any(|(m, _)| {
            let m = self.world.method(*m);
            m.statik && m.params.len() == 1
        })
    }

    pub fn start(self, main: &str, config: Config) -> Vm {
        Vm::new(self.world, main, config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_library_is_without_mistakes() {
        let mut world = World::new();
        for name in world.library.all() {
            if let Some(id) = world.class_named(&name) {
                let source = world.class(id).source;
                world.check(source);
            }
        }
        let all: Vec<String> = world
            .errors
            .iter()
            .map(|e| {
                let p = problem(&world, e);
                format!("{}: {} {:?}\n  {}", p.path, p.message, p.notes, p.source)
            })
            .collect();
        assert!(all.is_empty(), "{}", all.join("\n"));
    }
}
