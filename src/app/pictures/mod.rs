//! Pictures of the engine: each a function of the last view, or of an answer that is asked for while it is shown, and
//! each with a twin in words.

mod bar;
mod compose;
mod containers;
mod difference;
mod files;
mod goal;
mod images;
mod layers;
mod preview;
mod refusal;
mod state_diagram;
mod storage;
mod timeline;
mod undo_keys;
mod why;

pub use compose::ComposePicture;
pub use containers::Containers;
pub use files::FilesPicture;
pub use goal::Goal;
pub use images::Images;
pub use layers::Layers;
pub use preview::Preview;
pub use storage::{Networks, Storage, Volumes};
pub use timeline::{Timeline, acts};
pub use undo_keys::UndoKeys;
pub use why::why;
use yew::prelude::*;

use super::session::Session;
use super::things::Thing;

/// A row of a definition list; nothing when there is nothing to say.
fn fact(name: &'static str, value: impl Into<AttrValue>) -> Html {
    let value = value.into();
    if value.is_empty() {
        return Html::default();
    }
    html! { <div class="fact"><dt>{ name }</dt><dd>{ value }</dd></div> }
}

/// A card's classes: the one that was asked for last is marked until another is.
fn card_class(session: &Session, thing: &Thing) -> Classes {
    classes!(
        "card",
        (session.state.chosen.1.as_ref() == Some(thing)).then_some("card-chosen")
    )
}
