//! Projects that people know, brought up and used as a learner would, and laws that hold for every project.
//!
//! The cases in `compose/` have the form of the recorded transcripts (`tests/transcripts/transcript.py`): a session, then
//! the files of the working directory. What they say is written by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use session::{Start, World};
use std::path::Path;

/// A session and the files it starts with.
struct Case {
    /// A line, what it prints, its status.
    steps: Vec<(String, String, i32)>,
    files: Vec<(String, Vec<u8>, bool)>,
}

fn parse(text: &str) -> Case {
    let mut steps: Vec<(String, Vec<&str>)> = Vec::new();
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let marker = line.strip_prefix("-- ").and_then(|l| l.strip_suffix(" --"));
        if let Some(name) = marker {
            files.push((name.to_string(), String::new()));
        } else if let Some((_, content)) = files.last_mut() {
            content.push_str(line);
            content.push('\n');
        } else if let Some(command) = line.strip_prefix("$ ") {
            steps.push((command.to_string(), Vec::new()));
        } else if let Some((_, output)) = steps.last_mut() {
            output.push(line);
        }
    }
    let steps = steps
        .into_iter()
        .map(|(command, mut output)| {
            let status = output
                .last()
                .and_then(|l| l.strip_prefix('[')?.strip_suffix(']')?.parse().ok());
            if status.is_some() {
                output.pop();
            }
            (command, output.join("\n"), status.unwrap_or(0))
        })
        .collect();
    let files = files
        .into_iter()
        .map(|(name, text)| (name, text.into_bytes(), false))
        .collect();
    Case { steps, files }
}

fn world(files: Vec<(String, Vec<u8>, bool)>) -> World {
    World::new(Start {
        files,
        ..Start::default()
    })
}

/// What a line prints, without space at the ends of lines.
fn run(world: &World, line: &str) -> (String, i32) {
    let ran = world.run_line(line);
    let text = String::from_utf8_lossy(&ran.output).replace(world.workspace(), "<cwd>");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    (lines.join("\n"), ran.status)
}

fn check(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compose").join(name);
    let case = parse(&std::fs::read_to_string(path).unwrap());
    let world = world(case.files);
    for (command, output, status) in case.steps {
        assert_eq!(run(&world, &command), (output, status), "{name}: $ {command}");
    }
}

#[test]
fn a_web_app_with_a_cache_a_proxy_and_a_worker() {
    check("web-cache-proxy-worker.txtar");
}

#[test]
fn what_is_attached_is_shown_until_it_ends() {
    check("attached.txtar");
}

#[test]
fn only_what_changed_is_made_anew() {
    check("recreation.txtar");
}

#[test]
fn objects_of_others_are_warned_of() {
    check("strangers.txtar");
}

/// Projects for the laws.
const PROJECTS: [&str; 3] = [
    "services:\n  one:\n    image: busybox\n    command: sleep 1000\n",
    "services:\n  web:\n    image: nginx\n    ports: ['8080:80']\n    networks: [front]\n    depends_on: {cache: {condition: service_healthy}}\n  cache:\n    image: redis:7\n    volumes: ['data:/data', '/scratch']\n    networks: {front: {aliases: [store]}, back: null}\n    healthcheck: {test: [CMD, redis-cli, ping], interval: 1s}\nnetworks: {front: null, back: {internal: true}}\nvolumes: {data: null}\n",
    "services:\n  many:\n    image: alpine:3.20\n    command: sleep 1000\n    deploy: {replicas: 3}\n    tmpfs: /run\n    configs: [greeting]\n  beside:\n    image: busybox\n    command: sleep 1000\n    network_mode: service:many\n    volumes_from: [many]\nconfigs: {greeting: {content: hello}}\n",
];

fn project(text: &str) -> World {
    world(vec![("compose.yaml".into(), text.as_bytes().to_vec(), false)])
}

#[test]
fn up_after_up_changes_nothing() {
    for text in PROJECTS {
        let world = project(text);
        assert_eq!(run(&world, "docker compose up -d").1, 0, "{text}");
        let before = run(&world, "docker ps -aq --no-trunc; docker network ls -q; docker volume ls -q");
        let (again, status) = run(&world, "docker compose up -d");
        assert_eq!(status, 0);
        for line in again.lines() {
            let word = line.rsplit(' ').next().unwrap_or_default();
            assert!(["Running", "Waiting", "Healthy"].contains(&word), "{line}");
        }
        assert_eq!(
            run(&world, "docker ps -aq --no-trunc; docker network ls -q; docker volume ls -q"),
            before
        );
    }
}

#[test]
fn down_with_volumes_leaves_nothing_behind() {
    let all = "docker ps -aq; docker network ls -q; docker volume ls -q";
    for text in PROJECTS {
        let world = project(text);
        let before = run(&world, all);
        assert_eq!(run(&world, "docker compose up -d").1, 0, "{text}");
        assert_ne!(run(&world, all), before);
        assert_eq!(run(&world, "docker compose down -v -t 0").1, 0, "{text}");
        assert_eq!(run(&world, all), before, "{text}");
    }
}

#[test]
fn the_configuration_of_a_configuration_is_itself() {
    for text in PROJECTS {
        let world = project(text);
        let (first, status) = run(&world, "docker compose config | tee again.yaml");
        assert_eq!(status, 0, "{text}");
        assert_eq!(run(&world, "docker compose -f again.yaml config").0, first);
    }
}
