//! Decimal numbers of any length, with the scales that POSIX bc gives to results.
//!
//! A number is a whole number of `10^-scale`, kept in limbs of nine digits. Results are cut, never rounded.

use std::cmp::Ordering;

const BASE: u64 = 1_000_000_000;

/// How many limbs a number may have: 180,000 digits.
const LIMIT: usize = 20_000;

/// Why there is no result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    DivideByZero,
    Negative,
    NotAnInteger,
    TooLarge,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Number {
    negative: bool,
    /// Least significant limb first; no zeros at the end.
    limbs: Vec<u32>,
    pub scale: usize,
}

fn trim(limbs: &mut Vec<u32>) {
    while limbs.last() == Some(&0) {
        limbs.pop();
    }
}

fn compare(a: &[u32], b: &[u32]) -> Ordering {
    a.len().cmp(&b.len()).then_with(|| a.iter().rev().cmp(b.iter().rev()))
}

fn add(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(a.len().max(b.len()) + 1);
    let mut carry = 0u64;
    for at in 0..a.len().max(b.len()) {
        let sum = carry + u64::from(a.get(at).copied().unwrap_or(0)) + u64::from(b.get(at).copied().unwrap_or(0));
        out.push((sum % BASE) as u32);
        carry = sum / BASE;
    }
    if carry > 0 {
        out.push(carry as u32);
    }
    out
}

/// `a - b`, where `a` is not the smaller one.
fn sub(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut out = Vec::with_capacity(a.len());
    let mut borrow = 0i64;
    for (at, limb) in a.iter().enumerate() {
        let mut rest = i64::from(*limb) - i64::from(b.get(at).copied().unwrap_or(0)) - borrow;
        borrow = i64::from(rest < 0);
        if rest < 0 {
            rest += BASE as i64;
        }
        out.push(rest as u32);
    }
    trim(&mut out);
    out
}

fn mul(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut out = vec![0u64; a.len() + b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        let mut carry = 0u64;
        for (j, y) in b.iter().enumerate() {
            if let Some(place) = out.get_mut(i + j) {
                let sum = *place + u64::from(*x) * u64::from(*y) + carry;
                *place = sum % BASE;
                carry = sum / BASE;
            }
        }
        if let Some(place) = out.get_mut(i + b.len()) {
            *place += carry;
        }
    }
    let mut out: Vec<u32> = out.into_iter().map(|limb| limb as u32).collect();
    trim(&mut out);
    out
}

/// Quotient and remainder by a single limb.
fn div_small(a: &[u32], by: u32) -> (Vec<u32>, u32) {
    let mut out = vec![0; a.len()];
    let mut rest = 0u64;
    for (place, limb) in out.iter_mut().zip(a).rev() {
        let here = rest * BASE + u64::from(*limb);
        *place = (here / u64::from(by)) as u32;
        rest = here % u64::from(by);
    }
    trim(&mut out);
    (out, rest as u32)
}

