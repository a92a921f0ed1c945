//! `docker history`.

use crate::call::{Call, Outcome};
use crate::format::{self, Headings};
use crate::gotemplate::Value;

const HEADINGS: Headings = &[
    ("ID", "IMAGE"),
    ("CreatedSince", "CREATED"),
    ("CreatedAt", "CREATED AT"),
    ("CreatedBy", "CREATED BY"),
    ("Size", "SIZE"),
    ("Comment", "COMMENT"),
];

pub async fn history(call: Call) -> Outcome {
    let flags = &call.flags;
    let image = call.engine.find_image(call.argument(0))?;
    let (trunc, human) = (!flags.on("no-trunc"), flags.on_by_default("human"));
    let now = call.engine.now();
    let mut layers = image.layers.iter();
    let mut rows: Vec<Value> = Vec::new();
    for (i, h) in image.history.iter().enumerate() {
        let size = match h.empty_layer {
            true => 0,
            false => layers.next().map_or(0, |l| l.size()),
        };
        let id = match i + 1 == image.history.len() {
            true if trunc => image.id.short(),
            true => image.id.to_string(),
            false => "<missing>".to_string(),
        };
        let by = h.created_by.replace('\t', " ");
        let by = if trunc { format::ellipsis(&by, 45) } else { by };
        let since = match human {
            true => format::ago(now, h.created),
            false => format::iso_time(h.created),
        };
        let size = if human { format::short_size(size) } else { size.to_string() };
        rows.push(format::row(
            "*image.historyContext",
            vec![
                ("Comment", h.comment.as_str().into()),
                ("CreatedAt", format::iso_time(h.created).into()),
                ("CreatedBy", by.into()),
                ("CreatedSince", since.into()),
                ("ID", id.into()),
                ("Size", size.into()),
            ],
        ));
    }
    rows.reverse();
    let format = match flags.get("format").unwrap_or_default() {
        _ if flags.on("quiet") => "{{.ID}}".to_string(),
        "" | "table" => format!(
            "table {{{{.ID}}}}\\t{{{{.{}}}}}\\t{{{{.CreatedBy}}}}\\t{{{{.Size}}}}\\t{{{{.Comment}}}}",
            if human { "CreatedSince" } else { "CreatedAt" }
        ),
        custom => custom.to_string(),
    };
    call.out(&format::render(&format, HEADINGS, &rows)?).await;
    Ok(())
}
