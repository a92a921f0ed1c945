//! A question in a modal dialog, there as long as its component is.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct DialogProps {
    pub title: AttrValue,
    pub id: AttrValue,
    /// Called by Escape too.
    pub close: Callback<()>,
    pub children: Children,
}

#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>()
                && !dialog.open()
            {
                let _ = dialog.show_modal();
            }
        });
    }
    let oncancel = {
        let close = props.close.clone();
        Callback::from(move |event: Event| {
            event.prevent_default();
            close.emit(());
        })
    };
    html! {
        <dialog class="dialog" ref={node} aria-labelledby={props.id.clone()} {oncancel}>
            <h2 id={props.id.clone()}>{ props.title.clone() }</h2>
            { props.children.clone() }
        </dialog>
    }
}
