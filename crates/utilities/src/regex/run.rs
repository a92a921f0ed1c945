//! The matchers: all ways at once, and backtracking for patterns with back-references.

use super::parse::Instruction;
use super::{Groups, Regex};
use std::rc::Rc;

type Slots = Rc<Vec<Option<usize>>>;

/// How many steps the backtracker takes before it gives up on a text.
const FUEL: usize = 2_000_000;

fn is_word(byte: Option<&u8>) -> bool {
    byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_')
}

/// Whether an assertion holds; `None` for instructions that are none.
fn holds(instruction: &Instruction, text: &[u8], at: usize) -> Option<bool> {
    let before = || at.checked_sub(1).and_then(|i| text.get(i));
    let (is_before, is_after) = (is_word(before()), is_word(text.get(at)));
    Some(match instruction {
        Instruction::Start => at == 0,
        Instruction::End => at == text.len(),
        Instruction::LineStart => at == 0 || before() == Some(&b'\n'),
        Instruction::LineEnd => at == text.len() || text.get(at) == Some(&b'\n'),
        Instruction::WordEdge(true) => !is_before && is_after,
        Instruction::WordEdge(false) => is_before && !is_after,
        Instruction::WordBoundary(wanted) => (is_before != is_after) == *wanted,
        _ => return None,
    })
}

/// The bytes that a match can begin with; `None` if it may be empty or begins with what is no byte.
pub fn first_bytes(program: &[Instruction]) -> Option<Vec<bool>> {
    let mut bytes = vec![false; 256];
    let mut seen = vec![false; program.len()];
    let mut todo = vec![0];
    while let Some(at) = todo.pop() {
        if std::mem::replace(seen.get_mut(at)?, true) {
            continue;
        }
        match program.get(at)? {
            Instruction::Byte(byte) => bytes[usize::from(*byte)] = true,
            Instruction::Set(set) => (0..=255u8).filter(|b| set.has(*b)).for_each(|b| bytes[usize::from(b)] = true),
            Instruction::Split(a, b) => todo.extend([*a, *b]),
            Instruction::Jump(to) => todo.push(*to),
            Instruction::Match | Instruction::Reference(_) => return None,
            _ => todo.push(at + 1),
        }
    }
    Some(bytes)
}

struct Threads {
    list: Vec<(usize, Slots)>,
    seen: Vec<usize>,
    round: usize,
}

impl Threads {
    fn new(size: usize) -> Threads {
        Threads {
            list: Vec::new(),
            seen: vec![usize::MAX; size],
            round: 0,
        }
    }

    /// Follows everything that consumes nothing, in order of preference.
    fn add(&mut self, regex: &Regex, text: &[u8], at: usize, start: usize, slots: Slots) {
        let mut todo = vec![(start, slots)];
        while let Some((pc, slots)) = todo.pop() {
            let Some(seen) = self.seen.get_mut(pc) else { continue };
            if std::mem::replace(seen, self.round) == self.round {
                continue;
            }
            let Some(instruction) = regex.program.get(pc) else { continue };
            match instruction {
                Instruction::Jump(to) => todo.push((*to, slots)),
                Instruction::Split(a, b) => {
                    todo.push((*b, slots.clone()));
                    todo.push((*a, slots));
                }
                Instruction::Save(slot) if *slot < regex.groups * 2 => {
                    let mut slots = slots;
                    if let Some(place) = Rc::make_mut(&mut slots).get_mut(*slot) {
                        *place = Some(at);
                    }
                    todo.push((pc + 1, slots));
                }
                Instruction::Save(_) | Instruction::Progress(_) => todo.push((pc + 1, slots)),
                other => match holds(other, text, at) {
                    Some(true) => todo.push((pc + 1, slots)),
                    Some(false) => {}
                    None => self.list.push((pc, slots)),
                },
            }
        }
    }
}

fn groups(regex: &Regex, slots: &[Option<usize>]) -> Groups {
    (0..regex.groups)
        .map(|g| Some((slots.get(g * 2).copied()??, slots.get(g * 2 + 1).copied()??)))
        .collect()
}

