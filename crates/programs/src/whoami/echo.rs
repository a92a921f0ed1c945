//! `/http-echo` of hashicorp/http-echo (github.com/hashicorp/http-echo): answers every request with one text.
//!
//! Simulated: `-text`, `-listen`, `-status-code`, ECHO_TEXT, `/health`, its log. Left out: times of requests are 0s.

use crate::declared::Declaration;
use crate::http::{self, Response, civil, http_date};
use machine::{Address, Fd, Signal, Sys};
use std::net::Ipv4Addr;

/// What is simulated, for the page of what is missing.
pub(crate) const DECLARED: Declaration = Declaration {
    program: "http-echo",
    does: "`-text`, `-listen`, `-status-code`, ECHO_TEXT, `/health`",
    does_not: "how long a request took (0s in its log)",
};

const VERSION: &str = "1.0.0";

struct Answer {
    text: String,
    status: u16,
}

/// What Go's server takes a text for that says nothing of itself.
fn sniffed(text: &str) -> &'static str {
    let start = text.trim_start().to_ascii_lowercase();
    let tags = [
        "<!doctype html",
        "<html",
        "<head",
        "<script",
        "<iframe",
        "<h1",
        "<div",
        "<font",
        "<table",
        "<a",
        "<style",
        "<title",
        "<b",
        "<body",
        "<br",
        "<p",
        "<!--",
    ];
    let html = tags
        .iter()
        .any(|tag| start.strip_prefix(tag).is_some_and(|rest| rest.starts_with([' ', '>'])));
    if html {
        "text/html; charset=utf-8"
    } else {
        "text/plain; charset=utf-8"
    }
}

fn stamp(sys: &Sys) -> String {
    let (y, m, d, hh, mm, ss) = civil(sys.now().seconds());
    format!("{y}/{m:02}/{d:02} {hh:02}:{mm:02}:{ss:02}")
}

async fn connection(sys: &Sys, answer: &Answer, fd: Fd, peer: Address) {
    let mut pending = Vec::new();
    while let Ok(request) = http::read_request(sys, fd, &mut pending).await {
        let healthy = request.path() == "/health";
        let (status, kind, body) = match healthy {
            true => (
                answer.status,
                "text/plain; charset=utf-8",
                "{\"status\":\"ok\"}\n".to_string(),
            ),
            false => (answer.status, sniffed(&answer.text), format!("{}\n", answer.text)),
        };
        let headers = [
            ("X-App-Name", "http-echo".to_string()),
            ("X-App-Version", VERSION.to_string()),
            ("Date", http_date(sys.now().seconds())),
            ("Content-Length", body.len().to_string()),
            ("Content-Type", kind.to_string()),
        ];
        let headers = headers.into_iter().map(|(name, value)| (name.to_string(), value)).collect();
        let length = body.len();
        let response = Response {
            status,
            headers,
            body: body.into_bytes(),
        };
        let sent = http::write_response(sys, fd, &response, request.method == "HEAD").await;
        if !healthy {
            let (agent, host) = (
                request.header("user-agent").unwrap_or(""),
                request.header("host").unwrap_or(""),
            );
            let line = format!(
                "{} {host} {}:{} \"{} {} {}\" {status} {length} \"{agent}\" 0s\n",
                stamp(sys),
                peer.0,
                peer.1,
                request.method,
                request.path(),
                request.version
            );
            let _ = sys.write(1, line.as_bytes()).await;
        }
        if sent.is_err() || !request.keeps_alive() {
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
    if argv.iter().any(|word| word.trim_start_matches('-') == "version") {
        let _ = sys.write(2, format!("http-echo v{VERSION}\n").as_bytes()).await;
        return 0;
    }
    let text = option("text").or_else(|| sys.getenv("ECHO_TEXT")).unwrap_or_default();
    if text.is_empty() {
        let _ = sys.write(2, b"Missing -text option OR ENV var TEXT is empty!\n").await;
        return 127;
    }
    let status = option("status-code").and_then(|code| code.parse().ok()).unwrap_or(200);
    let listen = option("listen").unwrap_or_else(|| ":5678".into());
    let (address, port) = listen.rsplit_once(':').unwrap_or(("", "5678"));
    let (address, port) = (address.parse().unwrap_or(Ipv4Addr::UNSPECIFIED), port.parse().unwrap_or(5678));
    let listener = match sys.listen(address, port) {
        Ok(fd) => fd,
        Err(error) => {
            let reason = error.to_string().to_lowercase();
            let line = format!(
                "{} [ERR] Error starting server: listen tcp {listen}: bind: {reason}\n",
                stamp(&sys)
            );
            let _ = sys.write(2, line.as_bytes()).await;
            return 1;
        }
    };
    let line = format!("{} [INFO] server is listening on {listen}\n", stamp(&sys));
    let _ = sys.write(2, line.as_bytes()).await;
    for signal in [Signal::TERM, Signal::INT] {
        sys.catch_signal(signal);
    }
    let answer = std::rc::Rc::new(Answer { text, status });
    loop {
        match sys.accept(listener).await {
            Ok((fd, peer)) => {
                let (task, answer) = (sys.clone(), answer.clone());
                sys.spawn_thread(async move {
                    connection(&task, &answer, fd, peer).await;
                    let _ = task.close(fd);
                });
            }
            Err(_) => match sys.take_signal() {
                Some(Signal::INT) => {
                    let line = format!("{} [INFO] received interrupt, shutting down...\n", stamp(&sys));
                    let _ = sys.write(2, line.as_bytes()).await;
                    return 2;
                }
                // A Go program without a handler ends of its own with status 2.
                Some(_) => return 2,
                None => {}
            },
        }
    }
}
