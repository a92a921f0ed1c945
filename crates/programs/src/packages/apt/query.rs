//! `apt-cache`, `apt-mark`, and the commands of `apt` that only tell.

use super::index::has_lists;
use super::{known, read_auto, write_auto};
use crate::packages::Console;
use crate::packages::dpkg::{Status, field};
use catalogue::{Ecosystem, Package, catalogue, dpkg_stanza};
use machine::Sys;

/// `apt-cache`.
pub async fn cache(sys: Sys) -> i32 {
    let console = Console::new(sys);
    let words: Vec<String> = console.args.iter().filter(|arg| !arg.starts_with('-')).cloned().collect();
    let Some((command, names)) = words.split_first() else {
        console
            .out("apt 2.6.1 (amd64)\nUsage: apt-cache [options] command\n       apt-cache [options] show pkg1 [pkg2 ...]\n")
            .await;
        return 0;
    };
    information(&console, command, names).await
}

pub(super) async fn information(console: &Console, command: &str, names: &[String]) -> i32 {
    let status = Status::read(console);
    let lists = has_lists(console);
    let visible = |package: &Package| lists || status.has(&package.name);
    let all = catalogue().packages(Ecosystem::Apt).values().filter(|p| visible(p));
    match command {
        "search" => {
            for package in all {
                let hit = |word: &String| {
                    package.name.contains(word.as_str()) || package.description.to_lowercase().contains(&word.to_lowercase())
                };
                if names.iter().all(hit) {
                    console.out(format!("{} - {}\n", package.name, package.description)).await;
                }
            }
            0
        }
        "list" => {
            console.out("Listing...\n").await;
            let only = names.iter().any(|name| name == "--installed");
            let wanted: Vec<&String> = names.iter().filter(|name| !name.starts_with('-')).collect();
            for package in all {
                let here = status.has(&package.name);
                if (only && !here) || (!wanted.is_empty() && !wanted.iter().any(|name| **name == package.name)) {
                    continue;
                }
                let mark = if here { " [installed]" } else { "" };
                let suite = if package.security { "stable-security" } else { "stable" };
                console
                    .out(format!(
                        "{}/{suite} {} {}{mark}\n",
                        package.name,
                        package.version,
                        package.architecture()
                    ))
                    .await;
            }
            0
        }
        "show" => {
            let mut code = 0;
            for name in names {
                match known(name).filter(|p| visible(p)) {
                    Some(package) => {
                        let text = dpkg_stanza(package).replace("Status: install ok installed\n", "");
                        console.out(text).await;
                    }
                    None => {
                        console
                            .err(format!("N: Unable to locate package {name}\nE: No packages found\n"))
                            .await;
                        code = 100;
                    }
                }
            }
            code
        }
        "policy" | "madison" => {
            for name in names {
                match known(name).filter(|p| visible(p)) {
                    Some(package) if command == "madison" => {
                        console
                            .out(format!(
                                "{name:>10} | {} | http://deb.debian.org/debian bookworm/main amd64 Packages\n",
                                package.version
                            ))
                            .await;
                    }
                    Some(package) => {
                        let installed = status.find(name).map_or("(none)", |p| field(p, "Version"));
                        let mark = if installed == "(none)" { "   " } else { "***" };
                        console
                            .out(format!("{name}:\n  Installed: {installed}\n  Candidate: {v}\n  Version table:\n {mark} {v} 500\n        500 http://deb.debian.org/debian bookworm/main amd64 Packages\n", v = package.version))
                            .await;
                    }
                    None => console.err(format!("N: Unable to locate package {name}\n")).await,
                }
            }
            0
        }
        "depends" => {
            for package in names.iter().filter_map(|name| known(name)) {
                let needs: String = package.depends.iter().map(|need| format!("  Depends: {need}\n")).collect();
                console.out(format!("{}\n{needs}", package.name)).await;
            }
            0
        }
        other => {
            console.err(format!("E: Invalid operation {other}\n")).await;
            100
        }
    }
}

/// `apt-mark`.
pub async fn mark(sys: Sys) -> i32 {
    let console = Console::new(sys);
    let words: Vec<String> = console.args.iter().filter(|arg| !arg.starts_with('-')).cloned().collect();
    let Some((command, names)) = words.split_first() else {
        console
            .out("apt 2.6.1 (amd64)\nUsage: apt-mark [options] {auto|manual} pkg1 [pkg2 ...]\n")
            .await;
        return 0;
    };
    let status = Status::read(&console);
    let mut auto = read_auto(&console);
    match command.as_str() {
        "showmanual" | "showauto" => {
            let mut installed: Vec<&str> = status.iter().map(|p| field(p, "Package")).collect();
            installed.sort_unstable();
            for name in installed {
                if auto.contains(name) == (command == "showauto") {
                    console.out(format!("{name}\n")).await;
                }
            }
            0
        }
        "auto" | "manual" => {
            for name in names {
                if !status.has(name) {
                    console.err(format!("E: Unable to locate package {name}\n")).await;
                    return 100;
                }
                let automatic = command == "auto";
                let was = auto.contains(name);
                let adverb = if automatic { "automatically" } else { "manually" };
                if was == automatic {
                    console.out(format!("{name} was already set to {adverb} installed.\n")).await;
                    continue;
                }
                if automatic {
                    auto.insert(name.clone());
                } else {
                    auto.remove(name);
                }
                console.out(format!("{name} set to {adverb} installed.\n")).await;
            }
            write_auto(&console, &auto);
            0
        }
        "hold" | "unhold" | "showhold" => {
            for name in names {
                let text = if command == "hold" {
                    "set on hold"
                } else {
                    "Canceled hold on"
                };
                console.out(format!("{name} {text}.\n")).await;
            }
            0
        }
        other => {
            console.err(format!("E: Invalid operation {other}\n")).await;
            100
        }
    }
}
