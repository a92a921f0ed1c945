//! `build:` and `develop:` of a service.

use super::model;
use super::scalars::{Bytes, HostsList, Labels, Mapping, MappingWithEquals, SshConfig};
use super::service::{FileReferenceConfig, ServiceHook, UlimitsConfig};
use std::collections::BTreeMap;

model! {
    /// How an image is built.
    BuildConfig {
        context: String,
        dockerfile: String,
        dockerfile_inline: String,
        entitlements: Vec<String>,
        args: MappingWithEquals,
        provenance: String,
        sbom: String,
        ssh: SshConfig,
        labels: Labels,
        cache_from: Vec<String>,
        cache_to: Vec<String>,
        no_cache: bool,
        no_cache_filter: Vec<String>,
        additional_contexts: Mapping,
        pull: bool,
        extra_hosts: HostsList,
        isolation: String,
        network: String,
        target: String,
        secrets: Vec<FileReferenceConfig>,
        shm_size: Bytes,
        tags: Vec<String>,
        ulimits: BTreeMap<String, UlimitsConfig>,
        platforms: Vec<String>,
        privileged: bool,
    }
}

model! {
    /// What `docker compose watch` does.
    DevelopConfig {
        watch: Vec<Trigger>,
    }
}

model! {
    /// What is done when a file changes.
    Trigger {
        path: String,
        action: String,
        target: String,
        exec: ServiceHook,
        include: Vec<String>,
        ignore: Vec<String>,
        initial_sync: bool,
    }
}
