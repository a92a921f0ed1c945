//! What the pictures ask while they are shown, and that the answers are the engine's own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use session::Session;
use session::protocol::*;

const DOCKERFILE: &str = "FROM busybox\nCOPY app.txt /app.txt\nRUN echo big > /gone && echo kept > /kept\nRUN rm /gone\n";

const LESSON: &str = "---
images: [busybox, nginx]
checks:
  - id: running
    text: web runs
    container: {name: web, state: running}
---
";

fn file(path: &str, contents: &str) -> WorkspaceFile {
    WorkspaceFile {
        path: path.into(),
        contents: contents.into(),
        executable: false,
    }
}

fn journal() -> Journal {
    Journal {
        version: JOURNAL_VERSION,
        seed: 7,
        start_ms: 1_767_225_600_000,
        catalogue: String::new(),
        lesson: String::new(),
        workspace: "work".into(),
        setup: String::new(),
        files: vec![
            file("Dockerfile", DOCKERFILE),
            file("app.txt", "one\ntwo\n"),
            file(
                "compose.yaml",
                "services:\n  web:\n    image: nginx\n    ports: ['8081:80']\n    depends_on: [db]\n  db:\n    image: busybox\n",
            ),
        ],
        entries: Vec::new(),
    }
}

/// A person at a page: what was typed and what came back.
struct Person {
    session: Session,
    terminal: String,
    entries: Vec<JournalEntry>,
    happenings: Vec<Happening>,
    answers: Vec<Result<Answer, String>>,
    commands: u32,
}

impl Person {
    fn open(journal: Journal) -> Person {
        let mut session = Session::new();
        session.request(Request::Open {
            journal: Box::new(journal),
            lesson: LessonSource {
                id: String::new(),
                text: LESSON.into(),
                language: String::new(),
            },
            pacing: Pacing::Instant,
        });
        Person {
            session,
            terminal: String::new(),
            entries: Vec::new(),
            happenings: Vec::new(),
            answers: Vec::new(),
            commands: 0,
        }
    }

    fn begin() -> Person {
        let mut person = Person::open(journal());
        person.session.request(Request::TerminalOpen {
            terminal: 1,
            size: TerminalSize { columns: 100, rows: 30 },
        });
        person.until(|p| p.terminal.contains("$ "));
        person
    }

    fn until(&mut self, what: impl Fn(&Person) -> bool) {
        for _ in 0..20_000 {
            self.session.turn(16);
            for event in self.session.events() {
                match event {
                    Event::TerminalOutput { bytes, .. } => self.terminal.push_str(&bytes.to_text()),
                    Event::Journalled { entries, .. } => self.entries.extend(entries),
                    Event::Happened(happening) => self.happenings.push(happening),
                    Event::Answered { answer, .. } => self.answers.push(answer),
                    _ => {}
                }
            }
            if what(self) {
                return;
            }
        }
        panic!("it did not happen; the terminal shows:\n{}", self.terminal);
    }

    fn run(&mut self, line: &str) {
        self.commands += 1;
        let done = format!("done {}\r\n", self.commands);
        // The quotes keep what is typed apart from what is printed.
        let keys = format!("{line}; echo d''one {}\r", self.commands);
        self.session.request(Request::TerminalInput {
            terminal: 1,
            bytes: keys.into(),
        });
        self.until(|p| p.terminal.contains(&done));
    }

    fn write(&mut self, path: &str, contents: &str) {
        self.session.request(Request::FileWrite {
            path: path.into(),
            contents: contents.into(),
        });
    }

    fn ask(&mut self, question: Question) -> Result<Answer, String> {
        let before = self.answers.len();
        self.session.request(Request::Ask { ticket: 1, question });
        self.until(|p| p.answers.len() > before);
        self.answers.pop().expect("an answer")
    }

    fn folder(&mut self, place: Place, path: &str) -> FolderView {
        let path = path.into();
        match self.ask(Question::Look { place, path, from: 0 }) {
            Ok(Answer::Folder(folder)) => folder,
            other => panic!("{other:?}"),
        }
    }

    fn file(&mut self, place: Place, path: &str) -> FileView {
        let path = path.into();
        match self.ask(Question::Look { place, path, from: 0 }) {
            Ok(Answer::File(file)) => file,
            other => panic!("{other:?}"),
        }
    }
}

fn names(folder: &FolderView) -> Vec<(&str, Option<char>)> {
    folder.entries.iter().map(|e| (e.name.as_str(), e.change)).collect()
}

#[test]
fn an_image_says_what_each_layer_did_and_wasted() {
    let mut person = Person::begin();
    person.run("docker build -q -t app .");
    let Ok(Answer::Image(image)) = person.ask(Question::Image("app".into())) else {
        panic!()
    };
    let own: Vec<(u32, u32, u32, u64)> = image
        .layers
        .iter()
        .skip(1)
        .map(|l| (l.added, l.changed, l.deleted, l.wasted))
        .collect();
    assert_eq!(own, [(1, 0, 0, 0), (2, 0, 0, 4), (0, 0, 1, 0)]);
    assert_eq!(image.wasted, 4);
    assert_eq!(image.wasted_files[0].path, "/gone");
    assert!(image.layers[0].shared_with.iter().any(|name| name.starts_with("busybox")));

    let index = image.layers[3].index;
    let layer = person.folder(Place::Layer("app".into(), index), "/");
    assert_eq!(names(&layer), [("gone", Some('D'))]);
}

