//! The linker: units and the C library become one program; what nobody defines is named as `ld` does.

use crate::memory::{CONSTANTS, DATA};
use crate::natives;
use crate::program::{Def, Function, Op, Unit};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// Where functions seem to be: nothing can be read or written there.
pub const CODE: u64 = 0x1000;
/// Marks a function of the library that is native.
pub const NATIVE: u32 = 1 << 31;

#[derive(Default)]
pub struct Image {
    pub functions: Vec<Function>,
    pub constants: Vec<u8>,
    pub data: Vec<u8>,
    pub start: u32,
    pub errno: u64,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Problem {
    /// Name, the unit's number, the function that uses it.
    Undefined(String, usize, String),
    /// Name, the unit's number, the first unit's.
    Twice(String, usize, usize),
    /// A function of the C library that is not simulated.
    Beyond(String),
}

#[derive(Clone, Copy)]
enum Place {
    Code(u32),
    At(u64),
}

pub fn link(mut units: Vec<Unit>) -> Result<Image, Vec<Problem>> {
    let own = units.len();
    let library = crate::library();
    let provided: BTreeSet<Rc<str>> = library
        .symbols
        .iter()
        .filter(|s| !s.local && !matches!(s.def, Def::Undefined(_)))
        .map(|s| s.name.clone())
        .collect();
    units.push(library);
    let mut image = Image::default();
    let mut problems = Vec::new();
    let mut places: Vec<Vec<Option<Place>>> = Vec::new();
    let mut globals: BTreeMap<Rc<str>, (Place, usize, bool)> = BTreeMap::new();
    for (n, unit) in units.iter().enumerate() {
        let mut here = Vec::new();
        for symbol in &unit.symbols {
            let mut place = None;
            let known = if symbol.local {
                None
            } else {
                globals.get(&symbol.name).copied()
            };
            let strong = !matches!(&symbol.def, Def::Undefined(_)) && !matches!(&symbol.def, Def::Data(d) if d.tentative);
            // A program may have its own of what the library has.
            let shadowed = n == own && known.is_some();
            if let Some((at, first, was_strong)) = known.filter(|_| !matches!(symbol.def, Def::Undefined(_))) {
                if strong && was_strong && !shadowed {
                    problems.push(Problem::Twice(symbol.name.to_string(), n, first));
                }
                if !strong || shadowed || was_strong {
                    here.push(Some(at));
                    continue;
                }
            }
            match &symbol.def {
                Def::Undefined(_) => {}
                Def::Function(f) => {
                    image.functions.push(f.clone());
                    place = Some(Place::Code(image.functions.len() as u32 - 1));
                }
                Def::Data(d) => {
                    let (part, base) = if d.constant && d.relocations.is_empty() {
                        (&mut image.constants, CONSTANTS)
                    } else {
                        (&mut image.data, DATA)
                    };
                    let at = part.len().next_multiple_of(d.align.max(1) as usize);
                    part.resize(at, 0);
                    part.extend_from_slice(&d.bytes);
                    part.resize(at + (d.size as usize).min(256 << 20), 0);
                    place = Some(Place::At(base + at as u64));
                }
            }
            if let (Some(place), false) = (place, symbol.local) {
                globals.insert(symbol.name.clone(), (place, n, strong));
            }
            here.push(place);
        }
        places.push(here);
    }
    for (n, unit) in units.iter().enumerate() {
        for (at, symbol) in unit.symbols.iter().enumerate() {
            let Def::Undefined(system) = symbol.def else { continue };
            if symbol.local {
                if symbol.used {
                    problems.push(Problem::Undefined(symbol.name.to_string(), n, symbol.user.to_string()));
                }
                continue;
            }
            let found = globals
                .get(&symbol.name)
                .map(|g| g.0)
                .or_else(|| natives::find(&symbol.name).map(|n| Place::Code(n as u32 | NATIVE)));
            match (found, places.get_mut(n).and_then(|p| p.get_mut(at))) {
                (Some(place), Some(cell)) => *cell = Some(place),
                _ if !symbol.used => {}
                _ if n == own && &*symbol.name == "main" => {
                    problems.push(Problem::Undefined("main".into(), own, "_start".into()))
                }
                _ if n == own => problems.push(Problem::Beyond(symbol.name.to_string())),
                _ if system || (provided.contains(&symbol.name)) => problems.push(Problem::Beyond(symbol.name.to_string())),
                _ => problems.push(Problem::Undefined(symbol.name.to_string(), n, symbol.user.to_string())),
            }
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let address = |place: Place| match place {
        Place::Code(n) => CODE + u64::from(n) * 16,
        Place::At(at) => at,
    };
    let mut done = BTreeSet::new();
    // Functions stand in the order of their units, so every one is met again in that order.
    for (n, unit) in units.iter().enumerate() {
        let Some(here) = places.get(n) else { continue };
        let place = |s: u32| here.get(s as usize).copied().flatten();
        for (at, symbol) in unit.symbols.iter().enumerate() {
            match (&symbol.def, here.get(at).copied().flatten()) {
                (Def::Function(_), Some(Place::Code(f))) if f & NATIVE == 0 => {
                    let Some(function) = image.functions.get_mut(f as usize) else {
                        continue;
                    };
                    // One that is shadowed has the place of another, which is done already.
                    if !done.insert(f) {
                        continue;
                    }
                    for op in &mut function.code {
                        *op = match *op {
                            Op::Sym(s, n) => place(s).map_or(Op::Trap, |p| Op::Const(address(p).wrapping_add(n as u64))),
                            Op::CallSym(s, n) => match place(s) {
                                Some(Place::Code(f)) => Op::CallSym(f, n),
                                _ => Op::Trap,
                            },
                            other => other,
                        };
                    }
                }
                (Def::Data(d), Some(Place::At(base))) => {
                    for (offset, s, n) in &d.relocations {
                        let value = place(*s).map_or(0, address).wrapping_add(*n as u64);
                        let at = (base.wrapping_sub(DATA) + offset) as usize;
                        if let Some(cell) = image.data.get_mut(at..at + 8) {
                            cell.copy_from_slice(&value.to_le_bytes());
                        }
                    }
                }
                _ => {}
            }
        }
    }
    if let Some((Place::Code(f), ..)) = globals.get("__start").copied() {
        image.start = f;
    }
    if let Some((Place::At(at), ..)) = globals.get("errno").copied() {
        image.errno = at;
    }
    Ok(image)
}
