//! A step of a chore: announced, run with its output in a log, timed, and explained when it fails.

use crate::clock::{Stopwatch, pause, words};
use std::fmt;
use std::fs::File;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// Why a chore stopped, and what the person who ran it can do about it.
#[derive(Debug)]
pub struct Failure {
    what: String,
    advice: Vec<String>,
}

impl Failure {
    pub fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            advice: Vec::new(),
        }
    }

    /// Adds a line that tells what to do.
    pub fn advice(mut self, line: impl Into<String>) -> Self {
        self.advice.push(line.into());
        self
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "xtask: {}", self.what)?;
        for line in &self.advice {
            write!(f, "\n  - {line}")?;
        }
        Ok(())
    }
}

/// The time since the chore began, as `m:ss`.
fn since_start() -> String {
    static START: OnceLock<Stopwatch> = OnceLock::new();
    let seconds = START.get_or_init(Stopwatch::start).elapsed().as_secs();
    format!("{:2}:{:02}", seconds / 60, seconds % 60)
}

/// Prints one line with the time since the chore began.
pub fn say(line: &str) {
    println!("[{}] {line}", since_start());
}

/// Runs `work` between a line that announces it and one that tells how long it took.
pub fn timed<T>(title: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    say(title);
    let watch = Stopwatch::start();
    let result = work();
    let outcome = if result.is_ok() { "done" } else { "FAILED" };
    say(&format!("{title}: {outcome} in {}", words(watch.elapsed())));
    result
}

/// A command as a person would type it.
pub fn spelled(command: &Command) -> String {
    let program = command.get_program().to_string_lossy();
    let program = Path::new(program.as_ref())
        .file_name()
        .map_or(program.clone(), |name| name.to_string_lossy());
    let mut line = program.into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}

/// Runs a command whose output the person should see.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|error| not_started(command, &error))?;
    check(command, status)
}

/// Runs a command and returns what it printed on its standard output, without the last newline.
pub fn output(command: &mut Command) -> Result<String, Failure> {
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| not_started(command, &error))?;
    check(command, output.status)?;
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Whether a command can be started and succeeds; what it prints is dropped.
pub fn succeeds(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Runs a long command with its output in `log`, saying every half minute that it is still at work.
///
/// Fails when the command does, with the last lines of the log, and when it takes longer than `limit`.
pub fn logged(command: &mut Command, log: &Path, limit: Duration) -> Result<(), Failure> {
    let refused = |error: std::io::Error| Failure::new(format!("{}: {error}", log.display()));
    std::fs::create_dir_all(log.parent().unwrap_or(log)).map_err(refused)?;
    let file = File::create(log).map_err(refused)?;
    let copy = file.try_clone().map_err(refused)?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(copy)
        .stderr(file)
        .spawn()
        .map_err(|error| not_started(command, &error))?;
    let watch = Stopwatch::start();
    let mut told = 0;
    loop {
        if let Some(status) = child.try_wait().map_err(refused)? {
            return check(command, status).map_err(|failure| with_tail(failure, log));
        }
        if watch.elapsed() > limit {
            // The child may have ended in between; then there is nothing to kill.
            child.kill().ok();
            let failure = Failure::new(format!("`{}` did not end within {}", spelled(command), words(limit)));
            return Err(with_tail(failure, log));
        }
        let halves = watch.elapsed().as_secs() / 30;
        if halves > told {
            told = halves;
            let line = spelled(command);
            let start: Vec<&str> = line.split(' ').take(3).collect();
            say(&format!("  still at `{} …`{}", start.join(" "), crates_so_far(log)));
        }
        pause(Duration::from_millis(100));
    }
}

/// How far a cargo command has come, told from its log.
fn crates_so_far(log: &Path) -> String {
    let text = std::fs::read(log).unwrap_or_default();
    let count = String::from_utf8_lossy(&text)
        .lines()
        .filter(|line| line.trim_start().starts_with("Compiling "))
        .count();
    if count == 0 {
        String::new()
    } else {
        format!(" ({count} crates so far)")
    }
}

fn with_tail(failure: Failure, log: &Path) -> Failure {
    let text = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    let tail = lines.get(lines.len().saturating_sub(25)..).unwrap_or_default();
    for line in tail {
        eprintln!("    {line}");
    }
    failure.advice(format!("everything it printed is in {}", log.display()))
}

fn check(command: &Command, status: ExitStatus) -> Result<(), Failure> {
    if status.success() {
        return Ok(());
    }
    let how = status.code().map_or_else(
        || "was ended by a signal".to_owned(),
        |code| format!("ended with status {code}"),
    );
    Err(Failure::new(format!("`{}` {how}", spelled(command))))
}

fn not_started(command: &Command, error: &std::io::Error) -> Failure {
    Failure::new(format!("`{}` could not be started: {error}", spelled(command)))
}
