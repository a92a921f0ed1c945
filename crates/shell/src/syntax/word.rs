//! Words: quoting, parameter expansions, command and arithmetic substitutions (POSIX XCU 2.2, 2.6).

use super::ast::*;
use super::lexer::{Parser, is_name};
use super::{SyntaxError, SyntaxErrorKind};
use std::rc::Rc;

/// Where a run of parts ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Until {
    /// At a blank or an operator.
    Blank,
    /// At the closing double quote.
    Quote,
    /// At the end of a here-document's body.
    End,
    /// At `}`; true inside double quotes.
    Brace(bool),
    /// At `}` or `/`, in a replacement.
    Slash(bool),
    /// At `}` or `:`, in a substring.
    Colon(bool),
    /// At `))`.
    Arithmetic,
    /// At `;` or `))`, in `for ((`.
    ArithmeticPart,
    /// At `]`.
    Bracket,
    /// At a blank, outside parentheses: a regular expression in `[[ ]]`.
    Regex,
    /// At `)`, in an extended pattern.
    Group,
}

impl Until {
    fn is_quoted(self) -> bool {
        matches!(
            self,
            Until::Quote | Until::End | Until::Brace(true) | Until::Slash(true) | Until::Colon(true) | Until::Arithmetic
        )
    }
}

/// Collects parts, joining text of the same kind.
#[derive(Default)]
struct Parts {
    parts: Vec<Part>,
    text: Vec<u8>,
    quoted: bool,
}

impl Parts {
    fn push(&mut self, byte: u8, quoted: bool) {
        if self.quoted != quoted {
            self.flush();
            self.quoted = quoted;
        }
        self.text.push(byte);
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text: Rc<str> = String::from_utf8_lossy(&self.text).into();
            self.parts.push(if self.quoted {
                Part::Quoted(text)
            } else {
                Part::Literal(text)
            });
            self.text.clear();
        }
    }

    fn part(&mut self, part: Part) {
        self.flush();
        self.parts.push(part);
    }

    fn finish(mut self) -> Vec<Part> {
        self.flush();
        self.parts
    }
}

impl Parser {
    pub(super) fn read_word(&mut self) -> Result<Word, SyntaxError> {
        let mut parts = Parts::default();
        if self.flavour.is_bash()
            && let Some(subscript) = self.subscript_assignment()?
        {
            parts.part(Part::Subscript(Rc::new(subscript)));
        }
        self.read_parts(Until::Blank, parts).map(|parts| Word { parts })
    }

    /// A word in which blanks do not end it but only what closes a regular expression does.
    pub(super) fn read_regex(&mut self) -> Result<Word, SyntaxError> {
        self.skip_blanks();
        self.read_parts(Until::Regex, Parts::default()).map(|parts| Word { parts })
    }

    pub(super) fn read_heredoc_body(&mut self) -> Result<Word, SyntaxError> {
        self.read_parts(Until::End, Parts::default()).map(|parts| Word {
            parts: vec![Part::DoubleQuoted(parts)],
        })
    }

    /// Reads a text as if it stood between double quotes, for prompts and `PS4`.
    pub fn read_as_quoted(&mut self) -> Result<Word, SyntaxError> {
        self.read_heredoc_body()
    }

    /// The expression of `((…))`, after its opening parentheses.
    pub(super) fn read_arithmetic_command(&mut self) -> Result<Word, SyntaxError> {
        let parts = self.read_parts(Until::Arithmetic, Parts::default())?;
        self.pos += 2;
        Ok(Word { parts })
    }

    /// One of the expressions of `for ((…))`; true if it was the last.
    pub(super) fn read_arithmetic_part(&mut self) -> Result<(Word, bool), SyntaxError> {
        let parts = self.read_parts(Until::ArithmeticPart, Parts::default())?;
        let last = self.byte(0) == Some(b')');
        self.pos += if last { 2 } else { 1 };
        Ok((Word { parts }, last))
    }

