//! `drydock exec`: runs shell lines in a fresh world whose workspace is the current directory.
//!
//! Standard input is a JSON array of lines, standard output a JSON array of `{"output","status"}`. The working directory
//! is `<cwd>` in what is printed, as it is in the transcripts: where it lies differs from one host to the next.

use serde_json::{Value, json};
use session::{Start, World};
use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Bytes that a workspace may have.
const LIMIT: usize = 256 << 20;

pub fn run() -> i32 {
    let mut input = String::new();
    if let Err(error) = std::io::stdin().read_to_string(&mut input) {
        eprintln!("drydock exec: cannot read standard input: {error}");
        return 2;
    }
    let lines: Vec<String> = match serde_json::from_str(&input) {
        Ok(lines) => lines,
        Err(error) => {
            eprintln!("drydock exec: standard input must be a JSON array of strings: {error}");
            return 2;
        }
    };
    let Ok(here) = std::env::current_dir() else {
        eprintln!("drydock exec: the current directory cannot be read");
        return 2;
    };
    let mut files = Vec::new();
    let mut left = LIMIT;
    if let Err(error) = collect(&here, "", &mut files, &mut left) {
        eprintln!("drydock exec: {error}");
        return 2;
    }
    let workspace = here
        .file_name()
        .map_or_else(|| "work".to_string(), |n| n.to_string_lossy().into_owned());
    let world = World::new(Start {
        workspace,
        files,
        registry: true,
        ..Start::default()
    });
    let answers: Vec<Value> = lines
        .iter()
        .map(|line| {
            let ran = world.run_line(line);
            let output = String::from_utf8_lossy(&ran.output).replace(world.workspace(), "<cwd>");
            json!({"output": output, "status": ran.status})
        })
        .collect();
    println!("{}", Value::Array(answers));
    0
}

fn collect(dir: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>, bool)>, left: &mut usize) -> Result<(), String> {
    let entries = fs::read_dir(dir).map_err(|e| format!("{}: {e}", dir.display()))?;
    let mut entries: Vec<_> = entries.flatten().collect();
    entries.sort_by_key(|e| e.file_name());
    for entry in entries {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files, left)?;
        } else if kind.is_file() {
            let bytes = fs::read(entry.path()).map_err(|e| format!("{name}: {e}"))?;
            *left = left
                .checked_sub(bytes.len())
                .ok_or("the current directory is too large for a workspace (256 MiB)")?;
            let executable = entry.metadata().is_ok_and(|m| m.permissions().mode() & 0o100 != 0);
            files.push((name, bytes, executable));
        }
    }
    Ok(())
}
