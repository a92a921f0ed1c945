//! What pictures ask of a session, each question answered where its subject is known.

use super::Session;
use crate::facts::WorldFacts;
use crate::protocol::*;
use crate::{browse, composed, explained, exported, requests};
use machine::Instant;

impl Session {
    /// What a picture asks.
    pub(super) fn answer(&self, question: &Question) -> Result<Answer, String> {
        let world = self.world.as_ref().ok_or("there is no session")?;
        let engine = world.engine();
        Ok(match question {
            Question::Look { place, path, from } => browse::look(world, place, path, *from)?,
            Question::Image(name) => Answer::Image(explained::image(engine, &self.known, name)?),
            Question::Builds => Answer::Builds(explained::builds(engine)),
            Question::Compare { before, after } => Answer::Comparison(self.moments.compare(*before, *after, world)?),
            Question::Compose => Answer::Compose(composed::of(world)),
            Question::Archive => {
                let start = Instant(self.journal.start_ms.saturating_mul(1_000_000));
                Answer::Archive(exported::archive(engine, start, exported::MOST_BYTES))
            }
            Question::Requests => Answer::Requests(requests::of(world)),
            Question::Goals => {
                let facts = WorldFacts {
                    world,
                    used: &self.used,
                    foreseen: &self.foreseen,
                };
                Answer::Goals(self.lesson.checks.iter().map(|check| wanted(check, &facts)).collect())
            }
        })
    }
}

/// What a check wants beside what there is.
fn wanted(check: &lesson::Check, facts: &WorldFacts<'_>) -> GoalView {
    GoalView {
        id: check.id.clone(),
        wants: lesson::wants(&check.condition, facts)
            .into_iter()
            .map(|want| WantView {
                subject: want.subject,
                field: want.field.to_string(),
                wanted: want.wanted,
                found: want.found,
                not: want.not,
                met: want.met,
            })
            .collect(),
    }
}
