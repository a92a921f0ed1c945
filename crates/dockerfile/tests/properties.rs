//! Laws that hold for every text: nothing is lost, editing equals parsing, formatting keeps the instructions, and no
//! question makes anything panic.

#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::{Chance, dockerfile, edit};
use dockerfile::advice::{AdviceContext, advise};
use dockerfile::check::{CheckInput, NoImages, Platform, check, check_output};
use dockerfile::editor::{
    EditorContext, complete, definition, folds, format, hover, quick_fixes, rename, signature_help, tokens,
};
use dockerfile::{Dockerfile, Span, apply, excerpt};

const CASES: u64 = 3_000;

/// What BuildKit makes of a text, for comparison.
fn meaning(dockerfile: &Dockerfile) -> Vec<String> {
    let mut out: Vec<String> = dockerfile
        .nodes()
        .map(|node| {
            let mut shown = String::new();
            let mut command = Some(node.command());
            while let Some(current) = command {
                let flags: Vec<_> = current.flags().map(|w| w.text).collect();
                let args: Vec<_> = current.args().map(|w| w.text).collect();
                shown += &format!("{} {flags:?} {args:?} {}", current.name().to_lowercase(), current.is_json());
                command = current.trigger();
            }
            let heredocs: Vec<_> = node.heredocs().map(|h| (h.name, h.content, h.expand, h.chomp)).collect();
            format!("{shown} {heredocs:?}")
        })
        .collect();
    out.push(format!(
        "{:?}",
        dockerfile
            .directives()
            .iter()
            .map(|d| (d.name, d.value.clone()))
            .collect::<Vec<_>>()
    ));
    out
}

#[test]
fn tokens_are_the_text() {
    for seed in 0..CASES {
        let text = dockerfile(&mut Chance::new(seed), 12);
        let parsed = Dockerfile::parse(text.as_str());
        let mut at = 0;
        for token in tokens(&parsed) {
            assert_eq!(token.span.start, at, "seed {seed}: {text:?}");
            assert!(token.span.end > at, "seed {seed}: an empty token in {text:?}");
            at = token.span.end;
        }
        assert_eq!(at as usize, text.len(), "seed {seed}: {text:?}");
    }
}

#[test]
fn words_lie_where_they_say() {
    for seed in 0..CASES {
        let text = dockerfile(&mut Chance::new(seed), 12);
        let parsed = Dockerfile::parse(text.as_str());
        for node in parsed.nodes() {
            let inside = |span: Span| node.span().start <= span.start && span.end <= node.span().end && span.start <= span.end;
            let command = node.command();
            assert!(inside(command.name_span()), "seed {seed}: {text:?}");
            for word in command.flags().chain(command.args()) {
                assert!(inside(word.span), "seed {seed}: {word:?} in {text:?}");
                let source = word.span.of(&text);
                if !source.contains('\n') {
                    assert_eq!(source, word.raw, "seed {seed}: {text:?}");
                }
            }
        }
    }
}

#[test]
fn editing_equals_parsing_from_scratch() {
    for seed in 0..CASES {
        let mut chance = Chance::new(seed);
        let mut text = dockerfile(&mut chance, 12);
        let mut edited = Dockerfile::parse(text.as_str());
        for _ in 0..8 {
            let (start, end, replacement) = edit(&mut chance, &text);
            edited.edit(Span::new(start, end), &replacement);
            text.replace_range(start..end, &replacement);
            let fresh = Dockerfile::parse(text.as_str());
            assert_eq!(edited, fresh, "seed {seed}: {start}..{end} {replacement:?}: {text:?}");
        }
    }
}

#[test]
fn formatting_is_idempotent_and_keeps_the_instructions() {
    for seed in 0..CASES {
        let text = dockerfile(&mut Chance::new(seed), 12);
        let parsed = Dockerfile::parse(text.as_str());
        let once = apply(&text, &format(&parsed));
        let again = Dockerfile::parse(once.as_str());
        assert_eq!(meaning(&again), meaning(&parsed), "seed {seed}: {text:?} -> {once:?}");
        assert_eq!(apply(&once, &format(&again)), once, "seed {seed}: from {text:?}");
    }
}

#[test]
fn every_question_has_an_answer_everywhere() {
    for seed in 0..CASES / 10 {
        let text = dockerfile(&mut Chance::new(seed), 8);
        let parsed = Dockerfile::parse(text.as_str());
        let report = check(
            &parsed,
            &CheckInput {
                build_args: &[("V".to_owned(), "2".to_owned())],
                target: None,
                all_stages: true,
                platform: &Platform::default(),
                ignore: None,
                images: &NoImages,
            },
        );
        let printed = check_output(&report, "Dockerfile", &text);
        assert_eq!(printed.status == 0, report.warnings.is_empty() && report.error.is_none());
        let stopped = parsed.error();
        if let Some(error) = &stopped {
            assert!(report.error.is_some(), "seed {seed}: {text:?}");
            let lines: Vec<_> = error.lines.into_iter().collect();
            let shown = excerpt("Dockerfile", &text, &lines);
            assert!(shown.is_empty() || shown.contains(">>>"), "seed {seed}: {shown}");
        }
        let diagnostics = parsed.diagnostics();
        match &stopped {
            None => assert_eq!(diagnostics, [], "seed {seed}: {text:?}"),
            Some(error) if error.lines.is_some() => {
                assert!(!diagnostics.is_empty(), "seed {seed}: {text:?}");
            }
            Some(_) => {}
        }
        for advice in advise(&parsed, &AdviceContext::default()) {
            if let Some(fix) = advice.fix {
                assert_ne!(fix.apply(&text), text, "seed {seed}: {}", advice.rule.name);
            }
        }
        folds(&parsed);
        let context = EditorContext::default();
        for at in (0..=text.len() as u32 + 1).step_by(3) {
            complete(&parsed, at, &context);
            signature_help(&parsed, at);
            definition(&parsed, at);
            if let Some(hover) = hover(&parsed, at, &context) {
                assert!(hover.span.touches(at), "seed {seed} at {at}: {text:?}");
            }
            if let Ok(edits) = rename(&parsed, at, "renamed") {
                assert!(!edits.is_empty());
            }
        }
        quick_fixes(&parsed, Span::new(0, text.len()), &AdviceContext::default());
    }
}

/// Diagnostics take a short cut past instructions that are plainly valid; none of those has a mistake.
#[test]
fn every_refused_instruction_has_a_diagnostic() {
    for seed in 0..CASES {
        let text = dockerfile(&mut Chance::new(seed), 12);
        let parsed = Dockerfile::parse(text.as_str());
        let diagnostics = parsed.diagnostics();
        let errors = parsed.stages_leniently().1;
        // A FROM that is refused leaves no stage, which is not worth saying of everything behind it.
        for error in errors.iter().filter(|e| e.announced_line.is_some()) {
            let lines = error.lines.unwrap();
            assert!(
                diagnostics.iter().any(|d| d.lines.start == lines.start),
                "seed {seed}: {error} in {text:?}"
            );
        }
    }
}
