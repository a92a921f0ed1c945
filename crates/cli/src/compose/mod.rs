//! `docker compose`: the model of `compose.yaml` brought up on the engine.
//!
//! A command line is read with the table of commands; the model crate makes a project of the files; what is wanted is
//! compared with what there is ([`reconcile`]) and carried out through the engine's typed API, service by service as
//! their dependencies allow. One file a verb. Specified by docker/compose v5. Left out, by name: dry runs, watching
//! files, bridges, publishing, providers and models.

mod attach;
mod build;
mod config;
mod consumer;
mod containers;
mod cp;
mod create;
mod down;
mod events;
mod exec;
mod execute;
mod files;
mod graph;
mod group;
mod hooks;
mod images;
mod labels;
mod lifecycle;
mod logs;
mod ls;
mod monitor;
mod mounts;
mod network;
mod observed;
mod plan;
mod project;
mod ps;
mod pull;
mod push;
mod reconcile;
mod request;
mod rm;
mod run;
mod scale;
mod screen;
mod start;
mod up;
mod version;
mod volumes;
mod wait;

pub(crate) use version::VERSION;

use crate::call::{Call, Failure, Outcome};
use crate::flags::{self, Parsed};
use crate::table::{self, Arguments, Command, Flag};
use crate::{docker, help};
use engine::Engine;
use events::{Event, Mode, Progress};
use machine::Sys;
use std::pin::Pin;

/// What every verb works with.
#[derive(Clone)]
pub(crate) struct Compose {
    pub call: Call,
    pub progress: Progress,
    /// Whether colours may be used.
    pub colour: bool,
}

/// A verb's function.
type Verb = fn(Compose) -> Pin<Box<dyn Future<Output = Outcome>>>;

macro_rules! verbs {
    ($($path:literal => $function:path,)*) => {
        /// The verb of a command's path, if it is simulated.
        fn verb(path: &str) -> Option<Verb> {
            match path {
                $($path => Some(|compose| Box::pin($function(compose))),)*
                _ => None,
            }
        }
    };
}

verbs! {
    "compose attach" => attach::attach,
    "compose build" => build::verb,
    "compose commit" => attach::commit,
    "compose config" => config::config,
    "compose cp" => cp::cp,
    "compose create" => create::verb,
    "compose down" => down::verb,
    "compose events" => logs::events,
    "compose exec" => exec::exec,
    "compose export" => attach::export,
    "compose images" => images::verb,
    "compose kill" => lifecycle::kill,
    "compose logs" => logs::logs,
    "compose ls" => ls::ls,
    "compose pause" => lifecycle::pause,
    "compose port" => ps::port,
    "compose ps" => ps::ps,
    "compose pull" => pull::verb,
    "compose push" => push::verb,
    "compose restart" => lifecycle::restart,
    "compose rm" => rm::rm,
    "compose run" => run::run,
    "compose scale" => scale::scale,
    "compose start" => start::verb,
    "compose stats" => ps::stats,
    "compose stop" => lifecycle::stop,
    "compose top" => ps::top,
    "compose unpause" => lifecycle::unpause,
    "compose up" => up::up,
    "compose version" => version::version,
    "compose volumes" => volumes::verb,
    "compose wait" => wait::verb,
}

/// Whether a command of `docker compose` is simulated.
pub(crate) fn is_simulated(path: &str) -> bool {
    verb(path).is_some()
}

/// Runs `docker compose` with the words behind it; `global` are docker's own flags.
pub(crate) async fn dispatch(sys: &Sys, engine: &Engine, global: &Parsed, words: &[String]) -> Outcome {
    let own: Vec<&'static Flag> = table::COMPOSE_FLAGS.iter().collect();
    let outer = flags::parse(&own, false, words).map_err(Failure::new)?;
    if outer.help {
        return docker::out(sys, &help::of_compose()).await;
    }
    let Some((name, rest)) = outer.arguments.split_first() else {
        let text = match outer.on("version") {
            true => format!("Docker Compose version {VERSION}\n"),
            false => help::of_compose(),
        };
        return docker::out(sys, &text).await;
    };
    if name == "help" {
        return match rest.first().and_then(|word| table::find(&format!("compose {word}"))) {
            Some(command) => docker::out(sys, &help::of_command(command, command.path)).await,
            None => docker::out(sys, &help::of_compose()).await,
        };
    }
    let words = format!("compose {name}");
    let Some(command) = table::find(&words) else {
        docker::out(sys, &help::of_compose()).await?;
        return Err(Failure::new(format!(
            "unknown docker command: {}",
            crate::opts::quote(&words)
        )));
    };
    let own: Vec<&'static Flag> = command.flags.iter().collect();
    let parsed = flags::parse(&own, command.interspersed, rest).map_err(Failure::new)?;
    if parsed.help {
        return docker::out(sys, &help::of_command(command, &words)).await;
    }
    if let Some(problem) = argument_error(command, parsed.arguments.len()) {
        return Err(Failure::new(problem));
    }
    let Some(verb) = verb(command.path) else {
        return Err(Failure::not_simulated(&format!("docker {}", command.path)));
    };
    if outer.on("dry-run") || parsed.on("dry-run") {
        return Err(Failure::not_simulated("docker compose --dry-run"));
    }
    let mut call = Call {
        sys: sys.clone(),
        engine: engine.clone(),
        command,
        words,
        flags: parsed,
        outer,
        config_dir: docker::config_dir(sys, global.get("config")),
        context: String::new(),
        endpoint: String::new(),
    };
    call.context = docker::context(&call, global);
    docker::place(&mut call, global)?;
    let compose = Compose::new(call)?;
    if !["compose version", "compose config"].contains(&command.path) {
        docker::reach(&compose.call)?;
    }
    verb(compose).await
}

