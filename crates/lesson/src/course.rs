//! `course.yaml`: the titles of a course and of its parts.

use crate::language::Language;
use crate::mistake::Mistake;
use crate::yaml::{Document, Node};

/// A course's titles, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Course {
    pub title: Words,
    /// By the part's folder, such as `02-images`.
    pub parts: Vec<(String, Words)>,
    pub mistakes: Vec<Mistake>,
}

/// Words in both languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    pub english: String,
    pub chinese: String,
}

impl Words {
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::English => &self.english,
            Language::SimplifiedChinese => &self.chinese,
        }
    }
}

impl Course {
    /// Reads the file. Never fails; see `mistakes`.
    pub fn parse(text: &str) -> Course {
        let mut course = Course::default();
        let document = Document::new(text, 0);
        if let Some(value) = document.parse() {
            let root = document.root(&value);
            root.only(&["title", "parts"], "`course.yaml`");
            if let Some(title) = root.get("title") {
                course.title = words(&title);
            }
            match root.get("parts") {
                Some(parts) => {
                    for (folder, node) in parts.entries("parts by their folders, `02-images: {en: Images, zh: 镜像}`") {
                        course.parts.push((folder, words(&node)));
                    }
                }
                None => root.mistake("`parts` is missing, expected parts by their folders"),
            }
        }
        course.mistakes = document.into_mistakes();
        course
    }

    /// The title of a part, or its folder's name without the number.
    pub fn part_title(&self, folder: &str, language: Language) -> String {
        let found = self.parts.iter().find(|(name, _)| name == folder);
        found.map_or_else(
            || slug(folder).replace('-', " "),
            |(_, title)| title.in_language(language).to_string(),
        )
    }
}

fn words(node: &Node<'_>) -> Words {
    node.only(&["en", "zh"], "a title");
    Words {
        english: node.need("en", "the title in English").unwrap_or_default(),
        chinese: node.need("zh", "the title in Chinese").unwrap_or_default(),
    }
}

/// `python-app` of `01-python-app`.
pub fn slug(folder: &str) -> &str {
    let rest = folder.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if rest.len() < folder.len() {
        rest.trim_start_matches('-')
    } else {
        rest
    };
    if rest.is_empty() { folder } else { rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_titles_in_both_languages() {
        let course = Course::parse("title: {en: Docker, zh: Docker 课程}\nparts:\n  02-images: {en: Images, zh: 镜像}\n");
        assert_eq!(course.mistakes, []);
        assert_eq!(course.part_title("02-images", Language::SimplifiedChinese), "镜像");
        assert_eq!(course.part_title("03-odd-things", Language::English), "odd things");
    }

    #[test]
    fn a_missing_translation_is_a_mistake() {
        let course = Course::parse("title: {en: D, zh: D}\nparts:\n  a: {en: A}\n");
        assert_eq!(course.mistakes[0].line, 3);
        assert!(course.mistakes[0].message.starts_with("`zh` is missing"));
    }
}
