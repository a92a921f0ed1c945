//! find's expressions: their tree, how they are read, and the tests.

use super::{Find, Found};
use crate::clock;
use crate::glob;
use crate::regex::{Regex, Syntax};
use crate::tool::{Tool, basename};
use crate::users::Users;
use std::cmp::Ordering;
use vfs::FileKind;

#[derive(Clone, Debug)]
pub(crate) enum Expression {
    And(Vec<Expression>),
    Or(Vec<Expression>),
    /// `a , b`: both, the last decides.
    List(Vec<Expression>),
    Not(Box<Expression>),
    Test(Test),
    Action(Action),
}

/// A number compared: less (`-n`), equal, more (`+n`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Compare(pub Ordering, pub i64);

impl Compare {
    fn times(self, unit: i64) -> Compare {
        Compare(self.0, self.1.saturating_mul(unit))
    }

    fn holds(self, value: i64) -> bool {
        value.cmp(&self.1) == self.0
    }
}

#[derive(Clone, Debug)]
pub(crate) enum Test {
    True,
    False,
    Name(String, bool),
    Path(String, bool),
    LinkName(String, bool),
    Regex(Box<Regex>),
    Kind(Vec<FileKind>),
    Size(Compare, u64),
    Age(Compare, i64),
    Newer(i64),
    Perm(char, u32),
    Uid(Compare),
    Gid(Compare),
    NoUser(Vec<u32>),
    NoGroup(Vec<u32>),
    Links(Compare),
    Inode(Compare),
    SameFile(u64, u32),
    Empty,
    Access(u32),
}

#[derive(Clone, Debug)]
pub(crate) enum Action {
    Print(u8),
    Printf(String),
    Ls,
    Delete,
    Prune,
    Quit,
    Exec { command: Vec<String>, in_dir: bool, ask: bool },
    Batch(usize),
}

/// A read command line.
pub(crate) struct Parsed {
    pub expression: Expression,
    pub max_depth: usize,
    pub min_depth: usize,
    pub depth_first: bool,
    pub one_device: bool,
    pub batches: usize,
    pub batch_commands: Vec<Vec<String>>,
}

struct Parser<'a> {
    t: &'a Tool,
    words: &'a [String],
    at: usize,
    depth: usize,
    acts: bool,
    parsed: Parsed,
    users: Users,
}

pub(crate) fn parse(t: &Tool, words: &[String]) -> Result<Parsed, String> {
    let parsed = Parsed {
        expression: Expression::Test(Test::True),
        max_depth: usize::MAX,
        min_depth: 0,
        depth_first: false,
        one_device: false,
        batches: 0,
        batch_commands: Vec::new(),
    };
    let mut parser = Parser {
        t,
        words,
        at: 0,
        depth: 0,
        acts: false,
        parsed,
        users: Users::load(&t.sys),
    };
    let mut expression = if words.is_empty() {
        Expression::Test(Test::True)
    } else {
        parser.list()?
    };
    if parser.at < words.len() {
        return Err(if t.gnu {
            "invalid expression; you have too many ')'".into()
        } else {
            "unpaired ')'".into()
        });
    }
    if !parser.acts {
        expression = Expression::And(vec![expression, Expression::Action(Action::Print(b'\n'))]);
    }
    parser.parsed.expression = expression;
    Ok(parser.parsed)
}

