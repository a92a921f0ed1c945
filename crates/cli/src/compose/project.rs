//! The project that a command is about: of its files, or of the labels of what there is.

use super::graph::Graph;
use super::{Compose, labels, version};
use crate::call::Failure;
use compose::model::{DependsOn, ServiceConfig};
use compose::{FileError, FileKind, Files, Options, Project};
use engine::ContainerSummary;
use machine::{Errno, Sys};
use std::collections::BTreeMap;

/// The host's files, and standard input where a file is called `-`.
struct HostFiles {
    sys: Sys,
    input: Option<Vec<u8>>,
}

impl Files for HostFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        if let ("-", Some(input)) = (path, &self.input) {
            return Ok(input.clone());
        }
        if self.kind(path) == Some(FileKind::Directory) {
            return Err(FileError::IsDirectory);
        }
        self.sys.read_file(path).map_err(|error| match error {
            Errno::EACCES | Errno::EPERM => FileError::PermissionDenied,
            Errno::EISDIR => FileError::IsDirectory,
            _ => FileError::NotFound,
        })
    }

    fn kind(&self, path: &str) -> Option<FileKind> {
        let stat = self.sys.stat(path).ok()?;
        Some(match stat.kind {
            vfs::FileKind::Dir => FileKind::Directory,
            _ => FileKind::File,
        })
    }
}

/// A project, and what becomes known of it on the way to containers.
#[derive(Clone)]
pub(crate) struct Stack {
    pub project: Project,
    /// The digests of services' images.
    pub images: BTreeMap<String, String>,
    /// `--env-file`, for a label.
    env_files: Vec<String>,
}

impl Stack {
    /// The labels that Compose gives a service's containers; number, hash and dependencies come with the container.
    pub fn labels(&self, service: &str) -> BTreeMap<String, String> {
        let project = &self.project;
        let mut all = BTreeMap::new();
        let mut add = |label: &str, value: &str| all.insert(label.to_string(), value.to_string());
        add(labels::PROJECT, &project.name);
        add(labels::SERVICE, service);
        add(labels::VERSION, version::LABEL);
        add(labels::WORKING_DIR, &project.working_dir);
        add(labels::CONFIG_FILES, &project.compose_files.join(","));
        add(labels::ONE_OFF, "False");
        if !self.env_files.is_empty() {
            add(labels::ENVIRONMENT_FILE, &self.env_files.join(","));
        }
        if let Some(digest) = self.images.get(service) {
            add(labels::IMAGE, digest);
        }
        all
    }

    pub fn service(&self, name: &str) -> Result<&ServiceConfig, Failure> {
        Ok(self.project.service(name)?)
    }

    /// Sets how many containers a service has.
    pub fn set_scale(&mut self, name: &str, replicas: i64) -> Result<(), Failure> {
        self.project.service(name)?;
        if let Some(service) = self.project.services.get_mut(name) {
            service.scale = Some(replicas);
            if let Some(deploy) = &mut service.deploy {
                deploy.replicas = Some(replicas);
            }
        }
        Ok(())
    }
}

impl From<compose::Error> for Failure {
    fn from(error: compose::Error) -> Failure {
        let status = match error {
            compose::Error::NotSimulated { .. } => 125,
            _ => 1,
        };
        Failure::new(error.to_string()).with_status(status)
    }
}

impl Compose {
    /// How the flags want the project loaded.
    fn options(&self, services: &[String]) -> Options {
        let outer = &self.call.outer;
        let text = |name: &str| outer.get(name).filter(|v| !v.is_empty()).map(str::to_string);
        Options {
            current_dir: self.call.sys.getcwd(),
            files: outer.all("file"),
            project_name: text("project-name"),
            project_directory: text("project-directory").or_else(|| text("workdir")),
            profiles: outer.all("profile"),
            env_files: outer.all("env-file"),
            services: services.to_vec(),
            all_resources: outer.on("all-resources"),
            ..Options::default()
        }
    }

    /// The caller's environment.
    pub fn variables(&self) -> BTreeMap<String, String> {
        let pair = |line: String| line.split_once('=').map(|(k, v)| (k.to_string(), v.to_string()));
        self.call.sys.env().into_iter().filter_map(pair).collect()
    }

    /// The environment that interpolation sees.
    pub async fn environment(&self) -> Result<BTreeMap<String, String>, Failure> {
        Ok(match self.load_quietly(&[], |_| {}).await {
            Ok(project) => project.environment,
            Err(_) => self.variables(),
        })
    }

    /// The host's files; the standard input is read if it is one of them.
    async fn host_files(&self, options: &Options) -> HostFiles {
        let input = match options.files.iter().any(|f| f == "-") {
            true => Some(self.call.input().await),
            false => None,
        };
        HostFiles {
            sys: self.call.sys.clone(),
            input,
        }
    }

    async fn load_quietly(&self, services: &[String], change: impl FnOnce(&mut Options)) -> Result<Project, compose::LoadError> {
        let mut options = self.options(services);
        change(&mut options);
        let files = self.host_files(&options).await;
        compose::load(&options, &files, &self.variables())
    }

