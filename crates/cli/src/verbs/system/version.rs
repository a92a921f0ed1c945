//! `docker version`.

use crate::call::{Call, Failure, Outcome};
use crate::docker::{COMMIT, VERSION};
use crate::gotemplate::{Mode, Template, Value};
use serde_json::{Value as Json, json};

const API: &str = "1.52";
const GO: &str = "go1.25.5";
const BUILT: &str = "Fri Dec 12 14:48:46 2025";

fn versions(call: &Call, server: bool) -> Json {
    let release = call.engine.machine().release().to_string();
    let client = json!({
        "Version": VERSION, "ApiVersion": API, "DefaultAPIVersion": API, "GitCommit": COMMIT, "GoVersion": GO,
        "Os": "linux", "Arch": "amd64", "BuildTime": BUILT, "Context": "default",
    });
    let engine = json!({
        "Platform": {"Name": "Docker Engine - Community"},
        "Version": VERSION, "ApiVersion": API, "MinAPIVersion": "1.44", "Os": "linux", "Arch": "amd64",
        "Components": [
            {"Name": "Engine", "Version": VERSION},
            {"Name": "containerd", "Version": "v2.2.0"},
            {"Name": "runc", "Version": "1.3.4"},
            {"Name": "docker-init", "Version": "0.19.0"},
        ],
        "GitCommit": "fbf3ed2", "GoVersion": GO, "KernelVersion": release, "BuildTime": BUILT,
    });
    json!({"Client": client, "Server": if server { engine } else { Json::Null }})
}

pub async fn version(call: Call) -> Outcome {
    let format = call.flags.text("format");
    let template = match format.as_str() {
        "" => None,
        "json" => Some("{{json .}}"),
        text => Some(text),
    };
    let template = match template {
        None => None,
        Some(text) => {
            Some(Template::parse(text).map_err(|e| Failure::new(format!("template parsing error: {e}")).with_status(64))?)
        }
    };
    let problem = call.unreachable();
    let up = problem.is_none();
    let versions = versions(&call, up);
    match template {
        Some(template) => {
            let text = template.run(&Value::typed(&versions), Mode::Typed).map_err(Failure::new)?;
            call.line(&text).await;
        }
        None => call.out(&text(&versions, up)).await,
    }
    match problem {
        None => Ok(()),
        Some(why) => Err(Failure::new(why)),
    }
}

fn text(versions: &Json, up: bool) -> String {
    let of = |side: &str, name: &str| {
        versions
            .get(side)
            .and_then(|s| s.get(name))
            .and_then(Json::as_str)
            .unwrap_or_default()
            .to_string()
    };
    let mut out = String::from("Client: Docker Engine - Community\n");
    let mut line = |name: &str, value: &str| out.push_str(&format!(" {name:<18}{value}\n"));
    line("Version:", VERSION);
    line("API version:", API);
    line("Go version:", GO);
    line("Git commit:", COMMIT);
    line("Built:", BUILT);
    line("OS/Arch:", "linux/amd64");
    line("Context:", "default");
    if !up {
        return out;
    }
    out.push_str("\nServer: Docker Engine - Community\n Engine:\n");
    let mut line = |name: &str, value: &str| out.push_str(&format!("  {name:<17}{value}\n"));
    line("Version:", VERSION);
    line("API version:", &format!("{API} (minimum version 1.44)"));
    line("Go version:", GO);
    line("Git commit:", &of("Server", "GitCommit"));
    line("Built:", BUILT);
    line("OS/Arch:", "linux/amd64");
    line("Experimental:", "false");
    for (name, version, commit) in [
        ("containerd", "v2.2.0", "1c4457e00facac03ce1d75f7b6777a7a851e5c41"),
        ("runc", "1.3.4", "v1.3.4-0-gd6d73eb8"),
        ("docker-init", "0.19.0", "de40ad0"),
    ] {
        out.push_str(&format!(
            " {name}:\n  {:<17}{version}\n  {:<17}{commit}\n",
            "Version:", "GitCommit:"
        ));
    }
    out
}
