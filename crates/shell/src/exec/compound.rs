//! Compound commands: groups, `if`, loops, `case`, and bash's `((…))` and `[[…]]`.

use crate::Flavour;
use crate::state::{Flow, Outcome, Shell};
use crate::syntax::ast::*;
use std::rc::Rc;

/// What a loop does after its body.
enum Next {
    Again,
    Leave,
}

impl Shell {
    pub(super) async fn run_compound(&mut self, command: &Rc<Command>, tail: bool) -> Outcome {
        match &command.kind {
            CommandKind::Group(list) => self.run_list(list, tail).await,
            CommandKind::If { branches, otherwise } => {
                for (condition, body) in branches {
                    if self.run_condition(condition).await? == 0 {
                        return self.run_list(body, tail).await;
                    }
                }
                match otherwise {
                    Some(body) => self.run_list(body, tail).await,
                    None => Ok(0),
                }
            }
            CommandKind::While { until, condition, body } => {
                self.loops += 1;
                let result = self.run_while(*until, condition, body).await;
                self.loops -= 1;
                result
            }
            CommandKind::For { variable, words, body } => {
                let items = match words {
                    Some(words) => self.expand_words(words).await?,
                    None => self.positional.to_vec(),
                };
                if !self.check_loop_variable(variable).await {
                    return Ok(1);
                }
                self.loops += 1;
                let result = self.run_for(variable, items, words.as_deref(), body).await;
                self.loops -= 1;
                result
            }
            CommandKind::ForArithmetic {
                init,
                condition,
                step,
                body,
            } => {
                self.loops += 1;
                let result = self.run_for_arithmetic(init, condition, step, body).await;
                self.loops -= 1;
                result
            }
            CommandKind::Select { variable, words, body } => {
                let items = match words {
                    Some(words) => self.expand_words(words).await?,
                    None => self.positional.to_vec(),
                };
                self.loops += 1;
                let result = self.run_select(variable, &items, body).await;
                self.loops -= 1;
                result
            }
            CommandKind::Case { subject, arms } => self.run_case(subject, arms, tail).await,
            CommandKind::Arithmetic(word) => {
                let text = self.expand_arithmetic_text(&word.parts).await?;
                if self.options.xtrace {
                    self.trace(&format!("(( {text} ))")).await;
                }
                match self.try_arithmetic(&text) {
                    Ok(value) => Ok(i32::from(value == 0)),
                    Err(message) => {
                        self.complain_as("((", &message).await;
                        Ok(1)
                    }
                }
            }
            CommandKind::Conditional(condition) => self.run_conditional(condition).await,
            CommandKind::Simple { .. } | CommandKind::Subshell(_) | CommandKind::Function { .. } => Ok(0),
        }
    }

    async fn check_loop_variable(&mut self, name: &str) -> bool {
        if crate::syntax::is_name(name) {
            return true;
        }
        self.complain(&format!("`{name}': not a valid identifier")).await;
        false
    }

    async fn run_condition(&mut self, list: &List) -> Outcome {
        self.unchecked += 1;
        let result = self.run_list(list, false).await;
        self.unchecked -= 1;
        result
    }

    /// Whether a loop goes on after a round of its body.
    fn after_body(&self, result: Outcome, status: &mut i32) -> Result<Next, Flow> {
        match result {
            Ok(code) => {
                *status = code;
                Ok(Next::Again)
            }
            Err(Flow::Break(1)) => {
                *status = self.status;
                Ok(Next::Leave)
            }
            Err(Flow::Break(levels)) => Err(Flow::Break(levels.saturating_sub(1).max(1))),
            Err(Flow::Continue(1)) => {
                *status = self.status;
                Ok(Next::Again)
            }
            Err(Flow::Continue(levels)) => Err(Flow::Continue(levels.saturating_sub(1).max(1))),
            Err(other) => Err(other),
        }
    }

    async fn run_while(&mut self, until: bool, condition: &List, body: &List) -> Outcome {
        let mut status = 0;
        loop {
            self.sys.tick().await;
            let test = self.run_condition(condition).await;
            let test = match test {
                Ok(test) => test,
                other => match self.after_body(other, &mut status)? {
                    Next::Again => continue,
                    Next::Leave => return Ok(0),
                },
            };
            if (test == 0) == until {
                return Ok(status);
            }
            let result = self.run_list(body, false).await;
            if let Next::Leave = self.after_body(result, &mut status)? {
                return Ok(status);
            }
        }
    }

