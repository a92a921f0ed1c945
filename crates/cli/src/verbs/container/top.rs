//! `docker top`: the processes of a container, as `ps -ef` of the host lists them.
//!
//! Left out: the options of ps, other than choosing `-ef` and `aux`.

use crate::call::{Call, Failure, Outcome};
use crate::format;
use engine::State;

pub async fn top(call: Call) -> Outcome {
    let name = call.argument(0);
    let id = call.engine.find_container(name)?;
    let (state, pid) = call.engine.container(&id, |c| (c.state, c.pid))?;
    let Some(init) = pid.filter(|_| state == State::Running || state == State::Paused) else {
        return Err(engine::Error::Conflict(format!("container {id} is not running")).into());
    };
    let options = call.arguments().get(1..).unwrap_or_default();
    if !options.is_empty() && options != ["-ef"] && options != ["-f"] {
        return Err(Failure::not_simulated(&format!(
            "docker top with the options {}",
            options.join(" ")
        )));
    }
    let machine = call.engine.machine();
    let mut table = String::from("UID\tPID\tPPID\tC\tSTIME\tTTY\tTIME\tCMD\n");
    for p in machine.processes(init) {
        let (_, _, _, hour, minute, _) = format::civil(p.started);
        let user = match p.uid {
            0 => "root".to_string(),
            uid => uid.to_string(),
        };
        let tty = p.tty.clone().unwrap_or_else(|| "?".into());
        let cpu = p.cpu.as_secs();
        table.push_str(&format!(
            "{user}\t{}\t{}\t0\t{hour:02}:{minute:02}\t{tty}\t{:02}:{:02}:{:02}\t{}\n",
            p.pid,
            p.parent,
            cpu / 3600,
            cpu / 60 % 60,
            cpu % 60,
            p.argv.join(" "),
        ));
    }
    call.out(&format::align_with(&table, 20, 1)).await;
    Ok(())
}
