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
    let world = lines().and_then(|lines| {
        let here = std::env::current_dir().map_err(|_| "the current directory cannot be read".to_string())?;
        Ok((world(&here)?, lines))
    });
    let (world, lines) = match world {
        Ok(found) => found,
        Err(error) => {
            eprintln!("drydock exec: {error}");
            return 2;
        }
    };
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

/// The lines of standard input.
pub fn lines() -> Result<Vec<String>, String> {
    let mut input = String::new();
    std::io::stdin()
        .read_to_string(&mut input)
        .map_err(|error| format!("cannot read standard input: {error}"))?;
    serde_json::from_str(&input).map_err(|error| format!("standard input must be a JSON array of strings: {error}"))
}

/// A world whose workspace is a directory of this machine.
pub fn world(dir: &Path) -> Result<World, String> {
    let dir = fs::canonicalize(dir).map_err(|error| format!("{}: {error}", dir.display()))?;
    let mut files = Vec::new();
    let mut left = LIMIT;
    collect(&dir, "", &mut files, &mut left)?;
    let workspace = dir
        .file_name()
        .map_or_else(|| "work".to_string(), |n| n.to_string_lossy().into_owned());
    Ok(World::new(Start {
        workspace,
        files,
        registry: true,
        ..Start::default()
    }))
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
