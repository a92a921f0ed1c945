//! A package as a whole: everything in it compiled, and what is wrong with it.

use super::*;

impl Compiler {
    /// Compiles every function of a package, and finds imports that are not used.
    pub fn compile_all(&mut self, package: u32) {
        let ids: Vec<u32> =
            self.packages.get(package as usize).map_or(Vec::new(), |p| p.scope.values().copied().collect());
        for id in ids {
            self.resolve(id);
        }
        let mut done = 0;
        while let Some(func) = self.packages.get(package as usize).and_then(|p| p.bodies.get(done)).copied() {
            done += 1;
            if done > 20_000 {
                break;
            }
            self.code(func);
        }
        for (decl, file) in self.var_order(package) {
            self.elsewhere(package, file, Vec::new(), |c| {
                c.fns.push(scope::FnState::default());
                c.global_values(&decl);
                c.fns.pop();
            });
        }
        let mut unused = Vec::new();
        for entity in self.entities.iter().filter(|e| e.package == package) {
            if let Some(file) = self.files.get(entity.file)
                && let Some(import) = file.imports.get(&entity.name)
            {
                let words = format!("{} already declared through import of package {}", entity.name, entity.name);
                unused.push((import.pos, words));
            }
        }
        self.mark_generic(package);
        for file in self.files.iter().filter(|f| f.package == package) {
            for (name, import) in &file.imports {
                if !import.used {
                    let words = match import.renamed {
                        true => format!("{:?} imported as {name} and not used", import.path),
                        false => {
                            let last = import.path.rsplit('/').next().unwrap_or("");
                            if last == &**name {
                                format!("{:?} imported and not used", import.path)
                            } else {
                                format!("{:?} imported as {name} and not used", import.path)
                            }
                        }
                    };
                    unused.push((import.pos, words));
                }
            }
        }
        for (pos, words) in unused {
            self.wrong(pos, words);
        }
    }

    /// What functions with type parameters name is used, whether there is an instance of them or not.
    fn mark_generic(&mut self, package: u32) {
        let mut named = Vec::new();
        for entity in self.entities.iter().filter(|e| e.package == package) {
            if let Thing::GenericFunc(decl) = &entity.thing {
                named.push((entity.file, decl.clone()));
            }
        }
        for (id, list) in &self.generic_methods {
            let file = self.entities.get(*id as usize).map_or(0, |e| e.file);
            named.extend(list.iter().map(|decl| (file, decl.clone())));
        }
        for (file, decl) in named {
            let mut all = decl.body.as_ref().map(|b| names::Names::of(b).all).unwrap_or_default();
            for param in decl.sig.params.iter().chain(&decl.sig.results) {
                all.extend(names::Names::of_expr(&param.ty).all);
            }
            for param in &decl.params {
                all.extend(names::Names::of_expr(&param.constraint).all);
            }
            for name in all {
                if let Some(import) = self.files.get_mut(file).and_then(|f| f.imports.get_mut(&name)) {
                    import.used = true;
                }
            }
        }
    }

    /// The mistakes as gc lists them: by place, so many at most.
    pub fn lines(&mut self, most: usize) -> Vec<String> {
        let mut problems = std::mem::take(&mut self.problems);
        problems.sort();
        let mut out: Vec<String> = Vec::new();
        let mut last = (usize::MAX, 0, String::new());
        for problem in &problems {
            let (file, line, column) = self.place_of(problem.pos);
            let name = self.files.get(file).map_or("", |f| &f.name);
            // One mistake a line of the same words.
            let this = (file, line, problem.text.clone());
            if last == this {
                continue;
            }
            last = this;
            if out.len() >= most {
                out.push("too many errors".into());
                break;
            }
            out.push(format!("{name}:{line}:{column}: {}", problem.text));
        }
        out
    }

    pub fn function_in(&mut self, package: u32, name: &str) -> Option<u32> {
        let id = self.packages.get(package as usize)?.scope.get(name).copied()?;
        match self.resolve(id) {
            Thing::Func(func, _) => Some(func),
            _ => None,
        }
    }

    /// A function of the library.
    pub fn function(&mut self, package: &str, name: &str) -> Option<u32> {
        let id = self.package(package)?;
        self.function_in(id, name)
    }

    pub fn type_in(&self, package: u32, name: &str) -> Option<Ty> {
        let id = self.packages.get(package as usize)?.scope.get(name).copied()?;
        match self.entities.get(id as usize)?.thing {
            Thing::Type(ty) => Some(ty),
            _ => None,
        }
    }

    /// The code that starts a program: the packages in their order, then `main`.
    pub fn entry(&mut self, order: &[u32], main: u32) -> u32 {
        // Types the machine itself makes values of have to be known.
        for (package, name) in
            [("runtime", "failure"), ("runtime", "plainError"), ("runtime", "TypeAssertionError"), ("fmt", "Stringer")]
        {
            let id = self
                .package(package)
                .and_then(|p| self.packages.get(p as usize))
                .and_then(|p| p.scope.get(name))
                .copied();
            if let Some(id) = id {
                self.resolve(id);
            }
        }
        let inits: Vec<u32> = order.iter().map(|id| self.initial(*id)).collect();
        let calls = inits.into_iter().chain([main]).map(|id| Ins::Call(id, 0));
        let mut ins: Vec<Ins> = calls.collect();
        ins.push(Ins::Return(0, 0));
        let code = Code {
            name: "start".into(),
            places: vec![0; ins.len()],
            ins,
            registers: 2,
            library: true,
            ..Code::default()
        };
        self.funcs.push(Func {
            name: "start".into(),
            decl: None,
            file: 0,
            package: 0,
            receiver: None,
            args: Vec::new(),
            code: Some(Rc::new(code)),
        });
        self.funcs.len() as u32 - 1
    }

    /// The function of a method, for the type of its receiver.
    pub fn method_func(&self, ty: Ty, name: u32) -> Option<u32> {
        let text = self.methods.get(name as usize)?;
        match self.types.find(ty, text)?.what {
            What::Method(n, _) => self.types.named.get(n as usize)?.methods.get(text)?.func,
            _ => None,
        }
    }

    /// Whether a value of a type is one of an interface, at run time.
    pub fn satisfies_face(&mut self, ty: Ty, face: Ty) -> bool {
        self.warm(ty, face);
        self.implements(ty, face).is_ok()
    }

    /// The same where nothing can be made any more: by the methods' names.
    pub fn fits(&self, ty: Ty, face: Ty) -> bool {
        let Type::Interface(want) = self.types.base(face) else { return false };
        !want.methods.is_empty()
            && want.methods.iter().all(|(name, _)| match self.types.find(ty, name) {
                Some(Found { what: What::Method(n, pointer), indirect, path, .. }) => {
                    let direct = path.is_empty() && matches!(self.types.get(ty), Type::Ptr(_));
                    let plain = self.types.named.get(n as usize).and_then(|t| t.methods.get(name)).is_some_and(|m| {
                        m.decl.sig.params.is_empty()
                            && matches!(&m.decl.sig.results[..], [r] if r.ty.name().is_some_and(|n| &**n == "string"))
                    });
                    plain && (!pointer || indirect || direct)
                }
                Some(Found { what: What::Abstract(_), .. }) => true,
                _ => false,
            })
    }
}
