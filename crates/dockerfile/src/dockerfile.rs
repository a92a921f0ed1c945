//! A parsed Dockerfile: its items in order, and views on them.

use crate::directive::{Directive, DirectiveName, detect};
use crate::error::{Error, ParseError};
use crate::keyword::Keyword;
use crate::node::{Command, Node};
use crate::scan::{Item, ItemKind, Scanner};
use crate::span::{Lines, Span, offset};
use crate::store::{Share, Store};
use crate::words::Word;

/// A Dockerfile and its syntax tree. Every text has one.
#[derive(Clone, Debug)]
pub struct Dockerfile {
    pub(crate) text: String,
    pub(crate) items: Vec<Item>,
    pub(crate) store: Store,
    pub(crate) escape: u8,
}

impl PartialEq for Dockerfile {
    /// Whether text and tree are the same, however they came about.
    fn eq(&self, other: &Dockerfile) -> bool {
        let same = |(one, two): (&Item, &Item)| {
            let kinds = match (&one.kind, &two.kind) {
                (ItemKind::Instruction(one), ItemKind::Instruction(two)) => {
                    match (self.store.node(*one), other.store.node(*two)) {
                        (Some(one), Some(two)) => self.store.same(one, &other.store, two),
                        _ => false,
                    }
                }
                (one, two) => one == two,
            };
            kinds && (one.start, one.line) == (two.start, two.line)
        };
        self.text == other.text
            && self.escape == other.escape
            && self.items.len() == other.items.len()
            && self.items.iter().zip(&other.items).all(same)
    }
}

impl Eq for Dockerfile {}

/// How much of a long text is read before the room for the rest is estimated from it, in bytes.
const SAMPLE: usize = 16 << 10;

impl Dockerfile {
    /// Parses `text`. Takes time linear in its length and never fails; see [`Dockerfile::error`] for what BuildKit
    /// would say. A text of 4 GiB or more is cut there.
    pub fn parse(text: impl Into<String>) -> Dockerfile {
        let mut text = text.into();
        let mut limit = u32::MAX as usize;
        if text.len() > limit {
            while !text.is_char_boundary(limit) {
                limit -= 1;
            }
            text.truncate(limit);
        }
        let mut scanner = Scanner::new(&text);
        let mut items: Vec<Item> = Vec::with_capacity(text.len().min(SAMPLE) / 32 + 1);
        let mut sampled = text.len() <= 2 * SAMPLE;
        while let Some(item) = scanner.item() {
            items.push(item);
            if !sampled && scanner.pos >= SAMPLE {
                sampled = true;
                let rest = Share {
                    read: scanner.pos,
                    left: text.len() - scanner.pos,
                };
                items.reserve(rest.of(items.len(), 32));
                scanner.store.reserve(rest);
            }
        }
        let escape = scanner.escape;
        let mut store = scanner.store;
        items.shrink_to_fit();
        store.settle();
        Dockerfile {
            text,
            items,
            store,
            escape,
        }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The escape token, a backslash unless the `escape` directive says otherwise.
    pub fn escape(&self) -> char {
        self.escape as char
    }

    /// The parser directives, wherever tools look for them.
    pub fn directives(&self) -> Vec<Directive> {
        detect(&self.text)
    }

    /// The instructions in order.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = NodeRef<'_>> {
        (0..self.items.len()).filter_map(|index| self.node(index))
    }

