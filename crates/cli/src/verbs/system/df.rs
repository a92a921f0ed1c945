//! `docker system df`.

use crate::call::{Call, Failure, Outcome};
use crate::format::{self, Headings, human_size};
use crate::gotemplate::{Mode, Template, Value};
use crate::verbs::{build, container, image, refuse, volume};
use engine::{DiskUsage, Filters, ImageSummary};
use std::collections::BTreeMap;
use std::rc::Rc;
use vfs::Digest;

const HEADINGS: Headings = &[
    ("Type", "TYPE"),
    ("TotalCount", "TOTAL"),
    ("Active", "ACTIVE"),
    ("Size", "SIZE"),
    ("Reclaimable", "RECLAIMABLE"),
];

const RAW: &str =
    "type: {{.Type}}\ntotal: {{.TotalCount}}\nactive: {{.Active}}\nsize: {{.Size}}\nreclaimable: {{.Reclaimable}}\n";

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
        return match wanted.as_str() {
            "" | "table" => verbose(&call).await,
            "raw" => refuse("drydock: docker system df -v --format raw is not simulated"),
            _ => formatted(&call, &wanted).await,
        };
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
            build::cache::usage(&call),
        ),
    ];
    let format = match wanted.as_str() {
        "" | "table" => "table {{.Type}}\\t{{.TotalCount}}\\t{{.Active}}\\t{{.Size}}\\t{{.Reclaimable}}",
        "raw" => RAW,
        custom => custom,
    };
    call.out(&format::render(format, HEADINGS, &rows)?).await;
    Ok(())
}

/// Every image once, by the first of its names.
fn images(call: &Call, trunc: bool) -> Result<Vec<Value>, Failure> {
    let mut images = call.engine.list_images(true, &Filters::default())?;
    let mut seen = Vec::new();
    images.retain(|summary| {
        let new = !seen.contains(&summary.image.id);
        seen.push(summary.image.id);
        new
    });
    let shared = shared_sizes(&images);
    let rows = images.iter().zip(shared);
    Ok(rows
        .map(|(summary, shared)| image::ls::row(call, summary, trunc, Some(shared)))
        .collect())
}

/// How many bytes of each image others have too: layers on top of the same ones below, unpacked, and their blobs.
fn shared_sizes(images: &[ImageSummary]) -> Vec<u64> {
    let mut chains: BTreeMap<Vec<Digest>, usize> = BTreeMap::new();
    let mut blobs: BTreeMap<Digest, usize> = BTreeMap::new();
    let diffs = |summary: &ImageSummary| summary.image.layers.iter().map(|layer| layer.diff_id()).collect::<Vec<_>>();
    for diffs in images.iter().map(diffs) {
        for end in 1..=diffs.len() {
            *chains.entry(diffs.iter().take(end).copied().collect()).or_default() += 1;
        }
        let own: std::collections::BTreeSet<Digest> = diffs.into_iter().collect();
        own.into_iter().for_each(|blob| *blobs.entry(blob).or_default() += 1);
    }
    let several = |count: Option<&usize>| count.is_some_and(|count| *count > 1);
    let shared = |summary: &ImageSummary| {
        let diffs = diffs(summary);
        let layers = summary.image.layers.iter().enumerate();
        layers
            .map(|(at, layer)| {
                let unpacked = diffs.get(..=at).is_some_and(|chain| several(chains.get(chain)));
                let first = diffs.iter().position(|diff| *diff == layer.diff_id()) == Some(at);
                let blob = first && several(blobs.get(&layer.diff_id()));
                let size = layer.size();
                (if unpacked { size } else { 0 }) + (if blob { image::ls::compressed(size) } else { 0 })
            })
            .sum()
    };
    images.iter().map(shared).collect()
}

/// Every container, without the size of its image.
fn containers(call: &Call, trunc: bool) -> Result<Vec<Value>, Failure> {
    let now = call.engine.now();
    let mut containers = call.engine.list_containers(true, None, &Filters::default())?;
    containers.iter_mut().for_each(|c| c.size.1 = 0);
    Ok(containers.iter().map(|c| container::ps::row(c, now, trunc)).collect())
}

fn volumes(call: &Call) -> Result<Vec<Value>, Failure> {
    let volumes = call.engine.volumes(&Filters::default())?;
    Ok(volumes.iter().map(|v| volume::row(call, v, true)).collect())
}

/// `--format` of all of it together: a template over the four lists, whose text ends where it ends.
async fn formatted(call: &Call, wanted: &str) -> Outcome {
    let trunc = wanted.starts_with("table");
    let lists = format::row(
        "*formatter.diskUsageContext",
        vec![
            ("Images", Value::List(Rc::new(images(call, trunc)?))),
            ("Containers", Value::List(Rc::new(containers(call, trunc)?))),
            ("Volumes", Value::List(Rc::new(volumes(call)?))),
            ("BuildCache", Value::List(Rc::new(build::cache::rows(call, trunc)))),
        ],
    );
    let failed = |error: String| Failure::new(format!("template parsing error: {error}"));
    let template = Template::parse(&format::template_text(wanted)).map_err(failed)?;
    let text = template.run(&lists, Mode::Typed).map_err(Failure::new)?;
    call.out(&text).await;
    Ok(())
}

async fn verbose(call: &Call) -> Outcome {
    let rows = images(call, true)?;
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
    let rows = containers(call, true)?;
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
    let rows = volumes(call)?;
    out.push_str("\nLocal Volumes space usage:\n\n");
    const VOLUMES: Headings = &[("Name", "VOLUME NAME"), ("Links", "LINKS"), ("Size", "SIZE")];
    out.push_str(&format::render("table {{.Name}}\\t{{.Links}}\\t{{.Size}}", VOLUMES, &rows)?);
    let cache = build::cache::usage(call);
    out.push_str(&format!("\nBuild cache usage: {}\n\n", human_size(cache.size)));
    out.push_str(&build::cache::table(call)?);
    call.out(&out).await;
    Ok(())
}
