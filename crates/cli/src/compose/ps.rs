//! `docker compose ps`, `port`, `top` and `stats`: what the project's containers are and do.

use super::containers::{OneOff, number, service};
use super::{Compose, borrowed, labels};
use crate::call::{Failure, Outcome};
use crate::format::{self, Headings};
use crate::gotemplate::{Object, Value};
use crate::verbs::container::{ps as docker_ps, stats as docker_stats, top as docker_top};
use engine::{ContainerSummary, Filters, State};
use machine::Instant;
use serde_json::json;
use std::rc::Rc;

const HEADINGS: Headings = &[
    ("ID", "CONTAINER ID"),
    ("Name", "NAME"),
    ("Project", "PROJECT"),
    ("Service", "SERVICE"),
    ("Image", "IMAGE"),
    ("Command", "COMMAND"),
    ("CreatedAt", "CREATED AT"),
    ("RunningFor", "CREATED"),
    ("Ports", "PORTS"),
    ("State", "STATE"),
    ("Status", "STATUS"),
    ("Size", "SIZE"),
    ("Labels", "LABELS"),
    ("Engine", "ENGINE"),
];

const TABLE: &str = "table {{.Name}}\\t{{.Image}}\\t{{.Command}}\\t{{.Service}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Ports}}";

pub async fn ps(compose: Compose) -> Outcome {
    let call = &compose.call;
    let flags = &call.flags;
    let mut states = flags.all("status");
    if let Some(filter) = flags.get("filter").filter(|f| !f.is_empty()) {
        match filter.split_once('=') {
            None => return Err(Failure::new("arguments to --filter should be in form KEY=VAL")),
            Some(("status", state)) => states.push(state.to_string()),
            Some(("source", _)) => return Err(Failure::new("not implemented")),
            Some((key, _)) => return Err(Failure::new(format!("unknown filter {key}"))),
        }
    }
    let mut services = call.arguments().to_vec();
    let (project, name) = compose.project_or_name(&services).await?;
    if let Some(project) = &project {
        if let Some(unknown) = services.iter().find(|s| !project.services.contains_key(*s)) {
            return Err(Failure::new(format!("no such service: {unknown}")));
        }
        if services.is_empty() && !flags.on_by_default("orphans") {
            services = project.services.keys().cloned().collect();
        }
    }
    let all = flags.on("all");
    let one_off = if all { OneOff::Include } else { OneOff::Exclude };
    let mut containers = match all || !states.is_empty() {
        true => compose.containers(&name, one_off, &services)?,
        false => compose.running(&name, one_off, &services)?,
    };
    if !states.is_empty() {
        containers.retain(|c| states.iter().any(|s| s == c.state.word()));
    }
    containers.sort_by(|a, b| a.name.cmp(&b.name));
    if flags.on("quiet") {
        for c in &containers {
            call.line(&c.id).await;
        }
        return Ok(());
    }
    if flags.on("services") {
        let mut names: Vec<&str> = Vec::new();
        for c in &containers {
            if !names.contains(&service(c)) {
                names.push(service(c));
            }
        }
        call.line(&names.join("\n")).await;
        return Ok(());
    }
    let now = call.engine.now();
    let trunc = !flags.on("no-trunc");
    let rows: Vec<Value> = containers.iter().map(|c| row(c, now, trunc)).collect();
    let format = match flags.get("format").unwrap_or("table") {
        "" | "table" => TABLE,
        custom => custom,
    };
    call.out(&format::render(format, HEADINGS, &rows)?).await;
    Ok(())
}

