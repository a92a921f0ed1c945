//! Redirections (POSIX XCU 2.7).

use crate::Flavour;
use crate::state::{Flow, Shell};
use crate::syntax::ast::{Redirect, RedirectKind};
use machine::{Errno, Fd, FileObject, Flags, OpenFile};
use std::rc::Rc;
use vfs::FileKind;

/// A descriptor as it was before a redirection: kept under another number, or closed.
#[derive(Debug)]
pub struct Saved {
    fd: Fd,
    kept: Option<Fd>,
}

impl Shell {
    /// Applies redirections. Gives a status if one failed, which has been reported; what to undo is in
    /// `saved` either way.
    pub(crate) async fn redirect(&mut self, redirects: &[Redirect], saved: &mut Vec<Saved>) -> Result<Option<i32>, Flow> {
        for redirect in redirects {
            if let Some(status) = self.redirect_one(redirect, saved).await? {
                return Ok(Some(status));
            }
        }
        Ok(None)
    }

    /// Puts descriptors back.
    pub(crate) fn restore(&mut self, saved: Vec<Saved>) {
        for Saved { fd, kept } in saved.into_iter().rev() {
            match kept {
                Some(kept) => {
                    if let Ok(file) = self.sys.file(kept) {
                        let _ = self.sys.install_file(fd, file, false);
                    }
                    let _ = self.sys.close(kept);
                }
                None => {
                    let _ = self.sys.close(fd);
                }
            }
        }
    }

    /// Forgets what was saved: the redirections stay (`exec > file`).
    pub(crate) fn keep(&mut self, saved: Vec<Saved>) {
        for kept in saved.into_iter().filter_map(|s| s.kept) {
            let _ = self.sys.close(kept);
        }
    }

    fn save(&self, fd: Fd, saved: &mut Vec<Saved>) {
        let kept = self.sys.dup(fd, 10, true).ok();
        saved.push(Saved { fd, kept });
    }

    async fn install(&mut self, fd: Fd, file: Rc<OpenFile>, saved: &mut Vec<Saved>) -> Option<i32> {
        self.save(fd, saved);
        match self.sys.install_file(fd, file, false) {
            Ok(()) => None,
            Err(error) => Some(self.redirect_error(&error.to_string()).await),
        }
    }

    async fn redirect_error(&mut self, message: &str) -> i32 {
        self.complain(message).await;
        if self.flavour == Flavour::Dash { 2 } else { 1 }
    }

    async fn open_error(&mut self, path: &str, error: Errno, create: bool) -> i32 {
        let missing = matches!(error, Errno::ENOENT | Errno::ENOTDIR);
        let message = match self.flavour {
            Flavour::Dash => {
                let why = match (missing, create) {
                    (true, true) => "Directory nonexistent".to_string(),
                    (true, false) => "No such file".to_string(),
                    _ => error.to_string(),
                };
                format!("cannot {} {path}: {why}", if create { "create" } else { "open" })
            }
            Flavour::Ash => {
                let why = match (missing, create) {
                    (true, true) => "nonexistent directory".to_string(),
                    (true, false) => "no such file".to_string(),
                    _ => error.to_string(),
                };
                format!("can't {} {path}: {why}", if create { "create" } else { "open" })
            }
            Flavour::Bash if error == Errno::EEXIST => format!("{path}: cannot overwrite existing file"),
            Flavour::Bash => format!("{path}: {error}"),
        };
        self.redirect_error(&message).await
    }

    /// The word after the operator: one file name.
    async fn redirect_target(&mut self, redirect: &Redirect) -> Result<Result<String, i32>, Flow> {
        if !self.flavour.is_bash() {
            return Ok(Ok(self.expand_string(&redirect.target).await?));
        }
        let mut words = Vec::new();
        self.expand_word_into(&redirect.target, &mut words).await?;
        match <[String; 1]>::try_from(words) {
            Ok([word]) => Ok(Ok(word)),
            Err(_) => {
                let text = crate::exec::trace::source_of(&redirect.target);
                Ok(Err(self.redirect_error(&format!("{text}: ambiguous redirect")).await))
            }
        }
    }

