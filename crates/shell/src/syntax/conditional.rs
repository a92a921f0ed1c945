//! bash's `[[ … ]]` (Bash Reference Manual, 3.2.5.2).

use super::SyntaxError;
use super::ast::{Conditional, Part, Word};
use super::lexer::{Parser, Token};
use std::rc::Rc;

impl Parser {
    /// The expression after `[[`, and the `]]` that closes it.
    pub(super) fn conditional(&mut self) -> Result<Conditional, SyntaxError> {
        let before = self.extglob;
        self.extglob = true;
        let expression = self.conditional_or()?;
        self.extglob = before;
        self.skip_newlines()?;
        let found = self.next()?;
        if !matches!(&found.token, Token::Word(w) if w.literal() == Some("]]")) {
            return Err(self.unexpected(&found, false, None));
        }
        Ok(expression)
    }

    fn conditional_or(&mut self) -> Result<Conditional, SyntaxError> {
        let mut left = self.conditional_and()?;
        loop {
            self.skip_newlines()?;
            if !self.take_op("||")? {
                return Ok(left);
            }
            let right = self.conditional_and()?;
            left = Conditional::Or(Box::new(left), Box::new(right));
        }
    }

    fn conditional_and(&mut self) -> Result<Conditional, SyntaxError> {
        let mut left = self.conditional_term()?;
        loop {
            self.skip_newlines()?;
            if !self.take_op("&&")? {
                return Ok(left);
            }
            let right = self.conditional_term()?;
            left = Conditional::And(Box::new(left), Box::new(right));
        }
    }

    fn conditional_term(&mut self) -> Result<Conditional, SyntaxError> {
        self.deeper()?;
        self.skip_newlines()?;
        let term = self.conditional_primary()?;
        self.depth -= 1;
        Ok(term)
    }

    fn conditional_primary(&mut self) -> Result<Conditional, SyntaxError> {
        if self.peek_word()? == Some("!") {
            self.next()?;
            return Ok(Conditional::Not(Box::new(self.conditional_term()?)));
        }
        if self.take_op("(")? {
            let inner = self.conditional_or()?;
            let close = self.next()?;
            if close.token != Token::Op(")") {
                return Err(self.unexpected(&close, false, None));
            }
            return Ok(inner);
        }
        let found = self.next()?;
        let first = match &found.token {
            Token::Word(w) if w.literal() != Some("]]") => w.clone(),
            _ => return Err(self.unexpected(&found, false, None)),
        };
        let unary = first
            .literal()
            .filter(|w| w.len() == 2 && w.starts_with('-') && w.ends_with(|c| "abcdefghknoprstuvwxzGLNORS".contains(c)))
            .map(Rc::<str>::from);
        if let Some(op) = unary {
            let operand = match &self.peek()?.token {
                Token::Word(w) if w.literal() != Some("]]") => Some(w.clone()),
                _ => None,
            };
            if let Some(operand) = operand {
                self.next()?;
                return Ok(Conditional::Unary(op, operand));
            }
        }
        let op: Rc<str> = match &self.peek()?.token {
            Token::Op(op @ ("<" | ">")) => (*op).into(),
            Token::Word(w) => match w.literal() {
                Some(op @ ("=" | "==" | "!=" | "=~" | "-eq" | "-ne" | "-lt" | "-le" | "-gt" | "-ge" | "-nt" | "-ot" | "-ef")) => {
                    op.into()
                }
                Some("]]") => return Ok(Conditional::Word(first)),
                _ => {
                    let found = self.next()?;
                    let text = self.text(found.start, found.end);
                    return Err(self.fail_at(
                        super::SyntaxErrorKind::ConditionalArgument(text),
                        false,
                        found.start,
                        found.line,
                    ));
                }
            },
            _ => return Ok(Conditional::Word(first)),
        };
        self.next()?;
        let right = if &*op == "=~" {
            self.read_regex()?
        } else {
            let found = self.next()?;
            match found.token {
                Token::Word(word) => word,
                _ => return Err(self.unexpected(&found, false, None)),
            }
        };
        let right = if right.parts.is_empty() {
            Word {
                parts: vec![Part::Quoted("".into())],
            }
        } else {
            right
        };
        Ok(Conditional::Binary(first, op, right))
    }
}
