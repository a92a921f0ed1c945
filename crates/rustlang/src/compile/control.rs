//! Blocks, conditions, loops, `match`, and what leaves them.

use super::patterns::{Mode, Part};
use super::{Compiler, Loop, Res};
use crate::ast::*;
use crate::code::Op;
use crate::declare::TypeScope;
use crate::program::*;
use crate::types::Ty;
use crate::value::Value;

impl Compiler<'_> {
    /// Pushes the block's value. The scope is the caller's.
    pub fn block(&mut self, block: &Block, expect: &Ty) -> Res<Ty> {
        let modules = self.inner_modules.len();
        if block.stmts.iter().any(|s| matches!(s, Stmt::Item(_))) {
            self.inner_items(block)?;
        }
        let mut ends = false;
        for stmt in &block.stmts {
            match stmt {
                Stmt::Item(_) => {}
                Stmt::Expr(e) => {
                    let ty = self.expr(e, &Ty::Unknown)?;
                    ends |= self.infer.shallow(&ty) == Ty::Never;
                    self.emit(Op::Pop);
                }
                Stmt::Let {
                    pattern,
                    ty,
                    value,
                    otherwise,
                    ..
                } => ends |= self.let_stmt(pattern, ty.as_ref(), value.as_ref(), otherwise.as_ref())?,
            }
        }
        let out = match &block.value {
            Some(value) => self.expr(value, expect)?,
            None => {
                self.unit();
                if ends { Ty::Never } else { Ty::unit() }
            }
        };
        self.inner_modules.truncate(modules);
        Ok(out)
    }

    /// Items within a function are a module of their own, around which the function's names are seen.
    fn inner_items(&mut self, block: &Block) -> Res<()> {
        let parent = self.module();
        let library = self.library;
        let id = self.p.modules.len() as u32;
        let mut module = Module {
            name: "".into(),
            parent: Some(parent),
            library,
            ..Module::default()
        };
        module.globs.push(Def::Mod(parent));
        self.p.modules.push(module);
        let items = block.stmts.iter().filter_map(|s| match s {
            Stmt::Item(item) => Some(item.clone()),
            _ => None,
        });
        self.p.declare(id, items.collect(), "", &|_| None, false)?;
        self.p.settle_uses();
        let first = self.p.fns.len();
        self.p.settle_items();
        let _ = first;
        self.inner_modules.push(id);
        let scope = TypeScope {
            module: id,
            ..self.scope.clone()
        };
        self.scope = scope;
        Ok(())
    }

    /// Whether what follows is never reached.
    fn let_stmt(
        &mut self,
        pattern: &Pattern,
        ty: Option<&TypeExpr>,
        value: Option<&Expr>,
        otherwise: Option<&Block>,
    ) -> Res<bool> {
        let wanted = match ty {
            Some(t) => self.lower(t),
            None => self.fresh(),
        };
        let Some(value) = value else {
            let PatternKind::Bind { name, .. } = &pattern.kind else {
                return Err(Fault::beyond("a pattern without a value", pattern.span));
            };
            let cell = self.celled.contains(name);
            self.push(Value::Moved);
            let local = self.declare(name.clone(), wanted, cell);
            self.emit(if cell { Op::NewCell(local) } else { Op::Set(local) });
            return Ok(false);
        };
        let found = self.expr(value, &wanted)?;
        let never = self.infer.shallow(&found) == Ty::Never;
        let own = match ty {
            Some(t) => {
                let due = Some((t.span, "expected due to this"));
                self.coerce(&found, &wanted, value.span, due);
                wanted
            }
            None => {
                self.infer.unify(&found, &wanted);
                if never { wanted } else { found }
            }
        };
        if let (
            PatternKind::Bind {
                name,
                mutable,
                by_ref: false,
                sub: None,
            },
            None,
        ) = (&pattern.kind, otherwise)
        {
            let cell = *mutable && self.celled.contains(name);
            let local = self.declare(name.clone(), own, cell);
            self.emit(if cell { Op::NewCell(local) } else { Op::Set(local) });
            return Ok(never);
        }
        if matches!(pattern.kind, PatternKind::Wild) {
            self.emit(Op::Pop);
            return Ok(never);
        }
        let hidden = self.declare("".into(), Ty::Unknown, false);
        self.emit(Op::Set(hidden));
        let mut fails = Vec::new();
        // What is not bound of the value is dropped where Rust drops it only for names; the rest goes with the scope.
        self.pattern_top(pattern, &Part::of(hidden), &own, Mode::Move, &mut fails)?;
        // Its parts have names of their own now.
        self.emit(Op::Clear(hidden, hidden + 1));
        if let Some(block) = otherwise {
            let over = self.emit(Op::Jump(0));
            for fail in fails {
                self.patch(fail);
            }
            self.open();
            self.block(block, &Ty::Never)?;
            self.emit(Op::Pop);
            self.close();
            self.patch(over);
        } else if let (Some(fail), false) = (fails.first().copied(), self.library) {
            let _ = fail;
            for fail in fails {
                self.patch(fail);
            }
            if !matches!(
                pattern.kind,
                PatternKind::Tuple(_) | PatternKind::TupleStruct(..) | PatternKind::Struct(..) | PatternKind::Slice(_)
            ) {
                return Err(Fault::new("E0005", "refutable pattern in local binding", pattern.span, ""));
            }
        }
        Ok(never)
    }

    /// A condition: jumps if it doesn't hold; the jumps are handed back.
    fn condition(&mut self, e: &Expr, fails: &mut Vec<usize>) -> Res<()> {
        match &*e.kind {
            ExprKind::Binary(Binary::AndAnd, a, b) => {
                self.condition(a, fails)?;
                self.condition(b, fails)
            }
            ExprKind::Let(pattern, value) => {
                let ty = self.scrutinee(value)?;
                let hidden = self.declare("".into(), ty.clone(), false);
                self.emit(Op::Set(hidden));
                self.pattern_top(pattern, &Part::of(hidden), &ty, Mode::Move, fails)
            }
            _ => {
                let found = self.expr(e, &Ty::Bool)?;
                self.coerce(&found, &Ty::Bool, e.span, None);
                let jump = self.emit(Op::JumpIfNot(0));
                fails.push(jump);
                Ok(())
            }
        }
    }

    /// What a pattern looks at: a place is left where it is.
    fn scrutinee(&mut self, value: &Expr) -> Res<Ty> {
        if self.is_place(value) {
            self.place(value)
        } else {
            self.expr(value, &Ty::Unknown)
        }
    }

    fn join(&mut self, so_far: &mut Option<Ty>, next: Ty, span: Span) {
        match so_far {
            Some(ty) if self.infer.shallow(ty) != Ty::Never => {
                let ty = ty.clone();
                self.coerce(&next, &ty, span, None);
            }
            _ => *so_far = Some(next),
        }
    }

    pub fn control(&mut self, e: &Expr, expect: &Ty) -> Res<Ty> {
        let height = self.fx().height;
        match &*e.kind {
            ExprKind::If(condition, then, otherwise) => {
                let mut fails = Vec::new();
                self.open();
                self.condition(condition, &mut fails)?;
                let mut ty = None;
                self.open();
                let found = self.block(then, expect)?;
                self.close();
                self.close();
                let span = then.value.as_ref().map_or(then.span, |v| v.span);
                if otherwise.is_none() {
                    let f = self.infer.shallow(&found);
                    if !f.is_unit() && f != Ty::Never && self.plain_value(&f) && !self.library {
                        self.coerce(&f, &Ty::unit(), span, None);
                    }
                    self.emit(Op::Pop);
                    self.unit();
                }
                self.join(&mut ty, found, span);
                let over = self.emit(Op::Jump(0));
                for fail in fails {
                    self.patch(fail);
                }
                self.fx().height = height;
                match otherwise {
                    Some(other) => {
                        let want = ty
                            .clone()
                            .filter(|t| self.infer.shallow(t) != Ty::Never)
                            .unwrap_or(expect.clone());
                        let found = self.expr(other, &want)?;
                        let span = match &*other.kind {
                            ExprKind::Block(b) => b.value.as_ref().map_or(other.span, |v| v.span),
                            _ => other.span,
                        };
                        self.join(&mut ty, found, span);
                    }
                    None => {
                        self.unit();
                        ty = Some(Ty::unit());
                    }
                }
                self.patch(over);
                Ok(ty.unwrap_or(Ty::unit()))
            }
            ExprKind::Let(..) => {
                let mut fails = Vec::new();
                self.condition(e, &mut fails)?;
                self.push(Value::Bool(true));
                let over = self.emit(Op::Jump(0));
                for fail in fails {
                    self.patch(fail);
                }
                self.fx().height = height;
                self.push(Value::Bool(false));
                self.patch(over);
                Ok(Ty::Bool)
            }
            ExprKind::Match(value, arms) => self.match_expr(value, arms, expect, e.span),
            ExprKind::While(label, condition, body) => {
                self.begin_loop(label, Ty::unit());
                let top = self.here();
                self.open();
                let mut fails = Vec::new();
                self.condition(condition, &mut fails)?;
                self.block(body, &Ty::Unknown)?;
                self.emit(Op::Pop);
                self.continues_here();
                self.close();
                self.emit(Op::Jump(top));
                for fail in fails {
                    self.patch(fail);
                }
                self.fx().height = height;
                self.unit();
                self.end_loop(height);
                Ok(Ty::unit())
            }
            ExprKind::Loop(label, body) => {
                let ty = self.fresh();
                self.infer.unify(&ty, expect);
                self.begin_loop(label, ty);
                let top = self.here();
                self.open();
                self.block(body, &Ty::Unknown)?;
                self.emit(Op::Pop);
                self.continues_here();
                self.close();
                self.emit(Op::Jump(top));
                self.fx().height = height + 1;
                Ok(self.end_loop(height).unwrap_or(Ty::Never))
            }
            ExprKind::Labeled(label, body) => {
                let ty = self.fresh();
                self.begin_loop(&Some(label.clone()), ty.clone());
                if let Some(l) = self.fx().loops.last_mut() {
                    l.block = true;
                }
                self.open();
                let found = self.block(body, expect)?;
                self.close();
                self.infer.unify(&ty, &found);
                self.end_loop(height);
                Ok(if self.infer.shallow(&found) == Ty::Never { ty } else { found })
            }
            ExprKind::For(label, pattern, over, body) => self.for_loop(label, pattern, over, body),
            ExprKind::Break(label, value) => {
                let Some(n) = self.find_loop(label.as_ref(), value.is_some()) else {
                    return Err(Fault::new(
                        "E0268",
                        "`break` outside of a loop or labeled block",
                        e.span,
                        "cannot `break` outside of a loop or labeled block",
                    ));
                };
                let want = self.fx().loops.get(n).map_or(Ty::Unknown, |l| l.ty.clone());
                match value {
                    Some(value) => {
                        let found = self.expr(value, &want)?;
                        self.coerce(&found, &want, value.span, None);
                    }
                    None => {
                        self.unit();
                        self.infer.unify(&want, &Ty::unit());
                    }
                }
                let (scopes, low) = self.fx().loops.get(n).map_or((0, 0), |l| (l.scopes, l.height));
                self.leave(scopes);
                self.emit(Op::Shrink(low));
                let jump = self.emit(Op::Jump(0));
                if let Some(l) = self.fx().loops.get_mut(n) {
                    l.breaks.push(jump);
                    l.broken = true;
                }
                self.fx().height = height + 1;
                Ok(Ty::Never)
            }
            ExprKind::Continue(label) => {
                let Some(n) = self.find_loop(label.as_ref(), false) else {
                    return Err(Fault::new(
                        "E0268",
                        "`continue` outside of a loop",
                        e.span,
                        "cannot `continue` outside of a loop",
                    ));
                };
                let (scopes, low) = self.fx().loops.get(n).map_or((0, 0), |l| (l.scopes + 1, l.height));
                self.leave(scopes);
                self.unit();
                self.emit(Op::Shrink(low));
                self.emit(Op::Pop);
                let jump = self.emit(Op::Jump(0));
                if let Some(l) = self.fx().loops.get_mut(n) {
                    l.continues.push(jump);
                }
                self.fx().height = height + 1;
                Ok(Ty::Never)
            }
            ExprKind::Return(value) => {
                let ret = self.fx().ret.clone();
                match value {
                    Some(value) => {
                        let found = self.expr(value, &ret)?;
                        self.coerce(&found, &ret, value.span, None);
                    }
                    None => self.unit(),
                }
                self.emit(Op::Return);
                self.fx().height = height + 1;
                Ok(Ty::Never)
            }
            ExprKind::Try(inner) => self.try_expr(inner, e.span),
            _ => Err(Fault::beyond("this expression", e.span)),
        }
    }

    fn plain_value(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Int(_) | Ty::Float(_) | Ty::Bool | Ty::Char) || self.infer.kind(ty) != crate::types::Kind::Any
    }

    fn begin_loop(&mut self, label: &Option<Name>, ty: Ty) {
        let cx = self.fx();
        let (height, scopes) = (cx.height, cx.scopes.len());
        cx.loops.push(Loop {
            label: label.clone(),
            breaks: Vec::new(),
            continues: Vec::new(),
            height,
            scopes,
            ty,
            block: false,
            broken: false,
        });
    }

    fn continues_here(&mut self) {
        let jumps = self
            .fx()
            .loops
            .last_mut()
            .map(|l| std::mem::take(&mut l.continues))
            .unwrap_or_default();
        for jump in jumps {
            self.patch(jump);
        }
    }

    /// Ends a loop with its value on the stack; its type, if something breaks out of it.
    fn end_loop(&mut self, height: u32) -> Option<Ty> {
        let done = self.fx().loops.pop()?;
        for jump in done.breaks {
            self.patch(jump);
        }
        self.fx().height = height + 1;
        done.broken.then_some(done.ty)
    }

    fn find_loop(&mut self, label: Option<&Name>, _value: bool) -> Option<usize> {
        self.fx().loops.iter().rposition(|l| match label {
            Some(name) => l.label.as_ref() == Some(name),
            None => !l.block,
        })
    }

    fn match_expr(&mut self, value: &Expr, arms: &[Arm], expect: &Ty, span: Span) -> Res<Ty> {
        self.open();
        let of = self.scrutinee(value)?;
        let hidden = self.declare("".into(), of.clone(), false);
        self.emit(Op::Set(hidden));
        let height = self.fx().height;
        let mut ty: Option<Ty> = None;
        let mut done = Vec::new();
        for arm in arms {
            self.fx().height = height;
            let mut fails = Vec::new();
            self.open();
            self.pattern_top(&arm.pattern, &Part::of(hidden), &of, Mode::Move, &mut fails)?;
            if let Some(guard) = &arm.guard {
                self.condition(guard, &mut fails)?;
            }
            let want = ty
                .clone()
                .filter(|t| self.infer.shallow(t) != Ty::Never)
                .unwrap_or(expect.clone());
            let found = self.expr(&arm.body, &want)?;
            self.close();
            let at = match &*arm.body.kind {
                ExprKind::Block(b) => b.value.as_ref().map_or(arm.body.span, |v| v.span),
                _ => arm.body.span,
            };
            self.join(&mut ty, found, at);
            let jump = self.emit(Op::Jump(0));
            done.push(jump);
            for fail in fails {
                self.patch(fail);
            }
        }
        self.fx().height = height;
        self.exhaustive(&of, arms, value, span);
        self.at(span);
        self.no_match("drydock: no arm of this match fits");
        for jump in done {
            self.patch(jump);
        }
        self.fx().height = height + 1;
        self.close();
        Ok(ty.unwrap_or(Ty::Never))
    }

    /// Variants of an enum that no arm speaks of are an error.
    fn exhaustive(&mut self, of: &Ty, arms: &[Arm], value: &Expr, _span: Span) {
        let Ty::Adt(id, _) = self.strip(of) else { return };
        if self.library || !self.p.types.get(id as usize).is_some_and(|t| t.is_enum) {
            return;
        }
        let mut seen = Vec::new();
        let mut waiting: Vec<&Pattern> = arms.iter().filter(|a| a.guard.is_none()).map(|a| &a.pattern).collect();
        while let Some(p) = waiting.pop() {
            let path = match &p.kind {
                PatternKind::Wild => return,
                PatternKind::Bind { sub: Some(sub), .. } => {
                    waiting.push(sub);
                    continue;
                }
                PatternKind::Bind { name, .. } => match self.p.first(self.module(), name, true) {
                    Some(Def::Variant(_, v)) => {
                        seen.push(v);
                        continue;
                    }
                    _ => return,
                },
                PatternKind::Or(all) => {
                    waiting.extend(all);
                    continue;
                }
                PatternKind::Ref(sub) => {
                    waiting.push(sub);
                    continue;
                }
                PatternKind::Path(p) | PatternKind::TupleStruct(p, _) | PatternKind::Struct(p, ..) => p,
                _ => return,
            };
            match self.constructor(path) {
                Ok(Some((_, Some(v), _))) => seen.push(v),
                _ => return,
            }
        }
        let Some(def) = self.p.types.get(id as usize) else { return };
        let missing: Vec<String> = def
            .variants
            .iter()
            .enumerate()
            .filter(|(n, _)| !seen.contains(&(*n as u32)))
            .map(|(_, v)| {
                let owner = if def.library {
                    String::new()
                } else {
                    format!("{}::", def.name)
                };
                match v.shape {
                    0 => format!("`{owner}{}`", v.name),
                    1 => format!("`{owner}{}({})`", v.name, vec!["_"; v.fields.len()].join(", ")),
                    _ => format!("`{owner}{} {{ .. }}`", v.name),
                }
            })
            .collect();
        if missing.is_empty() {
            return;
        }
        let list = match missing.as_slice() {
            [one] => format!("pattern {one}"),
            [a, b] => format!("patterns {a} and {b}"),
            [rest @ .., last] if missing.len() <= 3 => format!("patterns {} and {last}", rest.join(", ")),
            [a, b, c, rest @ ..] => format!("patterns {a}, {b}, {c} and {} more", rest.len()),
            [] => return,
        };
        let known = self.infer.known(of);
        let mut fault = Fault::new(
            "E0004",
            format!(
                "non-exhaustive patterns: {} not covered",
                list.trim_start_matches("patterns ").trim_start_matches("pattern ")
            ),
            value.span,
            format!("{list} not covered"),
        );
        fault
            .notes
            .push(format!("= note: the matched value is of type `{}`", self.p.show(&known)));
        self.p.faults.push(fault);
    }

    fn for_loop(&mut self, label: &Option<Name>, pattern: &Pattern, over: &Expr, body: &Block) -> Res<Ty> {
        let height = self.fx().height;
        self.open();
        let mut range = None;
        if let ExprKind::Range(Some(a), Some(b), inclusive) = &*over.kind {
            // The commonest loop needs no iterator.
            let own = self.fresh();
            let found = self.expr(a, &own)?;
            let found = self.strip(&found);
            self.infer.unify(&found, &own);
            let from = self.declare("".into(), own.clone(), false);
            self.emit(Op::Set(from));
            let found = self.expr(b, &own)?;
            let found = self.strip(&found);
            self.coerce(&found, &own, b.span, None);
            let to = self.declare("".into(), own.clone(), false);
            self.emit(Op::Set(to));
            if to == from + 1 {
                range = Some((from, own, *inclusive));
            } else {
                return Err(Fault::beyond("such a range", over.span));
            }
        }
        let (iterator, item) = match &range {
            Some((from, ty, _)) => (*from, ty.clone()),
            None => {
                let ty = self.expr(over, &Ty::Unknown)?;
                let shallow = self.infer.shallow(&ty);
                let name = match &shallow {
                    Ty::Ref(true, inner) if self.iterator_item(inner).is_none() => "iter_mut",
                    Ty::Ref(false, inner) if self.iterator_item(inner).is_none() => "iter",
                    _ => "into_iter",
                };
                let item = self.item_type(&shallow);
                if !self.library && matches!(self.strip(&shallow), Ty::Int(_) | Ty::Bool | Ty::Float(_) | Ty::Char) {
                    let known = self.infer.deep(&shallow);
                    let words = format!("`{}` is not an iterator", self.p.show(&known));
                    let mut fault = Fault::new("E0277", words.clone(), over.span, words);
                    fault.notes.push(format!(
                        "= help: the trait `Iterator` is not implemented for `{}`",
                        self.p.show(&known)
                    ));
                    self.p.faults.push(fault);
                }
                self.at(over.span);
                let sym = self.p.sym(name);
                let hint = self.hint(Ty::Unknown);
                self.emit(Op::CallMethod(sym, 1, hint));
                let local = self.declare("".into(), Ty::Unknown, false);
                self.emit(Op::Set(local));
                (local, item)
            }
        };
        self.begin_loop(label, Ty::unit());
        let top = self.here();
        self.open();
        self.at(over.span);
        let exit = match &range {
            Some((from, _, inclusive)) => self.emit(Op::RangeNext(*from, 0, *inclusive)),
            None => {
                self.emit(Op::Get(iterator));
                let sym = self.p.sym("next");
                let hint = self.hint(Ty::Unknown);
                self.emit(Op::CallMethod(sym, 1, hint));
                self.emit(Op::NextOr(0))
            }
        };
        let hidden = match &pattern.kind {
            PatternKind::Bind {
                name,
                mutable: false,
                by_ref: false,
                sub: None,
            } => {
                let local = self.declare(name.clone(), item, false);
                self.emit(Op::Set(local));
                None
            }
            _ => {
                let local = self.declare("".into(), item.clone(), false);
                self.emit(Op::Set(local));
                Some((local, item))
            }
        };
        if let Some((local, item)) = hidden {
            let mut fails = Vec::new();
            self.pattern_top(pattern, &Part::of(local), &item, Mode::Move, &mut fails)?;
            for fail in fails {
                self.patch(fail);
            }
            self.emit(Op::Clear(local, local + 1));
        }
        self.block(body, &Ty::Unknown)?;
        self.emit(Op::Pop);
        self.continues_here();
        self.close();
        self.emit(Op::Jump(top));
        self.patch(exit);
        self.fx().height = height;
        self.unit();
        self.end_loop(height);
        self.close();
        Ok(Ty::unit())
    }

    /// The item of a type that is an iterator.
    pub fn iterator_item(&mut self, ty: &Ty) -> Option<Ty> {
        let ty = self.infer.shallow(ty);
        let Ty::Adt(id, args) = &ty else { return None };
        if ["Iter", "Range", "RangeInclusive", "RangeFrom"]
            .iter()
            .any(|n| self.p.is_adt(&ty, n))
        {
            return args.first().cloned();
        }
        let Some(Def::Trait(t)) = self.p.lang.get("Iterator").cloned() else {
            return None;
        };
        let item = self.p.implements.get(&(*id, t))?.get("Item").cloned()?;
        let generics = self.p.types.get(*id as usize).map(|t| t.generics.clone()).unwrap_or_default();
        Some(Self::substitute(&item, &generics, args))
    }

    /// What going through a value gives.
    fn item_type(&mut self, ty: &Ty) -> Ty {
        if let Some(item) = self.iterator_item(ty) {
            return item;
        }
        match self.infer.shallow(ty) {
            Ty::Ref(m, inner) => {
                if let Some(item) = self.iterator_item(&inner) {
                    return item;
                }
                match self.item_type(&inner) {
                    Ty::Tuple(items)
                        if items.len() == 2
                            && matches!(self.strip(&inner), Ty::Adt(..))
                            && (self.p.is_adt(&self.strip(&inner), "HashMap")
                                || self.p.is_adt(&self.strip(&inner), "BTreeMap")) =>
                    {
                        Ty::Tuple(vec![items[0].clone().by_ref(false), items[1].clone().by_ref(m)])
                    }
                    item => item.by_ref(m),
                }
            }
            Ty::Array(t) | Ty::Slice(t) => self.infer.shallow(&t),
            t @ Ty::Adt(..) => {
                let Ty::Adt(id, args) = &t else { return Ty::Unknown };
                if self.p.is_adt(&t, "HashMap") || self.p.is_adt(&t, "BTreeMap") {
                    return Ty::Tuple(args.clone());
                }
                if self.p.is_adt(&t, "Receiver") || self.p.types.get(*id as usize).is_some_and(|t| t.library) {
                    return args.first().cloned().unwrap_or_else(|| self.fresh());
                }
                self.fresh()
            }
            _ => self.fresh(),
        }
    }

    fn try_expr(&mut self, inner: &Expr, span: Span) -> Res<Ty> {
        let of = self.expr(inner, &Ty::Unknown)?;
        let height = self.fx().height;
        let of = self.infer.shallow(&of);
        let ret = self.fx().ret.clone();
        let ret = self.infer.shallow(&ret);
        let option = self.p.is_adt(&of, "Option");
        if !self.library && self.cx.len() == 1 && (ret.is_unit() || matches!(ret, Ty::Int(_))) {
            let words = "the `?` operator can only be used in a function that returns `Result` or `Option` (or another type that implements `FromResidual`)";
            let at = Span {
                lo: span.hi - 1,
                hi: span.hi,
            };
            let mut fault = Fault::new(
                "E0277",
                words,
                at,
                "cannot use the `?` operator in a function that returns `()`",
            );
            if let Ty::Int(_) = ret {
                fault.label = format!(
                    "cannot use the `?` operator in a function that returns `{}`",
                    self.p.show(&ret)
                );
            }
            let _ = option;
            self.p.faults.push(fault);
        }
        // Ok and Some come second in Option, first in Result: the value tells.
        self.emit(Op::Dup);
        let hint = self.hint(Ty::Unknown);
        let sym = self.p.sym("__good");
        self.emit(Op::CallMethod(sym, 1, hint));
        let good = self.emit(Op::JumpIf(0));
        // The error becomes that of the function's result.
        let error = match &ret {
            Ty::Adt(_, args) if self.p.is_adt(&ret, "Result") => args.get(1).cloned().unwrap_or(Ty::Unknown),
            _ => Ty::Unknown,
        };
        let hint = self.hint(error);
        let sym = self.p.sym("__raise");
        self.at(span);
        self.emit(Op::CallMethod(sym, 1, hint));
        self.emit(Op::Return);
        self.patch(good);
        self.fx().height = height;
        self.emit(Op::GetIdx(0));
        self.emit(Op::Copy);
        Ok(match &of {
            Ty::Adt(_, args) => args.first().cloned().unwrap_or(Ty::Unknown),
            _ => self.fresh(),
        })
    }
}
