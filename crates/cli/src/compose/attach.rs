//! `docker compose attach`, `commit` and `export`: what docker does to one container, done to a service's.

use super::containers::OneOff;
use super::events::Event;
use super::{Compose, borrowed};
use crate::call::{Failure, Outcome};
use crate::verbs::container::{files, start};
use engine::ContainerSummary;

impl Compose {
    async fn target(&self) -> Result<ContainerSummary, Failure> {
        let project = self.project_name().await?;
        let index = self.call.flags.int("index").unwrap_or(0);
        self.specified(&project, OneOff::Include, false, self.call.argument(0), index)
    }
}

pub async fn attach(compose: Compose) -> Outcome {
    let flags = &compose.call.flags;
    let target = compose.target().await?;
    let mut passed = vec![
        ("no-stdin", flags.on("no-stdin").to_string()),
        ("sig-proxy", flags.on_by_default("sig-proxy").to_string()),
    ];
    passed.extend(flags.get("detach-keys").map(|keys| ("detach-keys", keys.to_string())));
    start::attach(borrowed(&compose.call, "container attach", &passed, vec![target.id])?).await
}

pub async fn export(compose: Compose) -> Outcome {
    let flags = &compose.call.flags;
    let target = compose.target().await?;
    let output = flags.text("output");
    if output.is_empty() && compose.call.sys.isatty(1) {
        return Err(Failure::new("output option is required when exporting to terminal"));
    }
    compose.on(Event::working(&target.name, "Exporting")).await;
    let call = borrowed(
        &compose.call,
        "container export",
        &[("output", output)],
        vec![target.id.clone()],
    )?;
    files::export(call).await
}

pub async fn commit(compose: Compose) -> Outcome {
    let flags = &compose.call.flags;
    let target = compose.target().await?;
    compose.on(Event::working(&target.name, "Committing")).await;
    let mut passed = vec![
        ("author", flags.text("author")),
        ("message", flags.text("message")),
        ("no-pause", (!flags.on_by_default("pause")).to_string()),
    ];
    passed.extend(flags.all("change").into_iter().map(|change| ("change", change)));
    let arguments = vec![target.id.clone(), compose.call.argument(1).to_string()];
    let image = files::commit_image(&borrowed(&compose.call, "container commit", &passed, arguments)?)?;
    compose.on(Event::done(&target.name, format!("Committed as {image}"))).await;
    Ok(())
}
