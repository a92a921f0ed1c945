//! The paced clock, driven as the browser's worker drives it: a session is called again when it says so, and only then.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use session::Session;
use session::protocol::*;

fn opened() -> Session {
    let mut session = Session::new();
    session.request(Request::Open {
        journal: Box::new(Journal {
            version: JOURNAL_VERSION,
            seed: 7,
            start_ms: 1_767_225_600_000,
            catalogue: String::new(),
            lesson: String::new(),
            workspace: "work".into(),
            files: Vec::new(),
            setup: String::new(),
            entries: Vec::new(),
        }),
        lesson: LessonSource::default(),
        pacing: Pacing::Paced,
    });
    session.request(Request::TerminalOpen {
        terminal: 1,
        size: TerminalSize { columns: 80, rows: 24 },
    });
    session
}

/// Calls the session as long as it asks to be called, each time `late` ms after it wanted; what it printed until it rested.
fn until_it_rests(session: &mut Session, late: u64) -> String {
    let mut shown = String::new();
    let mut elapsed = 0;
    for _ in 0..10_000 {
        let turn = session.turn(elapsed);
        for event in session.events() {
            if let Event::TerminalOutput { bytes, .. } = event {
                shown.push_str(&bytes.to_text());
            }
        }
        elapsed = match turn {
            Turn::Busy => 0,
            Turn::WakeInMs(ms) => ms + late,
            Turn::Idle => return shown,
        };
    }
    panic!("it never rests; it printed:\n{shown}");
}

#[test]
fn a_session_does_not_rest_before_a_command_has_ended() {
    for late in 0..4 {
        let mut session = opened();
        until_it_rests(&mut session, late);
        session.request(Request::TerminalInput {
            terminal: 1,
            bytes: "sleep 1 && sleep 0.0301 && echo e''nd\r".into(),
        });
        let shown = until_it_rests(&mut session, late);
        assert!(shown.contains("end\r\n"), "{late} ms late it rested after:\n{shown}");
    }
}

#[test]
fn what_is_asked_during_a_replay_comes_after_it() {
    let mut session = Session::new();
    let write = |text: &str| Input::FileWrite {
        path: "note".into(),
        contents: text.into(),
    };
    session.request(Request::Open {
        journal: Box::new(Journal {
            version: JOURNAL_VERSION,
            seed: 7,
            start_ms: 1_767_225_600_000,
            catalogue: String::new(),
            lesson: String::new(),
            workspace: "work".into(),
            files: Vec::new(),
            setup: String::new(),
            entries: vec![JournalEntry {
                at_ns: 5_000_000_000,
                input: write("old"),
            }],
        }),
        lesson: LessonSource::default(),
        pacing: Pacing::Paced,
    });
    session.request(Request::FileWrite {
        path: "note".into(),
        contents: "new".into(),
    });
    session.request(Request::FileRead {
        ticket: 1,
        path: "note".into(),
    });
    let mut events = Vec::new();
    for _ in 0..10 {
        session.turn(1);
        events.extend(session.events());
    }
    assert!(events.contains(&Event::File {
        ticket: 1,
        path: "note".into(),
        contents: Some("new".into())
    }));
    let journalled = events.iter().find_map(|event| match event {
        Event::Journalled { first, entries } => Some((*first, entries.clone())),
        _ => None,
    });
    let (first, entries) = journalled.expect("it is journalled");
    assert_eq!(first, 1);
    assert_eq!(entries[0].input, write("new"));
    assert!(entries[0].at_ns >= 5_000_000_000);
}

#[test]
fn keys_typed_before_the_prompt_are_not_lost() {
    let mut session = opened();
    let keys = |session: &mut Session, keys: &str| {
        session.request(Request::TerminalInput {
            terminal: 1,
            bytes: keys.into(),
        });
    };
    keys(&mut session, "ec");
    until_it_rests(&mut session, 0);
    keys(&mut session, "ho e''nd; sleep 1\r");
    session.turn(1);
    // Before the next prompt as well.
    keys(&mut session, "echo ag");
    let shown = until_it_rests(&mut session, 0);
    assert!(shown.contains("end\r\n"), "{shown}");
    keys(&mut session, "ai''n\r");
    let shown = until_it_rests(&mut session, 0);
    assert!(shown.contains("again\r\n"), "{shown}");
}
