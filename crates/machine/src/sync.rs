//! Ways for tasks to wait for each other inside the machine, without threads.

use crate::process::Pid;
use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Wakers of everybody who waits for something to change.
#[derive(Debug, Default)]
pub struct Waiters(RefCell<Vec<Waker>>);

impl Waiters {
    pub fn register(&self, context: &Context<'_>) {
        let mut wakers = self.0.borrow_mut();
        if !wakers.iter().any(|w| w.will_wake(context.waker())) {
            wakers.push(context.waker().clone());
        }
    }

    pub fn wake(&self) {
        for waker in self.0.take() {
            waker.wake();
        }
    }
}

/// As [`Waiters`], for a change of one process among many: nobody is woken for what became of another.
#[derive(Debug, Default)]
pub struct WaitersByPid(RefCell<BTreeMap<Pid, Waiters>>);

impl WaitersByPid {
    pub fn register(&self, pid: Pid, context: &Context<'_>) {
        self.0.borrow_mut().entry(pid).or_default().register(context);
    }

    pub fn wake(&self, pid: Pid) {
        let waiters = self.0.borrow_mut().remove(&pid);
        if let Some(waiters) = waiters {
            waiters.wake();
        }
    }
}

/// A value that others can wait on until it satisfies them.
#[derive(Debug, Default)]
pub struct Watch<T> {
    value: RefCell<T>,
    waiters: Waiters,
}

impl<T> Watch<T> {
    pub fn new(value: T) -> Rc<Self> {
        Rc::new(Watch {
            value: RefCell::new(value),
            waiters: Waiters::default(),
        })
    }

    pub fn read<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        read(&self.value.borrow())
    }

    /// Changes the value and wakes who waits.
    pub fn update<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let result = change(&mut self.value.borrow_mut());
        self.waiters.wake();
        result
    }

    /// Waits until `ready` gives something.
    pub async fn until<R>(&self, mut ready: impl FnMut(&mut T) -> Option<R>) -> R {
        poll_fn(|context| {
            if let Some(result) = ready(&mut self.value.borrow_mut()) {
                return Poll::Ready(result);
            }
            self.waiters.register(context);
            Poll::Pending
        })
        .await
    }
}

/// An unbounded queue between tasks; closing it ends its readers.
#[derive(Debug)]
pub struct Queue<T> {
    state: RefCell<(VecDeque<T>, bool)>,
    waiters: Waiters,
}

impl<T> Queue<T> {
    pub fn new() -> Rc<Self> {
        Rc::new(Queue {
            state: RefCell::new((VecDeque::new(), false)),
            waiters: Waiters::default(),
        })
    }

    pub fn push(&self, item: T) {
        self.state.borrow_mut().0.push_back(item);
        self.waiters.wake();
    }

    pub fn close(&self) {
        self.state.borrow_mut().1 = true;
        self.waiters.wake();
    }

    pub fn is_closed(&self) -> bool {
        self.state.borrow().1
    }

    pub fn is_empty(&self) -> bool {
        self.state.borrow().0.is_empty()
    }

    pub fn try_pop(&self) -> Option<T> {
        self.state.borrow_mut().0.pop_front()
    }

    /// The next item, or `None` once closed and empty.
    pub async fn pop(&self) -> Option<T> {
        poll_fn(|context| {
            let mut state = self.state.borrow_mut();
            match state.0.pop_front() {
                Some(item) => Poll::Ready(Some(item)),
                None if state.1 => Poll::Ready(None),
                None => {
                    self.waiters.register(context);
                    Poll::Pending
                }
            }
        })
        .await
    }
}

/// Runs two futures side by side until both are done.
pub async fn join<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    let (mut a, mut b) = (Box::pin(a), Box::pin(b));
    let (mut left, mut right) = (None, None);
    poll_fn(move |context| {
        if left.is_none()
            && let Poll::Ready(value) = a.as_mut().poll(context)
        {
            left = Some(value);
        }
        if right.is_none()
            && let Poll::Ready(value) = b.as_mut().poll(context)
        {
            right = Some(value);
        }
        match (left.take(), right.take()) {
            (Some(x), Some(y)) => Poll::Ready((x, y)),
            (x, y) => {
                (left, right) = (x, y);
                Poll::Pending
            }
        }
    })
    .await
}

/// What ended first.
#[derive(Debug)]
pub enum Either<A, B> {
    Left(A),
    Right(B),
}

/// Runs two futures until one is done and drops the other; the first wins a tie.
pub async fn race<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> Either<A, B> {
    let (mut a, mut b) = (Box::pin(a), Box::pin(b));
    poll_fn(move |context| {
        if let Poll::Ready(value) = a.as_mut().poll(context) {
            return Poll::Ready(Either::Left(value));
        }
        match b.as_mut().poll(context) {
            Poll::Ready(value) => Poll::Ready(Either::Right(value)),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}
