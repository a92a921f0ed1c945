//! The kinds of conditions: one table, from which come their types, their reader, and the schema.
//!
//! Conditions are over what is so, never over what was typed (but for `command` and `output`).

use crate::field::{Field, FieldValue, Mode, Size, read_field};
use crate::yaml::{Node, unknown};

/// A kind of condition with its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    pub name: &'static str,
    pub doc: &'static str,
    pub fields: &'static [Field],
}

macro_rules! conditions {
    ($(
        #[doc = $doc:literal]
        $type:ident $kind:literal { $( #[doc = $field_doc:literal] $field:ident: $value:ty, )* }
    )*) => {
        $(
            #[doc = $doc]
            #[derive(Clone, Debug, PartialEq)]
            pub struct $type { $( #[doc = $field_doc] pub $field: $value, )* }

            impl $type {
                fn read(node: &Node<'_>) -> Option<$type> {
                    let known: &[&str] = &[$(stringify!($field)),*];
                    if !node.is_mapping() {
                        node.entries(&format!("`{}: {{{}: …}}`", $kind, known.first().copied().unwrap_or_default()));
                        return None;
                    }
                    node.only(known, concat!("`", $kind, "`"));
                    $( let $field = read_field::<$value>(node, $kind, stringify!($field)); )*
                    Some($type { $( $field: $field?, )* })
                }
            }
        )*

        /// What must be so.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Condition {
            All(Vec<Condition>),
            Any(Vec<Condition>),
            Not(Box<Condition>),
            $( #[doc = $doc] $type($type), )*
        }

        /// Every kind but the combinations.
        pub const KINDS: &[Kind] = &[$(Kind {
            name: $kind,
            doc: $doc,
            fields: &[$(Field {
                name: stringify!($field),
                kind: <$value as FieldValue>::KIND,
                required: <$value as FieldValue>::REQUIRED,
                doc: $field_doc,
            }),*],
        }),*];

        fn read_kind(kind: &str, node: &Node<'_>) -> Option<Condition> {
            match kind {
                $( $kind => $type::read(node).map(Condition::$type), )*
                _ => None,
            }
        }
    };
}

conditions! {
    /// An image is on this machine.
    ImageIs "image" {
        /// Its name, such as `shop` or `alpine:3.20`.
        name: String,
        /// A field of its configuration such as `User`, `Env` or `Cmd`.
        field: Option<String>,
        /// What that field is, as text; a list as JSON.
        is: Option<String>,
        /// A text in that field.
        contains: Option<String>,
        /// Its size is below this.
        smaller_than: Option<Size>,
        /// Its size is above this.
        larger_than: Option<Size>,
        /// How many layers it has.
        layers: Option<u32>,
        /// How many layers it has at most.
        layers_at_most: Option<u32>,
        /// A path that one of its layers brings.
        layer_with: Option<String>,
        /// Another image with which it has a layer in common.
        shares_with: Option<String>,
    }
    /// A container is there.
    ContainerIs "container" {
        /// Its name.
        name: String,
        /// `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`.
        state: Option<String>,
        /// The status its program ended with.
        exit_code: Option<i32>,
        /// Whether it was ended because it used too much memory.
        oom_killed: Option<bool>,
        /// `starting`, `healthy` or `unhealthy`.
        health: Option<String>,
        /// How often it was started again by its restart policy, at least.
        restarts_at_least: Option<u32>,
        /// `no`, `always`, `on-failure` or `unless-stopped`.
        restart_policy: Option<String>,
        /// The image it was made from.
        image: Option<String>,
        /// A port of the host that it publishes now.
        port: Option<u16>,
        /// A network it is on.
        network: Option<String>,
        /// A path in it on which something is mounted.
        mount: Option<String>,
        /// A volume that is mounted in it.
        volume: Option<String>,
        /// A text in its log.
        log: Option<String>,
        /// A variable of its environment, `NAME=value`.
        env: Option<String>,
        /// The user its program runs as, as it was given.
        user: Option<String>,
        /// Its limit of memory; `64MB` and `64MiB` both stand for `-m 64m`.
        memory: Option<Size>,
        /// A part of the command line of a process that runs in it.
        process: Option<String>,
    }
    /// A volume is there.
    VolumeIs "volume" {
        /// Its name.
        name: String,
    }
    /// A network is there.
    NetworkIs "network" {
        /// Its name.
        name: String,
        /// A container on it.
        member: Option<String>,
    }
    /// A port of the host has answered HTTP, as the learner's last request to it saw.
    PortIs "port" {
        /// The port of the host.
        number: u16,
        /// The path asked for; `/` if not given.
        path: Option<String>,
        /// The status of the answer.
        status: Option<u16>,
        /// A text in the answer.
        body: Option<String>,
    }
    /// A file is there: in the workspace, or in an image, a container or a volume.
    FileIs "file" {
        /// Its path; in the workspace from its folder, elsewhere from `/`.
        path: String,
        /// The image it is in.
        image: Option<String>,
        /// The container it is in.
        container: Option<String>,
        /// The volume it is in.
        volume: Option<String>,
        /// A text in it.
        contains: Option<String>,
        /// A text that is not in it.
        lacks: Option<String>,
        /// Its permissions, such as `"0755"`.
        mode: Option<Mode>,
        /// Its owner, `"1000:1000"` or `"1000"`.
        owner: Option<String>,
    }
    /// A name leads to an address, asked from a container.
    ResolvesIs "resolves" {
        /// The name.
        name: String,
        /// The container that asks.
        from: String,
        /// A port at which something answers there.
        port: Option<u16>,
    }
    /// What a build would do if a file changed now.
    RebuildIs "rebuild" {
        /// The file that changes.
        edit: String,
        /// An instruction whose result would be used again: how it begins.
        keeps: Option<String>,
        /// An instruction that would run again: how it begins.
        reruns: Option<String>,
        /// The Dockerfile; `Dockerfile` if not given.
        file: Option<String>,
    }
    /// A stage of a Dockerfile.
    StageIs "stage" {
        /// Its name.
        name: String,
        /// Whether a build of the last stage needs it; `true` if not given.
        used: Option<bool>,
        /// The Dockerfile; `Dockerfile` if not given.
        file: Option<String>,
    }
    /// What `docker build --check` reports.
    BuildCheckIs "build_check" {
        /// The rule's name, such as `JSONArgsRecommended`.
        rule: String,
        /// Whether it is reported; `true` if not given.
        present: Option<bool>,
        /// The Dockerfile; `Dockerfile` if not given.
        file: Option<String>,
    }
    /// A Dockerfile has an instruction.
    DockerfileIs "dockerfile" {
        /// How the instruction begins, such as `COPY --from`.
        instruction: String,
        /// The Dockerfile; `Dockerfile` if not given.
        file: Option<String>,
    }
    /// A registry has an image.
    RegistryIs "registry" {
        /// The repository with its registry, such as `localhost:5000/shop`.
        repository: String,
        /// A tag in it.
        tag: Option<String>,
        /// A digest in it, `sha256:…`.
        digest: Option<String>,
    }
    /// A service of a Compose project has containers.
    ServiceIs "service" {
        /// The service's name.
        name: String,
        /// The state of its containers.
        state: Option<String>,
        /// The health of its containers.
        health: Option<String>,
        /// How many containers of it there are.
        replicas: Option<u32>,
        /// The project; the workspace's name if not given.
        project: Option<String>,
    }
    /// A command was used.
    CommandIs "command" {
        /// How the command line began.
        used: String,
    }
    /// A command has printed something.
    OutputIs "output" {
        /// How the command line began.
        of: String,
        /// A text in what it printed.
        contains: String,
    }
    /// A quiz was answered rightly.
    QuizIs "quiz" {
        /// The quiz's id.
        id: String,
    }
}

/// The names of the combinations.
pub const COMBINATIONS: [&str; 3] = ["all", "any", "not"];

/// All words under which a condition can stand.
pub(crate) fn words() -> Vec<&'static str> {
    KINDS.iter().map(|k| k.name).chain(COMBINATIONS).collect()
}

/// Nested conditions that are followed.
const DEPTH: usize = 16;

/// Reads one condition under its word.
pub(crate) fn read_condition(kind: &str, node: &Node<'_>, depth: usize) -> Option<Condition> {
    if depth > DEPTH {
        node.mistake(format!("conditions are nested more than {DEPTH} deep"));
        return None;
    }
    let list = |node: &Node<'_>| -> Option<Vec<Condition>> {
        let items = node.items(&format!("`{kind}` with a list of conditions, one `- …` a line"));
        if items.is_empty() {
            return None;
        }
        items.iter().map(|item| read_all(item, &[], depth + 1)).collect()
    };
    match kind {
        "all" => list(node).map(Condition::All),
        "any" => list(node).map(Condition::Any),
        "not" => read_all(node, &[], depth + 1).map(|c| Condition::Not(Box::new(c))),
        kind if KINDS.iter().any(|k| k.name == kind) => {
            let condition = read_kind(kind, node)?;
            let complaint = complaint(&condition);
            if let Some(complaint) = complaint {
                node.mistake(complaint);
            }
            Some(condition)
        }
        kind => {
            node.mistake(unknown("condition", kind, "a check", &words()));
            None
        }
    }
}

/// Reads the conditions beside each other in a mapping; keys in `skip` are other things'.
pub(crate) fn read_all(node: &Node<'_>, skip: &[&str], depth: usize) -> Option<Condition> {
    let mut all = Vec::new();
    let mut whole = true;
    for (key, child) in node.entries("a condition such as `image: {name: shop}`") {
        if skip.contains(&key.as_str()) {
            continue;
        }
        match read_condition(&key, &child, depth) {
            Some(condition) => all.push(condition),
            None => whole = false,
        }
    }
    match (whole, all.len()) {
        (false, _) => None,
        (true, 0) => {
            if node.is_mapping() {
                node.mistake(format!("there is no condition, expected one of {}", words().join(", ")));
            }
            None
        }
        (true, 1) => all.pop(),
        (true, _) => Some(Condition::All(all)),
    }
}

/// What is wrong between the fields of a condition.
fn complaint(condition: &Condition) -> Option<String> {
    match condition {
        Condition::ImageIs(c) if c.field.is_none() && (c.is.is_some() || c.contains.is_some()) => {
            Some("`is` and `contains` of `image` need `field`".into())
        }
        Condition::FileIs(c) if [&c.image, &c.container, &c.volume].iter().filter(|p| p.is_some()).count() > 1 => {
            Some("a `file` is in one place: `image`, `container` or `volume`".into())
        }
        Condition::RebuildIs(c) if c.keeps.is_none() && c.reruns.is_none() => {
            Some("`rebuild` needs `keeps` or `reruns`: how an instruction begins".into())
        }
        Condition::ContainerIs(c) => {
            let states = ["created", "running", "paused", "restarting", "removing", "exited", "dead"];
            word_of("state", c.state.as_deref(), &states)
                .or_else(|| word_of("health", c.health.as_deref(), &["starting", "healthy", "unhealthy"]))
                .or_else(|| {
                    let policies = ["no", "always", "on-failure", "unless-stopped"];
                    word_of("restart_policy", c.restart_policy.as_deref(), &policies)
                })
        }
        Condition::BuildCheckIs(c) => {
            let known: Vec<&str> = dockerfile::check::rules::ALL.iter().map(|rule| rule.name).collect();
            let there = known.iter().any(|n| *n == c.rule);
            (!there).then(|| unknown("rule", &c.rule, "`docker build --check`", &known))
        }
        _ => None,
    }
}

fn word_of(field: &str, word: Option<&str>, known: &[&str]) -> Option<String> {
    let word = word.filter(|w| !known.contains(w))?;
    Some(format!(
        "`{field}`: found `{word}`, expected one of {}",
        known.iter().map(|k| format!("`{k}`")).collect::<Vec<_>>().join(", ")
    ))
}

impl Condition {
    /// Calls `visit` on this condition and on all inside it.
    pub fn visit<'a>(&'a self, visit: &mut dyn FnMut(&'a Condition)) {
        visit(self);
        match self {
            Condition::All(list) | Condition::Any(list) => list.iter().for_each(|c| c.visit(visit)),
            Condition::Not(inner) => inner.visit(visit),
            _ => {}
        }
    }
}
