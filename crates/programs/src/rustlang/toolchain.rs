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
            .write(1, format!("rustc {}\n", full_version(&version(&sys))).as_bytes())
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

/// With the commit and day of a release that is known.
pub fn full_version(version: &str) -> String {
    match version {
        "1.91.0" => "1.91.0 (f8297e351 2025-10-28)".into(),
        other => other.to_string(),
    }
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
