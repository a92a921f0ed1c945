//! What a fresh machine lacks, installed once: a compiler for WebAssembly, Trunk and wasm-bindgen, the npm
//! packages, a browser.
//!
//! Everything is looked for first, so that a machine that has it all needs no network and loses no time.
//! Programs go to the cache folder, never onto the user's path; only Debian's packages are installed
//! for the whole machine.

mod npm;
mod system;
mod tools;
mod wasm;

use crate::project::Project;
use crate::step::{Failure, output, say, timed};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

/// Gigabytes that a clean clone grows to with everything built and tested.
const WHOLE_TEST: u64 = 8;

/// The tools that build the site.
pub struct Site {
    toolchain: wasm::Toolchain,
    folders: Vec<PathBuf>,
    target: PathBuf,
}

impl Site {
    /// A command that finds the pinned tools before any others of the same names, and whose cargo builds
    /// for WebAssembly in the site's own target folder.
    pub fn command(&self, program: &str) -> Result<Command, Failure> {
        let mut folders = self.folders.clone();
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        folders.extend(std::env::split_paths(&inherited));
        let path: OsString =
            std::env::join_paths(folders).map_err(|error| Failure::new(format!("a folder cannot be on the path: {error}")))?;
        let mut command = Command::new(program);
        // A failed build is explained by the compiler: a backtrace of Trunk would only bury that.
        command
            .env("PATH", path)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("RUST_BACKTRACE", "0");
        self.toolchain.configure(&mut command);
        Ok(command)
    }

    /// The cargo that builds for WebAssembly.
    pub fn cargo(&self) -> Result<Command, Failure> {
        self.command(self.toolchain.cargo())
    }
}

/// What building the site needs.
pub fn site(project: &Project) -> Result<Site, Failure> {
    // Trunk is by far the longest to build and needs one core at a time in places: the standard library
    // for WebAssembly is built beside it.
    let (toolchain, tools) = std::thread::scope(|scope| {
        let tools = scope.spawn(|| tools::install(project));
        let toolchain = wasm::toolchain(project);
        let tools = tools
            .join()
            .unwrap_or_else(|_| Err(Failure::new("installing the tools ended early")));
        (toolchain, tools)
    });
    let toolchain = toolchain?;
    let mut folders = tools?;
    folders.push(npm::install(project)?);
    folders.extend(toolchain.folder());
    Ok(Site {
        toolchain,
        folders,
        target: project.web_target(),
    })
}

/// A cargo that builds for WebAssembly without the tools and packages of the site, and the folder it builds into.
pub fn compiler(project: &Project) -> Result<(Command, PathBuf), Failure> {
    let site = Site {
        toolchain: wasm::toolchain(project)?,
        folders: Vec::new(),
        target: project.web_target(),
    };
    Ok((site.cargo()?, site.target))
}

/// What the browser tests need beside the site: the npm packages and a browser; returns the browser.
pub fn browser(project: &Project) -> Result<PathBuf, Failure> {
    npm::install(project)?;
    system::chromium(project)
}

/// The folder in which node finds `package`, a name with its exact version, which only benchmarks ask.
pub fn peer(project: &Project, package: &str) -> Result<PathBuf, Failure> {
    npm::peer(project, package)
}

/// Python, which compares transcripts.
pub fn python(project: &Project) -> Result<PathBuf, Failure> {
    system::program(project, "python3", &["python3"])
}

/// Says what there is of what the chores need, and installs nothing.
pub fn tell(project: &Project) -> Result<(), Failure> {
    let version = |program: &str| output(Command::new(program).arg("--version")).ok();
    let line = |what: &str, found: Option<String>, otherwise: &str| {
        let found = found.unwrap_or_else(|| format!("missing: {otherwise}"));
        say(&format!("  {what:<24} {found}"));
    };
    line("rustc", version("rustc"), "install Rust");
    line(
        "for WebAssembly",
        wasm::told(project).map(str::to_owned),
        "rustup's target would be added, or Debian's compiler installed",
    );
    for (tool, built) in tools::told(project)? {
        line(&tool, built.then(|| "built".to_owned()), "would be built, once");
    }
    line("node", version("node"), "Debian's nodejs would be installed");
    let packages = npm::is_installed(project).then(|| "installed".to_owned());
    line("npm packages", packages, "`npm ci` would install them");
    let chromium = system::installed_chromium();
    line(
        "Chromium",
        chromium.map(|path| path.display().to_string()),
        "Debian's chromium would be installed",
    );
    line("python3", version("python3"), "Debian's python3 would be installed");
    say(&format!(
        "  {:<24} {}",
        "free on this disk",
        free(project).unwrap_or_else(|| "not known".to_owned())
    ));
    Ok(())
}

/// What `df` says is free where everything is built, and whether the whole of `cargo xtask test` fits: a full disk fails
/// in as many ways as there are programs that write.
fn free(project: &Project) -> Option<String> {
    let table = output(Command::new("df").arg("-Pk").arg(&project.root)).ok()?;
    let kilobytes: u64 = table.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()?;
    let gigabytes = kilobytes / 1_000_000;
    let enough = if gigabytes < WHOLE_TEST {
        format!(", and everything from a clean clone takes {WHOLE_TEST} GB")
    } else {
        String::new()
    };
    Some(format!("{gigabytes} GB{enough}"))
}

/// Everything that any chore installs.
pub fn everything(project: &Project) -> Result<(), Failure> {
    timed("set-up", || {
        site(project)?;
        python(project)?;
        browser(project).map(|_| ())
    })
}
