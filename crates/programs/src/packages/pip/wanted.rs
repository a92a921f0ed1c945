//! What is asked for: arguments and requirements files (pip's "Requirements File Format").

use super::Settings;
use crate::packages::Console;
use crate::packages::requirement::Requirement;

/// A requirement and the words that say who wants it.
#[derive(Clone)]
pub(super) struct Want {
    pub(super) requirement: Requirement,
    /// `-r requirements.txt (line 1)`, or the name of a project, or empty for the command line.
    pub(super) from: String,
}

/// Reads a requirements file, and those it includes.
pub(super) async fn read_file(console: &Console, path: &str, out: &mut Vec<Want>, depth: usize) -> Result<(), i32> {
    let text = match console.sys.read_file(path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) => {
            console
                .err(format!(
                    "ERROR: Could not open requirements file: [Errno {}] {error}: '{path}'\n",
                    error.number()
                ))
                .await;
            return Err(1);
        }
    };
    let mut joined = String::new();
    for (at, line) in text.lines().enumerate() {
        joined.push_str(line.strip_suffix('\\').unwrap_or(line));
        if line.ends_with('\\') {
            continue;
        }
        let whole = std::mem::take(&mut joined);
        let line = match whole.find('#') {
            Some(0) => "",
            Some(hash) if whole[..hash].ends_with(char::is_whitespace) => &whole[..hash],
            _ => &whole,
        };
        let line = line.split(" --hash").next().unwrap_or(line).trim();
        if line.is_empty() {
            continue;
        }
        if let Some(other) = line.strip_prefix("-r ").or_else(|| line.strip_prefix("--requirement ")) {
            let base = path.rsplit_once('/').map_or(String::new(), |(dir, _)| format!("{dir}/"));
            if depth < 8 {
                Box::pin(read_file(console, &format!("{base}{}", other.trim()), out, depth + 1)).await?;
            }
            continue;
        }
        if line.starts_with('-') {
            continue;
        }
        match Requirement::parse(line) {
            Ok(requirement) => out.push(Want {
                requirement,
                from: format!("-r {path} (line {})", at + 1),
            }),
            Err(place) => {
                invalid(console, line, place, &format!(" (from line {} of {path})", at + 1)).await;
                return Err(1);
            }
        }
    }
    Ok(())
}

async fn invalid(console: &Console, text: &str, place: usize, from: &str) {
    let mut message = if place == 0 {
        format!(
            "ERROR: Invalid requirement: '{text}': Expected package name at the start of dependency specifier\n    {text}\n    ^{from}\n"
        )
    } else {
        let spaces = " ".repeat(place);
        format!(
            "ERROR: Invalid requirement: '{text}': Expected semicolon (after name with no version specifier) or end\n    {text}\n    {spaces}^{from}\n"
        )
    };
    if place > 0 && text.contains('=') && !text.contains("==") {
        message += "Hint: = is not a valid operator. Did you mean == ?\n";
    }
    console.err(message).await;
}

pub(super) async fn gather(console: &Console, settings: &Settings) -> Result<Vec<Want>, i32> {
    let mut wants = Vec::new();
    for file in &settings.files {
        read_file(console, file, &mut wants, 0).await?;
    }
    for name in &settings.names {
        if name.contains("://") || name.starts_with("git+") {
            console.err(format!("drydock: pip install {name} is not simulated\n")).await;
            return Err(1);
        }
        if name == "." || name.starts_with("./") || name.starts_with('/') {
            local_project(console, name).await?;
            continue;
        }
        match Requirement::parse(name) {
            Ok(requirement) => wants.push(Want {
                requirement,
                from: String::new(),
            }),
            Err(place) => {
                invalid(console, name, place, "").await;
                if console.sys.exists(name) {
                    console.err(format!("Hint: It looks like a path. The argument you provided ({name}) appears to be a requirements file. If that is the case, use the '-r' flag to install the packages specified within it.\n")).await;
                }
                return Err(1);
            }
        }
    }
    Ok(wants)
}

async fn local_project(console: &Console, path: &str) -> Result<(), i32> {
    let project = ["pyproject.toml", "setup.py"]
        .iter()
        .any(|file| console.sys.exists(&format!("{path}/{file}")));
    let message = if project {
        "drydock: installing a project from its folder is not simulated\n".to_string()
    } else if console.sys.exists(path) {
        format!("ERROR: Directory '{path}' is not installable. Neither 'setup.py' nor 'pyproject.toml' found.\n")
    } else {
        format!(
            "ERROR: Invalid requirement: '{path}': Expected package name at the start of dependency specifier\n    {path}\n    ^\nHint: It looks like a path. File '{path}' does not exist.\n"
        )
    };
    console.err(message).await;
    Err(1)
}
