//! Third-party packages that can be installed: their files, written for this interpreter, as `pip` would lay them out.

/// Name of a distribution, and the files it puts under `site-packages`.
pub(crate) type Package = (&'static str, &'static [(&'static str, &'static [u8])]);

include!(concat!(env!("OUT_DIR"), "/packages.rs"));

/// The files of a third-party package that `pip install NAME` puts under `site-packages`, paths relative to it, or
/// `None` for a package that is not simulated. Names compare as pip's do: case, `_`, `-` and `.` make no difference.
///
/// Never inlined, since the files are not there before a function of this crate is called (`crates/split`).
#[inline(never)]
pub fn site_package_files(name: &str) -> Option<&'static [(&'static str, &'static [u8])]> {
    let name = plain(name);
    PACKAGES.iter().find(|(n, _)| plain(n) == name).map(|(_, files)| *files)
}

fn plain(name: &str) -> String {
    name.to_lowercase().replace(['_', '.'], "-")
}

pub(crate) fn all() -> impl Iterator<Item = (&'static str, &'static [u8])> {
    PACKAGES.iter().flat_map(|(_, files)| files.iter().copied())
}
