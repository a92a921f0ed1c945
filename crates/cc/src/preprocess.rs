//! The preprocessor (C11 6.10): inclusions, macros and conditions; tokens in, tokens out.
//!
//! Left out: `#pragma` other than `once` (ignored), `#line`, `__VA_OPT__`, `__DATE__` and `__TIME__`.

use crate::diagnostic::{Diagnostic, Kind, Source};
use crate::lexer::{Hidden, Hide, Pos, Tok, Token, lex};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Inclusions inside inclusions; gcc's own limit.
const DEPTH: usize = 200;
/// The most tokens a unit may become.
const TOKENS: usize = 2_000_000;
const EXPANSION: usize = 200;

/// What was asked on the command line, and how files are read.
pub struct Options<'a> {
    pub read: &'a dyn Fn(&str) -> Option<String>,
    pub include: Vec<String>,
    /// `-D` and `-U` in their order: `NAME=VALUE`, `NAME`, or `-NAME`.
    pub define: Vec<String>,
    /// Whether the C library's headers are installed.
    pub library: bool,
}

#[derive(Clone)]
struct Macro {
    params: Option<Vec<Rc<str>>>,
    variadic: bool,
    body: Rc<[Token]>,
}

pub struct Preprocessed {
    pub tokens: Vec<Token>,
    pub files: Vec<Source>,
    pub diagnostics: Vec<Diagnostic>,
    /// Something of the preprocessor that is not simulated.
    pub beyond: Option<String>,
}

struct Pre<'a> {
    options: &'a Options<'a>,
    macros: BTreeMap<Rc<str>, Macro>,
    once: BTreeSet<String>,
    out: Preprocessed,
    stop: bool,
}

fn hidden(hide: &Hide, name: &str) -> bool {
    let mut at = hide;
    while let Some(one) = at {
        if &*one.name == name {
            return true;
        }
        at = &one.rest;
    }
    false
}

/// Reads a unit and all it includes.
pub fn preprocess(name: &str, text: &str, options: &Options) -> Preprocessed {
    let mut pre = Pre {
        options,
        macros: BTreeMap::new(),
        once: BTreeSet::new(),
        out: Preprocessed {
            tokens: Vec::new(),
            files: Vec::new(),
            diagnostics: Vec::new(),
            beyond: None,
        },
        stop: false,
    };
    let mut start = String::from(
        "#define __STDC__ 1\n#define __STDC_VERSION__ 201710L\n#define __STDC_HOSTED__ 1\n#define __linux__ 1\n#define __linux 1\n\
         #define linux 1\n#define __unix__ 1\n#define unix 1\n#define __x86_64__ 1\n#define __amd64__ 1\n#define __GNUC__ 12\n\
         #define __GNUC_MINOR__ 2\n#define __CHAR_BIT__ 8\n#define __INT_MAX__ 2147483647\n#define __LP64__ 1\n\
         #define __VERSION__ \"12.2.0\"\n#define __SIZEOF_INT__ 4\n#define __SIZEOF_POINTER__ 8\n#define __SIZEOF_LONG__ 8\n\
         #define __BYTE_ORDER__ 1234\n#define __ORDER_LITTLE_ENDIAN__ 1234\n#define __ORDER_BIG_ENDIAN__ 4321\n",
    );
    for word in &options.define {
        match (word.strip_prefix('-'), word.split_once('=')) {
            (Some(name), _) => start.push_str(&format!("#undef {name}\n")),
            (_, Some((name, value))) => start.push_str(&format!("#define {name} {value}\n")),
            _ => start.push_str(&format!("#define {word} 1\n")),
        }
    }
    pre.out.files.push(Source {
        name: "<built-in>".into(),
        ..Source::default()
    });
    let (tokens, _) = lex(0, &start);
    pre.file(tokens, 0);
    pre.out.tokens.clear();
    pre.open(name, text, None, false, 0);
    let pos = pre.out.files.get(1).map_or(Pos::default(), |f| Pos {
        file: 1,
        line: f.lines.len().max(1) as u32,
        col: 1,
    });
    pre.out.tokens.push(Token {
        tok: Tok::End,
        pos,
        len: 1,
        text: "".into(),
        space: false,
        bol: true,
        hide: None,
    });
    pre.out
}

