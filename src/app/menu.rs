//! A button that opens a small panel below it; Escape and leaving it close it.

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, Node};
use yew::prelude::*;

use super::icons::{Icon, icon};

#[derive(Properties, PartialEq)]
pub struct MenuProps {
    pub label: AttrValue,
    pub icon: Icon,
    pub id: AttrValue,
    pub children: Children,
}

#[component]
pub fn Menu(props: &MenuProps) -> Html {
    let open = use_state(|| false);
    let button = use_node_ref();
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let onkeydown = {
        let (open, button) = (open.clone(), button.clone());
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && *open {
                event.prevent_default();
                open.set(false);
                if let Some(button) = button.cast::<HtmlElement>() {
                    let _ = button.focus();
                }
            }
        })
    };
    let onfocusout = {
        let open = open.clone();
        Callback::from(move |event: FocusEvent| {
            let menu = event.current_target().and_then(|target| target.dyn_into::<Node>().ok());
            let to = event.related_target().and_then(|target| target.dyn_into::<Node>().ok());
            if let Some(menu) = menu
                && to.is_none_or(|to| !menu.contains(Some(&to)))
            {
                open.set(false);
            }
        })
    };
    // An entry that does something at once closes the menu; settings leave it open.
    let onclick = {
        let open = open.clone();
        Callback::from(move |event: MouseEvent| {
            let clicked = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            if clicked.is_some_and(|clicked| clicked.closest(".menu-item").ok().flatten().is_some()) {
                open.set(false);
            }
        })
    };
    html! {
        <div class="menu" {onkeydown} {onfocusout}>
            <button
                type="button"
                class="button button-quiet"
                ref={button}
                aria-expanded={open.to_string()}
                aria-controls={open.then(|| props.id.clone())}
                aria-label={props.label.clone()}
                title={props.label.clone()}
                onclick={toggle}
            >{ icon(props.icon) }</button>
            if *open {
                <div class="menu-panel" id={props.id.clone()} role="group" aria-label={props.label.clone()} tabindex="-1" {onclick}>
                    { props.children.clone() }
                </div>
            }
        </div>
    }
}
