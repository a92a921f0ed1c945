//! The time that work takes: the processor's, so that what else a machine does stays out of the figures.
//!
//! Natively it is the time of this thread (`clock_gettime(2)`), in WebAssembly what the host tells. Where neither is to
//! be had it is the time on the wall.

#![allow(unsafe_code)]

use std::time::Duration;

/// Time that this thread has worked, from a start of its own.
#[cfg(unix)]
pub fn worked() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the structure is there, and is all that the call writes to.
    if unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) } != 0 {
        return Duration::ZERO;
    }
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

/// Time that this module has worked, as its host counts it.
#[cfg(target_arch = "wasm32")]
pub fn worked() -> Duration {
    Duration::from_secs_f64(crate::wasm::now().max(0.0) / 1e3)
}

#[cfg(not(any(unix, target_arch = "wasm32")))]
#[allow(clippy::disallowed_methods)]
pub fn worked() -> Duration {
    use std::sync::OnceLock;
    static START: OnceLock<std::time::Instant> = OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}

/// How long one run of `work` takes.
pub fn once<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = worked();
    let result = work();
    (worked().saturating_sub(start), result)
}

/// The least of several runs, after one to warm up.
pub fn least(runs: usize, mut work: impl FnMut()) -> Duration {
    work();
    (0..runs.max(1)).map(|_| once(&mut work).0).min().unwrap_or_default()
}

/// What one run takes when many are timed together: for work that is shorter than the clock's step.
pub fn mean(runs: u32, mut work: impl FnMut()) -> Duration {
    work();
    let rounds = (0..5).map(|_| once(|| (0..runs).for_each(|_| work())).0);
    rounds.min().unwrap_or_default() / runs.max(1)
}
