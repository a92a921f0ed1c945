//! Part of the table of commands: docker image.
//! Specified by docker/cli 29 (docs.docker.com/reference/cli).

use super::{Arguments, Command, FORMAT_HELP, INSPECT_FORMAT_HELP, boolean, command, filter, list, slice, string};

pub(super) const COMMANDS: &[Command] = &[
    command("image history", "[OPTIONS] IMAGE", Arguments::Exactly(1), "Show the history of an image")
        .also(&["history"])
        .flags(&[
            string("format", FORMAT_HELP),
            boolean("human", "Print sizes and dates in human readable format").short('H').default("true"),
            boolean("no-trunc", "Don't truncate output"),
            string("platform", "Show history for the given platform. Formatted as \"os[/arch[/variant]]\" (e.g., \"linux/amd64\")"),
            boolean("quiet", "Only show image IDs").short('q'),
        ]),
    command("image import", "[OPTIONS] file|URL|- [REPOSITORY[:TAG]]", Arguments::AtLeast(1), "Import the contents from a tarball to create a filesystem image")
        .also(&["import"])
        .flags(&[
            list("change", "Apply Dockerfile instruction to the created image").short('c'),
            string("message", "Set commit message for imported image").short('m'),
            string("platform", "Set platform if server is multi-platform capable"),
        ]),
    command("image inspect", "[OPTIONS] IMAGE [IMAGE...]", Arguments::AtLeast(1), "Display detailed information on one or more images")
        .flags(&[
            string("format", INSPECT_FORMAT_HELP).short('f'),
            string("platform", "Inspect a specific platform of the multi-platform image.\nIf the image or the server is not multi-platform capable, the command will error out if the platform does not match.\n'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)"),
        ]),
    command("image load", "[OPTIONS]", Arguments::None, "Load an image from a tar archive or STDIN")
        .also(&["load"])
        .flags(&[
            string("input", "Read from tar archive file, instead of STDIN").short('i'),
            slice("platform", "Load only the given platform(s). Formatted as a comma-separated list of \"os[/arch[/variant]]\" (e.g., \"linux/amd64,linux/arm64/v8\")."),
            boolean("quiet", "Suppress the load output").short('q'),
        ]),
    command("image ls", "[OPTIONS] [REPOSITORY[:TAG]]", Arguments::AtMost(1), "List images")
        .also(&["image list", "images"])
        .flags(&[
            boolean("all", "Show all images (default hides intermediate and dangling images)").short('a'),
            boolean("digests", "Show digests"),
            filter("filter", "Filter output based on conditions provided").short('f'),
            string("format", FORMAT_HELP),
            boolean("no-trunc", "Don't truncate output"),
            boolean("quiet", "Only show image IDs").short('q'),
            boolean("tree", "List multi-platform images as a tree (EXPERIMENTAL)"),
        ]),
    command("image prune", "[OPTIONS]", Arguments::None, "Remove unused images")
        .flags(&[
            boolean("all", "Remove all unused images, not just dangling ones").short('a'),
            filter("filter", "Provide filter values (e.g. \"until=<timestamp>\")"),
            boolean("force", "Do not prompt for confirmation").short('f'),
        ]),
    command("image pull", "[OPTIONS] NAME[:TAG|@DIGEST]", Arguments::Exactly(1), "Download an image from a registry")
        .also(&["pull"])
        .flags(&[
            boolean("all-tags", "Download all tagged images in the repository").short('a'),
            string("platform", "Set platform if server is multi-platform capable"),
            boolean("quiet", "Suppress verbose output").short('q'),
        ]),
    command("image push", "[OPTIONS] NAME[:TAG]", Arguments::Exactly(1), "Upload an image to a registry")
        .also(&["push"])
        .flags(&[
            boolean("all-tags", "Push all tags of an image to the repository").short('a'),
            string("platform", "Push a platform-specific manifest as a single-platform image to the registry.\nImage index won't be pushed, meaning that other manifests, including attestations won't be preserved.\n'os[/arch[/variant]]': Explicit platform (eg. linux/amd64)"),
            boolean("quiet", "Suppress verbose output").short('q'),
        ]),
    command("image rm", "[OPTIONS] IMAGE [IMAGE...]", Arguments::AtLeast(1), "Remove one or more images")
        .also(&["image remove", "rmi"])
        .flags(&[
            boolean("force", "Force removal of the image").short('f'),
            boolean("no-prune", "Do not delete untagged parents"),
            slice("platform", "Remove only the given platform variant. Formatted as \"os[/arch[/variant]]\" (e.g., \"linux/amd64\")"),
        ]),
    command("image save", "[OPTIONS] IMAGE [IMAGE...]", Arguments::AtLeast(1), "Save one or more images to a tar archive (streamed to STDOUT by default)")
        .also(&["save"])
        .flags(&[
            string("output", "Write to a file, instead of STDOUT").short('o'),
            slice("platform", "Save only the given platform(s). Formatted as a comma-separated list of \"os[/arch[/variant]]\" (e.g., \"linux/amd64,linux/arm64/v8\")"),
        ]),
    command("image tag", "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]", Arguments::Exactly(2), "Create a tag TARGET_IMAGE that refers to SOURCE_IMAGE")
        .also(&["tag"])
        .stops_at_argument(),
];
