//! What checks find about registries of the learner's own, reachable ports and services of Compose.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use lesson::Facts;
use session::{Foreseen, Start, Used, World, WorldFacts};
use std::cell::RefCell;

const COMPOSE: &str = "services:
  web:
    image: alpine:3.20
    command: nc -lk -p 5000
  db:
    image: alpine:3.20
    command: sleep infinity
    networks: [back]
networks:
  back:
";

/// Asks something of a world in which a script has been run.
fn ask<R>(script: &str, question: impl FnOnce(&dyn Facts) -> R) -> R {
    let world = World::new(Start {
        workspace: "shop".into(),
        files: vec![("compose.yaml".into(), COMPOSE.into(), false)],
        local_images: vec!["alpine:3.20".into(), "registry:2".into()],
        ..Start::default()
    });
    world.run_line(script);
    let (used, foreseen) = (Used::default(), RefCell::new(Foreseen::default()));
    question(&WorldFacts {
        world: &world,
        used: &used,
        foreseen: &foreseen,
    })
}

#[test]
fn a_registry_of_the_learners_own_has_what_was_pushed() {
    let script = "docker run -d --name mine -p 5001:5000 registry:2; sleep 1
docker tag alpine:3.20 localhost:5001/tools/box:7; docker push localhost:5001/tools/box:7";
    let tags = |repository: &'static str| ask(script, move |facts| facts.registry(repository));
    let found = tags("localhost:5001/tools/box");
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].0, "7");
    assert!(found[0].1.starts_with("sha256:"), "{found:?}");
    assert_eq!(tags("localhost:5002/tools/box"), []);
}

#[test]
fn a_port_is_reached_where_a_program_listens() {
    ask("docker compose up -d; sleep 1", |facts| {
        assert_eq!(facts.reaches("shop-web-1", "web", 5000), Some(true));
        assert_eq!(facts.reaches("shop-web-1", "web", 5001), Some(false));
        assert_eq!(facts.reaches("shop-db-1", "web", 5000), Some(false));
        assert_eq!(facts.reaches("shop-none-1", "web", 5000), None);
    });
}

#[test]
fn containers_of_compose_run_are_none_of_the_service() {
    ask("docker compose up -d; docker compose run -d db sleep 100", |facts| {
        assert_eq!(facts.service(None, "db").len(), 1);
    });
}
