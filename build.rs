//! Gathers the titles of `lessons/NN-part/NN-slug/`, and of the playground's starters `playground/NN-name/`, into tables
//! that the page is built with: no code names a lesson. Their contents are files of the site, which js/lessons.mjs writes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let lessons = root.join("lessons");
    println!("cargo::rerun-if-changed={}", lessons.display());
    let playground = root.join("playground");
    println!("cargo::rerun-if-changed={}", playground.display());
    let mut course_lessons = Vec::new();
    for part in folders(&lessons)? {
        course_lessons.extend(folders(&part)?);
    }
    let mut table = String::new();
    write_table(&mut table, "LESSONS", &course_lessons, &lessons)?;
    write_table(&mut table, "STARTERS", &folders(&playground)?, &root)?;
    let course = lessons.join("course.yaml");
    let course = if course.is_file() {
        format!("include_str!({course:?})")
    } else {
        "\"\"".to_owned()
    };
    writeln!(table, "/// `course.yaml` as it stands.\nstatic COURSE: &str = {course};").map_err(io::Error::other)?;
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("lessons.rs"), table)
}

/// A table of those of these folders that hold a lesson; ids are their paths under `base`.
fn write_table(table: &mut String, name: &str, from: &[PathBuf], base: &Path) -> io::Result<()> {
    writeln!(table, "pub static {name}: &[Entry] = &[").map_err(io::Error::other)?;
    for lesson in from {
        let english = lesson.join("lesson.md");
        if !english.is_file() {
            continue;
        }
        let id = lesson
            .strip_prefix(base)
            .unwrap_or(lesson)
            .display()
            .to_string()
            .replace('\\', "/");
        let text = fs::read_to_string(&english)?;
        let chinese = lesson.join("lesson.zh.md");
        let chinese = if chinese.is_file() {
            fs::read_to_string(&chinese)?
        } else {
            String::new()
        };
        let minutes: u32 = front(&text, "minutes").and_then(|words| words.parse().ok()).unwrap_or(0);
        writeln!(
            table,
            "    Entry {{ id: {id:?}, english: {:?}, chinese: {:?}, minutes: {minutes} }},",
            front(&text, "title").unwrap_or(&id),
            front(&chinese, "title")
        )
        .map_err(io::Error::other)?;
    }
    table.push_str("];\n");
    Ok(())
}

/// The folders in a folder, sorted; none when it does not exist.
fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// A top-level `key: value` of the front matter.
fn front<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let head = text.strip_prefix("---\n")?.split("\n---").next()?;
    let value = head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(':'))?;
    Some(value.trim().trim_matches('"'))
}
