//! Path name expansion (POSIX XCU 2.6.6).

use crate::pattern::{self, Pattern};
use crate::state::{Flow, Shell};
use vfs::FileKind;

/// How many paths one pattern may give.
const LIMIT: usize = 200_000;

impl Shell {
    /// The existing paths that a pattern matches, sorted.
    pub async fn glob(&mut self, text: &str) -> Result<Vec<String>, Flow> {
        let extended = self.shopt("extglob");
        let absolute = text.starts_with('/');
        let pieces: Vec<&str> = text.split('/').collect();
        let mut found = vec![String::new()];
        if absolute {
            found[0].push('/');
        }
        let count = pieces.len();
        for (n, piece) in pieces.into_iter().enumerate() {
            if n == 0 && absolute {
                continue;
            }
            let last = n + 1 == count;
            if piece.is_empty() {
                if last {
                    found.retain(|base| self.is_dir(base));
                }
                for base in &mut found {
                    if !base.ends_with('/') || !last {
                        base.push('/');
                    }
                }
                continue;
            }
            let mut next = Vec::new();
            if piece == "**" && self.shopt("globstar") {
                for base in &found {
                    self.descend(base, last, &mut next, 0);
                }
                found = next;
                if found.len() > LIMIT {
                    break;
                }
                continue;
            }
            let active = pattern::has_active(piece) || extended && piece.contains('(');
            if !active {
                let name = pattern::unescape(piece);
                for base in found {
                    let path = join(&base, &name);
                    if !last || self.sys.lstat(&path).is_ok() {
                        next.push(path);
                    }
                }
            } else {
                let pattern = Pattern::new(piece, self.flavour);
                let fold = self.shopt("nocaseglob");
                for base in found {
                    self.sys.tick().await;
                    let dir = if base.is_empty() { "." } else { base.as_str() };
                    let Ok(entries) = self.sys.readdir(dir) else { continue };
                    for entry in entries {
                        let hidden = entry.name.starts_with('.');
                        if hidden && !pattern.starts_with_dot() && !self.shopt("dotglob") {
                            continue;
                        }
                        if !last && !matches!(entry.kind, FileKind::Dir | FileKind::Symlink) {
                            continue;
                        }
                        if pattern.matches_with(&entry.name, fold) {
                            next.push(join(&base, &entry.name));
                        }
                    }
                    if pattern.starts_with_dot() && !self.flavour.is_bash() {
                        for name in [".", ".."] {
                            if pattern.matches(name) {
                                next.push(join(&base, name));
                            }
                        }
                    }
                    if next.len() > LIMIT {
                        break;
                    }
                }
            }
            found = next;
            if found.is_empty() {
                break;
            }
        }
        found.sort();
        Ok(found)
    }

    fn is_dir(&self, path: &str) -> bool {
        self.sys.stat(path).is_ok_and(|s| s.kind == FileKind::Dir)
    }

    /// `**`: the directory itself and everything below it.
    fn descend(&self, base: &str, files: bool, out: &mut Vec<String>, depth: usize) {
        if depth == 0 && !files {
            out.push(base.trim_end_matches('/').to_string());
        }
        if depth > 40 || out.len() > LIMIT {
            return;
        }
        let dir = if base.is_empty() { "." } else { base };
        for entry in self.sys.readdir(dir).unwrap_or_default() {
            if entry.name.starts_with('.') && !self.shopt("dotglob") {
                continue;
            }
            let path = join(base, &entry.name);
            if files || entry.kind == FileKind::Dir {
                out.push(path.clone());
            }
            if entry.kind == FileKind::Dir {
                self.descend(&path, files, out, depth + 1);
            }
        }
    }
}

fn join(base: &str, name: &str) -> String {
    if base.is_empty() || base.ends_with('/') {
        format!("{base}{name}")
    } else {
        format!("{base}/{name}")
    }
}
