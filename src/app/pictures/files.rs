//! A browser for any file system: the host, an image or one layer of it, a container, a volume. Read-only; a page of a
//! folder or the beginning of a file at a time.

use session::protocol::{Answer, EntryKind, EntryView, FileView, FolderView, ImageView, Place, Question, View};
use wasm_bindgen::JsCast;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::difference::{self, letter};
use crate::app::ask::use_answer;
use crate::app::format;
use crate::app::i18n::{Messages, fill};
use crate::app::session::{Session, use_session};
use crate::app::state::Action;

/// Where the workspace lies on the host.
fn workspace(session: &Session) -> String {
    let name = session.link.workspace().unwrap_or_else(|| "work".to_owned());
    format!("/home/learner/{name}")
}

#[component]
pub fn FilesPicture() -> Html {
    let from = use_state(|| 0_u32);
    let session = use_session();
    let at = session.as_ref().map(|session| {
        let (place, path) = session.state.browsing.clone();
        if path.is_empty() {
            (place, workspace(session))
        } else {
            (place, path)
        }
    });
    {
        let from = from.clone();
        use_effect_with(at.clone(), move |_| from.set(0));
    }
    let question = at.clone().map(|(place, path)| Question::Look {
        place,
        path,
        from: *from,
    });
    let answer = use_answer(question);
    let (Some(session), Some((place, path))) = (session, at) else {
        return Html::default();
    };
    let t = session.t();
    let body = match answer.as_deref() {
        None => html! { <p class="empty">{ t.looking }</p> },
        Some(Err(error)) => html! { <p class="picture-error" role="status">{ error.clone() }</p> },
        Some(Ok(Answer::Folder(folder))) => listing(&session, &place, &path, folder, &from),
        Some(Ok(Answer::File(file))) => preview(file, &path, t),
        Some(Ok(_)) => Html::default(),
    };
    html! {
        <div class="explorer">
            { choice(&session, &place) }
            { crumbs(&session, &place, &path) }
            { body }
        </div>
    }
}

/// A place in the select: its value, its name.
fn value_of(place: &Place) -> String {
    match place {
        Place::Host => "host".to_owned(),
        Place::Image(id) => format!("image\n{id}"),
        Place::Layer(id, index) => format!("layer\n{id}\n{index}"),
        Place::Container(id) => format!("container\n{id}"),
        Place::Volume(name) => format!("volume\n{name}"),
    }
}

fn place_of(value: &str) -> Option<Place> {
    let mut parts = value.split('\n');
    let kind = parts.next()?;
    let name = parts.next().unwrap_or_default().to_owned();
    Some(match kind {
        "host" => Place::Host,
        "image" => Place::Image(name),
        "layer" => Place::Layer(name, parts.next()?.parse().ok()?),
        "container" => Place::Container(name),
        "volume" => Place::Volume(name),
        _ => return None,
    })
}

fn image_name(image: &ImageView) -> String {
    image.tags.first().cloned().unwrap_or_else(|| format::short(&image.id))
}

/// The layers of the image that is looked into, the newest first.
fn layers(view: &View, place: &Place, t: &Messages) -> Vec<(Place, String)> {
    let (Place::Image(id) | Place::Layer(id, _)) = place else {
        return Vec::new();
    };
    let Some(image) = view.images.iter().find(|image| image.id == *id) else {
        return Vec::new();
    };
    let numbered = image.layers.iter().enumerate().filter(|(_, layer)| layer.digest.is_some());
    numbered
        .rev()
        .filter_map(|(index, layer)| {
            let place = Place::Layer(id.clone(), u32::try_from(index).ok()?);
            let instruction: String = layer.instruction.trim_end_matches(" # buildkit").chars().take(48).collect();
            Some((place, fill(t.layer_named, &[("name", &instruction)])))
        })
        .collect()
}

