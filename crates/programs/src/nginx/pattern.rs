//! Regular expressions of nginx.conf. nginx has PCRE; what tutorials use of it means the same in JavaScript's.

use std::rc::Rc;

/// A regular expression.
#[derive(Clone, Debug)]
pub struct Pattern {
    regex: Rc<js::Regex>,
}

/// What matched: the whole and its groups, and the groups that have names.
#[derive(Clone, Debug, Default)]
pub struct Found {
    pub groups: Vec<String>,
    pub named: Vec<(String, String)>,
}

impl Pattern {
    /// None for a text that is no regular expression here.
    pub fn new(text: &str, ignore_case: bool) -> Option<Pattern> {
        let (body, inner) = text.strip_prefix("(?i)").map_or((text, false), |rest| (rest, true));
        let regex = js::Regex::compile(body, if ignore_case || inner { "i" } else { "" }).ok()?;
        Some(Pattern { regex: Rc::new(regex) })
    }

    /// Where it matches; a match that would take too long is none.
    pub fn find(&self, text: &str) -> Option<Found> {
        let chars: Vec<char> = text.chars().collect();
        let places = self.regex.find(&chars)?;
        let part = |n: usize| {
            let (from, to) = (places.get(n * 2).copied()?, places.get(n * 2 + 1).copied()?);
            Some(chars.get(from..to)?.iter().collect::<String>())
        };
        let groups = (0..places.len() / 2).map(|n| part(n).unwrap_or_default()).collect();
        let named = self.regex.names.iter();
        let named = named.map(|(name, n)| (name.clone(), part(*n).unwrap_or_default())).collect();
        Some(Found { groups, named })
    }
}
