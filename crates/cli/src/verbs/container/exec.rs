//! `docker exec`.

use super::options;
use crate::call::{Call, Failure, Outcome};
use crate::verbs::stream::{self, Ended, Ends, Wanted};
use engine::{Error, ExecRequest};

pub async fn exec(call: Call) -> Outcome {
    let flags = &call.flags;
    let env = options::environment(&call, "env-file", "env", true).await.map_err(|mut f| {
        // Here the message is without the flag's name.
        if let Some(bare) = f.message.strip_prefix("--env-file: ") {
            f.message = bare.to_string();
        }
        f
    })?;
    let keys = stream::keys(&call)?;
    let (detach, tty) = (flags.on("detach"), flags.on("tty"));
    let stdin = flags.on("interactive") && !detach;
    let name = call.argument(0);
    call.engine.find_container(name)?;
    if !detach {
        stream::check_tty(&call, stdin, tty)?;
    }
    let request = ExecRequest {
        cmd: call.arguments().get(1..).unwrap_or_default().to_vec(),
        env,
        user: flags.text("user"),
        working_dir: flags.text("workdir"),
        tty,
        stdin,
        privileged: flags.on("privileged"),
        console_size: if tty { stream::console_size(&call) } else { (0, 0) },
    };
    execute(&call, name, request, detach, &keys).await
}

/// Runs a process in a container and carries its streams, unless it is detached.
pub async fn execute(call: &Call, name: &str, request: ExecRequest, detach: bool, keys: &[u8]) -> Outcome {
    let stdin = request.stdin;
    let execution = match call.engine.exec(name, request) {
        Ok(execution) => execution,
        // The runtime's words come over the stream, not as an answer of the daemon.
        Err(Error::Start { message, status }) if message.starts_with("OCI runtime exec failed") => {
            return Err(Failure::new(message).with_status(status));
        }
        Err(error) => return Err(error.into()),
    };
    if detach {
        return Ok(());
    }
    let ends = Ends {
        output: execution.output.clone(),
        stdin: execution.stdin.clone(),
        tty: execution.tty.clone(),
    };
    let wanted = Wanted {
        stdin,
        stdout: true,
        stderr: true,
    };
    if stream::carry(call, ends, wanted, keys).await == Ended::Detached {
        return Ok(());
    }
    match execution.wait().await {
        0 => Ok(()),
        status => Err(Failure::status(status)),
    }
}
