//! All that is shown about one lesson.

use super::folder::Folder;
use super::links;
use super::problem::Problem;
use super::{solution, translation, walk};
use lesson::{Lesson, PartKind};
use std::path::Path;

/// Proves a lesson; with `update` the outputs of its console blocks are rewritten first.
pub fn prove(folder: &Folder, update: bool) -> Vec<Problem> {
    let mut problems = Vec::new();
    let english = folder.english_path();
    read_mistakes(&folder.lesson, &english, &mut problems);
    if let Some(chinese) = &folder.chinese {
        read_mistakes(chinese, &folder.chinese_path(), &mut problems);
    }
    completeness(folder, &mut problems);
    let readable = problems.is_empty();

    let (world, ran) = folder.world();
    if ran.status != 0 {
        let said = String::from_utf8_lossy(&ran.output);
        let last = said.trim_end().lines().last().unwrap_or("nothing was printed").to_string();
        problems.push(Problem::new(
            &folder.path.join("setup.sh"),
            1,
            &format!("it ended with status {}: {last}", ran.status),
        ));
    }
    let seen = walk::walk(folder, &world, update, &mut problems);
    links::check(folder, &folder.lesson, &english, &seen, &mut problems);
    if let Some(chinese) = &folder.chinese {
        links::check(folder, chinese, &folder.chinese_path(), &seen, &mut problems);
        // After an update the outputs are the same; before, a difference in them is told by the walk.
        translation::compare(folder, chinese, &mut problems);
    }
    if readable {
        solution::prove(folder, &mut problems);
    }
    problems
}

fn read_mistakes(lesson: &Lesson, path: &Path, problems: &mut Vec<Problem>) {
    problems.extend(lesson.mistakes.iter().map(|m| Problem::new(path, m.line, &m.message)));
}

/// What every lesson has.
fn completeness(folder: &Folder, problems: &mut Vec<Problem>) {
    let path = folder.english_path();
    let lesson = &folder.lesson;
    for image in &lesson.images {
        if catalogue::catalogue().image(image).is_none() {
            problems.push(Problem::new(
                &path,
                1,
                &format!(
                    "`images`: the catalogue has no image `{image}`; `drydock exec` with `docker pull {image}` says the same"
                ),
            ));
        }
    }
    if !lesson.parts.iter().any(|p| matches!(p.kind, PartKind::Exercise(_))) {
        problems.push(Problem::new(
            &path,
            lesson.body_line,
            "the lesson has no exercise, expected at least one ```exercise",
        ));
    }
    if folder.chinese.is_none() {
        problems.push(Problem::new(&folder.chinese_path(), 1, "the translation is missing"));
    }
    if folder.solution_script.is_none() && !lesson.checks.is_empty() {
        problems.push(Problem::new(
            &folder.path.join("solution/solution.sh"),
            1,
            "the solution is missing: the commands that meet every check",
        ));
    }
}
