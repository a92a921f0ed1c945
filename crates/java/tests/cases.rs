//! Programs and what the real java or javac (17) printed for them: `cases/NAME.java` with `NAME.out`.

mod support;

use support::{compile, run};

#[test]
fn programs_print_what_the_real_java_prints() {
    let mut wrong = String::new();
    for (name, source, expected) in support::cases("cases") {
        let printed = run(&name, &source);
        if printed != expected {
            wrong.push_str(&format!("== {name}\n-- expected\n{expected}-- printed\n{printed}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn mistakes_are_told_as_javac_tells_them() {
    let mut wrong = String::new();
    for (name, source, expected) in support::cases("mistakes") {
        let printed = compile(&name, &source);
        if printed != expected {
            wrong.push_str(&format!("== {name}\n-- expected\n{expected}-- printed\n{printed}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
