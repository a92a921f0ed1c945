//! `_random`: the Mersenne Twister MT19937 with CPython's seeding, so that seeds give CPython's numbers.

use crate::heap::*;
use crate::vm::*;
use num_bigint::BigInt;

pub struct Mersenne {
    state: Vec<u32>,
    at: usize,
}

impl Mersenne {
    fn seeded(key: &[u32]) -> Mersenne {
        let mut s = vec![0u32; 624];
        s[0] = 19_650_218;
        for i in 1..624 {
            s[i] = 1_812_433_253u32.wrapping_mul(s[i - 1] ^ (s[i - 1] >> 30)).wrapping_add(i as u32);
        }
        let key = if key.is_empty() { &[0][..] } else { key };
        let (mut i, mut j) = (1, 0);
        for _ in 0..624.max(key.len()) {
            s[i] = (s[i] ^ (s[i - 1] ^ (s[i - 1] >> 30)).wrapping_mul(1_664_525))
                .wrapping_add(key[j])
                .wrapping_add(j as u32);
            i += 1;
            j += 1;
            if i >= 624 {
                s[0] = s[623];
                i = 1;
            }
            if j >= key.len() {
                j = 0;
            }
        }
        for _ in 0..623 {
            s[i] = (s[i] ^ (s[i - 1] ^ (s[i - 1] >> 30)).wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i += 1;
            if i >= 624 {
                s[0] = s[623];
                i = 1;
            }
        }
        s[0] = 0x8000_0000;
        Mersenne { state: s, at: 624 }
    }

    fn next(&mut self) -> u32 {
        if self.at >= 624 {
            let s = &mut self.state;
            for k in 0..624 {
                let y = (s[k] & 0x8000_0000) | (s[(k + 1) % 624] & 0x7fff_ffff);
                s[k] = s[(k + 397) % 624] ^ (y >> 1) ^ if y & 1 != 0 { 0x9908_b0df } else { 0 };
            }
            self.at = 0;
        }
        let mut y = self.state[self.at];
        self.at += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }
}

pub fn install(vm: &mut Vm) {
    let t = vm.types.mersenne;
    let d = super::module(vm, "_random");
    vm.global(d, "Random", Value::Obj(t));
    vm.static_methods(
        t,
        "mersenne",
        &[("__new__", |vm, _, _| Ok(vm.heap.add(vm.types.mersenne, Kind::Random(Box::new(Mersenne::seeded(&[0]))))))],
    );
    vm.methods(
        t,
        "mersenne",
        &[
            ("seed", |vm, a, _| {
                let n = vm.number(vm.arg(a, 1)).map_or(BigInt::from(0), |n| n.to_big());
                let key: Vec<u32> = n.magnitude().to_u32_digits();
                if let Some(Kind::Random(r)) = vm.heap.kind_mut(vm.arg(a, 0)) {
                    **r = Mersenne::seeded(&key);
                }
                Ok(Value::None)
            }),
            ("random", |vm, a, _| match vm.heap.kind_mut(vm.arg(a, 0)) {
                Some(Kind::Random(r)) => {
                    let (x, y) = (r.next() >> 5, r.next() >> 6);
                    Ok(Value::Float((f64::from(x) * 67_108_864.0 + f64::from(y)) / 9_007_199_254_740_992.0))
                }
                _ => Ok(Value::None),
            }),
            ("getrandbits", |vm, a, _| {
                let k = vm.int_arg(vm.arg(a, 1))?;
                if k < 0 {
                    return Err(vm.value_error("number of bits must be non-negative"));
                }
                let k = k.min(1 << 20) as u32;
                let Some(Kind::Random(r)) = vm.heap.kind_mut(vm.arg(a, 0)) else { return Ok(Value::None) };
                let mut digits = Vec::new();
                let mut left = k;
                while left > 0 {
                    let mut w = r.next();
                    if left < 32 {
                        w >>= 32 - left;
                    }
                    digits.push(w);
                    left = left.saturating_sub(32);
                }
                Ok(vm.new_big(BigInt::from(num_bigint::BigUint::new(digits))))
            }),
            ("getstate", |vm, a, _| match vm.heap.kind(vm.arg(a, 0)) {
                Some(Kind::Random(r)) => {
                    let mut items: Vec<Value> = r.state.iter().map(|n| Value::Int(i64::from(*n))).collect();
                    items.push(Value::Int(r.at as i64));
                    Ok(vm.new_tuple(items))
                }
                _ => Ok(Value::None),
            }),
            ("setstate", |vm, a, _| {
                let items = vm.listed(vm.arg(a, 1))?;
                let numbers: Vec<u32> =
                    items.iter().map(|v| if let Value::Int(n) = v { *n as u32 } else { 0 }).collect();
                if let Some(Kind::Random(r)) = vm.heap.kind_mut(vm.arg(a, 0))
                    && numbers.len() == 625
                {
                    r.state = numbers[..624].to_vec();
                    r.at = (numbers[624] as usize).min(624);
                }
                Ok(Value::None)
            }),
        ],
    );
}
