//! The benchmarks of `crates/bench`, built for speed and run natively and in node, and those of the page in a browser:
//! one table, which is also written to docs/measurements.md when all of it was measured.

use crate::project::{Project, write};
use crate::server::{SUBPATH, Server};
use crate::setup;
use crate::step::{Failure, output, say};
use std::path::Path;
use std::process::Command;

/// Where cargo puts the module, below the target folder of the page's toolchain.
const MODULE: &str = "wasm32-unknown-unknown/release/bench.wasm";

/// The npm package that reads Dockerfiles, the peer of `crates/dockerfile`.
const PEER: &str = "dockerfile-ast@0.7.1";

/// The npm package that says how good a page is, the last that runs in Node.js 20.
const LIGHTHOUSE: &str = "lighthouse@12.8.2";

/// A figure with its unit, its goal and whether that is met, as the benchmark wrote them.
#[derive(Clone, Default)]
struct Figure {
    text: String,
    goal: String,
    verdict: String,
}

/// What was measured, natively and in the module; of the page there is one figure, which stands as the native one.
struct Row {
    part: String,
    what: String,
    native: Option<Figure>,
    module: Option<Figure>,
}

/// Measures the parts named, or all; `page` is the page in a browser.
pub fn bench(project: &Project, named: &[&str]) -> Result<(), Failure> {
    if named == ["page"] {
        let mut rows = Vec::new();
        add(&mut rows, &page(project)?, |row| &mut row.native);
        print!("{}", table(&rows));
        return Ok(());
    }
    let named: Vec<String> = named.iter().map(|name| name.to_lowercase()).collect();
    say("build the benchmark");
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(&project.root)
        .args(["build", "--quiet", "--release", "--locked", "--package", "bench"]);
    output(&mut cargo)?;
    let program = project.root.join("target/release/bench");
    let parts = output(Command::new(&program).arg("--parts"))?;
    let parts: Vec<(&str, &str)> = parts
        .lines()
        .filter_map(|line| line.split_once('\t'))
        .filter(|(_, name)| named.is_empty() || named.contains(&name.to_lowercase()))
        .collect();
    if parts.is_empty() {
        return Err(Failure::new("the benchmark has no such part").advice("`target/release/bench --parts` lists them"));
    }
    say("measure the native program");
    let mut rows = Vec::new();
    let mut native = Command::new(&program);
    match setup::peer(project, PEER) {
        Ok(folder) => drop(native.env("NODE_PATH", folder)),
        Err(failure) => say(&format!("{PEER} was not measured: {failure}")),
    }
    add(&mut rows, &output(native.args(&named))?, |row| &mut row.native);
    match module(project, &parts) {
        Ok(lines) => add(&mut rows, &lines, |row| &mut row.module),
        Err(failure) => say(&format!("the module was not measured: {failure}")),
    }
    if named.is_empty() {
        match page(project) {
            Ok(lines) => add(&mut rows, &lines, |row| &mut row.native),
            Err(failure) => say(&format!("the page was not measured: {failure}")),
        }
    }
    print!("{}", table(&rows));
    let missed: Vec<&Row> = rows.iter().filter(|row| is_missed(row)).collect();
    for row in &missed {
        say(&format!("missed: {}, {}", row.part, row.what));
    }
    if named.is_empty() && rows.iter().any(|row| row.module.is_some()) {
        let path = project.root.join("docs/measurements.md");
        write(&path, &document(&rows))?;
        say("docs/measurements.md holds the table");
    }
    Ok(())
}

/// The parts as a WebAssembly module, timed by node.
fn module(project: &Project, parts: &[(&str, &str)]) -> Result<String, Failure> {
    say("build the module, and measure it in node");
    let (mut cargo, target) = setup::compiler(project)?;
    cargo
        .current_dir(&project.root)
        .args(["build", "--quiet", "--release", "--locked", "--package", "bench", "--lib"])
        .args(["--target", "wasm32-unknown-unknown"]);
    output(&mut cargo)?;
    let mut node = Command::new("node");
    node.arg(project.root.join("crates/bench/wasm.mjs"))
        .arg(target.join(MODULE))
        .args(parts.iter().map(|(number, _)| number));
    output(&mut node)
}

