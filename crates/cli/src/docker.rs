//! The program itself: global flags, finding the command, usage errors, running it.

use crate::call::{Call, Failure, Outcome};
use crate::config_file::ConfigFile;
use crate::table::{self, Flag};
use crate::verbs::context::DEFAULT;
use crate::{flags, help, verbs};
use engine::Engine;
use machine::Sys;

/// Docker's own version, which the simulation follows.
pub const VERSION: &str = "29.1.3";
/// The commit that `docker --version` names.
pub const COMMIT: &str = "f52814d";

/// Where the daemon listens unless something else is said.
const SOCKET: &str = "unix:///var/run/docker.sock";

/// Runs `docker` with the arguments of its process. Gives the exit status.
///
/// Under the name `docker-compose` it is Compose alone.
pub async fn docker(sys: Sys, engine: Engine) -> i32 {
    let mut words = sys.argv();
    let alone = words
        .first()
        .is_some_and(|name| name.rsplit('/').next() == Some("docker-compose"));
    match words.first_mut() {
        Some(name) if alone => *name = "compose".into(),
        Some(_) => drop(words.remove(0)),
        None => {}
    }
    match run(&sys, &engine, &words).await {
        Ok(()) => 0,
        Err(failure) => {
            if !failure.message.is_empty() {
                let message = format!("{}\n", failure.message.trim_end_matches('\n'));
                let _ = sys.write(2, message.as_bytes()).await;
            }
            failure.status
        }
    }
}

pub(crate) async fn out(sys: &Sys, text: &str) -> Outcome {
    let _ = sys.write(1, text.as_bytes()).await;
    Ok(())
}

async fn run(sys: &Sys, engine: &Engine, words: &[String]) -> Outcome {
    let global: Vec<&'static Flag> = table::GLOBAL_FLAGS.iter().collect();
    let parsed = flags::parse(&global, false, words).map_err(|problem| {
        Failure::new(help::flag_error(&problem, "docker [OPTIONS] COMMAND [ARG...]", "docker")).with_status(125)
    })?;
    for note in &parsed.notes {
        let _ = sys.write(2, format!("{note}\n").as_bytes()).await;
    }
    if let (Some(_), Some(_)) = (parsed.get("host"), parsed.get("context")) {
        return Err(Failure::new("conflicting options: cannot specify both --host and --context"));
    }
    if parsed.on("version") {
        return out(sys, &format!("Docker version {VERSION}, build {COMMIT}\n")).await;
    }
    if parsed.help {
        return out(sys, &help::of_docker()).await;
    }
    let Some((first, rest)) = parsed.arguments.split_first() else {
        let _ = sys.write(2, help::of_docker().as_bytes()).await;
        return Ok(());
    };
    if first == "help" {
        return help_of(sys, rest).await;
    }
    if first == "compose" {
        return crate::compose::dispatch(sys, engine, &parsed, rest).await;
    }
    let (words, rest) = match find(first, rest, sys).await? {
        Some(found) => found,
        None => return Ok(()),
    };
    let Some(command) = table::find(&words) else {
        return Err(Failure::new(help::unknown(first)));
    };
    let own: Vec<&'static Flag> = command.flags.iter().collect();
    let usage = help::usage_line(command, &words);
    let path = format!("docker {}", command.shown_path(&words));
    let is_build = path.starts_with("docker buildx");
    let call_flags = flags::parse(&own, command.interspersed, &rest).map_err(|problem| {
        let text = help::flag_error(&problem, &usage, &path);
        let start = if is_build { "ERROR: " } else { "" };
        Failure::new(format!("{start}{text}")).with_status(if is_build { 1 } else { 125 })
    })?;
    for note in &call_flags.notes {
        let _ = sys.write(2, format!("{note}\n").as_bytes()).await;
    }
    if call_flags.help {
        return out(sys, &help::of_command(command, &words)).await;
    }
    if let Some(error) = help::argument_error(command, &words, call_flags.arguments.len()) {
        return Err(Failure::new(error));
    }
    let Some(handler) = verbs::handler(command.path) else {
        return Err(Failure::not_simulated(&path));
    };
    let mut call = Call {
        sys: sys.clone(),
        engine: engine.clone(),
        command,
        words: words.clone(),
        flags: call_flags,
        config_dir: config_dir(sys, parsed.get("config")),
        context: String::new(),
        endpoint: String::new(),
        outer: flags::Parsed::default(),
    };
    call.context = context(&call, &parsed);
    let placed = place(&mut call, &parsed);
    if verbs::needs_daemon(command.path) {
        placed?;
        reach(&call)?;
    } else if !path.starts_with("docker context") {
        placed?;
    }
    handler(call).await
}

