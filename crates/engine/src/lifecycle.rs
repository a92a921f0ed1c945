//! What happens to a container that was started: it ends, stops, restarts, is killed, paused, waited
//! for, changed and removed.
//!
//! Specified by the Docker Engine API; restart policies and their back-off by moby's restartmanager.

use crate::state::{State, Transition};
use crate::validate::check_host_config;
use crate::{Engine, Error, HostConfig};
use machine::{Signal, WaitStatus};
use std::time::Duration;

impl Engine {
    /// What follows the end of a container's process.
    pub(crate) async fn on_exit(&self, id: &str, status: WaitStatus) {
        self.stop_health(id);
        self.release_network(id);
        self.volume_events(id, "unmount");
        let now = self.now();
        let decided = self.with(id, |c| {
            c.pid = None;
            c.exit_code = status.code();
            c.oom_killed = c.cgroup.borrow().oom_kills > 0 && status == WaitStatus::Signaled(Signal::KILL);
            c.cgroup.borrow_mut().oom_kills = 0;
            c.finished = Some(now);
            let ran = c.started.map_or(Duration::ZERO, |s| now.since(s));
            if ran > Duration::from_secs(10) {
                c.backoff_ms = 100;
            }
            let policy = c.host.restart_policy.clone();
            let again = !c.stopped_by_hand
                && self.is_up()
                && match policy.name.as_str() {
                    "always" | "unless-stopped" => true,
                    "on-failure" => {
                        c.exit_code != 0 && (policy.maximum_retry_count == 0 || c.restart_count < policy.maximum_retry_count)
                    }
                    _ => false,
                };
            let transition = if again { Transition::AwaitRestart } else { Transition::Exit };
            if let Ok(next) = c.state.next(transition, &c.name) {
                c.enter(next, now, "die");
            }
            if let Some(health) = &mut c.health {
                health.status = "unhealthy";
            }
            c.io.end();
            (again, c.host.auto_remove, c.exit_code, ran)
        });
        let Ok((again, remove, code, ran)) = decided else { return };
        if self.container(id, |c| c.oom_killed).unwrap_or(false) {
            let _ = self.container(id, |c| self.container_event(c, "oom", &[]));
        }
        let attributes = [("execDuration", ran.as_secs().to_string()), ("exitCode", code.to_string())];
        let _ = self.container(id, |c| self.container_event(c, "die", &attributes));
        if again {
            let (engine, owned) = (self.clone(), id.to_string());
            let task = self.machine().spawn_task(async move {
                let wait = engine.with(&owned, |c| {
                    let wait = c.backoff_ms;
                    c.backoff_ms = (wait * 2).min(60_000);
                    c.restart_count += 1;
                    wait
                });
                let Ok(wait) = wait else { return };
                engine.machine().sleep(Duration::from_millis(wait)).await;
                let _ = engine.with(&owned, |c| c.restart_task = None);
                let _ = engine.launch(&owned).await;
            });
            let _ = self.with(id, |c| c.restart_task = Some(task));
        } else if remove {
            let _ = self.remove_now(id, true);
        }
    }

    pub(crate) fn cancel_restart(&self, id: &str) {
        if let Ok(Some(task)) = self.with(id, |c| c.restart_task.take()) {
            self.machine().cancel_task(task);
        }
    }

    pub(crate) fn release_network(&self, id: &str) {
        let Ok((ns, networks, shares)) = self.with(id, |c| {
            (
                c.net_ns.take(),
                c.networks.keys().cloned().collect::<Vec<_>>(),
                c.host.network_mode.starts_with("container:"),
            )
        }) else {
            return;
        };
        if let Some(ns) = ns.filter(|ns| *ns != machine::NetNsId::HOST && !shares) {
            let _ = self.with(id, |c| c.net_ns = Some(ns));
            for network in networks {
                self.leave(id, &network);
            }
            let _ = self.with(id, |c| c.net_ns = None);
            self.machine().net(|net| net.remove_namespace(ns));
        }
        let _ = self.with(id, |c| c.ports.clear());
    }