/// The mistake in the number of arguments, if there is one, in cobra's words or docker's as the command has them.
fn argument_error(command: &Command, count: usize) -> Option<String> {
    match command.arguments {
        Arguments::Exactly(_) | Arguments::AtLeast(_) if ["compose cp", "compose wait"].contains(&command.path) => {
            help::argument_error(command, command.path, count)
        }
        Arguments::None if count > 0 => Some(format!("accepts no arguments, received {count}")),
        Arguments::Exactly(n) if count != n => Some(format!("accepts {n} arg(s), received {count}")),
        Arguments::AtLeast(n) if count < n => Some(format!("requires at least {n} arg(s), only received {count}")),
        Arguments::AtMost(n) if count > n => Some(format!("accepts at most {n} arg(s), received {count}")),
        Arguments::Between(low, high) if count < low || count > high => {
            Some(format!("accepts between {low} and {high} arg(s), received {count}"))
        }
        _ => None,
    }
}

impl Compose {
    fn new(call: Call) -> Result<Compose, Failure> {
        let outer = &call.outer;
        let variable = |name: &str| call.sys.getenv(name).filter(|v| !v.is_empty());
        let mut ansi = outer.get("ansi").unwrap_or("auto").to_string();
        if outer.on("no-ansi") {
            if ansi != "auto" {
                return Err(Failure::new(
                    "cannot specify DEPRECATED \"--no-ansi\" and \"--ansi\". Please use only \"--ansi\"",
                ));
            }
            ansi = "never".into();
        }
        if let Some(value) = variable("COMPOSE_ANSI").filter(|_| !outer.changed("ansi")) {
            ansi = value;
        }
        if outer.changed("workdir") && outer.changed("project-directory") {
            return Err(Failure::new(
                "cannot specify DEPRECATED \"--workdir\" and \"--project-directory\". Please use only \"--project-directory\" instead",
            ));
        }
        let progress = match outer.get("progress") {
            Some(progress) => progress.to_string(),
            None => variable("COMPOSE_PROGRESS").unwrap_or_default(),
        };
        let plain = variable("NO_COLOR").is_some();
        let colour = !plain && (ansi == "always" || (ansi == "auto" && call.sys.isatty(1)));
        let quiet = call.flags.on("quiet") && call.command.path == "compose run";
        let mode = match quiet {
            true => Mode::Quiet,
            false => events::mode(&progress, &ansi, call.sys.isatty(2))?,
        };
        let progress = Progress::new(&call, mode, call.flags.on("detach"), !plain);
        Ok(Compose { call, progress, colour })
    }

    pub fn engine(&self) -> &Engine {
        &self.call.engine
    }

    pub async fn on(&self, event: Event) {
        self.progress.on(event).await;
    }

    /// Tells a warning as logrus does: as fields, or in colour on a terminal.
    pub async fn warn(&self, message: &str) {
        self.call.warn(message).await;
    }

    /// Asks a question; without an answer nothing is agreed to.
    pub async fn confirm(&self, question: &str) -> bool {
        let sys = &self.call.sys;
        if self.call.flags.on("yes") {
            return true;
        }
        match sys.isatty(0) {
            true => self.call.out(&format!("? {question} (y/N) ")).await,
            false => self.call.out(question).await,
        }
        let mut answer = Vec::new();
        while answer.len() < 1024 {
            match sys.read(0, 1).await {
                Ok(byte) if byte.first().is_some_and(|b| *b != b'\n') => answer.extend(byte),
                _ => break,
            }
        }
        let answer = String::from_utf8_lossy(&answer).trim().to_lowercase();
        ["y", "yes"].contains(&answer.as_str()) || crate::opts::parse_bool(&answer) == Some(true)
    }
}

/// A call to another verb of `docker`, with flags and arguments of its own.
fn borrowed(call: &Call, path: &str, flags: &[(&'static str, String)], arguments: Vec<String>) -> Result<Call, Failure> {
    let command = table::find(path).ok_or_else(|| Failure::not_simulated(path))?;
    let known: Vec<&'static Flag> = command.flags.iter().collect();
    let mut words: Vec<String> = flags.iter().map(|(name, value)| format!("--{name}={value}")).collect();
    words.push("--".into());
    words.extend(arguments);
    Ok(Call {
        command,
        words: path.to_string(),
        flags: flags::parse(&known, command.interspersed, &words).map_err(Failure::new)?,
        ..call.clone()
    })
}
