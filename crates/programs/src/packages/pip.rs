//! `pip`: install, uninstall, list, freeze, show, check, download, cache, config.
//!
//! What is installed is read from the `*.dist-info` folders of site-packages. The resolver takes for
//! each project the newest release that every range so far admits, and starts again when a later
//! range disagrees; older releases bring the same needs as the newest, without its ranges. Left out:
//! building from source, editable installs of anything but a folder, indexes other than PyPI, hashes.

use super::requirement::{Requirement, compare};
use super::{Console, online, remove};
use catalogue::{Ecosystem, Package, catalogue};
use machine::{Errno, Sys};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use vfs::tar::Content;
use vfs::{FileData, Meta};

/// Where this pip installs to.
struct Home {
    /// `/usr/local`, `/usr`, or a virtual environment.
    prefix: String,
    /// `3.12`.
    python: String,
}

impl Home {
    fn find(console: &Console) -> Home {
        let argv = console.sys.argv().first().cloned().unwrap_or_default();
        let path = console.sys.getenv("PATH").unwrap_or_default();
        let dir = match argv.rsplit_once('/') {
            Some((dir, _)) => console.sys.absolute(dir),
            None => path
                .split(':')
                .find(|dir| console.sys.exists(&format!("{dir}/{argv}")))
                .unwrap_or("/usr/local/bin")
                .to_string(),
        };
        let mut prefix = dir.strip_suffix("/bin").unwrap_or("/usr/local").to_string();
        if let Some(environment) = console
            .sys
            .getenv("VIRTUAL_ENV")
            .filter(|e| console.sys.exists(&format!("{e}/bin")))
        {
            prefix = environment;
        }
        let names = console.sys.readdir(&format!("{prefix}/lib")).unwrap_or_default();
        let python = names
            .iter()
            .filter_map(|entry| entry.name.strip_prefix("python3.").map(str::to_string))
            .filter_map(|minor| minor.parse::<u32>().ok())
            .max()
            .map_or("3.12".to_string(), |minor| format!("3.{minor}"));
        Home { prefix, python }
    }

    fn site_packages(&self) -> String {
        let folder = if self.prefix == "/usr" { "/usr/local" } else { &self.prefix };
        // Debian's own pip and apk's install into the local tree.
        format!(
            "{folder}/lib/python{}/{}",
            self.python,
            if self.prefix == "/usr" {
                "dist-packages"
            } else {
                "site-packages"
            }
        )
    }

    fn bin(&self) -> String {
        if self.prefix == "/usr" {
            "/usr/local/bin".into()
        } else {
            format!("{}/bin", self.prefix)
        }
    }
}

/// Something installed.
struct Installed {
    name: String,
    version: String,
    folder: String,
}

