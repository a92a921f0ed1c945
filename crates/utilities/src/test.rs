//! `test` and `[` (POSIX test): by the number of arguments where that decides, else by precedence.

use crate::tool::{Exit, Tool};
use machine::Sys;
use vfs::{FileKind, Stat};

/// The program.
pub async fn main(sys: Sys) -> i32 {
    let mut t = Tool::new(sys);
    let mut args = t.args.clone();
    if t.name == "[" && args.pop().as_deref() != Some("]") {
        let message = t.words("missing ]", "missing ']'");
        let Exit(status) = t.fail_with(2, message).await;
        return status;
    }
    match evaluate(&t.sys, &args, t.gnu) {
        Ok(truth) => i32::from(!truth),
        Err(message) => {
            let Exit(status) = t.fail_with(2, message).await;
            status
        }
    }
}

/// Whether the expression holds. Errors are messages without the program's name; the status is 2 then.
pub fn evaluate(sys: &Sys, args: &[String], gnu: bool) -> Result<bool, String> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    Test { sys, gnu }.by_count(&words, 0)
}

struct Test<'a> {
    sys: &'a Sys,
    gnu: bool,
}

fn is_binary(word: &str) -> bool {
    matches!(
        word,
        "=" | "==" | "!=" | "<" | ">" | "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" | "-nt" | "-ot" | "-ef"
    )
}

fn is_unary(word: &str) -> bool {
    word.len() == 2 && word.starts_with('-') && word.chars().nth(1).is_some_and(|c| "bcdefghkLnprsStuwxzGON".contains(c))
}

