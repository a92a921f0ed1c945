//! A module that tells which of its functions have run.

use std::path::Path;

use walrus::ir::Value;
use walrus::{ConstExpr, FunctionId, FunctionKind, ValType};

use crate::plan::plain;
use crate::{Outcome, read};

/// Makes each function of the module set a global of its own, exported as `ran N`, and writes their names and sizes (in instructions), one a line.
pub fn count(path: &Path, names: &Path) -> Outcome<String> {
    let bytes = std::fs::read(path).map_err(|error| error.to_string())?;
    let mut module = read(&bytes)?;
    let ids: Vec<FunctionId> = module.funcs.iter_local().map(|(id, _)| id).collect();
    let mut list = String::new();
    for (line, id) in ids.iter().enumerate() {
        let global = module
            .globals
            .add_local(ValType::I32, true, false, ConstExpr::Value(Value::I32(0)));
        module.exports.add(&format!("ran {line}"), global);
        let function = module.funcs.get_mut(*id);
        let name = plain(function.name.as_deref().unwrap_or_default());
        if let FunctionKind::Local(local) = &mut function.kind {
            list.push_str(&format!("{name}\t{}\n", local.size()));
            let mut body = local.builder_mut().func_body();
            body.const_at(0, Value::I32(1)).global_set_at(1, global);
        }
    }
    std::fs::write(names, list).map_err(|error| format!("{}: {error}", names.display()))?;
    std::fs::write(path, module.emit_wasm()).map_err(|error| error.to_string())?;
    Ok(format!("{} functions are counted", ids.len()))
}
