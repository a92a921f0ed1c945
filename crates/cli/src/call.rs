//! A command being run: its words, its engine, its streams; and how it can fail.

use crate::flags::Parsed;
use crate::table::Command;
use engine::{Engine, Error, Filters};
use machine::Sys;

/// Why a command did not end well: what goes to stderr and the exit status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Without the newline at the end; nothing is printed if it is empty.
    pub message: String,
    pub status: i32,
}

/// What a command comes to.
pub type Outcome = Result<(), Failure>;

impl Failure {
    /// A message with status 1.
    pub fn new(message: impl Into<String>) -> Failure {
        Failure {
            message: message.into(),
            status: 1,
        }
    }

    /// A status alone.
    pub fn status(status: i32) -> Failure {
        Failure {
            message: String::new(),
            status,
        }
    }

    pub fn with_status(mut self, status: i32) -> Failure {
        self.status = status;
        self
    }

    /// As `docker run` tells it: with its name before and a hint after.
    pub fn of_run(self) -> Failure {
        Failure {
            message: format!("docker: {}\n\nRun 'docker run --help' for more information", self.message),
            status: self.status,
        }
    }

    pub(crate) fn not_simulated(what: &str) -> Failure {
        Failure::new(format!("drydock: {what} is not simulated")).with_status(125)
    }
}

/// The words of an error of the daemon.
pub fn daemon_words(error: &Error) -> String {
    match error {
        Error::NotSimulated(_) => error.to_string(),
        _ => format!("Error response from daemon: {error}"),
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        let status = if matches!(error, Error::NotSimulated(_)) { 125 } else { 1 };
        Failure::new(daemon_words(&error)).with_status(status)
    }
}

/// One run of a command.
#[derive(Clone)]
pub struct Call {
    pub sys: Sys,
    pub engine: Engine,
    pub command: &'static Command,
    /// The words that named the command, as in `container ls` or `ps`.
    pub words: String,
    pub flags: Parsed,
    /// The folder of the client's configuration.
    pub config_dir: String,
    /// The context in use.
    pub context: String,
    /// The daemon's address.
    pub endpoint: String,
    /// The flags before the command, if it is one of `docker compose`.
    pub outer: Parsed,
}

impl Call {
    /// Writes to standard output.
    pub async fn out(&self, text: &str) {
        let _ = self.sys.write(1, text.as_bytes()).await;
    }

    /// Writes a line to standard output.
    pub async fn line(&self, text: &str) {
        self.out(&format!("{text}\n")).await;
    }

    /// Writes a line to standard error.
    pub async fn err(&self, text: &str) {
        let _ = self.sys.write(2, format!("{text}\n").as_bytes()).await;
    }

    /// Tells a warning as logrus does: as fields, or in colour on a terminal.
    pub async fn warn(&self, message: &str) {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._/@^+".contains(&b);
        let quoted = match !message.is_empty() && message.bytes().all(plain) {
            true => message.to_string(),
            false => crate::opts::quote(message),
        };
        let text = match self.sys.isatty(2) {
            true => format!("\x1b[33mWARN\x1b[0m[0000] {message:44} "),
            false => format!(
                "time=\"{}\" level=warning msg={quoted}",
                crate::format::iso_time(self.engine.now())
            ),
        };
        self.err(&text).await;
    }

    pub fn arguments(&self) -> &[String] {
        &self.flags.arguments
    }

    /// An argument, or nothing.
    pub fn argument(&self, i: usize) -> &str {
        self.flags.arguments.get(i).map(String::as_str).unwrap_or_default()
    }

    /// The filters of `--filter`, by name.
    pub fn filters(&self) -> Filters {
        let mut filters = Filters::default();
        for (name, value) in crate::opts::parse_filters(&self.flags.all("filter")) {
            filters.add(&name, &value);
        }
        filters
    }

    /// Does something for each argument. What works is printed, what fails is told, and the end is
    /// status 1 if anything failed.
    pub async fn each<F>(&self, mut act: impl FnMut(String) -> F) -> Outcome
    where
        F: Future<Output = Result<(), Error>>,
    {
        let mut failed = Vec::new();
        for name in self.arguments() {
            match act(name.clone()).await {
                Ok(()) | Err(Error::NotModified) => self.line(name).await,
                Err(error) => failed.push(daemon_words(&error)),
            }
        }
        match failed.is_empty() {
            true => Ok(()),
            false => Err(Failure::new(failed.join("\n"))),
        }
    }

    /// The whole of standard input.
    pub async fn input(&self) -> Vec<u8> {
        self.sys.read_to_end(0, 256 << 20).await.unwrap_or_default()
    }

    /// A file of the host.
    pub async fn read_file(&self, path: &str) -> Result<Vec<u8>, machine::Errno> {
        let flags = machine::Flags {
            read: true,
            ..machine::Flags::default()
        };
        let fd = self.sys.open(path, flags, 0)?;
        let bytes = self.sys.read_to_end(fd, 1 << 30).await;
        self.sys.close(fd)?;
        bytes
    }

    /// Writes a file of the host.
    pub async fn write_file(&self, path: &str, bytes: &[u8]) -> Result<(), machine::Errno> {
        let flags = machine::Flags {
            write: true,
            create: true,
            truncate: true,
            ..machine::Flags::default()
        };
        let fd = self.sys.open(path, flags, 0o644)?;
        let written = self.sys.write(fd, bytes).await;
        self.sys.close(fd)?;
        written
    }

    /// A line of standard input, without the space around it.
    pub async fn answer(&self) -> String {
        let mut answer = Vec::new();
        while answer.len() < 1024 {
            match self.sys.read(0, 1).await {
                Ok(byte) if byte.first().is_some_and(|b| *b != b'\n') => answer.extend(byte),
                _ => break,
            }
        }
        String::from_utf8_lossy(&answer).trim().to_string()
    }

    /// Asks a question; only `y` and `yes` agree.
    pub async fn confirm(&self, question: &str) -> bool {
        self.out(&format!("{question} [y/N] ")).await;
        let answer = self.answer().await.to_lowercase();
        if !self.sys.isatty(0) {
            self.out("\n").await;
        }
        answer == "y" || answer == "yes"
    }
}
