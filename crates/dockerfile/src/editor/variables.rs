//! Variables: where they are used, and what they are worth at a place.

use crate::check::{DEFAULT_PATH, Platform};
use crate::dockerfile::Dockerfile;
use crate::editor::EditorContext;
use crate::expand::Lexer;
use crate::instruction::Instruction;
use crate::keyword::Keyword;
use crate::reference::Reference;
use crate::span::Span;
use crate::typed::Typed;
use crate::variables::Variables;

/// A use of a variable within some text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VariableUse<'a> {
    /// From the dollar to the end of the name, and the closing brace if it follows.
    pub span: Span,
    pub name: &'a str,
    pub name_span: Span,
}

/// The variables that a text names, in order; those in single quotes or behind a backslash are not variables.
pub fn variable_uses(text: &str) -> Vec<VariableUse<'_>> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let (mut at, mut double, mut single) = (0, false, false);
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if !single => at += 1,
            b'"' if !single => double = !double,
            b'\'' if !double => single = !single,
            b'$' if !single => {
                let braced = bytes.get(at + 1) == Some(&b'{');
                let from = at + 1 + usize::from(braced);
                let len = bytes
                    .get(from..)
                    .unwrap_or(&[])
                    .iter()
                    .take_while(|b| b.is_ascii_alphanumeric() || **b == b'_')
                    .count();
                let starts_well = bytes.get(from).is_some_and(|b| !b.is_ascii_digit());
                if len > 0 && starts_well {
                    let end = from + len;
                    let closed = braced && bytes.get(end) == Some(&b'}');
                    out.push(VariableUse {
                        span: Span::new(at, end + usize::from(closed)),
                        name: &text[from..end],
                        name_span: Span::new(from, end),
                    });
                    at = end;
                    continue;
                }
            }
            _ => {}
        }
        at += 1;
    }
    out
}

/// A variable that can be used at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variable {
    pub name: String,
    /// What it is worth there; nothing if only a build argument would tell.
    pub value: Option<String>,
    /// The name in the ARG or ENV that set it last; nothing for what the builder or the image sets.
    pub defined: Option<Span>,
    /// `ARG`, `ENV`, `base image` or `predefined`.
    pub origin: &'static str,
}

#[derive(Clone, Default)]
struct Scope(Vec<Variable>);

impl Scope {
    fn set(&mut self, variable: Variable) {
        match self.0.iter_mut().find(|v| v.name == variable.name) {
            Some(old) => *old = variable,
            None => self.0.push(variable),
        }
    }
}

impl Variables for Scope {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|v| v.name == name)?.value.as_deref()
    }
}

/// The names that ARG may take from the builder without a value of its own.
fn predefined() -> Vec<(&'static str, String)> {
    let platform = Platform::default();
    vec![
        ("BUILDPLATFORM", platform.to_string()),
        ("BUILDOS", platform.os.clone()),
        ("BUILDARCH", platform.architecture.clone()),
        ("BUILDVARIANT", String::new()),
        ("TARGETPLATFORM", platform.to_string()),
        ("TARGETOS", platform.os),
        ("TARGETARCH", platform.architecture),
        ("TARGETVARIANT", String::new()),
        ("TARGETSTAGE", "default".to_owned()),
    ]
}

/// The variables in scope at a position: for FROM the ARGs before the first FROM, elsewhere what the stage and the
/// stages and image it comes from have set so far.
pub fn variables_at(dockerfile: &Dockerfile, position: u32, context: &EditorContext<'_>) -> Vec<Variable> {
    let lexer = Lexer::new(dockerfile.escape());
    let mut global = Scope::default();
    for (name, value) in predefined() {
        global.set(Variable {
            name: name.to_owned(),
            value: Some(value),
            defined: None,
            origin: "predefined",
        });
    }
    let mut stages: Vec<(String, Scope)> = Vec::new();
    for node in dockerfile.nodes() {
        let here = node.span();
        let is_from = node.keyword() == Some(Keyword::From);
        if position < here.end.max(here.start + 1) {
            if is_from && here.start <= position {
                return global.0;
            }
            break;
        }
        let Ok(typed) = node.typed() else {
            continue;
        };
        match typed {
            Typed::Stage(stage) => {
                let base = lexer.expand(&stage.base_name, &global).unwrap_or(stage.base_name);
                let from_stage = stages.iter().rev().find(|(name, _)| *name == base && !name.is_empty());
                let scope = match from_stage {
                    Some((_, scope)) => scope.clone(),
                    None => image_scope(&base, context),
                };
                stages.push((stage.name, scope));
            }
            Typed::Command(command) => {
                let names: Vec<_> = node.command().args().collect();
                let mut global_now = global.clone();
                let in_stage = !stages.is_empty();
                let scope = match stages.last_mut() {
                    Some((_, scope)) => scope,
                    None => &mut global_now,
                };
                match command.instruction {
                    Instruction::Arg(args) => {
                        for (arg, word) in args.iter().zip(&names) {
                            let value = Variables::get(context.build_args, &arg.key)
                                .map(str::to_owned)
                                .or_else(|| lexer.expand(arg.value.as_deref()?, &*scope).ok())
                                .or_else(|| Variables::get(&global, &arg.key).map(str::to_owned));
                            let end = word.logical.start + crate::span::offset(arg.key.len());
                            scope.set(Variable {
                                name: arg.key.clone(),
                                value,
                                defined: Some(node.to_source(Span {
                                    start: word.logical.start,
                                    end,
                                })),
                                origin: "ARG",
                            });
                        }
                    }
                    Instruction::Env(pairs) if in_stage => {
                        let before = scope.clone();
                        for (pair, word) in pairs.iter().zip(names.iter().step_by(3)) {
                            scope.set(Variable {
                                name: pair.key.clone(),
                                value: lexer.expand(&pair.value, &before).ok(),
                                defined: Some(word.span),
                                origin: "ENV",
                            });
                        }
                    }
                    _ => {}
                }
                if !in_stage {
                    global = global_now;
                }
            }
        }
    }
    match stages.pop() {
        Some((_, scope)) => scope.0,
        None => global.0,
    }
}

fn image_scope(base: &str, context: &EditorContext<'_>) -> Scope {
    let facts = Reference::parse(base).ok().and_then(|reference| {
        context
            .known_images?
            .image(&reference.with_default_tag(), &Platform::default())
    });
    let mut scope = Scope::default();
    scope.set(Variable {
        name: "PATH".to_owned(),
        value: Some(DEFAULT_PATH.to_owned()),
        defined: None,
        origin: "base image",
    });
    for (name, value) in facts.unwrap_or_default().env {
        scope.set(Variable {
            name,
            value: Some(value),
            defined: None,
            origin: "base image",
        });
    }
    scope
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses_in_text() {
        let names: Vec<_> = variable_uses("$A ${B:-${C}} '$D' \\$E \"$F's\" $1 $")
            .into_iter()
            .map(|u| u.name)
            .collect();
        assert_eq!(names, ["A", "B", "C", "F"]);
    }

    #[test]
    fn values_follow_stages() {
        let text = "ARG V=1\nFROM a AS b\nARG V\nENV W=x$V\nFROM b\nRUN true\n";
        let dockerfile = Dockerfile::parse(text);
        let at = crate::span::offset(text.find("RUN").unwrap());
        let found = variables_at(&dockerfile, at, &EditorContext::default());
        let value = |name: &str| found.iter().find(|v| v.name == name).and_then(|v| v.value.clone());
        assert_eq!(value("W").as_deref(), Some("x1"));
        assert_eq!(value("V").as_deref(), Some("1"));
        assert!(value("PATH").is_some());
    }
}
