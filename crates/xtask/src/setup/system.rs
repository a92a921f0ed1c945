//! Debian's packages: found by the programs they bring, installed by apt when those are missing.

use crate::project::Project;
use crate::step::{Failure, logged, output, say, succeeds, timed};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(15 * 60);

/// One apt at a time: two would wait for each other's lock and fail.
static APT: Mutex<()> = Mutex::new(());

/// Where a program is, by the user's path.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(program))
        .find(|candidate| candidate.is_file())
}

/// A program by name, after installing `packages` if it is missing.
pub fn program(project: &Project, name: &str, packages: &[&str]) -> Result<PathBuf, Failure> {
    if let Some(path) = find(name) {
        return Ok(path);
    }
    apt(project, &format!("install {name}"), packages)?;
    find(name).ok_or_else(|| Failure::new(format!("`{name}` is still missing after installing {}", packages.join(" "))))
}

/// A Chromium that can be driven without a screen.
pub fn chromium(project: &Project) -> Result<PathBuf, Failure> {
    if let Some(path) = std::env::var_os("CHROMIUM") {
        return Ok(PathBuf::from(path));
    }
    if let Some(path) = installed_chromium() {
        return Ok(path);
    }
    apt(project, "a browser to test in", &["chromium"])
        .and_then(|()| installed_chromium().ok_or_else(|| Failure::new("chromium is still missing after it was installed")))
        .map_err(|failure| failure.advice("or set CHROMIUM to the path of a Chromium or Chrome, and run this again"))
}

/// The Chromium of this machine.
pub fn installed_chromium() -> Option<PathBuf> {
    let behind_its_wrapper = Path::new("/usr/lib/chromium/chromium");
    let debian = Some(behind_its_wrapper.to_owned()).filter(|path| path.is_file());
    debian.or_else(|| {
        ["chromium", "chromium-browser", "google-chrome"]
            .iter()
            .find_map(|name| find(name))
    })
}

/// Installs Debian packages, asking for no confirmation and removing nothing.
pub fn apt(project: &Project, title: &str, packages: &[&str]) -> Result<(), Failure> {
    let _one_at_a_time = APT.lock().unwrap_or_else(PoisonError::into_inner);
    let by_hand = format!("install them yourself ({}), and run this again", packages.join(", "));
    if find("apt-get").is_none() {
        return Err(Failure::new(format!(
            "{title}: this is not Debian, so these packages were not installed: {}",
            packages.join(" ")
        ))
        .advice(by_hand));
    }
    let log = project.logs().join("apt.log");
    timed(&format!("{title} (apt-get install {})", packages.join(" ")), || {
        let known = packages.iter().all(|package| {
            output(as_root("apt-cache").args(["policy", package]))
                .is_ok_and(|text| text.contains("Candidate: ") && !text.contains("Candidate: (none)"))
        });
        if !known {
            say("  apt-get update");
            logged(as_root("apt-get").arg("update"), &log, LIMIT)?;
        }
        let install = || {
            let mut command = as_root("apt-get");
            command
                .args(["install", "--yes", "--no-install-recommends", "--no-remove"])
                .args(packages);
            logged(&mut command, &log, LIMIT)
        };
        install().or_else(|_| {
            // Lists of packages age: a version they name may be gone from the mirror.
            say("  once more, after apt-get update");
            logged(as_root("apt-get").arg("update"), &log, LIMIT)?;
            install()
        })
    })
    .map_err(|failure| {
        failure
            .advice("apt-get was run with the packages above; nothing was removed")
            .advice(by_hand)
    })
}

/// A command run as root: itself for root, by sudo for anyone else.
fn as_root(program: &str) -> Command {
    let root = output(Command::new("id").arg("-u")).is_ok_and(|id| id == "0");
    let mut command = if root || !succeeds(Command::new("sudo").arg("--version")) {
        Command::new(program)
    } else {
        let mut sudo = Command::new("sudo");
        sudo.arg(program);
        sudo
    };
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

/// The name of the file that a symbolic link points to, when that file is missing.
pub fn dangling(link: &Path) -> Option<String> {
    let target = std::fs::read_link(link).ok()?;
    if link.exists() {
        return None;
    }
    Some(target.file_name()?.to_string_lossy().into_owned())
}
