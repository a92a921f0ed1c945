//! The file itself.

use super::names::Names;
use super::resources::{CONFIG, MODEL, NETWORK, SECRET, VOLUME};
use super::service::SERVICE;
use super::{Object, Property, STRING, STRING_OR_LIST, Schema, key};

/// A whole compose file.
pub(crate) static FILE: Schema = Schema::Object(&Object::of(&KEYS));

static KEYS: [Property; 9] = [
    key(
        "version",
        &STRING,
        "Obsolete: Compose ignores it and warns. Files of today leave it out.",
    ),
    key(
        "name",
        &STRING,
        "The project's name, unless `-p` or `COMPOSE_PROJECT_NAME` gives another. It begins the names of containers, networks and volumes.",
    ),
    key(
        "include",
        &INCLUDES,
        "Other compose files whose services, networks and volumes become part of this project.",
    ),
    key(
        "services",
        &SERVICES,
        "The programs of the project: each service runs as one or more containers.",
    ),
    key("models", &MODELS, "Language models that services use."),
    key(
        "networks",
        &NETWORKS,
        "Networks that services are connected to. Without any, all services share one called `default`.",
    ),
    key("volumes", &VOLUMES, "Named volumes: data that outlives containers."),
    key(
        "secrets",
        &SECRETS,
        "Sensitive data, put into containers as files below `/run/secrets`.",
    ),
    key(
        "configs",
        &CONFIGS,
        "Configuration files, put into containers without building an image for them.",
    ),
];

static SERVICES: Schema = Schema::Object(&Object::named(Names::Resource, &SERVICE));
static MODELS: Schema = Schema::Object(&Object::named(Names::Resource, &MODEL).open());
static NETWORKS: Schema = Schema::Object(&Object::named(Names::Resource, &NETWORK).open());
static VOLUMES: Schema = Schema::Object(&Object::named(Names::Resource, &VOLUME));
static SECRETS: Schema = Schema::Object(&Object::named(Names::Resource, &SECRET));
static CONFIGS: Schema = Schema::Object(&Object::named(Names::Resource, &CONFIG));

static INCLUDES: Schema = Schema::List {
    items: &INCLUDE,
    unique: false,
};
static INCLUDE: Schema = Schema::OneOf(&[&STRING, &INCLUDE_LONG]);
static INCLUDE_LONG: Schema = Schema::Object(
    &Object::of(&[
        key("path", &STRING_OR_LIST, "The file, or a file and its overrides."),
        key(
            "env_file",
            &STRING_OR_LIST,
            "Env files for the variables of the included file.",
        ),
        key(
            "project_directory",
            &STRING,
            "Where relative paths of the included file lead from; its own folder by default.",
        ),
    ])
    .plain(),
);
