//! Assignments: scalars, elements, arrays, attributes.

use crate::Flavour;
use crate::arithmetic::Scope;
use crate::state::{Flow, Shell};
use crate::syntax::ast::{ArrayItem, Assignment, Value as Source};
use crate::variables::{Value, Variable};
use std::collections::BTreeMap;

/// The greatest index of an array.
const MAX_INDEX: i64 = 1 << 40;

/// A value from which on the shell's memory is told to the kernel, which may kill it, and the most bytes that a
/// value may have.
const NOTICEABLE: u64 = 64 << 10;
const LONGEST_VALUE: u64 = 64 << 20;

impl Shell {
    /// The message for a variable that must not change.
    pub(crate) fn readonly_message(&self, name: &str) -> String {
        if self.flavour.is_bash() {
            format!("{name}: readonly variable")
        } else {
            format!("{name}: is read only")
        }
    }

    fn readonly_flow(&self) -> Flow {
        if self.flavour.is_bash() {
            Flow::GiveUp(1)
        } else {
            Flow::Abort(2)
        }
    }

    /// Sets a scalar with regard to its attributes. `Err` is a message.
    pub(crate) fn assign(&mut self, name: &str, value: String) -> Result<(), String> {
        let mut owned;
        let mut name = name;
        if let Some(variable) = self.vars.get_direct(name) {
            if variable.reference {
                owned = self.vars.target(name);
                if let Some((base, index)) = owned.clone().split_once('[')
                    && let Some(index) = index.strip_suffix(']')
                {
                    return self.assign_element(base, index, value, false);
                }
                if owned == name {
                    owned = value.clone();
                    self.vars.set(name, owned);
                    return Ok(());
                }
                name = &owned;
            }
            let Some(variable) = self.vars.get_direct(name) else {
                self.vars.set(name, value);
                return Ok(());
            };
            if variable.readonly {
                return Err(self.readonly_message(name));
            }
            let plain = !variable.integer && !variable.lower && !variable.upper;
            if plain && matches!(variable.value, Value::Scalar(_) | Value::Unset) {
                if let Some(variable) = self.vars.get_mut(name) {
                    variable.value = Value::Scalar(value);
                    variable.exported |= self.options.allexport;
                }
                self.after_assignment(name);
                return Ok(());
            }
            let value = self.with_attributes(name, value)?;
            match &mut self.vars.entry(name).value {
                Value::Indexed(map) => {
                    map.insert(0, value);
                }
                Value::Associative(map) => {
                    map.insert("0".into(), value);
                }
                other => *other = Value::Scalar(value),
            }
            return Ok(());
        }
        self.vars.set(name, value);
        if self.options.allexport {
            self.vars.entry(name).exported = true;
        }
        self.after_assignment(name);
        Ok(())
    }

    /// What some variables set besides themselves.
    fn after_assignment(&mut self, name: &str) {
        match name {
            "OPTIND" => self.getopts_at = 0,
            "PATH" => self.hashed = Default::default(),
            "RANDOM" if self.flavour.is_extended() => self.random = self.vars.scalar(name).and_then(|v| v.parse().ok()),
            "SECONDS" if self.flavour.is_bash() => {
                let offset = self.vars.scalar(name).and_then(|v| v.parse::<u64>().ok()).unwrap_or(0);
                let now = self.sys.now().0;
                self.started = machine::Instant(now.saturating_sub((offset as i64).saturating_mul(1_000_000_000)));
            }
            _ => {}
        }
    }

    fn with_attributes(&mut self, name: &str, value: String) -> Result<String, String> {
        let Some(variable) = self.vars.get(name) else {
            return Ok(value);
        };
        if variable.integer {
            return Ok(self.try_arithmetic(&value)?.to_string());
        }
        Ok(if variable.lower {
            value.to_lowercase()
        } else if variable.upper {
            value.to_uppercase()
        } else {
            value
        })
    }

    /// Sets a scalar, or prints why not and ends the command.
    pub(crate) async fn assign_checked(&mut self, name: &str, value: String) -> Result<(), Flow> {
        let length = value.len() as u64;
        if length > NOTICEABLE {
            self.sys.set_memory(700_000 + length.saturating_mul(2)).await;
        }
        if length > LONGEST_VALUE {
            self.complain("out of memory").await;
            return Err(self.readonly_flow());
        }
        match self.assign(name, value) {
            Ok(()) => Ok(()),
            Err(message) => {
                self.complain(&message).await;
                Err(self.readonly_flow())
            }
        }
    }

    /// Adds to a variable's value (`+=`).
    pub(crate) fn append(&mut self, name: &str, value: String) -> Result<(), String> {
        let integer = self.vars.get(name).is_some_and(|v| v.integer);
        let old = self.vars.scalar(name).unwrap_or("").to_string();
        if integer {
            let sum = self.try_arithmetic(&old)?.wrapping_add(self.try_arithmetic(&value)?);
            return self.assign(name, sum.to_string());
        }
        self.assign(name, old + &value)
    }

