//! A service.

use super::build::{BUILD, DEVELOP};
use super::deploy::{DEPLOY, GPUS};
use super::{
    BOOLEAN, COMMAND, DRIVER_OPTS, EXTRA_HOSTS, LIST_OR_DICT, NULL, NUMBER, Names, OBJECT, Object, Property, SCALAR, STRING,
    STRING_OR_LIST, STRING_OR_NULL, STRING_OR_STRINGS, SWITCH, Schema, Types, UNIQUE_NUMBERS, UNIQUE_STRINGS, WHOLE, key,
};

pub(super) static SERVICE: Schema = Schema::Object(&Object::of(&KEYS));

static KEYS: [Property; 92] = [
    key("develop", &DEVELOP, "What `docker compose watch` does for this service."),
    key(
        "deploy",
        &DEPLOY,
        "How many containers, with which resources; and settings for swarm.",
    ),
    key("annotations", &LIST_OR_DICT, "Annotations of the container, for its runtime."),
    key("attach", &SWITCH, "Whether `up` shows this service's output. On by default."),
    key(
        "build",
        &BUILD,
        "How the image is built: a folder with a Dockerfile, or `context` with the details. With `image`, that is the built image's name.",
    ),
    key(
        "blkio_config",
        &BLKIO,
        "Shares and limits of reading from and writing to disks.",
    ),
    key(
        "cap_add",
        &UNIQUE_STRINGS,
        "Capabilities that the container gets, such as `NET_ADMIN`.",
    ),
    key(
        "cap_drop",
        &UNIQUE_STRINGS,
        "Capabilities that the container loses; `ALL` is all of them.",
    ),
    key("cgroup", &CGROUP, "The namespace of control groups: `host` or `private`."),
    key("cgroup_parent", &STRING, "The control group above the container's."),
    key(
        "command",
        &COMMAND,
        "What the container runs, in place of the image's `CMD`. A list is taken as it is; a string is split into words, without a shell.",
    ),
    key(
        "configs",
        &FILE_REFERENCES,
        "Configs that the service may read, by name or with a target.",
    ),
    key(
        "container_name",
        &CONTAINER_NAME,
        "The container's name in place of PROJECT-SERVICE-1. Such a service can't have several containers.",
    ),
    key("cpu_count", &COUNT, "Processors that may be used, on Windows."),
    key(
        "cpu_percent",
        &PERCENT,
        "The part of the processors that may be used, on Windows.",
    ),
    key(
        "cpu_shares",
        &NUMBER,
        "The weight against other containers when processors are scarce.",
    ),
    key("cpu_quota", &NUMBER, "Microseconds of processor in each period."),
    key("cpu_period", &NUMBER, "The length of such a period in microseconds."),
    key("cpu_rt_period", &NUMBER, "The period for processes in real time."),
    key("cpu_rt_runtime", &NUMBER, "The time in it for processes in real time."),
    key("cpus", &NUMBER, "How many processors the container may use, with a fraction."),
    key("cpuset", &STRING, "Which processors, such as `0-3` or `0,1`."),
    key(
        "credential_spec",
        &CREDENTIALS,
        "Credentials of a managed service account, on Windows.",
    ),
    key(
        "depends_on",
        &DEPENDS_ON,
        "Services that start before this one and stop after it. With a `condition`, Compose waits until they are healthy or have completed.",
    ),
    key(
        "device_cgroup_rules",
        &UNIQUE_STRINGS,
        "Rules for devices of the control group.",
    ),
    key("devices", &DEVICES, "Devices of the host, `HOST:CONTAINER:PERMISSIONS`."),
    key("dns", &STRING_OR_LIST, "Name servers."),
    key("dns_opt", &UNIQUE_STRINGS, "Options for the resolver."),
    key("dns_search", &STRING_OR_LIST, "Domains that are searched."),
    key("domainname", &STRING, "The container's domain."),
    key(
        "entrypoint",
        &COMMAND,
        "What stands before the command, in place of the image's `ENTRYPOINT`.",
    ),
    key(
        "env_file",
        &ENV_FILE,
        "Files with variables for the container, one `KEY=value` a line. `environment` wins over them.",
    ),
    key("label_file", &STRING_OR_STRINGS, "Files with labels for the container."),
    key(
        "environment",
        &LIST_OR_DICT,
        "Variables for the container. One without a value is taken from Compose's own environment.",
    ),
    key(
        "expose",
        &UNIQUE_NUMBERS,
        "Ports that other containers may use; they are not published on the host.",
    ),
    key(
        "extends",
        &EXTENDS,
        "Another service, of this file or of another, whose keys this one starts from.",
    ),
    key(
        "provider",
        &PROVIDER,
        "A program outside of Docker that provides the service.",
    ),
    key(
        "external_links",
        &UNIQUE_STRINGS,
        "Containers outside of the project to link to.",
    ),
    key(
        "extra_hosts",
        &EXTRA_HOSTS,
        "More names for `/etc/hosts`, `NAME=ADDRESS`; `host-gateway` is the host.",
    ),
    key("gpus", &GPUS, "Graphics cards for the container."),
    key("group_add", &UNIQUE_NUMBERS, "More groups for the container's user."),
    key(
        "healthcheck",
        &HEALTHCHECK,
        "How Docker knows whether the container is well, in place of the image's `HEALTHCHECK`.",
    ),
    key("hostname", &STRING, "The container's own name for itself."),
    key("image", &STRING, "The image to run, such as `nginx:1.27`."),
    key(
        "init",
        &SWITCH,
        "Run a small init as process 1, which reaps processes and passes signals on.",
    ),
    key(
        "ipc",
        &STRING,
        "The namespace for shared memory: `private`, `host`, `shareable`, `service:NAME`.",
    ),
    key("isolation", &STRING, "How the container is isolated, on Windows."),
    key("labels", &LIST_OR_DICT, "Labels on the container."),
    key(
        "links",
        &UNIQUE_STRINGS,
        "Other services by further names. Services of one network find each other without.",
    ),
    key("logging", &LOGGING, "Where the container's output goes."),
    key("mac_address", &STRING, "The container's hardware address."),
    key("mem_limit", &NUMBER, "The most memory the container may use, such as `512m`."),
    key("mem_reservation", &WHOLE, "The memory the container is promised."),
    key("mem_swappiness", &WHOLE, "How readily its memory is swapped out, 0 to 100."),
    key(
        "memswap_limit",
        &NUMBER,
        "The most memory and swap together; -1 is without limit.",
    ),
    key(
        "network_mode",
        &STRING,
        "In place of networks: `host`, `none`, or `service:NAME` to share another service's.",
    ),
    key("models", &MODELS, "Language models that the service uses."),
    key(
        "networks",
        &NETWORKS,
        "Networks to join, by name or with aliases and addresses. Without it, the project's `default`.",
    ),
    key("oom_kill_disable", &SWITCH, "Do not kill the container when memory runs out."),
    key(
        "oom_score_adj",
        &OOM_SCORE,
        "How likely it is to be killed when memory runs out, -1000 to 1000.",
    ),
    key(
        "pid",
        &STRING_OR_NULL,
        "The namespace of processes: `host`, or `service:NAME` to share another service's.",
    ),
    key("pids_limit", &NUMBER, "How many processes the container may have."),
    key("platform", &STRING, "The platform to run for, such as `linux/amd64`."),
    key(
        "ports",
        &PORTS,
        "Ports that are published on the host, `HOST:CONTAINER`. Quote them, so that YAML reads no number.",
    ),
    key("post_start", &HOOKS, "What is run in the container when it has started."),
    key("pre_stop", &HOOKS, "What is run in the container before it is stopped."),
    key("privileged", &SWITCH, "Give the container nearly all rights of the host."),
    key(
        "profiles",
        &UNIQUE_STRINGS,
        "The service starts only if one of these profiles is active, or if it is named.",
    ),
    key(
        "pull_policy",
        &PULL_POLICY,
        "When the image is pulled: `missing`, `always`, `never`, `build`, `daily`, `weekly`.",
    ),
    key("pull_refresh_after", &STRING, "After how long the image is pulled again."),
    key(
        "read_only",
        &SWITCH,
        "The container can't write into its own file system, only into volumes.",
    ),
    key(
        "restart",
        &STRING,
        "When the container is started again: `no`, `always`, `on-failure`, `unless-stopped`.",
    ),
    key("runtime", &STRING, "The runtime for the container; `runc` by default."),
    key("scale", &WHOLE, "How many containers the service has."),
    key(
        "security_opt",
        &UNIQUE_STRINGS,
        "Options of the host's security, such as `no-new-privileges`.",
    ),
    key("shm_size", &NUMBER, "The size of `/dev/shm`."),
    key(
        "secrets",
        &FILE_REFERENCES,
        "Secrets that the service may read, as files below `/run/secrets`.",
    ),
    key("sysctls", &LIST_OR_DICT, "Kernel parameters of the container."),
    key("stdin_open", &SWITCH, "Keep the standard input open, as `docker run -i`."),
    key(
        "stop_grace_period",
        &STRING,
        "How long a container has between the stop signal and the kill; 10 s by default.",
    ),
    key(
        "stop_signal",
        &STRING,
        "The signal that asks the container to stop; `SIGTERM` by default.",
    ),
    key("storage_opt", &OBJECT, "Options of the storage driver, such as `size`."),
    key("tmpfs", &STRING_OR_LIST, "Folders in memory, lost with the container."),
    key("tty", &SWITCH, "Give the container a terminal, as `docker run -t`."),
    key("ulimits", &ULIMITS, "Limits of the container's processes, such as `nofile`."),
    key("use_api_socket", &BOOLEAN, "Let the container talk to the engine."),
    key(
        "user",
        &STRING,
        "The user that the container runs as, by name or number, with a group behind a colon.",
    ),
    key("uts", &STRING, "The namespace of host names; `host` is the host's."),
    key("userns_mode", &STRING, "The namespace of users; `host` is the host's."),
    key(
        "volumes",
        &VOLUMES,
        "What is mounted where: `NAME:/path` a volume, `./folder:/path` a folder of the host, `:ro` to read only.",
    ),
    key(
        "volumes_from",
        &UNIQUE_STRINGS,
        "All volumes of another service or container.",
    ),
    key("working_dir", &STRING, "The folder that the command starts in."),
];

