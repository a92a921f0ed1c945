//! What the editor asks about a Dockerfile, answered by `crates/dockerfile` on the page itself; and the words for what a
//! build would do with each of its instructions.

use std::ops::Range;

use dockerfile::advice::{AdviceContext, advise};
use dockerfile::check::{CheckInput, NoImages, Platform, check};
use dockerfile::editor::{self, Completion, CompletionKind, EditorContext, TokenKind};
use dockerfile::{Diagnostic, Dockerfile, PatternMatcher, Severity};
use session::protocol::{Prediction, StepOutcome, StepView};

use super::bindings::editor::LayerMark;
use super::i18n::{Messages, dockerfile as words};
use super::language_services::{Around, Edit, Help, Language, Offer, Problem, Remedy};

/// Mistakes for which fixes are looked for: each look reads the whole file again.
const MENDED: usize = 8;

/// The language of Dockerfiles.
pub struct Dockerfiles;

/// A colour's index in `CLASSES`; nothing for what has the text's own.
fn class_of(kind: TokenKind) -> Option<u32> {
    Some(match kind {
        TokenKind::Keyword => 0,
        TokenKind::String | TokenKind::Heredoc => 1,
        TokenKind::Comment => 2,
        TokenKind::Variable => 3,
        TokenKind::Flag | TokenKind::Directive | TokenKind::HeredocEnd => 4,
        TokenKind::Continuation | TokenKind::Operator => 9,
        TokenKind::Unknown => 6,
        TokenKind::Image => 7,
        TokenKind::Name => 8,
        TokenKind::Blank | TokenKind::Argument => return None,
    })
}

fn place(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn edit(edit: dockerfile::TextEdit) -> Edit {
    Edit {
        span: edit.span.range(),
        text: edit.text,
    }
}

fn remedy(fix: dockerfile::Fix, around: &Around<'_>) -> Remedy {
    Remedy {
        title: words::fix(&fix, around.language),
        edits: fix.edits.into_iter().map(edit).collect(),
        new_file: fix.new_file,
    }
}

/// Asks `then` with what the crate calls its context.
fn with_context<T>(around: &Around<'_>, then: impl FnOnce(&EditorContext<'_>) -> T) -> T {
    let tags: Vec<Vec<&str>> = around
        .images
        .iter()
        .map(|(_, tags)| tags.iter().map(String::as_str).collect())
        .collect();
    let images: Vec<(&str, &[&str])> = around
        .images
        .iter()
        .zip(&tags)
        .map(|((name, _), tags)| (name.as_str(), tags.as_slice()))
        .collect();
    let paths: Vec<&str> = around.paths.iter().map(String::as_str).collect();
    then(&EditorContext {
        images: &images,
        paths: &paths,
        ..EditorContext::default()
    })
}

fn problem(found: Diagnostic, remedies: Vec<Remedy>) -> Problem {
    Problem {
        span: found.span.range(),
        severity: match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "hint",
        },
        message: found.message,
        rule: found.rule,
        remedies,
    }
}

/// More about an offer, in the page's language.
fn detail(offer: &Completion, around: &Around<'_>) -> String {
    match (offer.kind, offer.keyword) {
        (CompletionKind::Instruction, Some(keyword)) => words::instruction(keyword, around.language).to_owned(),
        (CompletionKind::Flag, Some(keyword)) => {
            let name = offer.label.trim_start_matches('-');
            words::flag(keyword, name, around.language).unwrap_or_default().to_owned()
        }
        (CompletionKind::Value | CompletionKind::Directive | CompletionKind::Image, _) => {
            words::offered(&offer.label, &offer.detail, around.language)
        }
        _ => offer.detail.clone(),
    }
}

impl Language for Dockerfiles {
    fn colours(&self, text: &str) -> Vec<(Range<usize>, u32)> {
        editor::tokens(&Dockerfile::parse(text))
            .into_iter()
            .filter_map(|token| Some((token.span.range(), class_of(token.kind)?)))
            .collect()
    }

