//! The built-in classes and often used names, and how an interpreter is furnished with them.

use crate::heap::*;
use crate::vm::*;
use std::rc::Rc;

macro_rules! types {
    ($($field:ident $name:literal $base:ident $layout:ident;)*) => {
        /// The slots of the built-in classes.
        #[derive(Default)]
        pub struct Types { $(pub $field: u32,)* }
        impl Types {
            pub fn each(&self, see: &mut dyn FnMut(u32)) { $(see(self.$field);)* }
        }
        fn make_types(vm: &mut Vm) {
            $(vm.types.$field = vm.add_type($name, vm.types.$base, Layout::$layout);)*
        }
    };
}

types! {
    object "object" object Object;
    type_ "type" object Type;
    int "int" object Int;
    bool_ "bool" int Int;
    float "float" object Float;
    complex "complex" object Complex;
    str "str" object Str;
    bytes "bytes" object Bytes;
    bytearray "bytearray" object ByteArray;
    list "list" object List;
    tuple "tuple" object Tuple;
    dict "dict" object Dict;
    set "set" object Set;
    frozenset "frozenset" object FrozenSet;
    none "NoneType" object Closed;
    ellipsis "ellipsis" object Closed;
    not_implemented "NotImplementedType" object Closed;
    function "function" object Closed;
    native "builtin_function_or_method" object Closed;
    method "method" object Closed;
    module "module" object Module;
    cell "cell" object Closed;
    code "code" object Closed;
    frame "frame" object Closed;
    traceback "traceback" object Closed;
    generator "generator" object Closed;
    coroutine "coroutine" object Closed;
    async_generator "async_generator" object Closed;
    async_step "async_generator_asend" object Closed;
    async_value "async_generator_wrapped_value" object Closed;
    range "range" object Closed;
    slice "slice" object Closed;
    property "property" object Property;
    classmethod "classmethod" object Closed;
    staticmethod "staticmethod" object Closed;
    super_ "super" object Closed;
    mappingproxy "mappingproxy" object Closed;
    dict_keys "dict_keys" object Closed;
    dict_values "dict_values" object Closed;
    dict_items "dict_items" object Closed;
    list_iterator "list_iterator" object Closed;
    tuple_iterator "tuple_iterator" object Closed;
    str_iterator "str_ascii_iterator" object Closed;
    bytes_iterator "bytes_iterator" object Closed;
    range_iterator "range_iterator" object Closed;
    dict_keyiterator "dict_keyiterator" object Closed;
    dict_valueiterator "dict_valueiterator" object Closed;
    dict_itemiterator "dict_itemiterator" object Closed;
    set_iterator "set_iterator" object Closed;
    reversed "reversed" object Closed;
    enumerate "enumerate" object Closed;
    zip "zip" object Closed;
    iterator "iterator" object Closed;
    alias "GenericAlias" object Closed;
    union "UnionType" object Closed;
    pattern "Pattern" object Closed;
    match_ "Match" object Closed;
    mersenne "Random" object Closed;
    hasher "HASH" object Closed;
    database "Database" object Closed;
    deque "deque" object Closed;
    member "member_descriptor" object Closed;
    weakref "ReferenceType" object Closed;
    lock "lock" object Closed;
    truth_pair "truth_pair" object Closed;
    exception "BaseException" object Exception;
}

macro_rules! names {
    ($($field:ident $text:literal)*) => {
        /// Interned names.
        pub struct Names { $(pub $field: Value,)* }
        impl Default for Names {
            fn default() -> Self { Names { $($field: Value::Null,)* } }
        }
        impl Names {
            pub fn each(&self, see: &mut dyn FnMut(Value)) { $(see(self.$field);)* }
        }
        fn make_names(vm: &mut Vm) {
            $(vm.names.$field = vm.intern($text);)*
        }
    };
}

names! {
    dunder_name "__name__"
    init "__init__"
    new "__new__"
    call "__call__"
    getattr "__getattr__"
    getattribute "__getattribute__"
    setattr "__setattr__"
    delattr "__delattr__"
    get "__get__"
    set "__set__"
    delete "__delete__"
    class "__class__"
    dict "__dict__"
    doc "__doc__"
    module "__module__"
    qualname "__qualname__"
    eq "__eq__"
    ne "__ne__"
    lt "__lt__"
    le "__le__"
    gt "__gt__"
    ge "__ge__"
    hash "__hash__"
    bool_ "__bool__"
    len "__len__"
    iter "__iter__"
    next "__next__"
    getitem "__getitem__"
    setitem "__setitem__"
    delitem "__delitem__"
    contains "__contains__"
    repr "__repr__"
    str "__str__"
    format "__format__"
    index "__index__"
    instancecheck "__instancecheck__"
    subclasscheck "__subclasscheck__"
    missing "__missing__"
    mro_entries "__mro_entries__"
    slots "__slots__"
    await_ "__await__"
}

