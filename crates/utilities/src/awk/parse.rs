//! From awk's tokens to a tree.

use super::lex::Token;

#[derive(Clone, Debug)]
pub enum Expr {
    Number(f64),
    Text(Vec<u8>),
    Regex(Vec<u8>),
    Place(Place),
    Assign(Place, Box<Expr>),
    Update(Place, &'static str, Box<Expr>),
    /// A place, by how much, and whether the old value counts.
    Step(Place, f64, bool),
    Unary(&'static str, Box<Expr>),
    Binary(&'static str, Box<Expr>, Box<Expr>),
    And(Box<Expr>, Box<Expr>),
    Or(Box<Expr>, Box<Expr>),
    Choose(Box<Expr>, Box<Expr>, Box<Expr>),
    Match(bool, Box<Expr>, Box<Expr>),
    In(Vec<Expr>, String),
    Group(Box<Expr>),
    Call(String, Vec<Expr>),
    Builtin(&'static str, Vec<Expr>),
    Getline(Source, Option<Place>),
}

#[derive(Clone, Debug)]
pub enum Source {
    Main,
    File(Box<Expr>),
    Command(Box<Expr>),
}

/// What can be assigned to.
#[derive(Clone, Debug)]
pub enum Place {
    Variable(String),
    Field(Box<Expr>),
    Element(String, Vec<Expr>),
}

#[derive(Clone, Debug)]
pub enum Statement {
    Expr(Expr),
    /// Whether it is printf, its arguments, where to.
    Print(bool, Vec<Expr>, Option<(&'static str, Expr)>),
    If(Expr, Box<Statement>, Option<Box<Statement>>),
    While(Expr, Box<Statement>),
    DoWhile(Box<Statement>, Expr),
    For(Option<Box<Statement>>, Option<Expr>, Option<Box<Statement>>, Box<Statement>),
    ForIn(String, String, Box<Statement>),
    Block(Vec<Statement>),
    Next,
    NextFile,
    Exit(Option<Expr>),
    Return(Option<Expr>),
    Break,
    Continue,
    Delete(String, Option<Vec<Expr>>),
}

#[derive(Clone, Debug)]
pub enum Pattern {
    Begin,
    End,
    Always,
    When(Expr),
    Range(Expr, Expr),
}

#[derive(Clone, Debug)]
pub struct Function {
    pub name: String,
    pub parameters: Vec<String>,
    pub body: Statement,
}

#[derive(Clone, Debug, Default)]
pub struct Program {
    pub rules: Vec<(Pattern, Option<Statement>)>,
    pub functions: Vec<Function>,
}

/// The line of an error, and what it is.
#[derive(Debug)]
pub struct Failure {
    pub line: usize,
    /// In busybox's words.
    pub busybox: String,
    /// In mawk's, with the line that it names.
    pub mawk: String,
}

impl Failure {
    pub fn new(line: usize, busybox: &str, mawk: &str) -> Failure {
        Failure {
            line,
            busybox: busybox.into(),
            mawk: format!("line {line}: {mawk}"),
        }
    }
}

const MAX_DEPTH: usize = 150;

struct Parser {
    tokens: Vec<(Token, usize)>,
    at: usize,
    depth: usize,
    /// Whether `>` is a redirection here.
    no_greater: bool,
    no_in: bool,
}

pub fn parse(tokens: Vec<(Token, usize)>) -> Result<Program, Failure> {
    let mut parser = Parser {
        tokens,
        at: 0,
        depth: 0,
        no_greater: false,
        no_in: false,
    };
    let mut program = Program::default();
    loop {
        parser.skip_ends();
        match parser.peek().clone() {
            Token::End => return Ok(program),
            Token::Keyword("function") => {
                parser.at += 1;
                let function = parser.function()?;
                program.functions.push(function);
            }
            Token::Keyword(word @ ("BEGIN" | "END")) => {
                parser.at += 1;
                parser.skip_newlines();
                let body = parser.block()?;
                program
                    .rules
                    .push((if word == "BEGIN" { Pattern::Begin } else { Pattern::End }, Some(body)));
            }
            Token::Sign("{") => {
                let body = parser.block()?;
                program.rules.push((Pattern::Always, Some(body)));
            }
            _ => {
                let first = parser.expr()?;
                let pattern = if parser.take(",") {
                    parser.skip_newlines();
                    Pattern::Range(first, parser.expr()?)
                } else {
                    Pattern::When(first)
                };
                let body = if parser.is("{") { Some(parser.block()?) } else { None };
                program.rules.push((pattern, body));
            }
        }
        if !matches!(
            parser.peek(),
            Token::Newline | Token::End | Token::Sign(";" | "{") | Token::Keyword(_) | Token::Regex(_) | Token::Name(..)
        ) {
            return parser.fail();
        }
    }
}

impl Parser {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |t| &t.0)
    }

    fn ahead(&self, by: usize) -> &Token {
        self.tokens.get(self.at + by).map_or(&Token::End, |t| &t.0)
    }

    fn line(&self) -> usize {
        self.tokens.get(self.at).or(self.tokens.last()).map_or(1, |t| t.1)
    }

    fn fail<T>(&self) -> Result<T, Failure> {
        let open = |left: &str, right: &str| {
            let seen = self.tokens.get(..self.at).unwrap_or_default();
            let count = |sign: &str| seen.iter().filter(|(t, _)| matches!(t, Token::Sign(s) if *s == sign)).count();
            count(left) > count(right)
        };
        let near = self.peek().spelled();
        let mawk = match self.peek() {
            Token::Sign("}") if !open("{", "}") => "extra '}'".to_string(),
            _ if open("(", ")") => format!("missing ) near {near}"),
            Token::End if open("{", "}") => {
                return Err(Failure {
                    line: self.line(),
                    busybox: "Unexpected token".into(),
                    mawk: format!("line {}: missing }} near end of file", self.line() + 1),
                });
            }
            _ => format!("syntax error at or near {near}"),
        };
        Err(Failure::new(self.line(), "Unexpected token", &mawk))
    }

    fn is(&self, sign: &str) -> bool {
        matches!(self.peek(), Token::Sign(s) if *s == sign)
    }

    fn take(&mut self, sign: &str) -> bool {
        let found = self.is(sign);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: &str) -> Result<(), Failure> {
        if self.take(sign) { Ok(()) } else { self.fail() }
    }

    fn take_word(&mut self, word: &str) -> bool {
        let found = matches!(self.peek(), Token::Keyword(k) if *k == word);
        self.at += usize::from(found);
        found
    }

    fn skip_newlines(&mut self) {
        while *self.peek() == Token::Newline {
            self.at += 1;
        }
    }

    fn skip_ends(&mut self) {
        while matches!(self.peek(), Token::Newline | Token::Sign(";")) {
            self.at += 1;
        }
    }

    fn name(&mut self) -> Result<String, Failure> {
        match self.peek().clone() {
            Token::Name(name, _) => {
                self.at += 1;
                Ok(name)
            }
            _ => self.fail(),
        }
    }

    fn function(&mut self) -> Result<Function, Failure> {
        let name = self.name()?;
        self.expect("(")?;
        let mut parameters = Vec::new();
        while !self.take(")") {
            self.skip_newlines();
            parameters.push(self.name()?);
            self.skip_newlines();
            if !self.take(",") && !self.is(")") {
                return self.fail();
            }
        }
        self.skip_newlines();
        let body = self.block()?;
        Ok(Function { name, parameters, body })
    }

    fn block(&mut self) -> Result<Statement, Failure> {
        self.expect("{")?;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Failure::new(
                self.line(),
                "Too many nested levels",
                "program is nested too deeply",
            ));
        }
        let mut statements = Vec::new();
        loop {
            self.skip_ends();
            if self.take("}") {
                break;
            }
            statements.push(self.statement()?);
        }
        self.depth -= 1;
        Ok(Statement::Block(statements))
    }

    fn end_simple(&mut self) -> Result<(), Failure> {
        match self.peek() {
            Token::Newline | Token::Sign(";") => {
                self.at += 1;
                Ok(())
            }
            Token::Sign("}") | Token::End => Ok(()),
            _ => self.fail(),
        }
    }

    fn body(&mut self) -> Result<Box<Statement>, Failure> {
        self.skip_newlines();
        if self.take(";") {
            return Ok(Box::new(Statement::Block(Vec::new())));
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Failure::new(
                self.line(),
                "Too many nested levels",
                "program is nested too deeply",
            ));
        }
        let statement = self.statement()?;
        self.depth -= 1;
        Ok(Box::new(statement))
    }

    fn statement(&mut self) -> Result<Statement, Failure> {
        let keyword = match self.peek() {
            Token::Sign("{") => return self.block(),
            Token::Keyword(word) => *word,
            _ => "",
        };
        match keyword {
            "if" => {
                self.at += 1;
                self.expect("(")?;
                let condition = self.expr()?;
                self.expect(")")?;
                let yes = self.body()?;
                let back = self.at;
                self.skip_ends();
                if self.take_word("else") {
                    return Ok(Statement::If(condition, yes, Some(self.body()?)));
                }
                self.at = back;
                Ok(Statement::If(condition, yes, None))
            }
            "while" => {
                self.at += 1;
                self.expect("(")?;
                let condition = self.expr()?;
                self.expect(")")?;
                Ok(Statement::While(condition, self.body()?))
            }
            "do" => {
                self.at += 1;
                let body = self.body()?;
                self.skip_ends();
                if !self.take_word("while") {
                    return self.fail();
                }
                self.expect("(")?;
                let condition = self.expr()?;
                self.expect(")")?;
                self.end_simple()?;
                Ok(Statement::DoWhile(body, condition))
            }
            "for" => self.for_loop(),
            _ => {
                let statement = self.simple()?;
                self.end_simple()?;
                Ok(statement)
            }
        }
    }

    fn for_loop(&mut self) -> Result<Statement, Failure> {
        self.at += 1;
        self.expect("(")?;
        if let (Token::Name(name, _), Token::Keyword("in"), Token::Name(array, _), Token::Sign(")")) =
            (self.peek(), self.ahead(1), self.ahead(2), self.ahead(3))
        {
            let (name, array) = (name.clone(), array.clone());
            self.at += 4;
            return Ok(Statement::ForIn(name, array, self.body()?));
        }
        let start = if self.is(";") { None } else { Some(Box::new(self.simple()?)) };
        self.expect(";")?;
        self.skip_newlines();
        let condition = if self.is(";") { None } else { Some(self.expr()?) };
        self.expect(";")?;
        self.skip_newlines();
        let step = if self.is(")") { None } else { Some(Box::new(self.simple()?)) };
        self.expect(")")?;
        Ok(Statement::For(start, condition, step, self.body()?))
    }

    fn ends_here(&self) -> bool {
        matches!(self.peek(), Token::Newline | Token::End | Token::Sign(";" | "}"))
    }

    fn simple(&mut self) -> Result<Statement, Failure> {
        let keyword = match self.peek() {
            Token::Keyword(word) => *word,
            _ => "",
        };
        match keyword {
            "print" | "printf" => {
                self.at += 1;
                self.print(keyword == "printf")
            }
            "next" | "nextfile" | "break" | "continue" => {
                self.at += 1;
                Ok(match keyword {
                    "next" => Statement::Next,
                    "nextfile" => Statement::NextFile,
                    "break" => Statement::Break,
                    _ => Statement::Continue,
                })
            }
            "exit" | "return" => {
                self.at += 1;
                let value = if self.ends_here() { None } else { Some(self.expr()?) };
                Ok(if keyword == "exit" {
                    Statement::Exit(value)
                } else {
                    Statement::Return(value)
                })
            }
            "delete" => {
                self.at += 1;
                let grouped = self.take("(");
                let name = self.name()?;
                let keys = if self.take("[") { Some(self.list("]")?) } else { None };
                if grouped {
                    self.expect(")")?;
                }
                Ok(Statement::Delete(name, keys))
            }
            _ => self.expr().map(Statement::Expr),
        }
    }

    fn print(&mut self, formatted: bool) -> Result<Statement, Failure> {
        let outer = std::mem::replace(&mut self.no_greater, true);
        let mut args = Vec::new();
        let redirected = |p: &Parser| p.ends_here() || matches!(p.peek(), Token::Sign(">" | ">>" | "|"));
        if !redirected(self) {
            if self.is("(") && self.list_in_parens() {
                self.at += 1;
                self.no_greater = false;
                args = self.list(")")?;
                self.no_greater = true;
            } else {
                loop {
                    args.push(self.expr()?);
                    if !self.take(",") {
                        break;
                    }
                    self.skip_newlines();
                }
            }
        }
        let mut to = None;
        for sign in [">", ">>", "|"] {
            if self.take(sign) {
                let target = self.concatenation()?;
                to = Some((sign, target));
                break;
            }
        }
        self.no_greater = outer;
        if formatted && args.is_empty() {
            return self.fail();
        }
        Ok(Statement::Print(formatted, args, to))
    }

    /// Whether the parentheses that open here hold all arguments of a print.
    fn list_in_parens(&self) -> bool {
        let mut depth = 0usize;
        let mut by = 0;
        loop {
            match self.ahead(by) {
                Token::Sign("(") => depth += 1,
                Token::Sign(")") => {
                    depth -= 1;
                    if depth == 0 {
                        return matches!(
                            self.ahead(by + 1),
                            Token::Newline | Token::End | Token::Sign(";" | "}" | ">" | ">>" | "|")
                        );
                    }
                }
                Token::End => return false,
                _ => {}
            }
            by += 1;
        }
    }

    fn list(&mut self, end: &str) -> Result<Vec<Expr>, Failure> {
        let mut out = Vec::new();
        self.skip_newlines();
        if self.take(end) {
            return Ok(out);
        }
        let (greater, within) = (std::mem::take(&mut self.no_greater), std::mem::take(&mut self.no_in));
        loop {
            self.skip_newlines();
            out.push(self.expr()?);
            self.skip_newlines();
            if self.take(",") {
                continue;
            }
            self.expect(end)?;
            (self.no_greater, self.no_in) = (greater, within);
            return Ok(out);
        }
    }

    fn expr(&mut self) -> Result<Expr, Failure> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Failure::new(
                self.line(),
                "Too many nested levels",
                "program is nested too deeply",
            ));
        }
        let left = self.ternary()?;
        self.depth -= 1;
        let Token::Sign(sign) = self.peek() else { return Ok(left) };
        let sign = *sign;
        if !matches!(sign, "=" | "+=" | "-=" | "*=" | "/=" | "%=" | "^=") {
            return Ok(left);
        }
        let Expr::Place(place) = left else {
            return self.assign_deep(left, sign);
        };
        self.at += 1;
        self.skip_newlines();
        let value = Box::new(self.expr()?);
        Ok(self.assignment(place, sign, value))
    }

    fn assignment(&self, place: Place, sign: &'static str, value: Box<Expr>) -> Expr {
        match sign {
            "=" => Expr::Assign(place, value),
            "+=" => Expr::Update(place, "+", value),
            "-=" => Expr::Update(place, "-", value),
            "*=" => Expr::Update(place, "*", value),
            "/=" => Expr::Update(place, "/", value),
            "%=" => Expr::Update(place, "%", value),
            _ => Expr::Update(place, "^", value),
        }
    }

    /// `a && b = c` assigns to the last operand, as every awk reads it.
    fn assign_deep(&mut self, left: Expr, sign: &'static str) -> Result<Expr, Failure> {
        match left {
            Expr::And(a, b) => Ok(Expr::And(a, Box::new(self.assign_last(*b, sign)?))),
            Expr::Or(a, b) => Ok(Expr::Or(a, Box::new(self.assign_last(*b, sign)?))),
            Expr::Unary("!", a) => Ok(Expr::Unary("!", Box::new(self.assign_last(*a, sign)?))),
            Expr::Binary(op, a, b) => Ok(Expr::Binary(op, a, Box::new(self.assign_last(*b, sign)?))),
            Expr::Match(n, a, b) => Ok(Expr::Match(n, a, Box::new(self.assign_last(*b, sign)?))),
            _ => self.fail(),
        }
    }

    fn assign_last(&mut self, right: Expr, sign: &'static str) -> Result<Expr, Failure> {
        match right {
            Expr::Place(place) => {
                self.at += 1;
                self.skip_newlines();
                let value = Box::new(self.expr()?);
                Ok(self.assignment(place, sign, value))
            }
            other => self.assign_deep(other, sign),
        }
    }

    fn ternary(&mut self) -> Result<Expr, Failure> {
        let condition = self.or()?;
        if !self.take("?") {
            return Ok(condition);
        }
        self.skip_newlines();
        let yes = self.expr()?;
        self.skip_newlines();
        self.expect(":")?;
        self.skip_newlines();
        let no = self.expr()?;
        Ok(Expr::Choose(Box::new(condition), Box::new(yes), Box::new(no)))
    }

    fn or(&mut self) -> Result<Expr, Failure> {
        let mut left = self.and()?;
        while self.take("||") {
            self.skip_newlines();
            left = Expr::Or(Box::new(left), Box::new(self.and()?));
        }
        Ok(left)
    }

    fn and(&mut self) -> Result<Expr, Failure> {
        let mut left = self.membership()?;
        while self.take("&&") {
            self.skip_newlines();
            left = Expr::And(Box::new(left), Box::new(self.membership()?));
        }
        Ok(left)
    }

    fn membership(&mut self) -> Result<Expr, Failure> {
        let mut left = self.matching()?;
        while !self.no_in && self.take_word("in") {
            let array = self.name()?;
            left = Expr::In(vec![left], array);
        }
        Ok(left)
    }

    fn matching(&mut self) -> Result<Expr, Failure> {
        let mut left = self.comparison()?;
        loop {
            let negated = if self.take("~") {
                false
            } else if self.take("!~") {
                true
            } else {
                return Ok(left);
            };
            let right = self.comparison()?;
            left = Expr::Match(negated, Box::new(left), Box::new(right));
        }
    }

    fn comparison(&mut self) -> Result<Expr, Failure> {
        let mut left = self.concatenation()?;
        loop {
            let sign = match self.peek() {
                Token::Sign(sign @ ("<" | "<=" | "==" | "!=" | ">=")) => *sign,
                Token::Sign(">") if !self.no_greater => ">",
                Token::Sign("|") if *self.ahead(1) == Token::Keyword("getline") => {
                    self.at += 2;
                    let place = self.optional_place()?;
                    left = Expr::Getline(Source::Command(Box::new(left)), place);
                    continue;
                }
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.concatenation()?;
            left = Expr::Binary(sign, Box::new(left), Box::new(right));
        }
    }

    fn starts_operand(&self) -> bool {
        match self.peek() {
            Token::Number(_) | Token::Text(_) | Token::Regex(_) | Token::Name(..) | Token::Builtin(_) => true,
            Token::Sign(sign) => matches!(*sign, "$" | "!" | "(" | "-" | "+" | "++" | "--"),
            _ => false,
        }
    }

    fn concatenation(&mut self) -> Result<Expr, Failure> {
        let mut left = self.sum()?;
        while self.starts_operand() && !matches!(self.peek(), Token::Sign("+" | "-" | "!"))
            || matches!((self.peek(), self.ahead(1)), (Token::Sign("!"), Token::Regex(_)))
        {
            let right = self.sum()?;
            left = Expr::Binary(" ", Box::new(left), Box::new(right));
        }
        Ok(left)
    }

    fn sum(&mut self) -> Result<Expr, Failure> {
        let mut left = self.product()?;
        loop {
            let sign = match self.peek() {
                Token::Sign(sign @ ("+" | "-")) => *sign,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.product()?;
            left = Expr::Binary(sign, Box::new(left), Box::new(right));
        }
    }

    fn product(&mut self) -> Result<Expr, Failure> {
        let mut left = self.unary()?;
        loop {
            let sign = match self.peek() {
                Token::Sign(sign @ ("*" | "/" | "%")) => *sign,
                _ => return Ok(left),
            };
            self.at += 1;
            let right = self.unary()?;
            left = Expr::Binary(sign, Box::new(left), Box::new(right));
        }
    }

    fn unary(&mut self) -> Result<Expr, Failure> {
        for sign in ["!", "-", "+"] {
            if self.take(sign) {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(Failure::new(
                        self.line(),
                        "Too many nested levels",
                        "program is nested too deeply",
                    ));
                }
                let inner = self.unary()?;
                self.depth -= 1;
                return Ok(Expr::Unary(sign, Box::new(inner)));
            }
        }
        self.power()
    }

    fn power(&mut self) -> Result<Expr, Failure> {
        let base = self.postfix()?;
        if !self.take("^") {
            return Ok(base);
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Failure::new(
                self.line(),
                "Too many nested levels",
                "program is nested too deeply",
            ));
        }
        // The exponent may have a sign; powers group from the right.
        let exponent = self.unary()?;
        self.depth -= 1;
        Ok(Expr::Binary("^", Box::new(base), Box::new(exponent)))
    }

    fn postfix(&mut self) -> Result<Expr, Failure> {
        let primary = self.primary()?;
        if let Expr::Place(place) = &primary {
            if self.take("++") {
                return Ok(Expr::Step(place.clone(), 1.0, true));
            }
            if self.take("--") {
                return Ok(Expr::Step(place.clone(), -1.0, true));
            }
        }
        Ok(primary)
    }

    fn optional_place(&mut self) -> Result<Option<Place>, Failure> {
        if !matches!(self.peek(), Token::Name(..) | Token::Sign("$")) {
            return Ok(None);
        }
        match self.primary()? {
            Expr::Place(place) => Ok(Some(place)),
            _ => self.fail(),
        }
    }

    fn primary(&mut self) -> Result<Expr, Failure> {
        let token = self.peek().clone();
        self.at += 1;
        Ok(match token {
            Token::Number(value) => Expr::Number(value),
            Token::Text(text) => Expr::Text(text),
            Token::Regex(text) => Expr::Regex(text),
            Token::Sign("$") => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(Failure::new(
                        self.line(),
                        "Too many nested levels",
                        "program is nested too deeply",
                    ));
                }
                let index = match self.peek() {
                    Token::Sign("-") => {
                        self.at += 1;
                        Expr::Unary("-", Box::new(self.primary()?))
                    }
                    Token::Sign("+" | "!") => self.unary()?,
                    _ => self.primary()?,
                };
                self.depth -= 1;
                Expr::Place(Place::Field(Box::new(index)))
            }
            Token::Sign(sign @ ("++" | "--")) => match self.primary()? {
                Expr::Place(place) => Expr::Step(place, if sign == "++" { 1.0 } else { -1.0 }, false),
                _ => return self.fail(),
            },
            Token::Sign("(") => {
                let list = self.list(")")?;
                if list.len() > 1 {
                    if self.take_word("in") {
                        let array = self.name()?;
                        return Ok(Expr::In(list, array));
                    }
                    return self.fail();
                }
                let Some(inner) = list.into_iter().next() else {
                    return self.fail();
                };
                Expr::Group(Box::new(inner))
            }
            Token::Sign("-") => Expr::Unary("-", Box::new(self.unary()?)),
            Token::Keyword("getline") => {
                let place = self.optional_place()?;
                if self.take("<") {
                    let file = self.primary()?;
                    return Ok(Expr::Getline(Source::File(Box::new(file)), place));
                }
                Expr::Getline(Source::Main, place)
            }
            Token::Builtin(name) => {
                if self.take("(") {
                    Expr::Builtin(name, self.list(")")?)
                } else if name == "length" {
                    Expr::Builtin(name, Vec::new())
                } else {
                    return self.fail();
                }
            }
            Token::Name(name, true) => {
                self.at += 1;
                Expr::Call(name, self.list(")")?)
            }
            Token::Name(name, false) => {
                if self.take("[") {
                    return Ok(Expr::Place(Place::Element(name, self.list("]")?)));
                }
                Expr::Place(Place::Variable(name))
            }
            _ => {
                self.at -= 1;
                return self.fail();
            }
        })
    }
}
