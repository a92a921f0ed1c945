//! The lines of history that a build writes, and the dates they get.

use crate::image::History;
use machine::Instant;

/// A line of history whose date may not be known yet.
#[derive(Clone)]
pub(super) struct PendingHistory {
    pub created: Option<Instant>,
    pub created_by: String,
    pub author: String,
    pub comment: String,
    pub empty_layer: bool,
}

impl PendingHistory {
    /// A line of the Dockerfile's own.
    pub fn new(created_by: String, empty_layer: bool, created: Option<Instant>, author: &str) -> PendingHistory {
        PendingHistory {
            created,
            created_by,
            author: author.to_string(),
            comment: "buildkit.dockerfile.v0".into(),
            empty_layer,
        }
    }

    /// A line of the image that a stage starts from.
    pub fn of_image(line: &History) -> PendingHistory {
        PendingHistory {
            created: Some(line.created),
            created_by: line.created_by.clone(),
            author: line.author.clone(),
            comment: line.comment.clone(),
            empty_layer: line.empty_layer,
        }
    }
}

/// Gives dates to the lines of history that have none, as BuildKit does: that of the layer before, or
/// of the first new layer. Gives the image's date with them.
pub(super) fn dated(pending: Vec<PendingHistory>, fallback: Instant) -> (Vec<History>, Instant) {
    let mut created = None;
    let mut gap = false;
    for line in &pending {
        match line.created {
            Some(at) => {
                created = Some(at);
                if gap {
                    break;
                }
            }
            None => gap = true,
        }
    }
    let mut current = created.unwrap_or(fallback);
    let mut seen_gap = false;
    let mut out = Vec::new();
    for line in pending {
        let at = match line.created {
            Some(at) => {
                if seen_gap {
                    current = at;
                }
                at
            }
            None => {
                seen_gap = true;
                current
            }
        };
        out.push(History {
            created: at,
            created_by: line.created_by,
            author: line.author,
            comment: line.comment,
            empty_layer: line.empty_layer,
        });
    }
    let last = out.last().map_or(fallback, |h| h.created);
    (out, last)
}
