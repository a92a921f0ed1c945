//! bcrypt, the hash of `htpasswd -B`'s password files (`$2a$`, `$2b$`, `$2y$`).
//!
//! Specified by "A Future-Adaptable Password Scheme" (Provos and Mazières, 1999) and Blowfish
//! (Schneier, 1993), whose tables are the fraction of pi in base 2^32; they are computed, not copied.

/// The highest cost that is computed: each one more doubles the work.
const COST_LIMIT: u32 = 12;

const ALPHABET: &[u8; 64] = b"./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Whether a hash is of this password.
pub fn verify(password: &str, hash: &str) -> bool {
    let parts: Vec<&str> = hash.split('$').collect();
    let ["", "2a" | "2b" | "2y", cost, rest] = parts.as_slice() else {
        return false;
    };
    let (Ok(cost), Some(salt)) = (cost.parse::<u32>(), rest.get(..22)) else {
        return false;
    };
    let Some(salt) = decode(salt).and_then(|s| <[u8; 16]>::try_from(s.get(..16)?).ok()) else {
        return false;
    };
    cost <= COST_LIMIT && rest.get(22..) == Some(hash_text(password, cost, &salt).as_str())
}

/// An entry's hash, with a salt and a cost.
pub fn make(password: &str, cost: u32, salt: &[u8; 16]) -> String {
    let cost = cost.clamp(4, COST_LIMIT);
    format!("$2y${cost:02}${}{}", encode(salt), hash_text(password, cost, salt))
}

fn hash_text(password: &str, cost: u32, salt: &[u8; 16]) -> String {
    let mut key = password.as_bytes().to_vec();
    key.truncate(71);
    key.push(0);
    let mut cipher = Blowfish::new();
    cipher.expand(Some(salt), &key);
    for _ in 0..1u32 << cost {
        cipher.expand(None, &key);
        cipher.expand(None, salt);
    }
    let mut out = Vec::new();
    for block in b"OrpheanBeholderScryDoubt".chunks_exact(8) {
        let (mut left, mut right) = (word(block, &mut 0), word(block, &mut 4));
        for _ in 0..64 {
            (left, right) = cipher.encrypt(left, right);
        }
        out.extend(left.to_be_bytes());
        out.extend(right.to_be_bytes());
    }
    out.truncate(23);
    encode(&out)
}

/// The next four bytes of a text that goes round and round.
fn word(bytes: &[u8], at: &mut usize) -> u32 {
    let mut value = 0;
    for _ in 0..4 {
        let byte = bytes.get(*at % bytes.len().max(1)).copied().unwrap_or(0);
        value = value << 8 | u32::from(byte);
        *at += 1;
    }
    value
}

struct Blowfish {
    keys: Vec<u32>,
    boxes: Vec<u32>,
}

impl Blowfish {
    fn new() -> Blowfish {
        let mut keys = pi(18 + 4 * 256);
        let boxes = keys.split_off(18);
        Blowfish { keys, boxes }
    }

    fn substitute(&self, value: u32) -> u32 {
        let [a, b, c, d] = value.to_be_bytes();
        let at = |table: usize, byte: u8| self.boxes.get(table * 256 + usize::from(byte)).copied().unwrap_or(0);
        (at(0, a).wrapping_add(at(1, b)) ^ at(2, c)).wrapping_add(at(3, d))
    }

    fn encrypt(&self, mut left: u32, mut right: u32) -> (u32, u32) {
        let key = |i: usize| self.keys.get(i).copied().unwrap_or(0);
        for round in 0..16 {
            left ^= key(round);
            right ^= self.substitute(left);
            (left, right) = (right, left);
        }
        (right ^ key(17), left ^ key(16))
    }

