//! `pip install`: collect, download, put in place, keep a cache.

use super::home::{Home, Installed, installed};
use super::resolve::{Chosen, Impossible, not_found, resolve};
use super::wanted::{Want, gather, read_file};
use super::{Settings, known};
use crate::packages::requirement::compare;
use crate::packages::{Console, online, remove};
use catalogue::{Ecosystem, Package, PipHome, catalogue};
use machine::Errno;
use std::cmp::Ordering;
use vfs::tar::Content;
use vfs::{FileData, Meta};

async fn offline(console: &Console, want: &Want) -> i32 {
    let page = Package::pip_name(&want.requirement.name);
    for left in (0..5).rev() {
        console
            .err(format!("WARNING: Retrying (Retry(total={left}, connect=None, read=None, redirect=None, status=None)) after connection broken by 'NewConnectionError('<pip._vendor.urllib3.connection.HTTPSConnection object at 0x7f3a5c1d{left}e90>: Failed to establish a new connection: [Errno -3] Temporary failure in name resolution')': /simple/{page}/\n"))
            .await;
        console.wait(500 << (4 - left)).await;
    }
    console.err(not_found(want, None)).await;
    1
}

pub(super) async fn install(console: &Console, home: &Home, settings: &Settings) -> i32 {
    if let Some(path) = settings.editable.first() {
        console
            .err(format!("drydock: pip install -e {path} is not simulated\n"))
            .await;
        return 1;
    }
    if settings.names.is_empty() && settings.files.is_empty() {
        console
            .err("ERROR: You must give at least one requirement to install (see \"pip help install\")\n")
            .await;
        return 1;
    }
    let managed = format!("{}/lib/python{}/EXTERNALLY-MANAGED", home.prefix, home.python);
    if !settings.break_system && settings.target.is_none() && settings.prefix.is_none() && console.sys.exists(&managed) {
        return managed_elsewhere(console, &managed).await;
    }
    let mut wants = match gather(console, settings).await {
        Ok(wants) => wants,
        Err(code) => return code,
    };
    for file in &settings.constraints {
        let mut more = Vec::new();
        if let Err(code) = read_file(console, file, &mut more, 0).await {
            return code;
        }
        for limit in more {
            for want in wants.iter_mut() {
                if Package::pip_name(&want.requirement.name) == Package::pip_name(&limit.requirement.name) {
                    want.requirement.specifiers.extend(limit.requirement.specifiers.clone());
                }
            }
        }
    }
    let elsewhere = settings.target.is_some() || settings.prefix.is_some();
    let user = settings.user || !console.is_root() && console.sys.access(&home.site_packages(), 2).is_err() && !elsewhere;
    let below = |base: String| {
        (
            format!("{base}/lib/python{}/site-packages", home.python),
            format!("{base}/bin"),
        )
    };
    let (site, bin) = match (&settings.target, &settings.prefix, user) {
        (Some(target), ..) => (console.sys.absolute(target), format!("{}/bin", console.sys.absolute(target))),
        (None, _, true) => below(format!("{}/.local", console.sys.getenv("HOME").unwrap_or("/root".into()))),
        (None, Some(prefix), _) => below(console.sys.absolute(prefix)),
        (None, None, false) => (home.site_packages(), home.bin()),
    };
    if user && !settings.user && !settings.quiet {
        console
            .out("Defaulting to user installation because normal site-packages is not writeable\n")
            .await;
    }
    let mut have = installed(console, &home.site_packages());
    have.extend(installed(console, &site));
    if settings.target.is_some() {
        have.clear();
    }
    let chosen = match resolve(console, home, &wants, settings, &have) {
        Ok(chosen) => chosen,
        Err(Impossible(words)) => {
            if !online(&console.sys)
                && let Some(want) = wants
                    .iter()
                    .find(|w| !have.contains_key(&Package::pip_name(&w.requirement.name)))
            {
                return offline(console, want).await;
            }
            console.err(words).await;
            for want in wants.iter().filter(|w| known(&w.requirement.name).is_none()) {
                let count = catalogue().packages(Ecosystem::Pip).len();
                console
                    .err(format!(
                        "drydock: {} is not among the {count} Python packages that are simulated\n",
                        want.requirement.name
                    ))
                    .await;
            }
            return 1;
        }
    };
    let fresh = |c: &Chosen| {
        let key = Package::pip_name(&c.package.name);
        settings.force || have.get(&key).is_none_or(|i| i.version != c.version)
    };
    if let Some(first) = chosen.iter().find(|c| fresh(c))
        && !online(&console.sys)
    {
        return offline(console, &first.want).await;
    }
    report(console, settings, &chosen, &fresh, &home.site_packages()).await;
    let mut todo: Vec<&Chosen> = chosen.iter().filter(|c| fresh(c)).collect();
    // pip installs what others need first.
    todo.reverse();
    if todo.is_empty() || settings.dry_run {
        return finish(console, home, settings, &site).await;
    }
    if !settings.quiet {
        let names: Vec<&str> = todo.iter().map(|c| c.package.name.as_str()).collect();
        console
            .out(format!("Installing collected packages: {}\n", names.join(", ")))
            .await;
    }
    let at = PipHome {
        site_packages: site.clone(),
        bin,
        interpreter: format!("{}/bin/python{}", home.prefix, home.python),
    };
    for item in &todo {
        let key = Package::pip_name(&item.package.name);
        if let Some(old) = have.get(&key) {
            if !settings.quiet {
                console
                    .out(format!("  Attempting uninstall: {0}\n    Found existing installation: {0} {1}\n    Uninstalling {0}-{1}:\n      Successfully uninstalled {0}-{1}\n", old.name, old.version))
                    .await;
            }
            delete(console, old, &home.site_packages());
        }
        if let Err(error) = put(console, item, &at) {
            console
                .err(format!(
                    "ERROR: Could not install packages due to an OSError: [Errno {}] {error}: '{site}'\n",
                    error.number()
                ))
                .await;
            return 1;
        }
        if settings.target.is_none() && !settings.no_script_warning {
            warn_of_scripts(console, item, &at.bin).await;
        }
        console.wait(30 + item.package.installed / 100_000).await;
    }
    if !settings.no_cache {
        keep(console, &todo);
    }
    let mut names: Vec<String> = todo.iter().map(|c| format!("{}-{}", c.package.name, c.version)).collect();
    names.sort_by_key(|name| name.to_lowercase());
    if !settings.quiet {
        console.out(format!("Successfully installed {}\n", names.join(" "))).await;
    }
    finish(console, home, settings, &site).await
}

