//! `--progress=rawjson`: each event as BuildKit's `SolveStatus` in JSON, a line each.
//!
//! Specified by BuildKit's `client/graph.go`. Left out: the inputs of a vertex, statuses.

use crate::format::nano_time;
use engine::{BuildEvent, StreamKind};
use machine::Instant;
use serde_json::{Value, json};
use vfs::Digest;

/// The line of an event. `begun` has the name and the start of each vertex that has begun.
pub fn event(event: &BuildEvent, now: Instant, begun: &[(String, Instant)]) -> String {
    let at = nano_time(now);
    let digest = |vertex: usize, name: &str| Digest::of(format!("{vertex} {name}").as_bytes()).to_string();
    let known = |vertex: usize| {
        begun
            .get(vertex)
            .map(|(name, started)| (name.as_str(), *started))
            .unwrap_or_default()
    };
    let value: Value = match event {
        BuildEvent::Internal { name, .. } => {
            json!({"vertexes": [{"digest": digest(0, name), "name": name, "started": at, "completed": at}]})
        }
        BuildEvent::Started { vertex, name } => {
            json!({"vertexes": [{"digest": digest(*vertex, name), "name": name, "started": at}]})
        }
        BuildEvent::Output { vertex, stream, bytes } => {
            let stream = if *stream == StreamKind::Stderr { 2 } else { 1 };
            let name = known(*vertex).0;
            json!({"logs": [{"vertex": digest(*vertex, name), "stream": stream, "data": base64(bytes), "timestamp": at}]})
        }
        BuildEvent::Ended { vertex, cached, error } => {
            let (name, started) = known(*vertex);
            let mut shown =
                json!({"digest": digest(*vertex, name), "name": name, "started": nano_time(started), "completed": at});
            if let Some(map) = shown.as_object_mut() {
                if *cached {
                    map.insert("cached".into(), true.into());
                }
                if let Some(error) = error {
                    map.insert("error".into(), error.as_str().into());
                }
            }
            json!({"vertexes": [shown]})
        }
        BuildEvent::Warning(_) => return String::new(),
    };
    format!("{value}\n")
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let mut group = [0u8; 3];
        group.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        for i in 0..4 {
            match i <= chunk.len() {
                true => out.push(char::from(LETTERS[(bits >> (18 - 6 * i) & 63) as usize])),
                false => out.push('='),
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_in_groups_of_three() {
        assert_eq!([b"" as &[u8], b"a", b"ab", b"abc"].map(base64), ["", "YQ==", "YWI=", "YWJj"]);
    }

    #[test]
    fn an_end_repeats_the_vertex_and_says_how_it_went() {
        let begun = [("[1/1] RUN x".to_string(), Instant(0))];
        let ended = BuildEvent::Ended {
            vertex: 0,
            cached: true,
            error: None,
        };
        let line = event(&ended, Instant(1_000_000_000), &begun);
        assert!(
            line.contains("\"completed\":\"1970-01-01T00:00:01.000000000Z\",\"cached\":true"),
            "{line}"
        );
        assert!(line.contains("\"name\":\"[1/1] RUN x\""), "{line}");
    }
}
