//! `SecretsUsedInArgOrEnv`: Sensitive data should not be used in the ARG or ENV commands.
//!
//! What ARG and ENV set stays in the image and its history, where everybody who has the image can read it. A secret
//! mount is there for one RUN only and leaves nothing behind.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox
//! ARG API_KEY
//! RUN fetch --key $API_KEY
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox
//! RUN --mount=type=secret,id=api_key fetch --key-file /run/secrets/api_key
//! ```
//!
//! Specified by BuildKit's `linter/ruleset.go`.

use crate::check::Rule;
use crate::go::quote;

/// The rule.
pub const RULE: Rule = Rule {
    name: "SecretsUsedInArgOrEnv",
    description: "Sensitive data should not be used in the ARG or ENV commands",
    url: "https://docs.docker.com/go/dockerfile/rule/secrets-used-in-arg-or-env/",
    experimental: false,
    why: "What ARG and ENV set stays in the image and its history, where everybody who has the image can read it. A secret mount is there for one RUN only and leaves nothing behind.",
    bad: "FROM busybox\nARG API_KEY\nRUN fetch --key $API_KEY\n",
    good: "FROM busybox\nRUN --mount=type=secret,id=api_key fetch --key-file /run/secrets/api_key\n",
};

const DENIED: [&str; 10] = [
    "apikey",
    "auth",
    "credential",
    "credentials",
    "key",
    "password",
    "pword",
    "passwd",
    "secret",
    "token",
];
const ALLOWED: [&str; 3] = ["public", "file", "version"];

/// What is said of a name in ARG or ENV.
pub(crate) fn message(keyword: &str, name: &str) -> String {
    format!(
        "Do not use ARG or ENV instructions for sensitive data ({keyword} {})",
        quote(name)
    )
}

/// Whether a name has a part, between underscores, that speaks of a secret, and none that takes it back.
pub(crate) fn violates(name: &str) -> bool {
    let has = |words: &[&str]| {
        name.split('_')
            .any(|part| words.iter().any(|word| part.eq_ignore_ascii_case(word)))
    };
    has(&DENIED) && !has(&ALLOWED)
}
