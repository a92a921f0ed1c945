//! `drydock explain`: why each step of a build ran again, what the layers hold, what was wasted, and what
//! another order or a second stage would bring.
//!
//!     drydock explain [--json] < LINES.json        the last build of these shell lines
//!     drydock explain [--json] [-f FILE] DIR       a build of this directory

use engine::{Explanation, FileChange, StepOutcome, Why};
use serde_json::{Value, json};
use session::World;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// Files listed of a layer, and of what was wasted.
const LISTED: usize = 8;

pub fn run(args: &[String]) -> i32 {
    let mut as_json = false;
    let mut file = None;
    let mut dir = None;
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--json" => as_json = true,
            "-f" | "--file" => file = rest.next().cloned(),
            other if other.starts_with('-') => return usage(&format!("unknown option {other}")),
            other => dir = Some(other.to_string()),
        }
    }
    let world = match &dir {
        Some(dir) => {
            let world = match crate::exec::world(Path::new(dir)) {
                Ok(world) => world,
                Err(why) => return usage(&why),
            };
            let file = file
                .map(|f| format!(" -f '{}'", f.replace('\'', "'\\''")))
                .unwrap_or_default();
            world.run_line(&format!("docker build{file} ."));
            world
        }
        None => match lines_of_standard_input() {
            Ok(world) => world,
            Err(why) => return usage(&why),
        },
    };
    let Some(build) = world.engine().last_build() else {
        eprintln!("drydock explain: nothing was built");
        return 1;
    };
    let explanation = world.engine().explain(&build);
    let text = match as_json {
        true => format!("{}\n", to_json(&explanation)),
        false => to_text(&explanation),
    };
    // Whoever reads may have read enough.
    let _ = std::io::stdout().write_all(text.as_bytes());
    i32::from(explanation.error.is_some())
}

fn usage(why: &str) -> i32 {
    eprintln!(
        "drydock explain: {why}\nusage: drydock explain [--json] < LINES.json\n       drydock explain [--json] [-f FILE] DIR"
    );
    2
}

fn lines_of_standard_input() -> Result<World, String> {
    let lines = crate::exec::lines()?;
    let here = std::env::current_dir().map_err(|_| "the current directory cannot be read".to_string())?;
    let world = crate::exec::world(&here)?;
    for line in &lines {
        world.run_line(line);
    }
    Ok(world)
}

/// Why a step ran, as a sentence.
fn sentence(why: &Why) -> String {
    match why {
        Why::New => "nothing like it was built before".into(),
        Why::NoCache => "the cache was not to be used".into(),
        Why::Instruction(before) => format!("the instruction changed; it was {}", before.replace('\u{1}', " ")),
        Why::Arguments(changes) => {
            let told = |value: &Option<String>| value.as_ref().map_or("nothing".to_string(), |v| format!("{v:?}"));
            let each = changes
                .iter()
                .map(|c| format!("{} was {}, is {}", c.name, told(&c.before), told(&c.after)));
            each.collect::<Vec<_>>().join("; ")
        }
        Why::Files(files) => {
            let mut text = files.iter().take(LISTED).map(file).collect::<Vec<_>>().join("; ");
            if files.len() > LISTED {
                let _ = write!(text, "; and {} more", files.len() - LISTED);
            }
            text
        }
        Why::Base(before, after) => format!("the base image changed from {} to {}", short(before), short(after)),
        Why::Below(step) => format!("the step below gave another result: {step}"),
        Why::Pruned => "its result was pruned from the cache".into(),
    }
}

fn file(change: &FileChange) -> String {
    let digest = |d: &Option<vfs::Digest>| d.map(|d| d.short()).unwrap_or_default();
    match (change.before, change.after) {
        (None, _) => format!("{} is new ({})", change.path, digest(&change.after)),
        (_, None) => format!("{} is gone (was {})", change.path, digest(&change.before)),
        _ => {
            let line = change.line.map(|line| format!(" in line {line}")).unwrap_or_default();
            format!(
                "{} changed{line} ({} → {})",
                change.path,
                digest(&change.before),
                digest(&change.after)
            )
        }
    }
}

fn short(digest: &str) -> String {
    digest.trim_start_matches("sha256:").chars().take(12).collect()
}

fn size(bytes: u64) -> String {
    let mut value = bytes as f64;
    for unit in ["B", "kB", "MB", "GB"] {
        if value < 1000.0 {
            return match unit {
                "B" => format!("{bytes}B"),
                unit => format!("{value:.1}{unit}"),
            };
        }
        value /= 1000.0;
    }
    format!("{value:.1}TB")
}

