//! Where a build's parts come from: frontends, base images and platforms, named contexts, archives as contexts.

use super::{fails, run, steps, works, world};

/// What stands between the first step that failed and the excerpt.
fn failed_step(output: &str) -> Vec<&str> {
    output
        .lines()
        .skip_while(|line| !line.contains(" ERROR: "))
        .take_while(|line| !line.starts_with("Dockerfile:"))
        .filter(|line| !line.is_empty())
        .collect()
}

#[test]
fn a_base_image_that_is_not_there_is_the_step_that_fails() {
    let world = world(&[("Dockerfile", "FROM nosuch\n")]);
    let (output, status) = run(&world, "docker build .");
    assert_eq!(status, 1);
    assert_eq!(
        failed_step(&output),
        [
            "#2 ERROR: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
            "------",
            " > [internal] load metadata for docker.io/library/nosuch:latest:",
            "------",
        ]
    );
}

#[test]
fn a_release_of_the_frontend_that_is_not_there_is_an_error() {
    let world = world(&[("Dockerfile", "# syntax=docker/dockerfile:nope\nFROM scratch\n")]);
    let (output, status) = run(&world, "docker build .");
    assert_eq!(status, 1);
    assert_eq!(
        failed_step(&output),
        [
            "#2 ERROR: docker.io/docker/dockerfile:nope: not found",
            "------",
            " > resolve image config for docker-image://docker.io/docker/dockerfile:nope:",
            "------",
        ]
    );
    assert_eq!(
        output.lines().last(),
        Some(
            "ERROR: failed to build: failed to solve: failed to resolve source metadata for docker.io/docker/dockerfile:nope: docker.io/docker/dockerfile:nope: not found"
        )
    );
}

#[test]
fn the_frontend_of_a_release_is_resolved_first() {
    let world = world(&[
        ("Dockerfile", "# syntax=docker/dockerfile:1.7-labs\nFROM scratch\nCOPY a /\n"),
        ("a", "a"),
    ]);
    let output = works(&world, "docker build . 2>&1");
    assert!(output.contains("#2 resolve image config for docker-image://docker.io/docker/dockerfile:1.7-labs\n"));
}

#[test]
fn other_frontends_are_named() {
    let world = world(&[("Dockerfile", "# syntax=alpine\nFROM scratch\n")]);
    assert_eq!(
        fails(&world, "docker build ."),
        "ERROR: failed to build: failed to solve: drydock: the Dockerfile frontend alpine:latest is not simulated"
    );
}

#[test]
fn an_image_of_many_platforms_is_none_of_another() {
    let world = world(&[
        ("Dockerfile", "ARG P=linux/arm64\nFROM --platform=$P alpine\nCOPY a /\n"),
        ("a", "a"),
    ]);
    let output = works(&world, "docker build . 2>&1");
    assert!(!output.contains("InvalidBaseImagePlatform"), "{output}");
    assert_eq!(
        fails(&world, "docker build --build-arg P=linux/pdp11 ."),
        "ERROR: failed to build: failed to solve: alpine: failed to resolve source metadata for docker.io/library/alpine:latest: no match for platform in manifest: not found"
    );
}

#[test]
fn a_named_context_has_steps_and_an_ignore_file_of_its_own() {
    let world = world(&[
        ("Dockerfile", "FROM alpine\nCOPY --from=extra . /e/\nRUN ls -A /e\n"),
        ("more/.dockerignore", "*.log\n"),
        ("more/a.log", "log\n"),
        ("more/b", "b\n"),
    ]);
    let output = works(&world, "docker build --build-context extra=more . 2>&1");
    assert_eq!(
        steps(&output)[..2],
        [
            "[context extra] load .dockerignore DONE",
            "[context extra] load from client DONE"
        ]
    );
    let listed: Vec<&str> = output
        .lines()
        .filter_map(|line| {
            line.strip_prefix('#')?
                .split_once(" 0.")?
                .1
                .split_once(' ')
                .map(|(_, name)| name)
        })
        .collect();
    assert_eq!(listed, [".dockerignore", "b"]);
}

#[test]
fn an_image_in_the_place_of_another_counts_in_no_stage() {
    let world = world(&[("Dockerfile", "FROM alpine\nCOPY a /\n"), ("a", "a")]);
    let output = works(&world, "docker build --build-context alpine=docker-image://busybox . 2>&1");
    assert_eq!(
        steps(&output),
        [
            "[context alpine] load metadata for busybox DONE",
            "[context alpine] busybox DONE",
            "[1/2] COPY a / DONE",
        ]
    );
}

#[test]
fn an_archive_as_context_is_unpacked_by_the_builder_and_nothing_in_it_ignored() {
    let world = world(&[
        ("Dockerfile", "FROM scratch\nCOPY a.txt /\n"),
        (".dockerignore", "a.txt\n"),
        ("a.txt", "a\n"),
    ]);
    let output = works(&world, "tar c . | docker build - 2>&1");
    assert!(output.contains("#1 [internal] load remote build context\n#1 DONE 0.0s\n\n#2 copy /context /\n"));
    assert!(!output.contains("load .dockerignore"));
}

#[test]
fn a_dockerfile_in_lower_case_serves() {
    let world = world(&[("dockerfile", "FROM scratch\nCOPY a /\n"), ("a", "a")]);
    works(&world, "docker build .");
}

