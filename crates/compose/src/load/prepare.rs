//! What is decided before a file is understood: which files, which folder, the environment, the profiles, the name.

use super::{Loader, Prepared};
use crate::dotenv;
use crate::error::Error;
use crate::files::{FileError, FileKind};
use crate::interpolate::{Interpolation, unset_warning};
use crate::mount::{clean, folder, join};
use crate::path::Path;
use crate::value::Value;
use std::collections::BTreeMap;

const FILES: [&str; 4] = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
const OVERRIDES: [&str; 4] = [
    "compose.override.yml",
    "compose.override.yaml",
    "docker-compose.override.yml",
    "docker-compose.override.yaml",
];

/// A name as Compose makes one of a folder's: lower case letters, digits, hyphens and underscores, the first one a letter
/// or digit.
pub fn normalize_project_name(name: &str) -> String {
    let kept: String = name
        .to_lowercase()
        .chars()
        .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '_' | '-'))
        .collect();
    kept.trim_start_matches(['_', '-']).to_owned()
}

/// Go's `strconv.ParseBool`.
fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}

impl Loader<'_> {
    pub(super) fn prepare(&mut self) -> Result<Prepared, Error> {
        let mut paths: Vec<String> = self.options.files.clone();
        let mut env_files = self.env_files(&paths, Vec::new())?;
        self.read_env_files(&env_files)?;
        if paths.is_empty()
            && let Some(list) = self.environment.get("COMPOSE_FILE").cloned()
        {
            let separator = self.environment.get("COMPOSE_PATH_SEPARATOR").filter(|s| !s.is_empty());
            let separator = separator.cloned().unwrap_or_else(|| ":".to_owned());
            for path in list.split(separator.as_str()) {
                if path == "-" {
                    paths.push(path.to_owned());
                    continue;
                }
                let path = join(&self.options.current_dir, path);
                if self.files.kind(&path).is_none() {
                    return Err(Error::Stat {
                        path,
                        error: FileError::NotFound,
                    });
                }
                paths.push(path);
            }
        }
        if paths.is_empty() {
            paths = self.default_files();
        }
        env_files = self.env_files(&paths, env_files)?;
        self.read_env_files(&env_files)?;
        let profiles = if self.options.profiles.is_empty() {
            let listed = self.environment.get("COMPOSE_PROFILES").map_or("", String::as_str);
            let profiles = listed.split(',').map(str::trim).filter(|profile| !profile.is_empty());
            profiles.map(str::to_owned).collect()
        } else {
            self.options.profiles.clone()
        };
        let given = self.options.project_name.clone().unwrap_or_default();
        if normalize_project_name(&given) != given {
            return Err(Error::InvalidProjectName { name: given });
        }
        let working_dir = self.working_dir(&paths);
        if paths.is_empty() {
            return Err(Error::NoConfiguration);
        }
        let mut sources = Vec::new();
        for path in paths {
            let path = if path == "-" {
                path
            } else {
                join(&self.options.current_dir, &path)
            };
            let content = self.content(&path)?;
            sources.push((path, content));
        }
        let name = self.name(&given, &working_dir, &sources)?;
        self.environment.insert("COMPOSE_PROJECT_NAME".to_owned(), name.clone());
        Ok(Prepared {
            working_dir,
            sources,
            profiles,
            name,
        })
    }

    fn working_dir(&self, paths: &[String]) -> String {
        let current = &self.options.current_dir;
        if let Some(directory) = self.options.project_directory.as_deref().filter(|d| !d.is_empty()) {
            return join(current, directory);
        }
        match paths.iter().find(|path| *path != "-") {
            Some(path) => folder(&join(current, path)),
            None => clean(current),
        }
    }

    /// Looks for a file in the working directory and above.
    fn default_files(&mut self) -> Vec<String> {
        let mut directory = self.working_dir(&[]);
        loop {
            let found = |names: [&str; 4]| -> Vec<String> {
                let paths = names.iter().map(|name| join(&directory, name));
                paths.filter(|path| self.files.kind(path).is_some()).collect()
            };
            let (files, overrides) = (found(FILES), found(OVERRIDES));
            if let Some(first) = files.first() {
                let mut paths = vec![first.clone()];
                paths.extend(overrides.first().cloned());
                for (candidates, what) in [(&files, "config files"), (&overrides, "override files")] {
                    if let [first, _, ..] = candidates.as_slice() {
                        self.warnings.push(format!(
                            "Found multiple {what} with supported names: {}",
                            candidates.join(", ")
                        ));
                        self.warnings.push(format!("Using {first}"));
                    }
                }
                return paths;
            }
            let parent = folder(&directory);
            if parent == directory {
                return Vec::new();
            }
            directory = parent;
        }
    }

    /// The env files that are asked for; else the `.env` beside the project, if it is there; else those of before.
    fn env_files(&self, paths: &[String], before: Vec<String>) -> Result<Vec<String>, Error> {
        let current = &self.options.current_dir;
        let mut asked = self.options.env_files.clone();
        if asked.is_empty() {
            let listed = self.environment.get("COMPOSE_ENV_FILES").map_or("", String::as_str);
            asked = listed.split(',').filter(|f| !f.is_empty()).map(str::to_owned).collect();
        }
        if !asked.is_empty() {
            return Ok(asked.iter().map(|file| join(current, file)).collect());
        }
        if let Some(text) = self.environment.get("COMPOSE_DISABLE_ENV_FILE") {
            match parse_bool(text) {
                Some(true) => return Ok(before),
                Some(false) => {}
                None => {
                    return Err(Error::Invalid(format!(
                        "strconv.ParseBool: parsing {}: invalid syntax",
                        crate::print::quoted(text)
                    )));
                }
            }
        }
        let default = join(&self.working_dir(paths), ".env");
        Ok(match self.files.kind(&default) {
            Some(FileKind::File) => vec![default],
            _ => before,
        })
    }

    fn read_env_files(&mut self, files: &[String]) -> Result<(), Error> {
        let found = self.env_from_files(files, &self.environment.clone())?;
        for (key, value) in found {
            self.environment.entry(key).or_insert(value);
        }
        Ok(())
    }

    /// Variables of env files, which may use those of the environment.
    pub(super) fn env_from_files(
        &mut self,
        files: &[String],
        environment: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, Error> {
        let mut variables = BTreeMap::new();
        for path in files {
            match self.files.kind(path) {
                None => return Err(Error::EnvFileNotFound { path: path.clone() }),
                Some(FileKind::Directory) => return Err(Error::EnvFileIsDirectory { path: path.clone() }),
                Some(FileKind::File) => {}
            }
            let content = self.content(path)?;
            let lookup = |name: &str| environment.get(name).cloned();
            let mut unset = Vec::new();
            let result = dotenv::parse(&String::from_utf8_lossy(&content), &mut variables, &lookup, &mut unset);
            self.warnings.extend(unset.iter().map(|name| unset_warning(name)));
            result.map_err(|problem| Error::EnvFileUnreadable {
                path: path.clone(),
                problem,
            })?;
        }
        Ok(variables)
    }

    /// `-p`, the environment, a file's `name`, the folder.
    fn name(&mut self, given: &str, working_dir: &str, sources: &[(String, Vec<u8>)]) -> Result<String, Error> {
        let mut named = false;
        let mut from_files = String::new();
        for (_, content) in sources {
            let stream = yaml::parse(content);
            if given.is_empty() && !named {
                if stream.documents.is_empty()
                    && let Some(error) = &stream.error
                {
                    return Err(Error::Yaml { text: error.to_string() });
                }
                if let Some(problem) = stream.documents.first().and_then(|document| name_problem(document)) {
                    return Err(Error::Yaml { text: problem });
                }
            }
            for document in &stream.documents {
                let name = document.entries().iter().find(|(key, _)| key.text() == Some("name"));
                if let Some(text) = name.and_then(|(_, value)| value.text()).filter(|text| !text.is_empty()) {
                    named = true;
                    text.clone_into(&mut from_files);
                }
            }
        }
        if !given.is_empty() {
            return Ok(given.to_owned());
        }
        if let Some(name) = self.environment.get("COMPOSE_PROJECT_NAME").filter(|name| !name.is_empty()) {
            return if normalize_project_name(name) == *name {
                Ok(name.clone())
            } else {
                Err(Error::InvalidProjectName { name: name.clone() })
            };
        }
        if !self.options.no_interpolate {
            let mut interpolation = Interpolation {
                environment: &self.environment,
                warnings: &mut self.warnings,
            };
            if let Value::String(name) = interpolation.apply(from_files.as_str().into(), &Path::from("name"))? {
                from_files = name;
            }
        }
        let from_files = normalize_project_name(&from_files);
        if !from_files.is_empty() {
            return Ok(from_files);
        }
        Ok(if named {
            String::new()
        } else {
            normalize_project_name(working_dir.rsplit('/').next().unwrap_or_default())
        })
    }
}

/// What go-yaml has against the top of a file when only the name is wanted.
fn name_problem(document: &yaml::Node) -> Option<String> {
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for (key, _) in document.entries() {
        let text = key.text().unwrap_or_default();
        if let Some(line) = lines.insert(text, key.line) {
            return Some(format!(
                "yaml: construct errors:\n  line {}: mapping key {} already defined at line {line}",
                key.line,
                crate::print::quoted(text)
            ));
        }
    }
    let (_, value) = document.entries().iter().find(|(key, _)| key.text() == Some("name"))?;
    let kind = match &value.resolved().kind {
        yaml::NodeKind::Sequence(_) => "seq",
        yaml::NodeKind::Mapping(_) => "map",
        _ => return None,
    };
    Some(format!(
        "yaml: construct errors:\n  line {}: cannot construct !!{kind} into string",
        value.line
    ))
}
