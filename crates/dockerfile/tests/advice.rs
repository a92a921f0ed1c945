//! The advice: each bad example earns it, the good one does not, and the fix leads from the one to the other.

#![allow(clippy::unwrap_used, clippy::panic)]

use dockerfile::Dockerfile;
use dockerfile::advice::{ALL, Advice, AdviceContext, advise};

fn advice(text: &str) -> Vec<Advice> {
    let context = AdviceContext {
        has_dockerignore: Some(false),
        ..AdviceContext::default()
    };
    advise(&Dockerfile::parse(text), &context)
}

#[test]
fn each_fix_turns_the_bad_example_into_the_good_one() {
    for rule in ALL {
        let found = advice(rule.bad);
        let one = found
            .iter()
            .find(|a| a.rule.name == rule.name)
            .unwrap_or_else(|| panic!("{}: the bad example is not noticed", rule.name));
        let fix = one.fix.as_ref().unwrap_or_else(|| panic!("{}: no fix", rule.name));
        if fix.new_file.is_none() {
            assert_eq!(fix.apply(rule.bad), rule.good, "{}", rule.name);
        }
        assert!(
            advice(rule.good).iter().all(|a| a.rule.name != rule.name),
            "{}: the good example is blamed",
            rule.name
        );
    }
}

#[test]
fn advice_can_be_switched_off() {
    let context = AdviceContext {
        off: &["UnpinnedImage"],
        ..AdviceContext::default()
    };
    assert_eq!(advise(&Dockerfile::parse("FROM python\n"), &context), []);
}

#[test]
fn fixes_reach_into_continued_lines() {
    let text = "FROM debian:12\nRUN apt-get update && \\\n    # tools\n    apt-get install -y \\\n    curl\n";
    let fixed = advice(text)
        .into_iter()
        .filter_map(|a| a.fix)
        .fold(text.to_owned(), |text, _| {
            let next = advice(&text).into_iter().find_map(|a| a.fix);
            next.map_or(text.clone(), |fix| fix.apply(&text))
        });
    assert_eq!(
        fixed,
        "FROM debian:12\nRUN apt-get update && \\\n    # tools\n    apt-get install -y --no-install-recommends \\\n    curl && rm -rf /var/lib/apt/lists/*\n"
    );
}
