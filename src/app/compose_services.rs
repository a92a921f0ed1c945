//! What the editor asks about a Compose file, answered by `crates/compose`. Images are completed here, since the crate
//! knows no catalogue. Leaves out formatting: YAML's layout is its writer's.

use std::ops::Range;

use compose::editor::{self, Completion, CompletionKind, Severity, Span};

use super::i18n::{self, fill};
use super::language_services::{Around, Edit, Language, Offer, Problem, with_hints};

/// The language of Compose files.
pub struct Compose;

fn range(span: Span) -> Range<usize> {
    span.start..span.end
}

/// Names and tags of images behind `image:`.
fn images(text: &str, at: usize, around: &Around<'_>) -> Vec<Offer> {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let Some(typed) = line.trim_start().trim_start_matches("- ").strip_prefix("image:") else {
        return Vec::new();
    };
    let typed = typed.trim_start().trim_start_matches(['"', '\'']);
    let offer = |label: String, detail: String| Offer {
        from: at.saturating_sub(typed.len()),
        insert: label.clone(),
        label,
        kind: "class",
        detail,
    };
    let mut offers = Vec::new();
    for (name, tags) in around.images {
        if typed.strip_prefix(name.as_str()).is_some_and(|rest| rest.starts_with(':')) {
            let full = tags.iter().map(|tag| format!("{name}:{tag}"));
            offers.extend(
                full.filter(|full| full.starts_with(typed))
                    .map(|full| offer(full, String::new())),
            );
        } else if name.starts_with(typed) {
            offers.push(offer(
                name.clone(),
                tags.iter().take(3).cloned().collect::<Vec<_>>().join(", "),
            ));
        }
    }
    offers
}

/// Whether a word can name a service, network, volume, secret or config.
fn is_name(word: &str) -> bool {
    !word.is_empty()
        && word
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}

/// More about an offer, in the page's language.
fn detail(offer: &Completion, around: &Around<'_>) -> String {
    if offer.kind != CompletionKind::Key {
        return offer.detail.clone();
    }
    let mut path = offer.path.clone();
    path.push(offer.label.clone());
    i18n::compose::key(&path, &offer.detail, around.language)
}

impl Language for Compose {
    fn problems(&self, text: &str, around: &Around<'_>) -> Vec<Problem> {
        editor::diagnostics(text)
            .into_iter()
            .map(|found| {
                let span = range(found.span);
                let (message, remedies) = with_hints(&found.message, &found.hints, &span, around.language);
                Problem {
                    span,
                    severity: match found.severity {
                        Severity::Error => "error",
                        Severity::Warning => "warning",
                        Severity::Advice => "hint",
                    },
                    message,
                    rule: None,
                    remedies,
                }
            })
            .collect()
    }

    fn complete(&self, text: &str, at: usize, around: &Around<'_>) -> Vec<Offer> {
        let mut offers = images(text, at, around);
        offers.extend(editor::complete(text, at).into_iter().map(|offer| Offer {
            kind: match offer.kind {
                CompletionKind::Key => "property",
                CompletionKind::Value => "constant",
                CompletionKind::Name => "variable",
            },
            from: offer.span.start,
            detail: detail(&offer, around),
            label: offer.label,
            insert: offer.insert,
        }));
        offers
    }

    fn hover(&self, text: &str, at: usize, around: &Around<'_>) -> Option<(Range<usize>, String)> {
        let found = editor::hover(text, at)?;
        let words = i18n::compose::key(&found.path, found.doc, around.language);
        Some((range(found.span), format!("`{}`\n\n{words}", found.path.join("."))))
    }

    fn definition(&self, text: &str, at: usize) -> Option<Range<usize>> {
        editor::definition(text, at).map(range)
    }

    fn occurrences(&self, text: &str, at: usize) -> Vec<Range<usize>> {
        editor::occurrences(text, at).into_iter().map(range).collect()
    }

    fn rename(&self, text: &str, at: usize, name: &str, around: &Around<'_>) -> Result<Vec<Edit>, String> {
        let found = editor::occurrences(text, at);
        if found.is_empty() {
            return Err(around.language.messages().rename_nothing.to_owned());
        }
        if !is_name(name) {
            return Err(fill(around.language.messages().rename_refused, &[("name", name)]));
        }
        Ok(found
            .into_iter()
            .map(|span| {
                // A name in quotes keeps them.
                let old = text.get(range(span)).unwrap_or_default();
                let quote = old.chars().next().filter(|c| matches!(c, '"' | '\''));
                let text = match quote {
                    Some(quote) => format!("{quote}{name}{quote}"),
                    None => name.to_owned(),
                };
                Edit { span: range(span), text }
            })
            .collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "services:\n  web:\n    image: nginx\n    depends_on: [\"db\"]\n  db:\n    image: redis\n";

    #[test]
    fn a_service_is_renamed_wherever_it_is_named() {
        let at = TEXT.find("  db:").expect("the service") + 3;
        let edits = Compose.rename(TEXT, at, "cache", &Around::default()).expect("a name");
        let words: Vec<&str> = edits.iter().map(|edit| edit.text.as_str()).collect();
        assert_eq!(words, ["\"cache\"", "cache"]);
        assert!(Compose.rename(TEXT, at, "a b", &Around::default()).is_err());
    }

    #[test]
    fn images_are_offered_behind_their_key() {
        let images = [("redis".to_owned(), vec!["7".to_owned()])];
        let around = Around {
            images: &images,
            ..Around::default()
        };
        let labels = |text: &str| -> Vec<String> {
            let offers = Compose.complete(text, text.len(), &around);
            offers.into_iter().map(|offer| offer.label).collect()
        };
        assert_eq!(labels("services:\n  db:\n    image: re"), ["redis"]);
        assert_eq!(labels("services:\n  db:\n    image: redis:"), ["redis:7"]);
    }

    #[test]
    fn a_mistyped_key_is_mended_with_one_click() {
        let found = Compose.problems("services:\n  web:\n    imag: nginx\n", &Around::default());
        let labels: Vec<&str> = found
            .iter()
            .flat_map(|problem| &problem.remedies)
            .map(|remedy| remedy.title.as_str())
            .collect();
        assert_eq!(labels, ["Change to image"]);
    }
}
