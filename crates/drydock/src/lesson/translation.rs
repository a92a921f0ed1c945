//! A translation has the same steps, checks, exercises, quizzes and code as the original.

use super::folder::Folder;
use super::problem::Problem;
use lesson::{Lesson, PartKind};

/// Compares the Chinese text with the English one; at most one mistake for each thing that should be the same.
pub fn compare(folder: &Folder, chinese: &Lesson, problems: &mut Vec<Problem>) {
    let english = &folder.lesson;
    let path = folder.chinese_path();
    let mut wrong = |line: usize, message: String| problems.push(Problem::new(&path, line, &message));
    head(english, chinese, &mut wrong);
    checks(english, chinese, &mut wrong);
    let (ours, theirs) = (outline(english), outline(chinese));
    for index in 0..ours.len().max(theirs.len()) {
        let (a, b) = (ours.get(index), theirs.get(index));
        if a.map(|(_, what)| what) == b.map(|(_, what)| what) {
            continue;
        }
        let show = |item: Option<&(usize, String)>| match item {
            Some((line, what)) => format!("{} on line {line}", what.lines().next().unwrap_or_default()),
            None => "nothing more".to_string(),
        };
        wrong(
            b.map_or(1, |(line, _)| *line),
            format!("found {}, where lesson.md has {}", show(b), show(a)),
        );
        return;
    }
}

fn head(english: &Lesson, chinese: &Lesson, wrong: &mut dyn FnMut(usize, String)) {
    let pairs = [
        ("minutes", english.minutes == chinese.minutes),
        ("workspace", english.workspace == chinese.workspace),
        ("images", english.images == chinese.images),
        ("teaches", english.teaches == chinese.teaches),
    ];
    for (key, same) in pairs {
        if !same {
            wrong(1, format!("`{key}` is not the same as in lesson.md"));
        }
    }
    if english.terms.len() != chinese.terms.len() {
        wrong(
            1,
            format!(
                "`terms` has {} words, in lesson.md there are {}",
                chinese.terms.len(),
                english.terms.len()
            ),
        );
    }
}

fn checks(english: &Lesson, chinese: &Lesson, wrong: &mut dyn FnMut(usize, String)) {
    let ids = |lesson: &Lesson| lesson.checks.iter().map(|c| c.id.clone()).collect::<Vec<_>>().join(", ");
    if ids(english) != ids(chinese) {
        wrong(
            1,
            format!("the checks are {}, in lesson.md they are {}", ids(chinese), ids(english)),
        );
        return;
    }
    for (a, b) in english.checks.iter().zip(&chinese.checks) {
        if a.condition != b.condition || a.after != b.after {
            wrong(
                b.line,
                format!("the condition of the check `{}` is not the same as in lesson.md", a.id),
            );
        }
        let same = a.diagnose.len() == b.diagnose.len() && a.diagnose.iter().zip(&b.diagnose).all(|(x, y)| x.when == y.when);
        if !same {
            wrong(
                b.line,
                format!("`diagnose` of the check `{}` has other states than in lesson.md", a.id),
            );
        }
    }
}

/// What is the same in every language, in order, with its lines.
fn outline(lesson: &Lesson) -> Vec<(usize, String)> {
    let steps: Vec<usize> = lesson.steps().into_iter().map(|(line, _)| line).collect();
    let mut out: Vec<(usize, String)> = steps.into_iter().map(|line| (line, "a step (`##`)".to_string())).collect();
    for part in &lesson.parts {
        match &part.kind {
            PartKind::Prose(_) => {}
            PartKind::Console(block) => {
                for command in &block.commands {
                    let once = if block.once { " (once)" } else { "" };
                    out.push((command.line, format!("the command `{}`{once}", command.command)));
                    for (index, line) in command.output.iter().enumerate() {
                        out.push((command.output_line + index, format!("the output `{line}`")));
                    }
                }
            }
            PartKind::File(file) => {
                let how = if file.write { "written" } else { "quoted" };
                out.push((part.line, format!("the file {} {how}", file.path)));
                for (index, line) in file.text.lines().enumerate() {
                    out.push((part.line + 1 + index, format!("the line `{line}` of {}", file.path)));
                }
            }
            PartKind::Exercise(e) => out.push((
                part.line,
                format!(
                    "the exercise `{}` with the checks {} and {} hints",
                    e.id,
                    e.checks.join(", "),
                    e.hints.len()
                ),
            )),
            PartKind::Quiz(quiz) => {
                let right: Vec<String> = quiz.choices.iter().map(|c| c.right.to_string()).collect();
                out.push((
                    part.line,
                    format!("the quiz `{}` with the choices {}", quiz.id, right.join(", ")),
                ));
            }
            PartKind::Figure(figure) => out.push((part.line, format!("the figure {figure:?}"))),
        }
    }
    out.sort_by_key(|(line, _)| *line);
    out
}
