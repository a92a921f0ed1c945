//! Volumes and networks: what is mounted where, and who reaches whom by which name.

use session::protocol::{NetworkView, VolumeView};
use yew::prelude::*;

use super::fact;
use crate::app::format;
use crate::app::i18n::Messages;
use crate::app::session::use_session;

#[component]
pub fn Storage() -> Html {
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    html! {
        <>
            <h3 class="picture-title">{ t.volumes }</h3>
            <Volumes />
            <h3 class="picture-title">{ t.networks }</h3>
            <Networks />
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
    html! { <ul class="cards">{ for volumes.iter().map(|volume| volume_card(volume, t)) }</ul> }
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
    html! { <ul class="cards">{ for networks.iter().map(|network| network_card(network, t)) }</ul> }
}

fn volume_card(volume: &VolumeView, t: &'static Messages) -> Html {
    let name = if volume.anonymous {
        format::short(&volume.name)
    } else {
        volume.name.clone()
    };
    let used = volume
        .used_by
        .iter()
        .map(|(container, path)| format!("{container}:{path}"))
        .collect::<Vec<_>>();
    html! {
        <li class="card" key={volume.name.clone()}>
            <div class="card-head"><h4>{ name }</h4><span class="badge">{ format::size(volume.size) }</span></div>
            <dl class="facts">{ fact(t.used_by, if used.is_empty() { t.unused.to_owned() } else { used.join(", ") }) }</dl>
        </li>
    }
}

fn network_card(network: &NetworkView, t: &'static Messages) -> Html {
    let by_name = network.driver == "bridge" && network.name != "bridge";
    html! {
        <li class="card" key={network.id.clone()}>
            <div class="card-head"><h4>{ network.name.clone() }</h4><span class="badge">{ network.driver.clone() }</span></div>
            if !network.subnet.is_empty() {
                <p class="card-status">{ network.subnet.clone() }</p>
            }
            if !network.members.is_empty() {
                <table class="members">
                    <caption class="visually-hidden">{ t.members }</caption>
                    <tbody>
                        { for network.members.iter().map(|member| html! {
                            <tr>
                                <th scope="row">{ member.container.clone() }</th>
                                <td>{ member.ip.clone() }</td>
                                <td>{ member.aliases.join(", ") }</td>
                            </tr>
                        }) }
                    </tbody>
                </table>
            }
            if network.members.len() > 1 {
                <p class="card-path">{ if by_name { t.reach_by_name } else { t.reach_by_ip } }</p>
            }
        </li>
    }
}
