//! Two texts laid side by side, as a list of lines: each says by a sign and a word whether it came or went.

use session::protocol::DiffLine;
use yew::prelude::*;

use crate::app::i18n::{Messages, count};

pub fn draw(lines: &[DiffLine], t: &'static Messages) -> Html {
    let line = |class: &'static str, sign: &'static str, word: &'static str, text: &str| {
        html! {
            <li class={classes!("diff-line", class)}>
                <span class="diff-sign" aria-hidden="true">{ sign }</span>
                if !word.is_empty() {
                    <span class="visually-hidden">{ format!("{word}: ") }</span>
                }
                <code>{ text.to_owned() }</code>
            </li>
        }
    };
    let rows = lines.iter().map(|one| match one {
        DiffLine::Same(text) => line("diff-same", " ", "", text),
        DiffLine::Removed(text) => line("diff-removed", "−", t.removed, text),
        DiffLine::Added(text) => line("diff-added", "+", t.added, text),
        DiffLine::Gap(lines) => {
            let lines = usize::try_from(*lines).unwrap_or(usize::MAX);
            html! { <li class="diff-line diff-gap">{ count(t.lines_alike, lines) }</li> }
        }
    });
    html! { <ol class="diff" tabindex="0">{ for rows }</ol> }
}

/// The letter of `docker diff`, with its word.
pub fn letter(change: char, t: &'static Messages) -> Html {
    let (class, word) = match change {
        'A' => ("change-added", t.added),
        'D' => ("change-deleted", t.deleted),
        _ => ("change-changed", t.changed),
    };
    html! {
        <abbr class={classes!("change", class)} title={word}>
            <span aria-hidden="true">{ change.to_string() }</span>
            <span class="visually-hidden">{ word }</span>
        </abbr>
    }
}
