//! `cargo`: its commands, and what it says.

use super::manifest::{Manifest, parse};
use super::toolchain::{explained, full_version, is_alpine, previous};
use super::{Target, build, err, put, run, version};
use machine::Sys;
use std::time::Duration;

/// A project: where its manifest is, and what that says.
struct Project {
    dir: String,
    manifest: Manifest,
}

/// What a build made.
struct Made {
    /// Names of programs and their paths below the project.
    bins: Vec<(String, String)>,
}

#[derive(Default)]
struct Options {
    release: bool,
    target: Option<String>,
    bin: Option<String>,
    check: bool,
    quiet: bool,
    locked: bool,
    /// What stands behind `--`, or behind the command's own options.
    rest: Vec<String>,
}

async fn find(sys: &Sys) -> Result<Project, i32> {
    let here = sys.getcwd();
    let mut dir = here.clone();
    loop {
        let path = format!("{}/Cargo.toml", dir.trim_end_matches('/'));
        if let Ok(bytes) = sys.read_file(&path) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            return match parse(&text) {
                Ok(manifest) if manifest.name.is_empty() && manifest.workspace => {
                    err(sys, "drydock: a workspace of cargo is not simulated\n").await;
                    Err(101)
                }
                Ok(manifest) if manifest.name.is_empty() => {
                    let text = format!(
                        "error: failed to parse manifest at `{path}`\n\nCaused by:\n  manifest is missing either a `[package]` or a `[workspace]`\n"
                    );
                    err(sys, &text).await;
                    Err(101)
                }
                Ok(manifest) => Ok(Project { dir, manifest }),
                Err((line, _)) => {
                    err(sys, &format!("drydock: line {line} of {path} is not simulated\n")).await;
                    Err(101)
                }
            };
        }
        match dir.rsplit_once('/') {
            Some((up, _)) if dir.len() > 1 => dir = if up.is_empty() { "/".into() } else { up.into() },
            _ => {
                err(
                    sys,
                    &format!("error: could not find `Cargo.toml` in `{here}` or any parent directory\n"),
                )
                .await;
                return Err(101);
            }
        }
    }
}

impl Project {
    fn path(&self, name: &str) -> String {
        format!("{}/{name}", self.dir.trim_end_matches('/'))
    }

    /// Programs by name with the files they begin in.
    fn bins(&self, sys: &Sys) -> Vec<(String, String)> {
        let mut out = Vec::new();
        if sys.exists(&self.path("src/main.rs")) && !self.manifest.bins.iter().any(|b| b.1 == "src/main.rs") {
            out.push((self.manifest.name.clone(), "src/main.rs".to_string()));
        }
        for (name, path) in &self.manifest.bins {
            let path = if path.is_empty() {
                "src/main.rs".to_string()
            } else {
                path.clone()
            };
            out.retain(|(n, _)| n != name);
            out.push((name.clone(), path));
        }
        let mut more: Vec<String> = sys
            .readdir(&self.path("src/bin"))
            .unwrap_or_default()
            .into_iter()
            .map(|e| e.name)
            .collect();
        more.sort();
        for file in more {
            if let Some(name) = file.strip_suffix(".rs") {
                out.push((name.to_string(), format!("src/bin/{file}")));
            }
        }
        out
    }
}

/// Whether a program is newer than all that it was made of.
fn fresh(sys: &Sys, project: &Project, list: &str) -> bool {
    let Ok(made) = sys.stat(list) else { return false };
    let Ok(bytes) = sys.read_file(list) else { return false };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut files = text.lines().chain(["Cargo.toml"]);
    files.all(|name| sys.stat(&project.path(name)).is_ok_and(|s| s.meta.mtime <= made.meta.mtime))
}

