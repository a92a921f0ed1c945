//! The scheduler: a queue of runnable tasks, a heap of timers, and a clock that jumps when idle.
//!
//! Tasks run in the order they became ready; nothing depends on addresses or hashing. A task of a
//! stopped or frozen process is parked and comes back when the process goes on.

use crate::process::Pid;
use crate::{Instant, Machine};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, VecDeque};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

pub type TaskId = u64;

pub(crate) type Task = Pin<Box<dyn Future<Output = ()>>>;

/// Why [`Machine::run`] came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The condition holds.
    Done,
    /// The budget of polls is used up; there is more to do.
    Budget,
    /// Nothing is runnable and no timer is set, or the given time has come.
    Idle,
}

/// The virtual time that one unit of fuel costs.
const FUEL_NANOS: i64 = 400;
/// The virtual time that waking a task costs.
const POLL_NANOS: i64 = 2_000;
/// Fuel that a program may use before others get their turn.
const SLICE: u32 = 2_000;

type Ready = Arc<Mutex<VecDeque<TaskId>>>;

struct TaskWaker {
    id: TaskId,
    ready: Ready,
    queued: AtomicBool,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        if !self.queued.swap(true, Ordering::Relaxed) {
            self.ready.lock().unwrap_or_else(PoisonError::into_inner).push_back(self.id);
        }
    }
}

pub(crate) struct Slot {
    /// `None` while it is being polled.
    task: Option<Task>,
    owner: Option<Pid>,
    handle: Arc<TaskWaker>,
    waker: Waker,
}

#[derive(Default)]
pub(crate) struct Executor {
    tasks: BTreeMap<TaskId, Slot>,
    next: TaskId,
    ready: Ready,
    timers: BinaryHeap<Reverse<(Instant, u64)>>,
    timer_wakers: BTreeMap<u64, Waker>,
    next_timer: u64,
    parked: BTreeMap<Pid, Vec<TaskId>>,
    fuel: u32,
    worked: Duration,
    turns: u64,
}

impl Executor {
    fn add(&mut self, task: Task, owner: Option<Pid>) -> TaskId {
        self.next += 1;
        let id = self.next;
        let handle = Arc::new(TaskWaker {
            id,
            ready: self.ready.clone(),
            queued: AtomicBool::new(false),
        });
        let waker = Waker::from(handle.clone());
        waker.wake_by_ref();
        self.tasks.insert(
            id,
            Slot {
                task: Some(task),
                owner,
                handle,
                waker,
            },
        );
        id
    }

    fn pop_ready(&self) -> Option<TaskId> {
        self.ready.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }

    /// Takes a task out for good; its future is handed back to be dropped where nothing is borrowed.
    pub(crate) fn remove(&mut self, id: TaskId) -> Option<Task> {
        self.tasks.remove(&id).and_then(|slot| slot.task)
    }

    /// Makes the tasks of a process that goes on runnable again.
    pub(crate) fn unpark(&mut self, pid: Pid) {
        for id in self.parked.remove(&pid).unwrap_or_default() {
            if let Some(slot) = self.tasks.get(&id) {
                slot.waker.wake_by_ref();
            }
        }
    }

    /// Drops the timers at the top that nobody waits for any more.
    fn forget_timers(&mut self) {
        while let Some(Reverse((_, id))) = self.timers.peek()
            && !self.timer_wakers.contains_key(id)
        {
            self.timers.pop();
        }
    }

    /// Wakes every task of a process, so that it sees a signal.
    pub(crate) fn wake_process(&self, tasks: &[TaskId]) {
        for id in tasks {
            if let Some(slot) = self.tasks.get(id) {
                slot.waker.wake_by_ref();
            }
        }
    }
}

impl Machine {
    /// Starts a task of the machine's own: a daemon without a process.
    pub fn spawn_task(&self, task: impl Future<Output = ()> + 'static) -> TaskId {
        self.kernel().executor.borrow_mut().add(Box::pin(task), None)
    }

    pub(crate) fn spawn_process_task(&self, pid: Pid, task: Task) -> TaskId {
        self.kernel().executor.borrow_mut().add(task, Some(pid))
    }

    /// Ends a task; a task that ends itself goes after its present poll.
    pub fn cancel_task(&self, id: TaskId) {
        let task = self.kernel().executor.borrow_mut().remove(id);
        self.kernel().graveyard.borrow_mut().tasks.extend(task);
    }

    /// The virtual time now.
    pub fn now(&self) -> Instant {
        self.kernel().now.get()
    }

    /// Lets virtual time pass, as work that is not modelled in detail does.
    pub fn advance(&self, by: Duration) {
        self.kernel().now.set(self.now().after(by));
    }

    /// When the next timer goes off.
    pub fn next_timer(&self) -> Option<Instant> {
        self.kernel().executor.borrow().timers.peek().map(|Reverse((at, _))| *at)
    }

    /// Whether a task could go on at once. [`Machine::run`] leaves such tasks where its limit cuts it short.
    pub fn is_runnable(&self) -> bool {
        let executor = self.kernel().executor.borrow();
        !executor.ready.lock().unwrap_or_else(PoisonError::into_inner).is_empty()
    }

    /// When a task goes on if nothing comes from outside: now where one is runnable, else when the first timer goes off
    /// that somebody waits for. `None` where nobody does.
    pub fn next_turn(&self) -> Option<Instant> {
        if self.is_runnable() {
            return Some(self.now());
        }
        let mut executor = self.kernel().executor.borrow_mut();
        executor.forget_timers();
        executor.timers.peek().map(|Reverse((at, _))| *at)
    }

