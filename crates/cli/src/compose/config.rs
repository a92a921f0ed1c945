//! `docker compose config`: the project as it was understood.
//!
//! Left out: digests of images in what is not interpolated, and variables in another form than a table.

use super::Compose;
use crate::call::{Failure, Outcome};
use compose::Project;
use compose::model::ServiceConfig;
use dockerfile::Reference;
use std::collections::BTreeSet;

pub async fn config(compose: Compose) -> Outcome {
    let call = &compose.call;
    let flags = &call.flags;
    let digests = flags.on("resolve-image-digests") || flags.on("lock-image-digests");
    let whole = ["services", "volumes", "networks", "models"]
        .iter()
        .any(|name| flags.on(name))
        || flags.changed("hash");
    let services = if whole { Vec::new() } else { call.arguments().to_vec() };
    let printed = ![
        "services",
        "volumes",
        "networks",
        "models",
        "profiles",
        "images",
        "environment",
    ]
    .iter()
    .any(|name| flags.on(name));
    if flags.on("no-interpolate") && !services.is_empty() && printed {
        let text = "service filtering is not applied when --no-interpolate is set, the full model will be rendered";
        compose.warn(text).await;
    }
    if flags.on("variables") {
        return variables(&compose).await;
    }
    if flags.on("no-interpolate") && (printed || flags.on("services")) {
        if digests && printed {
            return Err(Failure::not_simulated("docker compose config --no-interpolate with digests"));
        }
        let model = compose
            .model(|options| {
                options.no_normalize = flags.on("no-normalize") || call.outer.on("compatibility");
                options.no_path_resolution = flags.on("no-path-resolution");
            })
            .await?;
        if flags.on("services") {
            let names = model.tree.get("services").and_then(|services| services.as_map());
            for name in names.into_iter().flat_map(|names| names.keys()) {
                call.line(name).await;
            }
            return Ok(());
        }
        let text = rendered(flags.get("format"), || model.to_yaml(), || model.to_json())?;
        return deliver(&compose, &text).await;
    }
    let mut project = compose
        .load(&services, |options| {
            options.no_interpolate = flags.on("no-interpolate");
            options.no_normalize = flags.on("no-normalize") || call.outer.on("compatibility");
            options.no_path_resolution = flags.on("no-path-resolution");
            options.no_consistency = flags.on("no-consistency");
            options.no_env_resolution = flags.on("no-env-resolution") || !printed;
        })
        .await?;
    if digests && printed {
        pin(&compose, &mut project).await?;
        if flags.on("lock-image-digests") {
            project = images_only(project);
        }
    }
    let lines = match lines(&compose, &project)? {
        Some(lines) => lines.iter().map(|line| format!("{line}\n")).collect(),
        None => rendered(flags.get("format"), || project.to_yaml(), || project.to_json())?.replace('$', "$$"),
    };
    deliver(&compose, &lines).await
}

/// Puts the digest that the registry has now behind each image's name.
async fn pin(compose: &Compose, project: &mut Project) -> Outcome {
    let call = &compose.call;
    for service in project.services.values_mut().filter(|s| !s.image.is_empty()) {
        let mut reference = Reference::parse(&service.image)
            .map_err(|e| Failure::new(e.to_string()))?
            .with_default_tag();
        if reference.digest.is_some() {
            // With a digest a tag says nothing more.
            reference.tag = None;
        } else {
            let credentials = call.credentials_for(&reference.domain);
            let found = call.engine.remote_image(&reference.familiar(), credentials.as_ref()).await;
            let image = found.map_err(|error| {
                Failure::new(format!(
                    "failed to resolve digest for {reference}: {}",
                    crate::call::daemon_words(&error)
                ))
            })?;
            reference.digest = Some(image.id.to_string());
        }
        service.image = reference.to_string();
    }
    Ok(())
}

