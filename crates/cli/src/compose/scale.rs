//! `docker compose scale`: so many containers of a service.

use super::Compose;
use super::create::Creation;
use super::start::Starting;
use crate::call::{Failure, Outcome};
use compose::Dependencies;
use std::collections::BTreeMap;

pub async fn scale(compose: Compose) -> Outcome {
    let mut wanted: BTreeMap<String, i64> = BTreeMap::new();
    for argument in compose.call.arguments() {
        let pair = argument
            .split_once('=')
            .filter(|(name, count)| !name.is_empty() && !count.is_empty());
        let Some((name, count)) = pair else {
            return Err(Failure::new(format!("invalid scale specifier: {argument}")));
        };
        let Some(count) = crate::opts::parse_int(count) else {
            return Err(Failure::new(format!(
                "invalid scale specifier: can't parse replica value as int: {argument}"
            )));
        };
        wanted.insert(name.to_string(), count);
    }
    let services: Vec<String> = wanted.keys().cloned().collect();
    let mut stack = compose.stack(&services, |_| {}).await?;
    if compose.call.flags.on("no-deps") {
        stack.project.select_services(&services, Dependencies::Ignore)?;
    }
    for (name, count) in wanted {
        stack.set_scale(&name, count)?;
    }
    let creation = Creation {
        services,
        ..Creation::default()
    };
    compose
        .progress
        .run("scale", async {
            compose.create(&mut stack, &creation).await?;
            compose.start(stack.project.clone(), &Starting::default()).await
        })
        .await
}
