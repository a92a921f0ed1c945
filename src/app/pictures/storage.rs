//! Volumes and networks: what is mounted where, who reaches whom by which name, and what was asked last.

use session::protocol::{Answer, ContainerView, MemberView, NetworkView, Place, Question, RequestView, VolumeView};
use yew::prelude::*;

use super::{card_class, fact};
use crate::app::ask::use_answer;
use crate::app::format;
use crate::app::i18n::{Messages, fill};
use crate::app::session::{Session, use_session};
use crate::app::state::{Action, Picture};
use crate::app::things::Thing;

#[component]
pub fn Storage() -> Html {
    let answer = use_answer(Some(Question::Requests));
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    html! {
        <>
            <h3 class="picture-title">{ t.networks }</h3>
            <Networks />
            <h3 class="picture-title">{ t.volumes }</h3>
            <Volumes />
            if let Some(Ok(Answer::Requests(requests))) = answer.as_deref() {
                { asked(requests, t) }
            }
        </>
    }
}

#[component]
pub fn Volumes() -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let volumes = &session.state.view.volumes;
    if volumes.is_empty() {
        return html! { <p class="empty">{ t.no_volumes }</p> };
    }
    html! { <ul class="cards">{ for volumes.iter().map(|volume| volume_card(&session, volume)) }</ul> }
}

#[component]
pub fn Networks() -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let networks = &session.state.view.networks;
    if networks.is_empty() {
        return html! { <p class="empty">{ t.no_networks }</p> };
    }
    let containers = &session.state.view.containers;
    // Those with somebody on them first: they are what one looks for.
    let (used, idle): (Vec<_>, Vec<_>) = networks.iter().partition(|network| !network.members.is_empty());
    let own = |network: &&NetworkView| !matches!(network.name.as_str(), "bridge" | "host" | "none");
    let (made, given): (Vec<_>, Vec<_>) = idle.into_iter().partition(own);
    let given: Vec<String> = given
        .iter()
        .map(|network| match network.subnet.as_str() {
            "" => network.name.clone(),
            subnet => format!("{} ({subnet})", network.name),
        })
        .collect();
    html! {
        <>
            if !used.is_empty() || !made.is_empty() {
                <ul class="cards">{ for used.into_iter().chain(made).map(|network| network_card(&session, network, containers)) }</ul>
            }
            if !given.is_empty() {
                <p class="networks-idle">{ fill(t.networks_idle, &[("names", &given.join(", "))]) }</p>
            }
        </>
    }
}

fn volume_card(session: &Session, volume: &VolumeView) -> Html {
    let t = session.t();
    let thing = Thing::Volume(volume.name.clone());
    let name = if volume.anonymous {
        format::short(&volume.name)
    } else {
        volume.name.clone()
    };
    let open = {
        let (session, place) = (session.clone(), Place::Volume(volume.name.clone()));
        Callback::from(move |_: MouseEvent| {
            session.dispatch(Action::Browse(place.clone(), "/".to_owned()));
            session.show_picture(Picture::Files);
        })
    };
    html! {
        <li class={card_class(session, &thing)} key={volume.name.clone()} data-volume={volume.name.clone()} data-thing={thing.key()} tabindex="-1">
            <div class="card-head"><h4>{ name.clone() }</h4><span class="badge">{ format::size(volume.size) }</span></div>
            if volume.used_by.is_empty() {
                <p class="card-status">{ t.unused }</p>
            } else {
                <table class="table">
                    <thead><tr><th scope="col">{ t.container }</th><th scope="col">{ t.mounted_at }</th></tr></thead>
                    <tbody>{ for volume.used_by.iter().map(|(container, path)| html! {
                        <tr><th scope="row">{ container.clone() }</th><td><code>{ path.clone() }</code></td></tr>
                    }) }</tbody>
                </table>
            }
            <p class="layer-buttons">
                <button type="button" class="button button-small" aria-label={fill(t.contents_of, &[("name", &name)])} onclick={open}>{ t.contents }</button>
            </p>
        </li>
    }
}

/// Whether members of a network find each other by name.
fn by_name(network: &NetworkView) -> bool {
    network.driver == "bridge" && network.name != "bridge"
}

fn network_card(session: &Session, network: &NetworkView, containers: &[ContainerView]) -> Html {
    let t = session.t();
    let thing = Thing::Network(network.name.clone());
    html! {
        <li class={card_class(session, &thing)} key={network.id.clone()} data-network={network.name.clone()} data-thing={thing.key()} tabindex="-1">
            <div class="card-head"><h4>{ network.name.clone() }</h4><span class="badge">{ network.driver.clone() }</span></div>
            <dl class="facts">
                { fact(t.subnet, network.subnet.clone()) }
                { fact(t.gateway, network.gateway.clone()) }
            </dl>
            if !network.members.is_empty() {
                { drawing(network, containers) }
                { members(network, containers, t) }
                if network.members.len() > 1 {
                    <p class="card-path">{ if by_name(network) { t.reach_by_name } else { t.reach_by_ip } }</p>
                }
            }
        </li>
    }
}