    async fn run_for(&mut self, variable: &str, items: Vec<String>, words: Option<&[Word]>, body: &List) -> Outcome {
        let mut status = 0;
        for item in items {
            self.sys.tick().await;
            if self.options.xtrace && self.flavour.is_bash() {
                let mut text = format!("for {variable} in");
                for word in words.unwrap_or_default() {
                    text.push(' ');
                    text.push_str(&crate::exec::trace::source_of(word));
                }
                self.trace(&text).await;
            }
            self.assign_checked(variable, item).await?;
            let result = self.run_list(body, false).await;
            if let Next::Leave = self.after_body(result, &mut status)? {
                break;
            }
        }
        Ok(status)
    }

    async fn run_for_arithmetic(&mut self, init: &Word, condition: &Word, step: &Word, body: &List) -> Outcome {
        let mut status = 0;
        self.part_of_for(init).await?;
        loop {
            self.sys.tick().await;
            if !condition.parts.is_empty() && self.part_of_for(condition).await? == 0 {
                break;
            }
            let result = self.run_list(body, false).await;
            if let Next::Leave = self.after_body(result, &mut status)? {
                break;
            }
            self.part_of_for(step).await?;
        }
        Ok(status)
    }

    async fn part_of_for(&mut self, word: &Word) -> Result<i64, Flow> {
        let text = self.expand_arithmetic_text(&word.parts).await?;
        if text.trim().is_empty() {
            return Ok(0);
        }
        match self.try_arithmetic(&text) {
            Ok(value) => Ok(value),
            Err(message) => {
                self.complain_as("((", &message).await;
                Err(Flow::GiveUp(1))
            }
        }
    }

    async fn run_select(&mut self, variable: &str, items: &[String], body: &List) -> Outcome {
        let mut status = 0;
        let mut shown = false;
        if items.is_empty() {
            return Ok(0);
        }
        loop {
            self.sys.tick().await;
            if !shown {
                let width = items.len().to_string().len();
                let menu: String = items
                    .iter()
                    .enumerate()
                    .map(|(n, item)| format!("{:>width$}) {item}\n", n + 1))
                    .collect();
                self.write_error(&menu).await;
                shown = true;
            }
            let prompt = self.vars.scalar("PS3").unwrap_or("#? ").to_string();
            self.write_error(&prompt).await;
            let Some(line) = self.read_line(0).await else {
                self.write_error("\n").await;
                return Ok(1);
            };
            let reply = line.trim().to_string();
            self.vars.set("REPLY", reply.clone());
            if reply.is_empty() {
                shown = false;
                continue;
            }
            let choice = reply.parse::<usize>().ok().and_then(|n| items.get(n.wrapping_sub(1)));
            self.assign_checked(variable, choice.cloned().unwrap_or_default()).await?;
            let result = self.run_list(body, false).await;
            if let Next::Leave = self.after_body(result, &mut status)? {
                return Ok(status);
            }
        }
    }

    async fn run_case(&mut self, subject: &Word, arms: &[Arm], tail: bool) -> Outcome {
        if self.options.xtrace && self.flavour.is_bash() {
            let text = format!("case {} in", crate::exec::trace::source_of(subject));
            self.trace(&text).await;
        }
        let text = self.expand_string(subject).await?;
        let fold = self.flavour == Flavour::Bash && self.shopt("nocasematch");
        let mut status = 0;
        let mut matched = false;
        let mut falls = false;
        for arm in arms {
            let mut runs = falls;
            if !runs {
                for pattern in &arm.patterns {
                    let pattern = self.expand_pattern(pattern).await?;
                    if pattern.matches_with(&text, fold) {
                        runs = true;
                        break;
                    }
                }
            }
            if !runs {
                continue;
            }
            matched = true;
            let leaves = arm.then == Then::Leave;
            status = self.run_list(&arm.body, tail && leaves).await?;
            match arm.then {
                Then::Leave => return Ok(status),
                Then::FallThrough => falls = true,
                Then::TestNext => falls = false,
            }
        }
        Ok(if matched { status } else { 0 })
    }
}
