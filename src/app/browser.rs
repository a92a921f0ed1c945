//! The preview's loading of a page: the page itself, then what it needs, as a browser would ask for it.

use std::collections::BTreeMap;

use session::protocol::{Bytes, HttpAnswer, HttpFailure, HttpRequest, Ticket};

use super::bindings::preview;

/// A page that has been loaded, ready for the frame.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    pub answer: HttpAnswer,
    /// What the frame shows.
    pub document: String,
    /// Name and address of each link.
    pub links: Vec<(String, String)>,
}

/// What comes of an answer.
pub enum Step {
    /// The page is there, or is not.
    Done(Result<Page, HttpFailure>),
    /// It needs these first.
    Ask(Vec<String>),
    /// It still waits, or the answer was to a page that has been left.
    Wait,
}

/// The page that is being loaded.
#[derive(Default)]
pub struct Loading {
    /// The question whose answer is the page.
    page: Ticket,
    answer: Option<HttpAnswer>,
    /// The questions whose answers it waits for, with their addresses.
    waiting: BTreeMap<Ticket, String>,
    loaded: BTreeMap<String, HttpAnswer>,
}

impl Loading {
    /// A page has been asked for; whatever was being loaded is left.
    pub fn begin(&mut self, ticket: Ticket) {
        *self = Self {
            page: ticket,
            ..Self::default()
        };
    }

    /// One of the things that [`Step::Ask`] named has been asked for.
    pub fn asked(&mut self, ticket: Ticket, address: String) {
        self.waiting.insert(ticket, address);
    }

    pub fn answered(&mut self, ticket: Ticket, answer: Result<HttpAnswer, HttpFailure>) -> Step {
        if ticket == self.page {
            let answer = match answer {
                Ok(answer) => answer,
                Err(failure) => return Step::Done(Err(failure)),
            };
            let needs = preview::resources(&answer);
            self.answer = Some(answer);
            return if needs.is_empty() { self.finish() } else { Step::Ask(needs) };
        }
        let Some(address) = self.waiting.remove(&ticket) else {
            return Step::Wait;
        };
        if let Ok(answer) = answer {
            self.loaded.insert(address, answer);
        }
        if self.waiting.is_empty() { self.finish() } else { Step::Wait }
    }

    fn finish(&mut self) -> Step {
        let Some(answer) = self.answer.take() else { return Step::Wait };
        let document = preview::document(&answer, &self.loaded);
        let links = preview::links(&answer);
        Step::Done(Ok(Page { answer, document, links }))
    }
}

/// A plain GET.
pub fn get(url: &str) -> HttpRequest {
    HttpRequest {
        method: "GET".to_owned(),
        url: url.to_owned(),
        headers: Vec::new(),
        body: Bytes::default(),
    }
}