impl Pre<'_> {
    fn say(&mut self, kind: Kind, pos: Pos, len: u32, text: String) {
        self.out.diagnostics.push(Diagnostic {
            kind,
            pos,
            len,
            text,
            function: None,
            insert: None,
        });
        self.stop |= kind == Kind::Fatal;
    }

    fn open(&mut self, name: &str, text: &str, from: Option<Pos>, system: bool, depth: usize) {
        let file = self.out.files.len() as u16;
        self.out.files.push(Source {
            name: name.into(),
            lines: text.lines().map(str::to_string).collect(),
            from,
            system,
        });
        let (tokens, bad) = lex(file, text);
        if let Some(bad) = bad {
            self.say(Kind::Error, bad.pos, 1, bad.text);
        }
        self.file(tokens, depth);
    }

    fn file(&mut self, tokens: Vec<Token>, depth: usize) {
        // Every condition: whether it holds, whether any branch held, where it began.
        let mut conditions: Vec<(bool, bool, Pos)> = Vec::new();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            if self.stop || self.out.beyond.is_some() || matches!(token.tok, Tok::End) {
                break;
            }
            let mut end = at + 1;
            let is_directive = token.bol && token.is("#");
            while tokens
                .get(end)
                .is_some_and(|t| !(matches!(t.tok, Tok::End) || t.bol && (is_directive || t.is("#"))))
            {
                end += 1;
            }
            let part = tokens.get(at..end).unwrap_or_default();
            at = end;
            if !is_directive {
                if conditions.iter().all(|c| c.0) {
                    let expanded = self.expand(part, 0);
                    if self.out.tokens.len() + expanded.len() > TOKENS {
                        self.out.beyond = Some("a program of so many tokens".into());
                        return;
                    }
                    self.out.tokens.extend(expanded);
                }
                continue;
            }
            let line = part.get(2..).unwrap_or_default();
            let Some(what) = part.get(1) else { continue };
            let outer = conditions.iter().all(|c| c.0);
            match &*what.text {
                "if" => {
                    let holds = outer && self.condition(line, what);
                    conditions.push((holds, holds, what.pos));
                }
                word @ ("ifdef" | "ifndef") => {
                    let name = line.first().and_then(Token::word);
                    let holds = outer && name.is_some_and(|n| self.macros.contains_key(n) == (word == "ifdef"));
                    conditions.push((holds, holds, what.pos));
                }
                "elif" => {
                    let upper = conditions.iter().rev().skip(1).all(|c| c.0);
                    let taken = conditions.last().is_none_or(|c| c.1);
                    let holds = upper && !taken && self.condition(line, what);
                    match conditions.last_mut() {
                        Some(last) => *last = (holds, last.1 || holds, last.2),
                        None => self.say(Kind::Error, what.pos, what.len, "#elif without #if".into()),
                    }
                }
                "else" => match conditions.last_mut() {
                    Some(last) => *last = (!last.1, true, last.2),
                    None => self.say(Kind::Error, what.pos, what.len, "#else without #if".into()),
                },
                "endif" => {
                    if conditions.pop().is_none() {
                        self.say(Kind::Error, what.pos, what.len, "#endif without #if".into());
                    }
                }
                _ if !outer => {}
                "define" => self.define(line, what),
                "undef" => {
                    if let Some(name) = line.first().and_then(Token::word) {
                        self.macros.remove(name);
                    }
                }
                "include" | "include_next" | "import" => self.include(line, what, depth),
                "error" | "warning" => {
                    let mut text = format!("#{}", what.text);
                    for token in line {
                        if token.space {
                            text.push(' ');
                        }
                        text.push_str(&token.text);
                    }
                    let kind = if &*what.text == "error" { Kind::Error } else { Kind::Warning };
                    let text = if kind == Kind::Warning {
                        format!("{text} [-Wcpp]")
                    } else {
                        text
                    };
                    self.say(kind, what.pos, what.len, text);
                }
                "pragma" => {
                    if line.first().is_some_and(|t| t.is_word("once")) {
                        let name = self.out.files.get(what.pos.file as usize).map(|f| f.name.clone());
                        self.once.extend(name);
                    }
                }
                "line" => self.out.beyond = Some("#line".into()),
                other => {
                    let text = format!("invalid preprocessing directive #{other}");
                    self.say(Kind::Error, what.pos, what.len, text);
                }
            }
        }
        if let Some((_, _, pos)) = conditions.first().filter(|_| !self.stop) {
            let (pos, text) = (*pos, "unterminated #if".to_string());
            self.say(Kind::Error, pos, 2, text);
        }
    }

    fn include(&mut self, line: &[Token], what: &Token, depth: usize) {
        let expanded;
        let line = match line.first() {
            Some(Token { tok: Tok::Ident(_), .. }) => {
                expanded = self.expand(line, 0);
                &expanded
            }
            _ => line,
        };
        let (name, own, pos, len) = match line.first() {
            Some(token @ Token { tok: Tok::Str(_), .. }) => {
                (token.text.trim_matches('"').to_string(), true, token.pos, token.len)
            }
            Some(token) if token.is("<") => {
                let name: String = line
                    .iter()
                    .skip(1)
                    .take_while(|t| !t.is(">"))
                    .map(|t| t.text.to_string())
                    .collect();
                let len = name.len() as u32 + 2;
                (name, false, token.pos, len)
            }
            _ => {
                let text = format!("#{} expects \"FILENAME\" or <FILENAME>", what.text);
                self.say(Kind::Error, what.pos, what.len, text);
                return;
            }
        };
        if depth > DEPTH {
            self.say(
                Kind::Fatal,
                pos,
                len,
                format!(
                    "#include nested depth {depth} exceeds maximum of 200 (use -fmax-include-depth=DEPTH to increase the maximum)"
                ),
            );
            return;
        }
        let here = self
            .out
            .files
            .get(what.pos.file as usize)
            .map_or(String::new(), |f| f.name.clone());
        let dir = here.rsplit_once('/').map_or(String::new(), |(dir, _)| format!("{dir}/"));
        let mut places = Vec::new();
        if own {
            places.push(format!("{dir}{name}"));
        }
        places.extend(
            self.options
                .include
                .iter()
                .map(|dir| format!("{}/{name}", dir.trim_end_matches('/'))),
        );
        if name.starts_with('/') {
            places = vec![name.clone()];
        }
        for place in places {
            if let Some(text) = (self.options.read)(&place) {
                if !self.once.contains(&place) {
                    self.open(&place, &text, Some(what.pos), false, depth + 1);
                }
                return;
            }
        }
        let freestanding = matches!(
            &*name,
            "stddef.h"
                | "stdarg.h"
                | "stdbool.h"
                | "stdint.h"
                | "limits.h"
                | "float.h"
                | "iso646.h"
                | "stdalign.h"
                | "stdnoreturn.h"
        );
        if self.options.library || freestanding {
            let place = format!("/usr/include/{name}");
            if let Some(text) = crate::headers::text(&name) {
                if self.once.insert(place.clone()) {
                    self.open(&place, text, Some(what.pos), true, depth + 1);
                }
                return;
            }
            if crate::headers::OTHERS.contains(&&*name) {
                self.out.beyond = Some(format!("the C header <{name}>"));
                return;
            }
        }
        self.say(Kind::Fatal, pos, len, format!("{name}: No such file or directory"));
    }

    fn define(&mut self, line: &[Token], what: &Token) {
        let Some(name) = line.first().and_then(Token::word).cloned() else {
            let text = if line.is_empty() {
                "no macro name given in #define directive"
            } else {
                "macro names must be identifiers"
            };
            self.say(Kind::Error, line.first().map_or(what.pos, |t| t.pos), 1, text.into());
            return;
        };
        let mut at = 1;
        let (mut params, mut variadic) = (None, false);
        if line.get(1).is_some_and(|t| t.is("(") && !t.space) {
            let mut names = Vec::new();
            at = 2;
            while let Some(token) = line.get(at) {
                at += 1;
                match &token.tok {
                    Tok::Ident(name) => names.push(name.clone()),
                    Tok::Punct("...") => {
                        variadic = true;
                        names.push("__VA_ARGS__".into());
                    }
                    Tok::Punct(")") => break,
                    _ => {}
                }
            }
            params = Some(names);
        }
        let body = line.get(at..).unwrap_or_default().to_vec().into();
        self.macros.insert(name, Macro { params, variadic, body });
    }

    /// Replaces macros (C11 6.10.3), those found inside what came out of them too.
    fn expand(&mut self, tokens: &[Token], depth: usize) -> Vec<Token> {
        let mut input: Vec<Token> = tokens.iter().rev().cloned().collect();
        let mut out = Vec::new();
        let mut steps = 0_usize;
        while let Some(token) = input.pop() {
            steps += 1;
            if steps > TOKENS || depth > EXPANSION {
                self.out.beyond = Some("a macro that grows so much".into());
                return out;
            }
            let Some(name) = token.word().cloned() else {
                out.push(token);
                continue;
            };
            match &*name {
                "__LINE__" => {
                    let line: Rc<str> = token.pos.line.to_string().into();
                    out.push(Token {
                        tok: Tok::Num(line.clone()),
                        text: line,
                        ..token
                    });
                    continue;
                }
                "__FILE__" => {
                    let name = self
                        .out
                        .files
                        .get(token.pos.file as usize)
                        .map_or(String::new(), |f| f.name.clone());
                    out.push(Token {
                        tok: Tok::Str(name.as_bytes().into()),
                        text: format!("{name:?}").into(),
                        ..token
                    });
                    continue;
                }
                "__DATE__" | "__TIME__" | "__COUNTER__" => {
                    self.out.beyond = Some(name.to_string());
                    return out;
                }
                _ => {}
            }
            let Some(one) = self.macros.get(&name).filter(|_| !hidden(&token.hide, &name)).cloned() else {
                out.push(token);
                continue;
            };
            let hide: Hide = Some(Rc::new(Hidden {
                name: name.clone(),
                rest: token.hide.clone(),
            }));
            let args = match &one.params {
                None => Vec::new(),
                Some(params) => {
                    if !input.last().is_some_and(|t| t.is("(")) {
                        out.push(token);
                        continue;
                    }
                    input.pop();
                    let Some(args) = arguments(&mut input, params.len(), one.variadic) else {
                        let text = format!("unterminated argument list invoking macro \"{name}\"");
                        self.say(Kind::Error, token.pos, token.len, text);
                        return out;
                    };
                    let (given, wanted) = (args.len(), params.len());
                    if given != wanted && !(one.variadic && given + 1 >= wanted) {
                        let text = if given < wanted {
                            format!("macro \"{name}\" requires {wanted} arguments, but only {given} given")
                        } else {
                            format!("macro \"{name}\" passed {given} arguments, but takes just {wanted}")
                        };
                        self.say(Kind::Error, token.pos, token.len, text);
                        out.push(token);
                        continue;
                    }
                    args
                }
            };
            let body = self.substitute(&one, &args, depth);
            for (n, mut piece) in body.into_iter().enumerate().collect::<Vec<_>>().into_iter().rev() {
                piece.hide = join(&piece.hide, &hide);
                piece.pos = token.pos;
                piece.len = token.len;
                if n == 0 {
                    piece.space = token.space;
                    piece.bol = token.bol;
                } else {
                    piece.bol = false;
                }
                input.push(piece);
            }
        }
        out
    }

    fn substitute(&mut self, one: &Macro, args: &[Vec<Token>], depth: usize) -> Vec<Token> {
        let params = one.params.clone().unwrap_or_default();
        let find = |t: &Token| t.word().and_then(|w| params.iter().position(|p| p == w));
        let mut out: Vec<Token> = Vec::new();
        let mut at = 0;
        let mut paste = false;
        while let Some(token) = one.body.get(at) {
            at += 1;
            if token.is("#") && one.params.is_some() {
                if let Some(n) = one.body.get(at).and_then(find) {
                    at += 1;
                    let mut text = String::new();
                    for (i, t) in args.get(n).into_iter().flatten().enumerate() {
                        if i > 0 && (t.space || t.bol) {
                            text.push(' ');
                        }
                        text.push_str(&t.text);
                    }
                    let shown: Rc<str> = format!("{text:?}").into();
                    out.push(Token {
                        tok: Tok::Str(text.as_bytes().into()),
                        text: shown,
                        ..token.clone()
                    });
                    continue;
                }
            }
            if token.is("##") && !out.is_empty() {
                paste = true;
                continue;
            }
            let next_pastes = one.body.get(at).is_some_and(|t| t.is("##"));
            let pieces = match find(token) {
                Some(n) => {
                    let arg = args.get(n).cloned().unwrap_or_default();
                    // GNU: a comma before ## and nothing goes.
                    if paste && arg.is_empty() && out.last().is_some_and(|t| t.is(",")) {
                        out.pop();
                    }
                    if paste && out.last().is_some_and(|t| t.is(",")) {
                        paste = false;
                    }
                    let mut pieces = if paste || next_pastes {
                        arg
                    } else {
                        self.expand(&arg, depth + 1)
                    };
                    if let Some(first) = pieces.first_mut() {
                        first.space = token.space;
                    }
                    pieces
                }
                None => vec![token.clone()],
            };
            if paste {
                paste = false;
                let mut rest = pieces.into_iter();
                if let (Some(left), Some(right)) = (out.last().cloned(), rest.next()) {
                    out.pop();
                    let text = format!("{}{}", left.text, right.text);
                    let (made, _) = lex(left.pos.file, &text);
                    out.extend(made.into_iter().filter(|t| t.tok != Tok::End).map(|t| Token {
                        pos: left.pos,
                        space: left.space,
                        bol: false,
                        ..t
                    }));
                    out.extend(rest);
                }
            } else {
                out.extend(pieces);
            }
        }
        out
    }

    fn condition(&mut self, line: &[Token], what: &Token) -> bool {
        let mut plain = Vec::new();
        let mut at = 0;
        while let Some(token) = line.get(at) {
            at += 1;
            if !token.is_word("defined") {
                plain.push(token.clone());
                continue;
            }
            let round = line.get(at).is_some_and(|t| t.is("("));
            let name = line.get(at + usize::from(round)).and_then(Token::word);
            let is = name.is_some_and(|n| self.macros.contains_key(n));
            at += if round { 3 } else { 1 };
            plain.push(Token {
                tok: Tok::Num(if is { "1".into() } else { "0".into() }),
                ..token.clone()
            });
        }
        let expanded = self.expand(&plain, 0);
        let mut sum = Sum {
            tokens: &expanded,
            at: 0,
            wrong: expanded.is_empty(),
            depth: 0,
        };
        let value = sum.ternary();
        let wrong = sum.wrong || sum.at < expanded.len();
        if wrong {
            let text = if expanded.is_empty() {
                format!("#{} with no expression", what.text)
            } else {
                format!(
                    "missing binary operator before token \"{}\"",
                    expanded.get(sum.at).map_or("", |t| &t.text)
                )
            };
            self.say(Kind::Error, what.pos, what.len, text);
        }
        value != 0 && !wrong
    }
}