    /// Waits until a container's process is gone, at most for some time. True if it is gone.
    pub(crate) async fn gone_within(&self, id: &str, limit: Option<Duration>) -> bool {
        let Ok(changed) = self.with(id, |c| c.changed.clone()) else {
            return true;
        };
        let engine = self.clone();
        let owned = id.to_string();
        let gone = changed.until(move |_| match engine.inner().containers.try_borrow() {
            Ok(containers) => match containers.get(&owned) {
                Some(c) if c.state.is_running() => None,
                _ => Some(()),
            },
            Err(_) => None,
        });
        match limit {
            None => {
                gone.await;
                true
            }
            Some(limit) => {
                let machine = self.machine().clone();
                matches!(
                    machine::sync::race(gone, async move { machine.sleep(limit).await }).await,
                    machine::sync::Either::Left(())
                )
            }
        }
    }

    /// `docker stop`: the stop signal, a grace period in seconds (-1: for ever), SIGKILL.
    pub async fn stop(&self, container: &str, timeout: Option<i64>, signal: Option<&str>) -> Result<(), Error> {
        let id = self.find_container(container)?;
        let (state, configured, grace) =
            self.with(&id, |c| (c.state, c.config.config.stop_signal.clone(), c.config.stop_timeout))?;
        if state == State::Restarting {
            self.cancel_restart(&id);
            let now = self.now();
            self.with(&id, |c| {
                c.stopped_by_hand = true;
                c.enter(State::Exited, now, "stop");
            })?;
            return Ok(());
        }
        if !state.is_running() {
            return Err(Error::NotModified);
        }
        let name = signal.map(str::to_string).or(configured).unwrap_or_else(|| "SIGTERM".into());
        let signal = Signal::parse(&name).ok_or_else(|| Error::InvalidParameter(format!("invalid signal: {name}")))?;
        self.with(&id, |c| c.stopped_by_hand = true)?;
        if state == State::Paused {
            self.set_frozen(&id, false)?;
        }
        self.send(&id, signal)?;
        let seconds = timeout.or(grace).unwrap_or(10);
        let limit = if seconds < 0 {
            None
        } else {
            Some(Duration::from_secs(seconds as u64))
        };
        if !self.gone_within(&id, limit).await {
            self.send(&id, Signal::KILL)?;
            self.gone_within(&id, None).await;
        }
        if self.find_container(&id).is_ok() {
            self.container(&id, |c| self.container_event(c, "stop", &[]))?;
        }
        Ok(())
    }

    pub(crate) fn send(&self, id: &str, signal: Signal) -> Result<(), Error> {
        let pid = self.with(id, |c| c.pid)?;
        self.container(id, |c| {
            self.container_event(c, "kill", &[("signal", signal.number().to_string())])
        })?;
        if let Some(pid) = pid {
            let _ = self.machine().signal(pid, signal);
        }
        Ok(())
    }

    /// `docker restart`.
    pub async fn restart(&self, container: &str, timeout: Option<i64>, signal: Option<&str>) -> Result<(), Error> {
        let id = self.find_container(container)?;
        match self.stop(&id, timeout, signal).await {
            Ok(()) | Err(Error::NotModified) => {}
            Err(error) => return Err(error),
        }
        self.start(&id).await?;
        self.container(&id, |c| self.container_event(c, "restart", &[]))?;
        Ok(())
    }

