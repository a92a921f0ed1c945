//! The commands that a service runs in its containers after they start and before they stop.

use super::Compose;
use super::consumer::{Consumer, Lines};
use crate::call::{Failure, Outcome};
use compose::model::{ServiceConfig, ServiceHook};
use engine::{ExecRequest, StreamKind};

impl Compose {
    /// Runs a hook to its end. Its output is shown under this name, if somebody watches.
    pub async fn run_hook(
        &self,
        service: &ServiceConfig,
        hook: &ServiceHook,
        container: &str,
        watched: Option<(&Consumer, &str)>,
    ) -> Outcome {
        let request = ExecRequest {
            cmd: hook.command.0.clone().unwrap_or_default(),
            env: super::request::environment(&hook.environment),
            user: hook.user.clone(),
            working_dir: hook.working_dir.clone(),
            privileged: hook.privileged,
            tty: service.tty,
            ..ExecRequest::default()
        };
        let execution = self.engine().exec(container, request)?;
        let mut lines = Lines::default();
        while let Some(piece) = execution.output.pop().await {
            let whole = lines.push(&piece.bytes);
            if let Some((consumer, name)) = watched {
                for line in whole {
                    consumer.line(&format!("{name} ->"), StreamKind::Stdout, &line).await;
                }
            }
        }
        if let (Some((consumer, name)), Some(rest)) = (watched, lines.end()) {
            consumer.line(&format!("{name} ->"), StreamKind::Stdout, &rest).await;
        }
        match execution.wait().await {
            0 => Ok(()),
            status => Err(Failure::new(format!("{} hook exited with status {status}", service.name))),
        }
    }
}
