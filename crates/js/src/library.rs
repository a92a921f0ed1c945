//! The JavaScript sources built into the interpreter, and the packages that can be installed.

use crate::ast::Source;
use crate::frames::{Frame, Info, Role};
use crate::realm::Realm;
use crate::value::Value;
use std::cell::Cell;
use std::rc::Rc;

/// Name of a package, and the files of its folder in `node_modules`.
pub(crate) type Package = (&'static str, &'static [(&'static str, &'static str)]);

include!(concat!(env!("OUT_DIR"), "/library.rs"));

/// The files of a package that `npm install NAME` puts into its folder, `None` for one that is not simulated.
pub fn package_files(name: &str) -> Option<&'static [(&'static str, &'static str)]> {
    PACKAGES.iter().find(|(n, _)| *n == name).map(|(_, files)| *files)
}

pub fn source(name: &str) -> Option<Rc<Source>> {
    let (_, text) = SOURCES.iter().find(|(n, _)| *n == name)?;
    let shown = if name == "prelude" { "node:internal/prelude".to_string() } else { format!("node:{name}") };
    Some(Source::new(&shown, text, true))
}

/// Puts the library's beginning on the stack; it loads what the command line asks for.
pub fn start(realm: &Rc<Realm>) {
    let (current, shared) = (realm.clone(), realm.config.internal.clone());
    let info = Rc::new(Info {
        name: "".into(),
        source: shared.0.clone(),
        pos: Cell::new(0),
        receiver: Value::Undefined,
        constructs: false,
    });
    let body = Box::pin(async move {
        for name in ["prelude", "main"] {
            let run = crate::modules::builtin(&current, name)?;
            current.call(&run, Value::Undefined, vec![crate::natives::intrinsics(&current)]).await?;
        }
        Ok(Value::Undefined)
    });
    realm.stack.borrow_mut().push(Frame { body, info, role: Role::Root });
}

/// Mistakes in the texts of the library and the packages; none if all is well.
pub fn check() -> Vec<String> {
    let mut out = Vec::new();
    let packages =
        PACKAGES.iter().flat_map(|(name, files)| files.iter().map(move |(f, t)| (format!("{name}/{f}"), *t)));
    let sources = SOURCES.iter().map(|(n, t)| (format!("{n}.js"), *t));
    for (name, text) in sources.chain(packages).filter(|(n, _)| n.ends_with(".js")) {
        let source = Source::new(&name, text, true);
        if let Err(e) = crate::parser::parse(&source, &["exports", "require", "module"], false) {
            out.push(format!("{name}:{}: {}", source.place(e.pos).0, e.message));
        }
    }
    out
}
