//! Paths in a workspace: relative, `/`-separated, and never out of it.

use std::collections::BTreeMap;

/// A relative path that stays inside the workspace, or `None`.
pub fn workspace_path(typed: &str) -> Option<String> {
    let typed = typed.trim().trim_start_matches("./");
    let bad = typed.is_empty()
        || typed.len() > 255
        || typed.contains('\\')
        || typed.chars().any(char::is_control)
        || typed.split('/').any(|part| part.is_empty() || part == "." || part == "..");
    (!bad).then(|| typed.to_owned())
}

/// Files that all lie in one folder, without that folder: what a person means who packs a folder.
pub fn without_common_folder<T>(files: BTreeMap<String, T>) -> BTreeMap<String, T> {
    let common = files
        .keys()
        .next()
        .and_then(|path| path.split_once('/'))
        .map(|(folder, _)| format!("{folder}/"));
    match common {
        Some(folder) if files.keys().all(|path| path.starts_with(&folder)) => files
            .into_iter()
            .filter_map(|(path, contents)| Some((path.strip_prefix(&folder)?.to_owned(), contents)))
            .collect(),
        _ => files,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_inside_the_workspace() {
        assert_eq!(workspace_path(" ./src/app.py "), Some("src/app.py".to_owned()));
        for bad in [
            "",
            "/etc/passwd",
            "../x",
            "a/../b",
            "a//b",
            "a/",
            "a\\b",
            "a\0",
            "a\nb",
            "a\u{1b}[2J",
        ] {
            assert_eq!(workspace_path(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_packed_folder_is_its_contents() {
        let files = |paths: &[&str]| paths.iter().map(|path| ((*path).to_owned(), ())).collect::<BTreeMap<_, _>>();
        assert_eq!(without_common_folder(files(&["app/a", "app/src/b"])), files(&["a", "src/b"]));
        assert_eq!(without_common_folder(files(&["app/a", "b"])), files(&["app/a", "b"]));
        assert_eq!(without_common_folder(files(&["a"])), files(&["a"]));
    }
}
