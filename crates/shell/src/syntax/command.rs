//! Commands: lists, pipelines, compound commands, functions and redirections (POSIX XCU 2.9, 2.10).

use super::ast::*;
use super::lexer::{Parser, Spanned, Token, is_name, is_reserved};
use super::{SyntaxError, SyntaxErrorKind};
use crate::Flavour;
use std::cell::OnceCell;
use std::rc::Rc;

impl Parser {
    /// The next complete command: all lists up to the end of a line. `None` at the end of the text.
    pub fn next_command(&mut self) -> Result<Option<List>, SyntaxError> {
        loop {
            match &self.peek()?.token {
                Token::End => return Ok(None),
                Token::Newline => {
                    self.next()?;
                }
                _ => break,
            }
        }
        let mut list = List::default();
        loop {
            let separated = self.list_item(&mut list)?;
            let more = matches!(
                &self.peek()?.token,
                Token::Word(_)
                    | Token::IoNumber(_)
                    | Token::IoVariable(_)
                    | Token::Op("(" | "<" | ">" | "<<" | ">>" | "<&" | ">&")
            );
            let goes_on = more && separated;
            match &self.peek()?.token {
                Token::Newline => {
                    self.next()?;
                    return Ok(Some(list));
                }
                Token::End => {
                    self.next()?;
                    return Ok(Some(list));
                }
                _ if goes_on => {}
                _ => {
                    let found = self.next()?;
                    return Err(self.unexpected(&found, true, None));
                }
            }
        }
    }

    /// An and-or list with its separator, added to a list; false if it had none.
    fn list_item(&mut self, list: &mut List) -> Result<bool, SyntaxError> {
        let start = self.peek()?.start;
        let first = self.pipeline()?;
        let mut rest = Vec::new();
        loop {
            let connector = match &self.peek()?.token {
                Token::Op("&&") => Connector::And,
                Token::Op("||") => Connector::Or,
                _ => break,
            };
            self.next()?;
            self.skip_newlines()?;
            rest.push((connector, self.pipeline()?));
        }
        let end = self.peek()?.start;
        let text: Rc<str> = self.text(start, end).trim().into();
        let background = self.take_op("&")?;
        let separated = background || self.take_op(";")?;
        list.items.push(Rc::new(Item {
            first,
            rest,
            background,
            text,
        }));
        Ok(separated)
    }

    pub(super) fn skip_newlines(&mut self) -> Result<(), SyntaxError> {
        while self.peek()?.token == Token::Newline {
            self.next()?;
        }
        Ok(())
    }

    /// Lists up to a token that cannot begin a command: a reserved word, `)`, `;;` or the end.
    /// With `required`, there must be at least one command.
    pub(super) fn compound_list(&mut self, required: bool) -> Result<List, SyntaxError> {
        let mut list = List::default();
        loop {
            self.skip_newlines()?;
            let ends = match &self.peek()?.token {
                Token::End | Token::Op(")" | ";;" | ";&" | ";;&") => true,
                Token::Word(word) => word.literal().is_some_and(closes),
                _ => false,
            };
            if ends {
                break;
            }
            let separated = self.list_item(&mut list)?;
            if !separated && self.peek()?.token != Token::Newline {
                break;
            }
        }
        if required && list.items.is_empty() {
            let found = self.next()?;
            return Err(self.unexpected(&found, true, None));
        }
        Ok(list)
    }

    fn pipeline(&mut self) -> Result<Pipeline, SyntaxError> {
        let start = self.peek()?.start;
        let mut negated = false;
        let mut timed = None;
        loop {
            self.expand_aliases()?;
            let bash = self.flavour.is_bash();
            match self.peek_word()? {
                Some("!") if bash || !negated => {
                    negated = !negated;
                    self.next()?;
                }
                Some("time") if bash && timed.is_none() => {
                    self.next()?;
                    let posix = self.peek_word()? == Some("-p");
                    if posix {
                        self.next()?;
                    }
                    timed = Some(posix);
                }
                _ => break,
            }
        }
        let mut commands = Vec::new();
        if timed.is_some() && matches!(self.peek()?.token, Token::Newline | Token::End | Token::Op(";")) {
            return Ok(Pipeline {
                negated,
                timed,
                commands,
                text: "".into(),
            });
        }
        loop {
            let mut command = self.command()?;
            let both = self.take_op("|&")?;
            if both {
                command.redirects.push(Redirect {
                    fd: Some(2),
                    variable: None,
                    kind: RedirectKind::DupOutput,
                    target: Word {
                        parts: vec![Part::Literal("1".into())],
                    },
                    heredoc: None,
                });
            }
            commands.push(Rc::new(command));
            if !both && !self.take_op("|")? {
                break;
            }
            self.skip_newlines()?;
        }
        let end = self.peek()?.start;
        Ok(Pipeline {
            negated,
            timed,
            commands,
            text: self.text(start, end).trim().into(),
        })
    }

