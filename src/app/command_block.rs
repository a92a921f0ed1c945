//! A `console` block of a lesson: each `$` line has buttons that run it and copy it; the rest is its output.

use gloo::timers::callback::Timeout;
use yew::prelude::*;

use super::i18n::fill;
use super::icons::{Icon, icon};
use super::session::use_session;

/// A line of a console block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsoleLine {
    Command(String),
    Output(String),
}

/// Tells commands from outputs. A command goes on after a line that ends in a backslash.
pub fn console_lines(text: &str) -> Vec<ConsoleLine> {
    let mut lines: Vec<ConsoleLine> = Vec::new();
    let mut goes_on = false;
    for line in text.lines() {
        match (line.strip_prefix("$ "), lines.last_mut()) {
            (None, Some(ConsoleLine::Command(command))) if goes_on => {
                command.push('\n');
                command.push_str(line.strip_prefix("> ").unwrap_or(line));
            }
            (Some(command), _) => lines.push(ConsoleLine::Command(command.to_owned())),
            (None, Some(ConsoleLine::Output(output))) => {
                output.push('\n');
                output.push_str(line);
            }
            (None, _) => lines.push(ConsoleLine::Output(line.to_owned())),
        }
        goes_on = matches!(lines.last(), Some(ConsoleLine::Command(_))) && line.ends_with('\\');
    }
    lines
}

#[derive(Properties, PartialEq)]
pub struct CommandBlockProps {
    pub text: AttrValue,
}

#[component]
pub fn CommandBlock(props: &CommandBlockProps) -> Html {
    html! {
        <div class="console">
            { for console_lines(&props.text).into_iter().map(|line| match line {
                ConsoleLine::Command(command) => html! { <Command {command} /> },
                ConsoleLine::Output(output) => html! { <pre class="console-output" tabindex="0">{ output }</pre> },
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dollar_lines_are_commands_and_the_rest_is_output() {
        let lines = console_lines("$ docker ps\nCONTAINER ID\nabc\n$ docker run \\\n  nginx\n");
        assert_eq!(
            lines,
            [
                ConsoleLine::Command("docker ps".to_owned()),
                ConsoleLine::Output("CONTAINER ID\nabc".to_owned()),
                ConsoleLine::Command("docker run \\\n  nginx".to_owned()),
            ]
        );
    }
}
