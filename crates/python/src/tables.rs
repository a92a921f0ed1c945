//! Hashing and equality, and dicts and sets by them. What needs Python code answers `Bail`.

use crate::dict::Set;
use crate::heap::*;
use crate::vm::*;
use num_bigint::BigInt;
use num_traits::ToPrimitive;

/// How deep natively compared or printed containers may nest.
pub const MAX_NESTING: u32 = 200;

fn mix(bytes: &[u8]) -> u64 {
    let mut h: u64 = 0xcbf2_9ce4_8422_2325;
    for b in bytes {
        h = (h ^ u64::from(*b)).wrapping_mul(0x0100_0000_01b3);
    }
    h ^= h >> 29;
    h = h.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (h ^ (h >> 32)).max(1)
}

const MODULUS: u64 = (1 << 61) - 1;

fn hash_int(n: i64) -> u64 {
    let m = (n.unsigned_abs() % MODULUS) as i64;
    let h = if n < 0 { -m } else { m };
    if h == -1 { -2i64 as u64 } else { h as u64 }
}

fn hash_float(x: f64) -> u64 {
    if x.is_nan() {
        return 0;
    }
    if x.is_infinite() {
        return if x > 0.0 { 314_159 } else { -314_159i64 as u64 };
    }
    if x.fract() == 0.0 && x.abs() < 9.0e18 {
        return hash_int(x as i64);
    }
    // frexp, then 28 bits at a time modulo the prime, as CPython does.
    let (mut m, mut e) = frexp(x.abs());
    let mut h: u64 = 0;
    while m != 0.0 {
        h = ((h << 28) & MODULUS) | (h >> (61 - 28));
        m *= 268_435_456.0;
        e -= 28;
        let y = m as u64;
        m -= y as f64;
        h += y;
        if h >= MODULUS {
            h -= MODULUS;
        }
    }
    let e = if e >= 0 { e % 61 } else { 60 - ((-1 - e) % 61) };
    h = ((h << e) & MODULUS) | (h >> (61 - e));
    let h = if x < 0.0 { -(h as i64) } else { h as i64 };
    if h == -1 { -2i64 as u64 } else { h as u64 }
}

pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let bits = x.to_bits();
    let exponent = ((bits >> 52) & 0x7ff) as i32;
    if exponent == 0 {
        let (m, e) = frexp(x * 18_014_398_509_481_984.0);
        return (m, e - 54);
    }
    (f64::from_bits((bits & !(0x7ff << 52)) | (1022 << 52)), exponent - 1022)
}

impl Vm {
    pub fn str_hash(&self, v: Value) -> Option<u64> {
        match self.heap.kind(v) {
            Some(Kind::Str(t)) => {
                let mut h = t.hash.get();
                if h == 0 {
                    h = mix(t.s.as_bytes());
                    t.hash.set(h);
                }
                Some(h)
            }
            _ => None,
        }
    }

    pub fn hash(&mut self, v: Value) -> Outcome<u64> {
        match v {
            Value::None | Value::Null => Ok(0xfca8_6420),
            Value::Ellipsis => Ok(0xe11e),
            Value::NotImplemented => Ok(0x0717),
            Value::Bool(b) => Ok(u64::from(b)),
            Value::Int(n) => Ok(hash_int(n)),
            Value::Float(x) => Ok(hash_float(x)),
            Value::Obj(slot) => {
                if let Kind::Str(_) = self.heap.get(slot).kind
                    && self.heap.get(slot).class == self.types.str
                {
                    return Ok(self.str_hash(v).unwrap_or(0));
                }
                self.hash_object(v, slot)
            }
        }
    }

