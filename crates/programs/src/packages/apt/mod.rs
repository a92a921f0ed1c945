//! `apt-get`, `apt`, `apt-cache`, `apt-mark` of Debian 12.
//!
//! Lists live in /var/lib/apt/lists, what is installed in /var/lib/dpkg/status, what came only as a
//! dependency in /var/lib/apt/extended_states: the same files as the real one's. Left out: pinning,
//! other architectures, sources other than Debian's (their entries are ignored), interactive answers
//! other than on standard input, and upgrades, since the catalogue has one version of each package.

mod index;
mod install;
mod plan;
mod query;
mod remove;

pub use query::{cache, mark};

use super::Console;
use super::dpkg::field;
use crate::declared::Declaration;
use catalogue::{Ecosystem, Package, catalogue};
use machine::Sys;
use std::collections::BTreeSet;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "apt-get, apt, apt-cache, apt-mark",
    does: "lists, installing and removing with what is needed, caches, marks, of Debian 12",
    does_not: "pinning, other architectures and sources, upgrades (one version of each package)",
};

const LISTS: &str = "/var/lib/apt/lists";

const STATES: &str = "/var/lib/apt/extended_states";

const ARCHIVES: &str = "/var/cache/apt/archives";

const CLEAN: &str = "/etc/apt/apt.conf.d/docker-clean";

/// What the options say.
#[derive(Default)]
struct Settings {
    yes: bool,
    /// 0 to 2: how much less to say.
    quiet: usize,
    no_recommends: bool,
    simulate: bool,
    download_only: bool,
    reinstall: bool,
    auto_remove: bool,
    names: Vec<String>,
}

/// `apt-get` and `apt`.
pub async fn main(sys: Sys) -> i32 {
    let console = Console::new(sys);
    let apt = console.name == "apt";
    let mut settings = Settings::default();
    let mut args = console.args.clone().into_iter().peekable();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "-y" | "--yes" | "--assume-yes" | "--force-yes" | "--allow-downgrades" => settings.yes = true,
            "-q" | "--quiet" | "-q=1" => settings.quiet = settings.quiet.max(1),
            "-qq" | "-q=2" => {
                settings.quiet = 2;
                settings.yes = true;
            }
            "-yq" | "-qy" => {
                settings.yes = true;
                settings.quiet = settings.quiet.max(1);
            }
            "-yqq" | "-qqy" => {
                settings.yes = true;
                settings.quiet = 2;
            }
            "--no-install-recommends" => settings.no_recommends = true,
            "-s" | "--simulate" | "--dry-run" => settings.simulate = true,
            "-d" | "--download-only" => settings.download_only = true,
            "--reinstall" => settings.reinstall = true,
            "--auto-remove" | "--autoremove" => settings.auto_remove = true,
            "-o" | "-c" | "-t" => {
                let value = args.next().unwrap_or_default();
                if value.replace(' ', "").eq_ignore_ascii_case("APT::Install-Recommends=false") {
                    settings.no_recommends = true;
                }
            }
            "-v" | "--version" => {
                console.out("apt 2.6.1 (amd64)\n").await;
                return 0;
            }
            "-h" | "--help" => return help(&console, apt).await,
            other if other.len() > 1 && other.starts_with('-') => {
                let known = [
                    "--fix-missing",
                    "-m",
                    "--fix-broken",
                    "-f",
                    "--purge",
                    "-u",
                    "--no-upgrade",
                    "--allow-unauthenticated",
                    "--with-new-pkgs",
                ];
                if !known.contains(&other)
                    && !other.starts_with("-o")
                    && !other.starts_with("--allow")
                    && !other.starts_with("-t=")
                    && !other.starts_with("--installed")
                    && !other.starts_with("--upgradable")
                {
                    let text = if other.starts_with("--") {
                        format!("E: Command line option {other} is not understood in combination with the other options\n")
                    } else {
                        let letter = other.chars().nth(1).unwrap_or('-');
                        format!(
                            "E: Command line option '{letter}' [from {other}] is not understood in combination with the other options.\n"
                        )
                    };
                    console.err(text).await;
                    return 100;
                }
                settings.names.push(other.to_string());
            }
            other => settings.names.push(other.to_string()),
        }
    }
    settings.names.retain(|name| !name.starts_with('-') || name == "--installed");
    if settings.names.is_empty() {
        return help(&console, apt).await;
    }
    let command = settings.names.remove(0);
    if apt && !console.sys.isatty(1) {
        console
            .err("\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n")
            .await;
    }
    match command.as_str() {
        "update" => index::update(&console, &settings, apt).await,
        "install" => install::install(&console, &settings).await,
        "upgrade" | "dist-upgrade" | "full-upgrade" => install::upgrade(&console, &settings).await,
        "remove" | "purge" => remove::delete(&console, &settings, false).await,
        "autoremove" | "auto-remove" | "autopurge" => remove::delete(&console, &settings, true).await,
        "clean" | "autoclean" | "auto-clean" | "distclean" | "dist-clean" => remove::clean(&console, &command).await,
        "check" => {
            console
                .out("Reading package lists...\nBuilding dependency tree...\nReading state information...\n")
                .await;
            0
        }
        "list" | "search" | "show" | "policy" if apt => query::information(&console, &command, &settings.names).await,
        "source" | "build-dep" | "download" | "changelog" | "edit-sources" => {
            console
                .err(format!("drydock: {} {command} is not simulated\n", console.name))
                .await;
            100
        }
        other => {
            console.err(format!("E: Invalid operation {other}\n")).await;
            100
        }
    }
}

