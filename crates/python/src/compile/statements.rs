//! Statements.

use super::*;

impl<'a> Compiler<'a> {
    pub(super) fn body(&mut self, body: &'a [Stmt]) -> Compiled {
        body.iter().try_for_each(|s| self.stmt(s))
    }

    fn stmt(&mut self, stmt: &'a Stmt) -> Compiled {
        let span = stmt.span;
        match &stmt.kind {
            StmtKind::Expr(e) => {
                if self.mode == Mode::Single && self.units.len() == 1 {
                    let hook: Rc<str> = "__displayhook__".into();
                    let n = self.plain_name_index(&hook);
                    self.emit(Op::LoadGlobal(n), span);
                    self.emit(Op::PushNull, span);
                    self.expr(e)?;
                    self.emit(Op::Call(1), span);
                    self.emit(Op::Pop, span);
                    return Ok(());
                }
                if matches!(e.kind, ExprKind::Const(_)) {
                    self.emit(Op::Nop, span);
                    return Ok(());
                }
                self.expr(e)?;
                self.emit(Op::Pop, span);
            }
            StmtKind::Assign(targets, value) => {
                self.expr(value)?;
                for (n, t) in targets.iter().enumerate() {
                    if n + 1 < targets.len() {
                        self.emit(Op::Dup, span);
                    }
                    self.assign(t)?;
                }
            }
            StmtKind::AugAssign(target, op, value) => match &target.kind {
                ExprKind::Attribute(object, name) => {
                    self.expr(object)?;
                    self.emit(Op::Dup, span);
                    let n = self.name_index(name);
                    self.emit(Op::LoadAttr(n), target.span);
                    self.expr(value)?;
                    self.emit(Op::Inplace(*op), span);
                    self.emit(Op::Swap(1), span);
                    self.emit(Op::StoreAttr(n), target.span);
                }
                ExprKind::Subscript(object, index) => {
                    self.expr(object)?;
                    self.expr(index)?;
                    self.emit(Op::Copy(2), span);
                    self.emit(Op::Copy(2), span);
                    self.emit(Op::Subscript, target.span);
                    self.expr(value)?;
                    self.emit(Op::Inplace(*op), span);
                    // object index value -> value object index
                    self.emit(Op::Swap(2), span);
                    self.emit(Op::Swap(1), span);
                    self.emit(Op::StoreSubscript, target.span);
                }
                _ => {
                    self.expr(target)?;
                    self.expr(value)?;
                    self.emit(Op::Inplace(*op), span);
                    self.assign(target)?;
                }
            },
            StmtKind::AnnAssign(target, annotation, value) => {
                if let Some(v) = value {
                    self.expr(v)?;
                    self.assign(target)?;
                }
                if !self.unit().optimized
                    && let ExprKind::Name(n) = &target.kind
                {
                    self.emit(Op::SetupAnnotations, span);
                    self.annotation(annotation)?;
                    let annotations: Rc<str> = "__annotations__".into();
                    let index = self.plain_name_index(&annotations);
                    self.emit(Op::LoadName(index), span);
                    let name = mangle(self.class_names.last().map(|s| &**s), n);
                    self.constant(Const::Str(name), span);
                    self.emit(Op::StoreSubscript, span);
                }
            }
            StmtKind::Return(value) => {
                if !self.unit().optimized {
                    return self.fail("'return' outside function", span);
                }
                if value.is_some() && self.unit().flags & ASYNC_GENERATOR != 0 {
                    return self.fail("'return' with value in async generator", span);
                }
                match value {
                    Some(v) => self.expr(v)?,
                    None => self.constant(Const::None, span),
                }
                self.unwind_all(true, span)?;
                self.emit(Op::Return, span);
            }
            StmtKind::Delete(targets) => targets.iter().try_for_each(|t| self.delete(t))?,
            StmtKind::Pass => {
                self.emit(Op::Nop, span);
            }
            StmtKind::Break => self.leave_loop(true, span)?,
            StmtKind::Continue => self.leave_loop(false, span)?,
            StmtKind::If(test, body, or_else) => {
                let no = self.jump_if(test, false)?;
                self.body(body)?;
                if or_else.is_empty() {
                    self.land_all(no);
                } else {
                    let end = self.emit(Op::Jump(0), span);
                    self.land_all(no);
                    self.body(or_else)?;
                    self.land(end);
                }
            }
            StmtKind::While(test, body, or_else) => {
                let start = self.here();
                let always = matches!(test.kind, ExprKind::Const(Const::True))
                    || matches!(test.kind, ExprKind::Const(Const::Int(n)) if n != 0);
                let out = if always { Vec::new() } else { self.jump_if(test, false)? };
                self.push_loop(start, false, span)?;
                self.body(body)?;
                self.emit(Op::Jump(start as u32), span);
                let breaks = self.pop_loop();
                self.land_all(out);
                self.body(or_else)?;
                self.land_all(breaks);
            }
            StmtKind::For { target, iter, body, or_else, is_async } => {
                self.expr(iter)?;
                if *is_async {
                    return self.async_for(target, iter, body, or_else, span);
                }
                self.emit(Op::Iter, iter.span);
                let start = self.here();
                let head = self.emit(Op::For(0), iter.span);
                self.push_loop(start, true, span)?;
                self.assign(target)?;
                self.body(body)?;
                self.emit(Op::Jump(start as u32), span);
                let breaks = self.pop_loop();
                self.land(head);
                self.body(or_else)?;
                self.land_all(breaks);
            }
            StmtKind::Function(f) => self.function(f, span)?,
            StmtKind::Class(c) => self.class(c, span)?,
            StmtKind::Try { body, handlers, or_else, finally, star } => {
                if finally.is_empty() {
                    self.try_except(body, handlers, or_else, *star, span)?;
                } else {
                    let setup = self.emit(Op::Try(0), span);
                    self.push_block(Block::Finally(finally), span)?;
                    if handlers.is_empty() {
                        self.body(body)?;
                    } else {
                        self.try_except(body, handlers, or_else, *star, span)?;
                    }
                    self.pop_block();
                    self.emit(Op::PopBlock, span);
                    self.body(finally)?;
                    let end = self.emit(Op::Jump(0), span);
                    self.land(setup);
                    self.emit(Op::PushHandled, span);
                    self.push_block(Block::FinallyEnd, span)?;
                    self.body(finally)?;
                    self.pop_block();
                    self.emit(Op::Reraise, span);
                    self.land(end);
                }
            }
            StmtKind::With { items, body, is_async } => self.with(items, body, *is_async, span)?,
            StmtKind::Raise(what, cause) => {
                let mut count = 0;
                for e in [what, cause].into_iter().flatten() {
                    self.expr(e)?;
                    count += 1;
                }
                self.emit(Op::Raise(count), span);
            }
            StmtKind::Assert(test, message) => {
                let yes = self.jump_if(test, true)?;
                self.emit(Op::LoadAssertionError, span);
                if let Some(m) = message {
                    self.emit(Op::PushNull, span);
                    self.expr(m)?;
                    self.emit(Op::Call(1), span);
                }
                self.emit(Op::Raise(1), test.span);
                self.land_all(yes);
            }
            StmtKind::Import(names) => {
                for alias in names {
                    self.constant(Const::Int(0), span);
                    self.constant(Const::None, span);
                    let n = self.plain_name_index(&alias.name);
                    self.emit(Op::Import(n), span);
                    match &alias.as_name {
                        Some(as_name) => {
                            for part in alias.name.split('.').skip(1) {
                                let n = self.plain_name_index(&part.into());
                                self.emit(Op::ImportFrom(n), span);
                                self.emit(Op::Swap(1), span);
                                self.emit(Op::Pop, span);
                            }
                            self.store(as_name, span);
                        }
                        None => {
                            let first: Rc<str> = alias.name.split('.').next().unwrap_or("").into();
                            self.store(&first, span);
                        }
                    }
                }
            }
            StmtKind::ImportFrom(module, names, level) => {
                if module.as_deref() == Some("__future__") {
                    for alias in names {
                        let known = [
                            "annotations",
                            "division",
                            "print_function",
                            "absolute_import",
                            "unicode_literals",
                            "generators",
                            "with_statement",
                            "generator_stop",
                            "nested_scopes",
                            "barry_as_FLUFL",
                        ];
                        if !known.contains(&&*alias.name) {
                            return self.fail(format!("future feature {} is not defined", alias.name), span);
                        }
                    }
                }
                self.constant(Const::Int(i64::from(*level)), span);
                let list = names.iter().map(|a| Const::Str(a.name.clone())).collect();
                self.constant(Const::Tuple(list), span);
                let empty: Rc<str> = "".into();
                let n = self.plain_name_index(module.as_ref().unwrap_or(&empty));
                self.emit(Op::Import(n), span);
                if names.first().is_some_and(|a| &*a.name == "*") {
                    self.emit(Op::ImportStar, span);
                    return Ok(());
                }
                for alias in names {
                    let n = self.plain_name_index(&alias.name);
                    self.emit(Op::ImportFrom(n), span);
                    self.store(alias.as_name.as_ref().unwrap_or(&alias.name), span);
                }
                self.emit(Op::Pop, span);
            }
            StmtKind::Global(_) | StmtKind::Nonlocal(_) => {}
            StmtKind::Match(subject, cases) => self.match_statement(subject, cases, span)?,
            StmtKind::TypeAlias(name, value) => {
                self.expr(value)?;
                self.store(name, span);
            }
        }
        Ok(())
    }

