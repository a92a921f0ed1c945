//! `docker run` and `docker create`.
//!
//! Mistakes that the CLI finds, and the daemon's refusals, are told with `docker: ` before and a hint
//! after, and end with 125; a program that can't be run ends with 126 or 127.

use super::options;
use crate::call::{Call, Failure, Outcome};
use crate::verbs::image::transfer;
use crate::verbs::refuse;
use crate::verbs::stream::{self, Ended, Ends, Wanted};
use dockerfile::Reference;
use engine::{CreateRequest, Error};
use std::task::Poll;

pub async fn create(call: Call) -> Outcome {
    let request = options::request(&call).await?;
    let id = make(&call, request).await?;
    call.line(&id).await;
    Ok(())
}

/// Makes the container, pulling its image if it must. Gives the id.
async fn make(call: &Call, mut request: CreateRequest) -> Result<String, Failure> {
    let flags = &call.flags;
    let policy = flags.get("pull").unwrap_or("missing").to_string();
    if !["always", "missing", "never"].contains(&policy.as_str()) {
        return refuse(format!(
            "invalid pull option: '{policy}': must be one of \"always\", \"missing\" or \"never\""
        ));
    }
    let id_file = request.host.container_id_file.clone();
    if !id_file.is_empty() {
        if call.sys.exists(&id_file) {
            return refuse(format!(
                "container ID file found, make sure the other container isn't running or delete {id_file}"
            ));
        }
        if let Err(error) = call.write_file(&id_file, b"").await {
            return refuse(format!(
                "failed to create the container ID file: open {id_file}: {}",
                error.to_string().to_lowercase()
            ));
        }
    }
    let result = make_inner(call, &mut request, &policy).await;
    if !id_file.is_empty() {
        match &result {
            Ok(id) => {
                let _ = call.write_file(&id_file, id.as_bytes()).await;
            }
            Err(_) => {
                let _ = call.sys.unlink(&id_file);
            }
        }
    }
    result
}

async fn make_inner(call: &Call, request: &mut CreateRequest, policy: &str) -> Result<String, Failure> {
    let image = request.config.image.clone();
    let hex_id = image.len() == 64 && image.bytes().all(|b| b.is_ascii_hexdigit());
    let by_id = hex_id || image.starts_with("sha256:") || call.engine.find_image(&image).is_ok();
    if !by_id {
        Reference::parse(&image).map_err(|e| Failure::new(e.to_string()))?;
    }
    let quiet = call.flags.on("quiet");
    if policy == "always" {
        transfer::pull_image(call, &image, quiet, 2).await?;
    }
    let created = match call.engine.create(request.clone()) {
        // An image that is here for another platform only counts as missing.
        Err(Error::NotFound(_))
            if policy == "missing" && (call.engine.find_image(&image).is_err() || !request.platform.is_empty()) =>
        {
            let shown = Reference::parse(&image).map_or(image.clone(), |r| r.with_default_tag().familiar());
            if !quiet {
                call.err(&format!("Unable to find image '{shown}' locally")).await;
            }
            transfer::pull_image(call, &image, quiet, 2).await?;
            call.engine.create(request.clone())
        }
        other => other,
    };
    let (id, warnings) = created?;
    for warning in warnings {
        call.err(&format!("WARNING: {warning}")).await;
    }
    Ok(id)
}

pub async fn run(call: Call) -> Outcome {
    let mut request = options::request(&call).await.map_err(|f| tell(f, 125))?;
    let flags = &call.flags;
    let detach = flags.on("detach");
    if detach {
        if flags.changed("attach") {
            return refuse("conflicting options: cannot specify both --attach and --detach");
        }
        request.config.attach_stdin = false;
        request.config.attach_stdout = false;
        request.config.attach_stderr = false;
        request.config.stdin_once = false;
    } else {
        stream::check_tty(&call, request.config.attach_stdin, request.config.tty)?;
    }
    let keys = stream::keys(&call)?;
    let wanted = Wanted {
        stdin: request.config.attach_stdin,
        stdout: request.config.attach_stdout,
        stderr: request.config.attach_stderr,
    };
    let (tty, remove) = (request.config.tty, request.host.auto_remove);
    let id = make(&call, request).await.map_err(|f| tell(f, 125))?;
    if !wanted.stdin && !wanted.stdout && !wanted.stderr {
        call.line(&id).await;
        return start(&call, &id, remove).await;
    }
    let proxy = flags.on_by_default("sig-proxy") && !tty;
    stream::with_signals(&call, &id, proxy, async {
        let attachment = call.engine.attach(&id, wanted.stdin)?;
        start(&call, &id, remove).await?;
        let ends = Ends {
            output: attachment.output,
            stdin: attachment.stdin,
            tty: attachment.tty,
        };
        finish(&call, &id, ends, wanted, &keys).await
    })
    .await
}

/// Carries the streams and ends with the container's status.
pub async fn finish(call: &Call, id: &str, ends: Ends, wanted: Wanted, keys: &[u8]) -> Outcome {
    let mut wait = Box::pin(call.engine.wait_for_exit(id));
    let mut carried = Box::pin(stream::carry(call, ends, wanted, keys));
    let (mut status, mut ended) = (None, None);
    // The wait begins before the output ends: a container that removes itself is gone by then.
    std::future::poll_fn(|context| {
        if status.is_none()
            && let Poll::Ready(result) = wait.as_mut().poll(context)
        {
            status = Some(result.unwrap_or(0));
        }
        if ended.is_none()
            && let Poll::Ready(how) = carried.as_mut().poll(context)
        {
            ended = Some(how);
        }
        match (ended, status) {
            (Some(Ended::Detached), _) => Poll::Ready(Ok(())),
            (Some(Ended::Closed), Some(0)) => Poll::Ready(Ok(())),
            (Some(Ended::Closed), Some(code)) => Poll::Ready(Err(Failure::status(code))),
            _ => Poll::Pending,
        }
    })
    .await
}

async fn start(call: &Call, id: &str, remove: bool) -> Outcome {
    let Err(error) = call.engine.start(id).await else {
        return Ok(());
    };
    if remove {
        let _ = call.engine.remove(id, true, true).await;
    }
    let status = match &error {
        Error::Start { status, .. } => *status,
        _ => 125,
    };
    Err(tell(Failure::from(error), status))
}

/// A failure as `docker run` tells it. Mistakes of Drydock's own are told as they are.
fn tell(failure: Failure, status: i32) -> Failure {
    match failure.message.starts_with("drydock: ") {
        true => failure,
        false => failure.of_run().with_status(status),
    }
}
