//! Changes to a parameter's text: replacement, case, quoting (`${x/a/b}`, `${x^^}`, `${x@Q}`).

use crate::pattern::Pattern;

/// `${x/pattern/with}`
pub(super) fn replace(text: &str, pattern: &Pattern, with: &str, all: bool, anchor: Option<char>) -> String {
    match anchor {
        Some('#') => {
            return match pattern.prefix(text, true) {
                Some(end) => format!("{with}{}", text.get(end..).unwrap_or("")),
                None => text.to_string(),
            };
        }
        Some(_) => {
            return match pattern.suffix(text, true) {
                Some(len) => format!("{}{with}", text.get(..text.len() - len).unwrap_or("")),
                None => text.to_string(),
            };
        }
        None => {}
    }
    if let Some(literal) = pattern.literal() {
        if literal.is_empty() {
            return text.to_string();
        }
        return if all {
            text.replace(&literal, with)
        } else {
            text.replacen(&literal, with, 1)
        };
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        match pattern.prefix(rest, true) {
            Some(len) if len > 0 => {
                out.push_str(with);
                rest = rest.get(len..).unwrap_or("");
                if !all {
                    break;
                }
            }
            _ => {
                out.push(first);
                rest = rest.get(first.len_utf8()..).unwrap_or("");
            }
        }
    }
    out.push_str(rest);
    out
}

/// `${x^}`, `${x^^}`, `${x,}`, `${x,,}`, `${x~}`
pub(super) fn change_case(text: &str, upper: bool, all: bool, toggle: bool, pattern: Option<&Pattern>) -> String {
    let mut out = String::with_capacity(text.len());
    for (n, c) in text.chars().enumerate() {
        let matches = pattern.is_none_or(|p| p.matches(&c.to_string()));
        if (n > 0 && !all) || !matches {
            out.push(c);
        } else if upper || toggle && c.is_lowercase() {
            out.extend(c.to_uppercase());
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// `${x@Q}` and its like.
pub(super) fn apply(letter: char, text: &str) -> String {
    match letter {
        'Q' => quote_for_reuse(text),
        'E' => String::from_utf8_lossy(&crate::builtins::escape::ansi_c(text.as_bytes())).into_owned(),
        'u' => change_case(text, true, false, false, None),
        'U' => text.to_uppercase(),
        'L' => text.to_lowercase(),
        _ => text.to_string(),
    }
}

/// Text in quotes that a shell reads back: `'…'`, or `$'…'` for control characters.
pub fn quote_for_reuse(text: &str) -> String {
    if text.chars().any(|c| c.is_control()) {
        return crate::builtins::escape::ansi_quote(text);
    }
    format!("'{}'", text.replace('\'', "'\\''"))
}
