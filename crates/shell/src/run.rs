//! A shell from its arguments to its end: `-c` strings, scripts, standard input.

use crate::Flavour;
use crate::interactive::complete::Completer;
use crate::state::{Flow, Outcome, Shell, Source};
use crate::syntax::{Parser, SyntaxError, Unfinished};
use machine::{Errno, FileObject, Flags, Sys};
use std::rc::Rc;

/// How large a script may be.
const LIMIT: usize = 32 << 20;
/// How much of a task's nesting a text within a text takes.
pub(crate) const TEXT_DEPTH: u32 = 5;
/// How deep `eval`, `.` and traps may nest in each other.
const MAX_EVALS: u32 = 300;

/// Runs a shell with these arguments; `args[0]` is its name. Gives its exit status.
pub async fn run_command(sys: Sys, flavour: Flavour, args: Vec<String>, completer: Option<Completer>) -> i32 {
    let mut shell = Shell::new(sys, flavour);
    shell.completer = completer;
    shell.import_environment();
    Box::pin(shell.main(args)).await
}

impl Shell {
    async fn main(&mut self, args: Vec<String>) -> i32 {
        let called = args.first().cloned().unwrap_or_default();
        let name = called.trim_start_matches('-').to_string();
        self.arg0 = name.as_str().into();
        self.name = self.arg0.clone();
        let mut login = called.starts_with('-');
        let mut line = None;
        let (mut command, mut stdin, mut forced) = (false, false, false);
        let mut rest: Vec<String> = args.into_iter().skip(1).collect();
        let mut bare = false;
        while let Some(first) = rest.first().cloned() {
            if first == "--" || first == "-" {
                rest.remove(0);
                break;
            }
            if let Some(long) = first.strip_prefix("--") {
                if !self.flavour.is_bash() {
                    return self.usage_error(&first, "--").await;
                }
                rest.remove(0);
                match long {
                    "login" => login = true,
                    "norc" | "noprofile" | "noediting" => bare = true,
                    "posix" => self.options.posix = true,
                    "version" => {
                        let text = "GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)\n\
                                    Copyright (C) 2022 Free Software Foundation, Inc.\n\
                                    License GPLv3+: GNU GPL version 3 or later <http://gnu.org/licenses/gpl.html>\n\n\
                                    This is free software; you are free to change and redistribute it.\n\
                                    There is NO WARRANTY, to the extent permitted by law.\n";
                        self.output(text.as_bytes()).await;
                        return 0;
                    }
                    "rcfile" | "init-file" => {
                        if !rest.is_empty() {
                            rest.remove(0);
                        }
                    }
                    _ => {
                        self.write_error(&format!("{}: {first}: invalid option\n", self.name)).await;
                        return 2;
                    }
                }
                continue;
            }
            if first.len() < 2 || !first.starts_with(['-', '+']) {
                break;
            }
            rest.remove(0);
            let on = first.starts_with('-');
            for letter in first.chars().skip(1) {
                match letter {
                    'c' if on => command = true,
                    's' => stdin = true,
                    'i' => forced = true,
                    'l' => login = true,
                    'o' => {
                        if !rest.is_empty() {
                            let option = rest.remove(0);
                            if !crate::builtins::options::set_named(self, &option, on) {
                                return self.usage_error(&option, "-o ").await;
                            }
                        }
                    }
                    'O' if self.flavour.is_bash() => {
                        if !rest.is_empty() {
                            let option = rest.remove(0);
                            Rc::make_mut(&mut self.shopts).insert(option, on);
                        }
                    }
                    letter => {
                        if !crate::builtins::options::set_letter(self, letter, on) {
                            return self.usage_error(&letter.to_string(), "-").await;
                        }
                    }
                }
            }
        }
        if command {
            if rest.is_empty() {
                let text = match self.flavour {
                    Flavour::Dash => format!("{}: 0: -c requires an argument\n", self.name),
                    Flavour::Ash => format!("{}: -c requires an argument\n", self.name),
                    Flavour::Bash => format!("{}: -c: option requires an argument\n", self.name),
                };
                self.write_error(&text).await;
                return 2;
            }
            line = Some(rest.remove(0));
            if !rest.is_empty() {
                self.arg0 = rest.remove(0).as_str().into();
                self.name = self.arg0.clone();
            }
        }
        let mut script = None;
        if line.is_none() && !stdin && !rest.is_empty() {
            script = Some(rest.remove(0));
        }
        self.positional = Rc::new(rest);
        if login && !bare {
            self.read_profile("/etc/profile").await;
            let home = self.vars.scalar("HOME").unwrap_or("/").to_string();
            for file in [".bash_profile", ".profile"] {
                let path = format!("{home}/{file}");
                if (file != ".bash_profile" || self.flavour.is_bash()) && self.sys.exists(&path) {
                    self.read_profile(&path).await;
                    break;
                }
            }
        }
        let terminal = self.sys.isatty(0) && self.sys.isatty(2);
        if let Some(line) = line {
            self.source = Source::Line;
            if forced {
                self.enter_interactive();
            }
            let result = self.run_text(line.as_bytes(), 1, true).await;
            return self.leave(result).await;
        }
        if let Some(path) = script {
            self.source = Source::Script;
            self.arg0 = path.as_str().into();
            self.name = self.arg0.clone();
            return self.run_script_file(&path).await;
        }
        self.source = Source::Stdin;
        if forced || terminal {
            self.enter_interactive();
            if !bare {
                self.read_startup_files().await;
            }
            return crate::interactive::run(self).await;
        }
        let result = self.run_stdin().await;
        self.leave(result).await
    }

