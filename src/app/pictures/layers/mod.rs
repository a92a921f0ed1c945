//! Layers: those that the open Dockerfile would give, those of an image, and the last two builds side by side.

mod builds;
mod image;
mod next;
mod stages;

use builds::Builds;
use image::ImageLayers;
use next::NextBuild;
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::app::format;
use crate::app::i18n::Messages;
use crate::app::session::{Session, use_session};
use crate::app::state::{Action, LayersOf};
use crate::app::things::Thing;

#[component]
pub fn Layers() -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let shown = match &session.state.layers_of {
        LayersOf::Image(id) => Some(Thing::Image(id.clone())),
        LayersOf::NextBuild | LayersOf::Builds => None,
    };
    html! {
        <div class="layers" data-thing={shown.as_ref().map(Thing::key)} tabindex="-1">
            { choice(&session) }
            {
                match &session.state.layers_of {
                    LayersOf::NextBuild => html! { <NextBuild /> },
                    LayersOf::Builds => html! { <Builds /> },
                    LayersOf::Image(id) => html! { <ImageLayers id={id.clone()} /> },
                }
            }
        </div>
    }
}

/// Which layers are shown.
fn choice(session: &Session) -> Html {
    let t = session.t();
    let shown = &session.state.layers_of;
    let images = &session.state.view.images;
    let onchange = {
        let session = session.clone();
        Callback::from(move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            let Some(value) = select.map(|select| select.value()) else {
                return;
            };
            session.dispatch(Action::LayersOf(match value.as_str() {
                "next" => LayersOf::NextBuild,
                "builds" => LayersOf::Builds,
                id => LayersOf::Image(id.to_owned()),
            }));
        })
    };
    html! {
        <label class="picture-choice">
            <span>{ t.show }</span>
            <select class="input" {onchange}>
                <option value="next" selected={*shown == LayersOf::NextBuild}>{ t.next_build }</option>
                <option value="builds" selected={*shown == LayersOf::Builds}>{ t.last_builds }</option>
                if !images.is_empty() {
                    <optgroup label={t.images}>
                        { for images.iter().map(|image| html! {
                            <option value={image.id.clone()} selected={*shown == LayersOf::Image(image.id.clone())}>
                                { name_of(&image.tags, &image.id, t) }
                            </option>
                        }) }
                    </optgroup>
                }
            </select>
        </label>
    }
}

/// An image's names, or what stands for them.
fn name_of(tags: &[String], id: &str, t: &Messages) -> String {
    if tags.is_empty() {
        format!("{} {}", t.untagged, format::short(id))
    } else {
        tags.join(", ")
    }
}
