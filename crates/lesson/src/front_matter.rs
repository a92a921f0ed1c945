//! The head of a lesson: `---`, YAML, `---`, then Markdown.

use crate::check::{Check, Condition};
use serde::Deserialize;
use serde_yaml::Value;

/// A lesson as its author wrote it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lesson {
    pub title: String,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// The name of the workspace's folder.
    pub workspace: String,
    /// Images that are local from the start.
    pub images: Vec<String>,
    pub checks: Vec<Check>,
    /// The Markdown behind the front matter.
    pub body: String,
    pub mistakes: Vec<Mistake>,
}

/// Something in the front matter that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Counted from 1 in the whole file.
    pub line: usize,
    pub message: String,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Head {
    title: String,
    minutes: u32,
    workspace: String,
    images: Vec<String>,
    checks: Vec<Value>,
}

impl Lesson {
    /// Reads a lesson's file. Never fails; see `mistakes`.
    pub fn parse(text: &str) -> Lesson {
        let normal = text.replace("\r\n", "\n");
        let (head, body) = split(&normal);
        let mut lesson = Lesson {
            body: body.to_string(),
            ..Lesson::default()
        };
        let Some(head) = head else { return lesson };
        let parsed: Head = match serde_yaml::from_str(head) {
            Ok(parsed) => parsed,
            Err(error) => {
                let line = error.location().map_or(1, |l| l.line() + 1);
                lesson.mistakes.push(Mistake {
                    line,
                    message: format!("the front matter is not as it should be: {error}"),
                });
                return lesson;
            }
        };
        lesson.title = parsed.title;
        lesson.minutes = parsed.minutes;
        lesson.workspace = parsed.workspace;
        lesson.images = parsed.images;
        for (index, value) in parsed.checks.iter().enumerate() {
            match read_check(value) {
                Ok(check) => lesson.checks.push(check),
                Err(message) => {
                    let line = head
                        .lines()
                        .enumerate()
                        .filter(|(_, l)| l.trim_start().starts_with("- id:"))
                        .nth(index)
                        .map_or(1, |(n, _)| n + 2);
                    lesson.mistakes.push(Mistake {
                        line,
                        message: format!("check {}: {message}", index + 1),
                    });
                }
            }
        }
        lesson
    }
}

fn split(text: &str) -> (Option<&str>, &str) {
    let Some(rest) = text.strip_prefix("---\n") else {
        return (None, text);
    };
    match rest.find("\n---\n") {
        Some(end) => (rest.get(..end + 1), rest.get(end + 5..).unwrap_or_default()),
        None => (None, text),
    }
}

fn read_check(value: &Value) -> Result<Check, String> {
    let map = value
        .as_mapping()
        .ok_or("found no `key: value` lines; a check has `id`, `text` and a condition")?;
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_string);
    let id = text("id").ok_or("`id` is missing")?;
    let said = text("text").ok_or_else(|| format!("{id}: `text` is missing"))?;
    let mut conditions = Vec::new();
    for (key, value) in map {
        match key.as_str() {
            Some("id" | "text" | "after") => {}
            Some(key) => conditions.push(read_condition(key, value).map_err(|e| format!("{id}: {e}"))?),
            None => return Err(format!("{id}: keys are words")),
        }
    }
    if conditions.is_empty() {
        return Err(format!("{id}: it has no condition, such as `image:` or `container:`"));
    }
    let condition = if conditions.len() == 1 {
        conditions.remove(0)
    } else {
        Condition::All(conditions)
    };
    Ok(Check {
        id,
        text: said,
        after: text("after"),
        condition,
    })
}

fn read_list(value: &Value) -> Result<Vec<Condition>, String> {
    let list = value.as_sequence().ok_or("`all` and `any` hold a list")?;
    let mut out = Vec::new();
    for item in list {
        out.push(read_one(item)?);
    }
    Ok(out)
}

