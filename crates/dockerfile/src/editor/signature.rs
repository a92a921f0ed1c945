//! The forms of the instruction a position is in, and the parameter it is at.

use crate::dockerfile::Dockerfile;
use crate::editor::docs::{instruction_doc, instruction_forms};
use crate::keyword::Keyword;

/// Help while arguments are typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignatureHelp {
    pub keyword: Keyword,
    /// The forms, the likeliest first.
    pub forms: Vec<&'static str>,
    pub documentation: &'static str,
    /// Which blank-separated part of the first form is being typed; the keyword is part 0.
    pub active_part: usize,
}

/// Help at a position behind an instruction's keyword.
pub fn signature_help(dockerfile: &Dockerfile, position: u32) -> Option<SignatureHelp> {
    let node = dockerfile.node_at(position)?;
    let mut command = node.command();
    while let Some(inner) = command.trigger().filter(|i| i.name_span().end < position) {
        command = inner;
    }
    let keyword = command.keyword()?;
    let in_heredoc = node
        .heredocs()
        .any(|h| h.content_span.start <= position && position < h.terminator_span.end);
    if position <= command.name_span().end || in_heredoc {
        return None;
    }
    let mut forms = instruction_forms(keyword).to_vec();
    let wants_json = command.arguments_text().starts_with('[');
    forms.sort_by_key(|form| form.contains("[\"") != wants_json);
    let before = command.args().filter(|word| word.span.end < position).count();
    let has_options = forms.first().is_some_and(|form| form.contains(" [")) && !crate::flags::flags_of(keyword).is_empty();
    let in_flags = command.args().next().is_none_or(|first| position < first.span.start)
        && command.flags().any(|flag| flag.span.touches(position));
    let parts = forms.first().map_or(1, |form| form.split(' ').count());
    let active_part = if in_flags && has_options {
        1
    } else {
        (before + 1 + usize::from(has_options)).min(parts.saturating_sub(1))
    };
    Some(SignatureHelp {
        keyword,
        forms,
        documentation: instruction_doc(keyword),
        active_part,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_part_that_is_typed() {
        let text = "FROM a\nCOPY --link a b\n";
        let dockerfile = Dockerfile::parse(text);
        let part = |needle: &str| {
            let at = crate::span::offset(text.find(needle).unwrap() + 1);
            signature_help(&dockerfile, at).map(|h| h.active_part)
        };
        assert_eq!(part("OPY"), None);
        assert_eq!(part("--link"), Some(1));
        assert_eq!(part("a b"), Some(2));
        assert_eq!(part("b\n"), Some(3));
    }
}