fn installed(console: &Console, site_packages: &str) -> BTreeMap<String, Installed> {
    let mut out = BTreeMap::new();
    for entry in console.sys.readdir(site_packages).unwrap_or_default() {
        let Some((name, version)) = entry.name.strip_suffix(".dist-info").and_then(|n| n.rsplit_once('-')) else {
            continue;
        };
        let folder = format!("{site_packages}/{}", entry.name);
        let metadata = console.text(&format!("{folder}/METADATA"));
        let written = metadata.lines().find_map(|line| line.strip_prefix("Name: ")).unwrap_or(name);
        let found = Installed {
            name: written.to_string(),
            version: version.to_string(),
            folder,
        };
        out.insert(Package::pip_name(name), found);
    }
    out
}

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
    dry_run: bool,
    target: Option<String>,
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
            "-r" | "--requirement" => settings.files.extend(value.or_else(|| args.next())),
            "-c" | "--constraint" => settings.constraints.extend(value.or_else(|| args.next())),
            "-e" | "--editable" => settings.editable.extend(value.or_else(|| args.next())),
            "-i" | "--index-url" | "--extra-index-url" | "--trusted-host" | "-f" | "--find-links" | "--timeout" | "--retries"
            | "--cache-dir" | "--prefix" | "--root" | "--progress-bar" | "--format" | "-w" | "--wheel-dir" | "-d" | "--dest"
            | "--log" | "--proxy" | "--upgrade-strategy" | "--only-binary" | "--no-binary" | "--path" => {
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
                    "--no-warn-script-location",
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
        "install" => install(&console, &home, &settings).await,
        "uninstall" => uninstall(&console, &home, &settings).await,
        "list" => list(&console, &home).await,
        "freeze" => freeze(&console, &home).await,
        "show" => show(&console, &home, &settings.names).await,
        "check" => check(&console, &home).await,
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
        "cache" | "config" => cache(&console, &command, &settings.names).await,
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

/// A requirement and the words that say who wants it.
#[derive(Clone)]
struct Want {
    requirement: Requirement,
    /// `-r requirements.txt (line 1)`, or the name of a project, or empty for the command line.
    from: String,
}

/// Reads a requirements file, and those it includes.
async fn read_file(console: &Console, path: &str, out: &mut Vec<Want>, depth: usize) -> Result<(), i32> {
    let text = match console.sys.read_file(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            console
                .err(format!(
                    "ERROR: Could not open requirements file: [Errno {}] {error}: '{path}'\n",
                    error.number()
                ))
                .await;
            return Err(1);
        }
    };
    let mut joined = String::new();
    for (at, line) in text.lines().enumerate() {
        joined.push_str(line.strip_suffix('\\').unwrap_or(line));
        if line.ends_with('\\') {
            continue;
        }
        let whole = std::mem::take(&mut joined);
        let line = match whole.find('#') {
            Some(0) => "",
            Some(hash) if whole[..hash].ends_with(char::is_whitespace) => &whole[..hash],
            _ => &whole,
        };
        let line = line.split(" --hash").next().unwrap_or(line).trim();
        if line.is_empty() {
            continue;
        }
        if let Some(other) = line.strip_prefix("-r ").or_else(|| line.strip_prefix("--requirement ")) {
            let base = path.rsplit_once('/').map_or(String::new(), |(dir, _)| format!("{dir}/"));
            if depth < 8 {
                Box::pin(read_file(console, &format!("{base}{}", other.trim()), out, depth + 1)).await?;
            }
            continue;
        }
        if line.starts_with('-') {
            continue;
        }
        match Requirement::parse(line) {
            Ok(requirement) => out.push(Want {
                requirement,
                from: format!("-r {path} (line {})", at + 1),
            }),
            Err(place) => {
                invalid(console, line, place, &format!(" (from line {} of {path})", at + 1)).await;
                return Err(1);
            }
        }
    }
    Ok(())
}

async fn invalid(console: &Console, text: &str, place: usize, from: &str) {
    let mut message = if place == 0 {
        format!(
            "ERROR: Invalid requirement: '{text}': Expected package name at the start of dependency specifier\n    {text}\n    ^{from}\n"
        )
    } else {
        let spaces = " ".repeat(place);
        format!(
            "ERROR: Invalid requirement: '{text}': Expected semicolon (after name with no version specifier) or end\n    {text}\n    {spaces}^{from}\n"
        )
    };
    if place > 0 && text.contains('=') && !text.contains("==") {
        message += "Hint: = is not a valid operator. Did you mean == ?\n";
    }
    console.err(message).await;
}

async fn gather(console: &Console, settings: &Settings) -> Result<Vec<Want>, i32> {
    let mut wants = Vec::new();
    for file in &settings.files {
        read_file(console, file, &mut wants, 0).await?;
    }
    for name in &settings.names {
        if name.contains("://") || name.starts_with("git+") {
            console.err(format!("drydock: pip install {name} is not simulated\n")).await;
            return Err(1);
        }
        if name == "." || name.starts_with("./") || name.starts_with('/') {
            local_project(console, name).await?;
            continue;
        }
        match Requirement::parse(name) {
            Ok(requirement) => wants.push(Want {
                requirement,
                from: String::new(),
            }),
            Err(place) => {
                invalid(console, name, place, "").await;
                if console.sys.exists(name) {
                    console.err(format!("Hint: It looks like a path. The argument you provided ({name}) appears to be a requirements file. If that is the case, use the '-r' flag to install the packages specified within it.\n")).await;
                }
                return Err(1);
            }
        }
    }
    Ok(wants)
}

async fn local_project(console: &Console, path: &str) -> Result<(), i32> {
    let project = ["pyproject.toml", "setup.py"]
        .iter()
        .any(|file| console.sys.exists(&format!("{path}/{file}")));
    let message = if project {
        "drydock: installing a project from its folder is not simulated\n".to_string()
    } else if console.sys.exists(path) {
        format!("ERROR: Directory '{path}' is not installable. Neither 'setup.py' nor 'pyproject.toml' found.\n")
    } else {
        format!(
            "ERROR: Invalid requirement: '{path}': Expected package name at the start of dependency specifier\n    {path}\n    ^\nHint: It looks like a path. File '{path}' does not exist.\n"
        )
    };
    console.err(message).await;
    Err(1)
}

/// What the resolver settled on, in the order in which it met the projects.
struct Chosen {
    package: &'static Package,
    version: String,
    want: Want,
}

