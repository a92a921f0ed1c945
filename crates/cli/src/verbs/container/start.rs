//! `docker start` and `docker attach`.

use super::run::finish;
use crate::call::{Call, Failure, Outcome, daemon_words};
use crate::verbs::refuse;
use crate::verbs::stream::{self, Ends, Wanted};
use engine::{Error, State};

pub async fn start(call: Call) -> Outcome {
    let flags = &call.flags;
    if flags.changed("checkpoint") {
        return Err(Failure::not_simulated("docker start --checkpoint"));
    }
    if flags.on("attach") || flags.on("interactive") {
        if call.arguments().len() > 1 {
            return refuse("you cannot start and attach multiple containers at once");
        }
        return start_attached(&call).await;
    }
    let mut failed = Vec::new();
    for name in call.arguments() {
        match call.engine.start(name).await {
            Ok(()) | Err(Error::NotModified) => call.line(name).await,
            Err(error) => {
                call.err(&daemon_words(&error)).await;
                failed.push(name.as_str());
            }
        }
    }
    match failed.is_empty() {
        true => Ok(()),
        false => refuse(format!("failed to start containers: {}", failed.join(", "))),
    }
}

async fn start_attached(call: &Call) -> Outcome {
    let name = call.argument(0);
    let id = call.engine.find_container(name)?;
    let (tty, open) = call.engine.container(&id, |c| (c.config.tty, c.config.open_stdin))?;
    let wanted = Wanted {
        stdin: call.flags.on("interactive") && open,
        stdout: true,
        stderr: true,
    };
    let keys = stream::keys(call)?;
    let proxy = call.flags.on_by_default("sig-proxy") && !tty;
    stream::with_signals(call, &id, proxy, async {
        let attachment = call.engine.attach(&id, wanted.stdin)?;
        match call.engine.start(&id).await {
            Ok(()) | Err(Error::NotModified) => {}
            Err(error) => return Err(error.into()),
        }
        let ends = Ends {
            output: attachment.output,
            stdin: attachment.stdin,
            tty: attachment.tty,
        };
        finish(call, &id, ends, wanted, &keys).await
    })
    .await
}

pub async fn attach(call: Call) -> Outcome {
    let keys = stream::keys(&call)?;
    let id = call.engine.find_container(call.argument(0))?;
    let (state, tty, open) = call.engine.container(&id, |c| (c.state, c.config.tty, c.config.open_stdin))?;
    match state {
        State::Running => {}
        State::Paused => return refuse("cannot attach to a paused container, unpause it first"),
        State::Restarting => return refuse("cannot attach to a restarting container, wait until it is running"),
        _ => return refuse("cannot attach to a stopped container, start it first"),
    }
    let stdin = !call.flags.on("no-stdin");
    stream::check_tty(&call, stdin, tty)?;
    let wanted = Wanted {
        stdin: stdin && open,
        stdout: true,
        stderr: true,
    };
    let proxy = call.flags.on_by_default("sig-proxy") && !tty;
    stream::with_signals(&call, &id, proxy, async {
        let attachment = call.engine.attach(&id, wanted.stdin)?;
        let ends = Ends {
            output: attachment.output,
            stdin: attachment.stdin,
            tty: attachment.tty,
        };
        finish(&call, &id, ends, wanted, &keys).await
    })
    .await
}
