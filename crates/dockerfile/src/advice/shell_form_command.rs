//! `ShellFormCommand`: A shell stands between docker stop and the program.
//!
//! In shell form the program is a child of /bin/sh, which keeps SIGTERM to itself: docker stop waits ten seconds,
//! then kills. The exec form starts the program as process 1.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox:1.36
//! USER nobody
//! CMD httpd -f
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox:1.36
//! USER nobody
//! CMD ["httpd", "-f"]
//! ```

use super::View;
use super::shell::commands;
use crate::check::Rule;
use crate::edit::{Fix, FixKind, TextEdit};
use crate::keyword::Keyword;

/// The rule.
pub const RULE: Rule = Rule {
    name: "ShellFormCommand",
    description: "A shell stands between docker stop and the program",
    url: "",
    experimental: false,
    why: "In shell form the program is a child of /bin/sh, which keeps SIGTERM to itself: docker stop waits ten seconds, then kills. The exec form starts the program as process 1.",
    bad: "FROM busybox:1.36\nUSER nobody\nCMD httpd -f\n",
    good: "FROM busybox:1.36\nUSER nobody\nCMD [\"httpd\", \"-f\"]\n",
};

/// A shell command as a JSON array: its words if it has no need of a shell, else the shell told to `exec` it.
pub fn to_exec_form(text: &str) -> String {
    let plain = text
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b" \t-_./:=,+@%".contains(&b));
    let words: Vec<&str> = text.split_whitespace().collect();
    let starts_plainly = words.first().is_some_and(|w| !w.contains('='));
    if plain && starts_plainly {
        return json_array(&words);
    }
    let parts = commands(text);
    let simple = parts.len() == 1 && parts.iter().all(|c| c.program() == 0) && !text.starts_with("exec ");
    let line = if simple { format!("exec {text}") } else { text.to_owned() };
    json_array(&["/bin/sh", "-c", &line])
}

fn json_array(words: &[&str]) -> String {
    let mut out = String::from("[");
    for (index, word) in words.iter().enumerate() {
        if index > 0 {
            out.push_str(", ");
        }
        out.push('"');
        for c in word.chars() {
            match c {
                '"' => out.push_str("\\\""),
                '\\' => out.push_str("\\\\"),
                c if (c as u32) < 0x20 => out.push_str(&format!("\\u{:04x}", c as u32)),
                c => out.push(c),
            }
        }
        out.push('"');
    }
    out.push(']');
    out
}

pub(crate) fn advise(view: &mut View<'_>) {
    for index in 0..view.nodes.len() {
        let viewed = &view.nodes[index];
        if !matches!(viewed.keyword, Keyword::Cmd | Keyword::Entrypoint) {
            continue;
        }
        let Some(text) = viewed.shell_text().filter(|t| !t.is_empty()) else {
            continue;
        };
        let fix = Fix::new(
            FixKind::UseExecForm,
            "",
            vec![TextEdit::new(viewed.node.command().arguments_span(), to_exec_form(text))],
        );
        let message = format!(
            "{} in shell form does not pass SIGTERM on: docker stop will take ten seconds",
            viewed.keyword.upper()
        );
        let name = viewed.keyword.upper();
        view.say(&RULE, index, name, message, Some(fix));
    }
}
