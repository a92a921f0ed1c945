//! The playground's starters: every command that their texts show does its work, in both languages.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lesson::{Lesson, PartKind};
use session::{Start, World};
use std::path::{Path, PathBuf};

fn files(folder: &Path, under: &Path, found: &mut Vec<(String, Vec<u8>, bool)>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            files(&path, under, found);
        } else {
            let name = path.strip_prefix(under).expect("it is below").display().to_string();
            found.push((name, std::fs::read(&path).expect("it can be read"), false));
        }
    }
}

fn commands(text: &str) -> Vec<String> {
    let parts = Lesson::parse(text).parts.into_iter();
    parts
        .filter_map(|part| match part.kind {
            PartKind::Console(console) => Some(console.commands),
            _ => None,
        })
        .flatten()
        .map(|command| command.command)
        .collect()
}

#[test]
fn every_starter_does_what_its_text_shows() {
    let playground = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../playground");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(playground)
        .expect("the playground")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    folders.sort();
    assert!(folders.len() >= 5, "{folders:?}");
    for folder in folders {
        let text = std::fs::read_to_string(folder.join("lesson.md")).expect("its text");
        let chinese = std::fs::read_to_string(folder.join("lesson.zh.md")).expect("its text in Chinese");
        assert_eq!(commands(&text), commands(&chinese), "{}", folder.display());
        let mut start = Start {
            local_images: Vec::new(),
            ..Start::default()
        };
        files(&folder.join("files"), &folder.join("files"), &mut start.files);
        let world = World::new(start);
        for command in commands(&text) {
            let ran = world.run_line(&command);
            let output = String::from_utf8_lossy(&ran.output).into_owned();
            assert_eq!(ran.status, 0, "{}: $ {command}\n{output}", folder.display());
            assert!(
                !output.contains("is not simulated"),
                "{}: $ {command}\n{output}",
                folder.display()
            );
        }
    }
}
