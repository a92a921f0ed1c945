//! Writes each lesson's text as HTML beside its contents, to be read while the page's program is still on its way:
//! `prerender LESSONS PLAYGROUND OUT` gives OUT/PART/LESSON.html and .zh.html for each lesson of the folder LESSONS,
//! and OUT/playground/STARTER.html and .zh.html for each starter of the folder PLAYGROUND.
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
    let (Some(lessons), Some(playground), Some(to)) = (words.next(), words.next(), words.next()) else {
        return Err(io::Error::other("expected: prerender LESSONS PLAYGROUND OUT"));
    };
    for part in folders(&lessons)? {
        let Some(name) = part.file_name() else { continue };
        write_part(&part, &to.join(name))?;
    }
    write_part(&playground, &to.join("playground"))
}

/// Writes every lesson of the folder `part`, in each language it has.
fn write_part(part: &Path, to: &Path) -> io::Result<()> {
    for folder in folders(part)? {
        let Some(name) = folder.file_name() else { continue };
        let page = to.join(name);
        write(&folder.join("lesson.md"), &page.with_extension("html"), &ENGLISH)?;
        write(
            &folder.join("lesson.zh.md"),
            &page.with_extension("zh.html"),
            &SIMPLIFIED_CHINESE,
        )?;
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