async fn managed_elsewhere(console: &Console, path: &str) -> i32 {
    let text = console.text(path);
    let message = text
        .split_once("Error=")
        .map_or("", |(_, message)| message)
        .trim_end()
        .replace("\n ", "\n    ");
    console
        .err(format!("error: externally-managed-environment\n\n× This environment is externally managed\n╰─> {}\n\nnote: If you believe this is a mistake, please contact your Python installation or OS distribution provider. You can override this, at the risk of breaking your Python installation or OS, by passing --break-system-packages.\nhint: See PEP 668 for the detailed specification.\n", message.trim()))
        .await;
    1
}

async fn report(console: &Console, settings: &Settings, chosen: &[Chosen], fresh: &impl Fn(&Chosen) -> bool, site: &str) {
    let from = |want: &Want| {
        if want.from.is_empty() {
            String::new()
        } else {
            format!(" (from {})", want.from)
        }
    };
    let speak = !settings.quiet;
    for item in chosen {
        let text = item.want.requirement.text();
        if !fresh(item) {
            if speak {
                console
                    .out(format!(
                        "Requirement already satisfied: {text} in {site}{} ({})\n",
                        from(&item.want),
                        item.version
                    ))
                    .await;
            }
            continue;
        }
        if speak {
            let size = 1.5 + (item.package.description.len() % 70) as f64 / 10.0;
            console
                .out(format!(
                    "Collecting {text}{}\n  Downloading {}.metadata ({size:.1} kB)\n",
                    from(&item.want),
                    wheel(item)
                ))
                .await;
        }
        console.wait(60).await;
    }
    for item in chosen.iter().filter(|c| fresh(c)) {
        if speak {
            console
                .out(format!("Downloading {} ({})\n", wheel(item), wheel_size(item.package.size)))
                .await;
        }
        console.download(item.package.size).await;
    }
}

