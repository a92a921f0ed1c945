//! The open files, a tab each, and the ways to the tree and to a new file.

use yew::prelude::*;

use super::files::NameForm;
use crate::app::i18n::fill;
use crate::app::icons::{Icon, icon};
use crate::app::session::{Session, use_session};
use crate::app::state::{Action, Asking};

#[derive(Properties, PartialEq)]
pub struct FileTabsProps {
    /// Whether the tree is shown.
    pub tree: bool,
    pub toggle_tree: Callback<MouseEvent>,
}

#[component]
pub fn FileTabs(props: &FileTabsProps) -> Html {
    let asking = use_state(|| None::<Asking>);
    let session = use_session();
    {
        // Asked for from elsewhere.
        let asking = asking.setter();
        let naming = session
            .as_ref()
            .map(|session| session.state.naming.clone())
            .unwrap_or_default();
        use_effect_with(naming, move |(times, asked)| {
            if *times > 0 {
                asking.set(asked.clone());
            }
        });
    }
    let Some(session) = session else {
        return Html::default();
    };
    let t = session.t();
    let state = &session.state;
    let ask = {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(Some(Asking::New(String::new()))))
    };
    let done = {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(None))
    };
    html! {
        <>
            <button type="button" class="button button-quiet tree-toggle" aria-expanded={props.tree.to_string()}
                title={t.all_files} onclick={props.toggle_tree.clone()}>
                { icon(Icon::Folder) }
                <span class="visually-hidden">{ t.all_files }</span>
                <span>{ state.typing.files.len() }</span>
            </button>
            <div class="files" role="group" aria-label={t.files}>
                { for state.open_files.iter().map(|path| file_tab(&session, path, state.current_file.as_ref() == Some(path))) }
                <button type="button" class="button button-quiet" onclick={ask} aria-label={t.new_file} title={t.new_file}>
                    { icon(Icon::Plus) }
                </button>
                if let Some(asked) = (*asking).clone() {
                    <NameForm {asked} {done} />
                }
            </div>
        </>
    }
}

fn file_tab(session: &Session, path: &str, current: bool) -> Html {
    let t = session.t();
    let act = |action: fn(String) -> Action| {
        let (session, path) = (session.clone(), path.to_owned());
        Callback::from(move |_: MouseEvent| session.dispatch(action(path.clone())))
    };
    let close = fill(t.close_named, &[("name", path)]);
    // A tab is short; where the file lies is told by its title and by the tree.
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    html! {
        <span class="file-tab" data-current={current.to_string()} key={path.to_owned()}>
            <button type="button" class="file-tab-name" aria-pressed={current.to_string()} aria-label={path.to_owned()}
                title={path.to_owned()} onclick={act(Action::FileOpened)}>{ name }</button>
            if current {
                <button type="button" class="file-tab-close" aria-label={close.clone()} title={close} onclick={act(Action::FileClosed)}>
                    { icon(Icon::Cross) }
                </button>
            }
        </span>
    }
}
