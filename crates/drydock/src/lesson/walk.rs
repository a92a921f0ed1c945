//! The walk through a lesson's text: its console blocks are run and its files written, and must be what stands there.

use super::folder::Folder;
use super::problem::Problem;
use lesson::{ConsoleCommand, FilePart, Lesson, PartKind};
use session::{Console, Effort, World};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

/// What one command line may take: a guest that loops for ever is stopped after some seconds.
pub const EFFORT: Effort = Effort {
    polls: 20_000_000,
    work: Duration::from_secs(3),
    slice: 1,
};

/// The time a person takes between two command lines.
pub const PAUSE: Duration = Duration::from_secs(2);

/// What the walk came across.
#[derive(Default)]
pub struct Seen {
    /// Paths that were in the workspace at some moment.
    pub files: BTreeSet<String>,
}

impl Seen {
    fn look(&mut self, world: &World) {
        self.files.extend(world.workspace_files().into_iter().map(|(path, _)| path));
    }
}

/// An output that is to be put in place of another: the command's number among all of the lesson's.
type Update = (usize, Vec<String>);

/// Walks through the English text. The other languages have the same code, which `translation` shows.
pub fn walk(folder: &Folder, world: &World, update: bool, problems: &mut Vec<Problem>) -> Seen {
    let path = folder.english_path();
    let mut seen = Seen::default();
    seen.look(world);
    let mut console = Console::new(world);
    let mut updates: Vec<Update> = Vec::new();
    let mut number = 0;
    for part in &folder.lesson.parts {
        match &part.kind {
            PartKind::Console(block) => {
                for command in &block.commands {
                    number += 1;
                    if block.once {
                        continue;
                    }
                    let ran = console.run(&command.command, &EFFORT, &mut |_| {});
                    console.wait(PAUSE, &EFFORT, &mut |_| {});
                    if ran.stopped {
                        problems.push(Problem::new(
                            &path,
                            command.line,
                            &format!(
                                "`{}` does not end by itself and was stopped: run it in the background, or say ```console once",
                                command.command
                            ),
                        ));
                        continue;
                    }
                    let printed = lines(&String::from_utf8_lossy(&ran.output));
                    if command.output.is_empty() {
                        continue;
                    }
                    let Some(problem) = difference(command, &printed, &path) else {
                        continue;
                    };
                    if update && !printed.is_empty() {
                        updates.push((number - 1, printed));
                    } else {
                        problems.push(problem);
                    }
                }
            }
            PartKind::File(file) => {
                if file.write {
                    if let Err(error) = world.write_file(&file.path, file.text.as_bytes()) {
                        problems.push(Problem::new(
                            &path,
                            part.line,
                            &format!("{} cannot be written: {error}", file.path),
                        ));
                    }
                } else {
                    quote(file, world, part.line, &path, problems);
                }
            }
            _ => {}
        }
        seen.look(world);
    }
    if !updates.is_empty() {
        rewrite(folder, &folder.lesson, &path, &updates, problems);
        if let Some(chinese) = &folder.chinese {
            rewrite(folder, chinese, &folder.chinese_path(), &updates, problems);
        }
    }
    seen
}

/// Lines without the blanks at their ends, which Markdown and editors drop, nor empty lines at the end.
fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text
        .lines()
        .map(|l| l.rsplit('\r').next().unwrap_or(l).trim_end().to_string())
        .collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// How far lines are as expected, where a line `...` stands for any lines: `Ok`, or the numbers of the first expected
/// and the first found line that don't fit.
fn fit(expected: &[String], found: &[String]) -> Result<(), (usize, usize)> {
    let (mut e, mut f) = (0, 0);
    // Where to go on after the last `...` if what follows it does not fit.
    let mut back: Option<(usize, usize)> = None;
    let mut farthest = (0, 0);
    loop {
        if (e, f) > farthest {
            farthest = (e, f);
        }
        match (expected.get(e), found.get(f)) {
            (None, None) => return Ok(()),
            (Some(wanted), _) if wanted.trim() == "..." => {
                back = Some((e + 1, f));
                e += 1;
            }
            (Some(wanted), Some(line)) if wanted.trim_end() == line => {
                e += 1;
                f += 1;
            }
            (_, Some(_)) => match &mut back {
                Some((e2, f2)) => {
                    *f2 += 1;
                    (e, f) = (*e2, *f2);
                }
                None => return Err(farthest),
            },
            (_, None) => return Err(farthest),
        }
    }
}

