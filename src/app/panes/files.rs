//! The tree of the workspace's files (WAI-ARIA tree): choose, create with folders, rename, delete and take that back,
//! download. A folder is there as long as a file lies in it: the sandbox is told of files only.

use std::collections::{BTreeMap, BTreeSet};

use session::protocol::Bytes;
use session::travel::workspace_path;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::app::i18n::fill;
use crate::app::icons::{Icon, icon};
use crate::app::session::{Session, use_session};
use crate::app::state::Asking;
use crate::app::work::save_file;

/// A row of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    path: String,
    /// How many folders it lies in.
    depth: usize,
    /// `Some(open)` of a folder.
    folder: Option<bool>,
}

impl Row {
    fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// The rows to show: folders before files, what lies in closed folders left out.
fn rows<'a>(files: impl Iterator<Item = &'a String>, closed: &BTreeSet<String>) -> Vec<Row> {
    #[derive(Default)]
    struct Folder {
        folders: BTreeMap<String, Folder>,
        files: Vec<String>,
    }
    let mut root = Folder::default();
    for path in files {
        let mut folder = &mut root;
        let mut parts = path.split('/').peekable();
        while let Some(part) = parts.next() {
            if parts.peek().is_some() {
                folder = folder.folders.entry(part.to_owned()).or_default();
            } else {
                folder.files.push(part.to_owned());
            }
        }
    }
    let mut out = Vec::new();
    // A stack instead of recursion: a path may be as deep as it is long.
    let mut open = vec![(String::new(), 0_usize, root.folders.into_iter(), root.files)];
    while let Some((lead, depth, folders, files)) = open.last_mut() {
        if let Some((name, folder)) = folders.next() {
            let path = format!("{lead}{name}");
            let depth = *depth;
            let is_open = !closed.contains(&path);
            let lead = format!("{path}/");
            out.push(Row {
                path,
                depth,
                folder: Some(is_open),
            });
            if is_open {
                open.push((lead, depth.saturating_add(1), folder.folders.into_iter(), folder.files));
            }
            continue;
        }
        for name in files.drain(..) {
            out.push(Row {
                path: format!("{lead}{name}"),
                depth: *depth,
                folder: None,
            });
        }
        open.pop();
    }
    out
}

/// A file, or the files of a folder, with what they hold.
fn within(session: &Session, path: &str) -> Vec<(String, Bytes)> {
    let lead = format!("{path}/");
    let files = session.typing().files;
    files
        .iter()
        .filter(|(file, _)| *file == path || file.starts_with(&lead))
        .map(|(file, contents)| (file.clone(), contents.clone()))
        .collect()
}

