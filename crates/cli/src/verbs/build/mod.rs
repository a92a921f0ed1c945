//! `docker build`: flags to a request, what happens to text.
//!
//! Specified by buildx's reference (docs.docker.com/reference/cli/docker/buildx/build). Left out:
//! attestations, annotations, resource limits, caches outside of the builder, several platforms,
//! and contexts that are archives of the network.

pub mod builder;
pub mod cache;
pub mod change;
mod outline;
mod output;
mod progress;
mod raw;
mod request;
mod ssh;
mod subrequest;

use crate::call::{Call, Failure, Outcome};
use dockerfile::check::Warning;
use engine::{BuildEvent, BuildFailure, BuildRequest, Image};
use output::Output;
use progress::Progress;
pub use progress::Style;
use request::Source;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use subrequest::Subrequest;

/// A failure as buildx tells it.
fn error(message: impl std::fmt::Display) -> Failure {
    Failure::new(format!("ERROR: {message}"))
}

pub async fn build(call: Call) -> Outcome {
    let flags = &call.flags;
    let subrequest = Subrequest::asked(flags)?;
    for (name, warning) in [
        ("isolation", "isolation flag is deprecated with BuildKit."),
        (
            "security-opt",
            "security-opt flag is deprecated. \"RUN --security=insecure\" should be used with BuildKit.",
        ),
    ] {
        if flags.changed(name) {
            call.warn(warning).await;
        }
    }
    let Source {
        mut request,
        outputs,
        id_file,
        metadata_file,
    } = request::source(&call).await?;
    let style = style(&call)?;
    if let Some(subrequest) = subrequest {
        return subrequest.answer(&call, &mut request, style).await;
    }
    let shown = Shown {
        style,
        fd: 2,
        target: None,
        warnings: true,
        outputs: &outputs,
        steps: None,
    };
    let built = solve_image(&call, &mut request, shown).await;
    let image = match built {
        Ok(image) => image,
        Err(failure) => return Err(unsolved(&call, &request, &failure).await),
    };
    for output in &outputs {
        output::write(&call, output, &image, &request.tags).await?;
    }
    let write = async |path: &str, bytes: Vec<u8>| {
        let done = call.write_file(path, &bytes).await;
        done.map_err(|e| error(format!("failed to build: open {path}: {}", e.to_string().to_lowercase())))
    };
    if let Some(path) = id_file {
        write(&path, image.id.to_string().into_bytes()).await?;
    }
    if let Some(path) = metadata_file {
        write(&path, metadata(&call, &image, &request)).await?;
    }
    if style == Style::Quiet && !request.discard {
        call.line(&image.id.to_string()).await;
    }
    if call.flags.changed("cache-to") || call.flags.changed("cache-from") {
        call.err("drydock: caches outside of the builder are not simulated; its own cache was used")
            .await;
    }
    Ok(())
}

/// What `--metadata-file` holds, without provenance.
fn metadata(call: &Call, image: &Image, request: &BuildRequest) -> Vec<u8> {
    let reference = call.sys.machine().random(|r| r.hex(25));
    let mut out = serde_json::Map::new();
    out.insert("buildx.build.ref".into(), format!("default/default/{reference}").into());
    if !request.discard {
        let manifest = image.manifest_json().to_string();
        out.insert("containerimage.config.digest".into(), image.config_digest.to_string().into());
        out.insert(
            "containerimage.descriptor".into(),
            serde_json::json!({
                "mediaType": "application/vnd.oci.image.manifest.v1+json",
                "digest": image.id.to_string(),
                "size": manifest.len(),
            }),
        );
        out.insert("containerimage.digest".into(), image.id.to_string().into());
        let names: Vec<String> = request
            .tags
            .iter()
            .filter_map(|tag| dockerfile::Reference::parse(tag).ok())
            .map(|r| r.with_default_tag().to_string())
            .collect();
        if !names.is_empty() {
            out.insert("image.name".into(), names.join(",").into());
        }
    }
    serde_json::to_vec_pretty(&out).unwrap_or_default()
}