fn choice(session: &Session, shown: &Place) -> Html {
    let (t, view) = (session.t(), &session.state.view);
    let onchange = {
        let session = session.clone();
        Callback::from(move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            if let Some(place) = select.and_then(|select| place_of(&select.value())) {
                let path = if place == Place::Host {
                    workspace(&session)
                } else {
                    "/".to_owned()
                };
                session.dispatch(Action::Browse(place, path));
            }
        })
    };
    let option = |place: Place, name: String| {
        html! { <option value={value_of(&place)} selected={place == *shown}>{ name }</option> }
    };
    let group = |name: &'static str, places: Vec<(Place, String)>| {
        if places.is_empty() {
            return Html::default();
        }
        html! { <optgroup label={name}>{ for places.into_iter().map(|(place, name)| option(place, name)) }</optgroup> }
    };
    let containers = view
        .containers
        .iter()
        .map(|c| (Place::Container(c.id.clone()), c.name.clone()))
        .collect();
    let volumes = view.volumes.iter().map(|v| {
        let name = if v.anonymous { format::short(&v.name) } else { v.name.clone() };
        (Place::Volume(v.name.clone()), name)
    });
    let images = view
        .images
        .iter()
        .map(|image| (Place::Image(image.id.clone()), image_name(image)))
        .collect();
    html! {
        <label class="picture-choice">
            <span>{ t.files_of }</span>
            <select class="input" {onchange}>
                { option(Place::Host, t.host.to_owned()) }
                { group(t.containers, containers) }
                { group(t.volumes, volumes.collect()) }
                { group(t.images, images) }
                { group(t.layers, layers(view, shown, t)) }
            </select>
        </label>
    }
}

fn opener(session: &Session, place: &Place, path: String) -> Callback<MouseEvent> {
    let (session, place) = (session.clone(), place.clone());
    Callback::from(move |_| session.dispatch(Action::Browse(place.clone(), path.clone())))
}

/// The path, each part of it a button.
fn crumbs(session: &Session, place: &Place, path: &str) -> Html {
    let t = session.t();
    let mut at = String::new();
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let last = parts.len();
    let rest = parts.iter().enumerate().map(|(index, part)| {
        at.push('/');
        at.push_str(part);
        let current = index.saturating_add(1) == last;
        html! {
            <li>
                <button
                    type="button" class="link" aria-current={current.then_some("location")}
                    onclick={opener(session, place, at.clone())}
                >{ (*part).to_owned() }</button>
            </li>
        }
    });
    html! {
        <nav class="crumbs" aria-label={session.landmark(t.path)}>
            <ol>
                <li><button type="button" class="link" onclick={opener(session, place, "/".to_owned())}>{ "/" }</button></li>
                { for rest }
            </ol>
        </nav>
    }
}

fn below(path: &str, name: &str) -> String {
    format!("{}/{name}", path.trim_end_matches('/'))
}

fn listing(session: &Session, place: &Place, path: &str, folder: &FolderView, from: &UseStateHandle<u32>) -> Html {
    let t = session.t();
    if folder.total == 0 {
        return html! { <p class="empty">{ t.folder_empty }</p> };
    }
    let changes = matches!(place, Place::Layer(..) | Place::Container(_));
    let shown = u32::try_from(folder.entries.len()).unwrap_or(u32::MAX);
    let end = folder.from.saturating_add(shown);
    let turn = |to: u32| {
        let from = from.clone();
        Callback::from(move |_: MouseEvent| from.set(to))
    };
    html! {
        <>
            <table class="table listing">
                <caption class="visually-hidden">{ path.to_owned() }</caption>
                <thead><tr>
                    if changes { <th scope="col"><span class="visually-hidden">{ t.change }</span></th> }
                    <th scope="col">{ t.name }</th>
                    <th scope="col" class="number">{ t.size }</th>
                    <th scope="col">{ t.mode }</th>
                    <th scope="col">{ t.owner }</th>
                </tr></thead>
                <tbody>{ for folder.entries.iter().map(|entry| row(session, place, path, entry, changes)) }</tbody>
            </table>
            if folder.from > 0 || end < folder.total {
                <p class="pages">
                    <button
                        type="button" class="button button-small" disabled={folder.from == 0}
                        onclick={turn(folder.from.saturating_sub(200))}
                    >{ t.page_before }</button>
                    <span role="status">{ fill(t.page_of_all, &[
                        ("first", &folder.from.saturating_add(1).to_string()), ("last", &end.to_string()),
                        ("all", &folder.total.to_string()),
                    ]) }</span>
                    <button type="button" class="button button-small" disabled={end >= folder.total} onclick={turn(end)}>
                        { t.page_after }
                    </button>
                </p>
            }
        </>
    }
}

