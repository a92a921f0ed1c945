//! The JSON Schema of the front matter, out of the same table that reads it.

use crate::check::CHECK_KEYS;
use crate::condition::{KINDS, Kind};
use crate::field::{Field, FieldKind};
use crate::front_matter::KEYS;
use serde_json::{Map, Value, json};

/// The schema (draft 2020-12), for editors that complete keys while a lesson is written.
pub fn schema() -> Value {
    let mut properties = Map::new();
    for (key, doc) in KEYS {
        let mut shape = match key {
            "title" | "workspace" | "translates" => json!({"type": "string", "minLength": 1}),
            "minutes" => json!({"type": "integer", "minimum": 1, "maximum": 120}),
            "terms" => json!({"type": "object", "additionalProperties": {"type": "string"}}),
            "checks" => json!({"type": "array", "items": {"$ref": "#/$defs/check"}}),
            _ => json!({"type": "array", "items": {"type": "string"}}),
        };
        describe(&mut shape, doc);
        properties.insert(key.to_string(), shape);
    }
    let mut conditions = Map::new();
    for kind in KINDS {
        conditions.insert(kind.name.to_string(), json!({"$ref": format!("#/$defs/{}", kind.name)}));
    }
    for (word, doc) in [("all", "All of these hold."), ("any", "One of these holds.")] {
        conditions.insert(
            word.into(),
            json!({"description": doc, "type": "array", "minItems": 1, "items": {"$ref": "#/$defs/condition"}}),
        );
    }
    conditions.insert(
        "not".into(),
        json!({"description": "This does not hold.", "$ref": "#/$defs/condition"}),
    );
    let mut check = Map::new();
    for (key, doc) in CHECK_KEYS {
        let mut shape = match key {
            "diagnose" => json!({"type": "array", "items": {"$ref": "#/$defs/diagnose"}}),
            "text" => json!({"type": "string", "minLength": 1}),
            _ => json!({"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}),
        };
        describe(&mut shape, doc);
        check.insert(key.to_string(), shape);
    }
    check.extend(conditions.clone());
    let mut definitions = Map::new();
    definitions.insert(
        "check".into(),
        json!({"type": "object", "required": ["id", "text"], "minProperties": 3, "properties": check, "additionalProperties": false}),
    );
    definitions.insert(
        "condition".into(),
        json!({"type": "object", "minProperties": 1, "properties": conditions, "additionalProperties": false}),
    );
    definitions.insert(
        "diagnose".into(),
        json!({
            "type": "object",
            "required": ["when", "say"],
            "properties": {"when": {"$ref": "#/$defs/condition"}, "say": {"type": "string", "minLength": 1}},
            "additionalProperties": false,
        }),
    );
    for kind in KINDS {
        definitions.insert(kind.name.to_string(), of_kind(kind));
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Front matter of a lesson",
        "type": "object",
        "required": ["title", "minutes"],
        "properties": properties,
        "additionalProperties": false,
        "$defs": definitions,
    })
}

fn of_kind(kind: &Kind) -> Value {
    let mut properties = Map::new();
    for field in kind.fields {
        properties.insert(field.name.to_string(), of_field(field));
    }
    let required: Vec<&str> = kind.fields.iter().filter(|f| f.required).map(|f| f.name).collect();
    json!({
        "description": kind.doc.trim(),
        "type": "object",
        "required": required,
        "properties": properties,
        "additionalProperties": false,
    })
}

fn of_field(field: &Field) -> Value {
    let mut shape = match field.kind {
        FieldKind::Text => json!({"type": ["string", "number", "boolean", "array"]}),
        FieldKind::Number(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        FieldKind::Size => json!({"type": ["string", "integer"], "pattern": "^[0-9.]+ ?([kKmMgG]i?)?[bB]?$"}),
        FieldKind::YesNo => json!({"type": "boolean"}),
        FieldKind::Mode => json!({"type": "string", "pattern": "^[0-7]{3,5}$"}),
    };
    describe(&mut shape, field.doc);
    shape
}

fn describe(shape: &mut Value, doc: &str) {
    if let Some(map) = shape.as_object_mut() {
        map.insert("description".into(), json!(doc.trim()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_in_the_documentation_is_current() {
        let documented = include_str!("../../../docs/lesson.schema.json");
        assert!(
            documented == format!("{:#}\n", schema()),
            "run: drydock lesson schema > docs/lesson.schema.json"
        );
    }

    #[test]
    fn every_condition_is_in_the_documentation() {
        let page = include_str!("../../../docs/lessons.md");
        for kind in KINDS {
            let row = page.lines().find(|line| line.starts_with(&format!("| `{}` |", kind.name)));
            let row = row.unwrap_or_else(|| panic!("docs/lessons.md has no row for {}", kind.name));
            for field in kind.fields {
                assert!(row.contains(&format!("`{}`", field.name)), "{} of {}", field.name, kind.name);
            }
        }
    }
}
