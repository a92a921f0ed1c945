//! A project printed, and the digests by which Compose knows whether something has changed.

use crate::model::{Field, NetworkConfig, VolumeConfig};
use crate::output::{Output, Style};
use crate::print;
use crate::project::Project;
use crate::value::Value;
use sha2::{Digest, Sha256};

impl Project {
    /// As `docker compose config` prints it, before it doubles the dollars.
    pub fn to_yaml(&self) -> String {
        print::yaml(&self.output(Style::Yaml))
    }

    /// As `docker compose config --format json` prints it, before it doubles the dollars; no line feed at the end.
    pub fn to_json(&self) -> String {
        print::json(&self.output(Style::Json))
    }

    fn output(&self, style: Style) -> Output {
        let mut entries = Vec::new();
        let mut push = |key: &str, value: Option<Output>| entries.extend(value.map(|value| (key.to_owned(), value)));
        let hidden = |objects: &std::collections::BTreeMap<String, crate::model::FileObjectConfig>, always: bool| {
            let mut objects = objects.clone();
            for object in objects.values_mut() {
                if always || !object.environment.is_empty() {
                    object.content.clear();
                }
            }
            objects.encode(style)
        };
        push("name", self.name.encode(style));
        push("services", Some(self.services.encode_always(style)));
        push("networks", self.networks.encode(style));
        push("volumes", self.volumes.encode(style));
        push("secrets", hidden(&self.secrets, true));
        push("configs", hidden(&self.configs, false));
        if style == Style::Yaml {
            push("models", self.models.encode(style));
        }
        if let Output::Map(more) = Output::of(&Value::Map(self.extensions.clone()), style) {
            entries.extend(more);
        }
        match style {
            Style::Yaml => Output::Map(entries),
            Style::Json => Output::sorted(entries, style),
        }
    }

    /// The digest that a service's containers carry as `com.docker.compose.config-hash`: of all its configuration but
    /// what may change without a new container.
    pub fn config_hash(&self, service: &str) -> Option<String> {
        let mut service = self.services.get(service)?.clone();
        service.build = None;
        service.pull_policy.clear();
        service.scale = None;
        if let Some(deploy) = &mut service.deploy {
            deploy.replicas = None;
        }
        service.depends_on.clear();
        service.profiles.clear();
        Some(digest(&service))
    }
}

/// The digest of a network's configuration.
pub fn network_hash(network: &NetworkConfig) -> String {
    digest(network)
}

/// The digest of a volume's configuration.
pub fn volume_hash(volume: &VolumeConfig) -> String {
    let mut volume = volume.clone();
    if volume.driver.is_empty() {
        volume.driver = "local".to_owned();
    }
    digest(&volume)
}

fn digest(value: &impl Field) -> String {
    let text = print::json_compact(&value.encode_always(Style::Json));
    let bytes = Sha256::digest(text.as_bytes());
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl crate::load::Model {
    /// As `docker compose config --no-interpolate` prints it.
    pub fn to_yaml(&self) -> String {
        print::yaml(&Output::of(&Value::Map(self.tree.clone()), Style::Yaml))
    }

    /// The same as JSON; no line feed at the end.
    pub fn to_json(&self) -> String {
        print::json(&Output::of(&Value::Map(self.tree.clone()), Style::Json))
    }
}