fn style(call: &Call) -> Result<Style, Failure> {
    let flags = &call.flags;
    let variable = call.sys.getenv("BUILDKIT_PROGRESS").filter(|v| !v.is_empty());
    let wanted = match flags.get("progress") {
        Some(wanted) => wanted.to_string(),
        None => variable.unwrap_or_else(|| "auto".into()),
    };
    if flags.on("quiet") {
        return match wanted.as_str() {
            "auto" | "quiet" => Ok(Style::Quiet),
            _ => Err(error(format!("progress={wanted} and quiet cannot be used together"))),
        };
    }
    match wanted.as_str() {
        "auto" if call.sys.isatty(2) => Ok(Style::Terminal),
        "auto" | "plain" => Ok(Style::Plain),
        "tty" if call.sys.isatty(2) => Ok(Style::Terminal),
        "tty" => Err(error(
            "failed to build: failed to get console: provided file is not a console",
        )),
        "quiet" => Ok(Style::Quiet),
        "none" => Ok(Style::None),
        "rawjson" => Ok(Style::Raw),
        other => Err(error(format!("invalid progress mode {other}"))),
    }
}

/// How a build is shown.
struct Shown<'a> {
    style: Style,
    /// The stream for progress.
    fd: i32,
    /// What BuildKit puts before the names of steps when it builds several things.
    target: Option<String>,
    /// Whether to tell what was found wrong.
    warnings: bool,
    outputs: &'a [Output],
    /// The number of the last step, where builds follow each other.
    steps: Option<&'a Cell<usize>>,
}

/// Builds, showing progress on a stream, and what was found wrong if that is wanted. `target` is what BuildKit puts
/// before the names of steps when it builds several things, `steps` the number of the last step before, which goes on.
/// What the request leaves to a repository is filled in. Gives the image's id.
pub async fn solve(
    call: &Call,
    request: &mut BuildRequest,
    style: Style,
    fd: i32,
    target: Option<String>,
    warnings_too: bool,
    steps: &Cell<usize>,
) -> Result<String, Box<BuildFailure>> {
    let shown = Shown {
        style,
        fd,
        target,
        warnings: warnings_too,
        outputs: &[],
        steps: Some(steps),
    };
    solve_image(call, request, shown).await.map(|image| image.id.to_string())
}

/// Builds, and gives the image.
async fn solve_image(call: &Call, request: &mut BuildRequest, how: Shown<'_>) -> Result<Rc<Image>, Box<BuildFailure>> {
    let Shown { style, fd, .. } = how;
    let width = call.sys.tty(fd).map_or(80, |tty| usize::from(tty.size().0));
    let before = how.steps.map_or(0, Cell::get);
    let progress = Progress::new(style, call.engine.now(), width)
        .of_target(how.target)
        .behind(before);
    let progress = Rc::new(RefCell::new(progress));
    let queue = machine::sync::Queue::<String>::new();
    queue.push(progress.borrow_mut().begin(request));
    let result = {
        let (shown, engine, out, request) = (progress.clone(), call.engine.clone(), queue.clone(), &mut *request);
        let work = async {
            let mut report = |event: BuildEvent| {
                let text = shown.borrow_mut().event(&event, engine.now());
                out.push(text);
            };
            let result = match engine.load_git_context(request, &mut report).await {
                Ok(()) => engine.build(request.clone(), &mut report).await,
                Err(failure) => Err(failure),
            };
            let text = shown.borrow_mut().end(&result, request, how.outputs, engine.now());
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
    if let Some(steps) = how.steps {
        steps.set(progress.borrow().steps());
    }
    if how.warnings && ![Style::Quiet, Style::None, Style::Raw].contains(&style) {
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
    result.map(|built| built.image)
}

/// What is said when a build fails: the lines of the Dockerfile, and why.
async fn unsolved(call: &Call, request: &BuildRequest, failure: &BuildFailure) -> Failure {
    let excerpt = dockerfile::excerpt(&request.file_name, &request.dockerfile, &failure.lines);
    if !excerpt.is_empty() {
        call.err(excerpt.trim_end_matches('\n')).await;
    }
    error(format!("failed to build: failed to solve: {}", failure.message))
}
