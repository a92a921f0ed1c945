//! `nproc`.

use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let options = t.options("ai:", &[("all", 'a'), ("ignore", 'i')]).await?;
    let ignored = options.value('i').and_then(|i| i.parse().ok()).unwrap_or(0);
    let (_, cpus) = t.sys.machine().hardware();
    t.line(cpus.saturating_sub(ignored).max(1).to_string()).await
}
