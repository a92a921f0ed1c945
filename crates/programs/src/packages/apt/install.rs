//! `install` and `upgrade`: resolve, ask, fetch, unpack, set up.

use super::index::{fetched_line, has_lists, indices};
use super::plan::{Plan, announce};
use super::{ARCHIVES, CLEAN, Settings, confirmed, known, providers, read_auto, write_auto};
use crate::packages::dpkg::{Status, count_files, field, list_path};
use crate::packages::{Console, decimal_size, online};
use catalogue::{Ecosystem, catalogue, dpkg_stanza};
use std::collections::BTreeSet;

pub(super) async fn install(console: &Console, settings: &Settings) -> i32 {
    if !console.is_root() && !settings.simulate {
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
    console.wait(500).await;
    let mut status = Status::read(console);
    let lists = has_lists(console);
    let mut auto = read_auto(console);
    let mut plan = Plan::default();
    let mut notes = String::new();
    let mut code = 0;
    for text in &settings.names {
        if text.contains('/') && (text.starts_with('.') || text.starts_with('/')) {
            code = 100;
            if console.sys.exists(text) {
                console.err("drydock: installing a .deb file is not simulated\n").await;
            } else {
                console
                    .err(format!("E: Unsupported file {text} given on commandline\n"))
                    .await;
            }
            continue;
        }
        let (name, version) = text.split_once('=').map_or((text.as_str(), None), |(n, v)| (n, Some(v)));
        let name = name.split('/').next().unwrap_or(name);
        let installed = status.find(name).map(|p| field(p, "Version").to_string());
        match (known(name), &installed) {
            (_, Some(have)) if !settings.reinstall && version.is_none_or(|v| v == have) => {
                notes += &format!("{name} is already the newest version ({have}).\n");
                auto.remove(name);
                plan.wanted.insert(name.to_string());
            }
            (Some(package), _) if lists => match version {
                Some(version) if version != package.version && !version.ends_with('*') => {
                    console
                        .err(format!("E: Version '{version}' for '{name}' was not found\n"))
                        .await;
                    code = 100;
                }
                _ => {
                    plan.wanted.insert(package.name.clone());
                    plan.add(package, &status, !settings.no_recommends);
                }
            },
            (None, _) if lists && !providers(name).is_empty() => {
                let all = providers(name);
                if let [only] = all[..] {
                    notes += &format!("Note, selecting '{}' instead of '{name}'\n", only.name);
                    plan.wanted.insert(only.name.clone());
                    plan.add(only, &status, !settings.no_recommends);
                } else {
                    let list: String = all.iter().map(|p| format!("  {} {}\n", p.name, p.version)).collect();
                    console.out(format!("Package {name} is a virtual package provided by:\n{list}You should explicitly select one to install.\n\n")).await;
                    console
                        .err(format!("E: Package '{name}' has no installation candidate\n"))
                        .await;
                    code = 100;
                }
            }
            _ => {
                console.err(format!("E: Unable to locate package {text}\n")).await;
                if text.contains('.') {
                    console.err(format!("E: Couldn't find any package by glob '{text}'\n")).await;
                }
                if lists && known(name).is_none() {
                    let count = catalogue().packages(Ecosystem::Apt).len();
                    console
                        .err(format!(
                            "drydock: {name} is not among the {count} Debian packages that are simulated\n"
                        ))
                        .await;
                }
                code = 100;
            }
        }
    }
    if code != 0 {
        return code;
    }
    if say {
        console.out(notes).await;
        console.out(announce(&plan, &status)).await;
    }
    if plan.order.is_empty() || settings.simulate {
        if !settings.simulate {
            write_auto_if_changed(console, &auto);
        }
        return 0;
    }
    let bytes: u64 = plan.order.iter().map(|p| p.size).sum();
    let disk: u64 = plan.order.iter().map(|p| p.installed).sum();
    if say {
        console
            .out(format!(
                "Need to get {} of archives.\nAfter this operation, {} of additional disk space will be used.\n",
                decimal_size(bytes),
                decimal_size(disk)
            ))
            .await;
    }
    let extra = plan.order.iter().any(|p| !plan.wanted.contains(&p.name));
    if !settings.yes && extra && !confirmed(console).await {
        return 1;
    }
    if !fetch(console, settings, &plan, bytes).await {
        return 100;
    }
    if settings.download_only {
        if say {
            console.out("Download complete and in download only mode\n").await;
        }
        return 0;
    }
    if !unpack(console, settings, &plan, &mut status).await {
        return 100;
    }
    for package in &plan.order {
        if plan.wanted.contains(&package.name) {
            auto.remove(&package.name);
        } else {
            auto.insert(package.name.clone());
        }
    }
    write_auto(console, &auto);
    0
}

fn write_auto_if_changed(console: &Console, auto: &BTreeSet<String>) {
    if read_auto(console) != *auto {
        write_auto(console, auto);
    }
}

pub(super) async fn fetch(console: &Console, settings: &Settings, plan: &Plan, bytes: u64) -> bool {
    let mut seconds = 0.0;
    let keep = !console.sys.exists(CLEAN) || settings.download_only;
    let sources = indices(console);
    for (at, package) in plan.order.iter().enumerate() {
        let found = sources
            .iter()
            .find(|index| index.suite.ends_with("-security") == package.security);
        let Some(source) = found.or(sources.first()) else {
            console.err(format!("E: Unable to locate package {}\n", package.name)).await;
            return false;
        };
        let (archive, suite) = (source.base.trim_end_matches('/'), format!("{}/main", source.suite));
        let host = archive.split('/').nth(2).unwrap_or_default();
        let arch = package.architecture();
        let (name, version) = (&package.name, &package.version);
        if !online(&console.sys) {
            let pool = format!(
                "{archive}/pool/main/{}/{name}/{name}_{version}_{arch}.deb",
                name.chars().next().unwrap_or('x')
            );
            console
                .out(format!(
                    "Err:{} {archive} {suite} amd64 {name} {arch} {version}\n  Temporary failure resolving '{host}'\n",
                    at + 1
                ))
                .await;
            console
                .err(format!("E: Failed to fetch {pool}  Temporary failure resolving '{host}'\nE: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?\n"))
                .await;
            return false;
        }
        if settings.quiet < 2 {
            let size = decimal_size(package.size);
            console
                .out(format!(
                    "Get:{} {archive} {suite} amd64 {name} {arch} {version} [{size}]\n",
                    at + 1
                ))
                .await;
        }
        let millis = 15 + package.size / 12_000;
        console.wait(millis).await;
        seconds += millis as f64 / 1000.0;
        if keep {
            let entry = vfs::tar::Entry {
                path: format!(
                    "{}/{name}_{}_{arch}.deb",
                    ARCHIVES.trim_start_matches('/'),
                    version.replace(':', "%3a")
                ),
                meta: vfs::Meta {
                    mode: 0o644,
                    uid: 0,
                    gid: 0,
                    mtime: 0,
                },
                content: vfs::tar::Content::File(vfs::FileData::stand_in(b"!<arch>\n", package.size)),
            };
            let _ = console.place(&entry);
        }
    }
    if !console.sys.exists("/usr/bin/apt-ftparchive") {
        console
            .err("debconf: delaying package configuration, since apt-utils is not installed\n")
            .await;
    }
    if settings.quiet < 2 {
        console.out(fetched_line(bytes, seconds)).await;
    }
    true
}

async fn unpack(console: &Console, settings: &Settings, plan: &Plan, status: &mut Status) -> bool {
    let now = console.sys.now().0;
    let mut count = count_files(console);
    // Even a quiet apt lets dpkg speak.
    let _ = settings;
    for (at, package) in plan.order.iter().enumerate() {
        let (name, version, arch) = (&package.name, &package.version, package.architecture());
        let full = if arch == "amd64" && package.section.contains("lib") {
            format!("{name}:amd64")
        } else {
            name.clone()
        };
        let again = status.has(name);
        let mut text = String::new();
        if !again {
            text += &format!("Selecting previously unselected package {full}.\n");
        }
        if at == 0 || again {
            text += &format!("(Reading database ... {count} files and directories currently installed.)\n");
        }
        let number = if plan.order.len() > 1 {
            format!("{at:0width$}-", width = (plan.order.len() - 1).to_string().len())
        } else {
            String::new()
        };
        let file = format!("{number}{name}_{}_{arch}.deb", version.replace(':', "%3a"));
        let prefix = if plan.order.len() > 1 {
            format!(".../{file}")
        } else {
            format!("{ARCHIVES}/{file}").replace(ARCHIVES, "...")
        };
        let over = if again { format!(" over ({version})") } else { String::new() };
        text += &format!("Preparing to unpack {prefix} ...\nUnpacking {full} ({version}){over} ...\n");
        console.out(text).await;
        let mut list = String::new();
        for entry in package.entries(now) {
            if let Err(error) = console.place(&entry) {
                console
                    .err(format!("dpkg: error processing archive {ARCHIVES}/{file} (--unpack):\n unable to create '/{}.dpkg-new' (while processing './{}'): {error}\nErrors were encountered while processing:\n {ARCHIVES}/{file}\nE: Sub-process /usr/bin/dpkg returned an error code (1)\n", entry.path, entry.path))
                    .await;
                return false;
            }
            list += &format!("/{}\n", entry.path);
        }
        count += list.lines().count() + 60;
        let _ = console.sys.mkdir_all("/var/lib/dpkg/info", 0o755);
        let _ = console.sys.write_file(&list_path(name), list.as_bytes(), 0o644);
        console.wait(10 + package.installed / 200_000).await;
    }
    for package in &plan.order {
        let lib = package.architecture() == "amd64" && package.section.contains("lib");
        let full = if lib {
            format!("{}:amd64", package.name)
        } else {
            package.name.clone()
        };
        console.out(format!("Setting up {full} ({}) ...\n", package.version)).await;
        let _ = console.add_users(&package.users);
        status.add(&dpkg_stanza(package));
        console.wait(25).await;
    }
    if status.write(console).is_err() {
        console.err("E: Write error - write (28: No space left on device)\n").await;
        return false;
    }
    if plan.order.iter().any(|p| p.section == "libs") {
        let libc = status.find("libc-bin").map_or("", |p| field(p, "Version")).to_string();
        console.out(format!("Processing triggers for libc-bin ({libc}) ...\n")).await;
    }
    if let Some(package) = plan.order.iter().find(|p| p.name == "ca-certificates") {
        console
            .out(format!("Processing triggers for ca-certificates ({}) ...\nUpdating certificates in /etc/ssl/certs...\n0 added, 0 removed; done.\nRunning hooks in /etc/ca-certificates/update.d...\ndone.\n", package.version))
            .await;
    }
    true
}

pub(super) async fn upgrade(console: &Console, settings: &Settings) -> i32 {
    if !console.is_root() {
        console
            .err("E: Could not open lock file /var/lib/dpkg/lock-frontend - open (13: Permission denied)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root?\n")
            .await;
        return 100;
    }
    if settings.quiet < 2 {
        console
            .out("Reading package lists...\nBuilding dependency tree...\nReading state information...\nCalculating upgrade...\n0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n")
            .await;
    }
    console.wait(600).await;
    0
}
