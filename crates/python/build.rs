//! Lists the Python sources of `lib/` and the third-party packages of `site-packages/`, so that the crate can embed them.
//!
//! A folder of `site-packages/` is one distribution; what lies in it is what `pip install` of it puts in place.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let missing = |name: &str| io::Error::other(format!("{name} is not set"));
    let here = env::var_os("CARGO_MANIFEST_DIR").ok_or_else(|| missing("CARGO_MANIFEST_DIR"))?;
    let out = env::var_os("OUT_DIR").ok_or_else(|| missing("OUT_DIR"))?;
    let here = Path::new(&here);
    let mut code = String::from("pub(crate) const SOURCES: &[(&str, &str)] = &[\n");
    for (relative, path) in files(&here.join("lib"))? {
        let name = relative.trim_end_matches(".py").trim_end_matches("/__init__").replace('/', ".");
        let _ = writeln!(code, "    ({name:?}, include_str!({:?})),", path.to_string_lossy());
    }
    code.push_str("];\n");
    fs::write(Path::new(&out).join("library.rs"), code)?;
    let mut code = String::from("pub(crate) const PACKAGES: &[Package] = &[\n");
    let mut names: Vec<PathBuf> = fs::read_dir(here.join("site-packages"))?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<_>>()?;
    names.sort();
    let name_of = |dir: &Path| dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    for dir in &names {
        let name = name_of(dir);
        let _ = writeln!(code, "    ({name:?}, &[");
        for (relative, path) in files(dir)? {
            let _ = writeln!(code, "        ({relative:?}, include_bytes!({:?}).as_slice()),", path.to_string_lossy());
        }
        code.push_str("    ]),\n");
    }
    code.push_str("];\n");
    code.push_str("/// The distributions that [`site_package_files`] has, as they are called.\n");
    let all: Vec<String> = names.iter().map(|dir| name_of(dir)).collect();
    let _ = writeln!(code, "pub const SITE_PACKAGES: &[&str] = &{all:?};");
    println!("cargo::rerun-if-changed=lib");
    println!("cargo::rerun-if-changed=site-packages");
    fs::write(Path::new(&out).join("packages.rs"), code)
}

/// Every file below a folder, by its path relative to it, sorted.
fn files(root: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut out = Vec::new();
    let mut todo = vec![root.to_path_buf()];
    while let Some(dir) = todo.pop() {
        for entry in fs::read_dir(dir)? {
            let path = entry?.path();
            if path.is_dir() {
                todo.push(path);
            } else if let Ok(relative) = path.strip_prefix(root) {
                out.push((relative.to_string_lossy().replace('\\', "/"), path));
            }
        }
    }
    out.sort();
    Ok(out)
}
