//! Networks, volumes, secrets, configs and models.

use super::{DRIVER_OPTS, INTEGER, LIST_OR_DICT, Object, STRING, STRING_MAP, STRINGS, SWITCH, Schema, Types, key};

static EXTERNAL: Schema = Schema::Object(
    &Object::of(&[key("name", &STRING, "Deprecated: give `name` beside `external` instead.")])
        .or(Types::BOOLEAN.or(Types::STRING)),
);
static EXTERNAL_FILE: Schema = Schema::Object(
    &Object::of(&[key("name", &STRING, "Deprecated: give `name` beside `external` instead.")])
        .or(Types::BOOLEAN.or(Types::STRING))
        .open(),
);

pub(super) static NETWORK: Schema = Schema::Object(
    &Object::of(&[
        key(
            "name",
            &STRING,
            "The network's name in the engine; the project's name is not put before it.",
        ),
        key(
            "driver",
            &STRING,
            "The driver: `bridge` unless said otherwise, `host`, `none`, `overlay`.",
        ),
        key("driver_opts", &DRIVER_OPTS, "Options for the driver."),
        key("ipam", &IPAM, "Which addresses the network has."),
        key(
            "external",
            &EXTERNAL,
            "The network exists already: Compose neither creates nor removes it, and fails if it is not there.",
        ),
        key("internal", &SWITCH, "Containers on it have no way out to the world."),
        key("enable_ipv4", &SWITCH, "Whether it has IPv4 addresses."),
        key("enable_ipv6", &SWITCH, "Whether it has IPv6 addresses."),
        key("attachable", &SWITCH, "Containers that are no part of a service may join."),
        key("labels", &LIST_OR_DICT, "Labels on the network."),
    ])
    .or_null(),
);

static IPAM: Schema = Schema::Object(&Object::of(&[
    key("driver", &STRING, "Who hands out addresses."),
    key("config", &POOLS, "Ranges of addresses."),
    key("options", &STRING_MAP, "Options for the driver."),
]));
static POOLS: Schema = Schema::List {
    items: &POOL,
    unique: false,
};
static POOL: Schema = Schema::Object(&Object::of(&[
    key("subnet", &STRING, "The network's range, such as `172.28.0.0/16`."),
    key("ip_range", &STRING, "The part of it from which containers get addresses."),
    key("gateway", &STRING, "The address of the way out."),
    key("aux_addresses", &STRING_MAP, "Addresses that are kept for hosts, by name."),
]));

pub(super) static VOLUME: Schema = Schema::Object(
    &Object::of(&[
        key(
            "name",
            &STRING,
            "The volume's name in the engine; the project's name is not put before it.",
        ),
        key("driver", &STRING, "The driver; `local` by default."),
        key("driver_opts", &DRIVER_OPTS, "Options for the driver."),
        key(
            "external",
            &EXTERNAL,
            "The volume exists already: Compose neither creates nor removes it, and fails if it is not there.",
        ),
        key("labels", &LIST_OR_DICT, "Labels on the volume."),
    ])
    .or_null(),
);

pub(super) static SECRET: Schema = Schema::Object(&Object::of(&[
    key("name", &STRING, "The secret's name."),
    key(
        "environment",
        &STRING,
        "The variable of Compose's own environment that holds the secret.",
    ),
    key("file", &STRING, "The file that holds the secret."),
    key("external", &EXTERNAL_FILE, "The secret exists already."),
    key("labels", &LIST_OR_DICT, "Labels on the secret."),
    key("driver", &STRING, "The driver."),
    key("driver_opts", &DRIVER_OPTS, "Options for the driver."),
    key("template_driver", &STRING, "The driver for templates."),
]));

pub(super) static CONFIG: Schema = Schema::Object(&Object::of(&[
    key("name", &STRING, "The config's name."),
    key("content", &STRING, "The content itself; variables in it are put in."),
    key(
        "environment",
        &STRING,
        "The variable of Compose's own environment that holds the content.",
    ),
    key("file", &STRING, "The file that holds the content."),
    key("external", &EXTERNAL_FILE, "The config exists already."),
    key("labels", &LIST_OR_DICT, "Labels on the config."),
    key("template_driver", &STRING, "The driver for templates."),
]));

pub(super) static MODEL: Schema = Schema::Object(
    &Object::of(&[
        key("name", &STRING, "The model's name."),
        key("model", &STRING, "The model's reference in a registry."),
        key("context_size", &INTEGER, "How many tokens of context it is run with."),
        key("runtime_flags", &STRINGS, "Flags for what runs it."),
    ])
    .requires(&["model"]),
);
