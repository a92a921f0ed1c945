//! Lists and their filters: `docker ps`, `docker images`.

use crate::container::{Container, MountPoint};
use crate::state::State;
use crate::{Engine, Error, Image};
use dockerfile::Reference;
use machine::Instant;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::rc::Rc;
use utilities::regex::{Regex, Syntax};
use vfs::Digest;

/// `--filter` options: name to values, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filters(pub BTreeMap<String, Vec<String>>);

impl Filters {
    pub fn add(&mut self, name: &str, value: &str) {
        self.0.entry(name.to_string()).or_default().push(value.to_string());
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn values(&self, name: &str) -> &[String] {
        self.0.get(name).map(Vec::as_slice).unwrap_or_default()
    }

    /// Errors: InvalidParameter for a filter that the list does not know.
    pub fn check(&self, known: &[&str]) -> Result<(), Error> {
        match self.0.keys().find(|name| !known.contains(&name.as_str())) {
            Some(name) => Err(Error::InvalidParameter(format!("invalid filter '{name}'"))),
            None => Ok(()),
        }
    }

    /// Whether there is no such filter, or one of its values satisfies.
    pub fn any(&self, name: &str, mut satisfies: impl FnMut(&str) -> bool) -> bool {
        self.0.get(name).is_none_or(|values| values.iter().any(|v| satisfies(v)))
    }

    /// A filter of true and false.
    pub fn boolean(&self, name: &str) -> Result<Option<bool>, Error> {
        match self.values(name).first().map(String::as_str) {
            None => Ok(None),
            Some("1" | "true") => Ok(Some(true)),
            Some("0" | "false") => Ok(Some(false)),
            Some(_) => Err(Error::InvalidParameter(format!(
                "invalid filter '{name}=[{}]'",
                self.values(name).join(" ")
            ))),
        }
    }

    /// `label` and `label!` filters: all must hold.
    pub fn labels(&self, labels: &BTreeMap<String, String>) -> bool {
        let has = |want: &String| match want.split_once('=') {
            Some((name, value)) => labels.get(name).is_some_and(|v| v == value),
            None => labels.contains_key(want),
        };
        self.values("label").iter().all(has) && !self.values("label!").iter().any(has)
    }
}

/// A line of ports: host address and port if published, container port, protocol.
pub type Ports = Vec<(Option<(IpAddr, u16)>, u16, String)>;

/// A container in a list.
#[derive(Clone, Debug, Default)]
pub struct ContainerSummary {
    pub id: String,
    pub name: String,
    /// As it was named, or a short id if the name points elsewhere now.
    pub image: String,
    pub image_id: String,
    pub command: Vec<String>,
    pub created: Instant,
    pub state: State,
    pub exit_code: i32,
    pub started: Option<Instant>,
    pub finished: Option<Instant>,
    pub health: Option<&'static str>,
    pub ports: Ports,
    pub labels: BTreeMap<String, String>,
    /// Names of volumes, sources of binds.
    pub mounts: Vec<String>,
    pub networks: Vec<String>,
    /// Bytes of the writable layer and of everything.
    pub size: (u64, u64),
}

/// An image in a list: one line for each of its names.
#[derive(Clone, Debug)]
pub struct ImageSummary {
    pub image: Rc<Image>,
    /// Familiar repository and tag; `None` if it has no name.
    pub name: Option<(String, String)>,
    /// How many containers use it.
    pub containers: usize,
}

const CONTAINER_FILTERS: &[&str] = &[
    "ancestor",
    "before",
    "exited",
    "expose",
    "health",
    "id",
    "isolation",
    "is-task",
    "label",
    "label!",
    "name",
    "network",
    "publish",
    "since",
    "status",
    "volume",
];

/// What names of images mean, found out once for a list: most containers of a long one share a few.
#[derive(Default)]
struct Named {
    meant: BTreeMap<String, Option<Digest>>,
    last: Option<Shown>,
}

/// An image as a list tells it of a container that was made from `name` when that meant `digest`.
struct Shown {
    name: String,
    digest: Digest,
    image: String,
}

/// Makes texts the same as others, in the room that they have.
fn refill<'t>(texts: &mut Vec<String>, others: impl Iterator<Item = &'t String>) {
    let mut count = 0;
    for other in others {
        match texts.get_mut(count) {
            Some(text) => text.clone_from(other),
            None => texts.push(other.clone()),
        }
        count += 1;
    }
    texts.truncate(count);
}

