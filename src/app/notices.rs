//! One sentence above the panes: what went wrong or was done, and what a person can do about it.

use yew::prelude::*;

use super::course::Places;
use super::i18n::{count, fill};
use super::icons::{Icon, icon};
use super::session::use_session;
use super::state::{Action, Notice, Phase};

#[component]
pub fn Notices() -> Html {
    let places = use_context::<Places>().unwrap_or_default();
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let close = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.dispatch(Action::Notice(None)))
    };
    let undo = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.link.undo_reset())
    };
    let undo_all = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.link.undo_everything())
    };
    let bring_back = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(Notice::FileRemoved(path, contents)) = &session.state.notice {
                session.link.write_file(path.clone(), contents.clone());
                session.show_file(path);
            }
            session.dispatch(Action::Notice(None));
        })
    };
    let notice = session.state.notice.as_ref().map(|notice| {
        let put;
        let text = match notice {
            Notice::Crashed(_) if session.state.phase == Phase::Crashed => t.crashed_again,
            Notice::Crashed(_) => t.crashed,
            Notice::NotSaved => t.not_saved,
            Notice::OldJournal => t.old_journal,
            Notice::ResetDone => t.reset_done,
            Notice::WentBack => t.went_back,
            Notice::AllReset => t.reset_all_done,
            Notice::Loaded => t.loaded,
            Notice::FilesPut(files) => {
                put = count(t.files_put, *files);
                put.as_str()
            }
            Notice::FileRemoved(path, _) => {
                put = fill(t.file_removed, &[("name", path)]);
                put.as_str()
            }
            Notice::Trouble(trouble) => trouble.words(t),
            Notice::Refused(what) => what.as_str(),
        };
        html! {
            <div class={classes!("notice", matches!(notice, Notice::Crashed(_)).then_some("notice-bad"))}>
                { icon(Icon::Alert) }
                <p>{ text.to_owned() }</p>
                if let Notice::Crashed(message) = notice {
                    <details><summary>{ t.details }</summary><pre>{ message.clone() }</pre></details>
                }
                if matches!(notice, Notice::ResetDone | Notice::WentBack) {
                    <button type="button" class="button" onclick={undo}>{ t.undo }</button>
                }
                if matches!(notice, Notice::AllReset | Notice::Loaded) {
                    <button type="button" class="button" onclick={undo_all}>{ t.undo }</button>
                }
                if matches!(notice, Notice::FileRemoved(..)) {
                    <button type="button" class="button" onclick={bring_back}>{ t.undo }</button>
                }
                <button type="button" class="button button-quiet" aria-label={t.close} title={t.close} onclick={close}>
                    { icon(Icon::Cross) }
                </button>
            </div>
        }
    });
    let own = {
        let id = session.state.lesson.id.to_owned();
        Callback::from(move |_: MouseEvent| places.own.emit(id.clone()))
    };
    let here = {
        let session = session.clone();
        Callback::from(move |_: MouseEvent| session.link.take_over())
    };
    html! {
        <div class="notices" role="status">
            if session.state.reading {
                <div class="notice">
                    { icon(Icon::Alert) }
                    <p>{ t.other_tab }</p>
                    <button type="button" class="button" onclick={here}>{ t.work_here }</button>
                </div>
            }
            if session.shared {
                <div class="notice">
                    { icon(Icon::Alert) }
                    <p>{ t.shared_here }</p>
                    <button type="button" class="button" onclick={own}>{ t.shared_back }</button>
                </div>
            }
            { notice }
        </div>
    }
}
