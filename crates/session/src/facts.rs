//! What checks may ask of a world (see `lesson::Facts`).

use crate::World;
use engine::Filters;
use lesson::Facts;
use serde_json::Value;

/// A world and the command lines that were used in it.
pub struct WorldFacts<'a> {
    pub world: &'a World,
    pub commands: &'a [String],
}

impl Facts for WorldFacts<'_> {
    fn image_size(&self, name: &str) -> Option<u64> {
        self.world.engine().find_image(name).ok().map(|i| i.size())
    }

    fn image_field(&self, name: &str, field: &str) -> Option<String> {
        let inspected = self.world.engine().inspect_image(name).ok()?;
        let value = inspected
            .get("Config")
            .and_then(|c| c.get(field))
            .or_else(|| inspected.get(field))?;
        Some(match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
    }

    fn container_state(&self, name: &str) -> Option<String> {
        self.world.engine().container(name, |c| c.state.word().to_string()).ok()
    }

    fn container_exit_code(&self, name: &str) -> Option<i32> {
        self.world.engine().container(name, |c| c.exit_code).ok()
    }

    fn container_ports(&self, name: &str) -> Vec<u16> {
        self.world
            .engine()
            .container(name, |c| c.ports.values().flatten().map(|(_, port)| *port).collect())
            .unwrap_or_default()
    }

    fn container_networks(&self, name: &str) -> Vec<String> {
        self.world
            .engine()
            .container(name, |c| c.networks.keys().cloned().collect())
            .unwrap_or_default()
    }

    fn container_mounts(&self, name: &str) -> Vec<String> {
        self.world
            .engine()
            .container(name, |c| c.mounts.iter().map(|m| m.destination.clone()).collect())
            .unwrap_or_default()
    }

    fn container_log(&self, name: &str) -> String {
        let lines = self.world.engine().container(name, |c| c.log()).unwrap_or_default();
        lines
            .iter()
            .map(|l| format!("{}\n", String::from_utf8_lossy(&l.bytes)))
            .collect()
    }

    fn container_health(&self, name: &str) -> Option<String> {
        self.world
            .engine()
            .container(name, |c| c.health.as_ref().map(|h| h.status.to_string()))
            .ok()
            .flatten()
    }

    fn container_env(&self, name: &str) -> Vec<String> {
        self.world
            .engine()
            .container(name, |c| c.config.config.env.clone())
            .unwrap_or_default()
    }

    fn volume_exists(&self, name: &str) -> bool {
        self.world.engine().volume(name).is_ok()
    }

    fn network_members(&self, name: &str) -> Option<Vec<String>> {
        let engine = self.world.engine();
        let found = engine
            .networks(&Filters::default())
            .ok()?
            .into_iter()
            .find(|n| n.name == name)?;
        Some(engine.members(&found.id).into_iter().map(|(_, name, _)| name).collect())
    }

    fn port_answer(&self, number: u16, path: &str) -> Option<(u16, String)> {
        self.world.machine().net(|net| {
            net.taps()
                .rev()
                .filter(|t| t.address.is_some_and(|(_, port)| port == number))
                .find_map(|tap| {
                    let request = tap.request.borrow();
                    let first = String::from_utf8_lossy(&request)
                        .lines()
                        .next()
                        .unwrap_or_default()
                        .to_string();
                    let asked = first.split(' ').nth(1)?.split('?').next()?.to_string();
                    if asked != path {
                        return None;
                    }
                    let response = String::from_utf8_lossy(&tap.response.borrow()).into_owned();
                    let status = response.split(' ').nth(1)?.parse().ok()?;
                    let body = response
                        .split_once("\r\n\r\n")
                        .map(|(_, body)| body.to_string())
                        .unwrap_or_default();
                    Some((status, body))
                })
        })
    }

    fn file(&self, path: &str) -> Option<String> {
        self.world
            .read_file(path)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    fn command_used(&self, start: &str) -> bool {
        self.commands.iter().any(|c| c.trim_start().starts_with(start))
    }
}