static CGROUP: Schema = Schema::Enum(&["host", "private"]);
static CONTAINER_NAME: Schema = Schema::Form("[a-zA-Z0-9][a-zA-Z0-9_.-]+", |name| {
    // The pattern is not bound to the ends: a letter or digit and one more such character anywhere will do.
    let bytes = name.as_bytes();
    bytes.windows(2).any(|pair| match pair {
        [first, second] => first.is_ascii_alphanumeric() && (second.is_ascii_alphanumeric() || b"_.-".contains(second)),
        _ => false,
    })
});
static PULL_POLICY: Schema = Schema::Form(
    "always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+",
    |policy| {
        let words = [
            "always",
            "never",
            "build",
            "if_not_present",
            "missing",
            "refresh",
            "daily",
            "weekly",
        ];
        let period = policy.split("every_").skip(1).any(|rest| {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            digits > 0
                && rest
                    .get(digits..)
                    .is_some_and(|unit| unit.starts_with(['w', 'd', 'h', 'm', 's']))
        });
        period || words.iter().any(|word| policy.contains(word))
    },
);

static WHOLE_NUMBER: Schema = Schema::Range(0, None);
static COUNT: Schema = Schema::OneOf(&[&STRING, &WHOLE_NUMBER]);
static HUNDRED: Schema = Schema::Range(0, Some(100));
static PERCENT: Schema = Schema::OneOf(&[&STRING, &HUNDRED]);
static SCORE: Schema = Schema::Range(-1000, Some(1000));
static OOM_SCORE: Schema = Schema::OneOf(&[&STRING, &SCORE]);