    fn problems(&self, text: &str, around: &Around<'_>) -> Vec<Problem> {
        let dockerfile = Dockerfile::parse(text);
        let ignore = around
            .dockerignore
            .and_then(|text| PatternMatcher::from_ignore_file(text).ok());
        let platform = Platform::parse("linux/amd64").unwrap_or_default();
        let input = CheckInput {
            build_args: &[],
            target: None,
            all_stages: true,
            platform: &platform,
            ignore: ignore.as_ref(),
            images: &NoImages,
        };
        with_context(around, |context| {
            let files: Vec<&str> = context.paths.iter().copied().filter(|path| !path.ends_with('/')).collect();
            let advice = AdviceContext {
                has_dockerignore: Some(around.dockerignore.is_some()),
                files: &files,
                tags: context.images,
                off: &[],
            };
            let mistakes = dockerfile.diagnostics();
            let is_broken = !mistakes.is_empty();
            let mut found: Vec<Problem> = mistakes
                .into_iter()
                .enumerate()
                .map(|(index, mistake)| {
                    let fixes = if index < MENDED {
                        editor::quick_fixes(&dockerfile, mistake.span, &AdviceContext::default())
                    } else {
                        Vec::new()
                    };
                    let fixes = fixes.into_iter().take(2).map(|fix| remedy(fix, around)).collect();
                    problem(mistake, fixes)
                })
                .collect();
            for warning in &check(&dockerfile, &input).warnings {
                let fix = editor::warning_fix(&dockerfile, warning).map(|fix| remedy(fix, around));
                found.push(problem(dockerfile.warning_diagnostic(warning), fix.into_iter().collect()));
            }
            // What is broken is mended first.
            if !is_broken {
                for one in advise(&dockerfile, &advice) {
                    let mut shown = one.diagnostic();
                    shown.message = words::advice(&one, around.language);
                    let fixes = one.fix.into_iter().map(|fix| remedy(fix, around));
                    found.push(problem(shown, fixes.collect()));
                }
            }
            found
        })
    }

    fn complete(&self, text: &str, at: usize, around: &Around<'_>) -> Vec<Offer> {
        let offers = with_context(around, |context| {
            editor::complete(&Dockerfile::parse(text), place(at), context)
        });
        offers
            .into_iter()
            .map(|offer| Offer {
                kind: match offer.kind {
                    CompletionKind::Instruction => "keyword",
                    CompletionKind::Flag | CompletionKind::Directive => "property",
                    CompletionKind::Stage | CompletionKind::Image => "class",
                    CompletionKind::Variable => "variable",
                    CompletionKind::Path => "text",
                    CompletionKind::Value | CompletionKind::Rule => "constant",
                },
                from: offer.edit.span.range().start,
                detail: detail(&offer, around),
                label: offer.label,
                insert: offer.edit.text,
            })
            .collect()
    }

    fn hover(&self, text: &str, at: usize, around: &Around<'_>) -> Option<(Range<usize>, String)> {
        let dockerfile = Dockerfile::parse(text);
        let found = with_context(around, |context| editor::hover(&dockerfile, place(at), context))?;
        Some((found.span.range(), words::hover(&found.about, around.language)))
    }

    fn definition(&self, text: &str, at: usize) -> Option<Range<usize>> {
        let found = editor::definition(&Dockerfile::parse(text), place(at))?;
        Some(found.span.range())
    }

    fn occurrences(&self, text: &str, at: usize) -> Vec<Range<usize>> {
        let found = editor::references(&Dockerfile::parse(text), place(at));
        found.into_iter().map(|one| one.span.range()).collect()
    }

    fn rename(&self, text: &str, at: usize, name: &str, around: &Around<'_>) -> Result<Vec<Edit>, String> {
        let edits = editor::rename(&Dockerfile::parse(text), place(at), name);
        let edits = edits.map_err(|error| words::refusal(error, around.language))?;
        Ok(edits.into_iter().map(edit).collect())
    }

    fn format(&self, text: &str) -> Vec<Edit> {
        editor::format(&Dockerfile::parse(text)).into_iter().map(edit).collect()
    }

