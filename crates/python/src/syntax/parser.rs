//! Tokens to tree, by recursive descent; the first mistake ends it, worded as CPython 3.12 words it.

use super::SyntaxError;
use super::ast::*;
use super::lexer::{Lexer, Piece, Tok, Token};
use super::targets::{check_delete, check_target};
use std::rc::Rc;

pub(super) type Parsed<T> = Result<T, SyntaxError>;

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
];

/// How deep expressions and blocks may nest; bounds the stack of everything that walks the tree.
const MAX_DEPTH: u32 = 120;
/// How long a chain of operators, calls or `elif`s may be.
const MAX_CHAIN: u32 = 1500;

pub fn parse_module(source: &str) -> Parsed<Vec<Stmt>> {
    let mut parser = Parser::new(Lexer::new(source).run()?);
    let mut body = Vec::new();
    while !matches!(parser.tok(), Tok::End) {
        parser.statement(&mut body)?;
    }
    Ok(body)
}

pub fn parse_expression(source: &str) -> Parsed<Expr> {
    let text = source.trim_start_matches([' ', '\t']);
    let mut parser = Parser::new(Lexer::new(text).run()?);
    let expr = parser.expression_list()?;
    while matches!(parser.tok(), Tok::Newline) {
        parser.next();
    }
    if !matches!(parser.tok(), Tok::End) {
        return parser.invalid();
    }
    Ok(expr)
}

struct Parser {
    toks: Vec<Token>,
    at: usize,
    depth: u32,
    level: u32,
    end: Token,
}

impl Parser {
    fn new(toks: Vec<Token>) -> Parser {
        let end = toks.last().cloned().unwrap_or(Token { tok: Tok::End, span: Span::default() });
        Parser { toks, at: 0, depth: 0, level: 0, end }
    }