    /// Loads the project as a tree in which variables are not put in; warnings are told.
    pub async fn model(&self, change: impl FnOnce(&mut Options)) -> Result<compose::Model, Failure> {
        let mut options = self.options(&[]);
        options.no_interpolate = true;
        change(&mut options);
        let files = self.host_files(&options).await;
        let (warnings, result) = match compose::load_model(&options, &files, &self.variables()) {
            Ok(model) => (model.warnings.clone(), Ok(model)),
            Err(failed) => (failed.warnings, Err(failed.error.into())),
        };
        for warning in &warnings {
            self.warn(warning).await;
        }
        result
    }

    /// Loads the project; warnings, and what it asks for and is not simulated, are told.
    pub async fn load(&self, services: &[String], change: impl FnOnce(&mut Options)) -> Result<Project, Failure> {
        match self.load_quietly(services, change).await {
            Ok(project) => {
                for warning in &project.warnings {
                    self.warn(warning).await;
                }
                Ok(project)
            }
            Err(failed) => {
                for warning in &failed.warnings {
                    self.warn(warning).await;
                }
                Err(failed.error.into())
            }
        }
    }

    /// The project for a command that makes or changes containers.
    pub async fn stack(&self, services: &[String], change: impl FnOnce(&mut Options)) -> Result<Stack, Failure> {
        let project = self.load(services, change).await?;
        let active = |place: &str| match place.strip_prefix("services.") {
            Some(service) => project.services.contains_key(service),
            None => true,
        };
        for (place, key) in project.not_simulated.iter().filter(|(place, _)| active(place)) {
            self.call.err(&format!("drydock: {place}.{key} is not simulated")).await;
        }
        for name in project
            .services
            .iter()
            .filter(|(_, s)| !s.pre_start.is_empty())
            .map(|(name, _)| name)
        {
            self.call
                .err(&format!("drydock: services.{name}.pre_start is not simulated"))
                .await;
        }
        Ok(Stack {
            project,
            images: BTreeMap::new(),
            env_files: self
                .call
                .outer
                .all("env-file")
                .iter()
                .map(|f| self.call.sys.absolute(f))
                .collect(),
        })
    }

    /// The project of the files, or a name alone if only that is given.
    pub async fn project_or_name(&self, services: &[String]) -> Result<(Option<Project>, String), Failure> {
        let name = self.call.outer.text("project-name");
        if !name.is_empty() && self.call.outer.all("file").is_empty() {
            return Ok((None, name.to_lowercase()));
        }
        match self.load(services, |options| options.no_env_resolution = true).await {
            Ok(project) => {
                let name = project.name.clone();
                Ok((Some(project), name))
            }
            Err(failure) => match self.variables().remove("COMPOSE_PROJECT_NAME").filter(|n| !n.is_empty()) {
                Some(name) => Ok((None, name.to_lowercase())),
                None => Err(failure),
            },
        }
    }

    /// The project's name.
    pub async fn project_name(&self) -> Result<String, Failure> {
        let flag = self.call.outer.text("project-name");
        let variable = self.variables().remove("COMPOSE_PROJECT_NAME").unwrap_or_default();
        for name in [flag, variable] {
            if !name.is_empty() {
                return Ok(name.to_lowercase());
            }
        }
        Ok(self.load(&[], |options| options.no_env_resolution = true).await?.name)
    }
}

/// A project out of the labels of its containers, when there are no files.
pub fn of_containers(name: &str, containers: &[ContainerSummary]) -> Project {
    let mut project = Project {
        name: name.to_string(),
        ..Project::default()
    };
    for c in containers {
        let of = c.labels.get(labels::SERVICE).unwrap_or(&c.name);
        let service = project.services.entry(of.clone()).or_insert_with(|| {
            let mut service = ServiceConfig::default();
            service.name.0.clone_from(of);
            service.image.clone_from(&c.image);
            service
        });
        service.scale = Some(service.scale.unwrap_or(0) + 1);
        let dependencies = c.labels.get(labels::DEPENDENCIES).map_or("", String::as_str);
        for dependency in dependencies.split(',').filter(|d| !d.is_empty()) {
            let mut parts = dependency.split(':');
            let other = parts.next().unwrap_or_default();
            let mut entry = DependsOn {
                condition: parts.next().unwrap_or(super::wait::RUNNING_OR_HEALTHY).to_string(),
                restart: parts.next().is_none_or(|r| crate::opts::parse_bool(r) == Some(true)),
                ..DependsOn::default()
            };
            entry.required.0 = true;
            service.depends_on.insert(other.to_string(), entry);
        }
    }
    project
}

/// Who depends on whom. A dependency that is not required and not there is dropped.
pub fn graph(project: &mut Project) -> Result<Graph, Failure> {
    let mut graph = Graph::of(project.services.keys().map(String::as_str));
    let mut dropped = Vec::new();
    for (name, service) in &project.services {
        for (other, dependency) in &service.depends_on {
            if graph.add(name, other) {
                continue;
            }
            if !dependency.required.0 {
                dropped.push((name.clone(), other.clone()));
            } else if let Some(disabled) = project.disabled_services.get(other) {
                return Err(Failure::new(format!(
                    "service {other} is required by {name} but is disabled. Can be enabled by profiles [{}]",
                    disabled.profiles.join(" ")
                )));
            } else {
                return Err(Failure::new(format!("could not find {other}: not found")));
            }
        }
    }
    for (name, other) in dropped {
        if let Some(service) = project.services.get_mut(&name) {
            service.depends_on.remove(&other);
        }
    }
    Ok(graph)
}
