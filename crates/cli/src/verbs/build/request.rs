//! The flags of `docker build` as a request: where the Dockerfile and the context are, secrets, tags.

use super::output::{self, Output};
use super::{error, ssh};
use crate::call::{Call, Failure};
use crate::opts;
use dockerfile::Reference;
use engine::{BuildContext, BuildRequest, NamedContext, dockerfile_text, is_git_context};
use std::collections::BTreeMap;
use vfs::FileKind;

/// Flags that would change what is built and do nothing here.
const NOT_SIMULATED: &[&str] = &["annotation", "policy", "resource"];

/// What to build, where the result goes, and where to write about it.
pub struct Source {
    pub request: BuildRequest,
    pub outputs: Vec<Output>,
    pub id_file: Option<String>,
    pub metadata_file: Option<String>,
}

/// Reads flags, files and standard input.
pub async fn source(call: &Call) -> Result<Source, Failure> {
    let flags = &call.flags;
    if let Some(name) = NOT_SIMULATED.iter().find(|name| flags.changed(name)) {
        return Err(Failure::not_simulated(&format!("docker build --{name}")));
    }
    let failed = |why: String| error(format!("failed to build: {why}"));
    check_pairs(flags)?;
    refuse(call)?;
    let mut tags = tags(&flags.all("tag"))?;
    let outputs = output::outputs(call, &tags)?;
    for name in outputs.iter().filter(|o| o.stores()).flat_map(|o| &o.names) {
        if !tags.contains(name) {
            tags.push(name.clone());
        }
    }
    for name in ["cache-from", "cache-to"] {
        caches(name, &flags.all(name)).map_err(failed)?;
    }
    let ssh = ssh::forwarded(call).await?;
    let secrets = secrets(call).await?;
    let where_from = call.argument(0);
    let file = flags.text("file");
    let is_dir = call.sys.stat(where_from).is_ok_and(|found| found.kind == FileKind::Dir);
    let git_context = Some(where_from.to_string()).filter(|text| !is_dir && is_git_context(text));
    if git_context.is_some() && (file == "-" || file.starts_with('/') || file.contains("://")) {
        return Err(Failure::not_simulated(&format!("docker build -f {file} of a repository")));
    }
    if git_context.is_none() && ["http://", "https://"].iter().any(|start| where_from.starts_with(start)) {
        return Err(Failure::not_simulated("docker build of a URL"));
    }
    let mut remote_context = false;
    let (context, text, file_name, dir) = if git_context.is_some() {
        // The Dockerfile comes with the repository.
        let name = if file.is_empty() {
            "Dockerfile".to_string()
        } else {
            file.clone()
        };
        (BuildContext::default(), Vec::new(), name, None)
    } else if where_from == "-" {
        if file == "-" {
            return Err(failed(
                "invalid argument: can't use stdin for both build context and dockerfile".into(),
            ));
        }
        let bytes = call.input().await;
        if bytes.starts_with(&[0x1f, 0x8b]) || vfs::tar::looks_like_archive(&bytes) {
            remote_context = true;
            let context = BuildContext::archive(&bytes).map_err(|why| failed(format!("failed to solve: {why}")))?;
            let name = if file.is_empty() {
                "Dockerfile".to_string()
            } else {
                file.clone()
            };
            let lower = || context.read("dockerfile").filter(|_| name == "Dockerfile");
            let text = context.read(&name).or_else(lower).ok_or_else(|| missing(&name))?;
            (context, text, base(&name), None)
        } else {
            if bytes.is_empty() {
                return Err(failed("failed to solve: the Dockerfile cannot be empty".into()));
            }
            if !file.is_empty() {
                return Err(failed(
                    "ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles".into(),
                ));
            }
            (BuildContext::default(), bytes, "Dockerfile".to_string(), None)
        }
    } else {
        let not_found = || {
            failed(format!(
                "unable to prepare context: path {} not found",
                opts::quote(where_from)
            ))
        };
        let at = call.sys.resolve(where_from, true).map_err(|_| not_found())?;
        if at.stat().map_err(|_| not_found())?.kind != FileKind::Dir {
            return Err(not_found());
        }
        let context = BuildContext::directory(&at);
        let dir = where_from.trim_end_matches('/').to_string();
        let path = match file.as_str() {
            "" => format!("{dir}/Dockerfile"),
            path => path.to_string(),
        };
        let (text, name) = match file.as_str() {
            "-" => (call.input().await, "Dockerfile".to_string()),
            _ => {
                let name = base(&path);
                if let Some((above, _)) = path.trim_end_matches('/').rsplit_once('/') {
                    missing_part(call, above).map_err(|why| failed(format!("resolve : {why}")))?;
                }
                let text = match call.read_file(&path).await {
                    Ok(text) => text,
                    // `dockerfile` serves where there is no `Dockerfile`.
                    Err(_) if name == "Dockerfile" => {
                        let lower = format!("{}dockerfile", path.strip_suffix("Dockerfile").unwrap_or_default());
                        call.read_file(&lower).await.map_err(|_| missing(&name))?
                    }
                    Err(machine::Errno::EISDIR) => {
                        return Err(failed(format!(
                            "failed to solve: failed to read dockerfile: {name} is not a regular file"
                        )));
                    }
                    Err(_) => return Err(missing(&name)),
                };
                (text, name)
            }
        };
        (context, text, name, Some((dir, path)))
    };
    let ignore = match dir {
        None => None,
        Some((dir, path)) => match call.read_file(&format!("{path}.dockerignore")).await {
            Ok(own) => Some(own),
            Err(_) => call.read_file(&format!("{dir}/.dockerignore")).await.ok(),
        },
    };
    let text = dockerfile_text(&text);
    let mut named_contexts = BTreeMap::new();
    for pair in flags.all("build-context") {
        let (name, place) = pair
            .split_once('=')
            .ok_or_else(|| error(format!("invalid context value: {pair}, expected key=value")))?;
        let reference = Reference::parse(name).map_err(|why| error(format!("invalid context name {name}: {why}")))?;
        let familiar = reference.familiar();
        let name = familiar.strip_suffix(":latest").unwrap_or(&familiar);
        if let Some(image) = place.strip_prefix("docker-image://") {
            named_contexts.insert(name.to_string(), NamedContext::Image(image.to_string()));
            continue;
        }
        if is_git_context(place) {
            named_contexts.insert(name.to_string(), NamedContext::Git(place.to_string()));
            continue;
        }
        if place.contains("://") {
            return Err(Failure::not_simulated(&format!("--build-context {pair}")));
        }
        let at = call.sys.resolve(place, true).map_err(|e| {
            failed(format!(
                "failed to get build context {name}: stat {place}: {}",
                e.to_string().to_lowercase()
            ))
        })?;
        named_contexts.insert(name.to_string(), NamedContext::Files(BuildContext::directory(&at)));
    }
    let build_args = flags
        .all("build-arg")
        .iter()
        .filter_map(|arg| match arg.split_once('=') {
            Some((name, value)) => Some((name.to_string(), value.to_string())),
            None => call.sys.getenv(arg).map(|value| (arg.clone(), value)),
        })
        .collect();
    let network = flags.get("network").unwrap_or("default").to_string();
    if !["", "default", "host", "none"].contains(&network.as_str()) {
        return Err(failed(format!(
            "network mode {} not supported by buildkit - you can define a custom network for your builder using the network driver-opt in buildx create",
            opts::quote(&network)
        )));
    }
    let platforms = flags.all("platform");
    for platform in platforms.iter().flat_map(|p| opts::split_csv(p)) {
        engine::check_platform(&platform).map_err(|why| failed(why.to_string()))?;
    }
    if platforms.len() > 1 || platforms.iter().any(|p| p.contains(',')) {
        return Err(Failure::not_simulated("a build for several platforms"));
    }
    let request = BuildRequest {
        context,
        remote_context,
        git_context,
        vertices: 0,
        named_contexts,
        dockerfile: text,
        file_name,
        ignore: ignore.map(|bytes| String::from_utf8_lossy(&bytes).into_owned()),
        tags,
        build_args,
        target: flags.get("target").filter(|t| !t.is_empty()).map(str::to_string),
        labels: opts::pairs(&flags.all("label")).into_iter().collect(),
        no_cache: flags.on("no-cache"),
        no_cache_filter: flags.all("no-cache-filter").iter().flat_map(|f| opts::split_csv(f)).collect(),
        pull: flags.on("pull"),
        platform: platforms.first().cloned().unwrap_or_default(),
        secrets,
        ssh,
        network,
        add_hosts: extra_hosts(flags)?,
        shm_size: flags
            .get("shm-size")
            .and_then(|s| opts::parse_bytes(s).ok())
            .and_then(|n| u64::try_from(n).ok())
            .unwrap_or(0),
        allow: allowed(flags)?,
        discard: !outputs.iter().any(Output::stores),
    };
    Ok(Source {
        request,
        outputs,
        metadata_file: flags.get("metadata-file").filter(|p| !p.is_empty()).map(str::to_string),
        id_file: flags.get("iidfile").filter(|p| !p.is_empty()).map(str::to_string),
    })
}