    /// `NAME[…]=` or `NAME[…]+=` here.
    fn subscript_assignment(&mut self) -> Result<Option<Subscript>, SyntaxError> {
        let rest = &self.src[self.pos.min(self.src.len())..];
        let name_len = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        if name_len == 0 || rest.get(name_len) != Some(&b'[') {
            return Ok(None);
        }
        let name = self.text(self.pos, self.pos + name_len);
        if !is_name(&name) {
            return Ok(None);
        }
        let Some(close) = closing_bracket(rest, name_len) else {
            return Ok(None);
        };
        let append = rest.get(close + 1) == Some(&b'+') && rest.get(close + 2) == Some(&b'=');
        if !append && rest.get(close + 1) != Some(&b'=') {
            return Ok(None);
        }
        self.pos += name_len + 1;
        let parts = self.read_parts(Until::Bracket, Parts::default())?;
        self.pos += if append { 3 } else { 2 };
        Ok(Some(Subscript {
            name,
            index: Word { parts },
            append,
        }))
    }

    fn read_parts(&mut self, until: Until, mut parts: Parts) -> Result<Vec<Part>, SyntaxError> {
        self.deeper()?;
        let start_line = self.line;
        let start = self.pos;
        let mut parentheses = 0usize;
        let quoted = until.is_quoted();
        loop {
            let Some(byte) = self.byte(0) else {
                let kind = match until {
                    Until::Blank | Until::End | Until::Regex => break,
                    Until::Quote => SyntaxErrorKind::UnterminatedQuote('"'),
                    Until::Brace(_) | Until::Slash(_) | Until::Colon(_) => SyntaxErrorKind::MissingBrace,
                    Until::Arithmetic | Until::ArithmeticPart => SyntaxErrorKind::MissingArithmetic,
                    Until::Bracket | Until::Group => SyntaxErrorKind::MissingParenthesis,
                };
                return Err(self.fail_at(kind, true, start, start_line));
            };
            let ends = match until {
                Until::Blank => matches!(byte, b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')'),
                Until::Quote => byte == b'"',
                Until::End => false,
                Until::Brace(_) => byte == b'}',
                Until::Slash(_) => byte == b'}' || byte == b'/',
                Until::Colon(_) => byte == b'}' || (byte == b':' && parentheses == 0),
                Until::Arithmetic => byte == b')' && parentheses == 0,
                Until::ArithmeticPart => (byte == b')' || byte == b';') && parentheses == 0,
                Until::Bracket => byte == b']' && parentheses == 0,
                Until::Regex => matches!(byte, b' ' | b'\t' | b'\n') && parentheses == 0 || byte == b')' && parentheses == 0,
                Until::Group => byte == b')' && parentheses == 0,
            };
            if ends {
                if matches!(until, Until::Arithmetic | Until::ArithmeticPart) && byte == b')' && self.byte(1) != Some(b')') {
                    return Err(self.fail_at(SyntaxErrorKind::MissingArithmetic, self.byte(1).is_none(), start, start_line));
                }
                if until == Until::Blank && self.word_goes_on(byte, &mut parts)? {
                    continue;
                }
                break;
            }
            match byte {
                b'\\' => self.backslash(until, quoted, &mut parts),
                b'\'' if !quoted && until != Until::ArithmeticPart => self.single_quoted(&mut parts)?,
                b'\'' if matches!(until, Until::Brace(true) | Until::Slash(true)) && self.pattern_quotes(until) => {
                    self.single_quoted(&mut parts)?;
                }
                b'"' if until != Until::End => {
                    self.pos += 1;
                    if until == Until::Arithmetic || until == Until::ArithmeticPart {
                        continue;
                    }
                    let inner = self.read_parts(Until::Quote, Parts::default())?;
                    self.pos += 1;
                    parts.part(Part::DoubleQuoted(inner));
                }
                b'$' => self.dollar(until, &mut parts)?,
                b'`' => {
                    let part = self.backquoted(until)?;
                    parts.part(part);
                }
                b'(' if matches!(
                    until,
                    Until::Arithmetic | Until::ArithmeticPart | Until::Regex | Until::Group | Until::Colon(_) | Until::Bracket
                ) =>
                {
                    parentheses += 1;
                    self.pos += 1;
                    parts.push(byte, false);
                }
                b')' if parentheses > 0 => {
                    parentheses -= 1;
                    self.pos += 1;
                    parts.push(byte, false);
                }
                b'?' if matches!(until, Until::Colon(_)) => {
                    parentheses += 1;
                    self.pos += 1;
                    parts.push(byte, false);
                }
                b':' if matches!(until, Until::Colon(_)) => {
                    parentheses = parentheses.saturating_sub(1);
                    self.pos += 1;
                    parts.push(byte, false);
                }
                _ => {
                    self.advance();
                    parts.push(byte, matches!(until, Until::Quote | Until::End));
                    if self.extglob
                        && matches!(until, Until::Blank | Until::Group | Until::Brace(_) | Until::Slash(_))
                        && matches!(byte, b'?' | b'*' | b'+' | b'@' | b'!')
                        && self.byte(0) == Some(b'(')
                    {
                        self.extended_pattern(&mut parts)?;
                    }
                }
            }
        }
        self.depth -= 1;
        Ok(parts.finish())
    }

