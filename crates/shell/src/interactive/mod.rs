//! The shell at a terminal: prompts, line editing, history, completion.
//!
//! dash reads lines as the terminal gives them; ash and bash edit them. Left out: `vi` mode, history
//! expansion (`!!`), `.inputrc`.

pub mod complete;
mod editor;
mod prompt;
mod width;

use crate::Flavour;
use crate::state::{Flow, Shell};
use editor::{Edited, Editor};
use machine::{Errno, TtyMode};
use std::rc::Rc;

/// How many lines are remembered.
const HISTORY: usize = 1000;

/// Reads and runs commands until the end; gives the status.
pub(crate) async fn run(shell: &mut Shell) -> i32 {
    let mut editor = Editor::default();
    let mut number = 1;
    loop {
        shell.notify_jobs().await;
        shell.caught.clear();
        let Some(text) = shell.read_command(&mut editor).await else {
            let stopped = shell.jobs.iter().any(|j| j.stopped.is_some());
            if stopped && !shell.exiting {
                shell.exiting = true;
                shell.write_error("There are stopped jobs.\n").await;
                continue;
            }
            if shell.flavour.is_bash() {
                shell.write_error("exit\n").await;
            } else {
                shell.write_error("\n").await;
            }
            shell.exiting = false;
            let status = shell.status;
            return shell.leave(Ok(status)).await;
        };
        let lines = text.matches('\n').count() as u32;
        let result = shell.run_text(text.as_bytes(), number, false).await;
        number += lines;
        shell.loops = 0;
        shell.unchecked = 0;
        match result {
            Ok(_) => {}
            Err(Flow::Exit(status)) => return shell.leave(Err(Flow::Exit(status))).await,
            Err(Flow::Abort(status) | Flow::GiveUp(status) | Flow::Return(status)) => shell.status = status,
            Err(Flow::Break(_) | Flow::Continue(_)) => {}
        }
        if shell.sys.tty(0).is_none() && shell.sys.controlling_tty().is_none() {
            return shell.leave(Ok(shell.status)).await;
        }
    }
}

impl Shell {
    /// A whole command with its newline: lines are asked for as long as it is unfinished. `None` at the end.
    async fn read_command(&mut self, editor: &mut Editor) -> Option<String> {
        let mut text = String::new();
        loop {
            let prompt = self.prompt(if text.is_empty() { "PS1" } else { "PS2" }).await;
            match self.prompted_line(editor, &prompt).await {
                Edited::Line(line) => {
                    text.push_str(&line);
                    text.push('\n');
                    if !self.is_unfinished(&text) {
                        self.remember(text.trim_end_matches('\n'));
                        return Some(text);
                    }
                }
                Edited::Interrupted => {
                    text.clear();
                    self.status = 130;
                    self.notify_jobs().await;
                }
                Edited::End if text.is_empty() => return None,
                // The end of input within a command is a syntax error.
                Edited::End => return Some(text),
            }
        }
    }

    fn remember(&mut self, text: &str) {
        if text.trim().is_empty() || self.history.last().is_some_and(|last| last == text) {
            return;
        }
        let history = Rc::make_mut(&mut self.history);
        history.push(text.to_string());
        if history.len() > HISTORY {
            history.remove(0);
        }
    }

    /// Whether more lines belong to the command.
    fn is_unfinished(&self, text: &str) -> bool {
        let body = text.strip_suffix('\n').unwrap_or(text);
        let backslashes = body.len() - body.trim_end_matches('\\').len();
        if backslashes % 2 == 1 {
            return true;
        }
        let mut parser = self.parser(text.as_bytes(), 1);
        self.configure(&mut parser);
        loop {
            match parser.next_command() {
                Ok(Some(_)) if parser.unfinished_heredoc.is_some() => return true,
                Ok(Some(_)) => {}
                Ok(None) => return false,
                Err(error) => return error.incomplete,
            }
        }
    }

    async fn prompted_line(&mut self, editor: &mut Editor, prompt: &str) -> Edited {
        let Some(tty) = self.sys.tty(0).filter(|_| self.flavour != Flavour::Dash) else {
            self.write_error(prompt).await;
            return self.plain_line().await;
        };
        tty.set_mode(TtyMode::EDITING);
        let history = self.history.clone();
        let edited = editor.edit(self, &tty, prompt, &history).await;
        tty.set_mode(TtyMode::COOKED);
        edited
    }

    /// A line as the terminal gives it.
    async fn plain_line(&mut self) -> Edited {
        let mut line: Vec<u8> = Vec::new();
        loop {
            match self.sys.read(0, 1).await {
                Ok(bytes) if bytes.is_empty() => {
                    if line.is_empty() {
                        return Edited::End;
                    }
                    break;
                }
                Ok(bytes) if bytes == b"\n" => break,
                Ok(bytes) => line.extend(bytes),
                Err(Errno::EINTR) => {
                    self.collect_signals();
                    let interrupted = self.caught.contains(&machine::Signal::INT);
                    self.caught.retain(|s| *s != machine::Signal::INT);
                    let _ = self.run_traps().await;
                    if interrupted {
                        self.write_error("\n").await;
                        return Edited::Interrupted;
                    }
                }
                Err(_) => return Edited::End,
            }
        }
        Edited::Line(String::from_utf8_lossy(&line).into_owned())
    }
}
