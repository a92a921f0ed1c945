//! The lesson: its text, and its goals.

use yew::prelude::*;

use super::checks::Checks;
use super::frame;
use crate::app::course::{Onward, Opener, Progress, note_progress};
use crate::app::i18n;
use crate::app::lesson_parts;
use crate::app::lessons;
use crate::app::markdown::Target;
use crate::app::session::use_session;
use crate::app::state::{Pane, Picture};

#[component]
pub fn LessonPane() -> Html {
    let session = use_session();
    let language = session.as_ref().map(|session| session.state.language()).unwrap_or_default();
    let lesson = session.as_ref().map(|session| session.state.lesson.id);
    // The text changes with lesson and language only, and the callbacks in it reach the state by themselves.
    let latest = use_mut_ref(|| None);
    latest.borrow_mut().clone_from(&session);
    let open = use_context::<Opener>();
    let text = {
        let latest = latest.clone();
        let source = session
            .as_ref()
            .map(|session| session.state.lesson.text(language))
            .unwrap_or_default();
        use_memo((language, lesson), move |_| {
            let go = Callback::from(move |target: Target| {
                let Some(session) = latest.borrow().clone() else { return };
                match target {
                    Target::File(path) => session.show_file(&path),
                    Target::Panel(name) => {
                        if let Some(picture) = Picture::ALL.into_iter().find(|picture| picture.word() == name) {
                            session.show_picture(picture);
                        }
                    }
                    Target::Preview(url) => session.browse(&url),
                    Target::Lesson(id) => {
                        if let Some(Opener(open)) = &open {
                            open.emit(id);
                        }
                    }
                    Target::Web(_) | Target::Nowhere => {}
                }
            });
            lesson_parts::draw(&lesson::Lesson::parse(source), language.messages(), &go)
        })
    };
    // What somebody else has done is no progress of one's own.
    let own = session.as_ref().filter(|session| !session.shared);
    let goals = own.map(|session| {
        let checks = &session.state.view.checks;
        let met = checks.iter().filter(|check| check.met).count();
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        (
            session.state.lesson.id,
            Progress {
                met: number(met),
                all: number(checks.len()),
            },
        )
    });
    use_effect_with(goals, |goals| {
        if let Some((lesson, progress)) = goals
            && progress.all > 0
        {
            note_progress(lesson, *progress);
        }
    });
    let Some(session) = session else { return Html::default() };
    let t = session.t();
    let (front, _) = lessons::front_matter(session.state.lesson.text(language));
    let minutes = front.get("minutes").and_then(|minutes| minutes.parse().ok());
    let head = html! {
        <>
            <h2 class="pane-title">{ t.lesson }</h2>
            if let Some(minutes) = minutes {
                <span class="pane-note">{ i18n::count(t.minutes, minutes) }</span>
            }
        </>
    };
    let spoken = session.state.lesson.spoken(language).tag();
    let body = html! {
        <div class="pane-body lesson-text" tabindex="0" role="group" aria-label={t.lesson}>
            <article lang={spoken}>
                if let Some(title) = front.get("title") {
                    <h2 class="lesson-title">{ *title }</h2>
                }
                { (*text).clone() }
            </article>
            <Checks />
            <Onward />
        </div>
    };
    frame(&session, Pane::Lesson, head, body)
}