/// A project of nothing but its services' images.
fn images_only(project: Project) -> Project {
    let services = project.services.into_iter().map(|(name, service)| {
        let image = ServiceConfig {
            image: service.image,
            ..ServiceConfig::default()
        };
        (name, image)
    });
    Project {
        services: services.collect(),
        ..Project::default()
    }
}

/// A project or its tree in the form that is asked for.
fn rendered(format: Option<&str>, yaml: impl FnOnce() -> String, json: impl FnOnce() -> String) -> Result<String, Failure> {
    match format.unwrap_or("yaml") {
        "" | "yaml" => Ok(yaml()),
        "json" => Ok(json()),
        other => {
            let shown = crate::opts::quote(other);
            Err(Failure::new(format!("unsupported format {shown}")))
        }
    }
}

/// Prints the text, or writes it to a file.
async fn deliver(compose: &Compose, text: &str) -> Outcome {
    let call = &compose.call;
    if call.flags.on("quiet") {
        return Ok(());
    }
    match call.flags.get("output").filter(|o| !o.is_empty() && !text.is_empty()) {
        Some(path) => call
            .write_file(path, text.as_bytes())
            .await
            .map_err(|e| Failure::new(format!("open {path}: {}", e.to_string().to_lowercase()))),
        None => {
            call.out(text).await;
            Ok(())
        }
    }
}

/// The variables that the files name, with what they default to.
async fn variables(compose: &Compose) -> Outcome {
    let call = &compose.call;
    match call.flags.get("format").unwrap_or_default().to_lowercase().as_str() {
        "" | "table" | "pretty" => {}
        other => {
            return Err(Failure::not_simulated(&format!(
                "docker compose config --variables --format {other}"
            )));
        }
    }
    let model = compose
        .model(|options| {
            options.no_validation = true;
            options.no_path_resolution = call.flags.on("no-path-resolution");
        })
        .await?;
    let head = ["NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE"].map(str::to_string);
    let mut rows = vec![head];
    for (name, variable) in model.variables() {
        rows.push([
            name,
            variable.required.to_string(),
            variable.default_value,
            variable.presence_value,
        ]);
    }
    let mut widths = [20; 3];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count() + 3);
        }
    }
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(&format!("{cell:width$}"));
        }
        line.push_str(&row[3]);
        call.line(&line).await;
    }
    Ok(())
}

/// The lines of what the flags ask for, instead of everything.
fn lines(compose: &Compose, project: &Project) -> Result<Option<Vec<String>>, Failure> {
    let flags = &compose.call.flags;
    if flags.on("services") {
        return Ok(Some(project.dependency_order()));
    }
    if flags.on("volumes") {
        return Ok(Some(project.volumes.keys().cloned().collect()));
    }
    if flags.on("networks") {
        return Ok(Some(project.networks.keys().cloned().collect()));
    }
    if flags.on("models") {
        return Ok(Some(project.models.values().map(|m| m.model.clone()).collect()));
    }
    if let Some(names) = flags.get("hash") {
        let wanted: Vec<String> = match names {
            "*" => project.service_names(),
            names => names.split(',').map(str::to_string).collect(),
        };
        let line = |name: &String| -> Result<String, Failure> {
            project.service(name)?;
            Ok(format!("{name} {}", project.config_hash(name).unwrap_or_default()))
        };
        return wanted.iter().map(line).collect::<Result<Vec<_>, _>>().map(Some);
    }
    if flags.on("profiles") {
        let all: BTreeSet<String> = project
            .all_services()
            .values()
            .flat_map(|s| s.profiles.iter().cloned())
            .collect();
        return Ok(Some(all.into_iter().collect()));
    }
    if flags.on("images") {
        let image = |s: &compose::model::ServiceConfig| s.image_or_default(&project.name);
        return Ok(Some(project.services.values().map(image).collect()));
    }
    if flags.on("environment") {
        let pairs = project.environment.iter().map(|(name, value)| format!("{name}={value}"));
        return Ok(Some(pairs.collect()));
    }
    Ok(None)
}
