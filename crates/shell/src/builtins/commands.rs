//! `command`, `builtin`, `type`, `hash`, `alias` and `unalias`.

use super::{Kind, kind};
use crate::Flavour;
use crate::exec::Arguments;
use crate::exec::external::Found;
use crate::state::{Outcome, Shell};
use crate::syntax::is_reserved;
use std::rc::Rc;

/// The path that `command -p` searches.
const STANDARD_PATH: &str = "/usr/sbin:/usr/bin:/sbin:/bin";

impl Shell {
    pub(super) async fn builtin_command(&mut self, args: &[String]) -> Outcome {
        let mut args = args;
        let (mut short, mut long, mut standard) = (false, false, false);
        while let Some((first, rest)) = args.split_first() {
            match first.as_str() {
                "--" => {
                    args = rest;
                    break;
                }
                option if option.starts_with('-') && option.len() > 1 => {
                    for letter in option.chars().skip(1) {
                        match letter {
                            'v' => short = true,
                            'V' => long = true,
                            'p' => standard = true,
                            other => {
                                return self
                                    .bad_option("command", &format!("-{other}"), "command [-pVv] command [arg ...]")
                                    .await;
                            }
                        }
                    }
                }
                _ => break,
            }
            args = rest;
        }
        if short || long {
            let mut status = if args.is_empty() { 0 } else { 1 };
            // dash and ash look at the first name only.
            let most = if self.flavour.is_bash() { args.len() } else { 1 };
            for name in args.iter().take(most) {
                if self.describe(name, long, "command").await {
                    status = 0;
                } else if !self.flavour.is_bash() {
                    status = 127;
                }
            }
            return Ok(status);
        }
        let Some(name) = args.first().cloned() else { return Ok(0) };
        if kind(self.flavour, &name).is_some() {
            let mut arguments = Arguments {
                words: args.to_vec(),
                arrays: Vec::new(),
            };
            let before = self.command_name.replace(name.as_str().into());
            let result = self.run_builtin(&mut arguments).await;
            self.command_name = before;
            // Special builtins lose what is special about them.
            return match result {
                Err(crate::state::Flow::Abort(status)) if kind(self.flavour, &name) == Some(Kind::Special) => Ok(status),
                other => other,
            };
        }
        let path = self.vars.scalar("PATH").unwrap_or("").to_string();
        if standard {
            self.vars.set("PATH", STANDARD_PATH);
        }
        let result = self.run_words(args.to_vec()).await;
        if standard {
            self.vars.set("PATH", path);
        }
        result
    }

    pub(super) async fn builtin_builtin(&mut self, args: &[String]) -> Outcome {
        let Some(name) = args.first() else { return Ok(0) };
        if kind(self.flavour, name).is_none() {
            self.complain_as("builtin", &format!("{name}: not a shell builtin")).await;
            return Ok(1);
        }
        let mut arguments = Arguments {
            words: args.to_vec(),
            arrays: Vec::new(),
        };
        self.run_builtin(&mut arguments).await
    }

    /// Prints what a name is; false if it is nothing.
    async fn describe(&mut self, name: &str, long: bool, builtin: &str) -> bool {
        let text = if let Some(value) = self
            .aliases
            .get(name)
            .cloned()
            .filter(|_| !self.flavour.is_bash() || self.interactive)
        {
            match (long, self.flavour) {
                (true, Flavour::Bash) => format!("{name} is aliased to `{value}'"),
                (true, _) => format!("{name} is an alias for {value}"),
                (false, Flavour::Bash) => format!("alias {name}={}", crate::expand::quote_for_reuse(&value)),
                (false, _) => format!("alias {name}={}", self.single_quote(&value)),
            }
        } else if is_reserved(name, self.flavour) {
            if long {
                format!("{name} is a shell keyword")
            } else {
                name.to_string()
            }
        } else if let Some(function) = self.functions.get(name) {
            match (long, self.flavour) {
                (false, _) => name.to_string(),
                (true, Flavour::Dash) => format!("{name} is a shell function"),
                (true, Flavour::Ash) => format!("{name} is a function"),
                (true, Flavour::Bash) => {
                    format!(
                        "{name} is a function\n{}",
                        crate::syntax::print_function(name, &function.body)
                    )
                }
            }
        } else if let Some(found) = kind(self.flavour, name) {
            match (long, found) {
                (false, _) => name.to_string(),
                (true, Kind::Special) if !self.flavour.is_bash() => format!("{name} is a special shell builtin"),
                (true, _) => format!("{name} is a shell builtin"),
            }
        } else {
            match self.find_program(name) {
                Found::Path(path) if self.sys.access(&path, 1).is_ok() && !self.is_directory(&path) => {
                    if long {
                        format!("{name} is {path}")
                    } else {
                        path
                    }
                }
                _ => {
                    if long {
                        if self.flavour.is_bash() {
                            self.complain_as(builtin, &format!("{name}: not found")).await;
                        } else {
                            self.output(format!("{name}: not found\n").as_bytes()).await;
                        }
                    }
                    return false;
                }
            }
        };
        self.output(format!("{text}\n").as_bytes()).await;
        true
    }

