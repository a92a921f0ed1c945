//! `x-` keys taken out of the way before types are read.

use crate::model::EXTENSIONS;
use crate::path::Path;
use crate::value::{Map, Value};

/// Mappings whose keys are names of the file's own.
const NAMED: [&str; 6] = [
    "services",
    "services.*.depends_on",
    "volumes",
    "networks",
    "secrets",
    "configs",
];

/// Moves the `x-` keys of every mapping below one key of it.
pub(crate) fn collect(map: Map, path: &Path) -> Map {
    let named = NAMED.iter().any(|pattern| path.matches(pattern));
    let mut out = Map::new();
    let mut extensions = Map::new();
    for (key, value) in map {
        if !named && key.starts_with("x-") {
            extensions.insert(key, value);
            continue;
        }
        let below = path.next(&key);
        let value = match value {
            Value::Map(map) => Value::Map(collect(map, &below)),
            Value::Seq(items) => Value::Seq(
                items
                    .into_iter()
                    .enumerate()
                    .map(|(index, item)| match item {
                        Value::Map(map) => Value::Map(collect(map, &below.next(&index.to_string()))),
                        other => other,
                    })
                    .collect(),
            ),
            other => other,
        };
        out.insert(key, value);
    }
    if !extensions.is_empty() {
        out.insert(EXTENSIONS.to_owned(), Value::Map(extensions));
    }
    out
}