/// Host ports that lead to a container.
fn published(name: &str, containers: &[ContainerView]) -> Vec<String> {
    let Some(container) = containers.iter().find(|container| container.name == name) else {
        return Vec::new();
    };
    let mut ports: Vec<String> = container
        .ports
        .iter()
        .filter_map(|port| Some(format!("{} → {}", port.host?, port.container)))
        .collect();
    ports.dedup();
    ports
}

/// Boxes in the drawing at most; the table lists all.
const DRAWN: usize = 8;
const ROW: usize = 46;

/// The network as a line with its members on it, and the host's ports that lead in. The table says the same.
fn drawing(network: &NetworkView, containers: &[ContainerView]) -> Html {
    let members: Vec<&MemberView> = network.members.iter().take(DRAWN).collect();
    let height = members.len() * ROW + 8;
    let fit = |text: &str, most: usize| -> String {
        if text.chars().count() > most {
            text.chars().take(most.saturating_sub(1)).chain(['…']).collect()
        } else {
            text.to_owned()
        }
    };
    let rows = members.iter().enumerate().map(|(index, member)| {
        let middle = index * ROW + ROW / 2 + 4;
        let ports = published(&member.container, containers);
        html! {
            <g>
                <path class="net-link" d={format!("M110 {middle}H136")} />
                <circle class="net-joint" cx="110" cy={middle.to_string()} r="4" />
                <rect class="net-box" x="136" y={(middle - 19).to_string()} width="180" height="38" rx="5" />
                <text class="net-name" x="146" y={(middle - 2).to_string()}>{ fit(&member.container, 24) }</text>
                <text class="net-address" x="146" y={(middle + 13).to_string()}>{ member.ip.clone() }</text>
                if let Some(port) = ports.first() {
                    <path class="net-port" d={format!("M84 {middle}H104m-5-4l5 4-5 4")} />
                    <text class="net-address net-from" x="80" y={(middle + 4).to_string()}>{ fit(port, 13) }</text>
                }
            </g>
        }
    });
    html! {
        <svg class="net" viewBox={format!("0 0 320 {height}")} aria-hidden="true" focusable="false">
            <path class="net-line" d={format!("M110 2V{}", height - 2)} />
            { for rows }
        </svg>
    }
}

fn members(network: &NetworkView, containers: &[ContainerView], t: &'static Messages) -> Html {
    html! {
        <table class="table members">
            <caption class="visually-hidden">{ t.members }</caption>
            <thead><tr>
                <th scope="col">{ t.container }</th><th scope="col">{ t.reached_as }</th><th scope="col">{ t.from_host }</th>
            </tr></thead>
            <tbody>
                { for network.members.iter().map(|member| {
                    let mut names: Vec<String> = Vec::new();
                    for name in &member.aliases {
                        if !names.contains(name) {
                            names.push(name.clone());
                        }
                    }
                    names.push(member.ip.clone());
                    let ports = published(&member.container, containers);
                    html! {
                        <tr>
                            <th scope="row">{ member.container.clone() }</th>
                            <td>{ names.join(", ") }</td>
                            <td>{ if ports.is_empty() { t.none.to_owned() } else { ports.join(", ") } }</td>
                        </tr>
                    }
                }) }
            </tbody>
        </table>
    }
}

/// The last requests over the host's network, the newest first.
fn asked(requests: &[RequestView], t: &'static Messages) -> Html {
    if requests.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3 class="picture-title">{ t.last_requests }</h3>
            <div class="table-scroll" tabindex="0">
                <table class="table requests">
                    <caption class="visually-hidden">{ t.last_requests }</caption>
                    <thead><tr>
                        <th scope="col">{ t.request }</th><th scope="col">{ t.to }</th><th scope="col">{ t.answer }</th>
                    </tr></thead>
                    <tbody>{ for requests.iter().map(|one| html! {
                        <tr>
                            <td><code>{ if one.request.is_empty() { "TCP".to_owned() } else { one.request.clone() } }</code></td>
                            <td>
                                { format!("{}:{}", one.address, one.port) }
                                if let Some(container) = &one.container { { format!(" → {container}") } }
                            </td>
                            <td>{ if one.answer.is_empty() { t.no_answer.to_owned() } else { one.answer.clone() } }</td>
                        </tr>
                    }) }</tbody>
                </table>
            </div>
        </>
    }
}
