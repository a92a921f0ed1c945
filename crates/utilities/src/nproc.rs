//! `nproc`.

use crate::schedule::processors;
use crate::tool::{Run, Tool, tool};

tool!();

async fn run(t: &mut Tool) -> Run {
    let options = t.options("ai:", &[("all", 'a'), ("ignore", 'i')]).await?;
    let ignored: u64 = options.value('i').and_then(|i| i.parse().ok()).unwrap_or(0);
    let (_, all) = t.sys.machine().hardware();
    let cpus = if options.has('a') {
        all.into()
    } else {
        u64::from(processors(t))
    };
    t.line(cpus.saturating_sub(ignored).max(1).to_string()).await
}
