//! Which function goes to which module.

use std::collections::{BTreeMap, BTreeSet};

use walrus::ir::{Call, RefFunc, Value, Visitor, dfs_in_order};
use walrus::{ConstExpr, ElementItems, ElementKind, ExportItem, FunctionId, FunctionKind, Module, TableId};

use crate::{LATER, Outcome, PARTS, REST, fnv};

/// What goes where.
pub struct Plan {
    /// How many functions there are in all.
    pub functions: usize,
    /// The functions that go, with the number of their module in [`PARTS`].
    pub parts: BTreeMap<FunctionId, usize>,
    /// Those of them that another module calls by name.
    pub thunks: BTreeSet<FunctionId>,
    /// Their places in the table: those they have, and one for each thunk that has none.
    pub slots: BTreeMap<u32, FunctionId>,
    /// How many places are new.
    pub added: usize,
    pub table: TableId,
    pub table_size: u64,
    /// The functions that bring the modules; none for one that isn't made.
    pub load: Vec<Option<FunctionId>>,
}

impl Plan {
    pub fn new(module: &Module, lists: &Lists, roots: &[String]) -> Outcome<Self> {
        let exported = |name: &str| {
            module.exports.iter().find_map(|export| match export.item {
                ExportItem::Function(id) if export.name == name => Some(id),
                _ => None,
            })
        };
        let mut load = Vec::new();
        for (part, name) in PARTS.into_iter().enumerate() {
            let name = format!("load_{name}");
            load.push(match exported(&name) {
                // Without roots, nothing is only theirs.
                _ if part == LATER && roots.is_empty() => None,
                Some(id) => Some(id),
                None => return Err(format!("no function is exported as {name}")),
            });
        }
        let table = module
            .tables
            .main_function_table()
            .map_err(|error| error.to_string())?
            .ok_or("there is no table of functions")?;
        let placed = placed(module, table)?;
        let calls: BTreeMap<FunctionId, Vec<FunctionId>> =
            module.funcs.iter().map(|function| (function.id(), calls(function))).collect();
        let name = |id: FunctionId| module.funcs.get(id).name.as_deref().unwrap_or_default();
        let reached = |from: Vec<FunctionId>, through: &dyn Fn(FunctionId) -> bool| {
            let mut reached = BTreeSet::new();
            let mut left = from;
            left.retain(|id| through(*id));
            while let Some(id) = left.pop() {
                if reached.insert(id) {
                    left.extend(calls.get(&id).into_iter().flatten().filter(|id| through(**id)));
                }
            }
            reached
        };
        // What is reached without a step through a function of the roots.
        let exports = module.exports.iter().filter_map(|export| match export.item {
            ExportItem::Function(id) => Some(id),
            _ => None,
        });
        let from = module.start.into_iter().chain(exports).chain(placed.values().copied());
        let without_roots = reached(from.collect(), &|id| !belongs(name(id), roots));
        let loads = reached(load.iter().flatten().copied().collect(), &|_| true);
        let (first, rest) = lists.named(module);
        let parts: BTreeMap<FunctionId, usize> = module
            .funcs
            .iter_local()
            .map(|(id, _)| id)
            .filter(|id| !loads.contains(id) && module.start != Some(*id))
            // What runs at first stays, even under a name of the roots: functions of the same code have one name.
            .filter(|id| !first.contains(id))
            .filter_map(|id| match without_roots.contains(&id) {
                false => load.get(LATER).is_some_and(Option::is_some).then_some((id, LATER)),
                true => rest.contains(&id).then_some((id, REST)),
            })
            .collect();
        let mut thunks = BTreeSet::new();
        for (id, called) in &calls {
            let other = |called: &&FunctionId| parts.contains_key(*called) && parts.get(*called) != parts.get(id);
            thunks.extend(called.iter().filter(other).copied());
        }
        thunks.extend(module.exports.iter().filter_map(|export| match export.item {
            ExportItem::Function(id) if parts.contains_key(&id) => Some(id),
            _ => None,
        }));
        let mut slots: BTreeMap<u32, FunctionId> = placed.into_iter().filter(|(_, id)| parts.contains_key(id)).collect();
        let have: BTreeSet<FunctionId> = slots.values().copied().collect();
        let before = module.tables.get(table).initial;
        let mut next = u32::try_from(before).map_err(|error| error.to_string())?;
        let mut added = 0;
        for id in thunks.iter().filter(|id| !have.contains(*id)) {
            slots.insert(next, *id);
            next += 1;
            added += 1;
        }
        Ok(Self {
            functions: module.funcs.iter().count(),
            parts,
            thunks,
            slots,
            added,
            table,
            table_size: u64::from(next),
            load,
        })
    }

    /// The function that brings the module of another.
    pub fn loader(&self, id: FunctionId) -> Option<FunctionId> {
        *self.load.get(*self.parts.get(&id)?)?
    }
}

/// What has been found out about functions: of those with one name, as generic ones have, which are meant is told by
/// their sizes (in instructions).
pub struct Lists {
    /// The functions that run at first: `NAME`, and the sizes of those that have run, all with tabs before them.
    pub first: String,
    /// Those that do not: the [`hash`] of `NAME`, or of `NAME<tab>SIZE` where others of the name run. What is in
    /// neither list is newer than the lists, and may run at first.
    pub rest: String,
}

