//! The pictures: one at a time, chosen by tabs.

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};
use yew::prelude::*;

use super::frame;
use crate::app::pictures::{
    ComposePicture, Containers, FilesPicture, Goal, Images, Layers, Preview, Storage, Timeline, UndoKeys,
};
use crate::app::session::use_session;
use crate::app::state::{Action, Pane, Picture};
use crate::app::tabs::{Tab, Tabs};
use crate::app::things::Thing;

#[component]
pub fn PicturesPane() -> Html {
    let session = use_session();
    let room = use_node_ref();
    {
        // The card that was asked for is brought into sight, with the focus, so that one reads on from there.
        let room = room.clone();
        let chosen = session
            .as_ref()
            .map(|session| session.state.chosen.clone())
            .unwrap_or_default();
        use_effect_with(chosen, move |(_, thing)| {
            if let Some(thing) = thing {
                bring(&room, thing);
            }
        });
    }
    let Some(session) = session else {
        return Html::default();
    };
    let t = session.t();
    let view = &session.state.view;
    let current = session.state.picture;
    let tabs = Picture::ALL
        .into_iter()
        .map(|picture| Tab {
            word: picture.word().into(),
            name: picture.name(t).into(),
            count: match picture {
                Picture::Containers => Some(view.containers.len()),
                Picture::Images => Some(view.images.len()),
                Picture::Goal => Some(view.checks.iter().filter(|check| !check.met).count()),
                _ => None,
            },
        })
        .collect::<Vec<_>>();
    let chosen = {
        let session = session.clone();
        Callback::from(move |word: AttrValue| {
            if let Some(picture) = Picture::ALL.into_iter().find(|picture| picture.word() == word.as_str()) {
                session.dispatch(Action::Picture(picture));
            }
        })
    };
    let head = html! {
        <>
            <h2 class="visually-hidden">{ t.pictures }</h2>
            <UndoKeys />
            <Tabs prefix={session.prefix.clone()} label={t.pictures} {tabs} current={current.word()} {chosen} />
        </>
    };
    let picture = match current {
        Picture::Layers => html! { <Layers /> },
        Picture::Containers => html! { <Containers /> },
        Picture::Images => html! { <Images /> },
        Picture::Files => html! { <FilesPicture /> },
        Picture::Storage => html! { <Storage /> },
        Picture::Compose => html! { <ComposePicture /> },
        Picture::Goal => html! { <Goal /> },
        Picture::Preview => html! { <Preview /> },
        Picture::Timeline => html! { <Timeline /> },
    };
    let body = html! {
        <div
            ref={room}
            class={classes!("pane-body", "picture", format!("picture-{}", current.word()))}
            role="tabpanel"
            id={format!("{}-panel-{}", session.prefix, current.word())}
            aria-labelledby={format!("{}-tab-{}", session.prefix, current.word())}
            tabindex="0"
        >{ picture }</div>
    };
    frame(&session, Pane::Pictures, head, body)
}

/// Puts the focus on the card of a thing, once the picture with it has been drawn.
fn bring(room: &NodeRef, thing: &Thing) {
    let (room, key) = (room.clone(), thing.key());
    Timeout::new(0, move || {
        let Some(cards) = room
            .cast::<Element>()
            .and_then(|room| room.query_selector_all("[data-thing]").ok())
        else {
            return;
        };
        let cards = (0..cards.length()).filter_map(|at| cards.item(at)?.dyn_into::<HtmlElement>().ok());
        let card = cards
            .into_iter()
            .find(|card| card.get_attribute("data-thing").as_ref() == Some(&key));
        if let Some(card) = card {
            card.scroll_into_view();
            let _ = card.focus();
        }
    })
    .forget();
}
