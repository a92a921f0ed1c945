//! Going to definitions, and renaming: stages and variables.
//!
//! A stage is named by `AS` and used in FROM, `--from=` and the `from` of a mount. A variable is named by ARG and ENV
//! and used behind a dollar; the same name is the same variable in a stage, in the stages built on it, and before the
//! first FROM if the stage's ARG takes its value from there.

use crate::dockerfile::{Dockerfile, NodeRef};
use crate::edit::TextEdit;
use crate::editor::variables::variable_uses;
use crate::go::to_lower;
use crate::keyword::Keyword;
use crate::span::{Span, offset};
use crate::typed::is_stage_name;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SymbolKind {
    Stage,
    Variable,
}

/// A place where a symbol is named or used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    pub kind: SymbolKind,
    pub name: String,
    /// The name alone.
    pub span: Span,
    pub is_definition: bool,
    /// The symbol's number: occurrences of one symbol share it.
    group: usize,
}

/// The stage each instruction belongs to, 0 before the first FROM, and the stage that stage is built on.
struct Stages<'a> {
    names: Vec<(String, usize)>,
    nodes: Vec<(NodeRef<'a>, usize)>,
}

fn stages(dockerfile: &Dockerfile) -> Stages<'_> {
    let mut out = Stages {
        names: vec![(String::new(), 0)],
        nodes: Vec::new(),
    };
    for node in dockerfile.nodes() {
        if node.keyword() == Some(Keyword::From) {
            let args = node.command().all_args();
            let base = args.first().copied().unwrap_or("");
            let name = args.get(2).map(|n| to_lower(n)).unwrap_or_default();
            // A stage that stands on its own is its own base.
            let own = out.names.len();
            let base = out.names.iter().rposition(|(n, _)| !n.is_empty() && n == base).unwrap_or(own);
            out.names.push((name, base));
        }
        out.nodes.push((node, out.names.len() - 1));
    }
    out
}

/// All occurrences of stages and variables, in the order of the text.
fn occurrences(dockerfile: &Dockerfile) -> Vec<Occurrence> {
    let stages = stages(dockerfile);
    let mut out = Vec::new();
    let mut scopes = Scopes::default();
    for (node, stage) in &stages.nodes {
        stage_occurrences(*node, *stage, &stages, &mut out);
        variable_occurrences(*node, *stage, &stages, &mut scopes, &mut out);
    }
    out.sort_by_key(|o| o.span);
    out
}

fn stage_occurrences(node: NodeRef<'_>, stage: usize, stages: &Stages<'_>, out: &mut Vec<Occurrence>) {
    let command = node.command();
    // A name means the last stage of that name before this one.
    let find = |name: &str| {
        stages
            .names
            .iter()
            .take(stage)
            .rposition(|(n, _)| !n.is_empty() && *n == to_lower(name))
    };
    let mut add = |name: &str, span: Span, group: usize, is_definition: bool| {
        out.push(Occurrence {
            kind: SymbolKind::Stage,
            name: to_lower(name),
            span,
            is_definition,
            group,
        });
    };
    if node.keyword() == Some(Keyword::From) {
        let args: Vec<_> = command.args().collect();
        if let Some(base) = args.first()
            && let Some(group) = find(base.text)
        {
            add(base.text, base.span, group, false);
        }
        if let [_, _, name] = args.as_slice() {
            add(name.text, name.span, stage, true);
        }
        return;
    }
    for flag in command.flags() {
        let (prefix, from) = match flag.raw.strip_prefix("--from=") {
            Some(name) => ("--from=".len(), name),
            None => match flag.raw.strip_prefix("--mount=").and_then(|m| m.find("from=")) {
                Some(at) => {
                    let start = "--mount=".len() + at + "from=".len();
                    (start, flag.raw[start..].split(',').next().unwrap_or(""))
                }
                None => continue,
            },
        };
        if let Some(group) = find(from) {
            let start = flag.logical.start + offset(prefix);
            let span = node.to_source(Span {
                start,
                end: start + offset(from.len()),
            });
            add(from, span, group, false);
        }
    }
}

/// Which variables are one: a stage's name, and the group it has.
#[derive(Default)]
struct Scopes {
    groups: Vec<((usize, String), usize)>,
    next: usize,
}

impl Scopes {
    fn get(&self, stage: usize, name: &str) -> Option<usize> {
        self.groups
            .iter()
            .find(|((s, n), _)| *s == stage && n == name)
            .map(|(_, group)| *group)
    }

    /// The group that a name has in a stage, its bases included.
    fn find(&self, mut stage: usize, name: &str, stages: &Stages<'_>) -> Option<usize> {
        loop {
            if let Some(group) = self.get(stage, name) {
                return Some(group);
            }
            match stages.names.get(stage) {
                Some((_, base)) if *base < stage && *base > 0 => stage = *base,
                _ => return None,
            }
        }
    }

    fn define(&mut self, stage: usize, name: &str, takes_global: bool, stages: &Stages<'_>) -> usize {
        let known = self
            .find(stage, name, stages)
            .or_else(|| if takes_global { self.get(0, name) } else { None });
        let group = known.unwrap_or_else(|| {
            self.next += 1;
            self.next
        });
        if self.get(stage, name).is_none() {
            self.groups.push(((stage, name.to_owned()), group));
        }
        group
    }
}

