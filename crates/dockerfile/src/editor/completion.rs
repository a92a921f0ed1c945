//! What could be typed at a place: instructions, flags and their values, stages, images and tags, variables, paths.

use crate::check::rules;
use crate::dockerfile::{Dockerfile, NodeRef};
use crate::edit::TextEdit;
use crate::editor::EditorContext;
use crate::editor::docs::{flag_doc, instruction_doc};
use crate::editor::variables::variables_at;
use crate::flags::{FlagKind, flags_of};
use crate::keyword::Keyword;
use crate::mount::MOUNT_KEYS;
use crate::scan::ItemKind;
use crate::span::{Span, offset};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CompletionKind {
    Instruction,
    Flag,
    Value,
    Stage,
    Image,
    Variable,
    Path,
    Directive,
    Rule,
}

/// Something that could be typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub label: String,
    pub kind: CompletionKind,
    /// What typing it does: it takes the place of what is there already.
    pub edit: TextEdit,
    pub detail: String,
    /// The instruction that is offered, or whose flag is.
    pub keyword: Option<Keyword>,
}

struct Offers {
    keyword: Option<Keyword>,
    word: Span,
    typed: String,
    out: Vec<Completion>,
}

impl Offers {
    fn add(&mut self, kind: CompletionKind, label: &str, insert: &str, detail: &str) {
        let fits = label.len() >= self.typed.len()
            && label
                .get(..self.typed.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(&self.typed));
        if fits {
            self.out.push(Completion {
                label: label.to_owned(),
                kind,
                edit: TextEdit::new(self.word, insert),
                detail: detail.to_owned(),
                keyword: self.keyword,
            });
        }
    }
}

/// What could be typed at a position, the likeliest first.
pub fn complete(dockerfile: &Dockerfile, position: u32, context: &EditorContext<'_>) -> Vec<Completion> {
    let text = dockerfile.text();
    let mut at = (position as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let line_start = text[..at].rfind('\n').map_or(0, |n| n + 1);
    let before = &text[line_start..at];
    let node = dockerfile.node_at(offset(at.saturating_sub(usize::from(at == text.len() && at > 0))));
    let node = node.filter(|n| n.span().start as usize <= line_start);
    if in_heredoc(node, at) {
        return Vec::new();
    }
    let continued = node.is_some_and(|n| (n.span().start as usize) < line_start);
    // `$` and `${` come before everything else.
    let tail = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '_').len();
    let head = &before[..tail];
    let is_variable = head.ends_with('$') || head.ends_with("${");
    let word_start = if is_variable {
        tail
    } else {
        before.rfind([' ', '\t']).map_or(0, |p| p + 1)
    };
    let mut offers = Offers {
        keyword: None,
        word: Span::new(line_start + word_start, at),
        typed: before[word_start..].to_owned(),
        out: Vec::new(),
    };
    if before.trim_start().starts_with('#') && !continued {
        directives(dockerfile, before, at, &mut offers);
        return offers.out;
    }
    if is_variable {
        let brace = if head.ends_with("${") && !text[at..].starts_with('}') {
            "}"
        } else {
            ""
        };
        for variable in variables_at(dockerfile, offset(line_start), context) {
            let insert = format!("{}{brace}", variable.name);
            let detail = variable.value.unwrap_or_default();
            offers.add(CompletionKind::Variable, &variable.name, &insert, &detail);
        }
        return offers.out;
    }
    let words: Vec<&str> = before[..word_start].split_whitespace().collect();
    if words.is_empty() && !continued {
        keywords(dockerfile, &mut offers);
        return offers.out;
    }
    let (keyword, words) = if continued {
        let words = match node {
            Some(n) => {
                let start = n.span().start as usize;
                let length = line_start - start;
                text[start..start + length].split_whitespace().collect()
            }
            None => words,
        };
        (words.first().copied().and_then(Keyword::parse), words)
    } else {
        (words.first().copied().and_then(Keyword::parse), words)
    };
    match keyword {
        Some(Keyword::Onbuild) if words.len() == 1 => keywords(dockerfile, &mut offers),
        Some(keyword) => arguments(dockerfile, keyword, &words, offset(line_start), context, &mut offers),
        None => {}
    }
    offers.out
}

fn in_heredoc(node: Option<NodeRef<'_>>, at: usize) -> bool {
    node.is_some_and(|n| {
        n.heredocs()
            .any(|h| h.content_span.start as usize <= at && at < h.terminator_span.start.max(h.content_span.end) as usize)
    })
}

