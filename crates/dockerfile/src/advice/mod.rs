//! The advice that teachers give, beyond BuildKit's checks: a set of our own, never part of `docker build --check`.
//!
//! One file a rule, each with its documentation and, wherever the right change can be known, a fix in one step. The
//! rules read shell commands by their plain words; what stands in heredocs is not looked at.

mod add_for_copy;
mod apt_lists_left;
mod apt_recommends;
mod apt_update_alone;
mod cache_hostile_order;
mod cd_in_run;
mod missing_dockerignore;
mod pip_cache;
mod removed_later;
mod runs_as_root;
mod secret_in_layer;
mod shell;
mod shell_form_command;
mod unpinned_image;

pub use shell_form_command::to_exec_form;

use crate::check::Rule;
use crate::diagnostic::{Diagnostic, Severity};
use crate::dockerfile::{Dockerfile, NodeRef};
use crate::edit::Fix;
use crate::keyword::Keyword;
use crate::span::{Lines, Span};
use crate::typed::Typed;

/// All rules of advice.
pub const ALL: [&Rule; 13] = [
    &cache_hostile_order::RULE,
    &unpinned_image::RULE,
    &apt_update_alone::RULE,
    &apt_recommends::RULE,
    &apt_lists_left::RULE,
    &pip_cache::RULE,
    &runs_as_root::RULE,
    &shell_form_command::RULE,
    &secret_in_layer::RULE,
    &add_for_copy::RULE,
    &cd_in_run::RULE,
    &removed_later::RULE,
    &missing_dockerignore::RULE,
];

/// What advice may know besides the text.
#[derive(Clone, Copy, Debug, Default)]
pub struct AdviceContext<'a> {
    /// Whether the context has a `.dockerignore`; nothing if that is not known.
    pub has_dockerignore: Option<bool>,
    /// The context's files, relative and with slashes; empty if they are not known.
    pub files: &'a [&'a str],
    /// Tags by image, as a catalogue has them: familiar name, then tags with the best first.
    pub tags: &'a [(&'a str, &'a [&'a str])],
    /// Names of rules that are switched off.
    pub off: &'a [&'a str],
}

/// A piece of advice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    pub rule: &'static Rule,
    /// The word of the text that the message is about; empty where it is about none.
    pub about: String,
    pub message: String,
    pub span: Span,
    pub lines: Lines,
    pub fix: Option<Fix>,
}

impl Advice {
    /// The same as a diagnostic.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic {
            severity: Severity::Advice,
            rule: Some(self.rule.name),
            span: self.span,
            lines: self.lines,
            message: self.message.clone(),
            hints: self.fix.iter().map(Fix::title).collect(),
        }
    }
}

/// What the rules look at.
pub(crate) struct View<'a> {
    pub context: &'a AdviceContext<'a>,
    pub nodes: Vec<Viewed<'a>>,
    out: Vec<Advice>,
}

/// An instruction that makes sense, with the number of its stage.
pub(crate) struct Viewed<'a> {
    pub node: NodeRef<'a>,
    pub keyword: Keyword,
    pub typed: Typed,
    pub stage: usize,
}

impl<'a> Viewed<'a> {
    /// The text of a RUN, CMD or ENTRYPOINT in shell form without heredocs.
    pub(crate) fn shell_text(&self) -> Option<&'a str> {
        let is_shell = matches!(self.keyword, Keyword::Run | Keyword::Cmd | Keyword::Entrypoint)
            && !self.node.command().is_json()
            && self.node.heredocs().len() == 0;
        is_shell.then(|| self.node.command().arguments_text())
    }

    /// The place in the source right behind byte `at` of the arguments' text.
    pub(crate) fn after(&self, at: usize) -> u32 {
        let start = self.node.command().command.arguments.start as usize + at;
        self.node.to_source(Span::new(start.saturating_sub(1), start)).end
    }

    /// The place in the source of byte `at` of the arguments' text.
    pub(crate) fn at(&self, at: usize) -> u32 {
        let start = self.node.command().command.arguments.start as usize + at;
        self.node.to_source(Span::new(start, start + 1)).start
    }
}

impl View<'_> {
    pub(crate) fn say(
        &mut self,
        rule: &'static Rule,
        index: usize,
        about: impl Into<String>,
        message: impl Into<String>,
        fix: Option<Fix>,
    ) {
        let Some(viewed) = self.nodes.get(index) else {
            return;
        };
        self.out.push(Advice {
            rule,
            about: about.into(),
            message: message.into(),
            span: viewed.node.content_span(),
            lines: viewed.node.lines(),
            fix,
        });
    }

    /// The instructions of a stage, by index.
    pub(crate) fn stage(&self, stage: usize) -> impl Iterator<Item = (usize, &Viewed<'_>)> {
        self.nodes.iter().enumerate().filter(move |(_, v)| v.stage == stage)
    }

    pub(crate) fn last_stage(&self) -> usize {
        self.nodes.last().map_or(0, |v| v.stage)
    }
}

/// Advice on a Dockerfile, in the order of the text.
pub fn advise(dockerfile: &Dockerfile, context: &AdviceContext<'_>) -> Vec<Advice> {
    let mut stage = 0;
    let nodes = dockerfile
        .nodes()
        .filter_map(|node| {
            let keyword = node.keyword()?;
            if keyword == Keyword::From {
                stage += 1;
            }
            Some(Viewed {
                node,
                keyword,
                typed: node.typed().ok()?,
                stage,
            })
        })
        .collect();
    let mut view = View {
        context,
        nodes,
        out: Vec::new(),
    };
    for (rule, advise) in [
        (&cache_hostile_order::RULE, cache_hostile_order::advise as fn(&mut View<'_>)),
        (&unpinned_image::RULE, unpinned_image::advise),
        (&apt_update_alone::RULE, apt_update_alone::advise),
        (&apt_recommends::RULE, apt_recommends::advise),
        (&apt_lists_left::RULE, apt_lists_left::advise),
        (&pip_cache::RULE, pip_cache::advise),
        (&runs_as_root::RULE, runs_as_root::advise),
        (&shell_form_command::RULE, shell_form_command::advise),
        (&secret_in_layer::RULE, secret_in_layer::advise),
        (&add_for_copy::RULE, add_for_copy::advise),
        (&cd_in_run::RULE, cd_in_run::advise),
        (&removed_later::RULE, removed_later::advise),
        (&missing_dockerignore::RULE, missing_dockerignore::advise),
    ] {
        if !context.off.contains(&rule.name) {
            advise(&mut view);
        }
    }
    let mut out = view.out;
    out.sort_by_key(|advice| advice.span.start);
    out
}
