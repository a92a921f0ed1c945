//! The layers that a Dockerfile's text would give now (`Request::Predict`).

use crate::World;
use crate::protocol::{Event, Prediction, StepOutcome as Shown, StepView, Ticket, Why as Because};
use engine::{BuildRequest, StepOutcome, Why};
use std::cell::RefCell;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

/// Works the prediction out and leaves it in `answers`. Nothing in it waits, so it is there at once.
pub(crate) fn start(world: &World, ticket: Ticket, path: String, text: String, answers: Rc<RefCell<Vec<Event>>>) {
    let context = world.context();
    let ignore = context
        .read(&format!("{path}.dockerignore"))
        .or_else(|| context.read(".dockerignore"));
    let request = BuildRequest {
        context,
        dockerfile: text,
        file_name: path.rsplit('/').next().unwrap_or("Dockerfile").to_string(),
        ignore: ignore.map(|b| String::from_utf8_lossy(&b).into_owned()),
        network: "default".into(),
        ..BuildRequest::default()
    };
    // A prediction waits for nothing, so one poll is enough; the machine and its clock take no part,
    // and a replay, which makes no predictions, stays the same.
    let mut prediction = Box::pin(world.engine().predict(request));
    let mut context = Context::from_waker(Waker::noop());
    if let Poll::Ready((steps, error)) = prediction.as_mut().poll(&mut context) {
        let size = None;
        let steps = steps
            .into_iter()
            .map(|s| StepView {
                stage: s.stage,
                instruction: s.instruction,
                first_line: s.lines.start,
                last_line: s.lines.end,
                makes_layer: s.makes_layer,
                size: s.layer.map(|(_, size)| size),
                digest: s.layer.map(|(digest, _)| digest.to_string()),
                outcome: match s.outcome {
                    StepOutcome::Cached => Shown::Cached,
                    StepOutcome::Ran(why) => Shown::WillRun(because(why)),
                    StepOutcome::Failed(message) => Shown::Fails(message),
                    StepOutcome::Unknown => Shown::Unknown,
                },
            })
            .collect();
        answers.borrow_mut().push(Event::Prediction {
            ticket,
            path,
            prediction: Prediction { steps, error, size },
        });
    }
}

fn because(why: Why) -> Because {
    match why {
        Why::New | Why::Pruned | Why::NoCache => Because::New,
        Why::Instruction(_) | Why::Arguments(_) => Because::InstructionChanged,
        Why::Files(files) => Because::FilesChanged(files),
        Why::Below => Because::StepBelow,
    }
}
