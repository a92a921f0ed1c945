//! What Tab offers after `docker`: commands, flags, and the names of what there is.
//!
//! Derived from the table. Values of flags are offered where they are names of things.

use crate::table::{self, Command, Flag, Kind};
use engine::{Engine, Filters};

/// Something to offer: the word and what it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    pub word: String,
    pub about: String,
}

fn candidate(word: impl Into<String>, about: impl Into<String>) -> Candidate {
    Candidate {
        word: word.into(),
        about: about.into(),
    }
}

/// Completions of `current`, the word at the cursor, after `words`, those between `docker` and it.
pub fn complete(words: &[String], current: &str, engine: &Engine) -> Vec<Candidate> {
    let mut found = all(words, current, engine);
    found.retain(|c| c.word.starts_with(current));
    found.sort();
    found.dedup_by(|a, b| a.word == b.word);
    found
}

/// Completes a shell's line at a cursor (in bytes): where the word begins, and what may stand there.
/// `None` where the line is no docker command, or Docker has nothing to offer.
pub fn complete_line(line: &str, cursor: usize, engine: &Engine) -> Option<(usize, Vec<String>)> {
    let before = line.get(..cursor)?;
    let command = before.rfind([';', '|', '&', '\n', '(', '`']).map_or(0, |at| at + 1);
    let command = command + before.get(command..)?.len() - before.get(command..)?.trim_start().len();
    let start = before.rfind([' ', '\t']).map_or(0, |at| at + 1).max(command);
    let words: Vec<String> = before.get(command..start)?.split_whitespace().map(str::to_string).collect();
    let at = words.iter().position(|w| w != "sudo" && !is_assignment(w))?;
    let (program, words) = words.get(at..)?.split_first()?;
    if program != "docker" && !program.ends_with("/docker") {
        return None;
    }
    let found: Vec<String> = complete(words, before.get(start..)?, engine)
        .into_iter()
        .map(|c| c.word)
        .collect();
    (!found.is_empty()).then_some((start, found))
}

