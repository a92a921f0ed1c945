//! `apk` of Alpine 3.20: add, del, update, upgrade, info, search, list, fix.
//!
//! What was asked for is /etc/apk/world, what is installed /lib/apk/db/installed; everything that
//! the world doesn't need goes, as the real solver has it. Left out: version pins other than `=` and
//! `~`, other repositories, signatures.

mod database;
mod query;

use super::{Console, online, remove};
use crate::declared::Declaration;
use catalogue::{Ecosystem, Package, apk_stanza, catalogue};
use database::{Database, Entry, bare, entry};
use machine::Sys;
use std::collections::{BTreeMap, BTreeSet};

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "apk",
    does: "add, del, update, upgrade, info, search, list, fix, of Alpine 3.20",
    does_not: "pins other than `=` and `~`, other repositories, signatures",
};

fn known(name: &str) -> Option<&'static Package> {
    let all = catalogue().packages(Ecosystem::Apk);
    all.get(name).or_else(|| {
        all.values()
            .find(|package| package.provides.iter().any(|other| other == name))
    })
}

#[derive(Default)]
struct Settings {
    no_cache: bool,
    update: bool,
    quiet: bool,
    simulate: bool,
    virtual_name: Option<String>,
    names: Vec<String>,
    flags: String,
}

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let console = Console::new(sys);
    let mut settings = Settings::default();
    let mut command = String::new();
    let mut args = console.args.clone().into_iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--no-cache" => settings.no_cache = true,
            "-U" | "--update-cache" | "--update" => settings.update = true,
            "-q" | "--quiet" => settings.quiet = true,
            "-s" | "--simulate" => settings.simulate = true,
            "-t" | "--virtual" => settings.virtual_name = args.next(),
            "-X" | "--repository" | "-p" | "--root" | "--keys-dir" | "--arch" => {
                args.next();
            }
            "--version" | "-V" => {
                console.out("apk-tools 2.14.4, compiled for x86_64.\n").await;
                return 0;
            }
            "--help" | "-h" => return help(&console).await,
            other => match other.strip_prefix("--virtual=") {
                Some(name) => settings.virtual_name = Some(name.to_string()),
                None if other.starts_with("--") => {
                    let known = [
                        "--upgrade",
                        "--latest",
                        "--available",
                        "--purge",
                        "--rdepends",
                        "--force",
                        "--allow-untrusted",
                        "--no-progress",
                        "--progress",
                        "--verbose",
                        "--interactive",
                        "--installed",
                        "--who-owns",
                        "--contents",
                        "--depends",
                        "--description",
                        "--size",
                        "--webpage",
                        "--all",
                        "--exact",
                        "--no-scripts",
                        "--clean-protected",
                    ];
                    if !known.contains(&other) && !other.starts_with("--force-") && !other.starts_with("--repository=") {
                        console
                            .err(format!("apk: unrecognized option: {}\n", other.trim_start_matches('-')))
                            .await;
                        return help(&console).await.max(1);
                    }
                    settings.flags.push(match other {
                        "--who-owns" => 'W',
                        "--contents" => 'L',
                        "--installed" => 'e',
                        "--all" => 'a',
                        "--depends" => 'R',
                        "--description" => 'd',
                        "--size" => 's',
                        _ => '-',
                    });
                }
                None if other.len() > 1 && other.starts_with('-') => settings.flags.push_str(&other[1..]),
                None if command.is_empty() => command = other.to_string(),
                None => settings.names.push(other.to_string()),
            },
        }
    }
    if settings.flags.contains('U') {
        settings.update = true;
    }
    let changes = ["add", "del", "update", "upgrade", "fix", "cache"].contains(&command.as_str());
    if changes && !console.is_root() {
        console
            .err("ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n")
            .await;
        return 99;
    }
    match command.as_str() {
        "" => help(&console).await.max(1),
        "update" => {
            let indexed = fetch_indexes(&console, &settings, true).await;
            if indexed {
                for (repository, branch) in repositories(&console) {
                    let text = format!("v{}-160-gdrydock [{repository}/{branch}]\n", release(&console));
                    console.out(text).await;
                }
                console.out("OK: 24175 distinct packages available\n").await;
            } else {
                console.out("2 unavailable, 0 stale; 15 distinct packages available\n").await;
            }
            i32::from(!indexed) * 2
        }
        "add" => add(&console, &settings).await,
        "del" => del(&console, &settings).await,
        "upgrade" | "fix" => {
            fetch_indexes(&console, &settings, settings.update).await;
            console.out(Database::read(&console).summary()).await;
            0
        }
        "info" => query::info(&console, &settings).await,
        "search" | "list" | "policy" => query::search(&console, &settings, &command).await,
        "cache" => {
            for entry in console.sys.readdir("/var/cache/apk").unwrap_or_default() {
                let _ = console.sys.unlink(&format!("/var/cache/apk/{}", entry.name));
            }
            0
        }
        "fetch" | "audit" | "verify" | "dot" | "index" | "manifest" | "stats" | "version" => {
            console.err(format!("drydock: apk {command} is not simulated\n")).await;
            1
        }
        other => {
            console
                .err(format!("ERROR: '{other}' is not an apk command. See 'apk --help'.\n"))
                .await;
            1
        }
    }
}

