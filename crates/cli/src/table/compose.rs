//! Part of the table of commands: docker compose and the flags that stand before its commands.
//! Specified by docker/compose v5 (docs.docker.com/reference/cli/docker/compose).

use super::{Arguments, Command, FORMAT_HELP, Flag, array, boolean, bytes, command, filter, int, list, string};

/// The flags that stand between `docker compose` and its command.
pub const COMPOSE_FLAGS: &[Flag] = &[
    boolean("all-resources", "Include all resources, even those not used by services"),
    string(
        "ansi",
        "Control when to print ANSI control characters (\"never\"|\"always\"|\"auto\")",
    )
    .default("auto"),
    boolean("compatibility", "Run compose in backward compatibility mode"),
    DRY_RUN,
    array("env-file", "Specify an alternate environment file"),
    array("file", "Compose configuration files").short('f'),
    array("insecure-registry", "Use insecure registry to pull Compose OCI artifacts. Doesn't apply to images").hidden(),
    boolean("no-ansi", "Do not print ANSI control characters (DEPRECATED)").hidden(),
    int("parallel", "Control max parallelism, -1 for unlimited").default("-1"),
    array("profile", "Specify a profile to enable"),
    string("progress", "Set type of progress output (auto, tty, plain, json, quiet)"),
    string(
        "project-directory",
        "Specify an alternate working directory\n(default: the path of the, first specified, Compose file)",
    ),
    string("project-name", "Project name").short('p'),
    boolean("verbose", "Show more output").hidden(),
    boolean("version", "Show the Docker Compose version information").short('v').hidden(),
    string(
        "workdir",
        "DEPRECATED! USE --project-directory INSTEAD.\nSpecify an alternate working directory\n(default: the path of the, first specified, Compose file)",
    )
    .hidden(),
];

const DRY_RUN: Flag = boolean("dry-run", "Execute command in dry run mode");
const INDEX: Flag = int("index", "Index of the container if service has multiple replicas");
const YES: Flag = boolean("yes", "Assume \"yes\" as answer to all prompts and run non-interactively").short('y');
const WAIT: Flag = boolean("wait", "Wait for services to be running|healthy. Implies detached mode.");
const WAIT_TIMEOUT: Flag = int(
    "wait-timeout",
    "Maximum duration in seconds to wait for the project to be running|healthy",
);
const TIMEOUT: Flag = int("timeout", "Specify a shutdown timeout in seconds").short('t');
const SCALE: Flag = array(
    "scale",
    "Scale SERVICE to NUM instances. Overrides the scale setting in the Compose file if present.",
)
.type_name("scale");
const REMOVE_ORPHANS: Flag = boolean(
    "remove-orphans",
    "Remove containers for services not defined in the Compose file",
);
const QUIET_PULL: Flag = boolean("quiet-pull", "Pull without printing progress information");
const NO_BUILD: Flag = boolean("no-build", "Don't build an image, even if it's policy");
const BUILD: Flag = boolean("build", "Build images before starting containers");
const FORCE_RECREATE: Flag = boolean(
    "force-recreate",
    "Recreate containers even if their configuration and image haven't changed",
);
const NO_RECREATE: Flag = boolean(
    "no-recreate",
    "If containers already exist, don't recreate them. Incompatible with --force-recreate.",
);
const NO_DEPS: Flag = boolean("no-deps", "Don't start linked services");
const FORMAT: Flag = string("format", FORMAT_HELP).default("table");
const LIST_FORMAT: Flag = string("format", "Format the output. Values: [table | json]").default("table");

const CONFIG_FLAGS: &[Flag] = &[
    DRY_RUN,
    boolean("environment", "Print environment used for interpolation."),
    string("format", "Format the output. Values: [yaml | json]"),
    string("hash", "Print the service config hash, one per line."),
    boolean("images", "Print the image names, one per line."),
    boolean("lock-image-digests", "Produces an override file with image digests"),
    boolean("models", "Print the model names, one per line."),
    boolean("networks", "Print the network names, one per line."),
    boolean(
        "no-consistency",
        "Don't check model consistency - warning: may produce invalid Compose output",
    ),
    boolean("no-env-resolution", "Don't resolve service env files"),
    boolean("no-interpolate", "Don't interpolate environment variables"),
    boolean("no-normalize", "Don't normalize compose model"),
    boolean("no-path-resolution", "Don't resolve file paths"),
    string("output", "Save to file (default to stdout)").short('o'),
    boolean("profiles", "Print the profile names, one per line."),
    boolean("quiet", "Only validate the configuration, don't print anything").short('q'),
    boolean("resolve-image-digests", "Pin image tags to digests"),
    boolean("services", "Print the service names, one per line."),
    boolean("variables", "Print model variables and default values."),
    boolean("volumes", "Print the volume names, one per line."),
];

