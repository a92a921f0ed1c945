//! The keys of a compose file, their types and what they mean: one table for validation, completion and hover.
//!
//! Specified by the Compose specification's JSON schema. The table is ours; which keys there are and what they take is the
//! specification's.

mod build;
mod deploy;
mod names;
mod resources;
mod service;
mod top;
mod validate;

pub(crate) use names::Names;
pub(crate) use top::FILE;
pub(crate) use validate::{mistakes, validate};

/// A set of JSON types.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Types(pub u8);

impl Types {
    pub const NULL: Types = Types(1);
    pub const BOOLEAN: Types = Types(2);
    pub const INTEGER: Types = Types(4);
    pub const NUMBER: Types = Types(8);
    pub const STRING: Types = Types(16);
    pub const ARRAY: Types = Types(32);
    pub const OBJECT: Types = Types(64);

    pub const fn or(self, other: Types) -> Types {
        Types(self.0 | other.0)
    }

    pub const fn has(self, other: Types) -> bool {
        self.0 & other.0 == other.0
    }
}

/// What may stand in a place.
#[derive(Debug)]
pub(crate) enum Schema {
    Is(Types),
    /// A string out of a few.
    Enum(&'static [&'static str]),
    /// A string of a form.
    Form(&'static str, fn(&str) -> bool),
    /// A whole number between two.
    Range(i64, Option<i64>),
    List {
        items: &'static Schema,
        unique: bool,
    },
    Object(&'static Object),
    OneOf(&'static [&'static Schema]),
}

/// A mapping: keys that have a name, and keys that the file names itself.
#[derive(Debug)]
pub(crate) struct Object {
    /// What else may stand there instead.
    pub or: Option<Types>,
    pub properties: &'static [Property],
    pub required: &'static [&'static str],
    /// Entries under names of the file's own.
    pub named: Option<(Names, &'static Schema)>,
    /// `x-` keys are let through.
    pub extensible: bool,
    /// Other keys are a mistake.
    pub closed: bool,
}

impl Object {
    /// A mapping of known keys and extensions.
    pub const fn of(properties: &'static [Property]) -> Object {
        Object {
            or: None,
            properties,
            required: &[],
            named: None,
            extensible: true,
            closed: true,
        }
    }

    /// A mapping whose keys are the file's own.
    pub const fn named(names: Names, values: &'static Schema) -> Object {
        Object {
            or: None,
            properties: &[],
            required: &[],
            named: Some((names, values)),
            extensible: false,
            closed: true,
        }
    }

    pub const fn or_null(mut self) -> Object {
        self.or = Some(Types::NULL);
        self
    }

    pub const fn or(mut self, types: Types) -> Object {
        self.or = Some(types);
        self
    }

    pub const fn requires(mut self, required: &'static [&'static str]) -> Object {
        self.required = required;
        self
    }

    pub const fn plain(mut self) -> Object {
        self.extensible = false;
        self
    }

    pub const fn open(mut self) -> Object {
        self.closed = false;
        self
    }
}

/// A key.
#[derive(Debug)]
pub(crate) struct Property {
    pub key: &'static str,
    pub schema: &'static Schema,
    /// What it is for, in a sentence or two.
    pub doc: &'static str,
}

impl Schema {
    /// The forms that it may have: itself, or those that it chooses between.
    pub fn forms(&'static self) -> Vec<&'static Schema> {
        match self {
            Schema::OneOf(schemas) => schemas.iter().flat_map(|schema| schema.forms()).collect(),
            other => vec![other],
        }
    }

    /// What may stand below a key, or below an item for `[]` and for a number.
    pub fn below(&'static self, part: &str) -> Option<&'static Schema> {
        self.forms().into_iter().find_map(|schema| match schema {
            Schema::List { items, .. } if part == "[]" || part.bytes().all(|b| b.is_ascii_digit()) => Some(*items),
            Schema::Object(object) => object.property(part).map(|property| property.schema).or_else(|| {
                let (names, schema) = object.named?;
                names.allow(part).then_some(schema)
            }),
            _ => None,
        })
    }

    /// The mapping that it may be.
    pub fn object(&'static self) -> Option<&'static Object> {
        self.forms().into_iter().find_map(|schema| match schema {
            Schema::Object(object) => Some(*object),
            _ => None,
        })
    }
}

impl Object {
    pub fn property(&self, key: &str) -> Option<&'static Property> {
        self.properties.iter().find(|property| property.key == key)
    }
}

/// What may stand at a path of a file.
pub(crate) fn at(path: &[String]) -> Option<&'static Schema> {
    path.iter().try_fold(&FILE, |schema, part| schema.below(part))
}

const fn key(key: &'static str, schema: &'static Schema, doc: &'static str) -> Property {
    Property { key, schema, doc }
}

static STRING: Schema = Schema::Is(Types::STRING);
static BOOLEAN: Schema = Schema::Is(Types::BOOLEAN);
static INTEGER: Schema = Schema::Is(Types::INTEGER);
static SWITCH: Schema = Schema::Is(Types::BOOLEAN.or(Types::STRING));
static WHOLE: Schema = Schema::Is(Types::INTEGER.or(Types::STRING));
static NUMBER: Schema = Schema::Is(Types::NUMBER.or(Types::STRING));
static STRING_OR_NULL: Schema = Schema::Is(Types::STRING.or(Types::NULL));
static NULL: Schema = Schema::Is(Types::NULL);
static OBJECT: Schema = Schema::Is(Types::OBJECT);
static SCALAR: Schema = Schema::Is(Types::STRING.or(Types::NUMBER).or(Types::BOOLEAN));
static SCALAR_OR_NULL: Schema = Schema::Is(Types::STRING.or(Types::NUMBER).or(Types::BOOLEAN).or(Types::NULL));

/// `array` of strings in which one may stand twice.
static STRINGS: Schema = Schema::List {
    items: &STRING,
    unique: false,
};
static UNIQUE_STRINGS: Schema = Schema::List {
    items: &STRING,
    unique: true,
};
static UNIQUE_NUMBERS: Schema = Schema::List {
    items: &NUMBER,
    unique: true,
};
static STRING_OR_LIST: Schema = Schema::OneOf(&[&STRING, &UNIQUE_STRINGS]);
static STRING_OR_STRINGS: Schema = Schema::OneOf(&[&STRING, &STRINGS]);
static COMMAND: Schema = Schema::OneOf(&[&NULL, &STRING, &STRINGS]);

static DICTIONARY: Schema = Schema::Object(&Object::named(Names::Any, &SCALAR_OR_NULL));
static LIST_OR_DICT: Schema = Schema::OneOf(&[&DICTIONARY, &UNIQUE_STRINGS]);

static ADDRESSES: Schema = Schema::Object(&Object::named(Names::Any, &STRING_OR_STRINGS));
static EXTRA_HOSTS: Schema = Schema::OneOf(&[&ADDRESSES, &UNIQUE_STRINGS]);

static DRIVER_OPTS: Schema = Schema::Object(&Object::named(Names::Any, &NUMBER).open());
static STRING_MAP: Schema = Schema::Object(&Object::named(Names::Any, &STRING));