/// A container's columns: docker's own, and Compose's.
fn row(c: &ContainerSummary, now: Instant, trunc: bool) -> Value {
    let label = |name: &str| c.labels.get(name).map_or("", String::as_str).to_string();
    let over = matches!(c.state, State::Exited | State::Dead);
    let code = if over { c.exit_code } else { 0 };
    let health = c.health.filter(|_| c.state == State::Running).unwrap_or_default();
    let base = docker_ps::row(c, now, trunc);
    let mut fields: Vec<(&'static str, Value)> = match base {
        Value::Object(object) => object.fields.clone(),
        _ => Vec::new(),
    };
    fields.retain(|(name, _)| !["Health", "HealthStatus", "Platform"].contains(name));
    let mut publishers = Vec::new();
    for (host, private, protocol) in &c.ports {
        let (url, public) = match host {
            Some((address, public)) => (address.to_string(), *public),
            None => (String::new(), 0),
        };
        publishers.push(json!({"URL": url, "TargetPort": private, "PublishedPort": public, "Protocol": protocol}));
    }
    fields.extend([
        ("ExitCode", Value::Int(i64::from(code))),
        ("Health", health.into()),
        ("Name", c.name.as_str().into()),
        ("Project", label(labels::PROJECT).into()),
        ("Publishers", Value::raw(&serde_json::Value::from(publishers))),
        ("Service", service(c).into()),
        ("Engine", "".into()),
    ]);
    fields.sort_by_key(|(name, _)| *name);
    Value::Object(Rc::new(Object {
        type_name: "*formatter.ContainerContext",
        fields,
        named: Vec::new(),
    }))
}

pub async fn port(compose: Compose) -> Outcome {
    let call = &compose.call;
    let flags = &call.flags;
    let text = call.argument(1);
    let Ok(wanted) = text.parse::<u16>() else {
        let why = match !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            true => "value out of range",
            false => "invalid syntax",
        };
        return Err(Failure::new(format!(
            "strconv.ParseUint: parsing {}: {why}",
            crate::opts::quote(text)
        )));
    };
    let protocol = flags.get("protocol").unwrap_or("tcp").to_lowercase();
    let project = compose.project_name().await?;
    let index = flags.int("index").unwrap_or(0);
    let c = compose.specified(&project, OneOff::Include, false, call.argument(0), index)?;
    for (host, private, kind) in &c.ports {
        if *private == wanted && *kind == protocol {
            let (address, public) = match host {
                Some((address, public)) => (address.to_string(), *public),
                None => ("invalid IP".to_string(), 0),
            };
            call.line(&format!("{address}:{public}")).await;
            return Ok(());
        }
    }
    let mut there = Vec::new();
    for (_, private, kind) in &c.ports {
        there.push(format!("{private}/{kind}"));
    }
    Err(Failure::new(format!(
        "no port {wanted}/{protocol} for container {}: {}",
        c.name,
        there.join(", ")
    )))
}

pub async fn top(compose: Compose) -> Outcome {
    let call = &compose.call;
    let project = compose.project_name().await?;
    let mut containers = compose.running(&project, OneOff::Include, call.arguments())?;
    containers.sort_by(|a, b| a.name.cmp(&b.name));
    let mut table = String::new();
    for c in &containers {
        let replica = match number(c) {
            0 => String::new(),
            n => n.to_string(),
        };
        let rows = docker_top::rows(call, &c.id, Vec::new()).await?;
        for (i, cells) in rows.iter().enumerate() {
            match i {
                0 if table.is_empty() => table.push_str(&format!("SERVICE\t#\t{}\n", cells.join("\t"))),
                0 => {}
                _ => table.push_str(&format!("{}\t{replica}\t{}\n", service(c), cells.join("\t"))),
            }
        }
    }
    call.out(&format::align_with(&table, 4, 2)).await;
    Ok(())
}

pub async fn stats(compose: Compose) -> Outcome {
    let call = &compose.call;
    let project = compose.project_name().await?;
    let mut filters = Filters::default();
    filters.add("label", &format!("{}={project}", labels::PROJECT));
    if let Some(service) = call.arguments().first() {
        filters.add("label", &format!("{}={service}", labels::SERVICE));
    }
    let mut flags = vec![("format", call.flags.text("format"))];
    for name in ["all", "no-stream", "no-trunc"] {
        flags.push((name, call.flags.on(name).to_string()));
    }
    docker_stats::stream(&borrowed(call, "container stats", &flags, Vec::new())?, &filters).await
}
