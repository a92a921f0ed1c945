//! Reading a field out of the canonical tree, and printing it.

use crate::output::{Output, Style};
use crate::value::{Map, Value};
use std::collections::BTreeMap;

/// The key below which the loader puts a mapping's `x-` entries before types are read, so that a service called
/// `x-ray` is no extension.
pub(crate) const EXTENSIONS: &str = "#extensions";

/// A value that its place can't take: where, as Go's mapstructure writes it, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Misfit {
    pub path: String,
    pub problem: String,
}

impl From<String> for Misfit {
    fn from(problem: String) -> Self {
        Misfit {
            path: String::new(),
            problem,
        }
    }
}

impl Misfit {
    /// The same, seen from the field that it is in.
    pub fn in_field(self, key: &str) -> Self {
        let separator = if self.path.is_empty() || self.path.starts_with('[') {
            ""
        } else {
            "."
        };
        Misfit {
            path: format!("{key}{separator}{}", self.path),
            problem: self.problem,
        }
    }
}

/// What a type of the project can do.
pub(crate) trait Field: Sized + Default {
    /// Reads it from a value that the schema has let through; null is the default.
    fn decode(value: &Value) -> Result<Self, Misfit>;

    /// What is printed; nothing if it says no more than its absence would.
    fn encode(&self, style: Style) -> Option<Output>;

    /// What is printed where it can't be left out, as an item of a list or a map is.
    fn encode_always(&self, style: Style) -> Output {
        self.encode(style).unwrap_or(Output::Null)
    }
}

/// Declares a struct of the model: its fields, their keys, and the two ways between it and trees.
macro_rules! model {
    (@key $field:ident) => { stringify!($field) };
    (@key $field:ident $key:literal) => { $key };
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $field:ident $(= $key:literal)? : $kind:ty,)* }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $($(#[$doc])* pub $field: $kind,)*
            /// The `x-` keys.
            pub extensions: std::collections::BTreeMap<String, $crate::value::Value>,
        }

        impl $crate::model::Field for $name {
            fn decode(value: &$crate::value::Value) -> Result<Self, $crate::model::Misfit> {
                let map = match value {
                    $crate::value::Value::Null => return Ok(Self::default()),
                    $crate::value::Value::Map(map) => map,
                    other => return Err(format!("expected a map, got '{}'", $crate::model::field::kind_of(other)).into()),
                };
                let mut out = Self::default();
                $(if let Some(value) = map.get($crate::model::model!(@key $field $($key)?)) {
                    let key = $crate::model::model!(@key $field $($key)?);
                    out.$field = $crate::model::Field::decode(value).map_err(|misfit: $crate::model::Misfit| misfit.in_field(key))?;
                })*
                if let Some($crate::value::Value::Map(extensions)) = map.get($crate::model::field::EXTENSIONS) {
                    out.extensions = extensions.clone();
                }
                Ok(out)
            }

            fn encode(&self, style: $crate::output::Style) -> Option<$crate::output::Output> {
                let always = $crate::model::Field::encode_always(self, style);
                // Go's `omitempty` leaves out an empty struct in YAML, but not in JSON.
                let empty = always == $crate::output::Output::Map(Vec::new());
                (style == $crate::output::Style::Json || !empty).then_some(always)
            }

            fn encode_always(&self, style: $crate::output::Style) -> $crate::output::Output {
                let mut entries: Vec<(String, $crate::output::Output)> = Vec::new();
                $(if let Some(value) = $crate::model::Field::encode(&self.$field, style) {
                    entries.push(($crate::model::model!(@key $field $($key)?).to_owned(), value));
                })*
                $crate::model::field::push_extensions(&mut entries, &self.extensions, style);
                $crate::output::Output::Map(entries)
            }
        }
    };
}
pub(crate) use model;

/// Extensions stand behind the other keys; JSON leaves them out, except those of the project.
pub(crate) fn push_extensions(entries: &mut Vec<(String, Output)>, extensions: &Map, style: Style) {
    if style == Style::Yaml
        && let Output::Map(more) = Output::of(&Value::Map(extensions.clone()), style)
    {
        entries.extend(more);
    }
}

