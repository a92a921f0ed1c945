//! COPY and ADD's rules: what a source stands for, where it goes, what it looks like there.

use super::{fails, run, works, world};

/// What `script` prints in an image built from busybox with these lines.
fn built(lines: &str, files: &[(&str, &str)], script: &str) -> String {
    let text = format!("FROM busybox\n{lines}\n");
    let mut all = vec![("Dockerfile", text.as_str())];
    all.extend(files);
    let world = world(&all);
    works(&world, "docker build -q -t app . > id");
    works(&world, &format!("docker run --rm app sh -c '{script}'"))
}

/// How the build of busybox with these lines ends.
fn refused(lines: &str, files: &[(&str, &str)]) -> String {
    let text = format!("FROM busybox\n{lines}\n");
    let mut all = vec![("Dockerfile", text.as_str())];
    all.extend(files);
    let last = fails(&world(&all), "docker build .");
    last.replace("ERROR: failed to build: failed to solve: ", "")
}

const TREE: &[(&str, &str)] = &[("src/a.py", "a\n"), ("src/sub/b.txt", "b\n"), ("x.txt", "x\n")];

#[test]
fn a_directory_gives_its_content_and_not_itself() {
    assert_eq!(
        built("COPY src /app", TREE, "cd /app; find . | sort"),
        ".\n./a.py\n./sub\n./sub/b.txt\n"
    );
}

#[test]
fn a_file_goes_into_a_directory_that_is_there() {
    assert_eq!(built("RUN mkdir /d\nCOPY x.txt /d", TREE, "ls /d"), "x.txt\n");
    assert_eq!(built("COPY x.txt /d/", TREE, "ls /d"), "x.txt\n");
    assert_eq!(built("COPY x.txt /d/y", TREE, "ls /d"), "y\n");
}

#[test]
fn a_pattern_without_a_match_copies_nothing() {
    assert_eq!(
        built("COPY nothing* /n/", TREE, "ls -d /n 2>&1 || true"),
        "ls: /n: No such file or directory\n"
    );
}

#[test]
fn a_path_above_the_context_is_one_inside_it() {
    assert_eq!(built("COPY ../../x.txt /y", TREE, "cat /y"), "x\n");
    let why = refused("COPY ../secret /y", TREE);
    assert!(why.ends_with("\"/secret\": not found"), "{why}");
}

#[test]
fn parents_keep_the_path_from_the_pivot_on() {
    assert_eq!(
        built(
            "COPY --parents src/sub/b.txt /p/\nCOPY --parents ./src/./sub/b.txt /q/",
            TREE,
            "cd /; find p q -type f"
        ),
        "p/src/sub/b.txt\nq/sub/b.txt\n"
    );
    assert_eq!(
        built("COPY --parents **/*.txt /p/", TREE, "cd /p; find . -type f | sort"),
        "./src/sub/b.txt\n./x.txt\n"
    );
    let why = refused("COPY --parents src/none.txt /p/", TREE);
    assert!(why.ends_with("\"/src/none.txt\": not found"), "{why}");
}

#[test]
fn excluded_files_stay_behind() {
    assert_eq!(
        built(
            "COPY --exclude=*.py --exclude=sub/*.md src /app",
            TREE,
            "cd /app; find . -type f"
        ),
        "./sub/b.txt\n"
    );
}

#[test]
fn modes_are_octal_or_symbolic() {
    assert_eq!(built("COPY --chmod=640 x.txt /y", TREE, "stat -c %a /y"), "640\n");
    assert_eq!(
        built("COPY --chmod=u=rwX,go=rX src /d", TREE, "stat -c %a /d/sub /d/a.py"),
        "755\n644\n"
    );
    assert_eq!(
        refused("COPY --chmod=99 x.txt /y", TREE),
        "invalid chmod parameter: '99'. it should be octal string and between 0 and 07777"
    );
}

#[test]
fn an_owner_that_the_image_does_not_know_is_root() {
    assert_eq!(
        built("COPY --chown=nobodyhere:1234 x.txt /y", TREE, "stat -c %u:%g /y"),
        "0:1234\n"
    );
    assert_eq!(
        built(
            "RUN adduser -D -u 777 ann\nCOPY --chown=ann x.txt /d/y",
            TREE,
            "stat -c %u:%g /d /d/y"
        ),
        "777:777\n777:777\n"
    );
}

