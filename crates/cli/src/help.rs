//! Usage lines, `--help` and usage errors, derived from the table as cobra derives them.
//!
//! The layout is docker/cli's usage template; the flags' columns and line breaks are pflag's. Left out:
//! the terminal's width (80 columns are assumed) and its bold type.

use crate::opts;
use crate::table::{self, Arguments, Command, Flag, Group, Kind};

const WIDTH: usize = 79;

/// What `docker build` is called outside of buildx.
const BUILD_ABOUT: &str = "Build an image from a Dockerfile";

/// `docker run [OPTIONS] IMAGE [COMMAND] [ARG...]`
pub fn usage_line(command: &Command, words: &str) -> String {
    let path = command.shown_path(words);
    format!("docker {path} {}", command.usage).trim_end().to_string()
}

/// What follows a mistake in a flag; its exit status is 125.
pub fn flag_error(problem: &str, usage: &str, path: &str) -> String {
    format!("{problem}\n\nUsage:  {usage}\n\nRun '{path} --help' for more information\n")
}

/// The mistake in the number of arguments, if there is one; its exit status is 1.
pub fn argument_error(command: &Command, words: &str, count: usize) -> Option<String> {
    let path = format!("docker {}", command.shown_path(words));
    let usage = usage_line(command, words);
    let plural = |n: usize| if n == 1 { "argument" } else { "arguments" };
    let (problem, see) = match command.arguments {
        Arguments::None if count > 0 => ("accepts no arguments".to_string(), "Run"),
        Arguments::Exactly(n) if count != n => (format!("requires {n} {}", plural(n)), "Run"),
        Arguments::AtLeast(n) if count < n => (format!("requires at least {n} {}", plural(n)), "See"),
        Arguments::AtMost(n) if count > n => (format!("requires at most {n} {}", plural(n)), "Run"),
        Arguments::Between(low, high) if count < low || count > high => {
            (format!("requires at least {low} and at most {high} {}", plural(high)), "Run")
        }
        _ => return None,
    };
    let start = if path.starts_with("docker buildx") { "ERROR: " } else { "" };
    Some(format!(
        "{start}docker: '{path}' {problem}\n\nUsage:  {usage}\n\n{see} '{path} --help' for more information\n"
    ))
}

/// What an unknown command of a group is answered.
pub fn unknown_of_group(group: &Group, word: &str) -> String {
    let path = format!("docker {}", group.name);
    let usage = format!("{path} {}", group.usage);
    format!(
        "docker: unknown command: {path} {word}\n\nUsage:  {}\n\nRun '{path} --help' for more information\n",
        usage.trim_end()
    )
}

/// What an unknown command is answered.
pub fn unknown(word: &str) -> String {
    format!("docker: unknown command: docker {word}\n\nRun 'docker --help' for more information\n")
}

/// `docker COMMAND --help`
pub fn of_command(command: &Command, words: &str) -> String {
    let mut out = format!("Usage:  {}\n\n{}\n", usage_line(command, words), command.about);
    let aliases: Vec<String> = std::iter::once(command.path)
        .chain(command.also.iter().copied())
        .map(|name| format!("docker {name}"))
        .collect();
    if aliases.len() > 1 {
        out.push_str(&format!("\nAliases:\n  {}\n", aliases.join(", ")));
    }
    let flags: Vec<&Flag> = command.flags.iter().filter(|f| !f.hidden).collect();
    if !flags.is_empty() {
        out.push_str(&format!("\nOptions:\n{}\n", flag_usages(&flags).trim_end()));
    }
    out
}

/// `docker GROUP`
pub fn of_group(group: &Group) -> String {
    if ["builder", "buildx"].contains(&group.name) {
        return of_buildx();
    }
    let name = group.name;
    let mut commands: Vec<(&str, &str)> = table::commands_of(name)
        .into_iter()
        .map(|c| (last_word(c), c.summary()))
        .collect();
    // Commands of other groups that are reached under this one too.
    let prefix = format!("{name} ");
    commands.extend(
        table::commands()
            .filter(|c| !c.path.starts_with(&prefix))
            .flat_map(|c| c.also)
            .filter_map(|also| also.strip_prefix(&prefix))
            .map(|word| (word, BUILD_ABOUT)),
    );
    commands.sort_unstable();
    let mut out = format!("Usage:  docker {name} COMMAND\n\n{}\n\nCommands:\n", group.about);
    let width = commands.iter().map(|(word, _)| word.len()).max().unwrap_or(0).max(11);
    for (word, about) in commands {
        out.push_str(&format!("  {word:width$} {about}\n"));
    }
    out.push_str(&format!(
        "\nRun 'docker {name} COMMAND --help' for more information on a command.\n"
    ));
    out
}

