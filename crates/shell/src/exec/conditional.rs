//! The value of `[[ … ]]`.

use crate::builtins::test;
use crate::exec::Running;
use crate::state::{Flow, Outcome, Shell};
use crate::syntax::ast::Conditional;
use crate::variables::Value;
use std::future::Future;
use std::pin::Pin;

type Answer<'a> = Pin<Box<dyn Future<Output = Result<bool, Flow>> + 'a>>;

impl Shell {
    pub(super) fn run_conditional<'a>(&'a mut self, condition: &'a Conditional) -> Running<'a> {
        Box::pin(async move {
            let holds: Outcome = match self.condition(condition).await {
                Ok(holds) => Ok(i32::from(!holds)),
                Err(Flow::GiveUp(2)) => Ok(2),
                Err(Flow::GiveUp(1)) => Ok(1),
                Err(flow) => Err(flow),
            };
            holds
        })
    }

    fn condition<'a>(&'a mut self, condition: &'a Conditional) -> Answer<'a> {
        Box::pin(async move {
            match condition {
                Conditional::Word(word) => {
                    let text = self.expand_string(word).await?;
                    self.trace_condition(&[&text]).await;
                    Ok(!text.is_empty())
                }
                Conditional::Not(inner) => Ok(!self.condition(inner).await?),
                Conditional::And(left, right) => Ok(self.condition(left).await? && self.condition(right).await?),
                Conditional::Or(left, right) => Ok(self.condition(left).await? || self.condition(right).await?),
                Conditional::Unary(op, word) => {
                    let text = self.expand_string(word).await?;
                    self.trace_condition(&[op, &text]).await;
                    if &**op == "-v" || &**op == "-R" {
                        return Ok(self.is_set(&text));
                    }
                    if &**op == "-o" {
                        return Ok(crate::builtins::options::is_on(self, &text));
                    }
                    test::unary(self, op, &text).map_err(|_| Flow::GiveUp(2))
                }
                Conditional::Binary(left, op, right) => {
                    let left = self.expand_string(left).await?;
                    match &**op {
                        "=" | "==" | "!=" => {
                            let pattern = self.expand_pattern_text(right).await?;
                            self.trace_condition(&[&left, op, &pattern]).await;
                            let fold = self.shopt("nocasematch");
                            let matches = crate::pattern::Pattern::new(&pattern, self.flavour).matches_with(&left, fold);
                            Ok(matches == (&**op != "!="))
                        }
                        "=~" => {
                            let pattern = self.expand_regex(right).await?;
                            self.trace_condition(&[&left, op, &pattern]).await;
                            self.match_regex(&left, &pattern).await
                        }
                        "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" => {
                            let right = self.expand_string(right).await?;
                            self.trace_condition(&[&left, op, &right]).await;
                            let mut numbers = [0, 0];
                            for (place, text) in numbers.iter_mut().zip([&left, &right]) {
                                *place = match self.try_arithmetic(text) {
                                    Ok(number) => number,
                                    Err(message) => {
                                        self.complain_as("[[", &message).await;
                                        return Err(Flow::GiveUp(1));
                                    }
                                };
                            }
                            Ok(test::compare(op, numbers[0], numbers[1]))
                        }
                        _ => {
                            let right = self.expand_string(right).await?;
                            self.trace_condition(&[&left, op, &right]).await;
                            test::binary(self, &left, op, &right).map_err(|_| Flow::GiveUp(2))
                        }
                    }
                }
            }
        })
    }

    async fn trace_condition(&self, words: &[&str]) {
        if self.options.xtrace {
            let words: Vec<String> = words
                .iter()
                .map(|w| if w.is_empty() { "''".to_string() } else { w.to_string() })
                .collect();
            self.trace(&format!("[[ {} ]]", words.join(" "))).await;
        }
    }

    /// Whether a variable, element or array has a value (`-v`).
    pub(crate) fn is_set(&mut self, name: &str) -> bool {
        if let Some((base, index)) = name.split_once('[')
            && let Some(index) = index.strip_suffix(']')
        {
            if index == "@" || index == "*" {
                return !self.elements(base).is_empty();
            }
            return self.element_text(base, index).is_ok_and(|v| v.is_some());
        }
        self.lookup(name).is_some()
    }

    /// `=~`: sets `BASH_REMATCH`.
    async fn match_regex(&mut self, text: &str, pattern: &str) -> Result<bool, Flow> {
        let fold = self.shopt("nocasematch");
        let Some(regex) = crate::regex::Regex::new(pattern, fold) else {
            return Err(Flow::GiveUp(2));
        };
        let found = regex.captures(text);
        let groups = found
            .iter()
            .flatten()
            .enumerate()
            .map(|(n, group)| (n as i64, group.clone().unwrap_or_default()))
            .collect();
        self.vars.entry("BASH_REMATCH").value = Value::Indexed(groups);
        Ok(found.is_some())
    }
}
