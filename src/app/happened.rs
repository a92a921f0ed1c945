//! What happened, in plain words: the engine's events, each as a sentence that somebody understands who has never seen
//! `docker events`. An event without a sentence of its own keeps the engine's words.

use session::protocol::Happening;

use super::i18n::{Messages, fill};

/// The sentence of an event, or `None` for one that only accompanies another.
pub fn words(happening: &Happening, t: &Messages) -> Option<String> {
    let attribute = |name: &str| {
        let found = happening.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    let message = match (
        happening.kind.as_str(),
        happening.action.split(':').next().unwrap_or_default(),
    ) {
        ("command", _) | ("container", "attach" | "commit" | "resize" | "exec_create" | "exec_die") => return None,
        ("container", "create") => t.happened_container_create,
        ("container", "start") => t.happened_container_start,
        ("container", "restart") => t.happened_container_restart,
        ("container", "kill") => t.happened_container_kill,
        ("container", "die") => t.happened_container_die,
        ("container", "stop") => t.happened_container_stop,
        ("container", "pause") => t.happened_container_pause,
        ("container", "unpause") => t.happened_container_unpause,
        ("container", "destroy") => t.happened_container_destroy,
        ("container", "oom") => t.happened_container_oom,
        ("container", "rename") => t.happened_container_rename,
        ("container", "exec_start") => t.happened_container_exec,
        ("container", "health_status") => t.happened_container_health,
        ("image", "pull") => t.happened_image_pull,
        ("image", "push") => t.happened_image_push,
        ("image", "tag") => t.happened_image_tag,
        ("image", "untag") => t.happened_image_untag,
        ("image", "delete") => t.happened_image_delete,
        ("image", "build" | "import" | "load") | ("builder", "build") => t.happened_image_build,
        ("volume", "create") => t.happened_volume_create,
        ("volume", "mount") => t.happened_volume_mount,
        ("volume", "unmount") => t.happened_volume_unmount,
        ("volume", "destroy") => t.happened_volume_destroy,
        ("network", "create") => t.happened_network_create,
        ("network", "connect") => t.happened_network_connect,
        ("network", "disconnect") => t.happened_network_disconnect,
        ("network", "destroy") => t.happened_network_destroy,
        _ => t.event_plain,
    };
    Some(fill(
        message,
        &[
            ("name", &happening.subject),
            ("subject", &happening.subject),
            ("kind", &happening.kind),
            ("action", &happening.action),
            ("image", attribute("image")),
            ("signal", attribute("signal")),
            ("code", attribute("exitCode")),
            ("old", attribute("oldName").trim_start_matches('/')),
            ("health", happening.action.split(": ").nth(1).unwrap_or_default()),
        ],
    ))
}

/// The lesson that explains an event. That they are there is tested; another course has none of them.
fn lesson_of_event(happening: &Happening) -> Option<&'static str> {
    let action = happening.action.split(':').next().unwrap_or_default();
    Some(match (happening.kind.as_str(), action) {
        ("container", "create" | "start" | "pause" | "unpause" | "rename") => "04-containers/01-run-and-states",
        ("container", "restart") => "04-containers/06-restart-policies",
        ("container", "kill" | "die" | "stop") => "04-containers/05-stop-and-exit-status",
        ("container", "destroy") => "07-volumes/01-writable-layer",
        ("container", "oom") => "04-containers/08-memory-and-processor",
        ("container", "exec_start") => "04-containers/04-exec",
        ("container", "health_status") => "05-dockerfile/11-healthcheck",
        ("image", "pull") => "03-images/01-pull-tags-digests",
        ("image", "push") => "09-registries/02-login-push-pull",
        ("image", "tag" | "untag" | "delete") => "03-images/04-tag-and-remove",
        ("image", "build" | "import" | "load") | ("builder", "build") => "03-images/02-layers-and-history",
        ("volume", _) => "07-volumes/02-named-volumes",
        ("network", _) => "08-networks/02-names-on-bridges",
        _ => return None,
    })
}

/// The lesson about a command, by its first words.
const LESSONS_OF_COMMANDS: &[(&str, &str)] = &[
    ("docker attach", "04-containers/02-foreground-and-background"),
    ("docker build", "06-builds/07-reading-buildkit"),
    ("docker builder", "06-builds/01-cache-and-order"),
    ("docker buildx", "06-builds/07-reading-buildkit"),
    ("docker commit", "07-volumes/01-writable-layer"),
    ("docker compose", "12-compose/01-why-compose"),
    ("docker container prune", "04-containers/09-cleaning-up"),
    ("docker cp", "07-volumes/01-writable-layer"),
    ("docker create", "04-containers/01-run-and-states"),
    ("docker diff", "07-volumes/01-writable-layer"),
    ("docker exec", "04-containers/04-exec"),
    ("docker history", "03-images/02-layers-and-history"),
    ("docker image ls", "03-images/06-sizes"),
    ("docker image prune", "04-containers/09-cleaning-up"),
    ("docker images", "03-images/06-sizes"),
    ("docker inspect", "03-images/05-inspect"),
    ("docker kill", "04-containers/05-stop-and-exit-status"),
    ("docker load", "03-images/02-layers-and-history"),
    ("docker login", "09-registries/02-login-push-pull"),
    ("docker logs", "04-containers/03-logs"),
    ("docker network", "08-networks/02-names-on-bridges"),
    ("docker pause", "04-containers/01-run-and-states"),
    ("docker port", "08-networks/01-published-ports"),
    ("docker ps", "04-containers/01-run-and-states"),
    ("docker pull", "03-images/01-pull-tags-digests"),
    ("docker push", "09-registries/02-login-push-pull"),
    ("docker restart", "04-containers/05-stop-and-exit-status"),
    ("docker rm", "04-containers/09-cleaning-up"),
    ("docker rmi", "03-images/04-tag-and-remove"),
    ("docker run", "04-containers/01-run-and-states"),
    ("docker search", "09-registries/01-names"),
    ("docker start", "04-containers/01-run-and-states"),
    ("docker stats", "04-containers/08-memory-and-processor"),
    ("docker stop", "04-containers/05-stop-and-exit-status"),
    ("docker system", "04-containers/09-cleaning-up"),
    ("docker tag", "03-images/04-tag-and-remove"),
    ("docker top", "02-why/01-a-process-with-a-view"),
    ("docker update", "04-containers/06-restart-policies"),
    ("docker version", "02-why/03-image-container-registry"),
    ("docker volume", "07-volumes/02-named-volumes"),
    ("docker wait", "04-containers/05-stop-and-exit-status"),
    ("curl", "08-networks/01-published-ports"),
];

