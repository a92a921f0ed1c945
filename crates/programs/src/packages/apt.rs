//! `apt-get`, `apt`, `apt-cache`, `apt-mark` of Debian 12.
//!
//! Lists live in /var/lib/apt/lists, what is installed in /var/lib/dpkg/status, what came only as a
//! dependency in /var/lib/apt/extended_states: the same files as the real one's. Left out: pinning,
//! other architectures, sources other than Debian's (their entries are ignored), interactive answers
//! other than on standard input, and upgrades, since the catalogue has one version of each package.

use super::dpkg::{Status, count_files, field, list_path, uninstall};
use super::{Console, decimal_size, online};
use catalogue::{Ecosystem, Package, catalogue, dpkg_stanza};
use machine::Sys;
use std::collections::BTreeSet;

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
        "update" => update(&console, &settings, apt).await,
        "install" => install(&console, &settings).await,
        "upgrade" | "dist-upgrade" | "full-upgrade" => upgrade(&console, &settings).await,
        "remove" | "purge" => delete(&console, &settings, false).await,
        "autoremove" | "auto-remove" | "autopurge" => delete(&console, &settings, true).await,
        "clean" | "autoclean" | "auto-clean" | "distclean" | "dist-clean" => clean(&console, &command).await,
        "check" => {
            console
                .out("Reading package lists...\nBuilding dependency tree...\nReading state information...\n")
                .await;
            0
        }
        "list" | "search" | "show" | "policy" if apt => information(&console, &command, &settings.names).await,
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

/// One index to fetch: archive, suite, what the line calls it, bytes, name of the list file.
struct Index {
    base: String,
    suite: String,
    what: &'static str,
    bytes: u64,
}

impl Index {
    fn file(&self) -> String {
        let host = self.base.trim_start_matches("http://").trim_start_matches("https://");
        let host = host.trim_end_matches('/').replace('/', "_");
        let what = match self.what {
            "InRelease" => "InRelease".to_string(),
            _ => "main_binary-amd64_Packages.lz4".to_string(),
        };
        format!("{LISTS}/{host}_dists_{}_{what}", self.suite)
    }
}

/// The indices that the sources name.
fn indices(console: &Console) -> Vec<Index> {
    let mut suites: Vec<(String, String)> = Vec::new();
    let sources = console.sys.readdir("/etc/apt/sources.list.d").unwrap_or_default();
    for entry in &sources {
        let text = console.text(&format!("/etc/apt/sources.list.d/{}", entry.name));
        for paragraph in text.split("\n\n") {
            for suite in field(paragraph, "Suites").split_whitespace() {
                suites.push((field(paragraph, "URIs").to_string(), suite.to_string()));
            }
        }
    }
    for line in console.text("/etc/apt/sources.list").lines() {
        let mut words = line
            .split_whitespace()
            .filter(|word| !word.starts_with('[') && !word.ends_with(']'));
        if words.next() == Some("deb")
            && let (Some(base), Some(suite)) = (words.next(), words.next())
        {
            suites.push((base.to_string(), suite.to_string()));
        }
    }
    let mut out = Vec::new();
    for (what, sizes) in [
        ("InRelease", [151_000, 55_400, 48_000]),
        ("Packages", [8_793_000, 6_924, 284_000]),
    ] {
        for (base, suite) in &suites {
            let kind = if suite.ends_with("-security") {
                2
            } else {
                usize::from(suite.contains('-'))
            };
            out.push(Index {
                base: base.clone(),
                suite: suite.clone(),
                what,
                bytes: sizes[kind],
            });
        }
    }
    out
}

fn has_lists(console: &Console) -> bool {
    let entries = console.sys.readdir(LISTS).unwrap_or_default();
    entries.iter().any(|entry| entry.name.contains("_Packages"))
}

