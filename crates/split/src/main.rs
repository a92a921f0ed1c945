//! Divides a WebAssembly module of the site: what a first lesson runs, what else there is, and (of the worker) the runtimes
//! of languages and servers.
//!
//! `split MODULE.wasm FOLDER LISTS [ROOT...] [-- TEXTS...]` writes what is left of the module back to MODULE.wasm, and
//! beside it
//!
//! - `FOLDER/later-HASH.wasm`, if there are roots: the functions of the crates or modules ROOT, and all that only they reach;
//! - `FOLDER/rest-HASH.wasm`: of the others, those that `LISTS/rest.txt` tells not to run at first.
//!
//! What `LISTS/first.txt` names stays ([`plan::Lists`]).
//!
//! The first module has a stub in the place of each function that has gone; the first stub that is called calls the
//! export `load_later` or `load_rest`, which must instantiate the module before it returns. Both modules import memory,
//! table, globals and functions from the first, whose exports they get under the name [`FIRST`], and put their own
//! functions into the table where the stubs stood. The globals exported as `later` and `rest` tell HASH, so that modules of
//! different builds never meet. What the lists say is a matter of speed alone: a function that has gone comes a moment
//! later.
//!
//! Data stays in the first module, since which of it the others need can't be told from the code; but for the files
//! below the folders TEXTS, which are embedded as they stand and come with the roots. Code of another module that points
//! to them or to a table of them is refused, as it would read zeros before they are there.
//!
//! `split --count MODULE.wasm NAMES.txt` makes every function set a global of its own, exported as `ran N`, and
//! writes the functions' names to line N: so the lists are made (`tests/browser/profile.mjs`).
//!
//! The module must have its name section, which tells the crates of functions; no result has one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

use walrus::ir::Value;
use walrus::{
    ConstExpr, ElementItems, ElementKind, FunctionBuilder, FunctionId, FunctionKind, GlobalId, GlobalKind, ImportedFunction,
    Module, ModuleConfig, TableId, TypeId, ValType,
};

/// The module name under which the others import from the first.
const FIRST: &str = "first";
/// The names of the modules beside the first: that of the roots, and that of what no first lesson runs.
const PARTS: [&str; 2] = ["later", "rest"];
const LATER: usize = 0;
const REST: usize = 1;

type Outcome<T> = Result<T, String>;

mod count;
mod plan;
mod texts;

