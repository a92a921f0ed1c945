//! Classes and methods as wholes: constructors, initialisers, bodies.

use super::*;
use crate::world::Method;

impl Compiler<'_> {
    /// Compiles every method of a class.
    pub fn class(&mut self, id: ClassId, boundary: Boundary) {
        self.world.whole(id);
        for method in self.world.class(id).methods.clone() {
            self.method(method, boundary);
        }
        self.static_init(id, boundary);
        self.complete(id);
    }

    /// Whether all abstract methods have bodies.
    fn complete(&mut self, id: ClassId) {
        let class = self.world.class(id);
        if class.decl.mods.abstrakt
            || matches!(class.decl.kind, Kind::Interface | Kind::Annotation)
            || self.world.sources.get(class.source).is_none_or(|s| s.library)
        {
            return;
        }
        if class.decl.kind == Kind::Enum && class.decl.constants.iter().any(|c| c.body.is_some()) {
            return;
        }
        let at = class.decl.at;
        let anonymous = class.decl.name.is_empty();
        for up in self.world.supers(&Type::class(id)) {
            let Type::Class(up, _) = up else { continue };
            self.world.whole(up);
            for method in self.world.class(up).methods.clone() {
                if !self.world.method(method).abstrakt {
                    continue;
                }
                let found = self.world.dispatch(id, method);
                if self.world.method(found).abstrakt {
                    let m = self.world.method(method);
                    let list: Vec<String> = m.params.iter().map(|p| self.world.show(p)).collect();
                    let (name, owner) = (m.name.clone(), self.world.shown_name(m.class));
                    if matches!(&*name, "equals" | "hashCode" | "toString") {
                        continue;
                    }
                    let shown = if anonymous {
                        format!("<anonymous {}>", self.world.class(id).binary)
                    } else {
                        self.world.shown_name(id)
                    };
                    self.error(
                        at,
                        format!(
                            "{shown} is not abstract and does not override abstract method {name}({}) in {owner}",
                            list.join(",")
                        ),
                    );
                    return;
                }
            }
        }
    }

    pub fn method(&mut self, id: MethodId, boundary: Boundary) {
        let method = self.world.method(id);
        if method.code.is_some() || method.abstrakt || method.is_native {
            return;
        }
        let (class, statik, decl) = (method.class, method.statik, method.decl.clone());
        let (params, ret) = (method.params.clone(), method.ret.clone());
        let vars: Vec<Name> = method.type_params.iter().map(|(n, _)| n.clone()).collect();
        let throws = method.throws.clone();
        let is_constructor = &*method.name == "<init>";
        let name = method.name.clone();
        let file = self.world.class(class).source;
        let before = std::mem::replace(&mut self.file, file);
        let library = self.world.sources.get(file).is_none_or(|s| s.library);
        let mut ctx = Ctx::new(class, statik, boundary);
        ctx.vars = vars;
        ctx.ret = Some(ret.clone());
        ctx.any_thrown = library;
        ctx.thrown.push(throws);
        ctx.method = if is_constructor {
            format!("constructor {}", self.world.class(class).decl.name)
        } else {
            format!("method {name}")
        };
        let list: Vec<String> = params.iter().map(|p| self.world.show(p)).collect();
        ctx.method.push_str(&format!("({})", list.join(",")));
        ctx.params = params.len() as u16;
        self.ctxs.push(ctx);
        if let Some(decl) = &decl {
            self.at(decl.at);
            for (param, ty) in decl.params.iter().zip(&params) {
                self.local(&param.name, ty.clone());
            }
        }
        let mut body: Vec<Stmt> = decl.as_ref().and_then(|d| d.body.clone()).map_or(vec![], |b| b.stmts);
        if is_constructor {
            self.constructor_head(class, decl.as_ref().map_or(0, |d| d.at), &mut body);
        }
        let sync = self.world.method(id).synchronized;
        let this = if sync {
            Some(self.synchronized_head(class, statik))
        } else {
            None
        };
        let mut open = true;
        self.ctx().scopes.push(vec![]);
        for stmt in &body {
            open = self.stmt(stmt);
        }
        self.ctx().scopes.pop();
        let end = decl.as_ref().and_then(|d| d.body.as_ref()).map_or(0, |b| b.end);
        if let Some((slot, from)) = this {
            self.synchronized_tail(slot, from);
        }
        if open && ret != Type::Void && !library {
            self.error(end, "missing return statement");
        }
        self.at(end);
        self.emit(Op::ReturnVoid);
        if let Some(ctx) = self.ctxs.pop() {
            let mut widen: Vec<Option<Prim>> = params.iter().map(Type::prim).collect();
            if !statik {
                widen.insert(0, None);
            }
            let code = settle(ctx.code, ctx.handlers, ctx.slots, widen);
            if let Some(method) = self.world.methods.get_mut(id) {
                method.code = Some(Rc::new(code));
            }
        }
        self.file = before;
    }

    fn synchronized_head(&mut self, class: ClassId, statik: bool) -> (u16, u32) {
        if statik {
            let n = self.world.type_constant(&Type::class(class));
            self.emit(Op::ClassObject(n));
        } else {
            self.emit(Op::Load(0));
        }
        let slot = self.slot();
        self.emit(Op::Dup);
        self.emit(Op::Store(slot));
        self.emit(Op::Enter);
        self.ctx().cleanups.push(Cleanup::Monitor(slot));
        let from = self.label();
        self.mark(from);
        (slot, from)
    }

    fn synchronized_tail(&mut self, slot: u16, from: u32) {
        self.ctx().cleanups.pop();
        let (to, target, done) = (self.label(), self.label(), self.label());
        self.mark(to);
        self.emit(Op::Load(slot));
        self.emit(Op::Exit);
        self.emit(Op::Jump(done));
        self.mark(target);
        self.emit(Op::Load(slot));
        self.emit(Op::Exit);
        self.emit(Op::Throw);
        self.mark(done);
        self.ctx().handlers.push(Handler {
            from,
            to,
            target,
            class: None,
        });
    }

    /// The call of another constructor, then the initialisers of fields.
    fn constructor_head(&mut self, class: ClassId, at: u32, body: &mut Vec<Stmt>) {
        let first = body.first().and_then(|s| match &s.kind {
            StmtKind::Expr(Expr {
                kind: ExprKind::Call { target: None, name, .. },
                ..
            }) => Some(name.to_string()),
            _ => None,
        });
        let first = first.filter(|n| n == "this" || n == "super");
        if first.is_some() && !body.is_empty() {
            let stmt = body.remove(0);
            self.stmt(&stmt);
        } else if let Some(Type::Class(up, _)) = self.world.class(class).superclass.clone() {
            self.super_call(class, up, at);
        }
        if first.as_deref() != Some("this") && self.world.class(class).decl.kind != Kind::Interface {
            let init = self.field_init(class);
            if let Some(init) = init {
                self.emit(Op::Load(0));
                self.emit(Op::Special(init));
            }
        }
    }

    fn super_call(&mut self, class: ClassId, up: ClassId, at: u32) {
        if up == 0 || self.world.class(up).decl.kind == Kind::Enum && self.world.class(class).decl.name.is_empty() {
            return;
        }
        let found = self.world.methods_named(&Type::class(up), "<init>");
        let plain = found.iter().find(|(m, _)| {
            let m = self.world.method(*m);
            m.params.is_empty() || m.varargs && m.params.len() == 1
        });
        match plain {
            Some((m, _)) if self.world.method(*m).params.is_empty() => {
                let m = *m;
                self.emit(Op::Load(0));
                if self.world.class(up).inner {
                    self.share_outer(up, class);
                }
                self.emit(Op::Special(m));
            }
            Some(_) => {}
            None if found.is_empty() => {}
            None => {
                let shown = self.world.shown_name(up);
                let m = found.first().map(|(m, _)| *m).unwrap_or(0);
                let list: Vec<String> = self.world.method(m).params.iter().map(|p| self.world.show(p)).collect();
                if found.len() == 1 {
                    let notes = vec![
                        format!("  required: {}", list.join(",")),
                        "  found:    no arguments".into(),
                        "  reason: actual and formal argument lists differ in length".into(),
                    ];
                    let file = self.file;
                    self.world.error_with(
                        file,
                        at,
                        format!("constructor {0} in class {0} cannot be applied to given types;", shown),
                        notes,
                    );
                } else {
                    self.error(at, format!("no suitable constructor found for {shown}(no arguments)"));
                }
            }
        }
    }

    /// An inner class's superclass that is inner too has the same object around it, or the one around that.
    fn share_outer(&mut self, up: ClassId, class: ClassId) {
        let Some((to, _)) = self.world.field(&Type::class(up), "this$0") else {
            return;
        };
        let mut at = class;
        self.emit(Op::Dup);
        self.emit(Op::Load(0));
        while let Some(outer) = self.world.class(at).outer {
            let here = self.world.class(at).fields.iter().find(|f| &*f.name == "this$0").cloned();
            let Some(field) = here else { break };
            self.emit(Op::GetField(field.slot as u16));
            if self.world.class(up).outer.is_some_and(|o| o == outer)
                || self.world.class(up).outer.is_some_and(|o| self.world.is_subclass(outer, o))
            {
                break;
            }
            at = outer;
        }
        self.emit(Op::PutField(to.slot as u16));
    }

    /// The method that gives an object's fields their first values.
    fn field_init(&mut self, class: ClassId) -> Option<MethodId> {
        if let Some(made) = self.world.class(class).field_init {
            return Some(made);
        }
        let decl = self.world.class(class).decl.clone();
        if !decl.inits.iter().any(|(statik, _)| !statik) {
            return None;
        }
        let boundary = self.ctxs.last().map_or(Boundary::Nothing, |c| c.boundary);
        let id = self.synthetic(class, "<init>", false);
        self.world.class_mut(class).field_init = Some(id);
        // The frame of the constructor steps aside: initialisers see what is around the class.
        let aside = self.ctxs.pop();
        self.inits(class, id, false, boundary, &decl);
        self.ctxs.extend(aside);
        Some(id)
    }

    pub fn static_init(&mut self, class: ClassId, boundary: Boundary) {
        if self.world.class(class).static_init.is_some() {
            return;
        }
        let decl = self.world.class(class).decl.clone();
        if decl.constants.is_empty() && !decl.inits.iter().any(|(statik, _)| *statik) {
            return;
        }
        let id = self.synthetic(class, "<clinit>", true);
        self.world.class_mut(class).static_init = Some(id);
        self.inits(class, id, true, boundary, &decl);
    }

    fn synthetic(&mut self, class: ClassId, name: &str, statik: bool) -> MethodId {
        self.world.methods.push(Method {
            class,
            name: name.into(),
            decl: None,
            statik,
            abstrakt: false,
            private: true,
            synchronized: false,
            native: None,
            is_native: false,
            params: vec![],
            varargs: false,
            ret: Type::Void,
            type_params: vec![],
            throws: vec![],
            code: None,
        });
        self.world.methods.len() - 1
    }

    fn inits(&mut self, class: ClassId, id: MethodId, statik: bool, boundary: Boundary, decl: &TypeDecl) {
        let file = self.world.class(class).source;
        let before = std::mem::replace(&mut self.file, file);
        let mut ctx = Ctx::new(class, statik, boundary);
        ctx.any_thrown = self.world.sources.get(file).is_none_or(|s| s.library) || decl.name.is_empty();
        ctx.method = format!("class {}", decl.name);
        self.ctxs.push(ctx);
        if statik {
            for (n, constant) in decl.constants.iter().enumerate() {
                self.at(constant.at);
                self.constant(class, n, constant);
            }
        }
        for (is_static, init) in &decl.inits {
            if *is_static != statik {
                continue;
            }
            match init {
                Init::Block(block) => {
                    self.block(block);
                }
                Init::Field(n) => {
                    let Some(field) = decl.fields.get(*n) else { continue };
                    let Some(known) = self.world.class(class).fields.iter().find(|f| f.name == field.name).cloned() else {
                        continue;
                    };
                    self.at(field.at);
                    if !statik {
                        self.emit(Op::Load(0));
                    }
                    if let Some(init) = &field.init {
                        self.value(init, &known.ty);
                    }
                    let slot = known.slot as u16;
                    self.emit(if statik {
                        Op::PutStatic(class, slot)
                    } else {
                        Op::PutField(slot)
                    });
                }
            }
        }
        self.emit(Op::ReturnVoid);
        if let Some(ctx) = self.ctxs.pop() {
            let widen = if statik { vec![] } else { vec![None] };
            let code = settle(ctx.code, ctx.handlers, ctx.slots, widen);
            if let Some(method) = self.world.methods.get_mut(id) {
                method.code = Some(Rc::new(code));
            }
        }
        self.file = before;
    }

    fn constant(&mut self, class: ClassId, n: usize, constant: &EnumConstant) {
        let made = match &constant.body {
            Some(body) => self.anonymous_class(body, Type::class(class), constant.at),
            None => class,
        };
        self.emit(Op::New(made));
        for (name, value) in [("name", None), ("ordinal", Some(n))] {
            let Some((field, _)) = self.world.field(&Type::class(class), name) else {
                continue;
            };
            self.emit(Op::Dup);
            match value {
                None => self.text(&constant.name),
                Some(n) => self.emit(Op::Push(crate::value::Value::Int(n as i32))),
            }
            self.emit(Op::PutField(field.slot as u16));
        }
        self.construct(class, made, &constant.args, constant.at, None);
        let field = self
            .world
            .class(class)
            .fields
            .iter()
            .find(|f| f.name == constant.name)
            .map_or(0, |f| f.slot);
        self.emit(Op::PutStatic(class, field as u16));
    }

    /// Declares an anonymous class and compiles it, in the frame it stands in.
    pub fn anonymous_class(&mut self, body: &Rc<TypeDecl>, base: Type, at: u32) -> ClassId {
        let around = self.class_id();
        let top = {
            let mut top = around;
            while let Some(outer) = self.world.class(top).outer {
                if !self.world.class(top).decl.name.is_empty() && !self.world.class(top).local {
                    break;
                }
                top = outer;
            }
            top
        };
        self.world.class_mut(top).anonymous += 1;
        let n = self.world.class(top).anonymous;
        let (name, binary) = (
            format!("{}.{n}", self.world.class(top).name),
            format!("{}${n}", self.world.class(top).binary),
        );
        let file = self.file;
        let id = self.world.declare(body.clone(), &name, &binary, file, Some(around));
        let is_interface = matches!(&base, Type::Class(id, _) if self.world.class(*id).decl.kind == Kind::Interface);
        let statik = self.ctx().statik;
        let scope = self.seen_locals();
        let class = self.world.class_mut(id);
        class.inner = !statik;
        class.local = true;
        class.locals = scope;
        if is_interface {
            class.superclass = Some(Type::class(0));
            class.interfaces = vec![base];
        } else {
            class.superclass = Some(base);
        }
        let _ = at;
        let vars: Vec<Name> = self.ctxs.iter().flat_map(|c| c.vars.iter().cloned()).collect();
        self.world.class_mut(id).vars = vars;
        // What is built with arguments hands them to its superclass.
        self.class(id, Boundary::Class(id));
        id
    }

    pub fn seen_locals(&mut self) -> Vec<(Name, ClassId)> {
        let class = self.class_id();
        let mut out = self.world.class(class).locals.clone();
        out.extend(self.ctxs.iter().flat_map(|c| c.locals.iter().cloned()));
        out
    }

    /// Declares a class inside a method.
    pub fn local_class(&mut self, decl: &Rc<TypeDecl>) {
        let around = self.class_id();
        let n = {
            let class = self.world.class_mut(around);
            class.anonymous += 0;
            1
        };
        let (name, binary) = (
            format!("{}.{n}{}", self.world.class(around).name, decl.name),
            format!("{}${n}{}", self.world.class(around).binary, decl.name),
        );
        let file = self.file;
        let id = self.world.declare(decl.clone(), &name, &binary, file, Some(around));
        let statik = self.ctx().statik;
        self.ctx().locals.push((decl.name.clone(), id));
        let scope = self.seen_locals();
        let vars: Vec<Name> = self.ctxs.iter().flat_map(|c| c.vars.iter().cloned()).collect();
        let class = self.world.class_mut(id);
        class.inner = !statik && decl.kind == Kind::Class;
        class.local = true;
        class.locals = scope;
        class.vars = vars;
        self.class(id, Boundary::Class(id));
    }

    /// Calls a constructor on the new object on the stack, which stays there.
    pub fn construct(
        &mut self,
        declared: ClassId,
        made: ClassId,
        args: &[Expr],
        at: u32,
        outer: Option<Vec<Line>>,
    ) -> Vec<(Name, Type)> {
        self.world.whole(made);
        for name in self.world.class(made).captures.clone() {
            let field = format!("val${name}");
            let Some((field, _)) = self.world.field(&Type::class(made), &field) else {
                continue;
            };
            self.emit(Op::Dup);
            self.load_name(&name, at);
            self.emit(Op::PutField(field.slot as u16));
        }
        if self.world.class(made).inner
            && let Some((field, _)) = self.world.field(&Type::class(made), "this$0")
        {
            self.emit(Op::Dup);
            let wanted = self.world.class(made).outer.unwrap_or(0);
            match outer {
                Some(code) => self.splice(code),
                None => {
                    if !self.load_this_of(wanted) {
                        let shown = "non-static variable this cannot be referenced from a static context";
                        self.error(at, shown);
                    }
                }
            }
            self.emit(Op::PutField(field.slot as u16));
        }
        self.emit(Op::Dup);
        let mut map = vec![];
        // An anonymous class has its superclass's constructors.
        let found = self.world.methods_named(&Type::class(declared), "<init>");
        if found.is_empty() {
            self.emit(Op::Pop);
        } else if made != declared && self.world.class(made).inner && self.world.class(declared).inner {
            self.share_outer_of(declared, made);
            map = self.pick_constructor(declared, found, args, at);
        } else {
            map = self.pick_constructor(declared, found, args, at);
        }
        if made != declared
            && let Some(init) = self.world.class(made).field_init.or_else(|| self.anonymous_init(made))
        {
            self.emit(Op::Dup);
            self.emit(Op::Special(init));
        }
        map
    }

    fn share_outer_of(&mut self, declared: ClassId, made: ClassId) {
        let (Some((to, _)), Some(wanted)) = (
            self.world
                .class(declared)
                .fields
                .iter()
                .find(|f| &*f.name == "this$0")
                .cloned()
                .map(|f| (f, ())),
            self.world.class(declared).outer,
        ) else {
            return;
        };
        let _ = made;
        self.emit(Op::Dup);
        if self.load_this_of(wanted) {
            self.emit(Op::PutField(to.slot as u16));
        } else {
            self.emit(Op::Pop);
        }
    }

    fn anonymous_init(&mut self, made: ClassId) -> Option<MethodId> {
        self.ctxs.push(Ctx::new(made, false, Boundary::Class(made)));
        let id = self.field_init(made);
        self.ctxs.pop();
        id
    }
}