/// Pike's simulation; ends when no thread is left, so that the longest match is known.
pub fn simulate(regex: &Regex, text: &[u8], from: usize) -> Option<Groups> {
    let mut now = Threads::new(regex.program.len());
    let mut next = Threads::new(regex.program.len());
    let empty: Slots = Rc::new(vec![None; regex.groups * 2]);
    let mut best: Option<Slots> = None;
    let mut at = from;
    loop {
        if now.list.is_empty() {
            if best.is_some() || regex.anchored && at > 0 {
                break;
            }
            if let Some(first) = &regex.first {
                let skip = text
                    .get(at..)?
                    .iter()
                    .position(|b| first.get(usize::from(*b)) == Some(&true))?;
                at += skip;
            }
        }
        now.round = at;
        if best.is_none() {
            now.add(regex, text, at, 0, empty.clone());
        }
        next.list.clear();
        next.round = at + 1;
        let byte = text.get(at);
        for (pc, slots) in std::mem::take(&mut now.list) {
            match (regex.program.get(pc), byte) {
                (Some(Instruction::Match), _) => {
                    let start = |s: &Slots| s.first().copied().flatten();
                    let better = match &best {
                        None => true,
                        Some(old) => start(&slots) < start(old) || start(&slots) == start(old) && slots.get(1) > old.get(1),
                    };
                    if better {
                        best = Some(slots);
                    }
                }
                (Some(Instruction::Byte(wanted)), Some(byte)) if wanted == byte => next.add(regex, text, at + 1, pc + 1, slots),
                (Some(Instruction::Set(set)), Some(byte)) if set.has(*byte) => next.add(regex, text, at + 1, pc + 1, slots),
                _ => {}
            }
        }
        // Later starts cannot win any more.
        if let Some(best) = &best {
            let start = best.first().copied().flatten();
            next.list.retain(|(_, s)| s.first().copied().flatten() <= start);
        }
        if byte.is_none() {
            break;
        }
        at += 1;
        std::mem::swap(&mut now, &mut next);
    }
    best.map(|slots| groups(regex, &slots))
}

/// Tries one way after the other; the longest of those found at the leftmost place wins.
pub fn backtrack(regex: &Regex, text: &[u8], from: usize) -> Option<Groups> {
    let mut fuel = FUEL;
    for start in from..=text.len() {
        let mut best: Option<Vec<Option<usize>>> = None;
        let mut todo: Vec<(usize, usize, Slots)> = vec![(0, start, Rc::new(vec![None; regex.slots]))];
        while let Some((mut pc, mut at, mut slots)) = todo.pop() {
            loop {
                fuel = fuel.checked_sub(1)?;
                let Some(instruction) = regex.program.get(pc) else { break };
                match instruction {
                    Instruction::Match => {
                        let longer = best.as_ref().is_none_or(|b| slots.get(1) > b.get(1));
                        if longer {
                            best = Some(slots.to_vec());
                        }
                        break;
                    }
                    Instruction::Byte(byte) => {
                        if text.get(at) != Some(byte) {
                            break;
                        }
                        at += 1;
                        pc += 1;
                    }
                    Instruction::Set(set) => {
                        if !text.get(at).is_some_and(|b| set.has(*b)) {
                            break;
                        }
                        at += 1;
                        pc += 1;
                    }
                    Instruction::Reference(group) => {
                        let bounds = slots
                            .get(group * 2)
                            .copied()
                            .flatten()
                            .zip(slots.get(group * 2 + 1).copied().flatten());
                        let Some((a, b)) = bounds else { break };
                        let wanted = text.get(a..b).unwrap_or_default();
                        if !text.get(at..).unwrap_or_default().starts_with(wanted) {
                            break;
                        }
                        at += wanted.len();
                        pc += 1;
                    }
                    Instruction::Jump(to) => pc = *to,
                    Instruction::Split(a, b) => {
                        if todo.len() < 100_000 {
                            todo.push((*b, at, slots.clone()));
                        }
                        pc = *a;
                    }
                    Instruction::Save(slot) => {
                        if let Some(place) = Rc::make_mut(&mut slots).get_mut(*slot) {
                            *place = Some(at);
                        }
                        pc += 1;
                    }
                    Instruction::Progress(slot) => {
                        if slots.get(*slot).copied().flatten() == Some(at) {
                            break;
                        }
                        pc += 1;
                    }
                    other => {
                        if holds(other, text, at) != Some(true) {
                            break;
                        }
                        pc += 1;
                    }
                }
            }
        }
        if let Some(best) = best {
            return Some(groups(regex, &best));
        }
    }
    None
}
