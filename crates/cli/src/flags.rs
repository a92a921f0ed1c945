//! Flags on a command line, as pflag (docker's flag library) reads them.
//!
//! `--name value`, `--name=value`, `-n value`, `-nvalue`, `-it`, `--` and, unless the command says
//! otherwise, flags after arguments. Values are checked by their kind when they are read; the texts are
//! pflag's and Go's. Left out: environment variables as flag values.

use crate::opts;
use crate::table::{Flag, Kind};
use std::collections::BTreeMap;

/// What a command line gave: flags by name, in the order given, and the arguments.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    values: BTreeMap<&'static str, Vec<String>>,
    pub arguments: Vec<String>,
    /// `--help` was asked for.
    pub help: bool,
    /// Remarks about deprecated flags, for stderr.
    pub notes: Vec<String>,
}

impl Parsed {
    /// Whether the flag was given.
    pub fn changed(&self, name: &str) -> bool {
        self.values.contains_key(name)
    }

    /// The last value given.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name)?.last().map(String::as_str)
    }

    /// The last value, or the empty string.
    pub fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_string()
    }

    /// All values, in order.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.values.get(name).cloned().unwrap_or_default()
    }

    /// A boolean flag's value; false when it was not given.
    pub fn on(&self, name: &str) -> bool {
        self.get(name).is_some_and(|v| opts::parse_bool(v) == Some(true))
    }

    /// A boolean flag that is on by default.
    pub fn on_by_default(&self, name: &str) -> bool {
        self.get(name).is_none_or(|v| opts::parse_bool(v) == Some(true))
    }

    pub fn int(&self, name: &str) -> Option<i64> {
        self.get(name).and_then(opts::parse_int)
    }

    fn push(&mut self, flag: &'static Flag, value: String) {
        let values = self.values.entry(flag.name).or_default();
        if matches!(flag.kind, Kind::Slice) {
            values.extend(opts::split_csv(&value));
        } else {
            values.push(value);
        }
    }

    /// Removes flags that another wrapper adds; for tests of single flags.
    #[cfg(test)]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.arguments.is_empty()
    }
}

