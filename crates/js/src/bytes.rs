//! Array buffers and the views on them: ECMA-262 §23.2, §25.1. `Buffer` is a view with more methods (`lib/buffer.js`).

use crate::realm::Realm;
use crate::text::hold;
use crate::value::*;
use std::cell::RefCell;
use std::rc::Rc;

pub const MAX_BYTES: usize = 64 << 20;

/// New bytes as an Uint8Array that the library makes a Buffer.
pub fn view(realm: &Realm, data: Vec<u8>) -> Value {
    hold(data.len() as isize);
    let len = data.len();
    let object = realm.object(&realm.protos.uint8array, Kind::Bytes(Rc::new(RefCell::new(data)), 0, len, Element::U8));
    Value::Obj(object)
}

pub fn slice(object: &Obj) -> Option<Vec<u8>> {
    let Kind::Bytes(data, offset, len, _) = &object.kind else { return None };
    data.borrow().get(*offset..offset + len).map(<[u8]>::to_vec)
}

pub fn get(object: &Obj, n: usize) -> Option<f64> {
    let Kind::Bytes(data, offset, len, element) = &object.kind else { return None };
    let size = element.size();
    if *element == Element::Buffer || n >= len / size {
        return None;
    }
    let data = data.borrow();
    let b = data.get(offset + n * size..offset + (n + 1) * size)?;
    Some(match element {
        Element::Buffer => return None,
        Element::U8 => f64::from(*b.first()?),
        Element::I8 => f64::from(*b.first()? as i8),
        Element::U16 => f64::from(u16::from_le_bytes(b.try_into().ok()?)),
        Element::I16 => f64::from(i16::from_le_bytes(b.try_into().ok()?)),
        Element::U32 => f64::from(u32::from_le_bytes(b.try_into().ok()?)),
        Element::I32 => f64::from(i32::from_le_bytes(b.try_into().ok()?)),
        Element::F32 => f64::from(f32::from_le_bytes(b.try_into().ok()?)),
        Element::F64 => f64::from_le_bytes(b.try_into().ok()?),
    })
}

pub fn set(object: &Obj, n: usize, value: f64) {
    let Kind::Bytes(data, offset, len, element) = &object.kind else { return };
    let size = element.size();
    if *element == Element::Buffer || n >= len / size {
        return;
    }
    let whole = crate::convert::to_int32(value);
    let bytes: Vec<u8> = match element {
        Element::F32 => (value as f32).to_le_bytes().to_vec(),
        Element::F64 => value.to_le_bytes().to_vec(),
        _ => whole.to_le_bytes().iter().take(size).copied().collect(),
    };
    if let Some(place) = data.borrow_mut().get_mut(offset + n * size..offset + (n + 1) * size) {
        place.copy_from_slice(&bytes);
    }
}
