//! `docker images`: Docker 29's table, `--tree`, and the older columns for `--format`.

use crate::call::{Call, Outcome};
use crate::format::{self, Headings};
use crate::gotemplate::Value;
use crate::verbs::refuse;
use engine::ImageSummary;
use std::rc::Rc;

const HEADINGS: Headings = &[
    ("ID", "IMAGE ID"),
    ("Repository", "REPOSITORY"),
    ("Tag", "TAG"),
    ("Digest", "DIGEST"),
    ("CreatedSince", "CREATED"),
    ("CreatedAt", "CREATED AT"),
    ("Size", "SIZE"),
    ("Containers", "CONTAINERS"),
    ("SharedSize", "SHARED SIZE"),
    ("UniqueSize", "UNIQUE SIZE"),
];

/// The commands of `docker image`, which somebody may have meant by `docker images ls`.
const VERBS: &[&str] = &[
    "build", "history", "import", "inspect", "list", "load", "ls", "prune", "pull", "push", "rm", "save", "tag",
];

pub async fn ls(call: Call) -> Outcome {
    let flags = &call.flags;
    let mut filters = call.filters();
    let name = call.argument(0);
    if !name.is_empty() {
        filters.add("reference", name);
    }
    let (quiet, digests, trunc) = (flags.on("quiet"), flags.on("digests"), !flags.on("no-trunc"));
    let format = flags.text("format");
    if flags.on("tree") {
        let clash = [
            (quiet, "--quiet"),
            (!trunc, "--no-trunc"),
            (digests, "--show-digest"),
            (!format.is_empty(), "--format"),
        ];
        if let Some((_, flag)) = clash.iter().find(|(given, _)| *given) {
            return refuse(format!("{flag} is not yet supported with --tree"));
        }
    }
    let mut images = call.engine.list_images(flags.on("all"), &filters)?;
    if !flags.on("all")
        && !filters
            .values("dangling")
            .iter()
            .any(|v| crate::opts::parse_bool(v) == Some(true))
    {
        let asked = !filters.values("dangling").is_empty();
        images.retain(|i| i.name.is_some() || asked);
    }
    let count = images.len();
    if quiet || !trunc || digests || !format.is_empty() {
        let rows: Vec<Value> = images.iter().map(|i| row(&call, i, trunc, None)).collect();
        let format = match format.as_str() {
            "" | "table" if quiet => "{{.ID}}",
            "" | "table" if digests => "table {{.Repository}}\\t{{.Tag}}\\t{{.Digest}}\\t{{.ID}}\\t{{.CreatedSince}}\\t{{.Size}}",
            "" | "table" => "table {{.Repository}}\\t{{.Tag}}\\t{{.ID}}\\t{{.CreatedSince}}\\t{{.Size}}",
            custom => custom,
        };
        call.out(&format::render(format, HEADINGS, &rows)?).await;
    } else {
        let text = tree(&call, images, flags.on("tree"));
        call.out(&text).await;
    }
    if count == 0 && call.words == "images" && VERBS.contains(&name) {
        call.err(&format!(
            "No images found matching {}: did you mean \"docker image {name}\"?",
            crate::opts::quote(name)
        ))
        .await;
    }
    Ok(())
}

/// Bytes that compressed layers take: about two fifths of what is unpacked.
pub fn compressed(bytes: u64) -> u64 {
    bytes.saturating_mul(2) / 5
}

/// Bytes that an image's compressed blobs would take.
fn content_size(image: &ImageSummary) -> u64 {
    compressed(image.image.size())
}

