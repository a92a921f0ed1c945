//! `umask`, `getopts`, `let`, `history` and `caller`.

use crate::Flavour;
use crate::state::{Flow, Outcome, Shell};

/// The changes of a symbolic mode (`u=rwx,go-w`) to the permissions that a mask leaves.
fn symbolic(text: &str, mask: u32) -> Option<u32> {
    let mut allowed = !mask & 0o777;
    for clause in text.split(',') {
        let at = clause.find(['=', '+', '-'])?;
        let (who, rest) = clause.split_at(at);
        let op = rest.chars().next()?;
        let bits = rest.get(1..)?.chars().try_fold(0, |bits, c| {
            Some(
                bits | match c {
                    'r' => 4,
                    'w' => 2,
                    'x' => 1,
                    _ => return None,
                },
            )
        })?;
        let mut places = Vec::new();
        for c in who.chars() {
            match c {
                'u' => places.push(6),
                'g' => places.push(3),
                'o' => places.push(0),
                'a' => places.extend([6, 3, 0]),
                _ => return None,
            }
        }
        if places.is_empty() {
            places.extend([6, 3, 0]);
        }
        for shift in places {
            match op {
                '=' => allowed = allowed & !(7 << shift) | bits << shift,
                '+' => allowed |= bits << shift,
                _ => allowed &= !(bits << shift),
            }
        }
    }
    Some(!allowed & 0o777)
}

impl Shell {
    pub(super) async fn builtin_umask(&mut self, args: &[String]) -> Outcome {
        let mut show_symbols = false;
        let mut args = args;
        while let Some((first, rest)) = args.split_first() {
            match first.as_str() {
                "-S" => show_symbols = true,
                "-p" if self.flavour.is_bash() => {}
                "--" => {}
                _ => break,
            }
            args = rest;
        }
        let mask = self.sys.umask(0o022);
        self.sys.umask(mask);
        let symbols = |mask: u32| {
            let part = |shift: u32| -> String {
                [(4, 'r'), (2, 'w'), (1, 'x')]
                    .into_iter()
                    .filter(|(bit, _)| !mask >> shift & bit != 0)
                    .map(|(_, c)| c)
                    .collect()
            };
            format!("u={},g={},o={}\n", part(6), part(3), part(0))
        };
        let Some(text) = args.first() else {
            let text = if show_symbols {
                symbols(mask)
            } else {
                format!("{mask:04o}\n")
            };
            return Ok(self.output(text.as_bytes()).await);
        };
        let new = if text.starts_with(|c: char| c.is_ascii_digit()) {
            u32::from_str_radix(text, 8).ok().filter(|m| *m <= 0o7777)
        } else {
            symbolic(text, mask)
        };
        match new {
            Some(new) => {
                self.sys.umask(new & 0o777);
                if show_symbols && self.flavour.is_bash() {
                    return Ok(self.output(symbols(new).as_bytes()).await);
                }
                Ok(0)
            }
            None => {
                match self.flavour {
                    Flavour::Dash => self.complain_as("umask", &format!("Illegal number: {text}")).await,
                    Flavour::Ash => self.complain_as("umask", &format!("illegal mode: {text}")).await,
                    Flavour::Bash => self.complain_as("umask", &format!("{text}: octal number out of range")).await,
                }
                Ok(if self.flavour.is_bash() { 1 } else { 2 })
            }
        }
    }

