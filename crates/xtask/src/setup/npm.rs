//! The npm packages: the page's JavaScript components, and the tools that bundle, shrink and test them.

use super::system;
use crate::project::{Project, read, write};
use crate::step::{Failure, logged, timed};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// The file below node_modules that holds the lock file of what was installed.
const STAMP: &str = ".drydock-lock";

/// Whether the packages are those of package-lock.json.
pub fn is_installed(project: &Project) -> bool {
    let installed = read(&project.root.join("node_modules").join(STAMP));
    installed.is_ok_and(|installed| read(&project.root.join("package-lock.json")).is_ok_and(|lock| installed == lock))
}

/// Installs what package-lock.json says unless that is done; returns the folder of the packages' programs.
pub fn install(project: &Project) -> Result<PathBuf, Failure> {
    let node = system::program(project, "node", &["nodejs"])?;
    let modules = project.root.join("node_modules");
    let stamp = modules.join(STAMP);
    let lock = read(&project.root.join("package-lock.json"))?;
    let programs = modules.join(".bin");
    if is_installed(project) {
        return Ok(programs);
    }
    system::program(project, "npm", &["npm"])?;
    // The packages' install scripts fetch or check what the packages already hold.
    let mut command = Command::new("npm");
    command
        .current_dir(&project.root)
        .args(["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]);
    timed("npm ci", || {
        logged(&mut command, &project.logs().join("npm.log"), Duration::from_secs(10 * 60))
    })
    .map_err(|failure| {
        failure.advice(format!(
            "tried `npm ci` with the Node.js at {}, which must be 18 or newer",
            node.display()
        ))
    })?;
    write(&stamp, &lock)?;
    Ok(programs)
}

/// Installs a package that only benchmarks ask, with its exact version, beside the tools; returns the folder where node
/// finds it. It is no part of the product, so the lock file does not name it.
pub fn peer(project: &Project, package: &str) -> Result<PathBuf, Failure> {
    let folder = project.cache.join(package);
    let modules = folder.join("node_modules");
    let name = package.split('@').next().unwrap_or_default();
    if modules.join(name).is_dir() {
        return Ok(modules);
    }
    std::fs::create_dir_all(&folder).map_err(|error| Failure::new(format!("{}: {error}", folder.display())))?;
    let mut command = Command::new("npm");
    command.current_dir(&folder).args([
        "install",
        "--fetch-retries=0",
        "--ignore-scripts",
        "--prefer-offline",
        "--no-audit",
        "--no-fund",
        "--prefix",
        ".",
        package,
    ]);
    timed(&format!("npm install {package}"), || {
        logged(&mut command, &project.logs().join("npm-peer.log"), Duration::from_secs(60))
    })?;
    Ok(modules)
}