    fn folds(&self, text: &str) -> Vec<(u32, u32)> {
        let folds = editor::folds(&Dockerfile::parse(text));
        folds.into_iter().map(|fold| (fold.lines.start, fold.lines.end)).collect()
    }

    fn help(&self, text: &str, at: usize) -> Option<Help> {
        let help = editor::signature_help(&Dockerfile::parse(text), place(at))?;
        Some(Help {
            forms: help.forms.into_iter().map(ToOwned::to_owned).collect(),
            active: help.active_part,
        })
    }
}

/// A step's outcome in a word for class names, and in words. An instruction that only changes the image's
/// settings is no step of a build: nothing of it is cached or run.
pub fn outcome(step: &StepView, t: &Messages) -> (&'static str, String) {
    match &step.outcome {
        StepOutcome::Cached | StepOutcome::WillRun(_) if !step.makes_layer => ("settings", t.settings_only.to_owned()),
        StepOutcome::Cached => ("cached", t.cached.to_owned()),
        StepOutcome::WillRun(why) => ("run", format!("{} — {}", t.will_run, super::pictures::why(why, t))),
        StepOutcome::Fails(why) => ("fails", format!("{} — {why}", t.fails)),
        StepOutcome::Unknown => ("unknown", t.unknown.to_owned()),
    }
}

/// The gutter's marks of a prediction.
pub fn layer_marks(prediction: &Prediction, t: &Messages) -> Vec<LayerMark> {
    prediction
        .steps
        .iter()
        .map(|step| {
            let (kind, mut label) = outcome(step, t);
            let size = step.size.filter(|_| step.makes_layer).map(super::format::size);
            if let Some(size) = &size {
                label = format!("{label} · {size}");
            }
            LayerMark {
                line: step.first_line,
                kind,
                label,
                size: size.unwrap_or_default(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        let images = [("python".to_owned(), vec!["3.12-slim".to_owned()])];
        let around = Around {
            images: &images,
            ..Around::default()
        };
        let offers = Dockerfiles.complete(text, text.len(), &around);
        offers.into_iter().map(|offer| offer.label).collect()
    }

    #[test]
    fn instructions_stages_images_and_tags_are_completed() {
        assert_eq!(labels("FROM x\nW"), ["WORKDIR"]);
        assert_eq!(labels("FROM x AS build\nFROM y\nCOPY --from=b"), ["build"]);
        assert_eq!(labels("FROM pyt"), ["python"]);
        assert_eq!(labels("FROM python:"), ["python:3.12-slim"]);
    }

    #[test]
    fn advice_and_its_fix_are_said_in_chinese() {
        let around = Around {
            language: crate::app::i18n::Language::SimplifiedChinese,
            ..Around::default()
        };
        let found = Dockerfiles.problems("FROM busybox:1\nADD a /b\n", &around);
        let said = found
            .iter()
            .find(|problem| problem.rule == Some("PreferCopyOverAdd"))
            .expect("advice");
        assert_eq!(said.message, "复制普通文件不需要 ADD：请使用 COPY");
        assert_eq!(said.remedies.first().expect("a fix").title, "使用 COPY");
    }

    #[test]
    fn a_mistake_hides_advice_and_offers_its_fix() {
        let severities = |text: &str| -> Vec<&str> {
            let found = Dockerfiles.problems(text, &Around::default());
            found.iter().map(|problem| problem.severity).collect()
        };
        assert!(severities("FROM python\nCOPY . .\n").contains(&"hint"));
        assert_eq!(severities("FROM python\nCOPI . .\n"), ["error"]);
    }

    #[test]
    fn words_are_coloured_by_the_parser() {
        let text = "FROM x\nRUN echo ${A}\n";
        let words: Vec<(&str, u32)> = Dockerfiles
            .colours(text)
            .into_iter()
            .map(|(span, class)| (text.get(span).unwrap_or_default(), class))
            .collect();
        assert_eq!(words, [("FROM", 0), ("x", 7), ("RUN", 0), ("${A}", 3)]);
    }
}
