//! What a condition wants beside what there is, field by field, for a picture of the difference.
//!
//! A condition holds or it doesn't ([`Condition::find`]); this says the same in rows. Conditions about what was used,
//! built or answered have one row; those about things have one for each field that the lesson names.

use crate::condition::*;
use crate::facts::{ContainerFacts, Facts, Place};
use crate::field::Size;
use crate::language::Language;

/// One row: what is wanted of a thing, and what there is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Want {
    /// `container web`, `file app.py`, `port 8000`.
    pub subject: String,
    /// A field of the lesson format; empty for the thing as such.
    pub field: &'static str,
    /// Empty when it is only to be there.
    pub wanted: String,
    /// Empty when there is nothing.
    pub found: String,
    /// The opposite is wanted.
    pub not: bool,
    pub met: bool,
}

/// Conditions that are looked into.
const ROWS: usize = 40;
/// Characters told of a value.
const VALUE: usize = 120;

/// The rows of a condition. Where any of several is wanted, those of the one with the fewest left to do.
pub fn wants(condition: &Condition, facts: &dyn Facts) -> Vec<Want> {
    let mut rows = match condition {
        Condition::All(list) => list.iter().flat_map(|c| wants(c, facts)).collect(),
        Condition::Any(list) => list
            .iter()
            .map(|c| wants(c, facts))
            .min_by_key(|rows| rows.iter().filter(|row| !row.met).count())
            .unwrap_or_default(),
        Condition::Not(inner) => {
            let met = !inner.find(facts, Language::English).met;
            let mut rows = wants(inner, facts);
            for row in &mut rows {
                row.not = !row.not;
                row.met = met;
            }
            rows
        }
        Condition::ImageIs(c) => image(c, facts),
        Condition::ContainerIs(c) => container(c, facts),
        Condition::NetworkIs(c) => network(c, facts),
        Condition::PortIs(c) => port(c, facts),
        Condition::FileIs(c) => file(c, facts),
        Condition::ServiceIs(c) => service(c, facts),
        other => vec![plain(other, facts)],
    };
    rows.truncate(ROWS);
    for row in &mut rows {
        for text in [&mut row.wanted, &mut row.found] {
            if text.chars().count() > VALUE {
                *text = text.chars().take(VALUE).chain(['…']).collect();
            }
        }
    }
    rows
}

/// Rows about one thing.
struct Rows {
    subject: String,
    rows: Vec<Want>,
}

impl Rows {
    /// The thing as such: whether it is there.
    fn of(subject: String, there: bool) -> Rows {
        let rows = vec![Want {
            subject: subject.clone(),
            met: there,
            ..Want::default()
        }];
        Rows { subject, rows }
    }

    fn add(&mut self, field: &'static str, wanted: impl ToString, found: impl ToString, met: bool) {
        self.rows.push(Want {
            subject: self.subject.clone(),
            field,
            wanted: wanted.to_string(),
            found: found.to_string(),
            not: false,
            met,
        });
    }

    /// A field that must be equal.
    fn equal(&mut self, field: &'static str, wanted: &Option<impl ToString>, found: &str) {
        if let Some(wanted) = wanted {
            let wanted = wanted.to_string();
            let met = wanted == found;
            self.add(field, wanted, found, met);
        }
    }

    /// One of several that must be among those there are.
    fn among(&mut self, field: &'static str, wanted: &Option<impl ToString>, found: &[String]) {
        if let Some(wanted) = wanted {
            let wanted = wanted.to_string();
            let met = found.contains(&wanted);
            self.add(field, wanted, found.join(", "), met);
        }
    }

    fn into(self) -> Vec<Want> {
        self.rows
    }
}

fn plain(condition: &Condition, facts: &dyn Facts) -> Want {
    let finding = condition.find(facts, Language::English);
    let (subject, field, wanted) = match condition {
        Condition::VolumeIs(c) => (format!("volume {}", c.name), "", String::new()),
        Condition::ResolvesIs(c) => (format!("container {}", c.from), "resolves", c.name.clone()),
        Condition::RebuildIs(c) => {
            let subject = format!("rebuild {}", c.edit);
            match (&c.keeps, &c.reruns) {
                (Some(keeps), _) => (subject, "keeps", keeps.clone()),
                (None, reruns) => (subject, "reruns", reruns.clone().unwrap_or_default()),
            }
        }
        Condition::StageIs(c) => (format!("stage {}", c.name), "", String::new()),
        Condition::BuildCheckIs(c) => ("docker build --check".to_string(), "build_check", c.rule.clone()),
        Condition::DockerfileIs(c) => (
            c.file.clone().unwrap_or_else(|| "Dockerfile".into()),
            "instruction",
            c.instruction.clone(),
        ),
        Condition::RegistryIs(c) => (
            format!("registry {}", c.repository),
            if c.tag.is_some() { "tag" } else { "" },
            c.tag.clone().unwrap_or_default(),
        ),
        Condition::CommandIs(c) => (c.used.clone(), "used", String::new()),
        Condition::OutputIs(c) => (c.of.clone(), "output", c.contains.clone()),
        Condition::QuizIs(c) => (format!("quiz {}", c.id), "", String::new()),
        _ => (String::new(), "", String::new()),
    };
    Want {
        subject,
        field,
        wanted,
        found: String::new(),
        not: false,
        met: finding.met,
    }
}

