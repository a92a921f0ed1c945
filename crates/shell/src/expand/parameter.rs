//! Parameter expansion (POSIX XCU 2.6.2) and what bash adds: indices, substrings, replacements, cases.

use super::fields::Fields;
use super::{Mode, transform};
use crate::Flavour;
use crate::pattern::Pattern;
use crate::state::{Flow, Shell};
use crate::syntax::ast::{Default, Index, Operation, Param, ParamName, Word};
use crate::variables::{Value, bash_order};

/// What a parameter is worth.
#[derive(Clone, Debug)]
pub(super) enum Worth {
    Unset,
    One(String),
    /// `$@`, `$*` and their like for arrays; true for those that quotes join.
    Many(Vec<String>, bool),
}

/// Whether a variable's value may be one that is computed when it is asked for, such as `RANDOM`.
pub(super) fn may_be_computed(name: &str) -> bool {
    name.starts_with(['L', 'R', 'S', 'B', 'F', 'E', 'U'])
}

impl Shell {
    /// The first character of `IFS`, which joins `"$*"`.
    pub(crate) fn joiner(&self) -> String {
        match self.vars.scalar("IFS") {
            None => " ".into(),
            Some(text) => text.chars().next().map(String::from).unwrap_or_default(),
        }
    }

    /// A variable's value with those that are computed.
    pub fn lookup(&mut self, name: &str) -> Option<String> {
        if let Some(value) = self.dynamic(name) {
            return Some(value);
        }
        self.vars.scalar(name).map(str::to_string)
    }

