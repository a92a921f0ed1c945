//! All classes that are known: those of the program and, as far as they are asked for, those of the library.
//!
//! A class becomes known by its name, gets its supertypes when they are asked for, and its members after that; a
//! method's code is made when it is first called, or by the compiler when a program is checked (`compile`).

use crate::ast::*;
use crate::code::Code;
use crate::lexer::Diagnostic;
use crate::library::Library;
use crate::natives::Native;
use crate::parser;
use crate::types::*;
use crate::value::Value;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A compilation unit.
pub struct Source {
    pub package: String,
    pub imports: Vec<Import>,
    pub text: Rc<str>,
    /// As it is shown: the path given to the compiler, or the file's name in a stack.
    pub path: Rc<str>,
    pub library: bool,
    lines: Vec<u32>,
    /// The classes at its top.
    pub types: Vec<ClassId>,
}

impl Source {
    pub fn line(&self, at: u32) -> u32 {
        self.lines.partition_point(|start| *start <= at) as u32
    }

    /// The name without folders.
    pub fn file(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: Name,
    pub ty: Type,
    pub statik: bool,
    pub finale: bool,
    pub private: bool,
    /// Place among the object's or the class's values.
    pub slot: usize,
    pub class: ClassId,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    Named,
    Busy,
    Headed,
    Whole,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InitState {
    No,
    /// By this thread.
    Running(usize),
    Done,
    Failed,
}

pub struct Class {
    /// `java.util.Map.Entry`
    pub name: Name,
    /// `java.util.Map$Entry`
    pub binary: Name,
    pub decl: Rc<TypeDecl>,
    pub source: usize,
    pub outer: Option<ClassId>,
    /// Whether an object has one of the outer class around it.
    pub inner: bool,
    pub stage: Stage,
    pub params: Vec<(Name, Type)>,
    pub superclass: Option<Type>,
    pub interfaces: Vec<Type>,
    pub fields: Vec<Field>,
    pub methods: Vec<MethodId>,
    /// Values of an object, inherited ones included.
    pub size: usize,
    pub statics: Vec<Value>,
    pub init: InitState,
    pub static_init: Option<MethodId>,
    pub field_init: Option<MethodId>,
    /// Local variables around a local class that it uses.
    pub captures: Vec<Name>,
    /// Local classes that can be seen where this one is declared, and type variables of methods around it.
    pub locals: Vec<(Name, ClassId)>,
    pub vars: Vec<Name>,
    /// Counts anonymous and local classes, for their names, and lambdas.
    pub anonymous: u32,
    pub lambdas: u32,
    pub dispatch: BTreeMap<MethodId, MethodId>,
    pub local: bool,
}

pub struct Method {
    pub class: ClassId,
    pub name: Name,
    pub decl: Option<Rc<MethodDecl>>,
    pub statik: bool,
    pub abstrakt: bool,
    pub private: bool,
    pub synchronized: bool,
    pub(crate) native: Option<Native>,
    pub is_native: bool,
    pub params: Vec<Type>,
    pub varargs: bool,
    pub ret: Type,
    pub type_params: Vec<(Name, Type)>,
    pub throws: Vec<Type>,
    pub code: Option<Rc<Code>>,
}

pub struct World {
    pub sources: Vec<Source>,
    pub classes: Vec<Class>,
    pub methods: Vec<Method>,
    pub by_name: BTreeMap<Name, ClassId>,
    pub library: Library,
    pub errors: Vec<Diagnostic>,
    /// Names of variables in messages about null, as `javac -g` keeps them.
    pub debug: bool,
    pub object: ClassId,
    pub string: ClassId,
    /// Texts of the program's constants; their objects are made once.
    pub strings: Vec<Rc<str>>,
    pub string_index: BTreeMap<Rc<str>, u32>,
    pub types: Vec<Type>,
}

impl World {
    pub fn new() -> World {
        let mut world = World {
            sources: vec![],
            classes: vec![],
            methods: vec![],
            by_name: BTreeMap::new(),
            library: Library::new(),
            errors: vec![],
            debug: false,
            object: 0,
            string: 0,
            strings: vec![],
            string_index: BTreeMap::new(),
            types: vec![],
        };
        world.object = world.known("java.lang.Object");
        world.string = world.known("java.lang.String");
        world
    }

    /// A class of the library that is there for certain.
    pub fn known(&mut self, name: &str) -> ClassId {
        self.class_named(name).unwrap_or(0)
    }

    pub fn error(&mut self, file: usize, at: u32, message: impl Into<String>) {
        self.error_with(file, at, message, vec![]);
    }

    pub fn error_with(&mut self, file: usize, at: u32, message: impl Into<String>, notes: Vec<String>) {
        let one = Diagnostic {
            file,
            at,
            message: message.into(),
            notes,
            beyond: false,
        };
        if !self.errors.iter().any(|e| e.at == one.at && e.file == one.file) {
            self.errors.push(one);
        }
    }

    /// What Drydock lacks.
    pub fn beyond(&mut self, file: usize, at: u32, what: impl Into<String>) {
        self.errors.push(Diagnostic {
            file,
            at,
            message: what.into(),
            notes: vec![],
            beyond: true,
        });
    }

    /// Takes in a source; its classes are known by name then.
    pub fn add(&mut self, path: &str, text: &str, library: bool) -> Result<usize, Diagnostic> {
        let file = self.sources.len();
        let mut lines = vec![0];
        lines.extend(
            text.bytes()
                .enumerate()
                .filter(|(_, b)| *b == b'\n')
                .map(|(n, _)| n as u32 + 1),
        );
        self.sources.push(Source {
            package: String::new(),
            imports: vec![],
            text: text.into(),
            path: path.into(),
            library,
            lines,
            types: vec![],
        });
        let unit = parser::parse(file, text)?;
        let package = unit.package.clone();
        let mut types = vec![];
        for decl in unit.types {
            let name = if package.is_empty() {
                decl.name.to_string()
            } else {
                format!("{package}.{}", decl.name)
            };
            let at = decl.at;
            if self.by_name.contains_key(name.as_str()) {
                self.error(file, at, format!("duplicate class: {name}"));
                continue;
            }
            types.push(self.declare(decl, &name, &name, file, None));
        }
        if let Some(source) = self.sources.get_mut(file) {
            source.package = package;
            source.imports = unit.imports;
            source.types = types;
        }
        Ok(file)
    }

    pub fn declare(&mut self, decl: Rc<TypeDecl>, name: &str, binary: &str, source: usize, outer: Option<ClassId>) -> ClassId {
        let id = self.classes.len();
        let in_interface = outer.is_some_and(|o| matches!(self.class(o).decl.kind, Kind::Interface | Kind::Annotation));
        let inner = outer.is_some() && !decl.mods.statik && decl.kind == Kind::Class && !in_interface;
        self.classes.push(Class {
            name: name.into(),
            binary: binary.into(),
            decl: decl.clone(),
            source,
            outer,
            inner,
            stage: Stage::Named,
            params: vec![],
            superclass: None,
            interfaces: vec![],
            fields: vec![],
            methods: vec![],
            size: 0,
            statics: vec![],
            init: InitState::No,
            static_init: None,
            field_init: None,
            captures: vec![],
            locals: outer.map_or(vec![], |o| self.class(o).locals.clone()),
            vars: vec![],
            anonymous: 0,
            lambdas: 0,
            dispatch: BTreeMap::new(),
            local: false,
        });
        self.by_name.insert(name.into(), id);
        for inner in &decl.types {
            self.declare(
                inner.clone(),
                &format!("{name}.{}", inner.name),
                &format!("{binary}${}", inner.name),
                source,
                Some(id),
            );
        }
        id
    }

    /// The class of this number; numbers come from this world only.
    pub fn class(&self, id: ClassId) -> &Class {
        &self.classes[id]
    }

    pub fn class_mut(&mut self, id: ClassId) -> &mut Class {
        &mut self.classes[id]
    }

    pub fn method(&self, id: MethodId) -> &Method {
        &self.methods[id]
    }

    /// A class by its dotted name, read from the library if need be.
    pub fn class_named(&mut self, name: &str) -> Option<ClassId> {
        if let Some(id) = self.by_name.get(name) {
            return Some(*id);
        }
        // The outermost class brings the others.
        let mut outer = name;
        loop {
            if let Some((file, text)) = self.library.take(outer) {
                if let Err(wrong) = self.add(&file, &text, true) {
                    self.errors.push(wrong);
                }
                return self.by_name.get(name).copied();
            }
            outer = outer.rsplit_once('.')?.0;
            if self.by_name.contains_key(outer) {
                return None;
            }
        }
    }

    /// A type's name as it is seen from inside a class.
    pub fn lookup(&mut self, from: ClassId, name: &str) -> Option<ClassId> {
        let (first, rest) = name.split_once('.').map_or((name, None), |(a, b)| (a, Some(b)));
        let mut found = self.lookup_simple(from, first);
        if let (Some(id), Some(rest)) = (found, rest) {
            let mut at = id;
            for part in rest.split('.') {
                at = self.member_type(at, part)?;
            }
            return Some(at);
        }
        if found.is_none() && rest.is_some() {
            found = self.class_named(name);
        }
        found
    }

    fn member_type(&mut self, class: ClassId, name: &str) -> Option<ClassId> {
        let full = format!("{}.{name}", self.class(class).name);
        if let Some(id) = self.by_name.get(full.as_str()) {
            return Some(*id);
        }
        if self.class(class).stage == Stage::Busy {
            return None;
        }
        self.head(class);
        let supers: Vec<Type> = self
            .class(class)
            .superclass
            .iter()
            .chain(&self.class(class).interfaces)
            .cloned()
            .collect();
        supers.iter().find_map(|t| match t {
            Type::Class(id, _) => self.member_type(*id, name),
            _ => None,
        })
    }

    fn lookup_simple(&mut self, from: ClassId, name: &str) -> Option<ClassId> {
        let mut at = Some(from);
        while let Some(id) = at {
            let class = self.class(id);
            if *class.decl.name == *name && !name.is_empty() {
                return Some(id);
            }
            if let Some((_, found)) = class.locals.iter().rev().find(|(n, _)| **n == *name) {
                return Some(*found);
            }
            let outer = class.outer;
            if let Some(found) = self.member_type(id, name) {
                return Some(found);
            }
            at = outer;
        }
        self.lookup_in_source(self.class(from).source, name)
    }

    pub fn lookup_in_source(&mut self, source: usize, name: &str) -> Option<ClassId> {
        let info = self.sources.get(source)?;
        let library = info.library;
        let package = info.package.clone();
        let imports: Vec<(Name, bool, bool)> = info.imports.iter().map(|i| (i.name.clone(), i.star, i.statik)).collect();
        for (import, star, _) in &imports {
            if !star
                && import.rsplit('.').next() == Some(name)
                && let Some(id) = self.class_named(import)
            {
                return Some(id);
            }
        }
        let own = if package.is_empty() {
            name.to_string()
        } else {
            format!("{package}.{name}")
        };
        if let Some(id) = self.class_named(&own) {
            return Some(id);
        }
        if library {
            return self.library.place(name).and_then(|full| self.class_named(&full));
        }
        if let Some(id) = self.class_named(&format!("java.lang.{name}")) {
            return Some(id);
        }
        imports
            .iter()
            .filter(|(_, star, _)| *star)
            .find_map(|(import, ..)| self.class_named(&format!("{import}.{name}")))
    }

    fn is_type_var(&self, class: ClassId, vars: &[Name], name: &str) -> bool {
        if vars.iter().any(|v| **v == *name) {
            return true;
        }
        let mut at = Some(class);
        while let Some(id) = at {
            let c = self.class(id);
            if c.decl.params.iter().any(|p| *p.name == *name) || c.vars.iter().any(|v| **v == *name) {
                return true;
            }
            at = c.outer;
        }
        false
    }

    /// A written type; what is not found is told, as javac tells it, and unknown from then on.
    pub fn resolve(&mut self, from: ClassId, vars: &[Name], ty: &TypeRef) -> Type {
        let mut out = if let Some(prim) = Prim::of(&ty.name) {
            Type::Prim(prim)
        } else if &*ty.name == "void" {
            Type::Void
        } else if matches!(&*ty.name, "?" | "var") {
            Type::Unknown
        } else if self.is_type_var(from, vars, &ty.name) {
            Type::Var(ty.name.clone())
        } else if let Some(id) = self.lookup(from, &ty.name) {
            let args: Vec<Type> = ty.args.iter().map(|a| self.resolve(from, vars, a)).collect();
            Type::Class(id, args.into())
        } else {
            self.type_not_found(from, ty);
            Type::Unknown
        };
        for _ in 0..ty.dims {
            out = out.array();
        }
        out
    }

    fn type_not_found(&mut self, from: ClassId, ty: &TypeRef) {
        let file = self.class(from).source;
        let simple = ty.name.rsplit('.').next().unwrap_or(&ty.name).to_string();
        // An import that was refused has said so already.
        let imported = self.sources.get(file).is_some_and(|s| {
            s.imports
                .iter()
                .any(|i| !i.star && i.name.rsplit('.').next() == Some(&*simple))
        });
        if imported && self.errors.iter().any(|e| e.beyond || e.message.contains("does not exist")) {
            let place = self.place_of(from);
            if self.errors.iter().any(|e| e.message.contains("does not exist")) {
                self.error_with(
                    file,
                    ty.at,
                    "cannot find symbol",
                    vec![format!("  symbol:   class {simple}"), place],
                );
            }
            return;
        }
        let real = if ty.name.contains('.') {
            self.library.real(&ty.name).then(|| ty.name.to_string())
        } else {
            let stars: Vec<String> = self.sources.get(file).map_or(vec![], |s| {
                s.imports
                    .iter()
                    .filter(|i| i.star)
                    .map(|i| i.name.to_string())
                    .chain(["java.lang".to_string()])
                    .collect()
            });
            stars
                .into_iter()
                .map(|p| format!("{p}.{simple}"))
                .find(|full| self.library.real(full))
        };
        if let Some(full) = real {
            self.beyond(file, ty.at, format!("the Java class {full}"));
            return;
        }
        if let Some((package, _)) = ty.name.rsplit_once('.') {
            let at = ty.at + package.len() as u32;
            self.error(file, at, format!("package {package} does not exist"));
            return;
        }
        let place = self.place_of(from);
        self.error_with(
            file,
            ty.at,
            "cannot find symbol",
            vec![format!("  symbol:   class {simple}"), place],
        );
    }

    pub fn place_of(&self, class: ClassId) -> String {
        let c = self.class(class);
        if c.decl.name.is_empty() {
            let what = c
                .superclass
                .as_ref()
                .filter(|_| c.interfaces.is_empty())
                .or(c.interfaces.first());
            return format!(
                "  location: class <anonymous {}>",
                what.map_or("Object".into(), |t| self.show(t))
            );
        }
        let kind = match c.decl.kind {
            Kind::Interface => "interface",
            Kind::Enum => "enum",
            Kind::Annotation => "@interface",
            _ => "class",
        };
        let kind = if kind == "enum" { "class" } else { kind };
        let params: Vec<&str> = c.decl.params.iter().map(|p| &*p.name).collect();
        let name = self.shown_name(class);
        if params.is_empty() {
            return format!("  location: {kind} {name}");
        }
        let list = params.join(",");
        format!("  location: {kind} {name}<{list}>")
    }

    /// A class's name without its package, as javac's messages have it.
    pub fn shown_name(&self, class: ClassId) -> String {
        let c = self.class(class);
        let package = self.sources.get(c.source).map_or("", |s| s.package.as_str());
        let name = c.name.strip_prefix(package).unwrap_or(&c.name);
        if package.is_empty() {
            c.name.to_string()
        } else {
            name.trim_start_matches('.').to_string()
        }
    }

    pub fn show(&self, ty: &Type) -> String {
        match ty {
            Type::Prim(p) => p.text().into(),
            Type::Void => "void".into(),
            Type::Null => "<null>".into(),
            Type::Unknown => "Object".into(),
            Type::Var(name) => name.to_string(),
            Type::Array(elem) => format!("{}[]", self.show(elem)),
            Type::Class(id, args) if args.is_empty() || args.contains(&Type::Unknown) => self.shown_name(*id),
            Type::Class(id, args) => {
                let args: Vec<String> = args.iter().map(|a| self.show(a)).collect();
                format!("{}<{}>", self.shown_name(*id), args.join(","))
            }
        }
    }

    /// Makes the supertypes known.
    pub fn head(&mut self, id: ClassId) {
        if self.class(id).stage != Stage::Named {
            return;
        }
        self.class_mut(id).stage = Stage::Busy;
        let decl = self.class(id).decl.clone();
        // Those of anonymous classes are set by who declares them.
        if !decl.name.is_empty() {
            let extends = decl.extends.as_ref().map(|t| self.resolve(id, &[], t));
            let interfaces: Vec<Type> = decl.implements.iter().map(|t| self.resolve(id, &[], t)).collect();
            let file = self.class(id).source;
            let base = match decl.kind {
                Kind::Enum => Some(Type::Class(self.known("java.lang.Enum"), Rc::new([Type::class(id)]))),
                Kind::Record => Some(Type::class(self.known("java.lang.Record"))),
                _ if id == 0 => None,
                _ => extends.or(Some(Type::class(0))),
            };
            if let (Some(Type::Class(up, _)), Some(written)) = (&base, &decl.extends) {
                let other = self.class(*up);
                if matches!(other.decl.kind, Kind::Interface) {
                    self.error(file, written.at, "no interface expected here");
                } else if other.decl.mods.finale && matches!(other.decl.kind, Kind::Class) {
                    let shown = self.shown_name(*up);
                    self.error(file, written.at, format!("cannot inherit from final {shown}"));
                }
            }
            for (ty, written) in interfaces.iter().zip(&decl.implements) {
                if let Type::Class(up, _) = ty
                    && matches!(self.class(*up).decl.kind, Kind::Class | Kind::Enum | Kind::Record)
                {
                    self.error(file, written.at, "interface expected here");
                }
            }
            let class = self.class_mut(id);
            class.superclass = base.filter(|t| matches!(t, Type::Class(up, _) if *up != id));
            class.interfaces = interfaces;
            if class.superclass.is_none() && id != 0 {
                class.superclass = Some(Type::class(0));
            }
        }
        let params: Vec<(Name, Type)> = decl
            .params
            .iter()
            .map(|p| {
                (
                    p.name.clone(),
                    p.bound.as_ref().map_or(Type::class(0), |b| self.resolve(id, &[], b)),
                )
            })
            .collect();
        let class = self.class_mut(id);
        class.params = params;
        class.stage = Stage::Headed;
        // A circle is broken where it closes.
        if self.in_circle(id) {
            let (file, at) = (self.class(id).source, decl.at);
            self.error(file, at, "cyclic inheritance involving ".to_string() + &decl.name);
            let class = self.class_mut(id);
            class.superclass = Some(Type::class(0));
            class.interfaces = vec![];
        }
    }

    fn in_circle(&mut self, id: ClassId) -> bool {
        let mut queue = vec![id];
        let mut seen = std::collections::BTreeSet::new();
        while let Some(at) = queue.pop() {
            let class = self.class(at);
            for up in class.superclass.iter().chain(&class.interfaces) {
                if let Type::Class(up, _) = up {
                    if *up == id {
                        return true;
                    }
                    if seen.insert(*up) {
                        queue.push(*up);
                    }
                }
            }
        }
        false
    }

    /// Makes fields and methods known.
    pub fn whole(&mut self, id: ClassId) {
        self.head(id);
        if self.class(id).stage != Stage::Headed {
            return;
        }
        self.class_mut(id).stage = Stage::Whole;
        let up = self.class(id).superclass.clone();
        if let Some(Type::Class(up, _)) = up {
            self.whole(up);
            self.class_mut(id).size = self.class(up).size;
        }
        let decl = self.class(id).decl.clone();
        if self.class(id).inner {
            let outer = self.class(id).outer.unwrap_or(0);
            self.add_field(
                id,
                "this$0".into(),
                Type::class(outer),
                Mods {
                    finale: true,
                    ..Mods::default()
                },
            );
        }
        for constant in &decl.constants {
            let mods = Mods {
                statik: true,
                finale: true,
                public: true,
                ..Mods::default()
            };
            self.add_field(id, constant.name.clone(), Type::class(id), mods);
        }
        for field in &decl.fields {
            let ty = self.resolve(id, &[], &field.ty);
            if self.class(id).fields.iter().any(|f| f.name == field.name) {
                let (file, shown) = (self.class(id).source, self.shown_name(id));
                self.error(
                    file,
                    field.at,
                    format!("variable {} is already defined in class {shown}", field.name),
                );
                continue;
            }
            self.add_field(id, field.name.clone(), ty, field.mods);
        }
        for method in &decl.methods {
            self.add_method(id, method.clone());
        }
        let has_constructor = decl.methods.iter().any(|m| &*m.name == "<init>");
        if !has_constructor && matches!(decl.kind, Kind::Class | Kind::Enum) && !decl.name.is_empty() {
            self.methods.push(Method {
                class: id,
                name: "<init>".into(),
                decl: None,
                statik: false,
                abstrakt: false,
                private: false,
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
            let made = self.methods.len() - 1;
            self.class_mut(id).methods.push(made);
        }
    }

    pub fn add_field(&mut self, id: ClassId, name: Name, ty: Type, mods: Mods) -> usize {
        let class = self.class_mut(id);
        let slot = if mods.statik { class.statics.len() } else { class.size };
        if mods.statik {
            let zero = Value::zero(&ty);
            class.statics.push(zero);
        } else {
            class.size += 1;
        }
        class.fields.push(Field {
            name,
            ty,
            statik: mods.statik,
            finale: mods.finale,
            private: mods.private,
            slot,
            class: id,
        });
        slot
    }

    fn add_method(&mut self, id: ClassId, decl: Rc<MethodDecl>) {
        let vars: Vec<Name> = decl.type_params.iter().map(|p| p.name.clone()).collect();
        let type_params = decl
            .type_params
            .iter()
            .map(|p| {
                (
                    p.name.clone(),
                    p.bound.as_ref().map_or(Type::class(0), |b| self.resolve(id, &vars, b)),
                )
            })
            .collect();
        let params: Vec<Type> = decl.params.iter().map(|p| self.resolve(id, &vars, &p.ty)).collect();
        let ret = decl.returns.as_ref().map_or(Type::Void, |t| self.resolve(id, &vars, t));
        let throws = decl.throws.iter().map(|t| self.resolve(id, &vars, t)).collect();
        let kind = self.class(id).decl.kind;
        let statik = decl.mods.statik;
        let abstrakt = decl.body.is_none() && !decl.mods.native;
        let file = self.class(id).source;
        if decl.body.is_none()
            && !decl.mods.native
            && !decl.mods.abstrakt
            && matches!(kind, Kind::Class | Kind::Enum | Kind::Record)
        {
            self.error(file, decl.at, "missing method body, or declare abstract");
        }
        let clash = self.class(id).methods.iter().any(|m| {
            let m = self.method(*m);
            m.name == decl.name && m.params == params
        });
        if clash {
            let shown = self.shown_name(id);
            let list: Vec<String> = params.iter().map(|p| self.show(p)).collect();
            let what = if &*decl.name == "<init>" {
                format!("constructor {}({})", self.class(id).decl.name, list.join(","))
            } else {
                format!("method {}({})", decl.name, list.join(","))
            };
            self.error(file, decl.at, format!("{what} is already defined in class {shown}"));
            return;
        }
        let native = decl.mods.native.then(|| {
            let class = self.class(id).name.clone();
            crate::natives::find(&class, &decl.name, params.len())
        });
        self.methods.push(Method {
            class: id,
            name: decl.name.clone(),
            statik,
            abstrakt,
            private: decl.mods.private,
            synchronized: decl.mods.synchronized,
            native: native.flatten(),
            is_native: decl.mods.native,
            params,
            varargs: decl.params.last().is_some_and(|p| p.varargs),
            ret,
            type_params,
            throws,
            code: None,
            decl: Some(decl),
        });
        let made = self.methods.len() - 1;
        self.class_mut(id).methods.push(made);
    }

    /// The type itself and all above it, nearest first, with their arguments.
    pub fn supers(&mut self, ty: &Type) -> Vec<Type> {
        let mut out: Vec<Type> = vec![];
        let mut queue = std::collections::VecDeque::from([ty.clone()]);
        let mut interfaces = std::collections::VecDeque::new();
        while let Some(at) = queue.pop_front().or_else(|| interfaces.pop_front()) {
            let Type::Class(id, args) = &at else { continue };
            if out.iter().any(|t| matches!(t, Type::Class(other, _) if other == id)) {
                continue;
            }
            self.head(*id);
            let map = self.bindings(*id, args);
            let class = self.class(*id);
            queue.extend(class.superclass.iter().map(|t| t.subst(&map)));
            interfaces.extend(class.interfaces.iter().map(|t| t.subst(&map)));
            out.push(at);
        }
        out
    }

    pub fn bindings(&self, id: ClassId, args: &[Type]) -> Vec<(Name, Type)> {
        let params = &self.class(id).decl.params;
        params
            .iter()
            .enumerate()
            .map(|(n, p)| (p.name.clone(), args.get(n).cloned().unwrap_or(Type::Unknown)))
            .collect()
    }

    pub fn is_subclass(&mut self, sub: ClassId, up: ClassId) -> bool {
        sub == up
            || up == 0
            || self
                .supers(&Type::class(sub))
                .iter()
                .any(|t| matches!(t, Type::Class(id, _) if *id == up))
    }

    /// A field by name, in a class or above it.
    pub fn field(&mut self, ty: &Type, name: &str) -> Option<(Field, Type)> {
        for up in self.supers(ty) {
            let Type::Class(id, args) = &up else { continue };
            self.whole(*id);
            if let Some(field) = self.class(*id).fields.iter().find(|f| *f.name == *name) {
                let field = field.clone();
                let ty = field.ty.subst(&self.bindings(*id, args));
                return Some((field, ty));
            }
        }
        None
    }

    /// The methods of a name, overridden ones left out; with the class they are seen through.
    pub fn methods_named(&mut self, ty: &Type, name: &str) -> Vec<(MethodId, Type)> {
        let mut out: Vec<(MethodId, Type)> = vec![];
        for up in self.supers(ty) {
            let Type::Class(id, _) = &up else { continue };
            self.whole(*id);
            for method in self.class(*id).methods.clone() {
                let m = self.method(method);
                if *m.name != *name || m.statik && matches!(self.class(*id).decl.kind, Kind::Interface) && !out.is_empty() {
                    continue;
                }
                let hidden = out
                    .iter()
                    .any(|(o, _)| self.method(*o).class != *id && self.overrides(*o, method));
                if !hidden {
                    out.push((method, up.clone()));
                }
            }
            if name == "<init>" {
                break;
            }
        }
        let is_interface = matches!(ty, Type::Class(id, _) if self.class(*id).decl.kind == Kind::Interface);
        if is_interface && name != "<init>" {
            for (method, up) in self.methods_named(&Type::class(0), name) {
                if !out.iter().any(|(o, _)| self.overrides(*o, method)) {
                    out.push((method, up));
                }
            }
        }
        out
    }

    /// Whether a method stands in the place of another: same name, and parameters that erase to the same, or to
    /// what a type variable stands for.
    pub fn overrides(&self, sub: MethodId, up: MethodId) -> bool {
        let (a, b) = (self.method(sub), self.method(up));
        a.name == b.name && a.params.len() == b.params.len() && a.params.iter().zip(&b.params).all(|(x, y)| same_erasure(x, y))
    }

    /// What a call of a method does on an object of a class.
    pub fn dispatch(&mut self, class: ClassId, method: MethodId) -> MethodId {
        if let Some(found) = self.class(class).dispatch.get(&method) {
            return *found;
        }
        let mut best = method;
        let mut abstrakt = true;
        for up in self.supers(&Type::class(class)) {
            let Type::Class(id, _) = up else { continue };
            self.whole(id);
            let own = &self.class(id).methods;
            let found = own.iter().copied().find(|m| *m == method).or_else(|| {
                own.iter().copied().find(|m| {
                    let candidate = self.method(*m);
                    !candidate.statik && !candidate.private && self.overrides(*m, method)
                })
            });
            if let Some(found) = found {
                let m = self.method(found);
                if !m.abstrakt {
                    best = found;
                    abstrakt = false;
                    // A more special default method may come later among interfaces.
                    if matches!(self.class(id).decl.kind, Kind::Interface) {
                        best = self.most_special(class, found);
                    }
                    break;
                }
            }
        }
        let _ = abstrakt;
        self.class_mut(class).dispatch.insert(method, best);
        best
    }

    fn most_special(&mut self, class: ClassId, found: MethodId) -> MethodId {
        let mut best = found;
        for up in self.supers(&Type::class(class)) {
            let Type::Class(id, _) = up else { continue };
            let other = self
                .class(id)
                .methods
                .iter()
                .copied()
                .find(|m| self.overrides(*m, found) && !self.method(*m).abstrakt);
            if let Some(other) = other {
                let (a, b) = (self.method(other).class, self.method(best).class);
                if a != b && self.is_subclass(a, b) {
                    best = other;
                }
            }
        }
        best
    }

    /// The one abstract method of a functional interface, and the type it is seen through.
    pub fn functional(&mut self, ty: &Type) -> Option<(MethodId, Type)> {
        let Type::Class(id, _) = ty else { return None };
        if self.class(*id).decl.kind != Kind::Interface {
            return None;
        }
        let mut found: Option<(MethodId, Type)> = None;
        let supers = self.supers(ty);
        for up in &supers {
            let Type::Class(id, _) = up else { continue };
            self.whole(*id);
            for method in self.class(*id).methods.clone() {
                let m = self.method(method);
                if !m.abstrakt || m.statik {
                    continue;
                }
                let of_object = matches!((&*m.name, m.params.len()), ("equals", 1) | ("hashCode" | "toString", 0));
                let done = supers.iter().any(|t| match t {
                    Type::Class(c, _) => self
                        .class(*c)
                        .methods
                        .iter()
                        .any(|o| *o != method && !self.method(*o).abstrakt && self.overrides(*o, method)),
                    _ => false,
                });
                if of_object || done {
                    continue;
                }
                match &found {
                    Some((other, _)) if self.overrides(*other, method) || self.overrides(method, *other) => {}
                    Some(_) => return None,
                    None => found = Some((method, up.clone())),
                }
            }
        }
        found
    }

    pub fn string_constant(&mut self, text: &str) -> u32 {
        if let Some(n) = self.string_index.get(text) {
            return *n;
        }
        let n = self.strings.len() as u32;
        let text: Rc<str> = text.into();
        self.strings.push(text.clone());
        self.string_index.insert(text, n);
        n
    }

    pub fn type_constant(&mut self, ty: &Type) -> u32 {
        if let Some(n) = self.types.iter().position(|t| t == ty) {
            return n as u32;
        }
        self.types.push(ty.clone());
        self.types.len() as u32 - 1
    }
}

fn same_erasure(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Class(x, _), Type::Class(y, _)) => x == y,
        (Type::Array(x), Type::Array(y)) => same_erasure(x, y),
        (Type::Prim(x), Type::Prim(y)) => x == y,
        (Type::Prim(_), _) | (_, Type::Prim(_)) => false,
        // A variable, or what was put in its place.
        (Type::Var(_) | Type::Unknown, _) | (_, Type::Var(_) | Type::Unknown) => true,
        _ => false,
    }
}
