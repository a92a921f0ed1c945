//! Word expansion: tildes, parameters, commands, arithmetic, field splitting, path names, quote removal
//! (POSIX XCU 2.6), in that order.

mod brace;
mod fields;
mod glob;
mod parameter;
mod quick;
mod tilde;
mod transform;

use crate::arithmetic;
use crate::pattern::{self, Pattern};
use crate::state::{Flow, Shell};
use crate::syntax::ast::{Part, Word};
use fields::Fields;
use quick::Quick;
use std::future::Future;
use std::pin::Pin;

pub use fields::Field;
pub use transform::quote_for_reuse;

/// How a word is expanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mode {
    /// Unquoted expansions are split into fields.
    pub split: bool,
    /// A tilde stands after each colon, as in assignments.
    pub colons: bool,
}

type Done<'a> = Pin<Box<dyn Future<Output = Result<(), Flow>> + 'a>>;

impl Shell {
    /// Words to arguments.
    pub async fn expand_words(&mut self, words: &[Word]) -> Result<Vec<String>, Flow> {
        let mut out = Vec::with_capacity(words.len());
        for word in words {
            self.expand_word_into(word, &mut out).await?;
        }
        Ok(out)
    }

    pub async fn expand_word_into(&mut self, word: &Word, out: &mut Vec<String>) -> Result<(), Flow> {
        // The commonest words have nothing to expand.
        if let [Part::Literal(text)] = word.parts.as_slice()
            && !text.contains(['*', '?', '~', '{', '\\', '('])
            && !pattern::has_active(text)
        {
            out.push(text.to_string());
            return Ok(());
        }
        match self.quick_field(word, out) {
            Quick::Done => return Ok(()),
            Quick::Wrong(message) => return Err(self.wrong_arithmetic(&message).await),
            Quick::No => {}
        }
        if self.flavour.is_bash() && !self.options.nobraceexpand && brace::may_expand(word) {
            for word in brace::expand(word) {
                self.expand_one_into(&word, out).await?;
            }
            return Ok(());
        }
        self.expand_one_into(word, out).await
    }

    async fn expand_one_into(&mut self, word: &Word, out: &mut Vec<String>) -> Result<(), Flow> {
        let mut fields = Fields::new(self.separators());
        let mode = Mode {
            split: true,
            colons: false,
        };
        self.expand_parts(&word.parts, mode, false, &mut fields).await?;
        for field in fields.finish() {
            if field.active && !self.options.noglob {
                let pattern = field.pattern();
                if !pattern::has_active(&pattern) && !pattern.contains('(') {
                    out.push(field.text);
                    continue;
                }
                let found = self.glob(&pattern).await?;
                if !found.is_empty() {
                    out.extend(found);
                    continue;
                }
                if self.shopt("nullglob") {
                    continue;
                }
                if self.shopt("failglob") {
                    self.complain(&format!("no match: {}", field.text)).await;
                    return Err(Flow::GiveUp(1));
                }
            }
            out.push(field.text);
        }
        Ok(())
    }

    fn separators(&self) -> String {
        self.vars.scalar("IFS").map_or_else(|| " \t\n".to_string(), str::to_string)
    }

    /// A word to one string: no splitting, no path names.
    pub async fn expand_string(&mut self, word: &Word) -> Result<String, Flow> {
        if let [Part::Literal(text)] = word.parts.as_slice()
            && !text.contains('~')
        {
            return Ok(text.to_string());
        }
        let mut text = String::new();
        match self.quick_text(&word.parts, &mut text) {
            Quick::Done => return Ok(text),
            Quick::Wrong(message) => return Err(self.wrong_arithmetic(&message).await),
            Quick::No => {}
        }
        Ok(self.expand_single(word, false).await?.text)
    }

    /// The value of an assignment.
    pub async fn expand_value(&mut self, word: &Word) -> Result<String, Flow> {
        match word.parts.as_slice() {
            [] => return Ok(String::new()),
            [Part::Literal(text)] if !text.contains('~') => return Ok(text.to_string()),
            _ => {}
        }
        let mut text = String::new();
        match self.quick_text(&word.parts, &mut text) {
            Quick::Done => return Ok(text),
            Quick::Wrong(message) => return Err(self.wrong_arithmetic(&message).await),
            Quick::No => {}
        }
        Ok(self.expand_single(word, true).await?.text)
    }

    async fn expand_single(&mut self, word: &Word, colons: bool) -> Result<Field, Flow> {
        let mut fields = Fields::new(String::new());
        let mode = Mode { split: false, colons };
        self.expand_parts(&word.parts, mode, false, &mut fields).await?;
        Ok(fields.finish_single())
    }

    /// A word to the text of a pattern.
    pub async fn expand_pattern_text(&mut self, word: &Word) -> Result<String, Flow> {
        Ok(self.expand_single(word, false).await?.pattern())
    }

    pub async fn expand_pattern(&mut self, word: &Word) -> Result<Pattern, Flow> {
        let text = self.expand_pattern_text(word).await?;
        Ok(Pattern::new(&text, self.flavour))
    }

