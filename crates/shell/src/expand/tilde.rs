//! Tilde expansion (POSIX XCU 2.6.1).

use crate::state::Shell;

impl Shell {
    fn home_of(&self, user: &str) -> Option<String> {
        if user.is_empty() {
            if let Some(home) = self.vars.scalar("HOME") {
                return Some(home.to_string());
            }
            if !self.flavour.is_bash() {
                return None;
            }
            let uid = self.sys.cred().uid;
            let passwd = self.sys.read_file("/etc/passwd").ok()?;
            let users = machine::parse_passwd(&String::from_utf8_lossy(&passwd));
            return users.into_iter().find(|u| u.uid == uid).map(|u| u.home);
        }
        if self.flavour.is_bash() && (user == "+" || user == "-") {
            let name = if user == "+" { "PWD" } else { "OLDPWD" };
            return self.vars.scalar(name).map(str::to_string);
        }
        let passwd = self.sys.read_file("/etc/passwd").ok()?;
        let users = machine::parse_passwd(&String::from_utf8_lossy(&passwd));
        users.into_iter().find(|u| u.name == user).map(|u| u.home)
    }

    /// The home that text begins with, and the rest. `last` says that nothing follows the text, so
    /// that a name may reach up to its end.
    pub(super) fn expand_tilde<'t>(&self, text: &'t str, last: bool) -> Option<(String, &'t str)> {
        let rest = text.strip_prefix('~')?;
        let end = rest.find('/').unwrap_or(rest.len());
        if end == rest.len() && !last {
            return None;
        }
        let home = self.home_of(rest.get(..end)?)?;
        Some((home, rest.get(end..)?))
    }

    /// Tildes at the start and after colons, as in assignments.
    pub(super) fn expand_tildes(&self, text: &str, at_start: bool, last: bool) -> String {
        let pieces: Vec<&str> = text.split(':').collect();
        let count = pieces.len();
        let expanded: Vec<String> = pieces
            .into_iter()
            .enumerate()
            .map(|(n, piece)| {
                let whole = n + 1 < count || last;
                match self.expand_tilde(piece, whole) {
                    Some((home, rest)) if n > 0 || at_start => home + rest,
                    _ => piece.to_string(),
                }
            })
            .collect();
        expanded.join(":")
    }
}
