//! Input that means harm: the shell ends, or gives the error that a real one would, and nothing else is lost.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod machine;

const ALL: [&str; 3] = ["dash", "ash", "bash"];

fn sh(flavour: &str, script: &str) -> machine::Done {
    let program = if flavour == "bash" { "/bin/bash" } else { "/bin/sh" };
    machine::run(flavour, &[program, "-c", script], "")
}

#[test]
fn recursion_without_end_ends_as_the_shell_does() {
    assert_eq!(
        sh("dash", "f() { f; }; f").output,
        "/bin/sh: 1: Maximum function recursion depth (1000) reached\n"
    );
    for flavour in ["ash", "bash"] {
        assert_eq!(sh(flavour, "f() { f; }; f").status, 139, "{flavour}");
        assert_eq!(sh(flavour, "f() { { if true; then f; fi; }; }; f").status, 139, "{flavour}");
    }
}

#[test]
fn evaluation_without_end_ends() {
    for flavour in ALL {
        assert_eq!(sh(flavour, "x='eval \"$x\"'; eval \"$x\"").status, 139, "{flavour}");
        assert_eq!(sh(flavour, "echo '. ./s' > s; . ./s").status, 139, "{flavour}");
    }
}

#[test]
fn nesting_without_end_is_a_syntax_error() {
    for flavour in ALL {
        for (open, close) in [
            ("(", ")"),
            ("$(", ")"),
            ("${x:-", "}"),
            ("\"$(", ")\""),
            ("{ ", ";}"),
            ("if ", ""),
            ("`", "`"),
        ] {
            let script = format!("echo {}{}", open.repeat(50_000), close.repeat(50_000));
            assert_ne!(sh(flavour, &script).status, 139, "{flavour} {open}");
        }
        let script = format!("echo $(({}1{}))", "(".repeat(50_000), ")".repeat(50_000));
        assert_ne!(sh(flavour, &script).status, 0, "{flavour}");
        let script = format!("echo $(({}1))", "-".repeat(50_001));
        sh(flavour, &script);
    }
}

#[test]
fn deep_but_finite_recursion_works() {
    for flavour in ALL {
        let done = sh(
            flavour,
            "f() { if [ $1 -gt 0 ]; then f $(($1-1)); else echo bottom; fi; }; f 900",
        );
        assert_eq!((done.output.as_str(), done.status), ("bottom\n", 0), "{flavour}");
    }
}

#[test]
fn long_lines_are_taken() {
    let script = format!(
        "x={}; echo ${{#x}}; y=${{x#*b}}; z=${{x%%a*}}; echo ${{#y}} ${{#z}}",
        "a".repeat(2_000_000)
    );
    for flavour in ALL {
        assert_eq!(sh(flavour, &script).output, "2000000\n2000000 0\n", "{flavour}");
    }
}

#[test]
fn noise_is_an_error_and_no_panic() {
    let mut seed = 42u64;
    for round in 0..80 {
        let mut text = String::new();
        for _ in 0..60 {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let pieces = [
                "$(", ")", "`", "\"", "'", "${", "}", "x", "=", ";", "&&", "|", "\n", "if ", " then ", " fi", "case ", " in ",
                "esac", "((", "))", "[[", "]]", "<<E\n", ">", "<", "é", "*", "[", "]", "\\", "#", "$", "@", "1", "{a,b}", " ",
                "!", "~", "/", ":", "-", "+", "%", "^", "for ", " do ", " done", "$'", "<(", "E\n", "a[", "+=(", "?",
            ];
            text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
        }
        for flavour in ALL {
            sh(flavour, &format!("set -n; {text}"));
            if round % 3 == 0 {
                sh(flavour, &text);
            }
        }
    }
}

#[test]
fn a_full_disk_is_told_by_whoever_writes() {
    for (flavour, script, said) in [
        (
            "bash",
            "head -c 1G /dev/zero > f",
            "head: error writing 'standard output': No space left on device\n",
        ),
        (
            "bash",
            "dd if=/dev/urandom of=f bs=1M 2>&1 | head -n 1",
            "dd: error writing 'f': No space left on device\n",
        ),
        (
            "ash",
            "dd if=/dev/urandom of=f bs=1M 2>&1 | head -n 1",
            "dd: error writing 'f': No space left on device\n",
        ),
        (
            "dash",
            "while echo 0123456789012345678901234567890123456789 >> f; do :; done 2>&1 | head -n 1",
            "/bin/sh: 1: echo: echo: I/O error\n",
        ),
    ] {
        let mut root = machine::root(flavour);
        root.set_capacity(1 << 16);
        assert_eq!(machine::run_on(root, flavour, script).output, said, "{flavour}: {script}");
    }
}