impl Engine {
    fn summary_ports(&self, c: &Container) -> Ports {
        let mut ports: Ports = Vec::new();
        if !c.state.is_running() {
            return ports;
        }
        let mut keys: Vec<&String> = c.config.config.exposed_ports.iter().chain(c.ports.keys()).collect();
        keys.sort();
        keys.dedup();
        for key in keys {
            let (number, protocol) = key.split_once('/').unwrap_or((key, "tcp"));
            let number: u16 = number.parse().unwrap_or(0);
            match c.ports.get(key) {
                Some(hosts) => ports.extend(hosts.iter().map(|h| (Some(*h), number, protocol.to_string()))),
                None => ports.push((None, number, protocol.to_string())),
            }
        }
        ports.sort_by_key(|p| p.1);
        ports
    }

    /// How a container's image is told: as it was named, or by a short id if the name points elsewhere now.
    fn named<'n>(&self, c: &Container, named: &'n mut Named) -> &'n Shown {
        let name = &c.config.image;
        let known = named.last.take().filter(|last| last.digest == c.image && last.name == *name);
        let shown = known.unwrap_or_else(|| {
            if !named.meant.contains_key(name) {
                let meant = self.find_image(name).ok().map(|image| image.id);
                named.meant.insert(name.clone(), meant);
            }
            let image = match named.meant.get(name) {
                Some(Some(id)) if *id == c.image => name.clone(),
                _ if name.starts_with("sha256:") => c.image.short(),
                Some(Some(_)) => c.image.short(),
                _ => name.clone(),
            };
            Shown {
                name: name.clone(),
                digest: c.image,
                image,
            }
        });
        named.last.insert(shown)
    }

    /// Fills in what a plain list shows, in the room that an earlier summary took.
    fn summarize(&self, c: &Container, named: &mut Named, out: &mut ContainerSummary) {
        let shown = self.named(c, named);
        out.id.clone_from(&c.id);
        out.name.clone_from(&c.name);
        out.image.clone_from(&shown.image);
        let config = &c.config.config;
        refill(
            &mut out.command,
            config.entrypoint.iter().flatten().chain(config.cmd.iter().flatten()),
        );
        out.created = c.created;
        out.state = c.state;
        out.exit_code = c.exit_code;
        out.started = c.started;
        out.finished = c.finished;
        out.health = c.health.as_ref().map(|h| h.status);
        out.ports = self.summary_ports(c);
    }

    /// `docker ps`: newest first. Without `all` or a filter on states, only those that run.
    pub fn list_containers(&self, all: bool, last: Option<usize>, filters: &Filters) -> Result<Vec<ContainerSummary>, Error> {
        let mut named = Named::default();
        let mut out = Vec::new();
        self.each_listed(all, last, filters, &mut |c| {
            let mut summary = ContainerSummary::default();
            self.summarize(c, &mut named, &mut summary);
            summary.image_id = c.image.to_string();
            summary.labels.clone_from(&c.config.config.labels);
            let shown = |m: &'_ MountPoint| {
                if m.kind == "volume" {
                    m.name.clone()
                } else {
                    m.source.clone()
                }
            };
            summary.mounts = c.mounts.iter().map(shown).collect();
            summary.networks = c.networks.keys().cloned().collect();
            let writable = c.writable_size();
            let base = self.inner().images.borrow().get(&c.image).map_or(0, |i| i.size());
            summary.size = (writable, writable + base);
            out.push(summary);
        })?;
        Ok(out)
    }

    /// Tells of the same containers one after the other, for lists that are long and show little: without their
    /// sizes, labels, mounts, networks and the digests of their images.
    pub fn each_container(
        &self,
        all: bool,
        last: Option<usize>,
        filters: &Filters,
        tell: &mut dyn FnMut(&ContainerSummary),
    ) -> Result<(), Error> {
        let (mut named, mut summary) = (Named::default(), ContainerSummary::default());
        self.each_listed(all, last, filters, &mut |c| {
            self.summarize(c, &mut named, &mut summary);
            tell(&summary);
        })
    }

    fn each_listed(
        &self,
        all: bool,
        last: Option<usize>,
        filters: &Filters,
        tell: &mut dyn FnMut(&Container),
    ) -> Result<(), Error> {
        filters.check(CONTAINER_FILTERS)?;
        let words: Vec<&str> = State::ALL.iter().map(|s| s.word()).collect();
        for status in filters.values("status") {
            if !words.contains(&status.as_str()) {
                return Err(Error::InvalidParameter(format!(
                    "invalid filter 'status={status}': invalid value for state ({status}): must be one of {}",
                    words.join(", ")
                )));
            }
        }
        for health in filters.values("health") {
            if !["none", "starting", "healthy", "unhealthy"].contains(&health.as_str()) {
                return Err(Error::InvalidParameter(format!(
                    "invalid filter 'health={health}': invalid value for health ({health}): must be one of none, starting, healthy, unhealthy"
                )));
            }
        }
        for code in filters.values("exited") {
            if code.parse::<i32>().is_err() {
                return Err(Error::InvalidParameter(format!(
                    "invalid filter 'exited={code}': strconv.Atoi: parsing {code:?}: invalid syntax"
                )));
            }
        }
        let position = |name: &str| {
            let id = self.find_container(name)?;
            self.with(&id, |c| Some(c.number))
        };
        let before = filters.values("before").first().map(|n| position(n)).transpose()?.flatten();
        let since = filters.values("since").first().map(|n| position(n)).transpose()?.flatten();
        let ancestors: Vec<_> = filters.values("ancestor").iter().map(|n| self.find_image(n).ok()).collect();
        let published = ports_of_filter("publish", filters)?;
        let exposed = ports_of_filter("expose", filters)?;
        let by_ports = !filters.values("publish").is_empty() || !filters.values("expose").is_empty();
        let no_tasks = filters.boolean("is-task")? != Some(true);
        let any_state = all || last.is_some() || !filters.values("status").is_empty();
        let names: Vec<Option<Regex>> = filters
            .values("name")
            .iter()
            .map(|pattern| Regex::new(pattern.as_bytes(), Syntax::Extended, false).ok())
            .collect();
        let containers = self.inner().containers.borrow();
        let mut told = 0;
        for c in containers.values().rev() {
            let running = c.state.is_running() || c.state == State::Restarting;
            let ancestor = ancestors.is_empty()
                || ancestors.iter().flatten().any(|want| {
                    c.image == want.id
                        || self.inner().images.borrow().get(&c.image).is_some_and(|image| {
                            image.layers.len() >= want.layers.len()
                                && !want.layers.is_empty()
                                && image.layers.iter().zip(&want.layers).all(|(a, b)| a.diff_id() == b.diff_id())
                        })
                });
            let holds = (any_state || running)
                && ancestor
                && before.is_none_or(|b| c.number < b)
                && since.is_none_or(|s| c.number > s)
                && filters.any("id", |v| c.id.starts_with(v))
                && (names.is_empty() || names.iter().any(|n| n.as_ref().is_some_and(|n| name_matches(&c.name, n))))
                && no_tasks
                && filters.any("status", |v| c.state.word() == v)
                && filters.any("exited", |v| !running && c.started.is_some() && v.parse() == Ok(c.exit_code))
                && filters.any("health", |v| c.health.as_ref().map_or("none", |h| h.status) == v)
                && filters.any("network", |v| {
                    c.networks.iter().any(|(n, e)| n == v || e.network_id.starts_with(v))
                })
                && filters.any("volume", |v| {
                    c.mounts.iter().any(|m| m.name == v || m.destination == v || m.source == v)
                })
                && (!by_ports
                    || self.summary_ports(c).iter().any(|(host, port, protocol)| {
                        host.is_some_and(|(_, host)| published.contains(&(host, protocol.clone())))
                            || exposed.contains(&(*port, protocol.clone()))
                    }))
                && filters.labels(&c.config.config.labels);
            if holds {
                tell(c);
                told += 1;
                if last.is_some_and(|n| told >= n) {
                    break;
                }
            }
        }
        Ok(())
    }

    /// `docker images`: by name, then newest first. Filters: before, dangling, label, reference, since, until.
    pub fn list_images(&self, all: bool, filters: &Filters) -> Result<Vec<ImageSummary>, Error> {
        let _ = all;
        filters.check(&["before", "dangling", "label", "label!", "reference", "since", "until"])?;
        let dangling = filters.boolean("dangling")?;
        let created = |name: &String| self.find_image(name).map(|i| i.created);
        let before = filters.values("before").first().map(created).transpose()?;
        let since = filters.values("since").first().map(created).transpose()?;
        let until = self.until(filters)?;
        let store = self.inner().images.borrow();
        let containers = self.inner().containers.borrow();
        let mut out = Vec::new();
        for image in store.all() {
            if !filters.labels(&image.config.labels)
                || before.is_some_and(|b| image.created >= b)
                || since.is_some_and(|s| image.created <= s)
            {
                continue;
            }
            let users = containers.values().filter(|c| c.image == image.id).count();
            let names: Vec<(String, String)> = store
                .tags
                .iter()
                .filter(|(_, id)| **id == image.id)
                .filter_map(|(name, _)| Reference::parse(name).ok())
                .map(|r| (r.familiar_name(), r.tag.clone().unwrap_or_default()))
                .collect();
            if names.is_empty() {
                let old = until.is_none_or(|u| image.created < u);
                if old && dangling != Some(false) && filters.values("reference").is_empty() {
                    out.push(ImageSummary {
                        image: image.clone(),
                        name: None,
                        containers: users,
                    });
                }
                continue;
            }
            if dangling == Some(true) {
                continue;
            }
            for (repository, tag) in names {
                let given = format!("{}:{tag}", canonical(&repository));
                let old = until.is_none_or(|u| *store.tagged.get(&given).unwrap_or(&image.created) < u);
                if old && filters.any("reference", |pattern| reference_matches(&repository, &tag, pattern)) {
                    out.push(ImageSummary {
                        image: image.clone(),
                        name: Some((repository, tag)),
                        containers: users,
                    });
                }
            }
        }
        out.sort_by(|a, b| b.image.created.cmp(&a.image.created).then_with(|| a.name.cmp(&b.name)));
        Ok(out)
    }
}

