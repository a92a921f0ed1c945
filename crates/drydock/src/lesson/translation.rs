//! A translation has the same steps, checks, exercises, quizzes and code as the original, and is not older than it.
//!
//! A translation says in `translates` which words it was made from: a digest of all that a translator translates. Code and
//! outputs are not among them, since they are compared, nor is how lines are broken.

use super::folder::Folder;
use super::problem::Problem;
use lesson::{Lesson, PartKind};
use std::fs;
use vfs::Digest;

/// How many letters of the digest are kept.
const LETTERS: usize = 12;

/// Whether a translation says what it translates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Age {
    Current,
    /// The original's words have changed since.
    Older,
    Unsaid,
}

/// Compares the words that a translation says it was made from with those that stand in the original.
pub fn age(english: &Lesson, chinese: &Lesson) -> Age {
    match chinese.translates.as_str() {
        "" => Age::Unsaid,
        said if said == digest(english) => Age::Current,
        _ => Age::Older,
    }
}

/// Writes into the translation that it translates the words of the original as they stand.
pub fn mark(folder: &Folder) -> Result<(), Problem> {
    let path = folder.chinese_path();
    let io = |error: std::io::Error| Problem::new(&path, 1, &error.to_string());
    let text = fs::read_to_string(&path).map_err(io)?;
    let new = marked(&text, &digest(&folder.lesson));
    if new == text {
        Ok(())
    } else {
        fs::write(&path, new).map_err(io)
    }
}

/// The text with a line `translates:` at the end of its front matter, in the place of the one there may be.
fn marked(text: &str, digest: &str) -> String {
    let line = format!("translates: \"{digest}\"");
    let mut out: Vec<&str> = Vec::new();
    let mut fences = 0;
    for each in text.lines() {
        if each == "---" {
            fences += 1;
            if fences == 2 {
                out.push(&line);
            }
        } else if fences == 1 && each.starts_with("translates:") {
            continue;
        }
        out.push(each);
    }
    let mut new = out.join("\n");
    if text.ends_with('\n') {
        new.push('\n');
    }
    new
}

/// The digest of all words of a lesson that differ from language to language.
fn digest(lesson: &Lesson) -> String {
    let mut words = vec![lesson.title.as_str()];
    for (word, meaning) in &lesson.terms {
        words.extend([word.as_str(), meaning.as_str()]);
    }
    for check in &lesson.checks {
        words.push(&check.text);
        words.extend(check.diagnose.iter().map(|d| d.say.as_str()));
    }
    for part in &lesson.parts {
        match &part.kind {
            PartKind::Prose(text) => words.push(text),
            PartKind::Exercise(exercise) => {
                words.push(&exercise.text);
                words.extend(exercise.hints.iter().flat_map(|h| [h.ask.as_str(), h.tell.as_str()]));
            }
            PartKind::Quiz(quiz) => {
                words.push(&quiz.question);
                words.extend(quiz.choices.iter().flat_map(|c| [c.text.as_str(), c.because.as_str()]));
            }
            PartKind::Console(_) | PartKind::File(_) | PartKind::Figure(_) => {}
        }
    }
    let plain: Vec<&str> = words.iter().flat_map(|text| text.split_whitespace()).collect();
    let digest = Digest::of(plain.join(" ").as_bytes()).to_string();
    let hex = digest.rsplit(':').next().unwrap_or_default();
    hex.chars().take(LETTERS).collect()
}

/// Compares the Chinese text with the English one; at most one mistake for each thing that should be the same.
pub fn compare(folder: &Folder, chinese: &Lesson, problems: &mut Vec<Problem>) {
    let english = &folder.lesson;
    let path = folder.chinese_path();
    if age(english, chinese) == Age::Older {
        problems.push(Problem::new(
            &path,
            1,
            "the translation is older than lesson.md: bring over what has changed there, then note it with `drydock lesson check … --translated`",
        ));
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const ORIGINAL: &str = "---\ntitle: A\nminutes: 5\n---\nSome words\nof prose.\n```console\n$ ls\nfile\n```\n";

    fn age_of(original: &str, translation: &str) -> Age {
        age(&Lesson::parse(original), &Lesson::parse(translation))
    }

    #[test]
    fn a_translation_is_older_when_words_of_the_original_change() {
        let silent = "---\ntitle: B\nminutes: 5\n---\nx\n";
        assert_eq!(age_of(ORIGINAL, silent), Age::Unsaid);
        let translation = marked(silent, &digest(&Lesson::parse(ORIGINAL)));
        assert_eq!(age_of(ORIGINAL, &translation), Age::Current);
        assert_eq!(age_of(&ORIGINAL.replace("prose", "verse"), &translation), Age::Older);
    }

    #[test]
    fn outputs_and_line_breaks_make_no_translation_older() {
        let translation = marked("---\ntitle: B\nminutes: 5\n---\nx\n", &digest(&Lesson::parse(ORIGINAL)));
        let changed = ORIGINAL.replace("words\nof", "words of").replace("file", "other");
        assert_eq!(age_of(&changed, &translation), Age::Current);
    }

    #[test]
    fn the_mark_takes_the_place_of_the_one_before() {
        let once = marked("---\ntitle: B\n---\n---\nx\n", "abc");
        assert_eq!(once, "---\ntitle: B\ntranslates: \"abc\"\n---\n---\nx\n");
        assert_eq!(marked(&once, "def"), once.replace("abc", "def"));
    }
}
