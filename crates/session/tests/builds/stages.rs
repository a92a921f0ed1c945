//! Stages: which are built, that they run side by side, and what one mistake does to the others.

use super::{fails, run, steps, works, world};

const TWO: &str = "FROM busybox AS a\nRUN sleep 5; echo a > /a\nFROM busybox AS b\nRUN sleep 5; echo b > /b\nFROM busybox\nCOPY --from=a /a /a\nCOPY --from=b /b /b\n";

#[test]
fn independent_stages_share_the_time() {
    let world = world(&[("Dockerfile", TWO)]);
    let before = world.machine().now();
    works(&world, "docker build -t two .");
    let took = world.machine().now().since(before).as_secs();
    assert!((5..8).contains(&took), "{took} seconds");
}

#[test]
fn a_stage_waits_only_where_it_needs_another() {
    let text = "FROM busybox AS slow\nRUN sleep 3; echo x > /x\nFROM busybox\nRUN echo early\nCOPY --from=slow /x /x\n";
    let output = works(&world(&[("Dockerfile", text)]), "docker build .");
    assert_eq!(
        steps(&output)[1..],
        [
            "[stage-1 2/3] RUN echo early DONE",
            "[slow 2/2] RUN sleep 3; echo x > /x DONE",
            "[stage-1 3/3] COPY --from=slow /x /x DONE"
        ]
    );
}

#[test]
fn a_failure_cancels_what_runs_beside_it() {
    let text = "FROM busybox AS a\nRUN sleep 60; echo a > /a\nFROM busybox AS b\nRUN exit 7\nFROM busybox\nCOPY --from=a /a /a\nCOPY --from=b /etc /b\n";
    let world = world(&[("Dockerfile", text)]);
    let before = world.machine().now();
    let (output, status) = run(&world, "docker build .");
    assert_eq!(status, 1);
    let ended = steps(&output);
    assert!(ended.contains(&"[b 2/2] RUN exit 7 ERROR".to_string()), "{ended:?}");
    assert!(
        ended.contains(&"[a 2/2] RUN sleep 60; echo a > /a CANCELED".to_string()),
        "{ended:?}"
    );
    assert!(world.machine().now().since(before).as_secs() < 10);
}

#[test]
fn a_missing_file_is_found_before_the_long_step_above_it() {
    let text = "FROM busybox\nRUN sleep 300\nCOPY nothere /x\n";
    let world = world(&[("Dockerfile", text)]);
    let before = world.machine().now();
    let (output, status) = run(&world, "docker build .");
    assert_eq!(status, 1);
    assert!(steps(&output).contains(&"[2/3] RUN sleep 300 CANCELED".to_string()));
    assert!(output.contains("\"/nothere\": not found"));
    assert!(world.machine().now().since(before).as_secs() < 5);
}

#[test]
fn arguments_reach_the_stages_that_start_from_theirs() {
    let text = "FROM busybox AS base\nARG V=1\nFROM base\nRUN echo v=$V\nENV V=2\nARG V=3\nRUN echo v=$V\n";
    let output = works(&world(&[("Dockerfile", text)]), "docker build .");
    assert!(output.contains(" v=1\n") && output.contains(" v=3\n"), "{output}");
}

#[test]
fn every_declared_argument_stands_in_the_history() {
    let text = "FROM busybox\nARG A=1\nARG B\nRUN true\n";
    let world = world(&[("Dockerfile", text)]);
    works(&world, "docker build -t app .");
    let history = works(&world, "docker history --no-trunc --format '{{.CreatedBy}}' app | head -n 1");
    assert_eq!(history, "RUN |2 A=1 B= /bin/sh -c true # buildkit\n");
}

#[test]
fn the_root_as_working_directory_makes_no_layer() {
    let text = "FROM busybox\nWORKDIR /\nRUN pwd\n";
    let world = world(&[("Dockerfile", text)]);
    let output = works(&world, "docker build -t app .");
    assert_eq!(
        steps(&output),
        [
            "[1/3] FROM docker.io/library/busybox:latest@".to_string() + &image(&output) + " DONE",
            "[2/3] RUN pwd DONE".into()
        ]
    );
}

fn image(output: &str) -> String {
    let at = output.find("sha256:").unwrap();
    output[at..at + 71].to_string()
}

#[test]
fn a_working_directory_belongs_to_the_user_that_is_set() {
    let text = "FROM busybox\nRUN adduser -D ann\nUSER ann\nWORKDIR /home/ann/a/b\nRUN stat -c '%U' /home/ann/a/b && touch x\n";
    let output = works(&world(&[("Dockerfile", text)]), "docker build .");
    assert!(output.contains(" ann\n"), "{output}");
}