fn keywords(dockerfile: &Dockerfile, offers: &mut Offers) {
    let lower = dockerfile
        .nodes()
        .filter(|n| n.keyword().is_some())
        .map(|n| n.command().name())
        .all(|name| name == name.to_lowercase())
        && dockerfile.nodes().next().is_some_and(|n| n.keyword().is_some());
    let has_from = dockerfile.nodes().any(|n| n.keyword() == Some(Keyword::From));
    let mut order: Vec<Keyword> = Keyword::ALL.to_vec();
    order.retain(|k| *k != Keyword::Maintainer);
    order.sort_by_key(|k| match k {
        Keyword::From => u8::from(has_from),
        Keyword::Run | Keyword::Copy => 1,
        _ => 2,
    });
    for keyword in order {
        let name = if lower {
            keyword.upper().to_lowercase()
        } else {
            keyword.upper().to_owned()
        };
        let insert = format!("{name} ");
        offers.keyword = Some(keyword);
        offers.add(CompletionKind::Instruction, &name, &insert, instruction_doc(keyword));
    }
}

fn directives(dockerfile: &Dockerfile, before: &str, at: usize, offers: &mut Offers) {
    let on_top = dockerfile
        .items
        .iter()
        .take_while(|item| item.start as usize <= at)
        .all(|item| matches!(item.kind, ItemKind::Directive(_) | ItemKind::Comment));
    if !on_top {
        return;
    }
    if before.contains("check=") {
        let start = before.rfind(['=', ',', ' ']).map_or(0, |p| p + 1);
        offers.typed = before[start..].to_owned();
        offers.word.start = offers.word.end - offset(offers.typed.len());
        for rule in rules::ALL {
            offers.add(CompletionKind::Rule, rule.name, rule.name, rule.description);
        }
        return;
    }
    let start = before.len() - before.trim_start_matches(['#', ' ', '\t']).len();
    offers.typed = before[start..].to_owned();
    offers.word.start = offers.word.end - offset(offers.typed.len());
    for (name, detail) in [
        ("syntax=docker/dockerfile:1", "The Dockerfile frontend to build with."),
        ("escape=`", "The character that escapes and continues lines."),
        ("check=skip=", "Rules that are not checked."),
        ("check=error=true", "Warnings make the build fail."),
    ] {
        offers.add(CompletionKind::Directive, name, name, detail);
    }
}

fn arguments(
    dockerfile: &Dockerfile,
    keyword: Keyword,
    words: &[&str],
    line_start: u32,
    context: &EditorContext<'_>,
    offers: &mut Offers,
) {
    if offers.typed.starts_with('-') {
        flags(dockerfile, keyword, line_start, context, offers);
        return;
    }
    let given = words.iter().skip(1).filter(|w| !w.starts_with("--")).count();
    match keyword {
        Keyword::From if given == 0 => {
            stages(dockerfile, line_start, offers);
            images(context, offers);
        }
        Keyword::From if given == 1 => {
            offers.add(CompletionKind::Value, "AS", "AS ", "Names the stage.");
        }
        Keyword::Copy | Keyword::Add if !words.iter().any(|w| w.starts_with("--from=")) => {
            paths(context, offers);
        }
        Keyword::Healthcheck if given == 0 => {
            offers.add(CompletionKind::Value, "CMD", "CMD ", "The command that checks.");
            offers.add(CompletionKind::Value, "NONE", "NONE", "No check, not even the base image's.");
        }
        Keyword::Stopsignal => {
            for signal in ["SIGTERM", "SIGINT", "SIGQUIT", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGKILL"] {
                offers.add(CompletionKind::Value, signal, signal, "");
            }
        }
        _ => {}
    }
}

fn stages(dockerfile: &Dockerfile, before: u32, offers: &mut Offers) {
    for node in dockerfile.nodes().filter(|n| n.span().start < before) {
        let args: Vec<_> = node.command().args().collect();
        if let (Some(Keyword::From), [_, _, name]) = (node.keyword(), args.as_slice()) {
            let name = name.text.to_lowercase();
            offers.add(CompletionKind::Stage, &name, &name, node.original().trim());
        }
    }
}

fn images(context: &EditorContext<'_>, offers: &mut Offers) {
    let typed = offers.typed.clone();
    for (image, tags) in context.images {
        if typed.strip_prefix(image).is_some_and(|rest| rest.starts_with(':')) {
            for tag in *tags {
                let full = format!("{image}:{tag}");
                offers.add(CompletionKind::Image, &full, &full, "");
            }
        } else {
            offers.add(CompletionKind::Image, image, image, &tags.join(", "));
        }
    }
    offers.add(CompletionKind::Image, "scratch", "scratch", "The empty image.");
}