    /// The instruction at `index` of the items, if that is one.
    pub(crate) fn node(&self, index: usize) -> Option<NodeRef<'_>> {
        let item = self.items.get(index)?;
        match &item.kind {
            ItemKind::Instruction(number) => Some(NodeRef {
                dockerfile: self,
                index,
                item,
                node: self.store.node(*number)?,
            }),
            _ => None,
        }
    }

    /// The instruction whose lines hold `position`.
    pub fn node_at(&self, position: u32) -> Option<NodeRef<'_>> {
        self.node(self.item_index_at(position)?)
    }

    pub(crate) fn item_index_at(&self, position: u32) -> Option<usize> {
        self.items.partition_point(|item| item.start <= position).checked_sub(1)
    }

    /// Where an item ends: at the next one or at the end of the text.
    pub(crate) fn item_end(&self, index: usize) -> u32 {
        self.items
            .get(index + 1)
            .map_or_else(|| offset(self.text.len()), |next| next.start)
    }

    /// How many lines BuildKit counts: a last line without newline counts, an empty one does not.
    pub(crate) fn line_count(&self) -> u32 {
        match self.items.last() {
            None => 0,
            Some(item) => self.node(self.items.len() - 1).map_or(item.line, |node| node.lines().end),
        }
    }

    /// The mistakes at which BuildKit's parser stops, in order; it reports the first. Instructions that parse but make
    /// no sense are not among them, see [`Dockerfile::error`].
    pub fn syntax_errors(&self) -> Vec<ParseError> {
        let mut errors = Vec::new();
        let mut any = false;
        for item in &self.items {
            match &item.kind {
                ItemKind::BadComment(error) => errors.push(ParseError {
                    error: match **error {
                        Error::LineTooLong if !any => Error::NoInstructions,
                        _ => (**error).clone(),
                    },
                    announced_line: None,
                    // BuildKit has not counted the line yet.
                    lines: Some(Lines::one(item.line - 1)),
                }),
                ItemKind::Instruction(number) => {
                    let Some(node) = self.store.node(*number) else { continue };
                    if let Some(line) = node.too_long() {
                        let at = item.line + line - 1;
                        errors.push(ParseError {
                            error: if any || line > 0 {
                                Error::LineTooLong
                            } else {
                                Error::NoInstructions
                            },
                            announced_line: None,
                            lines: Some(Lines::one(at)),
                        });
                    }
                    any = true;
                    if let Some(error) = node.error() {
                        errors.push(ParseError {
                            error: error.0.clone(),
                            announced_line: None,
                            lines: Some(Lines::new(item.line, item.line + error.1 - 1)),
                        });
                    }
                }
                _ => {}
            }
        }
        if !any && errors.is_empty() {
            errors.push(ParseError {
                error: Error::NoInstructions,
                announced_line: None,
                lines: Some(Lines::one(self.line_count())),
            });
        }
        errors
    }

    /// The comments right before item `index`, from the last instruction or empty comment on, as BuildKit keeps them
    /// for descriptions and local `check` options.
    pub(crate) fn comments_before(&self, index: usize) -> Vec<String> {
        let mut comments = Vec::new();
        for at in (0..index).rev() {
            let Some(item) = self.items.get(at) else {
                break;
            };
            match &item.kind {
                ItemKind::Instruction(_) => break,
                ItemKind::Comment => {
                    let span = Span {
                        start: item.start,
                        end: self.item_end(at),
                    };
                    // BuildKit cuts one byte off the line, which is the hash only if nothing stands before it.
                    let line = span.of(&self.text);
                    let mut rest = line.chars();
                    rest.next();
                    let comment = rest.as_str().trim();
                    if comment.is_empty() {
                        break;
                    }
                    comments.push(comment.to_owned());
                }
                _ => {}
            }
        }
        comments.reverse();
        comments
    }

    /// The value of a directive as tools see it.
    pub fn directive(&self, name: DirectiveName) -> Option<Directive> {
        self.directives().into_iter().find(|d| d.name == name)
    }
}

/// An instruction in its place.
#[derive(Clone, Copy)]
pub struct NodeRef<'a> {
    pub(crate) dockerfile: &'a Dockerfile,
    pub(crate) index: usize,
    pub(crate) item: &'a Item,
    pub(crate) node: &'a Node,
}

impl<'a> NodeRef<'a> {
    fn source(&self) -> &'a str {
        self.dockerfile.text.get(self.item.start as usize..).unwrap_or("")
    }

    /// The first line of the instruction up to the last, heredocs included.
    pub fn lines(&self) -> Lines {
        self.node.lines(self.item.line)
    }

    /// The lines of the instruction alone, without its heredocs.
    pub fn head_lines(&self) -> Lines {
        Lines::new(
            self.item.line,
            self.item.line + self.node.logical_line_count.saturating_sub(1),
        )
    }

    /// All of its bytes, the last newline included.
    pub fn span(&self) -> Span {
        Span {
            start: self.item.start,
            end: self.dockerfile.item_end(self.index),
        }
    }

    /// From the keyword to the last byte that belongs to the instruction, its heredocs included.
    pub fn content_span(&self) -> Span {
        let whole = self.span();
        let text = whole.of(&self.dockerfile.text);
        let trimmed = text.trim_end().len();
        Span {
            start: self.command().name_span().start,
            end: whole.start + offset(trimmed),
        }
    }

    /// The logical line: continued lines joined, comments among them gone, heredocs not included.
    pub fn original(&self) -> &'a str {
        self.dockerfile.store.logical(self.node, self.source())
    }

    /// The instruction itself.
    pub fn command(&self) -> CommandRef<'a> {
        CommandRef {
            node: *self,
            command: &self.node.command,
            depth: 0,
        }
    }

    /// The keyword, unless there is no such instruction.
    pub fn keyword(&self) -> Option<Keyword> {
        self.node.command.keyword
    }

    /// The heredocs in the order of their heads.
    pub fn heredocs(&self) -> impl ExactSizeIterator<Item = Heredoc<'a>> {
        let (source, start) = (self.source(), self.item.start);
        self.node.heredocs().iter().map(move |heredoc| Heredoc {
            name: &heredoc.name,
            file_descriptor: heredoc.file_descriptor,
            expand: heredoc.expand,
            chomp: heredoc.chomp,
            content: heredoc.content.of(source),
            content_span: heredoc.content.shifted(start),
            terminator_span: heredoc.terminator.shifted(start),
        })
    }

    /// Comments before it, see BuildKit's doc comments.
    pub fn comments(&self) -> Vec<String> {
        self.dockerfile.comments_before(self.index)
    }

    /// Whether a blank line stands among its continued lines.
    pub fn has_empty_continuation(&self) -> bool {
        self.node.empty_continuation
    }

    pub(crate) fn to_source(self, logical: Span) -> Span {
        self.dockerfile.store.to_source(self.node, logical).shifted(self.item.start)
    }
}

