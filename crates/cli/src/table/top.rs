//! Part of the table of commands: commands that stand at the top only.
//! Specified by docker/cli 29 (docs.docker.com/reference/cli).

use super::{Arguments, Command, INSPECT_FORMAT_HELP, boolean, command, filter, int, string};

pub(super) const COMMANDS: &[Command] = &[
    command(
        "login",
        "[OPTIONS] [SERVER]",
        Arguments::AtMost(1),
        "Authenticate to a registry.\nDefaults to Docker Hub if no server is specified.",
    )
    .flags(&[
        string(
            "password",
            "Password or Personal Access Token (PAT), or \"-\" to read from stdin",
        )
        .short('p'),
        boolean(
            "password-stdin",
            "Take the Password or Personal Access Token (PAT) from stdin",
        ),
        string("username", "Username").short('u'),
    ]),
    command(
        "logout",
        "[SERVER]",
        Arguments::AtMost(1),
        "Log out from a registry.\nIf no server is specified, the default is defined by the daemon.",
    ),
    command(
        "search",
        "[OPTIONS] TERM",
        Arguments::Exactly(1),
        "Search Docker Hub for images",
    )
    .flags(&[
        filter("filter", "Filter output based on conditions provided").short('f'),
        string("format", "Pretty-print search using a Go template"),
        int("limit", "Max number of search results"),
        boolean("no-trunc", "Don't truncate output"),
    ]),
    command("version", "[OPTIONS]", Arguments::None, "Show the Docker version information").flags(&[string(
        "format",
        INSPECT_FORMAT_HELP,
    )
    .short('f')]),
    command(
        "inspect",
        "[OPTIONS] NAME|ID [NAME|ID...]",
        Arguments::AtLeast(1),
        "Return low-level information on Docker objects",
    )
    .flags(&[
        string("format", INSPECT_FORMAT_HELP).short('f'),
        boolean("size", "Display total file sizes if the type is container").short('s'),
        string("type", "Only inspect objects of the given type"),
    ]),
];
