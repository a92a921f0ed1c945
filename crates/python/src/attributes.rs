//! Attribute access: the data model's lookup order (docs.python.org/3.12/reference/datamodel.html, 3.3.2).

use crate::frame::Then;
use crate::heap::*;
use crate::vm::*;

#[derive(Default, Clone, Copy)]
pub struct CacheLine {
    class: u32,
    name: u32,
    version: u64,
    found: Option<Value>,
}

impl Vm {
    pub fn class_of(&self, v: Value) -> u32 {
        match v {
            Value::Obj(n) => self.heap.slots[n as usize].class,
            Value::None | Value::Null => self.types.none,
            Value::Bool(_) => self.types.bool_,
            Value::Int(_) => self.types.int,
            Value::Float(_) => self.types.float,
            Value::Ellipsis => self.types.ellipsis,
            Value::NotImplemented => self.types.not_implemented,
        }
    }
    pub fn type_name(&self, v: Value) -> String {
        self.name_of_class(self.class_of(v))
    }
    pub fn name_of_class(&self, class: u32) -> String {
        self.heap.type_of_slot(class).map_or_else(String::new, |t| t.name.to_string())
    }

    /// Looks a name up along a class's bases.
    pub fn lookup(&mut self, class: u32, name: Value) -> Option<Value> {
        let Value::Obj(name_slot) = name else { return None };
        let at = (class.wrapping_mul(31) ^ name_slot.wrapping_mul(17)) as usize & 2047;
        let line = self.attr_cache[at];
        if line.class == class && line.name == name_slot && line.version == self.type_version {
            return line.found;
        }
        let found = self.lookup_uncached(class, name);
        self.attr_cache[at] = CacheLine { class, name: name_slot, version: self.type_version, found };
        found
    }
    fn lookup_uncached(&self, class: u32, name: Value) -> Option<Value> {
        let t = self.heap.type_of_slot(class)?;
        for c in &t.mro {
            if let Some(t) = self.heap.type_of_slot(*c)
                && let Some(v) = self.dict_get_str(t.dict, name)
            {
                return Some(v);
            }
        }
        None
    }

    pub fn is_subclass(&self, class: u32, of: u32) -> bool {
        class == of || self.heap.type_of_slot(class).is_some_and(|t| t.mro.contains(&of))
    }
    pub fn is_instance_of(&self, v: Value, exception: &str) -> bool {
        self.exceptions.get(exception).is_some_and(|e| self.is_subclass(self.class_of(v), *e))
    }

    /// A method defined in Python (or anything but the given native default).
    pub fn overridden(&mut self, class: u32, name: Value) -> Option<Value> {
        if self.heap.type_of_slot(class).is_some_and(|t| t.builtin) {
            return None;
        }
        let v = self.lookup(class, name)?;
        match self.heap.kind(v) {
            Some(Kind::Native(_)) => None,
            _ => Some(v),
        }
    }

    /// The special method of an object, found on its class and bound.
    pub fn special(&mut self, object: Value, name: Value) -> Option<Value> {
        let class = self.class_of(object);
        let v = self.lookup(class, name)?;
        match self.heap.kind(v) {
            Some(Kind::Function(_)) => Some(self.heap.add(self.types.method, Kind::Method(v, object))),
            Some(Kind::Native(n)) if n.method => Some(self.heap.add(self.types.method, Kind::Method(v, object))),
            Some(Kind::StaticMethod(f)) => Some(*f),
            Some(Kind::ClassMethod(f)) => {
                let f = *f;
                Some(self.heap.add(self.types.method, Kind::Method(f, Value::Obj(class))))
            }
            _ => Some(v),
        }
    }

    pub fn request(&self, function: Value, args: Vec<Value>) -> Control {
        Control::Call(Box::new(Request { function, args, keywords: Vec::new(), then: None }))
    }

    pub fn request_then(&self, function: Value, args: Vec<Value>, then: Option<Box<Then>>) -> Control {
        Control::Call(Box::new(Request { function, args, keywords: Vec::new(), then }))
    }

    pub fn call_special(&mut self, object: Value, name: &str, message: &str) -> Answer {
        let name = self.intern(name);
        match self.special(object, name) {
            Some(f) => Err(self.request(f, vec![])),
            None => {
                let text = format!("{message}{}", self.type_name(object));
                Err(self.type_error(&text))
            }
        }
    }

