//! Fixes in one step for mistakes, BuildKit's warnings, and advice.

use crate::advice::{AdviceContext, advise, to_exec_form};
use crate::check::{CheckInput, NoImages, Platform, Warning, check};
use crate::dockerfile::{Dockerfile, NodeRef};
use crate::edit::{Fix, FixKind, TextEdit};
use crate::editor::navigation::rename;
use crate::editor::variables::variable_uses;
use crate::error::Error;
use crate::instruction::Instruction;
use crate::keyword::Keyword;
use crate::span::{Span, offset};
use crate::typed::Typed;

/// Everything that can be mended on the lines that `span` touches.
pub fn quick_fixes(dockerfile: &Dockerfile, span: Span, context: &AdviceContext<'_>) -> Vec<Fix> {
    let touches = |other: Span| other.start <= span.end && span.start <= other.end;
    let mut out = Vec::new();
    for node in dockerfile.nodes().filter(|n| touches(n.content_span())) {
        out.extend(mistake(node));
    }
    let report = check(
        dockerfile,
        &CheckInput {
            build_args: &[],
            target: None,
            all_stages: true,
            platform: &Platform::default(),
            ignore: None,
            images: &NoImages,
        },
    );
    for warning in &report.warnings {
        if touches(dockerfile.span_of_lines(warning.lines)) {
            out.extend(warning_fix(dockerfile, warning));
        }
    }
    for advice in advise(dockerfile, context) {
        if touches(advice.span) {
            out.extend(advice.fix);
        }
    }
    let mut seen: Vec<Fix> = Vec::new();
    out.retain(|fix| {
        let is_new = !seen.iter().any(|s| s.edits == fix.edits && s.new_file == fix.new_file);
        if is_new {
            seen.push(fix.clone());
        }
        is_new
    });
    out
}

/// The fix for an instruction that BuildKit refuses.
fn mistake(node: NodeRef<'_>) -> Option<Fix> {
    let error = match node.node.error() {
        Some((error, _)) => error.clone(),
        None => node.instruction_error()?,
    };
    let command = node.command();
    match error {
        Error::UnknownInstruction {
            suggestion: Some(name), ..
        } => Some(Fix::new(
            FixKind::ChangeTo,
            name.clone(),
            vec![TextEdit::new(command.name_span(), name)],
        )),
        Error::UnknownFlag {
            flag,
            suggestion: Some(name),
        } => {
            let word = command.flags().find(|f| f.text.split('=').next() == Some(&flag))?;
            let end = word.logical.start + offset(flag.len());
            let place = node.to_source(Span {
                start: word.logical.start,
                end,
            });
            Some(Fix::new(
                FixKind::ChangeTo,
                format!("--{name}"),
                vec![TextEdit::new(place, format!("--{name}"))],
            ))
        }
        Error::UnterminatedHeredoc => {
            let heredoc = node.heredocs().last()?;
            let newline = if heredoc.content.is_empty() || heredoc.content.ends_with('\n') {
                ""
            } else {
                "\n"
            };
            Some(Fix::new(
                FixKind::EndHeredoc,
                heredoc.name,
                vec![TextEdit::insert(
                    heredoc.content_span.end,
                    format!("{newline}{}\n", heredoc.name),
                )],
            ))
        }
        Error::NotJson(_) => Some(Fix::new(
            FixKind::WriteAsJson,
            "",
            vec![TextEdit::new(
                command.arguments_span(),
                to_exec_form(command.arguments_text()),
            )],
        )),
        _ => None,
    }
}

