//! The data that a template sees: what Go's reflection would find.
//!
//! A [`Value::Object`] is a Go struct or formatter context with a type's name; a [`Value::Map`] is a Go
//! map, printed and ranged in the order of its keys. A typed nil keeps what it would be.

use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::rc::Rc;

/// What a nil would be if it were something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nil {
    Pointer,
    List,
    Map,
}

/// A method with arguments.
pub type Method = Rc<dyn Fn(&[Value]) -> Value>;

/// A value of a template.
#[derive(Clone)]
pub enum Value {
    /// No value at all: a map's missing key.
    Missing,
    Nil(Nil),
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(Rc<str>),
    List(Rc<Vec<Value>>),
    Map(Rc<BTreeMap<String, Value>>),
    Object(Rc<Object>),
    Method(Method),
}

/// A struct: its fields in order.
#[derive(Clone, Default)]
pub struct Object {
    /// As Go prints it in errors: `*formatter.ContainerContext`.
    pub type_name: &'static str,
    pub fields: Vec<(&'static str, Value)>,
    /// Fields out of JSON, whose names are not ours.
    pub named: Vec<(Rc<str>, Value)>,
}

impl Object {
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.fields
            .iter()
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value)
            .or_else(|| self.named.iter().find(|(key, _)| &**key == name).map(|(_, value)| value))
    }

    fn values(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.fields
            .iter()
            .map(|(key, value)| (*key, value))
            .chain(self.named.iter().map(|(key, value)| (&**key, value)))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Value::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Value::Text(text.into())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Int(value)
    }
}

impl std::fmt::Debug for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.print())
    }
}

/// Members of the API's answers that are Go maps; all others are structs.
const MAPS: &[&str] = &[
    "Labels",
    "Volumes",
    "ExposedPorts",
    "PortBindings",
    "Ports",
    "Networks",
    "Options",
    "Sysctls",
    "Tmpfs",
    "StorageOpt",
    "Annotations",
    "Data",
    "DriverOpts",
    "Containers",
    "AuxiliaryAddresses",
    "RuncCommit",
    "Attributes",
    "Runtimes",
    "Status",
];

/// Members that are pointers, nil when the API leaves them out or says null.
const POINTERS: &[&str] = &[
    "Health",
    "Healthcheck",
    "StopTimeout",
    "Init",
    "MemorySwappiness",
    "OomKillDisable",
    "PidsLimit",
    "IPAMConfig",
    "UsageData",
    "SizeRw",
    "SizeRootFs",
    "GraphDriver",
    "ImageManifestDescriptor",
    "Descriptor",
    "Identity",
    "BindOptions",
    "VolumeOptions",
    "TmpfsOptions",
    "ClusterVolume",
];

/// Members that the API leaves out when they are empty strings.
const TEXTS: &[&str] = &[
    "Comment",
    "Author",
    "StopSignal",
    "MacAddress",
    "Variant",
    "OsVersion",
    "Isolation",
];

/// Members of a mount point that its kind leaves out.
const MOUNT_TEXTS: &[&str] = &["Name", "Source", "Driver", "Mode", "Propagation"];

/// Members that the API leaves out when they are empty lists.
const LISTS: &[&str] = &[
    "Shell",
    "Mounts",
    "OnBuild",
    "Manifests",
    "ExecIDs",
    "RepoTags",
    "RepoDigests",
];

impl Value {
    /// The API's answer as the CLI's own types see it: structs, maps, typed nils.
    pub fn typed(json: &Json) -> Value {
        Value::typed_as("", "", json)
    }

    fn typed_as(parent: &str, key: &str, json: &Json) -> Value {
        let map = MAPS.contains(&key) && !(key == "Status" && parent == "State") || (parent == "LogConfig" && key == "Config");
        match json {
            Json::Null if map => Value::Nil(Nil::Map),
            Json::Null if POINTERS.contains(&key) => Value::Nil(Nil::Pointer),
            Json::Null => Value::Nil(Nil::List),
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => number_value(number),
            Json::String(text) => Value::from(text.as_str()),
            Json::Array(items) => Value::List(Rc::new(items.iter().map(|i| Value::typed_as(parent, key, i)).collect())),
            Json::Object(members) if map => Value::Map(Rc::new(
                members
                    .iter()
                    .map(|(k, v)| (k.clone(), Value::typed_as(key, "", v)))
                    .collect(),
            )),
            Json::Object(members) => Value::Object(Rc::new(Object {
                type_name: if key == "Mounts" { "container.MountPoint" } else { "" },
                fields: Vec::new(),
                named: members
                    .iter()
                    .map(|(k, v)| (k.as_str().into(), Value::typed_as(key, k, v)))
                    .collect(),
            })),
        }
    }

    /// What a struct of the API has for a member that its answer leaves out.
    pub fn left_out(object: &Object, name: &str) -> Option<Value> {
        if object.type_name == "container.MountPoint" {
            return MOUNT_TEXTS.contains(&name).then(|| Value::from(""));
        }
        if POINTERS.contains(&name) {
            Some(Value::Nil(Nil::Pointer))
        } else if MAPS.contains(&name) {
            Some(Value::Nil(Nil::Map))
        } else if LISTS.contains(&name) {
            Some(Value::Nil(Nil::List))
        } else if TEXTS.contains(&name) {
            Some(Value::from(""))
        } else {
            None
        }
    }

