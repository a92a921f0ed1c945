//! Ctrl-Z outside of what has an undo of its own: the last thing a person did in the sandbox is taken back; with Shift,
//! or Ctrl-Y, it is done again.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};
use yew::prelude::*;

use crate::app::session::{Session, use_session};

/// What takes the keys itself: the editor, the terminal, fields, and a dialog above the page.
const OWN_UNDO: &str = ".cm-editor, .xterm, input, textarea, select, dialog";

#[component]
pub fn UndoKeys() -> Html {
    let node = use_node_ref();
    let latest = use_mut_ref(|| None::<Session>);
    *latest.borrow_mut() = use_session();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            let options = EventListenerOptions::enable_prevent_default();
            let heard = EventListener::new_with_options(&gloo::utils::window(), "keydown", options, move |event| {
                let Some(event) = event.dyn_ref::<KeyboardEvent>() else {
                    return;
                };
                let key = event.key().to_lowercase();
                if !(event.ctrl_key() || event.meta_key()) || event.alt_key() || !matches!(key.as_str(), "z" | "y") {
                    return;
                }
                let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
                let own = node
                    .cast::<Element>()
                    .and_then(|node| node.closest(".drydock").ok().flatten());
                let inside = match (&target, &own) {
                    (Some(target), Some(own)) => own.contains(Some(target)) || target.tag_name() == "BODY",
                    _ => false,
                };
                let taken = target.is_some_and(|target| target.closest(OWN_UNDO).ok().flatten().is_some());
                if !inside || taken {
                    return;
                }
                let session = latest.borrow().clone();
                if let Some(session) = session {
                    event.prevent_default();
                    if key == "y" || event.shift_key() {
                        session.link.redo();
                    } else {
                        session.undo();
                    }
                }
            });
            move || drop(heard)
        });
    }
    html! { <span ref={node} hidden={true} /> }
}
