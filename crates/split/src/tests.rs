//! A small module, divided.

use super::*;
use crate::plan::{belongs, hash, plain};
use std::collections::BTreeSet;
use walrus::ir::BinaryOp;
use walrus::{DataKind, RefType};

/// What runs first in [`module`], and of what is known that it does not.
fn lists(first: &str, rest: &[&str]) -> Lists {
    Lists {
        first: format!("_ZN6worker4main\t6\n_ZN4core6shared\t4\n{first}"),
        rest: rest.iter().map(|name| format!("{:08x}\n", hash(name))).collect(),
    }
}

/// `main` and `seldom` call the root's `python..start` and `shared`; `python..start` calls `helper`, which nobody else
/// does, and `shared`. A pointer to `python..step` stands in the table, and a text of the root's in memory.
fn module(text: &[u8]) -> Module {
    let mut module = Module::default();
    let memory = module.memories.add_local(false, false, 1, None, None);
    let start = ConstExpr::Value(Value::I32(1024));
    let data = module.data.add(DataKind::Active { memory, offset: start }, text.to_vec());
    module.memories.get_mut(memory).data_segments.insert(data);
    let function = |module: &mut Module, name: &str, calls: &[FunctionId]| {
        let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        let argument = module.locals.add(ValType::I32);
        let mut body = builder.name(name.to_owned()).func_body();
        body.local_get(argument).i32_const(1).binop(BinaryOp::I32Add);
        for call in calls {
            body.call(*call);
        }
        builder.finish(vec![argument], &mut module.funcs)
    };
    let shared = function(&mut module, "_ZN4core6shared", &[]);
    let helper = function(&mut module, "_ZN5alloc6helper", &[]);
    let start = function(&mut module, "_ZN6python5start", &[helper, shared]);
    let step = function(
        &mut module,
        "_ZN49_$LT$python..Run$u20$as$u20$machine..Program$GT$4step",
        &[shared],
    );
    let main = function(&mut module, "_ZN6worker4main", &[start, shared]);
    let seldom = function(&mut module, "_ZN6engine6seldom", &[start, shared]);
    module.exports.add("main", main);
    module.exports.add("seldom", seldom);
    for name in ["load_later", "load_rest"] {
        let mut load = FunctionBuilder::new(&mut module.types, &[], &[]);
        load.name(name.to_owned()).func_body();
        let load = load.finish(Vec::new(), &mut module.funcs);
        module.exports.add(name, load);
    }
    let table = module.tables.add_local(false, 2, Some(2), RefType::FUNCREF);
    place(&mut module, table, 1, vec![step]);
    module
}

fn names(module: &Module, of: impl IntoIterator<Item = FunctionId>) -> Vec<String> {
    of.into_iter().filter_map(|id| module.funcs.get(id).name.clone()).collect()
}

fn part(plan: &Plan, part: usize) -> Vec<FunctionId> {
    plan.parts.iter().filter(|(_, of)| **of == part).map(|(id, _)| *id).collect()
}

#[test]
fn later_is_what_only_the_roots_reach() {
    let module = module(b"");
    let plan = Plan::new(&module, &lists("", &["_ZN6engine6seldom"]), &["python".to_owned()]).unwrap();
    assert_eq!(
        names(&module, part(&plan, 0)),
        [
            "_ZN5alloc6helper",
            "_ZN6python5start",
            "_ZN49_$LT$python..Run$u20$as$u20$machine..Program$GT$4step"
        ]
    );
    assert_eq!(names(&module, plan.thunks.clone()), ["_ZN6python5start", "_ZN6engine6seldom"]);
    assert_eq!(plan.slots.keys().copied().collect::<Vec<_>>(), [1, 2, 3]);
}

#[test]
fn the_rest_is_what_is_known_not_to_run_first() {
    let module = module(b"");
    let rest = |lists: &Lists| {
        let plan = Plan::new(&module, lists, &["python".to_owned()]).unwrap();
        names(&module, part(&plan, 1))
    };
    assert_eq!(rest(&lists("", &["_ZN6engine6seldom"])), ["_ZN6engine6seldom"]);
    assert!(rest(&lists("", &[])).is_empty());
    assert!(rest(&lists("_ZN6engine6seldom\t1\n", &["_ZN6engine6seldom"])).is_empty());
}

#[test]
fn a_hash_is_the_one_that_the_profile_writes() {
    assert_eq!(hash("engine::seldom"), 0xfff4_8007);
}

