//! The words of the page in its languages.
//!
//! The catalogue is built into the program: a message without a translation does not compile, and a test
//! compares the placeholders of the languages. Numbers and dates are written by [`super::format`].

mod catalogue;
pub mod compose;
pub mod dockerfile;
pub mod goals;

pub use catalogue::{ENGLISH, Messages, SIMPLIFIED_CHINESE};
use serde::{Deserialize, Serialize};

/// A language the page can speak.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    #[default]
    #[serde(rename = "en")]
    English,
    #[serde(rename = "zh")]
    SimplifiedChinese,
}

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::SimplifiedChinese];

    /// The BCP 47 tag, for `lang` attributes.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::SimplifiedChinese => "zh-CN",
        }
    }

    /// Its name in itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::SimplifiedChinese => "简体中文",
        }
    }

    pub const fn messages(self) -> &'static Messages {
        match self {
            Self::English => &ENGLISH,
            Self::SimplifiedChinese => &SIMPLIFIED_CHINESE,
        }
    }

    /// The language of a browser's preference such as `zh-Hans-CN`.
    pub fn of_browser(tag: &str) -> Self {
        if tag.to_ascii_lowercase().starts_with("zh") {
            Self::SimplifiedChinese
        } else {
            Self::English
        }
    }
}

/// Puts values in place of `{name}`; a placeholder without a value stays as it is.
pub fn fill(message: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(message.len());
    let mut rest = message;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((name, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => out.push_str(value),
            None => {
                out.push('{');
                out.push_str(name);
                out.push('}');
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Chooses between `one|other` by number and fills in `{n}`. Chinese has one form and no bar.
pub fn count(message: &str, n: usize) -> String {
    let form = match message.split_once('|') {
        Some((one, _)) if n == 1 => one,
        Some((_, other)) => other,
        None => message,
    };
    fill(form, &[("n", &n.to_string())])
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn placeholders(message: &str) -> BTreeSet<&str> {
        message
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}'))
            .map(|(name, _)| name)
            .collect()
    }

    #[test]
    fn every_message_has_the_same_placeholders_in_every_language() {
        for (english, chinese) in ENGLISH.all().iter().zip(SIMPLIFIED_CHINESE.all()) {
            assert_eq!(placeholders(english), placeholders(chinese), "{english}");
            assert!(!english.is_empty() && !chinese.is_empty());
        }
    }

    #[test]
    fn values_go_in_place_of_their_names() {
        assert_eq!(fill("{a} and {b}, {a}", &[("a", "1"), ("b", "{a}")]), "1 and {a}, 1");
        assert_eq!(fill("open { and {unknown}", &[]), "open { and {unknown}");
    }

    #[test]
    fn a_count_has_its_plural() {
        assert_eq!(count("{n} layer|{n} layers", 1), "1 layer");
        assert_eq!(count("{n} layer|{n} layers", 3), "3 layers");
        assert_eq!(count("{n} 层", 1), "1 层");
    }
}
