//! `docker buildx ls`, `inspect`, `use` and `version`: the one builder there is, the engine's own.
//!
//! Specified by buildx's `commands/ls.go` and `commands/inspect.go`. Left out: other builders.

use crate::call::{Call, Failure, Outcome};
use crate::format;
use crate::gotemplate::Value;

const BUILDKIT: &str = "v0.26.2";

pub async fn ls(call: Call) -> Outcome {
    let given = call.flags.text("format");
    let table = given.is_empty() || given == "table" || given.starts_with("table ");
    if given == "json" {
        return Err(Failure::not_simulated("docker buildx ls --format json"));
    }
    let row = |name: &str, endpoint: &str, status: &str, buildkit: &str, platforms: &str| -> Value {
        format::row(
            "*commands.lsContext",
            vec![
                ("Buildkit", buildkit.into()),
                ("DriverEndpoint", endpoint.into()),
                ("LastActivity", "".into()),
                ("Name", name.into()),
                ("Platforms", platforms.into()),
                ("Status", status.into()),
            ],
        )
    };
    let (head, node, endpoint) = match table {
        true => ("default*", " \\_ default", " \\_ default"),
        false => ("default", "default", "default"),
    };
    let rows = [
        row(head, "docker", "", "", ""),
        row(node, endpoint, "running", BUILDKIT, "linux/amd64"),
    ];
    let template = match given.as_str() {
        "" | "table" => "table {{.Name}}\\t{{.DriverEndpoint}}\\t{{.Status}}\\t{{.Buildkit}}\\t{{.Platforms}}",
        other => other,
    };
    let text = format::render(
        template,
        &[
            ("Buildkit", "BUILDKIT"),
            ("DriverEndpoint", "DRIVER/ENDPOINT"),
            ("LastActivity", "LAST ACTIVITY"),
            ("Name", "NAME/NODE"),
            ("Platforms", "PLATFORMS"),
            ("Status", "STATUS"),
        ],
        &rows,
    )?;
    call.out(&text).await;
    Ok(())
}

fn no_builder(name: &str) -> Failure {
    Failure::new(format!("ERROR: no builder {name:?} found"))
}

pub async fn inspect(call: Call) -> Outcome {
    let flag = call.flags.text("builder");
    let name = match call.argument(0) {
        "" => flag.as_str(),
        name => name,
    };
    if !["", "default"].contains(&name) {
        return Err(no_builder(name));
    }
    call.out(&format!(
        "Name:   default\nDriver: docker\n\nNodes:\nName:             default\nEndpoint:         default\nStatus:           running\nBuildKit version: {BUILDKIT}\nPlatforms:        linux/amd64\nLabels:\n org.mobyproject.buildkit.worker.moby.host-gateway-ip: 172.17.0.1\n"
    ))
    .await;
    Ok(())
}

pub async fn use_builder(call: Call) -> Outcome {
    match call.argument(0) {
        "default" => Ok(()),
        name => Err(Failure::new(format!(
            "ERROR: failed to find instance {name:?}: no builder {name:?} found"
        ))),
    }
}

pub async fn version(call: Call) -> Outcome {
    call.line("github.com/docker/buildx v0.30.1 9e66234aa13328a5e75b75aa5574e1ca6d6d9c01")
        .await;
    Ok(())
}
