//! Small types of the model that have more than one way to be written.

use super::{Field, Misfit};
use crate::output::{Output, Style};
use crate::value::Value;
use std::collections::BTreeMap;

/// A command line. Not given and given empty are different things: an empty one clears the image's.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Command(pub Option<Vec<String>>);

impl Field for Command {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::String(text) => Ok(Command(Some(crate::words::split(text)?))),
            Value::Seq(items) => Ok(Command(Some(items.iter().map(Value::sprint).collect()))),
            _ => Ok(Command(None)),
        }
    }

    fn encode(&self, style: Style) -> Option<Output> {
        match (&self.0, style) {
            (None, Style::Yaml) => None,
            _ => Some(self.encode_always(style)),
        }
    }

    fn encode_always(&self, _: Style) -> Output {
        match &self.0 {
            Some(words) => Output::Seq(words.iter().map(Output::str).collect()),
            None => Output::Null,
        }
    }
}

/// A length of time in nanoseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Duration(pub i64);

impl Field for Duration {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        let text = value.sprint();
        crate::number::parse_duration(&text)
            .map(Duration)
            .ok_or_else(|| format!("time: {} duration {}", duration_problem(&text), crate::print::quoted(&text)).into())
    }

    fn encode(&self, style: Style) -> Option<Output> {
        (self.0 != 0).then(|| self.encode_always(style))
    }

    fn encode_always(&self, _: Style) -> Output {
        Output::Str(crate::number::duration(self.0))
    }
}

/// What is wrong with a length of time.
fn duration_problem(text: &str) -> &'static str {
    let digits = text.trim_start_matches(['+', '-']);
    if digits.starts_with(|c: char| c.is_ascii_digit()) && digits.ends_with(|c: char| c.is_ascii_digit()) {
        "missing unit in"
    } else {
        "invalid"
    }
}

/// A number of bytes, written with or without a unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes(pub i64);

impl Field for Bytes {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Int(number) => Ok(Bytes(*number)),
            Value::String(text) => crate::number::parse_bytes(text)
                .map(Bytes)
                .ok_or_else(|| format!("invalid size: '{text}'").into()),
            _ => Ok(Bytes(0)),
        }
    }

    fn encode(&self, style: Style) -> Option<Output> {
        (self.0 != 0).then(|| self.encode_always(style))
    }

    fn encode_always(&self, _: Style) -> Output {
        Output::Str(self.0.to_string())
    }
}

/// A switch that is on unless it is turned off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OptOut(pub bool);

impl Default for OptOut {
    fn default() -> Self {
        OptOut(true)
    }
}

impl Field for OptOut {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Null => Ok(OptOut(true)),
            other => bool::decode(other).map(OptOut),
        }
    }

    fn encode(&self, _: Style) -> Option<Output> {
        (!self.0).then_some(Output::Bool(false))
    }
}

/// File permissions; a number in a string is octal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileMode(pub i64);

impl Field for FileMode {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Int(mode) => Ok(FileMode(*mode)),
            Value::String(text) => i64::from_str_radix(text, 8)
                .map(FileMode)
                .map_err(|_| format!("strconv.ParseInt: parsing {}: invalid syntax", crate::print::quoted(text)).into()),
            other => Err(format!("unexpected value type {} for mode", other.go_type()).into()),
        }
    }

    fn encode(&self, style: Style) -> Option<Output> {
        Some(self.encode_always(style))
    }

    fn encode_always(&self, _: Style) -> Output {
        Output::Str(format!("0{:o}", self.0))
    }
}

/// How many devices; -1 is all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeviceCount(pub i64);

impl Field for DeviceCount {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Int(count) => Ok(DeviceCount(*count)),
            Value::String(text) if text.eq_ignore_ascii_case("all") => Ok(DeviceCount(-1)),
            Value::String(text) => text
                .parse()
                .map(DeviceCount)
                .map_err(|_| format!("invalid value \"{text}\", the only value allowed is 'all' or a number").into()),
            other => Err(format!("invalid type {} for device count", other.go_type()).into()),
        }
    }

    fn encode(&self, style: Style) -> Option<Output> {
        self.0.encode(style)
    }
}

fn text_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        other => other.sprint(),
    }
}

/// Entries of a mapping, or of a list of `KEY=value`.
fn entries(value: &Value, what: &str) -> Result<Vec<(String, Option<String>)>, String> {
    match value {
        Value::Map(map) => Ok(map
            .iter()
            .map(|(key, value)| (key.clone(), (*value != Value::Null).then(|| value.sprint())))
            .collect()),
        Value::Seq(items) => Ok(items
            .iter()
            .map(|item| {
                let text = text_of(item);
                match text.split_once('=') {
                    Some((key, value)) => (key.to_owned(), Some(value.to_owned())),
                    None => (text, None),
                }
            })
            .collect()),
        other => Err(format!("unexpected value type {} for {what}", other.go_type())),
    }
}