fn to_text(e: &Explanation) -> String {
    let mut out = String::from("Steps\n");
    for step in e.steps.iter().filter(|s| s.makes_layer) {
        let stage = match step.stage.as_str() {
            "" => String::new(),
            stage => format!("{stage}: "),
        };
        let held = step.size.map(|bytes| format!(" ({})", size(bytes))).unwrap_or_default();
        let _ = writeln!(out, "  line {}  {stage}{}{held}", step.lines.start, step.instruction);
        let word = match &step.outcome {
            StepOutcome::Cached => "out of the cache".into(),
            StepOutcome::Ran(why) => format!("ran: {}", sentence(why)),
            StepOutcome::Failed(why) => format!("failed: {why}"),
            StepOutcome::Unknown => "not reached".into(),
        };
        let _ = writeln!(out, "    {word}");
    }
    if let Some(error) = &e.error {
        let _ = writeln!(out, "\nThe build failed: {error}");
        return out;
    }
    let _ = writeln!(out, "\nLayers, {} in all", size(e.size));
    for (number, layer) in e.layers.iter().enumerate() {
        let _ = writeln!(out, "  {number}  {:>8}  {}", size(layer.size), layer.created_by);
        for (mark, files) in [("A", &layer.added), ("C", &layer.changed)] {
            let mut files: Vec<&(String, u64)> = files.iter().filter(|(_, bytes)| *bytes > 0).collect();
            files.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            for (path, bytes) in files.iter().take(LISTED) {
                let _ = writeln!(out, "       {mark} /{path} {}", size(*bytes));
            }
            if files.len() > LISTED {
                let _ = writeln!(out, "       {mark} and {} more", files.len() - LISTED);
            }
        }
        for path in layer.deleted.iter().take(LISTED) {
            let _ = writeln!(out, "       D /{path}");
        }
    }
    let _ = writeln!(
        out,
        "\nEfficiency {:.1} %, {} wasted",
        e.waste.efficiency * 100.0,
        size(e.waste.bytes)
    );
    for file in e.waste.files.iter().take(LISTED) {
        let _ = writeln!(
            out,
            "  {:>8}  /{}  written by layer {}, hidden by layer {}",
            size(file.bytes),
            file.path,
            file.written,
            file.hidden
        );
    }
    if let Some(order) = &e.order {
        let _ = writeln!(
            out,
            "\nWith dependencies before sources, a change of one source file runs {} steps ({:.1}s) instead of {} ({:.1}s):",
            order.then.0,
            order.then.1.as_secs_f64(),
            order.now.0,
            order.now.1.as_secs_f64()
        );
        for line in order.dockerfile.lines() {
            let _ = writeln!(out, "  {line}");
        }
    }
    if let Some(second) = &e.stages {
        let _ = writeln!(
            out,
            "\nBuilt in one stage and copied into a second one on {}, the image would weigh about {} ({} less)",
            second.base,
            size(second.size),
            size(e.size.saturating_sub(second.size))
        );
    }
    out
}

fn to_json(e: &Explanation) -> Value {
    let steps: Vec<Value> = e
        .steps
        .iter()
        .map(|step| {
            let (outcome, why) = match &step.outcome {
                StepOutcome::Cached => ("cached", Value::Null),
                StepOutcome::Ran(why) => ("ran", reason(why)),
                StepOutcome::Failed(message) => ("failed", json!({"kind": "error", "message": message})),
                StepOutcome::Unknown => ("unknown", Value::Null),
            };
            json!({
                "stage": step.stage, "instruction": step.instruction, "start": step.lines.start, "end": step.lines.end,
                "outcome": outcome, "why": why, "layer": step.layer.map(|d| d.to_string()), "size": step.size,
                "seconds": step.took.map(|t| t.as_secs_f64()), "makesLayer": step.makes_layer,
            })
        })
        .collect();
    let list = |files: &[(String, u64)]| -> Vec<Value> {
        files.iter().map(|(path, size)| json!({"path": path, "size": size})).collect()
    };
    let layers: Vec<Value> = e
        .layers
        .iter()
        .map(|layer| {
            json!({"createdBy": layer.created_by, "digest": layer.digest, "size": layer.size,
                "added": list(&layer.added), "changed": list(&layer.changed), "deleted": layer.deleted})
        })
        .collect();
    let wasted: Vec<Value> = e
        .waste
        .files
        .iter()
        .map(|f| json!({"path": f.path, "size": f.bytes, "written": f.written, "hidden": f.hidden}))
        .collect();
    json!({
        "steps": steps, "layers": layers, "size": e.size, "error": e.error,
        "waste": {"bytes": e.waste.bytes, "efficiency": e.waste.efficiency, "files": wasted},
        "order": e.order.as_ref().map(|o| json!({
            "dockerfile": o.dockerfile, "stepsNow": o.now.0, "secondsNow": o.now.1.as_secs_f64(),
            "stepsThen": o.then.0, "secondsThen": o.then.1.as_secs_f64()})),
        "secondStage": e.stages.as_ref().map(|s| json!({"base": s.base, "size": s.size})),
    })
}

fn reason(why: &Why) -> Value {
    match why {
        Why::New => json!({"kind": "new"}),
        Why::NoCache => json!({"kind": "noCache"}),
        Why::Instruction(before) => json!({"kind": "instruction", "before": before.replace('\u{1}', " ")}),
        Why::Arguments(changes) => {
            let changes: Vec<Value> = changes
                .iter()
                .map(|c| json!({"name": c.name, "before": c.before, "after": c.after}))
                .collect();
            json!({"kind": "arguments", "changes": changes})
        }
        Why::Files(files) => {
            let files: Vec<Value> = files
                .iter()
                .map(|f| {
                    json!({"path": f.path, "before": f.before.map(|d| d.to_string()),
                        "after": f.after.map(|d| d.to_string()), "line": f.line})
                })
                .collect();
            json!({"kind": "files", "files": files})
        }
        Why::Base(before, after) => json!({"kind": "base", "before": before, "after": after}),
        Why::Below(step) => json!({"kind": "below", "step": step}),
        Why::Pruned => json!({"kind": "pruned"}),
    }
}
