//! Embedded files that only the functions of the roots read.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use walrus::ir::{Const, Load, Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, DataKind, FunctionKind, MemoryId, Module};

use crate::{Outcome, Plan};

/// Shorter files are left where they are: their bytes may be part of something else.
const SHORTEST: usize = 256;

/// Pieces of the memory's first contents, by their addresses.
pub struct Texts(pub Vec<(u32, Vec<u8>)>);

impl Texts {
    /// Where the files below the folders lie in the module's data.
    pub fn find(module: &Module, folders: &[String]) -> Outcome<Self> {
        let mut found = Vec::new();
        for file in folders
            .iter()
            .map(|folder| files(Path::new(folder)))
            .collect::<Outcome<Vec<_>>>()?
            .concat()
        {
            let bytes = std::fs::read(&file).map_err(|error| format!("{}: {error}", file.display()))?;
            if bytes.len() < SHORTEST {
                continue;
            }
            let finder = memchr::memmem::Finder::new(&bytes);
            for (start, data) in segments(module) {
                if let Some(at) = finder.find(data).and_then(|at| u32::try_from(at).ok()) {
                    found.push((start + at, bytes.clone()));
                }
            }
        }
        found.sort();
        found.dedup();
        // Of two that lie upon each other, the first stays.
        let mut end = 0;
        found.retain(|(start, bytes)| {
            let apart = *start >= end;
            if apart {
                end = start.saturating_add(u32::try_from(bytes.len()).unwrap_or(u32::MAX));
            }
            apart
        });
        Ok(Self(found))
    }

    pub fn bytes(&self) -> usize {
        self.0.iter().map(|(_, bytes)| bytes.len()).sum()
    }

    /// An error if a function of another module points to one of the texts, or to a word that does.
    pub fn refuse_readers(&self, module: &Module, plan: &Plan) -> Outcome<()> {
        let starts: BTreeSet<u32> = self.0.iter().map(|(start, _)| *start).collect();
        let mut pointers = starts.clone();
        for (start, data) in segments(module) {
            let skip = (4 - start % 4) % 4;
            let words = data.get(skip as usize..).unwrap_or_default().chunks_exact(4);
            for (address, word) in (start + skip..).step_by(4).zip(words) {
                if let Ok(word) = word.try_into().map(u32::from_le_bytes)
                    && starts.contains(&word)
                {
                    pointers.insert(address);
                }
            }
        }
        for function in module
            .funcs
            .iter()
            .filter(|function| plan.parts.get(&function.id()) != Some(&0))
        {
            let FunctionKind::Local(local) = &function.kind else {
                continue;
            };
            let mut points = Points {
                pointers: &pointers,
                found: None,
            };
            dfs_in_order(&mut points, local, local.entry_block());
            if let Some(address) = points.found {
                let name = function.name.as_deref().unwrap_or("a function without a name");
                return Err(format!("{name} does not come with the texts that it points to, at {address}"));
            }
        }
        Ok(())
    }

    /// Takes the texts out of the module's data.
    pub fn remove(&self, module: &mut Module) -> Outcome<()> {
        let memory = module.memories.iter().next().ok_or("there is no memory")?.id();
        let ids: Vec<_> = module.data.iter().map(walrus::Data::id).collect();
        for id in ids {
            let data = module.data.get(id);
            let Some(start) = address(&data.kind) else {
                continue;
            };
            let value = data.value.clone();
            let end = start.saturating_add(u32::try_from(value.len()).unwrap_or(u32::MAX));
            let inside: Vec<_> = self.0.iter().filter(|(at, _)| (start..end).contains(at)).collect();
            if inside.is_empty() {
                continue;
            }
            module.data.delete(id);
            module.memories.get_mut(memory).data_segments.remove(&id);
            let mut from = 0;
            for (at, bytes) in inside {
                let to = (at - start) as usize;
                put(
                    module,
                    memory,
                    start + from as u32,
                    value.get(from..to).unwrap_or_default().to_vec(),
                );
                from = to + bytes.len();
            }
            put(
                module,
                memory,
                start + from as u32,
                value.get(from..).unwrap_or_default().to_vec(),
            );
        }
        Ok(())
    }
}

/// Looks for constants that are one of the addresses.
struct Points<'a> {
    pointers: &'a BTreeSet<u32>,
    found: Option<u32>,
}

impl<'a> Visitor<'a> for Points<'_> {
    fn visit_const(&mut self, constant: &Const) {
        if let Value::I32(value) = constant.value
            && self.pointers.contains(&value.cast_unsigned())
        {
            self.found = Some(value.cast_unsigned());
        }
    }

    fn visit_load(&mut self, load: &Load) {
        if let Ok(offset) = u32::try_from(load.arg.offset)
            && self.pointers.contains(&offset)
        {
            self.found = Some(offset);
        }
    }
}

/// Sets bytes into the memory at `start`, when the module is instantiated.
pub fn put(module: &mut Module, memory: MemoryId, start: u32, bytes: Vec<u8>) {
    if bytes.is_empty() {
        return;
    }
    let offset = ConstExpr::Value(Value::I32(start.cast_signed()));
    let data = module.data.add(DataKind::Active { memory, offset }, bytes);
    module.memories.get_mut(memory).data_segments.insert(data);
}

/// The pieces of the memory's first contents, with their addresses.
fn segments(module: &Module) -> impl Iterator<Item = (u32, &[u8])> {
    module
        .data
        .iter()
        .filter_map(|data| Some((address(&data.kind)?, data.value.as_slice())))
}

fn address(kind: &DataKind) -> Option<u32> {
    match kind {
        DataKind::Active {
            offset: ConstExpr::Value(Value::I32(start)),
            ..
        } => Some(start.cast_unsigned()),
        _ => None,
    }
}

/// Every file below a folder.
fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut left = vec![folder.to_path_buf()];
    while let Some(folder) = left.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for entry in entries {
            let path = entry.map_err(|error| error.to_string())?.path();
            if path.is_dir() {
                left.push(path);
            } else {
                found.push(path);
            }
        }
    }
    Ok(found)
}
