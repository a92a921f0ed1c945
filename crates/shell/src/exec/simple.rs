//! Simple commands (POSIX XCU 2.9.1): assignments, functions, builtins, programs.

use crate::Flavour;
use crate::builtins::{self, Kind};
use crate::state::{Flow, Function, Outcome, Shell};
use crate::syntax::as_assignment;
use crate::syntax::ast::{Assignment, Command, Part, Value, Word};
use crate::variables::Variable;
use std::rc::Rc;

/// How deep functions may call each other: dash's own limit, and where the stack of the others ends.
const MAX_CALLS: u32 = 1000;
const STACK_CALLS: u32 = 3000;

/// The arguments of a command; those that are array assignments are kept apart.
#[derive(Default)]
pub(crate) struct Arguments {
    pub words: Vec<String>,
    pub arrays: Vec<(usize, Assignment)>,
}

impl Shell {
    pub(super) async fn run_simple(
        &mut self,
        command: &Rc<Command>,
        assignments: &[Assignment],
        words: &[Word],
        tail: bool,
    ) -> Outcome {
        self.substitution = None;
        let mut arguments = self.expand_arguments(words).await?;
        if arguments.words.is_empty() {
            return self.run_assignments_only(command, assignments).await;
        }
        if self.options.xtrace {
            self.trace_simple(assignments, &arguments.words).await?;
        }
        let name = arguments.words[0].as_str();
        let kind = builtins::kind(self.flavour, name);
        let special = kind == Some(Kind::Special);
        if !(special && !self.flavour.is_bash())
            && let Some(function) = self.functions.get(name).cloned()
        {
            let name = name.to_string();
            let mut saved = Vec::new();
            let result = match self.redirect(&command.redirects, &mut saved).await {
                Ok(None) => {
                    let before = self.set_temporarily(assignments).await?;
                    let result = self.call(&name, &function, arguments.words).await;
                    self.unset_temporary(before);
                    result
                }
                Ok(Some(status)) => Ok(status),
                Err(flow) => Err(flow),
            };
            self.restore(saved);
            self.close_processes().await;
            return result;
        }
        if kind.is_some() {
            if command.redirects.is_empty() && assignments.is_empty() {
                // The commonest of loops, which need none of what other builtins do.
                let status = match name {
                    ":" | "true" => Some(Ok(0)),
                    "false" => Some(Ok(1)),
                    "[" | "test" => Some(self.builtin_test(&arguments.words).await),
                    _ => None,
                };
                if let Some(status) = status {
                    self.close_processes().await;
                    return status;
                }
            }
            return self.run_builtin_command(command, assignments, special, &mut arguments).await;
        }
        let result = self
            .run_external(&command.redirects, assignments, arguments.words, tail)
            .await;
        self.close_processes().await;
        result
    }

    /// Arguments after expansion. Those of builtins that declare variables, and that look like
    /// assignments, are expanded as assignments are.
    async fn expand_arguments(&mut self, words: &[Word]) -> Result<Arguments, Flow> {
        let mut arguments = Arguments::default();
        let declares = words
            .iter()
            .filter_map(Word::literal)
            .find(|w| *w != "command" && *w != "builtin")
            .is_some_and(|w| builtins::declares(self.flavour, w));
        if !declares {
            arguments.words = self.expand_words(words).await?;
            return Ok(arguments);
        }
        for word in words {
            let assignment = as_assignment(word, true);
            match assignment {
                Some(assignment) if matches!(word.parts.first(), Some(Part::Literal(_) | Part::Subscript(_))) => {
                    match &assignment.value {
                        Value::Array(_) => {
                            arguments.arrays.push((arguments.words.len(), assignment.clone()));
                            arguments.words.push(assignment.name.to_string());
                        }
                        Value::Scalar(value) => {
                            let value = self.expand_value(value).await?;
                            let sign = if assignment.append { "+=" } else { "=" };
                            let index = match &assignment.index {
                                Some(index) => format!("[{}]", self.expand_string(index).await?),
                                None => String::new(),
                            };
                            arguments.words.push(format!("{}{index}{sign}{value}", assignment.name));
                        }
                    }
                }
                _ => self.expand_word_into(word, &mut arguments.words).await?,
            }
        }
        Ok(arguments)
    }

    async fn run_assignments_only(&mut self, command: &Rc<Command>, assignments: &[Assignment]) -> Outcome {
        let mut saved = Vec::new();
        let redirected = self.redirect(&command.redirects, &mut saved).await;
        self.restore(saved);
        if let Some(status) = redirected? {
            return Ok(status);
        }
        for assignment in assignments {
            self.run_assignment(assignment).await?;
            if self.options.xtrace {
                let text = self.assignment_text(assignment);
                self.trace(&text).await;
            }
        }
        self.close_processes().await;
        Ok(self.substitution.take().unwrap_or(0))
    }

    /// `name=value` with the value that the variable has now.
    fn assignment_text(&self, assignment: &Assignment) -> String {
        match (&assignment.value, &assignment.index) {
            (Value::Scalar(_), None) => {
                let value = self.vars.scalar(&assignment.name).unwrap_or("");
                let value = if value.is_empty() {
                    String::new()
                } else {
                    self.trace_word(value)
                };
                format!("{}={value}", assignment.name)
            }
            _ => {
                let word = Command {
                    kind: crate::syntax::ast::CommandKind::Simple {
                        assignments: vec![assignment.clone()],
                        words: Vec::new(),
                    },
                    redirects: Vec::new(),
                    line: 0,
                };
                crate::syntax::print_command(&word)
            }
        }
    }

