//! `tsort` (POSIX): names in an order in which every pair's first comes before its second.

use crate::tool::{Run, Tool, tool};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

tool!();

async fn run(t: &mut Tool) -> Run {
    let options = t.options("", &[]).await?;
    let file = options.rest.first().cloned().unwrap_or_else(|| "-".into());
    let Some(bytes) = t.slurp(&file).await else { return Ok(()) };
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() % 2 == 1 {
        let message = t.words(
            "odd input".to_string(),
            format!("{file}: input contains an odd number of tokens"),
        );
        return Err(t.fail(message).await);
    }
    // What comes after each name, and how many names have to come before it.
    let mut after: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut before: BTreeMap<&str, usize> = BTreeMap::new();
    for pair in words.chunks(2) {
        let [first, second] = pair else { continue };
        before.entry(first).or_insert(0);
        *before.entry(second).or_insert(0) += usize::from(first != second);
        if first != second {
            after.entry(first).or_default().push(second);
        }
    }
    let mut ready: VecDeque<&str> = before.iter().filter(|(_, n)| **n == 0).map(|(name, _)| *name).collect();
    let mut left: BTreeSet<&str> = before.keys().copied().collect();
    while !left.is_empty() {
        while let Some(name) = ready.pop_front() {
            if !left.remove(name) {
                continue;
            }
            t.line(name).await?;
            // Those named last come first, as in a list that is built from its front.
            for next in after.get(name).into_iter().flatten().rev() {
                let Some(count) = before.get_mut(next) else { continue };
                *count = count.saturating_sub(1);
                if *count == 0 {
                    ready.push_back(next);
                }
            }
        }
        // A loop is told, and broken at its first name.
        let Some(start) = left.first().copied() else { break };
        t.error(t.words("cycle at ".to_string() + start, format!("{file}: input contains a loop:")))
            .await;
        let mut walked: Vec<&str> = Vec::new();
        let mut at = start;
        while !walked.contains(&at) && walked.len() < 1000 {
            walked.push(at);
            let next = after.get(at).into_iter().flatten().find(|n| left.contains(**n));
            let Some(next) = next else { break };
            at = next;
        }
        if t.gnu {
            for name in walked {
                t.error(name).await;
            }
        }
        before.insert(start, 0);
        ready.push_back(start);
    }
    Ok(())
}
