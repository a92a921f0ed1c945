//! Projects that people know, brought up and used as a learner would, and laws that hold for every project.
//!
//! The cases in `compose/` have the form of the recorded transcripts (`tests/transcripts/transcript.py`): a session, then
//! the files of the working directory. What they say is written by hand.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use session::World;

mod common;

use common::{check as check_case, run, world};

fn check(name: &str) {
    check_case("compose", name);
}

#[test]
fn a_web_app_with_a_cache_a_proxy_and_a_worker() {
    check("web-cache-proxy-worker.txtar");
}

#[test]
fn a_proxy_takes_turns_over_the_containers_it_knows() {
    check("proxy-takes-turns.txtar");
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

#[test]
fn images_are_pinned_to_what_the_registry_has() {
    check("digests.txtar");
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
