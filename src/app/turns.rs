//! Work divided among tasks of the browser, so that between two of them it can draw and hear keys.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};
use yew::prelude::*;

#[wasm_bindgen(module = "/js/chunks.js")]
extern "C" {
    /// Goes on in a task of its own.
    pub async fn turn();
}

/// How many tasks have gone by since the component came, up to `most`: what it draws first, and what after that.
#[hook]
pub fn use_turns(most: u32) -> u32 {
    let gone = use_state(|| 0_u32);
    let next = gone.setter();
    use_effect_with(*gone, move |gone| {
        let now = *gone;
        let timeout = (now < most).then(|| Timeout::new(0, move || next.set(now.saturating_add(1))));
        move || drop(timeout)
    });
    *gone
}

/// Whether the pane around `node` has been seen yet: a tab that nobody has opened needs no editor and no terminal.
#[hook]
pub fn use_seen(node: &NodeRef) -> bool {
    let seen = use_state_eq(|| false);
    let (node, see) = (node.clone(), seen.setter());
    use_effect_with((), move |()| {
        let pane = node.cast::<Element>().and_then(|node| node.closest(".pane").ok().flatten());
        let watched = pane.and_then(|pane| {
            let observed = pane.clone();
            let heard = Closure::<dyn Fn()>::new(move || {
                if observed.client_width() > 0 {
                    see.set(true);
                }
            });
            let observer = ResizeObserver::new(heard.as_ref().unchecked_ref()).ok()?;
            observer.observe(&pane);
            Some((observer, heard))
        });
        move || {
            if let Some((observer, _)) = watched {
                observer.disconnect();
            }
        }
    });
    *seen
}
