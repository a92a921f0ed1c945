//! A row of tabs (WAI-ARIA tabs, arrow keys move and choose).

use web_sys::HtmlElement;
use yew::prelude::*;

/// One tab.
#[derive(Clone, PartialEq)]
pub struct Tab {
    /// Ends the ids `PREFIX-tab-WORD` of the tab and `PREFIX-panel-WORD` of what it shows.
    pub word: AttrValue,
    pub name: AttrValue,
    /// A number beside the name, with what it counts for those who hear it.
    pub count: Option<usize>,
}

#[derive(Properties, PartialEq)]
pub struct TabsProps {
    pub prefix: AttrValue,
    pub label: AttrValue,
    pub tabs: Vec<Tab>,
    pub current: AttrValue,
    pub chosen: Callback<AttrValue>,
}

#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let row = use_node_ref();
    let onkeydown = {
        let (row, chosen) = (row.clone(), props.chosen.clone());
        let words: Vec<AttrValue> = props.tabs.iter().map(|tab| tab.word.clone()).collect();
        let current = words.iter().position(|word| *word == props.current).unwrap_or(0);
        Callback::from(move |event: KeyboardEvent| {
            let count = words.len();
            let next = match event.key().as_str() {
                "ArrowRight" => current.saturating_add(1).checked_rem(count),
                "ArrowLeft" => current.saturating_add(count).saturating_sub(1).checked_rem(count),
                "Home" => Some(0),
                "End" => count.checked_sub(1),
                _ => return,
            };
            event.prevent_default();
            let Some(word) = next.and_then(|next| words.get(next)) else {
                return;
            };
            chosen.emit(word.clone());
            let tab = row
                .cast::<HtmlElement>()
                .and_then(|row| row.query_selector(&format!("[data-tab='{word}']")).ok().flatten());
            if let Some(tab) = tab.and_then(|tab| wasm_bindgen::JsCast::dyn_into::<HtmlElement>(tab).ok()) {
                let _ = tab.focus();
            }
        })
    };
    html! {
        <div class="tabs" role="tablist" aria-label={props.label.clone()} ref={row} {onkeydown}>
            { for props.tabs.iter().map(|tab| {
                let selected = tab.word == props.current;
                let chosen = props.chosen.clone();
                let word = tab.word.clone();
                html! {
                    <button
                        type="button"
                        class="tab"
                        role="tab"
                        id={format!("{}-tab-{}", props.prefix, tab.word)}
                        data-tab={tab.word.clone()}
                        aria-selected={selected.to_string()}
                        aria-controls={selected.then(|| format!("{}-panel-{}", props.prefix, tab.word))}
                        tabindex={if selected { "0" } else { "-1" }}
                        onclick={move |_| chosen.emit(word.clone())}
                    >
                        { tab.name.clone() }
                        if let Some(count) = tab.count.filter(|count| *count > 0) {
                            <span class="tab-count">{ count }</span>
                        }
                    </button>
                }
            }) }
        </div>
    }
}
