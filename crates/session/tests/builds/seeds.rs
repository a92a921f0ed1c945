//! The Dockerfiles that articles for beginners show, with their mistakes, and what Docker says to each.

use super::{fails, works, world};

/// What a build of this Dockerfile ends with.
fn end(text: &str) -> String {
    let world = world(&[
        ("Dockerfile", text),
        ("requirements.txt", "flask\n"),
        ("app.py", "print('hi')\n"),
    ]);
    fails(&world, "docker build .").replace("ERROR: failed to build: failed to solve: ", "")
}

#[test]
fn a_dot_glued_to_the_file_leaves_one_argument() {
    assert_eq!(
        end(
            "FROM python:latest\nCOPY requirements.txt.\nRUN pip install --no-cache-dir -r requirements.txt\nCMD [\"python\", \"app.py\"]\n"
        ),
        "dockerfile parse error on line 2: COPY requires at least two arguments, but only one was provided. Destination could not be determined"
    );
}

#[test]
fn dots_for_what_was_left_out_are_an_instruction() {
    assert_eq!(
        end("FROM python:3.12-slim as builder\n...\nFROM python:3.12-slim\nCOPY --from=builder /app /app\n"),
        "dockerfile parse error on line 2: unknown instruction: ..."
    );
}

#[test]
fn a_placeholder_is_no_image() {
    assert_eq!(
        end("FROM <image>:<tag>\n"),
        "failed to parse stage name \"<image>:<tag>\": invalid reference format"
    );
}

#[test]
fn an_instruction_without_a_stage_is_refused() {
    assert_eq!(end("RUN pip install Django\n"), "no build stage in current context");
}

#[test]
fn an_article_about_it_is_no_dockerfile() {
    assert_eq!(
        end("docker build -t your_image_name .\n"),
        "dockerfile parse error on line 1: unknown instruction: docker"
    );
}

#[test]
fn a_stage_that_never_made_the_directory_has_nothing_to_copy() {
    let why = end("FROM python:3.12-slim AS builder\nRUN true\nFROM python:3.12-slim\nCOPY --from=builder /app /app\n");
    assert!(why.ends_with("\"/app\": not found"), "{why}");
}

#[test]
fn removing_a_list_of_directories_as_files_fails_the_step() {
    let why = end("FROM debian:bookworm-slim\nRUN mkdir -p /var/lib/apt/lists/partial && rm /var/lib/apt/lists/*\n");
    assert_eq!(
        why,
        "process \"/bin/sh -c mkdir -p /var/lib/apt/lists/partial && rm /var/lib/apt/lists/*\" did not complete successfully: exit code: 1"
    );
}

#[test]
fn the_flask_example_builds_and_answers() {
    let files = [
        (
            "Dockerfile",
            "FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\nCMD [\"python\", \"app.py\"]\n",
        ),
        ("requirements.txt", "flask\n"),
        (
            "app.py",
            "from flask import Flask\napp = Flask(__name__)\n\n@app.route('/')\ndef hello():\n    return 'Hello, World!'\n\nif __name__ == '__main__':\n    app.run(host='0.0.0.0', port=8000)\n",
        ),
    ];
    let world = world(&files);
    works(&world, "docker build -q -t my-python-app . > id");
    works(&world, "docker run -d --name web -p 8000:8000 my-python-app > id");
    assert_eq!(works(&world, "sleep 2; curl -s http://localhost:8000/"), "Hello, World!");
}

#[test]
fn a_published_port_nobody_listens_on_refuses() {
    let files = [
        (
            "Dockerfile",
            "FROM python:3.12-slim\nCOPY app.py .\nCMD [\"python\", \"app.py\"]\n",
        ),
        ("app.py", "import time\ntime.sleep(600)\n"),
    ];
    let world = world(&files);
    works(&world, "docker build -q -t app . > id; docker run -d -p 5001:5000 app > id");
    assert_eq!(
        works(&world, "sleep 1; curl -s http://localhost:5001/ || echo no answer"),
        "no answer\n"
    );
}

#[test]
fn a_secret_in_env_is_warned_about_and_stays_in_the_image() {
    let world = world(&[("Dockerfile", "FROM busybox\nENV MYSQL_ROOT_PASSWORD=secret_password\n")]);
    let output = works(&world, "docker build -t app .");
    assert!(
        output.contains(" - SecretsUsedInArgOrEnv: Do not use ARG or ENV instructions for sensitive data (ENV \"MYSQL_ROOT_PASSWORD\") (line 2)"),
        "{output}"
    );
    assert_eq!(
        works(&world, "docker run --rm app sh -c 'echo $MYSQL_ROOT_PASSWORD'"),
        "secret_password\n"
    );
}

#[test]
fn a_maintainer_and_a_lower_case_as_are_warned_about() {
    let world = world(&[("Dockerfile", "FROM busybox as builder\nMAINTAINER somebody\n")]);
    let output = works(&world, "docker build .");
    assert!(
        output.contains(" - FromAsCasing: 'as' and 'FROM' keywords' casing do not match (line 1)"),
        "{output}"
    );
    assert!(
        output.contains(" - MaintainerDeprecated: Maintainer instruction is deprecated in favor of using label (line 2)"),
        "{output}"
    );
}

#[test]
fn what_a_later_run_writes_into_a_volume_is_kept() {
    let world = world(&[(
        "Dockerfile",
        "FROM busybox\nVOLUME /data\nRUN mkdir -p /data && echo kept > /data/f\n",
    )]);
    works(&world, "docker build -q -t app . > id");
    assert_eq!(works(&world, "docker run --rm app cat /data/f"), "kept\n");
}

#[test]
fn triggers_wait_for_the_child_and_name_their_stage() {
    let files = [
        ("base", "FROM busybox\nONBUILD COPY config.cfg /config/\n"),
        ("Dockerfile", "FROM flask_base\nRUN cat /config/config.cfg\n"),
        ("config.cfg", "a=1\n"),
    ];
    let world = world(&files);
    works(&world, "docker build -q -t flask_base -f base . > id");
    let output = works(&world, "docker build .");
    assert!(
        output.contains("[2/3] ONBUILD COPY config.cfg /config/") && output.contains(" a=1\n"),
        "{output}"
    );
}

#[test]
fn a_remote_archive_is_not_unpacked() {
    let why = end("FROM busybox\nADD https://icanhazip.com/package.tar.gz /tmp/\nRUN tar xzf /tmp/package.tar.gz -C /opt/\n");
    assert_eq!(
        why,
        "process \"/bin/sh -c tar xzf /tmp/package.tar.gz -C /opt/\" did not complete successfully: exit code: 1"
    );
}

#[test]
fn the_exec_form_of_an_entrypoint_takes_the_command_as_arguments() {
    let world = world(&[(
        "Dockerfile",
        "FROM busybox\nENTRYPOINT [\"echo\"]\nCMD [\"run\", \"--host=0.0.0.0\", \"-p\", \"5000\"]\n",
    )]);
    works(&world, "docker build -q -t app . > id");
    assert_eq!(
        works(&world, "docker run --rm app; docker run --rm app other"),
        "run --host=0.0.0.0 -p 5000\nother\n"
    );
}

#[test]
fn a_comment_behind_an_instruction_is_part_of_it() {
    let world = world(&[("Dockerfile", "FROM busybox\nCMD [\"a\", \"b\"] # passed to docker run\n")]);
    let output = works(&world, "docker build -t app .");
    assert!(output.contains("JSONArgsRecommended"), "{output}");
}
