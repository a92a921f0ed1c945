//! `npm` and `npx`: init, install, ci, uninstall, run (start, test), ls, view, version.
//!
//! `package.json` and `package-lock.json` are read and written; packages land in `node_modules` as a
//! `package.json` and a stand-in for their files. Older releases bring the same needs as the newest.
//! Left out: workspaces, git and folder dependencies, audits, publishing.

use super::{Console, online};
use catalogue::{Ecosystem, Package, catalogue};
use machine::{Spawn, Sys, WaitTarget};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use vfs::tar::{Content, Entry};
use vfs::{FileData, Meta};

const VERSION: &str = "10.9.4";

#[derive(Default)]
struct Settings {
    global: bool,
    dev: bool,
    omit_dev: bool,
    no_save: bool,
    silent: bool,
    yes: bool,
    names: Vec<String>,
    /// What stands behind `--`.
    rest: Vec<String>,
}

/// `npm`.
pub async fn main(sys: Sys) -> i32 {
    let console = Console::new(sys);
    let mut settings = Settings {
        omit_dev: console.sys.getenv("NODE_ENV").is_some_and(|v| v == "production"),
        ..Settings::default()
    };
    let mut args = console.args.clone().into_iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--" => {
                settings.rest = args.by_ref().collect();
            }
            "-g" | "--global" => settings.global = true,
            "-D" | "--save-dev" => settings.dev = true,
            "--omit=dev" | "--production" | "--only=production" | "--only=prod" => settings.omit_dev = true,
            "--omit" | "--loglevel" | "--registry" | "--prefix" => {
                if args.next().as_deref() == Some("dev") {
                    settings.omit_dev = true;
                }
            }
            "--no-save" => settings.no_save = true,
            "-s" | "--silent" | "--quiet" | "-q" => settings.silent = true,
            "-y" | "--yes" => settings.yes = true,
            "-v" | "--version" => {
                console.out(format!("{VERSION}\n")).await;
                return 0;
            }
            other if other.starts_with('-') => {}
            _ => settings.names.push(arg),
        }
    }
    if settings.names.is_empty() {
        console
            .out("npm <command>\n\nUsage:\n\nnpm install        install all the dependencies in your project\nnpm install <foo>  add the <foo> dependency to your project\nnpm test           run this project's tests\nnpm run <foo>      run the script named <foo>\nnpm <command> -h   quick help on <command>\nnpm -l             display usage info for all commands\nnpm help <term>    search for help on <term>\nnpm help npm       more involved overview\n")
            .await;
        return 1;
    }
    let command = settings.names.remove(0);
    match command.as_str() {
        "install" | "i" | "add" | "in" => install(&console, &settings).await,
        "ci" | "clean-install" => clean_install(&console, &settings).await,
        "uninstall" | "remove" | "rm" | "un" => uninstall(&console, &settings).await,
        "init" | "create" if settings.names.is_empty() => init(&console, &settings).await,
        "run" | "run-script" => run(&console, &settings).await,
        "start" | "test" | "t" | "stop" | "restart" => {
            let script = if command == "t" { "test".to_string() } else { command };
            settings.names.insert(0, script);
            run(&console, &settings).await
        }
        "ls" | "list" => list(&console).await,
        "view" | "info" | "show" => view(&console, &settings).await,
        "root" => {
            console.out(format!("{}/node_modules\n", console.sys.getcwd())).await;
            0
        }
        "cache" | "config" | "set" | "fund" | "audit" | "prune" | "dedupe" => 0,
        "exec" | "x" => npx_with(&console, &settings.names, &settings.rest).await,
        other => {
            let known = [
                "publish", "pack", "link", "outdated", "update", "login", "whoami", "create", "init", "rebuild", "pkg",
            ];
            if known.contains(&other) {
                console.err(format!("drydock: npm {other} is not simulated\n")).await;
            } else {
                console
                    .err(format!(
                        "Unknown command: \"{other}\"\n\nTo see a list of supported npm commands, run:\n  npm help\n"
                    ))
                    .await;
            }
            1
        }
    }
}

