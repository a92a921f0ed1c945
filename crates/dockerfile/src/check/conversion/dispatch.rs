//! A stage's instructions, one after the other, with the variables they set and see.
//!
//! Specified by the dispatch functions of BuildKit's `dockerfile2llb`.

use super::*;

impl Conversion<'_> {
    pub(super) fn dispatch_all(&mut self, reachable: &BTreeSet<usize>) -> Outcome<()> {
        for index in 0..self.states.len() {
            if self.states[index].dispatched || !reachable.contains(&index) {
                continue;
            }
            self.states[index].dispatched = true;
            self.inherit(index);
            if Variables::get(&self.states[index].env, "PATH").is_none() {
                set(&mut self.states[index].env, "PATH", DEFAULT_PATH);
            }
            let steps = std::mem::take(&mut self.states[index].commands);
            let mut used = BTreeMap::new();
            for step in &steps {
                let lines = step.command.lines;
                self.dispatch(index, step, &mut used)
                    .map_err(|message| placed(message, lines))?;
            }
            self.states[index].commands = steps;
        }
        Ok(())
    }

    pub(super) fn inherit(&mut self, index: usize) {
        let Some(base) = self.states[index].base else {
            let image = self.states[index].image.clone();
            self.states[index].has_shell = !image.shell.is_empty();
            self.states[index].env = image.env;
            return;
        };
        let from = &self.states[base];
        let (env, args) = (from.env.clone(), from.build_args.clone());
        let (workdir_set, has_shell) = (from.workdir_set, from.has_shell);
        let platform = from.platform.clone();
        let image_unknown = from.image_unknown;
        let state = &mut self.states[index];
        state.env = env;
        state.build_args.extend(args);
        state.workdir_set = workdir_set;
        state.has_shell = has_shell;
        state.platform = platform;
        state.image_unknown = image_unknown;
    }

    /// Expands a word of a stage's instruction, and warns of variables that are not set.
    pub(super) fn word(
        &mut self,
        index: usize,
        lexer: Lexer,
        word: &str,
        lines: Lines,
        scope: &Scope,
    ) -> Result<String, crate::error::ExpandError> {
        let (expansion, unmatched) = lexer.process(word, &self.states[index].env);
        for name in unmatched {
            if self.states[index].image_unknown || is_outside_env(&name) || self.states[index].build_args.contains(&name) {
                continue;
            }
            let suggestion = nearest(&name, Variables::keys(&self.states[index].env), true);
            self.lint.warn(
                scope,
                &undefined_var::RULE,
                lines,
                undefined_var::message(&name, suggestion.as_deref()),
            );
        }
        expansion.map(|e| e.result)
    }

    pub(super) fn dispatch(&mut self, index: usize, step: &Step, used: &mut BTreeMap<Keyword, Lines>) -> Result<(), String> {
        let command = &step.command;
        let lines = command.lines;
        let scope = Scope::of(&command.comments);
        let mut instruction = command.instruction.clone();
        let lexer = self.lexer;
        instruction
            .expand(&mut |word| self.word(index, lexer, word, lines, &scope))
            .map_err(|e| e.to_string())?;
        let contents = Lexer {
            skip_process_quotes: true,
            ..Lexer::new('\\')
        };
        instruction
            .expand_contents(&mut |word| self.word(index, contents, word, lines, &scope))
            .map_err(|e| e.to_string())?;
        match &instruction {
            Instruction::Env(pairs) => {
                for pair in pairs {
                    if pair.legacy {
                        self.legacy(command, &scope);
                    }
                    self.secret("ENV", &pair.key, lines, &scope);
                    set(&mut self.states[index].env, &pair.key, &pair.value);
                }
                self.bounded(index)?;
            }
            Instruction::Label(pairs) => {
                for _ in pairs.iter().filter(|p| p.legacy) {
                    self.legacy(command, &scope);
                }
            }
            Instruction::Arg(args) => {
                for arg in args {
                    self.arg(index, arg, lines, &scope)?;
                }
            }
            Instruction::Workdir(path) => {
                if !self.states[index].workdir_set && !path.starts_with('/') && !self.may_be_absolute(index, command, path) {
                    self.lint.warn(
                        &scope,
                        &workdir_relative_path::RULE,
                        lines,
                        workdir_relative_path::message(path),
                    );
                }
                self.states[index].workdir_set = true;
            }
            Instruction::Cmd(line) | Instruction::Entrypoint(line) => {
                self.used_once(command, used, &scope);
                if line.prepend_shell && !self.states[index].has_shell {
                    self.lint.warn(
                        &scope,
                        &json_args_recommended::RULE,
                        lines,
                        json_args_recommended::message(&command.name),
                    );
                }
            }
            Instruction::Healthcheck(_) => self.used_once(command, used, &scope),
            Instruction::Shell(_) => self.states[index].has_shell = true,
            Instruction::Expose(specs) => self.expose(index, specs, lines, &scope)?,
            Instruction::Volume(volumes) if volumes.iter().any(String::is_empty) => {
                return Err(Error::EmptyVolume.to_string());
            }
            Instruction::Stopsignal(signal) if !is_signal(signal) => {
                return Err(format!("invalid signal: {signal}"));
            }
            Instruction::Run(run) => {
                for (mount, source) in run.mounts.iter().zip(&step.sources) {
                    if !mount.from.is_empty() && !self.states[*source].dispatched {
                        return Err(format!(
                            "cannot mount from stage {} to {}, stage needs to be defined before current command",
                            quote(&mount.from),
                            quote(&mount.target)
                        ));
                    }
                    if mount.kind == MountType::Ssh && !mount.source.is_empty() {
                        return Err("ssh does not support source".to_owned());
                    }
                    let is_path = !matches!(mount.kind, MountType::Secret | MountType::Ssh);
                    if is_path && mount.target.starts_with('/') && crate::ignore::clean_path(&mount.target) == "/" {
                        return Err("invalid mount target \"/\"".to_owned());
                    }
                }
            }
            Instruction::Add(add) => {
                check_mode(&add.chmod)?;
                if !add.checksum.is_empty() {
                    let [source] = add.files.sources.as_slice() else {
                        return Err("checksum can't be specified for multiple sources".to_owned());
                    };
                    if !is_url(source) && !is_git(source) {
                        return Err("checksum requires HTTP(S) or Git sources".to_owned());
                    }
                }
                self.files(&add.files, "Add", true, lines, &scope)?;
            }
            Instruction::Copy(copy) => {
                if let Some(source) = step.sources.first()
                    && !self.states[*source].dispatched
                {
                    return Err(format!(
                        "cannot copy from stage {}, it needs to be defined before current stage {}",
                        quote(&copy.from),
                        quote(&self.states[index].stage_name)
                    ));
                }
                check_mode(&copy.chmod)?;
                self.files(&copy.files, "Copy", step.sources.is_empty(), lines, &scope)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether a WORKDIR that doesn't start with a slash may be absolute on an image of which nothing is known: with
    /// a drive's letter, or behind a variable that the image may set.
    fn may_be_absolute(&self, index: usize, command: &Command, path: &str) -> bool {
        if !self.states[index].image_unknown {
            return false;
        }
        let has_drive = matches!(path.as_bytes(), [letter, b':', b'/' | b'\\', ..] if letter.is_ascii_alphabetic());
        let Instruction::Workdir(written) = &command.instruction else {
            return has_drive;
        };
        has_drive || !self.lexer.process(written, &self.states[index].env).1.is_empty()
    }

    /// Refuses an environment that has grown too large.
    pub(super) fn bounded(&self, index: usize) -> Result<(), String> {
        let size: usize = self.states[index]
            .env
            .iter()
            .map(|(key, value)| key.len() + value.len() + 2)
            .sum();
        if size <= MAX_ENVIRONMENT {
            return Ok(());
        }
        Err(format!(
            "drydock: an environment of more than {MAX_ENVIRONMENT} bytes is not simulated"
        ))
    }

    pub(super) fn legacy(&mut self, command: &Command, scope: &Scope) {
        self.lint.warn(
            scope,
            &legacy_key_value_format::RULE,
            command.lines,
            legacy_key_value_format::message(&command.name),
        );
    }

    pub(super) fn secret(&mut self, keyword: &str, name: &str, lines: Lines, scope: &Scope) {
        if secrets_used_in_arg_or_env::violates(name) {
            self.lint.warn(
                scope,
                &secrets_used_in_arg_or_env::RULE,
                lines,
                secrets_used_in_arg_or_env::message(keyword, name),
            );
        }
    }

    pub(super) fn arg(&mut self, index: usize, arg: &ArgDefinition, lines: Lines, scope: &Scope) -> Result<(), String> {
        self.secret("ARG", &arg.key, lines, scope);
        let given = Variables::get(self.input.build_args, &arg.key).map(str::to_owned);
        let value = match (given, &arg.value) {
            (Some(value), _) => Some(value),
            (None, Some(default)) => Some(
                self.word(index, self.lexer, default, lines, scope)
                    .map_err(|e| e.to_string())?,
            ),
            (None, None) => Variables::get(&self.global_args, &arg.key).map(str::to_owned),
        };
        if let Some(value) = value
            && !is_outside_env(&arg.key)
        {
            set(&mut self.states[index].env, &arg.key, &value);
            self.bounded(index)?;
        }
        self.states[index].build_args.push(arg.key.clone());
        Ok(())
    }

    pub(super) fn used_once(&mut self, command: &Command, used: &mut BTreeMap<Keyword, Lines>, scope: &Scope) {
        // The earlier one is shown: that is the one without effect.
        if let Some(before) = used.insert(command.instruction.keyword(), command.lines) {
            self.lint.warn(
                scope,
                &multiple_instructions_disallowed::RULE,
                before,
                multiple_instructions_disallowed::message(&command.name),
            );
        }
    }

    pub(super) fn expose(&mut self, index: usize, specs: &[String], lines: Lines, scope: &Scope) -> Result<(), String> {
        let mut words = Vec::new();
        for spec in specs {
            let split = self.lexer.words(spec, &self.states[index].env);
            words.extend(split.map_err(|e| e.to_string())?);
        }
        for word in &words {
            let spec = ports::read(word).map_err(|e| e.to_string())?;
            if spec.odd_casing {
                self.lint
                    .warn(scope, &expose_proto_casing::RULE, lines, expose_proto_casing::message(word));
            }
            if spec.maps {
                self.lint.warn(
                    scope,
                    &expose_invalid_format::RULE,
                    lines,
                    expose_invalid_format::message(word),
                );
            }
            spec.ports.map_err(|e| e.to_string())?;
        }
        Ok(())
    }

    pub(super) fn files(
        &mut self,
        files: &SourcesAndDestination,
        verb: &str,
        from_context: bool,
        lines: Lines,
        scope: &Scope,
    ) -> Result<(), String> {
        for source in &files.sources {
            if is_git(source) {
                if verb == "Copy" {
                    return Err("source can't be a git ref for COPY".to_owned());
                }
            } else if is_url(source) {
                if verb == "Copy" {
                    return Err("source can't be a URL for COPY".to_owned());
                }
            } else if from_context
                && let Some(matcher) = self.input.ignore
                && let Some(path) = copy_ignored_file::ignored(source, matcher)
            {
                self.lint.warn(
                    scope,
                    &copy_ignored_file::RULE,
                    lines,
                    copy_ignored_file::message(verb, &path),
                );
            }
        }
        Ok(())
    }
}

fn is_url(source: &str) -> bool {
    source.starts_with("http://") || source.starts_with("https://")
}

/// Whether a source is a git repository for certain: its own schemes, or a web address that ends in `.git`.
fn is_git(source: &str) -> bool {
    if source.starts_with("git://") || source.starts_with("ssh://") || source.starts_with("git@") {
        return true;
    }
    let path = source.split(['#', '?']).next().unwrap_or("");
    is_url(source) && path.ends_with(".git")
}

/// Whether STOPSIGNAL's value is a number other than 0 or a signal's name.
fn is_signal(text: &str) -> bool {
    if let Ok(number) = parse_int(text, 64) {
        return number != 0;
    }
    let upper = to_upper(text);
    let name = upper.strip_prefix("SIG").unwrap_or(&upper);
    const NAMES: [&str; 37] = [
        "ABRT", "ALRM", "BUS", "CHLD", "CLD", "CONT", "FPE", "HUP", "ILL", "INT", "IO", "IOT", "KILL", "PIPE", "POLL", "PROF",
        "PWR", "QUIT", "SEGV", "STKFLT", "STOP", "SYS", "TERM", "TRAP", "TSTP", "TTIN", "TTOU", "URG", "USR1", "USR2", "VTALRM",
        "WINCH", "XCPU", "XFSZ", "RTMIN", "RTMAX", "EMT",
    ];
    let real_time = |prefix: &str, most: u32| {
        name.strip_prefix(prefix)
            .and_then(|n| parse_uint(n, 10).ok())
            .is_some_and(|n| (1..=most).contains(&n))
    };
    (NAMES.contains(&name) && name != "EMT") || real_time("RTMIN+", 15) || real_time("RTMAX-", 14)
}

/// Whether `--chmod` is an octal mode up to 07777 or a symbolic one.
fn check_mode(mode: &str) -> Result<(), String> {
    if mode.is_empty() {
        return Ok(());
    }
    let not_octal = || format!("invalid chmod parameter: '{mode}'. it should be octal string and between 0 and 07777");
    match parse_uint(mode, 8) {
        Ok(bits) if bits <= 0o7777 => return Ok(()),
        Ok(_) => return Err(not_octal()),
        Err(_) if mode.starts_with(|c: char| c.is_ascii_digit()) => return Err(not_octal()),
        Err(_) => {}
    }
    let is_clause = |clause: &str| {
        let rest = clause.trim_start_matches(['u', 'g', 'o', 'a']);
        rest.starts_with(['+', '-', '=']) && rest.chars().all(|c| "+-=rwxXstugo".contains(c))
    };
    if mode.split(',').all(is_clause) {
        return Ok(());
    }
    Err("invalid syntax".to_owned())
}
