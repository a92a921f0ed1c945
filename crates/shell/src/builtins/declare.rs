//! bash's `declare`, `typeset`, `local`, `export` and `readonly`.

use crate::exec::Arguments;
use crate::state::{Outcome, Shell};
use crate::syntax::is_name;
use crate::variables::{Value, Variable, bash_order};
use std::collections::BTreeMap;

/// The letters of a variable's attributes, as `${x@a}` gives them.
pub fn attribute_letters(variable: Option<&Variable>) -> String {
    let Some(v) = variable else { return String::new() };
    let mut out = String::new();
    for (letter, on) in [
        ('a', matches!(v.value, Value::Indexed(_))),
        ('A', matches!(v.value, Value::Associative(_))),
        ('i', v.integer),
        ('l', v.lower),
        ('n', v.reference),
        ('r', v.readonly),
        ('u', v.upper),
        ('x', v.exported),
    ] {
        if on {
            out.push(letter);
        }
    }
    out
}

/// A value in double quotes, or `$'…'` for control characters.
fn double_quote(text: &str) -> String {
    if text.chars().any(char::is_control) {
        return super::escape::ansi_quote(text);
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        if matches!(c, '"' | '$' | '`' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
    out
}

/// `0 "a" 1 "b"`
pub fn pairs(value: &Value) -> String {
    let items: Vec<String> = match value {
        Value::Indexed(map) => map.iter().map(|(k, v)| format!("{k} {}", double_quote(v))).collect(),
        Value::Associative(map) => bash_order(map)
            .into_iter()
            .map(|k| format!("{} {}", key(k), double_quote(map.get(k).map_or("", String::as_str))))
            .collect(),
        _ => Vec::new(),
    };
    items.join(" ")
}

fn key(text: &str) -> String {
    if text.chars().all(|c| c.is_alphanumeric() || "_-./:@%+,".contains(c)) && !text.is_empty() {
        text.to_string()
    } else {
        double_quote(text)
    }
}

/// `([0]="a" [1]="b")`
pub fn pairs_in_parentheses(value: &Value) -> String {
    match value {
        Value::Indexed(map) => {
            let items: Vec<String> = map.iter().map(|(k, v)| format!("[{k}]={}", double_quote(v))).collect();
            format!("({})", items.join(" "))
        }
        Value::Associative(map) => {
            let items: String = bash_order(map)
                .into_iter()
                .map(|k| format!("[{}]={} ", key(k), double_quote(map.get(k).map_or("", String::as_str))))
                .collect();
            format!("({items})")
        }
        Value::Scalar(text) => double_quote(text),
        Value::Unset => String::new(),
    }
}

/// The line of `declare -p`.
pub fn definition(name: &str, variable: &Variable) -> String {
    let letters = attribute_letters(Some(variable));
    let letters = if letters.is_empty() { "-".to_string() } else { letters };
    match &variable.value {
        Value::Unset => format!("declare -{letters} {name}"),
        value => format!("declare -{letters} {name}={}", pairs_in_parentheses(value)),
    }
}

#[derive(Default)]
struct Wanted {
    indexed: bool,
    associative: bool,
    print: bool,
    functions: bool,
    function_names: bool,
    global: bool,
    /// Attribute letters to be set or taken away.
    set: String,
    clear: String,
}

impl Shell {
    pub(super) async fn builtin_declare(&mut self, name: &str, arguments: &mut Arguments) -> Outcome {
        let words = arguments.words.clone();
        let mut wanted = Wanted::default();
        let mut at = 1;
        let allowed = match name {
            "export" => "fnp",
            "readonly" => "aAfp",
            _ => "aAfFgiIlnrtuxp",
        };
        while let Some(word) = words.get(at) {
            if word == "--" {
                at += 1;
                break;
            }
            let (letters, on) = match (word.strip_prefix('-'), word.strip_prefix('+')) {
                (Some(letters), _) if !letters.is_empty() => (letters, true),
                (_, Some(letters)) if !letters.is_empty() && name != "export" && name != "readonly" => (letters, false),
                _ => break,
            };
            for letter in letters.chars() {
                if !allowed.contains(letter) {
                    let usage = match name {
                        "export" => "export [-fn] [name[=value] ...] or export -p",
                        "readonly" => "readonly [-aAf] [name[=value] ...] or readonly -p",
                        "local" => "local [option] name[=value] ...",
                        _ => "declare [-aAfFgiIlnrtux] [name[=value] ...] or declare -p [-aAfFilnrtux] [name ...]",
                    };
                    let usage = if name == "typeset" {
                        usage.replace("declare", "typeset")
                    } else {
                        usage.to_string()
                    };
                    return self.bad_option(name, &format!("-{letter}"), &usage).await;
                }
                match letter {
                    'a' => wanted.indexed = on,
                    'A' => wanted.associative = on,
                    'p' => wanted.print = true,
                    'f' => wanted.functions = true,
                    'F' => wanted.function_names = true,
                    'g' => wanted.global = true,
                    'n' if name == "export" => wanted.clear.push('x'),
                    letter if on => wanted.set.push(letter),
                    letter => wanted.clear.push(letter),
                }
            }
            at += 1;
        }
        match name {
            "export" if !wanted.clear.contains('x') => wanted.set.push('x'),
            "readonly" => wanted.set.push('r'),
            "local" if self.vars.depth() == 0 => {
                self.complain_as("local", "can only be used in a function").await;
                return Ok(1);
            }
            _ => {}
        }
        let names = words.get(at..).unwrap_or_default().to_vec();
        if wanted.functions || wanted.function_names {
            return self.declare_functions(&names, &wanted, name).await;
        }
        if names.is_empty() {
            return self.list_declarations(name, &wanted).await;
        }
        if wanted.print && name != "export" && name != "readonly" {
            return self.print_declarations(&names).await;
        }
        let mut status = 0;
        for (n, word) in names.iter().enumerate() {
            let array = arguments.arrays.iter().find(|(i, _)| *i == at + n).map(|(_, a)| a.clone());
            let (target, value, append) = match (&array, word.split_once('=')) {
                (None, Some((target, value))) => match target.strip_suffix('+') {
                    Some(target) => (target.to_string(), Some(value.to_string()), true),
                    None => (target.to_string(), Some(value.to_string()), false),
                },
                _ => (word.clone(), None, false),
            };
            let (base, index) = match target.split_once('[') {
                Some((base, index)) => (base.to_string(), index.strip_suffix(']').map(str::to_string)),
                None => (target.clone(), None),
            };
            if !is_name(&base) {
                self.complain_as(name, &format!("`{word}': not a valid identifier")).await;
                status = 1;
                continue;
            }
            let local = self.vars.depth() > 0 && !wanted.global && !matches!(name, "export" | "readonly");
            if local && !self.vars.is_local(&base) {
                if self.vars.get_direct(&base).is_some_and(|v| v.readonly) {
                    self.complain_as(name, &format!("{base}: readonly variable")).await;
                    status = 1;
                    continue;
                }
                self.vars.make_local(&base);
                let fresh = Variable::new(Value::Unset);
                let exported = self.vars.get_direct(&base).is_some_and(|v| v.exported) && value.is_some();
                self.vars.restore(&base, Some(Variable { exported, ..fresh }));
            }
            let readonly = self.vars.get_direct(&base).is_some_and(|v| v.readonly);
            if readonly && (value.is_some() || array.is_some() || wanted.clear.contains('r')) {
                let message = format!("{base}: readonly variable");
                if matches!(name, "export" | "readonly") {
                    self.complain(&message).await;
                } else {
                    self.complain_as(name, &message).await;
                }
                status = 1;
                continue;
            }
            self.prepare(&base, &wanted, index.is_some());
            if wanted.set.contains('n') {
                if let Some(value) = value {
                    self.vars.set(&base, value);
                }
                self.vars.entry(&base).reference = true;
                continue;
            }
            if let Some(array) = array {
                if let crate::syntax::ast::Value::Array(items) = &array.value {
                    self.assign_array(&base, items, array.append).await?;
                }
            } else if let Some(value) = value {
                let done = match index {
                    Some(index) => self.assign_element(&base, &index, value, append),
                    None if append => self.append(&base, value),
                    None => self.assign(&base, value),
                };
                if let Err(message) = done {
                    self.complain_as(name, &message).await;
                    status = 1;
                    continue;
                }
            }
            let variable = self.vars.entry(&base);
            variable.readonly |= wanted.set.contains('r');
            if wanted.set.contains('x') {
                variable.exported = true;
            }
        }
        Ok(status)
    }

    /// Sets the attributes that matter before the value is assigned.
    fn prepare(&mut self, name: &str, wanted: &Wanted, element: bool) {
        let target = self.vars.target(name);
        let variable = self.vars.entry(&target);
        if wanted.associative && !matches!(variable.value, Value::Associative(_)) {
            variable.value = Value::Associative(BTreeMap::new());
        }
        if (wanted.indexed || element) && !matches!(variable.value, Value::Indexed(_) | Value::Associative(_)) {
            let mut map = BTreeMap::new();
            if let Value::Scalar(text) = &variable.value {
                map.insert(0, text.clone());
            }
            variable.value = Value::Indexed(map);
        }
        for (letters, on) in [(&wanted.set, true), (&wanted.clear, false)] {
            for letter in letters.chars() {
                match letter {
                    'i' => variable.integer = on,
                    'l' => {
                        variable.lower = on;
                        variable.upper &= !on;
                    }
                    'u' => {
                        variable.upper = on;
                        variable.lower &= !on;
                    }
                    'x' if !on => variable.exported = false,
                    'n' if !on => variable.reference = false,
                    _ => {}
                }
            }
        }
    }

    async fn declare_functions(&mut self, names: &[String], wanted: &Wanted, builtin: &str) -> Outcome {
        let mut text = String::new();
        let mut status = 0;
        if builtin == "export" || builtin == "readonly" {
            return Ok(0);
        }
        if names.is_empty() {
            for (name, function) in self.functions.iter() {
                if wanted.function_names {
                    text.push_str(&format!("declare -f {name}\n"));
                } else {
                    text.push_str(&crate::syntax::print_function(name, &function.body));
                    text.push('\n');
                }
            }
        }
        for name in names {
            match self.functions.get(name) {
                Some(_) if wanted.function_names => text.push_str(&format!("{name}\n")),
                Some(function) => {
                    text.push_str(&crate::syntax::print_function(name, &function.body));
                    text.push('\n');
                }
                None => status = 1,
            }
        }
        self.output(text.as_bytes()).await;
        Ok(status)
    }

    async fn list_declarations(&mut self, name: &str, wanted: &Wanted) -> Outcome {
        let mut text = String::new();
        for (variable_name, variable) in self.vars.iter() {
            let shown = match name {
                "local" => self.vars.is_local(variable_name),
                _ => {
                    (!wanted.indexed || matches!(variable.value, Value::Indexed(_)))
                        && (!wanted.associative || matches!(variable.value, Value::Associative(_)))
                        && wanted
                            .set
                            .chars()
                            .all(|letter| attribute_letters(Some(variable)).contains(letter))
                }
            };
            if !shown {
                continue;
            }
            let plain = name == "declare" && !wanted.print && wanted.set.is_empty() && !wanted.indexed && !wanted.associative;
            if plain || name == "local" {
                if let Some(value) = variable.scalar() {
                    text.push_str(&format!("{variable_name}={}\n", crate::exec::trace::bash_quote(value)));
                }
            } else {
                text.push_str(&definition(variable_name, variable));
                text.push('\n');
            }
        }
        Ok(self.output(text.as_bytes()).await)
    }

    async fn print_declarations(&mut self, names: &[String]) -> Outcome {
        let mut status = 0;
        let mut text = String::new();
        for name in names {
            match self.vars.get_direct(name) {
                Some(variable) => {
                    text.push_str(&definition(name, variable));
                    text.push('\n');
                }
                None => {
                    self.complain_as("declare", &format!("{name}: not found")).await;
                    status = 1;
                }
            }
        }
        self.output(text.as_bytes()).await;
        Ok(status)
    }
}
