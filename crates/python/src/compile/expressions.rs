//! Expressions.

use super::*;

impl<'a> Compiler<'a> {
    pub(super) fn expr(&mut self, e: &'a Expr) -> Compiled {
        let span = e.span;
        match &e.kind {
            ExprKind::Name(n) => self.load(n, span),
            ExprKind::Const(c) => self.constant(c.clone(), span),
            ExprKind::Tuple(items) => {
                if !items.is_empty()
                    && items.len() < 64
                    && let Some(folded) = items.iter().map(constant_of).collect::<Option<Vec<_>>>()
                {
                    self.constant(Const::Tuple(folded), span);
                    return Ok(());
                }
                if items.iter().any(is_star) {
                    self.star_list(items, span)?;
                    self.emit(Op::ListToTuple, span);
                } else {
                    self.exprs(items)?;
                    self.emit(Op::Tuple(items.len() as u32), span);
                }
            }
            ExprKind::List(items) => {
                if items.iter().any(is_star) {
                    self.star_list(items, span)?;
                } else {
                    self.exprs(items)?;
                    self.emit(Op::List(items.len() as u32), span);
                }
            }
            ExprKind::Set(items) => {
                if items.iter().any(is_star) {
                    self.emit(Op::Set(0), span);
                    for item in items {
                        match &item.kind {
                            ExprKind::Starred(inner) => {
                                self.expr(inner)?;
                                self.emit(Op::SetUpdate, span);
                            }
                            _ => {
                                self.expr(item)?;
                                self.emit(Op::SetAdd(1), span);
                            }
                        }
                    }
                } else {
                    self.exprs(items)?;
                    self.emit(Op::Set(items.len() as u32), span);
                }
            }
            ExprKind::Dict(items) => {
                let plain = items.iter().all(|(k, _)| k.is_some()) && items.len() < 4000;
                if plain {
                    for (k, v) in items {
                        if let Some(k) = k {
                            self.expr(k)?;
                        }
                        self.expr(v)?;
                    }
                    self.emit(Op::Map(items.len() as u32), span);
                } else {
                    self.emit(Op::Map(0), span);
                    for (k, v) in items {
                        match k {
                            Some(k) => {
                                self.expr(k)?;
                                self.expr(v)?;
                                self.emit(Op::MapAdd(1), span);
                            }
                            None => {
                                self.expr(v)?;
                                self.emit(Op::DictUpdate, v.span);
                            }
                        }
                    }
                }
            }
            ExprKind::Binary(a, op, b) => {
                if let (Some(Const::Int(x)), Some(Const::Int(y))) = (constant_of(a), constant_of(b)) {
                    let folded = match op {
                        BinOp::Add => x.checked_add(y),
                        BinOp::Sub => x.checked_sub(y),
                        BinOp::Mul => x.checked_mul(y),
                        _ => None,
                    };
                    if let Some(n) = folded {
                        self.constant(Const::Int(n), span);
                        return Ok(());
                    }
                }
                self.expr(a)?;
                self.expr(b)?;
                self.emit(Op::Binary(*op), span);
            }
            ExprKind::Unary(op, a) => {
                if let Some(c) = constant_of(e) {
                    self.constant(c, span);
                    return Ok(());
                }
                self.expr(a)?;
                self.emit(Op::Unary(*op), span);
            }
            ExprKind::Bool(or, items) => {
                let mut jumps = Vec::new();
                for (n, item) in items.iter().enumerate() {
                    self.expr(item)?;
                    if n + 1 < items.len() {
                        self.emit(Op::Dup, item.span);
                        let op = if *or { Op::JumpIfTrue(0) } else { Op::JumpIfFalse(0) };
                        jumps.push(self.emit(op, item.span));
                        self.emit(Op::Pop, item.span);
                    }
                }
                for j in jumps {
                    self.land(j);
                }
            }
            ExprKind::Compare(left, rest) => {
                self.expr(left)?;
                let mut jumps = Vec::new();
                for (n, (op, right)) in rest.iter().enumerate() {
                    self.expr(right)?;
                    if n + 1 < rest.len() {
                        self.emit(Op::Dup, span);
                        self.emit(Op::Copy(3), span);
                        self.emit(Op::Swap(1), span);
                        // left right left right -> left right result
                        self.emit(Op::Compare(*op), span);
                        // Keep the right operand under the result, drop the left one.
                        self.emit(Op::Swap(2), span);
                        self.emit(Op::Pop, span);
                        self.emit(Op::Swap(1), span);
                        self.emit(Op::Dup, span);
                        jumps.push(self.emit(Op::JumpIfFalse(0), span));
                        self.emit(Op::Pop, span);
                    } else {
                        self.emit(Op::Compare(*op), span);
                    }
                }
                if !jumps.is_empty() {
                    let end = self.emit(Op::Jump(0), span);
                    for j in jumps {
                        self.land(j);
                    }
                    // right result -> result
                    self.emit(Op::Swap(1), span);
                    self.emit(Op::Pop, span);
                    self.land(end);
                }
            }
            ExprKind::Call(function, arguments) => self.call(function, arguments, span)?,
            ExprKind::Attribute(object, name) => {
                self.expr(object)?;
                let n = self.name_index(name);
                self.emit(Op::LoadAttr(n), span);
            }
            ExprKind::Subscript(object, index) => {
                self.expr(object)?;
                self.expr(index)?;
                self.emit(Op::Subscript, span);
            }
            ExprKind::Slice(a, b, c) => {
                for part in [a, b] {
                    match part {
                        Some(e) => self.expr(e)?,
                        None => self.constant(Const::None, span),
                    }
                }
                if let Some(step) = c {
                    self.expr(step)?;
                }
                self.emit(Op::Slice(if c.is_some() { 3 } else { 2 }), span);
            }
            ExprKind::Starred(_) => return self.fail("can't use starred expression here", span),
            ExprKind::Lambda(params, body) => {
                let flags = self.defaults(params, span)?;
                let scope = self.enter_scope(node(&**params));
                let outer = std::mem::replace(&mut self.scope, scope);
                self.open_unit("<lambda>".into(), scope, span.line);
                self.params(params);
                if self.scopes.all[scope].generator {
                    self.unit().flags |= GENERATOR;
                    self.emit(Op::MakeGenerator, span);
                }
                self.expr(body)?;
                self.emit(Op::Return, body.span);
                let free = self.free_cells();
                let code = self.close_unit();
                self.scope = outer;
                self.make_function(code, free, flags, span);
            }
            ExprKind::IfElse(test, body, or_else) => {
                let no = self.jump_if(test, false)?;
                self.expr(body)?;
                let end = self.emit(Op::Jump(0), span);
                self.land_all(no);
                self.expr(or_else)?;
                self.land(end);
            }
            ExprKind::ListComp(elt, generators) => self.comprehension(Op::List(0), generators, elt, None, span)?,
            ExprKind::SetComp(elt, generators) => self.comprehension(Op::Set(0), generators, elt, None, span)?,
            ExprKind::DictComp(k, v, generators) => self.comprehension(Op::Map(0), generators, k, Some(v), span)?,
            ExprKind::GenExpr(elt, generators) => self.generator_expression(elt, generators, span)?,
            ExprKind::Yield(value) => {
                match value {
                    Some(v) => self.expr(v)?,
                    None => self.constant(Const::None, span),
                }
                if self.unit().flags & ASYNC_GENERATOR != 0 {
                    self.emit(Op::AsyncYieldWrap, span);
                }
                self.emit(Op::Yield, span);
            }
            ExprKind::YieldFrom(value) => {
                if self.unit().flags & (ASYNC_GENERATOR | COROUTINE) != 0 {
                    return self.fail("'yield from' inside async function", span);
                }
                self.expr(value)?;
                self.emit(Op::YieldFromIter, span);
                self.yield_from(span);
            }
            ExprKind::Await(value) => {
                if self.unit().flags & (ASYNC_GENERATOR | COROUTINE) == 0 {
                    let message = if self.unit().optimized {
                        "'await' outside async function"
                    } else {
                        "'await' outside function"
                    };
                    return self.fail(message, span);
                }
                self.expr(value)?;
                self.emit(Op::Awaitable(0), span);
                self.yield_from(span);
            }
            ExprKind::Named(target, value) => {
                self.expr(value)?;
                self.emit(Op::Dup, span);
                if let ExprKind::Name(n) = &target.kind {
                    self.store(n, span);
                }
            }
            ExprKind::FString(parts) => self.fstring(parts, span)?,
        }
        Ok(())
    }

