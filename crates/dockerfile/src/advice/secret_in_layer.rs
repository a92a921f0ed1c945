//! `SecretInLayer`: A secret file is copied into the image.
//!
//! Keys and passwords in a layer are readable by everybody who has the image, even if a later instruction removes
//! them. Hand them to the RUN that needs them with --mount=type=secret.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox:1.36
//! COPY app.py .env /app/
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox:1.36
//! COPY app.py /app/
//! ```

use super::View;
use crate::check::Rule;
use crate::edit::{Fix, FixKind, TextEdit};
use crate::keyword::Keyword;
use crate::span::Span;

/// The rule.
pub const RULE: Rule = Rule {
    name: "SecretInLayer",
    description: "A secret file is copied into the image",
    url: "",
    experimental: false,
    why: "Keys and passwords in a layer are readable by everybody who has the image, even if a later instruction removes them. Hand them to the RUN that needs them with --mount=type=secret.",
    bad: "FROM busybox:1.36\nCOPY app.py .env /app/\n",
    good: "FROM busybox:1.36\nCOPY app.py /app/\n",
};

fn is_secret(path: &str) -> bool {
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    matches!(
        name,
        ".env"
            | ".npmrc"
            | ".netrc"
            | ".pypirc"
            | ".ssh"
            | ".aws"
            | ".git-credentials"
            | "id_rsa"
            | "id_ed25519"
            | "id_ecdsa"
            | "credentials"
            | "credentials.json"
    ) || [".pem", ".key", ".p12", ".pfx"].iter().any(|end| name.ends_with(end))
}

pub(crate) fn advise(view: &mut View<'_>) {
    for index in 0..view.nodes.len() {
        let viewed = &view.nodes[index];
        let command = viewed.node.command();
        let from_elsewhere = command.flags().any(|f| f.text.starts_with("--from="));
        if !matches!(viewed.keyword, Keyword::Copy | Keyword::Add) || from_elsewhere {
            continue;
        }
        let words: Vec<_> = command.args().collect();
        let Some((_, sources)) = words.split_last() else {
            continue;
        };
        let secrets: Vec<usize> = (0..sources.len()).filter(|i| is_secret(sources[*i].text)).collect();
        let Some(first) = secrets.first() else {
            continue;
        };
        let edits = if secrets.len() == sources.len() {
            vec![TextEdit::new(viewed.node.span(), "")]
        } else {
            secrets
                .iter()
                .map(|i| {
                    // Up to the next word, so that its separator goes as well.
                    let end = words.get(i + 1).map_or(sources[*i].span.end, |w| w.span.start);
                    TextEdit::new(
                        Span {
                            start: sources[*i].span.start,
                            end,
                        },
                        "",
                    )
                })
                .collect()
        };
        let message = format!(
            "{} would be in the image for everybody to read: use RUN --mount=type=secret",
            sources[*first].text
        );
        let secret = sources[*first].text.to_owned();
        view.say(&RULE, index, secret, message, Some(Fix::new(FixKind::DoNotCopy, "", edits)));
    }
}