    /// For a call: the function, if the object is simply its first argument.
    pub fn quick_method(&mut self, object: Value, name: Value) -> Option<Value> {
        let class = match object {
            Value::Obj(n) => {
                let place = &self.heap.slots[n as usize];
                if matches!(
                    place.kind,
                    Kind::Type(_) | Kind::Module | Kind::Super(..) | Kind::Alias(..) | Kind::Proxy(_)
                ) {
                    return None;
                }
                if place.dict != 0 && self.dict_get_str(place.dict, name).is_some() {
                    return None;
                }
                place.class
            }
            other => self.class_of(other),
        };
        let v = self.lookup(class, name)?;
        let fits = match self.heap.kind(v) {
            Some(Kind::Function(_)) => true,
            Some(Kind::Native(n)) => n.method,
            _ => false,
        };
        if !fits {
            return None;
        }
        let hook = self.names.getattribute;
        if self.overridden(class, hook).is_some() {
            return None;
        }
        Some(v)
    }

    /// What a class attribute gives when it is read through an instance.
    fn bind(&mut self, v: Value, object: Value, class: u32) -> Answer {
        match self.heap.kind(v) {
            Some(Kind::Function(_)) => Ok(self.heap.add(self.types.method, Kind::Method(v, object))),
            Some(Kind::Native(n)) => {
                if n.method {
                    return Ok(self.heap.add(self.types.method, Kind::Method(v, object)));
                }
                Ok(v)
            }
            Some(Kind::StaticMethod(f)) => Ok(*f),
            Some(Kind::ClassMethod(f)) => {
                let f = *f;
                // A class method may wrap another descriptor, or a class.
                Ok(self.heap.add(self.types.method, Kind::Method(f, Value::Obj(class))))
            }
            Some(Kind::Property(p)) => {
                let get = p.get;
                if get.is_none() {
                    let name = self.heap.str(p.name).unwrap_or("").to_string();
                    let message = format!("property '{name}' of '{}' object has no getter", self.type_name(object));
                    return Err(self.raise("AttributeError", &message));
                }
                Err(self.request(get, vec![object]))
            }
            Some(Kind::Member(name)) => {
                let name = *name;
                let key = self.slot_key(name);
                let found = object
                    .slot()
                    .map(|n| self.heap.get(n).dict)
                    .filter(|d| *d != 0)
                    .and_then(|d| self.dict_get_str(d, key));
                match found {
                    Some(v) => Ok(v),
                    None => Err(self.attribute_error(object, name)),
                }
            }
            Some(_) if matches!(self.heap.kind(v), Some(Kind::Type(_))) => Ok(v),
            Some(_) => {
                let get = self.names.get;
                let own = self.class_of(v);
                if self.heap.type_of_slot(own).is_some_and(|t| t.builtin) {
                    return Ok(v);
                }
                match self.lookup(own, get) {
                    Some(f) => Err(self.request(f, vec![v, object, Value::Obj(class)])),
                    None => Ok(v),
                }
            }
            None => Ok(v),
        }
    }

    /// Slot members live in a namespace of their own names' kind, so that `__dict__` need not exist.
    fn slot_key(&mut self, name: Value) -> Value {
        name
    }

    fn is_data_descriptor(&mut self, v: Value) -> bool {
        match self.heap.kind(v) {
            Some(Kind::Property(_) | Kind::Member(_)) => true,
            Some(
                Kind::Function(_)
                | Kind::Native(_)
                | Kind::StaticMethod(_)
                | Kind::ClassMethod(_)
                | Kind::Str(_)
                | Kind::Type(_),
            )
            | None => false,
            Some(_) => {
                let class = self.class_of(v);
                if self.heap.type_of_slot(class).is_some_and(|t| t.builtin) {
                    return false;
                }
                let (set, delete) = (self.names.set, self.names.delete);
                self.lookup(class, set).is_some() || self.lookup(class, delete).is_some()
            }
        }
    }

    pub fn attribute_error(&mut self, object: Value, name: Value) -> Control {
        let text = self.heap.str(name).unwrap_or("").to_string();
        let message = match self.heap.kind(object) {
            Some(Kind::Type(t)) => format!("type object '{}' has no attribute '{text}'", t.name),
            Some(Kind::Module) => {
                let module = self.module_name(object);
                format!("module '{module}' has no attribute '{text}'")
            }
            _ => format!("'{}' object has no attribute '{text}'", self.type_name(object)),
        };
        let error = self.exception("AttributeError", &message);
        self.set_exception_attr(error, "name", name);
        self.set_exception_attr(error, "obj", object);
        Control::Raise(error)
    }