/// `drwxr-xr-x`, as `ls -l` has it.
fn mode(entry: &EntryView) -> String {
    let kind = match entry.kind {
        EntryKind::Folder => 'd',
        EntryKind::Link { .. } => 'l',
        EntryKind::File => '-',
        EntryKind::Other => '?',
    };
    let bits = (0..9_u32).rev().map(|bit| {
        let set = entry.mode & (1 << bit) != 0;
        match (set, bit % 3) {
            (false, _) => '-',
            (true, 2) => 'r',
            (true, 1) => 'w',
            (true, _) => 'x',
        }
    });
    std::iter::once(kind).chain(bits).collect()
}

fn row(session: &Session, place: &Place, path: &str, entry: &EntryView, changes: bool) -> Html {
    let t = session.t();
    let name = match &entry.kind {
        EntryKind::Folder => format!("{}/", entry.name),
        _ => entry.name.clone(),
    };
    let gone = entry.change == Some('D');
    let openable = entry.kind == EntryKind::File || !gone;
    html! {
        <tr class={classes!(gone.then_some("listing-gone"))} key={entry.name.clone()}>
            if changes { <td>{ entry.change.map(|change| letter(change, t)).unwrap_or_default() }</td> }
            <th scope="row">
                if openable {
                    <button type="button" class="link" onclick={opener(session, place, below(path, &entry.name))}>{ name }</button>
                } else {
                    { name }
                }
                if let EntryKind::Link { target } = &entry.kind {
                    <span class="listing-target">{ format!(" → {target}") }</span>
                }
            </th>
            <td class="number">{ if entry.kind == EntryKind::File && !gone { format::size(entry.size) } else { String::new() } }</td>
            <td><code>{ if gone { String::new() } else { mode(entry) } }</code></td>
            <td>{ if gone { String::new() } else { entry.owner.clone() } }</td>
        </tr>
    }
}

fn preview(file: &FileView, path: &str, t: &'static Messages) -> Html {
    let name = path.rsplit('/').next().unwrap_or(path).to_owned();
    let changed = file.difference.as_ref().filter(|lines| !lines.is_empty());
    html! {
        <div class="file-preview">
            <p class="card-status">
                <span>
                    { file.change.map(|change| letter(change, t)).unwrap_or_default() }
                    { format!(" {} · {:04o} · {}", format::size(file.size), file.mode, file.owner) }
                </span>
            </p>
            if let Some(lines) = changed {
                <h3 class="picture-subtitle">{ t.against_below }</h3>
                { difference::draw(lines, t) }
            }
            {
                match &file.text {
                    None => html! { <p class="empty">{ t.binary_file }</p> },
                    Some(_) if file.change == Some('D') => Html::default(),
                    Some(text) => html! {
                        <>
                            if changed.is_some() { <h3 class="picture-subtitle">{ t.whole_file }</h3> }
                            <pre class="file-text" tabindex="0" aria-label={name}>{ text.clone() }</pre>
                        </>
                    },
                }
            }
            if file.cut {
                <p class="card-status">{ t.file_cut }</p>
            }
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_survives_the_select() {
        for place in [
            Place::Host,
            Place::Layer("sha256:1".to_owned(), 4),
            Place::Container("web".to_owned()),
            Place::Volume("data".to_owned()),
        ] {
            assert_eq!(place_of(&value_of(&place)), Some(place));
        }
    }

    #[test]
    fn modes_read_as_ls_has_them() {
        let entry = EntryView {
            name: String::new(),
            kind: EntryKind::Folder,
            mode: 0o750,
            owner: String::new(),
            size: 0,
            change: None,
        };
        assert_eq!(mode(&entry), "drwxr-x---");
    }
}
