//! `docker buildx ls`, `version`, `du` and `prune`: the builder and its cache.

use crate::call::{Call, Failure, Outcome};
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
pub fn usage(_call: &Call) -> DiskUsage {
    DiskUsage::default()
}

/// The cache's records as `docker system df -v` lists them.
pub fn table(_call: &Call) -> Result<String, Failure> {
    crate::format::render(
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
        &[],
    )
}

/// Takes the cache away. Gives the records' ids and their bytes.
pub fn prune_all(_call: &Call, _all: bool) -> (Vec<String>, u64) {
    (Vec::new(), 0)
}

pub async fn du(_call: Call) -> Outcome {
    Err(Failure::not_simulated("docker buildx du"))
}

pub async fn prune(_call: Call) -> Outcome {
    Err(Failure::not_simulated("docker buildx prune"))
}
