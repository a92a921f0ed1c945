//! The picture of Compose's progress on a terminal: a line for each object, drawn anew as things change.
//!
//! Specified by docker/compose's `display` package. Left out: the bars of layers that are being pulled.

use super::events::{Event, Status};
use machine::Instant;

/// Braille dots that turn while something is being done.
const SPINNER: [&str; 10] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

struct Task {
    id: String,
    text: String,
    details: String,
    status: Status,
    began: Instant,
    ended: Option<Instant>,
}

/// What is known of an operation's objects, in the order in which they were first heard of.
pub struct Screen {
    /// Starting shows only when nobody watches the output.
    detached: bool,
    colour: bool,
    operation: String,
    tasks: Vec<Task>,
    lines: usize,
    drawn: bool,
}

impl Screen {
    pub fn new(detached: bool, colour: bool) -> Screen {
        Screen {
            detached,
            colour,
            operation: String::new(),
            tasks: Vec::new(),
            lines: 0,
            drawn: false,
        }
    }

    pub fn begin(&mut self, operation: &str) {
        self.operation = operation.to_string();
    }

    pub fn end(&mut self) {
        self.operation.clear();
    }

    /// Takes an event in. Gives what is written at once: everything, if no operation is drawn.
    pub fn event(&mut self, event: Event, now: Instant) -> String {
        if event.id == "Compose" {
            return format!("{}\n", self.painted("31;1", &event.details));
        }
        let starting = ["Started", "Starting"].contains(&event.text.as_str());
        if starting && self.operation != "start" && !self.detached {
            return String::new();
        }
        let over = event.status != Status::Working;
        match self.tasks.iter_mut().find(|t| t.id == event.id) {
            Some(task) => {
                if over && task.status != event.status {
                    task.ended = Some(now);
                }
                task.status = event.status;
                task.text = event.text.clone();
                task.details = event.details.clone();
            }
            None => self.tasks.push(Task {
                id: event.id.clone(),
                text: event.text.clone(),
                details: event.details.clone(),
                status: event.status,
                began: now,
                ended: over.then_some(now),
            }),
        }
        if !self.operation.is_empty() {
            return String::new();
        }
        let code = match event.status {
            Status::Working | Status::Done => "32",
            Status::Warning => "33;1",
            Status::Error => "31;1",
        };
        format!("{} {} {}\n", event.id, self.painted(code, &event.text), event.details)
    }

    fn painted(&self, code: &str, text: &str) -> String {
        match self.colour {
            true => format!("\x1b[{code}m{text}\x1b[0m"),
            false => text.to_string(),
        }
    }

    /// The picture now, for a terminal of so many columns and rows.
    pub fn draw(&mut self, now: Instant, (width, height): (usize, usize)) -> String {
        if self.tasks.is_empty() {
            return String::new();
        }
        let up = if self.drawn { self.lines + 1 } else { self.lines };
        self.drawn = true;
        let mut out = String::from("\x1b[?25l");
        if up > 0 {
            out.push_str(&format!("\x1b[{up}A"));
        }
        out.push_str("\x1b[0G");
        let done = self.tasks.iter().filter(|t| t.status != Status::Working).count();
        out.push_str(&format!("[+] {} {done}/{}\n", self.operation, self.tasks.len()));
        let room = height.saturating_sub(2).max(1);
        let more = self.tasks.len() > room;
        let shown = if more { room.saturating_sub(1) } else { self.tasks.len() };
        let longest = self.tasks.iter().take(shown).map(|t| t.id.chars().count()).max().unwrap_or(0);
        let mut count = 0;
        for task in self.tasks.iter().take(shown) {
            out.push_str(&self.line(task, now, longest, width));
            count += 1;
        }
        if more {
            let text = format!(" ... {} more", self.tasks.len() - shown);
            out.push_str(&format!("{text:width$}\n"));
            count += 1;
        }
        while count < self.lines {
            out.push_str(&format!("{}\n", " ".repeat(width)));
            count += 1;
        }
        self.lines = count;
        out.push_str("\x1b[?25h");
        out
    }

    fn line(&self, task: &Task, now: Instant, longest: usize, width: usize) -> String {
        let elapsed = task.ended.unwrap_or(now).since(task.began);
        let timer = format!("{:.1}s", elapsed.as_secs_f64());
        let turn = usize::try_from(elapsed.as_millis() / 100).unwrap_or(0);
        let (mark, code) = match task.status {
            Status::Done => ("✔", "32"),
            Status::Warning => ("!", "33;1"),
            Status::Error => ("✘", "31;1"),
            Status::Working => (SPINNER.get(turn % SPINNER.len()).copied().unwrap_or("⠋"), "33"),
        };
        let text = match task.status {
            Status::Working => task.text.clone(),
            _ => self.painted(code, &task.text),
        };
        let fixed = 3 + longest + 1 + task.text.chars().count() + 1 + timer.len();
        let details = crate::format::ellipsis(&task.details, width.saturating_sub(fixed + 1));
        let details = if details.is_empty() { details } else { format!(" {details}") };
        let used = 3 + longest + 1 + task.text.chars().count() + details.chars().count();
        let space = width.saturating_sub(used + timer.len()).max(1);
        format!(
            " {} {:longest$} {text}{details}{}{}\n",
            self.painted(code, mark),
            task.id,
            " ".repeat(space),
            self.painted("34", &timer),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_object_has_a_line() {
        let mut screen = Screen::new(true, false);
        screen.begin("up");
        let (start, end) = (Instant(0), Instant(1_200_000_000));
        assert_eq!(screen.event(Event::working("Network n", "Creating"), start), "");
        screen.event(Event::done("Network n", "Created"), end);
        screen.event(Event::working("Container work-web-1", "Starting"), end);
        assert_eq!(
            screen.draw(end, (40, 24)),
            "\x1b[?25l\x1b[0G[+] up 1/2\n \
             ✔ Network n            Created     1.2s\n \
             ⠋ Container work-web-1 Starting    0.0s\n\x1b[?25h"
        );
    }

    #[test]
    fn starting_does_not_show_beside_a_log() {
        let mut screen = Screen::new(false, false);
        assert_eq!(screen.event(Event::done("Container c", "Started"), Instant(0)), "");
        assert_eq!(
            screen.event(Event::done("Container c", "Created"), Instant(0)),
            "Container c Created \n"
        );
    }
}
