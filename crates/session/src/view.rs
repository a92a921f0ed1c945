//! What the pictures show: the engine's state as the protocol's plain values.

use crate::World;
use crate::protocol::*;
use engine::{Engine, Filters, State};
use std::collections::BTreeMap;
use vfs::ChangeKind;

fn ms(at: machine::Instant) -> i64 {
    at.0 / 1_000_000
}

pub(crate) fn state(state: State) -> ContainerState {
    match state {
        State::Created => ContainerState::Created,
        State::Running => ContainerState::Running,
        State::Paused => ContainerState::Paused,
        State::Restarting => ContainerState::Restarting,
        State::Removing => ContainerState::Removing,
        State::Exited => ContainerState::Exited,
        State::Dead => ContainerState::Dead,
    }
}

/// Everything at this moment.
pub(crate) fn of(world: &World, checks: Vec<CheckView>, answers: Vec<AnswerView>) -> View {
    let engine = world.engine();
    let now = world.machine().now();
    let mut listening: Vec<u16> = world.machine().net(|net| {
        let own = net.listening(machine::NetNsId::HOST).into_iter().map(|(_, port)| port);
        own.chain(net.published().iter().filter(|p| p.protocol == "tcp").map(|p| p.host_port))
            .collect()
    });
    listening.sort_unstable();
    listening.dedup();
    View {
        clock_ms: ms(now),
        containers: containers(engine),
        images: images(engine),
        volumes: volumes(engine),
        networks: networks(engine),
        checks,
        answers,
        workspace: world.workspace_files().into_iter().map(|(path, _)| path).collect(),
        listening,
    }
}

fn containers(engine: &Engine) -> Vec<ContainerView> {
    let summaries = engine.list_containers(true, None, &Filters::default()).unwrap_or_default();
    summaries
        .into_iter()
        .filter_map(|s| {
            engine
                .container(&s.id, |c| {
                    let processes = match c.pid {
                        Some(pid) => engine
                            .machine()
                            .processes(pid)
                            .into_iter()
                            .map(|p| ProcessView {
                                pid: p.local,
                                command: p.argv.join(" "),
                            })
                            .collect(),
                        None => Vec::new(),
                    };
                    let log = c.log();
                    let tail = log.iter().skip(log.len().saturating_sub(20));
                    let mut changes: Vec<String> = c
                        .changes()
                        .iter()
                        .take(51)
                        .map(|change| {
                            let letter = match change.kind {
                                ChangeKind::Added => 'A',
                                ChangeKind::Changed => 'C',
                                ChangeKind::Deleted => 'D',
                            };
                            format!("{letter} {}", change.path)
                        })
                        .collect();
                    if changes.len() > 50 {
                        changes.truncate(50);
                        changes.push("…".into());
                    }
                    ContainerView {
                        id: c.id.clone(),
                        name: c.name.clone(),
                        image: s.image.clone(),
                        command: c.command().join(" "),
                        state: state(c.state),
                        status: cli::status_sentence(&s, engine.now()),
                        created_ms: ms(c.created),
                        exit_code: (c.state == State::Exited).then_some(c.exit_code),
                        oom_killed: c.oom_killed,
                        health: c.health.as_ref().map(|h| h.status.to_string()),
                        ports: s
                            .ports
                            .iter()
                            .filter(|(host, ..)| host.is_none_or(|(ip, _)| ip.is_ipv4()))
                            .map(|(host, container, protocol)| PortView {
                                host_ip: host.map(|(ip, _)| ip.to_string()).unwrap_or_default(),
                                host: host.map(|(_, port)| port),
                                container: *container,
                                protocol: protocol.clone(),
                            })
                            .collect(),
                        mounts: c
                            .mounts
                            .iter()
                            .map(|m| MountView {
                                kind: m.kind.to_string(),
                                source: if m.kind == "volume" {
                                    m.name.clone()
                                } else {
                                    m.source.clone()
                                },
                                target: m.destination.clone(),
                                read_only: !m.writable,
                            })
                            .collect(),
                        networks: c.networks.keys().cloned().collect(),
                        path: c
                            .path
                            .iter()
                            .map(|(s, at, because)| StateStep {
                                state: state(*s),
                                at_ms: ms(*at),
                                because: (*because).to_string(),
                            })
                            .collect(),
                        legal: legal(c.state, &c.name),
                        processes,
                        log_tail: tail.map(|l| String::from_utf8_lossy(&l.bytes).into_owned()).collect(),
                        changes,
                        writable_size: s.size.0,
                    }
                })
                .ok()
        })
        .collect()
}