fn variable_occurrences(node: NodeRef<'_>, stage: usize, stages: &Stages<'_>, scopes: &mut Scopes, out: &mut Vec<Occurrence>) {
    let command = node.command();
    let Some(keyword) = node.keyword() else {
        return;
    };
    let use_stage = if keyword == Keyword::From { 0 } else { stage };
    let mut add = |name: &str, span: Span, group: usize, is_definition: bool| {
        out.push(Occurrence {
            kind: SymbolKind::Variable,
            name: name.to_owned(),
            span,
            is_definition,
            group,
        });
    };
    // Uses first: a definition's own value sees what was before it.
    let uses = |text: &str, at: u32, scopes: &Scopes, add: &mut dyn FnMut(&str, Span, usize, bool)| {
        for used in variable_uses(text) {
            if let Some(group) = scopes.find(use_stage, used.name, stages) {
                let span = node.to_source(used.name_span.shifted(at));
                add(used.name, span, group, false);
            }
        }
    };
    let shown_to_shell = !matches!(keyword, Keyword::Onbuild | Keyword::Shell | Keyword::Maintainer);
    if shown_to_shell {
        for word in command.flags().chain(command.args()) {
            uses(word.raw, word.logical.start, scopes, &mut add);
        }
    }
    let words: Vec<_> = command.args().collect();
    match keyword {
        Keyword::Arg => {
            for word in words {
                let name = word.raw.split('=').next().unwrap_or("");
                let takes_global = !word.raw.contains('=');
                let group = scopes.define(stage, name, takes_global, stages);
                let span = Span {
                    start: word.logical.start,
                    end: word.logical.start + offset(name.len()),
                };
                add(name, node.to_source(span), group, true);
            }
        }
        Keyword::Env => {
            for word in words.iter().step_by(3) {
                let group = scopes.define(stage, word.text, false, stages);
                add(word.text, word.span, group, true);
            }
        }
        _ => {}
    }
}

fn at(occurrences: &[Occurrence], position: u32) -> Option<&Occurrence> {
    occurrences.iter().find(|o| o.span.touches(position))
}

/// Where the symbol at a position is named: the last such place before it, or the first of all.
pub fn definition(dockerfile: &Dockerfile, position: u32) -> Option<Occurrence> {
    let all = occurrences(dockerfile);
    let here = at(&all, position)?;
    let same = |o: &&Occurrence| o.kind == here.kind && o.group == here.group && o.is_definition;
    all.iter()
        .filter(same)
        .rfind(|o| o.span.start <= here.span.start)
        .or_else(|| all.iter().find(same))
        .cloned()
}

/// All occurrences of the symbol at a position, its definitions included.
pub fn references(dockerfile: &Dockerfile, position: u32) -> Vec<Occurrence> {
    let all = occurrences(dockerfile);
    let Some(here) = at(&all, position).cloned() else {
        return Vec::new();
    };
    all.into_iter()
        .filter(|o| o.kind == here.kind && o.group == here.group)
        .collect()
}

/// Why a symbol cannot have a name. Its text is English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RenameError {
    /// There is no stage or variable at the position.
    Nothing,
    NoStageName,
    NoVariableName,
    Taken,
}

impl std::fmt::Display for RenameError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            RenameError::Nothing => "there is no stage or variable here",
            RenameError::NoStageName => "a stage's name takes lower-case letters, digits, and - _ . behind a letter",
            RenameError::NoVariableName => "a variable's name takes letters, digits and _, not beginning with a digit",
            RenameError::Taken => "this name is taken",
        })
    }
}

/// The changes that give the symbol at a position another name, or the reason why it cannot have that.
pub fn rename(dockerfile: &Dockerfile, position: u32, new_name: &str) -> Result<Vec<TextEdit>, RenameError> {
    let found = references(dockerfile, position);
    let Some(first) = found.first() else {
        return Err(RenameError::Nothing);
    };
    let fits = match first.kind {
        SymbolKind::Stage => is_stage_name(new_name),
        SymbolKind::Variable => {
            new_name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                && new_name.starts_with(|c: char| !c.is_ascii_digit())
        }
    };
    if !fits {
        return Err(match first.kind {
            SymbolKind::Stage => RenameError::NoStageName,
            SymbolKind::Variable => RenameError::NoVariableName,
        });
    }
    let taken = occurrences(dockerfile)
        .iter()
        .any(|o| o.kind == first.kind && o.name == new_name && o.group != first.group);
    if taken {
        return Err(RenameError::Taken);
    }
    Ok(found.into_iter().map(|o| TextEdit::new(o.span, new_name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::apply;

    const TEXT: &str = "ARG V=1\nFROM a:$V AS build\nARG V\nENV W=${V}x\nFROM build\nRUN echo $W \\\n  $V\nCOPY --from=build /x /y\nRUN --mount=type=bind,from=build,target=/b true\n";

    fn place(needle: &str) -> u32 {
        offset(TEXT.find(needle).unwrap())
    }

    #[test]
    fn definitions_are_found_from_uses() {
        let dockerfile = Dockerfile::parse(TEXT);
        let of = |needle: &str, skip: u32| definition(&dockerfile, place(needle) + skip).map(|o| o.span.start);
        assert_eq!(of("$W", 1), Some(place("W=")));
        assert_eq!(of("from=build", 6), Some(place("build")));
        assert_eq!(of("a:$V", 3), Some(4));
        assert_eq!(of("echo", 0), None);
    }

    #[test]
    fn renaming_reaches_every_use() {
        let dockerfile = Dockerfile::parse(TEXT);
        let edits = rename(&dockerfile, place("build"), "base").unwrap();
        assert_eq!(apply(TEXT, &edits), TEXT.replace("build", "base"));
        let edits = rename(&dockerfile, place("V=1"), "VERSION").unwrap();
        assert_eq!(apply(TEXT, &edits), TEXT.replace('V', "VERSION").replace("ENVERSION", "ENV"));
        assert!(rename(&dockerfile, place("V=1"), "W").is_err());
        assert!(rename(&dockerfile, place("build"), "Base").is_err());
    }
}