    pub fn module_name(&mut self, module: Value) -> String {
        let name = self.names.dunder_name;
        let v = module.slot().map(|n| self.heap.get(n).dict).and_then(|d| self.dict_get_str(d, name));
        v.and_then(|v| self.heap.str(v).map(str::to_string)).unwrap_or_else(|| "?".into())
    }

    pub fn module_attr(&self, module: Value, name: Value) -> Option<Value> {
        match module {
            Value::Obj(n) if matches!(self.heap.get(n).kind, Kind::Module) => {
                self.dict_get_str(self.heap.get(n).dict, name)
            }
            _ => None,
        }
    }

    pub fn get_attr(&mut self, object: Value, name: Value) -> Answer {
        let class = self.class_of(object);
        let hook = self.names.getattribute;
        if let Some(f) = self.overridden(class, hook) {
            let getattr = self.names.getattr;
            let mut then = Then::new(|_, _, v| Ok(v), vec![object, name]);
            if self.lookup(class, getattr).is_some()
                && let Some(t) = &mut then
            {
                t.caught = Some(after_getattribute);
            }
            return Err(self.request_then(f, vec![object, name], then));
        }
        let answer = self.generic_get_attr(object, name);
        match answer {
            Err(Control::Raise(e)) if self.is_instance_of(e, "AttributeError") => {
                let getattr = self.names.getattr;
                match self.getattr_hook(object, class, getattr) {
                    Some((f, args)) => {
                        let mut args = args;
                        args.push(name);
                        Err(self.request(f, args))
                    }
                    None => Err(Control::Raise(e)),
                }
            }
            // A property that raises AttributeError also leads to `__getattr__`.
            Err(Control::Call(mut request)) => {
                let getattr = self.names.getattr;
                if request.then.is_none() && self.getattr_hook(object, class, getattr).is_some() {
                    let mut then = Then::new(|_, _, v| Ok(v), vec![object, name]);
                    if let Some(t) = &mut then {
                        t.caught = Some(after_getattribute);
                    }
                    request.then = then;
                }
                Err(Control::Call(request))
            }
            other => other,
        }
    }

    fn getattr_hook(&mut self, object: Value, class: u32, getattr: Value) -> Option<(Value, Vec<Value>)> {
        if let Some(Kind::Module) = self.heap.kind(object) {
            return self.module_attr(object, getattr).map(|f| (f, vec![]));
        }
        if self.heap.type_of_slot(class).is_some_and(|t| t.builtin) {
            return None;
        }
        self.lookup(class, getattr).map(|f| (f, vec![object]))
    }

    pub fn generic_get_attr(&mut self, object: Value, name: Value) -> Answer {
        let class = self.class_of(object);
        match self.heap.kind(object) {
            Some(Kind::Type(_)) => return self.type_get_attr(object, class, name),
            Some(Kind::Super(..)) => return self.super_get_attr(object, name),
            Some(Kind::Alias(origin, _)) => {
                let origin = *origin;
                let text = self.heap.str(name).unwrap_or("");
                if !matches!(text, "__origin__" | "__args__" | "__class__" | "__parameters__" | "__mro_entries__") {
                    return self.get_attr(origin, name);
                }
            }
            _ => {}
        }
        let on_class = self.lookup(class, name);
        if let Some(v) = on_class
            && self.is_data_descriptor(v)
        {
            return self.bind(v, object, class);
        }
        if let Value::Obj(n) = object {
            let dict = self.heap.get(n).dict;
            if dict != 0
                && let Some(v) = self.dict_get_str(dict, name)
            {
                return Ok(v);
            }
        }
        let text_is_special = self.heap.str(name).is_some_and(|s| s.starts_with("__"))
            || !matches!(self.heap.kind(object), Some(Kind::Object) | None);
        if text_is_special && let Some(v) = self.kind_attr(object, class, name) {
            return v;
        }
        if let Some(v) = on_class {
            return self.bind(v, object, class);
        }
        Err(self.attribute_error(object, name))
    }

