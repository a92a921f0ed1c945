//! `docker compose run`: a container of a service for one command.

use super::build::BuildOptions;
use super::containers::{OneOff, is_one_off};
use super::create::{Creation, truth};
use super::events::{Event, Status};
use super::execute::resolve;
use super::lifecycle::waited;
use super::project::Stack;
use super::request::Making;
use super::start::Starting;
use super::{Compose, borrowed, labels};
use crate::call::{Failure, Outcome};
use crate::opts;
use crate::verbs::container::start as docker_start;
use crate::verbs::stream;
use compose::Dependencies;
use compose::model::{Command, PortConfig, ServiceConfig, ServiceVolumeConfig};
use std::collections::BTreeMap;

pub async fn run(compose: Compose) -> Outcome {
    let call = &compose.call;
    let flags = &call.flags;
    if !flags.all("publish").is_empty() && flags.on("service-ports") {
        return Err(Failure::new("--service-ports and --publish are incompatible"));
    }
    if flags.changed("tty") && flags.changed("no-tty") {
        return Err(Failure::new("--tty and --no-tty can't be used together"));
    }
    let name = call.argument(0).to_string();
    let mut stack = compose.stack(std::slice::from_ref(&name), |_| {}).await?;
    if flags.on("no-deps") {
        stack
            .project
            .select_services(std::slice::from_ref(&name), Dependencies::Ignore)?;
    }
    stack.service(&name)?;
    compose.apply_policies(&mut stack)?;
    let interactive = flags.on_by_default("interactive");
    let tty = match flags.changed("tty") {
        true => flags.on("tty"),
        false if !flags.changed("no-tty") && !flags.changed("interactive") && !call.sys.isatty(0) => false,
        false => compose.wants_tty(),
    };
    let build = BuildOptions {
        quiet: flags.on("quiet-build") || flags.on("quiet-pull"),
        ..BuildOptions::default()
    };
    start_dependencies(&compose, &stack, &name, &build).await?;
    let mut service = stack.service(&name)?.clone();
    adapt(&compose, &stack, &mut service, interactive, tty)?;
    stream::check_tty(call, interactive, tty)?;
    let slug = call.sys.machine().random(|r| r.hex(64));
    if service.container_name.is_empty() {
        let short = slug.get(..12).unwrap_or_default();
        service.container_name = format!("{}-{name}-run-{short}", stack.project.name);
    }
    service.scale = Some(1);
    service.restart.clear();
    if let Some(deploy) = &mut service.deploy {
        deploy.restart_policy = None;
    }
    let own = BuildOptions {
        services: vec![name.clone()],
        ..build
    };
    compose.ensure_images(&mut stack, Some(&own), flags.on("quiet-pull")).await?;
    let containers = compose.containers(&stack.project.name, OneOff::Include, &[])?;
    if !flags.on("no-deps") {
        let waited = waited(&stack.project, &service);
        compose.wait_dependencies(&name, &waited, &containers).await?;
    }
    let mut by_service: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for c in containers.iter().filter(|c| !is_one_off(c)) {
        let all = by_service.entry(super::containers::service(c).to_string()).or_default();
        all.insert(c.name.clone(), c.id.clone());
    }
    resolve(&mut service, &by_service)?;
    let making = Making {
        name: service.container_name.clone(),
        number: -1,
        auto_remove: flags.on("rm"),
        attach_stdin: interactive,
        aliases: flags.on("use-aliases"),
        labels: BTreeMap::from([
            (labels::ONE_OFF.to_string(), "True".to_string()),
            (labels::SLUG.to_string(), slug),
        ]),
        ..Making::default()
    };
    let subject = format!("Container {}", making.name);
    compose.on(Event::working(&subject, "Creating")).await;
    let id = match compose.make(&stack, &service, &making).await {
        Ok(id) => id,
        Err(failure) => {
            compose.on(Event::new(&subject, Status::Error, &failure.message)).await;
            return Err(failure);
        }
    };
    compose.on(Event::done(&subject, "Created")).await;
    compose.inject(&stack.project, &service, &id)?;
    let detach = flags.on("detach");
    let passed = [
        ("attach", (!detach).to_string()),
        ("interactive", (!detach && interactive).to_string()),
    ];
    let started = docker_start::start(borrowed(call, "container start", &passed, vec![id.clone()])?).await;
    let never = call.engine.container(&id, |c| c.started.is_none()).unwrap_or(false);
    if started.is_err() && making.auto_remove && never {
        let _ = call.engine.remove(&id, true, true).await;
    }
    started
}

/// Makes and starts what the service depends on.
async fn start_dependencies(compose: &Compose, stack: &Stack, name: &str, build: &BuildOptions) -> Outcome {
    let flags = &compose.call.flags;
    let mut rest = stack.clone();
    for service in rest.project.services.values_mut() {
        service.depends_on.remove(name);
    }
    if let Some(service) = rest.project.services.remove(name) {
        rest.project.disabled_services.insert(name.to_string(), service);
    }
    let ignore = rest.project.environment.get("COMPOSE_IGNORE_ORPHANS");
    let creation = Creation {
        build: Some(build.clone()),
        remove_orphans: flags.on("remove-orphans"),
        ignore_orphans: ignore.is_some_and(|v| truth(v)),
        quiet_pull: flags.on("quiet-pull"),
        ..Creation::default()
    };
    compose.progress.run("create", compose.create(&mut rest, &creation)).await?;
    if rest.project.services.is_empty() {
        return Ok(());
    }
    let starting = Starting::default();
    compose.progress.run("start", compose.start(rest.project, &starting)).await
}

