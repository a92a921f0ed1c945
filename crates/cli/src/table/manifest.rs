//! Part of the table of commands: docker manifest.
//! Specified by docker/cli 29 (docs.docker.com/reference/cli).

use super::{Arguments, Command, boolean, command, slice, string};

pub(super) const COMMANDS: &[Command] = &[
    command(
        "manifest annotate",
        "[OPTIONS] MANIFEST_LIST MANIFEST",
        Arguments::Exactly(2),
        "Add additional information to a local image manifest",
    )
    .flags(&[
        string("arch", "Set architecture"),
        string("os", "Set operating system"),
        slice("os-features", "Set operating system feature"),
        string("os-version", "Set operating system version"),
        string("variant", "Set architecture variant"),
    ]),
    command(
        "manifest create",
        "MANIFEST_LIST MANIFEST [MANIFEST...]",
        Arguments::AtLeast(2),
        "Create a local manifest list for annotating and pushing to a registry",
    )
    .flags(&[
        boolean("amend", "Amend an existing manifest list").short('a'),
        boolean("insecure", "Allow communication with an insecure registry"),
    ]),
    command(
        "manifest inspect",
        "[OPTIONS] [MANIFEST_LIST] MANIFEST",
        Arguments::Between(1, 2),
        "Display an image manifest, or manifest list",
    )
    .flags(&[
        boolean("insecure", "Allow communication with an insecure registry"),
        boolean("verbose", "Output additional info including layers and platform").short('v'),
    ]),
    command(
        "manifest push",
        "[OPTIONS] MANIFEST_LIST",
        Arguments::Exactly(1),
        "Push a manifest list to a repository",
    )
    .flags(&[
        boolean("insecure", "Allow push to an insecure registry"),
        boolean("purge", "Remove the local manifest list after push").short('p'),
    ]),
    command(
        "manifest rm",
        "MANIFEST_LIST [MANIFEST_LIST...]",
        Arguments::AtLeast(1),
        "Delete one or more manifest lists from local storage",
    ),
];
