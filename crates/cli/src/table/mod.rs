//! The one table of commands: paths, old names, usage lines, arguments and flags.
//!
//! Parsing ([`crate::flags`]), usage errors and help ([`crate::help`]), completion
//! ([`crate::completion`]) and the support page ([`crate::support`]) are derived from it; nothing
//! about a flag stands anywhere else. Facts are docker/cli 29's reference. Commands that only other
//! programs bring along (scout, …) and Swarm's are names without flags.

mod buildx;
mod compose;
mod container;
mod context;
mod image;
mod manifest;
mod network;
mod system;
mod top;
mod volume;

pub use compose::COMPOSE_FLAGS;

/// How many arguments a command takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arguments {
    None,
    Any,
    Exactly(usize),
    AtLeast(usize),
    AtMost(usize),
    Between(usize, usize),
}

/// What a flag's value is; decides its check and the word that help shows for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Boolean,
    String,
    List,
    Map,
    Integer,
    Unsigned,
    Short,
    Decimal,
    Duration,
    Bytes,
    Network,
    Mount,
    Ulimit,
    Gpus,
    Filter,
    Array,
    Slice,
    Address,
    Addresses,
    Subnets,
    Pairs,
}

/// A flag of a command.
#[derive(Clone, Copy, Debug)]
pub struct Flag {
    pub name: &'static str,
    pub short: Option<char>,
    pub kind: Kind,
    /// The word for the value in help, empty for booleans.
    pub type_name: &'static str,
    /// The default as help shows it.
    pub default: &'static str,
    pub help: &'static str,
    pub hidden: bool,
    /// What is said when the flag is used, if it is deprecated.
    pub deprecated: &'static str,
    /// Another spelling that means the flag too, or nothing.
    pub also: &'static str,
}

impl Flag {
    const fn new(name: &'static str, kind: Kind, type_name: &'static str, help: &'static str) -> Flag {
        Flag {
            name,
            short: None,
            kind,
            type_name,
            default: "",
            help,
            hidden: false,
            deprecated: "",
            also: "",
        }
    }

    const fn short(mut self, short: char) -> Flag {
        self.short = Some(short);
        self
    }

    const fn default(mut self, default: &'static str) -> Flag {
        self.default = default;
        self
    }

    const fn type_name(mut self, word: &'static str) -> Flag {
        self.type_name = word;
        self
    }

    const fn also(mut self, name: &'static str) -> Flag {
        self.also = name;
        self
    }

    const fn hidden(mut self) -> Flag {
        self.hidden = true;
        self
    }

    const fn deprecated(mut self, note: &'static str) -> Flag {
        self.deprecated = note;
        self.hidden = true;
        self
    }

    /// Whether the flag can be given several times, adding up.
    pub fn repeats(&self) -> bool {
        !matches!(
            self.kind,
            Kind::Boolean
                | Kind::String
                | Kind::Integer
                | Kind::Unsigned
                | Kind::Short
                | Kind::Decimal
                | Kind::Duration
                | Kind::Bytes
                | Kind::Address
        )
    }
}

/// A command that does something.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// The words after `docker`, as in `container run`.
    pub path: &'static str,
    /// Other words that lead here, in the order that help lists them.
    pub also: &'static [&'static str],
    /// What follows the path in the usage line.
    pub usage: &'static str,
    pub arguments: Arguments,
    pub about: &'static str,
    pub flags: &'static [Flag],
    /// False when everything after the first argument is the command's own (`docker run IMAGE ls -l`).
    pub interspersed: bool,
}

const fn command(path: &'static str, usage: &'static str, arguments: Arguments, about: &'static str) -> Command {
    Command {
        path,
        also: &[],
        usage,
        arguments,
        about,
        flags: &[],
        interspersed: true,
    }
}

