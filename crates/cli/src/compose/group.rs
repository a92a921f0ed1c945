//! Work side by side: all at once, or service by service as dependencies allow.
//!
//! As with Go's errgroup, what has begun is carried to its end, nothing new begins after a failure, and the first
//! failure is the outcome.

use super::graph::Graph;
use crate::call::{Failure, Outcome};
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::collections::BTreeMap;

/// Does everything at once.
pub async fn all<F: Future<Output = Outcome>>(work: impl IntoIterator<Item = F>) -> Outcome {
    let mut running: FuturesUnordered<F> = work.into_iter().collect();
    let mut failed: Outcome = Ok(());
    while let Some(outcome) = running.next().await {
        failed = failed.and(outcome);
    }
    failed
}

/// Does everything at once until something fails; what still goes on is dropped then.
pub async fn all_until_failure<F: Future<Output = Outcome>>(work: impl IntoIterator<Item = F>) -> Outcome {
    let mut running: FuturesUnordered<F> = work.into_iter().collect();
    while let Some(outcome) = running.next().await {
        outcome?;
    }
    Ok(())
}

/// Which services come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// What a service depends on comes before it.
    Up,
    /// What depends on a service comes before it.
    Down,
}

/// Visits every service of a graph, each as soon as those before it are done.
pub async fn in_order<F>(graph: &Graph, order: Order, visit: impl Fn(String) -> F) -> Outcome
where
    F: Future<Output = Outcome>,
{
    let before = |name: &str| match order {
        Order::Up => graph.dependencies(name),
        Order::Down => graph.dependents(name),
    };
    let after = |name: &str| match order {
        Order::Up => graph.dependents(name),
        Order::Down => graph.dependencies(name),
    };
    let mut waiting: BTreeMap<String, usize> = graph.names().map(|name| (name.to_string(), before(name).len())).collect();
    let ready: Vec<String> = waiting
        .iter()
        .filter(|(_, count)| **count == 0)
        .map(|(name, _)| name.clone())
        .collect();
    let begin = |name: String| {
        let work = visit(name.clone());
        async move { (name, work.await) }
    };
    let mut running = FuturesUnordered::new();
    for name in ready {
        running.push(begin(name));
    }
    let mut failed: Option<Failure> = None;
    while let Some((name, outcome)) = running.next().await {
        if let Err(failure) = outcome {
            failed.get_or_insert(failure);
        }
        if failed.is_some() {
            continue;
        }
        for next in after(&name) {
            if let Some(count) = waiting.get_mut(next) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    running.push(begin(next.clone()));
                }
            }
        }
    }
    failed.map_or(Ok(()), Err)
}
