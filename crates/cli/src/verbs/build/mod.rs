//! `docker build`: flags to a request, what happens to text.
//!
//! Specified by buildx's reference (docs.docker.com/reference/cli/docker/buildx/build). Left out: outputs
//! other than the image store, SSH agents, attestations, entitlements, external caches, and contexts from
//! the network.

pub mod cache;
pub mod change;
mod progress;
mod request;

use crate::call::{Call, Failure, Outcome};
use dockerfile::check::Warning;
use engine::{BuildEvent, BuildFailure, BuildRequest};
use progress::Progress;
pub use progress::Style;
use request::Source;
use std::cell::RefCell;
use std::rc::Rc;

/// A failure as buildx tells it.
fn error(message: impl std::fmt::Display) -> Failure {
    Failure::new(format!("ERROR: {message}"))
}

pub async fn build(call: Call) -> Outcome {
    let flags = &call.flags;
    let method = flags.get("call").unwrap_or("build").to_string();
    let check = flags.on("check") || ["check", "lint"].contains(&method.as_str());
    if !check && method != "build" {
        return Err(Failure::not_simulated(&format!("docker build --call={method}")));
    }
    let source = request::source(&call).await?;
    if check {
        return lint(&call, &source.request, style(&call)?).await;
    }
    let style = style(&call)?;
    let built = solve(&call, &source.request, style, 2, None, true).await;
    let Source { request, id_file, .. } = source;
    match built {
        Ok(id) => {
            if let Some(path) = id_file {
                call.write_file(&path, id.as_bytes())
                    .await
                    .map_err(|e| error(format!("failed to build: open {path}: {}", e.to_string().to_lowercase())))?;
            }
            if style == Style::Quiet {
                call.line(&id).await;
            }
            Ok(())
        }
        Err(failure) => {
            let excerpt = dockerfile::excerpt(&request.file_name, &request.dockerfile, &failure.lines);
            if !excerpt.is_empty() {
                call.err(excerpt.trim_end_matches('\n')).await;
            }
            Err(error(format!("failed to build: failed to solve: {}", failure.message)))
        }
    }
}

fn style(call: &Call) -> Result<Style, Failure> {
    let flags = &call.flags;
    if flags.on("quiet") {
        return Ok(Style::Quiet);
    }
    let variable = call.sys.getenv("BUILDKIT_PROGRESS").filter(|v| !v.is_empty());
    let wanted = match flags.get("progress") {
        Some(wanted) => wanted.to_string(),
        None => variable.unwrap_or_else(|| "auto".into()),
    };
    match wanted.as_str() {
        "auto" if call.sys.isatty(2) => Ok(Style::Terminal),
        "auto" | "plain" => Ok(Style::Plain),
        "tty" => Ok(Style::Terminal),
        "quiet" => Ok(Style::Quiet),
        "none" => Ok(Style::None),
        "rawjson" => Err(Failure::not_simulated("docker build --progress=rawjson")),
        other => Err(error(format!("failed to build: invalid progress mode {other}"))),
    }
}

/// Builds, showing progress on a stream, and what was found wrong if that is wanted. `target` is what BuildKit puts
/// before the names of steps when it builds several things. Gives the image's id.
pub async fn solve(
    call: &Call,
    request: &BuildRequest,
    style: Style,
    fd: i32,
    target: Option<String>,
    warnings_too: bool,
) -> Result<String, Box<BuildFailure>> {
    let width = call.sys.tty(fd).map_or(80, |tty| usize::from(tty.size().0));
    let progress = Rc::new(RefCell::new(Progress::new(style, call.engine.now(), width).of_target(target)));
    let queue = machine::sync::Queue::<String>::new();
    queue.push(progress.borrow_mut().begin(request));
    let result = {
        let (shown, engine, out) = (progress.clone(), call.engine.clone(), queue.clone());
        let work = async {
            let mut report = |event: BuildEvent| {
                let text = shown.borrow_mut().event(&event, engine.now());
                out.push(text);
            };
            let result = engine.build(request.clone(), &mut report).await;
            let text = shown.borrow_mut().end(&result, request, engine.now());
            out.push(text);
            out.close();
            result
        };
        let writer = async {
            while let Some(text) = queue.pop().await {
                let _ = call.sys.write(fd, text.as_bytes()).await;
            }
        };
        machine::sync::join(writer, work).await.1
    };
    if warnings_too && ![Style::Quiet, Style::None].contains(&style) {
        let warnings = match &result {
            Ok(built) => &built.warnings,
            Err(failure) => &failure.warnings,
        };
        let debug = call.flags.on("debug");
        let mut once: Vec<Warning> = Vec::new();
        for warning in warnings {
            if !once.contains(warning) {
                once.push(warning.clone());
            }
        }
        let text = dockerfile::check::warnings_summary(&once, debug, &request.file_name, &request.dockerfile);
        let _ = call.sys.write(fd, text.as_bytes()).await;
    }
    result.map(|built| built.image.id.to_string())
}

/// `docker build --check`
async fn lint(call: &Call, request: &BuildRequest, style: Style) -> Outcome {
    let text = Progress::new(style, call.engine.now(), 80).of_check(request);
    let _ = call.sys.write(2, text.as_bytes()).await;
    let report = call.engine.check_build(request);
    let found = dockerfile::check::check_output(&report, &request.file_name, &request.dockerfile);
    call.out(&found.text).await;
    match (found.error, found.status) {
        (Some(why), status) => Err(error(why).with_status(status)),
        (None, 0) => Ok(()),
        (None, status) => Err(Failure::status(status)),
    }
}
