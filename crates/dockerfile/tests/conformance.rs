//! BuildKit's own tables of expansions and word splits, read from the reference data beside the project where that is
//! present; without it these tests have nothing to compare with and pass.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::PathBuf;

use dockerfile::Lexer;

fn reference(name: &str) -> Option<String> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let found = here
        .ancestors()
        .map(|folder| folder.join("shared/conformance/expansion").join(name))
        .find(|path| path.exists())?;
    Some(std::fs::read_to_string(found).unwrap())
}

#[test]
fn expansions_agree_with_buildkit() {
    let variables: Vec<(String, String)> = [("PWD", "/home"), ("SHELL", "bash"), ("KOREAN", "한국어"), ("NULL", "")]
        .map(|(k, v)| (k.to_owned(), v.to_owned()))
        .to_vec();
    let mut wrong = Vec::new();
    for line in reference("envVarTest").unwrap_or_default().lines() {
        let fields: Vec<&str> = line.split('|').map(str::trim).collect();
        let [platform @ ("A" | "U"), word, want] = fields[..] else {
            continue;
        };
        let got = Lexer::new('\\').expand(word, &variables);
        let agrees = match &got {
            Ok(value) => want == value,
            Err(_) => want == "error",
        };
        if !agrees {
            wrong.push(format!("{platform} {word}: want {want}, got {got:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn word_splits_agree_with_buildkit() {
    let mut variables: Vec<(String, String)> = Vec::new();
    let mut wrong = Vec::new();
    for line in reference("wordsTest").unwrap_or_default().lines() {
        if let Some((name, value)) = line.strip_prefix("ENV ").and_then(|l| l.split_once('=')) {
            variables.push((name.trim_start().to_owned(), value.to_owned()));
            continue;
        }
        let Some((word, want)) = line.split_once('|').filter(|_| !line.starts_with('#')) else {
            continue;
        };
        let want: Vec<&str> = want.trim_start_matches(' ').split(',').collect();
        let got = Lexer::new('\\')
            .words(word.trim(), &variables)
            .unwrap_or_else(|_| vec!["error".to_owned()]);
        if got != want {
            wrong.push(format!("{word}: want {want:?}, got {got:?}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
