//! The last requests that the host's programs and the preview made (`Question::Requests`).
//!
//! Read from the taps that the simulated network keeps: the beginnings of both directions of each connection. What a
//! container asks another is not tapped.

use crate::World;
use crate::protocol::RequestView;
use machine::Tap;
use std::collections::BTreeMap;

/// Requests told.
const TOLD: usize = 20;
/// Characters told of a line.
const LINE: usize = 200;

/// The latest first.
pub(crate) fn of(world: &World) -> Vec<RequestView> {
    let engine = world.engine();
    let mut publishers: BTreeMap<u16, String> = BTreeMap::new();
    for id in engine.container_ids() {
        let _ = engine.container(&id, |c| {
            for (_, port) in c.ports.values().flatten() {
                publishers.insert(*port, c.name.clone());
            }
        });
    }
    world.machine().net(|net| {
        net.taps()
            .rev()
            .take(TOLD)
            .filter_map(|tap| request(tap, &publishers))
            .collect()
    })
}

fn request(tap: &Tap, publishers: &BTreeMap<u16, String>) -> Option<RequestView> {
    let (address, port) = tap.address?;
    let first = |bytes: &[u8]| -> String {
        let text = String::from_utf8_lossy(bytes);
        text.lines().next().unwrap_or_default().chars().take(LINE).collect()
    };
    let asked = first(&tap.request.borrow());
    let request = match asked.rsplit_once(" HTTP/") {
        Some((request, _)) => request.to_string(),
        None => String::new(),
    };
    let answered = first(&tap.response.borrow());
    let answer = match answered.split_once(' ') {
        Some((version, status)) if version.starts_with("HTTP/") => status.to_string(),
        _ => String::new(),
    };
    Some(RequestView {
        request,
        address: address.to_string(),
        port,
        container: publishers.get(&port).cloned(),
        answer,
    })
}
