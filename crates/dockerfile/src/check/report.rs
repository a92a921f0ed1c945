//! The text of checks: what `docker build --check` prints, and the summary after a build.
//!
//! Specified by BuildKit's `frontend/subrequests/lint` and buildx's `commands/build.go`.

use std::fmt::Write;

use super::{Report, Warning};
use crate::excerpt::excerpt;

/// What `docker build --check` prints.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CheckOutput {
    /// For standard output.
    pub text: String,
    /// The error behind `ERROR: `, excerpt included, for standard error.
    pub error: Option<String>,
    /// The exit status.
    pub status: i32,
}

/// Renders a report for `docker build --check`.
pub fn check_output(report: &Report, file_name: &str, text: &str) -> CheckOutput {
    let mut out = CheckOutput {
        status: i32::from(!report.warnings.is_empty() || report.error.is_some()),
        ..CheckOutput::default()
    };
    match report.warnings.len() {
        0 if report.error.is_some() => {}
        0 => out.text.push_str("Check complete, no warnings found.\n"),
        1 => out.text.push_str("Check complete, 1 warning has been found!\n"),
        n => {
            let _ = writeln!(out.text, "Check complete, {n} warnings have been found!");
        }
    }
    let mut warnings: Vec<&Warning> = report.warnings.iter().collect();
    warnings.sort_by_key(|w| w.lines.start);
    for warning in warnings {
        let _ = write!(out.text, "\nWARNING: {}", warning.rule.name);
        if !warning.rule.url.is_empty() {
            let _ = write!(out.text, " - {}", warning.rule.url);
        }
        let _ = writeln!(out.text, "\n{}", warning.message);
        out.text.push_str(&excerpt(file_name, text, &[warning.lines]));
    }
    if let Some(error) = &report.error {
        if !report.warnings.is_empty() {
            out.text.push('\n');
        }
        out.error = Some(format!("{}\n{}", error.message, excerpt(file_name, text, &error.lines)));
    }
    out
}

/// What a build prints of its warnings when it is done; empty without any. `debug` is docker's `--debug`.
pub fn warnings_summary(warnings: &[Warning], debug: bool, file_name: &str, text: &str) -> String {
    if warnings.is_empty() {
        return String::new();
    }
    let mut out = match warnings.len() {
        1 => "\n 1 warning found".to_owned(),
        n => format!("\n {n} warnings found"),
    };
    if !debug {
        out.push_str(" (use docker --debug to expand)");
    }
    out.push_str(":\n");
    for warning in warnings {
        let _ = writeln!(out, " - {}", warning.short());
        if debug {
            let _ = writeln!(out, "{}", warning.rule.description);
            if !warning.rule.url.is_empty() {
                let _ = writeln!(out, "More info: {}", warning.rule.url);
            }
            out.push_str(&excerpt(file_name, text, &[warning.lines]));
            out.push('\n');
        }
    }
    out
}
