//! `docker compose pull`, and what is pulled before containers are made.

use super::Compose;
use super::events::Event;
use super::group::all;
use crate::call::{Failure, Outcome, daemon_words};
use compose::model::ServiceConfig;
use compose::{Dependencies, Project};
use std::collections::{BTreeMap, BTreeSet};

/// `docker compose pull`.
pub async fn verb(compose: Compose) -> Outcome {
    let flags = &compose.call.flags;
    for name in ["no-parallel", "parallel"].iter().filter(|name| flags.changed(name)) {
        let text = format!("\x1b[31moption '--{name}' is DEPRECATED and will be ignored.\n\x1b[0m");
        let _ = compose.call.sys.write(2, text.as_bytes()).await;
    }
    let services = compose.call.arguments().to_vec();
    let mut project = compose
        .stack(&services, |options| options.no_env_resolution = true)
        .await?
        .project;
    if !flags.on("include-deps") {
        project.select_services(&services, Dependencies::Ignore)?;
    }
    if let Some(policy) = flags.get("policy").filter(|p| !p.is_empty()) {
        for service in project.services.values_mut().filter(|s| !s.image.is_empty()) {
            service.pull_policy = policy.to_string();
        }
    }
    compose.progress.run("pull", compose.pull(&project)).await
}

impl Compose {
    async fn pull(&self, project: &Project) -> Outcome {
        let flags = &self.call.flags;
        let local = self.local_images(project);
        let mut wanted: BTreeMap<String, &ServiceConfig> = BTreeMap::new();
        for (name, service) in &project.services {
            let subject = format!("Image {}", service.image);
            if service.image.is_empty() {
                self.on(Event::done(name, "Skipped").with("No image to be pulled")).await;
                continue;
            }
            let (pull, why) = match service.pull_policy.as_str() {
                "" | "always" => (true, ""),
                "missing" | "if_not_present" => {
                    let latest = dockerfile::Reference::parse(&service.image)
                        .is_ok_and(|r| r.with_default_tag().tag.as_deref() == Some("latest"));
                    (latest || !local.contains(&service.image), "Image is already present locally")
                }
                "never" | "build" => (false, ""),
                // A time after which an image is looked for again; asking for it is reason enough.
                _ => (true, ""),
            };
            if !pull {
                self.on(Event::done(&subject, "Skipped").with(why)).await;
            } else if service.build.is_some() && flags.on("ignore-buildable") {
                self.on(Event::done(&subject, "Skipped").with("Image can be built")).await;
            } else {
                wanted.entry(service.image.clone()).or_insert(service);
            }
        }
        let (ignore, must_build) = (flags.on("ignore-pull-failures"), std::cell::RefCell::new(Vec::new()));
        let result = all(wanted.values().map(|service| async {
            let pulled = self.pull_image(service).await;
            if pulled.is_err() && service.build.is_some() {
                must_build.borrow_mut().push(service.name.0.clone());
            }
            match ignore {
                true => Ok(()),
                false => pulled,
            }
        }))
        .await;
        let must_build = must_build.into_inner();
        if !must_build.is_empty() {
            self.warn(&format!(
                "WARNING: Some service image(s) must be built from source by running:\n    docker compose build {}",
                must_build.join(" ")
            ))
            .await;
        }
        result
    }

    /// Pulls what services need and is not there, or is always pulled.
    pub async fn pull_required(&self, project: &Project, local: &BTreeSet<String>, _quiet: bool) -> Outcome {
        let mut wanted: BTreeMap<&str, &ServiceConfig> = BTreeMap::new();
        for service in project.services.values() {
            let pull = match service.pull_policy.as_str() {
                "always" => true,
                "never" | "build" => false,
                _ => !local.contains(&service.image),
            };
            if pull && !service.image.is_empty() && service.provider.is_none() {
                wanted.entry(&service.image).or_insert(service);
            }
        }
        let built: BTreeSet<&str> = project
            .services
            .values()
            .filter(|s| s.build.is_some())
            .map(|s| s.image.as_str())
            .collect();
        all(wanted.iter().map(|(image, service)| async {
            match self.pull_image(service).await {
                Err(_) if built.contains(image) => Ok(()),
                other => other,
            }
        }))
        .await
    }

    async fn pull_image(&self, service: &ServiceConfig) -> Outcome {
        let subject = format!("Image {}", service.image);
        self.on(Event::working(&subject, "Pulling")).await;
        let domain = dockerfile::Reference::parse(&service.image).map(|r| r.domain);
        let credentials = domain.ok().and_then(|d| self.call.credentials_for(&d));
        match self.engine().pull_as(&service.image, "", credentials.as_ref(), |_| {}).await {
            Ok(_) => {
                self.on(Event::done(&subject, "Pulled")).await;
                Ok(())
            }
            Err(error) => {
                let why = error.to_string();
                match service.build.is_some() {
                    true => self.on(Event::warning(&subject, why)).await,
                    false => self.on(Event::error(&subject, why)).await,
                }
                let failure = Failure::from(error.clone());
                Err(Failure::new(daemon_words(&error)).with_status(failure.status))
            }
        }
    }
}