fn paths(context: &EditorContext<'_>, offers: &mut Offers) {
    let lead = if offers.typed.starts_with("./") { "./" } else { "" };
    let folder_len = offers.typed.rfind('/').map_or(0, |p| p + 1);
    let folder = offers.typed[..folder_len].trim_start_matches("./").to_owned();
    for path in context.paths {
        // What lies right in the folder that has been typed.
        let is_here = path
            .strip_prefix(folder.as_str())
            .is_some_and(|rest| !rest.is_empty() && !rest.trim_end_matches('/').contains('/'));
        if is_here {
            let full = format!("{lead}{path}");
            offers.add(CompletionKind::Path, &full, &full, "");
        }
    }
}

fn flags(dockerfile: &Dockerfile, keyword: Keyword, line_start: u32, context: &EditorContext<'_>, offers: &mut Offers) {
    if let Some((flag, value)) = offers.typed.clone().split_once('=') {
        let value_start = match (flag, value.rfind(',')) {
            ("--mount", Some(comma)) => flag.len() + 1 + comma + 1,
            _ => flag.len() + 1,
        };
        offers.word.start += offset(value_start);
        offers.typed = offers.typed[value_start..].to_owned();
        match flag {
            "--from" => {
                stages(dockerfile, line_start, offers);
                images(context, offers);
            }
            "--platform" => {
                for value in ["$BUILDPLATFORM", "$TARGETPLATFORM", "linux/amd64", "linux/arm64"] {
                    offers.add(CompletionKind::Value, value, value, "");
                }
            }
            "--network" => {
                for value in ["default", "none", "host"] {
                    offers.add(CompletionKind::Value, value, value, "");
                }
            }
            "--security" => {
                for value in ["sandbox", "insecure"] {
                    offers.add(CompletionKind::Value, value, value, "");
                }
            }
            "--mount" => {
                for kind in ["bind", "cache", "tmpfs", "secret", "ssh"] {
                    let value = format!("type={kind}");
                    offers.add(CompletionKind::Value, &value, &value, "");
                }
                for key in MOUNT_KEYS.iter().filter(|k| **k != "type") {
                    let value = format!("{key}=");
                    offers.add(CompletionKind::Value, &value, &value, "");
                }
            }
            _ => {}
        }
        return;
    }
    offers.keyword = Some(keyword);
    for (name, kind) in flags_of(keyword) {
        let label = format!("--{name}");
        let insert = match kind {
            FlagKind::Bool => label.clone(),
            _ => format!("{label}="),
        };
        let detail = flag_doc(keyword, name).unwrap_or("");
        offers.add(CompletionKind::Flag, &label, &insert, detail);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Completes at the bar.
    fn labels(marked: &str) -> Vec<String> {
        let at = offset(marked.find('|').unwrap());
        let text = marked.replacen('|', "", 1);
        let context = EditorContext {
            images: &[("python", &["3.12-slim", "latest"]), ("redis", &["7"])],
            paths: &["app.py", "src/", "src/main.py"],
            ..EditorContext::default()
        };
        complete(&Dockerfile::parse(text), at, &context)
            .into_iter()
            .map(|c| c.label)
            .collect()
    }

    #[test]
    fn each_place_has_its_offers() {
        assert_eq!(labels("F|"), ["FROM"]);
        assert_eq!(labels("from a\nwo|"), ["workdir"]);
        assert_eq!(labels("FROM py|"), ["python"]);
        assert_eq!(labels("FROM python:|"), ["python:3.12-slim", "python:latest"]);
        assert_eq!(labels("FROM a AS b\nFROM b|"), ["b"]);
        assert_eq!(labels("FROM a AS b\nCOPY --from=|"), ["b", "python", "redis", "scratch"]);
        assert_eq!(labels("FROM a\nCOPY --p|"), ["--parents"]);
        assert_eq!(labels("FROM a\nCOPY src/|"), ["src/main.py"]);
        assert_eq!(labels("FROM a\nENV HOME_DIR=/x\nRUN echo $HO|"), ["HOME_DIR"]);
        assert_eq!(labels("FROM a\nRUN --mount=type=cache,ta|"), ["target="]);
        assert_eq!(labels("FROM a\nRUN <<E\nF|\nE\n"), Vec::<String>::new());
        assert_eq!(labels("# es|"), ["escape=`"]);
        assert_eq!(labels("# check=skip=JSON|\nFROM a"), ["JSONArgsRecommended"]);
    }
}
