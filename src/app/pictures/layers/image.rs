//! The layers of an image, the newest on top: size, what each added, changed, deleted and wasted, who shares it, and
//! the lines of the open Dockerfile that made it.

use session::protocol::{Answer, ImageContentsView, LayerContentsView, Place, Question, StepView};
use yew::prelude::*;

use super::next::lines;
use crate::app::ask::use_answer;
use crate::app::format;
use crate::app::i18n::{Messages, count, fill};
use crate::app::pictures::bar::bar;
use crate::app::pictures::difference::letter;
use crate::app::session::{Session, use_session, use_typing};
use crate::app::state::{Action, Picture, Typing};

#[derive(Properties, PartialEq)]
pub struct ImageLayersProps {
    pub id: String,
}

#[component]
pub fn ImageLayers(props: &ImageLayersProps) -> Html {
    let answer = use_answer(Some(Question::Image(props.id.clone())));
    let typing = use_typing();
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let contents = match answer.as_deref() {
        None => return html! { <p class="empty">{ t.looking }</p> },
        Some(Ok(Answer::Image(contents))) => contents,
        Some(_) => return html! { <p class="empty">{ t.image_gone }</p> },
    };
    let largest = contents.layers.iter().map(|layer| layer.size).max().unwrap_or(0);
    let rows = contents
        .layers
        .iter()
        .rev()
        .map(|layer| block(&session, &typing, contents, layer, largest));
    html! {
        <>
            { figures(contents, t) }
            <ol class="layer-stack" reversed={true}>{ for rows }</ol>
            { wasted(contents, t) }
        </>
    }
}

/// Size, efficiency and waste of the whole.
fn figures(contents: &ImageContentsView, t: &'static Messages) -> Html {
    let percent = (contents.efficiency * 100.0).round().clamp(0.0, 100.0);
    let efficiency = format!("{percent}%");
    html! {
        <dl class="figures">
            <div><dt>{ t.size }</dt><dd>{ format::size(contents.size) }</dd></div>
            <div><dt>{ t.layers }</dt><dd>{ contents.layers.len() }</dd></div>
            <div>
                <dt>{ t.efficiency }</dt>
                <dd title={t.efficiency_long}>{ efficiency }</dd>
            </div>
            <div><dt>{ t.wasted }</dt><dd>{ format::size(contents.wasted) }</dd></div>
        </dl>
    }
}

/// The step of the open Dockerfile that gave this layer, if its last text still does.
fn step_of<'a>(typing: &'a Typing, digest: &str) -> Option<&'a StepView> {
    let (_, prediction) = typing.prediction.as_ref()?;
    prediction
        .steps
        .iter()
        .find(|step| step.makes_layer && step.digest.as_deref() == Some(digest))
}

fn block(session: &Session, typing: &Typing, contents: &ImageContentsView, layer: &LayerContentsView, largest: u64) -> Html {
    let t = session.t();
    let step = step_of(typing, &layer.digest);
    let file = typing.prediction.as_ref().map(|(path, _)| path.clone()).unwrap_or_default();
    let open_now = session.state.current_file.as_ref() == Some(&file);
    let here = open_now && step.is_some_and(|step| (step.first_line..=step.last_line).contains(&typing.cursor_line));
    let point = |lines: Option<(u32, u32)>| {
        let session = session.clone();
        Callback::from(move |()| session.dispatch(Action::Pointed(lines)))
    };
    let range = step.map(|step| (step.first_line, step.last_line));
    let (enter, leave) = (point(range.filter(|_| open_now)), point(None));
    let files = {
        let (session, place) = (session.clone(), Place::Layer(contents.id.clone(), layer.index));
        Callback::from(move |_: MouseEvent| {
            session.dispatch(Action::Browse(place.clone(), "/".to_owned()));
            session.show_picture(Picture::Files);
        })
    };
    html! {
        <li
            key={layer.index}
            class={classes!("layer", "layer-made", here.then_some("layer-here"), (!layer.shared_with.is_empty()).then_some("layer-shared"))}
            data-layer={layer.index.to_string()}
            onmouseenter={move |_| enter.emit(())}
            onmouseleave={move |_| leave.emit(())}
        >
            <details class="layer-details">
                <summary class="layer-block" aria-current={here.then_some("true")}>
                    <span class="layer-instruction">{ short(&layer.instruction) }</span>
                    <span class="layer-size">{ format::size(layer.size) }</span>
                    { bar(layer.size, layer.wasted, largest) }
                    <span class="layer-outcome">{ counts(layer, t) }</span>
                    <span class="layer-note">{ step.map(|step| lines(step, t)).unwrap_or_default() }</span>
                </summary>
                <div class="layer-inside">
                    <p class="layer-command"><code>{ layer.instruction.clone() }</code></p>
                    <dl class="facts">
                        { super::super::fact(t.digest, layer.digest.clone()) }
                        { super::super::fact(t.shared_by, layer.shared_with.join(", ")) }
                        if layer.wasted > 0 {
                            { super::super::fact(t.wasted, fill(t.wasted_here, &[("size", &format::size(layer.wasted))])) }
                        }
                    </dl>
                    if layer.changes.is_empty() {
                        <p class="card-status">{ t.no_changes }</p>
                    } else {
                        <ul class="change-list">
                            { for layer.changes.iter().map(|change| html! {
                                <li>
                                    { letter(change.change, t) }
                                    <code>{ change.path.clone() }</code>
                                    <span>{ if change.size > 0 { format::size(change.size) } else { String::new() } }</span>
                                </li>
                            }) }
                        </ul>
                    }
                    <p class="layer-buttons">
                        <button type="button" class="button button-small" onclick={files}>{ t.all_files_of_layer }</button>
                        if let Some((first, last)) = range {
                            { go(session, &file, first, last) }
                        }
                    </p>
                </div>
            </details>
        </li>
    }
}

