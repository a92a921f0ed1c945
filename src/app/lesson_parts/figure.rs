//! Figures: the pictures of the live engine, inside the text.

use std::rc::Rc;

use lesson::Figure;
use session::protocol::ImageView;
use yew::prelude::*;

use crate::app::format;
use crate::app::i18n::{Messages, count, fill};
use crate::app::pictures::{Containers, Networks, Volumes};
use crate::app::session::use_session;

#[derive(Properties, PartialEq)]
pub struct FigureBlockProps {
    pub figure: Rc<Figure>,
}

#[component]
pub fn FigureBlock(props: &FigureBlockProps) -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let (caption, picture) = match &*props.figure {
        Figure::Layers(name) => {
            let image = session.state.view.images.iter().find(|image| is_called(image, name));
            let picture = match image {
                Some(image) => layers(image, t),
                None => html! { <p class="empty">{ fill(t.figure_no_image, &[("name", name)]) }</p> },
            };
            (fill(t.figure_layers, &[("name", name)]), picture)
        }
        Figure::Containers => (t.containers.to_owned(), html! { <Containers /> }),
        Figure::Volumes => (t.volumes.to_owned(), html! { <Volumes /> }),
        Figure::Network => (t.networks.to_owned(), html! { <Networks /> }),
    };
    html! {
        <figure class="figure">
            <figcaption>{ caption }<span class="figure-live">{ t.figure_live }</span></figcaption>
            { picture }
        </figure>
    }
}

/// Whether an image goes by a name, with or without `latest`.
fn is_called(image: &ImageView, name: &str) -> bool {
    image
        .tags
        .iter()
        .any(|tag| tag == name || tag.strip_suffix(":latest") == Some(name))
}

/// The layers of an image, the newest on top as in a stack.
fn layers(image: &ImageView, t: &'static Messages) -> Html {
    let lines = image.layers.iter().rev().map(|layer| {
        let size = if layer.digest.is_some() {
            format::size(layer.size)
        } else {
            t.settings_only.to_owned()
        };
        let shared = usize::try_from(layer.shared_with).unwrap_or(0);
        html! {
            <li class={classes!("figure-layer", layer.digest.is_none().then_some("figure-layer-flat"))}>
                <code>{ layer.instruction.clone() }</code>
                <span>{ size }</span>
                if shared > 0 {
                    <span>{ count(t.shared_layer, shared) }</span>
                }
            </li>
        }
    });
    html! {
        <>
            <ol class="figure-layers" reversed={true}>{ for lines }</ol>
            <p class="figure-total">{ fill(t.total_size, &[("size", &format::size(image.size))]) }</p>
        </>
    }
}
