//! A compiler with a standard library for WebAssembly, by the first of these ways that works:
//!
//! 1. the active toolchain has the target `wasm32-unknown-unknown`;
//! 2. an earlier run of way 4 left a standard library in the cache, for the compiler that is installed;
//! 3. `rustup target add` fetches it;
//! 4. Debian's `rustc-web` and the sources of the standard library, built once into a private sysroot.
//!
//! `DRYDOCK_WASM=active`, `rustup` or `debian` insists on one of them, which is how each is tested.

use super::system;
use crate::project::{Project, files_under, write};
use crate::step::{Failure, logged, output, say, timed};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const TARGET: &str = "wasm32-unknown-unknown";

/// Where Debian puts its compiler, whatever else the user's path holds.
const DEBIAN_FOLDER: &str = "/usr/bin";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"];

/// Changes when the standard library is built in another way: the folder's name is among the flags that
/// cargo compares, so that what was compiled against the old one is compiled again.
const RECIPE: u32 = 1;

/// A way to compile for WebAssembly.
pub enum Toolchain {
    /// The one that `cargo` on the user's path means.
    Active,
    /// Debian's compiler with a sysroot of ours.
    Debian { sysroot: PathBuf },
}

impl Toolchain {
    /// Makes a command, and the cargo it may start, use this toolchain.
    pub fn configure(&self, command: &mut Command) {
        if let Self::Debian { sysroot } = self {
            command
                .env("RUSTC", format!("{DEBIAN_FOLDER}/rustc"))
                .env("CARGO", self.cargo());
            // Flags joined by the unit separator survive a space in the path. They reach what is
            // compiled for the target alone; build scripts keep the compiler's own standard library.
            command.env("CARGO_ENCODED_RUSTFLAGS", format!("--sysroot\u{1f}{}", sysroot.display()));
            command.env_remove("RUSTUP_TOOLCHAIN");
        } else {
            command.env("CARGO", self.cargo());
        }
    }

    /// The cargo of this toolchain.
    pub fn cargo(&self) -> &'static str {
        match self {
            Self::Active => "cargo",
            Self::Debian { .. } => "/usr/bin/cargo",
        }
    }

    /// The folder whose programs must come before the user's.
    pub fn folder(&self) -> Option<PathBuf> {
        match self {
            Self::Active => None,
            Self::Debian { .. } => Some(PathBuf::from(DEBIAN_FOLDER)),
        }
    }
}

/// Finds or makes a toolchain for WebAssembly.
pub fn toolchain(project: &Project) -> Result<Toolchain, Failure> {
    let asked = std::env::var("DRYDOCK_WASM").unwrap_or_default();
    match asked.as_str() {
        "" => {}
        "active" if active_has_target() => return Ok(Toolchain::Active),
        "active" => {
            return Err(Failure::new(format!(
                "DRYDOCK_WASM=active, but the active toolchain has no {TARGET}"
            )));
        }
        "rustup" => return by_rustup(project),
        "debian" => return by_debian(project),
        other => {
            return Err(Failure::new(format!(
                "DRYDOCK_WASM={other}: it may be active, rustup or debian"
            )));
        }
    }
    if active_has_target() {
        return Ok(Toolchain::Active);
    }
    if let Some(sysroot) = built_sysroot(project) {
        return Ok(Toolchain::Debian { sysroot });
    }
    by_rustup(project).or_else(|by_rustup| {
        say("  rustup could not add the target: trying Debian's compiler");
        by_debian(project).map_err(|by_debian| {
            Failure::new("no compiler for WebAssembly was found, and none could be installed")
                .advice(format!("tried `rustup target add {TARGET}`: {by_rustup}"))
                .advice(format!("tried Debian's packages {}: {by_debian}", DEBIAN_PACKAGES.join(" ")))
                .advice(format!(
                    "install a Rust toolchain with the target {TARGET}, and run this again"
                ))
        })
    })
}

/// What compiles for WebAssembly without installing anything.
pub fn told(project: &Project) -> Option<&'static str> {
    if active_has_target() {
        return Some("the active toolchain");
    }
    built_sysroot(project).map(|_| "Debian's compiler and a standard library built with it")
}

/// Whether the active toolchain can link a program for WebAssembly.
fn active_has_target() -> bool {
    let libraries = output(Command::new("rustc").args(["--print", "target-libdir", "--target", TARGET]));
    libraries.is_ok_and(|folder| has_standard_library(Path::new(&folder)))
}

fn has_standard_library(folder: &Path) -> bool {
    let is_std = |path: &Path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    };
    !files_under(folder, &is_std).is_empty()
}

fn by_rustup(project: &Project) -> Result<Toolchain, Failure> {
    if system::find("rustup").is_none() {
        return Err(Failure::new("there is no rustup"));
    }
    let mut command = Command::new("rustup");
    command.args(["target", "add", TARGET]);
    let log = project.logs().join("rustup.log");
    timed(&format!("rustup target add {TARGET}"), || {
        logged(&mut command, &log, Duration::from_secs(180))
    })?;
    if active_has_target() {
        Ok(Toolchain::Active)
    } else {
        Err(Failure::new(
            "rustup added the target, but the active `rustc` does not have it",
        ))
    }
}