    /// Waits for a point in virtual time.
    pub async fn sleep_until(&self, at: Instant) {
        let machine = self.clone();
        let mut timer: Option<u64> = None;
        let guard = TimerGuard {
            machine: machine.clone(),
            id: std::cell::Cell::new(None),
        };
        poll_fn(move |context| {
            if machine.now() >= at {
                return Poll::Ready(());
            }
            let mut executor = machine.kernel().executor.borrow_mut();
            let id = *timer.get_or_insert_with(|| {
                executor.next_timer += 1;
                let id = executor.next_timer;
                executor.timers.push(Reverse((at, id)));
                id
            });
            guard.id.set(Some(id));
            executor.timer_wakers.insert(id, context.waker().clone());
            Poll::Pending
        })
        .await
    }

    pub async fn sleep(&self, duration: Duration) {
        self.sleep_until(self.now().after(duration)).await
    }

    /// Lets every other runnable task have its turn.
    pub async fn yield_now(&self) {
        let mut yielded = false;
        poll_fn(move |context| {
            if yielded {
                return Poll::Ready(());
            }
            yielded = true;
            context.waker().wake_by_ref();
            Poll::Pending
        })
        .await
    }

    /// Uses fuel; true when the slice is used up and the caller should yield.
    pub(crate) fn burn(&self, fuel: u32) -> bool {
        let kernel = self.kernel();
        kernel.now.set(Instant(kernel.now.get().0 + i64::from(fuel) * FUEL_NANOS));
        let mut executor = kernel.executor.borrow_mut();
        executor.fuel += fuel;
        if executor.fuel >= SLICE {
            executor.fuel = 0;
            true
        } else {
            false
        }
    }

    /// The virtual time that processes and tasks have worked, all together; waiting is not in it.
    pub fn worked(&self) -> Duration {
        self.kernel().executor.borrow().worked
    }

    /// How many turns there have been: polls, and turns of tasks that had ended or are held.
    pub fn turns(&self) -> u64 {
        self.kernel().executor.borrow().turns
    }

    /// Runs until `done`, at most `budget` polls, and no further than `limit` in virtual time.
    pub fn run(&self, budget: u64, limit: Option<Instant>, mut done: impl FnMut() -> bool) -> Outcome {
        for _ in 0..budget {
            self.bury();
            if done() {
                return Outcome::Done;
            }
            if limit.is_some_and(|limit| self.now() >= limit) {
                return Outcome::Idle;
            }
            self.fire_timers();
            let next = self.kernel().executor.borrow().pop_ready();
            match next {
                Some(id) => {
                    self.kernel().executor.borrow_mut().turns += 1;
                    self.poll_task(id);
                }
                None => match self.next_timer() {
                    Some(at) if limit.is_none_or(|limit| at <= limit) => self.kernel().now.set(self.now().max(at)),
                    _ => {
                        if let Some(limit) = limit {
                            self.kernel().now.set(self.now().max(limit));
                        }
                        return Outcome::Idle;
                    }
                },
            }
        }
        if done() { Outcome::Done } else { Outcome::Budget }
    }

    fn fire_timers(&self) {
        loop {
            let mut executor = self.kernel().executor.borrow_mut();
            executor.forget_timers();
            match executor.timers.peek() {
                Some(Reverse((at, id))) if *at <= self.now() => {
                    let id = *id;
                    executor.timers.pop();
                    if let Some(waker) = executor.timer_wakers.remove(&id) {
                        drop(executor);
                        waker.wake();
                    }
                }
                _ => return,
            }
        }
    }

    fn poll_task(&self, id: TaskId) {
        let kernel = self.kernel();
        let (mut task, waker, owner) = {
            let mut executor = kernel.executor.borrow_mut();
            let Some(slot) = executor.tasks.get_mut(&id) else { return };
            slot.handle.queued.store(false, Ordering::Relaxed);
            let owner = slot.owner;
            if let Some(pid) = owner
                && self.is_held(pid)
            {
                executor.parked.entry(pid).or_default().push(id);
                return;
            }
            let Some(task) = slot.task.take() else { return };
            let waker = slot.waker.clone();
            (task, waker, owner)
        };
        let before = self.now();
        kernel.now.set(Instant(before.0 + POLL_NANOS));
        let result = task.as_mut().poll(&mut Context::from_waker(&waker));
        let worked = self.now().since(before);
        if let Some(pid) = owner {
            self.account(pid, worked);
        }
        let mut executor = kernel.executor.borrow_mut();
        executor.fuel = 0;
        executor.worked += worked;
        match result {
            Poll::Ready(()) => {
                executor.tasks.remove(&id);
                drop(executor);
                drop(task);
            }
            Poll::Pending => match executor.tasks.get_mut(&id) {
                Some(slot) => slot.task = Some(task),
                None => {
                    drop(executor);
                    drop(task);
                }
            },
        }
    }
}

/// Takes a timer's waker away when its sleeper is dropped.
struct TimerGuard {
    machine: Machine,
    id: std::cell::Cell<Option<u64>>,
}

impl Drop for TimerGuard {
    fn drop(&mut self) {
        if let Some(id) = self.id.get()
            && let Ok(mut executor) = self.machine.kernel().executor.try_borrow_mut()
        {
            executor.timer_wakers.remove(&id);
        }
    }
}
