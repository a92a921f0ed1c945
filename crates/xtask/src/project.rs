//! Where things are: the project's folders, and the cache that is shared by all clones on a machine.

use crate::step::Failure;
use std::path::{Path, PathBuf};

/// Changes when what the cache holds, or how it is laid out, changes; older folders are then left alone.
const CACHE_VERSION: &str = "1";

/// The checkout that the chores work on.
pub struct Project {
    /// The checkout's root, which holds the workspace's Cargo.toml.
    pub root: PathBuf,
    /// `$XDG_CACHE_HOME/drydock/VERSION`, by default under `~/.cache`: tools and the built standard library.
    pub cache: PathBuf,
}

impl Project {
    /// The project this program was built from.
    pub fn locate() -> Result<Self, Failure> {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = manifest
            .ancestors()
            .nth(2)
            .filter(|root| root.join("Cargo.lock").is_file())
            .ok_or_else(|| Failure::new("the project's root is not where xtask was built from"))?;
        let base = match (std::env::var_os("XDG_CACHE_HOME"), std::env::var_os("HOME")) {
            (Some(cache), _) if !cache.is_empty() => PathBuf::from(cache),
            (_, Some(home)) => Path::new(&home).join(".cache"),
            _ => root.join("target/cache"),
        };
        Ok(Self {
            root: root.to_owned(),
            cache: base.join("drydock").join(CACHE_VERSION),
        })
    }

    /// Where the site is built, apart from native builds: the two may use different compilers.
    pub fn web_target(&self) -> PathBuf {
        self.root.join("target/web")
    }

    /// The finished site.
    pub fn dist(&self) -> PathBuf {
        self.root.join("dist")
    }

    /// What chores write down while they run.
    pub fn logs(&self) -> PathBuf {
        self.root.join("target/xtask")
    }

    /// The version of `package` in Cargo.lock.
    pub fn locked_version(&self, package: &str) -> Result<String, Failure> {
        let path = self.root.join("Cargo.lock");
        let lock = read(&path)?;
        let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{package}\""));
        lines
            .nth(1)
            .and_then(|line| line.strip_prefix("version = \"")?.strip_suffix('"'))
            .map(str::to_owned)
            .ok_or_else(|| Failure::new(format!("Cargo.lock has no package `{package}`")))
    }
}

/// A file's text, or a failure that names the file.
pub fn read(path: &Path) -> Result<String, Failure> {
    std::fs::read_to_string(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

/// Writes a file and the folders above it, or fails naming the file.
pub fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

/// The files in a folder and the folders in it, sorted by path; a folder that is not there has none.
pub fn files_under(folder: &Path, wanted: &dyn Fn(&Path) -> bool) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        if path.is_dir() && !path.is_symlink() {
            found.extend(files_under(&path, wanted));
        } else if wanted(&path) {
            found.push(path);
        }
    }
    found
}
