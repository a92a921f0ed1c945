//! Semantic tokens: every byte of a text belongs to exactly one, in order.

use crate::dockerfile::{CommandRef, Dockerfile, NodeRef};
use crate::editor::variables::variable_uses;
use crate::keyword::Keyword;
use crate::node::LogicalLine;
use crate::scan::ItemKind;
use crate::span::Span;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TokenKind {
    /// Blanks, newlines, a byte-order mark.
    Blank,
    Comment,
    /// A parser directive, the whole line.
    Directive,
    /// An instruction's name.
    Keyword,
    /// A name that is no instruction.
    Unknown,
    /// A flag with its value.
    Flag,
    /// An argument without a colour of its own: a path, a word of a shell command.
    Argument,
    /// The name of an image or stage in FROM.
    Image,
    /// A name that is given here: a stage's, a variable's, a label's.
    Name,
    /// A string of a JSON array, or a value of ENV, ARG and LABEL.
    String,
    /// `$name` or `${name`, with what closes it.
    Variable,
    /// `AS`, `=`, and brackets and commas of a JSON array.
    Operator,
    /// The escape token that continues a line.
    Continuation,
    Heredoc,
    /// The line that ends a heredoc.
    HeredocEnd,
}

/// A token in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    pub span: Span,
    pub kind: TokenKind,
}

/// All tokens of a text. Their texts together are the text.
pub fn tokens(dockerfile: &Dockerfile) -> Vec<Token> {
    let text = dockerfile.text();
    let mut out = Tokens {
        text,
        list: Vec::new(),
        at: 0,
    };
    for (index, item) in dockerfile.items.iter().enumerate() {
        out.fill(item.start, TokenKind::Blank);
        let end = dockerfile.item_end(index);
        let whole = Span { start: item.start, end };
        match &item.kind {
            ItemKind::Blank => {}
            ItemKind::Comment | ItemKind::Directive(_) | ItemKind::BadComment(_) => {
                let line = whole.of(text);
                let lead = line.len() - line.trim_start().len();
                let kind = match item.kind {
                    ItemKind::Directive(_) => TokenKind::Directive,
                    _ => TokenKind::Comment,
                };
                out.push(
                    Span::new(item.start as usize + lead, item.start as usize + line.trim_end().len()),
                    kind,
                );
            }
            ItemKind::Instruction(_) => {
                if let Some(node) = dockerfile.node(index) {
                    instruction(&mut out, node);
                }
            }
        }
        out.fill(end, TokenKind::Blank);
    }
    out.fill(crate::span::offset(text.len()), TokenKind::Blank);
    out.list
}

struct Tokens<'a> {
    text: &'a str,
    list: Vec<Token>,
    at: u32,
}

impl Tokens<'_> {
    fn fill(&mut self, to: u32, kind: TokenKind) {
        if to > self.at {
            self.list.push(Token {
                span: Span { start: self.at, end: to },
                kind,
            });
            self.at = to;
        }
    }

    /// Adds a token; what lies before it is blank. Parts that are taken already are left out.
    fn push(&mut self, span: Span, kind: TokenKind) {
        self.fill(span.start, TokenKind::Blank);
        self.fill(span.end, kind);
    }

    /// What lies between the pieces of a continued line: escape tokens, comments, blanks.
    fn between(&mut self, to: u32, escape: char) {
        let start = self.at;
        let gap = Span {
            start,
            end: to.max(start),
        }
        .of(self.text);
        let mut at = start as usize;
        for line in gap.split_inclusive('\n') {
            let trimmed = line.trim();
            let lead = line.len() - line.trim_start().len();
            let kind = if trimmed.starts_with('#') {
                Some(TokenKind::Comment)
            } else if trimmed.starts_with(escape) {
                Some(TokenKind::Continuation)
            } else {
                None
            };
            if let Some(kind) = kind {
                self.push(Span::new(at + lead, at + lead + trimmed.len()), kind);
            }
            at += line.len();
        }
        self.fill(to, TokenKind::Blank);
    }
}

fn instruction(out: &mut Tokens<'_>, node: NodeRef<'_>) {
    let line = node.original();
    let mut parts: Vec<(Span, TokenKind)> = Vec::new();
    let mut command = Some(node.command());
    while let Some(current) = command {
        words(current, line, &mut parts);
        command = current.trigger();
    }
    let escape = node.dockerfile.escape();
    let pieces: Vec<(u32, u32)> = match &node.node.line {
        LogicalLine::Slice(slice) => vec![(0, slice.start)],
        LogicalLine::Joined(joined) => node.dockerfile.store.pieces(*joined).to_vec(),
    };
    let mut parts = parts.into_iter().peekable();
    for (index, (logical, source)) in pieces.iter().enumerate() {
        let next = pieces
            .get(index + 1)
            .map_or(crate::span::offset(line.len()), |(logical, _)| *logical);
        let base = node.item.start + source;
        if index > 0 {
            out.between(base, escape);
        }
        // Parts of this piece; one that goes on in the next stays for it.
        while let Some((span, kind)) = parts.peek().copied() {
            if span.start >= next {
                break;
            }
            let start = span.start.max(*logical) - logical + base;
            let end = span.end.min(next) - logical + base;
            out.push(Span { start, end }, kind);
            if span.end > next {
                break;
            }
            parts.next();
        }
        out.fill(base + (next - logical), TokenKind::Blank);
    }
    let end_of_head = node
        .heredocs()
        .next()
        .map_or(node.span().end, |heredoc| heredoc.content_span.start);
    out.between(end_of_head, escape);
    for heredoc in node.heredocs() {
        out.push(heredoc.content_span, TokenKind::Heredoc);
        out.push(heredoc.terminator_span, TokenKind::HeredocEnd);
    }
}

