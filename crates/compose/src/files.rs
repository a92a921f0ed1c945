//! What the model is told about the world: files by path. It reads nothing by itself.

/// What a path is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    File,
    Directory,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileError {
    NotFound,
    IsDirectory,
    PermissionDenied,
}

impl std::fmt::Display for FileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            FileError::NotFound => "no such file or directory",
            FileError::IsDirectory => "is a directory",
            FileError::PermissionDenied => "permission denied",
        })
    }
}

/// Files as the program that reads the project sees them.
pub trait Files {
    /// The content of the file at an absolute path; `-` is the standard input.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError>;

    /// What there is at an absolute path, links followed; nothing if there is nothing.
    fn kind(&self, path: &str) -> Option<FileKind>;
}

/// Files in memory: for tests, and for an editor that has nothing but its text.
impl Files for std::collections::BTreeMap<String, String> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        match self.get(path) {
            Some(text) => Ok(text.clone().into_bytes()),
            None if self.kind(path).is_some() => Err(FileError::IsDirectory),
            None => Err(FileError::NotFound),
        }
    }

    fn kind(&self, path: &str) -> Option<FileKind> {
        if self.contains_key(path) {
            return Some(FileKind::File);
        }
        let folder = format!("{}/", path.trim_end_matches('/'));
        let inside = self.range(folder.clone()..).next();
        inside
            .filter(|(name, _)| name.starts_with(&folder))
            .map(|_| FileKind::Directory)
    }
}
