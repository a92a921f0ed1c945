//! `npm install`, `npm ci`, `npm uninstall`.

use super::tree::{Tree, resolve, satisfies, trouble};
use super::{Settings, log_line, read_package, section, write_json};
use crate::packages::{Console, online};
use catalogue::Package;
use machine::Errno;
use serde_json::{Map, Value, json};
use vfs::tar::{Content, Entry};
use vfs::{FileData, Meta};

async fn offline(console: &Console, name: &str) -> i32 {
    console.wait(70_000).await;
    console
        .err(format!("npm error code EAI_AGAIN\nnpm error syscall getaddrinfo\nnpm error errno EAI_AGAIN\nnpm error request to https://registry.npmjs.org/{name} failed, reason: getaddrinfo EAI_AGAIN registry.npmjs.org\n{}", log_line(console)))
        .await;
    1
}

pub(in crate::packages) fn split_name(text: &str) -> (String, String) {
    match text.char_indices().skip(1).find(|(_, c)| *c == '@') {
        Some((at, _)) => (text[..at].to_string(), text[at + 1..].to_string()),
        None => (text.to_string(), "latest".to_string()),
    }
}

pub(super) async fn install(console: &Console, settings: &Settings) -> i32 {
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

pub(super) fn lock(package: &Map<String, Value>, tree: &Tree) -> Value {
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

/// Why a tree didn't get into `node_modules`.
pub(in crate::packages) enum Unplaced {
    /// Without a way to the internet: the first package that was to be downloaded.
    Offline(String),
    /// A package's directory, and the system call's error.
    File(String, Errno),
}

/// The packages of a tree that `node_modules` under `base` doesn't have in their release.
pub(in crate::packages) fn absent<'t>(
    console: &Console,
    base: &str,
    tree: &'t Tree,
) -> Vec<(&'t str, &'static Package, &'t str)> {
    tree.iter()
        .filter(|(name, (_, version))| {
            let here = console.text(&format!("{base}/node_modules/{name}/package.json"));
            !here.contains(&format!("\"version\": \"{version}\""))
        })
        .map(|(name, (package, version))| (name.as_str(), *package, version.as_str()))
        .collect()
}

/// Makes `node_modules` under `base` hold this tree. Gives how many packages came new, and their bytes to download.
pub(in crate::packages) fn place_tree(
    console: &Console,
    base: &str,
    global: bool,
    tree: &Tree,
) -> Result<(usize, u64), Unplaced> {
    let (mut added, mut bytes) = (0, 0);
    for (name, package, version) in absent(console, base, tree) {
        if !online(&console.sys) {
            return Err(Unplaced::Offline(name.to_string()));
        }
        added += 1;
        bytes += package.size;
        let dir = format!("{base}/node_modules/{name}");
        let meta = Meta {
            mode: 0o644,
            uid: 0,
            gid: 0,
            mtime: console.sys.now().0,
        };
        let text =
            serde_json::to_string_pretty(&json!({ "name": name, "version": version, "main": "index.js" })).unwrap_or_default();
        let marker = format!("// drydock: a stand-in for {name} {version}\n");
        let mut files = vec![("package.json".to_string(), FileData::from(text.as_bytes()))];
        match js::package_files(name) {
            Some(own) => files.extend(
                own.iter()
                    .map(|(path, text)| (path.to_string(), FileData::from(text.as_bytes()))),
            ),
            // A program that asks for it is told so.
            None => {
                let refusal = format!("throw new Error('drydock: the package {name} is not simulated');\n");
                files.push(("index.js".to_string(), FileData::from(refusal.as_bytes())));
            }
        }
        // The weight of the files that it really has.
        files.push((
            "LICENSE".to_string(),
            FileData::stand_in(marker.as_bytes(), package.installed),
        ));
        let there: Vec<String> = files.iter().map(|(path, _)| path.clone()).collect();
        for file in package.scripts.values().filter(|file| !there.contains(file)) {
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
                return Err(Unplaced::File(dir, error));
            }
        }
        for (script, file) in &package.scripts {
            let bin = if global {
                "/usr/local/bin".to_string()
            } else {
                format!("{base}/node_modules/.bin")
            };
            let target = if global {
                format!("../lib/node_modules/{name}/{file}")
            } else {
                format!("../{name}/{file}")
            };
            let _ = console.sys.mkdir_all(&bin, 0o755);
            let _ = console.sys.unlink(&format!("{bin}/{script}"));
            let _ = console.sys.symlink(&target, &format!("{bin}/{script}"));
        }
    }
    Ok((added, bytes))
}

/// Makes `node_modules` hold this tree, and says how much that was.
async fn put_tree(console: &Console, settings: &Settings, tree: &Tree) -> i32 {
    let base = if settings.global {
        "/usr/local/lib".to_string()
    } else {
        console.sys.getcwd()
    };
    let (added, bytes) = match place_tree(console, &base, settings.global, tree) {
        Ok(placed) => placed,
        Err(Unplaced::Offline(name)) => return offline(console, &name).await,
        Err(Unplaced::File(dir, error)) => {
            console
                .err(format!("npm error code {0}\nnpm error syscall mkdir\nnpm error path {dir}\nnpm error errno -{1}\nnpm error Error: {0}: {2}, mkdir '{dir}'\n{3}", error.name(), error.number(), error.to_string().to_lowercase(), log_line(console)))
                .await;
            return 243;
        }
    };
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

pub(super) async fn clean_install(console: &Console, settings: &Settings) -> i32 {
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

pub(super) async fn uninstall(console: &Console, settings: &Settings) -> i32 {
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
                crate::packages::remove(&console.sys, &format!("{dir}/{}", entry.name));
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
