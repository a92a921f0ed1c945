//! From instructions to stages: typing, names, casing, arguments before the first FROM, base names and platforms.
//!
//! Specified by BuildKit's `instructions/parse.go` and, in `dockerfile2llb`, `convert.go` up to `buildDispatchStates`.

use super::*;

impl Conversion<'_> {
    pub(super) fn instructions(&mut self) -> Outcome<(Vec<Command>, Vec<Stage>)> {
        let mut meta_args = Vec::new();
        let mut stages: Vec<Stage> = Vec::new();
        for node in self.dockerfile.nodes() {
            let lines = node.lines();
            let command = node.command();
            let scope = match node.keyword() {
                Some(Keyword::From | Keyword::Arg | Keyword::Maintainer) => Scope::of(&node.comments()),
                _ => Scope::default(),
            };
            match node.keyword() {
                Some(Keyword::Maintainer) => {
                    self.lint
                        .warn(&scope, &maintainer_deprecated::RULE, lines, maintainer_deprecated::message())
                }
                Some(Keyword::From) => {
                    let args = command.all_args();
                    if stage_name_casing::violates(&args) {
                        self.lint
                            .warn(&scope, &stage_name_casing::RULE, lines, stage_name_casing::message(args[2]));
                    }
                    if from_as_casing::violates(command.name(), &args) {
                        self.lint.warn(
                            &scope,
                            &from_as_casing::RULE,
                            lines,
                            from_as_casing::message(command.name(), args[1]),
                        );
                    }
                }
                _ => {}
            }
            let typed = node
                .typed()
                .map_err(|error| placed(format!("dockerfile parse error on line {}: {error}", lines.start), lines))?;
            match typed {
                Typed::Stage(stage) => {
                    if !stage.name.is_empty() {
                        self.description("FROM", &[&stage.name], &stage.comments, lines, &scope);
                    }
                    stages.push(stage);
                }
                Typed::Command(command) => {
                    if let Instruction::Arg(args) = &command.instruction {
                        let names: Vec<&str> = args.iter().map(|a| a.key.as_str()).collect();
                        self.description("ARG", &names, &command.comments, lines, &scope);
                    }
                    match stages.last_mut() {
                        Some(stage) => stage.commands.push(command),
                        None if matches!(command.instruction, Instruction::Arg(_)) => {
                            meta_args.push(command);
                        }
                        None => return Err(placed(Error::NoCurrentStage.to_string(), lines)),
                    }
                }
            }
        }
        Ok((meta_args, stages))
    }

    pub(super) fn description(&mut self, keyword: &str, names: &[&str], comments: &[String], lines: Lines, scope: &Scope) {
        if let Some(name) = invalid_definition_description::wanted(names, comments) {
            self.lint.warn(
                scope,
                &invalid_definition_description::RULE,
                lines,
                invalid_definition_description::message(keyword, name),
            );
        }
    }

    pub(super) fn stage_names(&mut self, stages: &[Stage]) {
        let mut seen = BTreeSet::new();
        let scope = Scope::default();
        for stage in stages.iter().filter(|s| !s.name.is_empty()) {
            if reserved_stage_name::violates(&stage.name) {
                self.lint.warn(
                    &scope,
                    &reserved_stage_name::RULE,
                    stage.lines,
                    reserved_stage_name::message(&stage.name),
                );
            }
            if !seen.insert(stage.name.as_str()) {
                self.lint.warn(
                    &scope,
                    &duplicate_stage_name::RULE,
                    stage.lines,
                    duplicate_stage_name::message(&stage.name),
                );
            }
        }
    }

    pub(super) fn casing(&mut self, stages: &[Stage]) {
        let keywords = || {
            stages.iter().flat_map(|stage| {
                std::iter::once((stage.keyword.as_str(), stage.lines))
                    .chain(stage.commands.iter().map(|c| (c.name.as_str(), c.lines)))
            })
        };
        let lower = consistent_instruction_casing::majority_is_lower(keywords().map(|k| k.0));
        for (keyword, lines) in keywords() {
            if let Some(casing) = consistent_instruction_casing::wanted(keyword, lower) {
                self.lint.warn(
                    &Scope::default(),
                    &consistent_instruction_casing::RULE,
                    lines,
                    consistent_instruction_casing::message(keyword, casing),
                );
            }
        }
    }

    pub(super) fn predefined_args(&mut self, target: &str) {
        let build = Platform::default();
        let wanted = self.input.platform;
        let target = if target.is_empty() { "default" } else { target };
        let values = [
            ("BUILDPLATFORM", build.to_string()),
            ("BUILDOS", build.os.clone()),
            ("BUILDOSVERSION", String::new()),
            ("BUILDARCH", build.architecture.clone()),
            ("BUILDVARIANT", build.variant.clone()),
            ("TARGETPLATFORM", wanted.to_string()),
            ("TARGETOS", wanted.os.clone()),
            ("TARGETOSVERSION", String::new()),
            ("TARGETARCH", wanted.architecture.clone()),
            ("TARGETVARIANT", wanted.variant.clone()),
            ("TARGETSTAGE", target.to_owned()),
        ];
        self.global_args = values
            .into_iter()
            .map(|(name, value)| {
                let given = Variables::get(self.input.build_args, name);
                (name.to_owned(), given.map_or(value, str::to_owned))
            })
            .collect();
    }

    /// The arguments before the first FROM on top of the predefined ones.
    pub(super) fn meta_args(&self, commands: &[Command], given: &[(String, String)]) -> Outcome<Vec<(String, String)>> {
        let mut args = self.global_args.clone();
        for command in commands {
            let Instruction::Arg(definitions) = &command.instruction else {
                continue;
            };
            for definition in definitions {
                let value = match (Variables::get(given, &definition.key), &definition.value) {
                    (Some(value), _) => value.to_owned(),
                    (None, Some(default)) => self
                        .lexer
                        .expand(default, &args)
                        .map_err(|e| placed(e.to_string(), command.lines))?,
                    (None, None) => continue,
                };
                set(&mut args, &definition.key, &value);
            }
        }
        Ok(args)
    }

    pub(super) fn default_base_names(&mut self, stages: &[Stage], meta_args: &[Command]) {
        let Ok(args) = self.meta_args(meta_args, &[]) else {
            return;
        };
        for stage in stages {
            let Ok(name) = self.lexer.expand(&stage.base_name, &args) else {
                return;
            };
            if Reference::parse(&name).is_err() {
                self.lint.warn(
                    &Scope::default(),
                    &invalid_default_arg_in_from::RULE,
                    stage.lines,
                    invalid_default_arg_in_from::message(&stage.base_name),
                );
            }
        }
    }

    pub(super) fn stage(&mut self, index: usize, stage: Stage) -> Outcome<()> {
        let scope = Scope::of(&stage.comments);
        let base = self.word_of_from(&stage.base_name, stage.lines, &scope);
        let base_name = match base {
            Ok(expansion) => expansion.result,
            Err(message) => return Err(placed(message, stage.lines)),
        };
        if base_name.is_empty() {
            return Err(placed(
                format!("base name ({}) should not be blank", stage.base_name),
                stage.lines,
            ));
        }
        let platform = self.stage_platform(&stage, &scope)?;
        let mut state = State {
            stage_name: if stage.name.is_empty() {
                format!("stage-{index}")
            } else {
                stage.name.clone()
            },
            base_name,
            lines: Some(stage.lines),
            platform,
            ..State::default()
        };
        state.commands = stage
            .commands
            .into_iter()
            .map(|command| Step {
                command,
                sources: Vec::new(),
            })
            .collect();
        let at = self.add_state(state);
        if !stage.name.is_empty() {
            self.by_name.insert(stage.name, at);
        }
        Ok(())
    }

    pub(super) fn stage_platform(&mut self, stage: &Stage, scope: &Scope) -> Outcome<Option<Platform>> {
        if stage.platform.is_empty() {
            return Ok(None);
        }
        let word = self.word_of_from(&stage.platform, stage.lines, scope);
        let word =
            word.map_err(|message| placed(format!("failed to process arguments for platform : {message}"), stage.lines))?;
        let target_platform = Variables::get(&self.global_args, "TARGETPLATFORM");
        if word.matched.len() == 1
            && word.unmatched.is_empty()
            && word.matched.contains("TARGETPLATFORM")
            && target_platform == Some(word.result.as_str())
        {
            self.lint.warn(
                scope,
                &redundant_target_platform::RULE,
                stage.lines,
                redundant_target_platform::message(&stage.platform),
            );
        }
        let parsed = Platform::parse(&word.result);
        if let Ok(platform) = &parsed {
            let named_after = stage.name.contains(platform.os.as_str()) || stage.name.contains(platform.architecture.as_str());
            if word.matched.is_empty() && word.unmatched.is_empty() && !named_after {
                self.lint.warn(
                    scope,
                    &from_platform_flag_const_disallowed::RULE,
                    stage.lines,
                    from_platform_flag_const_disallowed::message(&word.result),
                );
            }
        }
        let keys = Variables::keys(&self.global_args);
        let hint = word
            .unmatched
            .iter()
            .find_map(|name| nearest(name, keys.iter().copied(), true))
            .map(|name| format!(" (did you mean {name}?)"))
            .unwrap_or_default();
        if word.result.is_empty() {
            return Err(placed(
                format!("empty platform value from expression {}{hint}", stage.platform),
                stage.lines,
            ));
        }
        parsed.map(Some).map_err(|message| {
            placed(
                format!("failed to parse platform {}: {message}{hint}", stage.platform),
                stage.lines,
            )
        })
    }

    /// Expands a word of FROM, and warns of what it names in vain.
    pub(super) fn word_of_from(&mut self, word: &str, lines: Lines, scope: &Scope) -> Result<Expansion, String> {
        let (expansion, unmatched) = self.lexer.process(word, &self.global_args);
        let mut known = self.declared_args.clone();
        known.extend(self.global_args.iter().map(|(name, _)| name.clone()));
        for name in unmatched.iter().filter(|name| !known.contains(*name)) {
            let suggestion = nearest(name, known.iter().map(String::as_str), true);
            self.lint.warn(
                scope,
                &undefined_arg_in_from::RULE,
                lines,
                undefined_arg_in_from::message(name, suggestion.as_deref()),
            );
        }
        expansion.map_err(|e| e.to_string())
    }
}
