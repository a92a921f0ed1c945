//! `pip uninstall`, `list`, `freeze`, `show`, `check`, `cache`.

use super::home::{Home, installed};
use super::install::delete;
use super::resolve::needs;
use super::wanted::read_file;
use super::{Settings, known};
use crate::packages::{Console, remove};
use catalogue::Package;

pub(super) async fn uninstall(console: &Console, home: &Home, settings: &Settings) -> i32 {
    let mut wants = settings.names.clone();
    for file in &settings.files {
        let mut more = Vec::new();
        if let Err(code) = read_file(console, file, &mut more, 0).await {
            return code;
        }
        wants.extend(more.into_iter().map(|w| w.requirement.name));
    }
    if wants.is_empty() {
        console
            .err("ERROR: You must give at least one requirement to uninstall (see \"pip help uninstall\")\n")
            .await;
        return 1;
    }
    let site = home.site_packages();
    let have = installed(console, &site);
    for name in wants {
        let Some(item) = have.get(&Package::pip_name(&name)) else {
            console
                .err(format!("WARNING: Skipping {name} as it is not installed.\n"))
                .await;
            continue;
        };
        console
            .out(format!(
                "Found existing installation: {0} {1}\nUninstalling {0}-{1}:\n",
                item.name, item.version
            ))
            .await;
        if !settings.yes {
            console
                .out(format!("  Would remove:\n    {}/*\nProceed (Y/n)? ", item.folder))
                .await;
            let answer = console.sys.read(0, 100).await.unwrap_or_default();
            let answer = String::from_utf8_lossy(&answer).trim().to_lowercase();
            if !matches!(answer.as_str(), "" | "y") {
                continue;
            }
        }
        delete(console, item, &site);
        console
            .out(format!("  Successfully uninstalled {}-{}\n", item.name, item.version))
            .await;
    }
    0
}

pub(super) async fn list(console: &Console, home: &Home) -> i32 {
    let have = installed(console, &home.site_packages());
    let width = have.values().map(|i| i.name.len()).max().unwrap_or(0).max(7);
    let other = have.values().map(|i| i.version.len()).max().unwrap_or(0).max(7);
    let mut text = format!(
        "{:<width$} {}\n{} {}\n",
        "Package",
        "Version",
        "-".repeat(width),
        "-".repeat(other)
    );
    for item in have.values() {
        text += &format!("{:<width$} {}\n", item.name, item.version);
    }
    console.out(text).await;
    0
}

pub(super) async fn freeze(console: &Console, home: &Home) -> i32 {
    for (key, item) in installed(console, &home.site_packages()) {
        if !["pip", "setuptools", "wheel"].contains(&key.as_str()) {
            console.out(format!("{}=={}\n", item.name, item.version)).await;
        }
    }
    0
}

pub(super) async fn show(console: &Console, home: &Home, names: &[String]) -> i32 {
    let site = home.site_packages();
    let have = installed(console, &site);
    let mut found = false;
    for name in names {
        let Some(item) = have.get(&Package::pip_name(name)) else {
            console.err(format!("WARNING: Package(s) not found: {name}\n")).await;
            continue;
        };
        if found {
            console.out("---\n").await;
        }
        found = true;
        let package = known(name);
        let requires: Vec<String> = package
            .into_iter()
            .flat_map(|p| needs(p, &item.version))
            .map(|r| r.name)
            .collect();
        let by: Vec<&str> = have
            .values()
            .filter(|other| {
                known(&other.name).is_some_and(|p| {
                    needs(p, &other.version)
                        .iter()
                        .any(|r| Package::pip_name(&r.name) == Package::pip_name(name))
                })
            })
            .map(|other| other.name.as_str())
            .collect();
        console
            .out(format!(
                "Name: {}\nVersion: {}\nSummary: {}\nHome-page: \nAuthor: \nAuthor-email: \nLicense: \nLocation: {site}\nRequires: {}\nRequired-by: {}\n",
                item.name,
                item.version,
                package.map_or("", |p| p.description.as_str()),
                requires.join(", "),
                by.join(", ")
            ))
            .await;
    }
    i32::from(!found)
}

pub(super) async fn check(console: &Console, home: &Home) -> i32 {
    let have = installed(console, &home.site_packages());
    let mut code = 0;
    for item in have.values() {
        for need in known(&item.name).into_iter().flat_map(|p| needs(p, &item.version)) {
            let problem = match have.get(&Package::pip_name(&need.name)) {
                None => format!(
                    "{} {} requires {}, which is not installed.\n",
                    item.name.to_lowercase(),
                    item.version,
                    need.name.to_lowercase()
                ),
                Some(other) if !need.admits(&other.version) => format!(
                    "{} {} has requirement {}, but you have {} {}.\n",
                    item.name.to_lowercase(),
                    item.version,
                    need.text(),
                    other.name.to_lowercase(),
                    other.version
                ),
                Some(_) => continue,
            };
            console.out(problem).await;
            code = 1;
        }
    }
    if code == 0 {
        console.out("No broken requirements found.\n").await;
    }
    code
}

pub(super) async fn cache(console: &Console, command: &str, words: &[String]) -> i32 {
    let dir = format!("{}/.cache/pip", console.sys.getenv("HOME").unwrap_or("/root".into()));
    match (command, words.first().map(String::as_str)) {
        ("cache", Some("dir")) => console.out(format!("{dir}\n")).await,
        ("cache", Some("purge")) => {
            let mut todo = vec![dir.clone()];
            let mut count = 0;
            while let Some(at) = todo.pop() {
                for entry in console.sys.readdir(&at).unwrap_or_default() {
                    let path = format!("{at}/{}", entry.name);
                    if console.sys.lstat(&path).is_ok_and(|s| s.kind == vfs::FileKind::Dir) {
                        todo.push(path);
                    } else {
                        count += 1;
                        remove(&console.sys, &path);
                    }
                }
            }
            if count == 0 {
                console.err("WARNING: No matching packages\n").await;
            }
            console.out(format!("Files removed: {count}\n")).await;
        }
        ("config", _) => {}
        _ => {
            console
                .err(format!("drydock: this pip {command} command is not simulated\n"))
                .await;
            return 1;
        }
    }
    0
}
