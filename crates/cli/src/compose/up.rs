//! `docker compose up`: makes and starts everything, and shows what it prints unless it is detached.
//!
//! Left out: watching files, and the menu of shortcuts below the output.

use super::Compose;
use super::consumer::{Consumer, Lines};
use super::containers::{OneOff, log_name};
use super::create::Creation;
use super::events::{Event, Status};
use super::group::all;
use super::monitor::{Change, Monitor};
use super::project::Stack;
use super::start::Starting;
use crate::call::{Failure, Outcome};
use compose::{Dependencies, Project};
use engine::{Output, State, StreamKind};
use futures_util::stream::{FuturesUnordered, StreamExt};
use machine::Signal;
use machine::sync::{Either, Queue, race};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;
use std::rc::Rc;

pub async fn up(compose: Compose) -> Outcome {
    let flags = &compose.call.flags;
    check(&compose)?;
    if flags.on("watch") {
        return Err(Failure::not_simulated("docker compose up --watch"));
    }
    let services = compose.call.arguments().to_vec();
    let mut stack = compose.stack(&services, |_| {}).await?;
    let creation = compose.creation(&stack)?;
    if !flags.all("attach").is_empty() && flags.on("attach-dependencies") {
        return Err(Failure::new("cannot combine --attach and --attach-dependencies"));
    }
    if stack.project.services.is_empty() && !compose.call.outer.on("all-resources") {
        return Err(Failure::new("no service selected"));
    }
    compose.apply_policies(&mut stack)?;
    if flags.on("no-deps") {
        stack.project.select_services(&services, Dependencies::Ignore)?;
    }
    let exit_code_from = flags.get("exit-code-from").filter(|s| !s.is_empty());
    if let Some(name) = exit_code_from {
        stack.service(name)?;
    }
    if flags.on("no-start") {
        return compose.progress.run("create", compose.create(&mut stack, &creation)).await;
    }
    let starting = compose.starting()?;
    if flags.on("detach") || flags.on("wait") {
        return compose
            .progress
            .run("up", async {
                compose.create(&mut stack, &creation).await?;
                compose.start(stack.project.clone(), &starting).await
            })
            .await;
    }
    let attached = attached(&compose, &stack)?;
    compose.progress.run("up", compose.create(&mut stack, &creation)).await?;
    watch(&compose, &stack, &creation, attached).await
}

/// Flags that do not go together.
fn check(compose: &Compose) -> Outcome {
    let flags = &compose.call.flags;
    let refuse = |text: &str| Err(Failure::new(text));
    let fails = flags.on("abort-on-container-failure");
    let from = flags.get("exit-code-from").is_some_and(|s| !s.is_empty());
    let stops = flags.on("abort-on-container-exit") || (from && !fails);
    let attach = !flags.all("attach").is_empty();
    if flags.int("wait-timeout").unwrap_or(0) < 0 {
        return refuse("--wait-timeout must be a non-negative integer");
    }
    if stops && fails {
        return refuse("--abort-on-container-failure cannot be combined with --abort-on-container-exit");
    }
    if flags.on("wait") && (flags.on("attach-dependencies") || stops || attach) {
        return refuse("--wait cannot be combined with --abort-on-container-exit, --attach or --attach-dependencies");
    }
    for (one, other) in [("build", "no-build")] {
        if flags.on(one) && flags.on(other) {
            return Err(Failure::new(format!("--{one} and --{other} are incompatible")));
        }
    }
    let detached = flags.on("detach") || flags.on("wait");
    if detached && (flags.on("attach-dependencies") || stops || fails || attach || flags.on("watch")) {
        let name = if flags.on("wait") { "wait" } else { "detach" };
        return Err(Failure::new(format!(
            "--{name} cannot be combined with --abort-on-container-exit, --abort-on-container-failure, --attach, --attach-dependencies or --watch"
        )));
    }
    for (one, other) in [
        ("no-recreate", "renew-anon-volumes"),
        ("force-recreate", "no-recreate"),
        ("always-recreate-deps", "no-recreate"),
        ("no-build", "watch"),
    ] {
        if flags.on(one) && flags.on(other) {
            return Err(Failure::new(format!("--{one} and --{other} are incompatible")));
        }
    }
    Ok(())
}

