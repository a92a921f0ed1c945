//! `find` (POSIX), with the tests and actions of busybox and GNU findutils that people use.
//!
//! Entries come in the order of their names. Left out: -fstype, access times (they are the modification's).

mod action;
mod expression;

use crate::tool::{Exit, Run, Tool, join, tool};
use expression::{Expression, Parsed, parse};
use vfs::{FileKind, Stat};

tool!();

/// How links are followed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Follow {
    Never,
    Given,
    Always,
}

/// A file that find came to.
pub(crate) struct Found {
    pub path: String,
    /// The operand it was found under.
    pub root: String,
    pub stat: Stat,
    pub depth: usize,
}

/// A search at work.
pub(crate) struct Find {
    pub parsed: Parsed,
    pub follow: Follow,
    pub now: i64,
    pub quit: bool,
    pub prune: bool,
    /// Paths collected for `-exec … +`, by the action's number.
    pub batches: Vec<Vec<String>>,
}

async fn run(t: &mut Tool) -> Run {
    let mut args = t.args.clone();
    let mut follow = Follow::Never;
    while let Some(first) = args.first() {
        match first.as_str() {
            "-P" => follow = Follow::Never,
            "-H" => follow = Follow::Given,
            "-L" | "-follow" => follow = Follow::Always,
            _ => break,
        }
        args.remove(0);
    }
    let split = args
        .iter()
        .position(|a| a.starts_with('-') && a.len() > 1 || a == "!" || a == "(" || a == ")" || a == ",")
        .unwrap_or(args.len());
    let words = args.split_off(split);
    let roots = if args.is_empty() { vec![".".to_string()] } else { args };
    let parsed = match parse(t, &words) {
        Ok(parsed) => parsed,
        Err(message) if !t.gnu && message.starts_with("unrecognized") => return Err(t.misuse(message).await),
        Err(message) => return Err(t.fail(message).await),
    };
    let now = t.sys.now().0;
    let batches = vec![Vec::new(); parsed.batches];
    let mut find = Find {
        parsed,
        follow,
        now,
        quit: false,
        prune: false,
        batches,
    };
    for root in roots {
        find.walk(t, &root).await?;
        if find.quit {
            break;
        }
    }
    find.finish(t).await
}

impl Find {
    fn stat(&self, t: &Tool, path: &str, depth: usize) -> Result<Stat, machine::Errno> {
        let follow = self.follow == Follow::Always || self.follow == Follow::Given && depth == 0;
        if follow {
            t.sys.stat(path).or_else(|_| t.sys.lstat(path))
        } else {
            t.sys.lstat(path)
        }
    }

    async fn walk(&mut self, t: &mut Tool, root: &str) -> Run {
        let mut todo = vec![(root.to_string(), 0usize, false)];
        let mut device = None;
        while let Some((path, depth, after)) = todo.pop() {
            t.sys.tick().await;
            let stat = match self.stat(t, &path, depth) {
                Ok(stat) => stat,
                Err(error) => {
                    let message = t.words(format!("{path}: {error}"), format!("'{path}': {error}"));
                    t.error(message).await;
                    continue;
                }
            };
            let device = *device.get_or_insert(stat.dev);
            let descend =
                stat.kind == FileKind::Dir && depth < self.parsed.max_depth && !(self.parsed.one_device && stat.dev != device);
            let found = Found {
                path: path.clone(),
                root: root.to_string(),
                stat,
                depth,
            };
            let late = self.parsed.depth_first && descend;
            self.prune = false;
            if (!late || after) && depth >= self.parsed.min_depth {
                let expression = self.parsed.expression.clone();
                self.holds(t, &expression, &found).await?;
                if self.quit {
                    return Ok(());
                }
            }
            if !descend || after || self.prune && !self.parsed.depth_first {
                continue;
            }
            if depth > 2000 {
                t.error(format!("{path}: File name too long")).await;
                continue;
            }
            if late {
                todo.push((path.clone(), depth, true));
            }
            match t.sys.readdir(&path) {
                Ok(entries) => {
                    for entry in entries.iter().rev() {
                        todo.push((join(&path, &entry.name), depth + 1, false));
                    }
                }
                Err(error) => {
                    let message = t.words(format!("{path}: {error}"), format!("'{path}': {error}"));
                    t.error(message).await;
                }
            }
        }
        Ok(())
    }

    /// Evaluates an expression for a file, with its side effects.
    pub(crate) fn holds<'a>(
        &'a mut self,
        t: &'a mut Tool,
        expression: &'a Expression,
        found: &'a Found,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<bool, Exit>> + 'a>> {
        Box::pin(async move {
            Ok(match expression {
                Expression::And(parts) => {
                    for part in parts {
                        if !self.holds(t, part, found).await? || self.quit {
                            return Ok(false);
                        }
                    }
                    true
                }
                Expression::Or(parts) => {
                    for part in parts {
                        if self.holds(t, part, found).await? || self.quit {
                            return Ok(true);
                        }
                    }
                    false
                }
                Expression::List(parts) => {
                    let mut last = true;
                    for part in parts {
                        last = self.holds(t, part, found).await?;
                    }
                    last
                }
                Expression::Not(inner) => !self.holds(t, inner, found).await?,
                Expression::Test(test) => self.test(t, test, found),
                Expression::Action(action) => self.act(t, action, found).await?,
            })
        })
    }
}
