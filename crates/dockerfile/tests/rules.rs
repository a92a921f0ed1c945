//! Each rule's documentation is true: its bad example breaks it, its good one breaks nothing.

#![allow(clippy::unwrap_used, clippy::panic)]

use dockerfile::check::{CheckInput, ImageFacts, Images, Platform, check, rules};
use dockerfile::{Dockerfile, PatternMatcher, Reference};

/// One image, built for another platform.
struct Elsewhere;

impl Images for Elsewhere {
    fn image(&self, _: &Reference, platform: &Platform) -> Option<ImageFacts> {
        let architecture = if platform.architecture == "amd64" { "arm64" } else { "amd64" };
        Some(ImageFacts {
            platform: Some(Platform {
                architecture: architecture.to_owned(),
                ..Platform::default()
            }),
            ..ImageFacts::default()
        })
    }
}

fn broken(text: &str, elsewhere: bool) -> Vec<&'static str> {
    let ignore = PatternMatcher::from_ignore_file(".env").unwrap();
    let images: &dyn Images = if elsewhere { &Elsewhere } else { &dockerfile::check::NoImages };
    check(
        &Dockerfile::parse(text),
        &CheckInput {
            build_args: &[],
            target: None,
            all_stages: true,
            platform: &Platform::default(),
            ignore: Some(&ignore),
            images,
        },
    )
    .warnings
    .iter()
    .map(|w| w.rule.name)
    .collect()
}

#[test]
fn bad_examples_break_their_rule_and_good_ones_none() {
    for rule in rules::ALL {
        let elsewhere = rule.name == "InvalidBaseImagePlatform";
        assert!(broken(rule.bad, elsewhere).contains(&rule.name), "{}", rule.name);
        assert_eq!(broken(rule.good, false), Vec::<&str>::new(), "{}", rule.name);
    }
}

#[test]
fn rules_have_addresses_made_of_their_names() {
    for rule in rules::ALL.iter().filter(|r| !r.url.is_empty()) {
        let slug = rule.url.rsplit('/').nth(1).unwrap();
        assert_eq!(slug.replace('-', ""), rule.name.to_lowercase());
    }
}

/// Nothing is known of any image.
struct Nowhere;

impl Images for Nowhere {
    fn image(&self, _: &Reference, _: &Platform) -> Option<ImageFacts> {
        None
    }
}

#[test]
fn what_an_unknown_image_may_set_is_not_called_undefined() {
    let text = "FROM example.org/app AS base\nUSER $APP_UID\nWORKDIR $HOME\nFROM base\nWORKDIR C:\\\\app\nENV A=$B\nFROM scratch\nENV A=$B\n";
    let input = CheckInput {
        build_args: &[],
        target: None,
        all_stages: true,
        platform: &Platform::default(),
        ignore: None,
        images: &Nowhere,
    };
    let report = check(&Dockerfile::parse(text), &input);
    let said: Vec<String> = report.warnings.iter().map(|w| w.short()).collect();
    assert_eq!(said, ["UndefinedVar: Usage of undefined variable '$B' (line 8)"]);
}

#[test]
fn a_relative_workdir_stays_one_on_an_unknown_image() {
    let input = CheckInput {
        build_args: &[],
        target: None,
        all_stages: true,
        platform: &Platform::default(),
        ignore: None,
        images: &Nowhere,
    };
    let report = check(&Dockerfile::parse("FROM example.org/app\nWORKDIR app\n"), &input);
    let said: Vec<String> = report.warnings.iter().map(|w| w.short()).collect();
    assert_eq!(
        said,
        ["WorkdirRelativePath: Relative workdir \"app\" can have unexpected results if the base image changes (line 2)"]
    );
}