/// Puts the figures of some lines into their rows, which are made where they are missing.
fn add(rows: &mut Vec<Row>, lines: &str, place: fn(&mut Row) -> &mut Option<Figure>) {
    for line in lines.lines() {
        // The last line has lost what is empty at its end.
        let mut fields = line.split('\t');
        let mut field = || fields.next().unwrap_or_default();
        let [part, what, figure, unit, goal, verdict] = [field(), field(), field(), field(), field(), field()];
        if what.is_empty() {
            continue;
        }
        let figure = Figure {
            text: format!("{figure} {unit}"),
            goal: goal.to_owned(),
            verdict: verdict.to_owned(),
        };
        let same = rows.iter().position(|row| row.part == part && row.what == what);
        let at = same.unwrap_or_else(|| {
            // A row that only one of the two has stands with its part.
            let end = rows
                .iter()
                .rposition(|row| row.part == part)
                .map_or(rows.len(), |last| last + 1);
            rows.insert(
                end,
                Row {
                    part: part.to_owned(),
                    what: what.to_owned(),
                    native: None,
                    module: None,
                },
            );
            end
        });
        if let Some(row) = rows.get_mut(at) {
            *place(row) = Some(figure);
        }
    }
}

fn is_missed(row: &Row) -> bool {
    let figures = [&row.native, &row.module];
    figures.into_iter().flatten().any(|figure| figure.verdict == "missed")
}

/// The table as Markdown, a part after the other.
fn table(rows: &[Row]) -> String {
    let mut text = String::new();
    let mut part = "";
    let mut both = false;
    for row in rows {
        if row.part != part {
            part = &row.part;
            both = rows.iter().any(|row| row.part == part && row.module.is_some());
            let head = if both {
                "| what | native | goal | WebAssembly | goal |\n|---|--:|---|--:|---|"
            } else {
                "| what | figure | goal |\n|---|--:|---|"
            };
            text.push_str(&format!("\n## {part}\n\n{head}\n"));
        }
        text.push_str(&format!("| {} |", row.what));
        for figure in [&row.native, &row.module].into_iter().take(if both { 2 } else { 1 }) {
            let figure = figure.clone().unwrap_or_default();
            let goal = match figure.verdict.as_str() {
                "missed" => format!("**missed:** {}", figure.goal),
                _ => figure.goal,
            };
            text.push_str(&format!(" {} | {} |", figure.text, goal));
        }
        text.push('\n');
    }
    text
}

/// The document that holds the table.
fn document(rows: &[Row]) -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let missed = rows.iter().filter(|row| is_missed(row)).count();
    let verdict = match missed {
        0 => "Every goal is met.".to_owned(),
        1 => "One goal is missed; it is marked.".to_owned(),
        some => format!("{some} goals are missed; they are marked."),
    };
    format!(
        "# Measurements\n\n\
         Written by `cargo xtask bench`, which measures all of it anew; not edited by hand.\n\n\
         Times are the processor's, so that other work on the machine stays out of them, on a virtual machine with {cores} cores. \
         WebAssembly is the same measurement as a module in node. The page is measured in Chromium with its processor slowed four \
         times, by the clock. A goal stands beside its figure. {verdict}\n{}",
        table(rows)
    )
}

/// The built site in a browser whose processor is slowed: lines as those of `crates/bench`.
fn page(project: &Project) -> Result<String, Failure> {
    if !project.dist().join("index.html").is_file() {
        return Err(Failure::new("dist/ has no site to measure").advice("run `cargo xtask build` first"));
    }
    let chromium = setup::browser(project)?;
    let server = Server::start(&project.dist(), 0)?;
    let site = format!("http://localhost:{}{SUBPATH}", server.port());
    let measure = |script: &str, modules: &Path| {
        let mut node = Command::new("node");
        node.current_dir(&project.root)
            .arg(script)
            .env("DRYDOCK_SITE", &site)
            .env("DRYDOCK_CHROMIUM", &chromium)
            .env("DRYDOCK_LIGHTHOUSE", modules);
        output(&mut node)
    };
    say("page: load it and type in it, in Chromium slowed four times");
    let mut lines = measure("tests/browser/bench.mjs", Path::new(""))?;
    say("page: ask Lighthouse");
    match setup::peer(project, LIGHTHOUSE).and_then(|modules| measure("tests/browser/lighthouse.mjs", &modules)) {
        Ok(scores) => lines = format!("{}\n{scores}", lines.trim_end()),
        Err(failure) => say(&format!("{LIGHTHOUSE} was not measured: {failure}")),
    }
    Ok(lines)
}
