//! Pages that are read beside a lesson: the whole course with what has been done, the cheat sheet, the glossary. Each
//! has an address of its own, `#course`, `#cheat-sheet`, `#glossary`.

use gloo::events::EventListener;
use gloo::net::http::Request;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlInputElement};
use yew::prelude::*;

use super::course::{self, Opener};
use super::i18n::{Language, Messages, count, fill};
use super::icons::{Icon, icon};
use super::lessons;
use super::markdown::{self, Target};
use super::search::{self, fits};
use super::session::{Session, use_session};
use super::state::{Action, Sheet};

/// The sheet that the address names.
fn addressed() -> Option<Sheet> {
    let hash = gloo::utils::window().location().hash().unwrap_or_default();
    let word = hash.trim_start_matches('#');
    Sheet::ALL.into_iter().find(|sheet| sheet.word() == word)
}

/// The sheet that is open, if one is.
#[component]
pub fn Sheets() -> Html {
    let session = use_session();
    {
        let dispatch = session.as_ref().map(|session| session.state.dispatcher());
        use_effect_with((), move |()| {
            let show = move || {
                if let (Some(dispatch), Some(sheet)) = (&dispatch, addressed()) {
                    dispatch.dispatch(Action::Sheet(Some(sheet)));
                }
            };
            show();
            let heard = EventListener::new(&gloo::utils::window(), "hashchange", move |_| show());
            move || drop(heard)
        });
    }
    let Some((session, sheet)) = session.and_then(|session| Some((session.clone(), session.state.sheet?))) else {
        return Html::default();
    };
    html! { <Open key={sheet.word()} {session} {sheet} /> }
}

#[derive(Properties, PartialEq)]
struct OpenProps {
    session: Session,
    sheet: Sheet,
}

#[component]
fn Open(props: &OpenProps) -> Html {
    let node = use_node_ref();
    let open = use_context::<Opener>();
    {
        let node = node.clone();
        use_effect_with((), move |()| {
            if let Some(dialog) = node.cast::<HtmlDialogElement>()
                && !dialog.open()
            {
                let _ = dialog.show_modal();
            }
        });
    }
    let (session, t) = (&props.session, props.session.t());
    let close = {
        let session = session.clone();
        Callback::from(move |()| session.dispatch(Action::Sheet(None)))
    };
    // Escape closes the dialog by itself; the state hears of it.
    let onclose = close.reform(|_: Event| ());
    let go = {
        let close = close.clone();
        Callback::from(move |id: String| {
            close.emit(());
            if let Some(Opener(open)) = &open {
                open.emit(id);
            }
        })
    };
    let title = session.id("sheet");
    html! {
        <dialog class="dialog sheet" ref={node} aria-labelledby={title.clone()} {onclose}>
            <div class="sheet-head">
                <h2 id={title}>{ props.sheet.name(t) }</h2>
                <button type="button" class="button button-quiet" aria-label={t.close} title={t.close}
                    onclick={close.reform(|_: MouseEvent| ())}>{ icon(Icon::Cross) }</button>
            </div>
            if props.sheet == Sheet::Course {
                { whole_course(session, &go) }
            } else {
                <Text sheet={props.sheet} language={session.state.language()} {go} />
            }
        </dialog>
    }
}

/// All parts with their lessons: how long each takes, and how far it has been taken.
fn whole_course(session: &Session, go: &Callback<String>) -> Html {
    let (t, language) = (session.t(), session.state.language());
    let progress = course::progress();
    let done = |entries: &[&lessons::Entry]| {
        entries
            .iter()
            .filter(|entry| progress.get(entry.id).is_some_and(|taken| taken.is_done()))
            .count()
    };
    let here = session.state.lesson.id;
    let open = Some(Opener(go.clone()));
    let parts = lessons::parts().into_iter().map(|(part, entries)| {
        let (met, all) = (done(&entries), entries.len());
        let minutes = entries.iter().map(|entry| entry.minutes).fold(0_u32, u32::saturating_add);
        let words = fill(t.part_done, &[("done", &met.to_string()), ("all", &all.to_string())]);
        html! {
            <section key={part} class="sheet-part">
                <h3>{ lessons::part_title(part, language) }</h3>
                <p class="course-note">{ format!("{words} · {}", time(minutes, t)) }</p>
                <progress class="checks-bar" max={all.to_string()} value={met.to_string()} aria-label={words} />
                <ol>{ for entries.into_iter().map(|entry| course::entry(entry, here, language, t, &progress, &open)) }</ol>
            </section>
        }
    });
    html! { <div class="sheet-body sheet-course" tabindex="0">{ for parts }</div> }
}

