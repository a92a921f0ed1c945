//! Packages of the four managers that tutorials use: what they are, need, weigh and bring.
//!
//! A package brings its programs as stand-ins, a few texts, and one file that makes up the rest of
//! its weight. Maintainer scripts, alternatives and triggers are left out: what they would leave
//! behind (links, users) is part of the facts. Sources are named in each data file.

use crate::program::{program, weight};
use serde::Deserialize;
use std::collections::BTreeMap;
use vfs::tar::{Content, Entry};
use vfs::{FileData, Meta};

/// Whose package it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ecosystem {
    /// Debian bookworm, for `apt-get`.
    Apt,
    /// Alpine 3.20, for `apk`.
    Apk,
    /// The Python Package Index, for `pip`.
    Pip,
    /// The npm registry.
    Npm,
}

/// One package in its newest version.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// Bytes to download.
    pub size: u64,
    /// Bytes on disk.
    pub installed: u64,
    /// `all` for what is the same on every architecture, otherwise empty.
    #[serde(default)]
    pub arch: String,
    /// Comes from Debian's security archive.
    #[serde(default)]
    pub security: bool,
    #[serde(default)]
    pub section: String,
    /// Part of every base image of its distribution.
    #[serde(default)]
    pub base: bool,
    /// What it needs: names (apt, apk), names with version ranges (pip, npm).
    #[serde(default)]
    pub depends: Vec<String>,
    #[serde(default)]
    pub recommends: Vec<String>,
    /// Other names it answers to.
    #[serde(default)]
    pub provides: Vec<String>,
    #[serde(default)]
    pub description: String,
    /// Path of a program, and `FLAVOR/NAME size`.
    #[serde(default)]
    programs: BTreeMap<String, String>,
    /// Path of a symbolic link, and its target.
    #[serde(default)]
    links: BTreeMap<String, String>,
    /// Small texts by path.
    #[serde(default)]
    files: BTreeMap<String, String>,
    /// Lines of /etc/passwd for the users it makes; each gets a group of the same name.
    #[serde(default)]
    pub users: Vec<String>,
    /// Older releases that can be asked for, oldest first (pip, npm).
    #[serde(default)]
    versions: Vec<String>,
    /// The newest Python it does not run on or the oldest it needs, such as `>=3.8` (pip).
    #[serde(default)]
    pub requires_python: String,
    /// Top-level modules (pip).
    #[serde(default)]
    pub modules: Vec<String>,
    /// Console scripts and the function each calls, such as `flask` and `flask.cli:main` (pip).
    #[serde(default)]
    pub scripts: BTreeMap<String, String>,
    /// The platform part of the wheel's name (pip); empty for a pure one.
    #[serde(default)]
    pub platform: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PackageFile {
    /// Where the facts were taken from; for readers of the data.
    #[serde(rename = "source")]
    _source: String,
    packages: Vec<Package>,
}

impl Ecosystem {
    pub(crate) const ALL: [Ecosystem; 4] = [Ecosystem::Apt, Ecosystem::Apk, Ecosystem::Pip, Ecosystem::Npm];

    pub(crate) fn file(self) -> &'static str {
        match self {
            Ecosystem::Apt => "packages/apt.json",
            Ecosystem::Apk => "packages/apk.json",
            Ecosystem::Pip => "packages/pip.json",
            Ecosystem::Npm => "packages/npm.json",
        }
    }
}

pub(crate) fn parse(kind: Ecosystem, text: &str) -> serde_json::Result<BTreeMap<String, Package>> {
    let file: PackageFile = serde_json::from_str(text)?;
    let key = |package: &Package| match kind {
        Ecosystem::Pip => Package::pip_name(&package.name),
        _ => package.name.clone(),
    };
    Ok(file.packages.into_iter().map(|package| (key(&package), package)).collect())
}

impl Package {
    /// The architecture as the package manager prints it, on amd64.
    pub fn architecture(&self) -> &str {
        if self.arch.is_empty() { "amd64" } else { &self.arch }
    }