/// `npx`.
pub async fn npx(sys: Sys) -> i32 {
    let console = Console::new(sys);
    let words: Vec<String> = console.args.iter().skip_while(|arg| arg.starts_with('-')).cloned().collect();
    npx_with(&console, &words, &[]).await
}

async fn npx_with(console: &Console, words: &[String], rest: &[String]) -> i32 {
    let Some((name, more)) = words.split_first() else {
        return 1;
    };
    let path = format!("{}/node_modules/.bin/{name}", console.sys.getcwd());
    if !console.sys.exists(&path) {
        console
            .err(format!(
                "drydock: npx {name}: only programs of the project's own node_modules are simulated\n"
            ))
            .await;
        return 127;
    }
    let mut argv = vec![path];
    argv.extend(more.iter().chain(rest).cloned());
    spawn(console, argv, console.sys.env()).await
}

async fn spawn(console: &Console, argv: Vec<String>, env: Vec<String>) -> i32 {
    let name = argv.first().cloned().unwrap_or_default();
    let child = console.sys.spawn(Spawn {
        argv,
        env: Some(env),
        ..Spawn::default()
    });
    match child {
        Ok(pid) => match console.sys.wait(WaitTarget::Pid(pid), false).await {
            Ok((_, status)) => status.code(),
            Err(_) => 1,
        },
        Err(error) => {
            console.err(format!("npm error {name}: {error}\n")).await;
            126
        }
    }
}

fn known(name: &str) -> Option<&'static Package> {
    catalogue().package(Ecosystem::Npm, name)
}

/// `package.json` of the working directory. Err: the exit status, the error being said.
async fn read_package(console: &Console, must: bool) -> Result<Map<String, Value>, i32> {
    let path = format!("{}/package.json", console.sys.getcwd());
    let bytes = match console.sys.read_file(&path) {
        Ok(bytes) => bytes,
        Err(_) if !must => return Ok(Map::new()),
        Err(error) => {
            console
                .err(format!(
                    "npm error code {0}\nnpm error syscall open\nnpm error path {path}\nnpm error errno -{1}\nnpm error enoent Could not read package.json: Error: {0}: {2}, open '{path}'\nnpm error enoent This is related to npm not being able to find a file.\nnpm error enoent\n{3}",
                    error.name(),
                    error.number(),
                    error.to_string().to_lowercase(),
                    log_line(console)
                ))
                .await;
            return Err(254);
        }
    };
    match serde_json::from_slice(&bytes) {
        Ok(Value::Object(object)) => Ok(object),
        Ok(_) | Err(_) => {
            let why = serde_json::from_slice::<Map<String, Value>>(&bytes)
                .err()
                .map_or(String::new(), |e| e.to_string());
            console
                .err(format!("npm error code EJSONPARSE\nnpm error JSON.parse Invalid package.json: JSONParseError: {why}\nnpm error JSON.parse Failed to parse JSON data.\nnpm error JSON.parse Note: package.json must be actual JSON, not just JavaScript.\n{}", log_line(console)))
                .await;
            Err(1)
        }
    }
}

fn log_line(console: &Console) -> String {
    let home = console.sys.getenv("HOME").unwrap_or("/root".into());
    format!("npm error A complete log of this run can be found in: {home}/.npm/_logs/drydock-debug-0.log\n")
}

fn write_json(console: &Console, path: &str, value: &Value) -> bool {
    let text = serde_json::to_string_pretty(value).unwrap_or_default() + "\n";
    console.sys.write_file(path, text.as_bytes(), 0o644).is_ok()
}