async fn update(console: &Console, settings: &Settings, apt: bool) -> i32 {
    if !console.is_root() {
        if settings.quiet < 2 {
            console.out("Reading package lists...\n").await;
        }
        let text = if apt || console.sys.exists(&format!("{LISTS}/partial")) {
            format!(
                "E: Could not open lock file {LISTS}/lock - open (13: Permission denied)\nE: Unable to lock directory {LISTS}/\n"
            )
        } else {
            format!("E: List directory {LISTS}/partial is missing. - Acquire (13: Permission denied)\n")
        };
        console.err(text).await;
        return 100;
    }
    let indices = indices(console);
    let _ = console.sys.mkdir_all(&format!("{LISTS}/partial"), 0o755);
    if !online(&console.sys) {
        return update_failed(console, settings, &indices).await;
    }
    let (mut fetched, mut seconds) = (0, 0.0);
    let mut number = 0;
    for index in &indices {
        let file = index.file();
        let here = console.sys.exists(&file);
        if here && index.what == "Packages" {
            continue;
        }
        number += 1;
        let line = match (here, index.what) {
            (true, _) => format!("Hit:{number} {} {} InRelease\n", index.base, index.suite),
            (_, "InRelease") => format!(
                "Get:{number} {} {} InRelease [{}]\n",
                index.base,
                index.suite,
                decimal_size(index.bytes)
            ),
            _ => format!(
                "Get:{number} {} {}/main amd64 Packages [{}]\n",
                index.base,
                index.suite,
                decimal_size(index.bytes)
            ),
        };
        if settings.quiet < 2 {
            console.out(line).await;
        }
        if here {
            console.wait(60).await;
            continue;
        }
        seconds += console.download(index.bytes).await;
        fetched += index.bytes;
        // On disk an index is repacked to about twice what came over the wire.
        let weight = if index.what == "Packages" {
            index.bytes * 21 / 10
        } else {
            index.bytes
        };
        let entry = vfs::tar::Entry {
            path: file.trim_start_matches('/').to_string(),
            meta: vfs::Meta {
                mode: 0o644,
                uid: 0,
                gid: 0,
                mtime: console.sys.now().0,
            },
            content: vfs::tar::Content::File(vfs::FileData::stand_in(
                b"drydock: the catalogue stands for this list\n",
                weight,
            )),
        };
        if let Err(error) = console.place(&entry) {
            console.err(format!("E: Failed to write {file} ({error})\n")).await;
            return 100;
        }
    }
    if settings.quiet < 2 {
        if fetched > 0 {
            console.out(fetched_line(fetched, seconds)).await;
        }
        console.out("Reading package lists...\n").await;
        if apt {
            console
                .out("Building dependency tree...\nReading state information...\nAll packages are up to date.\n")
                .await;
        }
    }
    console.wait(400).await;
    0
}

async fn update_failed(console: &Console, settings: &Settings, indices: &[Index]) -> i32 {
    let host = |base: &str| base.split('/').nth(2).unwrap_or_default().to_string();
    let releases: Vec<&Index> = indices.iter().filter(|index| index.what == "InRelease").collect();
    for (at, index) in releases.iter().enumerate() {
        console.wait(1_000).await;
        if settings.quiet < 2 {
            let (base, suite) = (&index.base, &index.suite);
            console
                .out(format!(
                    "Err:{} {base} {suite} InRelease\n  Temporary failure resolving '{}'\n",
                    at + 1,
                    host(base)
                ))
                .await;
        }
    }
    if settings.quiet < 2 {
        console.out("Reading package lists...\n").await;
    }
    for index in &releases {
        let (base, suite) = (index.base.trim_end_matches('/'), &index.suite);
        console
            .err(format!(
                "W: Failed to fetch {base}/dists/{suite}/InRelease  Temporary failure resolving '{}'\n",
                host(base)
            ))
            .await;
    }
    console
        .err("W: Some index files failed to download. They have been ignored, or old ones used instead.\n")
        .await;
    0
}