    /// The next token's text if it is a word without quotes or expansions.
    pub(super) fn peek_word(&mut self) -> Result<Option<&str>, SyntaxError> {
        Ok(match &self.peek()?.token {
            Token::Word(word) => word.literal(),
            _ => None,
        })
    }

    fn command(&mut self) -> Result<Command, SyntaxError> {
        self.deeper()?;
        self.expand_aliases()?;
        let line = self.peek()?.line;
        let kind = self.compound()?;
        let command = match kind {
            Some(kind) => {
                let mut redirects = Vec::new();
                while let Some(redirect) = self.redirect()? {
                    redirects.push(redirect);
                }
                Command { kind, redirects, line }
            }
            None => self.simple(line)?,
        };
        self.depth -= 1;
        Ok(command)
    }

    fn compound(&mut self) -> Result<Option<CommandKind>, SyntaxError> {
        if self.peek_op("(")? {
            let open = self.peek()?.start;
            let next = self.src.get(open + 1);
            if self.flavour.is_bash() && next == Some(&b'(') && self.peek()?.end == open + 1 {
                let (pos, line, depth) = (self.pos, self.line, self.depth);
                let token = self.peeked.take();
                self.pos = open + 2;
                match self.read_arithmetic_command() {
                    Ok(word) => return Ok(Some(CommandKind::Arithmetic(word))),
                    Err(_) => {
                        (self.pos, self.line, self.depth) = (pos, line, depth);
                        self.peeked = token;
                    }
                }
            }
            self.next()?;
            let body = self.compound_list(true)?;
            self.close(")", Some("\")\""))?;
            return Ok(Some(CommandKind::Subshell(Rc::new(body))));
        }
        let Some(word) = self.peek_word()? else { return Ok(None) };
        let word = word.to_string();
        if !is_reserved(&word, self.flavour) {
            return Ok(None);
        }
        let kind = match word.as_str() {
            "{" => {
                self.next()?;
                let body = self.compound_list(true)?;
                self.expect("}", "\"}\"")?;
                CommandKind::Group(body)
            }
            "if" => self.if_command()?,
            "while" | "until" => {
                self.next()?;
                let condition = self.compound_list(true)?;
                self.expect("do", "\"do\"")?;
                let body = self.compound_list(true)?;
                self.expect("done", "\"done\"")?;
                CommandKind::While {
                    until: word == "until",
                    condition,
                    body,
                }
            }
            "for" => self.for_command()?,
            "select" => self.select_command()?,
            "case" => self.case_command()?,
            "function" => {
                self.next()?;
                let name = self.next()?;
                let text = match &name.token {
                    Token::Word(word) => word.literal().map(str::to_string),
                    _ => None,
                };
                let Some(text) = text else {
                    return Err(self.unexpected(&name, false, None));
                };
                if self.take_op("(")? {
                    self.close(")", Some("\")\""))?;
                }
                self.function(text)?
            }
            "[[" if self.flavour.is_bash() => {
                self.next()?;
                CommandKind::Conditional(self.conditional()?)
            }
            "[[" | "in" | "coproc" | "]]" | "time" => return Ok(None),
            _ => {
                let found = self.next()?;
                return Err(self.unexpected(&found, true, None));
            }
        };
        Ok(Some(kind))
    }

    /// Takes a reserved word, or fails with what was expected.
    fn expect(&mut self, word: &str, expecting: &'static str) -> Result<(), SyntaxError> {
        self.expand_aliases()?;
        let found = self.next()?;
        match &found.token {
            Token::Word(w) if w.literal() == Some(word) => Ok(()),
            _ => Err(self.unexpected(&found, true, Some(expecting))),
        }
    }

    fn close(&mut self, op: &'static str, expecting: Option<&'static str>) -> Result<(), SyntaxError> {
        let found = self.next()?;
        if found.token == Token::Op(op) {
            return Ok(());
        }
        Err(self.unexpected(&found, true, expecting))
    }