impl Parser<'_> {
    fn peek(&self) -> Option<&str> {
        self.words.get(self.at).map(String::as_str)
    }

    fn list(&mut self) -> Result<Expression, String> {
        self.depth += 1;
        if self.depth > 100 {
            return Err("expression too deep".into());
        }
        let mut parts = vec![self.or()?];
        while self.peek() == Some(",") {
            self.at += 1;
            parts.push(self.or()?);
        }
        self.depth -= 1;
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Expression::List(parts)
        })
    }

    fn or(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.and()?];
        while matches!(self.peek(), Some("-o" | "-or")) {
            self.at += 1;
            parts.push(self.and()?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Expression::Or(parts)
        })
    }

    fn and(&mut self) -> Result<Expression, String> {
        let mut parts = vec![self.not()?];
        loop {
            match self.peek() {
                Some("-a" | "-and") => self.at += 1,
                None | Some("-o" | "-or" | ")" | ",") => break,
                _ => {}
            }
            parts.push(self.not()?);
        }
        Ok(if parts.len() == 1 {
            parts.remove(0)
        } else {
            Expression::And(parts)
        })
    }

    fn not(&mut self) -> Result<Expression, String> {
        let mut negated = false;
        while matches!(self.peek(), Some("!" | "-not")) {
            self.at += 1;
            negated = !negated;
        }
        let inner = self.primary()?;
        Ok(if negated { Expression::Not(Box::new(inner)) } else { inner })
    }

    fn argument(&mut self, name: &str) -> Result<String, String> {
        let word = self.words.get(self.at).cloned();
        self.at += 1;
        word.ok_or_else(|| {
            if self.t.gnu {
                format!("missing argument to `{name}'")
            } else {
                format!("{name} requires an argument")
            }
        })
    }

    fn number(&self, name: &str, text: &str) -> Result<Compare, String> {
        let (order, digits) = match text.as_bytes().first() {
            Some(b'+') => (Ordering::Greater, text.get(1..).unwrap_or_default()),
            Some(b'-') => (Ordering::Less, text.get(1..).unwrap_or_default()),
            _ => (Ordering::Equal, text),
        };
        digits.parse().map(|n| Compare(order, n)).map_err(|_| {
            if self.t.gnu {
                format!("invalid argument `{text}' to `{name}'")
            } else {
                format!("invalid number '{digits}'")
            }
        })
    }

    fn primary(&mut self) -> Result<Expression, String> {
        let Some(word) = self.peek().map(str::to_string) else {
            let last = self
                .at
                .checked_sub(1)
                .and_then(|i| self.words.get(i))
                .cloned()
                .unwrap_or_default();
            return Err(if self.t.gnu {
                format!("expected an expression after '{last}'")
            } else {
                "bad arg".into()
            });
        };
        self.at += 1;
        if word == "(" {
            let inner = self.list()?;
            if self.peek() != Some(")") {
                return Err(if self.t.gnu {
                    "invalid expression; I was expecting to find a ')' somewhere but did not see one.".into()
                } else {
                    "unpaired '('".into()
                });
            }
            self.at += 1;
            return Ok(inner);
        }
        if let Some(action) = self.action(&word)? {
            self.acts |= !matches!(action, Action::Prune | Action::Quit);
            return Ok(Expression::Action(action));
        }
        self.test(&word).map(Expression::Test)
    }

    fn action(&mut self, word: &str) -> Result<Option<Action>, String> {
        Ok(Some(match word {
            "-print" => Action::Print(b'\n'),
            "-print0" => Action::Print(0),
            "-printf" if self.t.gnu => Action::Printf(self.argument(word)?),
            "-ls" => Action::Ls,
            "-delete" => {
                self.parsed.depth_first = true;
                Action::Delete
            }
            "-prune" => Action::Prune,
            "-quit" => Action::Quit,
            "-exec" | "-execdir" | "-ok" | "-okdir" => {
                let mut command = Vec::new();
                let batch = loop {
                    let Some(part) = self.words.get(self.at).cloned() else {
                        return Err(if self.t.gnu {
                            format!("missing argument to `{word}'")
                        } else {
                            format!("{word} requires an argument")
                        });
                    };
                    self.at += 1;
                    match part.as_str() {
                        ";" => break false,
                        "+" if command.last().is_some_and(|w| w == "{}") => break true,
                        _ => command.push(part),
                    }
                };
                if command.is_empty() {
                    return Err(if self.t.gnu {
                        format!("invalid argument `;' to `{word}'")
                    } else {
                        format!("{word} requires an argument")
                    });
                }
                let in_dir = word.ends_with("dir");
                if batch {
                    command.pop();
                    let number = self.parsed.batches;
                    self.parsed.batches += 1;
                    self.parsed.batch_commands.push(command);
                    Action::Batch(number)
                } else {
                    Action::Exec {
                        command,
                        in_dir,
                        ask: word.starts_with("-ok"),
                    }
                }
            }
            _ => return Ok(None),
        }))
    }

    fn test(&mut self, word: &str) -> Result<Test, String> {
        Ok(match word {
            "-true" | "-noleaf" | "-daystart" | "-follow" | "-warn" | "-nowarn" | "-ignore_readdir_race" => Test::True,
            "-false" => Test::False,
            "-name" | "-iname" => Test::Name(self.argument(word)?, word == "-iname"),
            "-path" | "-ipath" | "-wholename" | "-iwholename" => Test::Path(self.argument(word)?, word.starts_with("-i")),
            "-lname" | "-ilname" => Test::LinkName(self.argument(word)?, word == "-ilname"),
            "-regextype" => {
                self.argument(word)?;
                Test::True
            }
            "-regex" | "-iregex" => {
                let pattern = self.argument(word)?;
                let extended = self
                    .words
                    .windows(2)
                    .any(|w| matches!(w, [a, b] if a == "-regextype" && (b.contains("extended") || b.contains("egrep"))));
                let pattern = if extended {
                    format!("^({pattern})$")
                } else {
                    format!("^\\({pattern}\\)$")
                };
                let syntax = if extended { Syntax::Extended } else { Syntax::Basic };
                // Emacs patterns, GNU's default, have + and ? as operators.
                let pattern = if extended || !self.t.gnu { pattern } else { emacs(&pattern) };
                let regex = Regex::new(pattern.as_bytes(), syntax, word == "-iregex");
                Test::Regex(Box::new(
                    regex.map_err(|e| format!("failed to compile regular expression: {e}"))?,
                ))
            }
            "-type" | "-xtype" => {
                let letters = self.argument(word)?;
                let mut kinds = Vec::new();
                for letter in letters.split(',') {
                    kinds.push(match letter {
                        "f" => FileKind::File,
                        "d" => FileKind::Dir,
                        "l" => FileKind::Symlink,
                        "c" => FileKind::CharDev,
                        "p" => FileKind::Fifo,
                        "s" => FileKind::Socket,
                        "b" => continue,
                        _ if self.t.gnu => return Err(format!("Unknown argument to -type: {letter}")),
                        _ => return Err(format!("invalid argument '{letter}' to '-type'")),
                    });
                }
                Test::Kind(kinds)
            }
            "-size" => {
                let text = self.argument(word)?;
                let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
                let unit = match text.get(digits.len()..).unwrap_or_default() {
                    "c" => 1,
                    "w" => 2,
                    "k" => 1024,
                    "M" => 1 << 20,
                    "G" => 1 << 30,
                    "" | "b" => 512,
                    _ => {
                        return Err(if self.t.gnu {
                            format!("invalid -size type `{}'", text.chars().last().unwrap_or(' '))
                        } else {
                            format!("invalid number '{text}'")
                        });
                    }
                };
                Test::Size(self.number(word, digits)?, unit)
            }
            "-mtime" | "-atime" | "-ctime" => {
                let text = self.argument(word)?;
                Test::Age(self.number(word, &text)?, 86_400)
            }
            "-mmin" | "-amin" | "-cmin" => {
                let text = self.argument(word)?;
                Test::Age(self.number(word, &text)?, 60)
            }
            "-newer" | "-anewer" | "-cnewer" | "-newermm" => {
                let file = self.argument(word)?;
                let stat = self.t.sys.stat(&file);
                Test::Newer(
                    stat.map_err(|e| {
                        if self.t.gnu {
                            format!("'{file}': {e}")
                        } else {
                            format!("can't stat '{file}': {e}")
                        }
                    })?
                    .meta
                    .mtime,
                )
            }
            "-newermt" => {
                let text = self.argument(word)?;
                let time = clock::parse(&text, self.t.sys.now().0);
                Test::Newer(time.ok_or_else(|| format!("I cannot figure out how to interpret `{text}' as a date or time"))?)
            }
            "-perm" => {
                let text = self.argument(word)?;
                let (kind, mode) = match text.chars().next() {
                    Some(c @ ('-' | '/' | '+')) => (c, text.get(1..).unwrap_or_default()),
                    _ => ('=', text.as_str()),
                };
                let mode = crate::mode::change(mode, 0, false, 0);
                Test::Perm(
                    kind,
                    mode.ok_or_else(|| {
                        if self.t.gnu {
                            format!("invalid mode `{text}'")
                        } else {
                            format!("invalid mode '{text}'")
                        }
                    })?,
                )
            }
            "-user" => {
                let name = self.argument(word)?;
                let uid = self.users.uid(&name);
                let uid = uid.ok_or_else(|| {
                    if self.t.gnu {
                        format!("'{name}' is not the name of a known user")
                    } else {
                        format!("unknown user {name}")
                    }
                })?;
                Test::Uid(Compare(Ordering::Equal, uid.into()))
            }
            "-group" => {
                let name = self.argument(word)?;
                let gid = self.users.gid(&name);
                let gid = gid.ok_or_else(|| {
                    if self.t.gnu {
                        format!("`{name}' is not the name of an existing group")
                    } else {
                        format!("unknown group {name}")
                    }
                })?;
                Test::Gid(Compare(Ordering::Equal, gid.into()))
            }
            "-uid" => {
                let text = self.argument(word)?;
                Test::Uid(self.number(word, &text)?)
            }
            "-gid" => {
                let text = self.argument(word)?;
                Test::Gid(self.number(word, &text)?)
            }
            "-nouser" => Test::NoUser(self.users.users.iter().map(|u| u.uid).collect()),
            "-nogroup" => Test::NoGroup(self.users.groups.iter().map(|g| g.gid).collect()),
            "-links" => {
                let text = self.argument(word)?;
                Test::Links(self.number(word, &text)?)
            }
            "-inum" => {
                let text = self.argument(word)?;
                Test::Inode(self.number(word, &text)?)
            }
            "-samefile" => {
                let file = self.argument(word)?;
                let stat = self.t.sys.stat(&file).map_err(|e| format!("can't stat '{file}': {e}"))?;
                Test::SameFile(stat.dev, stat.ino)
            }
            "-empty" => Test::Empty,
            "-executable" => Test::Access(1),
            "-writable" => Test::Access(2),
            "-readable" => Test::Access(4),
            "-maxdepth" | "-mindepth" => {
                let text = self.argument(word)?;
                let depth = text.parse().map_err(|_| {
                    if self.t.gnu {
                        format!("Expected a positive decimal integer argument to {word}, but got '{text}'")
                    } else {
                        format!("invalid number '{text}'")
                    }
                })?;
                if word == "-maxdepth" {
                    self.parsed.max_depth = depth;
                } else {
                    self.parsed.min_depth = depth;
                }
                Test::True
            }
            "-depth" | "-d" => {
                self.parsed.depth_first = true;
                Test::True
            }
            "-xdev" | "-mount" => {
                self.parsed.one_device = true;
                Test::True
            }
            _ if self.t.gnu && word.starts_with('-') => return Err(format!("unknown predicate `{word}'")),
            _ if self.t.gnu => return Err(format!("paths must precede expression: `{word}'")),
            _ => return Err(format!("unrecognized: {word}")),
        })
    }
}

