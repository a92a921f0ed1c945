//! Checks: conditions over what is so, never over what was typed (but for `command`).

/// A goal with its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    pub id: String,
    pub text: String,
    /// The check that must have been met before this one counts.
    pub after: Option<String>,
    pub condition: Condition,
}

/// What must be so.
#[derive(Clone, Debug, PartialEq)]
pub enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Image {
        name: String,
        /// A field of the image's configuration, such as `User`.
        field: Option<String>,
        is: Option<String>,
        /// Bytes.
        smaller_than: Option<u64>,
    },
    Container {
        name: String,
        state: Option<String>,
        exit_code: Option<i32>,
        /// A host port that it publishes.
        port: Option<u16>,
        network: Option<String>,
        /// A path in it on which something is mounted.
        mount: Option<String>,
        /// A text in its log.
        log: Option<String>,
        health: Option<String>,
        /// `NAME=value`.
        env: Option<String>,
    },
    Volume {
        name: String,
    },
    Network {
        name: String,
        member: Option<String>,
    },
    /// A port of the host answers HTTP.
    Port {
        number: u16,
        path: String,
        status: Option<u16>,
        body: Option<String>,
    },
    /// A file of the workspace.
    File {
        path: String,
        contains: Option<String>,
    },
    /// A command line that began like this was used.
    Command {
        used: String,
    },
}

/// What a condition came to, and in words what is so when it does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub met: bool,
    pub diagnosis: String,
}

/// Questions that checks ask of a world. `None` means that there is no such thing.
pub trait Facts {
    /// Bytes of an image.
    fn image_size(&self, name: &str) -> Option<u64>;
    /// A field of an image's configuration as text (lists as JSON).
    fn image_field(&self, name: &str, field: &str) -> Option<String>;
    /// A container's state word.
    fn container_state(&self, name: &str) -> Option<String>;
    fn container_exit_code(&self, name: &str) -> Option<i32>;
    /// Host ports that a container publishes now.
    fn container_ports(&self, name: &str) -> Vec<u16>;
    fn container_networks(&self, name: &str) -> Vec<String>;
    fn container_mounts(&self, name: &str) -> Vec<String>;
    fn container_log(&self, name: &str) -> String;
    fn container_health(&self, name: &str) -> Option<String>;
    fn container_env(&self, name: &str) -> Vec<String>;
    fn volume_exists(&self, name: &str) -> bool;
    /// Names of running containers on a network.
    fn network_members(&self, name: &str) -> Option<Vec<String>>;
    /// The last answer of a host port at a path: status and body.
    fn port_answer(&self, number: u16, path: &str) -> Option<(u16, String)>;
    fn file(&self, path: &str) -> Option<String>;
    /// Whether a command line beginning so was used.
    fn command_used(&self, start: &str) -> bool;
}

