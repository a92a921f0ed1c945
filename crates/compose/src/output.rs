//! What is printed: values whose keys have an order, on the way from the typed project to YAML or JSON.

use crate::value::Value;

/// A tree to print.
#[derive(Clone, Debug, PartialEq)]
pub enum Output {
    Null,
    Bool(bool),
    Int(i64),
    /// A number and how many bits it was kept in, which decides its digits.
    Float(f64, u32),
    Str(String),
    Seq(Vec<Output>),
    /// Entries in the order in which they are printed.
    Map(Vec<(String, Output)>),
}

/// Which of the two forms is made: they leave out different things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Yaml,
    Json,
}

impl Output {
    pub fn str(text: impl Into<String>) -> Self {
        Output::Str(text.into())
    }

    /// Sorts a mapping's entries as each of the two forms sorts the keys of a Go map.
    pub fn sorted(mut entries: Vec<(String, Output)>, style: Style) -> Self {
        match style {
            Style::Json => entries.sort_by(|(a, _), (b, _)| a.cmp(b)),
            Style::Yaml => entries = crate::print::sort_by_key(entries),
        }
        Output::Map(entries)
    }

    /// An untyped value as it is.
    pub fn of(value: &Value, style: Style) -> Self {
        match value {
            Value::Null => Output::Null,
            Value::Bool(value) => Output::Bool(*value),
            Value::Int(value) => Output::Int(*value),
            Value::Float(value) => Output::Float(*value, 64),
            Value::String(text) => Output::Str(text.clone()),
            Value::Seq(items) => Output::Seq(items.iter().map(|item| Output::of(item, style)).collect()),
            Value::Map(map) => {
                let entries = map.iter().map(|(key, value)| (key.clone(), Output::of(value, style)));
                Output::sorted(entries.collect(), style)
            }
        }
    }
}
