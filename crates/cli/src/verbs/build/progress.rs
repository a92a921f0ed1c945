//! A build's progress as BuildKit prints it: plain lines, or a picture that is drawn anew on a terminal.

use super::output::{Kind, Output};
use super::raw;
use crate::format::short_size;
use engine::{BuildEvent, BuildFailure, BuildRequest, Built};
use machine::Instant;
use std::time::Duration;

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Plain,
    Terminal,
    Quiet,
    None,
    /// A JSON object for each event.
    Raw,
}

/// A step that began.
struct Vertex {
    name: String,
    /// Its number in plain output.
    number: usize,
    started: Instant,
    ended: Option<(Instant, bool, Option<String>)>,
    /// What it printed, with the time since it began.
    lines: Vec<(Duration, String)>,
    /// The end of what it printed, without a newline yet.
    partial: Vec<u8>,
}

/// What is known of a build so far.
pub struct Progress {
    style: Style,
    begun: Instant,
    width: usize,
    vertices: Vec<Vertex>,
    next: usize,
    /// The number whose lines were printed last.
    current: usize,
    /// Lines of the picture on the terminal.
    drawn: usize,
    /// Steps of BuildKit's own.
    internal: Vec<(String, Vec<String>)>,
    /// What stands before the names of steps, if several things are built.
    target: Option<String>,
}

/// How a step ends that another one's failure stopped.
const CANCELED: &str = "context canceled";

/// The step that fetches a repository.
const GIT_SOURCE: &str = "[internal] load git source";

fn seconds(duration: Duration) -> String {
    format!("{:.1}s", duration.as_secs_f64())
}

impl Progress {
    pub fn new(style: Style, begun: Instant, width: usize) -> Progress {
        Progress {
            style,
            begun,
            width: width.max(20),
            vertices: Vec::new(),
            next: 0,
            current: 0,
            drawn: 0,
            internal: Vec::new(),
            target: None,
        }
    }

    /// Names steps as those of one target among several.
    pub fn of_target(mut self, target: Option<String>) -> Progress {
        self.target = target;
        self
    }

    /// Goes on counting steps behind those of another build. The first one says who builds.
    pub fn behind(mut self, steps: usize) -> Progress {
        self.next = steps;
        self
    }

    /// The number of the last step.
    pub fn steps(&self) -> usize {
        self.next
    }

    fn named(&self, name: &str) -> String {
        match (&self.target, name.strip_prefix('[')) {
            (Some(target), Some(rest)) => format!("[{target} {rest}"),
            (Some(target), None) => format!("[{target}] {name}"),
            (None, _) => name.to_string(),
        }
    }

    /// The lines before the first step.
    pub fn begin(&mut self, request: &BuildRequest) -> String {
        let size = short_size(request.dockerfile.len() as u64 + 38);
        let mut out = String::new();
        if self.style == Style::Plain && self.next == 0 {
            out.push_str("#0 building with \"default\" instance using docker driver\n\n");
        }
        if request.git_context.is_some() {
            return out;
        }
        if request.remote_context {
            for step in ["[internal] load remote build context", "copy /context /"] {
                out.push_str(&self.own(step, &[]));
            }
            return out;
        }
        let name = &request.file_name;
        out.push_str(&self.own(
            &format!("[internal] load build definition from {name}"),
            &[format!("transferring dockerfile: {size} done")],
        ));
        out
    }

    /// The lines of `.dockerignore`, as a check reads it.
    pub fn ignore(&mut self, request: &BuildRequest) -> String {
        match request.remote_context {
            true => String::new(),
            false => self.own("[internal] load .dockerignore", &["transferring context: 2B done".into()]),
        }
    }

    /// A step of BuildKit's own, over as soon as it began.
    fn own(&mut self, name: &str, details: &[String]) -> String {
        let name = &self.named(name);
        self.internal.push((name.to_string(), details.to_vec()));
        if self.style != Style::Plain {
            return String::new();
        }
        self.next += 1;
        let number = self.next;
        let mut out = match std::mem::take(&mut self.current) {
            0 => String::new(),
            other => format!("#{other} ...\n\n"),
        };
        out.push_str(&format!("#{number} {name}\n"));
        for detail in details {
            out.push_str(&format!("#{number} {detail}\n"));
        }
        out.push_str(&format!("#{number} DONE 0.0s\n\n"));
        out
    }

