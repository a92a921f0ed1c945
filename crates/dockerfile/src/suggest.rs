//! "Did you mean": the nearest name by edit distance, as BuildKit's `util/suggest` finds it.

use crate::go::{to_lower, to_upper};

/// The nearest of `options` that is fewer than three edits away, in the case of `value` unless `case_sensitive`.
/// Nothing when `value` is itself an option: then the mistake is not one of spelling. Among equals the first wins.
pub fn nearest<'a>(value: &str, options: impl IntoIterator<Item = &'a str>, case_sensitive: bool) -> Option<String> {
    let wanted = if case_sensitive { value.to_owned() } else { to_lower(value) };
    let mut best: Option<String> = None;
    let mut distance = 3;
    for option in options {
        let option = if case_sensitive { option.to_owned() } else { to_lower(option) };
        if wanted == option {
            return None;
        }
        let d = levenshtein(&wanted, &option, distance);
        if d < distance {
            distance = d;
            best = Some(if case_sensitive { option } else { match_case(&option, value) });
        }
    }
    best.filter(|b| !b.is_empty())
}

fn match_case(option: &str, original: &str) -> String {
    if original == to_lower(original) {
        to_lower(option)
    } else if original == to_upper(original) {
        to_upper(option)
    } else {
        option.to_owned()
    }
}

/// The edit distance, or `limit` when it is at least that.
fn levenshtein(a: &str, b: &str, limit: usize) -> usize {
    let b: Vec<char> = b.chars().collect();
    let a_len = a.chars().count();
    if a_len.abs_diff(b.len()) >= limit {
        return limit;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let substituted = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()].min(limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggests_in_the_case_of_the_mistake() {
        let names = ["RUN", "FROM", "COPY"];
        assert_eq!(nearest("RUNN", names, false).as_deref(), Some("RUN"));
        assert_eq!(nearest("form", names, false).as_deref(), Some("from"));
        assert_eq!(nearest("echo", names, false), None);
        assert_eq!(nearest("run", names, false), None);
    }
}
