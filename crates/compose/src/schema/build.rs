//! `build:` and `develop:` of a service.

use super::service::{FILE_REFERENCES, HOOK, ULIMITS};
use super::{BOOLEAN, EXTRA_HOSTS, LIST_OR_DICT, Object, STRING, STRING_OR_LIST, STRINGS, SWITCH, Schema, WHOLE, key};

pub(super) static BUILD: Schema = Schema::OneOf(&[&STRING, &LONG]);

static LONG: Schema = Schema::Object(&Object::of(&[
    key(
        "context",
        &STRING,
        "The folder that is sent to the builder, or the address of a repository.",
    ),
    key(
        "dockerfile",
        &STRING,
        "The Dockerfile, as seen from the context; `Dockerfile` by default.",
    ),
    key("dockerfile_inline", &STRING, "The Dockerfile's text itself."),
    key("entitlements", &STRINGS, "What the build may do beyond the usual."),
    key("args", &LIST_OR_DICT, "Values for the Dockerfile's `ARG`s."),
    key("ssh", &LIST_OR_DICT, "SSH agents and keys for the build."),
    key("labels", &LIST_OR_DICT, "Labels on the image."),
    key("cache_from", &STRINGS, "Where cached layers may come from."),
    key("cache_to", &STRINGS, "Where cached layers are sent."),
    key("no_cache", &SWITCH, "Build every step anew."),
    key("no_cache_filter", &STRING_OR_LIST, "Stages that are built anew."),
    key(
        "additional_contexts",
        &LIST_OR_DICT,
        "More contexts, by the name that `COPY --from` uses.",
    ),
    key("network", &STRING, "The network for `RUN`."),
    key("provenance", &SWITCH, "Attest how the image was made."),
    key("sbom", &SWITCH, "Attest what is in the image."),
    key("pull", &SWITCH, "Look for newer base images."),
    key("target", &STRING, "The stage to build; the last one by default."),
    key("shm_size", &WHOLE, "The size of `/dev/shm` during the build."),
    key("extra_hosts", &EXTRA_HOSTS, "More names for `/etc/hosts` during the build."),
    key("isolation", &STRING, "How the build is isolated, on Windows."),
    key("privileged", &SWITCH, "Build with more rights."),
    key("secrets", &FILE_REFERENCES, "Secrets for `RUN --mount=type=secret`."),
    key("tags", &STRINGS, "More tags for the image."),
    key("ulimits", &ULIMITS, "Limits of the processes of the build."),
    key("platforms", &STRINGS, "Platforms to build for."),
]));

pub(super) static DEVELOP: Schema =
    Schema::Object(&Object::of(&[key("watch", &TRIGGERS, "What `docker compose watch` does when files change.")]).or_null());
static TRIGGERS: Schema = Schema::List {
    items: &TRIGGER,
    unique: false,
};
static TRIGGER: Schema = Schema::Object(
    &Object::of(&[
        key("path", &STRING, "What is watched."),
        key(
            "action",
            &ACTION,
            "What is done: `sync`, `rebuild`, `restart`, `sync+restart` or `sync+exec`.",
        ),
        key("target", &STRING, "Where changed files go in the container."),
        key("ignore", &STRING_OR_LIST, "What is not watched."),
        key("include", &STRING_OR_LIST, "Only this is watched."),
        key("exec", &HOOK, "What is run in the container after a sync."),
        key("initial_sync", &BOOLEAN, "Sync all files once at the start."),
    ])
    .requires(&["path", "action"]),
);
static ACTION: Schema = Schema::Enum(&["rebuild", "sync", "restart", "sync+restart", "sync+exec"]);
