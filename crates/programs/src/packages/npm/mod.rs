//! `npm` and `npx`: init, install, ci, uninstall, run (start, test), ls, view, version.
//!
//! `package.json` and `package-lock.json` are read and written; packages land in `node_modules` as a
//! `package.json` and a stand-in for their files. Older releases bring the same needs as the newest.
//! Left out: workspaces, git and folder dependencies, audits, publishing.

pub(super) mod install;
pub(super) mod scripts;
pub(super) mod tree;

pub use scripts::npx;

use super::Console;
use crate::declared::Declaration;
use catalogue::{Ecosystem, Package, catalogue};
use machine::Sys;
use serde_json::{Map, Value};

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "npm, npx, yarn",
    does: "init, install, ci, uninstall, run, ls, view, version; package-lock.json; yarn 1.22: install, add, remove, run and scripts by name, cache clean; yarn.lock",
    does_not: "workspaces, git and folder dependencies, audits, publishing; yarn: `resolved` and `integrity` in yarn.lock, its cache, its other commands, errors of a registry that can't be reached",
};

const VERSION: &str = "10.9.4";

#[derive(Default)]
struct Settings {
    global: bool,
    dev: bool,
    omit_dev: bool,
    no_save: bool,
    silent: bool,
    yes: bool,
    names: Vec<String>,
    /// What stands behind `--`.
    rest: Vec<String>,
}

/// `npm`.
pub async fn main(sys: Sys) -> i32 {
    let console = Console::new(sys);
    let mut settings = Settings {
        omit_dev: console.sys.getenv("NODE_ENV").is_some_and(|v| v == "production"),
        ..Settings::default()
    };
    let mut args = console.args.clone().into_iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--" => {
                settings.rest = args.by_ref().collect();
            }
            "-g" | "--global" => settings.global = true,
            "-D" | "--save-dev" => settings.dev = true,
            "--omit=dev" | "--production" | "--only=production" | "--only=prod" => settings.omit_dev = true,
            "--omit" | "--loglevel" | "--registry" | "--prefix" => {
                if args.next().as_deref() == Some("dev") {
                    settings.omit_dev = true;
                }
            }
            "--no-save" => settings.no_save = true,
            "-s" | "--silent" | "--quiet" | "-q" => settings.silent = true,
            "-y" | "--yes" => settings.yes = true,
            "-v" | "--version" => {
                console.out(format!("{VERSION}\n")).await;
                return 0;
            }
            other if other.starts_with('-') => {}
            _ => settings.names.push(arg),
        }
    }
    if settings.names.is_empty() {
        console
            .out("npm <command>\n\nUsage:\n\nnpm install        install all the dependencies in your project\nnpm install <foo>  add the <foo> dependency to your project\nnpm test           run this project's tests\nnpm run <foo>      run the script named <foo>\nnpm <command> -h   quick help on <command>\nnpm -l             display usage info for all commands\nnpm help <term>    search for help on <term>\nnpm help npm       more involved overview\n")
            .await;
        return 1;
    }
    let command = settings.names.remove(0);
    match command.as_str() {
        "install" | "i" | "add" | "in" => install::install(&console, &settings).await,
        "ci" | "clean-install" => install::clean_install(&console, &settings).await,
        "uninstall" | "remove" | "rm" | "un" => install::uninstall(&console, &settings).await,
        "init" | "create" if settings.names.is_empty() => scripts::init(&console, &settings).await,
        "run" | "run-script" => scripts::run(&console, &settings).await,
        "start" | "test" | "t" | "stop" | "restart" => {
            let script = if command == "t" { "test".to_string() } else { command };
            settings.names.insert(0, script);
            scripts::run(&console, &settings).await
        }
        "ls" | "list" => list(&console).await,
        "view" | "info" | "show" => view(&console, &settings).await,
        "root" => {
            console.out(format!("{}/node_modules\n", console.sys.getcwd())).await;
            0
        }
        "cache" | "config" | "set" | "fund" | "audit" | "prune" | "dedupe" => 0,
        "exec" | "x" => scripts::npx_with(&console, &settings.names, &settings.rest).await,
        other => {
            let known = [
                "publish", "pack", "link", "outdated", "update", "login", "whoami", "create", "init", "rebuild", "pkg",
            ];
            if known.contains(&other) {
                console.err(format!("drydock: npm {other} is not simulated\n")).await;
            } else {
                console
                    .err(format!(
                        "Unknown command: \"{other}\"\n\nTo see a list of supported npm commands, run:\n  npm help\n"
                    ))
                    .await;
            }
            1
        }
    }
}

