//! `rustc` and `rustup`.

use super::{Target, build, err, put, version};
use machine::Sys;
use std::time::Duration;

/// What rustc says behind its mistakes.
pub fn explained(codes: &[&str]) -> String {
    match codes {
        [] => String::new(),
        [one] => format!("For more information about this error, try `rustc --explain {one}`.\n"),
        [first, ..] => format!(
            "Some errors have detailed explanations: {}.\nFor more information about an error, try `rustc --explain {first}`.\n",
            codes.join(", ")
        ),
    }
}

pub fn previous(n: usize) -> String {
    if n == 1 {
        "1 previous error".into()
    } else {
        format!("{n} previous errors")
    }
}

/// `rustc`.
pub async fn rustc(sys: Sys) -> i32 {
    let argv = sys.argv();
    let words: Vec<&str> = argv.iter().skip(1).map(String::as_str).collect();
    if words.iter().any(|w| matches!(*w, "--version" | "-V")) {
        let _ = sys
            .write(1, format!("rustc {}\n", full_version(&version(&sys), 0)).as_bytes())
            .await;
        return 0;
    }
    let (mut output, mut input, mut release, mut fixed, mut at) = (None, None, false, is_alpine(&sys), 0);
    while let Some(word) = words.get(at) {
        at += 1;
        match *word {
            "-o" => {
                output = words.get(at).map(|w| w.to_string());
                at += 1;
            }
            "-O" => release = true,
            "--target" => {
                fixed |= words.get(at).is_some_and(|t| t.ends_with("-musl"));
                at += 1;
            }
            "-C" | "--edition" | "-A" | "-W" | "--crate-name" => {
                release |= words
                    .get(at)
                    .is_some_and(|w| w.starts_with("opt-level=") && !w.ends_with("=0"));
                at += 1;
            }
            word if word.starts_with("--edition=") || word.starts_with("-Copt-level") || word == "-g" => {
                release |= word.starts_with("-C")
            }
            word if word.starts_with('-') => {
                err(&sys, &format!("drydock: rustc {word} is not simulated\n")).await;
                return 1;
            }
            word => input = Some(word.to_string()),
        }
    }
    let Some(input) = input else {
        err(&sys, "error: no input filename given\n\n").await;
        return 1;
    };
    if sys.read_file(&input).is_err() {
        err(&sys, &format!("error: couldn't read `{input}`: No such file or directory (os error 2)\n\nerror: aborting due to 1 previous error\n\n")).await;
        return 1;
    }
    let _ = sys.sleep(Duration::from_millis(if release { 240 } else { 190 })).await;
    let dir = sys.getcwd();
    let target = Target {
        dir: &dir,
        main: &input,
        release,
        fixed,
        crates: Vec::new(),
        environment: Vec::new(),
    };
    match build(&sys, &target) {
        Ok(built) => {
            let stem = input.rsplit('/').next().unwrap_or(&input).trim_end_matches(".rs").to_string();
            match put(&sys, &output.unwrap_or(stem), &built.carried, release, fixed) {
                Ok(()) => 0,
                Err(error) => {
                    err(&sys, &format!("error: could not write the program: {error}\n")).await;
                    1
                }
            }
        }
        Err(failure) if failure.beyond => {
            err(&sys, &failure.text).await;
            1
        }
        Err(failure) => {
            let explained = explained(&failure.codes);
            let text = format!(
                "{}error: aborting due to {}\n\n{explained}",
                failure.text,
                previous(failure.errors)
            );
            err(&sys, &text).await;
            1
        }
    }
}

pub fn is_alpine(sys: &Sys) -> bool {
    let system = sys.read_file("/etc/os-release").unwrap_or_default();
    String::from_utf8_lossy(&system).contains("ID=alpine")
}

