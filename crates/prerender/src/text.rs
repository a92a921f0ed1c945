//! A lesson's parts as HTML, element for element as src/app/lesson_parts draws them, without what needs the engine:
//! buttons, live goals and figures come with the page.

use lesson::{Exercise, Figure, Lesson, PartKind, Quiz};

use crate::catalogue::Messages;
use crate::html::{self, escaped};

/// The contents of a lesson's `article`: its title and all its parts.
pub fn of(lesson: &Lesson, t: &Messages) -> String {
    let mut out = String::new();
    if let Some(title) = Some(&lesson.title).filter(|title| !title.is_empty()) {
        out.push_str(&format!("<h2 class=\"lesson-title\">{}</h2>", escaped(title)));
    }
    for part in &lesson.parts {
        match &part.kind {
            PartKind::Prose(text) => out.push_str(&html::of(text, t)),
            PartKind::Console(console) => {
                out.push_str("<div class=\"console\">");
                for command in &console.commands {
                    out.push_str(&format!(
                        "<div class=\"console-command\"><code><span class=\"prompt\" aria-hidden=\"true\">$ </span>{}</code></div>",
                        escaped(&command.command)
                    ));
                    if !command.output.is_empty() {
                        let output = escaped(&command.output.join("\n"));
                        out.push_str(&format!("<pre class=\"console-output\" tabindex=\"0\">{output}</pre>"));
                    }
                }
                out.push_str("</div>");
            }
            PartKind::File(file) => out.push_str(&format!(
                "<figure class=\"file-block\"><figcaption><code>{}</code></figcaption><pre class=\"code\" tabindex=\"0\"><code>{}</code></pre></figure>",
                escaped(&file.path),
                escaped(&file.text)
            )),
            PartKind::Exercise(one) => exercise(one, t, &mut out),
            PartKind::Quiz(one) => quiz(one, t, &mut out),
            PartKind::Figure(figure) => {
                let caption = match figure {
                    Figure::Layers(name) => t.figure_layers.replace("{name}", name),
                    Figure::Containers => t.containers.to_owned(),
                    Figure::Volumes => t.volumes.to_owned(),
                    Figure::Network => t.networks.to_owned(),
                };
                out.push_str(&format!(
                    "<figure class=\"figure\"><figcaption>{}</figcaption></figure>",
                    escaped(&caption)
                ));
            }
        }
    }
    out
}

fn exercise(exercise: &Exercise, t: &Messages, out: &mut String) {
    out.push_str(&format!(
        "<div class=\"exercise\"><h4 class=\"exercise-word\">{}</h4>{}</div>",
        escaped(t.exercise),
        html::of(&exercise.text, t)
    ));
}

fn quiz(quiz: &Quiz, t: &Messages, out: &mut String) {
    out.push_str(&format!(
        "<fieldset class=\"quiz\"><legend><span class=\"exercise-word\">{}</span></legend>{}<ul class=\"quiz-choices\">",
        escaped(t.question),
        html::of(&quiz.question, t)
    ));
    for choice in &quiz.choices {
        out.push_str(&format!(
            "<li><div class=\"quiz-choice\"><input type=\"radio\" disabled aria-hidden=\"true\"><span>{}</span></div></li>",
            html::of(&choice.text, t)
        ));
    }
    out.push_str("</ul></fieldset>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::ENGLISH;

    #[test]
    fn a_lesson_is_read_before_its_buttons_are_there() {
        let lesson = Lesson::parse("---\ntitle: First\n---\n# Go\n\n```console\n$ docker ps\nnothing\n```\n");
        assert_eq!(
            of(&lesson, &ENGLISH),
            "<h2 class=\"lesson-title\">First</h2><h2>Go</h2><div class=\"console\"><div class=\"console-command\"><code>\
             <span class=\"prompt\" aria-hidden=\"true\">$ </span>docker ps</code></div><pre class=\"console-output\" tabindex=\"0\">nothing</pre></div>"
        );
    }
}
