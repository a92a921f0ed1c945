//! What a configuration does with a request before it is answered: `rewrite`, `if`, `set`, `return`, `break`
//! (nginx.org, ngx_http_rewrite_module).

use super::exchange::Exchange;
use super::grammar::Directive;
use super::pattern::Pattern;
use super::settings::{Settings, inside_if};
use vfs::FileKind;

#[derive(Clone, Debug)]
pub enum Rule {
    Set(String, String),
    Rewrite {
        pattern: Pattern,
        to: String,
        flag: String,
    },
    Return(u16, String),
    Break,
    If {
        condition: Condition,
        rules: Vec<Rule>,
        /// What holds instead of the location's own where the condition does.
        settings: Option<Box<Settings>>,
    },
}

#[derive(Clone, Debug)]
pub enum Condition {
    /// Neither empty nor `0`.
    Value(String),
    Equal(String, String, bool),
    Match(String, Pattern, bool),
    File(char, String, bool),
}

/// How a list of rules ended.
pub enum Outcome<'r> {
    /// Nothing was changed; with the settings of an `if` that held.
    Stay(Option<&'r Settings>),
    /// The same, and no more rules are looked at.
    Stop(Option<&'r Settings>),
    /// The path is another one: its location is to be looked for.
    Again,
    Return(u16, String),
}

/// Whether a directive is one of these rules.
pub fn is_rule(name: &str) -> bool {
    ["rewrite", "if", "set", "return", "break"].contains(&name)
}

/// A rule out of its directive. Errors: the text behind `[emerg] `.
pub fn understand(directive: &Directive, around: &Settings) -> Result<Rule, String> {
    let args = &directive.args;
    let wrong = || {
        format!(
            "invalid number of arguments in \"{}\" directive {}",
            directive.name,
            directive.place()
        )
    };
    let pattern = |text: &str, fold: bool| {
        Pattern::new(text, fold).ok_or_else(|| {
            format!(
                "drydock: the regular expression \"{text}\" is not simulated {}",
                directive.place()
            )
        })
    };
    match (directive.name.as_str(), &args[..]) {
        ("break", []) => Ok(Rule::Break),
        ("set", [name, value]) => match name.strip_prefix('$') {
            Some(name) => Ok(Rule::Set(name.into(), value.clone())),
            None => Err(format!("invalid variable name \"{name}\" {}", directive.place())),
        },
        ("return", [first, rest @ ..]) => Ok(match (first.parse::<u16>(), rest) {
            (Ok(code), rest) => Rule::Return(code, rest.first().cloned().unwrap_or_default()),
            (Err(_), _) => Rule::Return(302, first.clone()),
        }),
        ("rewrite", [from, to, rest @ ..]) => {
            let flag = rest.first().cloned().unwrap_or_default();
            if !["", "last", "break", "redirect", "permanent"].contains(&flag.as_str()) {
                return Err(format!("invalid parameter \"{flag}\" {}", directive.place()));
            }
            Ok(Rule::Rewrite {
                pattern: pattern(from, false)?,
                to: to.clone(),
                flag,
            })
        }
        ("if", words) => {
            let text: Vec<&str> = words.iter().map(String::as_str).filter(|w| !w.is_empty()).collect();
            let mut text: Vec<String> = text.into_iter().map(str::to_string).collect();
            let bad = || format!("invalid condition \"{}\" {}", words.join(" "), directive.place());
            let first = text.first_mut().ok_or_else(wrong)?;
            *first = first.strip_prefix('(').ok_or_else(bad)?.to_string();
            let last = text.last_mut().ok_or_else(wrong)?;
            *last = last.strip_suffix(')').ok_or_else(bad)?.to_string();
            text.retain(|word| !word.is_empty());
            // An empty text in quotes is a word as well.
            let empty = words.len() > 2 && words.iter().any(String::is_empty);
            let third = text.get(2).cloned().or_else(|| empty.then(String::new));
            let condition = match (text.first().map(String::as_str), text.get(1).map(String::as_str), third) {
                (Some(test), Some(path), None) if test.trim_start_matches('!').starts_with('-') => {
                    let kind = test.chars().last().filter(|c| "fdex".contains(*c)).ok_or_else(bad)?;
                    Condition::File(kind, path.into(), !test.starts_with('!'))
                }
                (Some(value), None, None) => Condition::Value(value.into()),
                (Some(value), Some("="), Some(other)) => Condition::Equal(value.into(), other, true),
                (Some(value), Some("!="), Some(other)) => Condition::Equal(value.into(), other, false),
                (Some(value), Some(how @ ("~" | "~*" | "!~" | "!~*")), Some(other)) => {
                    Condition::Match(value.into(), pattern(&other, how.ends_with('*'))?, !how.starts_with('!'))
                }
                _ => return Err(bad()),
            };
            let (rules, settings) = inside_if(directive, around)?;
            Ok(Rule::If {
                condition,
                rules,
                settings: settings.map(Box::new),
            })
        }
        _ => Err(wrong()),
    }
}

fn holds(x: &mut Exchange, condition: &Condition) -> bool {
    match condition {
        Condition::Value(value) => !["", "0"].contains(&x.fill(value).as_str()),
        Condition::Equal(value, other, same) => (x.fill(value) == x.fill(other)) == *same,
        Condition::Match(value, pattern, wanted) => {
            let found = pattern.find(&x.fill(value));
            let is = found.is_some();
            if let Some(found) = found {
                x.keep(found);
            }
            is == *wanted
        }
        Condition::File(kind, path, wanted) => {
            let path = x.fill(path);
            let is = match kind {
                'f' => x.sys.stat(&path).is_ok_and(|s| s.kind == FileKind::File),
                'd' => x.sys.stat(&path).is_ok_and(|s| s.kind == FileKind::Dir),
                'x' => x.sys.access(&path, 1).is_ok(),
                _ => x.sys.stat(&path).is_ok(),
            };
            is == *wanted
        }
    }
}

/// Carries rules out, one after the other.
pub fn run<'r>(x: &mut Exchange, rules: &'r [Rule]) -> Outcome<'r> {
    let mut stays = None;
    let mut changed = false;
    for rule in rules {
        match rule {
            Rule::Set(name, value) => {
                let value = x.fill(value);
                x.set.insert(name.clone(), value);
            }
            Rule::Break => return Outcome::Stop(stays),
            Rule::Return(code, text) => return Outcome::Return(*code, x.fill(text)),
            Rule::If {
                condition,
                rules,
                settings,
            } => {
                if !holds(x, condition) {
                    continue;
                }
                stays = settings.as_deref().or(stays);
                match run(x, rules) {
                    Outcome::Stay(_) => {}
                    Outcome::Stop(_) => return Outcome::Stop(stays),
                    other => return other,
                }
            }
            Rule::Rewrite { pattern, to, flag } => {
                let Some(found) = pattern.find(&x.uri) else { continue };
                x.keep(found);
                let mut target = x.fill(to);
                // What was asked for stays behind, unless the new path ends in `?`.
                let bare = target.strip_suffix('?').map(str::to_string);
                let asked = x.args.clone();
                match bare {
                    Some(bare) => target = bare,
                    None if asked.is_empty() => {}
                    None => target = format!("{target}{}{asked}", if target.contains('?') { "&" } else { "?" }),
                }
                let abroad = ["http://", "https://", "$scheme"].iter().any(|start| to.starts_with(start));
                match flag.as_str() {
                    "permanent" => return Outcome::Return(301, target),
                    "redirect" => return Outcome::Return(302, target),
                    _ if abroad => return Outcome::Return(302, target),
                    _ => {}
                }
                x.args.clear();
                x.go(&target);
                changed = true;
                match flag.as_str() {
                    "last" => return Outcome::Again,
                    "break" => return Outcome::Stop(stays),
                    _ => {}
                }
            }
        }
    }
    if changed { Outcome::Again } else { Outcome::Stay(stays) }
}