/// Whether a release is in a range as npm's semver has it: exact, `^`, `~`, `x`, `>=`, `||`, `*`.
fn satisfies(version: &str, range: &str) -> bool {
    let parse = |text: &str| -> Vec<u64> {
        let text = text.trim().trim_start_matches(['v', '=']);
        let text = text.split(['-', '+']).next().unwrap_or(text);
        text.split('.').map_while(|part| part.parse().ok()).collect()
    };
    let have = parse(version);
    range.split("||").any(|all| {
        let all = all.trim();
        if matches!(all, "" | "*" | "latest" | "x") {
            return true;
        }
        all.replace(">= ", ">=")
            .replace("< ", "<")
            .replace("> ", ">")
            .split_whitespace()
            .all(|one| {
                let digits = one.trim_start_matches(['^', '~', '>', '<', '=']);
                let want = parse(digits);
                let full = |v: &[u64]| -> Vec<u64> { (0..3).map(|at| v.get(at).copied().unwrap_or(0)).collect() };
                let (low, got) = (full(&want), full(&have));
                match one.as_bytes().first() {
                    Some(b'^') => {
                        let fixed = low.iter().position(|n| *n > 0).unwrap_or(want.len().saturating_sub(1).min(2));
                        got >= low && got.iter().take(fixed + 1).eq(low.iter().take(fixed + 1))
                    }
                    Some(b'~') => got >= low && got.iter().take(want.len().min(2)).eq(low.iter().take(want.len().min(2))),
                    Some(b'>') if one.starts_with(">=") => got >= low,
                    Some(b'>') => got > low,
                    Some(b'<') if one.starts_with("<=") => got <= low,
                    Some(b'<') => got < low,
                    _ => have.starts_with(&want) || want.is_empty(),
                }
            })
    })
}