    /// A Python project's name as it is compared: lower case, one hyphen (PEP 503).
    pub fn pip_name(name: &str) -> String {
        let mut out = String::new();
        for c in name.chars() {
            match c {
                '-' | '_' | '.' if out.ends_with('-') => {}
                '-' | '_' | '.' => out.push('-'),
                other => out.extend(other.to_lowercase()),
            }
        }
        out
    }

    /// Every release that can be asked for, oldest first; the last is [`Package::version`].
    pub fn releases(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.versions.iter().map(String::as_str).chain([self.version.as_str()])
    }

    /// Absolute paths of its programs, with `FLAVOR/NAME` and size in bytes.
    pub fn programs(&self) -> impl Iterator<Item = (&str, &str, u64)> {
        self.programs.iter().map(|(path, what)| {
            let (name, size) = what.split_once(' ').unwrap_or((what, "0"));
            (path.as_str(), name, size.parse().unwrap_or(0))
        })
    }

    /// Everything that `apt-get` or `apk` puts on disk for it, without parent directories.
    pub fn entries(&self, mtime: i64) -> Vec<Entry> {
        let mut out = self.contents(mtime);
        let used: u64 = out
            .iter()
            .map(|entry| {
                if let Content::File(data) = &entry.content {
                    data.size()
                } else {
                    0
                }
            })
            .sum();
        let left = self.installed.saturating_sub(used);
        if left > 0 {
            let name = &self.name;
            let path = if self.section == "libs" || name.starts_with("lib") {
                format!("/usr/lib/{name}.so")
            } else {
                format!("/usr/share/{name}/{name}.dat")
            };
            out.push(file_entry(&path, weight(&path, left), 0o644, mtime));
        }
        out
    }

    /// Its programs, links and texts, without what only weighs.
    pub(crate) fn contents(&self, mtime: i64) -> Vec<Entry> {
        let mut out = Vec::new();
        for (path, name, size) in self.programs() {
            out.push(file_entry(path, program(name, size), 0o755, mtime));
        }
        for (path, target) in &self.links {
            out.push(link_entry(path, target, mtime));
        }
        for (path, text) in &self.files {
            let mode = if text.starts_with("#!") { 0o755 } else { 0o644 };
            out.push(file_entry(path, FileData::from(text.as_bytes()), mode, mtime));
        }
        out
    }

    /// What `pip install` puts under `site_packages`, and its console scripts under `bin`. `sources`
    /// are the files of its modules, paths relative to `site_packages`; without them the modules are
    /// stand-ins.
    pub fn pip_entries(&self, version: &str, at: &PipHome, sources: Option<Sources>, mtime: i64) -> Vec<Entry> {
        let info = format!("{}-{version}.dist-info", self.name.replace('-', "_"));
        let (site, bin) = (&at.site_packages, &at.bin);
        let text = |text: String| FileData::from(text.as_bytes());
        let mut files: Vec<(String, FileData, u32)> = Vec::new();
        match sources {
            Some(sources) => {
                let carried: u64 = sources.iter().map(|(_, bytes)| bytes.len() as u64).sum();
                files.extend(
                    sources
                        .iter()
                        .map(|(path, bytes)| (format!("{site}/{path}"), FileData::from(*bytes), 0o644)),
                );
                // The real package weighs more than the part of it that is simulated.
                let rest = FileData::stand_in(b"", self.installed.saturating_sub(carried));
                files.push((format!("{site}/{info}/LICENSE.txt"), rest, 0o644));
            }
            None => {
                let share = self.installed / self.modules.len().max(1) as u64;
                for module in &self.modules {
                    let marker = format!("# drydock: a stand-in for {module}, of {} {version}\n", self.name);
                    let path = match module.strip_suffix(".py") {
                        Some(_) => format!("{site}/{module}"),
                        None => format!("{site}/{module}/__init__.py"),
                    };
                    files.push((path, FileData::stand_in(marker.as_bytes(), share), 0o644));
                }
            }
        }
        let metadata = format!(
            "Metadata-Version: 2.1\nName: {}\nVersion: {version}\nSummary: {}\n",
            self.name, self.description
        );
        let requires: String = self.depends.iter().map(|need| format!("Requires-Dist: {need}\n")).collect();
        let tag = if self.platform.is_empty() {
            "py3-none-any"
        } else {
            &self.platform
        };
        let wheel = format!("Wheel-Version: 1.0\nGenerator: drydock\nRoot-Is-Purelib: true\nTag: {tag}\n");
        files.push((format!("{site}/{info}/INSTALLER"), text("pip\n".into()), 0o644));
        files.push((format!("{site}/{info}/METADATA"), text(metadata + &requires), 0o644));
        files.push((format!("{site}/{info}/WHEEL"), text(wheel), 0o644));
        for (script, function) in &self.scripts {
            let (module, function) = function.split_once(':').unwrap_or((function, "main"));
            let code = format!(
                "#!{}\nimport sys\nfrom {module} import {function}\nif __name__ == '__main__':\n    sys.exit({function}())\n",
                at.interpreter
            );
            files.push((format!("{bin}/{script}"), text(code), 0o755));
        }
        let own = format!("{info}/RECORD,,\n");
        let within = |path: &str| path.strip_prefix(&format!("{site}/")).unwrap_or(path).to_string();
        let record: String = files.iter().map(|(path, ..)| format!("{},,\n", within(path))).collect();
        files.push((format!("{site}/{info}/RECORD"), text(record + &own), 0o644));
        files
            .into_iter()
            .map(|(path, data, mode)| file_entry(&path, data, mode, mtime))
            .collect()
    }
}

