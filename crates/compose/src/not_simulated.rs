//! What a project may ask for and Drydock does not do: named, so that nobody takes silence for success.

use crate::project::Project;
use crate::value::Map;

/// Keys of services without effect here.
const SERVICE_KEYS: [&str; 34] = [
    "annotations",
    "blkio_config",
    "cgroup",
    "cgroup_parent",
    "cpu_count",
    "cpu_percent",
    "cpu_period",
    "cpu_quota",
    "cpu_rt_period",
    "cpu_rt_runtime",
    "cpu_shares",
    "cpuset",
    "credential_spec",
    "device_cgroup_rules",
    "devices",
    "dns",
    "dns_opt",
    "dns_search",
    "external_links",
    "gpus",
    "ipc",
    "isolation",
    "mem_swappiness",
    "memswap_limit",
    "models",
    "oom_kill_disable",
    "oom_score_adj",
    "provider",
    "runtime",
    "security_opt",
    "storage_opt",
    "use_api_socket",
    "userns_mode",
    "uts",
];

/// Keys of networks without effect here.
const NETWORK_KEYS: [&str; 1] = ["enable_ipv6"];

/// Where such keys stand in a tree, and which they are.
pub(crate) fn find(tree: &Map) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (kind, keys) in [("services", SERVICE_KEYS.as_slice()), ("networks", NETWORK_KEYS.as_slice())] {
        let entries = tree.get(kind).and_then(|entries| entries.as_map());
        for (name, entry) in entries.into_iter().flatten() {
            let given = |key: &&&str| entry.get(key).is_some_and(|value| *value != crate::value::Value::Null);
            found.extend(
                keys.iter()
                    .filter(given)
                    .map(|key| (format!("{kind}.{name}"), (*key).to_owned())),
            );
        }
    }
    if tree.contains_key("models") {
        found.push((String::new(), "models".to_owned()));
    }
    found
}

impl Project {
    /// Those of the active services and of resources, in a sentence each.
    pub fn not_simulated_messages(&self) -> Vec<String> {
        self.not_simulated
            .iter()
            .filter(|(path, _)| {
                path.strip_prefix("services.")
                    .is_none_or(|name| self.services.contains_key(name))
            })
            .map(|(path, key)| match path.as_str() {
                "" => format!("drydock: {key} is not simulated"),
                path => format!("drydock: {path}.{key} is not simulated"),
            })
            .collect()
    }
}