#[component]
pub fn FileTree() -> Html {
    let tree = use_node_ref();
    let closed = use_state(BTreeSet::<String>::new);
    let chosen = use_state(|| None::<String>);
    let asking = use_state(|| None::<Asking>);
    let removed = use_state(|| None::<(String, Vec<(String, Bytes)>)>);
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let shown = rows(session.state.typing.files.keys(), &closed);
    let current = session.state.current_file.clone();
    // The row that keys and buttons act on: the chosen one, else the open file's.
    let at = [chosen.as_ref(), current.as_ref()]
        .into_iter()
        .flatten()
        .find_map(|path| shown.iter().position(|row| row.path == *path))
        .unwrap_or(0);
    let row = shown.get(at).cloned();

    let focus = {
        let tree = tree.clone();
        move |index: usize| {
            let rows = tree
                .cast::<HtmlElement>()
                .and_then(|tree| tree.query_selector_all("[role=treeitem]").ok());
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            if let Some(row) = rows.and_then(|rows| rows.item(index)?.dyn_into::<HtmlElement>().ok()) {
                let _ = row.focus();
            }
        }
    };
    let activate = {
        let (session, closed, chosen) = (session.clone(), closed.clone(), chosen.clone());
        move |row: &Row| {
            chosen.set(Some(row.path.clone()));
            match row.folder {
                Some(open) => closed.set(toggled(&closed, &row.path, open)),
                None => session.show_file(&row.path),
            }
        }
    };
    let ask = |asked: Option<Asking>| {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(asked.clone()))
    };
    let remove = {
        let (session, removed, row, chosen) = (session.clone(), removed.clone(), row.clone(), chosen.clone());
        move || {
            let Some(row) = &row else { return };
            let gone = within(&session, &row.path);
            for (path, _) in &gone {
                session.link.remove_file(path.clone());
            }
            chosen.set(None);
            removed.set(Some((row.path.clone(), gone)));
        }
    };
    let bring_back = {
        let (session, removed, closed) = (session.clone(), removed.clone(), closed.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some((path, gone)) = &*removed {
                // What is back is seen.
                closed.set(toggled(&closed, path, false));
                for (path, contents) in gone {
                    session.link.write_file(path.clone(), contents.clone());
                }
                if let Some((first, _)) = gone.first() {
                    session.show_file(first);
                }
            }
            removed.set(None);
        })
    };
    let onkeydown = {
        let (shown, row, asking, closed, activate, remove, chosen) = (
            shown.clone(),
            row.clone(),
            asking.clone(),
            closed.clone(),
            activate.clone(),
            remove.clone(),
            chosen.clone(),
        );
        Callback::from(move |event: KeyboardEvent| {
            let Some(row) = &row else { return };
            let last = shown.len().saturating_sub(1);
            let parent = row.path.rsplit_once('/').map(|(parent, _)| parent.to_owned());
            let to = match (event.key().as_str(), row.folder) {
                ("ArrowDown", _) => Some(at.saturating_add(1).min(last)),
                ("ArrowUp", _) => Some(at.saturating_sub(1)),
                ("Home", _) => Some(0),
                ("End", _) => Some(last),
                ("ArrowRight", Some(true)) => Some(at.saturating_add(1).min(last)),
                ("ArrowRight", Some(false)) | ("ArrowLeft", Some(true)) => {
                    closed.set(toggled(&closed, &row.path, row.folder == Some(true)));
                    None
                }
                ("ArrowLeft", _) => parent.and_then(|parent| shown.iter().position(|row| row.path == parent)),
                ("Enter" | " ", _) => {
                    activate(row);
                    None
                }
                ("F2", _) => {
                    asking.set(Some(Asking::Rename(row.path.clone())));
                    None
                }
                ("Delete", _) => {
                    remove();
                    None
                }
                _ => return,
            };
            event.prevent_default();
            if let Some(row) = to.and_then(|to| shown.get(to)) {
                chosen.set(Some(row.path.clone()));
            }
            if let Some(to) = to {
                focus(to);
            }
        })
    };
    let save = {
        let (session, row) = (session.clone(), row.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(row) = &row
                && let Some(contents) = session.typing().files.get(&row.path)
            {
                save_file(row.name(), "application/octet-stream", contents.as_slice());
            }
        })
    };
    let folder = row
        .as_ref()
        .map_or(String::new(), |row| match (row.folder, row.path.rsplit_once('/')) {
            (Some(_), _) => format!("{}/", row.path),
            (None, Some((folder, _))) => format!("{folder}/"),
            (None, None) => String::new(),
        });
    let name = row.as_ref().map(|row| row.path.clone()).unwrap_or_default();
    let tool = |message: &'static str, which: Icon, onclick: Callback<MouseEvent>, disabled: bool| {
        let label = fill(message, &[("name", &name)]);
        html! {
            <button type="button" class="button button-quiet" aria-label={label.clone()} title={label} {onclick} {disabled}>
                { icon(which) }
            </button>
        }
    };
    let is_file = row.as_ref().is_some_and(|row| row.folder.is_none());
    let done = {
        let asking = asking.clone();
        Callback::from(move |()| asking.set(None))
    };
    html! {
        <div class="tree-room" role="group" aria-label={t.all_files}>
            <div class="tree-tools">
                { tool(t.new_file_here, Icon::Plus, ask(Some(Asking::New(folder))), false) }
                { tool(t.rename_file, Icon::Pencil, ask(Some(Asking::Rename(name.clone()))), row.is_none()) }
                { tool(t.download_file, Icon::Download, save, !is_file) }
                { tool(t.remove_file, Icon::Bin, Callback::from(move |_: MouseEvent| remove()), row.is_none()) }
            </div>
            if let Some(asked) = (*asking).clone() {
                <NameForm {asked} {done} />
            }
            <div class="tree" role="tree" aria-label={t.files} ref={tree} {onkeydown}>
                { for shown.iter().enumerate().map(|(index, row)| {
                    let (activate, one) = (activate.clone(), row.clone());
                    let is_current = current.as_ref() == Some(&row.path);
                    html! {
                        <div
                            key={format!("{}{}", row.path, if row.folder.is_some() { "/" } else { "" })}
                            class={classes!("tree-row", format!("tree-depth-{}", row.depth.min(8)))}
                            role="treeitem"
                            aria-level={row.depth.saturating_add(1).to_string()}
                            aria-expanded={row.folder.map(|open| open.to_string())}
                            aria-selected={is_current.to_string()}
                            tabindex={if index == at { "0" } else { "-1" }}
                            title={row.path.clone()}
                            onclick={move |_| activate(&one)}
                        >
                            { icon(match row.folder {
                                Some(true) => Icon::Down,
                                Some(false) => Icon::Right,
                                None => Icon::Page,
                            }) }
                            <span>{ row.name().to_owned() }</span>
                        </div>
                    }
                }) }
            </div>
            <div class="tree-said" role="status">
                if let Some((path, _)) = &*removed {
                    <span>{ fill(t.file_removed, &[("name", path)]) }</span>
                    <button type="button" class="button" onclick={bring_back}>{ t.undo }</button>
                }
            </div>
        </div>
    }
}

