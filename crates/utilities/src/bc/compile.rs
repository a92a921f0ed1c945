//! bc's language to code for a machine with a stack (POSIX bc, "Grammar"), with the extensions that busybox and GNU share:
//! `print`, `else`, `continue`, `&&`, `||`, `!`, comments behind `#`, names of any length.

use std::rc::Rc;

/// Where a value is kept. An array's element takes its index from the stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Slot {
    Variable(Rc<str>),
    Element(Rc<str>),
    Scale,
    Ibase,
    Obase,
    Last,
}

#[derive(Clone, Debug)]
pub enum Op {
    /// Digits as written: the input base counts when they are met.
    Digits(Rc<str>),
    Load(Slot),
    /// Stores what is on top, put together with the old value by an operator if there is one.
    Store(Slot, Option<char>),
    /// `++` and `--`; the old value stays on the stack behind the name, the new one before it.
    Step {
        slot: Slot,
        up: bool,
        before: bool,
    },
    Binary(char),
    Compare(&'static str),
    Negate,
    Not,
    Call(Rc<str>, usize),
    Jump(usize),
    JumpIfZero(usize),
    /// Prints what is on top as a line, and keeps it as `last`.
    Print,
    /// Prints what is on top as it stands.
    Show,
    Drop,
    Text(Rc<str>),
    Return,
    Quit,
    Limits,
    Define(Rc<Function>),
}

#[derive(Debug, Default)]
pub struct Function {
    pub name: String,
    pub parameters: Vec<Rc<str>>,
    pub locals: Vec<Rc<str>>,
    pub code: Rc<[Op]>,
}

/// Why text is no program.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// It may be one when more lines have come.
    Incomplete,
    /// busybox's message.
    Wrong(String),
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(Rc<str>),
    Name(Rc<str>),
    Text(Rc<str>),
    Sign(&'static str),
    Line,
    End,
}

const SIGNS: [&str; 37] = [
    "++", "--", "+=", "-=", "*=", "/=", "%=", "^=", "==", "<=", ">=", "!=", "&&", "||", "+", "-", "*", "/", "%", "^", "=", "<",
    ">", "!", "(", ")", "{", "}", "[", "]", ";", ",", "&", "|", ".", "?", ":",
];

struct Compiler<'a> {
    text: &'a str,
    tokens: Vec<(Token, usize)>,
    at: usize,
    code: Vec<Op>,
    /// Where `break` and `continue` of the loops around jump from.
    loops: Vec<(Vec<usize>, Vec<usize>)>,
    in_function: bool,
    depth: usize,
}

fn tokens(text: &str) -> Result<Vec<(Token, usize)>, Fault> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|r| !r.is_empty()) {
        let first = rest.chars().next().unwrap_or(' ');
        let span = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
        let start = at;
        let token = if rest.starts_with("\\\n") {
            at += 2;
            continue;
        } else if first == '\n' {
            at += 1;
            Token::Line
        } else if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        } else if first == '#' {
            at += rest.find('\n').unwrap_or(rest.len());
            continue;
        } else if let Some(body) = rest.strip_prefix("/*") {
            at += 4 + body.find("*/").ok_or(Fault::Incomplete)?;
            continue;
        } else if let Some(body) = rest.strip_prefix('"') {
            let end = body.find('"').ok_or(Fault::Incomplete)?;
            at += end + 2;
            Token::Text(body.get(..end).unwrap_or_default().into())
        } else if first.is_ascii_digit() || first.is_ascii_uppercase() || first == '.' && span(|c| c == '.') == 1 {
            let plain: String = rest.replace("\\\n", "");
            let end = plain
                .char_indices()
                .scan(false, |point, (at, c)| {
                    let again = c == '.' && std::mem::replace(point, *point || c == '.');
                    Some((at, !again && (c == '.' || c.is_ascii_digit() || c.is_ascii_uppercase())))
                })
                .find(|(_, belongs)| !belongs)
                .map_or(plain.len(), |(at, _)| at);
            let digits = plain.get(..end).unwrap_or_default();
            // The continued lines inside the number are stepped over as well.
            let mut left = digits.len();
            while left > 0 || text.get(at..).is_some_and(|r| r.starts_with("\\\n")) {
                if text.get(at..).is_some_and(|r| r.starts_with("\\\n")) {
                    at += 2;
                } else {
                    at += 1;
                    left -= 1;
                }
            }
            if digits == "." {
                Token::Name("last".into())
            } else {
                Token::Number(digits.into())
            }
        } else if first.is_ascii_lowercase() {
            let end = span(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            at += end;
            Token::Name(rest.get(..end).unwrap_or_default().into())
        } else if let Some(sign) = SIGNS.iter().find(|s| rest.starts_with(**s)) {
            at += sign.len();
            Token::Sign(sign)
        } else {
            return Err(Fault::Wrong(format!("bad character '{first}'")));
        };
        out.push((token, start));
    }
    out.push((Token::End, text.len()));
    Ok(out)
}