    fn type_get_attr(&mut self, object: Value, meta: u32, name: Value) -> Answer {
        let Value::Obj(slot) = object else { return Err(self.attribute_error(object, name)) };
        let on_meta = if meta == self.types.type_ { None } else { self.lookup(meta, name) };
        if let Some(v) = on_meta
            && self.is_data_descriptor(v)
        {
            return self.bind(v, object, meta);
        }
        if self.heap.str(name).is_some_and(|s| s.starts_with("__"))
            && let Some(v) = self.kind_attr(object, meta, name)
        {
            return v;
        }
        if let Some(v) = self.lookup(slot, name) {
            return match self.heap.kind(v) {
                Some(Kind::StaticMethod(f)) => Ok(*f),
                Some(Kind::ClassMethod(f)) => {
                    let f = *f;
                    if let Some(Kind::Property(p)) = self.heap.kind(f) {
                        return Err(self.request(p.get, vec![object]));
                    }
                    Ok(self.heap.add(self.types.method, Kind::Method(f, object)))
                }
                Some(Kind::Function(_) | Kind::Native(_) | Kind::Property(_) | Kind::Member(_) | Kind::Type(_))
                | None => Ok(v),
                Some(_) => {
                    let own = self.class_of(v);
                    if self.heap.type_of_slot(own).is_some_and(|t| t.builtin) {
                        return Ok(v);
                    }
                    let get = self.names.get;
                    match self.lookup(own, get) {
                        Some(f) => Err(self.request(f, vec![v, Value::None, object])),
                        None => Ok(v),
                    }
                }
            };
        }
        let on_meta = on_meta.or_else(|| self.lookup(meta, name));
        if let Some(v) = on_meta {
            return self.bind(v, object, meta);
        }
        Err(self.attribute_error(object, name))
    }

    fn super_get_attr(&mut self, object: Value, name: Value) -> Answer {
        let Some(Kind::Super(after, me, class)) = self.heap.kind(object) else {
            return Err(self.attribute_error(object, name));
        };
        let (after, me, class) = (*after, *me, *class);
        if name.is(self.names.class) {
            return Ok(Value::Obj(self.types.super_));
        }
        let mro = self.heap.type_of_slot(class).map(|t| t.mro.clone()).unwrap_or_default();
        let start = mro.iter().position(|c| after.is(Value::Obj(*c))).map_or(0, |n| n + 1);
        for c in mro.iter().skip(start) {
            let found = self.heap.type_of_slot(*c).map(|t| t.dict).and_then(|d| self.dict_get_str(d, name));
            if let Some(v) = found {
                // Through a class (`super()` in a class method) functions stay functions.
                if me.is(Value::Obj(class)) {
                    return match self.heap.kind(v) {
                        Some(Kind::ClassMethod(f)) => {
                            let f = *f;
                            Ok(self.heap.add(self.types.method, Kind::Method(f, me)))
                        }
                        Some(Kind::StaticMethod(f)) => Ok(*f),
                        _ => Ok(v),
                    };
                }
                return self.bind(v, me, class);
            }
        }
        let text = self.heap.str(name).unwrap_or("").to_string();
        Err(self.raise("AttributeError", &format!("'super' object has no attribute '{text}'")))
    }

    /// The `__dict__` of an object, made if it may have one.
    pub fn instance_dict(&mut self, object: Value) -> Option<u32> {
        let Value::Obj(n) = object else { return None };
        let dict = self.heap.get(n).dict;
        if dict != 0 {
            return Some(dict);
        }
        let class = self.heap.get(n).class;
        if self.heap.type_of_slot(class).is_some_and(|t| t.no_dict)
            && !matches!(self.heap.get(n).kind, Kind::Function(_))
        {
            return None;
        }
        let d = self.new_dict().slot()?;
        self.heap.get_mut(n).dict = d;
        Some(d)
    }

    pub fn set_attr(&mut self, object: Value, name: Value, value: Value) -> Result<(), Control> {
        let class = self.class_of(object);
        let hook = self.names.setattr;
        if let Some(f) = self.overridden(class, hook) {
            return Err(self.request(f, vec![object, name, value]));
        }
        self.generic_set_attr(object, name, value)
    }