#[test]
fn a_step_that_ran_again_names_the_file_and_its_line() {
    let mut person = Person::begin();
    person.run("docker build -q -t app .");
    person.write("app.txt", "one\n2\n");
    person.run("docker build -q -t app .");
    let Ok(Answer::Builds(builds)) = person.ask(Question::Builds) else {
        panic!()
    };
    assert_eq!(builds.len(), 2);
    let copy = &builds[0].steps[1].step;
    let StepOutcome::WillRun(Why::FilesChanged(files)) = &copy.outcome else {
        panic!("{copy:?}")
    };
    assert_eq!((files[0].path.as_str(), files[0].line), ("app.txt", Some(2)));
    assert!(matches!(
        &builds[0].steps[2].step.outcome,
        StepOutcome::WillRun(Why::StepBelow(_))
    ));
}

#[test]
fn a_container_shows_what_it_changed_beside_its_image() {
    let mut person = Person::begin();
    person.run("docker build -q -t app .");
    person.run("docker run --name one app sh -c 'echo 2 > /app.txt; rm /kept; mkdir /new'");
    let root = person.folder(Place::Container("one".into()), "/");
    let changed: Vec<(&str, Option<char>)> = names(&root).into_iter().filter(|(_, c)| c.is_some()).collect();
    assert_eq!(changed, [("new", Some('A')), ("app.txt", Some('C')), ("kept", Some('D'))]);
    let text = person.file(Place::Container("one".into()), "/app.txt");
    assert_eq!(text.text.as_deref(), Some("2\n"));
    assert_eq!(
        text.difference,
        Some(vec![
            DiffLine::Removed("one".into()),
            DiffLine::Removed("two".into()),
            DiffLine::Added("2".into())
        ])
    );
    let gone = person.file(Place::Container("one".into()), "/kept");
    assert_eq!((gone.change, gone.text.as_deref()), (Some('D'), Some("kept\n")));
}

#[test]
fn a_volume_and_the_host_can_be_looked_into() {
    let mut person = Person::begin();
    person.run("docker run --rm -v data:/d busybox sh -c 'echo hi > /d/note'");
    assert_eq!(names(&person.folder(Place::Volume("data".into()), "/")), [("note", None)]);
    let here = person.folder(Place::Host, "/home/learner/work");
    assert_eq!(
        names(&here),
        [("Dockerfile", None), ("app.txt", None), ("compose.yaml", None)]
    );
    let missing = person.ask(Question::Look {
        place: Place::Host,
        path: "/nosuch".into(),
        from: 0,
    });
    assert!(missing.is_err());
}

#[test]
fn two_moments_differ_by_what_was_done_between_them_after_a_reload_too() {
    let mut person = Person::begin();
    person.run("docker run -d --name web nginx");
    person.write("app.txt", "one\n");
    person.run("docker stop web");
    let differing = |person: &mut Person| -> Vec<(String, String, Option<String>, Option<String>)> {
        let first = person.happenings.iter().find(|h| h.kind == "command").expect("a command");
        let before = first.entry - 1;
        match person.ask(Question::Compare { before, after: None }) {
            Ok(Answer::Comparison(found)) => found
                .differences
                .into_iter()
                .map(|d| (d.kind, d.name, d.before, d.after))
                .collect(),
            other => panic!("{other:?}"),
        }
    };
    let found = differing(&mut person);
    let container = (
        "container".to_string(),
        "web".to_string(),
        None,
        Some("exited (0), nginx".to_string()),
    );
    assert!(found.contains(&container), "{found:?}");
    let text = (
        "file".to_string(),
        "app.txt".to_string(),
        Some("8B".to_string()),
        Some("4B".to_string()),
    );
    assert!(found.contains(&text), "{found:?}");

    let mut again = Person::open(Journal {
        entries: person.entries.clone(),
        ..journal()
    });
    again.until(|p| p.terminal.contains("done 2\r\n"));
    assert_eq!(differing(&mut again), found);
}

#[test]
fn goals_are_laid_beside_what_there_is() {
    let mut person = Person::begin();
    let state = |person: &mut Person| match person.ask(Question::Goals) {
        Ok(Answer::Goals(goals)) => goals[0].wants[1].clone(),
        other => panic!("{other:?}"),
    };
    let before = state(&mut person);
    assert_eq!((before.subject.as_str(), before.field.as_str()), ("container web", "state"));
    assert_eq!(
        (before.wanted.as_str(), before.found.as_str(), before.met),
        ("running", "", false)
    );
    person.run("docker create --name web nginx");
    assert_eq!(state(&mut person).found, "created");
    person.run("docker start web");
    assert!(state(&mut person).met);
}

#[test]
fn a_compose_project_stands_beside_what_runs_of_it() {
    let mut person = Person::begin();
    let project = |person: &mut Person| match person.ask(Question::Compose) {
        Ok(Answer::Compose(project)) => project,
        other => panic!("{other:?}"),
    };
    let before = project(&mut person);
    assert_eq!(before.files, ["compose.yaml"]);
    let order: Vec<(&str, u32)> = before.services.iter().map(|s| (s.name.as_str(), s.step)).collect();
    assert_eq!(order, [("db", 1), ("web", 2)]);
    assert_eq!(before.services[1].ports, ["8081 → 80/tcp"]);
    assert!(before.services.iter().all(|s| s.containers.is_empty()));
    person.run("docker compose up -d web");
    let after = project(&mut person);
    assert_eq!(after.services[1].containers[0].state, ContainerState::Running);
    assert!(after.networks[0].exists);
}

#[test]
fn requests_of_the_host_are_told_with_their_answers() {
    let mut person = Person::begin();
    person.run("docker run -d -p 8080:80 --name web nginx && sleep 1 && curl -s localhost:8080/nosuch -o /dev/null");
    let Ok(Answer::Requests(requests)) = person.ask(Question::Requests) else {
        panic!()
    };
    assert_eq!(requests[0].request, "GET /nosuch");
    assert_eq!(requests[0].answer, "404 Not Found");
    assert_eq!(requests[0].container.as_deref(), Some("web"));
}