    /// How many characters text has: bytes in dash, and wherever the locale does not say UTF-8.
    fn characters(&self, text: &str) -> usize {
        let named = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .filter_map(|name| self.vars.scalar(name));
        let utf8 = named.into_iter().find(|value| !value.is_empty()).is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            value.ends_with("utf-8") || value.ends_with("utf8")
        });
        if utf8 && self.flavour != Flavour::Dash {
            text.chars().count()
        } else {
            text.len()
        }
    }

    fn dynamic(&mut self, name: &str) -> Option<String> {
        if !may_be_computed(name) {
            return None;
        }
        let bash = self.flavour.is_bash();
        match name {
            // Debian's dash is built without it.
            "LINENO" if self.flavour != Flavour::Dash => {
                let line = if self.flavour == Flavour::Ash && self.source == crate::state::Source::Line {
                    self.line.saturating_sub(1)
                } else {
                    self.line
                };
                Some(line.to_string())
            }
            "RANDOM" if self.flavour.is_extended() => {
                let value = match &mut self.random {
                    Some(seed) => {
                        *seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345) & 0x7fff_ffff;
                        (*seed >> 16) & 0x7fff
                    }
                    None => self.sys.machine().random(|r| r.below(32_768)) as i64,
                };
                Some(value.to_string())
            }
            "SECONDS" if bash => Some(self.sys.now().since(self.started).as_secs().to_string()),
            "BASHPID" if bash => Some(self.sys.pid().to_string()),
            "BASH_SUBSHELL" if bash => Some(self.subshell_depth.to_string()),
            "FUNCNAME" if bash => self.call_stack.last().cloned(),
            "BASH_SOURCE" if bash => Some(self.arg0.to_string()).filter(|_| self.source == crate::state::Source::Script),
            "EPOCHSECONDS" if bash => Some(self.sys.now().seconds().to_string()),
            "EPOCHREALTIME" if bash => {
                let nanos = self.sys.now().0;
                Some(format!("{}.{:06}", nanos / 1_000_000_000, nanos / 1000 % 1_000_000))
            }
            "SHELLOPTS" if bash => Some(crate::builtins::options::enabled(self).join(":")),
            _ => None,
        }
    }

    /// The elements of an array, in order; a scalar is its own only element.
    pub(crate) fn elements(&mut self, name: &str) -> Vec<String> {
        if name == "FUNCNAME" && self.flavour.is_bash() {
            return self.call_stack.iter().rev().cloned().collect();
        }
        match self.vars.get(name).map(|v| &v.value) {
            Some(Value::Indexed(map)) => map.values().cloned().collect(),
            Some(Value::Associative(map)) => bash_order(map).into_iter().filter_map(|k| map.get(k).cloned()).collect(),
            Some(Value::Scalar(text)) => vec![text.clone()],
            _ => self.dynamic(name).into_iter().collect(),
        }
    }

    pub(crate) fn keys(&self, name: &str) -> Vec<String> {
        match self.vars.get(name).map(|v| &v.value) {
            Some(Value::Indexed(map)) => map.keys().map(i64::to_string).collect(),
            Some(Value::Associative(map)) => bash_order(map).into_iter().cloned().collect(),
            Some(Value::Scalar(_)) => vec!["0".into()],
            _ => Vec::new(),
        }
    }

    /// One element; a negative index counts from the end.
    pub(crate) async fn element_at(&mut self, name: &str, index: &Word) -> Result<Option<String>, Flow> {
        let text = self.expand_string(index).await?;
        match self.element_text(name, &text) {
            Ok(value) => Ok(value),
            Err(message) => {
                self.complain(&message).await;
                Err(self.expansion_error(1))
            }
        }
    }

    pub(crate) fn element_text(&mut self, name: &str, index: &str) -> Result<Option<String>, String> {
        if let Some(Value::Associative(map)) = self.vars.get(name).map(|v| &v.value) {
            return Ok(map.get(index).cloned());
        }
        let at = self.try_arithmetic(index)?;
        if name == "FUNCNAME" {
            return Ok(self.elements(name).get(at as usize).cloned());
        }
        Ok(match self.vars.get(name).map(|v| &v.value) {
            Some(Value::Indexed(map)) => {
                let at = if at < 0 {
                    map.keys()
                        .next_back()
                        .map_or(at, |last| last.saturating_add(1).saturating_add(at))
                } else {
                    at
                };
                map.get(&at).cloned()
            }
            Some(Value::Scalar(text)) if at == 0 || at == -1 => Some(text.clone()),
            _ => None,
        })
    }

    async fn worth(&mut self, name: &ParamName, index: Option<&Index>) -> Result<Worth, Flow> {
        let one = |value: Option<String>| value.map_or(Worth::Unset, Worth::One);
        Ok(match name {
            ParamName::Variable(name) => match index {
                None => one(self.lookup(name)),
                Some(Index::All) => Worth::Many(self.elements(name), false),
                Some(Index::Joined) => Worth::Many(self.elements(name), true),
                Some(Index::At(word)) => one(self.element_at(name, word).await?),
            },
            ParamName::Positional(0) => Worth::One(self.arg0.to_string()),
            ParamName::Positional(number) => one(self.positional.get(number - 1).cloned()),
            ParamName::Special(c) => match c {
                '@' => Worth::Many(self.positional.to_vec(), false),
                '*' => Worth::Many(self.positional.to_vec(), true),
                '#' => Worth::One(self.positional.len().to_string()),
                '?' => Worth::One(self.status.to_string()),
                '-' => Worth::One(self.option_letters()),
                '$' => Worth::One(self.pid.to_string()),
                '!' => one(self.last_background.map(|pid| pid.to_string())),
                _ => Worth::Unset,
            },
        })
    }

    /// Adds a worth to the fields.
    fn give(&mut self, worth: Worth, mode: Mode, quoted: bool, out: &mut Fields) {
        match worth {
            Worth::Unset => {
                if quoted {
                    out.open();
                }
            }
            Worth::One(text) if quoted || !mode.split => {
                out.push(&text, quoted);
            }
            Worth::One(text) => out.push_split(&text),
            Worth::Many(items, joined) => {
                if quoted && joined || !mode.split {
                    let joiner = if joined { self.joiner() } else { " ".into() };
                    out.push(&items.join(&joiner), quoted);
                } else if quoted {
                    for (n, item) in items.iter().enumerate() {
                        if n > 0 {
                            out.cut();
                        }
                        out.push_quoted(item);
                    }
                } else {
                    for (n, item) in items.iter().enumerate() {
                        if n > 0 {
                            out.cut();
                        }
                        out.push_split(item);
                    }
                }
            }
        }
    }

    pub(super) async fn expand_param(&mut self, param: &Param, mode: Mode, quoted: bool, out: &mut Fields) -> Result<(), Flow> {
        if param.operation == Operation::Plain
            && param.index.is_none()
            && !param.indirect
            && let ParamName::Variable(name) = &param.name
            && !may_be_computed(name)
        {
            if let Some(text) = self.vars.scalar(name) {
                if quoted || !mode.split {
                    out.push(text, quoted);
                } else {
                    out.push_split(text);
                }
                return Ok(());
            }
            if !self.options.nounset {
                if quoted {
                    out.open();
                }
                return Ok(());
            }
        }
        if param.operation == Operation::Bad {
            return Err(self.bad_substitution(param).await);
        }
        if let Operation::Names = param.operation
            && let ParamName::Variable(prefix) = &param.name
        {
            let names = self
                .vars
                .iter()
                .map(|(n, _)| n.clone())
                .filter(|n| n.starts_with(&**prefix))
                .collect();
            let joined = param.index == Some(Index::Joined);
            self.give(Worth::Many(names, joined), mode, quoted, out);
            return Ok(());
        }
        if let Operation::Keys = param.operation
            && let ParamName::Variable(name) = &param.name
        {
            let joined = param.index == Some(Index::Joined);
            let keys = self.keys(name);
            self.give(Worth::Many(keys, joined), mode, quoted, out);
            return Ok(());
        }
        let mut worth = self.worth(&param.name, param.index.as_ref()).await?;
        let mut target = param.name.clone();
        let mut target_index = param.index.clone();
        if param.indirect {
            let Worth::One(name) = &worth else {
                if let Worth::Many(items, _) = &worth
                    && items.is_empty()
                {
                    return Ok(());
                }
                self.complain(&format!("{}: invalid indirect expansion", param.text.trim_end_matches('}')))
                    .await;
                return Err(self.expansion_error(1));
            };
            let (name, index) = match name.split_once('[') {
                Some((base, index)) => (base.to_string(), index.strip_suffix(']').map(str::to_string)),
                None => (name.clone(), None),
            };
            target_index = index.map(|index| match index.as_str() {
                "@" => Index::All,
                "*" => Index::Joined,
                _ => Index::At(Word {
                    parts: vec![crate::syntax::ast::Part::Quoted(index.as_str().into())],
                }),
            });
            target = match name.parse::<usize>() {
                Ok(number) => ParamName::Positional(number),
                Err(_) => ParamName::Variable(name.as_str().into()),
            };
            worth = self.worth(&target, target_index.as_ref()).await?;
        }
        let is_unset = match &worth {
            Worth::Unset => true,
            Worth::Many(items, _) => items.is_empty(),
            Worth::One(_) => false,
        };
        if is_unset && self.options.nounset && !matches!(param.operation, Operation::Default { .. }) {
            let list = matches!(param.name, ParamName::Special('@' | '*')) || matches!(worth, Worth::Many(..));
            if !list {
                return Err(self.unset_error(param).await);
            }
        }
        match &param.operation {
            Operation::Plain | Operation::Names | Operation::Keys | Operation::Bad => {}
            Operation::Length => {
                let length = match (&worth, self.flavour) {
                    (Worth::Unset, _) => 0,
                    (Worth::One(text), _) => self.characters(text),
                    (Worth::Many(items, _), Flavour::Bash) => items.len(),
                    (Worth::Many(items, _), _) => self.characters(&items.join(" ")),
                };
                worth = Worth::One(length.to_string());
            }
            Operation::Default { kind, colon, word } => {
                let empty = match &worth {
                    Worth::Unset => true,
                    Worth::One(text) => *colon && text.is_empty(),
                    Worth::Many(items, _) => items.is_empty() || *colon && items.iter().all(String::is_empty),
                };
                match (kind, empty) {
                    (Default::Alternative, true) => {
                        if quoted && !matches!(param.name, ParamName::Special('@')) {
                            out.open();
                        }
                        return Ok(());
                    }
                    (Default::Use, true) | (Default::Alternative, false) => {
                        return self.expand_alternative(word, mode, quoted, out).await;
                    }
                    (Default::Assign, true) => {
                        let value = self.expand_string(word).await?;
                        let ParamName::Variable(name) = &target else {
                            return Err(self.bad_assignment(param).await);
                        };
                        match &target_index {
                            Some(Index::At(index)) => {
                                let index = self.expand_string(index).await?;
                                self.assign_element_checked(name, &index, value.clone(), false).await?;
                            }
                            _ => self.assign_checked(name, value.clone()).await?,
                        }
                        worth = Worth::One(value);
                    }
                    (Default::Error, true) => {
                        let message = self.expand_string(word).await?;
                        let message = if word.parts.is_empty() {
                            match (self.flavour, colon) {
                                (Flavour::Bash, true) => "parameter null or not set".to_string(),
                                (_, true) => "parameter not set or null".to_string(),
                                _ => "parameter not set".to_string(),
                            }
                        } else {
                            message
                        };
                        let name = name_text(&target);
                        self.complain(&format!("{name}: {message}")).await;
                        return Err(self.unset_flow());
                    }
                    (_, false) => {}
                }
            }
            Operation::Trim {
                suffix,
                longest,
                pattern,
            } => {
                let pattern = self.expand_pattern(pattern).await?;
                worth = map(worth, |text| trim(text, &pattern, *suffix, *longest));
            }
            Operation::Substring { offset, length } => {
                worth = self.substring(worth, &param.name, offset, length.as_ref()).await?;
            }
            Operation::Replace {
                all,
                anchor,
                pattern,
                with,
            } => {
                let pattern = self.expand_pattern_text(pattern).await?;
                let pattern = Pattern::new(&pattern, self.flavour);
                let with = self.expand_replacement(with).await?;
                worth = map(worth, |text| transform::replace(text, &pattern, &with, *all, *anchor));
            }
            Operation::Case {
                upper,
                all,
                toggle,
                pattern,
            } => {
                let pattern = if pattern.parts.is_empty() {
                    None
                } else {
                    Some(self.expand_pattern(pattern).await?)
                };
                worth = map(worth, |text| {
                    transform::change_case(text, *upper, *all, *toggle, pattern.as_ref())
                });
            }
            Operation::Transform(letter) => {
                if matches!(letter, 'A' | 'a' | 'K' | 'k') {
                    let name = name_text(&target);
                    worth = match letter {
                        'a' => Worth::One(crate::builtins::declare::attribute_letters(self.vars.get(&name))),
                        'A' => self.vars.get(&name).map_or(Worth::Unset, |v| {
                            Worth::One(
                                crate::builtins::declare::definition(&name, v)
                                    .trim_start_matches("declare -- ")
                                    .to_string(),
                            )
                        }),
                        _ => match self.vars.get(&name).map(|v| v.value.clone()) {
                            Some(value @ (Value::Indexed(_) | Value::Associative(_))) => {
                                Worth::One(crate::builtins::declare::pairs(&value))
                            }
                            _ => map(worth, super::quote_for_reuse),
                        },
                    };
                } else if *letter == 'P' {
                    let mut items = Vec::new();
                    let list = match worth {
                        Worth::One(text) => vec![text],
                        Worth::Many(list, _) => list,
                        Worth::Unset => Vec::new(),
                    };
                    for text in list {
                        items.push(self.prompt_escapes(&text));
                    }
                    worth = Worth::One(items.join(" "));
                } else {
                    worth = map(worth, |text| transform::apply(*letter, text));
                }
            }
        }
        self.give(worth, mode, quoted, out);
        Ok(())
    }

    /// The word of `${x:-word}`: its own quotes hold, and its unquoted text is split.
    async fn expand_alternative(&mut self, word: &Word, mode: Mode, quoted: bool, out: &mut Fields) -> Result<(), Flow> {
        if quoted || !mode.split {
            if quoted {
                out.open();
            }
            return self
                .expand_parts(
                    &word.parts,
                    Mode {
                        split: mode.split,
                        colons: false,
                    },
                    quoted,
                    out,
                )
                .await;
        }
        // Literal text of the word is subject to splitting, as an expansion's result is.
        for (n, part) in word.parts.iter().enumerate() {
            match part {
                crate::syntax::ast::Part::Literal(text) if !(n == 0 && text.starts_with('~')) => out.push_split(text),
                part => self.expand_parts(std::slice::from_ref(part), mode, false, out).await?,
            }
        }
        Ok(())
    }

    async fn expand_replacement(&mut self, with: &Word) -> Result<String, Flow> {
        self.expand_string(with).await
    }

    async fn substring(&mut self, worth: Worth, name: &ParamName, offset: &Word, length: Option<&Word>) -> Result<Worth, Flow> {
        let text = self.expand_arithmetic_text(&offset.parts).await?;
        let offset = self.arithmetic(&text).await?;
        let length = match length {
            Some(word) => {
                let text = self.expand_arithmetic_text(&word.parts).await?;
                Some(self.arithmetic(&text).await?)
            }
            None => None,
        };
        let range = |count: usize| -> Option<(usize, usize)> {
            let count = count as i64;
            let start = if offset < 0 { count.checked_add(offset)? } else { offset };
            if start < 0 || start > count {
                return None;
            }
            let end = match length {
                None => count,
                Some(length) if length < 0 => count.checked_add(length)?,
                Some(length) => start.saturating_add(length).min(count),
            };
            (end >= start).then_some((start as usize, end as usize))
        };
        Ok(match worth {
            Worth::Unset => Worth::Unset,
            Worth::One(text) => {
                let count = text.chars().count();
                match range(count) {
                    Some((start, end)) => Worth::One(text.chars().skip(start).take(end - start).collect()),
                    None if length.is_some_and(|l| l < 0) && self.flavour.is_bash() => {
                        self.complain(&format!("{}: substring expression < 0", length.unwrap_or(0)))
                            .await;
                        return Err(self.expansion_error(1));
                    }
                    None => Worth::One(String::new()),
                }
            }
            Worth::Many(mut items, joined) => {
                let positional = matches!(name, ParamName::Special('@' | '*'));
                if positional {
                    items.insert(0, self.arg0.to_string());
                    if offset != 0 {
                        let (start, end) = range(items.len()).unwrap_or((0, 0));
                        return Ok(Worth::Many(items.drain(start..end).collect(), joined));
                    }
                }
                match range(items.len()) {
                    Some((start, end)) => Worth::Many(items.drain(start..end).collect(), joined),
                    None => Worth::Many(Vec::new(), joined),
                }
            }
        })
    }

    async fn bad_substitution(&mut self, param: &Param) -> Flow {
        match self.flavour {
            Flavour::Dash => self.complain("Bad substitution").await,
            Flavour::Ash => self.complain("syntax error: bad substitution").await,
            Flavour::Bash => self.complain(&format!("${{{}}}: bad substitution", param.text)).await,
        }
        self.expansion_error(1)
    }

    async fn bad_assignment(&mut self, param: &Param) -> Flow {
        if self.flavour.is_bash() {
            self.complain(&format!("${}: cannot assign in this way", name_text(&param.name)))
                .await;
        } else {
            self.complain("Bad substitution").await;
        }
        self.expansion_error(1)
    }

    fn unset_flow(&self) -> Flow {
        match self.flavour {
            Flavour::Bash if self.source == crate::state::Source::Line => Flow::Abort(127),
            Flavour::Bash => Flow::Abort(1),
            _ => Flow::Abort(2),
        }
    }

    async fn unset_error(&mut self, param: &Param) -> Flow {
        let mut name = name_text(&param.name);
        if self.flavour.is_bash() {
            if !matches!(param.name, ParamName::Variable(_)) {
                name.insert(0, '$');
            }
            if let Some(Index::At(_)) = &param.index {
                name = param
                    .text
                    .split(']')
                    .next()
                    .unwrap_or_default()
                    .trim_start_matches('#')
                    .to_string()
                    + "]";
            }
            self.complain(&format!("{name}: unbound variable")).await;
        } else {
            self.complain(&format!("{name}: parameter not set")).await;
        }
        self.unset_flow()
    }
}

fn name_text(name: &ParamName) -> String {
    match name {
        ParamName::Variable(name) => name.to_string(),
        ParamName::Positional(number) => number.to_string(),
        ParamName::Special(c) => c.to_string(),
    }
}

fn map(worth: Worth, change: impl Fn(&str) -> String) -> Worth {
    match worth {
        Worth::Unset => Worth::Unset,
        Worth::One(text) => Worth::One(change(&text)),
        Worth::Many(items, joined) => Worth::Many(items.iter().map(|i| change(i)).collect(), joined),
    }
}

fn trim(text: &str, pattern: &Pattern, suffix: bool, longest: bool) -> String {
    if suffix {
        let cut = pattern.suffix(text, longest).unwrap_or(0);
        text.get(..text.len() - cut).unwrap_or(text).to_string()
    } else {
        let cut = pattern.prefix(text, longest).unwrap_or(0);
        text.get(cut..).unwrap_or(text).to_string()
    }
}
