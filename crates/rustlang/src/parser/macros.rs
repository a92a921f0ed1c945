//! The macros of the standard library that are understood, and what stands between their brackets.

use super::{Parser, Res};
use crate::ast::*;
use crate::lexer::Token;

/// Macros whose arguments are expressions with commas between.
const KNOWN: [&str; 27] = [
    "println",
    "print",
    "eprintln",
    "eprint",
    "format",
    "write",
    "writeln",
    "panic",
    "todo",
    "unimplemented",
    "unreachable",
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "vec",
    "dbg",
    "matches",
    "env",
    "concat",
    "stringify",
    "line",
    "file",
    "column",
    "include_str",
];

impl Parser<'_> {
    /// After the `!`.
    pub fn macro_call(&mut self, path: Path) -> Res<Expr> {
        let Some(last) = path.segments.last() else {
            return self.fail("macro");
        };
        let (name, span) = (last.name.clone(), path.span);
        if !KNOWN.contains(&&*name) {
            if matches!(
                &*name,
                "macro_rules"
                    | "thread_local"
                    | "include_bytes"
                    | "format_args"
                    | "option_env"
                    | "compile_error"
                    | "cfg"
                    | "module_path"
            ) {
                return Err(Fault::beyond(format!("the macro {name}!"), span));
            }
            let mut fault = Fault::new("", format!("cannot find macro `{name}` in this scope"), last.span, "");
            fault.beyond = path.segments.len() > 1;
            return Err(fault);
        }
        let close = match self.bump() {
            Token::Punct("(") => ")",
            Token::Punct("[") => "]",
            Token::Punct("{") => "}",
            _ => {
                self.at -= 1;
                return self.fail("one of `(`, `[`, or `{`");
            }
        };
        let first = self.span();
        let mut call = MacroCall {
            name: name.clone(),
            span,
            args: Vec::new(),
            repeat: false,
            pattern: None,
            text: "".into(),
        };
        let was = std::mem::replace(&mut self.no_struct, false);
        if &*name == "matches" {
            let value = self.expr()?;
            self.expect(",")?;
            let pattern = self.pattern()?;
            let guard = if self.eat_word("if") { Some(self.expr()?) } else { None };
            self.eat(",");
            self.expect(close)?;
            call.args.push((None, value));
            call.pattern = Some((pattern, guard));
        } else if &*name == "stringify" {
            let mut depth = 0;
            while depth > 0 || !self.is(close) {
                match self.bump() {
                    Token::Punct("(" | "[" | "{") => depth += 1,
                    Token::Punct(")" | "]" | "}") => depth -= 1,
                    Token::End => return self.fail("`)`"),
                    _ => {}
                }
            }
            self.bump();
        } else {
            let mut repeat = false;
            call.args = self.list(close, |p| {
                let named = matches!(p.peek(), Token::Ident(_)) && p.is_at(1, "=");
                let label = if named {
                    let Token::Ident(label) = p.bump() else {
                        return p.fail("identifier");
                    };
                    p.bump();
                    Some(label)
                } else {
                    None
                };
                let value = p.expr()?;
                if &*name == "vec" && p.is(";") {
                    repeat = true;
                    if let Some(l) = p.tokens.get_mut(p.at) {
                        l.token = Token::Punct(",");
                    }
                }
                Ok((label, value))
            })?;
            call.repeat = repeat;
        }
        self.no_struct = was;
        let end = self.before();
        let text = self
            .text
            .get((first.lo - self.base) as usize..(end.lo - self.base).max(first.lo - self.base) as usize);
        call.text = text.unwrap_or("").trim().into();
        Ok(Expr {
            kind: Box::new(ExprKind::Macro(call)),
            span: span.to(self.before()),
        })
    }
}
