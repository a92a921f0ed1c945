//! `docker events`: what happened and what happens, filtered.

use crate::call::{Call, Failure, Outcome};
use crate::format;
use crate::gotemplate::{Mode, Object, Template, Value};
use engine::{Actor, Event, Filters};
use machine::Instant;
use machine::sync::{Either, race};
use std::collections::BTreeMap;
use std::rc::Rc;

/// The filters that the daemon knows.
const KNOWN: &[&str] = &[
    "config",
    "container",
    "daemon",
    "event",
    "image",
    "label",
    "network",
    "node",
    "plugin",
    "scope",
    "secret",
    "service",
    "type",
    "volume",
];

pub async fn events(call: Call) -> Outcome {
    let flags = &call.flags;
    let template = match flags.get("format").unwrap_or_default() {
        "" => None,
        "json" => Some(Template::parse("{{json .}}")),
        text => Some(Template::parse(text)),
    };
    // The client tries a template on an empty message before it asks the daemon for anything.
    let tried = |template: Template| {
        let nothing = Event {
            time: Instant::default(),
            kind: "",
            action: String::new(),
            actor: Actor {
                id: String::new(),
                attributes: BTreeMap::new(),
            },
        };
        let empty = value(&nothing, "*events.Message");
        template.run(&empty, Mode::Typed).map(|_| template)
    };
    let template = match template.map(|parsed| parsed.and_then(tried)) {
        Some(Err(why)) => return Err(Failure::new(format!("Error parsing format: {why}")).with_status(64)),
        Some(Ok(template)) => Some(template),
        None => None,
    };
    let now = call.engine.now();
    let time = |name: &str| -> Result<Option<Instant>, Failure> {
        match flags.get(name).filter(|t| !t.is_empty()) {
            None => Ok(None),
            Some(text) => format::parse_time(text, now).map(Some).map_err(Failure::new),
        }
    };
    let (since, until) = (time("since")?, time("until")?);
    let filters = call.filters();
    filters.check(KNOWN)?;
    let live = call.engine.subscribe();
    if since.is_some() || until.is_some() {
        let since = since.unwrap_or(now);
        for event in call.engine.past_events() {
            if event.time >= since && until.is_none_or(|u| event.time <= u) {
                show(&call, &event, &filters, template.as_ref()).await?;
            }
        }
    }
    let follow = async {
        while let Some(event) = live.pop().await {
            show(&call, &event, &filters, template.as_ref()).await?;
        }
        // A daemon that ends cuts the stream in the middle, and the client says what it read.
        Err(Failure::new("unexpected EOF"))
    };
    match until {
        None => follow.await,
        Some(until) if until <= call.engine.now() => Ok(()),
        Some(until) => match race(follow, call.sys.machine().sleep_until(until)).await {
            Either::Left(result) => result,
            Either::Right(()) => Ok(()),
        },
    }
}

async fn show(call: &Call, event: &Event, filters: &Filters, template: Option<&Template>) -> Outcome {
    if !matches(event, filters) {
        return Ok(());
    }
    let text = match template {
        None => line(event),
        Some(template) => template
            .run(&value(event, "events.Message"), Mode::Typed)
            .map_err(Failure::new)?,
    };
    call.line(&text).await;
    Ok(())
}

/// `2026-11-22T20:10:11.000000001Z container create ID (image=busybox, name=web)`
fn line(event: &Event) -> String {
    let attributes: Vec<String> = event.actor.attributes.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let mut out = format!(
        "{} {} {} {}",
        format::nano_time(event.time),
        event.kind,
        event.action,
        event.actor.id
    );
    if !attributes.is_empty() {
        out.push_str(&format!(" ({})", attributes.join(", ")));
    }
    out
}

/// The message as a template sees it, under the name that errors give its type.
fn value(event: &Event, type_name: &'static str) -> Value {
    let attributes = event
        .actor
        .attributes
        .iter()
        .map(|(k, v)| (k.clone(), Value::from(v.as_str())))
        .collect();
    let actor = Value::Object(Rc::new(Object {
        type_name: "events.Actor",
        fields: vec![
            ("ID", event.actor.id.as_str().into()),
            ("Attributes", Value::Map(Rc::new(attributes))),
        ],
        named: Vec::new(),
    }));
    let scope = Value::from("local");
    let (seconds, nanos) = (Value::Int(event.time.seconds()), Value::Int(event.time.0));
    // The struct's names and the names in its JSON differ in the last three.
    Value::Object(Rc::new(Object {
        type_name,
        fields: vec![
            ("Type", event.kind.into()),
            ("Action", event.action.as_str().into()),
            ("Actor", actor),
            ("scope", scope.clone()),
            ("time", seconds.clone()),
            ("timeNano", nanos.clone()),
        ],
        named: Vec::new(),
    }))
}

fn matches(event: &Event, filters: &Filters) -> bool {
    let id = event.actor.id.as_str();
    let attribute = |name: &str| event.actor.attributes.get(name).map(String::as_str);
    let object = |kind: &str| {
        filters.any(kind, |wanted| {
            (event.kind == kind && (id == wanted || id.starts_with(wanted) || attribute("name") == Some(wanted)))
                || attribute(kind) == Some(wanted)
                || (kind == "image" && event.kind == "container" && attribute("image") == Some(wanted))
        })
    };
    filters.any("event", |wanted| {
        event.action == wanted || event.action.split(':').next() == Some(wanted)
    }) && filters.any("type", |wanted| event.kind == wanted)
        && filters.any("scope", |wanted| wanted == "local")
        && filters.labels(&event.actor.attributes)
        && object("container")
        && object("image")
        && object("volume")
        && object("network")
        && object("daemon")
        && ["config", "node", "plugin", "secret", "service"].iter().all(|k| object(k))
}
