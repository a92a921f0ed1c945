//! `docker compose exec`: a command in a service's running container.

use super::Compose;
use super::containers::OneOff;
use crate::call::Outcome;
use crate::verbs::container::exec::execute;
use crate::verbs::stream;
use engine::ExecRequest;

pub async fn exec(compose: Compose) -> Outcome {
    let call = &compose.call;
    let flags = &call.flags;
    let project = compose.project_name().await?;
    let service = call.argument(0).to_string();
    let environment = compose.environment().await?;
    let env = flags
        .all("env")
        .into_iter()
        .filter_map(|variable| match variable.contains('=') {
            true => Some(variable),
            false => environment.get(&variable).map(|value| format!("{variable}={value}")),
        })
        .collect();
    let index = flags.int("index").unwrap_or(0);
    let target = compose.specified(&project, OneOff::Include, false, &service, index)?;
    let detach = flags.on("detach");
    let tty = compose.wants_tty();
    let stdin = flags.on_by_default("interactive") && !detach;
    if !detach {
        stream::check_tty(call, stdin, tty)?;
    }
    let request = ExecRequest {
        cmd: call.arguments().get(1..).unwrap_or_default().to_vec(),
        env,
        user: flags.text("user"),
        working_dir: flags.text("workdir"),
        tty,
        stdin,
        privileged: flags.on("privileged"),
        console_size: if tty { stream::console_size(call) } else { (0, 0) },
    };
    execute(call, &target.id, request, detach, &stream::keys(call)?).await
}

impl Compose {
    /// Whether `--tty`, `--no-tty` or, without them, standard output want a terminal in the container.
    pub fn wants_tty(&self) -> bool {
        let flags = &self.call.flags;
        match flags.changed("no-tty") {
            true => !flags.on("no-tty"),
            false => self.call.sys.isatty(1),
        }
    }
}
