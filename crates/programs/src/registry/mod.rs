//! `registry`: Distribution, the program of the `registry` image, which keeps images under
//! /var/lib/registry and hands them out over HTTP.
//!
//! Simulated: `registry serve`, the pull, push, tags, catalogue and delete parts of the OCI distribution
//! specification, storage in Distribution's own layout, and of its configuration the environment's
//! REGISTRY_HTTP_ADDR, REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY, REGISTRY_STORAGE_DELETE_ENABLED and
//! REGISTRY_AUTH with htpasswd. Left out: TLS, tokens, proxies, notifications, other storage, garbage
//! collection, and what the configuration file says.

mod api;
mod storage;

use crate::declared::Declaration;
use crate::http::{self, Ended};
use machine::{Address, Errno, Fd, Signal, Sys};
use std::net::Ipv4Addr;
use std::rc::Rc;
use storage::Storage;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "registry",
    does: "`serve`; pull, push, tags, catalogue and deletion over HTTP, in Distribution's own layout; passwords \
        of an htpasswd file; its address, its folder and deletion by environment",
    does_not: "TLS, tokens, proxies, notifications, other storage, garbage collection, the configuration file",
};

const VERSION: &str = "2.8.3";

/// What an answer needs.
pub(crate) struct Server {
    sys: Sys,
    storage: Storage,
    deletes: bool,
    /// The realm and the password file.
    auth: Option<(String, String)>,
}

async fn log(sys: &Sys, level: &str, message: &str) {
    let (year, month, day, hour, minute, second) = http::civil(sys.now().seconds());
    let nanos = sys.now().0.rem_euclid(1_000_000_000);
    let line = format!(
        "time=\"{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{nanos:09}Z\" level={level} msg=\"{message}\" go.version=go1.20.8 service=registry version={VERSION} \n",
    );
    let _ = sys.write(2, line.as_bytes()).await;
}

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let words: Vec<&str> = argv.iter().skip(1).map(String::as_str).collect();
    match words.as_slice() {
        ["--version" | "-v", ..] => {
            let text = format!("registry github.com/docker/distribution v{VERSION}\n");
            let _ = sys.write(1, text.as_bytes()).await;
            0
        }
        ["serve", path] if !sys.exists(path) => {
            let text = format!("configuration error: open {path}: no such file or directory\n");
            let _ = sys.write(2, text.as_bytes()).await;
            1
        }
        ["serve", _] => serve(sys).await,
        ["serve"] if sys.getenv("REGISTRY_CONFIGURATION_PATH").is_some() => serve(sys).await,
        ["serve"] => {
            let _ = sys.write(2, b"configuration error: configuration path unspecified\n").await;
            1
        }
        [name, ..] => {
            let text = format!("drydock: registry {name} is not simulated\n");
            let _ = sys.write(2, text.as_bytes()).await;
            125
        }
        [] => {
            let text = "`registry`\n\nUsage:\n  registry [flags]\n  registry [command]\n\nAvailable Commands:\n  serve           `serve` stores and distributes Docker images\n";
            let _ = sys.write(1, text.as_bytes()).await;
            0
        }
    }
}

