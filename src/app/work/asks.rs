//! The dialogs of the menu "Your work".

use std::rc::Rc;

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::dialog::Dialog;
use super::outside::save_file;
use super::{Asked, file_name, put};
use crate::app::i18n::{count, fill};
use crate::app::session::use_session;

/// Names listed before the rest is a number.
const LISTED: usize = 12;

#[derive(Properties, PartialEq)]
pub struct AskProps {
    pub asked: Asked,
    pub close: Callback<()>,
}

#[component]
pub fn Ask(props: &AskProps) -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let id = session.id("ask");
    // What a question does when it is answered with yes.
    let (title, words, yes, act): (_, Html, _, Rc<dyn Fn()>) = match &props.asked {
        Asked::Share { text, link } => {
            return html! {
                <Dialog title={t.share_title} {id} close={props.close.clone()}>
                    <Sharing text={text.clone()} link={link.clone()} close={props.close.clone()} />
                </Dialog>
            };
        }
        Asked::Reset => {
            let session = session.clone();
            let reset: Rc<dyn Fn()> = Rc::new(move || session.link.reset(session.fresh_journal()));
            (t.reset_lesson, html! { <p>{ t.reset_ask }</p> }, t.reset, reset)
        }
        Asked::ResetAll => {
            let session = session.clone();
            let reset: Rc<dyn Fn()> = Rc::new(move || session.link.reset_everything(session.fresh_journal()));
            (t.reset_all, html! { <p>{ t.reset_all_ask }</p> }, t.reset_all_yes, reset)
        }
        Asked::Load(backup) => {
            let words = count(t.load_ask, backup.journals.len());
            let (session, backup) = (session.clone(), backup.clone());
            let load: Rc<dyn Fn()> = Rc::new(move || session.link.load_everything((*backup).clone()));
            (t.load_title, html! { <p>{ words }</p> }, t.load, load)
        }
        Asked::Put(files) => {
            let replaced: Vec<String> = files
                .keys()
                .filter(|path| session.state.typing.files.contains_key(*path))
                .cloned()
                .collect();
            let words = html! { <><p>{ count(t.put_ask, files.len()) }</p>{ listed(&replaced, t.and_more) }</> };
            let (session, files) = (session.clone(), files.clone());
            let act: Rc<dyn Fn()> = Rc::new(move || put(&session, &files));
            (t.put_title, words, t.put_yes, act)
        }
    };
    let no = {
        let close = props.close.clone();
        Callback::from(move |_: MouseEvent| close.emit(()))
    };
    let yes_clicked = {
        let close = props.close.clone();
        Callback::from(move |_: MouseEvent| {
            close.emit(());
            act();
        })
    };
    html! {
        <Dialog {title} {id} close={props.close.clone()}>
            { words }
            <div class="dialog-actions">
                <button type="button" class="button" onclick={no}>{ t.cancel }</button>
                <button type="button" class="button button-primary" onclick={yes_clicked}>{ yes }</button>
            </div>
        </Dialog>
    }
}

/// The first of some names, and how many more there are.
pub fn listed(names: &[String], more: &str) -> Html {
    let rest = names.len().saturating_sub(LISTED);
    html! {
        <ul class="names">
            { for names.iter().take(LISTED).map(|name| html! { <li><bdi><code>{ super::shared::visible(name) }</code></bdi></li> }) }
            if rest > 0 {
                <li>{ fill(more, &[("n", &rest.to_string())]) }</li>
            }
        </ul>
    }
}

#[derive(Properties, PartialEq)]
struct SharingProps {
    text: Rc<str>,
    link: Option<Rc<str>>,
    close: Callback<()>,
}

/// A link to copy, or a file to save.
#[component]
fn Sharing(props: &SharingProps) -> Html {
    let copied = use_state(|| false);
    let field = use_node_ref();
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let close = {
        let close = props.close.clone();
        Callback::from(move |_: MouseEvent| close.emit(()))
    };
    let save = {
        let (session, text) = (session.clone(), props.text.clone());
        Callback::from(move |_: MouseEvent| {
            save_file(&file_name(&session, ".drydock"), "application/octet-stream", text.as_bytes());
        })
    };
    let Some(link) = props.link.clone() else {
        return html! {
            <>
                <p>{ t.share_long }</p>
                <div class="dialog-actions">
                    <button type="button" class="button" onclick={close}>{ t.close }</button>
                    <button type="button" class="button button-primary" onclick={save}>{ t.share_save }</button>
                </div>
            </>
        };
    };
    let copy = {
        let (link, copied, field) = (link.clone(), copied.setter(), field.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(field) = field.cast::<HtmlTextAreaElement>() {
                field.select();
            }
            let written = gloo::utils::window().navigator().clipboard().write_text(&link);
            let copied = copied.clone();
            spawn_local(async move { copied.set(JsFuture::from(written).await.is_ok()) });
        })
    };
    let id = session.id("share-link");
    html! {
        <>
            <p>{ t.share_words }</p>
            <label class="share-label" for={id.clone()}>{ count(t.share_link, link.chars().count()) }</label>
            <textarea {id} ref={field} class="input share-link" readonly={true} rows="4" value={link.to_string()} />
            <p class="share-copied" role="status">{ copied.then_some(t.copied) }</p>
            <div class="dialog-actions">
                <button type="button" class="button" onclick={close}>{ t.close }</button>
                <button type="button" class="button" onclick={save}>{ t.share_save }</button>
                <button type="button" class="button button-primary" autofocus={true} onclick={copy}>{ t.share_copy }</button>
            </div>
        </>
    }
}
