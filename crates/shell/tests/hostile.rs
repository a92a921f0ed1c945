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

/// The lines of an output, each once.
fn kinds(output: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = output.lines().collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

#[test]
fn a_fork_bomb_ends_with_its_container() {
    for (flavour, limit, bomb) in [
        ("ash", 100, "f(){ f|f& };f"),
        ("dash", 100, "f(){ f|f& };f"),
        ("bash", 50, ":(){ :|:& };:"),
    ] {
        let done = machine::run_within(limit, flavour, &format!("{bomb}\nread line; echo end"));
        assert_eq!((done.output.as_str(), done.status), ("end\n", 0), "{flavour}");
    }
}

#[test]
fn a_fork_bomb_meets_the_limit_of_processes() {
    for (flavour, limit, bomb, said) in [
        (
            "ash",
            60,
            "f(){ f|f& };f",
            "/bin/sh: can't fork: Resource temporarily unavailable",
        ),
        ("dash", 60, "f(){ f|f& };f", "/bin/sh: 1: Cannot fork"),
        (
            "bash",
            30,
            ":(){ :|:& };:",
            "environment: line 1: fork: retry: Resource temporarily unavailable",
        ),
    ] {
        let done = machine::run_within(limit, flavour, &format!("{bomb}\nsleep 0.05; echo end"));
        let lines = kinds(&done.output);
        assert!(lines.contains(&said), "{flavour}: {lines:?}");
    }
}

#[test]
fn processes_that_wait_for_each_other_meet_the_limit_too() {
    for (flavour, said, status) in [
        ("ash", "/bin/sh: can't fork: Resource temporarily unavailable", 2),
        ("dash", "/bin/sh: 1: Cannot fork", 2),
        ("bash", "environment: line 1: fork: Resource temporarily unavailable", 254),
    ] {
        let script = "f(){ (f; exit $?); }; f";
        let done = machine::run_within(40, flavour, script);
        let last = done.output.lines().last().unwrap_or("");
        assert_eq!((last, done.status), (said, status), "{flavour}: {}", done.output);
    }
}

#[test]
fn a_file_of_any_size_is_a_hole_or_an_error() {
    let mut root = machine::root("ash");
    root.set_limit(8 << 20);
    let script = "yes > file; rm file; dd if=/dev/zero of=big bs=1M count=100 2>/dev/null
        wc -c < big; truncate -s 10T huge && ls -l huge | tr -s ' ' | cut -d' ' -f5; truncate -s 16T huge; head -c 3 huge | wc -c";
    let done = machine::run_on(root, "ash", script);
    assert_eq!(
        done.output,
        "yes: write error: No space left on device\n104857600\n10995116277760\ntruncate: huge: truncate: File too large\n3\n"
    );
}

#[test]
fn a_line_of_megabytes_passes_through_every_filter() {
    for flavour in ["ash", "dash"] {
        let script = "head -c 2000000 /dev/zero | tr '\\0' a > line; echo >> line
            for filter in 'sed s/b/c/' 'grep a' sort 'cut -c 1-' 'tr b c' 'awk {print}' rev; do
                echo $filter: $($filter < line | wc -c)
            done; read -r x < line; echo ${#x}";
        let done = machine::run(flavour, &["/bin/sh", "-c", script], "");
        assert_eq!(
            done.output,
            "sed s/b/c/: 2000001\ngrep a: 2000001\nsort: 2000001\ncut -c 1-: 2000001\ntr b c: 2000001\nawk {print}: 2000001\nrev: 2000001\n2000000\n",
            "{flavour}"
        );
    }
}

#[test]
fn noise_is_no_program() {
    for flavour in ["ash", "dash"] {
        let script = "head -c 3000 /dev/urandom > noise; chmod +x noise
            for run in ./noise 'sh noise' 'sed -f noise noise' 'awk -f noise noise' 'grep -f noise noise'; do
                $run > /dev/null 2>&1; echo $run: ended
            done";
        let done = machine::run(flavour, &["/bin/sh", "-c", script], "");
        assert_eq!(
            done.output,
            "./noise: ended\nsh noise: ended\nsed -f noise noise: ended\nawk -f noise noise: ended\ngrep -f noise noise: ended\n",
            "{flavour}"
        );
    }
}