async fn help(console: &Console, apt: bool) -> i32 {
    let text = if apt {
        "apt 2.6.1 (amd64)\nUsage: apt [options] command\n\napt is a commandline package manager and provides commands for\nsearching and managing as well as querying information about packages.\n\nMost used commands:\n  list - list packages based on package names\n  search - search in package descriptions\n  show - show package details\n  install - install packages\n  remove - remove packages\n  autoremove - automatically remove all unused packages\n  update - update list of available packages\n  upgrade - upgrade the system by installing/upgrading packages\n"
    } else {
        "apt 2.6.1 (amd64)\nUsage: apt-get [options] command\n       apt-get [options] install|remove pkg1 [pkg2 ...]\n\napt-get is a command line interface for retrieval of packages\nand information about them from authenticated sources.\n\nMost used commands:\n  update - Retrieve new lists of packages\n  upgrade - Perform an upgrade\n  install - Install new packages (pkg is libc6 not libc6.deb)\n  remove - Remove packages\n  purge - Remove packages and config files\n  autoremove - Remove automatically all unused packages\n  clean - Erase downloaded archive files\n"
    };
    console.out(text).await;
    0
}

/// What was installed only because something needed it.
fn read_auto(console: &Console) -> BTreeSet<String> {
    let text = console.text(STATES);
    let auto = text.split("\n\n").filter(|p| field(p, "Auto-Installed") == "1");
    auto.map(|p| field(p, "Package").to_string()).collect()
}

fn write_auto(console: &Console, auto: &BTreeSet<String>) {
    let text: String = auto
        .iter()
        .map(|name| format!("Package: {name}\nArchitecture: amd64\nAuto-Installed: 1\n\n"))
        .collect();
    let _ = console.sys.write_file(STATES, text.as_bytes(), 0o644);
}

fn known(name: &str) -> Option<&'static Package> {
    let name = name.split(':').next().unwrap_or(name);
    catalogue().package(Ecosystem::Apt, name)
}

fn providers(name: &str) -> Vec<&'static Package> {
    let all = catalogue().packages(Ecosystem::Apt);
    all.values()
        .filter(|package| package.provides.iter().any(|p| p == name))
        .collect()
}

async fn confirmed(console: &Console) -> bool {
    console.out("Do you want to continue? [Y/n] ").await;
    let answer = console.sys.read(0, 100).await.unwrap_or_default();
    let answer = String::from_utf8_lossy(&answer);
    let yes = answer.ends_with('\n') && matches!(answer.trim(), "" | "y" | "Y" | "yes");
    if !yes {
        console.out("Abort.\n").await;
    }
    yes
}