impl Lists {
    /// The functions in each list.
    fn named(&self, module: &Module) -> (BTreeSet<FunctionId>, BTreeSet<FunctionId>) {
        let listed: BTreeMap<&str, BTreeSet<u64>> = self
            .first
            .lines()
            .filter_map(|line| line.split_once('\t'))
            .map(|(name, sizes)| (name, sizes.split('\t').filter_map(|size| size.parse().ok()).collect()))
            .collect();
        let hashes: BTreeSet<u32> = self
            .rest
            .lines()
            .filter_map(|line| u32::from_str_radix(line, 16).ok())
            .collect();
        let mut named: BTreeMap<String, Vec<(FunctionId, u64)>> = BTreeMap::new();
        for (id, local) in module.funcs.iter_local() {
            let name = plain(module.funcs.get(id).name.as_deref().unwrap_or_default());
            named.entry(name).or_default().push((id, local.size()));
        }
        let (mut first, mut rest) = (BTreeSet::new(), BTreeSet::new());
        for (name, of) in named {
            let sizes = listed.get(name.as_str());
            let none_runs = sizes.is_none() && hashes.contains(&hash(&name));
            for (id, size) in &of {
                if sizes.is_some_and(|sizes| of.len() == 1 || sizes.contains(size)) {
                    first.insert(*id);
                } else if none_runs || hashes.contains(&hash(&format!("{name}\t{size}"))) {
                    rest.insert(*id);
                }
            }
        }
        (first, rest)
    }
}

/// How the list of those that do not run names a function (`tests/browser/profile.mjs` writes it).
pub fn hash(text: &str) -> u32 {
    u32::try_from(fnv(text.as_bytes()) & u64::from(u32::MAX)).unwrap_or_default()
}

/// A function's name without what is another in every build: the hash behind it or behind a crate's name, and the number
/// of a copy.
pub fn plain(name: &str) -> String {
    let is_hash = |word: &str| word.len() == 16 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let name = name.rsplit_once('.').map_or(name, |(path, number)| {
        match number.bytes().all(|byte| byte.is_ascii_digit()) {
            true => path,
            false => name,
        }
    });
    let name = name
        .rsplit_once("::h")
        .filter(|(_, hash)| is_hash(hash))
        .map_or(name, |(path, _)| path);
    let mut pieces = name.split('[');
    let mut plain = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(']') {
            Some((hash, rest)) if is_hash(hash) => plain.push_str(rest),
            _ => plain.extend(["[", piece]),
        }
    }
    plain
}

/// Whether the symbol is of one of the roots, which are paths (`python`, `programs::node`). Compilers write them as they
/// stand, with dots (`python..heap`), or each part after its length (`6python4heap`).
pub fn belongs(symbol: &str, roots: &[String]) -> bool {
    roots.iter().any(|root| {
        let mangled: String = root.split("::").map(|part| format!("{}{part}", part.len())).collect();
        let part = |c: char| c.is_alphanumeric() || c == '_';
        follows(symbol, &mangled, |before| !before.ends_with(|c: char| c.is_ascii_digit()))
            || follows(symbol, root, |before| !before.ends_with(part))
            || follows(symbol, &root.replace("::", ".."), |before| !before.ends_with(part))
    })
}

/// Whether `path` stands in the symbol with more of the path behind it, and something that `begins` accepts before.
fn follows(symbol: &str, path: &str, begins: impl Fn(&str) -> bool) -> bool {
    symbol.match_indices(path).any(|(at, _)| {
        let (before, rest) = symbol.split_at_checked(at).unwrap_or_default();
        let after = rest.get(path.len()..).unwrap_or_default();
        let more = after.starts_with("::") || after.starts_with("..") || after.starts_with(|c: char| c.is_ascii_digit());
        more && begins(before)
    })
}

/// The functions in the table, by their places.
fn placed(module: &Module, table: TableId) -> Outcome<BTreeMap<u32, FunctionId>> {
    let mut placed = BTreeMap::new();
    for element in module.elements.iter() {
        let ElementKind::Active { table: of, offset } = &element.kind else {
            continue;
        };
        if *of != table {
            continue;
        }
        let ConstExpr::Value(Value::I32(start)) = offset else {
            return Err("a piece of the table begins at no constant".to_owned());
        };
        let ElementItems::Functions(functions) = &element.items else {
            return Err("a piece of the table has expressions".to_owned());
        };
        for (place, id) in (start.cast_unsigned()..).zip(functions) {
            placed.insert(place, *id);
        }
    }
    Ok(placed)
}

/// The functions that a function calls or points to by name.
pub fn calls(function: &walrus::Function) -> Vec<FunctionId> {
    struct Calls(Vec<FunctionId>);
    impl<'a> Visitor<'a> for Calls {
        fn visit_call(&mut self, call: &Call) {
            self.0.push(call.func);
        }
        fn visit_ref_func(&mut self, pointer: &RefFunc) {
            self.0.push(pointer.func);
        }
    }
    let FunctionKind::Local(local) = &function.kind else {
        return Vec::new();
    };
    let mut calls = Calls(Vec::new());
    dfs_in_order(&mut calls, local, local.entry_block());
    calls.0
}
