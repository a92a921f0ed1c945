//! `extends`: a service that starts from another one, of the same file or of another.

use super::Loader;
use super::file::{Scope, apply_resets};
use crate::error::Error;
use crate::merge::extend_service;
use crate::mount::{folder, join};
use crate::path::Path;
use crate::resolve_paths::Bases;
use crate::value::{Map, Value};

/// How many services may extend one another in a row.
const MAX_CHAIN: usize = 100;

/// Who extends whom, as messages name it: files as written, services.
type Chain = Vec<(String, String)>;

impl Loader<'_> {
    /// Completes all services of a file.
    pub(super) fn extend(&mut self, document: &mut Map, file: &str, scope: &Scope, resets: &[Path]) -> Result<(), Error> {
        let services = match document.get_mut("services") {
            None => return Ok(()),
            Some(Value::Map(services)) => services,
            Some(_) => return Err(Error::Invalid("services must be a mapping".to_owned())),
        };
        let names: Vec<String> = services.keys().cloned().collect();
        for name in names {
            let merged = self.extended(&name, services, file, file, scope, resets, &Vec::new())?;
            services.insert(name, merged);
        }
        Ok(())
    }

    #[allow(clippy::too_many_arguments)]
    fn extended(
        &mut self,
        name: &str,
        services: &mut Map,
        file: &str,
        main: &str,
        scope: &Scope,
        resets: &[Path],
        chain: &Chain,
    ) -> Result<Value, Error> {
        let service = match services.get(name) {
            None | Some(Value::Null) => return Ok(Value::Null),
            Some(Value::Map(service)) => service.clone(),
            Some(_) => return Err(Error::Invalid(format!("services.{name} must be a mapping"))),
        };
        let (base, other) = match service.get("extends") {
            None => return Ok(Value::Map(service)),
            Some(Value::String(base)) => (base.clone(), None),
            Some(Value::Map(extends)) => match extends.get("service") {
                Some(Value::String(base)) => (base.clone(), extends.get("file").and_then(Value::as_str)),
                _ => return Err(Error::Invalid(format!("extends.{name}.service is required"))),
            },
            Some(_) => (String::new(), None),
        };
        let not_found = |from: Option<&str>| Error::ExtendsNotFound {
            service: name.to_owned(),
            file: main.to_owned(),
            base: base.clone(),
            from: from.map(str::to_owned),
        };
        let mut chain = chain.clone();
        let step = (other.unwrap_or(file).to_owned(), name.to_owned());
        let mut found;
        let (source, base_resets, base_file) = match other {
            Some(path) => {
                let (tree, resets) = self.services_of(path, name, scope)?;
                if !tree.contains_key(&base) {
                    return Err(not_found(Some(path)));
                }
                found = tree;
                (&mut found, resets, path)
            }
            None if services.contains_key(&base) => (services, resets.to_vec(), file),
            None => return Err(not_found(None)),
        };
        let known = chain.contains(&step);
        chain.push(step);
        if known {
            return Err(Error::ExtendsCycle {
                chain: chain.into_iter().map(|(file, service)| (service, file)).collect(),
            });
        }
        if chain.len() > MAX_CHAIN {
            return Err(Error::NotSimulated {
                what: format!("extends over more than {MAX_CHAIN} services"),
            });
        }
        let merged = self.extended(&base, source, base_file, main, scope, &base_resets, &chain)?;
        if merged == Value::Null {
            return Ok(Value::Map(service));
        }
        if other.is_none() {
            source.insert(base.clone(), merged.clone());
        }
        let mut wrapped = Value::Map(Map::from([(
            "services".to_owned(),
            Value::Map(Map::from([(name.to_owned(), merged)])),
        )]));
        apply_resets(&mut wrapped, resets, &Path::root());
        let merged = wrapped.get("services").and_then(|services| services.get(name)).cloned();
        let mut merged = extend_service(merged.unwrap_or_default(), Value::Map(service))?;
        if let Value::Map(merged) = &mut merged {
            merged.remove("extends");
        }
        Ok(merged)
    }

    /// The services of another file, with paths that lead from the project's folder.
    fn services_of(&mut self, path: &str, name: &str, scope: &Scope) -> Result<(Map, Vec<Path>), Error> {
        if path.contains("://") || path.starts_with("git@") {
            return Err(Error::NotSimulated {
                what: format!("extends from {path}"),
            });
        }
        let local = join(&scope.abs, path);
        let loaded = self.bare_file(&local, scope)?;
        let mut tree = Value::Map(loaded.tree);
        let relative = super::include::relative(&scope.abs, &folder(&local));
        let bases = Bases {
            base: &relative,
            home: self.environment.get("HOME").map(String::as_str),
        };
        bases.resolve(&mut tree, &Path::root())?;
        let service = crate::print::quoted(name);
        let services = tree.as_map_mut().and_then(|tree| tree.remove("services"));
        match services {
            Some(Value::Map(services)) => Ok((services, loaded.resets)),
            Some(_) => Err(Error::Invalid(format!(
                "cannot extend service {service} in {local}: services must be a mapping"
            ))),
            None => Err(Error::Invalid(format!(
                "cannot extend service {service} in {local}: no services section"
            ))),
        }
    }
}