/// An image's columns; `shared` is how many of its bytes other images have too, where that was asked.
pub fn row(call: &Call, image: &ImageSummary, trunc: bool, shared: Option<u64>) -> Value {
    let size = image.image.size() + content_size(image);
    let told = |bytes: Option<u64>| bytes.map_or_else(|| "N/A".to_string(), format::human_size);
    let none = || "<none>".to_string();
    let (repository, tag) = image.name.clone().unwrap_or_else(|| (none(), none()));
    let id = image.image.id.to_string();
    let digest = if image.name.is_some() { id.clone() } else { none() };
    format::row(
        "*formatter.imageContext",
        vec![
            ("Containers", image.containers.to_string().into()),
            ("CreatedAt", format::go_time(image.image.created).into()),
            ("CreatedSince", format::ago(call.engine.now(), image.image.created).into()),
            ("Digest", digest.into()),
            ("ID", if trunc { format::short_id(&id) } else { id }.into()),
            ("Repository", repository.into()),
            ("SharedSize", told(shared).into()),
            ("Size", format::short_size(size).into()),
            ("Tag", tag.into()),
            ("UniqueSize", told(shared.map(|shared| size.saturating_sub(shared))).into()),
            (
                "Label",
                Value::Method(Rc::new({
                    let labels = image.image.config.labels.clone();
                    move |arguments| match arguments.first() {
                        Some(Value::Text(name)) => Value::from(labels.get(&**name).cloned().unwrap_or_default()),
                        _ => Value::from(""),
                    }
                })),
            ),
        ],
    )
}

/// Docker 29's table: name, id, sizes, and a U for images that containers use. Expanded, each image has a
/// line for its platform.
fn tree(call: &Call, images: Vec<ImageSummary>, expanded: bool) -> String {
    struct Line {
        names: Vec<String>,
        image: ImageSummary,
    }
    let mut lines: Vec<Line> = Vec::new();
    for image in images {
        let name = image.name.as_ref().map(|(repository, tag)| format!("{repository}:{tag}"));
        match lines.iter_mut().find(|l| expanded && l.image.image.id == image.image.id) {
            Some(line) => line.names.extend(name),
            None => lines.push(Line {
                names: name.into_iter().collect(),
                image,
            }),
        }
    }
    for line in &mut lines {
        line.names.sort();
    }
    lines.sort_by(|a, b| {
        let key = |l: &Line| (l.names.is_empty(), l.names.first().cloned().unwrap_or_default());
        key(a).cmp(&key(b))
    });
    const UNTAGGED: &str = "<untagged>";
    let platform = |i: &ImageSummary| match i.image.variant.is_empty() {
        true => format!("{}/{}", i.image.os, i.image.architecture),
        false => format!("{}/{}/{}", i.image.os, i.image.architecture, i.image.variant),
    };
    let width = lines
        .iter()
        .flat_map(|l| {
            let mut widths: Vec<usize> = l.names.iter().map(|n| n.chars().count()).collect();
            if l.names.is_empty() {
                widths.push(UNTAGGED.len());
            }
            if expanded {
                widths.push(platform(&l.image).len() + 3);
            }
            widths
        })
        .max()
        .unwrap_or(0)
        .max("IMAGE".len());
    let mut out = String::new();
    if let Some(tty) = call.sys.tty(1) {
        let legend = "i Info →   U  In Use";
        let room = usize::from(tty.size().0).saturating_sub(legend.chars().count());
        out.push_str(&format!("{}{legend}\n", " ".repeat(room)));
    }
    out.push_str(&format!(
        "{:width$}   {:12}   {:>10}   {:>12}   {:5}\n",
        "IMAGE", "ID", "DISK USAGE", "CONTENT SIZE", "EXTRA"
    ));
    for line in &lines {
        let content = content_size(&line.image);
        let details = format!(
            "   {:12}   {:>10}   {:>12}   {:5}",
            line.image.image.id.short(),
            format::short_size(line.image.image.size() + content),
            format::short_size(content),
            if line.image.containers > 0 { "U" } else { "" }
        );
        let names = match line.names.is_empty() {
            true => vec![UNTAGGED.to_string()],
            false => line.names.clone(),
        };
        for (i, name) in names.iter().enumerate() {
            match i + 1 == names.len() {
                true => out.push_str(&format!("{name:width$}{details}\n")),
                false => out.push_str(&format!("{name:width$}\n")),
            }
        }
        if expanded {
            out.push_str(&format!("{:width$}{details}\n\n", format!("└─ {}", platform(&line.image))));
        }
    }
    out
}
