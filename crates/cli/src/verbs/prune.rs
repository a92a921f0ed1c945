//! The prune commands, each asking first, and `docker system prune`, which is all of them.

use crate::call::{Call, Failure, Outcome};
use crate::format::human_size;
use engine::{Filters, Pruned, Removed};

pub async fn containers(call: Call) -> Outcome {
    let warning = "WARNING! This will remove all stopped containers.";
    if !agreed(&call, warning).await {
        return Ok(());
    }
    let pruned = call.engine.prune_containers(&call.filters())?;
    report(
        &call,
        &[listed("Deleted Containers", &pruned.removed)],
        Some(pruned.reclaimed),
    )
    .await;
    Ok(())
}

pub async fn images(call: Call) -> Outcome {
    let all = call.flags.on("all");
    let warning = match all {
        true => "WARNING! This will remove all images without at least one container associated to them.",
        false => "WARNING! This will remove all dangling images.",
    };
    if !agreed(&call, warning).await {
        return Ok(());
    }
    let pruned = call.engine.prune_images(all, &call.filters())?;
    report(&call, &[deleted_images(&pruned)], Some(pruned.reclaimed)).await;
    Ok(())
}

pub async fn volumes(call: Call) -> Outcome {
    let all = call.flags.on("all");
    let warning = match all {
        true => "WARNING! This will remove all local volumes not used by at least one container.",
        false => "WARNING! This will remove anonymous local volumes not used by at least one container.",
    };
    if all && !call.filters().values("all").is_empty() {
        return Err(Failure::new(
            "conflicting options: cannot specify both --all and --filter all=1",
        ));
    }
    if !agreed(&call, warning).await {
        return Ok(());
    }
    let pruned = call.engine.prune_volumes(all, &call.filters())?;
    report(&call, &[listed("Deleted Volumes", &pruned.removed)], Some(pruned.reclaimed)).await;
    Ok(())
}

pub async fn networks(call: Call) -> Outcome {
    let warning = "WARNING! This will remove all custom networks not used by at least one container.";
    if !agreed(&call, warning).await {
        return Ok(());
    }
    let pruned = call.engine.prune_networks(&call.filters())?;
    report(&call, &[listed("Deleted Networks", &pruned.removed)], None).await;
    Ok(())
}

pub async fn system(call: Call) -> Outcome {
    let flags = &call.flags;
    let (all, volumes) = (flags.on("all"), flags.on("volumes"));
    let filters = call.filters();
    if volumes && !filters.values("until").is_empty() {
        return Err(Failure::new(
            "ERROR: The \"until\" filter is not supported with \"--volumes\"",
        ));
    }
    if !flags.on("force") {
        let mut lines = vec!["all stopped containers", "all networks not used by at least one container"];
        if volumes {
            lines.push("all anonymous volumes not used by at least one container");
        }
        lines.push(match all {
            true => "all images without at least one container associated to them",
            false => "all dangling images",
        });
        lines.push(if all { "all build cache" } else { "unused build cache" });
        let mut question = String::from("WARNING! This will remove:");
        for line in lines {
            question.push_str(&format!("\n  - {line}"));
        }
        let mut shown: Vec<String> = Vec::new();
        for name in ["label", "label!", "until"] {
            shown.extend(filters.values(name).iter().map(|v| format!("{name}={v}")));
        }
        shown.sort();
        if !shown.is_empty() {
            question.push_str("\n\n  Items to be pruned will be filtered with:");
            for line in shown {
                question.push_str(&format!("\n  - {line}"));
            }
        }
        question.push_str("\n\nAre you sure you want to continue?");
        if !call.confirm(&question).await {
            return Ok(());
        }
    }
    let engine = &call.engine;
    let containers = engine.prune_containers(&filters)?;
    let networks = engine.prune_networks(&filters)?;
    let mut without_until = Filters::default();
    for name in ["label", "label!"] {
        for value in filters.values(name) {
            without_until.add(name, value);
        }
    }
    let gone_volumes = match volumes {
        true => engine.prune_volumes(false, &without_until)?,
        false => Pruned::default(),
    };
    let images = engine.prune_images(all, &filters)?;
    let cache = crate::verbs::build::cache::prune_all(&call, all);
    let reclaimed = containers.reclaimed + gone_volumes.reclaimed + images.reclaimed + cache.1;
    report(
        &call,
        &[
            listed("Deleted Containers", &containers.removed),
            listed("Deleted Networks", &networks.removed),
            listed("Deleted Volumes", &gone_volumes.removed),
            deleted_images(&images),
            listed("Deleted build cache objects", &cache.0),
        ],
        Some(reclaimed),
    )
    .await;
    Ok(())
}

async fn agreed(call: &Call, warning: &str) -> bool {
    call.flags.on("force") || call.confirm(&format!("{warning}\nAre you sure you want to continue?")).await
}

fn listed(heading: &str, names: &[String]) -> String {
    match names.is_empty() {
        true => String::new(),
        false => format!("{heading}:\n{}\n", names.join("\n")),
    }
}

fn deleted_images(pruned: &Pruned) -> String {
    let lines: Vec<String> = pruned
        .images
        .iter()
        .map(|r| match r {
            Removed::Untagged(name) => format!("untagged: {name}"),
            Removed::Deleted(id) => format!("deleted: {id}"),
        })
        .collect();
    listed("Deleted Images", &lines)
}

/// What was removed, each kind with an empty line after it, and what that gave back.
async fn report(call: &Call, kinds: &[String], reclaimed: Option<u64>) {
    for kind in kinds.iter().filter(|k| !k.is_empty()) {
        call.out(&format!("{kind}\n")).await;
    }
    if let Some(bytes) = reclaimed {
        call.line(&format!("Total reclaimed space: {}", human_size(bytes))).await;
    }
}
