//! Divides the worker's WebAssembly module in two: what every session needs, and what can come later.
//!
//! `split MODULE.wasm FOLDER ROOT... [-- TEXTS...]` moves the functions of the crates or modules ROOT, and all that only they reach, to a
//! module of their own, `FOLDER/later-HASH.wasm`, and writes what is left back to MODULE.wasm. The first module has a
//! stub in the place of each function that has gone; the first stub that is called calls the export
//! [`LOAD`], which must instantiate the second module before it returns. That module imports memory, table, globals and
//! functions from the first, whose exports it gets under the name [`FIRST`], and puts its own functions into the table
//! where the stubs stood. The global exported as [`NAME`] tells HASH, so that two modules of different builds never meet.
//!
//! Data stays in the first module, since which of it the second one needs can't be told from the code; but for the files
//! below the folders TEXTS, which are embedded as they stand. Code of the first module that points to them or to a table
//! of them is refused, as it would read zeros before the second is there.
//!
//! The module must have its name section, which tells the crates of functions; neither result has one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

use walrus::ir::{Call, RefFunc, Value, Visitor, dfs_in_order};
use walrus::{
    ConstExpr, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalId, GlobalKind,
    ImportedFunction, Module, ModuleConfig, TableId, TypeId, ValType,
};

/// The export of the first module that brings the second.
const LOAD: &str = "load_later";
/// The module name under which the second module imports from the first.
const FIRST: &str = "first";
/// The export of the first module that tells the second one's hash.
const NAME: &str = "later";

type Outcome<T> = Result<T, String>;

mod texts;

use texts::{Texts, put};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut halves = words.splitn(2, |word| word == "--");
    let (before, folders) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
    let [module, folder, roots @ ..] = before else {
        eprintln!("usage: split MODULE.wasm FOLDER ROOT... [-- TEXTS...]");
        return ExitCode::from(2);
    };
    match split(Path::new(module), Path::new(folder), roots, folders) {
        Ok(words) => {
            println!("{words}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("split: {module}: {why}");
            ExitCode::FAILURE
        }
    }
}

fn split(path: &Path, folder: &Path, roots: &[String], folders: &[String]) -> Outcome<String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let mut first = read(&bytes)?;
    let mut later = read(&bytes)?;
    let plan = Plan::new(&first, roots)?;
    let texts = Texts::find(&first, folders)?;
    texts.refuse_readers(&first, &plan)?;
    let text = texts.bytes();
    keep(&mut first, &plan)?;
    texts.remove(&mut first)?;
    let again = Plan::new(&later, roots)?;
    take(&mut later, &again, texts)?;
    let later_bytes = later.emit_wasm();
    let hash = fnv(&later_bytes);
    let name = first
        .globals
        .add_local(ValType::I64, false, false, ConstExpr::Value(Value::I64(hash.cast_signed())));
    first.exports.add(NAME, name);
    walrus::passes::gc::run(&mut first);
    let first_bytes = first.emit_wasm();
    std::fs::write(path, &first_bytes).map_err(|error| error.to_string())?;
    let later_path = folder.join(format!("later-{hash:016x}.wasm"));
    std::fs::write(&later_path, &later_bytes).map_err(|error| error.to_string())?;
    Ok(format!(
        "{} of {} functions come later, {} of them by a thunk and {} by a pointer; {} kB now, {} kB later, with {} kB of texts",
        plan.later.len(),
        plan.functions,
        plan.thunks.len(),
        plan.slots.len() - plan.added,
        first_bytes.len() / 1000,
        later_bytes.len() / 1000,
        text / 1000,
    ))
}

/// A module whose names are read and not written again. Two readings of the same bytes hold the same things in the same
/// order, each under ids of its own.
fn read(bytes: &[u8]) -> Outcome<Module> {
    ModuleConfig::new()
        .generate_name_section(false)
        .generate_producers_section(false)
        .parse(bytes)
        .map_err(|error| error.to_string())
}

/// What goes where.
struct Plan {
    /// How many functions there are in all.
    functions: usize,
    /// Functions of the second module.
    later: BTreeSet<FunctionId>,
    /// Those of them that the first module calls by name.
    thunks: BTreeSet<FunctionId>,
    /// Their places in the table: those they have, and one for each thunk that has none.
    slots: BTreeMap<u32, FunctionId>,
    /// How many places are new.
    added: usize,
    table: TableId,
    table_size: u64,
    load: FunctionId,
}

