//! A bar between two panes, moved by mouse, touch and keyboard (WAI-ARIA window splitter).

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

/// The share a pane keeps at least, in percent.
const LEAST: f64 = 15.0;
const MOST: f64 = 70.0;

#[derive(Properties, PartialEq)]
pub struct SplitterProps {
    pub label: AttrValue,
    /// The custom property of the container that holds the size, in percent.
    pub property: &'static str,
    pub value: f64,
    /// True for a bar that moves up and down.
    #[prop_or_default]
    pub horizontal: bool,
    /// True when the value is the size of the pane after the bar.
    #[prop_or_default]
    pub from_end: bool,
    pub moved: Callback<f64>,
}

/// The value for a pointer at `at` in a container from `start` with `length`, within the limits.
fn place(at: f64, start: f64, length: f64, from_end: bool) -> f64 {
    let share = if length > 0.0 { (at - start) / length * 100.0 } else { 50.0 };
    if from_end { 100.0 - share } else { share }.clamp(LEAST, MOST)
}

#[component]
pub fn Splitter(props: &SplitterProps) -> Html {
    let node = use_node_ref();
    let dragged = use_mut_ref(|| None::<f64>);

    // While it is dragged only the container's property changes; the state hears of it once, at the end.
    let show = {
        let node = node.clone();
        let property = props.property;
        move |value: f64| {
            if let Some(container) = container(&node) {
                let _ = container.style().set_property(property, &format!("{value}"));
            }
        }
    };
    let onpointerdown = {
        let dragged = dragged.clone();
        let value = props.value;
        Callback::from(move |event: PointerEvent| {
            if let Some(bar) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
                let _ = bar.set_pointer_capture(event.pointer_id());
            }
            *dragged.borrow_mut() = Some(value);
        })
    };
    let onpointermove = {
        let (dragged, node, show) = (dragged.clone(), node.clone(), show.clone());
        let (horizontal, from_end) = (props.horizontal, props.from_end);
        Callback::from(move |event: PointerEvent| {
            if dragged.borrow().is_none() {
                return;
            }
            if let Some(container) = container(&node) {
                let room = container.get_bounding_client_rect();
                let value = if horizontal {
                    place(f64::from(event.client_y()), room.top(), room.height(), from_end)
                } else {
                    place(f64::from(event.client_x()), room.left(), room.width(), from_end)
                };
                *dragged.borrow_mut() = Some(value);
                show(value);
            }
        })
    };
    let finish = {
        let (dragged, moved) = (dragged, props.moved.clone());
        Callback::from(move |_: PointerEvent| {
            if let Some(value) = dragged.borrow_mut().take() {
                moved.emit(value);
            }
        })
    };
    // Two keys may come between two drawings: each starts from where the one before it went.
    let now = use_mut_ref(|| props.value);
    *now.borrow_mut() = props.value;
    let onkeydown = {
        let moved = props.moved.clone();
        let sign = if props.from_end { -1.0 } else { 1.0 };
        let (back, forth) = if props.horizontal {
            ("ArrowUp", "ArrowDown")
        } else {
            ("ArrowLeft", "ArrowRight")
        };
        Callback::from(move |event: KeyboardEvent| {
            let value = *now.borrow();
            let next = match event.key() {
                key if key == back => value - 2.0 * sign,
                key if key == forth => value + 2.0 * sign,
                key if key == "Home" => LEAST,
                key if key == "End" => MOST,
                _ => return,
            };
            event.prevent_default();
            let next = next.clamp(LEAST, MOST);
            *now.borrow_mut() = next;
            moved.emit(next);
        })
    };
    html! {
        <div
            ref={node}
            class={classes!("splitter", if props.horizontal { "splitter-row" } else { "splitter-column" })}
            role="separator"
            tabindex="0"
            aria-label={props.label.clone()}
            aria-orientation={if props.horizontal { "horizontal" } else { "vertical" }}
            aria-valuenow={format!("{:.0}", props.value)}
            aria-valuemin={format!("{LEAST:.0}")}
            aria-valuemax={format!("{MOST:.0}")}
            {onpointerdown}
            {onpointermove}
            onpointerup={finish.clone()}
            onpointercancel={finish}
            {onkeydown}
        />
    }
}

fn container(node: &NodeRef) -> Option<HtmlElement> {
    node.cast::<Element>()?.parent_element()?.dyn_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_gives_a_share_within_limits() {
        assert_eq!(place(300.0, 100.0, 400.0, false), 50.0);
        assert_eq!(place(400.0, 100.0, 400.0, true), 25.0);
        assert_eq!(place(-50.0, 0.0, 400.0, false), LEAST);
        assert_eq!(place(400.0, 0.0, 400.0, false), MOST);
        assert_eq!(place(5.0, 0.0, 0.0, false), 50.0);
    }
}
