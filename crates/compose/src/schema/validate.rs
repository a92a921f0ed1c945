//! A tree held against the table. As compose-go does with its JSON schema, all mistakes are found and the most specific
//! one is told: the deepest, the first of those.

use super::{Object, Schema, Types};
use crate::value::{Map, Value};

/// A mistake: where, what, and how specific it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    pub path: Vec<String>,
    pub problem: String,
    /// Keys that may not stand there, if that is the mistake.
    pub unknown: Vec<String>,
    specificity: usize,
}

/// The most specific mistake of a tree.
pub(crate) fn validate(schema: &Schema, value: &Value) -> Result<(), Mistake> {
    most_specific(mistakes(schema, value)).map_or(Ok(()), Err)
}

/// All mistakes of a tree; of several forms that a value could have, those of the form that it comes nearest to.
pub(crate) fn mistakes(schema: &Schema, value: &Value) -> Vec<Mistake> {
    let mut validator = Validator {
        path: Vec::new(),
        found: Vec::new(),
    };
    validator.check(schema, value);
    validator.found
}

fn most_specific(found: Vec<Mistake>) -> Option<Mistake> {
    let mut worst: Option<Mistake> = None;
    for mistake in found {
        if worst.as_ref().is_none_or(|worst| mistake.specificity > worst.specificity) {
            worst = Some(mistake);
        }
    }
    worst
}

struct Validator {
    path: Vec<String>,
    found: Vec<Mistake>,
}

fn types_of(value: &Value) -> Types {
    match value {
        Value::Null => Types::NULL,
        Value::Bool(_) => Types::BOOLEAN,
        Value::Int(_) => Types::INTEGER.or(Types::NUMBER),
        Value::Float(number) if number.fract() == 0.0 => Types::INTEGER.or(Types::NUMBER),
        Value::Float(_) => Types::NUMBER,
        Value::String(_) => Types::STRING,
        Value::Seq(_) => Types::ARRAY,
        Value::Map(_) => Types::OBJECT,
    }
}

