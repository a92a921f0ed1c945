//! Command lines as a shell script for a machine with a real Docker.

use std::fmt::Write as _;

/// `run.sh` of these lines, with a note above them. Lines that were completed with Tab, and those that only make sense at a
/// keyboard, are comments.
pub fn script(title: &str, note: &str, lines: &[String]) -> String {
    let mut out = String::from("#!/bin/sh\n");
    // A title is one line of a comment, whatever it holds.
    let title: String = title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let _ = writeln!(
        out,
        "# {title}\n# The commands as they were typed in Drydock. Read them before you run them."
    );
    for line in note.lines() {
        let _ = writeln!(out, "# {line}");
    }
    out.push_str("set -x\ncd \"$(dirname \"$0\")\"\n\n");
    for line in lines {
        if line.contains('\t') {
            let _ = writeln!(out, "# completed with Tab: {}", line.replace('\t', "<Tab>"));
        } else if line.chars().any(char::is_control) {
            continue;
        } else if ["exit", "logout", "clear", "history"].contains(&line.as_str()) {
            let _ = writeln!(out, "# {line}");
        } else {
            let _ = writeln!(out, "{line}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_as_they_were_typed() {
        let lines = ["docker build -t app .", "docker bui\t", "exit", "cd web && ls"].map(str::to_owned);
        assert_eq!(
            script("A title\nrm -rf /", "images.tar\nrm", &lines),
            "#!/bin/sh\n# A title rm -rf /\n# The commands as they were typed in Drydock. Read them before you run them.\n# images.tar\n# rm\nset -x\n\
             cd \"$(dirname \"$0\")\"\n\ndocker build -t app .\n# completed with Tab: docker bui<Tab>\n# exit\ncd web && ls\n"
        );
    }
}
