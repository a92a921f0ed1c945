//! A `console` block of a lesson: each command has buttons that run it and copy it; its output stands below it.

use std::rc::Rc;

use gloo::timers::callback::Timeout;
use lesson::Console;
use yew::prelude::*;

use super::i18n::fill;
use super::icons::{Icon, icon};
use super::session::use_session;

#[derive(Properties, PartialEq)]
pub struct CommandBlockProps {
    pub console: Rc<Console>,
}

#[component]
pub fn CommandBlock(props: &CommandBlockProps) -> Html {
    html! {
        <div class="console">
            { for props.console.commands.iter().map(|command| html! {
                <>
                    <Command command={command.command.clone()} />
                    if !command.output.is_empty() {
                        <pre class="console-output" tabindex="0">{ command.output.join("\n") }</pre>
                    }
                </>
            }) }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct CommandProps {
    command: AttrValue,
}

#[component]
fn Command(props: &CommandProps) -> Html {
    let copied = use_state(|| false);
    let timer = use_mut_ref(|| None::<Timeout>);
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let run = {
        let (session, command) = (session.clone(), props.command.clone());
        Callback::from(move |_: MouseEvent| session.type_command(&command, true))
    };
    let copy = {
        let (copied, command) = (copied.clone(), props.command.clone());
        Callback::from(move |_: MouseEvent| {
            let written = gloo::utils::window().navigator().clipboard().write_text(&command);
            let (copied, timer) = (copied.clone(), timer.clone());
            wasm_bindgen_futures::spawn_local(async move {
                if wasm_bindgen_futures::JsFuture::from(written).await.is_ok() {
                    copied.set(true);
                    *timer.borrow_mut() = Some(Timeout::new(1500, move || copied.set(false)));
                }
            });
        })
    };
    let named = |message: &str| fill(message, &[("command", &props.command)]);
    html! {
        <div class="console-command">
            <code><span class="prompt" aria-hidden="true">{ "$ " }</span>{ props.command.clone() }</code>
            <span class="console-buttons">
                <button type="button" class="button button-small" onclick={copy} aria-label={named(t.copy_command)} title={t.copy}>
                    { icon(if *copied { Icon::Tick } else { Icon::Copy }) }
                </button>
                <button type="button" class="button button-small button-run" onclick={run} aria-label={named(t.run_command)}>
                    { icon(Icon::Play) }{ t.run }
                </button>
            </span>
            <span class="visually-hidden" role="status">{ copied.then_some(t.copied) }</span>
        </div>
    }
}
