//! `docker compose images`: the images of a project's containers.

use super::containers::service;
use super::{Compose, labels};
use crate::call::Outcome;
use crate::format;
use dockerfile::Reference;
use engine::Filters;
use serde_json::json;

pub async fn verb(compose: Compose) -> Outcome {
    let call = &compose.call;
    let name = compose.project_name().await?;
    let mut filters = Filters::default();
    filters.add("label", &format!("{}={name}", labels::PROJECT));
    let mut containers = call.engine.list_containers(true, None, &filters)?;
    if !call.arguments().is_empty() {
        containers.retain(|c| call.arguments().iter().any(|s| s == service(c)));
    }
    containers.sort_by(|a, b| a.name.cmp(&b.name));
    let now = call.engine.now();
    let (mut ids, mut rows) = (Vec::new(), Vec::new());
    let mut table = String::from("CONTAINER\tREPOSITORY\tTAG\tPLATFORM\tIMAGE ID\tSIZE\tCREATED\n");
    for c in &containers {
        let image = call.engine.find_image(&c.image).ok();
        let id = image.as_ref().map_or_else(|| c.image_id.clone(), |i| i.id.to_string());
        let bare = id.strip_prefix("sha256:").unwrap_or(&id).to_string();
        let reference = Reference::parse(&c.image).ok().map(|r| r.with_default_tag());
        let (repository, tag) = match &reference {
            Some(r) => (r.familiar_name(), r.tag.clone().unwrap_or_default()),
            None => (String::new(), String::new()),
        };
        let or_none = |text: &str| {
            if text.is_empty() {
                "<none>".to_string()
            } else {
                text.to_string()
            }
        };
        let platform = image
            .as_ref()
            .map_or_else(|| "linux/amd64".to_string(), |i| format!("{}/{}", i.os, i.architecture));
        let size = image.as_ref().map_or(0, |i| i.size());
        table.push_str(&format!(
            "{}\t{}\t{}\t{platform}\t{}\t{}\t{}\n",
            c.name,
            or_none(&repository),
            or_none(&tag),
            format::short_id(&bare),
            format::short_size(size),
            image.as_ref().map_or_else(|| "N/A".into(), |i| format::ago(now, i.created)),
        ));
        rows.push(json!({
            "ID": id,
            "ContainerName": c.name,
            "Repository": repository,
            "Tag": tag,
            "Platform": platform,
            "Size": size,
            "Created": image.as_ref().map(|i| format::nano_time(i.created)),
        }));
        if !ids.contains(&bare) {
            ids.push(bare);
        }
    }
    if call.flags.on("quiet") {
        for id in ids {
            call.line(&id).await;
        }
        return Ok(());
    }
    match call.flags.get("format").unwrap_or("table") {
        "json" => call.line(&serde_json::Value::from(rows).to_string()).await,
        "table" | "" | "pretty" => call.out(&format::align_with(&table, 20, 3)).await,
        other => return Err(super::ls::unsupported(other)),
    }
    Ok(())
}