/// The fix for a warning of a build check, where the right change can be known.
pub fn warning_fix(dockerfile: &Dockerfile, warning: &Warning) -> Option<Fix> {
    let text = dockerfile.text();
    let node = dockerfile.nodes().find(|n| {
        let lines = n.lines();
        lines.start <= warning.lines.start && warning.lines.start <= lines.end
    })?;
    let command = node.command();
    let name = command.name();
    let args: Vec<_> = command.args().collect();
    let change =
        |kind: FixKind, about: &str, span: Span, new: String| Some(Fix::new(kind, about, vec![TextEdit::new(span, new)]));
    match warning.rule.name {
        "StageNameCasing" => {
            let word = args.get(2)?;
            let lower = word.text.to_lowercase();
            let edits =
                rename(dockerfile, word.span.start, &lower).unwrap_or_else(|_| vec![TextEdit::new(word.span, lower.clone())]);
            // FROM tells cases apart, so uses as a base in the old case are no uses yet.
            let mut edits = edits;
            for other in dockerfile.nodes().filter(|n| n.keyword() == Some(Keyword::From)) {
                if let Some(base) = other.command().args().next()
                    && base.text == word.text
                    && edits.iter().all(|e| e.span != base.span)
                {
                    edits.push(TextEdit::new(base.span, lower.clone()));
                }
            }
            Some(Fix::new(FixKind::RenameTo, lower, edits))
        }
        "FromAsCasing" => {
            let new = if name == name.to_lowercase() { "as" } else { "AS" };
            change(FixKind::Write, new, args.get(1)?.span, new.to_owned())
        }
        "NoEmptyContinuation" => {
            let mut at = node.span().start as usize;
            let mut edits = Vec::new();
            let head = node.head_lines();
            for (line, content) in (head.start..=head.end).zip(node.span().of(text).split_inclusive('\n')) {
                if line > head.start && content.trim().is_empty() {
                    edits.push(TextEdit::new(Span::new(at, at + content.len()), ""));
                }
                at += content.len();
            }
            Some(Fix::new(FixKind::RemoveBlankLines, "", edits))
        }
        "ConsistentInstructionCasing" => {
            let new = if warning.message.ends_with("(lowercase)") {
                name.to_lowercase()
            } else {
                name.to_uppercase()
            };
            change(FixKind::Write, &new.clone(), command.name_span(), new)
        }
        "DuplicateStageName" => {
            let word = args.get(2)?;
            let mut number = 2;
            let taken = |candidate: &str| {
                dockerfile
                    .nodes()
                    .any(|n| n.keyword() == Some(Keyword::From) && n.command().args().nth(2).is_some_and(|w| w.text == candidate))
            };
            while taken(&format!("{}-{number}", word.text)) && number < 1_000 {
                number += 1;
            }
            let new = format!("{}-{number}", word.text);
            change(FixKind::RenameTo, &new.clone(), word.span, new)
        }
        "ReservedStageName" => {
            let word = args.get(2)?;
            let new = format!("{}-stage", word.text.to_lowercase());
            change(FixKind::RenameTo, &new.clone(), word.span, new)
        }
        "JSONArgsRecommended" => change(
            FixKind::UseExecForm,
            "",
            command.arguments_span(),
            to_exec_form(command.arguments_text()),
        ),
        "MaintainerDeprecated" => {
            let author = command.arguments_text().trim_matches('"');
            let escaped = author.replace('\\', "\\\\").replace('"', "\\\"");
            change(
                FixKind::UseLabel,
                "",
                node.content_span(),
                format!("LABEL org.opencontainers.image.authors=\"{escaped}\""),
            )
        }
        "UndefinedVar" | "UndefinedArgInFrom" => {
            let (wanted, meant) = suggestion(&warning.message)?;
            let edits: Vec<TextEdit> = command
                .flags()
                .chain(command.args())
                .flat_map(|word| {
                    variable_uses(word.raw)
                        .into_iter()
                        .filter(|used| used.name == wanted)
                        .map(|used| node.to_source(used.name_span.shifted(word.logical.start)))
                        .collect::<Vec<_>>()
                })
                .map(|span| TextEdit::new(span, meant.clone()))
                .collect();
            Some(Fix::new(FixKind::Use, meant, edits)).filter(|f| !f.edits.is_empty())
        }
        "WorkdirRelativePath" => {
            let word = args.first()?;
            let new = format!("/{}", word.raw.trim_start_matches("./"));
            change(FixKind::Use, &new.clone(), word.span, new)
        }
        "LegacyKeyValueFormat" => {
            let [key, value, _] = args.as_slice() else {
                return None;
            };
            let raw = value.raw;
            let is_one_word = !raw.contains([' ', '\t']);
            let new = if is_one_word {
                raw.to_owned()
            } else if !raw.contains('"') {
                format!("\"{raw}\"")
            } else if !raw.contains(['\'', '$']) {
                format!("'{raw}'")
            } else {
                return None;
            };
            change(FixKind::Use, "=", command.arguments_span(), format!("{}={new}", key.raw))
        }
        "RedundantTargetPlatform" | "FromPlatformFlagConstDisallowed" => {
            let flag = command.flags().find(|f| f.text.starts_with("--platform"))?;
            let end = args.first()?.span.start;
            change(
                FixKind::Remove,
                "--platform",
                Span {
                    start: flag.span.start,
                    end,
                },
                String::new(),
            )
        }
        "ExposeProtoCasing" => {
            let word = args.iter().find(|w| warning.message.contains(&format!("'{}'", w.text)))?;
            let new = word.text.to_lowercase();
            change(FixKind::Write, &new.clone(), word.span, new)
        }
        "ExposeInvalidFormat" => {
            let word = args.iter().find(|w| warning.message.contains(&format!("'{}'", w.text)))?;
            let new = word.text.rsplit(':').next()?.to_owned();
            change(FixKind::Write, &new.clone(), word.span, new)
        }
        "MultipleInstructionsDisallowed" => change(FixKind::RemoveThis, name, node.span(), String::new()),
        "CopyIgnoredFile" => {
            let (_, sources) = args.split_last()?;
            let at = sources.iter().position(|w| {
                warning
                    .message
                    .contains(&crate::go::quote(&crate::ignore::clean_path(w.text)))
            })?;
            let word = sources.get(at)?;
            if sources.len() == 1 {
                return change(FixKind::RemoveInstruction, "", node.span(), String::new());
            }
            let end = args.get(at + 1)?.span.start;
            change(
                FixKind::LeaveOut,
                word.text,
                Span {
                    start: word.span.start,
                    end,
                },
                String::new(),
            )
        }
        "InvalidDefaultArgInFrom" => {
            // An ARG without a default that the name needs gets one.
            let base = args.first()?;
            let needed: Vec<&str> = variable_uses(base.raw).iter().map(|u| u.name).collect();
            for arg in dockerfile.nodes().take_while(|n| n.keyword() == Some(Keyword::Arg)) {
                for word in arg.command().args() {
                    if needed.contains(&word.text) {
                        return Some(Fix::new(
                            FixKind::GiveDefault,
                            word.text,
                            vec![TextEdit::insert(word.span.end, "=latest")],
                        ));
                    }
                }
            }
            None
        }
        "InvalidDefinitionDescription" => {
            let Ok(typed) = node.typed() else {
                return None;
            };
            let subject = match typed {
                Typed::Stage(stage) => stage.name,
                Typed::Command(command) => match command.instruction {
                    Instruction::Arg(args) => args.first()?.key.clone(),
                    _ => return None,
                },
            };
            Some(Fix::new(
                FixKind::KeepCommentApart,
                subject,
                vec![TextEdit::insert(node.span().start, "#\n")],
            ))
        }
        _ => None,
    }
}