pub(super) fn wheel(item: &Chosen) -> String {
    let tag = if item.package.platform.is_empty() {
        "py3-none-any"
    } else {
        &item.package.platform
    };
    format!(
        "{}-{}-{tag}.whl",
        item.package.name.to_lowercase().replace(['-', '.'], "_"),
        item.version
    )
}

fn wheel_size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..10_000 => format!("{:.1} kB", bytes as f64 / 1e3),
        10_000..1_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

fn put(console: &Console, item: &Chosen, at: &PipHome) -> Result<(), Errno> {
    let now = console.sys.now().0;
    let sources = catalogue().sources(&item.package.name);
    let entries = item.package.pip_entries(&item.version, at, sources, now);
    entries.iter().try_for_each(|entry| console.place(entry))
}

fn meta(mtime: i64) -> Meta {
    Meta {
        mode: 0o644,
        uid: 0,
        gid: 0,
        mtime,
    }
}

/// Says where the programs of a package are, if nobody will find them there.
async fn warn_of_scripts(console: &Console, item: &Chosen, bin: &str) {
    let path = console.sys.getenv("PATH").unwrap_or_default();
    let names: Vec<&str> = item.package.scripts.keys().map(String::as_str).collect();
    let words = match names.split_last() {
        _ if path.split(':').any(|dir| dir == bin) => return,
        None => return,
        Some((only, [])) => format!("script {only} is"),
        Some((last, others)) => format!("scripts {} and {last} are", others.join(", ")),
    };
    console
        .err(format!("  WARNING: The {words} installed in '{bin}' which is not on PATH.\n  Consider adding this directory to PATH or, if you prefer to suppress this warning, use --no-warn-script-location.\n"))
        .await;
}

/// What pip keeps of its downloads under `~/.cache/pip`.
fn keep(console: &Console, items: &[&Chosen]) {
    let home = console.sys.getenv("HOME").unwrap_or("/root".into());
    for item in items {
        let digest = vfs::Digest::of(wheel(item).as_bytes()).hex();
        let folder: Vec<&str> = [0, 1, 2, 3, 4].iter().filter_map(|at| digest.get(*at..at + 1)).collect();
        let entry = vfs::tar::Entry {
            path: format!(
                "{}/.cache/pip/http-v2/{}/{digest}.body",
                home.trim_start_matches('/'),
                folder.join("/")
            ),
            meta: meta(console.sys.now().0),
            content: Content::File(FileData::stand_in(b"PK\x03\x04", item.package.size)),
        };
        let _ = console.place(&entry);
    }
}

async fn finish(console: &Console, home: &Home, settings: &Settings, site: &str) -> i32 {
    if console.is_root() && !settings.root_ignore && home.prefix.starts_with("/usr") {
        console
            .err("WARNING: Running pip as the 'root' user can result in broken permissions and conflicting behaviour with the system package manager, possibly rendering your system unusable. It is recommended to use a virtual environment instead: https://pip.pypa.io/warnings/venv. Use the --root-user-action option if you know what you are doing and want to suppress this warning.\n")
            .await;
    }
    let mine = installed(console, &home.site_packages());
    if !settings.no_version_check
        && online(&console.sys)
        && let (Some(pip), Some(newest)) = (mine.get("pip"), known("pip"))
        && compare(&pip.version, &newest.version) == Ordering::Less
    {
        let _ = site;
        console
            .err(format!(
                "\n[notice] A new release of pip is available: {} -> {}\n[notice] To update, run: pip install --upgrade pip\n",
                pip.version, newest.version
            ))
            .await;
    }
    0
}

/// Deletes what RECORD lists.
pub(super) fn delete(console: &Console, item: &Installed, site: &str) {
    for line in console.text(&format!("{}/RECORD", item.folder)).lines() {
        let path = line.split(',').next().unwrap_or_default();
        let path = if path.starts_with('/') {
            path.to_string()
        } else {
            format!("{site}/{path}")
        };
        remove(&console.sys, &path);
    }
    for entry in console.sys.readdir(&item.folder).unwrap_or_default() {
        remove(&console.sys, &format!("{}/{}", item.folder, entry.name));
    }
}
