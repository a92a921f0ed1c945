//! The least that every flavour does.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod machine;

#[test]
fn each_shell_runs_a_line() {
    for flavour in ["dash", "ash", "bash"] {
        let program = if flavour == "bash" { "/bin/bash" } else { "/bin/sh" };
        let done = machine::run(
            flavour,
            &[
                program,
                "-c",
                "f() { echo \"$1\" | cat; }; for i in a b; do f $i; done; x=$(seq 3 | wc -l); echo $((x+1)) > t; cat < t; nosuch; echo $?",
            ],
            "",
        );
        let missing = match flavour {
            "dash" => "/bin/sh: 1: nosuch: not found",
            "ash" => "/bin/sh: nosuch: not found",
            _ => "/bin/bash: line 1: nosuch: command not found",
        };
        assert_eq!(done.output, format!("a\nb\n4\n{missing}\n127\n"));
        assert_eq!(done.status, 0);
    }
}
