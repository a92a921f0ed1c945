//! A lesson's checks: goals with their words, and what is said about wrong states.

use crate::condition::{Condition, read_all};
use crate::yaml::Node;

/// A goal with its words.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Unique in the lesson; the same in every language.
    pub id: String,
    pub text: String,
    /// The check that must have been met before this one counts.
    pub after: Option<String>,
    pub condition: Condition,
    /// The first whose state is present is said.
    pub diagnose: Vec<Diagnose>,
    /// Its line in the file, counted from 1.
    pub line: usize,
}

/// What to say about a wrong state that is present.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnose {
    pub when: Condition,
    pub say: String,
    pub line: usize,
}

/// Keys of a check that are not conditions.
pub(crate) const CHECK_KEYS: [(&str, &str); 4] = [
    ("id", "Unique in the lesson; the same in every language."),
    ("text", "The goal, in words."),
    ("after", "The check that must have been met before this one counts."),
    (
        "diagnose",
        "What to say about a wrong state that is present; the first that holds is said.",
    ),
];

pub(crate) fn read_check(node: &Node<'_>) -> Option<Check> {
    if !node.is_mapping() {
        node.entries("a check: lines of `id:`, `text:` and a condition such as `image:`");
        return None;
    }
    let id = node.need("id", "a short name such as `built`");
    let text = node.need("text", "the goal in words");
    let skip = CHECK_KEYS.map(|(key, _)| key);
    let condition = read_all(node, &skip, 0);
    let diagnose = match node.get("diagnose") {
        Some(list) => list
            .items("a list of `- when: …` and `say: …`")
            .iter()
            .filter_map(read_diagnose)
            .collect(),
        None => Vec::new(),
    };
    let id = id?;
    if !is_id(&id) {
        node.mistake(format!("the id `{id}` may have letters, digits, `-` and `_` only"));
    }
    Some(Check {
        id,
        text: text?,
        after: node.get("after").and_then(|n| n.text()),
        condition: condition?,
        diagnose,
        line: node.line(),
    })
}

fn read_diagnose(node: &Node<'_>) -> Option<Diagnose> {
    node.only(&["when", "say"], "a `diagnose`");
    let when = match node.get("when") {
        Some(when) => read_all(&when, &[], 0),
        None => {
            node.mistake("`when` is missing, expected a condition");
            None
        }
    };
    let say = node.need("say", "what to say then");
    Some(Diagnose {
        when: when?,
        say: say?,
        line: node.line(),
    })
}

/// Whether a word can name a check, an exercise or a quiz.
pub(crate) fn is_id(word: &str) -> bool {
    !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}