    fn expand(&mut self, salt: Option<&[u8; 16]>, key: &[u8]) {
        let mut at = 0;
        for own in &mut self.keys {
            *own ^= word(key, &mut at);
        }
        let (mut left, mut right, mut at) = (0, 0, 0);
        for i in (0..self.keys.len() + self.boxes.len()).step_by(2) {
            if let Some(salt) = salt {
                left ^= word(salt, &mut at);
                right ^= word(salt, &mut at);
            }
            (left, right) = self.encrypt(left, right);
            for (offset, value) in [(0, left), (1, right)] {
                let place = i + offset;
                let slot = match place.checked_sub(self.keys.len()) {
                    None => self.keys.get_mut(place),
                    Some(place) => self.boxes.get_mut(place),
                };
                if let Some(slot) = slot {
                    *slot = value;
                }
            }
        }
    }
}

/// The first words of pi's fraction, by Machin's formula in fixed point.
fn pi(words: usize) -> Vec<u32> {
    let size = words + 4;
    let mut sum = arctangent(5, size);
    scale(&mut sum, 16);
    let mut other = arctangent(239, size);
    scale(&mut other, 4);
    subtract(&mut sum, &other);
    sum.into_iter().skip(1).take(words).collect()
}

/// The arctangent of 1/x: the integer part, then the fraction's words.
fn arctangent(x: u32, size: usize) -> Vec<u32> {
    let mut power = vec![0; size];
    if let Some(first) = power.first_mut() {
        *first = 1;
    }
    divide(&mut power, x);
    let mut sum = power.clone();
    let mut n = 1;
    while power.iter().any(|w| *w != 0) {
        divide(&mut power, x);
        divide(&mut power, x);
        n += 2;
        let mut term = power.clone();
        divide(&mut term, n);
        match n % 4 {
            3 => subtract(&mut sum, &term),
            _ => add(&mut sum, &term),
        }
    }
    sum
}

fn divide(number: &mut [u32], by: u32) {
    let mut rest = 0u64;
    for word in number {
        let value = rest << 32 | u64::from(*word);
        *word = (value / u64::from(by)) as u32;
        rest = value % u64::from(by);
    }
}

fn scale(number: &mut [u32], by: u32) {
    let mut carry = 0u64;
    for word in number.iter_mut().rev() {
        let value = u64::from(*word) * u64::from(by) + carry;
        *word = value as u32;
        carry = value >> 32;
    }
}

fn add(number: &mut [u32], other: &[u32]) {
    let mut carry = 0u64;
    for (word, more) in number.iter_mut().zip(other).rev() {
        let value = u64::from(*word) + u64::from(*more) + carry;
        *word = value as u32;
        carry = value >> 32;
    }
}

fn subtract(number: &mut [u32], other: &[u32]) {
    let mut borrow = false;
    for (word, less) in number.iter_mut().zip(other).rev() {
        let (value, first) = word.overflowing_sub(*less);
        let (value, second) = value.overflowing_sub(u32::from(borrow));
        *word = value;
        borrow = first || second;
    }
}

/// bcrypt's own base 64: another alphabet, no padding.
fn encode(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let mut value = 0u32;
        for i in 0..3 {
            value = value << 8 | u32::from(chunk.get(i).copied().unwrap_or(0));
        }
        for i in 0..=chunk.len() {
            let index = value >> (18 - 6 * i) & 63;
            out.push(char::from(ALPHABET.get(index as usize).copied().unwrap_or(b'.')));
        }
    }
    out
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let (mut value, mut bits) = (0u32, 0);
    for byte in text.bytes() {
        let index = ALPHABET.iter().position(|a| *a == byte)?;
        value = (value << 6 | index as u32) & 0xffff;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((value >> bits) as u8);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blowfish_begins_with_pi() {
        assert_eq!(pi(3), [0x243f_6a88, 0x85a3_08d3, 0x1319_8a2e]);
    }

    #[test]
    fn hashes_of_others_are_understood() {
        // A known vector of crypt_blowfish.
        assert!(verify("U*U", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
        assert!(!verify("U*V", "$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW"));
    }
}
