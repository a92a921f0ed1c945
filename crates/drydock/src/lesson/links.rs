//! Links of a lesson's Markdown: each leads somewhere.

use super::folder::{Folder, name};
use super::problem::Problem;
use super::walk::Seen;
use lesson::{Lesson, PANELS, PartKind};
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::path::Path;

/// Looks at every link and picture of the prose, and of the words inside exercises and quizzes.
pub fn check(folder: &Folder, lesson: &Lesson, path: &Path, seen: &Seen, problems: &mut Vec<Problem>) {
    for part in &lesson.parts {
        let mut look = |text: &str, exact: bool| {
            links_of(text, exact, part.line, &mut |line, address, picture| {
                if let Some(message) = complaint(folder, seen, address, picture) {
                    problems.push(Problem::new(path, line, &message));
                }
            })
        };
        match &part.kind {
            PartKind::Prose(text) => look(text, true),
            PartKind::Exercise(exercise) => {
                look(&exercise.text, false);
                for hint in &exercise.hints {
                    look(&hint.ask, false);
                    look(&hint.tell, false);
                }
            }
            PartKind::Quiz(quiz) => {
                look(&quiz.question, false);
                for choice in &quiz.choices {
                    look(&choice.text, false);
                    look(&choice.because, false);
                }
            }
            _ => {}
        }
    }
}

/// Calls `found` with the line, the address, and whether it is a picture. Without `exact`, the line is the first.
fn links_of(text: &str, exact: bool, first: usize, found: &mut dyn FnMut(usize, &str, bool)) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        let line = match exact {
            true => first + text.get(..range.start).unwrap_or_default().matches('\n').count(),
            false => first,
        };
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => found(line, &dest_url, false),
            Event::Start(Tag::Image { dest_url, .. }) => found(line, &dest_url, true),
            _ => {}
        }
    }
}

/// What is wrong with an address.
fn complaint(folder: &Folder, seen: &Seen, address: &str, picture: bool) -> Option<String> {
    if picture {
        return Some(format!(
            "the picture `{address}` would not be shown: pictures are drawn from the engine, with ```figure"
        ));
    }
    if let Some(file) = address.strip_prefix("file:") {
        let there = seen.files.contains(file) || folder.solution_files.contains_key(file);
        return (!there).then(|| format!("the link leads to `{file}`, which is at no moment in the workspace"));
    }
    if let Some(panel) = address.strip_prefix("panel:") {
        return (!PANELS.contains(&panel))
            .then(|| format!("the link leads to the panel `{panel}`, expected one of {}", PANELS.join(", ")));
    }
    if let Some(id) = address.strip_prefix("lesson:") {
        let there = !id.split('/').any(|p| matches!(p, "" | "." | ".."))
            && folder
                .course()
                .is_some_and(|course| course.join(id).join("lesson.md").is_file());
        return (!there).then(|| {
            let course = folder.course().map(name).unwrap_or_default();
            format!("the link leads to the lesson `{id}`, which is not in `{course}`")
        });
    }
    let web = address.starts_with("https://") || address.starts_with("http://");
    (!web).then(|| {
        format!("the link leads to `{address}`, expected `https://…`, `file:PATH`, `panel:NAME`, `lesson:PART/LESSON` or `http://localhost:PORT`")
    })
}
