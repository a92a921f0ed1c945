//! `PreferCopyOverAdd`: COPY does what is needed here.
//!
//! ADD also unpacks archives and fetches from the network. Where none of that is meant, COPY says so and has no
//! surprises.
//!
//! Bad:
//!
//! ```dockerfile
//! FROM busybox:1.36
//! ADD app.py /app/
//! ```
//!
//! Good:
//!
//! ```dockerfile
//! FROM busybox:1.36
//! COPY app.py /app/
//! ```

use super::View;
use crate::check::Rule;
use crate::edit::{Fix, FixKind, TextEdit};
use crate::instruction::Instruction;
use crate::typed::Typed;

/// The rule.
pub const RULE: Rule = Rule {
    name: "PreferCopyOverAdd",
    description: "COPY does what is needed here",
    url: "",
    experimental: false,
    why: "ADD also unpacks archives and fetches from the network. Where none of that is meant, COPY says so and has no surprises.",
    bad: "FROM busybox:1.36\nADD app.py /app/\n",
    good: "FROM busybox:1.36\nCOPY app.py /app/\n",
};

const ARCHIVES: [&str; 8] = [".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst"];

pub(crate) fn advise(view: &mut View<'_>) {
    for index in 0..view.nodes.len() {
        let viewed = &view.nodes[index];
        let Typed::Command(command) = &viewed.typed else {
            continue;
        };
        let Instruction::Add(add) = &command.instruction else {
            continue;
        };
        let is_special = |source: &String| {
            source.contains("://")
                || source.starts_with("git@")
                || source.contains('$')
                || ARCHIVES.iter().any(|end| source.ends_with(end))
        };
        let has_own_flags = !add.checksum.is_empty() || add.keep_git_dir.is_some() || add.unpack.is_some();
        if has_own_flags || add.files.sources.iter().any(is_special) {
            continue;
        }
        let name = viewed.node.command();
        let copy = if name.name() == name.name().to_lowercase() {
            "copy"
        } else {
            "COPY"
        };
        let fix = Fix::new(FixKind::Use, "COPY", vec![TextEdit::new(name.name_span(), copy)]);
        view.say(&RULE, index, "", "ADD is not needed to copy plain files: use COPY", Some(fix));
    }
}
