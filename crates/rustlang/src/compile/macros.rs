//! The library's macros, and format strings (doc.rust-lang.org/std/fmt).

use super::{Compiler, Res};
use crate::ast::*;
use crate::code::{Op, Piece, Spec};
use crate::types::Ty;
use crate::value::Value;
use std::rc::Rc;

impl Compiler<'_> {
    fn path_to(name: &str, span: Span) -> Expr {
        let segment = Segment {
            name: name.into(),
            span,
            args: Vec::new(),
            bindings: Vec::new(),
        };
        Expr {
            kind: Box::new(ExprKind::Path(Path {
                of: None,
                segments: vec![segment],
                span,
            })),
            span,
        }
    }

    /// Pushes the text that a format string and its arguments make.
    pub fn format(&mut self, args: &[(Option<Name>, Expr)], newline: bool, span: Span) -> Res<()> {
        let Some((_, first)) = args.first() else {
            self.push(Value::str(if newline { "\n" } else { "" }));
            return Ok(());
        };
        let ExprKind::Lit(Literal::Str(text)) = &*first.kind else {
            let mut fault = Fault::new("", "format argument must be a string literal", first.span, "");
            fault
                .notes
                .push("help: you might be missing a string literal to format with".into());
            return Err(fault);
        };
        let mut values: Vec<(Option<Name>, Expr)> = args.iter().skip(1).cloned().collect();
        let explicit = values.len();
        let mut used = vec![false; explicit];
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut next = 0;
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '{' if chars.peek() == Some(&'{') => {
                    chars.next();
                    plain.push('{');
                }
                '}' if chars.peek() == Some(&'}') => {
                    chars.next();
                    plain.push('}');
                }
                '}' => {
                    return Err(Fault::new(
                        "",
                        "invalid format string: unmatched `}` found",
                        first.span,
                        "unmatched `}` in format string",
                    ));
                }
                '{' => {
                    let mut inner = String::new();
                    loop {
                        match chars.next() {
                            Some('}') => break,
                            Some(c) => inner.push(c),
                            None => {
                                return Err(Fault::new(
                                    "",
                                    "invalid format string: expected `}` but string was terminated",
                                    first.span,
                                    "expected `}` in format string",
                                ));
                            }
                        }
                    }
                    if !plain.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(&mut plain).into()));
                    }
                    let (what, how) = inner.split_once(':').unwrap_or((&inner, ""));
                    let find = |name: &str, values: &mut Vec<(Option<Name>, Expr)>, used: &mut Vec<bool>| -> u32 {
                        let at = match name.parse::<usize>() {
                            Ok(n) => n,
                            Err(_) => values
                                .iter()
                                .position(|(n, _)| n.as_deref() == Some(name))
                                .unwrap_or_else(|| {
                                    values.push((Some(name.into()), Self::path_to(name, first.span)));
                                    values.len() - 1
                                }),
                        };
                        if let Some(u) = used.get_mut(at) {
                            *u = true;
                        }
                        at as u32
                    };
                    let (mut spec, width, precision) = spec(how, first.span)?;
                    if precision.as_deref() == Some("*") {
                        spec.precision_arg = Some(next);
                        if let Some(u) = used.get_mut(next as usize) {
                            *u = true;
                        }
                        next += 1;
                    } else if let Some(name) = precision {
                        spec.precision_arg = Some(find(&name, &mut values, &mut used));
                    }
                    if let Some(name) = width {
                        spec.width_arg = Some(find(&name, &mut values, &mut used));
                    }
                    let what = what.trim();
                    let index = if what.is_empty() {
                        next += 1;
                        if let Some(u) = used.get_mut(next as usize - 1) {
                            *u = true;
                        }
                        next - 1
                    } else {
                        let fine = what.chars().all(|c| c.is_alphanumeric() || c == '_');
                        if !fine {
                            let words = "invalid format string: field access isn't supported";
                            let words = if what.contains('.') {
                                words.to_string()
                            } else {
                                format!(
                                    "invalid format string: expected `}}`, found `{}`",
                                    what.chars().find(|c| !c.is_alphanumeric()).unwrap_or(' ')
                                )
                            };
                            return Err(Fault::new("", words, first.span, "not supported in format string"));
                        }
                        find(what, &mut values, &mut used)
                    };
                    pieces.push(Piece::Arg { index, spec });
                }
                c => plain.push(c),
            }
        }
        if newline {
            plain.push('\n');
        }
        if !plain.is_empty() {
            pieces.push(Piece::Text(plain.into()));
        }
        let positional = values.iter().take(explicit).filter(|(n, _)| n.is_none()).count();
        let wanted = pieces.iter().filter(|p| matches!(p, Piece::Arg { .. })).count();
        if (next as usize) > explicit {
            let s = |n: usize| if n == 1 { "" } else { "s" };
            let has = match positional {
                0 => "no arguments were given".to_string(),
                1 => "there is 1 argument".to_string(),
                n => format!("there are {n} arguments"),
            };
            let words = format!("{next} positional argument{} in format string, but {has}", s(next as usize));
            let _ = wanted;
            return Err(Fault::new("", words, first.span, ""));
        }
        if let Some(n) = used.iter().position(|u| !u) {
            let at = values.get(n).map_or(span, |v| v.1.span);
            let named = values.get(n).is_some_and(|v| v.0.is_some());
            let words = if named {
                "named argument never used"
            } else {
                "argument never used"
            };
            let mut fault = Fault::new("", words, at, words);
            fault.also.push((first.span, "formatting specifier missing".into()));
            return Err(fault);
        }
        let kinds: Vec<(u32, Option<char>)> = pieces
            .iter()
            .filter_map(|p| match p {
                Piece::Arg { index, spec } => Some((*index, spec.kind)),
                _ => None,
            })
            .collect();
        for (n, (_, value)) in values.iter().enumerate() {
            let ty = if self.is_place(value) {
                self.place(value)?
            } else {
                self.expr(value, &Ty::Unknown)?
            };
            for (_, kind) in kinds.iter().filter(|(i, _)| *i as usize == n) {
                self.can_show(&ty, *kind, value.span);
            }
        }
        self.at(span);
        let code = self.code();
        code.formats.push(Rc::new(pieces));
        let id = code.formats.len() as u32 - 1;
        self.emit(Op::Format(id, values.len() as u16));
        Ok(())
    }

    /// A type of the program's own that says neither `derive(Debug)` nor how it is displayed can't be printed.
    fn can_show(&mut self, ty: &Ty, kind: Option<char>, span: Span) {
        let known = self.strip(ty);
        let Ty::Adt(id, _) = &known else { return };
        let Some(def) = self.p.types.get(*id as usize) else { return };
        let wanted = match kind {
            None => "Display",
            Some('?') => "Debug",
            _ => return,
        };
        let has = |name: &str| match self.p.lang.get(name) {
            Some(crate::program::Def::Trait(t)) => self.p.implements.contains_key(&(*id, *t)),
            _ => true,
        };
        if self.library || has(if wanted == "Display" { "__Display" } else { "__Debug" }) {
            return;
        }
        if wanted == "Debug" && (def.library || def.derives.iter().any(|d| &**d == "Debug")) {
            return;
        }
        let listed = [
            "Vec", "Option", "Result", "HashMap", "BTreeMap", "HashSet", "BTreeSet", "VecDeque",
        ];
        if wanted == "Display" && def.library && !listed.contains(&&*def.name) {
            return;
        }
        let known = self.infer.deep(&known);
        let shown = self.p.show(&known);
        let (words, help) = match wanted {
            "Display" => (
                format!("`{shown}` doesn't implement `std::fmt::Display`"),
                format!("`{shown}` cannot be formatted with the default formatter"),
            ),
            _ => (
                format!("`{shown}` doesn't implement `Debug`"),
                format!("`{shown}` cannot be formatted using `{{:?}}`"),
            ),
        };
        let mut fault = Fault::new("E0277", words, span, help);
        if wanted == "Debug" {
            fault
                .notes
                .push(format!("= help: the trait `Debug` is not implemented for `{shown}`"));
            fault.notes.push(format!(
                "= note: add `#[derive(Debug)]` to `{shown}` or manually `impl Debug for {shown}`"
            ));
        } else {
            fault.notes.push(format!(
                "= help: the trait `std::fmt::Display` is not implemented for `{shown}`"
            ));
            fault
                .notes
                .push("= note: in format strings you may be able to use `{:?}` (or {:#?} for pretty-print) instead".into());
        }
        self.p.faults.push(fault);
    }

    fn native(&mut self, name: &str, argc: u16, hint: Ty) {
        let id = match self.p.member(0, name, true, 0) {
            Some(crate::program::Def::Fn(id)) => id,
            _ => u32::MAX,
        };
        let hint = self.hint(hint);
        self.emit(Op::Call(id, argc, hint));
    }

    pub fn macro_call(&mut self, call: &MacroCall, expect: &Ty, span: Span) -> Res<Ty> {
        let args = &call.args;
        match &*call.name {
            name @ ("println" | "print" | "eprintln" | "eprint") => {
                self.format(args, name.ends_with("ln"), span)?;
                self.emit(Op::Print(u8::from(name.starts_with('e'))));
                self.unit();
                Ok(Ty::unit())
            }
            "format" => {
                self.format(args, false, span)?;
                Ok(self.p.adt("String", Vec::new()))
            }
            name @ ("write" | "writeln") => {
                let Some((_, to)) = args.first() else {
                    return Err(Fault::beyond("write! of nothing", span));
                };
                self.lend(to, true, &Ty::Unknown)?;
                self.format(args.get(1..).unwrap_or_default(), name == "writeln", span)?;
                let sym = self.p.sym("__write_text");
                let hint = self.hint(Ty::Unknown);
                self.emit(Op::CallMethod(sym, 2, hint));
                let error = self.fresh();
                Ok(self.p.adt("Result", vec![Ty::unit(), error]))
            }
            name @ ("panic" | "todo" | "unimplemented" | "unreachable") => {
                let height = self.fx().height;
                let before = match name {
                    "panic" if args.is_empty() => "explicit panic",
                    "todo" => "not yet implemented",
                    "unimplemented" => "not implemented",
                    "unreachable" => "internal error: entered unreachable code",
                    _ => "",
                };
                if args.is_empty() {
                    self.push(Value::str(before));
                } else {
                    if !before.is_empty() {
                        self.push(Value::string(format!("{before}: ")));
                    }
                    self.format(args, false, span)?;
                    if !before.is_empty() {
                        self.emit(Op::Bin(Binary::Add));
                    }
                }
                self.at(span);
                self.emit(Op::Panic);
                self.fx().height = height + 1;
                Ok(Ty::Never)
            }
            "assert" | "debug_assert" => {
                let Some((_, condition)) = args.first() else {
                    return Err(Fault::beyond("assert! of nothing", span));
                };
                let found = self.expr(condition, &Ty::Bool)?;
                self.coerce(&found, &Ty::Bool, condition.span, None);
                let fine = self.emit(Op::JumpIf(0));
                if args.len() > 1 {
                    self.format(args.get(1..).unwrap_or_default(), false, span)?;
                } else {
                    let text = call.text.trim_end_matches(',').trim();
                    self.push(Value::string(format!("assertion failed: {text}")));
                }
                self.at(span);
                self.emit(Op::Panic);
                self.emit(Op::Pop);
                self.patch(fine);
                self.unit();
                Ok(Ty::unit())
            }
            name @ ("assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne") => {
                let (Some((_, a)), Some((_, b))) = (args.first(), args.get(1)) else {
                    return Err(Fault::beyond("assert_eq! of less than two", span));
                };
                let equal = name.ends_with("eq");
                self.open();
                let ta = if self.is_place(a) {
                    self.place(a)?
                } else {
                    self.expr(a, &Ty::Unknown)?
                };
                let la = self.declare("".into(), ta.clone(), false);
                self.emit(Op::Set(la));
                let tb = if self.is_place(b) {
                    self.place(b)?
                } else {
                    self.expr(b, &ta)?
                };
                let (sa, sb) = (self.strip(&ta), self.strip(&tb));
                self.numbers_fit(Binary::Eq, &sa, &sb, span, b.span, false);
                self.infer.unify(&sa, &sb);
                let lb = self.declare("".into(), tb, false);
                self.emit(Op::Set(lb));
                self.emit(Op::Get(la));
                self.emit(Op::Get(lb));
                self.at(span);
                self.emit(Op::Bin(if equal { Binary::Eq } else { Binary::Ne }));
                let fine = self.emit(Op::JumpIf(0));
                let sign = if equal { "==" } else { "!=" };
                let mut head = format!("assertion `left {sign} right` failed");
                let mut count = 2;
                let mut pieces = Vec::new();
                let debug = |index| Piece::Arg {
                    index,
                    spec: Spec {
                        kind: Some('?'),
                        ..Spec::default()
                    },
                };
                if args.len() > 2 {
                    self.format(args.get(2..).unwrap_or_default(), false, span)?;
                    head.push_str(": ");
                    pieces.push(Piece::Text(head.as_str().into()));
                    pieces.push(Piece::Arg {
                        index: 0,
                        spec: Spec::default(),
                    });
                    count = 3;
                } else {
                    pieces.push(Piece::Text(head.as_str().into()));
                }
                self.emit(Op::Get(la));
                self.emit(Op::Get(lb));
                pieces.extend([
                    Piece::Text("\n  left: ".into()),
                    debug(count - 2),
                    Piece::Text("\n right: ".into()),
                    debug(count - 1),
                ]);
                let code = self.code();
                code.formats.push(Rc::new(pieces));
                let id = code.formats.len() as u32 - 1;
                self.emit(Op::Format(id, count as u16));
                self.at(span);
                self.emit(Op::Panic);
                self.emit(Op::Pop);
                self.patch(fine);
                self.close();
                self.unit();
                Ok(Ty::unit())
            }
            "vec" => {
                let element = match self.infer.shallow(expect) {
                    Ty::Adt(_, a) if a.len() == 1 => a[0].clone(),
                    _ => self.fresh(),
                };
                let items: Vec<Expr> = args.iter().map(|(_, e)| e.clone()).collect();
                if call.repeat {
                    if let [value, count] = items.as_slice() {
                        let found = self.expr(value, &element)?;
                        self.infer.unify(&found, &element);
                        self.expr(count, &Ty::usize())?;
                        self.at(span);
                        self.emit(Op::Repeat(true));
                    }
                } else {
                    self.elements(&items, &element)?;
                    self.emit(Op::MakeVec(items.len() as u16));
                }
                Ok(self.p.adt("Vec", vec![element]))
            }
            "matches" => {
                let (Some((_, value)), Some((pattern, guard))) = (args.first(), &call.pattern) else {
                    return Err(Fault::beyond("matches! of nothing", span));
                };
                let yes = Expr {
                    kind: Box::new(ExprKind::Lit(Literal::Bool(true))),
                    span,
                };
                let no = Expr {
                    kind: Box::new(ExprKind::Lit(Literal::Bool(false))),
                    span,
                };
                let wild = Pattern {
                    kind: PatternKind::Wild,
                    span,
                };
                let arms = vec![
                    Arm {
                        pattern: pattern.clone(),
                        guard: guard.clone(),
                        body: yes,
                    },
                    Arm {
                        pattern: wild,
                        guard: None,
                        body: no,
                    },
                ];
                self.expr(
                    &Expr {
                        kind: Box::new(ExprKind::Match(value.clone(), arms)),
                        span,
                    },
                    &Ty::Bool,
                )
            }
            "dbg" => {
                let Some((_, value)) = args.first() else {
                    return Err(Fault::beyond("dbg! of nothing", span));
                };
                let ty = self.expr(value, expect)?;
                self.emit(Op::Dup);
                let (file, line, column) = self.p.locate(span);
                let head = format!("[{}:{line}:{column}] {} = ", self.p.file_name(file), call.text);
                let spec = Spec {
                    kind: Some('?'),
                    alternate: true,
                    ..Spec::default()
                };
                let pieces = vec![
                    Piece::Text(head.into()),
                    Piece::Arg { index: 0, spec },
                    Piece::Text("\n".into()),
                ];
                let code = self.code();
                code.formats.push(Rc::new(pieces));
                let id = code.formats.len() as u32 - 1;
                self.emit(Op::Format(id, 1));
                self.emit(Op::Print(1));
                Ok(ty)
            }
            "env" => {
                let Some((_, Expr { kind, .. })) = args.first() else {
                    return Err(Fault::beyond("env! of nothing", span));
                };
                let ExprKind::Lit(Literal::Str(name)) = &**kind else {
                    return Err(Fault::beyond("this env!", span));
                };
                let value = self.p.environment.iter().find(|(n, _)| **n == **name).map(|(_, v)| v.clone());
                let Some(value) = value else {
                    let words = format!("environment variable `{name}` not defined at compile time");
                    return Err(Fault::new("", words, span, ""));
                };
                self.push(Value::str(&value));
                Ok(Ty::str_ref())
            }
            "include_str" => {
                let Some((_, Expr { kind, .. })) = args.first() else {
                    return Err(Fault::beyond("include_str! of nothing", span));
                };
                let ExprKind::Lit(Literal::Str(name)) = &**kind else {
                    return Err(Fault::beyond("this include_str!", span));
                };
                let (file, ..) = self.p.locate(span);
                let from = self.p.file_name(file).to_string();
                let dir = from.rsplit_once('/').map_or("", |(d, _)| d);
                let path = if dir.is_empty() {
                    name.to_string()
                } else {
                    format!("{dir}/{name}")
                };
                let Some((_, text)) = self.p.texts.iter().find(|(n, _)| *n == path).cloned() else {
                    let words = format!("couldn't read `{path}`: No such file or directory (os error 2)");
                    return Err(Fault::new("", words, span, ""));
                };
                self.push(Value::str(&text));
                Ok(Ty::str_ref())
            }
            "line" => {
                let (_, line, _) = self.p.locate(span);
                self.push(Value::Int(crate::types::IntTy::U32, line as i128));
                Ok(Ty::Int(crate::types::IntTy::U32))
            }
            "file" => {
                let (file, ..) = self.p.locate(span);
                let name = self.p.file_name(file).to_string();
                self.push(Value::str(&name));
                Ok(Ty::str_ref())
            }
            "concat" => {
                let mut out = String::new();
                for (_, e) in args {
                    match &*e.kind {
                        ExprKind::Lit(Literal::Str(s)) => out.push_str(s),
                        ExprKind::Lit(Literal::Int(n, _)) => out.push_str(&n.to_string()),
                        ExprKind::Lit(Literal::Char(c)) => out.push(*c),
                        ExprKind::Lit(Literal::Bool(b)) => out.push_str(&b.to_string()),
                        _ => return Err(Fault::beyond("this concat!", e.span)),
                    }
                }
                self.push(Value::str(&out));
                Ok(Ty::str_ref())
            }
            "stringify" => {
                self.push(Value::Str(call.text.clone()));
                Ok(Ty::str_ref())
            }
            name => {
                let _ = Self::native;
                Err(Fault::beyond(format!("the macro {name}!"), span))
            }
        }
    }
}