/// The commands that make sense in a state.
fn legal(state: State, name: &str) -> Vec<String> {
    let verbs: &[&str] = match state {
        State::Created => &["start", "rm", "inspect"],
        State::Running => &[
            "stop",
            "restart",
            "pause",
            "kill",
            "logs",
            "top",
            "stats --no-stream",
            "inspect",
        ],
        State::Paused => &["unpause", "stop", "kill", "inspect"],
        State::Restarting => &["stop", "logs", "inspect"],
        State::Exited => &["start", "logs", "diff", "rm", "inspect"],
        State::Dead => &["rm"],
        State::Removing => &[],
    };
    verbs.iter().map(|verb| format!("docker {verb} {name}")).collect()
}

fn images(engine: &Engine) -> Vec<ImageView> {
    let by_image: BTreeMap<String, Vec<String>> = {
        let mut map: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for id in engine.container_ids() {
            let _ = engine.container(&id, |c| map.entry(c.image.to_string()).or_default().push(c.name.clone()));
        }
        map
    };
    engine.images(|store| {
        let mut holders: BTreeMap<vfs::Digest, u32> = BTreeMap::new();
        for image in store.all() {
            let mut digests: Vec<vfs::Digest> = image.layers.iter().map(|l| l.diff_id()).collect();
            digests.sort();
            digests.dedup();
            for digest in digests {
                *holders.entry(digest).or_default() += 1;
            }
        }
        let mut out: Vec<ImageView> = store
            .all()
            .map(|image| {
                let mut layers = image.layers.iter();
                let views = image
                    .history
                    .iter()
                    .map(|line| {
                        let layer = if line.empty_layer { None } else { layers.next() };
                        let digest = layer.map(|l| l.diff_id());
                        LayerView {
                            instruction: line.created_by.clone(),
                            digest: digest.map(|d| d.to_string()),
                            size: layer.map_or(0, |l| l.size()),
                            created_ms: ms(line.created),
                            shared_with: digest.and_then(|d| holders.get(&d)).map_or(0, |n| n.saturating_sub(1)),
                        }
                    })
                    .collect();
                let command = image
                    .config
                    .entrypoint
                    .iter()
                    .flatten()
                    .chain(image.config.cmd.iter().flatten())
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(" ");
                ImageView {
                    id: image.id.to_string(),
                    tags: store.names_of(&image.id),
                    size: image.size(),
                    created_ms: ms(image.created),
                    layers: views,
                    command,
                    exposed: image.config.exposed_ports.iter().cloned().collect(),
                    containers: by_image.get(&image.id.to_string()).cloned().unwrap_or_default(),
                }
            })
            .collect();
        out.sort_by(|a, b| b.created_ms.cmp(&a.created_ms).then_with(|| a.tags.cmp(&b.tags)));
        out
    })
}

fn volumes(engine: &Engine) -> Vec<VolumeView> {
    engine
        .volumes(&Filters::default())
        .unwrap_or_default()
        .into_iter()
        .map(|v| {
            let used_by = engine
                .users_of_volume(&v.name)
                .into_iter()
                .filter_map(|id| {
                    engine
                        .container(&id, |c| {
                            let at = c
                                .mounts
                                .iter()
                                .find(|m| m.name == v.name)
                                .map(|m| m.destination.clone())
                                .unwrap_or_default();
                            (c.name.clone(), at)
                        })
                        .ok()
                })
                .collect();
            VolumeView {
                size: v.size(),
                name: v.name,
                driver: v.driver,
                anonymous: v.anonymous,
                used_by,
            }
        })
        .collect()
}

fn networks(engine: &Engine) -> Vec<NetworkView> {
    engine
        .networks(&Filters::default())
        .unwrap_or_default()
        .into_iter()
        .map(|n| {
            let members = engine
                .members(&n.id)
                .into_iter()
                .map(|(_, name, e)| {
                    let mut aliases = Vec::new();
                    if n.name != "bridge" && n.driver == "bridge" {
                        aliases.push(name.clone());
                        aliases.extend(e.aliases.iter().cloned());
                    }
                    MemberView {
                        container: name,
                        ip: e.address.map(|a| a.to_string()).unwrap_or_default(),
                        aliases,
                    }
                })
                .collect();
            NetworkView {
                id: n.id,
                name: n.name,
                driver: n.driver,
                subnet: n.subnet.map(|(a, p, _)| format!("{a}/{p}")).unwrap_or_default(),
                gateway: n.subnet.map(|(_, _, g)| g.to_string()).unwrap_or_default(),
                members,
            }
        })
        .collect()
}
