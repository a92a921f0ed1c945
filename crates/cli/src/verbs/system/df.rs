//! `docker system df`.

use crate::call::{Call, Outcome};
use crate::format::{self, Headings, human_size};
use crate::gotemplate::Value;
use crate::verbs::{container, image, refuse, volume};
use engine::{DiskUsage, Filters};

const HEADINGS: Headings = &[
    ("Type", "TYPE"),
    ("TotalCount", "TOTAL"),
    ("Active", "ACTIVE"),
    ("Size", "SIZE"),
    ("Reclaimable", "RECLAIMABLE"),
];

fn row(type_name: &'static str, name: &'static str, usage: DiskUsage) -> Value {
    let share = match usage.size {
        0 => String::new(),
        size => format!(" ({}%)", usage.reclaimable.saturating_mul(100) / size),
    };
    let reclaimable = format!("{}{share}", human_size(usage.reclaimable));
    format::row(
        type_name,
        vec![
            ("Active", usage.active.to_string().into()),
            ("Reclaimable", reclaimable.into()),
            ("Size", human_size(usage.size).into()),
            ("TotalCount", usage.count.to_string().into()),
            ("Type", name.into()),
        ],
    )
}

pub async fn df(call: Call) -> Outcome {
    let engine = &call.engine;
    let wanted = call.flags.text("format");
    if call.flags.on("verbose") {
        if !["", "table"].contains(&wanted.as_str()) {
            return refuse("drydock: docker system df -v --format is not simulated");
        }
        return verbose(&call).await;
    }
    let rows = [
        row("*formatter.diskUsageImagesContext", "Images", engine.usage_of_images()),
        row(
            "*formatter.diskUsageContainersContext",
            "Containers",
            engine.usage_of_containers(),
        ),
        row(
            "*formatter.diskUsageVolumesContext",
            "Local Volumes",
            engine.usage_of_volumes(),
        ),
        row(
            "*formatter.diskUsageBuilderContext",
            "Build Cache",
            crate::verbs::build::cache::usage(&call),
        ),
    ];
    let format = match wanted.as_str() {
        "" | "table" => "table {{.Type}}\\t{{.TotalCount}}\\t{{.Active}}\\t{{.Size}}\\t{{.Reclaimable}}",
        custom => custom,
    };
    call.out(&format::render(format, HEADINGS, &rows)?).await;
    Ok(())
}

async fn verbose(call: &Call) -> Outcome {
    let none = Filters::default();
    let images = call.engine.list_images(true, &none)?;
    let rows: Vec<Value> = images.iter().map(|i| image::ls::row(call, i, true)).collect();
    let mut out = String::from("Images space usage:\n\n");
    let format = "table {{.Repository}}\\t{{.Tag}}\\t{{.ID}}\\t{{.CreatedSince}}\\t{{.Size}}\\t{{.SharedSize}}\\t{{.UniqueSize}}\\t{{.Containers}}";
    const IMAGES: Headings = &[
        ("Repository", "REPOSITORY"),
        ("Tag", "TAG"),
        ("ID", "IMAGE ID"),
        ("CreatedSince", "CREATED"),
        ("Size", "SIZE"),
        ("SharedSize", "SHARED SIZE"),
        ("UniqueSize", "UNIQUE SIZE"),
        ("Containers", "CONTAINERS"),
    ];
    out.push_str(&format::render(format, IMAGES, &rows)?);
    let now = call.engine.now();
    let containers = call.engine.list_containers(true, None, &none)?;
    let rows: Vec<Value> = containers.iter().map(|c| container::ps::row(c, now, true)).collect();
    out.push_str("\nContainers space usage:\n\n");
    const CONTAINERS: Headings = &[
        ("ID", "CONTAINER ID"),
        ("Image", "IMAGE"),
        ("Command", "COMMAND"),
        ("LocalVolumes", "LOCAL VOLUMES"),
        ("Size", "SIZE"),
        ("RunningFor", "CREATED"),
        ("Status", "STATUS"),
        ("Names", "NAMES"),
    ];
    let format =
        "table {{.ID}}\\t{{.Image}}\\t{{.Command}}\\t{{.LocalVolumes}}\\t{{.Size}}\\t{{.RunningFor}}\\t{{.Status}}\\t{{.Names}}";
    out.push_str(&format::render(format, CONTAINERS, &rows)?);
    let volumes = call.engine.volumes(&none)?;
    let rows: Vec<Value> = volumes.iter().map(|v| volume::row(call, v, true)).collect();
    out.push_str("\nLocal Volumes space usage:\n\n");
    const VOLUMES: Headings = &[("Name", "VOLUME NAME"), ("Links", "LINKS"), ("Size", "SIZE")];
    out.push_str(&format::render("table {{.Name}}\\t{{.Links}}\\t{{.Size}}", VOLUMES, &rows)?);
    let cache = crate::verbs::build::cache::usage(call);
    out.push_str(&format!("\nBuild cache usage: {}\n\n", human_size(cache.size)));
    out.push_str(&crate::verbs::build::cache::table(call)?);
    call.out(&out).await;
    Ok(())
}
