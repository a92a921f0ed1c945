//! The benchmarks: each crate's `examples/bench.rs`, built for speed and run one after another, in one table
//! with a part for each crate.

use crate::project::Project;
use crate::server::{SUBPATH, Server};
use crate::setup;
use crate::step::{Failure, output, say};
use std::process::Command;

/// Where cargo puts the module that the page's toolchain makes of `examples/wasm.rs`.
const MODULE: &str = "target/web/wasm32-unknown-unknown/release/examples/wasm.wasm";

/// Runs the benchmarks of the crates named, or of all; `page` is the page in a browser.
pub fn bench(project: &Project, named: &[&str]) -> Result<(), Failure> {
    if named == ["page"] {
        print!("\n── page {}\n{}", "─".repeat(68), page(project)?);
        return Ok(());
    }
    let crates = project.root.join("crates");
    let entries = std::fs::read_dir(&crates).map_err(|error| Failure::new(format!("{}: {error}", crates.display())))?;
    let mut names: Vec<String> = entries
        .flatten()
        .filter(|entry| entry.path().join("examples/bench.rs").is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| named.is_empty() || named.contains(&name.as_str()))
        .collect();
    names.sort();
    if names.is_empty() {
        return Err(Failure::new("no such crate has a benchmark").advice("a benchmark is a crate's examples/bench.rs"));
    }
    let mut table = String::new();
    for name in names {
        say(&format!("{name}: build and run its benchmark"));
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(&project.root)
            .args(["run", "--quiet", "--release", "--locked"]);
        let rows = output(cargo.args(["--package", &name, "--example", "bench"]))?;
        let rule = "─".repeat(72_usize.saturating_sub(name.chars().count()));
        table.push_str(&format!("\n── {name} {rule}\n"));
        for row in rows.lines().filter(|row| !row.trim().is_empty()) {
            table.push_str(&format!("  {row}\n"));
        }
    }
    if named.is_empty() || named.contains(&"dockerfile") {
        match in_node(project) {
            Ok(rows) => table.push_str(&format!("\n── dockerfile {}\n{rows}\n", "─".repeat(62))),
            Err(failure) => say(&format!("dockerfile in WebAssembly: left out, {failure}")),
        }
    }
    print!("{table}");
    Ok(())
}

/// The built site in a browser whose processor is slowed.
fn page(project: &Project) -> Result<String, Failure> {
    if !project.dist().join("index.html").is_file() {
        return Err(Failure::new("dist/ has no site to measure").advice("run `cargo xtask build` first"));
    }
    let chromium = setup::browser(project)?;
    let server = Server::start(&project.dist(), 0)?;
    say("page: load it and type in it, in Chromium slowed four times");
    let mut node = Command::new("node");
    node.current_dir(&project.root)
        .arg("tests/browser/bench.mjs")
        .env("DRYDOCK_SITE", format!("http://localhost:{}{SUBPATH}", server.port()))
        .env("DRYDOCK_CHROMIUM", &chromium);
    let rows = output(&mut node)?;
    Ok(rows.lines().map(|row| format!("  {row}\n")).collect())
}

/// The Dockerfile crate as a WebAssembly module, timed by node.
fn in_node(project: &Project) -> Result<String, Failure> {
    say("dockerfile: build it for WebAssembly and time it in node");
    let site = setup::site(project)?;
    let mut cargo = site.cargo()?;
    cargo
        .current_dir(&project.root)
        .args(["build", "--quiet", "--release", "--locked", "--package", "dockerfile"])
        .args(["--example", "wasm", "--target", "wasm32-unknown-unknown"]);
    output(&mut cargo)?;
    let examples = project.root.join("crates/dockerfile/examples");
    let mut node = Command::new("node");
    node.arg(examples.join("wasm.mjs"))
        .arg(project.root.join(MODULE))
        .arg(examples.join("dockerfiles"));
    let rows = output(&mut node)?;
    Ok(rows.lines().map(|row| format!("  {row}\n")).collect())
}
