//! awk's values: numbers, strings, and strings from outside that look like numbers; arrays.

use crate::number::general;
use crate::regex::Regex;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

#[derive(Clone, Debug, Default)]
pub enum Value {
    #[default]
    Unset,
    Number(f64),
    Text(Rc<[u8]>),
    /// From outside; compares as a number if it looks like one.
    Input(Rc<[u8]>),
    Regex(Rc<Regex>, Rc<[u8]>),
}

/// The number that a text begins with, and how long it is with blanks before it.
pub fn number_prefix(text: &[u8]) -> (f64, usize) {
    let skip = text.iter().take_while(|b| b.is_ascii_whitespace()).count();
    let digits = |from: usize| {
        text.get(from..)
            .unwrap_or_default()
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let mut end = skip + usize::from(matches!(text.get(skip), Some(b'+' | b'-')));
    let start = end;
    end += digits(end);
    let mut any = end > start;
    if text.get(end) == Some(&b'.') {
        let fraction = digits(end + 1);
        any |= fraction > 0;
        end += 1 + fraction;
    }
    if !any {
        return (0.0, 0);
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        let count = digits(end + 1 + sign);
        if count > 0 {
            end += 1 + sign + count;
        }
    }
    let shown = std::str::from_utf8(text.get(skip..end).unwrap_or_default()).unwrap_or("0");
    (shown.parse().unwrap_or(0.0), end)
}

/// A number as text, by a format such as `%.6g` unless it is whole and below `whole`.
pub fn number_text(value: f64, format: &[u8], whole: f64) -> Vec<u8> {
    if value.is_nan() {
        return if value.is_sign_negative() {
            b"-nan".to_vec()
        } else {
            b"nan".to_vec()
        };
    }
    if value.is_infinite() {
        return if value > 0.0 { b"inf".to_vec() } else { b"-inf".to_vec() };
    }
    if value == value.trunc() && value.abs() < whole {
        return format!("{}", value as i64).into_bytes();
    }
    if format == b"%.6g" {
        return general(value, 6, false).into_bytes();
    }
    super::builtin::format(format, &[Value::Number(value)])
}

impl Value {
    pub fn text_of(bytes: impl Into<Rc<[u8]>>) -> Value {
        Value::Text(bytes.into())
    }

    pub fn number(&self) -> f64 {
        match self {
            Value::Unset | Value::Regex(..) => 0.0,
            Value::Number(value) => *value,
            Value::Text(text) | Value::Input(text) => number_prefix(text).0,
        }
    }

    pub fn bytes(&self, format: &[u8], whole: f64) -> Rc<[u8]> {
        match self {
            Value::Unset => Rc::from(&b""[..]),
            Value::Number(value) => number_text(*value, format, whole).into(),
            Value::Text(text) | Value::Input(text) | Value::Regex(_, text) => text.clone(),
        }
    }

    /// The number that this counts as in a comparison, if it does.
    pub fn numeric(&self) -> Option<f64> {
        match self {
            Value::Unset => Some(0.0),
            Value::Number(value) => Some(*value),
            Value::Input(text) => {
                let (value, end) = number_prefix(text);
                let rest = text.get(end..).unwrap_or_default();
                (end > 0 && rest.iter().all(u8::is_ascii_whitespace)).then_some(value)
            }
            _ => None,
        }
    }

    pub fn truth(&self) -> bool {
        match self {
            Value::Unset => false,
            Value::Number(value) => *value != 0.0,
            Value::Input(text) => self.numeric().map_or(!text.is_empty(), |n| n != 0.0),
            Value::Text(text) => !text.is_empty(),
            Value::Regex(..) => true,
        }
    }
}

/// An array. Keys are walked in the order of busybox's hash table.
#[derive(Debug, Default)]
pub struct Array {
    pub items: BTreeMap<Rc<[u8]>, (Value, u64)>,
    next: u64,
    buckets: usize,
}

pub type ArrayRef = Rc<RefCell<Array>>;

const SIZES: [usize; 6] = [31, 251, 1021, 4093, 16_381, 65_521];

impl Array {
    pub fn get(&mut self, key: &[u8]) -> Value {
        if let Some((value, _)) = self.items.get(key) {
            return value.clone();
        }
        self.set(key.into(), Value::Unset);
        Value::Unset
    }

    pub fn set(&mut self, key: Rc<[u8]>, value: Value) {
        match self.items.get_mut(&key) {
            Some(item) => item.0 = value,
            None => {
                self.next += 1;
                self.items.insert(key, (value, self.next));
                let size = SIZES.get(self.buckets).copied().unwrap_or(65_521);
                if self.items.len() > size * 8 && self.buckets + 1 < SIZES.len() {
                    self.buckets += 1;
                }
            }
        }
    }

    pub fn clear(&mut self) {
        *self = Array::default();
    }

    pub fn keys(&self) -> Vec<Rc<[u8]>> {
        let size = SIZES.get(self.buckets).copied().unwrap_or(65_521) as u32;
        let hash = |key: &[u8]| {
            key.iter()
                .fold(0u32, |h, b| u32::from(*b).wrapping_add(h << 6).wrapping_add(h >> 26))
        };
        let mut keys: Vec<_> = self
            .items
            .iter()
            .map(|(k, (_, order))| (hash(k) % size, u64::MAX - order, k.clone()))
            .collect();
        keys.sort();
        keys.into_iter().map(|(_, _, k)| k).collect()
    }
}