/// What goes into `node_modules`, by name.
type Tree = BTreeMap<String, (&'static Package, String)>;

enum Trouble {
    Unknown(String),
    NoRelease(String, String),
}

fn resolve(wanted: &[(String, String)]) -> Result<Tree, Trouble> {
    let mut tree: Tree = BTreeMap::new();
    let mut queue: Vec<(String, String, bool)> = wanted
        .iter()
        .map(|(name, range)| (name.clone(), range.clone(), true))
        .collect();
    while let Some((name, range, asked)) = queue.pop() {
        if tree.contains_key(&name) {
            continue;
        }
        let Some(package) = known(&name) else {
            return Err(Trouble::Unknown(name));
        };
        let found = package
            .releases()
            .rev()
            .find(|version| satisfies(version, &range))
            .map(str::to_string);
        let version = match found {
            Some(version) => version,
            None if asked => return Err(Trouble::NoRelease(name, range)),
            // The one release that the catalogue has stands for what the range would have found.
            None => package.version.clone(),
        };
        for need in &package.depends {
            let (need, range) = need.split_once(' ').unwrap_or((need, "*"));
            queue.push((need.to_string(), range.to_string(), false));
        }
        tree.insert(name, (package, version));
    }
    Ok(tree)
}

async fn trouble(console: &Console, trouble: &Trouble) -> i32 {
    match trouble {
        Trouble::Unknown(name) => {
            let path = name.replace('/', "%2f");
            console
                .err(format!("npm error code E404\nnpm error 404 Not Found - GET https://registry.npmjs.org/{path} - Not found\nnpm error 404\nnpm error 404  '{name}@*' is not in this registry.\nnpm error 404\nnpm error 404 Note that you can also install from a\nnpm error 404 tarball, folder, http url, or git folder.\n{}", log_line(console)))
                .await;
            let count = catalogue().packages(Ecosystem::Npm).len();
            console
                .err(format!(
                    "drydock: {name} is not among the {count} npm packages that are simulated\n"
                ))
                .await;
        }
        Trouble::NoRelease(name, range) => {
            console
                .err(format!("npm error code ETARGET\nnpm error notarget No matching version found for {name}@{range}.\nnpm error notarget In most cases you or one of your dependencies are requesting\nnpm error notarget a package version that doesn't exist.\n{}", log_line(console)))
                .await;
        }
    }
    1
}

async fn offline(console: &Console, name: &str) -> i32 {
    console.wait(70_000).await;
    console
        .err(format!("npm error code EAI_AGAIN\nnpm error syscall getaddrinfo\nnpm error errno EAI_AGAIN\nnpm error request to https://registry.npmjs.org/{name} failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org\n{}", log_line(console)))
        .await;
    1
}

fn split_name(text: &str) -> (String, String) {
    match text.char_indices().skip(1).find(|(_, c)| *c == '@') {
        Some((at, _)) => (text[..at].to_string(), text[at + 1..].to_string()),
        None => (text.to_string(), "latest".to_string()),
    }
}

fn section(package: &Map<String, Value>, name: &str) -> Vec<(String, String)> {
    let Some(Value::Object(entries)) = package.get(name) else {
        return Vec::new();
    };
    entries
        .iter()
        .map(|(name, range)| (name.clone(), range.as_str().unwrap_or("*").to_string()))
        .collect()
}

async fn install(console: &Console, settings: &Settings) -> i32 {
    if settings
        .names
        .iter()
        .any(|name| name.contains("://") || name.starts_with('.') || name.starts_with('/'))
    {
        console
            .err("drydock: npm install of a folder or an address is not simulated\n")
            .await;
        return 1;
    }
    let mut package = match read_package(console, settings.names.is_empty()).await {
        Ok(package) => package,
        Err(code) => return code,
    };
    let mut wanted = if settings.global {
        Vec::new()
    } else {
        section(&package, "dependencies")
    };
    if !settings.omit_dev && !settings.global {
        wanted.extend(section(&package, "devDependencies"));
    }
    let asked: Vec<(String, String)> = settings.names.iter().map(|name| split_name(name)).collect();
    wanted.retain(|(name, _)| !asked.iter().any(|(other, _)| other == name));
    wanted.extend(asked.clone());
    let tree = match resolve(&wanted) {
        Ok(tree) => tree,
        Err(problem) => {
            if !online(&console.sys) {
                return offline(console, wanted.first().map_or("", |(name, _)| name)).await;
            }
            return trouble(console, &problem).await;
        }
    };
    for (name, _) in &asked {
        if let Some((_, version)) = tree.get(name)
            && !settings.no_save
            && !settings.global
        {
            let key = if settings.dev { "devDependencies" } else { "dependencies" };
            let entry = package.entry(key).or_insert_with(|| json!({}));
            if let Value::Object(list) = entry {
                list.insert(name.clone(), json!(format!("^{version}")));
            }
        }
    }
    let code = put_tree(console, settings, &tree).await;
    if code == 0 && !settings.global && !settings.no_save {
        let cwd = console.sys.getcwd();
        if !asked.is_empty() {
            write_json(console, &format!("{cwd}/package.json"), &Value::Object(package.clone()));
        }
        write_json(console, &format!("{cwd}/package-lock.json"), &lock(&package, &tree));
    }
    code
}

fn lock(package: &Map<String, Value>, tree: &Tree) -> Value {
    let mut packages = Map::new();
    let mut root = Map::new();
    for key in ["name", "version", "dependencies", "devDependencies"] {
        if let Some(value) = package.get(key) {
            root.insert(key.into(), value.clone());
        }
    }
    packages.insert(String::new(), Value::Object(root));
    for (name, (_, version)) in tree {
        let short = name.rsplit('/').next().unwrap_or(name);
        let resolved = format!("https://registry.npmjs.org/{name}/-/{short}-{version}.tgz");
        packages.insert(
            format!("node_modules/{name}"),
            json!({ "version": version, "resolved": resolved }),
        );
    }
    json!({
        "name": package.get("name").cloned().unwrap_or(json!("app")),
        "version": package.get("version").cloned().unwrap_or(json!("1.0.0")),
        "lockfileVersion": 3,
        "requires": true,
        "packages": packages,
    })
}

/// Makes `node_modules` hold this tree, and says how much that was.
async fn put_tree(console: &Console, settings: &Settings, tree: &Tree) -> i32 {
    let base = if settings.global {
        "/usr/local/lib".to_string()
    } else {
        console.sys.getcwd()
    };
    let (mut added, mut bytes) = (0, 0);
    for (name, (package, version)) in tree {
        let dir = format!("{base}/node_modules/{name}");
        let here = console.text(&format!("{dir}/package.json"));
        if here.contains(&format!("\"version\": \"{version}\"")) {
            continue;
        }
        if !online(&console.sys) {
            return offline(console, name).await;
        }
        added += 1;
        bytes += package.size;
        let meta = Meta {
            mode: 0o644,
            uid: 0,
            gid: 0,
            mtime: console.sys.now().0,
        };
        let text =
            serde_json::to_string_pretty(&json!({ "name": name, "version": version, "main": "index.js" })).unwrap_or_default();
        let marker = format!("// drydock: a stand-in for {name} {version}\n");
        let mut files = vec![
            ("package.json".to_string(), FileData::from(text.as_bytes())),
            (
                "index.js".to_string(),
                FileData::stand_in(marker.as_bytes(), package.installed),
            ),
        ];
        for file in package.scripts.values() {
            files.push((
                file.clone(),
                catalogue::program(&format!("program/{}", name.rsplit('/').next().unwrap_or(name)), 4000),
            ));
        }
        for (file, data) in files {
            let executable = file.starts_with("bin/");
            let entry = Entry {
                path: format!("{}/{file}", dir.trim_start_matches('/')),
                meta: Meta {
                    mode: if executable { 0o755 } else { 0o644 },
                    ..meta
                },
                content: Content::File(data),
            };
            if let Err(error) = console.place(&entry) {
                console
                    .err(format!("npm error code {0}\nnpm error syscall mkdir\nnpm error path {dir}\nnpm error errno -{1}\nnpm error Error: {0}: {2}, mkdir '{dir}'\n{3}", error.name(), error.number(), error.to_string().to_lowercase(), log_line(console)))
                    .await;
                return 243;
            }
        }
        for (script, file) in &package.scripts {
            let bin = if settings.global {
                "/usr/local/bin".to_string()
            } else {
                format!("{base}/node_modules/.bin")
            };
            let target = if settings.global {
                format!("../lib/node_modules/{name}/{file}")
            } else {
                format!("../{name}/{file}")
            };
            let _ = console.sys.mkdir_all(&bin, 0o755);
            let _ = console.sys.unlink(&format!("{bin}/{script}"));
            let _ = console.sys.symlink(&target, &format!("{bin}/{script}"));
        }
    }
    let seconds = console.download(bytes).await + 0.4;
    console.wait(400 + 10 * added as u64).await;
    if !settings.silent {
        let all = tree.len() + 1;
        let time = if seconds < 1.0 {
            format!("{}ms", (seconds * 1000.0) as u64)
        } else {
            format!("{}s", seconds as u64)
        };
        let text = match added {
            0 => format!("\nup to date, audited {all} packages in {time}\n\nfound 0 vulnerabilities\n"),
            1 => format!("\nadded 1 package, and audited {all} packages in {time}\n\nfound 0 vulnerabilities\n"),
            _ => format!("\nadded {added} packages, and audited {all} packages in {time}\n\nfound 0 vulnerabilities\n"),
        };
        console.out(text).await;
    }
    0
}

async fn clean_install(console: &Console, settings: &Settings) -> i32 {
    let package = match read_package(console, true).await {
        Ok(package) => package,
        Err(code) => return code,
    };
    let text = console.text(&format!("{}/package-lock.json", console.sys.getcwd()));
    let lock: Value = match serde_json::from_str(&text) {
        Ok(lock) => lock,
        Err(_) => {
            console
                .err(format!("npm error code EUSAGE\nnpm error\nnpm error The `npm ci` command can only install with an existing package-lock.json or\nnpm error npm-shrinkwrap.json with lockfileVersion >= 1. Run an install with npm@5 or\nnpm error later to generate a package-lock.json file, then try again.\nnpm error\nnpm error Clean install a project\nnpm error\nnpm error Usage:\nnpm error npm ci\n{}", log_line(console)))
                .await;
            return 1;
        }
    };
    let locked = |name: &str| {
        lock.get("packages")?
            .get(format!("node_modules/{name}"))?
            .get("version")?
            .as_str()
            .map(str::to_string)
    };
    let mut wanted = section(&package, "dependencies");
    if !settings.omit_dev {
        wanted.extend(section(&package, "devDependencies"));
    }
    for (name, range) in wanted.iter_mut() {
        match locked(name) {
            Some(version) if satisfies(&version, range) => *range = version,
            _ => {
                console
                    .err(format!("npm error code EUSAGE\nnpm error\nnpm error `npm ci` can only install packages when your package.json and package-lock.json or npm-shrinkwrap.json are in sync. Please update your lock file with `npm install` before continuing.\nnpm error\nnpm error Missing: {name}@{range} from lock file\nnpm error\n{}", log_line(console)))
                    .await;
                return 1;
            }
        }
    }
    match resolve(&wanted) {
        Ok(tree) => put_tree(console, settings, &tree).await,
        Err(problem) => trouble(console, &problem).await,
    }
}

async fn uninstall(console: &Console, settings: &Settings) -> i32 {
    let mut package = match read_package(console, false).await {
        Ok(package) => package,
        Err(code) => return code,
    };
    let cwd = console.sys.getcwd();
    let mut removed = 0;
    for name in &settings.names {
        for key in ["dependencies", "devDependencies"] {
            if let Some(Value::Object(list)) = package.get_mut(key) {
                list.shift_remove(name);
            }
        }
        let dir = format!("{cwd}/node_modules/{name}");
        if console.sys.exists(&dir) {
            removed += 1;
            for entry in console.sys.readdir(&dir).unwrap_or_default() {
                super::remove(&console.sys, &format!("{dir}/{}", entry.name));
            }
        }
    }
    write_json(console, &format!("{cwd}/package.json"), &Value::Object(package));
    console.wait(500).await;
    let word = if removed == 1 { "package" } else { "packages" };
    console
        .out(format!("\nremoved {removed} {word} in 500ms\n\nfound 0 vulnerabilities\n"))
        .await;
    0
}

async fn init(console: &Console, settings: &Settings) -> i32 {
    if !settings.yes {
        console.err("drydock: npm init asks nothing here: use npm init -y\n").await;
        return 1;
    }
    let cwd = console.sys.getcwd();
    let name = cwd.rsplit('/').next().filter(|name| !name.is_empty()).unwrap_or("app");
    let value = json!({
        "name": name,
        "version": "1.0.0",
        "description": "",
        "main": "index.js",
        "scripts": { "test": "echo \"Error: no test specified\" && exit 1" },
        "keywords": [],
        "author": "",
        "license": "ISC"
    });
    write_json(console, &format!("{cwd}/package.json"), &value);
    let text = serde_json::to_string_pretty(&value).unwrap_or_default();
    console.out(format!("Wrote to {cwd}/package.json:\n\n{text}\n\n\n")).await;
    0
}

async fn run(console: &Console, settings: &Settings) -> i32 {
    let package = match read_package(console, true).await {
        Ok(package) => package,
        Err(code) => return code,
    };
    let scripts = section(&package, "scripts");
    let text = |key: &str, or: &str| package.get(key).and_then(Value::as_str).unwrap_or(or).to_string();
    let (name, version) = (text("name", "undefined"), text("version", "undefined"));
    let Some(wanted) = settings.names.first() else {
        console
            .out(format!("Scripts available in {name}@{version} via `npm run`:\n"))
            .await;
        for (script, command) in &scripts {
            console.out(format!("  {script}\n    {command}\n")).await;
        }
        return 0;
    };
    let find = |wanted: &str| {
        scripts
            .iter()
            .find(|(script, _)| script == wanted)
            .map(|(_, command)| command.clone())
    };
    let default = || (wanted == "start" && console.sys.exists("server.js")).then(|| "node server.js".to_string());
    let Some(command) = find(wanted).or_else(default) else {
        let hint = if wanted == "start" || wanted == "test" {
            ""
        } else {
            "npm error\nnpm error To see a list of scripts, run:\nnpm error   npm run\n"
        };
        console
            .err(format!("npm error Missing script: \"{wanted}\"\n{hint}{}", log_line(console)))
            .await;
        return 1;
    };
    let bin = format!("{}/node_modules/.bin", console.sys.getcwd());
    let mut env: Vec<String> = Vec::new();
    for line in console.sys.env() {
        env.push(match line.strip_prefix("PATH=") {
            Some(path) => format!("PATH={bin}:{path}"),
            None => line,
        });
    }
    env.push(format!("npm_lifecycle_event={wanted}"));
    env.push(format!("npm_package_name={name}"));
    env.push(format!("npm_package_version={version}"));
    for (stage, command) in [
        (format!("pre{wanted}"), find(&format!("pre{wanted}"))),
        (wanted.clone(), Some(command)),
        (format!("post{wanted}"), find(&format!("post{wanted}"))),
    ] {
        let Some(mut command) = command else { continue };
        if stage == *wanted {
            for word in settings.names.iter().skip(1).chain(&settings.rest) {
                command = format!("{command} {word}");
            }
        }
        if !settings.silent {
            console.out(format!("\n> {name}@{version} {stage}\n> {command}\n\n")).await;
        }
        let argv = vec!["/bin/sh".to_string(), "-c".to_string(), command];
        let code = spawn(console, argv, env.clone()).await;
        if code != 0 {
            return code;
        }
    }
    0
}

async fn list(console: &Console) -> i32 {
    let package = match read_package(console, false).await {
        Ok(package) => package,
        Err(code) => return code,
    };
    let cwd = console.sys.getcwd();
    let text = |key: &str| package.get(key).and_then(Value::as_str).map(str::to_string);
    console
        .out(format!(
            "{}@{} {cwd}\n",
            text("name").unwrap_or_default(),
            text("version").unwrap_or_default()
        ))
        .await;
    let all: Vec<(String, String)> = section(&package, "dependencies")
        .into_iter()
        .chain(section(&package, "devDependencies"))
        .collect();
    if all.is_empty() {
        console.out("└── (empty)\n\n").await;
    }
    let mut code = 0;
    for (at, (name, range)) in all.iter().enumerate() {
        let branch = if at + 1 == all.len() { "└──" } else { "├──" };
        let file = console.text(&format!("{cwd}/node_modules/{name}/package.json"));
        let here: Value = serde_json::from_str(&file).unwrap_or_default();
        match here.get("version").and_then(Value::as_str) {
            Some(version) => console.out(format!("{branch} {name}@{version}\n")).await,
            None => {
                console.out(format!("{branch} UNMET DEPENDENCY {name}@{range}\n")).await;
                code = 1;
            }
        }
    }
    code
}

async fn view(console: &Console, settings: &Settings) -> i32 {
    let Some((name, field)) = settings.names.split_first() else {
        return 1;
    };
    let Some(package) = known(name) else {
        return trouble(console, &Trouble::Unknown(name.clone())).await;
    };
    if field.first().is_some_and(|field| field == "version") {
        console.out(format!("{}\n", package.version)).await;
    } else {
        console
            .out(format!(
                "\n{}@{} | deps: {}\n{}\n\ndist-tags:\nlatest: {}\n",
                package.name,
                package.version,
                package.depends.len(),
                package.description,
                package.version
            ))
            .await;
    }
    0
}

#[cfg(test)]
mod tests {
    use super::satisfies;

    #[test]
    fn ranges_are_those_of_semver() {
        for (version, range, expected) in [
            ("4.18.2", "^4.17.0", true),
            ("5.0.0", "^4.17.0", false),
            ("0.2.5", "^0.2.3", true),
            ("0.3.0", "^0.2.3", false),
            ("1.2.9", "~1.2.3", true),
            ("1.3.0", "~1.2.3", false),
            ("1.3.0", "1.x", true),
            ("1.3.0", "1.2.3", false),
            ("2.1.5", ">= 2.1.2 < 3.0.0", true),
            ("3.0.0", ">=2 <3", false),
            ("3.0.0", "^1 || ^3", true),
            ("9.9.9", "*", true),
        ] {
            assert_eq!(satisfies(version, range), expected, "{version} {range}");
        }
    }
}
