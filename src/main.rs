//! The browser app: mounts the page into every element that asks for it with `data-drydock`.

mod app;
mod later;

use wasm_bindgen::JsCast;
use web_sys::Element;

fn main() {
    later::prepare();
    let Ok(hosts) = gloo::utils::document().query_selector_all("[data-drydock]") else {
        return;
    };
    wasm_bindgen_futures::spawn_local(async move {
        // That the module came is enough for one task.
        app::turn().await;
        for n in 0..hosts.length() {
            if let Some(host) = hosts.item(n).and_then(|node| node.dyn_into::<Element>().ok()) {
                app::mount(host);
            }
        }
    });
}
