//! Starting a lesson over: asked once, and can be taken back.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::session::use_session;

#[component]
pub fn Reset() -> Html {
    let dialog = use_node_ref();
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let ask = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                let _ = dialog.show_modal();
            }
        })
    };
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    let reset = {
        let (close, session) = (close.clone(), session.clone());
        Callback::from(move |event: MouseEvent| {
            close.emit(event);
            let seed = (js_sys::Math::random() * 9_007_199_254_740_992.0) as u64;
            session
                .link
                .reset(session.state.lesson.journal(seed, js_sys::Date::now() as i64));
        })
    };
    let title = session.id("reset-title");
    html! {
        <>
            <button type="button" class="button button-quiet" onclick={ask}>{ t.reset }</button>
            <dialog class="dialog" ref={dialog} aria-labelledby={title.clone()}>
                <h2 id={title}>{ t.reset_lesson }</h2>
                <p>{ t.reset_ask }</p>
                <div class="dialog-actions">
                    <button type="button" class="button" onclick={close}>{ t.cancel }</button>
                    <button type="button" class="button button-primary" onclick={reset}>{ t.reset }</button>
                </div>
            </dialog>
        </>
    }
}