static BLKIO: Schema = Schema::Object(
    &Object::of(&[
        key("device_read_bps", &RATES, "Bytes a second to read, by device."),
        key("device_read_iops", &RATES, "Reads a second, by device."),
        key("device_write_bps", &RATES, "Bytes a second to write, by device."),
        key("device_write_iops", &RATES, "Writes a second, by device."),
        key("weight", &WHOLE, "The weight against other containers, 10 to 1000."),
        key("weight_device", &WEIGHTS, "The weight, by device."),
    ])
    .plain(),
);
static RATES: Schema = Schema::List {
    items: &RATE,
    unique: false,
};
static RATE: Schema =
    Schema::Object(&Object::of(&[key("path", &STRING, "The device."), key("rate", &WHOLE, "How much.")]).plain());
static WEIGHTS: Schema = Schema::List {
    items: &WEIGHT,
    unique: false,
};
static WEIGHT: Schema =
    Schema::Object(&Object::of(&[key("path", &STRING, "The device."), key("weight", &WHOLE, "The weight.")]).plain());

static CREDENTIALS: Schema = Schema::Object(&Object::of(&[
    key("config", &STRING, "The config that holds them."),
    key("file", &STRING, "The file that holds them."),
    key("registry", &STRING, "The registry key that holds them."),
]));

