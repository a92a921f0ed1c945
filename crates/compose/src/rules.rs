//! Rules over a whole tree that the table of keys can't say: what excludes what, and addresses that are none.

use crate::error::Error;
use crate::path::Path;
use crate::value::{Map, Value};
use std::net::IpAddr;

/// Checks a canonical tree.
pub(crate) fn check(value: &Value, path: &Path) -> Result<(), Error> {
    let is = |pattern: &str| path.matches(pattern);
    let invalid = |text: String| Err(Error::Invalid(format!("{path}: {text}")));
    match value {
        Value::Map(map) if is("volumes.*") => return external(map, path),
        Value::Map(map) if is("configs.*") => return file_object(map, path, &["file", "environment", "content"]),
        Value::Map(map) if is("secrets.*") => return file_object(map, path, &["file", "environment"]),
        Value::Map(map) if is("services.*.ports.*") => {
            return match map.get("host_ip") {
                Some(address) if address.sprint().parse::<IpAddr>().is_err() => {
                    invalid(format!("invalid ip address: {}", address.sprint()))
                }
                _ => Ok(()),
            };
        }
        Value::Map(map) if is("services.*.gpus.*") || is("services.*.deploy.resources.reservations.devices.*") => {
            return if map.contains_key("count") && map.contains_key("device_ids") {
                invalid("\"count\" and \"device_ids\" attributes are exclusive".to_owned())
            } else {
                Ok(())
            };
        }
        Value::String(text) if is("services.*.develop.watch.*.path") && text.is_empty() => {
            return invalid("value can't be blank".to_owned());
        }
        _ => {}
    }
    match value {
        Value::Map(map) => map.iter().try_for_each(|(key, value)| check(value, &path.next(key))),
        Value::Seq(items) => {
            let path = path.next("[]");
            items.iter().try_for_each(|item| check(item, &path))
        }
        _ => Ok(()),
    }
}

/// Something that exists already has a name and nothing else.
fn external(map: &Map, path: &Path) -> Result<(), Error> {
    if map.get("external") != Some(&Value::Bool(true)) {
        return Ok(());
    }
    match map
        .keys()
        .find(|key| *key != "name" && *key != "external" && !key.starts_with("x-"))
    {
        Some(key) => Err(Error::Invalid(format!(
            "{path}: conflicting parameters \"external\" and {} specified",
            crate::print::quoted(key)
        ))),
        None => Ok(()),
    }
}

fn file_object(map: &Map, path: &Path, sources: &[&str]) -> Result<(), Error> {
    let count = sources.iter().filter(|source| map.contains_key(**source)).count();
    let sources = sources.join("|");
    if count > 1 {
        return Err(Error::Invalid(format!("{path}: {sources} attributes are mutually exclusive")));
    }
    if count == 0 && !map.contains_key("driver") && !map.contains_key("external") {
        return Err(Error::Invalid(format!("{path}: one of {sources} must be set")));
    }
    Ok(())
}