fn join(a: &Hide, b: &Hide) -> Hide {
    match a {
        None => b.clone(),
        Some(one) => {
            if hidden(b, &one.name) {
                join(&one.rest, b)
            } else {
                Some(Rc::new(Hidden {
                    name: one.name.clone(),
                    rest: join(&one.rest, b),
                }))
            }
        }
    }
}

fn arguments(input: &mut Vec<Token>, params: usize, variadic: bool) -> Option<Vec<Vec<Token>>> {
    let mut args = vec![Vec::new()];
    let mut depth = 0;
    loop {
        let token = input.pop()?;
        if matches!(token.tok, Tok::End) {
            return None;
        }
        if token.is("(") {
            depth += 1;
        }
        if token.is(")") {
            if depth == 0 {
                break;
            }
            depth -= 1;
        }
        if token.is(",") && depth == 0 && !(variadic && args.len() == params) {
            args.push(Vec::new());
        } else if let Some(last) = args.last_mut() {
            last.push(token);
        }
    }
    if params == 0 && args.len() == 1 && args.first().is_some_and(Vec::is_empty) {
        args.clear();
    }
    Some(args)
}

/// Sums of `#if`.
struct Sum<'a> {
    tokens: &'a [Token],
    at: usize,
    wrong: bool,
    depth: u32,
}