async fn make(sys: &Sys, options: &Options) -> Result<Made, i32> {
    let project = find(sys).await?;
    let Manifest { name, version, .. } = &project.manifest;
    let bins = project.bins(sys);
    let library = sys.exists(&project.path("src/lib.rs"));
    if bins.is_empty() && !library {
        let path = project.path("Cargo.toml");
        let text = format!(
            "error: failed to parse manifest at `{path}`\n\nCaused by:\n  no targets specified in the manifest\n  either src/lib.rs, src/main.rs, a [lib] section, or [[bin]] section must be present\n"
        );
        err(sys, &text).await;
        return Err(101);
    }
    if let Some(other) = project.manifest.dependencies.first() {
        err(sys, &format!("drydock: the crate {other} is not simulated\n")).await;
        return Err(101);
    }
    if library && !bins.is_empty() {
        err(sys, "drydock: a library beside a program is not simulated\n").await;
        return Err(101);
    }
    if let Some(target) = &options.target
        && target.ends_with("-musl")
        && !is_alpine(sys)
    {
        let home = sys.getenv("RUSTUP_HOME").unwrap_or_else(|| "/usr/local/rustup".into());
        if !sys.exists(&format!("{home}/targets/{target}")) {
            let text = format!(
                "   Compiling {name} v{version} ({})\nerror[E0463]: can't find crate for `std`\n  |\n  = note: the `{target}` target may not be installed\n  = help: consider downloading the target with `rustup target add {target}`\n\nFor more information about this error, try `rustc --explain E0463`.\nerror: could not compile `{name}` (bin \"{name}\") due to 1 previous error\n",
                project.dir
            );
            err(sys, &text).await;
            return Err(101);
        }
    } else if let Some(target) = &options.target
        && target != "x86_64-unknown-linux-gnu"
        && !is_alpine(sys)
    {
        err(sys, &format!("drydock: the target {target} is not simulated\n")).await;
        return Err(101);
    }
    let lock = project.path("Cargo.lock");
    if !sys.exists(&lock) {
        if options.locked {
            let text = format!(
                "error: the lock file {lock} needs to be updated but --locked was passed to prevent this\nIf you want to try to generate the lock file without accessing the network, remove the --locked flag and use --offline instead.\n"
            );
            err(sys, &text).await;
            return Err(101);
        }
        let text = format!(
            "# This file is automatically @generated by Cargo.\n# It is not intended for manual editing.\nversion = 4\n\n[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n"
        );
        let _ = sys.write_file(&lock, text.as_bytes(), 0o644);
    }
    let base = sys.getenv("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    let triple = options.target.as_ref().map_or(String::new(), |t| format!("/{t}"));
    let profile = if options.release { "release" } else { "debug" };
    let out = format!("{base}{triple}/{profile}");
    let fixed = is_alpine(sys) || options.target.as_ref().is_some_and(|t| t.ends_with("-musl"));
    let start = sys.now();
    let mut said = false;
    let mut made = Vec::new();
    let targets = if bins.is_empty() {
        vec![(name.clone(), "src/lib.rs".to_string())]
    } else {
        bins
    };
    for (bin, main) in targets.iter().filter(|(n, _)| options.bin.as_ref().is_none_or(|b| b == n)) {
        let path = format!("{out}/{bin}");
        let absolute = if path.starts_with('/') {
            path.clone()
        } else {
            project.path(&path)
        };
        let list = format!(
            "{}/.fingerprint/{bin}{}",
            absolute.rsplit_once('/').map_or("", |(d, _)| d),
            if options.check { "-check" } else { "" }
        );
        made.push((bin.clone(), path.clone()));
        let there = options.check || main == "src/lib.rs" || sys.exists(&absolute);
        if there && fresh(sys, &project, &list) {
            continue;
        }
        if !said && !options.quiet {
            let verb = if options.check { "    Checking" } else { "   Compiling" };
            err(sys, &format!("{verb} {name} v{version} ({})\n", project.dir)).await;
            said = true;
        }
        if !sys.exists(&project.path(main)) {
            let text = format!(
                "error: couldn't read `{main}`: No such file or directory (os error 2)\n\nerror: could not compile `{name}` (bin \"{bin}\") due to 1 previous error\n"
            );
            err(sys, &text).await;
            return Err(101);
        }
        let lines = sys.stat(&project.path(main)).map_or(0, |s| s.size / 30).min(4000);
        let own = if options.check {
            60
        } else if options.release {
            230 + 3 * lines
        } else {
            260 + lines
        };
        // The list is as old as the beginning: what changes meanwhile is built again.
        let _ = sys.sleep(Duration::from_millis(own)).await;
        let environment = vec![
            ("CARGO_PKG_NAME".to_string(), name.clone()),
            ("CARGO_PKG_VERSION".to_string(), version.clone()),
        ];
        let target = Target {
            dir: &project.dir,
            main,
            release: options.release,
            fixed,
            crates: Vec::new(),
            environment,
        };
        let built = match build(sys, &target) {
            Ok(built) => built,
            Err(failure) if failure.beyond => {
                err(
                    sys,
                    &format!("{}error: could not compile `{name}` (bin \"{bin}\")\n", failure.text),
                )
                .await;
                return Err(101);
            }
            Err(failure) => {
                let kind = if main == "src/lib.rs" {
                    "lib".to_string()
                } else {
                    format!("bin \"{bin}\"")
                };
                let text = format!(
                    "{}{}error: could not compile `{name}` ({kind}) due to {}\n",
                    failure.text,
                    explained(&failure.codes),
                    previous(failure.errors)
                );
                err(sys, &text).await;
                return Err(101);
            }
        };
        let mut result = match options.check || main == "src/lib.rs" {
            true => Ok(()),
            false => put(sys, &absolute, &built.carried, options.release, fixed),
        };
        if result.is_ok() {
            let dir = list.rsplit_once('/').map_or("", |(d, _)| d);
            result = sys
                .mkdir_all(dir, 0o777)
                .and_then(|()| sys.write_file(&list, built.files.join("\n").as_bytes(), 0o644).map(|_| ()));
        }
        if let Err(error) = result {
            err(sys, &format!("error: could not write `{path}`\n\nCaused by:\n  {error}\n")).await;
            return Err(101);
        }
    }
    if !options.quiet {
        let seconds = (sys.now().0 - start.0) as f64 / 1e9;
        let profile = if options.release {
            "`release` profile [optimized]"
        } else {
            "`dev` profile [unoptimized + debuginfo]"
        };
        err(sys, &format!("    Finished {profile} target(s) in {seconds:.2}s\n")).await;
    }
    Ok(Made { bins: made })
}

async fn options(sys: &Sys, command: &str, words: &[String]) -> Result<Options, i32> {
    let mut out = Options::default();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        match word.as_str() {
            "--" => {
                out.rest.extend(words.iter().skip(at).cloned());
                break;
            }
            "--release" | "-r" => out.release = true,
            "-q" | "--quiet" => out.quiet = true,
            "--locked" | "--frozen" => out.locked = true,
            "--bins" | "--offline" | "-v" | "--verbose" => {}
            "--target" | "--bin" | "-p" | "--package" | "-j" | "--jobs" => {
                let value = words.get(at).cloned();
                at += 1;
                match word.as_str() {
                    "--target" => out.target = value,
                    "--bin" => out.bin = value,
                    _ => {}
                }
            }
            word if word.starts_with("--target=") => out.target = word.split_once('=').map(|(_, v)| v.to_string()),
            word if word.starts_with("--bin=") => out.bin = word.split_once('=').map(|(_, v)| v.to_string()),
            word if !word.starts_with('-') && command == "run" => {
                out.rest.extend(words.iter().skip(at - 1).cloned());
                break;
            }
            word => {
                err(sys, &format!("error: unexpected argument '{word}' found\n\nUsage: cargo {command} [OPTIONS]\n\nFor more information, try '--help'.\n")).await;
                return Err(1);
            }
        }
    }
    Ok(out)
}

