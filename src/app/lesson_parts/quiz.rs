//! A quiz: radio buttons, and why a choice is right or wrong. The answer goes into the journal.

use std::rc::Rc;

use lesson::Quiz;
use session::protocol::Request;
use yew::prelude::*;

use crate::app::markdown::{self, Target};
use crate::app::session::use_session;

#[derive(Properties, PartialEq)]
pub struct QuizProps {
    pub quiz: Rc<Quiz>,
    pub go: Callback<Target>,
}

#[component]
pub fn QuizBlock(props: &QuizProps) -> Html {
    let chosen = use_state(|| None::<usize>);
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let quiz = &props.quiz;
    let answer = session.state.view.answers.iter().find(|answer| answer.id == quiz.id);
    let answered = answer.and_then(|answer| usize::try_from(answer.choice).ok());
    let group = session.id(&format!("quiz-{}", quiz.id));
    let choices = quiz.choices.iter().enumerate().map(|(index, choice)| {
        let id = format!("{group}-{index}");
        let pick = {
            let chosen = chosen.clone();
            Callback::from(move |_: Event| chosen.set(Some(index)))
        };
        let said = (answered == Some(index)).then(|| {
            let (class, word) = match choice.right {
                true => ("quiz-right", t.quiz_right),
                false => ("quiz-wrong", t.quiz_wrong),
            };
            html! {
                <div class={classes!("quiz-because", class)}>
                    <strong>{ word }</strong>
                    { markdown::render(&choice.because, t, &props.go) }
                </div>
            }
        });
        html! {
            <li key={index}>
                <div class="quiz-choice">
                    <input type="radio" id={id.clone()} name={group.clone()} value={index.to_string()}
                        checked={chosen.or(answered) == Some(index)} onchange={pick} />
                    <label for={id}>{ markdown::render(&choice.text, t, &props.go) }</label>
                </div>
                <div role="status">{ said }</div>
            </li>
        }
    });
    let open = *chosen != answered && chosen.is_some();
    let send = {
        let (session, id, chosen) = (session.clone(), quiz.id.clone(), chosen.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(choice) = chosen.filter(|_| open).and_then(|choice| u32::try_from(choice).ok()) {
                session.link.send(Request::Quiz { id: id.clone(), choice });
            }
        })
    };
    html! {
        <fieldset class="quiz" data-quiz={quiz.id.clone()}>
            <legend><span class="exercise-word">{ t.question }</span></legend>
            { markdown::render(&quiz.question, t, &props.go) }
            <ul class="quiz-choices">{ for choices }</ul>
            // It keeps the focus when there is nothing to answer any more.
            <button type="button" class="button" onclick={send} aria-disabled={(!open).to_string()}>{ t.quiz_answer }</button>
        </fieldset>
    }
}
