//! What can be folded: stages, long instructions, heredocs, runs of comments.

use crate::dockerfile::Dockerfile;
use crate::keyword::Keyword;
use crate::scan::ItemKind;
use crate::span::Lines;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoldKind {
    Stage,
    Instruction,
    Heredoc,
    Comment,
}

/// Lines that fold into their first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fold {
    pub lines: Lines,
    pub kind: FoldKind,
}

/// All folds, in the order of their first lines.
pub fn folds(dockerfile: &Dockerfile) -> Vec<Fold> {
    let mut out = Vec::new();
    let mut add = |start: u32, end: u32, kind: FoldKind| {
        if end > start {
            out.push(Fold {
                lines: Lines::new(start, end),
                kind,
            });
        }
    };
    let mut stage: Option<(u32, u32)> = None;
    let mut comments: Option<(u32, u32)> = None;
    for (index, item) in dockerfile.items.iter().enumerate() {
        if item.kind == ItemKind::Comment {
            comments = Some((comments.map_or(item.line, |(start, _)| start), item.line));
            continue;
        }
        if let Some((start, end)) = comments.take() {
            add(start, end, FoldKind::Comment);
        }
        let Some(node) = dockerfile.node(index) else {
            continue;
        };
        let lines = node.lines();
        if node.keyword() == Some(Keyword::From) {
            if let Some((start, end)) = stage {
                add(start, end, FoldKind::Stage);
            }
            stage = Some((lines.start, lines.end));
        }
        if let Some((_, end)) = &mut stage {
            *end = lines.end;
        }
        let head = node.head_lines();
        add(head.start, head.end, FoldKind::Instruction);
        if lines.end > head.end {
            add(head.end, lines.end, FoldKind::Heredoc);
        }
    }
    if let Some((start, end)) = comments {
        add(start, end, FoldKind::Comment);
    }
    if let Some((start, end)) = stage {
        add(start, end, FoldKind::Stage);
    }
    out.sort();
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_and_what_is_in_them() {
        let text = "# a\n# b\nFROM x\nRUN a \\\n b\nFROM y\nRUN <<E\nc\nE\n";
        let found: Vec<_> = folds(&Dockerfile::parse(text))
            .into_iter()
            .map(|f| (f.lines.start, f.lines.end, f.kind))
            .collect();
        assert_eq!(
            found,
            [
                (1, 2, FoldKind::Comment),
                (3, 5, FoldKind::Stage),
                (4, 5, FoldKind::Instruction),
                (6, 9, FoldKind::Stage),
                (7, 9, FoldKind::Heredoc),
            ]
        );
    }
}