/// What stands behind the colon; names of arguments for width and precision.
fn spec(how: &str, span: Span) -> Res<(Spec, Option<String>, Option<String>)> {
    let mut out = Spec::default();
    let chars: Vec<char> = how.trim_end().chars().collect();
    let mut at = 0;
    let is_align = |c: Option<&char>| matches!(c, Some('<' | '>' | '^'));
    if is_align(chars.get(1)) {
        out.fill = chars.first().copied();
        out.align = chars.get(1).copied();
        at = 2;
    } else if is_align(chars.first()) {
        out.align = chars.first().copied();
        at = 1;
    }
    if chars.get(at) == Some(&'+') {
        out.plus = true;
        at += 1;
    }
    if chars.get(at) == Some(&'#') {
        out.alternate = true;
        at += 1;
    }
    if chars.get(at) == Some(&'0') && chars.get(at + 1) != Some(&'$') {
        out.zero = true;
        at += 1;
    }
    let count = |at: &mut usize| -> (Option<u32>, Option<String>) {
        let from = *at;
        let mut end = from;
        while chars.get(end).is_some_and(|c| c.is_alphanumeric() || *c == '_') {
            end += 1;
        }
        let word: String = chars.get(from..end).unwrap_or_default().iter().collect();
        if !word.is_empty() && chars.get(end) == Some(&'$') {
            *at = end + 1;
            return (None, Some(word));
        }
        let digits: String = word.chars().take_while(char::is_ascii_digit).collect();
        *at += digits.len();
        (digits.parse().ok().map(|n: u32| n.min(100_000)), None)
    };
    let (width, width_arg) = count(&mut at);
    out.width = width;
    let mut precision_arg = None;
    if chars.get(at) == Some(&'.') {
        at += 1;
        if chars.get(at) == Some(&'*') {
            at += 1;
            precision_arg = Some("*".to_string());
        } else {
            let (n, name) = count(&mut at);
            out.precision = n;
            precision_arg = name;
        }
    }
    let rest: String = chars.get(at..).unwrap_or_default().iter().collect();
    out.kind = match rest.as_str() {
        "" => None,
        "?" => Some('?'),
        "x" => Some('x'),
        "X" => Some('X'),
        "b" => Some('b'),
        "o" => Some('o'),
        "e" => Some('e'),
        "p" => return Err(Fault::beyond("the format {:p}", span)),
        other => {
            return Err(Fault::new("", format!("unknown format trait `{other}`"), span, ""));
        }
    };
    Ok((out, width_arg, precision_arg))
}