    fn hash_object(&mut self, v: Value, slot: u32) -> Outcome<u64> {
        let class = self.heap.get(slot).class;
        if !self.heap.type_of_slot(class).is_some_and(|t| t.builtin) {
            let (hash, eq) = (self.names.hash, self.names.eq);
            if let Some(f) = self.lookup(class, hash) {
                match self.heap.kind(f) {
                    Some(Kind::Native(_)) => {}
                    None if f.is_none() => {
                        let message = format!("unhashable type: '{}'", self.type_name(v));
                        return Err(self.type_error(&message));
                    }
                    _ => return Err(Control::Bail),
                }
            }
            let _ = eq;
        }
        let identity = u64::from(slot).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 4;
        Ok(match &self.heap.get(slot).kind {
            Kind::Str(_) => self.str_hash(v).unwrap_or(0),
            Kind::Bytes(b) => mix(b),
            Kind::Int(n) => hash_int(*n),
            Kind::Float(x) => hash_float(*x),
            Kind::Complex(re, im) => hash_float(*re).wrapping_add(hash_float(*im).wrapping_mul(1_000_003)),
            Kind::Big(b) => {
                let m = BigInt::from(MODULUS);
                let r = (&**b % &m).to_i64().unwrap_or(0);
                if r == -1 { -2i64 as u64 } else { r as u64 }
            }
            Kind::Tuple(items) => {
                let items = items.clone();
                self.deeper()?;
                let mut h: u64 = 2_870_177_450_012_600_261;
                for item in items.iter() {
                    let lane = match self.hash(*item) {
                        Ok(n) => n,
                        Err(c) => {
                            self.depth -= 1;
                            return Err(c);
                        }
                    };
                    h = h.wrapping_add(lane.wrapping_mul(14_029_467_366_897_019_727));
                    h = h.rotate_left(31).wrapping_mul(11_400_714_785_074_694_791);
                }
                self.depth -= 1;
                h.wrapping_add(items.len() as u64 ^ (2_870_177_450_012_600_261 ^ 3_527_539))
            }
            Kind::Set(s) if self.heap_layout(class) == Layout::FrozenSet => {
                let mut h: u64 = 1_927_868_237;
                for (hash, _) in s.members() {
                    h ^= (hash ^ 89_869_747 ^ (hash << 16)).wrapping_mul(3_644_798_167);
                }
                h
            }
            Kind::List(_) | Kind::Dict(_) | Kind::Set(_) | Kind::ByteArray(_) | Kind::Slice(_) | Kind::Deque(..) => {
                let message = format!("unhashable type: '{}'", self.type_name(v));
                return Err(self.type_error(&message));
            }
            Kind::Range(a, b, c) => {
                hash_int(*a).wrapping_mul(31).wrapping_add(hash_int(*b)).wrapping_mul(31).wrapping_add(hash_int(*c))
            }
            Kind::Method(f, me) => {
                let (f, me) = (*f, *me);
                let a = f.slot().unwrap_or(0);
                let b = me.slot().unwrap_or(0);
                u64::from(a).wrapping_mul(31).wrapping_add(u64::from(b).wrapping_mul(0x9e37_79b9))
            }
            Kind::Alias(origin, args) => {
                let (origin, args) = (*origin, *args);
                self.hash(origin)?.wrapping_mul(31).wrapping_add(self.hash(args)?)
            }
            Kind::Union(args) => {
                let args = *args;
                self.hash(args)?.wrapping_mul(7)
            }
            _ => identity,
        })
    }

    pub fn heap_layout(&self, class: u32) -> Layout {
        self.heap.type_of_slot(class).map_or(Layout::Object, |t| t.layout)
    }

    pub fn deeper(&mut self) -> Outcome<()> {
        self.depth += 1;
        if self.depth > MAX_NESTING {
            self.depth = 0;
            return Err(self.raise("RecursionError", "maximum recursion depth exceeded"));
        }
        Ok(())
    }

    /// Whether a class defines equality in Python.
    fn python_eq(&mut self, v: Value) -> bool {
        let class = self.class_of(v);
        let eq = self.names.eq;
        self.overridden(class, eq).is_some()
    }

    pub fn eq(&mut self, a: Value, b: Value) -> Outcome<bool> {
        match (a, b) {
            (Value::Int(x), Value::Int(y)) => return Ok(x == y),
            (Value::Float(x), Value::Float(y)) => return Ok(x == y),
            (Value::None, _) | (_, Value::None) if a.is(b) => return Ok(true),
            (Value::Obj(x), Value::Obj(y)) => {
                if let (Kind::Str(s), Kind::Str(t)) =
                    (&self.heap.slots[x as usize].kind, &self.heap.slots[y as usize].kind)
                {
                    if x == y {
                        return Ok(true);
                    }
                    if self.heap.get(x).class == self.types.str && self.heap.get(y).class == self.types.str {
                        return Ok(s.s == t.s);
                    }
                }
            }
            _ => {}
        }
        if self.python_eq(a) || self.python_eq(b) {
            return Err(Control::Bail);
        }
        self.eq_native(a, b)
    }

    /// Identity or equality, as containers compare.
    pub fn same(&mut self, a: Value, b: Value) -> Outcome<bool> {
        if a.is(b) { Ok(true) } else { self.eq(a, b) }
    }

