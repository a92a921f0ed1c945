//! The daemon's own life: what stopping it does to containers, and what it starts again.
//!
//! Specified by moby's Shutdown and restore: every running container gets its stop signal and its grace
//! period, side by side; afterwards `always` comes back, `unless-stopped` if nobody had stopped it,
//! `on-failure` if it ended with an error, and what removes itself is removed. Left out: live restore.

use crate::state::State;
use crate::{Engine, Error};
use machine::Signal;
use machine::sync::Watch;
use std::time::Duration;

impl Engine {
    /// Whether the daemon answers at all.
    pub fn is_up(&self) -> bool {
        !self.inner().down.get()
    }

    /// Makes the daemon answer or not, and nothing else.
    pub fn set_up(&self, up: bool) {
        self.inner().down.set(!up);
    }

    /// Stops the daemon and with it every container.
    pub async fn shut_down(&self) {
        if self.inner().down.replace(true) {
            return;
        }
        let mut ends = Vec::new();
        for id in self.container_ids() {
            let done = Watch::new(false);
            ends.push(done.clone());
            let engine = self.clone();
            self.machine().spawn_task(async move {
                let _ = engine.end_with_daemon(&id).await;
                done.update(|d| *d = true);
            });
        }
        for done in ends {
            done.until(|d| d.then_some(())).await;
        }
        self.inner().events.end();
    }

    async fn end_with_daemon(&self, id: &str) -> Result<(), Error> {
        let (state, signal, grace) = self.with(id, |c| (c.state, c.config.config.stop_signal.clone(), c.config.stop_timeout))?;
        if state == State::Restarting {
            self.cancel_restart(id);
            let now = self.now();
            return self.with(id, |c| c.enter(State::Exited, now, "die"));
        }
        if !state.is_running() {
            return Ok(());
        }
        if state == State::Paused {
            self.unpause(id)?;
        }
        let signal = signal.as_deref().and_then(Signal::parse).unwrap_or(Signal::TERM);
        self.send(id, signal)?;
        let limit = u64::try_from(grace.unwrap_or(10)).ok().map(Duration::from_secs);
        if !self.gone_within(id, limit).await {
            self.send(id, Signal::KILL)?;
            self.gone_within(id, None).await;
        }
        Ok(())
    }

    /// Starts the daemon and what it looks after.
    pub async fn start_up(&self) {
        if !self.inner().down.replace(false) {
            return;
        }
        for id in self.container_ids() {
            let found = self.with(&id, |c| {
                let policy = &c.host.restart_policy;
                let again = match policy.name.as_str() {
                    "always" => true,
                    "unless-stopped" => !c.stopped_by_hand,
                    "on-failure" => {
                        c.exit_code != 0 && (policy.maximum_retry_count == 0 || c.restart_count < policy.maximum_retry_count)
                    }
                    _ => false,
                };
                (again && c.started.is_some(), c.host.auto_remove, c.state.is_running())
            });
            match found {
                Ok((_, _, true)) | Err(_) => {}
                Ok((true, ..)) => {
                    let _ = self.launch(&id).await;
                }
                Ok((false, true, _)) => {
                    let _ = self.remove_now(&id, true);
                }
                Ok(_) => {}
            }
        }
    }
}
