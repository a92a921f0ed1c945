//! `docker buildx ls`, `version`, `du` and `prune`: the builder and its cache.

use crate::call::{Call, Failure, Outcome};
use crate::format;
use crate::gotemplate::Value;
use engine::DiskUsage;

pub async fn ls(call: Call) -> Outcome {
    call.out(
        "NAME/NODE     DRIVER/ENDPOINT   STATUS    BUILDKIT   PLATFORMS\n\
         default*      docker                                 \n \
         \\_ default    \\_ default       running   v0.26.2    linux/amd64\n",
    )
    .await;
    Ok(())
}

pub async fn version(call: Call) -> Outcome {
    call.line("github.com/docker/buildx v0.30.1 9e66234aa13328a5e75b75aa5574e1ca6d6d9c01")
        .await;
    Ok(())
}

/// What the build cache holds.
pub fn usage(call: &Call) -> DiskUsage {
    let mut usage = DiskUsage::default();
    let used: std::collections::BTreeSet<_> = call
        .engine
        .images(|store| store.all().flat_map(|i| i.layers.iter().map(|l| l.diff_id())).collect());
    for (_, record) in call.engine.build_cache() {
        usage.count += 1;
        usage.size += record.layer.size();
        if !used.contains(&record.layer.diff_id()) {
            usage.reclaimable += record.layer.size();
        }
    }
    usage
}

/// The cache's records as `docker system df -v` lists them.
pub fn table(call: &Call) -> Result<String, Failure> {
    let now = call.engine.now();
    let rows: Vec<Value> = call
        .engine
        .build_cache()
        .iter()
        .map(|(key, record)| {
            format::row(
                "*formatter.buildCacheContext",
                vec![
                    ("CacheType", "regular".into()),
                    ("CreatedSince", format::ago(now, record.created).into()),
                    ("ID", key.short().into()),
                    ("LastUsedSince", format::ago(now, record.last_used).into()),
                    ("Shared", "false".into()),
                    ("Size", format::human_size(record.layer.size()).into()),
                    ("UsageCount", record.uses.to_string().into()),
                ],
            )
        })
        .collect();
    format::render(
        "table {{.ID}}\\t{{.CacheType}}\\t{{.Size}}\\t{{.CreatedSince}}\\t{{.LastUsedSince}}\\t{{.UsageCount}}\\t{{.Shared}}",
        &[
            ("ID", "CACHE ID"),
            ("CacheType", "CACHE TYPE"),
            ("Size", "SIZE"),
            ("CreatedSince", "CREATED"),
            ("LastUsedSince", "LAST USED"),
            ("UsageCount", "USAGE"),
            ("Shared", "SHARED"),
        ],
        &rows,
    )
}

/// Takes the cache away. Gives the records' ids and their bytes.
pub fn prune_all(call: &Call, all: bool) -> (Vec<String>, u64) {
    let (gone, bytes) = call.engine.prune_build_cache(all);
    (gone.iter().map(|key| key.hex()).collect(), bytes)
}

pub async fn du(call: Call) -> Outcome {
    if call.flags.changed("format") || call.flags.changed("filter") || call.flags.on("verbose") {
        return Err(Failure::not_simulated("docker buildx du with these options"));
    }
    let usage = usage(&call);
    let mut table = String::from("ID\tRECLAIMABLE\tSIZE\tLAST ACCESSED\n");
    let now = call.engine.now();
    for (key, record) in call.engine.build_cache() {
        table.push_str(&format!(
            "{}\ttrue\t{}\t{}\n",
            key.short(),
            format::human_size(record.layer.size()),
            format::ago(now, record.last_used)
        ));
    }
    if usage.count > 0 {
        call.out(&format::align_with(&table, 1, 4)).await;
    }
    call.line(&format!("Reclaimable:\t{}", format::human_size(usage.reclaimable)))
        .await;
    call.line(&format!("Total:\t\t{}", format::human_size(usage.size))).await;
    Ok(())
}

pub async fn prune(call: Call) -> Outcome {
    let all = call.flags.on("all");
    let warning = match all {
        true => "WARNING! This will remove all build cache. Are you sure you want to continue?",
        false => "WARNING! This will remove all dangling build cache. Are you sure you want to continue?",
    };
    if !call.flags.on("force") && !call.confirm(warning).await {
        return Ok(());
    }
    let sizes: Vec<(String, u64)> = call
        .engine
        .build_cache()
        .iter()
        .map(|(key, record)| (key.hex(), record.layer.size()))
        .collect();
    let (gone, bytes) = prune_all(&call, all);
    if !gone.is_empty() {
        let mut table = String::from("ID\tRECLAIMABLE\tSIZE\tLAST ACCESSED\n");
        for id in &gone {
            let size = sizes.iter().find(|(key, _)| key == id).map_or(0, |(_, size)| *size);
            table.push_str(&format!("{}\ttrue\t{}\n", format::short_id(id), format::human_size(size)));
        }
        call.out(&format::align_with(&table, 1, 4)).await;
    }
    call.line(&format!("Total:\t{}", format::human_size(bytes))).await;
    Ok(())
}
