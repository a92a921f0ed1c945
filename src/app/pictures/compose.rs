//! The workspace's Compose project: services in the order in which they start, what each waits for, and beside it what
//! runs; then its networks and volumes.

use session::protocol::{Answer, ComposeView, DependencyView, Question, ResourceView, ServiceView};
use yew::prelude::*;

use super::fact;
use super::state_diagram::{name as state_name, word};
use crate::app::ask::use_answer;
use crate::app::i18n::{Messages, count, fill};
use crate::app::icons::{Icon, icon};
use crate::app::session::{Session, use_session};

#[component]
pub fn ComposePicture() -> Html {
    let answer = use_answer(Some(Question::Compose));
    let Some(session) = use_session() else {
        return Html::default();
    };
    let t = session.t();
    let project = match answer.as_deref() {
        None => return html! { <p class="empty">{ t.looking }</p> },
        Some(Ok(Answer::Compose(project))) => project,
        Some(_) => return Html::default(),
    };
    if let Some(error) = &project.error {
        return html! { <p class="picture-error" role="status">{ error.clone() }</p> };
    }
    if project.files.is_empty() {
        return html! { <p class="empty">{ t.no_compose }</p> };
    }
    let last = project.services.iter().map(|service| service.step).max().unwrap_or(1);
    html! {
        <div class="compose">
            <p class="picture-summary">
                { fill(t.compose_project, &[("name", &project.project)]) }
                { " · " }
                { for project.files.iter().map(|file| open(&session, file)) }
            </p>
            { for project.warnings.iter().map(|warning| html! { <p class="picture-warning">{ warning.clone() }</p> }) }
            <ol class="start-order">
                { for (1..=last).map(|step| wave(project, step, t)) }
            </ol>
            { resources(t.networks, &project.networks, t) }
            { resources(t.volumes, &project.volumes, t) }
        </div>
    }
}

fn open(session: &Session, file: &str) -> Html {
    let (session, path) = (session.clone(), file.to_owned());
    html! { <button type="button" class="link" onclick={move |_: MouseEvent| session.show_file(&path)}>{ file.to_owned() }</button> }
}

/// The services that are started side by side.
fn wave(project: &ComposeView, step: u32, t: &'static Messages) -> Html {
    let services: Vec<&ServiceView> = project.services.iter().filter(|service| service.step == step).collect();
    html! {
        <li class="wave" key={step}>
            <h3 class="picture-subtitle">{ fill(t.start_step, &[("n", &step.to_string())]) }</h3>
            <ul class="cards">{ for services.into_iter().map(|service| card(service, t)) }</ul>
        </li>
    }
}

fn card(service: &ServiceView, t: &'static Messages) -> Html {
    let wanted = usize::try_from(service.replicas).unwrap_or(usize::MAX);
    let runs = service.containers.iter().map(|container| {
        let health = container
            .health
            .as_deref()
            .map(|health| format!(" · {health}"))
            .unwrap_or_default();
        let ended = container.exit_code.map(|code| format!(" ({code})")).unwrap_or_default();
        html! {
            <li>
                <span class={format!("badge badge-{}", word(container.state))}>{ state_name(container.state, t) }{ ended }</span>
                <span>{ container.name.clone() }{ health }</span>
            </li>
        }
    });
    html! {
        <li class={classes!("card", (!service.active).then_some("card-idle"))} data-service={service.name.clone()} key={service.name.clone()}>
            <div class="card-head">
                <h4>{ service.name.clone() }</h4>
                <span class="badge">{ count(t.replicas, wanted) }</span>
            </div>
            <ul class="runs">
                { for runs }
                if service.containers.is_empty() {
                    <li class="runs-none">{ if service.active { t.not_created } else { t.profile_only } }</li>
                }
            </ul>
            if !service.depends_on.is_empty() {
                <ul class="waits" aria-label={t.waits_for}>{ for service.depends_on.iter().map(|one| waits(one, t)) }</ul>
            }
            <dl class="facts">
                { fact(t.image, match &service.build {
                    Some(context) => fill(t.built_from, &[("image", &service.image), ("context", context)]),
                    None => service.image.clone(),
                }) }
                { fact(t.ports, service.ports.join(", ")) }
                { fact(t.networks, service.networks.join(", ")) }
                { fact(t.mounts, service.mounts.join(", ")) }
                { fact(t.profiles, service.profiles.join(", ")) }
                { fact(t.health, if service.checked { t.has_health_check } else { "" }) }
            </dl>
        </li>
    }
}

fn waits(one: &DependencyView, t: &'static Messages) -> Html {
    let message = match one.condition.as_str() {
        "service_healthy" => t.waits_healthy,
        "service_completed_successfully" => t.waits_completed,
        _ => t.waits_started,
    };
    let word = if one.met { t.goal_met } else { t.goal_open };
    html! {
        <li class={classes!(one.met.then_some("waits-met"))}>
            { icon(if one.met { Icon::Tick } else { Icon::Circle }) }
            <span>{ fill(message, &[("service", &one.service)]) }<span class="visually-hidden">{ format!(" — {word}") }</span></span>
        </li>
    }
}

fn resources(name: &'static str, all: &[ResourceView], t: &'static Messages) -> Html {
    if all.is_empty() {
        return Html::default();
    }
    html! {
        <>
            <h3 class="picture-subtitle">{ name }</h3>
            <ul class="resources">
                { for all.iter().map(|one| html! {
                    <li>
                        { icon(if one.exists { Icon::Tick } else { Icon::Circle }) }
                        <strong>{ one.name.clone() }</strong>
                        <span>
                            if one.full_name != one.name { <code>{ one.full_name.clone() }</code>{ " · " } }
                            if one.external { { t.external }{ " · " } }
                            { if one.exists { t.is_there } else { t.not_created } }
                        </span>
                    </li>
                }) }
            </ul>
        </>
    }
}
