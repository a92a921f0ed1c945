//! A lesson's Markdown as HTML, element for element as src/app/markdown.rs draws it. Raw HTML is dropped; links inside
//! of the page are text until the page is there to follow them.

use pulldown_cmark::{Alignment, BlockQuoteKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::catalogue::Messages;

/// Text with what HTML would read in it written out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// Chinese characters and punctuation, between which a line's end is no blank.
fn wide(character: Option<char>) -> bool {
    character.is_some_and(
        |c| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}'),
    )
}

struct Writer {
    out: String,
    /// What closes the open elements.
    open: Vec<&'static str>,
    in_head: bool,
    alignments: Vec<Alignment>,
    column: usize,
    broken: bool,
    last: Option<char>,
}

impl Writer {
    fn open(&mut self, start: &str, end: &'static str) {
        self.out.push_str(start);
        self.open.push(end);
    }

    fn close(&mut self) {
        if let Some(end) = self.open.pop() {
            self.out.push_str(end);
        }
    }

    /// A head of nothing heads no column.
    fn without_empty_head(&mut self) {
        let Some(end) = self.open.last_mut().filter(|end| **end == "</th>") else {
            return;
        };
        let start = self.out.rfind("<th").unwrap_or(self.out.len());
        if self.out.ends_with('>') && self.out.rfind('<') == Some(start) {
            self.out.truncate(start);
            self.out.push_str("<td>");
            *end = "</td>";
        }
    }

    /// Code in a sentence. A flag stays in one piece where it fits: a line would end behind any of its hyphens.
    fn code(&mut self, text: &str) {
        self.out.push_str("<code>");
        for word in text.split_inclusive(' ') {
            let bare = word.trim_end_matches(' ');
            let blanks = word.get(bare.len()..).unwrap_or_default();
            if bare.starts_with('-') && bare.len() > 1 {
                self.out
                    .push_str(&format!("<span class=\"flag\">{}</span>{blanks}", escaped(bare)));
            } else {
                self.out.push_str(&escaped(word));
            }
        }
        self.out.push_str("</code>");
    }

    /// The blank that a line's end stands for.
    fn blank(&mut self, unless_wide: bool, next: Option<char>) {
        if std::mem::take(&mut self.broken) && !(unless_wide && wide(self.last) && wide(next)) {
            self.out.push(' ');
        }
    }

    fn start(&mut self, tag: &Tag<'_>, t: &Messages) {
        match tag {
            Tag::Heading { level, .. } => match level {
                HeadingLevel::H1 => self.open("<h2>", "</h2>"),
                HeadingLevel::H2 => self.open("<h3>", "</h3>"),
                HeadingLevel::H3 => self.open("<h4>", "</h4>"),
                _ => self.open("<h5>", "</h5>"),
            },
            Tag::Paragraph => self.open("<p>", "</p>"),
            Tag::BlockQuote(kind) => {
                let (class, word) = match kind {
                    Some(BlockQuoteKind::Tip) => ("note note-tip", t.tip),
                    Some(BlockQuoteKind::Warning | BlockQuoteKind::Caution) => ("note note-warning", t.warning),
                    Some(BlockQuoteKind::Note) => ("note", t.note),
                    Some(BlockQuoteKind::Important) => ("note note-real", t.real_docker),
                    None => return self.open("<blockquote>", "</blockquote>"),
                };
                let start = format!("<div class=\"{class}\"><p class=\"note-word\">{}</p>", escaped(word));
                self.open(&start, "</div>");
            }
            Tag::CodeBlock(_) => self.open("<pre class=\"code\" tabindex=\"0\"><code>", "</code></pre>"),
            Tag::List(Some(first)) => self.open(&format!("<ol start=\"{first}\">"), "</ol>"),
            Tag::List(None) => self.open("<ul>", "</ul>"),
            Tag::Item => self.open("<li>", "</li>"),
            Tag::Table(columns) => {
                self.alignments.clone_from(columns);
                self.open("<table>", "</table>");
            }
            Tag::TableHead | Tag::TableRow => {
                self.in_head = matches!(tag, Tag::TableHead);
                self.column = 0;
                self.open("<tr>", "</tr>");
            }
            Tag::TableCell => {
                let right = self.alignments.get(self.column) == Some(&Alignment::Right);
                self.column = self.column.saturating_add(1);
                let class = if right { " class=\"align-right\"" } else { "" };
                if self.in_head {
                    self.open(&format!("<th{class}>"), "</th>");
                } else {
                    self.open(&format!("<td{class}>"), "</td>");
                }
            }
            Tag::Emphasis => self.open("<em>", "</em>"),
            Tag::Strong => self.open("<strong>", "</strong>"),
            Tag::Strikethrough => self.open("<s>", "</s>"),
            Tag::Link { dest_url, .. } if leads_out(dest_url) => {
                let start = format!(
                    "<a href=\"{}\" target=\"_blank\" rel=\"noopener noreferrer\">",
                    escaped(dest_url)
                );
                self.open(&start, "</a>");
            }
            Tag::Link { .. } => self.open("<span class=\"link\">", "</span>"),
            _ => self.open("<span>", "</span>"),
        }
    }
}

