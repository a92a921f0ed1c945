//! The lines of several containers in one stream: each with its container's name before it, in a colour of its own on a
//! terminal. Specified by docker/compose's `formatter` package.

use super::Compose;
use crate::format;
use engine::StreamKind;
use std::cell::RefCell;
use std::rc::Rc;

/// The colours, in the order in which they are given out.
const COLOURS: [&str; 10] = ["36", "33", "32", "35", "34", "36;1", "33;1", "32;1", "35;1", "34;1"];

struct Presenter {
    name: String,
    colour: &'static str,
}

#[derive(Default)]
struct Presenters {
    all: Vec<Presenter>,
    next: usize,
}

/// Writes the lines of containers.
#[derive(Clone)]
pub struct Consumer {
    compose: Compose,
    colour: bool,
    prefix: bool,
    times: bool,
    presenters: Rc<RefCell<Presenters>>,
}

impl Consumer {
    /// As the flags `--no-color`, `--no-log-prefix` and `--timestamps` have it.
    pub fn new(compose: &Compose, times: bool) -> Consumer {
        let flags = &compose.call.flags;
        Consumer {
            compose: compose.clone(),
            colour: compose.colour && !flags.on("no-color"),
            prefix: !flags.on("no-log-prefix"),
            times,
            presenters: Rc::default(),
        }
    }

    /// What stands before a line of this container, and how it is painted.
    fn register(&self, name: &str) -> (String, &'static str) {
        let mut presenters = self.presenters.borrow_mut();
        // What a hook prints is its container's, under a name with an arrow.
        let root = name.split(' ').next().unwrap_or(name);
        for known in [root, name] {
            if presenters.all.iter().any(|p| p.name == known) {
                continue;
            }
            let parent = presenters.all.iter().find(|p| p.name == root).map(|p| p.colour);
            let colour = match parent {
                Some(colour) => colour,
                None => {
                    let next = presenters.next;
                    presenters.next += 1;
                    COLOURS.get(next % COLOURS.len()).copied().unwrap_or_default()
                }
            };
            presenters.all.push(Presenter {
                name: known.to_string(),
                colour,
            });
        }
        let width = presenters.all.iter().map(|p| p.name.chars().count()).max().unwrap_or(0) + 1;
        let colour = presenters
            .all
            .iter()
            .find(|p| p.name == name)
            .map_or(COLOURS[0], |p| p.colour);
        let prefix = match self.prefix {
            true => self.painted(colour, &format!("{name:width$} | ")),
            false => String::new(),
        };
        (prefix, colour)
    }

    fn painted(&self, colour: &str, text: &str) -> String {
        match self.colour {
            true => format!("\x1b[{colour}m{text}\x1b[0m"),
            false => text.to_string(),
        }
    }

    /// A line of output, without its newline.
    pub async fn line(&self, name: &str, stream: StreamKind, line: &[u8]) {
        let (prefix, _) = self.register(name);
        let mut out = prefix.into_bytes();
        if self.times {
            out.extend(format!("{} ", format::nano_time(self.compose.engine().now())).bytes());
        }
        out.extend(line);
        out.push(b'\n');
        let fd = if stream == StreamKind::Stdout { 1 } else { 2 };
        let _ = self.compose.call.sys.write(fd, &out).await;
    }

    /// What became of a container.
    pub async fn status(&self, name: &str, message: &str) {
        let (_, colour) = self.register(name);
        let text = self.painted(colour, &format!("\r\x1b[K{name} {message}\n"));
        self.compose.call.out(&text).await;
    }
}

/// Collects pieces of output until they are whole lines.
#[derive(Default)]
pub struct Lines {
    rest: Vec<u8>,
}

/// A line may have so many bytes; longer ones are cut into several.
const LONGEST: usize = 1 << 20;

impl Lines {
    /// The lines that a piece completes.
    pub fn push(&mut self, bytes: &[u8]) -> Vec<Vec<u8>> {
        let mut whole = Vec::new();
        for part in bytes.split_inclusive(|b| *b == b'\n') {
            self.rest.extend(part);
            if self.rest.ends_with(b"\n") {
                self.rest.pop();
                whole.push(std::mem::take(&mut self.rest));
            } else if self.rest.len() > LONGEST {
                whole.push(std::mem::take(&mut self.rest));
            }
        }
        whole
    }

    /// What is left when the output is over.
    pub fn end(&mut self) -> Option<Vec<u8>> {
        (!self.rest.is_empty()).then(|| std::mem::take(&mut self.rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_become_lines() {
        let mut lines = Lines::default();
        assert_eq!(lines.push(b"one\ntw"), [b"one".to_vec()]);
        assert_eq!(lines.push(b"o\n\nthr"), [b"two".to_vec(), b"".to_vec()]);
        assert_eq!(lines.end(), Some(b"thr".to_vec()));
        assert_eq!(lines.end(), None);
    }
}