use plan::{Lists, Plan, calls};
use texts::{Texts, put};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut halves = words.splitn(2, |word| word == "--");
    let (before, folders) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
    let (module, outcome) = match before {
        [flag, module, names] if flag == "--count" => (module, count::count(Path::new(module), Path::new(names))),
        [module, folder, lists, roots @ ..] => {
            let outcome =
                lists_in(Path::new(lists)).and_then(|lists| split(Path::new(module), Path::new(folder), &lists, roots, folders));
            (module, outcome)
        }
        _ => {
            eprintln!("usage: split MODULE.wasm FOLDER LISTS [ROOT...] [-- TEXTS...]");
            return ExitCode::from(2);
        }
    };
    match outcome {
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

/// Reads what `cargo xtask profile` has found out.
fn lists_in(folder: &Path) -> Outcome<Lists> {
    let read = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    Ok(Lists {
        first: read("first.txt")?,
        rest: read("rest.txt")?,
    })
}

fn split(path: &Path, folder: &Path, lists: &Lists, roots: &[String], folders: &[String]) -> Outcome<String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let mut first = read(&bytes)?;
    let plan = Plan::new(&first, lists, roots)?;
    let texts = Texts::find(&first, folders)?;
    texts.refuse_readers(&first, &plan)?;
    let text = texts.bytes();
    keep(&mut first, &plan)?;
    texts.remove(&mut first)?;
    let mut told = Vec::new();
    let mut texts = Some(texts);
    let made = |part: &usize| plan.load.get(*part).is_some_and(Option::is_some);
    for (part, name) in PARTS.into_iter().enumerate().filter(|(part, _)| made(part)) {
        let mut module = read(&bytes)?;
        let plan = Plan::new(&module, lists, roots)?;
        take(&mut module, &plan, part, texts.take())?;
        let written = module.emit_wasm();
        let hash = fnv(&written);
        let value = ConstExpr::Value(Value::I64(hash.cast_signed()));
        let global = first.globals.add_local(ValType::I64, false, false, value);
        first.exports.add(name, global);
        std::fs::write(folder.join(format!("{name}-{hash:016x}.wasm")), &written).map_err(|error| error.to_string())?;
        let functions = plan.parts.values().filter(|of| **of == part).count();
        told.push(format!("{name} {functions} functions in {} kB", written.len() / 1000));
    }
    walrus::passes::gc::run(&mut first);
    let first_bytes = first.emit_wasm();
    std::fs::write(path, &first_bytes).map_err(|error| error.to_string())?;
    Ok(format!(
        "of {} functions {}, with {} kB of texts; first the others in {} kB, with {} thunks and {} stubs",
        plan.functions,
        told.join(", "),
        text / 1000,
        first_bytes.len() / 1000,
        plan.thunks.len(),
        plan.slots.len(),
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

/// What the first module gives to the others, by its name among the exports.
struct Shared {
    functions: BTreeMap<FunctionId, String>,
    globals: BTreeMap<GlobalId, String>,
    memory: String,
    /// The table of functions, and that of what is JavaScript's.
    tables: BTreeMap<TableId, String>,
}

impl Shared {
    /// The same names for every reading of the same bytes.
    fn new(module: &Module, plan: &Plan) -> Self {
        let mut names = (0..).map(|number: u32| format!("+{number}"));
        let mut name = || names.next().unwrap_or_default();
        let mut wanted = BTreeSet::new();
        for (id, part) in &plan.parts {
            let called = calls(module.funcs.get(*id)).into_iter();
            wanted.extend(called.filter(|called| plan.parts.get(called) != Some(part)));
        }
        Self {
            memory: name(),
            tables: module.tables.iter().map(|table| (table.id(), name())).collect(),
            globals: module.globals.iter().map(|global| (global.id(), name())).collect(),
            functions: wanted.into_iter().map(|id| (id, name())).collect(),
        }
    }
}

/// Makes the first module: stubs and thunks for what has gone, exports for what the others need.
fn keep(module: &mut Module, plan: &Plan) -> Outcome<()> {
    let shared = Shared::new(module, plan);
    let memory = module.memories.iter().next().ok_or("there is no memory")?.id();
    module.exports.add(&shared.memory, memory);
    for (table, name) in &shared.tables {
        module.exports.add(name, *table);
    }
    for (global, name) in &shared.globals {
        module.exports.add(name, *global);
    }
    for (function, name) in &shared.functions {
        module.exports.add(name, *function);
    }

    // Stubs, which also bring the module, stand in the table until it takes their places.
    let stubs: Vec<(u32, FunctionId)> = plan
        .slots
        .iter()
        .map(|(slot, id)| {
            let kind = module.funcs.get(*id).ty();
            (*slot, passing_on(module, kind, plan.table, *slot, plan.loader(*id)))
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

/// Makes another module: everything but its own functions is the first one's.
fn take(module: &mut Module, plan: &Plan, part: usize, texts: Option<Texts>) -> Outcome<()> {
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
    for (start, bytes) in texts.into_iter().flat_map(|texts| texts.0) {
        put(module, memory, start, bytes);
    }
    for (table, name) in &shared.tables {
        let import = module.imports.add(FIRST, name, *table);
        module.tables.get_mut(*table).import = Some(import);
    }
    let table = module.tables.get_mut(plan.table);
    table.initial = plan.table_size;
    table.maximum = table.maximum.map(|most| most.max(plan.table_size));
    for (global, name) in &shared.globals {
        let import = module.imports.add(FIRST, name, *global);
        module.globals.get_mut(*global).kind = GlobalKind::Import(import);
    }
    for (function, name) in &shared.functions {
        if plan.parts.get(function) == Some(&part) {
            continue;
        }
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
    for (slot, id) in plan.slots.iter().filter(|(_, id)| plan.parts.get(*id) == Some(&part)) {
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
pub fn fnv(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests;
