//! Package lists: what `apt-get update` fetches, as the sources name it.

use super::{LISTS, Settings};
use crate::packages::dpkg::field;
use crate::packages::{Console, decimal_size, online};

/// One index to fetch: archive, suite, what the line calls it, bytes, name of the list file.
pub(super) struct Index {
    pub(super) base: String,
    pub(super) suite: String,
    pub(super) what: &'static str,
    pub(super) bytes: u64,
}

impl Index {
    pub(super) fn file(&self) -> String {
        let host = self.base.trim_start_matches("http://").trim_start_matches("https://");
        let host = host.trim_end_matches('/').replace('/', "_");
        let what = match self.what {
            "InRelease" => "InRelease".to_string(),
            _ => "main_binary-amd64_Packages.lz4".to_string(),
        };
        format!("{LISTS}/{host}_dists_{}_{what}", self.suite)
    }
}

/// The indices that the sources name.
pub(super) fn indices(console: &Console) -> Vec<Index> {
    let mut suites: Vec<(String, String)> = Vec::new();
    let sources = console.sys.readdir("/etc/apt/sources.list.d").unwrap_or_default();
    for entry in &sources {
        let text = console.text(&format!("/etc/apt/sources.list.d/{}", entry.name));
        for paragraph in text.split("\n\n") {
            for suite in field(paragraph, "Suites").split_whitespace() {
                suites.push((field(paragraph, "URIs").to_string(), suite.to_string()));
            }
        }
    }
    for line in console.text("/etc/apt/sources.list").lines() {
        let mut words = line
            .split_whitespace()
            .filter(|word| !word.starts_with('[') && !word.ends_with(']'));
        if words.next() == Some("deb")
            && let (Some(base), Some(suite)) = (words.next(), words.next())
        {
            suites.push((base.to_string(), suite.to_string()));
        }
    }
    let mut out = Vec::new();
    for (what, sizes) in [
        ("InRelease", [151_000, 55_400, 48_000]),
        ("Packages", [8_793_000, 6_924, 284_000]),
    ] {
        for (base, suite) in &suites {
            let kind = if suite.ends_with("-security") {
                2
            } else {
                usize::from(suite.contains('-'))
            };
            out.push(Index {
                base: base.clone(),
                suite: suite.clone(),
                what,
                bytes: sizes[kind],
            });
        }
    }
    out
}

pub(super) fn has_lists(console: &Console) -> bool {
    let entries = console.sys.readdir(LISTS).unwrap_or_default();
    entries.iter().any(|entry| entry.name.contains("_Packages"))
}

pub(super) async fn update(console: &Console, settings: &Settings, apt: bool) -> i32 {
    if !console.is_root() {
        if settings.quiet < 2 {
            console.out("Reading package lists...\n").await;
        }
        let text = if apt || console.sys.exists(&format!("{LISTS}/partial")) {
            format!(
                "E: Could not open lock file {LISTS}/lock - open (13: Permission denied)\nE: Unable to lock directory {LISTS}/\n"
            )
        } else {
            format!("E: List directory {LISTS}/partial is missing. - Acquire (13: Permission denied)\n")
        };
        console.err(text).await;
        return 100;
    }
    let indices = indices(console);
    let _ = console.sys.mkdir_all(&format!("{LISTS}/partial"), 0o755);
    if !online(&console.sys) {
        return update_failed(console, settings, &indices).await;
    }
    let (mut fetched, mut seconds) = (0, 0.0);
    let mut number = 0;
    for index in &indices {
        let file = index.file();
        let here = console.sys.exists(&file);
        if here && index.what == "Packages" {
            continue;
        }
        number += 1;
        let line = match (here, index.what) {
            (true, _) => format!("Hit:{number} {} {} InRelease\n", index.base, index.suite),
            (_, "InRelease") => format!(
                "Get:{number} {} {} InRelease [{}]\n",
                index.base,
                index.suite,
                decimal_size(index.bytes)
            ),
            _ => format!(
                "Get:{number} {} {}/main amd64 Packages [{}]\n",
                index.base,
                index.suite,
                decimal_size(index.bytes)
            ),
        };
        if settings.quiet < 2 {
            console.out(line).await;
        }
        if here {
            console.wait(60).await;
            continue;
        }
        seconds += console.download(index.bytes).await;
        fetched += index.bytes;
        // On disk an index is repacked to about twice what came over the wire.
        let weight = if index.what == "Packages" {
            index.bytes * 21 / 10
        } else {
            index.bytes
        };
        let entry = vfs::tar::Entry {
            path: file.trim_start_matches('/').to_string(),
            meta: vfs::Meta {
                mode: 0o644,
                uid: 0,
                gid: 0,
                mtime: console.sys.now().0,
            },
            content: vfs::tar::Content::File(vfs::FileData::stand_in(
                b"drydock: the catalogue stands for this list\n",
                weight,
            )),
        };
        if let Err(error) = console.place(&entry) {
            console.err(format!("E: Failed to write {file} ({error})\n")).await;
            return 100;
        }
    }
    if settings.quiet < 2 {
        if fetched > 0 {
            console.out(fetched_line(fetched, seconds)).await;
        }
        console.out("Reading package lists...\n").await;
        if apt {
            console
                .out("Building dependency tree...\nReading state information...\nAll packages are up to date.\n")
                .await;
        }
    }
    console.wait(400).await;
    0
}

async fn update_failed(console: &Console, settings: &Settings, indices: &[Index]) -> i32 {
    let host = |base: &str| base.split('/').nth(2).unwrap_or_default().to_string();
    let releases: Vec<&Index> = indices.iter().filter(|index| index.what == "InRelease").collect();
    for (at, index) in releases.iter().enumerate() {
        console.wait(1_000).await;
        if settings.quiet < 2 {
            let (base, suite) = (&index.base, &index.suite);
            console
                .out(format!(
                    "Err:{} {base} {suite} InRelease\n  Temporary failure resolving '{}'\n",
                    at + 1,
                    host(base)
                ))
                .await;
        }
    }
    if settings.quiet < 2 {
        console.out("Reading package lists...\n").await;
    }
    for index in &releases {
        let (base, suite) = (index.base.trim_end_matches('/'), &index.suite);
        console
            .err(format!(
                "W: Failed to fetch {base}/dists/{suite}/InRelease  Temporary failure resolving '{}'\n",
                host(base)
            ))
            .await;
    }
    console
        .err("W: Some index files failed to download. They have been ignored, or old ones used instead.\n")
        .await;
    0
}

pub(super) fn fetched_line(bytes: u64, seconds: f64) -> String {
    let rate = (bytes as f64 / seconds.max(0.05)) as u64;
    format!(
        "Fetched {} in {}s ({}/s)\n",
        decimal_size(bytes),
        seconds as u64,
        decimal_size(rate)
    )
}