/// Changes the service as the flags say.
fn adapt(compose: &Compose, stack: &Stack, service: &mut ServiceConfig, interactive: bool, tty: bool) -> Outcome {
    let call = &compose.call;
    let flags = &call.flags;
    service.tty = tty;
    service.stdin_open = interactive;
    service.container_name = flags.text("name");
    if !flags.on("service-ports") {
        service.ports.clear();
        for spec in flags.all("publish") {
            for port in opts::parse_publish(&spec).map_err(Failure::new)? {
                let (target, protocol) = port.container.split_once('/').unwrap_or((&port.container, "tcp"));
                service.ports.push(PortConfig {
                    mode: "ingress".into(),
                    host_ip: port.host_ip.clone(),
                    target: target.parse().unwrap_or(0),
                    published: port.host_port.clone(),
                    protocol: protocol.to_string(),
                    ..PortConfig::default()
                });
            }
        }
    }
    for spec in flags.all("volume") {
        service.volumes.push(volume(compose, &spec)?);
    }
    let command = call.arguments().get(1..).unwrap_or_default();
    if !command.is_empty() {
        service.command = Command(Some(command.to_vec()));
    }
    if let Some(line) = flags.get("entrypoint") {
        let words = shell_words(line).ok_or_else(|| Failure::new("invalid command line string"))?;
        service.entrypoint = Command(Some(words));
        if command.is_empty() {
            service.command = Command(Some(Vec::new()));
        }
    }
    for (text, field) in [("user", &mut service.user), ("workdir", &mut service.working_dir)] {
        if let Some(value) = flags.get(text).filter(|v| !v.is_empty()) {
            *field = value.to_string();
        }
    }
    let (add, drop) = (flags.all("cap-add"), flags.all("cap-drop"));
    service.cap_drop.retain(|c| !add.contains(c));
    service.cap_add.extend(add);
    service.cap_add.retain(|c| !drop.contains(c));
    service.cap_drop.extend(drop);
    for variable in flags.all("env") {
        let (name, value) = match variable.split_once('=') {
            Some((name, value)) => (name.to_string(), Some(value.to_string())),
            None => (variable.clone(), stack.project.environment.get(&variable).cloned()),
        };
        if let Some(value) = value {
            service.environment.0.insert(name, Some(value));
        }
    }
    for path in flags.all("env-from-file") {
        let bytes = call
            .sys
            .read_file(&path)
            .map_err(|e| Failure::new(format!("open {path}: {}", e.to_string().to_lowercase())))?;
        for line in String::from_utf8_lossy(&bytes).lines() {
            let line = line.trim();
            let pair = line.split_once('=').filter(|_| !line.starts_with('#'));
            if let Some((name, value)) = pair {
                let own = flags.all("env").iter().any(|v| v.split('=').next() == Some(name));
                if !own {
                    let value = value.trim_matches(['"', '\'']).to_string();
                    service.environment.0.insert(name.to_string(), Some(value));
                }
            }
        }
    }
    for label in flags.all("label") {
        let Some((name, value)) = label.split_once('=') else {
            return Err(Failure::new("label must be set as KEY=VALUE"));
        };
        service.labels.0.insert(name.to_string(), value.to_string());
    }
    Ok(())
}

/// `-v` as a volume of the service.
fn volume(compose: &Compose, spec: &str) -> Result<ServiceVolumeConfig, Failure> {
    let parts: Vec<&str> = spec.split(':').collect();
    let (source, target, mode) = match parts.as_slice() {
        [target] => ("", *target, ""),
        [source, target] => (*source, *target, ""),
        [source, target, mode] => (*source, *target, *mode),
        _ => return Err(Failure::new(format!("invalid spec: {spec}: too many colons"))),
    };
    let host = source.starts_with(['/', '.', '~']);
    Ok(ServiceVolumeConfig {
        kind: if host { "bind".into() } else { "volume".into() },
        source: match host {
            true => compose.call.sys.absolute(source),
            false => source.to_string(),
        },
        target: target.to_string(),
        read_only: mode.split(',').any(|m| m == "ro"),
        ..ServiceVolumeConfig::default()
    })
}

/// A line as words, quotes and backslashes taken away; none if a quote is open.
fn shell_words(line: &str) -> Option<Vec<String>> {
    let (mut words, mut word, mut begun) = (Vec::new(), String::new(), false);
    let mut quote = None;
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match (quote, letter) {
            (Some('\''), '\'') | (Some('"'), '"') => quote = None,
            (None, '\'' | '"') => {
                quote = Some(letter);
                begun = true;
            }
            (None | Some('"'), '\\') => {
                word.push(letters.next()?);
                begun = true;
            }
            (None, ' ' | '\t' | '\n') => {
                if std::mem::take(&mut begun) {
                    words.push(std::mem::take(&mut word));
                }
            }
            _ => {
                word.push(letter);
                begun = true;
            }
        }
    }
    if begun {
        words.push(word);
    }
    quote.is_none().then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entrypoint_is_words() {
        assert_eq!(
            shell_words("sh -c 'echo \"a b\"' x\\ y"),
            Some(vec!["sh".into(), "-c".into(), "echo \"a b\"".into(), "x y".into()])
        );
        assert_eq!(shell_words("sh 'open"), None);
        assert_eq!(shell_words(""), Some(vec![]));
    }
}
