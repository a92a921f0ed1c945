//! Expansions that wait for nothing: plain parameters, literal text and arithmetic.
//!
//! Most words of a loop are of this kind, and need neither fields nor futures. What is anything else is left to the
//! full expansion, which gives the same for these; a word is given up before anything of it has been evaluated.

use crate::state::Shell;
use crate::syntax::ast::{Operation, Param, ParamName, Part, Word};

/// What became of a word.
pub(super) enum Quick {
    Done,
    /// It takes the full expansion.
    No,
    /// Arithmetic went wrong; the message.
    Wrong(String),
}

impl Shell {
    /// Adds a word's text to `out` where fields don't matter: in assignments, patterns' subjects, arithmetic.
    pub(super) fn quick_text(&mut self, parts: &[Part], out: &mut String) -> Quick {
        if !self.is_quick(parts) {
            return Quick::No;
        }
        match self.add_quick(parts, out) {
            Ok(()) => Quick::Done,
            Err(message) => Quick::Wrong(message),
        }
    }

    /// The one field that a word is, if it is plain to see that it is one: everything in quotes, or a value that has
    /// nothing to split at and no pattern in it.
    pub(super) fn quick_field(&mut self, word: &Word, out: &mut Vec<String>) -> Quick {
        match word.parts.as_slice() {
            [Part::DoubleQuoted(inner)] if !inner.is_empty() => {
                let mut text = String::new();
                let quick = self.quick_text(inner, &mut text);
                if let Quick::Done = quick {
                    out.push(text);
                }
                quick
            }
            [Part::Param(param)] if !self.options.nounset => {
                let Some(text) = self.plain_value(param) else {
                    return Quick::No;
                };
                if text.is_empty() || !text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'/') {
                    return Quick::No;
                }
                // Letters and digits are fields of their own unless somebody splits at them.
                match self.vars.scalar("IFS") {
                    None | Some(" \t\n") => {}
                    Some(_) => return Quick::No,
                }
                let text = text.to_string();
                out.push(text);
                Quick::Done
            }
            _ => Quick::No,
        }
    }

    fn is_quick(&self, parts: &[Part]) -> bool {
        !self.options.nounset
            && parts.iter().all(|part| match part {
                Part::Literal(text) => !text.contains('~'),
                Part::Quoted(_) => true,
                Part::DoubleQuoted(inner) | Part::Arithmetic(inner) => self.is_quick(inner),
                Part::Param(param) => plain_name(param).is_some(),
                _ => false,
            })
    }

    fn add_quick(&mut self, parts: &[Part], out: &mut String) -> Result<(), String> {
        for part in parts {
            match part {
                Part::Literal(text) | Part::Quoted(text) => out.push_str(text),
                Part::DoubleQuoted(inner) => self.add_quick(inner, out)?,
                Part::Arithmetic(inner) => {
                    let value = match inner.as_slice() {
                        [Part::Literal(text)] => self.try_arithmetic(text)?,
                        _ => {
                            let mut text = String::new();
                            self.add_quick(inner, &mut text)?;
                            self.try_arithmetic(&text)?
                        }
                    };
                    push_number(value, out);
                }
                Part::Param(param) => out.push_str(self.plain_value(param).unwrap_or("")),
                _ => {}
            }
        }
        Ok(())
    }

    /// A parameter's value, if it is a plain variable or positional parameter that is set.
    fn plain_value(&self, param: &Param) -> Option<&str> {
        match plain_name(param)? {
            ParamName::Variable(name) => self.vars.scalar(name),
            ParamName::Positional(0) => Some(&self.arg0),
            ParamName::Positional(number) => self.positional.get(number - 1).map(String::as_str),
            ParamName::Special(_) => None,
        }
    }
}

/// The name of a parameter that stands alone and is not computed when it is asked for.
fn plain_name(param: &Param) -> Option<&ParamName> {
    if param.operation != Operation::Plain || param.index.is_some() || param.indirect {
        return None;
    }
    match &param.name {
        ParamName::Variable(name) if super::parameter::may_be_computed(name) => None,
        ParamName::Special(_) => None,
        name => Some(name),
    }
}

fn push_number(value: i64, out: &mut String) {
    use std::fmt::Write;
    // Writing into a string cannot fail.
    let _ = write!(out, "{value}");
}
