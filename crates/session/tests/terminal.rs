//! Terminals: completion, interactive containers, detaching, window sizes, interrupts, progress.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use session::Session;
use session::protocol::*;

/// A session with one open terminal and what it has shown.
struct Screen {
    session: Session,
    shown: String,
}

impl Screen {
    fn open() -> Screen {
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
            lesson: LessonSource {
                id: String::new(),
                text: "---\nimages: [busybox, nginx]\n---\n".into(),
                language: String::new(),
            },
            pacing: Pacing::Instant,
        });
        session.request(Request::TerminalOpen {
            terminal: 1,
            size: TerminalSize { columns: 100, rows: 30 },
        });
        let mut screen = Screen {
            session,
            shown: String::new(),
        };
        screen.until("$ ");
        screen
    }

    fn keys(&mut self, text: &str) {
        self.session.request(Request::TerminalInput {
            terminal: 1,
            bytes: text.into(),
        });
    }

    /// Types and waits for a text to appear after it.
    fn type_until(&mut self, text: &str, expected: &str) {
        self.shown.clear();
        self.keys(text);
        self.until(expected);
    }

    /// Runs a command line to its end.
    fn run(&mut self, line: &str) {
        self.type_until(&format!("{line}; echo en''d\r"), "end\r\n");
        self.until("$ ");
    }

    fn until(&mut self, expected: &str) {
        for _ in 0..5000 {
            self.session.turn(16);
            for event in self.session.events() {
                if let Event::TerminalOutput { bytes, .. } = event {
                    self.shown.push_str(&bytes.to_text());
                }
            }
            if self.shown.contains(expected) {
                return;
            }
        }
        panic!("{expected:?} did not appear; the terminal shows:\n{}", self.shown);
    }
}

#[test]
fn tab_completes_commands_flags_and_names() {
    let mut screen = Screen::open();
    screen.run("docker run -dit --name webserver busybox");
    screen.type_until("docker ps --no-t\t", "--no-trunc ");
    screen.type_until("\u{3}docker ins\t", "docker inspect ");
    screen.type_until("webs\t", "webserver ");
    screen.type_until("\u{3}docker network ins\t", "inspect ");
    screen.type_until("bri\t", "bridge ");
    screen.type_until("\u{3}docker rmi ngi\t", "nginx:latest ");
}

#[test]
fn ctrl_p_ctrl_q_detaches_and_attach_comes_back() {
    let mut screen = Screen::open();
    screen.type_until("docker run -it --name box busybox sh\r", "/ # ");
    screen.type_until("echo $((40+2))\r", "42\r\n");
    screen.type_until("\u{10}\u{11}", "$ ");
    screen.type_until("docker ps --format '{{.Names}}: {{.State}}'\r", "box: running");
    screen.type_until("docker attach box\r", "attach box");
    screen.type_until("echo again\r", "again\r\n/ # ");
    screen.type_until("exit 3\r", "$ ");
    screen.type_until("echo status $?\r", "status 3");
}

#[test]
fn detach_keys_can_be_chosen() {
    let mut screen = Screen::open();
    screen.type_until("docker run -it --detach-keys ctrl-x,q --name box busybox sh\r", "/ # ");
    screen.type_until("\u{18}q", "$ ");
    screen.type_until("docker inspect -f '{{.State.Status}}' box\r", "running");
}

#[test]
fn a_container_follows_the_size_of_the_window() {
    let mut screen = Screen::open();
    screen.type_until("docker run -it busybox sh\r", "/ # ");
    screen.type_until("trap 'echo resized' WINCH; echo set\r", "\r\nset\r\n/ # ");
    screen.session.request(Request::TerminalResize {
        terminal: 1,
        size: TerminalSize { columns: 77, rows: 21 },
    });
    screen.type_until("true\r", "resized\r\n");
}

#[test]
fn an_exec_on_a_terminal_is_interactive() {
    let mut screen = Screen::open();
    screen.run("docker run -dit --name box busybox");
    screen.type_until("docker exec -it box sh\r", "/ # ");
    screen.type_until("[ -t 0 ] && echo is''tty\r", "istty");
    screen.type_until("\u{4}", "$ ");
}

#[test]
fn ctrl_c_reaches_the_container_as_a_signal() {
    let mut screen = Screen::open();
    screen.type_until(
        "docker run --name loop busybox sh -c 'trap \"echo caught; exit 7\" INT; echo ready; while :; do sleep 1; done'\r",
        "ready\r\n",
    );
    screen.type_until("\u{3}", "caught");
    screen.until("$ ");
    screen.type_until("echo status $?\r", "status 7");
}

#[test]
fn ctrl_c_in_a_containers_terminal_stays_inside() {
    let mut screen = Screen::open();
    screen.type_until("docker run -it --name box busybox sh\r", "/ # ");
    screen.type_until("sleep 1000\r", "sleep 1000\r\n");
    screen.type_until("\u{3}", "/ # ");
    screen.type_until("echo alive\r", "alive\r\n");
}

#[test]
fn ctrl_c_ends_following_a_log() {
    let mut screen = Screen::open();
    screen.run("docker run -d --name talk busybox sh -c 'while :; do echo word; sleep 1; done'");
    screen.type_until("docker logs -f talk\r", "word\r\nword\r\n");
    screen.type_until("\u{3}", "$ ");
    screen.type_until("docker inspect -f '{{.State.Status}}' talk\r", "running");
}

#[test]
fn pulling_redraws_a_line_for_each_layer() {
    let mut screen = Screen::open();
    screen.type_until(
        "docker pull hello-world\r",
        "Status: Downloaded newer image for hello-world:latest",
    );
    assert!(screen.shown.contains("\u{1b}[1A\u{1b}[2K\r"));
    assert!(screen.shown.contains("Pull complete"));
}

#[test]
fn a_login_asks_for_name_and_password_without_echo() {
    let mut screen = Screen::open();
    screen.run("drydock registry add r.example.com --closed --user ann:secret");
    screen.type_until("docker login r.example.com\r", "Username: ");
    screen.type_until("ann\r", "Password: ");
    screen.type_until("secret\r", "Login Succeeded");
    assert!(!screen.shown.contains("secret"));
}

#[test]
fn compose_has_its_old_name_too() {
    let mut screen = Screen::open();
    screen.type_until("docker-compose version --short\r", "\n5.");
}