/// A familiar repository's whole name.
fn canonical(repository: &str) -> String {
    Reference::parse(repository).map_or_else(|_| repository.to_string(), |r| r.name())
}

/// The ports that a filter of `docker ps` means: numbers or ranges, with their protocol.
fn ports_of_filter(name: &str, filters: &Filters) -> Result<BTreeSet<(u16, String)>, Error> {
    let mut ports = BTreeSet::new();
    for value in filters.values(name) {
        if value.contains(':') {
            return Err(Error::System(format!("filter for '{name}' should not contain ':': {value}")));
        }
        let problem = |why: String| Error::System(format!("error while looking up for {name} {value}: {why}"));
        if value.is_empty() {
            return Err(problem("invalid port range: value is empty".into()));
        }
        let number = |text: &str, which: &str| {
            let why = match text {
                "" => "value is empty",
                _ if text.bytes().all(|b| b.is_ascii_digit()) => "value out of range",
                _ => "invalid syntax",
            };
            text.parse::<u16>()
                .map_err(|_| problem(format!("invalid {which} port '{text}': {why}")))
        };
        let (range, protocol) = value.split_once('/').unwrap_or((value, "tcp"));
        let (start, end) = range.split_once('-').unwrap_or((range, range));
        let (low, high) = (number(start, "start")?, number(end, "end")?);
        if high < low {
            return Err(problem(format!("invalid port range: {value}")));
        }
        ports.extend((low..=high).map(|port| (port, protocol.to_lowercase())));
    }
    Ok(ports)
}