/// The first part of a path that isn't there, as the system call that looked for it says.
fn missing_part(call: &Call, path: &str) -> Result<(), String> {
    let mut so_far = if path.starts_with('/') {
        "/".to_string()
    } else {
        String::new()
    };
    for part in path.split('/').filter(|p| !p.is_empty()) {
        if !so_far.is_empty() && !so_far.ends_with('/') {
            so_far.push('/');
        }
        so_far.push_str(part);
        if let Err(why) = call.sys.stat(&so_far) {
            return Err(format!("lstat {so_far}: {}", why.to_string().to_lowercase()));
        }
    }
    Ok(())
}

/// Build arguments and labels need names.
fn check_pairs(flags: &crate::flags::Parsed) -> Result<(), Failure> {
    for pair in flags.all("build-arg").iter().chain(&flags.all("label")) {
        if pair.is_empty() || pair.starts_with('=') {
            return Err(error(format!("invalid key-value pair {}: empty key", opts::quote(pair))));
        }
    }
    Ok(())
}

/// The privileges that the build may have. Errors: one that there is not.
fn allowed(flags: &crate::flags::Parsed) -> Result<Vec<String>, Failure> {
    let allowed: Vec<String> = flags.all("allow").into_iter().filter(|a| !a.is_empty()).collect();
    for one in &allowed {
        let (key, value) = one
            .split_once('=')
            .map_or((one.as_str(), None), |(key, value)| (key, Some(value)));
        match (key, value) {
            ("security.insecure" | "network.host" | "buildx.local.delete", None) | ("device", _) => {}
            ("buildx.local.delete", Some(_)) => {
                return Err(error("failed to build: buildx.local.delete does not accept a value"));
            }
            _ => return Err(error(format!("failed to build: unknown entitlement {one}"))),
        }
    }
    Ok(allowed)
}

