//! `yarn install`, `yarn add`, `yarn remove`: four steps from package.json and yarn.lock to `node_modules`.
//!
//! What yarn.lock names is installed in that release if the catalogue has it; otherwise the catalogue's own stands
//! for it, and is said to. Specified in github.com/yarnpkg/yarn, src/cli/commands and src/integrity-checker.js.

use super::lockfile::{self, Locked, Lockfile, is_whole, pattern};
use super::{Stop, Yarn};
use crate::packages::npm::install::{Unplaced, absent, place_tree, split_name};
use crate::packages::npm::tree::{Tree, Trouble, resolve, satisfies};
use crate::packages::npm::{section, write_json};
use crate::packages::online;
use catalogue::{Ecosystem, catalogue};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use vfs::FileKind;

const SECTIONS: [&str; 3] = ["dependencies", "devDependencies", "optionalDependencies"];

/// Names with the ranges that are wanted of them.
type Wanted = Vec<(String, String)>;

impl Yarn {
    pub(super) async fn install(&self) -> Result<(), Stop> {
        let package = self.manifest().await?.unwrap_or_default();
        let lock = self.lock(true).await;
        if !self.words.is_empty() {
            let command = format!("yarn add {}", self.words.join(" "));
            return Err(Stop::error(format!(
                "`install` has been replaced with `add` to add new dependencies. Run \"{command}\" instead."
            )));
        }
        self.stages(&package, &["preinstall"]).await?;
        let wanted = Install {
            used: self.used(&package),
            unused: self.unused(&package),
            lock,
            asked: false,
            quiet: false,
        };
        self.settle(&package, wanted).await?;
        self.stages_after(&package).await
    }

    pub(super) async fn add(&self) -> Result<(), Stop> {
        let mut package = self.manifest().await?.unwrap_or_default();
        if self.words.is_empty() {
            return Err(Stop::error("Missing list of packages to add to your project."));
        }
        let lock = self.lock(true).await;
        self.stages(&package, &["preinstall"]).await?;
        let asked: Wanted = self.words.iter().map(|word| split_name(word)).collect();
        let is_asked = |name: &str| asked.iter().any(|(other, _)| other == name);
        let mut used = self.used(&package);
        used.retain(|(name, _)| !is_asked(name));
        let mut unused = self.unused(&package);
        unused.retain(|(name, _)| !is_asked(name));
        // What is saved in package.json is also the pattern in yarn.lock; trouble comes up again in its place below.
        let saved: Wanted = match resolve(&asked) {
            Ok(tree) => asked
                .iter()
                .filter_map(|(name, range)| Some((name.clone(), self.saved_range(&tree.get(name)?.1, range))))
                .collect(),
            Err(_) => asked.clone(),
        };
        used.extend(saved.clone());
        let old = lock.clone().unwrap_or_default();
        let wanted = Install {
            used: used.clone(),
            unused,
            lock,
            asked: true,
            quiet: false,
        };
        let (tree, new) = self.settle(&package, wanted).await?;
        self.warn_of_license(&package).await;
        for (name, range) in &saved {
            let asked_for = if self.dev { "devDependencies" } else { "dependencies" };
            let has = |key: &&&str| section(&package, key).iter().any(|(other, _)| other == name);
            let there = SECTIONS.iter().find(has).copied();
            if let Some(there) = there.filter(|there| *there != asked_for) {
                self.warn(format!("\"{name}\" is already in \"{there}\". Please remove existing entry first before adding it to \"{asked_for}\"."))
                    .await;
            }
            let list = package.entry(there.unwrap_or(asked_for)).or_insert_with(|| json!({}));
            if let Value::Object(list) = list {
                list.insert(name.clone(), json!(range));
                list.sort_keys();
            }
        }
        let cwd = self.console.sys.getcwd();
        write_json(&self.console, &format!("{cwd}/package.json"), &Value::Object(package.clone()));
        let is_new = |name: &str| {
            new.keys()
                .any(|key| !old.contains_key(key) && key.rsplit_once('@').is_some_and(|(other, _)| other == name))
        };
        let fresh: Vec<(&String, &String)> = tree
            .iter()
            .map(|(name, (_, version))| (name, version))
            .filter(|(name, _)| is_new(name))
            .collect();
        match fresh.len() {
            1 => self.log("success Saved 1 new dependency.").await,
            count => self.log(format!("success Saved {count} new dependencies.")).await,
        }
        if !fresh.is_empty() {
            let direct = fresh
                .iter()
                .copied()
                .filter(|(name, _)| used.iter().any(|(other, _)| other == *name))
                .collect();
            self.log("info Direct dependencies").await;
            self.print_tree(direct).await;
            self.log("info All dependencies").await;
            self.print_tree(fresh).await;
        }
        self.stages_after(&package).await
    }