    fn if_command(&mut self) -> Result<CommandKind, SyntaxError> {
        self.next()?;
        let mut branches = Vec::new();
        let condition = self.compound_list(true)?;
        self.expect("then", "\"then\"")?;
        let body = self.compound_list(true)?;
        branches.push((condition, body));
        loop {
            let found = self.next()?;
            match &found.token {
                Token::Word(w) if w.literal() == Some("elif") => {
                    let condition = self.compound_list(true)?;
                    self.expect("then", "\"then\"")?;
                    let body = self.compound_list(true)?;
                    branches.push((condition, body));
                }
                Token::Word(w) if w.literal() == Some("else") => {
                    let otherwise = self.compound_list(true)?;
                    self.expect("fi", "\"fi\"")?;
                    return Ok(CommandKind::If {
                        branches,
                        otherwise: Some(otherwise),
                    });
                }
                Token::Word(w) if w.literal() == Some("fi") => {
                    return Ok(CommandKind::If {
                        branches,
                        otherwise: None,
                    });
                }
                _ => return Err(self.unexpected(&found, true, Some("\"fi\""))),
            }
        }
    }

    /// `do … done`, or in bash `{ … }`.
    fn do_group(&mut self) -> Result<List, SyntaxError> {
        self.skip_newlines()?;
        if self.flavour.is_bash() && self.peek_word()? == Some("{") {
            self.next()?;
            let body = self.compound_list(true)?;
            self.expect("}", "\"}\"")?;
            return Ok(body);
        }
        self.expect("do", "\"do\"")?;
        let body = self.compound_list(true)?;
        self.expect("done", "\"done\"")?;
        Ok(body)
    }

    fn for_command(&mut self) -> Result<CommandKind, SyntaxError> {
        self.next()?;
        if self.flavour.is_bash() && self.peek_op("(")? && self.looking_at("(") {
            self.peeked = None;
            self.pos += 1;
            let (init, _) = self.read_arithmetic_part()?;
            let (condition, _) = self.read_arithmetic_part()?;
            let (step, last) = self.read_arithmetic_part()?;
            if !last {
                return Err(self.fail(SyntaxErrorKind::MissingArithmetic, false));
            }
            self.take_op(";")?;
            let body = self.do_group()?;
            return Ok(CommandKind::ForArithmetic {
                init,
                condition,
                step,
                body,
            });
        }
        let (variable, words) = self.loop_words()?;
        let body = self.do_group()?;
        Ok(CommandKind::For { variable, words, body })
    }

    fn select_command(&mut self) -> Result<CommandKind, SyntaxError> {
        self.next()?;
        let (variable, words) = self.loop_words()?;
        let body = self.do_group()?;
        Ok(CommandKind::Select { variable, words, body })
    }

    fn loop_words(&mut self) -> Result<(Rc<str>, Option<Vec<Word>>), SyntaxError> {
        let found = self.next()?;
        let name = match &found.token {
            Token::Word(word) => word.literal().filter(|w| is_name(w) || self.flavour.is_bash()),
            _ => None,
        };
        let Some(name) = name else {
            if self.flavour.is_bash() {
                return Err(self.unexpected(&found, false, None));
            }
            return Err(self.fail_at(
                SyntaxErrorKind::BadForVariable,
                found.token == Token::End,
                found.start,
                found.line,
            ));
        };
        let name: Rc<str> = name.into();
        self.skip_newlines()?;
        if self.peek_word()? != Some("in") {
            self.take_op(";")?;
            return Ok((name, None));
        }
        self.next()?;
        let mut words = Vec::new();
        loop {
            let found = self.next()?;
            match found.token {
                Token::Word(word) => words.push(word),
                Token::Op(";") | Token::Newline => break,
                _ => return Err(self.unexpected(&found, false, None)),
            }
        }
        self.skip_newlines()?;
        Ok((name, Some(words)))
    }