/// Debian's compiler, with the standard library built from Debian's sources.
fn by_debian(project: &Project) -> Result<Toolchain, Failure> {
    if let Some(sysroot) = built_sysroot(project) {
        return Ok(Toolchain::Debian { sysroot });
    }
    if debian_compiler().is_none() {
        system::apt(project, "a compiler for WebAssembly", &DEBIAN_PACKAGES)?;
    }
    // The linker is a link into a package that is only recommended.
    if let Some(linker) = system::dangling(&Path::new(DEBIAN_FOLDER).join("rust-lld")) {
        system::apt(project, "its linker", &[&linker])?;
    }
    let Some((compiler, native)) = debian_compiler() else {
        return Err(Failure::new(
            "Debian's packages are installed, but its rustc or the sources of the standard library are missing",
        ));
    };
    let sysroot = sysroot_folder(project, &compiler);
    timed("build the standard library for WebAssembly, once (about 2 minutes)", || {
        build_sysroot(project, &sysroot, &native)
    })?;
    Ok(Toolchain::Debian { sysroot })
}

/// Debian's compiler, if it and the sources are there: its full version and its native libraries.
fn debian_compiler() -> Option<(String, PathBuf)> {
    let rustc = Path::new(DEBIAN_FOLDER).join("rustc");
    if !rustc.is_file() || !Path::new(DEBIAN_FOLDER).join("cargo").is_file() {
        return None;
    }
    let version = output(Command::new(&rustc).arg("-vV")).ok()?;
    let root = PathBuf::from(output(Command::new(&rustc).args(["--print", "sysroot"])).ok()?);
    let libraries = root.join("lib/rustlib");
    if !libraries.join("src/rust/library/Cargo.lock").is_file() {
        return None;
    }
    let field = |name: &str| version.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
    let host = field("host: ")?;
    let release = field("release: ")?;
    let commit: String = field("commit-hash: ")?.chars().take(12).collect();
    Some((format!("{release}-{commit}"), libraries.join(host)))
}

fn sysroot_folder(project: &Project, compiler: &str) -> PathBuf {
    project.cache.join(format!("sysroot-{compiler}-{RECIPE}"))
}

fn built_sysroot(project: &Project) -> Option<PathBuf> {
    let (compiler, _) = debian_compiler()?;
    let linker = Path::new(DEBIAN_FOLDER).join("rust-lld");
    let sysroot = sysroot_folder(project, &compiler);
    (linker.exists() && has_standard_library(&sysroot.join("lib/rustlib").join(TARGET).join("lib"))).then_some(sysroot)
}

/// Builds the standard library through an empty crate, and lays its parts out as a sysroot.
fn build_sysroot(project: &Project, sysroot: &Path, native: &Path) -> Result<(), Failure> {
    let refused = |error: std::io::Error| Failure::new(format!("the sysroot could not be laid out: {error}"));
    let work = project.cache.join("std");
    write(&work.join("lib.rs"), "#![no_std]\n")?;
    write(
        &work.join("Cargo.toml"),
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[lib]\npath = \"lib.rs\"\n\n\
         [profile.release]\nopt-level = \"s\"\n\n[workspace]\n",
    )?;
    let mut cargo = Command::new(Path::new(DEBIAN_FOLDER).join("cargo"));
    cargo
        .current_dir(&work)
        .args(["build", "--release", "-Zbuild-std=std,panic_abort", "--target", TARGET])
        .env("RUSTC_BOOTSTRAP", "1")
        .env("RUSTC", Path::new(DEBIAN_FOLDER).join("rustc"))
        .env("CARGO_TARGET_DIR", work.join("target"))
        // Machine code for quick builds, and beside it what link-time optimisation reads.
        .env("RUSTFLAGS", "-C embed-bitcode=yes")
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    logged(&mut cargo, &project.logs().join("std.log"), Duration::from_secs(20 * 60))?;

    // Laid out beside its place and moved there whole, so that a sysroot that is there is complete.
    let partial = sysroot.with_extension("partial");
    if partial.exists() {
        std::fs::remove_dir_all(&partial).map_err(refused)?;
    }
    let libraries = partial.join("lib/rustlib").join(TARGET).join("lib");
    std::fs::create_dir_all(&libraries).map_err(refused)?;
    let built = work.join("target").join(TARGET).join("release/deps");
    for library in files_under(&built, &|path| path.extension().is_some_and(|extension| extension == "rlib")) {
        let name = library.file_name().unwrap_or_default();
        if !name.to_string_lossy().starts_with("libempty-") {
            std::fs::copy(&library, libraries.join(name)).map_err(refused)?;
        }
    }
    let name = native.file_name().unwrap_or_default();
    std::os::unix::fs::symlink(native, partial.join("lib/rustlib").join(name)).map_err(refused)?;
    if sysroot.exists() {
        std::fs::remove_dir_all(sysroot).map_err(refused)?;
    }
    std::fs::rename(&partial, sysroot).map_err(refused)?;
    std::fs::remove_dir_all(&work).map_err(refused)
}