impl Condition {
    /// Looks whether it holds.
    pub fn find(&self, facts: &dyn Facts) -> Finding {
        match self {
            Condition::All(list) => list
                .iter()
                .map(|c| c.find(facts))
                .find(|f| !f.met)
                .unwrap_or_else(Finding::met),
            Condition::Any(list) => {
                let findings: Vec<Finding> = list.iter().map(|c| c.find(facts)).collect();
                findings
                    .iter()
                    .find(|f| f.met)
                    .or_else(|| findings.first())
                    .cloned()
                    .unwrap_or_else(Finding::met)
            }
            Condition::Not(inner) => {
                let found = inner.find(facts);
                Finding::of(!found.met, || format!("{} still holds", inner.subject()))
            }
            Condition::Image {
                name,
                field,
                is,
                smaller_than,
            } => match facts.image_size(name) {
                None => Finding::unmet(format!("there is no image {name}")),
                Some(size) => {
                    if let Some(limit) = smaller_than.filter(|l| size >= *l) {
                        return Finding::unmet(format!("{name} has {size} bytes, which is not less than {limit}"));
                    }
                    let Some(field) = field else { return Finding::met() };
                    let value = facts.image_field(name, field).unwrap_or_default();
                    let met = is.as_ref().map_or(!value.is_empty(), |want| *want == value);
                    Finding::of(met, || format!("{field} of {name} is {value:?}"))
                }
            },
            Condition::Container {
                name,
                state,
                exit_code,
                port,
                network,
                mount,
                log,
                health,
                env,
            } => {
                let Some(now) = facts.container_state(name) else {
                    return Finding::unmet(format!("there is no container {name}"));
                };
                if let Some(want) = state.as_ref().filter(|want| **want != now) {
                    return Finding::unmet(format!("{name} is {now}, not {want}"));
                }
                if let Some(want) = exit_code.filter(|want| facts.container_exit_code(name) != Some(*want)) {
                    return Finding::unmet(format!(
                        "the exit status of {name} is {}, not {want}",
                        facts.container_exit_code(name).unwrap_or(0)
                    ));
                }
                if let Some(want) = port.filter(|want| !facts.container_ports(name).contains(want)) {
                    return Finding::unmet(format!("{name} does not publish port {want} of the host"));
                }
                if let Some(want) = network.as_ref().filter(|want| !facts.container_networks(name).contains(want)) {
                    return Finding::unmet(format!("{name} is not on the network {want}"));
                }
                if let Some(want) = mount.as_ref().filter(|want| !facts.container_mounts(name).contains(want)) {
                    return Finding::unmet(format!("nothing is mounted on {want} in {name}"));
                }
                if let Some(want) = log.as_ref().filter(|want| !facts.container_log(name).contains(want.as_str())) {
                    return Finding::unmet(format!("the log of {name} does not show {want:?}"));
                }
                if health
                    .as_ref()
                    .is_some_and(|want| facts.container_health(name).as_ref() != Some(want))
                {
                    return Finding::unmet(format!(
                        "{name} is {}",
                        facts
                            .container_health(name)
                            .unwrap_or_else(|| "without a health check".into())
                    ));
                }
                if let Some(want) = env.as_ref().filter(|want| !facts.container_env(name).contains(want)) {
                    return Finding::unmet(format!("{name} does not have {want} in its environment"));
                }
                Finding::met()
            }
            Condition::Volume { name } => Finding::of(facts.volume_exists(name), || format!("there is no volume {name}")),
            Condition::Network { name, member } => match (facts.network_members(name), member) {
                (None, _) => Finding::unmet(format!("there is no network {name}")),
                (Some(_), None) => Finding::met(),
                (Some(members), Some(want)) => {
                    Finding::of(members.contains(want), || format!("{want} is not on the network {name}"))
                }
            },
            Condition::Port {
                number,
                path,
                status,
                body,
            } => match facts.port_answer(*number, path) {
                None => Finding::unmet(format!("nothing answers on port {number}")),
                Some((got, text)) => {
                    if let Some(want) = status.filter(|want| *want != got) {
                        return Finding::unmet(format!("port {number} answers {got}, not {want}"));
                    }
                    let met = body.as_ref().is_none_or(|want| text.contains(want.as_str()));
                    Finding::of(met, || {
                        format!(
                            "the answer of port {number} does not contain {:?}",
                            body.as_deref().unwrap_or_default()
                        )
                    })
                }
            },
            Condition::File { path, contains } => match facts.file(path) {
                None => Finding::unmet(format!("there is no file {path}")),
                Some(text) => {
                    let met = contains.as_ref().is_none_or(|want| text.contains(want.as_str()));
                    Finding::of(met, || {
                        format!("{path} does not contain {:?}", contains.as_deref().unwrap_or_default())
                    })
                }
            },
            Condition::Command { used } => Finding::of(facts.command_used(used), || format!("{used} was not used yet")),
        }
    }

    /// Ports and paths that the condition wants asked.
    pub fn ports(&self, out: &mut Vec<(u16, String)>) {
        match self {
            Condition::All(list) | Condition::Any(list) => list.iter().for_each(|c| c.ports(out)),
            Condition::Not(inner) => inner.ports(out),
            Condition::Port { number, path, .. } => out.push((*number, path.clone())),
            _ => {}
        }
    }

    fn subject(&self) -> String {
        match self {
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => "the condition".into(),
            Condition::Image { name, .. } => format!("image {name}"),
            Condition::Container { name, .. } => format!("container {name}"),
            Condition::Volume { name } => format!("volume {name}"),
            Condition::Network { name, .. } => format!("network {name}"),
            Condition::Port { number, .. } => format!("port {number}"),
            Condition::File { path, .. } => format!("file {path}"),
            Condition::Command { used } => used.clone(),
        }
    }
}

impl Finding {
    fn met() -> Finding {
        Finding {
            met: true,
            diagnosis: String::new(),
        }
    }

    fn unmet(diagnosis: String) -> Finding {
        Finding { met: false, diagnosis }
    }

    fn of(met: bool, diagnosis: impl FnOnce() -> String) -> Finding {
        if met { Finding::met() } else { Finding::unmet(diagnosis()) }
    }
}
