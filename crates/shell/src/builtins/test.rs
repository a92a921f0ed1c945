//! `test` and `[` (POSIX XCU test), in each shell's words.

use crate::Flavour;
use crate::state::{Outcome, Shell, Voice};
use machine::Sys;
use vfs::{FileKind, Stat};

const UNARY: &str = "bcdefghknoprstuwxzGLNOSv";

/// `-eq` and its like.
pub fn compare(op: &str, left: i64, right: i64) -> bool {
    match op {
        "-eq" => left == right,
        "-ne" => left != right,
        "-lt" => left < right,
        "-le" => left <= right,
        "-gt" => left > right,
        _ => left >= right,
    }
}

fn is_numeric(op: &str) -> bool {
    matches!(op, "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge")
}

fn is_unary(op: &str) -> bool {
    op.len() == 2 && op.starts_with('-') && op.ends_with(|c| UNARY.contains(c))
}

fn is_binary(op: &str, flavour: Flavour) -> bool {
    is_numeric(op) || matches!(op, "=" | "!=" | "-nt" | "-ot" | "-ef" | "<" | ">") || op == "==" && flavour.is_extended()
}

fn stat(sys: &Sys, path: &str, follow: bool) -> Option<Stat> {
    let found = if follow { sys.stat(path) } else { sys.lstat(path) };
    found.ok()
}

/// A unary primary. `Err` is the message for a number that is none.
pub(crate) fn unary(shell: &Shell, op: &str, operand: &str) -> Result<bool, String> {
    let sys = &shell.sys;
    let letter = op.chars().nth(1).unwrap_or('e');
    let kind = |kind: FileKind| stat(sys, operand, true).is_some_and(|s| s.kind == kind);
    let mode = |bit: u32| stat(sys, operand, true).is_some_and(|s| s.meta.mode & bit != 0);
    Ok(match letter {
        'z' => operand.is_empty(),
        'n' => !operand.is_empty(),
        'e' | 'a' => stat(sys, operand, true).is_some(),
        'f' => kind(FileKind::File),
        'd' => kind(FileKind::Dir),
        'c' => kind(FileKind::CharDev),
        'b' => false,
        'p' => kind(FileKind::Fifo) || is_open_pipe(sys, operand),
        'S' => kind(FileKind::Socket),
        'h' | 'L' => stat(sys, operand, false).is_some_and(|s| s.kind == FileKind::Symlink),
        's' => stat(sys, operand, true).is_some_and(|s| s.size > 0),
        'r' => sys.access(operand, 4).is_ok(),
        'w' => sys.access(operand, 2).is_ok(),
        'x' => sys.access(operand, 1).is_ok(),
        'u' => mode(0o4000),
        'g' => mode(0o2000),
        'k' => mode(0o1000),
        'O' => stat(sys, operand, true).is_some_and(|s| s.meta.uid == sys.cred().uid),
        'G' => stat(sys, operand, true).is_some_and(|s| s.meta.gid == sys.cred().gid),
        'N' => stat(sys, operand, true).is_some(),
        't' => {
            let fd = match operand.trim().parse::<i32>() {
                Ok(fd) => fd,
                Err(_) if operand.is_empty() => return Ok(false),
                Err(_) => return Err(bad_number(shell.flavour, operand)),
            };
            sys.isatty(fd)
        }
        'v' => shell.vars.get(operand).is_some_and(|v| v.scalar().is_some()),
        'o' => super::options::is_on(shell, operand),
        _ => false,
    })
}

fn is_open_pipe(sys: &Sys, path: &str) -> bool {
    let number = path.strip_prefix("/dev/fd/").and_then(|n| n.parse().ok());
    let fd = match path {
        "/dev/stdin" => Some(0),
        "/dev/stdout" => Some(1),
        "/dev/stderr" => Some(2),
        _ => number,
    };
    fd.is_some_and(|fd| {
        sys.file(fd).is_ok_and(|f| {
            matches!(
                f.object,
                machine::FileObject::PipeReader(_) | machine::FileObject::PipeWriter(_)
            )
        })
    })
}

fn bad_number(flavour: Flavour, text: &str) -> String {
    match flavour {
        Flavour::Dash => format!("Illegal number: {text}"),
        Flavour::Ash => format!("{text}: bad number"),
        Flavour::Bash => format!("{text}: integer expression expected"),
    }
}

fn number(flavour: Flavour, text: &str) -> Result<i64, String> {
    let trimmed = text.trim();
    let digits = trimmed.strip_prefix('+').unwrap_or(trimmed);
    if digits.starts_with('+') || digits.is_empty() {
        return Err(bad_number(flavour, text));
    }
    digits.parse().map_err(|_| bad_number(flavour, text))
}

/// A binary primary.
pub(crate) fn binary(shell: &Shell, left: &str, op: &str, right: &str) -> Result<bool, String> {
    let sys = &shell.sys;
    Ok(match op {
        "=" | "==" => left == right,
        "!=" => left != right,
        "<" => left < right,
        ">" => left > right,
        "-nt" | "-ot" => {
            let (a, b) = (stat(sys, left, true), stat(sys, right, true));
            match (a, b) {
                (Some(a), Some(b)) if op == "-nt" => a.meta.mtime > b.meta.mtime,
                (Some(a), Some(b)) => a.meta.mtime < b.meta.mtime,
                (Some(_), None) => op == "-nt" && shell.flavour.is_bash(),
                (None, Some(_)) => op == "-ot" && shell.flavour.is_bash(),
                _ => false,
            }
        }
        "-ef" => match (stat(sys, left, true), stat(sys, right, true)) {
            (Some(a), Some(b)) => a.dev == b.dev && a.ino == b.ino,
            _ => false,
        },
        _ => compare(op, number(shell.flavour, left)?, number(shell.flavour, right)?),
    })
}