    /// What an event adds to the output.
    pub fn event(&mut self, event: &BuildEvent, now: Instant) -> String {
        let raw = match self.style {
            Style::Raw => raw::event(
                event,
                now,
                &self.vertices.iter().map(|v| (v.name.clone(), v.started)).collect::<Vec<_>>(),
            ),
            _ => String::new(),
        };
        let mut out = String::new();
        match event {
            BuildEvent::Internal { name, transferred } => {
                let of = name
                    .strip_prefix("[context ")
                    .and_then(|n| n.split(']').next())
                    .unwrap_or("context");
                let details: Vec<String> = transferred
                    .iter()
                    .map(|bytes| format!("transferring {of}: {} done", short_size(*bytes)))
                    .collect();
                out.push_str(&self.own(name, &details));
            }
            BuildEvent::Started { vertex, name } => {
                if self.style == Style::Plain {
                    self.next += 1;
                }
                let name = &self.named(name);
                while self.vertices.len() <= *vertex {
                    self.vertices.push(Vertex {
                        name: name.clone(),
                        number: self.next,
                        started: now,
                        ended: None,
                        lines: Vec::new(),
                        partial: Vec::new(),
                    });
                }
                if self.style == Style::Plain {
                    out.push_str(&self.again(*vertex));
                }
            }
            BuildEvent::Output { vertex, bytes, .. } => out.push_str(&self.output(*vertex, bytes, now, false)),
            BuildEvent::Ended { vertex, cached, error } => {
                out.push_str(&self.output(*vertex, b"", now, true));
                if let Some(v) = self.vertices.get_mut(*vertex) {
                    v.ended = Some((now, *cached, error.clone()));
                    let number = v.number;
                    let word = match (error, cached) {
                        (Some(error), _) if error == CANCELED => "CANCELED".to_string(),
                        (Some(error), _) => format!("ERROR: {error}"),
                        (None, true) => "CACHED".to_string(),
                        (None, false) => format!("DONE {}", seconds(now.since(v.started))),
                    };
                    if self.style == Style::Plain {
                        out.push_str(&self.again(*vertex));
                        out.push_str(&format!("#{number} {word}\n\n"));
                        self.current = 0;
                    }
                }
            }
            BuildEvent::Warning(_) => {}
        }
        match self.style {
            Style::Plain => out,
            Style::Terminal => self.draw(now, false),
            Style::Raw => raw,
            Style::Quiet | Style::None => String::new(),
        }
    }

    /// A step's name, if another one's lines came before; that one is left with dots if it goes on.
    fn again(&mut self, vertex: usize) -> String {
        match self.vertices.get(vertex) {
            Some(v) if v.number != self.current => {
                let left = match self.current {
                    0 => String::new(),
                    number => format!("#{number} ...\n\n"),
                };
                self.current = v.number;
                format!("{left}#{} {}\n", v.number, v.name)
            }
            _ => String::new(),
        }
    }

    fn output(&mut self, vertex: usize, bytes: &[u8], now: Instant, last: bool) -> String {
        let plain = self.style == Style::Plain;
        let Some(v) = self.vertices.get_mut(vertex) else {
            return String::new();
        };
        v.partial.extend(bytes);
        let mut fresh = Vec::new();
        while let Some(end) = v.partial.iter().position(|b| *b == b'\n') {
            let line: Vec<u8> = v.partial.drain(..=end).collect();
            fresh.push(line);
        }
        if last && !v.partial.is_empty() {
            fresh.push(std::mem::take(&mut v.partial));
        }
        let since = now.since(v.started);
        let number = v.number;
        let mut out = String::new();
        for line in fresh {
            let text = String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']).to_string();
            out.push_str(&format!("#{number} {:.3} {text}\n", since.as_secs_f64()));
            v.lines.push((since, text));
        }
        if !plain || out.is_empty() {
            return String::new();
        }
        format!("{}{out}", self.again(vertex))
    }