    async fn usage_error(&mut self, option: &str, sign: &str) -> i32 {
        let text = match self.flavour {
            Flavour::Dash => format!("{}: 0: Illegal option {sign}{}\n", self.name, option.trim_start_matches('-')),
            Flavour::Ash => format!("{}: illegal option {sign}{}\n", self.name, option.trim_start_matches('-')),
            Flavour::Bash => format!("{}: {sign}{option}: invalid option\n", self.name),
        };
        self.write_error(&text).await;
        2
    }

    async fn read_profile(&mut self, path: &str) {
        if let Ok(bytes) = self.sys.read_file(path) {
            let _ = self.run_text(&bytes, 1, false).await;
        }
    }

    async fn read_startup_files(&mut self) {
        let home = self.vars.scalar("HOME").unwrap_or("/").to_string();
        if self.flavour.is_bash() {
            self.read_profile("/etc/bash.bashrc").await;
            self.read_profile(&format!("{home}/.bashrc")).await;
        } else if let Some(file) = self.vars.scalar("ENV").map(str::to_string) {
            self.read_profile(&file).await;
        }
    }

    fn enter_interactive(&mut self) {
        use machine::Signal;
        self.interactive = true;
        for signal in [
            Signal::INT,
            Signal::QUIT,
            Signal::TERM,
            Signal::TSTP,
            Signal::TTIN,
            Signal::TTOU,
        ] {
            self.sys.catch_signal(signal);
        }
        if self.sys.controlling_tty().is_some() {
            self.options.monitor = true;
            let _ = self.sys.setpgid(0, 0);
            let own = self.sys.getpgid();
            let _ = self.sys.set_foreground(own);
        }
    }

    /// The shell's end: `EXIT` trap, status.
    pub(crate) async fn leave(&mut self, result: Outcome) -> i32 {
        let status = match result {
            Ok(status) => status,
            Err(Flow::Exit(status) | Flow::Abort(status) | Flow::GiveUp(status) | Flow::Return(status)) => status,
            Err(Flow::Break(_) | Flow::Continue(_)) => self.status,
        };
        // Signals that came with the last command still have their traps.
        let status = match self.run_traps().await {
            Err(Flow::Exit(status)) => status,
            _ => status,
        };
        self.status = status;
        self.run_exit_trap(status).await
    }

    /// Runs a script's file from its start.
    pub(crate) async fn run_script_file(&mut self, path: &str) -> i32 {
        let bytes = match self.read_script(path).await {
            Ok(bytes) => bytes,
            Err(error) => return self.script_error(path, error).await,
        };
        if self.flavour.is_bash() && bytes.get(..128.min(bytes.len())).unwrap_or(&bytes).contains(&0) {
            let text = format!("{path}: {path}: cannot execute binary file\n");
            self.write_error(&text).await;
            return 126;
        }
        let result = self.run_text(&bytes, 1, true).await;
        self.leave(result).await
    }

