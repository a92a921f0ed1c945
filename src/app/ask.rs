//! A picture's question to the sandbox, asked while the picture is shown and again when there is news.

use std::rc::Rc;

use session::protocol::{Answer, Question};
use yew::prelude::*;

use super::link::Link;
use super::session::use_session;
use super::state::Phase;

/// What a question was answered with.
pub type Answered = Rc<Result<Answer, String>>;

/// A question under way.
#[derive(Default)]
struct Asking {
    of: Option<Question>,
    /// Counts the questions, so that a late answer to another one is dropped.
    number: u32,
    waiting: bool,
    /// There was news since it was asked.
    stale: bool,
}

/// The newest answer to a question; the last one stays while it is asked again. `None` asks nothing.
#[hook]
pub fn use_answer(question: Option<Question>) -> Option<Answered> {
    let session = use_session();
    let answer = use_state(|| None::<(Question, Answered)>);
    let asking = use_mut_ref(Asking::default);
    let link = session.as_ref().map(|session| session.link.clone());
    let news = session.as_ref().map(|session| (session.state.phase, session.state.revision));
    {
        let (asking, answer) = (asking, answer.clone());
        use_effect_with((question.clone(), news), move |(question, news)| {
            {
                let mut asking = asking.borrow_mut();
                let ready = matches!(news, Some((Phase::Ready, _)));
                if !ready || asking.of != *question {
                    asking.of = question.clone().filter(|_| ready);
                    asking.number = asking.number.wrapping_add(1);
                    asking.waiting = false;
                }
                if asking.waiting {
                    asking.stale = true;
                    return;
                }
                if asking.of.is_none() {
                    return;
                }
            }
            if let (Some(question), Some(link)) = (question, link) {
                put(&link, question, &asking, &answer);
            }
        });
    }
    answer
        .as_ref()
        .filter(|(of, _)| Some(of) == question.as_ref())
        .map(|(_, answered)| answered.clone())
}

fn put(
    link: &Link,
    question: &Question,
    asking: &Rc<std::cell::RefCell<Asking>>,
    answer: &UseStateHandle<Option<(Question, Answered)>>,
) {
    let number = {
        let mut asking = asking.borrow_mut();
        asking.waiting = true;
        asking.stale = false;
        asking.number
    };
    let heard = {
        let (link, question, asking, answer) = (link.clone(), question.clone(), asking.clone(), answer.clone());
        Callback::from(move |found: Result<Answer, String>| {
            let again = {
                let mut asking = asking.borrow_mut();
                if asking.number != number {
                    return;
                }
                asking.waiting = false;
                asking.stale
            };
            answer.set(Some((question.clone(), Rc::new(found))));
            if again {
                put(&link, &question, &asking, &answer);
            }
        })
    };
    link.ask(question.clone(), heard);
}
