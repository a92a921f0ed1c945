//! Which of a lesson's checks have been met: goals do not untick.

use crate::check::Check;
use crate::facts::Facts;
use crate::language::Language;
use std::collections::{BTreeMap, BTreeSet};

/// The state of a lesson's checks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Goals {
    met: BTreeSet<String>,
    diagnoses: BTreeMap<String, String>,
}

impl Goals {
    /// Notes which checks hold now, and what is so for the others.
    pub fn look(&mut self, checks: &[Check], facts: &dyn Facts, language: Language) {
        for check in checks {
            if self.met.contains(&check.id) {
                continue;
            }
            let finding = check.find(facts, language);
            let ready = check.after.as_ref().is_none_or(|id| self.met.contains(id));
            if ready && finding.met {
                self.met.insert(check.id.clone());
                self.diagnoses.remove(&check.id);
            } else {
                self.diagnoses.insert(check.id.clone(), finding.diagnosis);
            }
        }
    }

    /// Whether a check has been seen to hold.
    pub fn is_met(&self, id: &str) -> bool {
        self.met.contains(id)
    }

    /// What was so for a check when it was last looked at; empty when it is met.
    pub fn diagnosis(&self, id: &str) -> &str {
        self.diagnoses.get(id).map_or("", String::as_str)
    }
}