/// The quotient, by Knuth's algorithm D.
fn div(a: &[u32], b: &[u32]) -> Vec<u32> {
    if compare(a, b) == Ordering::Less {
        return Vec::new();
    }
    if let [only] = b {
        return div_small(a, *only).0;
    }
    let factor = (BASE / (u64::from(b.last().copied().unwrap_or(1)) + 1)) as u32;
    let mut rest = mul(a, &[factor]);
    let divisor = mul(b, &[factor]);
    let size = divisor.len();
    rest.resize(a.len() + 1, 0);
    let digit = |limbs: &[u32], at: usize| u64::from(limbs.get(at).copied().unwrap_or(0));
    let (top, second) = (digit(&divisor, size - 1), digit(&divisor, size - 2));
    let mut out = vec![0; a.len() + 1 - size];
    for at in (0..out.len()).rev() {
        let head = digit(&rest, at + size) * BASE + digit(&rest, at + size - 1);
        let (mut guess, mut over) = (head / top, head % top);
        while guess >= BASE || guess * second > over * BASE + digit(&rest, at + size - 2) {
            guess -= 1;
            over += top;
            if over >= BASE {
                break;
            }
        }
        let mut borrow = 0i64;
        let mut carry = 0u64;
        for step in 0..=size {
            let product = guess * digit(&divisor, step) + carry;
            carry = product / BASE;
            if let Some(place) = rest.get_mut(at + step) {
                let mut left = i64::from(*place) - (product % BASE) as i64 - borrow;
                borrow = i64::from(left < 0);
                if left < 0 {
                    left += BASE as i64;
                }
                *place = left as u32;
            }
        }
        if borrow > 0 {
            guess -= 1;
            let mut carry = 0u64;
            for step in 0..=size {
                if let Some(place) = rest.get_mut(at + step) {
                    let sum = u64::from(*place) + digit(&divisor, step) + carry;
                    *place = (sum % BASE) as u32;
                    carry = sum / BASE;
                }
            }
        }
        if let Some(place) = out.get_mut(at) {
            *place = guess as u32;
        }
    }
    trim(&mut out);
    out
}

/// Limbs times a power of ten.
fn raise(limbs: &[u32], by: usize) -> Vec<u32> {
    if limbs.is_empty() {
        return Vec::new();
    }
    let mut out = vec![0; by / 9];
    out.extend(mul(limbs, &[10u32.pow((by % 9) as u32)]));
    out
}

/// Limbs divided by a power of ten.
fn lower(limbs: &[u32], by: usize) -> Vec<u32> {
    let rest = limbs.get(by / 9..).unwrap_or_default();
    div_small(rest, 10u32.pow((by % 9) as u32)).0
}

fn decimal(limbs: &[u32]) -> String {
    let mut out = String::new();
    for limb in limbs.iter().rev() {
        if out.is_empty() {
            out = limb.to_string();
        } else {
            out.push_str(&format!("{limb:09}"));
        }
    }
    out
}

impl Number {
    fn of(negative: bool, mut limbs: Vec<u32>, scale: usize) -> Number {
        trim(&mut limbs);
        Number {
            negative: negative && !limbs.is_empty(),
            limbs,
            scale,
        }
    }

    pub fn whole(value: u64) -> Number {
        let limbs = vec![
            (value % BASE) as u32,
            (value / BASE % BASE) as u32,
            (value / BASE / BASE) as u32,
        ];
        Number::of(false, limbs, 0)
    }

    /// Digits as they were written, in an input base. A digit past the base counts as its greatest.
    pub fn parse(text: &str, base: u32) -> Number {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let single = whole.len() + fraction.len() == 1;
        let value = |c: char| {
            let value = c.to_digit(36).unwrap_or(0);
            if single { value } else { value.min(base - 1) }
        };
        let mut limbs = Vec::new();
        for c in whole.chars().chain(fraction.chars()) {
            limbs = add(&mul(&limbs, &[base]), &[value(c)]);
        }
        if base == 10 {
            return Number::of(false, limbs, fraction.len());
        }
        let mut below = vec![1];
        for _ in 0..fraction.len() {
            below = mul(&below, &[base]);
        }
        trim(&mut limbs);
        Number::of(false, div(&raise(&limbs, fraction.len()), &below), fraction.len())
    }

    pub fn is_zero(&self) -> bool {
        self.limbs.is_empty()
    }

    pub fn is_negative(&self) -> bool {
        self.negative
    }

    /// How much work an operation with this number is, about.
    pub fn size(&self) -> usize {
        self.limbs.len() + 1
    }

    /// The number with this many digits behind the point: cut, or filled with zeros.
    pub fn at_scale(&self, scale: usize) -> Number {
        let limbs = if scale >= self.scale {
            raise(&self.limbs, scale - self.scale)
        } else {
            lower(&self.limbs, self.scale - scale)
        };
        Number::of(self.negative, limbs, scale)
    }

    pub fn negated(&self) -> Number {
        Number::of(!self.negative, self.limbs.clone(), self.scale)
    }

