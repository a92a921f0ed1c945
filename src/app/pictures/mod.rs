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
pub use timeline::Timeline;
pub use undo_keys::UndoKeys;
pub use why::why;
use yew::prelude::*;

/// A row of a definition list; nothing when there is nothing to say.
fn fact(name: &'static str, value: impl Into<AttrValue>) -> Html {
    let value = value.into();
    if value.is_empty() {
        return Html::default();
    }
    html! { <div class="fact"><dt>{ name }</dt><dd>{ value }</dd></div> }
}