    pub(super) fn exprs(&mut self, items: &'a [Expr]) -> Compiled {
        items.iter().try_for_each(|e| self.expr(e))
    }

    /// With the iterator on top: yields what it yields, leaves its value.
    pub(super) fn yield_from(&mut self, span: Span) {
        self.constant(Const::None, span);
        let send = self.emit(Op::Send(0), span);
        self.emit(Op::Yield, span);
        self.emit(Op::Jump(send as u32), span);
        self.land(send);
    }

    fn star_list(&mut self, items: &'a [Expr], span: Span) -> Compiled {
        self.emit(Op::List(0), span);
        for item in items {
            match &item.kind {
                ExprKind::Starred(inner) => {
                    self.expr(inner)?;
                    self.emit(Op::ListExtend, item.span);
                }
                _ => {
                    self.expr(item)?;
                    self.emit(Op::ListAppend(1), item.span);
                }
            }
        }
        Ok(())
    }

    pub(super) fn call(&mut self, function: &'a Expr, arguments: &'a [Argument], span: Span) -> Compiled {
        // `super()` is handed its class and object.
        if arguments.is_empty()
            && let ExprKind::Name(n) = &function.kind
            && &**n == "super"
            && matches!(self.find(n).1, Found::Global | Found::Namespace)
            && let Some(first) = self.unit().locals.first().cloned()
            && self.unit().args > 0
            && matches!(self.find(&"__class__".into()).1, Found::Scope(_))
        {
            self.load(n, function.span);
            self.emit(Op::PushNull, span);
            self.load(&"__class__".into(), span);
            let scope = self.unit().scope;
            let op = if self.is_cell(scope, &first) {
                Op::LoadDeref(self.cell_of(scope, &first))
            } else {
                Op::LoadFast(self.slot_of(scope, &first))
            };
            self.emit(op, span);
            self.emit(Op::Call(2), span);
            return Ok(());
        }
        let simple = arguments.len() < 200
            && arguments.iter().all(|a| matches!(a, Argument::Positional(_) | Argument::Keyword(..)));
        if let ExprKind::Attribute(object, name) = &function.kind
            && simple
        {
            self.expr(object)?;
            let n = self.name_index(name);
            // The error of a missing method points at the name; a call over several lines is reported at its name.
            self.emit(Op::LoadMethod(n), function.span);
        } else {
            self.expr(function)?;
            if simple {
                self.emit(Op::PushNull, function.span);
            }
        }
        if simple {
            self.simple_arguments(arguments, span)?;
        } else {
            self.spread_arguments(arguments, span)?;
        }
        Ok(())
    }