fn needs(package: &'static Package, version: &str) -> Vec<Requirement> {
    let newest = version == package.version;
    let parsed = package.depends.iter().filter_map(|text| Requirement::parse(text).ok());
    parsed
        .map(|mut requirement| {
            if !newest {
                requirement.specifiers.clear();
            }
            requirement
        })
        .collect()
}

/// What cannot be: the words for standard error.
struct Impossible(String);

fn resolve(
    console: &Console,
    home: &Home,
    wants: &[Want],
    settings: &Settings,
    have: &BTreeMap<String, Installed>,
) -> Result<Vec<Chosen>, Impossible> {
    let mut ranges: BTreeMap<String, Vec<Want>> = BTreeMap::new();
    // Each round knows the ranges of the rounds before; they only grow, so this ends.
    for _ in 0..40 {
        let mut chosen: Vec<Chosen> = Vec::new();
        let before: usize = ranges.values().map(Vec::len).sum();
        let mut queue: std::collections::VecDeque<Want> = wants.iter().cloned().collect();
        while let Some(want) = queue.pop_front() {
            if !want.requirement.applies(&home.python) {
                continue;
            }
            let key = Package::pip_name(&want.requirement.name);
            let list = ranges.entry(key.clone()).or_default();
            if !list
                .iter()
                .any(|old| old.requirement == want.requirement && old.from == want.from)
            {
                list.push(want.clone());
            }
            if chosen.iter().any(|c| Package::pip_name(&c.package.name) == key) {
                continue;
            }
            let Some(package) = known(&want.requirement.name) else {
                return Err(Impossible(not_found(&want, None)));
            };
            let admits = |version: &str| ranges.get(&key).into_iter().flatten().all(|w| w.requirement.admits(version));
            let present = have
                .get(&key)
                .filter(|i| !settings.upgrade && !settings.force && admits(&i.version));
            let version = match present {
                Some(found) => Some(found.version.clone()),
                None => package.releases().rev().find(|version| admits(version)).map(str::to_string),
            };
            let Some(version) = version else {
                let list = ranges.get(&key).cloned().unwrap_or_default();
                return Err(Impossible(disagreement(package, &want, &list)));
            };
            if !settings.no_deps {
                for need in needs(package, &version) {
                    let from = if want.from.is_empty() {
                        want.requirement.text()
                    } else {
                        format!("{}->{}", want.requirement.text(), want.from)
                    };
                    queue.push_back(Want { requirement: need, from });
                }
            }
            chosen.push(Chosen { package, version, want });
        }
        if ranges.values().map(Vec::len).sum::<usize>() == before
            || before == 0
                && chosen.iter().all(|c| {
                    let key = Package::pip_name(&c.package.name);
                    ranges
                        .get(&key)
                        .into_iter()
                        .flatten()
                        .all(|w| w.requirement.admits(&c.version))
                })
        {
            return Ok(chosen);
        }
    }
    let _ = console;
    Err(Impossible(
        "ERROR: ResolutionTooDeep: the dependency graph is too complex for pip to solve\n".into(),
    ))
}

fn not_found(want: &Want, versions: Option<&str>) -> String {
    let from = if want.from.is_empty() {
        String::new()
    } else {
        format!(" (from {})", want.from)
    };
    format!(
        "ERROR: Could not find a version that satisfies the requirement {}{from} (from versions: {})\nERROR: No matching distribution found for {}{from}\n",
        want.requirement.text(),
        versions.unwrap_or("none"),
        want.requirement.text()
    )
    .replace(&format!("{from} (from versions"), " (from versions")
    .replace(&format!("{}{from}\n", want.requirement.text()), &format!("{}\n", want.requirement.text()))
}

/// Either one range admits no release, or several cannot agree.
fn disagreement(package: &Package, want: &Want, ranges: &[Want]) -> String {
    let alone = package.releases().any(|version| want.requirement.admits(version));
    if !alone || ranges.len() < 2 {
        let versions: Vec<&str> = package.releases().collect();
        return not_found(want, Some(&versions.join(", ")));
    }
    let root = |w: &Want| w.from.is_empty() || w.from.starts_with("-r ");
    let names: Vec<String> = ranges
        .iter()
        .map(|w| {
            if root(w) {
                w.requirement.text()
            } else {
                w.from.split("->").next().unwrap_or_default().to_string()
            }
        })
        .collect();
    let (last, first) = names.split_last().map_or((String::new(), String::new()), |(last, first)| {
        (last.clone(), first.join(", "))
    });
    let causes: String = ranges
        .iter()
        .map(|w| match root(w) {
            true => format!("    The user requested {}\n", w.requirement.text()),
            false => format!(
                "    {} depends on {}\n",
                w.from.split("->").next().unwrap_or_default().replace("==", " "),
                w.requirement.text()
            ),
        })
        .collect();
    format!(
        "ERROR: Cannot install {first} and {last} because these package versions have conflicting dependencies.\n\nThe conflict is caused by:\n{causes}\nTo fix this you could try to:\n1. loosen the range of package versions you've specified\n2. remove package versions to allow pip to attempt to solve the dependency conflict\n\nERROR: ResolutionImpossible: for help visit https://pip.pypa.io/en/latest/topics/dependency-resolution/#dealing-with-dependency-conflicts\n"
    )
}

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