    /// `docker kill`.
    pub async fn kill(&self, container: &str, signal: &str) -> Result<(), Error> {
        let refused = |error: Error| error.within(&format!("cannot kill container: {container}"));
        let signal = Signal::parse(signal).ok_or_else(|| {
            refused(Error::InvalidParameter(match signal.parse::<i64>() {
                Ok(number) if number != 0 => format!("the linux daemon does not support signal {number}"),
                _ => format!("invalid signal: {signal}"),
            }))
        })?;
        let id = self.find_container(container).map_err(refused)?;
        let state = self.with(&id, |c| c.state)?;
        if !state.is_running() {
            return Err(refused(Error::Conflict(format!("container {id} is not running"))));
        }
        if signal == Signal::KILL {
            self.with(&id, |c| c.stopped_by_hand = true)?;
            if state == State::Paused {
                self.set_frozen(&id, false)?;
            }
        }
        self.send(&id, signal)?;
        if signal == Signal::KILL {
            self.gone_within(&id, Some(Duration::from_secs(10))).await;
        } else {
            self.machine().sleep(Duration::from_millis(5)).await;
        }
        Ok(())
    }

    fn set_frozen(&self, id: &str, frozen: bool) -> Result<(), Error> {
        let now = self.now();
        let transition = if frozen { Transition::Pause } else { Transition::Unpause };
        let cgroup = self.with(id, |c| {
            let next = c.state.next(transition, id)?;
            c.enter(next, now, if frozen { "pause" } else { "unpause" });
            Ok::<_, Error>(c.cgroup.clone())
        })??;
        self.machine().freeze(&cgroup, frozen);
        self.container(id, |c| self.container_event(c, if frozen { "pause" } else { "unpause" }, &[]))
    }

    pub fn pause(&self, container: &str) -> Result<(), Error> {
        let id = self.find_container(container)?;
        self.set_frozen(&id, true)
    }

    pub fn unpause(&self, container: &str) -> Result<(), Error> {
        let id = self.find_container(container)?;
        self.set_frozen(&id, false)
    }

    /// `docker wait`: the exit status once the container does not run (or has run again, or is removed).
    pub async fn wait(&self, container: &str, condition: &str) -> Result<i32, Error> {
        let id = self.find_container(container)?;
        let (changed, finished, io) = self.with(&id, |c| (c.changed.clone(), c.finished, c.io.clone()))?;
        let engine = self.clone();
        let owned = id.clone();
        let condition = condition.to_string();
        Ok(changed
            .until(move |_| {
                let containers = engine.inner().containers.try_borrow().ok()?;
                let Some(c) = containers.get(&owned) else {
                    return Some(io.exit.get());
                };
                let done = match condition.as_str() {
                    "next-exit" => c.finished.is_some() && c.finished != finished && c.state != State::Running,
                    "removed" => false,
                    _ => matches!(c.state, State::Created | State::Exited | State::Dead),
                };
                done.then_some(c.exit_code)
            })
            .await)
    }

    /// Waits for what `docker run` ends with: the process's end (and removal, with `--rm`).
    pub async fn wait_for_exit(&self, container: &str) -> Result<i32, Error> {
        let id = self.find_container(container)?;
        let remove = self.with(&id, |c| c.host.auto_remove)?;
        self.wait(&id, if remove { "removed" } else { "not-running" }).await
    }

    /// `docker rm`.
    pub async fn remove(&self, container: &str, force: bool, volumes: bool) -> Result<(), Error> {
        let id = self.find_container(container)?;
        let state = self.with(&id, |c| c.state)?;
        if force {
            self.with(&id, |c| c.stopped_by_hand = true)?;
            if state == State::Restarting {
                self.cancel_restart(&id);
                let now = self.now();
                self.with(&id, |c| c.enter(State::Exited, now, "die"))?;
            }
            if state.is_running() {
                let auto = self.with(&id, |c| std::mem::take(&mut c.host.auto_remove))?;
                if state == State::Paused {
                    self.set_frozen(&id, false)?;
                }
                self.send(&id, Signal::KILL)?;
                self.gone_within(&id, None).await;
                let _ = self.with(&id, |c| c.host.auto_remove = auto);
            }
        } else {
            state.next(Transition::Remove, container)?;
        }
        self.remove_now(&id, volumes)
    }

