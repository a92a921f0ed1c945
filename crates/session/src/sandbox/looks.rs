//! When a session looks at its lesson's goals: when the machine has settled, or has not for a second of its own time.
//!
//! A container that is about to fail runs for a moment, and no goal is met by that. Every decision is made behind a
//! turn, from the virtual time and from what the machine waits for, neither of which depends on how the work was cut
//! into slices: so a replay looks at the very same moments.

use machine::{Instant, Machine};
use std::cell::Cell;
use std::time::Duration;

/// How long a machine that does not settle is left alone, and how soon a rest is looked at again without news.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long a rest is at least: a program that starts, or asks another one, waits for less.
const REST: Duration = Duration::from_millis(50);

/// What has been looked at so far, and what has come since.
#[derive(Default)]
pub(super) struct Looks {
    /// How many turns there had been when it was last decided: nothing changes without one.
    turns: Cell<u64>,
    /// When the goals were last looked at.
    at: Cell<Instant>,
    /// Since when the machine has not settled.
    busy_since: Cell<Option<Instant>>,
    /// Whether an event or an input has come since the last look.
    news: Cell<bool>,
    due: Cell<bool>,
}

impl Looks {
    /// Asked between any two turns: whether to look now. `news` tells of events that were not collected yet.
    pub(super) fn is_due(&self, machine: &Machine, news: bool) -> bool {
        let turns = machine.turns();
        if self.turns.replace(turns) != turns {
            let now = machine.now();
            let due = if has_settled(machine) {
                self.busy_since.set(None);
                news || self.news.get() || now >= self.at.get().after(PATIENCE) || rests_for(machine, PATIENCE)
            } else {
                let since = self.busy_since.get().unwrap_or(now);
                self.busy_since.set(Some(since));
                now >= since.after(PATIENCE)
            };
            self.due.set(self.due.get() || due);
        }
        self.due.get()
    }

    /// Whether a look has become due; what comes from here on is looked at anew.
    pub(super) fn take(&self, machine: &Machine) -> bool {
        let due = self.due.replace(false);
        if due {
            self.looked(machine);
        }
        due
    }

    /// Notes that the goals are looked at now.
    pub(super) fn looked(&self, machine: &Machine) {
        self.at.set(machine.now());
        self.news.set(false);
        if self.busy_since.get().is_some() {
            self.busy_since.set(Some(machine.now()));
        }
    }

    /// Notes an event or an input: the next time that the machine settles is looked at.
    pub(super) fn heard(&self) {
        self.news.set(true);
    }
}

/// Whether nothing goes on for a while unless somebody does something.
pub(super) fn has_settled(machine: &Machine) -> bool {
    rests_for(machine, REST)
}

fn rests_for(machine: &Machine, time: Duration) -> bool {
    machine.next_turn().is_none_or(|at| at >= machine.now().after(time))
}
