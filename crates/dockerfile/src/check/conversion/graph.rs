//! Stages and images as a graph: what copies from what, cycles, what the target needs, base images and their triggers.
//!
//! Specified by BuildKit's `dockerfile2llb`, from `resolveTarget` to `resolveStages`.

use super::*;

impl Conversion<'_> {
    pub(super) fn add_state(&mut self, mut state: State) -> usize {
        state.base = self.by_name.get(&state.base_name).copied();
        self.states.push(state);
        self.states.len() - 1
    }

    pub(super) fn target(&self) -> Outcome<usize> {
        match self.input.target {
            None | Some("") => Ok(self.states.len().saturating_sub(1)),
            Some(name) => self.by_name.get(&to_lower(name)).copied().ok_or_else(|| {
                let names = self.states.iter().map(|s| s.stage_name.as_str());
                let hint = nearest(name, names, true)
                    .map(|found| format!(" (did you mean {found}?)"))
                    .unwrap_or_default();
                placeless(format!("target stage {} could not be found{hint}", quote(name)))
            }),
        }
    }

    /// Finds the stages or images that a step copies or mounts from.
    pub(super) fn connect(&mut self, index: usize, at: usize) -> Outcome<()> {
        let Some(step) = self.states[index].commands.get(at) else {
            return Ok(());
        };
        let lines = step.command.lines;
        let names: Vec<(String, bool)> = match &step.command.instruction {
            Instruction::Copy(copy) if !copy.from.is_empty() => {
                let expanded = self
                    .lexer
                    .expand(&copy.from, &NoVariables)
                    .map_err(|e| placeless(e.to_string()))?;
                if expanded != copy.from {
                    return Err(placeless(
                        "variable expansion is not supported for --from, define a new stage with FROM using ARG from global scope as a workaround",
                    ));
                }
                vec![(copy.from.clone(), true)]
            }
            Instruction::Run(run) => run
                .mounts
                .iter()
                .map(|mount| match mount.from.as_str() {
                    "" => ("scratch".to_owned(), false),
                    from => (from.to_owned(), false),
                })
                .collect(),
            _ => return Ok(()),
        };
        for (name, is_copy) in names {
            let found = match parse_int(&name, 64) {
                Ok(number) if is_copy => Some(
                    usize::try_from(number)
                        .ok()
                        .filter(|n| *n < self.states.len())
                        .ok_or_else(|| placeless(format!("invalid stage index {number}")))?,
                ),
                _ => self.by_name.get(&to_lower(&name)).copied(),
            };
            let source = match found {
                Some(source) => source,
                None => self.add_state(State {
                    base_name: name,
                    lines: is_copy.then_some(lines),
                    unregistered: true,
                    ..State::default()
                }),
            };
            self.states[index].deps.push((source, lines));
            self.states[index].commands[at].sources.push(source);
        }
        Ok(())
    }

    pub(super) fn circular_dependency(&self) -> Outcome<()> {
        // A depth-first walk with its own stack: states may be many.
        let mut colour = vec![0u8; self.states.len()];
        for start in 0..self.states.len() {
            if colour[start] != 0 {
                continue;
            }
            let mut path: Vec<(usize, usize)> = vec![(start, 0)];
            colour[start] = 1;
            while let Some((state, next)) = path.pop() {
                let Some(&(dep, _)) = self.states[state].deps.get(next) else {
                    colour[state] = 2;
                    continue;
                };
                path.push((state, next + 1));
                match colour[dep] {
                    0 => {
                        colour[dep] = 1;
                        path.push((dep, 0));
                    }
                    1 => {
                        let lines = path
                            .iter()
                            .filter_map(|(s, n)| self.states[*s].deps.get(n.wrapping_sub(1)))
                            .map(|(_, lines)| *lines)
                            .collect();
                        return Err(BuildError {
                            message: format!("circular dependency detected on stage: {}", self.states[start].stage_name),
                            lines,
                        });
                    }
                    _ => {}
                }
            }
        }
        Ok(())
    }

    pub(super) fn reachable(&self, target: usize) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut open = vec![target];
        while let Some(state) = open.pop() {
            if found.insert(state) {
                open.extend(self.states[state].base);
                open.extend(self.states[state].deps.iter().map(|(dep, _)| *dep));
            }
        }
        found
    }

    pub(super) fn resolve(&mut self, target: usize) -> Outcome<BTreeSet<usize>> {
        loop {
            let mut reachable = self.reachable(target);
            for index in 0..self.states.len() {
                let wanted = self.input.all_stages || reachable.contains(&index);
                self.base_image(index, wanted)?;
            }
            if self.input.all_stages {
                reachable.extend(0..self.states.len());
            }
            let mut more = false;
            for &index in &reachable {
                more |= self.triggers(index)?;
            }
            if !more {
                return Ok(reachable);
            }
        }
    }

    pub(super) fn base_image(&mut self, index: usize, wanted: bool) -> Outcome<()> {
        let state = &self.states[index];
        if state.base.is_some() || state.resolved {
            return Ok(());
        }
        let platform = state.platform.clone().unwrap_or_else(|| self.input.platform.clone());
        if state.base_name != "scratch" {
            let reference = Reference::parse(&state.base_name).map_err(|error| BuildError {
                message: format!("failed to parse stage name {}: {error}", quote(&state.base_name)),
                lines: state.lines.into_iter().collect(),
            })?;
            if wanted {
                let complete = reference.with_default_tag();
                if let Some(why) = self.input.images.refusal(&complete) {
                    return Err(BuildError {
                        message: format!(
                            "{}: failed to resolve source metadata for {complete}: {why}",
                            self.states[index].base_name
                        ),
                        lines: self.states[index].lines.into_iter().collect(),
                    });
                }
                let facts = self.input.images.image(&complete, &platform);
                self.states[index].image_unknown = facts.is_none();
                let facts = facts.unwrap_or_default();
                if let (Some(actual), Some(lines)) = (&facts.platform, self.states[index].lines)
                    && (actual.os != platform.os || actual.architecture != platform.architecture)
                {
                    let message = invalid_base_image_platform::message(
                        &self.states[index].base_name,
                        &platform.to_string(),
                        &actual.to_string(),
                    );
                    self.lint
                        .warn(&Scope::default(), &invalid_base_image_platform::RULE, lines, message);
                }
                self.states[index].image = facts;
            }
        }
        let state = &mut self.states[index];
        state.resolved = wanted;
        state.platform = Some(platform);
        if state.unregistered {
            state.dispatched = true;
        }
        Ok(())
    }

    /// Puts a base's ONBUILD triggers before a stage's own instructions. Says whether they copy from anywhere new.
    pub(super) fn triggers(&mut self, index: usize) -> Outcome<bool> {
        if self.states[index].triggers_read || self.states[index].unregistered {
            return Ok(false);
        }
        self.states[index].triggers_read = true;
        let texts: Vec<String> = match self.states[index].base {
            Some(base) => self.states[base]
                .commands
                .iter()
                .filter_map(|step| match &step.command.instruction {
                    Instruction::Onbuild(text) => Some(text.clone()),
                    _ => None,
                })
                .collect(),
            None => self.states[index].image.onbuild.clone(),
        };
        let lines = self.states[index].lines.unwrap_or_default();
        let mut steps = Vec::new();
        for text in &texts {
            let command = parse_trigger(text, lines).map_err(|m| placed(m, lines))?;
            steps.push(Step {
                command,
                sources: Vec::new(),
            });
        }
        let count = steps.len();
        self.states[index].commands.splice(0..0, steps);
        let mut more = false;
        for at in 0..count {
            self.connect(index, at).map_err(|e| placed(e.message, lines))?;
            more |= !self.states[index].commands[at].sources.is_empty();
        }
        Ok(more)
    }
}
