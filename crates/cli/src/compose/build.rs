//! `docker compose build`, and the images that services need before their containers are made.
//!
//! Left out: pushing as part of a build, SSH agents, attestations, external caches, several platforms, and other
//! services as build contexts.

use super::Compose;
use super::events::{Event, Mode};
use super::project::Stack;
use crate::call::{Call, Failure, Outcome};
use crate::verbs::build::{self as docker_build, Style};
use compose::Project;
use compose::model::{BuildConfig, ServiceConfig};
use engine::{BuildContext, BuildRequest, NamedContext, is_git_context};
use std::collections::{BTreeMap, BTreeSet};

/// How images are built.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// These services alone, if any is named.
    pub services: Vec<String>,
    /// What they depend on too.
    pub dependencies: bool,
    pub quiet: bool,
    pub no_cache: bool,
    pub pull: bool,
    /// `NAME=value`, or a name whose value is the caller's.
    pub args: Vec<String>,
}

/// Flags that would change what is built and do nothing here.
const NOT_SIMULATED: &[&str] = &["builder", "check", "print", "provenance", "push", "sbom", "ssh"];

/// `docker compose build`.
pub async fn verb(compose: Compose) -> Outcome {
    let flags = &compose.call.flags;
    if let Some(name) = NOT_SIMULATED.iter().find(|name| flags.changed(name)) {
        return Err(Failure::not_simulated(&format!("docker compose build --{name}")));
    }
    let mut stack = compose
        .stack(&[], |options| {
            options.all_resources = true;
            options.no_env_resolution = true;
        })
        .await?;
    let options = BuildOptions {
        services: compose.call.arguments().to_vec(),
        dependencies: flags.on("with-dependencies"),
        quiet: flags.on("quiet"),
        no_cache: flags.on("no-cache"),
        pull: flags.on("pull"),
        args: flags.all("build-arg"),
    };
    let work = async {
        let built = compose.build(&mut stack, &options, None).await?;
        if built.is_empty() {
            compose.warn("No services to build").await;
        }
        Ok(())
    };
    compose.progress.run("build", work).await
}

impl Compose {
    /// Makes sure that the images of all services are there, pulling and building, and notes their digests.
    pub async fn ensure_images(&self, stack: &mut Stack, build: Option<&BuildOptions>, quiet_pull: bool) -> Outcome {
        for (name, service) in &stack.project.services {
            if service.provider.is_none() && service.image.is_empty() && service.build.is_none() {
                let shown = crate::opts::quote(name);
                return Err(Failure::new(format!(
                    "invalid service {shown}. Must specify either image or build"
                )));
            }
        }
        let images = self.local_images(&stack.project);
        self.pull_required(&stack.project, &images, quiet_pull).await?;
        if let Some(options) = build {
            self.build(stack, options, Some(&images)).await?;
        }
        for (name, service) in &stack.project.services {
            if let Ok(image) = self.engine().find_image(&service.image_or_default(&stack.project.name)) {
                stack.images.insert(name.clone(), image.id.to_string());
            }
        }
        Ok(())
    }

    /// Those images of the project that are there.
    pub fn local_images(&self, project: &Project) -> BTreeSet<String> {
        let names = project.services.values().map(|s| s.image_or_default(&project.name));
        names.filter(|name| self.engine().find_image(name).is_ok()).collect()
    }

    /// Builds what is wanted: everything that has a build, or what is not among `local` unless its policy is to build.
    /// Gives the names of the images.
    pub async fn build(
        &self,
        stack: &mut Stack,
        options: &BuildOptions,
        local: Option<&BTreeSet<String>>,
    ) -> Result<Vec<String>, Failure> {
        let mut project = stack.project.clone();
        if !options.services.is_empty() {
            project.enable_services(&options.services);
            let along = match options.dependencies {
                true => compose::Dependencies::Include,
                false => compose::Dependencies::Ignore,
            };
            project.select_services(&options.services, along)?;
        }
        let mut wanted: Vec<(String, String, BuildConfig)> = Vec::new();
        for (name, service) in &project.services {
            let Some(config) = &service.build else { continue };
            let image = service.image_or_default(&project.name);
            if local.is_some_and(|l| l.contains(&image)) && service.pull_policy != "build" {
                continue;
            }
            wanted.push((name.clone(), image, config.clone()));
        }
        for (_, image, _) in &wanted {
            self.on(Event::working(format!("Image {image}"), "Building")).await;
        }
        let several = wanted.len() > 1;
        let style = self.style(options.quiet)?;
        // BuildKit's bake reads its definitions first.
        let steps = std::cell::Cell::new(1);
        if style == Style::Plain && !wanted.is_empty() {
            let name = "[internal] load local bake definitions";
            let text = format!(
                "#1 {name}\n#1 reading from stdin {}B done\n#1 DONE 0.0s\n\n",
                420 * wanted.len()
            );
            self.call.out(&text).await;
        }
        for (name, image, config) in &wanted {
            let service = project.service(name)?;
            let mut request = self.build_request(&project, service, config, image, options).await?;
            let prefix = several.then(|| name.replace('.', "_"));
            let built = docker_build::solve(&self.call, &mut request, style, 1, prefix, false, &steps).await;
            if let Err(failure) = built {
                let excerpt = dockerfile::excerpt(&request.file_name, &request.dockerfile, &failure.lines);
                let mut lines: Vec<String> = excerpt.trim_end_matches('\n').lines().map(str::to_string).collect();
                lines.push(format!("target {name}: failed to solve: {}", failure.message));
                return Err(Failure::new(lines.join("\n\n").trim_start().to_string()));
            }
        }
        for (_, image, _) in &wanted {
            self.on(Event::done(format!("Image {image}"), "Built")).await;
        }
        Ok(wanted.into_iter().map(|(_, image, _)| image).collect())
    }

