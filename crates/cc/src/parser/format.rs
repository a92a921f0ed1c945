//! `-Wformat`, which `-Wall` switches on: what `printf` is given against what its text asks for.

use super::Parser;
use super::tree::{E, N};
use crate::program::Def;
use crate::types::{I, K, Ty};

impl Parser<'_> {
    pub(super) fn check_format(&mut self, name: &str, args: &[E]) {
        let at = match name {
            "printf" => 0,
            "fprintf" | "sprintf" | "dprintf" => 1,
            "snprintf" => 2,
            _ => return,
        };
        let Some(format) = args.get(at).filter(|_| self.strict.all) else {
            return;
        };
        let N::Addr(inner) = &format.n else { return };
        let N::Symbol(symbol) = inner.n else { return };
        let Some(Def::Data(data)) = self.unit.symbols.get(symbol as usize).map(|s| &s.def) else {
            return;
        };
        let text: Vec<char> = data.bytes.iter().take_while(|b| **b != 0).map(|b| *b as char).collect();
        if !self.unit.symbols.get(symbol as usize).is_some_and(|s| s.name.is_empty()) {
            return;
        }
        let (mut n, mut next) = (0, at + 1);
        let mut found = Vec::new();
        while let Some(c) = text.get(n) {
            n += 1;
            if *c != '%' {
                continue;
            }
            let start = n - 1;
            while text.get(n).is_some_and(|c| "-+ #0123456789.".contains(*c)) {
                n += 1;
            }
            if text.get(n) == Some(&'*') || text.get(n) == Some(&'%') {
                if text.get(n) == Some(&'*') {
                    return;
                }
                n += 1;
                continue;
            }
            let mut length = String::new();
            while text.get(n).is_some_and(|c| "hlzjtL".contains(*c)) {
                length.extend(text.get(n));
                n += 1;
            }
            let Some(conversion) = text.get(n) else { return };
            n += 1;
            let shown: String = text.get(start..n).unwrap_or_default().iter().collect();
            let wanted = match (conversion, length.as_str()) {
                ('d' | 'i' | 'c', "") => Ty::int(),
                ('u' | 'x' | 'X' | 'o', "") => Ty::new(K::Int(I::UInt)),
                ('d' | 'i', "l") => Ty::long(),
                ('u' | 'x' | 'X' | 'o', "l") => Ty::ulong(),
                ('d' | 'i', "ll") => Ty::new(K::Int(I::LLong)),
                ('u' | 'x' | 'X' | 'o', "ll") => Ty::new(K::Int(I::ULLong)),
                ('u' | 'x' | 'X' | 'o', "z") => Ty::ulong(),
                ('s', "") => Ty::ptr(Ty::char()),
                ('f' | 'F' | 'e' | 'E' | 'g' | 'G', "" | "l") => Ty::double(),
                ('p', "") => Ty::ptr(Ty::void()),
                _ => {
                    next += 1;
                    continue;
                }
            };
            found.push((start, n, shown, wanted, next));
            next += 1;
        }
        let pos = format.pos;
        for (_, end, shown, wanted, arg) in found {
            // The place inside the literal is only sure where it holds no escapes before.
            let plain = !text
                .get(..end)
                .unwrap_or_default()
                .iter()
                .any(|c| c.is_control() || *c == '"' || *c == '\\' || !c.is_ascii());
            let place = crate::lexer::Pos {
                col: pos.col + end as u32,
                ..pos
            };
            let place = if plain { place } else { pos };
            match args.get(arg) {
                None => self.warn(
                    place,
                    1,
                    format!("format '{shown}' expects a matching '{}' argument [-Wformat=]", wanted.name()),
                ),
                Some(e) if !fits(&e.ty, &wanted) => {
                    let have = e.ty.plain().name();
                    let text = format!(
                        "format '{shown}' expects argument of type '{}', but argument {} has type '{have}' [-Wformat=]",
                        wanted.name(),
                        arg + 1
                    );
                    self.warn(place, 1, text);
                }
                _ => {}
            }
        }
    }
}

fn fits(have: &Ty, wanted: &Ty) -> bool {
    match (&have.k, &wanted.k) {
        (K::Int(a), K::Int(b)) => a.unsigned() == b.unsigned(),
        (K::Ptr(_), K::Ptr(to)) if to.is_void() => true,
        (K::Ptr(a), K::Ptr(b)) => matches!((&a.k, &b.k), (K::Int(x), K::Int(y)) if x.size() == y.size()),
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    }
}
