//! Statements (C11 6.8), turned into instructions as they are read.

use super::tree::{Known, known};
use super::{Loop, Parser, Res, Stop, Switch};
use crate::lexer::{Tok, Token};
use crate::program::{B, Op};
use crate::types::{M, Ty};

impl Parser<'_> {
    /// What stands between braces; the first is read.
    pub(super) fn block(&mut self, open: &Token) -> Res<()> {
        self.deeper()?;
        while !self.is("}") {
            if matches!(self.peek().tok, Tok::End) {
                let last = self.previous().clone();
                let line = last.pos.line;
                let first = self
                    .tokens
                    .iter()
                    .find(|t| t.pos.file == last.pos.file && t.pos.line == line)
                    .unwrap_or(open)
                    .clone();
                self.error(first.pos, first.len, "expected declaration or statement at end of input");
                return Err(Stop::Said);
            }
            let is_label = self.look(1).is(":") && !self.is_word("default");
            let result = if self.starts_type(0) && !is_label || self.is_word("_Static_assert") {
                self.local()
            } else if self
                .peek()
                .word()
                .is_some_and(|w| !super::declare::keyword(w) && self.find(w).is_none())
                && (self.look(1).word().is_some()
                    || self.look(1).is("*") && self.look(2).word().is_some() && (self.look(3).is(";") || self.look(3).is("=")))
            {
                let token = self.peek().clone();
                self.error(token.pos, token.len, format!("unknown type name '{}'", token.text));
                Err(Stop::Said)
            } else {
                self.statement()
            };
            match result {
                Err(Stop::Said) => {
                    if !self.recover() {
                        return Err(Stop::Said);
                    }
                }
                other => other?,
            }
        }
        self.next();
        self.depth -= 1;
        Ok(())
    }

    fn parenthesised(&mut self) -> Res<super::tree::E> {
        if !self.take("(") {
            return self.expected("'('");
        }
        let e = self.expression()?;
        self.need(")")?;
        let e = self.rvalue(e);
        self.scalar(&e)?;
        Ok(e)
    }

    fn jumps(&mut self, list: Vec<usize>) {
        for one in list {
            self.land(one);
        }
    }

    /// The body of a loop; where `continue` and `break` jump from.
    fn body(&mut self) -> Res<Loop> {
        self.current.loops.push(Loop {
            breaks: vec![],
            continues: vec![],
            is_switch: false,
        });
        let result = self.statement();
        let done = self.current.loops.pop().unwrap_or(Loop {
            breaks: vec![],
            continues: vec![],
            is_switch: false,
        });
        result?;
        Ok(done)
    }

    pub(super) fn statement(&mut self) -> Res<()> {
        self.deeper()?;
        let token = self.peek().clone();
        let word = token.word().map_or("", |w| w).to_string();
        match word.as_str() {
            "if" => {
                self.next();
                let c = self.parenthesised()?;
                self.condition(&c)?;
                let no = self.op(Op::Jz(0));
                self.statement()?;
                if self.take_word("else") {
                    let end = self.op(Op::Jump(0));
                    self.land(no);
                    self.statement()?;
                    self.land(end);
                } else {
                    self.land(no);
                }
            }
            "while" => {
                self.next();
                let top = self.here();
                let c = self.parenthesised()?;
                self.condition(&c)?;
                let out = self.op(Op::Jz(0));
                let done = self.body()?;
                for one in done.continues {
                    if let Some(op) = self.current.code.get_mut(one) {
                        *op = Op::Jump(top);
                    }
                }
                self.op(Op::Jump(top));
                self.land(out);
                self.jumps(done.breaks);
            }
            "do" => {
                self.next();
                let top = self.here();
                let done = self.body()?;
                self.jumps(done.continues);
                if !self.take_word("while") {
                    return self.expected("'while'");
                }
                let c = self.parenthesised()?;
                self.need(";")?;
                self.condition(&c)?;
                self.op(Op::Jnz(top));
                self.jumps(done.breaks);
            }
            "for" => self.for_loop()?,
            "switch" => self.switch()?,
            "case" | "default" => {
                self.next();
                let here = self.here();
                if word == "case" {
                    let at = self.peek().clone();
                    let value = self.constant()?;
                    if self.is("...") {
                        return self.beyond("a range of cases");
                    }
                    match (value, self.current.switches.last_mut()) {
                        (Some(n), Some(s)) => {
                            if s.cases.iter().any(|c| c.0 == n) {
                                self.error(token.pos, token.len, "duplicate case value");
                            } else {
                                s.cases.push((n, here));
                            }
                        }
                        (None, _) => self.error(at.pos, at.len, "case label does not reduce to an integer constant"),
                        (_, None) => self.error(token.pos, token.len, "case label not within a switch statement"),
                    }
                } else {
                    match self.current.switches.last_mut() {
                        Some(s) => s.default = Some(here),
                        None => self.error(token.pos, token.len, "'default' label not within a switch statement"),
                    }
                }
                self.need(":")?;
                if !self.is("}") {
                    if self.starts_type(0) {
                        self.local()?;
                    } else {
                        self.statement()?;
                    }
                }
            }
            "break" | "continue" => {
                self.next();
                let jump = self.op(Op::Jump(0));
                let going = word == "continue";
                match self.current.loops.iter_mut().rev().find(|l| !going || !l.is_switch) {
                    Some(l) if going => l.continues.push(jump),
                    Some(l) => l.breaks.push(jump),
                    None => {
                        let text = if going {
                            "continue statement not within a loop"
                        } else {
                            "break statement not within loop or switch"
                        };
                        self.error(token.pos, token.len, text);
                    }
                }
                self.need(";")?;
            }
            "return" => {
                self.next();
                self.give_back(&token)?;
            }
            "goto" => {
                self.next();
                let label = self.next();
                let jump = self.op(Op::Jump(0));
                self.current.gotos.push((jump, label.text.clone(), label.pos, label.len));
                self.need(";")?;
            }
            "asm" | "__asm__" => return self.beyond("asm"),
            "else" => {
                self.error(token.pos, token.len, "'else' without a previous 'if'");
                self.next();
            }
            _ if token.is("{") => {
                self.next();
                self.enter();
                let result = self.block(&token);
                self.leave();
                result?;
            }
            _ if token.is(";") => {
                self.next();
            }
            _ if token.word().is_some() && self.look(1).is(":") => {
                self.next();
                self.next();
                let here = self.here();
                if self.current.labels.insert(token.text.clone(), here).is_some() {
                    self.error(token.pos, token.len, format!("duplicate label '{}'", token.text));
                }
                if !self.is("}") {
                    self.statement()?;
                }
            }
            _ => {
                let e = self.expression()?;
                let is_place = matches!(e.n, super::tree::N::Local(..) | super::tree::N::Symbol(_));
                let e = if is_place { self.rvalue(e) } else { e };
                self.need(";")?;
                self.value(&e)?;
                self.op(Op::Drop);
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn for_loop(&mut self) -> Res<()> {
        self.next();
        if !self.take("(") {
            return self.expected("'('");
        }
        self.enter();
        let result = self.for_inside();
        self.leave();
        result
    }

    fn for_inside(&mut self) -> Res<()> {
        if self.starts_type(0) {
            self.local()?;
        } else if !self.take(";") {
            let e = self.expression()?;
            self.need(";")?;
            self.value(&e)?;
            self.op(Op::Drop);
        }
        let top = self.here();
        let mut out = None;
        if !self.is(";") {
            let c = self.expression()?;
            let c = self.rvalue(c);
            self.scalar(&c)?;
            self.condition(&c)?;
            out = Some(self.op(Op::Jz(0)));
        }
        self.need(";")?;
        let step = if self.is(")") { None } else { Some(self.expression()?) };
        self.need(")")?;
        let done = self.body()?;
        self.jumps(done.continues);
        if let Some(step) = step {
            self.value(&step)?;
            self.op(Op::Drop);
        }
        self.op(Op::Jump(top));
        if let Some(out) = out {
            self.land(out);
        }
        self.jumps(done.breaks);
        Ok(())
    }

    fn switch(&mut self) -> Res<()> {
        let token = self.next();
        let e = self.parenthesised()?;
        if !e.ty.is_int() {
            self.error(token.pos, token.len, "switch quantity not an integer");
        }
        let slot = self.slot(8, 8)?;
        let wide = super::express::cast(e, &Ty::long());
        let _ = known(&wide).is_some_and(|k| matches!(k, Known::Int(_)));
        self.op(Op::Frame(slot));
        self.value(&wide)?;
        self.op(Op::Store(M::I64));
        self.op(Op::Drop);
        let choose = self.op(Op::Jump(0));
        self.current.loops.push(Loop {
            breaks: vec![],
            continues: vec![],
            is_switch: true,
        });
        self.current.switches.push(Switch {
            cases: vec![],
            default: None,
        });
        let result = self.statement();
        let (done, table) = (self.current.loops.pop(), self.current.switches.pop());
        result?;
        let end = self.op(Op::Jump(0));
        self.land(choose);
        if let Some(table) = table {
            for (value, to) in table.cases {
                self.op(Op::Frame(slot));
                self.op(Op::Load(M::I64));
                self.op(Op::Const(value as u64));
                self.op(Op::Bin(B::Eq, M::I64));
                self.op(Op::Jnz(to));
            }
            if let Some(to) = table.default {
                self.op(Op::Jump(to));
            }
        }
        self.land(end);
        self.jumps(done.map(|d| d.breaks).unwrap_or_default());
        Ok(())
    }
}
