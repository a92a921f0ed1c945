//! Gathers `lessons/NN-part/NN-slug/` into a table that the page is built with: no code names a lesson.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let lessons = root.join("lessons");
    println!("cargo::rerun-if-changed={}", lessons.display());
    let mut table = String::from("pub static LESSONS: &[Lesson] = &[\n");
    for part in folders(&lessons)? {
        for lesson in folders(&part)? {
            let english = lesson.join("lesson.md");
            if !english.is_file() {
                continue;
            }
            let id = lesson
                .strip_prefix(&lessons)
                .unwrap_or(&lesson)
                .display()
                .to_string()
                .replace('\\', "/");
            let chinese = lesson.join("lesson.zh.md");
            let chinese = if chinese.is_file() {
                format!("Some(include_str!({chinese:?}))")
            } else {
                "None".to_owned()
            };
            let setup = lesson.join("setup.sh");
            let setup = if setup.is_file() {
                format!("include_str!({setup:?})")
            } else {
                "\"\"".to_owned()
            };
            let mut files = Vec::new();
            let workspace = lesson.join("files");
            if workspace.is_dir() {
                gather(&workspace, &workspace, &mut files)?;
            }
            files.sort();
            let mut listed = String::new();
            for (path, source) in files {
                write!(listed, "({path:?}, include_bytes!({source:?}) as &[u8]), ").map_err(io::Error::other)?;
            }
            writeln!(
                table,
                "    Lesson {{ id: {id:?}, english: include_str!({english:?}), chinese: {chinese}, setup: {setup}, files: &[{listed}] }},"
            )
            .map_err(io::Error::other)?;
        }
    }
    table.push_str("];\n");
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

/// All files under a folder, with their `/`-separated paths in it.
fn gather(root: &Path, folder: &Path, found: &mut Vec<(String, PathBuf)>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(root, &path, found)?;
        } else {
            let relative = path
                .strip_prefix(root)
                .unwrap_or(&path)
                .display()
                .to_string()
                .replace('\\', "/");
            found.push((relative, path));
        }
    }
    Ok(())
}