/// The services whose output is shown.
fn attached(compose: &Compose, stack: &Stack) -> Result<BTreeSet<String>, Failure> {
    let flags = &compose.call.flags;
    let named = flags.all("attach");
    let project = &stack.project;
    let mut attached: BTreeSet<String> = match named.is_empty() {
        false => {
            let strange: Vec<String> = named.iter().filter(|s| !project.services.contains_key(*s)).cloned().collect();
            if !strange.is_empty() {
                return Err(Failure::new(format!(
                    "cannot attach to services not included in up: {}",
                    strange.join(", ")
                )));
            }
            named.into_iter().collect()
        }
        true => {
            let mut chosen = project.clone();
            let along = match flags.on("attach-dependencies") {
                true => Dependencies::Include,
                false => Dependencies::Ignore,
            };
            chosen.select_services(compose.call.arguments(), along)?;
            let shown = chosen.services.iter().filter(|(_, s)| s.attach != Some(false));
            shown.map(|(name, _)| name.clone()).collect()
        }
    };
    for name in flags.all("no-attach") {
        attached.remove(&name);
    }
    Ok(attached)
}

/// Something that the watcher hears of.
enum Step {
    /// The containers were started, or not.
    Started(Outcome),
    Seen(Box<Monitor>, Option<super::monitor::Seen>),
    Interrupted,
    /// Everything was stopped, or killed.
    Stopped(Outcome),
    /// Some output is over.
    Read,
}

type Work<'a> = Pin<Box<dyn Future<Output = Step> + 'a>>;

/// A container's output that is being shown.
#[derive(Clone)]
struct Stream {
    name: String,
    output: Rc<Queue<Output>>,
    lines: Rc<RefCell<[Lines; 2]>>,
}

impl Stream {
    async fn show(&self, consumer: &Consumer, piece: &Output) {
        let at = usize::from(piece.stream == StreamKind::Stderr);
        let whole = self
            .lines
            .borrow_mut()
            .get_mut(at)
            .map(|l| l.push(&piece.bytes))
            .unwrap_or_default();
        for line in whole {
            consumer.line(&self.name, piece.stream, &line).await;
        }
    }

    /// What is there already, and the end of it.
    async fn drain(&self, consumer: &Consumer) {
        while let Some(piece) = self.output.try_pop() {
            self.show(consumer, &piece).await;
        }
        let [out, err] = {
            let mut lines = self.lines.borrow_mut();
            let [out, err] = &mut *lines;
            [out.end(), err.end()]
        };
        for (stream, rest) in [(StreamKind::Stdout, out), (StreamKind::Stderr, err)] {
            if let Some(rest) = rest {
                consumer.line(&self.name, stream, &rest).await;
            }
        }
    }

    async fn read(self, consumer: &Consumer) -> Step {
        while let Some(piece) = self.output.pop().await {
            self.show(consumer, &piece).await;
        }
        self.drain(consumer).await;
        Step::Read
    }
}

/// Starts the containers and shows their output until all have ended, or somebody interrupts.
async fn watch(compose: &Compose, stack: &Stack, creation: &Creation, attached: BTreeSet<String>) -> Outcome {
    let sys = &compose.call.sys;
    for signal in [Signal::INT, Signal::TERM] {
        sys.catch_signal(signal);
    }
    let signals: Rc<Queue<Signal>> = Queue::new();
    let caught = async {
        loop {
            sys.pause().await;
            while let Some(signal) = sys.take_signal() {
                signals.push(signal);
            }
            sys.machine().yield_now().await;
        }
    };
    let work = attend(compose, stack, creation, attached, signals.clone());
    let outcome = match race(work, caught).await {
        Either::Left(outcome) => outcome,
        Either::Right(never) => never,
    };
    for signal in [Signal::INT, Signal::TERM] {
        sys.default_signal(signal);
    }
    outcome
}