/// `docker buildx` and `docker builder`
pub fn of_buildx() -> String {
    const APART: &[&str] = &["history", "imagetools"];
    let mut out = String::from(
        "Usage:  docker buildx [OPTIONS] COMMAND\n\nExtended build capabilities with BuildKit\n\nOptions:\n      --builder string   Override the configured builder instance\n  -D, --debug            Enable debug logging\n",
    );
    let mut listed: Vec<(&str, &str)> = table::commands_of("buildx")
        .into_iter()
        .map(|c| (last_word(c), c.about))
        .collect();
    listed.push(("dial-stdio", "Proxy current stdio streams to builder instance"));
    listed.sort_unstable();
    let (apart, commands): (Vec<_>, Vec<_>) = listed.into_iter().partition(|(word, _)| APART.contains(word));
    for (heading, commands) in [("Management Commands", apart), ("Commands", commands)] {
        out.push_str(&format!("\n{heading}:\n"));
        for (word, about) in commands {
            out.push_str(&format!("  {word:11} {about}\n"));
        }
    }
    out.push_str(
        "\nRun 'docker buildx COMMAND --help' for more information on a command.\n\nExperimental commands and flags are hidden. Set BUILDX_EXPERIMENTAL=1 to show them.\n",
    );
    out
}

/// `docker compose`
pub fn of_compose() -> String {
    let flags: Vec<&Flag> = table::COMPOSE_FLAGS.iter().filter(|f| !f.hidden).collect();
    let mut out = format!(
        "Usage:  docker compose [OPTIONS] COMMAND\n\nDefine and run multi-container applications with Docker\n\nOptions:\n{}\n",
        flag_usages(&flags).trim_end()
    );
    let (apart, commands): (Vec<_>, Vec<_>) = table::commands_of("compose")
        .into_iter()
        .partition(|c| c.path == "compose bridge");
    for (heading, commands) in [("Management Commands", apart), ("Commands", commands)] {
        out.push_str(&format!("\n{heading}:\n"));
        for command in commands {
            out.push_str(&format!("  {:11} {}\n", last_word(command), command.summary()));
        }
    }
    out.push_str("\nRun 'docker compose COMMAND --help' for more information on a command.\n");
    out
}

fn last_word(command: &Command) -> &'static str {
    command.path.rsplit(' ').next().unwrap_or_default()
}

/// `docker --help`
pub fn of_docker() -> String {
    let mut out =
        String::from("Usage:  docker [OPTIONS] COMMAND\n\nA self-sufficient runtime for containers\n\nCommon Commands:\n");
    let line = |name: &str, about: &str| format!("  {name:<12}{about}\n");
    for name in table::COMMON {
        if let Some(command) = table::find(name) {
            let about = if *name == "build" { BUILD_ABOUT } else { command.summary() };
            out.push_str(&line(name, about));
        }
    }
    out.push_str("\nManagement Commands:\n");
    for group in table::GROUPS.iter().filter(|g| !g.swarm) {
        let name = format!("{}{}", group.name, if group.plugin { "*" } else { " " });
        out.push_str(&line(&name, group.about));
    }
    out.push_str("\nSwarm Commands:\n");
    for group in table::GROUPS.iter().filter(|g| g.swarm) {
        out.push_str(&line(group.name, group.about));
    }
    out.push_str("\nCommands:\n");
    for (name, command) in table::top_commands() {
        if !table::COMMON.contains(&name) {
            out.push_str(&line(name, command.summary()));
        }
    }
    let flags: Vec<&Flag> = table::GLOBAL_FLAGS.iter().collect();
    out.push_str(&format!("\nGlobal Options:\n{}\n", flag_usages(&flags).trim_end()));
    out.push_str("\nRun 'docker COMMAND --help' for more information on a command.\n");
    out.push_str("\nFor more help on how to use Docker, head to https://docs.docker.com/go/guides/\n");
    out
}