    fn eq_native(&mut self, a: Value, b: Value) -> Outcome<bool> {
        if let (Some(x), Some(y)) = (self.number(a), self.number(b)) {
            return Ok(crate::numbers::compare(&x, &y) == Some(std::cmp::Ordering::Equal));
        }
        let (Value::Obj(x), Value::Obj(y)) = (a, b) else { return Ok(a.is(b)) };
        if x == y {
            return Ok(true);
        }
        let pairs: Vec<(Value, Value)> = match (&self.heap.get(x).kind, &self.heap.get(y).kind) {
            (Kind::Str(s), Kind::Str(t)) => return Ok(s.s == t.s),
            (Kind::Bytes(s), Kind::Bytes(t)) => return Ok(s == t),
            (Kind::Bytes(s), Kind::ByteArray(t)) | (Kind::ByteArray(t), Kind::Bytes(s)) => return Ok(**s == **t),
            (Kind::ByteArray(s), Kind::ByteArray(t)) => return Ok(s == t),
            (Kind::List(s), Kind::List(t)) => {
                if s.len() != t.len() {
                    return Ok(false);
                }
                s.iter().copied().zip(t.iter().copied()).collect()
            }
            (Kind::Tuple(s), Kind::Tuple(t)) => {
                if s.len() != t.len() {
                    return Ok(false);
                }
                s.iter().copied().zip(t.iter().copied()).collect()
            }
            (Kind::Deque(s, _), Kind::Deque(t, _)) => {
                if s.len() != t.len() {
                    return Ok(false);
                }
                s.iter().copied().zip(t.iter().copied()).collect()
            }
            (Kind::Dict(s), Kind::Dict(t)) => {
                if s.len() != t.len() {
                    return Ok(false);
                }
                let entries: Vec<(u64, Value, Value)> =
                    s.entries.iter().filter(|e| !e.key.is_null()).map(|e| (e.hash, e.key, e.value)).collect();
                let mut pairs = Vec::new();
                for (hash, k, v) in entries {
                    match self.dict_find(y, hash, k)? {
                        Some(place) => {
                            let other =
                                self.heap.dict(y).and_then(|d| d.entries.get(place)).map_or(Value::Null, |e| e.value);
                            pairs.push((v, other));
                        }
                        None => return Ok(false),
                    }
                }
                pairs
            }
            (Kind::Set(s), Kind::Set(t)) => {
                if s.len() != t.len() {
                    return Ok(false);
                }
                for (hash, k) in s.members() {
                    if !self.set_has(b, hash, k)? {
                        return Ok(false);
                    }
                }
                return Ok(true);
            }
            (Kind::Range(a, b, c), Kind::Range(d, e, f)) => {
                let (n, m) = (crate::iteration::range_len(*a, *b, *c), crate::iteration::range_len(*d, *e, *f));
                return Ok(n == m && (n == 0 || (a == d && (n == 1 || c == f))));
            }
            (Kind::Slice(s), Kind::Slice(t)) => s.iter().copied().zip(t.iter().copied()).collect(),
            (Kind::Method(f, m), Kind::Method(g, n)) => return Ok(f.is(*g) && m.is(*n)),
            (Kind::Alias(o, p), Kind::Alias(q, r)) => vec![(*o, *q), (*p, *r)],
            (Kind::Union(p), Kind::Union(q)) => vec![(*p, *q)],
            (Kind::View(d, n), Kind::View(e, m)) if n == m && *n == 0 => {
                let (d, e) = (*d, *e);
                let keys: Vec<Value> =
                    self.heap.dict(d).map(|d| d.iter().map(|(k, _)| k).collect()).unwrap_or_default();
                if self.heap.dict(e).map(|d| d.len()) != Some(keys.len()) {
                    return Ok(false);
                }
                for k in keys {
                    let h = self.hash(k)?;
                    if self.dict_find(e, h, k)?.is_none() {
                        return Ok(false);
                    }
                }
                return Ok(true);
            }
            (Kind::View(..), Kind::Set(_)) | (Kind::Set(_), Kind::View(..)) => {
                let x = self.listed(a)?;
                let y = self.listed(b)?;
                let (x, y) = (self.set_of(&x)?, self.set_of(&y)?);
                return self.eq_native(x, y);
            }
            (Kind::Proxy(d), _) => vec![(Value::Obj(*d), b)],
            _ => return Ok(false),
        };
        self.deeper()?;
        for (p, q) in pairs {
            match self.same(p, q) {
                Ok(true) => {}
                other => {
                    self.depth = self.depth.saturating_sub(1);
                    return other;
                }
            }
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(true)
    }

    // Dicts.

    pub fn dict_get_str(&self, dict: u32, name: Value) -> Option<Value> {
        let hash = self.str_hash(name)?;
        let d = self.heap.dict(dict)?;
        let place = self.find_str(d, hash, name)?;
        d.entries.get(place).map(|e| e.value)
    }
    fn find_str(&self, d: &crate::dict::Dict, hash: u64, name: Value) -> Option<usize> {
        d.find(hash, |k| k.is(name) || matches!((self.heap.str(k), self.heap.str(name)), (Some(a), Some(b)) if a == b))
    }
    pub fn dict_set_str(&mut self, dict: u32, name: Value, value: Value) {
        let Some(hash) = self.str_hash(name) else { return };
        let Some(place) = self.heap.dict(dict).map(|d| self.find_str(d, hash, name)) else { return };
        let mut grown = false;
        if let Some(d) = self.heap.dict_mut(dict) {
            match place {
                Some(place) => d.set_value(place, value),
                None => {
                    d.push(hash, name, value);
                    grown = true;
                }
            }
        }
        if grown {
            self.heap.grown(40);
        }
    }
    pub fn dict_del_str(&mut self, dict: u32, name: Value) -> bool {
        let Some(hash) = self.str_hash(name) else { return false };
        let place = self.heap.dict(dict).and_then(|d| self.find_str(d, hash, name));
        match (place, self.heap.dict_mut(dict)) {
            (Some(place), Some(d)) => d.remove(place).is_some(),
            _ => false,
        }
    }

    pub fn dict_find(&mut self, dict: u32, hash: u64, key: Value) -> Outcome<Option<usize>> {
        // Candidates first: comparing may need the whole interpreter.
        let mut candidate = None;
        let mut others = Vec::new();
        if let Some(d) = self.heap.dict(dict) {
            let name = self.heap.str(key);
            d.find(hash, |k| {
                if k.is(key) || (name.is_some() && self.heap.str(k) == name && self.plain_str(k) && self.plain_str(key))
                {
                    candidate = Some(k);
                    return true;
                }
                others.push(k);
                false
            });
        }
        if candidate.is_none() {
            for k in others {
                if self.eq(k, key)? {
                    candidate = Some(k);
                    break;
                }
            }
        }
        let Some(found) = candidate else { return Ok(None) };
        Ok(self.heap.dict(dict).and_then(|d| d.find(hash, |k| k.is(found))))
    }
    fn plain_str(&self, v: Value) -> bool {
        v.slot().is_some_and(|n| self.heap.get(n).class == self.types.str)
    }

    pub fn dict_get(&mut self, dict: Value, key: Value) -> Outcome<Option<Value>> {
        let Value::Obj(n) = dict else { return Ok(None) };
        let hash = self.hash(key)?;
        let place = self.dict_find(n, hash, key)?;
        Ok(place.and_then(|p| self.heap.dict(n).and_then(|d| d.entries.get(p))).map(|e| e.value))
    }
    pub fn dict_set(&mut self, dict: Value, key: Value, value: Value) -> Outcome<()> {
        let Value::Obj(n) = dict else { return Ok(()) };
        let hash = self.hash(key)?;
        let place = self.dict_find(n, hash, key)?;
        if let Some(d) = self.heap.dict_mut(n) {
            match place {
                Some(p) => d.set_value(p, value),
                None => {
                    d.push(hash, key, value);
                    self.heap.grown(40);
                }
            }
        }
        Ok(())
    }
    pub fn dict_remove(&mut self, dict: Value, key: Value) -> Outcome<Option<Value>> {
        let Value::Obj(n) = dict else { return Ok(None) };
        let hash = self.hash(key)?;
        let place = self.dict_find(n, hash, key)?;
        Ok(match (place, self.heap.dict_mut(n)) {
            (Some(p), Some(d)) => d.remove(p).map(|(_, v)| v),
            _ => None,
        })
    }

    /// `d.update(other)` for plain dicts; `None` where Python must do it.
    pub fn dict_update_plain(&mut self, dict: Value, other: Value) -> Option<()> {
        let Value::Obj(o) = other else { return None };
        let o = match self.heap.get(o).kind {
            Kind::Proxy(d) => d,
            _ if self.heap.get(o).class == self.types.dict
                || self.heap_layout(self.heap.get(o).class) == Layout::Dict =>
            {
                o
            }
            _ => return None,
        };
        let entries: Vec<(u64, Value, Value)> =
            self.heap.dict(o)?.entries.iter().filter(|e| !e.key.is_null()).map(|e| (e.hash, e.key, e.value)).collect();
        let n = dict.slot()?;
        for (hash, k, v) in entries {
            match self.dict_find(n, hash, k) {
                Ok(place) => {
                    let d = self.heap.dict_mut(n)?;
                    match place {
                        Some(p) => d.set_value(p, v),
                        None => {
                            d.push(hash, k, v);
                            self.heap.grown(40);
                        }
                    }
                }
                Err(_) => return None,
            }
        }
        Some(())
    }

    /// Keywords of a call; false where Python must do it.
    pub fn dict_merge_keywords(&mut self, dict: Value, other: Value, function: Value) -> Outcome<bool> {
        let Value::Obj(o) = other else {
            let name = self.function_label(function);
            let message = format!("{name}() argument after ** must be a mapping, not {}", self.type_name(other));
            return Err(self.type_error(&message));
        };
        let Some(entries) = self.heap.dict(o).map(|d| d.iter().collect::<Vec<_>>()) else {
            return Ok(false);
        };
        let n = dict.slot().unwrap_or(0);
        for (k, v) in entries {
            let Some(text) = self.heap.str(k).map(str::to_string) else {
                return Err(self.type_error("keywords must be strings"));
            };
            if self.dict_get_str(n, k).is_some() {
                let name = self.function_label(function);
                let message = format!("{name}() got multiple values for keyword argument '{text}'");
                return Err(self.type_error(&message));
            }
            self.dict_set_str(n, k, v);
        }
        Ok(true)
    }

    pub fn function_label(&mut self, function: Value) -> String {
        match self.heap.kind(function) {
            Some(Kind::Function(f)) => {
                let module = self.heap.str(f.module).unwrap_or("__main__").to_string();
                format!("{module}.{}", self.heap.str(f.qualname).unwrap_or("?"))
            }
            Some(Kind::Native(n)) => n.name.to_string(),
            Some(Kind::Type(t)) => t.name.to_string(),
            Some(Kind::Method(f, _)) => {
                let f = *f;
                self.function_label(f)
            }
            _ => self.type_name(function),
        }
    }

    // Sets.

    pub fn set_has(&mut self, set: Value, hash: u64, key: Value) -> Outcome<bool> {
        Ok(self.set_find(set, hash, key)?.is_some())
    }
    pub fn set_find(&mut self, set: Value, hash: u64, key: Value) -> Outcome<Option<usize>> {
        let mut others = Vec::new();
        let mut found = None;
        if let Some(Kind::Set(s)) = self.heap.kind(set) {
            let _ = s.find::<()>(hash, |k| {
                if k.is(key) {
                    found = Some(k);
                    return Ok(true);
                }
                others.push(k);
                Ok(false)
            });
        }
        if found.is_none() {
            for k in others {
                if self.eq(k, key)? {
                    found = Some(k);
                    break;
                }
            }
        }
        let Some(k) = found else { return Ok(None) };
        Ok(match self.heap.kind(set) {
            Some(Kind::Set(s)) => s.find::<()>(hash, |x| Ok(x.is(k))).unwrap_or(None),
            _ => None,
        })
    }
    pub fn set_add(&mut self, set: Value, key: Value) -> Outcome<()> {
        let hash = self.hash(key)?;
        if !self.set_has(set, hash, key)?
            && let Some(Kind::Set(s)) = self.heap.kind_mut(set)
        {
            s.push(hash, key);
            self.heap.grown(40);
        }
        Ok(())
    }
    pub fn set_of(&mut self, items: &[Value]) -> Answer {
        let set = self.new_set(Set::default());
        for v in items {
            self.set_add(set, *v)?;
        }
        Ok(set)
    }

    pub fn match_keys(&mut self, dict: Value, keys: Value) -> Answer {
        let keys = match self.heap.kind(keys) {
            Some(Kind::Tuple(t)) => t.to_vec(),
            _ => Vec::new(),
        };
        let dict = match self.heap.kind(dict) {
            Some(Kind::Proxy(d)) => Value::Obj(*d),
            _ => dict,
        };
        let mut values = Vec::new();
        for k in keys {
            match self.dict_get(dict, k)? {
                Some(v) => values.push(v),
                None => return Ok(Value::None),
            }
        }
        Ok(self.new_tuple(values))
    }

    pub fn list_push(&mut self, list: Value, v: Value) {
        let mut grown = 0;
        if let Some(Kind::List(items)) = self.heap.kind_mut(list) {
            if items.len() == items.capacity() {
                grown = items.capacity().max(4) * 16;
            }
            items.push(v);
        }
        if grown > 0 {
            self.heap.grown(grown);
        }
    }
}
