//! `docker compose logs` and `docker compose events`.

use super::consumer::{Consumer, Lines};
use super::containers::{OneOff, log_name};
use super::monitor::{Change, Monitor};
use super::{Compose, labels};
use crate::call::{Failure, Outcome};
use crate::format;
use engine::{Event, LogOptions, StreamKind};
use futures_util::stream::{FuturesUnordered, StreamExt};
use machine::Instant;
use machine::sync::race;
use serde_json::json;
use std::collections::BTreeMap;
use std::pin::Pin;

/// Which lines of a container's log are shown.
#[derive(Clone, Default)]
struct Wanted {
    options: LogOptions,
    follow: bool,
    times: bool,
}

pub async fn logs(compose: Compose) -> Outcome {
    let call = &compose.call;
    let flags = &call.flags;
    let index = flags.int("index").unwrap_or(0);
    let mut services = call.arguments().to_vec();
    if index > 0 && services.len() != 1 {
        return Err(Failure::new("--index requires one service to be selected"));
    }
    let (project, name) = compose.project_or_name(&services).await?;
    let chosen = !services.is_empty();
    if let (Some(project), false) = (&project, chosen) {
        let shown = project.services.iter().filter(|(_, s)| s.attach != Some(false));
        services = shown.map(|(name, _)| name.clone()).collect();
        if services.is_empty() {
            services = project.services.keys().cloned().collect();
        }
    }
    let now = call.engine.now();
    let time = |flag: &str| -> Result<Option<Instant>, Failure> {
        match flags.get(flag).filter(|t| !t.is_empty()) {
            None => Ok(None),
            Some(text) => format::parse_time(text, now)
                .map(Some)
                .map_err(|why| Failure::new(format!("invalid value for \"{flag}\": {why}"))),
        }
    };
    let wanted = Wanted {
        options: LogOptions {
            since: time("since")?,
            until: time("until")?,
            tail: flags.get("tail").and_then(|t| t.parse().ok()),
        },
        follow: flags.on("follow"),
        times: flags.on("timestamps"),
    };
    let mut containers = match index > 0 {
        true => vec![compose.specified(&name, OneOff::Exclude, true, call.argument(0), index)?],
        false => compose.containers(&name, OneOff::Exclude, &services)?,
    };
    containers.sort_by(|a, b| a.name.cmp(&b.name));
    let consumer = Consumer::new(&compose, false);
    if !wanted.follow {
        for c in containers {
            show(&compose, &consumer, &log_name(&c), &c.id, &wanted).await?;
        }
        return Ok(());
    }
    let monitor = Monitor::new(&compose, &name, services.into_iter().collect())?;
    let work = follow(&compose, &consumer, monitor, containers, &wanted);
    match wanted.options.until {
        Some(until) => {
            race(work, call.sys.machine().sleep_until(until)).await;
            Ok(())
        }
        None => work.await,
    }
}

enum Step {
    Shown(Outcome),
    Seen(Box<Monitor>, Option<super::monitor::Seen>),
}

type Work<'a> = Pin<Box<dyn Future<Output = Step> + 'a>>;

async fn watch(mut monitor: Box<Monitor>) -> Step {
    let seen = monitor.next().await;
    Step::Seen(monitor, seen)
}

/// Shows logs as they grow, those of containers that start later too.
async fn follow(
    compose: &Compose,
    consumer: &Consumer,
    monitor: Monitor,
    containers: Vec<engine::ContainerSummary>,
    wanted: &Wanted,
) -> Outcome {
    let mut work: FuturesUnordered<Work<'_>> = FuturesUnordered::new();
    let reader = |name: String, id: String, wanted: Wanted| -> Work<'_> {
        Box::pin(async move { Step::Shown(show(compose, consumer, &name, &id, &wanted).await) })
    };
    for c in &containers {
        work.push(reader(log_name(c), c.id.clone(), wanted.clone()));
    }
    work.push(Box::pin(watch(Box::new(monitor))));
    while let Some(step) = work.next().await {
        match step {
            Step::Shown(outcome) => outcome?,
            Step::Seen(_, None) => {}
            Step::Seen(monitor, Some(seen)) => {
                match seen.change {
                    Change::Exited { code, again } => {
                        let end = if again { " (restarting)" } else { "" };
                        consumer.status(&seen.name, &format!("exited with code {code}{end}")).await;
                    }
                    Change::Created(Some(replaced)) => consumer.status(&replaced, "has been recreated").await,
                    Change::Started { .. } => {
                        let mut fresh = wanted.clone();
                        fresh.options.since = compose.engine().container(&seen.id, |c| c.started).ok().flatten();
                        work.push(reader(seen.name.clone(), seen.id.clone(), fresh));
                    }
                    Change::Created(None) => {}
                }
                work.push(Box::pin(watch(monitor)));
            }
        }
    }
    Ok(())
}

