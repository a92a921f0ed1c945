//! `cd`, `pwd` and bash's directory stack.

use crate::Flavour;
use crate::state::{Outcome, Shell};
use machine::Errno;
use std::rc::Rc;

/// A path without `.` and `..`, links not followed.
fn lexical(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}

impl Shell {
    /// The working directory as the shell names it.
    pub(crate) fn logical_cwd(&self) -> String {
        match self.vars.scalar("PWD") {
            Some(pwd) if pwd.starts_with('/') => pwd.to_string(),
            _ => self.sys.getcwd(),
        }
    }

    pub(super) async fn builtin_cd(&mut self, args: &[String]) -> Outcome {
        let mut args = args;
        let mut physical = self.options.physical;
        while let Some((first, rest)) = args.split_first() {
            match first.as_str() {
                "-P" => physical = true,
                "-L" => physical = false,
                "-e" | "-@" if self.flavour.is_bash() => {}
                "--" => {
                    args = rest;
                    break;
                }
                option if option.starts_with('-') && option.len() > 1 => {
                    let letter: String = option.chars().take(2).collect();
                    return self.bad_option("cd", &letter, "cd [-L|[-P [-e]] [-@]] [dir]").await;
                }
                _ => break,
            }
            args = rest;
        }
        if self.flavour.is_bash() && args.len() > 1 {
            self.complain_as("cd", "too many arguments").await;
            return Ok(1);
        }
        let mut show = false;
        let target = match args.first().map(String::as_str) {
            None => match self.vars.scalar("HOME") {
                Some(home) => home.to_string(),
                None if self.flavour.is_bash() => {
                    self.complain_as("cd", "HOME not set").await;
                    return Ok(1);
                }
                None => return Ok(0),
            },
            Some("-") => {
                show = true;
                match self.vars.scalar("OLDPWD") {
                    Some(old) => old.to_string(),
                    None if self.flavour.is_bash() => {
                        self.complain_as("cd", "OLDPWD not set").await;
                        return Ok(1);
                    }
                    None => self.logical_cwd(),
                }
            }
            Some(target) => target.to_string(),
        };
        if target.is_empty() {
            return Ok(0);
        }
        let mut path = target.clone();
        let relative = !target.starts_with('/') && !matches!(target.split('/').next(), Some("." | ".."));
        if relative && let Some(search) = self.vars.scalar("CDPATH") {
            for dir in search.split(':').map(str::to_string).collect::<Vec<_>>() {
                let full = match dir.as_str() {
                    "" => target.clone(),
                    "/" => format!("/{target}"),
                    dir => format!("{dir}/{target}"),
                };
                if self.sys.stat(&full).is_ok_and(|s| s.kind == vfs::FileKind::Dir) {
                    show |= !dir.is_empty();
                    path = full;
                    break;
                }
            }
        }
        match self.change_directory(&path, physical) {
            Ok(()) => {
                if show {
                    let text = format!("{}\n", self.logical_cwd());
                    return Ok(self.output(text.as_bytes()).await);
                }
                Ok(0)
            }
            Err(error) => {
                match self.flavour {
                    Flavour::Dash => self.complain_as("cd", &format!("can't cd to {target}")).await,
                    Flavour::Ash => self.complain_as("cd", &format!("can't cd to {target}: {error}")).await,
                    Flavour::Bash => self.complain_as("cd", &format!("{target}: {error}")).await,
                }
                Ok(if self.flavour.is_bash() { 1 } else { 2 })
            }
        }
    }

    /// Goes to a directory and keeps `PWD` and `OLDPWD`.
    fn change_directory(&mut self, path: &str, physical: bool) -> Result<(), Errno> {
        let before = self.logical_cwd();
        if physical {
            self.sys.chdir(path)?;
        } else {
            let whole = if path.starts_with('/') {
                path.to_string()
            } else {
                format!("{before}/{path}")
            };
            // Each directory that `..` leaves has to be there.
            self.sys.stat(path).or_else(|_| self.sys.stat(&whole))?;
            let logical = lexical(&whole);
            if self.sys.chdir(&logical).is_err() {
                self.sys.chdir(path)?;
            } else {
                self.note_directory(before, logical);
                return Ok(());
            }
        }
        let now = self.sys.getcwd();
        self.note_directory(before, now);
        Ok(())
    }

    fn note_directory(&mut self, before: String, now: String) {
        self.vars.set("OLDPWD", before);
        self.vars.set("PWD", now);
        self.vars.entry("PWD").exported = true;
        self.vars.entry("OLDPWD").exported = true;
    }

    pub(super) async fn builtin_pwd(&mut self, args: &[String]) -> Outcome {
        let mut physical = self.options.physical;
        for arg in args {
            match arg.as_str() {
                "-P" => physical = true,
                "-L" => physical = false,
                option if option.starts_with('-') && option.len() > 1 => {
                    let letter: String = option.chars().take(2).collect();
                    return self.bad_option("pwd", &letter, "pwd [-LP]").await;
                }
                _ => break,
            }
        }
        let path = if physical { self.sys.getcwd() } else { self.logical_cwd() };
        Ok(self.output(format!("{path}\n").as_bytes()).await)
    }

    fn stack_text(&self) -> String {
        let home = self.vars.scalar("HOME").unwrap_or("").to_string();
        let short = |path: &str| match path.strip_prefix(home.as_str()) {
            Some(rest) if !home.is_empty() && home != "/" && (rest.is_empty() || rest.starts_with('/')) => format!("~{rest}"),
            _ => path.to_string(),
        };
        let mut all = vec![short(&self.logical_cwd())];
        all.extend(self.dirs.iter().map(|d| short(d)));
        all.join(" ") + "\n"
    }

    pub(super) async fn builtin_dirs(&mut self, name: &str, args: &[String]) -> Outcome {
        match (name, args.first().map(String::as_str)) {
            ("dirs", Some("-c")) => {
                self.dirs = Rc::default();
                return Ok(0);
            }
            ("dirs", _) => {}
            ("pushd", Some(dir)) if !dir.starts_with(['+', '-']) => {
                let before = self.logical_cwd();
                if let Err(error) = self.change_directory(dir, false) {
                    self.complain_as("pushd", &format!("{dir}: {error}")).await;
                    return Ok(1);
                }
                Rc::make_mut(&mut self.dirs).insert(0, before);
            }
            ("pushd", None) => {
                if self.dirs.is_empty() {
                    self.complain_as("pushd", "no other directory").await;
                    return Ok(1);
                }
                let before = self.logical_cwd();
                let target = Rc::make_mut(&mut self.dirs).remove(0);
                if let Err(error) = self.change_directory(&target, false) {
                    self.complain_as("pushd", &format!("{target}: {error}")).await;
                    return Ok(1);
                }
                Rc::make_mut(&mut self.dirs).insert(0, before);
            }
            _ => {
                if self.dirs.is_empty() {
                    self.complain_as(name, "directory stack empty").await;
                    return Ok(1);
                }
                let target = Rc::make_mut(&mut self.dirs).remove(0);
                if let Err(error) = self.change_directory(&target, false) {
                    self.complain_as(name, &format!("{target}: {error}")).await;
                    return Ok(1);
                }
            }
        }
        let text = self.stack_text();
        Ok(self.output(text.as_bytes()).await)
    }
}
