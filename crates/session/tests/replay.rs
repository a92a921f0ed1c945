//! The law of the journal: replaying it gives the same session, to the byte.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use session::Session;
use session::protocol::*;

/// Goals that are met on the way, in states that the end of the session no longer shows.
const LESSON: &str = "---
images: [busybox, nginx]
checks:
  - id: running
    text: web runs
    container: {name: web, state: running}
  - id: stopped
    text: web has been stopped
    after: running
    container: {name: web, state: exited}
---
";

fn journal() -> Journal {
    Journal {
        version: JOURNAL_VERSION,
        seed: 7,
        start_ms: 1_767_225_600_000,
        catalogue: String::new(),
        lesson: String::new(),
        workspace: "work".into(),
        setup: String::new(),
        files: vec![WorkspaceFile {
            path: "Dockerfile".into(),
            contents: "FROM busybox\nRUN echo hi > /hi\nCMD cat /hi\n".into(),
            executable: false,
        }],
        entries: Vec::new(),
    }
}

#[derive(Default)]
struct Seen {
    terminal: String,
    view: Option<View>,
    entries: Vec<JournalEntry>,
    http: Vec<Result<HttpAnswer, HttpFailure>>,
    prediction: Option<Prediction>,
}

impl Seen {
    fn take(&mut self, session: &mut Session) {
        for event in session.events() {
            match event {
                Event::TerminalOutput { bytes, .. } => self.terminal.push_str(&bytes.to_text()),
                Event::View(view) => self.view = Some(*view),
                Event::Journalled { entries, .. } => self.entries.extend(entries),
                Event::Http { answer, .. } => self.http.push(answer),
                Event::Prediction { prediction, .. } => self.prediction = Some(prediction),
                _ => {}
            }
        }
    }

    fn until(&mut self, session: &mut Session, what: impl Fn(&Seen) -> bool) {
        for _ in 0..20_000 {
            session.turn(16);
            self.take(session);
            if what(self) {
                return;
            }
        }
        assert!(what(self), "it did not happen; the terminal shows:\n{}", self.terminal);
    }
}

fn open(journal: Journal) -> (Session, Seen) {
    let mut session = Session::new();
    let lesson = LessonSource {
        id: String::new(),
        text: LESSON.into(),
        language: String::new(),
    };
    session.request(Request::Open {
        journal: Box::new(journal),
        lesson,
        pacing: Pacing::Instant,
    });
    (session, Seen::default())
}

fn keys(session: &mut Session, text: &str) {
    session.request(Request::TerminalInput {
        terminal: 1,
        bytes: text.into(),
    });
}

#[test]
fn a_replay_shows_the_same_terminal_and_the_same_engine() {
    let (mut session, mut seen) = open(journal());
    session.request(Request::TerminalOpen {
        terminal: 1,
        size: TerminalSize { columns: 100, rows: 30 },
    });
    seen.until(&mut session, |s| s.terminal.contains("$ "));
    keys(&mut session, "docker build -q -t app . && docker run --name one app\r");
    seen.until(&mut session, |s| s.terminal.contains("\nhi\r\n"));
    keys(
        &mut session,
        "docker run -d -p 8080:80 --name web nginx && sleep 2 && docker ps --format '{{.Names}} {{.Status}}'\r",
    );
    seen.until(&mut session, |s| s.terminal.contains("web Up"));
    let request = HttpRequest {
        method: "GET".into(),
        url: "http://localhost:8080/".into(),
        headers: Vec::new(),
        body: Bytes::default(),
    };
    session.request(Request::Predict {
        ticket: 3,
        path: "Dockerfile".into(),
        text: "FROM busybox\nCOPY nosuch /\n".into(),
    });
    session.request(Request::Http { ticket: 4, request });
    seen.until(&mut session, |s| !s.http.is_empty() && s.prediction.is_some());
    assert!(matches!(&seen.http[0], Ok(answer) if answer.status == 200 && answer.body.to_text().contains("Welcome to nginx")));
    assert!(
        seen.prediction
            .as_ref()
            .is_some_and(|p| p.error.as_ref().is_some_and(|e| e.contains("\"/nosuch\": not found")))
    );
    keys(&mut session, "docker stop -t 1 web; docker ps -a\r");
    seen.until(&mut session, |s| s.terminal.matches("Exited (0)").count() >= 2);

    let mut stored = journal();
    stored.entries.clone_from(&seen.entries);
    let text = serde_json::to_string(&stored).expect("a journal is JSON");
    let stored: Journal = serde_json::from_str(&text).expect("and comes back");
    let (mut again, mut replayed) = open(stored);
    replayed.until(&mut again, |s| {
        s.terminal.matches("Exited (0)").count() >= 2 && s.view.is_some()
    });
    assert!(replayed.terminal.starts_with(&seen.terminal) || seen.terminal.starts_with(&replayed.terminal));
    let (first, second) = (seen.view.expect("a view"), replayed.view.expect("a view"));
    assert_eq!(first.images, second.images);
    assert!(first.checks.iter().all(|check| check.met));
    assert_eq!(first.checks, second.checks);
    let names = |v: &View| {
        v.containers
            .iter()
            .map(|c| (c.id.clone(), c.name.clone(), c.state, c.log_tail.clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&first), names(&second));
}

#[test]
fn any_keys_are_survived() {
    let (mut session, mut seen) = open(journal());
    session.request(Request::TerminalOpen {
        terminal: 1,
        size: TerminalSize { columns: 0, rows: 0 },
    });
    seen.until(&mut session, |s| s.terminal.contains("$ "));
    for text in [
        "\u{1b}[200~",
        "\u{0}\u{1}\u{2}\t\t\u{1b}[A\u{1b}[Z",
        "docker \u{fffd}\u{202e}é漢\r",
        "\u{3}",
        "((((((((\r",
        "\u{3}:(){ :|:& };:\r",
    ] {
        keys(&mut session, text);
        for _ in 0..50 {
            session.turn(16);
        }
        seen.take(&mut session);
    }
    session.request(Request::TerminalInterrupt { terminal: 1 });
    session.request(Request::TerminalResize {
        terminal: 9,
        size: TerminalSize { columns: 9, rows: 9 },
    });
    session.request(Request::FileWrite {
        path: "../../../etc/passwd".into(),
        contents: "x".into(),
    });
    session.request(Request::FileRename {
        from: "nosuch".into(),
        to: "/".into(),
    });
    session.request(Request::FileRemove { path: "..".into() });
    for _ in 0..200 {
        session.turn(16);
    }
}
