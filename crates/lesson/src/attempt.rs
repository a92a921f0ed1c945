//! `attempt.yaml`: what is expected to be said of a wrong attempt.

use crate::mistake::Mistake;
use crate::yaml::Document;

/// The ids of checks, a part of what is said for each, and their lines in the file.
pub fn read_expects(text: &str) -> Result<Vec<(String, String, usize)>, Vec<Mistake>> {
    let document = Document::new(text, 0);
    let mut found = Vec::new();
    if let Some(value) = document.parse() {
        let root = document.root(&value);
        root.only(&["expects"], "`attempt.yaml`");
        match root.get("expects") {
            Some(expects) => {
                for (id, node) in expects.entries("checks with what is said, `built: in lower case`") {
                    if let Some(text) = node.text() {
                        found.push((id, text, node.line()));
                    }
                }
            }
            None => root.mistake("`expects` is missing, expected `expects: {check: part of what is said}`"),
        }
    }
    let mistakes = document.into_mistakes();
    if mistakes.is_empty() { Ok(found) } else { Err(mistakes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checks_with_what_is_said() {
        assert_eq!(
            read_expects("expects:\n  built: lower case\n"),
            Ok(vec![("built".to_string(), "lower case".to_string(), 2)])
        );
        assert!(read_expects("").is_err());
    }
}
