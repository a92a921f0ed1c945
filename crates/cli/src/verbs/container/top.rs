//! `docker top`: the processes of a container, as the host's `ps` lists them with the options given.
//!
//! Specified by moby's ContainerTop: the daemon runs ps, finds the column PID, and keeps what is the
//! container's.

use crate::call::{Call, Failure, Outcome};
use crate::format;
use engine::{Error, State};

pub async fn top(call: Call) -> Outcome {
    let id = call.engine.find_container(call.argument(0))?;
    let options: Vec<String> = call.arguments().get(1..).unwrap_or_default().to_vec();
    let rows: Vec<String> = rows(&call, &id, options).await?.iter().map(|r| r.join("\t")).collect();
    call.out(&format::align_with(&format!("{}\n", rows.join("\n")), 20, 1)).await;
    Ok(())
}

/// The titles of ps with these options, and the container's lines under them.
pub async fn rows(call: &Call, id: &str, mut options: Vec<String>) -> Result<Vec<Vec<String>>, Failure> {
    let (state, pid) = call.engine.container(id, |c| (c.state, c.pid))?;
    if state == State::Restarting {
        let why = format!("Container {id} is restarting, wait until the container is running");
        return Err(Error::Conflict(why).into());
    }
    let Some(init) = pid.filter(|_| state.is_running()) else {
        return Err(Error::Conflict(format!("container {id} is not running")).into());
    };
    if options.is_empty() {
        options.push("-ef".into());
    }
    // The daemon adds `-q` and the container's processes; here every process is listed and sieved below.
    if options
        .first()
        .is_some_and(|o| o.starts_with("-o") || o.starts_with("--format"))
    {
        options.push("-e".into());
    }
    let pids: Vec<String> = call
        .engine
        .machine()
        .processes(init)
        .iter()
        .map(|p| p.pid.to_string())
        .collect();
    let (output, errors, status) = ps(call, &options).await;
    if status != 0 {
        let line = errors.lines().next().unwrap_or_default();
        let why = match line.is_empty() {
            true => format!("exit status {status}"),
            false => line.to_string(),
        };
        return Err(Error::System(format!("ps: {why}")).into());
    }
    let mut lines = output.lines();
    let titles: Vec<&str> = lines.next().unwrap_or_default().split_ascii_whitespace().collect();
    let Some(column) = titles.iter().position(|t| *t == "PID") else {
        return Err(Error::System("Couldn't find PID field in ps output".into()).into());
    };
    let mut rows = vec![titles.iter().map(|t| t.to_string()).collect::<Vec<String>>()];
    for line in lines {
        let fields: Vec<&str> = line.split_ascii_whitespace().collect();
        if !fields.get(column).is_some_and(|pid| pids.iter().any(|p| p == pid)) {
            continue;
        }
        // What hangs over the last column belongs to it.
        let (cells, rest) = fields.split_at(fields.len().min(titles.len().saturating_sub(1)));
        let mut cells: Vec<String> = cells.iter().map(|c| c.to_string()).collect();
        cells.push(rest.join(" "));
        rows.push(cells);
    }
    Ok(rows)
}

/// Runs the host's ps. Gives its output, its errors and its status.
async fn ps(call: &Call, options: &[String]) -> (String, String, i32) {
    let sys = &call.sys;
    let (Ok((out, out_end)), Ok((err, err_end))) = (sys.pipe(), sys.pipe()) else {
        return (String::new(), String::new(), 1);
    };
    let argv: Vec<String> = ["ps".to_string()].iter().chain(options).cloned().collect();
    let child = sys.fork(move |child| async move {
        let _ = child.dup2(out_end, 1);
        let _ = child.dup2(err_end, 2);
        for fd in [out, out_end, err, err_end] {
            let _ = child.close(fd);
        }
        let env = child.env();
        child.exec("/usr/bin/ps", argv, env).await;
        127
    });
    let _ = sys.close(out_end);
    let _ = sys.close(err_end);
    let output = sys.read_to_end(out, 1 << 20).await.unwrap_or_default();
    let errors = sys.read_to_end(err, 1 << 16).await.unwrap_or_default();
    let _ = sys.close(out);
    let _ = sys.close(err);
    let status = match child {
        Ok(child) => sys
            .wait(machine::WaitTarget::Pid(child), false)
            .await
            .map_or(1, |(_, s)| s.code()),
        Err(_) => 1,
    };
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(output), text(errors), status)
}
