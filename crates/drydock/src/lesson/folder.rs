//! A lesson's folder on the disk.

use super::problem::Problem;
use lesson::{Lesson, slug};
use session::{Start, World};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Files by their paths in a workspace: contents, and whether they can be run.
pub type Files = BTreeMap<String, (Vec<u8>, bool)>;

/// Folders inside each other that are looked into.
const DEPTH: usize = 16;

/// A lesson with all that lies around it.
pub struct Folder {
    pub path: PathBuf,
    pub lesson: Lesson,
    pub chinese: Option<Lesson>,
    pub files: Files,
    /// What the host's shell does before the learner comes.
    pub setup: String,
    /// Files that a solution changes.
    pub solution_files: Files,
    pub solution_script: Option<String>,
    pub attempts: Vec<Attempt>,
}

/// A wrong attempt.
pub struct Attempt {
    /// Its folder.
    pub path: PathBuf,
    pub files: Files,
    pub script: Option<String>,
    /// `attempt.yaml` as it stands.
    pub expects: String,
}

/// Folders with a `lesson.md`, in or below a folder, sorted.
pub fn find(dir: &Path) -> io::Result<Vec<PathBuf>> {
    fn walk(dir: &Path, depth: usize, found: &mut Vec<PathBuf>) -> io::Result<()> {
        if dir.join("lesson.md").is_file() {
            found.push(dir.to_owned());
            return Ok(());
        }
        for path in entries(dir)? {
            if path.is_dir() && depth < DEPTH {
                walk(&path, depth + 1, found)?;
            }
        }
        Ok(())
    }
    let mut found = Vec::new();
    walk(&fs::canonicalize(dir).map(|full| relative(dir, full))?, 0, &mut found)?;
    Ok(found)
}

/// A path as the author wrote it, unless its last name or its parents are not in it (`.`, `..`).
fn relative(given: &Path, full: PathBuf) -> PathBuf {
    let plain = given
        .components()
        .all(|c| matches!(c, std::path::Component::Normal(_) | std::path::Component::RootDir));
    // The course's folder is two above a lesson, so a path without parents is not enough.
    if plain && given.components().count() >= 3 {
        given.to_owned()
    } else {
        full
    }
}

/// A path's last name.
pub fn name(path: &Path) -> String {
    path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default()
}

/// What is in a folder, sorted; nothing if there is no such folder.
fn entries(dir: &Path) -> io::Result<Vec<PathBuf>> {
    if !dir.is_dir() {
        return Ok(Vec::new());
    }
    let mut found: Vec<PathBuf> = fs::read_dir(dir)?.map(|e| e.map(|e| e.path())).collect::<io::Result<_>>()?;
    found.sort();
    Ok(found)
}

/// All files below a folder but those of the given names at its top. A file that begins with `#!` can be run.
pub fn gather(dir: &Path, without: &[&str]) -> io::Result<Files> {
    fn walk(dir: &Path, prefix: &str, without: &[&str], depth: usize, files: &mut Files) -> io::Result<()> {
        for path in entries(dir)? {
            let name = name(&path);
            if prefix.is_empty() && without.contains(&name.as_str()) {
                continue;
            }
            let inner = format!("{prefix}{name}");
            if path.is_dir() {
                if depth < DEPTH {
                    walk(&path, &format!("{inner}/"), without, depth + 1, files)?;
                }
            } else {
                let bytes = fs::read(&path)?;
                let executable = bytes.starts_with(b"#!");
                files.insert(inner, (bytes, executable));
            }
        }
        Ok(())
    }
    let mut files = Files::new();
    walk(dir, "", without, 0, &mut files)?;
    Ok(files)
}

fn text(path: &Path) -> Result<Option<String>, Problem> {
    match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes)
            .map(|t| Some(t.replace("\r\n", "\n")))
            .map_err(|_| Problem::new(path, 1, "the file is not UTF-8 text")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Problem::new(path, 1, &error.to_string())),
    }
}

impl Folder {
    pub fn read(path: &Path) -> Result<Folder, Problem> {
        let io = |error: io::Error| Problem::new(path, 1, &error.to_string());
        let english = text(&path.join("lesson.md"))?.unwrap_or_default();
        let chinese = text(&path.join("lesson.zh.md"))?;
        let solution = path.join("solution");
        let mut attempts = Vec::new();
        for attempt in entries(&path.join("attempts")).map_err(io)? {
            attempts.push(Attempt {
                files: gather(&attempt, &["attempt.sh", "attempt.yaml"]).map_err(io)?,
                script: text(&attempt.join("attempt.sh"))?,
                expects: text(&attempt.join("attempt.yaml"))?.unwrap_or_default(),
                path: attempt,
            });
        }
        Ok(Folder {
            lesson: Lesson::parse(&english),
            chinese: chinese.as_deref().map(Lesson::parse),
            files: gather(&path.join("files"), &[]).map_err(io)?,
            setup: text(&path.join("setup.sh"))?.unwrap_or_default(),
            solution_files: gather(&solution, &["solution.sh"]).map_err(io)?,
            solution_script: text(&solution.join("solution.sh"))?,
            attempts,
            path: path.to_owned(),
        })
    }

    pub fn english_path(&self) -> PathBuf {
        self.path.join("lesson.md")
    }

    pub fn chinese_path(&self) -> PathBuf {
        self.path.join("lesson.zh.md")
    }

    /// The folder of the course: two above the lesson.
    pub fn course(&self) -> Option<&Path> {
        self.path.parent()?.parent()
    }

    /// `02-images/03-layers`.
    pub fn id(&self) -> String {
        let part = self.path.parent().map(name).unwrap_or_default();
        format!("{part}/{}", name(&self.path))
    }

    /// A world in which nothing has been done yet but what `setup.sh` did. The second is how that ended.
    pub fn world(&self) -> (World, session::Ran) {
        let own = name(&self.path);
        let workspace = if self.lesson.workspace.is_empty() {
            slug(&own).to_string()
        } else {
            self.lesson.workspace.clone()
        };
        let world = World::new(Start {
            workspace,
            files: self.files.iter().map(|(p, (c, x))| (p.clone(), c.clone(), *x)).collect(),
            local_images: self.lesson.images.clone(),
            compose_name: true,
            ..Start::default()
        });
        let ran = if self.setup.is_empty() {
            session::Ran {
                output: Vec::new(),
                status: 0,
                stopped: false,
            }
        } else {
            world.run_line(&self.setup)
        };
        world.machine().take_started();
        (world, ran)
    }
}
