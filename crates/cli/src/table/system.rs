//! Part of the table of commands: docker system.
//! Specified by docker/cli 29 (docs.docker.com/reference/cli).

use super::{Arguments, Command, FORMAT_HELP, INSPECT_FORMAT_HELP, boolean, command, filter, string};

pub(super) const COMMANDS: &[Command] = &[
    command("system df", "[OPTIONS]", Arguments::None, "Show docker disk usage").flags(&[
        string("format", FORMAT_HELP),
        boolean("verbose", "Show detailed information on space usage").short('v'),
    ]),
    command(
        "system events",
        "[OPTIONS]",
        Arguments::None,
        "Get real time events from the server",
    )
    .also(&["events"])
    .flags(&[
        filter("filter", "Filter output based on conditions provided").short('f'),
        string("format", INSPECT_FORMAT_HELP),
        string("since", "Show all events created since timestamp"),
        string("until", "Stream events until this timestamp"),
    ]),
    command("system info", "[OPTIONS]", Arguments::None, "Display system-wide information")
        .also(&["info"])
        .flags(&[string("format", INSPECT_FORMAT_HELP).short('f')]),
    command("system prune", "[OPTIONS]", Arguments::None, "Remove unused data").flags(&[
        boolean("all", "Remove all unused images not just dangling ones").short('a'),
        filter("filter", "Provide filter values (e.g. \"label=<key>=<value>\")"),
        boolean("force", "Do not prompt for confirmation").short('f'),
        boolean("volumes", "Prune anonymous volumes"),
    ]),
];