/// Shows a container's log, and what comes to it if it is followed.
async fn show(compose: &Compose, consumer: &Consumer, name: &str, id: &str, wanted: &Wanted) -> Outcome {
    let live = match wanted.follow {
        true => compose.engine().follow(id)?,
        false => None,
    };
    let stamped = |time: Instant, line: &[u8]| match wanted.times {
        true => [format!("{} ", format::nano_time(time)).as_bytes(), line].concat(),
        false => line.to_vec(),
    };
    for entry in compose.engine().logs(id, &wanted.options)? {
        for line in entry.bytes.split(|b| *b == b'\n') {
            consumer.line(name, StreamKind::Stdout, &stamped(entry.time, line)).await;
        }
    }
    let Some(live) = live else { return Ok(()) };
    let mut lines = BTreeMap::from([(1, Lines::default()), (2, Lines::default())]);
    while let Some(piece) = live.pop().await {
        let stream = if piece.stream == StreamKind::Stdout { 1 } else { 2 };
        let whole = lines.get_mut(&stream).map(|l| l.push(&piece.bytes)).unwrap_or_default();
        for line in whole {
            let line = stamped(compose.engine().now(), &line);
            consumer.line(name, StreamKind::Stdout, &line).await;
        }
    }
    for rest in lines.values_mut().filter_map(Lines::end) {
        let line = stamped(compose.engine().now(), &rest);
        consumer.line(name, StreamKind::Stdout, &line).await;
    }
    Ok(())
}

pub async fn events(compose: Compose) -> Outcome {
    let call = &compose.call;
    let name = compose.project_name().await?;
    let now = call.engine.now();
    let time = |flag: &str| -> Result<Option<Instant>, Failure> {
        let text = call.flags.get(flag).filter(|t| !t.is_empty());
        text.map(|t| format::parse_time(t, now).map_err(Failure::new)).transpose()
    };
    let (since, until) = (time("since")?, time("until")?);
    let live = call.engine.subscribe();
    if let Some(since) = since {
        for event in call.engine.past_events() {
            if event.time >= since && until.is_none_or(|u| event.time <= u) {
                tell(&compose, &name, &event).await;
            }
        }
    }
    let stream = async {
        while let Some(event) = live.pop().await {
            tell(&compose, &name, &event).await;
        }
    };
    match until {
        Some(until) => {
            race(stream, call.sys.machine().sleep_until(until)).await;
        }
        None => stream.await,
    }
    Ok(())
}

async fn tell(compose: &Compose, project: &str, event: &Event) {
    let call = &compose.call;
    let attributes = &event.actor.attributes;
    let label = |name: &str| attributes.get(name).map_or("", String::as_str);
    if event.kind != "container" || label(labels::PROJECT) != project || label(labels::ONE_OFF) == "True" {
        return;
    }
    let of = label(labels::SERVICE);
    if !call.arguments().is_empty() && !call.arguments().iter().any(|s| s == of) {
        return;
    }
    let own: BTreeMap<&String, &String> = attributes
        .iter()
        .filter(|(name, _)| !name.starts_with("com.docker.compose."))
        .collect();
    let time = format::nano_time(event.time);
    let line = match call.flags.on("json") {
        true => json!({
            "action": event.action,
            "attributes": own,
            "id": event.actor.id,
            "service": of,
            "time": time,
            "type": "container",
        })
        .to_string(),
        false => {
            let pairs: Vec<String> = own.iter().map(|(k, v)| format!("{k}={v}")).collect();
            let time = time.replace('T', " ");
            let time = time.get(..26).unwrap_or(&time);
            format!(
                "{time} container {} {} ({})\n",
                event.action,
                event.actor.id,
                pairs.join(", ")
            )
        }
    };
    call.line(&line).await;
}
