//! `busybox`: one binary that is many, by the name it is called or by its first argument.
//!
//! Which applets it has, its version and its C library are lines in the binary itself, after the one that
//! exec(2) reads; a binary without them is Debian's busybox 1.35. An applet that the real binary has and
//! Drydock has not says so by name. Left out: `--show`.

use crate::tool::basename;
use crate::{applets, is_applet};
use machine::Sys;

/// Exit status of an applet that is not simulated: found, and couldn't be run.
const NOT_SIMULATED: i32 = 126;

/// More than a list of applets needs.
const MOST: usize = 32 << 10;

/// How a binary was built.
pub struct Build {
    /// `BusyBox vX (DATE)`.
    version: String,
    pub musl: bool,
    /// `/path/of/applet`, sorted by path; none where the binary has no list.
    paths: Vec<String>,
}

impl Build {
    /// What the binary that runs says of itself.
    pub fn of(sys: &Sys) -> Build {
        let bytes = sys.own_program(MOST);
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.trim_end_matches('\0').lines().skip(1);
        let version = lines.next().filter(|line| line.starts_with("BusyBox v"));
        Build {
            version: version
                .unwrap_or("BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1)")
                .to_string(),
            musl: lines.next() == Some("musl"),
            paths: lines.filter(|line| line.starts_with('/')).map(str::to_string).collect(),
        }
    }

    /// The first line of everything that busybox says of itself.
    pub fn banner(&self) -> String {
        format!("{} multi-call binary.", self.version)
    }

    /// The applets' names, sorted.
    fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = if self.paths.is_empty() {
            applets()
        } else {
            self.paths.iter().map(|path| basename(path)).collect()
        };
        names.sort_unstable();
        names
    }

    /// Where an applet's link belongs.
    fn path(&self, name: &str) -> String {
        let listed = self.paths.iter().find(|path| basename(path) == name);
        listed.cloned().unwrap_or_else(|| format!("/bin/{name}"))
    }
}

/// The program behind `/bin/busybox` and its links.
pub async fn main(sys: Sys) -> i32 {
    sys.set_flavor("busybox");
    let argv = sys.argv();
    let called = argv
        .first()
        .map(|n| basename(n).trim_start_matches('-').to_string())
        .unwrap_or_default();
    if !called.starts_with("busybox") {
        return applet(&sys, &called, argv, false).await;
    }
    let Some(first) = argv.get(1).cloned() else {
        return overview(&sys).await;
    };
    match first.as_str() {
        "--help" => overview(&sys).await,
        "--list" | "--list-full" => {
            let build = Build::of(&sys);
            let line = |name: &&str| match first.as_str() {
                "--list" => format!("{name}\n"),
                _ => format!("{}\n", build.path(name).trim_start_matches('/')),
            };
            let text: String = build.names().iter().map(line).collect();
            let _ = sys.write(1, text.as_bytes()).await;
            0
        }
        "--install" => install(&sys, &argv).await,
        _ => {
            let name = basename(&first).to_string();
            applet(&sys, &name, argv.into_iter().skip(1).collect(), true).await
        }
    }
}

/// Runs an applet. A link of its name is as good as the list; `named` on the command line, it must be listed.
async fn applet(sys: &Sys, name: &str, argv: Vec<String>, named: bool) -> i32 {
    let known = is_applet(name).then(|| sys.machine().program("busybox", name)).flatten();
    // Most are called by their links, and the list is long.
    let build = (named || known.is_none()).then(|| Build::of(sys));
    let listed = build.as_ref().is_none_or(|build| build.names().contains(&name));
    let program = known.filter(|_| listed || !named);
    if let Some(program) = program {
        sys.set_argv(argv);
        return program(sys.clone()).await;
    }
    // A package's links name what its binary holds, where that has no list of its own.
    let linked = !named && build.is_none_or(|build| build.paths.is_empty());
    let (text, status) = if listed || linked {
        (format!("drydock: {name} is not simulated\n"), NOT_SIMULATED)
    } else {
        (format!("{name}: applet not found\n"), 127)
    };
    let _ = sys.write(2, text.as_bytes()).await;
    status
}

async fn install(sys: &Sys, argv: &[String]) -> i32 {
    let symbolic = argv.iter().any(|a| a == "-s");
    let dir = argv.iter().skip(2).find(|a| !a.starts_with('-'));
    let build = Build::of(sys);
    for name in build.names() {
        let to = match dir {
            Some(dir) => format!("{}/{name}", dir.trim_end_matches('/')),
            None => build.path(name),
        };
        let made = if symbolic {
            sys.symlink("/bin/busybox", &to)
        } else {
            sys.link("/bin/busybox", &to)
        };
        if let Err(error) = made {
            let _ = sys.write(2, format!("busybox: {to}: {error}\n").as_bytes()).await;
        }
    }
    0
}

async fn overview(sys: &Sys) -> i32 {
    let build = Build::of(sys);
    let mut text = format!(
        "{}\nBusyBox is copyrighted by many authors between 1998-2015.\nLicensed under GPLv2. See source distribution for detailed\ncopyright notices.\n\nUsage: busybox [function [arguments]...]\n   or: busybox --list[-full]\n   or: busybox --show SCRIPT\n   or: busybox --install [-s] [DIR]\n   or: function [arguments]...\n\n\tBusyBox is a multi-call binary that combines many common Unix\n\tutilities into a single executable.  Most people will create a\n\tlink to busybox for each function they wish to use and BusyBox\n\twill act like whatever it was invoked as.\n\nCurrently defined functions:\n",
        build.banner()
    );
    let mut line = String::from("\t");
    for name in build.names() {
        if line.len() + name.len() + 2 > 78 {
            text.push_str(line.trim_end());
            text.push('\n');
            line = String::from("\t");
        }
        line.push_str(name);
        line.push_str(", ");
    }
    text.push_str(line.trim_end());
    let text = text.trim_end_matches(',').to_string() + "\n";
    let _ = sys.write(1, text.as_bytes()).await;
    0
}
