//! The layers that a Dockerfile's text would give now (`Request::Predict`).

use crate::World;
use crate::protocol::{
    ArgumentDifference, Event, FileDifference, Prediction, StepOutcome as Shown, StepView, Ticket, Why as Because,
};
use engine::{BuildContext, BuildRequest, StepOutcome, StepReport, Why};
use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Files or arguments that are told of a step that runs again.
const DIFFERENCES: usize = 20;

/// What a build of a Dockerfile of the workspace asks for.
pub(crate) fn request(context: BuildContext, path: &str, text: String) -> BuildRequest {
    let ignore = context
        .read(&format!("{path}.dockerignore"))
        .or_else(|| context.read(".dockerignore"));
    BuildRequest {
        context,
        dockerfile: text,
        file_name: path.rsplit('/').next().unwrap_or("Dockerfile").to_string(),
        ignore: ignore.map(|b| String::from_utf8_lossy(&b).into_owned()),
        network: "default".into(),
        ..BuildRequest::default()
    }
}

/// What a build would do, and the builder's words if it would fail.
///
/// A prediction waits for nothing, so one poll is enough; the machine and its clock take no part, and a replay,
/// which makes no predictions, stays the same.
pub(crate) fn predict(world: &World, request: BuildRequest) -> (Vec<StepReport>, Option<String>) {
    let mut prediction = Box::pin(world.engine().predict(request));
    match prediction.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(found) => found,
        Poll::Pending => (Vec::new(), Some("the build cannot be foreseen".into())),
    }
}

/// Works the prediction out and leaves it in `answers`.
pub(crate) fn start(world: &World, ticket: Ticket, path: String, text: String, answers: Rc<RefCell<Vec<Event>>>) {
    let (steps, error) = predict(world, request(world.context(), &path, text));
    let size = image_size(&steps);
    let steps = steps.into_iter().map(step_view).collect();
    answers.borrow_mut().push(Event::Prediction {
        ticket,
        path,
        prediction: Prediction { steps, error, size },
    });
}

/// A step as the page sees it.
pub(crate) fn step_view(step: StepReport) -> StepView {
    StepView {
        stage: step.stage,
        instruction: step.instruction,
        first_line: step.lines.start,
        last_line: step.lines.end,
        makes_layer: step.makes_layer,
        size: step.size,
        digest: step.layer.map(|digest| digest.to_string()),
        outcome: match step.outcome {
            StepOutcome::Cached => Shown::Cached,
            StepOutcome::Ran(why) => Shown::WillRun(because(why)),
            StepOutcome::Failed(message) => Shown::Fails(message),
            StepOutcome::Unknown => Shown::Unknown,
        },
    }
}

/// What the target would weigh as far as it is known: its own stage's steps, those it stands on included.
fn image_size(steps: &[StepReport]) -> Option<u64> {
    let last = steps.last()?.stage_index;
    let sizes: Vec<u64> = steps
        .iter()
        .filter(|s| s.stage_index == last)
        .filter_map(|s| s.size)
        .collect();
    (!sizes.is_empty()).then(|| sizes.iter().sum())
}

fn because(why: Why) -> Because {
    match why {
        Why::New => Because::New,
        Why::NoCache => Because::NoCache,
        Why::Pruned => Because::Pruned,
        Why::Instruction(before) => Because::InstructionChanged(before.replace('\u{1}', " ")),
        Why::Arguments(changes) => Because::ArgumentsChanged(
            changes
                .into_iter()
                .take(DIFFERENCES)
                .map(|c| ArgumentDifference {
                    name: c.name,
                    before: c.before,
                    after: c.after,
                })
                .collect(),
        ),
        Why::Files(files) => Because::FilesChanged(
            files
                .into_iter()
                .take(DIFFERENCES)
                .map(|f| FileDifference {
                    path: f.path,
                    before: f.before.map(|digest| digest.short()),
                    after: f.after.map(|digest| digest.short()),
                    line: f.line.and_then(|line| u32::try_from(line).ok()),
                })
                .collect(),
        ),
        Why::Base(before, after) => Because::BaseChanged(before, after),
        Why::Below(step) => Because::StepBelow(step),
    }
}
