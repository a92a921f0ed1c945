//! Trunk and wasm-bindgen, built from their published sources into the cache folder.
//!
//! Both run for seconds but take minutes to build, so they are built without optimisation, but for the crates
//! in which wasm-bindgen spends its time. A version has a folder of its own: another version goes beside it, and
//! clones of the project share both.

use crate::project::Project;
use crate::step::{Failure, logged, timed};
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// The newest Trunk that builds with the compilers this project supports.
const TRUNK: &str = "0.21.14";

const LIMIT: Duration = Duration::from_secs(40 * 60);

/// Where wasm-bindgen spends its time: these it shares with no other tool, and they build quickly.
const WORTH_OPTIMISING: [&str; 4] = ["walrus", "wasmparser", "wasm-encoder", "wasm-bindgen-cli-support"];

/// Installs what is missing, and returns the folders that hold the programs.
pub fn install(project: &Project) -> Result<Vec<PathBuf>, Failure> {
    // Trunk's default features are for fetching tools and looking for updates: it is given its tools.
    let flags = ["--locked", "--no-default-features"].map(str::to_owned);
    let trunk = tool(project, "trunk", "trunk", TRUNK, &flags)?;
    // The program and the crate must be of one version, which Cargo.lock says.
    let version = project.locked_version("wasm-bindgen")?;
    let flags = WORTH_OPTIMISING.map(|name| format!("--config=profile.release.package.{name}.opt-level=1"));
    let bindgen = tool(project, "wasm-bindgen-cli", "wasm-bindgen", &version, &flags)?;
    Ok(vec![trunk, bindgen])
}

/// The tools with their versions, and whether they are built.
pub fn told(project: &Project) -> Result<Vec<(String, bool)>, Failure> {
    let bindgen = project.locked_version("wasm-bindgen")?;
    let tools = [("trunk", "trunk", TRUNK), ("wasm-bindgen-cli", "wasm-bindgen", &bindgen)];
    Ok(tools
        .map(|(name, program, version)| {
            let built = project.cache.join(format!("{name}-{version}/bin/{program}"));
            (format!("{name} {version}"), built.is_file())
        })
        .into())
}

/// Installs one crate's programs unless they are there; returns their folder.
fn tool(project: &Project, name: &str, program: &str, version: &str, flags: &[String]) -> Result<PathBuf, Failure> {
    let place = project.cache.join(format!("{name}-{version}"));
    let folder = place.join("bin");
    if folder.join(program).is_file() {
        return Ok(folder);
    }
    let partial = project.cache.join(format!("{name}-{version}.partial"));
    let refused = |error: std::io::Error| Failure::new(format!("{}: {error}", partial.display()));
    let build = project.cache.join(format!("{name}-build"));
    let mut command = Command::new("cargo");
    command
        .args(["install", name, "--version", version, "--force", "--root"])
        .arg(&partial)
        .args(flags)
        .env("CARGO_TARGET_DIR", &build)
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_DEBUG", "false")
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "256")
        .env("CARGO_PROFILE_RELEASE_STRIP", "true");
    timed(&format!("build {name} {version}, once (some minutes)"), || {
        logged(&mut command, &project.logs().join(format!("{name}.log")), LIMIT)
    })
    .map_err(|failure| {
        failure
            .advice(format!(
                "tried `cargo install {name} --version {version}`, which needs the network and a C compiler"
            ))
            .advice(format!("or put the program `{program}` {version} into {}", folder.display()))
    })?;
    if place.exists() {
        std::fs::remove_dir_all(&place).map_err(refused)?;
    }
    std::fs::rename(&partial, &place).map_err(refused)?;
    std::fs::remove_dir_all(&build).map_err(refused)?;
    Ok(folder)
}