macro_rules! mapping {
    ($(#[$meta:meta])* $name:ident, $what:literal, $value:ty, $of:expr) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name(pub BTreeMap<String, $value>);

        impl Field for $name {
            fn decode(value: &Value) -> Result<Self, Misfit> {
                let entries = if *value == Value::Null { Vec::new() } else { entries(value, $what)? };
                Ok($name(entries.into_iter().map(|(key, value)| (key, ($of)(value))).collect()))
            }

            fn encode(&self, style: Style) -> Option<Output> {
                self.0.encode(style)
            }

            fn encode_always(&self, style: Style) -> Output {
                self.0.encode_always(style)
            }
        }

        impl std::ops::Deref for $name {
            type Target = BTreeMap<String, $value>;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl std::ops::DerefMut for $name {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.0
            }
        }
    };
}

mapping!(
    /// `KEY=value` pairs in which a key may have no value: it is taken from the environment or left out.
    MappingWithEquals,
    "mapping",
    Option<String>,
    |value: Option<String>| value
);
mapping!(
    /// `KEY=value` pairs; a key without a value has an empty one.
    Mapping,
    "mapping",
    String,
    |value: Option<String>| value.unwrap_or_default()
);
mapping!(
    /// Labels; one without a value has an empty one.
    Labels,
    "labels",
    String,
    |value: Option<String>| value.unwrap_or_default()
);

/// Additional hosts: a name and its addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostsList(pub BTreeMap<String, Vec<String>>);

impl HostsList {
    /// One `host SEPARATOR address` for each address, sorted.
    pub fn list(&self, separator: &str) -> Vec<String> {
        let pairs = self
            .0
            .iter()
            .flat_map(|(host, addresses)| addresses.iter().map(move |ip| format!("{host}{separator}{ip}")));
        let mut list: Vec<String> = pairs.collect();
        list.sort();
        list
    }
}

impl Field for HostsList {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        let mut hosts: BTreeMap<String, Vec<String>> = BTreeMap::new();
        match value {
            Value::Null => {}
            Value::Map(map) => {
                for (host, value) in map {
                    let addresses = match value {
                        Value::Seq(items) => items.iter().map(Value::sprint).collect(),
                        other => vec![text_of(other)],
                    };
                    hosts.insert(host.clone(), addresses);
                }
            }
            Value::Seq(items) => {
                for item in items {
                    let text = text_of(item);
                    let Some((host, addresses)) = text.split_once('=').or_else(|| text.split_once(':')) else {
                        return Err(format!("invalid additional host, missing IP: {text}").into());
                    };
                    let known = hosts.entry(host.to_owned()).or_default();
                    known.extend(addresses.split(',').map(str::to_owned));
                }
            }
            other => return Err(format!("unexpected value type {} for extra_hosts", other.go_type()).into()),
        }
        for (host, addresses) in &mut hosts {
            if host.is_empty() || host.contains([':', '=']) {
                return Err(format!("bad host name '{host}'").into());
            }
            for address in addresses {
                if let Some(inner) = address.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'))
                    && !inner.is_empty()
                {
                    *address = inner.to_owned();
                }
            }
        }
        Ok(HostsList(hosts))
    }

    fn encode(&self, _: Style) -> Option<Output> {
        (!self.0.is_empty()).then(|| Output::Seq(self.list("=").into_iter().map(Output::Str).collect()))
    }
}

/// SSH agents and keys for a build: an id and, unless it is the agent, a path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SshConfig(pub BTreeMap<String, Option<String>>);

impl Field for SshConfig {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Null => Ok(SshConfig::default()),
            Value::Map(map) => {
                let keys = map
                    .iter()
                    .map(|(id, path)| (id.clone(), (*path != Value::Null).then(|| path.sprint())));
                Ok(SshConfig(keys.collect()))
            }
            other => Err(format!("invalid ssh config type {}", other.go_type()).into()),
        }
    }

    fn encode(&self, _: Style) -> Option<Output> {
        let keys = self.0.iter().map(|(id, path)| match path.as_deref() {
            None | Some("") => Output::str(id),
            Some(path) => Output::Str(format!("{id}={path}")),
        });
        (!self.0.is_empty()).then(|| Output::Seq(keys.collect()))
    }
}
