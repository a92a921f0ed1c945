//! `docker compose push`: the images that are built, to their registries.

use super::Compose;
use super::events::{Event, Status};
use super::group::all;
use crate::call::{Failure, Outcome, daemon_words};
use compose::Dependencies;

pub async fn verb(compose: Compose) -> Outcome {
    let flags = &compose.call.flags;
    let services = compose.call.arguments().to_vec();
    let mut project = compose.stack(&services, |_| {}).await?.project;
    if !flags.on("include-deps") {
        project.select_services(&services, Dependencies::Ignore)?;
    }
    let mut tags: Vec<String> = Vec::new();
    for (name, service) in &project.services {
        match &service.build {
            Some(build) if !service.image.is_empty() => {
                tags.push(service.image.clone());
                tags.extend(build.tags.iter().cloned());
            }
            _ => compose.on(Event::done(name, "Skipped")).await,
        }
    }
    let (compose, ignore) = (&compose, flags.on("ignore-push-failures"));
    let work = all(tags.iter().map(|tag| async move {
        compose.on(Event::working(tag, "Pushing")).await;
        let domain = dockerfile::Reference::parse(tag).map(|r| r.domain);
        let credentials = domain.ok().and_then(|d| compose.call.credentials_for(&d));
        match compose.engine().push_as(tag, credentials.as_ref(), |_| {}).await {
            Ok(()) => compose.on(Event::done(tag, "Pushed")).await,
            Err(error) => {
                let why = match error {
                    engine::Error::NotSimulated(_) => daemon_words(&error),
                    _ => error.to_string(),
                };
                let status = if ignore { Status::Warning } else { Status::Error };
                compose.on(Event::new(tag, status, &why)).await;
                if !ignore {
                    return Err(Failure::new(why));
                }
            }
        }
        Ok(())
    }));
    compose.progress.run("push", work).await
}