/// Whether a link leads to the web, and not to the simulated machine or another place of the page.
fn leads_out(address: &str) -> bool {
    let rest = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default();
        !matches!(host, "localhost" | "127.0.0.1")
    })
}

/// Some Markdown as HTML.
pub fn of(text: &str, t: &Messages) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM;
    let mut writer = Writer {
        out: String::new(),
        open: Vec::new(),
        in_head: false,
        alignments: Vec::new(),
        column: 0,
        broken: false,
        last: None,
    };
    let mut in_code = false;
    for event in Parser::new_ext(text, options) {
        match event {
            Event::Start(tag) => {
                writer.blank(false, None);
                in_code |= matches!(tag, Tag::CodeBlock(_));
                writer.start(&tag, t);
            }
            Event::End(end) => {
                in_code &= !matches!(end, TagEnd::CodeBlock);
                if matches!(end, TagEnd::TableCell) {
                    writer.without_empty_head();
                }
                writer.close();
            }
            Event::Text(text) => {
                if !in_code {
                    writer.blank(true, text.chars().next());
                    writer.last = text.chars().next_back();
                }
                writer.out.push_str(&escaped(&text));
            }
            Event::Code(text) => {
                writer.blank(false, None);
                writer.last = None;
                writer.code(&text);
            }
            Event::SoftBreak => writer.broken = true,
            Event::HardBreak => writer.out.push_str("<br>"),
            Event::Rule => writer.out.push_str("<hr>"),
            _ => {}
        }
    }
    while !writer.open.is_empty() {
        writer.close();
    }
    writer.out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::ENGLISH;

    #[test]
    fn markdown_becomes_the_elements_that_the_page_draws() {
        assert_eq!(
            of("## A\n\nSee `x` & [it](file:a).\n", &ENGLISH),
            "<h3>A</h3><p>See <code>x</code> &amp; <span class=\"link\">it</span>.</p>"
        );
        assert_eq!(
            of("> [!TIP]\n> b", &ENGLISH),
            "<div class=\"note note-tip\"><p class=\"note-word\">Tip</p><p>b</p></div>"
        );
        assert_eq!(of("一\n二", &ENGLISH), "<p>一二</p>");
    }

    #[test]
    fn a_flag_stays_in_one_piece() {
        assert_eq!(
            of("`docker build --no-cache .`", &ENGLISH),
            "<p><code>docker build <span class=\"flag\">--no-cache</span> .</code></p>"
        );
        assert_eq!(of("`-`", &ENGLISH), "<p><code>-</code></p>");
    }

    #[test]
    fn an_empty_cell_heads_no_column() {
        assert_eq!(
            of("| | `a` |\n| --- | --: |\n| b | c |\n", &ENGLISH),
            "<table><tr><td></td><th class=\"align-right\"><code>a</code></th></tr>\
             <tr><td>b</td><td class=\"align-right\">c</td></tr></table>"
        );
    }

    #[test]
    fn nothing_of_a_lesson_is_read_as_html() {
        assert_eq!(of("<script>alert(1)</script>", &ENGLISH), "<span></span>");
        assert_eq!(of("[x](javascript:y)", &ENGLISH), "<p><span class=\"link\">x</span></p>");
        assert_eq!(of("`<b>`", &ENGLISH), "<p><code>&lt;b&gt;</code></p>");
    }
}
