//! Where a pip installs to, and what is there: the `*.dist-info` folders of site-packages.

use crate::packages::Console;
use catalogue::Package;
use std::collections::BTreeMap;

/// Where this pip installs to.
pub(super) struct Home {
    /// `/usr/local`, `/usr`, or a virtual environment.
    pub(super) prefix: String,
    /// `3.12`.
    pub(super) python: String,
}

impl Home {
    pub(super) fn find(console: &Console) -> Home {
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

    pub(super) fn site_packages(&self) -> String {
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

    pub(super) fn bin(&self) -> String {
        if self.prefix == "/usr" {
            "/usr/local/bin".into()
        } else {
            format!("{}/bin", self.prefix)
        }
    }
}

/// Something installed.
pub(super) struct Installed {
    pub(super) name: String,
    pub(super) version: String,
    pub(super) folder: String,
}

pub(super) fn installed(console: &Console, site_packages: &str) -> BTreeMap<String, Installed> {
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
