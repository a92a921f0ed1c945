//! `yarn` 1.22, as the Node images carry it: install, add, remove, run (and scripts by their names), cache clean.
//!
//! It installs from the same catalogue and into the same `node_modules` as npm, and says what yarn classic says
//! where there is no terminal. Left out: the cache of packages, workspaces, Plug'n'Play, `resolved` and `integrity`
//! in yarn.lock. Behaviour: github.com/yarnpkg/yarn, src/cli and src/reporters.

mod install;
mod lockfile;
mod run;
#[cfg(test)]
mod tests;

use super::Console;
use super::npm::section;
use machine::{Instant, Sys};
use serde_json::{Map, Value};

const VERSION: &str = "1.22.22";

/// Commands that yarn has and that are not simulated; any other word is the name of a script.
const OTHERS: [&str; 40] = [
    "access",
    "audit",
    "autoclean",
    "bin",
    "check",
    "config",
    "create",
    "dedupe",
    "exec",
    "generate-lock-entry",
    "global",
    "help",
    "import",
    "info",
    "init",
    "licenses",
    "link",
    "list",
    "lockfile",
    "login",
    "logout",
    "node",
    "outdated",
    "owner",
    "pack",
    "policies",
    "prune",
    "publish",
    "set",
    "tag",
    "team",
    "unlink",
    "unplug",
    "upgrade",
    "upgrade-interactive",
    "version",
    "versions",
    "why",
    "workspace",
    "workspaces",
];

/// Why a command ends early.
enum Stop {
    /// What stands behind `error `, and the exit status.
    Error(String, i32),
    /// What stands behind `drydock: `.
    NotSimulated(String),
}

impl Stop {
    fn error(text: impl Into<String>) -> Stop {
        Stop::Error(text.into(), 1)
    }
}

/// One call of yarn: its console and what its options say.
struct Yarn {
    console: Console,
    started: Instant,
    command: String,
    /// Words besides the command and the options.
    words: Vec<String>,
    silent: bool,
    production: bool,
    frozen: bool,
    /// No yarn.lock is written.
    pure: bool,
    force: bool,
    ignore_scripts: bool,
    dev: bool,
    exact: bool,
    tilde: bool,
}

/// `yarn`.
pub async fn main(sys: Sys) -> i32 {
    let console = Console::new(sys);
    if console.args.first().is_some_and(|arg| arg == "-v" || arg == "--version") {
        console.out(format!("{VERSION}\n")).await;
        return 0;
    }
    let yarn = match Yarn::new(console) {
        Ok(yarn) => yarn,
        Err((console, what)) => {
            console.err(format!("drydock: {what} is not simulated\n")).await;
            return 1;
        }
    };
    // Scripts that call yarn again leave its first and last line out.
    let wrapped = yarn
        .console
        .sys
        .getenv("YARN_WRAP_OUTPUT")
        .is_none_or(|value| value != "false");
    if wrapped {
        yarn.log(format!("yarn {} v{VERSION}", yarn.command)).await;
    }
    yarn.to_project_root();
    let done = match yarn.command.as_str() {
        "install" => yarn.install().await,
        "add" => yarn.add().await,
        "remove" => yarn.remove().await,
        "cache" => {
            yarn.log("success Cleared cache.").await;
            Ok(())
        }
        _ => yarn.run().await,
    };
    match done {
        Ok(()) => {
            if wrapped {
                let seconds = yarn.console.sys.now().since(yarn.started).as_secs_f64();
                yarn.log(format!("Done in {seconds:.2}s.")).await;
            }
            0
        }
        Err(Stop::NotSimulated(what)) => {
            yarn.console.err(format!("drydock: {what}\n")).await;
            1
        }
        Err(Stop::Error(text, status)) => {
            if !(yarn.silent && text.starts_with("Command failed")) {
                yarn.console.err(format!("error {text}\n")).await;
                yarn.log(format!(
                    "info Visit https://yarnpkg.com/en/docs/cli/{} for documentation about this command.",
                    yarn.command
                ))
                .await;
            }
            status
        }
    }
}