    async fn trace_simple(&mut self, assignments: &[Assignment], words: &[String]) -> Result<(), Flow> {
        let mut texts = Vec::new();
        for assignment in assignments {
            if let Value::Scalar(word) = &assignment.value {
                let value = self.expand_value(word).await?;
                let value = if value.is_empty() { value } else { self.trace_word(&value) };
                texts.push(format!("{}={value}", assignment.name));
            }
        }
        if self.flavour.is_bash() {
            for text in std::mem::take(&mut texts) {
                self.trace(&text).await;
            }
        }
        texts.extend(words.iter().map(|w| self.trace_word(w)));
        self.trace(&texts.join(" ")).await;
        Ok(())
    }

    /// Sets the assignments before a command, exported; gives what was there.
    pub(crate) async fn set_temporarily(&mut self, assignments: &[Assignment]) -> Result<Vec<(String, Option<Variable>)>, Flow> {
        let mut before = Vec::new();
        for assignment in assignments {
            let old = self.vars.get_direct(&assignment.name).cloned();
            if old.as_ref().is_some_and(|v| v.readonly) {
                let message = self.readonly_message(&assignment.name);
                self.complain(&message).await;
                if !self.flavour.is_bash() {
                    self.unset_temporary(before);
                    return Err(Flow::Abort(2));
                }
                continue;
            }
            before.push((assignment.name.to_string(), old));
            self.run_assignment(assignment).await?;
            self.vars.entry(&assignment.name).exported = true;
        }
        Ok(before)
    }

    pub(crate) fn unset_temporary(&mut self, before: Vec<(String, Option<Variable>)>) {
        for (name, variable) in before.into_iter().rev() {
            self.vars.restore(&name, variable);
            if name == "PATH" {
                self.hashed = Rc::default();
            }
        }
    }

    async fn run_builtin_command(
        &mut self,
        command: &Rc<Command>,
        assignments: &[Assignment],
        special: bool,
        arguments: &mut Arguments,
    ) -> Outcome {
        let posix_special = special && !self.flavour.is_bash();
        let mut saved = Vec::new();
        match self.redirect(&command.redirects, &mut saved).await {
            Ok(None) => {}
            Ok(Some(status)) => {
                self.restore(saved);
                return if posix_special { Err(Flow::Abort(status)) } else { Ok(status) };
            }
            Err(flow) => {
                self.restore(saved);
                return Err(flow);
            }
        }
        let before = match self.set_temporarily(assignments).await {
            Ok(before) => before,
            Err(flow) => {
                self.restore(saved);
                return Err(flow);
            }
        };
        let name: Rc<str> = arguments.words[0].as_str().into();
        let previous = self.command_name.replace(name.clone());
        let result = Box::pin(self.run_builtin(arguments)).await;
        self.command_name = previous;
        if posix_special {
            // The assignments stay, but were not exported by being there.
            for (name, old) in &before {
                let exported = old.as_ref().is_some_and(|v| v.exported);
                if let Some(variable) = self.vars.get_mut(name) {
                    variable.exported = exported;
                }
            }
        } else {
            self.unset_temporary(before);
        }
        if &*name == "exec" && arguments.words.len() == 1 && result == Ok(0) {
            self.keep(saved);
        } else {
            self.restore(saved);
        }
        self.close_processes().await;
        match result {
            // An error of a special builtin ends the shell.
            Ok(status) => Ok(status),
            Err(flow) => Err(flow),
        }
    }

    /// Calls a function.
    pub(crate) async fn call(&mut self, name: &str, function: &Rc<Function>, words: Vec<String>) -> Outcome {
        if self.flavour == Flavour::Dash && self.function_depth >= MAX_CALLS {
            self.complain(&format!("Maximum function recursion depth ({MAX_CALLS}) reached"))
                .await;
            return Err(Flow::Abort(2));
        }
        let nested = self
            .vars
            .scalar("FUNCNEST")
            .and_then(|v| v.parse::<u32>().ok())
            .filter(|n| *n > 0);
        if self.flavour.is_bash()
            && let Some(limit) = nested
            && self.function_depth >= limit
        {
            self.complain(&format!("{name}: maximum function nesting level exceeded ({limit})"))
                .await;
            return Err(Flow::GiveUp(1));
        }
        if self.function_depth >= STACK_CALLS {
            self.sys.default_signal(machine::Signal::SEGV);
            self.sys.die_of(machine::Signal::SEGV).await;
            return Err(Flow::Exit(139));
        }
        let positional = std::mem::replace(&mut self.positional, Rc::new(words.into_iter().skip(1).collect()));
        let loops = std::mem::take(&mut self.loops);
        let source = self.function_source.replace(function.source.clone());
        let getopts = std::mem::take(&mut self.getopts_at);
        let line = self.line;
        self.function_depth += 1;
        self.vars.push_frame();
        Rc::make_mut(&mut self.call_stack).push(name.to_string());
        let before_name = self.command_name.take();
        let result = self.run_command(&function.body, false).await;
        self.command_name = before_name;
        if self.flavour.is_bash() && self.traps.has_return() {
            self.run_return_trap().await?;
        }
        Rc::make_mut(&mut self.call_stack).pop();
        self.vars.pop_frame();
        self.function_depth -= 1;
        self.function_source = source;
        self.getopts_at = getopts;
        self.loops = loops;
        self.positional = positional;
        self.line = line;
        match result {
            Err(Flow::Return(status)) => Ok(status),
            other => other,
        }
    }
}
