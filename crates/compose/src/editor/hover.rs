//! What is shown over a key: what it is for.

use super::{Span, lines, place};
use crate::schema;

/// A text over a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    pub span: Span,
    /// The key and those above it, items of lists by their index.
    pub path: Vec<String>,
    /// What it is for.
    pub doc: &'static str,
}

impl Hover {
    /// In English, as Markdown.
    pub fn text(&self) -> String {
        format!("`{}`\n\n{}", self.path.join("."), self.doc)
    }
}

/// What to show at a position.
pub fn hover(text: &str, offset: usize) -> Option<Hover> {
    let stream = yaml::parse(text.as_bytes());
    let (path, span) = match place(&stream.documents, offset).filter(|place| place.on_key) {
        Some(place) => (place.path, place.node.span),
        None if stream.error.is_some() => by_line(text, offset)?,
        None => return None,
    };
    let (key, above) = path.split_last()?;
    let property = schema::at(above)?.object()?.property(key)?;
    let doc = property.doc;
    Some(Hover { span, path, doc })
}

/// The key of the position's line, by indentation.
fn by_line(text: &str, offset: usize) -> Option<(Vec<String>, Span)> {
    let rest = text.get(offset..)?;
    let line_end = offset + rest.find('\n').unwrap_or(rest.len());
    let line = text.get(..line_end)?;
    let colon = offset + text.get(offset..line_end)?.find(':')?;
    let context = lines::context(text, colon)?;
    let start = context.line + context.indent;
    if !(start..=colon).contains(&offset) || line.len() < colon {
        return None;
    }
    let mut path = context.path;
    path.push(text.get(start..colon)?.to_owned());
    Some((path, Span { start, end: colon }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_says_what_it_is_for() {
        let text = "services:\n  web:\n    image: nginx\n";
        let hover = hover(text, text.find("image").unwrap() + 1).unwrap();
        assert_eq!(&text[hover.span.start..hover.span.end], "image");
        assert_eq!(
            hover.text(),
            "`services.web.image`\n\nThe image to run, such as `nginx:1.27`."
        );
    }

    #[test]
    fn a_key_of_a_broken_text_too() {
        let text = "services:\n  web:\n    restart: \"no\n";
        assert!(
            hover(text, text.find("restart").unwrap())
                .unwrap()
                .text()
                .contains("started again")
        );
    }

    #[test]
    fn a_value_has_nothing_to_say() {
        let text = "services:\n  web:\n    image: nginx\n";
        assert_eq!(hover(text, text.find("nginx").unwrap()), None);
    }
}