#[test]
fn of_functions_with_one_name_the_size_decides() {
    let mut module = module(b"");
    for calls in 0..2 {
        let shared = module.funcs.by_name("_ZN4core6shared").unwrap();
        let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        let argument = module.locals.add(ValType::I32);
        let mut body = builder.name("map::get::h0123456789abcdef".to_owned()).func_body();
        body.local_get(argument);
        for _ in 0..calls {
            body.call(shared);
        }
        let get = builder.finish(vec![argument], &mut module.funcs);
        module.exports.add(&format!("get{calls}"), get);
    }
    let list = lists("map::get\t2\n", &["map::get\t1"]);
    let plan = Plan::new(&module, &list, &["python".to_owned()]).unwrap();
    let sizes: Vec<u64> = part(&plan, 1)
        .into_iter()
        .filter(|id| module.funcs.get(*id).name.as_deref() == Some("map::get::h0123456789abcdef"))
        .map(|id| module.funcs.get(id).kind.unwrap_local().size())
        .collect();
    assert_eq!(sizes, [1]);
}

#[test]
fn names_lose_what_is_another_in_every_build() {
    assert_eq!(plain("map::get::h0123456789abcdef"), "map::get");
    assert_eq!(
        plain("<&T as core[0123456789abcdef]::fmt::Debug>::fmt"),
        "<&T as core::fmt::Debug>::fmt"
    );
    assert_eq!(plain("<[u8]>::starts_with.12"), "<[u8]>::starts_with");
    assert_eq!(plain("a::hello"), "a::hello");
}

#[test]
fn symbols_belong_to_a_root_by_whole_parts_of_their_path() {
    let of = |symbol: &str, root: &str| belongs(symbol, &[root.to_owned()]);
    assert!(of("_ZN6python4heap3getE", "python"));
    assert!(of("_ZN4core3ptr42drop_in_place$LT$python..heap..Heap$GT$E", "python"));
    assert!(of("_ZN8programs4node5start", "programs::node"));
    assert!(of("_ZN31_$LT$programs..node..Node$u20$as$u20$T$GT$3run", "programs::node"));
    assert!(!of("_ZN8programs6python5start", "python::start"));
    assert!(!of("_ZN4core3ptr42drop_in_place$LT$ipython..heap..Heap$GT$E", "python"));
    assert!(!of("_ZN16python_installer4mainE", "python"));
}

#[test]
fn the_halves_fit_together() {
    let folder = std::env::temp_dir().join(format!("split-{}", std::process::id()));
    let texts = folder.join("texts");
    std::fs::create_dir_all(&texts).unwrap();
    let text = [b'x'; 300];
    std::fs::write(texts.join("library.py"), text).unwrap();
    let path = folder.join("worker.wasm");
    let whole = [b"before".as_slice(), &text, b"after"].concat();
    std::fs::write(&path, module(&whole).emit_wasm()).unwrap();
    let texts = [texts.to_string_lossy().into_owned()];
    split(
        &path,
        &folder,
        &lists("", &["_ZN6engine6seldom"]),
        &["python".to_owned()],
        &texts,
    )
    .unwrap();
    let first = read(&std::fs::read(&path).unwrap()).unwrap();
    let given: BTreeSet<&str> = first.exports.iter().map(|export| export.name.as_str()).collect();
    let others = PARTS.map(|part| {
        let file = std::fs::read_dir(&folder)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .find(|path| path.file_name().unwrap().to_string_lossy().starts_with(&format!("{part}-")))
            .unwrap();
        let module = read(&std::fs::read(file).unwrap()).unwrap();
        let wanted: Vec<&str> = module.imports.iter().map(|import| import.name.as_str()).collect();
        assert!(wanted.iter().all(|name| given.contains(name)), "{wanted:?} of {given:?}");
        module
    });
    let data = |module: &Module| -> Vec<Vec<u8>> { module.data.iter().map(|data| data.value.clone()).collect() };
    assert_eq!(data(&first), [b"before".to_vec(), b"after".to_vec()]);
    assert_eq!(others.each_ref().map(data), [vec![text.to_vec()], Vec::new()]);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn a_text_that_stays_needed_is_refused() {
    let folder = std::env::temp_dir().join(format!("split-refused-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("library.py"), [b'x'; 300]).unwrap();
    let mut module = module(&[b'x'; 300]);
    let mut reader = FunctionBuilder::new(&mut module.types, &[], &[ValType::I32]);
    reader.name("_ZN6engine6reader".to_owned()).func_body().i32_const(1024);
    let reader = reader.finish(Vec::new(), &mut module.funcs);
    module.exports.add("reader", reader);
    let plan = Plan::new(&module, &lists("", &["_ZN6engine6seldom"]), &["python".to_owned()]).unwrap();
    let texts = Texts::find(&module, &[folder.to_string_lossy().into_owned()]).unwrap();
    assert_eq!(
        texts.refuse_readers(&module, &plan),
        Err("_ZN6engine6reader does not come with the texts that it points to, at 1024".to_owned())
    );
    std::fs::remove_dir_all(folder).unwrap();
}
