//! `_hashlib`: MD5, SHA-1 and SHA-2, and CRC-32.

use crate::heap::*;
use crate::vm::*;
use sha2::Digest;

#[derive(Clone)]
pub enum Hasher {
    Md5(md5::Md5),
    Sha1(sha1::Sha1),
    Sha224(sha2::Sha224),
    Sha256(sha2::Sha256),
    Sha384(sha2::Sha384),
    Sha512(sha2::Sha512),
}

impl Hasher {
    fn named(name: &str) -> Option<Hasher> {
        Some(match name {
            "md5" => Hasher::Md5(Digest::new()),
            "sha1" => Hasher::Sha1(Digest::new()),
            "sha224" => Hasher::Sha224(Digest::new()),
            "sha256" => Hasher::Sha256(Digest::new()),
            "sha384" => Hasher::Sha384(Digest::new()),
            "sha512" => Hasher::Sha512(Digest::new()),
            _ => return None,
        })
    }
    fn update(&mut self, data: &[u8]) {
        match self {
            Hasher::Md5(h) => Digest::update(h, data),
            Hasher::Sha1(h) => Digest::update(h, data),
            Hasher::Sha224(h) => Digest::update(h, data),
            Hasher::Sha256(h) => Digest::update(h, data),
            Hasher::Sha384(h) => Digest::update(h, data),
            Hasher::Sha512(h) => Digest::update(h, data),
        }
    }
    fn digest(self) -> Vec<u8> {
        match self {
            Hasher::Md5(h) => h.finalize().to_vec(),
            Hasher::Sha1(h) => h.finalize().to_vec(),
            Hasher::Sha224(h) => h.finalize().to_vec(),
            Hasher::Sha256(h) => h.finalize().to_vec(),
            Hasher::Sha384(h) => h.finalize().to_vec(),
            Hasher::Sha512(h) => h.finalize().to_vec(),
        }
    }
}

pub fn install(vm: &mut Vm) {
    let d = super::module(vm, "_hashlib");
    vm.functions(
        d,
        "_hashlib",
        &[
            ("new", |vm, a, _| {
                let name = vm.str_arg(a, 0)?;
                let Some(mut h) = Hasher::named(&name) else {
                    let message = format!("unsupported hash type {name}");
                    return Err(vm.value_error(&message));
                };
                if a.len() > 1 {
                    if vm.heap.str(a[1]).is_some() {
                        return Err(vm.type_error("Strings must be encoded before hashing"));
                    }
                    let data = vm.bytes_of(a[1])?;
                    h.update(&data);
                }
                Ok(vm.heap.add(vm.types.hasher, Kind::Hasher(Box::new(h))))
            }),
            ("crc32", |vm, a, _| {
                let data = vm.bytes_of(vm.arg(a, 0))?;
                let mut crc = !(vm.opt_int(a, 1, 0)? as u32);
                for b in data.iter() {
                    crc ^= u32::from(*b);
                    for _ in 0..8 {
                        crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
                    }
                }
                Ok(Value::Int(i64::from(!crc)))
            }),
        ],
    );
    let t = vm.types.hasher;
    fn digest(vm: &Vm, a: &[Value]) -> Vec<u8> {
        match vm.heap.kind(vm.arg(a, 0)) {
            Some(Kind::Hasher(h)) => (**h).clone().digest(),
            _ => Vec::new(),
        }
    }
    vm.methods(
        t,
        "hasher",
        &[
            ("update", |vm, a, _| {
                if vm.heap.str(vm.arg(a, 1)).is_some() {
                    return Err(vm.type_error("Strings must be encoded before hashing"));
                }
                let data = vm.bytes_of(vm.arg(a, 1))?;
                if let Some(Kind::Hasher(h)) = vm.heap.kind_mut(vm.arg(a, 0)) {
                    h.update(&data);
                }
                Ok(Value::None)
            }),
            ("digest", |vm, a, _| {
                let d = digest(vm, a);
                Ok(vm.new_bytes(d))
            }),
            ("hexdigest", |vm, a, _| {
                let s: String = digest(vm, a).iter().map(|b| format!("{b:02x}")).collect();
                vm.string(s)
            }),
            ("copy", |vm, a, _| match vm.heap.kind(vm.arg(a, 0)) {
                Some(Kind::Hasher(h)) => {
                    let h = h.clone();
                    Ok(vm.heap.add(vm.types.hasher, Kind::Hasher(h)))
                }
                _ => Ok(Value::None),
            }),
        ],
    );
}
