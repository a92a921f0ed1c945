//! `internal/mirror`: what the library's Go finds out about values and their types while a program runs, for packages
//! that take any value (`encoding/json`). A place is a pointer in an `any`.

use super::{Native, Out, one};
use crate::types::*;
use crate::value::*;
use crate::vm::{Goroutine, Vm};
use std::rc::Rc;

/// The type and the value of an `any`; none of nil.
fn held(args: &[Value], n: usize) -> Option<(Ty, Value)> {
    match args.get(n) {
        Some(Value::Iface(pair)) => Some((pair.0, pair.1.clone())),
        _ => None,
    }
}

fn int(args: &[Value], n: usize) -> i64 {
    args.get(n).map_or(0, Value::int)
}

fn text(text: &str) -> Out {
    one(Value::str(text))
}

/// A value of a type as an `any`: what an interface holds stands for itself.
fn any(vm: &Vm, ty: Ty, value: Value) -> Value {
    match vm.compiler.types.is_interface(ty) {
        true => value,
        false => Value::Iface(Rc::new((ty, value))),
    }
}

/// A pointer to a value that is new, or in a cell.
fn pointer(vm: &mut Vm, to: Ty, value: Value) -> Value {
    let ty = vm.compiler.types.ptr(to);
    let place = match vm.compiler.types.is_aggregate(to) {
        true => value,
        false => Value::Ref(vm.vals(vec![value]), 0),
    };
    Value::Iface(Rc::new((ty, place)))
}

/// A pointer to what stands at a number of a cell.
fn pointer_to(vm: &mut Vm, to: Ty, obj: &Heap, n: usize) -> Value {
    let ty = vm.compiler.types.ptr(to);
    let place = match vm.compiler.types.is_aggregate(to) {
        true => obj.get(n),
        false => Value::Ref(obj.clone(), n as u32),
    };
    Value::Iface(Rc::new((ty, place)))
}

fn write(pointer: &Value, value: Value) {
    match pointer {
        Value::Ref(obj, n) => obj.set(*n as usize, value),
        Value::Obj(to) => {
            for (n, part) in value.elements().into_iter().enumerate() {
                to.set(n, part);
            }
        }
        _ => {}
    }
}

/// What a place is for, where it is, and what it holds.
fn place(vm: &Vm, args: &[Value]) -> Option<(Ty, Value, Value)> {
    let (ty, pointer) = held(args, 0)?;
    let to = vm.compiler.types.pointee(ty)?;
    let value = vm.load(&pointer)?;
    Some((to, pointer, value))
}

/// The number that Go's reflect gives to a kind.
fn kind_of(vm: &Vm, ty: Ty) -> i64 {
    match vm.compiler.types.base(ty) {
        Type::Basic(STRING) => 24,
        // Both count from bool on in the same order.
        Type::Basic(n) => i64::from(*n),
        Type::Array(..) => 17,
        Type::Chan(..) => 18,
        Type::Func { .. } => 19,
        Type::Interface(_) => 20,
        Type::Map(..) => 21,
        Type::Ptr(_) => 22,
        Type::Slice(_) => 23,
        Type::Struct(_) => 25,
        _ => 0,
    }
}

/// What a type is made of: 0 its elements, 1 the keys of a map.
fn part_of(vm: &Vm, ty: Ty, which: i64) -> Option<Ty> {
    match vm.compiler.types.base(ty) {
        Type::Slice(of) | Type::Array(_, of) | Type::Ptr(of) | Type::Chan(_, of) => Some(*of),
        Type::Map(key, of) => Some(if which == 1 { *key } else { *of }),
        _ => None,
    }
}

fn kind(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    one(Value::Int(held(args, 0).map_or(0, |(ty, _)| kind_of(vm, ty))))
}

fn part_kind(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let part = held(args, 0).and_then(|(ty, _)| part_of(vm, ty, int(args, 1)));
    one(Value::Int(part.map_or(0, |ty| kind_of(vm, ty))))
}

