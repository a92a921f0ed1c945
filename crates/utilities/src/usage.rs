//! What `--help` and `--version` print: a synopsis in Drydock's own words.

use crate::SYNOPSES;
use crate::multicall::Build;
use machine::Sys;

fn synopsis(name: &str) -> &'static str {
    SYNOPSES
        .iter()
        .find(|(n, _)| *n == name)
        .map_or("[OPTION]... [ARG]...", |(_, s)| s)
}

/// What busybox prints after a wrong command line.
pub fn busybox(sys: &Sys, name: &str) -> String {
    let banner = Build::of(sys).banner();
    format!("{banner}\n\nUsage: {name} {}\n", synopsis(name)).replace(" \n", "\n")
}

/// What `--help` prints.
pub fn help(sys: &Sys, name: &str, gnu: bool) -> String {
    if gnu {
        format!(
            "Usage: {name} {}\n\ndrydock: the options' descriptions are not simulated; see `man {name}` on a real system.\n",
            synopsis(name)
        )
    } else {
        busybox(sys, name)
    }
}

/// What `--version` prints for programs of the GNU family in Debian 12.
pub fn version(name: &str) -> String {
    match name {
        "grep" | "egrep" | "fgrep" => "grep (GNU grep) 3.8\n".to_string(),
        "sed" => "sed (GNU sed) 4.9\n".to_string(),
        "tar" => "tar (GNU tar) 1.34\n".to_string(),
        "find" | "xargs" => format!("{name} (GNU findutils) 4.9.0\n"),
        "gzip" | "gunzip" | "zcat" => format!("{name} (gzip) 1.12\n"),
        "diff" | "cmp" => format!("{name} (GNU diffutils) 3.8\n"),
        "ps" | "free" | "uptime" | "top" | "pgrep" | "pkill" | "watch" => format!("{name} from procps-ng 4.0.2\n"),
        _ => format!("{name} (GNU coreutils) 9.1\n"),
    }
}