fn known(name: &str) -> Option<&'static Package> {
    catalogue().package(Ecosystem::Npm, name)
}

/// `package.json` of the working directory. Err: the exit status, the error being said.
async fn read_package(console: &Console, must: bool) -> Result<Map<String, Value>, i32> {
    let path = format!("{}/package.json", console.sys.getcwd());
    let bytes = match console.sys.read_file(&path) {
        Ok(bytes) => bytes,
        Err(_) if !must => return Ok(Map::new()),
        Err(error) => {
            console
                .err(format!(
                    "npm error code {0}\nnpm error syscall open\nnpm error path {path}\nnpm error errno -{1}\nnpm error enoent Could not read package.json: Error: {0}: {2}, open '{path}'\nnpm error enoent This is related to npm not being able to find a file.\nnpm error enoent\n{3}",
                    error.name(),
                    error.number(),
                    error.to_string().to_lowercase(),
                    log_line(console)
                ))
                .await;
            return Err(254);
        }
    };
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) | Err(_) => {
            let why = serde_json::from_slice::<Map<String, Value>>(&bytes)
                .err()
                .map_or(String::new(), |e| e.to_string());
            console
                .err(format!("npm error code EJSONPARSE\nnpm error JSON.parse Invalid package.json: JSONParseError: {why}\nnpm error JSON.parse Failed to parse JSON data.\nnpm error JSON.parse Note: package.json must be actual JSON, not just JavaScript.\n{}", log_line(console)))
                .await;
            Err(1)
        }
    }
}

fn log_line(console: &Console) -> String {
    let home = console.sys.getenv("HOME").unwrap_or("/root".into());
    format!("npm error A complete log of this run can be found in: {home}/.npm/_logs/drydock-debug-0.log\n")
}

pub(super) fn write_json(console: &Console, path: &str, value: &Value) -> bool {
    let text = serde_json::to_string_pretty(value).unwrap_or_default() + "\n";
    console.sys.write_file(path, text.as_bytes(), 0o644).is_ok()
}

pub(super) fn section(package: &Map<String, Value>, name: &str) -> Vec<(String, String)> {
    let Some(Value::Object(entries)) = package.get(name) else {
        return Vec::new();
    };
    entries
        .iter()
        .map(|(name, range)| (name.clone(), range.as_str().unwrap_or("*").to_string()))
        .collect()
}

async fn list(console: &Console) -> i32 {
    let package = match read_package(console, false).await {
        Ok(package) => package,
        Err(code) => return code,
    };
    let cwd = console.sys.getcwd();
    let text = |key: &str| package.get(key).and_then(Value::as_str).map(str::to_string);
    console
        .out(format!(
            "{}@{} {cwd}\n",
            text("name").unwrap_or_default(),
            text("version").unwrap_or_default()
        ))
        .await;
    let all: Vec<(String, String)> = section(&package, "dependencies")
        .into_iter()
        .chain(section(&package, "devDependencies"))
        .collect();
    if all.is_empty() {
        console.out("└── (empty)\n\n").await;
    }
    let mut code = 0;
    for (at, (name, range)) in all.iter().enumerate() {
        let branch = if at + 1 == all.len() { "└──" } else { "├──" };
        let file = console.text(&format!("{cwd}/node_modules/{name}/package.json"));
        let here: Value = serde_json::from_str(&file).unwrap_or_default();
        match here.get("version").and_then(Value::as_str) {
            Some(version) => console.out(format!("{branch} {name}@{version}\n")).await,
            None => {
                console.out(format!("{branch} UNMET DEPENDENCY {name}@{range}\n")).await;
                code = 1;
            }
        }
    }
    code
}

async fn view(console: &Console, settings: &Settings) -> i32 {
    let Some((name, field)) = settings.names.split_first() else {
        return 1;
    };
    let Some(package) = known(name) else {
        return tree::trouble(console, &tree::Trouble::Unknown(name.clone())).await;
    };
    if field.first().is_some_and(|field| field == "version") {
        console.out(format!("{}\n", package.version)).await;
    } else {
        console
            .out(format!(
                "\n{}@{} | deps: {}\n{}\n\ndist-tags:\nlatest: {}\n",
                package.name,
                package.version,
                package.depends.len(),
                package.description,
                package.version
            ))
            .await;
    }
    0
}