    async fn script_error(&mut self, path: &str, error: Errno) -> i32 {
        let missing = matches!(error, Errno::ENOENT | Errno::ENOTDIR);
        let shell = match self.flavour {
            Flavour::Ash => "sh",
            Flavour::Dash => "sh",
            Flavour::Bash => "bash",
        };
        let called = self.sys.argv().first().cloned().unwrap_or_else(|| shell.to_string());
        let text = match self.flavour {
            Flavour::Dash => {
                let why = if missing {
                    "No such file".to_string()
                } else {
                    error.to_string()
                };
                format!("{called}: 0: cannot open {path}: {why}\n")
            }
            Flavour::Ash => {
                let called = called.rsplit('/').next().unwrap_or("sh");
                format!("{called}: can't open '{path}': {error}\n")
            }
            Flavour::Bash if error == Errno::EISDIR => format!("{called}: {path}: Is a directory\n"),
            Flavour::Bash => format!("{called}: {path}: {error}\n"),
        };
        self.write_error(&text).await;
        match self.flavour {
            Flavour::Bash if missing => 127,
            Flavour::Bash => 126,
            _ => 2,
        }
    }

    async fn read_script(&self, path: &str) -> Result<Vec<u8>, Errno> {
        let fd = self.sys.open(path, Flags::READ, 0)?;
        let bytes = self.sys.read_to_end(fd, LIMIT).await;
        self.sys.close(fd)?;
        bytes
    }

    pub(crate) fn parser(&self, text: &[u8], line: u32) -> Parser {
        Parser::new(text, self.flavour).at_line(line)
    }

    pub(crate) fn configure(&self, parser: &mut Parser) {
        let aliases = if !self.flavour.is_bash() || self.interactive || self.shopt("expand_aliases") {
            self.aliases.clone()
        } else {
            Rc::default()
        };
        parser.configure(aliases, self.shopt("extglob"));
    }

    /// Runs a text command by command. With `whole`, the process ends with it.
    pub(crate) async fn run_text(&mut self, text: &[u8], line: u32, whole: bool) -> Outcome {
        let mut parser = self.parser(text, line);
        let mut status = 0;
        loop {
            self.configure(&mut parser);
            let list = match parser.next_command() {
                Ok(Some(list)) => list,
                Ok(None) => return Ok(status),
                Err(error) => return self.syntax_error(&error).await,
            };
            if self.options.verbose && whole && (self.flavour.is_bash() || self.source != Source::Line) {
                let text: Vec<String> = list.items.iter().map(|i| i.text.to_string()).collect();
                self.write_error(&format!("{}\n", text.join("; "))).await;
            }
            self.warn_of_heredoc(&mut parser).await;
            // bash and ash let the last command of a -c take the process over. dash forks for it, and everyone does in a script.
            let last = whole && self.source == Source::Line && self.flavour != Flavour::Dash;
            let last = last && !self.interactive && parser.at_end();
            match self.run_list(&list, last).await {
                Ok(code) => status = code,
                // bash gives the line up, and a script goes on with its next one.
                Err(Flow::GiveUp(code)) if self.source == Source::Script && self.function_depth == 0 && whole => {
                    status = code;
                    self.status = code;
                    self.loops = 0;
                    self.unchecked = 0;
                }
                Err(flow) => return Err(flow),
            }
        }
    }

    async fn warn_of_heredoc(&mut self, parser: &mut Parser) {
        if let Some(Unfinished { line, end, delimiter }) = parser.unfinished_heredoc.take()
            && self.flavour.is_bash()
        {
            let before = std::mem::replace(&mut self.line, end);
            let text = format!("warning: here-document at line {line} delimited by end-of-file (wanted `{delimiter}')");
            self.complain(&text).await;
            self.line = before;
        }
    }