impl Plan {
    fn new(module: &Module, roots: &[String]) -> Outcome<Self> {
        let load = module
            .exports
            .iter()
            .find_map(|export| match export.item {
                ExportItem::Function(id) if export.name == LOAD => Some(id),
                _ => None,
            })
            .ok_or_else(|| format!("no function is exported as {LOAD}"))?;
        let table = module
            .tables
            .main_function_table()
            .map_err(|error| error.to_string())?
            .ok_or("there is no table of functions")?;
        let placed = placed(module, table)?;
        let calls: BTreeMap<FunctionId, Vec<FunctionId>> =
            module.funcs.iter().map(|function| (function.id(), calls(function))).collect();
        let named: BTreeSet<FunctionId> = module
            .funcs
            .iter()
            .filter(|function| function.name.as_deref().is_some_and(|name| belongs(name, roots)))
            .map(walrus::Function::id)
            .collect();
        // What is reached without a step through a function of the roots.
        let mut now = BTreeSet::new();
        let mut left: Vec<FunctionId> = module.start.into_iter().chain([load]).collect();
        left.extend(module.exports.iter().filter_map(|export| match export.item {
            ExportItem::Function(id) => Some(id),
            _ => None,
        }));
        left.extend(placed.values().copied());
        left.retain(|id| !named.contains(id));
        while let Some(id) = left.pop() {
            if now.insert(id) {
                left.extend(calls.get(&id).into_iter().flatten().filter(|id| !named.contains(*id)));
            }
        }
        let later: BTreeSet<FunctionId> = module
            .funcs
            .iter()
            .filter(|function| matches!(function.kind, FunctionKind::Local(_)) && !now.contains(&function.id()))
            .map(walrus::Function::id)
            .collect();
        let mut thunks: BTreeSet<FunctionId> = now
            .iter()
            .flat_map(|id| calls.get(id).into_iter().flatten())
            .filter(|id| later.contains(*id))
            .copied()
            .collect();
        thunks.extend(module.exports.iter().filter_map(|export| match export.item {
            ExportItem::Function(id) if later.contains(&id) => Some(id),
            _ => None,
        }));
        let mut slots: BTreeMap<u32, FunctionId> = placed.into_iter().filter(|(_, id)| later.contains(id)).collect();
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
            later,
            thunks,
            slots,
            added,
            table,
            table_size: u64::from(next),
            load,
        })
    }
}