    async fn redirect_one(&mut self, redirect: &Redirect, saved: &mut Vec<Saved>) -> Result<Option<i32>, Flow> {
        use RedirectKind as K;
        let default = match redirect.kind {
            K::Read | K::ReadWrite | K::DupInput | K::Heredoc | K::HereString => 0,
            _ => 1,
        };
        let mut fd = redirect.fd.unwrap_or(default);
        if let Some(name) = &redirect.variable {
            let closes = matches!(redirect.kind, K::DupInput | K::DupOutput) && redirect.target.literal() == Some("-");
            if closes {
                let number = self.vars.scalar(name).and_then(|v| v.parse::<Fd>().ok()).unwrap_or(-1);
                let _ = self.sys.close(number);
                return Ok(None);
            }
            fd = (10..1024).find(|n| self.sys.file(*n).is_err()).unwrap_or(10);
            self.vars.set(name, fd.to_string());
        }
        if redirect.kind == K::Heredoc || redirect.kind == K::HereString {
            let text = match (&redirect.heredoc, redirect.kind) {
                (Some(heredoc), _) => match heredoc.body.get() {
                    Some(body) => self.expand_string(body).await?,
                    None => String::new(),
                },
                _ => self.expand_string(&redirect.target).await? + "\n",
            };
            let (reader, writer) = OpenFile::pipe();
            if let FileObject::PipeWriter(pipe) = &writer.object {
                pipe.push(text.as_bytes());
            }
            drop(writer);
            return Ok(self.install(fd, reader, saved).await);
        }
        let target = match self.redirect_target(redirect).await? {
            Ok(target) => target,
            Err(status) => return Ok(Some(status)),
        };
        match redirect.kind {
            K::DupInput | K::DupOutput => self.duplicate(redirect, fd, &target, saved).await,
            K::Both | K::BothAppend => {
                let flags = if redirect.kind == K::Both {
                    Flags::WRITE
                } else {
                    Flags::APPEND
                };
                self.both(&target, flags, saved).await
            }
            kind => {
                let flags = match kind {
                    K::Read => Flags::READ,
                    K::Append => Flags::APPEND,
                    K::ReadWrite => Flags {
                        read: true,
                        write: true,
                        create: true,
                        ..Flags::default()
                    },
                    _ => Flags::WRITE,
                };
                if kind == K::Write && self.options.noclobber && self.sys.stat(&target).is_ok_and(|s| s.kind == FileKind::File) {
                    return Ok(Some(self.open_error(&target, Errno::EEXIST, true).await));
                }
                match self.open_target(&target, flags).await {
                    Ok(file) => Ok(self.install(fd, file, saved).await),
                    Err(error) => Ok(Some(self.open_error(&target, error, kind != K::Read).await)),
                }
            }
        }
    }

    /// Opens a file, or in bash a network address: `/dev/tcp/HOST/PORT`.
    async fn open_target(&mut self, path: &str, flags: Flags) -> Result<Rc<OpenFile>, Errno> {
        if self.flavour.is_bash()
            && let Some(rest) = path.strip_prefix("/dev/tcp/")
            && let Some((host, port)) = rest.split_once('/')
        {
            let port = port.parse::<u16>().map_err(|_| Errno::EINVAL)?;
            let addresses = self.sys.lookup_host(host).map_err(|_| Errno::EINVAL)?;
            let address = addresses.first().copied().ok_or(Errno::EINVAL)?;
            let fd = self.sys.connect(address, port).await?;
            let file = self.sys.file(fd)?;
            self.sys.close(fd)?;
            return Ok(file);
        }
        self.sys.room()?;
        let file = self.sys.open_file(path, flags, 0o666)?;
        self.sys.met(&file).await?;
        Ok(file)
    }

    async fn both(&mut self, target: &str, flags: Flags, saved: &mut Vec<Saved>) -> Result<Option<i32>, Flow> {
        match self.open_target(target, flags).await {
            Ok(file) => {
                if let Some(status) = self.install(1, file.clone(), saved).await {
                    return Ok(Some(status));
                }
                Ok(self.install(2, file, saved).await)
            }
            Err(error) => Ok(Some(self.open_error(target, error, true).await)),
        }
    }

    async fn duplicate(
        &mut self,
        redirect: &Redirect,
        fd: Fd,
        target: &str,
        saved: &mut Vec<Saved>,
    ) -> Result<Option<i32>, Flow> {
        if target == "-" {
            self.save(fd, saved);
            let _ = self.sys.close(fd);
            return Ok(None);
        }
        let (digits, moves) = match target.strip_suffix('-') {
            Some(digits) if self.flavour.is_bash() => (digits, true),
            _ => (target, false),
        };
        let Ok(from) = digits.parse::<Fd>() else {
            let may_be_file = redirect.kind == RedirectKind::DupOutput && redirect.fd.is_none() && self.flavour.is_extended();
            if may_be_file {
                return self.both(target, Flags::WRITE, saved).await;
            }
            if self.flavour.is_bash() {
                return Ok(Some(self.redirect_error(&format!("{target}: ambiguous redirect")).await));
            }
            let text = if self.flavour == Flavour::Dash {
                "Syntax error: Bad fd number"
            } else {
                "syntax error: bad fd number"
            };
            self.complain(text).await;
            return Err(Flow::Abort(2));
        };
        match self.sys.file(from) {
            Ok(file) => {
                let status = self.install(fd, file, saved).await;
                if moves && from != fd {
                    let _ = self.sys.close(from);
                }
                Ok(status)
            }
            Err(error) => Ok(Some(self.redirect_error(&format!("{digits}: {error}")).await)),
        }
    }
}
