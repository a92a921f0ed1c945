//! The four panes.

mod checks;
mod editor;
mod file_tabs;
mod files;
mod lesson;
mod pictures;
mod problems;
mod terminal;

pub use checks::check_item;
pub use editor::EditorPane;
pub use lesson::LessonPane;
pub use pictures::PicturesPane;
pub use terminal::TerminalPane;
use yew::prelude::*;

use super::i18n::fill;
use super::icons::{Icon, icon};
use super::session::Session;
use super::state::{Action, Pane};

/// A pane's frame: a named region with a head and, in it, a button that gives the pane all the room.
fn frame(session: &Session, pane: Pane, head: Html, body: Html) -> Html {
    let t = session.t();
    let maximised = session.state.maximised == Some(pane);
    let label = fill(if maximised { t.restore } else { t.maximise }, &[("pane", pane.name(t))]);
    let onclick = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Maximised((!maximised).then_some(pane))))
    };
    html! {
        <section
            class={classes!("pane", format!("pane-{}", pane.word()))}
            id={session.id(&format!("pane-{}", pane.word()))}
            aria-label={session.landmark(pane.name(t))}
            data-current={(session.state.pane == pane).to_string()}
        >
            <div class="pane-head">
                { head }
                <button
                    type="button"
                    class="button button-quiet pane-maximise"
                    aria-pressed={maximised.to_string()}
                    aria-label={label.clone()}
                    title={label}
                    {onclick}
                >{ icon(if maximised { Icon::Shrink } else { Icon::Expand }) }</button>
            </div>
            { body }
        </section>
    }
}
