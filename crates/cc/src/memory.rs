//! The memory of a running program: constants, data, heap and stack, each where Linux would put it, nothing between.

use std::collections::BTreeMap;

pub const CONSTANTS: u64 = 0x40_2000;
pub const DATA: u64 = 0x5000_0000;
pub const HEAP: u64 = 0x6000_0000_0000;
pub const TOP: u64 = 0x7fff_f000_0000;
/// What a stack may hold: Linux's usual limit.
const STACK: u64 = 8 << 20;

/// An access to what is not there, or may not be written.
pub struct Fault;

#[derive(Default)]
pub struct Memory {
    pub constants: Vec<u8>,
    pub data: Vec<u8>,
    pub heap: Vec<u8>,
    pub stack: Vec<u8>,
    /// What is in use: address and size.
    pub blocks: BTreeMap<u64, u64>,
    /// By size, what was given back.
    pub free: BTreeMap<u64, Vec<u64>>,
    pub freed: BTreeMap<u64, u64>,
    pub limit: usize,
}

impl Memory {
    pub fn bytes(&self) -> u64 {
        (self.constants.len() + self.data.len() + self.heap.len() + self.stack.len()) as u64 + 600_000
    }

    pub fn get(&self, at: u64, n: u64) -> Result<&[u8], Fault> {
        let (part, from): (&[u8], u64) = if at >= TOP - STACK {
            (&self.stack, TOP - self.stack.len() as u64)
        } else if at >= HEAP {
            (&self.heap, HEAP)
        } else if at >= DATA {
            (&self.data, DATA)
        } else {
            (&self.constants, CONSTANTS)
        };
        let start = at.checked_sub(from).ok_or(Fault)? as usize;
        let end = start.checked_add(n as usize).ok_or(Fault)?;
        part.get(start..end).ok_or(Fault)
    }

    pub fn get_mut(&mut self, at: u64, n: u64) -> Result<&mut [u8], Fault> {
        let (part, from): (&mut [u8], u64) = if at >= TOP - STACK {
            let from = TOP - self.stack.len() as u64;
            (&mut self.stack, from)
        } else if at >= HEAP {
            (&mut self.heap, HEAP)
        } else if at >= DATA {
            (&mut self.data, DATA)
        } else {
            return Err(Fault);
        };
        let start = at.checked_sub(from).ok_or(Fault)? as usize;
        let end = start.checked_add(n as usize).ok_or(Fault)?;
        part.get_mut(start..end).ok_or(Fault)
    }

    pub fn word(&self, at: u64) -> Result<u64, Fault> {
        let mut out = [0; 8];
        out.copy_from_slice(self.get(at, 8)?);
        Ok(u64::from_le_bytes(out))
    }

    pub fn put(&mut self, at: u64, bytes: &[u8]) -> Result<(), Fault> {
        self.get_mut(at, bytes.len() as u64)?.copy_from_slice(bytes);
        Ok(())
    }

    /// A text up to its 0.
    pub fn text(&self, at: u64) -> Result<Vec<u8>, Fault> {
        let mut out = Vec::new();
        let mut at = at;
        loop {
            let b = self.get(at, 1)?.first().copied().unwrap_or(0);
            if b == 0 {
                return Ok(out);
            }
            out.push(b);
            at += 1;
        }
    }

    pub fn string(&self, at: u64) -> Result<String, Fault> {
        Ok(String::from_utf8_lossy(&self.text(at)?).into_owned())
    }

    /// Makes sure that the stack reaches down to here.
    pub fn reach(&mut self, sp: u64) -> Result<(), Fault> {
        let need = TOP.checked_sub(sp).filter(|n| *n < STACK).ok_or(Fault)? as usize;
        if need > self.stack.len() {
            let size = need.next_power_of_two().max(1 << 16);
            let mut new = vec![0; size];
            let from = size - self.stack.len();
            if let Some(end) = new.get_mut(from..) {
                end.copy_from_slice(&self.stack);
            }
            self.stack = new;
        }
        Ok(())
    }

    /// `malloc`: 0 when there is no more.
    pub fn allocate(&mut self, size: u64) -> u64 {
        let Some(room) = size.max(24).checked_add(8).and_then(|n| n.checked_next_multiple_of(16)) else {
            return 0;
        };
        if let Some(at) = self.free.get_mut(&room).and_then(Vec::pop) {
            self.freed.remove(&at);
            self.blocks.insert(at, size);
            return at;
        }
        let at = self.heap.len() as u64;
        if at.saturating_add(room) > self.limit as u64 {
            return 0;
        }
        self.heap.resize((at + room) as usize, 0);
        self.blocks.insert(HEAP + at, size);
        HEAP + at
    }

    /// `free`: 1 for what was never given out, 2 for what was given back before.
    pub fn release(&mut self, at: u64) -> u64 {
        match self.blocks.remove(&at) {
            Some(size) => {
                let room = size.max(24).saturating_add(8).next_multiple_of(16);
                self.free.entry(room).or_default().push(at);
                self.freed.insert(at, size);
                0
            }
            None => 1 + u64::from(self.freed.contains_key(&at)),
        }
    }

    pub fn size(&self, at: u64) -> u64 {
        self.blocks.get(&at).copied().unwrap_or(0)
    }
}
