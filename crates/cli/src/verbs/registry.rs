//! `docker login`, `logout`, `search` and `manifest inspect`.
//!
//! Docker's web-based login cannot start here, and falls back to the command line as docker does then.

use crate::call::{Call, Failure, Outcome};
use crate::config_file::{ConfigFile, hostname};
use crate::format::{self, Headings, indented};
use crate::verbs::refuse;
use dockerfile::Reference;
use engine::{Credentials, Error, INDEX_SERVER};
use machine::TtyMode;
use serde_json::json;

pub async fn login(call: Call) -> Outcome {
    let flags = &call.flags;
    if flags.changed("password-stdin") {
        if flags.changed("password") {
            return refuse("conflicting options: cannot specify both --password and --password-stdin");
        }
        if !flags.changed("username") {
            return refuse("the --password-stdin option requires --username to be set");
        }
    }
    let (user, mut password) = (flags.text("username"), flags.text("password"));
    for (name, value) in [("username", &user), ("password", &password)] {
        if flags.changed(name) && value.is_empty() {
            return refuse(format!("{name} is empty"));
        }
    }
    if !password.is_empty() {
        call.err("WARNING! Using --password via the CLI is insecure. Use --password-stdin.")
            .await;
    }
    if flags.on("password-stdin") {
        let text = String::from_utf8_lossy(&call.input().await).into_owned();
        let text = text.strip_suffix('\n').unwrap_or(&text);
        password = text.strip_suffix('\r').unwrap_or(text).to_string();
    }
    let server = match call.argument(0) {
        "" | "docker.io" => INDEX_SERVER,
        server => hostname(server),
    };
    let config = ConfigFile::load(&call);
    let stored = match user.is_empty() && password.is_empty() {
        true => config.credentials(server),
        false => None,
    };
    if let Some(stored) = &stored {
        call.err(&format!(
            "Authenticating with existing credentials... [Username: {}]",
            stored.username
        ))
        .await;
        let note = "To login with a different account, run 'docker logout' followed by 'docker login'";
        call.err(&format!("\n{}{note}\n\n", info(&call))).await;
        match call.engine.login(server, stored).await {
            Ok(()) => {
                call.line("Login Succeeded").await;
                return Ok(());
            }
            Err(Error::Unauthorized(_)) => call.err("Stored credentials invalid or expired").await,
            Err(error) => {
                let words = crate::call::daemon_words(&error);
                call.err(&format!("Login did not succeed, error: {words}")).await;
            }
        }
    }
    if (user.is_empty() || password.is_empty()) && !call.sys.isatty(0) {
        return refuse("error: cannot perform an interactive login from a non TTY device");
    }
    if server == INDEX_SERVER && user.is_empty() && password.is_empty() {
        call.err("Failed to start web-based login - falling back to command line login...\n")
            .await;
    }
    let default = stored.map(|s| s.username).unwrap_or_default();
    let credentials = ask(&call, server, user.trim(), password.trim(), &default).await?;
    call.engine.login(server, &credentials).await?;
    let mut config = ConfigFile::load(&call);
    if config.store(server, &credentials) {
        config
            .save(&call)
            .map_err(|f| Failure::new(format!("error saving credentials: {}", f.message)))?;
        call.err(&format!(
            "\nWARNING! Your credentials are stored unencrypted in '{}'.\nConfigure a credential helper to remove this warning. See\nhttps://docs.docker.com/go/credential-store/\n",
            config.path()
        ))
        .await;
    }
    call.line("Login Succeeded").await;
    Ok(())
}

/// The mark of a note; in colours on a terminal.
fn info(call: &Call) -> &'static str {
    match call.sys.isatty(2) {
        true => "\x1b[1m\x1b[106m\x1b[30mi\x1b[0m\x1b[0m\x1b[0m \x1b[96mInfo → \x1b[0m",
        false => " Info -> ",
    }
}

/// What was not given, asked for.
async fn ask(call: &Call, server: &str, user: &str, password: &str, default: &str) -> Result<Credentials, Failure> {
    let mut username = user.to_string();
    if username.is_empty() {
        if server == INDEX_SERVER {
            call.line("Log in with your Docker ID or email address to push and pull images from Docker Hub. If you don't have a Docker ID, head over to https://hub.docker.com/ to create one.").await;
            call.line("You can log in with your password or a Personal Access Token (PAT). Using a limited-scope PAT grants better security and is required for organizations using SSO. Learn more at https://docs.docker.com/go/access-tokens/\n").await;
        }
        match default.is_empty() {
            true => call.out("Username: ").await,
            false => call.out(&format!("Username ({default}): ")).await,
        }
        username = call.answer().await;
        if username.is_empty() {
            username = default.to_string();
        }
        if username.is_empty() {
            return refuse("error: username is required");
        }
    }
    let mut secret = password.to_string();
    if secret.is_empty() {
        if server == INDEX_SERVER {
            call.err(&format!(
                "\n{}A Personal Access Token (PAT) can be used instead.\n         To create a PAT, visit https://app.docker.com/settings\n         \n",
                info(call)
            ))
            .await;
        }
        call.out("Password: ").await;
        let quiet = TtyMode {
            echo: false,
            ..TtyMode::COOKED
        };
        let tty = call.sys.tty(0);
        let before = tty.as_ref().map(|t| t.mode());
        if let Some(tty) = &tty {
            tty.set_mode(quiet);
        }
        secret = call.answer().await;
        if let (Some(tty), Some(mode)) = (&tty, before) {
            tty.set_mode(mode);
        }
        call.line("").await;
        if secret.is_empty() {
            return refuse("error: password is required");
        }
    }
    Ok(Credentials {
        username,
        password: secret,
    })
}