    pub(super) async fn remove(&self) -> Result<(), Stop> {
        let mut package = self.manifest().await?.unwrap_or_default();
        let lock = self.lock(false).await;
        if lock.is_none() {
            return Err(Stop::error(
                "No lockfile in this directory. Run `yarn install` to generate one.",
            ));
        }
        if self.words.is_empty() {
            return Err(Stop::error("Not enough arguments, expected at least 1."));
        }
        let steps = self.words.len() + 1;
        for (at, name) in self.words.iter().enumerate() {
            self.log(format!("[{}/{steps}] Removing module {name}...", at + 1)).await;
            let mut found = false;
            for key in SECTIONS {
                if let Some(Value::Object(list)) = package.get_mut(key) {
                    found |= list.shift_remove(name).is_some();
                }
            }
            if !found {
                return Err(Stop::error("This module isn't specified in a package.json file."));
            }
        }
        let cwd = self.console.sys.getcwd();
        write_json(&self.console, &format!("{cwd}/package.json"), &Value::Object(package.clone()));
        self.log(format!(
            "[{steps}/{steps}] Regenerating lockfile and installing missing dependencies..."
        ))
        .await;
        let wanted = Install {
            used: self.used(&package),
            unused: self.unused(&package),
            lock,
            asked: true,
            quiet: true,
        };
        self.settle(&package, wanted).await?;
        self.log("success Uninstalled packages.").await;
        Ok(())
    }

    /// The range that `yarn add` saves for a release that was found for what was asked.
    fn saved_range(&self, version: &str, asked: &str) -> String {
        let exact = asked.split('.').count() == 3 && asked.starts_with(|c: char| c.is_ascii_digit()) && !asked.contains(' ');
        let is_range = asked != "latest" && satisfies(version, asked);
        match () {
            () if is_range && !exact => asked.to_string(),
            () if self.tilde => format!("~{version}"),
            () if is_range || self.exact => version.to_string(),
            () => format!("^{version}"),
        }
    }

    /// yarn.lock, None if there is none, which may be told.
    async fn lock(&self, tell: bool) -> Option<Lockfile> {
        let path = format!("{}/yarn.lock", self.console.sys.getcwd());
        if self.console.sys.exists(&path) {
            return Some(lockfile::parse(&self.console.text(&path)));
        }
        if tell {
            self.log("info No lockfile found.").await;
        }
        None
    }

    /// What goes into `node_modules`.
    fn used(&self, package: &Map<String, Value>) -> Wanted {
        let mut wanted = section(package, "dependencies");
        if !self.production {
            wanted.extend(section(package, "devDependencies"));
        }
        wanted.extend(section(package, "optionalDependencies"));
        wanted
    }

    /// What only stands in yarn.lock.
    fn unused(&self, package: &Map<String, Value>) -> Wanted {
        if self.production {
            section(package, "devDependencies")
        } else {
            Vec::new()
        }
    }

    async fn stages(&self, package: &Map<String, Value>, names: &[&str]) -> Result<(), Stop> {
        if !self.ignore_scripts {
            for name in names {
                self.stage(package, name).await?;
            }
        }
        Ok(())
    }

    async fn stages_after(&self, package: &Map<String, Value>) -> Result<(), Stop> {
        self.stages(package, &["install", "postinstall"]).await?;
        if !self.production {
            self.stages(package, &["prepublish", "prepare"]).await?;
        }
        Ok(())
    }

    async fn print_tree(&self, packages: Vec<(&String, &String)>) {
        for (at, (name, version)) in packages.iter().enumerate() {
            let branch = if at + 1 == packages.len() { '└' } else { '├' };
            self.log(format!("{branch}─ {name}@{version}")).await;
        }
    }

