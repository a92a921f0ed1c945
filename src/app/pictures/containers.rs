//! The containers, a card each: state, diagram, what it is made of, and the commands that are legal now.

use session::protocol::{ContainerView, MountView, Place, PortView};
use yew::prelude::*;

use super::state_diagram::{StateDiagram, name, word};
use super::{card_class, fact};
use crate::app::format;
use crate::app::i18n::{Messages, fill};
use crate::app::session::{Session, use_session};
use crate::app::state::{Action, Picture};
use crate::app::things::Thing;

/// `0.0.0.0:8000→8000/tcp`, as `docker ps` has it but with an arrow.
fn port(port: &PortView) -> String {
    match port.host {
        Some(host) => format!("{}:{host} → {}/{}", port.host_ip, port.container, port.protocol),
        None => format!("{}/{}", port.container, port.protocol),
    }
}

fn mount(mount: &MountView) -> String {
    let source = if mount.source.is_empty() {
        mount.kind.as_str()
    } else {
        mount.source.as_str()
    };
    format!("{source} → {}{}", mount.target, if mount.read_only { " (ro)" } else { "" })
}

/// `created → running (start) → exited (die)`: the diagram in words.
fn path(container: &ContainerView, t: &Messages) -> String {
    let steps: Vec<String> = container
        .path
        .iter()
        .map(|step| {
            let state = name(step.state, t);
            if step.because.is_empty() {
                state.to_owned()
            } else {
                fill(t.because, &[("state", state), ("because", &step.because)])
            }
        })
        .collect();
    fill(t.path_taken, &[("path", &steps.join(" → "))])
}

#[component]
pub fn Containers() -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let containers = &session.state.view.containers;
    if containers.is_empty() {
        return html! { <p class="empty">{ session.t().no_containers }</p> };
    }
    html! { <ul class="cards">{ for containers.iter().map(|container| card(&session, container)) }</ul> }
}

fn card(session: &Session, container: &ContainerView) -> Html {
    let t = session.t();
    let thing = Thing::Container(container.id.clone());
    let published = container
        .ports
        .iter()
        .filter_map(|port| port.host)
        .collect::<std::collections::BTreeSet<_>>();
    let files = {
        let (session, place) = (session.clone(), Place::Container(container.id.clone()));
        Callback::from(move |_: MouseEvent| {
            session.dispatch(Action::Browse(place.clone(), "/".to_owned()));
            session.show_picture(Picture::Files);
        })
    };
    html! {
        <li class={card_class(session, &thing)} key={container.id.clone()} data-container={container.name.clone()} data-thing={thing.key()} tabindex="-1">
            <div class="card-head">
                <h3>{ container.name.clone() }</h3>
                <span class={format!("badge badge-{}", word(container.state))}>{ name(container.state, t) }</span>
            </div>
            <p class="card-status">{ container.status.clone() }<code>{ format::short(&container.id) }</code></p>
            <StateDiagram container={container.clone()} {t} />
            <p class="card-path">{ path(container, t) }</p>
            <dl class="facts">
                { fact(t.image, container.image.clone()) }
                { fact(t.command, container.command.clone()) }
                { fact(t.ports, container.ports.iter().map(port).collect::<Vec<_>>().join(", ")) }
                { fact(t.mounts, container.mounts.iter().map(mount).collect::<Vec<_>>().join(", ")) }
                { fact(t.networks, container.networks.join(", ")) }
                { fact(t.health, container.health.clone().unwrap_or_default()) }
                { fact(t.exit_code, container.exit_code.map(|code| code.to_string()).unwrap_or_default()) }
            </dl>
            if !published.is_empty() {
                <p class="card-links">{ for published.iter().map(|port| browse(session, *port)) }</p>
            }
            { part(t.processes, container.processes.iter().map(|p| format!("{:>5}  {}", p.pid, p.command)).collect()) }
            { part(t.logs, container.log_tail.clone()) }
            { part(t.changes, container.changes.clone()) }
            <p class="layer-buttons">
                <button type="button" class="button button-small" onclick={files}>{ t.files }</button>
            </p>
            if !container.legal.is_empty() {
                <div class="legal" role="group" aria-label={t.legal_now}>
                    <p aria-hidden="true">{ t.legal_now }</p>
                    { for container.legal.iter().map(|command| legal(session, command)) }
                </div>
            }
        </li>
    }
}

fn browse(session: &Session, port: u16) -> Html {
    let url = format!("http://localhost:{port}");
    let onclick = {
        let (session, url) = (session.clone(), url.clone());
        Callback::from(move |_: MouseEvent| session.browse(&url))
    };
    html! { <button type="button" class="link" {onclick}>{ url }</button> }
}

/// Lines under a name that opens; nothing without lines.
fn part(name: &'static str, lines: Vec<String>) -> Html {
    if lines.is_empty() {
        return Html::default();
    }
    html! {
        <details class="part">
            <summary>{ name }</summary>
            <pre tabindex="0">{ lines.join("\n") }</pre>
        </details>
    }
}

fn legal(session: &Session, command: &str) -> Html {
    let label = fill(session.t().put_in_terminal, &[("command", command)]);
    let onclick = {
        let (session, command) = (session.clone(), command.to_owned());
        Callback::from(move |_: MouseEvent| session.type_command(&command, false))
    };
    html! { <button type="button" class="chip" aria-label={label.clone()} title={label} {onclick}>{ command.to_owned() }</button> }
}

#[cfg(test)]
mod tests {
    use session::protocol::{ContainerState, StateStep};

    use super::*;
    use crate::app::i18n::ENGLISH;

    #[test]
    fn ports_and_mounts_read_from_host_to_container() {
        let published = PortView {
            host_ip: "0.0.0.0".to_owned(),
            host: Some(8000),
            container: 80,
            protocol: "tcp".to_owned(),
        };
        assert_eq!(port(&published), "0.0.0.0:8000 → 80/tcp");
        let volume = MountView {
            kind: "volume".to_owned(),
            source: "data".to_owned(),
            target: "/var/lib".to_owned(),
            read_only: true,
        };
        assert_eq!(mount(&volume), "data → /var/lib (ro)");
    }

    #[test]
    fn the_path_is_told_in_words() {
        let step = |state, because: &str| StateStep {
            state,
            at_ms: 0,
            because: because.to_owned(),
        };
        let container = ContainerView {
            path: vec![
                step(ContainerState::Created, "create"),
                step(ContainerState::Running, "start"),
            ],
            ..ContainerView::default()
        };
        assert_eq!(path(&container, &ENGLISH), "Path: created (create) → running (start)");
    }
}
