//! Variables: scalars, bash's arrays, attributes, and the scopes of functions.

use std::collections::BTreeMap;
use std::rc::Rc;

/// A variable's value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Declared but not set.
    Unset,
    Scalar(String),
    Indexed(BTreeMap<i64, String>),
    Associative(BTreeMap<String, String>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    pub value: Value,
    pub exported: bool,
    pub readonly: bool,
    pub integer: bool,
    pub lower: bool,
    pub upper: bool,
    /// The value is the name of the variable that is meant.
    pub reference: bool,
    /// When it was first set, for orders that follow that.
    pub serial: u64,
}

impl Variable {
    pub fn new(value: Value) -> Variable {
        Variable {
            value,
            exported: false,
            readonly: false,
            integer: false,
            lower: false,
            upper: false,
            reference: false,
            serial: 0,
        }
    }

    /// The value that `$name` gives: a scalar, or an array's element 0.
    pub fn scalar(&self) -> Option<&str> {
        match &self.value {
            Value::Unset => None,
            Value::Scalar(text) => Some(text),
            Value::Indexed(map) => map.get(&0).map(String::as_str),
            Value::Associative(map) => map.get("0").map(String::as_str),
        }
    }
}

/// What a function's local variables hide: name and what was there before.
type Frame = Vec<(String, Option<Variable>)>;

/// All variables of a shell.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    map: Rc<BTreeMap<String, Variable>>,
    frames: Vec<Frame>,
    serial: u64,
}

impl Variables {
    pub fn get(&self, name: &str) -> Option<&Variable> {
        let found = self.map.get(name)?;
        if found.reference {
            return self.map.get(self.target(name).as_str());
        }
        Some(found)
    }

    /// The variable itself, not the one it refers to.
    pub fn get_direct(&self, name: &str) -> Option<&Variable> {
        self.map.get(name)
    }

    /// The name that a reference leads to.
    pub fn target(&self, name: &str) -> String {
        let mut name = name;
        for _ in 0..8 {
            match self.map.get(name) {
                Some(v) if v.reference => match &v.value {
                    Value::Scalar(target) if !target.is_empty() => name = target,
                    _ => break,
                },
                _ => break,
            }
        }
        name.to_string()
    }

    pub fn scalar(&self, name: &str) -> Option<&str> {
        self.get(name)?.scalar()
    }

    /// The variable, made if it is not there.
    pub fn entry(&mut self, name: &str) -> &mut Variable {
        let serial = &mut self.serial;
        Rc::make_mut(&mut self.map).entry(name.to_string()).or_insert_with(|| {
            *serial += 1;
            Variable {
                serial: *serial,
                ..Variable::new(Value::Unset)
            }
        })
    }

    /// Changes a variable that is there.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Variable> {
        Rc::make_mut(&mut self.map).get_mut(name)
    }

    /// Sets a scalar without looking at attributes.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        let map = Rc::make_mut(&mut self.map);
        if let Some(variable) = map.get_mut(name) {
            variable.value = Value::Scalar(value.into());
            return;
        }
        self.entry(name).value = Value::Scalar(value.into());
    }

    pub fn export(&mut self, name: &str, value: impl Into<String>) {
        let variable = self.entry(name);
        variable.value = Value::Scalar(value.into());
        variable.exported = true;
    }

    pub fn remove(&mut self, name: &str) -> Option<Variable> {
        Rc::make_mut(&mut self.map).remove(name)
    }

    pub fn restore(&mut self, name: &str, variable: Option<Variable>) {
        let map = Rc::make_mut(&mut self.map);
        match variable {
            Some(variable) => {
                map.insert(name.to_string(), variable);
            }
            None => {
                map.remove(name);
            }
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = (&String, &Variable)> {
        self.map.iter()
    }

    pub fn push_frame(&mut self) {
        self.frames.push(Vec::new());
    }

    pub fn pop_frame(&mut self) {
        for (name, before) in self.frames.pop().unwrap_or_default().into_iter().rev() {
            self.restore(&name, before);
        }
    }

    pub fn depth(&self) -> usize {
        self.frames.len()
    }

    /// Makes a name local to the innermost function. False outside of functions.
    pub fn make_local(&mut self, name: &str) -> bool {
        let before = self.map.get(name).cloned();
        let Some(frame) = self.frames.last_mut() else { return false };
        if !frame.iter().any(|(n, _)| n == name) {
            frame.push((name.to_string(), before));
        }
        true
    }

    /// Whether a name is local to the innermost function already.
    pub fn is_local(&self, name: &str) -> bool {
        self.frames.last().is_some_and(|f| f.iter().any(|(n, _)| n == name))
    }

    /// The environment of programs that are started: `NAME=value`, in the order that dash's hash table
    /// has, or else in the order they were set.
    pub fn environment(&self, hashed: bool) -> Vec<String> {
        let mut exported: Vec<(u64, &str, &str)> = self
            .map
            .iter()
            .filter(|(_, v)| v.exported)
            .filter_map(|(name, v)| match &v.value {
                Value::Scalar(text) => {
                    let bucket = if hashed { bucket(name) } else { 0 };
                    Some((bucket << 48 | v.serial, name.as_str(), text.as_str()))
                }
                _ => None,
            })
            .collect();
        exported.sort();
        exported
            .into_iter()
            .map(|(_, name, value)| format!("{name}={value}"))
            .collect()
    }
}

/// The bucket of a name in the variable table of dash and ash.
pub(crate) fn bucket(name: &str) -> u64 {
    let first = u64::from(name.bytes().next().unwrap_or(0)) << 4;
    (first + name.bytes().map(u64::from).sum::<u64>()) % 39
}

/// The keys of an associative array in the order in which bash lists them.
pub fn bash_order(map: &BTreeMap<String, String>) -> Vec<&String> {
    let mut keys: Vec<(u32, &String)> = map
        .keys()
        .map(|key| {
            let hash = key
                .bytes()
                .fold(2_166_136_261u32, |hash, byte| hash.wrapping_mul(16_777_619) ^ u32::from(byte));
            (hash & 1023, key)
        })
        .collect();
    keys.sort();
    keys.into_iter().map(|(_, key)| key).collect()
}
