//! Files from outside the page and to it, see `js/files.js`; and what is meant by some that came.

use std::collections::BTreeMap;

use session::travel::{ArchiveError, Backup, BackupError, LinkError, Shared, read_zip, without_common_folder, workspace_path};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

use crate::app::i18n::Messages;

#[wasm_bindgen(module = "/js/files.js")]
extern "C" {
    #[wasm_bindgen(js_name = chooseFiles)]
    fn choose_files(folder: bool) -> js_sys::Promise;
    #[wasm_bindgen(js_name = droppedFiles)]
    fn dropped_files(event: &JsValue) -> js_sys::Promise;
    #[wasm_bindgen(js_name = dragsFiles)]
    pub fn drags_files(event: &JsValue) -> bool;
    #[wasm_bindgen(js_name = saveFile)]
    pub fn save_file(name: &str, kind: &str, bytes: &[u8]);
}

/// Files by their paths.
pub type Files = BTreeMap<String, Vec<u8>>;

/// Asks the person for files, or for a folder.
pub fn choose(folder: bool) -> impl Future<Output = Result<Files, Trouble>> {
    read(choose_files(folder))
}

/// What an event of dropping brought. To be called while the event goes on.
pub fn dropped(event: &JsValue) -> impl Future<Output = Result<Files, Trouble>> + use<> {
    read(dropped_files(event))
}

async fn read(promise: js_sys::Promise) -> Result<Files, Trouble> {
    let list = JsFuture::from(promise).await.map_err(|_| Trouble::TooLarge)?;
    let mut files = Files::new();
    for pair in js_sys::Array::from(&list).iter() {
        let pair = js_sys::Array::from(&pair);
        let Some(path) = pair.get(0).as_string() else { continue };
        files.insert(path, js_sys::Uint8Array::new(&pair.get(1)).to_vec());
    }
    Ok(files)
}

/// Why files are not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    TooLarge,
    Archive(ArchiveError),
    Shared(LinkError),
    Backup(BackupError),
    /// None of the names can be a name in the workspace.
    Names,
    /// A course without a lesson.
    NoLessons,
}

impl Trouble {
    pub fn words(self, t: &'static Messages) -> &'static str {
        match self {
            Self::TooLarge
            | Self::Archive(ArchiveError::TooLarge)
            | Self::Shared(LinkError::TooLarge)
            | Self::Backup(BackupError::TooLarge) => t.files_too_large,
            Self::Archive(ArchiveError::NotAnArchive) => t.zip_damaged,
            Self::Archive(ArchiveError::NotRead) => t.zip_not_read,
            Self::Shared(LinkError::Damaged) => t.shared_damaged,
            Self::Shared(LinkError::Unknown) => t.shared_unknown,
            Self::Backup(BackupError::NotABackup) => t.backup_unknown,
            Self::Backup(BackupError::Newer) => t.backup_newer,
            Self::Names => t.files_no_names,
            Self::NoLessons => t.course_empty,
        }
    }
}

/// What some files mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Meant {
    Nothing,
    /// For the workspace.
    Files(Files),
    /// A course: `course.yaml` and its lessons.
    Course(Files),
    /// Work that somebody shared, in its text.
    Shared(String),
    /// Everything a person made, saved once.
    Everything(Box<Backup>),
}

/// What is meant by files that were chosen or dropped.
pub fn meant(mut files: Files) -> Result<Meant, Trouble> {
    if files.len() == 1
        && let Some((name, bytes)) = files.pop_first()
    {
        let text = || String::from_utf8_lossy(&bytes);
        if name.ends_with(".drydock") {
            let text = text().trim().to_owned();
            Shared::parse(&text).map_err(Trouble::Shared)?;
            return Ok(Meant::Shared(text));
        }
        if name.ends_with(".drydock.json") {
            let backup = Backup::parse(&text()).map_err(Trouble::Backup)?;
            return Ok(Meant::Everything(Box::new(backup)));
        }
        if name.to_ascii_lowercase().ends_with(".zip") {
            files = read_zip(&bytes).map_err(Trouble::Archive)?.files;
        } else {
            files.insert(name, bytes);
        }
    }
    if files.is_empty() {
        return Ok(Meant::Nothing);
    }
    let named: Files = files
        .into_iter()
        .filter_map(|(path, bytes)| Some((workspace_path(&path)?, bytes)))
        .collect();
    if named.is_empty() {
        return Err(Trouble::Names);
    }
    let files = without_common_folder(named);
    Ok(match files.contains_key("course.yaml") {
        true => Meant::Course(files),
        false => Meant::Files(files),
    })
}

#[cfg(test)]
mod tests {
    use session::travel::write_zip;

    use super::*;

    fn files(of: &[(&str, &[u8])]) -> Files {
        of.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect()
    }

    #[test]
    fn a_folder_and_a_zip_of_it_are_its_files() {
        let folder = files(&[("app/Dockerfile", b"FROM busybox"), ("app/src/a", b"1")]);
        let inside = Meant::Files(files(&[("Dockerfile", b"FROM busybox"), ("src/a", b"1")]));
        assert_eq!(meant(folder.clone()), Ok(inside.clone()));
        assert_eq!(meant(files(&[("app.zip", &write_zip(&folder))])), Ok(inside));
    }

    #[test]
    fn a_folder_with_a_course_is_a_course() {
        let course = files(&[
            ("mine/course.yaml", b"title: {en: Mine}"),
            ("mine/01-a/01-b/lesson.md", b"# Hi"),
        ]);
        assert!(matches!(meant(course), Ok(Meant::Course(files)) if files.contains_key("01-a/01-b/lesson.md")));
    }

    #[test]
    fn what_a_file_is_called_says_what_it_is() {
        assert_eq!(
            meant(files(&[("a.drydock", b"<script>")])),
            Err(Trouble::Shared(LinkError::Unknown))
        );
        assert_eq!(
            meant(files(&[("a.drydock.json", b"{}")])),
            Err(Trouble::Backup(BackupError::NotABackup))
        );
        assert_eq!(
            meant(files(&[("a.zip", b"x")])),
            Err(Trouble::Archive(ArchiveError::NotAnArchive))
        );
        assert_eq!(meant(files(&[("../a", b"x")])), Err(Trouble::Names));
        assert_eq!(meant(files(&[])), Ok(Meant::Nothing));
    }
}
