//! Several files as one: the specification's merge rules. Mappings are merged by key, sequences are appended, and some
//! places have rules of their own.

use crate::error::Error;
use crate::path::Path;
use crate::value::{Map, Value, map};

type Rule = fn(Value, Value, &Path) -> Result<Value, Error>;

const RULES: [(&str, Rule); 29] = [
    ("networks.*.ipam.config", ipam_config),
    ("networks.*.labels", to_sequence),
    ("volumes.*.labels", to_sequence),
    ("services.*.annotations", to_sequence),
    ("services.*.build", build),
    ("services.*.build.args", to_sequence),
    ("services.*.build.additional_contexts", to_sequence),
    ("services.*.build.extra_hosts", extra_hosts),
    ("services.*.build.labels", to_sequence),
    ("services.*.command", replace),
    ("services.*.depends_on", depends_on),
    ("services.*.deploy.labels", to_sequence),
    ("services.*.dns", to_sequence),
    ("services.*.dns_opt", to_sequence),
    ("services.*.dns_search", to_sequence),
    ("services.*.entrypoint", replace),
    ("services.*.env_file", to_sequence),
    ("services.*.label_file", to_sequence),
    ("services.*.environment", to_sequence),
    ("services.*.extra_hosts", extra_hosts),
    ("services.*.healthcheck.test", replace),
    ("services.*.labels", to_sequence),
    ("services.*.volumes.*.volume.labels", to_sequence),
    ("services.*.logging", logging),
    ("services.*.models", names),
    ("services.*.networks", names),
    ("services.*.sysctls", to_sequence),
    ("services.*.tmpfs", to_sequence),
    ("services.*.ulimits.*", replace),
];

/// What `over` makes of `base`.
pub(crate) fn merge(base: Value, over: Value, path: &Path) -> Result<Value, Error> {
    if let Some((_, rule)) = RULES.iter().find(|(pattern, _)| path.matches(pattern)) {
        return rule(base, over, path);
    }
    match (base, over) {
        (base, Value::Null) => Ok(base),
        (Value::Map(base), Value::Map(over)) => mappings(base, over, path).map(Value::Map),
        (Value::Seq(mut base), Value::Seq(over)) => {
            base.extend(over);
            Ok(Value::Seq(base))
        }
        (Value::Map(_) | Value::Seq(_), _) => Err(Error::Invalid(format!("cannot override {path}"))),
        (_, over) => Ok(over),
    }
}

/// Merges what a service extends with the service.
pub(crate) fn extend_service(base: Value, over: Value) -> Result<Value, Error> {
    merge(base, over, &Path::from("services.x"))
}

fn mappings(mut base: Map, over: Map, path: &Path) -> Result<Map, Error> {
    for (key, value) in over {
        let merged = match base.remove(&key) {
            Some(before) => merge(before, value, &path.next(&key))?,
            None => value,
        };
        base.insert(key, merged);
    }
    Ok(base)
}

fn replace(_: Value, over: Value, _: &Path) -> Result<Value, Error> {
    Ok(over)
}

/// Options of a logging driver make sense only with the same driver.
fn logging(base: Value, over: Value, path: &Path) -> Result<Value, Error> {
    let same = match (base.get("driver"), over.get("driver")) {
        (Some(base), Some(over)) => base == over,
        _ => true,
    };
    match (base, over) {
        (Value::Map(base), Value::Map(over)) if same => mappings(base, over, path).map(Value::Map),
        (base, Value::Null) => Ok(base),
        (_, over) => Ok(over),
    }
}

fn build(base: Value, over: Value, path: &Path) -> Result<Value, Error> {
    let long = |value: Value| match value {
        Value::String(context) => Map::from([("context".to_owned(), Value::String(context))]),
        Value::Map(map) => map,
        _ => Map::new(),
    };
    mappings(long(base), long(over), path).map(Value::Map)
}

fn depends_on(base: Value, over: Value, path: &Path) -> Result<Value, Error> {
    let started = map([("condition", "service_started".into()), ("required", true.into())]);
    mappings(to_mapping(base, &started), to_mapping(over, &started), path).map(Value::Map)
}

fn names(base: Value, over: Value, path: &Path) -> Result<Value, Error> {
    mappings(to_mapping(base, &Value::Null), to_mapping(over, &Value::Null), path).map(Value::Map)
}

fn to_mapping(value: Value, default: &Value) -> Map {
    match value {
        Value::Map(map) => map,
        Value::Seq(items) => items.into_iter().map(|item| (item.sprint(), default.clone())).collect(),
        _ => Map::new(),
    }
}

fn extra_hosts(base: Value, over: Value, _: &Path) -> Result<Value, Error> {
    let mut hosts = sequence_of(base);
    for host in sequence_of(over) {
        if !hosts.contains(&host) {
            hosts.push(host);
        }
    }
    Ok(Value::Seq(hosts))
}

fn to_sequence(base: Value, over: Value, _: &Path) -> Result<Value, Error> {
    let mut items = sequence_of(base);
    items.extend(sequence_of(over));
    Ok(Value::Seq(items))
}

/// `KEY=value` for each entry of a mapping, sorted; a list as it is; a string as a list of one.
fn sequence_of(value: Value) -> Vec<Value> {
    match value {
        Value::Map(map) => {
            let mut items: Vec<String> = Vec::new();
            for (key, value) in map {
                match value {
                    Value::Null => items.push(key),
                    Value::Seq(values) => items.extend(values.iter().map(|value| format!("{key}={}", value.sprint()))),
                    value => items.push(format!("{key}={}", value.sprint())),
                }
            }
            items.sort();
            items.into_iter().map(Value::String).collect()
        }
        Value::Seq(items) => items,
        text @ Value::String(_) => vec![text],
        _ => Vec::new(),
    }
}

/// Address pools are merged by subnet.
fn ipam_config(base: Value, over: Value, path: &Path) -> Result<Value, Error> {
    let pools = |value: Value| match value {
        Value::Seq(items) => Ok(items),
        other => Err(Error::Invalid(format!("{path}: unexpected type {}", other.go_type()))),
    };
    let overrides = pools(over)?;
    let mut merged: Vec<Map> = Vec::new();
    for original in pools(base)? {
        let mut original = to_mapping(original, &Value::Null);
        for pool in &overrides {
            let pool = to_mapping(pool.clone(), &Value::Null);
            let same = |map: &Map, other: &Map| map.get("subnet") == other.get("subnet");
            if !same(&pool, &original) && !merged.iter().any(|known| same(known, &pool)) {
                merged.push(pool);
                continue;
            }
            original = mappings(original, pool, path)?;
            match merged.iter_mut().find(|known| same(known, &original)) {
                Some(known) => *known = original.clone(),
                None => merged.push(original.clone()),
            }
        }
    }
    Ok(Value::Seq(merged.into_iter().map(Value::Map).collect()))
}
