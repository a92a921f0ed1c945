//! Numbers as they are written (C11 6.4.4).

use crate::types::{I, K, Ty};

/// An integer's value and type; none if it is not one.
pub fn integer(text: &str) -> Option<(u64, Ty)> {
    let lower = text.to_ascii_lowercase();
    let digits = lower.trim_end_matches(['u', 'l']);
    let suffix = lower.get(digits.len()..).unwrap_or("");
    if suffix.len() > 3 {
        return None;
    }
    let (value, decimal) = if let Some(hex) = digits.strip_prefix("0x") {
        (u64::from_str_radix(hex, 16).ok()?, false)
    } else if let Some(bin) = digits.strip_prefix("0b") {
        (u64::from_str_radix(bin, 2).ok()?, false)
    } else if digits.len() > 1 && digits.starts_with('0') {
        (u64::from_str_radix(digits, 8).ok()?, false)
    } else {
        (digits.parse().ok()?, true)
    };
    let unsigned = suffix.contains('u');
    let long = suffix.contains('l');
    let kind = if !unsigned && !long && value <= 0x7fff_ffff {
        I::Int
    } else if !long && (unsigned || !decimal) && value <= 0xffff_ffff {
        I::UInt
    } else if !unsigned && value <= i64::MAX as u64 {
        if suffix.contains("ll") { I::LLong } else { I::Long }
    } else if suffix.contains("ll") {
        I::ULLong
    } else {
        I::ULong
    };
    Some((value, Ty::new(K::Int(kind))))
}

/// A floating number's value and type.
pub fn floating(text: &str) -> Option<(f64, Ty)> {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("0x") {
        return None;
    }
    if let Some(digits) = lower.strip_suffix('f') {
        return digits.parse::<f32>().ok().map(|v| (f64::from(v), Ty::new(K::Float)));
    }
    if let Some(digits) = lower.strip_suffix('l') {
        return digits.parse().ok().map(|v| (v, Ty::new(K::LongDouble)));
    }
    lower.parse().ok().map(|v| (v, Ty::double()))
}