fn fetched_line(bytes: u64, seconds: f64) -> String {
    let rate = (bytes as f64 / seconds.max(0.05)) as u64;
    format!(
        "Fetched {} in {}s ({}/s)\n",
        decimal_size(bytes),
        seconds as u64,
        decimal_size(rate)
    )
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

/// What to install, dependencies first, and how it came about.
#[derive(Default)]
struct Plan {
    order: Vec<&'static Package>,
    wanted: BTreeSet<String>,
    left_out: BTreeSet<String>,
}

impl Plan {
    /// Adds a package and what it needs, without recursion: a package goes in when its needs are in.
    fn add(&mut self, root: &'static Package, status: &Status, recommends: bool) {
        let mut seen: BTreeSet<&str> = self.order.iter().map(|p| p.name.as_str()).collect();
        let mut stack: Vec<(&'static Package, bool)> = vec![(root, false)];
        while let Some((package, ready)) = stack.pop() {
            if ready {
                self.order.push(package);
                continue;
            }
            if !seen.insert(&package.name) || (status.has(&package.name) && package.name != root.name) {
                continue;
            }
            stack.push((package, true));
            let more: &[String] = if recommends { &package.recommends } else { &[] };
            if !recommends {
                self.left_out
                    .extend(package.recommends.iter().filter(|name| !status.has(name)).cloned());
            }
            for name in package.depends.iter().chain(more).rev() {
                let need = known(name).or_else(|| providers(name).first().copied());
                if let Some(need) = need
                    && !status.has(&need.name)
                {
                    stack.push((need, false));
                }
            }
        }
    }
}

async fn install(console: &Console, settings: &Settings) -> i32 {
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

fn announce(plan: &Plan, status: &Status) -> String {
    let mut text = String::new();
    let all: BTreeSet<&str> = plan.order.iter().map(|p| p.name.as_str()).collect();
    let extra: Vec<&str> = all.iter().copied().filter(|name| !plan.wanted.contains(*name)).collect();
    if !extra.is_empty() {
        text += &format!("The following additional packages will be installed:\n{}", wrap(&extra));
    }
    let left: Vec<&str> = plan
        .left_out
        .iter()
        .map(String::as_str)
        .filter(|name| !all.contains(name))
        .collect();
    if !left.is_empty() {
        text += &format!("Recommended packages:\n{}", wrap(&left));
    }
    let fresh: Vec<&str> = all.iter().copied().filter(|name| !status.has(name)).collect();
    if !fresh.is_empty() {
        text += &format!("The following NEW packages will be installed:\n{}", wrap(&fresh));
    }
    let again = all.len() - fresh.len();
    let again = if again > 0 {
        format!("{again} reinstalled, ")
    } else {
        String::new()
    };
    text + &format!(
        "0 upgraded, {} newly installed, {again}0 to remove and 0 not upgraded.\n",
        fresh.len()
    )
}

/// Names in lines of at most 80 columns.
fn wrap(names: &[&str]) -> String {
    let mut out = String::new();
    let mut line = String::from(" ");
    for name in names {
        if line.len() + 1 + name.len() > 79 {
            out += &format!("{line}\n");
            line = String::from(" ");
        }
        line += &format!(" {name}");
    }
    out + &line + "\n"
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

async fn fetch(console: &Console, settings: &Settings, plan: &Plan, bytes: u64) -> bool {
    let mut seconds = 0.0;
    let keep = !console.sys.exists(CLEAN) || settings.download_only;
    for (at, package) in plan.order.iter().enumerate() {
        let (archive, suite) = match package.security {
            true => ("http://deb.debian.org/debian-security", "bookworm-security/main"),
            false => ("http://deb.debian.org/debian", "bookworm/main"),
        };
        let arch = package.architecture();
        let (name, version) = (&package.name, &package.version);
        if !online(&console.sys) {
            let pool = format!(
                "{archive}/pool/main/{}/{name}/{name}_{version}_{arch}.deb",
                name.chars().next().unwrap_or('x')
            );
            console
                .out(format!(
                    "Err:{} {archive} {suite} amd64 {name} {arch} {version}\n  Temporary failure resolving 'deb.debian.org'\n",
                    at + 1
                ))
                .await;
            console
                .err(format!("E: Failed to fetch {pool}  Temporary failure resolving 'deb.debian.org'\nE: Unable to fetch some archives, maybe run apt-get update or try with --fix-missing?\n"))
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

async fn upgrade(console: &Console, settings: &Settings) -> i32 {
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

async fn delete(console: &Console, settings: &Settings, automatic: bool) -> i32 {
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

async fn clean(console: &Console, command: &str) -> i32 {
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

async fn information(console: &Console, command: &str, names: &[String]) -> i32 {
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