#[test]
fn the_shared_memory_of_a_run_has_the_size_asked_for() {
    let world = world(&[("Dockerfile", "FROM alpine\nRUN df -h /dev/shm\n")]);
    let output = works(&world, "docker build --shm-size 100m . 2>&1");
    assert!(
        output.contains(" tmpfs                   100.0M         0    100.0M  0% /dev/shm\n"),
        "{output}"
    );
}

#[test]
fn a_base_image_is_the_builders_own() {
    let world = world(&[("Dockerfile", "FROM httpd:2.4\nLABEL a=b\n")]);
    works(&world, "docker build -q -t mine .");
    assert_eq!(works(&world, "docker images -q httpd"), "");
    let again = works(&world, "docker build --progress=plain . 2>&1");
    assert!(again.contains("[1/1] FROM docker.io/library/httpd:2.4@sha256:"), "{again}");
}

/// What a check says that finds an error.
fn checked(dockerfile: &str) -> Vec<String> {
    let world = world(&[("Dockerfile", dockerfile)]);
    let (output, status) = run(&world, "docker build --check .");
    assert_eq!(status, 1, "{output}");
    let lines = output.lines().skip_while(|line| !line.starts_with("#2 "));
    lines.filter(|line| !line.is_empty()).map(str::to_string).collect()
}

#[test]
fn a_check_asks_for_the_base_images() {
    assert_eq!(
        checked("FROM nosuch\n"),
        [
            "#2 [internal] load metadata for docker.io/library/nosuch:latest",
            "#2 ERROR: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
            "------",
            " > [internal] load metadata for docker.io/library/nosuch:latest:",
            "------",
            "ERROR: nosuch: failed to resolve source metadata for docker.io/library/nosuch:latest: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
            "Dockerfile:1",
            "--------------------",
            "   1 | >>> FROM nosuch",
            "   2 |     ",
            "--------------------",
        ]
    );
}

#[test]
fn a_check_asks_for_the_images_copied_from() {
    let lines = checked("FROM scratch\nCOPY --from=nosuch/x /a /\n");
    assert_eq!(
        lines.first().map(String::as_str),
        Some("#2 [internal] load metadata for docker.io/nosuch/x:latest")
    );
    assert!(
        lines.contains(&"   2 | >>> COPY --from=nosuch/x /a /".to_string()),
        "{lines:?}"
    );
}

#[test]
fn a_check_asks_for_the_frontend() {
    let lines = checked("# syntax=docker/dockerfile:nope\nFROM scratch\n");
    assert_eq!(
        lines.last().map(String::as_str),
        Some(
            "ERROR: failed to build: failed to solve: failed to resolve source metadata for docker.io/docker/dockerfile:nope: docker.io/docker/dockerfile:nope: not found"
        )
    );
}

/// A key in the form that ssh-keygen gives; nothing that opens anything.
const KEY: &str = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAABG5vbmU=\n-----END OPENSSH PRIVATE KEY-----\n";

#[test]
fn a_run_reaches_forwarded_keys_by_a_socket() {
    let text = "FROM busybox\nRUN --mount=type=ssh,required,uid=7 ls -ln $SSH_AUTH_SOCK\nRUN echo \"after: $SSH_AUTH_SOCK\"\n";
    let world = world(&[("Dockerfile", text), ("key", KEY)]);
    let output = works(&world, "docker build --progress=plain --ssh default=key . 2>&1");
    let socket = output.lines().find(|line| line.contains("srw")).unwrap_or_default();
    assert!(socket.contains(" srw-------    1 7        0 "), "{output}");
    assert!(socket.ends_with(" /run/buildkit/ssh_agent.0"), "{output}");
    assert!(output.lines().any(|line| line.ends_with(" after: ")), "{output}");
}

#[test]
fn a_run_that_may_do_without_keys_is_told_their_place_all_the_same() {
    let text = "FROM busybox\nRUN --mount=type=ssh,target=/s ls $SSH_AUTH_SOCK 2>&1 || true\n";
    let world = world(&[("Dockerfile", text)]);
    let output = works(&world, "docker build --progress=plain . 2>&1");
    assert!(output.contains(" ls: /s: No such file or directory\n"), "{output}");
}

#[test]
fn keys_that_are_none_are_an_error() {
    let locked =
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHI=\n-----END OPENSSH PRIVATE KEY-----\n";
    let world = world(&[("Dockerfile", "FROM scratch\n"), ("note", "hello\n"), ("locked", locked)]);
    let fails = |flag: &str| fails(&world, &format!("docker build {flag} ."));
    assert_eq!(
        fails("--ssh default"),
        "ERROR: failed to build: failed to convert agent config {default [] false}: invalid empty ssh agent socket: make sure SSH_AUTH_SOCK is set"
    );
    assert_eq!(
        fails("--ssh git=nope"),
        "ERROR: failed to build: failed to convert agent config {git [nope] false}: failed to convert agent config for ID: \"git\": stat nope: no such file or directory"
    );
    assert_eq!(
        fails("--ssh git=note"),
        "ERROR: failed to build: failed to convert agent config {git [note] false}: failed to convert agent config for ID: \"git\": failed to parse note: ssh: no key found"
    );
    assert_eq!(
        fails("--ssh git=locked"),
        "ERROR: failed to build: failed to convert agent config {git [locked] false}: failed to convert agent config for ID: \"git\": failed to parse locked: ssh: this private key is passphrase protected"
    );
}