/// `cargo new` and `cargo init`.
async fn create(sys: &Sys, command: &str, words: &[String]) -> i32 {
    let library = words.iter().any(|w| w == "--lib");
    let mut named = None;
    let mut path = None;
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        match word.as_str() {
            "--name" => {
                named = words.get(at).cloned();
                at += 1;
            }
            "--vcs" | "--edition" => at += 1,
            word if word.starts_with('-') => {}
            word => path = Some(word.to_string()),
        }
    }
    let Some(path) = path.or_else(|| (command == "init").then(|| ".".to_string())) else {
        err(sys, "error: the following required arguments were not provided:\n  <PATH>\n\nUsage: cargo new <PATH>\n\nFor more information, try '--help'.\n").await;
        return 1;
    };
    let dir = sys.absolute(&path);
    let dir = dir.trim_end_matches("/.").trim_end_matches('/').to_string();
    let name = named.unwrap_or_else(|| dir.rsplit('/').next().unwrap_or("").to_string());
    if command == "new" && sys.exists(&dir) {
        err(sys, &format!("    Creating binary (application) `{name}` package\nerror: destination `{dir}` already exists\n\nUse `cargo init` to initialize the directory\n")).await;
        return 101;
    }
    if sys.exists(&format!("{dir}/Cargo.toml")) {
        err(sys, "error: `cargo init` cannot be run on existing Cargo packages\n").await;
        return 101;
    }
    let (kind, file, text) = match library {
        true => (
            "library",
            "src/lib.rs",
            "pub fn add(left: u64, right: u64) -> u64 {\n    left + right\n}\n",
        ),
        false => (
            "binary (application)",
            "src/main.rs",
            "fn main() {\n    println!(\"Hello, world!\");\n}\n",
        ),
    };
    err(sys, &format!("    Creating {kind} `{name}` package\n")).await;
    let manifest = format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n");
    let mut result = sys.mkdir_all(&format!("{dir}/src"), 0o777);
    for (name, text) in [("Cargo.toml", manifest.as_str()), (file, text)] {
        let path = format!("{dir}/{name}");
        if result.is_ok() && !sys.exists(&path) {
            result = sys.write_file(&path, text.as_bytes(), 0o644).map(|_| ());
        }
    }
    if let Err(error) = result {
        err(
            sys,
            &format!("error: Failed to create package `{name}` at `{dir}`\n\nCaused by:\n  {error}\n"),
        )
        .await;
        return 101;
    }
    err(
        sys,
        "note: see more `Cargo.toml` keys and their definitions at https://doc.rust-lang.org/cargo/reference/manifest.html\n",
    )
    .await;
    0
}

