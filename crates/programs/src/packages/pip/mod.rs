//! `pip`: install, uninstall, list, freeze, show, check, download, cache, config.
//!
//! What is installed is read from the `*.dist-info` folders of site-packages. The resolver takes for
//! each project the newest release that every range so far admits, and starts again when a later
//! range disagrees; older releases bring the same needs as the newest, without its ranges. Left out:
//! building from source, editable installs of anything but a folder, indexes other than PyPI, hashes.

mod home;
mod install;
mod query;
mod resolve;
mod wanted;

use super::Console;
use crate::declared::Declaration;
use catalogue::{Ecosystem, Package, catalogue};
use home::{Home, installed};
use machine::Sys;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "pip",
    does: "install, uninstall, list, freeze, show, check, download, cache, config; requirements, constraints",
    does_not: "building from source, editable installs of anything but a folder, other indexes, hashes, `wheel`, \
        `--root`, `--find-links`, what versions other than the catalogue's ask for",
};

fn known(name: &str) -> Option<&'static Package> {
    catalogue().package(Ecosystem::Pip, &Package::pip_name(name))
}

#[derive(Default)]
struct Settings {
    quiet: bool,
    upgrade: bool,
    no_cache: bool,
    no_deps: bool,
    force: bool,
    yes: bool,
    break_system: bool,
    user: bool,
    root_ignore: bool,
    no_version_check: bool,
    no_script_warning: bool,
    dry_run: bool,
    target: Option<String>,
    prefix: Option<String>,
    files: Vec<String>,
    constraints: Vec<String>,
    editable: Vec<String>,
    names: Vec<String>,
}

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let console = Console::new(sys);
    let home = Home::find(&console);
    let mut settings = Settings {
        no_cache: console
            .sys
            .getenv("PIP_NO_CACHE_DIR")
            .is_some_and(|v| !v.is_empty() && v != "0"),
        no_version_check: console
            .sys
            .getenv("PIP_DISABLE_PIP_VERSION_CHECK")
            .is_some_and(|v| !v.is_empty() && v != "0"),
        root_ignore: console.sys.getenv("PIP_ROOT_USER_ACTION").is_some_and(|v| v == "ignore"),
        break_system: console.sys.getenv("PIP_BREAK_SYSTEM_PACKAGES").is_some_and(|v| v == "1"),
        ..Settings::default()
    };
    let mut command = String::new();
    let mut args = console.args.clone().into_iter();
    while let Some(arg) = args.next() {
        let (option, value) = match arg.split_once('=') {
            Some((option, value)) if arg.starts_with("--") => (option.to_string(), Some(value.to_string())),
            _ => (arg.clone(), None),
        };
        match option.as_str() {
            "-q" | "-qq" | "--quiet" => settings.quiet = true,
            "-U" | "--upgrade" => settings.upgrade = true,
            "--no-cache-dir" | "--no-cache" => settings.no_cache = true,
            "--no-deps" => settings.no_deps = true,
            "--force-reinstall" | "-I" | "--ignore-installed" => settings.force = true,
            "-y" | "--yes" => settings.yes = true,
            "--break-system-packages" => settings.break_system = true,
            "--user" => settings.user = true,
            "--dry-run" => settings.dry_run = true,
            "--disable-pip-version-check" => settings.no_version_check = true,
            "--root-user-action" => settings.root_ignore = value.or_else(|| args.next()).as_deref() == Some("ignore"),
            "-t" | "--target" => settings.target = value.or_else(|| args.next()),
            "--no-warn-script-location" => settings.no_script_warning = true,
            "--prefix" => settings.prefix = value.or_else(|| args.next()),
            "--root" => {
                console.err("drydock: pip install --root is not simulated\n").await;
                return 1;
            }
            "-r" | "--requirement" => settings.files.extend(value.or_else(|| args.next())),
            "-c" | "--constraint" => settings.constraints.extend(value.or_else(|| args.next())),
            "-e" | "--editable" => settings.editable.extend(value.or_else(|| args.next())),
            "-i" | "--index-url" | "--extra-index-url" | "--trusted-host" | "-f" | "--find-links" | "--timeout" | "--retries"
            | "--cache-dir" | "--progress-bar" | "--format" | "-w" | "--wheel-dir" | "-d" | "--dest" | "--log" | "--proxy"
            | "--upgrade-strategy" | "--only-binary" | "--no-binary" | "--path" => {
                if value.is_none() {
                    args.next();
                }
            }
            "-V" | "--version" => {
                command = "--version".into();
                break;
            }
            "-h" | "--help" => {
                command = "help".into();
                break;
            }
            other if other.starts_with("-r") && !other.starts_with("--") => settings.files.push(other[2..].to_string()),
            other if other.starts_with('-') && other.len() > 1 => {
                let known = [
                    "--pre",
                    "--no-input",
                    "--compile",
                    "--no-compile",
                    "--prefer-binary",
                    "--no-build-isolation",
                    "--use-pep517",
                    "--require-hashes",
                    "-v",
                    "-vv",
                    "--verbose",
                    "--no-color",
                    "--isolated",
                    "--all",
                    "--local",
                    "-l",
                    "--outdated",
                    "-o",
                    "--uptodate",
                    "--not-required",
                    "--files",
                    "--exclude-editable",
                    "--no-warn-conflicts",
                    "--no-index",
                    "--no-clean",
                    "--no-python-version-warning",
                ];
                if !known.contains(&other) {
                    console
                        .err(format!(
                            "\nUsage:   \n  pip {command} [options] ...\n\nno such option: {other}\n"
                        ))
                        .await;
                    return 2;
                }
            }
            _ if command.is_empty() => command = arg,
            _ => settings.names.push(arg),
        }
    }
    match command.as_str() {
        "install" => install::install(&console, &home, &settings).await,
        "uninstall" => query::uninstall(&console, &home, &settings).await,
        "list" => query::list(&console, &home).await,
        "freeze" => query::freeze(&console, &home).await,
        "show" => query::show(&console, &home, &settings.names).await,
        "check" => query::check(&console, &home).await,
        "--version" => {
            let site = home.site_packages();
            let version = installed(&console, &site)
                .get("pip")
                .map_or("25.0.1".to_string(), |pip| pip.version.clone());
            console
                .out(format!("pip {version} from {site}/pip (python {})\n", home.python))
                .await;
            0
        }
        "cache" | "config" => query::cache(&console, &command, &settings.names).await,
        "" | "help" => {
            console
                .out("\nUsage:   \n  pip <command> [options]\n\nCommands:\n  install                     Install packages.\n  download                    Download packages.\n  uninstall                   Uninstall packages.\n  freeze                      Output installed packages in requirements format.\n  list                        List installed packages.\n  show                        Show information about installed packages.\n  check                       Verify installed packages have compatible dependencies.\n  cache                       Inspect and manage pip's wheel cache.\n  help                        Show help for commands.\n\nGeneral Options:\n  -h, --help                  Show help.\n  -V, --version               Show version and exit.\n  -q, --quiet                 Give less output.\n")
                .await;
            0
        }
        "download" | "wheel" | "search" | "index" | "hash" | "debug" | "inspect" | "completion" | "lock" => {
            console.err(format!("drydock: pip {command} is not simulated\n")).await;
            1
        }
        other => {
            let start: String = other.chars().take(3).collect();
            let near = ["install", "uninstall", "list", "freeze", "show", "check"]
                .into_iter()
                .find(|c| c.starts_with(&start));
            let hint = near.map_or(String::new(), |near| format!(" - maybe you meant \"{near}\""));
            console.err(format!("ERROR: unknown command \"{other}\"{hint}\n")).await;
            1
        }
    }
}
