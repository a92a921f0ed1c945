//! The page of what is simulated, generated from the table: never written by hand.

use crate::table::{self, Command};
use crate::verbs;

/// A command's standing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Support {
    /// The words after `docker`.
    pub path: String,
    pub about: String,
    pub simulated: bool,
    /// The flags that the command knows.
    pub flags: Vec<&'static str>,
}

/// Every command of Docker and whether it is simulated, by name.
pub fn support() -> Vec<Support> {
    let of_command = |c: &Command| Support {
        path: c.path.to_string(),
        about: c.summary().to_string(),
        simulated: verbs::handler(c.path).is_some(),
        flags: c.flags.iter().filter(|f| !f.hidden).map(|f| f.name).collect(),
    };
    let whole_groups = table::GROUPS
        .iter()
        .filter(|g| table::commands_of(g.name).is_empty())
        .map(|g| (g.name, g.about));
    let unlisted = table::UNLISTED.iter().map(|name| (*name, ""));
    let missing = whole_groups.chain(unlisted).map(|(name, about)| Support {
        path: name.to_string(),
        about: about.to_string(),
        simulated: false,
        flags: Vec::new(),
    });
    let mut all: Vec<Support> = table::commands().map(of_command).chain(missing).collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// The page as Markdown.
pub fn page() -> String {
    let mut out = String::from(
        "# Which docker commands are simulated\n\n\
         Generated from the table of commands. A command that is not simulated says so, by name, with status 125;\n\
         so does a flag that would change what is done and is not simulated.\n\n\
         | Command | What it does | Simulated | Flags |\n|---|---|---|---|\n",
    );
    for entry in support() {
        let flags: Vec<String> = match entry.simulated {
            true => entry.flags.iter().map(|f| format!("`--{f}`")).collect(),
            false => Vec::new(),
        };
        out.push_str(&format!(
            "| `docker {}` | {} | {} | {} |\n",
            entry.path,
            entry.about.replace('|', "\\|"),
            if entry.simulated { "yes" } else { "no" },
            flags.join(" ")
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_tells_what_is_missing() {
        let page = page();
        assert!(page.contains("| `docker swarm` | Manage Swarm | no |"));
        assert!(page.contains("| `docker container run` | Create and run a new container from an image | yes |"));
    }
}
