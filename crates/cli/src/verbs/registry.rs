//! `docker login`, `logout`, `search` and `manifest inspect`.
//!
//! Left out: credentials of registries. A login is refused by Docker Hub, which knows nobody here.

use crate::call::{Call, Failure, Outcome};
use crate::format::indented;
use crate::verbs::refuse;

pub async fn login(call: Call) -> Outcome {
    let flags = &call.flags;
    let server = match call.argument(0) {
        "" => "https://index.docker.io/v1/",
        server => server,
    };
    if flags.on("password-stdin") && flags.changed("password") {
        return refuse("conflicting options: cannot specify both --password and --password-stdin");
    }
    if flags.on("password-stdin") && flags.text("username").is_empty() {
        return refuse("the --password-stdin option requires --username to be set");
    }
    if flags.changed("password") && flags.text("username").is_empty() {
        return refuse("the --password option requires --username to be set");
    }
    if flags.changed("password") {
        call.err("WARNING! Using --password via the CLI is insecure. Use --password-stdin.")
            .await;
    }
    if !call.sys.isatty(0) && flags.text("username").is_empty() {
        return refuse("Error: Cannot perform an interactive login from a non TTY device");
    }
    Err(Failure::not_simulated(&format!("docker login to {server}")))
}

pub async fn logout(call: Call) -> Outcome {
    let server = match call.argument(0) {
        "" => "https://index.docker.io/v1/",
        server => server,
    };
    call.line(&format!("Removing login credentials for {server}")).await;
    call.err("WARNING: could not erase credentials:").await;
    call.err("Not logged in to the registry").await;
    Ok(())
}

pub async fn search(_call: Call) -> Outcome {
    Err(Failure::not_simulated("docker search"))
}

pub async fn manifest_inspect(call: Call) -> Outcome {
    if call.arguments().len() > 1 {
        return Err(Failure::not_simulated("docker manifest inspect with a list"));
    }
    let name = call.argument(0);
    match call.engine.find_image(name) {
        Ok(image) => {
            let text = indented(&image.manifest_json());
            call.line(&text.replace("    ", "\t")).await;
            Ok(())
        }
        Err(_) => refuse(format!("no such manifest: {name}")),
    }
}
