//! The workspace's files: choose, create, rename, delete.

use session::travel::workspace_path;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::app::i18n::fill;
use crate::app::icons::{Icon, icon};
use crate::app::session::{Session, use_session};
use crate::app::state::Action;

/// What the form in the row is for.
#[derive(Clone, PartialEq)]
enum Asking {
    New,
    Rename(String),
}

#[component]
pub fn Files() -> Html {
    let asking = use_state(|| None::<Asking>);
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let current = session.state.current_file.clone();
    let ask_new = {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(Some(Asking::New)))
    };
    let done = {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(None))
    };
    html! {
        <div class="files" role="group" aria-label={t.files}>
            { for session.state.files.keys().map(|path| file_tab(&session, path, current.as_ref() == Some(path), &asking)) }
            <button type="button" class="button button-quiet" onclick={ask_new} aria-label={t.new_file} title={t.new_file}>
                { icon(Icon::Plus) }
            </button>
            if let Some(asked) = (*asking).clone() {
                <NameForm {asked} {done} />
            }
        </div>
    }
}

fn file_tab(session: &Session, path: &str, current: bool, asking: &UseStateHandle<Option<Asking>>) -> Html {
    let t = session.t();
    let open = {
        let (session, path) = (session.clone(), path.to_owned());
        Callback::from(move |_: MouseEvent| session.dispatch(Action::FileOpened(path.clone())))
    };
    let rename = {
        let (asking, path) = (asking.clone(), path.to_owned());
        Callback::from(move |_: MouseEvent| asking.set(Some(Asking::Rename(path.clone()))))
    };
    let remove = {
        let (session, path) = (session.clone(), path.to_owned());
        Callback::from(move |_: MouseEvent| session.link.remove_file(path.clone()))
    };
    let named = |message: &str| fill(message, &[("name", path)]);
    html! {
        <span class="file-tab" data-current={current.to_string()} key={path.to_owned()}>
            <button type="button" class="file-tab-name" aria-pressed={current.to_string()} onclick={open}>{ path.to_owned() }</button>
            if current {
                <button type="button" class="file-tab-close" aria-label={named(t.rename_file)} title={named(t.rename_file)} onclick={rename}>
                    { icon(Icon::Pencil) }
                </button>
                <button type="button" class="file-tab-close" aria-label={named(t.remove_file)} title={named(t.remove_file)} onclick={remove}>
                    { icon(Icon::Cross) }
                </button>
            }
        </span>
    }
}

#[derive(Properties, PartialEq)]
struct NameFormProps {
    asked: Asking,
    done: Callback<()>,
}

/// Asks for a file's name.
#[component]
fn NameForm(props: &NameFormProps) -> Html {
    let field = use_node_ref();
    let problem = use_state(|| None::<&'static str>);
    {
        let field = field.clone();
        use_effect_with((), move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                let _ = field.focus();
                field.select();
            }
        });
    }
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let onsubmit = {
        let (field, problem, asked, done, session) = (
            field.clone(),
            problem.clone(),
            props.asked.clone(),
            props.done.clone(),
            session.clone(),
        );
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let typed = field
                .cast::<HtmlInputElement>()
                .map(|field| field.value())
                .unwrap_or_default();
            let t = session.t();
            match (workspace_path(&typed), &asked) {
                (None, _) => problem.set(Some(t.name_bad)),
                (Some(path), Asking::Rename(from)) if path == *from => done.emit(()),
                (Some(path), _) if session.state.files.contains_key(&path) => problem.set(Some(t.name_taken)),
                (Some(path), Asking::New) => {
                    session.link.create_file(path);
                    done.emit(());
                }
                (Some(path), Asking::Rename(from)) => {
                    session.link.rename_file(from.clone(), path);
                    done.emit(());
                }
            }
        })
    };
    let onkeydown = {
        let done = props.done.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                event.prevent_default();
                done.emit(());
            }
        })
    };
    let onfocusout = {
        let done = props.done.clone();
        Callback::from(move |event: FocusEvent| {
            let form = event.current_target().and_then(|form| form.dyn_into::<web_sys::Node>().ok());
            let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
            if let (Some(form), Some(to)) = (form, to)
                && !form.contains(Some(&to))
            {
                done.emit(());
            }
        })
    };
    let (start, button) = match &props.asked {
        Asking::New => (String::new(), t.create),
        Asking::Rename(from) => (from.clone(), t.rename),
    };
    html! {
        <form class="name-form" {onsubmit} {onkeydown} {onfocusout}>
            <input
                ref={field}
                class="input"
                aria-label={t.file_name}
                placeholder={t.file_name}
                value={start}
                aria-invalid={problem.is_some().to_string()}
                autocomplete="off"
                spellcheck="false"
            />
            <button type="submit" class="button">{ button }</button>
            <span class="name-problem" role="status">{ *problem }</span>
        </form>
    }
}
