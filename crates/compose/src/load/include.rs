//! `include`: other files whose resources become part of the project, with folders and variables of their own.

use super::Loader;
use super::file::{Scope, apply_resets};
use crate::error::Error;
use crate::files::{FileError, FileKind};
use crate::merge::merge;
use crate::mount::{folder, join};
use crate::path::Path;
use crate::value::{Map, Value};

/// How deep files may include one another.
const MAX_DEPTH: usize = 50;

/// A target as seen from a folder, both absolute.
pub(super) fn relative(base: &str, target: &str) -> String {
    let base: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    let target: Vec<&str> = target.split('/').filter(|part| !part.is_empty()).collect();
    let common = base.iter().zip(&target).take_while(|(a, b)| a == b).count();
    let mut parts = vec![".."; base.len() - common];
    parts.extend(target.iter().skip(common));
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// One entry of the list.
struct Entry {
    paths: Vec<String>,
    project_directory: String,
    env_files: Vec<String>,
}

fn strings(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Seq(items)) => items.iter().map(Value::sprint).collect(),
        _ => Vec::new(),
    }
}

impl Loader<'_> {
    /// Brings in what a file includes.
    pub(super) fn include(
        &mut self,
        document: &mut Map,
        scope: &Scope,
        included: &[String],
        resets: &[Path],
    ) -> Result<(), Error> {
        let entries = match document.remove("include") {
            None | Some(Value::Null) => return Ok(()),
            Some(Value::Seq(entries)) => entries,
            Some(other) => {
                return Err(Error::Invalid(format!("`include` must be a list, got {}", other.sprint())));
            }
        };
        if included.len() > MAX_DEPTH {
            return Err(Error::NotSimulated {
                what: format!("include over more than {MAX_DEPTH} files"),
            });
        }
        for entry in &entries {
            let entry = Entry {
                paths: match entry {
                    Value::Map(map) => strings(map.get("path")),
                    other => strings(Some(other)),
                },
                project_directory: strings(entry.get("project_directory")).concat(),
                env_files: strings(entry.get("env_file")),
            };
            let imported = self.included(entry, scope, included)?;
            import(imported, document, resets)?;
        }
        Ok(())
    }

    fn included(&mut self, entry: Entry, scope: &Scope, included: &[String]) -> Result<Map, Error> {
        let paths: Vec<String> = entry.paths.iter().map(|path| join(&scope.abs, path)).collect();
        if let Some(remote) = entry
            .paths
            .iter()
            .find(|path| path.contains("://") || path.starts_with("git@"))
        {
            return Err(Error::NotSimulated {
                what: format!("include of {remote}"),
            });
        }
        let Some(main) = paths.first() else {
            return Err(Error::Invalid("no compose file specified".to_owned()));
        };
        if included.contains(main) {
            let mut files = included.to_vec();
            files.push(main.clone());
            return Err(Error::IncludeCycle { files });
        }
        let abs = match entry.project_directory.as_str() {
            "" => folder(main),
            directory => join(&scope.abs, directory),
        };
        let env_files = self.include_env_files(&entry, scope, &abs)?;
        let mut environment = scope.environment.clone();
        for (key, value) in self.env_from_files(&env_files, &scope.environment)? {
            environment.entry(key).or_insert(value);
        }
        let inner = Scope {
            rel: if entry.project_directory.starts_with('/') {
                entry.project_directory.clone()
            } else {
                relative(&scope.abs, &abs)
            },
            abs,
            environment,
            absolute: true,
        };
        let mut sources = Vec::new();
        for path in paths {
            let content = self.content(&path)?;
            sources.push((path, content));
        }
        self.tree(&sources, &inner, included)
    }

    fn include_env_files(&self, entry: &Entry, scope: &Scope, directory: &str) -> Result<Vec<String>, Error> {
        if entry.env_files.is_empty() {
            let default = join(directory, ".env");
            let there = self.files.kind(&default) == Some(FileKind::File);
            return Ok(there.then_some(default).into_iter().collect());
        }
        let mut files = Vec::new();
        for file in entry.env_files.iter().filter(|file| *file != "/dev/null") {
            let path = join(&scope.abs, file);
            match self.files.kind(&path) {
                None => {
                    return Err(Error::Stat {
                        path,
                        error: FileError::NotFound,
                    });
                }
                Some(FileKind::Directory) => return Err(Error::Invalid(format!("{path} is not a file"))),
                Some(FileKind::File) => files.push(path),
            }
        }
        Ok(files)
    }
}

/// Puts resources into a file's own; where both have one, the file's own wins over the included one.
fn import(imported: Map, document: &mut Map, resets: &[Path]) -> Result<(), Error> {
    for (kind, from) in imported {
        if !["services", "volumes", "networks", "secrets", "configs", "models"].contains(&kind.as_str()) {
            continue;
        }
        let Value::Map(from) = from else {
            continue;
        };
        let to = document.entry(kind.clone()).or_insert_with(|| Value::Map(Map::new()));
        if *to == Value::Null {
            *to = Value::Map(Map::new());
        }
        let Value::Map(to) = to else {
            continue;
        };
        for (name, value) in from {
            let Some(own) = to.remove(&name) else {
                to.insert(name, value);
                continue;
            };
            let path = Path::root().next(&kind).next(&name);
            let mut value = value;
            apply_resets(&mut value, resets, &path);
            to.insert(name, merge(value, own, &path)?);
        }
    }
    Ok(())
}
