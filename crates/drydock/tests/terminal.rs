//! Compose at a terminal: progress as a picture, logs in colour, Ctrl-C.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use session::{Start, World};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

const PROJECT: &str = "services:\n  web:\n    image: busybox\n    init: true\n    command: sh -c 'echo ready; sleep 1000'\n";

/// What a terminal shows after words were typed at it, each followed by this many seconds.
fn typed(words: &[(&str, u64)]) -> String {
    let world = World::new(Start {
        files: vec![("compose.yaml".into(), PROJECT.into(), false)],
        ..Start::default()
    });
    let machine = world.machine();
    let tty = machine.open_tty(80, 24);
    let shown: Rc<RefCell<Vec<u8>>> = Rc::default();
    let (sink, pipe) = (shown.clone(), tty.output());
    machine.spawn_task(async move {
        loop {
            let bytes = pipe.read(4096).await;
            if bytes.is_empty() {
                break;
            }
            sink.borrow_mut().extend(bytes);
        }
    });
    world.open_terminal(&tty).unwrap();
    let pass = |seconds: u64| {
        let until = machine.now().after(Duration::from_secs(seconds));
        machine.run(10_000_000, Some(until), || false);
    };
    pass(1);
    for (word, seconds) in words {
        tty.input(word.as_bytes());
        pass(*seconds);
    }
    String::from_utf8_lossy(&shown.borrow()).into_owned()
}

#[test]
fn progress_is_a_picture() {
    let shown = typed(&[("docker compose up -d\r", 5)]);
    assert!(shown.contains("\x1b[32m✔\x1b[0m Network work_default"), "{shown}");
    assert!(shown.contains("\x1b[32mStarted\x1b[0m"), "{shown}");
    assert!(shown.contains("[+] up 2/2"), "{shown}");
}

#[test]
fn an_interrupt_stops_what_is_attached() {
    let shown = typed(&[("docker compose up\r", 5), ("\x03", 15), ("echo status $?\r", 1)]);
    assert!(shown.contains("\x1b[36mweb-1  | \x1b[0mready"), "{shown}");
    assert!(
        shown.contains("Gracefully Stopping... press Ctrl+C again to force"),
        "{shown}"
    );
    assert!(shown.contains("web-1 exited with code"), "{shown}");
    assert!(shown.contains("status 130"), "{shown}");
}