/// The variable that a message is about, and the one it suggests.
fn suggestion(message: &str) -> Option<(String, String)> {
    let meant = message.split("(did you mean ").nth(1)?.strip_suffix("?)")?;
    let wanted = message.split('\'').nth(1)?;
    Some((
        wanted.trim_start_matches('$').to_owned(),
        meant.trim_start_matches('$').to_owned(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Applies the first fix that the whole text is offered.
    fn fixed(text: &str) -> String {
        let dockerfile = Dockerfile::parse(text);
        let context = AdviceContext {
            off: &["UnpinnedImage", "RunsAsRoot", "ShellFormCommand"],
            ..AdviceContext::default()
        };
        let all = quick_fixes(&dockerfile, Span::new(0, text.len()), &context);
        all.first().map_or_else(|| "no fix".to_owned(), |fix| fix.apply(text))
    }

    #[test]
    fn mistakes_and_warnings_are_mended() {
        for (bad, good) in [
            ("FROM a\nRUNN x\n", "FROM a\nRUN x\n"),
            ("FROM a\nCOPY --form=b c d\n", "FROM a\nCOPY --from=b c d\n"),
            ("FROM a\nRUN <<E\nx", "FROM a\nRUN <<E\nx\nE\n"),
            ("FROM a\nSHELL sh -c\n", "FROM a\nSHELL [\"sh\", \"-c\"]\n"),
            ("FROM a AS Ab\nFROM Ab\n", "FROM a AS ab\nFROM ab\n"),
            ("FROM a as b\n", "FROM a AS b\n"),
            ("FROM a\nRUN x \\\n\n  y\n", "FROM a\nRUN x \\\n  y\n"),
            ("FROM a\nRUN a\nrun b\n", "FROM a\nRUN a\nRUN b\n"),
            ("FROM a\nCMD x y\n", "FROM a\nCMD [\"x\", \"y\"]\n"),
            (
                "FROM a\nMAINTAINER \"Bob\"\n",
                "FROM a\nLABEL org.opencontainers.image.authors=\"Bob\"\n",
            ),
            ("FROM a\nENV FOO=1\nWORKDIR /$FOOO\n", "FROM a\nENV FOO=1\nWORKDIR /$FOO\n"),
            ("FROM a\nWORKDIR x\n", "FROM a\nWORKDIR /x\n"),
            ("FROM a\nENV A b c\n", "FROM a\nENV A=\"b c\"\n"),
            ("FROM --platform=$TARGETPLATFORM a\n", "FROM a\n"),
            ("FROM a\nEXPOSE 80/TCP\n", "FROM a\nEXPOSE 80/tcp\n"),
            ("FROM a\nEXPOSE 1:80\n", "FROM a\nEXPOSE 80\n"),
            ("FROM a\nCMD [\"a\"]\nCMD [\"b\"]\n", "FROM a\nCMD [\"b\"]\n"),
            ("ARG T\nFROM a:$T\n", "ARG T=latest\nFROM a:$T\n"),
            ("FROM a AS b\nFROM a AS b\n", "FROM a AS b\nFROM a AS b-2\n"),
        ] {
            assert_eq!(fixed(bad), good, "{bad}");
        }
    }
}
