//! `drydock lesson …`: what authors of lessons do. docs/lessons.md is the format.

mod folder;
mod links;
mod new;
mod problem;
mod proof;
mod serve;
mod sheets;
mod solution;
mod translation;
mod walk;

use folder::Folder;
use problem::Problem;
use std::path::{Path, PathBuf};

const USAGE: &str = "usage: drydock lesson check DIR… [--update] [--translated]
                                             prove lessons; --update rewrites outputs of console blocks, --translated notes
                                             that translations have what the originals say now
       drydock lesson new DIR                make a lesson to start from
       drydock lesson serve DIR [--port=8081] [--site=dist]
                                             show a folder of lessons in the playground, again after every change
       drydock lesson schema                 print the JSON Schema of the front matter
       drydock lesson sheets DIR [--check]   write the cheat sheet, the glossary and the table of what is taught";

/// Runs the subcommand with the arguments behind `drydock lesson`; returns the exit status.
pub fn run(args: &[String]) -> i32 {
    let Some((verb, rest)) = args.split_first() else {
        eprintln!("{USAGE}");
        return 2;
    };
    let flag = |name: &str| rest.iter().any(|a| a == name);
    let dirs: Vec<PathBuf> = rest.iter().filter(|a| !a.starts_with("--")).map(PathBuf::from).collect();
    let only = |known: &[&str]| rest.iter().all(|a| !a.starts_with("--") || known.contains(&a.as_str()));
    match (verb.as_str(), dirs.as_slice()) {
        ("check", [_, ..]) if only(&["--update", "--translated"]) => check(&dirs, flag("--update"), flag("--translated")),
        ("new", [dir]) if only(&[]) => new::run(dir),
        ("schema", []) if only(&[]) => {
            println!("{:#}", lesson::schema());
            0
        }
        ("serve", [dir]) if valued(rest, &["--port=", "--site="]) => serve::course(dir, rest),
        ("sheets", [dir]) if only(&["--check"]) => sheets::run(dir, flag("--check")),
        _ => {
            eprintln!("{USAGE}");
            2
        }
    }
}

/// `drydock play [DIR] [--port=8081] [--site=dist]`: the playground, with a folder as its workspace.
pub fn play(args: &[String]) -> i32 {
    let dirs: Vec<&String> = args.iter().filter(|a| !a.starts_with("--")).collect();
    match dirs.as_slice() {
        [] if valued(args, &["--port=", "--site="]) => serve::playground(Path::new("."), args),
        [dir] if valued(args, &["--port=", "--site="]) => serve::playground(Path::new(dir), args),
        _ => {
            eprintln!("usage: drydock play [DIR] [--port=8081] [--site=dist]");
            2
        }
    }
}

/// Whether every option is one of these, each written with its value.
fn valued(args: &[String], known: &[&str]) -> bool {
    args.iter()
        .all(|a| !a.starts_with("--") || known.iter().any(|k| a.starts_with(k)))
}

/// Proves every lesson below the folders. Prints a line a mistake: `FILE:LINE: what is wrong`.
fn check(dirs: &[PathBuf], update: bool, translated: bool) -> i32 {
    let mut lessons = Vec::new();
    for dir in dirs {
        match folder::find(dir) {
            Ok(found) if found.is_empty() => {
                eprintln!("drydock: {}: found no lesson.md in it or below it", dir.display());
                return 2;
            }
            Ok(found) => lessons.extend(found),
            Err(error) => {
                eprintln!("drydock: {}: {error}", dir.display());
                return 2;
            }
        }
    }
    lessons.sort();
    lessons.dedup();
    let mut count = Count::default();
    let mut problems = course_problems(&lessons);
    problems.iter().for_each(|p| println!("{p}"));
    let mut unsaid = 0;
    for path in &lessons {
        let read = Folder::read(path).and_then(|folder| {
            if translated && folder.chinese.is_some() {
                translation::mark(&folder)?;
                return Folder::read(path);
            }
            Ok(folder)
        });
        let folder = match read {
            Ok(folder) => folder,
            Err(problem) => {
                println!("{problem}");
                problems.push(problem);
                continue;
            }
        };
        count.add(&folder);
        let silent = |chinese| translation::age(&folder.lesson, chinese) == translation::Age::Unsaid;
        unsaid += usize::from(folder.chinese.as_ref().is_some_and(silent));
        let found = proof::prove(&folder, update);
        found.iter().for_each(|p| println!("{p}"));
        problems.extend(found);
    }
    match unsaid {
        0 => {}
        1 => println!("1 translation doesn't say which words it translates; --translated writes it into it"),
        n => println!("{n} translations don't say which words they translate; --translated writes it into them"),
    }
    let mistakes = problems.len();
    println!(
        "{}, {}, {}, {}: {}",
        counted(count.lessons, "lesson", "lessons"),
        counted(count.exercises, "exercise", "exercises"),
        counted(count.quizzes, "quiz", "quizzes"),
        counted(count.checks, "check", "checks"),
        match mistakes {
            0 => "all proven".to_string(),
            n => counted(n, "mistake", "mistakes"),
        }
    );
    i32::from(mistakes > 0)
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

#[derive(Default)]
struct Count {
    lessons: usize,
    exercises: usize,
    quizzes: usize,
    checks: usize,
}

impl Count {
    fn add(&mut self, folder: &Folder) {
        self.lessons += 1;
        self.checks += folder.lesson.checks.len();
        for part in &folder.lesson.parts {
            match part.kind {
                lesson::PartKind::Exercise(_) => self.exercises += 1,
                lesson::PartKind::Quiz(_) => self.quizzes += 1,
                _ => {}
            }
        }
    }
}

/// Mistakes in the `course.yaml` of every course that the lessons belong to.
fn course_problems(lessons: &[PathBuf]) -> Vec<Problem> {
    let mut roots: Vec<&Path> = lessons.iter().filter_map(|l| l.parent()?.parent()).collect();
    roots.dedup();
    let mut problems = Vec::new();
    for root in roots {
        let path = root.join("course.yaml");
        let Ok(text) = std::fs::read_to_string(&path) else { continue };
        let course = lesson::Course::parse(&text);
        problems.extend(course.mistakes.iter().map(|m| Problem::new(&path, m.line, &m.message)));
        for part in lessons.iter().filter(|l| l.parent().and_then(Path::parent) == Some(root)) {
            let folder = part.parent().map(folder::name).unwrap_or_default();
            if !course.parts.iter().any(|(name, _)| *name == folder) {
                let problem = Problem::new(
                    &path,
                    1,
                    &format!("the part `{folder}` has no title, expected a line `{folder}: {{en: …, zh: …}}`"),
                );
                if !problems.contains(&problem) {
                    problems.push(problem);
                }
            }
        }
    }
    problems
}