    /// A word of `[[ x =~ … ]]` to a regular expression: quoted text stands for itself.
    pub async fn expand_regex(&mut self, word: &Word) -> Result<String, Flow> {
        let mut fields = Fields::new(String::new());
        fields.for_regex = true;
        let mode = Mode {
            split: false,
            colons: false,
        };
        self.expand_parts(&word.parts, mode, false, &mut fields).await?;
        Ok(fields.finish_single().pattern())
    }

    pub(crate) fn expand_parts<'a>(&'a mut self, parts: &'a [Part], mode: Mode, quoted: bool, out: &'a mut Fields) -> Done<'a> {
        Box::pin(async move {
            for (n, part) in parts.iter().enumerate() {
                match part {
                    Part::Literal(text) => {
                        let mut text: &str = text;
                        if !quoted && text.contains('~') {
                            let last = n + 1 == parts.len();
                            let after_value = n > 0 && matches!(parts[n - 1], Part::Subscript(_));
                            let at_start = n == 0 || after_value;
                            if mode.colons {
                                let expanded = self.expand_tildes(text, at_start, last);
                                out.push(&expanded, false);
                                continue;
                            }
                            if at_start && let Some((home, rest)) = self.expand_tilde(text, last) {
                                out.push(&home, true);
                                text = rest;
                            } else if at_start && mode.split && self.flavour.is_bash() && text.contains("=~") {
                                // bash expands a tilde after the `=` of a word that looks like an assignment.
                                if let Some((name, value)) = text.split_once('=')
                                    && crate::syntax::is_name(name)
                                {
                                    let value = self.expand_tildes(value, true, last);
                                    out.push(&format!("{name}={value}"), false);
                                    continue;
                                }
                            }
                        }
                        out.push(text, quoted);
                    }
                    Part::Quoted(text) => out.push_quoted(text),
                    Part::DoubleQuoted(inner) => {
                        if inner.is_empty() {
                            out.push_quoted("");
                        } else {
                            self.expand_parts(inner, mode, true, out).await?;
                        }
                    }
                    Part::Param(param) => self.expand_param(param, mode, quoted, out).await?,
                    Part::Command(body) => {
                        let text = self.substitute(body).await?;
                        if quoted || !mode.split {
                            out.push(&text, quoted);
                            if quoted {
                                out.open();
                            }
                        } else {
                            out.push_split(&text);
                        }
                    }
                    Part::Arithmetic(inner) => {
                        let text = self.expand_arithmetic_text(inner).await?;
                        let value = self.arithmetic(&text).await?.to_string();
                        if quoted || !mode.split {
                            out.push(&value, quoted);
                        } else {
                            out.push_split(&value);
                        }
                    }
                    Part::Process(reading, body) => {
                        let path = self.substitute_process(*reading, body).await?;
                        out.push_quoted(&path);
                    }
                    Part::Subscript(subscript) => {
                        // Outside an assignment it is only text.
                        let index = self.expand_single(&subscript.index, false).await?.text;
                        let sign = if subscript.append { "+=" } else { "=" };
                        out.push(&format!("{}[{index}]{sign}", subscript.name), false);
                    }
                    Part::Array(items) => {
                        let mut texts = Vec::new();
                        for item in items.iter() {
                            texts.push(self.expand_single(&item.value, false).await?.text);
                        }
                        out.push(&format!("({})", texts.join(" ")), true);
                    }
                }
            }
            Ok(())
        })
    }

    /// The text of an arithmetic expression, its parameters and commands expanded.
    pub async fn expand_arithmetic_text(&mut self, parts: &[Part]) -> Result<String, Flow> {
        if let [Part::Literal(text)] = parts {
            return Ok(text.to_string());
        }
        let mut fields = Fields::new(String::new());
        let mode = Mode {
            split: false,
            colons: false,
        };
        self.expand_parts(parts, mode, true, &mut fields).await?;
        Ok(fields.finish_single().text)
    }

    /// The value of an expression; an error is printed and ends the command.
    pub async fn arithmetic(&mut self, text: &str) -> Result<i64, Flow> {
        match self.try_arithmetic(text) {
            Ok(value) => Ok(value),
            Err(message) => Err(self.wrong_arithmetic(&message).await),
        }
    }

    async fn wrong_arithmetic(&mut self, message: &str) -> Flow {
        self.complain(message).await;
        self.expansion_error(1)
    }

    pub fn try_arithmetic(&mut self, text: &str) -> Result<i64, String> {
        let flavour = self.flavour;
        arithmetic::evaluate(text, flavour, self).map_err(|e| e.0)
    }

    /// How an expansion that failed ends things, with bash's status for it.
    pub fn expansion_error(&self, bash: i32) -> Flow {
        match self.flavour {
            crate::Flavour::Bash if bash == 127 => Flow::Abort(127),
            crate::Flavour::Bash => Flow::GiveUp(bash),
            _ => Flow::Abort(2),
        }
    }
}
