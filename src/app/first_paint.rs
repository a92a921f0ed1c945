//! What index.html shows until the page is there: the lesson's text, written when the site was built.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// Takes away what index.html showed until the page was there, with the place in the text that somebody had read to, and the
/// focus if it was there.
pub fn take_over() {
    let document = gloo::utils::document();
    let Ok(Some(paint)) = document.query_selector(".first-paint") else {
        return;
    };
    let text = |within: &Element| within.query_selector(".lesson-text").ok().flatten();
    let read = text(&paint).map_or(0, |text| text.scroll_top());
    let mount = paint
        .parent_element()
        .and_then(|host| host.query_selector(".drydock-mount").ok().flatten());
    let focused = document
        .active_element()
        .is_some_and(|focused| paint.contains(Some(&focused)));
    paint.remove();
    if let Some(text) = mount.as_ref().and_then(text) {
        text.set_scroll_top(read);
        if let Some(text) = text.dyn_ref::<HtmlElement>().filter(|_| focused) {
            let _ = text.focus();
        }
    }
}