    /// Reports a syntax error; a script ends with it.
    pub(crate) async fn syntax_error(&mut self, error: &SyntaxError) -> Outcome {
        let before = std::mem::replace(&mut self.line, error.line);
        match self.flavour {
            Flavour::Dash | Flavour::Ash => {
                let message = error.message(self.flavour);
                match self.command_name.clone() {
                    Some(name) => self.complain_as(&name, &message).await,
                    None => self.complain(&message).await,
                }
            }
            Flavour::Bash => {
                let (line, messages) = error.bash_lines();
                let name = match (&self.command_name, self.source) {
                    (Some(name), _) if &**name == "eval" => format!("{}: eval", self.name),
                    (_, Source::Line) if self.sourcing == 0 => format!("{}: -c", self.name),
                    _ => self.name.to_string(),
                };
                for message in messages {
                    let text = if self.interactive && self.sourcing == 0 {
                        format!("{}: {message}\n", self.name)
                    } else {
                        format!("{name}: line {line}: {message}\n")
                    };
                    self.write_error(&text).await;
                }
            }
        }
        self.line = before;
        if self.flavour.is_bash() && (self.command_name.is_some() || self.sourcing > 0) {
            return Ok(2);
        }
        Err(Flow::Abort(2))
    }

    /// Runs a text that is given while the shell runs: `eval`, traps.
    pub(crate) async fn evaluate(&mut self, text: &str, line: u32) -> Outcome {
        self.total_depth += 20;
        self.depth += TEXT_DEPTH;
        if self.total_depth > MAX_EVALS * 40 {
            self.sys.default_signal(machine::Signal::SEGV);
            self.sys.die_of(machine::Signal::SEGV).await;
        }
        let result = Box::pin(self.run_text(text.as_bytes(), line, false)).await;
        self.total_depth -= 20;
        self.depth -= TEXT_DEPTH;
        result
    }

    /// Runs standard input. What the commands themselves read from it is not the shell's to read.
    async fn run_stdin(&mut self) -> Outcome {
        let seekable = self.sys.file(0).is_ok_and(|f| matches!(f.object, FileObject::Regular { .. }));
        let mut text: Vec<u8> = Vec::new();
        let mut ended = false;
        let mut line = 1;
        let mut want = 1;
        let mut status = 0;
        loop {
            // Whole lines, more of them while a command is unfinished.
            let mut lines = 0;
            while !ended && lines < want {
                match self.stdin_line(seekable).await {
                    Some(bytes) => {
                        lines += 1;
                        ended = bytes.last() != Some(&b'\n');
                        text.extend(bytes);
                    }
                    None => ended = true,
                }
            }
            if text.is_empty() && ended {
                return Ok(status);
            }
            let mut parser = self.parser(&text, line);
            self.configure(&mut parser);
            match parser.next_command() {
                Err(error) if error.incomplete && !ended && text.len() < LIMIT => {
                    want = (want * 2).min(4096);
                    continue;
                }
                Err(error) => return self.syntax_error(&error).await,
                Ok(_) if parser.unfinished_heredoc.is_some() && !ended => {
                    want = (want * 2).min(4096);
                    continue;
                }
                Ok(None) => {
                    line = parser.current_line();
                    text.clear();
                    want = 1;
                }
                Ok(Some(list)) => {
                    self.warn_of_heredoc(&mut parser).await;
                    line = parser.current_line();
                    let position = parser.position().min(text.len());
                    if self.aliases.is_empty() {
                        text.drain(..position);
                    } else {
                        text = parser.remaining();
                    }
                    want = 1;
                    match self.run_list(&list, false).await {
                        Ok(code) => status = code,
                        Err(Flow::GiveUp(code)) => {
                            status = code;
                            self.status = code;
                        }
                        Err(flow) => return Err(flow),
                    }
                    if !text.is_empty() {
                        want = 0;
                    }
                }
            }
        }
    }

    /// A line of standard input with its newline.
    async fn stdin_line(&mut self, seekable: bool) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        loop {
            let want = if seekable { 4096 } else { 1 };
            match self.sys.read(0, want).await {
                Ok(bytes) if bytes.is_empty() => break,
                Ok(bytes) => {
                    let end = bytes.iter().position(|b| *b == b'\n').map(|n| n + 1);
                    let taken = end.unwrap_or(bytes.len());
                    out.extend_from_slice(&bytes[..taken]);
                    if taken < bytes.len()
                        && let Ok(offset) = self.sys.offset(0)
                    {
                        let _ = self.sys.seek(0, offset.saturating_sub((bytes.len() - taken) as u64));
                    }
                    if end.is_some() || out.len() > LIMIT {
                        break;
                    }
                }
                Err(Errno::EINTR) => {
                    self.collect_signals();
                    let _ = self.run_traps().await;
                }
                Err(_) => break,
            }
        }
        (!out.is_empty()).then_some(out)
    }
}