const LEVELS: [&[&str]; 10] = [
    &["||"],
    &["&&"],
    &["|"],
    &["^"],
    &["&"],
    &["==", "!="],
    &["<", ">", "<=", ">="],
    &["<<", ">>"],
    &["+", "-"],
    &["*", "/", "%"],
];

impl Sum<'_> {
    fn take(&mut self, punct: &str) -> bool {
        let is = self.tokens.get(self.at).is_some_and(|t| t.is(punct));
        self.at += usize::from(is);
        is
    }
    fn ternary(&mut self) -> i64 {
        self.depth += 1;
        if self.depth > 200 {
            self.wrong = true;
            return 0;
        }
        let c = self.binary(0);
        if self.take("?") {
            let a = self.ternary();
            self.wrong |= !self.take(":");
            let b = self.ternary();
            return if c != 0 { a } else { b };
        }
        self.depth -= 1;
        c
    }
    fn binary(&mut self, level: usize) -> i64 {
        let Some(ops) = LEVELS.get(level) else { return self.unary() };
        let mut a = self.binary(level + 1);
        while let Some(op) = ops.iter().find(|op| self.tokens.get(self.at).is_some_and(|t| t.is(op))) {
            self.at += 1;
            let b = self.binary(level + 1);
            a = match *op {
                "||" => i64::from(a != 0 || b != 0),
                "&&" => i64::from(a != 0 && b != 0),
                "|" => a | b,
                "^" => a ^ b,
                "&" => a & b,
                "==" => i64::from(a == b),
                "!=" => i64::from(a != b),
                "<" => i64::from(a < b),
                ">" => i64::from(a > b),
                "<=" => i64::from(a <= b),
                ">=" => i64::from(a >= b),
                "<<" => a.wrapping_shl(b as u32),
                ">>" => a.wrapping_shr(b as u32),
                "+" => a.wrapping_add(b),
                "-" => a.wrapping_sub(b),
                "*" => a.wrapping_mul(b),
                "/" => a.checked_div(b).unwrap_or(0),
                _ => a.checked_rem(b).unwrap_or(0),
            };
        }
        a
    }
    fn unary(&mut self) -> i64 {
        let mut signs = Vec::new();
        while let Some(op) = ["!", "-", "+", "~"]
            .into_iter()
            .find(|op| self.tokens.get(self.at).is_some_and(|t| t.is(op)))
        {
            signs.push(op);
            self.at += 1;
        }
        let mut value = if self.take("(") {
            let v = self.ternary();
            self.wrong |= !self.take(")");
            v
        } else {
            let token = self.tokens.get(self.at);
            self.at += 1;
            match token.map(|t| &t.tok) {
                Some(Tok::Num(n)) => crate::number::integer(n).map_or(0, |(n, _)| n as i64),
                Some(Tok::Char(c)) => *c,
                Some(Tok::Ident(_)) => 0,
                _ => {
                    self.wrong = true;
                    0
                }
            }
        };
        for sign in signs.into_iter().rev() {
            value = match sign {
                "!" => i64::from(value == 0),
                "-" => value.wrapping_neg(),
                "~" => !value,
                _ => value,
            };
        }
        value
    }
}

/// The tokens as text that gives the same tokens again.
pub fn print(tokens: &[Token]) -> String {
    let mut out = String::new();
    let mut width = 0;
    for token in tokens {
        if token.bol && width > 0 || width > 160 {
            out.push('\n');
            width = 0;
        } else if width > 0 {
            out.push(' ');
        }
        match &token.tok {
            Tok::Str(bytes) => {
                out.push('"');
                for b in bytes.iter() {
                    match b {
                        b'"' | b'\\' | b'?' => out.push_str(&format!("\\{}", *b as char)),
                        32..=126 => out.push(*b as char),
                        _ => out.push_str(&format!("\\{b:03o}")),
                    }
                }
                out.push('"');
            }
            _ => out.push_str(&token.text),
        }
        width += token.text.len() + 1;
    }
    out
}