async fn help(console: &Console) -> i32 {
    console
        .out("apk-tools 2.14.4, compiled for x86_64.\n\nusage: apk [<OPTIONS>...] COMMAND [<ARGUMENTS>...]\n\nPackage installation and removal:\n  add        Add packages to WORLD and commit changes\n  del        Remove packages from WORLD and commit changes\n\nSystem maintenance:\n  fix        Fix, reinstall or upgrade packages without modifying WORLD\n  update     Update repository indexes\n  upgrade    Install upgrades available from repositories\n  cache      Manage the local package cache\n\nQuerying package information:\n  info       Give detailed information about packages or repositories\n  list       List packages matching a pattern or other criteria\n  search     Search for packages by name or description\n  policy     Show repository policy for packages\n\nThis apk has coffee making abilities.\nFor more information: man 8 apk\n")
        .await;
    0
}

fn release(console: &Console) -> String {
    let text = console.text("/etc/alpine-release");
    if text.trim().is_empty() {
        "3.20.8".into()
    } else {
        text.trim().to_string()
    }
}

/// Repositories as (address, branch).
fn repositories(console: &Console) -> Vec<(String, String)> {
    console
        .text("/etc/apk/repositories")
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.trim().trim_end_matches('/').rsplit_once('/'))
        .map(|(address, branch)| (address.to_string(), branch.to_string()))
        .collect()
}

/// Where the index of a repository is kept between runs.
fn cached(branch: &str) -> String {
    let digest = vfs::Digest::of(branch.as_bytes()).hex();
    format!("/var/cache/apk/APKINDEX.{}.tar.gz", digest.get(..8).unwrap_or_default())
}

/// Fetches the indexes if they are not at hand; false if some repository cannot be asked.
async fn fetch_indexes(console: &Console, settings: &Settings, anew: bool) -> bool {
    let mut all = true;
    for (address, branch) in repositories(console) {
        if !anew && !settings.no_cache && console.sys.exists(&cached(&branch)) {
            continue;
        }
        if !settings.quiet {
            console
                .out(format!("fetch {address}/{branch}/x86_64/APKINDEX.tar.gz\n"))
                .await;
        }
        if !online(&console.sys) {
            console.wait(5_000).await;
            console
                .err(format!(
                    "WARNING: fetching {address}/{branch}: temporary error (try again later)\n"
                ))
                .await;
            all = false;
            continue;
        }
        let bytes = if branch == "main" { 460_000 } else { 2_100_000 };
        console.download(bytes).await;
        if !settings.no_cache {
            let entry = vfs::tar::Entry {
                path: cached(&branch).trim_start_matches('/').to_string(),
                meta: vfs::Meta {
                    mode: 0o644,
                    uid: 0,
                    gid: 0,
                    mtime: 0,
                },
                content: vfs::tar::Content::File(vfs::FileData::stand_in(b"\x1f\x8b", bytes)),
            };
            let _ = console.place(&entry);
        }
    }
    all
}

