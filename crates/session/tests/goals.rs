//! When goals are looked at: what lasts only until the next program fails meets none, live and in a replay alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use session::Session;
use session::protocol::*;

const LESSON: &str = "---
images: [busybox, nginx, python]
checks:
  - id: running
    text: web runs
    container: {name: web, state: running}
---
";

const NOTES: &str = "---
checks:
  - id: notes
    text: notes.txt says hello
    file: {path: notes.txt, contains: hello}
---
";

fn open(lesson: &str, entries: Vec<JournalEntry>) -> Session {
    let mut session = Session::new();
    session.request(Request::Open {
        journal: Box::new(Journal {
            version: JOURNAL_VERSION,
            seed: 7,
            start_ms: 1_767_225_600_000,
            catalogue: String::new(),
            lesson: String::new(),
            workspace: "work".into(),
            setup: String::new(),
            files: vec![WorkspaceFile {
                path: "app.py".into(),
                contents: "import nosuch\nnosuch.serve()\n".into(),
                executable: false,
            }],
            entries,
        }),
        lesson: LessonSource {
            id: String::new(),
            text: lesson.into(),
            language: String::new(),
        },
        pacing: Pacing::Paced,
    });
    session
}

/// Works for ten seconds of virtual time in slices of this many milliseconds; what was journalled, and whether the goal
/// was shown as met.
fn work(session: &mut Session, slice: u64) -> (Vec<JournalEntry>, bool) {
    let (mut entries, mut met) = (Vec::new(), false);
    for _ in 0..10_000 / slice {
        session.turn(slice);
        for event in session.events() {
            match event {
                Event::Journalled { entries: more, .. } => entries.extend(more),
                Event::View(view) => met = view.checks.iter().all(|check| check.met),
                _ => {}
            }
        }
    }
    (entries, met)
}

/// Whether the lesson's goal is met after these requests; the same however the work is cut into slices, and in a replay.
#[track_caller]
fn meets_after(lesson: &str, requests: &[Request]) -> bool {
    let live = |slice| {
        let mut session = open(lesson, Vec::new());
        let (mut entries, mut met) = work(&mut session, slice);
        for request in requests {
            session.request(request.clone());
            let more = work(&mut session, slice);
            entries.extend(more.0);
            met = more.1 || met;
        }
        (entries, met)
    };
    let (entries, met) = live(100);
    assert_eq!(work(&mut open(lesson, entries), 100).1, met, "a replay");
    assert_eq!(live(16).1, met, "in slices of 16 ms");
    met
}

const ENDED: &str = "---
images: [busybox, nginx, python]
checks:
  - id: ended
    text: web has ended
    container: {name: web, state: exited}
---
";

/// Whether the goal that the container runs is met by a command line.
#[track_caller]
fn meets(line: &str) -> bool {
    meets_by_typing(LESSON, line)
}

#[track_caller]
fn meets_by_typing(lesson: &str, line: &str) -> bool {
    let open = Request::TerminalOpen {
        terminal: 1,
        size: TerminalSize { columns: 100, rows: 30 },
    };
    let input = Request::TerminalInput {
        terminal: 1,
        bytes: format!("{line}\r").as_str().into(),
    };
    meets_after(lesson, &[open, input])
}

#[test]
fn a_container_that_fails_at_once_never_counts_as_running() {
    assert!(!meets("docker run -d --name web busybox sh -c 'exit 1'"));
    assert!(!meets("docker run -d --name web busybox nosuch"));
    assert!(!meets("docker run -d --name web nginx nginx -c /nosuch"));
    assert!(!meets("docker run -d --name web -v ./app.py:/app.py python python /app.py"));
}

#[test]
fn a_container_that_rests_counts_as_running() {
    assert!(meets("docker run -d --name web nginx"));
    assert!(meets("docker run -d --name web busybox sleep 100"));
}

#[test]
fn a_container_that_ran_for_a_while_stays_counted() {
    assert!(meets("docker run -d --name web nginx && sleep 2 && docker rm -f web"));
}

#[test]
fn a_container_that_never_rests_counts_after_a_second() {
    assert!(meets(
        "docker run -d --name web busybox sh -c 'while true; do sleep 0.01; done'"
    ));
}

#[test]
fn a_container_that_has_ended_after_a_moment_never_counts_as_running() {
    assert!(!meets("docker run --name web busybox true"));
    assert!(!meets("docker run -d --name web -p 8080:80 nginx sh -c 'nginx -t && nosuch'"));
}

#[test]
fn a_file_is_looked_at_when_it_is_written() {
    let write = Request::FileWrite {
        path: "notes.txt".into(),
        contents: "hello\n".into(),
    };
    assert!(meets_after(NOTES, &[write]));
}

#[test]
fn a_container_that_has_failed_is_looked_at() {
    assert!(meets_by_typing(ENDED, "docker run -d --name web busybox sh -c 'exit 1'"));
    assert!(meets_by_typing(
        ENDED,
        "docker run -d --name web -v ./app.py:/app.py python python /app.py"
    ));
    assert!(meets_by_typing(
        ENDED,
        "docker run -d --name web -p 8000:8000 python python -c 'import nosuch'"
    ));
}
