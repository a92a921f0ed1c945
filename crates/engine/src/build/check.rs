//! What the frontend tells of a Dockerfile without building anything: `docker build --call=check|outline|targets`.
//!
//! Images are looked for as in a build, but for their files. Specified by BuildKit's `frontend/subrequests` and
//! `dockerfile2llb/convert.go`.

use super::plan::{Known, platform_of};
use super::report::Mode;
use super::{BuildEvent, BuildFailure, BuildRequest, frontend};
use crate::Engine;
use dockerfile::check::{CheckInput, ImageFacts, Images, Platform, Report, check};
use dockerfile::{Dockerfile, PatternMatcher, Reference};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// What the frontend is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Question {
    /// What is wrong.
    Lint,
    /// What the target can be given.
    Outline,
    /// Which stages there are.
    Targets,
}

/// The images that the engine knows, those that it was asked for, and why one can't be had.
struct Looked<'a> {
    known: Known<'a>,
    asked: RefCell<Vec<Reference>>,
    refused: BTreeMap<String, String>,
}

impl Images for Looked<'_> {
    fn image(&self, name: &Reference, platform: &Platform) -> Option<ImageFacts> {
        self.known.image(name, platform)
    }

    fn refusal(&self, name: &Reference) -> Option<String> {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(name) {
            asked.push(name.clone());
        }
        self.refused.get(&name.to_string()).cloned()
    }
}

impl Engine {
    /// What is wrong, as far as it can be told without asking a registry.
    pub fn check_build(&self, request: &BuildRequest) -> Report {
        report_of(request, &Known(self), request.target.is_none())
    }

    /// Asks the frontend; steps are told to `events`. Gives what is wrong, as far as the question has it looked for.
    /// Errors: the frontend can't be had, or an outline's target can't be resolved.
    pub async fn ask_frontend(
        &self,
        request: &BuildRequest,
        question: Question,
        events: &mut dyn FnMut(BuildEvent),
    ) -> Result<Report, Box<BuildFailure>> {
        frontend::resolve(self, request, Mode::Build, events)?;
        if question == Question::Targets {
            return Ok(Report::default());
        }
        let all_stages = question == Question::Lint && request.target.is_none();
        let mut looked = Looked {
            known: Known(self),
            asked: RefCell::default(),
            refused: BTreeMap::new(),
        };
        let mut report = report_of(request, &looked, all_stages);
        for (number, reference) in looked.asked.take().into_iter().enumerate() {
            let vertex = request.vertices + number;
            let name = format!("[internal] load metadata for {reference}");
            let found = match self.base(&reference.to_string()) {
                Some(image) => Ok(image),
                None => self.base_metadata(&reference).await,
            };
            match found {
                Ok(_) => events(BuildEvent::Internal { name, transferred: None }),
                Err(why) => {
                    events(BuildEvent::Started { vertex, name });
                    events(BuildEvent::Ended {
                        vertex,
                        cached: false,
                        error: Some(why.clone()),
                    });
                    looked.refused.insert(reference.to_string(), why);
                    report = report_of(request, &looked, all_stages);
                    break;
                }
            }
        }
        match report.error {
            Some(error) if question == Question::Outline => Err(Box::new(BuildFailure {
                message: error.message,
                lines: error.lines,
                ..BuildFailure::default()
            })),
            _ => Ok(report),
        }
    }
}

fn report_of(request: &BuildRequest, images: &dyn Images, all_stages: bool) -> Report {
    let ignore = request
        .ignore
        .as_deref()
        .and_then(|text| PatternMatcher::from_ignore_file(text).ok());
    check(
        &Dockerfile::parse(request.dockerfile.clone()),
        &CheckInput {
            build_args: &request.build_args,
            target: request.target.as_deref(),
            all_stages,
            platform: &platform_of(request),
            ignore: ignore.as_ref(),
            images,
        },
    )
}