    pub fn generic_set_attr(&mut self, object: Value, name: Value, value: Value) -> Result<(), Control> {
        let class = self.class_of(object);
        if let Some(v) = self.lookup(class, name) {
            match self.heap.kind(v) {
                Some(Kind::Property(p)) => {
                    let set = p.set;
                    if set.is_none() {
                        let text = self.heap.str(name).unwrap_or("").to_string();
                        let message = format!("property '{text}' of '{}' object has no setter", self.type_name(object));
                        return Err(self.raise("AttributeError", &message));
                    }
                    return Err(self.request(set, vec![object, value]));
                }
                Some(Kind::Member(_)) => {
                    let Value::Obj(n) = object else { return Ok(()) };
                    if self.heap.get(n).dict == 0 {
                        let d = self.new_dict().slot().unwrap_or(0);
                        self.heap.get_mut(n).dict = d;
                    }
                    let d = self.heap.get(n).dict;
                    self.dict_set_str(d, name, value);
                    return Ok(());
                }
                Some(Kind::Function(_) | Kind::Native(_) | Kind::Str(_) | Kind::Type(_)) | None => {}
                Some(_) => {
                    let own = self.class_of(v);
                    let set = self.names.set;
                    if let Some(f) = self.overridden(own, set) {
                        return Err(self.request(f, vec![v, object, value]));
                    }
                }
            }
        }
        if let Value::Obj(n) = object {
            if let Kind::Type(t) = &self.heap.get(n).kind {
                if t.builtin {
                    let text = self.heap.str(name).unwrap_or("").to_string();
                    let message =
                        format!("cannot set '{text}' attribute of immutable type '{}'", self.name_of_class(n));
                    return Err(self.type_error(&message));
                }
                let d = t.dict;
                self.type_version += 1;
                if self.heap.str(name) == Some("__name__") {
                    if let Some(text) = self.heap.str(value).map(std::rc::Rc::from)
                        && let Kind::Type(t) = &mut self.heap.get_mut(n).kind
                    {
                        t.name = text;
                    }
                    return Ok(());
                }
                self.dict_set_str(d, name, value);
                return Ok(());
            }
            if self.set_kind_attr(object, name, value)? {
                return Ok(());
            }
        }
        match self.instance_dict(object) {
            Some(d) => {
                self.dict_set_str(d, name, value);
                Ok(())
            }
            None => {
                let text = self.heap.str(name).unwrap_or("").to_string();
                let type_name = self.type_name(object);
                if self.lookup(class, name).is_some() {
                    let message = format!("'{type_name}' object attribute '{text}' is read-only");
                    return Err(self.raise("AttributeError", &message));
                }
                Err(self.attribute_error(object, name))
            }
        }
    }

    pub fn del_attr(&mut self, object: Value, name: Value) -> Result<(), Control> {
        let class = self.class_of(object);
        let hook = self.names.delattr;
        if let Some(f) = self.overridden(class, hook) {
            return Err(self.request(f, vec![object, name]));
        }
        self.generic_del_attr(object, name)
    }

    pub fn generic_del_attr(&mut self, object: Value, name: Value) -> Result<(), Control> {
        let class = self.class_of(object);
        if let Some(v) = self.lookup(class, name) {
            match self.heap.kind(v) {
                Some(Kind::Property(p)) => {
                    let delete = p.delete;
                    if delete.is_none() {
                        let text = self.heap.str(name).unwrap_or("").to_string();
                        let message =
                            format!("property '{text}' of '{}' object has no deleter", self.type_name(object));
                        return Err(self.raise("AttributeError", &message));
                    }
                    return Err(self.request(delete, vec![object]));
                }
                Some(Kind::Function(_) | Kind::Native(_) | Kind::Type(_)) | None => {}
                Some(_) => {
                    let own = self.class_of(v);
                    let delete = self.names.delete;
                    if let Some(f) = self.overridden(own, delete) {
                        return Err(self.request(f, vec![v, object]));
                    }
                }
            }
        }
        if let Value::Obj(n) = object {
            let d = match &self.heap.get(n).kind {
                Kind::Type(t) => t.dict,
                _ => self.heap.get(n).dict,
            };
            if matches!(self.heap.get(n).kind, Kind::Type(_)) {
                self.type_version += 1;
            }
            if d != 0 && self.dict_del_str(d, name) {
                return Ok(());
            }
        }
        Err(self.attribute_error(object, name))
    }
}

fn after_getattribute(vm: &mut Vm, state: Vec<Value>, error: Value) -> Answer {
    if !vm.is_instance_of(error, "AttributeError") {
        return Err(Control::Raise(error));
    }
    let [object, name] = state[..] else { return Err(Control::Raise(error)) };
    let class = vm.class_of(object);
    let getattr = vm.names.getattr;
    match vm.getattr_hook(object, class, getattr) {
        Some((f, mut args)) => {
            args.push(name);
            Err(vm.request(f, args))
        }
        None => Err(Control::Raise(error)),
    }
}