fn type_text(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    text(&held(args, 0).map_or("<nil>".into(), |(ty, _)| vm.compiler.types.text(ty, None)))
}

fn part_text(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let part = held(args, 0).and_then(|(ty, _)| part_of(vm, ty, int(args, 1)));
    text(&part.map_or("<nil>".into(), |ty| vm.compiler.types.text(ty, None)))
}

/// The name that a type was declared with.
fn type_name(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let named = held(args, 0).and_then(|(ty, _)| vm.compiler.types.named_of(ty).map(|named| named.name.clone()));
    text(named.as_deref().unwrap_or(""))
}

/// A number for a type; 0 of nil.
fn type_id(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    one(Value::Int(held(args, 0).map_or(0, |(ty, _)| i64::from(ty))))
}

fn length(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    one(Value::Int(match held(args, 0) {
        Some((_, Value::Str(s))) => s.len() as i64,
        Some((_, Value::Slice(s))) => i64::from(s.len),
        Some((_, Value::Obj(o))) => o.len() as i64,
        _ => 0,
    }))
}

fn is_nil(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    one(Value::Bool(held(args, 0).is_none_or(|(_, value)| value.is_nil())))
}

fn is_zero(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let Some((ty, value)) = held(args, 0) else { return one(Value::Bool(true)) };
    let zero = vm.zero(ty);
    one(Value::Bool(vm.equal(&value, &zero, ty).unwrap_or_else(|_| value.is_nil())))
}

fn fields_of(vm: &Vm, ty: Ty) -> Option<Rc<Vec<FieldType>>> {
    match vm.compiler.types.base(ty) {
        Type::Struct(fields) => Some(fields.clone()),
        _ => None,
    }
}

/// Of each field of a struct: name, tag, and `e` if it is embedded.
fn fields(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let fields = held(args, 0).and_then(|(ty, _)| fields_of(vm, ty));
    let mut list = Vec::new();
    for field in fields.iter().flat_map(|fields| fields.iter()) {
        list.extend([field.name.to_string(), field.tag.to_string()]);
        list.push(if field.embedded { "e".into() } else { String::new() });
    }
    one(vm.strings(list))
}

/// A field's value.
fn field(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let n = int(args, 1).max(0) as usize;
    let found = held(args, 0).and_then(|(ty, value)| {
        let field = fields_of(vm, ty)?.get(n)?.ty;
        match value {
            Value::Obj(obj) => Some(any(vm, field, obj.get(n))),
            _ => None,
        }
    });
    one(found.unwrap_or_default())
}

/// The place of a field of the struct at a place.
fn field_place(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let n = int(args, 1).max(0) as usize;
    let found = place(vm, args).and_then(|(ty, _, value)| {
        let field = fields_of(vm, ty)?.get(n)?.ty;
        match value {
            Value::Obj(obj) => Some(pointer_to(vm, field, &obj, n)),
            _ => None,
        }
    });
    one(found.unwrap_or_default())
}

/// A pointer to a new zero value of what the value's type is made of, or of a struct's field (which is 2 and more).
fn new_part(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let Some((ty, _)) = held(args, 0) else { return one(Value::Nil) };
    let part = match int(args, 1) {
        n @ 0..2 => part_of(vm, ty, n),
        n => fields_of(vm, ty).and_then(|fields| Some(fields.get(n as usize - 2)?.ty)),
    };
    let Some(part) = part else { return one(Value::Nil) };
    let zero = vm.zero(part);
    one(pointer(vm, part, zero))
}

/// An element of a slice or array.
fn item(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let n = int(args, 1).max(0) as usize;
    let found = held(args, 0).and_then(|(ty, value)| {
        let of = part_of(vm, ty, 0)?;
        let value = match value {
            Value::Slice(s) if n < s.len as usize => s.obj.get(s.from as usize + n),
            Value::Obj(obj) => obj.get(n),
            _ => return None,
        };
        Some(any(vm, of, value))
    });
    one(found.unwrap_or_default())
}

