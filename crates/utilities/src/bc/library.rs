//! The functions of `bc -l`: sine, cosine, arctangent, logarithm, exponential and Bessel's (POSIX bc, "math library").
//!
//! Each is summed with more digits than asked for, and cut.

use super::number::{Number, Trouble};
use std::cmp::Ordering;

type Result<T> = std::result::Result<T, Trouble>;

/// Sums a series: each term is made from the one before it and its index.
fn sum(first: Number, scale: usize, mut next: impl FnMut(&Number, u64) -> Result<Number>) -> Result<Number> {
    let (mut total, mut term) = (first.clone(), first);
    for index in 1..100_000 {
        term = next(&term, index)?.at_scale(scale);
        if term.is_zero() {
            break;
        }
        total = total.plus(&term);
    }
    Ok(total)
}

fn absolute(x: &Number) -> Number {
    if x.is_negative() { x.negated() } else { x.clone() }
}

/// `pi` with this many digits.
fn pi(scale: usize) -> Result<Number> {
    Ok(arctangent(&Number::whole(1), scale + 3)?
        .times(&Number::whole(4), scale + 3)?
        .at_scale(scale))
}

pub fn exponential(x: &Number, scale: usize) -> Result<Number> {
    let whole = absolute(x).small().filter(|n| *n < 100_000).ok_or(Trouble::TooLarge)?;
    // e^x has about 0.44 x digits before the point, which the squarings must carry.
    let deep = scale + whole / 2 + 12;
    let mut reduced = absolute(x).at_scale(deep.max(x.scale));
    let mut halvings = 0;
    while reduced.order(&Number::parse("0.1", 10)) == Ordering::Greater {
        reduced = reduced.over(&Number::whole(2), deep)?;
        halvings += 1;
    }
    let mut result = sum(Number::whole(1).at_scale(deep), deep, |term, n| {
        term.times(&reduced, deep)?.over(&Number::whole(n), deep)
    })?;
    for _ in 0..halvings {
        result = result.times(&result, deep)?.at_scale(deep);
    }
    if x.is_negative() {
        result = Number::whole(1).over(&result, deep)?;
    }
    Ok(result.at_scale(scale))
}

pub fn sine(x: &Number, scale: usize) -> Result<Number> {
    let length = absolute(x).at_scale(0).length(true);
    if length > 200 {
        return Err(Trouble::TooLarge);
    }
    let deep = scale + length + 8;
    let turn = pi(deep)?.times(&Number::whole(2), deep)?;
    let turns = x.over(&turn, 0)?;
    let reduced = x.minus(&turns.times(&turn, deep)?).at_scale(deep);
    let square = reduced.times(&reduced, deep)?.at_scale(deep);
    let result = sum(reduced, deep, |term, n| {
        Ok(term
            .times(&square, deep)?
            .over(&Number::whole(2 * n * (2 * n + 1)), deep)?
            .negated())
    })?;
    Ok(result.at_scale(scale))
}

pub fn cosine(x: &Number, scale: usize) -> Result<Number> {
    if x.is_zero() {
        return Ok(Number::whole(1).at_scale(scale));
    }
    let quarter = pi(scale + 10 + x.length(true))?.over(&Number::whole(2), scale + 10 + x.length(true))?;
    Ok(sine(&x.plus(&quarter), scale + 2)?.at_scale(scale))
}

pub fn arctangent(x: &Number, scale: usize) -> Result<Number> {
    let deep = scale + 10;
    let mut reduced = absolute(x).at_scale(deep.max(x.scale));
    let mut doublings = 0;
    while reduced.order(&Number::parse("0.1", 10)) == Ordering::Greater {
        let under = Number::whole(1)
            .plus(&reduced.times(&reduced, deep)?)
            .root(deep)?
            .plus(&Number::whole(1));
        reduced = reduced.over(&under, deep)?;
        doublings += 1;
    }
    let square = reduced.times(&reduced, deep)?.at_scale(deep);
    let mut power = reduced.clone();
    let mut result = reduced;
    for index in 1..100_000u64 {
        power = power.times(&square, deep)?.at_scale(deep).negated();
        if power.is_zero() {
            break;
        }
        result = result.plus(&power.over(&Number::whole(2 * index + 1), deep)?);
    }
    for _ in 0..doublings {
        result = result.plus(&result);
    }
    let result = if x.is_negative() { result.negated() } else { result };
    Ok(result.at_scale(scale))
}

pub fn logarithm(x: &Number, scale: usize) -> Result<Number> {
    if x.is_zero() || x.is_negative() {
        // What the library says of a logarithm that is not there.
        let nines = Number::whole(10).power(&Number::whole(scale as u64), 0)?;
        return Ok(Number::whole(1).minus(&nines).at_scale(scale));
    }
    let deep = scale + 12 + x.length(true) / 2;
    let mut reduced = x.at_scale(deep.max(x.scale));
    let mut roots = 0;
    let one = Number::whole(1);
    while absolute(&reduced.minus(&one)).order(&Number::parse("0.2", 10)) == Ordering::Greater {
        reduced = reduced.root(deep)?;
        roots += 1;
    }
    let ratio = reduced.minus(&one).over(&reduced.plus(&one), deep)?;
    let square = ratio.times(&ratio, deep)?.at_scale(deep);
    let mut power = ratio.clone();
    let mut result = ratio;
    for index in 1..100_000u64 {
        power = power.times(&square, deep)?.at_scale(deep);
        if power.is_zero() {
            break;
        }
        result = result.plus(&power.over(&Number::whole(2 * index + 1), deep)?);
    }
    for _ in 0..=roots {
        result = result.plus(&result);
    }
    Ok(result.at_scale(scale))
}

/// Bessel's function of a whole order.
pub fn bessel(order: &Number, x: &Number, scale: usize) -> Result<Number> {
    let n = absolute(order).small().filter(|n| *n < 1000).ok_or(Trouble::TooLarge)? as u64;
    let deep = scale + 12 + absolute(x).small().filter(|n| *n < 1000).ok_or(Trouble::TooLarge)?;
    let half = x.over(&Number::whole(2), deep)?;
    let square = half.times(&half, deep)?.at_scale(deep);
    let mut first = Number::whole(1).at_scale(deep);
    for k in 1..=n {
        first = first.times(&half, deep)?.over(&Number::whole(k), deep)?;
    }
    let result = sum(first, deep, |term, k| {
        Ok(term.times(&square, deep)?.over(&Number::whole(k * (k + n)), deep)?.negated())
    })?;
    let odd = order.is_negative() && n % 2 == 1;
    Ok(if odd { result.negated() } else { result }.at_scale(scale))
}
