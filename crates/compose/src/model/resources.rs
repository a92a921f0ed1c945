//! Networks, volumes, secrets, configs and models of a project.

use super::model;
use super::scalars::{Labels, Mapping};

model! {
    NetworkConfig {
        name: String,
        driver: String,
        driver_opts: Mapping,
        ipam: IpamConfig,
        external: bool,
        internal: bool,
        attachable: bool,
        labels: Labels,
        enable_ipv4: Option<bool>,
        enable_ipv6: Option<bool>,
    }
}

model! {
    IpamConfig {
        driver: String,
        config: Vec<IpamPool>,
        options: Mapping,
    }
}

model! {
    IpamPool {
        subnet: String,
        gateway: String,
        ip_range: String,
        aux_addresses: Mapping,
    }
}

model! {
    VolumeConfig {
        name: String,
        driver: String,
        driver_opts: Mapping,
        external: bool,
        labels: Labels,
    }
}

model! {
    /// A secret or a config. The content of a secret comes from its environment variable and is never printed; neither
    /// is that of a config which has a variable.
    FileObjectConfig {
        name: String,
        file: String,
        environment: String,
        content: String,
        external: bool,
        labels: Labels,
        driver: String,
        driver_opts: Mapping,
        template_driver: String,
    }
}

model! {
    /// A language model, which Drydock does not run.
    ModelConfig {
        name: String,
        model: String,
        context_size: i64,
        runtime_flags: Vec<String>,
    }
}