/// The lines of a flag set: names in one column, help in the other, wrapped.
pub fn flag_usages(flags: &[&Flag]) -> String {
    let mut sorted: Vec<&&Flag> = flags.iter().collect();
    sorted.sort_by_key(|f| f.name);
    let lines: Vec<(String, String)> = sorted.iter().map(|flag| (flag_names(flag), flag_help(flag))).collect();
    let column = lines.iter().map(|(names, _)| names.len()).max().unwrap_or(0) + 1;
    let mut out = String::new();
    for (names, help) in lines {
        let spaces = " ".repeat(column - names.len());
        out.push_str(&format!("{names}{spaces}  {}\n", wrap(column + 2, WIDTH, &help)));
    }
    out
}

fn flag_names(flag: &Flag) -> String {
    let names = match flag.short {
        Some(short) => format!("  -{short}, --{}", flag.name),
        None => format!("      --{}", flag.name),
    };
    match flag.type_name {
        "" => names,
        word => format!("{names} {word}"),
    }
}

fn flag_help(flag: &Flag) -> String {
    let zero = match flag.kind {
        Kind::Boolean => ["", "false"].contains(&flag.default),
        Kind::Duration => ["", "0", "0s"].contains(&flag.default),
        _ => ["", "0", "<nil>", "false"].contains(&flag.default),
    };
    match flag.type_name {
        _ if zero => flag.help.to_string(),
        "string" => format!("{} (default {})", flag.help, opts::quote(flag.default)),
        _ => format!("{} (default {})", flag.help, flag.default),
    }
}

/// pflag's wrapping: from column `indent`, to lines of `width`.
fn wrap(indent: usize, width: usize, text: &str) -> String {
    const SLOP: usize = 5;
    let mut indent = indent;
    let mut out = String::new();
    let mut room = width.saturating_sub(indent);
    if room < 24 {
        indent = 16;
        room = width.saturating_sub(indent);
        out.push('\n');
        out.push_str(&" ".repeat(indent));
    }
    let room = room.saturating_sub(SLOP);
    let margin = format!("\n{}", " ".repeat(indent));
    let mut rest = text;
    let mut first = true;
    while first || !rest.is_empty() {
        let (line, after) = wrap_line(room, SLOP, rest);
        if !first {
            out.push_str(&margin);
        }
        out.push_str(&line.replace('\n', &margin));
        rest = after;
        first = false;
    }
    out
}

fn wrap_line(room: usize, slop: usize, text: &str) -> (&str, &str) {
    if room + slop > text.len() {
        return (text, "");
    }
    let head = (0..=room).rev().find_map(|at| text.get(..at)).unwrap_or_default();
    let Some(space) = head.rfind([' ', '\t', '\n']).filter(|at| *at > 0) else {
        return (text, "");
    };
    let at = match head.rfind('\n') {
        Some(newline) if newline > 0 && newline < space => newline,
        _ => space,
    };
    (text.get(..at).unwrap_or(text), text.get(at + 1..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stop_command_explains_itself() {
        let stop = table::find("stop").unwrap();
        assert_eq!(
            of_command(stop, "stop"),
            "Usage:  docker stop [OPTIONS] CONTAINER [CONTAINER...]\n\
             \n\
             Stop one or more running containers\n\
             \n\
             Aliases:\n  docker container stop, docker stop\n\
             \n\
             Options:\n  \
             -s, --signal string   Signal to send to the container\n  \
             -t, --timeout int     Seconds to wait before killing the container\n"
        );
    }

    #[test]
    fn long_help_is_wrapped() {
        let prune = table::find("network create").unwrap();
        let text = of_command(prune, "network create");
        assert!(text.lines().all(|line| line.len() <= 80), "{text}");
    }

    #[test]
    fn argument_counts_have_dockers_words() {
        let rename = table::find("rename").unwrap();
        assert_eq!(
            argument_error(rename, "rename", 1).unwrap(),
            "docker: 'docker rename' requires 2 arguments\n\nUsage:  docker rename CONTAINER NEW_NAME\n\n\
             Run 'docker rename --help' for more information\n"
        );
    }
}