async fn serve(sys: Sys) -> i32 {
    let variable = |name: &str| sys.getenv(name).filter(|v| !v.is_empty());
    if let Some(name) = [
        "REGISTRY_HTTP_TLS_CERTIFICATE",
        "REGISTRY_PROXY_REMOTEURL",
        "REGISTRY_STORAGE",
    ]
    .iter()
    .find(|n| variable(n).is_some_and(|v| v != "filesystem"))
    {
        let _ = sys
            .write(2, format!("drydock: registry with {name} is not simulated\n").as_bytes())
            .await;
        return 125;
    }
    let auth = match variable("REGISTRY_AUTH").as_deref() {
        None => None,
        Some("htpasswd") => {
            let realm = variable("REGISTRY_AUTH_HTPASSWD_REALM");
            let path = variable("REGISTRY_AUTH_HTPASSWD_PATH");
            let (Some(realm), Some(path)) = (realm, path) else {
                let missing = match variable("REGISTRY_AUTH_HTPASSWD_REALM") {
                    None => "realm",
                    Some(_) => "path",
                };
                let text = format!(
                    "panic: unable to configure authorization (htpasswd): \"{missing}\" must be set for htpasswd access controller\n"
                );
                let _ = sys.write(2, text.as_bytes()).await;
                return 2;
            };
            Some((realm, path))
        }
        Some(kind) => {
            let _ = sys
                .write(
                    2,
                    format!("drydock: registry with REGISTRY_AUTH={kind} is not simulated\n").as_bytes(),
                )
                .await;
            return 125;
        }
    };
    let address = variable("REGISTRY_HTTP_ADDR").unwrap_or_else(|| ":5000".into());
    let (host, port) = address.rsplit_once(':').unwrap_or(("", address.as_str()));
    let ip = if host.is_empty() {
        Ipv4Addr::UNSPECIFIED
    } else if host == "localhost" {
        Ipv4Addr::LOCALHOST
    } else {
        host.parse().unwrap_or(Ipv4Addr::UNSPECIFIED)
    };
    let root = variable("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY").unwrap_or_else(|| "/var/lib/registry".into());
    let listener = match sys.listen(ip, port.parse().unwrap_or(5000)) {
        Ok(listener) => listener,
        Err(error) => {
            let why = error.to_string().to_lowercase();
            log(&sys, "fatal", &format!("listen tcp {address}: bind: {why}")).await;
            return 1;
        }
    };
    if variable("REGISTRY_HTTP_SECRET").is_none() {
        log(
            &sys,
            "warning",
            "No HTTP secret provided - generated random secret. This may cause problems with uploads if multiple registries are behind a load-balancer. To provide a shared secret, fill in http.secret in the configuration file or set the REGISTRY_HTTP_SECRET environment variable.",
        )
        .await;
    }
    log(&sys, "info", "redis not configured").await;
    log(&sys, "info", "using inmemory blob descriptor cache").await;
    let shown = if host.is_empty() {
        format!("[::]:{port}")
    } else {
        address.clone()
    };
    log(&sys, "info", &format!("listening on {shown}")).await;
    sys.catch_signal(Signal::TERM);
    sys.catch_signal(Signal::INT);
    let server = Rc::new(Server {
        storage: Storage::new(sys.clone(), &root),
        deletes: variable("REGISTRY_STORAGE_DELETE_ENABLED").as_deref() == Some("true"),
        auth,
        sys: sys.clone(),
    });
    loop {
        match sys.accept(listener).await {
            Ok((fd, peer)) => {
                let (server, thread) = (server.clone(), sys.clone());
                sys.spawn_thread(async move {
                    connection(&server, fd, peer).await;
                    let _ = thread.close(fd);
                });
            }
            Err(Errno::EINTR) => {
                // Distribution has no handler of its own: the signal ends it.
                if let Some(signal) = sys.take_signal() {
                    sys.default_signal(signal);
                    return match signal {
                        Signal::INT => 130,
                        _ => 2,
                    };
                }
            }
            Err(_) => return 1,
        }
    }
}

async fn connection(server: &Server, fd: Fd, peer: Address) {
    let mut pending = Vec::new();
    loop {
        let request = match http::read_request(&server.sys, fd, &mut pending).await {
            Ok(request) => request,
            Err(Ended::Closed) => return,
            Err(Ended::Malformed) => {
                let response = http::Response {
                    status: 400,
                    ..http::Response::default()
                };
                let _ = http::write_response(&server.sys, fd, &response, false).await;
                return;
            }
        };
        let response = api::answer(server, &request).await;
        let head = request.method == "HEAD";
        let sent = http::write_response(&server.sys, fd, &response, head).await;
        let (year, month, day, hour, minute, second) = http::civil(server.sys.now().seconds());
        let month = http::MONTHS.get((month - 1) as usize).copied().unwrap_or("Jan");
        let bytes = if head { 0 } else { response.body.len() };
        let line = format!(
            "{} - - [{day:02}/{month}/{year}:{hour:02}:{minute:02}:{second:02} +0000] \"{} {} {}\" {} {bytes} \"\" \"{}\"\n",
            peer.0,
            request.method,
            request.target,
            request.version,
            response.status,
            request.header("user-agent").unwrap_or_default(),
        );
        let _ = server.sys.write(1, line.as_bytes()).await;
        if sent.is_err() || !request.keeps_alive() {
            return;
        }
    }
}
