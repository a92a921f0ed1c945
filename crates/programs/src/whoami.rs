//! `/whoami` of traefik/whoami (github.com/traefik/whoami): says which container answered, and repeats the request.
//!
//! Simulated: `/`, `/api`, `/health`, `/bench`, the options --port and --name and their variables. Left out: TLS, data, echo.

pub mod echo;

use crate::declared::Declaration;
use crate::http::{self, Request, Response, civil, http_date};
use machine::{Address, Fd, Signal, Sys};
use std::net::Ipv4Addr;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "whoami",
    does: "`/`, `/api`, `/health`, `/bench`",
    does_not: "`/data`, `/echo`, `/upload`, TLS",
};

fn addresses(sys: &Sys) -> Vec<String> {
    let ns = sys.net_ns();
    let own = sys.machine().net(|net| net.interfaces(ns));
    let mut out = vec!["127.0.0.1".to_string(), "::1".to_string()];
    out.extend(own.iter().map(|one| one.address.to_string()));
    out
}

fn answer(sys: &Sys, name: &str, request: &Request, peer: Address) -> Response {
    let plain = ("Content-Type".to_string(), "text/plain; charset=utf-8".to_string());
    let mut headers: Vec<(&String, &String)> = request
        .headers
        .iter()
        .filter(|(n, _)| !n.eq_ignore_ascii_case("host"))
        .map(|(n, v)| (n, v))
        .collect();
    headers.sort();
    let host = request.header("host").unwrap_or("");
    let (status, kind, body) = match request.path().as_str() {
        "/health" => (200, plain, String::new()),
        "/bench" => (200, plain, "1".to_string()),
        "/api" => {
            let headers: serde_json::Map<String, serde_json::Value> =
                headers.iter().map(|(n, v)| ((*n).clone(), serde_json::json!([v]))).collect();
            let mut out = serde_json::json!({
                "hostname": sys.hostname(), "ip": addresses(sys), "headers": headers, "url": request.target, "host": host,
                "method": request.method, "remoteAddr": format!("{}:{}", peer.0, peer.1),
            });
            if let Some(object) = out.as_object_mut().filter(|_| !name.is_empty()) {
                object.insert("name".into(), name.into());
            }
            (
                200,
                ("Content-Type".to_string(), "application/json".to_string()),
                format!("{out}\n"),
            )
        }
        "/data" | "/echo" | "/upload" => (
            501,
            plain,
            format!("drydock: {} of whoami is not simulated\n", request.path()),
        ),
        _ => {
            let mut out = if name.is_empty() {
                String::new()
            } else {
                format!("Name: {name}\n")
            };
            out.push_str(&format!("Hostname: {}\n", sys.hostname()));
            for address in addresses(sys) {
                out.push_str(&format!("IP: {address}\n"));
            }
            out.push_str(&format!(
                "RemoteAddr: {}:{}\n{} {} {}\nHost: {host}\n",
                peer.0, peer.1, request.method, request.target, request.version
            ));
            for (name, value) in headers {
                out.push_str(&format!("{name}: {value}\n"));
            }
            (200, plain, out + "\n")
        }
    };
    let date = ("Date".to_string(), http_date(sys.now().seconds()));
    Response {
        status,
        headers: vec![date, ("Content-Length".to_string(), body.len().to_string()), kind],
        body: body.into_bytes(),
    }
}

async fn connection(sys: &Sys, name: &str, fd: Fd, peer: Address) {
    let mut pending = Vec::new();
    while let Ok(request) = http::read_request(sys, fd, &mut pending).await {
        let response = answer(sys, name, &request, peer);
        if http::write_response(sys, fd, &response, request.method == "HEAD")
            .await
            .is_err()
            || !request.keeps_alive()
        {
            return;
        }
    }
}

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let argv = sys.argv();
    let option = |name: &str| {
        argv.iter().enumerate().find_map(|(n, word)| {
            let word = word.trim_start_matches('-');
            word.strip_prefix(&format!("{name}="))
                .map(str::to_string)
                .or_else(|| (word == name).then(|| argv.get(n + 1).cloned()).flatten())
        })
    };
    let port = option("port")
        .or_else(|| sys.getenv("WHOAMI_PORT_NUMBER"))
        .and_then(|p| p.parse().ok())
        .unwrap_or(80);
    let name = option("name").or_else(|| sys.getenv("WHOAMI_NAME")).unwrap_or_default();
    let stamp = |sys: &Sys| {
        let (y, m, d, hh, mm, ss) = civil(sys.now().seconds());
        format!("{y}/{m:02}/{d:02} {hh:02}:{mm:02}:{ss:02}")
    };
    let _ = sys
        .write(2, format!("{} Starting up on port {port}\n", stamp(&sys)).as_bytes())
        .await;
    let listener = match sys.listen(Ipv4Addr::UNSPECIFIED, port) {
        Ok(fd) => fd,
        Err(error) => {
            let text = format!(
                "{} listen tcp :{port}: bind: {}\n",
                stamp(&sys),
                error.to_string().to_lowercase()
            );
            let _ = sys.write(2, text.as_bytes()).await;
            return 1;
        }
    };
    // A Go program without a handler ends of its own with status 2.
    for signal in [Signal::TERM, Signal::INT, Signal::HUP] {
        sys.catch_signal(signal);
    }
    loop {
        match sys.accept(listener).await {
            Ok((fd, peer)) => {
                let (sys, name) = (sys.clone(), name.clone());
                sys.clone().spawn_thread(async move {
                    connection(&sys, &name, fd, peer).await;
                    let _ = sys.close(fd);
                });
            }
            Err(_) if sys.take_signal().is_some() => return 2,
            Err(_) => {}
        }
    }
}
