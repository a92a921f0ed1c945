//! What Compose tells of its work while it works: which object is where, as lines, as JSON, as a picture that is drawn
//! anew on a terminal, or not at all.
//!
//! Specified by docker/compose's `display` package. Progress goes to standard error.

use super::screen::Screen;
use crate::call::{Call, Failure};
use machine::sync::{Either, race};
use serde_json::{Map, Value as Json};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

/// How an object is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Working,
    Done,
    Warning,
    Error,
}

/// Something happened to an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// `Container work-web-1`, `Network work_default` and so on.
    pub id: String,
    pub text: String,
    pub details: String,
    pub status: Status,
}

impl Event {
    pub fn new(id: impl Into<String>, status: Status, text: impl Into<String>) -> Event {
        Event {
            id: id.into(),
            text: text.into(),
            details: String::new(),
            status,
        }
    }

    pub fn working(id: impl Into<String>, text: impl Into<String>) -> Event {
        Event::new(id, Status::Working, text)
    }

    pub fn done(id: impl Into<String>, text: impl Into<String>) -> Event {
        Event::new(id, Status::Done, text)
    }

    pub fn warning(id: impl Into<String>, text: impl Into<String>) -> Event {
        Event::new(id, Status::Warning, text)
    }

    /// `Error` and why.
    pub fn error(id: impl Into<String>, why: impl Into<String>) -> Event {
        Event::new(id, Status::Error, "Error").with(why)
    }

    pub fn with(mut self, details: impl Into<String>) -> Event {
        self.details = details.into();
        self
    }
}

/// The form of progress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    Plain,
    Terminal,
    Json,
    Quiet,
}

/// The form that `--progress` and `--ansi` ask for.
pub fn mode(progress: &str, ansi: &str, terminal: bool) -> Result<Mode, Failure> {
    match progress {
        "" | "auto" if ansi == "never" => Ok(Mode::Plain),
        "" | "auto" if terminal => Ok(Mode::Terminal),
        "" | "auto" => Ok(Mode::Plain),
        "tty" if ansi == "never" => Err(Failure::new("can't use --progress tty while ANSI support is disabled")),
        "tty" => Ok(Mode::Terminal),
        "plain" if ansi == "always" => Err(Failure::new("can't use --progress plain while ANSI support is forced")),
        "plain" => Ok(Mode::Plain),
        "quiet" | "none" => Ok(Mode::Quiet),
        "json" => Ok(Mode::Json),
        other => Err(Failure::new(format!(
            "unsupported --progress value {}",
            crate::opts::quote(other)
        ))),
    }
}

/// Where events go.
#[derive(Clone)]
pub struct Progress {
    call: Call,
    mode: Mode,
    screen: Rc<RefCell<Screen>>,
}

impl Progress {
    /// `detached` tells whether starting shows: attached, it would stand between the log's lines.
    pub fn new(call: &Call, mode: Mode, detached: bool, colour: bool) -> Progress {
        let screen = Screen::new(detached, colour);
        Progress {
            call: call.clone(),
            mode,
            screen: Rc::new(RefCell::new(screen)),
        }
    }

    pub fn mode(&self) -> Mode {
        self.mode
    }

    pub async fn on(&self, event: Event) {
        let text = match self.mode {
            Mode::Quiet => return,
            Mode::Plain => format!(" {} {} {}\n", event.id, event.text, event.details),
            Mode::Json => format!("{}\n", json(&event)),
            Mode::Terminal => self.screen.borrow_mut().event(event, self.call.engine.now()),
        };
        self.write(&text).await;
    }

    /// Does an operation, keeping its picture up to date.
    pub async fn run<T>(&self, operation: &str, work: impl Future<Output = T>) -> T {
        if self.mode != Mode::Terminal {
            return work.await;
        }
        self.screen.borrow_mut().begin(operation);
        let drawing = async {
            loop {
                self.call.sys.machine().sleep(Duration::from_millis(100)).await;
                self.draw().await;
            }
        };
        let result = match race(work, drawing).await {
            Either::Left(result) => result,
            Either::Right(never) => never,
        };
        self.draw().await;
        self.screen.borrow_mut().end();
        result
    }

    async fn draw(&self) {
        let (columns, rows) = self.call.sys.tty(2).map_or((80, 24), |tty| tty.size());
        let size = (usize::from(columns).max(20), usize::from(rows).max(4));
        let text = self.screen.borrow_mut().draw(self.call.engine.now(), size);
        self.write(&text).await;
    }

    async fn write(&self, text: &str) {
        if !text.is_empty() {
            let _ = self.call.sys.write(2, text.as_bytes()).await;
        }
    }
}

fn json(event: &Event) -> Json {
    let status = match event.status {
        Status::Working => "Working",
        Status::Done => "Done",
        Status::Warning => "Warning",
        Status::Error => "Error",
    };
    let mut fields = Map::new();
    for (name, text) in [
        ("id", event.id.as_str()),
        ("status", status),
        ("text", &event.text),
        ("details", &event.details),
    ] {
        if !text.is_empty() {
            fields.insert(name.to_string(), Json::from(text));
        }
    }
    Json::Object(fields)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_is_plain_without_a_terminal() {
        assert_eq!(mode("", "auto", false).unwrap(), Mode::Plain);
        assert_eq!(mode("auto", "auto", true).unwrap(), Mode::Terminal);
        assert_eq!(mode("auto", "never", true).unwrap(), Mode::Plain);
        assert_eq!(
            mode("loud", "auto", true).unwrap_err().message,
            "unsupported --progress value \"loud\""
        );
    }
}
