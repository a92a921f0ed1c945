//! A lesson's Markdown drawn as virtual nodes (CommonMark with tables and GitHub's alerts). Raw HTML is dropped.
//!
//! Fences that are more than code are parts of a lesson ([`super::lesson_parts`]) and don't come here. Links may lead
//! inside: `file:PATH` opens a file of the workspace, `panel:NAME` a picture, `lesson:ID` another lesson,
//! `http://localhost…` the preview; other schemes than http, https and `#` are dropped.

use pulldown_cmark::{Alignment, BlockQuoteKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use yew::prelude::*;
use yew::virtual_dom::VTag;

use super::i18n::Messages;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    File(String),
    Panel(String),
    Preview(String),
    /// Another lesson, `02-images/03-layers`.
    Lesson(String),
    Web(String),
    Nowhere,
}

pub fn target(address: &str) -> Target {
    if let Some(path) = address.strip_prefix("file:") {
        return Target::File(path.to_owned());
    }
    if let Some(panel) = address.strip_prefix("panel:") {
        return Target::Panel(panel.to_owned());
    }
    if let Some(lesson) = address.strip_prefix("lesson:") {
        return Target::Lesson(lesson.to_owned());
    }
    // The sheets link to lessons as files.
    let file = address
        .strip_suffix("/lesson.md")
        .or_else(|| address.strip_suffix("/lesson.zh.md"));
    if let Some(lesson) = file.filter(|lesson| !lesson.contains(':')) {
        return Target::Lesson(lesson.to_owned());
    }
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
    match rest {
        Some(rest) => {
            let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
            if host == "localhost" || host == "127.0.0.1" {
                Target::Preview(address.to_owned())
            } else {
                Target::Web(address.to_owned())
            }
        }
        None => Target::Nowhere,
    }
}

/// An element being filled.
struct Open {
    tag: Option<VTag>,
    children: Vec<Html>,
}

/// Draws `text`; `go` is told of links that lead inside the page.
pub fn render(text: &str, t: &'static Messages, go: &Callback<Target>) -> Html {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM;
    let mut stack = vec![Open {
        tag: None,
        children: Vec::new(),
    }];
    let mut code: Option<String> = None;
    let mut alignments: Vec<Alignment> = Vec::new();
    let mut in_head = false;
    let (mut broken, mut last) = (false, None);
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => {
                if let Some(text) = code.take() {
                    push(&mut stack, code_block(text));
                }
            }
            Event::Start(Tag::TableHead) => {
                in_head = true;
                open(&mut stack, "tr");
            }
            Event::End(TagEnd::TableHead) => {
                close(&mut stack);
                in_head = false;
            }
            Event::Start(Tag::Table(columns)) => {
                alignments = columns;
                open(&mut stack, "table");
            }
            Event::Start(Tag::TableCell) => {
                let mut cell = VTag::new(if in_head { "th" } else { "td" });
                let column = stack.last().map_or(0, |row| row.children.len());
                if alignments.get(column) == Some(&Alignment::Right) {
                    cell.add_attribute("class", "align-right");
                }
                stack.push(Open {
                    tag: Some(cell),
                    children: Vec::new(),
                });
            }
            Event::Start(tag) => {
                if std::mem::take(&mut broken) {
                    push(&mut stack, Html::from(" "));
                }
                start(&mut stack, tag, t, go);
            }
            Event::End(TagEnd::TableCell) => {
                // A head of nothing heads no column.
                if let Some(cell) = stack.last_mut().filter(|cell| cell.children.is_empty())
                    && let Some(tag) = cell.tag.as_mut().filter(|tag| tag.tag() == "th")
                {
                    *tag = VTag::new("td");
                }
                close(&mut stack);
            }
            Event::End(_) => close(&mut stack),
            Event::Text(text) => match &mut code {
                Some(held) => held.push_str(&text),
                None => {
                    if std::mem::take(&mut broken) && !(wide(last) && wide(text.chars().next())) {
                        push(&mut stack, Html::from(" "));
                    }
                    last = text.chars().next_back();
                    push(&mut stack, Html::from(text.to_string()));
                }
            },
            Event::Code(text) => {
                if std::mem::take(&mut broken) {
                    push(&mut stack, Html::from(" "));
                }
                last = None;
                push(&mut stack, inline_code(&text));
            }
            // A line's end is a blank, except between characters that are written without blanks.
            Event::SoftBreak => broken = true,
            Event::HardBreak => push(&mut stack, html! { <br /> }),
            Event::Rule => push(&mut stack, html! { <hr /> }),
            // Raw HTML, footnotes, maths and task lists are not part of a lesson.
            _ => {}
        }
    }
    while stack.len() > 1 {
        close(&mut stack);
    }
    stack
        .pop()
        .map(|root| root.children.into_iter().collect())
        .unwrap_or_default()
}

/// Code in a sentence. A flag stays in one piece where it fits: a line would end behind any of its hyphens.
fn inline_code(text: &str) -> Html {
    let words = text.split_inclusive(' ').map(|word| {
        let bare = word.trim_end_matches(' ');
        match bare.starts_with('-') && bare.len() > 1 {
            true => html! { <><span class="flag">{ bare.to_owned() }</span>{ word.get(bare.len()..).unwrap_or_default().to_owned() }</> },
            false => Html::from(word.to_owned()),
        }
    });
    html! { <code>{ for words }</code> }
}

