//! Where a build's result goes, and what is written about it.

use super::{fails, run, works, world};

const SMALL: &[(&str, &str)] = &[
    ("Dockerfile", "FROM scratch\nCOPY a.txt b /\n"),
    ("a.txt", "a\n"),
    ("b/c.txt", "c\n"),
];

#[test]
fn a_directory_gets_the_files_and_the_store_nothing() {
    let world = world(SMALL);
    works(&world, "docker build -t app -o out .");
    assert_eq!(
        works(&world, "cd out; find . -type f | sort; cat a.txt"),
        "./a.txt\n./c.txt\na\n"
    );
    assert_eq!(works(&world, "docker image ls -q app"), "");
}

#[test]
fn an_archive_goes_to_standard_output() {
    assert_eq!(works(&world(SMALL), "docker build -q -o - . | tar t"), "a.txt\nc.txt\n");
}

#[test]
fn an_image_archive_can_be_loaded() {
    let world = world(SMALL);
    works(&world, "docker build -q -t app --output type=docker,dest=app.tar .");
    assert_eq!(
        works(
            &world,
            "docker load -q < app.tar; docker image ls --format '{{.Repository}}'  app"
        ),
        "Loaded image: app:latest\napp\n"
    );
}

#[test]
fn a_layout_can_be_a_directory() {
    let world = world(SMALL);
    works(&world, "docker build -q --output type=oci,tar=false,dest=layout .");
    assert_eq!(
        works(&world, "cat layout/oci-layout; ls layout"),
        "{\"imageLayoutVersion\":\"1.0.0\"}blobs\nindex.json\nmanifest.json\noci-layout\n"
    );
}

#[test]
fn wrong_outputs_are_refused() {
    let world = world(SMALL);
    let said = |line: &str| fails(&world, line).replace("ERROR: ", "");
    assert_eq!(
        said("docker build --output type=local ."),
        "failed to build: dest is required for local exporter"
    );
    assert_eq!(
        said("docker build -o a.txt ."),
        "failed to build: destination directory a.txt is a file"
    );
    assert_eq!(said("docker build --output dest=x,y=z ."), "type is required for output");
    assert_eq!(
        said("docker build --push ."),
        "failed to build: tag is needed when pushing to registry"
    );
    assert_eq!(
        said("docker build -o out --iidfile id ."),
        "local and tar exporters are incompatible with image ID file"
    );
}

#[test]
fn a_pushed_image_can_be_pulled() {
    let world = world(SMALL);
    works(&world, "docker build -q --push -t localhost:5000/app .");
    works(
        &world,
        "docker rmi localhost:5000/app > /dev/null; docker pull -q localhost:5000/app",
    );
}

#[test]
fn the_image_id_and_the_metadata_are_written() {
    let world = world(SMALL);
    works(
        &world,
        "docker build -q -t app --iidfile id --metadata-file meta.json . > out",
    );
    assert_eq!(works(&world, "test \"$(cat id)\" = \"$(cat out)\" && echo same"), "same\n");
    let metadata: serde_json::Value = serde_json::from_str(&works(&world, "cat meta.json")).unwrap();
    assert_eq!(metadata["image.name"], "docker.io/library/app:latest");
    assert_eq!(
        metadata["containerimage.digest"].as_str(),
        Some(works(&world, "cat id").as_str())
    );
}

#[test]
fn quiet_and_a_way_to_show_progress_exclude_each_other() {
    assert_eq!(
        fails(&world(SMALL), "docker build -q --progress=plain ."),
        "ERROR: progress=plain and quiet cannot be used together"
    );
}

#[test]
fn raw_progress_is_a_line_of_json_for_each_event() {
    let (output, status) = run(&world(SMALL), "docker build --progress=rawjson . 2>&1");
    assert_eq!(status, 0);
    for line in output.lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(value.get("vertexes").is_some() || value.get("logs").is_some(), "{line}");
    }
}

#[test]
fn targets_and_their_comments_are_listed() {
    let text = "# build compiles it\nFROM busybox AS build\nARG MODE=fast\nFROM build AS test\nFROM busybox\n";
    let world = world(&[("Dockerfile", text)]);
    assert_eq!(
        works(&world, "docker build --call=targets . 2>/dev/null"),
        "TARGET    DESCRIPTION\nbuild     compiles it\ntest      \n(default) \n"
    );
    assert_eq!(
        works(&world, "docker build --call=outline --target test . 2>/dev/null"),
        "TARGET: test\n\nBUILD ARG   VALUE   DESCRIPTION\nMODE        fast    \n\n"
    );
}

