//! The page: a component that mounts into any element, any number of times.

mod ask;
mod bindings;
mod browser;
mod command_block;
mod compose_services;
mod course;
mod dockerfile_services;
mod first_paint;
mod format;
mod happened;
mod i18n;
mod icons;
mod image_names;
mod journal;
mod keeper;
mod language_services;
mod lesson_parts;
mod lessons;
mod link;
mod markdown;
mod menu;
mod notices;
mod page;
mod palette;
mod panes;
mod pictures;
mod preferences;
mod search;
mod session;
mod sheets;
mod splitter;
mod state;
mod store;
mod tabs;
mod tail;
mod things;
mod topbar;
mod turns;
mod work;
mod workbench;

pub use turns::turn;
use wasm_bindgen::prelude::*;
use web_sys::Element;

#[wasm_bindgen(module = "/js/chunks.js")]
extern "C" {
    /// The address of a file of the site.
    #[wasm_bindgen(js_name = siteFile)]
    fn site_file(name: &str) -> String;
}

/// Mounts an exercise into `host`. Its attributes say which: `data-lesson` (an id; the address's `#ID` without, or the first),
/// `data-name` (tells the exercises of one site apart in storage), `data-seed` (a number, for repeatable ids).
/// `?course=ADDRESS` shows another course (see `lessons`).
pub fn mount(host: Element) {
    let Some(course) = asked_course() else {
        render(host);
        return;
    };
    wasm_bindgen_futures::spawn_local(async move {
        if let Err(error) = lessons::adopt(&course).await {
            gloo::console::error!("the course cannot be loaded:", error);
        }
        render(host);
    });
}

/// The address behind `?course=`.
fn asked_course() -> Option<String> {
    let search = gloo::utils::window().location().search().ok()?;
    let mut pairs = search.trim_start_matches('?').split('&');
    let value = pairs.find_map(|pair| pair.strip_prefix("course="))?;
    js_sys::decode_uri_component(value).ok().map(String::from)
}

fn render(host: Element) {
    let attribute = |name: &str| host.get_attribute(name).unwrap_or_default();
    let props = course::CourseProps {
        lesson: Some(attribute("data-lesson"))
            .filter(|id| !id.is_empty())
            .and_then(|id| lessons::find(&id)),
        name: attribute("data-name").into(),
        seed: attribute("data-seed").parse().ok(),
    };
    // What the host shows already stays until the page takes its place (see `page`).
    let mount = gloo::utils::document().create_element("div").unwrap_or_else(|_| host.clone());
    mount.set_class_name("drydock-mount");
    if host.append_child(&mount).is_err() {
        return;
    }
    yew::Renderer::<course::Course>::with_root_and_props(mount, props).render();
}