/// The hosts that RUN knows. Errors: not a name and an address.
fn extra_hosts(flags: &crate::flags::Parsed) -> Result<Vec<String>, Failure> {
    let hosts: Vec<String> = flags.all("add-host").iter().flat_map(|h| opts::split_csv(h)).collect();
    for host in &hosts {
        let (name, ip) = host.split_once('=').or_else(|| host.split_once(':')).unwrap_or_default();
        let ip = ip.strip_prefix('[').and_then(|i| i.strip_suffix(']')).unwrap_or(ip);
        if name.is_empty() || (ip != "host-gateway" && ip.parse::<std::net::IpAddr>().is_err()) {
            return Err(error(format!("failed to build: invalid host {host}")));
        }
    }
    Ok(hosts)
}

/// What cannot go together, and what is not simulated of flags that are.
fn refuse(call: &Call) -> Result<(), Failure> {
    let flags = &call.flags;
    let failed = |why: &str| Err(error(format!("failed to build: {why}")));
    if flags.on("no-cache") && flags.all("no-cache-filter").iter().any(|f| !f.is_empty()) {
        return failed("--no-cache and --no-cache-filter cannot currently be used together");
    }
    let builder = flags.text("builder");
    if !["", "default"].contains(&builder.as_str()) {
        return Err(error(format!("no builder {} found", opts::quote(&builder))));
    }
    let off = |value: &str| matches!(value, "" | "false" | "0" | "disabled=true");
    for name in ["provenance", "sbom"] {
        let value = flags.text(name);
        // An image's provenance is not part of it here, so leaving it out is what happens anyway.
        if !off(&value) && !(name == "provenance" && value.starts_with("mode=min")) {
            return Err(Failure::not_simulated(&format!("docker build --{name}={value}")));
        }
    }
    let wanted = |attest: &String| !attest.contains("disabled=true");
    match flags.all("attest").iter().find(|a| wanted(a)) {
        Some(attest) => Err(Failure::not_simulated(&format!("docker build --attest {attest}"))),
        None => Ok(()),
    }
}

