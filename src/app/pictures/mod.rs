//! Pictures of the engine, each a pure function of the last view and each with a twin in words.

mod containers;
mod images;
mod layers;
mod preview;
mod refusal;
mod state_diagram;
mod storage;
mod timeline;

pub use containers::Containers;
pub use images::Images;
pub use layers::Layers;
pub use preview::Preview;
pub use storage::{Networks, Storage, Volumes};
pub use timeline::Timeline;
use yew::prelude::*;

/// A row of a definition list; nothing when there is nothing to say.
fn fact(name: &'static str, value: impl Into<AttrValue>) -> Html {
    let value = value.into();
    if value.is_empty() {
        return Html::default();
    }
    html! { <div class="fact"><dt>{ name }</dt><dd>{ value }</dd></div> }
}
