//! The shell at a terminal: prompts, line editing, history, completion.

use crate::state::Shell;

/// Reads and runs commands until the end.
pub(crate) async fn run(shell: &mut Shell) -> i32 {
    shell.leave(Ok(0)).await
}

impl Shell {
    /// A prompt's backslash escapes.
    pub(crate) fn prompt_escapes(&self, text: &str) -> String {
        text.to_string()
    }
}
