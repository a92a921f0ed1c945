//! Patterns: tests that jump where they fail, and names that are bound on the way.

use super::{Compiler, Res};
use crate::ast::*;
use crate::code::Op;
use crate::program::*;
use crate::types::Ty;
use crate::value::Value;

/// The way from a local to a part of what is in it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Idx(u32),
    Back(u32),
    Sub(u32, u32),
    Deref,
}

/// How names take what they are bound to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Mode {
    Move,
    Ref,
    RefMut,
}

/// A local, and the way from it.
#[derive(Clone)]
pub(crate) struct Part {
    pub local: u32,
    pub steps: Vec<Step>,
}

impl Part {
    pub fn of(local: u32) -> Part {
        Part {
            local,
            steps: Vec::new(),
        }
    }
    fn then(&self, step: Step) -> Part {
        let mut steps = self.steps.clone();
        steps.push(step);
        Part {
            local: self.local,
            steps,
        }
    }
}

impl Compiler<'_> {
    fn load(&mut self, part: &Part, mutable: bool) {
        self.emit(Op::Get(part.local));
        let last = part.steps.len();
        for (n, step) in part.steps.iter().enumerate() {
            let lend = mutable && n + 1 == last;
            self.emit(match (*step, lend) {
                (Step::Idx(n), false) => Op::GetIdx(n),
                (Step::Idx(n), true) => Op::RefIdx(n),
                (Step::Back(n), false) => Op::GetBack(n),
                (Step::Back(n), true) => Op::RefBack(n),
                (Step::Sub(a, b), _) => Op::SubList(a, b),
                (Step::Deref, _) => Op::DerefRef,
            });
        }
    }

    /// Binds a parameter, whose pattern always fits.
    pub fn bind_param(&mut self, pattern: &Pattern, local: u32, ty: &Ty) -> Res<()> {
        if let PatternKind::Bind {
            name,
            mutable,
            sub: None,
            ..
        } = &pattern.kind
        {
            let cell = *mutable && self.celled.contains(name);
            if !cell {
                if let Some(l) = self.fx().locals.get_mut(local as usize) {
                    l.name = name.clone();
                }
                return Ok(());
            }
        }
        let mut fails = Vec::new();
        self.pattern(pattern, &Part::of(local), ty, Mode::Move, &mut fails)
    }

    fn bind(&mut self, name: &Name, cell: bool, ty: Ty) {
        // Another choice of the same pattern binds the same name.
        let known = self.binding.iter().find(|(n, _)| n == name).map(|(_, l)| *l);
        let local = match known {
            Some(local) => local,
            None => {
                let local = self.declare(name.clone(), ty, cell);
                self.binding.push((name.clone(), local));
                local
            }
        };
        self.emit(if cell { Op::NewCell(local) } else { Op::Set(local) });
    }

    fn variant_of(&mut self, path: &Path) -> Res<Option<(u32, Option<u32>)>> {
        Ok(self.constructor(path)?.map(|(id, v, _)| (id, v)))
    }

    fn fail_unless(&mut self, fails: &mut Vec<usize>) {
        let jump = self.emit(Op::JumpIfNot(0));
        fails.push(jump);
    }

    pub fn pattern_top(&mut self, p: &Pattern, part: &Part, ty: &Ty, mode: Mode, fails: &mut Vec<usize>) -> Res<()> {
        let outer = std::mem::take(&mut self.binding);
        let out = self.pattern(p, part, ty, mode, fails);
        self.binding = outer;
        out
    }

    pub fn pattern(&mut self, p: &Pattern, part: &Part, ty: &Ty, mode: Mode, fails: &mut Vec<usize>) -> Res<()> {
        self.at(p.span);
        let mut ty = self.infer.shallow(ty);
        let mut mode = mode;
        let looks_in = !matches!(
            p.kind,
            PatternKind::Bind { sub: None, .. }
                | PatternKind::Wild
                | PatternKind::Rest
                | PatternKind::Ref(_)
                | PatternKind::Or(_)
        );
        if looks_in || matches!(p.kind, PatternKind::Bind { sub: None, .. }) && self.pattern_constant(p).is_some() {
            while let Ty::Ref(m, inner) = &ty {
                mode = if *m && mode != Mode::Ref { Mode::RefMut } else { Mode::Ref };
                ty = self.infer.shallow(inner);
            }
            if self.p.is_adt(&ty, "Box") {
                ty = self.deref_type(&ty).unwrap_or(Ty::Unknown);
            }
        }
        match &p.kind {
            PatternKind::Wild | PatternKind::Rest => {}
            PatternKind::Bind {
                name,
                by_ref,
                mutable,
                sub,
            } => {
                if let (None, Some(path)) = (sub, self.pattern_constant(p)) {
                    return self.path_pattern(&path, part, &ty, fails);
                }
                if let Some(sub) = sub {
                    self.pattern(sub, part, &ty, mode, fails)?;
                }
                let mode = match (by_ref, mutable) {
                    (true, true) => Mode::RefMut,
                    (true, false) => Mode::Ref,
                    _ => mode,
                };
                self.load(part, mode == Mode::RefMut);
                let ty = match mode {
                    Mode::Move => {
                        if !self.scalar(&ty) {
                            self.emit(Op::Copy);
                        }
                        ty
                    }
                    Mode::Ref => ty.by_ref(false),
                    Mode::RefMut => ty.by_ref(true),
                };
                let cell = *mutable && !by_ref && self.celled.contains(name);
                self.bind(name, cell, ty);
            }
            PatternKind::Lit(e) => {
                self.load(part, false);
                let found = self.expr(e, &ty)?;
                let (f, t) = (self.strip(&found), self.strip(&ty));
                self.coerce(&f, &t, e.span, None);
                self.emit(Op::Bin(Binary::Eq));
                self.fail_unless(fails);
            }
            PatternKind::Range(low, high, inclusive) => {
                for (bound, op) in [(low, Binary::Ge), (high, if *inclusive { Binary::Le } else { Binary::Lt })] {
                    if let Some(e) = bound {
                        self.load(part, false);
                        let found = self.expr(e, &ty)?;
                        self.infer.unify(&found, &ty);
                        self.emit(Op::Bin(op));
                        self.fail_unless(fails);
                    }
                }
            }
            PatternKind::Path(path) => return self.path_pattern(path, part, &ty, fails),
            PatternKind::TupleStruct(path, subs) => {
                let Some((id, variant)) = self.variant_of(path)? else {
                    let name = path.segments.last().map_or("".into(), |s| s.name.clone());
                    if path.segments.len() > 1 {
                        return Err(self.unresolved(path, true));
                    }
                    let words = format!("cannot find tuple struct or tuple variant `{name}` in this scope");
                    return Err(Fault::new("E0531", words, path.span, "not found in this scope"));
                };
                let fields = self.fields_of(id, variant, &ty);
                if let Some(v) = variant {
                    self.load(part, false);
                    self.emit(Op::IsVariant(v));
                    self.fail_unless(fails);
                }
                let rest = subs.iter().position(|s| matches!(s.kind, PatternKind::Rest));
                if rest.is_none() && subs.len() != fields.len() && !self.library {
                    let shown = path.segments.iter().map(|s| &*s.name).collect::<Vec<_>>().join("::");
                    let s = |n: usize| if n == 1 { "" } else { "s" };
                    let words = format!(
                        "this pattern has {} field{}, but the corresponding tuple {} has {} field{}",
                        subs.len(),
                        s(subs.len()),
                        if variant.is_some() { "variant" } else { "struct" },
                        fields.len(),
                        s(fields.len())
                    );
                    let _ = shown;
                    return Err(Fault::new(
                        "E0023",
                        words,
                        p.span,
                        format!("expected {} field{}, found {}", fields.len(), s(fields.len()), subs.len()),
                    ));
                }
                for (n, sub) in subs.iter().enumerate() {
                    let at = match rest {
                        Some(r) if n == r => continue,
                        Some(r) if n > r => (n + fields.len()).saturating_sub(subs.len()),
                        _ => n,
                    };
                    let field = fields.get(at).map_or(Ty::Unknown, |f| f.1.clone());
                    self.pattern(sub, &part.then(Step::Idx(at as u32)), &field, mode, fails)?;
                }
            }
            PatternKind::Struct(path, subs, _) => {
                let Some((id, variant)) = self.variant_of(path)? else {
                    return Err(self.unresolved(path, true));
                };
                let fields = self.fields_of(id, variant, &ty);
                if let Some(v) = variant {
                    self.load(part, false);
                    self.emit(Op::IsVariant(v));
                    self.fail_unless(fails);
                }
                for (name, sub) in subs {
                    let Some(n) = fields.iter().position(|(f, _)| f == name) else {
                        let shown = path.segments.iter().map(|s| &*s.name).collect::<Vec<_>>().join("::");
                        let what = if variant.is_some() { "variant" } else { "struct" };
                        let words = format!("{what} `{shown}` does not have a field named `{name}`");
                        return Err(Fault::new(
                            "E0026",
                            words,
                            sub.span,
                            format!("{what} `{shown}` does not have this field"),
                        ));
                    };
                    let field = fields[n].1.clone();
                    self.pattern(sub, &part.then(Step::Idx(n as u32)), &field, mode, fails)?;
                }
            }
            PatternKind::Tuple(subs) => {
                let items = match &ty {
                    Ty::Tuple(items) => items.clone(),
                    Ty::Var(_) if !subs.iter().any(|s| matches!(s.kind, PatternKind::Rest)) => {
                        let items: Vec<Ty> = subs.iter().map(|_| self.fresh()).collect();
                        self.infer.unify(&ty, &Ty::Tuple(items.clone()));
                        items
                    }
                    _ => Vec::new(),
                };
                let rest = subs.iter().position(|s| matches!(s.kind, PatternKind::Rest));
                for (n, sub) in subs.iter().enumerate() {
                    let at = match rest {
                        Some(r) if n == r => continue,
                        Some(r) if n > r => (n + items.len()).saturating_sub(subs.len()),
                        _ => n,
                    };
                    let item = items.get(at).cloned().unwrap_or(Ty::Unknown);
                    self.pattern(sub, &part.then(Step::Idx(at as u32)), &item, mode, fails)?;
                }
            }
            PatternKind::Slice(subs) => {
                let element = match &ty {
                    Ty::Slice(t) | Ty::Array(t) => self.infer.shallow(t),
                    Ty::Adt(_, args) => args.first().cloned().unwrap_or(Ty::Unknown),
                    _ => Ty::Unknown,
                };
                let is_rest = |s: &Pattern| match &s.kind {
                    PatternKind::Rest => true,
                    PatternKind::Bind { sub: Some(sub), .. } => matches!(sub.kind, PatternKind::Rest),
                    _ => false,
                };
                let rest = subs.iter().position(is_rest);
                let least = subs.len() - usize::from(rest.is_some());
                self.load(part, false);
                self.emit(Op::LenIs(least as u32, rest.is_none()));
                self.fail_unless(fails);
                for (n, sub) in subs.iter().enumerate() {
                    let step = match rest {
                        Some(r) if n == r => Step::Sub(r as u32, (subs.len() - r - 1) as u32),
                        Some(r) if n > r => Step::Back((subs.len() - n) as u32),
                        _ => Step::Idx(n as u32),
                    };
                    if rest == Some(n) {
                        if let PatternKind::Bind { name, .. } = &sub.kind {
                            self.load(&part.then(step), false);
                            self.bind(name, false, Ty::Slice(Box::new(element.clone())).by_ref(mode == Mode::RefMut));
                        }
                        continue;
                    }
                    self.pattern(sub, &part.then(step), &element, mode, fails)?;
                }
            }
            PatternKind::Ref(sub) => {
                let inner = match &ty {
                    Ty::Ref(_, t) => self.infer.shallow(t),
                    // Bound to a part of something lent: it is taken out.
                    t => t.clone(),
                };
                self.pattern(sub, &part.then(Step::Deref), &inner, Mode::Move, fails)?;
            }
            PatternKind::Or(all) => {
                let mut done = Vec::new();
                for (n, one) in all.iter().enumerate() {
                    let mut own = Vec::new();
                    self.pattern(one, part, &ty, mode, &mut own)?;
                    if n + 1 < all.len() {
                        let jump = self.emit(Op::Jump(0));
                        done.push(jump);
                        for fail in own {
                            self.patch(fail);
                        }
                    } else {
                        fails.extend(own);
                    }
                }
                for jump in done {
                    self.patch(jump);
                }
            }
        }
        Ok(())
    }

    /// A bare name that is a constant or a variant, and so binds nothing.
    fn pattern_constant(&mut self, p: &Pattern) -> Option<Path> {
        let PatternKind::Bind {
            name,
            by_ref: false,
            mutable: false,
            sub: None,
        } = &p.kind
        else {
            return None;
        };
        let def = self.p.first(self.module(), name, true)?;
        let constant = match def {
            Def::Variant(..) | Def::Const(_) => true,
            Def::Type(id) => self
                .p
                .types
                .get(id as usize)
                .is_some_and(|t| !t.is_enum && t.variants.first().is_some_and(|v| v.shape == 0)),
            _ => false,
        };
        let segment = Segment {
            name: name.clone(),
            span: p.span,
            args: Vec::new(),
            bindings: Vec::new(),
        };
        constant.then(|| Path {
            of: None,
            segments: vec![segment],
            span: p.span,
        })
    }

    fn path_pattern(&mut self, path: &Path, part: &Part, ty: &Ty, fails: &mut Vec<usize>) -> Res<()> {
        if let Some((id, variant)) = self.variant_of(path)? {
            self.fields_of(id, variant, ty);
            if let Some(v) = variant {
                self.load(part, false);
                self.emit(Op::IsVariant(v));
                self.fail_unless(fails);
            }
            return Ok(());
        }
        self.load(part, false);
        let found = self.path_value(path, ty)?;
        self.infer.unify(&found, ty);
        self.emit(Op::Bin(Binary::Eq));
        self.fail_unless(fails);
        Ok(())
    }

    /// Fields of a struct or variant with the arguments that a value of the type has.
    fn fields_of(&mut self, id: u32, variant: Option<u32>, ty: &Ty) -> Vec<(Name, Ty)> {
        let own = self.adt_fresh(id);
        self.infer.unify(&own, ty);
        let Ty::Adt(_, args) = &own else { return Vec::new() };
        let Some(def) = self.p.types.get(id as usize) else {
            return Vec::new();
        };
        let generics = def.generics.clone();
        let fields = def
            .variants
            .get(variant.unwrap_or(0) as usize)
            .map(|v| v.fields.clone())
            .unwrap_or_default();
        fields
            .into_iter()
            .map(|(n, t)| (n, Self::substitute(&t, &generics, args)))
            .collect()
    }

    pub fn no_match(&mut self, words: &str) {
        self.push(Value::str(words));
        self.emit(Op::Panic);
    }
}