fn lesson_of_command(line: &str) -> Option<&'static str> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let line = words.join(" ");
    let begins = |start: &str| {
        line.strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let found = LESSONS_OF_COMMANDS.iter().find(|(start, _)| begins(start));
    found.map(|(_, lesson)| *lesson)
}

/// The lesson to read for each of some events, and for their command. Each lesson is named once, and the one that is
/// `here` not at all.
pub fn lessons_of<'a>(
    line: &str,
    events: impl Iterator<Item = &'a Happening>,
    here: &str,
) -> (Vec<Option<&'static str>>, Option<&'static str>) {
    let mut named: Vec<&str> = vec![here];
    let mut once = |lesson: Option<&'static str>| {
        let lesson = lesson.filter(|lesson| !named.contains(lesson))?;
        named.push(lesson);
        Some(lesson)
    };
    let by_event = events.map(|event| once(lesson_of_event(event))).collect();
    (by_event, once(lesson_of_command(line)))
}

/// The last command, and what came of it so far.
pub fn last_command(happenings: &[Happening]) -> Option<(&Happening, &[Happening])> {
    let at = happenings.iter().rposition(|happening| happening.kind == "command")?;
    let (before, after) = happenings.split_at(at.saturating_add(1));
    Some((before.last()?, after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::i18n::ENGLISH;

    fn happening(kind: &str, action: &str, subject: &str, attributes: &[(&str, &str)]) -> Happening {
        Happening {
            at_ms: 0,
            entry: 0,
            kind: kind.to_owned(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            attributes: attributes
                .iter()
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn an_event_is_a_sentence() {
        let die = happening("container", "die", "web", &[("exitCode", "137")]);
        assert_eq!(
            words(&die, &ENGLISH).as_deref(),
            Some("The program of container web ended with status 137.")
        );
        let odd = happening("plugin", "enable", "x", &[]);
        assert_eq!(words(&odd, &ENGLISH).as_deref(), Some("plugin x: enable"));
        assert_eq!(words(&happening("container", "attach", "web", &[]), &ENGLISH), None);
    }

    #[test]
    fn every_lesson_that_explains_something_is_in_the_course() {
        let actions = [
            ("container", "create"),
            ("container", "restart"),
            ("container", "die"),
            ("container", "destroy"),
            ("container", "oom"),
            ("container", "exec_start: sh"),
            ("container", "health_status: healthy"),
            ("image", "pull"),
            ("image", "push"),
            ("image", "tag"),
            ("image", "build"),
            ("volume", "mount"),
            ("network", "connect"),
        ];
        let events = actions.map(|(kind, action)| happening(kind, action, "x", &[]));
        let by_event = events.iter().map(|event| lesson_of_event(event).expect("a lesson"));
        for id in by_event.chain(LESSONS_OF_COMMANDS.iter().map(|(_, id)| *id)) {
            assert!(crate::app::lessons::find(id).is_some(), "{id}");
        }
    }

    #[test]
    fn a_lesson_is_named_once_and_not_from_within() {
        let events = [
            happening("volume", "create", "data", &[]),
            happening("volume", "mount", "data", &[]),
            happening("container", "start", "web", &[]),
        ];
        let volumes = "07-volumes/02-named-volumes";
        let states = "04-containers/01-run-and-states";
        assert_eq!(
            lessons_of("docker  run web", events.iter(), ""),
            (vec![Some(volumes), None, Some(states)], None)
        );
        assert_eq!(
            lessons_of("docker logs web", [].iter(), states),
            (vec![], Some("04-containers/03-logs"))
        );
        assert_eq!(lessons_of("docker psx", [].iter(), ""), (vec![], None));
    }

    #[test]
    fn the_last_command_has_what_came_after_it() {
        let all = [
            happening("command", "docker ps", "", &[]),
            happening("command", "docker start web", "", &[]),
            happening("container", "start", "web", &[]),
        ];
        let (command, after) = last_command(&all).expect("a command");
        assert_eq!((command.action.as_str(), after.len()), ("docker start web", 1));
        assert_eq!(last_command(&[]), None);
    }
}