static DEPENDS_ON: Schema = Schema::OneOf(&[&UNIQUE_STRINGS, &DEPENDENCIES]);
static DEPENDENCIES: Schema = Schema::Object(&Object::named(Names::Resource, &DEPENDENCY));
static DEPENDENCY: Schema = Schema::Object(
    &Object::of(&[
        key("restart", &SWITCH, "Restart this service when Compose restarts that one."),
        key("required", &BOOLEAN, "Without that service there is only a warning, if this is false."),
        key(
            "condition",
            &CONDITION,
            "`service_started`, `service_healthy` (its health check has passed) or `service_completed_successfully` (it ended with 0).",
        ),
    ])
    .requires(&["condition"]),
);
static CONDITION: Schema = Schema::Enum(&["service_started", "service_healthy", "service_completed_successfully"]);

static DEVICES: Schema = Schema::List {
    items: &DEVICE,
    unique: false,
};
static DEVICE: Schema = Schema::OneOf(&[&STRING, &DEVICE_LONG]);
static DEVICE_LONG: Schema = Schema::Object(
    &Object::of(&[
        key("source", &STRING, "The device of the host."),
        key("target", &STRING, "Its path in the container."),
        key("permissions", &STRING, "`r`, `w` and `m`."),
    ])
    .requires(&["source"]),
);

static ENV_FILE: Schema = Schema::OneOf(&[&STRING, &ENV_FILES]);
static ENV_FILES: Schema = Schema::List {
    items: &ENV_FILE_ITEM,
    unique: false,
};
static ENV_FILE_ITEM: Schema = Schema::OneOf(&[&STRING, &ENV_FILE_LONG]);
static ENV_FILE_LONG: Schema = Schema::Object(
    &Object::of(&[
        key("path", &STRING, "The file."),
        key("format", &STRING, "How it is written."),
        key("required", &SWITCH, "Whether it is a mistake if the file is not there."),
    ])
    .requires(&["path"])
    .plain(),
);

static EXTENDS: Schema = Schema::OneOf(&[&STRING, &EXTENDS_LONG]);
static EXTENDS_LONG: Schema = Schema::Object(
    &Object::of(&[
        key("service", &STRING, "The service to start from."),
        key("file", &STRING, "The file in which it stands; this one by default."),
    ])
    .requires(&["service"])
    .plain(),
);

static PROVIDER: Schema = Schema::Object(
    &Object::of(&[
        key("type", &STRING, "The program's name."),
        key("options", &PROVIDER_OPTIONS, "Options for it."),
    ])
    .requires(&["type"]),
);
static PROVIDER_OPTIONS: Schema = Schema::Object(&Object::named(Names::Any, &PROVIDER_OPTION).open());
static PROVIDER_OPTION: Schema = Schema::OneOf(&[&SCALAR, &SCALARS]);
static SCALARS: Schema = Schema::List {
    items: &SCALAR,
    unique: false,
};

