//! Where a registry keeps what it was given: blobs by digest, and for each repository links to its
//! layers, manifests and tags. The layout is Distribution's filesystem driver's.

use machine::{Errno, Sys};
use std::collections::BTreeSet;
use vfs::{Digest, FileKind};

/// A registry's files.
pub(super) struct Storage {
    sys: Sys,
    root: String,
}

/// How deep a repository's name may go.
const DEPTH: usize = 8;

fn hex(digest: &str) -> &str {
    digest.strip_prefix("sha256:").unwrap_or(digest)
}

/// Whether a text is `sha256:` and 64 hexadecimal digits.
pub(super) fn is_digest(text: &str) -> bool {
    text.strip_prefix("sha256:")
        .is_some_and(|h| h.len() == 64 && h.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')))
}

impl Storage {
    pub fn new(sys: Sys, root: &str) -> Storage {
        Storage {
            sys,
            root: format!("{}/docker/registry/v2", root.trim_end_matches('/')),
        }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Errno> {
        if let Some((dir, _)) = path.rsplit_once('/') {
            self.sys.mkdir_all(dir, 0o755)?;
        }
        self.sys.write_file(path, bytes, 0o644)
    }

    fn blob_path(&self, digest: &str) -> String {
        let hex = hex(digest);
        format!("{}/blobs/sha256/{}/{hex}/data", self.root, hex.get(..2).unwrap_or_default())
    }

    fn repository(&self, name: &str) -> String {
        format!("{}/repositories/{name}", self.root)
    }

    /// A blob's bytes, if the repository has a link to it.
    pub fn blob(&self, name: &str, digest: &str) -> Option<Vec<u8>> {
        let link = format!("{}/_layers/sha256/{}/link", self.repository(name), hex(digest));
        self.sys
            .exists(&link)
            .then(|| self.sys.read_file(&self.blob_path(digest)).ok())?
    }

    /// Keeps a blob and links it. Gives its digest.
    pub fn put_blob(&self, name: &str, bytes: &[u8]) -> Result<String, Errno> {
        let digest = Digest::of(bytes).to_string();
        self.write(&self.blob_path(&digest), bytes)?;
        self.link_blob(name, &digest)?;
        Ok(digest)
    }

    /// Links a blob that another repository brought.
    pub fn link_blob(&self, name: &str, digest: &str) -> Result<(), Errno> {
        let link = format!("{}/_layers/sha256/{}/link", self.repository(name), hex(digest));
        self.write(&link, digest.as_bytes())
    }

    /// Takes a blob's link away. False if there was none.
    pub fn unlink_blob(&self, name: &str, digest: &str) -> bool {
        let link = format!("{}/_layers/sha256/{}/link", self.repository(name), hex(digest));
        self.sys.unlink(&link).is_ok()
    }

    pub fn has_repository(&self, name: &str) -> bool {
        self.sys.exists(&format!("{}/_manifests", self.repository(name)))
    }

    /// A manifest by tag or digest: its digest and its bytes.
    pub fn manifest(&self, name: &str, reference: &str) -> Option<(String, Vec<u8>)> {
        let base = format!("{}/_manifests", self.repository(name));
        let digest = if is_digest(reference) {
            reference.to_string()
        } else {
            let link = format!("{base}/tags/{reference}/current/link");
            String::from_utf8(self.sys.read_file(&link).ok()?).ok()?
        };
        let revision = format!("{base}/revisions/sha256/{}/link", hex(&digest));
        if !self.sys.exists(&revision) {
            return None;
        }
        let bytes = self.sys.read_file(&self.blob_path(&digest)).ok()?;
        Some((digest, bytes))
    }

    /// Keeps a manifest under its digest and, if one was said, under a tag.
    pub fn put_manifest(&self, name: &str, tag: Option<&str>, bytes: &[u8]) -> Result<String, Errno> {
        let digest = Digest::of(bytes).to_string();
        let base = format!("{}/_manifests", self.repository(name));
        self.write(&self.blob_path(&digest), bytes)?;
        self.write(&format!("{base}/revisions/sha256/{}/link", hex(&digest)), digest.as_bytes())?;
        if let Some(tag) = tag {
            let index = format!("{base}/tags/{tag}/index/sha256/{}/link", hex(&digest));
            self.write(&index, digest.as_bytes())?;
            self.write(&format!("{base}/tags/{tag}/current/link"), digest.as_bytes())?;
        }
        Ok(digest)
    }

    /// Forgets a manifest and the tags that point to it. False if there was none.
    pub fn delete_manifest(&self, name: &str, digest: &str) -> bool {
        let base = format!("{}/_manifests", self.repository(name));
        if self
            .sys
            .unlink(&format!("{base}/revisions/sha256/{}/link", hex(digest)))
            .is_err()
        {
            return false;
        }
        for tag in self.tags(name) {
            let link = format!("{base}/tags/{tag}/current/link");
            if self.sys.read_file(&link).is_ok_and(|l| l == digest.as_bytes()) {
                let _ = self.sys.unlink(&link);
            }
        }
        true
    }

    /// Tags of a repository, sorted.
    pub fn tags(&self, name: &str) -> Vec<String> {
        let base = format!("{}/_manifests/tags", self.repository(name));
        let mut tags: Vec<String> = self
            .sys
            .readdir(&base)
            .unwrap_or_default()
            .into_iter()
            .map(|e| e.name)
            .filter(|tag| self.sys.exists(&format!("{base}/{tag}/current/link")))
            .collect();
        tags.sort();
        tags
    }

    /// Names of all repositories, sorted.
    pub fn repositories(&self) -> Vec<String> {
        let mut found = BTreeSet::new();
        let mut todo = vec![(String::new(), 0)];
        while let Some((name, depth)) = todo.pop() {
            if !name.is_empty() && self.has_repository(&name) {
                found.insert(name.clone());
            }
            let dir = self.repository(&name);
            for entry in self.sys.readdir(dir.trim_end_matches('/')).unwrap_or_default() {
                let path = format!("{name}{}{}", if name.is_empty() { "" } else { "/" }, entry.name);
                let hidden = entry.name.starts_with(['_', '.']);
                let is_dir = || self.sys.stat(&self.repository(&path)).is_ok_and(|s| s.kind == FileKind::Dir);
                if !hidden && depth < DEPTH && is_dir() {
                    todo.push((path, depth + 1));
                }
            }
        }
        found.into_iter().collect()
    }

    fn upload_path(&self, name: &str, id: &str) -> String {
        format!("{}/_uploads/{id}/data", self.repository(name))
    }

    /// Begins an upload. Gives its id.
    pub fn start_upload(&self, name: &str) -> Result<String, Errno> {
        let id = self
            .sys
            .machine()
            .random(|r| format!("{}-{}-{}-{}-{}", r.hex(8), r.hex(4), r.hex(4), r.hex(4), r.hex(12)));
        self.write(&self.upload_path(name, &id), b"")?;
        Ok(id)
    }

    /// What an upload has so far.
    pub fn upload(&self, name: &str, id: &str) -> Option<Vec<u8>> {
        let plain = id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
        plain.then(|| self.sys.read_file(&self.upload_path(name, id)).ok())?
    }

    /// Adds to an upload. Gives its size.
    pub fn append(&self, name: &str, id: &str, bytes: &[u8]) -> Result<usize, Errno> {
        let mut whole = self.upload(name, id).ok_or(Errno::ENOENT)?;
        whole.extend_from_slice(bytes);
        self.write(&self.upload_path(name, id), &whole)?;
        Ok(whole.len())
    }

    pub fn end_upload(&self, name: &str, id: &str) {
        let path = self.upload_path(name, id);
        let _ = self.sys.unlink(&path);
        let _ = self.sys.rmdir(path.trim_end_matches("/data"));
    }
}