fn toggled(closed: &BTreeSet<String>, path: &str, was_open: bool) -> BTreeSet<String> {
    let mut closed = closed.clone();
    if was_open {
        closed.insert(path.to_owned());
    } else {
        closed.remove(path);
    }
    closed
}

#[derive(Properties, PartialEq)]
pub struct NameFormProps {
    pub asked: Asking,
    pub done: Callback<()>,
}

/// Gives a file, or every file of a folder, its new place. False when one of them is taken.
fn rename(session: &Session, from: &str, to: &str) -> bool {
    let moved: Vec<(String, String)> = within(session, from)
        .into_iter()
        .filter_map(|(file, _)| Some((file.clone(), format!("{to}{}", file.strip_prefix(from)?))))
        .collect();
    if moved.iter().any(|(_, to)| session.typing().files.contains_key(to)) {
        return false;
    }
    for (from, to) in moved {
        session.link.rename_file(from, to);
    }
    true
}

/// Whether a new file would stand where a folder is, or below a file.
fn is_taken(session: &Session, path: &str) -> bool {
    let lead = format!("{path}/");
    let files = session.typing().files;
    let above = path.match_indices('/').filter_map(|(at, _)| path.get(..at));
    files.contains_key(path)
        || files.keys().any(|file| file.starts_with(&lead))
        || above.into_iter().any(|file| files.contains_key(file))
}

/// Asks for a name.
#[component]
pub fn NameForm(props: &NameFormProps) -> Html {
    let field = use_node_ref();
    let problem = use_state(|| None::<&'static str>);
    let start = match &props.asked {
        Asking::New(start) | Asking::Rename(start) => start.clone(),
    };
    // What is typed is kept: a drawing puts a field's value back to what it is given.
    let typed = use_state(|| start.clone());
    let oninput = {
        let typed = typed.setter();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target().and_then(|field| field.dyn_into::<HtmlInputElement>().ok()) {
                typed.set(field.value());
            }
        })
    };
    {
        let (field, start) = (field.clone(), start.clone());
        let whole = matches!(props.asked, Asking::New(_));
        use_effect_with((), move |()| {
            if let Some(field) = field.cast::<HtmlInputElement>() {
                let _ = field.focus();
                // Of a path the name is what mostly changes.
                let name = start
                    .rsplit_once('/')
                    .map_or(0, |(folder, _)| folder.encode_utf16().count().saturating_add(1));
                let from = if whole { start.encode_utf16().count() } else { name };
                let from = u32::try_from(from).unwrap_or(0);
                let _ = field.set_selection_range(from, u32::MAX);
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
                (Some(path), _) if is_taken(&session, &path) => problem.set(Some(t.name_taken)),
                (Some(path), Asking::New(_)) => {
                    session.link.create_file(path);
                    done.emit(());
                }
                (Some(path), Asking::Rename(from)) => {
                    if rename(&session, from, &path) {
                        done.emit(());
                    } else {
                        problem.set(Some(t.name_taken));
                    }
                }
            }
        })
    };
    let onkeydown = {
        let done = props.done.clone();
        Callback::from(move |event: KeyboardEvent| {
            event.stop_propagation();
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
    let button = match &props.asked {
        Asking::New(_) => t.create,
        Asking::Rename(_) => t.rename,
    };
    html! {
        <form class="name-form" {onsubmit} {onkeydown} {onfocusout}>
            <input
                ref={field}
                class="input"
                aria-label={t.file_name}
                placeholder={t.file_name}
                value={(*typed).clone()}
                {oninput}
                aria-invalid={problem.is_some().to_string()}
                autocomplete="off"
                spellcheck="false"
            />
            <button type="submit" class="button">{ button }</button>
            <span class="name-problem" role="status">{ *problem }</span>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_stand_before_files_and_hide_what_is_in_them_when_closed() {
        let files = ["a.txt", "src/lib/x.py", "src/main.py"].map(str::to_owned);
        let shown = |closed: &[&str]| -> Vec<String> {
            let closed = closed.iter().map(|path| (*path).to_owned()).collect();
            let rows = rows(files.iter(), &closed);
            rows.iter()
                .map(|row| format!("{}{}", "-".repeat(row.depth), row.name()))
                .collect()
        };
        assert_eq!(shown(&[]), ["src", "-lib", "--x.py", "-main.py", "a.txt"]);
        assert_eq!(shown(&["src/lib"]), ["src", "-lib", "-main.py", "a.txt"]);
    }
}