/// The place of an element of the slice or array at a place.
fn item_place(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let n = int(args, 1).max(0) as usize;
    let found = place(vm, args).and_then(|(ty, _, value)| {
        let of = part_of(vm, ty, 0)?;
        match value {
            Value::Slice(s) if n < s.len as usize => Some(pointer_to(vm, of, &s.obj, s.from as usize + n)),
            Value::Obj(obj) => Some(pointer_to(vm, of, &obj, n)),
            _ => None,
        }
    });
    one(found.unwrap_or_default())
}

/// A new place that holds a value.
fn place_for(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let Some((ty, value)) = held(args, 0) else { return one(Value::Nil) };
    one(pointer(vm, ty, value))
}

/// The keys of a map, as they came.
fn keys(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let mut list = Vec::new();
    if let Some((ty, Value::Obj(map))) = held(args, 0)
        && let Some(of) = part_of(vm, ty, 1)
        && let Data::Map(data) = &*map.data.borrow()
    {
        list.extend(data.entries.iter().flatten().map(|(key, _)| any(vm, of, key.clone())));
    }
    let n = list.len() as u32;
    let obj = vm.vals(list);
    one(Value::Slice(Slice { obj, from: 0, len: n, cap: n }))
}

/// What a map has for a key.
fn map_item(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let Some((ty, map)) = held(args, 0) else { return one(Value::Nil) };
    let (Some(of), Some(key_ty)) = (part_of(vm, ty, 0), part_of(vm, ty, 1)) else { return one(Value::Nil) };
    let key = match vm.compiler.types.is_interface(key_ty) {
        true => args.get(1).cloned().unwrap_or_default(),
        false => held(args, 1).map(|(_, key)| key).unwrap_or_default(),
    };
    let value = vm.map_get(&map, &key).ok().flatten();
    one(value.map(|value| any(vm, of, value)).unwrap_or_default())
}

/// Sets the key at one place of the map at another to what is at a third.
fn map_set(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let Some((_, _, map)) = place(vm, args) else { return Out::Values(Vec::new()) };
    let at = |vm: &mut Vm, n: usize| {
        let (ty, _, value) = place(vm, args.get(n..)?)?;
        Some(vm.copy(&value, ty))
    };
    if let (Some(key), Some(value)) = (at(vm, 1), at(vm, 2)) {
        // Keys that can't be compared are no types of maps that are decoded into.
        let _ = vm.map_set(&map, key, value);
    }
    Out::Values(Vec::new())
}

/// What is at a place.
fn load(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    one(place(vm, args).map(|(ty, _, value)| any(vm, ty, value)).unwrap_or_default())
}

/// Sets a place to a value of its type; false if it is of another.
fn set(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let Some((to, pointer, _)) = place(vm, args) else { return one(Value::Bool(false)) };
    let value = match held(args, 1) {
        None if vm.compiler.types.can_be_nil(to) => Value::Nil,
        Some((ty, _)) if vm.compiler.types.is_interface(to) && vm.satisfies(ty, to) => {
            args.get(1).cloned().unwrap_or_default()
        }
        Some((ty, value)) if ty == to => vm.copy(&value, to),
        _ => return one(Value::Bool(false)),
    };
    write(&pointer, value);
    one(Value::Bool(true))
}

/// Sets a place to its type's zero.
fn set_zero(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    if let Some((to, pointer, _)) = place(vm, args) {
        let zero = vm.zero(to);
        write(&pointer, zero);
    }
    Out::Values(Vec::new())
}

/// Sets a place of a basic kind, whatever its type is called.
fn set_basic(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    if let (Some((to, pointer, _)), Some(value)) = (place(vm, args), args.get(1)) {
        let value = match (vm.compiler.types.under(to), value) {
            (FLOAT32, Value::Float(f)) => Value::Float(f64::from(*f as f32)),
            (_, value) => value.clone(),
        };
        write(&pointer, value);
    }
    Out::Values(Vec::new())
}