/// A button that leads to the lines that made a layer.
fn go(session: &Session, file: &str, first: u32, last: u32) -> Html {
    let label = fill(session.t().go_to_line, &[("n", &first.to_string())]);
    let onclick = {
        let (session, file) = (session.clone(), file.to_owned());
        Callback::from(move |_: MouseEvent| {
            session.show_file(&file);
            session.dispatch(Action::Pointed(Some((first, last))));
        })
    };
    html! { <button type="button" class="button button-small" {onclick}>{ label }</button> }
}

/// `+12 added · 3 changed · 1 deleted · 4MB wasted · shared with 2 images`.
fn counts(layer: &LayerContentsView, t: &Messages) -> String {
    let number = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    let mut parts = Vec::new();
    for (n, message) in [
        (layer.added, t.paths_added),
        (layer.changed, t.paths_changed),
        (layer.deleted, t.paths_deleted),
    ] {
        if n > 0 {
            parts.push(fill(message, &[("n", &n.to_string())]));
        }
    }
    if layer.wasted > 0 {
        parts.push(fill(t.size_wasted, &[("size", &format::size(layer.wasted))]));
    }
    if !layer.shared_with.is_empty() {
        let shared = u32::try_from(layer.shared_with.len()).unwrap_or(u32::MAX);
        parts.push(count(t.shared_layer, number(shared)));
    }
    if parts.is_empty() {
        parts.push(t.no_changes.to_owned());
    }
    parts.join(" · ")
}

/// The instruction without what BuildKit writes around it.
fn short(created_by: &str) -> String {
    let plain = created_by.strip_suffix(" # buildkit").unwrap_or(created_by);
    let plain = plain.replacen("RUN /bin/sh -c ", "RUN ", 1);
    match plain.strip_prefix("/bin/sh -c ") {
        Some(rest) => match rest.strip_prefix("#(nop) ") {
            Some(rest) => rest.trim().to_owned(),
            None => format!("RUN {rest}"),
        },
        None => plain,
    }
}

/// The files that were written for nothing.
fn wasted(contents: &ImageContentsView, t: &'static Messages) -> Html {
    if contents.wasted_files.is_empty() {
        return Html::default();
    }
    let layer = |index: u32| {
        usize::try_from(index)
            .ok()
            .and_then(|index| contents.layers.get(index))
            .map(|layer| short(&layer.instruction))
            .unwrap_or_default()
    };
    html! {
        <details class="part wasted-files">
            <summary>{ t.wasted_files }</summary>
            <div class="table-scroll" tabindex="0">
                <table class="table">
                    <thead><tr>
                        <th scope="col">{ t.file }</th><th scope="col">{ t.size }</th>
                        <th scope="col">{ t.written_by }</th><th scope="col">{ t.hidden_by }</th>
                    </tr></thead>
                    <tbody>{ for contents.wasted_files.iter().map(|file| html! {
                        <tr>
                            <th scope="row"><code>{ file.path.clone() }</code></th>
                            <td>{ format::size(file.size) }</td>
                            <td><code>{ layer(file.written) }</code></td>
                            <td><code>{ layer(file.hidden) }</code></td>
                        </tr>
                    }) }</tbody>
                </table>
            </div>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::i18n::ENGLISH;

    #[test]
    fn instructions_are_shown_as_they_were_written() {
        assert_eq!(short("RUN /bin/sh -c pip install flask # buildkit"), "RUN pip install flask");
        assert_eq!(short("COPY . . # buildkit"), "COPY . .");
        assert_eq!(short("/bin/sh -c #(nop)  CMD [\"bash\"]"), "CMD [\"bash\"]");
    }

    #[test]
    fn a_layer_says_what_it_did() {
        let layer = LayerContentsView {
            added: 12,
            deleted: 1,
            wasted: 4_000_000,
            ..LayerContentsView::default()
        };
        assert_eq!(counts(&layer, &ENGLISH), "12 added · 1 deleted · 4MB wasted");
    }
}
