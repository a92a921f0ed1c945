//! The same work done by programs of this machine, where they are installed: busybox, CPython, the npm package
//! `dockerfile-ast`. Times are the processor's, of the program and of all that it started.

#![allow(unsafe_code)]

use crate::parts::{python, shell, texts};
use crate::report::{Goal, Limit, Report};
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Measures the peers of a part.
pub fn ask(part: &str, report: &mut Report) {
    match part {
        "Dockerfiles" => dockerfile_ast(report),
        "Shell" => busybox(report),
        "Python" => cpython(report),
        _ => {}
    }
}

fn busybox(report: &mut Report) {
    for (ours, script, turns) in [
        (shell::STARTS, shell::STARTING, 20_000.0),
        (shell::COUNTS, shell::COUNTING, 200_000.0),
    ] {
        let Some(took) = least("busybox", &["sh", "-c", script]) else {
            missing("busybox");
            return;
        };
        let theirs = turns / took.as_secs_f64();
        report.row(&format!("busybox sh: {ours}"), theirs, "a second", Goal::NONE);
        let Some(own) = report.figure(ours) else { continue };
        let goal = if ours == shell::STARTS {
            Goal::native(Limit::Above(1.0))
        } else {
            Goal::NONE
        };
        report.row(&format!("ours against busybox sh: {ours}"), own / theirs, "times", goal);
    }
}

fn cpython(report: &mut Report) {
    let (Some(empty), Some(took)) = (least("python3", &["-c", "0"]), least("python3", &["-c", python::ADDING])) else {
        missing("python3");
        return;
    };
    let took = took.saturating_sub(empty);
    report.milliseconds(&format!("CPython: {}", python::ADDS), took, Goal::NONE);
    if let Some(own) = report.figure(python::ADDS) {
        let times = own / (took.as_secs_f64() * 1e3);
        report.row("CPython is faster than ours", times, "times", Goal::NONE);
    }
}

/// The texts of up to 100 kB: beyond, the package takes minutes.
fn dockerfile_ast(report: &mut Report) {
    const SCRIPT: &str = "const {DockerfileParser} = require('dockerfile-ast');
const text = require('fs').readFileSync(0, 'utf8');
const used = () => { const t = process.cpuUsage(); return (t.user + t.system) / 1000; };
const run = () => { const start = used(); DockerfileParser.parse(text).getInstructions(); return used() - start; };
let least = run(); if (least < 2000) for (let i = 0; i < 5; i++) least = Math.min(least, run());
console.log(least);";
    for (name, text) in texts().take(3) {
        let Some(milliseconds) = node(SCRIPT, &text) else {
            missing("the npm package dockerfile-ast");
            return;
        };
        let theirs = text.len() as f64 / 1e3 / milliseconds;
        report.row(&format!("dockerfile-ast: parse {name}"), theirs, "MB/s", Goal::NONE);
        if let Some(own) = report.figure(&format!("parse and diagnose {name}")) {
            report.row(
                &format!("ours against dockerfile-ast: {name}"),
                own / theirs,
                "times",
                Goal::NONE,
            );
        }
    }
}

fn missing(what: &str) {
    eprintln!("  {what} is not installed: its rows are left out");
}

/// What a script of node prints as a number when it is given `text`.
fn node(script: &str, text: &str) -> Option<f64> {
    let mut child = Command::new("node")
        .args(["-e", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(text.as_bytes()).ok()?;
    let output = child.wait_with_output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

/// The least time of three runs of a program, if it is there and succeeds.
fn least(program: &str, words: &[&str]) -> Option<Duration> {
    let mut best = Duration::MAX;
    for _ in 0..3 {
        let before = children();
        let ran = Command::new(program)
            .args(words)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .ok()?;
        if !ran.success() {
            return None;
        }
        best = best.min(children().saturating_sub(before));
    }
    Some(best)
}

/// The processor time of all programs that were started and have ended.
fn children() -> Duration {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    // SAFETY: the structure is there, all zeroes are a value of it, and the call writes to nothing else.
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_CHILDREN, usage.as_mut_ptr());
        usage.assume_init()
    };
    [usage.ru_utime, usage.ru_stime]
        .iter()
        .map(|time| {
            Duration::new(
                time.tv_sec.try_into().unwrap_or(0),
                1_000 * u32::try_from(time.tv_usec).unwrap_or(0),
            )
        })
        .sum()
}
