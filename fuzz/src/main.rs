//! Runs the targets with a mutator of its own, on stable Rust and without any tool:
//!
//!     cargo run --release --manifest-path fuzz/Cargo.toml -- [TARGET] [--seconds N] [--seed N]
//!
//! Seeds are the files below `fuzz/seeds/TARGET`, and for the targets that take Dockerfiles or compose files the corpus of
//! the crate's tests. An input that breaks a law is written to `fuzz/crashes/` and ends the run with status 1; the same seed finds it
//! again. Without a target all of them run, sharing the time, a minute by default.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dockerfile_fuzz::TARGETS;

struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

const TOKENS: [&str; 61] = [
    "\n",
    "\\\n",
    "`\n",
    " ",
    "\t",
    "\r\n",
    "#",
    "# escape=`\n",
    "# check=",
    "FROM ",
    "RUN ",
    "COPY ",
    "ENV ",
    "ARG ",
    "ONBUILD ",
    "HEALTHCHECK ",
    "SHELL ",
    "--from=",
    "--mount=type=cache,target=",
    "--",
    "<<EOF\n",
    "<<-'E'\n",
    "EOF\n",
    "$",
    "${",
    "}",
    ":-",
    "##",
    "//",
    "'",
    "\"",
    "[\"",
    "\"]",
    ",",
    "\u{feff}",
    "\u{a0}",
    "é",
    "**/",
    "!",
    "AS ",
    "{{",
    "}}",
    "| json",
    "range .",
    "--filter\n",
    "=",
    ": ",
    ":\n  ",
    "&a ",
    "*a",
    "<<: ",
    "!reset ",
    "!override ",
    "|\n",
    "{a: ",
    "$$",
    "${A:-",
    "services:\n",
    "extends: ",
    "depends_on: ",
    "null",
];

fn mutate(chance: &mut Chance, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut data = seeds[chance.below(seeds.len())].clone();
    data.truncate(4_000);
    for _ in 0..=chance.below(6) {
        let at = chance.below(data.len() + 1);
        match chance.below(6) {
            0 => {
                let end = (at + chance.below(20)).min(data.len());
                data.drain(at..end);
            }
            1 => {
                let byte = chance.below(256) as u8;
                data.insert(at, byte);
            }
            2 | 3 => {
                let token = TOKENS[chance.below(TOKENS.len())];
                data.splice(at..at, token.bytes());
            }
            4 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len() + 1);
                let to = (from + chance.below(200)).min(other.len());
                data.splice(at..at, other[from..to].iter().copied());
            }
            _ => {
                let end = (at + chance.below(30)).min(data.len());
                let piece = data[at..end].to_vec();
                for _ in 0..chance.below(20) {
                    data.splice(at..at, piece.iter().copied());
                }
            }
        }
    }
    data
}

fn files(folder: &Path, out: &mut Vec<Vec<u8>>) {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            out.extend(std::fs::read(path.join("Dockerfile")));
        } else {
            out.extend(std::fs::read(path));
        }
    }
}

/// The compose files of cases that hold several files each.
fn compose_files(folder: &Path, out: &mut Vec<Vec<u8>>) {
    let mut cases = Vec::new();
    files(folder, &mut cases);
    for case in cases {
        let text = String::from_utf8_lossy(&case).into_owned();
        let parts = text.split("\n-- ").filter_map(|part| part.split_once(" --\n"));
        let wanted = parts.filter(|(name, _)| name.ends_with(".yaml") || *name == "= config");
        out.extend(wanted.map(|(_, file)| file.as_bytes().to_vec()));
    }
}

fn main() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut only, mut seconds, mut seed) = (None, 60, 1);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|n| n.parse::<u64>().ok()).unwrap_or(1);
        match arg.as_str() {
            "--seconds" => seconds = number(),
            "--seed" => seed = number(),
            _ => only = Some(arg),
        }
    }
    let targets: Vec<_> = TARGETS
        .iter()
        .filter(|(name, _)| only.as_deref().is_none_or(|wanted| wanted == *name))
        .collect();
    if targets.is_empty() {
        eprintln!("no such target");
        std::process::exit(2);
    }
    let share = Duration::from_millis(seconds * 1_000 / targets.len() as u64);
    std::panic::set_hook(Box::new(|_| {}));
    let mut failed = false;
    for (name, target) in targets {
        let mut seeds = Vec::new();
        files(&here.join("seeds").join(name), &mut seeds);
        match *name {
            "script" => files(&here.join("../crates/shell/tests/cases"), &mut seeds),
            "archive" => {}
            "compose" | "compose_editor" => compose_files(&here.join("../crates/compose/tests/cases"), &mut seeds),
            "expand" | "reference" | "ignore" | "edit" | "command_line" | "template" | "env_file" => {}
            _ => files(&here.join("../crates/dockerfile/tests/cases"), &mut seeds),
        }
        seeds.push(Vec::new());
        let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let start = Instant::now();
        let (mut runs, mut slowest) = (0u64, Duration::ZERO);
        while start.elapsed() < share {
            let data = mutate(&mut chance, &seeds);
            let begun = Instant::now();
            let broken = catch_unwind(AssertUnwindSafe(|| target(&data))).is_err();
            slowest = slowest.max(begun.elapsed());
            runs += 1;
            if broken {
                let folder = here.join("crashes");
                let file = folder.join(format!("{name}-{runs}"));
                let _ = std::fs::create_dir_all(&folder);
                let _ = std::fs::write(&file, &data);
                println!("{name}: a law is broken by {}", file.display());
                failed = true;
                break;
            }
        }
        println!("{name:>12}: {runs} inputs, the slowest took {slowest:?}");
    }
    std::process::exit(i32::from(failed));
}