fn difference(command: &ConsoleCommand, printed: &[String], path: &Path) -> Option<Problem> {
    let (expected, found) = fit(&command.output, printed).err()?;
    let text = |line: Option<&String>| line.map_or("nothing more".to_string(), |l| format!("`{l}`"));
    Some(Problem::new(
        path,
        command.output_line + expected.min(command.output.len().saturating_sub(1)),
        &format!(
            "`{}` prints something else: the text has {}, the program printed {} (`--update` writes what it prints)",
            command.command.lines().next().unwrap_or_default(),
            text(command.output.get(expected)),
            text(printed.get(found)),
        ),
    ))
}

fn quote(file: &FilePart, world: &World, line: usize, path: &Path, problems: &mut Vec<Problem>) {
    let Some(contents) = world.read_file(&file.path) else {
        problems.push(Problem::new(
            path,
            line,
            &format!("`{}` is quoted, but there is no such file at this moment", file.path),
        ));
        return;
    };
    let found: Vec<String> = String::from_utf8_lossy(&contents)
        .trim_end_matches('\n')
        .split('\n')
        .map(|l| l.trim_end().to_string())
        .collect();
    let expected: Vec<String> = file.text.trim_end_matches('\n').split('\n').map(str::to_string).collect();
    if let Err((e, f)) = fit(&expected, &found) {
        let text = |line: Option<&String>| line.map_or("nothing more".to_string(), |l| format!("`{l}`"));
        problems.push(Problem::new(
            path,
            line + 1 + e,
            &format!(
                "the quotation of {} is not what is in it: the text has {}, the file has {}",
                file.path,
                text(expected.get(e)),
                text(found.get(f))
            ),
        ));
    }
}

/// Puts outputs into a lesson's file, and touches nothing else.
fn rewrite(folder: &Folder, lesson: &Lesson, path: &Path, updates: &[Update], problems: &mut Vec<Problem>) {
    let commands: Vec<&ConsoleCommand> = lesson
        .parts
        .iter()
        .filter_map(|p| match &p.kind {
            PartKind::Console(block) => Some(&block.commands),
            _ => None,
        })
        .flatten()
        .collect();
    let original: Vec<&ConsoleCommand> = folder
        .lesson
        .parts
        .iter()
        .filter_map(|p| match &p.kind {
            PartKind::Console(block) => Some(&block.commands),
            _ => None,
        })
        .flatten()
        .collect();
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            problems.push(Problem::new(path, 1, &error.to_string()));
            return;
        }
    };
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    for (number, output) in updates.iter().rev() {
        let (Some(command), Some(first)) = (commands.get(*number), original.get(*number)) else {
            continue;
        };
        // A translation that has another command there is told by `translation`.
        if command.command != first.command {
            continue;
        }
        let start = command.output_line.saturating_sub(1).min(lines.len());
        let end = (start + command.output.len()).min(lines.len());
        lines.splice(start..end, output.iter().cloned());
    }
    let mut new = lines.join("\n");
    if text.ends_with('\n') {
        new.push('\n');
    }
    if new != text
        && let Err(error) = std::fs::write(path, new)
    {
        problems.push(Problem::new(path, 1, &error.to_string()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|l| (*l).to_string()).collect()
    }

    #[test]
    fn three_dots_stand_for_any_lines() {
        let found = strings(&["a", "b", "c", "b", "d"]);
        for expected in [
            &["a", "...", "d"][..],
            &["..."],
            &["a", "b", "c", "b", "d", "..."],
            &["...", "b", "d"],
            &["a", "...", "b", "...", "d"],
        ] {
            assert_eq!(fit(&strings(expected), &found), Ok(()), "{expected:?}");
        }
        assert_eq!(fit(&strings(&["a", "x"]), &found), Err((1, 1)));
        assert_eq!(fit(&strings(&["...", "c"]), &found), Err((2, 3)));
    }

    #[test]
    fn what_a_carriage_return_has_painted_over_is_not_compared() {
        assert_eq!(lines("10%\r100%  \n\n"), ["100%"]);
    }
}
