//! The values that a condition's fields can have, and how each is written in YAML.

use crate::yaml::{Node, scalar, shape, yes_no};
use yaml::{Node as Value, NodeKind};

/// What a field holds, for its schema and for sentences about mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    Text,
    /// A whole number between these.
    Number(i64, i64),
    /// Bytes, written `150MB`.
    Size,
    /// `true` or `false`.
    YesNo,
    /// Permission bits, written `"0755"`.
    Mode,
}

/// A field of a kind of condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    pub name: &'static str,
    pub kind: FieldKind,
    pub required: bool,
    /// What it says, in a sentence.
    pub doc: &'static str,
}

/// Bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size(pub u64);

/// Permission bits, setuid and its like included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mode(pub u32);

/// A type that a field can have.
pub(crate) trait FieldValue: Sized {
    const KIND: FieldKind;
    /// Reads it. `Err` says what was expected.
    fn read(value: &Value) -> Result<Self, String>;
    /// What stands for it when it is not given.
    fn absent() -> Option<Self> {
        None
    }
    const REQUIRED: bool = true;
}

impl<T: FieldValue> FieldValue for Option<T> {
    const KIND: FieldKind = T::KIND;
    const REQUIRED: bool = false;

    fn read(value: &Value) -> Result<Self, String> {
        T::read(value).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl FieldValue for String {
    const KIND: FieldKind = FieldKind::Text;

    /// A list counts as its JSON, as `docker inspect` would print it on one line.
    fn read(value: &Value) -> Result<Self, String> {
        match &value.kind {
            NodeKind::Sequence(list) => {
                let texts: Option<Vec<String>> = list.iter().map(|item| scalar(item)).collect();
                let texts = texts.ok_or("a text, or a list of texts")?;
                let texts: Vec<String> = texts.iter().map(|t| json_text(t)).collect();
                Ok(format!("[{}]", texts.join(",")))
            }
            _ => scalar(value).ok_or_else(|| "a text".to_string()),
        }
    }
}

/// A text as JSON writes it.
fn json_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl FieldValue for $type {
            const KIND: FieldKind = FieldKind::Number(<$type>::MIN as i64, <$type>::MAX as i64);

            fn read(value: &Value) -> Result<Self, String> {
                scalar(value)
                    .and_then(|t| t.parse().ok())
                    .ok_or_else(|| format!("a whole number from {} to {}", <$type>::MIN, <$type>::MAX))
            }
        }
    )*};
}

numbers!(u16, u32, i32);

impl FieldValue for bool {
    const KIND: FieldKind = FieldKind::YesNo;

    fn read(value: &Value) -> Result<Self, String> {
        yes_no(value).ok_or_else(|| "`true` or `false`".to_string())
    }
}

impl FieldValue for Size {
    const KIND: FieldKind = FieldKind::Size;

    fn read(value: &Value) -> Result<Self, String> {
        scalar(value)
            .and_then(|t| Size::parse(&t))
            .ok_or_else(|| "a size such as `150MB` (`B`, `KB`, `MB`, `GB`, or `MiB` for what `-m 64m` means)".to_string())
    }
}

impl Size {
    /// `150MB` in powers of 1000, as Docker prints sizes; `64MiB` in powers of 1024.
    pub fn parse(text: &str) -> Option<Size> {
        let text = text.trim();
        let digits = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
        let (number, unit) = text.split_at_checked(digits)?;
        let factor = match unit.trim().to_ascii_lowercase().as_str() {
            "" | "b" => 1,
            "kb" | "k" => 1000,
            "mb" | "m" => 1_000_000,
            "gb" | "g" => 1_000_000_000,
            "kib" => 1 << 10,
            "mib" => 1 << 20,
            "gib" => 1 << 30,
            _ => return None,
        };
        let number: f64 = number.parse().ok()?;
        Some(Size((number * factor as f64).round() as u64))
    }
}

impl std::fmt::Display for Size {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let n = self.0;
        let (divisor, unit) = match n {
            0..1_000 => return write!(f, "{n}B"),
            1_000..1_000_000 => (1_000, "kB"),
            1_000_000..1_000_000_000 => (1_000_000, "MB"),
            _ => (1_000_000_000, "GB"),
        };
        // Three significant digits, as `docker images` has them.
        let value = n as f64 / f64::from(divisor);
        let digits = if value < 10.0 {
            2
        } else if value < 100.0 {
            1
        } else {
            0
        };
        let text = format!("{value:.digits$}");
        let text = if text.contains('.') {
            text.trim_end_matches('0').trim_end_matches('.').to_string()
        } else {
            text
        };
        write!(f, "{text}{unit}")
    }
}

impl FieldValue for Mode {
    const KIND: FieldKind = FieldKind::Mode;

    fn read(value: &Value) -> Result<Self, String> {
        scalar(value)
            .filter(|t| t.len() <= 5)
            .and_then(|t| u32::from_str_radix(&t, 8).ok())
            .filter(|m| *m <= 0o7777)
            .map(Mode)
            .ok_or_else(|| "a mode in quotes such as `\"0755\"`".to_string())
    }
}

/// Reads a field of a mapping, or notes what is wrong with it.
pub(crate) fn read_field<T: FieldValue>(node: &Node<'_>, kind: &str, name: &str) -> Option<T> {
    match node.get(name) {
        Some(child) => match T::read(child.value) {
            Ok(value) => Some(value),
            Err(expected) => {
                child.mistake(format!(
                    "`{name}` of `{kind}`: found {}, expected {expected}",
                    shape(child.value)
                ));
                None
            }
        },
        None => {
            let absent = T::absent();
            if absent.is_none() {
                node.mistake(format!("`{kind}` needs `{name}`"));
            }
            absent
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<T: FieldValue>(text: &str) -> Result<T, String> {
        T::read(&yaml::parse(text.as_bytes()).documents[0])
    }

    #[test]
    fn sizes_are_read_as_docker_prints_them() {
        assert_eq!(Size::parse("150MB"), Some(Size(150_000_000)));
        assert_eq!(Size::parse("1.5 GB"), Some(Size(1_500_000_000)));
        assert_eq!(Size::parse("64MiB"), Some(Size(67_108_864)));
        assert_eq!(Size::parse("many"), None);
        assert_eq!(Size(12_100_000).to_string(), "12.1MB");
        assert_eq!(Size(147_000_000).to_string(), "147MB");
    }

    #[test]
    fn a_list_is_its_json() {
        assert_eq!(read::<String>("[python, app.py]"), Ok("[\"python\",\"app.py\"]".to_string()));
    }

    #[test]
    fn a_mode_is_octal() {
        assert_eq!(read("\"0755\""), Ok(Mode(0o755)));
        assert!(read::<Mode>("\"0999\"").is_err());
    }
}