    pub(super) fn simple_arguments(&mut self, arguments: &'a [Argument], span: Span) -> Compiled {
        let mut names = Vec::new();
        for a in arguments {
            match a {
                Argument::Positional(e) => self.expr(e)?,
                Argument::Keyword(n, e) => {
                    names.push(n.clone());
                    self.expr(e)?;
                }
                _ => {}
            }
        }
        self.emit_call(arguments.len() as u32, names, span);
        Ok(())
    }

    pub(super) fn emit_call(&mut self, count: u32, names: Vec<Rc<str>>, span: Span) {
        if names.is_empty() {
            self.emit(Op::Call(count), span);
        } else {
            let n = self.add_constant(Constant::Names(names));
            self.emit(Op::CallKw(count, n), span);
        }
    }

    /// With the callable on top: pushes a list turned tuple and a dict, and calls.
    pub(super) fn spread_arguments(&mut self, arguments: &'a [Argument], span: Span) -> Compiled {
        self.emit(Op::List(0), span);
        for a in arguments {
            match a {
                Argument::Positional(e) => {
                    self.expr(e)?;
                    self.emit(Op::ListAppend(1), span);
                }
                Argument::Star(e) => {
                    self.expr(e)?;
                    self.emit(Op::ListExtend, e.span);
                }
                _ => {}
            }
        }
        self.emit(Op::ListToTuple, span);
        let keywords = arguments.iter().any(|a| matches!(a, Argument::Keyword(..) | Argument::DoubleStar(_)));
        if keywords {
            self.emit(Op::Map(0), span);
            for a in arguments {
                match a {
                    Argument::Keyword(n, e) => {
                        self.emit(Op::Map(0), span);
                        self.constant(Const::Str(n.clone()), span);
                        self.expr(e)?;
                        self.emit(Op::MapAdd(1), span);
                        self.emit(Op::DictMerge(3), span);
                    }
                    Argument::DoubleStar(e) => {
                        self.expr(e)?;
                        self.emit(Op::DictMerge(3), span);
                    }
                    _ => {}
                }
            }
        }
        self.emit(Op::CallEx(keywords), span);
        Ok(())
    }

    pub(super) fn land_all(&mut self, jumps: Vec<usize>) {
        for j in jumps {
            self.land(j);
        }
    }