#[test]
fn a_heredoc_with_an_interpreter_is_a_file_of_its_own() {
    let text = "FROM busybox\nRUN <<EOT\n#!/bin/sh\necho I am $0\nEOT\n";
    let world = world(&[("Dockerfile", text)]);
    let output = works(&world, "docker build -t app .");
    assert!(output.contains(" I am /dev/pipes/EOT\n"), "{output}");
    let history = works(&world, "docker history --no-trunc --format '{{.CreatedBy}}' app | head -n 1");
    assert_eq!(history, "RUN /bin/sh -c /dev/pipes/EOT # buildkit\n");
    assert_eq!(works(&world, "docker run --rm app ls /tmp"), "");
}

#[test]
fn a_secret_in_a_variable_is_masked_in_the_step_and_gone_after_it() {
    let text = "FROM busybox\nRUN --mount=type=secret,id=t,env=T echo \"got $T\"\n";
    let world = world(&[("Dockerfile", text)]);
    let output = works(&world, "TOKEN=abc docker build -t app --secret id=t,env=TOKEN .");
    assert!(
        output.contains("echo \"got ****\"") && output.contains(" got abc\n"),
        "{output}"
    );
    assert_eq!(works(&world, "docker run --rm app sh -c 'echo [$T]'"), "[]\n");
}

#[test]
fn what_needs_a_permission_is_refused() {
    let world = world(&[
        ("Dockerfile", "FROM busybox\nRUN --network=host id\n"),
        ("insecure", "FROM busybox\nRUN --security=insecure id\n"),
        ("ssh", "FROM busybox\nRUN --mount=type=ssh,required id\n"),
    ]);
    assert_eq!(
        fails(&world, "docker build ."),
        "ERROR: failed to build: failed to solve: network.host is not allowed"
    );
    works(&world, "docker build --allow network.host .");
    assert_eq!(
        fails(&world, "docker build -f insecure ."),
        "ERROR: failed to build: failed to solve: security.insecure is not allowed"
    );
    assert_eq!(
        fails(&world, "docker build -f ssh ."),
        "ERROR: failed to build: failed to solve: no SSH key \"default\" forwarded from the client"
    );
}

#[test]
fn a_named_context_stands_for_an_image_or_a_directory() {
    let text = "FROM base\nCOPY --from=more a.txt /a\nRUN cat /a; test -f /etc/debian_version || echo not debian\n";
    let world = world(&[("Dockerfile", text), ("other/a.txt", "from other\n")]);
    let output = works(
        &world,
        "docker build --build-context base=docker-image://busybox --build-context more=other .",
    );
    assert!(
        output.contains(" from other\n") && output.contains(" not debian\n"),
        "{output}"
    );
}

#[test]
fn only_the_stage_of_the_filter_runs_again() {
    let text = "FROM busybox AS a\nRUN echo a > /a\nFROM busybox AS b\nRUN echo b > /b\nFROM busybox\nCOPY --from=a /a /a\nCOPY --from=b /b /b\n";
    let world = world(&[("Dockerfile", text)]);
    works(&world, "docker build .");
    let output = works(&world, "docker build --no-cache-filter b .");
    let ended = steps(&output);
    assert!(ended.contains(&"[a 2/2] RUN echo a > /a CACHED".to_string()), "{ended:?}");
    assert!(ended.contains(&"[b 2/2] RUN echo b > /b DONE".to_string()), "{ended:?}");
    assert!(
        ended.contains(&"[stage-2 3/3] COPY --from=b /b /b CACHED".to_string()),
        "{ended:?}"
    );
}

#[test]
fn a_linked_copy_stays_cached_on_another_base() {
    let text = "ARG BASE=busybox\nFROM $BASE\nCOPY --link a.txt /a\n";
    let world = world(&[("Dockerfile", text), ("a.txt", "a\n")]);
    works(&world, "docker build -t one .");
    let output = works(&world, "docker build -t two --build-arg BASE=alpine:3.20 .");
    assert!(
        steps(&output).contains(&"[2/2] COPY --link a.txt /a CACHED".to_string()),
        "{output}"
    );
    assert_eq!(
        works(&world, "docker run --rm two sh -c 'cat /a; ls /etc/alpine-release'"),
        "a\n/etc/alpine-release\n"
    );
}