/// Name and base of the built-in exceptions.
const EXCEPTIONS: [(&str, &str); 66] = [
    ("SystemExit", "BaseException"),
    ("KeyboardInterrupt", "BaseException"),
    ("GeneratorExit", "BaseException"),
    ("BaseExceptionGroup", "BaseException"),
    ("Exception", "BaseException"),
    ("StopIteration", "Exception"),
    ("StopAsyncIteration", "Exception"),
    ("ArithmeticError", "Exception"),
    ("FloatingPointError", "ArithmeticError"),
    ("OverflowError", "ArithmeticError"),
    ("ZeroDivisionError", "ArithmeticError"),
    ("AssertionError", "Exception"),
    ("AttributeError", "Exception"),
    ("BufferError", "Exception"),
    ("EOFError", "Exception"),
    ("ImportError", "Exception"),
    ("ModuleNotFoundError", "ImportError"),
    ("LookupError", "Exception"),
    ("IndexError", "LookupError"),
    ("KeyError", "LookupError"),
    ("MemoryError", "Exception"),
    ("NameError", "Exception"),
    ("UnboundLocalError", "NameError"),
    ("OSError", "Exception"),
    ("BlockingIOError", "OSError"),
    ("ChildProcessError", "OSError"),
    ("ConnectionError", "OSError"),
    ("BrokenPipeError", "ConnectionError"),
    ("ConnectionAbortedError", "ConnectionError"),
    ("ConnectionRefusedError", "ConnectionError"),
    ("ConnectionResetError", "ConnectionError"),
    ("FileExistsError", "OSError"),
    ("FileNotFoundError", "OSError"),
    ("InterruptedError", "OSError"),
    ("IsADirectoryError", "OSError"),
    ("NotADirectoryError", "OSError"),
    ("PermissionError", "OSError"),
    ("ProcessLookupError", "OSError"),
    ("TimeoutError", "OSError"),
    ("ReferenceError", "Exception"),
    ("RuntimeError", "Exception"),
    ("NotImplementedError", "RuntimeError"),
    ("RecursionError", "RuntimeError"),
    ("SyntaxError", "Exception"),
    ("IndentationError", "SyntaxError"),
    ("TabError", "IndentationError"),
    ("SystemError", "Exception"),
    ("TypeError", "Exception"),
    ("ValueError", "Exception"),
    ("UnicodeError", "ValueError"),
    ("UnicodeDecodeError", "UnicodeError"),
    ("UnicodeEncodeError", "UnicodeError"),
    ("UnicodeTranslateError", "UnicodeError"),
    ("Warning", "Exception"),
    ("DeprecationWarning", "Warning"),
    ("PendingDeprecationWarning", "Warning"),
    ("RuntimeWarning", "Warning"),
    ("SyntaxWarning", "Warning"),
    ("UserWarning", "Warning"),
    ("FutureWarning", "Warning"),
    ("ImportWarning", "Warning"),
    ("UnicodeWarning", "Warning"),
    ("BytesWarning", "Warning"),
    ("ResourceWarning", "Warning"),
    ("EncodingWarning", "Warning"),
    ("ExceptionGroup", "BaseExceptionGroup"),
];

impl Vm {
    fn add_type(&mut self, name: &str, base: u32, layout: Layout) -> u32 {
        let dict = match self.new_dict() {
            Value::Obj(n) => n,
            _ => 0,
        };
        let kind = Kind::Type(Box::new(Type {
            name: name.into(),
            layout,
            mro: Vec::new(),
            bases: if base == 0 { vec![] } else { vec![base] },
            dict,
            subclasses: Vec::new(),
            no_dict: layout != Layout::Exception && layout != Layout::Module && layout != Layout::Type,
            builtin: true,
        }));
        let slot = match self.heap.add(self.types.type_, kind) {
            Value::Obj(n) => n,
            _ => 0,
        };
        let mut mro = vec![slot];
        if base != 0
            && let Some(b) = self.heap.type_of_slot(base)
        {
            mro.extend(&b.mro);
        }
        if let Kind::Type(t) = &mut self.heap.get_mut(slot).kind {
            t.mro = mro;
        }
        if base != 0
            && let Kind::Type(b) = &mut self.heap.get_mut(base).kind
        {
            b.subclasses.push(slot);
        }
        slot
    }

    pub fn global(&mut self, dict: u32, name: &str, value: Value) {
        let key = self.intern(name);
        self.dict_set_str(dict, key, value);
    }

    pub fn native(&mut self, owner: &'static str, name: &'static str, call: NativeFn, method: bool) -> Value {
        let class = self.types.native;
        self.heap.add(class, Kind::Native(Box::new(Native { name, owner, call, method })))
    }