fn image(c: &ImageIs, facts: &dyn Facts) -> Vec<Want> {
    let now = facts.image(&c.name);
    let mut rows = Rows::of(format!("image {}", c.name), now.is_some());
    let size = now.as_ref().map(|now| Size(now.size));
    let shown = size.map(|size| size.to_string()).unwrap_or_default();
    if let Some(limit) = c.smaller_than {
        rows.add("smaller_than", limit, &shown, size.is_some_and(|size| size < limit));
    }
    if let Some(limit) = c.larger_than {
        rows.add("larger_than", limit, &shown, size.is_some_and(|size| size > limit));
    }
    let layers = now.as_ref().map_or(0, |now| now.layers.len());
    rows.equal("layers", &c.layers, &layers.to_string());
    if let Some(most) = c.layers_at_most {
        let met = now.is_some() && u32::try_from(layers).is_ok_and(|layers| layers <= most);
        rows.add("layers_at_most", most, layers, met);
    }
    if let Some(path) = &c.layer_with {
        rows.add("layer_with", path, "", facts.layer_with(&c.name, path));
    }
    if let Some(other) = &c.shares_with {
        let theirs = facts.image(other).map(|image| image.layers).unwrap_or_default();
        let met = now.iter().flat_map(|now| &now.layers).any(|layer| theirs.contains(layer));
        rows.add("shares_with", other, "", met);
    }
    if let Some(field) = &c.field {
        let value = facts.image_field(&c.name, field);
        rows.subject = format!("image {}: {field}", c.name);
        match (&c.is, &c.contains) {
            (Some(_), _) => rows.equal("is", &c.is, &value),
            (None, Some(part)) => {
                let met = value.contains(part.as_str());
                rows.add("contains", part, &value, met);
            }
            (None, None) => rows.add("field", "", &value, !value.is_empty()),
        }
    }
    rows.into()
}

fn container(c: &ContainerIs, facts: &dyn Facts) -> Vec<Want> {
    let found = facts.container(&c.name);
    let mut rows = Rows::of(format!("container {}", c.name), found.is_some());
    let there = found.is_some();
    let now: ContainerFacts = found.unwrap_or_default();
    rows.equal("state", &c.state, &now.state);
    let code = if matches!(now.state.as_str(), "exited" | "dead" | "restarting") {
        now.exit_code.to_string()
    } else {
        String::new()
    };
    rows.equal("exit_code", &c.exit_code, &code);
    if let Some(wanted) = c.oom_killed {
        rows.add("oom_killed", wanted, now.oom_killed, there && wanted == now.oom_killed);
    }
    rows.equal("health", &c.health, now.health.as_deref().unwrap_or_default());
    if let Some(least) = c.restarts_at_least {
        rows.add("restarts_at_least", least, now.restarts, there && now.restarts >= least);
    }
    rows.equal("restart_policy", &c.restart_policy, &now.restart_policy);
    if let Some(wanted) = &c.image {
        let met = now.images.contains(wanted);
        rows.add("image", wanted, now.images.first().cloned().unwrap_or_default(), met);
    }
    let ports: Vec<String> = now.ports.iter().map(u16::to_string).collect();
    rows.among("port", &c.port, &ports);
    rows.among("network", &c.network, &now.networks);
    let paths: Vec<String> = now.mounts.iter().map(|(at, _)| at.clone()).collect();
    rows.among("mount", &c.mount, &paths);
    let volumes: Vec<String> = now.mounts.iter().filter_map(|(_, volume)| volume.clone()).collect();
    rows.among("volume", &c.volume, &volumes);
    if let Some(wanted) = &c.env {
        let name = wanted.split('=').next().unwrap_or_default();
        let same = |line: &&String| line.split('=').next() == Some(name);
        let value = now.env.iter().find(same).cloned().unwrap_or_default();
        rows.add("env", wanted, value, now.env.contains(wanted));
    }
    let user = if there && now.user.is_empty() { "root" } else { &now.user };
    rows.equal("user", &c.user, user);
    for (field, wanted) in [
        ("memory", c.memory.is_some()),
        ("process", c.process.is_some()),
        ("log", c.log.is_some()),
    ] {
        if wanted {
            let one = ContainerIs {
                name: c.name.clone(),
                memory: c.memory.filter(|_| field == "memory"),
                process: c.process.clone().filter(|_| field == "process"),
                log: c.log.clone().filter(|_| field == "log"),
                ..nothing()
            };
            let (wanted, found) = match field {
                "memory" => (c.memory.map(|m| m.to_string()).unwrap_or_default(), memory(now.memory)),
                "process" => (c.process.clone().unwrap_or_default(), now.processes.join("; ")),
                _ => (c.log.clone().unwrap_or_default(), String::new()),
            };
            let met = Condition::ContainerIs(one).find(facts, Language::English).met;
            rows.add(field, wanted, found, met);
        }
    }
    rows.into()
}