fn emacs(pattern: &str) -> String {
    let mut out = String::new();
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                out.extend(chars.next());
            }
            '+' | '?' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

impl Find {
    pub(super) fn test(&self, t: &Tool, test: &Test, found: &Found) -> bool {
        let stat = &found.stat;
        match test {
            Test::True => true,
            Test::False => false,
            Test::Name(pattern, fold) => {
                let name = basename(&found.path);
                glob::matches(
                    pattern.as_bytes(),
                    if name.is_empty() { b"/" } else { name.as_bytes() },
                    *fold,
                )
            }
            Test::Path(pattern, fold) => glob::matches(pattern.as_bytes(), found.path.as_bytes(), *fold),
            Test::LinkName(pattern, fold) => t
                .sys
                .readlink(&found.path)
                .is_ok_and(|l| glob::matches(pattern.as_bytes(), l.as_bytes(), *fold)),
            Test::Regex(regex) => regex.is_match(found.path.as_bytes()),
            Test::Kind(kinds) => kinds.contains(&stat.kind),
            // busybox compares bytes; GNU counts units that were begun.
            Test::Size(compare, unit) if !t.gnu => compare
                .times(i64::try_from(*unit).unwrap_or(i64::MAX))
                .holds(i64::try_from(stat.size).unwrap_or(i64::MAX)),
            Test::Size(compare, unit) => compare.holds(i64::try_from(stat.size.div_ceil(*unit)).unwrap_or(i64::MAX)),
            Test::Age(compare, unit) => {
                let age = self.now.saturating_sub(stat.meta.mtime).div_euclid(1_000_000_000);
                compare.holds(age.div_euclid(*unit))
            }
            Test::Newer(time) => stat.meta.mtime > *time,
            Test::Perm('-', mode) => stat.meta.mode & mode == *mode,
            Test::Perm('/' | '+', mode) => *mode == 0 || stat.meta.mode & mode != 0,
            Test::Perm(_, mode) => stat.meta.mode == *mode,
            Test::Uid(compare) => compare.holds(stat.meta.uid.into()),
            Test::Gid(compare) => compare.holds(stat.meta.gid.into()),
            Test::NoUser(known) => !known.contains(&stat.meta.uid),
            Test::NoGroup(known) => !known.contains(&stat.meta.gid),
            Test::Links(compare) => compare.holds(stat.nlink.into()),
            Test::Inode(compare) => compare.holds(stat.ino.into()),
            Test::SameFile(dev, ino) => stat.dev == *dev && stat.ino == *ino,
            Test::Empty => match stat.kind {
                FileKind::File => stat.size == 0,
                FileKind::Dir => t.sys.readdir(&found.path).is_ok_and(|e| e.is_empty()),
                _ => false,
            },
            Test::Access(bits) => t.sys.access(&found.path, *bits).is_ok(),
        }
    }
}