    fn is_directory(&self, path: &str) -> bool {
        self.sys.stat(path).is_ok_and(|s| s.kind == vfs::FileKind::Dir)
    }

    pub(super) async fn builtin_type(&mut self, args: &[String]) -> Outcome {
        let mut args = args;
        let mut mode = None;
        if self.flavour.is_extended() {
            while let Some((first, rest)) = args.split_first() {
                match first.as_str() {
                    "-t" | "-p" | "-P" | "-a" | "-f" => mode = first.chars().nth(1),
                    _ => break,
                }
                args = rest;
            }
        }
        let mut status = 0;
        for name in args {
            let found = match mode {
                Some('t') if self.flavour.is_bash() => self.type_word(name).await,
                Some('p' | 'P') => {
                    let shell_has = kind(self.flavour, name).is_some() || self.functions.contains_key(name);
                    match self.find_program(name) {
                        Found::Path(path) if mode == Some('P') || !shell_has => {
                            self.output(format!("{path}\n").as_bytes()).await;
                            true
                        }
                        _ => shell_has,
                    }
                }
                Some('a') => {
                    let mut found = self.describe(name, true, "type").await;
                    if found && kind(self.flavour, name).is_some() {
                        let dirs = self.vars.scalar("PATH").unwrap_or("").to_string();
                        for dir in dirs.split(':') {
                            let path = format!("{dir}/{name}");
                            if self.sys.access(&path, 1).is_ok() && !self.is_directory(&path) {
                                self.output(format!("{name} is {path}\n").as_bytes()).await;
                                found = true;
                            }
                        }
                    }
                    found
                }
                _ => self.describe(name, true, "type").await,
            };
            if !found {
                status = if self.flavour.is_bash() { 1 } else { 127 };
            }
        }
        Ok(status)
    }

    async fn type_word(&mut self, name: &str) -> bool {
        let word = if self.interactive && self.aliases.contains_key(name) {
            "alias"
        } else if is_reserved(name, self.flavour) {
            "keyword"
        } else if self.functions.contains_key(name) {
            "function"
        } else if kind(self.flavour, name).is_some() {
            "builtin"
        } else if matches!(self.find_program(name), Found::Path(path) if self.sys.access(&path, 1).is_ok()) {
            "file"
        } else {
            return false;
        };
        self.output(format!("{word}\n").as_bytes()).await;
        true
    }

    pub(super) async fn builtin_hash(&mut self, args: &[String]) -> Outcome {
        if args.is_empty() && self.flavour.is_bash() {
            self.output(b"hash: hash table empty\n").await;
        }
        let mut status = 0;
        for name in args {
            if name.starts_with('-') {
                continue;
            }
            if kind(self.flavour, name).is_none()
                && !self.functions.contains_key(name)
                && matches!(self.find_program(name), Found::Missing(_))
            {
                self.complain_as("hash", &format!("{name}: not found")).await;
                status = 1;
            }
        }
        Ok(status)
    }

    pub(super) async fn builtin_alias(&mut self, args: &[String]) -> Outcome {
        let bash = self.flavour.is_bash();
        let line = |shell: &Shell, name: &str, value: &str| {
            if bash {
                format!("alias {name}={}\n", crate::expand::quote_for_reuse(value))
            } else {
                format!("{name}={}\n", shell.single_quote(value))
            }
        };
        let args: Vec<&String> = args.iter().filter(|a| *a != "-p").collect();
        if args.is_empty() {
            let mut all: Vec<(&String, &String)> = self.aliases.iter().collect();
            if !bash {
                all.sort_by_key(|(name, _)| crate::variables::bucket(name));
            }
            let text: String = all.into_iter().map(|(n, v)| line(self, n, v)).collect();
            return Ok(self.output(text.as_bytes()).await);
        }
        let mut status = 0;
        for arg in args {
            match arg.split_once('=') {
                Some((name, value)) if !name.is_empty() => {
                    Rc::make_mut(&mut self.aliases).insert(name.to_string(), value.to_string());
                }
                _ => match self.aliases.get(arg.as_str()) {
                    Some(value) => {
                        let text = line(self, arg, value);
                        self.output(text.as_bytes()).await;
                    }
                    None => {
                        if bash {
                            self.complain_as("alias", &format!("{arg}: not found")).await;
                        } else {
                            self.write_error(&format!("alias: {arg} not found\n")).await;
                        }
                        status = 1;
                    }
                },
            }
        }
        Ok(status)
    }

    pub(super) async fn builtin_unalias(&mut self, args: &[String]) -> Outcome {
        let mut status = 0;
        for arg in args {
            if arg == "-a" {
                self.aliases = Rc::default();
            } else if Rc::make_mut(&mut self.aliases).remove(arg).is_none() {
                if self.flavour.is_bash() {
                    self.complain_as("unalias", &format!("{arg}: not found")).await;
                } else {
                    self.write_error(&format!("unalias: {arg} not found\n")).await;
                }
                status = 1;
            }
        }
        Ok(status)
    }
}