/// The files of a Python package's modules: path below site-packages, and bytes.
pub type Sources = &'static [(&'static str, &'static [u8])];

/// Where a pip installs to.
#[derive(Clone, Debug)]
pub struct PipHome {
    pub site_packages: String,
    pub bin: String,
    /// What the first line of a console script names.
    pub interpreter: String,
}

/// The paragraph of `/var/lib/dpkg/status` for an installed package, with its blank line.
pub fn dpkg_stanza(package: &Package) -> String {
    let depends = match package.depends.is_empty() {
        true => String::new(),
        false => format!("Depends: {}\n", package.depends.join(", ")),
    };
    format!(
        "Package: {}\nStatus: install ok installed\nPriority: {}\nSection: {}\nInstalled-Size: {}\nArchitecture: {}\nVersion: {}\n{depends}Description: {}\n\n",
        package.name,
        if package.base { "required" } else { "optional" },
        package.section,
        package.installed / 1024,
        package.architecture(),
        package.version,
        package.description,
    )
}

/// The paragraph of `/lib/apk/db/installed` for an installed package, with its blank line.
pub fn apk_stanza(package: &Package) -> String {
    let depends = match package.depends.is_empty() {
        true => String::new(),
        false => format!("D:{}\n", package.depends.join(" ")),
    };
    format!(
        "P:{}\nV:{}\nA:x86_64\nS:{}\nI:{}\nT:{}\n{depends}\n",
        package.name, package.version, package.size, package.installed, package.description
    )
}

fn meta(mode: u32, mtime: i64) -> Meta {
    Meta {
        mode,
        uid: 0,
        gid: 0,
        mtime,
    }
}

pub(crate) fn file_entry(path: &str, data: FileData, mode: u32, mtime: i64) -> Entry {
    Entry {
        path: path.trim_start_matches('/').to_string(),
        meta: meta(mode, mtime),
        content: Content::File(data),
    }
}

pub(crate) fn link_entry(path: &str, target: &str, mtime: i64) -> Entry {
    Entry {
        path: path.trim_start_matches('/').to_string(),
        meta: meta(0o777, mtime),
        content: Content::Symlink(target.into()),
    }
}

pub(crate) fn dir_entry(path: &str, mode: u32, mtime: i64) -> Entry {
    Entry {
        path: path.trim_matches('/').to_string(),
        meta: meta(mode, mtime),
        content: Content::Dir,
    }
}
