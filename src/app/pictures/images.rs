//! The images on this engine, each with its stack of layers.

use session::protocol::{ImageView, LayerView, Place};
use yew::prelude::*;

use super::fact;
use crate::app::format;
use crate::app::i18n::{Messages, count};
use crate::app::session::{Session, use_session};
use crate::app::state::{Action, LayersOf, Picture};

#[component]
pub fn Images() -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let images = &session.state.view.images;
    if images.is_empty() {
        return html! { <p class="empty">{ t.no_images }</p> };
    }
    html! { <ul class="cards">{ for images.iter().map(|image| card(&session, image)) }</ul> }
}

fn card(session: &Session, image: &ImageView) -> Html {
    let t = session.t();
    let inside = {
        let (session, id) = (session.clone(), image.id.clone());
        Callback::from(move |_: MouseEvent| {
            session.dispatch(Action::LayersOf(LayersOf::Image(id.clone())));
            session.show_picture(Picture::Layers);
        })
    };
    let files = {
        let (session, place) = (session.clone(), Place::Image(image.id.clone()));
        Callback::from(move |_: MouseEvent| {
            session.dispatch(Action::Browse(place.clone(), "/".to_owned()));
            session.show_picture(Picture::Files);
        })
    };
    let name = if image.tags.is_empty() {
        t.untagged.to_owned()
    } else {
        image.tags.join(", ")
    };
    let layers = image.layers.iter().filter(|layer| layer.digest.is_some()).count();
    html! {
        <li class="card" key={image.id.clone()} data-image={name.clone()}>
            <div class="card-head">
                <h3>{ name }</h3>
                <span class="badge">{ format::size(image.size) }</span>
            </div>
            <p class="card-status">{ count(t.layer_count, layers) }<code>{ format::short(&image.id) }</code></p>
            <dl class="facts">
                { fact(t.created_at, format!("{} {}", format::date(image.created_ms), format::time_of_day(image.created_ms))) }
                { fact(t.command, image.command.clone()) }
                { fact(t.ports, image.exposed.join(", ")) }
                { fact(t.used_by, image.containers.join(", ")) }
            </dl>
            <details class="part">
                <summary>{ t.layers }</summary>
                <ol class="image-layers" reversed={true}>{ for image.layers.iter().rev().map(|layer| row(layer, t)) }</ol>
            </details>
            <p class="layer-buttons">
                <button type="button" class="button button-small" onclick={inside}>{ t.look_inside }</button>
                <button type="button" class="button button-small" onclick={files}>{ t.files }</button>
            </p>
        </li>
    }
}

fn row(layer: &LayerView, t: &Messages) -> Html {
    let note = match &layer.digest {
        None => t.settings_only.to_owned(),
        Some(digest) if layer.shared_with > 0 => {
            let shared = usize::try_from(layer.shared_with).unwrap_or(usize::MAX);
            format!("{} · {}", format::short(digest), count(t.shared_layer, shared))
        }
        Some(digest) => format::short(digest),
    };
    html! {
        <li class={classes!("image-layer", layer.digest.is_none().then_some("image-layer-flat"))}>
            <code>{ layer.instruction.clone() }</code>
            <span>{ if layer.digest.is_some() { format::size(layer.size) } else { String::new() } }</span>
            <small>{ note }</small>
        </li>
    }
}
