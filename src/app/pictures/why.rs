//! Why a step runs, in words, with the one thing that differs.

use session::protocol::{ArgumentDifference, FileDifference, Why};

use crate::app::i18n::{Messages, count, fill};

/// Differences that are told one by one.
const TOLD: usize = 2;

/// A sentence without its end.
pub fn why(why: &Why, t: &Messages) -> String {
    match why {
        Why::New => t.why_new.to_owned(),
        Why::NoCache => t.why_no_cache.to_owned(),
        Why::Pruned => t.why_pruned.to_owned(),
        Why::InstructionChanged(before) => fill(t.why_instruction, &[("before", before)]),
        Why::ArgumentsChanged(changes) => several(changes, t, argument),
        Why::FilesChanged(files) => several(files, t, file),
        Why::BaseChanged(before, after) => fill(t.why_base, &[("before", &short(before)), ("after", &short(after))]),
        Why::StepBelow(step) if step.is_empty() => t.why_below.to_owned(),
        Why::StepBelow(step) => fill(t.why_below_named, &[("step", step)]),
    }
}

fn several<T>(all: &[T], t: &Messages, one: fn(&T, &Messages) -> String) -> String {
    let mut told: Vec<String> = all.iter().take(TOLD).map(|difference| one(difference, t)).collect();
    let more = all.len().saturating_sub(TOLD);
    if more > 0 {
        told.push(count(t.why_more, more));
    }
    told.join(t.and_then)
}

fn argument(change: &ArgumentDifference, t: &Messages) -> String {
    let name = change.name.as_str();
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => fill(t.why_argument, &[("name", name), ("before", before), ("after", after)]),
        (None, Some(after)) => fill(t.why_argument_new, &[("name", name), ("after", after)]),
        (Some(before), None) => fill(t.why_argument_gone, &[("name", name), ("before", before)]),
        (None, None) => name.to_owned(),
    }
}

fn file(change: &FileDifference, t: &Messages) -> String {
    let path = change.path.as_str();
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let digests = [("path", path), ("before", before.as_str()), ("after", after.as_str())];
            match change.line {
                Some(line) => fill(&fill(t.why_file_line, &digests), &[("line", &line.to_string())]),
                None => fill(t.why_file, &digests),
            }
        }
        (None, Some(_)) => fill(t.why_file_new, &[("path", path)]),
        _ => fill(t.why_file_gone, &[("path", path)]),
    }
}

/// A digest's beginning; a name as it is.
fn short(image: &str) -> String {
    match image.strip_prefix("sha256:") {
        Some(digits) => digits.chars().take(12).collect(),
        None => image.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::i18n::ENGLISH;

    #[test]
    fn a_changed_file_is_told_with_its_line_and_digests() {
        let files = Why::FilesChanged(vec![FileDifference {
            path: "app.py".to_owned(),
            before: Some("1f3a".to_owned()),
            after: Some("9c2b".to_owned()),
            line: Some(12),
        }]);
        assert_eq!(why(&files, &ENGLISH), "app.py changed in line 12 (1f3a → 9c2b)");
    }

    #[test]
    fn of_many_differences_two_are_told() {
        let change = |name: &str| ArgumentDifference {
            name: name.to_owned(),
            before: None,
            after: Some("1".to_owned()),
        };
        let all = Why::ArgumentsChanged(vec![change("ARG A"), change("ARG B"), change("ARG C")]);
        assert_eq!(why(&all, &ENGLISH), "ARG A is new: 1, ARG B is new: 1, and 1 more");
    }
}