    /// Jumps taken when the test is `sense`; falls through otherwise.
    pub(super) fn jump_if(&mut self, test: &'a Expr, sense: bool) -> Result<Vec<usize>, SyntaxError> {
        match &test.kind {
            ExprKind::Unary(UnaryOp::Not, inner) => self.jump_if(inner, !sense),
            ExprKind::Bool(or, items) if *or == sense => {
                let mut jumps = Vec::new();
                for item in items {
                    jumps.extend(self.jump_if(item, sense)?);
                }
                Ok(jumps)
            }
            ExprKind::Bool(_, items) => {
                let mut skip = Vec::new();
                let mut jumps = Vec::new();
                for (n, item) in items.iter().enumerate() {
                    if n + 1 < items.len() {
                        skip.extend(self.jump_if(item, !sense)?);
                    } else {
                        jumps = self.jump_if(item, sense)?;
                    }
                }
                self.land_all(skip);
                Ok(jumps)
            }
            _ => {
                self.expr(test)?;
                let op = if sense { Op::JumpIfTrue(0) } else { Op::JumpIfFalse(0) };
                Ok(vec![self.emit(op, test.span)])
            }
        }
    }

    fn fstring(&mut self, parts: &'a [FPart], span: Span) -> Compiled {
        if parts.is_empty() {
            self.constant(Const::Str("".into()), span);
            return Ok(());
        }
        for part in parts {
            match part {
                FPart::Text(t) => self.constant(Const::Str(t.clone()), span),
                FPart::Value { expr, conversion, spec } => {
                    self.expr(expr)?;
                    if !spec.is_empty() {
                        self.fstring(spec, span)?;
                    }
                    self.emit(Op::Format(conversion.map_or(0, |c| c as u8), !spec.is_empty()), expr.span);
                }
            }
        }
        if parts.len() > 1 || matches!(parts.first(), Some(FPart::Text(_))) {
            self.emit(Op::Join(parts.len() as u32), span);
        }
        Ok(())
    }

    fn comprehension(
        &mut self,
        make: Op,
        generators: &'a [Generator],
        elt: &'a Expr,
        value: Option<&'a Expr>,
        span: Span,
    ) -> Compiled {
        let Some(first) = generators.first() else { return Ok(()) };
        self.expr(&first.iter)?;
        self.emit(if first.is_async { Op::AsyncIter } else { Op::Iter }, first.iter.span);
        let scope = self.enter_scope(generators.as_ptr() as usize);
        let outer = std::mem::replace(&mut self.scope, scope);
        let inline = self.scopes.all[scope].unit != scope;
        if inline {
            let cells: Vec<u32> =
                self.unit().cell_slots.iter().filter(|((s, _), _)| *s == scope).map(|(_, n)| *n).collect();
            for c in cells {
                self.emit(Op::MakeCell(c), span);
            }
            self.emit(make, span);
            self.emit(Op::Swap(1), span);
            self.loops(make, generators, 0, elt, value, 2, span)?;
            self.scope = outer;
            return Ok(());
        }
        let name = match make {
            Op::List(_) => "<listcomp>",
            Op::Set(_) => "<setcomp>",
            _ => "<dictcomp>",
        };
        self.open_unit(name.into(), scope, span.line);
        self.slot_of(scope, &".0".into());
        self.unit().args = 1;
        if self.scopes.all[scope].awaits {
            self.unit().flags |= COROUTINE;
            self.emit(Op::MakeGenerator, span);
        }
        self.emit(make, span);
        self.emit(Op::LoadFast(0), span);
        self.loops(make, generators, 0, elt, value, 2, span)?;
        self.emit(Op::Return, span);
        let free = self.free_cells();
        let code = self.close_unit();
        self.scope = outer;
        self.make_function(code, free, 0, span);
        // iterator function -> function null iterator
        self.emit(Op::Swap(1), span);
        self.emit(Op::PushNull, span);
        self.emit(Op::Swap(1), span);
        self.emit(Op::Call(1), span);
        Ok(())
    }

