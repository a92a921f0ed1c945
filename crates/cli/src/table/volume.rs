//! Part of the table of commands: docker volume.
//! Specified by docker/cli 29 (docs.docker.com/reference/cli).

use super::{Arguments, Command, FORMAT_HELP, INSPECT_FORMAT_HELP, boolean, bytes, command, filter, list, map, string};

pub(super) const COMMANDS: &[Command] = &[
    command("volume create", "[OPTIONS] [VOLUME]", Arguments::AtMost(1), "Create a volume").flags(&[
        string(
            "availability",
            "Cluster Volume availability (\"active\", \"pause\", \"drain\")",
        )
        .default("active")
        .hidden(),
        string("driver", "Specify volume driver name").short('d').default("local"),
        string("group", "Cluster Volume group (cluster volumes)").hidden(),
        list("label", "Set metadata for a volume"),
        string("name", "Specify volume name").hidden(),
        bytes("limit-bytes", "Minimum size of the Cluster Volume in bytes").hidden(),
        map("opt", "Set driver specific options").short('o').default("map[]"),
        bytes("required-bytes", "Maximum size of the Cluster Volume in bytes").hidden(),
        string("scope", "Cluster Volume access scope (\"single\", \"multi\")")
            .default("single")
            .hidden(),
        map("secret", "Cluster Volume secrets").default("map[]").hidden(),
        string(
            "sharing",
            "Cluster Volume access sharing (\"none\", \"readonly\", \"onewriter\", \"all\")",
        )
        .default("none")
        .hidden(),
        list(
            "topology-preferred",
            "A topology that the Cluster Volume would be preferred in",
        )
        .hidden(),
        list(
            "topology-required",
            "A topology that the Cluster Volume must be accessible from",
        )
        .hidden(),
        string("type", "Cluster Volume access type (\"mount\", \"block\")")
            .default("block")
            .hidden(),
    ]),
    command(
        "volume inspect",
        "[OPTIONS] VOLUME [VOLUME...]",
        Arguments::AtLeast(1),
        "Display detailed information on one or more volumes",
    )
    .flags(&[string("format", INSPECT_FORMAT_HELP).short('f')]),
    command("volume ls", "[OPTIONS]", Arguments::None, "List volumes")
        .also(&["volume list"])
        .flags(&[
            boolean(
                "cluster",
                "Display only cluster volumes, and use cluster volume list formatting",
            )
            .hidden(),
            filter("filter", "Provide filter values (e.g. \"dangling=true\")").short('f'),
            string("format", FORMAT_HELP),
            boolean("quiet", "Only display volume names").short('q'),
        ]),
    command("volume prune", "[OPTIONS]", Arguments::None, "Remove unused local volumes").flags(&[
        boolean("all", "Remove all unused volumes, not just anonymous ones").short('a'),
        filter("filter", "Provide filter values (e.g. \"label=<label>\")"),
        boolean("force", "Do not prompt for confirmation").short('f'),
    ]),
    command(
        "volume rm",
        "[OPTIONS] VOLUME [VOLUME...]",
        Arguments::AtLeast(1),
        "Remove one or more volumes. You cannot remove a volume that is in use by a container.",
    )
    .also(&["volume remove"])
    .flags(&[boolean("force", "Force the removal of one or more volumes").short('f')]),
    command(
        "volume update",
        "[OPTIONS] [VOLUME]",
        Arguments::Exactly(1),
        "Update a volume (cluster volumes only)",
    )
    .flags(&[string(
        "availability",
        "Cluster Volume availability (\"active\", \"pause\", \"drain\")",
    )
    .default("active")
    .hidden()]),
];