impl Yarn {
    /// Reads the command line. Err: what of it is not simulated.
    fn new(console: Console) -> Result<Yarn, (Console, String)> {
        let mut yarn = Yarn {
            started: console.sys.now(),
            command: String::new(),
            words: Vec::new(),
            silent: console.sys.getenv("YARN_SILENT").is_some_and(|v| v == "1" || v == "true"),
            production: console.sys.getenv("NODE_ENV").is_some_and(|v| v == "production"),
            frozen: false,
            pure: false,
            force: false,
            ignore_scripts: false,
            dev: false,
            exact: false,
            tilde: false,
            console,
        };
        let args = yarn.console.args.clone();
        let mut args = args.into_iter();
        while let Some(arg) = args.next() {
            match arg.as_str() {
                "-s" | "--silent" => yarn.silent = true,
                "--prod" | "--production" | "--prod=true" | "--production=true" => yarn.production = true,
                "--prod=false" | "--production=false" => yarn.production = false,
                "--frozen-lockfile" => yarn.frozen = true,
                "--pure-lockfile" => yarn.pure = true,
                "--force" => yarn.force = true,
                "--ignore-scripts" => yarn.ignore_scripts = true,
                "-D" | "--dev" => yarn.dev = true,
                "-E" | "--exact" => yarn.exact = true,
                "-T" | "--tilde" => yarn.tilde = true,
                "--network-timeout" | "--network-concurrency" | "--cache-folder" | "--mutex" => {
                    args.next();
                }
                "--non-interactive"
                | "--no-progress"
                | "--ignore-engines"
                | "--ignore-optional"
                | "--ignore-platform"
                | "--prefer-offline"
                | "--no-emoji"
                | "--no-node-version-check" => {}
                _ if arg.starts_with("--network-timeout=")
                    || arg.starts_with("--network-concurrency=")
                    || arg.starts_with("--cache-folder=")
                    || arg.starts_with("--emoji=") => {}
                _ if arg.starts_with('-') => return Err((yarn.console, format!("yarn {arg}"))),
                _ if yarn.command.is_empty() && OTHERS.contains(&arg.as_str()) => {
                    return Err((yarn.console, format!("yarn {arg}")));
                }
                "install" | "add" | "remove" | "cache" if yarn.command.is_empty() => yarn.command = arg,
                _ if yarn.command.is_empty() => {
                    yarn.command = "run".into();
                    if arg != "run" {
                        yarn.words.push(arg);
                    }
                    // What follows belongs to the script, options too.
                    yarn.words.extend(args.by_ref().filter(|word| word != "--"));
                }
                _ => yarn.words.push(arg),
            }
        }
        if yarn.command.is_empty() {
            yarn.command = "install".into();
        }
        if yarn.command == "cache" && yarn.words != ["clean"] {
            let what = format!("yarn cache {}", yarn.words.join(" "));
            return Err((yarn.console, what));
        }
        Ok(yarn)
    }

    /// A line of yarn's own on standard output.
    async fn log(&self, line: impl AsRef<str>) {
        if !self.silent {
            self.console.out(format!("{}\n", line.as_ref())).await;
        }
    }

    async fn warn(&self, line: impl AsRef<str>) {
        self.console.err(format!("warning {}\n", line.as_ref())).await;
    }

    /// yarn works where the nearest package.json above stands.
    fn to_project_root(&self) {
        let cwd = self.console.sys.getcwd();
        let mut dir = cwd.as_str();
        loop {
            if self.console.sys.exists(&format!("{dir}/package.json")) {
                let _ = self.console.sys.chdir(if dir.is_empty() { "/" } else { dir });
                return;
            }
            let Some((above, _)) = dir.rsplit_once('/') else {
                return;
            };
            dir = above;
        }
    }

    /// package.json, None if there is none. Its missing licence is complained about as yarn does when it first reads it.
    async fn manifest(&self) -> Result<Option<Map<String, Value>>, Stop> {
        let cwd = self.console.sys.getcwd();
        let Ok(bytes) = self.console.sys.read_file(&format!("{cwd}/package.json")) else {
            return Ok(None);
        };
        let Ok(Value::Object(package)) = serde_json::from_slice(&bytes) else {
            return Err(Stop::NotSimulated(
                "yarn's message about a package.json that is not JSON is not simulated".into(),
            ));
        };
        if unlicensed(&package) {
            self.warn("package.json: No license field").await;
        }
        Ok(Some(package))
    }

    /// The complaint about a missing licence that names the project.
    async fn warn_of_license(&self, package: &Map<String, Value>) {
        if !unlicensed(package) {
            return;
        }
        let text = |key: &str| package.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        match (text("name"), text("version")) {
            (Some(name), Some(version)) => self.warn(format!("{name}@{version}: No license field")).await,
            (Some(name), None) => self.warn(format!("{name}: No license field")).await,
            (None, _) => self.warn("No license field").await,
        }
    }
}

fn unlicensed(package: &Map<String, Value>) -> bool {
    let private = package.get("private").and_then(Value::as_bool).unwrap_or(false);
    !private && !package.is_empty() && !package.get("license").is_some_and(Value::is_string)
}

/// A script of package.json by its name.
fn script(package: &Map<String, Value>, name: &str) -> Option<String> {
    section(package, "scripts")
        .into_iter()
        .find(|(script, _)| script == name)
        .map(|(_, command)| command)
}