/// Reads `--cache-from` and `--cache-to`. The builder's own cache is all there is, so a cache elsewhere
/// changes nothing: `docker build` says so when it is done.
fn caches(flag: &str, specs: &[String]) -> Result<(), String> {
    for spec in specs.iter().filter(|s| !s.is_empty()) {
        let fields = opts::split_csv(spec);
        if fields.len() == 1 && !spec.contains('=') {
            continue;
        }
        let mut kind = "";
        let mut place = false;
        for field in &fields {
            let (key, value) = field.split_once('=').ok_or_else(|| format!("invalid value {field}"))?;
            match key.trim().to_lowercase().as_str() {
                "type" => kind = value,
                "dest" | "src" | "ref" | "url" | "bucket" | "account_url" => place = true,
                _ => {}
            }
        }
        match (kind, flag) {
            ("", _) => return Err(format!("type required for {}", opts::quote(spec))),
            ("local", "cache-to") if !place => return Err("dest is required for local cache exporter".into()),
            ("local", _) if !place => return Err("src is required for local cache importer".into()),
            ("local" | "registry" | "inline" | "gha" | "s3" | "azblob", _) => {}
            (other, "cache-to") => return Err(format!("failed to solve: unknown cache exporter: {}", opts::quote(other))),
            (other, _) => return Err(format!("failed to solve: unknown cache importer: {other}")),
        }
    }
    Ok(())
}

/// A Dockerfile that cannot be read.
pub fn not_read(request: &BuildRequest, problem: &dockerfile::ParseError) -> Failure {
    let lines: Vec<dockerfile::Lines> = problem.lines.into_iter().collect();
    let excerpt = dockerfile::excerpt(&request.file_name, &request.dockerfile, &lines);
    let message = format!("ERROR: failed to build: failed to solve: {problem}");
    Failure::new(format!("{excerpt}{message}"))
}

fn missing(name: &str) -> Failure {
    error(format!(
        "failed to build: failed to solve: failed to read dockerfile: open {name}: no such file or directory"
    ))
}

fn base(path: &str) -> String {
    path.trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_string()
}

fn tags(tags: &[String]) -> Result<Vec<String>, Failure> {
    for tag in tags {
        if let Err(why) = Reference::parse(tag) {
            let why = why.to_string();
            let why = match why.ends_with("must be lowercase") {
                true => "repository name must be lowercase".to_string(),
                false => why,
            };
            return Err(error(format!("failed to build: invalid tag {}: {why}", opts::quote(tag))));
        }
    }
    Ok(tags.to_vec())
}

/// `--secret id=…,src=…` or `id=…,env=…`.
async fn secrets(call: &Call) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
    let failed = |why: String| error(format!("failed to build: {why}"));
    let mut secrets = BTreeMap::new();
    for spec in call.flags.all("secret") {
        let (mut id, mut file, mut variable, mut kind) = (String::new(), String::new(), String::new(), String::new());
        for field in opts::split_csv(&spec) {
            let (key, value) = field
                .split_once('=')
                .ok_or_else(|| error(format!("invalid field '{field}' must be a key=value pair")))?;
            match key.to_lowercase().as_str() {
                "type" if ["file", "env"].contains(&value) => kind = value.to_string(),
                "type" => return Err(error(format!("unsupported secret type {}", opts::quote(value)))),
                "id" => id = value.to_string(),
                "source" | "src" => file = value.to_string(),
                "env" => variable = value.to_string(),
                _ => return Err(error(format!("unexpected key '{key}' in '{field}'"))),
            }
        }
        if kind == "env" && variable.is_empty() {
            variable = std::mem::take(&mut file);
        }
        if id.is_empty() {
            id = base(&file);
        }
        // Without a place the variable of that name stands in, then the file.
        if file.is_empty() && variable.is_empty() {
            match call.sys.getenv(&id) {
                Some(_) if kind != "file" => variable = id.clone(),
                _ => file = id.clone(),
            }
        }
        let contents = match variable.is_empty() {
            false => call.sys.getenv(&variable).unwrap_or_default().into_bytes(),
            true => call.read_file(&file).await.map_err(|e| {
                let why = e.to_string().to_lowercase();
                failed(format!("failed to stat {file}: stat {file}: {why}"))
            })?,
        };
        secrets.insert(id, contents);
    }
    Ok(secrets)
}
