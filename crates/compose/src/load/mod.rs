//! From file names to a project, in the order of compose-go's loader: read, interpolate, include, extend, merge, validate,
//! make canonical, normalise, type, check.

mod environment;
mod extends;
mod file;
mod include;
mod prepare;

use crate::error::{Error, LoadError};
use crate::files::Files;
use crate::model::{Field, ServiceConfig};
use crate::options::Options;
use crate::path::Path;
use crate::project::{Dependencies, Project};
use crate::template::Variable;
use crate::value::{Map, Value};
use crate::{consistency, extensions, normalize, not_simulated};
use std::collections::{BTreeMap, BTreeSet};

pub use prepare::normalize_project_name;

/// Loads a project. `environment` is the caller's; `HOME` in it stands for `~`.
pub fn load(options: &Options, files: &dyn Files, environment: &BTreeMap<String, String>) -> Result<Project, LoadError> {
    let mut loader = Loader::new(options, files, environment);
    match loader.project() {
        Ok(mut project) => {
            project.warnings = loader.warnings;
            Ok(project)
        }
        Err(error) => Err(LoadError {
            error,
            warnings: loader.warnings,
        }),
    }
}

/// A project as a tree: what `config --no-interpolate` and `config --variables` show.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    pub tree: Map,
    /// What is to be logged as a warning, each without its frame.
    pub warnings: Vec<String>,
}

/// Loads the tree only.
pub fn load_model(options: &Options, files: &dyn Files, environment: &BTreeMap<String, String>) -> Result<Model, LoadError> {
    let mut loader = Loader::new(options, files, environment);
    match loader.model() {
        Ok((_, tree)) => Ok(Model {
            tree,
            warnings: loader.warnings,
        }),
        Err(error) => Err(LoadError {
            error,
            warnings: loader.warnings,
        }),
    }
}

impl Model {
    /// Its variables by name, with their defaults.
    pub fn variables(&self) -> BTreeMap<String, Variable> {
        let mut found = BTreeMap::new();
        collect_variables(&Value::Map(self.tree.clone()), &mut found);
        found
    }
}

fn collect_variables(value: &Value, found: &mut BTreeMap<String, Variable>) {
    match value {
        Value::String(text) => {
            for variable in crate::template::variables(text) {
                found.insert(variable.name.clone(), variable);
            }
        }
        Value::Seq(items) => items.iter().for_each(|item| collect_variables(item, found)),
        Value::Map(map) => map.values().for_each(|value| collect_variables(value, found)),
        _ => {}
    }
}

/// How many files one project may be made of, counting each time one is read.
const MAX_FILES: usize = 1_000;

/// What loading has at hand.
struct Loader<'a> {
    options: &'a Options,
    files: &'a dyn Files,
    /// The caller's environment, then with that of the env files.
    environment: BTreeMap<String, String>,
    warnings: Vec<String>,
    /// Files of which it was said that their version is obsolete.
    obsolete: BTreeSet<String>,
    ports: usize,
    read: usize,
}

/// What is found before any file is understood.
struct Prepared {
    /// Absolute.
    working_dir: String,
    /// Absolute, or `-`, with their contents.
    sources: Vec<(String, Vec<u8>)>,
    profiles: Vec<String>,
    name: String,
}

impl<'a> Loader<'a> {
    fn new(options: &'a Options, files: &'a dyn Files, environment: &BTreeMap<String, String>) -> Self {
        Loader {
            options,
            files,
            environment: environment.clone(),
            warnings: Vec::new(),
            obsolete: BTreeSet::new(),
            ports: 0,
            read: 0,
        }
    }

    fn model(&mut self) -> Result<(Prepared, Map), Error> {
        let prepared = self.prepare()?;
        let scope = file::Scope {
            rel: prepared.working_dir.clone(),
            abs: prepared.working_dir.clone(),
            environment: self.environment.clone(),
            absolute: !self.options.no_path_resolution,
        };
        let mut tree = self.tree(&prepared.sources, &scope, &[])?;
        if tree.is_empty() {
            return Err(Error::EmptyComposeFile);
        }
        if prepared.name.is_empty() {
            return Err(Error::EmptyProjectName);
        }
        if !self.options.no_normalize {
            tree.insert("name".to_owned(), prepared.name.as_str().into());
            normalize::normalize(&mut tree, &prepared.name, &self.environment);
        }
        Ok((prepared, tree))
    }

    fn project(&mut self) -> Result<Project, Error> {
        let (prepared, tree) = self.model()?;
        let mut project = self.typed(&prepared, tree)?;
        project.apply_profiles(prepared.profiles);
        if !self.options.no_consistency {
            consistency::check(&project)?;
        }
        for service in project.services.values_mut() {
            if let (Some(scale), Some(deploy)) = (service.scale, &mut service.deploy) {
                deploy.replicas = Some(scale);
            }
        }
        project.enable_services(&self.options.services);
        project.select_services(&self.options.services, Dependencies::Include)?;
        if !self.options.all_resources {
            project.drop_unnecessary_resources();
        }
        if !self.options.no_env_resolution {
            self.resolve_environment(&mut project)?;
        }
        self.resolve_labels(&mut project)?;
        Ok(project)
    }

    fn typed(&mut self, prepared: &Prepared, mut tree: Map) -> Result<Project, Error> {
        tree.remove("name");
        let not_simulated = not_simulated::find(&tree);
        let mut tree = extensions::collect(tree, &Path::root());
        let mut project = Project {
            name: prepared.name.clone(),
            working_dir: prepared.working_dir.clone(),
            compose_files: prepared.sources.iter().map(|(name, _)| name.clone()).collect(),
            environment: self.environment.clone(),
            not_simulated,
            ..Project::default()
        };
        fn section<T: Field>(tree: &mut Map, key: &str) -> Result<BTreeMap<String, T>, Error> {
            let mut out = BTreeMap::new();
            if let Some(Value::Map(entries)) = tree.remove(key) {
                for (name, value) in entries {
                    let entry = T::decode(&value).map_err(|misfit| {
                        let misfit = misfit.in_field(&format!("{key}[{name}]"));
                        Error::Decode {
                            path: misfit.path,
                            problem: misfit.problem,
                        }
                    })?;
                    out.insert(name, entry);
                }
            }
            Ok(out)
        }
        project.services = section::<ServiceConfig>(&mut tree, "services")?;
        for (name, service) in &mut project.services {
            service.name = crate::model::ServiceName(name.clone());
        }
        project.networks = section(&mut tree, "networks")?;
        project.volumes = section(&mut tree, "volumes")?;
        project.secrets = section(&mut tree, "secrets")?;
        for secret in project.secrets.values_mut() {
            if let Some(value) = secret.extensions.remove(environment::SECRET_VALUE) {
                secret.content = value.sprint();
            }
        }
        project.configs = section(&mut tree, "configs")?;
        project.models = section(&mut tree, "models")?;
        if let Some(Value::Map(extensions)) = tree.remove(crate::model::EXTENSIONS) {
            project.extensions = extensions;
        }
        Ok(project)
    }
}