    pub fn plus(&self, other: &Number) -> Number {
        let scale = self.scale.max(other.scale);
        let (a, b) = (self.at_scale(scale), other.at_scale(scale));
        if a.negative == b.negative {
            return Number::of(a.negative, add(&a.limbs, &b.limbs), scale);
        }
        match compare(&a.limbs, &b.limbs) {
            Ordering::Less => Number::of(b.negative, sub(&b.limbs, &a.limbs), scale),
            _ => Number::of(a.negative, sub(&a.limbs, &b.limbs), scale),
        }
    }

    pub fn minus(&self, other: &Number) -> Number {
        self.plus(&other.negated())
    }

    pub fn order(&self, other: &Number) -> Ordering {
        let difference = self.minus(other);
        match (difference.is_zero(), difference.negative) {
            (true, _) => Ordering::Equal,
            (_, true) => Ordering::Less,
            _ => Ordering::Greater,
        }
    }

    pub fn times(&self, other: &Number, scale: usize) -> Result<Number, Trouble> {
        if self.limbs.len() + other.limbs.len() > LIMIT {
            return Err(Trouble::TooLarge);
        }
        let full = self.scale + other.scale;
        let product = Number::of(self.negative != other.negative, mul(&self.limbs, &other.limbs), full);
        Ok(product.at_scale(full.min(scale.max(self.scale).max(other.scale))))
    }

    pub fn over(&self, other: &Number, scale: usize) -> Result<Number, Trouble> {
        if other.is_zero() {
            return Err(Trouble::DivideByZero);
        }
        if self.limbs.len() + other.limbs.len() + (scale + other.scale) / 9 > LIMIT {
            return Err(Trouble::TooLarge);
        }
        let above = self.at_scale(self.scale.max(scale + other.scale));
        let quotient = Number::of(
            self.negative != other.negative,
            div(&above.limbs, &other.limbs),
            above.scale - other.scale,
        );
        Ok(quotient.at_scale(scale))
    }

    pub fn modulo(&self, other: &Number, scale: usize) -> Result<Number, Trouble> {
        let quotient = self.over(other, scale)?;
        let all = (scale + other.scale).max(self.scale);
        let product = quotient.times(other, quotient.scale + other.scale)?;
        Ok(self.minus(&product).at_scale(all))
    }

    pub fn power(&self, exponent: &Number, scale: usize) -> Result<Number, Trouble> {
        let times = exponent.at_scale(0);
        if exponent.scale > 0 && times.order(exponent) != Ordering::Equal {
            return Err(Trouble::NotAnInteger);
        }
        let times: u32 = match times.limbs.as_slice() {
            [] => return Ok(Number::whole(1)),
            [only] => *only,
            _ => return Err(Trouble::TooLarge),
        };
        let full = self.scale.saturating_mul(times as usize);
        let keep = if exponent.negative {
            scale
        } else {
            full.min(scale.max(self.scale))
        };
        if (self.limbs.len().max(1) - 1).saturating_mul(times as usize) > LIMIT || full > LIMIT * 9 {
            return Err(Trouble::TooLarge);
        }
        let (mut result, mut square, mut left) = (Number::whole(1), self.clone(), times);
        loop {
            if left & 1 == 1 {
                result = result.times(&square, result.scale + square.scale)?;
            }
            left >>= 1;
            if left == 0 {
                break;
            }
            square = square.times(&square, square.scale * 2)?;
        }
        if exponent.negative {
            return Number::whole(1).over(&result, keep);
        }
        Ok(result.at_scale(keep))
    }