/// What lies in a folder and below it: files and their bytes.
fn weigh(sys: &Sys, path: &str, files: &mut (u64, u64)) {
    for entry in sys.readdir(path).unwrap_or_default() {
        let inner = format!("{path}/{}", entry.name);
        match sys.lstat(&inner) {
            Ok(stat) if stat.kind == vfs::FileKind::Dir => {
                weigh(sys, &inner, files);
                let _ = sys.rmdir(&inner);
            }
            Ok(stat) => {
                files.0 += 1;
                files.1 += stat.size;
                let _ = sys.unlink(&inner);
            }
            Err(_) => {}
        }
    }
}

/// `cargo`.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let words: Vec<String> = argv.iter().skip(2).cloned().collect();
    let command = argv.get(1).map_or("", String::as_str);
    let outcome = match command {
        "--version" | "-V" | "version" => {
            let text = full_version(&version(&sys), 1);
            let _ = sys.write(1, format!("cargo {text}\n").as_bytes()).await;
            return 0;
        }
        "new" | "init" => return create(&sys, command, &words).await,
        "build" | "b" | "check" | "c" | "run" | "r" => {
            options(&sys, if command.starts_with('r') { "run" } else { "build" }, &words).await
        }
        "clean" => {
            let project = match find(&sys).await {
                Ok(project) => project,
                Err(code) => return code,
            };
            let mut files = (0, 0);
            let target = project.path("target");
            weigh(&sys, &target, &mut files);
            let _ = sys.rmdir(&target);
            let size = match files.1 {
                n if n >= 1 << 20 => format!(", {:.1}MiB total", n as f64 / f64::from(1 << 20)),
                n if n >= 1 << 10 => format!(", {:.1}KiB total", n as f64 / 1024.0),
                0 => String::new(),
                n => format!(", {n}B total"),
            };
            let word = if files.0 == 1 { "file" } else { "files" };
            err(&sys, &format!("     Removed {} {word}{size}\n", files.0)).await;
            return 0;
        }
        "" => {
            let _ = sys.write(1, b"Rust's package manager\n\nUsage: cargo [+toolchain] [OPTIONS] [COMMAND]\n       cargo [+toolchain] [OPTIONS] -Zscript <MANIFEST_RS> [ARGS]...\n").await;
            return 0;
        }
        other => {
            err(&sys, &format!("drydock: cargo {other} is not simulated\n")).await;
            return 101;
        }
    };
    let mut options = match outcome {
        Ok(options) => options,
        Err(code) => return code,
    };
    options.check = command.starts_with('c');
    let made = match make(&sys, &options).await {
        Ok(made) => made,
        Err(code) => return code,
    };
    if !command.starts_with('r') {
        return 0;
    }
    let [(_, path)] = made.bins.as_slice() else {
        let names: Vec<&str> = made.bins.iter().map(|(n, _)| n.as_str()).collect();
        let text = format!(
            "error: `cargo run` could not determine which binary to run. Use the `--bin` option to specify a binary, or the `default-run` manifest key.\navailable binaries: {}\n",
            names.join(", ")
        );
        err(&sys, &text).await;
        return 101;
    };
    if !options.quiet {
        let shown = std::iter::once(path.clone())
            .chain(options.rest.iter().cloned())
            .collect::<Vec<_>>()
            .join(" ");
        err(&sys, &format!("     Running `{shown}`\n")).await;
    }
    let bytes = sys.read_file(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let carried = text
        .split_once(super::MARK)
        .map_or("", |(_, c)| c)
        .trim_end_matches('\0')
        .to_string();
    let argv = std::iter::once(path.clone()).chain(options.rest).collect();
    run(&sys, &carried, argv).await
}