    pub(super) async fn builtin_getopts(&mut self, args: &[String]) -> Outcome {
        let [spec, name, rest @ ..] = args else {
            match self.flavour {
                Flavour::Dash => self.complain_as("getopts", "Usage: getopts optstring var [arg...]").await,
                Flavour::Ash => self.complain_as("getopts", "usage: getopts optstring var [arg]").await,
                Flavour::Bash => self.write_error("getopts: usage: getopts optstring name [arg ...]\n").await,
            }
            return Ok(2);
        };
        let words: Vec<String> = if rest.is_empty() {
            self.positional.to_vec()
        } else {
            rest.to_vec()
        };
        let mut index = self
            .vars
            .scalar("OPTIND")
            .and_then(|v| v.parse::<usize>().ok())
            .unwrap_or(1)
            .max(1);
        let quiet = spec.starts_with(':');
        let mut at = self.getopts_at;
        let finish = |shell: &mut Shell, index: usize| {
            shell.vars.set("OPTIND", index.to_string());
            shell.getopts_at = 0;
        };
        if at == 0 {
            match words.get(index - 1) {
                Some(word) if word == "--" => {
                    finish(self, index + 1);
                    self.assign_checked(name, "?".into()).await?;
                    return Ok(1);
                }
                Some(word) if word.starts_with('-') && word.len() > 1 => at = 1,
                _ => {
                    finish(self, index);
                    self.assign_checked(name, "?".into()).await?;
                    return Ok(1);
                }
            }
        }
        let word = words.get(index - 1).cloned().unwrap_or_default();
        let letter = word.chars().nth(at).unwrap_or('?');
        let length = word.chars().count();
        at += 1;
        let position = spec.find(letter).filter(|_| letter != ':');
        let takes = position.is_some_and(|p| spec.get(p + letter.len_utf8()..).is_some_and(|s| s.starts_with(':')));
        let mut value = letter.to_string();
        if position.is_none() {
            value = "?".into();
            if quiet {
                self.vars.set("OPTARG", letter.to_string());
            } else {
                self.vars.remove("OPTARG");
                let text = if self.flavour.is_bash() {
                    format!("{}: illegal option -- {letter}\n", self.arg0)
                } else {
                    format!("Illegal option -{letter}\n")
                };
                self.write_error(&text).await;
            }
        } else if takes {
            let attached: String = word.chars().skip(at).collect();
            if !attached.is_empty() {
                self.vars.set("OPTARG", attached);
                at = length;
            } else if let Some(argument) = words.get(index) {
                self.vars.set("OPTARG", argument.clone());
                index += 1;
            } else {
                if quiet {
                    self.vars.set("OPTARG", letter.to_string());
                    value = ":".into();
                } else {
                    self.vars.remove("OPTARG");
                    value = "?".into();
                    let text = if self.flavour.is_bash() {
                        format!("{}: option requires an argument -- {letter}\n", self.arg0)
                    } else {
                        format!("No arg for -{letter} option\n")
                    };
                    self.write_error(&text).await;
                }
            }
        } else {
            self.vars.remove("OPTARG");
        }
        if at >= length {
            index += 1;
            at = 0;
        }
        self.vars.set("OPTIND", index.to_string());
        self.getopts_at = at;
        self.assign_checked(name, value).await?;
        Ok(0)
    }

    pub(super) async fn builtin_let(&mut self, args: &[String]) -> Outcome {
        if args.is_empty() {
            self.complain_as("let", "expression expected").await;
            return Ok(if self.flavour.is_bash() { 1 } else { 2 });
        }
        let mut value = 0;
        for text in args {
            match self.try_arithmetic(text) {
                Ok(number) => value = number,
                Err(message) => {
                    self.complain_as("let", &message).await;
                    return if self.flavour.is_bash() { Ok(1) } else { Ok(2) };
                }
            }
        }
        Ok(i32::from(value == 0))
    }

    pub(super) async fn builtin_history(&mut self) -> Outcome {
        let text: String = self
            .history
            .iter()
            .enumerate()
            .map(|(n, line)| format!("{:5}  {line}\n", n + 1))
            .collect();
        Ok(self.output(text.as_bytes()).await)
    }

    pub(super) async fn builtin_caller(&mut self) -> Outcome {
        if self.function_depth == 0 {
            return Ok(1);
        }
        let text = format!("{} {}\n", self.line, self.name);
        Ok(self.output(text.as_bytes()).await)
    }

    /// Runs a command by its arguments, past functions: what `command` does.
    pub(crate) async fn run_words(&mut self, words: Vec<String>) -> Result<i32, Flow> {
        Box::pin(self.run_external_words(words)).await
    }
}
