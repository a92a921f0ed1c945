//! `match`: every pattern leaves nothing on the stack and jumps when it fails; names are bound as they match.

use super::*;

impl<'a> Compiler<'a> {
    pub(super) fn match_statement(&mut self, subject: &'a Expr, cases: &'a [Case], span: Span) -> Compiled {
        self.expr(subject)?;
        let mut ends = Vec::new();
        for case in cases {
            // Failures are collected with the number of values then on the stack above the subject.
            let mut fails: Vec<(usize, u32)> = Vec::new();
            self.emit(Op::Dup, case.pattern.span);
            self.pattern(&case.pattern, 0, &mut fails)?;
            let mut guard = Vec::new();
            if let Some(g) = &case.guard {
                guard = self.jump_if(g, false)?;
            }
            self.emit(Op::Pop, span);
            self.body(&case.body)?;
            ends.push(self.emit(Op::Jump(0), span));
            self.fail_landing(fails, 0, span);
            self.land_all(guard);
        }
        self.emit(Op::Pop, span);
        self.land_all(ends);
        Ok(())
    }

    /// Lands failures that left `keep` or more values; drops what is above `keep`.
    fn fail_landing(&mut self, mut fails: Vec<(usize, u32)>, keep: u32, span: Span) {
        fails.sort_by_key(|(_, depth)| std::cmp::Reverse(*depth));
        let mut at = fails.first().map_or(keep, |(_, d)| *d);
        for (jump, depth) in fails {
            while at > depth {
                self.emit(Op::Pop, span);
                at -= 1;
            }
            self.land(jump);
        }
        while at > keep {
            self.emit(Op::Pop, span);
            at -= 1;
        }
    }

    /// The value to match is on top and is consumed. `depth` counts the values under it that belong to outer patterns;
    /// a failing jump leaves exactly the depth it is recorded with.
    fn pattern(&mut self, pattern: &'a Pattern, depth: u32, fails: &mut Vec<(usize, u32)>) -> Compiled {
        let span = pattern.span;
        match &pattern.kind {
            PatternKind::Value(e) => {
                self.expr(e)?;
                self.emit(Op::Compare(CmpOp::Eq), span);
                fails.push((self.emit(Op::JumpIfFalse(0), span), depth));
            }
            PatternKind::Singleton(c) => {
                self.constant(c.clone(), span);
                self.emit(Op::Compare(CmpOp::Is), span);
                fails.push((self.emit(Op::JumpIfFalse(0), span), depth));
            }
            PatternKind::As(inner, name) => {
                if let Some(p) = inner {
                    if name.is_some() {
                        self.emit(Op::Dup, span);
                        self.pattern(p, depth + 1, fails)?;
                    } else {
                        return self.pattern(p, depth, fails);
                    }
                }
                match name {
                    Some(n) => self.store(n, span),
                    None => {
                        self.emit(Op::Pop, span);
                    }
                }
            }
            PatternKind::Star(_) => return self.fail("can't use starred pattern here", span),
            PatternKind::Or(options) => {
                let mut ends = Vec::new();
                for (n, option) in options.iter().enumerate() {
                    let last = n + 1 == options.len();
                    if last {
                        self.pattern(option, depth, fails)?;
                    } else {
                        self.emit(Op::Dup, span);
                        let mut inner = Vec::new();
                        self.pattern(option, depth + 1, &mut inner)?;
                        self.emit(Op::Pop, span);
                        ends.push(self.emit(Op::Jump(0), span));
                        self.fail_landing(inner, depth + 1, span);
                    }
                }
                self.land_all(ends);
            }
            PatternKind::Sequence(items) => {
                let star = items.iter().position(|p| matches!(p.kind, PatternKind::Star(_)));
                self.emit(Op::MatchSequence, span);
                fails.push((self.emit(Op::JumpIfFalse(0), span), depth + 1));
                self.emit(Op::MatchLen, span);
                let count = items.len() - usize::from(star.is_some());
                self.constant(Const::Int(count as i64), span);
                self.emit(Op::Compare(if star.is_some() { CmpOp::Ge } else { CmpOp::Eq }), span);
                fails.push((self.emit(Op::JumpIfFalse(0), span), depth + 1));
                match star {
                    Some(n) => self.emit(Op::UnpackEx(n as u32, (items.len() - n - 1) as u32), span),
                    None => self.emit(Op::Unpack(items.len() as u32), span),
                };
                for (n, item) in items.iter().enumerate() {
                    let under = depth + (items.len() - n - 1) as u32;
                    match &item.kind {
                        PatternKind::Star(Some(name)) => self.store(name, item.span),
                        PatternKind::Star(None) => {
                            self.emit(Op::Pop, item.span);
                        }
                        _ => self.pattern(item, under, fails)?,
                    }
                }
            }
            PatternKind::Mapping(items, rest) => {
                self.emit(Op::MatchMapping, span);
                fails.push((self.emit(Op::JumpIfFalse(0), span), depth + 1));
                for (k, _) in items {
                    self.expr(k)?;
                }
                self.emit(Op::Tuple(items.len() as u32), span);
                // subject keys -> subject keys values-or-None
                self.emit(Op::MatchKeys, span);
                self.emit(Op::Dup, span);
                let none = self.emit(Op::JumpIfNone(0), span);
                fails.push((none, depth + 3));
                // subject keys values
                if let Some(name) = rest {
                    self.emit(Op::Swap(2), span);
                    self.emit(Op::Swap(1), span);
                    self.emit(Op::DictWithout, span);
                    self.store(name, span);
                } else {
                    self.emit(Op::Swap(2), span);
                    self.emit(Op::Pop, span);
                    self.emit(Op::Pop, span);
                }
                self.emit(Op::Unpack(items.len() as u32), span);
                for (n, (_, p)) in items.iter().enumerate() {
                    self.pattern(p, depth + (items.len() - n - 1) as u32, fails)?;
                }
            }
            PatternKind::Class(class, args, kwargs) => {
                self.expr(class)?;
                let names = self.add_constant(Constant::Names(kwargs.iter().map(|(n, _)| n.clone()).collect()));
                self.emit(Op::Const(names), span);
                // subject class names -> values-or-None
                self.emit(Op::MatchClass(args.len() as u32), span);
                self.emit(Op::Dup, span);
                fails.push((self.emit(Op::JumpIfNone(0), span), depth + 1));
                let total = args.len() + kwargs.len();
                self.emit(Op::Unpack(total as u32), span);
                for (n, p) in args.iter().chain(kwargs.iter().map(|(_, p)| p)).enumerate() {
                    self.pattern(p, depth + (total - n - 1) as u32, fails)?;
                }
            }
        }
        Ok(())
    }
}
