//! What a page reads out of a journal without replaying it.

use std::collections::BTreeMap;

use session::protocol::{Bytes, Input, Journal, Request, TerminalId, TerminalSize, WorkspaceFile};

/// Whether an input is something that a person did, and not the page about its terminals.
pub fn is_act(input: &Input) -> bool {
    !matches!(input, Input::TerminalOpen { .. } | Input::TerminalResize { .. })
}

/// The terminals that are open at a journal's end, with their sizes.
pub fn terminals(journal: &Journal) -> BTreeMap<TerminalId, TerminalSize> {
    let mut open = BTreeMap::new();
    for entry in &journal.entries {
        match &entry.input {
            Input::TerminalOpen { terminal, size } | Input::TerminalResize { terminal, size } => {
                open.insert(*terminal, *size);
            }
            Input::TerminalClose { terminal } => {
                open.remove(terminal);
            }
            _ => {}
        }
    }
    open
}

/// The files a journal leaves, as far as the person's own writing goes; the sandbox tells of the guest's.
pub fn workspace(journal: &Journal) -> BTreeMap<String, Bytes> {
    let mut files: BTreeMap<String, Bytes> = journal
        .files
        .iter()
        .map(|file| (file.path.clone(), file.contents.clone()))
        .collect();
    for entry in &journal.entries {
        match &entry.input {
            Input::FileWrite { path, contents } => {
                files.insert(path.clone(), contents.clone());
            }
            Input::FileRename { from, to } => {
                if let Some(contents) = files.remove(from) {
                    files.insert(to.clone(), contents);
                }
            }
            Input::FileRemove { path } => {
                files.remove(path);
            }
            _ => {}
        }
    }
    files
}

/// The workspace of a journal that cannot be replayed, for a fresh one to start with.
pub fn fresh_files(old: &Journal, fresh: &Journal) -> Vec<WorkspaceFile> {
    let mut files: Vec<_> = fresh.files.clone();
    for (path, contents) in workspace(old) {
        match files.iter_mut().find(|file| file.path == path) {
            Some(file) => file.contents = contents,
            None => files.push(WorkspaceFile {
                path,
                contents,
                executable: false,
            }),
        }
    }
    files
}

/// What the journal will say about a request; `None` for one that is not journalled.
pub fn input_of(request: &Request) -> Option<Input> {
    Some(match request.clone() {
        Request::TerminalOpen { terminal, size } => Input::TerminalOpen { terminal, size },
        Request::TerminalInput { terminal, bytes } => Input::TerminalInput { terminal, bytes },
        Request::TerminalResize { terminal, size } => Input::TerminalResize { terminal, size },
        Request::TerminalClose { terminal } => Input::TerminalClose { terminal },
        Request::TerminalInterrupt { terminal } => Input::TerminalInterrupt { terminal },
        Request::FileWrite { path, contents } => Input::FileWrite { path, contents },
        Request::FileRename { from, to } => Input::FileRename { from, to },
        Request::FileRemove { path } => Input::FileRemove { path },
        Request::Http { request, .. } => Input::Http { request },
        Request::Quiz { id, choice } => Input::Quiz { id, choice },
        _ => return None,
    })
}

/// The request that does what a person did again. The page opens its terminals and loads its preview by itself.
pub fn request_of(input: Input) -> Option<Request> {
    Some(match input {
        Input::TerminalInput { terminal, bytes } => Request::TerminalInput { terminal, bytes },
        Input::TerminalInterrupt { terminal } => Request::TerminalInterrupt { terminal },
        Input::FileWrite { path, contents } => Request::FileWrite { path, contents },
        Input::FileRename { from, to } => Request::FileRename { from, to },
        Input::FileRemove { path } => Request::FileRemove { path },
        Input::Quiz { id, choice } => Request::Quiz { id, choice },
        Input::TerminalOpen { .. } | Input::TerminalResize { .. } | Input::TerminalClose { .. } | Input::Http { .. } => {
            return None;
        }
    })
}

#[cfg(test)]
mod tests {
    use session::protocol::{JOURNAL_VERSION, JournalEntry};

    use super::*;

    fn journal(inputs: Vec<Input>) -> Journal {
        Journal {
            version: JOURNAL_VERSION,
            seed: 1,
            start_ms: 0,
            catalogue: String::new(),
            lesson: String::new(),
            workspace: "w".to_owned(),
            files: vec![WorkspaceFile {
                path: "a".to_owned(),
                contents: Bytes::from("1"),
                executable: false,
            }],
            setup: String::new(),
            entries: inputs.into_iter().map(|input| JournalEntry { at_ns: 0, input }).collect(),
        }
    }

    #[test]
    fn the_workspace_is_what_was_written_last() {
        let left = workspace(&journal(vec![
            Input::FileWrite {
                path: "b".to_owned(),
                contents: Bytes::from("2"),
            },
            Input::FileRename {
                from: "a".to_owned(),
                to: "c".to_owned(),
            },
            Input::FileRemove { path: "b".to_owned() },
        ]));
        assert_eq!(left, BTreeMap::from([("c".to_owned(), Bytes::from("1"))]));
    }

    #[test]
    fn a_closed_terminal_is_not_open() {
        let size = TerminalSize { columns: 80, rows: 24 };
        let open = terminals(&journal(vec![
            Input::TerminalOpen { terminal: 1, size },
            Input::TerminalOpen { terminal: 2, size },
            Input::TerminalClose { terminal: 1 },
        ]));
        assert_eq!(open, BTreeMap::from([(2, size)]));
    }
}