impl Command {
    const fn also(mut self, also: &'static [&'static str]) -> Command {
        self.also = also;
        self
    }

    const fn flags(mut self, flags: &'static [Flag]) -> Command {
        self.flags = flags;
        self
    }

    const fn stops_at_argument(mut self) -> Command {
        self.interspersed = false;
        self
    }

    /// The name that is shown when the command was called by these words: the words themselves for an
    /// old name at the top, the path for an alias of its last word.
    pub fn shown_path(&self, words: &str) -> &'static str {
        self.also
            .iter()
            .find(|also| **also == words && !also.contains(' '))
            .filter(|_| !self.path.starts_with("buildx "))
            .copied()
            .unwrap_or(self.path)
    }

    /// The first sentence of the description.
    pub fn summary(&self) -> &'static str {
        let line = self.about.lines().next().unwrap_or_default();
        line.split(". ").next().unwrap_or_default().trim_end_matches('.')
    }
}

/// A word that leads to more commands.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    pub name: &'static str,
    pub about: &'static str,
    /// The usage line's end that Docker shows for an unknown command of the group.
    pub usage: &'static str,
    /// Comes with Docker as a program of its own; marked with a star in help.
    pub plugin: bool,
    /// Of Swarm, listed apart.
    pub swarm: bool,
}

const fn group(name: &'static str, about: &'static str, usage: &'static str) -> Group {
    Group {
        name,
        about,
        usage,
        plugin: false,
        swarm: false,
    }
}

impl Group {
    const fn plugin(mut self) -> Group {
        self.plugin = true;
        self
    }

    const fn swarm(mut self) -> Group {
        self.swarm = true;
        self
    }
}

/// The groups, in the order of help.
pub const GROUPS: &[Group] = &[
    group("builder", "Manage builds", ""),
    group("buildx", "Docker Buildx", "").plugin(),
    group("compose", "Docker Compose", "").plugin(),
    group("container", "Manage containers", ""),
    group("context", "Manage contexts", ""),
    group("image", "Manage images", ""),
    group("manifest", "Manage Docker image manifests and manifest lists", "COMMAND"),
    group("network", "Manage networks", ""),
    group("plugin", "Manage plugins", ""),
    group("system", "Manage Docker", ""),
    group("volume", "Manage volumes", "COMMAND"),
    group("config", "Manage Swarm configs", "").swarm(),
    group("node", "Manage Swarm nodes", "").swarm(),
    group("secret", "Manage Swarm secrets", "").swarm(),
    group("service", "Manage Swarm services", "").swarm(),
    group("stack", "Manage Swarm stacks", "").swarm(),
    group("swarm", "Manage Swarm", "").swarm(),
];

/// Words that Docker or its usual plugins know and that help does not list here.
pub const UNLISTED: &[&str] = &[
    "ai",
    "checkpoint",
    "cloud",
    "debug",
    "desktop",
    "extension",
    "init",
    "mcp",
    "model",
    "sandbox",
    "sbom",
    "scout",
    "trust",
];

/// The commands that `docker --help` shows first, in its order.
pub const COMMON: &[&str] = &[
    "run", "exec", "ps", "build", "pull", "push", "images", "login", "logout", "search", "version", "info",
];

/// The flags that stand between `docker` and the command.
pub const GLOBAL_FLAGS: &[Flag] = &[
    string("config", "Location of client config files").default("/root/.docker"),
    string(
        "context",
        "Name of the context to use to connect to the daemon (overrides DOCKER_HOST env var and default context set with \"docker context use\")",
    )
    .short('c'),
    boolean("debug", "Enable debug mode").short('D'),
    Flag::new("host", Kind::List, "string", "Daemon socket to connect to").short('H'),
    string("log-level", "Set the logging level (\"debug\", \"info\", \"warn\", \"error\", \"fatal\")")
        .short('l')
        .default("info"),
    boolean("tls", "Use TLS; implied by --tlsverify"),
    string("tlscacert", "Trust certs signed only by this CA").default("/root/.docker/ca.pem"),
    string("tlscert", "Path to TLS certificate file").default("/root/.docker/cert.pem"),
    string("tlskey", "Path to TLS key file").default("/root/.docker/key.pem"),
    boolean("tlsverify", "Use TLS and verify the remote"),
    boolean("version", "Print version information and quit").short('v'),
];

