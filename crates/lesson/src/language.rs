//! The languages that generated sentences are written in.

/// A language of a learner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    #[default]
    English,
    SimplifiedChinese,
}

impl Language {
    /// The language of a BCP 47 tag such as `zh-CN`; English for any other.
    pub fn of_tag(tag: &str) -> Language {
        if tag.to_ascii_lowercase().starts_with("zh") {
            Language::SimplifiedChinese
        } else {
            Language::English
        }
    }

    /// The one of two texts that is in this language.
    pub(crate) fn pick(self, english: String, chinese: String) -> String {
        match self {
            Language::English => english,
            Language::SimplifiedChinese => chinese,
        }
    }
}
