//! `docker volume create`, `ls` and `rm`.

use crate::call::{Call, Failure, Outcome};
use crate::format::{self, Headings};
use crate::gotemplate::Value;
use crate::opts;
use crate::verbs::refuse;
use engine::{Error, VolumeRequest};
use std::rc::Rc;

pub async fn create(call: Call) -> Outcome {
    let flags = &call.flags;
    if let Some(name) = ["availability", "group", "scope", "secret", "sharing", "type"]
        .iter()
        .find(|n| flags.changed(n))
    {
        return Err(Failure::not_simulated(&format!("docker volume create --{name}")));
    }
    let name = match (flags.get("name").filter(|n| !n.is_empty()), call.argument(0)) {
        (Some(_), argument) if !argument.is_empty() => {
            return refuse("conflicting options: cannot specify a volume-name through both --name and as a positional arg");
        }
        (Some(name), _) => name.to_string(),
        (None, argument) => argument.to_string(),
    };
    let volume = call.engine.create_volume(VolumeRequest {
        name,
        driver: flags.text("driver"),
        labels: opts::pairs(&flags.all("label")).into_iter().collect(),
        options: opts::pairs(&flags.all("opt")).into_iter().collect(),
    })?;
    call.line(&volume.name).await;
    Ok(())
}

const HEADINGS: Headings = &[
    ("Name", "VOLUME NAME"),
    ("Driver", "DRIVER"),
    ("Scope", "SCOPE"),
    ("Availability", "AVAILABILITY"),
    ("Mountpoint", "MOUNTPOINT"),
    ("Labels", "LABELS"),
    ("Links", "LINKS"),
    ("Size", "SIZE"),
    ("Group", "GROUP"),
    ("Status", "STATUS"),
];

pub async fn ls(call: Call) -> Outcome {
    let volumes = call.engine.volumes(&call.filters())?;
    let format = match call.flags.get("format").unwrap_or_default() {
        "" | "table" if call.flags.on("quiet") => "{{.Name}}",
        custom => custom,
    };
    list(&call, &volumes, format).await
}

/// Prints volumes in a format, as a table if it is empty.
pub async fn list(call: &Call, volumes: &[engine::Volume], format: &str) -> Outcome {
    let rows: Vec<Value> = volumes.iter().map(|v| row(call, v, false)).collect();
    let format = match format {
        "" | "table" => "table {{.Driver}}\\t{{.Name}}",
        "raw" if call.flags.on("quiet") => "name: {{.Name}}",
        "raw" => "name: {{.Name}}\\ndriver: {{.Driver}}\\n",
        custom => custom,
    };
    call.out(&format::render(format, HEADINGS, &rows)?).await;
    Ok(())
}

/// A volume's columns; its size and users only where they are asked for.
pub fn row(call: &Call, volume: &engine::Volume, usage: bool) -> Value {
    let labels: Vec<String> = volume.labels.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let (size, links) = match usage {
        true => (
            format::human_size(volume.size()),
            call.engine.users_of_volume(&volume.name).len().to_string(),
        ),
        false => ("N/A".to_string(), "N/A".to_string()),
    };
    format::row(
        "*formatter.volumeContext",
        vec![
            ("Availability", "N/A".into()),
            ("Driver", volume.driver.as_str().into()),
            ("Group", "N/A".into()),
            ("Label", format::label_method(Rc::new(volume.labels.clone()))),
            ("Labels", labels.join(",").into()),
            ("Links", links.into()),
            ("Mountpoint", volume.mountpoint().into()),
            ("Name", volume.name.as_str().into()),
            ("Scope", "local".into()),
            ("Size", size.into()),
            ("Status", "N/A".into()),
        ],
    )
}

pub async fn rm(call: Call) -> Outcome {
    let force = call.flags.on("force");
    if call.arguments().iter().any(String::is_empty) {
        return refuse("invalid volume name: value is empty");
    }
    call.each(|name| {
        let engine = call.engine.clone();
        async move {
            match engine.remove_volume(&name, force) {
                Err(Error::NotFound(_)) if force => Ok(()),
                other => other,
            }
        }
    })
    .await
}
