//! `CacheHostileOrder`: Dependencies are installed after the sources are copied.
//!
//! Every change to any source makes the COPY new, and with it the installation that follows. Copy what lists the
//! dependencies first, install, then copy the rest: the installation stays cached until the list changes.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! WORKDIR /app
//! COPY . .
//! RUN pip install --no-cache-dir -r requirements.txt
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM python:3.12-slim
//! WORKDIR /app
//! COPY requirements.txt ./
//! RUN pip install --no-cache-dir -r requirements.txt
//! COPY . .
//! ```

use super::View;
use super::shell::{Simple, commands};
use crate::check::Rule;
use crate::edit::{Fix, FixKind, TextEdit};
use crate::instruction::Instruction;
use crate::keyword::Keyword;
use crate::typed::Typed;

/// The rule.
pub const RULE: Rule = Rule {
    name: "CacheHostileOrder",
    description: "Dependencies are installed after the sources are copied",
    url: "",
    experimental: false,
    why: "Every change to any source makes the COPY new, and with it the installation that follows. Copy what lists the dependencies first, install, then copy the rest: the installation stays cached until the list changes.",
    bad: "FROM python:3.12-slim\nWORKDIR /app\nCOPY . .\nRUN pip install --no-cache-dir -r requirements.txt\n",
    good: "FROM python:3.12-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .\n",
};

/// The files that say what an installation installs, and whether the words are such an installation.
fn manifest(command: &Simple<'_>) -> Option<String> {
    let program = command.words.get(command.program())?.0;
    let first = command.operands().next().unwrap_or("");
    let files = match (program, first) {
        ("pip" | "pip3", "install") => {
            let at = command
                .words
                .iter()
                .position(|(w, _, _)| matches!(*w, "-r" | "--requirement"))?;
            return command.words.get(at + 1).map(|(w, _, _)| (*w).to_owned());
        }
        ("npm", "install" | "ci" | "i") => "package*.json",
        ("yarn", "" | "install") => "package.json yarn.lock",
        ("pnpm", "install" | "i") => "package.json pnpm-lock.yaml",
        ("bundle", "install") => "Gemfile Gemfile.lock",
        ("composer", "install") => "composer.json composer.lock",
        ("go", "mod") => "go.mod go.sum",
        ("poetry", "install") => "pyproject.toml poetry.lock",
        _ => return None,
    };
    Some(files.to_owned())
}

pub(crate) fn advise(view: &mut View<'_>) {
    for index in 0..view.nodes.len() {
        let viewed = &view.nodes[index];
        let Typed::Command(command) = &viewed.typed else {
            continue;
        };
        let Instruction::Copy(copy) = &command.instruction else {
            continue;
        };
        let copies_all = copy.from.is_empty() && copy.files.sources.iter().any(|s| matches!(s.as_str(), "." | "./" | "/"));
        if !copies_all {
            continue;
        }
        let stage = viewed.stage;
        let install = view
            .nodes
            .iter()
            .skip(index + 1)
            .take_while(|later| later.stage == stage)
            .filter(|later| later.keyword == Keyword::Run)
            .find_map(|later| {
                let files = commands(later.shell_text()?).iter().find_map(manifest)?;
                Some((later, files))
            });
        let Some((install, files)) = install else {
            continue;
        };
        let at = viewed.node.span().start;
        let mut moved = install.node.span().of(view_text(viewed)).to_owned();
        if !moved.ends_with('\n') {
            moved.push('\n');
        }
        let destination = if copy.files.destination.ends_with('/') || copy.files.destination == "." {
            copy.files.destination.as_str()
        } else {
            "./"
        };
        let destination = if destination == "." { "./" } else { destination };
        let fix = Fix::new(
            FixKind::CopyDependenciesFirst,
            "",
            vec![
                TextEdit::insert(at, format!("COPY {files} {destination}\n{moved}")),
                TextEdit::new(install.node.span(), ""),
            ],
        );
        view.say(
            &RULE,
            index,
            files.clone(),
            format!("any change to the sources repeats the installation below: copy {files} and install before COPY . ."),
            Some(fix),
        );
    }
}

fn view_text<'a>(viewed: &super::Viewed<'a>) -> &'a str {
    viewed.node.dockerfile.text()
}