/// The expression of `test`, for what POSIX leaves to more than four arguments too.
struct Expression<'a> {
    shell: &'a Shell,
    args: &'a [String],
    at: usize,
    depth: usize,
}

impl<'a> Expression<'a> {
    fn peek(&self, ahead: usize) -> Option<&'a str> {
        self.args.get(self.at + ahead).map(String::as_str)
    }

    fn or(&mut self) -> Result<bool, String> {
        let mut value = self.and()?;
        while self.peek(0) == Some("-o") {
            self.at += 1;
            value |= self.and()?;
        }
        Ok(value)
    }

    fn and(&mut self) -> Result<bool, String> {
        let mut value = self.not()?;
        while self.peek(0) == Some("-a") {
            self.at += 1;
            value &= self.not()?;
        }
        Ok(value)
    }

    fn not(&mut self) -> Result<bool, String> {
        self.depth += 1;
        if self.depth > 100 {
            return Err("too many arguments".into());
        }
        // `!` alone, or before an operator, is a string.
        let value = if self.peek(0) == Some("!") && self.peek(1).is_some() && !self.operator_follows(1) {
            self.at += 1;
            !self.not()?
        } else {
            self.primary()?
        };
        self.depth -= 1;
        Ok(value)
    }

    fn operator_follows(&self, ahead: usize) -> bool {
        self.peek(ahead).is_some_and(|op| is_binary(op, self.shell.flavour)) && self.peek(ahead + 1).is_some()
    }

    fn primary(&mut self) -> Result<bool, String> {
        let flavour = self.shell.flavour;
        let Some(first) = self.peek(0) else {
            return Err(match flavour {
                Flavour::Bash => "argument expected".into(),
                _ => "argument expected".into(),
            });
        };
        if self.operator_follows(1) {
            let op = self.peek(1).unwrap_or_default();
            let right = self.peek(2).unwrap_or_default();
            self.at += 3;
            return binary(self.shell, first, op, right);
        }
        if first == "(" && self.args.len() > 1 {
            self.at += 1;
            let value = self.or()?;
            if self.peek(0) != Some(")") {
                return Err(match flavour {
                    Flavour::Bash => "`)' expected".into(),
                    _ => "closing paren expected".into(),
                });
            }
            self.at += 1;
            return Ok(value);
        }
        if is_unary(first)
            && !(first == "-o" || first == "-a") | (self.args.len() == 2)
            && let Some(operand) = self.peek(1)
        {
            self.at += 2;
            return unary(self.shell, first, operand);
        }
        self.at += 1;
        Ok(!first.is_empty())
    }
}

/// Whether the expression holds. `Err` is the message.
pub(crate) fn evaluate(shell: &Shell, args: &[String]) -> Result<bool, String> {
    if args.is_empty() {
        return Ok(false);
    }
    if let [only] = args {
        return Ok(!only.is_empty());
    }
    let mut expression = Expression {
        shell,
        args,
        at: 0,
        depth: 0,
    };
    let value = expression.or()?;
    let at = expression.at;
    if at < args.len() {
        let rest = args[at].as_str();
        return Err(match shell.flavour {
            Flavour::Dash => {
                // dash names what stands before the operator that is none.
                let before = args.get(at.saturating_sub(1)).map_or("", String::as_str);
                format!("{before}: unexpected operator")
            }
            Flavour::Ash => format!("{rest}: unknown operand"),
            Flavour::Bash => match args.len() {
                2 => format!("{}: unary operator expected", args[0]),
                3 => format!("{}: binary operator expected", args[1]),
                _ => "too many arguments".into(),
            },
        });
    }
    Ok(value)
}

impl Shell {
    pub(crate) async fn builtin_test(&mut self, words: &[String]) -> Outcome {
        let name = words.first().map_or("", String::as_str);
        let mut args = words.get(1..).unwrap_or_default();
        let close = match name {
            "[" => Some("]"),
            "[[" => Some("]]"),
            _ => None,
        };
        if let Some(close) = close {
            match args.split_last() {
                Some((last, rest)) if last == close => args = rest,
                _ => {
                    let message = if self.flavour.is_bash() {
                        "missing `]'".to_string()
                    } else {
                        format!("missing {close}")
                    };
                    let text = format!("{}{message}\n", self.prefix(Voice::Applet(name)));
                    self.write_error(&text).await;
                    return Ok(2);
                }
            }
        }
        let result = if name == "[[" {
            self.ash_condition(args)
        } else {
            evaluate(self, args)
        };
        match result {
            Ok(holds) => Ok(i32::from(!holds)),
            Err(message) => {
                let text = format!("{}{message}\n", self.prefix(Voice::Applet(name)));
                self.write_error(&text).await;
                Ok(2)
            }
        }
    }

    /// ash's `[[`: as `[`, but `=` and `==` match patterns, and `&&`, `||` were words.
    fn ash_condition(&self, args: &[String]) -> Result<bool, String> {
        match args {
            [left, op, right] if matches!(op.as_str(), "=" | "==" | "!=") => {
                let matches = crate::pattern::Pattern::new(right, self.flavour).matches(left);
                Ok(matches == (op != "!="))
            }
            [left, op, right] if op == "=~" => {
                let regex = crate::regex::Regex::new(right, false).ok_or_else(|| "bad regex".to_string())?;
                Ok(regex.captures(left).is_some())
            }
            _ => evaluate(self, args),
        }
    }
}
