//! What drives an interpreter (`python`, `js`): its requests become system calls of the machine.
//!
//! Every request is a future of its own (`calls`), so that one that waits doesn't hold up the others; processes and
//! sockets have a file each. Left out: UNIX and UDP sockets, IPv6 (its wildcard and loopback are those of IPv4),
//! readiness for writing (sockets are always ready).

mod calls;
pub(crate) mod processes;
mod sockets;

use calls::Answer;
use machine::{Signal, Sys};
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;
use syscalls::{Call, CallId, Exit, HostError, Reply, Step};

/// Instructions between two looks at signals and pending requests.
const TURN: u64 = 20_000;
/// Instructions for a unit of the machine's fuel.
const PER_FUEL: u64 = 20;
/// Requests answered at once before those that wait are looked at again.
const ROUND: u32 = 32;
const EINTR: i32 = 4;

/// An interpreter that suspends at its requests.
pub(crate) trait Interpreter {
    /// Runs for so many instructions at most.
    fn run(&mut self, fuel: u64) -> Step;
    fn resume(&mut self, id: CallId, reply: Result<Reply, HostError>);
    fn deliver_signal(&mut self, signal: i32);
    /// Bytes that the program's values hold.
    fn memory(&self) -> u64;
}

/// What the requests of one process share.
#[derive(Clone)]
pub(super) struct Host {
    pub sys: Sys,
    pub sockets: Rc<RefCell<sockets::Sockets>>,
    /// Counts settings of the alarm clock: only the last one rings.
    pub alarm: Rc<RefCell<processes::Alarm>>,
}

struct Pending {
    id: CallId,
    call: Call,
    future: Pin<Box<dyn Future<Output = Answer>>>,
}

/// Runs an interpreter to its end; the exit status.
pub(crate) async fn drive(sys: Sys, vm: &mut dyn Interpreter) -> i32 {
    let host = Host {
        sys: sys.clone(),
        sockets: Rc::default(),
        alarm: Rc::default(),
    };
    let mut pending: Vec<Pending> = Vec::new();
    let mut round = 0;
    loop {
        match vm.run(TURN) {
            Step::Syscall(id, call) => {
                sys.tick().await;
                let mut new = Pending {
                    id,
                    future: Box::pin(calls::answer(host.clone(), call.clone())),
                    call,
                };
                // What doesn't block is answered here and now.
                match poll_fn(|context| Poll::Ready(new.future.as_mut().poll(context))).await {
                    Poll::Ready(Err(HostError { errno: EINTR })) | Poll::Pending => pending.push(again(&host, new)),
                    Poll::Ready(answer) => vm.resume(id, answer),
                }
                round += 1;
                if round % ROUND == 0 {
                    look(&host, vm, &mut pending).await;
                }
            }
            Step::Cancel(id) => pending.retain(|one| one.id != id),
            Step::OutOfFuel => {
                sys.set_memory(vm.memory()).await;
                sys.burn(u32::try_from(TURN / PER_FUEL).unwrap_or(u32::MAX)).await;
                look(&host, vm, &mut pending).await;
            }
            Step::Wait => {
                sys.set_memory(vm.memory()).await;
                poll_fn(|context| match progress(&host, vm, &mut pending, context) {
                    true => Poll::Ready(()),
                    false => Poll::Pending,
                })
                .await;
            }
            Step::Exited(Exit::Code(code)) => return code,
            Step::Exited(Exit::Signal(number)) => {
                // The first process of a container can't kill itself.
                if sys.pid() != 1
                    && let Some(signal) = u8::try_from(number).ok().and_then(Signal::from_number)
                {
                    sys.die_of(signal).await;
                }
                return 128_i32.saturating_add(number);
            }
        }
    }
}

/// A request that a signal cut short is made anew (PEP 475); any other stays as it is.
fn again(host: &Host, old: Pending) -> Pending {
    if host.sys.has_signal() {
        return Pending {
            future: Box::pin(calls::answer(host.clone(), old.call.clone())),
            ..old
        };
    }
    old
}

/// Looks once at what is pending, without waiting.
async fn look(host: &Host, vm: &mut dyn Interpreter, pending: &mut Vec<Pending>) {
    poll_fn(|context| {
        progress(host, vm, pending, context);
        Poll::Ready(())
    })
    .await;
}

/// Hands caught signals and answers to the interpreter; false if there were none.
fn progress(host: &Host, vm: &mut dyn Interpreter, pending: &mut Vec<Pending>, context: &mut std::task::Context<'_>) -> bool {
    let mut any = false;
    while let Some(signal) = host.sys.take_signal() {
        any = true;
        vm.deliver_signal(i32::from(signal.number()));
        pending.retain(|one| {
            let pause = one.call == Call::Pause;
            if pause {
                vm.resume(one.id, Ok(Reply::Unit));
            }
            !pause
        });
    }
    pending.retain_mut(|one| match one.future.as_mut().poll(context) {
        Poll::Ready(Err(HostError { errno: EINTR })) => {
            one.future = Box::pin(calls::answer(host.clone(), one.call.clone()));
            context.waker().wake_by_ref();
            true
        }
        Poll::Ready(answer) => {
            any = true;
            vm.resume(one.id, answer);
            false
        }
        Poll::Pending => true,
    });
    any
}
