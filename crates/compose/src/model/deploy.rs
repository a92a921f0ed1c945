//! `deploy:` of a service.

use super::model;
use super::scalars::{Bytes, DeviceCount, Duration, Labels, Mapping};

model! {
    DeployConfig {
        mode: String,
        replicas: Option<i64>,
        labels: Labels,
        update_config: Option<UpdateConfig>,
        rollback_config: Option<UpdateConfig>,
        resources: Resources,
        restart_policy: Option<RestartPolicy>,
        placement: Placement,
        endpoint_mode: String,
    }
}

model! {
    UpdateConfig {
        parallelism: Option<i64>,
        delay: Duration,
        failure_action: String,
        monitor: Duration,
        max_failure_ratio: f32,
        order: String,
    }
}

model! {
    Resources {
        limits: Option<Resource>,
        reservations: Option<Resource>,
    }
}

model! {
    Resource {
        cpus: f32,
        memory: Bytes,
        pids: i64,
        devices: Vec<DeviceRequest>,
        generic_resources: Vec<GenericResource>,
    }
}

model! {
    DeviceRequest {
        capabilities: Vec<String>,
        driver: String,
        count: DeviceCount,
        device_ids: Vec<String>,
        options: Mapping,
    }
}

model! {
    GenericResource {
        discrete_resource_spec: Option<DiscreteGenericResource>,
    }
}

model! {
    DiscreteGenericResource {
        kind: String,
        value: i64,
    }
}

model! {
    RestartPolicy {
        condition: String,
        delay: Option<Duration>,
        max_attempts: Option<i64>,
        window: Option<Duration>,
    }
}

model! {
    Placement {
        constraints: Vec<String>,
        preferences: Vec<PlacementPreferences>,
        max_replicas_per_node: i64,
    }
}

model! {
    PlacementPreferences {
        spread: String,
    }
}