/// A heredoc in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heredoc<'a> {
    /// The delimiter.
    pub name: &'a str,
    pub file_descriptor: u32,
    pub expand: bool,
    pub chomp: bool,
    /// The body as it stands, tabs and newlines included.
    pub content: &'a str,
    pub content_span: Span,
    /// The closing delimiter, empty when it is missing.
    pub terminator_span: Span,
}

/// An instruction's parts: keyword, flags, arguments.
#[derive(Clone, Copy)]
pub struct CommandRef<'a> {
    pub(crate) node: NodeRef<'a>,
    pub(crate) command: &'a Command,
    depth: usize,
}

impl<'a> CommandRef<'a> {
    /// The keyword, unless there is no such instruction.
    pub fn keyword(&self) -> Option<Keyword> {
        self.command.keyword
    }

    /// The keyword as it is written.
    pub fn name(&self) -> &'a str {
        self.command.name.of(self.node.original())
    }

    /// The place of the keyword.
    pub fn name_span(&self) -> Span {
        self.node.to_source(self.command.name)
    }

    /// The flags, dashes included and quotes gone.
    pub fn flags(&self) -> impl ExactSizeIterator<Item = WordRef<'a>> {
        self.refs(self.node.dockerfile.store.flags(self.command))
    }

    /// The arguments as BuildKit's parser gives them. ENV and LABEL have three for each pair: name, value and `=`, or
    /// nothing for the old form with a blank. ONBUILD has none, see [`CommandRef::trigger`].
    pub fn args(&self) -> impl ExactSizeIterator<Item = WordRef<'a>> {
        self.refs(self.node.dockerfile.store.arguments(self.command))
    }

    fn refs(&self, words: &'a [Word]) -> impl ExactSizeIterator<Item = WordRef<'a>> + use<'a> {
        let node = self.node;
        words.iter().map(move |word| WordRef {
            text: word.value(node.original()),
            raw: word.span.of(node.original()),
            span: node.to_source(word.span),
            logical: word.span,
        })
    }

    /// Whether the arguments are a JSON array.
    pub fn is_json(&self) -> bool {
        self.command.json
    }

    /// All arguments as one text, continuations joined.
    pub fn arguments_text(&self) -> &'a str {
        self.command.arguments.of(self.node.original())
    }

    /// The place of all arguments.
    pub fn arguments_span(&self) -> Span {
        self.node.to_source(self.command.arguments)
    }

    /// The instruction inside an ONBUILD.
    pub fn trigger(&self) -> Option<CommandRef<'a>> {
        let command = self.node.node.triggers().get(self.depth)?;
        Some(CommandRef {
            node: self.node,
            command,
            depth: self.depth + 1,
        })
    }

    /// All words as instruction checks see them: for ONBUILD the words of what is inside.
    pub(crate) fn all_args(&self) -> Vec<&'a str> {
        let mut words: Vec<&str> = self.args().map(|w| w.text).collect();
        let mut inner = self.trigger();
        while let Some(command) = inner {
            words.push(command.name());
            words.extend(command.args().map(|w| w.text));
            inner = command.trigger();
        }
        words
    }
}

/// A word in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WordRef<'a> {
    /// Its value.
    pub text: &'a str,
    /// As it is written, continuations joined.
    pub raw: &'a str,
    /// Its place in the text; continuation characters and comments may lie within.
    pub span: Span,
    /// Its place in the logical line.
    pub(crate) logical: Span,
}
