//! `yarn run`, and scripts that are called by their names.

use super::{Stop, Yarn, script};
use crate::packages::npm::scripts::spawn;
use crate::packages::npm::section;
use serde_json::{Map, Value};

/// An argument as the shell reads it back.
fn quoted(word: &str) -> String {
    let plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "_-./:=@%+,".contains(c));
    if plain {
        word.to_string()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Whether one letter added, dropped or changed makes one word of the other.
fn is_near(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let start = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let rest = one.len().min(other.len()) - start;
    let end = one
        .iter()
        .rev()
        .zip(other.iter().rev())
        .take(rest)
        .take_while(|(a, b)| a == b)
        .count();
    one.len().max(other.len()) - start - end < 2
}

impl Yarn {
    pub(super) async fn run(&self) -> Result<(), Stop> {
        let cwd = self.console.sys.getcwd();
        let Some(package) = self.manifest().await? else {
            return Err(Stop::error(format!("Couldn't find a package.json file in \"{cwd}\"")));
        };
        let bins: Vec<String> = self
            .console
            .sys
            .readdir(&format!("{cwd}/node_modules/.bin"))
            .unwrap_or_default()
            .into_iter()
            .map(|entry| entry.name)
            .collect();
        let mut scripts = section(&package, "scripts");
        scripts.sort();
        let Some((wanted, args)) = self.words.split_first() else {
            self.list(&bins, &scripts).await;
            return Ok(());
        };
        let with_args = |command: String| args.iter().fold(command, |line, word| format!("{line} {}", quoted(word)));
        if let Some(command) = script(&package, wanted) {
            self.stage(&package, &format!("pre{wanted}")).await?;
            self.command(&package, wanted, &with_args(command)).await?;
            return self.stage(&package, &format!("post{wanted}")).await;
        }
        if bins.contains(wanted) {
            let path = quoted(&format!("{cwd}/node_modules/.bin/{wanted}"));
            return self.command(&package, wanted, &with_args(path)).await;
        }
        if wanted == "env" {
            return Err(Stop::NotSimulated("yarn run env is not simulated".into()));
        }
        let mut text = format!("Command \"{wanted}\" not found.");
        let mut names = bins.iter().chain(scripts.iter().map(|(name, _)| name));
        if let Some(near) = names.rfind(|name| is_near(name, wanted)) {
            text.push_str(&format!(" Did you mean \"{near}\"?"));
        }
        Err(Stop::error(text))
    }

    /// What there is to run; the question that follows has no answer without a terminal.
    async fn list(&self, bins: &[String], scripts: &[(String, String)]) {
        if bins.is_empty() {
            self.console.err("error There are no binary scripts available.\n").await;
        } else {
            self.log(format!("info Commands available from binary scripts: {}", bins.join(", ")))
                .await;
        }
        if scripts.is_empty() {
            self.console
                .err("error There are no scripts specified inside package.json.\n")
                .await;
            return;
        }
        self.log("info Project commands").await;
        for (name, command) in scripts {
            self.log(format!("   - {name}\n      {command}")).await;
        }
        self.console.err("error No command specified.\n").await;
    }

    /// Runs a script of package.json if there is one of this name.
    pub(super) async fn stage(&self, package: &Map<String, Value>, name: &str) -> Result<(), Stop> {
        match script(package, name) {
            Some(command) => self.command(package, name, &command).await,
            None => Ok(()),
        }
    }

    async fn command(&self, package: &Map<String, Value>, stage: &str, command: &str) -> Result<(), Stop> {
        self.log(format!("$ {command}")).await;
        let text = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default().to_string();
        let cwd = self.console.sys.getcwd();
        let mut env: Vec<String> = Vec::new();
        for line in self.console.sys.env() {
            match line.strip_prefix("PATH=") {
                Some(path) => env.push(format!("PATH={cwd}/node_modules/.bin:{path}")),
                None if line.starts_with("YARN_WRAP_OUTPUT=") || line.starts_with("npm_lifecycle_event=") => {}
                None => env.push(line),
            }
        }
        env.push(format!("INIT_CWD={cwd}"));
        env.push("YARN_WRAP_OUTPUT=false".into());
        env.push(format!("npm_lifecycle_event={stage}"));
        env.push(format!("npm_package_name={}", text("name")));
        env.push(format!("npm_package_version={}", text("version")));
        if self.production {
            env.retain(|line| !line.starts_with("NODE_ENV="));
            env.push("NODE_ENV=production".into());
        }
        let argv = vec!["/bin/sh".to_string(), "-c".to_string(), command.to_string()];
        match spawn(&self.console, argv, env).await {
            0 => Ok(()),
            code => Err(Stop::Error(format!("Command failed with exit code {code}."), code)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn one_letter_is_near_and_two_are_not() {
        assert!(is_near("build", "buld") && is_near("test", "tests") && is_near("start", "stark"));
        assert!(!is_near("build", "bd") && !is_near("aa", "bb"));
    }
}