/// What is to be installed, dependencies first.
fn plan(database: &Database, roots: &[&'static Package]) -> Vec<&'static Package> {
    let mut order: Vec<&'static Package> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut stack: Vec<(&'static Package, bool)> = roots.iter().rev().map(|p| (*p, false)).collect();
    while let Some((package, ready)) = stack.pop() {
        if ready {
            order.push(package);
        } else if seen.insert(&package.name) && database.find(&package.name).is_none() {
            stack.push((package, true));
            stack.extend(
                package
                    .depends
                    .iter()
                    .rev()
                    .filter_map(|name| known(name))
                    .map(|p| (p, false)),
            );
        }
    }
    order
}

async fn add(console: &Console, settings: &Settings) -> i32 {
    let mut database = Database::read(console);
    let indexed = fetch_indexes(console, settings, settings.update || settings.no_cache).await;
    let mut missing: BTreeMap<String, String> = BTreeMap::new();
    let mut roots = Vec::new();
    for name in &settings.names {
        let plain = bare(name);
        match known(plain) {
            Some(package) if indexed || database.find(&package.name).is_some() => {
                let version = name.split_once("==").or_else(|| name.split_once('=')).map(|(_, v)| v);
                let exact = version.is_none_or(|v| v == package.version || v.ends_with('*'));
                let near = name
                    .split_once("=~")
                    .or_else(|| name.split_once('~'))
                    .is_some_and(|(_, v)| package.version.starts_with(v));
                if exact || near {
                    roots.push(package);
                } else {
                    let text = format!("  {plain}-{}:\n    breaks: world[{name}]\n", package.version);
                    missing.insert(plain.to_string(), text);
                }
            }
            _ => {
                let by = settings
                    .virtual_name
                    .clone()
                    .map_or(format!("world[{plain}]"), |name| format!("{name}-0[{plain}]"));
                missing.insert(
                    plain.to_string(),
                    format!("  {plain} (no such package):\n    required by: {by}\n"),
                );
            }
        }
    }
    if !missing.is_empty() {
        let list: String = missing.values().map(String::as_str).collect();
        console.err(format!("ERROR: unable to select packages:\n{list}")).await;
        if indexed {
            for name in missing.keys().filter(|name| known(name).is_none()) {
                let count = catalogue().packages(Ecosystem::Apk).len();
                console
                    .err(format!(
                        "drydock: {name} is not among the {count} Alpine packages that are simulated\n"
                    ))
                    .await;
            }
        }
        return missing.len() as i32;
    }
    let order = plan(&database, &roots);
    let total = order.len() + usize::from(settings.virtual_name.is_some());
    let now = console.sys.now().0;
    let width = total.to_string().len();
    for (at, package) in order.iter().enumerate() {
        if !settings.quiet {
            console
                .out(format!(
                    "({:>width$}/{total}) Installing {} ({})\n",
                    at + 1,
                    package.name,
                    package.version
                ))
                .await;
        }
        console.wait(8 + package.size / 12_000).await;
        if settings.simulate {
            continue;
        }
        for entry in package.entries(now) {
            if let Err(error) = console.place(&entry) {
                console
                    .err(format!("ERROR: {}-{}: {error}\n", package.name, package.version))
                    .await;
                return 1;
            }
        }
        let _ = console.add_users(&package.users);
        database.entries.push(entry(&apk_stanza(package)));
    }
    match &settings.virtual_name {
        Some(name) => {
            let version = clock(console);
            if !settings.quiet {
                console
                    .out(format!("({total}/{total}) Installing {name} ({version})\n"))
                    .await;
            }
            let needs: Vec<&str> = settings.names.iter().map(|name| bare(name)).collect();
            database.entries.retain(|e| e.name != *name);
            database.entries.push(entry(&format!(
                "P:{name}\nV:{version}\nA:noarch\nS:0\nI:0\nT:virtual meta package\nD:{}\n",
                needs.join(" ")
            )));
            database.world.push(name.clone());
        }
        None => {
            for name in &settings.names {
                database.world.retain(|old| bare(old) != bare(name));
                database.world.push(name.clone());
            }
        }
    }
    if settings.simulate {
        return 0;
    }
    if database.write(console).is_err() {
        console
            .err("ERROR: Unable to write database: No space left on device\n")
            .await;
        return 1;
    }
    if !settings.quiet {
        finish(console, &database, order.iter().map(|p| p.name.as_str()).collect()).await;
    }
    0
}

/// The moment as a virtual package's version has it.
fn clock(console: &Console) -> String {
    let seconds = console.sys.now().seconds();
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // The civil date of a day count (proleptic Gregorian calendar).
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let (day, month) = (doy - (153 * mp + 2) / 5 + 1, if mp < 10 { mp + 3 } else { mp - 9 });
    let year = yoe + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}{month:02}{day:02}.{:02}{:02}{:02}",
        rest / 3600,
        rest / 60 % 60,
        rest % 60
    )
}

