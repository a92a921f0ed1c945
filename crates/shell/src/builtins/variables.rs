//! `export`, `readonly` and `local` of dash and ash; `unset` and `set` of all.

use super::options;
use crate::Flavour;
use crate::state::{Flow, Outcome, Shell};
use crate::syntax::is_name;
use crate::variables::Value;
use std::rc::Rc;

impl Shell {
    async fn bad_name(&mut self, builtin: &str, name: &str) -> Outcome {
        self.complain_as(builtin, &format!("{name}: bad variable name")).await;
        Err(Flow::Abort(2))
    }

    pub(super) async fn builtin_export(&mut self, builtin: &str, args: &[String]) -> Outcome {
        let mut args = args;
        let mut list = args.is_empty();
        while let Some((first, rest)) = args.split_first() {
            match first.as_str() {
                "-p" => {
                    list = true;
                    args = rest;
                }
                "-n" if self.flavour == Flavour::Ash && builtin == "export" => {
                    for name in rest {
                        if let Some(variable) = self.vars.get_mut(name) {
                            variable.exported = false;
                        }
                    }
                    return Ok(0);
                }
                "--" => {
                    args = rest;
                    break;
                }
                option if option.starts_with('-') && option.len() > 1 => {
                    let letter: String = option.chars().take(2).collect();
                    return self.bad_option(builtin, &letter, "").await;
                }
                _ => break,
            }
        }
        if list && args.is_empty() {
            let mut text = String::new();
            for (name, variable) in self.vars.iter() {
                let shown = if builtin == "export" {
                    variable.exported
                } else {
                    variable.readonly
                };
                if !shown {
                    continue;
                }
                match variable.scalar() {
                    Some(value) => text.push_str(&format!("{builtin} {name}={}\n", self.single_quote(value))),
                    None => text.push_str(&format!("{builtin} {name}\n")),
                }
            }
            return Ok(self.output(text.as_bytes()).await);
        }
        for arg in args {
            let (name, value) = match arg.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (arg.as_str(), None),
            };
            if !is_name(name) {
                return self.bad_name(builtin, name).await;
            }
            if let Some(value) = value
                && let Err(message) = self.assign(name, value.to_string())
            {
                self.complain_as(builtin, &message).await;
                return Err(Flow::Abort(2));
            }
            let variable = self.vars.entry(name);
            if builtin == "export" {
                variable.exported = true;
            } else {
                variable.readonly = true;
            }
        }
        Ok(0)
    }

    /// A value as `set` and `export` of dash and ash quote it.
    pub(crate) fn single_quote(&self, text: &str) -> String {
        if self.flavour == Flavour::Ash {
            return crate::exec::trace::ash_quote(text);
        }
        // dash puts runs of single quotes into double quotes.
        let mut out = String::new();
        let mut rest = text;
        loop {
            let plain = rest.find('\'').unwrap_or(rest.len());
            if plain > 0 || rest.is_empty() && out.is_empty() {
                out.push('\'');
                out.push_str(rest.get(..plain).unwrap_or(""));
                out.push('\'');
            }
            rest = rest.get(plain..).unwrap_or("");
            if rest.is_empty() {
                return out;
            }
            let quotes = rest.len() - rest.trim_start_matches('\'').len();
            out.push('"');
            out.push_str(&"'".repeat(quotes));
            out.push('"');
            rest = rest.get(quotes..).unwrap_or("");
            if rest.is_empty() {
                return out;
            }
        }
    }

    pub(super) async fn builtin_local(&mut self, args: &[String]) -> Outcome {
        if self.vars.depth() == 0 {
            self.complain_as("local", "not in a function").await;
            return Err(Flow::Abort(2));
        }
        for arg in args {
            let (name, value) = match arg.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (arg.as_str(), None),
            };
            if name == "-" {
                continue;
            }
            if !is_name(name) {
                return self.bad_name("local", name).await;
            }
            self.vars.make_local(name);
            if let Some(value) = value
                && let Err(message) = self.assign(name, value.to_string())
            {
                self.complain_as("local", &message).await;
                return Err(Flow::Abort(2));
            }
        }
        Ok(0)
    }

    pub(super) async fn builtin_unset(&mut self, args: &[String]) -> Outcome {
        let mut args = args;
        let (mut functions, mut variables, mut reference) = (false, false, false);
        while let Some((first, rest)) = args.split_first() {
            match first.as_str() {
                "-f" => functions = true,
                "-v" => variables = true,
                "-n" if self.flavour.is_bash() => reference = true,
                "--" => {
                    args = rest;
                    break;
                }
                option if option.starts_with('-') && option.len() > 1 => {
                    let letter: String = option.chars().take(2).collect();
                    return self.bad_option("unset", &letter, "unset [-f] [-v] [-n] [name ...]").await;
                }
                _ => break,
            }
            args = rest;
        }
        let mut status = 0;
        for name in args {
            if functions {
                Rc::make_mut(&mut self.functions).remove(name);
                continue;
            }
            if self.flavour.is_bash()
                && let Some((base, index)) = name.split_once('[')
                && let Some(index) = index.strip_suffix(']')
            {
                self.unset_element(base, index);
                continue;
            }
            let target = if reference { name.clone() } else { self.vars.target(name) };
            let name = &target;
            if !is_name(name) {
                if self.flavour.is_bash() {
                    if !variables {
                        Rc::make_mut(&mut self.functions).remove(name);
                    }
                    continue;
                }
                return self.bad_name("unset", name).await;
            }
            match self.vars.get_direct(name) {
                Some(variable) if variable.readonly => {
                    if self.flavour.is_bash() {
                        self.complain_as("unset", &format!("{name}: cannot unset: readonly variable"))
                            .await;
                        status = 1;
                        continue;
                    }
                    let message = self.readonly_message(name);
                    self.complain_as("unset", &message).await;
                    return Err(Flow::Abort(2));
                }
                Some(_) => {
                    self.vars.remove(name);
                    if name == "PATH" {
                        self.hashed = Rc::default();
                    }
                }
                None if self.flavour.is_bash() && !variables => {
                    Rc::make_mut(&mut self.functions).remove(name);
                }
                None => {}
            }
        }
        Ok(status)
    }

    fn unset_element(&mut self, base: &str, index: &str) {
        let base = self.vars.target(base);
        if index == "@" || index == "*" {
            self.vars.remove(&base);
            return;
        }
        if let Some(Value::Associative(_)) = self.vars.get(&base).map(|v| &v.value) {
            if let Value::Associative(map) = &mut self.vars.entry(&base).value {
                map.remove(index);
            }
            return;
        }
        if let Ok(mut at) = self.try_arithmetic(index)
            && let Value::Indexed(map) = &mut self.vars.entry(&base).value
        {
            if at < 0 {
                at = map
                    .keys()
                    .next_back()
                    .map_or(at, |last| last.saturating_add(1).saturating_add(at));
            }
            map.remove(&at);
        }
    }

    pub(super) async fn builtin_set(&mut self, args: &[String]) -> Outcome {
        if args.is_empty() {
            let text = self.all_variables();
            return Ok(self.output(text.as_bytes()).await);
        }
        let mut args = args;
        while let Some((first, rest)) = args.split_first() {
            let on = first.starts_with('-');
            if first == "--" {
                self.positional = Rc::new(rest.to_vec());
                return Ok(0);
            }
            if first == "-" {
                self.options.xtrace = false;
                self.options.verbose = false;
                if !rest.is_empty() {
                    self.positional = Rc::new(rest.to_vec());
                }
                return Ok(0);
            }
            if !(on || first.starts_with('+')) || first == "+" {
                self.positional = Rc::new(args.to_vec());
                return Ok(0);
            }
            args = rest;
            for letter in first.chars().skip(1) {
                if letter == 'o' {
                    match args.split_first() {
                        Some((name, rest)) => {
                            args = rest;
                            if !options::set_named(self, name, on) {
                                return self.bad_named_option(name).await;
                            }
                        }
                        None => {
                            let text = options::listing(self, on);
                            return Ok(self.output(text.as_bytes()).await);
                        }
                    }
                } else if !options::set_letter(self, letter, on) {
                    let sign = if on { '-' } else { '+' };
                    let usage = "set [-abefhkmnptuvxBCEHPT] [-o option-name] [--] [-] [arg ...]";
                    return self.bad_option("set", &format!("{sign}{letter}"), usage).await;
                }
            }
        }
        Ok(0)
    }

    async fn bad_named_option(&mut self, name: &str) -> Outcome {
        match self.flavour {
            Flavour::Dash => {
                self.complain_as("set", &format!("Illegal option -o {name}")).await;
                Err(Flow::Abort(2))
            }
            Flavour::Ash => {
                self.complain_as("set", &format!("illegal option -o {name}")).await;
                Ok(1)
            }
            Flavour::Bash => {
                self.complain_as("set", &format!("{name}: invalid option name")).await;
                Ok(2)
            }
        }
    }

    /// What `set` alone prints.
    fn all_variables(&self) -> String {
        let mut out = String::new();
        for (name, variable) in self.vars.iter() {
            match &variable.value {
                Value::Unset => {}
                Value::Scalar(text) if self.flavour.is_bash() => {
                    let value = if text.is_empty() {
                        String::new()
                    } else {
                        crate::exec::trace::bash_quote(text)
                    };
                    out.push_str(&format!("{name}={value}\n"));
                }
                Value::Scalar(text) => out.push_str(&format!("{name}={}\n", self.single_quote(text))),
                value => out.push_str(&format!("{name}={}\n", super::declare::pairs_in_parentheses(value))),
            }
        }
        if self.flavour.is_bash() && !self.options.posix {
            for (name, function) in self.functions.iter() {
                out.push_str(&crate::syntax::print_function(name, &function.body));
                out.push('\n');
            }
        }
        out
    }
}
