//! `docker context ls`, `show`, `use` and `inspect`: there is one context, `default`.

use crate::call::{Call, Failure, Outcome};
use crate::format::{self, Headings, indented};
use crate::verbs::refuse;
use serde_json::json;

const HEADINGS: Headings = &[
    ("Name", "NAME"),
    ("Description", "DESCRIPTION"),
    ("DockerEndpoint", "DOCKER ENDPOINT"),
    ("Error", "ERROR"),
    ("Current", "CURRENT"),
];

const ENDPOINT: &str = "unix:///var/run/docker.sock";

pub async fn ls(call: Call) -> Outcome {
    let format = match call.flags.get("format").unwrap_or_default() {
        _ if call.flags.on("quiet") => "{{.Name}}",
        "" | "table" => "table {{.Name}}{{if .Current}} *{{end}}\\t{{.Description}}\\t{{.DockerEndpoint}}\\t{{.Error}}",
        custom => custom,
    };
    let row = format::row(
        "*formatter.clientContextContext",
        vec![
            ("Current", true.into()),
            ("Description", "Current DOCKER_HOST based configuration".into()),
            ("DockerEndpoint", ENDPOINT.into()),
            ("Error", "".into()),
            ("Name", "default".into()),
        ],
    );
    let text = format::render(format, HEADINGS, &[row])?;
    // The heading's mark of the current context is not part of it.
    call.out(&text.replacen("NAME *", "NAME  ", 1)).await;
    Ok(())
}

pub async fn show(call: Call) -> Outcome {
    call.line("default").await;
    Ok(())
}

pub async fn use_context(call: Call) -> Outcome {
    match call.argument(0) {
        "default" => {
            call.line("default").await;
            call.err("Current context is now \"default\"").await;
            Ok(())
        }
        name => refuse(format!(
            "context {}: context not found: open /root/.docker/contexts/meta: no such file or directory",
            crate::opts::quote(name)
        )),
    }
}

pub async fn inspect(call: Call) -> Outcome {
    if let Some(name) = call.arguments().iter().find(|n| *n != "default") {
        call.line("[]").await;
        return refuse(format!("context {}: context not found", crate::opts::quote(name)));
    }
    if call.flags.changed("format") {
        return Err(Failure::not_simulated("docker context inspect --format"));
    }
    let context = json!([{
        "Name": "default",
        "Metadata": {},
        "Endpoints": {"docker": {"Host": ENDPOINT, "SkipTLSVerify": false}},
        "TLSMaterial": {},
        "Storage": {"MetadataPath": "<IN MEMORY>", "TLSPath": "<IN MEMORY>"},
    }]);
    call.line(&indented(&context)).await;
    Ok(())
}
