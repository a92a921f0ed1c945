//! The host's clock, in the one place of the repository that may read it: chores tell how long they take.

use std::time::{Duration, Instant};

/// A started stopwatch.
#[derive(Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "a chore runs on the host, outside the simulation")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// Waits on the host's clock, for a child process that has no better way to be waited for.
#[expect(clippy::disallowed_methods, reason = "a chore runs on the host, outside the simulation")]
pub fn pause(duration: Duration) {
    std::thread::sleep(duration);
}

/// A duration as people read it: `850 ms`, `12.3 s`, `4 min 07 s`.
pub fn words(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds >= 60 {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    } else if seconds >= 1 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} ms", duration.as_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_told_in_the_unit_that_fits() {
        assert_eq!(words(Duration::from_millis(850)), "850 ms");
        assert_eq!(words(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(words(Duration::from_secs(247)), "4 min 07 s");
    }
}