/// Compiles whole lines. Errors: [`Fault`].
pub fn compile(text: &str) -> Result<Vec<Op>, Fault> {
    let mut compiler = Compiler {
        text,
        tokens: tokens(text)?,
        at: 0,
        code: Vec::new(),
        loops: Vec::new(),
        in_function: false,
        depth: 0,
    };
    loop {
        compiler.skip_ends();
        if *compiler.peek() == Token::End {
            return Ok(compiler.code);
        }
        if compiler.takes_word("define") {
            compiler.function()?;
        } else {
            compiler.statement()?;
        }
        compiler.end_of_statement()?;
    }
}

impl Compiler<'_> {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |t| &t.0)
    }

    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    fn takes(&mut self, sign: &str) -> bool {
        let found = matches!(self.peek(), Token::Sign(s) if *s == sign);
        self.at += usize::from(found);
        found
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Token::Name(name) if **name == *word);
        self.at += usize::from(found);
        found
    }

    fn fail<T>(&self, what: &str) -> Result<T, Fault> {
        if matches!(self.peek(), Token::End) {
            return Err(Fault::Incomplete);
        }
        let from = self.tokens.get(self.at).map_or(self.text.len(), |t| t.1);
        let rest = self.text.get(from..).unwrap_or_default().lines().next().unwrap_or_default();
        Err(Fault::Wrong(format!("{what} at '{rest}'")))
    }

    fn expect(&mut self, sign: &str) -> Result<(), Fault> {
        if self.takes(sign) { Ok(()) } else { self.fail("bad token") }
    }

    fn skip_ends(&mut self) {
        while matches!(self.peek(), Token::Line | Token::Sign(";")) {
            self.at += 1;
        }
    }

    fn skip_lines(&mut self) {
        while *self.peek() == Token::Line {
            self.at += 1;
        }
    }

    fn end_of_statement(&mut self) -> Result<(), Fault> {
        match self.peek() {
            Token::Line | Token::Sign(";" | "}") | Token::End => Ok(()),
            Token::Number(_) | Token::Name(_) => self.fail("bad expression"),
            _ => self.fail("bad statement terminator"),
        }
    }

    fn jump(&mut self, op: fn(usize) -> Op) -> usize {
        self.code.push(op(usize::MAX));
        self.code.len() - 1
    }

    fn land(&mut self, from: usize, to: usize) {
        if let Some(Op::Jump(place) | Op::JumpIfZero(place)) = self.code.get_mut(from) {
            *place = to;
        }
    }

    fn function(&mut self) -> Result<(), Fault> {
        self.takes_word("void");
        let Token::Name(name) = self.next() else {
            return self.fail("bad function");
        };
        self.expect("(")?;
        let parameters = self.names(")")?;
        self.expect(")")?;
        self.skip_lines();
        self.expect("{")?;
        self.skip_ends();
        let mut locals = Vec::new();
        while self.takes_word("auto") {
            locals.extend(self.names(";")?);
            self.skip_ends();
        }
        let outer = std::mem::take(&mut self.code);
        self.in_function = true;
        let body = self.block();
        self.in_function = false;
        let mut code = std::mem::replace(&mut self.code, outer);
        body?;
        code.extend([Op::Digits("0".into()), Op::Return]);
        self.code.push(Op::Define(Rc::new(Function {
            name: name.to_string(),
            parameters,
            locals,
            code: code.into(),
        })));
        Ok(())
    }

    /// Names between commas; those of arrays have their brackets dropped.
    fn names(&mut self, end: &str) -> Result<Vec<Rc<str>>, Fault> {
        let mut names = Vec::new();
        while !matches!(self.peek(), Token::Line) && !matches!(self.peek(), Token::Sign(s) if *s == end) {
            let Token::Name(name) = self.next() else {
                self.at -= 1;
                return self.fail("bad function");
            };
            if self.takes("[") {
                self.expect("]")?;
            }
            names.push(name);
            self.takes(",");
        }
        Ok(names)
    }

    /// Statements up to the brace that closes them.
    fn block(&mut self) -> Result<(), Fault> {
        loop {
            self.skip_ends();
            if self.takes("}") {
                return Ok(());
            }
            if *self.peek() == Token::End {
                return Err(Fault::Incomplete);
            }
            self.statement()?;
            self.end_of_statement()?;
        }
    }

    fn statement(&mut self) -> Result<(), Fault> {
        self.depth += 1;
        if self.depth > 100 {
            return Err(Fault::Wrong(
                "drydock: statements nested deeper than 100 are not simulated".into(),
            ));
        }
        let result = self.statement_inside();
        self.depth -= 1;
        result
    }

    fn statement_inside(&mut self) -> Result<(), Fault> {
        let token = self.peek().clone();
        match &token {
            Token::Sign("{") => {
                self.at += 1;
                self.block()
            }
            Token::Text(text) => {
                self.at += 1;
                self.code.push(Op::Text(text.clone()));
                Ok(())
            }
            Token::Name(name) => match &**name {
                "if" => self.condition(),
                "while" => self.while_loop(),
                "for" => self.for_loop(),
                "print" => self.print(),
                "quit" | "halt" => {
                    self.at += 1;
                    self.code.push(Op::Quit);
                    Ok(())
                }
                "limits" => {
                    self.at += 1;
                    self.code.push(Op::Limits);
                    Ok(())
                }
                "break" | "continue" => {
                    let leaves = &**name == "break";
                    if self.loops.is_empty() {
                        return self.fail("bad token");
                    }
                    self.at += 1;
                    let from = self.jump(Op::Jump);
                    if let Some((breaks, continues)) = self.loops.last_mut() {
                        if leaves { breaks.push(from) } else { continues.push(from) }
                    }
                    Ok(())
                }
                "return" => {
                    if !self.in_function {
                        return Err(Fault::Wrong("'return' not in a function".into()));
                    }
                    self.at += 1;
                    match self.peek() {
                        Token::Line | Token::Sign(";" | "}") => self.code.push(Op::Digits("0".into())),
                        _ => drop(self.expression()?),
                    }
                    self.code.push(Op::Return);
                    Ok(())
                }
                _ => self.value(),
            },
            _ => self.value(),
        }
    }

    /// An expression that stands alone: printed, unless it is an assignment.
    fn value(&mut self) -> Result<(), Fault> {
        let assigned = self.expression()?;
        self.code.push(if assigned { Op::Drop } else { Op::Print });
        Ok(())
    }

    fn print(&mut self) -> Result<(), Fault> {
        self.at += 1;
        loop {
            if let Token::Text(text) = self.peek().clone() {
                self.at += 1;
                self.code.push(Op::Text(unescape(&text).into()));
            } else {
                self.expression()?;
                self.code.push(Op::Show);
            }
            if !self.takes(",") {
                return Ok(());
            }
        }
    }

    fn condition(&mut self) -> Result<(), Fault> {
        self.at += 1;
        self.expect("(")?;
        self.expression()?;
        self.expect(")")?;
        let over = self.jump(Op::JumpIfZero);
        self.skip_lines();
        self.statement()?;
        let before = self.at;
        self.skip_ends();
        if self.takes_word("else") {
            let done = self.jump(Op::Jump);
            let here = self.code.len();
            self.land(over, here);
            self.skip_lines();
            self.statement()?;
            let here = self.code.len();
            self.land(done, here);
        } else {
            self.at = before;
            let here = self.code.len();
            self.land(over, here);
        }
        Ok(())
    }

    fn end_loop(&mut self, next: usize) {
        let after = self.code.len();
        let (breaks, continues) = self.loops.pop().unwrap_or_default();
        for from in breaks {
            self.land(from, after);
        }
        for from in continues {
            self.land(from, next);
        }
    }

    fn while_loop(&mut self) -> Result<(), Fault> {
        self.at += 1;
        let start = self.code.len();
        self.expect("(")?;
        self.expression()?;
        self.expect(")")?;
        let over = self.jump(Op::JumpIfZero);
        self.skip_lines();
        self.loops.push(Default::default());
        self.statement()?;
        self.code.push(Op::Jump(start));
        let here = self.code.len();
        self.land(over, here);
        self.end_loop(start);
        Ok(())
    }

    fn for_loop(&mut self) -> Result<(), Fault> {
        self.at += 1;
        self.expect("(")?;
        if !self.takes(";") {
            self.expression()?;
            self.code.push(Op::Drop);
            self.expect(";")?;
        }
        let start = self.code.len();
        if matches!(self.peek(), Token::Sign(";")) {
            self.code.push(Op::Digits("1".into()));
        } else {
            self.expression()?;
        }
        self.expect(";")?;
        let over = self.jump(Op::JumpIfZero);
        let begin = self.jump(Op::Jump);
        let step = self.code.len();
        if !self.takes(")") {
            self.expression()?;
            self.code.push(Op::Drop);
            self.expect(")")?;
        }
        self.code.push(Op::Jump(start));
        let body = self.code.len();
        self.land(begin, body);
        self.skip_lines();
        self.loops.push(Default::default());
        self.statement()?;
        self.code.push(Op::Jump(step));
        let here = self.code.len();
        self.land(over, here);
        self.end_loop(step);
        Ok(())
    }

    /// Compiles an expression; says whether it is an assignment at its top.
    fn expression(&mut self) -> Result<bool, Fault> {
        self.depth += 1;
        if self.depth > 100 {
            return Err(Fault::Wrong(
                "drydock: expressions nested deeper than 100 are not simulated".into(),
            ));
        }
        let mut assigned = self.conjunction()?;
        while self.takes("||") {
            self.conjunction()?;
            self.code.push(Op::Binary('|'));
            assigned = false;
        }
        self.depth -= 1;
        Ok(assigned)
    }

    fn conjunction(&mut self) -> Result<bool, Fault> {
        let mut assigned = self.negation()?;
        while self.takes("&&") {
            self.negation()?;
            self.code.push(Op::Binary('&'));
            assigned = false;
        }
        Ok(assigned)
    }

    fn negation(&mut self) -> Result<bool, Fault> {
        let mut count = 0;
        while self.takes("!") {
            count += 1;
        }
        let assigned = self.relation()?;
        self.code.extend(std::iter::repeat_n(Op::Not, count));
        Ok(assigned && count == 0)
    }

    fn relation(&mut self) -> Result<bool, Fault> {
        let mut assigned = self.sum()?;
        loop {
            let Token::Sign(sign @ ("<" | ">" | "<=" | ">=" | "==" | "!=")) = *self.peek() else {
                return Ok(assigned);
            };
            self.at += 1;
            self.sum()?;
            self.code.push(Op::Compare(sign));
            assigned = false;
        }
    }

    fn sum(&mut self) -> Result<bool, Fault> {
        let mut assigned = self.product()?;
        while let Token::Sign(sign @ ("+" | "-")) = *self.peek() {
            self.at += 1;
            self.product()?;
            self.code.push(Op::Binary(if sign == "+" { '+' } else { '-' }));
            assigned = false;
        }
        Ok(assigned)
    }

    fn product(&mut self) -> Result<bool, Fault> {
        let mut assigned = self.power()?;
        while let Token::Sign(sign @ ("*" | "/" | "%")) = *self.peek() {
            self.at += 1;
            self.power()?;
            self.code.push(Op::Binary(sign.chars().next().unwrap_or('*')));
            assigned = false;
        }
        Ok(assigned)
    }

    fn power(&mut self) -> Result<bool, Fault> {
        let assigned = self.unary()?;
        if !self.takes("^") {
            return Ok(assigned);
        }
        self.depth += 1;
        if self.depth > 100 {
            return self.fail("drydock: expressions nested deeper than 100 are not simulated");
        }
        self.power()?;
        self.depth -= 1;
        self.code.push(Op::Binary('^'));
        Ok(false)
    }

    fn unary(&mut self) -> Result<bool, Fault> {
        let mut count = 0;
        while self.takes("-") {
            count += 1;
        }
        if count == 0 {
            return self.primary();
        }
        self.primary()?;
        self.code.extend(std::iter::repeat_n(Op::Negate, count));
        Ok(false)
    }

    fn primary(&mut self) -> Result<bool, Fault> {
        if let Token::Sign(sign @ ("++" | "--")) = *self.peek() {
            self.at += 1;
            let Token::Name(name) = self.next() else {
                self.at -= 1;
                return self.fail("bad expression");
            };
            let slot = self.slot(name)?;
            self.code.push(Op::Step {
                slot,
                up: sign == "++",
                before: true,
            });
            return Ok(false);
        }
        match self.peek().clone() {
            Token::Number(digits) => {
                self.at += 1;
                self.code.push(Op::Digits(digits));
                if matches!(self.peek(), Token::Sign("=")) {
                    return self.fail("bad assignment: left side must be variable or array element");
                }
                Ok(false)
            }
            Token::Sign("(") => {
                self.at += 1;
                self.expression()?;
                if !self.takes(")") {
                    if *self.peek() == Token::Line {
                        return Err(Fault::Wrong("bad expression at ''".into()));
                    }
                    return self.fail("bad expression");
                }
                Ok(false)
            }
            Token::Name(name) => {
                self.at += 1;
                if matches!(self.peek(), Token::Sign("(")) {
                    return self.call(name).map(|()| false);
                }
                let slot = self.slot(name)?;
                self.place(slot)
            }
            Token::Line | Token::End => Err(Fault::Wrong("bad expression at ''".into())),
            _ => self.fail("bad expression"),
        }
    }

    /// What follows a name: an assignment, a step, or nothing, which loads it.
    fn place(&mut self, slot: Slot) -> Result<bool, Fault> {
        match *self.peek() {
            Token::Sign(sign @ ("=" | "+=" | "-=" | "*=" | "/=" | "%=" | "^=")) => {
                self.at += 1;
                self.depth += 1;
                if self.depth > 100 {
                    return self.fail("drydock: expressions nested deeper than 100 are not simulated");
                }
                self.sum()?;
                self.depth -= 1;
                let op = sign.chars().next().filter(|c| *c != '=');
                self.code.push(Op::Store(slot, op));
                Ok(true)
            }
            Token::Sign(sign @ ("++" | "--")) => {
                self.at += 1;
                self.code.push(Op::Step {
                    slot,
                    up: sign == "++",
                    before: false,
                });
                Ok(false)
            }
            _ => {
                self.code.push(Op::Load(slot));
                Ok(false)
            }
        }
    }

    fn slot(&mut self, name: Rc<str>) -> Result<Slot, Fault> {
        Ok(match &*name {
            "scale" => Slot::Scale,
            "ibase" => Slot::Ibase,
            "obase" => Slot::Obase,
            "last" => Slot::Last,
            _ if self.takes("[") => {
                self.expression()?;
                self.expect("]")?;
                Slot::Element(name)
            }
            _ => Slot::Variable(name),
        })
    }

    fn call(&mut self, name: Rc<str>) -> Result<(), Fault> {
        self.expect("(")?;
        let mut count = 0;
        while !self.takes(")") {
            self.expression()?;
            count += 1;
            if !self.takes(",") && !matches!(self.peek(), Token::Sign(")")) {
                return self.fail("bad expression");
            }
        }
        self.code.push(Op::Call(name, count));
        Ok(())
    }
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('q') => out.push('"'),
            Some('a') => out.push('\x07'),
            Some('\\') => out.push('\\'),
            Some(other) => out.extend(['\\', other]),
            None => out.push('\\'),
        }
    }
    out
}