/// Reads a command line. Errors are pflag's message, without the usage that follows it.
pub fn parse(flags: &[&'static Flag], interspersed: bool, words: &[String]) -> Result<Parsed, String> {
    let mut parsed = Parsed::default();
    let mut rest = words.iter();
    while let Some(word) = rest.next() {
        if word == "--" {
            parsed.arguments.extend(rest.cloned());
            return Ok(parsed);
        }
        if let Some(long) = word.strip_prefix("--") {
            read_long(flags, long, word, &mut rest, &mut parsed)?;
            if parsed.help {
                return Ok(parsed);
            }
        } else if word.len() > 1 && word.starts_with('-') {
            read_shorts(flags, word, &mut rest, &mut parsed)?;
            if parsed.help {
                return Ok(parsed);
            }
        } else {
            parsed.arguments.push(word.clone());
            if !interspersed {
                parsed.arguments.extend(rest.cloned());
                return Ok(parsed);
            }
        }
    }
    Ok(parsed)
}

fn read_long<'a>(
    flags: &[&'static Flag],
    long: &str,
    word: &str,
    rest: &mut impl Iterator<Item = &'a String>,
    parsed: &mut Parsed,
) -> Result<(), String> {
    if long.is_empty() || long.starts_with('-') || long.starts_with('=') {
        return Err(format!("bad flag syntax: {word}"));
    }
    let (name, value) = match long.split_once('=') {
        Some((name, value)) => (name, Some(value.to_string())),
        None => (long, None),
    };
    let Some(flag) = flags
        .iter()
        .find(|f| f.name == name || (!f.also.is_empty() && f.also == name))
        .copied()
    else {
        if name == "help" {
            parsed.help = value.is_none_or(|v| opts::parse_bool(&v) != Some(false));
            return Ok(());
        }
        return Err(format!("unknown flag: --{name}"));
    };
    let value = match value {
        Some(value) => value,
        None if flag.kind == Kind::Boolean => "true".into(),
        None => rest
            .next()
            .cloned()
            .ok_or_else(|| format!("flag needs an argument: --{name}"))?,
    };
    set(flag, value, parsed)
}

fn read_shorts<'a>(
    flags: &[&'static Flag],
    word: &str,
    rest: &mut impl Iterator<Item = &'a String>,
    parsed: &mut Parsed,
) -> Result<(), String> {
    let mut letters = word.get(1..).unwrap_or_default();
    while let Some(letter) = letters.chars().next() {
        let after = letters.get(letter.len_utf8()..).unwrap_or_default();
        let Some(flag) = flags.iter().find(|f| f.short == Some(letter)).copied() else {
            if letter == 'h' {
                parsed.notes.push("Flag shorthand -h has been deprecated, use --help".into());
                parsed.help = true;
                return Ok(());
            }
            return Err(format!("unknown shorthand flag: {} in -{letters}", quote_char(letter)));
        };
        if let Some(value) = after.strip_prefix('=').filter(|_| after.len() > 1) {
            return set(flag, value.to_string(), parsed);
        }
        if flag.kind == Kind::Boolean {
            set(flag, "true".into(), parsed)?;
            letters = after;
            continue;
        }
        if !after.is_empty() {
            return set(flag, after.to_string(), parsed);
        }
        let value = rest
            .next()
            .cloned()
            .ok_or_else(|| format!("flag needs an argument: {} in -{letters}", quote_char(letter)))?;
        return set(flag, value, parsed);
    }
    Ok(())
}

fn set(flag: &'static Flag, value: String, parsed: &mut Parsed) -> Result<(), String> {
    let value = opts::check(flag, &value).map_err(|problem| {
        let name = match flag.short {
            Some(short) => format!("-{short}, --{}", flag.name),
            None => format!("--{}", flag.name),
        };
        format!("invalid argument {} for \"{name}\" flag: {problem}", opts::quote(&value))
    })?;
    if flag.name == "help" {
        parsed.help = opts::parse_bool(&value) == Some(true);
        return Ok(());
    }
    if !flag.deprecated.is_empty() {
        let note = format!("Flag --{} has been deprecated, {}", flag.name, flag.deprecated);
        parsed.notes.push(note);
    }
    parsed.push(flag, value);
    Ok(())
}

/// Go's `%q` of a character.
fn quote_char(letter: char) -> String {
    match letter {
        '\'' => "'\\''".into(),
        '\\' => "'\\\\'".into(),
        _ => format!("'{letter}'"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table;

    fn run(line: &str) -> Result<Parsed, String> {
        let command = table::find("run").unwrap();
        let flags: Vec<&Flag> = command.flags.iter().collect();
        let words: Vec<String> = line.split(' ').map(Into::into).collect();
        parse(&flags, command.interspersed, &words)
    }

    #[test]
    fn flags_stop_at_the_image() {
        let parsed = run("-it --name=web -p8080:80 -e A=1 -e B=2 busybox ls -l --name x").unwrap();
        assert!(parsed.on("interactive") && parsed.on("tty"));
        assert_eq!(parsed.get("name"), Some("web"));
        assert_eq!(parsed.all("publish"), ["8080:80"]);
        assert_eq!(parsed.all("env"), ["A=1", "B=2"]);
        assert_eq!(parsed.arguments, ["busybox", "ls", "-l", "--name", "x"]);
    }

    #[test]
    fn mistakes_have_pflags_words() {
        assert_eq!(run("--bogus x").unwrap_err(), "unknown flag: --bogus");
        assert_eq!(run("-dz x").unwrap_err(), "unknown shorthand flag: 'z' in -z");
        assert_eq!(run("--name").unwrap_err(), "flag needs an argument: --name");
        assert_eq!(run("-v").unwrap_err(), "flag needs an argument: 'v' in -v");
        assert_eq!(
            run("--memory lots x").unwrap_err(),
            "invalid argument \"lots\" for \"-m, --memory\" flag: invalid size: 'lots'"
        );
        assert_eq!(
            run("--rm=maybe x").unwrap_err(),
            "invalid argument \"maybe\" for \"--rm\" flag: strconv.ParseBool: parsing \"maybe\": invalid syntax"
        );
    }

    #[test]
    fn two_dashes_end_the_flags() {
        assert_eq!(run("--rm -- busybox -x").unwrap().arguments, ["busybox", "-x"]);
    }
}
