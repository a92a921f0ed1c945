//! Exercises and quizzes: YAML inside a fence.

use crate::check::is_id;
use crate::mistake::Mistake;
use crate::yaml::{Document, Node};

/// Something the learner thinks about and does alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    pub id: String,
    /// Markdown.
    pub text: String,
    /// Ids of checks.
    pub checks: Vec<String>,
    pub hints: Vec<Hint>,
}

/// A hint: asked first, told after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hint {
    pub ask: String,
    pub tell: String,
}

/// A question with choices, one of which is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiz {
    pub id: String,
    /// Markdown.
    pub question: String,
    pub choices: Vec<Choice>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Markdown.
    pub text: String,
    pub right: bool,
    /// Why it is right or wrong.
    pub because: String,
}

impl Quiz {
    /// Whether the choice of this number, counted from 0, is the right one.
    pub fn is_right(&self, choice: usize) -> bool {
        self.choices.get(choice).is_some_and(|c| c.right)
    }
}

fn id(node: &Node<'_>) -> Option<String> {
    let id = node.need("id", "a short name such as `smaller`")?;
    if !is_id(&id) {
        node.mistake(format!("the id `{id}` may have letters, digits, `-` and `_` only"));
    }
    Some(id)
}

/// Reads the text of a fence whose opening line is `line`.
fn document<T>(text: &str, line: usize, mistakes: &mut Vec<Mistake>, read: impl FnOnce(&Node<'_>) -> Option<T>) -> Option<T> {
    let document = Document::new(text, line);
    let value = document.parse();
    let found = value.as_ref().and_then(|value| read(&document.root(value)));
    mistakes.extend(document.into_mistakes());
    found
}

pub(crate) fn read_exercise(text: &str, line: usize, mistakes: &mut Vec<Mistake>) -> Option<Exercise> {
    document(text, line, mistakes, |node| {
        node.only(&["id", "text", "checks", "hints"], "an exercise");
        let checks = match node.get("checks") {
            Some(list) => list.texts("a list of ids of checks, `[small, prints]`"),
            None => {
                node.mistake("`checks` is missing, expected the ids of the checks that show it done");
                Vec::new()
            }
        };
        let hints = match node.get("hints") {
            Some(list) => list
                .items("a list of `- ask: …` and `tell: …`")
                .iter()
                .filter_map(|hint| {
                    hint.only(&["ask", "tell"], "a hint");
                    let ask = hint.need("ask", "a question that leads on");
                    let tell = hint.need("tell", "what is told after the question");
                    Some(Hint { ask: ask?, tell: tell? })
                })
                .collect(),
            None => {
                node.mistake("`hints` is missing, expected at least one hint: `- ask: …` and `tell: …`");
                Vec::new()
            }
        };
        Some(Exercise {
            id: id(node)?,
            text: node.need("text", "what is to be done")?,
            checks,
            hints,
        })
    })
}

pub(crate) fn read_quiz(text: &str, line: usize, mistakes: &mut Vec<Mistake>) -> Option<Quiz> {
    document(text, line, mistakes, |node| {
        node.only(&["id", "question", "choices"], "a quiz");
        let Some(list) = node.get("choices") else {
            node.mistake("`choices` is missing, expected a list of `- text: …`");
            return None;
        };
        let choices: Vec<Choice> = list
            .items("a list of `- text: …` and `because: …`")
            .iter()
            .filter_map(|choice| {
                choice.only(&["text", "right", "because"], "a choice");
                let right = match choice.get("right") {
                    Some(node) => crate::yaml::yes_no(node.value).unwrap_or_else(|| {
                        node.mistake("`right`: expected `true` or `false`");
                        false
                    }),
                    None => false,
                };
                let text = choice.need("text", "the answer's words");
                let because = choice.need("because", "why it is right or wrong");
                Some(Choice {
                    text: text?,
                    right,
                    because: because?,
                })
            })
            .collect();
        if choices.len() < 2 {
            list.mistake(format!("found {} choices, expected two or more", choices.len()));
        }
        let right = choices.iter().filter(|c| c.right).count();
        if right != 1 {
            list.mistake(format!(
                "found {right} choices with `right: true`, expected one (a text with `: ` or that begins with a backtick stands in quotes)"
            ));
        }
        Some(Quiz {
            id: id(node)?,
            question: node.need("question", "the question")?,
            choices,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quiz_has_one_right_choice() {
        let mut mistakes = Vec::new();
        let quiz = read_quiz(
            "id: q\nquestion: Which?\nchoices:\n  - text: a\n    because: no\n  - text: b\n    right: true\n    because: yes it is\n",
            10,
            &mut mistakes,
        );
        assert_eq!(mistakes, []);
        let quiz = quiz.unwrap();
        assert_eq!((quiz.is_right(0), quiz.is_right(1), quiz.is_right(9)), (false, true, false));
        read_quiz(
            "id: q\nquestion: Which?\nchoices:\n  - text: a\n    because: no\n  - text: b\n    because: no\n",
            10,
            &mut mistakes,
        );
        assert_eq!(mistakes[0].line, 13);
    }

    #[test]
    fn an_exercise_has_hints_that_ask_and_tell() {
        let mut mistakes = Vec::new();
        read_exercise("id: e\ntext: Do it.\nchecks: [a]\nhints:\n  - ask: What?\n", 1, &mut mistakes);
        assert_eq!(
            mistakes,
            [Mistake::new(6, "`tell` is missing, expected what is told after the question")]
        );
    }
}