/// The command's words and what follows them; `None` if everything was said already.
async fn find(first: &str, rest: &[String], sys: &Sys) -> Result<Option<(String, Vec<String>)>, Failure> {
    let Some(group) = table::find_group(first) else {
        if table::find(first).is_some() {
            return Ok(Some((first.to_string(), rest.to_vec())));
        }
        if table::UNLISTED.contains(&first) {
            return Err(Failure::not_simulated(&format!("docker {first}")));
        }
        return Err(Failure::new(help::unknown(first)));
    };
    if table::commands_of(first).is_empty() {
        return Err(Failure::not_simulated(&format!("docker {first}")));
    }
    let Some(word) = rest.iter().find(|w| !w.starts_with('-')) else {
        return match rest.first().map(String::as_str) {
            None | Some("--help" | "-h") => {
                out(sys, &help::of_group(group)).await?;
                Ok(None)
            }
            Some(flag) => {
                let path = format!("docker {first}");
                let problem = match flag.strip_prefix("--") {
                    Some(name) => format!("unknown flag: --{}", name.split('=').next().unwrap_or_default()),
                    None => {
                        let letter = flag.chars().nth(1).unwrap_or('-');
                        format!("unknown shorthand flag: '{letter}' in {flag}")
                    }
                };
                let usage = format!("{path} {}", group.usage);
                Err(Failure::new(help::flag_error(&problem, usage.trim_end(), &path)).with_status(125))
            }
        };
    };
    let words = format!("{first} {word}");
    if table::find(&words).is_none() {
        if ["builder", "buildx"].contains(&first) {
            out(sys, &help::of_buildx()).await?;
            return Err(Failure::new(format!("ERROR: unknown command: {word:?}")));
        }
        return Err(Failure::new(help::unknown_of_group(group, word)));
    }
    let at = rest.iter().position(|w| w == word).unwrap_or(0);
    let others = rest.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, w)| w.clone());
    Ok(Some((words, others.collect())))
}

/// `docker help …`
async fn help_of(sys: &Sys, words: &[String]) -> Outcome {
    let path = words.join(" ");
    if words.is_empty() {
        return out(sys, &help::of_docker()).await;
    }
    if let Some(command) = table::find(&path) {
        return out(sys, &help::of_command(command, &path)).await;
    }
    match table::find_group(&path) {
        Some(group) if group.name == "compose" => out(sys, &help::of_compose()).await,
        Some(group) if table::commands_of(&path).is_empty() => Err(Failure::not_simulated(&format!("docker {}", group.name))),
        Some(group) => out(sys, &help::of_group(group)).await,
        None => Err(Failure::new(format!("unknown help topic: {path}"))),
    }
}

/// The folder of the client's configuration: as said, by the environment, or under the home.
pub(crate) fn config_dir(sys: &Sys, said: Option<&str>) -> String {
    if let Some(dir) = said.filter(|d| !d.is_empty()) {
        return dir.to_string();
    }
    match sys.getenv("DOCKER_CONFIG").filter(|d| !d.is_empty()) {
        Some(dir) => dir,
        None => format!("{}/.docker", sys.getenv("HOME").unwrap_or_default()),
    }
}

/// The context that flags, environment and configuration choose.
pub(crate) fn context(call: &Call, global: &flags::Parsed) -> String {
    let (host, said) = (global.get("host"), global.get("context"));
    let variable = |name: &str| call.sys.getenv(name).filter(|v| !v.is_empty());
    if let Some(name) = said.filter(|n| !n.is_empty()) {
        return name.to_string();
    }
    if host.is_some() || variable("DOCKER_HOST").is_some() {
        return DEFAULT.into();
    }
    variable("DOCKER_CONTEXT").unwrap_or_else(|| match ConfigFile::load(call).text("currentContext") {
        "" => DEFAULT.into(),
        name => name.to_string(),
    })
}

/// Finds the daemon's address: as said, by the environment, or the context's. Errors: there is no such context.
pub(crate) fn place(call: &mut Call, global: &flags::Parsed) -> Outcome {
    call.endpoint = endpoint(call, global.get("host"))?;
    Ok(())
}

fn endpoint(call: &Call, host: Option<&str>) -> Result<String, Failure> {
    let variable = call.sys.getenv("DOCKER_HOST").filter(|h| !h.is_empty());
    match (host, variable) {
        (Some(host), _) => Ok(host.to_string()),
        (None, Some(host)) if call.context == DEFAULT => Ok(host),
        _ => verbs::context::endpoint(call, &call.context)
            .map_err(|why| Failure::new(format!("Failed to initialize: unable to resolve docker endpoint: {why}"))),
    }
}

impl Call {
    /// Why the daemon cannot be reached with what was asked for, if it cannot.
    pub fn unreachable(&self) -> Option<String> {
        let host = &self.endpoint;
        let local = [SOCKET, "unix:///run/docker.sock"].contains(&host.as_str());
        if local && self.sys.exists("/var/run/docker.sock") && self.sys.access("/var/run/docker.sock", 2).is_err() {
            return Some(format!(
                "permission denied while trying to connect to the docker API at {host}"
            ));
        }
        if !local
            && let Some(path) = host.strip_prefix("unix://")
            && !self.sys.exists(path)
        {
            return Some(format!(
                "failed to connect to the docker API at {host}; check if the path is correct and if the daemon is running: dial unix {path}: connect: no such file or directory"
            ));
        }
        (!local || !self.engine.is_up())
            .then(|| format!("Cannot connect to the Docker daemon at {host}. Is the docker daemon running?"))
    }
}

pub(crate) fn reach(call: &Call) -> Outcome {
    let Some(why) = call.unreachable() else { return Ok(()) };
    let failure = Failure::new(why);
    Err(match call.command.path {
        "container run" => failure.of_run().with_status(125),
        path if path.starts_with("buildx") => Failure::new(format!("ERROR: {}", failure.message)),
        _ => failure,
    })
}