/// Whether a word sets a variable for the command after it.
fn is_assignment(word: &str) -> bool {
    word.split_once('=')
        .is_some_and(|(name, _)| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
}

fn all(words: &[String], current: &str, engine: &Engine) -> Vec<Candidate> {
    let mut names = words.iter().filter(|w| !w.starts_with('-'));
    let Some(first) = names.next() else {
        if current.starts_with('-') {
            return flags(table::GLOBAL_FLAGS);
        }
        let groups = table::GROUPS.iter().map(|g| candidate(g.name, g.about));
        let commands = table::top_commands()
            .into_iter()
            .map(|(name, c)| candidate(name, c.summary()));
        return groups.chain(commands).collect();
    };
    if first == "compose" {
        return compose(words, current, engine);
    }
    let (words_used, command) = if table::find_group(first).is_some() {
        let Some(second) = names.next() else {
            return table::commands_of(first)
                .into_iter()
                .map(|c| candidate(c.path.rsplit(' ').next().unwrap_or_default(), c.summary()))
                .collect();
        };
        (2, table::find(&format!("{first} {second}")))
    } else {
        (1, table::find(first))
    };
    let Some(command) = command else { return Vec::new() };
    let mut seen = 0;
    let after: Vec<&String> = words
        .iter()
        .skip_while(|w| {
            seen += usize::from(!w.starts_with('-'));
            seen <= words_used && (seen < words_used || w.starts_with('-'))
        })
        .skip(1)
        .collect();
    of_command(command, &after, current, engine)
}

/// Completions behind the words of `docker compose`: its own flags come before the command.
fn compose(words: &[String], current: &str, engine: &Engine) -> Vec<Candidate> {
    let mut rest = words.iter().skip_while(|w| *w != "compose").skip(1);
    let mut value = false;
    let name = rest.find(|word| {
        if std::mem::take(&mut value) {
            return false;
        }
        value = pending(table::COMPOSE_FLAGS, word).is_some();
        !word.starts_with('-')
    });
    let Some(name) = name else {
        if current.starts_with('-') {
            return flags(table::COMPOSE_FLAGS);
        }
        return table::commands_of("compose")
            .into_iter()
            .map(|c| candidate(c.path.rsplit(' ').next().unwrap_or_default(), c.summary()))
            .collect();
    };
    let after: Vec<&String> = rest.collect();
    match table::find(&format!("compose {name}")) {
        Some(command) => of_command(command, &after, current, engine),
        None => Vec::new(),
    }
}

/// Completions behind a command's name and the words that follow it.
fn of_command(command: &Command, after: &[&String], current: &str, engine: &Engine) -> Vec<Candidate> {
    if let Some(flag) = after.last().and_then(|w| pending(command.flags, w)) {
        return values(flag, engine);
    }
    if let Some((name, _)) = current.split_once('=')
        && let Some(flag) = command.flags.iter().find(|f| name.strip_prefix("--") == Some(f.name))
    {
        let offer = |c: Candidate| candidate(format!("{name}={}", c.word), c.about);
        return values(flag, engine).into_iter().map(offer).collect();
    }
    let arguments = arguments(command, after);
    if current.starts_with('-') && (command.interspersed || arguments == 0) {
        return flags(command.flags);
    }
    objects(command, arguments, engine)
}

/// The flag that waits for its value, if the word is one.
fn pending(known: &'static [Flag], word: &str) -> Option<&'static Flag> {
    let takes = |flag: &&'static Flag| flag.kind != Kind::Boolean;
    match word.strip_prefix("--") {
        Some(name) => known.iter().find(|f| f.name == name).filter(takes),
        None => {
            let letters = word.strip_prefix('-')?;
            let last = letters.chars().next_back()?;
            known.iter().find(|f| f.short == Some(last)).filter(takes)
        }
    }
}

/// How many arguments stand among these words.
fn arguments(command: &Command, words: &[&String]) -> usize {
    let mut count = 0;
    let mut skip = false;
    for word in words {
        if std::mem::take(&mut skip) {
            continue;
        }
        if word.starts_with('-') && word.len() > 1 && (command.interspersed || count == 0) {
            skip = pending(command.flags, word).is_some();
        } else {
            count += 1;
        }
    }
    count
}

fn flags(flags: &'static [Flag]) -> Vec<Candidate> {
    let shown = flags.iter().filter(|f| !f.hidden);
    shown
        .map(|f| candidate(format!("--{}", f.name), f.help.lines().next().unwrap_or_default()))
        .collect()
}

fn values(flag: &Flag, engine: &Engine) -> Vec<Candidate> {
    let fixed = |words: &[&str]| words.iter().map(|w| candidate(*w, "")).collect();
    match flag.name {
        "network" | "net" => networks(engine),
        "volumes-from" | "link" => containers(engine, true),
        "restart" => fixed(&["always", "no", "on-failure", "unless-stopped"]),
        "pull" => fixed(&["always", "missing", "never"]),
        "progress" => fixed(&["auto", "none", "plain", "quiet", "tty"]),
        "signal" | "stop-signal" => fixed(&["SIGHUP", "SIGINT", "SIGKILL", "SIGQUIT", "SIGTERM", "SIGUSR1", "SIGUSR2"]),
        "type" => fixed(&["container", "image", "network", "volume"]),
        "platform" => fixed(&["linux/amd64", "linux/arm64"]),
        _ => Vec::new(),
    }
}

/// The names that a command's next argument can be.
fn objects(command: &Command, arguments: usize, engine: &Engine) -> Vec<Candidate> {
    let one = |offered: Vec<Candidate>| if arguments == 0 { offered } else { Vec::new() };
    match command.path {
        "container run" | "container create" => one(images(engine)),
        "container exec" | "container attach" | "container top" => one(containers(engine, false)),
        "container logs" | "container port" | "container diff" | "container export" | "container commit" | "container rename" => {
            one(containers(engine, true))
        }
        "container stop" | "container kill" | "container pause" | "container stats" => containers(engine, false),
        "container start" | "container rm" | "container restart" | "container wait" | "container unpause"
        | "container inspect" | "container update" => containers(engine, true),
        "container cp" => containers(engine, true)
            .into_iter()
            .map(|c| candidate(format!("{}:", c.word), c.about))
            .collect(),
        "image rm" | "image inspect" | "image save" => images(engine),
        "image tag" | "image history" | "image push" | "image ls" => one(images(engine)),
        "volume rm" | "volume inspect" => volumes(engine),
        "network rm" | "network inspect" => networks(engine),
        "network connect" | "network disconnect" if arguments == 1 => containers(engine, true),
        "network connect" | "network disconnect" => one(networks(engine)),
        "inspect" => [containers(engine, true), images(engine), volumes(engine), networks(engine)].concat(),
        "compose exec" | "compose run" | "compose port" | "compose attach" | "compose commit" | "compose export" => {
            one(services(engine))
        }
        path if path.starts_with("compose ") => services(engine),
        "context use" | "context inspect" => vec![candidate("default", "")],
        _ => Vec::new(),
    }
}

fn containers(engine: &Engine, all: bool) -> Vec<Candidate> {
    let found = engine.list_containers(all, None, &Filters::default()).unwrap_or_default();
    found.iter().map(|c| candidate(c.name.as_str(), c.image.as_str())).collect()
}

/// The services that have containers.
fn services(engine: &Engine) -> Vec<Candidate> {
    let found = engine.list_containers(true, None, &Filters::default()).unwrap_or_default();
    found
        .iter()
        .filter_map(|c| {
            c.labels
                .get("com.docker.compose.service")
                .map(|s| candidate(s.as_str(), c.image.as_str()))
        })
        .collect()
}

fn images(engine: &Engine) -> Vec<Candidate> {
    let found = engine.list_images(false, &Filters::default()).unwrap_or_default();
    found
        .iter()
        .filter_map(|i| i.name.as_ref())
        .map(|(repository, tag)| candidate(format!("{repository}:{tag}"), ""))
        .collect()
}

fn volumes(engine: &Engine) -> Vec<Candidate> {
    let found = engine.volumes(&Filters::default()).unwrap_or_default();
    found.iter().map(|v| candidate(v.name.as_str(), v.driver.as_str())).collect()
}

fn networks(engine: &Engine) -> Vec<Candidate> {
    let found = engine.networks(&Filters::default()).unwrap_or_default();
    found.iter().map(|n| candidate(n.name.as_str(), n.driver.as_str())).collect()
}