/// Types in words: sorted, and with an `or`.
fn words(types: Types) -> String {
    let named = [
        (Types::ARRAY, "array"),
        (Types::BOOLEAN, "boolean"),
        (Types::INTEGER, "integer"),
        (Types::OBJECT, "mapping"),
        (Types::NULL, "null"),
        (Types::NUMBER, "number"),
        (Types::STRING, "string"),
    ];
    let words: Vec<&str> = named
        .iter()
        .filter(|(kind, _)| types.has(*kind))
        .map(|(_, word)| *word)
        .collect();
    match words.as_slice() {
        [] => String::new(),
        [word] => (*word).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

fn single_quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
    names.join(", ")
}

impl Validator {
    fn report(&mut self, problem: String) {
        self.found.push(Mistake {
            path: self.path.clone(),
            problem,
            unknown: Vec::new(),
            specificity: self.path.len(),
        });
    }

    fn typed(&mut self, wanted: Types, value: &Value) -> bool {
        let fits = types_of(value).0 & wanted.0 != 0;
        if !fits {
            self.report(format!("must be a {}", words(wanted)));
        }
        fits
    }

    fn below(&mut self, part: &str, schema: &Schema, value: &Value) {
        self.path.push(part.to_owned());
        self.check(schema, value);
        self.path.pop();
    }

    fn check(&mut self, schema: &Schema, value: &Value) {
        match schema {
            Schema::Is(types) => {
                self.typed(*types, value);
            }
            Schema::Enum(words) => {
                self.typed(Types::STRING, value);
                if !value.as_str().is_some_and(|text| words.contains(&text)) {
                    let problem = match words {
                        [word] => format!("value must be '{word}'"),
                        words => format!("value must be one of {}", single_quoted(words)),
                    };
                    self.report(problem);
                }
            }
            Schema::Form(pattern, fits) => {
                if self.typed(Types::STRING, value)
                    && let Value::String(text) = value
                    && !fits(text)
                {
                    self.report(format!("'{text}' does not match pattern '{pattern}'"));
                }
            }
            Schema::Range(least, most) => {
                self.typed(Types::INTEGER, value);
                let number = match value {
                    Value::Int(number) => *number as f64,
                    Value::Float(number) => *number,
                    _ => return,
                };
                if number < *least as f64 {
                    self.report(format!("must be greater than or equal to {least}"));
                }
                if let Some(most) = most
                    && number > *most as f64
                {
                    self.report(format!("must be less than or equal to {most}"));
                }
            }
            Schema::List { items, unique } => {
                self.typed(Types::ARRAY, value);
                let Value::Seq(values) = value else {
                    return;
                };
                if *unique && let Some((first, second)) = duplicate(values) {
                    self.report(format!("items at {first} and {second} are equal"));
                }
                for (index, value) in values.iter().enumerate() {
                    self.below(&index.to_string(), items, value);
                }
            }
            Schema::Object(object) => {
                let wanted = Types::OBJECT.or(object.or.unwrap_or(Types(0)));
                self.typed(wanted, value);
                if let Value::Map(map) = value {
                    self.object(object, map);
                }
            }
            Schema::OneOf(schemas) => {
                let before = std::mem::take(&mut self.found);
                let mut nearest: Option<(usize, Vec<Mistake>)> = None;
                let mut matched = false;
                for schema in *schemas {
                    self.check(schema, value);
                    let found = std::mem::take(&mut self.found);
                    let Some(depth) = found.iter().map(|mistake| mistake.specificity).max() else {
                        matched = true;
                        break;
                    };
                    if nearest.as_ref().is_none_or(|(known, _)| depth > *known) {
                        nearest = Some((depth, found));
                    }
                }
                self.found = before;
                if let Some((_, found)) = nearest.filter(|_| !matched) {
                    self.found.extend(found);
                }
            }
        }
    }

    fn object(&mut self, object: &Object, map: &Map) {
        let missing: Vec<&str> = object
            .required
            .iter()
            .copied()
            .filter(|key| !map.contains_key(*key))
            .collect();
        match missing.as_slice() {
            [] => {}
            [one] => self.report(format!("missing property '{one}'")),
            many => self.report(format!("missing properties {}", single_quoted(many))),
        }
        let mut unknown = Vec::new();
        for (key, value) in map {
            if let Some(property) = object.properties.iter().find(|property| property.key == key) {
                self.below(key, property.schema, value);
            } else if let Some((_, schema)) = object.named.filter(|(names, _)| names.allow(key)) {
                self.below(key, schema, value);
            } else if object.closed && !(object.extensible && key.starts_with("x-")) {
                unknown.push(key.as_str());
            }
        }
        if !unknown.is_empty() {
            self.found.push(Mistake {
                path: self.path.clone(),
                problem: format!("additional properties {} not allowed", single_quoted(&unknown)),
                unknown: unknown.iter().map(|key| (*key).to_owned()).collect(),
                specificity: self.path.len() + 1,
            });
        }
    }
}

/// The first two items that are equal.
fn duplicate(values: &[Value]) -> Option<(usize, usize)> {
    // Long lists of long values would be compared for ever; text is enough to tell them apart.
    let mut seen: std::collections::BTreeMap<(&'static str, String), usize> = std::collections::BTreeMap::new();
    for (index, value) in values.iter().enumerate() {
        let key = match value {
            Value::Int(number) => ("number", crate::number::float(*number as f64, 64)),
            Value::Float(number) => ("number", crate::number::float(*number, 64)),
            other => (
                other.go_type(),
                crate::print::json_compact(&crate::output::Output::of(other, crate::output::Style::Json)),
            ),
        };
        if let Some(first) = seen.insert(key, index) {
            return Some((first, index));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::FILE;
    use crate::value::map;

    fn problem(service: Value) -> String {
        let file = map([("services", map([("web", service)]))]);
        let mistake = validate(&FILE, &file).unwrap_err();
        format!("{} {}", mistake.path.join("."), mistake.problem)
    }

    #[test]
    fn an_unknown_key_is_named() {
        assert_eq!(
            problem(map([("port", Value::Seq(Vec::new()))])),
            "services.web additional properties 'port' not allowed"
        );
    }

    #[test]
    fn the_deepest_mistake_is_told() {
        let environment = Value::Seq(vec!["A=1".into(), Value::Int(5)]);
        assert_eq!(
            problem(map([("environment", environment), ("image", Value::Int(1))])),
            "services.web.environment.1 must be a string"
        );
    }

    #[test]
    fn types_are_put_in_words() {
        assert_eq!(problem(map([("ports", "80".into())])), "services.web.ports must be a array");
        assert_eq!(
            problem(map([("init", Value::Seq(Vec::new()))])),
            "services.web.init must be a boolean or string"
        );
        assert_eq!(
            problem(map([("build", Value::Int(1))])),
            "services.web.build must be a string"
        );
    }

    #[test]
    fn equal_items_are_counted() {
        let expose = Value::Seq(vec!["1".into(), "2".into(), "1".into()]);
        assert_eq!(
            problem(map([("expose", expose)])),
            "services.web.expose items at 0 and 2 are equal"
        );
    }
}