pub(super) const COMMANDS: &[Command] = &[
    command("compose attach", "[OPTIONS] SERVICE", Arguments::AtLeast(1), "Attach local standard input, output, and error streams to a service's running container")
        .flags(&[
            string("detach-keys", "Override the key sequence for detaching from a container."),
            DRY_RUN,
            int("index", "index of the container if service has multiple replicas."),
            boolean("no-stdin", "Do not attach STDIN"),
            boolean("sig-proxy", "Proxy all received signals to the process").default("true"),
        ]),
    command("compose bridge", "CMD", Arguments::Any, "Convert compose files into another model"),
    command("compose build", "[OPTIONS] [SERVICE...]", Arguments::Any, "Build or rebuild services")
        .flags(&[
            array("build-arg", "Set build-time variables for services"),
            string("builder", "Set builder to use"),
            boolean("check", "Check build configuration"),
            boolean("compress", "Compress the build context using gzip. DEPRECATED").default("true").hidden(),
            DRY_RUN,
            boolean("force-rm", "Always remove intermediate containers. DEPRECATED").default("true").hidden(),
            bytes("memory", "Set memory limit for the build container. Not supported by BuildKit.").short('m').type_name("bytes"),
            boolean("no-cache", "Do not use cache when building the image"),
            boolean("no-rm", "Do not remove intermediate containers after a successful build. DEPRECATED").hidden(),
            boolean("parallel", "Build images in parallel. DEPRECATED").default("true").hidden(),
            boolean("print", "Print equivalent bake file"),
            string("progress", "Set type of ui output (auto, tty, plain, json, quiet)").hidden(),
            string("provenance", "Add a provenance attestation"),
            boolean("pull", "Always attempt to pull a newer version of the image"),
            boolean("push", "Push service images"),
            boolean("quiet", "Suppress the build output").short('q'),
            string("sbom", "Add a SBOM attestation"),
            string("ssh", "Set SSH authentications used when building service images. (use 'default' for using your default SSH Agent)"),
            boolean("with-dependencies", "Also build dependencies (transitively)"),
        ]),
    command("compose commit", "[OPTIONS] SERVICE [REPOSITORY[:TAG]]", Arguments::Between(1, 2), "Create a new image from a service container's changes")
        .flags(&[
            string("author", "Author (e.g., \"John Hannibal Smith <hannibal@a-team.com>\")").short('a'),
            list("change", "Apply Dockerfile instruction to the created image").short('c'),
            DRY_RUN,
            int("index", "index of the container if service has multiple replicas."),
            string("message", "Commit message").short('m'),
            boolean("pause", "Pause container during commit").default("true").short('p'),
        ]),
    command("compose config", "[OPTIONS] [SERVICE...]", Arguments::Any, "Parse, resolve and render compose file in canonical format")
        .also(&["compose convert"])
        .flags(CONFIG_FLAGS),
    command("compose cp", "[OPTIONS] SERVICE:SRC_PATH DEST_PATH|-\n\tdocker compose cp [OPTIONS] SRC_PATH|- SERVICE:DEST_PATH", Arguments::Exactly(2), "Copy files/folders between a service container and the local filesystem")
        .flags(&[
            boolean("all", "Include containers created by the run command"),
            boolean("archive", "Archive mode (copy all uid/gid information)").short('a'),
            DRY_RUN,
            boolean("follow-link", "Always follow symbol link in SRC_PATH").short('L'),
            INDEX,
        ]),
    command("compose create", "[OPTIONS] [SERVICE...]", Arguments::Any, "Creates containers for a service")
        .flags(&[
            BUILD,
            DRY_RUN,
            FORCE_RECREATE,
            NO_BUILD,
            NO_RECREATE,
            string("pull", "Pull image before running (\"always\"|\"missing\"|\"never\"|\"build\")").default("policy"),
            QUIET_PULL,
            REMOVE_ORPHANS,
            SCALE,
            YES,
        ]),
    command("compose down", "[OPTIONS] [SERVICES]", Arguments::Any, "Stop and remove containers, networks")
        .flags(&[
            DRY_RUN,
            REMOVE_ORPHANS,
            string("rmi", "Remove images used by services. \"local\" remove only images that don't have a custom tag (\"local\"|\"all\")"),
            TIMEOUT,
            boolean("volumes", "Remove named volumes declared in the \"volumes\" section of the Compose file and anonymous volumes attached to containers").short('v'),
        ]),
    command("compose events", "[OPTIONS] [SERVICE...]", Arguments::Any, "Receive real time events from containers")
        .flags(&[
            DRY_RUN,
            boolean("json", "Output events as a stream of json objects"),
            string("since", "Show all events created since timestamp"),
            string("until", "Stream events until this timestamp"),
        ]),
    command("compose exec", "[OPTIONS] SERVICE COMMAND [ARGS...]", Arguments::AtLeast(2), "Execute a command in a running container")
        .stops_at_argument()
        .flags(&[
            boolean("detach", "Detached mode: Run command in the background").short('d'),
            DRY_RUN,
            array("env", "Set environment variables").short('e'),
            INDEX,
            boolean("interactive", "Keep STDIN open even if not attached").short('i').default("true").hidden(),
            boolean("no-tty", "Disable pseudo-TTY allocation. By default 'docker compose exec' allocates a TTY.").short('T').default("true").also("no-TTY"),
            boolean("privileged", "Give extended privileges to the process"),
            boolean("tty", "Allocate a pseudo-TTY").short('t').default("true").hidden(),
            string("user", "Run the command as this user").short('u'),
            string("workdir", "Path to workdir directory for this command").short('w'),
        ]),
    command("compose export", "[OPTIONS] SERVICE", Arguments::AtLeast(1), "Export a service container's filesystem as a tar archive")
        .flags(&[
            DRY_RUN,
            int("index", "index of the container if service has multiple replicas."),
            string("output", "Write to a file, instead of STDOUT").short('o'),
        ]),
    command("compose images", "[OPTIONS] [SERVICE...]", Arguments::Any, "List images used by the created containers")
        .flags(&[DRY_RUN, LIST_FORMAT, boolean("quiet", "Only display IDs").short('q')]),
    command("compose kill", "[OPTIONS] [SERVICE...]", Arguments::Any, "Force stop service containers")
        .flags(&[DRY_RUN, REMOVE_ORPHANS, string("signal", "SIGNAL to send to the container").short('s').default("SIGKILL")]),
    command("compose logs", "[OPTIONS] [SERVICE...]", Arguments::Any, "View output from containers")
        .flags(&[
            DRY_RUN,
            boolean("follow", "Follow log output").short('f'),
            int("index", "index of the container if service has multiple replicas"),
            boolean("no-color", "Produce monochrome output"),
            boolean("no-log-prefix", "Don't print prefix in logs"),
            string("since", "Show logs since timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)"),
            string("tail", "Number of lines to show from the end of the logs for each container").short('n').default("all"),
            boolean("timestamps", "Show timestamps").short('t'),
            string("until", "Show logs before a timestamp (e.g. 2013-01-02T13:23:37Z) or relative (e.g. 42m for 42 minutes)"),
        ]),
    command("compose ls", "[OPTIONS]", Arguments::None, "List running compose projects")
        .flags(&[
            boolean("all", "Show all stopped Compose projects").short('a'),
            DRY_RUN,
            filter("filter", "Filter output based on conditions provided"),
            LIST_FORMAT,
            boolean("quiet", "Only display project names").short('q'),
        ]),
    command("compose pause", "[SERVICE...]", Arguments::Any, "Pause services").flags(&[DRY_RUN]),
    command("compose port", "[OPTIONS] SERVICE PRIVATE_PORT", Arguments::AtLeast(2), "Print the public port for a port binding")
        .flags(&[DRY_RUN, INDEX, string("protocol", "tcp or udp").default("tcp")]),
    command("compose ps", "[OPTIONS] [SERVICE...]", Arguments::Any, "List containers")
        .flags(&[
            boolean("all", "Show all stopped containers (including those created by the run command)").short('a'),
            DRY_RUN,
            string("filter", "Filter services by a property (supported filters: status)"),
            FORMAT,
            boolean("no-trunc", "Don't truncate output"),
            boolean("orphans", "Include orphaned services (not declared by project)").default("true"),
            boolean("quiet", "Only display IDs").short('q'),
            boolean("services", "Display services"),
            array("status", "Filter services by status. Values: [paused | restarting | removing | running | dead | created | exited]"),
        ]),
    command("compose publish", "[OPTIONS] REPOSITORY[:TAG]", Arguments::Exactly(1), "Publish compose application").flags(&[DRY_RUN]),
    command("compose pull", "[OPTIONS] [SERVICE...]", Arguments::Any, "Pull service images")
        .flags(&[
            DRY_RUN,
            boolean("ignore-buildable", "Ignore images that can be built"),
            boolean("ignore-pull-failures", "Pull what it can and ignores images with pull failures"),
            boolean("include-deps", "Also pull services declared as dependencies"),
            boolean("no-parallel", "DEPRECATED disable parallel pulling").default("true").hidden(),
            boolean("parallel", "DEPRECATED pull multiple images in parallel").default("true").hidden(),
            string("policy", "Apply pull policy (\"missing\"|\"always\")"),
            boolean("quiet", "Pull without printing progress information").short('q'),
        ]),
    command("compose push", "[OPTIONS] [SERVICE...]", Arguments::Any, "Push service images")
        .flags(&[
            DRY_RUN,
            boolean("ignore-push-failures", "Push what it can and ignores images with push failures"),
            boolean("include-deps", "Also push images of services declared as dependencies"),
            boolean("quiet", "Push without printing progress information").short('q'),
        ]),
    command("compose restart", "[OPTIONS] [SERVICE...]", Arguments::Any, "Restart service containers")
        .flags(&[DRY_RUN, boolean("no-deps", "Don't restart dependent services"), TIMEOUT]),
    command("compose rm", "[OPTIONS] [SERVICE...]", Arguments::Any, "Removes stopped service containers\n\nBy default, anonymous volumes attached to containers will not be removed. You\ncan override this with -v. To list all volumes, use \"docker volume ls\".\n\nAny data which is not in a volume will be lost.")
        .flags(&[
            boolean("all", "Deprecated - no effect").short('a').hidden(),
            DRY_RUN,
            boolean("force", "Don't ask to confirm removal").short('f'),
            boolean("stop", "Stop the containers, if required, before removing").short('s'),
            boolean("volumes", "Remove any anonymous volumes attached to containers").short('v'),
        ]),
    command("compose run", "[OPTIONS] SERVICE [COMMAND] [ARGS...]", Arguments::AtLeast(1), "Run a one-off command on a service")
        .stops_at_argument()
        .flags(&[
            boolean("build", "Build image before starting container"),
            list("cap-add", "Add Linux capabilities"),
            list("cap-drop", "Drop Linux capabilities"),
            boolean("detach", "Run container in background and print container ID").short('d'),
            DRY_RUN,
            string("entrypoint", "Override the entrypoint of the image"),
            array("env", "Set environment variables").short('e'),
            array("env-from-file", "Set environment variables from file"),
            boolean("interactive", "Keep STDIN open even if not attached").short('i').default("true"),
            array("label", "Add or override a label").short('l').also("labels"),
            string("name", "Assign a name to the container"),
            NO_DEPS,
            boolean("no-tty", "Disable pseudo-TTY allocation (default: auto-detected)").short('T').default("true").also("no-TTY"),
            array("publish", "Publish a container's port(s) to the host").short('p'),
            string("pull", "Pull image before running (\"always\"|\"missing\"|\"never\")").default("policy"),
            boolean("quiet", "Don't print anything to STDOUT").short('q'),
            boolean("quiet-build", "Suppress progress output from the build process"),
            QUIET_PULL,
            REMOVE_ORPHANS,
            boolean("rm", "Automatically remove the container when it exits"),
            boolean("service-ports", "Run command with all service's ports enabled and mapped to the host").short('P'),
            boolean("tty", "Allocate a pseudo-TTY").short('t').default("true").hidden(),
            boolean("use-aliases", "Use the service's network useAliases in the network(s) the container connects to"),
            string("user", "Run as specified username or uid").short('u'),
            array("volume", "Bind mount a volume").short('v').also("volumes"),
            string("workdir", "Working directory inside the container").short('w'),
        ]),
    command("compose scale", "[SERVICE=REPLICAS...]", Arguments::AtLeast(1), "Scale services ").flags(&[DRY_RUN, NO_DEPS]),
    command("compose start", "[SERVICE...]", Arguments::Any, "Start services").flags(&[DRY_RUN, WAIT, WAIT_TIMEOUT]),
    command("compose stats", "[OPTIONS] [SERVICE]", Arguments::AtMost(1), "Display a live stream of container(s) resource usage statistics")
        .flags(&[
            boolean("all", "Show all containers (default shows just running)").short('a'),
            DRY_RUN,
            string("format", FORMAT_HELP),
            boolean("no-stream", "Disable streaming stats and only pull the first result"),
            boolean("no-trunc", "Do not truncate output"),
        ]),
    command("compose stop", "[OPTIONS] [SERVICE...]", Arguments::Any, "Stop services").flags(&[DRY_RUN, TIMEOUT]),
    command("compose top", "[SERVICES...]", Arguments::Any, "Display the running processes").flags(&[DRY_RUN]),
    command("compose unpause", "[SERVICE...]", Arguments::Any, "Unpause services").flags(&[DRY_RUN]),
    command("compose up", "[OPTIONS] [SERVICE...]", Arguments::Any, "Create and start containers")
        .flags(&[
            boolean("abort-on-container-exit", "Stops all containers if any container was stopped. Incompatible with -d"),
            boolean("abort-on-container-failure", "Stops all containers if any container exited with failure. Incompatible with -d"),
            boolean("always-recreate-deps", "Recreate dependent containers. Incompatible with --no-recreate."),
            array("attach", "Restrict attaching to the specified services. Incompatible with --attach-dependencies."),
            boolean("attach-dependencies", "Automatically attach to log output of dependent services"),
            BUILD,
            boolean("detach", "Detached mode: Run containers in the background").short('d'),
            DRY_RUN,
            string("exit-code-from", "Return the exit code of the selected service container. Implies --abort-on-container-exit"),
            FORCE_RECREATE,
            boolean("menu", "Enable interactive shortcuts when running attached. Incompatible with --detach. Can also be enable/disable by setting COMPOSE_MENU environment var."),
            array("no-attach", "Do not attach (stream logs) to the specified services"),
            NO_BUILD,
            boolean("no-color", "Produce monochrome output"),
            NO_DEPS,
            boolean("no-log-prefix", "Don't print prefix in logs"),
            NO_RECREATE,
            boolean("no-start", "Don't start the services after creating them"),
            string("pull", "Pull image before running (\"always\"|\"missing\"|\"never\")").default("policy"),
            boolean("quiet-build", "Suppress the build output"),
            QUIET_PULL,
            REMOVE_ORPHANS,
            boolean("renew-anon-volumes", "Recreate anonymous volumes instead of retrieving data from the previous containers").short('V'),
            SCALE,
            int("timeout", "Use this timeout in seconds for container shutdown when attached or when containers are already running").short('t'),
            boolean("timestamps", "Show timestamps"),
            WAIT,
            WAIT_TIMEOUT,
            boolean("watch", "Watch source code and rebuild/refresh containers when files are updated.").short('w'),
            YES,
        ]),
    command("compose version", "[OPTIONS]", Arguments::None, "Show the Docker Compose version information")
        .flags(&[
            DRY_RUN,
            string("format", "Format the output. Values: [pretty | json]. (Default: pretty)").short('f'),
            boolean("short", "Shows only Compose's version number"),
        ]),
    command("compose volumes", "[OPTIONS] [SERVICE...]", Arguments::Any, "List volumes")
        .flags(&[DRY_RUN, FORMAT, boolean("quiet", "Only display volume names").short('q')]),
    command("compose wait", "SERVICE [SERVICE...] [OPTIONS]", Arguments::AtLeast(1), "Block until containers of all (or specified) services stop.")
        .flags(&[boolean("down-project", "Drops project when the first container stops"), DRY_RUN]),
    command("compose watch", "[SERVICE...]", Arguments::Any, "Watch build context for service and rebuild/refresh containers when files are updated")
        .flags(&[
            DRY_RUN,
            boolean("no-up", "Do not build & start services before watching"),
            boolean("prune", "Prune dangling images on rebuild").default("true"),
            boolean("quiet", "hide build output"),
        ]),
];