/// Every command.
pub fn commands() -> impl Iterator<Item = &'static Command> {
    [
        top::COMMANDS,
        container::COMMANDS,
        image::COMMANDS,
        network::COMMANDS,
        volume::COMMANDS,
        system::COMMANDS,
        context::COMMANDS,
        manifest::COMMANDS,
        buildx::COMMANDS,
        compose::COMMANDS,
    ]
    .into_iter()
    .flatten()
}

/// The command that these words are, by path or by another name.
pub fn find(words: &str) -> Option<&'static Command> {
    let words = match words.strip_prefix("builder ") {
        Some(rest) => format!("buildx {rest}"),
        None => words.to_string(),
    };
    commands().find(|c| c.path == words || c.also.contains(&words.as_str()))
}

/// The group of this name.
pub fn find_group(name: &str) -> Option<&'static Group> {
    GROUPS.iter().find(|g| g.name == name)
}

/// Commands of a group, sorted by name as help lists them. `builder` shows buildx's.
pub fn commands_of(group: &str) -> Vec<&'static Command> {
    let prefix = format!("{} ", if group == "builder" { "buildx" } else { group });
    let mut found: Vec<_> = commands()
        .filter(|c| c.path.starts_with(&prefix) && c.path != "volume update")
        .collect();
    found.sort_by_key(|c| c.path);
    found
}

/// The name and description of every command that stands at the top, sorted.
pub fn top_commands() -> Vec<(&'static str, &'static Command)> {
    let mut found: Vec<(&'static str, &'static Command)> = commands()
        .flat_map(|c| {
            std::iter::once(c.path)
                .chain(c.also.iter().copied())
                .filter(|name| !name.contains(' '))
                .map(move |name| (name, c))
        })
        .collect();
    found.sort_by_key(|(name, _)| *name);
    found
}

const FORMAT_HELP: &str = "Format output using a custom template:
'table':            Print output in table format with column headers (default)
'table TEMPLATE':   Print output in table format using the given Go template
'json':             Print in JSON format
'TEMPLATE':         Print output using the given Go template.
Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates";

const INSPECT_FORMAT_HELP: &str = "Format output using a custom template:
'json':             Print in JSON format
'TEMPLATE':         Print output using the given Go template.
Refer to https://docs.docker.com/go/formatting/ for more information about formatting output with templates";

macro_rules! kinds {
    ($($name:ident $kind:ident $word:literal;)*) => {
        $(const fn $name(name: &'static str, help: &'static str) -> Flag {
            Flag::new(name, Kind::$kind, $word, help)
        })*
    };
}

kinds! {
    boolean Boolean "";
    string String "string";
    list List "list";
    map Map "map";
    int Integer "int";
    int64 Integer "int";
    uint16 Short "uint16";
    uint64 Unsigned "uint";
    decimal Decimal "decimal";
    duration Duration "duration";
    bytes Bytes "bytes";
    network Network "network";
    mount Mount "mount";
    ulimit Ulimit "ulimit";
    gpus Gpus "gpu-request";
    filter Filter "filter";
    array Array "stringArray";
    slice Slice "strings";
    address Address "ip";
    addresses Addresses "ipSlice";
    subnets Subnets "ipNetSlice";
    pairs Pairs "stringToString";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_to_two_commands() {
        let mut names: Vec<&str> = commands()
            .flat_map(|c| std::iter::once(c.path).chain(c.also.iter().copied()))
            .collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn no_command_has_a_flag_twice() {
        for command in commands() {
            let mut names: Vec<&str> = command.flags.iter().map(|f| f.name).collect();
            let mut shorts: Vec<char> = command.flags.iter().filter_map(|f| f.short).collect();
            let (n, s) = (names.len(), shorts.len());
            names.sort_unstable();
            names.dedup();
            shorts.sort_unstable();
            shorts.dedup();
            assert_eq!((names.len(), shorts.len()), (n, s), "{}", command.path);
        }
    }

    #[test]
    fn old_names_keep_their_own_name() {
        let run = find("run").unwrap();
        assert_eq!(run.path, "container run");
        assert_eq!(run.shown_path("run"), "run");
        assert_eq!(run.shown_path("container run"), "container run");
        assert_eq!(find("container list").unwrap().shown_path("container list"), "container ls");
        assert_eq!(find("build").unwrap().shown_path("build"), "buildx build");
    }
}