/// Whether the symbol is of one of the roots, which are paths (`python`, `programs::node`). Compilers write them as they
/// stand, with dots (`python..heap`), or each part after its length (`6python4heap`).
fn belongs(symbol: &str, roots: &[String]) -> bool {
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
fn calls(function: &walrus::Function) -> Vec<FunctionId> {
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

/// What the first module gives to the second, by its name among the exports.
struct Shared {
    functions: BTreeMap<FunctionId, String>,
    globals: BTreeMap<GlobalId, String>,
    memory: String,
    table: String,
}

impl Shared {
    /// The same names for every reading of the same bytes.
    fn new(module: &Module, plan: &Plan) -> Self {
        let mut names = (0..).map(|number: u32| format!("+{number}"));
        let mut name = || names.next().unwrap_or_default();
        let wanted: BTreeSet<FunctionId> = plan
            .later
            .iter()
            .flat_map(|id| calls(module.funcs.get(*id)))
            .filter(|id| !plan.later.contains(id))
            .collect();
        Self {
            memory: name(),
            table: name(),
            globals: module.globals.iter().map(|global| (global.id(), name())).collect(),
            functions: wanted.into_iter().map(|id| (id, name())).collect(),
        }
    }
}

/// Makes the first module: stubs and thunks for what has gone, exports for what the second module needs.
fn keep(module: &mut Module, plan: &Plan) -> Outcome<()> {
    let shared = Shared::new(module, plan);
    let memory = module.memories.iter().next().ok_or("there is no memory")?.id();
    module.exports.add(&shared.memory, memory);
    module.exports.add(&shared.table, plan.table);
    for (global, name) in &shared.globals {
        module.exports.add(name, *global);
    }
    for (function, name) in &shared.functions {
        module.exports.add(name, *function);
    }

    // Stubs, which also bring the second module, stand in the table until it takes their places.
    let stubs: Vec<(u32, FunctionId)> = plan
        .slots
        .iter()
        .map(|(slot, id)| {
            let kind = module.funcs.get(*id).ty();
            (*slot, passing_on(module, kind, plan.table, *slot, Some(plan.load)))
        })
        .collect();
    let size = plan.table_size;
    let table = module.tables.get_mut(plan.table);
    table.initial = size;
    table.maximum = table.maximum.map(|most| most.max(size));
    for element in module.elements.iter_mut() {
        let ElementKind::Active {
            table,
            offset: ConstExpr::Value(Value::I32(start)),
        } = &element.kind
        else {
            continue;
        };
        if let (true, ElementItems::Functions(functions)) = (*table == plan.table, &mut element.items) {
            for (slot, stub) in &stubs {
                let at = slot.checked_sub(start.cast_unsigned()).map(|at| at as usize);
                if let Some(place) = at.and_then(|at| functions.get_mut(at)) {
                    *place = *stub;
                }
            }
        }
    }
    let old = size - plan.added as u64;
    let new: Vec<FunctionId> = stubs
        .iter()
        .filter(|(slot, _)| u64::from(*slot) >= old)
        .map(|(_, stub)| *stub)
        .collect();
    if let (false, Ok(start)) = (new.is_empty(), i32::try_from(old)) {
        place(module, plan.table, start, new);
    }

    // Thunks go by the table: to the stub at first, to the function afterwards.
    let slot_of: BTreeMap<FunctionId, u32> = plan.slots.iter().map(|(slot, id)| (*id, *slot)).collect();
    for id in &plan.thunks {
        let slot = *slot_of.get(id).ok_or("a thunk has no place")?;
        let kind = module.funcs.get(*id).ty();
        let thunk = passing_on(module, kind, plan.table, slot, None);
        let body = std::mem::replace(&mut module.funcs.get_mut(thunk).kind, FunctionKind::Uninitialized(kind));
        module.funcs.get_mut(*id).kind = body;
        module.funcs.delete(thunk);
    }
    Ok(())
}

/// A function that gives its arguments to the one at `slot`, after calling `before`.
fn passing_on(module: &mut Module, kind: TypeId, table: TableId, slot: u32, before: Option<FunctionId>) -> FunctionId {
    let (params, results) = module.types.params_results(kind);
    let (params, results) = (params.to_vec(), results.to_vec());
    let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
    let locals: Vec<_> = params.iter().map(|kind| module.locals.add(*kind)).collect();
    let mut body = builder.func_body();
    if let Some(before) = before {
        body.call(before);
    }
    for local in &locals {
        body.local_get(*local);
    }
    body.i32_const(slot.cast_signed()).call_indirect(kind, table);
    builder.finish(locals, &mut module.funcs)
}

/// Sets functions into the table from `start` on, when the module is instantiated.
fn place(module: &mut Module, table: TableId, start: i32, functions: Vec<FunctionId>) {
    let offset = ConstExpr::Value(Value::I32(start));
    let element = module
        .elements
        .add(ElementKind::Active { table, offset }, ElementItems::Functions(functions));
    module.tables.get_mut(table).elem_segments.insert(element);
}

/// Makes the second module: everything but its own functions is the first one's.
fn take(module: &mut Module, plan: &Plan, texts: Texts) -> Outcome<()> {
    let shared = Shared::new(module, plan);
    module.start = None;
    for id in module.exports.iter().map(walrus::Export::id).collect::<Vec<_>>() {
        module.exports.delete(id);
    }
    for id in module.elements.iter().map(walrus::Element::id).collect::<Vec<_>>() {
        module.elements.delete(id);
    }
    for table in module.tables.iter_mut() {
        table.elem_segments.clear();
    }
    for id in module.data.iter().map(walrus::Data::id).collect::<Vec<_>>() {
        module.data.delete(id);
    }
    let memory = module.memories.iter().next().ok_or("there is no memory")?.id();
    let import = module.imports.add(FIRST, &shared.memory, memory);
    let memory = module.memories.get_mut(memory);
    memory.import = Some(import);
    memory.data_segments.clear();
    let memory = memory.id();
    for (start, bytes) in texts.0 {
        put(module, memory, start, bytes);
    }
    let import = module.imports.add(FIRST, &shared.table, plan.table);
    let table = module.tables.get_mut(plan.table);
    table.import = Some(import);
    table.initial = plan.table_size;
    table.maximum = table.maximum.map(|most| most.max(plan.table_size));
    for (global, name) in &shared.globals {
        let import = module.imports.add(FIRST, name, *global);
        module.globals.get_mut(*global).kind = GlobalKind::Import(import);
    }
    for (function, name) in &shared.functions {
        let ty = module.funcs.get(*function).ty();
        if let FunctionKind::Import(of) = &module.funcs.get(*function).kind {
            let of = of.import;
            module.imports.delete(of);
        }
        let import = module.imports.add(FIRST, name, *function);
        module.funcs.get_mut(*function).kind = FunctionKind::Import(ImportedFunction { import, ty });
    }
    let mut run: Option<(u32, Vec<FunctionId>)> = None;
    let mut runs = Vec::new();
    for (slot, id) in &plan.slots {
        match &mut run {
            Some((start, functions)) if u64::from(*start) + functions.len() as u64 == u64::from(*slot) => {
                functions.push(*id);
            }
            _ => runs.extend(run.replace((*slot, vec![*id]))),
        }
    }
    runs.extend(run);
    for (start, functions) in runs {
        place(module, plan.table, start.cast_signed(), functions);
    }
    walrus::passes::gc::run(module);
    Ok(())
}

/// FNV-1a of 64 bits: a name for a file, nothing that must withstand anybody.
fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests;