fn read_one(value: &Value) -> Result<Condition, String> {
    let map = value.as_mapping().ok_or("a condition is `kind:` with its fields")?;
    let mut conditions = Vec::new();
    for (key, value) in map {
        conditions.push(read_condition(key.as_str().unwrap_or_default(), value)?);
    }
    Ok(if conditions.len() == 1 {
        conditions.remove(0)
    } else {
        Condition::All(conditions)
    })
}

fn read_condition(kind: &str, value: &Value) -> Result<Condition, String> {
    let text = |key: &str| -> Option<String> {
        match value.get(key)? {
            Value::String(s) => Some(s.clone()),
            Value::Number(n) => Some(n.to_string()),
            Value::Bool(b) => Some(b.to_string()),
            _ => None,
        }
    };
    let number = |key: &str| value.get(key).and_then(Value::as_i64);
    let need = |key: &str| text(key).ok_or_else(|| format!("`{kind}` needs `{key}`"));
    Ok(match kind {
        "all" => Condition::All(read_list(value)?),
        "any" => Condition::Any(read_list(value)?),
        "not" => Condition::Not(Box::new(read_one(value)?)),
        "image" => Condition::Image {
            name: text("exists")
                .or_else(|| text("name"))
                .ok_or("`image` needs `exists` (a name)")?,
            field: text("field"),
            is: text("is"),
            smaller_than: number("smaller_than").map(|n| n.max(0) as u64),
        },
        "container" => Condition::Container {
            name: need("name")?,
            state: text("state"),
            exit_code: number("exit_code").map(|n| n as i32),
            port: number("port").and_then(|n| u16::try_from(n).ok()),
            network: text("network"),
            mount: text("mount"),
            log: text("log"),
            health: text("health"),
            env: text("env"),
        },
        "volume" => Condition::Volume { name: need("name")? },
        "network" => Condition::Network {
            name: need("name")?,
            member: text("member"),
        },
        "port" => Condition::Port {
            number: number("number")
                .and_then(|n| u16::try_from(n).ok())
                .ok_or("`port` needs `number`")?,
            path: text("path").unwrap_or_else(|| "/".into()),
            status: number("status").and_then(|n| u16::try_from(n).ok()),
            body: text("body"),
        },
        "file" => Condition::File {
            path: need("path")?,
            contains: text("contains"),
        },
        "command" => Condition::Command { used: need("used")? },
        other => {
            return Err(format!(
                "there is no condition `{other}`; there are all, any, not, image, container, volume, network, port, file, command"
            ));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_has_a_head_checks_and_a_body() {
        let lesson = Lesson::parse(
            "---\ntitle: T\nminutes: 5\nchecks:\n  - id: a\n    text: There is an image\n    image: {exists: app}\n  - id: b\n    text: gone\n    not:\n      container: {name: web}\n---\n# Hello\n",
        );
        assert_eq!(
            (lesson.title.as_str(), lesson.minutes, lesson.body.as_str()),
            ("T", 5, "# Hello\n")
        );
        assert_eq!(lesson.checks.len(), 2);
        assert!(matches!(&lesson.checks[1].condition, Condition::Not(inner) if matches!(**inner, Condition::Container { .. })));
        assert_eq!(lesson.mistakes, []);
    }

    #[test]
    fn a_mistake_names_its_line_and_leaves_the_rest() {
        let lesson = Lesson::parse(
            "---\nchecks:\n  - id: a\n    text: t\n    imagge: {exists: app}\n  - id: b\n    text: t\n    volume: {name: v}\n---\n",
        );
        assert_eq!(lesson.checks.len(), 1);
        assert_eq!(lesson.mistakes[0].line, 3);
        assert!(lesson.mistakes[0].message.contains("there is no condition `imagge`"));
    }

    #[test]
    fn any_bytes_are_a_lesson() {
        for text in [
            "",
            "---",
            "---\n---\n",
            "---\n: : :\n---\nx",
            "---\nchecks: 7\n---\n",
            "\u{0}\u{fffd}",
        ] {
            let _ = Lesson::parse(text);
        }
    }
}
