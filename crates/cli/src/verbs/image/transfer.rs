//! `docker pull` and `docker push`, and the lines of their progress.
//!
//! On a terminal each layer has a line that changes; elsewhere every change is a line.

use crate::call::{Call, Failure, Outcome};
use crate::verbs::refuse;
use dockerfile::Reference;
use engine::Progress;
use std::cell::RefCell;
use std::rc::Rc;

/// Progress lines that are waiting to be written: the engine reports while it works, a writer follows.
struct Screen {
    terminal: bool,
    /// Layers with a line of their own, in the order of their lines.
    layers: Vec<String>,
}

impl Screen {
    fn text(&mut self, progress: &Progress) -> String {
        match progress {
            Progress::Line(line) => {
                self.layers.clear();
                format!("{line}\n")
            }
            Progress::Layer { id, status } if !self.terminal => format!("{id}: {status}\n"),
            Progress::Layer { id, status } => match self.layers.iter().position(|l| l == id) {
                None => {
                    self.layers.push(id.clone());
                    format!("{id}: {status}\n")
                }
                Some(at) => {
                    let up = self.layers.len() - at;
                    format!("\x1b[{up}A\x1b[2K\r{id}: {status}\r\x1b[{up}B")
                }
            },
        }
    }
}

/// Runs a transfer, writing its progress as it comes.
async fn shown<T>(
    call: &Call,
    fd: i32,
    quiet: bool,
    work: impl AsyncFnOnce(&mut dyn FnMut(Progress)) -> Result<T, engine::Error>,
) -> Result<T, engine::Error> {
    let queue = machine::sync::Queue::new();
    let screen = Rc::new(RefCell::new(Screen {
        terminal: call.sys.isatty(fd),
        layers: Vec::new(),
    }));
    let writer = async {
        while let Some(progress) = queue.pop().await {
            let text = screen.borrow_mut().text(&progress);
            if !quiet {
                let _ = call.sys.write(fd, text.as_bytes()).await;
            }
        }
    };
    let worker = async {
        let result = work(&mut |progress| queue.push(progress)).await;
        queue.close();
        result
    };
    machine::sync::join(writer, worker).await.1
}

/// Pulls an image for the platform of `--platform`, showing progress on a stream.
pub async fn pull_image(call: &Call, name: &str, quiet: bool, fd: i32) -> Outcome {
    let platform = call.flags.text("platform");
    let engine = call.engine.clone();
    let credentials = Reference::parse(name).ok().and_then(|r| call.credentials_for(&r.domain));
    shown(call, fd, quiet, async move |report: &mut dyn FnMut(Progress)| {
        engine.pull_as(name, &platform, credentials.as_ref(), report).await
    })
    .await?;
    Ok(())
}

pub async fn pull(call: Call) -> Outcome {
    let name = call.argument(0);
    let reference = Reference::parse(name).map_err(|e| Failure::new(e.to_string()))?;
    let quiet = call.flags.on("quiet");
    if call.flags.on("all-tags") {
        if !reference.is_name_only() {
            return refuse("tag can't be used with --all-tags/-a");
        }
        let credentials = call.credentials_for(&reference.domain);
        for tag in call.engine.tags_of(name, credentials.as_ref()).await? {
            pull_image(&call, &format!("{name}:{tag}"), quiet, 1).await?;
        }
        call.line(&reference.name()).await;
        return Ok(());
    }
    if reference.is_name_only() && !quiet {
        call.line("Using default tag: latest").await;
    }
    let full = reference.with_default_tag();
    pull_image(&call, name, quiet, 1).await?;
    call.line(&full.to_string()).await;
    Ok(())
}

pub async fn push(call: Call) -> Outcome {
    let name = call.argument(0);
    let reference = Reference::parse(name).map_err(|e| Failure::new(e.to_string()))?;
    let quiet = call.flags.on("quiet");
    if call.flags.on("all-tags") {
        if !reference.is_name_only() {
            return refuse("tag can't be used with --all-tags/-a");
        }
    } else if reference.is_name_only() && !quiet {
        call.line("Using default tag: latest").await;
    }
    let all = call.flags.on("all-tags");
    let credentials = call.credentials_for(&reference.domain);
    let full = if all { reference } else { reference.with_default_tag() };
    let engine = call.engine.clone();
    let target = full.familiar();
    // What the registry refuses comes in the stream of progress, without the daemon's prefix.
    shown(&call, 1, quiet, async move |report: &mut dyn FnMut(Progress)| match all {
        true => engine.push_all(&target, credentials.as_ref(), report).await,
        false => engine.push_as(&target, credentials.as_ref(), report).await,
    })
    .await
    .map_err(|error| match error {
        engine::Error::NotSimulated(_) => Failure::from(error),
        other => Failure::new(other.to_string()),
    })?;
    if quiet {
        call.line(&full.to_string()).await;
    }
    Ok(())
}