static HEALTHCHECK: Schema = Schema::Object(&Object::of(&[
    key("disable", &SWITCH, "No health check, even if the image has one."),
    key("interval", &STRING, "How long between two checks, such as `30s`."),
    key("retries", &NUMBER, "How many failures in a row make the container unhealthy."),
    key(
        "test",
        &STRING_OR_STRINGS,
        "The command that tells: `[\"CMD\", \"program\", …]`, or a string for the shell. Status 0 is healthy.",
    ),
    key("timeout", &STRING, "How long a check may take."),
    key("start_period", &STRING, "How long failures do not count after the start."),
    key("start_interval", &STRING, "How long between two checks in that time."),
]));

static LOGGING: Schema = Schema::Object(&Object::of(&[
    key("driver", &STRING, "The driver, such as `json-file`, `local` or `none`."),
    key("options", &LOG_OPTIONS, "Options for it."),
]));
static LOG_OPTION: Schema = Schema::Is(Types::STRING.or(Types::NUMBER).or(Types::NULL));
static LOG_OPTIONS: Schema = Schema::Object(&Object::named(Names::Any, &LOG_OPTION).open());

static MODELS: Schema = Schema::OneOf(&[&UNIQUE_STRINGS, &MODEL_MAP]);
static MODEL_MAP: Schema = Schema::Object(&Object::named(Names::Resource, &SERVICE_MODEL).open());
static SERVICE_MODEL: Schema = Schema::OneOf(&[&SERVICE_MODEL_LONG, &NULL]);
static SERVICE_MODEL_LONG: Schema = Schema::Object(&Object::of(&[
    key("endpoint_var", &STRING, "The variable for the model's address."),
    key("model_var", &STRING, "The variable for the model's name."),
]));

static NETWORKS: Schema = Schema::OneOf(&[&UNIQUE_STRINGS, &NETWORK_MAP]);
static NETWORK_MAP: Schema = Schema::Object(&Object::named(Names::Resource, &SERVICE_NETWORK));
static SERVICE_NETWORK: Schema = Schema::OneOf(&[&SERVICE_NETWORK_LONG, &NULL]);
static SERVICE_NETWORK_LONG: Schema = Schema::Object(&Object::of(&[
    key("aliases", &UNIQUE_STRINGS, "Further names of the service on this network."),
    key("interface_name", &STRING, "The name of the interface in the container."),
    key("ipv4_address", &STRING, "A fixed address; the network needs a subnet for it."),
    key("ipv6_address", &STRING, "A fixed IPv6 address."),
    key("link_local_ips", &UNIQUE_STRINGS, "Link-local addresses."),
    key("mac_address", &STRING, "The hardware address on this network."),
    key("driver_opts", &DRIVER_OPTS, "Options for the driver."),
    key("priority", &PRIORITY, "Which network is joined first: the highest."),
    key("gw_priority", &PRIORITY, "Which network is the way out: the highest."),
]));
static PRIORITY: Schema = Schema::Is(Types::NUMBER);

static PORTS: Schema = Schema::List {
    items: &PORT,
    unique: true,
};
static PORT_NUMBER: Schema = Schema::Is(Types::NUMBER);
static PORT: Schema = Schema::OneOf(&[&PORT_NUMBER, &STRING, &PORT_LONG]);
static PORT_LONG: Schema = Schema::Object(&Object::of(&[
    key("name", &STRING, "A name for the port, for people."),
    key("mode", &STRING, "`host` or `ingress`."),
    key(
        "host_ip",
        &STRING,
        "The host's address on which it is published; all of them by default.",
    ),
    key("target", &WHOLE, "The port in the container."),
    key("published", &WHOLE, "The port on the host, or a range to choose from."),
    key("protocol", &STRING, "`tcp` or `udp`."),
    key("app_protocol", &STRING, "What is spoken on it, for people."),
]));