/// `25 minutes`, or hours from two on.
fn time(minutes: u32, t: &Messages) -> String {
    let number = |n: u32| usize::try_from(n).unwrap_or(0);
    if minutes < 120 {
        count(t.minutes, number(minutes))
    } else {
        count(t.hours, number(minutes.saturating_add(30) / 60))
    }
}

#[derive(Properties, PartialEq)]
struct TextProps {
    sheet: Sheet,
    language: Language,
    go: Callback<String>,
}

/// A sheet of text, of which one can ask to see only the lines with some words.
#[component]
fn Text(props: &TextProps) -> Html {
    let text = use_state(|| None::<Result<String, ()>>);
    let typed = use_state(String::new);
    {
        let text = text.setter();
        use_effect_with((props.sheet, props.language), move |(sheet, language)| {
            let address = search::file(sheet.word(), *language);
            wasm_bindgen_futures::spawn_local(async move {
                let found = match Request::get(&address).send().await {
                    Ok(answer) if answer.ok() => answer.text().await.map_err(drop),
                    _ => Err(()),
                };
                text.set(Some(found));
            });
        });
    }
    let t = props.language.messages();
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            if let Some(field) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) {
                typed.set(field.value());
            }
        })
    };
    let shown = use_memo(
        (text.as_ref().and_then(|text| text.clone().ok()), (*typed).clone()),
        |(text, typed)| text.as_ref().map(|text| only(text, typed)),
    );
    let body = match (&*text, &*shown) {
        (Some(Err(())), _) => html! { <p role="alert">{ t.sheet_missing }</p> },
        (_, Some(shown)) => {
            let go = props.go.clone();
            let go = Callback::from(move |target: Target| {
                if let Target::Lesson(id) = target {
                    go.emit(id);
                }
            });
            html! { <article>{ markdown::render(shown, t, &go) }</article> }
        }
        _ => html! {},
    };
    html! {
        <>
            <label class="sheet-filter">
                { t.sheet_filter }
                <input class="input" type="search" autocomplete="off" spellcheck="false" {oninput} />
            </label>
            <div class="sheet-body" tabindex="0">{ body }</div>
        </>
    }
}

/// The sheet without its title, and of its items and rows those with all the words.
fn only(text: &str, typed: &str) -> String {
    let mut out = String::new();
    for block in text.split("\n\n").filter(|block| !block.starts_with("# ")) {
        let lines: Vec<&str> = block.lines().collect();
        let is_item = |index: usize, line: &str| line.starts_with("- ") || (line.starts_with('|') && index > 1);
        if typed.trim().is_empty() || !lines.iter().enumerate().any(|(index, line)| is_item(index, line)) {
            out.push_str(block);
            out.push_str("\n\n");
            continue;
        }
        let kept: Vec<&str> = lines
            .iter()
            .enumerate()
            .filter(|(index, line)| !is_item(*index, line) || fits(line, typed))
            .map(|(_, line)| *line)
            .collect();
        if kept.iter().enumerate().any(|(index, line)| is_item(index, line)) {
            out.push_str(&kept.join("\n"));
            out.push_str("\n\n");
        }
    }
    // A heading under which nothing is left goes too.
    let blocks: Vec<&str> = out.split("\n\n").collect();
    let next = |index: usize| blocks.get(index.saturating_add(1)).copied().unwrap_or_default();
    blocks
        .iter()
        .enumerate()
        .filter(|(index, block)| !block.starts_with("## ") || !(next(*index).is_empty() || next(*index).starts_with("## ")))
        .map(|(_, block)| *block)
        .collect::<Vec<_>>()
        .join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_shows_only_the_lines_asked_for() {
        let text = "# Sheet\n\n## A\n\n| What |\n|---|\n| `docker run` |\n| `docker ps` |\n\n## B\n\n- **x**: y\n";
        assert_eq!(only(text, "ps").trim(), "## A\n\n| What |\n|---|\n| `docker ps` |");
        assert_eq!(only(text, "").trim(), text.trim_start_matches("# Sheet\n\n").trim());
    }
}
