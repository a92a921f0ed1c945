//! What a build tells of its steps: what became of each, and why it could not come out of the cache.

use super::cache::{FileFact, Inputs};
use dockerfile::Lines;
use std::collections::BTreeSet;
use vfs::{Digest, FileData, Layer};

/// Whether steps are carried out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Build,
    /// Only looks at what is cached.
    Predict,
}

/// Why a step ran (or would run) instead of coming out of the cache: the one thing that differs from
/// the last build of the same place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing like it was built before.
    New,
    /// The cache was not to be used.
    NoCache,
    /// The instruction's text, with its variables, differs: what it was.
    Instruction(String),
    /// These arguments, variables or settings differ.
    Arguments(Vec<ArgumentChange>),
    /// These files differ from the last build.
    Files(Vec<FileChange>),
    /// The image that the stage starts from is another one: the digests before and now.
    Base(String, String),
    /// The step below it, of this name, gave another result.
    Below(String),
    /// It was built before and the result is no longer there.
    Pruned,
}

/// A build argument, an environment variable or a setting of a step, before and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgumentChange {
    /// `ARG NAME`, `ENV NAME`, or the name of a setting such as `user` or `chown`.
    pub name: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A file of the context before and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// Its path in the context.
    pub path: String,
    pub before: Option<Digest>,
    pub after: Option<Digest>,
    /// The first line that differs, from 1; for texts only.
    pub line: Option<usize>,
}

/// What became of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepOutcome {
    Cached,
    Ran(Why),
    Failed(String),
    /// Not reached.
    Unknown,
}

/// A step of a build, for explanations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepReport {
    /// The stage's name or number; empty if there is only one.
    pub stage: String,
    pub stage_index: usize,
    /// With its variables replaced.
    pub instruction: String,
    pub lines: Lines,
    pub outcome: StepOutcome,
    /// Its layer's digest; of FROM, the image's.
    pub layer: Option<Digest>,
    /// Bytes of its layer, or of FROM's image, where they are known.
    pub size: Option<u64>,
    /// How long it took when it was last done.
    pub took: Option<std::time::Duration>,
    /// What its layer holds.
    pub contents: Option<Layer>,
    pub makes_layer: bool,
}

/// Says why a step's key is new, by what differs from the last build of the same place.
pub(super) fn explain(before: Option<&Inputs>, now: &Inputs, below: &str) -> Why {
    let Some(before) = before else { return Why::New };
    if before.instruction != now.instruction {
        return Why::Instruction(before.instruction.clone());
    }
    let (were, are) = (&before.files.by_path, &now.files.by_path);
    let paths: BTreeSet<&String> = match before.files.same(&now.files) {
        true => BTreeSet::new(),
        false => were.keys().chain(are.keys()).collect(),
    };
    let changed: Vec<FileChange> = paths
        .into_iter()
        .filter_map(|path| {
            let (old, new) = (were.get(path), are.get(path));
            (old.map(|f| f.digest) != new.map(|f| f.digest)).then(|| FileChange {
                path: path.clone(),
                before: old.map(|f| f.digest),
                after: new.map(|f| f.digest),
                line: first_difference(old, new),
            })
        })
        .collect();
    if !changed.is_empty() {
        return Why::Files(changed);
    }
    let arguments = argument_changes(&before.arguments, &now.arguments);
    if !arguments.is_empty() {
        return Why::Arguments(arguments);
    }
    match (&before.base, &now.base) {
        (Some(old), Some(new)) if old != new => Why::Base(old.clone(), new.clone()),
        _ if before.parent != now.parent => Why::Below(below.to_string()),
        _ => Why::Pruned,
    }
}

fn argument_changes(before: &[(String, String)], now: &[(String, String)]) -> Vec<ArgumentChange> {
    let value = |list: &[(String, String)], name: &str| list.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
    let names: BTreeSet<&String> = before.iter().chain(now).map(|(name, _)| name).collect();
    names
        .into_iter()
        .filter_map(|name| {
            let (old, new) = (value(before, name), value(now, name));
            (old != new).then(|| ArgumentChange {
                name: name.clone(),
                before: old,
                after: new,
            })
        })
        .collect()
}

/// The first line in which two texts differ.
fn first_difference(old: Option<&FileFact>, new: Option<&FileFact>) -> Option<usize> {
    const LIMIT: u64 = 1 << 20;
    let text = |fact: Option<&FileFact>| {
        let data: &FileData = fact?.data.as_ref().filter(|d| d.size() <= LIMIT)?;
        String::from_utf8(data.bytes()).ok()
    };
    let (old, new) = (text(old)?, text(new)?);
    let same = old.split('\n').zip(new.split('\n')).take_while(|(a, b)| a == b).count();
    (old != new).then_some(same + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(instruction: &str, text: &str) -> Inputs {
        let data = FileData::from(text.as_bytes());
        let fact = FileFact {
            digest: Digest::of(text.as_bytes()),
            data: Some(data),
            meta: (0o644, 0, 0),
        };
        Inputs {
            instruction: instruction.into(),
            parent: Digest::of(b"parent"),
            base: None,
            arguments: vec![("ARG V".into(), "1".into())],
            files: super::super::cache::Facts::new([("app.py".to_string(), fact)].into()).into(),
        }
    }

    #[test]
    fn a_changed_file_is_named_with_the_line_that_differs() {
        let why = explain(Some(&inputs("COPY", "a\nb\nc\n")), &inputs("COPY", "a\nB\nc\n"), "");
        let Why::Files(files) = why else { panic!("{why:?}") };
        assert_eq!(files.len(), 1);
        assert_eq!((files[0].path.as_str(), files[0].line), ("app.py", Some(2)));
    }

    #[test]
    fn the_instruction_comes_before_everything_else() {
        let why = explain(Some(&inputs("COPY a", "x")), &inputs("COPY b", "y"), "");
        assert_eq!(why, Why::Instruction("COPY a".into()));
    }

    #[test]
    fn an_argument_is_told_with_both_values() {
        let mut now = inputs("RUN", "x");
        now.arguments = vec![("ARG V".into(), "2".into())];
        let change = ArgumentChange {
            name: "ARG V".into(),
            before: Some("1".into()),
            after: Some("2".into()),
        };
        assert_eq!(explain(Some(&inputs("RUN", "x")), &now, ""), Why::Arguments(vec![change]));
    }

    #[test]
    fn another_base_image_is_told_before_the_step_below() {
        let mut before = inputs("RUN", "x");
        let mut now = inputs("RUN", "x");
        (before.base, now.base) = (Some("a".into()), Some("b".into()));
        now.parent = Digest::of(b"other");
        assert_eq!(explain(Some(&before), &now, "FROM x"), Why::Base("a".into(), "b".into()));
        now.base = Some("a".into());
        assert_eq!(explain(Some(&before), &now, "FROM x"), Why::Below("FROM x".into()));
    }
}