    /// The loops from the n-th on; an iterator is on top, the collection `depth - 1` under it.
    #[allow(clippy::too_many_arguments)]
    fn loops(
        &mut self,
        make: Op,
        generators: &'a [Generator],
        n: usize,
        elt: &'a Expr,
        value: Option<&'a Expr>,
        depth: u32,
        span: Span,
    ) -> Compiled {
        let Some(g) = generators.get(n) else { return Ok(()) };
        let start = self.here();
        let mut guard = 0;
        let head = if g.is_async {
            guard = self.emit(Op::Try(0), span);
            self.emit(Op::AsyncNext, span);
            self.yield_from(span);
            self.emit(Op::PopBlock, span);
            0
        } else {
            self.emit(Op::For(0), g.iter.span)
        };
        self.assign(&g.target)?;
        let mut skips = Vec::new();
        for c in &g.conditions {
            skips.extend(self.jump_if(c, false)?);
        }
        if n + 1 < generators.len() {
            let inner = &generators[n + 1];
            self.expr(&inner.iter)?;
            self.emit(if inner.is_async { Op::AsyncIter } else { Op::Iter }, inner.iter.span);
            self.loops(make, generators, n + 1, elt, value, depth + 1, span)?;
        } else {
            self.expr(elt)?;
            match (make, value) {
                (Op::List(_), _) => {
                    self.emit(Op::ListAppend(depth), elt.span);
                }
                (Op::Set(_), _) => {
                    self.emit(Op::SetAdd(depth), elt.span);
                }
                (Op::Map(_), Some(v)) => {
                    self.expr(v)?;
                    self.emit(Op::MapAdd(depth), elt.span);
                }
                _ => {
                    if self.unit().flags & ASYNC_GENERATOR != 0 {
                        self.emit(Op::AsyncYieldWrap, elt.span);
                    }
                    self.emit(Op::Yield, elt.span);
                    self.emit(Op::Pop, elt.span);
                }
            }
        }
        self.land_all(skips);
        self.emit(Op::Jump(start as u32), span);
        if g.is_async {
            self.land(guard);
            self.emit(Op::EndAsyncFor, span);
        } else {
            self.land(head);
        }
        Ok(())
    }

    fn generator_expression(&mut self, elt: &'a Expr, generators: &'a [Generator], span: Span) -> Compiled {
        let Some(first) = generators.first() else { return Ok(()) };
        self.expr(&first.iter)?;
        self.emit(if first.is_async { Op::AsyncIter } else { Op::Iter }, first.iter.span);
        let scope = self.enter_scope(generators.as_ptr() as usize);
        let outer = std::mem::replace(&mut self.scope, scope);
        self.open_unit("<genexpr>".into(), scope, span.line);
        self.slot_of(scope, &".0".into());
        self.unit().args = 1;
        self.unit().flags |= if self.scopes.all[scope].awaits { ASYNC_GENERATOR } else { GENERATOR };
        self.emit(Op::MakeGenerator, span);
        self.emit(Op::LoadFast(0), span);
        self.loops(Op::Nop, generators, 0, elt, None, 2, span)?;
        self.constant(Const::None, span);
        self.emit(Op::Return, span);
        let free = self.free_cells();
        let code = self.close_unit();
        self.scope = outer;
        self.make_function(code, free, 0, span);
        self.emit(Op::Swap(1), span);
        self.emit(Op::PushNull, span);
        self.emit(Op::Swap(1), span);
        self.emit(Op::Call(1), span);
        Ok(())
    }

    /// Stores the top into a target.
    pub(super) fn assign(&mut self, target: &'a Expr) -> Compiled {
        let span = target.span;
        match &target.kind {
            ExprKind::Name(n) => self.store(n, span),
            ExprKind::Attribute(object, name) => {
                self.expr(object)?;
                let n = self.name_index(name);
                self.emit(Op::StoreAttr(n), span);
            }
            ExprKind::Subscript(object, index) => {
                self.expr(object)?;
                self.expr(index)?;
                self.emit(Op::StoreSubscript, span);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                match items.iter().position(is_star) {
                    Some(n) => self.emit(Op::UnpackEx(n as u32, (items.len() - n - 1) as u32), span),
                    None => self.emit(Op::Unpack(items.len() as u32), span),
                };
                for item in items {
                    match &item.kind {
                        ExprKind::Starred(inner) => self.assign(inner)?,
                        _ => self.assign(item)?,
                    }
                }
            }
            ExprKind::Starred(_) => return self.fail("starred assignment target must be in a list or tuple", span),
            _ => return self.fail("cannot assign to this", span),
        }
        Ok(())
    }
}

fn is_star(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Starred(_))
}

fn constant_of(e: &Expr) -> Option<Const> {
    match &e.kind {
        ExprKind::Const(c) => Some(c.clone()),
        ExprKind::Unary(UnaryOp::Neg, inner) => match constant_of(inner)? {
            Const::Int(n) => n.checked_neg().map(Const::Int),
            Const::Float(n) => Some(Const::Float(-n)),
            Const::Big(n) => Some(Const::Big(-n)),
            _ => None,
        },
        _ => None,
    }
}
