//! The mounts that a process sees, in the three formats of proc(5).

use super::{View, task::Task};
use crate::process::Namespaces;
use vfs::{Mount, MountKind};

/// /proc/PID/mounts.
pub(super) fn mounts(_: &View<'_>, task: &Task<'_>) -> String {
    let mounts = task.process.ns.mounts.borrow();
    let line = |m: &std::rc::Rc<Mount>| {
        format!(
            "{} {} {} {} 0 0\n",
            escaped(m.device()),
            escaped(&m.path),
            m.kind.name(),
            m.options()
        )
    };
    mounts.mounts().map(line).collect()
}

/// /proc/PID/mountstats.
pub(super) fn mountstats(_: &View<'_>, task: &Task<'_>) -> String {
    let mounts = task.process.ns.mounts.borrow();
    let line = |m: &std::rc::Rc<Mount>| {
        format!(
            "device {} mounted on {} with fstype {}\n",
            escaped(m.device()),
            escaped(&m.path),
            m.kind.name()
        )
    };
    mounts.mounts().map(line).collect()
}

/// /proc/PID/mountinfo: number, number of the mount below, device, root, place, options, and after the hyphen
/// type, source and options of the file system.
pub(super) fn mountinfo(view: &View<'_>, task: &Task<'_>) -> String {
    let ns: &Namespaces = &task.process.ns;
    let mut numbers = view.machine.kernel().numbers.borrow_mut();
    let base = numbers.of_mounts(&ns.mounts, task.first) as usize;
    let mounts = ns.mounts.borrow();
    let mut out = String::new();
    for m in mounts.mounts() {
        let device = match m.kind {
            MountKind::Bind | MountKind::Disk => "254:1".to_string(),
            _ => format!("0:{}", numbers.of_superblock(&m.fs)),
        };
        let below = m.covered.map_or(base, |(id, _)| base + id + 1);
        let mut settings = vec![
            if m.kind == MountKind::Sysfs && m.read_only {
                "ro"
            } else {
                "rw"
            }
            .to_string(),
        ];
        settings.extend(m.settings());
        out.push_str(&format!(
            "{} {below} {device} {} {} {} - {} {} {}\n",
            base + m.id + 1,
            escaped(&root(m)),
            escaped(&m.path),
            m.flags().join(","),
            m.kind.name(),
            escaped(m.device()),
            settings.join(","),
        ));
    }
    out
}

/// Which directory of its file system is mounted.
fn root(m: &Mount) -> String {
    if m.kind == MountKind::Bind {
        return m.source.clone();
    }
    let names = super::tree::names_to(&m.fs.borrow(), m.root);
    format!("/{}", names.join("/"))
}

/// Blanks, tabs, line ends and backslashes as octal numbers.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            ' ' | '\t' | '\n' | '\\' => out.push_str(&format!("\\{:03o}", c as u32)),
            c => out.push(c),
        }
    }
    out
}
