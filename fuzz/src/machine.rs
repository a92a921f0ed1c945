//! What enters the little Linux: scripts for its shells, archives for its file systems.

use shell::Flavour;
use vfs::tar::{Limits, read, write};

/// Reading any text as a script ends, in each of the shells, and comes out the same twice.
pub fn script(data: &[u8]) {
    for flavour in [Flavour::Dash, Flavour::Ash, Flavour::Bash] {
        assert_eq!(shell::is_script(data, flavour), shell::is_script(data, flavour));
    }
}

/// What could be read from an archive can be written, and read again under the same names.
pub fn archive(data: &[u8]) {
    let limits = Limits {
        bytes: 1 << 20,
        padding: 1 << 20,
        entries: 1000,
    };
    let Ok(entries) = read(data, &limits) else { return };
    let mut bytes = Vec::new();
    if write(&entries, &mut bytes).is_err() {
        return;
    }
    let again = read(
        &bytes,
        &Limits {
            bytes: 1 << 24,
            ..limits
        },
    );
    let names = |entries: &[vfs::tar::Entry]| entries.iter().map(|e| e.path.clone()).collect::<Vec<_>>();
    assert_eq!(again.ok().map(|again| names(&again)), Some(names(&entries)));
}