    pub(crate) fn remove_now(&self, id: &str, volumes: bool) -> Result<(), Error> {
        let now = self.now();
        let changed = self.with(id, |c| {
            let next = c.state.next(Transition::Remove, &c.name)?;
            c.enter(next, now, "destroy");
            Ok::<_, Error>(c.changed.clone())
        })??;
        if let Some(container) = self.forget(id) {
            container.io.exit.set(container.exit_code);
            for exec in &container.execs {
                self.inner().execs.borrow_mut().remove(exec);
            }
            self.container_event(&container, "destroy", &[]);
            if volumes {
                for mount in container.mounts.iter().filter(|m| m.anonymous) {
                    let _ = self.remove_volume(&mount.name, false);
                }
            }
        }
        changed.update(|v| *v += 1);
        Ok(())
    }

    /// `docker update`: what `request` says other than nothing. Gives the daemon's warnings.
    pub fn update(&self, container: &str, request: &HostConfig) -> Result<Vec<String>, Error> {
        // Without a limit of memory one of swap is refused at creation only.
        let warnings = check_host_config(&HostConfig {
            memory_swap: if request.memory == 0 { 0 } else { request.memory_swap },
            ..request.clone()
        })?;
        let id = self.find_container(container)?;
        let refused = |why: &str| Error::Conflict(format!("Cannot update container {id}: {why}"));
        let mut host = self.with(&id, |c| c.host.clone())?;
        if self.with(&id, |c| matches!(c.state, State::Removing | State::Dead))? {
            return Err(refused("container is marked for removal and cannot be \"update\""));
        }
        for (asked, there, what) in [
            (
                request.nano_cpus,
                host.cpu_period,
                "Nano CPUs cannot be updated as CPU Period has",
            ),
            (
                request.nano_cpus,
                host.cpu_quota,
                "Nano CPUs cannot be updated as CPU Quota has",
            ),
            (
                request.cpu_period,
                host.nano_cpus,
                "CPU Period cannot be updated as NanoCPUs has",
            ),
            (
                request.cpu_quota,
                host.nano_cpus,
                "CPU Quota cannot be updated as NanoCPUs has",
            ),
        ] {
            if asked > 0 && there > 0 {
                return Err(refused(&format!("Conflicting options: {what} already been set")));
            }
        }
        // A limit without one for swap means twice as much; none at all counts as nothing.
        let swap = match host.memory_swap {
            0 => host.memory.saturating_mul(2),
            swap => swap,
        };
        if request.memory > swap && request.memory_swap == 0 {
            return Err(refused(
                "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time",
            ));
        }
        let policy = &request.restart_policy;
        if host.auto_remove && !["", "no"].contains(&policy.name.as_str()) {
            return Err(refused(
                "Restart policy cannot be updated because AutoRemove is enabled for the container",
            ));
        }
        for (slot, value) in [
            (&mut host.cpu_shares, request.cpu_shares),
            (&mut host.nano_cpus, request.nano_cpus),
            (&mut host.cpu_period, request.cpu_period),
            (&mut host.cpu_quota, request.cpu_quota),
            (&mut host.memory, request.memory),
            (&mut host.memory_reservation, request.memory_reservation),
            (&mut host.memory_swap, request.memory_swap),
            (&mut host.pids_limit, request.pids_limit),
        ] {
            if value != 0 {
                *slot = value;
            }
        }
        for (slot, value) in [
            (&mut host.cpuset_cpus, &request.cpuset_cpus),
            (&mut host.cpuset_mems, &request.cpuset_mems),
        ] {
            if !value.is_empty() {
                slot.clone_from(value);
            }
        }
        if !policy.name.is_empty() {
            host.restart_policy = policy.clone();
        }
        self.with(&id, |c| {
            crate::limits::set(&mut c.cgroup.borrow_mut(), &host);
            c.host = host;
        })?;
        self.container(&id, |c| self.container_event(c, "update", &[]))?;
        Ok(warnings)
    }
}