    /// Inside `"${x#…}"` single quotes quote; inside `"${x:-…}"` they are text.
    fn pattern_quotes(&self, until: Until) -> bool {
        until == Until::Slash(true)
    }

    /// The group after `@`, `!`, `?`, `*` or `+`, as text with its quotes kept apart.
    fn extended_pattern(&mut self, parts: &mut Parts) -> Result<(), SyntaxError> {
        self.pos += 1;
        parts.push(b'(', false);
        let inner = self.read_parts(Until::Group, Parts::default())?;
        self.pos += 1;
        for part in inner {
            match part {
                Part::Literal(text) => text.bytes().for_each(|b| parts.push(b, false)),
                Part::Quoted(text) => text.bytes().for_each(|b| parts.push(b, true)),
                other => parts.part(other),
            }
        }
        parts.push(b')', false);
        Ok(())
    }

    /// Whether a byte that would end a word is part of it after all: an array, a process substitution.
    fn word_goes_on(&mut self, byte: u8, parts: &mut Parts) -> Result<bool, SyntaxError> {
        if !self.flavour.is_bash() {
            return Ok(false);
        }
        match byte {
            b'(' => {
                let subscripted = matches!(parts.parts.as_slice(), [Part::Subscript(_)]) && parts.text.is_empty();
                let assigned = parts.parts.is_empty()
                    && !parts.quoted
                    && std::str::from_utf8(&parts.text).is_ok_and(|text| {
                        text.strip_suffix('=')
                            .is_some_and(|name| is_name(name.strip_suffix('+').unwrap_or(name)))
                    });
                if !assigned || subscripted {
                    return Ok(false);
                }
                self.pos += 1;
                let items = self.array_items()?;
                parts.part(Part::Array(Rc::new(items)));
                Ok(true)
            }
            b'<' | b'>' if self.byte(1) == Some(b'(') => {
                self.pos += 2;
                let part = self.command_text()?;
                parts.part(Part::Process(byte == b'<', part));
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// The elements of `(…)` after `NAME=`.
    fn array_items(&mut self) -> Result<Vec<ArrayItem>, SyntaxError> {
        let (start, line) = (self.pos, self.line);
        let mut items = Vec::new();
        loop {
            self.skip_blanks();
            match self.byte(0) {
                None => return Err(self.fail_at(SyntaxErrorKind::MissingParenthesis, true, start, line)),
                Some(b'\n') => {
                    self.advance();
                }
                Some(b')') => {
                    self.pos += 1;
                    return Ok(items);
                }
                Some(b';' | b'&' | b'|') => {
                    let token = self.next()?;
                    return Err(self.unexpected(&token, false, None));
                }
                Some(b'[') => {
                    let rest = &self.src[self.pos..];
                    let close = closing_bracket(rest, 0);
                    let after = close.map(|c| (rest.get(c + 1).copied(), rest.get(c + 2).copied()));
                    let append = after == Some((Some(b'+'), Some(b'=')));
                    if append || matches!(after, Some((Some(b'='), _))) {
                        self.pos += 1;
                        let index = Word {
                            parts: self.read_parts(Until::Bracket, Parts::default())?,
                        };
                        self.pos += if append { 3 } else { 2 };
                        let value = Word {
                            parts: self.read_parts(Until::Blank, Parts::default())?,
                        };
                        items.push(ArrayItem {
                            index: Some(index),
                            append,
                            value,
                        });
                        continue;
                    }
                    items.push(self.plain_item()?);
                }
                Some(b'<' | b'>' | b'(') if !(self.looking_at("<(") || self.looking_at(">(")) => {
                    let token = self.next()?;
                    return Err(self.unexpected(&token, false, None));
                }
                Some(_) => items.push(self.plain_item()?),
            }
        }
    }

    fn plain_item(&mut self) -> Result<ArrayItem, SyntaxError> {
        Ok(ArrayItem {
            index: None,
            append: false,
            value: Word {
                parts: self.read_parts(Until::Blank, Parts::default())?,
            },
        })
    }

    fn backslash(&mut self, until: Until, quoted: bool, parts: &mut Parts) {
        let Some(next) = self.byte(1) else {
            self.pos += 1;
            parts.push(b'\\', quoted);
            return;
        };
        if next == b'\n' {
            self.pos += 2;
            self.line += 1;
            return;
        }
        let special = match until {
            Until::Quote => matches!(next, b'$' | b'`' | b'"' | b'\\'),
            Until::End => matches!(next, b'$' | b'`' | b'\\'),
            Until::Brace(true) | Until::Slash(true) | Until::Colon(true) => matches!(next, b'$' | b'`' | b'"' | b'\\' | b'}'),
            Until::Arithmetic | Until::ArithmeticPart => matches!(next, b'$' | b'`' | b'\\'),
            _ => true,
        };
        self.pos += 1;
        if special {
            self.advance();
            parts.push(next, true);
        } else {
            // The backslash stays, as text that is not a pattern's escape.
            parts.push(b'\\', true);
        }
    }

    fn single_quoted(&mut self, parts: &mut Parts) -> Result<(), SyntaxError> {
        let (start, line) = (self.pos, self.line);
        self.pos += 1;
        let text_start = self.pos;
        while let Some(byte) = self.advance() {
            if byte == b'\'' {
                let text = self.text(text_start, self.pos - 1);
                parts.part(Part::Quoted(text.into()));
                return Ok(());
            }
        }
        Err(self.fail_at(SyntaxErrorKind::UnterminatedQuote('\''), true, start, line))
    }

    /// `$'…'`, after the quote.
    fn ansi_quoted(&mut self, parts: &mut Parts) -> Result<(), SyntaxError> {
        let (start, line) = (self.pos, self.line);
        let text_start = self.pos;
        loop {
            match self.advance() {
                None => return Err(self.fail_at(SyntaxErrorKind::UnterminatedQuote('\''), true, start, line)),
                Some(b'\\') => {
                    self.advance();
                }
                Some(b'\'') => break,
                Some(_) => {}
            }
        }
        let raw = self.src.get(text_start..self.pos - 1).unwrap_or_default();
        let bytes = crate::builtins::escape::ansi_c(raw);
        let text: Rc<str> = String::from_utf8_lossy(&bytes).into();
        parts.part(Part::Quoted(text));
        Ok(())
    }

    fn dollar(&mut self, until: Until, parts: &mut Parts) -> Result<(), SyntaxError> {
        let quoted = until.is_quoted();
        match self.byte(1) {
            Some(b'(') if self.byte(2) == Some(b'(') => {
                let (pos, line, depth) = (self.pos, self.line, self.depth);
                self.pos += 3;
                match self.read_parts(Until::Arithmetic, Parts::default()) {
                    Ok(inner) => {
                        self.pos += 2;
                        parts.part(Part::Arithmetic(inner));
                    }
                    Err(error) if self.flavour.is_bash() => {
                        // `$( (` without a blank.
                        (self.pos, self.line, self.depth) = (pos + 2, line, depth);
                        match self.command_text() {
                            Ok(body) => parts.part(Part::Command(body)),
                            Err(_) => return Err(error),
                        }
                    }
                    Err(error) => return Err(error),
                }
            }
            Some(b'(') => {
                self.pos += 2;
                let body = self.command_text()?;
                parts.part(Part::Command(body));
            }
            Some(b'{') => {
                self.pos += 2;
                let part = self.braced(quoted)?;
                parts.part(part);
            }
            Some(b'\'') if !quoted && self.flavour.is_extended() => {
                self.pos += 2;
                self.ansi_quoted(parts)?;
            }
            Some(b'"') if !quoted && self.flavour.is_bash() => self.pos += 1,
            Some(byte) if byte == b'_' || byte.is_ascii_alphabetic() => {
                self.pos += 1;
                let name = self.take_name();
                parts.part(plain(ParamName::Variable(name.as_str().into()), &name));
            }
            Some(byte) if byte.is_ascii_digit() => {
                self.pos += 2;
                let digit = usize::from(byte - b'0');
                parts.part(plain(ParamName::Positional(digit), &digit.to_string()));
            }
            Some(byte) if b"@*#?-$!".contains(&byte) => {
                self.pos += 2;
                let name = char::from(byte);
                parts.part(plain(ParamName::Special(name), &name.to_string()));
            }
            _ => {
                self.pos += 1;
                parts.push(b'$', quoted);
            }
        }
        Ok(())
    }

    fn take_name(&mut self) -> String {
        let start = self.pos;
        while self.byte(0).is_some_and(|b| b == b'_' || b.is_ascii_alphanumeric()) {
            self.pos += 1;
        }
        self.text(start, self.pos)
    }

    /// The commands of `$(`, after it, up to the parenthesis that closes it.
    fn command_text(&mut self) -> Result<Rc<CommandText>, SyntaxError> {
        self.deeper()?;
        let start = self.pos;
        let peeked = self.peeked.take();
        let heredocs = std::mem::take(&mut self.heredocs);
        let body = self.compound_list(false)?;
        let close = self.next()?;
        if close.token != super::lexer::Token::Op(")") {
            if close.token == super::lexer::Token::End && self.flavour.is_bash() {
                return Err(self.fail_at(SyntaxErrorKind::MissingParenthesis, true, start, close.line));
            }
            return Err(self.unexpected(&close, true, Some("\")\"")));
        }
        let text = self.text(start, close.start);
        self.peeked = peeked;
        let mut pending = std::mem::replace(&mut self.heredocs, heredocs);
        self.heredocs.append(&mut pending);
        self.depth -= 1;
        Ok(Rc::new(CommandText { body, text }))
    }

    /// The old form of command substitution: its text is unescaped and then read.
    fn backquoted(&mut self, until: Until) -> Result<Part, SyntaxError> {
        let (start, line) = (self.pos, self.line);
        self.pos += 1;
        let mut text = Vec::new();
        loop {
            match self.advance() {
                None => return Err(self.fail_at(SyntaxErrorKind::Backquote, true, start, line)),
                Some(b'`') => break,
                Some(b'\\') => match self.byte(0) {
                    Some(b'\n') => {
                        self.advance();
                    }
                    Some(next) if b"$`\\".contains(&next) || next == b'"' && until == Until::Quote => {
                        self.pos += 1;
                        text.push(next);
                    }
                    _ => text.push(b'\\'),
                },
                Some(byte) => text.push(byte),
            }
        }
        let mut parser = self.nested(&text, line);
        if parser.depth >= super::lexer::MAX_DEPTH {
            return Err(self.fail(SyntaxErrorKind::TooDeep, false));
        }
        let mut body = List::default();
        while let Some(list) = parser.next_command()? {
            body.items.extend(list.items);
        }
        Ok(Part::Command(Rc::new(CommandText {
            body,
            text: String::from_utf8_lossy(&text).into_owned(),
        })))
    }

    /// `${…}`, after the brace.
    fn braced(&mut self, quoted: bool) -> Result<Part, SyntaxError> {
        let (start, line) = (self.pos, self.line);
        match self.braced_inner(quoted) {
            Ok(Some(mut param)) if self.byte(0) == Some(b'}') => {
                param.text = self.text(start, self.pos).into();
                self.pos += 1;
                Ok(Part::Param(Box::new(param)))
            }
            Err(error) => Err(error),
            Ok(_) => {
                // Not a valid form: skip to the brace, and fail when it is expanded.
                let mut depth = 0usize;
                loop {
                    match self.byte(0) {
                        None => return Err(self.fail_at(SyntaxErrorKind::MissingBrace, true, start, line)),
                        Some(b'{') => depth += 1,
                        Some(b'}') if depth == 0 => break,
                        Some(b'}') => depth -= 1,
                        Some(_) => {}
                    }
                    self.advance();
                }
                let text: Rc<str> = self.text(start, self.pos).into();
                self.pos += 1;
                Ok(Part::Param(Box::new(Param {
                    name: ParamName::Variable("".into()),
                    index: None,
                    indirect: false,
                    operation: Operation::Bad,
                    text,
                })))
            }
        }
    }

    fn param_name(&mut self) -> Option<ParamName> {
        match self.byte(0)? {
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => Some(ParamName::Variable(self.take_name().as_str().into())),
            b'0'..=b'9' => {
                let start = self.pos;
                while self.byte(0).is_some_and(|b| b.is_ascii_digit()) {
                    self.pos += 1;
                }
                let number = self.text(start, self.pos).parse().unwrap_or(usize::MAX);
                Some(ParamName::Positional(number))
            }
            byte if b"@*#?-$!".contains(&byte) => {
                self.pos += 1;
                Some(ParamName::Special(char::from(byte)))
            }
            _ => None,
        }
    }

    fn index(&mut self) -> Result<Option<Index>, SyntaxError> {
        if !self.flavour.is_bash() || self.byte(0) != Some(b'[') {
            return Ok(None);
        }
        for (text, index) in [("[@]", Index::All), ("[*]", Index::Joined)] {
            if self.looking_at(text) {
                self.pos += 3;
                return Ok(Some(index));
            }
        }
        self.pos += 1;
        let parts = self.read_parts(Until::Bracket, Parts::default())?;
        self.pos += 1;
        Ok(Some(Index::At(Word { parts })))
    }

    fn sub_word(&mut self, until: Until) -> Result<Word, SyntaxError> {
        self.read_parts(until, Parts::default()).map(|parts| Word { parts })
    }

    fn braced_inner(&mut self, quoted: bool) -> Result<Option<Param>, SyntaxError> {
        let bash = self.flavour.is_bash();
        let param = |name, index, indirect, operation| {
            Ok(Some(Param {
                name,
                index,
                indirect,
                operation,
                text: "".into(),
            }))
        };
        // `${#}`, `${#-x}` and the like are about `$#`; `${#x}` is a length.
        if self.byte(0) == Some(b'#') {
            let next = self.byte(1);
            let alone = next == Some(b'}')
                || matches!(next, Some(b'-' | b'+' | b'=' | b'?' | b':' | b'%' | b'#')) && self.byte(2) != Some(b'}');
            if !alone {
                self.pos += 1;
                let Some(name) = self.param_name() else { return Ok(None) };
                let index = self.index()?;
                return param(name, index, false, Operation::Length);
            }
        }
        let mut indirect = false;
        if bash && self.byte(0) == Some(b'!') && self.byte(1).is_some_and(|b| b != b'}' && !b"-+=?:%#".contains(&b)) {
            self.pos += 1;
            indirect = true;
        }
        let Some(name) = self.param_name() else { return Ok(None) };
        let index = self.index()?;
        if indirect {
            if self.looking_at("*}") || self.looking_at("@}") {
                let index = if self.looking_at("*}") { Index::Joined } else { Index::All };
                self.pos += 1;
                return param(name, Some(index), true, Operation::Names);
            }
            if matches!(index, Some(Index::All | Index::Joined)) && self.byte(0) == Some(b'}') {
                return param(name, index, true, Operation::Keys);
            }
        }
        let operation = match (self.byte(0), self.byte(1)) {
            (Some(b'}'), _) => Operation::Plain,
            (Some(b':'), Some(kind @ (b'-' | b'=' | b'?' | b'+'))) => {
                self.pos += 2;
                self.default(kind, true, quoted)?
            }
            (Some(kind @ (b'-' | b'=' | b'?' | b'+')), _) => {
                self.pos += 1;
                self.default(kind, false, quoted)?
            }
            (Some(b':'), _) if self.flavour.is_extended() => {
                self.pos += 1;
                let offset = self.sub_word(Until::Colon(quoted))?;
                let length = if self.byte(0) == Some(b':') {
                    self.pos += 1;
                    Some(self.sub_word(Until::Brace(quoted))?)
                } else {
                    None
                };
                Operation::Substring { offset, length }
            }
            (Some(sign @ (b'#' | b'%')), next) => {
                let longest = next == Some(sign);
                self.pos += if longest { 2 } else { 1 };
                // Quotes inside a pattern quote, even between double quotes.
                let pattern = self.sub_word(Until::Brace(false))?;
                Operation::Trim {
                    suffix: sign == b'%',
                    longest,
                    pattern,
                }
            }
            (Some(b'/'), next) if self.flavour.is_extended() => {
                self.pos += 1;
                let all = next == Some(b'/');
                if all {
                    self.pos += 1;
                }
                let anchor = match self.byte(0) {
                    Some(sign @ (b'#' | b'%')) if !all && bash => {
                        self.pos += 1;
                        Some(char::from(sign))
                    }
                    _ => None,
                };
                let pattern = self.sub_word(Until::Slash(false))?;
                let with = if self.byte(0) == Some(b'/') {
                    self.pos += 1;
                    self.sub_word(Until::Brace(quoted))?
                } else {
                    Word::default()
                };
                Operation::Replace {
                    all,
                    anchor,
                    pattern,
                    with,
                }
            }
            (Some(sign @ (b'^' | b',' | b'~')), next) if bash => {
                let all = next == Some(sign);
                self.pos += if all { 2 } else { 1 };
                Operation::Case {
                    upper: sign == b'^',
                    toggle: sign == b'~',
                    all,
                    pattern: self.sub_word(Until::Brace(false))?,
                }
            }
            (Some(b'@'), Some(letter)) if bash && b"QEPAKakuUL".contains(&letter) => {
                self.pos += 2;
                Operation::Transform(char::from(letter))
            }
            _ => return Ok(None),
        };
        param(name, index, indirect, operation)
    }

    fn default(&mut self, kind: u8, colon: bool, quoted: bool) -> Result<Operation, SyntaxError> {
        let kind = match kind {
            b'-' => Default::Use,
            b'=' => Default::Assign,
            b'?' => Default::Error,
            _ => Default::Alternative,
        };
        let word = self.sub_word(Until::Brace(quoted))?;
        Ok(Operation::Default { kind, colon, word })
    }
}

fn plain(name: ParamName, text: &str) -> Part {
    Part::Param(Box::new(Param {
        name,
        index: None,
        indirect: false,
        operation: Operation::Plain,
        text: text.into(),
    }))
}

/// Where the bracket at `open` closes, quotes and nested brackets aside.
fn closing_bracket(text: &[u8], open: usize) -> Option<usize> {
    let mut depth = 0usize;
    let mut quote = None;
    let mut at = open;
    while let Some(byte) = text.get(at) {
        match (quote, *byte) {
            (Some(q), b) if q == b => quote = None,
            (Some(_), _) => {}
            (None, b'\'' | b'"') => quote = Some(*byte),
            (None, b'\\') => at += 1,
            (None, b'[') => depth += 1,
            (None, b']') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            (None, b'\n' | b' ' | b';' | b'|' | b'&') if depth <= 1 && *byte != b' ' => return None,
            _ => {}
        }
        at += 1;
    }
    None
}
