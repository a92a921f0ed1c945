//! The session on a scrubber: every command, file and request, with the engine's events they caused. Choosing a moment
//! shows what there was before it and what differs from now or from another moment; from any moment one can go on, and
//! what came after is kept for undoing.

use session::protocol::{Answer, ComparisonView, DifferenceView, Happening, MomentView, Question};
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::difference;
use super::state_diagram::name as state_name;
use crate::app::ask::use_answer;
use crate::app::format;
use crate::app::i18n::{Messages, count, fill};
use crate::app::icons::{Icon, icon};
use crate::app::session::{Session, use_session};

/// Something a person did: a moment to step to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The state before it is that before this journal entry.
    pub entry: u32,
    pub at_ms: i64,
    pub kind: String,
    pub action: String,
    pub subject: String,
}

impl Act {
    pub fn words(&self, t: &Messages) -> String {
        match self.kind.as_str() {
            "command" if self.subject.is_empty() => self.action.clone(),
            "command" => self.subject.clone(),
            "file" => {
                let message = match self.action.as_str() {
                    "rename" => t.act_rename,
                    "remove" => t.act_remove,
                    _ => t.act_write,
                };
                fill(message, &[("name", &self.subject)])
            }
            _ => format!("{} {}", self.action, self.subject),
        }
    }
}

/// What a person did, oldest first. Writes of one file in a row are one act.
pub fn acts(happenings: &[Happening]) -> Vec<Act> {
    let mut acts: Vec<Act> = Vec::new();
    for one in happenings {
        if !matches!(one.kind.as_str(), "command" | "file" | "request") {
            continue;
        }
        let Some(entry) = one.entry.checked_sub(1) else { continue };
        let again = acts.last().is_some_and(|last| {
            last.kind == "file" && one.kind == "file" && last.action == one.action && last.subject == one.subject
        });
        // Of several commands in one line the first is where one steps to.
        let same = acts.last().is_some_and(|last| last.entry == entry && last.kind == "command");
        if !again && !same {
            acts.push(Act {
                entry,
                at_ms: one.at_ms,
                kind: one.kind.clone(),
                action: one.action.clone(),
                subject: one.subject.clone(),
            });
        }
    }
    acts
}

#[component]
pub fn Timeline() -> Html {
    // The number of the act that is looked at, and of the one it is compared with; `None` is now.
    let chosen = use_state(|| None::<usize>);
    let other = use_state(|| None::<usize>);
    let session = use_session();
    let acts = session
        .as_ref()
        .map(|session| acts(&session.state.happenings))
        .unwrap_or_default();
    let moment = chosen.and_then(|index| acts.get(index));
    let question = moment.map(|act| {
        let against = other.and_then(|index| acts.get(index)).map(|act| act.entry);
        let (before, after) = match against {
            Some(entry) if entry < act.entry => (entry, Some(act.entry)),
            after => (act.entry, after),
        };
        Question::Compare { before, after }
    });
    let answer = use_answer(question);
    let Some(session) = session else { return Html::default() };
    let t = session.t();
    if acts.is_empty() {
        return html! { <p class="empty">{ t.no_events }</p> };
    }
    html! {
        <div class="history">
            { scrubber(&session, &acts, &chosen) }
            if let Some(act) = moment {
                { look(&session, &acts, act, &other, answer.as_deref()) }
            }
            <h3 class="picture-subtitle">{ t.what_happened }</h3>
            <ol class="timeline" reversed={true}>
                { for session.state.happenings.iter().enumerate().rev().map(|(index, one)| row(&session, index, one, &acts, &chosen)) }
            </ol>
        </div>
    }
}