    fn style(&self, quiet: bool) -> Result<Style, Failure> {
        Ok(match self.progress.mode() {
            _ if quiet || self.call.flags.on("quiet") => Style::Quiet,
            Mode::Quiet => Style::Quiet,
            Mode::Json => return Err(Failure::not_simulated("docker compose --progress=json with a build")),
            Mode::Terminal if self.call.sys.isatty(1) => Style::Terminal,
            Mode::Terminal | Mode::Plain => Style::Plain,
        })
    }

    async fn build_request(
        &self,
        project: &Project,
        service: &ServiceConfig,
        config: &BuildConfig,
        image: &str,
        options: &BuildOptions,
    ) -> Result<BuildRequest, Failure> {
        let call = &self.call;
        let place = &config.context;
        let git_context = Some(place.clone()).filter(|place| is_git_context(place));
        if (git_context.is_none() && place.contains("://")) || (git_context.is_some() && !config.dockerfile_inline.is_empty()) {
            return Err(Failure::not_simulated("a build of a URL"));
        }
        let context = match git_context {
            None => directory(call, place)?,
            Some(_) => BuildContext::default(),
        };
        let path = match config.dockerfile.as_str() {
            "" => format!("{place}/Dockerfile"),
            absolute if absolute.starts_with('/') => absolute.to_string(),
            relative => format!("{place}/{relative}"),
        };
        let file_name = match git_context {
            None => path.rsplit('/').next().unwrap_or_default().to_string(),
            Some(_) if config.dockerfile.is_empty() => "Dockerfile".to_string(),
            Some(_) => config.dockerfile.clone(),
        };
        let dockerfile = match config.dockerfile_inline.is_empty() {
            // It comes with the repository.
            _ if git_context.is_some() => String::new(),
            false => config.dockerfile_inline.clone(),
            true => {
                let bytes = call.read_file(&path).await.map_err(|_| {
                    Failure::new(format!(
                        "target {}: failed to solve: failed to read dockerfile: open {file_name}: no such file or directory",
                        service.name
                    ))
                })?;
                String::from_utf8_lossy(&bytes).into_owned()
            }
        };
        let ignore = match call.read_file(&format!("{path}.dockerignore")).await {
            Ok(own) => Some(own),
            Err(_) => call.read_file(&format!("{place}/.dockerignore")).await.ok(),
        };
        let mut named_contexts = BTreeMap::new();
        for (name, place) in &config.additional_contexts.0 {
            if let Some(image) = place.strip_prefix("docker-image://") {
                named_contexts.insert(name.clone(), NamedContext::Image(image.to_string()));
                continue;
            }
            if is_git_context(place) {
                named_contexts.insert(name.clone(), NamedContext::Git(place.clone()));
                continue;
            }
            if place.contains("://") || place.starts_with("service:") {
                return Err(Failure::not_simulated(&format!("the build context {name}={place}")));
            }
            named_contexts.insert(name.clone(), NamedContext::Files(directory(call, place)?));
        }
        let mut labels = config.labels.0.clone();
        for (label, value) in [
            (super::labels::VERSION, super::version::LABEL),
            (super::labels::PROJECT, &project.name),
            (super::labels::SERVICE, &service.name),
        ] {
            labels.insert(label.to_string(), value.to_string());
        }
        let mut args: BTreeMap<String, Option<String>> = config.args.0.clone();
        for arg in &options.args {
            match arg.split_once('=') {
                Some((name, value)) => args.insert(name.to_string(), Some(value.to_string())),
                None => args.insert(arg.clone(), None),
            };
        }
        let build_args = args
            .into_iter()
            .filter_map(|(name, value)| {
                let value = value.or_else(|| project.environment.get(&name).cloned())?;
                Some((name, value))
            })
            .collect();
        let mut tags = config.tags.clone();
        tags.push(image.to_string());
        Ok(BuildRequest {
            context,
            git_context,
            named_contexts,
            dockerfile,
            file_name,
            ignore: ignore.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
            tags,
            build_args,
            target: Some(config.target.clone()).filter(|t| !t.is_empty()),
            labels,
            no_cache: config.no_cache || options.no_cache,
            no_cache_filter: config.no_cache_filter.clone(),
            pull: config.pull || options.pull,
            platform: config.platforms.first().cloned().unwrap_or_default(),
            secrets: self.build_secrets(project, config).await?,
            network: match config.network.as_str() {
                "" => "default".into(),
                own => own.to_string(),
            },
            add_hosts: config.extra_hosts.list(":"),
            ..BuildRequest::default()
        })
    }

    async fn build_secrets(&self, project: &Project, config: &BuildConfig) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let mut secrets = BTreeMap::new();
        for reference in &config.secrets {
            let Some(defined) = project.secrets.get(&reference.source) else {
                continue;
            };
            let id = match reference.target.as_str() {
                "" => reference.source.clone(),
                target => target.to_string(),
            };
            let content = match defined.environment.as_str() {
                "" => self.call.read_file(&defined.file).await.map_err(|e| {
                    let why = e.to_string().to_lowercase();
                    Failure::new(format!("failed to stat {0}: stat {0}: {why}", defined.file))
                })?,
                variable => project.environment.get(variable).cloned().unwrap_or_default().into_bytes(),
            };
            secrets.insert(id, content);
        }
        Ok(secrets)
    }
}

fn directory(call: &Call, path: &str) -> Result<BuildContext, Failure> {
    let missing = || {
        Failure::new(format!(
            "unable to prepare context: path {} not found",
            crate::opts::quote(path)
        ))
    };
    let at = call.sys.resolve(path, true).map_err(|_| missing())?;
    Ok(BuildContext::directory(&at))
}