    /// The API's answer as plain JSON: maps, lists, untyped nils.
    pub fn raw(json: &Json) -> Value {
        match json {
            Json::Null => Value::Nil(Nil::Pointer),
            Json::Bool(value) => Value::Bool(*value),
            Json::Number(number) => number_value(number),
            Json::String(text) => Value::from(text.as_str()),
            Json::Array(items) => Value::List(Rc::new(items.iter().map(Value::raw).collect())),
            Json::Object(members) => Value::Map(Rc::new(members.iter().map(|(k, v)| (k.clone(), Value::raw(v))).collect())),
        }
    }

    /// Go's notion of true: not zero, not empty, not nil.
    pub fn truth(&self) -> bool {
        match self {
            Value::Missing | Value::Nil(_) => false,
            Value::Bool(value) => *value,
            Value::Int(n) => *n != 0,
            Value::Float(n) => *n != 0.0,
            Value::Text(text) => !text.is_empty(),
            Value::List(items) => !items.is_empty(),
            Value::Map(members) => !members.is_empty(),
            Value::Object(_) | Value::Method(_) => true,
        }
    }

    /// Go's `%v`, written behind what is there.
    pub fn print_to(&self, out: &mut String) {
        match self {
            Value::Text(text) => out.push_str(text),
            other => out.push_str(&other.print()),
        }
    }

    /// Go's `%v`.
    pub fn print(&self) -> String {
        match self {
            Value::Missing => "<no value>".into(),
            Value::Nil(Nil::Pointer) => "<nil>".into(),
            Value::Nil(Nil::List) => "[]".into(),
            Value::Nil(Nil::Map) => "map[]".into(),
            Value::Bool(value) => value.to_string(),
            Value::Int(n) => n.to_string(),
            Value::Float(n) => print_float(*n),
            Value::Text(text) => text.to_string(),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(Value::print).collect();
                format!("[{}]", items.join(" "))
            }
            Value::Map(members) => {
                let members: Vec<String> = members.iter().map(|(k, v)| format!("{k}:{}", v.print())).collect();
                format!("map[{}]", members.join(" "))
            }
            Value::Object(object) => {
                let fields: Vec<String> = object.values().map(|(_, v)| v.print()).collect();
                format!("{{{}}}", fields.join(" "))
            }
            Value::Method(_) => "<func>".into(),
        }
    }

    /// The name of its Go type, for errors.
    pub fn type_name(&self) -> &'static str {
        match self {
            Value::Missing | Value::Nil(Nil::Pointer) => "<nil>",
            Value::Nil(Nil::List) | Value::List(_) => "[]string",
            Value::Nil(Nil::Map) | Value::Map(_) => "map[string]string",
            Value::Bool(_) => "bool",
            Value::Int(_) => "int",
            Value::Float(_) => "float64",
            Value::Text(_) => "string",
            Value::Object(object) => object.type_name,
            Value::Method(_) => "func",
        }
    }

    /// As encoding/json writes it. The formatter's contexts are sorted and escaped for HTML, as their
    /// own MarshalJSON does; everything else keeps its order.
    pub fn json(&self) -> String {
        let mut out = String::new();
        self.write_json(&mut out, false);
        out
    }

    fn write_json(&self, out: &mut String, html: bool) {
        match self {
            Value::Missing | Value::Nil(_) | Value::Method(_) => out.push_str("null"),
            Value::Bool(value) => out.push_str(&value.to_string()),
            Value::Int(n) => out.push_str(&n.to_string()),
            Value::Float(n) => out.push_str(&print_float(*n)),
            Value::Text(text) => json_text(out, text, html),
            Value::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        out.push(',');
                    }
                    item.write_json(out, html);
                }
                out.push(']');
            }
            Value::Map(members) => write_members(out, members.iter().map(|(k, v)| (k.as_str(), v)), html),
            Value::Object(object) if object.type_name.contains("Context") => {
                let mut members: Vec<(&str, &Value)> = object.values().filter(|(_, v)| !matches!(v, Value::Method(_))).collect();
                members.sort_by_key(|(k, _)| *k);
                write_members(out, members.into_iter(), true);
            }
            Value::Object(object) => write_members(out, object.values(), html),
        }
    }
}

fn write_members<'a>(out: &mut String, members: impl Iterator<Item = (&'a str, &'a Value)>, html: bool) {
    out.push('{');
    for (i, (key, value)) in members.enumerate() {
        if i > 0 {
            out.push(',');
        }
        json_text(out, key, html);
        out.push(':');
        value.write_json(out, html);
    }
    out.push('}');
}

fn number_value(number: &serde_json::Number) -> Value {
    match number.as_i64() {
        Some(n) => Value::Int(n),
        None => Value::Float(number.as_f64().unwrap_or(0.0)),
    }
}

/// Go's shortest form of a float.
pub fn print_float(n: f64) -> String {
    if n != 0.0 && (n.abs() < 1e-4 || n.abs() >= 1e21) {
        let text = format!("{n:e}");
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let (sign, digits) = match exponent.strip_prefix('-') {
            Some(digits) => ('-', digits),
            None => ('+', exponent),
        };
        return format!("{mantissa}e{sign}{digits:0>2}");
    }
    format!("{n}")
}

/// A JSON string as Go writes it.
pub fn json_text(out: &mut String, text: &str, html: bool) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '<' | '>' | '&' if html => out.push_str(&format!("\\u{:04x}", c as u32)),
            c if (c as u32) < 32 || c == '\u{2028}' || c == '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
