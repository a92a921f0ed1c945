//! Secrets and configs whose content is in the project: they are copied into a container before it starts.

use super::Compose;
use super::mounts::Kind;
use crate::call::{Failure, Outcome};
use compose::Project;
use compose::model::ServiceConfig;
use vfs::tar::{Content, Entry};

impl Compose {
    /// Puts the files of a service into its container.
    pub fn inject(&self, project: &Project, service: &ServiceConfig, container: &str) -> Outcome {
        for kind in [Kind::Secret, Kind::Config] {
            for reference in kind.references(service) {
                let defined = kind.defined(project, &reference.source);
                let word = kind.word();
                let content = match (defined.content.as_str(), defined.environment.as_str()) {
                    ("", "") => continue,
                    ("", variable) => project.environment.get(variable).cloned().ok_or_else(|| {
                        Failure::new(format!(
                            "environment variable {} required by {word} {} is not set",
                            crate::opts::quote(variable),
                            crate::opts::quote(&defined.name)
                        ))
                    })?,
                    (content, _) => content.to_string(),
                };
                if content.is_empty() {
                    continue;
                }
                if service.read_only {
                    return Err(Failure::new(format!(
                        "cannot create {word} {} in read-only service {}: `file` is the sole supported option",
                        crate::opts::quote(&defined.name),
                        service.name
                    )));
                }
                let id = |text: &str| text.parse::<u32>().unwrap_or(0);
                let mode = reference.mode.map_or(0o444, |m| u32::try_from(m.0).unwrap_or(0o444));
                let target = kind.target(reference);
                let entry = Entry {
                    path: target.trim_start_matches('/').to_string(),
                    meta: vfs::Meta {
                        mode: mode & 0o7777,
                        uid: id(&reference.uid),
                        gid: id(&reference.gid),
                        mtime: self.engine().now().0,
                    },
                    content: Content::File(content.into_bytes().into()),
                };
                self.engine().copy_to(container, "/", &[entry])?;
            }
        }
        Ok(())
    }
}