/// Docker looks for a pattern in a name, with the slash before it and without.
fn name_matches(name: &str, pattern: &Regex) -> bool {
    pattern.is_match(name.as_bytes()) || pattern.is_match(format!("/{name}").as_bytes())
}

/// Whether a pattern of `docker images` (a name, or a glob over name and tag) matches.
pub(crate) fn reference_matches(repository: &str, tag: &str, pattern: &str) -> bool {
    let with_tag = format!("{repository}:{tag}");
    [repository, with_tag.as_str()]
        .iter()
        .any(|name| glob(pattern.as_bytes(), name.as_bytes()))
}

/// Go's path.Match: `*` and `?` stop at slashes.
pub(crate) fn glob(pattern: &[u8], text: &[u8]) -> bool {
    match pattern.split_first() {
        None => text.is_empty(),
        Some((b'*', rest)) => (0..=text.len())
            .take_while(|n| !text[..*n].contains(&b'/'))
            .any(|n| glob(rest, &text[n..])),
        Some((b'?', rest)) => text.split_first().is_some_and(|(b, tail)| *b != b'/' && glob(rest, tail)),
        Some((b'[', rest)) => {
            let Some(close) = rest.iter().position(|b| *b == b']') else {
                return false;
            };
            let Some((first, tail)) = text.split_first() else {
                return false;
            };
            let set = &rest[..close];
            let (negated, set) = match set.split_first() {
                Some((b'^', set)) => (true, set),
                _ => (false, set),
            };
            let mut found = false;
            let mut at = 0;
            while at < set.len() {
                if at + 2 < set.len() && set[at + 1] == b'-' {
                    found |= (set[at]..=set[at + 2]).contains(first);
                    at += 3;
                } else {
                    found |= set[at] == *first;
                    at += 1;
                }
            }
            found != negated && glob(&rest[close + 1..], tail)
        }
        Some((b'\\', rest)) if !rest.is_empty() => text
            .split_first()
            .is_some_and(|(b, tail)| *b == rest[0] && glob(&rest[1..], tail)),
        Some((p, rest)) => text.split_first().is_some_and(|(b, tail)| b == p && glob(rest, tail)),
    }
}