    /// The square root, by Newton's method.
    pub fn root(&self, scale: usize) -> Result<Number, Trouble> {
        if self.negative {
            return Err(Trouble::Negative);
        }
        let scale = scale.max(self.scale);
        if scale / 4 + self.limbs.len() > LIMIT {
            return Err(Trouble::TooLarge);
        }
        let square = self.at_scale(scale * 2).limbs;
        if square.is_empty() {
            return Ok(Number::of(false, Vec::new(), scale));
        }
        let mut guess = vec![0; square.len() / 2];
        guess.push((BASE - 1) as u32);
        if square.len() % 2 == 1 {
            guess.push(1);
        }
        loop {
            let next = div_small(&add(&guess, &div(&square, &guess)), 2).0;
            if compare(&next, &guess) != Ordering::Less {
                return Ok(Number::of(false, guess, scale));
            }
            guess = next;
        }
    }

    /// All digits that `length` counts: GNU bc counts the zeros behind the point too.
    pub fn length(&self, zeros: bool) -> usize {
        let least = if zeros { self.scale } else { 0 };
        decimal(&self.limbs).len().max(least).max(1)
    }

    /// The number as a machine's, if it is small enough.
    pub fn small(&self) -> Option<usize> {
        let whole = self.at_scale(0);
        if whole.negative {
            return None;
        }
        match whole.limbs.as_slice() {
            [] => Some(0),
            [one] => Some(*one as usize),
            [one, two] => Some(*two as usize * BASE as usize + *one as usize),
            _ => None,
        }
    }

    /// As bc prints it in an output base.
    pub fn text(&self, base: u32) -> String {
        if self.is_zero() {
            return "0".into();
        }
        let sign = if self.negative { "-" } else { "" };
        if base == 10 {
            let digits = format!("{:0>width$}", decimal(&self.limbs), width = self.scale);
            let (whole, fraction) = digits.split_at(digits.len() - self.scale);
            let point = if fraction.is_empty() { "" } else { "." };
            return format!("{sign}{whole}{point}{fraction}");
        }
        let width = (base - 1).to_string().len();
        let digit = |value: u32| match base {
            0..=16 => char::from_digit(value, 16).unwrap_or('0').to_ascii_uppercase().to_string(),
            _ => format!(" {value:0width$}"),
        };
        let mut whole = Vec::new();
        let mut rest = self.at_scale(0).limbs;
        while !rest.is_empty() {
            let (next, value) = div_small(&rest, base);
            whole.push(digit(value));
            rest = next;
        }
        whole.reverse();
        let mut out = format!("{sign}{}", whole.concat());
        if self.scale > 0 {
            out.push('.');
            let mut fraction = Number::of(false, self.limbs.clone(), self.scale);
            fraction = fraction.minus(&fraction.at_scale(0));
            let mut reached = vec![1];
            while decimal(&reached).len() <= self.scale {
                let product = Number::of(false, mul(&fraction.limbs, &[base]), fraction.scale);
                let value = product.at_scale(0);
                out.push_str(&digit(value.small().unwrap_or(0) as u32));
                fraction = product.minus(&value);
                reached = mul(&reached, &[base]);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> Number {
        match text.strip_prefix('-') {
            Some(rest) => Number::parse(rest, 10).negated(),
            None => Number::parse(text, 10),
        }
    }

    #[test]
    fn long_division_takes_back_a_guess_that_was_too_high() {
        let product = number("123456789000000000999999999").times(&number("999999999999999999000000001"), 0);
        let back = product.unwrap().over(&number("999999999999999999000000001"), 0).unwrap();
        assert_eq!(back.text(10), "123456789000000000999999999");
    }

    #[test]
    fn results_are_cut_at_their_scale() {
        assert_eq!(number("-1").over(&number("3"), 3).unwrap().text(10), "-.333");
        assert_eq!(number("1.23456").times(&number("2.1"), 3).unwrap().text(10), "2.59257");
        assert_eq!(number("7.5").modulo(&number("2"), 0).unwrap().text(10), "1.5");
        assert_eq!(number("2").root(20).unwrap().text(10), "1.41421356237309504880");
    }

    #[test]
    fn bases_go_both_ways() {
        assert_eq!(Number::parse("F.F", 16).text(10), "15.9");
        assert_eq!(number("255.5").text(16), "FF.8");
        assert_eq!(number("399").text(20), " 19 19");
    }
}
