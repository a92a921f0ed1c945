//! One file after the other: each is read, completed and merged with what came before.

use super::{Loader, MAX_FILES};
use crate::canonical::{Canonical, omit_empty, set_defaults};
use crate::decode::{Problem, decode};
use crate::error::Error;
use crate::files::FileError;
use crate::interpolate::Interpolation;
use crate::merge::merge;
use crate::path::Path;
use crate::resolve_paths::Bases;
use crate::schema::{FILE, validate};
use crate::value::{Map, Value};
use crate::{rules, unique};
use std::collections::BTreeMap;

/// How much text a file may be. Real ones are a hundredth of it.
const MAX_BYTES: usize = 1 << 20;

/// Where a group of files stands: the project's own, or those of an `include`.
#[derive(Clone, Debug)]
pub(super) struct Scope {
    /// The folder that relative paths lead from, as it is put before them.
    pub rel: String,
    /// The same folder, absolute: where files are looked for.
    pub abs: String,
    pub environment: BTreeMap<String, String>,
    /// Whether paths are made to lead from `rel`.
    pub absolute: bool,
}

/// What was read of one file.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    pub tree: Map,
    /// The resets of its last document.
    pub resets: Vec<Path>,
}

/// Removes what stands at a path that was reset.
pub(super) fn apply_resets(value: &mut Value, resets: &[Path], path: &Path) {
    match value {
        _ if resets.is_empty() => {}
        Value::Map(map) => {
            map.retain(|key, _| {
                let path = path.next(key);
                !resets.iter().any(|reset| path.matches_path(reset))
            });
            for (key, value) in map {
                apply_resets(value, resets, &path.next(key));
            }
        }
        Value::Seq(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                apply_resets(item, resets, &path.next(&format!("[{index}]")));
            }
        }
        _ => {}
    }
}

impl Loader<'_> {
    /// A file's bytes.
    pub(super) fn content(&mut self, path: &str) -> Result<Vec<u8>, Error> {
        self.read += 1;
        if self.read > MAX_FILES {
            return Err(Error::NotSimulated {
                what: format!("a project of more than {MAX_FILES} files"),
            });
        }
        let content = self.files.read(path).map_err(|error| match error {
            FileError::IsDirectory => Error::Read {
                path: path.to_owned(),
                error,
            },
            error => Error::Open {
                path: path.to_owned(),
                error,
            },
        })?;
        if content.len() > MAX_BYTES {
            return Err(Error::NotSimulated {
                what: format!("{path}: a file of more than {MAX_BYTES} bytes"),
            });
        }
        Ok(content)
    }

    /// All files of a group as one tree, with defaults and absolute paths.
    pub(super) fn tree(&mut self, sources: &[(String, Vec<u8>)], scope: &Scope, included: &[String]) -> Result<Map, Error> {
        let mut tree = Map::new();
        for (name, content) in sources {
            tree = self.file(name, content, scope, tree, included)?.tree;
        }
        let mut tree = Value::Map(tree);
        set_defaults(&mut tree, &Path::root())?;
        if !self.options.no_validation {
            rules::check(&tree, &Path::root())?;
        }
        if scope.absolute {
            let bases = Bases {
                base: &scope.rel,
                home: self.environment.get("HOME").map(String::as_str),
            };
            bases.resolve(&mut tree, &Path::root())?;
        }
        let Value::Map(mut tree) = tree else {
            return Ok(Map::new());
        };
        super::environment::resolve(&mut tree, &scope.environment);
        Ok(tree)
    }

    /// Merges a file into the tree of those before it.
    pub(super) fn file(
        &mut self,
        name: &str,
        content: &[u8],
        scope: &Scope,
        tree: Map,
        included: &[String],
    ) -> Result<Loaded, Error> {
        let mut loaded = Loaded {
            tree,
            resets: Vec::new(),
        };
        let mut included = included.to_vec();
        included.push(name.to_owned());
        self.documents(name, content, |loader, mut document, resets| {
            document = loader.interpolate(document, scope)?;
            loader.include(&mut document, scope, &included, &resets)?;
            let mut before = Value::Map(std::mem::take(&mut loaded.tree));
            apply_resets(&mut before, &resets, &Path::root());
            loader.extend(&mut document, name, scope, &resets)?;
            let mut merged = merge(before, Value::Map(document), &Path::root())?;
            unique::enforce(&mut merged, &Path::root())?;
            if !loader.options.no_validation {
            validate(&FILE, &merged).map_err(|mistake| Error::Schema {
                file: name.to_owned(),
                path: mistake.path.join("."),
                problem: mistake.problem,
            })?;
            }
            if merged.as_map_mut().and_then(|map| map.remove("version")).is_some() && loader.obsolete.insert(name.to_owned()) {
                loader.warnings.push(format!(
                    "{name}: the attribute `version` is obsolete, it will be ignored, please remove it to avoid potential confusion"
                ));
            }
            loaded.tree = loader.canonical(merged)?;
            loaded.resets = resets;
            Ok(())
        })?;
        Ok(loaded)
    }

    /// A file of which only services are wanted: nothing is included, extended or validated.
    pub(super) fn bare_file(&mut self, name: &str, scope: &Scope) -> Result<Loaded, Error> {
        let content = self.content(name)?;
        let mut loaded = Loaded::default();
        self.documents(name, &content, |loader, mut document, resets| {
            document = loader.interpolate(document, scope)?;
            let mut before = Value::Map(std::mem::take(&mut loaded.tree));
            apply_resets(&mut before, &resets, &Path::root());
            let mut merged = merge(before, Value::Map(document), &Path::root())?;
            unique::enforce(&mut merged, &Path::root())?;
            loaded.tree = loader.canonical(merged)?;
            loaded.resets = resets;
            Ok(())
        })?;
        Ok(loaded)
    }

    fn documents(
        &mut self,
        name: &str,
        content: &[u8],
        mut each: impl FnMut(&mut Self, Map, Vec<Path>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let stream = yaml::parse(content);
        for root in &stream.documents {
            let document = decode(root).map_err(|problem| match problem {
                Problem::Text(text) | Problem::Duplicate { text, .. } => Error::Parse {
                    path: name.to_owned(),
                    text,
                },
                Problem::Key(error) => error,
            })?;
            let Value::Map(map) = document.value else {
                return Err(Error::TopLevelNotMapping);
            };
            each(self, map, document.resets)?;
        }
        match stream.error {
            Some(error) => Err(Error::Parse {
                path: name.to_owned(),
                text: error.to_string(),
            }),
            None => Ok(()),
        }
    }

    fn interpolate(&mut self, document: Map, scope: &Scope) -> Result<Map, Error> {
        if self.options.no_interpolate {
            return Ok(document);
        }
        let mut interpolation = Interpolation {
            environment: &scope.environment,
            warnings: &mut self.warnings,
        };
        match interpolation.apply(Value::Map(document), &Path::root())? {
            Value::Map(map) => Ok(map),
            _ => Ok(Map::new()),
        }
    }

    fn canonical(&mut self, tree: Value) -> Result<Map, Error> {
        let mut canonical = Canonical {
            lenient: self.options.no_interpolate,
            warnings: &mut self.warnings,
            ports: &mut self.ports,
        };
        let mut tree = canonical.apply(tree, &Path::root())?;
        omit_empty(&mut tree);
        unique::enforce(&mut tree, &Path::root())?;
        match tree {
            Value::Map(map) => Ok(map),
            _ => Ok(Map::new()),
        }
    }
}
