//! The last build for the pictures: what its steps did and why, its layers, what was wasted, and what
//! would be better (`View::build`).

use crate::predict::step_view;
use crate::protocol::{BuildLayerView, BuildStepView, BuildView};
use engine::{Engine, Explanation, LayerContents, StepOutcome, StepReport, Why};

/// Paths told of a layer.
const CHANGES: usize = 50;
/// Files told of what was wasted.
const WASTED: usize = 20;

pub(crate) fn of(engine: &Engine) -> Option<BuildView> {
    let build = engine.last_build()?;
    Some(view(&engine.explain(&build)))
}

fn view(explanation: &Explanation) -> BuildView {
    let milliseconds = |d: std::time::Duration| u64::try_from(d.as_millis()).unwrap_or(u64::MAX);
    BuildView {
        steps: explanation.steps.iter().map(step).collect(),
        layers: explanation.layers.iter().map(layer).collect(),
        size: explanation.size,
        wasted: explanation.waste.bytes,
        efficiency: explanation.waste.efficiency,
        wasted_files: explanation
            .waste
            .files
            .iter()
            .take(WASTED)
            .map(|f| (f.path.clone(), f.bytes))
            .collect(),
        better_order: explanation.order.as_ref().map(|o| o.dockerfile.clone()),
        change_ms: explanation
            .order
            .as_ref()
            .map(|o| (milliseconds(o.now.1), milliseconds(o.then.1))),
        second_stage: explanation.stages.as_ref().map(|s| (s.base.clone(), s.size)),
        error: explanation.error.clone(),
    }
}

fn step(report: &StepReport) -> BuildStepView {
    BuildStepView {
        step: step_view(report.clone()),
        reasons: match &report.outcome {
            StepOutcome::Ran(why) => reasons(why),
            _ => Vec::new(),
        },
        took_ms: report.took.map(|t| u64::try_from(t.as_millis()).unwrap_or(u64::MAX)),
    }
}

/// What differs, a line each: names, values, digests and lines of the learner's own files.
fn reasons(why: &Why) -> Vec<String> {
    let told = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
    match why {
        Why::New | Why::NoCache | Why::Pruned => Vec::new(),
        Why::Instruction(before) => vec![before.replace('\u{1}', " ")],
        Why::Arguments(changes) => changes
            .iter()
            .map(|c| format!("{}: {} → {}", c.name, told(&c.before), told(&c.after)))
            .collect(),
        Why::Files(files) => files
            .iter()
            .map(|f| {
                let digest = |d: Option<vfs::Digest>| d.map_or_else(|| "-".to_string(), |d| d.short());
                let line = f.line.map(|line| format!(":{line}")).unwrap_or_default();
                format!("{}{line}: {} → {}", f.path, digest(f.before), digest(f.after))
            })
            .collect(),
        Why::Base(before, after) => vec![format!("{before} → {after}")],
        Why::Below(step) => vec![step.clone()],
    }
}

fn layer(contents: &LayerContents) -> BuildLayerView {
    let added = contents.added.iter().map(|(path, _)| format!("A /{path}"));
    let changed = contents.changed.iter().map(|(path, _)| format!("C /{path}"));
    let deleted = contents.deleted.iter().map(|path| format!("D /{path}"));
    let all = contents.added.len() + contents.changed.len() + contents.deleted.len();
    let mut changes: Vec<String> = added.chain(changed).chain(deleted).take(CHANGES).collect();
    if all > CHANGES {
        changes.push("…".into());
    }
    BuildLayerView {
        created_by: contents.created_by.clone(),
        digest: contents.digest.clone(),
        size: contents.size,
        changes,
    }
}