/// What `rustc --version` and `cargo --version` say of the releases in the catalogue: the commit and its day.
const RELEASES: [[&str; 2]; 22] = [
    ["1.91.0 (f8297e351 2025-10-28)", "1.91.0 (ea2d97820 2025-10-10)"],
    ["1.90.0 (1159e78c4 2025-09-14)", "1.90.0 (840b83a10 2025-07-30)"],
    ["1.89.0 (29483883e 2025-08-04)", "1.89.0 (c24e10642 2025-06-23)"],
    ["1.88.0 (6b00bc388 2025-06-23)", "1.88.0 (873a06493 2025-05-10)"],
    ["1.87.0 (17067e9ac 2025-05-09)", "1.87.0 (99624be96 2025-05-06)"],
    ["1.86.0 (05f9846f8 2025-03-31)", "1.86.0 (adf9b6ad1 2025-02-28)"],
    ["1.85.1 (4eb161250 2025-03-15)", "1.85.1 (d73d2caf9 2024-12-31)"],
    ["1.84.1 (e71f9a9a9 2025-01-27)", "1.84.1 (66221abde 2024-11-19)"],
    ["1.83.0 (90b35a623 2024-11-26)", "1.83.0 (5ffbef321 2024-10-29)"],
    ["1.82.0 (f6e511eec 2024-10-15)", "1.82.0 (8f40fc59f 2024-08-21)"],
    ["1.81.0 (eeb90cda1 2024-09-04)", "1.81.0 (2dbb1af80 2024-08-20)"],
    ["1.80.1 (3f5fd8dd4 2024-08-06)", "1.80.1 (376290515 2024-07-16)"],
    ["1.79.0 (129f3b996 2024-06-10)", "1.79.0 (ffa9cf99a 2024-06-03)"],
    ["1.78.0 (9b00956e5 2024-04-29)", "1.78.0 (54d8815d0 2024-03-26)"],
    ["1.77.2 (25ef9e3d8 2024-04-09)", "1.77.2 (e52e36006 2024-03-26)"],
    ["1.76.0 (07dca489a 2024-02-04)", "1.76.0 (c84b36747 2024-01-18)"],
    ["1.75.0 (82e1608df 2023-12-21)", "1.75.0 (1d8b05cdd 2023-11-20)"],
    ["1.74.1 (a28077b28 2023-12-04)", "1.74.1 (ecb9851af 2023-10-18)"],
    ["1.73.0 (cc66ad468 2023-10-03)", "1.73.0 (9c4383fb5 2023-08-26)"],
    ["1.72.1 (d5c2e9c34 2023-09-13)", "1.72.1 (103a7ff2e 2023-08-15)"],
    ["1.71.1 (eb26296b5 2023-08-03)", "1.71.1 (7f1d04c00 2023-07-29)"],
    ["1.70.0 (90c541806 2023-05-31)", "1.70.0 (ec8a8a0ca 2023-04-25)"],
];

/// A release as rustc (0) or cargo (1) tells it.
pub fn full_version(version: &str, tool: usize) -> String {
    RELEASES
        .iter()
        .filter_map(|names| names.get(tool))
        .find(|name| name.split(' ').next() == Some(version))
        .map_or(version, |name| name)
        .to_owned()
}

/// `rustup`.
pub async fn rustup(sys: Sys) -> i32 {
    let argv = sys.argv();
    let words: Vec<&str> = argv.iter().skip(1).map(String::as_str).collect();
    match words.as_slice() {
        ["target", "add", rest @ ..] => {
            let home = sys.getenv("RUSTUP_HOME").unwrap_or_else(|| "/usr/local/rustup".into());
            for target in rest {
                if !matches!(*target, "x86_64-unknown-linux-musl" | "x86_64-unknown-linux-gnu") {
                    err(&sys, &format!("drydock: the target {target} is not simulated\n")).await;
                    return 1;
                }
                let path = format!("{home}/targets/{target}");
                if sys.exists(&path) {
                    err(
                        &sys,
                        &format!("info: component 'rust-std' for target '{target}' is up to date\n"),
                    )
                    .await;
                    continue;
                }
                err(&sys, &format!("info: downloading component 'rust-std' for '{target}'\n")).await;
                let _ = sys.sleep(Duration::from_millis(900)).await;
                err(&sys, &format!("info: installing component 'rust-std' for '{target}'\n")).await;
                let _ = sys.sleep(Duration::from_millis(1400)).await;
                let _ = sys.mkdir_all(&format!("{home}/targets"), 0o777);
                let _ = sys.write_file(&path, b"", 0o644);
            }
            0
        }
        other => {
            err(&sys, &format!("drydock: rustup {} is not simulated\n", other.join(" "))).await;
            1
        }
    }
}