    /// The four steps. Gives what is in `node_modules` now, and the lock file that goes with it.
    async fn settle(&self, package: &Map<String, Value>, mut wanted: Install) -> Result<(Tree, Lockfile), Stop> {
        let cwd = self.console.sys.getcwd();
        if !wanted.quiet && self.console.sys.exists(&format!("{cwd}/package-lock.json")) {
            self.warn("package-lock.json found. Your project contains lock files generated by tools other than Yarn. It is advised not to mix package managers in order to avoid resolution inconsistencies caused by unsynchronized lock files. To clear this warning, remove package-lock.json.").await;
        }
        self.warn_of_license(package).await;
        self.step(&wanted, 1, "Resolving packages").await;
        self.console.wait(180).await;
        let named: Wanted = wanted.used.iter().chain(&wanted.unused).cloned().collect();
        if let Some((name, range)) = named.iter().find(|(_, range)| range.contains([':', '/'])) {
            return Err(Stop::NotSimulated(format!("yarn with {name} from {range} is not simulated")));
        }
        let had = wanted.lock.clone().unwrap_or_default();
        let tree = self.resolve(&wanted.used, &had).await?;
        // A development dependency that isn't installed need not be in the catalogue.
        let mut known = wanted.used.clone();
        for (name, range) in std::mem::take(&mut wanted.unused) {
            if resolve(&[(name.clone(), range.clone())]).is_ok() {
                known.push((name, range));
            } else if !had.contains_key(&pattern(&name, &range)) {
                self.console
                    .err(format!(
                        "drydock: yarn.lock is written without {name}, which is not among the npm packages that are simulated\n"
                    ))
                    .await;
            }
        }
        let integrity = format!("{cwd}/node_modules/.yarn-integrity");
        let missing = known.iter().any(|(name, range)| !had.contains_key(&pattern(name, range)));
        let whole = wanted.lock.is_some() && (is_whole(&had, &known) || is_whole(&had, &named));
        if wanted.lock.is_some() && !wanted.asked && !self.force {
            if self.frozen && missing {
                return Err(Stop::error(
                    "Your lockfile needs to be updated, but yarn was run with `--frozen-lockfile`.",
                ));
            }
            if !missing && self.console.text(&integrity) == self.integrity(&known, &had) {
                self.log("success Already up-to-date.").await;
                return Ok((tree, had));
            }
        }
        let lock = if whole {
            had
        } else {
            let all = self.resolve(&known, &had).await?;
            lockfile::of_tree(&all, &known)
        };
        let new = absent(&self.console, &cwd, &tree);
        if !online(&self.console.sys) && !(new.is_empty() && whole) {
            return Err(Stop::NotSimulated(
                "yarn can't reach its registry; its messages about that are not simulated".into(),
            ));
        }
        self.step(&wanted, 2, "Fetching packages").await;
        if !new.is_empty() {
            let bytes = new.iter().map(|(_, package, _)| package.size).sum();
            self.console.download(bytes).await;
        }
        self.step(&wanted, 3, "Linking dependencies").await;
        self.console.wait(40 + 4 * tree.len() as u64).await;
        self.prune(&cwd, &tree);
        match place_tree(&self.console, &cwd, false, &tree) {
            Ok(_) => {}
            Err(Unplaced::Offline(_)) => {
                return Err(Stop::NotSimulated("yarn can't reach its registry".into()));
            }
            Err(Unplaced::File(dir, error)) => {
                return Err(Stop::NotSimulated(format!(
                    "{dir}: {error}; yarn's message about that is not simulated"
                )));
            }
        }
        let last = if self.force {
            "Rebuilding all packages"
        } else {
            "Building fresh packages"
        };
        self.step(&wanted, 4, last).await;
        if self.ignore_scripts && !wanted.quiet {
            self.warn("Ignored scripts due to flag.").await;
        }
        let _ = self.console.sys.mkdir_all(&format!("{cwd}/node_modules"), 0o755);
        let text = self.integrity(&known, &lock);
        let _ = self.console.sys.write_file(&integrity, text.as_bytes(), 0o644);
        if !self.frozen && !self.pure && (!whole || self.force || wanted.quiet || known.is_empty()) {
            let text = lockfile::print(&lock);
            let written = self
                .console
                .sys
                .write_file(&format!("{cwd}/yarn.lock"), text.as_bytes(), 0o644);
            if let Err(error) = written {
                return Err(Stop::NotSimulated(format!(
                    "yarn.lock: {error}; yarn's message about that is not simulated"
                )));
            }
            if !wanted.quiet {
                self.log("success Saved lockfile.").await;
            }
        }
        Ok((tree, lock))
    }

    async fn step(&self, wanted: &Install, at: usize, what: &str) {
        if !wanted.quiet {
            self.log(format!("[{at}/4] {what}...")).await;
        }
    }