fn memory(bytes: u64) -> String {
    match bytes {
        0 => String::new(),
        bytes => format!("{}MiB", bytes >> 20),
    }
}

/// A container condition that asks for nothing.
fn nothing() -> ContainerIs {
    ContainerIs {
        name: String::new(),
        state: None,
        exit_code: None,
        oom_killed: None,
        health: None,
        restarts_at_least: None,
        restart_policy: None,
        image: None,
        port: None,
        network: None,
        mount: None,
        volume: None,
        log: None,
        env: None,
        user: None,
        memory: None,
        process: None,
    }
}

fn network(c: &NetworkIs, facts: &dyn Facts) -> Vec<Want> {
    let members = facts.network_members(&c.name);
    let mut rows = Rows::of(format!("network {}", c.name), members.is_some());
    rows.among("member", &c.member, &members.unwrap_or_default());
    rows.into()
}

fn port(c: &PortIs, facts: &dyn Facts) -> Vec<Want> {
    let path = c.path.as_deref().unwrap_or("/");
    let answer = facts.port_answer(c.number, path);
    let mut rows = Rows::of(format!("http://localhost:{}{path}", c.number), answer.is_some());
    let status = answer.as_ref().map(|(status, _)| status.to_string()).unwrap_or_default();
    rows.equal("status", &c.status, &status);
    if let Some(wanted) = &c.body {
        let text = answer.map(|(_, text)| text).unwrap_or_default();
        let met = text.contains(wanted.as_str());
        rows.add("body", wanted, text.split_whitespace().collect::<Vec<_>>().join(" "), met);
    }
    rows.into()
}

fn file(c: &FileIs, facts: &dyn Facts) -> Vec<Want> {
    let (place, of) = match (&c.image, &c.container, &c.volume) {
        (Some(name), _, _) => (Place::Image(name), format!(" (image {name})")),
        (_, Some(name), _) => (Place::Container(name), format!(" (container {name})")),
        (_, _, Some(name)) => (Place::Volume(name), format!(" (volume {name})")),
        _ => (Place::Workspace, String::new()),
    };
    let now = facts.file(place, &c.path);
    let mut rows = Rows::of(format!("file {}{of}", c.path), now.is_some());
    let there = now.is_some();
    if let Some(wanted) = &c.contains {
        let met = now.as_ref().is_some_and(|now| now.text.contains(wanted.as_str()));
        rows.add("contains", wanted, "", met);
    }
    if let Some(unwanted) = &c.lacks {
        let met = now.as_ref().is_some_and(|now| !now.text.contains(unwanted.as_str()));
        rows.add("lacks", unwanted, "", met);
    }
    if let Some(wanted) = c.mode {
        let found = now.as_ref().map(|now| format!("{:04o}", now.mode)).unwrap_or_default();
        rows.equal("mode", &Some(format!("{:04o}", wanted.0)), &found);
    }
    if let Some(wanted) = &c.owner {
        let (uid, gid) = now.map(|now| (now.uid, now.gid)).unwrap_or_default();
        let whole = if there { format!("{uid}:{gid}") } else { String::new() };
        let met = there && (*wanted == whole || *wanted == uid.to_string());
        rows.add("owner", wanted, whole, met);
    }
    rows.into()
}

fn service(c: &ServiceIs, facts: &dyn Facts) -> Vec<Want> {
    let there = facts.service(c.project.as_deref(), &c.name);
    let mut rows = Rows::of(format!("service {}", c.name), !there.is_empty() || c.replicas == Some(0));
    let all = |words: Vec<String>| words.join(", ");
    if let Some(wanted) = &c.state {
        let met = !there.is_empty() && there.iter().all(|s| s.state == *wanted);
        rows.add("state", wanted, all(there.iter().map(|s| s.state.clone()).collect()), met);
    }
    if let Some(wanted) = &c.health {
        let met = !there.is_empty() && there.iter().all(|s| s.health.as_ref() == Some(wanted));
        let found = there.iter().map(|s| s.health.clone().unwrap_or_else(|| "-".into())).collect();
        rows.add("health", wanted, all(found), met);
    }
    rows.equal("replicas", &c.replicas, &there.len().to_string());
    rows.into()
}