    fn case_command(&mut self) -> Result<CommandKind, SyntaxError> {
        self.next()?;
        let found = self.next()?;
        let Token::Word(subject) = found.token else {
            return Err(self.unexpected(&found, false, None));
        };
        self.skip_newlines()?;
        let found = self.next()?;
        if !matches!(&found.token, Token::Word(w) if w.literal() == Some("in")) {
            return Err(self.unexpected(&found, false, Some("\"in\"")));
        }
        let mut arms = Vec::new();
        loop {
            self.skip_newlines()?;
            if self.peek_word()? == Some("esac") {
                self.next()?;
                return Ok(CommandKind::Case { subject, arms });
            }
            let before = self.extglob;
            self.take_op("(")?;
            let mut patterns = Vec::new();
            loop {
                let found = self.next()?;
                match found.token {
                    Token::Word(word) => patterns.push(word),
                    // dash and ash take whatever comes for a pattern, and miss the parenthesis after it.
                    Token::Op(_) if !self.flavour.is_bash() && patterns.is_empty() && !self.peek_op(")")? => {
                        let next = self.next()?;
                        return Err(self.unexpected(&next, true, Some("\")\"")));
                    }
                    _ => {
                        let expecting = if patterns.is_empty() { None } else { Some("\")\"") };
                        return Err(self.unexpected(&found, true, expecting));
                    }
                }
                if !self.take_op("|")? {
                    break;
                }
            }
            self.extglob = before;
            self.close(")", Some("\")\""))?;
            let body = self.compound_list(false)?;
            let then = match &self.peek()?.token {
                Token::Op(";&") => Then::FallThrough,
                Token::Op(";;&") => Then::TestNext,
                _ => Then::Leave,
            };
            if matches!(self.peek()?.token, Token::Op(";;" | ";&" | ";;&")) {
                self.next()?;
                arms.push(Arm { patterns, body, then });
                continue;
            }
            arms.push(Arm { patterns, body, then });
            self.skip_newlines()?;
            if self.peek_word()? != Some("esac") {
                let found = self.next()?;
                return Err(self.unexpected(&found, true, Some("\";;\"")));
            }
        }
    }

    fn function(&mut self, name: String) -> Result<CommandKind, SyntaxError> {
        self.skip_newlines()?;
        let bash = self.flavour.is_bash();
        if bash {
            let compound = self.peek_op("(")?
                || self
                    .peek_word()?
                    .is_some_and(|w| matches!(w, "{" | "if" | "while" | "until" | "for" | "case" | "[[" | "select"));
            if !compound {
                let found = self.next()?;
                return Err(self.unexpected(&found, true, None));
            }
        }
        let body = Rc::new(self.command()?);
        Ok(CommandKind::Function {
            name: name.as_str().into(),
            body,
        })
    }

    fn in_ash_condition(&self, words: &[Word]) -> bool {
        self.flavour == Flavour::Ash
            && words.first().is_some_and(|w| w.literal() == Some("[["))
            && words.last().is_none_or(|w| w.literal() != Some("]]"))
    }

    fn simple(&mut self, line: u32) -> Result<Command, SyntaxError> {
        let mut assignments = Vec::new();
        let mut words: Vec<Word> = Vec::new();
        let mut redirects = Vec::new();
        loop {
            if let Some(redirect) = self.redirect()? {
                redirects.push(redirect);
                continue;
            }
            if words.is_empty() && !assignments.is_empty() || !words.is_empty() && self.after_alias()? {
                self.expand_aliases()?;
            }
            if self.peek_op("(")? && words.len() == 1 && assignments.is_empty() && redirects.is_empty() {
                let name = words.first().and_then(|w| w.literal()).map(str::to_string);
                if let Some(name) = name {
                    let open = self.next()?;
                    if !self.peek_op(")")? {
                        let found = self.next()?;
                        return Err(self.unexpected(&found, false, Some("\")\"")));
                    }
                    self.next()?;
                    let valid = match self.flavour {
                        Flavour::Bash => !name.contains(['$', '=']) && !name.is_empty(),
                        _ => is_name(&name),
                    };
                    if !valid {
                        return Err(self.fail_at(SyntaxErrorKind::BadFunctionName, false, open.start, open.line));
                    }
                    let kind = self.function(name)?;
                    return Ok(Command {
                        kind,
                        redirects: Vec::new(),
                        line,
                    });
                }
            }
            let condition = self.in_ash_condition(&words);
            match &self.peek()?.token {
                Token::Word(_) => {
                    let Spanned { token, .. } = self.next()?;
                    let Token::Word(word) = token else { continue };
                    if words.is_empty()
                        && let Some(assignment) = as_assignment(&word, self.flavour.is_bash())
                    {
                        assignments.push(assignment);
                    } else {
                        words.push(word);
                    }
                }
                // ash reads `[[ a && b ]]` as `[[ a -a b ]]`.
                Token::Op(op @ ("&&" | "||")) if condition => {
                    let word = if *op == "&&" { "-a" } else { "-o" };
                    self.next()?;
                    words.push(Word {
                        parts: vec![Part::Literal(word.into())],
                    });
                }
                _ => break,
            }
        }
        if assignments.is_empty() && words.is_empty() && redirects.is_empty() {
            let found = self.next()?;
            return Err(self.unexpected(&found, true, None));
        }
        Ok(Command {
            kind: CommandKind::Simple { assignments, words },
            redirects,
            line,
        })
    }

