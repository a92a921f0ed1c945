//! The law of the cache: whatever was edited since, a build out of the cache gives what a clean one gives.

use super::{works, world};
use engine::Image;
use session::World;
use vfs::tar::Content;
use vfs::{Digest, Layer, LayerEntry};

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }

    fn pick<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len() as u64) as usize]
    }
}

const LINES: &[&str] = &[
    "COPY a.txt /a/",
    "COPY . /all/",
    "COPY src /app",
    "COPY --chown=1000:1000 src/ /owned/",
    "COPY --chmod=600 a.txt /private",
    "COPY --link b.txt /linked/b",
    "COPY --parents src/deep/*.txt /parents/",
    "COPY --exclude=*.py src /plain",
    "COPY --from=0 /etc/passwd /copied/",
    "ADD b.txt /added",
    "RUN echo $MODE >> /log",
    "RUN cat /a/a.txt > /seen 2>/dev/null || echo none > /seen",
    "RUN rm -rf /app",
    "RUN --mount=type=bind,source=src,target=/m ls -R /m > /listed",
    "RUN find /all -type f 2>/dev/null | sort > /found; true",
    "WORKDIR /w",
    "WORKDIR deeper",
    "USER 1000",
    "USER root",
    "ENV MODE=slow",
    "ARG MODE=quick",
    "ARG EXTRA",
    "LABEL who=me",
    "ENTRYPOINT [\"cat\"]",
];

const FILES: &[&str] = &[
    "a.txt",
    "b.txt",
    "src/main.py",
    "src/deep/one.txt",
    "src/deep/two.txt",
    ".dockerignore",
];

fn dockerfile(chance: &mut Chance) -> Vec<String> {
    let mut lines = vec!["FROM busybox".to_string(), "FROM busybox".to_string()];
    for _ in 0..8 {
        lines.push(chance.pick(LINES).to_string());
    }
    lines
}

/// One edit of the Dockerfile or of a file beside it.
fn edit(chance: &mut Chance, lines: &mut Vec<String>, world: &World) {
    let below = |lines: &Vec<String>| lines.len() as u64 - 2;
    match chance.below(6) {
        0 => {
            let at = 2 + chance.below(below(lines) + 1) as usize;
            lines.insert(at, chance.pick(LINES).to_string());
        }
        1 if lines.len() > 3 => {
            let at = 2 + chance.below(below(lines)) as usize;
            lines.remove(at);
        }
        2 if lines.len() > 4 => {
            let at = 2 + chance.below(below(lines) - 1) as usize;
            lines.swap(at, at + 1);
        }
        3 => {
            let path = chance.pick(FILES);
            works(
                world,
                &format!("chmod {} {path} 2>/dev/null; true", chance.pick(&["600", "644", "755"])),
            );
        }
        _ => {
            let path = chance.pick(FILES);
            let text = match path {
                ".dockerignore" => chance.pick(&["", "*.py\n", "src/deep\n!src/deep/one.txt\n", "b.txt\n"]),
                _ => chance.pick(&["one\n", "two\n", "three\n"]),
            };
            world.write_file(path, text.as_bytes()).unwrap();
        }
    }
}

/// Everything of an image that does not say when it was made.
fn content(image: &Image) -> Vec<String> {
    let mut out = vec![format!("{:?}", image.config)];
    for entry in Layer::snapshot(&image.rootfs).entries() {
        let LayerEntry::Put(entry) = entry else { continue };
        let what = match &entry.content {
            Content::File(data) => Digest::of(&data.bytes()).short(),
            other => format!("{other:?}"),
        };
        out.push(format!(
            "{} {:o} {}:{} {what}",
            entry.path, entry.meta.mode, entry.meta.uid, entry.meta.gid
        ));
    }
    let lines = image
        .history
        .iter()
        .map(|line| format!("{} {}", line.created_by, line.empty_layer));
    out.extend(lines);
    out
}

fn follow(seed: u64, edits: usize) {
    let mut chance = Chance(seed);
    let files: Vec<(&str, &str)> = FILES
        .iter()
        .map(|path| (*path, if *path == ".dockerignore" { "" } else { "one\n" }))
        .collect();
    let world = world(&files);
    let mut lines = dockerfile(&mut chance);
    for number in 0..edits {
        edit(&mut chance, &mut lines, &world);
        let text = lines.join("\n");
        world.write_file("Dockerfile", format!("{text}\n").as_bytes()).unwrap();
        let argument = chance.pick(&["", "--build-arg MODE=given", "--build-arg EXTRA=more"]);
        let cached = world.run_line(&format!("docker build -q -t cached {argument} . > /tmp/out 2>&1"));
        let clean = world.run_line(&format!("docker build -q --no-cache -t clean {argument} . > /tmp/out 2>&1"));
        assert_eq!(cached.status, clean.status, "seed {seed}, edit {number}:\n{text}");
        if cached.status == 0 {
            let (one, other) = (
                world.engine().find_image("cached").unwrap(),
                world.engine().find_image("clean").unwrap(),
            );
            assert_eq!(content(&one), content(&other), "seed {seed}, edit {number}:\n{text}");
        }
    }
}

#[test]
fn a_build_out_of_the_cache_equals_a_clean_one() {
    for seed in [0x9e37_79b9, 0x1234_5678, 0xdead_beef, 42, 7_777_777] {
        follow(seed, 14);
    }
}