pub async fn logout(call: Call) -> Outcome {
    let (shown, names) = match call.argument(0) {
        "" => (INDEX_SERVER, vec![INDEX_SERVER.to_string()]),
        server => {
            let host = hostname(server);
            let others = [format!("http://{host}"), format!("https://{host}")];
            let names = [vec![server.to_string(), host.to_string()], others.to_vec()].concat();
            (host, names)
        }
    };
    call.line(&format!("Removing login credentials for {shown}")).await;
    let mut config = ConfigFile::load(&call);
    let gone = names.iter().filter(|name| config.erase(name)).count();
    match gone {
        0 => Ok(()),
        _ => config.save(&call),
    }
}

const HEADINGS: Headings = &[
    ("Name", "NAME"),
    ("Description", "DESCRIPTION"),
    ("StarCount", "STARS"),
    ("IsOfficial", "OFFICIAL"),
];

pub async fn search(call: Call) -> Outcome {
    let flags = &call.flags;
    let filters = call.filters();
    if !filters.values("is-automated").is_empty() {
        call.err("WARNING: the \"is-automated\" filter is deprecated, and searching for \"is-automated=true\" will not yield any results in future.").await;
    }
    let limit = flags.int("limit").unwrap_or(0);
    let Ok(limit) = usize::try_from(limit) else {
        return Err(Error::InvalidParameter(format!("limit {limit} is outside the range of [1, 100]")).into());
    };
    let found = call.engine.search(call.argument(0), limit, &filters)?;
    let format = match flags.get("format").unwrap_or_default() {
        "" | "table" => "table {{.Name}}\\t{{.Description}}\\t{{.StarCount}}\\t{{.IsOfficial}}",
        custom => custom,
    };
    let as_json = format == "json" || format.contains("{{json .}}");
    let official = |yes: bool| match (yes, as_json) {
        (true, false) => "[OK]",
        (false, false) => "",
        (true, true) => "true",
        (false, true) => "false",
    };
    let rows: Vec<_> = found
        .iter()
        .map(|f| {
            let description = match flags.on("no-trunc") {
                true => f.description.clone(),
                false => ellipsis(&f.description, 45),
            };
            format::row(
                "*registry.searchContext",
                vec![
                    ("Description", description.into()),
                    ("IsOfficial", official(f.official).into()),
                    ("Name", f.name.as_str().into()),
                    ("StarCount", f.stars.to_string().into()),
                ],
            )
        })
        .collect();
    call.out(&format::render(format, HEADINGS, &rows)?).await;
    Ok(())
}

/// A text cut to so many characters, the last being an ellipsis.
fn ellipsis(text: &str, most: usize) -> String {
    match text.chars().count() > most {
        true => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
        false => text.to_string(),
    }
}

pub async fn manifest_inspect(call: Call) -> Outcome {
    if call.arguments().len() > 1 {
        return Err(Failure::not_simulated("docker manifest inspect with a list"));
    }
    let name = call.argument(0);
    let reference = Reference::parse(name).map_err(|e| Failure::new(e.to_string()))?;
    let credentials = call.credentials_for(&reference.domain);
    let reference = reference.with_default_tag();
    let image = match call.engine.remote_image(name, credentials.as_ref()).await {
        Ok(image) => image,
        Err(Error::Unauthorized(_)) => return refuse("unauthorized: authentication required"),
        Err(error) if error.to_string().contains("pull access denied") => {
            return refuse(
                "errors:\ndenied: requested access to the resource is denied\nunauthorized: authentication required\n",
            );
        }
        Err(Error::NotFound(_)) => return refuse(format!("no such manifest: {reference}")),
        Err(error) => return refuse(error.to_string()),
    };
    let manifest = image.manifest_json();
    let shown = match call.flags.on("verbose") {
        false => manifest,
        true => json!({
            "Ref": reference.to_string(),
            "Descriptor": {
                "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "digest": image.id.to_string(),
                "size": manifest.to_string().len(),
                "platform": {"architecture": image.architecture, "os": image.os},
            },
            "OCIManifest": manifest,
        }),
    };
    call.line(&indented(&shown).replace("    ", "\t")).await;
    Ok(())
}