fn scrubber(session: &Session, acts: &[Act], chosen: &UseStateHandle<Option<usize>>) -> Html {
    let t = session.t();
    let now = acts.len();
    let at = chosen.unwrap_or(now).min(now);
    let set = {
        let chosen = chosen.clone();
        move |index: usize| chosen.set((index < now).then_some(index))
    };
    let words = match acts.get(at) {
        Some(act) => fill(t.moment_before, &[("act", &act.words(t))]),
        None => t.now.to_owned(),
    };
    let oninput = {
        let set = set.clone();
        Callback::from(move |event: InputEvent| {
            let slider = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
            if let Some(index) = slider.and_then(|slider| slider.value().parse().ok()) {
                set(index);
            }
        })
    };
    let step = |to: Option<usize>, label: &'static str, glyph: &'static str| {
        let set = set.clone();
        html! {
            <button
                type="button" class="button" aria-label={label} title={label} disabled={to.is_none()}
                onclick={move |_: MouseEvent| if let Some(to) = to { set(to) }}
            ><span aria-hidden="true">{ glyph }</span></button>
        }
    };
    let undo = acts.last().map(|act| act.entry);
    let undone = {
        let link = session.link.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(entry) = undo {
                link.undo_to(entry)
            }
        })
    };
    let redone = {
        let link = session.link.clone();
        Callback::from(move |_: MouseEvent| link.redo())
    };
    html! {
        <div class="scrubber" role="group" aria-label={t.timeline}>
            { step(at.checked_sub(1), t.step_back, "◀") }
            <input
                type="range" class="scrubber-range" min="0" max={now.to_string()} step="1" value={at.to_string()}
                aria-label={t.moment} aria-valuetext={words.clone()} {oninput}
            />
            { step((at < now).then(|| at.saturating_add(1)), t.step_forward, "▶") }
            <p class="scrubber-words" role="status">
                <span>{ words }</span>
                <span class="scrubber-count">{ fill(t.moment_of, &[("n", &at.saturating_add(1).to_string()), ("all", &now.saturating_add(1).to_string())]) }</span>
            </p>
            <p class="scrubber-undo">
                <button type="button" class="button button-small" disabled={undo.is_none()} onclick={undone}>{ t.undo_last }</button>
                <button type="button" class="button button-small" disabled={!session.link.can_redo()} onclick={redone}>{ t.redo }</button>
            </p>
        </div>
    }
}

/// A moment: what there was, what differs, and the way there.
fn look(
    session: &Session,
    acts: &[Act],
    act: &Act,
    other: &UseStateHandle<Option<usize>>,
    answer: Option<&Result<Answer, String>>,
) -> Html {
    let t = session.t();
    let go = {
        let (link, entry) = (session.link.clone(), act.entry);
        Callback::from(move |_: MouseEvent| link.go_back(entry))
    };
    let choose = {
        let other = other.clone();
        Callback::from(move |event: Event| {
            let select = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            if let Some(select) = select {
                other.set(select.value().parse().ok());
            }
        })
    };
    let body = match answer {
        None => html! { <p class="card-status">{ t.looking }</p> },
        Some(Ok(Answer::Comparison(comparison))) => {
            let here = if other
                .and_then(|index| acts.get(index))
                .is_some_and(|one| one.entry < act.entry)
            {
                &comparison.after
            } else {
                &comparison.before
            };
            html! { <>{ there(here, t) }{ differences(comparison, t) }</> }
        }
        Some(_) => html! { <p class="card-status">{ t.moment_unknown }</p> },
    };
    html! {
        <section class="moment card" aria-label={t.moment}>
            <div class="moment-head">
                <label class="picture-choice">
                    <span>{ t.compare_with }</span>
                    <select class="input" onchange={choose}>
                        <option value="now" selected={other.is_none()}>{ t.now }</option>
                        { for acts.iter().enumerate().filter(|(_, one)| one.entry != act.entry).map(|(index, one)| html! {
                            <option value={index.to_string()} selected={**other == Some(index)}>
                                { fill(t.moment_before, &[("act", &one.words(t))]) }
                            </option>
                        }) }
                    </select>
                </label>
                <button type="button" class="button button-small button-primary" onclick={go}>{ t.go_on_here }</button>
            </div>
            { body }
        </section>
    }
}

/// An id as Docker shortens it; a name as it is.
fn short(name: &str) -> String {
    let digits = name.strip_prefix("sha256:").unwrap_or(name);
    if digits.len() == 64 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        format::short(digits)
    } else {
        name.to_owned()
    }
}