#[test]
fn a_call_answers_in_json() {
    let world = world(&[("Dockerfile", "FROM busybox AS a\nFROM a\nARG M=<1>\n")]);
    assert_eq!(
        works(&world, "docker build --call=targets,format=json . 2>/dev/null | tr -d ' \\n'"),
        r#"{"targets":[{"name":"a","base":"busybox","location":{"ranges":[{"start":{"line":1},"end":{"line":1}}]}},{"default":true,"base":"a","location":{"ranges":[{"start":{"line":2},"end":{"line":2}}]}}],"sources":["RlJPTSBidXN5Ym94IEFTIGEKRlJPTSBhCkFSRyBNPTwxPgo="]}"#
    );
    assert_eq!(
        works(&world, "docker build --call=outline,format=json . 2>/dev/null | tr -d ' \\n'"),
        r#"{"args":[{"name":"M","value":"\u003c1\u003e","location":{"ranges":[{"start":{"line":3},"end":{"line":3}}]}}],"sources":["RlJPTSBidXN5Ym94IEFTIGEKRlJPTSBhCkFSRyBNPTwxPgo="]}"#
    );
}

#[test]
fn a_check_answers_in_json() {
    let world = world(&[("Dockerfile", "from scratch\nCOPY a /\n"), ("a", "")]);
    let (found, status) = run(&world, "docker build --call=check,format=json . 2>/dev/null");
    assert_eq!(status, 1);
    let found: serde_json::Value = serde_json::from_str(&found).unwrap();
    assert_eq!(found["warnings"][0]["ruleName"], "ConsistentInstructionCasing");
    assert_eq!(found["warnings"][0]["location"]["ranges"][0]["start"]["line"], 1);
    let ignored = works(
        &world,
        "docker build --call=check,format=json,ignorestatus=true . 2>/dev/null",
    );
    assert_eq!(serde_json::from_str::<serde_json::Value>(&ignored).unwrap(), found);
}

#[test]
fn a_call_that_nobody_answers_is_an_error() {
    let world = world(SMALL);
    assert_eq!(
        fails(&world, "docker build --call=nope ."),
        "ERROR: failed to build: failed to solve: unsupported request frontend.nope"
    );
}

#[test]
fn a_privilege_that_there_is_not_is_an_error() {
    let world = world(SMALL);
    assert_eq!(
        fails(&world, "docker build --allow nope ."),
        "ERROR: failed to build: unknown entitlement nope"
    );
}

#[test]
fn a_directory_is_no_dockerfile() {
    let world = world(SMALL);
    works(&world, "mkdir sub");
    assert_eq!(
        fails(&world, "docker build -f sub ."),
        "ERROR: failed to build: failed to solve: failed to read dockerfile: sub is not a regular file"
    );
}

#[test]
fn a_dockerfile_or_a_context_comes_from_standard_input() {
    let world = world(SMALL);
    assert_eq!(
        works(
            &world,
            "printf 'FROM busybox\\nRUN ls /x 2>&1 || true\\n' | docker build - 2>&1 | grep -c 'No such'"
        ),
        "1\n"
    );
    works(&world, "tar c Dockerfile a.txt b | docker build -t app -");
    assert_eq!(
        fails(&world, "docker build -f - - < Dockerfile"),
        "ERROR: failed to build: invalid argument: can't use stdin for both build context and dockerfile"
    );
    assert_eq!(
        fails(&world, "docker build -f x - < Dockerfile"),
        "ERROR: failed to build: ambiguous Dockerfile source: both stdin and flag correspond to Dockerfiles"
    );
}

#[test]
fn pruning_lists_what_goes_and_sums_it_up() {
    let world = world(&[("Dockerfile", "FROM busybox\nRUN echo 12345 > /f\n")]);
    works(&world, "docker build -q .");
    works(&world, "docker image prune -f > /dev/null");
    let output = works(&world, "docker builder prune -af");
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines[0], "ID\t\t\t\t\t\tRECLAIMABLE\tSIZE\t\tLAST ACCESSED");
    assert!(lines[1].contains("\ttrue \t\t6B        \t"), "{output}");
    assert_eq!(lines[2], "Total:\t6B");
    assert_eq!(works(&world, "docker builder prune -af"), "Total:\t0B\n");
}
