//! A lesson's text, part by part: prose, commands, files, exercises, quizzes, and figures of the live engine.

mod exercise;
mod figure;
mod file;
mod quiz;

use std::rc::Rc;

use lesson::{Lesson, PartKind};
use yew::prelude::*;

use super::command_block::CommandBlock;
use super::i18n::Messages;
use super::markdown::{self, Target};
use exercise::ExerciseBlock;
use figure::FigureBlock;
use file::FileBlock;
use quiz::QuizBlock;

/// Draws all parts; `go` is told of links that lead inside the page.
pub fn draw(lesson: &Lesson, t: &'static Messages, go: &Callback<Target>) -> Html {
    let parts = lesson.parts.iter().map(|part| match &part.kind {
        PartKind::Prose(text) => markdown::render(text, t, go),
        PartKind::Console(console) => html! { <CommandBlock console={Rc::new(console.clone())} /> },
        PartKind::File(file) => html! { <FileBlock file={Rc::new(file.clone())} /> },
        PartKind::Exercise(exercise) => html! {
            <ExerciseBlock key={exercise.id.clone()} exercise={Rc::new(exercise.clone())} go={go.clone()} />
        },
        PartKind::Quiz(quiz) => html! { <QuizBlock key={quiz.id.clone()} quiz={Rc::new(quiz.clone())} go={go.clone()} /> },
        PartKind::Figure(figure) => html! { <FigureBlock figure={Rc::new(figure.clone())} /> },
    });
    parts.collect()
}