/// What there was.
fn there(moment: &MomentView, t: &'static Messages) -> Html {
    let containers: Vec<String> = moment
        .containers
        .iter()
        .map(|(name, state)| format!("{name} ({})", state_name(*state, t)))
        .collect();
    let named = |list: &[String]| {
        let names: Vec<String> = list.iter().map(|name| short(name)).collect();
        if names.is_empty() {
            t.none.to_owned()
        } else {
            names.join(", ")
        }
    };
    let files = usize::try_from(moment.files).unwrap_or(usize::MAX);
    html! {
        <dl class="facts">
            { super::fact(t.containers, named(&containers)) }
            { super::fact(t.images, named(&moment.images)) }
            { super::fact(t.volumes, named(&moment.volumes)) }
            { super::fact(t.files, count(t.file_count, files)) }
        </dl>
    }
}

fn differences(comparison: &ComparisonView, t: &'static Messages) -> Html {
    if comparison.differences.is_empty() {
        return html! { <p class="card-status">{ t.nothing_differs }</p> };
    }
    html! {
        <ul class="differences" aria-label={t.what_differs}>
            { for comparison.differences.iter().map(|one| difference_row(one, t)) }
        </ul>
    }
}

fn difference_row(one: &DifferenceView, t: &'static Messages) -> Html {
    let kind = match one.kind.as_str() {
        "container" => t.container,
        "image" => t.image,
        "volume" => t.volume,
        "network" => t.network,
        _ => t.file,
    };
    let change = match (&one.before, &one.after) {
        (None, _) => 'A',
        (_, None) => 'D',
        _ => 'C',
    };
    let told = match (&one.before, &one.after) {
        (Some(before), Some(after)) if before == after => String::new(),
        (Some(before), Some(after)) => format!("{before} → {after}"),
        (None, Some(only)) | (Some(only), None) => only.clone(),
        (None, None) => String::new(),
    };
    html! {
        <li>
            <p>
                { difference::letter(change, t) }
                <span class="difference-kind">{ kind }</span>
                <strong>{ short(&one.name) }</strong>
                <span class="difference-words">{ told }</span>
            </p>
            if !one.lines.is_empty() {
                <details class="part"><summary>{ t.lines }</summary>{ difference::draw(&one.lines, t) }</details>
            }
        </li>
    }
}

fn row(session: &Session, index: usize, happening: &Happening, acts: &[Act], chosen: &UseStateHandle<Option<usize>>) -> Html {
    let t = session.t();
    let own = matches!(happening.kind.as_str(), "command" | "file" | "request");
    let place = happening
        .entry
        .checked_sub(1)
        .filter(|_| own)
        .and_then(|entry| acts.iter().position(|act| act.entry == entry));
    let words = match place.and_then(|place| acts.get(place)) {
        Some(_) if happening.kind == "command" => {
            let line = if happening.subject.is_empty() {
                &happening.action
            } else {
                &happening.subject
            };
            fill(t.event_command, &[("subject", line)])
        }
        Some(act) => act.words(t),
        None => fill(
            t.event_plain,
            &[
                ("kind", &happening.kind),
                ("subject", &short(&happening.subject)),
                ("action", &happening.action),
            ],
        ),
    };
    let step = place.map(|place| {
        let chosen = chosen.clone();
        let label = fill(t.look_before, &[("act", &words)]);
        html! {
            <button
                type="button" class="button button-quiet button-small" aria-label={label.clone()} title={label}
                aria-pressed={(*chosen == Some(place)).to_string()}
                onclick={move |_: MouseEvent| chosen.set(Some(place))}
            >{ icon(Icon::Reload) }</button>
        }
    });
    html! {
        <li class={classes!("event", format!("event-{}", happening.kind), place.is_some_and(|place| **chosen == Some(place)).then_some("event-chosen"))} key={index}>
            <time>{ format::time_of_day(happening.at_ms) }</time>
            <span>{ words }</span>
            { step }
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn happening(kind: &str, entry: u32, subject: &str) -> Happening {
        Happening {
            at_ms: 0,
            entry,
            kind: kind.to_owned(),
            action: "write".to_owned(),
            subject: subject.to_owned(),
            attributes: Vec::new(),
        }
    }

    #[test]
    fn writes_of_one_file_in_a_row_are_one_act() {
        let all = [
            happening("file", 2, "a"),
            happening("file", 3, "a"),
            happening("command", 4, "ls"),
            happening("container", 4, "web"),
            happening("file", 5, "a"),
        ];
        assert_eq!(acts(&all).iter().map(|act| act.entry).collect::<Vec<_>>(), [1, 3, 4]);
    }
}