/// Sets a place for a slice of bytes.
fn set_bytes(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    if let (Some((_, pointer, _)), Some(value)) = (place(vm, args), args.get(1)) {
        let value = vm.bytes(value.bytes());
        write(&pointer, value);
    }
    Out::Values(Vec::new())
}

/// The basic value in an `any`, as it is.
fn basic(_: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    one(held(args, 0).map(|(_, value)| value).unwrap_or_default())
}

fn bytes(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let bytes = match held(args, 0) {
        Some((_, Value::Obj(obj))) => (0..obj.len()).map(|n| obj.get(n).int() as u8).collect(),
        Some((_, value)) => value.bytes(),
        None => Vec::new(),
    };
    one(vm.bytes(bytes))
}

/// Makes a pointer at a place point to a new zero value.
fn fill(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    let Some((to, at, _)) = place(vm, args) else { return Out::Values(Vec::new()) };
    match vm.compiler.types.base(to).clone() {
        Type::Ptr(of) => {
            let zero = vm.zero(of);
            if let Value::Iface(made) = pointer(vm, of, zero) {
                write(&at, made.1.clone());
            }
        }
        Type::Map(..) => {
            let map = vm.alloc(Data::Map(MapData { ty: to, index: Default::default(), entries: Vec::new() }));
            write(&at, Value::Obj(map));
        }
        Type::Slice(of) => {
            let none = vm.make_slice(of, 0, 0);
            write(&at, none);
        }
        _ => {}
    }
    Out::Values(Vec::new())
}

/// Gives the slice at a place one more element, a zero.
fn grow(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    if let Some((to, at, value)) = place(vm, args)
        && let Some(of) = part_of(vm, to, 0)
    {
        let zero = vm.zero(of);
        let longer = vm.append(&value, vec![zero], of);
        write(&at, longer);
    }
    Out::Values(Vec::new())
}

/// Cuts the slice at a place.
fn cut(vm: &mut Vm, _: &mut Goroutine, args: &[Value]) -> Out {
    if let Some((_, at, Value::Slice(slice))) = place(vm, args) {
        let len = int(args, 1).clamp(0, i64::from(slice.len)) as u32;
        write(&at, Value::Slice(Slice { len, ..slice }));
    }
    Out::Values(Vec::new())
}

pub const TABLE: &[(&str, Native)] = &[
    ("internal/mirror.Kind", kind),
    ("internal/mirror.PartKind", part_kind),
    ("internal/mirror.TypeText", type_text),
    ("internal/mirror.PartText", part_text),
    ("internal/mirror.TypeName", type_name),
    ("internal/mirror.TypeID", type_id),
    ("internal/mirror.Len", length),
    ("internal/mirror.IsNil", is_nil),
    ("internal/mirror.IsZero", is_zero),
    ("internal/mirror.Fields", fields),
    ("internal/mirror.Field", field),
    ("internal/mirror.FieldPlace", field_place),
    ("internal/mirror.NewPart", new_part),
    ("internal/mirror.Item", item),
    ("internal/mirror.ItemPlace", item_place),
    ("internal/mirror.PlaceFor", place_for),
    ("internal/mirror.Keys", keys),
    ("internal/mirror.MapItem", map_item),
    ("internal/mirror.MapSet", map_set),
    ("internal/mirror.Load", load),
    ("internal/mirror.Set", set),
    ("internal/mirror.SetZero", set_zero),
    ("internal/mirror.SetInt", set_basic),
    ("internal/mirror.SetFloat", set_basic),
    ("internal/mirror.SetString", set_basic),
    ("internal/mirror.SetBool", set_basic),
    ("internal/mirror.SetBytes", set_bytes),
    ("internal/mirror.IntOf", basic),
    ("internal/mirror.FloatOf", basic),
    ("internal/mirror.StringOf", basic),
    ("internal/mirror.BoolOf", basic),
    ("internal/mirror.BytesOf", bytes),
    ("internal/mirror.Fill", fill),
    ("internal/mirror.Grow", grow),
    ("internal/mirror.Cut", cut),
];