async fn finish(console: &Console, database: &Database, touched: Vec<&str>) {
    if !touched.is_empty() {
        for trigger in ["busybox", "ca-certificates"] {
            let here = trigger == "busybox" || touched.contains(&trigger);
            if let Some(entry) = database.find(trigger).filter(|_| here) {
                console.out(format!("Executing {trigger}-{}.trigger\n", entry.version)).await;
                console.wait(60).await;
            }
        }
    }
    console.out(database.summary()).await;
}

async fn del(console: &Console, settings: &Settings) -> i32 {
    let mut database = Database::read(console);
    for name in &settings.names {
        database.world.retain(|old| bare(old) != name);
    }
    let needed = database.needed();
    let mut blocked = String::new();
    for name in &settings.names {
        if needed.contains(name) {
            let by: Vec<String> = database
                .entries
                .iter()
                .filter(|e| needed.contains(&e.name) && e.depends.contains(name))
                .map(|e| format!("  {}\n", e.name))
                .collect();
            blocked += &format!(
                "World updated, but the following packages are not removed due to:\n  {name}:{}\n",
                by.concat().replace('\n', "").replace("  ", " ")
            );
        }
    }
    // The base image's packages are not all named in the world; they stay.
    let base = |name: &str| known(name).is_some_and(|package| package.base);
    let gone: Vec<Entry> = database
        .entries
        .iter()
        .filter(|e| !needed.contains(&e.name) && !base(&e.name))
        .cloned()
        .collect();
    console.out(blocked).await;
    let total = gone.len();
    let width = total.to_string().len();
    for (at, entry) in gone.iter().rev().enumerate() {
        if !settings.quiet {
            console
                .out(format!(
                    "({:>width$}/{total}) Purging {} ({})\n",
                    at + 1,
                    entry.name,
                    entry.version
                ))
                .await;
        }
        for file in known(&entry.name)
            .filter(|p| p.name == entry.name)
            .into_iter()
            .flat_map(|p| p.entries(0))
        {
            remove(&console.sys, &format!("/{}", file.path));
        }
        database.entries.retain(|e| e.name != entry.name);
        console.wait(10).await;
    }
    if database.write(console).is_err() {
        return 1;
    }
    if !settings.quiet {
        finish(console, &database, gone.iter().map(|e| e.name.as_str()).collect()).await;
    }
    0
}