    fn annotation(&mut self, e: &'a Expr) -> Compiled {
        self.expr(e)
    }

    fn delete(&mut self, target: &'a Expr) -> Compiled {
        match &target.kind {
            ExprKind::Name(n) => self.delete_name(n, target.span),
            ExprKind::Attribute(object, name) => {
                self.expr(object)?;
                let n = self.name_index(name);
                self.emit(Op::DeleteAttr(n), target.span);
            }
            ExprKind::Subscript(object, index) => {
                self.expr(object)?;
                self.expr(index)?;
                self.emit(Op::DeleteSubscript, target.span);
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().try_for_each(|t| self.delete(t))?,
            _ => return self.fail("cannot delete this", target.span),
        }
        Ok(())
    }

    fn push_block(&mut self, block: Block<'a>, span: Span) -> Compiled {
        if self.unit().blocks.len() >= 60 {
            return self.fail("too many statically nested blocks", span);
        }
        self.unit().blocks.push(block);
        Ok(())
    }
    fn pop_block(&mut self) {
        self.unit().blocks.pop();
    }
    fn push_loop(&mut self, start: usize, is_for: bool, span: Span) -> Compiled {
        self.unit().breaks.push(Vec::new());
        self.push_block(Block::Loop { start, is_for }, span)
    }
    fn pop_loop(&mut self) -> Vec<usize> {
        self.pop_block();
        self.unit().breaks.pop().unwrap_or_default()
    }

    fn leave_loop(&mut self, is_break: bool, span: Span) -> Compiled {
        let depth = self.unit().blocks.iter().rposition(|b| matches!(b, Block::Loop { .. }));
        let Some(depth) = depth else {
            let message = if is_break { "'break' outside loop" } else { "'continue' not properly in loop" };
            return self.fail(message, span);
        };
        let saved = self.unit().blocks.clone();
        while self.unit().blocks.len() > depth + 1 {
            let Some(block) = self.unit().blocks.pop() else { break };
            self.unwind(&block, false, span)?;
        }
        if let Some(Block::Loop { start, is_for }) = saved.get(depth).cloned() {
            if is_break {
                if is_for {
                    self.emit(Op::Pop, span);
                }
                let jump = self.emit(Op::Jump(0), span);
                if let Some(list) = self.unit().breaks.last_mut() {
                    list.push(jump);
                }
            } else {
                self.emit(Op::Jump(start as u32), span);
            }
        }
        self.unit().blocks = saved;
        Ok(())
    }

    fn unwind_all(&mut self, keep_top: bool, span: Span) -> Compiled {
        let saved = self.unit().blocks.clone();
        while let Some(block) = self.unit().blocks.pop() {
            self.unwind(&block, keep_top, span)?;
        }
        self.unit().blocks = saved;
        Ok(())
    }

    fn unwind(&mut self, block: &Block<'a>, keep_top: bool, span: Span) -> Compiled {
        match block {
            Block::Loop { is_for, .. } => {
                if *is_for {
                    if keep_top {
                        self.emit(Op::Swap(1), span);
                    }
                    self.emit(Op::Pop, span);
                }
            }
            Block::Try => {
                self.emit(Op::PopBlock, span);
            }
            Block::Finally(body) => {
                self.emit(Op::PopBlock, span);
                // A `break` of the loop outside belongs to that loop, so the blocks left are the right context.
                self.body(body)?;
            }
            Block::With { is_async } => {
                self.emit(Op::PopBlock, span);
                if keep_top {
                    self.emit(Op::Swap(1), span);
                }
                self.call_exit(*is_async, span);
            }
            Block::Handler(name) => {
                self.emit(Op::PopBlock, span);
                self.emit(Op::PopHandled, span);
                if let Some(n) = name {
                    self.constant(Const::None, span);
                    self.store(n, span);
                    self.delete_name(n, span);
                }
            }
            Block::FinallyEnd => {
                if keep_top {
                    self.emit(Op::Swap(1), span);
                }
                self.emit(Op::Pop, span);
                self.emit(Op::PopHandled, span);
            }
        }
        Ok(())
    }

    /// With the exit function on top: calls it with three times None and drops the result.
    fn call_exit(&mut self, is_async: bool, span: Span) {
        self.emit(Op::PushNull, span);
        for _ in 0..3 {
            self.constant(Const::None, span);
        }
        self.emit(Op::Call(3), span);
        if is_async {
            self.emit(Op::Awaitable(2), span);
            self.yield_from(span);
        }
        self.emit(Op::Pop, span);
    }

    fn try_except(
        &mut self,
        body: &'a [Stmt],
        handlers: &'a [Handler],
        or_else: &'a [Stmt],
        star: bool,
        span: Span,
    ) -> Compiled {
        let setup = self.emit(Op::Try(0), span);
        self.push_block(Block::Try, span)?;
        self.body(body)?;
        self.pop_block();
        self.emit(Op::PopBlock, span);
        self.body(or_else)?;
        let mut ends = vec![self.emit(Op::Jump(0), span)];
        self.land(setup);
        self.emit(Op::PushHandled, span);
        for h in handlers {
            let mut next = None;
            if let Some(class) = &h.class {
                if star {
                    self.expr(class)?;
                    // rest, match, whether there is one
                    self.emit(Op::MatchesGroup, class.span);
                    self.emit(Op::Unpack(3), class.span);
                    next = Some(self.emit(Op::JumpIfFalse(0), class.span));
                } else {
                    self.expr(class)?;
                    self.emit(Op::Matches, class.span);
                    next = Some(self.emit(Op::JumpIfFalse(0), class.span));
                }
            }
            match &h.name {
                Some(n) => self.store(n, h.span),
                None => {
                    self.emit(Op::Pop, h.span);
                }
            }
            let cleanup = self.emit(Op::Try(0), h.span);
            self.push_block(Block::Handler(h.name.clone()), h.span)?;
            self.body(&h.body)?;
            let block = self.unit().blocks.pop();
            if star {
                self.emit(Op::PopBlock, h.span);
                if let Some(n) = &h.name {
                    self.constant(Const::None, h.span);
                    self.store(n, h.span);
                    self.delete_name(n, h.span);
                }
                // The rest goes on to the next handler.
                let over = self.emit(Op::Jump(0), h.span);
                self.land(cleanup);
                self.clear_name(&h.name, h.span)?;
                self.emit(Op::Reraise, h.span);
                if let Some(n) = next {
                    self.land(n);
                    self.emit(Op::Pop, h.span);
                }
                self.land(over);
                continue;
            }
            if let Some(b) = block {
                self.unwind(&b, false, h.span)?;
            }
            ends.push(self.emit(Op::Jump(0), h.span));
            self.land(cleanup);
            self.clear_name(&h.name, h.span)?;
            self.emit(Op::Reraise, h.span);
            if let Some(n) = next {
                self.land(n);
            }
        }
        if star {
            // What is left of the group, or None.
            self.emit(Op::Dup, span);
            let done = self.emit(Op::JumpIfNone(0), span);
            self.emit(Op::Reraise, span);
            self.land(done);
            self.emit(Op::Pop, span);
            self.emit(Op::PopHandled, span);
        } else {
            self.emit(Op::Reraise, span);
        }
        self.land_all(ends);
        Ok(())
    }

    fn clear_name(&mut self, name: &Option<Name>, span: Span) -> Compiled {
        if let Some(n) = name {
            self.constant(Const::None, span);
            self.store(n, span);
            self.delete_name(n, span);
        }
        Ok(())
    }

    fn with(&mut self, items: &'a [(Expr, Option<Expr>)], body: &'a [Stmt], is_async: bool, span: Span) -> Compiled {
        let Some(((context, target), rest)) = items.split_first() else {
            return self.body(body);
        };
        self.expr(context)?;
        let (exit, enter): (Rc<str>, Rc<str>) =
            if is_async { ("__aexit__".into(), "__aenter__".into()) } else { ("__exit__".into(), "__enter__".into()) };
        let exit = self.plain_name_index(&exit);
        let enter = self.plain_name_index(&enter);
        self.emit(Op::Dup, context.span);
        self.emit(Op::LoadSpecial(exit), context.span);
        self.emit(Op::Swap(1), context.span);
        self.emit(Op::LoadSpecial(enter), context.span);
        self.emit(Op::PushNull, context.span);
        self.emit(Op::Call(0), context.span);
        if is_async {
            self.emit(Op::Awaitable(1), context.span);
            self.yield_from(context.span);
        }
        let setup = self.emit(Op::TryUnder(0), context.span);
        // exit value: the block's stack depth counts the exit function only.
        self.push_block(Block::With { is_async }, span)?;
        match target {
            Some(t) => self.assign(t)?,
            None => {
                self.emit(Op::Pop, context.span);
            }
        }
        self.with(rest, body, is_async, span)?;
        self.pop_block();
        self.emit(Op::PopBlock, span);
        self.call_exit(is_async, context.span);
        let end = self.emit(Op::Jump(0), span);
        self.land(setup);
        self.emit(Op::PushHandled, span);
        self.emit(Op::ExitException, context.span);
        if is_async {
            self.emit(Op::Awaitable(2), context.span);
            self.yield_from(context.span);
        }
        let suppress = self.emit(Op::JumpIfTrue(0), span);
        self.emit(Op::Reraise, span);
        self.land(suppress);
        self.emit(Op::Pop, span);
        self.emit(Op::PopHandled, span);
        self.emit(Op::Pop, span);
        self.land(end);
        Ok(())
    }

    fn async_for(
        &mut self,
        target: &'a Expr,
        iter: &'a Expr,
        body: &'a [Stmt],
        or_else: &'a [Stmt],
        span: Span,
    ) -> Compiled {
        if self.unit().flags & (ASYNC_GENERATOR | COROUTINE) == 0 {
            return self.fail("'async for' outside async function", span);
        }
        self.emit(Op::AsyncIter, iter.span);
        let start = self.here();
        let guard = self.emit(Op::Try(0), span);
        self.emit(Op::AsyncNext, iter.span);
        self.yield_from(iter.span);
        self.emit(Op::PopBlock, span);
        self.push_loop(start, true, span)?;
        self.assign(target)?;
        self.body(body)?;
        self.emit(Op::Jump(start as u32), span);
        let breaks = self.pop_loop();
        self.land(guard);
        self.emit(Op::EndAsyncFor, span);
        self.body(or_else)?;
        self.land_all(breaks);
        Ok(())
    }

    fn bind_type_params(&mut self, names: &'a [Name], span: Span) {
        for n in names {
            let maker: Rc<str> = "__typevar__".into();
            let index = self.plain_name_index(&maker);
            self.emit(Op::LoadGlobal(index), span);
            self.emit(Op::PushNull, span);
            self.constant(Const::Str(n.clone()), span);
            self.emit(Op::Call(1), span);
            self.store(n, span);
        }
    }

    fn function(&mut self, f: &'a FunctionDef, span: Span) -> Compiled {
        for d in &f.decorators {
            self.expr(d)?;
            self.emit(Op::PushNull, d.span);
        }
        self.bind_type_params(&f.type_params, span);
        let mut flags = self.defaults(&f.params, span)?;
        let mut count = 0;
        for p in f
            .params
            .positional_only
            .iter()
            .chain(&f.params.positional)
            .chain(&f.params.star)
            .chain(&f.params.keyword_only)
            .chain(&f.params.double_star)
        {
            if let Some(a) = &p.annotation {
                self.constant(Const::Str(p.name.clone()), p.span);
                self.annotation(a)?;
                count += 1;
            }
        }
        if let Some(r) = &f.returns {
            self.constant(Const::Str("return".into()), span);
            self.annotation(r)?;
            count += 1;
        }
        if count > 0 {
            self.emit(Op::Map(count), span);
            flags |= 4;
        }
        let scope = self.enter_scope(node(f));
        let outer = std::mem::replace(&mut self.scope, scope);
        let name = mangle(self.class_names.last().map(|s| &**s), &f.name);
        let first_line = f.decorators.first().map_or(span.line, |d| d.span.line);
        self.open_unit(f.name.clone(), scope, first_line);
        self.params(&f.params);
        let generator = self.scopes.all[scope].generator;
        self.unit().flags |= match (f.is_async, generator) {
            (true, true) => ASYNC_GENERATOR,
            (true, false) => COROUTINE,
            (false, true) => GENERATOR,
            (false, false) => 0,
        };
        if f.is_async || generator {
            self.emit(Op::MakeGenerator, span);
        }
        self.unit().doc = docstring(&f.body);
        self.body(&f.body)?;
        let end = self.unit().spans.last().copied().unwrap_or(span);
        self.constant(Const::None, end);
        self.emit(Op::Return, end);
        let free = self.free_cells();
        let code = self.close_unit();
        self.scope = outer;
        let here = Span { end_line: span.line, end_col: span.col, ..span };
        self.make_function(code, free, flags, here);
        for d in f.decorators.iter().rev() {
            self.emit(Op::Call(1), d.span);
        }
        let _ = name;
        self.store(&f.name, here);
        Ok(())
    }

    fn class(&mut self, c: &'a ClassDef, span: Span) -> Compiled {
        for d in &c.decorators {
            self.expr(d)?;
            self.emit(Op::PushNull, d.span);
        }
        self.bind_type_params(&c.type_params, span);
        // __build_class__(function, name, *bases, **keywords)
        self.emit(Op::BuildClass, span);
        let spread = c.arguments.iter().any(|a| matches!(a, Argument::Star(_) | Argument::DoubleStar(_)));
        let here = Span { end_line: span.line, end_col: span.col, ..span };
        if !spread {
            self.emit(Op::PushNull, here);
        }
        // The body's scope comes after the arguments' in the first walk, but scopes are found by node.
        let scope = self.enter_scope(node(c));
        let outer = std::mem::replace(&mut self.scope, scope);
        let first_line = c.decorators.first().map_or(span.line, |d| d.span.line);
        self.open_unit(c.name.clone(), scope, first_line);
        self.class_names.push(c.name.clone());
        let qualname = self.unit().qualname.clone();
        let n = self.plain_name_index(&"__name__".into());
        self.emit(Op::LoadName(n), here);
        let n = self.plain_name_index(&"__module__".into());
        self.emit(Op::StoreName(n), here);
        self.constant(Const::Str(qualname), here);
        let n = self.plain_name_index(&"__qualname__".into());
        self.emit(Op::StoreName(n), here);
        if let Some(doc) = docstring(&c.body) {
            self.constant(Const::Str(doc), here);
            let n = self.plain_name_index(&"__doc__".into());
            self.emit(Op::StoreName(n), here);
        }
        self.body(&c.body)?;
        let cell = self.unit().cell_slots.get(&(scope, "__class__".into())).copied();
        match cell {
            Some(n) => {
                self.emit(Op::LoadCell(n), here);
                self.emit(Op::Dup, here);
                let n = self.plain_name_index(&"__classcell__".into());
                self.emit(Op::StoreName(n), here);
            }
            None => self.constant(Const::None, here),
        }
        self.emit(Op::Return, here);
        let free = self.free_cells();
        let code = self.close_unit();
        self.class_names.pop();
        self.scope = outer;
        if spread {
            self.emit(Op::List(0), here);
            self.make_function(code, free, 0, here);
            self.emit(Op::ListAppend(1), here);
            self.constant(Const::Str(c.name.clone()), here);
            self.emit(Op::ListAppend(1), here);
            for a in &c.arguments {
                match a {
                    Argument::Positional(e) => {
                        self.expr(e)?;
                        self.emit(Op::ListAppend(1), here);
                    }
                    Argument::Star(e) => {
                        self.expr(e)?;
                        self.emit(Op::ListExtend, here);
                    }
                    _ => {}
                }
            }
            self.emit(Op::ListToTuple, here);
            self.emit(Op::Map(0), here);
            for a in &c.arguments {
                match a {
                    Argument::Keyword(n, e) => {
                        self.constant(Const::Str(n.clone()), here);
                        self.expr(e)?;
                        self.emit(Op::MapAdd(1), here);
                    }
                    Argument::DoubleStar(e) => {
                        self.expr(e)?;
                        self.emit(Op::DictMerge(3), here);
                    }
                    _ => {}
                }
            }
            self.emit(Op::CallEx(true), here);
        } else {
            self.make_function(code, free, 0, here);
            self.constant(Const::Str(c.name.clone()), here);
            let mut names = Vec::new();
            for a in &c.arguments {
                match a {
                    Argument::Positional(e) => self.expr(e)?,
                    Argument::Keyword(n, e) => {
                        names.push(n.clone());
                        self.expr(e)?;
                    }
                    _ => {}
                }
            }
            self.emit_call(2 + c.arguments.len() as u32, names, here);
        }
        for d in c.decorators.iter().rev() {
            self.emit(Op::Call(1), d.span);
        }
        self.store(&c.name, here);
        Ok(())
    }
}