    fn redirect(&mut self) -> Result<Option<Redirect>, SyntaxError> {
        let mut fd = None;
        let mut variable = None;
        match &self.peek()?.token {
            Token::IoNumber(number) => fd = Some(*number),
            Token::IoVariable(name) => variable = Some(name.clone()),
            Token::Op(op) if redirection(op).is_some() => {}
            _ => return Ok(None),
        }
        if fd.is_some() || variable.is_some() {
            self.next()?;
        }
        let found = self.next()?;
        let Token::Op(op) = found.token else {
            return Err(self.unexpected(&found, false, None));
        };
        let Some(kind) = redirection(op) else {
            return Err(self.unexpected(&found, false, None));
        };
        if !self.flavour.is_bash() && self.flavour == Flavour::Dash && kind == RedirectKind::HereString {
            return Err(self.unexpected(&found, false, None));
        }
        self.skip_blanks();
        let word_start = self.pos;
        let target = self.next()?;
        let Token::Word(word) = target.token.clone() else {
            if target.token == Token::End && self.flavour.is_bash() {
                let newline = Spanned {
                    token: Token::Newline,
                    ..target
                };
                return Err(self.unexpected(&newline, false, None));
            }
            return Err(self.unexpected(&target, false, None));
        };
        let heredoc = if kind == RedirectKind::Heredoc {
            let quoted = word.literal().is_none() || self.text(word_start, target.end).contains('\\');
            let heredoc = Rc::new(Heredoc {
                delimiter: delimiter(&word),
                quoted,
                strip_tabs: op == "<<-",
                body: OnceCell::new(),
                line: target.line,
            });
            self.heredocs.push(heredoc.clone());
            Some(heredoc)
        } else {
            None
        };
        Ok(Some(Redirect {
            fd,
            variable,
            kind,
            target: word,
            heredoc,
        }))
    }
}

/// Whether a word ends a list that is part of a compound command.
fn closes(word: &str) -> bool {
    matches!(word, "then" | "else" | "elif" | "fi" | "do" | "done" | "esac" | "}")
}

fn redirection(op: &str) -> Option<RedirectKind> {
    Some(match op {
        "<" => RedirectKind::Read,
        ">" => RedirectKind::Write,
        ">|" => RedirectKind::Clobber,
        ">>" => RedirectKind::Append,
        "<>" => RedirectKind::ReadWrite,
        "<&" => RedirectKind::DupInput,
        ">&" => RedirectKind::DupOutput,
        "<<" | "<<-" => RedirectKind::Heredoc,
        "<<<" => RedirectKind::HereString,
        "&>" => RedirectKind::Both,
        "&>>" => RedirectKind::BothAppend,
        _ => return None,
    })
}

/// A here-document's delimiter: the word's text without its quotes.
fn delimiter(word: &Word) -> String {
    fn add(parts: &[Part], out: &mut String) {
        for part in parts {
            match part {
                Part::Literal(text) | Part::Quoted(text) => out.push_str(text),
                Part::DoubleQuoted(inner) => add(inner, out),
                Part::Param(param) => {
                    out.push('$');
                    out.push_str(&param.text);
                }
                _ => {}
            }
        }
    }
    let mut out = String::new();
    add(&word.parts, &mut out);
    out
}

/// The assignment that a word is, if it is one.
pub fn as_assignment(word: &Word, append_known: bool) -> Option<Assignment> {
    let (first, rest) = word.parts.split_first()?;
    match first {
        Part::Subscript(subscript) => Some(Assignment {
            name: subscript.name.as_str().into(),
            index: Some(subscript.index.clone()),
            append: subscript.append,
            value: Value::Scalar(Word { parts: rest.to_vec() }),
        }),
        Part::Literal(text) => {
            let equals = text.find('=')?;
            let (name, value) = (text.get(..equals)?, text.get(equals + 1..)?);
            let (name, append) = match name.strip_suffix("+").filter(|_| append_known) {
                Some(name) => (name, true),
                None => (name, false),
            };
            if !is_name(name) {
                return None;
            }
            let mut parts = Vec::new();
            if !value.is_empty() {
                parts.push(Part::Literal(value.into()));
            }
            parts.extend_from_slice(rest);
            let value = match parts.as_slice() {
                [Part::Array(items)] => Value::Array(items.clone()),
                _ => Value::Scalar(Word { parts }),
            };
            Some(Assignment {
                name: name.into(),
                index: None,
                append,
                value,
            })
        }
        _ => None,
    }
}
