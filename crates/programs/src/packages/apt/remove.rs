//! `remove`, `purge`, `autoremove`, `clean`.

use super::index::has_lists;
use super::plan::wrap;
use super::{ARCHIVES, LISTS, Settings, confirmed, known, read_auto, write_auto};
use crate::packages::dpkg::{Status, count_files, field, uninstall};
use crate::packages::{Console, decimal_size};
use std::collections::BTreeSet;

/// What nothing that was asked for needs any more.
fn unneeded(status: &Status, auto: &BTreeSet<String>, gone: &BTreeSet<String>) -> BTreeSet<String> {
    let mut needed: BTreeSet<String> = BTreeSet::new();
    let mut todo: Vec<String> = status
        .iter()
        .map(|p| field(p, "Package").to_string())
        .filter(|name| !auto.contains(name) && !gone.contains(name))
        .collect();
    while let Some(name) = todo.pop() {
        if !needed.insert(name.clone()) {
            continue;
        }
        if let Some(package) = known(&name) {
            todo.extend(package.depends.iter().chain(&package.recommends).cloned());
        }
    }
    auto.iter()
        .filter(|name| status.has(name) && !needed.contains(*name) && !gone.contains(*name))
        .cloned()
        .collect()
}

pub(super) async fn delete(console: &Console, settings: &Settings, automatic: bool) -> i32 {
    if !console.is_root() {
        console
            .err("E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?\n")
            .await;
        return 100;
    }
    let say = settings.quiet < 2;
    if say {
        console
            .out("Reading package lists...\nBuilding dependency tree...\nReading state information...\n")
            .await;
    }
    console.wait(300).await;
    let mut status = Status::read(console);
    let mut auto = read_auto(console);
    let mut gone: BTreeSet<String> = BTreeSet::new();
    for name in &settings.names {
        if status.has(name) {
            gone.insert(name.clone());
        } else if known(name).is_some() && has_lists(console) {
            console
                .out(format!("Package '{name}' is not installed, so not removed\n"))
                .await;
        } else {
            console.err(format!("E: Unable to locate package {name}\n")).await;
            return 100;
        }
    }
    // What needs a removed package goes with it.
    loop {
        let more: Vec<String> = status
            .iter()
            .map(|p| field(p, "Package").to_string())
            .filter(|name| !gone.contains(name))
            .filter(|name| known(name).is_some_and(|p| p.depends.iter().any(|need| gone.contains(need))))
            .collect();
        if more.is_empty() {
            break;
        }
        gone.extend(more);
    }
    let essential: Vec<&String> = gone.iter().filter(|name| known(name).is_some_and(|p| p.base)).collect();
    if !essential.is_empty() {
        let list: Vec<&str> = essential.iter().map(|name| name.as_str()).collect();
        console
            .err(format!("WARNING: The following essential packages will be removed.\nThis should NOT be done unless you know exactly what you are doing!\n{}E: Essential packages were removed and -y was used without --allow-remove-essential.\n", wrap(&list)))
            .await;
        return 100;
    }
    let idle = unneeded(&status, &auto, &gone);
    if automatic || settings.auto_remove {
        gone.extend(idle.clone());
    } else if !idle.is_empty() && say {
        let names: Vec<&str> = idle.iter().map(String::as_str).collect();
        let (were, them) = if names.len() == 1 {
            ("package was", "it")
        } else {
            ("packages were", "them")
        };
        console
            .out(format!(
                "The following {were} automatically installed and {} no longer required:\n{}Use 'apt autoremove' to remove {them}.\n",
                if names.len() == 1 { "is" } else { "are" },
                wrap(&names)
            ))
            .await;
    }
    let names: Vec<&str> = gone.iter().map(String::as_str).collect();
    if say {
        if !names.is_empty() {
            console
                .out(format!("The following packages will be REMOVED:\n{}", wrap(&names)))
                .await;
        }
        console
            .out(format!(
                "0 upgraded, 0 newly installed, {} to remove and 0 not upgraded.\n",
                names.len()
            ))
            .await;
    }
    if names.is_empty() {
        return 0;
    }
    let freed: u64 = names.iter().filter_map(|name| known(name)).map(|p| p.installed).sum();
    if say {
        console
            .out(format!(
                "After this operation, {} disk space will be freed.\n",
                decimal_size(freed)
            ))
            .await;
    }
    if !settings.yes && !confirmed(console).await {
        return 1;
    }
    console
        .out(format!(
            "(Reading database ... {} files and directories currently installed.)\n",
            count_files(console)
        ))
        .await;
    for name in &gone {
        let version = status.find(name).map_or("", |p| field(p, "Version")).to_string();
        console.out(format!("Removing {name} ({version}) ...\n")).await;
        uninstall(console, &mut status, name);
        auto.remove(name);
        console.wait(30).await;
    }
    write_auto(console, &auto);
    i32::from(status.write(console).is_err()) * 100
}

pub(super) async fn clean(console: &Console, command: &str) -> i32 {
    if !console.is_root() {
        console
            .err(format!("E: Could not open lock file {ARCHIVES}/lock - open (13: Permission denied)\nE: Unable to lock directory {ARCHIVES}/\n"))
            .await;
        return 100;
    }
    let mut dirs = vec![ARCHIVES];
    if command.starts_with("dist") {
        dirs.push(LISTS);
    }
    for dir in dirs {
        for entry in console.sys.readdir(dir).unwrap_or_default() {
            let _ = console.sys.unlink(&format!("{dir}/{}", entry.name));
        }
    }
    0
}
