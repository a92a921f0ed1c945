//! Part of the table of commands: docker buildx, which docker build and docker builder lead to.
//! Specified by docker/cli 29 (docs.docker.com/reference/cli).

use super::{Arguments, Command, array, boolean, bytes, command, duration, filter, slice, string, ulimit};

pub(super) const COMMANDS: &[Command] = &[
    command("buildx bake", "[OPTIONS] [TARGET...]", Arguments::Any, "Build from a file")
        .also(&["buildx f"])
        .flags(&[
            array("allow", "Allow build to access specified resources"),
            string("builder", "Override the configured builder instance"),
            string("call", "Set method for evaluating build (\"check\", \"outline\", \"targets\")").default("build"),
            boolean("check", "Shorthand for \"--call=check\""),
            boolean("debug", "Enable debug logging").short('D'),
            array("file", "Build definition file").short('f'),
            string("list", "List targets or variables"),
            boolean("load", "Shorthand for \"--set=*.output=type=docker\". Conditional."),
            string("metadata-file", "Write build result metadata to a file"),
            boolean("no-cache", "Do not use cache when building the image"),
            array("policy", "Global policy evaluation options (format: \"[disabled=true|false][,strict=true|false][,log-level=level]\")"),
            boolean("print", "Print the options without building"),
            string("progress", "Set type of progress output (\"auto\", \"none\",  \"plain\", \"quiet\", \"rawjson\", \"tty\"). Use plain to show container output").default("auto"),
            string("provenance", "Shorthand for \"--set=*.attest=type=provenance\""),
            boolean("pull", "Always attempt to pull all referenced images"),
            boolean("push", "Shorthand for \"--set=*.output=type=registry\". Conditional."),
            string("sbom", "Shorthand for \"--set=*.attest=type=sbom\""),
            array("set", "Override target value (e.g., \"targetpattern.key=value\")"),
            array("var", "Set a variable value (e.g., \"name=value\")"),
        ]),
    command("buildx build", "[OPTIONS] PATH | URL | -", Arguments::Exactly(1), "Start a build")
        .also(&["build", "builder build", "image build", "buildx b"])
        .flags(&[
            slice("add-host", "Add a custom host-to-IP mapping (format: \"host:ip\")"),
            array("allow", "Allow extra privileged entitlement (e.g., \"network.host\", \"security.insecure\", \"device\", \"buildx.local.delete\")"),
            array("annotation", "Add annotation to the image"),
            array("attest", "Attestation parameters (format: \"type=sbom,generator=image\")"),
            array("build-arg", "Set build-time variables"),
            array("build-context", "Additional build contexts (e.g., name=path)"),
            string("builder", "Override the configured builder instance"),
            array("cache-from", "External cache sources (e.g., \"user/app:cache\", \"type=local,src=path/to/dir\")"),
            array("cache-to", "Cache export destinations (e.g., \"user/app:cache\", \"type=local,dest=path/to/dir\")"),
            string("call", "Set method for evaluating build (\"check\", \"outline\", \"targets\")").default("build"),
            string("cgroup-parent", "Set the parent cgroup for the \"RUN\" instructions during build"),
            boolean("check", "Shorthand for \"--call=check\""),
            boolean("debug", "Enable debug logging").short('D'),
            string("file", "Name of the Dockerfile (default: \"PATH/Dockerfile\")").short('f'),
            string("iidfile", "Write the image ID to a file"),
            array("label", "Set metadata for an image"),
            boolean("load", "Shorthand for \"--output=type=docker\""),
            string("metadata-file", "Write build result metadata to a file"),
            string("network", "Set the networking mode for the \"RUN\" instructions during build").default("default"),
            boolean("no-cache", "Do not use cache when building the image"),
            array("no-cache-filter", "Do not cache specified stages"),
            array("output", "Output destination (format: \"type=local,dest=path\")").short('o'),
            array("platform", "Set target platform for build"),
            array("policy", "Policy configuration (format: \"filename=path[,filename=path][,reset=true|false][,disabled=true|false][,strict=true|false][,log-level=level]\")"),
            string("progress", "Set type of progress output (\"auto\", \"none\",  \"plain\", \"quiet\", \"rawjson\", \"tty\"). Use plain to show container output").default("auto"),
            string("provenance", "Shorthand for \"--attest=type=provenance\""),
            boolean("pull", "Always attempt to pull all referenced images"),
            boolean("push", "Shorthand for \"--output=type=registry,unpack=false\""),
            boolean("quiet", "Suppress the build output and print image ID on success").short('q'),
            array("resource", "Resource limits for build containers (format: \"memory=2g\", \"cpu-quota=50000\")"),
            string("sbom", "Shorthand for \"--attest=type=sbom\""),
            array("secret", "Secret to expose to the build (format: \"id=mysecret[,src=/local/secret]\")"),
            bytes("shm-size", "Shared memory size for build containers"),
            array("ssh", "SSH agent socket or keys to expose to the build (format: \"default|<id>[=<socket>|<key>[,<key>]]\")"),
            array("tag", "Image identifier (format: \"[registry/]repository[:tag]\")").short('t'),
            string("target", "Set the target build stage to build"),
            ulimit("ulimit", "Ulimit options").default("[]"),
        ]),
    command("buildx create", "[OPTIONS] [CONTEXT|ENDPOINT]", Arguments::AtMost(1), "Create a new builder instance")
        .flags(&[
            boolean("append", "Append a node to builder instead of changing it"),
            boolean("bootstrap", "Boot builder after creation"),
            string("buildkitd-config", "BuildKit daemon config file"),
            string("buildkitd-flags", "BuildKit daemon flags"),
            boolean("debug", "Enable debug logging").short('D'),
            string("driver", "Driver to use (available: \"docker-container\", \"kubernetes\", \"remote\")"),
            array("driver-opt", "Options for the driver"),
            boolean("leave", "Remove a node from builder instead of changing it"),
            string("name", "Builder instance name"),
            string("node", "Create/modify node with given name"),
            array("platform", "Fixed platforms for current node"),
            duration("timeout", "Override the default timeout for loading builder status").default("20s"),
            boolean("use", "Set the current builder instance"),
        ]),
    command("buildx du", "[OPTIONS]", Arguments::None, "Disk usage")
        .flags(&[
            string("builder", "Override the configured builder instance"),
            boolean("debug", "Enable debug logging").short('D'),
            filter("filter", "Provide filter values"),
            string("format", "Format the output"),
            duration("timeout", "Override the default timeout for loading builder status").default("20s"),
            boolean("verbose", "Shorthand for \"--format=pretty\""),
        ]),
    command("buildx history", "COMMAND", Arguments::Any, "Commands to work on build records"),
    command("buildx imagetools", "COMMAND", Arguments::Any, "Commands to work on images in registry"),
    command("buildx inspect", "[NAME]", Arguments::AtMost(1), "Inspect current builder instance")
        .flags(&[
            boolean("bootstrap", "Ensure builder has booted before inspecting"),
            string("builder", "Override the configured builder instance"),
            boolean("debug", "Enable debug logging").short('D'),
            duration("timeout", "Override the default timeout for loading builder status").default("20s"),
        ]),
    command("buildx ls", "[OPTIONS]", Arguments::None, "List builder instances")
        .flags(&[
            boolean("debug", "Enable debug logging").short('D'),
            string("format", "Format the output").default("table"),
            boolean("no-trunc", "Don't truncate output"),
            duration("timeout", "Override the default timeout for loading builder status").default("20s"),
        ]),
    command("buildx prune", "[OPTIONS]", Arguments::None, "Remove build cache")
        .flags(&[
            boolean("all", "Include internal/frontend images").short('a'),
            string("builder", "Override the configured builder instance"),
            boolean("debug", "Enable debug logging").short('D'),
            filter("filter", "Provide filter values"),
            boolean("force", "Do not prompt for confirmation").short('f'),
            bytes("max-used-space", "Maximum amount of disk space allowed to keep for cache"),
            bytes("min-free-space", "Target amount of free disk space after pruning"),
            bytes("reserved-space", "Amount of disk space always allowed to keep for cache"),
            duration("timeout", "Override the default timeout for loading builder status").default("20s"),
            boolean("verbose", "Provide a more verbose output"),
        ]),
    command("buildx rm", "[OPTIONS] [NAME...]", Arguments::AtLeast(0), "Remove one or more builder instances")
        .flags(&[
            boolean("all-inactive", "Remove all inactive builders"),
            string("builder", "Override the configured builder instance"),
            boolean("debug", "Enable debug logging").short('D'),
            boolean("force", "Do not prompt for confirmation").short('f'),
            boolean("keep-daemon", "Keep the BuildKit daemon running"),
            boolean("keep-state", "Keep BuildKit state"),
            duration("timeout", "Override the default timeout for loading builder status").default("20s"),
        ]),
    command("buildx stop", "[NAME]", Arguments::AtMost(1), "Stop builder instance")
        .flags(&[
            string("builder", "Override the configured builder instance"),
            boolean("debug", "Enable debug logging").short('D'),
        ]),
    command("buildx use", "[OPTIONS] NAME", Arguments::Exactly(1), "Set the current builder instance")
        .flags(&[
            string("builder", "Override the configured builder instance"),
            boolean("debug", "Enable debug logging").short('D'),
            boolean("default", "Set builder as default for current context"),
            boolean("global", "Builder persists context changes"),
        ]),
    command("buildx version", "", Arguments::None, "Show buildx version information")
        .flags(&[
            boolean("debug", "Enable debug logging").short('D'),
        ]),
];
