//! `docker tag` and `docker rmi`.

use crate::call::{Call, Failure, Outcome, daemon_words};
use crate::verbs::refuse;
use dockerfile::Reference;
use engine::{Error, Removed};

pub async fn tag(call: Call) -> Outcome {
    let (source, target) = (call.argument(0), call.argument(1));
    let hex = |name: &str| name.len() == 64 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    for name in [source, target] {
        match Reference::parse(name) {
            // An image may be named by its whole id.
            Err(_) if name == source && hex(name) => {}
            Err(why) => {
                return refuse(format!(
                    "error parsing reference: {} is not a valid repository/tag: {why}",
                    crate::opts::quote(name)
                ));
            }
            Ok(reference) if name == target && reference.digest.is_some() => {
                return refuse("refusing to create a tag with a digest reference");
            }
            Ok(_) => {}
        }
    }
    Ok(call.engine.tag(source, target)?)
}

pub async fn rm(call: Call) -> Outcome {
    let (force, keep) = (call.flags.on("force"), call.flags.on("no-prune"));
    let mut failed = Vec::new();
    let mut missing_only = true;
    for name in call.arguments() {
        match call.engine.remove_image(name, force, !keep) {
            Ok(removed) => {
                for line in removed {
                    match line {
                        Removed::Untagged(name) => call.line(&format!("Untagged: {name}")).await,
                        Removed::Deleted(id) => call.line(&format!("Deleted: {id}")).await,
                    }
                }
            }
            Err(error) => {
                missing_only &= matches!(error, Error::NotFound(_));
                failed.push(daemon_words(&error));
            }
        }
    }
    if failed.is_empty() {
        return Ok(());
    }
    let message = failed.join("\n");
    if force && missing_only {
        call.err(&message).await;
        return Ok(());
    }
    Err(Failure::new(message))
}