async fn attend(
    compose: &Compose,
    stack: &Stack,
    creation: &Creation,
    attached: BTreeSet<String>,
    signals: Rc<Queue<Signal>>,
) -> Outcome {
    let flags = &compose.call.flags;
    let project = &stack.project;
    let consumer = Consumer::new(compose, flags.on("timestamps"));
    let consumer = &consumer;
    let from = flags.get("exit-code-from").filter(|s| !s.is_empty());
    let fails = flags.on("abort-on-container-failure");
    let stops = flags.on("abort-on-container-exit") || (from.is_some() && !fails);
    let watched = match compose.call.arguments().is_empty() {
        true => attached.clone(),
        false => compose.call.arguments().iter().cloned().collect(),
    };
    let monitor = Box::new(Monitor::new(compose, &project.name, watched)?);
    let starting = Starting {
        watched: Some(consumer.clone()),
        ..compose.starting()?
    };
    let mut streams: BTreeMap<String, Stream> = BTreeMap::new();
    let mut work: FuturesUnordered<Work<'_>> = FuturesUnordered::new();
    let services: Vec<String> = attached.iter().cloned().collect();
    let mut containers = compose.containers(&project.name, OneOff::Exclude, &services)?;
    containers.sort_by(|a, b| a.name.cmp(&b.name));
    if !containers.is_empty() {
        let names: Vec<String> = containers.iter().map(log_name).collect();
        compose.call.line(&format!("Attaching to {}", names.join(", "))).await;
    }
    for c in &containers {
        let stream = Stream {
            name: log_name(c),
            output: compose.engine().attach(&c.id, false)?.output,
            lines: Rc::default(),
        };
        streams.insert(c.id.clone(), stream.clone());
        work.push(Box::pin(stream.read(consumer)));
    }
    let begun = compose.start(project.clone(), &starting);
    work.push(Box::pin(async { Step::Started(begun.await) }));
    work.push(Box::pin(next_of(monitor)));
    work.push(Box::pin(next_signal(signals.clone())));
    let (mut status, mut stopping, mut failed) = (0, false, Ok(()));
    let (mut watching, mut stops_left, mut taken, mut interrupted) = (true, 0, false, false);
    while let Some(step) = work.next().await {
        match step {
            Step::Read => {}
            Step::Started(Ok(())) => {}
            Step::Started(Err(_)) if stopping => {}
            Step::Started(Err(failure)) => return Err(failure),
            Step::Stopped(outcome) => {
                stops_left -= 1;
                failed = std::mem::replace(&mut failed, Ok(())).and(outcome);
            }
            Step::Interrupted => {
                let again = stopping;
                stopping = true;
                interrupted = true;
                stops_left += 1;
                if again {
                    work.push(Box::pin(async { Step::Stopped(kill_all(compose, project, creation).await) }));
                } else {
                    let text = "Gracefully Stopping... press Ctrl+C again to force";
                    compose.on(Event::working("Compose", "Stopping").with(text)).await;
                    work.push(Box::pin(stop_all(compose, project, creation)));
                }
                work.push(Box::pin(next_signal(signals.clone())));
            }
            Step::Seen(_, None) => watching = false,
            Step::Seen(monitor, Some(seen)) => {
                match seen.change {
                    Change::Exited { code, again } => {
                        if let Some(stream) = streams.get(&seen.id) {
                            stream.drain(consumer).await;
                        }
                        let end = if again { " (restarting)" } else { "" };
                        consumer.status(&seen.name, &format!("exited with code {code}{end}")).await;
                        if (stops || (fails && code != 0)) && !stopping {
                            stopping = true;
                            status = code;
                            stops_left += 1;
                            let text = "Aborting on container exit...";
                            compose
                                .on(Event::new("Compose", Status::Working, "Stopping").with(text))
                                .await;
                            work.push(Box::pin(stop_all(compose, project, creation)));
                        }
                        if from == Some(seen.service.as_str()) && !taken {
                            taken = true;
                            status = code;
                        }
                    }
                    Change::Created(Some(replaced)) => consumer.status(&replaced, "has been recreated").await,
                    Change::Created(None) => {}
                    Change::Started { again } => {
                        let shown = attached.is_empty() || attached.contains(&seen.service);
                        if shown
                            && (again || !streams.contains_key(&seen.id))
                            && let Ok(Some(output)) = compose.engine().follow(&seen.id)
                        {
                            let stream = Stream {
                                name: seen.name.clone(),
                                output,
                                lines: Rc::default(),
                            };
                            streams.insert(seen.id.clone(), stream.clone());
                            work.push(Box::pin(stream.read(consumer)));
                        }
                    }
                }
                work.push(Box::pin(next_of(monitor)));
            }
        }
        if !watching && stops_left == 0 {
            break;
        }
    }
    for stream in streams.values() {
        stream.drain(consumer).await;
    }
    match (status, failed) {
        _ if interrupted => Err(Failure::status(130)),
        (0, failed) => failed,
        (status, Ok(())) => Err(Failure::status(status)),
        (status, Err(failure)) => Err(failure.with_status(status)),
    }
}

async fn next_of(mut monitor: Box<Monitor>) -> Step {
    let seen = monitor.next().await;
    Step::Seen(monitor, seen)
}

async fn next_signal(signals: Rc<Queue<Signal>>) -> Step {
    match signals.pop().await {
        Some(_) => Step::Interrupted,
        None => std::future::pending().await,
    }
}

async fn stop_all(compose: &Compose, project: &Project, creation: &Creation) -> Step {
    let work = compose.stop_services(project.clone(), &creation.services, compose.timeout());
    Step::Stopped(compose.progress.run("stop", work).await)
}

/// Kills what still runs; that something has ended meanwhile is no failure.
async fn kill_all(compose: &Compose, project: &Project, creation: &Creation) -> Outcome {
    let mut containers = compose.containers(&project.name, OneOff::Include, &creation.services)?;
    containers.retain(|c| c.state == State::Running || c.state == State::Paused);
    all(containers.iter().map(|c| async {
        let _ = compose.kill_container(c, "SIGKILL").await;
        Ok(())
    }))
    .await
}
