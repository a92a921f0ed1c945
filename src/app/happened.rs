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

/// Which lesson explains what: a lesson's id, a colon, then an event's kind and action or a command's first words.
const EXPLAINED: &str = include_str!("../../lessons/explained.txt");

/// The lines of the table: a lesson, and what it explains.
fn explained() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = EXPLAINED.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(": "))
}

/// The lesson that explains an event. That they are there is tested; another course has none of them.
fn lesson_of_event(happening: &Happening) -> Option<&'static str> {
    let action = happening.action.split(':').next().unwrap_or_default();
    let [named, every] = [action, "*"].map(|action| format!("event {} {action}", happening.kind));
    let found = explained().find(|(_, what)| *what == named || *what == every);
    found.map(|(lesson, _)| lesson)
}

fn lesson_of_command(line: &str) -> Option<&'static str> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let line = words.join(" ");
    let begins = |start: &str| {
        line.strip_prefix(start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    let found = explained().find(|(_, what)| begins(what));
    found.map(|(lesson, _)| lesson)
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
        assert!(explained().count() > 50);
        for (id, what) in explained() {
            assert!(crate::app::lessons::find(id).is_some(), "{id}: {what}");
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