    /// The lines after the last step.
    pub fn end(
        &mut self,
        result: &Result<Built, Box<BuildFailure>>,
        request: &BuildRequest,
        outputs: &[Output],
        now: Instant,
    ) -> String {
        let mut out = String::new();
        if result.is_ok() {
            for output in outputs.iter().filter(|o| !o.stores() && o.kind != Kind::CacheOnly) {
                let details: &[&str] = match output.kind {
                    Kind::Local => &["copying files"],
                    Kind::Tar => &["sending tarball"],
                    _ => &["exporting layers", "sending tarball"],
                };
                let details: Vec<String> = details.iter().map(|d| format!("{d} done")).collect();
                out.push_str(&self.own(output.step(), &details));
            }
        }
        if let (Ok(built), false) = (result, request.discard) {
            let id = built.image.id.to_string();
            let mut details = vec![
                "exporting layers done".to_string(),
                format!("exporting manifest {id} done"),
                format!("exporting config {} done", built.image.config_digest),
            ];
            for tag in &request.tags {
                let name = dockerfile::Reference::parse(tag).map_or_else(|_| tag.clone(), |r| r.with_default_tag().to_string());
                details.push(format!("naming to {name} done"));
                details.push(format!("unpacking to {name} done"));
            }
            out.push_str(&self.own("exporting to image", &details));
        }
        match self.style {
            Style::Quiet | Style::None | Style::Raw => return String::new(),
            Style::Plain => out = out.strip_suffix("\n\n").map(|o| format!("{o}\n")).unwrap_or(out),
            Style::Terminal => out = self.draw(now, true),
        }
        if let Err(failure) = result
            && let Some((name, lines)) = &failure.step
        {
            out.push_str(&format!("------\n > {}:\n", self.named(name)));
            let shown = self.named(name);
            let times: Vec<(Duration, String)> = self
                .vertices
                .iter()
                .rev()
                .find(|v| v.name == shown)
                .map(|v| v.lines.clone())
                .unwrap_or_default();
            match times.is_empty() {
                true => lines.iter().for_each(|line| out.push_str(&format!("{line}\n"))),
                false => {
                    for (since, line) in times {
                        out.push_str(&format!("{:.3} {line}\n", since.as_secs_f64()));
                    }
                }
            }
            out.push_str("------\n");
        }
        out
    }

    /// The picture: every step a line with its time at the right, running steps with what they print.
    fn draw(&mut self, now: Instant, over: bool) -> String {
        const BLUE: &str = "\x1b[34m";
        const RED: &str = "\x1b[31m";
        const YELLOW: &str = "\x1b[33m";
        const PLAIN: &str = "\x1b[0m";
        let total = self.internal.len() + self.vertices.len();
        let done = self.internal.len() + self.vertices.iter().filter(|v| v.ended.is_some()).count();
        let failed = self
            .vertices
            .iter()
            .any(|v| v.ended.as_ref().is_some_and(|(_, _, error)| error.is_some()));
        let state = match (over, failed) {
            (true, false) => " FINISHED",
            _ => "",
        };
        let head = format!("[+] Building {} ({done}/{total}){state}", seconds(now.since(self.begun)));
        let mut lines = vec![self.justified("", &head, "docker:default", "")];
        let (first, export): (Vec<_>, Vec<_>) = self.internal.iter().partition(|(name, _)| name.starts_with('['));
        let own = |lines: &mut Vec<String>, steps: &[&(String, Vec<String>)]| {
            for (name, details) in steps {
                lines.push(self.justified(BLUE, &format!(" => {name}"), "0.0s", PLAIN));
                for detail in details {
                    let detail = detail.trim_end_matches(" done");
                    lines.push(self.justified(BLUE, &format!(" => => {detail}"), "0.0s", PLAIN));
                }
            }
        };
        // The repository that is the context comes before all else.
        let (sources, steps): (Vec<&Vertex>, Vec<&Vertex>) = self.vertices.iter().partition(|v| v.name.contains(GIT_SOURCE));
        let step = |lines: &mut Vec<String>, v: &Vertex| {
            let (colour, word, time) = match &v.ended {
                None => ("", "", now.since(v.started)),
                Some((at, _, Some(error))) if error == CANCELED => (YELLOW, "CANCELED ", at.since(v.started)),
                Some((at, _, Some(_))) => (RED, "ERROR ", at.since(v.started)),
                Some((at, true, None)) => (BLUE, "CACHED ", at.since(v.started)),
                Some((at, false, None)) => (BLUE, "", at.since(v.started)),
            };
            let after = if colour.is_empty() { "" } else { PLAIN };
            lines.push(self.justified(colour, &format!(" => {word}{}", v.name), &seconds(time), after));
            if v.ended.is_none() {
                for (_, line) in v.lines.iter().rev().take(6).rev() {
                    lines.push(self.justified("", &format!(" => => # {line}"), "", ""));
                }
            }
        };
        sources.into_iter().for_each(|v| step(&mut lines, v));
        own(&mut lines, &first);
        steps.into_iter().for_each(|v| step(&mut lines, v));
        own(&mut lines, &export);
        let mut out = String::new();
        if self.drawn > 0 {
            out.push_str(&format!("\x1b[{}A", self.drawn));
        }
        out.push_str("\x1b[J");
        for line in &lines {
            out.push_str(line);
            out.push('\n');
        }
        self.drawn = lines.len();
        out
    }

    /// A line with something at the right end.
    fn justified(&self, before: &str, left: &str, right: &str, after: &str) -> String {
        let room = self.width.saturating_sub(right.chars().count() + 1);
        let left = crate::format::ellipsis(&left.replace(['\n', '\t'], " "), room);
        let fill = self.width.saturating_sub(left.chars().count() + right.chars().count());
        format!("{before}{left}{}{right}{after}", " ".repeat(fill))
    }
}
