//! What is looked at apart from code: imports, and that public classes have files of their names.

use crate::world::World;

/// Imports of packages and classes that are not there.
pub fn imports(world: &mut World, source: usize) {
    let Some(info) = world.sources.get(source) else { return };
    let imports: Vec<(crate::ast::Name, u32, bool, bool)> = info
        .imports
        .iter()
        .map(|i| (i.name.clone(), i.at, i.star, i.statik))
        .collect();
    for (name, at, star, statik) in imports {
        let class = match (statik, star) {
            (true, false) => name.rsplit_once('.').map_or(name.to_string(), |(c, _)| c.to_string()),
            _ => name.to_string(),
        };
        if star && !statik {
            let own = world
                .by_name
                .keys()
                .any(|k| k.strip_prefix(&*name).is_some_and(|r| r.starts_with('.')));
            if !own && !world.library.real_package(&name) {
                world.error(source, at, format!("package {name} does not exist"));
            }
            continue;
        }
        if world.class_named(&class).is_some() {
            continue;
        }
        if world.library.real(&class) {
            world.beyond(source, at, format!("the Java class {class}"));
            continue;
        }
        let (package, simple) = class.rsplit_once('.').unwrap_or(("", &class));
        let known = world.library.real_package(package) || world.sources.iter().any(|s| s.package == package);
        if known {
            let notes = vec![
                format!("  symbol:   class {simple}"),
                format!("  location: package {package}"),
            ];
            world.error_with(source, at, "cannot find symbol", notes);
        } else {
            world.error(source, at, format!("package {package} does not exist"));
        }
    }
}

/// A public class is declared in a file of its name.
pub fn file_names(world: &mut World, source: usize) {
    let Some(info) = world.sources.get(source) else { return };
    let stem = info.file().trim_end_matches(".java").to_string();
    for id in info.types.clone() {
        let decl = world.class(id).decl.clone();
        if decl.mods.public && *decl.name != *stem {
            let kind = match decl.kind {
                crate::ast::Kind::Interface => "interface",
                crate::ast::Kind::Enum => "enum",
                crate::ast::Kind::Record => "record",
                _ => "class",
            };
            world.error(
                source,
                decl.at,
                format!("{kind} {0} is public, should be declared in a file named {0}.java", decl.name),
            );
        }
    }
}