/// The parts of one command as places of the logical line, in order and apart from each other.
fn words(command: CommandRef<'_>, line: &str, parts: &mut Vec<(Span, TokenKind)>) {
    let keyword = command.keyword();
    parts.push((
        command.command.name,
        if keyword.is_some() {
            TokenKind::Keyword
        } else {
            TokenKind::Unknown
        },
    ));
    for flag in command.flags() {
        with_variables(flag.logical, TokenKind::Flag, line, parts);
    }
    let Some(keyword) = keyword else {
        if !command.command.arguments.is_empty() {
            parts.push((command.command.arguments, TokenKind::Argument));
        }
        return;
    };
    let args: Vec<_> = command.args().collect();
    let mut order: Vec<(Span, TokenKind)> = Vec::new();
    for (index, word) in args.iter().enumerate() {
        let kind = match keyword {
            _ if command.is_json() && word.raw.starts_with('"') => TokenKind::String,
            Keyword::From => match index {
                0 => TokenKind::Image,
                1 => TokenKind::Operator,
                _ => TokenKind::Name,
            },
            Keyword::Env | Keyword::Label => match index % 3 {
                0 => TokenKind::Name,
                1 => TokenKind::String,
                _ => TokenKind::Operator,
            },
            Keyword::Arg => {
                let (name, value) = match word.raw.find('=') {
                    Some(at) => (at, at + 1),
                    None => (word.raw.len(), word.raw.len()),
                };
                let start = word.logical.start;
                let at = |n: usize| start + crate::span::offset(n);
                order.push((Span { start, end: at(name) }, TokenKind::Name));
                order.push((
                    Span {
                        start: at(name),
                        end: at(value),
                    },
                    TokenKind::Operator,
                ));
                order.push((
                    Span {
                        start: at(value),
                        end: word.logical.end,
                    },
                    TokenKind::String,
                ));
                continue;
            }
            Keyword::Healthcheck if index == 0 => TokenKind::Operator,
            Keyword::Maintainer => TokenKind::String,
            _ => TokenKind::Argument,
        };
        order.push((word.logical, kind));
    }
    order.sort();
    if command.is_json() {
        // Brackets and commas.
        let mut at = match keyword {
            Keyword::Healthcheck => order.first().map_or(0, |(span, _)| span.end),
            _ => command.command.arguments.start,
        };
        let mut all = Vec::new();
        for (span, kind) in order {
            operators(line, at, span.start, &mut all);
            all.push((span, kind));
            at = span.end.max(at);
        }
        operators(line, at, command.command.arguments.end, &mut all);
        order = all;
        order.sort();
    }
    for (span, kind) in order {
        with_variables(span, kind, line, parts);
    }
}

fn operators(line: &str, from: u32, to: u32, parts: &mut Vec<(Span, TokenKind)>) {
    for (index, byte) in line
        .as_bytes()
        .get(from as usize..to.max(from) as usize)
        .unwrap_or(&[])
        .iter()
        .enumerate()
    {
        if matches!(byte, b'[' | b']' | b',') {
            let at = from as usize + index;
            parts.push((Span::new(at, at + 1), TokenKind::Operator));
        }
    }
}

/// Adds a word with the variables in it as tokens of their own.
fn with_variables(span: Span, kind: TokenKind, line: &str, parts: &mut Vec<(Span, TokenKind)>) {
    let mut at = span.start;
    for used in variable_uses(span.of(line)) {
        let whole = used.span.shifted(span.start);
        if whole.start > at {
            parts.push((
                Span {
                    start: at,
                    end: whole.start,
                },
                kind,
            ));
        }
        if whole.end > at {
            parts.push((
                Span {
                    start: whole.start.max(at),
                    end: whole.end,
                },
                TokenKind::Variable,
            ));
            at = whole.end;
        }
    }
    if span.end > at {
        parts.push((
            Span {
                start: at,
                end: span.end,
            },
            kind,
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(String, TokenKind)> {
        let dockerfile = Dockerfile::parse(text);
        tokens(&dockerfile)
            .into_iter()
            .filter(|t| t.kind != TokenKind::Blank)
            .map(|t| (t.span.of(text).to_owned(), t.kind))
            .collect()
    }

    #[test]
    fn every_part_has_its_kind() {
        use TokenKind::*;
        let want = [
            ("# syntax=x", Directive),
            ("FROM", Keyword),
            ("a:", Image),
            ("$V", Variable),
            ("AS", Operator),
            ("b", Name),
            ("RUN", Keyword),
            ("--mount=type=cache", Flag),
            ("x ", Argument),
            ("\\", Continuation),
            ("# why", Comment),
            ("  y <<E", Argument),
            ("body\n", Heredoc),
            ("E", HeredocEnd),
            ("CMD", Keyword),
            ("[", Operator),
            ("\"a\"", String),
            (",", Operator),
            ("\"b\"", String),
            ("]", Operator),
        ];
        let text = "# syntax=x\nFROM a:$V AS b\nRUN --mount=type=cache x \\\n# why\n  y <<E\nbody\nE\nCMD [\"a\", \"b\"]\n";
        let want: Vec<_> = want.iter().map(|(t, k)| ((*t).to_owned(), *k)).collect();
        assert_eq!(shown(text), want);
    }
}