    pub(crate) fn assign_element(&mut self, name: &str, index: &str, value: String, append: bool) -> Result<(), String> {
        let target = self.vars.target(name);
        let name = target.as_str();
        if self.vars.get(name).is_some_and(|v| v.readonly) {
            return Err(self.readonly_message(name));
        }
        let value = self.with_attributes(name, value)?;
        if let Some(Variable {
            value: Value::Associative(_),
            ..
        }) = self.vars.get(name)
        {
            if let Value::Associative(map) = &mut self.vars.entry(name).value {
                let place = map.entry(index.to_string()).or_default();
                if append {
                    place.push_str(&value);
                } else {
                    *place = value;
                }
            }
            return Ok(());
        }
        let mut at = self.try_arithmetic(index)?;
        let variable = self.vars.entry(name);
        if !matches!(variable.value, Value::Indexed(_)) {
            let mut map = BTreeMap::new();
            if let Value::Scalar(text) = &variable.value {
                map.insert(0, text.clone());
            }
            variable.value = Value::Indexed(map);
        }
        if let Value::Indexed(map) = &mut variable.value {
            if at < 0 {
                at = map
                    .keys()
                    .next_back()
                    .map_or(at, |last| last.saturating_add(1).saturating_add(at));
            }
            if !(0..MAX_INDEX).contains(&at) {
                return Err(format!("{name}[{index}]: bad array subscript"));
            }
            let place = map.entry(at).or_default();
            if append {
                place.push_str(&value);
            } else {
                *place = value;
            }
        }
        Ok(())
    }

    pub(crate) async fn assign_element_checked(
        &mut self,
        name: &str,
        index: &str,
        value: String,
        append: bool,
    ) -> Result<(), Flow> {
        match self.assign_element(name, index, value, append) {
            Ok(()) => Ok(()),
            Err(message) => {
                self.complain(&message).await;
                Err(self.readonly_flow())
            }
        }
    }

    /// Sets an array from `(…)`.
    pub(crate) async fn assign_array(&mut self, name: &str, items: &[ArrayItem], append: bool) -> Result<(), Flow> {
        let target = self.vars.target(name);
        let name = target.as_str();
        if self.vars.get(name).is_some_and(|v| v.readonly) {
            let message = self.readonly_message(name);
            self.complain(&message).await;
            return Err(self.readonly_flow());
        }
        let associative = matches!(self.vars.get(name).map(|v| &v.value), Some(Value::Associative(_)));
        // The elements are expanded before the old array goes.
        let mut values: Vec<(Option<String>, String, bool)> = Vec::new();
        for item in items {
            match &item.index {
                Some(index) => {
                    let index = self.expand_string(index).await?;
                    let value = self.expand_value(&item.value).await?;
                    values.push((Some(index), value, item.append));
                }
                None => {
                    let mut words = Vec::new();
                    self.expand_word_into(&item.value, &mut words).await?;
                    values.extend(words.into_iter().map(|word| (None, word, false)));
                }
            }
        }
        if !append {
            self.vars.entry(name).value = if associative {
                Value::Associative(BTreeMap::new())
            } else {
                Value::Indexed(BTreeMap::new())
            };
        } else if !associative {
            let variable = self.vars.entry(name);
            match &variable.value {
                Value::Scalar(text) => variable.value = Value::Indexed(BTreeMap::from([(0, text.clone())])),
                Value::Unset => variable.value = Value::Indexed(BTreeMap::new()),
                _ => {}
            }
        }
        if associative && values.iter().all(|(index, ..)| index.is_none()) {
            // Keys and values in turn.
            let mut words = values.into_iter().map(|(_, word, _)| word);
            while let Some(key) = words.next() {
                let value = words.next().unwrap_or_default();
                self.assign_element_checked(name, &key, value, false).await?;
            }
            return Ok(());
        }
        let mut next = match self.vars.get(name).map(|v| &v.value) {
            Some(Value::Indexed(map)) => map.keys().next_back().map_or(0, |last| last.saturating_add(1)),
            _ => 0,
        };
        for (index, value, append) in values {
            let index = match index {
                Some(index) if !associative => match self.try_arithmetic(&index) {
                    Ok(at) => {
                        next = at;
                        at.to_string()
                    }
                    Err(message) => {
                        self.complain(&message).await;
                        return Err(Flow::GiveUp(1));
                    }
                },
                Some(index) => index,
                None => next.to_string(),
            };
            self.assign_element_checked(name, &index, value, append).await?;
            next = next.saturating_add(1);
        }
        Ok(())
    }

    /// Carries an assignment of a simple command out.
    pub(crate) async fn run_assignment(&mut self, assignment: &Assignment) -> Result<(), Flow> {
        match &assignment.value {
            Source::Array(items) => self.assign_array(&assignment.name, items, assignment.append).await,
            Source::Scalar(word) => {
                let value = self.expand_value(word).await?;
                match &assignment.index {
                    Some(index) => {
                        let index = self.expand_string(index).await?;
                        self.assign_element_checked(&assignment.name, &index, value, assignment.append)
                            .await
                    }
                    None if assignment.append && self.flavour.is_bash() => match self.append(&assignment.name, value) {
                        Ok(()) => Ok(()),
                        Err(message) => {
                            self.complain(&message).await;
                            Err(self.readonly_flow())
                        }
                    },
                    None => self.assign_checked(&assignment.name, value).await,
                }
            }
        }
    }
}

impl Scope for Shell {
    fn value(&mut self, name: &str) -> Result<Option<String>, String> {
        let value = self.lookup(name);
        if value.is_none() && self.options.nounset {
            return Err(if self.flavour == Flavour::Bash {
                format!("{name}: unbound variable")
            } else {
                format!("{name}: parameter not set")
            });
        }
        Ok(value)
    }

    fn assign(&mut self, name: &str, value: i64) -> Result<(), String> {
        Shell::assign(self, name, value.to_string())
    }

    fn element(&mut self, name: &str, index: &str) -> Result<Option<String>, String> {
        self.element_text(name, index)
    }

    fn assign_element(&mut self, name: &str, index: &str, value: i64) -> Result<(), String> {
        Shell::assign_element(self, name, index, value.to_string(), false)
    }
}