async fn install(console: &Console, home: &Home, settings: &Settings) -> i32 {
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
    if !settings.break_system && settings.target.is_none() && console.sys.exists(&managed) {
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
    let user =
        settings.user || !console.is_root() && console.sys.access(&home.site_packages(), 2).is_err() && settings.target.is_none();
    let (site, bin) = match (&settings.target, user) {
        (Some(target), _) => (console.sys.absolute(target), format!("{}/bin", console.sys.absolute(target))),
        (None, true) => {
            let base = format!("{}/.local", console.sys.getenv("HOME").unwrap_or("/root".into()));
            (
                format!("{base}/lib/python{}/site-packages", home.python),
                format!("{base}/bin"),
            )
        }
        (None, false) => (home.site_packages(), home.bin()),
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
    let interpreter = format!("{}/bin/python{}", home.prefix, home.python);
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
        if let Err(error) = put(console, item, &site, &bin, &interpreter) {
            console
                .err(format!(
                    "ERROR: Could not install packages due to an OSError: [Errno {}] {error}: '{site}'\n",
                    error.number()
                ))
                .await;
            return 1;
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

fn wheel(item: &Chosen) -> String {
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

fn put(console: &Console, item: &Chosen, site: &str, bin: &str, interpreter: &str) -> Result<(), Errno> {
    let now = console.sys.now().0;
    let sources = python::site_package_files(&Package::pip_name(&item.package.name));
    let mut record = String::new();
    for mut entry in item.package.pip_entries(&item.version, site, bin, interpreter, now) {
        let metadata = entry.path.contains(".dist-info/") || format!("/{}", entry.path).starts_with(bin);
        if sources.is_some() && !metadata {
            continue;
        }
        if entry.path.ends_with(".dist-info/RECORD")
            && let Some(sources) = sources
        {
            for (path, _) in sources {
                record += &format!("{path},,\n");
            }
            if let Content::File(data) = &mut entry.content {
                let size = data.size();
                data.write(size, record.as_bytes());
            }
        }
        console.place(&entry)?;
    }
    let mut weight = item.package.installed;
    for (path, bytes) in sources.into_iter().flatten() {
        weight = weight.saturating_sub(bytes.len() as u64);
        let entry = vfs::tar::Entry {
            path: format!("{}/{path}", site.trim_start_matches('/')),
            meta: meta(now),
            content: Content::File(FileData::from(*bytes)),
        };
        console.place(&entry)?;
    }
    if sources.is_some() && weight > 0 {
        // Real packages weigh more than the part of them that is simulated.
        let folder = format!("{}-{}.dist-info", item.package.name.replace('-', "_"), item.version);
        let entry = vfs::tar::Entry {
            path: format!("{}/{folder}/licenses", site.trim_start_matches('/')),
            meta: meta(now),
            content: Content::File(FileData::stand_in(b"", weight)),
        };
        console.place(&entry)?;
    }
    Ok(())
}

fn meta(mtime: i64) -> Meta {
    Meta {
        mode: 0o644,
        uid: 0,
        gid: 0,
        mtime,
    }
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
fn delete(console: &Console, item: &Installed, site: &str) {
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

async fn uninstall(console: &Console, home: &Home, settings: &Settings) -> i32 {
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

async fn list(console: &Console, home: &Home) -> i32 {
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

async fn freeze(console: &Console, home: &Home) -> i32 {
    for (key, item) in installed(console, &home.site_packages()) {
        if !["pip", "setuptools", "wheel"].contains(&key.as_str()) {
            console.out(format!("{}=={}\n", item.name, item.version)).await;
        }
    }
    0
}

async fn show(console: &Console, home: &Home, names: &[String]) -> i32 {
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

async fn check(console: &Console, home: &Home) -> i32 {
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

async fn cache(console: &Console, command: &str, words: &[String]) -> i32 {
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
