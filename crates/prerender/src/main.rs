//! Writes each lesson's text as HTML beside its contents, to be read while the page's program is still on its way:
//! `prerender LESSONS OUT` gives OUT/PART/LESSON.html and .zh.html for each lesson of the folder LESSONS.
//!
//! A tool of the build, run by js/prerender.mjs; it reads and writes files, and nothing depends on it.

mod html;
mod text;

// The page's own words, so that nothing changes when the page takes over.
#[path = "../../../src/app/i18n/catalogue.rs"]
#[cfg_attr(test, expect(dead_code, reason = "the catalogue's own tests are the page's"))]
mod catalogue;

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use catalogue::{ENGLISH, Messages, SIMPLIFIED_CHINESE};
use lesson::Lesson;

fn main() -> io::Result<()> {
    let mut words = env::args_os().skip(1).map(PathBuf::from);
    let (Some(from), Some(to)) = (words.next(), words.next()) else {
        return Err(io::Error::other("expected: prerender LESSONS OUT"));
    };
    for part in folders(&from)? {
        for folder in folders(&part)? {
            let Ok(id) = folder.strip_prefix(&from) else { continue };
            write(&folder.join("lesson.md"), &to.join(id).with_extension("html"), &ENGLISH)?;
            write(
                &folder.join("lesson.zh.md"),
                &to.join(id).with_extension("zh.html"),
                &SIMPLIFIED_CHINESE,
            )?;
        }
    }
    Ok(())
}

/// Writes one lesson in one language, if it is there.
fn write(from: &Path, to: &Path, t: &'static Messages) -> io::Result<()> {
    if !from.is_file() {
        return Ok(());
    }
    let source = fs::read_to_string(from)?;
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(to, text::of(&Lesson::parse(&source), t))
}

/// The folders in a folder, sorted.
fn folders(folder: &Path) -> io::Result<Vec<PathBuf>> {
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
