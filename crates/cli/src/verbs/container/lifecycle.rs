//! Verbs that do one thing to each container they are given: stop, restart, kill, pause, unpause, wait,
//! rename, rm.

use crate::call::Failure;
use crate::call::{Call, Outcome, daemon_words};
use crate::verbs::refuse;
use engine::Error;

pub async fn stop(call: Call) -> Outcome {
    let (timeout, signal) = grace(&call)?;
    call.each(|name| {
        let (engine, signal) = (call.engine.clone(), signal.clone());
        async move { engine.stop(&name, timeout, signal.as_deref()).await }
    })
    .await
}

pub async fn restart(call: Call) -> Outcome {
    let (timeout, signal) = grace(&call)?;
    call.each(|name| {
        let (engine, signal) = (call.engine.clone(), signal.clone());
        async move { engine.restart(&name, timeout, signal.as_deref()).await }
    })
    .await
}

/// The seconds of `--timeout` and the signal of `--signal`.
fn grace(call: &Call) -> Result<(Option<i64>, Option<String>), Failure> {
    if call.flags.changed("timeout") && call.flags.changed("time") {
        return refuse("conflicting options: cannot specify both --timeout and --time");
    }
    let timeout = call.flags.int("timeout").or_else(|| call.flags.int("time"));
    let signal = call.flags.get("signal").filter(|s| !s.is_empty()).map(str::to_string);
    Ok((timeout, signal))
}

pub async fn kill(call: Call) -> Outcome {
    let signal = call
        .flags
        .get("signal")
        .filter(|s| !s.is_empty())
        .unwrap_or("KILL")
        .to_string();
    call.each(|name| {
        let (engine, signal) = (call.engine.clone(), signal.clone());
        async move { engine.kill(&name, &signal).await }
    })
    .await
}

pub async fn pause(call: Call) -> Outcome {
    call.each(|name| {
        let engine = call.engine.clone();
        async move { engine.pause(&name) }
    })
    .await
}

pub async fn unpause(call: Call) -> Outcome {
    call.each(|name| {
        let engine = call.engine.clone();
        async move { engine.unpause(&name) }
    })
    .await
}

pub async fn wait(call: Call) -> Outcome {
    let mut failed = Vec::new();
    for name in call.arguments() {
        match call.engine.wait(name, "not-running").await {
            Ok(status) => call.line(&status.to_string()).await,
            Err(error) => failed.push(daemon_words(&error)),
        }
    }
    match failed.is_empty() {
        true => Ok(()),
        false => refuse(failed.join("\n")),
    }
}

pub async fn rename(call: Call) -> Outcome {
    let (old, new) = (call.argument(0).trim(), call.argument(1).trim());
    let failed = |why: String| Failure::new(format!("failed to rename container: {why}"));
    if old.is_empty() {
        return Err(failed("invalid container name or ID: value is empty".into()));
    }
    if new.trim_start_matches('/').is_empty() {
        return Err(failed("new name cannot be blank".into()));
    }
    call.engine.rename(old, new).map_err(|error| failed(daemon_words(&error)))
}

pub async fn rm(call: Call) -> Outcome {
    let (force, volumes) = (call.flags.on("force"), call.flags.on("volumes"));
    if call.flags.on("link") {
        return Err(Failure::not_simulated("docker rm --link"));
    }
    let mut failed = Vec::new();
    for name in call.arguments() {
        let plain = name.trim_matches('/');
        if plain.is_empty() {
            failed.push("container name cannot be empty".to_string());
            continue;
        }
        match call.engine.remove(plain, force, volumes).await {
            Ok(()) | Err(Error::NotModified) => call.line(name).await,
            // With force, what is not there is not worth a word.
            Err(Error::NotFound(_)) if force => {}
            Err(error) => failed.push(daemon_words(&error)),
        }
    }
    match failed.is_empty() {
        true => Ok(()),
        false => refuse(failed.join("\n")),
    }
}
