//! Strings that stand for booleans, as compose-go reads them where a switch is wanted.

/// The value, and whether it was written in a word that YAML 1.2 no longer knows.
pub(crate) fn boolean(text: &str) -> Result<(bool, bool), String> {
    match text.to_lowercase().as_str() {
        "true" => Ok((true, false)),
        "false" => Ok((false, false)),
        "y" | "yes" | "on" => Ok((true, true)),
        "n" | "no" | "off" => Ok((false, true)),
        _ => Err(format!("invalid boolean: {text}")),
    }
}
