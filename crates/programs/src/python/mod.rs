//! `python3`: the interpreter of the crate `python`, whose requests become system calls of the machine.
//!
//! Every request of the interpreter is a future of its own (`calls`), so that a Python thread that
//! waits doesn't hold up the others; processes and sockets have a file each. Command-line options and
//! the library are the interpreter's. Left out: UNIX and UDP sockets, IPv6 (its wildcard and loopback
//! are those of IPv4), readiness for writing (sockets are always ready).

mod calls;
mod processes;
mod sockets;

use calls::Answer;
use machine::{Machine, Signal, Sys};
use python::{Call, CallId, Config, Exit, HostError, Reply, Step, Vm};
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

/// Instructions between two looks at signals and pending requests.
const TURN: u64 = 20_000;
/// Instructions for a unit of the machine's fuel.
const PER_FUEL: u64 = 20;
/// Requests answered at once before those that wait are looked at again.
const ROUND: u32 = 32;
/// The most memory of a program without a limit of its container, bytes.
const MEMORY: u64 = 256 << 20;
const EINTR: i32 = 4;

/// Registers the interpreter.
pub fn register(machine: &Machine) {
    machine.register("program/python3", main);
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

/// The program.
async fn main(sys: Sys) -> i32 {
    let host = Host {
        sys: sys.clone(),
        sockets: Rc::default(),
        alarm: Rc::default(),
    };
    let config = config(&sys);
    if let Some(argv) = asks_for_pip(&sys, &config) {
        sys.set_argv(argv);
        return crate::packages::pip::main(sys).await;
    }
    let mut vm = Vm::new(config);
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
                    look(&host, &mut vm, &mut pending).await;
                }
            }
            Step::Cancel(id) => pending.retain(|one| one.id != id),
            Step::OutOfFuel => {
                sys.set_memory(vm.memory()).await;
                sys.burn(u32::try_from(TURN / PER_FUEL).unwrap_or(u32::MAX)).await;
                look(&host, &mut vm, &mut pending).await;
            }
            Step::Wait => {
                sys.set_memory(vm.memory()).await;
                poll_fn(|context| match progress(&host, &mut vm, &mut pending, context) {
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
async fn look(host: &Host, vm: &mut Vm, pending: &mut Vec<Pending>) {
    poll_fn(|context| {
        progress(host, vm, pending, context);
        Poll::Ready(())
    })
    .await;
}

/// Hands caught signals and answers to the interpreter; false if there were none.
fn progress(host: &Host, vm: &mut Vm, pending: &mut Vec<Pending>, context: &mut std::task::Context<'_>) -> bool {
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

/// `python -m pip …` is the program pip, if it lies where this interpreter looks for packages: its command line then.
fn asks_for_pip(sys: &Sys, config: &Config) -> Option<Vec<String>> {
    let (name, args) = config.argv.split_first()?;
    // Options that take no word of their own may stand before it.
    let at = args
        .iter()
        .position(|arg| !arg.starts_with('-') || matches!(arg.as_str(), "-m" | "-c" | "-"))?;
    let [option, module, rest @ ..] = args.get(at..)? else {
        return None;
    };
    let (major, minor, _) = config.version;
    let folder = format!("{}/lib/python{major}.{minor}/site-packages/pip", config.prefix);
    (option == "-m" && module == "pip" && sys.exists(&folder)).then(|| {
        let mut argv = vec![name.clone()];
        argv.extend_from_slice(rest);
        argv
    })
}

/// How the interpreter is started: where it lies, in a virtual environment or not.
fn config(sys: &Sys) -> Config {
    let mut argv = sys.argv();
    if argv.is_empty() {
        argv.push("python3".into());
    }
    let env: Vec<(String, String)> = sys
        .env()
        .iter()
        .filter_map(|line| line.split_once('='))
        .map(|(name, value)| (name.to_string(), value.to_string()))
        .collect();
    let called = argv.first().map_or("python3", String::as_str);
    let executable = processes::find(sys, called, sys.getenv("PATH").as_deref());
    let executable = sys.absolute(&executable.unwrap_or_else(|| "/usr/local/bin/python3".into()));
    let above = |path: &str| -> Option<String> {
        let dir = path.rsplit_once('/')?.0.rsplit_once('/')?.0;
        Some(dir.to_string())
    };
    let environment = above(&executable).filter(|dir| sys.exists(&format!("{dir}/pyvenv.cfg")));
    let installed = sys.realpath(&executable).ok().and_then(|file| above(&file));
    let base_prefix = installed.filter(|dir| !dir.is_empty()).unwrap_or_else(|| "/usr/local".into());
    let prefix = environment.unwrap_or_else(|| base_prefix.clone());
    let version = version(sys, &executable);
    let seed = sys.machine().random(|random| random.below(u64::MAX));
    let limit = sys.memory_limit().unwrap_or(MEMORY).clamp(16 << 20, MEMORY);
    Config {
        argv,
        env,
        executable,
        prefix,
        base_prefix,
        version,
        seed,
        memory_limit: usize::try_from(limit).unwrap_or(256 << 20),
    }
}

/// What `python3.N` says it is: the release that the image's environment names, or the last of its series.
fn version(sys: &Sys, executable: &str) -> (u8, u8, u8) {
    let file = sys.realpath(executable).unwrap_or_default();
    let minor = file
        .rsplit_once("/python3.")
        .and_then(|(_, minor)| minor.parse().ok())
        .unwrap_or(12);
    let named = sys.getenv("PYTHON_VERSION").and_then(|text| {
        let (series, micro) = text.rsplit_once('.')?;
        (series == format!("3.{minor}")).then(|| micro.parse().ok()).flatten()
    });
    let in_distribution = file.starts_with("/usr/bin/");
    let micro = named.unwrap_or(match minor {
        7 => 17,
        8 => 20,
        9 => 24,
        10 => 19,
        11 if in_distribution => 2,
        11 => 14,
        12 if in_distribution => 3,
        12 => 12,
        13 if in_distribution => 5,
        13 => 9,
        _ => 0,
    });
    (3, minor, micro)
}
