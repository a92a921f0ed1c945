//! Command substitution and bash's process substitution.

use crate::state::{Flow, Shell};
use crate::syntax::ast::{Command, CommandKind, CommandText, List, RedirectKind};
use machine::{Errno, Flags, OpenFile};
use std::rc::Rc;

/// How many bytes a substitution may give.
const LIMIT: usize = 32 << 20;

/// The command of a list that has no more than one.
pub(super) fn only_command(list: &List) -> Option<&Command> {
    let [item] = list.items.as_slice() else { return None };
    match item.first.commands.as_slice() {
        [command] if item.rest.is_empty() => Some(command),
        _ => None,
    }
}

impl Shell {
    /// The output of commands, without the newlines at its end.
    pub(crate) async fn substitute(&mut self, body: &Rc<CommandText>) -> Result<String, Flow> {
        if self.flavour.is_bash()
            && let Some(path) = self.file_substitution(body).await?
        {
            let bytes = match self.sys.open(&path, Flags::READ, 0) {
                Ok(fd) => {
                    let bytes = self.sys.read_to_end(fd, LIMIT).await.unwrap_or_default();
                    let _ = self.sys.close(fd);
                    self.substitution = Some(0);
                    bytes
                }
                Err(error) => {
                    self.complain(&format!("{path}: {error}")).await;
                    self.substitution = Some(1);
                    Vec::new()
                }
            };
            return Ok(text_of(bytes));
        }
        self.await_room().await;
        let (reader, writer) = OpenFile::pipe();
        let Ok(fd) = self.sys.add_file(reader, 10, true) else {
            self.complain(&Errno::EMFILE.to_string()).await;
            return Err(Flow::Abort(2));
        };
        let keeps = self.flavour.is_bash() || only_command(&body.body).is_some_and(|c| self.keeps_jobs(c));
        let parent = &*self;
        let commands = body.clone();
        let forked = self.sys.fork(|sys| {
            let mut shell = parent.child_of(sys, keeps);
            async move {
                let _ = shell.sys.close(fd);
                shell.default_signals();
                if shell.flavour.is_bash() {
                    shell.eval_depth += 1;
                }
                // dash passes -e on; bash does so when asked to.
                if shell.flavour.is_extended() && !shell.shopt("inherit_errexit") {
                    shell.options.errexit = false;
                }
                shell.unchecked = 0;
                let _ = shell.sys.install_file(1, writer, false);
                let result = shell.run_list(&commands.body, true).await;
                shell.finish(result).await
            }
        });
        let Ok(pid) = forked else {
            let _ = self.sys.close(fd);
            return Err(self.cannot_fork().await);
        };
        let mut bytes = Vec::new();
        loop {
            match self.sys.read(fd, 65_536).await {
                Ok(chunk) if chunk.is_empty() => break,
                Ok(chunk) => {
                    bytes.extend(chunk);
                    if bytes.len() > LIMIT {
                        break;
                    }
                }
                Err(Errno::EINTR) => self.collect_signals(),
                Err(_) => break,
            }
        }
        let _ = self.sys.close(fd);
        let status = self.wait_child(pid, false).await.code();
        self.substitution = Some(status);
        self.status = status;
        Ok(text_of(bytes))
    }

    /// `$(< file)`: the file's name.
    async fn file_substitution(&mut self, body: &CommandText) -> Result<Option<String>, Flow> {
        let [item] = body.body.items.as_slice() else { return Ok(None) };
        let [command] = item.first.commands.as_slice() else {
            return Ok(None);
        };
        if !item.rest.is_empty() || item.background {
            return Ok(None);
        }
        let CommandKind::Simple { assignments, words } = &command.kind else {
            return Ok(None);
        };
        let [redirect] = command.redirects.as_slice() else {
            return Ok(None);
        };
        if !assignments.is_empty() || !words.is_empty() || redirect.kind != RedirectKind::Read {
            return Ok(None);
        }
        Ok(Some(self.expand_string(&redirect.target).await?))
    }

    /// `<(…)` and `>(…)`: the name of a pipe to the commands.
    pub(crate) async fn substitute_process(&mut self, reading: bool, body: &Rc<CommandText>) -> Result<String, Flow> {
        let (reader, writer) = OpenFile::pipe();
        let (own, theirs) = if reading { (reader, writer) } else { (writer, reader) };
        let fd = (10..64).rev().find(|fd| self.sys.file(*fd).is_err()).unwrap_or(63);
        if self.sys.install_file(fd, own, false).is_err() {
            return Err(Flow::Abort(1));
        }
        let parent = &*self;
        let commands = body.clone();
        let forked = self.sys.fork(|sys| {
            let mut shell = parent.child(sys);
            async move {
                let _ = shell.sys.close(fd);
                shell.default_signals();
                let _ = shell.sys.install_file(if reading { 1 } else { 0 }, theirs, false);
                let result = shell.run_list(&commands.body, true).await;
                shell.finish(result).await
            }
        });
        if let Ok(pid) = forked {
            self.last_background = Some(pid);
        }
        self.process_fds.push(fd);
        Ok(format!("/dev/fd/{fd}"))
    }

    /// Closes this side of the process substitutions of a command that has ended.
    pub(crate) async fn close_processes(&mut self) {
        for fd in std::mem::take(&mut self.process_fds) {
            let _ = self.sys.close(fd);
        }
    }
}

fn text_of(mut bytes: Vec<u8>) -> String {
    while bytes.last() == Some(&b'\n') {
        bytes.pop();
    }
    bytes.retain(|b| *b != 0);
    match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}