impl Test<'_> {
    fn by_count(&self, words: &[&str], depth: usize) -> Result<bool, String> {
        match words {
            [] => Ok(false),
            [word] => Ok(!word.is_empty()),
            ["!", rest] => Ok(rest.is_empty()),
            [op, operand] if is_unary(op) => self.unary(op, operand),
            [a, op, b] if is_binary(op) => self.binary(a, op, b),
            [a, "-a", b] => Ok(!a.is_empty() && !b.is_empty()),
            [a, "-o", b] => Ok(!a.is_empty() || !b.is_empty()),
            ["!", rest @ ..] if words.len() <= 4 => self.by_count(rest, depth + 1).map(|t| !t),
            ["(", middle @ .., ")"] if words.len() <= 4 => self.by_count(middle, depth + 1),
            [op, _] if op.starts_with('-') && self.gnu => Err(format!("'{op}': unary operator expected")),
            [_, op] => Err(if self.gnu {
                format!("missing argument after '{op}'")
            } else {
                format!("{op}: unknown operand")
            }),
            [_, op, _] if self.gnu => Err(format!("'{op}': binary operator expected")),
            [_, op, _] => Err(format!("{op}: unknown operand")),
            _ => {
                let mut rest = words;
                let truth = self.or(&mut rest, 0)?;
                match rest.first() {
                    None => Ok(truth),
                    Some(_) if self.gnu => Err("too many arguments".into()),
                    Some(word) => Err(format!("{word}: unknown operand")),
                }
            }
        }
    }

    fn or(&self, words: &mut &[&str], depth: usize) -> Result<bool, String> {
        if depth > 200 {
            return Err("too many nested expressions".into());
        }
        let mut truth = self.and(words, depth)?;
        while let Some(("-o", rest)) = words.split_first().map(|(w, r)| (*w, r)) {
            *words = rest;
            truth |= self.and(words, depth)?;
        }
        Ok(truth)
    }

    fn and(&self, words: &mut &[&str], depth: usize) -> Result<bool, String> {
        let mut truth = self.not(words, depth)?;
        while let Some(("-a", rest)) = words.split_first().map(|(w, r)| (*w, r)) {
            *words = rest;
            truth &= self.not(words, depth)?;
        }
        Ok(truth)
    }

    fn not(&self, words: &mut &[&str], depth: usize) -> Result<bool, String> {
        let mut negated = false;
        while let [first, _, ..] = **words
            && first == "!"
        {
            negated = !negated;
            *words = words.get(1..).unwrap_or_default();
        }
        Ok(self.primary(words, depth)? != negated)
    }

    fn primary(&self, words: &mut &[&str], depth: usize) -> Result<bool, String> {
        let all = *words;
        match all {
            [] => Err("argument expected".into()),
            [a, op, b, rest @ ..] if is_binary(op) => {
                *words = rest;
                self.binary(a, op, b)
            }
            ["(", rest @ ..] => {
                *words = rest;
                let truth = self.or(words, depth + 1)?;
                match words.split_first() {
                    Some((&")", rest)) => {
                        *words = rest;
                        Ok(truth)
                    }
                    _ => Err("closing paren expected".into()),
                }
            }
            [op, operand, rest @ ..] if is_unary(op) => {
                *words = rest;
                self.unary(op, operand)
            }
            [word, rest @ ..] => {
                *words = rest;
                Ok(!word.is_empty())
            }
        }
    }

    fn unary(&self, op: &str, operand: &str) -> Result<bool, String> {
        let stat = || self.sys.stat(operand).ok();
        let kind = |kind: FileKind| stat().is_some_and(|s| s.kind == kind);
        let bit = |bit: u32| stat().is_some_and(|s| s.meta.mode & bit != 0);
        Ok(match op {
            "-n" => !operand.is_empty(),
            "-z" => operand.is_empty(),
            "-e" => stat().is_some(),
            "-f" => kind(FileKind::File),
            "-d" => kind(FileKind::Dir),
            "-p" => kind(FileKind::Fifo),
            "-c" => kind(FileKind::CharDev),
            "-S" => kind(FileKind::Socket),
            "-b" => false,
            "-L" | "-h" => self.sys.lstat(operand).is_ok_and(|s| s.kind == FileKind::Symlink),
            "-s" => stat().is_some_and(|s| s.size > 0),
            "-r" => self.sys.access(operand, 4).is_ok(),
            "-w" => self.sys.access(operand, 2).is_ok(),
            "-x" => self.sys.access(operand, 1).is_ok(),
            "-u" => bit(0o4000),
            "-g" => bit(0o2000),
            "-k" => bit(0o1000),
            "-O" => stat().is_some_and(|s| s.meta.uid == self.sys.cred().uid),
            "-G" => stat().is_some_and(|s| s.meta.gid == self.sys.cred().gid),
            "-N" => stat().is_some(),
            "-t" => self.sys.isatty(self.number(operand)? as i32),
            _ => return Err(format!("{op}: unknown operand")),
        })
    }

    fn number(&self, word: &str) -> Result<i64, String> {
        word.trim().parse().map_err(|_| {
            if self.gnu {
                format!("invalid integer '{word}'")
            } else {
                format!("{word}: bad number")
            }
        })
    }

    fn binary(&self, a: &str, op: &str, b: &str) -> Result<bool, String> {
        let both = || -> Result<(i64, i64), String> { Ok((self.number(a)?, self.number(b)?)) };
        let stats = || (self.sys.stat(a).ok(), self.sys.stat(b).ok());
        let same = |a: &Stat, b: &Stat| a.dev == b.dev && a.ino == b.ino;
        Ok(match op {
            "=" | "==" => a == b,
            "!=" => a != b,
            "<" => a < b,
            ">" => a > b,
            "-eq" => both().map(|(a, b)| a == b)?,
            "-ne" => both().map(|(a, b)| a != b)?,
            "-lt" => both().map(|(a, b)| a < b)?,
            "-le" => both().map(|(a, b)| a <= b)?,
            "-gt" => both().map(|(a, b)| a > b)?,
            "-ge" => both().map(|(a, b)| a >= b)?,
            "-nt" => match stats() {
                (Some(a), Some(b)) => a.meta.mtime > b.meta.mtime,
                (a, _) => a.is_some(),
            },
            "-ot" => match stats() {
                (Some(a), Some(b)) => a.meta.mtime < b.meta.mtime,
                (_, b) => b.is_some(),
            },
            _ => matches!(stats(), (Some(a), Some(b)) if same(&a, &b)),
        })
    }
}
