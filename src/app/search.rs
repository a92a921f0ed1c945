//! What the palette searches beside actions: the text of the lessons, commands and the glossary. One file of the site
//! for each language (js/search.mjs), asked for when somebody first searches.

use std::cell::RefCell;
use std::rc::Rc;

use gloo::net::http::Request;
use serde::Deserialize;

use super::i18n::Language;

/// Letters around a find that are shown.
const AROUND: usize = 28;

/// `search.LANGUAGE.json`.
#[derive(Debug, Default, PartialEq, Deserialize)]
pub struct Index {
    /// Id and text.
    pub lessons: Vec<(String, String)>,
    /// Command, example, and the lesson that teaches it.
    pub commands: Vec<(String, String, String)>,
    /// Term, meaning, and the lesson that explains it.
    pub words: Vec<(String, String, String)>,
}

thread_local! {
    static LOADED: RefCell<Vec<(Language, Rc<Index>)>> = const { RefCell::new(Vec::new()) };
}

/// The name of a file of the lessons in a language: `glossary.zh.md`.
pub fn file(name: &str, language: Language) -> String {
    let ending = match language {
        Language::English => "",
        Language::SimplifiedChinese => ".zh",
    };
    super::site_file(&format!("lessons/{name}{ending}.md"))
}

/// The index of a language; an empty one when it is not there.
pub async fn load(language: Language) -> Rc<Index> {
    let known = LOADED.with_borrow(|loaded| loaded.iter().find(|(of, _)| *of == language).map(|(_, index)| index.clone()));
    if let Some(known) = known {
        return known;
    }
    let word = match language {
        Language::English => "en",
        Language::SimplifiedChinese => "zh",
    };
    let address = super::site_file(&format!("lessons/search.{word}.json"));
    let index = match Request::get(&address).send().await {
        Ok(answer) if answer.ok() => answer.json::<Index>().await.unwrap_or_default(),
        _ => Index::default(),
    };
    let index = Rc::new(index);
    LOADED.with_borrow_mut(|loaded| loaded.push((language, index.clone())));
    index
}

/// Whether all words of `typed` occur in `text`, in any order and case.
pub fn fits(text: &str, typed: &str) -> bool {
    let text = text.to_lowercase();
    typed.to_lowercase().split_whitespace().all(|word| text.contains(word))
}

/// The place of a text where the first word of `typed` stands, with a little around it.
pub fn excerpt(text: &str, typed: &str) -> String {
    let word = typed.split_whitespace().next().unwrap_or_default().to_lowercase();
    // Case changes may change lengths: letters are compared one by one.
    let letters: Vec<char> = text.chars().collect();
    let lower: Vec<char> = letters.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
    let word: Vec<char> = word.chars().collect();
    let at = lower
        .windows(word.len().max(1))
        .position(|part| part == word.as_slice())
        .unwrap_or(0);
    let start = at.saturating_sub(AROUND);
    let end = at.saturating_add(word.len()).saturating_add(AROUND).min(letters.len());
    let shown: String = letters.get(start..end).unwrap_or_default().iter().collect();
    let (before, after) = (if start > 0 { "…" } else { "" }, if end < letters.len() { "…" } else { "" });
    format!("{before}{}{after}", shown.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_order_and_case() {
        assert!(fits("Run docker ps -a", "PS run"));
        assert!(fits("anything", ""));
        assert!(!fits("Run docker ps", "stop"));
    }

    #[test]
    fn an_excerpt_shows_the_word_in_its_place() {
        let text = "Images are read-only; what a container writes goes into its own writable layer, which dies with it.";
        assert_eq!(
            excerpt(text, "writable"),
            "…er writes goes into its own writable layer, which dies with it."
        );
        assert_eq!(excerpt("卷比容器活得久", "容器"), "卷比容器活得久");
        assert_eq!(excerpt("", "x"), "");
    }
}