static HOOKS: Schema = Schema::List {
    items: &HOOK,
    unique: false,
};
pub(super) static HOOK: Schema = Schema::Object(
    &Object::of(&[
        key("command", &COMMAND, "What is run."),
        key("user", &STRING, "As which user."),
        key("privileged", &SWITCH, "With more rights."),
        key("working_dir", &STRING, "In which folder."),
        key("environment", &LIST_OR_DICT, "With which variables."),
    ])
    .requires(&["command"]),
);

pub(super) static FILE_REFERENCES: Schema = Schema::List {
    items: &FILE_REFERENCE,
    unique: false,
};
static FILE_REFERENCE: Schema = Schema::OneOf(&[&STRING, &FILE_REFERENCE_LONG]);
static FILE_REFERENCE_LONG: Schema = Schema::Object(&Object::of(&[
    key("source", &STRING, "Its name at the top of the file."),
    key("target", &STRING, "Where it stands in the container."),
    key("uid", &STRING, "The user that owns the file."),
    key("gid", &STRING, "The group that owns the file."),
    key("mode", &NUMBER, "The file's mode, octal."),
]));

pub(super) static ULIMITS: Schema = Schema::Object(&Object::named(Names::Lower, &ULIMIT).open());
static ULIMIT: Schema = Schema::OneOf(&[&WHOLE, &ULIMIT_LONG]);
static ULIMIT_LONG: Schema = Schema::Object(
    &Object::of(&[
        key("hard", &WHOLE, "The limit that a process can't raise."),
        key("soft", &WHOLE, "The limit that holds."),
    ])
    .requires(&["soft", "hard"]),
);

static VOLUMES: Schema = Schema::List {
    items: &VOLUME,
    unique: true,
};
static VOLUME: Schema = Schema::OneOf(&[&STRING, &VOLUME_LONG]);
static VOLUME_TYPE: Schema = Schema::Enum(&["bind", "volume", "tmpfs", "cluster", "npipe", "image"]);
static RECURSIVE: Schema = Schema::Enum(&["enabled", "disabled", "writable", "readonly"]);
static SELINUX: Schema = Schema::Enum(&["z", "Z"]);
static TMPFS_SIZE: Schema = Schema::OneOf(&[&WHOLE_NUMBER, &STRING]);
static VOLUME_LONG: Schema = Schema::Object(
    &Object::of(&[
        key(
            "type",
            &VOLUME_TYPE,
            "`volume`, `bind` (a path of the host), `tmpfs` or `image`.",
        ),
        key("source", &STRING, "The volume's name, or the path on the host."),
        key("target", &STRING, "The path in the container."),
        key("read_only", &SWITCH, "The container can't write to it."),
        key("consistency", &STRING, "How closely host and container agree."),
        key("bind", &BIND, "Details of a bind mount."),
        key("volume", &VOLUME_DETAILS, "Details of a volume's mount."),
        key("tmpfs", &TMPFS_DETAILS, "Details of a folder in memory."),
        key("image", &IMAGE_DETAILS, "Details of an image's mount."),
    ])
    .requires(&["type"]),
);
static BIND: Schema = Schema::Object(&Object::of(&[
    key("propagation", &STRING, "Whether mounts below are seen on both sides."),
    key(
        "create_host_path",
        &SWITCH,
        "Make the folder on the host if it is not there. On by default.",
    ),
    key("recursive", &RECURSIVE, "Whether mounts below come along."),
    key("selinux", &SELINUX, "`z` shared, `Z` private."),
]));
static VOLUME_DETAILS: Schema = Schema::Object(&Object::of(&[
    key("labels", &LIST_OR_DICT, "Labels on the volume, if it is made for this."),
    key("nocopy", &SWITCH, "Do not fill a new volume with what the image has there."),
    key("subpath", &STRING, "A folder of the volume instead of its root."),
]));
static TMPFS_DETAILS: Schema = Schema::Object(&Object::of(&[
    key("size", &TMPFS_SIZE, "How large it may grow."),
    key("mode", &NUMBER, "The folder's mode."),
]));
static IMAGE_DETAILS: Schema = Schema::Object(&Object::of(&[key(
    "subpath",
    &STRING,
    "A folder of the image instead of its root.",
)]));
