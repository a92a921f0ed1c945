//! A browser for the ports of the simulated host. The page is shown in a frame without scripts, origin, forms
//! or navigation (`sandbox=""`), and the site's own policy holds in it too; it cannot reach anything.

use session::protocol::{Bytes, HttpRequest};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::refusal;
use crate::app::browser::Page;
use crate::app::i18n::fill;
use crate::app::icons::{Icon, icon};
use crate::app::session::{Session, use_session};

/// A typed address made whole, as an address bar does: `8000`, `localhost:8000/x`, `:8000` are all accepted.
fn whole(typed: &str) -> String {
    let typed = typed.trim();
    if typed.contains("://") {
        return typed.to_owned();
    }
    if let Some(rest) = typed.strip_prefix(':') {
        return format!("http://localhost:{rest}");
    }
    if !typed.is_empty() && typed.chars().all(|c| c.is_ascii_digit()) {
        return format!("http://localhost:{typed}/");
    }
    if typed.starts_with('/') {
        return format!("http://localhost{typed}");
    }
    format!("http://{typed}")
}

const METHODS: [&str; 6] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

#[component]
pub fn Preview() -> Html {
    let method = use_state(|| 0_usize);
    let body = use_node_ref();
    let address = use_node_ref();
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let preview = &session.state.preview;
    let chosen = METHODS.get(*method).copied().unwrap_or("GET");
    let has_body = matches!(chosen, "POST" | "PUT" | "PATCH");

    let onsubmit = {
        let (session, address, body) = (session.clone(), address.clone(), body.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = address
                .cast::<HtmlInputElement>()
                .map(|field| field.value())
                .unwrap_or_default();
            let body = body
                .cast::<HtmlInputElement>()
                .filter(|_| has_body)
                .map(|field| field.value())
                .unwrap_or_default();
            let headers = if has_body {
                vec![("Content-Type".to_owned(), content_type(&body).to_owned())]
            } else {
                Vec::new()
            };
            session.link.fetch(HttpRequest {
                method: chosen.to_owned(),
                url: whole(&typed),
                headers,
                body: Bytes::from(body),
            });
        })
    };
    let choose = {
        let method = method.clone();
        Callback::from(move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            if let Some(index) = select.and_then(|select| usize::try_from(select.selected_index()).ok()) {
                method.set(index);
            }
        })
    };
    let value = if preview.address.is_empty() {
        "http://localhost:8000".to_owned()
    } else {
        preview.address.clone()
    };
    html! {
        <div class="preview">
            <form class="address-bar" {onsubmit}>
                <select class="input" aria-label={t.method} onchange={choose}>
                    { for METHODS.iter().map(|name| html! { <option selected={*name == chosen}>{ *name }</option> }) }
                </select>
                <input
                    class="input address" ref={address} aria-label={t.address} {value} inputmode="url" autocomplete="off"
                    spellcheck="false"
                />
                <button type="submit" class="button" aria-label={t.go} title={t.go}>{ icon(Icon::Reload) }</button>
                if has_body {
                    <input class="input address-body" ref={body} aria-label={t.body} placeholder={t.body} autocomplete="off" />
                }
            </form>
            { page(&session) }
        </div>
    }
}

fn content_type(body: &str) -> &'static str {
    if body.trim_start().starts_with(['{', '[']) {
        "application/json"
    } else {
        "application/x-www-form-urlencoded"
    }
}

fn page(session: &Session) -> Html {
    let t = session.t();
    let preview = &session.state.preview;
    match &preview.page {
        None => {
            let listening = &session.state.view.listening;
            html! {
                <div class="empty">
                    <p>{ t.preview_empty }</p>
                    if listening.is_empty() {
                        <p>{ t.nothing_listens }</p>
                    } else {
                        <p>{ t.listening_on }</p>
                        <p>{ for listening.iter().map(|port| {
                            let url = format!("http://localhost:{port}");
                            open(session, &url, &url)
                        }) }</p>
                    }
                </div>
            }
        }
        Some(Err(failure)) => refusal::draw(failure, &preview.address, t),
        Some(Ok(Page { answer, document, links })) => {
            let status = format!("{} {}", answer.status, answer.reason);
            html! {
                <>
                    <iframe
                        class="page"
                        sandbox=""
                        srcdoc={document.clone()}
                        title={fill(t.page_of, &[("url", &answer.url)])}
                    />
                    if !links.is_empty() {
                        <nav class="page-links" aria-label={t.links_on_page}>
                            <span aria-hidden="true">{ t.links_on_page }</span>
                            { for links.iter().map(|(name, url)| open(session, name, url)) }
                        </nav>
                    }
                    <details class="part">
                        <summary>{ fill(t.answered, &[("status", &status), ("url", &answer.url)]) }</summary>
                        <pre tabindex="0">
                            { answer.headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect::<String>() }
                        </pre>
                    </details>
                </>
            }
        }
    }
}

/// A button that opens an address in the preview.
fn open(session: &Session, name: &str, url: &str) -> Html {
    let onclick = {
        let (session, url) = (session.clone(), url.to_owned());
        Callback::from(move |_: MouseEvent| session.browse(&url))
    };
    html! { <button type="button" class="link" title={url.to_owned()} {onclick}>{ name.to_owned() }</button> }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_whole() {
        let cases = [
            ("http://localhost:8000/x", "http://localhost:8000/x"),
            (" localhost:8000 ", "http://localhost:8000"),
            (":3000/a", "http://localhost:3000/a"),
            ("8080", "http://localhost:8080/"),
            ("/health", "http://localhost/health"),
        ];
        for (typed, url) in cases {
            assert_eq!(whole(typed), url);
        }
    }
}
