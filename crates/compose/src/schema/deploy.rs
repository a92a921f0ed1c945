//! `deploy:` and `gpus:` of a service.

use super::{LIST_OR_DICT, NUMBER, Object, STRING, STRINGS, Schema, UNIQUE_STRINGS, WHOLE, key};

pub(super) static DEPLOY: Schema = Schema::Object(
    &Object::of(&[
        key("mode", &STRING, "`replicated` or `global`; for swarm."),
        key("endpoint_mode", &STRING, "How the service is reached; for swarm."),
        key("replicas", &WHOLE, "How many containers the service has."),
        key("labels", &LIST_OR_DICT, "Labels on the service, not on its containers."),
        key("rollback_config", &UPDATE, "How an update is taken back; for swarm."),
        key("update_config", &UPDATE, "How an update is made; for swarm."),
        key(
            "resources",
            &RESOURCES,
            "How much processor and memory containers may have, and are promised.",
        ),
        key(
            "restart_policy",
            &RESTART_POLICY,
            "When a container that ended is started again.",
        ),
        key("placement", &PLACEMENT, "On which nodes containers run; for swarm."),
    ])
    .or_null(),
);

static ORDER: Schema = Schema::Enum(&["start-first", "stop-first"]);
static UPDATE: Schema = Schema::Object(&Object::of(&[
    key("parallelism", &WHOLE, "How many containers at a time."),
    key("delay", &STRING, "How long to wait between groups."),
    key("failure_action", &STRING, "What to do when it fails."),
    key("monitor", &STRING, "How long to look for failures."),
    key("max_failure_ratio", &NUMBER, "Which part may fail."),
    key("order", &ORDER, "Whether the new container starts before the old one stops."),
]));

static RESOURCES: Schema = Schema::Object(&Object::of(&[
    key("limits", &LIMITS, "The most a container may use."),
    key("reservations", &RESERVATIONS, "What a container is promised."),
]));
static LIMITS: Schema = Schema::Object(&Object::of(&[
    key("cpus", &NUMBER, "Processors, as a number with a fraction."),
    key("memory", &STRING, "Memory, such as `512M`."),
    key("pids", &WHOLE, "How many processes."),
]));
static RESERVATIONS: Schema = Schema::Object(&Object::of(&[
    key("cpus", &NUMBER, "Processors, as a number with a fraction."),
    key("memory", &STRING, "Memory, such as `256M`."),
    key(
        "generic_resources",
        &GENERIC_RESOURCES,
        "Resources that the nodes' owner has named.",
    ),
    key("devices", &DEVICES, "Devices, such as graphics cards."),
]));
static GENERIC_RESOURCES: Schema = Schema::List {
    items: &GENERIC_RESOURCE,
    unique: false,
};
static GENERIC_RESOURCE: Schema = Schema::Object(&Object::of(&[key(
    "discrete_resource_spec",
    &DISCRETE,
    "A counted resource.",
)]));
static DISCRETE: Schema = Schema::Object(&Object::of(&[
    key("kind", &STRING, "What it is."),
    key("value", &NUMBER, "How many."),
]));
static DEVICES: Schema = Schema::List {
    items: &DEVICE,
    unique: false,
};
static DEVICE: Schema = Schema::Object(
    &Object::of(&[
        key(
            "capabilities",
            &UNIQUE_STRINGS,
            "What the device must be able to do, such as `gpu`.",
        ),
        key("count", &WHOLE, "How many, or `all`."),
        key("device_ids", &UNIQUE_STRINGS, "Which ones."),
        key("driver", &STRING, "The driver, such as `nvidia`."),
        key("options", &LIST_OR_DICT, "Options for the driver."),
    ])
    .requires(&["capabilities"]),
);

static RESTART_POLICY: Schema = Schema::Object(&Object::of(&[
    key("condition", &STRING, "`none`, `on-failure` or `any`."),
    key("delay", &STRING, "How long to wait before a start."),
    key("max_attempts", &WHOLE, "How often."),
    key("window", &STRING, "How long a container must run to count as started."),
]));

static PLACEMENT: Schema = Schema::Object(&Object::of(&[
    key("constraints", &STRINGS, "What a node must be."),
    key("preferences", &PREFERENCES, "What a node had better be."),
    key("max_replicas_per_node", &WHOLE, "How many containers a node may have."),
]));
static PREFERENCES: Schema = Schema::List {
    items: &PREFERENCE,
    unique: false,
};
static PREFERENCE: Schema = Schema::Object(&Object::of(&[key(
    "spread",
    &STRING,
    "Spread evenly over this label's values.",
)]));

pub(super) static GPUS: Schema = Schema::OneOf(&[&ALL, &GPU_LIST]);
static ALL: Schema = Schema::Enum(&["all"]);
static GPU_LIST: Schema = Schema::List {
    items: &GPU,
    unique: false,
};
static GPU: Schema = Schema::Object(
    &Object::of(&[
        key("capabilities", &UNIQUE_STRINGS, "What the device must be able to do."),
        key("count", &WHOLE, "How many, or `all`."),
        key("device_ids", &UNIQUE_STRINGS, "Which ones."),
        key("driver", &STRING, "The driver."),
        key("options", &LIST_OR_DICT, "Options for the driver."),
    ])
    .open(),
);