/// A sentence in which only `code` is marked.
pub fn inline(text: &str) -> Html {
    let parts = text.split('`').enumerate();
    parts
        .map(|(index, part)| match index % 2 {
            1 => inline_code(part),
            _ => Html::from(part.to_owned()),
        })
        .collect()
}

/// Chinese characters and punctuation.
fn wide(character: Option<char>) -> bool {
    character.is_some_and(
        |c| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'),
    )
}

fn start(stack: &mut Vec<Open>, tag: Tag<'_>, t: &'static Messages, go: &Callback<Target>) {
    match tag {
        Tag::Heading { level, .. } => open(
            stack,
            match level {
                HeadingLevel::H1 => "h2",
                HeadingLevel::H2 => "h3",
                HeadingLevel::H3 => "h4",
                _ => "h5",
            },
        ),
        Tag::Paragraph => open(stack, "p"),
        Tag::BlockQuote(kind) => {
            let (class, word) = match kind {
                Some(BlockQuoteKind::Tip) => ("note note-tip", Some(t.tip)),
                Some(BlockQuoteKind::Warning | BlockQuoteKind::Caution) => ("note note-warning", Some(t.warning)),
                Some(BlockQuoteKind::Note) => ("note", Some(t.note)),
                Some(BlockQuoteKind::Important) => ("note note-real", Some(t.real_docker)),
                None => ("", None),
            };
            let mut quote = VTag::new(if word.is_some() { "div" } else { "blockquote" });
            quote.add_attribute("class", class);
            let children = word
                .map(|word| html! { <p class="note-word">{ word }</p> })
                .into_iter()
                .collect();
            stack.push(Open {
                tag: Some(quote),
                children,
            });
        }
        Tag::List(Some(first)) => {
            let mut list = VTag::new("ol");
            list.add_attribute("start", first.to_string());
            stack.push(Open {
                tag: Some(list),
                children: Vec::new(),
            });
        }
        Tag::List(None) => open(stack, "ul"),
        Tag::Item => open(stack, "li"),
        Tag::TableRow => open(stack, "tr"),
        Tag::Emphasis => open(stack, "em"),
        Tag::Strong => open(stack, "strong"),
        Tag::Strikethrough => open(stack, "s"),
        Tag::Link { dest_url, .. } => stack.push(Open {
            tag: Some(link(&dest_url, go)),
            children: Vec::new(),
        }),
        // An image's alternative text stands for it: lessons' pictures are drawn from the engine.
        _ => open(stack, "span"),
    }
}

fn link(address: &str, go: &Callback<Target>) -> VTag {
    match target(address) {
        Target::Web(address) => {
            let mut link = VTag::new("a");
            link.add_attribute("href", address);
            link.add_attribute("target", "_blank");
            link.add_attribute("rel", "noopener noreferrer");
            link
        }
        Target::Nowhere => VTag::new("span"),
        inside => {
            let go = go.clone();
            let onclick = Callback::from(move |_: MouseEvent| go.emit(inside.clone()));
            match html! { <button type="button" class="link" {onclick}></button> } {
                Html::VTag(tag) => std::rc::Rc::unwrap_or_clone(tag),
                _ => VTag::new("span"),
            }
        }
    }
}

fn open(stack: &mut Vec<Open>, tag: &'static str) {
    stack.push(Open {
        tag: Some(VTag::new(tag)),
        children: Vec::new(),
    });
}

fn push(stack: &mut [Open], node: Html) {
    if let Some(top) = stack.last_mut() {
        top.children.push(node);
    }
}

fn close(stack: &mut Vec<Open>) {
    if stack.len() < 2 {
        return;
    }
    if let Some(Open {
        tag: Some(mut tag),
        children,
    }) = stack.pop()
    {
        tag.add_children(children);
        push(stack, tag.into());
    }
}

fn code_block(text: String) -> Html {
    html! { <pre class="code" tabindex="0"><code>{ text }</code></pre> }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::i18n::ENGLISH;

    #[test]
    fn links_lead_inside_or_to_the_web_or_nowhere() {
        assert_eq!(target("file:app.py"), Target::File("app.py".to_owned()));
        assert_eq!(target("lesson:02-a/01-b"), Target::Lesson("02-a/01-b".to_owned()));
        assert_eq!(target("02-a/01-b/lesson.zh.md"), Target::Lesson("02-a/01-b".to_owned()));
        assert_eq!(target("panel:layers"), Target::Panel("layers".to_owned()));
        assert_eq!(
            target("http://localhost:8000/"),
            Target::Preview("http://localhost:8000/".to_owned())
        );
        assert_eq!(
            target("https://docs.docker.com/"),
            Target::Web("https://docs.docker.com/".to_owned())
        );
        assert_eq!(
            target("http://localhost.example.com"),
            Target::Web("http://localhost.example.com".to_owned())
        );
        assert_eq!(target("javascript:alert(1)"), Target::Nowhere);
        assert_eq!(target("data:text/html,x"), Target::Nowhere);
    }

    #[test]
    fn raw_html_is_dropped_and_nothing_panics_on_odd_text() {
        for text in [
            "<script>alert(1)</script>\n\nHi",
            "| a |\n|--:|\n| b |",
            "> [!TIP]\n> x",
            "- [ ] a\n",
            "```",
            "[x](javascript:y)",
        ] {
            let drawn = format!("{:?}", render(text, &ENGLISH, &Callback::noop()));
            assert!(!drawn.contains("alert(1)"), "{text}");
        }
    }
}
