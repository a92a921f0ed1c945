//! Part of the table of commands: docker context.
//! Specified by docker/cli 29 (docs.docker.com/reference/cli).

use super::{Arguments, Command, FORMAT_HELP, INSPECT_FORMAT_HELP, boolean, command, pairs, string};

pub(super) const COMMANDS: &[Command] = &[
    command(
        "context create",
        "[OPTIONS] CONTEXT",
        Arguments::Exactly(1),
        "Create a context",
    )
    .flags(&[
        string("description", "Description of the context"),
        pairs("docker", "set the docker endpoint"),
        string("from", "create context from a named context"),
    ]),
    command(
        "context export",
        "[OPTIONS] CONTEXT [FILE|-]",
        Arguments::Between(1, 2),
        "Export a context to a tar archive FILE or a tar stream on STDOUT.",
    ),
    command(
        "context import",
        "CONTEXT FILE|-",
        Arguments::Exactly(2),
        "Import a context from a tar or zip file",
    ),
    command(
        "context inspect",
        "[OPTIONS] [CONTEXT] [CONTEXT...]",
        Arguments::Any,
        "Display detailed information on one or more contexts",
    )
    .flags(&[string("format", INSPECT_FORMAT_HELP).short('f')]),
    command("context ls", "[OPTIONS]", Arguments::None, "List contexts")
        .also(&["context list"])
        .flags(&[
            string("format", FORMAT_HELP),
            boolean("quiet", "Only show context names").short('q'),
        ]),
    command(
        "context rm",
        "CONTEXT [CONTEXT...]",
        Arguments::AtLeast(1),
        "Remove one or more contexts",
    )
    .also(&["context remove"])
    .flags(&[boolean("force", "Force the removal of a context in use").short('f')]),
    command("context show", "", Arguments::None, "Print the name of the current context"),
    command(
        "context update",
        "[OPTIONS] CONTEXT",
        Arguments::Exactly(1),
        "Update a context",
    )
    .flags(&[
        string("description", "Description of the context"),
        pairs("docker", "set the docker endpoint"),
    ]),
    command(
        "context use",
        "CONTEXT",
        Arguments::Exactly(1),
        "Set the default docker context",
    ),
];