    fn token(&self) -> &Token {
        self.toks.get(self.at).unwrap_or(&self.end)
    }
    fn tok(&self) -> &Tok {
        &self.token().tok
    }
    fn tok_at(&self, n: usize) -> &Tok {
        &self.toks.get(self.at + n).unwrap_or(&self.end).tok
    }
    fn span(&self) -> Span {
        self.token().span
    }
    fn last_span(&self) -> Span {
        match self.at {
            0 => Span::default(),
            n => self.toks.get(n - 1).unwrap_or(&self.end).span,
        }
    }
    fn next(&mut self) {
        self.at += 1;
    }
    fn is_op(&self, op: &str) -> bool {
        matches!(self.tok(), Tok::Op(o) if *o == op)
    }
    fn is_op_at(&self, n: usize, op: &str) -> bool {
        matches!(self.tok_at(n), Tok::Op(o) if *o == op)
    }
    fn is_word(&self, word: &str) -> bool {
        matches!(self.tok(), Tok::Name(n) if &**n == word)
    }
    fn is_word_at(&self, n: usize, word: &str) -> bool {
        matches!(self.tok_at(n), Tok::Name(w) if &**w == word)
    }
    fn eat_op(&mut self, op: &str) -> bool {
        let yes = self.is_op(op);
        if yes {
            self.next();
        }
        yes
    }
    fn eat_word(&mut self, word: &str) -> bool {
        let yes = self.is_word(word);
        if yes {
            self.next();
        }
        yes
    }
    pub fn invalid<T>(&self) -> Parsed<T> {
        let span = self.span();
        match self.tok() {
            Tok::Indent => Err(SyntaxError { class: "IndentationError", message: "unexpected indent".into(), span }),
            Tok::Dedent if false => self.fail("unexpected dedent", span),
            _ => self.fail("invalid syntax", span),
        }
    }
    fn fail<T>(&self, message: impl Into<String>, span: Span) -> Parsed<T> {
        Err(SyntaxError::new(message, span))
    }
    fn expect_op(&mut self, op: &'static str) -> Parsed<()> {
        if self.eat_op(op) { Ok(()) } else { self.invalid() }
    }
    fn expect_word(&mut self, word: &str) -> Parsed<()> {
        if self.eat_word(word) { Ok(()) } else { self.invalid() }
    }
    fn forced(&mut self, op: &'static str) -> Parsed<()> {
        if self.eat_op(op) { Ok(()) } else { self.fail(format!("expected '{op}'"), self.span()) }
    }
    fn is_name(&self) -> bool {
        matches!(self.tok(), Tok::Name(n) if !KEYWORDS.contains(&&**n))
    }
    fn name(&mut self) -> Parsed<Name> {
        match self.tok() {
            Tok::Name(n) if !KEYWORDS.contains(&&**n) => {
                let n = n.clone();
                self.next();
                Ok(n)
            }
            _ => self.invalid(),
        }
    }
    fn deeper(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return self.fail("too many nested parentheses", self.span());
        }
        Ok(())
    }
    fn shallower(&mut self) {
        self.depth -= 1;
    }

    // Statements.

    fn statement(&mut self, out: &mut Vec<Stmt>) -> Parsed<()> {
        let start = self.span();
        let word = match self.tok() {
            Tok::Name(n) => n.clone(),
            Tok::Op("@") => {
                out.push(self.decorated()?);
                return Ok(());
            }
            Tok::Newline => {
                self.next();
                return Ok(());
            }
            _ => return self.simple_line(out),
        };
        let kind = match &*word {
            "if" => {
                self.next();
                self.if_rest("if", start.line)?
            }
            "while" => {
                self.next();
                let test = self.named_condition()?;
                let body = self.block("'while' statement", start.line)?;
                let or_else = self.else_block("'else' statement")?;
                StmtKind::While(test, body, or_else)
            }
            "for" => self.for_statement(false)?,
            "def" => self.function(Vec::new(), false)?,
            "class" => self.class(Vec::new())?,
            "try" => self.try_statement()?,
            "with" => self.with_statement(false)?,
            "async" => {
                self.next();
                match self.tok() {
                    Tok::Name(n) if &**n == "def" => self.function(Vec::new(), true)?,
                    Tok::Name(n) if &**n == "for" => self.for_statement(true)?,
                    Tok::Name(n) if &**n == "with" => self.with_statement(true)?,
                    _ => return self.invalid(),
                }
            }
            "match" if self.looks_like_match() => self.match_statement()?,
            "type"
                if matches!(self.tok_at(1), Tok::Name(n) if !KEYWORDS.contains(&&**n))
                    && (self.is_op_at(2, "=") || self.is_op_at(2, "[")) =>
            {
                self.next();
                let name = self.name()?;
                self.type_params()?;
                self.expect_op("=")?;
                let value = self.expression()?;
                self.end_of_line()?;
                StmtKind::TypeAlias(name, value)
            }
            _ => return self.simple_line(out),
        };
        let span = start.to(self.last_span());
        out.push(Stmt { span, kind });
        Ok(())
    }

    fn simple_line(&mut self, out: &mut Vec<Stmt>) -> Parsed<()> {
        loop {
            let stmt = self.simple()?;
            out.push(stmt);
            if self.eat_op(";") {
                if matches!(self.tok(), Tok::Newline) {
                    break;
                }
                continue;
            }
            break;
        }
        self.end_of_line()
    }

    fn end_of_line(&mut self) -> Parsed<()> {
        match self.tok() {
            Tok::Newline => {
                self.next();
                Ok(())
            }
            Tok::End => Ok(()),
            _ => self.invalid(),
        }
    }

    fn simple(&mut self) -> Parsed<Stmt> {
        let start = self.span();
        let word = match self.tok() {
            Tok::Name(n) => n.clone(),
            _ => "".into(),
        };
        let kind = match &*word {
            "pass" => {
                self.next();
                StmtKind::Pass
            }
            "break" => {
                self.next();
                StmtKind::Break
            }
            "continue" => {
                self.next();
                StmtKind::Continue
            }
            "return" => {
                self.next();
                let value = if self.line_ends() { None } else { Some(self.expression_list()?) };
                StmtKind::Return(value)
            }
            "raise" => {
                self.next();
                if self.line_ends() {
                    StmtKind::Raise(None, None)
                } else {
                    let what = self.expression()?;
                    let cause = if self.eat_word("from") { Some(self.expression()?) } else { None };
                    StmtKind::Raise(Some(what), cause)
                }
            }
            "global" | "nonlocal" => {
                self.next();
                let mut names = vec![self.name()?];
                while self.eat_op(",") {
                    names.push(self.name()?);
                }
                if &*word == "global" { StmtKind::Global(names) } else { StmtKind::Nonlocal(names) }
            }
            "del" => {
                self.next();
                let list = self.expression_list()?;
                check_delete(&list)?;
                match list.kind {
                    ExprKind::Tuple(items)
                        if !self.toks.get(self.at - 1).is_some_and(|t| matches!(t.tok, Tok::Op(")"))) =>
                    {
                        StmtKind::Delete(items)
                    }
                    kind => StmtKind::Delete(vec![Expr { span: list.span, kind }]),
                }
            }
            "assert" => {
                self.next();
                let test = self.expression()?;
                let message = if self.eat_op(",") { Some(self.expression()?) } else { None };
                StmtKind::Assert(test, message)
            }
            "import" => {
                self.next();
                let mut names = Vec::new();
                loop {
                    let name = self.dotted()?;
                    let as_name = if self.eat_word("as") { Some(self.name()?) } else { None };
                    names.push(Alias { name, as_name });
                    if !self.eat_op(",") {
                        break;
                    }
                }
                StmtKind::Import(names)
            }
            "from" => self.import_from()?,
            _ => self.expression_statement()?,
        };
        Ok(Stmt { span: start.to(self.last_span()), kind })
    }

    fn line_ends(&self) -> bool {
        matches!(self.tok(), Tok::Newline | Tok::End | Tok::Op(";"))
    }

    fn dotted(&mut self) -> Parsed<Name> {
        let mut name = self.name()?.to_string();
        while self.eat_op(".") {
            name.push('.');
            name.push_str(&self.name()?);
        }
        Ok(name.into())
    }

    fn import_from(&mut self) -> Parsed<StmtKind> {
        self.next();
        let mut level = 0;
        loop {
            if self.eat_op(".") {
                level += 1;
            } else if self.eat_op("...") {
                level += 3;
            } else {
                break;
            }
        }
        let module = if level > 0 && self.is_word("import") { None } else { Some(self.dotted()?) };
        self.expect_word("import")?;
        if self.eat_op("*") {
            return Ok(StmtKind::ImportFrom(module, vec![Alias { name: "*".into(), as_name: None }], level));
        }
        let open = self.eat_op("(");
        if self.line_ends() {
            return self.fail("Expected one or more names after 'import'", self.span());
        }
        let mut names = Vec::new();
        loop {
            let name = self.name()?;
            let as_name = if self.eat_word("as") { Some(self.name()?) } else { None };
            names.push(Alias { name, as_name });
            if !self.eat_op(",") {
                break;
            }
            if open && self.is_op(")") {
                break;
            }
            if !open && self.line_ends() {
                return self.fail("trailing comma not allowed without surrounding parentheses", self.last_span());
            }
        }
        if open {
            self.expect_op(")")?;
        }
        Ok(StmtKind::ImportFrom(module, names, level))
    }

    fn expression_statement(&mut self) -> Parsed<StmtKind> {
        let start = self.at;
        let first = self.expression_list_or_yield()?;
        if let Tok::Op(op) = self.tok() {
            let op = *op;
            if op == ":" && !self.starts_block() {
                self.next();
                match &first.kind {
                    ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(..) => {}
                    ExprKind::Tuple(_) => {
                        return self.fail("only single target (not tuple) can be annotated", first.span);
                    }
                    ExprKind::List(_) => {
                        return self.fail("only single target (not list) can be annotated", first.span);
                    }
                    _ => return self.fail("illegal target for annotation", first.span),
                }
                let annotation = self.expression()?;
                let value = if self.eat_op("=") { Some(self.expression_list_or_yield()?) } else { None };
                return Ok(StmtKind::AnnAssign(first, annotation, value));
            }
            if op == "=" {
                let mut parts = vec![first];
                while self.eat_op("=") {
                    parts.push(self.expression_list_or_yield()?);
                }
                let Some(value) = parts.pop() else { return self.invalid() };
                for target in &parts {
                    check_target(target, false)?;
                }
                return Ok(StmtKind::Assign(parts, value));
            }
            if let Some(binop) = augmented(op) {
                match &first.kind {
                    ExprKind::Name(_) | ExprKind::Attribute(..) | ExprKind::Subscript(..) => {}
                    _ => {
                        let what = super::targets::describe(&first);
                        return self
                            .fail(format!("'{what}' is an illegal expression for augmented assignment"), first.span);
                    }
                }
                self.next();
                let value = self.expression_list_or_yield()?;
                return Ok(StmtKind::AugAssign(first, binop, value));
            }
        }
        if !self.line_ends() {
            // Python 2's statements.
            if let ExprKind::Name(n) = &first.kind
                && matches!(&**n, "print" | "exec")
                && self.at == start + 1
            {
                let mut probe = Parser {
                    toks: std::mem::take(&mut self.toks),
                    at: self.at,
                    depth: 0,
                    level: 0,
                    end: self.end.clone(),
                };
                let rest = probe.expression_list();
                self.toks = probe.toks;
                if let Ok(rest) = rest {
                    return self.fail(
                        format!("Missing parentheses in call to '{n}'. Did you mean {n}(...)?"),
                        first.span.to(rest.span),
                    );
                }
            }
            return self.invalid();
        }
        Ok(StmtKind::Expr(first))
    }

    /// Whether the colon here ends a line: then it is a misplaced block, not an annotation.
    fn starts_block(&self) -> bool {
        matches!(self.tok_at(1), Tok::Newline)
    }

    fn block(&mut self, what: &str, line: u32) -> Parsed<Vec<Stmt>> {
        self.forced(":")?;
        let mut body = Vec::new();
        if !matches!(self.tok(), Tok::Newline) {
            self.simple_line(&mut body)?;
            return Ok(body);
        }
        self.next();
        if !matches!(self.tok(), Tok::Indent) {
            return Err(SyntaxError {
                class: "IndentationError",
                message: format!("expected an indented block after {what} on line {line}"),
                span: self.span(),
            });
        }
        self.next();
        self.deeper()?;
        while !matches!(self.tok(), Tok::Dedent | Tok::End) {
            self.statement(&mut body)?;
        }
        self.shallower();
        if matches!(self.tok(), Tok::Dedent) {
            self.next();
        }
        Ok(body)
    }

    fn else_block(&mut self, what: &str) -> Parsed<Vec<Stmt>> {
        if !self.is_word("else") {
            return Ok(Vec::new());
        }
        let line = self.span().line;
        self.next();
        self.block(what, line)
    }

    /// A condition, with the hint for `=` in place of `==`.
    fn named_condition(&mut self) -> Parsed<Expr> {
        let test = self.named_expression()?;
        if self.is_op("=") {
            self.next();
            return match self.expression() {
                Ok(right) if matches!(test.kind, ExprKind::Name(_)) => {
                    self.fail("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", test.span.to(right.span))
                }
                _ => self.fail(
                    format!(
                        "cannot assign to {} here. Maybe you meant '==' instead of '='?",
                        super::targets::describe(&test)
                    ),
                    test.span,
                ),
            };
        }
        Ok(test)
    }

    fn if_rest(&mut self, word: &str, line: u32) -> Parsed<StmtKind> {
        let test = self.named_condition()?;
        let body = self.block(&format!("'{word}' statement"), line)?;
        if self.is_word("elif") {
            let start = self.span();
            self.next();
            self.deeper()?;
            let kind = self.if_rest("elif", start.line)?;
            self.shallower();
            let span = start.to(self.last_span());
            return Ok(StmtKind::If(test, body, vec![Stmt { span, kind }]));
        }
        let or_else = self.else_block("'else' statement")?;
        Ok(StmtKind::If(test, body, or_else))
    }

    fn for_statement(&mut self, is_async: bool) -> Parsed<StmtKind> {
        let line = self.span().line;
        self.next();
        let target = self.target_list()?;
        if !self.eat_word("in") {
            return self.invalid();
        }
        let iter = self.expression_list()?;
        let body = self.block("'for' statement", line)?;
        let or_else = self.else_block("'else' statement")?;
        Ok(StmtKind::For { target, iter, body, or_else, is_async })
    }

    fn target_list(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let mut items = vec![self.target_item()?];
        let mut tuple = false;
        while self.eat_op(",") {
            tuple = true;
            if self.is_word("in") || self.is_op("=") {
                break;
            }
            items.push(self.target_item()?);
        }
        let expr = match (tuple, items.len()) {
            (false, 1) => items.remove(0),
            _ => Expr { span: start.to(self.last_span()), kind: ExprKind::Tuple(items) },
        };
        check_target(&expr, true)?;
        Ok(expr)
    }

    fn target_item(&mut self) -> Parsed<Expr> {
        let start = self.span();
        if self.eat_op("*") {
            let inner = self.bit_or()?;
            return Ok(Expr { span: start.to(inner.span), kind: ExprKind::Starred(Box::new(inner)) });
        }
        self.bit_or()
    }

    fn decorated(&mut self) -> Parsed<Stmt> {
        let mut decorators = Vec::new();
        while self.eat_op("@") {
            decorators.push(self.named_expression()?);
            if !matches!(self.tok(), Tok::Newline) {
                return self.invalid();
            }
            self.next();
        }
        let start = self.span();
        let kind = if self.is_word("class") {
            self.class(decorators)?
        } else if self.eat_word("async") {
            if !self.is_word("def") {
                return self.invalid();
            }
            self.function(decorators, true)?
        } else if self.is_word("def") {
            self.function(decorators, false)?
        } else {
            return self.invalid();
        };
        Ok(Stmt { span: start.to(self.last_span()), kind })
    }

    fn type_params(&mut self) -> Parsed<Vec<Name>> {
        let mut names = Vec::new();
        if self.eat_op("[") {
            while !self.is_op("]") {
                if !self.eat_op("*") {
                    self.eat_op("**");
                }
                names.push(self.name()?);
                if self.eat_op(":") {
                    self.expression()?;
                }
                if !self.eat_op(",") {
                    break;
                }
            }
            self.expect_op("]")?;
        }
        Ok(names)
    }

    fn function(&mut self, decorators: Vec<Expr>, is_async: bool) -> Parsed<StmtKind> {
        let line = self.span().line;
        self.next();
        let name = self.name()?;
        let type_params = self.type_params()?;
        self.forced("(")?;
        let params = self.params(")", true)?;
        self.expect_op(")")?;
        let returns = if self.eat_op("->") { Some(self.expression()?) } else { None };
        let body = self.block("function definition", line)?;
        Ok(StmtKind::Function(Box::new(FunctionDef { name, params, body, decorators, returns, is_async, type_params })))
    }

    fn params(&mut self, close: &str, annotated: bool) -> Parsed<Params> {
        let mut params = Params::default();
        let mut seen_star = false;
        let mut seen_default = false;
        loop {
            if self.is_op(close) {
                break;
            }
            if self.is_op("/") {
                if seen_star || params.positional.is_empty() {
                    let message =
                        if seen_star { "/ must be ahead of *" } else { "at least one argument must precede /" };
                    return self.fail(message, self.span());
                }
                self.next();
                params.positional_only = std::mem::take(&mut params.positional);
            } else if self.eat_op("**") {
                params.double_star = Some(self.param(annotated, false)?);
                self.eat_op(",");
                if !self.is_op(close) {
                    return self.fail("arguments cannot follow var-keyword argument", self.span());
                }
                break;
            } else if self.is_op("*") {
                if seen_star {
                    return self.fail("* argument may appear only once", self.span());
                }
                let star = self.span();
                self.next();
                seen_star = true;
                if self.is_op(close) || (self.is_op(",") && self.is_op_at(1, close)) {
                    return self.fail("named arguments must follow bare *", star);
                }
                if !self.is_op(",") {
                    params.star = Some(self.param(annotated, false)?);
                }
            } else {
                let param = self.param(annotated, true)?;
                if seen_star {
                    params.keyword_only.push(param);
                } else {
                    if param.default.is_some() {
                        seen_default = true;
                    } else if seen_default {
                        return self.fail("parameter without a default follows parameter with a default", param.span);
                    }
                    params.positional.push(param);
                }
            }
            if !self.eat_op(",") {
                break;
            }
        }
        let mut names: Vec<&Param> = Vec::new();
        for p in params
            .positional_only
            .iter()
            .chain(&params.positional)
            .chain(&params.star)
            .chain(&params.keyword_only)
            .chain(&params.double_star)
        {
            if names.iter().any(|n| n.name == p.name) {
                return self.fail(format!("duplicate argument '{}' in function definition", p.name), p.span);
            }
            names.push(p);
        }
        Ok(params)
    }

    fn param(&mut self, annotated: bool, default: bool) -> Parsed<Param> {
        let span = self.span();
        let name = self.name()?;
        let annotation = if annotated && self.eat_op(":") {
            if self.eat_op("*") { Some(self.bit_or()?) } else { Some(self.expression()?) }
        } else {
            None
        };
        let default = if default && self.eat_op("=") { Some(self.expression()?) } else { None };
        Ok(Param { name, annotation, default, span })
    }

    fn class(&mut self, decorators: Vec<Expr>) -> Parsed<StmtKind> {
        let line = self.span().line;
        self.next();
        let name = self.name()?;
        let type_params = self.type_params()?;
        let mut arguments = Vec::new();
        if self.eat_op("(") {
            self.level += 1;
            arguments = self.arguments()?;
            self.level -= 1;
            self.expect_op(")")?;
        }
        let body = self.block("class definition", line)?;
        Ok(StmtKind::Class(Box::new(ClassDef { name, arguments, body, decorators, type_params })))
    }

    fn try_statement(&mut self) -> Parsed<StmtKind> {
        let line = self.span().line;
        self.next();
        let body = self.block("'try' statement", line)?;
        let mut handlers: Vec<Handler> = Vec::new();
        let mut star = false;
        while self.is_word("except") {
            let span = self.span();
            self.next();
            let is_star = self.eat_op("*");
            if !handlers.is_empty() && is_star != star {
                return self.fail("cannot have both 'except' and 'except*' on the same 'try'", span);
            }
            star = is_star;
            let mut class = None;
            let mut name = None;
            if !self.is_op(":") {
                let expr = self.expression()?;
                if self.is_op(",") {
                    let mut end = expr.span;
                    while self.eat_op(",") {
                        end = self.expression()?.span;
                    }
                    if self.is_op(":") || self.is_word("as") {
                        return self.fail("multiple exception types must be parenthesized", expr.span.to(end));
                    }
                    return self.invalid();
                }
                class = Some(expr);
                if self.eat_word("as") {
                    name = Some(self.name()?);
                }
            } else if handlers.iter().any(|h| h.class.is_none()) {
                return self.fail("default 'except:' must be last", span);
            }
            if handlers.last().is_some_and(|h| h.class.is_none()) {
                return self.fail("default 'except:' must be last", handlers.last().map_or(span, |h| h.span));
            }
            let body = self.block(if star { "'except*' statement" } else { "'except' statement" }, span.line)?;
            handlers.push(Handler { class, name, body, span });
        }
        let or_else = if handlers.is_empty() { Vec::new() } else { self.else_block("'else' statement")? };
        let mut finally = Vec::new();
        if self.is_word("finally") {
            let line = self.span().line;
            self.next();
            finally = self.block("'finally' statement", line)?;
        } else if handlers.is_empty() {
            return self.fail("expected 'except' or 'finally' block", self.span());
        }
        Ok(StmtKind::Try { body, handlers, or_else, finally, star })
    }

    fn with_statement(&mut self, is_async: bool) -> Parsed<StmtKind> {
        let line = self.span().line;
        self.next();
        let start = self.at;
        if self.is_op("(")
            && let Some(items) = self.parenthesized_items()
        {
            let body = self.block("'with' statement", line)?;
            return Ok(StmtKind::With { items, body, is_async });
        }
        self.at = start;
        let mut items = Vec::new();
        loop {
            items.push(self.with_item()?);
            if !self.eat_op(",") {
                break;
            }
        }
        let body = self.block("'with' statement", line)?;
        Ok(StmtKind::With { items, body, is_async })
    }

    fn with_item(&mut self) -> Parsed<(Expr, Option<Expr>)> {
        let expr = self.expression()?;
        if self.eat_word("as") {
            let target = self.target_item()?;
            check_target(&target, false)?;
            return Ok((expr, Some(target)));
        }
        Ok((expr, None))
    }

    /// `( item, item as name )` when a colon follows; otherwise the parenthesis belongs to an expression.
    fn parenthesized_items(&mut self) -> Option<Vec<(Expr, Option<Expr>)>> {
        let (depth, level) = (self.depth, self.level);
        self.next();
        let mut items = Vec::new();
        let mut good = true;
        while !self.is_op(")") {
            let Ok(item) = self.with_item() else {
                good = false;
                break;
            };
            items.push(item);
            if !self.eat_op(",") {
                break;
            }
        }
        let good = good && self.eat_op(")") && self.is_op(":") && !items.is_empty();
        self.depth = depth;
        self.level = level;
        good.then_some(items)
    }

    // Match statements.

    fn looks_like_match(&self) -> bool {
        match self.tok_at(1) {
            Tok::Op(o) => {
                if !matches!(*o, "(" | "[" | "{" | "-" | "~" | "..." | "*") {
                    return false;
                }
            }
            Tok::Newline | Tok::End => return false,
            Tok::Name(n) if KEYWORDS.contains(&&**n) => {
                if !matches!(&**n, "None" | "True" | "False" | "not" | "lambda" | "await") {
                    return false;
                }
            }
            _ => {}
        }
        // A colon at the end of the line, then an indented `case`.
        let mut n = 1;
        loop {
            match self.tok_at(n) {
                Tok::Newline => {
                    return self.is_op_at(n - 1, ":")
                        && matches!(self.tok_at(n + 1), Tok::Indent)
                        && self.is_word_at(n + 2, "case");
                }
                Tok::End => return false,
                _ => n += 1,
            }
        }
    }

    fn match_statement(&mut self) -> Parsed<StmtKind> {
        self.next();
        let subject = self.expression_list()?;
        self.forced(":")?;
        self.end_of_line()?;
        self.next();
        let mut cases = Vec::new();
        while self.is_word("case") {
            let line = self.span().line;
            self.next();
            let pattern = self.patterns()?;
            let guard = if self.eat_word("if") { Some(self.named_expression()?) } else { None };
            let body = self.block("'case' statement", line)?;
            cases.push(Case { pattern, guard, body });
        }
        if !matches!(self.tok(), Tok::Dedent | Tok::End) {
            return self.invalid();
        }
        self.next();
        Ok(StmtKind::Match(subject, cases))
    }

    fn patterns(&mut self) -> Parsed<Pattern> {
        let start = self.span();
        let first = self.maybe_star_pattern()?;
        if self.is_op(",") || matches!(first.kind, PatternKind::Star(_)) {
            let mut items = vec![first];
            while self.eat_op(",") {
                if self.is_op(":") || self.is_word("if") {
                    break;
                }
                items.push(self.maybe_star_pattern()?);
            }
            return Ok(Pattern { span: start.to(self.last_span()), kind: PatternKind::Sequence(items) });
        }
        Ok(first)
    }

    fn maybe_star_pattern(&mut self) -> Parsed<Pattern> {
        let start = self.span();
        if self.eat_op("*") {
            let name = self.name()?;
            let name = (&*name != "_").then_some(name);
            return Ok(Pattern { span: start.to(self.last_span()), kind: PatternKind::Star(name) });
        }
        self.as_pattern()
    }

    fn as_pattern(&mut self) -> Parsed<Pattern> {
        self.deeper()?;
        let start = self.span();
        let mut options = vec![self.closed_pattern()?];
        while self.eat_op("|") {
            options.push(self.closed_pattern()?);
        }
        let mut pattern = match options.len() {
            1 => options.remove(0),
            _ => Pattern { span: start.to(self.last_span()), kind: PatternKind::Or(options) },
        };
        if self.eat_word("as") {
            if self.is_word("_") {
                return self.fail("cannot use '_' as a target", self.span());
            }
            let name = self.name()?;
            pattern = Pattern {
                span: start.to(self.last_span()),
                kind: PatternKind::As(Some(Box::new(pattern)), Some(name)),
            };
        }
        self.shallower();
        Ok(pattern)
    }

    fn closed_pattern(&mut self) -> Parsed<Pattern> {
        let start = self.span();
        let kind = match self.tok().clone() {
            Tok::Name(n) if matches!(&*n, "None" | "True" | "False") => {
                self.next();
                PatternKind::Singleton(match &*n {
                    "None" => Const::None,
                    "True" => Const::True,
                    _ => Const::False,
                })
            }
            Tok::Name(n) if !KEYWORDS.contains(&&*n) => {
                self.next();
                let mut expr = Expr { span: start, kind: ExprKind::Name(n.clone()) };
                let mut dotted = false;
                while self.eat_op(".") {
                    dotted = true;
                    let attr = self.name()?;
                    expr = Expr { span: start.to(self.last_span()), kind: ExprKind::Attribute(Box::new(expr), attr) };
                }
                if self.eat_op("(") {
                    let (mut args, mut kwargs) = (Vec::new(), Vec::new());
                    while !self.is_op(")") {
                        if self.is_name() && self.is_op_at(1, "=") {
                            let key = self.name()?;
                            self.next();
                            kwargs.push((key, self.as_pattern()?));
                        } else {
                            if !kwargs.is_empty() {
                                return self.fail("positional patterns follow keyword patterns", self.span());
                            }
                            args.push(self.as_pattern()?);
                        }
                        if !self.eat_op(",") {
                            break;
                        }
                    }
                    self.expect_op(")")?;
                    PatternKind::Class(expr, args, kwargs)
                } else if dotted {
                    PatternKind::Value(expr)
                } else if &*n == "_" {
                    PatternKind::As(None, None)
                } else {
                    PatternKind::As(None, Some(n))
                }
            }
            Tok::Op("(") => {
                self.next();
                if self.eat_op(")") {
                    PatternKind::Sequence(Vec::new())
                } else {
                    let first = self.maybe_star_pattern()?;
                    if self.is_op(",") || matches!(first.kind, PatternKind::Star(_)) {
                        let mut items = vec![first];
                        while self.eat_op(",") {
                            if self.is_op(")") {
                                break;
                            }
                            items.push(self.maybe_star_pattern()?);
                        }
                        self.expect_op(")")?;
                        PatternKind::Sequence(items)
                    } else {
                        self.expect_op(")")?;
                        return Ok(first);
                    }
                }
            }
            Tok::Op("[") => {
                self.next();
                let mut items = Vec::new();
                while !self.is_op("]") {
                    items.push(self.maybe_star_pattern()?);
                    if !self.eat_op(",") {
                        break;
                    }
                }
                self.expect_op("]")?;
                PatternKind::Sequence(items)
            }
            Tok::Op("{") => {
                self.next();
                let mut items = Vec::new();
                let mut rest = None;
                while !self.is_op("}") {
                    if self.eat_op("**") {
                        rest = Some(self.name()?);
                    } else {
                        let key = match self.tok() {
                            Tok::Name(n) if matches!(&**n, "None" | "True" | "False") => self.atom()?,
                            Tok::Name(_) => self.postfix()?,
                            _ => self.arithmetic()?,
                        };
                        self.expect_op(":")?;
                        items.push((key, self.as_pattern()?));
                    }
                    if !self.eat_op(",") {
                        break;
                    }
                }
                self.expect_op("}")?;
                PatternKind::Mapping(items, rest)
            }
            Tok::Op("-") | Tok::Int(_) | Tok::Big(_) | Tok::Float(_) | Tok::Imag(_) => {
                PatternKind::Value(self.arithmetic()?)
            }
            Tok::Str(_) | Tok::Bytes(_) => PatternKind::Value(self.atom()?),
            _ => return self.invalid(),
        };
        Ok(Pattern { span: start.to(self.last_span()), kind })
    }

    // Expressions.

    fn expression_list_or_yield(&mut self) -> Parsed<Expr> {
        if self.is_word("yield") { self.yield_expression() } else { self.expression_list() }
    }

    fn yield_expression(&mut self) -> Parsed<Expr> {
        let start = self.span();
        self.next();
        let kind = if self.eat_word("from") {
            ExprKind::YieldFrom(Box::new(self.expression()?))
        } else if self.line_ends() || matches!(self.tok(), Tok::Op(")" | "]" | "}" | "=")) {
            ExprKind::Yield(None)
        } else {
            ExprKind::Yield(Some(Box::new(self.expression_list()?)))
        };
        Ok(Expr { span: start.to(self.last_span()), kind })
    }

    /// `star_expressions`: a tuple without parentheses if there are commas.
    fn expression_list(&mut self) -> Parsed<Expr> {
        if self.is_word("yield") {
            return self.yield_expression();
        }
        let start = self.span();
        let first = self.star_or(false)?;
        if !self.is_op(",") {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.eat_op(",") {
            if self.line_ends() || matches!(self.tok(), Tok::Op("=" | ")" | "]" | "}" | ":")) {
                break;
            }
            if let Tok::Op(o) = self.tok()
                && augmented(o).is_some()
            {
                break;
            }
            items.push(self.star_or(false)?);
        }
        Ok(Expr { span: start.to(self.last_span()), kind: ExprKind::Tuple(items) })
    }

    fn star_or(&mut self, named: bool) -> Parsed<Expr> {
        let start = self.span();
        if self.eat_op("*") {
            let inner = self.bit_or()?;
            return Ok(Expr { span: start.to(inner.span), kind: ExprKind::Starred(Box::new(inner)) });
        }
        if named { self.named_expression() } else { self.expression() }
    }

    fn named_expression(&mut self) -> Parsed<Expr> {
        let expr = self.expression()?;
        if self.is_op(":=") {
            if !matches!(expr.kind, ExprKind::Name(_)) {
                return self.fail(
                    format!("cannot use assignment expressions with {}", super::targets::describe(&expr)),
                    expr.span,
                );
            }
            self.next();
            let value = self.expression()?;
            return Ok(Expr { span: expr.span.to(value.span), kind: ExprKind::Named(Box::new(expr), Box::new(value)) });
        }
        Ok(expr)
    }

    fn expression(&mut self) -> Parsed<Expr> {
        self.deeper()?;
        let expr = self.expression_inner()?;
        self.shallower();
        Ok(expr)
    }

    fn expression_inner(&mut self) -> Parsed<Expr> {
        let start = self.span();
        if self.eat_word("lambda") {
            let params = self.params(":", false)?;
            self.expect_op(":")?;
            let body = self.expression()?;
            return Ok(Expr { span: start.to(body.span), kind: ExprKind::Lambda(Box::new(params), Box::new(body)) });
        }
        let body = self.or_test()?;
        if self.is_word("if") {
            self.next();
            let test = self.or_test()?;
            if !self.eat_word("else") {
                if self.is_op(":") {
                    return self.invalid();
                }
                return self.fail("expected 'else' after 'if' expression", body.span.to(test.span));
            }
            let other = self.expression()?;
            return Ok(Expr {
                span: start.to(other.span),
                kind: ExprKind::IfElse(Box::new(test), Box::new(body), Box::new(other)),
            });
        }
        Ok(body)
    }

    fn or_test(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let first = self.and_test()?;
        if !self.is_word("or") {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.eat_word("or") {
            items.push(self.and_test()?);
        }
        Ok(Expr { span: start.to(self.last_span()), kind: ExprKind::Bool(true, items) })
    }

    fn and_test(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let first = self.not_test()?;
        if !self.is_word("and") {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.eat_word("and") {
            items.push(self.not_test()?);
        }
        Ok(Expr { span: start.to(self.last_span()), kind: ExprKind::Bool(false, items) })
    }

    fn not_test(&mut self) -> Parsed<Expr> {
        let start = self.span();
        if self.eat_word("not") {
            self.deeper()?;
            let inner = self.not_test()?;
            self.shallower();
            return Ok(Expr { span: start.to(inner.span), kind: ExprKind::Unary(UnaryOp::Not, Box::new(inner)) });
        }
        self.comparison()
    }

    fn comparison(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let left = self.bit_or()?;
        let mut rest = Vec::new();
        loop {
            let op = match self.tok() {
                Tok::Op("==") => CmpOp::Eq,
                Tok::Op("!=") => CmpOp::Ne,
                Tok::Op("<") => CmpOp::Lt,
                Tok::Op("<=") => CmpOp::Le,
                Tok::Op(">") => CmpOp::Gt,
                Tok::Op(">=") => CmpOp::Ge,
                Tok::Name(n) if &**n == "in" => CmpOp::In,
                Tok::Name(n) if &**n == "is" => {
                    if self.is_word_at(1, "not") {
                        self.next();
                        CmpOp::IsNot
                    } else {
                        CmpOp::Is
                    }
                }
                Tok::Name(n) if &**n == "not" && self.is_word_at(1, "in") => {
                    self.next();
                    CmpOp::NotIn
                }
                _ => break,
            };
            self.next();
            rest.push((op, self.bit_or()?));
        }
        if rest.is_empty() {
            return Ok(left);
        }
        Ok(Expr { span: start.to(self.last_span()), kind: ExprKind::Compare(Box::new(left), rest) })
    }

    fn chain(&mut self, next: fn(&mut Self) -> Parsed<Expr>, op_of: fn(&str) -> Option<BinOp>) -> Parsed<Expr> {
        let mut left = next(self)?;
        let mut length = 0;
        while let Tok::Op(o) = self.tok() {
            let Some(op) = op_of(o) else { break };
            self.next();
            let right = next(self)?;
            length += 1;
            if length > MAX_CHAIN {
                return self.fail("drydock: an expression this long is not simulated", right.span);
            }
            left = Expr { span: left.span.to(right.span), kind: ExprKind::Binary(Box::new(left), op, Box::new(right)) };
        }
        Ok(left)
    }

    fn bit_or(&mut self) -> Parsed<Expr> {
        self.chain(Self::bit_xor, |o| (o == "|").then_some(BinOp::Or))
    }
    fn bit_xor(&mut self) -> Parsed<Expr> {
        self.chain(Self::bit_and, |o| (o == "^").then_some(BinOp::Xor))
    }
    fn bit_and(&mut self) -> Parsed<Expr> {
        self.chain(Self::shift, |o| (o == "&").then_some(BinOp::And))
    }
    fn shift(&mut self) -> Parsed<Expr> {
        self.chain(Self::arithmetic, |o| match o {
            "<<" => Some(BinOp::LShift),
            ">>" => Some(BinOp::RShift),
            _ => None,
        })
    }
    fn arithmetic(&mut self) -> Parsed<Expr> {
        self.chain(Self::term, |o| match o {
            "+" => Some(BinOp::Add),
            "-" => Some(BinOp::Sub),
            _ => None,
        })
    }
    fn term(&mut self) -> Parsed<Expr> {
        self.chain(Self::factor, |o| match o {
            "*" => Some(BinOp::Mul),
            "/" => Some(BinOp::Div),
            "//" => Some(BinOp::FloorDiv),
            "%" => Some(BinOp::Mod),
            "@" => Some(BinOp::MatMul),
            _ => None,
        })
    }

    fn factor(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let op = match self.tok() {
            Tok::Op("-") => UnaryOp::Neg,
            Tok::Op("+") => UnaryOp::Pos,
            Tok::Op("~") => UnaryOp::Invert,
            _ => return self.power(),
        };
        self.next();
        self.deeper()?;
        let inner = self.factor()?;
        self.shallower();
        Ok(Expr { span: start.to(inner.span), kind: ExprKind::Unary(op, Box::new(inner)) })
    }

    fn power(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let base = if self.eat_word("await") {
            let inner = self.postfix()?;
            Expr { span: start.to(inner.span), kind: ExprKind::Await(Box::new(inner)) }
        } else {
            self.postfix()?
        };
        if self.eat_op("**") {
            self.deeper()?;
            let right = self.factor()?;
            self.shallower();
            return Ok(Expr {
                span: start.to(right.span),
                kind: ExprKind::Binary(Box::new(base), BinOp::Pow, Box::new(right)),
            });
        }
        Ok(base)
    }

    fn postfix(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let mut expr = self.atom()?;
        let mut length = 0;
        loop {
            length += 1;
            if length > MAX_CHAIN {
                return self.fail("drydock: an expression this long is not simulated", expr.span);
            }
            match self.tok() {
                Tok::Op(".") => {
                    self.next();
                    let name = self.name()?;
                    expr = Expr { span: start.to(self.last_span()), kind: ExprKind::Attribute(Box::new(expr), name) };
                }
                Tok::Op("(") => {
                    self.next();
                    self.level += 1;
                    self.deeper()?;
                    let arguments = self.arguments()?;
                    self.shallower();
                    self.level -= 1;
                    self.expect_op(")")?;
                    expr = Expr { span: start.to(self.last_span()), kind: ExprKind::Call(Box::new(expr), arguments) };
                }
                Tok::Op("[") => {
                    self.next();
                    self.level += 1;
                    self.deeper()?;
                    let index = self.subscript()?;
                    self.shallower();
                    self.level -= 1;
                    if !self.is_op("]") {
                        return self.after_element(&index);
                    }
                    self.next();
                    expr = Expr {
                        span: start.to(self.last_span()),
                        kind: ExprKind::Subscript(Box::new(expr), Box::new(index)),
                    };
                }
                _ => return Ok(expr),
            }
        }
    }

    fn subscript(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let first = self.slice()?;
        if !self.is_op(",") {
            return Ok(first);
        }
        let mut items = vec![first];
        while self.eat_op(",") {
            if self.is_op("]") {
                break;
            }
            items.push(self.slice()?);
        }
        Ok(Expr { span: start.to(self.last_span()), kind: ExprKind::Tuple(items) })
    }

    fn slice(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let lower = if self.is_op(":") { None } else { Some(self.star_or(true)?) };
        if !self.is_op(":") {
            return match lower {
                Some(expr) => Ok(expr),
                None => self.invalid(),
            };
        }
        self.next();
        let part = |p: &mut Self| -> Parsed<Option<Box<Expr>>> {
            if matches!(p.tok(), Tok::Op(":" | "]" | ",")) { Ok(None) } else { Ok(Some(Box::new(p.expression()?))) }
        };
        let upper = part(self)?;
        let step = if self.eat_op(":") { part(self)? } else { None };
        Ok(Expr { span: start.to(self.last_span()), kind: ExprKind::Slice(lower.map(Box::new), upper, step) })
    }

    /// What is wrong after an element that neither a comma nor the closing bracket follows.
    fn after_element<T>(&mut self, element: &Expr) -> Parsed<T> {
        let starts = match self.tok() {
            Tok::Name(n) => !KEYWORDS.contains(&&**n) || matches!(&**n, "None" | "True" | "False" | "lambda" | "not"),
            Tok::Int(_)
            | Tok::Big(_)
            | Tok::Float(_)
            | Tok::Imag(_)
            | Tok::Str(_)
            | Tok::Bytes(_)
            | Tok::FString(_) => true,
            Tok::Op(o) => matches!(*o, "{" | "(" | "[" | "~"),
            _ => false,
        };
        let bad = self.span();
        if starts
            && !matches!(element.kind, ExprKind::Starred(_) | ExprKind::Slice(..) | ExprKind::Named(..))
            && let Ok(next) = self.expression()
        {
            return self.fail("invalid syntax. Perhaps you forgot a comma?", element.span.to(next.span));
        }
        let _ = self.level;
        self.fail("invalid syntax", bad)
    }

    fn arguments(&mut self) -> Parsed<Vec<Argument>> {
        let mut out: Vec<Argument> = Vec::new();
        while !self.is_op(")") {
            let start = self.span();
            if self.eat_op("**") {
                out.push(Argument::DoubleStar(self.expression()?));
            } else if self.eat_op("*") {
                out.push(Argument::Star(self.expression()?));
            } else if matches!(self.tok(), Tok::Name(_)) && self.is_op_at(1, "=") {
                if !self.is_name() {
                    let Tok::Name(n) = self.tok().clone() else { return self.invalid() };
                    if matches!(&*n, "True" | "False" | "None") {
                        return self.fail(
                            format!("cannot assign to {n}"),
                            start.to(self.toks.get(self.at + 1).map_or(start, |t| t.span)),
                        );
                    }
                    return self.invalid();
                }
                let name = self.name()?;
                self.next();
                if self.is_op(")") || self.is_op(",") {
                    return self.fail("expected argument value expression", start.to(self.last_span()));
                }
                if out.iter().any(|a| matches!(a, Argument::Keyword(n, _) if *n == name)) {
                    return self.fail(format!("keyword argument repeated: {name}"), start);
                }
                let value = self.expression()?;
                if self.is_word("for") {
                    return self.fail(
                        "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                        start.to(self.toks.get(self.at.saturating_sub(2)).map_or(start, |t| t.span)),
                    );
                }
                out.push(Argument::Keyword(name, value));
            } else {
                let expr = self.named_expression()?;
                if self.is_word("for") || (self.is_word("async") && self.is_word_at(1, "for")) {
                    let generators = self.generators()?;
                    let span = expr.span.to(self.last_span());
                    let alone = out.is_empty() && self.is_op(")");
                    // A lone generator's span takes in the call's parentheses, as CPython's does.
                    let span = if alone {
                        Span { col: span.col.saturating_sub(1), end_col: span.end_col + 1, ..span }
                    } else {
                        return self.fail("Generator expression must be parenthesized", span);
                    };
                    out.push(Argument::Positional(Expr { span, kind: ExprKind::GenExpr(Box::new(expr), generators) }));
                } else {
                    if self.is_op("=") {
                        let what = super::targets::describe(&expr);
                        let message = if matches!(expr.kind, ExprKind::Const(Const::True | Const::False | Const::None))
                        {
                            format!("cannot assign to {what}")
                        } else {
                            "expression cannot contain assignment, perhaps you meant \"==\"?".to_string()
                        };
                        return self.fail(message, expr.span.to(self.span()));
                    }
                    if !self.is_op(",") && !self.is_op(")") {
                        return self.after_element(&expr);
                    }
                    if out.iter().any(|a| matches!(a, Argument::DoubleStar(_))) {
                        return self.fail("positional argument follows keyword argument unpacking", self.last_span());
                    }
                    if out.iter().any(|a| matches!(a, Argument::Keyword(..))) {
                        return self.fail("positional argument follows keyword argument", self.span());
                    }
                    out.push(Argument::Positional(expr));
                }
            }
            if !self.eat_op(",") {
                if !self.is_op(")")
                    && let Some(Argument::Keyword(_, e) | Argument::Star(e) | Argument::DoubleStar(e)) = out.last()
                {
                    let e = e.clone();
                    return self.after_element(&e);
                }
                break;
            }
        }
        Ok(out)
    }

    fn generators(&mut self) -> Parsed<Vec<Generator>> {
        let mut out = Vec::new();
        loop {
            let is_async = self.is_word("async") && self.is_word_at(1, "for");
            if is_async {
                self.next();
            }
            if !self.eat_word("for") {
                break;
            }
            let target = self.target_list()?;
            self.expect_word("in")?;
            let iter = self.or_test()?;
            let mut conditions = Vec::new();
            while self.eat_word("if") {
                let test = self.or_test()?;
                let test = if self.is_op(":=") {
                    self.next();
                    let value = self.or_test()?;
                    Expr { span: test.span.to(value.span), kind: ExprKind::Named(Box::new(test), Box::new(value)) }
                } else {
                    test
                };
                conditions.push(test);
            }
            out.push(Generator { target, iter, conditions, is_async });
            if out.len() > 30 {
                return self.fail("too many statically nested blocks", self.span());
            }
        }
        Ok(out)
    }

    fn atom(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let kind = match self.tok().clone() {
            Tok::Name(n) => match &*n {
                "None" => ExprKind::Const(Const::None),
                "True" => ExprKind::Const(Const::True),
                "False" => ExprKind::Const(Const::False),
                _ if KEYWORDS.contains(&&*n) => return self.invalid(),
                _ => ExprKind::Name(n),
            },
            Tok::Int(n) => ExprKind::Const(Const::Int(n)),
            Tok::Big(n) => ExprKind::Const(Const::Big(n)),
            Tok::Float(n) => ExprKind::Const(Const::Float(n)),
            Tok::Imag(n) => ExprKind::Const(Const::Imag(n)),
            Tok::Str(_) | Tok::Bytes(_) | Tok::FString(_) => return self.strings(),
            Tok::Op("...") => ExprKind::Const(Const::Ellipsis),
            Tok::Op("(") => return self.parenthesized(),
            Tok::Op("[") => return self.list(),
            Tok::Op("{") => return self.dict_or_set(),
            _ => return self.invalid(),
        };
        self.next();
        Ok(Expr { span: start, kind })
    }

    fn parenthesized(&mut self) -> Parsed<Expr> {
        let start = self.span();
        self.next();
        self.level += 1;
        if self.eat_op(")") {
            self.level -= 1;
            return Ok(Expr { span: start.to(self.last_span()), kind: ExprKind::Tuple(Vec::new()) });
        }
        self.deeper()?;
        let first = if self.is_word("yield") { self.yield_expression()? } else { self.star_or(true)? };
        let kind = if self.is_word("for") || (self.is_word("async") && self.is_word_at(1, "for")) {
            ExprKind::GenExpr(Box::new(first), self.generators()?)
        } else if self.is_op(",") {
            let mut items = vec![first];
            while self.eat_op(",") {
                if self.is_op(")") {
                    break;
                }
                let item = self.star_or(true)?;
                if !self.is_op(",") && !self.is_op(")") {
                    return self.after_element(&item);
                }
                items.push(item);
            }
            ExprKind::Tuple(items)
        } else {
            if !self.is_op(")") {
                if self.is_op("=") {
                    return match first.kind {
                        ExprKind::Name(_) => {
                            self.next();
                            let right = self.expression()?;
                            self.fail(
                                "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
                                first.span.to(right.span),
                            )
                        }
                        _ => self.invalid(),
                    };
                }
                return self.after_element(&first);
            }
            self.next();
            self.shallower();
            self.level -= 1;
            if matches!(first.kind, ExprKind::Starred(_)) {
                return self.fail("cannot use starred expression here", first.span);
            }
            return Ok(first);
        };
        self.shallower();
        self.level -= 1;
        self.expect_op(")")?;
        Ok(Expr { span: start.to(self.last_span()), kind })
    }

    fn list(&mut self) -> Parsed<Expr> {
        let start = self.span();
        self.next();
        self.level += 1;
        self.deeper()?;
        let mut items = Vec::new();
        let mut kind = None;
        while !self.is_op("]") {
            let item = self.star_or(true)?;
            if items.is_empty() && (self.is_word("for") || (self.is_word("async") && self.is_word_at(1, "for"))) {
                kind = Some(ExprKind::ListComp(Box::new(item), self.generators()?));
                break;
            }
            if !self.is_op(",") && !self.is_op("]") {
                return self.after_element(&item);
            }
            items.push(item);
            if !self.eat_op(",") {
                break;
            }
        }
        self.shallower();
        self.level -= 1;
        self.expect_op("]")?;
        Ok(Expr { span: start.to(self.last_span()), kind: kind.unwrap_or(ExprKind::List(items)) })
    }

    fn dict_or_set(&mut self) -> Parsed<Expr> {
        let start = self.span();
        self.next();
        self.level += 1;
        self.deeper()?;
        let kind = self.dict_or_set_body()?;
        self.shallower();
        self.level -= 1;
        self.expect_op("}")?;
        Ok(Expr { span: start.to(self.last_span()), kind })
    }

    fn dict_or_set_body(&mut self) -> Parsed<ExprKind> {
        let mut pairs = Vec::new();
        let mut items = Vec::new();
        while !self.is_op("}") {
            if self.is_op("**") {
                if !items.is_empty() {
                    return self.invalid();
                }
                self.next();
                pairs.push((None, self.bit_or()?));
            } else {
                let first = self.star_or(true)?;
                if items.is_empty() && self.is_op(":") && !matches!(first.kind, ExprKind::Starred(_)) {
                    let colon = self.span();
                    self.next();
                    if self.is_op("}") || self.is_op(",") {
                        return self.fail("expression expected after dictionary key and ':'", colon);
                    }
                    let value = self.expression()?;
                    if pairs.is_empty() && (self.is_word("for") || (self.is_word("async") && self.is_word_at(1, "for")))
                    {
                        return Ok(ExprKind::DictComp(Box::new(first), Box::new(value), self.generators()?));
                    }
                    if !self.is_op(",") && !self.is_op("}") {
                        return self.after_element(&value);
                    }
                    pairs.push((Some(first), value));
                } else if !pairs.is_empty() {
                    if self.is_op(",") || self.is_op("}") {
                        return self.fail("':' expected after dictionary key", self.last_span());
                    }
                    return self.after_element(&first);
                } else {
                    if items.is_empty() && (self.is_word("for") || (self.is_word("async") && self.is_word_at(1, "for")))
                    {
                        return Ok(ExprKind::SetComp(Box::new(first), self.generators()?));
                    }
                    if !self.is_op(",") && !self.is_op("}") {
                        return self.after_element(&first);
                    }
                    items.push(first);
                }
            }
            if !self.eat_op(",") {
                break;
            }
        }
        Ok(if items.is_empty() { ExprKind::Dict(pairs) } else { ExprKind::Set(items) })
    }

    fn strings(&mut self) -> Parsed<Expr> {
        let start = self.span();
        let mut text = String::new();
        let mut bytes: Vec<u8> = Vec::new();
        let mut parts: Vec<FPart> = Vec::new();
        let (mut any_bytes, mut any_text) = (false, false);
        let mut formatted = false;
        loop {
            match self.tok().clone() {
                Tok::Str(s) => {
                    any_text = true;
                    text.push_str(&s);
                }
                Tok::Bytes(b) => {
                    any_bytes = true;
                    bytes.extend_from_slice(&b);
                }
                Tok::FString(pieces) => {
                    any_text = true;
                    formatted = true;
                    self.fparts(pieces, &mut text, &mut parts)?;
                }
                _ => break,
            }
            self.next();
        }
        let span = start.to(self.last_span());
        if any_bytes && any_text {
            return self.fail("cannot mix bytes and nonbytes literals", span);
        }
        let kind = if any_bytes {
            ExprKind::Const(Const::Bytes(bytes.into()))
        } else if formatted {
            if !text.is_empty() {
                parts.push(FPart::Text(text.into()));
            }
            ExprKind::FString(parts)
        } else {
            ExprKind::Const(Const::Str(Rc::from(text)))
        };
        Ok(Expr { span, kind })
    }

    fn fparts(&mut self, pieces: Vec<Piece>, text: &mut String, parts: &mut Vec<FPart>) -> Parsed<()> {
        for piece in pieces {
            match piece {
                Piece::Text(t) => text.push_str(&t),
                Piece::Value { tokens, shown, conversion, spec, has_spec } => {
                    if !text.is_empty() {
                        parts.push(FPart::Text(std::mem::take(text).into()));
                    }
                    let mut inner = Parser::new(tokens);
                    inner.depth = self.depth + 1;
                    if inner.depth > MAX_DEPTH {
                        return self.fail("f-string: expressions nested too deeply", self.span());
                    }
                    let expr = inner.fexpression()?;
                    let mut spec_text = String::new();
                    let mut spec_parts = Vec::new();
                    self.fparts(spec, &mut spec_text, &mut spec_parts)?;
                    if !spec_text.is_empty() {
                        spec_parts.push(FPart::Text(spec_text.into()));
                    }
                    let conversion = conversion.or((shown.is_some() && !has_spec).then_some('r'));
                    parts.push(FPart::Value { expr: Box::new(expr), conversion, spec: spec_parts });
                }
            }
        }
        Ok(())
    }

    fn fexpression(&mut self) -> Parsed<Expr> {
        let expr = if self.is_word("yield") {
            self.yield_expression()?
        } else {
            let start = self.span();
            let first = self.star_or(true).map_err(|mut e| {
                if e.message == "invalid syntax" && self.at == 0 {
                    e.message = "f-string: invalid syntax".into();
                }
                e
            })?;
            if self.is_op(",") {
                let mut items = vec![first];
                while self.eat_op(",") {
                    if matches!(self.tok(), Tok::End) {
                        break;
                    }
                    items.push(self.star_or(true)?);
                }
                Expr { span: start.to(self.last_span()), kind: ExprKind::Tuple(items) }
            } else {
                first
            }
        };
        if !matches!(self.tok(), Tok::End) {
            let bad = self.span();
            if let Err(e) = self.after_element::<()>(&expr)
                && e.message != "invalid syntax"
            {
                return self.fail(format!("f-string: {}", e.message), e.span);
            }
            return self.fail("f-string: expecting '=', or '!', or ':', or '}'", bad);
        }
        Ok(expr)
    }
}

fn augmented(op: &str) -> Option<BinOp> {
    Some(match op {
        "+=" => BinOp::Add,
        "-=" => BinOp::Sub,
        "*=" => BinOp::Mul,
        "/=" => BinOp::Div,
        "//=" => BinOp::FloorDiv,
        "%=" => BinOp::Mod,
        "**=" => BinOp::Pow,
        "@=" => BinOp::MatMul,
        "<<=" => BinOp::LShift,
        ">>=" => BinOp::RShift,
        "&=" => BinOp::And,
        "|=" => BinOp::Or,
        "^=" => BinOp::Xor,
        _ => return None,
    })
}