#[cfg(test)]
mod tests {
    use crate::packages::tests::Bench;

    const CARGO: &str = "/usr/local/cargo/bin/cargo";

    #[test]
    fn a_project_is_made_built_and_run() {
        let bench = Bench::new("rust:1");
        bench.run(&format!("{CARGO} init --name app"));
        bench.write(
            "/tmp/src/main.rs",
            "mod greet;\n\nfn main() {\n    println!(\"{}\", greet::hello(\"World\"));\n}\n",
        );
        bench.write(
            "/tmp/src/greet.rs",
            "pub fn hello(who: &str) -> String {\n    format!(\"Hello, {who}!\")\n}\n",
        );
        let (text, code) = bench.run(&format!("{CARGO} build --release"));
        let said = "   Compiling app v0.1.0 (/tmp)\n    Finished `release` profile [optimized] target(s) in 0.24s\n";
        assert_eq!((text.as_str(), code), (said, 0));
        assert_eq!(bench.run("/tmp/target/release/app"), ("Hello, World!\n".to_string(), 0));
        let (again, _) = bench.run(&format!("{CARGO} build --release"));
        assert_eq!(again, "    Finished `release` profile [optimized] target(s) in 0.00s\n");
    }

    #[test]
    fn a_mistake_is_shown_as_rustc_shows_it() {
        let bench = Bench::new("rust:1");
        bench.run(&format!("{CARGO} init --name app"));
        bench.write("/tmp/src/main.rs", "fn main() {\n    println!(\"{}\", wheels);\n}\n");
        let (text, code) = bench.run(&format!("{CARGO} build"));
        let said = "   Compiling app v0.1.0 (/tmp)\nerror[E0425]: cannot find value `wheels` in this scope\n --> src/main.rs:2:20\n  |\n2 |     println!(\"{}\", wheels);\n  |                    ^^^^^^ not found in this scope\n\nFor more information about this error, try `rustc --explain E0425`.\nerror: could not compile `app` (bin \"app\") due to 1 previous error\n";
        assert_eq!((text.as_str(), code), (said, 101));
    }

    #[test]
    fn without_a_manifest_there_is_nothing_to_build() {
        let bench = Bench::new("rust:1");
        let text = "error: could not find `Cargo.toml` in `/tmp` or any parent directory\n".to_string();
        assert_eq!(bench.run(&format!("{CARGO} build")), (text, 101));
    }
}