#[test]
fn a_link_that_is_named_is_followed_and_one_that_is_found_is_kept() {
    let world = world(&[
        ("Dockerfile", "FROM busybox\nCOPY link /l\nCOPY src /d/\n"),
        ("x.txt", "x\n"),
        ("src/a", "a\n"),
    ]);
    works(&world, "ln -s x.txt link; ln -s a src/b");
    works(&world, "docker build -q -t app . > id");
    assert_eq!(
        works(&world, "docker run --rm app sh -c 'readlink /l; cat /l; readlink /d/b'"),
        "x\na\n"
    );
}

#[test]
fn the_ignore_file_of_the_dockerfile_stands_before_the_contexts() {
    let files = [
        ("Dockerfile", "FROM busybox\nCOPY . /c\n"),
        (".dockerignore", "*.md\n"),
        ("other", "FROM busybox\nCOPY . /c\n"),
        ("other.dockerignore", "*.txt\n"),
        ("a.md", "md\n"),
        ("a.txt", "txt\n"),
    ];
    let world = world(&files);
    works(
        &world,
        "docker build -q -t one . > /dev/null; docker build -q -t two -f other . > /dev/null",
    );
    assert_eq!(works(&world, "docker run --rm one sh -c 'ls /c/a*'"), "/c/a.txt\n");
    assert_eq!(works(&world, "docker run --rm two sh -c 'ls /c/a*'"), "/c/a.md\n");
}

#[test]
fn a_directory_does_not_replace_a_file_nor_a_file_a_directory() {
    let why = refused("RUN touch /f\nCOPY src /f", TREE);
    assert!(
        why.starts_with("cannot copy to non-directory: /var/lib/docker/buildkit/"),
        "{why}"
    );
    let why = refused("RUN mkdir -p /d/x.txt\nCOPY x.txt /d/", TREE);
    assert!(
        why.starts_with("cannot replace to directory /var/lib/docker/buildkit/") && why.ends_with("/d/x.txt with file"),
        "{why}"
    );
}

#[test]
fn a_page_is_added_readable_by_its_owner_only() {
    assert_eq!(
        built(
            "ADD https://httpbin.org/ip /p/",
            &[],
            "stat -c %a /p/ip; grep -c origin /p/ip"
        ),
        "600\n1\n"
    );
    assert_eq!(
        refused("ADD https://example.com/page.html /p/", &[]),
        "failed to load cache key: invalid response status 404"
    );
    let why = refused("ADD https://example.invalid/x /x", &[]);
    assert_eq!(
        why,
        "failed to load cache key: Get \"https://example.invalid/x\": dial tcp: lookup example.invalid on 192.168.65.7:53: no such host"
    );
    let why = refused(
        "ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://httpbin.org/ip /x",
        &[],
    );
    assert!(why.starts_with("failed to load cache key: digest mismatch sha256:"), "{why}");
    assert_eq!(
        refused("ADD --checksum=sha256:24 https://example.com/x /x", &[]),
        "invalid checksum digest length"
    );
}

#[test]
fn what_only_add_takes_is_refused_by_copy() {
    assert_eq!(
        refused("COPY https://example.com/x /x", &[]),
        "source can't be a URL for COPY"
    );
    assert_eq!(
        refused(
            "ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d x.txt /x",
            TREE
        ),
        "checksum requires HTTP(S) or Git sources"
    );
}

#[test]
fn an_archive_is_unpacked_by_add_unless_told_not_to() {
    let world = world(&[
        (
            "Dockerfile",
            "FROM busybox\nADD a.tar.gz /in/\nADD --unpack=false a.tar.gz /as/\nCOPY a.tar.gz /cp/\n",
        ),
        ("f", "f\n"),
    ]);
    works(&world, "tar czf a.tar.gz f && docker build -q -t app . > id");
    assert_eq!(
        works(&world, "docker run --rm app sh -c 'ls /in /as /cp'"),
        "/as:\na.tar.gz\n\n/cp:\na.tar.gz\n\n/in:\nf\n"
    );
}

#[test]
fn a_repository_says_that_it_is_not_simulated() {
    let (output, status) = run(
        &world(&[("Dockerfile", "FROM busybox\nADD https://github.com/docker/cli.git /cli\n")]),
        "docker build .",
    );
    assert_eq!(status, 1);
    assert!(
        output.contains("drydock: the repository https://github.com/docker/cli.git is not simulated"),
        "{output}"
    );
}
