//! `apk info`, `search`, `list`, `policy`.

use super::database::Database;
use super::{Settings, fetch_indexes, known};
use crate::packages::Console;
use catalogue::{Ecosystem, catalogue};

pub(super) async fn info(console: &Console, settings: &Settings) -> i32 {
    let database = Database::read(console);
    if settings.names.is_empty() {
        for entry in &database.entries {
            let version = if settings.flags.contains('v') {
                format!("-{}", entry.version)
            } else {
                String::new()
            };
            console.out(format!("{}{version}\n", entry.name)).await;
        }
        return 0;
    }
    let mut code = 0;
    for name in &settings.names {
        if settings.flags.contains('W') {
            let owner = database
                .entries
                .iter()
                .find(|e| known(&e.name).is_some_and(|p| p.entries(0).iter().any(|file| format!("/{}", file.path) == *name)));
            match owner {
                Some(entry) => {
                    console
                        .out(format!("{name} is owned by {}-{}\n", entry.name, entry.version))
                        .await
                }
                None => {
                    console.err(format!("ERROR: {name}: Could not find owner package\n")).await;
                    code = 1;
                }
            }
            continue;
        }
        let Some(found) = database.find(name) else {
            if !settings.flags.contains('e') {
                code = 1;
            }
            if let Some(package) = known(name) {
                console
                    .out(format!(
                        "{0}-{1} description:\n{2}\n\n{0}-{1} installed size:\n{3} KiB\n\n",
                        package.name,
                        package.version,
                        package.description,
                        package.installed >> 10
                    ))
                    .await;
                code = 0;
            }
            code |= i32::from(settings.flags.contains('e'));
            continue;
        };
        if settings.flags.contains('e') {
            console.out(format!("{name}\n")).await;
            continue;
        }
        let package = known(name);
        if settings.flags.contains('L') {
            let files: String = package
                .into_iter()
                .flat_map(|p| p.entries(0))
                .map(|file| format!("{}\n", file.path))
                .collect();
            console.out(format!("{name}-{} contains:\n{files}\n", found.version)).await;
            continue;
        }
        if settings.flags.contains('R') {
            let needs: String = found.depends.iter().map(|need| format!("{need}\n")).collect();
            console.out(format!("{name}-{} depends on:\n{needs}\n", found.version)).await;
            continue;
        }
        let description = package.map_or("", |p| p.description.as_str());
        console
            .out(format!(
                "{name}-{0} description:\n{description}\n\n{name}-{0} installed size:\n{1} KiB\n\n",
                found.version,
                found.installed >> 10
            ))
            .await;
    }
    code
}

pub(super) async fn search(console: &Console, settings: &Settings, command: &str) -> i32 {
    let indexed = fetch_indexes(console, settings, settings.update).await;
    let database = Database::read(console);
    let installed_only = command == "list" && settings.flags.contains(['e', 'I']);
    for package in catalogue().packages(Ecosystem::Apk).values() {
        let here = database.find(&package.name).is_some();
        let hit = settings.names.is_empty()
            || settings
                .names
                .iter()
                .any(|name| package.name.contains(name.trim_matches('*')));
        if !hit || (installed_only && !here) || (!indexed && !here) {
            continue;
        }
        let (name, version) = (&package.name, &package.version);
        let line = match command {
            "search" if settings.flags.contains(['v', 'd']) => format!("{name}-{version} - {}\n", package.description),
            "search" => format!("{name}-{version}\n"),
            "list" => format!(
                "{name}-{version} x86_64 {{{name}}} (MIT){}\n",
                if here { " [installed]" } else { "" }
            ),
            _ => format!("{name} policy:\n  {version}:\n    https://dl-cdn.alpinelinux.org/alpine/v3.20/main\n"),
        };
        console.out(line).await;
    }
    0
}
