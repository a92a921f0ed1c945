//! The site: built by Trunk from index.html, served while it is worked on, previewed as it would be hosted.

use crate::clock::Stopwatch;
use crate::clock::words;
use crate::project::{Project, files_under};
use crate::server::{SUBPATH, Server};
use crate::setup;
use crate::step::{Failure, run, say, timed};
use std::path::Path;
use std::process::Command;

/// The address that every guide names.
const PORT: u16 = 8080;

/// Builds dist/ as it is published, and says how large it is.
pub fn build(project: &Project) -> Result<setup::Site, Failure> {
    let site = setup::site(project)?;
    timed("build the site", || run(&mut publish(project, &site)?))?;
    sizes(project);
    Ok(site)
}

/// The command that builds dist/ as it is published.
fn publish(project: &Project, site: &setup::Site) -> Result<Command, Failure> {
    let mut trunk = site.command("trunk")?;
    trunk
        .current_dir(&project.root)
        .args(["build", "--release", "--cargo-profile", "web"]);
    Ok(trunk)
}

/// Finds out which functions of the page and of its worker a first lesson runs and which it does not, and writes that to
/// js/lists. That site is taken away again.
pub fn profile(project: &Project) -> Result<(), Failure> {
    let site = setup::site(project)?;
    let chromium = setup::browser(project)?;
    timed("build the site, counting functions", || {
        run(publish(project, &site)?.env("DRYDOCK_COUNT", "1"))
    })?;
    let server = Server::start(&project.dist(), 0)?;
    let mut node = Command::new("node");
    run(node
        .current_dir(&project.root)
        .arg("tests/browser/profile.mjs")
        .env("DRYDOCK_SITE", format!("http://localhost:{}{SUBPATH}", server.port()))
        .env("DRYDOCK_CHROMIUM", &chromium))?;
    std::fs::remove_dir_all(project.dist()).map_err(|error| Failure::new(format!("dist/: {error}")))
}

/// One line for each kind of file in dist/.
fn sizes(project: &Project) {
    let mut total = 0;
    for file in files_under(&project.dist(), &|path| path.is_file()) {
        let size = std::fs::metadata(&file).map_or(0, |about| about.len());
        total += size;
        if size > 50_000 {
            let name = file.strip_prefix(project.dist()).unwrap_or(&file);
            say(&format!("  {:>8.1} kB  {}", kilobytes(size), name.display()));
        }
    }
    say(&format!("  {:>8.1} kB  dist/ in all", kilobytes(total)));
}

#[expect(clippy::cast_precision_loss, reason = "sizes are printed with one decimal")]
fn kilobytes(bytes: u64) -> f64 {
    bytes as f64 / 1000.0
}

/// Builds and serves the site until it is interrupted, building again when a source file changes.
pub fn serve(project: &Project, flags: &[&str]) -> Result<(), Failure> {
    let watch = Stopwatch::start();
    let mut port = PORT;
    let mut profile: &[&str] = &[];
    let mut flags = flags.iter();
    while let Some(flag) = flags.next() {
        match *flag {
            "--release" => profile = &["--release", "--cargo-profile", "web"],
            "--port" => {
                port = flags
                    .next()
                    .and_then(|number| number.parse().ok())
                    .ok_or_else(|| Failure::new("`--port` wants a number"))?;
            }
            other => return Err(Failure::new(format!("`serve` has no flag {other}"))),
        }
    }
    let site = setup::site(project)?;
    // Trunk wants the folders to be there that it is told not to watch, and a fresh clone has neither.
    for folder in ["dist", "screenshots"] {
        let path = project.root.join(folder);
        std::fs::create_dir_all(&path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))?;
    }
    let mut trunk = site.command("trunk")?;
    trunk
        .current_dir(&project.root)
        .args(["serve", "--port", &port.to_string()])
        .args(profile);
    say(&format!(
        "everything is installed ({}); building, then serving http://localhost:{port}",
        words(watch.elapsed())
    ));
    run(&mut trunk)
}

/// Serves dist/ as a static host would, until it is interrupted.
pub fn preview(project: &Project) -> Result<(), Failure> {
    if !project.dist().join("index.html").is_file() {
        return Err(Failure::new("dist/ has no site yet").advice("run `cargo xtask build` first"));
    }
    let server = Server::start(&project.dist(), PORT)
        .map_err(|failure| failure.advice(format!("is something else serving port {PORT}?")))?;
    say(&format!(
        "serving dist/ on http://localhost:{} (Ctrl-C ends it)",
        server.port()
    ));
    server.wait();
    Ok(())
}

/// Runs cargo with the toolchain that builds the site.
pub fn cargo(project: &Project, words: &[&str]) -> Result<(), Failure> {
    let site = setup::site(project)?;
    run(site.cargo()?.current_dir(Path::new(&project.root)).args(words))
}
