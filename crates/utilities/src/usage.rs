//! What `--help` and `--version` print: a synopsis in Drydock's own words.

use crate::SYNOPSES;

/// The first line of everything that busybox says of itself.
pub const BANNER: &str = "BusyBox v1.35.0 (Debian 1:1.35.0-4+deb12u1+b1) multi-call binary.";

fn synopsis(name: &str) -> &'static str {
    SYNOPSES
        .iter()
        .find(|(n, _)| *n == name)
        .map_or("[OPTION]... [ARG]...", |(_, s)| s)
}

/// What busybox prints after a wrong command line.
pub fn busybox(name: &str) -> String {
    format!("{BANNER}\n\nUsage: {name} {}\n", synopsis(name)).replace(" \n", "\n")
}

/// What `--help` prints.
pub fn help(name: &str, gnu: bool) -> String {
    if gnu {
        format!(
            "Usage: {name} {}\n\ndrydock: the options' descriptions are not simulated; see `man {name}` on a real system.\n",
            synopsis(name)
        )
    } else {
        busybox(name)
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
