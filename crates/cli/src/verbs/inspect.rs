//! `docker inspect` and the inspect commands of each kind.
//!
//! A template runs over the CLI's own types first and, if that fails, over the plain JSON, where a missing
//! key is an error: the messages are of the second try, as with docker.

use crate::call::{Call, Failure, Outcome, daemon_words};
use crate::format::indented;
use crate::gotemplate::{Mode, Template, Value};
use crate::verbs::refuse;
use engine::Error;
use serde_json::Value as Json;

/// Looks for an object of one kind.
type Finder<'a> = &'a dyn Fn() -> Result<Json, Error>;

/// The kinds that `--type` takes.
const KINDS: &[&str] = &[
    "config",
    "container",
    "image",
    "network",
    "node",
    "plugin",
    "secret",
    "service",
    "task",
    "volume",
];

pub async fn container(call: Call) -> Outcome {
    let size = call.flags.on("size");
    show(&call, |name| {
        call.engine.inspect_container(name, size).map_err(|e| daemon_words(&e))
    })
    .await
}

pub async fn image(call: Call) -> Outcome {
    show(&call, |name| call.engine.inspect_image(name).map_err(|e| daemon_words(&e))).await
}

pub async fn volume(call: Call) -> Outcome {
    show(&call, |name| call.engine.inspect_volume(name).map_err(|e| daemon_words(&e))).await
}

pub async fn network(call: Call) -> Outcome {
    show(&call, |name| call.engine.inspect_network(name).map_err(|e| daemon_words(&e))).await
}

pub async fn any(call: Call) -> Outcome {
    let kind = call.flags.text("type");
    let quoted = || format!("must be one of \"{}\"", KINDS.join("\", \""));
    if call.flags.changed("type") && kind.is_empty() {
        return refuse(format!("type is empty: {}", quoted()));
    }
    if !kind.is_empty() && !KINDS.contains(&kind.as_str()) {
        return refuse(format!("unknown type: {}: {}", crate::opts::quote(&kind), quoted()));
    }
    let engine = &call.engine;
    let size = call.flags.on("size");
    show(&call, |name| {
        let finders: [(&str, Finder<'_>); 4] = [
            ("container", &|| engine.inspect_container(name, size)),
            ("image", &|| engine.inspect_image(name)),
            ("network", &|| engine.inspect_network(name)),
            ("volume", &|| engine.inspect_volume(name)),
        ];
        for (own, find) in finders {
            if !kind.is_empty() && kind != own {
                continue;
            }
            match find() {
                Ok(found) => return Ok(found),
                Err(error) if !kind.is_empty() => return Err(daemon_words(&error)),
                Err(Error::NotFound(_)) => {}
                Err(error) if error.to_string().contains("invalid reference format") => {}
                Err(error) => return Err(daemon_words(&error)),
            }
        }
        match kind.as_str() {
            "" => Err(format!("error: no such object: {name}")),
            "plugin" => Err(format!("Error response from daemon: plugin {} not found", crate::opts::quote(name))),
            _ => Err("Error response from daemon: This node is not a swarm manager. Use \"docker swarm init\" or \"docker swarm join\" to connect this node to swarm and try again.".to_string()),
        }
    })
    .await
}

pub(super) async fn show(call: &Call, find: impl Fn(&str) -> Result<Json, String>) -> Outcome {
    let format = call.flags.text("format");
    let template = match format.as_str() {
        "" | "json" => None,
        text => Some(Template::parse(text).map_err(|e| Failure::new(format!("template parsing error: {e}")).with_status(64))?),
    };
    let mut found = Vec::new();
    let mut text = String::new();
    let mut failed = Vec::new();
    for name in call.arguments() {
        match (find(name), &template) {
            (Err(why), _) => failed.push(why),
            (Ok(json), None) => found.push(json),
            (Ok(json), Some(template)) => match run(template, &json) {
                Ok(line) => {
                    text.push_str(&line);
                    text.push('\n');
                }
                Err(why) => failed.push(format!("template parsing error: {why}")),
            },
        }
    }
    let out = match &template {
        Some(_) if text.is_empty() => "\n".to_string(),
        Some(_) => text,
        None if found.is_empty() => "[]\n".to_string(),
        None if format == "json" => format!("{}\n", compact(&Json::Array(found))),
        None => format!("{}\n", indented(&Json::Array(found))),
    };
    call.out(&out).await;
    match failed.is_empty() {
        true => Ok(()),
        false => refuse(failed.join("\n")),
    }
}

fn run(template: &Template, json: &Json) -> Result<String, String> {
    template
        .run(&Value::typed(json), Mode::Typed)
        .or_else(|_| template.run(&Value::raw(json), Mode::Raw))
}

/// JSON in one line, members in their order.
pub fn compact(json: &Json) -> String {
    serde_json::to_string(json).unwrap_or_default()
}
