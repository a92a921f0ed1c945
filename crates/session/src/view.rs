//! What the pictures show: the engine's state as the protocol's plain values.

use crate::World;
use crate::protocol::*;
use engine::{Engine, Filters, State};
use std::collections::BTreeMap;
use vfs::{ChangeKind, Cred, FileKind, FsRef, Ino, MountKind, MountNs, Node};

fn ms(at: machine::Instant) -> i64 {
    at.0 / 1_000_000
}

fn state(state: State) -> ContainerState {
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
        build: crate::explained::of(engine),
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

/// A folder's list or a file, anywhere.
pub(crate) fn look(world: &World, place: &Place, path: &str) -> Result<Looked, String> {
    let path = if path.starts_with('/') {
        path.to_string()
    } else {
        format!("/{path}")
    };
    let (fs, ino) = find(world, place, &path)?;
    let fs = fs.borrow();
    match &fs.get(ino).map_err(|e| e.to_string())?.node {
        Node::Dir(_) => {
            let mut entries = Vec::new();
            for (name, child) in fs.entries(ino).map_err(|e| e.to_string())? {
                let Ok(inode) = fs.get(child) else { continue };
                entries.push(EntryView {
                    name: name.to_string(),
                    kind: match &inode.node {
                        Node::Dir(_) => EntryKind::Folder,
                        Node::Symlink(target) => EntryKind::Link {
                            target: target.to_string(),
                        },
                        Node::File(_) => EntryKind::File,
                        _ => EntryKind::Other,
                    },
                    mode: inode.meta.mode,
                    owner: format!("{}:{}", inode.meta.uid, inode.meta.gid),
                    size: if inode.kind() == FileKind::Dir { 0 } else { inode.size() },
                    change: None,
                });
            }
            Ok(Looked::Folder(entries))
        }
        Node::File(data) => Ok(Looked::File {
            contents: Bytes(data.read(0, 256 << 10)),
            size: data.size(),
        }),
        _ => Err(format!("{path} is neither a file nor a folder")),
    }
}

/// Where a path leads, symbolic links followed.
pub(crate) fn find(world: &World, place: &Place, path: &str) -> Result<(FsRef, Ino), String> {
    let engine = world.engine();
    let in_fs = |fs: FsRef| -> Result<(FsRef, Ino), String> {
        let ns = MountNs::new(fs, MountKind::Overlay, true);
        let root = ns.root().map_err(|e| e.to_string())?;
        let at = ns
            .walk(&root, path, &Cred::root(), true, &mut |_| {})
            .map_err(|e| format!("{path}: {e}"))?;
        Ok((at.mount.fs.clone(), at.ino))
    };
    Ok(match place {
        Place::Host => {
            let mounts = world.mounts();
            let mounts = mounts.borrow();
            let root = mounts.root().map_err(|e| e.to_string())?;
            let at = mounts
                .walk(&root, path, &Cred::root(), true, &mut |_| {})
                .map_err(|e| format!("{path}: {e}"))?;
            (at.mount.fs.clone(), at.ino)
        }
        Place::Container(name) => {
            let at = engine.look(name, path).map_err(|e| e.to_string())?;
            (at.mount.fs.clone(), at.ino)
        }
        Place::Image(name) => {
            let image = engine.find_image(name).map_err(|e| e.to_string())?;
            in_fs(std::rc::Rc::new(std::cell::RefCell::new(image.rootfs.clone())))?
        }
        Place::Volume(name) => in_fs(engine.volume(name).map_err(|e| e.to_string())?.files())?,
        Place::Layer(name, index) => {
            let image = engine.find_image(name).map_err(|e| e.to_string())?;
            let mut layers = image.layers.iter();
            let mut found = None;
            for (at, line) in image.history.iter().enumerate() {
                let layer = if line.empty_layer { None } else { layers.next() };
                if at == *index as usize {
                    found = layer.cloned();
                }
            }
            let layer = found.ok_or("this instruction made no layer")?;
            let mut fs = vfs::Fs::default();
            layer.apply(&mut fs).map_err(|e| e.to_string())?;
            in_fs(std::rc::Rc::new(std::cell::RefCell::new(fs)))?
        }
    })
}