    /// The tree for what is wanted, in the releases that yarn.lock has as far as the catalogue has them too.
    async fn resolve(&self, wanted: &[(String, String)], lock: &Lockfile) -> Result<Tree, Stop> {
        let mut tree = match resolve(wanted) {
            Ok(tree) => tree,
            Err(Trouble::Unknown(name)) => {
                let count = catalogue().packages(Ecosystem::Npm).len();
                return Err(Stop::NotSimulated(format!(
                    "{name} is not among the {count} npm packages that are simulated"
                )));
            }
            Err(Trouble::NoRelease(name, range)) => {
                return Err(Stop::error(format!(
                    "Couldn't find any versions for \"{name}\" that matches \"{range}\""
                )));
            }
        };
        let mut locked: BTreeMap<&str, &Locked> = BTreeMap::new();
        for (key, entry) in lock {
            if let Some((name, _)) = key.rsplit_once('@') {
                locked.entry(name).or_insert(entry);
            }
        }
        for (name, range) in wanted {
            if let Some(entry) = lock.get(&pattern(name, range)) {
                locked.insert(name, entry);
            }
        }
        for (name, (package, version)) in &mut tree {
            let Some(entry) = locked.get(name.as_str()).filter(|entry| entry.version != *version) else {
                continue;
            };
            if package.releases().any(|release| release == entry.version) {
                version.clone_from(&entry.version);
            } else if wanted.iter().any(|(other, _)| other == name) {
                self.console
                    .err(format!(
                        "drydock: yarn.lock has {name} {}; {version} stands for it, the release that is simulated\n",
                        entry.version
                    ))
                    .await;
            }
        }
        Ok(tree)
    }

    /// What `.yarn-integrity` says of an installation; releases stand for the addresses that the real one names.
    fn integrity(&self, top: &[(String, String)], lock: &Lockfile) -> String {
        let mut patterns: Vec<String> = top.iter().map(|(name, range)| pattern(name, range)).collect();
        patterns.sort();
        let mut flags = Vec::new();
        if self.ignore_scripts {
            flags.push("ignoreScripts");
        }
        if self.production {
            flags.push("production");
        }
        let entries: Map<String, Value> = lock
            .iter()
            .map(|(pattern, entry)| (pattern.clone(), json!(entry.version)))
            .collect();
        let value = json!({
            "systemParams": "linux-x64",
            "modulesFolders": ["node_modules"],
            "flags": flags,
            "linkedModules": [],
            "topLevelPatterns": patterns,
            "lockfileEntries": entries,
            "files": [],
            "artifacts": {},
        });
        serde_json::to_string_pretty(&value).unwrap_or_default()
    }

    /// Takes away the packages of `node_modules` that are not in the tree, and the links to their programs.
    fn prune(&self, cwd: &str, tree: &Tree) {
        let modules = format!("{cwd}/node_modules");
        for entry in self.console.sys.readdir(&modules).unwrap_or_default() {
            if entry.name.starts_with('.') || entry.kind != FileKind::Dir {
                continue;
            }
            if !entry.name.starts_with('@') {
                if !tree.contains_key(&entry.name) {
                    self.remove_dir(&format!("{modules}/{}", entry.name));
                }
                continue;
            }
            let scope = format!("{modules}/{}", entry.name);
            for inner in self.console.sys.readdir(&scope).unwrap_or_default() {
                if !tree.contains_key(&format!("{}/{}", entry.name, inner.name)) {
                    self.remove_dir(&format!("{scope}/{}", inner.name));
                }
            }
            let _ = self.console.sys.rmdir(&scope);
        }
        for entry in self.console.sys.readdir(&format!("{modules}/.bin")).unwrap_or_default() {
            let path = format!("{modules}/.bin/{}", entry.name);
            if !self.console.sys.exists(&path) {
                let _ = self.console.sys.unlink(&path);
            }
        }
    }

    fn remove_dir(&self, dir: &str) {
        let mut found = vec![dir.to_string()];
        let mut at = 0;
        // Directories in the order in which they were found: emptied first, removed from the last to the first.
        while let Some(dir) = found.get(at).cloned() {
            at += 1;
            for entry in self.console.sys.readdir(&dir).unwrap_or_default() {
                let path = format!("{dir}/{}", entry.name);
                if entry.kind == FileKind::Dir {
                    found.push(path);
                } else {
                    let _ = self.console.sys.unlink(&path);
                }
            }
        }
        for dir in found.iter().rev() {
            let _ = self.console.sys.rmdir(dir);
        }
    }
}

/// What `node_modules` is to hold.
struct Install {
    used: Wanted,
    /// What is resolved for yarn.lock but not installed.
    unused: Wanted,
    lock: Option<Lockfile>,
    /// Packages are added or removed: there is something to do in any case.
    asked: bool,
    /// Says nothing, and writes yarn.lock in any case.
    quiet: bool,
}