/// A value's kind in the words of Go's reflection.
pub(crate) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Seq(_) => "slice",
        Value::Map(_) => "map",
        other => other.go_type(),
    }
}

fn unexpected(expected: &str, value: &Value) -> String {
    format!("expected type '{expected}', got unconvertible type '{}'", value.go_type())
}

impl Field for String {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Null => Ok(String::new()),
            Value::String(text) => Ok(text.clone()),
            Value::Int(number) => Ok(number.to_string()),
            other => Err(unexpected("string", other).into()),
        }
    }

    fn encode(&self, _: Style) -> Option<Output> {
        (!self.is_empty()).then(|| Output::Str(self.clone()))
    }

    fn encode_always(&self, _: Style) -> Output {
        Output::Str(self.clone())
    }
}

impl Field for bool {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Null => Ok(false),
            Value::Bool(value) => Ok(*value),
            Value::String(text) => Ok(crate::cast::boolean(text)?.0),
            other => Err(unexpected("bool", other).into()),
        }
    }

    fn encode(&self, _: Style) -> Option<Output> {
        self.then_some(Output::Bool(true))
    }

    fn encode_always(&self, _: Style) -> Output {
        Output::Bool(*self)
    }
}

impl Field for i64 {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Null => Ok(0),
            Value::Int(number) => Ok(*number),
            Value::Float(number) => Ok(*number as i64),
            Value::String(text) => text
                .parse()
                .map_err(|_| format!("strconv.ParseInt: parsing {}: invalid syntax", crate::print::quoted(text)).into()),
            other => Err(unexpected("int64", other).into()),
        }
    }

    fn encode(&self, _: Style) -> Option<Output> {
        (*self != 0).then_some(Output::Int(*self))
    }

    fn encode_always(&self, _: Style) -> Output {
        Output::Int(*self)
    }
}

impl Field for f32 {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Null => Ok(0.0),
            Value::Int(number) => Ok(*number as f32),
            Value::Float(number) => Ok(*number as f32),
            Value::String(text) => text
                .parse()
                .map_err(|_| format!("strconv.ParseFloat: parsing {}: invalid syntax", crate::print::quoted(text)).into()),
            other => Err(unexpected("float32", other).into()),
        }
    }

    fn encode(&self, _: Style) -> Option<Output> {
        (*self != 0.0).then(|| Output::Float(f64::from(*self), 32))
    }
}

impl<T: Field> Field for Option<T> {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Null => Ok(None),
            other => T::decode(other).map(Some),
        }
    }

    fn encode(&self, style: Style) -> Option<Output> {
        self.as_ref().map(|value| value.encode_always(style))
    }
}

impl<T: Field> Field for Vec<T> {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Null => Ok(Vec::new()),
            Value::Seq(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| T::decode(item).map_err(|misfit| misfit.in_field(&format!("[{index}]"))))
                .collect(),
            // As in compose-go's StringList, and mapstructure's way with a single value.
            other => Ok(vec![T::decode(other)?]),
        }
    }

    fn encode(&self, style: Style) -> Option<Output> {
        (!self.is_empty()).then(|| self.encode_always(style))
    }

    fn encode_always(&self, style: Style) -> Output {
        Output::Seq(self.iter().map(|item| item.encode_always(style)).collect())
    }
}

impl<T: Field> Field for BTreeMap<String, T> {
    fn decode(value: &Value) -> Result<Self, Misfit> {
        match value {
            Value::Null => Ok(BTreeMap::new()),
            Value::Map(map) => map
                .iter()
                .map(|(key, value)| {
                    let decoded = T::decode(value).map_err(|misfit| misfit.in_field(&format!("[{key}]")))?;
                    Ok((key.clone(), decoded))
                })
                .collect(),
            other => Err(format!("expected a map, got '{}'", kind_of(other)).into()),
        }
    }

    fn encode(&self, style: Style) -> Option<Output> {
        (!self.is_empty()).then(|| self.encode_always(style))
    }

    fn encode_always(&self, style: Style) -> Output {
        let entries = self
            .iter()
            .map(|(key, value)| (key.clone(), value.encode_always(style)))
            .collect();
        Output::sorted(entries, style)
    }
}