    /// Gives a class its native methods.
    pub fn methods(&mut self, class: u32, owner: &'static str, list: &[(&'static str, NativeFn)]) {
        let Some(dict) = self.heap.type_of_slot(class).map(|t| t.dict) else { return };
        for (name, call) in list {
            let f = self.native(owner, name, *call, true);
            self.global(dict, name, f);
        }
    }
    pub fn static_methods(&mut self, class: u32, owner: &'static str, list: &[(&'static str, NativeFn)]) {
        let Some(dict) = self.heap.type_of_slot(class).map(|t| t.dict) else { return };
        for (name, call) in list {
            let f = self.native(owner, name, *call, false);
            self.global(dict, name, f);
        }
    }
    pub fn class_methods(&mut self, class: u32, owner: &'static str, list: &[(&'static str, NativeFn)]) {
        let Some(dict) = self.heap.type_of_slot(class).map(|t| t.dict) else { return };
        for (name, call) in list {
            let f = self.native(owner, name, *call, true);
            let f = self.heap.add(self.types.classmethod, Kind::ClassMethod(f));
            self.global(dict, name, f);
        }
    }
    pub fn functions(&mut self, dict: u32, owner: &'static str, list: &[(&'static str, NativeFn)]) {
        for (name, call) in list {
            let f = self.native(owner, name, *call, false);
            self.global(dict, name, f);
        }
    }
}

pub fn install(vm: &mut Vm) {
    // Slot 0 is never given out: it stands for "none" where slots are kept.
    vm.heap.add(0, Kind::Object);
    make_types(vm);
    // The first types were made before `type`, `dict` and `str` had slots.
    let fix: Vec<u32> = (1..vm.heap.slots.len() as u32).collect();
    for slot in fix {
        let (type_, dict, object) = (vm.types.type_, vm.types.dict, vm.types.object);
        let place = vm.heap.get_mut(slot);
        match &mut place.kind {
            Kind::Type(t) => {
                place.class = type_;
                if &*t.name != "object" && t.bases.is_empty() {
                    t.bases = vec![object];
                    t.mro = vec![slot, object];
                }
            }
            Kind::Dict(_) => place.class = dict,
            _ => {}
        }
    }
    make_names(vm);
    let str_type = vm.types.str;
    for v in vm.interned.values() {
        if let Value::Obj(n) = v
            && let Some(place) = vm.heap.slots.get_mut(*n as usize)
        {
            place.class = str_type;
        }
    }
    let empty = vm.new_tuple(Vec::new());
    vm.empty_tuple = empty;
    let builtins = vm.new_dict().slot().unwrap_or(0);
    vm.builtins = builtins;
    let prelude = vm.new_dict().slot().unwrap_or(0);
    vm.prelude = prelude;
    vm.exceptions.insert("BaseException", vm.types.exception);
    for (name, base) in EXCEPTIONS {
        let base = vm.exceptions.get(base).copied().unwrap_or(vm.types.exception);
        let slot = vm.add_type(name, base, Layout::Exception);
        vm.exceptions.insert(name, slot);
    }
    let group = vm.exceptions.get("ExceptionGroup").copied().unwrap_or(0);
    let plain = vm.exceptions.get("Exception").copied().unwrap_or(0);
    if let Kind::Type(t) = &mut vm.heap.get_mut(group).kind {
        t.bases.push(plain);
        let at = t.mro.len().saturating_sub(2);
        t.mro.insert(at, plain);
    }
    let classes: Vec<(Rc<str>, Value)> = vm.exceptions.iter().map(|(n, s)| (Rc::from(*n), Value::Obj(*s))).collect();
    for (name, v) in classes {
        vm.global(builtins, &name, v);
    }
    for (name, alias) in [("EnvironmentError", "OSError"), ("IOError", "OSError")] {
        let v = Value::Obj(vm.exceptions.get(alias).copied().unwrap_or(0));
        vm.global(builtins, name, v);
    }
    let public = [
        vm.types.object,
        vm.types.type_,
        vm.types.int,
        vm.types.bool_,
        vm.types.float,
        vm.types.complex,
        vm.types.str,
        vm.types.bytes,
        vm.types.bytearray,
        vm.types.list,
        vm.types.tuple,
        vm.types.dict,
        vm.types.set,
        vm.types.frozenset,
        vm.types.range,
        vm.types.slice,
        vm.types.property,
        vm.types.classmethod,
        vm.types.staticmethod,
        vm.types.super_,
        vm.types.enumerate,
        vm.types.zip,
        vm.types.reversed,
    ];
    for slot in public {
        let name = vm.heap.type_of_slot(slot).map(|t| t.name.clone()).unwrap_or_else(|| "".into());
        vm.global(builtins, &name, Value::Obj(slot));
    }
    for (name, v) in [
        ("Ellipsis", Value::Ellipsis),
        ("NotImplemented", Value::NotImplemented),
        ("__debug__", Value::Bool(true)),
        ("None", Value::None),
        ("True", Value::Bool(true)),
        ("False", Value::Bool(false)),
    ] {
        vm.global(builtins, name, v);
    }
    crate::builtins::install(vm);
    crate::modules::install(vm);
    let name = vm.intern("builtins");
    vm.global(builtins, "__name__", name);
    let name = vm.intern("_prelude");
    vm.global(prelude, "__name__", name);
}
